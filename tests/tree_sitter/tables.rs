//! What the grammar for editors knows of the words of the language, made from the compiler's own: `keywords.json` for
//! grammar.js and `src/words.h` for the scanner.

use meent::diagnostic::Lang;
use meent::syntax::words::words;
use pest_meta::ast::{Expr, Rule};
use pest_meta::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const GRAMMAR: &str = include_str!("../../grammar/meent.pest");

/// The tokens that are no keyword, as grammar.js lists them first.
const OTHERS: [&str; 15] = [
    "ERROR_SENTINEL",
    "NAME",
    "UNIT_NAME",
    "WHOLE",
    "NUMBER",
    "DATE",
    "VERSION_NUMBER",
    "STRING",
    "UNCLOSED_STRING",
    "NAME_COMMA",
    "COMMA",
    "TEST_FROM",
    "TEST_UNTIL",
    "MOMENT_FROM",
    "MOMENT_UNTIL",
];

/// Words that the grammar of the compiler reads as literals, not as keywords.
const LITERALS: [(&str, &str); 2] = [("language", "lang_tag"), ("article", "article")];

/// A keyword of the grammar for editors: the name of its node, and its tokens.
pub struct Keyword {
    pub name: String,
    pub spellings: Vec<String>,
}

/// The words of the language as the compiler's grammar has them.
pub struct Tables {
    /// Every keyword by its key: the pest rule without its `kw_`.
    pub keywords: BTreeMap<String, Keyword>,
    /// The keywords that each spelling may be: those with the same ones are one token.
    classes: BTreeMap<BTreeSet<String>, Vec<String>>,
    reserved: BTreeSet<String>,
    /// Words that begin a declaration which has a name or a title.
    pub openers: BTreeSet<String>,
}

/// The rules of the compiler's grammar.
pub fn rules() -> Vec<Rule> {
    let pairs =
        parser::parse(parser::Rule::grammar_rules, GRAMMAR).expect("grammar/meent.pest parses");
    parser::consume_rules(pairs).expect("grammar/meent.pest is a grammar")
}

/// Every text that an expression of literals accepts, one space for each blank.
fn spellings(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::Str(text) => vec![text.clone()],
        Expr::Ident(name) if name == "ws" => vec![" ".to_string()],
        Expr::Ident(name) if name == "eow" => vec![String::new()],
        Expr::PosPred(_) => vec![String::new()],
        Expr::Seq(a, b) => {
            let behind = spellings(b);
            let both = |a: String| {
                behind
                    .iter()
                    .map(move |b| format!("{a}{b}"))
                    .collect::<Vec<_>>()
            };
            spellings(a).into_iter().flat_map(both).collect()
        }
        Expr::Choice(a, b) => spellings(a).into_iter().chain(spellings(b)).collect(),
        other => panic!(
            "grammar/meent.pest has a word that is no list of spellings: {other:?}. Teach tests/tree_sitter/tables.rs to read it."
        ),
    }
}

impl Tables {
    pub fn read() -> Tables {
        let rules = rules();
        let rule = |name: &str| {
            let found = rules.iter().find(|r| r.name == name);
            &found
                .unwrap_or_else(|| panic!("grammar/meent.pest has no rule {name}"))
                .expr
        };
        let mut keywords = BTreeMap::new();
        for word in words().iter() {
            let canonical = word.canonical(Lang::En).or(word.canonical(Lang::Nl));
            let keyword = Keyword {
                name: canonical.expect("a keyword has a spelling").to_string(),
                spellings: spellings(rule(&format!("kw_{}", word.key))),
            };
            keywords.insert(word.key.clone(), keyword);
        }
        for (key, name) in LITERALS {
            let spellings = spellings(rule(name));
            let name = key.to_string();
            keywords.insert(name.clone(), Keyword { name, spellings });
        }
        // The verbs that Dutch may put its object behind.
        let between = Keyword {
            name: "may".to_string(),
            spellings: vec!["mogen".to_string(), "mag".to_string()],
        };
        keywords.insert("may_between".to_string(), between);

        let mut of: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (key, keyword) in &keywords {
            for spelling in &keyword.spellings {
                of.entry(spelling).or_default().insert(key.clone());
            }
        }
        let mut classes: BTreeMap<BTreeSet<String>, Vec<String>> = BTreeMap::new();
        for (spelling, keys) in of {
            classes.entry(keys).or_default().push(spelling.to_string());
        }
        let mut openers: BTreeSet<String> = spellings_of(&keywords, &["scenario"]);
        let mut kinds = Vec::new();
        choices(rule("decl_kw"), &mut kinds);
        openers.extend(kinds.iter().flat_map(|k| keywords[k].spellings.clone()));
        let reserved = spellings(rule("reserved")).into_iter().collect();
        Tables {
            keywords,
            classes,
            reserved,
            openers,
        }
    }

    /// The tokens of a keyword.
    fn tokens(&self, key: &str) -> Vec<String> {
        let with = self.classes.keys().filter(|keys| keys.contains(key));
        with.map(token).collect()
    }

    /// The file that grammar.js reads.
    pub fn json(&self) -> String {
        let mut tokens = serde_json::Map::new();
        for (keys, spellings) in &self.classes {
            tokens.insert(token(keys), serde_json::json!(spellings));
        }
        let mut keywords = serde_json::Map::new();
        for (key, keyword) in &self.keywords {
            let row = serde_json::json!({ "name": keyword.name, "read": self.tokens(key) });
            keywords.insert(key.clone(), row);
        }
        let all = serde_json::json!({ "keywords": keywords, "tokens": tokens });
        serde_json::to_string_pretty(&all).unwrap() + "\n"
    }

