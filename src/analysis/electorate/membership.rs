//! Memberships one by one, the smallest first: for questions that no inequality expresses, and for tests.

use super::Electorate;
use crate::model::{GroupId, Ratio};

/// How many there are of each kind of an electorate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// In the order of the electorate's kinds.
    pub kinds: Vec<i64>,
    pub vacant: i64,
}

impl Membership {
    /// All members.
    pub fn size(&self) -> i64 {
        self.kinds.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Those in a group that the electorate tells apart.
    pub fn class(&self, electorate: &Electorate, group: GroupId) -> i64 {
        let of = electorate.kinds.iter().zip(&self.kinds);
        of.filter(|(kind, _)| electorate.is_in(kind, group))
            .fold(0, |sum, (_, n)| sum.saturating_add(*n))
    }
}

/// All memberships of up to some size, by size; of one size with more of the later kinds first.
pub struct Memberships<'e> {
    electorate: &'e Electorate,
    most: i64,
    next: Option<Vec<i64>>,
}

impl Electorate {
    /// All memberships of 1 to `most` members, by size. There are many: of k kinds and n members up to (n+k-1 over n).
    pub fn memberships(&self, most: i64) -> Memberships<'_> {
        let mut next = vec![0; self.kinds.len()];
        if let Some(last) = next.last_mut() {
            *last = 1;
        }
        Memberships {
            electorate: self,
            most,
            next: (!self.kinds.is_empty() && most >= 1).then_some(next),
        }
    }

    /// Whether the source allows these numbers.
    pub fn allows(&self, membership: &Membership) -> bool {
        let of_kinds = self
            .kinds
            .iter()
            .zip(&membership.kinds)
            .all(|(kind, n)| *n >= kind.least && kind.most.is_none_or(|most| *n <= most));
        let vacant = match self.seats {
            Some(seats) => membership.vacant == seats - membership.size(),
            None => membership.vacant == 0,
        };
        of_kinds
            && vacant
            && membership.vacant >= 0
            && self.limits.iter().all(|limit| {
                let of = limit
                    .kinds
                    .iter()
                    .filter_map(|at| membership.kinds.get(*at));
                let sum: i64 = of.sum();
                let vacant = if limit.less_vacant {
                    membership.vacant
                } else {
                    0
                };
                sum + vacant >= limit.least && limit.most.is_none_or(|most| sum <= most)
            })
    }
}

impl Iterator for Memberships<'_> {
    type Item = Membership;

    fn next(&mut self) -> Option<Membership> {
        loop {
            let kinds = self.next.clone()?;
            self.next = following(&kinds, self.most);
            let size: i64 = kinds.iter().sum();
            let vacant = self.electorate.seats.map_or(0, |seats| seats - size);
            let membership = Membership { kinds, vacant };
            if self.electorate.allows(&membership) {
                return Some(membership);
            }
        }
    }
}

/// The next way to divide a number over places, and after the last one the first way to divide one more.
fn following(numbers: &[i64], most: i64) -> Option<Vec<i64>> {
    let mut next = numbers.to_vec();
    let last = next.len().checked_sub(1)?;
    // The last place before the end that can get one more, from what lies behind it.
    let mut behind = 0;
    for at in (0..=last).rev() {
        if behind > 0 {
            *next.get_mut(at)? += 1;
            for place in next.iter_mut().skip(at + 1) {
                *place = 0;
            }
            *next.get_mut(last)? += behind - 1;
            return Some(next);
        }
        behind += numbers.get(at)?;
    }
    let sum: i64 = numbers.iter().sum();
    next.iter_mut().for_each(|place| *place = 0);
    *next.get_mut(last)? = sum + 1;
    (sum < most).then_some(next)
}

/// From how many members on nothing new can happen, where a question depends on the number of members alone: shares of it are
/// compared with each other and with these counts, off by at most a few whole people (`slack`).
///
/// With two shares a/b < c/d, ⌈aN/b⌉ plus a count stays below ⌊cN/d⌋ once N ≥ (count + slack)·b·d, since c/d - a/b ≥ 1/(b·d). What is
/// left are remainders, which come back every least common multiple of the denominators. So each outcome that any N gives, some N
/// below the bound gives: those up to the first number, and one round of remainders. `None`: the bound is beyond every number.
pub fn settled_after(shares: &[Ratio], counts: &[i64], slack: i64) -> Option<i64> {
    let most = |numbers: &mut dyn Iterator<Item = i64>| numbers.max().unwrap_or(0);
    let count = most(&mut counts.iter().copied()).max(0);
    let denominators: Vec<i64> = shares.iter().map(|r| *r.denom()).chain([1]).collect();
    let widest = most(&mut denominators.iter().copied()).max(1);
    let mut round = 1i64;
    for d in &denominators {
        round = (round / gcd(round, *d)).checked_mul(*d)?;
    }
    let apart = widest.checked_mul(widest)?;
    count
        .checked_add(slack.max(1))?
        .checked_mul(apart)?
        .checked_add(round)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
