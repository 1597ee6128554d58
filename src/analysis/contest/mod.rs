//! One vote put to several decisions: can people, voting the same way each time, adopt some and not the others?
//!
//! That is what "weaker" means. A decision is weaker than another, somewhere, if some vote that the source allows adopts it
//! and does not adopt the other. [`contest`] finds the smallest such vote or shows that there is none.
//!
//! - [`rooms`]: who can be in the bodies, as kinds of people, of whom some vote for, some against, and some are away.
//! - [`demands`]: what a decision asks, as inequalities on those numbers.
//! - [`replay`]: the vote, counted by [`crate::analysis::tally::count_poll`], which has the last word.
//!
//! Nobody votes blank, is recused or votes by proxy here, no seat is vacant, and no class is empty. Why the search is complete
//! is in docs/semantics, section 16.

mod demands;
mod replay;
mod rooms;

use self::demands::demands;
use self::rooms::Rooms;
use super::inequalities::{Solved, Sum, System};
use crate::model::{BodyId, Decision, DecisionId, GroupId, Model};

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The smallest vote.
    Found(Vote),
    Never,
    /// One of them is no vote on a proposal: an election, a draw by lot, or it does not say what it passes with.
    NoVote,
    /// Not worked out: a body with too many kinds of members, or the budget ran out.
    Undecided,
}

/// A vote: how many people of each kind are for, against, abstaining and away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    pub blocs: Vec<Bloc>,
}

/// People of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bloc {
    /// The bodies that they sit in, with the votes that each of them has there.
    pub seats: Vec<(BodyId, i64)>,
    /// The classes that they are of, among those that some decision asks.
    pub classes: Vec<GroupId>,
    pub votes_for: i64,
    pub against: i64,
    /// There, and neither for nor against.
    pub abstaining: i64,
    pub away: i64,
}

impl Bloc {
    /// All of them.
    pub fn members(&self) -> i64 {
        self.votes_for + self.against + self.abstaining + self.away
    }
}

/// How a vote went in one body, in people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hall {
    pub members: i64,
    pub votes_for: i64,
    pub against: i64,
    pub abstaining: i64,
    pub away: i64,
}

impl Vote {
    /// How it went in a body.
    pub fn hall(&self, body: BodyId) -> Hall {
        let sits = |bloc: &&Bloc| bloc.seats.iter().any(|(b, _)| *b == body);
        let mut hall = Hall::default();
        for bloc in self.blocs.iter().filter(sits) {
            hall.votes_for += bloc.votes_for;
            hall.against += bloc.against;
            hall.abstaining += bloc.abstaining;
            hall.away += bloc.away;
            hall.members += bloc.members();
        }
        hall
    }

    /// How it went in a class within a body.
    pub fn class(&self, body: BodyId, class: GroupId) -> Hall {
        let of = self.blocs.iter().filter(|b| b.classes.contains(&class));
        Vote {
            blocs: of.cloned().collect(),
        }
        .hall(body)
    }
}

