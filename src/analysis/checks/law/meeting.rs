//! Which body is the general meeting.

use crate::model::{Body, BodyId, Model, SeatHow};
use std::collections::BTreeSet;

/// The bodies of all members: those that everyone of some groups sits in, and that no other such body is wider than.
pub(super) fn general(model: &Model) -> Vec<BodyId> {
    let joined: Vec<(BodyId, BTreeSet<u32>)> = model
        .bodies
        .iter()
        .enumerate()
        .filter(|(_, b)| b.decl.is_own() && b.seats.is_none() && !b.of_all.is_empty())
        .map(|(at, b)| (BodyId::new(at), within(model, b)))
        .collect();
    let wider = |one: &BTreeSet<u32>| {
        let mut others = joined.iter().map(|(_, other)| other);
        others.any(|other| other != one && other.is_superset(one))
    };
    let widest = joined.iter().filter(|(_, groups)| !wider(groups));
    widest.map(|(id, _)| *id).collect()
}

/// The groups of which everyone sits in a body.
pub(super) fn within(model: &Model, body: &Body) -> BTreeSet<u32> {
    let below = body.of_all.iter().flat_map(|g| model.group_tree.down(g.0));
    below.copied().collect()
}

/// Whether all who sit in a body are elected: delegates of the members.
pub(super) fn are_delegates(body: &Body) -> bool {
    body.seats.as_ref().is_some_and(|seats| {
        let elected = |s: &crate::model::SeatShare| s.how == SeatHow::ElectedBy;
        !seats.shares.is_empty() && seats.shares.iter().all(elected)
    })
}
