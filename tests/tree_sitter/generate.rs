//! The files of the grammar that are made from others are as they are made.

use crate::HOME;
use crate::tables::Tables;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

/// What every editor of today reads, Debian's Neovim and Emacs included.
const ABI: usize = 14;

/// Whether the files are to be made anew.
pub fn updates() -> bool {
    std::env::var_os("UPDATE_TREE_SITTER").is_some()
}

/// Holds a file to what it should be, or writes it.
pub fn hold(path: &str, wanted: &str, because: &str) {
    let full = Path::new(HOME).join(path);
    if updates() {
        std::fs::write(full, wanted).unwrap();
        return;
    }
    let now = std::fs::read_to_string(full).unwrap_or_default();
    assert!(
        now == wanted,
        "editors/tree-sitter-meent/{path} is not current: {because} If a keyword is new, put it into grammar.js where \
         meent.pest has it. Then run\n    UPDATE_TREE_SITTER=1 cargo test --test tree_sitter\nand commit what changes."
    );
}

/// Writes a file anew if that was asked for.
pub fn hold_if_updating(path: &str, wanted: &str) {
    if updates() {
        std::fs::write(Path::new(HOME).join(path), wanted).unwrap();
    }
}

#[test]
fn generated_files_are_current() {
    match updates() {
        true => update(),
        false => hold_all(),
    }
}

/// Makes the files anew if that was asked for, before any test reads them.
pub fn update() {
    static DONE: OnceLock<()> = OnceLock::new();
    if updates() {
        DONE.get_or_init(hold_all);
    }
}

fn hold_all() {
    let tables = Tables::read();
    let words = "the words of grammar/meent.pest and grammar/words.toml have changed.";
    hold("keywords.json", &tables.json(), words);
    hold("src/words.h", &tables.header(), words);

    let runtime = Command::new("node").arg("--version").output().is_ok();
    assert!(
        runtime || std::env::var_os("CI").is_none(),
        "node is needed to read grammar.js"
    );
    let grammar = match runtime {
        true => Path::new(HOME).join("grammar.js"),
        false => {
            println!("without node, grammar.js is not held to src/grammar.json");
            Path::new(HOME).join("src/grammar.json")
        }
    };
    let made = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    let done = generate_parser_in_directory(
        HOME,
        Some(made.path()),
        Some(grammar),
        ABI,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut said,
    );
    if let Err(error) = done {
        panic!("grammar.js makes no parser: {error}");
    }
    let said: Vec<String> = said.iter().map(|d| d.to_string()).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    let mut files = vec![
        "parser.c",
        "node-types.json",
        "tree_sitter/alloc.h",
        "tree_sitter/array.h",
        "tree_sitter/parser.h",
    ];
    files.extend(runtime.then_some("grammar.json"));
    std::fs::create_dir_all(Path::new(HOME).join("src/tree_sitter")).unwrap();
    for file in files {
        let wanted = std::fs::read_to_string(made.path().join(file)).unwrap();
        hold(
            &format!("src/{file}"),
            &wanted,
            "it is made from grammar.js.",
        );
    }
}
