//! Bodies, decisions, sanctions, scenarios: what decisions.md speaks of, resolved.

use super::{ActionId, Condition, FactKey, Value};
use super::{
    AnyId, BodyId, DataId, Date, DecisionId, Decl, Duration, Duty, GroupId, Holder, Localized,
    PartyId, PurposeId, Ratio, RuleId,
};
use crate::source::Span;
pub use crate::syntax::tree::{
    BallotChoice, ElectionMethod, QuorumOption, Rounding, SeatHow, Snapshot, StepKind, Verdict,
    VoteOutcome,
};

#[derive(Debug, Clone)]
pub struct Body {
    pub decl: Decl,
    /// The group of those who sit in it.
    pub group: GroupId,
    /// Everyone in these groups sits in it.
    pub of_all: Vec<GroupId>,
    pub votes: Votes,
    /// No holder's share of the weight is above this.
    pub weight_cap: Option<Ratio>,
    pub seats: Option<Seats>,
    pub term: Option<Duration>,
    pub terms_at_most: Option<i64>,
    pub removed_by: Option<DecisionId>,
    pub holdover: bool,
    pub meets_every: Option<Duration>,
    pub chair: Option<Holder>,
    pub size: Option<(i64, Option<i64>)>,
    /// The day whose weights count; `None`: the source does not say, and it is that of the tally.
    pub weights_day: Option<Snapshot>,
    pub vacancies: Option<Vacancies>,
    /// Who acts for a seat until it is filled.
    pub interim: Option<Holder>,
    pub paid_by: Option<Holder>,
    pub audited_by: Option<Holder>,
}

/// What becomes of a seat that falls vacant before its term is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vacancies {
    FilledBy(DecisionId),
    /// Whoever came next in the last election.
    NextCandidate,
    StayOpen,
}

#[derive(Debug, Clone)]
pub enum Votes {
    /// The source does not say; the agreement prints "one each".
    Unstated,
    OneEach,
    Weighted {
        by: String,
        table: Vec<(Holder, i64)>,
        /// What makes a whole number of the value; `None`: the value is the weight.
        function: Option<WeightFunction>,
    },
}

/// The numbers of a power's fraction are no larger, so that it can be worked out exactly in reasonable time.
pub const MOST_POWER: u32 = 1000;

/// Weight = value to a power, divided, and rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightFunction {
    /// More than 0, a fraction of numbers up to 1,000.
    pub power: Ratio,
    /// More than 0.
    pub divisor: Ratio,
    pub rounding: Rounding,
}

#[derive(Debug, Clone)]
pub struct Seats {
    pub total: i64,
    pub shares: Vec<SeatShare>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct SeatShare {
    pub seats: i64,
    pub how: SeatHow,
    pub by: Holder,
}

#[derive(Debug, Clone)]
pub struct Decision {
    pub decl: Decl,
    pub changes_agreement: bool,
    pub changes: Vec<AnyId>,
    /// The empty place behind the last name in `changes …`, for edits that add one.
    pub changes_end: Option<Span>,
    pub admits_to: Vec<GroupId>,
    pub expels_from: Vec<GroupId>,
    pub appoints: Vec<BodyId>,
    pub removes: Vec<BodyId>,
    pub proposed_by: Option<Proposer>,
    /// `None` only if the source leaves it out, which is reported.
    pub taken_by: Option<BodyId>,
    pub notice: Option<Duration>,
    pub window: Option<Duration>,
    /// The first quorum of the clause. All of them, in order: [`Decision::quorums`].
    pub quorum: Option<Quorum>,
    /// The others, which must be met too; empty if there is no first.
    pub more_quorums: Vec<Quorum>,
    pub participation: Option<Quorum>,
    pub more_participation: Vec<Quorum>,
    /// All must hold.
    pub tests: Vec<Test>,
    pub abstentions_count: Option<bool>,
    pub blank_count: Option<bool>,
    pub recuse: Option<Recuse>,
    pub too_few: Option<BodyId>,
    pub clock: Option<Clock>,
    pub tie: Option<Tie>,
    /// What decides if the casting vote is not cast; never a casting vote itself.
    pub tie_otherwise: Option<Tie>,
    pub veto: Option<Veto>,
    pub proxies: Option<Proxies>,
    pub election: Option<Election>,
    pub sortition: Option<Sortition>,
    pub effective: Option<Effective>,
    pub appeal: Option<Appeal>,
    pub emergency: Option<Emergency>,
    pub published: bool,
    /// Whether a class without members approves; `None`: the source does not say, and it refuses.
    pub empty_class: Option<bool>,
    /// Who signs the record: so many of each holder. Empty: the source asks for no signature.
    pub signed_by: Vec<(i64, Holder)>,
}

impl Decision {
    /// Every quorum of those present, in the order of the source.
    pub fn quorums(&self) -> impl Iterator<Item = &Quorum> {
        self.quorum.iter().chain(&self.more_quorums)
    }

    /// Whether the vote or the quorum of a class counts.
    pub fn by_class(&self) -> bool {
        let quorums = self
            .quorums()
            .chain(self.participations())
            .map(|q| Some(q.of));
        let tests = self.tests.iter().map(|t| match &t.kind {
            TestKind::Unanimity { of }
            | TestKind::Majority { of }
            | TestKind::Opposition { of, .. } => *of,
            TestKind::Share { of, .. } => Some(*of),
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => None,
        });
        quorums
            .chain(tests)
            .any(|of| matches!(of, Some(Electorate::Class(_))))
    }

