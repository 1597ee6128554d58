//! The findings about permissions and prohibitions against brute force: every party that can be, every atom, every
//! value that a rule can tell apart. None may be missing and none may be extra, and every case that is told must replay.

mod support;

use meent::analysis::checks::{self, Conflict, Finding, conflicts};
use meent::analysis::settle::value_of;
use meent::analysis::{Asker, Universe};
use meent::model::{Deontic, GroupId, Model, Rule, RuleId, Taxonomy, Verdict};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::commons::model_of;
use support::oracle;
use support::random::{self, Random};
use support::worlds::{Rules, askers, values, worlds};

fn bit(rule: usize) -> Rules {
    1 << rule
}

// ------------------------------------------------------------------ brute force

/// For each atom of one axis, which rules cover it.
fn atoms(model: &Model, tree: &Taxonomy, named: impl Fn(&Rule) -> Vec<u32>) -> BTreeSet<Rules> {
    let atoms: Vec<Option<u32>> = if tree.is_empty() {
        vec![None]
    } else {
        (0..tree.len() as u32).map(Some).collect()
    };
    atoms
        .into_iter()
        .map(|atom| {
            let covers = |rule: &Rule| {
                let names = named(rule);
                names.is_empty()
                    || atom.is_some_and(|a| names.iter().any(|n| oracle::reaches(tree, a, *n)))
            };
            (0..model.rules.len())
                .filter(|at| covers(&model.rules[*at]))
                .fold(0, |set, at| set | bit(at))
        })
        .collect()
}

/// Every set of rules that apply together in some case; or, if the action makes no difference, in some cases that differ
/// in nothing else.
fn cases(model: &Model, whatever_is_done: bool) -> BTreeSet<Rules> {
    let parties: BTreeSet<Rules> = askers(model)
        .iter()
        .map(|asker| {
            (0..model.rules.len())
                .filter(|at| oracle::concerns(model, &model.rules[*at], asker))
                .fold(0, |set, at| set | bit(at))
        })
        .collect();
    let axes = [
        worlds(model),
        if whatever_is_done {
            BTreeSet::from([Rules::MAX])
        } else {
            atoms(model, &model.action_tree, |r| {
                r.actions.iter().map(|x| x.0).collect()
            })
        },
        atoms(model, &model.data_tree, |r| {
            r.data.iter().map(|x| x.0).collect()
        }),
        atoms(model, &model.purpose_tree, |r| {
            r.purposes.iter().map(|x| x.0).collect()
        }),
    ];
    axes.iter().fold(parties, |sets, axis| {
        sets.iter()
            .flat_map(|a| axis.iter().map(move |b| a & b))
            .collect()
    })
}

struct Brute<'m> {
    model: &'m Model,
    cases: BTreeSet<Rules>,
    /// The same, whatever is done.
    circumstances: BTreeSet<Rules>,
}

/// A finding's kind and the rules that it is about; of a dead permission only the permission, since several sets of
/// prohibitions may be to blame.
type Told = (&'static str, RuleId, Option<RuleId>);

impl<'m> Brute<'m> {
    fn of(model: &'m Model) -> Self {
        assert!(model.rules.len() <= 64);
        Brute {
            model,
            cases: cases(model, false),
            circumstances: cases(model, true),
        }
    }

    fn region(&self, rule: usize) -> impl Iterator<Item = Rules> + '_ {
        self.cases
            .iter()
            .copied()
            .filter(move |c| c & bit(rule) != 0)
    }

    /// Whether a rule applies in a case and none that is `despite` it does.
    fn in_effect(&self, rule: usize, case: Rules) -> bool {
        // A free-standing duty decides nothing, so it sets aside nothing but other duties.
        let is_duty = |at: usize| self.model.rules[at].deontic == Deontic::Must;
        let sets_aside = |at: usize, r: &Rule| {
            r.despite.contains(&RuleId::new(rule)) && (!is_duty(at) || is_duty(rule))
        };
        let rules = self.model.rules.iter().enumerate();
        let is_set_aside = rules
            .into_iter()
            .any(|(at, r)| case & bit(at) != 0 && sets_aside(at, r));
        case & bit(rule) != 0 && !is_set_aside
    }

    fn dead_by(&self, permission: usize, by: &[usize]) -> bool {
        self.region(permission)
            .all(|case| by.iter().any(|p| self.in_effect(*p, case)))
    }

    fn of_kind(&self, deontic: Deontic) -> Vec<usize> {
        (0..self.model.rules.len())
            .filter(|at| self.model.rules[*at].deontic == deontic)
            .filter(|at| self.region(*at).next().is_some())
            .collect()
    }

    /// Straight from the table of docs/semantics.
    fn findings(&self) -> BTreeSet<Told> {
        let rules = &self.model.rules;
        let mut out = BTreeSet::new();
        for (at, rule) in rules.iter().enumerate().filter(|(_, r)| r.decl.is_own()) {
            let id = RuleId::new(at);
            if self.region(at).next().is_none() {
                out.insert(("unsatisfiable", id, None));
                continue;
            }
            for target in &rule.despite {
                let empty = self.region(target.index()).next().is_none();
                let both = bit(at) | bit(target.index());
                let meet = |cases: &BTreeSet<Rules>| cases.iter().any(|c| c & both == both);
                let is_duty = |r: &Rule| r.deontic == Deontic::Must;
                // A duty gives way whatever is done with the data, and makes nothing but duties give way.
                let sets_aside = match (is_duty(rule), is_duty(&rules[target.index()])) {
                    (_, true) => meet(&self.circumstances),
                    (true, false) => false,
                    (false, false) => meet(&self.cases),
                };
                if !empty && !sets_aside {
                    out.insert(("idle", id, Some(*target)));
                }
            }
        }
        let prohibitions = self.of_kind(Deontic::MustNot);
        for permission in self.of_kind(Deontic::May) {
            let (id, rule) = (RuleId::new(permission), &rules[permission]);
            let against: Vec<usize> = prohibitions
                .iter()
                .copied()
                .filter(|p| !rule.despite.contains(&RuleId::new(*p)))
                .collect();
            let outer: Vec<usize> = against
                .iter()
                .copied()
                .filter(|p| !rules[*p].decl.is_own())
                .collect();
            if self.dead_by(permission, &outer) {
                out.insert(("outrun", id, None));
                continue;
            }
            if self.dead_by(permission, &against) {
                out.insert(("dead", id, None));
                continue;
            }
            for &prohibition in &against {
                let other = RuleId::new(prohibition);
                let clash = self
                    .region(permission)
                    .any(|c| self.in_effect(permission, c) && self.in_effect(prohibition, c));
                if rules[prohibition].despite.contains(&id) || !clash {
                    continue;
                }
                let within = self
                    .region(prohibition)
                    .all(|case| case & bit(permission) != 0);
                let kind = if within { "carve-out" } else { "contradiction" };
                out.insert((kind, id, Some(other)));
            }
        }
        out
    }
}

