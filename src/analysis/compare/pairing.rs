//! Which declaration of one model is which of another.

use crate::model::{
    ActionId, DataId, DecisionId, FactId, GroupId, Model, PartyId, PurposeId, RuleId,
};

/// For each kind, the pairs of an old and a new declaration that are the same thing: by id, or recognised as renamed.
/// What only one side has stands in a pair of its own. Every declaration of both sides stands in exactly one pair, and the
/// order of the pairs is the order in which findings speak of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairing {
    pub groups: Vec<(Option<GroupId>, Option<GroupId>)>,
    pub parties: Vec<(Option<PartyId>, Option<PartyId>)>,
    /// Datasets and fields.
    pub data: Vec<(Option<DataId>, Option<DataId>)>,
    pub purposes: Vec<(Option<PurposeId>, Option<PurposeId>)>,
    pub actions: Vec<(Option<ActionId>, Option<ActionId>)>,
    /// If a pair's types differ (a number that has become a date), each side knows its own values, and the other's count as unknown.
    pub facts: Vec<(Option<FactId>, Option<FactId>)>,
    pub decisions: Vec<(Option<DecisionId>, Option<DecisionId>)>,
    /// Only for telling which rule became which; what changed is worked out without it.
    pub rules: Vec<(Option<RuleId>, Option<RuleId>)>,
}

impl Pairing {
    /// Every declaration of a model is itself.
    pub fn identity(model: &Model) -> Self {
        fn same<T: Copy>(count: usize, id: impl Fn(usize) -> T) -> Vec<(Option<T>, Option<T>)> {
            (0..count).map(|at| (Some(id(at)), Some(id(at)))).collect()
        }
        Pairing {
            groups: same(model.groups.len(), GroupId::new),
            parties: same(model.parties.len(), PartyId::new),
            data: same(model.data.len(), DataId::new),
            purposes: same(model.purposes.len(), PurposeId::new),
            actions: same(model.actions.len(), ActionId::new),
            facts: same(model.facts.len(), FactId::new),
            decisions: same(model.decisions.len(), DecisionId::new),
            rules: same(model.rules.len(), RuleId::new),
        }
    }

    /// Paired by id alone; what only the new side has comes behind what the old side has.
    pub fn by_id(old: &Model, new: &Model) -> Self {
        fn pair<T: Copy>(
            old: Vec<&str>,
            new: Vec<&str>,
            id: impl Fn(usize) -> T,
        ) -> Vec<(Option<T>, Option<T>)> {
            let place: std::collections::BTreeMap<&str, usize> =
                new.iter().enumerate().map(|(at, n)| (*n, at)).collect();
            let mut out: Vec<(Option<T>, Option<T>)> = old
                .iter()
                .enumerate()
                .map(|(at, name)| (Some(id(at)), place.get(name).map(|&n| id(n))))
                .collect();
            let known: std::collections::BTreeSet<&str> = old.into_iter().collect();
            let added = new.iter().enumerate().filter(|(_, n)| !known.contains(*n));
            out.extend(added.map(|(at, _)| (None, Some(id(at)))));
            out
        }
        macro_rules! pairs {
            ($list:ident, $id:expr) => {
                pair(
                    old.$list.iter().map(|d| d.decl.id.as_str()).collect(),
                    new.$list.iter().map(|d| d.decl.id.as_str()).collect(),
                    $id,
                )
            };
        }
        Pairing {
            groups: pairs!(groups, GroupId::new),
            parties: pairs!(parties, PartyId::new),
            data: pairs!(data, DataId::new),
            purposes: pairs!(purposes, PurposeId::new),
            actions: pairs!(actions, ActionId::new),
            facts: pairs!(facts, FactId::new),
            decisions: pairs!(decisions, DecisionId::new),
            rules: pairs!(rules, RuleId::new),
        }
    }
}
