//! Quorums and tests on a poll, and the outcome by the ballots alone.
//!
//! A whole that is made of people (members, those present, seats, a class) is compared in people; a whole that is made
//! of votes (votes cast, weight) in votes. The two differ only where votes are weighted.

use super::poll::{Ballots, ClassPoll, Piles, Poll, Room};
use crate::model::{
    Amount, Decision, Electorate, GroupId, Quorum, QuorumOption, Ratio, Test, TestKind, Tie,
    VoteOutcome,
};

/// What a count comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub outcome: VoteOutcome,
    /// The first quorum of the clause; the others are in `more_quorums`. All of them: [`Count::quorums`].
    pub quorum: Option<QuorumCount>,
    pub more_quorums: Vec<QuorumCount>,
    pub participation: Option<QuorumCount>,
    pub more_participation: Vec<QuorumCount>,
    /// In the order of the source.
    pub tests: Vec<TestCount>,
    /// As many for as against, where a majority of the votes cast decides.
    pub tied: bool,
    /// Classes whose own test failed, sorted.
    pub refused_by: Vec<GroupId>,
    /// So many are recused that a quorum can't be reached, and the source names who decides then.
    pub too_few: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuorumCount {
    /// ⌈q·N⌉.
    pub needed: i64,
    pub reached: i64,
    /// What the share is of: N, the votes cast, the class.
    pub whole: i64,
}

impl QuorumCount {
    pub fn met(self) -> bool {
        self.reached >= self.needed
    }
}

/// One test of `passes with`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestCount {
    pub result: TestResult,
    /// What is compared: votes for, in the class that the test is about; for a test on opposition the votes against.
    pub votes: i64,
    /// The whole that they are compared with (for a simple majority: the votes against).
    pub of: i64,
    pub bound: Bound,
    /// It is about a class that nobody is in, so that the decision's word on empty classes settled it.
    pub empty_class: bool,
}

/// What `votes` must be, the whole being what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    AtLeast(i64),
    AtMost(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestResult {
    Holds,
    Fails,
    /// A tie that the lot or a casting vote has still to break.
    Open,
    /// Somebody objects, and another decision decides.
    HandedOn,
    /// It depends on who of this class voted how, and the ballots do not tell.
    Unknown(GroupId),
}

/// Why a vote can't be counted from what the source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncountable {
    /// The decision does not say what it passes with.
    NoTest,
    /// It elects people or draws lots.
    Election,
    /// A test is about a class, and the ballots or the register do not say who is in it.
    ClassUnknown(GroupId),
    /// More ballots than people present, more present than eligible, or a negative number.
    Impossible,
    /// The decision names a share that is negative or a class that can't be a quorum's measure.
    Malformed,
}

/// Counts a vote.
///
/// # Errors
/// Why the ballots and the decision do not determine an outcome.
pub fn count_poll(decision: &Decision, poll: &Poll) -> Result<Count, Uncountable> {
    if decision.election.is_some() || decision.sortition.is_some() {
        return Err(Uncountable::Election);
    }
    if decision.tests.is_empty() {
        return Err(Uncountable::NoTest);
    }
    let mut count = quorums(decision, poll)?;
    let hall = Hall { decision, poll };
    for test in &decision.tests {
        let result = hall.test(test, &mut count)?;
        count.tests.push(result);
    }
    count.refused_by.sort_unstable();
    count.refused_by.dedup();
    let any = |wanted: TestResult| count.tests.iter().any(|t| t.result == wanted);
    let unknown = count.tests.iter().find_map(|t| match t.result {
        TestResult::Unknown(group) => Some(group),
        _ => None,
    });
    count.outcome = if count.too_few {
        VoteOutcome::NoOutcome
    } else if !count.quorums_met() || any(TestResult::Fails) {
        VoteOutcome::Rejected
    } else if let Some(group) = unknown {
        return Err(Uncountable::ClassUnknown(group));
    } else if any(TestResult::Open) || any(TestResult::HandedOn) {
        VoteOutcome::NoOutcome
    } else {
        VoteOutcome::Adopted
    };
    Ok(count)
}

/// The quorums only, as for an election: the outcome is `Adopted` if they are met.
///
/// # Errors
/// As [`count_poll`].
pub fn quorums(decision: &Decision, poll: &Poll) -> Result<Count, Uncountable> {
    poll.check()?;
    let hall = Hall { decision, poll };
    let mut count = Count {
        outcome: VoteOutcome::Rejected,
        quorum: None,
        more_quorums: Vec::new(),
        participation: None,
        more_participation: Vec::new(),
        tests: Vec::new(),
        tied: false,
        refused_by: Vec::new(),
        too_few: false,
    };
    for quorum in decision.quorums() {
        let counted = hall.quorum(quorum, false)?;
        match count.quorum {
            None => count.quorum = Some(counted),
            Some(_) => count.more_quorums.push(counted),
        }
    }
    for quorum in decision.participations() {
        let counted = hall.quorum(quorum, true)?;
        match count.participation {
            None => count.participation = Some(counted),
            Some(_) => count.more_participation.push(counted),
        }
    }
    count.too_few = hall.too_few(&count);
    if count.quorums_met() {
        count.outcome = VoteOutcome::Adopted;
    }
    Ok(count)
}

