//! Rego: one package whose logic is the same for every commons, and the rules beside it as data.
//!
//! The rules are data so that the engine can go straight to the few that name what is asked: the cost of a decision does
//! not grow with the number of rules. The logic lies in `templates/policy/decision.rego`.

use super::tables::{self, Axis, Classes, EVERYTHING};
use super::{Context, bundle, rego_tests};
use crate::diagnostic::Lang;
use crate::model::{Deontic, FactKind, Literal, Model, Rule};
use crate::output::Artifact;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

const LOGIC: &str = include_str!("../../../templates/policy/decision.rego");

/// The files of `policy/rego/`.
pub fn make(ctx: &Context) -> Vec<Artifact> {
    let name = identifier(ctx.model.commons.id());
    let logic = logic(ctx, &name);
    let data = format!("{:#}\n", data(ctx, &name));
    let bundle = bundle::make(ctx.digest, &name, &logic, &data);
    let folder = "policy/rego";
    vec![
        Artifact::text(format!("{folder}/{name}.rego"), logic),
        Artifact::text(format!("{folder}/data.json"), data),
        Artifact::text(
            format!("{folder}/{name}_test.rego"),
            rego_tests::make(ctx, &name),
        ),
        Artifact {
            path: format!("{folder}/bundle.tar.gz"),
            bytes: bundle,
        },
    ]
}

/// An id as a Rego identifier: `zuidoost-energy` becomes `zuidoost_energy`. Different ids stay different, so that the policies
/// of several commons can be loaded together: `_` is doubled, and what is not ASCII becomes its number.
pub fn identifier(id: &str) -> String {
    const WORDS: [&str; 18] = [
        "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in",
        "input", "not", "null", "package", "set", "some", "true", "with",
    ];
    let mut name = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            '-' => name.push('_'),
            '_' => name.push_str("__"),
            c if c.is_ascii_alphanumeric() => name.push(c),
            c => name.push_str(&format!("_u{:x}_", u32::from(c))),
        }
    }
    if name.is_empty() {
        name.push_str("commons");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&name.as_str()) {
        name.insert_str(0, "commons_");
    }
    name
}

fn logic(ctx: &Context, name: &str) -> String {
    let commons = &ctx.model.commons;
    let lang = ctx.model.lang;
    let goal = commons.goal.as_ref().map_or("", |g| g.get(lang));
    let mut metadata = vec![
        "# METADATA".to_owned(),
        format!("# title: {}", Json::from(commons.title(lang))),
        format!("# description: {}", Json::from(goal)),
        "# custom:".to_owned(),
        format!(
            "#   source_digest: {}",
            Json::from(format!("sha256:{}", ctx.digest))
        ),
    ];
    for (key, lang) in [("title_en", Lang::En), ("title_nl", Lang::Nl)] {
        metadata.push(format!("#   {key}: {}", Json::from(commons.title(lang))));
    }
    LOGIC
        .replace("{{metadata}}", &metadata.join("\n"))
        .replace("{{package}}", &format!("meent.{name}"))
        .replace("{{data}}", &format!("meent_data.{name}"))
}

/// What the logic reads. It lies under a path of its own, which no rule defines.
fn data(ctx: &Context, name: &str) -> Json {
    let model = ctx.model;
    let rules = tables::rules_that_matter(model);
    let mut below = Map::new();
    let mut above = Map::new();
    for axis in Axis::ALL {
        let classes = Classes::new(model, axis, &rules);
        below.insert(axis.name().to_owned(), json!(classes.below));
        above.insert(axis.name().to_owned(), json!(classes.above));
    }
    let described: Map<String, Json> = rules
        .iter()
        .map(|(id, rule)| {
            (
                rule.decl.id.clone(),
                describe(model, ctx.outline.of(*id), rule),
            )
        })
        .collect();
    let groups: BTreeMap<&str, BTreeSet<String>> = (0..model.groups.len())
        .map(crate::model::GroupId::new)
        .zip(&model.groups)
        .map(|(id, g)| (g.decl.id.as_str(), tables::closure(model, &[id])))
        .collect();
    let members: BTreeMap<&str, BTreeSet<String>> = model
        .parties
        .iter()
        .map(|p| (p.decl.id.as_str(), tables::closure(model, &p.groups)))
        .collect();
    let facts: BTreeMap<&str, Json> = model
        .facts
        .iter()
        .map(|f| (f.decl.id.as_str(), fact(&f.decl.id, &f.kind)))
        .collect();
    let decisions: BTreeMap<&str, String> = model
        .decisions
        .iter()
        .map(|d| (d.decl.id.as_str(), format!("decision:{}", d.decl.id)))
        .collect();
    let digits: BTreeMap<String, u32> = (0..100).map(|n| (format!("{n:02}"), n)).collect();
    let commons = json!({
        "above": above,
        "below": below,
        "decisions": decisions,
        "digits": digits,
        "facts": facts,
        "groups": groups,
        "index": index(model, &rules),
        "members": members,
        "rules": described,
    });
    json!({ "meent_data": { name: commons } })
}

