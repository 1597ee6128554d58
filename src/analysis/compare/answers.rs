//! The answers of both sides for one asker in one cell, and where they differ (docs/semantics sections 4 and 12).

use super::people::Person;
use super::sides::{Sides, Stated};
use super::space::{Side, Space};
use crate::analysis::region::cells::parts;
use crate::analysis::region::{Cell, Extent, OutOfBudget, Patch};
use crate::model::{Deontic, Verdict};
use std::collections::BTreeSet;

/// What differs. Numbers of items are places in [`super::Comparison::carried`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The verdict.
    Verdict { before: Answered, after: Answered },
    /// Permitted on both sides, but not with the same duties and legal bases.
    Terms { lost: Vec<u32>, gained: Vec<u32> },
    /// Free-standing duties, whatever the verdict.
    Duties { lost: Vec<u32>, gained: Vec<u32> },
}

/// A verdict, in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answered {
    Permitted,
    Undetermined,
    NotProvidedFor,
    Prohibited,
}

impl Answered {
    pub fn verdict(self) -> Verdict {
        match self {
            Answered::Permitted => Verdict::Permitted,
            Answered::Undetermined => Verdict::Undetermined,
            Answered::NotProvidedFor => Verdict::NotProvidedFor,
            Answered::Prohibited => Verdict::Prohibited,
        }
    }
}

/// The rules of both sides that reach into a cell, as places in their lists.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    pub rules: [Vec<usize>; 2],
}

impl Near {
    /// Those among `from` (or among all) that may hold somewhere in a cell, and those that may set aside a free-standing duty there,
    /// whatever is done.
    pub fn of(sides: &Sides, cell: &Cell, from: Option<&Near>) -> Self {
        let here = cell.extent();
        Near {
            rules: [0, 1].map(|side: usize| {
                let all = &sides.rules[side];
                let holds = |at: &usize| all[*at].extents(false).any(|e| here.meets(e));
                let among: Vec<usize> = match from {
                    Some(near) => near.rules[side].clone(),
                    None => (0..all.len()).collect(),
                };
                let mut near: Vec<usize> = among.iter().copied().filter(holds).collect();
                let duties = near.iter().filter(|at| all[**at].deontic == Deontic::Must);
                let aside: Vec<usize> = duties
                    .flat_map(|at| all[*at].setters.iter().copied())
                    .filter(|at| among.binary_search(at).is_ok())
                    .filter(|at| all[*at].reaches(false).any(|e| here.meets(e)))
                    .collect();
                near.extend(aside);
                near.sort_unstable();
                near.dedup();
                near
            }),
        }
    }
}