impl Count {
    pub fn quorums_met(&self) -> bool {
        self.quorums()
            .chain(self.participations())
            .all(QuorumCount::met)
    }

    /// Every quorum of those present, in the order of the source.
    pub fn quorums(&self) -> impl Iterator<Item = QuorumCount> {
        self.quorum
            .into_iter()
            .chain(self.more_quorums.iter().copied())
    }

    /// Every participation quorum, in the order of the source.
    pub fn participations(&self) -> impl Iterator<Item = QuorumCount> {
        let more = self.more_participation.iter().copied();
        self.participation.into_iter().chain(more)
    }
}

/// ⌈r·whole⌉ for `at least`, ⌊r·whole⌋ + 1 for `more than`: the fewest that satisfy it.
///
/// # Errors
/// A negative share.
pub fn fewest(amount: Amount, whole: i64, more_than: bool) -> Result<i64, Uncountable> {
    let (n, d) = match amount {
        Amount::Count(n) if more_than => return Ok(n.saturating_add(1)),
        Amount::Count(n) => return Ok(n),
        Amount::Share(share) => (i128::from(*share.numer()), i128::from(*share.denom())),
    };
    if n < 0 || d <= 0 {
        return Err(Uncountable::Malformed);
    }
    let product = n * i128::from(whole);
    let fewest = if more_than {
        product.div_euclid(d) + 1
    } else {
        (product + d - 1).div_euclid(d)
    };
    i64::try_from(fewest).map_err(|_| Uncountable::Malformed)
}

/// One vote and its decision.
struct Hall<'a> {
    decision: &'a Decision,
    poll: &'a Poll,
}

/// The numbers that a test is about, at the worst or at the best.
#[derive(Clone, Copy)]
struct Counted {
    people: Piles,
    votes: Piles,
    /// The class, for a test of a class.
    class: Option<ClassPoll>,
}

impl Counted {
    /// It is about a class, and nobody is in it. A class whose members are all recused is not empty.
    fn is_empty_class(&self) -> bool {
        self.class.is_some_and(|c| c.members == 0)
    }
}

