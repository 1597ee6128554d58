//! Answers: the verdict, and everything a person needs to understand and use it.

use crate::diagnostic::Text;
pub use crate::model::Verdict;
use crate::model::{ActionId, DataId, FactKey, GroupId, PurposeId, RuleId};

/// The answer to a request. All lists are sorted and without doubles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The strictest atom's: prohibited, then not provided for, then undetermined, then permitted.
    pub verdict: Verdict,
    /// Of the atoms with that verdict. Permitted: the permissions that apply. Prohibited: the prohibitions that apply.
    /// Undetermined: every rule that applies or might. Not provided for: none.
    pub rules: Vec<RuleId>,
    /// If permitted: all duties that come with those permissions.
    pub duties: Vec<DutyRef>,
    /// If undetermined: the unknown facts and decisions that those rules turn on.
    pub missing: Vec<FactKey>,
    /// If undetermined: the smallest sets of unknown facts that, once known, settle the answer whatever they turn out to be.
    /// Empty if the search ran out of its budget; then `missing` is such a set, if not the smallest.
    pub settled_by: Vec<Vec<FactKey>>,
    /// If it is a refusal: the permission that comes nearest, and what it misses.
    pub nearest: Option<Nearest>,
    /// One atom that has this verdict, as the concrete case: action, data, purpose (`None` on an empty axis).
    pub case: (Option<ActionId>, Option<DataId>, Option<PurposeId>),
    /// Names that are unknown and facts of the wrong type.
    pub problems: Vec<Text>,
}

/// The `number`th duty (from 0) of a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DutyRef {
    pub rule: RuleId,
    pub number: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    pub rule: RuleId,
    pub misses: Vec<Shortfall>,
}

/// What keeps a permission from covering a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortfall {
    /// The asker would have to be in these groups too.
    Membership(Vec<GroupId>),
    /// It is for other parties only.
    OtherParty,
    Actions(Vec<ActionId>),
    Data(Vec<DataId>),
    Purposes(Vec<PurposeId>),
    /// These tests fail, or are unknown.
    Conditions(Vec<FactKey>),
    /// A prohibition stands in the way.
    Prohibited(Vec<RuleId>),
}

impl Answer {
    /// "Not provided for", with nothing that comes near and no case.
    pub fn refusal(problems: Vec<Text>) -> Self {
        Answer {
            verdict: Verdict::NotProvidedFor,
            rules: Vec::new(),
            duties: Vec::new(),
            missing: Vec::new(),
            settled_by: Vec::new(),
            nearest: None,
            case: (None, None, None),
            problems,
        }
    }
}
