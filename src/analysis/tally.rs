//! Counting votes: whether a decision is adopted by these ballots, test by test.
//!
//! Everything is an integer or an exact ratio; a share is compared by cross-multiplication, never rounded, and only a
//! quorum is rounded up to whole people. Letters as in the design: N eligible, P present, Y for, X against, A abstaining, B blank.

use crate::model::{
    Amount, BallotChoice, Decision, Electorate, GroupId, QuorumOption, Test, TestKind, Tie,
    VoteCase, VoteOutcome,
};

/// What a count comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub outcome: VoteOutcome,
    pub quorum: Option<QuorumCount>,
    pub participation: Option<QuorumCount>,
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
    /// Votes for, in the class that the test is about.
    pub votes_for: i64,
    /// The whole that they are compared with (for a simple majority: the votes against).
    pub of: i64,
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

/// The ballots of everyone or of one class.
#[derive(Debug, Clone, Copy, Default)]
struct Piles {
    members: i64,
    votes_for: i64,
    against: i64,
    abstaining: i64,
    blank: i64,
    all: i64,
}

impl Piles {
    fn add(&mut self, choice: BallotChoice, n: i64) -> Result<(), Uncountable> {
        let pile = match choice {
            BallotChoice::For => Some(&mut self.votes_for),
            BallotChoice::Against => Some(&mut self.against),
            BallotChoice::Abstain => Some(&mut self.abstaining),
            BallotChoice::Blank => Some(&mut self.blank),
            BallotChoice::Invalid => None,
        };
        for sum in pile.into_iter().chain([&mut self.all]) {
            *sum = sum.checked_add(n).ok_or(Uncountable::Impossible)?;
        }
        Ok(())
    }
}

