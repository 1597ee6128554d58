//! Permissions against prohibitions, exactly as docs/semantics defines the findings; no sentences here.
//!
//! Pairs are found through an index (`meetings.rs`), then compared box by box. A prohibition counts only where it is *in effect*: where no rule that is `despite` it applies.

use super::meetings::Met;
use super::{Also, Case};
use crate::analysis::region::{
    Blocker, Cell, Cover, Facts, OutOfBudget, Regions, RuleBox, Someone,
};
use crate::model::{Deontic, RuleId, WhoTerm};
use std::cell::Cell as Left;
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
    /// What each fact may be in any of them, if there are several: two rules that differ here never meet.
    hull: Facts,
}

/// How many times one search looks whether two boxes have to do with each other, at least and for each rule more.
const MOST_LOOKS: usize = 20_000_000;
const MOST_LOOKS_A_RULE: usize = 500;

/// Contradictions that one permission is told of, and carve-outs (which may all be meant).
const MOST_CONTRADICTIONS: usize = 50;
const MOST_CARVE_OUTS: usize = 1_000;

/// If so many contradictions were told, or carve-outs, every other permission is told of one.
const MOST_CONTRADICTIONS_TOLD: usize = 2_000;
const MOST_CARVE_OUTS_TOLD: usize = 20_000;

/// All findings, by rule.
pub(super) fn find(regions: &mut Regions) -> Vec<Conflict> {
    let mut search = Search::new(regions);
    search.unsatisfiable();
    search.idle_despite();
    search.permissions();
    search.out
}

/// Pairs of a permission and a prohibition that both apply in some case.
pub(super) fn meetings(regions: &mut Regions) -> Vec<(RuleId, RuleId)> {
    let search = Search::new(regions);
    let (may, must_not) = (search.kind(Deontic::May), search.kind(Deontic::MustNot));
    let met = search.meetings(&may, &must_not);
    let pairs = may
        .iter()
        .zip(met)
        .flat_map(|(m, met)| met.met.into_iter().map(|p| (*m, p)));
    pairs.collect()
}

