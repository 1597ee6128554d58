//! Circles: knots of a relation, the shortest way round in each, and bodies that choose their own successors.

use super::{Graph, body_of};
use crate::model::{BodyId, SeatHow, SeatShare};
use std::collections::{BTreeSet, VecDeque};

/// A relation on the numbers below a bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    to: Vec<BTreeSet<usize>>,
}

impl Links {
    pub fn new(size: usize) -> Self {
        Links {
            to: vec![BTreeSet::new(); size],
        }
    }

    /// Nothing happens for a number that is not below the bound.
    pub fn add(&mut self, from: usize, to: usize) {
        if to < self.to.len()
            && let Some(set) = self.to.get_mut(from)
        {
            set.insert(to);
        }
    }

    pub fn from(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.to.get(node).into_iter().flatten().copied()
    }

    pub fn has(&self, from: usize, to: usize) -> bool {
        self.to.get(from).is_some_and(|set| set.contains(&to))
    }

    fn reversed(&self) -> Links {
        let mut out = Links::new(self.to.len());
        for (from, all) in self.to.iter().enumerate() {
            all.iter().for_each(|&to| out.add(to, from));
        }
        out
    }

    /// All nodes, those that are left last at the end of a search that goes deep first.
    fn finished(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.to.len());
        let mut seen = vec![false; self.to.len()];
        for start in 0..self.to.len() {
            // A node and whether everything behind it has been seen.
            let mut open = vec![(start, false)];
            while let Some((node, done)) = open.pop() {
                if done {
                    order.push(node);
                } else if let Some(new @ false) = seen.get_mut(node) {
                    *new = true;
                    open.push((node, true));
                    open.extend(self.from(node).map(|next| (next, false)));
                }
            }
        }
        order
    }
}

/// The strongly connected sets in which one can go round, each sorted, by their smallest member. A node alone is one only if it
/// points at itself.
pub fn knots(links: &Links) -> Vec<Vec<usize>> {
    let back = links.reversed();
    let mut placed = vec![false; links.to.len()];
    let mut out: Vec<Vec<usize>> = Vec::new();
    for start in links.finished().into_iter().rev() {
        let mut knot = Vec::new();
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if let Some(new @ false) = placed.get_mut(node) {
                *new = true;
                knot.push(node);
                open.extend(back.from(node));
            }
        }
        if knot.len() > 1 || knot.iter().any(|&n| links.has(n, n)) {
            knot.sort_unstable();
            out.push(knot);
        }
    }
    out.sort();
    out
}

/// From so many nodes of a knot the shortest way round is looked for.
const STARTS: usize = 100;

/// A shortest way round within a knot, beginning at its smallest node.
pub fn shortest(links: &Links, knot: &[usize]) -> Vec<usize> {
    let inside: BTreeSet<usize> = knot.iter().copied().collect();
    let mut best: Vec<usize> = Vec::new();
    for &start in knot.iter().take(STARTS) {
        let found = around(links, &inside, start);
        if !found.is_empty() && (best.is_empty() || found.len() < best.len()) {
            best = found;
        }
    }
    let least = best
        .iter()
        .enumerate()
        .min_by_key(|(_, n)| **n)
        .map_or(0, |(at, _)| at);
    if !best.is_empty() {
        best.rotate_left(least);
    }
    best
}

/// Breadth first from a node back to it.
fn around(links: &Links, inside: &BTreeSet<usize>, start: usize) -> Vec<usize> {
    let mut before: Vec<Option<usize>> = vec![None; links.to.len()];
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for next in links.from(node).filter(|n| inside.contains(n)) {
            if next == start {
                let mut path = vec![node];
                let mut at = node;
                while let Some(Some(previous)) = before.get(at) {
                    path.push(*previous);
                    at = *previous;
                }
                path.reverse();
                return path;
            }
            if let Some(slot @ None) = before.get_mut(next) {
                *slot = Some(node);
                open.push_back(next);
            }
        }
    }
    Vec::new()
}

