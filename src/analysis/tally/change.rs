//! What would have changed it: the fewest people who, voting otherwise, would have turned the outcome.
//!
//! One kind of change is looked at at a time (those against vote for, those absent come and vote for, …), and the smallest
//! number of it is found. Adding votes for, or taking votes against away, never turns an adopted proposal into a rejected one,
//! so that number is found by halving. Only who comes and abstains can help (the quorum) and then hurt (a majority of those
//! present); there the fewest that make the quorum are tried, since more only hurt.

use super::counting::{Count, TestResult, count_poll, whole_of};
use super::poll::Poll;
use crate::model::{BallotChoice, Decision, Electorate, GroupId, QuorumOption, Test, VoteOutcome};

/// Where a voter was, or would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Absent,
    Voted(BallotChoice),
}

/// A smallest change of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub from: Stand,
    pub to: Stand,
    /// How many; votes where they are weighted, else people.
    pub n: i64,
    /// Of them, at least so many of each of these classes.
    pub classes: Vec<(GroupId, i64)>,
    /// Whether it is then adopted; else it is not.
    pub adopted: bool,
}

/// The smallest changes that turn the outcome, fewest first, one a kind.
pub fn changes(decision: &Decision, poll: &Poll) -> Vec<Change> {
    let Ok(count) = count_poll(decision, poll) else {
        return Vec::new();
    };
    if count.too_few || poll.classes.iter().any(|c| c.worst != c.best) {
        return Vec::new();
    }
    use BallotChoice::{Abstain, Against, Blank, For};
    let adopted = count.outcome == VoteOutcome::Adopted;
    let kinds: &[(Stand, Stand)] = if adopted {
        &[
            (Stand::Voted(For), Stand::Voted(Against)),
            (Stand::Voted(For), Stand::Voted(Abstain)),
            (Stand::Voted(For), Stand::Absent),
            (Stand::Absent, Stand::Voted(Against)),
        ]
    } else {
        &[
            (Stand::Voted(Against), Stand::Voted(For)),
            (Stand::Voted(Against), Stand::Voted(Abstain)),
            (Stand::Voted(Abstain), Stand::Voted(For)),
            (Stand::Voted(Blank), Stand::Voted(For)),
            (Stand::Absent, Stand::Voted(For)),
            (Stand::Absent, Stand::Voted(Abstain)),
        ]
    };
    let mut found: Vec<Change> = kinds
        .iter()
        // In a weighted vote it is not known whose votes come and go.
        .filter(|(from, to)| !poll.is_weighted() || ![*from, *to].contains(&Stand::Absent))
        // Nor, where proxies do not count for the quorum, whether those who would stay away were there themselves.
        .filter(|(_, to)| {
            *to != Stand::Absent || poll.people.represented == 0 || !own_quorum(decision)
        })
        .filter_map(|(from, to)| {
            let shift = Shift {
                decision,
                poll,
                from: *from,
                to: *to,
            };
            if adopted {
                shift.to_lose()
            } else {
                shift.to_win()
            }
        })
        .collect();
    found.sort_by_key(|c| c.n);
    found
}

/// Whether proxies are left out of the quorum.
fn own_quorum(decision: &Decision) -> bool {
    decision
        .quorums()
        .flat_map(|q| &q.options)
        .any(|o| matches!(o, QuorumOption::WithoutProxies))
}

struct Shift<'a> {
    decision: &'a Decision,
    poll: &'a Poll,
    from: Stand,
    to: Stand,
}

