//! How an answer comes about: what is told of each rule is what a second evaluator finds, and it adds up to the answer.

mod support;

use meent::Project;
use meent::analysis::derivation::{About, MOST_PARTS};
use meent::analysis::{Outline, Truth, Universe, derivation_document};
use meent::model::{Deontic, RuleId, Verdict};
use proptest::prelude::*;
use serde_json::Value as Json;
use std::path::Path;
use std::process::{Command, Output};
use support::commons::model_of;
use support::oracle;
use support::random::{self, Random};

fn kleene(truth: Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}

/// The verdict that the stated effects add up to, by section 4 of the semantics.
fn adds_up(rules: &[(Deontic, Option<bool>)]) -> Verdict {
    let is = |deontic: Deontic, left: Option<bool>| rules.contains(&(deontic, left));
    if is(Deontic::MustNot, Some(true)) {
        Verdict::Prohibited
    } else if is(Deontic::May, Some(true)) && !is(Deontic::MustNot, None) {
        Verdict::Permitted
    } else if rules.iter().all(|(_, left)| *left == Some(false)) {
        Verdict::NotProvidedFor
    } else {
        Verdict::Undetermined
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_is_what_the_oracle_finds(seed in any::<u64>()) {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let universe = Universe::new(&model);
        let mut r = Random::new(seed ^ 0xE8);
        for _ in 0..8 {
            let raw = random::request(&mut r, &model);
            let request = universe.resolve(&raw).request.expect("all names exist");
            let derivation = universe.derive(&request);
            prop_assert_eq!(&derivation.answer, &universe.evaluate(&request));
            let wanted = oracle::expected(&model, &request);
            prop_assert_eq!(derivation.answer.verdict, wanted.verdict);
            prop_assert!(!derivation.parts.is_empty() && derivation.parts.len() <= MOST_PARTS);
            let general = oracle::general(&model, &request);
            for (at, part) in derivation.parts.iter().enumerate() {
                let atom = [part.action.map(|a| a.0), part.data.map(|d| d.0), part.purpose.map(|p| p.0)];
                if at == 0 {
                    prop_assert_eq!(atom, wanted.case, "the answer's own case comes first");
                }
                prop_assert_eq!(part.verdict, wanted.verdict);
                let (status, effective) = oracle::statuses(&model, &general, atom);
                // Every rule that covers the atom, and no other.
                let covering: Vec<RuleId> = (0..model.rules.len())
                    .map(RuleId::new)
                    .filter(|id| {
                        let rule = &model.rules[id.index()];
                        rule.deontic != Deontic::Must && oracle::covers(&model, rule, atom)
                    })
                    .collect();
                let told: Vec<RuleId> = part.rules.iter().map(|c| c.rule).collect();
                prop_assert_eq!(&told, &covering);
                let mut effects = Vec::new();
                for considered in &part.rules {
                    let at = considered.rule.index();
                    let rule = &model.rules[at];
                    prop_assert_eq!(kleene(considered.status), status[at]);
                    let is_about = oracle::concerns(&model, rule, &request.asker);
                    prop_assert_eq!(matches!(considered.about, About::Asker(_)), is_about);
                    if let Some(left) = considered.effective {
                        prop_assert_eq!(kleene(left), effective[at]);
                        effects.push((rule.deontic, kleene(left)));
                    }
                    for (other, value) in &considered.aside {
                        prop_assert!(rule.set_aside_by.contains(other));
                        prop_assert_eq!(kleene(*value), status[other.index()]);
                    }
                    // A setter that is not told does not apply here.
                    for other in &rule.set_aside_by {
                        let told = considered.aside.iter().any(|(o, _)| o == other);
                        prop_assert!(told || status[other.index()] == Some(false));
                    }
                    for test in &considered.tests {
                        let value = request.facts.get(&test.key).copied();
                        prop_assert_eq!(test.value, value);
                        let holds = value.map(|v| test.set.contains(v.as_int()));
                        prop_assert_eq!(kleene(test.truth), holds);
                    }
                }
                prop_assert_eq!(adds_up(&effects), wanted.verdict);
            }
        }
    }
}

#[test]
fn the_document_says_what_the_derivation_does() {
    let project = Project::load(Some(Path::new("examples/energy")));
    let checked = project.check();
    let universe = Universe::new(&checked.model);
    let raw = serde_json::from_value(serde_json::json!({
        "party": { "member": "netbeheer-amstel" },
        "actions": ["read"],
        "data": ["meter-readings.address"],
        "purposes": ["restoring-power"],
        "facts": { "outage": true }
    }))
    .unwrap();
    let request = universe.resolve(&raw).request.unwrap();
    let derivation = universe.derive(&request);
    let outline = Outline::new(&checked.model);
    let json = derivation_document(&checked.model, &outline, &derivation, &|_| {
        Some("here".into())
    });
    assert_eq!(json["answer"], "permitted");
    let rules = json["derivation"][0]["rules"].as_array().unwrap();
    let of = |id: &str| rules.iter().find(|r| r["rule"] == id).unwrap();
    let (may, not) = (of("restore-power"), of("no-addresses"));
    assert_eq!(may["applies"], "yes");
    assert_eq!(may["about"]["groups"][0], "grid-operators");
    assert_eq!(may["tests"][0]["about"]["fact"], "outage");
    assert_eq!(may["tests"][0]["value"], true);
    assert_eq!(may["place"], "here");
    assert_eq!(not["applies"], "yes");
    assert_eq!(not["set-aside-by"][0]["rule"], "restore-power");
    assert_eq!(not["in-effect"], "no");
}

// ------------------------------------------------------------------ the command

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meent"))
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .args(arguments)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const OUTAGE: [&str; 9] = [
    "examples/energy",
    "--in",
    "grid-operators",
    "--action",
    "read",
    "--data",
    "meter-readings.address",
    "--purpose",
    "restoring-power",
];

#[test]
fn in_both_languages() {
    for lang in ["en", "nl"] {
        for (name, facts) in [
            ("unknown", &[][..]),
            ("outage", &["--with", "outage"][..]),
            ("no outage", &["--with", "outage=no"][..]),
        ] {
            let arguments = [&["explain"][..], &OUTAGE, &["--lang", lang], facts].concat();
            let said = run(&arguments);
            assert_eq!(said.status.code(), Some(0), "{said:?}");
            insta::assert_snapshot!(format!("explain {name} {lang}"), out(&said));
        }
    }
}

#[test]
fn an_answer_is_explained_from_its_own_request() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer.json");
    let arguments = [
        &["ask"][..],
        &OUTAGE,
        &["--format", "json", "--with", "outage"],
    ]
    .concat();
    let answer = out(&run(&arguments));
    std::fs::write(&file, &answer).unwrap();
    let path = file.to_str().unwrap();
    let said = run(&[
        "explain",
        "examples/energy",
        "--answer",
        path,
        "--format",
        "json",
    ]);
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    assert!(said.stderr.is_empty(), "{said:?}");
    let (before, after): (Json, Json) = (
        serde_json::from_str(&answer).unwrap(),
        serde_json::from_str(&out(&said)).unwrap(),
    );
    for part in ["answer", "rules", "duties", "case", "request"] {
        assert_eq!(before[part], after[part], "{part}");
    }
    let place = after["derivation"][0]["rules"][0]["place"]
        .as_str()
        .unwrap();
    assert!(place.starts_with("rules.meent:"), "{place}");
    // An answer that the source no longer gives.
    std::fs::write(&file, answer.replace("\"permitted\"", "\"prohibited\"")).unwrap();
    let said = run(&["explain", "examples/energy", "--answer", path]);
    assert!(
        String::from_utf8_lossy(&said.stderr).contains("answers otherwise"),
        "{said:?}"
    );
    // Something that is no answer.
    for bad in ["{}", "[1]", "{", "{\"request\": 3}"] {
        std::fs::write(&file, bad).unwrap();
        let said = run(&["explain", "examples/energy", "--answer", path]);
        assert_eq!(said.status.code(), Some(2), "{bad}");
    }
}

#[test]
fn a_code_is_still_explained_and_a_request_needs_someone() {
    assert!(out(&run(&["explain", "M0503"])).contains("M0503"));
    let said = run(&["explain", "examples/energy", "--action", "read"]);
    assert_eq!(said.status.code(), Some(2));
    let said = run(&[
        "explain",
        "examples/energy",
        "--in",
        "ghosts",
        "--action",
        "read",
    ]);
    assert_eq!(said.status.code(), Some(2));
}
