//! Sources that drive one thing to its end: the checks end, say what they found, and name what they left open.
//!
//! No times here (`cargo bench --bench bounds` measures them): what is asserted is that everything is either decided or named.

#[path = "../benches/support/adversarial.rs"]
#[allow(dead_code)]
mod adversarial;
#[path = "../benches/support/generate.rs"]
#[allow(dead_code)]
mod generate;

use meent::analysis::Universe;
use meent::analysis::checks::{self, Conflict, Finding, FlowBudget, Leak};
use meent::model::input::{Input, Unit};
use meent::model::{Deontic, Model, RuleId, build};
use meent::source::FileId;
use std::collections::BTreeSet;
use std::fmt::Write;

fn model(source: &str) -> Model {
    let parsed = meent::syntax::parse(FileId(0), source);
    assert!(
        parsed.diagnostics.is_empty(),
        "{:?}",
        parsed.diagnostics.first()
    );
    let unit = Unit {
        files: vec![(FileId(0), &parsed.tree)],
        uses: Vec::new(),
    };
    let (model, wrong) = build(&Input {
        own: unit,
        outers: Vec::new(),
    });
    assert!(wrong.is_empty(), "{:?}", wrong.first());
    model
}

fn of(found: &[Conflict], kind: Finding) -> Vec<&Conflict> {
    found.iter().filter(|c| c.finding == kind).collect()
}

fn rules(model: &Model, kind: Deontic) -> Vec<RuleId> {
    let all = model.rules.iter().enumerate();
    all.filter(|(_, r)| r.deontic == kind)
        .map(|(at, _)| RuleId::new(at))
        .collect()
}

#[test]
fn exclusions_within_exclusions_are_decided() {
    let model = model(&adversarial::exclusions(60));
    let found = checks::conflicts(&model);
    // A rule is set aside by the next one wherever it applies, so only the last is ever in effect: a prohibition.
    assert_eq!(of(&found, Finding::Dead).len(), 30);
    assert_eq!(found.len(), 30);
    let last = RuleId::new(59);
    assert!(found.iter().all(|c| c.others == [last]));
}

#[test]
fn who_profits_from_which_exception_is_decided_or_named() {
    let model = model(&adversarial::exclusions_of_groups(60));
    let found = checks::conflicts(&model);
    accounted(&model, &found);
}

#[test]
fn rules_about_everything_are_each_dead_for_one_reason() {
    let model = model(&adversarial::everything(80));
    let found = checks::conflicts(&model);
    let dead = of(&found, Finding::Dead);
    assert_eq!((dead.len(), found.len()), (80, 80));
    assert!(dead.iter().all(|c| c.others.len() == 1));
}

/// Every permission and every prohibition that might clash is in some finding: told, or left open by name.
fn accounted(model: &Model, found: &[Conflict]) {
    let told: BTreeSet<RuleId> = found.iter().map(|c| c.rule).collect();
    for permission in rules(model, Deontic::May) {
        assert!(
            told.contains(&permission),
            "nothing is said of {permission:?}"
        );
    }
    for open in of(found, Finding::Undecided) {
        assert!(!open.others.is_empty());
    }
}

#[test]
fn where_all_pairs_clash_some_are_told_and_the_rest_is_named() {
    let n = 60;
    let model = model(&adversarial::staggered(n));
    let found = checks::conflicts(&model);
    let prohibitions: BTreeSet<RuleId> = rules(&model, Deontic::MustNot).into_iter().collect();
    for permission in rules(&model, Deontic::May) {
        let mine = |kind| {
            of(&found, kind)
                .into_iter()
                .filter(move |c| c.rule == permission)
                .collect::<Vec<_>>()
        };
        let told = mine(Finding::Contradiction);
        let open = mine(Finding::Undecided);
        // Fifty each, until two thousand have been told of; then one each.
        let wanted = if permission.index() < 2 * 40 { 50 } else { 1 };
        assert_eq!((told.len(), open.len()), (wanted, 1));
        let all: BTreeSet<RuleId> = told
            .iter()
            .chain(&open)
            .flat_map(|c| c.others.iter().copied())
            .collect();
        assert_eq!(all, prohibitions, "none of them is passed over in silence");
        assert!(told.iter().all(|c| c.case.is_some()));
    }
}

