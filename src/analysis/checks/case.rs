//! A concrete case, chosen to be plain, and put into words.

use super::witness::fewest;
use crate::analysis::region::{Cell, Someone};
use crate::analysis::{Asker, Request};
use crate::diagnostic::Text;
use crate::model::{
    ActionId, DataId, FactKey, FactKind, Model, PurposeId, Taxonomy, Value, ValueSet,
};
use crate::prose;
use fixedbitset::FixedBitSet;
use std::collections::BTreeMap;

/// One request of which a finding speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub asker: Asker,
    pub action: Option<ActionId>,
    pub data: Option<DataId>,
    pub purpose: Option<PurposeId>,
    pub facts: BTreeMap<FactKey, Value>,
}

impl Case {
    /// The plainest case in a cell: own and specific things first, simple values.
    pub fn choose(model: &Model, who: Someone, cell: &Cell) -> Case {
        let own = [
            |m: &Model, n: usize| m.actions.get(n).is_some_and(|a| a.decl.is_own()),
            |m: &Model, n: usize| m.data.get(n).is_some_and(|d| d.decl.is_own()),
            |m: &Model, n: usize| m.purposes.get(n).is_some_and(|p| p.decl.is_own()),
        ];
        let pick = |axis: usize, tree: &Taxonomy| {
            plainest(&cell.atoms[axis], tree, |n| own[axis](model, n))
        };
        let facts = cell
            .facts
            .iter()
            .filter_map(|(key, set)| Some((*key, value(model, *key, &set.known)?)));
        Case {
            asker: match who {
                Someone::Named(party) => Asker::Party(party),
                Someone::Conceivable(groups) => Asker::Groups(fewest(model, &groups)),
            },
            action: pick(0, &model.action_tree).map(ActionId),
            data: pick(1, &model.data_tree).map(DataId),
            purpose: pick(2, &model.purpose_tree).map(PurposeId),
            facts: facts.collect(),
        }
    }

    pub fn request(&self) -> Request {
        Request {
            asker: self.asker.clone(),
            actions: self.action.into_iter().collect(),
            data: self.data.into_iter().collect(),
            purposes: self.purpose.into_iter().collect(),
            facts: self.facts.clone(),
        }
    }

    /// The case as a sentence in both languages.
    pub fn text(&self, model: &Model) -> Text {
        self.told(model, self.purpose.as_slice(), |words, case| {
            words.case(case)
        })
    }

    /// The case in other words than those of a request, perhaps with several purposes.
    pub(super) fn told(
        &self,
        model: &Model,
        purposes: &[PurposeId],
        say: impl Fn(&prose::Words, &prose::case::Case) -> String,
    ) -> Text {
        let facts: Vec<(FactKey, Value)> = self.facts.iter().map(|(k, v)| (*k, *v)).collect();
        let (party, groups) = match &self.asker {
            Asker::Party(p) => (Some(*p), &[][..]),
            Asker::Groups(g) => (None, g.as_slice()),
        };
        let case = prose::case::Case {
            party,
            groups,
            actions: self.action.as_slice(),
            data: self.data.as_slice(),
            purposes,
            facts: &facts,
        };
        prose::both(model, |words| say(&words, &case))
    }
}

/// A leaf of the commons' own, else a leaf, else the first atom.
fn plainest(atoms: &FixedBitSet, tree: &Taxonomy, own: impl Fn(usize) -> bool) -> Option<u32> {
    let real = || atoms.ones().filter(|&a| a < tree.len());
    let leaf = |a: &usize| tree.children(*a as u32).is_empty();
    let found = real()
        .find(|a| leaf(a) && own(*a))
        .or_else(|| real().find(leaf))
        .or_else(|| real().next());
    found.map(|a| a as u32)
}

/// A value near an end of the set, since that is where people look.
pub(super) fn value(model: &Model, key: FactKey, set: &ValueSet) -> Option<Value> {
    let &(low, high) = set.intervals().first()?;
    let n = match (low, high) {
        (i64::MIN, i64::MAX) => 0,
        (i64::MIN, high) => high,
        (low, _) => low,
    };
    Some(match key {
        FactKey::Passed(_) => Value::Bool(n != 0),
        FactKey::Moment => Value::Date(i32::try_from(n).ok()?),
        FactKey::Fact(id) => match model.facts.get(id.index())?.kind {
            FactKind::YesNo => Value::Bool(n != 0),
            FactKind::Number { .. } => Value::Int(n),
            FactKind::Date => Value::Date(i32::try_from(n).ok()?),
            FactKind::OneOf(_) => Value::Choice(u16::try_from(n).ok()?),
        },
    })
}
