//! The reference evaluator against the text of `docs/semantics`: by hand, and by brute force on random commons.

mod support;

use meent::analysis::settle::value_of;
use meent::analysis::{Request, Universe};
use meent::model::{FactKey, Model, Value, Verdict};
use proptest::prelude::*;
use support::commons::model_of;
use support::oracle;
use support::random::{self, Random};

fn check(model: &Model, universe: &Universe, request: &Request) -> Result<(), TestCaseError> {
    let answer = universe.decide(request);
    let got = oracle::Expected {
        verdict: answer.verdict,
        rules: answer.rules,
        duties: answer.duties,
        missing: answer.missing,
        case: [
            answer.case.0.map(|x| x.0),
            answer.case.1.map(|x| x.0),
            answer.case.2.map(|x| x.0),
        ],
    };
    prop_assert_eq!(got, oracle::expected(model, request), "{:?}", request);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_brute_force_on_random_commons(seed in any::<u64>()) {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let universe = Universe::new(&model);
        let mut r = Random::new(seed ^ 0x5EED);
        for _ in 0..12 {
            let raw = random::request(&mut r, &model);
            let resolved = universe.resolve(&raw);
            prop_assert!(resolved.problems.is_empty(), "{:?} {:?}", raw, resolved.problems);
            let request = resolved.request.expect("no problems");
            check(&model, &universe, &request)?;
        }
    }
}

#[test]
fn random_commons_give_all_four_answers() {
    let mut seen = [0; 4];
    for seed in 0..60 {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let universe = Universe::new(&model);
        let mut r = Random::new(seed);
        for _ in 0..20 {
            match universe
                .decide_raw(&random::request(&mut r, &model))
                .verdict
            {
                Verdict::Permitted => seen[0] += 1,
                Verdict::Prohibited => seen[1] += 1,
                Verdict::NotProvidedFor => seen[2] += 1,
                Verdict::Undetermined => seen[3] += 1,
            }
        }
    }
    assert!(seen.iter().all(|n| *n > 30), "{seen:?}");
}

// ------------------------------------------------------------------ what would settle it

/// All values of a fact that any rule could tell apart, and some more.
fn all_values(model: &Model, key: FactKey) -> Vec<Value> {
    let literals = model
        .rules
        .iter()
        .flat_map(|r| r.condition.clauses.iter().flatten())
        .filter(|l| l.key == key);
    let ends: Vec<i64> = literals
        .flat_map(|l| l.set.intervals().to_vec())
        .flat_map(|(a, b)| [a, b])
        .collect();
    let near = ends
        .iter()
        .flat_map(|&n| [n.saturating_sub(1), n, n.saturating_add(1)]);
    let domain = model.domain(key);
    let dates = matches!(value_of(model, key, 0), Value::Date(_));
    let mut numbers: Vec<i64> = near
        .chain([0, 1, 2])
        .filter(|n| domain.contains(*n) && (!dates || (-700_000..700_000).contains(n)))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
        .into_iter()
        .map(|n| value_of(model, key, n))
        .collect()
}

fn settles(model: &Model, request: &Request, set: &[FactKey]) -> bool {
    let Some((key, rest)) = set.split_first() else {
        return oracle::expected(model, request).verdict != Verdict::Undetermined;
    };
    all_values(model, *key).into_iter().all(|value| {
        let mut known = request.clone();
        known.facts.insert(*key, value);
        settles(model, &known, rest)
    })
}