/// Counts a vote.
///
/// # Errors
/// Why the ballots and the decision do not determine an outcome.
pub fn count(decision: &Decision, case: &VoteCase) -> Result<Count, Uncountable> {
    if decision.election.is_some() || decision.sortition.is_some() {
        return Err(Uncountable::Election);
    }
    if decision.tests.is_empty() {
        return Err(Uncountable::NoTest);
    }
    let (all, _) = piles(case, None)?;
    let present = case.present.unwrap_or(all.all);
    let recused = case.recused.unwrap_or(0);
    if present < all.all || case.eligible < present || recused < 0 || case.eligible < recused {
        return Err(Uncountable::Impossible);
    }
    let hall = Hall {
        decision,
        case,
        all,
        present,
        recused,
    };

    let quorum = decision
        .quorum
        .as_ref()
        .map(|q| hall.quorum(q, |piles, whole| whole.unwrap_or(piles.all)))
        .transpose()?;
    let took_part = |piles: &Piles, _| piles.votes_for + piles.against + piles.abstaining;
    let participation = decision
        .participation
        .as_ref()
        .map(|q| hall.quorum(q, took_part))
        .transpose()?;
    let mut count = Count {
        outcome: VoteOutcome::Rejected,
        quorum,
        participation,
        tests: Vec::new(),
        tied: false,
        refused_by: Vec::new(),
        too_few: quorum.is_some_and(|q| q.needed > case.eligible - recused)
            && decision.too_few.is_some(),
    };
    for test in &decision.tests {
        let result = hall.test(test, &mut count)?;
        count.tests.push(result);
    }
    count.refused_by.sort_unstable();
    count.refused_by.dedup();
    let enough = [quorum, participation].iter().flatten().all(|q| q.met());
    let any = |wanted: TestResult| count.tests.iter().any(|t| t.result == wanted);
    let unknown = count.tests.iter().find_map(|t| match t.result {
        TestResult::Unknown(group) => Some(group),
        _ => None,
    });
    count.outcome = if count.too_few {
        VoteOutcome::NoOutcome
    } else if !enough || any(TestResult::Fails) {
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

/// One vote and its decision.
struct Hall<'a> {
    decision: &'a Decision,
    case: &'a VoteCase,
    all: Piles,
    present: i64,
    recused: i64,
}

impl Hall<'_> {
    /// The ballots that count for a whole, at their worst and at their best for the proposal: the two
    /// differ only for a class of which the ballots do not tell everything.
    fn piles(&self, of: Electorate) -> Result<(Piles, Piles), Uncountable> {
        match of {
            Electorate::Class(group) => piles(self.case, Some(group)),
            _ => Ok((self.all, self.all)),
        }
    }

    /// N, less the recused where the source says that they leave it.
    fn eligible(&self, options: &[QuorumOption]) -> i64 {
        let recuse = self
            .decision
            .recuse
            .as_ref()
            .map_or(&[][..], |r| &r.options);
        let leave = options
            .iter()
            .chain(recuse)
            .any(|o| matches!(o, QuorumOption::WithoutRecused));
        self.case.eligible - if leave { self.recused } else { 0 }
    }

    /// Votes cast: for and against, and abstentions and blank votes where the decision counts them.
    fn cast(&self, piles: &Piles) -> i64 {
        let counted = |on: Option<bool>, n| if on == Some(true) { n } else { 0 };
        piles.votes_for
            + piles.against
            + counted(self.decision.abstentions_count, piles.abstaining)
            + counted(self.decision.blank_count, piles.blank)
    }

    /// The whole that a share is of.
    fn whole(&self, of: Electorate, piles: &Piles, options: &[QuorumOption]) -> i64 {
        match of {
            Electorate::VotesCast => self.cast(piles),
            Electorate::Present => self.present,
            Electorate::Members | Electorate::Seats | Electorate::Weight => self.eligible(options),
            Electorate::Class(_) => piles.members,
        }
    }

    fn quorum(
        &self,
        quorum: &crate::model::Quorum,
        reached: impl Fn(&Piles, Option<i64>) -> i64,
    ) -> Result<QuorumCount, Uncountable> {
        let (worst, best) = self.piles(quorum.of)?;
        let whole = self.whole(quorum.of, &worst, &quorum.options);
        let needed = match quorum.amount {
            Amount::Count(n) => n,
            Amount::Share(share) => {
                let (n, d) = (i128::from(*share.numer()), i128::from(*share.denom()));
                if n < 0 || d <= 0 {
                    return Err(Uncountable::Malformed);
                }
                let product = n * i128::from(whole);
                i64::try_from((product + d - 1) / d).map_err(|_| Uncountable::Malformed)?
            }
        };
        // Of a class it is only known how many of it voted.
        let whole_hall = (!matches!(quorum.of, Electorate::Class(_))).then_some(self.present);
        let (one, other) = (reached(&worst, whole_hall), reached(&best, whole_hall));
        let (low, high) = (one.min(other), one.max(other));
        match quorum.of {
            Electorate::Class(group) if (low >= needed) != (high >= needed) => {
                Err(Uncountable::ClassUnknown(group))
            }
            _ => Ok(QuorumCount {
                needed,
                reached: low,
            }),
        }
    }

    fn test(&self, test: &Test, count: &mut Count) -> Result<TestCount, Uncountable> {
        let of = match &test.kind {
            TestKind::Majority { of } | TestKind::Unanimity { of } => {
                of.unwrap_or(Electorate::VotesCast)
            }
            TestKind::Share { of, .. } => *of,
            TestKind::Consent { .. } => Electorate::Present,
            TestKind::LazyConsensus { .. } => Electorate::Members,
        };
        let (worst, best) = self.piles(of)?;
        let counted = self.test_on(&test.kind, of, &worst, count);
        let Electorate::Class(group) = of else {
            return Ok(counted);
        };
        if self.test_on(&test.kind, of, &best, count).result != counted.result {
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
        piles: &Piles,
        count: &mut Count,
    ) -> TestCount {
        let whole = self.whole(of, piles, &[]);
        match kind {
            TestKind::Majority { of: None } => self.simple(piles, true, count),
            TestKind::Majority { of: Some(_) } => match of {
                // A class approves by the votes cast in it. Elsewhere abstaining works as against.
                Electorate::Class(_) => self.simple(piles, false, count),
                Electorate::VotesCast if whole == piles.votes_for + piles.against => {
                    self.simple(piles, true, count)
                }
                _ => settled(
                    i128::from(piles.votes_for) * 2 > i128::from(whole),
                    piles.votes_for,
                    whole,
                ),
            },
            TestKind::Share {
                more_than, amount, ..
            } => {
                let (votes, bound) = match amount {
                    Amount::Count(n) => (i128::from(piles.votes_for), i128::from(*n)),
                    Amount::Share(share) => (
                        i128::from(piles.votes_for) * i128::from(*share.denom()),
                        i128::from(*share.numer()) * i128::from(whole),
                    ),
                };
                settled(
                    if *more_than {
                        votes > bound
                    } else {
                        votes >= bound
                    },
                    piles.votes_for,
                    whole,
                )
            }
            TestKind::Unanimity { .. } => settled(
                piles.against == 0 && piles.votes_for == whole && piles.votes_for > 0,
                piles.votes_for,
                whole,
            ),
            TestKind::Consent {
                silence_consents,
                otherwise,
                ..
            } => {
                // A vote against is a reasoned objection. Where silence does not consent, all present must speak.
                let silent = *silence_consents == Some(false) && piles.votes_for < whole;
                match (piles.against > 0, otherwise) {
                    (true, Some(_)) => handed_on(piles.votes_for, whole),
                    (objects, _) => settled(!objects && !silent, piles.votes_for, whole),
                }
            }
            TestKind::LazyConsensus { otherwise, .. } => match (piles.against > 0, otherwise) {
                (true, Some(_)) => handed_on(piles.votes_for, whole),
                (objects, _) => settled(!objects, piles.votes_for, whole),
            },
        }
    }

    /// Y > X. A tie is broken as the decision says, and fails if it says nothing; no votes at all is no tie.
    fn simple(&self, piles: &Piles, breaks_ties: bool, count: &mut Count) -> TestCount {
        let tie = piles.votes_for == piles.against && piles.votes_for > 0;
        if !tie || !breaks_ties {
            return settled(
                piles.votes_for > piles.against,
                piles.votes_for,
                piles.against,
            );
        }
        count.tied = true;
        let result = match self.decision.tie {
            Some(Tie::Adopted) => TestResult::Holds,
            Some(Tie::Lot | Tie::CastingVote(_)) => TestResult::Open,
            Some(Tie::Rejected) | None => TestResult::Fails,
        };
        TestCount {
            result,
            votes_for: piles.votes_for,
            of: piles.against,
        }
    }
}

fn settled(holds: bool, votes_for: i64, of: i64) -> TestCount {
    TestCount {
        result: if holds {
            TestResult::Holds
        } else {
            TestResult::Fails
        },
        votes_for,
        of,
    }
}

fn handed_on(votes_for: i64, of: i64) -> TestCount {
    TestCount {
        result: TestResult::HandedOn,
        votes_for,
        of,
    }
}

/// The ballots of everyone, or of one class: at their worst and at their best for the proposal. A ballot that does not
/// tell how many of it were of the class may be of none of it or of as many as there are.
fn piles(case: &VoteCase, class: Option<GroupId>) -> Result<(Piles, Piles), Uncountable> {
    let members = match class {
        None => case.eligible,
        Some(group) => case
            .classes
            .iter()
            .find(|(_, g)| *g == group)
            .map(|(n, _)| *n)
            .ok_or(Uncountable::ClassUnknown(group))?,
    };
    let mut sure = Piles {
        members,
        ..Piles::default()
    };
    let mut open = Piles::default();
    for ballot in &case.ballots {
        let known = match class {
            None => Some(ballot.count),
            Some(group) => ballot.classes.as_ref().map(|classes| {
                let of_class = classes.iter().filter(|(_, g)| *g == group).map(|(n, _)| *n);
                of_class.fold(0i64, i64::saturating_add)
            }),
        };
        if ballot.count < 0 || known.is_some_and(|n| n < 0 || n > ballot.count) {
            return Err(Uncountable::Impossible);
        }
        sure.add(ballot.choice, known.unwrap_or(0))?;
        open.add(
            ballot.choice,
            if known.is_some() { 0 } else { ballot.count },
        )?;
    }
    if sure.all > members {
        return Err(Uncountable::Impossible);
    }
    // No more of the class can have voted than it has left.
    let left = members - sure.all;
    let with = |votes_for: i64, against: i64| Piles {
        votes_for: sure.votes_for + votes_for,
        against: sure.against + against,
        all: sure.all + votes_for + against,
        ..sure
    };
    Ok((
        with(0, open.against.min(left)),
        with(open.votes_for.min(left), 0),
    ))
}
