//! The machine policies of the examples: each in the form that its own engine and its readers expect.

#[path = "support/engines.rs"]
#[allow(dead_code)]
mod engines;
#[path = "support/examples.rs"]
mod examples;
#[path = "support/opa.rs"]
#[allow(dead_code)]
mod opa;

use engines::{Cedar, Rego, make, text};
use meent::analysis::Outline;
use meent::model::{Model, ScenarioCase};
use meent::output::Made;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

fn examples() -> Vec<(&'static str, Model, Made)> {
    [("city", None), ("energy", Some("city")), ("health", None)]
        .into_iter()
        .map(|(name, within)| {
            let model = examples::example(name, within);
            let made = make(&model, &Outline::new(&model));
            (name, model, made)
        })
        .collect()
}

fn json(made: &Made, path: &str) -> Json {
    serde_json::from_str(text(made, path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn the_same_source_gives_the_same_files() {
    for (name, model, made) in examples() {
        let again = make(&model, &Outline::new(&model));
        assert_eq!(made.artifacts, again.artifacts, "{name}");
        let paths: BTreeSet<&str> = made.artifacts.iter().map(|a| a.path.as_str()).collect();
        assert_eq!(
            paths.len(),
            made.artifacts.len(),
            "{name}: a path is written twice"
        );
        assert!(paths.iter().all(|p| p.starts_with("policy/")), "{paths:?}");
    }
}

// ------------------------------------------------------------------ Rego

#[test]
fn rego_is_formatted_and_described() {
    for (name, _, made) in examples() {
        let modules: Vec<&str> = made
            .artifacts
            .iter()
            .map(|a| a.path.as_str())
            .filter(|p| p.ends_with(".rego"))
            .collect();
        assert_eq!(modules.len(), 2, "{name}");
        for path in modules {
            let module = text(&made, path);
            assert!(
                module.ends_with('\n') && !module.ends_with("\n\n"),
                "{path}: one line end at the end"
            );
            assert!(module.contains("\nimport rego.v1\n"), "{path}");
            assert!(!module.contains("{{"), "{path}: a placeholder is left");
            let mut blank = false;
            for (number, line) in module.lines().enumerate() {
                let place = format!("{path}:{}", number + 1);
                assert!(
                    !line.starts_with(' ') && !line.trim_start_matches('\t').starts_with(' '),
                    "{place}: indented by tabs"
                );
                assert_eq!(line.trim_end(), line, "{place}: nothing at the end");
                assert!(
                    !(blank && line.is_empty()),
                    "{place}: one blank line at a time"
                );
                blank = line.is_empty();
            }
        }
        let rego = made
            .artifacts
            .iter()
            .find(|a| a.path.ends_with(".rego") && !a.path.ends_with("_test.rego"))
            .expect("a package");
        let module = std::str::from_utf8(&rego.bytes).expect("UTF-8");
        assert!(module.starts_with("# METADATA\n# title: "), "{name}");
        assert!(
            module.contains(&format!("source_digest: \"sha256:{}\"", engines::digest())),
            "{name}"
        );
    }
}

/// Every import, argument and variable that Rego's strict mode looks at is used.
#[test]
fn rego_has_no_unused_imports_and_no_data_below_its_rules() {
    for (name, model, made) in examples() {
        let rego = Rego::of(&model, &made);
        assert!(rego.module.matches("commons.").count() > 10, "{name}");
        assert!(rego.tests.contains("policy.decision"), "{name}");
        let data: Json = serde_json::from_str(&rego.data).expect("JSON");
        let roots: Vec<&String> = data.as_object().expect("an object").keys().collect();
        assert_eq!(roots, ["meent_data"], "{name}");
    }
}

#[test]
fn the_scenarios_hold_in_rego() {
    for (name, model, made) in examples() {
        let rego = Rego::of(&model, &made);
        let asked = model
            .scenarios
            .iter()
            .filter(|s| matches!(s.case, ScenarioCase::Ask(_)))
            .count();
        let tests: Vec<&str> = rego
            .tests
            .lines()
            .filter_map(|l| l.strip_prefix("test_"))
            .filter_map(|l| l.split(' ').next())
            .collect();
        assert_eq!(tests.len(), asked, "{name}");
        let mut engine = rego.regorus();
        engine
            .add_policy("decision_test.rego".into(), rego.tests.clone())
            .expect("regorus reads the tests");
        let opa = opa::library().map(|path| {
            let opa = rego.opa(&path);
            opa.add_policy("decision_test.rego", &rego.tests)
                .expect("OPA reads the tests");
            opa
        });
        for test in tests {
            let rule = format!("{}_test.test_{test}", rego.package);
            let held = engine.eval_rule(rule.clone()).expect("no error");
            assert_eq!(
                held,
                regorus::Value::from(true),
                "{name}: {rule} on regorus"
            );
            if let Some(opa) = &opa {
                let held = opa
                    .query(&format!("held := {rule}"), &json!({}))
                    .expect("no error");
                assert_eq!(held["held"], json!(true), "{name}: {rule} on OPA");
            }
        }
    }
}

#[test]
fn the_bundle_holds_what_an_engine_loads() {
    for (name, model, made) in examples() {
        let rego = Rego::of(&model, &made);
        let bundle = made
            .artifacts
            .iter()
            .find(|a| a.path == "policy/rego/bundle.tar.gz")
            .expect("a bundle");
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(bundle.bytes.as_slice()));
        let mut files = BTreeMap::new();
        for entry in tar.entries().expect("an archive") {
            let mut entry = entry.expect("an entry");
            assert_eq!(entry.header().mtime().expect("a time"), 0, "{name}");
            let path = entry.path().expect("a path").display().to_string();
            let mut content = String::new();
            entry.read_to_string(&mut content).expect("UTF-8");
            files.insert(path, content);
        }
        assert_eq!(files["data.json"], rego.data, "{name}");
        assert!(files.values().any(|f| *f == rego.module), "{name}");
        let manifest: Json = serde_json::from_str(&files[".manifest"]).expect("JSON");
        assert_eq!(manifest["revision"], json!(engines::digest()));
        assert_eq!(manifest["rego_version"], json!(1));
        let package = rego.package.trim_start_matches("data.").replace('.', "/");
        assert_eq!(
            manifest["roots"],
            json!([package, package.replacen("meent", "meent_data", 1)]),
            "{name}"
        );
    }
}

// ------------------------------------------------------------------ Cedar

#[test]
fn cedar_validates_strictly_without_warnings() {
    for (name, model, made) in examples() {
        let (errors, warnings) = Cedar::of(&model, &made).validate();
        assert!(
            errors.is_empty() && warnings.is_empty(),
            "{name}: {errors:#?} {warnings:#?}"
        );
    }
}

#[test]
fn a_forbid_that_lacks_its_purpose_still_forbids() {
    for (name, _, made) in examples() {
        let policies = text(&made, "policy/cedar/policies.cedar");
        for line in policies.lines().filter(|l| l.contains("context.purpose")) {
            let guards = line.matches("context has purpose && ").count();
            assert_eq!(
                guards,
                line.matches("context.purpose in ").count(),
                "{name}: {line}"
            );
        }
    }
}

// ------------------------------------------------------------------ ODRL

/// Calls `see` with every string in a document and the key it stands under.
fn strings(json: &Json, key: &str, see: &mut impl FnMut(&str, &str)) {
    match json {
        Json::String(text) => see(key, text),
        Json::Array(list) => list.iter().for_each(|j| strings(j, key, see)),
        Json::Object(map) => map.iter().for_each(|(k, j)| strings(j, k, see)),
        _ => {}
    }
}

fn odrl(made: &Made) -> Vec<(String, Json)> {
    let policies = made
        .artifacts
        .iter()
        .filter(|a| a.path.starts_with("policy/odrl/") && !a.path.ends_with("profile.jsonld"));
    policies
        .map(|a| (a.path.clone(), json(made, &a.path)))
        .collect()
}

#[test]
fn odrl_has_the_shape_of_a_policy() {
    const OPERATORS: [&str; 8] = [
        "eq", "neq", "gteq", "lteq", "isA", "isAnyOf", "isNoneOf", "isAllOf",
    ];
    for (name, _, made) in examples() {
        let policies = odrl(&made);
        assert!(policies.len() > 1, "{name}: no agreement");
        for (path, policy) in policies {
            assert_eq!(
                policy["@context"][0], "http://www.w3.org/ns/odrl.jsonld",
                "{path}"
            );
            let kind = if path.ends_with("policy.jsonld") {
                "Set"
            } else {
                "Agreement"
            };
            assert_eq!(policy["@type"], kind, "{path}");
            assert_eq!(
                policy["conflict"], "prohibit",
                "{path}: without it one clash voids the whole policy"
            );
            assert!(
                policy["profile"].is_string() && policy["uid"].is_string(),
                "{path}"
            );
            assert!(
                policy["permission"]
                    .as_array()
                    .is_some_and(|p| !p.is_empty()),
                "{path}"
            );
            assert_eq!(
                policy["assignee"].is_string(),
                kind == "Agreement",
                "{path}"
            );
            let mut uids = BTreeSet::new();
            for member in ["permission", "prohibition", "obligation"] {
                for rule in policy[member].as_array().into_iter().flatten() {
                    assert!(
                        uids.insert(rule["uid"].as_str().expect("a uid").to_owned()),
                        "{path}: {} twice",
                        rule["uid"]
                    );
                    let actions = rule["action"].as_array().expect("actions");
                    assert!(!actions.is_empty(), "{path}: {rule}");
                    assert!(
                        rule["target"].as_array().is_some_and(|t| !t.is_empty()),
                        "{path}: {rule}"
                    );
                }
            }
            strings(&policy, "", &mut |key, text| {
                if key == "operator" {
                    assert!(OPERATORS.contains(&text), "{path}: {text}");
                }
            });
        }
    }
}

#[test]
fn every_name_in_odrl_is_declared_in_the_profile() {
    for (name, model, made) in examples() {
        let profile = json(&made, "policy/odrl/profile.jsonld");
        let graph = profile["@graph"].as_array().expect("a graph");
        let mut declared: BTreeSet<&str> = BTreeSet::new();
        for node in graph {
            let id = node["@id"].as_str().expect("an id");
            assert!(declared.insert(id), "{name}: {id} is declared twice");
            if node["@type"] == "odrl:Action" {
                let within = node["odrl:includedIn"]
                    .as_array()
                    .expect("what it is included in");
                assert_eq!(
                    within.len(),
                    1,
                    "{name}: {id} is included in exactly one action"
                );
            }
        }
        let dpv: BTreeSet<&str> = model
            .purposes
            .iter()
            .filter_map(|p| p.iri.as_deref())
            .collect();
        let mut used = BTreeSet::new();
        for (path, policy) in odrl(&made) {
            strings(&policy, "", &mut |key, text| {
                if matches!(
                    key,
                    "uid"
                        | "@value"
                        | "dct:identifier"
                        | "dct:source"
                        | "@context"
                        | "dct"
                        | "xsd"
                        | "@type"
                ) {
                    return;
                }
                if text.contains("://") || text.starts_with("urn:") {
                    assert!(
                        declared.contains(text) || dpv.contains(text),
                        "{path}: {key} {text} is not declared"
                    );
                    used.insert(text.to_owned());
                }
            });
        }
        assert!(used.len() > 20, "{name}");
        strings(&profile["@graph"], "", &mut |key, text| {
            if key == "@id" && text.starts_with("urn:meent:") {
                assert!(
                    declared.contains(text),
                    "{name}: {text} in the profile is not declared"
                );
            }
        });
    }
}

#[test]
fn an_odrl_action_is_used_only_where_it_means_no_more() {
    for (_, _, made) in examples() {
        for (path, policy) in odrl(&made) {
            for member in ["permission", "prohibition", "obligation"] {
                for action in policy[member]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .flat_map(|r| r["action"].as_array())
                    .flatten()
                {
                    // odrl:use holds acts of care as well, which no rule on `use` is about.
                    assert_ne!(action, "use", "{path}");
                }
            }
        }
    }
}

// ------------------------------------------------------------------ the schema of a request

#[test]
fn the_schema_tells_good_requests_from_bad_ones() {
    for (name, model, made) in examples() {
        let schema = json(&made, "policy/request.schema.json");
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let party = &model.parties[0].decl.id;
        let (action, data, purpose) = (
            &model.actions[0].decl.id,
            &model.data[0].decl.id,
            &model.purposes[0].decl.id,
        );
        for good in [
            json!({ "party": { "member": party } }),
            json!({ "party": { "groups": [] }, "actions": [action], "data": [data], "purposes": [purpose] }),
            json!({ "party": { "groups": [model.groups[0].decl.id] }, "facts": {}, "decisions": {}, "moment": "2026-03-01" }),
            json!({ "party": { "groups": [] }, "moment": "2026-03-01T12:00:00Z" }),
        ] {
            assert!(
                validator.is_valid(&good),
                "{name}: {good}: {:?}",
                validator.validate(&good).err()
            );
        }
        for bad in [
            json!({}),
            json!([]),
            json!({ "party": {} }),
            json!({ "party": { "member": party, "groups": [] } }),
            json!({ "party": { "member": "no-such-member" } }),
            json!({ "party": { "groups": ["no-such-group"] } }),
            json!({ "party": { "groups": [] }, "actions": ["no-such-action"] }),
            json!({ "party": { "groups": [] }, "data": data }),
            json!({ "party": { "groups": [] }, "facts": { "no-such-fact": true } }),
            json!({ "party": { "groups": [] }, "moment": "2026-3-1" }),
            json!({ "party": { "groups": [] }, "moment": "2026-03-01T12:00:00+01:00" }),
            json!({ "party": { "groups": [] }, "extra": 1 }),
        ] {
            assert!(!validator.is_valid(&bad), "{name}: {bad}");
        }
        for fact in &model.facts {
            let ask = |value: Json| json!({ "party": { "groups": [] }, "facts": { (fact.decl.id.clone()): value } });
            assert!(
                !validator.is_valid(&ask(json!({}))),
                "{name}: {}",
                fact.decl.id
            );
            assert!(
                !validator.is_valid(&ask(json!(1.5))),
                "{name}: {}",
                fact.decl.id
            );
        }
    }
}

#[test]
fn every_scenario_is_a_valid_request() {
    for (name, model, made) in examples() {
        let schema = json(&made, "policy/request.schema.json");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let tests = &Rego::of(&model, &made).tests;
        for line in tests
            .lines()
            .filter_map(|l| l.split_once(" with input as "))
        {
            let request: Json = serde_json::from_str(line.1).expect("JSON");
            assert!(
                validator.is_valid(&request),
                "{name}: {request}: {:?}",
                validator.validate(&request).err()
            );
        }
    }
}
