//! Regions: where a rule holds, as a union of boxes, with exact overlap and cover.
//!
//! A box is a product: a condition on the asker, a set of atoms on each of three axes, and a set of values for each
//! fact that it tests. Membership of groups is monotone (no rule says "except members of"), so among the parties of a
//! box the one with the fewest groups is covered by the fewest other boxes: if it is covered, all are. That makes the
//! party axis a matter of one witness instead of all combinations of groups.
//!
//! A region is looked at in a [`View`]: with every fact known, or with "unknown" as one more value of each fact.

mod askers;
mod boxes;
pub mod cells;
mod cover;
#[cfg(test)]
mod tests;
mod values;

use crate::model::{GroupId, Model, PartyId, WhoTerm};
use fixedbitset::FixedBitSet;
use std::cell::{Cell as Left, OnceCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

pub use askers::{Askers, MOST_ASKERS};
pub use boxes::at_or_below;
pub use cells::{Cell, Dimension, Extent, OutOfBudget, Parts, Patch};
pub use cover::BUDGET;
pub use values::{Domains, Facts, Seen, Values, View};

/// The three axes of atoms.
pub const AXES: usize = 3;

/// One box of a rule's region.
#[derive(Debug, Clone)]
pub struct RuleBox<'m> {
    pub term: &'m WhoTerm,
    /// Actions, data, purposes.
    pub atoms: [Rc<FixedBitSet>; AXES],
    /// A fact that is not listed may have any value.
    pub facts: Rc<Facts>,
}

/// A box that covers, except where one of some others holds: a prohibition with the rules that set it aside.
///
/// In the partial view: for what is in effect for certain, take the rule's boxes and the *possible* boxes of its setters;
/// for what may be in effect, its possible boxes and the boxes of its setters.
#[derive(Debug, Clone)]
pub struct Blocker<'r, 'm> {
    pub by: &'r RuleBox<'m>,
    pub except: Vec<&'r RuleBox<'m>>,
}

impl<'r, 'm> Blocker<'r, 'm> {
    /// A box that covers without exceptions.
    pub fn plain(by: &'r RuleBox<'m>) -> Self {
        Blocker {
            by,
            except: Vec::new(),
        }
    }
}

/// Who a case is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Someone {
    /// A party that the source names.
    Named(PartyId),
    /// Anyone in these groups, and in no others but those above them.
    Conceivable(Vec<GroupId>),
}

/// What the search for an uncovered part found.
#[derive(Debug, Clone)]
pub enum Cover {
    Covered,
    /// A part that no other box covers, and for whom.
    Uncovered(Someone, Cell),
    /// The budget ran out first.
    Undecided,
}

/// Makes boxes of rules, in one view; equal lists of names share one set of atoms.
pub struct Regions<'m> {
    pub model: &'m Model,
    view: View,
    sets: [HashMap<Vec<u32>, Rc<FixedBitSet>>; AXES],
    singles: [BTreeMap<u32, Rc<FixedBitSet>>; AXES],
    /// The groups of each named party, closed upward.
    members: OnceCell<Vec<FixedBitSet>>,
    /// The separations that each group is in.
    separated: OnceCell<HashMap<GroupId, Vec<usize>>>,
    /// Steps that hard questions about cover may still take, all together.
    hard: Left<usize>,
}

impl<'m> Regions<'m> {
    /// The settled view: every fact is known.
    pub fn new(model: &'m Model) -> Self {
        Regions::in_view(model, View::Settled)
    }

    pub fn in_view(model: &'m Model, view: View) -> Self {
        Regions {
            model,
            view,
            sets: Default::default(),
            singles: Default::default(),
            members: OnceCell::new(),
            separated: OnceCell::new(),
            hard: Left::new(cover::MOST_HARD),
        }
    }

    pub fn view(&self) -> View {
        self.view
    }

    /// The domains of facts in this view.
    pub fn seen(&self) -> Seen<'m> {
        Seen {
            model: self.model,
            view: self.view,
        }
    }
}
