//! The game that a decision defines.
//!
//! Everyone who may vote is there, nobody is recused, and everyone votes for or against; a coalition wins if the decision is
//! adopted when its members are for and all others against. So quorums are met or can't be, abstentions play no part, and
//! "of the votes cast", "of those present" and "of all members" differ only where some people weigh more than others. A veto,
//! an appeal and a clock are no part of it. A casting vote is: it adds its holder's vote where the others stand equal. The lot
//! does not: nobody can count on it, so a tie that it breaks is not won.
//!
//! The outcome is that of `tally::count_poll`; here its tests are read as sums that can be counted with, and a test holds the
//! two against each other for all coalitions of small bodies.

use super::game::{Game, Kind};
use crate::analysis::tally::counting::{fewest, quorums, whole_of};
use crate::analysis::tally::{Ballots, ClassPoll, Piles, Poll, Room};
use crate::model::{Amount, Decision, Electorate, GroupId, Ratio, TestKind, Tie};

/// People who may vote and are alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voters {
    /// How many. None of them may vote if only their casting vote counts: then they are no members, and this is nought.
    pub members: u64,
    /// Votes of each.
    pub weight: u64,
    /// The classes that they are in, those above them included.
    pub classes: Vec<GroupId>,
    /// One of them, or somebody outside the body, has the casting vote.
    pub casting: bool,
}

/// Why a decision is no game of for and against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoGame {
    /// It elects people or draws lots, or does not say what it passes with.
    NotAVote,
    /// A number in it is negative or too large to count with.
    Malformed,
}

/// The game of a decision among these voters: a kind for each, in their order. `vacant` are seats that nobody holds.
///
/// Of voters with the casting vote there should be one; otherwise the game is that in which any of them could use it.
///
/// # Errors
/// [`NoGame`].
pub fn game_of(decision: &Decision, voters: &[Voters], vacant: i64) -> Result<Game, NoGame> {
    if decision.election.is_some() || decision.sortition.is_some() || decision.tests.is_empty() {
        return Err(NoGame::NotAVote);
    }
    let hall = Hall {
        decision,
        voters,
        vacant,
    };
    let met = quorums(decision, &hall.all_for()?).map_err(|_| NoGame::Malformed)?;
    let mut tests = Vec::new();
    for test in &decision.tests {
        tests.push(hall.test(&test.kind)?);
    }
    let mut kinds: Vec<Kind> = voters
        .iter()
        .map(|v| Kind {
            members: v.members.max(u64::from(v.casting)),
            weights: Vec::with_capacity(tests.len()),
        })
        .collect();
    let mut quotas = Vec::with_capacity(tests.len());
    let mut lost = !met.quorums_met();
    for test in &tests {
        match test {
            None => lost = true,
            Some((weights, quota)) => {
                quotas.push(*quota);
                for (kind, weight) in kinds.iter_mut().zip(weights) {
                    kind.weights.push(*weight);
                }
            }
        }
    }
    if lost {
        return Ok(Game::lost(kinds));
    }
    Game::new(kinds, &quotas).ok_or(NoGame::Malformed)
}

/// What each voter weighs in a test, and what a coalition needs. `None`: it never holds.
type Linear = Option<(Vec<u64>, u64)>;

struct Hall<'a> {
    decision: &'a Decision,
    voters: &'a [Voters],
    vacant: i64,
}

