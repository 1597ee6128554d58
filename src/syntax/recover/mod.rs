//! What to say of a declaration that does not parse.
//!
//! The grammar sets it aside as `broken`. Here it is parsed once more alone, to learn how far it
//! makes sense and what could have followed there; that becomes a plain sentence with its place.

mod expected;
mod scan;
mod sentences;
mod starts;
mod stray;
mod swaps;

pub use scan::skip_blank;

use super::codes::{self, finding};
use super::grammar::{MeentParser, Rule};
use super::parse::Parsed;
use super::tree::{At, Kind, Stub};
use super::words::words;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::source::{FileId, Span};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

/// One declaration keyword: its rule, the declaration that it begins, and what it declares.
struct Opener {
    keyword: Rule,
    declaration: Rule,
    kind: Option<Kind>,
}

const OPENERS: [Opener; 16] = [
    Opener {
        keyword: Rule::kw_commons,
        declaration: Rule::commons,
        kind: Some(Kind::Commons),
    },
    Opener {
        keyword: Rule::kw_use,
        declaration: Rule::use_decl,
        kind: None,
    },
    Opener {
        keyword: Rule::kw_separate,
        declaration: Rule::separate,
        kind: None,
    },
    Opener {
        keyword: Rule::kw_group,
        declaration: Rule::group,
        kind: Some(Kind::Group),
    },
    Opener {
        keyword: Rule::kw_member,
        declaration: Rule::party,
        kind: Some(Kind::Party),
    },
    Opener {
        keyword: Rule::kw_party,
        declaration: Rule::party,
        kind: Some(Kind::Party),
    },
    Opener {
        keyword: Rule::kw_dataset,
        declaration: Rule::dataset,
        kind: Some(Kind::Dataset),
    },
    Opener {
        keyword: Rule::kw_purpose,
        declaration: Rule::purpose,
        kind: Some(Kind::Purpose),
    },
    Opener {
        keyword: Rule::kw_action,
        declaration: Rule::action,
        kind: Some(Kind::Action),
    },
    Opener {
        keyword: Rule::kw_fact,
        declaration: Rule::fact,
        kind: Some(Kind::Fact),
    },
    Opener {
        keyword: Rule::kw_rule,
        declaration: Rule::rule,
        kind: Some(Kind::Rule),
    },
    Opener {
        keyword: Rule::kw_body,
        declaration: Rule::body,
        kind: Some(Kind::Body),
    },
    Opener {
        keyword: Rule::kw_decision,
        declaration: Rule::decision,
        kind: Some(Kind::Decision),
    },
    Opener {
        keyword: Rule::kw_sanction,
        declaration: Rule::sanction,
        kind: Some(Kind::Sanction),
    },
    Opener {
        keyword: Rule::kw_right,
        declaration: Rule::right,
        kind: Some(Kind::Right),
    },
    Opener {
        keyword: Rule::kw_scenario,
        declaration: Rule::scenario,
        kind: Some(Kind::Scenario),
    },
];

/// A broken declaration and where it fails.
struct Failure<'t> {
    file: FileId,
    /// Where the declaration begins in the file; the positions below count from there.
    start: usize,
    text: &'t str,
    lang: Lang,
    /// The declaration that it begins as.
    declaration: Rule,
    at: usize,
    expected: Vec<Rule>,
}

impl Failure<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.start + start, self.start + end)
    }

    /// What stands where the text stops making sense; empty at the end.
    fn found(&self) -> &str {
        scan::token(self.text, self.at)
    }

    /// The place to point at: what was found, or the last character if the text ended.
    fn place(&self) -> Span {
        match self.found().len() {
            0 => {
                let last = self.text.char_indices().next_back().map_or(0, |(at, _)| at);
                self.span(last, self.text.len())
            }
            length => self.span(self.at, self.at + length),
        }
    }
}

/// The language of a file in which no keyword was understood: that of the words which begin its
/// broken declarations.
pub fn opening_language<'t>(broken: impl Iterator<Item = &'t str>) -> Lang {
    let (mut dutch, mut english) = (0, 0);
    for text in broken {
        let word = scan::token(text, 0);
        let langs = OPENERS
            .iter()
            .filter_map(|o| words().get(o.keyword)?.lang_of(word));
        for lang in langs {
            match lang {
                Lang::En => english += 1,
                Lang::Nl => dutch += 1,
            }
        }
    }
    if dutch > english { Lang::Nl } else { Lang::En }
}

/// Reports the broken declaration at these bytes of the text and keeps its stub.
pub fn broken(file: FileId, text: &str, start: usize, end: usize, lang: Lang, parsed: &mut Parsed) {
    let slice = text.get(start..end).unwrap_or_default();
    let slice = slice.trim_end();
    let word = scan::token(slice, 0);
    let opener = OPENERS.iter().find(|o| {
        words()
            .get(o.keyword)
            .is_some_and(|w| w.has(Lang::En, word) || w.has(Lang::Nl, word))
    });
    let span = Span::new(file, start, start + slice.len());
    let (diagnostic, kind) = match opener {
        Some(opener) => (declaration(file, slice, start, lang, opener), opener.kind),
        None => {
            let before = text.get(..start).unwrap_or_default();
            stray::say(file, before, slice, lang, word)
        }
    };
    let name = scan::token(slice, scan::skip_blank(slice, word.len()));
    let name_at = scan::skip_blank(slice, word.len());
    let is_name =
        |name: &str| MeentParser::parse(Rule::name, name).is_ok_and(|p| p.as_str() == name);
    let declares = kind.is_some_and(|k| k != Kind::Scenario);
    // A word that stands where a declaration should begin may have been meant as a name.
    let (name, name_at) = match kind {
        Some(_) => (name, name_at),
        None => (word, 0),
    };
    let name = ((declares || opener.is_none() && kind.is_none()) && is_name(name)).then(|| At {
        value: name.into(),
        span: Span::new(file, start + name_at, start + name_at + name.len()),
    });
    parsed.tree.broken.push(Stub { kind, name, span });
    parsed.diagnostics.push(diagnostic);
}

/// A declaration that begins well.
fn declaration(file: FileId, text: &str, start: usize, lang: Lang, opener: &Opener) -> Diagnostic {
    if let Some(quote) = scan::unclosed_quote(text) {
        return unclosed(
            Span::new(file, start + quote, start + quote + 1),
            (
                "This text is never closed: its second \" is missing.",
                "Deze tekst wordt nooit gesloten: de tweede \" ontbreekt.",
            ),
            ("the text begins here", "de tekst begint hier"),
        );
    }
    let mut failure = Failure {
        file,
        start,
        text,
        lang,
        declaration: opener.declaration,
        at: 0,
        expected: Vec::new(),
    };
    match MeentParser::parse(opener.declaration, text) {
        Ok(pairs) => failure.at = scan::skip_blank(text, pairs.as_str().trim_end().len()),
        Err(error) => {
            failure.at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            if let ErrorVariant::ParsingError { positives, .. } = error.variant {
                failure.expected = positives;
            }
        }
    }
    let brace = scan::unclosed_brace(text);
    if let (Some(brace), true) = (brace, failure.at >= text.len()) {
        return unclosed(
            failure.span(brace, brace + 1),
            (
                "This { is never closed: a } is missing.",
                "Deze { wordt nooit gesloten: er ontbreekt een }.",
            ),
            ("the body begins here", "de inhoud begint hier"),
        );
    }
    sentences::say(&failure)
}

fn unclosed(span: Span, message: (&str, &str), label: (&str, &str)) -> Diagnostic {
    finding(codes::UNCLOSED, message.0, message.1).label(span, Text::new(label.0, label.1))
}
