//! One source, one answer: the reference evaluator, Rego on regorus, Rego on OPA itself, Cedar and ODRL answer the same requests,
//! rule for rule and duty for duty, with facts missing and malformed as well.

#[path = "support/asking.rs"]
mod asking;
#[path = "support/chance.rs"]
mod chance;
#[path = "support/engines.rs"]
#[allow(dead_code)]
mod engines;
#[path = "support/examples.rs"]
mod examples;
#[path = "support/odrl.rs"]
mod odrl;
#[path = "support/opa.rs"]
mod opa;
#[path = "support/mod.rs"]
mod support;

use asking::Asking;
use engines::{Cedar, Reference, Rego};
use meent::analysis::universe::Universe;
use meent::analysis::{Asker, Outline, Request};
use meent::model::{ActionId, DataId, Model, PurposeId};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Requests asked in one call to OPA.
const BATCH: usize = 250;

/// A request for more atoms than this is put to Cedar for one of its atoms only.
const MOST_ATOMS: usize = 24;

#[derive(Debug, Default)]
struct Count {
    answers: BTreeMap<String, usize>,
    cedar: BTreeMap<&'static str, usize>,
    reference: Duration,
    regorus: Duration,
    opa: Duration,
    cedar_time: Duration,
    cedar_atoms: usize,
}

/// Asks every engine the same requests, and stops at the first difference.
fn compare(name: &str, model: &Model, seed: u64, requests: usize) -> Count {
    let outline = Outline::new(model);
    let made = engines::make(model, &outline);
    let reference = Reference {
        universe: Universe::new(model),
        outline: &outline,
    };
    let rego = Rego::of(model, &made);
    let mut regorus = rego.regorus();
    let opa = opa::library().map(|path| rego.opa(&path));
    let cedar = Cedar::of(model, &made);
    let (errors, _) = cedar.validate();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    let odrl = odrl::Odrl::of(model, &made);
    let mut asking = Asking::new(model, seed);
    let mut chance = chance::Chance::new(seed + 1);
    let mut count = Count::default();
    let mut left = requests;
    while left > 0 {
        let batch: Vec<Json> = (0..left.min(BATCH)).map(|_| asking.next()).collect();
        left -= batch.len();
        let start = Instant::now();
        let expected: Vec<Json> = batch.iter().map(|r| reference.document(r)).collect();
        count.reference += start.elapsed();
        let start = Instant::now();
        for (request, expected) in batch.iter().zip(&expected) {
            let found = rego.ask_regorus(&mut regorus, request);
            assert!(
                same(&found, expected),
                "{name}: regorus says\n{found}\nand the evaluator\n{expected}\nto\n{request}"
            );
            *count
                .answers
                .entry(expected["answer"].to_string())
                .or_default() += 1;
        }
        count.regorus += start.elapsed();
        if let Some(opa) = &opa {
            let start = Instant::now();
            let found = rego.ask_opa(opa, &batch);
            count.opa += start.elapsed();
            assert_eq!(
                found.len(),
                batch.len(),
                "{name}: a decision is undefined in OPA"
            );
            for ((request, expected), found) in batch.iter().zip(&expected).zip(&found) {
                assert!(
                    same(found, expected),
                    "{name}: OPA says\n{found}\nand the evaluator\n{expected}\nto\n{request}"
                );
            }
        }
        let start = Instant::now();
        let mut outside_cedar = Duration::ZERO;
        for (request, expected) in batch.iter().zip(&expected) {
            let Some(resolved) = reference.resolved(request) else {
                continue;
            };
            let (resolved, told, expected) = match cedar.request(&resolved, MOST_ATOMS) {
                Some(told) => (resolved, told, engines::tellable(expected)),
                None => {
                    let narrow = narrow(model, &resolved, &mut chance);
                    let told = cedar.request(&narrow, MOST_ATOMS).expect("one atom");
                    let answer = reference.universe.decide(&narrow);
                    let expected = engines::tellable(&meent::analysis::document::document(
                        model, &outline, &answer,
                    ));
                    (narrow, told, expected)
                }
            };
            let before = Instant::now();
            let permitted = odrl_permits(&odrl, model, &resolved);
            let expected_duties = match &expected {
                engines::Told::Permitted { duties, .. } => Some(duties.clone()),
                _ => None,
            };
            assert_eq!(
                permitted, expected_duties,
                "{name}: ODRL (left) and the evaluator differ on\n{request}\nas\n{resolved:?}"
            );
            outside_cedar += before.elapsed();
            count.cedar_atoms += engines::atoms(model, &resolved)
                .iter()
                .map(Vec::len)
                .product::<usize>();
            let word = match told {
                engines::Told::Permitted { .. } => "permitted",
                engines::Told::Prohibited { .. } => "prohibited",
                engines::Told::Refused => "refused",
            };
            *count.cedar.entry(word).or_default() += 1;
            assert_eq!(
                told, expected,
                "{name}: Cedar (left) and the evaluator differ on\n{request}\nas\n{resolved:?}"
            );
        }
        count.cedar_time += start.elapsed().saturating_sub(outside_cedar);
    }
    count
}

/// The duties with which ODRL permits every atom of a request; `None` if it refuses one.
fn odrl_permits(odrl: &odrl::Odrl, model: &Model, request: &Request) -> Option<BTreeSet<String>> {
    let [actions, data, purposes] = engines::atoms(model, request);
    let mut duties = BTreeSet::new();
    for &a in &actions {
        for &d in &data {
            for &p in &purposes {
                duties.extend(odrl.atom(request, [a, d, p])?);
            }
        }
    }
    Some(duties)
}

