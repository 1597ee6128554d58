//! The compiler and git, run in a scratch folder, whatever the machine is set to.

use std::path::Path;
use std::process::{Command, Output};

pub fn meent(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meent"))
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// Runs a program without the settings of git of this machine; it must succeed.
pub fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
}

pub fn git(folder: &Path, arguments: &[&str]) {
    let mut all = vec!["-c", "user.name=Test", "-c", "user.email=test@example.org"];
    all.extend(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"]);
    all.extend(arguments);
    run(folder, "git", &all);
}
