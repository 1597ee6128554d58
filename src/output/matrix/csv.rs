//! The matrix for a spreadsheet: one row for each class of atoms of each block. `docs/reference/matrix.md` has the columns.

use super::label;
use crate::analysis::matrix::{Matrix, Row};
use crate::analysis::{Axis, Outline};
use crate::diagnostic::Lang;
use crate::model::{Model, RuleId};
use crate::prose::Words;

/// The columns, in their order. They never change; new ones come behind.
const COLUMNS: [&str; 11] = [
    "asker",
    "actions",
    "data",
    "purposes",
    "answer",
    "permitted_if",
    "prohibited_if",
    "rules",
    "articles",
    "duties",
    "considered",
];

/// All rows, those that nothing is provided for included. Lists are joined by `; `.
///
/// # Errors
/// If it cannot be written, which in memory does not happen.
pub fn csv(
    model: &Model,
    outline: &Outline,
    matrix: &Matrix,
    lang: Lang,
) -> Result<String, std::io::Error> {
    let words = Words::new(model, lang);
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    let blocks = matrix.blocks.iter().map(|block| {
        let who: Vec<String> = block
            .who
            .iter()
            .map(|a| label::asker_id(model, a))
            .collect();
        (who.join("; "), &block.rows)
    });
    let together = matrix
        .together
        .iter()
        .map(|t| (label::together_id(model, t), &t.rows));
    for (asker, rows) in blocks.chain(together) {
        for row in rows {
            out.write_record(record(&words, outline, matrix, &asker, row))?;
        }
    }
    let bytes = out.into_inner().map_err(|e| e.into_error())?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn record(
    words: &Words,
    outline: &Outline,
    matrix: &Matrix,
    asker: &str,
    row: &Row,
) -> Vec<String> {
    let model = words.model;
    let ids = |axis| label::ids(model, axis, row.class(axis)).join("; ");
    let mut record = vec![
        asker.to_string(),
        ids(Axis::Action),
        ids(Axis::Data),
        ids(Axis::Purpose),
    ];
    let Some(cell) = matrix.cell(row) else {
        return record;
    };
    let id = |rule: RuleId| model.rules.get(rule.index()).map(|r| r.decl.id.clone());
    let articles = |rule: RuleId| Some(outline.of(rule).to_string()).filter(|n| !n.is_empty());
    let duties: Vec<String> = cell
        .permissions
        .iter()
        .filter_map(|(rule, _)| model.rules.get(rule.index()))
        .flat_map(|rule| rule.duties.iter().map(|d| d.id.clone()))
        .collect();
    record.extend([
        cell.answer().name().to_string(),
        words.cases(cell.permitted.boxes()),
        words.cases(cell.prohibited.boxes()),
        cell.deciding()
            .filter_map(id)
            .collect::<Vec<_>>()
            .join("; "),
        cell.deciding()
            .filter_map(articles)
            .collect::<Vec<_>>()
            .join("; "),
        duties.join("; "),
        cell.rules
            .iter()
            .filter_map(|r| id(*r))
            .collect::<Vec<_>>()
            .join("; "),
    ]);
    record
}
