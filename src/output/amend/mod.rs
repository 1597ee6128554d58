//! What the amendment gate found, for people, for machines and for a pull request; and what a vote has to adopt.
//!
//! Like a difference, this is made on request and not by a build. The templates `amend/<lang>/…` can be replaced like all others.

use super::diff::{changed, renamed, tidy, wrap};
use super::template::{Table, Templates};
use crate::analysis::diff::{Changed, Renamed};
use crate::diagnostic::{Diagnostic, Lang, Text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The version of the document's shape.
pub const FORMAT: u32 = 1;

const TEMPLATES: &Table = crate::embed![
    "amend/en/_changes.md",
    "amend/en/_changes.txt",
    "amend/en/human.txt",
    "amend/en/markdown.md",
    "amend/en/propose.txt",
    "amend/en/record.toml",
    "amend/nl/_changes.md",
    "amend/nl/_changes.txt",
    "amend/nl/human.txt",
    "amend/nl/markdown.md",
    "amend/nl/propose.txt",
    "amend/nl/record.toml",
];

/// What the gate found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The title of the commons.
    pub commons: Text,
    /// What the version before is called.
    pub base: Text,
    /// SHA-256 of what each version means, in hexadecimal.
    pub meanings: [String; 2],
    /// The number of each version.
    pub versions: [Option<String>; 2],
    pub parts: Vec<Part>,
    pub wording: Vec<Changed>,
    pub renamed: Vec<Renamed>,
    /// Nothing changed at all, as far as the sources go.
    pub identical: bool,
    pub findings: Vec<Finding>,
    pub notes: Vec<Text>,
    /// A record could not be read.
    pub unreadable: bool,
    /// How many errors the new version itself has.
    pub errors: usize,
}

/// What the same decisions may adopt.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub digest: String,
    pub decisions: Vec<Rule>,
    pub changes: Vec<Changed>,
    pub adopted: Option<Adopted>,
}

/// A decision that may adopt a part.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    pub id: String,
    pub title: Text,
    /// What it asks, a sentence each.
    pub asks: Vec<Text>,
    /// Votes are weighted, so that numbers alone are not enough.
    pub weighted: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Adopted {
    pub record: String,
    pub decision: Text,
    pub from: Option<Text>,
    pub appeal_until: Option<Text>,
    pub signed: Vec<String>,
}

/// A finding in the report.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    pub code: &'static str,
    pub name: &'static str,
    pub message: Text,
    pub case: Option<Text>,
    pub help: Option<Text>,
    /// The file, and the line in it.
    pub place: Option<(String, usize)>,
}

impl Report {
    /// Whether the change may be merged.
    fn verdict(&self) -> &'static str {
        match (
            self.findings.is_empty() && !self.unreadable && self.errors == 0,
            self.parts.is_empty(),
        ) {
            (false, _) => "refused",
            (true, true) => "nothing-to-decide",
            (true, false) => "adopted",
        }
    }
}

/// The document that all forms are made from; docs/reference/amend.schema.json describes it.
pub fn document(report: &Report, lang: Lang) -> Value {
    let texts =
        |list: &[Text]| -> Vec<String> { list.iter().map(|t| t.get(lang).to_string()).collect() };
    let text = |t: &Option<Text>| t.as_ref().map(|t| t.get(lang).to_string());
    let changes =
        |list: &[Changed]| -> Vec<Value> { list.iter().map(|c| changed(c, lang)).collect() };
    let rule = |r: &Rule| {
        json!({
            "id": r.id,
            "title": r.title.get(lang),
            "asks": texts(&r.asks),
            "weighted": r.weighted,
        })
    };
    let adopted = |a: &Adopted| {
        json!({
            "record": a.record,
            "decision": a.decision.get(lang),
            "from": text(&a.from),
            "appealUntil": text(&a.appeal_until),
            "signed": a.signed,
        })
    };
    let part = |p: &Part| {
        json!({
            "digest": p.digest,
            "decisions": p.decisions.iter().map(rule).collect::<Vec<_>>(),
            "changes": changes(&p.changes),
            "adopted": p.adopted.as_ref().map(adopted),
        })
    };
    let finding = |f: &Finding| {
        json!({
            "code": f.code,
            "name": f.name,
            "message": f.message.get(lang),
            "case": text(&f.case),
            "help": text(&f.help),
            "file": f.place.as_ref().map(|(file, _)| file),
            "line": f.place.as_ref().map(|(_, line)| line),
        })
    };
    let verdict = report.verdict();
    json!({
        "version": FORMAT,
        "language": lang.tag(),
        "commons": report.commons.get(lang),
        "base": { "name": report.base.get(lang), "meaning": report.meanings[0], "version": report.versions[0] },
        "head": { "meaning": report.meanings[1], "version": report.versions[1] },
        "verdict": verdict,
        "passes": verdict != "refused",
        "adopts": verdict == "adopted",
        "identical": report.identical,
        "parts": report.parts.iter().map(part).collect::<Vec<_>>(),
        "wording": changes(&report.wording),
        "renamed": report.renamed.iter().map(|r| renamed(r, lang)).collect::<Vec<_>>(),
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "errors": report.errors,
        "notes": texts(&report.notes),
    })
}

/// For a terminal, wrapped to a width in characters. The findings are left to whoever shows findings.
///
/// # Errors
/// A template of the community's own that can't be filled in.
pub fn human(
    report: &Report,
    lang: Lang,
    width: usize,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    let text = fill(&document(report, lang), lang, "human.txt", overrides)?;
    Ok(wrap(&text, width))
}

/// For a comment on a pull request.
///
/// # Errors
/// A template of the community's own that can't be filled in.
pub fn markdown(
    report: &Report,
    lang: Lang,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    let text = fill(&document(report, lang), lang, "markdown.md", overrides)?;
    Ok(tidy(&text))
}

/// What a vote has to adopt, and a record to fill in for each part.
///
/// # Errors
/// A template of the community's own that can't be filled in.
pub fn proposal(
    report: &Report,
    lang: Lang,
    width: usize,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    let document = document(report, lang);
    let mut out = wrap(&fill(&document, lang, "propose.txt", overrides)?, width);
    for part in document["parts"].as_array().into_iter().flatten() {
        if part["decisions"].as_array().is_some_and(|d| !d.is_empty()) {
            out.push('\n');
            out.push_str(&fill(part, lang, "record.toml", overrides)?);
        }
    }
    Ok(out)
}

fn fill(
    document: &Value,
    lang: Lang,
    file: &str,
    overrides: &BTreeMap<String, String>,
) -> Result<String, Vec<Diagnostic>> {
    let templates = Templates::new(TEMPLATES, overrides)?;
    templates
        .render(&format!("amend/{}/{file}", lang.tag()), document)
        .map_err(|e| vec![e])
}