/// Bodies that together fill most of their own seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfAppointed {
    /// Sorted.
    pub bodies: Vec<BodyId>,
}

/// How many seats of a body these bodies fill, and how many it has.
pub fn filled_by(graph: &Graph, id: BodyId, by: &BTreeSet<BodyId>) -> (i64, i64) {
    let model = graph.model;
    let Some(seats) = model.bodies.get(id.index()).and_then(|b| b.seats.as_ref()) else {
        return (0, 0);
    };
    let takers: Vec<Option<BodyId>> = takers(graph, id).collect();
    let all_take = !takers.is_empty() && takers.iter().all(|t| t.is_some_and(|t| by.contains(&t)));
    if seats.shares.is_empty() {
        return (if all_take { seats.total } else { 0 }, seats.total);
    }
    let mine = seats.shares.iter().filter(|share| {
        let theirs = body_of(model, share.by).is_some_and(|b| by.contains(&b));
        theirs || (share.how == SeatHow::ElectedBy && all_take)
    });
    (
        mine.map(|s| s.seats).fold(0, i64::saturating_add),
        seats.total,
    )
}

/// Whether one of these bodies has a part in filling what they fill of a body.
fn has_part_in(graph: &Graph, id: BodyId, other: BodyId, by: &BTreeSet<BodyId>) -> bool {
    let body = graph.model.bodies.get(id.index());
    let Some(seats) = body.and_then(|b| b.seats.as_ref()) else {
        return false;
    };
    let mut shares = seats.shares.iter();
    if shares.any(|share| body_of(graph.model, share.by) == Some(other)) {
        return true;
    }
    let takers: BTreeSet<Option<BodyId>> = takers(graph, id).collect();
    let voted = |s: &SeatShare| s.how == SeatHow::ElectedBy;
    takers.contains(&Some(other))
        && takers.iter().all(|t| t.is_some_and(|t| by.contains(&t)))
        && (seats.shares.is_empty() || seats.shares.iter().any(voted))
}

/// The bodies that take the decisions on who sits in a body.
fn takers(graph: &Graph, id: BodyId) -> impl Iterator<Item = Option<BodyId>> {
    let taken = graph.appointing(id).iter();
    taken.map(|d| graph.taker(*d).and_then(|t| body_of(graph.model, t)))
}

/// The largest set of these bodies of which each has more than half of its seats filled by the set.
fn closed(graph: &Graph, among: BTreeSet<BodyId>) -> BTreeSet<BodyId> {
    let mut set = among;
    loop {
        let keeps = |b: &BodyId| {
            let (mine, total) = filled_by(graph, *b, &set);
            mine > total.saturating_sub(mine)
        };
        let next: BTreeSet<BodyId> = set.iter().filter(|b| keeps(b)).copied().collect();
        if next.len() == set.len() {
            return set;
        }
        set = next;
    }
}

/// Sets of bodies that fill most of their own seats and hang together: the greatest fixpoint in each knot.
///
/// A smallest set that fills most of its own seats is a knot in itself (else its last part would be a smaller one), so each lies
/// in one knot of the greatest fixpoint, and within it in the greatest fixpoint there: none is missed.
pub fn self_appointed(graph: &Graph) -> Vec<SelfAppointed> {
    let model = graph.model;
    let n = model.bodies.len();
    let all = closed(graph, (0..n).map(BodyId::new).collect());
    let mut links = Links::new(n);
    for &body in &all {
        for &other in &all {
            if has_part_in(graph, body, other, &all) {
                links.add(body.index(), other.index());
            }
        }
    }
    knots(&links)
        .into_iter()
        .map(|knot| closed(graph, knot.into_iter().map(BodyId::new).collect()))
        .filter(|set| !set.is_empty())
        .map(|set| SelfAppointed {
            bodies: set.into_iter().collect(),
        })
        .collect()
}
