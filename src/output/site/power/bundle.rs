//! Edges taken together: all powers of one over another, then those of several over the same, and of one over several.

use crate::analysis::power::{Edge, Over, Power, body_of};
use crate::model::{Holder, Model};
use std::collections::BTreeMap;

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
    let one = |edge: &&Edge| Bundle {
        from: vec![Spot::Who(edge.from)],
        over: vec![spot(edge)],
        powers: vec![edge.power],
    };
    let mut pairs = merge(
        edges.iter().map(one).collect(),
        |b| (b.from.clone(), b.over.clone(), Vec::new()),
        |a, b| a.powers.extend(b.powers),
    );
    for pair in &mut pairs {
        pair.powers.sort();
        pair.powers.dedup();
    }
    let many = merge(
        pairs,
        |b| (Vec::new(), b.over.clone(), b.powers.clone()),
        |a, b| a.from.extend(b.from),
    );
    merge(
        many,
        |b| (b.from.clone(), Vec::new(), b.powers.clone()),
        |a, b| a.over.extend(b.over),
    )
}

/// From whom, over whom, what: what bundles that become one have in common.
type Key = (Vec<Spot>, Vec<Spot>, Vec<Power>);

/// Takes together those with the same key.
fn merge(
    all: Vec<Bundle>,
    key: impl Fn(&Bundle) -> Key,
    into: impl Fn(&mut Bundle, Bundle),
) -> Vec<Bundle> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut out: Vec<Bundle> = Vec::new();
    for bundle in all {
        let next = out.len();
        let at = *places.entry(key(&bundle)).or_insert(next);
        match out.get_mut(at) {
            Some(first) => into(first, bundle),
            None => out.push(bundle),
        }
    }
    out
}
