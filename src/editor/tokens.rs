//! Semantic tokens: what each word of a source is.

use super::Snapshot;
use crate::model::{AnyId, DataKind, Model, Named, Origin, Role, Use};
use crate::source::FileId;
use crate::syntax::comments;
use crate::syntax::grammar::{MeentParser, Pairs, Rule};
use crate::syntax::words::words;
use pest::Parser;
use std::collections::BTreeSet;
use std::ops::Range;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    Keyword,
    Comment,
    Text,
    Number,
    /// A unit, of time or of a quantity.
    Unit,
    Date,
    Commons,
    Group,
    Party,
    Body,
    Dataset,
    Field,
    Purpose,
    Action,
    Fact,
    Choice,
    Rule,
    Decision,
    Sanction,
    Right,
    /// A legal basis, a category of data, a legal form.
    Law,
    Finding,
    /// A name that stands for nothing.
    Name,
}

impl TokenKind {
    pub const ALL: [TokenKind; 23] = [
        TokenKind::Keyword,
        TokenKind::Comment,
        TokenKind::Text,
        TokenKind::Number,
        TokenKind::Unit,
        TokenKind::Date,
        TokenKind::Commons,
        TokenKind::Group,
        TokenKind::Party,
        TokenKind::Body,
        TokenKind::Dataset,
        TokenKind::Field,
        TokenKind::Purpose,
        TokenKind::Action,
        TokenKind::Fact,
        TokenKind::Choice,
        TokenKind::Rule,
        TokenKind::Decision,
        TokenKind::Sanction,
        TokenKind::Right,
        TokenKind::Law,
        TokenKind::Finding,
        TokenKind::Name,
    ];
}

/// What is special about a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Modifiers {
    /// Here it gets its name.
    pub declares: bool,
    /// Nothing uses it, and the source accepts that.
    pub unused: bool,
    /// It ships with the compiler.
    pub shipped: bool,
    /// It is declared in a commons around this one.
    pub outer: bool,
}

/// A piece of text and what it is. Pieces are in order and never overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub bytes: Range<usize>,
    pub kind: TokenKind,
    pub modifiers: Modifiers,
}

/// The tokens of a file, or of those of its declarations that touch a stretch of bytes.
pub fn tokens(snapshot: &Snapshot, file: FileId, within: Option<Range<usize>>) -> Vec<Token> {
    let text = snapshot.text(file);
    let Ok(pairs) = MeentParser::parse(Rule::file, &text) else {
        return Vec::new();
    };
    let unused = unused(&snapshot.model);
    let mut out: Vec<Token> = comments(pairs.clone(), &text)
        .into_iter()
        .map(|(start, end)| Token {
            bytes: start..end,
            kind: TokenKind::Comment,
            modifiers: Modifiers::default(),
        })
        .collect();
    let mut uses = snapshot.model.uses_in(file).iter().peekable();
    let touches = |bytes: &Range<usize>| {
        within
            .as_ref()
            .is_none_or(|w| bytes.start <= w.end && bytes.end >= w.start)
    };
    for top in pairs.flat_map(|p| p.into_inner()) {
        let span = top.as_span();
        if !touches(&(span.start()..span.end())) {
            continue;
        }
        match top.as_rule() {
            Rule::broken => broken(&text, span.start()..span.end(), &mut out),
            Rule::EOI => {}
            _ => leaves(top.into_inner(), &mut out),
        }
    }
    out.retain(|t| touches(&t.bytes));
    out.sort_by_key(|t| t.bytes.start);
    let mut named = Vec::with_capacity(out.len());
    for token in out {
        if token.kind != TokenKind::Name {
            named.push(token);
            continue;
        }
        // A name of several parts has a use for each: `city:readings.kwh`.
        let mut any = false;
        while let Some(one) = uses.next_if(|u| (u.span.start as usize) < token.bytes.end) {
            if (one.span.start as usize) < token.bytes.start || one.role == Role::Misfit {
                continue;
            }
            let Some((kind, modifiers)) = of_use(&snapshot.model, one, &unused) else {
                continue;
            };
            any = true;
            named.push(Token {
                bytes: one.span.start as usize..(one.span.end as usize).min(token.bytes.end),
                kind,
                modifiers,
            });
        }
        if !any {
            named.push(token);
        }
    }
    named.retain(|t| !t.bytes.is_empty());
    named
}

