//! The digest of a change: the same for the same change, and for no other.
//!
//! Of each declaration it holds the kind, the id and the digest of what is decided, on both sides. So layout, comments,
//! order and wording make no difference, and neither does what happens to other declarations: two amendments that one meeting
//! adopts can be merged one after the other. But if what a change changes says something else by now, or if the change
//! itself is edited after the vote, it is another change.

use crate::analysis::diff::{Changed, decided, name_of};
use crate::model::{AnyId, DataKind, Model};
use crate::source::digest::sha256;

/// The version of the form that is digested; a change of it makes old digests fit nothing.
const FORM: &str = "meent amendment 1";

/// What a digest begins with.
pub const PREFIX: &str = "sha256:";

/// The digest of some changes, in whatever order they come.
pub fn digest(base: &Model, head: &Model, changes: &[Changed]) -> String {
    let mut lines: Vec<String> = changes
        .iter()
        .flat_map(|changed| lines(base, head, changed))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let text = format!("{FORM}\n{}", lines.join("\n"));
    format!("{PREFIX}{}", sha256(text.as_bytes()))
}

fn lines(base: &Model, head: &Model, changed: &Changed) -> Vec<String> {
    if changed.kind == "commons" {
        // Versions and their dates follow from a decision, unless nothing else is decided.
        let dates = |model: &Model| {
            let c = &model.commons;
            let day = c.in_force.map_or_else(String::new, |d| d.to_string());
            format!("{}/{day}", c.version.as_deref().unwrap_or(""))
        };
        let alone = changed
            .clauses
            .iter()
            .any(|c| super::diff::FOLLOWS.contains(&c.key));
        let side = |model: &Model| {
            let dates = if alone { dates(model) } else { String::new() };
            format!("{} {}{dates}", model.commons.id(), decided(model, None))
        };
        return vec![format!("commons {} > {}", side(base), side(head))];
    }
    let mut out = vec![line(base, head, changed.old, changed.new)];
    // The fields of a dataset come and go with it.
    match (changed.old, changed.new) {
        (None, Some(new)) => {
            let fields = fields(head, new);
            out.extend(fields.into_iter().map(|f| line(base, head, None, Some(f))));
        }
        (Some(old), None) => {
            let fields = fields(base, old);
            out.extend(fields.into_iter().map(|f| line(base, head, Some(f), None)));
        }
        _ => {}
    }
    out
}

fn line(base: &Model, head: &Model, old: Option<AnyId>, new: Option<AnyId>) -> String {
    format!("{} > {}", side(base, old), side(head, new))
}

fn side(model: &Model, id: Option<AnyId>) -> String {
    let Some(id) = id else {
        return "-".into();
    };
    let (kind, name) = name_of(model, id).unwrap_or(("?", "?"));
    format!("{kind} {name} {}", decided(model, Some(id)))
}

fn fields(model: &Model, id: AnyId) -> Vec<AnyId> {
    let AnyId::Data(data) = id else {
        return Vec::new();
    };
    match model.data.get(data.index()).map(|d| &d.kind) {
        Some(DataKind::Dataset(set)) => set.fields.iter().map(|f| AnyId::Data(*f)).collect(),
        _ => Vec::new(),
    }
}
