//! ODRL 2.2: one Set with all rules, one Agreement for each member, and the profile that both need.
//!
//! Where several rules meet, a prohibition wins (`conflict: prohibit`, everywhere the same). Every clause of ours that ODRL has no
//! word for is a term of the profile, which is published beside the policies and named in them.

use super::Context;
use super::odrl_names::Names;
use super::odrl_region::{self, Piece, Sure};
use super::{odrl_duty, odrl_profile, tables};
use crate::diagnostic::Lang;
use crate::model::{Deontic, Localized, Model, PartyId, Rule, RuleId, WhoTerm};
use crate::output::{Approximation, Artifact, Made};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// The files of `policy/odrl/`.
pub fn make(ctx: &Context) -> Made {
    let names = Names::new(ctx.model);
    let mut approximations = vec![Approximation {
        target: "odrl",
        declaration: ctx.model.commons.id().to_owned(),
        what: "ODRL tells a refusal because nothing permits from one because a fact is missing only by the profile's value `unknown`; \
               a processor that does not know the profile must stop."
            .to_owned(),
    }];
    let rules = Rules::new(ctx, &names, &mut approximations);
    let file = |name: String, json: Json| {
        Artifact::text(format!("policy/odrl/{name}"), format!("{json:#}\n"))
    };
    let mut artifacts = vec![
        file("policy.jsonld".into(), set(ctx, &names, &rules)),
        file("profile.jsonld".into(), odrl_profile::make(ctx, &names)),
    ];
    for (at, party) in ctx
        .model
        .parties
        .iter()
        .enumerate()
        .filter(|(_, p)| p.member && p.decl.is_own())
    {
        if let Some(agreement) = agreement(ctx, &names, &rules, PartyId::new(at)) {
            let name: String = party
                .decl
                .id
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() || c == '-' {
                        c
                    } else {
                        '_'
                    }
                })
                .collect();
            artifacts.push(file(format!("agreements/{name}.jsonld"), agreement));
        }
    }
    Made {
        artifacts,
        approximations,
    }
}

/// A rule as one or more ODRL rules, not yet addressed to anyone.
struct Written<'m> {
    rule: &'m Rule,
    member: &'static str,
    parts: Vec<Map<String, Json>>,
}

struct Rules<'m>(Vec<Written<'m>>);

impl<'m> Rules<'m> {
    fn new(ctx: &Context<'m>, names: &Names<'m>, approximations: &mut Vec<Approximation>) -> Self {
        let mut all = Vec::new();
        for (at, rule) in ctx.model.rules.iter().enumerate() {
            let id = RuleId::new(at);
            let mut note = |what: &str| {
                approximations.push(Approximation {
                    target: "odrl",
                    declaration: rule.decl.id.clone(),
                    what: what.to_owned(),
                });
            };
            let written = match rule.deontic {
                Deontic::May => permission(ctx, names, id, rule, &mut note),
                Deontic::MustNot => prohibition(ctx, names, id, rule, &mut note),
                Deontic::Must => obligation(ctx, names, id, rule, &mut note),
                // What an outer commons excepts from its prohibitions is in those prohibitions.
                Deontic::Exception => continue,
            };
            all.push(written);
        }
        Rules(all)
    }
}

fn permission<'m>(
    ctx: &Context,
    names: &Names,
    id: RuleId,
    rule: &'m Rule,
    note: &mut dyn FnMut(&str),
) -> Written<'m> {
    let (pieces, cut) = odrl_region::pieces(names, rule, Sure::Certainly);
    if cut {
        note(
            "So much sets this permission aside that ODRL can't say where it is left: it is left out.",
        );
    }
    let mut duties = Vec::new();
    for duty in &rule.duties {
        let made = odrl_duty::of_permission(names, rule, duty);
        if made.rounded {
            note(
                "A length of time in a duty is no whole number of any unit: it is rounded to the stricter side.",
            );
        }
        duties.push(made.json);
    }
    let mut parts = parts(ctx, names, id, rule, "Permission", pieces);
    for part in &mut parts {
        if !duties.is_empty() {
            part.insert("duty".into(), Json::Array(duties.clone()));
        }
    }
    Written {
        rule,
        member: "permission",
        parts,
    }
}

