//! Which decisions of the version before have to adopt a change: as [`guard`](crate::analysis::guard) has it, applied to a difference.

use crate::analysis::diff::{Changed, Pairs};
use crate::analysis::guard::{Guards, above, power_over};
use crate::model::{AnyId, DataKind, DecisionId, GroupId, Model};
use std::collections::BTreeSet;

/// The two versions, and who guards what in the one before.
pub struct Adopters<'m> {
    base: &'m Model,
    head: &'m Model,
    pairs: &'m Pairs,
    guards: Guards<'m>,
}

/// Decisions, any one of which may adopt something; sorted. Empty: nobody can.
pub type AnyOf = Vec<DecisionId>;

impl<'m> Adopters<'m> {
    pub fn new(base: &'m Model, head: &'m Model, pairs: &'m Pairs) -> Self {
        Adopters {
            base,
            head,
            pairs,
            guards: Guards::new(base),
        }
    }

    /// The decisions that change the agreement as a whole.
    pub fn general(&self) -> AnyOf {
        self.guards.of_commons().decisions
    }

    /// Of each of these sets one decision has to adopt the change: the guard of the declaration itself, that of what it
    /// comes to lie below, and those of what it comes to have power over.
    pub fn of(&self, changed: &Changed) -> BTreeSet<AnyOf> {
        let mut out = BTreeSet::new();
        let (old, new) = (changed.old, changed.new);
        if changed.kind == "commons" || old.is_none() && new.is_none() {
            out.insert(self.general());
            return out;
        }
        match (old, new) {
            (Some(old), new) => {
                let mut all = self.guards.of(old).decisions;
                all.extend(self.of_membership(changed));
                out.insert(self.reaching(all, old));
                let moved = new.map_or_else(Vec::new, |new| self.came_above(old, new));
                let guard = self.guards.of_new(&moved);
                if guard.named {
                    out.insert(guard.decisions);
                }
            }
            (None, Some(new)) => {
                let mut all = self.guards.of_new(&self.above(new)).decisions;
                all.extend(self.of_membership(changed));
                out.insert(sorted(all));
            }
            (None, None) => {}
        }
        for over in self.came_under(old, new) {
            let guard = self.guards.of(over);
            // What nobody guards by name is changed by what changes the agreement, as a new declaration is anyway.
            if guard.named {
                out.insert(self.reaching(guard.decisions, over));
            }
        }
        out
    }

    /// Without emergency decisions that must never touch it.
    fn reaching(&self, mut all: AnyOf, target: AnyId) -> AnyOf {
        let mut line = above(self.base, target);
        line.push(target);
        if let AnyId::Data(data) = target
            && let Some(DataKind::Field { dataset, .. }) =
                self.base.data.get(data.index()).map(|d| &d.kind)
        {
            line.push(AnyId::Data(*dataset));
        }
        all.retain(|id| {
            let decision = self.base.decisions.get(id.index());
            let emergency = decision.and_then(|d| d.emergency.as_ref());
            !emergency.is_some_and(|e| e.never.iter().any(|n| line.contains(n)))
        });
        sorted(all)
    }

    /// What lies above something new, as far as the version before has it. A field lies below its dataset.
    fn above(&self, new: AnyId) -> Vec<AnyId> {
        let mut line = above(self.head, new);
        if let AnyId::Data(data) = new
            && let Some(DataKind::Field { dataset, .. }) =
                self.head.data.get(data.index()).map(|d| &d.kind)
        {
            line.push(AnyId::Data(*dataset));
        }
        line.iter()
            .filter_map(|id| self.pairs.old_of(*id))
            .collect()
    }

    /// What a declaration did not lie below and does now.
    fn came_above(&self, old: AnyId, new: AnyId) -> Vec<AnyId> {
        let before = above(self.base, old);
        let mut now = self.above(new);
        now.retain(|id| !before.contains(id) && *id != old);
        now
    }

    /// What a declaration had no power over and has now.
    fn came_under(&self, old: Option<AnyId>, new: Option<AnyId>) -> Vec<AnyId> {
        let before = old.map_or_else(Vec::new, |old| power_over(self.base, old));
        let now = new.map_or_else(Vec::new, |new| power_over(self.head, new));
        let now = now.iter().filter_map(|id| self.pairs.old_of(*id));
        now.filter(|id| !before.contains(id) && Some(*id) != old)
            .collect()
    }

    /// Decisions that let someone in or put someone out, where that is all there is to a change of a party.
    fn of_membership(&self, changed: &Changed) -> AnyOf {
        let groups = |model: &Model, id: Option<AnyId>| -> Option<BTreeSet<GroupId>> {
            let Some(AnyId::Party(party)) = id else {
                return None;
            };
            let party = model.parties.get(party.index())?;
            Some(party.groups.iter().copied().collect())
        };
        let was = groups(self.base, changed.old);
        let is = groups(self.head, changed.new).and_then(|now| {
            let old = |g: &GroupId| match self.pairs.old_of(AnyId::Group(*g))? {
                AnyId::Group(g) => Some(g),
                _ => None,
            };
            // Someone in a group that is new as well is not just let in.
            now.iter().map(old).collect::<Option<BTreeSet<_>>>()
        });
        let list = |a: &BTreeSet<GroupId>, b: &BTreeSet<GroupId>| -> Vec<GroupId> {
            a.difference(b).copied().collect()
        };
        match (was, is) {
            (None, Some(is)) if changed.old.is_none() && !is.is_empty() => {
                self.guards.admitting(&list(&is, &BTreeSet::new()))
            }
            (Some(was), None) if changed.new.is_none() && !was.is_empty() => {
                self.guards.expelling(&list(&was, &BTreeSet::new()))
            }
            (Some(was), Some(is)) if changed.clauses.iter().all(|c| c.key == "groups") => {
                let (gained, lost) = (list(&is, &was), list(&was, &is));
                match (gained.is_empty(), lost.is_empty()) {
                    (false, true) => self.guards.admitting(&gained),
                    (true, false) => self.guards.expelling(&lost),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}

fn sorted(mut all: AnyOf) -> AnyOf {
    all.sort_unstable();
    all.dedup();
    all
}
