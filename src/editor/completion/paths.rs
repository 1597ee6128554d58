//! Completion inside quotes, where a text is the path of a file or folder: `use … from "…"`, `within "…"`, `register "…"`.

use super::{Completion, Completions, Kind};
use crate::editor::Snapshot;
use crate::source::FileId;
use crate::syntax::follow;
use crate::syntax::grammar::Rule;

/// More entries of a folder than this are left out.
const MOST_ENTRIES: usize = 500;

pub fn complete(
    snapshot: &Snapshot,
    file: FileId,
    text: &str,
    quote: usize,
    offset: usize,
) -> Completions {
    let mut found = Completions::default();
    let at = follow::expected_at(text, quote);
    let owner = at
        .expected
        .iter()
        .filter(|e| e.kind == Rule::string)
        .filter_map(|e| e.inner())
        .find(|s| matches!(s.kind, Rule::use_decl | Rule::outer | Rule::register_file));
    let Some(owner) = owner else {
        return found;
    };
    let typed = text.get(quote + 1..offset).unwrap_or_default();
    if typed.contains('\n') {
        return found;
    }
    let typed = typed.replace('\\', "/");
    let (folder, _) = typed.rsplit_once('/').unwrap_or(("", &typed));
    let from = offset - (typed.len() - folder.len() - usize::from(typed.contains('/')));
    let here = snapshot.path(file);
    let Some(base) = here.parent() else {
        return found;
    };
    let Ok(entries) = std::fs::read_dir(base.join(folder)) else {
        return found;
    };
    let wanted = match owner.kind {
        Rule::use_decl => &["meent"][..],
        Rule::register_file => &["csv"],
        _ => &[],
    };
    for entry in entries.flatten().take(MOST_ENTRIES) {
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else {
            continue;
        };
        if name.starts_with('.') || path == here {
            continue;
        }
        let is_folder = path.is_dir();
        let fits = path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| wanted.contains(&e));
        if !is_folder && !fits {
            continue;
        }
        let (kind, far) = match is_folder {
            true => (Kind::Folder, 1),
            false => (Kind::File, 0),
        };
        found.items.push(Completion {
            replaces: (from, offset),
            ..Completion::name(name, kind, far, 0)
        });
    }
    if typed.is_empty() || typed.chars().all(|c| matches!(c, '.' | '/')) {
        found.items.push(Completion {
            replaces: (from, offset),
            ..Completion::name("..", Kind::Folder, 2, 0)
        });
    }
    found
        .items
        .sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    found
}