fn prohibition<'m>(
    ctx: &Context,
    names: &Names,
    id: RuleId,
    rule: &'m Rule,
    note: &mut dyn FnMut(&str),
) -> Written<'m> {
    let (mut pieces, cut) = odrl_region::pieces(names, rule, Sure::Perhaps);
    if cut {
        note(
            "So many exceptions are made to this prohibition that ODRL can't say them: it holds without them.",
        );
        let mut whole = rule.clone();
        whole.set_aside_by.clear();
        pieces = odrl_region::pieces(names, &whole, Sure::Perhaps).0;
    }
    let mut parts = parts(ctx, names, id, rule, "Prohibition", pieces);
    if let Some(sanction) = rule.terms.or_else {
        for part in &mut parts {
            part.insert(
                "remedy".into(),
                json!([{ "@type": "Duty", "action": names.sanction(sanction) }]),
            );
        }
    }
    Written {
        rule,
        member: "prohibition",
        parts,
    }
}

fn obligation<'m>(
    ctx: &Context,
    names: &Names,
    id: RuleId,
    rule: &'m Rule,
    note: &mut dyn FnMut(&str),
) -> Written<'m> {
    let made = odrl_duty::duty_json(names, &rule.actions, &rule.data, &rule.terms);
    if made.rounded {
        note(
            "A length of time in this duty is no whole number of any unit: it is rounded to the stricter side.",
        );
    }
    let mut parts = Vec::new();
    // The duty binds where its condition might hold: what is unknown does not release from it.
    let mut alone = rule.clone();
    alone.set_aside_by.clear();
    for piece in odrl_region::pieces(names, &alone, Sure::Perhaps).0 {
        let Some(limits) = piece.limit.list() else {
            continue;
        };
        let mut part = head(ctx, names, id, rule, "Duty", parts.len());
        let Json::Object(duty) = made.json.clone() else {
            continue;
        };
        for (key, value) in duty {
            part.insert(key, value);
        }
        if !limits.is_empty() {
            let all = part.entry("constraint").or_insert_with(|| json!([]));
            if let Some(list) = all.as_array_mut() {
                list.extend(limits);
            }
        }
        parts.push(part);
    }
    Written {
        rule,
        member: "obligation",
        parts,
    }
}

fn parts(
    ctx: &Context,
    names: &Names,
    id: RuleId,
    rule: &Rule,
    kind: &str,
    pieces: Vec<Piece>,
) -> Vec<Map<String, Json>> {
    let mut parts = Vec::new();
    for piece in pieces {
        let Some(limits) = piece.limit.list() else {
            continue;
        };
        let mut part = head(ctx, names, id, rule, kind, parts.len());
        part.insert("action".into(), json!(names.cover_actions(&piece.actions)));
        part.insert("target".into(), json!(names.cover_data(&piece.data)));
        if !limits.is_empty() {
            part.insert("constraint".into(), Json::Array(limits));
        }
        parts.push(part);
    }
    parts
}

fn head(
    ctx: &Context,
    names: &Names,
    id: RuleId,
    rule: &Rule,
    kind: &str,
    number: usize,
) -> Map<String, Json> {
    let mut part = Map::new();
    part.insert("@type".into(), json!(kind));
    part.insert("uid".into(), json!(names.rule(id, number)));
    part.insert("dct:title".into(), labels(&rule.decl.title));
    let article = ctx.outline.of(id);
    if !article.is_empty() {
        part.insert("dct:source".into(), json!(format!("Article {article}")));
    }
    part
}

/// A text in its languages.
pub fn labels(text: &Localized) -> Json {
    let one = |lang: Lang| {
        text.has(lang)
            .then(|| json!({ "@value": text.get(lang), "@language": lang.tag() }))
    };
    Lang::ALL.into_iter().filter_map(one).collect()
}

