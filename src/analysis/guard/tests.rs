//! Which decision may change what.

use super::*;
use crate::model::sample::model_of;

const SOURCE: &str = r#"
commons c "C" { }
group people "People" { of people }
group members "Members" { within people }
group guests "Guests" { within people }
dataset health { about people in people  special health
  field pulse "Pulse"
  field mood "Mood"
}
rule no-ads "No ads" { nobody may sell health }
rule care "Care" { members may read health despite no-ads }
rule free "Free" { members may use health.mood }
body assembly "Assembly" { of all members }
body board "Board" { seats 3: 3 elected by members }
decision amend { changes this agreement  taken by assembly  passes with 2/3 of votes cast }
decision strict { changes health, no-ads, strict  taken by assembly  passes with 4/5 of members }
decision moods { changes health.mood  taken by board  passes with majority of votes cast }
decision also { changes health.mood  taken by assembly  passes with majority of votes cast }
decision belonging { changes people, board  taken by assembly  passes with 3/4 of votes cast }
decision admit { admits to members  taken by board  passes with majority of votes cast }
decision expel { expels from people  taken by board  passes with majority of votes cast }
decision elect { appoints board  removes board  taken by assembly  passes with majority of votes cast }
"#;

fn find(model: &Model, name: &str) -> AnyId {
    let all = super::super::diff::declarations(model);
    let found = all.into_iter().find(|id| {
        let body = matches!(id, AnyId::Group(g) if body_of(model, *g).is_some());
        !body && declaration(model, *id).is_some_and(|d| d.id == name)
    });
    found.unwrap_or_else(|| panic!("{name}"))
}

fn names(model: &Model, decisions: &[DecisionId]) -> Vec<String> {
    let name = |d: &DecisionId| model.decisions[d.index()].decl.id.clone();
    decisions.iter().map(name).collect()
}

fn of(model: &Model, name: &str) -> (Vec<String>, bool) {
    let guard = guards(model, find(model, name));
    (names(model, &guard.decisions), guard.named)
}

fn are(names: &[&str], named: bool) -> (Vec<String>, bool) {
    (names.iter().map(|n| n.to_string()).collect(), named)
}

#[test]
fn who_is_named_changes_it_and_else_who_changes_the_agreement() {
    let model = model_of(SOURCE);
    for (name, decisions, named) in [
        ("no-ads", &["strict"][..], true),
        ("free", &["amend"], false),
        ("strict", &["strict"], true),
        ("amend", &["amend"], false),
        ("moods", &["amend"], false),
        ("board", &["belonging"], true),
        ("assembly", &["amend"], false),
    ] {
        assert_eq!(of(&model, name), are(decisions, named), "{name}");
    }
    let commons = Guards::new(&model).of_commons();
    assert_eq!(names(&model, &commons.decisions), ["amend"]);
    assert!(!commons.named);
}

#[test]
fn a_name_covers_what_lies_below_it_and_the_nearest_name_counts() {
    let model = model_of(SOURCE);
    assert_eq!(of(&model, "health.pulse"), are(&["strict"], true));
    assert_eq!(of(&model, "health.mood"), are(&["moods", "also"], true));
    assert_eq!(of(&model, "members"), are(&["belonging"], true));
    let guards = Guards::new(&model);
    let new = guards.of_new(&[find(&model, "health")]);
    assert_eq!(names(&model, &new.decisions), ["strict"]);
    let new = guards.of_new(&[]);
    assert_eq!(
        (names(&model, &new.decisions), new.named),
        (vec!["amend".to_string()], false)
    );
}

#[test]
fn nothing_changes_what_ships_with_the_compiler_nor_a_commons_without_a_way_to_change() {
    let model = model_of(SOURCE);
    let read = (0..model.actions.len()).map(|n| AnyId::Action(crate::model::ActionId::new(n)));
    for action in read {
        assert_eq!(guards(&model, action), Guard::default());
    }
    let model = model_of(
        "commons c \"C\" { }\nrule no { nobody may use everything }\ndataset everything { about no one  not personal }",
    );
    assert_eq!(guards(&model, find(&model, "no")), Guard::default());
    assert_eq!(
        guards(&model, AnyId::Rule(RuleId::new(99))),
        Guard::default()
    );
}

#[test]
fn people_come_and_go_by_admission_and_appointment() {
    let model = model_of(SOURCE);
    let guards = Guards::new(&model);
    let group = |name: &str| match find(&model, name) {
        AnyId::Group(g) => g,
        AnyId::Body(b) => model.bodies[b.index()].group,
        other => panic!("{other:?}"),
    };
    let admits = |to: &[GroupId]| names(&model, &guards.admitting(to));
    assert_eq!(admits(&[group("members")]), ["admit"]);
    // Who is a member is one of the people; who is one of the people need not be a member.
    assert_eq!(admits(&[group("people")]), ["admit"]);
    assert_eq!(admits(&[group("guests")]), [""; 0]);
    assert_eq!(admits(&[group("board")]), ["elect"]);
    assert_eq!(admits(&[group("members"), group("board")]), [""; 0]);
    let expels = |from: &[GroupId]| names(&model, &guards.expelling(from));
    assert_eq!(expels(&[group("guests")]), ["expel"]);
    assert_eq!(expels(&[group("board")]), ["elect"]);
}

#[test]
fn an_exception_or_a_power_is_a_change_of_what_it_is_over() {
    let model = model_of(SOURCE);
    let over = |name: &str| power_over(&model, find(&model, name));
    assert_eq!(over("care"), [find(&model, "no-ads")]);
    assert_eq!(over("free"), []);
    assert_eq!(over("elect"), [find(&model, "board")]);
    assert_eq!(over("admit"), [find(&model, "members")]);
    let mut strict = vec![
        find(&model, "health"),
        find(&model, "no-ads"),
        find(&model, "strict"),
    ];
    strict.sort_unstable();
    assert_eq!(over("strict"), strict);
}