pub(super) struct Search<'r, 'm> {
    pub(super) regions: &'r Regions<'m>,
    /// Of every rule that is complete, by its number.
    all: Vec<Option<Region<'m>>>,
    /// How many looks are left. What could not be looked at is undecided.
    pub(super) looks: Left<usize>,
    /// Contradictions so far, and carve-outs.
    told: usize,
    carved: usize,
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
                    hull: hull(&boxes),
                    boxes,
                }
            }));
        }
        Search {
            regions,
            looks: Left::new(MOST_LOOKS + MOST_LOOKS_A_RULE * all.len()),
            all,
            told: 0,
            carved: 0,
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

    pub(super) fn boxes(&self, id: RuleId) -> &[RuleBox<'m>] {
        let region = self.all.get(id.index()).and_then(Option::as_ref);
        region.map_or(&[], |r| r.boxes.as_slice())
    }

    /// The boxes of the rules that set a rule aside.
    fn setters(&self, id: RuleId) -> Vec<&RuleBox<'m>> {
        let rule = self.regions.model.rules.get(id.index());
        let setters = rule.map_or(&[][..], |r| r.set_aside_by.as_slice());
        setters.iter().flat_map(|s| self.boxes(*s)).collect()
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
        let (mut idle, mut open) = (Vec::new(), Vec::new());
        for region in self.all.iter().flatten() {
            if region.boxes.is_empty() || !self.is_own(region.id) {
                continue;
            }
            for &target in self.despite(region.id) {
                // An empty region is reported as such.
                if self.boxes(target).is_empty() {
                    continue;
                }
                match self.sets_aside(region.id, target) {
                    Ok(true) => {}
                    Ok(false) => idle.push((region.id, target)),
                    Err(OutOfBudget) => open.push((region.id, target)),
                }
            }
        }
        for (id, target) in idle {
            self.report(Finding::IdleDespite, id, vec![target], None);
        }
        for (id, target) in open {
            self.report(Finding::Undecided, id, vec![target], None);
        }
    }

    /// Whether a rule that says `despite` another sets it aside in some case; `Err`: the budget ran out. A duty gives way whatever is done with the
    /// data, and sets aside nothing but duties.
    fn sets_aside(&self, rule: RuleId, target: RuleId) -> Result<bool, OutOfBudget> {
        let is_duty = |id: RuleId| {
            let rule = self.regions.model.rules.get(id.index());
            rule.is_some_and(|r| r.deontic == Deontic::Must)
        };
        match (is_duty(rule), is_duty(target)) {
            (_, true) => {
                for x in self.boxes(rule) {
                    for y in self.boxes(target) {
                        let mut y = y.clone();
                        y.atoms[0] = Rc::clone(&x.atoms[0]);
                        if !self.look(1) {
                            return Err(OutOfBudget);
                        }
                        if self.regions.overlap(x, &y).is_some() {
                            return Ok(true);
                        }
                    }
                }
                Ok(false)
            }
            (true, false) => Ok(false),
            (false, false) => self.meet(rule, target),
        }
    }

    /// Takes so many looks off the budget; false if there are not so many left.
    fn look(&self, times: usize) -> bool {
        let left = self.looks.get().checked_sub(times);
        self.looks.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether the facts of two rules can never go together, whichever their boxes.
    fn apart(&self, a: RuleId, b: RuleId) -> bool {
        let hull = |id: RuleId| Some(&self.all.get(id.index())?.as_ref()?.hull);
        let (Some(a), Some(b)) = (hull(a), hull(b)) else {
            return false;
        };
        a.iter()
            .any(|(key, x)| b.get(key).is_some_and(|y| !x.meets(y)))
    }

    /// What lies in both rules, box by box. `Err`: the budget ran out.
    fn overlaps(
        &self,
        a: RuleId,
        b: RuleId,
    ) -> impl Iterator<Item = Result<(WhoTerm, Cell), OutOfBudget>> + '_ {
        let first = if self.apart(a, b) {
            &[][..]
        } else {
            self.boxes(a)
        };
        let pairs = first
            .iter()
            .flat_map(move |x| self.boxes(b).iter().map(move |y| (x, y)));
        pairs.filter_map(|(x, y)| match self.look(1) {
            true => self.regions.overlap(x, y).map(Ok),
            false => Some(Err(OutOfBudget)),
        })
    }

    /// Whether there is a case in which both rules apply. `Err`: the budget ran out.
    pub(super) fn meet(&self, a: RuleId, b: RuleId) -> Result<bool, OutOfBudget> {
        let first = self.overlaps(a, b).next().transpose()?;
        Ok(first.is_some())
    }

    /// A case in which both rules apply and none of these boxes does. `Err`: the budget ran out before one was found.
    fn clash(
        &self,
        a: RuleId,
        b: RuleId,
        aside: &[&RuleBox<'m>],
    ) -> Result<Option<(Someone, Cell)>, OutOfBudget> {
        let aside: Vec<Blocker> = aside.iter().copied().map(Blocker::plain).collect();
        let mut undecided = false;
        for overlap in self.overlaps(a, b) {
            let (term, cell) = overlap?;
            if !self.look(aside.len()) {
                return Err(OutOfBudget);
            }
            match self.regions.cover_cell(&term, &cell, &aside) {
                Cover::Uncovered(who, cell) => return Ok(Some((who, cell))),
                Cover::Undecided => undecided = true,
                Cover::Covered => {}
            }
        }
        if undecided {
            Err(OutOfBudget)
        } else {
            Ok(None)
        }
    }

    /// Whether a rule's region lies inside those of others, in so far as they are in effect (or, with `bare`, as they stand).
    fn inside(&self, one: RuleId, others: &[RuleId], bare: bool) -> Inside {
        let setters: Vec<Vec<&RuleBox>> = others
            .iter()
            .map(|o| if bare { Vec::new() } else { self.setters(*o) })
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
        let looks = blockers.iter().map(|b| 1 + b.except.len()).sum();
        let mut undecided = false;
        for b in self.boxes(one) {
            if !self.look(looks) {
                return Inside::Undecided;
            }
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

    /// The rules of a kind that apply in some case.
    fn kind(&self, wanted: Deontic) -> Vec<RuleId> {
        let of = |r: &&Region| {
            let rule = self.regions.model.rules.get(r.id.index());
            !r.boxes.is_empty() && rule.is_some_and(|r| r.deontic == wanted)
        };
        self.all.iter().flatten().filter(of).map(|r| r.id).collect()
    }

    fn permissions(&mut self) {
        let (may, must_not) = (self.kind(Deontic::May), self.kind(Deontic::MustNot));
        for (permission, Met { met, mut open }) in may.iter().zip(self.meetings(&may, &must_not)) {
            if !self.is_own(*permission) || self.dead(*permission, &met, &mut open) {
                continue;
            }
            self.pairs(*permission, &met, &mut open);
            if !open.is_empty() {
                open.sort_unstable();
                open.dedup();
                self.report(Finding::Undecided, *permission, open, None);
            }
        }
    }

    /// Reports a permission that can never be used.
    fn dead(&mut self, permission: RuleId, met: &[RuleId], open: &mut Vec<RuleId>) -> bool {
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
                open.extend(against);
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
            let found = self.clash(permission, *p, &self.setters(*p));
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

    /// Leaves out prohibitions that are not needed to cover the permission, so that only those that matter are named. Goes
    /// from the front, and leaves out as many at once as can be.
    fn fewest(&self, permission: RuleId, all: Vec<RuleId>) -> Vec<RuleId> {
        let (mut needed, mut rest) = (Vec::new(), all.as_slice());
        while !rest.is_empty() {
            let enough = |from: usize| {
                let tried = [needed.as_slice(), rest.get(from..).unwrap_or_default()].concat();
                self.inside(permission, &tried, false) == Inside::Yes
            };
            // Ever more of the last ones until they are enough; then the fewest of these.
            let mut some = 1;
            while some < rest.len() && !enough(rest.len() - some) {
                some *= 2;
            }
            let (mut low, mut high) = (rest.len().saturating_sub(some), rest.len() - some / 2);
            while low + 1 < high {
                let middle = low.midpoint(high);
                if enough(middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            needed.extend(rest.get(low));
            rest = rest.get(low + 1..).unwrap_or_default();
            if self.inside(permission, &needed, false) == Inside::Yes {
                break;
            }
        }
        needed
    }

    /// Contradictions and carve-outs. What is not looked at, or not told, is left open.
    fn pairs(&mut self, permission: RuleId, met: &[RuleId], open: &mut Vec<RuleId>) {
        let (mut contradictions, mut carve_outs) = (0, 0);
        let most = match self.told < MOST_CONTRADICTIONS_TOLD {
            true => MOST_CONTRADICTIONS,
            false => 1,
        };
        let most_carved = match self.carved < MOST_CARVE_OUTS_TOLD {
            true => MOST_CARVE_OUTS,
            false => 1,
        };
        for (at, &prohibition) in met.iter().enumerate() {
            if contradictions >= most || carve_outs >= most_carved || self.looks.get() == 0 {
                open.extend(met.get(at..).unwrap_or_default());
                return;
            }
            if self.despite(permission).contains(&prohibition)
                || self.despite(prohibition).contains(&permission)
            {
                continue;
            }
            let mut aside = self.setters(prohibition);
            aside.extend(self.setters(permission));
            let (who, cell) = match self.clash(permission, prohibition, &aside) {
                // Other rules settle it wherever the two meet.
                Ok(None) => continue,
                Err(OutOfBudget) => {
                    open.push(prohibition);
                    continue;
                }
                Ok(Some(found)) => found,
            };
            let (finding, case) = match self.inside(prohibition, &[permission], true) {
                Inside::Yes => (Finding::CarveOut, None),
                Inside::No => {
                    let case = Case::choose(self.regions.model, who, &cell);
                    (Finding::Contradiction, Some(case))
                }
                Inside::Undecided => {
                    open.push(prohibition);
                    continue;
                }
            };
            match finding {
                Finding::CarveOut => {
                    carve_outs += 1;
                    self.carved += 1;
                }
                _ => {
                    contradictions += 1;
                    self.told += 1;
                }
            }
            self.report(finding, permission, vec![prohibition], case);
        }
    }
}

/// What each fact may be in any of these boxes; facts that one of them leaves free are not listed.
fn hull(boxes: &[RuleBox]) -> Facts {
    let mut each = boxes.iter().map(|b| &b.facts);
    let (Some(first), true) = (each.next(), boxes.len() > 1) else {
        return Facts::new();
    };
    let mut all = (**first).clone();
    let mut before = first;
    for facts in each {
        // The boxes of one clause follow each other and share their facts.
        if !Rc::ptr_eq(before, facts) {
            all.retain(|key, _| facts.contains_key(key));
            for (key, values) in &mut all {
                if let Some(more) = facts.get(key) {
                    *values = values.union(more);
                }
            }
        }
        before = facts;
    }
    all
}
