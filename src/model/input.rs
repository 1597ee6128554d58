//! What a model is built from: the trees of a commons, of what it imports, and of the commons around it.

use crate::source::FileId;
use crate::syntax::tree::{File, UseKind};

/// All trees that together say what one commons is.
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    pub own: Unit<'a>,
    /// The commons that this one is nested in, nearest first.
    pub outers: Vec<Outer<'a>>,
}

/// The files of one commons, in the order of their paths, and what they import.
#[derive(Debug, Clone, Default)]
pub struct Unit<'a> {
    pub files: Vec<(FileId, &'a File)>,
    pub uses: Vec<Used<'a>>,
}

/// `use groups, facts from "…"`, loaded: only declarations of these kinds come along.
#[derive(Debug, Clone)]
pub struct Used<'a> {
    pub kinds: Vec<UseKind>,
    pub files: Vec<(FileId, &'a File)>,
}

#[derive(Debug, Clone)]
pub struct Outer<'a> {
    /// The prefix of its names: `city` in `city:marketing`.
    pub alias: String,
    pub unit: Unit<'a>,
}
