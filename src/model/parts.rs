//! Parties, data, purposes, actions, facts, rights, and the commons itself.

use super::{
    ActionId, DataId, Date, DecisionId, Decl, Duration, FactId, GroupId, Localized, PartyId,
    PurposeId, SanctionId, Unit,
};
use crate::diagnostic::Lang;
use crate::source::Span;
pub use crate::syntax::tree::{CommonsText, PersonKind, RightKind};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default)]
pub struct Commons {
    /// `None` only in a model that has no commons declaration (which is reported).
    pub decl: Option<Decl>,
    pub goal: Option<Localized>,
    /// The law that governs it, such as `NL`.
    pub law: Option<String>,
    pub seat: Option<String>,
    pub version: Option<String>,
    pub in_force: Option<Date>,
    /// Legal form as an id: `association`, `foundation`, `cooperative`, …
    pub legal_form: Option<String>,
    pub registered: Option<Registration>,
    pub contact: Option<String>,
    pub authentic: Option<Lang>,
    pub requests: Option<Requests>,
    pub texts: BTreeMap<CommonsText, Localized>,
    pub audit: Option<Audit>,
    pub breach: Option<Breach>,
    pub logging: Option<Logging>,
    /// The smallest number of people or households that a result may be about.
    pub smallest_cell: Option<i64>,
}

impl Commons {
    pub fn id(&self) -> &str {
        self.decl.as_ref().map_or("", |d| d.id.as_str())
    }

    pub fn title(&self, lang: Lang) -> &str {
        self.decl.as_ref().map_or("", |d| d.title(lang))
    }
}

/// A number in a public register: `kvk` and `12345678`.
#[derive(Debug, Clone)]
pub struct Registration {
    pub register: String,
    pub number: String,
}

/// How a data user asks for access.
#[derive(Debug, Clone)]
pub struct Requests {
    pub decided_by: DecisionId,
    /// An address to send it to.
    pub to: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Audit {
    pub every: Option<Duration>,
    pub by: Option<Holder>,
}

#[derive(Debug, Clone)]
pub struct Breach {
    pub within: Duration,
    pub to: Option<Holder>,
}

#[derive(Debug, Clone)]
pub struct Logging {
    pub at_least: Option<Duration>,
    pub by: Option<Holder>,
}

/// Someone who can hold a task or a power: a group (bodies are groups too), a named party, or the commons itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    Group(GroupId),
    Party(PartyId),
    Commons,
}

/// A class of parties. Every body is a group as well: those who sit in it.
#[derive(Debug, Clone)]
pub struct Group {
    pub decl: Decl,
    pub of: Option<PersonKind>,
    pub admitted_by: Option<DecisionId>,
    pub expelled_by: Option<DecisionId>,
    pub leave_notice: Option<Duration>,
    /// Only the members named in the source are in it; otherwise parties unknown to the source may be.
    pub closed: bool,
    /// A CSV file with members, kept outside the source.
    pub register: Option<String>,
    pub size: Option<(i64, Option<i64>)>,
    /// This group is those who sit in a body.
    pub body: Option<super::BodyId>,
}

/// A named person or organisation.
#[derive(Debug, Clone)]
pub struct Party {
    pub decl: Decl,
    /// `member` (of the commons) rather than `party` (such as a processor).
    pub member: bool,
    /// As written; the closure upward is `Model::groups_of`.
    pub groups: Vec<GroupId>,
    pub seat: Option<String>,
    pub registered: Option<Registration>,
    pub contact: Option<String>,
    pub address: Option<String>,
    pub represented_by: Option<String>,
}

/// A dataset or one of its fields.
#[derive(Debug, Clone)]
pub struct Data {
    pub decl: Decl,
    pub kind: DataKind,
    /// As declared here or, for a field, at its dataset.
    pub sensitivity: Sensitivity,
    /// Whether the source says it, rather than it being derived.
    pub sensitivity_stated: bool,
}

#[derive(Debug, Clone)]
pub enum DataKind {
    Dataset(Box<Dataset>),
    Field {
        dataset: DataId,
        unit: Option<String>,
        identifying: bool,
    },
}