impl Hall<'_> {
    fn class(&self, group: GroupId) -> Result<ClassPoll, Uncountable> {
        self.poll
            .class(group)
            .copied()
            .ok_or(Uncountable::ClassUnknown(group))
    }

    /// The ballots that count for a whole, at their worst and at their best for the proposal: the two differ only for a
    /// class of which the ballots do not tell everything.
    fn counted(&self, of: Electorate) -> Result<(Counted, Counted), Uncountable> {
        let with = |b: Ballots, class| Counted {
            people: b.people,
            votes: b.votes,
            class,
        };
        Ok(match of {
            Electorate::Class(group) => {
                let class = self.class(group)?;
                (
                    with(class.worst, Some(class)),
                    with(class.best, Some(class)),
                )
            }
            _ => {
                let all = Ballots {
                    people: self.poll.people.piles,
                    votes: self.poll.votes.piles,
                };
                (with(all, None), with(all, None))
            }
        })
    }

    /// Whether the recused leave N, P and the wholes.
    fn without_recused(&self, options: &[QuorumOption]) -> bool {
        let recuse = self
            .decision
            .recuse
            .as_ref()
            .map_or(&[][..], |r| &r.options);
        options
            .iter()
            .chain(recuse)
            .any(|o| matches!(o, QuorumOption::WithoutRecused))
    }

    /// N in a measure, less the recused where the source says that they leave it.
    fn eligible(&self, room: &Room, options: &[QuorumOption]) -> i64 {
        room.eligible
            - if self.without_recused(options) {
                room.recused
            } else {
                0
            }
    }

    /// P in a measure: less the recused where they leave it, and the represented where proxies do not count.
    fn present(&self, room: &Room, options: &[QuorumOption]) -> i64 {
        let recused = if self.without_recused(options) {
            room.recused_present
        } else {
            0
        };
        let proxies = options
            .iter()
            .any(|o| matches!(o, QuorumOption::WithoutProxies));
        room.present - recused - if proxies { room.represented } else { 0 }
    }

    fn members(&self, class: &ClassPoll, options: &[QuorumOption]) -> i64 {
        class.members
            - if self.without_recused(options) {
                class.recused
            } else {
                0
            }
    }

    /// Votes cast: for and against, and abstentions and blank votes where the decision counts them.
    fn cast(&self, piles: &Piles) -> i64 {
        let counted = |on: Option<bool>, n| if on == Some(true) { n } else { 0 };
        [
            piles.against,
            counted(self.decision.abstentions_count, piles.abstaining),
            counted(self.decision.blank_count, piles.blank),
        ]
        .iter()
        .fold(piles.votes_for, |sum, n| sum.saturating_add(*n))
    }

    /// The whole that a share is of.
    fn whole(&self, of: Electorate, counted: &Counted, options: &[QuorumOption]) -> i64 {
        let Poll { people, votes, .. } = self.poll;
        match of {
            Electorate::VotesCast => self.cast(&counted.votes),
            Electorate::Present => self.present(people, options),
            Electorate::Members => self.eligible(people, options),
            Electorate::Seats => self.eligible(people, options) + self.poll.vacant,
            Electorate::Weight => self.eligible(votes, options),
            Electorate::Class(_) => counted
                .class
                .as_ref()
                .map_or(0, |c| self.members(c, options)),
        }
    }

    /// Votes of one kind in the measure that goes with a whole.
    fn measure<'c>(&self, of: Electorate, counted: &'c Counted) -> &'c Piles {
        match of {
            Electorate::VotesCast | Electorate::Weight => &counted.votes,
            _ => &counted.people,
        }
    }

    fn quorum(&self, quorum: &Quorum, took_part: bool) -> Result<QuorumCount, Uncountable> {
        let (worst, best) = self.counted(quorum.of)?;
        let whole = self.whole(quorum.of, &worst, &quorum.options);
        let nobody_to_come = worst.is_empty_class() && self.decision.empty_class == Some(true);
        let needed = match fewest(quorum.amount, whole, false)? {
            _ if nobody_to_come => 0,
            needed => needed,
        };
        let room = match quorum.of {
            Electorate::Weight | Electorate::VotesCast => &self.poll.votes,
            _ => &self.poll.people,
        };
        let reached = |counted: &Counted| {
            let piles = self.measure(quorum.of, counted);
            if took_part {
                let voted = piles.votes_for.saturating_add(piles.against);
                voted.saturating_add(piles.abstaining)
            } else if counted.class.is_some() {
                // Of a class it is only known how many of it voted.
                piles.all()
            } else {
                self.present(room, &quorum.options)
            }
        };
        let (one, other) = (reached(&worst), reached(&best));
        let (low, high) = (one.min(other), one.max(other));
        match quorum.of {
            Electorate::Class(group) if (low >= needed) != (high >= needed) => {
                Err(Uncountable::ClassUnknown(group))
            }
            _ => Ok(QuorumCount {
                needed,
                reached: low,
                whole,
            }),
        }
    }

    /// Whether so many are recused that the quorum can't be reached, or nobody is left, and another body decides then.
    fn too_few(&self, count: &Count) -> bool {
        if self.decision.too_few.is_none() {
            return false;
        }
        let left = |room: &Room| room.eligible - room.recused;
        let left_of = |of: Electorate| match of {
            Electorate::Weight | Electorate::VotesCast => left(&self.poll.votes),
            Electorate::Class(group) => match self.poll.class(group) {
                Some(class) if class.recused > 0 => class.members - class.recused,
                _ => left(&self.poll.people),
            },
            _ => left(&self.poll.people),
        };
        let recused = self.poll.people.recused > 0;
        let mut quorums = self.decision.quorums().zip(count.quorums());
        quorums.any(|(asked, counted)| {
            let left = left_of(asked.of);
            counted.needed > left || recused && left <= 0
        }) || recused && left(&self.poll.people) <= 0
    }

    fn test(&self, test: &Test, count: &mut Count) -> Result<TestCount, Uncountable> {
        let of = whole_of(&test.kind);
        let (worst, best) = self.counted(of)?;
        if let (Electorate::Class(group), true) = (of, worst.is_empty_class()) {
            let approves = self.decision.empty_class == Some(true);
            if !approves {
                count.refused_by.push(group);
            }
            return Ok(TestCount {
                result: settled(approves),
                votes: 0,
                of: 0,
                bound: Bound::AtLeast(0),
                empty_class: true,
            });
        }
        let counted = self.test_on(&test.kind, of, &worst, count)?;
        let Electorate::Class(group) = of else {
            return Ok(counted);
        };
        if self.test_on(&test.kind, of, &best, count)?.result != counted.result {
            return Ok(TestCount {
                result: TestResult::Unknown(group),
                ..counted
            });
        }
        if counted.result == TestResult::Fails {
            count.refused_by.push(group);
        }
        Ok(counted)
    }

    fn test_on(
        &self,
        kind: &TestKind,
        of: Electorate,
        counted: &Counted,
        count: &mut Count,
    ) -> Result<TestCount, Uncountable> {
        let whole = self.whole(of, counted, &[]);
        let piles = self.measure(of, counted);
        Ok(match kind {
            TestKind::Majority { of: None } => self.simple(&counted.votes, true, count),
            TestKind::Majority { of: Some(_) } => match of {
                // A class approves by the votes cast in it. Elsewhere abstaining works as against.
                Electorate::Class(_) => self.simple(&counted.votes, false, count),
                Electorate::VotesCast if whole == piles.votes_for.saturating_add(piles.against) => {
                    self.simple(piles, true, count)
                }
                _ => at_least(
                    piles.votes_for,
                    fewest(Amount::Share(Ratio::new(1, 2)), whole, true)?,
                    whole,
                ),
            },
            TestKind::Share {
                more_than, amount, ..
            } => {
                // Two thirds of no votes are no votes; but where nobody is for, nothing is adopted.
                let needed = fewest(*amount, whole, *more_than)?.max(1);
                at_least(piles.votes_for, needed, whole)
            }
            TestKind::Opposition { less_than, .. } => TestCount {
                result: settled(piles.against < fewest(*less_than, whole, false)?),
                votes: piles.against,
                of: whole,
                bound: Bound::AtMost(fewest(*less_than, whole, false)? - 1),
                empty_class: false,
            },
            TestKind::Unanimity { .. } => TestCount {
                result: settled(
                    piles.against == 0 && piles.votes_for == whole && piles.votes_for > 0,
                ),
                votes: piles.votes_for,
                of: whole,
                bound: Bound::AtLeast(whole.max(1)),
                empty_class: false,
            },
            TestKind::Consent {
                silence_consents,
                otherwise,
                ..
            } => {
                // A vote against is a reasoned objection. Where silence does not consent, all present must speak.
                let speak = *silence_consents == Some(false);
                let silent = speak && piles.votes_for < whole;
                TestCount {
                    result: match (piles.against > 0, otherwise) {
                        (true, Some(_)) => TestResult::HandedOn,
                        (objects, _) => settled(!objects && !silent),
                    },
                    votes: if speak && piles.against == 0 {
                        piles.votes_for
                    } else {
                        piles.against
                    },
                    of: whole,
                    bound: if speak && piles.against == 0 {
                        Bound::AtLeast(whole)
                    } else {
                        Bound::AtMost(0)
                    },
                    empty_class: false,
                }
            }
            TestKind::LazyConsensus { otherwise, .. } => TestCount {
                result: match (piles.against > 0, otherwise) {
                    (true, Some(_)) => TestResult::HandedOn,
                    (objects, _) => settled(!objects),
                },
                votes: piles.against,
                of: whole,
                bound: Bound::AtMost(0),
                empty_class: false,
            },
        })
    }

    /// Y > X. A tie is broken as the decision says, and fails if it says nothing; no votes at all is no tie.
    fn simple(&self, piles: &Piles, breaks_ties: bool, count: &mut Count) -> TestCount {
        let tie = piles.votes_for == piles.against && piles.votes_for > 0;
        let mut test = at_least(
            piles.votes_for,
            piles.against.saturating_add(1),
            piles.against,
        );
        if tie && breaks_ties {
            count.tied = true;
            test.result = match self.decision.tie {
                Some(Tie::Adopted) => TestResult::Holds,
                Some(Tie::Lot | Tie::CastingVote(_)) => TestResult::Open,
                Some(Tie::Rejected) | None => TestResult::Fails,
            };
        }
        test
    }
}

/// The whole that a test compares with.
pub fn whole_of(kind: &TestKind) -> Electorate {
    match kind {
        TestKind::Majority { of }
        | TestKind::Unanimity { of }
        | TestKind::Opposition { of, .. } => of.unwrap_or(Electorate::VotesCast),
        TestKind::Share { of, .. } => *of,
        TestKind::Consent { .. } => Electorate::Present,
        TestKind::LazyConsensus { .. } => Electorate::Members,
    }
}

fn settled(holds: bool) -> TestResult {
    if holds {
        TestResult::Holds
    } else {
        TestResult::Fails
    }
}

fn at_least(votes: i64, needed: i64, of: i64) -> TestCount {
    TestCount {
        result: settled(votes >= needed),
        votes,
        of,
        bound: Bound::AtLeast(needed),
        empty_class: false,
    }
}
