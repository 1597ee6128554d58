//! Permissions against prohibitions, exactly as docs/semantics defines the findings; no sentences here.
//!
//! Pairs are found through an index on the axis where a prohibition meets the fewest permissions, then compared box by
//! box. A prohibition counts only where it is *in effect*: where no rule that is `despite` it applies.

use super::{Also, Case};
use crate::analysis::region::{AXES, Blocker, Cell, Cover, Regions, RuleBox, Someone};
use crate::model::{Deontic, RuleId, WhoTerm};
use std::collections::HashMap;
use std::rc::Rc;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// The rule's region is empty; `nobody`: for want of people, not because of its condition.
    Unsatisfiable { nobody: bool },
    /// Wherever the permission applies, one of the others prohibits.
    Dead,
    /// The same, and prohibitions of the outer commons do it.
    OutrunByOuter,
    /// In some case both are in effect, and the prohibition reaches beyond the permission.
    Contradiction,
    /// In some case both are in effect, and the prohibition lies wholly within the permission.
    CarveOut,
    /// The rule says `despite` the other, which it never sets aside: they never meet, or it is a duty and the other is not.
    IdleDespite,
    /// The budget ran out.
    Undecided,
}

/// One finding about one rule and those that it meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub finding: Finding,
    pub rule: RuleId,
    pub others: Vec<RuleId>,
    /// For a dead permission and a contradiction: a case in which the rule and the first of the others both apply, and that one prohibits.
    pub case: Option<Case>,
    /// Who else is in the position of the case.
    pub also: Option<Also>,
}

/// A rule with its boxes.
struct Region<'m> {
    id: RuleId,
    boxes: Vec<RuleBox<'m>>,
}

/// All findings, by rule.
pub(super) fn find(regions: &mut Regions) -> Vec<Conflict> {
    let mut search = Search::new(regions);
    search.unsatisfiable();
    search.idle_despite();
    search.permissions();
    search.out
}

struct Search<'r, 'm> {
    regions: &'r Regions<'m>,
    /// Of every rule that is complete, by its number.
    all: Vec<Option<Region<'m>>>,
    out: Vec<Conflict>,
}

/// Whether a region lies inside others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Yes,
    No,
    Undecided,
}

impl<'r, 'm> Search<'r, 'm> {
    fn new(regions: &'r mut Regions<'m>) -> Self {
        let model = regions.model;
        let mut somebody: HashMap<&WhoTerm, bool> = HashMap::new();
        let mut all = Vec::with_capacity(model.rules.len());
        for (at, rule) in model.rules.iter().enumerate() {
            all.push((!rule.incomplete).then(|| {
                let mut boxes = regions.boxes(rule);
                boxes.retain(|b| {
                    *somebody
                        .entry(b.term)
                        .or_insert_with_key(|term| regions.anybody(term))
                });
                Region {
                    id: RuleId::new(at),
                    boxes,
                }
            }));
        }
        Search {
            regions,
            all,
            out: Vec::new(),
        }
    }

    fn report(&mut self, finding: Finding, rule: RuleId, others: Vec<RuleId>, case: Option<Case>) {
        self.out.push(Conflict {
            finding,
            rule,
            others,
            case,
            also: None,
        });
    }

    fn is_own(&self, id: RuleId) -> bool {
        let rule = self.regions.model.rules.get(id.index());
        rule.is_some_and(|r| r.decl.is_own())
    }

