//! The reference evaluator against the text of `docs/semantics`: by hand, and by brute force on random commons.

mod support;

use meent::analysis::{Request, Universe};
use meent::model::{Model, Verdict};
use proptest::prelude::*;
use support::random::{self, Random};
use support::{model_of, oracle};

fn check(model: &Model, universe: &Universe, request: &Request) -> Result<(), TestCaseError> {
    let answer = universe.decide(request);
    let got = oracle::Expected {
        verdict: answer.verdict,
        rules: answer.rules,
        duties: answer.duties,
        missing: answer.missing,
        case: [answer.case.0.map(|x| x.0), answer.case.1.map(|x| x.0), answer.case.2.map(|x| x.0)],
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
            match universe.decide_raw(&random::request(&mut r, &model)).verdict {
                Verdict::Permitted => seen[0] += 1,
                Verdict::Prohibited => seen[1] += 1,
                Verdict::NotProvidedFor => seen[2] += 1,
                Verdict::Undetermined => seen[3] += 1,
            }
        }
    }
    assert!(seen.iter().all(|n| *n > 30), "{seen:?}");
}
