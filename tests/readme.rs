//! The README is the front door: what it shows is what there is.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the README")
}

/// Text without the ways in which lines are broken.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Files that the README links to or shows.
#[test]
fn everything_it_points_at_exists() {
    for part in readme().split("](").skip(1) {
        let target = part.split(')').next().unwrap_or("");
        assert!(root().join(target).exists(), "{target}");
    }
}

#[test]
fn the_answer_that_it_shows_is_the_answer() {
    let text = readme();
    let shown = text.split("$ meent ask").nth(1).expect("an example of ask");
    let shown = shown.split("```").next().expect("its end");
    let (command, answer) = shown.split_once("yes\n").expect("a command and its answer");
    let words =
        format!("ask {} yes", command.replace('\\', " ")).replace("consent= yes", "consent=yes");
    let out = Command::new(env!("CARGO_BIN_EXE_meent"))
        .current_dir(root())
        .args(["--lang", "en"])
        .args(words.split_whitespace())
        .output()
        .expect("it runs");
    let printed = String::from_utf8_lossy(&out.stdout);
    assert_eq!(flowing(&printed), flowing(answer));
}

/// The rules that it quotes stand in the example, but for their translations and reasons.
#[test]
fn the_rules_that_it_shows_stand_in_the_example() {
    let source = fs::read_to_string(root().join("examples/energy/rules.meent")).expect("the rules");
    let text = readme();
    let block = text
        .split("```")
        .find(|b| b.trim_start().starts_with("rule plan-the-grid"))
        .expect("two rules");
    for line in block.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let found = source
            .lines()
            .any(|l| l.trim().split(" #").next().unwrap_or("").trim() == line);
        assert!(found, "{line}");
    }
}

/// The change that it shows is among the changes that are tested.
#[test]
fn the_change_that_it_shows_is_what_diff_says() {
    let tested = root().join("tests/snapshots/diff__energy-smaller-groups-en.snap");
    let tested = flowing(&fs::read_to_string(tested).expect("the snapshot"));
    let text = readme();
    let block = text
        .split("```")
        .find(|b| b.trim_start().starts_with("3 things become permitted"))
        .expect("what a change means");
    for paragraph in block.split("\n\n").map(flowing) {
        assert!(tested.contains(&paragraph), "{paragraph}");
    }
}

/// The lock that hangs on a weaker one is the example of its finding.
#[test]
fn the_finding_that_it_shows_is_found() {
    let path = root().join("examples/findings/M1210-entrenchment-bypass/bad.meent");
    let found = meent::Project::load(Some(&path)).check().diagnostics;
    let d = found.iter().find(|d| d.code.as_str() == "M1210");
    let d = d.expect("the finding");
    let readme = flowing(&readme());
    let en = meent::diagnostic::Lang::En;
    assert!(readme.contains(&flowing(d.message.get(en))), "{d:?}");
    let case = d.case.as_ref().expect("a case").get(en);
    assert!(readme.contains(&flowing(case)), "{case}");
}