/// What the rules of one side come to for one asker.
struct Scene<'s> {
    prohibited: [Vec<Patch<'s>>; 2],
    permitted: [Vec<Patch<'s>>; 2],
}

const CERTAIN: usize = 0;
const POSSIBLE: usize = 1;

/// Reads the answers of both sides for one asker.
pub(super) struct Reader<'s, 'm> {
    space: &'s Space<'m>,
    /// The rules that are about the asker, by side, with a mark for each place in the list.
    about: [Vec<&'s Stated>; 2],
    marked: [BTreeSet<usize>; 2],
    sides: &'s Sides,
}

impl<'s, 'm> Reader<'s, 'm> {
    pub fn new(space: &'s Space<'m>, sides: &'s Sides, near: &Near, person: &Person) -> Self {
        let marked = Side::BOTH.map(|side| -> BTreeSet<usize> {
            let all = &sides.rules[side.index()];
            let fits = |at: &usize| {
                let terms = &all[*at].terms;
                terms.iter().any(|t| space.people.fits(person, side, t))
            };
            near.rules[side.index()]
                .iter()
                .copied()
                .filter(fits)
                .collect()
        });
        let about =
            [0, 1].map(|s: usize| marked[s].iter().map(|at| &sides.rules[s][*at]).collect());
        Reader {
            space,
            about,
            marked,
            sides,
        }
    }

    /// Where a rule is in effect for certain, or may be. What sets it aside counts with its own status, and sets aside a
    /// free-standing duty whatever is done.
    fn patches(&self, rule: &'s Stated, certain: bool) -> impl Iterator<Item = Patch<'s>> {
        let side = rule.side.index();
        let setters = rule
            .setters
            .iter()
            .filter(|s| self.marked[side].contains(s));
        let setters = setters.map(|s| &self.sides.rules[side][*s]);
        let except: Vec<Extent<'s>> = if rule.deontic == Deontic::Must {
            setters.flat_map(|s| s.reaches(!certain)).collect()
        } else {
            setters.flat_map(|s| s.extents(!certain)).collect()
        };
        rule.extents(certain).map(move |by| Patch {
            by,
            except: except.clone(),
        })
    }

    fn of(&self, side: Side, certain: bool, counts: impl Fn(&Stated) -> bool) -> Vec<Patch<'s>> {
        let rules = self.about[side.index()].iter().filter(|r| counts(r));
        let mut out: Vec<Patch> = rules.flat_map(|r| self.patches(r, certain)).collect();
        // Those without exceptions leave the least to go through.
        out.sort_by_key(|p| !p.except.is_empty());
        out
    }

    fn scene(&self, side: Side) -> Scene<'s> {
        let family =
            |deontic: Deontic| [true, false].map(|c| self.of(side, c, |r| r.deontic == deontic));
        Scene {
            prohibited: family(Deontic::MustNot),
            permitted: family(Deontic::May),
        }
    }

    /// A cell in parts that have one verdict each.
    fn verdicts(
        &self,
        scene: &Scene,
        cell: Cell,
        budget: &mut usize,
    ) -> Result<Vec<(Answered, Cell)>, OutOfBudget> {
        let mut out = Vec::new();
        let mut cut = |answered: Answered,
                       cells: Vec<Cell>,
                       by: &[Patch]|
         -> Result<Vec<Cell>, OutOfBudget> {
            let mut rest = Vec::new();
            for cell in cells {
                let found = parts(self.space, cell, by, budget)?;
                out.extend(found.inside.into_iter().map(|c| (answered, c)));
                rest.extend(found.outside);
            }
            Ok(rest)
        };
        let rest = cut(Answered::Prohibited, vec![cell], &scene.prohibited[CERTAIN])?;
        let rest = cut(Answered::Undetermined, rest, &scene.prohibited[POSSIBLE])?;
        let rest = cut(Answered::Permitted, rest, &scene.permitted[CERTAIN])?;
        let rest = cut(Answered::Undetermined, rest, &scene.permitted[POSSIBLE])?;
        out.extend(rest.into_iter().map(|c| (Answered::NotProvidedFor, c)));
        Ok(out)
    }

    /// Every part of a cell in which the sides differ, without overlap but for free-standing duties, which are told apart.
    pub fn differences(
        &self,
        cell: &Cell,
        budget: &mut usize,
    ) -> Result<Vec<(What, Cell)>, OutOfBudget> {
        let (old, new) = (self.scene(Side::Old), self.scene(Side::New));
        let mut out = Vec::new();
        for (before, part) in self.verdicts(&old, cell.clone(), budget)? {
            for (after, part) in self.verdicts(&new, part, budget)? {
                if before != after {
                    out.push((What::Verdict { before, after }, part));
                } else if after == Answered::Permitted {
                    for (part, lost, gained) in self.items(Deontic::May, &[true], part, budget)? {
                        out.push((What::Terms { lost, gained }, part));
                    }
                }
            }
        }
        // Free-standing duties are no part of an answer, so whether one may hold is told too.
        for (part, lost, gained) in
            self.items(Deontic::Must, &[true, false], cell.clone(), budget)?
        {
            out.push((What::Duties { lost, gained }, part));
        }
        Ok(out)
    }

    /// The parts of a cell in which rules of this kind that are in effect (for certain, or possibly) carry different things on the two sides,
    /// with what is lost and gained there.
    #[allow(clippy::type_complexity)]
    fn items(
        &self,
        deontic: Deontic,
        sure: &[bool],
        cell: Cell,
        budget: &mut usize,
    ) -> Result<Vec<(Cell, Vec<u32>, Vec<u32>)>, OutOfBudget> {
        let of_kind = self.about.iter().flatten().filter(|r| r.deontic == deontic);
        let items: BTreeSet<u32> = of_kind.flat_map(|r| r.items.iter().copied()).collect();
        let mut cells = vec![(cell, Vec::new(), Vec::new())];
        for item in items {
            for &certain in sure {
                let carries = |r: &Stated| r.deontic == deontic && r.items.contains(&item);
                let old = self.of(Side::Old, certain, carries);
                let new = self.of(Side::New, certain, carries);
                if same_patches(&old, &new) {
                    continue;
                }
                let mut next = Vec::new();
                for (cell, lost, gained) in cells {
                    let before = parts(self.space, cell, &old, budget)?;
                    for (was, cells) in [(true, before.inside), (false, before.outside)] {
                        for cell in cells {
                            let after = parts(self.space, cell, &new, budget)?;
                            for (is, cells) in [(true, after.inside), (false, after.outside)] {
                                for cell in cells {
                                    let (mut lost, mut gained) = (lost.clone(), gained.clone());
                                    if was && !is && !lost.contains(&item) {
                                        lost.push(item);
                                    }
                                    if is && !was && !gained.contains(&item) {
                                        gained.push(item);
                                    }
                                    next.push((cell, lost, gained));
                                }
                            }
                        }
                    }
                }
                cells = next;
            }
        }
        cells.retain(|(_, lost, gained)| !lost.is_empty() || !gained.is_empty());
        Ok(cells)
    }
}

/// Whether two lists of patches are the same, in the same order.
fn same_patches(a: &[Patch], b: &[Patch]) -> bool {
    let same = |a: &Extent, b: &Extent| a.atoms == b.atoms && a.facts == b.facts;
    let same_patch = |(a, b): (&Patch, &Patch)| {
        same(&a.by, &b.by)
            && a.except.len() == b.except.len()
            && a.except.iter().zip(&b.except).all(|(a, b)| same(a, b))
    };
    a.len() == b.len() && a.iter().zip(b).all(same_patch)
}