impl Shift<'_> {
    /// How many can change in the whole hall.
    fn most(&self) -> i64 {
        let room = self.poll.votes;
        match self.from {
            Stand::Voted(choice) => room.piles.get(choice),
            Stand::Absent => {
                let recused = room.recused - room.recused_present;
                (room.eligible - room.present - recused).max(0)
            }
        }
    }

    /// How many of a class can change.
    fn most_of(&self, group: GroupId) -> i64 {
        let Some(class) = self.poll.class(group) else {
            return 0;
        };
        let most = match self.from {
            Stand::Voted(choice) => class.worst.votes.get(choice),
            Stand::Absent => class.absent,
        };
        most.clamp(0, self.most())
    }

    /// The poll with `n` changed in the whole hall, and so many of them of each class.
    fn poll(&self, n: i64, classes: &[(GroupId, i64)]) -> Poll {
        let mut poll = self.poll.clone();
        let weighted = poll.is_weighted();
        let rooms: &mut [_] = &mut [&mut poll.people, &mut poll.votes];
        for room in rooms.iter_mut().skip(usize::from(weighted)) {
            match self.from {
                Stand::Voted(choice) => *room.piles.pile(choice) -= n,
                Stand::Absent => room.present += n,
            }
            match self.to {
                Stand::Voted(choice) => *room.piles.pile(choice) += n,
                Stand::Absent => {
                    room.present -= n;
                    room.represented = room.represented.min(room.present);
                }
            }
        }
        for (group, n) in classes {
            for class in poll.classes.iter_mut().filter(|c| c.group == *group) {
                match (self.from, self.to) {
                    (Stand::Absent, _) => class.absent -= n,
                    (_, Stand::Absent) => class.absent += n,
                    _ => {}
                }
                let piles: &mut [_] = &mut [&mut class.worst.people, &mut class.worst.votes];
                for piles in piles.iter_mut().skip(usize::from(weighted)) {
                    if let Stand::Voted(choice) = self.from {
                        *piles.pile(choice) -= n;
                    }
                    if let Stand::Voted(choice) = self.to {
                        *piles.pile(choice) += n;
                    }
                }
                class.best = class.worst;
            }
        }
        poll
    }

    fn count(&self, n: i64, classes: &[(GroupId, i64)]) -> Option<Count> {
        count_poll(self.decision, &self.poll(n, classes)).ok()
    }

    /// Whether the quorums of some wholes are met.
    fn quorums(&self, count: &Count, which: impl Fn(Electorate) -> bool) -> bool {
        let d = self.decision;
        let present = d.quorums().zip(count.quorums());
        let mut all = present.chain(d.participations().zip(count.participations()));
        all.all(|(asked, counted)| !which(asked.of) || counted.met())
    }

    /// The fewest with which it is adopted.
    fn to_win(&self) -> Option<Change> {
        let most = self.most();
        let mut classes = Vec::new();
        for group in classes_of(self.decision) {
            let passes = |n: i64| {
                self.count(n, &[(group, n)]).is_some_and(|count| {
                    let tests = count.tests.iter().zip(&self.decision.tests);
                    let mut own = tests.filter(|(_, t)| is_about(t, group));
                    own.all(|(c, _)| c.result == TestResult::Holds)
                        && self.quorums(&count, |of| of == Electorate::Class(group))
                })
            };
            match smallest(self.most_of(group), passes)? {
                0 => {}
                n => classes.push((group, n)),
            }
        }
        let sum = classes.iter().map(|(_, n)| *n).sum::<i64>();
        let comes_to_abstain = self.to == Stand::Voted(BallotChoice::Abstain);
        let n = if comes_to_abstain && self.from == Stand::Absent {
            smallest(most, |n| {
                self.count(n, &classes)
                    .is_some_and(|c| self.quorums(&c, |of| !is_class(of)))
            })?
        } else {
            smallest(most, |n| {
                self.count(n, &classes).is_some_and(|count| {
                    let tests = count.tests.iter().zip(&self.decision.tests);
                    let mut others = tests.filter(|(_, t)| !is_about_a_class(t));
                    self.quorums(&count, |of| !is_class(of))
                        && others.all(|(c, _)| c.result == TestResult::Holds)
                })
            })?
        };
        let n = n.max(sum);
        let adopted = self.count(n, &classes)?.outcome == VoteOutcome::Adopted;
        (adopted && n > 0 && n <= most).then_some(Change {
            from: self.from,
            to: self.to,
            n,
            classes,
            adopted: true,
        })
    }

    /// The fewest with which it is no longer adopted: of any class, or all of the class that takes fewest.
    fn to_lose(&self) -> Option<Change> {
        let lost = |n, classes: &[(GroupId, i64)]| {
            self.count(n, classes)
                .is_some_and(|c| c.outcome != VoteOutcome::Adopted)
        };
        let mut best = smallest(self.most(), |n| lost(n, &[])).map(|n| (n, Vec::new()));
        for group in classes_of(self.decision) {
            let n = smallest(self.most_of(group), |n| lost(n, &[(group, n)]));
            if let Some(n) = n
                && best.as_ref().is_none_or(|(least, _)| n < *least)
            {
                best = Some((n, vec![(group, n)]));
            }
        }
        let (n, classes) = best?;
        (n > 0).then_some(Change {
            from: self.from,
            to: self.to,
            n,
            classes,
            adopted: false,
        })
    }
}

/// The smallest number up to `most` that passes; whatever is above one that passes, passes too.
fn smallest(most: i64, passes: impl Fn(i64) -> bool) -> Option<i64> {
    if !passes(most) {
        return None;
    }
    // What is at `low` does not pass.
    let (mut low, mut high) = (-1, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if passes(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

fn is_about(test: &Test, group: GroupId) -> bool {
    whole_of(&test.kind) == Electorate::Class(group)
}

fn is_about_a_class(test: &Test) -> bool {
    is_class(whole_of(&test.kind))
}

fn is_class(of: Electorate) -> bool {
    matches!(of, Electorate::Class(_))
}

/// The classes that tests and quorums are about, each once.
fn classes_of(decision: &Decision) -> Vec<GroupId> {
    let quorums = decision.quorums().chain(decision.participations());
    let mut groups: Vec<GroupId> = decision
        .tests
        .iter()
        .map(|t| whole_of(&t.kind))
        .chain(quorums.map(|q| q.of))
        .filter_map(|of| match of {
            Electorate::Class(group) => Some(group),
            _ => None,
        })
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}
