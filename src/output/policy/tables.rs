//! What every policy target is made from: the axes, the names on them, and the rules that matter.

use crate::model::{Deontic, Duty, FactKey, FactKind, Model, Rule, RuleId, Taxonomy};
use std::collections::{BTreeMap, BTreeSet};

/// The three axes of a request, apart from who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    Actions,
    Data,
    Purposes,
}

impl Axis {
    pub const ALL: [Axis; 3] = [Axis::Actions, Axis::Data, Axis::Purposes];

    /// Its name in a request.
    pub fn name(self) -> &'static str {
        match self {
            Axis::Actions => "actions",
            Axis::Data => "data",
            Axis::Purposes => "purposes",
        }
    }

    pub fn tree(self, model: &Model) -> &Taxonomy {
        match self {
            Axis::Actions => &model.action_tree,
            Axis::Data => &model.data_tree,
            Axis::Purposes => &model.purpose_tree,
        }
    }

    /// The id of a node; empty for a node that does not exist.
    pub fn id(self, model: &Model, node: u32) -> &str {
        let at = node as usize;
        let decl = match self {
            Axis::Actions => model.actions.get(at).map(|a| &a.decl),
            Axis::Data => model.data.get(at).map(|d| &d.decl),
            Axis::Purposes => model.purposes.get(at).map(|p| &p.decl),
        };
        decl.map_or("", |d| d.id.as_str())
    }

    /// The nodes that a rule names; none means all of them.
    pub fn of(self, rule: &Rule) -> Vec<u32> {
        match self {
            Axis::Actions => rule.actions.iter().map(|a| a.0).collect(),
            Axis::Data => rule.data.iter().map(|d| d.0).collect(),
            Axis::Purposes => rule.purposes.iter().map(|p| p.0).collect(),
        }
    }
}

/// Stands for "all of it" where a rule names no node, and for the one anonymous atom of an axis without nodes.
/// No id in a source can be spelled like it.
pub const EVERYTHING: &str = "*";

/// The rules that can change an answer: permissions, prohibitions, and the exceptions of an outer commons, which
/// permit nothing here but set its prohibitions aside. Duties of their own play no part.
pub fn rules_that_matter(model: &Model) -> Vec<(RuleId, &Rule)> {
    let all = model
        .rules
        .iter()
        .enumerate()
        .map(|(i, r)| (RuleId::new(i), r));
    all.filter(|(_, r)| r.deontic != Deontic::Must).collect()
}

/// The rules that set a rule aside where they apply, of those that matter.
pub fn setters<'m>(model: &'m Model, rule: &'m Rule) -> impl Iterator<Item = &'m Rule> {
    rule.set_aside_by
        .iter()
        .filter_map(|r| model.rules.get(r.index()))
        .filter(|r| r.deontic != Deontic::Must)
}

/// The classes of one axis: nodes that lie below the same named nodes, so that no rule tells them apart.
#[derive(Debug, Default)]
pub struct Classes {
    /// Of each node, the ids of the classes of the atoms at or below it.
    pub below: BTreeMap<String, BTreeSet<String>>,
    /// Of each class, the names by which a rule can cover it, [`EVERYTHING`] among them.
    pub above: BTreeMap<String, BTreeSet<String>>,
}

impl Classes {
    /// A class is called after its first node.
    pub fn new(model: &Model, axis: Axis, rules: &[(RuleId, &Rule)]) -> Self {
        let tree = axis.tree(model);
        let named: BTreeSet<u32> = rules.iter().flat_map(|(_, r)| axis.of(r)).collect();
        let mut classes = Classes::default();
        let mut by_cover: BTreeMap<Vec<u32>, String> = BTreeMap::new();
        let mut class_of: Vec<String> = Vec::with_capacity(tree.len());
        for node in 0..tree.len() as u32 {
            let cover: Vec<u32> = tree
                .up(node)
                .iter()
                .copied()
                .filter(|n| named.contains(n))
                .collect();
            let class = by_cover
                .entry(cover)
                .or_insert_with(|| axis.id(model, node).to_owned());
            class_of.push(class.clone());
        }
        for (cover, class) in by_cover {
            let names = cover.iter().map(|&n| axis.id(model, n).to_owned());
            classes
                .above
                .insert(class, names.chain([EVERYTHING.to_owned()]).collect());
        }
        if tree.is_empty() {
            classes.above.insert(
                EVERYTHING.to_owned(),
                BTreeSet::from([EVERYTHING.to_owned()]),
            );
        }
        for node in 0..tree.len() as u32 {
            let below = tree
                .down(node)
                .iter()
                .filter_map(|&n| class_of.get(n as usize).cloned())
                .collect();
            classes.below.insert(axis.id(model, node).to_owned(), below);
        }
        classes
    }
}

/// The name of a fact, decision or the moment as a key: `fact:consent`, `decision:approve-use`, `moment`.
pub fn key(model: &Model, key: FactKey) -> String {
    match key {
        FactKey::Fact(id) => format!(
            "fact:{}",
            model
                .facts
                .get(id.index())
                .map_or("", |f| f.decl.id.as_str())
        ),
        FactKey::Passed(id) => format!(
            "decision:{}",
            model
                .decisions
                .get(id.index())
                .map_or("", |d| d.decl.id.as_str())
        ),
        FactKey::Moment => "moment".to_owned(),
    }
}

/// What kind of value a key has: decisions are yes/no, the moment is a date.
pub fn kind(model: &Model, key: FactKey) -> FactKind {
    match key {
        FactKey::Fact(id) => model
            .facts
            .get(id.index())
            .map_or(FactKind::YesNo, |f| f.kind.clone()),
        FactKey::Passed(_) => FactKind::YesNo,
        FactKey::Moment => FactKind::Date,
    }
}

/// Every fact that a rule's condition speaks of, also where the value of another already settles it.
pub fn turns_on(rule: &Rule) -> BTreeSet<FactKey> {
    rule.condition
        .clauses
        .iter()
        .flatten()
        .map(|l| l.key)
        .collect()
}

/// The duties that come with a rule, by id.
pub fn duty_ids(rule: &Rule) -> impl Iterator<Item = &str> {
    rule.duties.iter().map(|d: &Duty| d.id.as_str())
}

/// Every group at or above the groups that a party is in, by id.
pub fn closure(model: &Model, groups: &[crate::model::GroupId]) -> BTreeSet<String> {
    let above = groups.iter().flat_map(|g| model.group_tree.up(g.0));
    above
        .filter_map(|&g| model.groups.get(g as usize))
        .map(|g| g.decl.id.clone())
        .collect()
}
