//! The grammar for editors, editors/tree-sitter-meent, is equal to the compiler's: the same texts, the same trees.
//!
//! `UPDATE_TREE_SITTER=1 cargo test --test tree_sitter` makes its generated files anew.

mod corpus;
mod equal;
mod generate;
mod language;
mod mutate;
mod queries;
mod recovery;
mod sources;
mod tables;
mod trees;

/// Where the grammar lies.
const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/tree-sitter-meent");
