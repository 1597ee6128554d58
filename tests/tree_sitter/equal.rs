//! Both grammars read every source of the repository alike.

use crate::mutate::KNOWN;
use crate::{sources, trees};

/// What two readings of each text disagree about.
fn differences(all: &[(String, String)]) -> (usize, Vec<String>) {
    let mut accepted = 0;
    let mut found = Vec::new();
    for (name, text) in all {
        let said = match (trees::compiler(text), trees::editor(text)) {
            (None, None) => None,
            (Some(compiler), Some(editor)) => {
                accepted += 1;
                trees::difference(text, &compiler, &editor)
            }
            (Some(_), None) => Some(format!(
                "only the editor rejects it: {}",
                trees::shown(text)
            )),
            (None, Some(_)) => Some("only the compiler rejects it".to_string()),
        };
        found.extend(said.map(|said| format!("{name}\n  {said}")));
    }
    (accepted, found)
}

fn hold(all: &[(String, String)], least: usize) {
    let (accepted, found) = differences(all);
    println!("{} texts, {accepted} of them without a mistake", all.len());
    assert!(
        found.is_empty(),
        "{} of {} texts are read differently:\n{}",
        found.len(),
        all.len(),
        found[..found.len().min(12)].join("\n")
    );
    assert!(accepted >= least, "only {accepted} texts parse");
}

#[test]
fn files_are_read_alike() {
    hold(&sources::meent(), 250);
}

#[test]
fn texts_in_code_and_documentation_are_read_alike() {
    let mut all = sources::quoted();
    all.extend(sources::fenced());
    all.retain(|(_, text)| !KNOWN.iter().any(|(_, known)| known == text));
    hold(&all, 500);
}
