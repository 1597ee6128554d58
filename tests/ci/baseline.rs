//! Baselines: written, read again, and compared with sources that have changed.

use super::world::{STREET, code, meent, out, put, said, temp};
use serde_json::Value;
use std::fs;
use std::path::Path;

const UNUSED: &str = "purpose unused \"Unused\"\n";

/// A commons with two warnings, and a baseline of them.
fn old() -> tempfile::TempDir {
    let folder = temp();
    put(folder.path(), "a.meent", &format!("{STREET}{UNUSED}"));
    let made = meent(folder.path(), &["check", "--write-baseline", "old.toml"]);
    assert_eq!(code(&made), 0, "{}", said(&made));
    assert!(said(&made).contains("2 findings"), "{}", said(&made));
    folder
}

fn check(folder: &Path, more: &[&str]) -> std::process::Output {
    let mut arguments = vec!["check", "--baseline", "old.toml", "--fail-level", "warning"];
    arguments.extend(more);
    meent(folder, &arguments)
}

#[test]
fn old_findings_are_counted_and_do_not_fail_whatever_moves() {
    let folder = old();
    let here = folder.path();
    assert_eq!(
        code(&meent(here, &["check", "--fail-level", "warning"])),
        1,
        "without it they do"
    );
    let output = check(here, &[]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(
        out(&output).contains("Nothing new found.") && out(&output).contains("not shown: 2."),
        "{}",
        out(&output)
    );
    assert!(!out(&output).contains("M0601"));
    // Lines move, other declarations change, a declaration goes to another file.
    let edited = STREET.replace("gardeners may read trees", "gardeners may read, copy trees");
    put(here, "a.meent", &format!("# one\n# two\n\n{edited}"));
    put(here, "b.meent", &format!("# three\n{UNUSED}"));
    let output = check(here, &["--lang", "nl"]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(
        out(&output).contains("Oude bevindingen, die niet worden getoond: 2."),
        "{}",
        out(&output)
    );
    // Written again, only the file of the one that went elsewhere differs.
    let before = fs::read_to_string(here.join("old.toml")).unwrap();
    meent(
        here,
        &["check", "--write-baseline", "old.toml", "--lang", "nl"],
    );
    let after = fs::read_to_string(here.join("old.toml")).unwrap();
    assert_eq!(
        before.replace(
            "file = \"a.meent\"\nin = \"purpose unused\"",
            "file = \"b.meent\"\nin = \"purpose unused\""
        ),
        after
    );
}

#[test]
fn a_new_finding_fails_even_if_it_is_of_the_same_kind_as_an_old_one() {
    let folder = old();
    put(
        folder.path(),
        "a.meent",
        &format!("{STREET}{UNUSED}purpose another \"Another\"\n"),
    );
    let output = check(folder.path(), &["--format", "short"]);
    assert_eq!(code(&output), 1);
    assert_eq!(out(&output).lines().count(), 1);
    assert!(out(&output).contains("another"), "{}", out(&output));
    let json = check(folder.path(), &["--format", "json"]);
    let json: Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["baseline"]["known"], 2);
    let sarif = check(folder.path(), &["--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&out(&sarif)).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let mut states: Vec<&str> = results
        .iter()
        .map(|r| r["baselineState"].as_str().unwrap())
        .collect();
    states.sort_unstable();
    assert_eq!(states, ["new", "unchanged", "unchanged"]);
    assert_eq!(
        out(&check(folder.path(), &["--format", "github"]))
            .lines()
            .count(),
        1
    );
    let quality: Value =
        serde_json::from_str(&out(&check(folder.path(), &["--format", "gitlab"]))).unwrap();
    assert_eq!(quality.as_array().unwrap().len(), 1);
}

#[test]
fn what_is_settled_is_told_so_that_the_file_shrinks() {
    let folder = old();
    let here = folder.path();
    put(here, "a.meent", STREET);
    let output = check(here, &[]);
    assert_eq!(code(&output), 0);
    assert!(
        out(&output)
            .contains("settled: 1. `meent check --write-baseline old.toml` takes them out:"),
        "{}",
        out(&output)
    );
    assert!(
        out(&output).contains("a.meent: M0601 Nothing uses the purpose `unused`."),
        "{}",
        out(&output)
    );
    let sarif: Value = serde_json::from_str(&out(&check(here, &["--format", "sarif"]))).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(
        results
            .iter()
            .any(|r| r["baselineState"] == "absent" && r["ruleId"] == "M0601")
    );
    meent(
        here,
        &[
            "check",
            "--baseline",
            "old.toml",
            "--write-baseline",
            "old.toml",
        ],
    );
    assert_eq!(
        fs::read_to_string(here.join("old.toml"))
            .unwrap()
            .matches("[[finding]]")
            .count(),
        1
    );
    // A finding that is settled and comes back is new.
    put(here, "a.meent", &format!("{STREET}{UNUSED}"));
    assert_eq!(code(&check(here, &[])), 1);
}

#[test]
fn two_equal_findings_are_two() {
    let folder = temp();
    let here = folder.path();
    let broken = |times: usize| {
        let line = "  gardeners may read trees for planting\n";
        let scenario = "scenario \"S\" {\n  an outsider asks to read trees for planting\n  expect permitted\n}\n";
        assert!(STREET.contains(line));
        format!("{STREET}{}", scenario.repeat(times))
    };
    put(here, "a.meent", &broken(2));
    meent(here, &["check", "--write-baseline", "old.toml"]);
    assert!(
        fs::read_to_string(here.join("old.toml"))
            .unwrap()
            .contains("count = 2")
    );
    assert_eq!(code(&check(here, &[])), 0);
    put(here, "a.meent", &broken(3));
    assert_eq!(code(&check(here, &[])), 1, "the third is new");
    put(here, "a.meent", &broken(1));
    assert!(out(&check(here, &[])).contains("settled: 1."));
}

#[test]
fn a_source_that_is_not_understood_has_no_baseline() {
    let folder = old();
    let here = folder.path();
    put(
        here,
        "a.meent",
        &format!("{STREET}rule broken \"B\" {{ gardeners may read tress for planting }}\n"),
    );
    let output = meent(here, &["check", "--write-baseline", "new.toml"]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    assert!(said(&output).contains("No baseline was written") && !here.join("new.toml").exists());
    let output = check(here, &[]);
    assert_eq!(code(&output), 1);
    assert!(!out(&output).contains("settled"), "{}", out(&output));
}

#[test]
fn a_baseline_that_cannot_be_used_is_told_in_both_languages() {
    let folder = old();
    let here = folder.path();
    for (text, en, nl) in [
        ("format = 7\n", "it has format 7", "hij heeft formaat 7"),
        (
            "<<<<<<< HEAD\n",
            "both sides of a merge",
            "twee kanten van een samenvoeging",
        ),
        (
            "format = 1\n[[finding]]\ncode = \"M0601\"\n",
            "missing field",
            "missing field",
        ),
    ] {
        put(here, "bad.toml", text);
        for (lang, words) in [("en", en), ("nl", nl)] {
            let output = meent(here, &["check", "--baseline", "bad.toml", "--lang", lang]);
            assert_eq!(code(&output), 2, "{}", said(&output));
            assert!(said(&output).contains(words), "{}", said(&output));
        }
    }
    let output = meent(here, &["check", "--baseline", "none.toml"]);
    assert_eq!(code(&output), 2);
    assert!(
        said(&output).contains("Make one with --write-baseline"),
        "{}",
        said(&output)
    );
    assert_eq!(
        code(&meent(
            here,
            &["check", "--write-baseline", "no/such/folder.toml"]
        )),
        2
    );
}
