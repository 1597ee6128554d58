//! Flow: a purpose that is prohibited for some data and can be reached with what is made from them, or by passing them on.
//! Exactly as docs/semantics section 11 defines it; the sentences are in `words`.
//!
//! Only prohibitions with named purposes are looked at, and for each only permissions that share a purpose with it (an index
//! gives them); what is made from its data is followed no further than to theirs. A question is about one source and one
//! target at a time; atoms of data that the same rules cover have the same answer, so one of each kind is enough.

mod derivation;
mod pair;
mod plain;
mod question;
mod words;

use super::Case;
use crate::analysis::Universe;
use crate::analysis::region::{OutOfBudget, Regions, RuleBox};
use crate::model::{ActionId, DataId, Deontic, Model, PurposeId, Rule, RuleId};
use derivation::{Derivation, Spread};
use fixedbitset::FixedBitSet;
use pair::Source;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How much may be looked at in search of flows. What is left then is undecided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowBudget {
    /// Questions that all prohibitions together may put.
    pub questions: usize,
    /// Questions that one of them may put.
    pub questions_each: usize,
    /// Steps from data to what is made from them, and permissions that are compared with a prohibition, all together.
    pub steps: usize,
}

impl Default for FlowBudget {
    fn default() -> Self {
        FlowBudget {
            questions: 20_000,
            questions_each: 2_000,
            steps: 20_000_000,
        }
    }
}

/// How the forbidden purpose is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The same asker may do the same with data that are made from the prohibited ones.
    Derived,
    /// Someone may pass the data on for that purpose, or what is made from them.
    PassedOn,
}

/// A permission that opens another way to what a prohibition forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    pub prohibition: RuleId,
    pub permission: RuleId,
    pub leak: Leak,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leak {
    Found(Box<Route>),
    /// The budget ran out. So it did for these permissions and the same prohibition.
    Undecided {
        more: Vec<RuleId>,
    },
}

/// The way from one case to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub way: Way,
    /// From the data that are prohibited to those that are permitted, each made from the one before it. One alone: the data themselves.
    pub path: Vec<DataId>,
    /// Everything made from the prohibited data that the permission covers and the prohibition does not; nothing that lies
    /// within another. Empty where the data themselves are passed on.
    pub made: Vec<DataId>,
    /// Here the prohibition is in effect.
    pub forbidden: Case,
    /// This the permission permits: the same purpose and the same facts.
    pub permitted: Case,
}

/// All flows, by prohibition and then by permission.
pub(super) fn find<'m>(
    regions: &mut Regions<'m>,
    universe: &Universe<'m>,
    budget: FlowBudget,
) -> Vec<Flow> {
    let model = regions.model;
    let named = |r: &Rule| prohibits(r) && !r.purposes.is_empty();
    let derivation = Derivation::new(model);
    let passing = Passing::new(model);
    let passes_on = model.rules.iter().any(|r| permits(r) && passing.names(r));
    if (derivation.is_empty() && !passes_on) || !model.rules.iter().any(named) {
        return Vec::new();
    }
    let mut search = Search {
        model,
        regions,
        universe,
        derivation,
        passing,
        boxes: BTreeMap::new(),
        purposes: BTreeMap::new(),
        spreads: BTreeMap::new(),
        left: budget,
        out: Vec::new(),
    };
    // What is made from some data is followed once for all prohibitions that are about them.
    let mut by_data: BTreeMap<&[DataId], Vec<(RuleId, &Rule)>> = BTreeMap::new();
    for (at, rule) in model.rules.iter().enumerate().filter(|(_, r)| named(r)) {
        let same = by_data.entry(&rule.data).or_default();
        same.push((RuleId::new(at), rule));
    }
    for same in by_data.into_values() {
        search.spreads.clear();
        for (id, rule) in same {
            search.prohibition(id, rule);
        }
    }
    search.out.sort_by_key(|f| (f.prohibition, f.permission));
    search.out
}

fn prohibits(rule: &Rule) -> bool {
    rule.deontic == Deontic::MustNot && !rule.incomplete
}

fn permits(rule: &Rule) -> bool {
    rule.deontic == Deontic::May && rule.decl.is_own() && !rule.incomplete
}

/// Acts of passing on: `share` and what lies within it.
struct Passing<'m> {
    model: &'m Model,
    share: Option<u32>,
    atoms: FixedBitSet,
}

impl<'m> Passing<'m> {
    fn new(model: &'m Model) -> Self {
        let built_in = |a: &crate::model::Action| {
            a.decl.origin == crate::model::Origin::Builtin && a.decl.id == "share"
        };
        let share = model.actions.iter().position(built_in).map(|n| n as u32);
        let mut atoms = FixedBitSet::with_capacity(model.actions.len().max(1));
        if let Some(share) = share {
            atoms.extend(model.action_tree.down(share).iter().map(|&n| n as usize));
        }
        Passing {
            model,
            share,
            atoms,
        }
    }

