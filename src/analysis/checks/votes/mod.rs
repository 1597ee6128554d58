//! Votes: what a decision can come to, for every membership that the source allows. Exact, as docs/semantics section 13 defines it.
//!
//! Each question is whether some vote of some membership comes out in some way. A vote is a row of whole numbers (so many of this
//! kind for, so many away, …), what the tally asks of it are inequalities ([`hall`]), and the smallest vote that satisfies them is
//! looked for and then counted by the tally itself ([`replay`]). `passing`, `quorums`, `ties` and `alone` put the questions, `words` tells the answers.

mod alone;
mod hall;
mod passing;
mod quorums;
mod replay;
mod sentences;
mod ties;
mod weights;
mod words;

use self::hall::{Any, Hall, Place};
use self::replay::{Found, Vote};
use self::weights::Weights;
use crate::analysis::electorate::{Electorate, Range, Unclear, settled_after};
use crate::analysis::inequalities::Sum;
use crate::analysis::tally::{Count, Poll};
use crate::model::{
    Amount, BodyId, Decision, DecisionId, Electorate as Whole, GroupId, Model, PartyId, TestKind,
};

/// What was found about a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoteFinding {
    /// No vote of any membership adopts.
    NeverPasses,
    /// Adopted with more against than for, or with nobody for.
    MinorityPasses,
    /// Exactly the quorum is there, all of them are for, and it is rejected, whoever they are.
    BareQuorum,
    /// In this membership, which the source allows, nothing can pass.
    SomeNeverPass,
    /// A tie that nothing breaks.
    OpenTie,
    /// Nothing says how the body decides that the decision hands on to.
    OpenEscalation(BodyId),
    /// The rule for ties can never act.
    IdleTie,
    /// One holder of votes adopts alone what needs a quorum.
    Alone,
    /// One who is not for makes it fail, all others being there and for.
    Veto,
    /// The budget ran out.
    Undecided,
}

/// Why nobody breaks a tie, or why the rule for ties never acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieTrouble {
    /// Whoever has the casting vote need not be there.
    Absent,
    /// They have withdrawn.
    Recused,
    /// They are not in the body.
    Outside,
    /// Several have it together and can differ.
    Several,
    /// Candidates can have the same number of votes, and nothing says who is elected then.
    Candidates,
    /// A casting vote does not decide between candidates.
    NotForElections,
    /// Nobody can be in the group that has it.
    Nobody,
    /// No test asks for more votes for than against, or another one fails at a tie.
    NoTie,
}

/// One finding, with the smallest case.
#[derive(Debug, Clone)]
pub struct VoteConflict {
    pub finding: VoteFinding,
    pub decision: DecisionId,
    /// The vote that shows it, which the tally has counted; none for a finding that is not about one vote.
    pub poll: Option<Poll>,
    pub count: Option<Count>,
    /// Who: the groups of the one who can do it alone, and their name if it is a named party.
    pub who: Option<(Vec<GroupId>, Option<PartyId>)>,
    /// How the one who can stop it does: against, abstaining, or away.
    pub how: Option<crate::model::BallotChoice>,
    pub tie: Option<TieTrouble>,
}

/// All findings about votes of this commons' own decisions, in the order of the source.
pub(super) fn find(model: &Model) -> Vec<VoteConflict> {
    let mut out = Vec::new();
    for (at, decision) in model.decisions.iter().enumerate() {
        if decision.decl.is_own() {
            of_decision(model, DecisionId(at as u32), decision, &mut out);
        }
    }
    out
}

fn of_decision(model: &Model, id: DecisionId, decision: &Decision, out: &mut Vec<VoteConflict>) {
    ties::escalations(model, id, decision, out);
    let electorate = match Electorate::of_decision(model, decision) {
        Ok(electorate) => electorate,
        Err(Unclear::TooManyKinds) => return out.push(conflict(VoteFinding::Undecided, id)),
        Err(Unclear::NoBody | Unclear::Impossible) => return,
    };
    let Some(range) = electorate.range().filter(|r| r.most != Some(0)) else {
        return;
    };
    let Some(weights) = Weights::all(&electorate) else {
        return out.push(conflict(VoteFinding::Undecided, id));
    };
    let question = Question {
        model,
        id,
        decision,
        electorate: &electorate,
        weights,
        range,
    };
    let before = out.len();
    if decision.sortition.is_some() {
        return;
    }
    let never = passing::never(&question, out);
    if decision.election.is_some() {
        ties::of_candidates(&question, out);
    } else if !decision.tests.is_empty() && !never {
        passing::minority(&question, out);
        passing::some_never(&question, out);
        quorums::bare(&question, out);
        ties::open(&question, out);
        ties::idle(&question, out);
        alone::adopts(&question, out);
        alone::stops(&question, out);
    }
    // Once is enough.
    let mut undecided = false;
    let mut at = 0;
    out.retain(|found| {
        at += 1;
        let open = at > before && found.finding == VoteFinding::Undecided;
        let again = open && undecided;
        undecided |= open;
        !again
    });
}

fn conflict(finding: VoteFinding, decision: DecisionId) -> VoteConflict {
    VoteConflict {
        finding,
        decision,
        poll: None,
        count: None,
        who: None,
        how: None,
        tie: None,
    }
}

pub(super) use words::diagnostic;

