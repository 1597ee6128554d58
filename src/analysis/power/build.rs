//! From clauses to edges.

use super::{Basis, Edge, Graph, Over, Power, body_of, holder_of};
use crate::model::{
    AnyId, Appeal, Body, BodyId, Decision, DecisionId, GroupId, Holder, Model, Proposer,
    SanctionId, SeatHow, Silence, TestKind, Tie, Vacancies,
};
use crate::source::Span;
use std::collections::HashSet;

pub(super) fn build(model: &Model) -> Graph<'_> {
    let mut edges = Edges {
        model,
        list: Vec::new(),
        seen: HashSet::new(),
    };
    for (at, body) in model.bodies.iter().enumerate() {
        edges.body(BodyId::new(at), body);
    }
    for (at, decision) in model.decisions.iter().enumerate() {
        edges.decision(DecisionId::new(at), decision);
    }
    edges.admission();
    for (at, sanction) in model.sanctions.iter().enumerate() {
        let id = SanctionId::new(at);
        let (by, span) = (Basis::Sanction(id), sanction.decl.name_span);
        for step in &sanction.steps {
            if let Some(holder) = step.by {
                edges.add(
                    holder,
                    Power::Sanctions(step.kind),
                    Over::Breakers(id),
                    by,
                    span,
                );
                for to in levels(sanction.appeal.as_ref()) {
                    edges.add(to, Power::HearsAppeals, Over::Who(holder), by, span);
                }
            }
        }
    }
    let commons = &model.commons;
    if let Some(auditor) = commons.audit.as_ref().and_then(|a| a.by) {
        let span = commons.decl.as_ref().and_then(|d| d.name_span);
        edges.add(
            auditor,
            Power::Audits,
            Over::Who(Holder::Commons),
            Basis::Commons,
            span,
        );
    }
    let mut appointing = vec![Vec::new(); model.bodies.len()];
    for (at, decision) in model.decisions.iter().enumerate() {
        for body in &decision.appoints {
            if let Some(list) = appointing.get_mut(body.index()) {
                list.push(DecisionId::new(at));
            }
        }
    }
    Graph {
        model,
        edges: edges.list,
        appointing,
    }
}

/// To whom one can appeal, in order.
pub(super) fn levels(appeal: Option<&Appeal>) -> impl Iterator<Item = Holder> + '_ {
    let all = appeal
        .into_iter()
        .flat_map(|a| std::iter::once(a).chain(&a.further));
    all.map(|a| a.to)
}

struct Edges<'m> {
    model: &'m Model,
    list: Vec<Edge>,
    seen: HashSet<(Holder, Power, Over, Basis)>,
}

