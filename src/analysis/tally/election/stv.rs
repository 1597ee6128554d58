//! The single transferable vote: weighted inclusive Gregory transfers, exact, with the Droop quota.
//!
//! The rule is that of the Scottish Local Government Elections Order 2007 (SSI 2007/42, Schedule 1, Part III), but for two
//! things: values are exact fractions, where that order cuts them off after five decimals; and a candidate without a
//! single vote is not elected, even if a seat then stays vacant.
//!
//! - Quota: ⌊valid ballots / (seats + 1)⌋ + 1. Who has it is elected.
//! - A surplus is transferred before anyone is excluded, the largest first. All papers of the elected candidate go to
//!   their next preference among those who are neither elected nor excluded, each at its value · surplus / votes.
//! - Without a surplus the candidate with fewest votes is excluded; its papers go on at the value they have.
//! - A tie is broken by the latest earlier stage at which they differed, else by the lot.
//! - As soon as no more candidates remain than seats, they are elected.

use super::{Elected, Event, Race, Stage, Votes};
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// All papers with the same preferences: they always lie together.
struct Paper<'b> {
    names: &'b [u16],
    count: i64,
    /// Place of the preference that it counts for; past the end: for nobody.
    at: usize,
    /// Place in the list of values.
    value: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Continuing,
    /// With a surplus that is still to be transferred.
    Surplus,
    Elected,
    Excluded,
}

struct Counting<'b> {
    quota: Votes,
    papers: Vec<Paper<'b>>,
    values: Vec<Votes>,
    states: Vec<State>,
    lots: Option<Vec<usize>>,
    result: Elected,
}

pub(super) fn count(race: &Race) -> Elected {
    let papers: Vec<Paper> = race
        .ballots
        .iter()
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, count)| Paper {
            names,
            count: *count,
            at: 0,
            value: 0,
        })
        .collect();
    let valid: BigInt = papers.iter().map(|p| BigInt::from(p.count)).sum();
    let quota = Votes::from_integer(&valid / BigInt::from(race.seats as u64 + 1) + 1);
    let mut counting = Counting {
        papers,
        values: vec![whole(1)],
        states: vec![State::Continuing; race.candidates.len()],
        lots: race.lots(),
        result: Elected {
            quota: Some(quota.clone()),
            ..Elected::default()
        },
        quota,
    };
    // Every stage elects, transfers or excludes someone.
    for _ in 0..=2 * race.candidates.len() {
        if counting.stage(race.seats) {
            break;
        }
    }
    let mut result = counting.result;
    if !result.tied.is_empty() {
        result.elected.clear();
    } else {
        result.vacant = race.seats.saturating_sub(result.elected.len());
    }
    result
}

fn whole(n: i64) -> Votes {
    Votes::from_integer(BigInt::from(n))
}

