//! Whether what is not said makes a difference: a vote, as small as can be, that comes out one way or the other.
//!
//! Both readings are counted by the same code as every vote (`tally::count_poll`), so that nothing is asked that can't matter.

use crate::analysis::tally::counting::{fewest, quorums, whole_of};
use crate::analysis::tally::{Ballots, ClassPoll, Piles, Poll, Room, count_poll};
use crate::model::{
    Amount, Decision, Electorate, GroupId, Model, Quorum, QuorumOption, TestKind, VoteOutcome,
};

/// A vote that shows the difference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Vote {
    pub members: i64,
    pub present: i64,
    pub represented: i64,
    pub recused: i64,
    pub votes_for: i64,
    pub against: i64,
    /// Abstaining or blank.
    pub neither: i64,
}

/// A vote and how it comes out in the first reading, and in the second.
pub(super) struct Difference {
    pub vote: Vote,
    pub first: VoteOutcome,
    pub second: VoteOutcome,
}

/// How many members are tried: those that a body of seats has, else small numbers and some about as large as the numbers that
/// the decision names.
pub(super) fn sizes(model: &Model, decision: &Decision) -> Vec<i64> {
    let body = decision.taken_by.and_then(|b| model.bodies.get(b.index()));
    if let Some(seats) = body.and_then(|b| b.seats.as_ref()) {
        return vec![seats.total];
    }
    let (least, most) = body.and_then(|b| b.size).unwrap_or((1, None));
    let amounts = decision
        .quorums()
        .chain(decision.participations())
        .map(|q| q.amount)
        .chain(decision.tests.iter().filter_map(|t| match t.kind {
            TestKind::Share { amount, .. } => Some(amount),
            TestKind::Opposition { less_than, .. } => Some(less_than),
            _ => None,
        }));
    let mut sizes: Vec<i64> = (least.max(1)..).take(12).collect();
    for amount in amounts {
        if let Amount::Count(n) = amount {
            sizes.extend(n.max(1)..n.saturating_add(3).max(1));
        }
    }
    sizes.retain(|n| *n >= least.max(1) && most.is_none_or(|most| *n <= most));
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn poll(decision: &Decision, vote: &Vote, blank: bool) -> Poll {
    let mut piles = Piles {
        votes_for: vote.votes_for,
        against: vote.against,
        ..Piles::default()
    };
    match blank {
        true => piles.blank = vote.neither,
        false => piles.abstaining = vote.neither,
    }
    let room = Room {
        eligible: vote.members,
        present: vote.present,
        represented: vote.represented,
        recused: vote.recused,
        recused_present: 0,
        piles,
    };
    let ballots = Ballots {
        people: piles,
        votes: piles,
    };
    let mut poll = Poll::of_people(room);
    // Every class that is asked for is everyone.
    let mut classes: Vec<GroupId> = Vec::new();
    let wholes = decision.tests.iter().map(|t| whole_of(&t.kind));
    let quorums = decision.quorums().chain(decision.participations());
    for of in wholes.chain(quorums.map(|q| q.of)) {
        if let Electorate::Class(group) = of {
            classes.push(group);
        }
    }
    classes.sort_unstable();
    classes.dedup();
    poll.classes
        .extend(classes.into_iter().map(|group| ClassPoll {
            group,
            members: vote.members,
            recused: vote.recused,
            absent: vote.members - vote.present - vote.recused,
            worst: ballots,
            best: ballots,
        }));
    poll
}

fn differ(first: &Decision, second: &Decision, vote: Vote, blank: bool) -> Option<Difference> {
    let poll = poll(first, &vote, blank);
    let one = count_poll(first, &poll).ok()?.outcome;
    let other = count_poll(second, &poll).ok()?.outcome;
    (one != other).then_some(Difference {
        vote,
        first: one,
        second: other,
    })
}

/// A vote, everyone being there, that comes out differently if abstentions (or blank votes) are votes cast: first if they are
/// not. One with someone against goes before one without.
pub(super) fn votes_cast(sizes: &[i64], decision: &Decision, blank: bool) -> Option<Difference> {
    let reading = |counts: bool| {
        let mut one = decision.clone();
        match blank {
            true => one.blank_count = Some(counts),
            false => one.abstentions_count = Some(counts),
        }
        one
    };
    let (first, second) = (reading(false), reading(true));
    let mut without = None;
    for &members in sizes {
        for neither in 1..=members {
            for against in 0..=members - neither {
                let vote = Vote {
                    members,
                    present: members,
                    votes_for: members - neither - against,
                    against,
                    neither,
                    ..Vote::default()
                };
                match differ(&first, &second, vote, blank) {
                    Some(found) if against > 0 => return Some(found),
                    found => without = without.or(found),
                }
            }
        }
    }
    without
}

/// A vote that comes out differently if the recused leave the wholes of the tests: first if they stay. Its quorums are met as
/// they stand, so that it is the tests that make the difference.
pub(super) fn recused(sizes: &[i64], decision: &Decision) -> Option<Difference> {
    let first = Decision {
        quorum: None,
        more_quorums: Vec::new(),
        participation: None,
        more_participation: Vec::new(),
        too_few: None,
        ..decision.clone()
    };
    let mut second = first.clone();
    second
        .recuse
        .as_mut()?
        .options
        .push(QuorumOption::WithoutRecused);
    for &members in sizes {
        for recused in 1..members {
            let present = members - recused;
            for against in (0..=present).rev() {
                let vote = Vote {
                    members,
                    present,
                    recused,
                    votes_for: present - against,
                    against,
                    ..Vote::default()
                };
                let met = quorums(decision, &poll(decision, &vote, false));
                let valid = met.is_ok_and(|c| c.quorums_met() && !c.too_few);
                match differ(&first, &second, vote, false) {
                    Some(found) if valid => return Some(found),
                    _ => {}
                }
            }
        }
    }
    None
}

/// A decision with this quorum only.
fn with_quorum(decision: &Decision, quorum: &Quorum, option: Option<QuorumOption>) -> Decision {
    let mut quorum = quorum.clone();
    quorum.options.extend(option);
    Decision {
        quorum: Some(quorum),
        more_quorums: Vec::new(),
        participation: None,
        more_participation: Vec::new(),
        too_few: None,
        ..decision.clone()
    }
}

/// What a quorum asks, and whether it is met.
fn reach(decision: &Decision, vote: &Vote) -> Option<(i64, bool)> {
    let poll = poll(decision, vote, false);
    let count = quorums(decision, &poll).ok()?.quorum?;
    Some((count.needed, count.met()))
}

/// A hall in which a quorum is met only if the recused leave it, or only if they stay; with what is needed if they stay, and
/// if they leave.
pub(super) fn recused_in_quorum(
    sizes: &[i64],
    decision: &Decision,
    quorum: &Quorum,
) -> Option<(Vote, i64, i64)> {
    let first = with_quorum(decision, quorum, None);
    let second = with_quorum(decision, quorum, Some(QuorumOption::WithoutRecused));
    for &members in sizes {
        for recused in 1..members {
            for present in 1..=members - recused {
                let vote = Vote {
                    members,
                    present,
                    recused,
                    votes_for: present,
                    ..Vote::default()
                };
                let (stay, leave) = (reach(&first, &vote)?, reach(&second, &vote)?);
                if stay.1 != leave.1 {
                    return Some((vote, stay.0, leave.0));
                }
            }
        }
    }
    None
}

/// A hall in which a quorum is met only with those who are represented by proxy, with what is needed.
pub(super) fn proxies(sizes: &[i64], decision: &Decision, quorum: &Quorum) -> Option<(Vote, i64)> {
    let first = with_quorum(decision, quorum, None);
    let second = with_quorum(decision, quorum, Some(QuorumOption::WithoutProxies));
    for &members in sizes {
        for present in 2..=members {
            let vote = Vote {
                members,
                present,
                represented: 1,
                votes_for: present,
                ..Vote::default()
            };
            let (with, without) = (reach(&first, &vote)?, reach(&second, &vote)?);
            if with.1 && !without.1 {
                return Some((vote, with.0));
            }
        }
    }
    None
}

/// A body of which so many must be there that one can leave: how many it has, and how many are needed.
pub(super) fn leaves(sizes: &[i64], quorum: &Quorum) -> Option<(i64, i64)> {
    let needed = |members: &i64| Some((*members, fewest(quorum.amount, *members, false).ok()?));
    let able = |(members, needed): &(i64, i64)| *needed >= 2 && needed <= members;
    let mut all = sizes.iter().filter_map(needed).filter(able);
    let first = all.next()?;
    // Plainer where not everyone has to be there.
    let rest = all.find(|(members, needed)| members > needed);
    match first.0 > first.1 {
        true => Some(first),
        false => rest.or(Some(first)),
    }
}
