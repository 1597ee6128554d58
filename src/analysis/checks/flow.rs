//! Flow: a purpose that is prohibited for some data and can be reached with what is made from them, or by passing them on.
//! Exactly as docs/semantics section 11 defines it; the sentences are in `words`.
//!
//! Only prohibitions with named purposes are looked at, and for each only permissions that meet it on every axis but data (an
//! index gives them). A question is about one source and one target at a time; atoms of data that the same rules cover
//! have the same answer, so one of each kind is enough.

mod derivation;
mod plain;
mod question;
mod words;

pub(super) use derivation::Derivation;

use super::Case;
use crate::analysis::region::{Regions, RuleBox};
use crate::analysis::{Asker, Request, Universe};
use crate::model::{ActionId, DataId, Deontic, Model, PurposeId, Rule, RuleId};
use derivation::Spread;
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many questions one prohibition may put.
const MOST_QUESTIONS: usize = 2_000;

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
    /// The budget ran out.
    Undecided,
}

/// The way from one case to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub way: Way,
    /// From the data that are prohibited to those that are permitted, each made from the one before it. One alone: the data themselves.
    pub path: Vec<DataId>,
    /// Here the prohibition is in effect.
    pub forbidden: Case,
    /// This the permission permits: the same purpose and the same facts.
    pub permitted: Case,
}

/// All flows, by prohibition and then by permission.
pub(super) fn find(regions: &mut Regions) -> Vec<Flow> {
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
        universe: Universe::new(model),
        derivation,
        passing,
        boxes: BTreeMap::new(),
        out: Vec::new(),
    };
    for (at, rule) in model.rules.iter().enumerate() {
        if named(rule) {
            search.prohibition(RuleId::new(at), rule);
        }
    }
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
    universe: Universe<'m>,
    derivation: Derivation<'m>,
    passing: Passing<'m>,
    boxes: BTreeMap<RuleId, Rc<Vec<RuleBox<'m>>>>,
    out: Vec<Flow>,
}

/// Atoms of a prohibition that the same rules set aside, and what is made from them.
struct Source {
    atoms: Vec<u32>,
    /// `None`: nothing.
    spread: Option<Spread>,
}

/// A source and targets that give the same answer, all in as many steps.
struct Link<'s> {
    from: u32,
    /// Never empty.
    to: Vec<u32>,
    /// `None`: the data themselves.
    spread: Option<&'s Spread>,
}

impl<'s> Link<'s> {
    /// Of targets that the same rules cover, those that take the fewest steps.
    fn new(from: u32, mut kind: Vec<u32>, spread: Option<&'s Spread>) -> Option<Self> {
        let distance = |to: &u32| spread.map_or(0, |s| s.distance(*to));
        let least = kind.iter().map(distance).min()?;
        kind.retain(|to| distance(to) == least);
        Some(Link {
            from,
            to: kind,
            spread,
        })
    }

    fn first(&self) -> u32 {
        self.to.first().copied().unwrap_or(self.from)
    }

    fn steps(&self) -> u32 {
        self.spread.map_or(0, |s| s.distance(self.first()))
    }

    fn path(&self, to: u32) -> Vec<DataId> {
        self.spread.map_or_else(|| vec![DataId(to)], |s| s.path(to))
    }
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
        let kinds = self.kinds(data.ones().map(|n| n as u32), &rule.set_aside_by);
        let sources: Vec<Source> = kinds
            .into_iter()
            .map(|atoms| Source {
                spread: leads_on.then(|| self.derivation.spread(atoms.iter().copied())),
                atoms,
            })
            .collect();
        let mut left = MOST_QUESTIONS;
        for permission in self.permissions(rule, &sources, open) {
            let leak = self.pair((id, rule), permission, &sources, open, &mut left);
            self.out.extend(leak.map(|leak| Flow {
                prohibition: id,
                permission,
                leak,
            }));
        }
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

    /// The permissions that can lead to what a prohibition forbids: they share a purpose with it, and data that are made from
    /// the prohibited ones (or with `open` those themselves, if they pass them on).
    fn permissions(&self, rule: &Rule, sources: &[Source], open: bool) -> BTreeSet<RuleId> {
        let made: BTreeSet<DataId> = sources
            .iter()
            .filter_map(|s| s.spread.as_ref())
            .flat_map(|s| s.datasets.iter().copied())
            .collect();
        let made: Vec<DataId> = made.into_iter().collect();
        let share: Vec<ActionId> = self.passing.share.into_iter().map(ActionId).collect();
        let mut out = BTreeSet::new();
        if !made.is_empty() {
            out.extend(self.candidates(&rule.actions, &made, &rule.purposes));
            let passing = self.candidates(&share, &made, &rule.purposes);
            out.extend(passing.filter(|q| self.passes_on(*q)));
        }
        if open {
            let passing = self.candidates(&share, &rule.data, &rule.purposes);
            out.extend(passing.filter(|q| self.passes_on(*q)));
        }
        out.retain(|q| {
            self.rule(*q).is_some_and(|q| {
                let despite = |p: &RuleId| self.rule(*p).is_some_and(|p| std::ptr::eq(p, rule));
                permits(q) && !q.despite.iter().any(despite)
            })
        });
        out
    }

