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
//! finding about a whole project has none. Names are only ever added within a version.

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
