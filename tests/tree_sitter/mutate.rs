//! Both grammars judge spoilt sources alike: a word left out, doubled, moved, spelt otherwise, glued to the next.

#[path = "../support/chance.rs"]
#[allow(dead_code)]
mod chance;

use crate::tables::Tables;
use crate::{sources, trees};
use chance::Chance;
use meent::syntax::grammar::{MeentParser, Rule};
use pest::Parser;

/// Spoilt declarations, in all.
const ROUNDS: usize = 5000;

/// Differences that stay, with their reason, and how to know them.
const KNOWN: [(&str, fn(&str) -> bool); 0] = [];

/// The words, numbers, texts and signs of a declaration.
fn tokens(text: &str) -> Vec<&str> {
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

/// The declarations of all sources, each once.
fn declarations() -> Vec<String> {
    let mut found = std::collections::BTreeSet::new();
    for (_, text) in sources::meent() {
        let mut texts = vec![text.clone()];
        for lang in [meent::diagnostic::Lang::En, meent::diagnostic::Lang::Nl] {
            texts.extend(meent::syntax::format(&text, Some(lang)).ok());
        }
        for text in texts {
            let pairs = MeentParser::parse(Rule::file, &text).unwrap();
            let tops = pairs.flat_map(|p| p.into_inner());
            found.extend(
                tops.filter(|p| !matches!(p.as_rule(), Rule::broken | Rule::EOI))
                    .map(|p| p.as_str().trim_end().to_string()),
            );
        }
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
        if KNOWN.iter().any(|(_, known)| known(&text)) {
            continue;
        }
        let said = match (trees::compiler(&text), trees::editor(&text)) {
            (None, None) => continue,
            (Some(compiler), Some(editor)) => {
                accepted += 1;
                trees::difference(&text, &compiler, &editor)
            }
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
