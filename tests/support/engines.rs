//! The engines that must agree: the reference evaluator, Rego on two engines, Cedar.

use super::opa::Opa;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request as CedarRequest, Schema,
    ValidationMode, Validator,
};
use meent::analysis::document::document;
use meent::analysis::raw::Resolved;
use meent::analysis::universe::Universe;
use meent::analysis::{Asker, Outline, RawRequest, Request};
use meent::model::{FactKey, FactKind, Model, Value, quantity};
use meent::output::policy::{self, cedar, rego};
use meent::output::{Context as Sources, Made};
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;

pub fn digest() -> &'static str {
    "0000000000000000000000000000000000000000000000000000000000000000"
}

pub fn make(model: &Model, outline: &Outline) -> Made {
    let overrides = BTreeMap::new();
    let ctx = Sources {
        model,
        outline,
        accepted: &[],
        findings: &[],
        overrides: &overrides,
        digest: digest(),
        compiler_version: "0.0.0",
    };
    policy::make(&ctx).expect("policies can be made")
}

/// The text of a made file.
pub fn text<'m>(made: &'m Made, path: &str) -> &'m str {
    let artifact = made
        .artifacts
        .iter()
        .find(|a| a.path == path)
        .unwrap_or_else(|| panic!("{path} is made"));
    std::str::from_utf8(&artifact.bytes).expect("UTF-8")
}

// ------------------------------------------------------------------ the reference

pub struct Reference<'m> {
    pub universe: Universe<'m>,
    pub outline: &'m Outline,
}

impl Reference<'_> {
    /// What every Rego engine must return. A request of the wrong shape is not provided for.
    pub fn document(&self, request: &Json) -> Json {
        match serde_json::from_value::<RawRequest>(request.clone()) {
            Ok(raw) => document(
                self.universe.model(),
                self.outline,
                &self.universe.decide_raw(&raw),
            ),
            Err(_) => json!({
                "answer": "not-provided-for", "rules": [], "articles": [], "duties": [],
                "missing": { "facts": [], "decisions": [], "moment": false },
            }),
        }
    }

    pub fn resolved(&self, request: &Json) -> Option<Request> {
        let raw = serde_json::from_value::<RawRequest>(request.clone()).ok()?;
        let Resolved { request, .. } = self.universe.resolve(&raw);
        request
    }
}

// ------------------------------------------------------------------ Rego

pub struct Rego {
    pub module: String,
    pub data: String,
    pub tests: String,
    pub package: String,
}

impl Rego {
    pub fn of(model: &Model, made: &Made) -> Rego {
        let name = rego::identifier(model.commons.id());
        Rego {
            module: text(made, &format!("policy/rego/{name}.rego")).to_owned(),
            data: text(made, "policy/rego/data.json").to_owned(),
            tests: text(made, &format!("policy/rego/{name}_test.rego")).to_owned(),
            package: format!("data.meent.{name}"),
        }
    }

    pub fn regorus(&self) -> regorus::Engine {
        let mut engine = regorus::Engine::new();
        engine.set_strict_builtin_errors(true);
        engine
            .add_policy("decision.rego".into(), self.module.clone())
            .expect("regorus reads the package");
        engine
            .add_data_json(&self.data)
            .expect("regorus reads the data");
        engine
    }

    pub fn opa(&self, library: &std::path::Path) -> Opa {
        let opa = Opa::new(library);
        opa.add_policy("decision.rego", &self.module)
            .expect("OPA reads the package");
        opa.add_data(&self.data).expect("OPA reads the data");
        opa
    }

    pub fn ask_regorus(&self, engine: &mut regorus::Engine, request: &Json) -> Json {
        engine.set_input(regorus::Value::from_json_str(&request.to_string()).expect("JSON"));
        let found = engine
            .eval_rule(format!("{}.decision", self.package))
            .expect("no error in regorus");
        serde_json::from_str(&found.to_json_str().expect("JSON")).expect("JSON")
    }

    /// Many decisions by one call.
    pub fn ask_opa(&self, opa: &Opa, requests: &[Json]) -> Vec<Json> {
        let query = format!(
            "decisions := [d | request := input.requests[_]; d := {}.decision with input as request]",
            self.package
        );
        let mut found = opa
            .query(&query, &json!({ "requests": requests }))
            .expect("no error in OPA");
        match found["decisions"].take() {
            Json::Array(decisions) => decisions,
            other => panic!("not a list of decisions: {other}"),
        }
    }
}

// ------------------------------------------------------------------ Cedar

