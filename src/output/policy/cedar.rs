//! Cedar: a strict schema, the policies, the entities, and how to ask.
//!
//! Cedar knows two values and skips a policy that errs, so both outer values of the evaluator are made by construction: a permission
//! permits where it certainly applies, a prohibition forbids where it *might* apply, and a second policy, marked
//! `@certainty("certain")`, forbids where it certainly does.

use super::Context;
use super::cedar_condition::Test;
use super::tables::{self, Axis, EVERYTHING};
use crate::model::{Deontic, FactKey, FactKind, Model, Rule};
use crate::output::{Approximation, Artifact, Made};
use serde_json::{Value as Json, json};
use std::fmt::Write;

const README: &str = include_str!("../../../templates/policy/cedar.md");

/// The principal that stands for someone whom the source does not name. No id can be spelled like it.
pub const SOMEONE: &str = "someone asking";

/// The files of `policy/cedar/`.
pub fn make(ctx: &Context) -> Made {
    let file = |name: &str, text: String| Artifact::text(format!("policy/cedar/{name}"), text);
    let title = ctx.model.commons.title(ctx.model.lang);
    let readme = README
        .replace("{{title}}", title)
        .replace("{{digest}}", ctx.digest)
        .replace("{{someone}}", SOMEONE);
    let commons = ctx.model.commons.id().to_owned();
    let approximation = |what: &str| Approximation {
        target: "cedar",
        declaration: commons.clone(),
        what: what.to_owned(),
    };
    Made {
        artifacts: vec![
            file("schema.cedarschema", schema(ctx.model)),
            file("policies.cedar", policies(ctx)),
            file("entities.json", format!("{:#}\n", entities(ctx.model))),
            file("README.md", readme),
        ],
        approximations: vec![
            approximation(
                "Cedar answers for one action, one dataset or field and one purpose at a time. Who enforces it asks for each \
                 part of a request, and the strictest answer counts.",
            ),
            approximation(
                "Cedar refuses alike what is undetermined and what is not provided for, and can't say which facts are missing.",
            ),
        ],
    }
}

// ------------------------------------------------------------------ schema and entities

fn schema(model: &Model) -> String {
    let mut out = String::from(
        "// The types of a request. Validate requests against it: a fact of the wrong type must be left out.\n\n\
         entity Group in [Group];\nentity Party in [Group];\nentity Data in [Data];\n",
    );
    if !model.purposes.is_empty() {
        out.push_str("entity Purpose in [Purpose];\n");
    }
    out.push_str("\n// What is left out of these is not known, and what is not known never permits.\ntype Case = {\n");
    if !model.purposes.is_empty() {
        out.push_str("  purpose: Purpose,\n");
    }
    let facts = (0..model.facts.len()).map(|i| FactKey::Fact(crate::model::FactId::new(i)));
    let decisions =
        (0..model.decisions.len()).map(|i| FactKey::Passed(crate::model::DecisionId::new(i)));
    for key in facts.chain(decisions).chain([FactKey::Moment]) {
        let kind = match tables::kind(model, key) {
            FactKind::YesNo => "Bool",
            FactKind::Number { .. } => "Long",
            FactKind::Date => "datetime",
            FactKind::OneOf(_) => "String",
        };
        let _ = writeln!(out, "  {}?: {kind},", quoted(&tables::key(model, key)));
    }
    out.push_str("};\n\n");
    let applies = "appliesTo { principal: [Party], resource: [Data], context: Case }";
    if model.actions.is_empty() {
        let _ = writeln!(out, "action {} {applies};", quoted(EVERYTHING));
    }
    for (node, action) in model.actions.iter().enumerate() {
        let parents: Vec<String> = model
            .action_tree
            .parents(node as u32)
            .iter()
            .map(|&p| quoted(Axis::Actions.id(model, p)))
            .collect();
        let within = if parents.is_empty() {
            String::new()
        } else {
            format!(" in [{}]", parents.join(", "))
        };
        let _ = writeln!(out, "action {}{within} {applies};", quoted(&action.decl.id));
    }
    out
}

