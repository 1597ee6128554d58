//! Findings as text: for people, for machines, and one line each for whatever reads lines. And a [`Report`] of them
//! in the formats that CI shows: SARIF, JUnit, annotations of GitHub, Code Quality of GitLab.
//!
//! A finding that the project has switched off ([`Level::Allow`]) is left out of all of them.

pub mod github;
mod gitlab;
mod human;
mod json;
pub mod junit;
mod report;
mod sarif;
mod sarif_rules;
mod shorten;

pub use report::{Gone, Place, Report, Row, details, from_top};

use super::{Diagnostic, Lang, Level};
use crate::source::{SourceFile, Sources, Span};
use serde::Serialize;

pub use human::{Change, changes};

/// How findings are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// With the lines of the source, the case, the help and the first fix.
    #[default]
    Human,
    /// One JSON document; its shape is described in [`json`](self) and does not change within a version.
    Json,
    /// `path:line:column: error[M0301]: sentence`, one line for each finding.
    Short,
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Summary {
    /// Counts the findings that are shown.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |level| diagnostics.iter().filter(|d| d.level == level).count();
        Summary {
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
        }
    }

    /// "2 errors, 1 note"; empty when there is nothing.
    pub fn text(&self, lang: Lang) -> String {
        let words = match lang {
            Lang::En => [
                ("error", "errors"),
                ("warning", "warnings"),
                ("note", "notes"),
            ],
            Lang::Nl => [
                ("fout", "fouten"),
                ("waarschuwing", "waarschuwingen"),
                ("opmerking", "opmerkingen"),
            ],
        };
        let parts: Vec<String> = [self.errors, self.warnings, self.notes]
            .into_iter()
            .zip(words)
            .filter(|(n, _)| *n > 0)
            .map(|(n, (one, more))| format!("{n} {}", if n == 1 { one } else { more }))
            .collect();
        parts.join(", ")
    }
}

/// Writes findings down, in the order in which they come. `width` is the width of the screen for
/// [`Format::Human`], which also is the only one with colours. No findings give an empty text, except as JSON.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    lang: Lang,
    format: Format,
    color: bool,
    width: usize,
) -> String {
    let shown = diagnostics.iter().filter(|d| d.level != Level::Allow);
    match format {
        Format::Human => {
            human::render(shown, Summary::of(diagnostics), sources, lang, color, width)
        }
        Format::Json => json::render(shown, Summary::of(diagnostics), sources, lang, None),
        Format::Short => shown.map(|d| short(d, sources, lang)).collect(),
    }
}

/// The formats of CI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// The JSON of GitLab's Code Quality.
    Gitlab,
}

/// Writes a report down. Paths in it are from the top of the repository.
pub fn report(report: &Report, lang: Lang, format: ReportFormat) -> String {
    match format {
        ReportFormat::Sarif => sarif::render(report, lang),
        ReportFormat::Junit => junit::junit("meent", &junit::findings(report, lang)),
        ReportFormat::Github => github::render(report, lang),
        ReportFormat::Gitlab => gitlab::render(report, lang),
    }
}

/// The findings of a report that are to be shown as one JSON document, with what a baseline has.
pub fn json_report(report: &Report, lang: Lang) -> String {
    let shown = report.open().map(|r| r.finding);
    let baseline = json::compared(report);
    json::render(shown, report.summary(), report.sources, lang, baseline)
}

/// A level in words.
pub fn level_word(level: Level, lang: Lang) -> &'static str {
    match (lang, level) {
        (Lang::Nl, Level::Error) => "fout",
        (Lang::Nl, Level::Warning) => "waarschuwing",
        (Lang::Nl, Level::Note) => "opmerking",
        _ => level_name(level),
    }
}

/// The name of a level in formats that programs read; the same in every language.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

fn short(finding: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let place = finding
        .span()
        .and_then(|span| Some((file(sources, span)?, span)))
        .map(|(file, span)| {
            let at = file.line_column(span.start);
            format!("{}:{}:{}: ", file.path, at.line, at.column)
        })
        .unwrap_or_default();
    let message = one_line(finding.message.get(lang));
    format!(
        "{place}{}[{}]: {message}\n",
        level_name(finding.level),
        finding.code
    )
}

/// Whether a sign neither turns the direction of writing nor moves the cursor.
fn harmless(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_whitespace() || !(c.is_control() || turns)
}

/// In one line, and without signs that turn the direction of writing or move the cursor.
pub fn one_line(text: &str) -> String {
    let text: String = text.chars().filter(|c| harmless(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file of a span, if the sources hold it.
fn file(sources: &Sources, span: Span) -> Option<&SourceFile> {
    sources
        .iter()
        .find(|(id, _)| *id == span.file)
        .map(|(_, file)| file)
}

/// The bytes of a span, held within the text and moved outward to whole characters.
fn bytes(text: &str, span: Span) -> (usize, usize) {
    let mut start = (span.start as usize).min(text.len());
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests;
