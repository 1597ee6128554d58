//! What a change means: which declarations changed, which were only renamed or reworded, and which answers changed.
//!
//! Everything is read off the [`facets`] of declarations: their clauses as [`term`]s, in which two that mean the same are the same.

mod changes;
mod digest;
mod facets;
mod pairing;
mod term;

pub use changes::{Changed, ClauseChange, changes};
pub use digest::{Digest, digest, digests};
pub use pairing::Pairs;
