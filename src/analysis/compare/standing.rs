//! Where a fact's values of each side stand in the space, if the fact is not of the same type on both.
//!
//! What a side cannot read counts as unknown there (docs/semantics section 8). So a fact whose type changed has the values of
//! both sides, and each side knows its own: a request cannot give both at once.

use crate::model::{FactKind, ValueSet};

/// Values that stand apart are between these bounds, in steps of their own. Further out lie no numbers that people use.
const REACH: i64 = 1 << 61;
/// Half the distance between the two stretches in which values that stand apart are numbered.
const APART: i64 = 1 << 62;

/// Where one side's values stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// As they are.
    Same,
    /// Of each choice the number in the space.
    Choices(Vec<i64>),
    /// In the lower stretch: values of a type that only this side knows, or numbers with fewer decimals than the other side has.
    Low,
    /// In the upper stretch: values of a type that only this side knows.
    High,
    /// Numbers of which this many steps are one step of the other side. Its multiples stand in the lower stretch, where the other
    /// side has them too; those in between are counted through in the upper one.
    Finer(i64),
}

/// Where the values of two types stand, and all values of the space; `None`: the types are the same.
pub(super) fn standings(
    old: &FactKind,
    new: &FactKind,
    domains: [ValueSet; 2],
) -> Option<([Standing; 2], ValueSet)> {
    let of = match (old, new) {
        (FactKind::OneOf(a), FactKind::OneOf(b)) => {
            let mut all: Vec<&String> = a.iter().collect();
            all.extend(b.iter().filter(|c| !a.contains(c)));
            let place = |list: &[String]| {
                let find = |c: &String| all.iter().position(|x| *x == c);
                let places = list.iter().filter_map(find).map(|at| at as i64);
                Standing::Choices(places.collect())
            };
            [place(a), place(b)]
        }
        // Requests give a number without its unit, so another unit reads the same numbers.
        (FactKind::Number { decimals: a, .. }, FactKind::Number { decimals: b, .. }) => {
            let steps = 10i64.checked_pow(u32::from(a.abs_diff(*b)));
            match (a.cmp(b), steps) {
                (std::cmp::Ordering::Equal, _) => return None,
                (std::cmp::Ordering::Less, Some(n)) => [Standing::Low, Standing::Finer(n)],
                (std::cmp::Ordering::Greater, Some(n)) => [Standing::Finer(n), Standing::Low],
                (_, None) => [Standing::Low, Standing::High],
            }
        }
        (a, b) if a == b => return None,
        _ => [Standing::Low, Standing::High],
    };
    let all = of[0].put(&domains[0]).union(&of[1].put(&domains[1]));
    Some((of, all))
}

impl Standing {
    /// Values of the side as values of the space.
    pub fn put(&self, set: &ValueSet) -> ValueSet {
        let each = set.intervals().iter();
        match self {
            Standing::Same => set.clone(),
            Standing::Choices(places) => {
                let own = places.iter().enumerate();
                let chosen = own.filter(|(at, _)| set.contains(*at as i64));
                ValueSet::from_intervals(chosen.map(|(_, n)| (*n, *n)).collect())
            }
            Standing::Low => ValueSet::from_intervals(each.filter_map(|r| low(*r)).collect()),
            Standing::High => ValueSet::from_intervals(each.filter_map(|r| high(*r)).collect()),
            Standing::Finer(steps) => {
                let both = each.flat_map(|&(a, b)| {
                    let from = |first: &dyn Fn(i64, i64) -> i64| match a {
                        i64::MIN => a,
                        a => first(a, *steps),
                    };
                    let to = |last: &dyn Fn(i64, i64) -> i64| match b {
                        i64::MAX => b,
                        b => last(b, *steps),
                    };
                    [
                        low((from(&ceiling), to(&floor))),
                        high((from(&first_between), to(&last_between))),
                    ]
                });
                ValueSet::from_intervals(both.flatten().collect())
            }
        }
    }

