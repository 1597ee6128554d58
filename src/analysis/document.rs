//! Answers as JSON: the decision document that every policy returns, and a fuller one for people and programs.

use super::answer::{Answer, DutyRef, Nearest, Shortfall};
use super::outline::Outline;
use crate::diagnostic::Text;
use crate::model::{Decl, FactKey, Model, RuleId, Verdict};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// `permitted`, `prohibited`, `not-provided-for`, `undetermined`.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Permitted => "permitted",
        Verdict::Prohibited => "prohibited",
        Verdict::NotProvidedFor => "not-provided-for",
        Verdict::Undetermined => "undetermined",
    }
}

/// The decision document, exactly as the Rego policy returns it. All lists are sorted as texts.
pub fn document(model: &Model, outline: &Outline, answer: &Answer) -> Json {
    let rules: BTreeSet<&str> = answer
        .rules
        .iter()
        .filter_map(|r| rule_id(model, *r))
        .collect();
    let articles: BTreeSet<&str> = answer
        .rules
        .iter()
        .map(|r| outline.of(*r))
        .filter(|a| !a.is_empty())
        .collect();
    let duties: BTreeSet<&str> = answer
        .duties
        .iter()
        .filter_map(|d| duty_id(model, *d))
        .collect();
    json!({
        "answer": verdict_name(answer.verdict),
        "rules": rules,
        "articles": articles,
        "duties": duties,
        "missing": missing(model, &answer.missing),
    })
}

/// The decision document and everything else that the answer holds: the concrete case, what would settle it,
/// the nearest permission and what it misses, and problems in both languages.
pub fn explanation(model: &Model, outline: &Outline, answer: &Answer) -> Json {
    let mut whole = document(model, outline, answer);
    let (action, data, purpose) = answer.case;
    let case = json!({
        "action": action.and_then(|a| model.actions.get(a.index())).map(|a| &a.decl.id),
        "data": data.and_then(|d| model.data.get(d.index())).map(|d| &d.decl.id),
        "purpose": purpose.and_then(|p| model.purposes.get(p.index())).map(|p| &p.decl.id),
    });
    let settled: Vec<Json> = answer
        .settled_by
        .iter()
        .map(|set| missing(model, set))
        .collect();
    let titles: Map<String, Json> = answer
        .rules
        .iter()
        .filter_map(|r| model.rules.get(r.index()))
        .map(|r| (r.decl.id.clone(), json!({ "en": r.decl.title.get(crate::diagnostic::Lang::En), "nl": r.decl.title.get(crate::diagnostic::Lang::Nl) })))
        .collect();
    if let Some(map) = whole.as_object_mut() {
        map.insert("titles".into(), Json::Object(titles));
        map.insert("case".into(), case);
        map.insert("settled_by".into(), settled.into());
        map.insert(
            "nearest".into(),
            answer
                .nearest
                .as_ref()
                .map_or(Json::Null, |n| nearest(model, outline, n)),
        );
        map.insert(
            "problems".into(),
            answer.problems.iter().map(text).collect(),
        );
    }
    whole
}

/// Unknown facts, decisions and the moment, as the decision document lists them.
pub fn missing(model: &Model, keys: &[FactKey]) -> Json {
    let (mut facts, mut decisions, mut moment) = (BTreeSet::new(), BTreeSet::new(), false);
    for key in keys {
        match key {
            FactKey::Fact(id) => {
                facts.extend(model.facts.get(id.index()).map(|f| f.decl.id.as_str()))
            }
            FactKey::Passed(id) => {
                decisions.extend(model.decisions.get(id.index()).map(|d| d.decl.id.as_str()))
            }
            FactKey::Moment => moment = true,
        }
    }
    json!({ "facts": facts, "decisions": decisions, "moment": moment })
}

fn text(text: &Text) -> Json {
    json!({ "en": text.en, "nl": text.nl })
}

fn rule_id(model: &Model, rule: RuleId) -> Option<&str> {
    model.rules.get(rule.index()).map(|r| r.decl.id.as_str())
}

fn duty_id(model: &Model, duty: DutyRef) -> Option<&str> {
    model
        .rules
        .get(duty.rule.index())?
        .duties
        .get(duty.number)
        .map(|d| d.id.as_str())
}

fn nearest(model: &Model, outline: &Outline, nearest: &Nearest) -> Json {
    let misses: Vec<Json> = nearest.misses.iter().map(|m| shortfall(model, m)).collect();
    json!({ "rule": rule_id(model, nearest.rule), "article": outline.of(nearest.rule), "misses": misses })
}

fn shortfall(model: &Model, shortfall: &Shortfall) -> Json {
    fn ids<'m, T: Copy + 'm>(ids: &[T], of: impl Fn(T) -> Option<&'m Decl>) -> BTreeSet<&'m str> {
        ids.iter()
            .filter_map(|id| of(*id))
            .map(|d| d.id.as_str())
            .collect()
    }
    match shortfall {
        Shortfall::Membership(g) => {
            json!({ "membership": ids(g, |g| model.groups.get(g.index()).map(|x| &x.decl)) })
        }
        Shortfall::OtherParty => json!({ "other-party": true }),
        Shortfall::Actions(a) => {
            json!({ "actions": ids(a, |a| model.actions.get(a.index()).map(|x| &x.decl)) })
        }
        Shortfall::Data(d) => {
            json!({ "data": ids(d, |d| model.data.get(d.index()).map(|x| &x.decl)) })
        }
        Shortfall::Purposes(p) => {
            json!({ "purposes": ids(p, |p| model.purposes.get(p.index()).map(|x| &x.decl)) })
        }
        Shortfall::Conditions(keys) => json!({ "conditions": missing(model, keys) }),
        Shortfall::Prohibited(r) => {
            json!({ "prohibited-by": ids(r, |r| model.rules.get(r.index()).map(|x| &x.decl)) })
        }
    }
}