    /// The header that the scanner reads.
    pub fn header(&self) -> String {
        let mut out = String::from(
            "// The words of Meent, made by the test `tree_sitter` from grammar/meent.pest: do not edit.\n\n#include <stdint.h>\n\nenum TokenType {\n",
        );
        for name in OTHERS {
            writeln!(out, "  {name},").unwrap();
        }
        for keys in self.classes.keys() {
            writeln!(out, "  {},", constant(keys)).unwrap();
        }
        out.push_str("  TOKEN_COUNT,\n};\n\n// A keyword's spelling, and the token that it is.\ntypedef struct {\n  const char *text;\n  uint16_t token;\n} Keyword;\n\n// Sorted by their bytes.\nstatic const Keyword KEYWORDS[] = {\n");
        let mut rows: Vec<(&String, &BTreeSet<String>)> = Vec::new();
        for (keys, spellings) in &self.classes {
            rows.extend(spellings.iter().map(|s| (s, keys)));
        }
        rows.sort();
        for (spelling, keys) in rows {
            writeln!(out, "  {{\"{spelling}\", {}}},", constant(keys)).unwrap();
        }
        out.push_str("};\n\n");
        let literal: Vec<String> = (self.classes.keys())
            .filter(|keys| keys.iter().all(|k| LITERALS.iter().any(|l| l.0 == k)))
            .map(constant)
            .collect();
        tokens(
            &mut out,
            "Tokens that are words of a name as often as they are what they are.",
            "LITERALS",
            &literal,
        );
        for (about, name, key) in [
            (
                "Units of time.",
                "TIME_UNITS",
                &["minute", "hour", "day", "week", "month", "quarter", "year"][..],
            ),
            ("`nobody`.", "NOBODY", &["nobody"]),
            ("`missing`.", "MISSING", &["missing"]),
            (
                "`from`, of a test, a rule or anything else.",
                "FROM",
                &["from"],
            ),
            ("`until`, of a test or a rule.", "UNTIL", &["until"]),
        ] {
            let all: BTreeSet<String> = key
                .iter()
                .flat_map(|k| self.tokens(k))
                .map(|t| t.to_uppercase()[1..].to_string())
                .collect();
            tokens(&mut out, about, name, &all.into_iter().collect::<Vec<_>>());
        }
        for (about, name, list) in [
            (
                "Words that are never a name.",
                "RESERVED",
                self.reserved.clone(),
            ),
            (
                "Words that begin a declaration which has a name or a title.",
                "OPENERS",
                self.openers.clone(),
            ),
            (
                "A language before a text.",
                "LANGUAGES",
                spellings_of(&self.keywords, &["language"]),
            ),
            ("`may`.", "MAY", spellings_of(&self.keywords, &["may"])),
        ] {
            strings(&mut out, about, name, &list);
        }
        ranges(&mut out, "XID_START", pest::unicode::XID_START);
        ranges(&mut out, "XID_CONTINUE", pest::unicode::XID_CONTINUE);
        out
    }
}

fn spellings_of(keywords: &BTreeMap<String, Keyword>, keys: &[&str]) -> BTreeSet<String> {
    let all = keys.iter().flat_map(|k| keywords[*k].spellings.clone());
    all.collect()
}

/// The keywords that a choice among `kw_…` rules names.
fn choices(expr: &Expr, found: &mut Vec<String>) {
    match expr {
        Expr::Choice(a, b) => {
            choices(a, found);
            choices(b, found);
        }
        Expr::Ident(name) => found.push(name.trim_start_matches("kw_").to_string()),
        other => panic!("grammar/meent.pest: {other:?} is no keyword"),
    }
}

fn token(keys: &BTreeSet<String>) -> String {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    format!("_{}_word", keys.join("_or_"))
}

fn constant(keys: &BTreeSet<String>) -> String {
    token(keys).to_uppercase()[1..].to_string()
}

fn tokens(out: &mut String, about: &str, name: &str, list: &[String]) {
    writeln!(
        out,
        "// {about}\nstatic const uint16_t {name}[] = {{{}}};\n",
        list.join(", ")
    )
    .unwrap();
}

fn strings(out: &mut String, about: &str, name: &str, list: &BTreeSet<String>) {
    writeln!(out, "// {about}\nstatic const char *const {name}[] = {{").unwrap();
    for text in list {
        writeln!(out, "  \"{text}\",").unwrap();
    }
    out.push_str("};\n\n");
}

/// The characters with a property, as sorted ranges: the first and the last of each.
fn ranges(out: &mut String, name: &str, has: fn(char) -> bool) {
    writeln!(out, "// The characters with the property {name}: the first and the last of each range.\nstatic const uint32_t {name}[][2] = {{").unwrap();
    let mut first = None;
    for code in 0..=0x11_0000u32 {
        let inside = char::from_u32(code).is_some_and(has);
        match (first, inside) {
            (None, true) => first = Some(code),
            (Some(from), false) => {
                writeln!(out, "  {{0x{from:x}, 0x{:x}}},", code - 1).unwrap();
                first = None;
            }
            _ => {}
        }
    }
    out.push_str("};\n\n");
}
