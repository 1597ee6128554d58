//! The sources of the language's sketch parse whole, in both languages, and mean what they say.

use meent::diagnostic::Lang;
use meent::source::FileId;
use meent::syntax::{parse, tree};

const EN: &str = include_str!("support/sketch-en.meent");
const NL: &str = include_str!("support/sketch-nl.meent");

fn clean(text: &str) -> tree::File {
    let parsed = parse(FileId(0), text);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    assert!(parsed.tree.broken.is_empty(), "{:#?}", parsed.tree.broken);
    parsed.tree
}

#[test]
fn the_english_sketch_parses() {
    let file = clean(EN);
    assert_eq!(file.lang, Lang::En);
    assert_eq!(file.declarations.len(), 22);
}

#[test]
fn the_dutch_sketch_parses() {
    let file = clean(NL);
    assert_eq!(file.lang, Lang::Nl);
    assert_eq!(file.declarations.len(), 5);
}

#[test]
fn every_production_is_used() {
    use meent::syntax::grammar::{MeentParser, Rule};
    use pest::Parser;
    let everything = include_str!("support/everything.meent");
    clean(everything);
    let mut seen: std::collections::BTreeSet<Rule> = MeentParser::parse(Rule::file, everything)
        .unwrap()
        .flatten()
        .map(|p| p.as_rule())
        .collect();
    seen.extend(
        MeentParser::parse(Rule::file, NL)
            .unwrap()
            .flatten()
            .map(|p| p.as_rule()),
    );
    // Silent ones, and those that stand inside a word.
    const UNSEEN: &[&str] = &[
        "WHITESPACE",
        "broken",
        "broken_declaration",
        "gap",
        "byte_order_mark",
        "commons_clause",
        "decl_kw",
        "declaration",
        "duty_term",
        "eow",
        "fact_end",
        "hs",
        "of_fact",
        "reserved",
        "start",
        "stub",
        "stub_kw",
        "in_force_word",
        "word",
        "ws",
        "kw_may_not",
        "EOI",
        "within_only",
    ];
    let missing: Vec<String> = Rule::all_rules()
        .iter()
        .filter(|r| !seen.contains(r))
        .map(|r| format!("{r:?}"))
        .filter(|r| !UNSEEN.contains(&r.as_str()) && !r.ends_with("_clause"))
        .collect();
    assert!(missing.is_empty(), "no source shows {missing:?}");
}
