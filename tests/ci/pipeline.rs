//! GitHub's action and GitLab's template, run here as they would run there: the very lines of the YAML files, in an
//! environment with their variables and files.

use super::hostile::{EVIL, command};
use super::world::{code, copy, git, meent, out, plain, put, python, said, temp, tools};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A YAML file, read by Python's reader of YAML.
pub fn yaml(tools: &Path, path: &Path) -> Value {
    let script =
        "import sys, json, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())))";
    serde_json::from_str(&python(tools, script, &fs::read(path).unwrap())).unwrap()
}

/// What a pull request changes.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Change {
    /// A rule permits more, its outputs are made again, and nobody voted.
    Rule,
    /// A comment.
    Comment,
    /// Someone with a title and a file name that try to be commands.
    Trap,
    /// The source can no longer be understood.
    Broken,
}

/// A repository as a host has it: the commons in a folder, `main`, a branch of a pull request, and their merge.
struct Hosted {
    folder: TempDir,
    base: String,
    merge: String,
    head: String,
}

/// The repository of a change; made once, as building takes a while.
fn hosted(change: Change) -> &'static Hosted {
    static ALL: [OnceLock<Hosted>; 4] = [const { OnceLock::new() }; 4];
    ALL[change as usize].get_or_init(|| make(change))
}

/// The commons that all changes are made to.
fn street() -> &'static Path {
    static STREET: OnceLock<TempDir> = OnceLock::new();
    let folder = STREET.get_or_init(|| {
        let folder = temp();
        let made = meent(
            folder.path(),
            &[
                "new",
                "street",
                "--kind",
                "energy",
                "--lang",
                "en",
                "--name",
                "Our street",
                "--seat",
                "Utrecht",
                "--yes",
            ],
        );
        assert_eq!(code(&made), 0, "{}", said(&made));
        meent(&folder.path().join("street"), &["build", "-q"]);
        put(folder.path(), "README.md", "A street.\n");
        folder
    });
    folder.path()
}

fn make(change: Change) -> Hosted {
    let folder = temp();
    let here = folder.path().join("origin");
    fs::create_dir(&here).unwrap();
    let commons = here.join("street");
    copy(street(), &here);
    git(&here, &["init", "-q"]);
    git(&here, &["add", "-A", "-f"]);
    git(&here, &["commit", "-q", "-m", "base"]);
    git(&here, &["checkout", "-q", "-b", "proposal"]);
    let rules = fs::read_to_string(commons.join("rules.meent")).unwrap();
    match change {
        Change::Rule => {
            put(
                &commons,
                "rules.meent",
                &rules.replace("may aggregate meter", "may aggregate, copy meter"),
            );
            meent(&commons, &["build", "-q"]);
        }
        Change::Comment => drop(put(
            &commons,
            "rules.meent",
            &format!("# A remark.\n{rules}"),
        )),
        Change::Trap => {
            put(&commons, "rules.meent", &format!("# {EVIL}\n{rules}"));
            let purpose = format!("purpose  trap \"{EVIL}\" nl \"x\"\n");
            put(
                &commons,
                "$(touch owned) `touch owned` %0A::error::x.meent",
                &purpose,
            );
        }
        Change::Broken => drop(put(&commons, "rules.meent", &format!("{rules}\nrule {{"))),
    }
    git(&here, &["add", "-A", "-f"]);
    git(&here, &["commit", "-q", "-m", EVIL]);
    let head = git(&here, &["rev-parse", "HEAD"]);
    // Meanwhile something else is merged, that the pull request has nothing to do with.
    git(&here, &["checkout", "-q", "main"]);
    put(&here, "README.md", "Our street.\n");
    git(&here, &["commit", "-q", "-am", "meanwhile"]);
    let base = git(&here, &["rev-parse", "HEAD"]);
    git(
        &here,
        &["merge", "-q", "--no-ff", "-m", "merge", "proposal"],
    );
    let merge = git(&here, &["rev-parse", "HEAD"]);
    git(&here, &["update-ref", "refs/pull/1/merge", &merge]);
    git(&here, &["reset", "-q", "--hard", &base]);
    Hosted {
        folder,
        base,
        merge,
        head,
    }
}