impl Hall<'_> {
    /// The poll in which everyone is for it: quorums come out as they do however people vote.
    fn all_for(&self) -> Result<Poll, NoGame> {
        let room = |all: i64| Room {
            eligible: all,
            present: all,
            piles: Piles {
                votes_for: all,
                ..Piles::default()
            },
            ..Room::default()
        };
        let mut poll = Poll {
            people: room(self.total(None, false)?),
            votes: room(self.total(None, true)?),
            vacant: self.vacant,
            classes: Vec::new(),
        };
        let mut groups: Vec<GroupId> = Vec::new();
        groups.extend(self.voters.iter().flat_map(|v| v.classes.iter().copied()));
        // Classes that nobody is in are known too: they are empty.
        groups.extend(
            self.decision
                .tests
                .iter()
                .filter_map(|t| match whole_of(&t.kind) {
                    Electorate::Class(group) => Some(group),
                    _ => None,
                }),
        );
        let quorums = self.decision.quorums();
        let quorums = quorums.chain(self.decision.participations());
        groups.extend(quorums.filter_map(|q| match q.of {
            Electorate::Class(group) => Some(group),
            _ => None,
        }));
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let people = room(self.total(Some(group), false)?);
            let ballots = Ballots {
                people: people.piles,
                votes: room(self.total(Some(group), true)?).piles,
            };
            poll.classes.push(ClassPoll {
                group,
                members: people.eligible,
                recused: 0,
                absent: 0,
                worst: ballots,
                best: ballots,
            });
        }
        Ok(poll)
    }

    /// What each voter weighs, in people or in votes, in a class or in all.
    fn weights(&self, class: Option<GroupId>, votes: bool) -> Vec<u64> {
        let weight = |v: &Voters| {
            let counts = class.is_none_or(|group| v.classes.contains(&group));
            match (counts && v.members > 0, votes) {
                (false, _) => 0,
                (true, true) => v.weight,
                (true, false) => 1,
            }
        };
        self.voters.iter().map(weight).collect()
    }

    fn total(&self, class: Option<GroupId>, votes: bool) -> Result<i64, NoGame> {
        let weights = self.weights(class, votes);
        let mut sum = 0u64;
        for (voters, weight) in self.voters.iter().zip(weights) {
            let one = voters.members.checked_mul(weight);
            sum = one
                .and_then(|one| sum.checked_add(one))
                .ok_or(NoGame::Malformed)?;
        }
        // Twice the sum is counted with where a casting vote breaks ties.
        i64::try_from(sum)
            .ok()
            .filter(|n| *n < i64::MAX / 4)
            .ok_or(NoGame::Malformed)
    }

    fn test(&self, kind: &TestKind) -> Result<Linear, NoGame> {
        let of = whole_of(kind);
        let class = match of {
            Electorate::Class(group) => Some(group),
            _ => None,
        };
        let in_votes = matches!(of, Electorate::VotesCast | Electorate::Weight);
        let simple = match kind {
            TestKind::Majority { of } => matches!(
                of,
                None | Some(Electorate::VotesCast | Electorate::Class(_))
            ),
            _ => false,
        };
        if class.is_some() && self.total(class, false)? == 0 {
            let approves = self.decision.empty_class == Some(true);
            return Ok(approves.then(|| (vec![0; self.voters.len()], 0)));
        }
        if simple {
            return self.simple(class);
        }
        let weights = self.weights(class, in_votes);
        let total = self.total(class, in_votes)?;
        let whole = match of {
            Electorate::Seats => total.checked_add(self.vacant).ok_or(NoGame::Malformed)?,
            _ => total,
        };
        let bound =
            |amount, more_than| fewest(amount, whole, more_than).map_err(|_| NoGame::Malformed);
        let quota = match kind {
            TestKind::Majority { .. } => bound(Amount::Share(Ratio::new(1, 2)), true)?,
            TestKind::Share {
                more_than, amount, ..
            } => bound(*amount, *more_than)?.max(1),
            // At most one less than the bound are against.
            TestKind::Opposition { less_than, .. } => match bound(*less_than, false)? {
                ..=0 => return Ok(None),
                bound => total.saturating_sub(bound - 1),
            },
            TestKind::Unanimity { .. } => whole.max(1),
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => total,
        };
        Ok(Some((weights, u64::try_from(quota).unwrap_or(0))))
    }

    /// More votes for than against. Where they stand equal, it is as the decision says; not in a class.
    fn simple(&self, class: Option<GroupId>) -> Result<Linear, NoGame> {
        let mut weights = self.weights(class, true);
        let total = u64::try_from(self.total(class, true)?).unwrap_or(0);
        Ok(match (class, self.decision.tie) {
            (None, Some(Tie::Adopted)) if total == 0 => None,
            (None, Some(Tie::Adopted)) => Some((weights, total.div_ceil(2))),
            (None, Some(Tie::CastingVote(_))) if self.voters.iter().any(|v| v.casting) => {
                // Twice the votes, and one more for the casting vote, must be more than all.
                for (weight, voters) in weights.iter_mut().zip(self.voters) {
                    *weight = *weight * 2 + u64::from(voters.casting);
                }
                match total {
                    0 => None,
                    _ => Some((weights, total + 1)),
                }
            }
            _ => Some((weights, total / 2 + 1)),
        })
    }
}