fn fact(id: &str, kind: &FactKind) -> Json {
    let key = format!("fact:{id}");
    match kind {
        FactKind::YesNo => json!({ "key": key, "kind": "yes-no" }),
        FactKind::Number { .. } => json!({ "key": key, "kind": "number" }),
        FactKind::Date => json!({ "key": key, "kind": "date" }),
        FactKind::OneOf(choices) => {
            let places: BTreeMap<&str, usize> = choices
                .iter()
                .enumerate()
                .map(|(i, c)| (c.as_str(), i))
                .collect();
            json!({ "key": key, "kind": "one-of", "choices": places })
        }
    }
}

fn describe(model: &Model, article: &str, rule: &Rule) -> Json {
    let who: Vec<Json> = rule
        .who
        .terms
        .iter()
        .map(|term| {
            let groups: Vec<&str> = term
                .groups
                .iter()
                .filter_map(|g| model.groups.get(g.index()))
                .map(|g| g.decl.id.as_str())
                .collect();
            let member = term
                .party
                .and_then(|p| model.parties.get(p.index()))
                .map(|p| p.decl.id.as_str());
            json!({ "groups": groups, "member": member })
        })
        .collect();
    let test =
        |l: &Literal| json!({ "about": tables::key(model, l.key), "within": l.set.intervals() });
    let when: Vec<Vec<Json>> = rule
        .condition
        .clauses
        .iter()
        .map(|c| c.iter().map(test).collect())
        .collect();
    let keys: BTreeSet<String> = tables::turns_on(rule)
        .into_iter()
        .map(|k| tables::key(model, k))
        .collect();
    let setters: BTreeSet<&str> = tables::setters(model, rule)
        .map(|r| r.decl.id.as_str())
        .collect();
    json!({
        "kind": kind(rule.deontic),
        "title": { "en": rule.decl.title(Lang::En), "nl": rule.decl.title(Lang::Nl) },
        "article": article,
        "who": who,
        "actions": names(model, Axis::Actions, rule),
        "data": names(model, Axis::Data, rule),
        "purposes": names(model, Axis::Purposes, rule),
        "when": when,
        "turns_on": keys,
        "set_aside_by": setters,
        "duties": tables::duty_ids(rule).collect::<Vec<_>>(),
    })
}

fn kind(deontic: Deontic) -> &'static str {
    match deontic {
        Deontic::May => "permission",
        Deontic::MustNot => "prohibition",
        Deontic::Exception => "exception",
        Deontic::Must => "duty",
    }
}

/// The nodes that a rule names on an axis, or [`EVERYTHING`].
fn names(model: &Model, axis: Axis, rule: &Rule) -> Vec<String> {
    let mut names: Vec<String> = axis
        .of(rule)
        .into_iter()
        .map(|n| axis.id(model, n).to_owned())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        names.push(EVERYTHING.to_owned());
    }
    names
}

type Index = BTreeMap<String, BTreeMap<String, BTreeMap<String, BTreeSet<String>>>>;

/// From the data, the action and the purpose that a rule names to the rule.
fn index(model: &Model, rules: &[(crate::model::RuleId, &Rule)]) -> Index {
    let mut index = Index::new();
    for (_, rule) in rules {
        for data in names(model, Axis::Data, rule) {
            let by_action = index.entry(data).or_default();
            for action in names(model, Axis::Actions, rule) {
                let by_purpose = by_action.entry(action).or_default();
                for purpose in names(model, Axis::Purposes, rule) {
                    by_purpose
                        .entry(purpose)
                        .or_default()
                        .insert(rule.decl.id.clone());
                }
            }
        }
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_identifiers() {
        assert_eq!(identifier("zuidoost-energy"), "zuidoost_energy");
        assert_ne!(identifier("a-b"), identifier("a_b"));
        assert_ne!(identifier("Energie"), identifier("energie"));
        assert_eq!(identifier("énergie"), "_ue9_nergie");
        assert_eq!(identifier("2nd"), "commons_2nd");
        assert_eq!(identifier("default"), "commons_default");
        assert_eq!(identifier(""), "commons");
    }
}
