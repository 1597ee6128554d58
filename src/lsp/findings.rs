//! Findings as the diagnostics of the protocol.

use super::explain::Pages;
use super::world::World;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Diagnostic, Label, Level, Text};
use crate::editor::Snapshot;
use crate::source::FileId;
use gen_lsp_types as lsp;
use gen_lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Range, Uri,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name under which editors show what comes from here.
pub const SOURCE: &str = "meent";

/// The findings of a project by the file that each is shown in. One about the project as a whole is shown at the top of
/// its settings or, without those, of its first file.
pub fn by_file<'a>(
    snapshot: &Snapshot,
    found: &'a [Diagnostic],
) -> BTreeMap<FileId, Vec<&'a Diagnostic>> {
    let sources = &snapshot.project.loaded.sources;
    let settings = sources.iter().find(|(_, f)| f.path == "meent.toml");
    let first = snapshot.project.loaded.own_files().first().copied();
    let of_all = settings.map(|(id, _)| id).or(first);
    let mut sorted: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found.iter().filter(|d| d.level != Level::Allow) {
        let file = finding.span().map(|span| span.file).or(of_all);
        if let Some(file) = file.filter(|id| (id.0 as usize) < sources.len()) {
            sorted.entry(file).or_default().push(finding);
        }
    }
    sorted
}

/// A finding as the client takes it.
pub fn diagnostic(world: &World, snapshot: &Snapshot, finding: &Diagnostic) -> lsp::Diagnostic {
    let can = &world.client;
    let range = finding
        .span()
        .map_or_else(Range::default, |span| world.range(snapshot, span));
    let page = can
        .code_links
        .then(|| Pages::here()?.uri(finding.code, world.lang))
        .flatten();
    let tags =
        (can.unnecessary && is_unnecessary(finding.code)).then(|| vec![DiagnosticTag::Unnecessary]);
    lsp::Diagnostic {
        range,
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
            Level::Note => DiagnosticSeverity::Information,
            Level::Allow => DiagnosticSeverity::Hint,
        }),
        code: Some(finding.code.as_str().to_string().into()),
        code_description: page.map(|uri| CodeDescription { href: Uri(uri) }),
        source: Some(SOURCE.to_string()),
        message: message(world, snapshot, finding).into(),
        tags,
        related_information: related(world, snapshot, finding),
        data: can.data.then(|| data(world, snapshot, finding)),
    }
}

/// What fades in the editor: it can go without anything changing.
fn is_unnecessary(code: Code) -> bool {
    [codes::UNUSED, codes::UNNEEDED_ACCEPT].contains(&code)
}

/// The sentence, what the place has to do with it, the case, the help. Places that the client can't link to are lines of
/// the message.
fn message(world: &World, snapshot: &Snapshot, finding: &Diagnostic) -> String {
    let lang = world.lang;
    let mut lines = vec![finding.message.get(lang).to_string()];
    let (first, others) = match finding.labels.split_first() {
        Some((first, others)) => (Some(first), others),
        None => (None, &[][..]),
    };
    // With several places each is a link of its own.
    let linked = world.client.related && !others.is_empty();
    if let Some(first) = first.filter(|label| !linked && says_something(label)) {
        lines.push(first.text.get(lang).to_string());
    }
    if !linked {
        for label in others {
            let place = snapshot.project.loaded.sources.place(label.span);
            lines.push(format!("{place}: {}", label.text.get(lang)));
        }
    }
    let more = [&finding.case, &finding.help];
    lines.extend(more.into_iter().flatten().map(|t| t.get(lang).to_string()));
    lines.join("\n")
}

/// "here" says no more than the place itself.
fn says_something(label: &Label) -> bool {
    !["", "here"].contains(&label.text.en.as_str())
}

fn related(
    world: &World,
    snapshot: &Snapshot,
    finding: &Diagnostic,
) -> Option<Vec<DiagnosticRelatedInformation>> {
    if !world.client.related || finding.labels.len() < 2 {
        return None;
    }
    let places = finding.labels.iter().filter(|l| says_something(l));
    let places = places.map(|label| DiagnosticRelatedInformation {
        location: world.location(snapshot, label.span),
        message: label.text.get(world.lang).to_string(),
    });
    Some(places.collect())
}

/// For clients that do more with a finding than show it: its name, and the edits that would settle it.
fn data(world: &World, snapshot: &Snapshot, finding: &Diagnostic) -> Value {
    let fixes: Vec<Value> = finding
        .fixes
        .iter()
        .map(|fix| {
            json!({
                "title": said(world, &fix.title),
                "sure": fix.sure,
                "edit": world.workspace_edit(snapshot, &fix.edits),
            })
        })
        .collect();
    json!({ "name": finding.code.entry().slug, "fixes": fixes })
}

fn said<'t>(world: &World, text: &'t Text) -> &'t str {
    text.get(world.lang)
}
