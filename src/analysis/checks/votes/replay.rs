//! From numbers that satisfy the inequalities to a vote that the tally counts.

use super::hall::{Any, Cell, Hall, Measure, Place};
use crate::analysis::inequalities::{Solved, Sum};
use crate::analysis::tally::{Ballots, ClassPoll, Count, Piles, Poll, Room, count_poll};

/// One vote, as found and as counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Vote {
    pub poll: Poll,
    pub count: Count,
    /// How many of which kind are where; none of them nought.
    pub people: Vec<(usize, Place, i64)>,
    /// What each aim came to.
    aims: Vec<i64>,
}

/// What came of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Vote(Box<Vote>),
    Nothing,
    Undecided,
}

impl Found {
    /// The smaller of two; one that is undecided goes behind what was found.
    pub fn or_smaller(self, other: impl FnOnce() -> Found) -> Found {
        match (self, other()) {
            (Found::Vote(a), Found::Vote(b)) => Found::Vote(if b.aims < a.aims { b } else { a }),
            (Found::Vote(a), _) | (_, Found::Vote(a)) => Found::Vote(a),
            (Found::Nothing, Found::Nothing) => Found::Nothing,
            _ => Found::Undecided,
        }
    }
}

impl Hall<'_> {
    /// The order of votes: fewest members first, then fewest recused, vacant seats, present, represented, for and against together, other
    /// ballots; then the kinds in their order.
    fn order(&self) -> Vec<Sum> {
        let people = |of: &dyn Fn(Place) -> bool| self.room(Measure::People, of);
        let mut kinds = Sum::default();
        for cell in &self.cells {
            kinds.add(cell.n, i64::try_from(cell.kind).unwrap_or(0));
        }
        vec![
            people(&|_| true),
            people(&Place::recused),
            self.vacant.clone(),
            people(&Place::present),
            people(&|p| p == Place::SentFor),
            people(&|p| p.is_for() || p == Place::Against),
            people(&|p| p.ballot() && !p.is_for() && p != Place::Against),
            kinds,
        ]
    }

    /// The smallest vote for which one of these holds, counted; it must come out as wanted.
    pub fn smallest(&self, any: &Any, wanted: impl Fn(&Count) -> bool) -> Found {
        self.first(any, &[], wanted)
    }

    /// The same, with some aims before the usual order.
    pub fn first(&self, any: &Any, before: &[Sum], wanted: impl Fn(&Count) -> bool) -> Found {
        let mut undecided = false;
        let mut open = Vec::new();
        for all in any {
            let mut system = self.system.clone();
            all.iter().for_each(|sum| system.holds(sum.clone()));
            open.push((system, Vec::new()));
        }
        let mut aims = Vec::new();
        for aim in before.iter().cloned().chain(self.order()) {
            let mut solved = Vec::new();
            for (system, _) in open {
                match system.least(std::slice::from_ref(&aim)) {
                    Solved::Least(numbers) => solved.push((aim.at(&numbers), system, numbers)),
                    Solved::Nothing => {}
                    Solved::Undecided => undecided = true,
                }
            }
            let Some(least) = solved.iter().map(|s| s.0).min() else {
                return if undecided {
                    Found::Undecided
                } else {
                    Found::Nothing
                };
            };
            aims.push(least);
            let kept = solved.into_iter().filter(|s| s.0 == least);
            open = kept
                .map(|(_, mut system, numbers)| {
                    system.at_most(&aim, least);
                    (system, numbers)
                })
                .collect();
        }
        let Some((_, numbers)) = open.into_iter().next() else {
            return Found::Nothing;
        };
        match self.vote(&numbers, aims) {
            Some(vote) if wanted(&vote.count) => Found::Vote(Box::new(vote)),
            // The tally is the meaning: what it does not confirm is not told.
            _ => Found::Undecided,
        }
    }

    fn vote(&self, numbers: &[i64], aims: Vec<i64>) -> Option<Vote> {
        let poll = self.poll(numbers);
        let count = if self.decision.tests.is_empty() {
            crate::analysis::tally::counting::quorums(self.decision, &poll).ok()?
        } else {
            count_poll(self.decision, &poll).ok()?
        };
        let people = self
            .cells
            .iter()
            .map(|c| (c.kind, c.place, at(*c, numbers)));
        Some(Vote {
            poll,
            count,
            people: people.filter(|p| p.2 > 0).collect(),
            aims,
        })
    }

    fn poll(&self, numbers: &[i64]) -> Poll {
        let sum = |measure, of: &dyn Fn(usize, Place) -> bool| self.sum(measure, of).at(numbers);
        let piles = |measure, of: &dyn Fn(usize) -> bool| {
            let pile = |places: &[Place]| sum(measure, &|k, p| of(k) && places.contains(&p));
            Piles {
                votes_for: pile(&[Place::For, Place::SentFor]),
                against: pile(&[Place::Against]),
                abstaining: pile(&[Place::Abstain]),
                blank: pile(&[Place::Blank]),
                invalid: pile(&[Place::Invalid]),
            }
        };
        let room = |measure| Room {
            eligible: sum(measure, &|_, _| true),
            present: sum(measure, &|_, p| p.present()),
            represented: sum(measure, &|_, p| p == Place::SentFor),
            recused: sum(measure, &|_, p| p.recused()),
            recused_present: sum(measure, &|_, p| p == Place::RecusedHere),
            piles: piles(measure, &|_| true),
        };
        let class = |group| {
            let of = |k| self.is_in(k, group);
            let ballots = Ballots {
                people: piles(Measure::People, &of),
                votes: piles(Measure::Votes, &of),
            };
            let count =
                |which: &dyn Fn(Place) -> bool| sum(Measure::People, &|k, p| of(k) && which(p));
            ClassPoll {
                group,
                members: count(&|_| true),
                recused: count(&Place::recused),
                absent: count(&|p| p == Place::Away),
                worst: ballots,
                best: ballots,
            }
        };
        Poll {
            people: room(Measure::People),
            votes: room(Measure::Votes),
            vacant: self.vacant.at(numbers),
            classes: self.classes().into_iter().map(class).collect(),
        }
    }
}

fn at(cell: Cell, numbers: &[i64]) -> i64 {
    Sum::from(cell.n).at(numbers)
}
