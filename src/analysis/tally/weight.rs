//! Voting weight: a whole number from a table or a declared function, and a cap on anyone's share of it.
//!
//! A function is ⌈x^p / d⌉ or the like: a power that is a ratio of whole numbers, a divisor, and a rounding that the
//! source names. Nothing is approximated: x^(a/b) / d is at least k exactly if x^a ≥ (k·d)^b, and both sides are integers.

use crate::model::{Holder, MOST_POWER, Ratio, Rounding, Scaled, WeightFunction};
use num_bigint::{BigInt, BigUint};
use std::collections::BTreeMap;

/// Why there is no weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWeight {
    /// The value is below nought.
    Negative,
    /// The value is no whole number, and the source declares no function that rounds it.
    NotWhole,
    /// The weight, or what it is worked out from, is too large to count with.
    TooLarge,
    /// No row of the table is about this member.
    NotInTable,
    /// Rows of the table that are about this member give different weights.
    Ambiguous,
}

/// The weight that a function gives to a value of 0 or more.
///
/// # Errors
/// [`NoWeight::Negative`], [`NoWeight::TooLarge`].
pub fn by_function(function: &WeightFunction, value: Scaled) -> Result<i64, NoWeight> {
    let digits = u64::try_from(value.digits).map_err(|_| NoWeight::Negative)?;
    let positive = |n: i64| u64::try_from(n).map_err(|_| NoWeight::TooLarge);
    let (p, q) = (
        positive(*function.power.numer())?,
        positive(*function.power.denom())?,
    );
    let (n, d) = (
        positive(*function.divisor.numer())?,
        positive(*function.divisor.denom())?,
    );
    let (p, q) = (
        u32::try_from(p).map_err(|_| NoWeight::TooLarge)?,
        u32::try_from(q).map_err(|_| NoWeight::TooLarge)?,
    );
    if q == 0 || n == 0 || p > MOST_POWER || q > MOST_POWER {
        return Err(NoWeight::TooLarge);
    }
    // x^(p/q) · d/n with x = digits / 10^decimals, to the q-th power: above / below.
    let ten = BigUint::from(10u32).pow(u32::from(value.decimals));
    let (above, below) = (
        BigUint::from(digits).pow(p) * BigUint::from(d).pow(q),
        ten.pow(p) * BigUint::from(n).pow(q),
    );
    let root = |above: &BigUint| -> BigUint { (above / &below).nth_root(q) };
    let weight = match function.rounding {
        Rounding::Down => root(&above),
        Rounding::Up => {
            let floor = root(&above);
            let exact = floor.pow(q) * &below == above;
            if exact { floor } else { floor + 1u32 }
        }
        // Half goes up: ⌊2y⌋ + 1, halved.
        Rounding::Nearest => (root(&(above * BigUint::from(2u32).pow(q))) + 1u32) / 2u32,
    };
    i64::try_from(weight).map_err(|_| NoWeight::TooLarge)
}

/// The weight that a value is by itself.
///
/// # Errors
/// It is negative or not whole.
pub fn as_it_is(value: Scaled) -> Result<i64, NoWeight> {
    if value.digits < 0 {
        return Err(NoWeight::Negative);
    }
    let step = 10i64
        .checked_pow(u32::from(value.decimals))
        .ok_or(NoWeight::TooLarge)?;
    if value.digits % step != 0 {
        return Err(NoWeight::NotWhole);
    }
    Ok(value.digits / step)
}

/// The weight of a member in a table of holders. A row about the member itself goes before rows about its groups, and
/// those must agree.
///
/// # Errors
/// No row, or rows that differ.
pub fn by_table(table: &[(Holder, i64)], is: impl Fn(Holder) -> bool) -> Result<i64, NoWeight> {
    let own = |h: &Holder| matches!(h, Holder::Party(_));
    for personal in [true, false] {
        let mut rows = table
            .iter()
            .filter(|(h, _)| own(h) == personal && is(*h))
            .map(|(_, n)| *n);
        if let Some(weight) = rows.next() {
            if rows.any(|other| other != weight) {
                return Err(NoWeight::Ambiguous);
            }
            return Ok(weight);
        }
    }
    Err(NoWeight::NotInTable)
}

