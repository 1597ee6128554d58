//! The exit codes of all commands, as docs/reference/ci.md gives them.

use super::world::{STREET, code, git, meent, put, said, temp};

/// What is wrong with the project: nothing, a warning only, a failing scenario, a text that is no source, no project.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Warning,
    Fails,
    Broken,
    Missing,
}

use State::{Broken, Fails, Missing, Warning};

/// Command, then the exit codes for the four states.
const TABLE: &[(&str, [i32; 4])] = &[
    ("check", [0, 1, 1, 2]),
    ("check --deny-warnings", [1, 1, 1, 2]),
    ("check --fail-level note", [1, 1, 1, 2]),
    ("check --fail-level warning", [1, 1, 1, 2]),
    ("check --fail-level error", [0, 1, 1, 2]),
    ("check --fail-level error --deny-warnings", [1, 1, 1, 2]),
    ("check --format json", [0, 1, 1, 2]),
    ("check --format sarif", [0, 1, 1, 2]),
    ("check --format junit", [0, 1, 1, 2]),
    ("check --format github", [0, 1, 1, 2]),
    ("check --format gitlab", [0, 1, 1, 2]),
    ("check --baseline none.toml", [2, 2, 2, 2]),
    ("check --fail-level serious", [2, 2, 2, 2]),
    ("check --format xml", [2, 2, 2, 2]),
    ("test", [0, 1, 1, 2]),
    ("test --format junit", [0, 1, 1, 2]),
    ("test --format sarif", [0, 1, 1, 2]),
    ("test --format github", [0, 1, 1, 2]),
    ("test --format gitlab", [0, 1, 1, 2]),
    ("build", [0, 1, 1, 2]),
    ("build --check", [1, 1, 1, 2]),
    ("build --check --format github", [1, 1, 1, 2]),
    ("build --check --format sarif", [2, 2, 2, 2]),
    ("fmt --check", [0, 0, 1, 2]),
    ("fmt --check --format github", [0, 0, 1, 2]),
    ("fmt --check --format junit", [2, 2, 2, 2]),
    (
        "ask --in gardeners --action read --data trees --purpose planting",
        [0, 1, 1, 2],
    ),
    ("--format sarif ask", [2, 2, 2, 2]),
    ("diff HEAD", [0, 1, 1, 2]),
    ("diff HEAD --format github", [2, 2, 2, 2]),
    ("diff nowhere", [2, 2, 2, 2]),
    ("amend --base HEAD", [0, 1, 2, 2]),
    ("amend --base HEAD --format github", [0, 1, 2, 2]),
    ("amend --base HEAD --format sarif", [0, 1, 2, 2]),
    ("amend --base nowhere", [2, 2, 2, 2]),
    ("ci", [0, 1, 1, 2]),
    ("ci --fail-level warning", [1, 1, 1, 2]),
    ("ci --base HEAD", [0, 1, 1, 2]),
    ("ci --base nowhere", [2, 2, 2, 2]),
    ("ci --skip nothing", [2, 2, 2, 2]),
    ("ci --baseline none.toml", [2, 2, 2, 2]),
    ("ci --format sarif", [2, 2, 2, 2]),
    ("matrix", [0, 1, 1, 2]),
    ("tally none.toml", [2, 2, 2, 2]),
    ("explain", [0, 0, 0, 0]),
    ("explain M0601", [0, 0, 0, 0]),
    ("explain M9999", [2, 2, 2, 2]),
    ("completions bash", [0, 0, 0, 0]),
    ("new . --yes", [2, 2, 2, 2]),
    ("--help", [0, 0, 0, 0]),
    ("--version", [0, 0, 0, 0]),
    ("nonsense", [2, 2, 2, 2]),
    ("", [2, 2, 2, 2]),
];

#[test]
fn exit_codes_are_what_the_documentation_says() {
    let mut wrong = Vec::new();
    for (nth, state) in [Warning, Fails, Broken, Missing].into_iter().enumerate() {
        let folder = temp();
        let here = folder.path();
        git(here, &["init", "-q"]);
        put(here, "commons/a.meent", STREET);
        // Whatever else lies above the scratch folder: the project is here.
        put(here, "commons/meent.toml", "[project]\nname = \"street\"\n");
        git(here, &["add", "."]);
        git(here, &["commit", "-q", "-m", "base"]);
        let fails = "\nscenario \"Fails\" {\n  an outsider asks to read trees for planting\n  expect permitted\n}\n";
        match state {
            Warning => {}
            Fails => drop(put(here, "commons/a.meent", &format!("{STREET}{fails}"))),
            Broken => drop(put(here, "commons/a.meent", "commons {")),
            Missing => std::fs::remove_file(here.join("commons/a.meent")).unwrap(),
        }
        for (command, exits) in TABLE {
            let arguments: Vec<&str> = command.split_whitespace().collect();
            let output = meent(&here.join("commons"), &arguments);
            let _ = std::fs::remove_dir_all(here.join("commons/build"));
            assert!(
                !said(&output).contains("panicked"),
                "{command}: {}",
                said(&output)
            );
            if code(&output) != exits[nth] {
                wrong.push(format!(
                    "{command} ({state:?}): {} and not {}\n{}",
                    code(&output),
                    exits[nth],
                    said(&output)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
