//! The keywords of a parsed file, and the language that they are in.

use super::grammar::Rule;
use super::nodes::{Node, Nodes};
use super::words::{Word, plain, words};
use crate::diagnostic::Lang;

/// A keyword of the file that only one of the two languages has.
#[derive(Debug, Clone, Copy)]
pub struct Keyword {
    pub word: &'static Word,
    pub start: usize,
    pub end: usize,
    pub number: Number,
}

/// Whether a keyword stands in the singular or the plural, where a language tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    One,
    Many,
    /// A time unit behind a numeral other than one (`24 uur`, `24 hours`).
    Counted,
}

/// The keywords of a file by language.
#[derive(Debug, Default)]
pub struct Survey {
    english: usize,
    dutch: usize,
}

impl Survey {
    /// Counts the keywords that only one of the two languages has.
    pub fn of(nodes: &Nodes<'_>) -> Survey {
        let mut survey = Survey::default();
        for node in nodes.iter() {
            match words().get(node.kind()).and_then(|w| lang_of(w, &node)) {
                Some(Lang::En) => survey.english += 1,
                Some(Lang::Nl) => survey.dutch += 1,
                None => {}
            }
        }
        survey
    }

    /// The same, of keywords that are known.
    pub fn counted(langs: impl Iterator<Item = Lang>) -> Survey {
        let mut survey = Survey::default();
        for lang in langs {
            match lang {
                Lang::En => survey.english += 1,
                Lang::Nl => survey.dutch += 1,
            }
        }
        survey
    }

    /// No keyword tells a language.
    pub fn is_empty(&self) -> bool {
        self.english + self.dutch == 0
    }

    /// The language of most keywords; English if they are as many.
    pub fn lang(&self) -> Lang {
        if self.dutch > self.english {
            Lang::Nl
        } else {
            Lang::En
        }
    }

    /// The keywords that are not in the language of the file, in the order of the text.
    pub fn foreign(&self, nodes: &Nodes<'_>) -> Vec<Keyword> {
        if self.english.min(self.dutch) == 0 {
            return Vec::new();
        }
        let telling = telling(nodes).into_iter();
        telling
            .filter(|(lang, _)| *lang != self.lang())
            .map(|(_, keyword)| keyword)
            .collect()
    }
}

/// The keywords that only one of the two languages has, with that language, in the order of the text.
pub fn telling(nodes: &Nodes<'_>) -> Vec<(Lang, Keyword)> {
    let mut found = Vec::new();
    let mut number = NumberTracker::default();
    for node in nodes.iter() {
        let kind = node.kind();
        number.see(kind, || node.text());
        let Some(word) = words().get(kind) else {
            continue;
        };
        if let Some(lang) = lang_of(word, &node) {
            let keyword = Keyword {
                word,
                start: node.start(),
                end: node.end(),
                number: number.of(kind, node.text()),
            };
            found.push((lang, keyword));
        }
    }
    found
}

/// The only language that has a keyword as it is written.
fn lang_of(word: &Word, node: &Node<'_>) -> Option<Lang> {
    word.lang_of(&plain(node.text()))
}

/// Follows the tokens of a file to know the number of each verb and time unit.
#[derive(Debug, Default)]
pub struct NumberTracker {
    one_subject: bool,
    amount: Option<bool>,
}

impl NumberTracker {
    /// Takes in the next token, in the order of the text.
    pub fn see<'t>(&mut self, kind: Rule, text: impl FnOnce() -> &'t str) {
        match kind {
            Rule::kw_nobody | Rule::kw_everyone | Rule::kw_any_member => self.one_subject = true,
            Rule::name => self.one_subject = false,
            Rule::decimal | Rule::integer => self.amount = Some(text() == "1"),
            Rule::article => self.amount = Some(true),
            _ => {}
        }
        if !is_time_unit(kind)
            && !is_counted(kind)
            && !matches!(
                kind,
                Rule::decimal
                    | Rule::integer
                    | Rule::article
                    | Rule::unit
                    | Rule::time_unit
                    | Rule::electorate
            )
        {
            self.amount = None;
        }
    }

    /// The number of a keyword that was just seen.
    pub fn of(&self, kind: Rule, text: &str) -> Number {
        if is_counted(kind) {
            if self.amount == Some(true) {
                Number::One
            } else {
                Number::Many
            }
        } else if is_time_unit(kind) {
            let plural = |l| {
                words()
                    .get(kind)
                    .and_then(|w| w.spellings(l).get(1))
                    .is_some_and(|s| s == text)
            };
            match self.amount {
                Some(false) => Number::Counted,
                None if plural(Lang::En) || plural(Lang::Nl) => Number::Many,
                _ => Number::One,
            }
        } else if self.one_subject {
            Number::One
        } else {
            Number::Many
        }
    }
}

pub fn is_time_unit(kind: Rule) -> bool {
    matches!(
        kind,
        Rule::kw_minute
            | Rule::kw_hour
            | Rule::kw_day
            | Rule::kw_week
            | Rule::kw_month
            | Rule::kw_quarter
            | Rule::kw_year
    )
}

/// What a decision or a body counts: the singular follows the plural in the table.
fn is_counted(kind: Rule) -> bool {
    matches!(kind, Rule::kw_seats | Rule::kw_members | Rule::kw_terms)
}

/// The spelling of a keyword in a language, in the number in which it stands.
/// None if that language does without the word.
pub fn spelling(word: &'static Word, lang: Lang, number: Number) -> Option<&'static str> {
    let dutch = lang == Lang::Nl;
    match (word.rule, number) {
        (Rule::kw_may, Number::One) if dutch => Some("mag"),
        (Rule::kw_must, Number::One) if dutch => Some("moet"),
        (Rule::kw_may_not | Rule::kw_must_not, _) => match (lang, number) {
            (Lang::En, _) => Some("must not"),
            (Lang::Nl, Number::One) => Some("mag niet"),
            (Lang::Nl, _) => Some("mogen niet"),
        },
        // Dutch counts hours and years in the singular: 24 uur, 5 jaar.
        (Rule::kw_hour | Rule::kw_year, Number::Counted) if dutch => word.canonical(lang),
        (kind, Number::One) if is_counted(kind) => word.spellings(lang).get(1).map(String::as_str),
        (kind, Number::Counted | Number::Many) if is_time_unit(kind) => {
            word.spellings(lang).get(1).map(String::as_str)
        }
        _ => word.canonical(lang),
    }
}
