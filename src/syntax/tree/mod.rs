//! The typed tree of one file: what was written, with its places, before any name has a meaning.
//!
//! A clause that may stand more than once, or that stood twice by mistake, is kept in a list; the
//! model decides. Names are kept as written.

mod governance;

use crate::diagnostic::Lang;
use crate::source::Span;
use std::sync::Arc;

pub use governance::*;

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

/// A name as written: `households`, `dpv:Marketing`, `meter-readings.kwh`.
pub type Name = At<Box<str>>;

/// A title or sentence: the text, and translations of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    pub main: String,
    /// The language of `main`, where one was written before it (`en "Rules"`); else it is the file's.
    pub lang: Option<Lang>,
    pub translations: Vec<(Lang, String)>,
    pub span: Span,
}

impl Title {
    /// The language of `main`, in a file of this keyword language.
    pub fn main_lang(&self, file: Lang) -> Lang {
        self.lang.unwrap_or(file)
    }
}

/// An exact decimal as written: `digits` / 10^`scale`. `1.50` is 150 with scale 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    pub digits: i64,
    pub scale: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeUnit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    pub amount: Decimal,
    pub unit: TimeUnit,
    pub span: Span,
}

/// A share or a count, exactly as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ratio {
    Fraction(i64, i64),
    Percent(Decimal),
    Number(Decimal),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    Time(TimeUnit),
    Percent,
    Named(Box<str>),
}

/// A number with the unit that was written behind it, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub amount: Decimal,
    pub unit: Option<Unit>,
    pub span: Span,
}

/// A calendar date as written; the model checks that the day exists.
pub type Date = At<Box<str>>;

/// One file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The keyword language of most of the file's keywords.
    pub lang: Lang,
    /// Shared, so that what an edit leaves as it was need not be copied.
    pub declarations: Vec<Arc<Declaration>>,
    /// Declarations that did not parse, with what could still be read of them.
    pub broken: Vec<Stub>,
}

/// What a broken declaration still tells, so that its name is not reported as unknown elsewhere.
#[derive(Debug, Clone)]
pub struct Stub {
    pub kind: Option<Kind>,
    pub name: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Commons,
    Group,
    Party,
    Dataset,
    Purpose,
    Action,
    Fact,
    Rule,
    Body,
    Decision,
    Sanction,
    Right,
    Scenario,
}

/// Keyword, name, title, body.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// From the keyword to the end of the body.
    pub span: Span,
    pub name: Option<Name>,
    pub title: Option<Title>,
    pub notes: Vec<Title>,
    /// Findings allowed here, each with its reason.
    pub accepts: Vec<Accept>,
    pub what: What,
}