    /// Every quorum of those who take part in the vote, in the order of the source.
    pub fn participations(&self) -> impl Iterator<Item = &Quorum> {
        self.participation.iter().chain(&self.more_participation)
    }
}

#[derive(Debug, Clone)]
pub enum Proposer {
    AnyMember,
    Everyone,
    Holders(Vec<Holder>),
    Members(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Electorate {
    VotesCast,
    Present,
    Members,
    Seats,
    Weight,
    Class(GroupId),
}

#[derive(Debug, Clone)]
pub struct Quorum {
    pub amount: Amount,
    pub of: Electorate,
    pub options: Vec<QuorumOption>,
    pub span: Span,
}

/// A share of a whole (1/3, 50%) or a plain count (3 seats).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Share(Ratio),
    Count(i64),
}

#[derive(Debug, Clone)]
pub struct Test {
    pub kind: TestKind,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum TestKind {
    Unanimity {
        of: Option<Electorate>,
    },
    Consent {
        judged_by: Option<Holder>,
        silence_consents: Option<bool>,
        rounds: Option<i64>,
        otherwise: Option<DecisionId>,
    },
    LazyConsensus {
        after: Duration,
        otherwise: Option<DecisionId>,
    },
    Majority {
        of: Option<Electorate>,
    },
    /// The votes against are fewer than the amount; without `of` a share is one of the votes cast.
    Opposition {
        less_than: Amount,
        of: Option<Electorate>,
    },
    /// At least the amount, or more than it.
    Share {
        more_than: bool,
        amount: Amount,
        of: Electorate,
    },
}

#[derive(Debug, Clone)]
pub struct Recuse {
    /// None: whoever asks.
    pub who: Option<Vec<Holder>>,
    pub judged_by: Option<Holder>,
    pub options: Vec<QuorumOption>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Clock {
    pub within: Duration,
    pub silence: Silence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    Rejected,
    Adopted,
    EscalatesTo(BodyId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    Rejected,
    Adopted,
    Lot,
    CastingVote(Holder),
}

#[derive(Debug, Clone)]
pub struct Veto {
    pub by: Holder,
    pub over: Vec<AnyId>,
    pub within: Option<Duration>,
    pub suspensive: Option<bool>,
    pub overridden_by: Option<DecisionId>,
}

#[derive(Debug, Clone)]
pub struct Proxies {
    /// `None`: no proxies.
    pub at_most: Option<i64>,
    pub held_by: Vec<GroupId>,
    pub no_chains: bool,
    /// The source says that a proxy may be passed on, which is also what applies where it says nothing.
    pub chains: bool,
}

#[derive(Debug, Clone)]
pub struct Election {
    pub method: ElectionMethod,
    pub seats: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct Sortition {
    pub from: Vec<GroupId>,
    pub strata: Vec<String>,
    pub seed: Option<String>,
}

#[derive(Debug, Clone, Copy)]
pub enum Effective {
    After(Duration),
    From(Date),
}

#[derive(Debug, Clone)]
pub struct Appeal {
    /// A body, or an outside party such as a court or mediator.
    pub to: Holder,
    pub within: Option<Duration>,
    /// To whom one can go with what comes of it, in order; none of them has levels of its own.
    pub further: Vec<Appeal>,
}

#[derive(Debug, Clone)]
pub struct Emergency {
    pub when: Condition,
    pub at_most: Option<Duration>,
    pub ratified_by: Option<DecisionId>,
    pub ratified_within: Option<Duration>,
    pub never: Vec<AnyId>,
}

#[derive(Debug, Clone)]
pub struct SanctionStep {
    pub kind: StepKind,
    pub up_to: Option<Duration>,
    pub by: Option<Holder>,
}

// ------------------------------------------------------------------ scenarios

#[derive(Debug, Clone)]
pub struct Scenario {
    /// A stable id made from the title: `scenario-3` would change by insertion, a slug does not.
    pub id: String,
    pub title: Localized,
    pub span: Span,
    pub case: ScenarioCase,
}

#[derive(Debug, Clone)]
pub enum ScenarioCase {
    Ask(AskCase),
    Vote(VoteCase),
}

#[derive(Debug, Clone)]
pub struct AskCase {
    pub actor: Actor,
    pub actions: Vec<ActionId>,
    pub data: Vec<DataId>,
    pub purposes: Vec<PurposeId>,
    pub facts: Vec<(FactKey, Value)>,
    pub verdict: Verdict,
    pub verdict_span: Span,
    /// Duties that must be among those of the answer.
    pub duties: Vec<Duty>,
    pub rules: Vec<RuleId>,
    pub missing: Vec<FactKey>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Party(PartyId),
    /// Someone in exactly these groups (and those above them).
    Someone(Vec<GroupId>),
}

#[derive(Debug, Clone)]
pub struct VoteCase {
    pub decision: DecisionId,
    pub eligible: i64,
    pub classes: Vec<(i64, GroupId)>,
    pub present: Option<i64>,
    pub recused: Option<i64>,
    pub ballots: Vec<Ballot>,
    pub outcome: VoteOutcome,
    pub outcome_span: Span,
    pub reasons: Vec<VoteReason>,
}

#[derive(Debug, Clone)]
pub struct Ballot {
    pub count: i64,
    pub choice: BallotChoice,
    /// How many of them were in each class; `None` if the source does not say.
    pub classes: Option<Vec<(i64, GroupId)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteReason {
    Quorum {
        met: bool,
        of: Option<i64>,
        by: Option<i64>,
    },
    Tied,
    ClassRefused(GroupId),
}
