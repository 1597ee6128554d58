//! Findings as a Code Quality report of GitLab: an array, an object for each finding.

use super::one_line;
use super::report::{Report, Row, details};
use crate::diagnostic::{Lang, Level};
use crate::source::digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The report, as GitLab reads it under `artifacts:reports:codequality`. Old and accepted findings are left out.
pub fn render(report: &Report, lang: Lang) -> String {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let issues: Vec<Value> = report
        .open()
        .filter_map(|row| {
            let before = seen.entry(&row.fingerprint).or_default();
            *before += 1;
            issue(report, row, *before, lang)
        })
        .collect();
    // Strings and numbers only: this cannot fail.
    serde_json::to_string_pretty(&issues)
        .map(|text| text + "\n")
        .unwrap_or_default()
}

/// One issue; `nth` of those with this fingerprint, which GitLab wants to be unique. A finding without any place can't
/// be one.
fn issue(report: &Report, row: &Row, nth: usize, lang: Lang) -> Option<Value> {
    let finding = row.finding;
    let place = report.place_of(finding)?;
    let fingerprint = match nth {
        1 => row.fingerprint.clone(),
        _ => digest::sha256(format!("{} {nth}", row.fingerprint).as_bytes()),
    };
    let mut description = vec![finding.message.get(lang).to_string()];
    description.extend(details(finding, lang));
    Some(json!({
        "description": one_line(&description.join(" ")),
        "check_name": format!("{} {}", finding.code, finding.code.entry().slug),
        "fingerprint": fingerprint,
        "severity": severity(finding.level),
        "location": {
            "path": place.path,
            "lines": { "begin": place.start.line, "end": place.end.line },
        },
    }))
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Note | Level::Allow => "info",
    }
}
