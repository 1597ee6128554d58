//! Comparing: exactly where two sides answer differently.
//!
//! A side is the rules of a model, or of the same model without one of them. Both sides are put into one space of atoms, groups,
//! parties and facts, for which a [`Pairing`] says which names of the two models stand for the same thing.

mod pairing;

pub use pairing::Pairing;
