//! Swings and pivots, counted.
//!
//! Let T be those who are missing from a coalition. It wins if T weighs no more than the slack in every test, so the sets T
//! of winning coalitions are cut off by a box, and adding a member to T can only lead out of it. A member i swings exactly
//! where T (without i) lies in the box and T with i does not.
//!
//! There are two ways to count those T, and the cheaper one is taken. The *table* goes over totals: its size is the slack and
//! its time slack × members, whatever the number of coalitions. *Going through the kinds* takes all combinations of how many
//! of each kind are missing: good where there are few kinds (classes of equals) or few members with large weights.

use super::game::{Game, Kind};
use super::table::Table;
use num_bigint::BigUint;
use num_rational::Ratio;

/// Steps that one question may take: additions of 64-bit digits, or combinations of kinds times kinds.
const BUDGET: u64 = 3_000_000_000;
/// 64-bit digits that a table may hold.
const ROOM: u64 = 16_000_000;

/// Members that factorials and powers of two are worked out for.
const MOST_MEMBERS: u64 = 2_000;

/// The numbers would take too long to work out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// What a vote weighs, by kind; all numbers are about one member of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indices {
    /// Swings: coalitions of others that lose without the member and win with it.
    pub swings: Vec<BigUint>,
    /// The swings of all members together. Nought if no vote ever matters.
    pub all_swings: BigUint,
    /// Of all n! orders, those in which the member is the one with whom it passes. Empty if only swings were asked for.
    pub pivots: Vec<BigUint>,
    /// n!; nought if only swings were asked for.
    pub orders: BigUint,
    /// 2^(n-1): the ways in which the others can vote.
    pub votes_of_others: BigUint,
}

impl Indices {
    /// The member's part of all swings; `None` if there are none.
    pub fn banzhaf(&self, kind: usize) -> Option<Ratio<BigUint>> {
        let swings = self.swings.get(kind)?;
        (self.all_swings > BigUint::ZERO)
            .then(|| Ratio::new(swings.clone(), self.all_swings.clone()))
    }

    /// Of the ways in which the others can vote, the share in which this vote decides.
    pub fn absolute(&self, kind: usize) -> Option<Ratio<BigUint>> {
        let swings = self.swings.get(kind)?;
        Some(Ratio::new(swings.clone(), self.votes_of_others.clone()))
    }

    /// Of the orders in which members can come to agree, the share in which this one makes it pass.
    pub fn shapley(&self, kind: usize) -> Option<Ratio<BigUint>> {
        let pivots = self.pivots.get(kind)?;
        (self.orders > BigUint::ZERO).then(|| Ratio::new(pivots.clone(), self.orders.clone()))
    }
}

/// Both indices.
///
/// # Errors
/// [`TooLarge`].
pub fn indices(game: &Game) -> Result<Indices, TooLarge> {
    Counter::new(game)?.all(true)
}

/// Only the swings, which is much less work: `pivots` stays empty.
///
/// # Errors
/// [`TooLarge`].
pub fn banzhaf(game: &Game) -> Result<Indices, TooLarge> {
    Counter::new(game)?.all(false)
}

/// A game without those who weigh nothing: they change nothing for the others.
struct Counter<'g> {
    game: &'g Game,
    /// Where the kinds that weigh something stand in the game.
    places: Vec<usize>,
    kinds: Vec<Kind>,
    slack: Vec<u64>,
    /// Members who weigh something.
    members: u64,
    /// No coalition wins, or all do.
    settled: bool,
}

impl<'g> Counter<'g> {
    fn new(game: &'g Game) -> Result<Self, TooLarge> {
        let reduced = game.reduced();
        let (mut places, mut kinds) = (Vec::new(), Vec::new());
        for (at, kind) in reduced.kinds().iter().enumerate() {
            if kind.members > 0 && !reduced.weighs_nothing(at) {
                places.push(at);
                kinds.push(kind.clone());
            }
        }
        let slack = reduced.slack().map(<[u64]>::to_vec);
        let everyone: Vec<u64> = game.kinds().iter().map(|k| k.members).collect();
        if game.members() > MOST_MEMBERS {
            return Err(TooLarge);
        }
        Ok(Counter {
            game,
            members: kinds.iter().map(|k| k.members).sum(),
            settled: slack.is_none() || game.wins_without(&everyone),
            places,
            kinds,
            slack: slack.unwrap_or_default(),
        })
    }

