//! SARIF, JUnit, GitLab's and GitHub's formats, read back by others.

use super::world::{STREET, code, git, meent, meent_with, out, put, python, said, temp, tools};
use meent::Project;
use meent::diagnostic::render::{ReportFormat, report};
use meent::diagnostic::{Lang, Level};
use meent::project::report::Asked;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn asked(prefix: &str) -> Asked {
    Asked {
        command: "check",
        fail: Level::Error,
        prefix: prefix.into(),
    }
}

/// The example sources of the findings: every kind of finding that a source can have is among them.
fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/findings");
    let mut found: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    found.sort();
    let bad = |folder: PathBuf| {
        let file = folder.join("bad.meent");
        if file.is_file() {
            file
        } else {
            folder.join("bad")
        }
    };
    found.into_iter().map(bad).filter(|p| p.exists()).collect()
}

fn schema(text: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
}

#[track_caller]
fn valid(validator: &jsonschema::Validator, text: &str, what: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{what}: {e}\n{text}"));
    let wrong: Vec<String> = validator
        .iter_errors(&value)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
    value
}

/// The text of a region, cut out by the rules of SARIF: lines and columns from 1, columns in code points, the end exclusive.
fn cut(text: &str, region: &Value) -> (usize, usize) {
    let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
    let at = |line: usize, column: usize| {
        let start: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let rest = &text[start..];
        start
            + rest
                .chars()
                .take(column - 1)
                .map(char::len_utf8)
                .sum::<usize>()
    };
    (
        at(number("startLine"), number("startColumn")),
        at(number("endLine"), number("endColumn")),
    )
}

#[test]
fn every_example_is_valid_sarif_and_a_valid_code_quality_report() {
    let sarif =
        tools().map(|t| schema(&fs::read_to_string(t.join("sarif-schema-2.1.0.json")).unwrap()));
    let quality = schema(include_str!("gitlab-code-quality.schema.json"));
    let mut codes = std::collections::BTreeSet::new();
    let (mut fixes, mut suppressed) = (0, 0);
    for (nth, path) in examples().iter().enumerate() {
        let project = Project::load(Some(path));
        let checked = project.check();
        let of = project.report(&checked, &asked("a b/é"), None);
        let lang = if nth % 2 == 0 { Lang::En } else { Lang::Nl };
        let text = report(&of, lang, ReportFormat::Sarif);
        let log: Value = match &sarif {
            Some(sarif) => valid(sarif, &text, &path.display().to_string()),
            None => serde_json::from_str(&text).unwrap(),
        };
        let run = &log["runs"][0];
        assert_eq!(run["language"], lang.tag());
        assert_eq!(run["translations"][0]["language"], lang.other().tag());
        let results = run["results"].as_array().unwrap();
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results {
            let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[at]["id"], result["ruleId"]);
            assert_eq!(run["translations"][0]["rules"][at]["id"], result["ruleId"]);
            codes.insert(result["ruleId"].as_str().unwrap().to_string());
            suppressed += result["suppressions"].as_array().map_or(0, Vec::len);
        }
        // Each place is, by SARIF's own rules, the text that the finding points at.
        let open: Vec<_> = of.rows.iter().collect();
        for (row, result) in open.iter().zip(results) {
            for (label, place) in row
                .finding
                .labels
                .iter()
                .zip(result["relatedLocations"].as_array().unwrap())
            {
                let physical = &place["physicalLocation"];
                let file = project.loaded.sources.file(label.span.file);
                let (from, to) = cut(&file.text, &physical["region"]);
                assert_eq!(
                    &file.text[from..to],
                    project.loaded.sources.text(label.span),
                    "{path:?}"
                );
                let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
                assert!(uri.starts_with("a%20b/%C3%A9/") || path.is_dir(), "{uri}");
            }
            for (fix, written) in row
                .finding
                .fixes
                .iter()
                .zip(result["fixes"].as_array().into_iter().flatten())
            {
                fixes += 1;
                let made: Vec<&Value> = written["artifactChanges"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .flat_map(|c| c["replacements"].as_array().unwrap())
                    .collect();
                assert_eq!(made.len(), fix.edits.len());
                let mut texts: Vec<_> = made
                    .iter()
                    .map(|m| m["insertedContent"]["text"].as_str().unwrap())
                    .collect();
                let mut wanted: Vec<_> = fix.edits.iter().map(|e| e.text.as_str()).collect();
                texts.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(texts, wanted);
            }
        }
        let issues = valid(
            &quality,
            &report(&of, lang, ReportFormat::Gitlab),
            &path.display().to_string(),
        );
        let mut prints: Vec<&str> = issues
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["fingerprint"].as_str().unwrap())
            .collect();
        assert!(
            prints.len() == of.open().count() || of.sources.is_empty(),
            "{path:?}"
        );
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(
            prints.len(),
            issues.as_array().unwrap().len(),
            "fingerprints are unique"
        );
    }
    // The loop has seen what it is about.
    assert!(
        codes.len() > 80 && fixes > 20,
        "{} codes, {fixes} fixes",
        codes.len()
    );
    let _ = suppressed;
}

