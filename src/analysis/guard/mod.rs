//! Who may change what: for every declaration the decisions that may change it.
//!
//! 1. A decision that names a declaration in `changes …` guards it and all that lies below it: a dataset's fields, a
//!    purpose's narrower purposes, a group's subgroups. Of several names at or above a declaration the nearest count.
//! 2. What no decision names is guarded by the decisions that `changes this agreement`; so are the commons clause,
//!    scenarios and whatever else has no name.
//! 3. Several guards are alternatives: any one of them suffices, so a declaration is as safe as the weakest of them.
//! 4. A new declaration changes this agreement. Below a declaration that is named, it needs that one's guard.
//! 5. A declaration that comes to set a rule aside (`despite`), or to have power over something (`changes`, `appoints`,
//!    `removes`, `admits to`, `expels from`, `veto … over`), changes that as well: [`power_over`]. Else a new decision
//!    "changes x, by a simple majority" would undo any guard of x.
//! 6. A commons changes its own declarations. Those of a commons around it are guarded by that one's decisions, and what ships
//!    with the compiler by nobody.
//!
//! docs/semantics, section 16.

#[cfg(test)]
mod tests;

use crate::model::{AnyId, BodyId, DecisionId, Decl, GroupId, Model, Origin, PartyId, RuleId};
use std::collections::{BTreeMap, BTreeSet};

/// The decisions that may change something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    /// Any one of them suffices. Sorted. Empty: nothing in the source changes it.
    pub decisions: Vec<DecisionId>,
    /// A decision names it, or something above it; else these are the ones that change this agreement.
    pub named: bool,
}

/// The guards of one model.
#[derive(Debug, Clone)]
pub struct Guards<'m> {
    model: &'m Model,
    named: BTreeMap<AnyId, Vec<DecisionId>>,
    /// Decisions that change the agreement of the commons in which they stand.
    agreement: BTreeMap<Origin, Vec<DecisionId>>,
}

/// The guard of one declaration; for many, make [`Guards`] once.
pub fn guards(model: &Model, id: AnyId) -> Guard {
    Guards::new(model).of(id)
}

/// What this commons' own decisions name in `changes`, in the order of the source, each once.
pub fn named(model: &Model) -> Vec<AnyId> {
    let own = model.decisions.iter().filter(|d| d.decl.is_own());
    let mut seen = BTreeSet::new();
    let names = own.flat_map(|d| &d.changes).copied();
    names.filter(|name| seen.insert(*name)).collect()
}

impl<'m> Guards<'m> {
    pub fn new(model: &'m Model) -> Self {
        let mut named: BTreeMap<AnyId, Vec<DecisionId>> = BTreeMap::new();
        let mut agreement: BTreeMap<Origin, Vec<DecisionId>> = BTreeMap::new();
        for (at, decision) in model.decisions.iter().enumerate() {
            let id = DecisionId::new(at);
            if decision.changes_agreement {
                agreement.entry(decision.decl.origin).or_default().push(id);
            }
            let names: BTreeSet<AnyId> = decision
                .changes
                .iter()
                .map(|n| the_body(model, *n))
                .collect();
            for name in names {
                named.entry(name).or_default().push(id);
            }
        }
        Guards {
            model,
            named,
            agreement,
        }
    }

    /// The guard of a declaration. Someone's seat in a body is a declaration of that party, not of the body.
    pub fn of(&self, id: AnyId) -> Guard {
        let id = the_body(self.model, id);
        let Some(decl) = declaration(self.model, id) else {
            return Guard::default();
        };
        let mut line = above(self.model, id);
        line.push(id);
        self.nearest(&line, decl.origin)
    }

    /// The guard of the commons clause, and of all that has no name: scenarios, separations, imports.
    pub fn of_commons(&self) -> Guard {
        self.nearest(&[], Origin::Own)
    }

    /// The guard of a new declaration that lies right below these.
    pub fn of_new(&self, below: &[AnyId]) -> Guard {
        let mut line: Vec<AnyId> = below
            .iter()
            .flat_map(|id| {
                let mut line = above(self.model, *id);
                line.push(the_body(self.model, *id));
                line
            })
            .collect();
        line.sort_unstable();
        line.dedup();
        self.nearest(&line, Origin::Own)
    }

    /// Decisions by which someone comes into all of these groups and bodies, without a change of the agreement.
    pub fn admitting(&self, into: &[GroupId]) -> Vec<DecisionId> {
        let model = self.model;
        self.own_decisions(|d| {
            into.iter().all(|group| {
                let admits = d
                    .admits_to
                    .iter()
                    .any(|to| model.group_tree.is_within(to.0, group.0));
                admits || body_of(model, *group).is_some_and(|b| d.appoints.contains(&b))
            })
        })
    }

