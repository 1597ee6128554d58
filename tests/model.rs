//! The model's builder, on small sources: what names, numbers and hierarchies become.

use meent::diagnostic::Lang;
use meent::model::{AnyId, Deontic, FactKind, RuleId, Sensitivity, Unit};

mod support;
use support::commons::{build_sources, model_of};

const HEAD: &str = "commons c \"C\" { goal \"G\" }\ngroup g \"G\" { of people }\n";

fn codes(source: &str) -> Vec<String> {
    let (_, found) = build_sources(source, None);
    found.iter().map(|d| d.code.to_string()).collect()
}

#[test]
fn ids_do_not_depend_on_the_order_of_declarations() {
    let a = "dataset d \"D\" { not personal  field f in kWh }\n";
    let b = "rule r \"R\" { g may read d.f }\n";
    let one = model_of(&format!("{HEAD}{a}{b}"), None);
    let two = model_of(&format!("{b}{a}{HEAD}"), None);
    for m in [&one, &two] {
        assert_eq!(m.rules[0].data, [meent::model::DataId(1)]);
        assert_eq!(m.data[1].decl.id, "d.f");
        assert_eq!(m.data_tree.up(1), [0, 1]);
    }
}

#[test]
fn the_object_may_stand_before_the_verb() {
    let m = model_of(
        "meent c \"C\" { doel \"G\" }\ngroep g \"G\" { van mensen }\ndataset d \"D\" { geen persoonsgegevens }\n\
         regel r \"R\" { g mogen d lezen }\nregel s \"S\" { g mogen lezen d }\n",
        None,
    );
    assert_eq!(m.rules[0].actions, m.rules[1].actions);
    assert_eq!(m.rules[0].data, m.rules[1].data);
    assert_eq!(m.actions[m.rules[0].actions[0].index()].decl.id, "read");
}

#[test]
fn numbers_are_counted_in_the_steps_of_the_fact() {
    let m = model_of(
        &format!(
            "{HEAD}fact use-a-day \"Use\" {{ number of kWh decimals 2 }}\nfact weeks \"Weeks\" {{ number of days }}\n\
             rule r \"R\" {{ g may read if use-a-day at least 1.25 kWh and weeks at most 2 weeks }}\n"
        ),
        None,
    );
    let sets: Vec<_> = m.rules[0].condition.clauses[0]
        .iter()
        .map(|l| l.set.intervals().to_vec())
        .collect();
    assert_eq!(sets, [vec![(125, i64::MAX)], vec![(i64::MIN, 14)]]);
    assert_eq!(
        m.facts[0].kind,
        FactKind::Number {
            unit: Unit::Named("kWh".into()),
            decimals: 2
        }
    );
}

#[test]
fn negation_is_pushed_down_to_the_tests() {
    let m = model_of(
        &format!(
            "{HEAD}fact a \"A\" {{ yes or no }}\nfact b \"B\" {{ one of x, y, z }}\n\
             rule r \"R\" {{ g may read if not (a and b is x) }}\n"
        ),
        None,
    );
    let clauses = &m.rules[0].condition.clauses;
    assert_eq!(clauses.len(), 2);
    assert_eq!(clauses[0][0].set.intervals(), [(0, 0)]);
    assert_eq!(clauses[1][0].set.intervals(), [(1, 2)]);
}

#[test]
fn a_field_is_as_sensitive_as_its_dataset_and_a_dataset_as_its_fields() {
    let m = model_of(
        &format!(
            "{HEAD}dataset a \"A\" {{ about people in g  keeper c  special health  retention at most 1 year  field f }}\n\
             dataset b \"B\" {{ about people in g  keeper c  retention at most 1 year  field n identifying }}\n"
        ),
        None,
    );
    assert_eq!(
        m.data[1].sensitivity,
        Sensitivity::Special(vec!["health".into()])
    );
    assert_eq!(m.data[2].sensitivity, Sensitivity::Personal);
}

#[test]
fn outer_prohibitions_hold_inside_and_outer_permissions_only_except() {
    let outer = "commons city \"City\" { goal \"G\" }\ngroup people \"People\" { of people }\n\
        fact fire \"Fire\" { yes or no }\nrule never \"Never\" { nobody may sell }\n\
        rule unless \"Unless\" { people may sell if fire  despite never }\n";
    let own = "commons street \"Street\" { goal \"G\"  within \"../city\" as city }\ngroup us \"Us\" { of people  within people }\n";
    let m = model_of(own, Some(outer));
    assert_eq!(
        m.rules.iter().map(|r| r.deontic).collect::<Vec<_>>(),
        [Deontic::MustNot, Deontic::Exception]
    );
    assert_eq!(m.rules[0].decl.id, "city:never");
    assert_eq!(m.rules[0].set_aside_by.len(), 1);
    assert_eq!(m.closure(&[meent::model::GroupId(0)]).len(), 2);
}

#[test]
fn titles_without_one_are_the_name_made_readable() {
    let m = model_of(
        "commons c \"C\" { goal \"G\" }\ndataset meter-readings\n",
        None,
    );
    assert_eq!(m.data[0].decl.title(Lang::En), "Meter readings");
    assert!(!m.data[0].decl.titled);
}

#[test]
fn one_mistake_never_hides_another() {
    let found = codes(&format!(
        "{HEAD}purpose p \"P\" {{ within q }}\npurpose q \"Q\" {{ within p }}\n\
         rule a \"A\" {{ nobodys may read }}\nrule b \"B\" {{ g may read  from 2026-02-30  if z }}\n"
    ));
    for code in ["M0304", "M0301", "M0404"] {
        assert!(found.iter().any(|c| c == code), "{code} in {found:?}");
    }
}

#[test]
fn a_rule_that_names_something_unknown_never_becomes_broader() {
    let (m, found) = build_sources(
        &format!("{HEAD}rule a \"A\" {{ g may read metre-readings }}\n"),
        None,
    );
    assert_eq!(found.len(), 1);
    assert!(m.rules[0].incomplete);
}

/// A name is first looked for among the commons' own declarations: `changes keep` is about the rule of that name, not about
/// the action that ships with the compiler.
#[test]
fn an_own_name_comes_before_one_that_ships() {
    let source = "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
         group people { of people }\ndataset trees { not personal }\n\
         body room { of all people votes one each }\n\
         rule keep \"Keep\" { people may read trees }\n\
         decision d { changes keep, read taken by room passes with majority }\n";
    let model = meent::Project::from_texts([("main.meent", source)])
        .check()
        .model;
    let changes = &model.decisions[0].changes;
    assert_eq!(changes[0], AnyId::Rule(RuleId::new(0)));
    assert!(matches!(changes[1], AnyId::Action(_)));
}
