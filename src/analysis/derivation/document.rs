//! The derivation of an answer as JSON.

use super::{About, Considered, Derivation, Part};
use crate::analysis::document::{explanation, verdict_name};
use crate::analysis::kleene::Truth;
use crate::analysis::outline::Outline;
use crate::model::quantity::date_of;
use crate::model::{Deontic, FactKey, FactKind, GroupId, Model, RuleId, Value};
use crate::prose::both;
use serde_json::{Value as Json, json};

/// The whole answer, as `meent ask` gives it, with `derivation`: the atoms that decide it, and for each every rule that
/// covers it. `place` tells where a rule stands in the source.
pub fn derivation_document(
    model: &Model,
    outline: &Outline,
    derivation: &Derivation,
    place: &dyn Fn(RuleId) -> Option<String>,
) -> Json {
    let mut whole = explanation(model, outline, &derivation.answer);
    let teller = Teller {
        model,
        outline,
        place,
    };
    if let Some(map) = whole.as_object_mut() {
        let parts: Vec<Json> = derivation.parts.iter().map(|p| teller.part(p)).collect();
        map.insert("derivation".into(), parts.into());
        map.insert("more".into(), derivation.more.into());
    }
    whole
}

struct Teller<'a> {
    model: &'a Model,
    outline: &'a Outline,
    place: &'a dyn Fn(RuleId) -> Option<String>,
}

impl Teller<'_> {
    fn part(&self, part: &Part) -> Json {
        let m = self.model;
        let action = part.action.and_then(|a| m.actions.get(a.index()));
        let data = part.data.and_then(|d| m.data.get(d.index()));
        let purpose = part.purpose.and_then(|p| m.purposes.get(p.index()));
        json!({
            "case": {
                "action": action.map(|a| &a.decl.id),
                "data": data.map(|d| &d.decl.id),
                "purpose": purpose.map(|p| &p.decl.id),
            },
            "answer": verdict_name(part.verdict),
            "rules": part.rules.iter().map(|r| self.rule(r)).collect::<Vec<_>>(),
        })
    }

    fn id(&self, rule: RuleId) -> Option<&str> {
        self.model
            .rules
            .get(rule.index())
            .map(|r| r.decl.id.as_str())
    }

    fn groups(&self, groups: &[GroupId]) -> Vec<&str> {
        groups
            .iter()
            .filter_map(|g| self.model.groups.get(g.index()))
            .map(|g| g.decl.id.as_str())
            .collect()
    }

    fn rule(&self, considered: &Considered) -> Json {
        let m = self.model;
        let does = m
            .rules
            .get(considered.rule.index())
            .map(|r| match r.deontic {
                Deontic::May => "may",
                Deontic::MustNot => "must-not",
                Deontic::Exception => "exception",
                Deontic::Must => "must",
            });
        let about = match &considered.about {
            About::Asker(term) => json!({
                "asker": true,
                "groups": self.groups(&term.groups),
                "member": term.party.and_then(|p| m.parties.get(p.index())).map(|p| &p.decl.id),
            }),
            About::Lacking(groups) => json!({ "asker": false, "lacking": self.groups(groups) }),
            About::OtherParty => json!({ "asker": false, "other-party": true }),
        };
        let tests: Vec<Json> = considered
            .tests
            .iter()
            .map(|test| {
                let words = both(m, |w| w.values(test.key, &test.set));
                json!({
                    "about": self.key(test.key),
                    "wanted": { "en": words.en, "nl": words.nl },
                    "value": test.value.map(|v| self.value(test.key, v)),
                    "holds": truth_name(test.truth),
                })
            })
            .collect();
        let aside: Vec<Json> = considered
            .aside
            .iter()
            .map(|(rule, status)| json!({ "rule": self.id(*rule), "applies": truth_name(*status) }))
            .collect();
        json!({
            "rule": self.id(considered.rule),
            "article": self.outline.of(considered.rule),
            "place": (self.place)(considered.rule),
            "does": does,
            "about": about,
            "condition": truth_name(considered.condition),
            "tests": tests,
            "applies": truth_name(considered.status),
            "set-aside-by": aside,
            "in-effect": considered.effective.map(truth_name),
        })
    }

    fn key(&self, key: FactKey) -> Json {
        let m = self.model;
        match key {
            FactKey::Fact(id) => json!({ "fact": m.facts.get(id.index()).map(|f| &f.decl.id) }),
            FactKey::Passed(id) => {
                json!({ "decision": m.decisions.get(id.index()).map(|d| &d.decl.id) })
            }
            FactKey::Moment => json!({ "moment": true }),
        }
    }

    /// A value as a request writes it.
    fn value(&self, key: FactKey, value: Value) -> Json {
        match value {
            Value::Bool(b) => json!(b),
            Value::Int(n) => json!(n),
            Value::Date(d) => json!(date_of(d).map(|d| d.to_string())),
            Value::Choice(c) => {
                let kind = match key {
                    FactKey::Fact(id) => self.model.facts.get(id.index()).map(|f| &f.kind),
                    _ => None,
                };
                match kind {
                    Some(FactKind::OneOf(choices)) => json!(choices.get(usize::from(c))),
                    _ => Json::Null,
                }
            }
        }
    }
}

/// `yes`, `no`, `unknown`.
fn truth_name(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "unknown",
    }
}