#[test]
fn sarif_tells_what_is_accepted_and_is_the_same_every_time() {
    let text = STREET
        .replace("commons street", "# é🌳\r\ncommons street")
        .replace(
            "purpose pruning \"Pruning trees\"",
            "purpose pruning \"Pruning trees\" { accept M0601 because \"We never change.\" }",
        );
    let folder = temp();
    git(folder.path(), &["init", "-q"]);
    put(folder.path(), "deep/er/a.meent", &text);
    let first = meent(
        &folder.path().join("deep/er"),
        &["check", "--format", "sarif"],
    );
    let again = meent(folder.path(), &["check", "deep/er", "--format", "sarif"]);
    assert_eq!(out(&first), out(&again), "from wherever it is asked");
    let log: Value = serde_json::from_str(&out(&first)).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "M0601");
    assert_eq!(result["suppressions"][0]["kind"], "inSource");
    assert_eq!(
        result["suppressions"][0]["justification"],
        "We never change."
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "deep/er/a.meent");
    assert_eq!(
        log["runs"][0]["automationDetails"]["id"],
        "meent/check/deep/er/"
    );
    assert!(
        !out(&first).contains(&folder.path().display().to_string()),
        "no path of this machine"
    );
    // Nothing that is accepted gets anywhere else.
    assert_eq!(
        out(&meent(
            folder.path(),
            &["check", "deep/er", "--format", "github"]
        )),
        ""
    );
    assert_eq!(
        out(&meent(
            folder.path(),
            &["check", "deep/er", "--format", "gitlab"]
        ))
        .trim(),
        "[]"
    );
}

#[test]
fn paths_are_from_the_top_of_the_repository_however_that_is_known() {
    let folder = temp();
    put(folder.path(), "commons/a.meent", STREET);
    let inside = folder.path().join("commons");
    let path = |name: &str, value: &Path| {
        let variables = BTreeMap::from([(name.to_string(), value.display().to_string())]);
        out(&meent_with(
            &inside,
            &["check", "--format", "github"],
            &variables,
        ))
    };
    // No git: the folder of CI counts, or else the project.
    assert!(path("GITHUB_WORKSPACE", folder.path()).starts_with("::warning file=commons/a.meent,"));
    assert!(path("CI_PROJECT_DIR", folder.path()).starts_with("::warning file=commons/a.meent,"));
    assert!(path("CI_PROJECT_DIR", Path::new("/nowhere")).starts_with("::warning file=a.meent,"));
    // Git knows best.
    git(folder.path(), &["init", "-q"]);
    assert!(path("GITHUB_WORKSPACE", &inside).starts_with("::warning file=commons/a.meent,"));
}

#[test]
fn a_reader_of_junit_reads_scenarios_and_findings() {
    let folder = temp();
    let more = r#"
scenario "An outsider <reads> & \"sells\"" {
  an outsider asks to read trees for planting
  expect permitted
}
"#;
    put(folder.path(), "a.meent", &format!("{STREET}{more}"));
    let script = "import sys, json, junitparser\n\
        xml = junitparser.JUnitXml.fromstring(sys.stdin.buffer.read())\n\
        print(json.dumps([[s.name, s.tests, s.failures, s.skipped, [[c.name, c.classname, [[type(r).__name__, r.message, r.type] for r in c.result]] for c in s]] for s in xml]))";
    let Some(tools) = tools() else { return };
    let read = |arguments: &[&str], exit: i32| -> Value {
        let output = meent(folder.path(), arguments);
        assert_eq!(code(&output), exit, "{}", said(&output));
        serde_json::from_str(&python(&tools, script, &output.stdout)).unwrap()
    };
    let tests = read(&["test", "--format", "junit"], 1);
    assert_eq!(tests[0][0], "a.meent");
    assert_eq!(tests[0][1], 2);
    assert_eq!(tests[0][2], 1);
    assert_eq!(tests[0][4][0][0], "A gardener reads");
    assert_eq!(tests[0][4][0][2], Value::Array(Vec::new()));
    assert_eq!(tests[0][4][1][0], "An outsider <reads> & \"sells\"");
    assert_eq!(tests[0][4][1][2][0][0], "Failure");
    assert_eq!(tests[0][4][1][2][0][2], "M0701 scenario-fails");
    let rules = read(&["test", "--all-rules", "--format", "junit"], 1);
    assert_eq!(rules[1][1], 1, "one rule, and it is covered: {rules}");
    // Of the findings those fail that reach the level.
    let found = read(&["check", "--format", "junit"], 1);
    assert_eq!(
        (&found[0][1], &found[0][2], &found[0][3]),
        (&2.into(), &1.into(), &1.into()),
        "{found}"
    );
    let all = read(
        &["check", "--format", "junit", "--fail-level", "warning"],
        1,
    );
    assert_eq!((&all[0][2], &all[0][3]), (&2.into(), &0.into()), "{all}");
    // A source that is not understood is told, too.
    put(folder.path(), "a.meent", "commons {");
    let broken = read(&["test", "--format", "junit"], 1);
    assert!(broken[0][2].as_u64().unwrap() >= 1, "{broken}");
}

#[test]
fn github_gets_the_most_serious_first_and_not_more_than_it_shows() {
    let folder = temp();
    let mut text = STREET.to_string();
    for nth in 0..14 {
        text.push_str(&format!("purpose unused-{nth} \"Unused {nth}\"\n"));
    }
    text.push_str("scenario \"Fails\" {\n  an outsider asks to read trees for planting\n  expect permitted\n}\n");
    put(folder.path(), "a.meent", &text);
    let output = meent(folder.path(), &["check", "--format", "github"]);
    assert_eq!(code(&output), 1);
    let text = out(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("::error file=a.meent,"), "{text}");
    let warnings = lines.iter().filter(|l| l.starts_with("::warning ")).count();
    assert_eq!(warnings, 10);
    assert_eq!(
        lines[10],
        "::warning title=meent::6 more are in the log of this step: GitHub shows 10 at most."
    );
    assert_eq!(
        lines.iter().filter(|l| l.starts_with("- a.meent:")).count(),
        6
    );
    assert_eq!(lines.len(), 17);
}
