//! The voters of a decision in the memberships that the source allows.

use super::of_decision::Voters;
use crate::analysis::electorate::{Electorate, Membership, Weight};
use crate::analysis::tally::weight::cap;
use crate::model::{Decision, GroupId, Tie};
use std::collections::BTreeMap;

/// Memberships that are gone through for one question.
const MOST_MEMBERSHIPS: usize = 4_000;
/// And steps to find them.
const MOST_STEPS: usize = 200_000;

/// The voters of one membership: one for each kind of the electorate, in its order, with the weights after the cap.
///
/// `None` if weights come from values that the source does not know, or the cap leaves nobody any weight.
pub fn voters(
    decision: &Decision,
    electorate: &Electorate,
    membership: &Membership,
) -> Option<Vec<Voters>> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for (kind, n) in electorate.kinds.iter().zip(&membership.kinds) {
        let Weight::Fixed(weight) = kind.weight else {
            return None;
        };
        if *n > 0 {
            *counts.entry(weight).or_default() += n;
        }
    }
    let most = match electorate.cap {
        Some(share) => cap(&counts, share)?,
        None => i64::MAX,
    };
    let casting = casting(decision, electorate, membership);
    let kinds = electorate.kinds.iter().zip(&membership.kinds).enumerate();
    kinds
        .map(|(at, (kind, n))| {
            let Weight::Fixed(weight) = kind.weight else {
                return None;
            };
            let mut classes: Vec<GroupId> = electorate.groups.clone();
            classes.retain(|g| electorate.is_in(kind, *g));
            Some(Voters {
                members: u64::try_from(*n).ok()?,
                weight: u64::try_from(weight.min(most)).ok()?,
                classes,
                casting: casting == Some(at),
            })
        })
        .collect()
}

/// The kind whose one member has the casting vote, if there is one.
fn casting(decision: &Decision, electorate: &Electorate, membership: &Membership) -> Option<usize> {
    let Some(Tie::CastingVote(holder)) = decision.tie else {
        return None;
    };
    let of = electorate.kinds.iter().zip(&membership.kinds).enumerate();
    let mut holders = of.filter(|(_, (kind, n))| **n > 0 && electorate.is(kind, holder));
    match (holders.next(), holders.next()) {
        (Some((at, (_, 1))), None) => Some(at),
        _ => None,
    }
}

/// All memberships that the source allows, the smallest first. `None` if there is no end to them, or too many.
pub fn memberships(electorate: &Electorate) -> Option<Vec<Membership>> {
    let most = electorate.range()?.most?;
    up_to(electorate, most)
}

/// All memberships of at most so many members, the smallest first. `None` if there are too many.
pub fn up_to(electorate: &Electorate, most: i64) -> Option<Vec<Membership>> {
    let mut search = Search {
        electorate,
        steps: 0,
        found: Vec::new(),
    };
    search.from(&mut Vec::with_capacity(electorate.kinds.len()), most)?;
    search.found.sort_by_key(|m| (m.size(), m.kinds.clone()));
    Some(search.found)
}

struct Search<'e> {
    electorate: &'e Electorate,
    steps: usize,
    found: Vec<Membership>,
}

impl Search<'_> {
    fn from(&mut self, chosen: &mut Vec<i64>, left: i64) -> Option<()> {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.found.len() > MOST_MEMBERSHIPS {
            return None;
        }
        let rest = self.electorate.kinds.get(chosen.len()..)?;
        let Some((kind, later)) = rest.split_first() else {
            let kinds = chosen.clone();
            let size = kinds.iter().sum::<i64>();
            let vacant = self.electorate.seats.map_or(0, |seats| seats - size);
            let membership = Membership { kinds, vacant };
            if size > 0 && self.electorate.allows(&membership) {
                self.found.push(membership);
            }
            return Some(());
        };
        let needed: i64 = later.iter().map(|k| k.least).sum();
        let most = (left - needed).min(kind.most.unwrap_or(i64::MAX));
        for n in kind.least..=most {
            chosen.push(n);
            self.from(chosen, left - n)?;
            chosen.pop();
        }
        Some(())
    }
}
