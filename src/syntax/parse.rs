//! From text to tree. Never fails; what does not parse is reported and left as a stub.

use super::codes::{self, finding};
use super::comments::comments;
use super::grammar::{MeentParser, Rule};
use super::lower::Lowering;
use super::tokens::{Keyword, Survey, spelling};
use super::{depth, recover, tree};
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::source::{FileId, Span};
use pest::Parser;

/// A file's tree, and all that there is to say about its form.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub tree: tree::File,
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one file.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    if text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        parsed.diagnostics.push(
            finding(
                codes::EMPTY_SOURCE,
                "This file is empty.",
                "Dit bestand is leeg.",
            )
            .label(
                Span::new(file, 0, 0),
                Text::new("nothing is declared here", "hier staat niets"),
            ),
        );
        return parsed;
    }
    if let Some(found) = depth::too_deep(file, text) {
        parsed.diagnostics.push(found);
        return parsed;
    }
    let pairs = match MeentParser::parse(Rule::file, text) {
        Ok(pairs) => pairs,
        // The grammar takes any text, so this is for safety only: the whole file is one broken declaration.
        Err(_) => {
            recover::broken(file, text, 0, text.len(), Lang::En, &mut parsed);
            return parsed;
        }
    };
    let survey = Survey::of(pairs.clone());
    parsed.tree.lang = match survey.keywords.is_empty() {
        true => recover::lang_of_broken(pairs.clone()),
        false => survey.lang(),
    };
    for keyword in survey
        .keywords
        .iter()
        .filter(|k| k.lang != parsed.tree.lang)
    {
        parsed
            .diagnostics
            .push(mixed(file, text, keyword, parsed.tree.lang));
    }
    let comments = comments(pairs.clone(), text);
    let mut lowering = Lowering::new(file, text, &comments);
    for top in pairs.flat_map(|p| p.into_inner()) {
        match top.as_rule() {
            Rule::EOI => {}
            Rule::broken => {
                let span = top.as_span();
                recover::broken(
                    file,
                    text,
                    span.start(),
                    span.end(),
                    parsed.tree.lang,
                    &mut parsed,
                );
            }
            _ => {
                let span = lowering.span(&top);
                match lowering.declaration(top) {
                    Some(declaration) => parsed.tree.declarations.push(declaration),
                    None => {
                        let (start, end) = (span.start as usize, span.end as usize);
                        recover::broken(file, text, start, end, parsed.tree.lang, &mut parsed);
                    }
                }
            }
        }
    }
    parsed.diagnostics.append(&mut lowering.diagnostics);
    crate::diagnostic::sort(&mut parsed.diagnostics);
    parsed
}

/// A keyword of the other language than the file's.
fn mixed(file: FileId, text: &str, keyword: &Keyword, lang: Lang) -> Diagnostic {
    let written = text.get(keyword.start..keyword.end).unwrap_or_default();
    let wanted = spelling(keyword.word, lang, keyword.number).unwrap_or_default();
    let span = Span::new(file, keyword.start, keyword.end);
    let (en, nl) = match lang {
        Lang::En => (
            format!("'{written}' is a Dutch keyword, and this file is in English."),
            format!("'{written}' is een Nederlands sleutelwoord, en dit bestand is in het Engels."),
        ),
        Lang::Nl => (
            format!("'{written}' is an English keyword, and this file is in Dutch."),
            format!("'{written}' is een Engels sleutelwoord, en dit bestand is in het Nederlands."),
        ),
    };
    let found = finding(codes::MIXED_LANGUAGES, en, nl);
    if wanted.is_empty() {
        return found
            .label(span, Text::new("leave this word out", "laat dit woord weg"))
            .fix(
                Text::new("leave it out", "laat het weg"),
                vec![Edit {
                    span,
                    text: String::new(),
                }],
                true,
            );
    }
    found
        .label(
            span,
            Text::new(format!("write '{wanted}'"), format!("schrijf '{wanted}'")),
        )
        .fix(
            Text::new(format!("write '{wanted}'"), format!("schrijf '{wanted}'")),
            vec![Edit {
                span,
                text: wanted.to_string(),
            }],
            true,
        )
}