/// What Cedar can tell of one atom, or of a request by its strictest atom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Permitted {
        rules: BTreeSet<String>,
        articles: BTreeSet<String>,
        duties: BTreeSet<String>,
    },
    Prohibited {
        rules: BTreeSet<String>,
        articles: BTreeSet<String>,
    },
    /// Not provided for, or undetermined.
    Refused,
}

pub struct Cedar<'m> {
    model: &'m Model,
    pub schema: Schema,
    pub policies: PolicySet,
    entities: Entities,
    authorizer: Authorizer,
    /// The entities with someone asking, by the groups that someone is in.
    someone: RefCell<HashMap<Vec<u32>, Entities>>,
}

impl<'m> Cedar<'m> {
    pub fn of(model: &'m Model, made: &Made) -> Cedar<'m> {
        let text = |name: &str| text(made, &format!("policy/cedar/{name}"));
        let (schema, warnings) = Schema::from_cedarschema_str(text("schema.cedarschema"))
            .expect("Cedar reads the schema");
        let warnings: Vec<String> = warnings.map(|w| w.to_string()).collect();
        assert!(warnings.is_empty(), "{warnings:?}");
        let policies =
            PolicySet::from_str(text("policies.cedar")).expect("Cedar reads the policies");
        let entities = Entities::from_json_str(text("entities.json"), Some(&schema))
            .expect("Cedar reads the entities");
        Cedar {
            model,
            schema,
            policies,
            entities,
            authorizer: Authorizer::new(),
            someone: RefCell::default(),
        }
    }

    /// Errors and warnings of strict validation.
    pub fn validate(&self) -> (Vec<String>, Vec<String>) {
        let result =
            Validator::new(self.schema.clone()).validate(&self.policies, ValidationMode::Strict);
        (
            result.validation_errors().map(|e| e.to_string()).collect(),
            result
                .validation_warnings()
                .map(|w| w.to_string())
                .collect(),
        )
    }

    fn entities_for(&self, asker: &Asker) -> (EntityUid, Entities) {
        match asker {
            Asker::Party(id) => (
                uid("Party", &self.model.parties[id.index()].decl.id),
                self.entities.clone(),
            ),
            Asker::Groups(groups) => {
                let mut key: Vec<u32> = groups.iter().map(|g| g.0).collect();
                key.sort_unstable();
                key.dedup();
                let mut cache = self.someone.borrow_mut();
                let entities = cache.entry(key.clone()).or_insert_with(|| {
                    let parents: Vec<Json> =
                        key.iter().map(|&g| json!({ "type": "Group", "id": self.model.groups[g as usize].decl.id })).collect();
                    let someone = json!([{ "uid": { "type": "Party", "id": cedar::SOMEONE }, "attrs": {}, "parents": parents }]);
                    self.entities.clone().add_entities_from_json_value(someone, Some(&self.schema)).expect("an entity")
                });
                (uid("Party", cedar::SOMEONE), entities.clone())
            }
        }
    }

    /// One atom: an action, a dataset or field, and a purpose (none on an empty axis).
    pub fn atom(&self, request: &Request, atom: [Option<u32>; 3]) -> Told {
        let (principal, entities) = self.entities_for(&request.asker);
        let id = |at: Option<u32>, of: &dyn Fn(usize) -> String| {
            at.map_or("*".to_owned(), |n| of(n as usize))
        };
        let action = uid(
            "Action",
            &id(atom[0], &|n| self.model.actions[n].decl.id.clone()),
        );
        let resource = uid(
            "Data",
            &id(atom[1], &|n| self.model.data[n].decl.id.clone()),
        );
        let mut context = serde_json::Map::new();
        if let Some(purpose) = atom[2] {
            let id = &self.model.purposes[purpose as usize].decl.id;
            context.insert(
                "purpose".into(),
                json!({ "__entity": { "type": "Purpose", "id": id } }),
            );
        }
        for (key, value) in &request.facts {
            let (name, json) = self.fact(*key, *value);
            context.insert(name, json);
        }
        let context =
            Context::from_json_value(Json::Object(context), Some((&self.schema, &action)))
                .expect("a context");
        let asked = CedarRequest::new(principal, action, resource, context, Some(&self.schema))
            .expect("a valid request");
        let response = self
            .authorizer
            .is_authorized(&asked, &self.policies, &entities);
        let errors: Vec<String> = response
            .diagnostics()
            .errors()
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "a policy erred: {errors:?}");
        let note = |certain: bool, name: &str| -> BTreeSet<String> {
            response
                .diagnostics()
                .reason()
                .filter_map(|id| self.policies.policy(id))
                .filter(|p| !certain || p.annotation("certainty") == Some("certain"))
                .filter_map(|p| p.annotation(name))
                .flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect()
        };
        let prohibiting = note(true, "rule");
        match response.decision() {
            Decision::Allow => Told::Permitted {
                rules: note(false, "rule"),
                articles: note(false, "article"),
                duties: note(false, "duties"),
            },
            Decision::Deny if !prohibiting.is_empty() => Told::Prohibited {
                rules: prohibiting,
                articles: note(true, "article"),
            },
            Decision::Deny => Told::Refused,
        }
    }