    /// The acts of passing on that a rule names; `use`, which covers them too, says nothing of passing on.
    fn named<'r>(&self, rule: &'r Rule) -> impl Iterator<Item = ActionId> + use<'r, 'm> {
        let (tree, share) = (&self.model.action_tree, self.share);
        let all = rule.actions.iter().copied();
        all.filter(move |a| share.is_some_and(|share| tree.is_within(a.0, share)))
    }

    fn names(&self, rule: &Rule) -> bool {
        self.named(rule).next().is_some()
    }
}

struct Search<'r, 'm> {
    model: &'m Model,
    regions: &'r mut Regions<'m>,
    universe: &'r Universe<'m>,
    derivation: Derivation<'m>,
    passing: Passing<'m>,
    boxes: BTreeMap<RuleId, Rc<Vec<RuleBox<'m>>>>,
    /// The permissions of this commons that share a purpose with these.
    purposes: BTreeMap<&'m [PurposeId], Rc<Vec<RuleId>>>,
    /// What is made from these atoms, for prohibitions about the same data.
    spreads: BTreeMap<Vec<u32>, Spread>,
    left: FlowBudget,
    out: Vec<Flow>,
}

impl<'m> Search<'_, 'm> {
    fn rule(&self, id: RuleId) -> Option<&'m Rule> {
        self.model.rules.get(id.index())
    }

    fn boxes(&mut self, id: RuleId) -> Rc<Vec<RuleBox<'m>>> {
        if let Some(boxes) = self.boxes.get(&id) {
            return Rc::clone(boxes);
        }
        let boxes = match self.rule(id) {
            Some(rule) if !rule.incomplete => self.regions.boxes(rule),
            _ => Vec::new(),
        };
        let boxes = Rc::new(boxes);
        self.boxes.insert(id, Rc::clone(&boxes));
        boxes
    }

    fn data_of(&mut self, id: RuleId) -> Option<Rc<FixedBitSet>> {
        let rule = self.rule(id)?;
        let [_, data, _] = self.regions.atoms(rule);
        Some(data)
    }

    fn prohibition(&mut self, id: RuleId, rule: &'m Rule) {
        let [actions, data, _] = self.regions.atoms(rule);
        let leads_on = self.derivation.leads_on(&data);
        let everyone = rule
            .who
            .terms
            .iter()
            .any(|t| t.groups.is_empty() && t.party.is_none());
        // Data themselves are passed on against the prohibition only if it is about whoever gets them, and leaves the act open.
        let open = everyone && !self.passing.atoms.is_subset(&actions);
        if !leads_on && !open {
            return;
        }
        let permissions = self.permissions((id, rule), leads_on, open);
        if permissions.is_empty() {
            return;
        }
        let kinds = self.kinds(data.ones().map(|n| n as u32), &rule.set_aside_by);
        let Some(sources) = self.sources(kinds, &permissions, leads_on) else {
            self.undecided(id, &permissions);
            return;
        };
        let mut left = self.left.questions_each.min(self.left.questions);
        let before = left;
        for (at, permission) in permissions.iter().enumerate() {
            match self.pair((id, rule), *permission, &sources, open, &mut left) {
                Ok(None) => {}
                Ok(Some(leak)) => self.out.push(Flow {
                    prohibition: id,
                    permission: *permission,
                    leak,
                }),
                Err(OutOfBudget) => {
                    self.undecided(id, permissions.get(at..).unwrap_or_default());
                    break;
                }
            }
        }
        self.left.questions -= before - left;
        let spreads = sources
            .into_iter()
            .filter_map(|s| Some((s.atoms, s.spread?)));
        self.spreads.extend(spreads);
    }

    /// One finding for all permissions that were not looked at.
    fn undecided(&mut self, prohibition: RuleId, permissions: &[RuleId]) {
        if let Some((first, more)) = permissions.split_first() {
            self.out.push(Flow {
                prohibition,
                permission: *first,
                leak: Leak::Undecided {
                    more: more.to_vec(),
                },
            });
        }
    }

    /// What is made from each kind of atoms, at least as far as these permissions have to do with it. `None`: too many steps.
    fn sources(
        &mut self,
        kinds: Vec<Vec<u32>>,
        permissions: &[RuleId],
        leads_on: bool,
    ) -> Option<Vec<Source>> {
        let mut wanted = FixedBitSet::with_capacity(self.model.data.len().max(1));
        if leads_on {
            for permission in permissions {
                wanted.union_with(&*self.data_of(*permission)?);
            }
            wanted.intersect_with(&self.derivation.made);
        }
        let mut out = Vec::new();
        for atoms in kinds {
            let mut spread = leads_on.then(|| {
                let known = self.spreads.remove(&atoms);
                known.unwrap_or_else(|| Spread::new(&self.derivation, &atoms))
            });
            if let Some(spread) = &mut spread
                && !spread.reach(&self.derivation, &wanted, &mut self.left.steps)
            {
                return None;
            }
            out.push(Source { atoms, spread });
        }
        Some(out)
    }

    /// Atoms of data in groups of which each is covered by the same of some rules, in the order of their first atoms.
    fn kinds(&mut self, atoms: impl Iterator<Item = u32>, by: &[RuleId]) -> Vec<Vec<u32>> {
        let covers: Vec<Rc<FixedBitSet>> = by.iter().filter_map(|r| self.data_of(*r)).collect();
        let mut places: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let mut out: Vec<Vec<u32>> = Vec::new();
        for atom in atoms {
            let signature: Vec<bool> = covers.iter().map(|c| c.contains(atom as usize)).collect();
            let place = *places.entry(signature).or_insert(out.len());
            match out.get_mut(place) {
                Some(kind) => kind.push(atom),
                None => out.push(vec![atom]),
            }
        }
        out
    }

    /// The permissions that may lead to what a prohibition forbids: they share a purpose with it, and are about data that are
    /// made from some (or with `open` about the prohibited ones, if they pass them on).
    fn permissions(
        &mut self,
        (id, rule): (RuleId, &'m Rule),
        leads_on: bool,
        open: bool,
    ) -> Vec<RuleId> {
        let [actions, covered, _] = self.regions.atoms(rule);
        let same = self.with_purposes(&rule.purposes);
        self.left.steps = self.left.steps.saturating_sub(same.len());
        let mut out = Vec::new();
        for &permission in same.iter() {
            let Some(allowed) = self.rule(permission) else {
                continue;
            };
            let [acts, reached, _] = self.regions.atoms(allowed);
            let passes_on = self.passing.names(allowed);
            let made = || {
                let mut made = self.derivation.made.intersection(&reached);
                made.any(|e| !covered.contains(e))
            };
            let derived = leads_on && (passes_on || !acts.is_disjoint(&actions)) && made();
            let same_data = open && passes_on && !reached.is_disjoint(&covered);
            if (derived || same_data) && !allowed.despite.contains(&id) {
                out.push(permission);
            }
        }
        out
    }

    fn with_purposes(&mut self, purposes: &'m [PurposeId]) -> Rc<Vec<RuleId>> {
        if let Some(known) = self.purposes.get(purposes) {
            return Rc::clone(known);
        }
        let mut found = self.universe.touching(&[], &[], purposes);
        found.retain(|q| self.rule(*q).is_some_and(permits));
        let found = Rc::new(found);
        self.purposes.insert(purposes, Rc::clone(&found));
        found
    }
}