impl Data {
    pub fn dataset(&self) -> Option<&Dataset> {
        match &self.kind {
            DataKind::Dataset(d) => Some(d),
            DataKind::Field { .. } => None,
        }
    }

    pub fn is_dataset(&self) -> bool {
        matches!(self.kind, DataKind::Dataset(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sensitivity {
    #[default]
    NotPersonal,
    Personal,
    /// Special categories of GDPR Art. 9(1) or criminal data of Art. 10, as ids of the law data.
    Special(Vec<String>),
}

impl Sensitivity {
    pub fn is_personal(&self) -> bool {
        !matches!(self, Sensitivity::NotPersonal)
    }
}

#[derive(Debug, Clone, Default)]
pub struct Dataset {
    pub fields: Vec<DataId>,
    /// Who the data comes from.
    pub from: Vec<Holder>,
    /// Whom it is about.
    pub about: Option<About>,
    /// Controllers in the sense of GDPR Art. 4(7); several are joint controllers (Art. 26).
    pub keepers: Vec<Holder>,
    pub processors: Vec<Holder>,
    /// Scale level as written: `household`, `street`, …
    pub scale: Option<String>,
    pub every: Option<Duration>,
    pub keep_at_most: Option<Duration>,
    pub keep_at_least: Option<Duration>,
    pub derived_from: Vec<DataId>,
    pub licence: Option<String>,
    pub location: Option<String>,
    pub format: Option<String>,
}

#[derive(Debug, Clone)]
pub enum About {
    NoOne,
    Kind {
        kind: PersonKind,
        groups: Vec<GroupId>,
    },
}

#[derive(Debug, Clone)]
pub struct Purpose {
    pub decl: Decl,
    /// The societal goals it serves.
    pub serves: Vec<Localized>,
    /// IRI in the Data Privacy Vocabulary; for an own purpose, `None`.
    pub iri: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Action {
    pub decl: Decl,
    /// An infinitive, as it stands behind "may" and "mogen": "read", "lezen".
    pub verb: Localized,
    /// "reading", "het lezen".
    pub noun: Localized,
    /// IRI in ODRL 2.2, if it has one there.
    pub odrl: Option<String>,
    /// For an action of our own profile: the one ODRL action it is included in.
    pub odrl_included_in: Option<String>,
    /// An act of care (delete, report, …), which is not a use of data and needs no permission.
    pub care: bool,
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub decl: Decl,
    pub kind: FactKind,
    pub given_by: Option<GivenBy>,
    pub withdrawable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    YesNo,
    /// Whole numbers of 1/10^`decimals` of the unit.
    Number {
        unit: Unit,
        decimals: u8,
    },
    Date,
    /// Ids of the choices, in the order of the source.
    OneOf(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenBy {
    ThePerson,
    Holder(Holder),
    /// Established by a decision.
    Decision(DecisionId),
}

/// `separate a, b`: nobody is in two of these.
#[derive(Debug, Clone)]
pub struct Separation {
    pub groups: Vec<GroupId>,
    pub because: Option<Localized>,
    pub span: Span,
}

/// A right of the people that the data is about.
#[derive(Debug, Clone)]
pub struct Right {
    pub decl: Decl,
    pub kind: RightKind,
    pub of: Option<(PersonKind, Vec<GroupId>)>,
    /// Empty: all personal data.
    pub over: Vec<DataId>,
    pub ask: Option<Holder>,
    pub within: Option<Duration>,
    pub withdraws: Vec<FactId>,
    pub how: Option<Localized>,
}

/// A sanction ladder.
#[derive(Debug, Clone)]
pub struct Sanction {
    pub decl: Decl,
    pub steps: Vec<super::SanctionStep>,
    pub appeal: Option<super::Appeal>,
}

/// An id of any kind, for messages and cross-references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnyId {
    Group(GroupId),
    Party(PartyId),
    Data(DataId),
    Purpose(PurposeId),
    Action(ActionId),
    Fact(FactId),
    Rule(super::RuleId),
    Body(super::BodyId),
    Decision(DecisionId),
    Sanction(SanctionId),
    Right(super::RightId),
}
