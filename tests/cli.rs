//! The command as people and machines run it: every subcommand, exit codes, bad input, whole-or-nothing output.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn meent() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meent"));
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .env_remove("NO_COLOR");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    meent()
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn run_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = meent()
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses before it reads closes its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[track_caller]
fn expect(output: &Output, exit: i32, words: &[&str]) {
    let text = text(output);
    assert_eq!(code(output), exit, "{text}");
    for word in words {
        assert!(text.contains(word), "no {word:?} in:\n{text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn put(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, bytes).unwrap();
    file
}

/// A new commons in a folder of its own.
fn commons(kind: &str, lang: &str) -> TempDir {
    let folder = temp();
    let made = run(
        folder.path(),
        &[
            "new",
            ".",
            "--kind",
            kind,
            "--lang",
            lang,
            "--name",
            "Our street",
            "--seat",
            "Utrecht",
            "--yes",
        ],
    );
    expect(&made, 0, &[]);
    folder
}

/// Path → bytes of all files below a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((
                    path.strip_prefix(folder).unwrap().display().to_string(),
                    fs::read(&path).unwrap(),
                ));
            }
        }
    }
    found.sort();
    found
}

// ------------------------------------------------------------------ new

#[test]
fn a_new_commons_works_at_once() {
    for kind in ["energy", "health", "blank"] {
        for lang in ["en", "nl"] {
            let folder = commons(kind, lang);
            let here = folder.path();
            for file in [
                "commons.meent",
                "meent.toml",
                "README.md",
                ".github/workflows/meent.yml",
            ] {
                assert!(here.join(file).is_file(), "{file}");
            }
            expect(
                &run(here, &["check", "--deny-warnings"]),
                0,
                &["Nothing found."],
            );
            expect(
                &run(here, &["test", "--all-rules"]),
                0,
                &["5 passed, 0 failed"],
            );
            expect(&run(here, &["fmt", "--check"]), 0, &[]);
            expect(&run(here, &["build"]), 0, &["Written: "]);
            expect(&run(here, &["build", "--check"]), 0, &[]);
        }
    }
}

#[test]
fn new_refuses_a_folder_with_something_in_it() {
    let folder = temp();
    put(folder.path(), "letter.txt", "dear all");
    expect(
        &run(folder.path(), &["new", ".", "--yes"]),
        2,
        &["not empty"],
    );
    assert_eq!(files(folder.path()).len(), 1);
    expect(
        &run(folder.path(), &["new", "letter.txt", "--yes"]),
        2,
        &["is a file"],
    );
}

#[test]
fn a_name_with_marks_in_it_is_only_a_name() {
    let folder = temp();
    let name = "The \"Good\" {{seat}} \\ Commons } # not a comment";
    expect(
        &run(
            folder.path(),
            &[
                "new", "x", "--kind", "blank", "--lang", "en", "--name", name, "--yes",
            ],
        ),
        0,
        &[],
    );
    expect(
        &run(folder.path(), &["check", "x", "--deny-warnings"]),
        0,
        &[],
    );
    // Without a folder, it is named after the commons.
    expect(
        &run(
            folder.path(),
            &["new", "--kind", "blank", "--name", "Één straat", "--yes"],
        ),
        0,
        &["een-straat"],
    );
    expect(&run(folder.path(), &["new", "é\"e", "--yes"]), 0, &[]);
}

// ------------------------------------------------------------------ check