    /// Values of the space as values of the side, and whether there are others, which the side does not know. Of a finer number
    /// the ends are told: what lies between two ends stands for all of its kind, with or without decimals.
    pub fn taken(&self, set: &ValueSet) -> (ValueSet, bool) {
        let each = set.intervals().iter().copied();
        match self {
            Standing::Same => (set.clone(), false),
            Standing::Choices(places) => {
                let own = places.iter().enumerate();
                let known = own.filter(|(_, n)| set.contains(**n));
                let known = known.map(|(at, _)| (at as i64, at as i64)).collect();
                let all = ValueSet::from_intervals(places.iter().map(|n| (*n, *n)).collect());
                (ValueSet::from_intervals(known), !set.is_subset(&all))
            }
            Standing::Low => {
                let known = each.filter_map(|r| from(r, -APART)).collect();
                let others = set.intervals().iter().any(|(_, b)| *b >= 0);
                (ValueSet::from_intervals(known), others)
            }
            Standing::High => {
                let known = each.filter_map(|r| from(r, APART)).collect();
                let others = set.intervals().iter().any(|(a, _)| *a < 0);
                (ValueSet::from_intervals(known), others)
            }
            Standing::Finer(steps) => {
                let fine = |(a, b): (i64, i64), of: &dyn Fn(i64) -> i64| {
                    let end = |n| match n {
                        i64::MIN | i64::MAX => n,
                        n => of(n),
                    };
                    (end(a), end(b))
                };
                let whole = |n: i64| n.saturating_mul(*steps);
                let known = each.flat_map(|r| {
                    let low = from(r, -APART).map(|r| fine(r, &whole));
                    let high = from(r, APART).map(|r| fine(r, &|n| between(n, *steps)));
                    [low, high]
                });
                (ValueSet::from_intervals(known.flatten().collect()), false)
            }
        }
    }

    /// One value of the side in the space.
    pub fn put_one(&self, value: i64) -> i64 {
        let set = self.put(&ValueSet::one(value));
        set.intervals().first().map_or(value, |(n, _)| *n)
    }

    /// One value of the space on the side; `None` if the side does not know it.
    pub fn taken_one(&self, value: i64) -> Option<i64> {
        let (known, _) = self.taken(&ValueSet::one(value));
        known.intervals().first().map(|(n, _)| *n)
    }

    /// The plainest of some values, near the ends of what is possible.
    pub fn plainest(&self, set: &ValueSet) -> Option<i64> {
        let first = *set.intervals().first()?;
        if matches!(self, Standing::Same | Standing::Choices(_)) {
            return Some(near_zero(first));
        }
        let origin = if first.0 < 0 { -APART } else { APART };
        Some(near_zero(from(first, origin)?) + origin)
    }
}

fn near_zero(interval: (i64, i64)) -> i64 {
    match interval {
        (i64::MIN, i64::MAX) => 0,
        (i64::MIN, high) => high,
        (low, _) => low,
    }
}

fn low(interval: (i64, i64)) -> Option<(i64, i64)> {
    shifted(interval, -APART)
}

fn high(interval: (i64, i64)) -> Option<(i64, i64)> {
    shifted(interval, APART)
}

/// Values in the stretch around an origin.
fn shifted((a, b): (i64, i64), origin: i64) -> Option<(i64, i64)> {
    let (a, b) = (a.max(-REACH), b.min(REACH));
    (a <= b).then(|| (a + origin, b + origin))
}

/// The part of an interval in the stretch around an origin, as values. The stretch has no ends.
fn from((a, b): (i64, i64), origin: i64) -> Option<(i64, i64)> {
    let (a, b) = (a.max(origin - REACH), b.min(origin + REACH));
    let value = |n: i64| match n - origin {
        n if n <= -REACH => i64::MIN,
        n if n >= REACH => i64::MAX,
        n => n,
    };
    (a <= b).then(|| (value(a), value(b)))
}

