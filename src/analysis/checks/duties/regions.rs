//! What the questions about duties share: rules with their boxes, who must be looked at, and what is in effect for one asker.

use crate::analysis::region::{
    BUDGET, Cell, OutOfBudget, Patch, Regions, RuleBox, Someone, at_or_below,
    cells::{first_outside, parts},
};
use crate::analysis::{Axis, Universe};
use crate::model::{ActionId, DataId, Deontic, Model, PartyId, PurposeId, Rule, RuleId, WhoTerm};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Steps that one question about a duty may take.
pub(super) const STEPS: usize = BUDGET;

/// Named parties that are tried for a plainer case.
const MOST_PARTIES: usize = 16;

/// A rule with its boxes and those of the rules that set it aside.
#[derive(Debug, Clone)]
pub(super) struct Ruled<'m> {
    pub id: RuleId,
    pub boxes: Rc<Vec<RuleBox<'m>>>,
    pub setters: Vec<RuleBox<'m>>,
}

/// The permissions and prohibitions that touch some acts.
#[derive(Debug, Clone, Default)]
pub(super) struct Near<'m> {
    pub permissions: Vec<Ruled<'m>>,
    pub prohibitions: Vec<Ruled<'m>>,
}

/// All rules, with boxes that are made when they are first asked for.
pub(super) struct Rules<'m> {
    pub model: &'m Model,
    pub regions: Regions<'m>,
    universe: &'m Universe<'m>,
    boxes: Vec<Option<Rc<Vec<RuleBox<'m>>>>>,
    /// All actions that some prohibition covers.
    prohibited: FixedBitSet,
}

impl<'m> Rules<'m> {
    pub fn new(universe: &'m Universe<'m>) -> Self {
        let model = universe.model();
        let mut prohibited = FixedBitSet::with_capacity(model.actions.len());
        for rule in model
            .rules
            .iter()
            .filter(|r| r.deontic == Deontic::MustNot && !r.incomplete)
        {
            let below = rule
                .actions
                .iter()
                .flat_map(|a| model.action_tree.down(a.0));
            prohibited.extend(below.map(|a| *a as usize));
        }
        Rules {
            prohibited,
            model,
            regions: Regions::new(model),
            universe,
            boxes: vec![None; model.rules.len()],
        }
    }

