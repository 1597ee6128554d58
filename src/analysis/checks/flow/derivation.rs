//! What is made from what: `derived from`, followed from one atom of data to the next.

use crate::model::{DataId, Model};
use fixedbitset::FixedBitSet;

/// The derivations of a model. Every atom of a derived dataset is made from every atom of what it is derived from.
pub(super) struct Derivation<'m> {
    model: &'m Model,
    /// Of each node, the datasets that say they are derived from it.
    feeds: Vec<Vec<u32>>,
    /// The atoms that something is made from.
    sources: FixedBitSet,
    /// The atoms that are made from something.
    pub made: FixedBitSet,
}

/// What is made from some atoms, in one or more steps, as far as it has been followed: breadth first, so that the fewest steps
/// are found.
pub(super) struct Spread {
    /// Of each atom that was reached (the first ones too): how many steps it takes at least, and from which atom the last one goes.
    steps: Vec<Option<(u32, u32)>>,
    /// The atoms that were reached, in that order.
    queue: Vec<u32>,
    /// How many of them have been followed.
    at: usize,
    /// Sources that have been followed.
    used: FixedBitSet,
    /// The datasets that say so.
    pub datasets: Vec<DataId>,
    said: FixedBitSet,
}

impl<'m> Derivation<'m> {
    pub fn new(model: &'m Model) -> Self {
        let mut feeds = vec![Vec::new(); model.data.len()];
        let mut sources = FixedBitSet::with_capacity(model.data.len().max(1));
        let mut made = sources.clone();
        for (at, data) in model.data.iter().enumerate() {
            for source in data.dataset().iter().flat_map(|d| &d.derived_from) {
                if let Some(list) = feeds.get_mut(source.index()) {
                    list.push(at as u32);
                    sources.extend(model.data_tree.down(source.0).iter().map(|&n| n as usize));
                    made.extend(model.data_tree.down(at as u32).iter().map(|&n| n as usize));
                }
            }
        }
        Derivation {
            model,
            feeds,
            sources,
            made,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.sources.is_clear()
    }

    /// Whether something is made from one of these atoms.
    pub fn leads_on(&self, atoms: &FixedBitSet) -> bool {
        !self.sources.is_disjoint(atoms)
    }
}

impl Spread {
    /// Nothing but these atoms.
    pub fn new(derivation: &Derivation, from: &[u32]) -> Self {
        let mut steps = vec![None; derivation.model.data.len()];
        for atom in from {
            if let Some(step) = steps.get_mut(*atom as usize) {
                *step = Some((0, *atom));
            }
        }
        let none = FixedBitSet::with_capacity(derivation.feeds.len());
        Spread {
            steps,
            queue: from.to_vec(),
            at: 0,
            used: none.clone(),
            datasets: Vec::new(),
            said: none,
        }
    }

    /// Goes on until all of these atoms have been reached that can be; false if it would take more than the steps that are left.
    pub fn reach(
        &mut self,
        derivation: &Derivation,
        wanted: &FixedBitSet,
        left: &mut usize,
    ) -> bool {
        let tree = &derivation.model.data_tree;
        let is_open = |n: &usize| self.steps.get(*n).is_some_and(Option::is_none);
        let mut missing = wanted.ones().filter(is_open).count();
        while missing > 0
            && let Some(&atom) = self.queue.get(self.at)
        {
            self.at += 1;
            let steps = self.distance(atom);
            for &node in tree.up(atom) {
                // Each source is followed once, from the atom of it that takes the fewest steps.
                if self.used.put(node as usize) {
                    continue;
                }
                let feeds = derivation.feeds.get(node as usize);
                for &made in feeds.map_or(&[][..], Vec::as_slice) {
                    if !self.said.put(made as usize) {
                        self.datasets.push(DataId(made));
                    }
                    let below = tree.down(made);
                    let Some(less) = left.checked_sub(below.len()) else {
                        *left = 0;
                        return false;
                    };
                    *left = less;
                    for &next in below {
                        if let Some(step @ None) = self.steps.get_mut(next as usize) {
                            *step = Some((steps + 1, atom));
                            self.queue.push(next);
                            missing -= usize::from(wanted.contains(next as usize));
                        }
                    }
                }
            }
        }
        true
    }

    /// Whether an atom was reached and is none of the first ones.
    pub fn has_made(&self, atom: u32) -> bool {
        self.step(atom).is_some_and(|s| s.0 > 0)
    }

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
