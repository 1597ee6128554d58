//! What a fact may be in a view: some of its values, and perhaps not known at all.

use crate::model::{FactKey, Model, ValueSet};
use std::collections::BTreeMap;

/// How much of a case is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Every fact has a value. The findings about permissions and prohibitions speak of such cases.
    Settled,
    /// Facts may be unknown: each fact's domain has one more value, "unknown", as in the evaluator.
    Partial,
}

/// A set of values of one fact. In the settled view `unknown` is always false.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Values {
    pub known: ValueSet,
    /// Whether the fact may be unknown.
    pub unknown: bool,
}

/// What each fact may be; a fact that is not listed may have any value of its domain.
pub type Facts = BTreeMap<FactKey, Values>;

impl Values {
    /// These values, known.
    pub fn known(known: ValueSet) -> Self {
        Values {
            known,
            unknown: false,
        }
    }

    /// These values, or unknown.
    pub fn or_unknown(known: ValueSet) -> Self {
        Values {
            known,
            unknown: true,
        }
    }

    pub fn is_empty(&self) -> bool {
        !self.unknown && self.known.is_empty()
    }

    pub fn intersect(&self, other: &Self) -> Self {
        Values {
            known: self.known.intersect(&other.known),
            unknown: self.unknown && other.unknown,
        }
    }

    pub fn union(&self, other: &Self) -> Self {
        Values {
            known: self.known.union(&other.known),
            unknown: self.unknown || other.unknown,
        }
    }

    pub fn subtract(&self, other: &Self) -> Self {
        Values {
            known: self.known.subtract(&other.known),
            unknown: self.unknown && !other.unknown,
        }
    }

    /// Whether the two have anything in common.
    pub fn meets(&self, other: &Self) -> bool {
        if self.unknown && other.unknown {
            return true;
        }
        let (a, b) = (self.known.intervals(), other.known.intervals());
        let (mut i, mut j) = (0, 0);
        while let (Some(&(low, high)), Some(&(from, to))) = (a.get(i), b.get(j)) {
            if low.max(from) <= high.min(to) {
                return true;
            }
            if high < to { i += 1 } else { j += 1 }
        }
        false
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        (!self.unknown || other.unknown) && self.known.is_subset(&other.known)
    }
}

/// Where the domains of facts come from: a model, or a space that two models share.
pub trait Domains {
    /// All values that a fact can have in this view.
    fn domain(&self, key: FactKey) -> Values;
}

/// A model seen in a view.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'m> {
    pub model: &'m Model,
    pub view: View,
}

impl Domains for Seen<'_> {
    fn domain(&self, key: FactKey) -> Values {
        Values {
            known: self.model.domain(key),
            unknown: self.view == View::Partial,
        }
    }
}

/// The values that are in both, fact by fact; `None` if a fact has none.
pub(super) fn meet(a: &Facts, b: &Facts) -> Option<Facts> {
    let mut out = a.clone();
    for (key, set) in b {
        let both = match out.get(key) {
            Some(own) => own.intersect(set),
            None => set.clone(),
        };
        if both.is_empty() {
            return None;
        }
        out.insert(*key, both);
    }
    Some(out)
}