    fn passes_on(&self, id: RuleId) -> bool {
        self.rule(id).is_some_and(|r| self.passing.names(r))
    }

    /// The rules that cover some atom at or below these on each axis.
    fn candidates(
        &self,
        actions: &[ActionId],
        data: &[DataId],
        purposes: &[PurposeId],
    ) -> impl Iterator<Item = RuleId> + use<> {
        let request = Request {
            asker: Asker::Groups(Vec::new()),
            actions: actions.to_vec(),
            data: data.to_vec(),
            purposes: purposes.to_vec(),
            facts: BTreeMap::new(),
        };
        let asked = crate::analysis::Axis::ALL.map(|axis| self.universe.asked(axis, &request));
        let found = self.universe.candidates(&asked);
        found.into_iter().map(|n| RuleId::new(n as usize))
    }

    /// The shortest way from one prohibition to one permission. Data that are made from others go before passing on.
    fn pair(
        &mut self,
        (prohibition, against): (RuleId, &'m Rule),
        permission: RuleId,
        sources: &[Source],
        open: bool,
        left: &mut usize,
    ) -> Option<Leak> {
        let allowed = self.rule(permission)?;
        let around = self.around(against, allowed);
        let mut telling: Vec<RuleId> = allowed.set_aside_by.clone();
        for r in &around {
            telling.push(*r);
            telling.extend(self.rule(*r).iter().flat_map(|r| &r.set_aside_by));
        }
        telling.sort_unstable();
        telling.dedup();
        let (covered, reached) = (self.data_of(prohibition)?, self.data_of(permission)?);
        let mut made: Vec<Link> = Vec::new();
        let mut same: Vec<Link> = Vec::new();
        for source in sources {
            let from = source.atoms.first().copied()?;
            let spread = source.spread.as_ref();
            let targets = spread.iter().flat_map(|s| &s.made).copied();
            let targets =
                targets.filter(|&e| reached.contains(e as usize) && !covered.contains(e as usize));
            for kind in self.kinds(targets, &telling) {
                made.extend(Link::new(from, kind, spread));
            }
            if open && self.passing.names(allowed) {
                let both = source.atoms.iter().copied();
                let both = both.filter(|&d| reached.contains(d as usize));
                for kind in self.kinds(both, &telling) {
                    same.extend(Link::new(from, kind, None));
                }
            }
        }
        made.sort_by_key(|link| (link.steps(), link.first()));
        let ways: &[(Way, &[Link])] = &[
            (Way::Derived, &made),
            (Way::PassedOn, &same),
            (Way::PassedOn, &made),
        ];
        let [a, _, _] = self.regions.atoms(against);
        let [b, _, _] = self.regions.atoms(allowed);
        let mut undecided = false;
        for (way, links) in ways {
            let possible = match way {
                Way::Derived => !a.is_disjoint(&b),
                Way::PassedOn => self.passing.names(allowed),
            };
            for link in links.iter().filter(|_| possible) {
                if *left == 0 {
                    return Some(Leak::Undecided);
                }
                *left -= 1;
                let question = question::Question {
                    prohibition,
                    permission,
                    around: &around,
                    way: *way,
                    from: link.from,
                    to: link.first(),
                };
                match self.ask(&question) {
                    question::Answer::Yes(route) => {
                        let plain = self.plain(prohibition, permission, &around, link, route);
                        return Some(plain.map_or(Leak::Undecided, Leak::Found));
                    }
                    question::Answer::Undecided => undecided = true,
                    question::Answer::No => {}
                }
            }
        }
        undecided.then_some(Leak::Undecided)
    }

    /// The prohibitions that can forbid what a permission permits, for a purpose that another prohibition forbids.
    fn around(&mut self, against: &'m Rule, allowed: &'m Rule) -> Vec<RuleId> {
        let [_, _, forbidden] = self.regions.atoms(against);
        let [_, _, permitted] = self.regions.atoms(allowed);
        let found: Vec<RuleId> = self
            .candidates(&allowed.actions, &allowed.data, &allowed.purposes)
            .collect();
        let mut out = Vec::new();
        for id in found {
            if let Some(rule) = self.rule(id).filter(|r| prohibits(r)) {
                let [_, _, purposes] = self.regions.atoms(rule);
                let meets = purposes
                    .ones()
                    .any(|p| forbidden.contains(p) && permitted.contains(p));
                if meets {
                    out.push(id);
                }
            }
        }
        out
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