/// The flows in sentences, each with the edits that would settle it.
pub(super) fn diagnostics(
    model: &Model,
    fixer: &super::fixes::Fixer,
    found: &[Flow],
) -> Vec<crate::diagnostic::Diagnostic> {
    let told = |flow| {
        let mut d = words::diagnostic(model, flow)?;
        d.fixes = fixer.of_flow(flow);
        Some(d)
    };
    found.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::registry::codes;
    use crate::model::sample::model_of;

    /// A prohibition that so many permissions get round.
    fn source(permissions: usize) -> String {
        let mut out = "commons c \"C\" { goal \"G\" }\ngroup m \"M\" { of people }\ndataset d \"D\" { not personal }\n\
            dataset e \"E\" { not personal  derived from d }\npurpose p \"P\"\n\
            rule no \"No\" { m must not read d for p }\n"
            .to_owned();
        for n in 0..permissions {
            out.push_str(&format!(
                "rule r{n} \"R{n}\" {{ m may read e for p  basis public-task }}\n"
            ));
        }
        out
    }

    #[test]
    fn what_no_budget_is_left_for_is_reported_as_undecided() {
        let source = source(9);
        let model = model_of(&source);
        let told = |budget| -> Vec<_> {
            let found = find(&mut Regions::new(&model), &Universe::new(&model), budget);
            let told = found.iter().filter_map(|f| words::diagnostic(&model, f));
            told.map(|d| (d.code, d.message.en)).collect()
        };
        let codes_of = |found: &[(_, String)]| found.iter().map(|f| f.0).collect::<Vec<_>>();
        let enough = FlowBudget::default();
        assert_eq!(codes_of(&told(enough)), [codes::FLOW; 9]);
        let open = "It could not be worked out whether";
        let found = told(FlowBudget {
            questions: 1,
            ..enough
        });
        assert_eq!(codes_of(&found), [codes::FLOW, codes::UNDECIDED]);
        assert_eq!(
            found[1].1,
            format!(
                "{open} \"R1\", \"R2\", \"R3\", \"R4\", \"R5\" and 3 other rules open a way to what \"No\" forbids."
            )
        );
        let found = told(FlowBudget {
            questions_each: 8,
            ..enough
        });
        assert_eq!(found.len(), 9);
        assert_eq!(
            found[8].1,
            format!("{open} \"R8\" opens a way to what \"No\" forbids.")
        );
        let found = told(FlowBudget { steps: 0, ..enough });
        assert_eq!(codes_of(&found), [codes::UNDECIDED]);
    }
}
