//! What would settle an undetermined answer: the smallest sets of facts that do, whatever they turn out to be.
//!
//! A test only asks on which side of its bounds a value lies, so one value from each stretch between the
//! bounds that occur stands for all others. All sets of one size are tried before any larger one; the
//! search stops at the first size that has a solution, or when its budget is spent.

use super::evaluate::{Scene, Statuses};
use super::kleene::{self, Truth};
use super::request::Request;
use super::universe::Universe;
use crate::model::{FactKey, FactKind, Literal, Model, Rule, Value, Verdict};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet};

/// Conditions and cells that one search may evaluate.
const BUDGET: usize = 200_000;

/// 0000-01-01 and 9999-12-31, the days that a request can name.
pub const FIRST_DAY: i64 = -719_528;
pub const LAST_DAY: i64 = 2_932_896;

/// The least and the greatest value that a fact can have.
pub fn domain(model: &Model, key: FactKey) -> (i64, i64) {
    match key {
        FactKey::Passed(_) => (0, 1),
        FactKey::Moment => (FIRST_DAY, LAST_DAY),
        FactKey::Fact(id) => match model.facts.get(id.index()).map(|f| &f.kind) {
            Some(FactKind::YesNo) => (0, 1),
            Some(FactKind::Date) => (FIRST_DAY, LAST_DAY),
            Some(FactKind::OneOf(choices)) => (0, choices.len() as i64 - 1),
            Some(FactKind::Number { .. }) | None => (i64::MIN, i64::MAX),
        },
    }
}

/// A value of the kind that the fact has.
pub fn value_of(model: &Model, key: FactKey, value: i64) -> Value {
    let date = || Value::Date(value.clamp(FIRST_DAY, LAST_DAY) as i32);
    match key {
        FactKey::Passed(_) => Value::Bool(value != 0),
        FactKey::Moment => date(),
        FactKey::Fact(id) => match model.facts.get(id.index()).map(|f| &f.kind) {
            Some(FactKind::YesNo) => Value::Bool(value != 0),
            Some(FactKind::Date) => date(),
            Some(FactKind::OneOf(_)) => Value::Choice(value.clamp(0, i64::from(u16::MAX)) as u16),
            Some(FactKind::Number { .. }) | None => Value::Int(value),
        },
    }
}

/// One value for each way in which the tests on a fact can come out, smallest first.
pub fn representatives<'a>(
    model: &Model,
    key: FactKey,
    tests: impl Iterator<Item = &'a Literal>,
) -> Vec<Value> {
    let sets: Vec<_> = tests.filter(|t| t.key == key).map(|t| &t.set).collect();
    let (low, high) = domain(model, key);
    let mut starts = BTreeSet::from([low]);
    for &(from, to) in sets.iter().flat_map(|s| s.intervals()) {
        starts.extend(
            [Some(from), to.checked_add(1)]
                .into_iter()
                .flatten()
                .filter(|v| low <= *v && *v <= high),
        );
    }
    let mut seen: BTreeSet<Vec<bool>> = BTreeSet::new();
    starts
        .into_iter()
        .filter(|v| seen.insert(sets.iter().map(|s| s.contains(*v)).collect()))
        .map(|v| value_of(model, key, v))
        .collect()
}

/// One search.
struct Search<'a> {
    scene: &'a Scene,
    cells: &'a [FixedBitSet],
    /// The rules that occur in the cells, by place in the scene.
    rules: Vec<(usize, &'a Rule)>,
    facts: BTreeMap<FactKey, Value>,
    budget: usize,
}

impl Universe<'_> {
    /// Every smallest set of `missing` facts that settles the answer for these undetermined cells. Empty if the
    /// budget ran out. Knowing more never makes a permitted atom anything else, so other atoms play no part.
    pub(super) fn settle(
        &self,
        request: &Request,
        missing: &[FactKey],
        scene: &Scene,
        cells: &[FixedBitSet],
    ) -> Vec<Vec<FactKey>> {
        let mut involved = FixedBitSet::with_capacity(scene.ids.len());
        for cell in cells {
            involved.union_with(cell);
        }
        let rules: Vec<_> = involved
            .ones()
            .filter_map(|at| Some((at, self.rule(*scene.ids.get(at)?)?)))
            .collect();
        let tests: Vec<&Literal> = rules
            .iter()
            .flat_map(|(_, r)| r.condition.clauses.iter().flatten())
            .collect();
        let values: Vec<(FactKey, Vec<Value>)> = missing
            .iter()
            .map(|&key| {
                (
                    key,
                    representatives(self.model(), key, tests.iter().copied()),
                )
            })
            .collect();
        let mut search = Search {
            scene,
            cells,
            rules,
            facts: request.facts.clone(),
            budget: BUDGET,
        };
        for size in 1..=values.len() {
            let mut found = Vec::new();
            let mut picked: Vec<usize> = (0..size).collect();
            loop {
                let set: Vec<&(FactKey, Vec<Value>)> =
                    picked.iter().filter_map(|&i| values.get(i)).collect();
                match search.settles(&set) {
                    None => return Vec::new(),
                    Some(true) => found.push(set.iter().map(|(key, _)| *key).collect()),
                    Some(false) => {}
                }
                if !next_combination(&mut picked, values.len()) {
                    break;
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

impl Search<'_> {
    /// Whether the answer is settled in each combination of values. `None` if the budget ran out.
    fn settles(&mut self, set: &[&(FactKey, Vec<Value>)]) -> Option<bool> {
        let Some(((key, values), rest)) = set.split_first() else {
            return Some(self.verdict()? != Verdict::Undetermined);
        };
        let mut all = Some(true);
        for value in values {
            self.facts.insert(*key, *value);
            all = self.settles(rest);
            if all != Some(true) {
                break;
            }
        }
        self.facts.remove(key);
        all
    }

    /// The strictest verdict of the cells with the facts as they are now.
    fn verdict(&mut self) -> Option<Verdict> {
        self.budget = self
            .budget
            .checked_sub(self.rules.len() + self.cells.len())?;
        let n = self.scene.ids.len();
        let mut status = Statuses {
            certain: FixedBitSet::with_capacity(n),
            possible: FixedBitSet::with_capacity(n),
        };
        for (at, rule) in &self.rules {
            match kleene::condition(&rule.condition, &self.facts) {
                Truth::True => status.certain.insert(*at),
                Truth::Unknown => status.possible.insert(*at),
                Truth::False => {}
            }
        }
        let verdicts = self
            .cells
            .iter()
            .map(|cell| self.scene.verdict(&self.scene.effective(cell, &status)));
        Some(
            verdicts
                .max_by_key(|v| super::evaluate::strictness(*v))
                .unwrap_or(Verdict::Permitted),
        )
    }
}

/// The next choice of as many numbers below `n`, in the order of a dictionary.
fn next_combination(picked: &mut [usize], n: usize) -> bool {
    let size = picked.len();
    for i in (0..size).rev() {
        if picked[i] + (size - i) < n {
            picked[i] += 1;
            for j in i + 1..size {
                picked[j] = picked[j - 1] + 1;
            }
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_come_once_each() {
        let mut picked = vec![0, 1];
        let mut all = vec![picked.clone()];
        while next_combination(&mut picked, 4) {
            all.push(picked.clone());
        }
        assert_eq!(all, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
    }

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(
            i64::from(crate::model::quantity::days_of(jiff::civil::date(0, 1, 1))),
            FIRST_DAY
        );
        assert_eq!(
            i64::from(crate::model::quantity::days_of(jiff::civil::date(
                9999, 12, 31
            ))),
            LAST_DAY
        );
    }
}
