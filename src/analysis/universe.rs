//! The universe of a model: its rules, indexed so that an answer looks only at those that can matter.
//!
//! Each axis (actions, data, purposes) has a posting list for every node: the rules that name it. A rule
//! covers an atom iff it names a node above or at it, so the rules that can matter for a request are in
//! the lists of the nodes above and below what was asked. The axis with the shortest lists is used.

use super::raw::Names;
use super::request::{Asker, Request};
use crate::model::{
    ActionId, DataId, Deontic, FactKey, GroupId, Model, PartyId, PurposeId, Rule, RuleId, Taxonomy,
    Value, WhoTerm,
};
use fixedbitset::FixedBitSet;
use std::collections::BTreeMap;

/// The three axes that atoms lie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    Action,
    Data,
    Purpose,
}

impl Axis {
    pub const ALL: [Axis; 3] = [Axis::Action, Axis::Data, Axis::Purpose];

    pub fn tree(self, model: &Model) -> &Taxonomy {
        match self {
            Axis::Action => &model.action_tree,
            Axis::Data => &model.data_tree,
            Axis::Purpose => &model.purpose_tree,
        }
    }

    /// The nodes that a rule names on this axis; none is all.
    pub fn named(self, rule: &Rule) -> impl Iterator<Item = u32> + '_ {
        // Three chained iterators of which two are empty: one type without a box.
        let (actions, data, purposes) = match self {
            Axis::Action => (rule.actions.as_slice(), [].as_slice(), [].as_slice()),
            Axis::Data => ([].as_slice(), rule.data.as_slice(), [].as_slice()),
            Axis::Purpose => ([].as_slice(), [].as_slice(), rule.purposes.as_slice()),
        };
        actions
            .iter()
            .map(|a| a.0)
            .chain(data.iter().map(|d| d.0))
            .chain(purposes.iter().map(|p| p.0))
    }

    /// The nodes that a request names on this axis; none is the whole axis.
    pub fn asked(self, request: &Request) -> Vec<u32> {
        match self {
            Axis::Action => request.actions.iter().map(|a| a.0).collect(),
            Axis::Data => request.data.iter().map(|d| d.0).collect(),
            Axis::Purpose => request.purposes.iter().map(|p| p.0).collect(),
        }
    }
}

/// Free-standing duties decide nothing, and a rule that names something unknown has no known region (which is reported).
pub fn plays_a_part(rule: &Rule) -> bool {
    rule.deontic != Deontic::Must && !rule.incomplete
}

/// Whether a rule covers an atom. `None` is the one anonymous atom of an empty axis.
pub fn covers(axis: Axis, model: &Model, rule: &Rule, atom: Option<u32>) -> bool {
    if axis.named(rule).next().is_none() {
        return true;
    }
    let Some(atom) = atom else { return false };
    let tree = axis.tree(model);
    axis.named(rule).any(|node| tree.is_within(atom, node))
}

/// Who asks, resolved: a named party or not, and every group it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub party: Option<PartyId>,
    /// Closed upward.
    pub groups: FixedBitSet,
}

impl Standing {
    pub fn is_in(&self, group: GroupId) -> bool {
        self.groups.contains(group.index())
    }

    /// In all groups of the term, and the very party if it names one.
    pub fn fits(&self, term: &WhoTerm) -> bool {
        term.party.is_none_or(|p| self.party == Some(p))
            && term.groups.iter().all(|&g| self.is_in(g))
    }
}

/// Posting lists of one axis: rules in the order of their ids.
#[derive(Debug, Clone, Default)]
struct Postings {
    by_node: Vec<Vec<u32>>,
    /// Rules that name no node here and so cover the whole axis.
    everywhere: Vec<u32>,
}

impl Postings {
    fn new(axis: Axis, model: &Model) -> Self {
        let mut by_node = vec![Vec::new(); axis.tree(model).len()];
        let mut everywhere = Vec::new();
        for (id, rule) in model
            .rules
            .iter()
            .enumerate()
            .filter(|(_, r)| plays_a_part(r))
        {
            let mut any = false;
            for node in axis.named(rule) {
                any = true;
                if let Some(list) = by_node.get_mut(node as usize)
                    && list.last() != Some(&(id as u32))
                {
                    list.push(id as u32);
                }
            }
            if !any {
                everywhere.push(id as u32);
            }
        }
        Postings {
            by_node,
            everywhere,
        }
    }

    fn at(&self, node: u32) -> &[u32] {
        self.by_node.get(node as usize).map_or(&[], Vec::as_slice)
    }
}

/// What a request asks for on one axis.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The atoms, in order; empty both for an axis without nodes and for names that do not exist.
    pub atoms: Vec<u32>,
    /// All atoms and everything above them. `None`: the whole axis.
    within: Option<FixedBitSet>,
    /// The axis has no nodes: there is one anonymous atom.
    pub anonymous: bool,
}

/// A model, ready to answer. Cheap to query from several threads at once.
#[derive(Debug, Clone)]
pub struct Universe<'m> {
    model: &'m Model,
    postings: [Postings; 3],
    parties: Vec<FixedBitSet>,
    names: Names<'m>,
}

