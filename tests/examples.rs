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