fn context() -> Json {
    json!([
        "http://www.w3.org/ns/odrl.jsonld",
        { "dct": "http://purl.org/dc/terms/", "xsd": "http://www.w3.org/2001/XMLSchema#" }
    ])
}

fn policy(ctx: &Context, names: &Names, kind: &str, uid: String) -> Map<String, Json> {
    let mut policy = Map::new();
    policy.insert("@context".into(), context());
    policy.insert("@type".into(), json!(kind));
    policy.insert("uid".into(), json!(uid));
    policy.insert("profile".into(), json!(names.profile()));
    policy.insert("conflict".into(), json!("prohibit"));
    if let Some(decl) = &ctx.model.commons.decl {
        policy.insert("dct:title".into(), labels(&decl.title));
    }
    policy.insert(
        "dct:identifier".into(),
        json!(format!("sha256:{}", ctx.digest)),
    );
    policy.insert("assigner".into(), json!(names.commons()));
    policy
}

fn set(ctx: &Context, names: &Names, rules: &Rules) -> Json {
    let mut policy = policy(ctx, names, "Set", names.policy());
    for written in &rules.0 {
        let assignees: Vec<Json> = written
            .rule
            .who
            .terms
            .iter()
            .filter_map(|t| assignee(names, t))
            .collect();
        let everyone = written
            .rule
            .who
            .terms
            .iter()
            .any(|t| t.groups.is_empty() && t.party.is_none());
        for part in &written.parts {
            let mut part = part.clone();
            if !everyone {
                part.insert("assignee".into(), Json::Array(assignees.clone()));
            }
            push(&mut policy, written.member, part);
        }
    }
    Json::Object(policy)
}

fn push(policy: &mut Map<String, Json>, member: &str, part: Map<String, Json>) {
    let list = policy.entry(member).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.push(Json::Object(part));
    }
}

/// A term as a party: a named one, or a collection of those in a group, and in others too.
fn assignee(names: &Names, term: &WhoTerm) -> Option<Json> {
    let (first, others) = match (term.party, term.groups.split_first()) {
        (Some(party), None) => return Some(json!(names.party(party))),
        (Some(party), Some(_)) => (names.party(party), term.groups.as_slice()),
        (None, Some((first, []))) => return Some(json!(names.group(*first))),
        (None, Some((first, others))) => (names.group(*first), others),
        (None, None) => return None,
    };
    let others: Vec<Json> = others
        .iter()
        .map(|&g| json!({ "@id": names.group(g) }))
        .collect();
    let refinement = odrl_region::constraint(&names.membership(), "isAllOf", Json::Array(others));
    Some(json!({ "@type": "PartyCollection", "source": first, "refinement": [refinement] }))
}

/// The rules for one member, whose groups are known; `None` where nothing is permitted to it.
fn agreement(ctx: &Context, names: &Names, rules: &Rules, party: PartyId) -> Option<Json> {
    let model = ctx.model;
    let groups = tables::closure(model, &model.parties.get(party.index())?.groups);
    let mut policy = policy(ctx, names, "Agreement", names.agreement(party));
    policy.insert("assignee".into(), json!(names.party(party)));
    let mut permitted = false;
    for written in &rules.0 {
        if !written
            .rule
            .who
            .terms
            .iter()
            .any(|term| fits(model, term, party, &groups))
        {
            continue;
        }
        for part in &written.parts {
            permitted |= written.member == "permission";
            let mut part = part.clone();
            if let Some(Json::String(uid)) = part.get("uid") {
                // The same rule for another assignee is another rule.
                let uid = format!("{uid}:for:{}", model.parties.get(party.index())?.decl.id);
                part.insert("uid".into(), json!(uid));
            }
            push(&mut policy, written.member, part);
        }
    }
    permitted.then_some(Json::Object(policy))
}

fn fits(model: &Model, term: &WhoTerm, party: PartyId, groups: &BTreeSet<String>) -> bool {
    let id = |g: &crate::model::GroupId| {
        model
            .groups
            .get(g.index())
            .is_some_and(|g| groups.contains(&g.decl.id))
    };
    term.party.is_none_or(|p| p == party) && term.groups.iter().all(id)
}
