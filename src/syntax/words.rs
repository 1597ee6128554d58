//! The keywords: for each `kw_…` rule of the grammar, its spellings in both keyword languages.
//!
//! The data is `grammar/words.toml`; a test keeps it in step with the grammar.

use super::grammar::Rule;
use crate::diagnostic::Lang;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../grammar/words.toml");

/// One keyword. The first spelling of each language is the canonical one.
#[derive(Debug, Clone)]
pub struct Word {
    pub rule: Rule,
    pub key: String,
    pub en: Vec<String>,
    pub nl: Vec<String>,
}

impl Word {
    /// Every spelling in one language, the canonical one first; none if the language has no such word.
    pub fn spellings(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::En => &self.en,
            Lang::Nl => &self.nl,
        }
    }

    pub fn canonical(&self, lang: Lang) -> Option<&str> {
        self.spellings(lang).first().map(String::as_str)
    }

    pub fn has(&self, lang: Lang, spelling: &str) -> bool {
        self.spellings(lang).iter().any(|s| s == spelling)
    }

    /// The one language that a spelling belongs to; none if both know it.
    pub fn lang_of(&self, spelling: &str) -> Option<Lang> {
        match (self.has(Lang::En, spelling), self.has(Lang::Nl, spelling)) {
            (true, false) => Some(Lang::En),
            (false, true) => Some(Lang::Nl),
            _ => None,
        }
    }
}

/// All keywords, in the order of the grammar.
#[derive(Debug)]
pub struct Words {
    rows: Vec<Word>,
    by_rule: Vec<Option<usize>>,
}

#[derive(serde::Deserialize)]
struct Row {
    en: Vec<String>,
    nl: Vec<String>,
}

impl Words {
    pub fn iter(&self) -> impl Iterator<Item = &Word> {
        self.rows.iter()
    }

    pub fn get(&self, kind: Rule) -> Option<&Word> {
        let row = self.by_rule.get(kind as usize).copied().flatten()?;
        self.rows.get(row)
    }

    fn read() -> Words {
        let mut table: BTreeMap<String, Row> = toml::from_str(TABLE).unwrap_or_default();
        let rules = Rule::all_rules();
        let mut words = Words {
            rows: Vec::new(),
            by_rule: vec![None; rules.len() + 1],
        };
        for &kind in rules {
            let name = format!("{kind:?}");
            let Some(key) = name.strip_prefix("kw_") else {
                continue;
            };
            let Some(row) = table.remove(key) else {
                continue;
            };
            if let Some(slot) = words.by_rule.get_mut(kind as usize) {
                *slot = Some(words.rows.len());
                words.rows.push(Word {
                    rule: kind,
                    key: key.to_string(),
                    en: row.en,
                    nl: row.nl,
                });
            }
        }
        words
    }
}

/// The table, read once.
pub fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(Words::read)
}

/// A keyword as it was written, with single spaces between its words.
pub fn plain(spelling: &str) -> Cow<'_, str> {
    let blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
    let mut before = b'a';
    let mut single = true;
    for byte in spelling.bytes() {
        single &= !blank(&byte) || (byte == b' ' && before != b' ');
        before = byte;
    }
    match single {
        true => Cow::Borrowed(spelling),
        false => Cow::Owned(spelling.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::grammar::MeentParser;
    use super::*;
    use pest::Parser;

    const GRAMMAR: &str = include_str!("../../grammar/meent.pest");

    #[test]
    fn every_keyword_rule_has_a_row_and_every_row_a_rule() {
        let table: BTreeMap<String, Row> = toml::from_str(TABLE).unwrap();
        let rules: std::collections::BTreeSet<String> = Rule::all_rules()
            .iter()
            .filter_map(|r| format!("{r:?}").strip_prefix("kw_").map(String::from))
            .collect();
        let rows: std::collections::BTreeSet<String> = table.into_keys().collect();
        assert_eq!(rules, rows);
    }

    #[test]
    fn every_spelling_is_accepted_whole_by_its_rule() {
        for word in words().iter() {
            for spelling in word.en.iter().chain(&word.nl) {
                let pairs = MeentParser::parse(word.rule, spelling);
                let whole = pairs.is_ok_and(|p| p.as_str() == spelling);
                assert!(whole, "{} does not accept {spelling:?}", word.key);
            }
        }
    }

    /// The alternatives of each `kw_` rule, read from the grammar's own text.
    #[test]
    fn every_alternative_of_the_grammar_is_in_the_table() {
        for line in GRAMMAR.lines().filter(|l| l.starts_with("kw_")) {
            let (name, body) = line.split_once('=').unwrap();
            let body = body
                .trim()
                .trim_start_matches("@{")
                .trim_end_matches('}')
                .trim();
            let body = body
                .trim_end_matches("~ eow")
                .trim()
                .trim_matches(['(', ')']);
            let key = name.trim().trim_start_matches("kw_");
            let word = words().iter().find(|w| w.key == key).unwrap();
            for alternative in body.split('|') {
                let spelling: Vec<&str> = alternative
                    .split('~')
                    .map(|p| p.trim().trim_matches('"'))
                    .filter(|p| !matches!(*p, "ws" | "eow"))
                    .collect();
                let spelling = spelling.join(" ");
                assert!(
                    word.has(Lang::En, &spelling) || word.has(Lang::Nl, &spelling),
                    "{key}: {spelling:?} is in the grammar and not in words.toml"
                );
            }
        }
    }
}