    fn all(&self, with_pivots: bool) -> Result<Indices, TooLarge> {
        let n = self.game.members();
        let by_kind = || vec![BigUint::ZERO; self.game.kinds().len()];
        let mut out = Indices {
            swings: by_kind(),
            all_swings: BigUint::ZERO,
            pivots: if with_pivots { by_kind() } else { Vec::new() },
            orders: match with_pivots {
                true => factorials(n).pop().unwrap_or_default(),
                false => BigUint::ZERO,
            },
            votes_of_others: BigUint::from(1u32) << n.saturating_sub(1),
        };
        if self.settled {
            return Ok(out);
        }
        let by_size = self.swings(with_pivots)?;
        let idle = n - self.members;
        let factorials = factorials(if with_pivots { self.members } else { 0 });
        let factorial = |n: u64| {
            let at = usize::try_from(n).unwrap_or(usize::MAX);
            factorials.get(at).cloned().unwrap_or_default()
        };
        for (place, sizes) in self.places.iter().zip(by_size) {
            let sum: BigUint = sizes.iter().sum();
            if let Some(swings) = out.swings.get_mut(*place) {
                // Those who weigh nothing vote as they like.
                *swings = sum << idle;
            }
            if let Some(pivots) = out.pivots.get_mut(*place) {
                for (missing, count) in (0..).zip(&sizes) {
                    if *count != BigUint::ZERO {
                        let after = self.members.saturating_sub(missing + 1);
                        *pivots += count * factorial(missing) * factorial(after);
                    }
                }
                // They stand anywhere in the order.
                *pivots *= &out.orders;
                *pivots /= factorial(self.members);
            }
        }
        let kinds = out.swings.iter().zip(self.game.kinds());
        out.all_swings = kinds.map(|(s, k)| s * k.members).sum();
        Ok(out)
    }

    /// For each kind the swings of one of it, by the number of those who are missing; all together if that is not asked.
    fn swings(&self, by_size: bool) -> Result<Vec<Vec<BigUint>>, TooLarge> {
        let mut bounds = self.slack.clone();
        if by_size {
            bounds.push(self.members);
        }
        let rounds = self.members.saturating_add(2 * self.kinds.len() as u64);
        let size = Table::size(&bounds, self.members).filter(|size| *size <= ROOM);
        let by_table = size.and_then(|size| size.checked_mul(rounds));
        let combinations = self
            .kinds
            .iter()
            .try_fold(1u64, |all, k| all.checked_mul(k.members.checked_add(1)?));
        // A combination costs products of large numbers.
        let price = (16 + self.members / 8).saturating_mul(self.kinds.len() as u64);
        let by_kinds = combinations.and_then(|n| n.checked_mul(price));
        match (by_table, by_kinds) {
            (table, Some(kinds)) if kinds <= table.unwrap_or(u64::MAX).min(BUDGET) => {
                Ok(self.through_kinds(by_size))
            }
            (Some(table), _) if table <= BUDGET => self.by_table(&bounds, by_size),
            _ => Err(TooLarge),
        }
    }

    fn by_table(&self, bounds: &[u64], by_size: bool) -> Result<Vec<Vec<BigUint>>, TooLarge> {
        let mut table = Table::new(bounds, self.members).ok_or(TooLarge)?;
        let weights = |kind: &Kind| {
            let mut weights = kind.weights.clone();
            weights.extend(by_size.then_some(1));
            weights
        };
        for kind in &self.kinds {
            let weights = weights(kind);
            for _ in 0..kind.members {
                table.take_in(&weights);
            }
        }
        let without = |kind| {
            let weights = weights(kind);
            let mut others = table.clone();
            others.take_out(&weights);
            others.swings(&weights, by_size)
        };
        Ok(self.kinds.iter().map(without).collect())
    }

