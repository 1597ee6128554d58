//! Findings as one JSON document:
//!
//! ```json
//! {
//!   "version": 1,
//!   "language": "en",
//!   "findings": [
//!     {
//!       "code": "M0301",
//!       "name": "unknown-name",
//!       "level": "error",
//!       "message": "one sentence",
//!       "places": [{ "file": "main.meent", "line": 4, "column": 3, "endLine": 4, "endColumn": 8,
//!                    "start": 51, "end": 56, "text": "what this place has to do with it" }],
//!       "case": "the concrete case, or null",
//!       "help": "what to do, or null",
//!       "fixes": [{ "title": "what it does", "sure": true,
//!                   "edits": [{ "file": "main.meent", "line": 4, "column": 3, "endLine": 4, "endColumn": 8,
//!                               "start": 51, "end": 56, "text": "what comes in its place" }] }]
//!     }
//!   ],
//!   "summary": { "errors": 1, "warnings": 0, "notes": 0 }
//! }
//! ```
//!
//! Sentences are in the language that was asked for. Lines and columns count from 1, columns in characters;
//! `start` and `end` are bytes from 0, the end exclusive. The first place is where the finding is shown; a
//! finding about a whole project has none. With a baseline there also is
//! `"baseline": { "known": 3, "gone": [{ "code": "M0601", "file": "data.meent", "message": "…", "fingerprint": "…" }] }`: how
//! many findings it has, which are left out, and which of its findings are there no longer. Names are only ever added within a version.

use super::report::{Gone, Report};
use super::{Summary, bytes, file, level_name};
use crate::diagnostic::{Code, Diagnostic, Lang, Text};
use crate::source::{Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    language: &'static str,
    findings: Vec<Finding<'a>>,
    summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Compared<'a>>,
}

/// What a baseline has.
#[derive(Serialize)]
pub(super) struct Compared<'a> {
    /// How many of the findings it has, which are left out.
    known: usize,
    /// What it has and the source no longer.
    gone: Vec<Settled<'a>>,
}

#[derive(Serialize)]
struct Settled<'a> {
    code: Code,
    file: Option<&'a str>,
    message: &'a str,
    fingerprint: &'a str,
}

/// What the baseline of a report has.
pub(super) fn compared<'a>(report: &'a Report) -> Option<Compared<'a>> {
    let settled = |gone: &'a Gone| Settled {
        code: gone.code,
        file: gone.file.as_deref(),
        message: &gone.message,
        fingerprint: &gone.fingerprint,
    };
    report.compared.then(|| Compared {
        known: report.known(),
        gone: report.gone.iter().map(settled).collect(),
    })
}

#[derive(Serialize)]
struct Finding<'a> {
    code: Code,
    name: &'static str,
    level: &'static str,
    message: &'a str,
    places: Vec<Place<'a>>,
    case: Option<&'a str>,
    help: Option<&'a str>,
    fixes: Vec<FixRow<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct FixRow<'a> {
    title: &'a str,
    sure: bool,
    edits: Vec<Place<'a>>,
}

pub(super) fn render<'a>(
    findings: impl Iterator<Item = &'a Diagnostic>,
    summary: Summary,
    sources: &'a Sources,
    lang: Lang,
    baseline: Option<Compared<'a>>,
) -> String {
    let said = |text: &'a Option<Text>| text.as_ref().map(|t| t.get(lang));
    let findings = findings
        .map(|d| Finding {
            code: d.code,
            name: d.code.entry().slug,
            level: level_name(d.level),
            message: d.message.get(lang),
            places: d
                .labels
                .iter()
                .filter_map(|l| place(sources, l.span, l.text.get(lang)))
                .collect(),
            case: said(&d.case),
            help: said(&d.help),
            fixes: d
                .fixes
                .iter()
                .map(|f| FixRow {
                    title: f.title.get(lang),
                    sure: f.sure,
                    edits: f
                        .edits
                        .iter()
                        .filter_map(|e| place(sources, e.span, &e.text))
                        .collect(),
                })
                .collect(),
        })
        .collect();
    let document = Document {
        version: 1,
        language: lang.tag(),
        findings,
        summary,
        baseline,
    };
    // Strings and numbers only: this cannot fail.
    serde_json::to_string_pretty(&document)
        .map(|json| json + "\n")
        .unwrap_or_default()
}

fn place<'a>(sources: &'a Sources, span: Span, text: &'a str) -> Option<Place<'a>> {
    let file = file(sources, span)?;
    let (start, end) = bytes(&file.text, span);
    let (from, to) = (file.line_column(start as u32), file.line_column(end as u32));
    Some(Place {
        file: &file.path,
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
        start,
        end,
        text,
    })
}