/// The largest weight that anyone may have so that nobody's share of the whole, counted after the cap, is above `cap`.
///
/// With T for that weight: the greatest whole T with T ≤ cap · Σ min(w, T). `weights` says how many members have which
/// weight. `None`: no T but nought will do, because fewer members than 1/cap have any weight at all.
pub fn cap(weights: &BTreeMap<i64, i64>, cap: Ratio) -> Option<i64> {
    let fits = |t: i64| {
        let whole: i128 = weights
            .iter()
            .map(|(w, n)| i128::from((*w).min(t)) * i128::from(*n))
            .sum();
        BigInt::from(t) * *cap.denom() <= BigInt::from(whole) * *cap.numer()
    };
    let most = weights.keys().next_back().copied().unwrap_or(0);
    if most <= 0 || fits(most) {
        return (most > 0).then_some(most);
    }
    // T - cap · Σ min(w, T) is convex in T and nought at nought, so the T that fit are all those up to some T.
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low > 0).then_some(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(n: i64) -> Scaled {
        Scaled {
            digits: n,
            decimals: 0,
        }
    }

    fn function(p: (i64, i64), d: (i64, i64), rounding: Rounding) -> WeightFunction {
        WeightFunction {
            power: Ratio::new(p.0, p.1),
            divisor: Ratio::new(d.0, d.1),
            rounding,
        }
    }

    #[test]
    fn contribution_to_the_power_seven_tenths_by_the_thousand() {
        let f = function((7, 10), (1000, 1), Rounding::Up);
        for (value, weight) in [
            (0, 0),
            (1, 1),
            (19_306, 1),
            (19_307, 2),
            (100_000, 4),
            (1_000_000, 16),
        ] {
            assert_eq!(by_function(&f, whole(value)), Ok(weight), "{value}");
        }
    }

    /// Against the definition, by search: the weight is the k that the comparison of integers singles out.
    #[test]
    fn rounding_agrees_with_comparing_integers() {
        for (p, q) in [(1, 1), (1, 2), (7, 10), (3, 2), (2, 3)] {
            for (n, d) in [(1, 1), (3, 1), (5, 2), (1, 3)] {
                for value in 0..60u32 {
                    // y ≥ k/2, doubled so that halves are whole.
                    let at_least = |k: u32| {
                        BigUint::from(value).pow(p) * BigUint::from(2 * d as u32).pow(q)
                            >= BigUint::from(k * n as u32).pow(q)
                    };
                    let exactly = |k: u32| {
                        at_least(k) && {
                            BigUint::from(value).pow(p) * BigUint::from(2 * d as u32).pow(q)
                                == BigUint::from(k * n as u32).pow(q)
                        }
                    };
                    let floor = (0..).take_while(|k| at_least(2 * k)).last().unwrap();
                    let up = floor + u32::from(!exactly(2 * floor));
                    let nearest = floor + u32::from(at_least(2 * floor + 1));
                    for (rounding, expected) in [
                        (Rounding::Down, floor),
                        (Rounding::Up, up),
                        (Rounding::Nearest, nearest),
                    ] {
                        let f = function((p.into(), q.into()), (n, d), rounding);
                        let got = by_function(&f, whole(value.into()));
                        assert_eq!(
                            got,
                            Ok(expected.into()),
                            "{value} {p}/{q} {n}/{d} {rounding:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn decimals_and_limits() {
        let root = function((1, 2), (1, 1), Rounding::Down);
        let quarter = Scaled {
            digits: 225,
            decimals: 2,
        };
        assert_eq!(by_function(&root, quarter), Ok(1));
        assert_eq!(by_function(&root, whole(-1)), Err(NoWeight::Negative));
        let cube = function((3, 1), (1, 1), Rounding::Down);
        assert_eq!(by_function(&cube, whole(i64::MAX)), Err(NoWeight::TooLarge));
        assert_eq!(as_it_is(quarter), Err(NoWeight::NotWhole));
        assert_eq!(
            as_it_is(Scaled {
                digits: 200,
                decimals: 2
            }),
            Ok(2)
        );
    }

    /// Against trying every T.
    #[test]
    fn a_cap_is_the_greatest_that_holds_after_capping() {
        for weights in [
            vec![100, 1, 1],
            vec![5, 5, 5],
            vec![9, 3, 3, 1],
            vec![1, 1, 1, 1, 1],
            vec![50, 40, 5, 3, 2],
            vec![0, 0, 7],
        ] {
            let mut counts = BTreeMap::new();
            for w in &weights {
                *counts.entry(*w).or_insert(0) += 1;
            }
            for share in [(1, 10), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (1, 1)] {
                let fits = |t: &i64| {
                    let whole: i64 = weights.iter().map(|w| w.min(t)).sum();
                    t * share.1 <= share.0 * whole
                };
                let best = (1..=100).filter(fits).max();
                // Capping above the largest weight changes nothing.
                let most = *weights.iter().max().unwrap();
                let best = best.map(|t| t.min(most));
                assert_eq!(
                    cap(&counts, Ratio::new(share.0, share.1)),
                    best,
                    "{weights:?} {share:?}"
                );
            }
        }
    }
}
