//! Rules that change no answer (docs/semantics section 11): everything that they say is said by others, or they are set aside wherever they apply.
//!
//! Most rules show at once, in one plain case, that they are needed. For the rest the rules with and without it are compared.

mod index;
mod quick;
mod words;

use super::conflicts::{Conflict, Finding};
use crate::analysis::compare::{Pairing, Space, differ};
use crate::analysis::region::{Blocker, Cover, Regions, RuleBox};
use crate::analysis::universe::Universe;
use crate::model::{Deontic, Model, RuleId};
use index::Index;
use quick::Quick;
use std::collections::BTreeSet;
use std::rc::Rc;

pub(super) use words::diagnostic;

/// At most this many rules are gone through one by one to name those that make another superfluous.
const MOST_NAMED: usize = 24;

/// A rule of this commons without which no answer is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redundant {
    pub rule: RuleId,
    pub why: Why,
    /// The rules that make it superfluous, as few as will do.
    pub others: Vec<RuleId>,
    /// Whether it can go together with all others of which this is said.
    pub sure: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Others say the same.
    Said,
    /// It is set aside wherever it applies.
    Shadowed,
    /// The budget ran out: perhaps it is not redundant at all.
    Undecided,
}

/// All of them, in the order of the source. What is reported as unsatisfiable or dead is left out.
pub(super) fn find<'m>(
    regions: &mut Regions<'m>,
    universe: &Universe<'m>,
    conflicts: &[Conflict],
) -> Vec<Redundant> {
    let model = regions.model;
    let reported: BTreeSet<RuleId> = conflicts
        .iter()
        .filter(|c| {
            matches!(
                c.finding,
                Finding::Unsatisfiable { .. } | Finding::Dead | Finding::OutrunByOuter
            )
        })
        .map(|c| c.rule)
        .collect();
    let index = Index::new(model);
    let mut quick = Quick::new(&index);
    let mut search = Search {
        model,
        universe,
        index: &index,
        space: None,
        gone: BTreeSet::new(),
    };
    let mut out = Vec::new();
    // Backwards, so that of two rules that say the same the later one is the one to go.
    for (at, rule) in model.rules.iter().enumerate().rev() {
        let id = RuleId::new(at);
        let asked = rule.decl.is_own() && !rule.incomplete && !reported.contains(&id);
        if asked && !quick.is_plainly_needed(regions, id) {
            out.extend(search.redundant(regions, id));
        }
    }
    out.reverse();
    out
}

struct Search<'i, 'm> {
    model: &'m Model,
    universe: &'i Universe<'m>,
    index: &'i Index<'m>,
    /// Made when it is first needed.
    space: Option<Space<'m>>,
    /// Rules that can go together.
    gone: BTreeSet<RuleId>,
}

