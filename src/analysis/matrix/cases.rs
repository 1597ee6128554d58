//! Sets of cases: which values of the facts, as a union of boxes, exactly.
//!
//! A box says for some facts which values they have; any other fact may have any value. Here every fact has a value:
//! what is unknown is a question about a request and not about what the rules say.

use crate::model::{FactKey, Model, Rule, ValueSet};
use std::collections::BTreeMap;

/// What each fact may be. A fact that is not listed may have any value.
pub type Facts = BTreeMap<FactKey, ValueSet>;

/// A union of boxes. No box at all: never. One box that says nothing: always.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cases(Vec<Facts>);

/// The budget was spent before the answer was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent;

/// Boxes that one question may still make.
#[derive(Debug, Clone, Copy)]
pub struct Budget(pub usize);

impl Default for Budget {
    /// For one cell.
    fn default() -> Self {
        Budget(20_000)
    }
}

impl Budget {
    fn take(&mut self, boxes: usize) -> Result<(), Spent> {
        self.0 = self.0.checked_sub(boxes).ok_or(Spent)?;
        Ok(())
    }
}

impl Cases {
    pub fn never() -> Self {
        Cases(Vec::new())
    }

    pub fn always() -> Self {
        Cases(vec![Facts::new()])
    }

    /// Where a rule's condition holds, its dates in force included.
    pub fn of(model: &Model, rule: &Rule) -> Self {
        let mut boxes = Vec::new();
        for clause in &rule.condition.clauses {
            let mut facts = Facts::new();
            for literal in clause {
                let before = facts
                    .remove(&literal.key)
                    .unwrap_or_else(|| model.domain(literal.key));
                facts.insert(literal.key, before.intersect(&literal.set));
            }
            if facts.values().any(ValueSet::is_empty) {
                continue;
            }
            facts.retain(|key, set| *set != model.domain(*key));
            boxes.push(facts);
        }
        Cases(boxes)
    }

    pub fn boxes(&self) -> &[Facts] {
        &self.0
    }

    pub fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the boxes says nothing at all.
    pub fn is_always(&self) -> bool {
        self.0.iter().any(BTreeMap::is_empty)
    }

    /// Whether these values lie in one of the boxes; `None` if a value is needed and not there.
    pub fn contains(&self, value: impl Fn(FactKey) -> Option<i64>) -> Option<bool> {
        let mut open = false;
        for one in &self.0 {
            let mut all = Some(true);
            for (key, set) in one {
                match value(*key) {
                    Some(v) if set.contains(v) => {}
                    Some(_) => {
                        all = Some(false);
                        break;
                    }
                    None => all = None,
                }
            }
            match all {
                Some(true) => return Some(true),
                Some(false) => {}
                None => open = true,
            }
        }
        if open { None } else { Some(false) }
    }

