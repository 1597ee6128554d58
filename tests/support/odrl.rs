//! A small reader of ODRL policies, written from the ODRL Information Model and from nothing of the compiler's: a rule is in force for one
//! action, asset and party if it names them, or something that they are included in or part of, and all its constraints hold.
//! Prohibitions win.

use super::engines::text;
use meent::analysis::{Asker, Request};
use meent::model::{FactKey, FactKind, Model, Value, quantity};
use meent::output::Made;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

const ODRL: &str = "http://www.w3.org/ns/odrl/2/";

pub struct Odrl<'m> {
    model: &'m Model,
    base: String,
    policy: Json,
    declared: BTreeSet<String>,
    /// What an action is included in, an asset or party is part of, a purpose is narrower than.
    within: BTreeMap<String, Vec<String>>,
}

/// One atom, in the words of ODRL.
struct Case {
    party: Option<String>,
    groups: BTreeSet<String>,
    actions: BTreeSet<String>,
    assets: BTreeSet<String>,
    purposes: BTreeSet<String>,
    values: BTreeMap<String, Json>,
}

impl<'m> Odrl<'m> {
    pub fn of(model: &'m Model, made: &Made) -> Self {
        let read = |name: &str| -> Json {
            serde_json::from_str(text(made, &format!("policy/odrl/{name}"))).expect("JSON")
        };
        let profile = read("profile.jsonld");
        let (mut declared, mut within) = (BTreeSet::new(), BTreeMap::new());
        for node in profile["@graph"].as_array().expect("a graph") {
            let id = node["@id"].as_str().expect("an id").to_owned();
            let mut above = Vec::new();
            for key in ["odrl:includedIn", "odrl:partOf", "skos:broader"] {
                above.extend(
                    node[key]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(|n| n["@id"].as_str().map(str::to_owned)),
                );
            }
            declared.insert(id.clone());
            within.insert(id, above);
        }
        // ODRL's own vocabulary, and the hierarchy of the purposes that have IRIs of their own.
        for term in [
            "read",
            "reproduce",
            "archive",
            "derive",
            "anonymize",
            "distribute",
            "delete",
            "inform",
            "attribute",
            "compensate",
            "obtainConsent",
        ] {
            within.insert(format!("{ODRL}{term}"), vec![format!("{ODRL}use")]);
        }
        within.insert(format!("{ODRL}sell"), vec![format!("{ODRL}transfer")]);
        let base = format!("urn:meent:{}", ascii(model.commons.id()));
        let mut odrl = Odrl {
            model,
            base,
            policy: read("policy.jsonld"),
            declared,
            within,
        };
        for (node, purpose) in model
            .purposes
            .iter()
            .enumerate()
            .filter(|(_, p)| p.iri.is_some())
        {
            let above = model
                .purpose_tree
                .parents(node as u32)
                .iter()
                .map(|&p| odrl.purpose(p))
                .collect();
            odrl.within
                .insert(purpose.iri.clone().expect("an IRI"), above);
        }
        odrl
    }

    fn purpose(&self, node: u32) -> String {
        let purpose = &self.model.purposes[node as usize];
        purpose
            .iri
            .clone()
            .unwrap_or_else(|| format!("{}:purpose:{}", self.base, ascii(&purpose.decl.id)))
    }