fn floor(n: i64, steps: i64) -> i64 {
    n.div_euclid(steps)
}

fn ceiling(n: i64, steps: i64) -> i64 {
    let whole = n.div_euclid(steps);
    whole + i64::from(n.rem_euclid(steps) != 0)
}

/// How many values that are no multiples lie below the multiple at or before a value.
fn counted(n: i64, steps: i64) -> i64 {
    floor(n, steps).saturating_mul(steps - 1)
}

/// The number, among the values that are no multiples, of the first one from here on.
fn first_between(n: i64, steps: i64) -> i64 {
    counted(n, steps).saturating_add((n.rem_euclid(steps) - 1).max(0))
}

/// The number, among the values that are no multiples, of the last one up to here.
fn last_between(n: i64, steps: i64) -> i64 {
    counted(n, steps).saturating_add(n.rem_euclid(steps) - 1)
}

/// The value with a number among those that are no multiples.
fn between(number: i64, steps: i64) -> i64 {
    let whole = number.div_euclid(steps - 1);
    whole
        .saturating_mul(steps)
        .saturating_add(number.rem_euclid(steps - 1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    fn number(decimals: u8) -> FactKind {
        FactKind::Number {
            unit: Unit::Percent,
            decimals,
        }
    }

    fn pair(old: &FactKind, new: &FactKind, domains: [ValueSet; 2]) -> ([Standing; 2], ValueSet) {
        standings(old, new, domains).unwrap()
    }

    #[test]
    fn a_finer_number_has_its_whole_values_where_the_coarser_one_has_them() {
        let ([old, new], all) = pair(&number(0), &number(1), [ValueSet::all(), ValueSet::all()]);
        for n in -30..=30i64 {
            let there = new.put_one(n);
            assert_eq!(new.taken_one(there), Some(n));
            assert!(all.contains(there));
            let whole = (n % 10 == 0).then_some(n / 10);
            assert_eq!(old.taken_one(there), whole);
            assert_eq!(old.put_one(n), new.put_one(n * 10));
            for m in n..=30 {
                let set = new.put(&ValueSet::range(n, m));
                for k in -40..=40 {
                    assert_eq!(
                        set.contains(new.put_one(k)),
                        (n..=m).contains(&k),
                        "{n} {m} {k}"
                    );
                }
                assert_eq!(new.taken(&set).0, ValueSet::range(n, m));
            }
        }
        assert!(
            old.put(&ValueSet::all())
                .is_subset(&new.put(&ValueSet::all()))
        );
        assert_eq!(new.taken(&all), (ValueSet::all(), false));
        assert_eq!(old.taken(&all), (ValueSet::all(), true));
        assert_eq!(
            old.plainest(&old.put(&ValueSet::range(i64::MIN, 4))),
            Some(old.put_one(4))
        );
        assert_eq!(
            old.plainest(&old.put(&ValueSet::range(7, i64::MAX))),
            Some(old.put_one(7))
        );
    }

    #[test]
    fn values_of_two_types_are_never_the_same_value() {
        let (of, all) = pair(
            &FactKind::YesNo,
            &FactKind::Date,
            [ValueSet::range(0, 1), ValueSet::all()],
        );
        for n in [0, 1] {
            let there = of[0].put_one(n);
            assert!(all.contains(there));
            assert_eq!(
                (of[0].taken_one(there), of[1].taken_one(there)),
                (Some(n), None)
            );
        }
        let there = of[1].put_one(0);
        assert_eq!(
            (of[0].taken_one(there), of[1].taken_one(there)),
            (None, Some(0))
        );
        assert!(!all.contains(of[0].put_one(2)));
    }

    #[test]
    fn another_unit_reads_the_same_numbers() {
        let of = |unit| FactKind::Number { unit, decimals: 0 };
        let units = [of(Unit::Percent), of(Unit::Named("homes".into()))];
        assert_eq!(
            standings(&units[0], &units[1], [ValueSet::all(), ValueSet::all()]),
            None
        );
    }
}