/// The same document, in whatever order its members stand.
fn same(one: &Json, other: &Json) -> bool {
    one == other
}

/// One leaf of each axis.
fn narrow(model: &Model, request: &Request, chance: &mut chance::Chance) -> Request {
    let [actions, data, purposes] = engines::atoms(model, request);
    let mut leaf = |tree: &meent::model::Taxonomy, atoms: Vec<Option<u32>>| -> Vec<u32> {
        let mut node = chance.pick(&atoms).copied().flatten();
        while let Some(n) = node {
            match chance.pick(tree.children(n)) {
                Some(&child) => node = Some(child),
                None => break,
            }
        }
        node.into_iter().collect()
    };
    Request {
        asker: match &request.asker {
            Asker::Party(id) => Asker::Party(*id),
            Asker::Groups(groups) => Asker::Groups(groups.clone()),
        },
        actions: leaf(&model.action_tree, actions)
            .into_iter()
            .map(ActionId)
            .collect(),
        data: leaf(&model.data_tree, data)
            .into_iter()
            .map(DataId)
            .collect(),
        purposes: leaf(&model.purpose_tree, purposes)
            .into_iter()
            .map(PurposeId)
            .collect(),
        facts: request.facts.clone(),
    }
}

/// How many requests each example is asked.
fn requests() -> usize {
    std::env::var("MEENT_REQUESTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(10_000)
}

/// So many random commons are asked so many requests each.
const RANDOM_COMMONS: u64 = 250;

fn random(seeds: std::ops::Range<u64>) {
    let each = requests().div_ceil(RANDOM_COMMONS as usize);
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for seed in seeds {
        let commons = support::random::commons(seed);
        let model = support::commons::model_of(&commons.source, commons.outer.as_deref());
        let count = compare(
            &format!("random commons {seed}\n{}", commons.source),
            &model,
            seed + 100,
            each,
        );
        for (answer, n) in count.answers {
            *answers.entry(answer).or_default() += n;
        }
    }
    println!("random commons: {answers:?}");
    assert_eq!(answers.len(), 4, "{answers:?}");
}

#[test]
fn random_commons_answer_alike_everywhere() {
    random(0..RANDOM_COMMONS / 2);
}

#[test]
fn more_random_commons_answer_alike_everywhere() {
    random(RANDOM_COMMONS / 2..RANDOM_COMMONS);
}

fn example(name: &str, within: Option<&str>, seed: u64) {
    let model = examples::example(name, within);
    let n = requests();
    let count = compare(name, &model, seed, n);
    let each = |d: Duration| d / n as u32;
    println!(
        "{name}: {n} requests, {:?}, Cedar {:?}; one answer: evaluator {:?}, regorus {:?}, OPA {:?}, Cedar {:?} an atom",
        count.answers,
        count.cedar,
        each(count.reference),
        each(count.regorus),
        each(count.opa),
        count.cedar_time / count.cedar_atoms.max(1) as u32,
    );
    for answer in [
        "permitted",
        "prohibited",
        "not-provided-for",
        "undetermined",
    ] {
        let share = count
            .answers
            .get(&format!("\"{answer}\""))
            .copied()
            .unwrap_or(0);
        assert!(
            share * 50 >= n,
            "{name}: only {share} of {n} requests are {answer}"
        );
    }
}

/// Names that differ in one sign, that are words of a target, or that hold signs that mean something there.
const AWKWARD: &str = r#"
commons été_b "A \"title\" with \\ and # // */ ; }" { goal "One
  line
  or two: permit(principal, action, resource); {{ }} %" }
group a-b "A" { of people }
group a_b "B" { of people within a-b }
group A-B "C" { of people }
group input "permit (principal, action, resource);" { of people }
member m-1 "M\"1" { in a_b, input }
member m_1 "M\\1" { in A-B }
dataset default "Default" { not personal field a-b "F" field a_b "G" }
dataset énergie "Énergie" { not personal within default }
purpose package "Package" 
purpose päckage "Päckage" { within package }
fact true-ish "Fact" { yes or no }
fact null "Null" { number of households }
fact a-b "A" { one of red-ish, red_ish, rouge-é }
fact a_b "B" { date }
body board "Board" { of all a-b  votes one each }
decision pass-it "Pass" { taken by board  passes with majority of votes cast }
decision pass_it "Pass too" { taken by board  passes with majority of votes cast }
rule input "} permit(principal, action, resource); {" { a-b may read default for package if a-b is red-ish, rouge-é or null at least -3 then must delete default within 3 days basis public-task }
rule a-b "x" { input, m_1 may use énergie, default.a_b for päckage if pass-it has passed and not true-ish basis public-task }
rule a_b "y" { nobody may share default.a-b for package if a_b from 2026-01-01 and a-b is red_ish despite input }
rule c "z" { A-B who are also input must not use énergie if pass_it has passed }
"#;

#[test]
fn awkward_names_answer_alike_everywhere() {
    let model = support::commons::model_of(AWKWARD, None);
    let count = compare("awkward names", &model, 5, 1_000);
    assert_eq!(count.answers.len(), 4, "{:?}", count.answers);
}

#[test]
fn city_answers_alike_everywhere() {
    example("city", None, 1);
}

#[test]
fn energy_answers_alike_everywhere() {
    example("energy", Some("city"), 2);
}

#[test]
fn health_answers_alike_everywhere() {
    example("health", None, 3);
}