    fn fact(&self, key: FactKey, value: Value) -> (String, Json) {
        let plain = |kind: &FactKind| match (kind, value) {
            (FactKind::OneOf(choices), _) => json!(choices[value.as_int() as usize]),
            (_, Value::Bool(b)) => json!(b),
            (_, Value::Date(day)) => {
                let date = quantity::date_of(day).expect("a day");
                json!({ "__extn": { "fn": "datetime", "arg": date.to_string() } })
            }
            (_, other) => json!(other.as_int()),
        };
        match key {
            FactKey::Fact(id) => {
                let fact = &self.model.facts[id.index()];
                (format!("fact:{}", fact.decl.id), plain(&fact.kind))
            }
            FactKey::Passed(id) => (
                format!("decision:{}", self.model.decisions[id.index()].decl.id),
                plain(&FactKind::YesNo),
            ),
            FactKey::Moment => ("moment".to_owned(), plain(&FactKind::Date)),
        }
    }

    /// The strictest of all atoms; `None` if there are more than so many.
    pub fn request(&self, request: &Request, most: usize) -> Option<Told> {
        let axes = atoms(self.model, request);
        if axes.iter().map(Vec::len).product::<usize>() > most {
            return None;
        }
        let mut told: Vec<Told> = Vec::new();
        for &a in &axes[0] {
            for &d in &axes[1] {
                for &p in &axes[2] {
                    told.push(self.atom(request, [a, d, p]));
                }
            }
        }
        Some(strictest(told))
    }
}

/// The atoms of a request on each axis.
pub fn atoms(model: &Model, request: &Request) -> [Vec<Option<u32>>; 3] {
    let axis = |tree: &meent::model::Taxonomy, named: Vec<u32>| -> Vec<Option<u32>> {
        if named.is_empty() {
            return if tree.is_empty() {
                vec![None]
            } else {
                (0..tree.len() as u32).map(Some).collect()
            };
        }
        let all: BTreeSet<u32> = named.iter().flat_map(|&n| tree.down(n).to_vec()).collect();
        all.into_iter().map(Some).collect()
    };
    [
        axis(
            &model.action_tree,
            request.actions.iter().map(|a| a.0).collect(),
        ),
        axis(&model.data_tree, request.data.iter().map(|a| a.0).collect()),
        axis(
            &model.purpose_tree,
            request.purposes.iter().map(|a| a.0).collect(),
        ),
    ]
}

fn strictest(told: Vec<Told>) -> Told {
    let prohibited: Vec<&Told> = told
        .iter()
        .filter(|t| matches!(t, Told::Prohibited { .. }))
        .collect();
    let (mut rules, mut articles, mut duties) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let deciding: Vec<&Told> = if prohibited.is_empty() {
        told.iter().collect()
    } else {
        prohibited
    };
    if deciding.iter().any(|t| **t == Told::Refused) {
        return Told::Refused;
    }
    let mut forbidden = false;
    for one in deciding {
        match one {
            Told::Permitted {
                rules: r,
                articles: a,
                duties: d,
            } => {
                rules.extend(r.iter().cloned());
                articles.extend(a.iter().cloned());
                duties.extend(d.iter().cloned());
            }
            Told::Prohibited {
                rules: r,
                articles: a,
            } => {
                forbidden = true;
                rules.extend(r.iter().cloned());
                articles.extend(a.iter().cloned());
            }
            Told::Refused => {}
        }
    }
    if forbidden {
        Told::Prohibited { rules, articles }
    } else {
        Told::Permitted {
            rules,
            articles,
            duties,
        }
    }
}

/// What of a decision document Cedar can tell.
pub fn tellable(document: &Json) -> Told {
    let set = |name: &str| -> BTreeSet<String> {
        document[name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect()
    };
    match document["answer"].as_str() {
        Some("permitted") => Told::Permitted {
            rules: set("rules"),
            articles: set("articles"),
            duties: set("duties"),
        },
        Some("prohibited") => Told::Prohibited {
            rules: set("rules"),
            articles: set("articles"),
        },
        _ => Told::Refused,
    }
}

fn uid(kind: &str, id: &str) -> EntityUid {
    EntityUid::from_json(json!({ "type": kind, "id": id })).expect("an entity")
}
