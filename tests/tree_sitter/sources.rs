//! Every source that the repository holds.

use std::path::{Path, PathBuf};

fn files(home: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(home) else {
        return;
    };
    let mut entries: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files(&entry, ending, found);
        } else if entry.extension().is_some_and(|e| e == ending) {
            found.push(entry);
        }
    }
}

fn all(folders: &[&str], ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in folders {
        files(&root.join(folder), ending, &mut found);
    }
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).ok()?;
        let name = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .display()
            .to_string();
        Some((name, text))
    };
    found.into_iter().filter_map(read).collect()
}

/// The `.meent` files, with their names.
pub fn meent() -> Vec<(String, String)> {
    all(
        &["examples", "tests", "docs", "src", "benches", "editors"],
        "meent",
    )
}

/// What stands between quotes in the code of the compiler and its tests: sources in part or whole, and much else.
pub fn quoted() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, text) in all(&["src", "tests", "benches"], "rs") {
        for (line, quoted) in literals(&text) {
            if quoted.len() > 6 && quoted.contains(' ') {
                found.push((format!("{name}:{line}"), quoted));
            }
        }
    }
    found
}

/// The fenced texts of the documentation.
pub fn fenced() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, text) in all(&["docs", "editors"], "md") {
        let fences = text.split("```").skip(1).step_by(2).enumerate();
        found.extend(fences.filter_map(|(at, fence)| {
            let (_, body) = fence.split_once('\n')?;
            Some((format!("{name}, fence {at}"), body.to_string()))
        }));
    }
    found
}

/// The string literals of a Rust file, roughly: what is not read well is only another text.
fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' => line += 1,
            'r' if text[at..].starts_with("r#\"") => {
                let body = &text[at + 3..];
                let Some(end) = body.find("\"#") else { break };
                found.push((line, body[..end].to_string()));
                while chars.next_if(|(i, _)| *i < at + 3 + end + 2).is_some() {}
                line += body[..end].matches('\n').count();
            }
            '"' => {
                let mut quoted = String::new();
                let from = line;
                while let Some((_, c)) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => match chars.next().map(|(_, c)| c) {
                            Some('n') => quoted.push('\n'),
                            Some('t') => quoted.push('\t'),
                            Some('r') => quoted.push('\r'),
                            Some('\n') => {
                                line += 1;
                                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                            }
                            Some(c) => quoted.push(c),
                            None => break,
                        },
                        c => {
                            line += usize::from(c == '\n');
                            quoted.push(c);
                        }
                    }
                }
                found.push((from, quoted));
            }
            _ => {}
        }
    }
    found
}
