//! The difference between two versions, for people, for machines and for a pull request.

mod document;
mod wrap;

use super::template::{Table, Templates};
use crate::analysis::diff::Diff;
use crate::diagnostic::{Diagnostic, Lang, Text};
use serde_json::Value;
use std::collections::BTreeMap;

pub use document::{FORMAT, kind_word};
pub(super) use document::{changed, renamed};
pub(super) use wrap::{tidy, wrap};

const TEMPLATES: &Table = crate::embed![
    "diff/en/_answer.md",
    "diff/en/_answer.txt",
    "diff/en/_clauses.md",
    "diff/en/_clauses.txt",
    "diff/en/human.txt",
    "diff/en/markdown.md",
    "diff/nl/_answer.md",
    "diff/nl/_answer.txt",
    "diff/nl/_clauses.md",
    "diff/nl/_clauses.txt",
    "diff/nl/human.txt",
    "diff/nl/markdown.md",
];

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    pub diff: &'a Diff,
    /// What the old version is called: a revision, a path.
    pub old: &'a Text,
    pub new: &'a Text,
    /// The title of the commons, as it is now.
    pub title: &'a Text,
    /// SHA-256 of what each version means, in hexadecimal.
    pub digests: [&'a str; 2],
}

/// The document that all forms are made from; its shape is described in docs/reference/diff.schema.json.
pub fn document(compared: &Compared, lang: Lang) -> Value {
    document::document(compared, lang)
}

/// For a terminal, wrapped to a width in characters.
///
/// # Errors
/// A template of the community's own that can't be filled in.
pub fn human(
    compared: &Compared,
    lang: Lang,
    width: usize,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    let text = fill(compared, lang, "human.txt", overrides)?;
    Ok(wrap::wrap(&text, width))
}

/// For a comment on a pull request.
///
/// # Errors
/// A template of the community's own that can't be filled in.
pub fn markdown(
    compared: &Compared,
    lang: Lang,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    Ok(wrap::tidy(&fill(compared, lang, "markdown.md", overrides)?))
}

fn fill(
    compared: &Compared,
    lang: Lang,
    file: &str,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    let templates = Templates::new(TEMPLATES, overrides)?;
    let document = document(compared, lang);
    templates
        .render(&format!("diff/{}/{file}", lang.tag()), &document)
        .map_err(|e| vec![e])
}
