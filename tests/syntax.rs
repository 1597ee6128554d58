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
fn dates_at_the_beginning_of_a_line_are_the_rules() {
    let rule = |text: &str| match clean(text).declarations.pop().map(|d| d.what.clone()) {
        Some(tree::What::Rule(rule)) => rule,
        other => panic!("{other:?}"),
    };
    let tests = |rule: &tree::Rule| {
        matches!(
            rule.condition[0].kind,
            tree::ExpressionKind::Fact(_, Some(_))
        )
    };
    let same = rule("rule r { a may read b\n if x until 2026-06-15 }");
    assert!(tests(&same) && same.until.is_empty());
    for text in [
        "rule r { a may read b\n if x\n until 2026-06-15 }",
        "rule r { a may read b\n if x # why\n until 2026-06-15 }",
        "rule r { a may read b\n until 2026-06-15 if x }",
        "rule r { a may read b  if x basis c  until 2026-06-15 }",
        "regel r { a mogen lezen b\n als x\n vanaf 2026-01-01 tot en met 2026-06-15 }",
    ] {
        let next = rule(text);
        assert!(!tests(&next), "{text}");
        assert_eq!(next.until.len(), 1, "{text}");
    }
    let other = rule("rule r { a may read b\n if x\n before 2026-06-15\n and y\n at least 3 }");
    assert_eq!(other.condition.len(), 1);
}

#[test]
fn a_duty_to_someone_needs_no_data() {
    for text in [
        "rule r { a must report to assembly every 1 year }",
        "regel s { a moeten rapporteren aan assembly elk jaar }",
    ] {
        let Some(tree::What::Rule(rule)) = clean(text).declarations.pop().map(|d| d.what.clone())
        else {
            panic!("{text}")
        };
        assert_eq!(rule.acts.first.len(), 1);
        assert!(rule.acts.second.is_empty());
        assert_eq!(rule.terms.to[0].value.to_string(), "assembly");
        assert_eq!(rule.terms.every.len(), 1);
    }
}

#[test]
fn an_action_may_begin_as_the_word_before_it() {
    for asked in ["omzetten", "om omzetten", "om lezen"] {
        clean(&format!(
            "scenario \"s\" {{ beheerder vraagt {asked} verwacht toegestaan }}"
        ));
    }
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