impl<'m> Universe<'m> {
    pub fn new(model: &'m Model) -> Self {
        let parties = model
            .parties
            .iter()
            .map(|p| closure(model, &p.groups))
            .collect();
        Universe {
            model,
            postings: Axis::ALL.map(|axis| Postings::new(axis, model)),
            parties,
            names: Names::new(model),
        }
    }

    pub fn model(&self) -> &'m Model {
        self.model
    }

    pub(super) fn names(&self) -> &Names<'m> {
        &self.names
    }

    /// The rule of an id; `None` for an id of another model.
    pub fn rule(&self, id: RuleId) -> Option<&'m Rule> {
        self.model.rules.get(id.index())
    }

    pub fn standing(&self, asker: &Asker) -> Standing {
        match asker {
            Asker::Party(id) => {
                let none = || FixedBitSet::with_capacity(self.model.groups.len());
                Standing {
                    party: Some(*id),
                    groups: self.parties.get(id.index()).cloned().unwrap_or_else(none),
                }
            }
            Asker::Groups(groups) => Standing {
                party: None,
                groups: closure(self.model, groups),
            },
        }
    }

    /// Whether a rule is about this party.
    pub fn concerns(&self, rule: &Rule, standing: &Standing) -> bool {
        rule.who.terms.iter().any(|term| standing.fits(term))
    }

    pub(super) fn asked(&self, axis: Axis, request: &Request) -> Asked {
        let tree = axis.tree(self.model);
        let named = axis.asked(request);
        if named.is_empty() {
            return Asked {
                atoms: (0..tree.len() as u32).collect(),
                within: None,
                anonymous: tree.is_empty(),
            };
        }
        let mut atoms: Vec<u32> = named.iter().flat_map(|&n| tree.down(n)).copied().collect();
        atoms.sort_unstable();
        atoms.dedup();
        let mut within = FixedBitSet::with_capacity(tree.len());
        for &atom in &atoms {
            within.extend(tree.up(atom).iter().map(|&n| n as usize));
        }
        Asked {
            atoms,
            within: Some(within),
            anonymous: false,
        }
    }

    /// How many rules an answer to this request looks at, out of all.
    pub fn looked_at(&self, request: &Request) -> usize {
        self.candidates(&Axis::ALL.map(|axis| self.asked(axis, request)))
            .len()
    }

    /// The permissions and prohibitions that cover some atom at or below these on each axis; an empty list is the whole axis.
    pub(super) fn touching(
        &self,
        actions: &[ActionId],
        data: &[DataId],
        purposes: &[PurposeId],
    ) -> Vec<RuleId> {
        let request = Request {
            asker: Asker::Groups(Vec::new()),
            actions: actions.to_vec(),
            data: data.to_vec(),
            purposes: purposes.to_vec(),
            facts: BTreeMap::new(),
        };
        let asked = Axis::ALL.map(|axis| self.asked(axis, &request));
        self.candidates(&asked).into_iter().map(RuleId).collect()
    }

    /// The permissions and prohibitions that cover at least one atom of each axis, sorted.
    pub(super) fn candidates(&self, asked: &[Asked; 3]) -> Vec<u32> {
        let cost = |axis: usize| match &asked[axis].within {
            None => usize::MAX,
            Some(nodes) => nodes
                .ones()
                .map(|n| self.postings[axis].at(n as u32).len())
                .sum(),
        };
        let best = (0..3).min_by_key(|&axis| match cost(axis) {
            usize::MAX => usize::MAX,
            n => n + self.postings[axis].everywhere.len(),
        });
        let mut found: Vec<u32> =
            match best.and_then(|axis| Some((axis, asked[axis].within.as_ref()?))) {
                None => (0..self.model.rules.len() as u32).collect(),
                Some((axis, nodes)) => {
                    let lists = &self.postings[axis];
                    let mut found = lists.everywhere.clone();
                    found.extend(nodes.ones().flat_map(|n| lists.at(n as u32)));
                    found.sort_unstable();
                    found.dedup();
                    found
                }
            };
        found.retain(|&id| {
            self.model.rules.get(id as usize).is_some_and(|rule| {
                plays_a_part(rule)
                    && Axis::ALL
                        .iter()
                        .zip(asked)
                        .all(|(axis, asked)| match &asked.within {
                            None => true,
                            Some(nodes) => {
                                axis.named(rule).next().is_none()
                                    || axis.named(rule).any(|n| nodes.contains(n as usize))
                            }
                        })
            })
        });
        found
    }
}

/// The groups and all groups above them.
pub fn closure(model: &Model, groups: &[GroupId]) -> FixedBitSet {
    let mut all = FixedBitSet::with_capacity(model.groups.len());
    for group in groups {
        all.extend(model.group_tree.up(group.0).iter().map(|&g| g as usize));
    }
    all
}

/// Which facts are unknown among those that a rule's tests are about.
pub(super) fn unknown_of(
    rule: &Rule,
    facts: &BTreeMap<FactKey, Value>,
    into: &mut std::collections::BTreeSet<FactKey>,
) {
    let keys = rule.condition.clauses.iter().flatten().map(|l| l.key);
    into.extend(keys.filter(|key| !facts.contains_key(key)));
}
