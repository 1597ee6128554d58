//! Both grammars judge spoilt sources alike: a word left out, doubled, moved, spelt otherwise, glued to the next.

#[path = "../support/chance.rs"]
#[allow(dead_code)]
pub mod chance;

use crate::tables::Tables;
use crate::{sources, trees};
use chance::Chance;
use meent::syntax::grammar::{MeentParser, Rule};
use pest::Parser;

/// Spoilt declarations, in all.
const ROUNDS: usize = 5000;

/// Differences that stay: why, and a source that the compiler takes and an editor does not.
///
/// Both have one reason. A line that reads as the head of a declaration (its keyword, a name, a title or a body) begins one
/// for an editor wherever it stands, so that a body or a text that is not closed yet ends there, and not at the end of the
/// file.
pub const KNOWN: [(&str, &str); 2] = [
    (
        "a name that is a declaration's keyword, at the beginning of a line that reads as a head",
        "party p {\n  in\n  group seat \"Utrecht\"\n}",
    ),
    (
        "a text with a line that reads as a head",
        "commons c {\n  note \"As in\nrule one {\nabove.\"\n}",
    ),
];

#[test]
fn the_differences_that_stay_are_these() {
    for (why, text) in KNOWN {
        assert!(trees::compiler(text).is_some(), "{why}");
        assert!(
            trees::editor(text).is_none(),
            "{why}: this is no difference any more"
        );
        assert!(has_head_within(text), "{why}");
    }
    assert!(!has_head_within(
        "party p {\n  in group seat \"Utrecht\"\n}"
    ));
}

/// Whether a line behind the first reads as the head of a declaration.
fn has_head_within(text: &str) -> bool {
    let openers = Tables::read().openers;
    text.split(['\n', '\r']).skip(1).any(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let first = words.first().is_some_and(|w| openers.contains(*w));
        first && line.contains(['"', '{'])
    })
}

/// The words, numbers, texts and signs of a declaration.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match c {
            ' ' | '\t' | '\n' | '\r' => {
                at += 1;
                continue;
            }
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => {
                let mut escaped = false;
                let end = rest.char_indices().skip(1).find(|(_, c)| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends
                });
                end.map_or(rest.len(), |(i, _)| i + 1)
            }
            c if c.is_alphanumeric() || c == '-' => {
                let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
                rest.find(|c| !inside(c)).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        found.push(&rest[..length]);
        at += length;
    }
    found
}

/// The declarations of a text that parse.
pub fn declarations_of(text: &str) -> Vec<String> {
    let pairs = MeentParser::parse(Rule::file, text).unwrap();
    let tops = pairs.flat_map(|p| p.into_inner());
    tops.filter(|p| !matches!(p.as_rule(), Rule::broken | Rule::EOI))
        .map(|p| p.as_str().trim_end().to_string())
        .collect()
}

/// The declarations of all sources, each once.
fn declarations() -> Vec<String> {
    let mut found = std::collections::BTreeSet::new();
    for (_, text) in sources::meent() {
        let mut texts = vec![text.clone()];
        for lang in [meent::diagnostic::Lang::En, meent::diagnostic::Lang::Nl] {
            texts.extend(meent::syntax::format(&text, Some(lang)).ok());
        }
        found.extend(texts.iter().flat_map(|t| declarations_of(t)));
    }
    found.into_iter().collect()
}

/// Spoils a declaration in one or two places.
fn spoil(text: &str, pool: &[String], tables: &Tables, chance: &mut Chance) -> String {
    let mut words: Vec<String> = tokens(text).into_iter().map(str::to_string).collect();
    let times = 1 + chance.below(2);
    let mut glued = None;
    for _ in 0..times {
        if words.is_empty() {
            break;
        }
        let at = chance.below(words.len());
        match chance.below(9) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, words[at].clone()),
            2 if at + 1 < words.len() => words.swap(at, at + 1),
            3 => words[at] = chance.pick(pool).unwrap().clone(),
            4 => words.insert(at, chance.pick(pool).unwrap().clone()),
            5 => {
                // A keyword in another of its spellings, or in that of another keyword.
                let all: Vec<&String> = tables
                    .keywords
                    .values()
                    .flat_map(|k| &k.spellings)
                    .collect();
                words[at] = all[chance.below(all.len())].clone();
            }
            6 => {
                let same: Vec<&String> = (tables.keywords.values())
                    .filter(|k| k.spellings.contains(&words[at]))
                    .flat_map(|k| &k.spellings)
                    .collect();
                if let Some(other) = chance.pick(&same) {
                    words[at] = other.to_string();
                }
            }
            7 => glued = Some(at),
            _ => words.insert(
                at,
                [
                    "\n", "# why\n", "-", ".", "x.y", "5", "nobody", "van", "\r\n", "een",
                ][chance.below(10)]
                .to_string(),
            ),
        }
    }
    let mut out = String::new();
    // Lines matter: `from` at the beginning of one is the rule's.
    let breaks = chance.below(4);
    for (at, word) in words.iter().enumerate() {
        out.push_str(word);
        if glued == Some(at) && !word.starts_with('#') {
            continue;
        }
        let line = word.starts_with('#') || breaks > 0 && chance.below(4) < breaks;
        out.push(if line { '\n' } else { ' ' });
    }
    out
}

#[test]
fn spoilt_sources_are_judged_alike() {
    let declarations = declarations();
    let tables = Tables::read();
    let pool: Vec<String> = declarations
        .iter()
        .flat_map(|d| tokens(d))
        .map(str::to_string)
        .collect();
    let mut chance = Chance::new(5);
    let (mut accepted, mut differ) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let text = chance.pick(&declarations).unwrap();
        let text = spoil(text, &pool, &tables, &mut chance);
        let said = match (trees::compiler(&text), trees::editor(&text)) {
            (None, None) => continue,
            (Some(compiler), Some(editor)) => {
                accepted += 1;
                trees::difference(&text, &compiler, &editor)
            }
            (Some(_), None) if has_head_within(&text) => continue,
            (Some(_), None) => Some(format!(
                "only the editor rejects it: {}",
                trees::shown(&text)
            )),
            (None, Some(_)) => Some("only the compiler rejects it".to_string()),
        };
        differ.extend(said.map(|said| format!("{text}\n  {said}")));
    }
    println!(
        "{} declarations, {ROUNDS} spoilt, {accepted} of these still parse",
        declarations.len()
    );
    assert!(
        differ.is_empty(),
        "{} are judged differently:\n{}",
        differ.len(),
        differ[..differ.len().min(10)].join("\n----\n")
    );
    assert!(accepted > ROUNDS / 20, "only {accepted} parse");
}
