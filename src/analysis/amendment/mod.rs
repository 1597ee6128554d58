//! What has to be decided before a change of the agreement may be merged: by which decision of the version before, and what
//! exactly it has to adopt.
//!
//! - [`Amendment`] sorts a change: what a decision has to adopt, by who may adopt it, and what nobody has to decide.
//! - [`Adopters`] says which decisions have to adopt what.
//! - [`digest`] is one digest for each part: whoever votes, adopts that and nothing else.
//! - [`effect`] says from when an adopted part may hold.
//!
//! Only the rules of the version before count. A change that weakens its own guard is judged by the guard that it weakens.

pub mod adopters;
pub mod digest;
pub mod effect;
mod version;

use super::diff::{self, Changed, ClauseChange, Pairs, Renamed, is_decided};
use super::guard::above;
use crate::model::{AnyId, DecisionId, Model};
use std::collections::{BTreeMap, BTreeSet};

use adopters::Adopters;
pub use version::VersionChange;

/// A change of an agreement, sorted by who has to decide it.
#[derive(Debug, Clone, Default)]
pub struct Amendment {
    /// What has to be adopted, in the order of the decisions of the version before; what nobody may adopt comes last.
    pub parts: Vec<Part>,
    /// Declarations of which only words changed that decide nothing.
    pub wording: Vec<Changed>,
    /// Declarations with another id that are the same otherwise.
    pub renamed: Vec<Renamed>,
    /// What changed in the commons around this one: that is theirs to decide.
    pub around: Vec<Changed>,
    pub version: VersionChange,
}

/// Declarations that the same decisions may change.
#[derive(Debug, Clone)]
pub struct Part {
    /// Decisions of the version before, any one of which may adopt it. Empty: nobody can.
    pub by: Vec<DecisionId>,
    pub changes: Vec<Changed>,
    /// `sha256:` and the digest of exactly this change, in hexadecimal.
    pub digest: String,
    /// What it touches, as declarations of the version before, with all that lies above them: for a veto over some matters.
    pub touches: BTreeSet<AnyId>,
}

impl Amendment {
    /// Sorts the change from one model to another. Both must have been understood whole.
    pub fn new(base: &Model, head: &Model) -> Self {
        let pairs = Pairs::new(base, head);
        let adopters = Adopters::new(base, head, &pairs);
        let mut out = Amendment {
            renamed: diff::renamed(base, head, &pairs),
            version: VersionChange::new(&base.commons, &head.commons),
            ..Amendment::default()
        };
        let mut groups: BTreeMap<Vec<DecisionId>, Vec<Changed>> = BTreeMap::new();
        let mut told = BTreeSet::new();
        for changed in diff::changes(base, head, &pairs) {
            if changed.outer.is_some() {
                out.around.push(changed);
                continue;
            }
            told.extend(changed.new);
            if let Some(decided) = out.sort(changed) {
                for by in adopters.of(&decided) {
                    groups.entry(by).or_default().push(decided.clone());
                }
            }
        }
        // What no clause tells has changed all the same.
        for (a, b) in diff::differing(base, head, &pairs) {
            if !told.contains(&b) {
                let changed = untold(base, head, a, b);
                for by in adopters.of(&changed) {
                    groups.entry(by).or_default().push(changed.clone());
                }
            }
        }
        if groups.is_empty() && out.version.needs_decision() {
            let by = adopters.general();
            groups.insert(by, vec![version::changed(base, head)]);
        }
        out.parts = groups
            .into_iter()
            .map(|(by, changes)| Part::new(base, head, &pairs, by, changes))
            .collect();
        out.parts.sort_by_key(|p| p.by.is_empty());
        out
    }

    /// The clauses of a declaration that have to be decided; the others are put with the words.
    fn sort(&mut self, changed: Changed) -> Option<Changed> {
        let one_sided = changed.old.is_none() != changed.new.is_none();
        if one_sided {
            return Some(changed);
        }
        let kind = changed.kind;
        let follows = |c: &ClauseChange| kind == "commons" && diff::FOLLOWS.contains(&c.key);
        let clauses = changed.clauses.iter().filter(|c| !follows(c)).cloned();
        let (decided, mut words): (Vec<_>, Vec<_>) =
            clauses.partition(|c| is_decided(kind, c.key, c.wording));
        if !decided.is_empty() {
            // A condition that means something else is in other words, too.
            words.retain(|c| c.key != "condition-words");
        }
        if !words.is_empty() {
            self.wording.push(Changed {
                clauses: words,
                ..changed.clone()
            });
        }
        (!decided.is_empty()).then_some(Changed {
            clauses: decided,
            ..changed
        })
    }

    /// Nothing has to be decided.
    pub fn needs_nothing(&self) -> bool {
        self.parts.is_empty()
    }

    /// Nothing changed at all, as far as the sources go.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
            && self.wording.is_empty()
            && self.renamed.is_empty()
            && self.around.is_empty()
            && !self.version.differs()
    }
}

impl Part {
    fn new(
        base: &Model,
        head: &Model,
        pairs: &Pairs,
        by: Vec<DecisionId>,
        changes: Vec<Changed>,
    ) -> Self {
        let digest = digest::digest(base, head, &changes);
        let touches = touches(base, head, pairs, &changes);
        Part {
            by,
            changes,
            digest,
            touches,
        }
    }
}

fn untold(base: &Model, head: &Model, a: AnyId, b: AnyId) -> Changed {
    let spelled = |model, id| diff::name_of(model, id).map(|(_, name)| name.to_string());
    Changed {
        old: Some(a),
        new: Some(b),
        kind: diff::name_of(head, b).map_or("", |(kind, _)| kind),
        title: diff::title_of(head, b),
        old_id: spelled(base, a),
        new_id: spelled(head, b),
        outer: None,
        clauses: Vec::new(),
    }
}

/// What a change is about: the declarations themselves, and all that they named or name now.
fn touches(base: &Model, head: &Model, pairs: &Pairs, changes: &[Changed]) -> BTreeSet<AnyId> {
    let mut out = BTreeSet::new();
    for changed in changes {
        if changed.kind == "commons" {
            out.extend(diff::named_by(base, None));
            let now = diff::named_by(head, None);
            out.extend(now.into_iter().filter_map(|id| pairs.old_of(id)));
            continue;
        }
        if let Some(old) = changed.old {
            out.insert(old);
            out.extend(diff::named_by(base, Some(old)));
        }
        if let Some(new) = changed.new {
            let now = diff::named_by(head, Some(new));
            out.extend(now.into_iter().filter_map(|id| pairs.old_of(id)));
        }
    }
    let above: Vec<AnyId> = out.iter().flat_map(|id| above(base, *id)).collect();
    out.extend(above);
    out
}
