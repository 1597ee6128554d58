//! Which permissions and prohibitions have anything to do with each other, without going through all pairs.
//!
//! An index by atom, on the axis where a prohibition meets the fewest permissions, gives the candidates; then boxes are compared.

use super::conflicts::Search;
use crate::analysis::region::{AXES, OutOfBudget};
use crate::model::RuleId;
use fixedbitset::FixedBitSet;
use std::rc::Rc;

/// Prohibitions that a permission meets somewhere, in the order of the source, and those of which it is not known.
#[derive(Default)]
pub(super) struct Met {
    pub met: Vec<RuleId>,
    pub open: Vec<RuleId>,
}

/// Of prohibitions that were not looked at, so many are named, sought among so many.
const MOST_NAMED: usize = 3;
const MOST_NEAR: usize = 2_000;

impl Search<'_, '_> {
    /// For each permission the prohibitions that it meets somewhere, in the order of the source.
    pub(super) fn meetings(&self, may: &[RuleId], must_not: &[RuleId]) -> Vec<Met> {
        let model = self.regions.model;
        let sizes = [
            model.action_tree.len(),
            model.data_tree.len(),
            model.purpose_tree.len(),
        ];
        let mut index: [Vec<Vec<u32>>; AXES] = sizes.map(|n| vec![Vec::new(); n.max(1)]);
        for (at, permission) in may.iter().enumerate() {
            let Some(first) = self.boxes(*permission).first() else {
                continue;
            };
            for (lists, atoms) in index.iter_mut().zip(&first.atoms) {
                for atom in atoms.ones() {
                    lists[atom].push(at as u32);
                }
            }
        }
        let mut out: Vec<Met> = may.iter().map(|_| Met::default()).collect();
        let mut seen = vec![usize::MAX; may.len()];
        let half = self.looks.get() / 2;
        for (number, prohibition) in must_not.iter().enumerate() {
            let Some(first) = self.boxes(*prohibition).first() else {
                continue;
            };
            let cost = |(lists, atoms): &(&Vec<Vec<u32>>, &Rc<_>)| -> usize {
                let atoms: &fixedbitset::FixedBitSet = atoms;
                atoms.ones().map(|a| lists[a].len()).sum()
            };
            let Some((lists, atoms)) = index.iter().zip(&first.atoms).min_by_key(cost) else {
                continue;
            };
            for atom in atoms.ones() {
                for &at in &lists[atom] {
                    let at = at as usize;
                    if std::mem::replace(&mut seen[at], number) == number {
                        continue;
                    }
                    match self.meet(may[at], *prohibition) {
                        Ok(true) => out[at].met.push(*prohibition),
                        Ok(false) => {}
                        Err(OutOfBudget) => {
                            self.unseen(may, &must_not[number..], &mut out);
                            return out;
                        }
                    }
                }
            }
            // Half of the looks are for what comes of the meetings.
            if self.looks.get() < half {
                self.unseen(may, &must_not[number + 1..], &mut out);
                return out;
            }
        }
        out
    }

    /// Prohibitions that were not looked at, for every permission that has to do with any of them on all three axes.
    fn unseen(&self, may: &[RuleId], must_not: &[RuleId], out: &mut [Met]) {
        let atoms = |id: &RuleId| self.boxes(*id).first().map(|b| &b.atoms);
        let mut all: [FixedBitSet; AXES] = Default::default();
        for one in must_not.iter().filter_map(atoms) {
            for (all, one) in all.iter_mut().zip(one) {
                all.union_with(one);
            }
        }
        for (permission, met) in may.iter().zip(out) {
            let Some(own) = atoms(permission) else {
                continue;
            };
            if own.iter().zip(&all).any(|(own, all)| own.is_disjoint(all)) {
                continue;
            }
            let near = must_not.iter().take(MOST_NEAR).filter(|p| {
                atoms(p).is_some_and(|p| own.iter().zip(p).all(|(a, b)| !a.is_disjoint(b)))
            });
            met.open.extend(near.take(MOST_NAMED));
            if met.open.is_empty() {
                met.open.extend(must_not.last());
            }
        }
    }
}
