//! How a keyword is spelled where it is expected.

use super::Expected;
use crate::diagnostic::Lang;
use crate::syntax::grammar::Rule;
use crate::syntax::tokens::{Number, is_time_unit, spelling};
use crate::syntax::words::{plain, words};

/// The spelling of an expected keyword in a language, in the number that what stands before asks for. `None` if the
/// language does without the word, or another one is usual.
pub fn spelled(expected: &Expected, text: &str, lang: Lang) -> Option<&'static str> {
    let word = words().get(expected.kind)?;
    word.canonical(lang)?;
    let before = text.get(..expected.at).unwrap_or_default().trim_end();
    let last = before
        .rsplit(|c: char| c.is_whitespace() || c == '{')
        .next()
        .unwrap_or_default();
    let counted = last.starts_with(|c: char| c.is_ascii_digit());
    let number = match expected.kind {
        kind if is_time_unit(kind) => match counted && last != "1" {
            true => Number::Counted,
            false => Number::One,
        },
        Rule::kw_seats | Rule::kw_members | Rule::kw_terms => match last == "1" {
            true => Number::One,
            false => Number::Many,
        },
        // In Dutch the verb follows its subject.
        Rule::kw_may | Rule::kw_must | Rule::kw_must_not => match one(expected, text) {
            true => Number::One,
            false => Number::Many,
        },
        _ => Number::Many,
    };
    spelling(word, lang, number)
}

/// Whether the subject of a statement is everyone, any member or nobody.
fn one(expected: &Expected, text: &str) -> bool {
    let alone = [Rule::kw_nobody, Rule::kw_everyone, Rule::kw_any_member];
    let is = |part: &super::Part| match part.kind {
        Rule::who => {
            let written = text.get(part.start..part.end).unwrap_or_default();
            let written = plain(written.trim());
            let found = alone.iter().filter_map(|k| words().get(*k));
            found
                .into_iter()
                .any(|w| w.has(Lang::En, &written) || w.has(Lang::Nl, &written))
        }
        kind => alone.contains(&kind),
    };
    expected.path.iter().any(|s| s.read.iter().any(is))
}
