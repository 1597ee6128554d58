//! Where something is named: how often by what, and the first places.

use super::Reader;
use crate::diagnostic::Lang;
use crate::editor::Snapshot;
use crate::editor::navigate::SymbolKind;
use crate::model::Named;
use crate::source::Span;
use std::collections::BTreeMap;

/// So many places are named.
const PLACES: usize = 3;

/// "Named by 5 rules and 2 scenarios: rules.meent:12, …".
pub fn used(snapshot: &Snapshot, named: Named, reader: &Reader) -> String {
    let lang = reader.lang;
    let loaded = &snapshot.project.loaded;
    let mut by_kind: BTreeMap<SymbolKind, usize> = BTreeMap::new();
    let mut places: Vec<Span> = Vec::new();
    let mut last = None;
    for used in snapshot.model.uses_of(named).filter(|u| !u.declares()) {
        let tree = loaded.tree(used.span.file);
        let declarations = tree.map_or(&[][..], |t| &t.declarations);
        let behind = declarations.partition_point(|d| d.span.start <= used.span.start);
        let around = behind.checked_sub(1).and_then(|at| declarations.get(at));
        let Some(declaration) = around.filter(|d| used.span.end <= d.span.end) else {
            continue;
        };
        // A declaration that names it twice counts once.
        if last.replace(declaration.span) != Some(declaration.span) {
            *by_kind
                .entry(SymbolKind::of_tree(&declaration.what))
                .or_default() += 1;
            places.push(used.span);
        }
    }
    if places.is_empty() {
        return match lang {
            Lang::En => "Named nowhere else.".into(),
            Lang::Nl => "Nergens anders genoemd.".into(),
        };
    }
    // What is named most often first.
    let mut counts: Vec<(SymbolKind, usize)> = by_kind.into_iter().collect();
    counts.sort_by_key(|(kind, count)| (usize::MAX - count, *kind));
    let counts: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{count} {}", kind.noun(*count != 1).get(lang)))
        .collect();
    let shown: Vec<String> = places
        .iter()
        .take(PLACES)
        .map(|p| place(snapshot, *p, reader))
        .collect();
    let more = if places.len() > PLACES { ", …" } else { "" };
    let named = match lang {
        Lang::En => "Named in",
        Lang::Nl => "Genoemd in",
    };
    format!(
        "{named} {}: {}{more}",
        crate::prose::and(&counts, lang),
        shown.join(", ")
    )
}

/// "rules.meent:12", as a link if there is one.
fn place(snapshot: &Snapshot, span: Span, reader: &Reader) -> String {
    let file = snapshot.project.loaded.sources.file(span.file);
    let label = format!("{}:{}", file.path, file.line_column(span.start).line);
    match (reader.link)(span) {
        Some(link) => format!("[{label}]({link})"),
        None => label,
    }
}
