//! Whether every way of doing what must be done is prohibited, or none permitted.

use super::regions::{Near, Ruled, Rules, STEPS, terms, whole};
use super::sources::{self, Acts, Source};
use super::{DutyConflict, DutyFinding};
use crate::analysis::checks::Case;
use crate::analysis::region::{
    Cell, Dimension, OutOfBudget, RuleBox, Someone, Values,
    cells::{first_outside, parts},
};
use crate::model::{ActionId, RuleId, ValueSet, WhoTerm};

pub(super) fn find(rules: &mut Rules, out: &mut Vec<DutyConflict>) {
    for acts in sources::duties(rules.model) {
        if acts.source.is_own(rules.model) {
            duty(rules, &acts, out);
        }
    }
}

/// What there is to say about one duty: the first of its actions that is forbidden, and the first of the others that
/// nothing permits.
fn duty(rules: &mut Rules, acts: &Acts, out: &mut Vec<DutyConflict>) {
    let (mut forbidden, mut without, mut undecided) = (None, None, false);
    for &action in acts.actions {
        let care = sources::is_care(rules.model, action);
        if care && !rules.is_ever_prohibited(action) {
            continue;
        }
        let near = rules.near(&[action], acts.data, acts.purposes);
        // The act as such, not further specified, is one of the ways.
        let named = |p: &Ruled| {
            let covers = |b: &RuleBox| b.atoms[0].contains(action.index());
            p.boxes.iter().any(covers)
        };
        let may_be_forbidden = near.prohibitions.iter().any(named);
        if care && !may_be_forbidden {
            continue;
        }
        let question = Question::new(rules, acts, action, near);
        let mut found = false;
        if may_be_forbidden {
            match question.search(DutyFinding::Forbidden) {
                Ok(Some(conflict)) => {
                    found = true;
                    forbidden = forbidden.or(Some(conflict));
                }
                Ok(None) => {}
                Err(OutOfBudget) => undecided = true,
            }
        }
        if !care && !found && without.is_none() {
            match question.search(DutyFinding::WithoutPermission) {
                Ok(conflict) => without = conflict,
                Err(OutOfBudget) => undecided = true,
            }
        }
    }
    if forbidden.is_none() && without.is_none() && undecided {
        out.push(DutyConflict {
            finding: DutyFinding::Undecided,
            duty: acts.source,
            other: None,
            action: None,
            rules: Vec::new(),
            case: None,
            data: None,
            terms: (None, None),
        });
    }
    out.extend(forbidden);
    out.extend(without);
}

/// One action of one duty, and all that has a bearing on it.
struct Question<'q, 'm> {
    rules: &'q Rules<'m>,
    acts: Acts<'q>,
    action: ActionId,
    near: Near<'m>,
    /// The rule that imposes it: the duty itself, or the permission that it comes with.
    by: Ruled<'m>,
    /// The prohibitions that touch that permission.
    around: Vec<Ruled<'m>>,
    /// All ways of doing it, in all circumstances.
    ways: Cell,
}

/// A part in which there is a finding.
struct Found {
    who: Someone,
    /// The ways of doing it.
    held: Vec<Cell>,
    /// The finding is in all cases within these,
    within: Vec<Cell>,
    /// but not these.
    beyond: Vec<Cell>,
    cell: Cell,
}

impl Found {
    /// Whether there is the finding in all cases of a cell.
    fn shows(&self, rules: &Rules, cell: &Cell, budget: &mut usize) -> Result<bool, OutOfBudget> {
        if self.beyond.iter().any(|b| b.extent().meets(cell.extent())) {
            return Ok(false);
        }
        rules.lies_within(cell, &self.within, budget)
    }
}

impl<'q, 'm> Question<'q, 'm> {
    fn new(rules: &'q mut Rules<'m>, acts: &Acts<'q>, action: ActionId, near: Near<'m>) -> Self {
        let (by, around) = match acts.source {
            Source::With(..) => (rules.ruled(acts.rule), rules.around(acts.rule)),
            _ => (rules.duty(acts.rule), Vec::new()),
        };
        let ways = rules.cell(&[action], acts.data, acts.purposes);
        Question {
            rules,
            acts: *acts,
            action,
            near,
            by,
            around,
            ways,
        }
    }

