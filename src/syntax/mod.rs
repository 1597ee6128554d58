//! Syntax: from text to the typed tree of a file, with recovery, and back (the formatter).
//!
//! [`parse::parse`] never fails: what does not parse becomes a diagnostic and a [`tree::Stub`].

pub mod tree;
