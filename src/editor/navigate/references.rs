//! Where else something is named.

use super::spot::spot;
use crate::editor::Snapshot;
use crate::model::{Named, Role, Use};
use crate::source::{FileId, Span};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// A place in a file of one of several projects.
#[derive(Debug, Clone, Copy)]
pub struct Place<'s> {
    pub snapshot: &'s Snapshot,
    pub span: Span,
}

/// Every place where what stands at a byte is named: in the project itself, in what it imports and lies within, and in
/// the other projects that know the same declaration. By project, file and place.
pub fn references<'s>(
    snapshot: &'s Snapshot,
    others: &'s [Snapshot],
    file: FileId,
    byte: usize,
    declaration: bool,
) -> Vec<Place<'s>> {
    let Some(spot) = spot(snapshot, file, byte) else {
        return Vec::new();
    };
    let mut seen: BTreeSet<(PathBuf, u32)> = BTreeSet::new();
    let mut places = Vec::new();
    let term = snapshot.project.loaded.sources.text(spot.span);
    for (project, named) in known_in(snapshot, others, spot.named, spot.shipped) {
        let uses = named.into_iter().flat_map(|n| project.model.uses_of(n));
        for used in uses.filter(|u| declaration || !u.declares()) {
            if same_term(project, used, term)
                && seen.insert((project.path(used.span.file), used.span.start))
            {
                places.push(Place {
                    snapshot: project,
                    span: used.span,
                });
            }
        }
    }
    places
}

/// What the same declaration is called in each project that knows it: this one first. A project that lies within
/// another one, and gives it no name of its own, calls it by the name that it has there.
pub(super) fn known_in<'s>(
    snapshot: &'s Snapshot,
    others: &'s [Snapshot],
    named: Named,
    shipped: bool,
) -> Vec<(&'s Snapshot, Vec<Named>)> {
    let mut known = vec![(snapshot, with_alias(snapshot, named))];
    let others = others
        .iter()
        .filter(|o| !Arc::ptr_eq(&o.project, &snapshot.project));
    if shipped {
        // The same in all projects, whatever number it has there.
        let decl = snapshot.model.named_decl(named);
        for other in others {
            let same = |d: &&crate::model::Decl| decl.is_some_and(|decl| decl.id == d.id);
            let found = match named {
                Named::Is(_) => other
                    .model
                    .declarations()
                    .find(|(_, d)| d.is_shipped() && same(d))
                    .map(|(id, _)| Named::Is(id)),
                _ => None,
            };
            known.extend(found.map(|n| (other, vec![n])));
        }
        return known;
    }
    let declared = snapshot.model.uses_of(named).find(|u| u.declares());
    let Some(declared) = declared.map(|u| u.span) else {
        return known;
    };
    let path = snapshot.path(declared.file);
    for other in others {
        let Some(file) = other.file(&path) else {
            continue;
        };
        let same =
            |u: &&Use| u.declares() && u.span.start == declared.start && u.span.end == declared.end;
        let found = other.model.uses_in(file).iter().find(same);
        known.extend(found.map(|u| (other, with_alias(other, u.named))));
    }
    known
}

/// With the name that an outer commons has as a prefix, if that is its own name.
fn with_alias(snapshot: &Snapshot, named: Named) -> Vec<Named> {
    match named {
        Named::Commons(level) if level > 0 => {
            let alias = Named::Alias(level);
            let own_word = snapshot.model.uses_of(alias).any(|u| u.declares());
            match own_word {
                true => vec![named],
                false => vec![named, alias],
            }
        }
        _ => vec![named],
    }
}

/// Every place in one file where what stands at a byte is named; `true` where it is declared.
pub fn highlights(snapshot: &Snapshot, file: FileId, byte: usize) -> Vec<(Span, bool)> {
    let Some(spot) = spot(snapshot, file, byte) else {
        return Vec::new();
    };
    let uses = snapshot.model.uses_in(file).iter();
    let term = snapshot.project.loaded.sources.text(spot.span);
    let mut found: Vec<(Span, bool)> = uses
        .filter(|u| u.named == spot.named && same_term(snapshot, u, term))
        .map(|u| (u.span, u.role == Role::Declares))
        .collect();
    if spot.guessed {
        found.push((spot.span, false));
    }
    found
}

/// Terms of the law are told apart by their text.
fn same_term(snapshot: &Snapshot, used: &Use, term: &str) -> bool {
    !matches!(used.named, Named::Law(_) | Named::Library)
        || snapshot.project.loaded.sources.text(used.span) == term
}
