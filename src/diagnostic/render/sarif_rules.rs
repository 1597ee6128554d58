//! The kinds of findings as rules of SARIF, each with its page of explanation.

use super::level_name;
use crate::diagnostic::{Code, Entry, Lang, Level};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The rules that the results of a run name, in the order of their codes.
pub(super) struct Rules(Vec<Code>);

impl Rules {
    pub fn new(codes: impl Iterator<Item = Code>) -> Self {
        let codes: BTreeSet<Code> = codes.collect();
        Rules(codes.into_iter().collect())
    }

    /// Where a rule stands.
    pub fn index(&self, code: Code) -> usize {
        self.0.binary_search(&code).unwrap_or_default()
    }

    /// The compiler and its rules, in the main language.
    pub fn driver(&self, lang: Lang) -> Value {
        let version = env!("CARGO_PKG_VERSION");
        json!({
            "name": "meent",
            "fullName": format!("Meent {version}"),
            "version": version,
            "semanticVersion": version,
            "language": lang.tag(),
            "isComprehensive": false,
            "rules": self.0.iter().map(|c| rule(c.entry(), lang)).collect::<Vec<_>>(),
        })
    }

    /// The texts of the same rules, in the same order, in the other language.
    pub fn translation(&self, lang: Lang) -> Value {
        let rule = |code: &Code| {
            let mut text = texts(code.entry(), lang);
            if let Some(text) = text.as_object_mut() {
                text.insert("id".to_string(), json!(code.as_str()));
            }
            text
        };
        json!({
            "name": "meent",
            "language": lang.tag(),
            "contents": ["localizedData"],
            "isComprehensive": false,
            "associatedComponent": { "name": "meent" },
            "rules": self.0.iter().map(rule).collect::<Vec<_>>(),
        })
    }
}

fn rule(entry: &Entry, lang: Lang) -> Value {
    let level = match entry.level {
        Level::Allow => "none",
        level => level_name(level),
    };
    let mut out = json!({
        "id": entry.code.as_str(),
        "name": pascal(entry.slug),
        "defaultConfiguration": { "level": level },
        "properties": { "tags": ["data-commons"], "acceptable": entry.acceptable },
    });
    if let (Some(out), Value::Object(texts)) = (out.as_object_mut(), texts(entry, lang)) {
        out.extend(texts);
    }
    out
}

/// The texts of a rule: its title, the first paragraph of its page, and the whole page with its examples.
fn texts(entry: &Entry, lang: Lang) -> Value {
    let page = entry.page.get(lang).trim();
    let first = page.split("\n\n").next().unwrap_or_default();
    let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = entry.explanation(lang);
    json!({
        "shortDescription": { "text": entry.title.get(lang) },
        "fullDescription": { "text": first },
        "help": { "text": whole, "markdown": whole },
    })
}

/// `unknown-name` as SARIF wants the name of a rule: `UnknownName`.
fn pascal(slug: &str) -> String {
    slug.split('-')
        .map(|part| {
            let mut signs = part.chars();
            let first = signs.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(signs).collect::<String>()
        })
        .collect()
}
