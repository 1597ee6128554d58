//! Comparing: exactly where two sides answer differently, and for whom (docs/semantics section 12).
//!
//! A side is the rules of a model, or of the same model without some of them. Both are put into one [`Space`] of atoms, groups,
//! parties and facts, for which a [`Pairing`] says which names of the two models stand for the same thing.
//!
//! Only where a rule that differs may hold can an answer differ, so the search starts from the boxes of those rules. In each it goes through
//! everyone who fits, told apart by the rules that reach into it, and cuts the box into parts of one verdict on each side.

mod answers;
mod changed;
mod explore;
mod merge;
mod pairing;
mod people;
mod sides;
mod space;
mod standing;
mod witness;

use crate::analysis::region::{BUDGET, Cell, Someone};
use crate::model::RuleId;
use std::collections::BTreeSet;

use answers::Near;
pub use answers::{Answered, What};
use explore::{Explorer, Found};
pub use pairing::Pairing;
pub use people::People;
pub use sides::Carried;
use sides::Sides;
pub use space::{Side, Space};
pub use witness::Point;

/// Steps that a whole comparison may take; each start has [`BUDGET`] of them.
pub const WHOLE_BUDGET: usize = 20 * BUDGET;

/// A part of the space in which the sides differ, for one asker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In numbers of the space, see [`People::asker_on`]. The same holds for someone in more groups, unless another
    /// change says otherwise.
    pub who: Someone,
    pub what: What,
    /// In numbers of the space, see [`Space::cell_on`].
    pub cell: Cell,
    /// The rules of each side that differ and may hold here.
    pub rules: [Vec<RuleId>; 2],
    /// One plain case of the cell.
    pub point: Point,
}

/// Everything in which two sides differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Plainest askers first. The cells of one asker and one `what` don't overlap.
    pub changes: Vec<Change>,
    /// Rules that differ and whose effect could not be worked out within the budget. If there are none and no changes
    /// either, the sides give the same answer to everyone in every case.
    pub undecided: Vec<(Side, RuleId)>,
    /// What the numbers in [`What`] stand for.
    pub carried: Vec<Carried>,
}

impl Comparison {
    /// Whether the two sides are proved to be the same.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty() && self.undecided.is_empty()
    }
}

/// Everything in which the rules in these two lists differ.
pub fn compare(space: &Space, old: &[RuleId], new: &[RuleId]) -> Comparison {
    let sides = Sides::new(space, [old, new]);
    let starts = changed::starts(space, &sides);
    let explorer = Explorer {
        space,
        sides: &sides,
        only_first: false,
    };
    let mut whole = WHOLE_BUDGET;
    let mut found: Vec<Found> = Vec::new();
    let mut undecided: BTreeSet<(Side, RuleId)> = BTreeSet::new();
    for start in &starts {
        let mut budget = BUDGET.min(whole);
        let near = Near::of(&sides, &start.cell, None);
        match explorer.differences(start, &near, &mut budget) {
            Ok(more) => found.extend(more),
            Err(_) => {
                let rule = sides.rules[start.side.index()].get(start.rule);
                undecided.extend(rule.map(|r| (r.side, r.id)));
            }
        }
        whole -= BUDGET.min(whole) - budget;
    }
    let entries = merge::merge(space, found, &mut WHOLE_BUDGET.clone());
    let mut changes = Vec::new();
    for entry in entries {
        for cell in entry.cells {
            let near = Near::of(&sides, &cell, None);
            let responsible = Side::BOTH.map(|side| {
                let s = side.index();
                let differs = |at: &&usize| {
                    let own = |start: &changed::Start| start.side == side && start.rule == **at;
                    starts.iter().any(own)
                };
                let about = |at: &&usize| {
                    let terms = &sides.rules[s][**at].terms;
                    let fits = |t| space.people.fits(&entry.person, side, t);
                    terms.iter().any(fits)
                };
                let rules = near.rules[s].iter().filter(differs).filter(about);
                rules.map(|at| sides.rules[s][*at].id).collect()
            });
            changes.push(Change {
                who: entry.person.who.clone(),
                what: entry.what.clone(),
                point: space.point(&cell),
                cell,
                rules: responsible,
            });
        }
    }
    Comparison {
        changes,
        undecided: undecided.into_iter().collect(),
        carried: sides.items,
    }
}

/// Whether two lists of rules differ anywhere at all; stops at the first difference. `None`: the budget ran out.
pub fn differ(space: &Space, old: &[RuleId], new: &[RuleId]) -> Option<bool> {
    let sides = Sides::new(space, [old, new]);
    let explorer = Explorer {
        space,
        sides: &sides,
        only_first: true,
    };
    let mut decided = true;
    for start in &changed::starts(space, &sides) {
        let near = Near::of(&sides, &start.cell, None);
        match explorer.differences(start, &near, &mut BUDGET.clone()) {
            Ok(found) if !found.is_empty() => return Some(true),
            Ok(_) => {}
            Err(_) => decided = false,
        }
    }
    decided.then_some(false)
}
