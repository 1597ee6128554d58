//! Holds the architecture: which phase may know of which, and what must never be in the source.
//! ARCHITECTURE.md says the same in words.

use std::fs;
use std::path::{Path, PathBuf};

/// The phases, each of which may import those before it and never one behind it.
const PHASES: [&str; 15] = [
    "source",
    "diagnostic",
    "data",
    "syntax",
    "model",
    "prose",
    "analysis",
    "output",
    "project",
    "record",
    "ci",
    "editor",
    "preview",
    "lsp",
    "cli",
];

const MOST_LINES: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
}

fn rust_files() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files(&root().join("src"), &mut paths);
    let rust = paths
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "rs"));
    rust.map(|p| {
        let name = p
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        (name, fs::read_to_string(&p).unwrap())
    })
    .collect()
}

fn phase_of(path: &str) -> Option<usize> {
    let name = path
        .strip_prefix("src/")?
        .split('/')
        .next()?
        .trim_end_matches(".rs");
    PHASES.iter().position(|p| *p == name)
}

/// The code without its test modules: these stand at the end of a file, or in a `tests.rs` of their own.
fn code<'t>(path: &str, text: &'t str) -> &'t str {
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return "";
    }
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => &text[..at],
        None => text,
    }
}

/// Whether `word` stands in `text` as a path segment behind `crate::`.
fn names_phase(text: &str, phase: &str) -> bool {
    let direct = format!("crate::{phase}");
    let direct = text.match_indices(&direct).any(|(at, m)| {
        let next = text[at + m.len()..].chars().next();
        !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
    });
    // `use crate::{model::…, output::…}`
    let grouped = text.match_indices("crate::{").any(|(at, m)| {
        let inside = &text[at + m.len()..];
        let inside = &inside[..inside.find(';').unwrap_or(inside.len())];
        let mut depth = 0;
        let mut first = true;
        inside.split_inclusive(['{', '}', ',']).any(|part| {
            let here = depth == 0
                && first
                && part
                    .trim_start()
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    == Some(phase);
            match part.chars().last() {
                Some('{') => depth += 1,
                Some('}') => depth -= 1,
                _ => {}
            }
            first = depth == 0;
            here
        })
    });
    direct || grouped
}

#[test]
fn no_phase_imports_a_later_one() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files() {
        let Some(own) = phase_of(&path) else { continue };
        for later in &PHASES[own + 1..] {
            if names_phase(&text, later) {
                wrong.push(format!("{path} imports {later}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows that run the wrong way:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_import_reader_sees_what_it_should() {
    assert!(names_phase("use crate::output::Made;", "output"));
    assert!(names_phase(
        "use crate::{model::Model, output::Made};",
        "output"
    ));
    assert!(names_phase("fn f(x: crate::cli::Args) {}", "cli"));
    assert!(!names_phase("use crate::outputs::Made;", "output"));
    assert!(!names_phase(
        "use crate::{model::{output, Model}};",
        "output"
    ));
}

#[test]
fn every_module_is_a_phase() {
    for (path, _) in rust_files() {
        let known =
            phase_of(&path).is_some() || ["src/lib.rs", "src/main.rs"].contains(&path.as_str());
        assert!(known, "{path} lies in no phase");
    }
}

#[test]
fn only_the_command_line_prints_or_exits() {
    let words = [
        "println!",
        "eprintln!",
        "print!(",
        "eprint!(",
        "process::exit",
        "dbg!(",
    ];
    for (path, text) in rust_files() {
        if path.starts_with("src/cli") || path == "src/main.rs" {
            continue;
        }
        for word in words {
            assert!(!code(&path, &text).contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn nothing_panics_on_purpose() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ];
    for (path, text) in rust_files() {
        for (number, line) in code(&path, &text).lines().enumerate() {
            let line = line.split("//").next().unwrap_or("");
            for word in words {
                assert!(!line.contains(word), "{path}:{} uses {word}", number + 1);
            }
        }
    }
}

#[test]
fn no_floating_point_decides_anything() {
    for (path, text) in rust_files() {
        let early = phase_of(&path).is_some_and(|p| p <= 6);
        for word in ["f32", "f64"] {
            let used = code(&path, &text)
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|w| w == word);
            assert!(!(early && used), "{path} uses {word}");
        }
    }
}

#[test]
fn files_are_small() {
    for (path, text) in rust_files() {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{path} has {lines} lines; split it");
    }
}

#[test]
fn the_map_names_every_folder() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut paths = Vec::new();
    for top in ["grammar", "src", "templates"] {
        files(&root().join(top), &mut paths);
    }
    for path in paths {
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        // A folder counts as named if it or one above it (but not the top itself) is.
        let mut at = folder;
        let named = loop {
            if map.contains(&format!("`{at}/`")) {
                break true;
            }
            match at.rsplit_once('/') {
                Some((above, _)) => at = above,
                None => break false,
            }
        };
        assert!(named, "ARCHITECTURE.md does not say what {folder}/ is for");
    }
}
