//! What a decision leaves unsaid, says twice, or says in an order that can't be kept.
//!
//! - `unsaid` (M1110): what the outcome depends on, with a case in which it does, from `matters`.
//! - `rules` (M1111): two decisions for one kind of thing, or none.
//! - `silence` (M1112): nobody decides, and somebody waits.
//! - `clocks` (M1113): terms that can't be kept together.
//!
//! Definitions: docs/semantics, section 14.

mod clocks;
mod matters;
mod rules;
mod silence;
mod unsaid;

use crate::diagnostic::{Diagnostic, Edit, Lang};
use crate::model::{Decl, Model};
use crate::source::Span;
use crate::syntax::grammar::Rule as Word;
use crate::syntax::words::words;

pub use clocks::{Late, late};

pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    unsaid::check(model, out);
    rules::check(model, out);
    silence::check(model, out);
    clocks::check(model, out);
}

/// A keyword as `meent fmt` prints it in the language of the source.
fn word(model: &Model, kind: Word) -> &'static str {
    let word = words().get(kind);
    word.and_then(|w| w.canonical(model.lang)).unwrap_or("?")
}

/// A title that a sentence speaks of.
fn named(decl: &Decl, lang: Lang) -> String {
    format!("\"{}\"", decl.title(lang))
}

/// A clause put at the end of a declaration's body.
fn at_end(decl: &Decl, clauses: &[String]) -> Option<Edit> {
    let span = decl.span?;
    let end = span.end.checked_sub(1)?;
    let lines: String = clauses.iter().map(|c| format!("  {c}\n")).collect();
    Some(Edit {
        span: Span {
            start: end,
            end,
            ..span
        },
        text: lines,
    })
}

/// Words put behind a stretch of text.
fn behind(span: Span, text: String) -> Edit {
    Edit {
        span: Span {
            start: span.end,
            ..span
        },
        text,
    }
}
