//! A scenario's request in the form in which data users send it.

use crate::analysis::request::{RawParty, RawRequest};
use crate::model::{Actor, AskCase, FactKey, FactKind, Model, Value, quantity};
use serde_json::Value as Json;

/// The request of a scenario, with names and plain JSON values.
pub fn raw(model: &Model, case: &AskCase) -> RawRequest {
    let mut request = RawRequest {
        party: party(model, &case.actor),
        actions: ids(&case.actions, |a| {
            model.actions.get(a.index()).map(|a| &a.decl)
        }),
        data: ids(&case.data, |d| model.data.get(d.index()).map(|d| &d.decl)),
        purposes: ids(&case.purposes, |p| {
            model.purposes.get(p.index()).map(|p| &p.decl)
        }),
        ..RawRequest::default()
    };
    for &(key, value) in &case.facts {
        match key {
            FactKey::Fact(id) => {
                if let Some(fact) = model.facts.get(id.index()) {
                    request
                        .facts
                        .insert(fact.decl.id.clone(), json(&fact.kind, value));
                }
            }
            FactKey::Passed(id) => {
                if let Some(decision) = model.decisions.get(id.index()) {
                    request
                        .decisions
                        .insert(decision.decl.id.clone(), json(&FactKind::YesNo, value));
                }
            }
            FactKey::Moment => {
                request.moment = json(&FactKind::Date, value).as_str().map(str::to_owned)
            }
        }
    }
    request
}

fn ids<'m, I>(list: &[I], decl: impl Fn(&I) -> Option<&'m crate::model::Decl>) -> Vec<String> {
    list.iter().filter_map(decl).map(|d| d.id.clone()).collect()
}

fn party(model: &Model, actor: &Actor) -> RawParty {
    match actor {
        Actor::Party(id) => RawParty {
            member: model.parties.get(id.index()).map(|p| p.decl.id.clone()),
            groups: None,
        },
        Actor::Someone(groups) => RawParty {
            member: None,
            groups: Some(ids(groups, |g| {
                model.groups.get(g.index()).map(|g| &g.decl)
            })),
        },
    }
}

/// A value as it stands in a request.
pub fn json(kind: &FactKind, value: Value) -> Json {
    match kind {
        FactKind::YesNo => Json::from(value.as_int() != 0),
        FactKind::Number { .. } => Json::from(value.as_int()),
        FactKind::Date => {
            let date = i32::try_from(value.as_int())
                .ok()
                .and_then(quantity::date_of);
            date.map_or(Json::Null, |d| Json::from(d.to_string()))
        }
        FactKind::OneOf(choices) => {
            let choice = usize::try_from(value.as_int())
                .ok()
                .and_then(|at| choices.get(at));
            choice.map_or(Json::Null, |c| Json::from(c.as_str()))
        }
    }
}
