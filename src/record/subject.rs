//! What a record is about: the decision, the body that takes it, and the names of the source that a record may use.

use crate::analysis::tally::counting::whole_of;
use crate::model::{
    AnyId, Body, Decision, DecisionId, Electorate, GroupId, Model, PartyId, SeatHow,
};
use std::collections::{BTreeMap, BTreeSet};

pub struct Subject<'a> {
    pub model: &'a Model,
    pub id: DecisionId,
    pub decision: &'a Decision,
    pub body: Option<&'a Body>,
    groups: BTreeMap<&'a str, GroupId>,
    parties: BTreeMap<&'a str, PartyId>,
    /// Who sits in the body, as far as the source names groups.
    sitting: Vec<GroupId>,
}

impl<'a> Subject<'a> {
    /// The decision of this name. `None`: there is none.
    pub fn find(model: &'a Model, name: &str) -> Option<Self> {
        let at = model.decisions.iter().position(|d| d.decl.id == name)?;
        let decision = model.decisions.get(at)?;
        let body = decision.taken_by.and_then(|b| model.bodies.get(b.index()));
        let groups = model.groups.iter().enumerate();
        let parties = model.parties.iter().enumerate();
        Some(Subject {
            model,
            id: DecisionId::new(at),
            decision,
            body,
            groups: groups
                .map(|(at, g)| (g.decl.id.as_str(), GroupId::new(at)))
                .collect(),
            parties: parties
                .map(|(at, p)| (p.decl.id.as_str(), PartyId::new(at)))
                .collect(),
            sitting: body.map_or_else(Vec::new, |b| b.of_all.clone()),
        })
    }

    pub fn group(&self, name: &str) -> Option<GroupId> {
        self.groups.get(name).copied()
    }

    pub fn party(&self, name: &str) -> Option<PartyId> {
        self.parties.get(name).copied()
    }

    /// The group and all that lies above it.
    pub fn above(&self, group: GroupId) -> impl Iterator<Item = GroupId> + '_ {
        self.model
            .group_tree
            .up(group.0)
            .iter()
            .map(|g| GroupId(*g))
    }

    pub fn groups_of(&self, party: PartyId) -> impl Iterator<Item = GroupId> {
        self.model.groups_of(party).into_iter().map(GroupId)
    }

    /// Whether someone of these groups may sit in the body: where it is made of all of some groups, one of those.
    pub fn admits(&self, groups: &BTreeSet<GroupId>) -> bool {
        self.sitting.is_empty()
            || self.body.is_some_and(|b| b.seats.is_some())
            || self.sitting.iter().any(|g| groups.contains(g))
    }

    pub fn seats(&self) -> Option<i64> {
        self.body.and_then(|b| b.seats.as_ref()).map(|s| s.total)
    }

    /// The classes whose own vote or quorum counts.
    pub fn classes(&self) -> BTreeSet<GroupId> {
        let d = self.decision;
        let quorums = d.quorums().chain(d.participations()).map(|q| q.of);
        let all = d.tests.iter().map(|t| whole_of(&t.kind)).chain(quorums);
        all.filter_map(|of| match of {
            Electorate::Class(group) => Some(group),
            _ => None,
        })
        .collect()
    }

    /// What a name in `matter` stands for, with all that lies above it; empty if it stands for nothing.
    pub fn matter(&self, name: &str) -> Vec<AnyId> {
        let m = self.model;
        let mut out = Vec::new();
        let find = |mut ids: Box<dyn Iterator<Item = &'a str> + 'a>| ids.position(|id| id == name);
        if let Some(at) = find(Box::new(m.data.iter().map(|d| d.decl.id.as_str()))) {
            let up = m.data_tree.up(at as u32);
            out.extend(up.iter().map(|d| AnyId::Data(crate::model::DataId(*d))));
        }
        if let Some(at) = find(Box::new(m.purposes.iter().map(|d| d.decl.id.as_str()))) {
            let up = m.purpose_tree.up(at as u32);
            out.extend(
                up.iter()
                    .map(|d| AnyId::Purpose(crate::model::PurposeId(*d))),
            );
        }
        if let Some(group) = self.group(name) {
            out.extend(self.above(group).map(AnyId::Group));
        }
        if let Some(at) = find(Box::new(m.rules.iter().map(|d| d.decl.id.as_str()))) {
            out.push(AnyId::Rule(crate::model::RuleId::new(at)));
        }
        if let Some(at) = find(Box::new(m.bodies.iter().map(|d| d.decl.id.as_str()))) {
            out.push(AnyId::Body(crate::model::BodyId::new(at)));
        }
        if let Some(at) = find(Box::new(m.decisions.iter().map(|d| d.decl.id.as_str()))) {
            out.push(AnyId::Decision(DecisionId::new(at)));
        }
        out
    }

    /// The bodies that a draw or an election fills, with the seats of that kind that the source gives them.
    pub fn appointed(&self, how: SeatHow) -> Vec<(&'a Body, i64)> {
        let m = self.model;
        let bodies = self.decision.appoints.iter();
        bodies
            .filter_map(|b| m.bodies.get(b.index()))
            .map(|body| {
                let shares = body.seats.iter().flat_map(|s| &s.shares);
                let seats = shares.filter(|s| s.how == how).map(|s| s.seats).sum();
                (body, seats)
            })
            .collect()
    }
}
