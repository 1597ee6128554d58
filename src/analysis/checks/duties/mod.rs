//! Duties: whether what must be done may be done, and whether it can all be done. Exact, as docs/semantics defines it.
//!
//! A duty is *forbidden* in a case if every way of doing it is prohibited there. That is an exists-forall question: from
//! the duty's region everything prohibited is taken away; what is left shows in which cases some way remains; the cases of
//! the duty that do not show up there are those without a way. `ways` asks it, and the same for permissions; `clashes` asks
//! whether deleting and keeping leave each other room; `regions` has what both need; `sentences` puts the answers into words.

mod clashes;
mod regions;
mod sentences;
mod sources;
mod ways;

use super::Case;
use crate::analysis::universe::Universe;
use crate::model::{ActionId, DataId, Duration, RuleId};

pub(super) use sentences::diagnostic;
pub use sources::Source;

/// What was found about duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyFinding {
    /// In some case every way of doing what must be done is prohibited.
    Forbidden,
    /// In some case no way of doing it is permitted, and not every way is prohibited. Never for acts of care.
    WithoutPermission,
    /// In some case the one has to be deleted before the other lets it go.
    Clash,
    /// The budget ran out.
    Undecided,
}

/// One finding about one duty.
#[derive(Debug, Clone)]
pub struct DutyConflict {
    pub finding: DutyFinding,
    /// For a clash: the duty to delete.
    pub duty: Source,
    /// For a clash: the duty to keep. If undecided: the other one, if it is about two.
    pub other: Option<Source>,
    /// The action that is forbidden or not permitted.
    pub action: Option<ActionId>,
    /// The prohibitions that forbid every way in the case, none of which can be missed.
    pub rules: Vec<RuleId>,
    /// The plainest case. None for a clash of two terms of retention, which is about whoever keeps the data.
    pub case: Option<Case>,
    /// For a clash: some of the data that it is about.
    pub data: Option<DataId>,
    /// For a clash: until when it has to be deleted, and how long it has to be kept. `None`: some day, and always.
    pub terms: (Option<Duration>, Option<Duration>),
}

/// All findings about duties.
pub(super) fn find(universe: &Universe) -> Vec<DutyConflict> {
    let mut out = Vec::new();
    let mut rules = regions::Rules::new(universe);
    ways::find(&mut rules, &mut out);
    clashes::find(&mut rules, &mut out);
    out
}
