//! A file that changes: after an edit only the declarations that it can have changed are parsed again.
//!
//! To the grammar a file is a row of pieces, each a declaration or something broken, and what a piece is depends on nothing
//! that stands before it. So wherever a piece of the new text starts where one of the old text started, and the text from
//! there to the end is the same, all that follows is the same, and is only moved. And a piece that ends before the edit is
//! the same if the parser did not look as far as the edit to understand it ([`reach`]).
//!
//! What is said of something broken also depends on the line before it and on the language of the whole file; so do the
//! keywords of the other language, which are told in one finding. Those are worked out again where they may have changed.
//!
//! A document gives the very tree and findings that [`parse`](crate::syntax::parse()) gives of the same text.

mod piece;
mod reach;
mod shift;
#[cfg(test)]
mod tests;

pub use shift::Shift;

use super::parse::{self, Parsed};
use super::recover::{opening_language, skip_blank};
use super::tokens::{Keyword, Survey};
use crate::diagnostic::{Diagnostic, Lang};
use crate::source::{Difference, FileId};
use piece::{Content, Piece};
use std::sync::Arc;

/// The text of a file with its pieces.
#[derive(Debug, Clone)]
pub struct Document {
    file: FileId,
    text: Arc<str>,
    lang: Lang,
    pieces: Vec<Piece>,
    /// Why the file was set aside whole, if it was; there are no pieces then.
    aside: Option<Diagnostic>,
}

impl Document {
    /// Parses a text.
    pub fn new(file: FileId, text: impl Into<Arc<str>>) -> Self {
        let mut document = Document {
            file,
            text: Arc::from(""),
            lang: Lang::En,
            pieces: Vec::new(),
            aside: None,
        };
        document.update(text);
        document
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The file that its places are in.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// So many declarations and broken pieces are held.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// Takes another text, however it came about, and parses what can have changed. Gives how many pieces were parsed.
    pub fn update(&mut self, text: impl Into<Arc<str>>) -> usize {
        let text = text.into();
        if text == self.text && !self.text.is_empty() {
            return 0;
        }
        let old = std::mem::replace(&mut self.text, text);
        self.aside = parse::aside(self.file, &self.text);
        if self.aside.is_some() {
            self.pieces.clear();
            return 0;
        }
        let parsed = self.reparse(&Difference::of(&old, &self.text));
        self.settle();
        parsed
    }

    fn reparse(&mut self, change: &Difference) -> usize {
        let (changed, new_end) = (&change.old, change.new.end);
        let by = (new_end as u32).wrapping_sub(changed.end as u32);
        let text = &*self.text;
        let mut old = std::mem::take(&mut self.pieces).into_iter().peekable();
        let mut pieces: Vec<Piece> = Vec::with_capacity(old.len() + 8);
        let mut count = 0;
        let mut at = first_piece(text);
        loop {
            if at >= new_end {
                let before = at - new_end + changed.end;
                while old.next_if(|p| p.start < before).is_some() {}
                if old.peek().is_some_and(|p| p.start == before) {
                    let first = pieces.len();
                    pieces.extend(old);
                    let moved = pieces.get_mut(first..).unwrap_or_default();
                    if by != 0 {
                        moved.shift(by);
                    }
                    for piece in moved.iter_mut() {
                        // What is said of a broken piece looks at the line before it, and at the last sign.
                        let between = text.get(new_end..piece.start).unwrap_or_default();
                        if between.contains(['\n', '\r']) && !between.trim().is_empty() {
                            break;
                        }
                        piece.forget();
                    }
                    break;
                }
            } else if at < changed.start {
                while old.next_if(|p| p.start < at).is_some() {}
                let same = |p: &Piece| p.start == at && p.reach <= changed.start;
                if let Some(piece) = old.next_if(same) {
                    at = skip_blank(text, piece.end);
                    pieces.push(piece);
                    continue;
                }
            }
            let Some(piece) = Piece::parse(self.file, text, at) else {
                break;
            };
            count += 1;
            at = skip_blank(text, piece.end);
            pieces.push(piece);
        }
        self.pieces = pieces;
        count
    }

    /// Works out what depends on the whole file.
    fn settle(&mut self) {
        let text = self.text.clone();
        let keywords = self.pieces.iter().flat_map(|p| &p.keywords);
        let survey = Survey::counted(keywords.map(|k| k.0));
        self.lang = match survey.is_empty() {
            false => survey.lang(),
            true => opening_language(self.pieces.iter().filter_map(|p| match p.content {
                Content::Broken { .. } => text.get(p.start..p.end),
                Content::Whole { .. } => None,
            })),
        };
        for piece in &mut self.pieces {
            piece.tell(self.file, &text, self.lang);
        }
    }

    /// The tree and the findings.
    pub fn parsed(&self) -> Parsed {
        let mut parsed = Parsed::default();
        if let Some(found) = &self.aside {
            parsed.diagnostics.push(found.clone());
            return parsed;
        }
        parsed.tree.lang = self.lang;
        let keywords = self.pieces.iter().flat_map(|p| &p.keywords);
        let foreign: Vec<Keyword> = keywords
            .filter(|(lang, _)| *lang != self.lang)
            .map(|(_, keyword)| *keyword)
            .collect();
        let mixed = parse::mixed(self.file, &self.text, &foreign, self.lang);
        parsed.diagnostics.extend(mixed);
        let mut of_whole = Vec::new();
        for piece in &self.pieces {
            match &piece.content {
                Content::Whole { tree, found } => {
                    parsed.tree.declarations.push(tree.clone());
                    of_whole.extend_from_slice(found);
                }
                Content::Broken { stubs, found, .. } => {
                    parsed.tree.broken.extend_from_slice(stubs);
                    parsed.diagnostics.extend_from_slice(found);
                }
            }
        }
        parsed.diagnostics.append(&mut of_whole);
        crate::diagnostic::sort(&mut parsed.diagnostics);
        parsed
    }
}

/// Where the first piece of a text starts, or its end.
fn first_piece(text: &str) -> usize {
    let at = skip_blank(text, 0);
    match text.get(at..).and_then(|t| t.chars().next()) {
        Some(mark @ '\u{FEFF}') => skip_blank(text, at + mark.len_utf8()),
        _ => at,
    }
}
