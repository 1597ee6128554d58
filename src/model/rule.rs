//! Rules: permissions, prohibitions, duties.

use super::{
    ActionId, Condition, DataId, Date, Decl, Duration, GroupId, Holder, Localized, PartyId,
    PurposeId, RuleId, SanctionId,
};
use crate::source::Span;

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deontic {
    May,
    MustNot,
    /// A free-standing duty. It plays no part in whether something is permitted.
    Must,
    /// A permission of an outer commons that sets a prohibition aside. It permits nothing here: an outer commons
    /// forbids, and what it forbids it may except, but permitting is up to the inner one.
    Exception,
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub decl: Decl,
    pub deontic: Deontic,
    pub who: Who,
    /// Never empty.
    pub actions: Vec<ActionId>,
    /// Empty: all data.
    pub data: Vec<DataId>,
    /// Empty: all purposes.
    pub purposes: Vec<PurposeId>,
    pub condition: Condition,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Duties that come with a permission.
    pub duties: Vec<Duty>,
    /// Terms of a free-standing duty (`Deontic::Must`): its acts are the rule's own.
    pub terms: DutyTerms,
    /// Rules that are set aside where this one applies.
    pub despite: Vec<RuleId>,
    /// The other direction, worked out: rules that set this one aside where they apply. A free-standing duty decides
    /// nothing, so it is in here only for other duties, whatever it says it is `despite`.
    pub set_aside_by: Vec<RuleId>,
    /// Legal bases as ids of the law data: `consent`, `public-task`, …
    pub basis: Vec<String>,
    pub because: Option<Localized>,
    /// The outer commons leaves this rule to the inner one.
    pub delegated: bool,
    /// Something it names could not be found (which is reported): its region is not what the source means, so checks skip it.
    pub incomplete: bool,
    /// The statement (who may do what), for labels and as the place to insert a clause after.
    pub statement: Span,
    /// Where each of its names stands, for edits that take one out.
    pub names: NameSpans,
}

/// The lists of names in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameList {
    /// Terms of who, each as a whole.
    Who,
    Actions,
    Data,
    Purposes,
    Despite,
}

/// The places of the names in a rule's lists, name for name as in the rule; a list with a name that is unknown or stands twice
/// has none.
#[derive(Debug, Clone, Default)]
pub struct NameSpans {
    spans: Vec<Span>,
    /// For each list, in the order of [`NameList`], where its names begin and end in `spans`.
    lists: [(u32, u32); 5],
    /// The condition, without its keyword, if there is one.
    pub condition: Option<Span>,
    /// From the statement to the last clause that says when it holds: its condition or its days in force.
    pub holds: Option<Span>,
    /// Each `despite` clause as a whole.
    pub despite_clauses: Vec<Span>,
}

impl NameSpans {
    /// The places of a list's names.
    pub fn of(&self, list: NameList) -> &[Span] {
        let (from, to) = self.lists[list as usize];
        self.spans.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// Adds the names of one list.
    pub fn push(&mut self, list: NameList, spans: impl Iterator<Item = Span>) {
        let from = self.spans.len() as u32;
        self.spans.extend(spans);
        self.lists[list as usize] = (from, self.spans.len() as u32);
    }
}

/// Whom a rule is about: a party that fits one of the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Everyone is one term without groups; any member is one term a top-level group of the commons.
    pub terms: Vec<WhoTerm>,
    pub spelled: WhoSpelled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhoSpelled {
    Everyone,
    AnyMember,
    Terms,
}

/// In all of these groups, and, if a party is named, that very party.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct WhoTerm {
    pub groups: Vec<GroupId>,
    pub party: Option<PartyId>,
}

#[derive(Debug, Clone)]
pub struct Duty {
    /// Stable: the rule's id and a number, `plan-the-grid/1`.
    pub id: String,
    pub actions: Vec<ActionId>,
    /// Empty: what the rule is about.
    pub data: Vec<DataId>,
    pub purposes: Vec<PurposeId>,
    pub terms: DutyTerms,
    pub span: Span,
}

#[derive(Debug, Clone, Default)]
pub struct DutyTerms {
    pub to: Vec<Holder>,
    pub within: Option<Duration>,
    pub every: Option<Duration>,
    pub at_least: Option<Duration>,
    pub at_most: Option<Duration>,
    pub or_else: Option<SanctionId>,
}
