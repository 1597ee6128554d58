//! The source's scenarios as tests beside the Rego package, for `opa test`.

use super::{Context, rego, request};
use crate::model::{AskCase, Deontic, Duty, FactKey, Model, ScenarioCase, Verdict};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The test module: one test for each scenario that asks.
pub fn make(ctx: &Context, name: &str) -> String {
    let model = ctx.model;
    let mut out = format!(
        "package meent.{name}_test\n\nimport data.meent.{name} as policy\nimport rego.v1\n"
    );
    let mut seen = BTreeSet::new();
    for scenario in &model.scenarios {
        let ScenarioCase::Ask(case) = &scenario.case else {
            continue;
        };
        let mut test = format!("test_{}", rego::identifier(&scenario.id));
        while !seen.insert(test.clone()) {
            test.push('_');
        }
        let title = scenario.title.get(model.lang).replace(['\n', '\r'], " ");
        let _ = write!(
            out,
            "\n# {title}\n{test} if {{\n\tresult := policy.decision with input as {}\n",
            input(model, case)
        );
        for line in expectations(model, case) {
            let _ = writeln!(out, "\t{line}");
        }
        out.push_str("}\n");
    }
    out
}

fn input(model: &Model, case: &AskCase) -> String {
    spaced(&serde_json::to_value(request::raw(model, case)).unwrap_or(Json::Null))
}

fn expectations(model: &Model, case: &AskCase) -> Vec<String> {
    let mut lines = vec![format!("result.answer == \"{}\"", word(case.verdict))];
    for duty in &case.duties {
        let ids: Vec<Json> = matching(model, duty).into_iter().map(Json::from).collect();
        match ids.as_slice() {
            [one] => lines.push(format!("{one} in result.duties")),
            _ => lines.push(format!(
                "count({{duty | some duty in result.duties; duty in {}}}) > 0",
                spaced(&Json::Array(ids))
            )),
        }
    }
    for rule in case.rules.iter().filter_map(|r| model.rules.get(r.index())) {
        lines.push(format!(
            "{} in result.rules",
            Json::from(rule.decl.id.as_str())
        ));
    }
    for key in &case.missing {
        lines.push(match key {
            FactKey::Fact(id) => {
                let id = model
                    .facts
                    .get(id.index())
                    .map_or("", |f| f.decl.id.as_str());
                format!("{} in result.missing.facts", Json::from(id))
            }
            FactKey::Passed(id) => {
                let id = model
                    .decisions
                    .get(id.index())
                    .map_or("", |d| d.decl.id.as_str());
                format!("{} in result.missing.decisions", Json::from(id))
            }
            FactKey::Moment => "result.missing.moment == true".to_owned(),
        });
    }
    lines
}

/// The word for a verdict in a decision document.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Permitted => "permitted",
        Verdict::Prohibited => "prohibited",
        Verdict::NotProvidedFor => "not-provided-for",
        Verdict::Undetermined => "undetermined",
    }
}

/// The duties of permissions that say what a scenario expects. Data and purposes that the scenario leaves out may be any.
fn matching<'m>(model: &'m Model, expected: &Duty) -> Vec<&'m str> {
    let fits = |duty: &&Duty| {
        let (terms, wanted) = (&duty.terms, &expected.terms);
        duty.actions == expected.actions
            && (expected.data.is_empty() || duty.data == expected.data)
            && (expected.purposes.is_empty() || duty.purposes == expected.purposes)
            && (wanted.to.is_empty() || terms.to == wanted.to)
            && (wanted.within.is_none() || terms.within == wanted.within)
            && (wanted.every.is_none() || terms.every == wanted.every)
            && (wanted.at_least.is_none() || terms.at_least == wanted.at_least)
            && (wanted.at_most.is_none() || terms.at_most == wanted.at_most)
            && (wanted.or_else.is_none() || terms.or_else == wanted.or_else)
    };
    let permissions = model.rules.iter().filter(|r| r.deontic == Deontic::May);
    permissions
        .flat_map(|r| &r.duties)
        .filter(fits)
        .map(|d| d.id.as_str())
        .collect()
}

/// JSON on one line as `opa fmt` leaves it: a space after each comma and colon.
fn spaced(value: &Json) -> String {
    match value {
        Json::Array(items) => format!(
            "[{}]",
            items.iter().map(spaced).collect::<Vec<_>>().join(", ")
        ),
        Json::Object(map) => {
            let parts: Vec<String> = map
                .iter()
                .map(|(k, v)| format!("{}: {}", Json::from(k.as_str()), spaced(v)))
                .collect();
            format!("{{{}}}", parts.join(", "))
        }
        plain => plain.to_string(),
    }
}