impl Counting<'_> {
    /// One stage. True: the count is over.
    fn stage(&mut self, seats: usize) -> bool {
        let (votes, exhausted) = self.totals();
        let mut events = Vec::new();
        let over = self.events(&votes, seats, &mut events);
        self.result.stages.push(Stage {
            votes,
            exhausted,
            events,
        });
        over
    }

    fn events(&mut self, votes: &[Votes], seats: usize, events: &mut Vec<Event>) -> bool {
        let over_quota: Vec<usize> = self
            .continuing()
            .filter(|c| votes.get(*c).is_some_and(|v| *v >= self.quota))
            .collect();
        for c in self.most_first(votes, over_quota) {
            let surplus = votes.get(c).is_some_and(|v| *v > self.quota);
            self.elect(c, surplus, events);
        }
        let left = seats.saturating_sub(self.result.elected.len());
        if left == 0 {
            return true;
        }
        let with_votes: Vec<usize> = self
            .continuing()
            .filter(|c| votes.get(*c).is_some_and(|v| *v > whole(0)))
            .collect();
        let remaining = self.continuing().count();
        let surpluses: Vec<usize> = self.in_state(State::Surplus).collect();
        if remaining <= left && (surpluses.is_empty() || with_votes.len() == remaining) {
            for c in self.most_first(votes, with_votes) {
                self.elect(c, false, events);
            }
            return true;
        }
        if !surpluses.is_empty() {
            let Some(c) = self.choose(votes, &surpluses, Ordering::Greater, events) else {
                return true;
            };
            self.transfer_surplus(c, votes, events);
            return false;
        }
        let all: Vec<usize> = self.continuing().collect();
        let Some(c) = self.choose(votes, &all, Ordering::Less, events) else {
            return true;
        };
        self.set(c, State::Excluded);
        events.push(Event::Excluded(c));
        self.move_papers(c, None);
        false
    }

    fn in_state(&self, wanted: State) -> impl Iterator<Item = usize> + '_ {
        let all = self.states.iter().enumerate();
        all.filter(move |(_, s)| **s == wanted).map(|(c, _)| c)
    }

    fn continuing(&self) -> impl Iterator<Item = usize> + '_ {
        self.in_state(State::Continuing)
    }

    fn set(&mut self, candidate: usize, state: State) {
        if let Some(slot) = self.states.get_mut(candidate) {
            *slot = state;
        }
    }

    fn elect(&mut self, candidate: usize, surplus: bool, events: &mut Vec<Event>) {
        let state = if surplus {
            State::Surplus
        } else {
            State::Elected
        };
        self.set(candidate, state);
        self.result.elected.push(candidate);
        events.push(Event::Elected(candidate));
    }

    /// The order in which candidates are written as elected at one stage.
    fn most_first(&self, votes: &[Votes], mut candidates: Vec<usize>) -> Vec<usize> {
        candidates.sort_by(|a, b| votes.get(*b).cmp(&votes.get(*a)).then(a.cmp(b)));
        candidates
    }

    /// Votes of every candidate, and those that are nobody's any more.
    fn totals(&self) -> (Vec<Votes>, Votes) {
        let mut piles: Vec<BTreeMap<usize, i128>> = vec![BTreeMap::new(); self.states.len()];
        let mut lost: BTreeMap<usize, i128> = BTreeMap::new();
        for paper in &self.papers {
            let held = paper.names.get(paper.at).map(|c| usize::from(*c));
            let pile = match held.and_then(|c| piles.get_mut(c)) {
                Some(pile) => pile,
                None => &mut lost,
            };
            *pile.entry(paper.value).or_insert(0) += i128::from(paper.count);
        }
        let sum = |pile: &BTreeMap<usize, i128>| {
            let parts = pile.iter().filter_map(|(value, n)| {
                let value = self.values.get(*value)?;
                Some(value * Votes::from_integer(BigInt::from(*n)))
            });
            parts.fold(whole(0), |sum, part| sum + part)
        };
        let mut votes: Vec<Votes> = piles.iter().map(sum).collect();
        // Whose surplus is gone keeps the quota; its papers count for others now.
        for (c, total) in votes.iter_mut().enumerate() {
            let gone = self.states.get(c) == Some(&State::Elected);
            if gone && *total < self.quota && self.passed_on(c) {
                *total = self.quota.clone();
            }
        }
        (votes, sum(&lost))
    }

    /// Whether a candidate's surplus was transferred.
    fn passed_on(&self, candidate: usize) -> bool {
        let events = self.result.stages.iter().flat_map(|s| &s.events);
        events
            .into_iter()
            .any(|e| matches!(e, Event::Surplus(c, _) if *c == candidate))
    }

    fn transfer_surplus(&mut self, candidate: usize, votes: &[Votes], events: &mut Vec<Event>) {
        let Some(total) = votes.get(candidate) else {
            return;
        };
        let part = (total - &self.quota) / total;
        self.set(candidate, State::Elected);
        events.push(Event::Surplus(candidate, part.clone()));
        self.move_papers(candidate, Some(&part));
    }

    /// Moves all papers of a candidate to their next preference that still takes part, at a part of their value.
    fn move_papers(&mut self, candidate: usize, part: Option<&Votes>) {
        let mut changed: BTreeMap<usize, usize> = BTreeMap::new();
        for paper in &mut self.papers {
            if paper.names.get(paper.at).map(|c| usize::from(*c)) != Some(candidate) {
                continue;
            }
            if let Some(part) = part {
                let values = &mut self.values;
                let old = paper.value;
                paper.value = *changed.entry(old).or_insert_with(|| {
                    let value = values.get(old).map_or_else(|| whole(0), |v| v * part);
                    values.push(value);
                    values.len() - 1
                });
            }
            let states = &self.states;
            let next = paper
                .names
                .iter()
                .skip(paper.at + 1)
                .position(|c| states.get(usize::from(*c)) == Some(&State::Continuing));
            paper.at = next.map_or(paper.names.len(), |n| paper.at + 1 + n);
        }
    }

    /// The candidate with most votes (`Greater`) or with fewest (`Less`). `None`: the lot has still to decide.
    fn choose(
        &mut self,
        votes: &[Votes],
        among: &[usize],
        wanted: Ordering,
        events: &mut Vec<Event>,
    ) -> Option<usize> {
        let mut tied = extreme(votes, among, wanted);
        for stage in self.result.stages.iter().rev() {
            if tied.len() > 1 {
                tied = extreme(&stage.votes, &tied, wanted);
            }
        }
        if tied.len() <= 1 {
            return tied.first().copied();
        }
        let Some(lots) = &self.lots else {
            self.result.tied = tied;
            return None;
        };
        let by_lot = |c: &usize| lots.get(*c).copied();
        // Whoever the lot draws first is favoured: transferred first, excluded last.
        let chosen = match wanted {
            Ordering::Greater => tied.iter().copied().min_by_key(by_lot),
            _ => tied.iter().copied().max_by_key(by_lot),
        };
        events.push(Event::Lot(tied));
        chosen
    }
}

fn extreme(votes: &[Votes], among: &[usize], wanted: Ordering) -> Vec<usize> {
    let of = |c: &usize| votes.get(*c);
    let best = among
        .iter()
        .map(of)
        .reduce(|a, b| if b.cmp(&a) == wanted { b } else { a });
    match best {
        Some(best) => among.iter().copied().filter(|c| of(c) == best).collect(),
        None => Vec::new(),
    }
}
