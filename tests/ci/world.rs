//! What the tests share: a scratch repository, a clean environment, and the tools that read what is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The folder of the tools; `None` if they are not there, which is a failure in CI.
pub fn tools() -> Option<PathBuf> {
    match std::env::var_os("MEENT_CI_TOOLS") {
        Some(folder) => Some(folder.into()),
        None if std::env::var_os("CI").is_some() => {
            panic!("MEENT_CI_TOOLS is not set: run tests/support/fetch-ci-tools.sh")
        }
        None => {
            eprintln!(
                "skipped: MEENT_CI_TOOLS is not set; tests/support/fetch-ci-tools.sh fetches the tools"
            );
            None
        }
    }
}

/// Runs a program of Python with the packages of the tools, on some input.
pub fn python(tools: &Path, script: &str, input: &[u8]) -> String {
    use std::io::Write;
    let mut child = Command::new("python3")
        .args(["-c", script])
        .env("PYTHONPATH", tools.join("python"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

pub fn said(output: &Output) -> String {
    format!("{}{}", out(output), String::from_utf8_lossy(&output.stderr))
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

/// The environment of a machine that is no CI, in English.
pub fn plain(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("GITHUB_")
            || text.starts_with("CI_")
            || text == "CI"
            || text == "GITLAB_CI"
        {
            command.env_remove(&name);
        }
    }
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
}

pub fn meent(folder: &Path, arguments: &[&str]) -> Output {
    meent_with(folder, arguments, &BTreeMap::new())
}

pub fn meent_with(
    folder: &Path,
    arguments: &[&str],
    variables: &BTreeMap<String, String>,
) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meent"));
    plain(&mut command)
        .envs(variables)
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    plain(&mut command)
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(["-c", "init.defaultBranch=main", "-c", "core.autocrlf=false"])
        .args(arguments)
        .current_dir(folder);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        said(&output)
    );
    out(&output).trim().to_string()
}

pub fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub fn put(folder: &Path, path: &str, text: &str) -> PathBuf {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, text).unwrap();
    file
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A small commons with one warning: a purpose that nothing uses.
pub const STREET: &str = r#"commons street-trees "Street trees" {
  goal "Healthy trees in every street."
  law NL
  seat "Utrecht"
  version 1.0 from 2026-01-01
}

group gardeners "Gardeners" { of people }
dataset trees "Register of trees" { not personal }
purpose planting "Planting new trees"
purpose pruning "Pruning trees"

rule plan-planting "Planning" {
  gardeners may read trees for planting
}

scenario "A gardener reads" {
  someone in gardeners asks to read trees for planting
  expect permitted
}
"#;