/// What is asked of one decision.
struct Question<'a> {
    model: &'a Model,
    id: DecisionId,
    decision: &'a Decision,
    electorate: &'a Electorate,
    weights: Vec<Weights>,
    range: Range,
}

impl<'a> Question<'a> {
    /// Looks through all weights that memberships give.
    fn search(&self, look: impl Fn(&Weights) -> Found) -> Found {
        let mut found = Found::Nothing;
        for weights in &self.weights {
            found = found.or_smaller(|| look(weights));
        }
        found
    }

    fn hall(&self, weights: &Weights, places: &[Place]) -> Hall<'a> {
        weights.hall(self.decision, self.electorate, places)
    }

    /// All places that can matter to the tests of this decision.
    fn places(&self) -> Vec<Place> {
        let d = self.decision;
        let class = d.quorums().any(|q| matches!(q.of, Whole::Class(_)));
        let mut places = vec![
            Place::For,
            Place::Against,
            Place::Abstain,
            Place::Silent,
            Place::Away,
        ];
        if d.blank_count == Some(true) || class {
            places.push(Place::Blank);
        }
        if d.blank_count == Some(true) && class {
            places.push(Place::Invalid);
        }
        if d.recuse.is_some() {
            places.extend([Place::RecusedHere, Place::RecusedAway]);
        }
        places
    }

    /// Files what was found.
    fn file(&self, finding: VoteFinding, found: Found, out: &mut Vec<VoteConflict>) -> bool {
        match found {
            Found::Vote(vote) => {
                out.push(self.with(finding, *vote));
                true
            }
            Found::Undecided => {
                out.push(conflict(VoteFinding::Undecided, self.id));
                false
            }
            Found::Nothing => false,
        }
    }

    fn with(&self, finding: VoteFinding, vote: Vote) -> VoteConflict {
        VoteConflict {
            poll: Some(vote.poll),
            count: Some(vote.count),
            ..conflict(finding, self.id)
        }
    }

    /// As many seats as possible are filled.
    fn filled(&self, hall: &mut Hall) {
        if self.electorate.seats.is_some() {
            let least = hall.system.least(std::slice::from_ref(&hall.vacant));
            if let Some(numbers) = least.solution() {
                let vacant = hall.vacant.clone();
                hall.system.at_most(&vacant, vacant.at(&numbers));
            }
        }
    }

    fn members(&self, hall: &Hall) -> Sum {
        hall.room(hall::Measure::People, |_| true)
    }

    fn of_class(&self, hall: &Hall, group: GroupId) -> Sum {
        hall.class(group, hall::Measure::People, |_| true)
    }

    /// The body and the classes are no smaller than the source itself says they may be: where it says nothing, however large they are, and at
    /// least as large as the counts that the decision asks for. A size counts as said if it is at least `firm`.
    fn as_large_as_said(&self, hall: &mut Hall, firm: i64) {
        let bound = self.bound();
        let said = |r: &Range| r.stated && r.least >= firm;
        if !said(&self.range) {
            let members = self.members(hall);
            hall.system
                .at_least(&members, self.range.most.unwrap_or(bound));
        }
        for group in hall.classes() {
            let Some(range) = self.electorate.class(group).filter(|r| !said(r)) else {
                continue;
            };
            let members = self.of_class(hall, group);
            let least = range.most.map_or(bound, |most| most.min(firm.max(1)));
            hall.system.at_least(&members, least);
        }
    }

    /// Nothing new happens from this number of members on.
    fn bound(&self) -> i64 {
        let d = self.decision;
        let mut shares = Vec::new();
        let mut counts = Vec::new();
        let mut take = |amount: &Amount| match amount {
            Amount::Share(share) => shares.push(*share),
            Amount::Count(n) => counts.push(*n),
        };
        let quorums = d.quorums().chain(d.participations());
        quorums.for_each(|q| take(&q.amount));
        for test in &d.tests {
            match &test.kind {
                TestKind::Share { amount, .. } => take(amount),
                TestKind::Opposition { less_than, .. } => take(less_than),
                TestKind::Majority { .. } => take(&Amount::Share(crate::model::Ratio::new(1, 2))),
                _ => {}
            }
        }
        let proxies = d.proxies.as_ref().and_then(|p| p.at_most).unwrap_or(0);
        settled_after(&shares, &counts, proxies.saturating_add(3)).map_or(MOST, |b| b.min(MOST))
    }

    /// The largest count that a quorum or test asks for of a whole.
    fn largest_count(&self, of: impl Fn(Whole) -> bool) -> i64 {
        let d = self.decision;
        let quorums = d.quorums().chain(d.participations());
        let tests = d.tests.iter().filter_map(|t| match &t.kind {
            TestKind::Share {
                amount,
                of,
                more_than,
            } => Some((*amount, *of, i64::from(*more_than))),
            _ => None,
        });
        quorums
            .map(|q| (q.amount, q.of, 0))
            .chain(tests)
            .filter(|(_, whole, _)| of(*whole))
            .filter_map(|(amount, _, more)| match amount {
                Amount::Count(n) => Some(n.saturating_add(more)),
                Amount::Share(_) => None,
            })
            .max()
            .unwrap_or(0)
    }
}

/// Larger bodies than this are not asked about.
const MOST: i64 = 10_000_000;

/// No condition at all.
fn anything() -> Any {
    vec![Vec::new()]
}