impl Edges<'_> {
    fn add(&mut self, from: Holder, power: Power, over: Over, by: Basis, span: Option<Span>) {
        if self.seen.insert((from, power, over, by)) {
            self.list.push(Edge {
                from,
                power,
                over,
                by,
                span,
            });
        }
    }

    fn body(&mut self, id: BodyId, body: &Body) {
        let me = Over::Who(Holder::Group(body.group));
        let (by, span) = (Basis::Body(id), body.decl.name_span);
        for group in &body.of_all {
            self.add(Holder::Group(*group), Power::SitsIn, me, by, span);
        }
        if let Some(seats) = &body.seats {
            for share in &seats.shares {
                let power = Power::Fills {
                    how: share.how,
                    seats: share.seats,
                    total: seats.total,
                };
                self.add(share.by, power, me, by, Some(seats.span));
            }
        }
        if let Some(chair) = body.chair {
            self.add(chair, Power::Chairs, me, by, span);
        }
        let tasks = [
            (body.interim, Power::ActsMeanwhile),
            (body.paid_by, Power::Pays),
            (body.audited_by, Power::Audits),
        ];
        for (holder, power) in tasks {
            if let Some(holder) = holder {
                self.add(holder, power, me, by, span);
            }
        }
        if let Some(Vacancies::FilledBy(decision)) = body.vacancies
            && let Some(from) = self.taker(decision)
        {
            let by = Basis::Decision(decision);
            self.add(from, Power::FillsVacancies, me, by, span);
        }
        if let Some(decision) = body.removed_by
            && let Some(from) = self.taker(decision)
        {
            self.add(from, Power::Removes, me, Basis::Decision(decision), span);
        }
    }

    fn taker(&self, decision: DecisionId) -> Option<Holder> {
        let body = self.model.decisions.get(decision.index())?.taken_by?;
        holder_of(self.model, body)
    }

    /// Whether the seats of a body already say that this holder elects somebody into it.
    fn elects(&self, from: Holder, body: BodyId) -> bool {
        let seats = self
            .model
            .bodies
            .get(body.index())
            .and_then(|b| b.seats.as_ref());
        seats.is_some_and(|s| {
            let mut shares = s.shares.iter();
            shares.any(|share| share.by == from && share.how == SeatHow::ElectedBy)
        })
    }

    fn decision(&mut self, id: DecisionId, d: &Decision) {
        let (by, span) = (Basis::Decision(id), d.decl.name_span);
        let Some(taker) = d.taken_by.and_then(|b| holder_of(self.model, b)) else {
            return;
        };
        let over = Over::Who(taker);
        if let Some(Proposer::Holders(holders)) = &d.proposed_by {
            for holder in holders {
                self.add(*holder, Power::Proposes, over, by, span);
            }
        }
        for body in &d.appoints {
            let Some(seated) = holder_of(self.model, *body) else {
                continue;
            };
            if d.sortition.is_some() {
                self.add(taker, Power::HoldsDraw, Over::Who(seated), by, span);
            } else if !self.elects(taker, *body) {
                self.add(taker, Power::Appoints, Over::Who(seated), by, span);
            }
        }
        for body in &d.removes {
            if let Some(seated) = holder_of(self.model, *body) {
                self.add(taker, Power::Removes, Over::Who(seated), by, span);
            }
        }
        for to in levels(d.appeal.as_ref()) {
            self.add(to, Power::HearsAppeals, over, by, span);
        }
        if let Some(judge) = d.recuse.as_ref().and_then(|r| r.judged_by) {
            self.add(judge, Power::JudgesRecusal, over, by, span);
        }
        if let Some(instead) = d.too_few.and_then(|b| holder_of(self.model, b)) {
            self.add(instead, Power::StepsIn, over, by, span);
        }
        if let Some(Silence::EscalatesTo(body)) = d.clock.as_ref().map(|c| c.silence)
            && let Some(next) = holder_of(self.model, body)
        {
            self.add(next, Power::TakesOver, over, by, span);
        }
        if let Some(veto) = &d.veto {
            self.add(veto.by, Power::Vetoes, over, by, span);
            if let Some(other) = veto.overridden_by.and_then(|o| self.taker(o)) {
                self.add(other, Power::Overrides, Over::Who(veto.by), by, span);
            }
        }
        if let Some(emergency) = &d.emergency {
            let all = Over::Who(Holder::Commons);
            self.add(taker, Power::ActsInEmergency, all, by, span);
            if let Some(other) = emergency.ratified_by.and_then(|r| self.taker(r)) {
                self.add(other, Power::Ratifies, over, by, span);
            }
        }
        if let Some(Tie::CastingVote(holder)) = d.tie {
            self.add(holder, Power::BreaksTies, over, by, span);
        }
        for (_, holder) in &d.signed_by {
            self.add(*holder, Power::Signs, over, by, span);
        }
        for test in &d.tests {
            if let TestKind::Consent {
                judged_by: Some(judge),
                ..
            } = test.kind
            {
                self.add(judge, Power::JudgesObjections, over, by, span);
            }
        }
        if d.changes_agreement {
            self.add(taker, Power::Changes, Over::Agreement, by, span);
        }
        for thing in &d.changes {
            let over = match thing {
                AnyId::Group(group) => Over::Who(Holder::Group(*group)),
                AnyId::Party(party) => Over::Who(Holder::Party(*party)),
                AnyId::Body(body) => {
                    holder_of(self.model, *body).map_or(Over::Thing(*thing), Over::Who)
                }
                other => Over::Thing(*other),
            };
            self.add(taker, Power::Changes, over, by, span);
        }
        for (groups, power) in [
            (&d.admits_to, Power::Admits),
            (&d.expels_from, Power::Expels),
        ] {
            for group in groups {
                self.add(taker, power, Over::Who(Holder::Group(*group)), by, span);
            }
        }
    }

    /// What a group says of its admission, where the decision does not say it too.
    fn admission(&mut self) {
        for (at, group) in self.model.groups.iter().enumerate() {
            let over = Holder::Group(GroupId::new(at));
            if body_of(self.model, over).is_some() {
                continue;
            }
            for (decision, power) in [
                (group.admitted_by, Power::Admits),
                (group.expelled_by, Power::Expels),
            ] {
                let Some(decision) = decision else { continue };
                if let Some(taker) = self.taker(decision) {
                    let span = group.decl.name_span;
                    self.add(
                        taker,
                        power,
                        Over::Who(over),
                        Basis::Decision(decision),
                        span,
                    );
                }
            }
        }
    }
}
