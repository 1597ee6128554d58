//! Edges taken together: all powers of one over another, then those of several over the same, and of one over several.

use crate::analysis::power::{Edge, Over, Power, body_of};
use crate::model::{Holder, Model};

/// One label of the drawing: who has these powers, over whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub from: Vec<Spot>,
    pub over: Vec<Spot>,
    pub powers: Vec<Power>,
}

/// What can be a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    Who(Holder),
    /// The agreement as a whole.
    Agreement,
    /// Some declarations of the agreement.
    Parts,
    /// Whoever breaks a rule.
    Breakers,
}

fn spot(edge: &Edge) -> Spot {
    match edge.over {
        // What the source says of somebody is a part of the agreement like any other.
        Over::Who(_) if edge.power == Power::Changes => Spot::Parts,
        Over::Who(holder) => Spot::Who(holder),
        Over::Agreement => Spot::Agreement,
        Over::Thing(_) => Spot::Parts,
        Over::Breakers(_) => Spot::Breakers,
    }
}

/// Whether somebody stands outside the bodies: a group, a party, or whoever breaks a rule.
pub fn is_outside(model: &Model, holder: Holder) -> bool {
    holder != Holder::Commons && body_of(model, holder).is_none()
}

/// The bundles, in the order in which their first edge comes.
pub fn bundles(edges: &[&Edge]) -> Vec<Bundle> {
    let mut pairs: Vec<Bundle> = Vec::new();
    for edge in edges {
        let (from, over) = (vec![Spot::Who(edge.from)], vec![spot(edge)]);
        match pairs.iter_mut().find(|b| b.from == from && b.over == over) {
            Some(pair) if pair.powers.contains(&edge.power) => {}
            Some(pair) => pair.powers.push(edge.power),
            None => pairs.push(Bundle {
                from,
                over,
                powers: vec![edge.power],
            }),
        }
    }
    pairs.iter_mut().for_each(|b| b.powers.sort());
    let many = merge(
        pairs,
        |a, b| a.powers == b.powers && a.over == b.over,
        |a, b| {
            a.from.extend(b.from);
        },
    );
    merge(
        many,
        |a, b| a.powers == b.powers && a.from == b.from,
        |a, b| {
            a.over.extend(b.over);
        },
    )
}

fn merge(
    all: Vec<Bundle>,
    same: impl Fn(&Bundle, &Bundle) -> bool,
    into: impl Fn(&mut Bundle, Bundle),
) -> Vec<Bundle> {
    let mut out: Vec<Bundle> = Vec::new();
    for bundle in all {
        match out.iter_mut().find(|b| same(b, &bundle)) {
            Some(first) => into(first, bundle),
            None => out.push(bundle),
        }
    }
    out
}
