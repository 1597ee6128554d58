//! Prose: puts the model into words, in English and Dutch.
//!
//! Names with their articles, numbers with their units, dates, conditions, whole rules and duties as sentences.
//! Messages, answers, the agreement and the page all speak through here, so that they say the same thing.
//! It imports the model, `data` (for the prepositions of actions) and nothing later. What it returns is plain
//! text: whoever puts it into Markdown or HTML escapes it.

mod body;
pub mod case;
mod clause;
pub mod condition;
pub mod decision;
pub mod duty;
pub mod names;
pub mod quantity;
pub mod rule;
pub mod values;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Lang, Text};
use crate::model::{Model, RuleId};

/// Where a rule stands in the agreement: "7.2". Prose does not know how articles are numbered.
pub trait References {
    /// Article and paragraph of a rule; `None` if the agreement has no place for it.
    fn paragraph(&self, rule: RuleId) -> Option<String>;
}

/// No numbers: rules are called by their titles.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unnumbered;

impl References for Unnumbered {
    fn paragraph(&self, _: RuleId) -> Option<String> {
        None
    }
}

/// The words of one language for one model.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub model: &'a Model,
    pub lang: Lang,
}

impl<'a> Words<'a> {
    pub fn new(model: &'a Model, lang: Lang) -> Self {
        Words { model, lang }
    }

    /// The one or the other, by language.
    pub fn pick<T>(&self, en: T, nl: T) -> T {
        match self.lang {
            Lang::En => en,
            Lang::Nl => nl,
        }
    }

    /// "a, b and c".
    pub fn and(&self, items: &[String]) -> String {
        and(items, self.lang)
    }

    /// "a, b or c".
    pub fn or(&self, items: &[String]) -> String {
        join(items, self.pick("or", "of"))
    }
}

/// The same words in both languages: `both(model, |w| w.rule_title(id))`.
pub fn both(model: &Model, say: impl Fn(Words) -> String) -> Text {
    Text::new(
        say(Words::new(model, Lang::En)),
        say(Words::new(model, Lang::Nl)),
    )
}

/// "a, b and c", where there is no model to speak about.
pub fn and(items: &[String], lang: Lang) -> String {
    let word = match lang {
        Lang::En => "and",
        Lang::Nl => "en",
    };
    join(items, word)
}

/// One item stands alone; none is the empty text.
fn join(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

/// A title that is spoken of, between quotation marks.
pub fn quoted(title: &str) -> String {
    format!("“{title}”")
}

/// With a capital, for the beginning of a sentence.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Ends with exactly one full stop, unless it ends with a mark already.
pub fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', '.']) {
        text
    } else {
        format!("{text}.")
    }
}