#[test]
fn check_says_where_and_ends_with_one() {
    let folder = commons("energy", "en");
    let rules = fs::read_to_string(folder.path().join("rules.meent")).unwrap();
    put(
        folder.path(),
        "rules.meent",
        rules.replacen("meter-readings", "meter-reading", 1),
    );
    let found = run(folder.path(), &["check", "--format", "short"]);
    expect(&found, 1, &["rules.meent:4:", "error[M0301]"]);
    let json = run(folder.path(), &["check", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["findings"][0]["code"], "M0301");
    assert_eq!(value["findings"][0]["places"][0]["file"], "rules.meent");
    // In Dutch, by flag before or after the command, or by the environment.
    let dutch = run(folder.path(), &["check", "--lang", "nl"]);
    assert_eq!(
        dutch.stdout,
        run(folder.path(), &["--lang", "nl", "check"]).stdout
    );
    let by_environment = meent()
        .current_dir(folder.path())
        .arg("check")
        .env("LANG", "nl_NL.UTF-8")
        .output()
        .unwrap();
    assert_eq!(dutch.stdout, by_environment.stdout);
    assert_ne!(dutch.stdout, run(folder.path(), &["check"]).stdout);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = temp();
    put(folder.path(), "a.meent", "rule x {");
    let colored = |output: &Output| output.stdout.contains(&0x1b);
    assert!(!colored(&run(folder.path(), &["check"])));
    assert!(colored(&run(
        folder.path(),
        &["check", "--color", "always"]
    )));
    assert!(!colored(&run(
        folder.path(),
        &["check", "--color", "never"]
    )));
}

#[test]
fn levels_come_from_the_settings() {
    let folder = commons("blank", "en");
    let here = folder.path();
    put(
        here,
        "extra.meent",
        "group idlers \"Idlers\" nl \"Leeglopers\" { of people }\n",
    );
    let toml = |levels: &str| put(here, "meent.toml", format!("[levels]\n{levels}\n"));
    expect(&run(here, &["check"]), 0, &["M0601"]);
    expect(&run(here, &["check", "--deny-warnings"]), 1, &["M0601"]);
    toml("M0601 = \"error\"");
    expect(&run(here, &["check"]), 1, &["M0601"]);
    toml("unused = \"allow\"");
    expect(
        &run(here, &["check", "--deny-warnings"]),
        0,
        &["Nothing found"],
    );
    toml("M0301 = \"warning\"");
    expect(&run(here, &["check"]), 1, &["M0202", "meent.toml"]);
    put(here, "meent.toml", "[project]\nsource = [\"*.meent\"]\n");
    expect(&run(here, &["check"]), 1, &["M0202", "sources"]);
    put(here, "meent.toml", "[project\n");
    expect(&run(here, &["check"]), 1, &["M0202"]);
}

#[test]
fn a_finding_is_accepted_at_its_place_with_a_reason() {
    let folder = commons("blank", "en");
    let here = folder.path();
    put(
        here,
        "extra.meent",
        "group idlers \"Idlers\" nl \"Leeglopers\" { of people  accept M0601 because \"Later.\" nl \"Later.\" }\n",
    );
    expect(
        &run(here, &["check", "--deny-warnings"]),
        0,
        &["Nothing found"],
    );
    let rules = fs::read_to_string(here.join("rules.meent")).unwrap();
    let with = rules.replacen(
        "  basis",
        "  accept M0601 because \"No.\" nl \"Nee.\"\n  basis",
        1,
    );
    put(here, "rules.meent", with);
    expect(&run(here, &["check"]), 0, &["M0310"]);
}

// ------------------------------------------------------------------ what is read

#[test]
fn a_file_a_folder_or_the_project_above() {
    let folder = commons("blank", "en");
    fs::create_dir_all(folder.path().join("deep/er")).unwrap();
    let above = run(&folder.path().join("deep/er"), &["check"]);
    expect(&above, 0, &["Files: 6"]);
    let elsewhere = temp();
    let path = folder.path().to_str().unwrap();
    assert_eq!(run(elsewhere.path(), &["check", path]).stdout, above.stdout);
    expect(&run(elsewhere.path(), &["check"]), 2, &["M0201"]);
    expect(
        &run(elsewhere.path(), &["check", "nowhere"]),
        2,
        &["M0201", "nowhere"],
    );
    let file = folder.path().join("data.meent");
    expect(
        &run(elsewhere.path(), &["check", file.to_str().unwrap()]),
        1,
        &["M0205"],
    );
}

#[test]
fn the_order_of_files_and_their_names_do_not_matter() {
    let folder = commons("energy", "en");
    let one = run(
        folder.path(),
        &["ask", "--outsider", "--action", "read", "--format", "json"],
    );
    fs::rename(
        folder.path().join("commons.meent"),
        folder.path().join("zzz.meent"),
    )
    .unwrap();
    fs::rename(
        folder.path().join("rules.meent"),
        folder.path().join("aaa.meent"),
    )
    .unwrap();
    expect(&run(folder.path(), &["check", "--deny-warnings"]), 0, &[]);
    let two = run(
        folder.path(),
        &["ask", "--outsider", "--action", "read", "--format", "json"],
    );
    assert_eq!(text(&one), text(&two));
}

#[test]
fn bad_input_is_said_in_words() {
    let cases: [(&str, &[u8], i32, &str); 9] = [
        ("not text", b"commons x {\n \xff\xfe }", 2, "M0104"),
        ("utf-16", b"\xff\xfec\0o\0", 2, "UTF-16"),
        ("empty", b"", 1, "M0105"),
        ("blank", b" \n\t\r\n", 1, "M0105"),
        ("comments", b"# nothing\n# here", 1, "M0105"),
        ("nul", b"commons \0 x {}", 1, "M01"),
        ("unclosed string", b"commons x \"Never", 1, "M0106"),
        (
            "unclosed body",
            b"commons x \"X\" {\n goal \"G\"",
            1,
            "M0106",
        ),
        ("garbage", b"}}}}{{{{ \"\\\" \xf0\x9f\x90\x91", 1, "M01"),
    ];
    for (name, bytes, exit, word) in cases {
        let folder = temp();
        put(folder.path(), "a.meent", bytes);
        for arguments in [
            &["check"][..],
            &["check", "a.meent"],
            &["build"],
            &["test"],
            &["ask", "--outsider"],
            &["fmt", "--check"],
        ] {
            let output = run(folder.path(), arguments);
            assert!(
                [1, 2].contains(&code(&output)) || arguments[0] == "fmt",
                "{name} {arguments:?}: {}",
                text(&output)
            );
            assert!(!text(&output).contains("panicked"), "{name} {arguments:?}");
            if arguments[0] == "check" {
                expect(&output, exit, &[word]);
            }
        }
        assert_eq!(files(folder.path()).len(), 1, "{name}");
    }
    let folder = temp();
    let file = put(folder.path(), "a.meent", b"rule\n\n \xff");
    expect(
        &run(folder.path(), &["check", file.to_str().unwrap()]),
        2,
        &["byte 7", "line 3"],
    );
}

#[test]
fn a_file_of_a_hundred_megabytes_is_not_read() {
    let folder = temp();
    let file = fs::File::create(folder.path().join("big.meent")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    expect(&run(folder.path(), &["check"]), 2, &["M0108", "100 MB"]);
}

#[test]
fn deep_nesting_is_no_crash() {
    for (open, close) in [("(", ")"), ("not ", ""), ("{", "}")] {
        let folder = temp();
        let nested = format!("{}ready{}", open.repeat(100_000), close.repeat(100_000));
        put(
            folder.path(),
            "a.meent",
            format!("rule x {{ everyone may use y if {nested} }}"),
        );
        let output = run(folder.path(), &["check"]);
        expect(&output, 1, &[]);
    }
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let folder = commons("blank", "en");
    fs::create_dir(folder.path().join("odd.meent")).unwrap();
    expect(&run(folder.path(), &["check"]), 2, &["M0201", "odd.meent"]);
    fs::remove_dir(folder.path().join("odd.meent")).unwrap();
    fs::remove_file(folder.path().join("meent.toml")).unwrap();
    fs::create_dir(folder.path().join("meent.toml")).unwrap();
    expect(
        &run(folder.path(), &["check", "."]),
        2,
        &["M0201", "meent.toml"],
    );
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_pipes() {
    let folder = temp();
    std::os::unix::fs::symlink("b.meent", folder.path().join("a.meent")).unwrap();
    std::os::unix::fs::symlink("a.meent", folder.path().join("b.meent")).unwrap();
    expect(&run(folder.path(), &["check"]), 2, &["M0201", "a.meent"]);
    expect(&run(folder.path(), &["check", "a.meent"]), 2, &["M0201"]);
    let folder = temp();
    let pipe = folder.path().join("p.meent");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    expect(&run(folder.path(), &["check"]), 2, &["M0201", "p.meent"]);
}

#[test]
fn imports_missing_circular_and_unknown() {
    let folder = temp();
    let here = folder.path();
    put(
        here,
        "main.meent",
        "commons x \"X\" { goal \"G\" }\nuse facts from \"shared/fact.meent\"\nuse purposes from dvp\n",
    );
    put(
        here,
        "shared/facts.meent",
        "fact ready \"Ready\" { yes or no }\n",
    );
    expect(
        &run(here, &["check"]),
        1,
        &["M0204", "\"shared/facts.meent\"", "M0207", "dpv"],
    );
    put(
        here,
        "main.meent",
        "commons x \"X\" { goal \"G\" }\nuse facts from \"shared/facts.meent\"\n",
    );
    put(
        here,
        "shared/facts.meent",
        "use facts from \"../main.meent\"\nfact ready \"Ready\" { yes or no }\n",
    );
    let json = run(here, &["check", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let cycle = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["code"] == "M0203")
        .unwrap();
    let places: Vec<&str> = cycle["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["file"].as_str().unwrap())
        .collect();
    assert_eq!(
        places,
        ["shared/facts.meent", "main.meent"]
            .map(|p| p)
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    put(
        here,
        "main.meent",
        "commons x \"X\" { goal \"G\" }\nuse facts from \"/etc/facts.meent\"\n",
    );
    expect(&run(here, &["check"]), 1, &["M0204"]);
}

#[test]
fn commons_within_each_other() {
    let folder = temp();
    let here = folder.path();
    put(
        here,
        "inner/a.meent",
        "commons inner \"I\" { goal \"G\" within \"../outer\" }\n",
    );
    put(
        here,
        "outer/a.meent",
        "commons outer \"O\" { goal \"G\" within \"../inner\" }\n",
    );
    expect(&run(here, &["check", "inner"]), 1, &["M0203", "../outer"]);
    put(
        here,
        "inner/a.meent",
        "commons inner \"I\" { goal \"G\" within \"../uoter\" }\n",
    );
    expect(&run(here, &["check", "inner"]), 1, &["M0204", "../outer"]);
    put(
        here,
        "inner/a.meent",
        "commons inner \"I\" { goal \"G\" within \".\" }\n",
    );
    expect(&run(here, &["check", "inner"]), 1, &["M0203"]);
}

// ------------------------------------------------------------------ build

#[test]
fn a_build_is_the_same_twice_and_from_anywhere() {
    let one = commons("energy", "nl");
    let two = commons("energy", "nl");
    expect(&run(one.path(), &["build"]), 0, &[]);
    expect(
        &run(two.path(), &["build", ".", "--out", "elsewhere/made"]),
        0,
        &[],
    );
    let first = files(&one.path().join("build"));
    assert_eq!(first, files(&two.path().join("elsewhere/made")));
    expect(&run(one.path(), &["build"]), 0, &[]);
    assert_eq!(first, files(&one.path().join("build")));
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(one.path().join("build/manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["format"], 1);
    assert_eq!(manifest["meent"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["source"].as_str().unwrap().len(), 64);
    assert_eq!(
        manifest["files"].as_object().unwrap().len() + 1,
        first.len()
    );
}

#[test]
fn build_check_names_every_difference() {
    let folder = commons("blank", "en");
    let here = folder.path();
    expect(
        &run(here, &["build", "--check"]),
        1,
        &["missing: manifest.json"],
    );
    expect(&run(here, &["build"]), 0, &[]);
    expect(&run(here, &["build", "--check"]), 0, &[]);
    put(here, "build/extra.txt", "");
    fs::write(here.join("build/manifest.json"), "{}").unwrap();
    let before = files(&here.join("build"));
    expect(
        &run(here, &["build", "--check"]),
        1,
        &["extra: extra.txt", "changed: manifest.json"],
    );
    assert_eq!(before, files(&here.join("build")));
    // A change of the source shows.
    fs::remove_dir_all(here.join("build")).unwrap();
    expect(&run(here, &["build"]), 0, &[]);
    put(
        here,
        "notes.meent",
        "purpose other \"Other\" nl \"Anders\"\n",
    );
    expect(
        &run(here, &["build", "--check"]),
        1,
        &["changed: manifest.json"],
    );
}

#[test]
fn errors_leave_the_old_build() {
    let folder = commons("blank", "en");
    let here = folder.path();
    expect(&run(here, &["build"]), 0, &[]);
    let before = files(&here.join("build"));
    put(here, "more.meent", "rule broken {\n");
    expect(&run(here, &["build"]), 1, &["Nothing was written"]);
    assert_eq!(before, files(&here.join("build")));
}

#[test]
fn a_build_never_replaces_what_is_not_its_own() {
    let folder = commons("blank", "en");
    let here = folder.path();
    put(here, "photos/cat.jpg", "cat");
    expect(
        &run(here, &["build", "--out", "photos"]),
        2,
        &["not made by `meent build`"],
    );
    expect(
        &run(here, &["build", "--out", "."]),
        2,
        &["not made by `meent build`"],
    );
    expect(
        &run(here, &["build", "--out", "README.md"]),
        2,
        &["not a folder"],
    );
    assert_eq!(
        files(&here.join("photos")),
        [("cat.jpg".to_string(), b"cat".to_vec())]
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = commons("blank", "en");
    let outside = temp();
    let out = outside.path().join("build");
    let asked = ["build", "--out", out.to_str().unwrap()];
    expect(&run(folder.path(), &asked), 0, &[]);
    let before = files(&out);
    put(
        folder.path(),
        "notes.meent",
        "purpose other \"Other\" nl \"Anders\"\n",
    );
    fs::set_permissions(outside.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let output = run(folder.path(), &asked);
    fs::set_permissions(outside.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // Whoever runs the tests as root can write anywhere.
    if code(&output) != 0 {
        expect(&output, 2, &["Nothing has changed"]);
        assert_eq!(before, files(&out));
    }
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}

#[test]
fn a_build_that_is_killed_leaves_the_old_or_the_new() {
    let folder = commons("energy", "en");
    let here = folder.path();
    expect(&run(here, &["build"]), 0, &[]);
    let old = files(&here.join("build"));
    put(
        here,
        "notes.meent",
        "purpose other \"Other\" nl \"Anders\"\n",
    );
    let probe = temp();
    expect(
        &run(
            here,
            &["build", "--out", probe.path().join("x").to_str().unwrap()],
        ),
        0,
        &[],
    );
    let new = files(&probe.path().join("x"));
    assert_ne!(old, new);
    for wait in 0..12 {
        let mut child = meent()
            .current_dir(here)
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait * 7));
        let _ = child.kill();
        let _ = child.wait();
        let now = files(&here.join("build"));
        assert!(now == old || now == new, "half a build after {wait}");
    }
    expect(&run(here, &["build"]), 0, &[]);
    assert_eq!(files(&here.join("build")), new);
    let left = fs::read_dir(here).unwrap().filter(|e| {
        e.as_ref()
            .unwrap()
            .file_name()
            .to_str()
            .is_some_and(|n| n.starts_with(".meent-"))
    });
    assert_eq!(left.count(), 0);
}

// ------------------------------------------------------------------ ask

const GRANTED: [&str; 14] = [
    "ask",
    "--in",
    "grid-operators",
    "--action",
    "aggregate",
    "--data",
    "meter-readings",
    "--purpose",
    "grid-planning",
    "--with",
    "homes-in-result=12",
    "consent",
    "--passed",
    "approve-use",
];

#[test]
fn ask_says_what_and_why() {
    let folder = commons("energy", "en");
    let here = folder.path();
    expect(
        &run(here, &GRANTED),
        0,
        &["Permitted.", "plan-the-grid", "90 days"],
    );
    expect(
        &run(here, &GRANTED[..11]),
        0,
        &["Undetermined", "It depends on"],
    );
    expect(
        &run(
            here,
            &[
                "ask",
                "--outsider",
                "--action",
                "read",
                "--data",
                "street-load",
                "--purpose",
                "advertising",
            ],
        ),
        0,
        &["Prohibited.", "no-advertising"],
    );
    expect(
        &run(
            here,
            &[
                "ask",
                "--outsider",
                "--action",
                "read",
                "--data",
                "street-load",
                "--purpose",
                "grid-planning",
            ],
        ),
        0,
        &["Not provided for", "see-the-result", "is not in"],
    );
    let mut dutch = GRANTED.to_vec();
    dutch.extend(["--lang", "nl"]);
    expect(&run(here, &dutch), 0, &["Toegestaan.", "90 dagen"]);
    let mut json = GRANTED.to_vec();
    json.extend(["--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&run(here, &json).stdout).unwrap();
    assert_eq!(value["answer"], "permitted");
    assert_eq!(value["rules"][0], "plan-the-grid");
}

#[test]
fn ask_takes_json() {
    let folder = commons("energy", "en");
    let request = r#"{"party":{"groups":["grid-operators"]},"actions":["aggregate"],"data":["meter-readings"],
        "purposes":["grid-planning"],"facts":{"homes-in-result":12,"consent":true},"decisions":{"approve-use":true}}"#;
    let here = folder.path();
    expect(
        &run_with(here, &["ask", "--json", "-"], request.as_bytes()),
        0,
        &["Permitted."],
    );
    put(here, "request.json", request);
    expect(
        &run(here, &["ask", "--json", "request.json"]),
        0,
        &["Permitted."],
    );
    let unknown = request.replace("meter-readings", "meter-reading");
    expect(
        &run_with(here, &["ask", "--json", "-"], unknown.as_bytes()),
        0,
        &["Not provided for", "meter-reading"],
    );
    for bad in ["", "{", "[]", "{\"who\":1}", "\u{0}"] {
        expect(
            &run_with(here, &["ask", "--json", "-"], bad.as_bytes()),
            2,
            &["not a request"],
        );
    }
    expect(
        &run_with(here, &["ask", "--json", "-"], b"\xff"),
        2,
        &["UTF-8"],
    );
    expect(
        &run(here, &["ask", "--json", "nowhere.json"]),
        2,
        &["nowhere.json"],
    );
}

/// For programs: an editor makes its lists of it.
#[test]
fn ask_lists_what_there_is_as_json() {
    let folder = commons("energy", "en");
    let output = run(folder.path(), &["ask", "--format", "json"]);
    expect(&output, 0, &[]);
    let listed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names = |kind: &str| -> Vec<&str> {
        let all = listed[kind].as_array().unwrap();
        all.iter().map(|n| n["name"].as_str().unwrap()).collect()
    };
    assert!(names("groups").contains(&"grid-operators"));
    assert!(names("actions").contains(&"aggregate"));
    assert!(names("data").contains(&"meter-readings"));
    assert!(names("purposes").contains(&"grid-planning"));
    assert!(names("facts").contains(&"consent"));
    assert!(names("decisions").contains(&"approve-use"));
    let groups = listed["groups"].as_array().unwrap();
    let operators = groups.iter().find(|g| g["name"] == "grid-operators");
    assert_eq!(operators.unwrap()["title"]["en"], "Grid operators");
    assert!(operators.unwrap()["title"]["nl"].is_string());
    // A source that can't be read is still a refusal.
    put(folder.path(), "rules.meent", b"\xff\xfe");
    expect(&run(folder.path(), &["ask", "--format", "json"]), 2, &[]);
}

#[test]
fn ask_helps_with_names() {
    let folder = commons("energy", "en");
    let here = folder.path();
    expect(&run(here, &["ask"]), 2, &["--as MEMBER"]);
    expect(
        &run(here, &["ask", "--in", "grid-operator"]),
        2,
        &["grid-operators"],
    );
    expect(
        &run(here, &["ask", "--as", "nobody-we-know"]),
        2,
        &["nobody-we-know"],
    );
    expect(
        &run(here, &["ask", "--outsider", "--action", "reed"]),
        2,
        &["reed", "read"],
    );
    expect(
        &run(here, &["ask", "--outsider", "--with", "consnt"]),
        2,
        &["consnt"],
    );
    expect(
        &run(
            here,
            &["ask", "--outsider", "--with", "homes-in-result=many"],
        ),
        2,
        &["whole number"],
    );
    expect(
        &run(here, &["ask", "--outsider", "--with", "consent=perhaps"]),
        2,
        &["yes or no"],
    );
    expect(
        &run(here, &["ask", "--outsider", "--on", "2026-02-30"]),
        2,
        &["2026-02-30"],
    );
    expect(&run(here, &["ask", "--outsider", "--as", "x"]), 2, &[]);
}

// ------------------------------------------------------------------ test, fmt, explain, completions

#[test]
fn test_tells_what_fails_and_what_is_not_covered() {
    let folder = commons("blank", "en");
    let here = folder.path();
    put(
        here,
        "wrong.meent",
        "scenario \"Wrong\" nl \"Fout\" {\n  an outsider asks to read answers for improving\n  expect permitted\n}\n\
         rule extra \"Extra\" nl \"Extra\" { participants may copy summary for improving }\n",
    );
    expect(
        &run(here, &["test"]),
        1,
        &["wrong.meent:1:", "Wrong", "1 failed", "Extra"],
    );
    expect(&run(here, &["check"]), 1, &["M0701"]);
    let value: serde_json::Value =
        serde_json::from_slice(&run(here, &["test", "--format", "json"]).stdout).unwrap();
    assert_eq!(value["summary"]["failed"], 1);
    assert_eq!(value["uncovered"][0], "extra");
}

#[test]
fn fmt_is_stable_and_turns_the_keywords_around() {
    let folder = commons("energy", "en");
    let here = folder.path();
    let before = files(here);
    expect(&run(here, &["fmt"]), 0, &["0 of 6"]);
    assert_eq!(before, files(here));
    put(
        here,
        "data.meent",
        fs::read_to_string(here.join("data.meent"))
            .unwrap()
            .replace("  from", "     from"),
    );
    expect(
        &run(here, &["fmt", "--check"]),
        1,
        &["data.meent", "1 of 6"],
    );
    expect(&run(here, &["fmt", "data.meent"]), 0, &["1 of 1"]);
    assert_eq!(before, files(here));
    expect(&run(here, &["fmt", "--lang", "nl"]), 0, &["files changed"]);
    assert!(
        fs::read_to_string(here.join("rules.meent"))
            .unwrap()
            .contains("regel plan-the-grid")
    );
    expect(&run(here, &["check", "--deny-warnings"]), 0, &[]);
    expect(&run(here, &["test"]), 0, &["5 passed"]);
    let streamed = run_with(here, &["fmt", "-"], b"group   a   \"A\"");
    expect(&streamed, 0, &["group a \"A\""]);
    put(here, "broken.meent", "rule x {");
    expect(&run(here, &["fmt", "broken.meent"]), 1, &["M01"]);
    assert_eq!(
        fs::read_to_string(here.join("broken.meent")).unwrap(),
        "rule x {"
    );
    expect(&run(here, &["fmt", "nowhere.meent"]), 2, &["nowhere.meent"]);
}

#[test]
fn explain_in_both_languages() {
    let folder = temp();
    expect(
        &run(folder.path(), &["explain", "M0503"]),
        0,
        &["M0503", "Two rules contradict"],
    );
    expect(
        &run(folder.path(), &["explain", "contradiction", "--lang", "nl"]),
        0,
        &["Twee regels spreken elkaar tegen"],
    );
    expect(&run(folder.path(), &["explain"]), 0, &["M0101", "M0807"]);
    expect(
        &run(folder.path(), &["explain", "M053"]),
        2,
        &["Did you mean"],
    );
    let json = run(folder.path(), &["explain", "M0601", "--format", "json"]);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&json.stdout).unwrap()["name"],
        "unused"
    );
}

#[test]
fn completions_for_every_shell() {
    let folder = temp();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(folder.path(), &["completions", shell]);
        expect(&output, 0, &["meent", "explain"]);
    }
}

#[test]
fn usage_is_documented() {
    let folder = temp();
    expect(
        &run(folder.path(), &["--help"]),
        0,
        &["Exit codes", "check", "completions"],
    );
    expect(&run(folder.path(), &["--version"]), 0, &["meent "]);
    expect(&run(folder.path(), &[]), 2, &["Usage"]);
    expect(&run(folder.path(), &["frobnicate"]), 2, &[]);
    expect(&run(folder.path(), &["check", "--lang", "fr"]), 2, &["fr"]);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["explain"][..],
        &["completions", "bash"],
        &["explain", "M0503"],
        &["--help"],
    ] {
        let mut child = meent()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success(),
            "{arguments:?}: {:?} {errors}",
            output.status
        );
        assert!(errors.is_empty(), "{arguments:?}: {errors}");
    }
}

#[test]
fn actions_are_known_by_their_dutch_names_too() {
    let example = format!("{}/examples/health", env!("CARGO_MANIFEST_DIR"));
    let ask = |action: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_meent"))
            .args([
                "ask",
                &example,
                "--in",
                "onderzoekers",
                "--data",
                "ziekenhuisdossier",
            ])
            .args(["--purpose", "chronisch-onderzoek", "--action", action])
            .output()
            .expect("it runs")
    };
    let (english, dutch) = (ask("read"), ask("lezen"));
    assert_eq!(dutch.status.code(), Some(0));
    assert_eq!(english.stdout, dutch.stdout);
}