impl<'m> Search<'_, 'm> {
    fn redundant(&mut self, regions: &mut Regions<'m>, id: RuleId) -> Option<Redundant> {
        let rule = self.model.rules.get(id.index())?;
        let duties = self.duties_around(id);
        if rule.deontic == Deontic::Must && duties.len() == 1 {
            return None;
        }
        let near = match rule.deontic {
            Deontic::Must => duties,
            _ => {
                let universe = self.universe;
                let mut near = universe.touching(&rule.actions, &rule.data, &rule.purposes);
                near.extend(duties);
                near.sort_unstable();
                near.dedup();
                near
            }
        };
        let why = match self.changes(id, &near, &BTreeSet::new()) {
            Some(true) => return None,
            None => Why::Undecided,
            Some(false) if self.is_shadowed(regions, id) => Why::Shadowed,
            Some(false) => Why::Said,
        };
        let others = self.responsible(id, &near, why);
        let gone: BTreeSet<RuleId> = self.gone.clone();
        let sure = why != Why::Undecided && self.changes(id, &near, &gone) == Some(false);
        if sure {
            self.gone.insert(id);
        }
        Some(Redundant {
            rule: id,
            why,
            others,
            sure,
        })
    }

    /// Whether leaving out a rule changes an answer, where some others are left out as well; `None` if the budget ran out.
    fn changes(&mut self, id: RuleId, near: &[RuleId], but: &BTreeSet<RuleId>) -> Option<bool> {
        let model = self.model;
        let space = self
            .space
            .get_or_insert_with(|| Space::new(model, model, &Pairing::identity(model)));
        let with: Vec<RuleId> = near
            .iter()
            .copied()
            .filter(|r| *r == id || !but.contains(r))
            .collect();
        let without: Vec<RuleId> = with.iter().copied().filter(|r| *r != id).collect();
        differ(space, &with, &without)
    }

    /// The free-standing duties on which a rule has an effect, all that have the same content, and what sets them aside; the rule
    /// itself is among them.
    fn duties_around(&self, id: RuleId) -> Vec<RuleId> {
        let rule_of = |id: RuleId| self.model.rules.get(id.index());
        let is_duty = |id: RuleId| rule_of(id).is_some_and(|r| r.deontic == Deontic::Must);
        let mut duties: Vec<RuleId> = Vec::new();
        if is_duty(id) {
            duties.push(id);
            duties.extend(self.index.same_duties(id));
        }
        for &target in rule_of(id).map_or(&[][..], |r| &r.despite) {
            if is_duty(target) {
                duties.push(target);
                duties.extend(self.index.same_duties(target));
            }
        }
        let setters = duties
            .iter()
            .filter_map(|d| rule_of(*d))
            .flat_map(|r| r.set_aside_by.iter().copied());
        let mut out: Vec<RuleId> = setters.collect();
        out.extend(&duties);
        out.push(id);
        out.sort_unstable();
        out.dedup();
        out.retain(|r| rule_of(*r).is_some_and(|r| !r.incomplete));
        out
    }

    /// Whether, all facts known, the rule is set aside in every case in which it applies.
    fn is_shadowed(&self, regions: &mut Regions<'m>, id: RuleId) -> bool {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return false;
        };
        let setters = rule
            .set_aside_by
            .iter()
            .filter_map(|s| self.model.rules.get(s.index()))
            .filter(|s| !s.incomplete);
        let mut boxes: Vec<RuleBox> = setters.flat_map(|s| regions.boxes(s)).collect();
        if rule.deontic == Deontic::Must {
            // A duty is set aside whatever is done.
            let everything = regions.atoms_of(Default::default());
            for b in &mut boxes {
                b.atoms[0] = Rc::clone(&everything[0]);
            }
        }
        let blockers: Vec<Blocker> = boxes.iter().map(Blocker::plain).collect();
        let own = regions.boxes(rule);
        own.iter()
            .all(|b| matches!(regions.cover(b, &blockers), Cover::Covered))
    }

    /// As few rules as will do to make this one superfluous, of those that can.
    fn responsible(&mut self, id: RuleId, near: &[RuleId], why: Why) -> Vec<RuleId> {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return Vec::new();
        };
        let can = |r: &RuleId| match why {
            Why::Shadowed => rule.set_aside_by.contains(r),
            Why::Said | Why::Undecided => {
                let other = self.model.rules.get(r.index());
                *r != id && other.is_some_and(|o| o.deontic == rule.deontic)
            }
        };
        let mut needed: Vec<RuleId> = near.iter().copied().filter(can).collect();
        if why == Why::Undecided || needed.len() > MOST_NAMED {
            needed.truncate(MOST_NAMED);
            return needed;
        }
        let mut but: BTreeSet<RuleId> = BTreeSet::new();
        // Later ones go first, so that the earliest that will do are named.
        for other in needed.clone().into_iter().rev() {
            but.insert(other);
            if self.changes(id, near, &but) == Some(false) {
                needed.retain(|r| *r != other);
            } else {
                but.remove(&other);
            }
        }
        needed
    }
}