fn subsets(keys: &[FactKey], size: usize) -> Vec<Vec<FactKey>> {
    (0u32..1 << keys.len())
        .filter(|bits| bits.count_ones() as usize == size)
        .map(|bits| {
            keys.iter()
                .enumerate()
                .filter(|(at, _)| bits >> at & 1 == 1)
                .map(|(_, k)| *k)
                .collect()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_the_smallest_sets_that_settle_an_answer(seed in any::<u64>()) {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let universe = Universe::new(&model);
        let mut r = Random::new(seed ^ 0xFACE);
        for _ in 0..10 {
            let mut raw = random::request(&mut r, &model);
            raw.data.truncate(1);
            raw.purposes.truncate(1);
            raw.actions = vec!["read".into()];
            let request = universe.resolve(&raw).request.expect("all names exist");
            let answer = universe.evaluate(&request);
            if answer.verdict != Verdict::Undetermined || answer.missing.len() > 3 {
                continue;
            }
            let size = answer.settled_by.first().map_or(0, Vec::len);
            prop_assert!(size > 0, "the missing facts together always settle it");
            for smaller in 0..size {
                for set in subsets(&answer.missing, smaller) {
                    prop_assert!(!settles(&model, &request, &set), "{:?} settles {:?}", set, request);
                }
            }
            let mut smallest: Vec<_> = subsets(&answer.missing, size).into_iter().filter(|s| settles(&model, &request, s)).collect();
            smallest.sort();
            prop_assert_eq!(&answer.settled_by, &smallest);
        }
    }

    #[test]
    fn knowing_more_changes_only_what_was_undetermined(seed in any::<u64>()) {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let universe = Universe::new(&model);
        let mut r = Random::new(seed ^ 0xBEEF);
        for _ in 0..10 {
            let raw = random::request(&mut r, &model);
            let mut less = raw.clone();
            less.facts.retain(|_, _| r.chance(50));
            less.decisions.retain(|_, _| r.chance(50));
            let before = universe.decide_raw(&less).verdict;
            let after = universe.decide_raw(&raw).verdict;
            // The strictest atom may get stricter, but what was certain on every atom stays.
            let refusal = |v| matches!(v, Verdict::Prohibited | Verdict::NotProvidedFor);
            match before {
                Verdict::Permitted => prop_assert_eq!(after, Verdict::Permitted),
                Verdict::Prohibited => prop_assert_eq!(after, Verdict::Prohibited),
                Verdict::NotProvidedFor => prop_assert!(refusal(after)),
                Verdict::Undetermined => {}
            }
        }
    }

    #[test]
    fn rough_requests_never_get_more_than_clean_ones(seed in any::<u64>()) {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let universe = Universe::new(&model);
        let mut r = Random::new(seed ^ 0xD1);
        for _ in 0..20 {
            let raw = random::rough_request(&mut r, &model);
            let resolved = universe.resolve(&raw);
            let answer = universe.decide_raw(&raw);
            match &resolved.request {
                Some(request) => {
                    check(&model, &universe, request)?;
                    prop_assert_eq!(answer.verdict, universe.decide(request).verdict);
                }
                None => {
                    prop_assert_eq!(answer.verdict, Verdict::NotProvidedFor);
                    prop_assert!(!answer.problems.is_empty() && answer.rules.is_empty());
                }
            }
        }
    }
}

// ------------------------------------------------------------------ size

/// A commons with this many rules, a tenth as many datasets, and a third of the rules prohibitions.
fn large(rules: usize) -> Model {
    let mut text =
        String::from("commons big \"Big\" { }\ngroup g \"Group\"\nfact x \"X\" { yes or no }\n");
    for n in 0..rules / 10 {
        text += &format!(
            "dataset d{n} \"Data {n}\" {{ not personal field f \"Field\" }}\npurpose p{n} \"Purpose {n}\"\n"
        );
    }
    for n in 0..rules {
        let (data, purpose) = (n % (rules / 10), (n * 7) % (rules / 10));
        let may = if n % 3 == 0 { "must not" } else { "may" };
        text += &format!("rule r{n} \"Rule {n}\" {{ g {may} read d{data} for p{purpose} if x }}\n");
    }
    model_of(&text, None)
}

#[test]
fn an_answer_looks_only_at_rules_that_can_matter() {
    for rules in [200, 2_000] {
        let model = large(rules);
        let universe = Universe::new(&model);
        let raw = serde_json::from_value(serde_json::json!({
            "party": { "groups": ["g"] }, "actions": ["read"], "data": ["d3.f"], "purposes": ["p1"], "facts": { "x": true }
        }));
        let request = universe
            .resolve(&raw.expect("a request"))
            .request
            .expect("all names exist");
        // Everything at once is slower, but not by every dataset times every purpose times every rule.
        let mut whole = request.clone();
        (whole.actions, whole.data, whole.purposes) = (Vec::new(), Vec::new(), Vec::new());
        assert_eq!(universe.decide(&whole).verdict, Verdict::Prohibited);
        assert!(
            universe.looked_at(&request) <= 10,
            "{} of {rules}",
            universe.looked_at(&request)
        );
    }
}

#[test]
fn a_broad_question_over_a_large_vocabulary_agrees_with_brute_force() {
    let commons = random::commons(7);
    let source = format!(
        "use purposes from dpv\n{}\npurpose grid \"Grid\" {{ within dpv:ServiceProvision }}\nrule broad \"Broad\" {{ everyone may use d0 for dpv:ServiceProvision if x0 }}\n",
        commons.source
    );
    let model = model_of(&source, commons.outer.as_deref());
    let universe = Universe::new(&model);
    for (actions, purposes) in [
        (vec!["use"], vec![]),
        (vec![], vec![]),
        (vec!["read"], vec!["dpv:ServiceProvision"]),
    ] {
        let raw = serde_json::from_value(serde_json::json!({
            "party": { "groups": [] }, "actions": actions, "data": ["d0"], "purposes": purposes
        }));
        let request = universe
            .resolve(&raw.expect("a request"))
            .request
            .expect("all names exist");
        check(&model, &universe, &request).expect("the same answer");
    }
}
