//! The findings of the last whole analysis, moved along with the texts that were edited since.
//!
//! Between a keystroke and the next whole analysis a list of findings should not flicker: what was found stays shown where
//! it now stands, except where its own words were edited.

use super::snapshot::Snapshot;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Loaded;
use crate::source::{Difference, FileId, Span};
use std::collections::BTreeSet;

/// Findings about the texts of one load as findings about those of a later one.
pub fn carry(found: &[Diagnostic], old: &Loaded, new: &Loaded) -> Vec<Diagnostic> {
    if found.is_empty() {
        return Vec::new();
    }
    let files: Vec<Option<(FileId, Difference)>> = old
        .sources
        .iter()
        .map(|(id, file)| {
            // Nearly always the file has its number still.
            let same =
                (id.0 as usize) < new.sources.len() && new.sources.file(id).path == file.path;
            let now = match same {
                true => id,
                false => new.sources.iter().find(|(_, f)| f.path == file.path)?.0,
            };
            Some((now, Difference::of(&file.text, &new.sources.file(now).text)))
        })
        .collect();
    let to = |span: Span| {
        let (file, change) = files.get(span.file.0 as usize)?.as_ref()?;
        change.moved(span, *file)
    };
    found.iter().filter_map(|d| d.moved(to)).collect()
}

/// What a whole analysis found beyond what its snapshot tells at once.
pub fn beyond(of: &Snapshot, found: &[Diagnostic]) -> Vec<Diagnostic> {
    fn key(d: &Diagnostic) -> (Option<Span>, Code, &str) {
        (d.span(), d.code, &d.message.en)
    }
    let at_once = of.at_once();
    let known: BTreeSet<_> = at_once.iter().map(key).collect();
    let new = found.iter().filter(|d| !known.contains(&key(d)));
    new.cloned().collect()
}
