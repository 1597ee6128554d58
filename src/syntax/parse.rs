//! From text to tree. Never fails; what does not parse is reported and left as a stub.

use super::codes::{self, finding};
use super::comments;
use super::grammar::{MeentParser, Rule};
use super::lower::Lowering;
use super::nodes::{Node, Nodes};
use super::tokens::{Keyword, Survey, spelling};
use super::{depth, recover, tree};
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::source::{FileId, Span};
use pest::Parser;
use std::sync::Arc;

/// A file's tree, and all that there is to say about its form.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub tree: tree::File,
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one file.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    if let Some(found) = aside(file, text) {
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
    let nodes = Nodes::of(pairs, text);
    let broken = |n: &Node<'_>| n.kind() == Rule::broken;
    let survey = Survey::of(&nodes);
    let lang = match survey.is_empty() {
        true => {
            let broken = nodes.declarations().filter(broken);
            recover::opening_language(broken.map(|n| n.text()))
        }
        false => survey.lang(),
    };
    parsed.tree.lang = lang;
    parsed
        .diagnostics
        .extend(mixed(file, text, &survey.foreign(&nodes), lang));
    let unread = nodes.declarations().filter(broken);
    let comments = comments::outside(unread.map(|n| (n.start(), n.end())), text);
    let mut lowering = Lowering::new(file, text, &comments);
    for top in nodes.declarations() {
        match top.kind() {
            Rule::EOI => {}
            Rule::broken => recover::broken(file, text, top.start(), top.end(), lang, &mut parsed),
            _ => match lowering.declaration(top) {
                Some(declaration) => parsed.tree.declarations.push(Arc::new(declaration)),
                None => {
                    let span = lowering.span(&top);
                    let (start, end) = (span.start as usize, span.end as usize);
                    recover::broken(file, text, start, end, lang, &mut parsed);
                }
            },
        }
    }
    parsed.diagnostics.append(&mut lowering.diagnostics);
    crate::diagnostic::sort(&mut parsed.diagnostics);
    parsed
}

/// Why a file is set aside whole, if it is: it holds nothing, or what it holds would exhaust the parser.
pub fn aside(file: FileId, text: &str) -> Option<Diagnostic> {
    if text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        let found = finding(
            codes::EMPTY_SOURCE,
            "This file is empty.",
            "Dit bestand is leeg.",
        )
        .label(
            Span::new(file, 0, 0),
            Text::new("nothing is declared here", "hier staat niets"),
        );
        return Some(found);
    }
    depth::too_deep(file, text)
}

/// More places than this are counted, not shown.
const MOST_PLACES: usize = 12;

/// The keywords of the other language than the file's, as one finding: all of them, and the edit that mends them all.
pub fn mixed(file: FileId, text: &str, foreign: &[Keyword], lang: Lang) -> Option<Diagnostic> {
    let first = foreign.first()?;
    let written = text.get(first.start..first.end).unwrap_or_default();
    let more = foreign.len() - 1;
    let (en, nl) = match (lang, more) {
        (Lang::En, 0) => (
            format!("'{written}' is a Dutch keyword, and this file is in English."),
            format!("'{written}' is een Nederlands sleutelwoord, en dit bestand is in het Engels."),
        ),
        (Lang::Nl, 0) => (
            format!("'{written}' is an English keyword, and this file is in Dutch."),
            format!("'{written}' is een Engels sleutelwoord, en dit bestand is in het Nederlands."),
        ),
        (Lang::En, more) => (
            format!("'{written}' and {more} more are Dutch keywords, and this file is in English."),
            format!(
                "'{written}' en nog {more} zijn Nederlandse sleutelwoorden, en dit bestand is in het Engels."
            ),
        ),
        (Lang::Nl, more) => (
            format!("'{written}' and {more} more are English keywords, and this file is in Dutch."),
            format!(
                "'{written}' en nog {more} zijn Engelse sleutelwoorden, en dit bestand is in het Nederlands."
            ),
        ),
    };
    let mut found = finding(codes::MIXED_LANGUAGES, en, nl);
    let mut edits = Vec::with_capacity(foreign.len());
    let mut title = Text::default();
    for keyword in foreign {
        let wanted = spelling(keyword.word, lang, keyword.number).unwrap_or_default();
        let span = Span::new(file, keyword.start, keyword.end);
        let label = match wanted.is_empty() {
            true => Text::new("leave this word out", "laat dit woord weg"),
            false => Text::new(format!("write '{wanted}'"), format!("schrijf '{wanted}'")),
        };
        if edits.is_empty() {
            title = label.clone();
        }
        if edits.len() < MOST_PLACES {
            found = found.label(span, label);
        }
        edits.push(Edit {
            span,
            text: wanted.to_string(),
        });
    }
    if more > 0 {
        title = match lang {
            Lang::En => Text::new("write them in English", "schrijf ze in het Engels"),
            Lang::Nl => Text::new("write them in Dutch", "schrijf ze in het Nederlands"),
        };
    }
    Some(found.fix(title, edits, true))
}