impl Hosted {
    /// What actions/checkout leaves: the merge, detached, as deep as asked; 0 is all of it.
    fn checkout(&self, name: &str, revision: &str, depth: u32) -> PathBuf {
        let clone = self.folder.path().join(name);
        fs::create_dir_all(&clone).unwrap();
        git(&clone, &["init", "-q"]);
        let origin = format!("file://{}", self.folder.path().join("origin").display());
        git(&clone, &["remote", "add", "origin", &origin]);
        let deep = format!("--depth={depth}");
        let mut fetch = vec![
            "-c",
            "protocol.file.allow=always",
            "fetch",
            "-q",
            "--no-tags",
        ];
        if depth > 0 {
            fetch.push(&deep);
        }
        let wanted = [
            "origin",
            "+refs/heads/*:refs/remotes/origin/*",
            "+refs/pull/*:refs/remotes/pull/*",
        ];
        fetch.extend(wanted);
        git(&clone, &fetch);
        git(&clone, &["checkout", "-q", "--detach", revision]);
        clone
    }
}

/// A clone that holds one revision and nothing before it, as it is if nobody asks for more.
fn shallow(hosted: &Hosted, name: &str, what: &str) -> PathBuf {
    let clone = hosted.folder.path().join(name);
    fs::create_dir(&clone).unwrap();
    git(&clone, &["init", "-q"]);
    let origin = format!("file://{}", hosted.folder.path().join("origin").display());
    git(&clone, &["fetch", "-q", "--depth=1", &origin, what]);
    git(&clone, &["checkout", "-q", "--detach", "FETCH_HEAD"]);
    clone
}

/// One job of GitHub: its workspace and the files through which steps speak.
struct Job {
    workspace: PathBuf,
    files: TempDir,
    /// What each step has put out.
    outputs: BTreeMap<String, String>,
    summary: String,
    log: String,
    code: i32,
}

/// Runs the steps of action.yml as GitHub does: inputs and outputs put into `env`, each script by `bash -e -o pipefail`.
fn action(tools: &Path, hosted: &Hosted, workspace: PathBuf, with: &[(&str, &str)]) -> Job {
    let action = yaml(tools, &root().join("action.yml"));
    let mut job = Job {
        workspace,
        files: temp(),
        outputs: BTreeMap::new(),
        summary: String::new(),
        log: String::new(),
        code: 0,
    };
    let event = json!({
        "action": "synchronize",
        "number": 1,
        "pull_request": {
            "title": EVIL,
            "body": EVIL,
            "head": { "ref": "$(touch owned)`touch owned`", "sha": hosted.head },
            "base": { "ref": "main", "sha": hosted.base },
        },
    });
    let event_path = put(job.files.path(), "event.json", &event.to_string());
    let mut inputs: BTreeMap<String, String> = BTreeMap::new();
    for (name, input) in action["inputs"].as_object().unwrap() {
        let default = input["default"]
            .as_str()
            .unwrap_or_else(|| panic!("{name} has no default"));
        inputs.insert(name.clone(), default.to_string());
    }
    for (name, value) in with {
        assert!(
            inputs
                .insert((*name).to_string(), (*value).to_string())
                .is_some(),
            "no input {name}"
        );
    }
    for step in action["runs"]["steps"].as_array().unwrap() {
        let Some(script) = step["run"].as_str() else {
            continue;
        };
        let id = step["id"].as_str().unwrap();
        assert!(
            !script.contains("${{"),
            "{id}: nothing is put into a script"
        );
        assert_eq!(step["shell"], "bash");
        let script = put(job.files.path(), &format!("{id}.sh"), script);
        let [output, summary] =
            ["output", "summary"].map(|n| put(job.files.path(), &format!("{id}.{n}"), ""));
        let mut bash = Command::new("bash");
        plain(&mut bash)
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
            .arg(&script)
            .current_dir(&job.workspace)
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_WORKSPACE", &job.workspace)
            .env("GITHUB_EVENT_NAME", "pull_request")
            .env("GITHUB_EVENT_PATH", &event_path)
            .env("GITHUB_SHA", &hosted.merge)
            .env("GITHUB_REF", "refs/pull/1/merge")
            .env("GITHUB_BASE_REF", "main")
            .env("GITHUB_HEAD_REF", "$(touch owned)`touch owned`")
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", &summary);
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            bash.env(
                name,
                expression(value.as_str().unwrap(), &inputs, &job.outputs),
            );
        }
        let done = bash.output().unwrap();
        job.log.push_str(&said(&done));
        for line in fs::read_to_string(&output).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
            job.outputs
                .insert(format!("{id}.{name}"), value.to_string());
        }
        job.summary.push_str(&fs::read_to_string(&summary).unwrap());
        job.code = code(&done);
        if job.code != 0 {
            break;
        }
    }
    job
}

