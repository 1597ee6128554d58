//! Digests of meaning: the same for two sources that say the same, however they are laid out.
//!
//! Comments, formatting, the order of declarations and of lists, the language of the keywords, units that are multiples of
//! each other and defaults that are spelled out make no difference. Ids do, because requests and other declarations use them.
//! Titles, reasons and notes are in a digest of their own.

use super::facets::{self, Sheet};
use super::term::Term;
use crate::model::{AnyId, Model};
use crate::source::digest::sha256;

/// The version of the form that is digested; a change of it changes every digest.
const FORM: &str = "meent meaning 1";

/// The digests of one declaration of this commons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// `None` for the commons itself.
    pub id: Option<AnyId>,
    /// `group`, `data`, `rule`, …, or `commons`.
    pub kind: &'static str,
    /// The declaration's id in the source.
    pub name: String,
    /// SHA-256 of what it means, in hexadecimal.
    pub meaning: String,
    /// SHA-256 of its titles, reasons and notes, in hexadecimal.
    pub wording: String,
}

/// SHA-256 of what a whole commons means, in hexadecimal. What the commons around it say is their own, and not in it.
pub fn digest(model: &Model) -> String {
    let mut lines: Vec<String> = digests(model)
        .into_iter()
        .map(|d| format!("{} {} {}", d.kind, d.name, d.meaning))
        .collect();
    lines.sort_unstable();
    sha256(format!("{FORM}\n{}", lines.join("\n")).as_bytes())
}

/// The digests of the commons itself and of each of its own declarations, by kind.
pub fn digests(model: &Model) -> Vec<Digest> {
    let mut out = vec![one(
        model,
        None,
        "commons",
        model.commons.id(),
        &facets::of_commons(model),
    )];
    for id in facets::all(model) {
        let Some(decl) = facets::decl(model, id).filter(|d| d.is_own()) else {
            continue;
        };
        // The group of those who sit in a body says nothing of its own.
        if matches!(id, AnyId::Group(g) if model.groups.get(g.index()).is_some_and(|g| g.body.is_some()))
        {
            continue;
        }
        let sheet = facets::of(model, id);
        out.push(one(model, Some(id), facets::kind(id), &decl.id, &sheet));
    }
    out
}

/// Whether a change of this clause has to be decided. What only says *why* or *in other words* need not be; but what a group,
/// a party, data, a purpose, an action, a fact or the commons is, only its title says. The number and the first day of a
/// version follow from a decision and are not adopted by it.
pub fn is_decided(kind: &str, key: &str, wording: bool) -> bool {
    const NAMED: [&str; 7] = [
        "commons", "group", "party", "data", "purpose", "action", "fact",
    ];
    match kind {
        "commons" if FOLLOWS.contains(&key) => false,
        _ => !wording || key == "title" && NAMED.contains(&kind),
    }
}

/// Clauses of the commons itself that say which version this is, and from when.
pub const FOLLOWS: [&str; 2] = ["version", "in-force"];

/// SHA-256, in hexadecimal, of all that has to be decided about one declaration; `None` is the commons itself.
pub fn decided(model: &Model, id: Option<AnyId>) -> String {
    let kind = id.map_or("commons", facets::kind);
    let sheet = id.map_or_else(|| facets::of_commons(model), |id| facets::of(model, id));
    let mut spelled = |id: AnyId| {
        let name = facets::decl(model, id).map_or("?", |d| d.id.as_str());
        format!("{} {name}", facets::kind(id))
    };
    let mut lines: Vec<String> = sheet
        .facets
        .iter()
        .filter(|f| is_decided(kind, f.key, f.wording) && f.term != Term::Nothing)
        .map(|f| format!("{}={}", f.key, f.term.write(&mut spelled)))
        .collect();
    lines.sort_unstable();
    sha256(format!("{FORM}\n{}", lines.join("\n")).as_bytes())
}

/// All that a declaration names.
pub fn named_by(model: &Model, id: Option<AnyId>) -> Vec<AnyId> {
    let sheet = id.map_or_else(|| facets::of_commons(model), |id| facets::of(model, id));
    let mut out = Vec::new();
    for facet in sheet.facets.iter().filter(|f| !f.wording) {
        facet.term.each_ref(&mut |id| out.push(id));
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn one(model: &Model, id: Option<AnyId>, kind: &'static str, name: &str, sheet: &Sheet) -> Digest {
    let mut spelled = |id: AnyId| {
        let name = facets::decl(model, id).map_or("?", |d| d.id.as_str());
        format!("{} {name}", facets::kind(id))
    };
    let mut of = |wording: bool| {
        let mut lines: Vec<String> = sheet
            .facets
            .iter()
            .filter(|f| f.wording == wording && f.term != Term::Nothing)
            .map(|f| format!("{}={}", f.key, f.term.write(&mut spelled)))
            .collect();
        lines.sort_unstable();
        sha256(format!("{FORM}\n{kind} {name}\n{}", lines.join("\n")).as_bytes())
    };
    Digest {
        id,
        kind,
        name: name.to_string(),
        meaning: of(false),
        wording: of(true),
    }
}
