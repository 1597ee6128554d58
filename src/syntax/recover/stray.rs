//! What to say of text that stands where a declaration should begin, and does not begin as one does.

use super::{OPENERS, expected};
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::source::{FileId, Span};
use crate::syntax::codes::{self, finding};
use crate::syntax::grammar::{MeentParser, Rule};
use crate::syntax::tree::Kind;
use crate::syntax::words::words;
use pest::Parser;

/// The sentence, and what the text was most likely meant to declare. `before` is the file up to the text.
pub fn say(
    file: FileId,
    before: &str,
    text: &str,
    lang: Lang,
    word: &str,
) -> (Diagnostic, Option<Kind>) {
    let start = before.len();
    let length = word.len().max(1).min(text.len().max(1));
    let span = Span::new(file, start, start + length);
    if word == "}" {
        let found = finding(
            codes::UNEXPECTED,
            "This } closes nothing: there is one more } than {.",
            "Deze } sluit niets: er staat een } meer dan een {.",
        )
        .label(span, Text::new("closes nothing", "sluit niets"))
        .fix(
            Text::new("leave it out", "laat hem weg"),
            vec![Edit {
                span,
                text: String::new(),
            }],
            false,
        );
        return (found, None);
    }
    if let Some(found) = comment(file, start, text) {
        return (found, None);
    }
    if let Some(found) = name_of_two_words(file, before, word, span) {
        return (found, None);
    }
    if let Some(found) = body_without_brace(file, before, word, span, lang) {
        return (found, None);
    }
    let spellings = OPENERS
        .iter()
        .filter_map(|o| Some((o, words().get(o.keyword)?)));
    let spellings =
        spellings.flat_map(|(o, w)| w.spellings(lang).iter().map(move |s| (o, s.as_str())));
    if let Some((opener, near)) = expected::nearest(word, spellings, |s| s.1) {
        let found = finding(
            codes::UNEXPECTED,
            format!("'{word}' does not begin a declaration; did you mean '{near}'?"),
            format!("Met '{word}' begint geen declaratie; bedoelde je '{near}'?"),
        )
        .label(
            span,
            Text::new("not a word of the language", "geen woord van de taal"),
        )
        .fix(
            Text::new(format!("write '{near}'"), format!("schrijf '{near}'")),
            vec![Edit {
                span,
                text: near.to_string(),
            }],
            false,
        );
        return (found, opener.kind);
    }
    let list = |of: Lang| {
        let all = OPENERS
            .iter()
            .filter_map(|o| words().get(o.keyword)?.canonical(lang));
        expected::list(all.map(|s| format!("'{s}'")).collect(), of)
    };
    let found = finding(
        codes::UNEXPECTED,
        format!("A declaration should begin here, with {}.", list(Lang::En)),
        format!(
            "Hier hoort een declaratie te beginnen, met {}.",
            list(Lang::Nl)
        ),
    );
    let label = Text::new(
        "this begins no declaration",
        "hiermee begint geen declaratie",
    );
    (found.label(span, label), None)
}

/// A comment as other languages write it.
fn comment(file: FileId, start: usize, text: &str) -> Option<Diagnostic> {
    let sign = ["//", "--", "/*", "<!--"]
        .into_iter()
        .find(|sign| text.starts_with(sign))?;
    let span = Span::new(file, start, start + sign.len());
    let found = finding(
        codes::UNEXPECTED,
        "A comment begins with #, on every line of it.",
        "Commentaar begint met #, op elke regel opnieuw.",
    )
    .label(span, Text::new("write #", "schrijf #"));
    if sign.len() > 2 || sign == "/*" {
        return Some(found);
    }
    let edit = Edit {
        span,
        text: "#".to_string(),
    };
    Some(found.fix(Text::new("write #", "schrijf #"), vec![edit], false))
}

/// `party our bureau "…" {`: a declaration that was understood up to its name, and one word more on the same line.
fn name_of_two_words(file: FileId, before: &str, word: &str, span: Span) -> Option<Diagnostic> {
    let line = before.rsplit(['\n', '\r']).next()?;
    let mut parts = line.split_whitespace();
    let (keyword, name) = (parts.next()?, parts.next()?);
    let opens = OPENERS
        .iter()
        .filter_map(|o| words().get(o.keyword))
        .any(|w| w.has(Lang::En, keyword) || w.has(Lang::Nl, keyword));
    let is_name = MeentParser::parse(Rule::name, word).is_ok_and(|p| p.as_str() == word);
    if !opens || !is_name || parts.next().is_some() || name.contains(['"', '{', '}', ',']) {
        return None;
    }
    let end = before.trim_end().len();
    let joined = format!("{name}-{word}");
    let edit = Edit {
        span: Span::new(file, end, before.len()),
        text: "-".to_string(),
    };
    Some(
        finding(
            codes::UNEXPECTED,
            format!("A name is one word: '{joined}', not '{name} {word}'."),
            format!("Een naam is één woord: '{joined}', niet '{name} {word}'."),
        )
        .label(
            span,
            Text::new(
                "the name ended before this",
                "de naam was hiervoor al klaar",
            ),
        )
        .fix(
            Text::new(format!("write '{joined}'"), format!("schrijf '{joined}'")),
            vec![edit],
            false,
        ),
    )
}

/// A clause where a declaration should begin: the brace before it was forgotten.
fn body_without_brace(
    file: FileId,
    before: &str,
    word: &str,
    span: Span,
    lang: Lang,
) -> Option<Diagnostic> {
    let known = words().iter().any(|w| {
        let mut spellings = w.spellings(lang).iter();
        spellings.any(|s| s == word || s.split(' ').next() == Some(word))
    });
    let end = before.trim_end().len();
    if !known || end == 0 || before.trim_end().ends_with('}') {
        return None;
    }
    let edit = Edit {
        span: Span::new(file, end, end),
        text: " {".to_string(),
    };
    Some(
        finding(
            codes::UNEXPECTED,
            format!("'{word}' belongs between {{ and }}: the {{ before it is missing."),
            format!("'{word}' hoort tussen {{ en }}: de {{ ervoor ontbreekt."),
        )
        .label(
            span,
            Text::new("the body begins here", "hier begint de inhoud"),
        )
        .fix(
            Text::new("write { before it", "schrijf er { voor"),
            vec![edit],
            false,
        ),
    )
}
