//! The shipped examples, end to end: clean, every scenario as expected, built the same on any day, and what is
//! committed is what the source makes.

use meent::diagnostic::{Lang, Level, render};
use meent::model::{Deontic, ScenarioCase};
use meent::{Checked, Project};
use std::path::PathBuf;

const EXAMPLES: [&str; 3] = ["city", "energy", "health"];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
}

fn checked(name: &str) -> (Project, Checked) {
    let project = Project::load(Some(&folder(name)));
    let checked = project.check();
    (project, checked)
}

#[test]
fn they_check_clean() {
    for name in EXAMPLES {
        let (project, checked) = checked(name);
        let found: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|d| d.level >= Level::Warning)
            .cloned()
            .collect();
        let text = render::render(
            &found,
            &project.loaded.sources,
            Lang::En,
            render::Format::Short,
            false,
            100,
        );
        assert!(found.is_empty(), "{name}\n{text}");
        assert!(checked.complete, "{name}");
    }
}

#[test]
fn every_scenario_is_as_expected() {
    for name in EXAMPLES {
        let (_, checked) = checked(name);
        assert_eq!(
            checked.scenarios.len(),
            checked.model.scenarios.len(),
            "{name}"
        );
        assert!(
            !checked
                .diagnostics
                .iter()
                .any(|d| ["M0701", "M0702"].contains(&d.code.as_str())),
            "{name}"
        );
    }
}

/// The sizes that make them examples rather than toys.
#[test]
fn they_are_large_enough_to_be_real() {
    for name in ["energy", "health"] {
        let m = checked(name).1.model;
        let own = |d: &meent::model::Decl| d.is_own();
        let groups = m
            .groups
            .iter()
            .filter(|g| own(&g.decl) && g.body.is_none())
            .count();
        let datasets = m
            .data
            .iter()
            .filter(|d| own(&d.decl) && d.is_dataset())
            .count();
        let with_fields = m
            .data
            .iter()
            .filter(|d| d.dataset().is_some_and(|d| !d.fields.is_empty()))
            .count();
        let purposes = m.purposes.iter().filter(|p| own(&p.decl)).count();
        let rules: Vec<_> = m.rules.iter().filter(|r| own(&r.decl)).collect();
        let asks = m
            .scenarios
            .iter()
            .filter(|s| matches!(s.case, ScenarioCase::Ask(_)))
            .count();
        assert!(
            groups >= 6 && datasets >= 8 && with_fields >= 8 && purposes >= 8,
            "{name}: {groups} {datasets} {with_fields} {purposes}"
        );
        assert!(
            rules.len() >= 25 && asks >= 12,
            "{name}: {} {asks}",
            rules.len()
        );
        assert!(
            m.bodies.iter().filter(|b| own(&b.decl)).count() >= 3,
            "{name}"
        );
        assert!(
            m.decisions.iter().filter(|d| own(&d.decl)).count() >= 5,
            "{name}"
        );
        assert!(
            rules.iter().any(|r| !r.despite.is_empty())
                && rules.iter().any(|r| !r.duties.is_empty()),
            "{name}"
        );
        assert!(rules.iter().any(|r| r.deontic == Deontic::Must), "{name}");
    }
}

#[test]
fn two_builds_are_the_same_to_the_byte() {
    for name in EXAMPLES {
        let build = || {
            let (project, checked) = checked(name);
            project.build(&checked).map(|b| b.files)
        };
        assert!(build().is_ok_and(|first| Ok(first) == build()), "{name}");
    }
}

#[test]
fn what_is_committed_is_what_the_source_makes() {
    for name in EXAMPLES {
        let (project, checked) = checked(name);
        let build = project.build(&checked).expect("it builds");
        let differences = build.compare(&project.output_folder()).expect("a folder");
        let list: Vec<String> = differences
            .iter()
            .map(|(path, d)| format!("{path}: {d:?}"))
            .collect();
        assert!(
            list.is_empty(),
            "run `meent build examples/{name}` and look at what changed:\n{}",
            list.join("\n")
        );
    }
}

/// The decision records of the examples, in the order of their names.
fn records(name: &str) -> Vec<PathBuf> {
    let decisions = folder(name).join("decisions");
    let entries = std::fs::read_dir(decisions).expect("records");
    let mut records: Vec<PathBuf> = entries
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    records.sort();
    records
}

/// Elections, votes by weight, votes by class, recusal, draws: each counted as a community would count it.
#[test]
fn their_decision_records_are_counted() {
    for (name, lang) in [("energy", "en"), ("health", "nl")] {
        let mut text = String::new();
        for record in records(name) {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_meent"))
                .args(["tally", "--lang", lang])
                .arg(&record)
                .env_remove("NO_COLOR")
                .output()
                .expect("it runs");
            let file = record.file_name().unwrap_or_default().to_string_lossy();
            let said = String::from_utf8_lossy(&output.stdout);
            let wrong = String::from_utf8_lossy(&output.stderr);
            text.push_str(&format!(
                "== {file}: exit {}\n{said}{wrong}\n",
                output.status.code().unwrap_or(-1)
            ));
        }
        insta::assert_snapshot!(format!("records_{name}"), text);
    }
}

/// What an example of governance has to show.
#[test]
fn they_use_what_decisions_can_say() {
    for name in ["energy", "health"] {
        let m = checked(name).1.model;
        let own = || m.decisions.iter().filter(|d| d.decl.is_own());
        assert!(own().any(|d| d.election.is_some()), "{name}");
        assert!(own().any(|d| d.sortition.is_some()), "{name}");
        assert!(own().any(|d| d.recuse.is_some()), "{name}");
        assert!(own().any(|d| d.appeal.is_some()), "{name}");
        let by_class = own().flat_map(|d| &d.tests).any(|t| {
            let whole = meent::analysis::tally::counting::whole_of(&t.kind);
            matches!(whole, meent::model::Electorate::Class(_))
        });
        assert!(by_class, "{name}");
        // A clause that guards itself: what only a stronger vote may change.
        let entrenched = m.decisions.iter().enumerate().any(|(at, d)| {
            let itself = meent::model::AnyId::Decision(meent::model::DecisionId::new(at));
            d.decl.is_own() && d.changes.contains(&itself)
        });
        assert!(entrenched, "{name}");
    }
}
