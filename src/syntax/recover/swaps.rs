//! Slips that people bring from ordinary writing or from other languages: a typographic quote, a decimal comma,
//! `>=`, `shall`, an article, a colon. Each has its own sentence, and the edit that mends it.

use super::{Failure, expected, scan};
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::syntax::codes::{self, finding};
use crate::syntax::grammar::{MeentParser, Rule};
use pest::Parser;

/// Words that people write for a word of the language: English or Dutch, and the word.
const WORDS: &[(Lang, &str, &str)] = &[
    (Lang::En, "can", "may"),
    (Lang::En, "could", "may"),
    (Lang::En, "shall", "must"),
    (Lang::En, "should", "must"),
    (Lang::En, "will", "must"),
    (Lang::En, "cannot", "must not"),
    (Lang::En, "when", "if"),
    (Lang::En, "where", "if"),
    (Lang::En, "provided", "if"),
    (Lang::En, "allowed", "permitted"),
    (Lang::En, "forbidden", "prohibited"),
    (Lang::En, "denied", "prohibited"),
    (Lang::En, "refused", "prohibited"),
    (Lang::En, "unknown", "undetermined"),
    (Lang::En, "passed", "adopted"),
    (Lang::En, "accepted", "adopted"),
    (Lang::En, "approved", "adopted"),
    (Lang::En, "failed", "rejected"),
    (Lang::En, "license", "licence"),
    (Lang::En, "owner", "keeper"),
    (Lang::En, "except", "despite"),
    (Lang::Nl, "kunnen", "mogen"),
    (Lang::Nl, "kan", "mag"),
    (Lang::Nl, "zullen", "moeten"),
    (Lang::Nl, "zal", "moet"),
    (Lang::Nl, "dienen", "moeten"),
    (Lang::Nl, "indien", "als"),
    (Lang::Nl, "wanneer", "als"),
    (Lang::Nl, "mits", "als"),
    (Lang::Nl, "want", "omdat"),
    (Lang::Nl, "onbepaald", "onbeslist"),
    (Lang::Nl, "onbekend", "onbeslist"),
    (Lang::Nl, "goedgekeurd", "aangenomen"),
    (Lang::Nl, "afgewezen", "verworpen"),
    (Lang::Nl, "eigenaar", "beheerder"),
];

/// Signs for comparing, and the words.
const SIGNS: &[(&str, &str, &str)] = &[
    (">=", "at least", "minstens"),
    ("=>", "at least", "minstens"),
    ("≥", "at least", "minstens"),
    ("<=", "at most", "hoogstens"),
    ("=<", "at most", "hoogstens"),
    ("≤", "at most", "hoogstens"),
    (">", "more than", "meer dan"),
    ("<", "less than", "minder dan"),
    ("==", "exactly", "precies"),
    ("=", "exactly", "precies"),
];

const QUOTES: [char; 8] = ['“', '”', '„', '‟', '«', '»', '‘', '’'];
const ARTICLES: [&str; 6] = ["the", "a", "an", "de", "het", "een"];

/// The sentence for such a slip, if this is one.
pub fn say(failure: &Failure<'_>) -> Option<Diagnostic> {
    quotes(failure)
        .or_else(|| decimal_comma(failure))
        .or_else(|| sign(failure))
        .or_else(|| word(failure))
        .or_else(|| article(failure))
        .or_else(|| trailing_comma(failure))
        .or_else(|| missing_comma(failure))
        .or_else(|| turned_date(failure))
        .or_else(|| share_of_whom(failure))
        .or_else(|| punctuation(failure))
}

fn slip(
    failure: &Failure<'_>,
    (start, end): (usize, usize),
    new: &str,
    message: (String, String),
) -> Diagnostic {
    let span = failure.span(start, end);
    let title = match new {
        "" => Text::new("leave it out", "laat het weg"),
        new => Text::new(format!("write '{new}'"), format!("schrijf '{new}'")),
    };
    finding(codes::UNEXPECTED, message.0, message.1)
        .label(span, title.clone())
        .fix(
            title,
            vec![Edit {
                span,
                text: new.to_string(),
            }],
            false,
        )
}