// ------------------------------------------------------------------ what the compiler says

fn told(conflict: &Conflict) -> Told {
    let other = conflict.others.first().copied();
    match conflict.finding {
        Finding::Unsatisfiable { .. } => ("unsatisfiable", conflict.rule, None),
        Finding::Dead => ("dead", conflict.rule, None),
        Finding::OutrunByOuter => ("outrun", conflict.rule, None),
        Finding::Contradiction => ("contradiction", conflict.rule, other),
        Finding::CarveOut => ("carve-out", conflict.rule, other),
        Finding::IdleDespite => ("idle", conflict.rule, other),
        Finding::Undecided => ("undecided", conflict.rule, other),
    }
}

/// The evaluator must say of the case what the finding says of it.
fn replay(
    model: &Model,
    universe: &Universe,
    conflict: &Conflict,
    r: &mut Random,
) -> Result<(), TestCaseError> {
    let wanted = matches!(
        conflict.finding,
        Finding::Contradiction | Finding::Dead | Finding::OutrunByOuter
    );
    prop_assert_eq!(conflict.case.is_some(), wanted, "{:?}", conflict);
    let Some(case) = &conflict.case else {
        return Ok(());
    };
    let request = case.request();
    let atom = [
        case.action.map(|x| x.0),
        case.data.map(|x| x.0),
        case.purpose.map(|x| x.0),
    ];
    for id in [conflict.rule, conflict.others[0]] {
        let rule = &model.rules[id.index()];
        prop_assert!(
            oracle::concerns(model, rule, &request.asker),
            "{} is not about {:?}",
            rule.decl.id,
            request.asker
        );
        prop_assert!(
            oracle::covers(model, rule, atom),
            "{} does not cover {:?}",
            rule.decl.id,
            case
        );
        let written = match &rule.condition.written {
            Some(expr) => oracle::holds(expr, &request.facts),
            None => Some(true),
        };
        prop_assert_eq!(
            oracle::and(written, oracle::in_force(rule, &request.facts)),
            Some(true),
            "{} in {:?}",
            rule.decl.id,
            case
        );
    }
    let exists = match &request.asker {
        Asker::Party(_) => true,
        Asker::Groups(groups) => askers(model).iter().any(|a| match a {
            Asker::Groups(all) => (0..model.groups.len()).all(|g| {
                oracle::is_in(model, groups, GroupId::new(g)) == all.contains(&GroupId::new(g))
            }),
            Asker::Party(_) => false,
        }),
    };
    prop_assert!(exists, "nobody can be {:?}", request.asker);
    // Whatever is not said of the case makes no difference.
    for _ in 0..3 {
        let mut known = request.clone();
        for (key, values) in values(model) {
            let values: Vec<i64> = values.into_iter().collect();
            let chosen = value_of(model, key, *r.pick(&values));
            known.facts.entry(key).or_insert(chosen);
        }
        let answer = universe.decide(&known);
        prop_assert_eq!(answer.verdict, Verdict::Prohibited, "{:?}", conflict);
        prop_assert!(
            answer.rules.contains(&conflict.others[0]),
            "{:?} {:?}",
            conflict,
            answer
        );
    }
    Ok(())
}

