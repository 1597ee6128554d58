//! Minutes: what a vote, an election or a draw came to, as Markdown and HTML in both languages, to be filed.
//!
//! Unlike the other outputs, minutes are made from a record and not by a build. The templates `minutes/<lang>/minutes.md`
//! and `document.html` can be replaced like all others; their fields are those of [`Minutes`].

use super::Artifact;
use super::agreement::html;
use super::template::{Table as Embedded, Templates};
use crate::diagnostic::{Diagnostic, Lang, Text};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The templates that are part of the compiler.
pub const TABLE: &Embedded = crate::embed![
    "minutes/en/minutes.md",
    "minutes/en/document.html",
    "minutes/nl/minutes.md",
    "minutes/nl/document.html",
];

/// What the minutes say, in order; every text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// The decision's title.
    pub decision: Text,
    /// What was proposed; empty if the record does not say.
    pub proposal: Text,
    pub outcome: Text,
    /// When, by whom, who presided.
    pub facts: Vec<Row>,
    /// How many may vote, were present, were recused.
    pub hall: Vec<Row>,
    pub ballots: Vec<Row>,
    pub tests: Vec<Test>,
    pub reasons: Vec<Text>,
    /// The smallest changes that would have turned the outcome.
    pub changes: Vec<Text>,
    /// Stages of an election, lists of a draw.
    pub tables: Vec<Table>,
    /// How it was counted, and how anyone can count it again.
    pub notes: Vec<Text>,
    pub files: Vec<File>,
    /// SHA-256 of the source that it was counted by.
    pub source: String,
    /// Version of the compiler.
    pub version: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    pub label: Text,
    pub value: Text,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Test {
    pub asked: Text,
    pub numbers: Text,
    /// Holds, fails, not settled.
    pub result: Text,
    pub holds: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    pub title: Text,
    pub head: Vec<Text>,
    pub rows: Vec<Vec<Text>>,
    /// What happened then.
    pub events: Vec<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct File {
    pub name: String,
    pub sha256: String,
}

/// Makes `<name>.<lang>.md` and `<name>.<lang>.html` in both languages.
///
/// # Errors
/// A community's template that does not fit.
pub fn make(
    minutes: &Minutes,
    name: &str,
    overrides: &BTreeMap<String, String>,
) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let templates = Templates::new(TABLE, overrides)?;
    let (mut made, mut problems) = (Vec::new(), Vec::new());
    for lang in Lang::ALL {
        match one_language(minutes, name, &templates, lang) {
            Ok(artifacts) => made.extend(artifacts),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() {
        Ok(made)
    } else {
        Err(problems)
    }
}

fn one_language(
    minutes: &Minutes,
    name: &str,
    templates: &Templates,
    lang: Lang,
) -> Result<[Artifact; 2], Box<Diagnostic>> {
    let tag = lang.tag();
    let fields = fields(minutes, lang);
    let markdown = templates
        .render(&format!("minutes/{tag}/minutes.md"), &fields)
        .map_err(Box::new)?;
    let page = json!({
        "lang": tag,
        "title": format!("{}: {}", minutes.decision.get(lang), minutes.outcome.get(lang)),
        "style": include_str!("../../../templates/agreement/style.css"),
        "body": html::body(&markdown),
    });
    let page = templates
        .render(&format!("minutes/{tag}/document.html"), &page)
        .map_err(Box::new)?;
    Ok([
        Artifact::text(format!("{name}.{tag}.md"), markdown),
        Artifact::text(format!("{name}.{tag}.html"), page),
    ])
}

/// The minutes with every text in one language.
pub fn fields(minutes: &Minutes, lang: Lang) -> Value {
    let value = serde_json::to_value(minutes).unwrap_or(Value::Null);
    in_language(value, lang)
}

/// Replaces each `{ "en": …, "nl": … }` by the text of one language.
fn in_language(value: Value, lang: Lang) -> Value {
    match value {
        Value::Object(mut map) => {
            if map.len() == 2 && map.contains_key("en") && map.contains_key("nl") {
                return map.remove(lang.tag()).unwrap_or(Value::Null);
            }
            let fields = map.into_iter().map(|(k, v)| (k, in_language(v, lang)));
            Value::Object(fields.collect())
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|v| in_language(v, lang)).collect())
        }
        other => other,
    }
}
