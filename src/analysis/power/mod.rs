//! Who has power over whom: the model's bodies, groups and parties as a graph.
//!
//! Every clause that gives somebody a say over somebody else is an edge: who elects, names, dismisses, pays or audits a
//! body, hears appeals against it, judges its recusals, decides in its place, vetoes it, confirms what it did in an emergency,
//! changes the rules, admits, expels and punishes. An edge knows the declaration that makes it and its place in the source.
//!
//! [`people`] says who sits in a body and whether two bodies have the same people; [`start`] which bodies can have members when
//! the agreement begins; [`circles`] which bodies choose their own successors; [`words`] puts an edge into a sentence.

mod build;
pub mod circles;
pub mod people;
pub mod start;
pub mod words;

use crate::model::{
    AnyId, Appeal, BodyId, DecisionId, GroupId, Holder, Model, SanctionId, SeatHow, StepKind,
};
use crate::source::Span;

pub use people::People;

/// What somebody may do. The one it is done to is the edge's [`Over`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// Everyone in the group sits in the body.
    SitsIn,
    /// Fills `seats` of the `total` seats.
    Fills {
        how: SeatHow,
        seats: i64,
        total: i64,
    },
    /// Takes the decision on who sits in it, where the seats do not already say so.
    Appoints,
    /// Holds the draw by lot for its seats.
    HoldsDraw,
    /// Fills the seats that fall vacant before their term is over.
    FillsVacancies,
    /// Acts for an empty seat until it is filled.
    ActsMeanwhile,
    Removes,
    Pays,
    Audits,
    HearsAppeals,
    JudgesRecusal,
    /// Decides in its place if too few may vote.
    StepsIn,
    /// Decides in its place if it does not decide in time.
    TakesOver,
    Vetoes,
    /// Can set aside its veto.
    Overrides,
    ActsInEmergency,
    /// Must confirm what it did in an emergency.
    Ratifies,
    Changes,
    Admits,
    Expels,
    /// A step of a sanction ladder.
    Sanctions(StepKind),
    /// May propose a decision of the body; only where the source names who may.
    Proposes,
    Chairs,
    /// Has the casting vote in the body.
    BreaksTies,
    JudgesObjections,
    /// Signs the record of a decision.
    Signs,
}

impl Power {
    /// Whether the drawing and the list on the page show it. What is left out stands with the decision or body itself.
    pub fn is_shown(self) -> bool {
        !matches!(
            self,
            Power::Proposes
                | Power::Chairs
                | Power::BreaksTies
                | Power::JudgesObjections
                | Power::Signs
        )
    }
}

/// Over whom or what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Over {
    Who(Holder),
    /// The whole agreement.
    Agreement,
    /// One declaration that is no body, group or party.
    Thing(AnyId),
    /// Whoever the sanction ladder strikes.
    Breakers(SanctionId),
}

/// The declaration that gives the power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    Body(BodyId),
    Decision(DecisionId),
    Sanction(SanctionId),
    Commons,
}

/// One power of one holder. A body stands in it as the group of those who sit in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub from: Holder,
    pub power: Power,
    pub over: Over,
    pub by: Basis,
    /// Where the source says so.
    pub span: Option<Span>,
}

/// The graph of a model.
#[derive(Debug, Clone)]
pub struct Graph<'m> {
    pub model: &'m Model,
    /// In the order of the source: bodies, decisions, sanctions, the commons; nothing twice.
    pub edges: Vec<Edge>,
    /// Of each body, the decisions on who sits in it.
    appointing: Vec<Vec<DecisionId>>,
}

impl<'m> Graph<'m> {
    pub fn new(model: &'m Model) -> Self {
        build::build(model)
    }

    /// Whether this commons itself says so, rather than one around it.
    pub fn is_own(&self, by: Basis) -> bool {
        let m = self.model;
        let decl = match by {
            Basis::Body(b) => m.bodies.get(b.index()).map(|b| &b.decl),
            Basis::Decision(d) => m.decisions.get(d.index()).map(|d| &d.decl),
            Basis::Sanction(s) => m.sanctions.get(s.index()).map(|s| &s.decl),
            Basis::Commons => return true,
        };
        decl.is_some_and(|d| d.is_own())
    }

    /// The decisions on who sits in a body.
    pub fn appointing(&self, body: BodyId) -> &[DecisionId] {
        self.appointing.get(body.index()).map_or(&[], Vec::as_slice)
    }

    /// The decisions by which a body is dismissed: those that `removes` it, and the one that it is `removed by`.
    pub fn removing(&self, body: BodyId) -> Vec<DecisionId> {
        let named = self
            .model
            .bodies
            .get(body.index())
            .and_then(|b| b.removed_by);
        let all = self.model.decisions.iter().enumerate();
        all.filter(|(at, d)| d.removes.contains(&body) || named == Some(DecisionId::new(*at)))
            .map(|(at, _)| DecisionId::new(at))
            .collect()
    }

    /// Who takes a decision.
    pub fn taker(&self, decision: DecisionId) -> Option<Holder> {
        let body = self.model.decisions.get(decision.index())?.taken_by?;
        holder_of(self.model, body)
    }
}

/// To whom one can appeal, in the order in which it goes.
pub fn appeal_levels(appeal: Option<&Appeal>) -> impl Iterator<Item = Holder> + '_ {
    build::levels(appeal)
}

/// A body as a holder: the group of those who sit in it.
pub fn holder_of(model: &Model, body: BodyId) -> Option<Holder> {
    model
        .bodies
        .get(body.index())
        .map(|b| Holder::Group(b.group))
}

/// The body that a holder is, if it is one.
pub fn body_of(model: &Model, holder: Holder) -> Option<BodyId> {
    match holder {
        Holder::Group(group) => body_of_group(model, group),
        Holder::Party(_) | Holder::Commons => None,
    }
}

/// The body whose members a group is.
pub fn body_of_group(model: &Model, group: GroupId) -> Option<BodyId> {
    model.groups.get(group.index()).and_then(|g| g.body)
}