    pub fn union(&self, other: &Self) -> Self {
        Cases(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// What is here and not there, in boxes that do not overlap if these do not.
    ///
    /// # Errors
    /// If the budget is spent.
    pub fn subtract(
        &self,
        other: &Self,
        model: &Model,
        budget: &mut Budget,
    ) -> Result<Self, Spent> {
        let mut left = self.0.clone();
        for hole in &other.0 {
            let mut next = Vec::with_capacity(left.len());
            for one in left {
                outside(model, one, hole, &mut next);
            }
            budget.take(next.len() + 1)?;
            left = next;
        }
        Ok(Cases(left))
    }

    /// Whether both are the same set.
    ///
    /// # Errors
    /// If the budget is spent.
    pub fn same(&self, other: &Self, model: &Model, budget: &mut Budget) -> Result<bool, Spent> {
        Ok(self == other
            || (self.subtract(other, model, budget)?.is_never()
                && other.subtract(self, model, budget)?.is_never()))
    }

    /// The same set in few and wide boxes, so that it can be put into plain words: each box is widened as far as the
    /// set goes, and boxes that the others cover are left out. Once the budget is spent the rest stays as it is.
    pub fn plain(&self, model: &Model, budget: &mut Budget) -> Self {
        let mut wide: Vec<Facts> = Vec::new();
        for one in &self.0 {
            let one = self.widened(one, model, budget);
            if !wide.contains(&one) {
                wide.push(one);
            }
        }
        // Boxes with the most conditions go first when there is one too many.
        wide.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        let mut at = wide.len();
        while at > 0 {
            at -= 1;
            let one = Cases(vec![wide[at].clone()]);
            let mut rest = wide.clone();
            rest.remove(at);
            if let Ok(left) = one.subtract(&Cases(rest), model, budget)
                && left.is_never()
            {
                wide.remove(at);
            }
        }
        Cases(wide)
    }

    /// A box of this set, with as few conditions as the set allows, and those as wide as it allows.
    fn widened(&self, one: &Facts, model: &Model, budget: &mut Budget) -> Facts {
        let mut one = one.clone();
        for drop_only in [true, false] {
            for key in one.keys().copied().collect::<Vec<_>>() {
                let mut wider = one.clone();
                wider.remove(&key);
                let Ok(left) = Cases(vec![wider.clone()]).subtract(self, model, budget) else {
                    return one;
                };
                if left.is_never() {
                    one = wider;
                } else if !drop_only {
                    // All values of this fact with which no part of the box lies outside.
                    let lost = left.0.iter().fold(ValueSet::empty(), |sofar, piece| {
                        let here = piece.get(&key).cloned();
                        sofar.union(&here.unwrap_or_else(|| model.domain(key)))
                    });
                    one.insert(key, model.domain(key).subtract(&lost));
                }
            }
        }
        one
    }
}

/// The parts of a box outside another, as boxes that do not overlap.
fn outside(model: &Model, mut one: Facts, hole: &Facts, out: &mut Vec<Facts>) {
    let apart = hole.iter().any(|(key, set)| {
        one.get(key)
            .is_some_and(|own| own.intersect(set).is_empty())
    });
    if apart {
        out.push(one);
        return;
    }
    for (key, set) in hole {
        let own = one.get(key).cloned().unwrap_or_else(|| model.domain(*key));
        let rest = own.subtract(set);
        if !rest.is_empty() {
            let mut piece = one.clone();
            piece.insert(*key, rest);
            out.push(piece);
            one.insert(*key, own.intersect(set));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DecisionId, FactId};

    fn number() -> FactKey {
        // A fact that the model does not know may be any number.
        FactKey::Fact(FactId(7))
    }

    fn passed(n: u32) -> FactKey {
        FactKey::Passed(DecisionId(n))
    }

    fn cases(boxes: &[&[(FactKey, i64, i64)]]) -> Cases {
        let one = |list: &&[(FactKey, i64, i64)]| {
            list.iter()
                .map(|&(k, a, b)| (k, ValueSet::range(a, b)))
                .collect()
        };
        Cases(boxes.iter().map(one).collect())
    }

    #[test]
    fn the_plainest_form_of_a_set() {
        let model = Model::default();
        let plain = |c: &Cases| c.plain(&model, &mut Budget(10_000));
        let n = number();
        // Two boxes that touch are one.
        assert_eq!(
            plain(&cases(&[&[(n, i64::MIN, 9)], &[(n, 10, i64::MAX)]])),
            Cases::always()
        );
        // "a, or not a and b" is "a or b".
        let (a, b) = (passed(0), passed(1));
        assert_eq!(
            plain(&cases(&[&[(a, 1, 1)], &[(a, 0, 0), (b, 1, 1)]])),
            cases(&[&[(a, 1, 1)], &[(b, 1, 1)]])
        );
        // A box inside another is left out.
        assert_eq!(
            plain(&cases(&[&[(n, 3, 5), (a, 1, 1)], &[(n, 0, 9)]])),
            cases(&[&[(n, 0, 9)]])
        );
    }

    #[test]
    fn subtraction_is_exact_at_the_ends() {
        let model = Model::default();
        let n = number();
        let left = cases(&[&[(n, 0, 9)]])
            .subtract(&cases(&[&[(n, 3, 4)]]), &model, &mut Budget(100))
            .unwrap();
        for v in -1..12 {
            let inside = (0..=9).contains(&v) && !(3..=4).contains(&v);
            assert_eq!(left.contains(|_| Some(v)), Some(inside), "{v}");
        }
        assert_eq!(left.contains(|_| None), None);
        assert_eq!(
            left.subtract(&left, &model, &mut Budget(0)),
            Err(Spent),
            "a spent budget is told"
        );
    }
}