/// The smallest vote that adopts all of `adopted` and none of `refused`.
///
/// Smallest: first one in which everyone is for or against, if there is one; then the fewest members, the fewest for, the
/// fewest against.
pub fn contest(model: &Model, adopted: &[DecisionId], refused: &[DecisionId]) -> Outcome {
    let find = |ids: &[DecisionId]| -> Option<Vec<&Decision>> {
        let all = ids.iter().map(|id| model.decisions.get(id.index()));
        all.map(|d| d.filter(|d| can_be_counted(d))).collect()
    };
    let (Some(adopted), Some(refused)) = (find(adopted), find(refused)) else {
        return Outcome::NoVote;
    };
    if adopted.is_empty() || refused.is_empty() {
        return Outcome::Never;
    }
    let all: Vec<&Decision> = adopted.iter().chain(&refused).copied().collect();
    let mut system = System::default();
    let Some(rooms) = Rooms::new(model, &all, &mut system) else {
        return Outcome::Undecided;
    };
    for decision in &adopted {
        let Some(asked) = demands(decision, &rooms) else {
            return Outcome::Undecided;
        };
        asked.into_iter().for_each(|sum| system.holds(sum));
        // A coalition is somebody.
        system.at_least(&rooms.votes_for(decision.taken_by), 1);
    }
    if all.iter().any(|d| breaks_ties_only_without_abstentions(d)) {
        system.at_most(&rooms.all_abstaining(), 0);
    }
    let mut ways: Vec<Vec<Sum>> = vec![Vec::new()];
    for decision in &refused {
        let Some(asked) = demands(decision, &rooms) else {
            return Outcome::Undecided;
        };
        // One of its demands is not met.
        let longer = ways.iter().flat_map(|way| {
            asked.iter().map(|sum| {
                let missed = Sum::constant(-1).plus(sum, -1);
                way.iter().cloned().chain([missed]).collect()
            })
        });
        ways = longer.take(MOST_WAYS + 1).collect();
    }
    if ways.len() > MOST_WAYS {
        return Outcome::Undecided;
    }
    let (mut undecided, mut mistaken) = (false, false);
    for all_speak in [true, false] {
        let mut best: Option<(Vec<i64>, Vec<i64>)> = None;
        let aims = [rooms.everyone(), rooms.all_for(), rooms.all_against()];
        for way in &ways {
            let mut system = system.clone();
            way.iter().for_each(|sum| system.holds(sum.clone()));
            if all_speak {
                system.at_most(&rooms.all_silent(), 0);
            }
            match system.least(&aims) {
                Solved::Nothing => {}
                Solved::Undecided => undecided = true,
                Solved::Least(numbers) => {
                    let size = aims.iter().map(|aim| aim.at(&numbers)).collect();
                    if best.as_ref().is_none_or(|(least, _)| size < *least) {
                        best = Some((size, numbers));
                    }
                }
            }
        }
        let Some((_, numbers)) = best else { continue };
        let vote = rooms.vote(&numbers);
        let adopts = |d: &&Decision| replay::adopts(model, d, &vote);
        if adopted.iter().all(|d| adopts(d) == Some(true))
            && refused.iter().all(|d| adopts(d) == Some(false))
        {
            return Outcome::Found(vote);
        }
        mistaken = true;
    }
    match undecided || mistaken {
        true => Outcome::Undecided,
        false => Outcome::Never,
    }
}

/// The fewest votes for, in people, with which a decision is adopted by the people of a vote if all others are against.
pub fn asks(model: &Model, id: DecisionId, vote: &Vote) -> Option<i64> {
    let decision = model.decisions.get(id.index())?;
    let mut system = System::default();
    let rooms = Rooms::of_vote(decision, vote, &mut system)?;
    let asked = demands(decision, &rooms)?;
    asked.into_iter().for_each(|sum| system.holds(sum));
    let aim = rooms.all_for();
    let found = system.least(std::slice::from_ref(&aim)).solution()?;
    let least = aim.at(&found);
    let adopted = replay::adopts(model, decision, &rooms.vote(&found));
    (adopted == Some(true)).then_some(least)
}

/// So many ways in which decisions are refused are gone through.
const MOST_WAYS: usize = 64;

/// Whether it is a vote on a proposal.
fn can_be_counted(decision: &Decision) -> bool {
    decision.taken_by.is_some()
        && !decision.tests.is_empty()
        && decision.election.is_none()
        && decision.sortition.is_none()
}

/// A tie adopts, but once somebody abstains and that counts there is no tie: not one inequality. Such a decision is looked at
/// without abstentions.
fn breaks_ties_only_without_abstentions(decision: &Decision) -> bool {
    use crate::model::{Electorate, TestKind, Tie};
    let cast = |t: &crate::model::Test| {
        let of = Some(Electorate::VotesCast);
        matches!(&t.kind, TestKind::Majority { of: whole } if *whole == of)
    };
    decision.tie == Some(Tie::Adopted)
        && decision.abstentions_count == Some(true)
        && decision.tests.iter().any(cast)
}

/// The classes that quorums and tests are about.
fn classes(decision: &Decision) -> Vec<GroupId> {
    use super::tally::counting::whole_of;
    let quorums = decision.quorums().chain(decision.participations());
    let wholes = quorums
        .map(|q| q.of)
        .chain(decision.tests.iter().map(|t| whole_of(&t.kind)));
    wholes
        .filter_map(|of| match of {
            crate::model::Electorate::Class(group) => Some(group),
            _ => None,
        })
        .collect()
}