    /// A case in which it is forbidden, or not permitted.
    fn search(&self, wanted: DutyFinding) -> Result<Option<DutyConflict>, OutOfBudget> {
        let mut budget = STEPS;
        let mut all_looked_at = true;
        let boxes = &self.by.boxes;
        for (at, one) in boxes.iter().enumerate() {
            // One asker is looked at for all boxes at once.
            if boxes.iter().take(at).any(|b| b.term == one.term) {
                continue;
            }
            let (askers, all) = self.askers(one, wanted);
            all_looked_at &= all;
            for who in askers {
                if let Some(found) = self.look(wanted, &who, &mut budget)? {
                    return self.plainest(wanted, one, found).map(Some);
                }
            }
        }
        if all_looked_at {
            Ok(None)
        } else {
            Err(OutOfBudget)
        }
    }

    /// The same for one asker.
    fn look(
        &self,
        wanted: DutyFinding,
        who: &Someone,
        budget: &mut usize,
    ) -> Result<Option<Found>, OutOfBudget> {
        let mut held: Vec<Cell> = Vec::new();
        let about = |b: &&RuleBox| self.rules.regions.fits(who, b.term);
        for one in self.by.boxes.iter().filter(about) {
            for cell in self.held(who, one, budget)? {
                if !held.contains(&cell) {
                    held.push(cell);
                }
            }
        }
        let free = self.free(who, &held, budget)?;
        let (within, beyond) = match wanted {
            DutyFinding::Forbidden => (held.clone(), free),
            _ => {
                let permitted = self.permitted(who, &free, budget)?;
                (free, permitted)
            }
        };
        let cell = self.beyond(&within, &beyond, budget)?;
        Ok(cell.map(|cell| Found {
            who: who.clone(),
            held,
            within: self.cases_of(&within),
            beyond: self.cases_of(&beyond),
            cell,
        }))
    }

    /// A party that the source names goes before someone who could be, unless anyone at all will do.
    fn plainest(
        &self,
        wanted: DutyFinding,
        one: &RuleBox<'m>,
        found: Found,
    ) -> Result<DutyConflict, OutOfBudget> {
        let anyone = matches!(&found.who, Someone::Conceivable(groups) if groups.is_empty());
        if !anyone {
            for party in self.rules.parties(one.term) {
                let mut budget = STEPS;
                let named = self.look(wanted, &party, &mut budget);
                if let Ok(Some(named)) = named {
                    return self.conflict(wanted, named, &mut budget);
                }
            }
        }
        self.conflict(wanted, found, &mut { STEPS })
    }

