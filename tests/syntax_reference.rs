//! The reference's table of keywords is made from the keyword table, and its examples parse.

use meent::source::FileId;
use meent::syntax::{parse, words::words};
use std::fmt::Write;

const PAGE: &str = "docs/reference/README.md";
const KEYWORDS: &str = "docs/reference/keywords.md";
const OPEN: &str = "<!-- keywords -->\n";
const CLOSE: &str = "<!-- /keywords -->";

fn table() -> String {
    let mut out = String::from("| English | Dutch |\n| --- | --- |\n");
    let list = |all: &[String]| {
        all.iter()
            .map(|s| format!("`{s}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    for word in words().iter() {
        writeln!(out, "| {} | {} |", list(&word.en), list(&word.nl)).unwrap();
    }
    out
}

/// `UPDATE_REFERENCE=1 cargo test --test syntax_reference` writes the table into the page.
#[test]
fn the_keyword_table_is_current() {
    let page = std::fs::read_to_string(KEYWORDS).unwrap();
    let (before, rest) = page.split_once(OPEN).unwrap();
    let (now, after) = rest.split_once(CLOSE).unwrap();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(KEYWORDS, format!("{before}{OPEN}{}{CLOSE}{after}", table())).unwrap();
        return;
    }
    assert_eq!(now, table(), "run again with UPDATE_REFERENCE=1");
}

#[test]
fn the_examples_parse() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let examples: Vec<&str> = page.split("```\n").skip(1).step_by(2).collect();
    assert!(examples.len() >= 5);
    for example in examples {
        let parsed = parse(FileId(0), example);
        assert!(
            parsed.diagnostics.is_empty(),
            "{example}\n{:#?}",
            parsed.diagnostics
        );
    }
}