    fn despite(&self, id: RuleId) -> &'m [RuleId] {
        let rule = self.regions.model.rules.get(id.index());
        rule.map_or(&[], |r| r.despite.as_slice())
    }

    fn boxes(&self, id: RuleId) -> &[RuleBox<'m>] {
        let region = self.all.get(id.index()).and_then(Option::as_ref);
        region.map_or(&[], |r| r.boxes.as_slice())
    }

    /// The boxes of the rules that set a rule aside, leaving out one of them.
    fn setters(&self, id: RuleId, but: Option<RuleId>) -> Vec<&RuleBox<'m>> {
        let rule = self.regions.model.rules.get(id.index());
        let setters = rule.map_or(&[][..], |r| r.set_aside_by.as_slice());
        setters
            .iter()
            .filter(|s| Some(**s) != but)
            .flat_map(|s| self.boxes(*s))
            .collect()
    }

    fn unsatisfiable(&mut self) {
        let regions = self.regions;
        let empty: Vec<(RuleId, bool)> = self
            .all
            .iter()
            .flatten()
            .filter(|r| r.boxes.is_empty())
            .filter_map(|r| {
                let rule = regions.model.rules.get(r.id.index())?;
                let nobody = !rule.who.terms.iter().any(|t| regions.anybody(t));
                rule.decl.is_own().then_some((r.id, nobody))
            })
            .collect();
        for (id, nobody) in empty {
            self.report(Finding::Unsatisfiable { nobody }, id, Vec::new(), None);
        }
    }

    fn idle_despite(&mut self) {
        let mut idle = Vec::new();
        for region in self.all.iter().flatten() {
            if region.boxes.is_empty() || !self.is_own(region.id) {
                continue;
            }
            for &target in self.despite(region.id) {
                // An empty region is reported as such.
                if !self.boxes(target).is_empty() && !self.sets_aside(region.id, target) {
                    idle.push((region.id, target));
                }
            }
        }
        for (id, target) in idle {
            self.report(Finding::IdleDespite, id, vec![target], None);
        }
    }

    /// Whether a rule that says `despite` another sets it aside in some case. A duty gives way whatever is done with the
    /// data, and sets aside nothing but duties.
    fn sets_aside(&self, rule: RuleId, target: RuleId) -> bool {
        let is_duty = |id: RuleId| {
            let rule = self.regions.model.rules.get(id.index());
            rule.is_some_and(|r| r.deontic == Deontic::Must)
        };
        match (is_duty(rule), is_duty(target)) {
            (_, true) => self.boxes(rule).iter().any(|x| {
                self.boxes(target).iter().any(|y| {
                    let mut y = y.clone();
                    y.atoms[0] = Rc::clone(&x.atoms[0]);
                    self.regions.overlap(x, &y).is_some()
                })
            }),
            (true, false) => false,
            (false, false) => self.meet(rule, target),
        }
    }

    fn overlaps(&self, a: RuleId, b: RuleId) -> impl Iterator<Item = (WhoTerm, Cell)> + '_ {
        let pairs = self
            .boxes(a)
            .iter()
            .flat_map(move |x| self.boxes(b).iter().map(move |y| (x, y)));
        pairs.filter_map(|(x, y)| self.regions.overlap(x, y))
    }

    /// Whether there is a case in which both rules apply.
    fn meet(&self, a: RuleId, b: RuleId) -> bool {
        self.overlaps(a, b).next().is_some()
    }

    /// A case in which both rules apply and none of these boxes does. `Err`: the budget ran out before one was found.
    fn clash(
        &self,
        a: RuleId,
        b: RuleId,
        aside: &[&RuleBox<'m>],
    ) -> Result<Option<(Someone, Cell)>, ()> {
        let aside: Vec<Blocker> = aside
            .iter()
            .map(|by| Blocker {
                by,
                except: Vec::new(),
            })
            .collect();
        let mut undecided = false;
        for (term, cell) in self.overlaps(a, b) {
            match self.regions.cover_cell(&term, &cell, &aside) {
                Cover::Uncovered(who, cell) => return Ok(Some((who, cell))),
                Cover::Undecided => undecided = true,
                Cover::Covered => {}
            }
        }
        if undecided { Err(()) } else { Ok(None) }
    }

    /// Whether a rule's region lies inside those of others, in so far as they are in effect (or, with `bare`, as they stand).
    fn inside(&self, one: RuleId, others: &[RuleId], bare: bool) -> Inside {
        let setters: Vec<Vec<&RuleBox>> = others
            .iter()
            .map(|o| {
                if bare {
                    Vec::new()
                } else {
                    self.setters(*o, None)
                }
            })
            .collect();
        let blockers: Vec<Blocker> = others
            .iter()
            .zip(&setters)
            .flat_map(|(o, setters)| {
                self.boxes(*o).iter().map(|by| Blocker {
                    by,
                    except: setters.clone(),
                })
            })
            .collect();
        let mut undecided = false;
        for b in self.boxes(one) {
            match self.regions.cover(b, &blockers) {
                Cover::Covered => {}
                Cover::Uncovered(..) => return Inside::No,
                Cover::Undecided => undecided = true,
            }
        }
        if undecided {
            Inside::Undecided
        } else {
            Inside::Yes
        }
    }

    fn permissions(&mut self) {
        let kind = |wanted: Deontic| -> Vec<RuleId> {
            let of = |r: &&Region| {
                let rule = self.regions.model.rules.get(r.id.index());
                !r.boxes.is_empty() && rule.is_some_and(|r| r.deontic == wanted)
            };
            self.all.iter().flatten().filter(of).map(|r| r.id).collect()
        };
        let (may, must_not) = (kind(Deontic::May), kind(Deontic::MustNot));
        for (permission, met) in may.iter().zip(self.meetings(&may, &must_not)) {
            if self.is_own(*permission) && !self.dead(*permission, &met) {
                self.pairs(*permission, &met);
            }
        }
    }

    /// For each permission the prohibitions that it meets somewhere, in the order of the source.
    fn meetings(&self, may: &[RuleId], must_not: &[RuleId]) -> Vec<Vec<RuleId>> {
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
        let mut out: Vec<Vec<RuleId>> = vec![Vec::new(); may.len()];
        let mut seen = vec![usize::MAX; may.len()];
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
                    if std::mem::replace(&mut seen[at], number) != number
                        && self.meet(may[at], *prohibition)
                    {
                        out[at].push(*prohibition);
                    }
                }
            }
        }
        out
    }

    /// Reports a permission that can never be used.
    fn dead(&mut self, permission: RuleId, met: &[RuleId]) -> bool {
        let despite = self.despite(permission);
        let against: Vec<RuleId> = met
            .iter()
            .copied()
            .filter(|p| !despite.contains(p))
            .collect();
        if against.is_empty() {
            return false;
        }
        match self.inside(permission, &against, false) {
            Inside::No => return false,
            Inside::Undecided => {
                self.report(Finding::Undecided, permission, against, None);
                return false;
            }
            Inside::Yes => {}
        }
        let outer: Vec<RuleId> = against
            .iter()
            .copied()
            .filter(|p| !self.is_own(*p))
            .collect();
        let outrun = !outer.is_empty() && self.inside(permission, &outer, false) == Inside::Yes;
        let responsible = self.fewest(permission, if outrun { outer } else { against });
        let case = responsible.first().and_then(|p| {
            let found = self.clash(permission, *p, &self.setters(*p, None));
            found.ok().flatten()
        });
        let case = case.map(|(who, cell)| Case::choose(self.regions.model, who, &cell));
        let finding = if outrun {
            Finding::OutrunByOuter
        } else {
            Finding::Dead
        };
        self.report(finding, permission, responsible, case);
        true
    }

    /// Leaves out prohibitions that are not needed to cover the permission, so that only those that matter are named.
    fn fewest(&self, permission: RuleId, mut needed: Vec<RuleId>) -> Vec<RuleId> {
        let mut at = 0;
        while at < needed.len() && needed.len() > 1 {
            let mut without = needed.clone();
            without.remove(at);
            if self.inside(permission, &without, false) == Inside::Yes {
                needed = without;
            } else {
                at += 1;
            }
        }
        needed
    }

    /// Contradictions and carve-outs.
    fn pairs(&mut self, permission: RuleId, met: &[RuleId]) {
        for &prohibition in met {
            if self.despite(permission).contains(&prohibition)
                || self.despite(prohibition).contains(&permission)
            {
                continue;
            }
            let mut aside = self.setters(prohibition, None);
            aside.extend(self.setters(permission, None));
            let undecided = (Finding::Undecided, None);
            let (finding, case) = match self.clash(permission, prohibition, &aside) {
                // Other rules settle it wherever the two meet.
                Ok(None) => continue,
                Err(()) => undecided,
                Ok(Some((who, cell))) => match self.inside(prohibition, &[permission], true) {
                    Inside::Yes => (Finding::CarveOut, None),
                    Inside::Undecided => undecided,
                    Inside::No => {
                        let case = Case::choose(self.regions.model, who, &cell);
                        (Finding::Contradiction, Some(case))
                    }
                },
            };
            self.report(finding, permission, vec![prohibition], case);
        }
    }
}
