//! The grammar as editors load it: compiled from its C files.

use crate::HOME;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tree_sitter::{Language, Node, Parser, Tree};

/// Compiles the parser into a library; an older one of the same sources is taken as it is.
fn library() -> PathBuf {
    crate::generate::update();
    let source = Path::new(HOME).join("src");
    let mut hash = DefaultHasher::new();
    for file in ["parser.c", "scanner.c", "words.h", "tree_sitter/parser.h"] {
        let text = std::fs::read(source.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        text.hash(&mut hash);
    }
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let name = format!("meent-{:016x}", hash.finish());
    let library = home.join(format!("{name}{}", std::env::consts::DLL_SUFFIX));
    if library.exists() {
        return library;
    }
    let unready = home.join(format!("{name}-{}", std::process::id()));
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_string());
    let done = Command::new(&compiler)
        .args([
            "-std=c11",
            "-shared",
            "-fPIC",
            "-Wall",
            "-Wextra",
            "-Wno-unused-parameter",
            "-Werror",
            "-O1",
        ])
        .arg("-o")
        .arg(&unready)
        .args(["parser.c", "scanner.c"].map(|file| source.join(file)))
        .arg("-I")
        .arg(&source)
        .output()
        .unwrap_or_else(|e| panic!("{compiler}: {e}"));
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    std::fs::rename(unready, &library).unwrap();
    library
}

/// The language, compiled once.
pub fn language() -> Language {
    static LANGUAGE: OnceLock<Language> = OnceLock::new();
    let load = || {
        // SAFETY: the library is the parser that tree-sitter's generator made; it is never unloaded.
        unsafe {
            let library = libloading::Library::new(library()).expect("the parser loads");
            let make: libloading::Symbol<
                '_,
                unsafe extern "C" fn() -> *const tree_sitter::ffi::TSLanguage,
            > = library
                .get(b"tree_sitter_meent")
                .expect("the parser is Meent's");
            let language = Language::from_raw(make());
            std::mem::forget(library);
            language
        }
    };
    LANGUAGE.get_or_init(load).clone()
}

pub fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&language())
        .expect("tree-sitter reads this ABI");
    parser
}

pub fn parse(text: &str) -> Tree {
    parser()
        .parse(text, None)
        .expect("no limit of time was set")
}

/// Every node below this one, each before those within it.
pub fn all<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    let mut cursor = node.walk();
    loop {
        found.push(cursor.node());
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}
