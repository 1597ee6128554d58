//! Findings as text: for people, for machines, and one line each for whatever reads lines.
//!
//! A finding that the project has switched off ([`Level::Allow`]) is left out of all of them.

mod human;
mod json;
mod shorten;

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
        Format::Json => json::render(shown, Summary::of(diagnostics), sources, lang),
        Format::Short => shown.map(|d| short(d, sources, lang)).collect(),
    }
}

/// The name of a level in formats that programs read; the same in every language.
fn level_name(level: Level) -> &'static str {
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

/// In one line, and without signs that turn the direction of writing or move the cursor.
fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let harmless = |c: char| c.is_whitespace() || !(c.is_control() || turns(c));
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
