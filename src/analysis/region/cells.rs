//! Cells, and what is left of one when boxes are subtracted.
//!
//! Everything here is about one asker: who fits which box has been decided before.

use super::{AXES, Domains, Facts, RuleBox, Values};
use crate::model::FactKey;
use fixedbitset::FixedBitSet;

/// A box without the asker: what is left of one while others are subtracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Actions, data, purposes.
    pub atoms: [FixedBitSet; AXES],
    pub facts: Facts,
}

/// The atoms and facts of a box, whoever it is about.
#[derive(Debug, Clone, Copy)]
pub struct Extent<'b> {
    pub atoms: [&'b FixedBitSet; AXES],
    pub facts: &'b Facts,
}

/// An extent that counts, except where one of some others holds: a prohibition with the rules that set it aside.
#[derive(Debug, Clone)]
pub struct Patch<'b> {
    pub by: Extent<'b>,
    pub except: Vec<Extent<'b>>,
}

impl<'b> Patch<'b> {
    /// An extent that counts without exceptions.
    pub fn plain(by: Extent<'b>) -> Self {
        Patch {
            by,
            except: Vec::new(),
        }
    }
}

/// A cell in two parts, each as cells that do not overlap: inside some patch, and outside all.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    pub inside: Vec<Cell>,
    pub outside: Vec<Cell>,
}

/// Looking at so many patches that don't touch a cell takes as long as cutting off a piece.
const LOOKED_AT: usize = 32;

/// The budget of a question ran out before it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfBudget;

/// One of the axes of a cell, for [`Cell::without`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// 0 actions, 1 data, 2 purposes.
    Atoms(usize),
    Fact(FactKey),
}

impl<'m> RuleBox<'m> {
    pub fn extent(&self) -> Extent<'_> {
        Extent {
            atoms: [&*self.atoms[0], &*self.atoms[1], &*self.atoms[2]],
            facts: &self.facts,
        }
    }
}

impl Extent<'_> {
    pub fn to_cell(self) -> Cell {
        Cell {
            atoms: self.atoms.map(Clone::clone),
            facts: self.facts.clone(),
        }
    }

    pub fn meets(self, other: Extent) -> bool {
        (0..AXES).all(|x| !self.atoms[x].is_disjoint(other.atoms[x]))
            && meets_in_facts(self.facts, other.facts)
    }
}

impl Cell {
    pub fn extent(&self) -> Extent<'_> {
        Extent {
            atoms: [&self.atoms[0], &self.atoms[1], &self.atoms[2]],
            facts: &self.facts,
        }
    }

    /// What lies in both; `None` if nothing does.
    pub fn meet(&self, other: Extent) -> Option<Cell> {
        if (0..AXES).any(|x| self.atoms[x].is_disjoint(other.atoms[x])) {
            return None;
        }
        let facts = super::values::meet(&self.facts, other.facts)?;
        let mut atoms = self.atoms.clone();
        for (own, other) in atoms.iter_mut().zip(other.atoms) {
            own.intersect_with(other);
        }
        Some(Cell { atoms, facts })
    }

    /// The cell projected along an axis: all cases that differ from one of its cases on that axis alone. That is "there is
    /// a value with which the case lies in the cell"; "with every value" is what lies in no projection of what is outside.
    pub fn without(mut self, dimension: Dimension) -> Cell {
        match dimension {
            Dimension::Atoms(axis) => {
                if let Some(atoms) = self.atoms.get_mut(axis) {
                    atoms.insert_range(..);
                }
            }
            Dimension::Fact(key) => {
                self.facts.remove(&key);
            }
        }
        self
    }
}

fn meets_in_facts(a: &Facts, b: &Facts) -> bool {
    b.iter()
        .all(|(key, set)| a.get(key).is_none_or(|own| own.meets(set)))
}