    fn closed(&self, iri: String) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut next = vec![iri];
        while let Some(iri) = next.pop() {
            next.extend(self.within.get(&iri).into_iter().flatten().cloned());
            all.insert(iri);
        }
        all
    }

    fn case(&self, request: &Request, [action, data, purpose]: [Option<u32>; 3]) -> Case {
        let model = self.model;
        let (party, groups) = match &request.asker {
            Asker::Party(id) => {
                let iri = format!(
                    "{}:party:{}",
                    self.base,
                    ascii(&model.parties[id.index()].decl.id)
                );
                (Some(iri.clone()), self.closed(iri))
            }
            Asker::Groups(groups) => {
                let iri = |g: &meent::model::GroupId| {
                    format!(
                        "{}:group:{}",
                        self.base,
                        ascii(&model.groups[g.index()].decl.id)
                    )
                };
                (
                    None,
                    groups.iter().flat_map(|g| self.closed(iri(g))).collect(),
                )
            }
        };
        let action = action.map(|node| {
            let action = &model.actions[node as usize];
            let own = format!("{}:action:{}", self.base, ascii(&action.decl.id));
            let itself = format!("{own}:itself");
            match (
                self.declared.contains(&itself),
                self.declared.contains(&own),
            ) {
                (true, _) => itself,
                (false, true) => own,
                (false, false) => action.odrl.clone().expect("an ODRL action"),
            }
        });
        let asset = match data {
            None => format!("{}:data", self.base),
            Some(node) => {
                let iri = format!(
                    "{}:data:{}",
                    self.base,
                    ascii(&model.data[node as usize].decl.id)
                );
                if model.data_tree.children(node).is_empty() {
                    iri
                } else {
                    format!("{iri}:itself")
                }
            }
        };
        let mut values = BTreeMap::new();
        for (key, value) in &request.facts {
            let (name, kind) = match key {
                FactKey::Fact(id) => (
                    format!(
                        "{}:fact:{}",
                        self.base,
                        ascii(&model.facts[id.index()].decl.id)
                    ),
                    model.facts[id.index()].kind.clone(),
                ),
                FactKey::Passed(id) => (
                    format!(
                        "{}:decision:{}",
                        self.base,
                        ascii(&model.decisions[id.index()].decl.id)
                    ),
                    FactKind::YesNo,
                ),
                FactKey::Moment => (format!("{}:moment", self.base), FactKind::Date),
            };
            let json = match (&kind, value) {
                (FactKind::OneOf(choices), v) => Json::from(choices[v.as_int() as usize].as_str()),
                (_, Value::Bool(b)) => Json::from(b.to_string()),
                (_, Value::Date(d)) => {
                    Json::from(quantity::date_of(*d).expect("a day").to_string())
                }
                (FactKind::Number { decimals, .. }, v) => Json::from(steps(v.as_int(), *decimals)),
                (_, v) => Json::from(v.as_int()),
            };
            values.insert(name, json);
        }
        Case {
            party,
            groups,
            actions: action.map(|a| self.closed(a)).unwrap_or_default(),
            assets: self.closed(asset),
            purposes: purpose
                .map(|p| self.closed(self.purpose(p)))
                .unwrap_or_default(),
            values,
        }
    }

    /// Whether the policy permits one atom, and the duties that come with it.
    pub fn atom(&self, request: &Request, atom: [Option<u32>; 3]) -> Option<BTreeSet<String>> {
        let case = self.case(request, atom);
        let rules = |member: &str| {
            self.policy[member]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|r| self.in_force(r, &case))
                .collect::<Vec<_>>()
        };
        let permissions = rules("permission");
        if permissions.is_empty() || !rules("prohibition").is_empty() {
            return None;
        }
        let prefix = format!("{}:duty:", self.base);
        let uids = permissions
            .iter()
            .flat_map(|p| p["duty"].as_array())
            .flatten()
            .filter_map(|d| d["uid"].as_str());
        // The last colon stands for the stroke in a duty's id.
        Some(
            uids.filter_map(|u| {
                u.strip_prefix(&prefix)?
                    .rsplit_once(':')
                    .map(|(rule, n)| format!("{rule}/{n}"))
            })
            .collect(),
        )
    }

    fn in_force(&self, rule: &Json, case: &Case) -> bool {
        let named = |key: &str, of: &dyn Fn(&str) -> bool| {
            rule[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
                .any(of)
        };
        let action = |term: &str| {
            let iri = if term.starts_with("urn:") {
                term.to_owned()
            } else {
                format!("{ODRL}{term}")
            };
            case.actions.contains(&iri)
        };
        let constraints = rule["constraint"].as_array().into_iter().flatten();
        (case.actions.is_empty() || named("action", &action))
            && named("target", &|asset| case.assets.contains(asset))
            && rule.get("assignee").is_none_or(|a| {
                a.as_array()
                    .expect("assignees")
                    .iter()
                    .any(|a| self.is_assignee(a, case))
            })
            && constraints.into_iter().all(|c| self.holds(c, case))
    }

    fn is_assignee(&self, assignee: &Json, case: &Case) -> bool {
        let is = |iri: &str| case.party.as_deref() == Some(iri) || case.groups.contains(iri);
        match assignee {
            Json::String(iri) => is(iri),
            collection => {
                is(collection["source"].as_str().expect("a source"))
                    && collection["refinement"]
                        .as_array()
                        .expect("refinements")
                        .iter()
                        .all(|c| self.holds(c, case))
            }
        }
    }

    fn holds(&self, constraint: &Json, case: &Case) -> bool {
        let list = |key: &str| constraint[key]["@list"].as_array();
        if let Some(parts) = list("and") {
            return parts.iter().all(|c| self.holds(c, case));
        }
        if let Some(parts) = list("or") {
            return parts.iter().any(|c| self.holds(c, case));
        }
        let left = constraint["leftOperand"].as_str().expect("a left operand");
        let right = &constraint["rightOperand"];
        let ids: Vec<&str> = right
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|r| r["@id"].as_str().or(r.as_str()))
            .collect();
        let one = right["@id"]
            .as_str()
            .or(right["@value"].as_str())
            .or(right.as_str());
        let name = left.strip_prefix(&self.base).unwrap_or(left);
        match (name, constraint["operator"].as_str().expect("an operator")) {
            ("purpose", "isA") => one.is_some_and(|iri| case.purposes.contains(iri)),
            ("purpose", "isNoneOf") => !ids.iter().any(|iri| case.purposes.contains(*iri)),
            (":member-of", "isAllOf") => ids.iter().all(|iri| case.groups.contains(*iri)),
            (":member-of", "isNoneOf") => !ids.iter().any(|iri| case.groups.contains(*iri)),
            (":asker", "neq") => one != case.party.as_deref(),
            (_, operator) => {
                let unknown = format!("{}:unknown", self.base);
                let value = case
                    .values
                    .get(left)
                    .and_then(Json::as_str)
                    .unwrap_or(&unknown);
                let numeric = right["@type"] == "xsd:decimal" && value != unknown;
                let order = || {
                    let one = one.expect("a value");
                    if numeric {
                        number(value).cmp(&number(one))
                    } else {
                        value.cmp(one)
                    }
                };
                match operator {
                    "eq" if numeric => order().is_eq(),
                    "eq" => one == Some(value),
                    "neq" => one != Some(value),
                    "isAnyOf" => ids.contains(&value),
                    "gteq" => value != unknown && order().is_ge(),
                    "lteq" => value != unknown && order().is_le(),
                    other => panic!("an operator that no policy should have: {other}"),
                }
            }
        }
    }
}

/// A decimal number in hundred-millionths.
fn number(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let negative = whole.starts_with('-');
    let size = whole
        .trim_start_matches('-')
        .parse::<i128>()
        .expect("digits")
        * 100_000_000
        + format!("{part:0<8}").parse::<i128>().expect("digits");
    if negative { -size } else { size }
}

fn steps(value: i64, decimals: u8) -> String {
    let scale = 10_i128.pow(u32::from(decimals));
    let size = i128::from(value).abs();
    let sign = if value < 0 { "-" } else { "" };
    if decimals == 0 {
        value.to_string()
    } else {
        format!(
            "{sign}{}.{:0>width$}",
            size / scale,
            size % scale,
            width = usize::from(decimals)
        )
    }
}

/// What is not ASCII can't stand in a URN as it is (RFC 8141).
fn ascii(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}
