//! A poll: who may vote, who is there, and how many votes lie on each pile.

use super::counting::Uncountable;
use crate::model::{BallotChoice, GroupId};

/// Votes by what they say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Piles {
    pub votes_for: i64,
    pub against: i64,
    pub abstaining: i64,
    pub blank: i64,
    pub invalid: i64,
}

impl Piles {
    /// All ballots, invalid ones included. Saturates at numbers that no poll has.
    pub fn all(&self) -> i64 {
        [self.abstaining, self.blank, self.invalid]
            .iter()
            .fold(self.votes_for.saturating_add(self.against), |sum, n| {
                sum.saturating_add(*n)
            })
    }

    /// The pile that a ballot goes on.
    pub fn pile(&mut self, choice: BallotChoice) -> &mut i64 {
        match choice {
            BallotChoice::For => &mut self.votes_for,
            BallotChoice::Against => &mut self.against,
            BallotChoice::Abstain => &mut self.abstaining,
            BallotChoice::Blank => &mut self.blank,
            BallotChoice::Invalid => &mut self.invalid,
        }
    }

    pub fn get(&self, choice: BallotChoice) -> i64 {
        match choice {
            BallotChoice::For => self.votes_for,
            BallotChoice::Against => self.against,
            BallotChoice::Abstain => self.abstaining,
            BallotChoice::Blank => self.blank,
            BallotChoice::Invalid => self.invalid,
        }
    }

    /// # Errors
    /// The pile grows beyond every number.
    pub fn add(&mut self, choice: BallotChoice, n: i64) -> Result<(), Uncountable> {
        let pile = self.pile(choice);
        *pile = pile.checked_add(n).ok_or(Uncountable::Impossible)?;
        Ok(())
    }

    fn any_negative(&self) -> bool {
        [
            self.votes_for,
            self.against,
            self.abstaining,
            self.blank,
            self.invalid,
        ]
        .iter()
        .any(|n| *n < 0)
    }
}

/// The same hall in one measure: in people, or in votes (which differ where votes are weighted).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// N, the recused included.
    pub eligible: i64,
    /// P: in the room or represented by proxy, the recused who are there included.
    pub present: i64,
    /// Of those present: by proxy.
    pub represented: i64,
    /// R.
    pub recused: i64,
    /// Of those present: recused.
    pub recused_present: i64,
    pub piles: Piles,
}

/// The ballots of a group, in people and in votes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ballots {
    pub people: Piles,
    pub votes: Piles,
}

/// What is known of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassPoll {
    pub group: GroupId,
    /// People in it, the recused included.
    pub members: i64,
    pub recused: i64,
    /// Of them: neither there nor recused. Where that is not known, all who did not vote.
    pub absent: i64,
    /// As bad for the proposal, and as good for it, as the ballots allow. The same where it is known who voted how.
    pub worst: Ballots,
    pub best: Ballots,
}

/// One vote as it went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Poll {
    pub people: Room,
    /// The same as `people` where everyone has one vote.
    pub votes: Room,
    /// Seats that nobody holds; they count for shares of the seats.
    pub vacant: i64,
    /// Sorted by group.
    pub classes: Vec<ClassPoll>,
}

impl Poll {
    /// A poll in which everyone has one vote.
    pub fn of_people(people: Room) -> Self {
        Poll {
            people,
            votes: people,
            ..Poll::default()
        }
    }

    /// Whether votes are counted apart from people.
    pub fn is_weighted(&self) -> bool {
        self.people != self.votes
    }

    pub fn class(&self, group: GroupId) -> Option<&ClassPoll> {
        self.classes.iter().find(|c| c.group == group)
    }

    /// More ballots than people present, more present than eligible, or a negative number.
    ///
    /// # Errors
    /// [`Uncountable::Impossible`].
    pub fn check(&self) -> Result<(), Uncountable> {
        let room = |r: &Room| {
            let counts = [
                r.eligible,
                r.present,
                r.represented,
                r.recused,
                r.recused_present,
            ];
            counts.iter().all(|n| *n >= 0)
                && !r.piles.any_negative()
                && r.piles.all() <= r.present
                && r.present <= r.eligible
                && r.recused <= r.eligible
                && r.represented <= r.present
                && r.recused_present <= r.recused.min(r.present)
        };
        let class = |c: &ClassPoll| {
            c.members >= 0
                && (0..=c.members).contains(&c.recused)
                && (0..=c.members).contains(&c.absent)
                && [c.worst, c.best].iter().all(|b| {
                    b.people.all() <= c.members
                        && !b.people.any_negative()
                        && !b.votes.any_negative()
                })
        };
        if room(&self.people)
            && room(&self.votes)
            && self.vacant >= 0
            && self.classes.iter().all(class)
        {
            Ok(())
        } else {
            Err(Uncountable::Impossible)
        }
    }
}
