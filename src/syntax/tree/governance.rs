//! The part of the tree about deciding: bodies, decisions, sanctions, rights, scenarios.

use super::{
    Acts, Date, Duration, Duty, Expression, Name, PersonKind, Quantity, Ratio, Size, Title,
};
use crate::source::Span;
use crate::syntax::tree::At;

// ------------------------------------------------------------------ bodies

#[derive(Debug, Clone, Default)]
pub struct Body {
    /// `of all households, grid-operators`
    pub of_all: Vec<Name>,
    pub votes: Vec<At<Votes>>,
    pub weight_cap: Vec<At<Ratio>>,
    pub seats: Vec<Seats>,
    pub term: Vec<Term>,
    pub removed_by: Vec<Name>,
    pub holdover: Option<Span>,
    pub meets: Vec<Duration>,
    pub chair: Vec<Name>,
    pub size: Vec<Size>,
    pub weights_day: Vec<At<Snapshot>>,
    pub vacancies: Vec<At<Vacancies>>,
    /// Who acts until an empty seat is filled.
    pub interim: Vec<Name>,
    pub paid_by: Vec<Name>,
    pub audited_by: Vec<Name>,
}

/// On which day the weight of each vote is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snapshot {
    /// The day on which notice is given.
    Notice,
    /// The opening of the meeting or of the voting.
    Opening,
    /// The day on which the votes are counted.
    Tally,
}

/// What becomes of a seat that falls vacant before its term is over.
#[derive(Debug, Clone)]
pub enum Vacancies {
    FilledBy(Name),
    /// Whoever came next in the last election.
    NextCandidate,
    StayOpen,
}

#[derive(Debug, Clone)]
pub enum Votes {
    OneEach,
    /// By a fact or register column, or by a table of weights for each group or member.
    Weighted {
        by: Name,
        table: Vec<(Name, i64)>,
        function: Option<WeightFunction>,
    },
}