#[derive(Debug, Clone)]
pub struct Accept {
    pub code: Name,
    pub reason: Title,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum What {
    Commons(Box<Commons>),
    Use(Use),
    Separate {
        names: Vec<Name>,
        because: Option<Title>,
    },
    Group(Box<Group>),
    Party(Box<Party>),
    Dataset(Box<Dataset>),
    Purpose {
        within: Vec<Name>,
        serves: Vec<Title>,
    },
    Action {
        within: Vec<Name>,
    },
    Fact(Box<Fact>),
    Rule(Box<Rule>),
    Body(Box<Body>),
    Decision(Box<Decision>),
    Sanction(Box<Sanction>),
    Right(Box<Right>),
    Scenario(Box<Scenario>),
}

// ------------------------------------------------------------------ commons, use

#[derive(Debug, Clone, Default)]
pub struct Commons {
    pub goals: Vec<Title>,
    pub law: Vec<Name>,
    pub seat: Vec<At<String>>,
    pub version: Vec<Version>,
    pub outer: Vec<Outer>,
    pub legal_form: Vec<Name>,
    pub registered: Vec<Registered>,
    pub contact: Vec<At<String>>,
    pub authentic: Vec<At<Lang>>,
    /// Rules of this commons that an inner commons may decide for itself.
    pub delegates: Vec<Name>,
    pub requests: Vec<Requests>,
    /// Texts of one kind each: fees, benefits, surplus, …
    pub texts: Vec<(CommonsText, Title)>,
    pub audit: Vec<Audit>,
    pub breach: Vec<Breach>,
    pub logging: Vec<Logging>,
    pub smallest_cell: Vec<At<i64>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommonsText {
    Fees,
    Benefits,
    Surplus,
    Liability,
    Disputes,
    Dissolution,
    Security,
    Leaving,
    Information,
    /// Which of the joint controllers does what (GDPR Art. 26).
    JointControllers,
    /// What the assessment of the risks for people found (GDPR Art. 35).
    ImpactAssessment,
}

#[derive(Debug, Clone)]
pub struct Version {
    pub number: Box<str>,
    pub from: Option<Date>,
    pub span: Span,
}

/// `within "../city" as city`: the commons that this one is nested in.
#[derive(Debug, Clone)]
pub struct Outer {
    pub path: At<String>,
    pub alias: Option<Name>,
}

/// `register kvk "12345678"`
#[derive(Debug, Clone)]
pub struct Registered {
    pub register: Name,
    pub number: At<String>,
}

/// How a data user asks for access: decided by which decision, sent where.
#[derive(Debug, Clone)]
pub struct Requests {
    pub by: Name,
    pub to: Option<At<String>>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Audit {
    pub every: Option<Duration>,
    pub by: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Breach {
    pub within: Duration,
    pub to: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Logging {
    pub at_least: Option<Duration>,
    pub by: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Use {
    pub kinds: Vec<At<UseKind>>,
    pub from: UseSource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UseKind {
    Groups,
    Datasets,
    Purposes,
    Actions,
    Facts,
    Rules,
    Bodies,
    Decisions,
    Sanctions,
    Parties,
}

#[derive(Debug, Clone)]
pub enum UseSource {
    /// A library that ships with the compiler: `dpv`.
    Library(Name),
    /// A file or project folder, relative to the file that says so.
    Path(At<String>),
}

// ------------------------------------------------------------------ parties

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonKind {
    People,
    Organisations,
}

#[derive(Debug, Clone, Default)]
pub struct Group {
    pub of: Vec<At<PersonKind>>,
    pub within: Vec<Name>,
    pub admitted_by: Vec<Name>,
    pub expelled_by: Vec<Name>,
    pub leave: Vec<Duration>,
    pub closed: Option<Span>,
    pub register: Vec<At<String>>,
    pub size: Vec<Size>,
}

/// `size 50 to 500`
#[derive(Debug, Clone)]
pub struct Size {
    pub least: i64,
    pub most: Option<i64>,
    pub span: Span,
}

#[derive(Debug, Clone, Default)]
pub struct Party {
    /// `member` rather than `party`.
    pub member: bool,
    pub groups: Vec<Name>,
    pub seat: Vec<At<String>>,
    pub registered: Vec<Registered>,
    pub contact: Vec<At<String>>,
    pub address: Vec<At<String>>,
    pub represented_by: Vec<At<String>>,
}

// ------------------------------------------------------------------ data

#[derive(Debug, Clone, Default)]
pub struct Dataset {
    pub from: Vec<Name>,
    pub about: Vec<About>,
    pub sensitivity: Vec<At<Sensitivity>>,
    pub keepers: Vec<Name>,
    pub processors: Vec<Name>,
    pub scale: Vec<Scale>,
    pub retention: Vec<Retention>,
    pub fields: Vec<Field>,
    pub derived_from: Vec<Name>,
    pub within: Vec<Name>,
    pub licence: Vec<At<String>>,
    pub location: Vec<At<String>>,
    pub format: Vec<At<String>>,
}

#[derive(Debug, Clone)]
pub enum About {
    NoOne(Span),
    Kind {
        kind: PersonKind,
        groups: Vec<Name>,
        span: Span,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sensitivity {
    NotPersonal,
    Personal,
    /// A special category of personal data (GDPR Art. 9), and which.
    Special(Vec<Name>),
}

#[derive(Debug, Clone)]
pub struct Scale {
    pub level: Name,
    pub every: Option<Duration>,
}

#[derive(Debug, Clone)]
pub struct Retention {
    pub at_most: Option<Duration>,
    pub at_least: Option<Duration>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: Name,
    pub title: Option<Title>,
    pub unit: Option<At<Box<str>>>,
    pub identifying: bool,
    pub sensitivity: Vec<At<Sensitivity>>,
    pub span: Span,
}

// ------------------------------------------------------------------ facts

#[derive(Debug, Clone, Default)]
pub struct Fact {
    pub types: Vec<At<FactType>>,
    pub given_by: Vec<At<GivenBy>>,
    pub withdrawn: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactType {
    YesNo,
    Number { unit: Unit, decimals: i64 },
    Date,
    OneOf(Vec<Name>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenBy {
    ThePerson,
    Party(Name),
}

// ------------------------------------------------------------------ rules

#[derive(Debug, Clone)]
pub struct Rule {
    pub who: Who,
    pub deontic: At<Deontic>,
    pub acts: Acts,
    /// Terms of a free-standing duty (`must`).
    pub terms: DutyTerms,
    pub condition: Vec<Expression>,
    pub duties: Vec<Duty>,
    pub despite: Vec<Name>,
    /// Each `despite` clause as a whole, from its keyword.
    pub despite_clauses: Vec<Span>,
    pub basis: Vec<Name>,
    pub because: Vec<Title>,
    pub from: Vec<Date>,
    pub until: Vec<Date>,
    /// Where a further clause can be inserted: just behind the statement.
    pub statement: Span,
    /// From the statement to the last clause that says when it holds: its condition or its days in force.
    pub holds: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deontic {
    May,
    MustNot,
    Must,
}

#[derive(Debug, Clone)]
pub enum Who {
    /// `everyone`, or the `nobody` of a prohibition.
    Everyone(Span),
    AnyMember(Span),
    Terms(Vec<WhoTerm>),
}

/// A group or party, and the groups that it must also be in.
#[derive(Debug, Clone)]
pub struct WhoTerm {
    pub names: Vec<Name>,
    pub span: Span,
}

/// Actions and data, in either order (Dutch puts the object first), and purposes.
#[derive(Debug, Clone)]
pub struct Acts {
    pub first: Vec<Name>,
    pub second: Vec<Name>,
    pub purposes: Vec<Name>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Duty {
    pub acts: Acts,
    pub terms: DutyTerms,
    pub span: Span,
}

#[derive(Debug, Clone, Default)]
pub struct DutyTerms {
    pub to: Vec<Name>,
    pub within: Vec<Duration>,
    pub every: Vec<Duration>,
    pub at_least: Vec<Duration>,
    pub at_most: Vec<Duration>,
    pub or_else: Vec<Name>,
    /// Of all terms together; empty (and at the end of the statement) if there are none.
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Expression {
    pub kind: ExpressionKind,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum ExpressionKind {
    Or(Vec<Expression>),
    And(Vec<Expression>),
    Not(Box<Expression>),
    Passed(Name),
    /// A test on the moment of the request.
    Moment(DateTest),
    /// A test on a fact; none for a yes/no fact.
    Fact(Name, Option<FactTest>),
}

#[derive(Debug, Clone)]
pub struct DateTest {
    pub relation: DateRelation,
    pub date: Date,
}

/// `From` and `Until` include the day itself; `Before` and `After` do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRelation {
    From,
    Until,
    Before,
    After,
    On,
}

#[derive(Debug, Clone)]
pub enum FactTest {
    Date(DateTest),
    Number(NumberRelation, Quantity),
    Between(Quantity, Quantity),
    Is {
        not: bool,
        value: IsValue,
        span: Span,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberRelation {
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Exactly,
}

#[derive(Debug, Clone)]
pub enum IsValue {
    Date(Date),
    Quantity(Quantity),
    Names(Vec<Name>),
}
