//! The poll that a scenario describes: counts, with or without who of a class voted how.

use super::counting::Uncountable;
use super::poll::{Ballots, ClassPoll, Piles, Poll, Room};
use crate::model::{BallotChoice, GroupId, VoteCase};

/// A scenario counts in one measure. It does not say whether the recused are in the room: they are not.
///
/// # Errors
/// The numbers can't be of one vote.
pub(super) fn poll(case: &VoteCase) -> Result<Poll, Uncountable> {
    let mut piles = Piles::default();
    for ballot in &case.ballots {
        if ballot.count < 0 {
            return Err(Uncountable::Impossible);
        }
        piles.add(ballot.choice, ballot.count)?;
    }
    let mut poll = Poll::of_people(Room {
        eligible: case.eligible,
        present: case.present.unwrap_or(piles.all()),
        represented: 0,
        recused: case.recused.unwrap_or(0),
        recused_present: 0,
        piles,
    });
    for (members, group) in &case.classes {
        if poll.class(*group).is_none() {
            poll.classes.push(class(case, *members, *group)?);
        }
    }
    poll.classes.sort_by_key(|c| c.group);
    Ok(poll)
}

/// The ballots of a class at their worst and at their best for the proposal. A ballot that does not tell how many of
/// it were of the class may be of none of it or of as many as there are.
fn class(case: &VoteCase, members: i64, group: GroupId) -> Result<ClassPoll, Uncountable> {
    let (mut sure, mut open) = (Piles::default(), Piles::default());
    for ballot in &case.ballots {
        let known = ballot.classes.as_ref().map(|classes| {
            let of_class = classes.iter().filter(|(_, g)| *g == group).map(|(n, _)| *n);
            of_class.fold(0i64, i64::saturating_add)
        });
        if known.is_some_and(|n| n < 0 || n > ballot.count) {
            return Err(Uncountable::Impossible);
        }
        match known {
            Some(n) => sure.add(ballot.choice, n)?,
            None => open.add(ballot.choice, ballot.count)?,
        }
    }
    if sure.all() > members {
        return Err(Uncountable::Impossible);
    }
    // No more of the class can have voted than it has left.
    let left = members - sure.all();
    let with = |choice: BallotChoice| {
        let mut piles = sure;
        *piles.pile(choice) += open.get(choice).min(left);
        Ballots {
            people: piles,
            votes: piles,
        }
    };
    Ok(ClassPoll {
        group,
        members,
        recused: 0,
        absent: left,
        worst: with(BallotChoice::Against),
        best: with(BallotChoice::For),
    })
}
