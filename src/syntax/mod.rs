//! Syntax: from text to the typed tree of a file, with recovery, and back (the formatter).
//!
//! - [`parse`] turns text into a [`tree::File`]. It never fails: what does not parse becomes a
//!   diagnostic and a [`tree::Stub`], and the declarations around it are understood.
//! - [`Document`] is a text that changes: after an edit it parses only what can have changed, with the same outcome.
//! - [`format`] writes a text in the canonical layout, and in another keyword language.
//! - [`words`] is the table of keywords in both keyword languages.

mod codes;
mod comments;
mod depth;
mod document;
mod fmt;
pub mod follow;
pub mod grammar;
mod lower;
pub mod meanings;
mod nodes;
mod parse;
mod recover;
mod tokens;
pub mod tree;
pub mod words;

pub use comments::comments;
pub use document::{Document, Shift};
pub use fmt::format;
pub use grammar::bare_parse;
pub use parse::{Parsed, parse};
