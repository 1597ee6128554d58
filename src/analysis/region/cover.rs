//! Whether boxes meet, and whether a box lies inside the union of others.

use super::{
    AXES, Blocker, Cell, Cover, Extent, OutOfBudget, Parts, Patch, Regions, RuleBox, Someone, cells,
};
use crate::analysis::region::values::meet;
use crate::model::WhoTerm;
use std::rc::Rc;

/// Steps that one question about cover may take.
pub const BUDGET: usize = 200_000;

/// Steps of one question that are not held against the others.
const EASY: usize = 200;

/// Finding out which of so many boxes are about somebody takes as long as a step.
const LOOKED_AT: usize = 64;

/// Steps that all questions of one search may take together, apart from the first [`EASY`] ones of each.
pub const MOST_HARD: usize = 1_500_000;

impl<'m> Regions<'m> {
    /// What the next question may take: less after each hard one, so that many of them can't take for ever.
    fn allowance(&self) -> usize {
        BUDGET.min(EASY + self.hard.get() / 4)
    }

    /// What lies in both boxes, and who must ask.
    pub fn overlap(&self, a: &RuleBox, b: &RuleBox) -> Option<(WhoTerm, Cell)> {
        if !a.extent().meets(b.extent()) {
            return None;
        }
        let facts = meet(&a.facts, &b.facts)?;
        let term = self.both(a.term, b.term)?;
        let atoms = [0, 1, 2].map(|x| {
            let mut both = (*a.atoms[x]).clone();
            both.intersect_with(&b.atoms[x]);
            both
        });
        Some((term, Cell { atoms, facts }))
    }

    /// Whether a box lies inside the union of others.
    pub fn cover(&self, one: &RuleBox<'m>, others: &[Blocker<'_, 'm>]) -> Cover {
        self.cover_cell(one.term, &one.extent().to_cell(), others)
    }

    /// Whether a cell, for all who fit a term, lies inside the union of boxes.
    pub fn cover_cell(&self, term: &WhoTerm, cell: &Cell, others: &[Blocker<'_, 'm>]) -> Cover {
        let near: Vec<Blocker> = others
            .iter()
            .filter(|o| touches(cell, o.by))
            .map(|o| Blocker {
                by: o.by,
                except: o
                    .except
                    .iter()
                    .copied()
                    .filter(|e| touches(cell, e))
                    .collect(),
            })
            .collect();
        let (askers, all) = self.for_cover(term, &near);
        let allowed = self.allowance();
        let mut budget = allowed;
        let mut answer = match all {
            true => Cover::Covered,
            false => Cover::Undecided,
        };
        let near_all: usize = near.iter().map(|n| 1 + n.except.len()).sum();
        for who in askers {
            // To find out what is about somebody takes time too.
            budget = budget.saturating_sub(near_all / LOOKED_AT);
            let around = self.about(&who, &near);
            match cells::first_outside(&self.seen(), cell.clone(), &around, &mut budget) {
                Ok(Some(cell)) => {
                    answer = Cover::Uncovered(who, cell);
                    break;
                }
                Err(OutOfBudget) => {
                    budget = 0;
                    answer = Cover::Undecided;
                    break;
                }
                Ok(None) => {}
            }
        }
        let hard = (allowed - budget).saturating_sub(EASY);
        self.hard.set(self.hard.get().saturating_sub(hard));
        answer
    }

    /// All of a cell for one asker, in parts that these boxes cover and parts that they leave. The parts don't overlap.
    ///
    /// # Errors
    /// If more than `budget` pieces were needed; what was needed is taken off it.
    pub fn parts(
        &self,
        who: &Someone,
        cell: Cell,
        others: &[Blocker],
        budget: &mut usize,
    ) -> Result<Parts, OutOfBudget> {
        cells::parts(&self.seen(), cell, &self.about(who, others), budget)
    }

    /// What matters of these to one asker: boxes about them, each once, and those without exceptions first, since these leave
    /// the least to go through.
    pub fn about<'r>(&self, who: &Someone, others: &[Blocker<'r, '_>]) -> Vec<Patch<'r>> {
        let mut out: Vec<(&RuleBox, Patch)> = Vec::with_capacity(others.len());
        for other in others.iter().filter(|o| self.fits(who, o.by.term)) {
            // The boxes of one rule follow each other.
            if out.last().is_some_and(|o| same_extent(o.0, other.by)) {
                continue;
            }
            let mut except: Vec<&RuleBox> = Vec::new();
            for e in &other.except {
                if self.fits(who, e.term) && !except.iter().any(|x| same_extent(x, e)) {
                    except.push(e);
                }
            }
            let except: Vec<Extent> = except.into_iter().map(RuleBox::extent).collect();
            let by = other.by.extent();
            out.push((other.by, Patch { by, except }));
        }
        let mut out: Vec<Patch> = out.into_iter().map(|o| o.1).collect();
        out.sort_by_key(|o| !o.except.is_empty());
        out
    }
}

/// The same atoms and facts, whoever it is about.
fn same_extent(a: &RuleBox, b: &RuleBox) -> bool {
    let same = |x: usize| Rc::ptr_eq(&a.atoms[x], &b.atoms[x]);
    Rc::ptr_eq(&a.facts, &b.facts) && (0..AXES).all(same)
}

fn touches(cell: &Cell, other: &RuleBox) -> bool {
    cell.extent().meets(other.extent())
}