fn entities(model: &Model) -> Json {
    let uid = |kind: &str, id: &str| json!({ "type": kind, "id": id });
    let entity = |kind: &str, id: &str, above: &str, parents: Vec<&str>| {
        let parents: Vec<Json> = parents.into_iter().map(|p| uid(above, p)).collect();
        json!({ "uid": uid(kind, id), "attrs": {}, "parents": parents })
    };
    let group = |g: u32| {
        model
            .groups
            .get(g as usize)
            .map_or("", |g| g.decl.id.as_str())
    };
    let mut all = Vec::new();
    for (node, g) in model.groups.iter().enumerate() {
        let parents = model
            .group_tree
            .parents(node as u32)
            .iter()
            .map(|&p| group(p))
            .collect();
        all.push(entity("Group", &g.decl.id, "Group", parents));
    }
    for party in &model.parties {
        all.push(entity(
            "Party",
            &party.decl.id,
            "Group",
            party.groups.iter().map(|g| group(g.0)).collect(),
        ));
    }
    for (axis, kind) in [(Axis::Data, "Data"), (Axis::Purposes, "Purpose")] {
        let tree = axis.tree(model);
        for node in 0..tree.len() as u32 {
            let parents = tree
                .parents(node)
                .iter()
                .map(|&p| axis.id(model, p))
                .collect();
            all.push(entity(kind, axis.id(model, node), kind, parents));
        }
    }
    if model.data.is_empty() {
        all.push(entity("Data", EVERYTHING, "Data", Vec::new()));
    }
    Json::Array(all)
}

// ------------------------------------------------------------------ policies

/// How sure a policy is that its rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// The rule's condition is true.
    Certain,
    /// The rule's condition is not false.
    Possible,
}

impl Certainty {
    fn other(self) -> Self {
        match self {
            Certainty::Certain => Certainty::Possible,
            Certainty::Possible => Certainty::Certain,
        }
    }
}

fn policies(ctx: &Context) -> String {
    let mut out = format!(
        "// {}\n// Made from the source with digest sha256:{}; do not edit.\n",
        ctx.model
            .commons
            .title(ctx.model.lang)
            .replace(['\n', '\r'], " "),
        ctx.digest
    );
    for (id, rule) in tables::rules_that_matter(ctx.model) {
        let article = ctx.outline.of(id);
        match rule.deontic {
            Deontic::May => {
                let body = body(ctx.model, rule, Certainty::Certain);
                out.push_str(&policy(
                    ctx.model,
                    rule,
                    article,
                    "permit",
                    Certainty::Certain,
                    body.as_deref(),
                ));
            }
            Deontic::MustNot => {
                let certain = body(ctx.model, rule, Certainty::Certain);
                let possible = body(ctx.model, rule, Certainty::Possible);
                out.push_str(&policy(
                    ctx.model,
                    rule,
                    article,
                    "forbid",
                    Certainty::Certain,
                    certain.as_deref(),
                ));
                if possible != certain {
                    out.push_str(&policy(
                        ctx.model,
                        rule,
                        article,
                        "forbid",
                        Certainty::Possible,
                        possible.as_deref(),
                    ));
                }
            }
            Deontic::Exception | Deontic::Must => {}
        }
    }
    out
}

/// One policy; a remark instead where its conditions can never hold.
fn policy(
    model: &Model,
    rule: &Rule,
    article: &str,
    effect: &str,
    certainty: Certainty,
    body: Option<&str>,
) -> String {
    let id = &rule.decl.id;
    let (suffix, word) = match certainty {
        Certainty::Certain => ("", "certain"),
        Certainty::Possible => (" (possible)", "possible"),
    };
    let Some(body) = body else {
        return format!("\n// {id}{suffix} never applies.\n");
    };
    let mut out = format!(
        "\n@id({})\n@rule({})\n",
        quoted(&format!("{id}{suffix}")),
        quoted(id)
    );
    let _ = writeln!(out, "@certainty({})", quoted(word));
    if !article.is_empty() {
        let _ = writeln!(out, "@article({})", quoted(article));
    }
    let _ = writeln!(out, "@title({})", quoted(rule.decl.title(model.lang)));
    if effect == "permit" && !rule.duties.is_empty() {
        let _ = writeln!(
            out,
            "@duties({})",
            quoted(&tables::duty_ids(rule).collect::<Vec<_>>().join(" "))
        );
    }
    let action = match list(model, Axis::Actions, rule) {
        None => "action".to_owned(),
        Some(list) => format!("action in [{}]", list.join(", ")),
    };
    let _ = writeln!(
        out,
        "{effect} (\n  principal,\n  {action},\n  resource\n){body};"
    );
    out
}

