//! Which bodies can have members when the agreement begins.
//!
//! Nobody holds a seat yet. Groups that are open have members (registers are kept outside the source), closed ones those that are
//! named. A seat can be filled once somebody is there to fill it, and that somebody may hold a seat that was filled before.
//! The bodies that can have members are therefore the least fixpoint of one monotone rule, and going round until nothing is
//! added finds all of them and no other.

use super::circles::{self, Links};
use super::{Graph, People, body_of, body_of_group};
use crate::model::{BodyId, GroupId, Holder, Model, SeatHow};
use std::collections::BTreeSet;

/// What can have members at the start, and what keeps the rest from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Of each body, whether it can have a member.
    pub possible: Vec<bool>,
    /// Bodies that each wait for the next, and the last for the first, in that order; the smallest circle of each knot.
    pub circles: Vec<Vec<BodyId>>,
    /// Bodies that wait for one in a circle without being in one.
    pub behind: Vec<BodyId>,
    /// Bodies that would stay empty even if every circle were broken: some group that they need has nobody in it.
    pub empty: Vec<BodyId>,
}

impl Start {
    pub fn new(graph: &Graph, people: &People) -> Self {
        let model = graph.model;
        let possible = fixpoint(graph, people, &BTreeSet::new());
        let bodies = (0..model.bodies.len()).map(BodyId::new);
        let stuck: BTreeSet<BodyId> = bodies
            .filter(|b| possible.get(b.index()) == Some(&false))
            .collect();
        let mut links = Links::new(model.bodies.len());
        for &body in &stuck {
            for other in waits_for(graph, body) {
                if stuck.contains(&other) {
                    links.add(body.index(), other.index());
                }
            }
        }
        let knots = circles::knots(&links);
        let tied: BTreeSet<BodyId> = knots.iter().flatten().map(|&b| BodyId::new(b)).collect();
        let freed = fixpoint(graph, people, &tied);
        let circles = knots
            .iter()
            .map(|knot| circles::shortest(&links, knot))
            .map(|circle| circle.into_iter().map(BodyId::new).collect())
            .collect();
        let empty: Vec<BodyId> = stuck
            .iter()
            .filter(|b| freed.get(b.index()) == Some(&false))
            .copied()
            .collect();
        Start {
            behind: stuck
                .iter()
                .filter(|b| !tied.contains(b) && !empty.contains(b))
                .copied()
                .collect(),
            possible,
            circles,
            empty,
        }
    }

    /// Whether a holder can ever be somebody.
    pub fn can_be(&self, model: &Model, people: &People, holder: Holder) -> bool {
        match holder {
            Holder::Party(_) | Holder::Commons => true,
            Holder::Group(group) => group_is(model, people, &self.possible, group),
        }
    }
}

/// Going round from nobody until nothing is added. The bodies in `given` have members anyhow.
fn fixpoint(graph: &Graph, people: &People, given: &BTreeSet<BodyId>) -> Vec<bool> {
    let n = graph.model.bodies.len();
    let mut possible: Vec<bool> = (0..n).map(|b| given.contains(&BodyId::new(b))).collect();
    loop {
        let mut more = false;
        for at in 0..n {
            let now = possible.get(at) == Some(&true);
            if !now && fills(graph, people, &possible, BodyId::new(at)) {
                if let Some(body) = possible.get_mut(at) {
                    *body = true;
                }
                more = true;
            }
        }
        if !more {
            return possible;
        }
    }
}

fn group_is(model: &Model, people: &People, possible: &[bool], group: GroupId) -> bool {
    match body_of_group(model, group) {
        Some(body) => possible.get(body.index()).copied().unwrap_or(false),
        None => people.inhabited(group),
    }
}

/// Whether some seat can be filled by those who are there.
fn fills(graph: &Graph, people: &People, possible: &[bool], id: BodyId) -> bool {
    let model = graph.model;
    let Some(body) = model.bodies.get(id.index()) else {
        return false;
    };
    let is = |group: GroupId| group_is(model, people, possible, group);
    let holds = |holder: Holder| match holder {
        Holder::Group(group) => is(group),
        Holder::Party(_) | Holder::Commons => true,
    };
    if people.has_founders(id) || body.of_all.iter().any(|g| is(*g)) {
        return true;
    }
    // An election or a draw is a decision, if the source has one for it. Without, only those who vote are needed.
    let decided = {
        let decisions = graph.appointing(id);
        let mut takers = decisions.iter().map(|d| graph.taker(*d));
        decisions.is_empty() || takers.any(|taker| taker.is_none_or(holds))
    };
    match &body.seats {
        // Nothing says who sits in it, which is reported where it is written.
        None => body.of_all.is_empty(),
        Some(seats) if seats.shares.is_empty() => decided,
        Some(seats) => seats
            .shares
            .iter()
            .any(|share| holds(share.by) && (decided || !by_decision(share.how))),
    }
}

/// Whether seats of this kind are filled by a decision, if there is one that appoints.
pub fn by_decision(how: SeatHow) -> bool {
    matches!(how, SeatHow::ElectedBy | SeatHow::DrawnFrom)
}

/// The bodies without which a body may stay empty.
fn waits_for(graph: &Graph, id: BodyId) -> BTreeSet<BodyId> {
    let model = graph.model;
    let mut out = BTreeSet::new();
    let Some(body) = model.bodies.get(id.index()) else {
        return out;
    };
    out.extend(body.of_all.iter().filter_map(|g| body_of_group(model, *g)));
    let shares = body.seats.iter().flat_map(|s| &s.shares);
    out.extend(shares.filter_map(|s| body_of(model, s.by)));
    let needs = body.seats.as_ref().is_some_and(|s| {
        s.shares.is_empty() || s.shares.iter().any(|share| by_decision(share.how))
    });
    if needs {
        let decisions = graph.appointing(id).iter();
        out.extend(decisions.filter_map(|d| body_of(model, graph.taker(*d)?)));
    }
    out
}
