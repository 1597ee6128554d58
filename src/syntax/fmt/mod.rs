//! The formatter: one canonical layout, every comment kept, and the keywords in another language.
//!
//! It works on the tokens of the grammar, so nothing that was written is lost. `pieces` turns the
//! pairs into pieces of text that know where a line may begin; `layout` puts them on lines.
//!
//! With a language, every keyword, unit of time and name that ships with the compiler gets that
//! language's spelling, and nothing else changes. A title's first string is in the language of the file, so it must move along:
//! `"A" nl "B"` becomes `"B" en "A"`, and a title without a translation is marked: `en "A"`.

mod builtins;
mod layout;
mod pieces;

use super::grammar::{MeentParser, Rule};
use super::parse::parse;
use crate::diagnostic::{Diagnostic, Lang, Level};
use crate::source::FileId;
use pest::Parser;

/// The text in the canonical layout, in its own keyword language or in the one that is given.
///
/// # Errors
/// The findings of [`parse`] if the text does not parse; then there is nothing to format.
pub fn format(text: &str, lang: Option<Lang>) -> Result<String, Vec<Diagnostic>> {
    if text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        return Ok(String::new());
    }
    let parsed = parse(FileId(0), text);
    if parsed.diagnostics.iter().any(|d| d.level == Level::Error) {
        return Err(parsed.diagnostics);
    }
    match MeentParser::parse(Rule::file, text) {
        Ok(pairs) => Ok(layout::lay_out(&pieces::of(
            pairs,
            text,
            parsed.tree.lang,
            lang,
        ))),
        Err(_) => Err(parsed.diagnostics),
    }
}