    pub fn rule(&self, id: RuleId) -> Option<&'m Rule> {
        self.model.rules.get(id.index())
    }

    /// Whether any prohibition covers an action, not further specified.
    pub fn is_ever_prohibited(&self, action: ActionId) -> bool {
        self.prohibited.contains(action.index())
    }

    /// The boxes of a rule that somebody fits; none of a rule that is incomplete.
    pub fn boxes(&mut self, id: RuleId) -> Rc<Vec<RuleBox<'m>>> {
        if let Some(Some(known)) = self.boxes.get(id.index()) {
            return Rc::clone(known);
        }
        let mut made = Vec::new();
        if let Some(rule) = self.rule(id).filter(|r| !r.incomplete) {
            made = self.regions.boxes(rule);
            made.retain(|b| self.regions.anybody(b.term));
        }
        let made = Rc::new(made);
        if let Some(place) = self.boxes.get_mut(id.index()) {
            *place = Some(Rc::clone(&made));
        }
        made
    }

    fn setters(&mut self, id: RuleId) -> Vec<RuleBox<'m>> {
        let setters = self.rule(id).map_or(&[][..], |r| r.set_aside_by.as_slice());
        let boxes = setters.iter().map(|s| self.boxes(*s));
        boxes.flat_map(|b| (*b).clone()).collect()
    }

    pub fn ruled(&mut self, id: RuleId) -> Ruled<'m> {
        Ruled {
            id,
            boxes: self.boxes(id),
            setters: self.setters(id),
        }
    }

    /// A free-standing duty. What sets it aside does so whatever is done with the data, so its setters cover all actions.
    pub fn duty(&mut self, id: RuleId) -> Ruled<'m> {
        let all = Rc::new(self.atoms(Axis::Action, &[]));
        let mut duty = self.ruled(id);
        for setter in &mut duty.setters {
            setter.atoms[0] = Rc::clone(&all);
        }
        duty
    }

    /// The atoms at or below some nodes of an axis; all of them if none is named.
    pub fn atoms(&self, axis: Axis, names: &[u32]) -> FixedBitSet {
        at_or_below(axis.tree(self.model), names)
    }

    /// All cases with one of these acts.
    pub fn cell(&self, actions: &[ActionId], data: &[DataId], purposes: &[PurposeId]) -> Cell {
        let actions: Vec<u32> = actions.iter().map(|x| x.0).collect();
        let data: Vec<u32> = data.iter().map(|x| x.0).collect();
        let purposes: Vec<u32> = purposes.iter().map(|x| x.0).collect();
        Cell {
            atoms: [
                self.atoms(Axis::Action, &actions),
                self.atoms(Axis::Data, &data),
                self.atoms(Axis::Purpose, &purposes),
            ],
            facts: BTreeMap::new(),
        }
    }

    /// The permissions and prohibitions that have an atom in common with these acts.
    pub fn near(
        &mut self,
        actions: &[ActionId],
        data: &[DataId],
        purposes: &[PurposeId],
    ) -> Near<'m> {
        let candidates = self.universe.touching(actions, data, purposes);
        let mut near = Near::default();
        for id in candidates {
            match self.rule(id).map(|r| r.deontic) {
                Some(Deontic::May) => near.permissions.push(self.ruled(id)),
                Some(Deontic::MustNot) => near.prohibitions.push(self.ruled(id)),
                _ => {}
            }
        }
        near
    }

    /// The prohibitions that touch a permission.
    pub fn around(&mut self, permission: RuleId) -> Vec<Ruled<'m>> {
        match self.rule(permission) {
            Some(r) => self.near(&r.actions, &r.data, &r.purposes).prohibitions,
            None => Vec::new(),
        }
    }

    /// Where the duties of a permission are owed: it is in effect for some atom, and nothing prohibits that. As facts only.
    pub fn usable(
        &self,
        who: &Someone,
        permission: &RuleBox<'m>,
        setters: &[RuleBox<'m>],
        prohibitions: &[Ruled<'m>],
        budget: &mut usize,
    ) -> Result<Vec<Cell>, OutOfBudget> {
        let whole = permission.extent().to_cell();
        let mut out: Vec<Cell> = Vec::new();
        for cell in self.outside(vec![whole], &self.alone(who, setters), budget)? {
            let patches = self.in_effect(who, prohibitions);
            for left in self.outside(vec![cell], &patches, budget)? {
                let facts = Cell {
                    atoms: self.cell(&[], &[], &[]).atoms,
                    facts: left.facts,
                };
                if !out.contains(&facts) {
                    out.push(facts);
                }
            }
        }
        Ok(out)
    }

    /// What is left of cells outside all patches.
    pub fn outside(
        &self,
        cells: Vec<Cell>,
        patches: &[Patch],
        budget: &mut usize,
    ) -> Result<Vec<Cell>, OutOfBudget> {
        let mut out = Vec::new();
        for cell in cells {
            out.extend(parts(&self.regions.seen(), cell, patches, budget)?.outside);
        }
        Ok(out)
    }

    /// Whether a cell lies within the union of others.
    pub fn lies_within(
        &self,
        cell: &Cell,
        others: &[Cell],
        budget: &mut usize,
    ) -> Result<bool, OutOfBudget> {
        let left = first_outside(&self.regions.seen(), cell.clone(), &whole(others), budget)?;
        Ok(left.is_none())
    }

    /// The first named parties that fit a term, for cases about somebody who is there.
    pub fn parties(&self, term: &WhoTerm) -> Vec<Someone> {
        let all = (0..self.model.parties.len()).map(|at| Someone::Named(PartyId::new(at)));
        let fitting = all.filter(|who| self.regions.fits(who, term));
        fitting.take(MOST_PARTIES).collect()
    }

    /// Where rules are in effect for one asker: their boxes but for those that set them aside.
    pub fn in_effect<'b>(&self, who: &Someone, rules: &'b [Ruled<'m>]) -> Vec<Patch<'b>> {
        let mut out = Vec::new();
        for rule in rules {
            let about = |b: &&RuleBox| self.regions.fits(who, b.term);
            let boxes: Vec<&RuleBox> = rule.boxes.iter().filter(about).collect();
            if boxes.is_empty() {
                continue;
            }
            let setters = rule.setters.iter().filter(about);
            let except: Vec<_> = setters.map(RuleBox::extent).collect();
            out.extend(boxes.into_iter().map(|b| Patch {
                by: b.extent(),
                except: except.clone(),
            }));
        }
        // Those without exceptions leave the least to go through.
        out.sort_by_key(|p| !p.except.is_empty());
        out
    }

    /// The boxes that are about one asker, without exceptions.
    pub fn alone<'b>(&self, who: &Someone, boxes: &'b [RuleBox<'m>]) -> Vec<Patch<'b>> {
        let about = boxes.iter().filter(|b| self.regions.fits(who, b.term));
        about.map(|b| Patch::plain(b.extent())).collect()
    }

    /// Those who must be looked at among all who fit a term, plainest first, and whether these are all that matter.
    ///
    /// `wanted` are the terms that a case may need somebody to fit; `unwanted` those that can only spoil it. Let a case of
    /// some x be what is sought. Whoever is in just the groups of the term and of the wanted terms that x fits is in no group
    /// that x is not in, so fits the same wanted terms and no unwanted one that x does not fit. So these, and named parties
    /// where nobody can be in just those groups, are enough.
    pub fn askers(
        &self,
        term: &WhoTerm,
        wanted: &[&WhoTerm],
        unwanted: &[&WhoTerm],
    ) -> (Vec<Someone>, bool) {
        let mut wanted = wanted.to_vec();
        wanted.sort_by_key(|t| (&t.groups, t.party));
        wanted.dedup();
        let told = self.regions.telling_apart(term, &wanted);
        let fits = |who: &Someone, terms: &[&WhoTerm]| -> Vec<bool> {
            terms.iter().map(|t| self.regions.fits(who, t)).collect()
        };
        let mut found: Vec<Someone> = told.found;
        found.retain(|who| matches!(who, Someone::Conceivable(_)));
        let plain: BTreeSet<Vec<bool>> = found.iter().map(|who| fits(who, &wanted)).collect();
        let mut seen: BTreeSet<(Vec<bool>, Vec<bool>)> = BTreeSet::new();
        for at in 0..self.model.parties.len() {
            let who = Someone::Named(PartyId::new(at));
            if !self.regions.fits(&who, term) {
                continue;
            }
            let profile = fits(&who, &wanted);
            if !plain.contains(&profile) && seen.insert((profile, fits(&who, unwanted))) {
                found.push(who);
            }
        }
        (found, told.all)
    }
}

/// The terms of some boxes.
pub(super) fn terms<'b, 'm: 'b>(
    boxes: impl IntoIterator<Item = &'b RuleBox<'m>>,
) -> impl Iterator<Item = &'m WhoTerm> {
    boxes.into_iter().map(|b| b.term)
}

/// Cells as patches without exceptions.
pub(super) fn whole(cells: &[Cell]) -> Vec<Patch<'_>> {
    cells.iter().map(|c| Patch::plain(c.extent())).collect()
}