    /// Who must be looked at. Prohibitions may be what a case needs, and so is all that takes ways or permissions away.
    /// More permissions, and exceptions from prohibitions, spoil it.
    fn askers(&self, one: &RuleBox<'m>, finding: DutyFinding) -> (Vec<Someone>, bool) {
        let near = &self.near;
        let boxes = |rules: &'_ [Ruled<'m>]| -> Vec<&'m WhoTerm> {
            rules.iter().flat_map(|r| terms(r.boxes.iter())).collect()
        };
        let setters = |rules: &'_ [Ruled<'m>]| -> Vec<&'m WhoTerm> {
            rules.iter().flat_map(|r| terms(&r.setters)).collect()
        };
        let (mut wanted, mut unwanted) = (boxes(&near.prohibitions), setters(&near.prohibitions));
        match self.acts.source {
            Source::With(..) => {
                wanted.extend(setters(&self.around));
                unwanted.extend(boxes(&self.around));
                unwanted.extend(terms(&self.by.setters));
            }
            _ => wanted.extend(terms(&self.by.setters)),
        }
        if finding == DutyFinding::WithoutPermission {
            wanted.extend(setters(&near.permissions));
            unwanted.extend(boxes(&near.permissions));
        }
        self.rules.askers(one.term, &wanted, &unwanted)
    }

    /// The ways of doing it, wherever it must be done by one asker because of one box.
    fn held(
        &self,
        who: &Someone,
        one: &RuleBox<'m>,
        budget: &mut usize,
    ) -> Result<Vec<Cell>, OutOfBudget> {
        let rules = self.rules;
        let mut ways = self.ways.clone();
        match self.acts.source {
            Source::With(..) => {
                let usable = rules.usable(who, one, &self.by.setters, &self.around, budget)?;
                let within = |facts: Cell| Cell {
                    atoms: ways.atoms.clone(),
                    facts: facts.facts,
                };
                Ok(usable.into_iter().map(within).collect())
            }
            _ => {
                ways.facts = (*one.facts).clone();
                rules.outside(vec![ways], &rules.alone(who, &self.by.setters), budget)
            }
        }
    }

    /// A way stands for all ways in the same case: any action and purpose, and any data if none is named.
    fn case_of(&self, way: &Cell) -> Cell {
        let case = way
            .clone()
            .without(Dimension::Atoms(0))
            .without(Dimension::Atoms(2));
        if self.acts.data.is_empty() {
            case.without(Dimension::Atoms(1))
        } else {
            case
        }
    }

    fn cases_of(&self, ways: &[Cell]) -> Vec<Cell> {
        ways.iter().map(|w| self.case_of(w)).collect()
    }

    /// Cases of these ways that are cases of none of those.
    fn beyond(
        &self,
        ways: &[Cell],
        those: &[Cell],
        budget: &mut usize,
    ) -> Result<Option<Cell>, OutOfBudget> {
        let shown = self.cases_of(those);
        let patches = whole(&shown);
        for way in ways {
            let case = self.case_of(way);
            let left = first_outside(&self.rules.regions.seen(), case, &patches, budget)?;
            if left.is_some() {
                return Ok(left);
            }
        }
        Ok(None)
    }

    /// The ways that nothing prohibits.
    fn free(
        &self,
        who: &Someone,
        held: &[Cell],
        budget: &mut usize,
    ) -> Result<Vec<Cell>, OutOfBudget> {
        let patches = self.rules.in_effect(who, &self.near.prohibitions);
        self.rules.outside(held.to_vec(), &patches, budget)
    }

    /// The part of these ways that is permitted.
    fn permitted(
        &self,
        who: &Someone,
        free: &[Cell],
        budget: &mut usize,
    ) -> Result<Vec<Cell>, OutOfBudget> {
        let patches = self.rules.in_effect(who, &self.near.permissions);
        let mut permitted = Vec::new();
        for cell in free {
            let all = parts(&self.rules.regions.seen(), cell.clone(), &patches, budget)?;
            permitted.extend(all.inside);
        }
        Ok(permitted)
    }

    fn conflict(
        &self,
        finding: DutyFinding,
        found: Found,
        budget: &mut usize,
    ) -> Result<DutyConflict, OutOfBudget> {
        let mut case = Case::choose(self.rules.model, found.who.clone(), &found.cell);
        case.action = Some(self.action);
        case.purpose = None;
        let mut here = found.cell.clone();
        if self.acts.data.is_empty() {
            case.data = None;
        } else if let Some(data) = case.data {
            here.atoms[1].clear();
            here.atoms[1].insert(data.index());
        }
        // No fact is named that makes no difference.
        for (key, value) in case.facts.clone() {
            let mut without = here.clone();
            without.facts.remove(&key);
            if found.shows(self.rules, &without, budget)? {
                case.facts.remove(&key);
                here = without;
            } else {
                let value = Values::known(ValueSet::one(value.as_int()));
                here.facts.insert(key, value);
            }
        }
        let ways = found.held.iter();
        let ways: Vec<Cell> = ways.filter_map(|w| w.meet(here.extent())).collect();
        let rules = match finding {
            DutyFinding::Forbidden => self.fewest(&found.who, &ways, budget)?,
            _ => Vec::new(),
        };
        Ok(DutyConflict {
            finding,
            duty: self.acts.source,
            other: None,
            action: Some(self.action),
            rules,
            data: case.data,
            case: Some(case),
            terms: (None, None),
        })
    }

    /// Prohibitions that forbid all these ways, none of which can be missed. They are left out from the last to the first.
    fn fewest(
        &self,
        who: &Someone,
        ways: &[Cell],
        budget: &mut usize,
    ) -> Result<Vec<RuleId>, OutOfBudget> {
        let touches = |p: &&Ruled| {
            let about = |b: &&RuleBox| self.rules.regions.fits(who, b.term);
            let boxes = p.boxes.iter().filter(about);
            boxes
                .into_iter()
                .any(|b| ways.iter().any(|w| w.extent().meets(b.extent())))
        };
        let mut needed: Vec<Ruled> = self
            .near
            .prohibitions
            .iter()
            .filter(touches)
            .cloned()
            .collect();
        let mut at = needed.len();
        while at > 0 && needed.len() > 1 {
            at -= 1;
            let mut fewer = needed.clone();
            fewer.remove(at);
            let patches = self.rules.in_effect(who, &fewer);
            let left = self.rules.outside(ways.to_vec(), &patches, budget)?;
            if left.is_empty() {
                needed = fewer;
            }
        }
        Ok(needed.into_iter().map(|r| r.id).collect())
    }
}
