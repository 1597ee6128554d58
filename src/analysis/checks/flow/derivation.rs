//! What is made from what: `derived from`, followed from one atom of data to the next.

use crate::model::{DataId, Model};
use fixedbitset::FixedBitSet;

/// The derivations of a model. Every atom of a derived dataset is made from every atom of what it is derived from.
pub(in crate::analysis::checks) struct Derivation<'m> {
    model: &'m Model,
    /// Of each node, the datasets that say they are derived from it.
    feeds: Vec<Vec<u32>>,
    /// The atoms that something is made from.
    sources: FixedBitSet,
}

/// All that is made from some atoms, in one or more steps.
pub(in crate::analysis::checks) struct Spread {
    /// Of each atom that was reached (the first ones too): how many steps it takes at least, and from which atom the last one goes.
    steps: Vec<Option<(u32, u32)>>,
    /// The atoms that are made from the first ones and are none of them: fewest steps first, then by declaration.
    pub made: Vec<u32>,
    /// The datasets that say so.
    pub datasets: Vec<DataId>,
}

impl<'m> Derivation<'m> {
    pub fn new(model: &'m Model) -> Self {
        let mut feeds = vec![Vec::new(); model.data.len()];
        let mut sources = FixedBitSet::with_capacity(model.data.len().max(1));
        for (at, data) in model.data.iter().enumerate() {
            for source in data.dataset().iter().flat_map(|d| &d.derived_from) {
                if let Some(list) = feeds.get_mut(source.index()) {
                    list.push(at as u32);
                    sources.extend(model.data_tree.down(source.0).iter().map(|&n| n as usize));
                }
            }
        }
        Derivation {
            model,
            feeds,
            sources,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.sources.is_clear()
    }

    /// Whether something is made from one of these atoms.
    pub fn leads_on(&self, atoms: &FixedBitSet) -> bool {
        !self.sources.is_disjoint(atoms)
    }

    /// Everything that is made from these atoms, breadth first, so that the fewest steps are found.
    pub fn spread(&self, from: impl Iterator<Item = u32>) -> Spread {
        let tree = &self.model.data_tree;
        let mut out = Spread {
            steps: vec![None; self.model.data.len()],
            made: Vec::new(),
            datasets: Vec::new(),
        };
        let mut queue: Vec<u32> = Vec::new();
        for atom in from {
            if let Some(step @ None) = out.steps.get_mut(atom as usize) {
                *step = Some((0, atom));
                queue.push(atom);
            }
        }
        let mut used = FixedBitSet::with_capacity(self.feeds.len());
        let mut said = FixedBitSet::with_capacity(self.feeds.len());
        let mut at = 0;
        while let Some(&atom) = queue.get(at) {
            at += 1;
            let steps = out.step(atom).map_or(0, |s| s.0);
            for &node in tree.up(atom) {
                // Each source is followed once, from the atom of it that takes the fewest steps.
                if used.put(node as usize) {
                    continue;
                }
                for &made in self.feeds.get(node as usize).map_or(&[][..], Vec::as_slice) {
                    if !said.put(made as usize) {
                        out.datasets.push(DataId(made));
                    }
                    for &next in tree.down(made) {
                        if let Some(step @ None) = out.steps.get_mut(next as usize) {
                            *step = Some((steps + 1, atom));
                            queue.push(next);
                            out.made.push(next);
                        }
                    }
                }
            }
        }
        let steps = &out.steps;
        let distance = |atom: u32| {
            steps
                .get(atom as usize)
                .copied()
                .flatten()
                .map_or(0, |s| s.0)
        };
        out.made.sort_by_key(|&atom| (distance(atom), atom));
        out
    }
}

impl Spread {
    fn step(&self, atom: u32) -> Option<(u32, u32)> {
        self.steps.get(atom as usize).copied().flatten()
    }

    /// How many steps it takes to make an atom.
    pub fn distance(&self, atom: u32) -> u32 {
        self.step(atom).map_or(0, |s| s.0)
    }

    /// The shortest way to an atom, from one of the first ones; the atom alone if it is one of these.
    pub fn path(&self, to: u32) -> Vec<DataId> {
        let mut path = vec![DataId(to)];
        let mut atom = to;
        while let Some((steps, from)) = self.step(atom)
            && steps > 0
        {
            path.push(DataId(from));
            atom = from;
        }
        path.reverse();
        path
    }
}