/// `${{ inputs.x }}`, `${{ github.action_path }}` and `${{ steps.x.outputs.y }}`.
fn expression(
    text: &str,
    inputs: &BTreeMap<String, String>,
    outputs: &BTreeMap<String, String>,
) -> String {
    let inside = text
        .strip_prefix("${{")
        .and_then(|t| t.strip_suffix("}}"))
        .map(str::trim);
    match inside {
        None => text.to_string(),
        Some("github.action_path") => root().display().to_string(),
        Some(other) => match other.strip_prefix("inputs.") {
            Some(name) => inputs[name].clone(),
            None => {
                let name = other
                    .strip_prefix("steps.")
                    .unwrap()
                    .replace(".outputs.", ".");
                outputs.get(&name).cloned().unwrap_or_default()
            }
        },
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_meent");

#[test]
fn a_pull_request_at_github_is_told_all_of_it() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Rule);
    let clone = hosted.checkout("work-1", &hosted.merge, 0);
    let job = action(
        &tools,
        hosted,
        clone,
        &[("meent", PROGRAM), ("path", "street")],
    );
    assert_eq!(job.code, 1, "{}", job.log);
    // The annotations: what the gate says, at its place from the top of the repository.
    let first = job.log.lines().find(|l| l.starts_with("::error ")).unwrap();
    assert!(
        first.starts_with(
            "::error file=street/rules.meent,line=3,endLine=3,col=6,endColumn=18,title=M1401 "
        ),
        "{first}"
    );
    assert!(
        job.log
            .contains("- ✓ build: build is what the source makes"),
        "{}",
        job.log
    );
    assert!(job.log.contains("- ✗ amend: "), "{}", job.log);
    // The page: what changes, for people, and the verdict. What others merged meanwhile is not in it.
    for words in [
        "## Meent: Our street",
        "**This is not ready yet.**",
        "| ✅ | Scenarios | 5 as expected, 0 otherwise |",
        "**1 thing becomes permitted and 1 part of the agreement says something else.**",
        "Grid operators may now copy",
        "### May this change of Our street be merged?\n\n**No.**",
    ] {
        assert!(
            job.summary.contains(words),
            "no {words:?} in\n{}",
            job.summary
        );
    }
    for (name, value) in [
        ("outcome", "failed"),
        ("verdict", "refused"),
        ("permitted", "1"),
        ("refused", "0"),
        ("errors", "0"),
    ] {
        assert_eq!(job.outputs[&format!("meent.{name}")], value, "{name}");
    }
    let sarif = fs::read_to_string(job.workspace.join(&job.outputs["meent.sarif"])).unwrap();
    assert!(sarif.contains("\"version\": \"2.1.0\""));
    // Every output that the action declares is one that the command gives.
    let action = yaml(&tools, &root().join("action.yml"));
    for (name, output) in action["outputs"].as_object().unwrap() {
        assert_eq!(
            output["value"],
            format!("${{{{ steps.meent.outputs.{name} }}}}")
        );
        assert!(job.outputs.contains_key(&format!("meent.{name}")), "{name}");
    }
}

