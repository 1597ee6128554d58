//! A run as a page for people, in Markdown, and as values for other steps of the same job.

use super::steps::{Asked, Run, State};
use crate::diagnostic::render::{Report, level_word, one_line};
use crate::diagnostic::{Diagnostic, Lang};
use crate::output::template::{Table, Templates};
use serde_json::{Value, json};

const TEMPLATES: &Table = crate::embed!["ci/en/summary.md", "ci/nl/summary.md"];

/// More findings than this are only counted.
const MOST: usize = 30;

/// GitHub drops a summary of more than a mebibyte, and others share it.
const LONGEST: usize = 900_000;

/// The page: how each step ended, what was found, what the change means, and what the gate says.
///
/// # Errors
/// A template of the community's own that can't be filled in.
pub fn markdown(run: &Run, asked: &Asked) -> Result<String, Vec<Diagnostic>> {
    let lang = asked.lang;
    let report = run.report(asked);
    let templates = Templates::new(TEMPLATES, &run.project.loaded.overrides)?;
    let head = templates
        .render(
            &format!("ci/{}/summary.md", lang.tag()),
            &document(run, &report, lang),
        )
        .map_err(|e| vec![e])?;
    let told = run
        .diff
        .iter()
        .chain(&run.amend)
        .map(|t| t.markdown.as_str());
    let parts: Vec<&str> = std::iter::once(head.as_str())
        .chain(told)
        .map(str::trim)
        .collect();
    Ok(held(parts.join("\n\n") + "\n", lang))
}

fn document(run: &Run, report: &Report, lang: Lang) -> Value {
    let step = |s: &super::Step| {
        json!({
            "name": s.name.text().get(lang),
            "command": s.name.as_str(),
            // In a table, marks of code would only be escaped.
            "said": one_line(s.said.get(lang)).replace('`', "'"),
            "passed": s.state == State::Passed,
            "failed": s.state == State::Failed,
            "skipped": s.state == State::Skipped,
        })
    };
    let rows = report.by_weight();
    let finding = |row: &&crate::diagnostic::render::Row| {
        let place = report.place_of(row.finding);
        json!({
            "level": level_word(row.finding.level, lang),
            "code": row.finding.code.as_str(),
            "message": one_line(row.finding.message.get(lang)),
            "place": place.map(|p| format!("{}, {}", one_line(&p.path), p.start.line)),
        })
    };
    let title = run.checked.model.commons.title(lang);
    json!({
        "commons": one_line(title),
        "passes": run.exit() == 0,
        "unusable": run.exit() == 2,
        "steps": run.steps.iter().map(step).collect::<Vec<_>>(),
        "findings": rows.iter().take(MOST).map(finding).collect::<Vec<_>>(),
        "more": rows.len().saturating_sub(MOST),
    })
}

/// A page that is not too long: cut at the end of a line, and it says so.
fn held(text: String, lang: Lang) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kept = text.get(..end).unwrap_or_default();
    let kept = kept.rsplit_once('\n').map_or(kept, |(kept, _)| kept);
    let more = match lang {
        Lang::En => "*This page is longer than GitHub shows. `meent diff` tells the rest.*",
        Lang::Nl => "*Deze pagina is langer dan GitHub toont. `meent diff` vertelt de rest.*",
    };
    format!("{kept}\n\n{more}\n")
}

/// Values for other steps: names and texts of one line.
pub fn outputs(run: &Run, asked: &Asked) -> Vec<(&'static str, String)> {
    let report = run.report(asked);
    let summary = report.summary();
    let number = |n: usize| n.to_string();
    let of_diff = |name: &str| {
        run.diff
            .as_ref()
            .and_then(|t| t.document["counts"][name].as_u64())
    };
    let count = |name: &str| of_diff(name).map_or_else(String::new, |n| n.to_string());
    let verdict = run
        .amend
        .as_ref()
        .and_then(|t| t.document["verdict"].as_str());
    let outcome = match run.exit() {
        0 => "passed",
        1 => "failed",
        _ => "unusable",
    };
    vec![
        ("outcome", outcome.to_string()),
        ("exit-code", run.exit().to_string()),
        ("errors", number(summary.errors)),
        ("warnings", number(summary.warnings)),
        ("notes", number(summary.notes)),
        ("old", number(report.known())),
        ("permitted", count("permitted")),
        ("refused", count("refused")),
        ("verdict", verdict.unwrap_or_default().to_string()),
    ]
}