fn leaves(pairs: Pairs<'_>, out: &mut Vec<Token>) {
    for pair in pairs {
        let kind = match pair.as_rule() {
            Rule::string => Some(TokenKind::Text),
            Rule::name => Some(TokenKind::Name),
            Rule::unit_name | Rule::per_cent => Some(TokenKind::Unit),
            Rule::date => Some(TokenKind::Date),
            Rule::integer | Rule::decimal | Rule::version_number => Some(TokenKind::Number),
            Rule::lang_tag | Rule::article => Some(TokenKind::Keyword),
            Rule::time_unit => Some(TokenKind::Unit),
            kind if words().get(kind).is_some() => Some(TokenKind::Keyword),
            _ => None,
        };
        match kind {
            Some(kind) => {
                let span = pair.as_span();
                out.push(Token {
                    bytes: span.start()..span.end(),
                    kind,
                    modifiers: Modifiers::default(),
                });
            }
            None => leaves(pair.into_inner(), out),
        }
    }
}

/// What can be told of a declaration that does not parse: the keyword that it begins with, its name, and texts between
/// quotes that close on their line.
fn broken(text: &str, bytes: Range<usize>, out: &mut Vec<Token>) {
    let part = text.get(bytes.clone()).unwrap_or_default();
    if let Ok(pairs) = MeentParser::parse(Rule::stub, part) {
        for pair in pairs.flat_map(|p| p.into_inner()) {
            let kind = match pair.as_rule() {
                Rule::stub_kw => TokenKind::Keyword,
                Rule::name => TokenKind::Name,
                _ => continue,
            };
            let span = pair.as_span();
            out.push(Token {
                bytes: bytes.start + span.start()..bytes.start + span.end(),
                kind,
                modifiers: Modifiers::default(),
            });
        }
    }
    let mut at = bytes.start;
    for line in part.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        let quotes: Vec<usize> = code.match_indices('"').map(|(i, _)| i).collect();
        for pair in quotes.chunks_exact(2) {
            if let [open, close] = pair {
                out.push(Token {
                    bytes: at + open..at + close + 1,
                    kind: TokenKind::Text,
                    modifiers: Modifiers::default(),
                });
            }
        }
        at += line.len();
    }
}

/// The declarations at which the source accepts that nothing uses them.
fn unused(model: &Model) -> BTreeSet<u64> {
    let accepted = model.acceptances.iter();
    accepted
        .filter(|a| a.code.entry().slug == "unused")
        .map(|a| key(a.within.file, a.within.start))
        .collect()
}

fn key(file: FileId, start: u32) -> u64 {
    u64::from(file.0) << 32 | u64::from(start)
}

fn of_use(model: &Model, one: &Use, unused: &BTreeSet<u64>) -> Option<(TokenKind, Modifiers)> {
    let kind = match one.named {
        Named::Is(id) => match id {
            AnyId::Group(_) => TokenKind::Group,
            AnyId::Party(_) => TokenKind::Party,
            AnyId::Data(id) => match model.data.get(id.index()).map(|d| &d.kind) {
                Some(DataKind::Field { .. }) => TokenKind::Field,
                _ => TokenKind::Dataset,
            },
            AnyId::Purpose(_) => TokenKind::Purpose,
            AnyId::Action(_) => TokenKind::Action,
            AnyId::Fact(_) => TokenKind::Fact,
            AnyId::Rule(_) => TokenKind::Rule,
            AnyId::Body(_) => TokenKind::Body,
            AnyId::Decision(_) => TokenKind::Decision,
            AnyId::Sanction(_) => TokenKind::Sanction,
            AnyId::Right(_) => TokenKind::Right,
        },
        Named::Commons(_) | Named::Alias(_) | Named::Library => TokenKind::Commons,
        Named::Choice(..) => TokenKind::Choice,
        Named::Finding(_) => TokenKind::Finding,
        Named::Law(_) => TokenKind::Law,
    };
    let decl = model.named_decl(one.named);
    let modifiers = Modifiers {
        declares: one.declares(),
        unused: decl
            .and_then(|d| d.span)
            .is_some_and(|s| unused.contains(&key(s.file, s.start))),
        shipped: one.shipped,
        outer: decl.is_some_and(|d| matches!(d.origin, Origin::Outer(_))),
    };
    Some((kind, modifiers))
}
