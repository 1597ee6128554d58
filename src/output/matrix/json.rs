//! The matrix as JSON: the same rows as the CSV, with conditions as sets of values.

use super::label;
use crate::analysis::matrix::cases::Cases;
use crate::analysis::matrix::{Matrix, Row};
use crate::analysis::{Axis, Outline};
use crate::model::{FactKey, Model, RuleId};
use crate::prose::both;
use serde_json::{Map, Value, json};

/// The whole matrix. In `permitted_if` and `prohibited_if` each object is one way to meet the condition: by fact the
/// intervals of its values, as the request writes numbers, with `null` for no bound.
pub fn json(model: &Model, outline: &Outline, matrix: &Matrix) -> Value {
    let rows = |rows: &[Row]| -> Vec<Value> {
        rows.iter()
            .map(|row| one(model, outline, matrix, row))
            .collect()
    };
    let askers: Vec<Value> = matrix
        .blocks
        .iter()
        .map(|b| {
            let who: Vec<String> = b.who.iter().map(|a| label::asker_id(model, a)).collect();
            json!({ "askers": who, "rows": rows(&b.rows) })
        })
        .collect();
    let together: Vec<Value> = matrix
        .together
        .iter()
        .map(|t| json!({ "askers": label::together_id(model, t), "rows": rows(&t.rows) }))
        .collect();
    json!({ "blocks": askers, "together": together, "bounded": matrix.bounded })
}

fn one(model: &Model, outline: &Outline, matrix: &Matrix, row: &Row) -> Value {
    let Some(cell) = matrix.cell(row) else {
        return Value::Null;
    };
    let ids = |axis| label::ids(model, axis, row.class(axis));
    let id = |rule: &RuleId| model.rules.get(rule.index()).map(|r| r.decl.id.clone());
    let parts = |list: &[(RuleId, Cases)]| -> Vec<Value> {
        list.iter()
            .map(|(rule, cases)| {
                let duties: Vec<&str> = model
                    .rules
                    .get(rule.index())
                    .map(|r| r.duties.iter().map(|d| d.id.as_str()).collect())
                    .unwrap_or_default();
                json!({ "rule": id(rule), "article": outline.of(*rule), "if": sets(model, cases), "duties": duties })
            })
            .collect()
    };
    let text = |cases: &Cases| {
        let text = both(model, |w| w.cases(cases.boxes()));
        json!({ "en": text.en, "nl": text.nl })
    };
    json!({
        "actions": ids(Axis::Action),
        "data": ids(Axis::Data),
        "purposes": ids(Axis::Purpose),
        "answer": cell.answer().name(),
        "permitted_if": sets(model, &cell.permitted),
        "prohibited_if": sets(model, &cell.prohibited),
        "in_words": { "permitted_if": text(&cell.permitted), "prohibited_if": text(&cell.prohibited) },
        "permissions": parts(&cell.permissions),
        "prohibitions": parts(&cell.prohibitions),
        "considered": cell.rules.iter().filter_map(id).collect::<Vec<_>>(),
    })
}

/// Never is an empty list; always is one empty object.
fn sets(model: &Model, cases: &Cases) -> Value {
    let bound = |n: i64| match n {
        i64::MIN | i64::MAX => Value::Null,
        n => json!(n),
    };
    let boxes = cases.boxes().iter().map(|one| {
        let facts = one.iter().map(|(key, set)| {
            let intervals: Vec<Value> = set
                .intervals()
                .iter()
                .map(|&(a, b)| json!([bound(a), bound(b)]))
                .collect();
            (name(model, *key), Value::Array(intervals))
        });
        Value::Object(facts.collect::<Map<_, _>>())
    });
    boxes.collect()
}

/// `fact homes`, `decision approve-use`, `moment`.
fn name(model: &Model, key: FactKey) -> String {
    match key {
        FactKey::Fact(id) => {
            let id = model.facts.get(id.index()).map_or("?", |f| &f.decl.id);
            format!("fact {id}")
        }
        FactKey::Passed(id) => {
            let id = model.decisions.get(id.index()).map_or("?", |d| &d.decl.id);
            format!("decision {id}")
        }
        FactKey::Moment => "moment".to_string(),
    }
}