#[test]
fn a_pull_request_that_changes_nothing_passes_and_in_dutch() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Comment);
    let clone = hosted.checkout("work-2", &hosted.merge, 2);
    let with = [
        ("meent", PROGRAM),
        ("path", "street"),
        ("language", "nl"),
        ("skip", "fmt,build"),
    ];
    let job = action(&tools, hosted, clone, &with);
    assert_eq!(job.code, 0, "{}", job.log);
    assert_eq!(job.outputs["meent.verdict"], "nothing-to-decide");
    assert!(
        job.summary.contains("**Alles is in orde.**"),
        "{}",
        job.summary
    );
    assert!(job.log.contains("- · fmt: overgeslagen"), "{}", job.log);
}

#[test]
fn names_and_titles_of_a_pull_request_are_never_run() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Trap);
    let clone = hosted.checkout("work-3", &hosted.merge, 0);
    let job = action(
        &tools,
        hosted,
        clone,
        &[
            ("meent", PROGRAM),
            ("path", "street"),
            ("fail-level", "note"),
        ],
    );
    assert_eq!(job.code, 1, "{}", job.log);
    assert!(
        job.log.contains("trap") || job.log.contains("touch owned"),
        "the trap is seen: {}",
        job.log
    );
    for folder in [
        &job.workspace,
        &job.workspace.join("street"),
        &job.files.path().to_path_buf(),
    ] {
        assert!(!folder.join("owned").exists(), "{folder:?}");
    }
    for line in job.log.lines() {
        if let Some(found) = command(line) {
            assert!(
                ["error", "warning", "notice"].contains(&found.as_str()),
                "{line}"
            );
            assert!(line.starts_with("::"), "{line}");
        }
    }
    assert!(
        !job.outputs.keys().any(|k| k == "meent.a"),
        "{:?}",
        job.outputs
    );
}

#[test]
fn inputs_are_not_run_either_and_a_wrong_one_is_told() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Comment);
    let clone = hosted.checkout("work-4", &hosted.merge, 0);
    for (name, words) in [
        ("path", "cannot be read"),
        ("baseline", "it is not there"),
        ("base", "no path and no git revision"),
        ("skip", "There is no step"),
    ] {
        let with = [
            ("meent", PROGRAM),
            ("path", "street"),
            (name, "$(touch owned) `touch owned`; touch owned"),
        ];
        let job = action(&tools, hosted, clone.clone(), &with);
        assert_eq!(job.code, 2, "{name}: {}", job.log);
        assert!(job.log.contains(words), "{name}: {}", job.log);
        assert!(!clone.join("owned").exists(), "{name}");
    }
}

#[test]
fn a_clone_that_is_cut_short_is_told_and_the_rest_is_done() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Rule);
    let clone = shallow(hosted, "short-1", "refs/pull/1/merge");
    let job = action(
        &tools,
        hosted,
        clone,
        &[("meent", PROGRAM), ("path", "street")],
    );
    assert_eq!(job.code, 2, "{}", job.log);
    assert!(job.log.contains("::error title=meent diff::The version before this change is not in this clone, which is cut short. Give actions/checkout `fetch-depth: 0`."), "{}", job.log);
    assert!(
        job.log.contains("- ✓ check: nothing found") && job.log.contains("- ✓ test: "),
        "{}",
        job.log
    );
    assert_eq!(job.outputs["meent.outcome"], "unusable");
    assert!(job.summary.contains("⚠️"), "{}", job.summary);
}