    /// Every number of each kind may be missing, in as many ways as there are to choose them.
    fn through_kinds(&self, by_size: bool) -> Vec<Vec<BigUint>> {
        let sizes = match by_size {
            true => usize::try_from(self.members).unwrap_or(0) + 1,
            false => 1,
        };
        let mut out = vec![vec![BigUint::ZERO; sizes]; self.kinds.len()];
        let choices: Vec<Vec<BigUint>> = self.kinds.iter().map(|k| binomials(k.members)).collect();
        let mut walk = Walk {
            counter: self,
            choices: &choices,
            missing: Vec::with_capacity(self.kinds.len()),
            out: &mut out,
            by_size,
        };
        walk.from(BigUint::from(1u32), &vec![0; self.slack.len()], 0);
        // Each combination was counted for every member of the kind who is not missing.
        for (kind, sizes) in self.kinds.iter().zip(&mut out) {
            sizes.iter_mut().for_each(|s| *s /= kind.members);
        }
        out
    }
}

struct Walk<'w, 'g> {
    counter: &'w Counter<'g>,
    choices: &'w [Vec<BigUint>],
    missing: Vec<u64>,
    out: &'w mut [Vec<BigUint>],
    by_size: bool,
}

impl Walk<'_, '_> {
    /// Goes on from a choice for the first kinds: in so many ways, with these totals and so many people.
    fn from(&mut self, ways: BigUint, totals: &[u64], size: u64) {
        let at = self.missing.len();
        let (Some(kind), Some(choices)) = (self.counter.kinds.get(at), self.choices.get(at)) else {
            self.arrive(&ways, totals, size);
            return;
        };
        let slack = &self.counter.slack;
        let mut totals = totals.to_vec();
        for (n, choices) in (0..).zip(choices) {
            if totals.iter().zip(slack).any(|(t, b)| t > b) {
                return;
            }
            self.missing.push(n);
            self.from(&ways * choices, &totals, size + n);
            self.missing.pop();
            for (total, weight) in totals.iter_mut().zip(&kind.weights) {
                *total = total.saturating_add(*weight);
            }
        }
    }

    fn arrive(&mut self, ways: &BigUint, totals: &[u64], size: u64) {
        let Counter { kinds, slack, .. } = self.counter;
        let place = match self.by_size {
            true => usize::try_from(size).unwrap_or(usize::MAX),
            false => 0,
        };
        for ((kind, missing), out) in kinds.iter().zip(&self.missing).zip(self.out.iter_mut()) {
            let mut beyond = totals.iter().zip(&kind.weights).zip(slack);
            let here = kind.members - missing;
            if here > 0
                && beyond.any(|((t, w), b)| t.saturating_add(*w) > *b)
                && let Some(sum) = out.get_mut(place)
            {
                *sum += ways * here;
            }
        }
    }
}

/// 0!, 1!, …, n!
fn factorials(n: u64) -> Vec<BigUint> {
    let mut out = vec![BigUint::from(1u32)];
    for k in 1..=n {
        let next = out.last().map(|last| last * k).unwrap_or_default();
        out.push(next);
    }
    out
}

/// C(n, 0), …, C(n, n).
fn binomials(n: u64) -> Vec<BigUint> {
    let mut out = vec![BigUint::from(1u32)];
    for k in 0..n {
        let next = out.last().map(|last| last * (n - k) / (k + 1));
        out.extend(next);
    }
    out
}

/// The swings by size in each of the two ways, for the tests.
#[cfg(test)]
type Ways = (Vec<Vec<BigUint>>, Vec<Vec<BigUint>>);

#[cfg(test)]
pub(super) fn both(game: &Game) -> Result<Ways, TooLarge> {
    let counter = Counter::new(game)?;
    if counter.settled {
        return Ok(Ways::default());
    }
    let mut bounds = counter.slack.clone();
    bounds.push(counter.members);
    let table = counter.by_table(&bounds, true)?;
    Ok((table, counter.through_kinds(true)))
}
