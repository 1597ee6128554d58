//! Which decision may change which part of the agreement, for article 27 and the decision table.

use crate::analysis::guard::{self, Guards};
use crate::model::{AnyId, DecisionId, Model};
use crate::prose::Words;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What decisions name in `changes`, by the decisions that may change it: any one of them suffices.
pub fn named(words: Words) -> Vec<Value> {
    let model = words.model;
    let guards = Guards::new(model);
    let mut by: BTreeMap<Vec<DecisionId>, Vec<AnyId>> = BTreeMap::new();
    for name in guard::named(model) {
        let guard = guards.of(name);
        if guard.named {
            by.entry(guard.decisions).or_default().push(name);
        }
    }
    by.into_iter()
        .map(|(by, what)| {
            let what: Vec<String> = what.iter().map(|w| words.any(*w)).collect();
            let by: Vec<String> = by.iter().map(|d| words.decision(*d)).collect();
            json!({ "by": words.or(&by), "what": words.and(&what), "each": what })
        })
        .collect()
}

/// Whether the decisions that change this agreement are changed by no other than such a decision.
pub fn amends_itself(model: &Model) -> bool {
    let guards = Guards::new(model);
    model
        .decisions
        .iter()
        .enumerate()
        .filter(|(_, d)| d.decl.is_own() && d.changes_agreement)
        .all(|(at, _)| !guards.of(AnyId::Decision(DecisionId::new(at))).named)
}
