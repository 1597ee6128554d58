//! Names for people of what could have stood in a place.

use super::starts::starts;
use crate::diagnostic::{Lang, nearest as near};
use crate::syntax::grammar::Rule;
use crate::syntax::words::words;

/// What a production is called in a sentence. `keywords` is the keyword language of the file,
/// `of` the language of the sentence.
pub fn name(kind: Rule, keywords: Lang, of: Lang) -> Vec<String> {
    let (en, nl) = match kind {
        Rule::name | Rule::names => ("a name", "een naam"),
        Rule::word => ("a word", "een woord"),
        Rule::string | Rule::title => {
            ("a text between quotes", "een tekst tussen aanhalingstekens")
        }
        Rule::string_body => return Vec::new(),
        Rule::lang_tag => ("'nl' or 'en' with a text", "'nl' of 'en' met een tekst"),
        Rule::integer | Rule::version_number => ("a whole number", "een geheel getal"),
        Rule::decimal | Rule::quantity => ("a number", "een getal"),
        Rule::date => ("a date such as 2026-03-01", "een datum zoals 2026-03-01"),
        Rule::duration => ("a period such as '14 days'", "een termijn zoals '14 dagen'"),
        Rule::time_unit | Rule::kw_day | Rule::kw_week | Rule::kw_month | Rule::kw_year => (
            "a unit of time such as 'days'",
            "een tijdseenheid zoals 'dagen'",
        ),
        Rule::kw_minute | Rule::kw_hour | Rule::kw_quarter => return Vec::new(),
        Rule::article => return Vec::new(),
        Rule::unit | Rule::unit_name => ("a unit such as 'kWh'", "een eenheid zoals 'kWh'"),
        Rule::percent | Rule::fraction | Rule::ratio | Rule::amount => (
            "a share such as '2/3' or '50%'",
            "een deel zoals '2/3' of '50%'",
        ),
        Rule::open => ("'{'", "'{'"),
        Rule::close => ("'}'", "'}'"),
        Rule::lparen => ("'('", "'('"),
        Rule::rparen => ("')'", "')'"),
        Rule::comma => ("a comma", "een komma"),
        Rule::colon => ("':'", "':'"),
        Rule::semicolon => ("';'", "';'"),
        Rule::slash => ("'/'", "'/'"),
        Rule::per_cent => ("'%'", "'%'"),
        Rule::who | Rule::who_term | Rule::statement => {
            ("who the rule is about", "over wie de regel gaat")
        }
        Rule::acts | Rule::duty => ("an action", "een handeling"),
        Rule::expression | Rule::all_of | Rule::term | Rule::fact_test => {
            ("a condition", "een voorwaarde")
        }
        Rule::electorate => (
            "of whom (such as 'members' or 'votes cast')",
            "van wie (zoals 'leden' of 'uitgebrachte stemmen')",
        ),
        Rule::deontic => (
            "'may', 'must not' or 'must'",
            "'mogen', 'mogen niet' of 'moeten'",
        ),
        Rule::EOI => ("the end of the file", "het einde van het bestand"),
        _ => return keyword(kind, keywords),
    };
    vec![if of == Lang::En { en } else { nl }.to_string()]
}

fn keyword(kind: Rule, keywords: Lang) -> Vec<String> {
    let own = words().get(kind).and_then(|w| w.canonical(keywords));
    match own {
        Some(word) => vec![format!("'{word}'")],
        None => {
            let firsts = starts(kind)
                .iter()
                .filter_map(|k| words().get(*k)?.canonical(keywords));
            firsts.map(|word| format!("'{word}'")).collect()
        }
    }
}

/// All that could have stood there, each once, keywords last.
pub fn names(expected: &[Rule], keywords: Lang, of: Lang) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in expected.iter().flat_map(|k| name(*k, keywords, of)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort_by_key(|n| n.starts_with('\''));
    names
}

/// The keywords that could have stood there, in one language.
pub fn keywords(expected: &[Rule], lang: Lang) -> Vec<&'static str> {
    let rules = expected
        .iter()
        .flat_map(|k| std::iter::once(k).chain(starts(*k)));
    let mut all: Vec<&str> = rules
        .filter_map(|k| words().get(*k))
        .flat_map(|w| w.spellings(lang).iter().map(String::as_str))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether this is a keyword as it stands.
pub fn is_keyword(spelling: &str, lang: Lang) -> bool {
    words().iter().any(|w| w.has(lang, spelling))
}

/// Whether a word is the first of some keyword of several words, such as `abstentions do not count`.
pub fn starts_clause(word: &str, lang: Lang) -> bool {
    let mut spellings = words().iter().flat_map(|w| w.spellings(lang));
    spellings.any(|s| s == word || s.split(' ').next() == Some(word))
}

/// `a, b or c`; a long list is cut.
pub fn list(mut names: Vec<String>, of: Lang) -> String {
    let or = if of == Lang::En { "or" } else { "of" };
    const MOST: usize = 16;
    if names.len() > MOST {
        names.truncate(MOST);
        return format!("{}, …", names.join(", "));
    }
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} {or} {last}", names.join(", ")),
    }
}

/// The candidate whose spelling is nearest to a word, if it is near enough to be a slip.
pub fn nearest<T>(
    word: &str,
    candidates: impl Iterator<Item = T>,
    spelling: impl Fn(&T) -> &str,
) -> Option<T> {
    let length = word.chars().count();
    let most = match length {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    let others = candidates.filter(|c| spelling(c) != word);
    near::within(word, most, others, &spelling).map(|found| found.1)
}