#[test]
fn all_steps_are_told_even_if_the_first_fails() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Broken);
    let clone = hosted.checkout("work-6", &hosted.merge, 0);
    let job = action(
        &tools,
        hosted,
        clone,
        &[("meent", PROGRAM), ("path", "street")],
    );
    assert_eq!(job.code, 1, "{}", job.log);
    for step in ["check", "test", "fmt", "build", "diff", "amend"] {
        assert!(
            job.log.contains(&format!(" {step}: ")),
            "{step}: {}",
            job.log
        );
    }
    assert!(
        job.log.contains("::error file=street/rules.meent,line="),
        "{}",
        job.log
    );
    assert_eq!(job.outputs["meent.verdict"], "");
}

#[test]
fn the_action_builds_its_own_program_once() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Comment);
    let clone = hosted.checkout("work-7", &hosted.merge, 0);
    // A cargo that only writes down what it is asked, and installs a program that says what it got.
    let job = {
        let action = yaml(&tools, &root().join("action.yml"));
        let steps = action["runs"]["steps"].as_array().unwrap();
        let build = steps.iter().find(|s| s["id"] == "build").unwrap();
        let home = temp();
        let bin = home.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let asked = home.path().join("asked");
        let cargo = format!(
            "#!/usr/bin/env bash\necho \"$@\" >> '{0}'\nmkdir -p \"$HOME/.cache/meent/bin\"\nprintf '#!/bin/sh\\n' > \"$HOME/.cache/meent/bin/meent\"\nchmod +x \"$HOME/.cache/meent/bin/meent\"\n",
            asked.display()
        );
        executable(&put(&bin, "cargo", &cargo));
        let script = put(home.path(), "build.sh", build["run"].as_str().unwrap());
        let output = put(home.path(), "output", "");
        for _ in 0..2 {
            let mut bash = Command::new("bash");
            let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
            plain(&mut bash)
                .arg(&script)
                .env("PATH", path)
                .env("HOME", home.path())
                .env("GIVEN", "")
                .env("SOURCE", root())
                .env("GITHUB_OUTPUT", &output);
            let done = bash.current_dir(&clone).output().unwrap();
            assert_eq!(code(&done), 0, "{}", said(&done));
        }
        let asked = fs::read_to_string(asked).unwrap();
        (
            asked,
            fs::read_to_string(output).unwrap(),
            home.path().display().to_string(),
        )
    };
    let (asked, output, home) = job;
    assert_eq!(
        asked,
        format!(
            "install --path {} --locked --root {home}/.cache/meent\n",
            root().display()
        ),
        "once"
    );
    assert!(output.contains(&format!("program={home}/.cache/meent/bin/meent")));
}