/// `to the power 0.7 divided by 1000 rounded up`
#[derive(Debug, Clone)]
pub struct WeightFunction {
    pub power: Option<Ratio>,
    pub divisor: Option<Ratio>,
    pub rounding: Rounding,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    Up,
    Down,
    /// Half goes up.
    Nearest,
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
    /// A group, body, party or role.
    pub by: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeatHow {
    ElectedBy,
    NamedBy,
    DrawnFrom,
    ExOfficio,
}

#[derive(Debug, Clone)]
pub struct Term {
    pub length: Duration,
    pub at_most: Option<i64>,
    pub span: Span,
}

// ------------------------------------------------------------------ decisions

#[derive(Debug, Clone, Default)]
pub struct Decision {
    pub changes: Vec<Changes>,
    pub admits_to: Vec<Name>,
    pub expels_from: Vec<Name>,
    pub appoints: Vec<Name>,
    pub removes: Vec<Name>,
    pub proposed_by: Vec<Proposer>,
    pub taken_by: Vec<Name>,
    pub notice: Vec<Duration>,
    pub window: Vec<Duration>,
    pub quorum: Vec<Quorums>,
    pub participation: Vec<Quorums>,
    pub passes: Vec<Passes>,
    pub abstentions_count: Vec<At<bool>>,
    pub blank_count: Vec<At<bool>>,
    pub recuse: Vec<Recuse>,
    pub too_few: Vec<Name>,
    pub clock: Vec<Clock>,
    pub tie: Vec<At<Tie>>,
    pub veto: Vec<Veto>,
    pub proxies: Vec<Proxies>,
    pub election: Vec<Election>,
    pub sortition: Vec<Sortition>,
    pub effective: Vec<Effective>,
    pub appeal: Vec<Appeal>,
    pub emergency: Vec<Emergency>,
    pub published: Option<Span>,
    /// Whether a class without members approves.
    pub empty_class: Vec<At<bool>>,
    pub signed: Vec<Signed>,
}

#[derive(Debug, Clone)]
pub enum Changes {
    ThisAgreement(Span),
    Names(Vec<Name>),
}

#[derive(Debug, Clone)]
pub enum Proposer {
    AnyMember(Span),
    Everyone(Span),
    Names(Vec<Name>),
    /// So many members together.
    Members(At<i64>),
}

/// Of whom a share is taken, or who must be there.
#[derive(Debug, Clone)]
pub enum Electorate {
    VotesCast,
    Present,
    /// `all members` and `members` are the same.
    Members,
    Seats,
    Weight,
    /// One class: a group.
    Class(Name),
}

/// The quorums of one clause: all must be met.
#[derive(Debug, Clone)]
pub struct Quorums {
    /// At least one.
    pub parts: Vec<Quorum>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Quorum {
    pub amount: Ratio,
    pub of: At<Electorate>,
    pub options: Vec<At<QuorumOption>>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuorumOption {
    AtOpening,
    AtEachVote,
    AtTally,
    WithProxies,
    WithoutProxies,
    WithoutRecused,
    WithRecused,
}

/// All tests must hold.
#[derive(Debug, Clone)]
pub struct Passes {
    pub tests: Vec<Test>,
    pub span: Span,
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
        judged_by: Option<Name>,
        silence_consents: Option<bool>,
        rounds: Option<i64>,
        otherwise: Option<Name>,
    },
    LazyConsensus {
        after: Duration,
        otherwise: Option<Name>,
    },
    Majority {
        of: Option<Electorate>,
    },
    /// `less than 3 against`: adopted unless so many oppose it.
    Opposition {
        less_than: Ratio,
        of: Option<Electorate>,
    },
    /// `more_than` rather than "at least", which is also what no word means.
    Share {
        more_than: bool,
        amount: Ratio,
        of: Electorate,
    },
}

#[derive(Debug, Clone)]
pub struct Recuse {
    /// None: whoever asks.
    pub who: Option<Vec<Name>>,
    pub judged_by: Option<Name>,
    pub options: Vec<At<QuorumOption>>,
    pub span: Span,
}

/// How long a decision may take, and what silence means.
#[derive(Debug, Clone)]
pub struct Clock {
    pub within: Duration,
    pub silence: Outcome,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum Outcome {
    Rejected,
    Adopted,
    EscalatesTo(Name),
}

#[derive(Debug, Clone)]
pub enum Tie {
    Rejected,
    Adopted,
    Lot,
    CastingVote {
        by: Name,
        /// What decides if it is not cast.
        otherwise: Option<TieFallback>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieFallback {
    Rejected,
    Adopted,
    Lot,
}

#[derive(Debug, Clone)]
pub struct Veto {
    pub by: Name,
    pub over: Vec<Name>,
    pub within: Option<Duration>,
    pub suspensive: Option<bool>,
    pub overridden_by: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Proxies {
    /// None: no proxies at all.
    pub at_most: Option<i64>,
    pub held_by: Vec<Name>,
    pub no_chains: bool,
    /// Said in so many words that a proxy may be passed on.
    pub chains: bool,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Election {
    pub method: ElectionMethod,
    pub seats: Option<i64>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElectionMethod {
    Plurality,
    TwoRound,
    Approval,
    SingleTransferableVote,
}

#[derive(Debug, Clone)]
pub struct Sortition {
    pub from: Vec<Name>,
    pub strata: Vec<Name>,
    pub seed: Option<At<String>>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum Effective {
    After(Duration),
    From(Date),
}

#[derive(Debug, Clone)]
pub struct Appeal {
    pub to: Name,
    pub within: Option<Duration>,
    /// To whom one can go with what comes of the appeal, in order.
    pub further: Vec<Appeal>,
    pub span: Span,
}

/// Who signs the record of the decision.
#[derive(Debug, Clone)]
pub struct Signed {
    /// How many of whom.
    pub by: Vec<(i64, Name)>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Emergency {
    pub when: Expression,
    pub at_most: Option<Duration>,
    pub ratified_by: Option<Name>,
    pub ratified_within: Option<Duration>,
    pub never: Vec<Name>,
    pub span: Span,
}

// ------------------------------------------------------------------ sanctions

#[derive(Debug, Clone, Default)]
pub struct Sanction {
    pub steps: Vec<Step>,
    pub appeal: Vec<Appeal>,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub kind: StepKind,
    pub up_to: Option<Duration>,
    pub by: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    Warning,
    Repair,
    Restriction,
    Suspension,
    Exclusion,
}

// ------------------------------------------------------------------ rights

#[derive(Debug, Clone, Default)]
pub struct Right {
    pub to: Vec<At<RightKind>>,
    pub of: Vec<RightOf>,
    pub over: Vec<Name>,
    pub ask: Vec<Name>,
    pub within: Vec<Duration>,
    /// Facts (such as consent) that this right takes back.
    pub withdraws: Vec<Name>,
    pub how: Vec<Title>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RightKind {
    See,
    Correct,
    Erase,
    Restrict,
    Object,
    Move,
    Withdraw,
    HumanReview,
    Complain,
}

#[derive(Debug, Clone)]
pub struct RightOf {
    pub kind: PersonKind,
    pub groups: Vec<Name>,
    pub span: Span,
}

// ------------------------------------------------------------------ scenarios

#[derive(Debug, Clone)]
pub enum Scenario {
    Ask(AskCase),
    Vote(VoteCase),
}

#[derive(Debug, Clone)]
pub struct AskCase {
    pub actor: Actor,
    pub acts: Acts,
    pub givens: Vec<Given>,
    pub on: Option<Date>,
    pub verdict: At<Verdict>,
    pub duties: Vec<Duty>,
    pub rules: Vec<Name>,
    pub missing: Vec<Name>,
}

#[derive(Debug, Clone)]
pub enum Actor {
    Named(Name),
    /// Someone who is in these groups and no others.
    Someone {
        groups: Vec<Name>,
        span: Span,
    },
    Outsider(Span),
}

#[derive(Debug, Clone)]
pub struct Given {
    pub what: GivenWhat,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum GivenWhat {
    Passed { decision: Name, not: bool },
    Yes(Name),
    No(Name),
    Date(Name, Date),
    Number(Name, Quantity),
    Choice(Name, Name),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Permitted,
    Prohibited,
    NotProvidedFor,
    Undetermined,
}

#[derive(Debug, Clone)]
pub struct VoteCase {
    pub decision: Name,
    pub eligible: At<i64>,
    pub eligible_of: Electorate,
    pub classes: Vec<(i64, Name)>,
    pub present: Option<At<i64>>,
    pub recused: Option<At<i64>>,
    pub ballots: Vec<Ballot>,
    pub outcome: At<VoteOutcome>,
    pub reasons: Vec<At<VoteReason>>,
}

#[derive(Debug, Clone)]
pub struct Ballot {
    pub count: i64,
    pub choice: BallotChoice,
    pub classes: BallotClasses,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotChoice {
    For,
    Against,
    Abstain,
    Blank,
    Invalid,
}

/// Which classes the voters of one pile of ballots were in.
#[derive(Debug, Clone)]
pub enum BallotClasses {
    Unstated,
    All(Name),
    Each(Vec<(i64, Name)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteOutcome {
    Adopted,
    Rejected,
    NoOutcome,
}

#[derive(Debug, Clone)]
pub enum VoteReason {
    Quorum {
        met: bool,
        of: Option<i64>,
        by: Option<i64>,
    },
    Tied,
    ClassRefused(Name),
}