    /// Decisions by which someone is put out of all of these groups and bodies, without a change of the agreement.
    pub fn expelling(&self, out_of: &[GroupId]) -> Vec<DecisionId> {
        let model = self.model;
        self.own_decisions(|d| {
            out_of.iter().all(|group| {
                let expels = d
                    .expels_from
                    .iter()
                    .any(|from| model.group_tree.is_within(group.0, from.0));
                expels || body_of(model, *group).is_some_and(|b| d.removes.contains(&b))
            })
        })
    }

    /// The decisions that admit the party as it is declared; see [`Guards::admitting`].
    pub fn admitting_party(&self, party: PartyId) -> Vec<DecisionId> {
        match self.model.parties.get(party.index()) {
            Some(p) if !p.groups.is_empty() => self.admitting(&p.groups),
            _ => Vec::new(),
        }
    }

    fn own_decisions(&self, of: impl Fn(&crate::model::Decision) -> bool) -> Vec<DecisionId> {
        let all = self.model.decisions.iter().enumerate();
        all.filter(|(_, d)| d.decl.is_own() && of(d))
            .map(|(at, _)| DecisionId::new(at))
            .collect()
    }

    /// The decisions of a commons that name the lowest of these, else those that change its agreement.
    fn nearest(&self, line: &[AnyId], origin: Origin) -> Guard {
        let by = |id: &AnyId| -> Vec<DecisionId> {
            let all = self.named.get(id).into_iter().flatten().copied();
            all.filter(|d| self.origin(*d) == Some(origin)).collect()
        };
        let named: Vec<AnyId> = line
            .iter()
            .filter(|id| !by(id).is_empty())
            .copied()
            .collect();
        let lowest = named.iter().filter(|id| {
            let below = |other: &&AnyId| above(self.model, **other).contains(id);
            !named.iter().any(|other| below(&other))
        });
        let decisions: BTreeSet<DecisionId> = lowest.flat_map(by).collect();
        if decisions.is_empty() {
            return Guard {
                decisions: self.agreement.get(&origin).cloned().unwrap_or_default(),
                named: false,
            };
        }
        Guard {
            decisions: decisions.into_iter().collect(),
            named: true,
        }
    }

    fn origin(&self, decision: DecisionId) -> Option<Origin> {
        let decision = self.model.decisions.get(decision.index())?;
        Some(decision.decl.origin)
    }
}

/// What a declaration sets aside or has power over, each once. Whoever makes a declaration that has it, or gives it to one,
/// needs the guards of these as well.
pub fn power_over(model: &Model, id: AnyId) -> Vec<AnyId> {
    let mut over: BTreeSet<AnyId> = BTreeSet::new();
    match id {
        AnyId::Rule(rule) => {
            let rule = model.rules.get(rule.index());
            let despite = rule.into_iter().flat_map(|r| &r.despite);
            over.extend(despite.map(|r: &RuleId| AnyId::Rule(*r)));
        }
        AnyId::Decision(decision) => {
            let Some(d) = model.decisions.get(decision.index()) else {
                return Vec::new();
            };
            over.extend(d.changes.iter().map(|id| the_body(model, *id)));
            over.extend(d.appoints.iter().chain(&d.removes).map(|b| AnyId::Body(*b)));
            let groups = d.admits_to.iter().chain(&d.expels_from);
            over.extend(groups.map(|g| the_body(model, AnyId::Group(*g))));
            let vetoed = d.veto.iter().flat_map(|v| &v.over);
            over.extend(vetoed.map(|id| the_body(model, *id)));
        }
        _ => {}
    }
    over.into_iter().collect()
}

/// What lies above a declaration in its hierarchy, without itself.
pub fn above(model: &Model, id: AnyId) -> Vec<AnyId> {
    use crate::model::{ActionId, DataId, PurposeId};
    let (tree, node, make): (_, u32, fn(u32) -> AnyId) = match id {
        AnyId::Group(g) => (&model.group_tree, g.0, |n| AnyId::Group(GroupId(n))),
        AnyId::Data(d) => (&model.data_tree, d.0, |n| AnyId::Data(DataId(n))),
        AnyId::Purpose(p) => (&model.purpose_tree, p.0, |n| AnyId::Purpose(PurposeId(n))),
        AnyId::Action(a) => (&model.action_tree, a.0, |n| AnyId::Action(ActionId(n))),
        _ => return Vec::new(),
    };
    let line = tree.up(node).iter().filter(|n| **n != node);
    line.map(|n| the_body(model, make(*n))).collect()
}

/// The group of those who sit in a body is declared by the body.
fn the_body(model: &Model, id: AnyId) -> AnyId {
    match id {
        AnyId::Group(group) => body_of(model, group).map_or(id, AnyId::Body),
        _ => id,
    }
}

fn body_of(model: &Model, group: GroupId) -> Option<BodyId> {
    model.groups.get(group.index())?.body
}

fn declaration(model: &Model, id: AnyId) -> Option<&Decl> {
    super::diff::declaration(model, id)
}