fn agree(seed: u64) -> Result<Vec<Told>, TestCaseError> {
    let commons = random::commons(seed);
    let source = random::closing(&commons.source, &mut Random::new(seed ^ 0xC105ED));
    let model = model_of(&source, commons.outer.as_deref());
    let brute = Brute::of(&model);
    let found = conflicts(&model);
    let all: Vec<Told> = found.iter().map(told).collect();
    let set: BTreeSet<Told> = all.iter().copied().collect();
    let names = |set: &BTreeSet<Told>, without: &BTreeSet<Told>| -> Vec<String> {
        let name = |id: RuleId| model.rules[id.index()].decl.id.clone();
        set.difference(without)
            .map(|(kind, a, b)| format!("{kind} {} {:?}", name(*a), b.map(name)))
            .collect()
    };
    let expected = brute.findings();
    prop_assert!(
        set == expected && set.len() == all.len(),
        "missing {:?}, extra {:?}\n{}\n{:?}",
        names(&expected, &set),
        names(&set, &expected),
        source,
        commons.outer
    );
    let universe = Universe::new(&model);
    let mut r = Random::new(seed);
    for conflict in &found {
        replay(&model, &universe, conflict, &mut r)?;
        if matches!(conflict.finding, Finding::Dead | Finding::OutrunByOuter) {
            let by: Vec<usize> = conflict.others.iter().map(|p| p.index()).collect();
            prop_assert!(brute.dead_by(conflict.rule.index(), &by));
            for at in 0..by.len() {
                let mut fewer = by.clone();
                fewer.remove(at);
                prop_assert!(
                    !brute.dead_by(conflict.rule.index(), &fewer),
                    "{:?}",
                    conflict
                );
            }
        }
    }
    Ok(all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_those_of_brute_force(seed in any::<u64>()) {
        agree(seed)?;
    }
}

#[test]
fn random_commons_have_findings_of_every_kind() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..300 {
        for (kind, _, _) in agree(seed).expect("the findings of brute force") {
            *seen.entry(kind).or_default() += 1;
        }
    }
    println!("{seen:?}");
    for kind in [
        "unsatisfiable",
        "dead",
        "outrun",
        "contradiction",
        "carve-out",
        "idle",
    ] {
        assert!(seen.get(kind).is_some_and(|n| *n >= 5), "{seen:?}");
    }
}

fn found(source: &str, outer: Option<&str>) -> Vec<String> {
    let model = model_of(source, outer);
    let all = checks::check(&Universe::new(&model));
    let ours = all.iter().filter(|d| {
        let code = d.code.as_str();
        code.starts_with("M05") || code.starts_with("M06")
    });
    ours.map(|d| format!("{} {}", d.code, d.message.en))
        .collect()
}

const STREET: &str = "commons street \"Street\" { goal \"G\"  within \"../city\" as city }\n\
    dataset trees \"Trees\" { not personal }\n";
const CITY: &str = "commons city \"City\" { goal \"G\" }\ngroup shops \"Shops\" { of organisations }\n\
    fact fair \"A fair\" { yes or no }\n";

/// The counterexample of docs/semantics: what the city excepts from its own prohibition is not forbidden here.
#[test]
fn an_exception_of_the_outer_commons_keeps_a_permission_alive() {
    let own = format!("{STREET}rule sell \"Selling\" {{ city:shops may sell trees }}\n");
    let always = format!(
        "{CITY}rule never \"Never\" {{ nobody may sell }}\nrule shop \"Shops\" {{ city:shops may sell despite never }}\n"
    )
    .replace("city:shops", "shops");
    assert_eq!(found(&own, Some(&always)), Vec::<String>::new());
    let at_fairs = always.replace("may sell despite", "may sell if fair despite");
    let told = found(&own, Some(&at_fairs));
    assert!(told.len() == 1 && told[0].starts_with("M0503"), "{told:?}");
    let plain = format!("{CITY}rule never \"Never\" {{ nobody may sell }}\n");
    let told = found(&own, Some(&plain));
    assert!(told.len() == 1 && told[0].starts_with("M0505"), "{told:?}");
}

#[test]
fn what_a_rule_reaches_from_above_is_used() {
    let source = "commons street \"Street\" { goal \"G\" }\n\
        group people \"People\" { of people }\ngroup elders \"Elders\" { of people within people }\n\
        dataset trees \"Trees\" { not personal }\ndataset oaks \"Oaks\" { not personal within trees }\n\
        purpose care \"Care\"\npurpose water \"Water\" { within care }\npurpose felling \"Felling\"\n\
        rule look \"Looking\" { people may read trees for care }\n";
    let told = found(source, None);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("M0601") && told[0].contains("felling"),
        "{told:?}"
    );
}