fn rest<'t>(failure: &Failure<'t>) -> &'t str {
    failure.text.get(failure.at..).unwrap_or_default()
}

fn before<'t>(failure: &Failure<'t>) -> &'t str {
    failure.text.get(..failure.at).unwrap_or_default()
}

/// Quotes as a word processor makes them.
fn quotes(failure: &Failure<'_>) -> Option<Diagnostic> {
    let rest = rest(failure);
    let first = rest.chars().next().filter(|c| QUOTES.contains(c))?;
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let edits: Vec<Edit> = line
        .char_indices()
        .filter(|(_, c)| QUOTES.contains(c) && (*c != '’' || first == '‘' || first == '’'))
        .map(|(at, c)| Edit {
            span: failure.span(failure.at + at, failure.at + at + c.len_utf8()),
            text: "\"".to_string(),
        })
        .collect();
    let title = Text::new(
        "write straight quotes: \"",
        "schrijf rechte aanhalingstekens: \"",
    );
    Some(
        finding(
            codes::UNEXPECTED,
            format!("A text stands between straight quotes (\"), and this is {first}."),
            format!("Een tekst staat tussen rechte aanhalingstekens (\"), en dit is {first}."),
        )
        .label(failure.place(), title.clone())
        .fix(title, edits, false),
    )
}

/// `33,3%`.
fn decimal_comma(failure: &Failure<'_>) -> Option<Diagnostic> {
    let (rest, before) = (rest(failure), before(failure));
    let digits = rest.strip_prefix(',')?;
    if !before.ends_with(|c: char| c.is_ascii_digit())
        || !digits.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let at = (failure.at, failure.at + 1);
    Some(slip(
        failure,
        at,
        ".",
        (
            "A number with decimals has a point, as in 33.3.".into(),
            "Een getal met decimalen krijgt een punt, zoals 33.3.".into(),
        ),
    ))
}

/// `>= 10`.
fn sign(failure: &Failure<'_>) -> Option<Diagnostic> {
    let tests = failure.expected.iter().any(|k| {
        matches!(
            k,
            Rule::kw_at_least | Rule::kw_more_than | Rule::kw_exactly | Rule::number_test
        )
    });
    let rest = rest(failure);
    let (sign, en, nl) = SIGNS.iter().find(|(s, _, _)| rest.starts_with(s))?;
    if !tests {
        return None;
    }
    let word = if failure.lang == Lang::En { en } else { nl };
    Some(slip(
        failure,
        (failure.at, failure.at + sign.len()),
        word,
        (
            format!("Comparing is done in words: '{word}', not '{sign}'."),
            format!("Vergelijken gaat in woorden: '{word}', niet '{sign}'."),
        ),
    ))
}

/// `shall` for `must`.
fn word(failure: &Failure<'_>) -> Option<Diagnostic> {
    let found = failure.found();
    let possible = expected::keywords(&failure.expected, failure.lang);
    let (_, _, right) = WORDS.iter().find(|(lang, wrong, right)| {
        *lang == failure.lang && *wrong == found && possible.contains(right)
    })?;
    Some(slip(
        failure,
        (failure.at, failure.at + found.len()),
        right,
        (
            format!("'{found}' is not a word of the language; write '{right}'."),
            format!("'{found}' is geen woord van de taal; schrijf '{right}'."),
        ),
    ))
}

/// `the grid-operators may …`: the article was taken for a name, and the name behind it came as a surprise.
fn article(failure: &Failure<'_>) -> Option<Diagnostic> {
    let before = before(failure);
    let bare = before.trim_end();
    let article = ARTICLES.into_iter().find(|a| {
        bare.strip_suffix(a)
            .is_some_and(|b| b.is_empty() || b.ends_with([' ', '\n', '\t', '{', ',']))
    })?;
    if !is_name(failure.found()) || bare.len() == before.len() {
        return None;
    }
    Some(slip(
        failure,
        (bare.len() - article.len(), failure.at),
        "",
        (
            format!("A name stands without an article: leave out '{article}'."),
            format!("Een naam staat zonder lidwoord: laat '{article}' weg."),
        ),
    ))
}

