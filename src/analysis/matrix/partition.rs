//! Atoms that behave alike: for a handful of rules, the atoms of each axis in classes that the same rules cover.

use crate::analysis::region::at_or_below;
use crate::analysis::universe::Axis;
use crate::model::{Model, Rule, Taxonomy};
use fixedbitset::FixedBitSet;
use std::collections::BTreeMap;

/// Atoms of one axis that belong together. An axis without nodes has one anonymous atom, number 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    pub atoms: FixedBitSet,
    /// It holds the atoms that none of the rules names: "everything else".
    pub other: bool,
}

/// The atoms at or below these nodes; the whole axis if there are none.
pub fn below(axis: Axis, model: &Model, nodes: &[u32]) -> FixedBitSet {
    at_or_below(axis.tree(model), nodes)
}

/// The rules to tell atoms apart by, and the atoms that are of interest.
pub struct Partition<'a> {
    pub model: &'a Model,
    pub rules: Vec<&'a Rule>,
    /// By axis: actions, data, purposes.
    pub scope: &'a [FixedBitSet; 3],
}

impl Partition<'_> {
    /// All boxes, split along the axes in this order. Each atom of the scope lies in exactly one of them.
    pub fn leaves(&self, order: [Axis; 3]) -> Vec<[(Class, FixedBitSet); 3]> {
        let mut all = FixedBitSet::with_capacity(self.rules.len());
        all.insert_range(..);
        let [x, y, z] = order;
        let mut out = Vec::new();
        for a in self.classes(x, &all) {
            for b in self.classes(y, &a.1) {
                for c in self.classes(z, &b.1) {
                    out.push([a.clone(), b.clone(), c]);
                }
            }
        }
        out
    }

    /// The atoms of one axis in classes, each with those of the rules that cover it.
    pub fn classes(&self, axis: Axis, among: &FixedBitSet) -> Vec<(Class, FixedBitSet)> {
        let scope = &self.scope[axis as usize];
        let tree = axis.tree(self.model);
        let n = self.rules.len();
        let mut everywhere = FixedBitSet::with_capacity(n);
        let mut of_atom: BTreeMap<u32, FixedBitSet> = BTreeMap::new();
        for at in among.ones() {
            let Some(rule) = self.rules.get(at) else {
                continue;
            };
            let mut any = false;
            for node in axis.named(rule) {
                any = true;
                for &atom in tree
                    .down(node)
                    .iter()
                    .filter(|a| scope.contains(**a as usize))
                {
                    of_atom
                        .entry(atom)
                        .or_insert_with(|| FixedBitSet::with_capacity(n))
                        .insert(at);
                }
            }
            if !any {
                everywhere.insert(at);
            }
        }
        let mut other = scope.clone();
        let mut by_rules: BTreeMap<FixedBitSet, FixedBitSet> = BTreeMap::new();
        for (atom, rules) in of_atom {
            other.remove(atom as usize);
            by_rules
                .entry(rules)
                .or_insert_with(|| FixedBitSet::with_capacity(scope.len()))
                .insert(atom as usize);
        }
        let mut out: Vec<(Class, FixedBitSet)> = by_rules
            .into_iter()
            .map(|(mut rules, atoms)| {
                rules.union_with(&everywhere);
                (
                    Class {
                        atoms,
                        other: false,
                    },
                    rules,
                )
            })
            .collect();
        out.sort_by_key(|(class, _)| class.atoms.minimum());
        if !other.is_clear() {
            out.push((
                Class {
                    atoms: other,
                    other: true,
                },
                everywhere,
            ));
        }
        out
    }
}

/// What a class is called: the largest nodes that it fills, and the atoms that are left, each "n in general".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    pub nodes: Vec<u32>,
    /// Nodes of which only their own atom is in the class: themselves, apart from what lies within them.
    pub alone: Vec<u32>,
}

/// The name of a set of atoms.
pub fn name(tree: &Taxonomy, atoms: &FixedBitSet) -> Named {
    let is_full = |node: u32| tree.down(node).iter().all(|a| atoms.contains(*a as usize));
    let mut named = Named::default();
    for atom in atoms
        .ones()
        .map(|a| a as u32)
        .filter(|a| (*a as usize) < tree.len())
    {
        if !is_full(atom) {
            named.alone.push(atom);
        } else if !tree.parents(atom).iter().any(|p| is_full(*p)) {
            named.nodes.push(atom);
        }
    }
    named
}
