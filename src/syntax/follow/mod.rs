//! What may follow at a place of a text that is being written: asked of the grammar itself.
//!
//! The parser tells whether a text is right; an editor asks what could come next in one that is not finished. So the
//! text of the grammar is read once more, as steps, and walked through on all ways at once up to the place. Names,
//! texts and keywords are recognised by the parser's own productions, so nothing of the language is written twice.

mod code;
mod place;
mod shape;
mod spell;
mod walk;

use crate::syntax::grammar::Rule;

pub use place::{Place, Within, expected_at, within, word_at};
pub use shape::{Piece, Shape, shapes};
pub use spell::spelled;

/// A part of a production that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub kind: Rule,
    pub start: usize,
    /// The beginning of what follows, so with the blanks between.
    pub end: usize,
}

/// A production that was begun before the place and is not ended there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub kind: Rule,
    pub start: usize,
    /// What was read of it, in order.
    pub read: Vec<Part>,
    /// Which part of its [`shapes`] it is at, counted over all alternatives.
    pub part: usize,
}

impl Step {
    /// Whether something was read of this form.
    pub fn has(&self, kind: Rule) -> bool {
        self.read.iter().any(|p| p.kind == kind)
    }
}

/// Something that may stand at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// A keyword (`kw_…`), a sign, a name, a text, a number, a date.
    pub kind: Rule,
    /// Where it begins: at the place, or before it if the first words of a keyword stand there already.
    pub at: usize,
    /// The productions that it stands in, the outermost first.
    pub path: Vec<Step>,
}

impl Expected {
    /// The step of a production, the innermost one.
    pub fn within(&self, kind: Rule) -> Option<&Step> {
        self.path.iter().rev().find(|s| s.kind == kind)
    }

    /// The innermost production.
    pub fn inner(&self) -> Option<&Step> {
        self.path.last()
    }
}
