//! One mistake is one finding: leaves out what only follows from another finding, and gathers what is said of the
//! same name in several places.

use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use std::collections::BTreeMap;

/// More places than this are counted, not shown: nobody reads on after a dozen.
const MOST_PLACES: usize = 12;

/// What building the model found, without what only follows from the findings of loading and parsing.
pub fn without(of_model: Vec<Diagnostic>, of_loading: &[Diagnostic]) -> Vec<Diagnostic> {
    let has = |code| of_loading.iter().any(|d| d.code == code);
    // A file that was set aside whole may hold whatever seems to be missing.
    let set_aside = has(codes::TOO_DEEP);
    // Then there is no telling which files belong to the commons.
    let empty = has(codes::EMPTY_SOURCE) || has(codes::BAD_MANIFEST);
    let numbers: Vec<Span> = of_loading
        .iter()
        .filter(|d| d.code == codes::NUMBER_TOO_LARGE)
        .filter_map(Diagnostic::span)
        .collect();
    let mut out: Vec<Diagnostic> = of_model
        .into_iter()
        .filter(|d| {
            let missing = d.code == codes::NO_COMMONS || d.code == codes::UNKNOWN_NAME;
            let about_number = d.level == Level::Error
                && d.span()
                    .is_some_and(|span| numbers.iter().any(|n| meets(*n, span)));
            !(missing && set_aside || d.code == codes::NO_COMMONS && empty || about_number)
        })
        .collect();
    gather(&mut out);
    out
}

fn meets(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

/// Findings with the same sentence about a name become one, with all the places, and one fix that mends them all.
fn gather(found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(crate::diagnostic::registry::Code, String), usize> = BTreeMap::new();
    let mut out: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for d in found.drain(..) {
        if d.code != codes::UNKNOWN_NAME && d.code != codes::DUPLICATE_NAME {
            out.push(d);
            continue;
        }
        let key = (d.code, d.message.en.clone());
        let known = first.get(&key).and_then(|at| out.get_mut(*at));
        let Some(known) = known else {
            first.insert(key, out.len());
            out.push(d);
            continue;
        };
        for label in d.labels {
            if known.labels.len() < MOST_PLACES && !known.labels.contains(&label) {
                known.labels.push(label);
            }
        }
        if let (Some(fix), Some(more)) = (known.fixes.first_mut(), d.fixes.into_iter().next()) {
            fix.edits.extend(more.edits);
        }
    }
    *found = out;
}