/// `a, b, may …`.
fn trailing_comma(failure: &Failure<'_>) -> Option<Diagnostic> {
    let bare = before(failure).trim_end();
    let found = failure.found();
    if !bare.ends_with(',') || found.is_empty() || is_name(found) {
        return None;
    }
    Some(slip(
        failure,
        (bare.len() - 1, bare.len()),
        "",
        (
            format!("A comma joins two names, and behind this one comes '{found}'."),
            format!("Een komma verbindt twee namen, en achter deze komt '{found}'."),
        ),
    ))
}

/// `households grid-operators may …`: two names with nothing between them.
fn missing_comma(failure: &Failure<'_>) -> Option<Diagnostic> {
    let asks = |k: &Rule| matches!(k, Rule::deontic | Rule::kw_may | Rule::kw_must);
    let found = failure.found();
    if failure.declaration != Rule::rule || !failure.expected.iter().any(asks) || !is_name(found) {
        return None;
    }
    let next = scan::skip_blank(failure.text, failure.at + found.len());
    let next = scan::token(failure.text, next);
    let deontic = MeentParser::parse(Rule::kw_may, next).is_ok()
        || MeentParser::parse(Rule::kw_must, next).is_ok();
    if !deontic && next != "," {
        return None;
    }
    let end = before(failure).trim_end().len();
    Some(slip(
        failure,
        (end, end),
        ",",
        (
            format!("Between two names stands a comma: one is missing before '{found}'."),
            format!("Tussen twee namen staat een komma: vóór '{found}' ontbreekt er een."),
        ),
    ))
}

/// `01-03-2026`.
fn turned_date(failure: &Failure<'_>) -> Option<Diagnostic> {
    if !failure.expected.contains(&Rule::date) {
        return None;
    }
    let found: String = rest(failure)
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
        .collect();
    let parts: Vec<&str> = found.split(['-', '/', '.']).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let short = |p: &str| (1..=2).contains(&p.len());
    if !short(day) || !short(month) || year.len() != 4 {
        return None;
    }
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    Some(slip(
        failure,
        (failure.at, failure.at + found.len()),
        &date,
        (
            "A date is written as year-month-day, such as 2026-03-01.".into(),
            "Een datum schrijf je als jaar-maand-dag, zoals 2026-03-01.".into(),
        ),
    ))
}

/// `passes with 2/3`, and then the next clause, whose first word was taken for the group that the share is of.
fn share_of_whom(failure: &Failure<'_>) -> Option<Diagnostic> {
    if failure.declaration != Rule::decision {
        return None;
    }
    let bare = before(failure).trim_end();
    let word = bare.rsplit([' ', '\n', '\t']).next()?;
    let start = bare.len() - word.len();
    let share = bare.get(..start)?.trim_end();
    let known = expected::starts_clause(word, failure.lang);
    if !known || !share.ends_with(|c: char| c.is_ascii_digit() || c == '%') {
        return None;
    }
    let place = failure.span(start, start + word.len());
    Some(
        finding(
            codes::UNEXPECTED,
            "A share or count needs to say of whom: 'members', 'seats', 'votes cast', or a group.",
            "Bij een deel of aantal hoort van wie: 'leden', 'zetels', 'uitgebrachte stemmen' of een groep.",
        )
        .label(
            place,
            Text::new(
                "before this it should say of whom",
                "hiervoor hoort te staan van wie",
            ),
        ),
    )
}

/// A sign that other languages put at the end of a line or behind a word.
fn punctuation(failure: &Failure<'_>) -> Option<Diagnostic> {
    let found = failure.found();
    if ![";", ":", "=", "."].contains(&found) {
        return None;
    }
    Some(slip(
        failure,
        (failure.at, failure.at + found.len()),
        "",
        (
            format!("No '{found}' is needed here."),
            format!("Hier is geen '{found}' nodig."),
        ),
    ))
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && MeentParser::parse(Rule::name, word).is_ok_and(|p| p.as_str() == word)
}