#[cfg(unix)]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs the lines of GitLab's template, with `merge_request_event` variables.
fn gitlab(tools: &Path, hosted: &Hosted, clone: &Path, more: &[(&str, &str)]) -> Output {
    let template = yaml(tools, &root().join("ci/gitlab/meent.gitlab-ci.yml"));
    let job = &template["meent"];
    let lines = |name: &str| -> Vec<String> {
        let lines = job[name].as_array().unwrap().iter();
        lines.map(|l| l.as_str().unwrap().to_string()).collect()
    };
    let script: Vec<String> = lines("before_script")
        .into_iter()
        .chain(lines("script"))
        .collect();
    let bin = clone.join(".meent-program/bin");
    fs::create_dir_all(&bin).unwrap();
    let _ = fs::remove_file(bin.join("meent"));
    std::os::unix::fs::symlink(PROGRAM, bin.join("meent")).unwrap();
    let mut bash = Command::new("bash");
    plain(&mut bash)
        .arg("-c")
        .arg(format!("set -eo pipefail\n{}", script.join("\n")))
        .current_dir(clone);
    for variables in [&template["variables"], &job["variables"]] {
        for (name, value) in variables.as_object().unwrap() {
            bash.env(name, value.as_str().unwrap());
        }
    }
    bash.env("CI", "true")
        .env("GITLAB_CI", "true")
        .env("CI_PROJECT_DIR", clone)
        .env("CI_PIPELINE_SOURCE", "merge_request_event")
        .env("CI_MERGE_REQUEST_TITLE", EVIL)
        .env("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
        .env("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "$(touch owned)")
        .env("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "")
        .env(
            "CI_MERGE_REQUEST_DIFF_BASE_SHA",
            git(
                &hosted.folder.path().join("origin"),
                &["merge-base", &hosted.base, &hosted.head],
            ),
        )
        .env("CI_COMMIT_SHA", &hosted.head)
        .envs(more.iter().copied());
    bash.output().unwrap()
}

#[test]
fn a_merge_request_at_gitlab_is_told_all_of_it() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Rule);
    let clone = hosted.checkout("work-8", &hosted.head, 0);
    let done = gitlab(&tools, hosted, &clone, &[("MEENT_PROJECT", "street")]);
    assert_eq!(code(&done), 1, "{}", said(&done));
    assert!(
        out(&done).contains("✗ amend: no: it may not be merged yet"),
        "{}",
        said(&done)
    );
    assert!(!said(&done).contains("::error"), "{}", said(&done));
    let summary = fs::read_to_string(clone.join("meent-reports/summary.md")).unwrap();
    assert!(summary.contains("1 thing becomes permitted"), "{summary}");
    // What the template says that GitLab reads is there.
    let template = yaml(&tools, &root().join("ci/gitlab/meent.gitlab-ci.yml"));
    let reports = template["meent"]["artifacts"]["reports"]
        .as_object()
        .unwrap();
    for (_, path) in reports {
        assert!(clone.join(path.as_str().unwrap()).is_file(), "{path}");
    }
    let junit = fs::read(clone.join("meent-reports/junit.xml")).unwrap();
    let script = "import sys, junitparser; x = junitparser.JUnitXml.fromstring(sys.stdin.buffer.read()); print(sum(s.tests for s in x), sum(s.failures for s in x))";
    let read = python(&tools, script, &junit);
    let (tests, failures) = read.trim().split_once(' ').unwrap();
    assert!(
        tests.parse::<u32>().unwrap() > 10 && failures == "2",
        "{read}: M1401 and M1411"
    );
    assert!(!clone.join("owned").exists());
}

#[test]
fn a_shallow_clone_at_gitlab_is_told() {
    let Some(tools) = tools() else { return };
    let hosted = hosted(Change::Rule);
    let clone = shallow(hosted, "short-2", "proposal");
    let done = gitlab(
        &tools,
        hosted,
        &clone,
        &[("MEENT_PROJECT", "street"), ("MEENT_LANGUAGE", "nl")],
    );
    assert_eq!(code(&done), 2, "{}", said(&done));
    assert!(
        out(&done).contains("Zet voor deze taak de variabele GIT_DEPTH op \"0\""),
        "{}",
        said(&done)
    );
}

#[test]
fn a_commons_that_begins_is_compared_with_nothing_and_one_that_moves_is_not_new() {
    let folder = temp();
    let here = folder.path();
    put(here, "README.md", "x\n");
    git(here, &["init", "-q"]);
    git(here, &["add", "-A"]);
    git(here, &["commit", "-q", "-m", "empty"]);
    meent(
        here,
        &["new", "street", "--kind", "blank", "--lang", "en", "--yes"],
    );
    for path in ["street", "street/rules.meent"] {
        let done = meent(here, &["ci", path, "--base", "HEAD"]);
        let text = out(&done);
        assert!(
            text.contains("· amend: the commons begins here"),
            "{path}: {}",
            said(&done)
        );
    }
    git(here, &["add", "-A", "-f"]);
    git(here, &["commit", "-q", "-m", "commons"]);
    git(here, &["mv", "street", "road"]);
    let done = meent(here, &["ci", "road", "--base", "HEAD"]);
    assert_eq!(code(&done), 2, "{}", said(&done));
    assert!(
        out(&done).contains("! amend: The revision `HEAD` has no road."),
        "{}",
        said(&done)
    );
}