#[test]
fn forty_facts_that_tile_are_covered_exactly() {
    let source = adversarial::tiles(40);
    let found = checks::conflicts(&model(&source));
    let dead = of(&found, Finding::Dead);
    assert_eq!((dead.len(), found.len()), (2, 2));
    let mut needed: Vec<usize> = dead.iter().map(|c| c.others.len()).collect();
    needed.sort_unstable();
    assert_eq!(
        needed,
        [1, 41],
        "all tiles are needed for one, and one tile for the other"
    );
    // Without one of the tiles there is a hole, and the check finds it.
    let hole: Vec<&str> = source
        .lines()
        .filter(|l| !l.starts_with("rule b7 "))
        .collect();
    let found = checks::conflicts(&model(&hole.join("\n")));
    assert_eq!(of(&found, Finding::Dead).len(), 1);
    assert!(of(&found, Finding::Undecided).is_empty());
}

#[test]
fn a_puzzle_is_answered_or_left_open_by_name() {
    let model = model(&adversarial::puzzle(40));
    let found = checks::conflicts(&model);
    accounted(&model, &found);
    let open = of(&found, Finding::Undecided);
    assert_eq!(open.len(), 1, "too hard for any budget");
    assert_eq!(open[0].others.len(), 400);
    // A small one is within the budget.
    let small = self::model(&adversarial::puzzle(8));
    let found = checks::conflicts(&small);
    assert!(of(&found, Finding::Undecided).is_empty());
}

#[test]
fn conditions_of_many_clauses_that_never_meet_cost_one_look() {
    let model = model(&adversarial::clauses(40));
    assert!(model.rules.iter().all(|r| r.condition.clauses.len() == 64));
    assert!(checks::conflicts(&model).is_empty());
}

#[test]
fn a_dense_taxonomy_is_closed() {
    let model = model(&adversarial::taxonomy(1_500));
    let found = checks::conflicts(&model);
    assert_eq!(of(&found, Finding::CarveOut).len(), 1);
    assert_eq!(found.len(), 1);
}

#[test]
fn long_lists_of_groups_parties_and_separations_are_decided_or_named() {
    for source in [
        adversarial::terms(120),
        adversarial::separations(200),
        adversarial::parties(30),
    ] {
        let model = model(&source);
        for conflict in checks::conflicts(&model) {
            assert!(conflict.finding != Finding::Undecided || !conflict.others.is_empty());
        }
    }
    // Nobody can be in a group and in one that is separate from it.
    assert!(checks::conflicts(&model(&adversarial::separations(200))).is_empty());
    let found = checks::conflicts(&model(&adversarial::terms(120)));
    assert_eq!(of(&found, Finding::Contradiction).len(), 1);
    assert_eq!(of(&found, Finding::CarveOut).len(), 1);
}

#[test]
fn long_derivations_end() {
    let (n, model) = (60, model(&adversarial::derived(60)));
    assert!(of(&checks::conflicts(&model), Finding::Undecided).is_empty());
    let _ = checks::check(&Universe::new(&model));
    let found = checks::flows(&model);
    assert_eq!(found.len(), n, "each of the prohibitions is got round");
    assert!(found.iter().all(|f| matches!(f.leak, Leak::Found(_))));
}

#[test]
fn flows_that_are_not_looked_at_are_named() {
    let n = 12;
    let mut source = adversarial::derived(n);
    for more in 0..n {
        let _ = writeln!(
            source,
            "rule more{more} \"More\" {{ m may read last for sale  basis public-task }}"
        );
    }
    let model = model(&source);
    let all: BTreeSet<(RuleId, RuleId)> = checks::flows(&model)
        .iter()
        .map(|f| (f.prohibition, f.permission))
        .collect();
    assert_eq!(all.len(), n * (n + 1));
    let enough = FlowBudget::default();
    for budget in [
        FlowBudget {
            questions: 40,
            ..enough
        },
        FlowBudget {
            questions_each: 3,
            ..enough
        },
        FlowBudget {
            steps: 100,
            ..enough
        },
        FlowBudget { steps: 0, ..enough },
    ] {
        let (mut told, mut open) = (BTreeSet::new(), BTreeSet::new());
        for flow in checks::flows_within(&model, budget) {
            match flow.leak {
                Leak::Found(_) => {
                    told.insert((flow.prohibition, flow.permission));
                }
                Leak::Undecided { more } => {
                    let each = std::iter::once(flow.permission).chain(more);
                    open.extend(each.map(|q| (flow.prohibition, q)));
                }
            }
        }
        assert!(told.is_disjoint(&open));
        assert_eq!(told.is_empty(), budget.steps == 0);
        assert!(!open.is_empty(), "{budget:?}");
        assert_eq!(&told | &open, all, "none is passed over in silence");
    }
}
