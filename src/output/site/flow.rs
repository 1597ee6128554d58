//! Who shares what for what: the flow of data, read off the permissions.

use super::page::Item;
use super::view::View;
use crate::model::*;
use std::collections::BTreeMap;

/// Those who use, in one line of the list: the data and the purposes of one kind of user.
#[derive(Debug, Clone, Default)]
pub struct Use {
    pub who: Vec<Item>,
    pub data: Vec<DataId>,
    pub purposes: Vec<PurposeId>,
    /// A permission without a purpose: for any purpose.
    pub any_purpose: bool,
    /// What each dataset is used for.
    pub by_data: BTreeMap<DataId, Vec<PurposeId>>,
    /// The first permission of this kind of user.
    pub rule: Option<RuleId>,
}

impl Use {
    pub fn name(&self) -> String {
        let names: Vec<String> = self
            .who
            .iter()
            .map(|i| format!("{}{}", i.text, i.tail.as_deref().unwrap_or("")))
            .collect();
        names.join(", ")
    }
}

#[derive(Debug, Clone, Default)]
pub struct Flow {
    pub uses: Vec<Use>,
    /// Datasets that some permission reaches, in the order of the source.
    pub data: Vec<DataId>,
    /// Those the data of each dataset comes from in the end, through what it was derived from.
    pub from: Vec<Vec<Holder>>,
}

/// The flow. In the order of the source, so that it is the same every time and in both languages.
pub fn flow(view: &View) -> Flow {
    let model = view.model;
    let mut flow = Flow::default();
    let mut keys: Vec<(WhoSpelled, Vec<WhoTerm>)> = Vec::new();
    for id in &view.shown.rules {
        let Some(rule) = model.rules.get(id.index()) else {
            continue;
        };
        if rule.deontic != Deontic::May {
            continue;
        }
        let key = (rule.who.spelled, rule.who.terms.clone());
        let at = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
            keys.push(key);
            flow.uses.push(Use {
                who: view.who(rule),
                rule: Some(*id),
                ..Use::default()
            });
            keys.len() - 1
        });
        let Some(one) = flow.uses.get_mut(at) else {
            continue;
        };
        one.any_purpose |= rule.purposes.is_empty();
        let touched: Vec<DataId> = if rule.data.is_empty() {
            view.shown.datasets.clone()
        } else {
            rule.data
                .iter()
                .filter_map(|d| dataset_of(model, *d))
                .collect()
        };
        for data in &touched {
            add(
                one.by_data.entry(*data).or_default(),
                rule.purposes.iter().copied(),
            );
        }
        add(&mut one.data, touched.into_iter());
        add(&mut one.purposes, rule.purposes.iter().copied());
    }
    for one in &mut flow.uses {
        one.data.sort_unstable();
    }
    flow.data = flow
        .uses
        .iter()
        .flat_map(|u| u.data.iter().copied())
        .collect();
    flow.data.sort_unstable();
    flow.data.dedup();
    flow.from = flow.data.iter().map(|d| origins(model, *d)).collect();
    flow
}

fn add<T: PartialEq>(list: &mut Vec<T>, more: impl Iterator<Item = T>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

/// The dataset itself, or that of a field.
pub fn dataset_of(model: &Model, id: DataId) -> Option<DataId> {
    match model.data.get(id.index())?.kind {
        DataKind::Dataset(_) => Some(id),
        DataKind::Field { dataset, .. } => Some(dataset),
    }
}

/// Who the data comes from, also through what it was derived from.
pub fn origins(model: &Model, id: DataId) -> Vec<Holder> {
    let (mut seen, mut todo, mut out) = (vec![id], vec![id], Vec::new());
    while let Some(next) = todo.pop() {
        let Some(dataset) = model.data.get(next.index()).and_then(Data::dataset) else {
            continue;
        };
        add(&mut out, dataset.from.iter().copied());
        for source in dataset
            .derived_from
            .iter()
            .filter_map(|d| dataset_of(model, *d))
        {
            if !seen.contains(&source) {
                seen.push(source);
                todo.push(source);
            }
        }
    }
    out.sort_unstable_by_key(|h| match h {
        Holder::Group(g) => (0, g.0),
        Holder::Party(p) => (1, p.0),
        Holder::Commons => (2, 0),
    });
    out
}