/// The `when` and `unless` of a rule; `None` if they can never hold.
fn body(model: &Model, rule: &Rule, certainty: Certainty) -> Option<String> {
    let mut parts = vec![
        who(rule, model),
        place(model, Axis::Data, rule),
        purpose(model, rule, certainty),
    ];
    parts.push(condition(model, rule, certainty));
    let when = Test::all(parts);
    // What sets a rule aside leaves it certain only where it certainly does not apply itself.
    let aside = Test::any(tables::setters(model, rule).map(|setter| {
        let other = certainty.other();
        let action = list(model, Axis::Actions, setter).map_or(Test::True, |l| {
            Test::Is(format!("action in [{}]", l.join(", ")))
        });
        let place = place(model, Axis::Data, setter);
        Test::all([
            action,
            who(setter, model),
            place,
            purpose(model, setter, other),
            condition(model, setter, other),
        ])
    }));
    let when = match when {
        Test::False => return None,
        Test::True => String::new(),
        when => format!("\nwhen {{\n  {}\n}}", when.text()),
    };
    match aside {
        Test::True => None,
        Test::False => Some(when),
        aside => Some(format!("{when}\nunless {{\n  {}\n}}", aside.text())),
    }
}

fn who(rule: &Rule, model: &Model) -> Test {
    Test::any(rule.who.terms.iter().map(|term| {
        let party = term.party.and_then(|p| model.parties.get(p.index()));
        let party = party.map(|p| Test::Is(format!("principal == Party::{}", quoted(&p.decl.id))));
        let groups = term
            .groups
            .iter()
            .filter_map(|g| model.groups.get(g.index()));
        let groups =
            groups.map(|g| Test::Is(format!("principal in Group::{}", quoted(&g.decl.id))));
        Test::all(party.into_iter().chain(groups))
    }))
}

fn place(model: &Model, axis: Axis, rule: &Rule) -> Test {
    match list(model, axis, rule) {
        None => Test::True,
        Some(list) => match list.as_slice() {
            [one] => Test::Is(format!("resource in {one}")),
            list => Test::Is(format!("resource in [{}]", list.join(", "))),
        },
    }
}

/// A purpose that is left out is not known: a permission does not cover it, a prohibition might.
fn purpose(model: &Model, rule: &Rule, certainty: Certainty) -> Test {
    let Some(list) = list(model, Axis::Purposes, rule) else {
        return Test::True;
    };
    let within = match list.as_slice() {
        [one] => format!("context.purpose in {one}"),
        list => format!("context.purpose in [{}]", list.join(", ")),
    };
    Test::Is(match certainty {
        Certainty::Certain => format!("(context has purpose && {within})"),
        Certainty::Possible => format!("!(context has purpose && !({within}))"),
    })
}

fn condition(model: &Model, rule: &Rule, certainty: Certainty) -> Test {
    Test::any(rule.condition.clauses.iter().map(|clause| {
        Test::all(clause.iter().map(|literal| match certainty {
            Certainty::Certain => Test::known_within(model, literal.key, &literal.set),
            // Not false: not (known, and outside the set).
            Certainty::Possible => {
                Test::known_within(model, literal.key, &literal.set.complement()).negated()
            }
        }))
    }))
}

/// The entities that a rule names on an axis; `None` for all.
fn list(model: &Model, axis: Axis, rule: &Rule) -> Option<Vec<String>> {
    let kind = match axis {
        Axis::Actions => "Action",
        Axis::Data => "Data",
        Axis::Purposes => "Purpose",
    };
    let nodes = axis.of(rule);
    if nodes.is_empty() {
        return None;
    }
    Some(
        nodes
            .into_iter()
            .map(|n| format!("{kind}::{}", quoted(axis.id(model, n))))
            .collect(),
    )
}

/// A string as Cedar writes it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
