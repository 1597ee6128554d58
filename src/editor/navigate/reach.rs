//! Who may reach a dataset, and what someone may reach: the rules that permit it, each with its place.
//!
//! Read from the rules as they stand. A permission that a prohibition takes back in some case is still shown, and the
//! prohibitions beside it: what is permitted in which case is for the matrix and `meent ask` to say.

use super::spot::spot;
use crate::editor::Snapshot;
use crate::model::{
    AnyId, DataId, DataKind, Deontic, GroupId, Model, PartyId, Rule, RuleId, WhoTerm,
};
use crate::source::{FileId, Span};

/// A dataset, field, group, body or party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    pub id: AnyId,
    pub whole: Span,
    pub name: Span,
}

/// One way from someone to data: by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// At the other end: who reaches the data, or which data they reach. `None` is everyone, or all data.
    pub other: Option<AnyId>,
    pub rule: RuleId,
    pub whole: Span,
    /// Where the rule names that other end; else the statement of the rule.
    pub at: Span,
    /// Where the rule names what was asked about; empty if it only covers it.
    pub from: Vec<Span>,
    /// Prohibitions about the same data that may stand in the way.
    pub prohibitions: Vec<RuleId>,
}

/// What stands at a byte, if it is something that reaches data or is reached.
pub fn node(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Node> {
    let id = spot(snapshot, file, byte)?.id()?;
    of(&snapshot.model, id)
}

/// The node of a declaration.
fn of(model: &Model, id: AnyId) -> Option<Node> {
    if !matches!(
        id,
        AnyId::Data(_) | AnyId::Group(_) | AnyId::Body(_) | AnyId::Party(_)
    ) {
        return None;
    }
    let decl = model.decl(id)?;
    let whole = decl.span?;
    Some(Node {
        id,
        whole,
        name: decl.name_span.unwrap_or(whole),
    })
}

/// Who may reach a dataset or field: a step for each rule and each of those whom it permits.
pub fn incoming(snapshot: &Snapshot, id: AnyId) -> Vec<Step> {
    let model = &snapshot.model;
    let AnyId::Data(data) = id else {
        return Vec::new();
    };
    let touches =
        |rule: &Rule| rule.data.is_empty() || rule.data.iter().any(|d| related(model, *d, data));
    let against = prohibitions(model, &touches);
    let mut out = Vec::new();
    for (at, rule) in permissions(model).filter(|(_, r)| touches(r)) {
        let from: Vec<Span> = named(
            snapshot,
            rule,
            |named| matches!(named, AnyId::Data(d) if related(model, d, data)),
        );
        let terms = rule.who.terms.iter();
        let each: Vec<Option<AnyId>> = terms.map(|t| of_term(model, t)).collect();
        let each = if each.is_empty() { vec![None] } else { each };
        for who in each {
            let places = who.map(|who| named(snapshot, rule, |n| n == who));
            let place = places.and_then(|p| p.first().copied());
            out.push(Step {
                other: who,
                rule: at,
                whole: rule.decl.span.unwrap_or(rule.statement),
                at: place.unwrap_or(rule.statement),
                from: from.clone(),
                prohibitions: against.clone(),
            });
        }
    }
    out
}

/// What a group, body or party may reach: a step for each rule and each dataset or field that it names.
pub fn outgoing(snapshot: &Snapshot, id: AnyId) -> Vec<Step> {
    let model = &snapshot.model;
    let Some(mine) = groups_of(model, id) else {
        return Vec::new();
    };
    let party = match id {
        AnyId::Party(party) => Some(party),
        _ => None,
    };
    let permits = |term: &WhoTerm| {
        let by_name = term.party.is_none() || term.party == party;
        by_name && term.groups.iter().all(|g| mine.contains(&g.0))
    };
    let mut out = Vec::new();
    for (at, rule) in permissions(model) {
        if !rule.who.terms.iter().any(permits) {
            continue;
        }
        let about = |other: &Rule| {
            other.data.is_empty()
                || rule.data.is_empty()
                || other
                    .data
                    .iter()
                    .any(|a| rule.data.iter().any(|b| related(model, *a, *b)))
        };
        let concerns = |other: &Rule| about(other) && other.who.terms.iter().any(permits);
        let from = named(snapshot, rule, |n| n == id);
        let each: Vec<Option<AnyId>> = match rule.data.is_empty() {
            true => vec![None],
            false => rule.data.iter().map(|d| Some(AnyId::Data(*d))).collect(),
        };
        for data in each {
            let places = data.map(|data| named(snapshot, rule, |n| n == data));
            let place = places.and_then(|p| p.first().copied());
            out.push(Step {
                other: data,
                rule: at,
                whole: rule.decl.span.unwrap_or(rule.statement),
                at: place.unwrap_or(rule.statement),
                from: from.clone(),
                prohibitions: prohibitions(model, &concerns),
            });
        }
    }
    out
}

/// Own permissions for a use of data; acts of care, such as deleting, reach nothing.
fn permissions(model: &Model) -> impl Iterator<Item = (RuleId, &Rule)> {
    let use_of_data = |rule: &Rule| {
        let actions = rule
            .actions
            .iter()
            .filter_map(|a| model.actions.get(a.index()));
        rule.actions.is_empty() || actions.into_iter().any(|a| !a.care)
    };
    let rules = model.rules.iter().enumerate();
    rules
        .filter(move |(_, r)| r.deontic == Deontic::May && use_of_data(r))
        .map(|(at, r)| (RuleId::new(at), r))
}

fn prohibitions(model: &Model, about: &impl Fn(&Rule) -> bool) -> Vec<RuleId> {
    let rules = model.rules.iter().enumerate();
    rules
        .filter(|(_, r)| r.deontic == Deontic::MustNot && about(r))
        .map(|(at, _)| RuleId::new(at))
        .collect()
}

/// Whether a rule about `named` is about some of `wanted`.
fn related(model: &Model, named: DataId, wanted: DataId) -> bool {
    let tree = &model.data_tree;
    tree.is_within(named.0, wanted.0) || tree.is_within(wanted.0, named.0)
}

/// The places in the statement of a rule where something is named.
fn named(snapshot: &Snapshot, rule: &Rule, is: impl Fn(AnyId) -> bool) -> Vec<Span> {
    let whole = rule.statement;
    let uses = snapshot.model.uses_in(whole.file);
    let first = uses.partition_point(|u| u.span.start < whole.start);
    let uses = uses.get(first..).unwrap_or_default().iter();
    uses.take_while(|u| u.span.end <= whole.end)
        .filter(|u| matches!(u.named, crate::model::Named::Is(id) if is(id)))
        .map(|u| u.span)
        .collect()
}

/// Whom a term is about, first of all.
fn of_term(model: &Model, term: &WhoTerm) -> Option<AnyId> {
    match (term.party, term.groups.first()) {
        (Some(party), _) => Some(AnyId::Party(party)),
        (None, Some(group)) => Some(of_group(model, *group)),
        (None, None) => None,
    }
}

/// Who sits in a body is the body.
fn of_group(model: &Model, group: GroupId) -> AnyId {
    let body = model.groups.get(group.index()).and_then(|g| g.body);
    body.map_or(AnyId::Group(group), AnyId::Body)
}

/// The groups that someone is in, closed upward.
fn groups_of(model: &Model, id: AnyId) -> Option<Vec<u32>> {
    let groups = match id {
        AnyId::Group(group) => vec![group],
        AnyId::Body(body) => vec![model.bodies.get(body.index())?.group],
        AnyId::Party(party) => return Some(model.groups_of(PartyId(party.0))),
        _ => return None,
    };
    Some(model.closure(&groups))
}

/// Whether it is data rather than someone.
impl Node {
    pub fn is_data(&self) -> bool {
        matches!(self.id, AnyId::Data(_))
    }

    /// Whether it is a field rather than a whole dataset.
    pub fn is_field(&self, model: &Model) -> bool {
        match self.id {
            AnyId::Data(id) => {
                let kind = model.data.get(id.index()).map(|d| &d.kind);
                matches!(kind, Some(DataKind::Field { .. }))
            }
            _ => false,
        }
    }
}