/// Splits a cell that touches an extent: the parts outside it go into `outside` and do not overlap, the part inside is given back.
pub fn split(
    domains: &impl Domains,
    mut inside: Cell,
    other: Extent,
    outside: &mut Vec<Cell>,
) -> Cell {
    for x in 0..AXES {
        if !inside.atoms[x].is_subset(other.atoms[x]) {
            let mut piece = inside.clone();
            piece.atoms[x].difference_with(other.atoms[x]);
            outside.push(piece);
            inside.atoms[x].intersect_with(other.atoms[x]);
        }
    }
    for (key, set) in other.facts.iter() {
        let own = match inside.facts.get(key) {
            Some(own) => own.clone(),
            None => domains.domain(*key),
        };
        let rest: Values = own.subtract(set);
        if !rest.is_empty() {
            let mut piece = inside.clone();
            piece.facts.insert(*key, rest);
            outside.push(piece);
            inside.facts.insert(*key, own.intersect(set));
        }
    }
    inside
}

/// What one patch takes from a cell that touches it: the parts that it covers, and those that it leaves.
fn take(
    domains: &impl Domains,
    cell: Cell,
    patch: &Patch,
    left: &mut Vec<Cell>,
    budget: usize,
) -> Result<Vec<Cell>, OutOfBudget> {
    let mut covered = vec![split(domains, cell, patch.by, left)];
    // What this box covers, but for its exceptions.
    for except in &patch.except {
        let mut still = Vec::with_capacity(covered.len());
        for cell in covered {
            if cell.extent().meets(*except) {
                left.push(split(domains, cell, *except, &mut still));
            } else {
                still.push(cell);
            }
        }
        covered = still;
        if covered.len() + left.len() > budget {
            return Err(OutOfBudget);
        }
    }
    Ok(covered)
}

/// The first part of a cell that no patch covers; `None` if all is covered. Pieces never overlap, and
/// wait on a stack of our own, so that thousands of boxes don't exhaust the machine's.
///
/// # Errors
/// If more than `budget` pieces were needed; what was needed is taken off it.
pub fn first_outside(
    domains: &impl Domains,
    cell: Cell,
    patches: &[Patch],
    budget: &mut usize,
) -> Result<Option<Cell>, OutOfBudget> {
    let mut waiting = vec![(cell, 0)];
    while let Some((cell, from)) = waiting.pop() {
        let Some((at, patch)) = next(&cell, patches, from) else {
            return Ok(Some(cell));
        };
        let mut left = Vec::new();
        take(domains, cell, patch, &mut left, *budget)?;
        let steps = left.len().max(1) + (at - from) / LOOKED_AT;
        *budget = budget.checked_sub(steps).ok_or(OutOfBudget)?;
        waiting.extend(left.into_iter().map(|piece| (piece, at + 1)));
    }
    Ok(None)
}

/// All of a cell, in parts inside some patch and outside all of them.
///
/// # Errors
/// If more than `budget` pieces were needed; what was needed is taken off it.
pub fn parts(
    domains: &impl Domains,
    cell: Cell,
    patches: &[Patch],
    budget: &mut usize,
) -> Result<Parts, OutOfBudget> {
    let mut out = Parts::default();
    let mut waiting = vec![(cell, 0)];
    while let Some((cell, from)) = waiting.pop() {
        let Some((at, patch)) = next(&cell, patches, from) else {
            out.outside.push(cell);
            continue;
        };
        let mut left = Vec::new();
        let covered = take(domains, cell, patch, &mut left, *budget)?;
        let steps = (left.len() + covered.len()).max(1) + (at - from) / LOOKED_AT;
        *budget = budget.checked_sub(steps).ok_or(OutOfBudget)?;
        out.inside.extend(covered);
        waiting.extend(left.into_iter().map(|piece| (piece, at + 1)));
    }
    Ok(out)
}

fn next<'p, 'b>(
    cell: &Cell,
    patches: &'p [Patch<'b>],
    from: usize,
) -> Option<(usize, &'p Patch<'b>)> {
    let rest = patches.iter().enumerate().skip(from);
    rest.into_iter()
        .find(|(_, patch)| cell.extent().meets(patch.by))
}
