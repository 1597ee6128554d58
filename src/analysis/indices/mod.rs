//! Power indices: how often a member's vote decides, exactly.
//!
//! A decision taken by known people is a *simple game*: every member is for or against, and a coalition of those who are for
//! wins or loses. Two indices are worked out, as exact fractions:
//!
//! - **Banzhaf**: a *swing* of a member is a coalition of others that loses without the member and wins with it. The absolute
//!   index is swings / 2^(n-1), the share of all ways in which the others can vote in which this vote decides; the index
//!   proper is the member's part of the swings of all (J. F. Banzhaf, "Weighted voting doesn't work", Rutgers Law Review 19,
//!   1965; found earlier by L. S. Penrose, 1946).
//! - **Shapley-Shubik**: members say yes one after the other in an order drawn at random; the index is the chance to be the
//!   one who makes it pass (L. S. Shapley & M. Shubik, American Political Science Review 48, 1954).
//!
//! D. S. Felsenthal & M. Machover, *The Measurement of Voting Power* (1998), for both, and why the one is no correction of the
//! other. Which game a decision defines stands in [`of_decision`] and in docs/semantics, section 14.
//!
//! - [`game`]: games of several weighted tests, and who vetoes, dictates or can be missed.
//! - [`count`]: the numbers of swings, by a table over totals or by going through the kinds.
//! - [`of_decision`]: the game of a decision. [`of_body`]: its voters, in the memberships that the source allows.

pub mod count;
pub mod game;
pub mod of_body;
pub mod of_decision;
mod table;

#[cfg(test)]
mod tests;

pub use count::{Indices, TooLarge, banzhaf, indices};
pub use game::{Game, Kind};
pub use of_body::{memberships, up_to, voters};
pub use of_decision::{NoGame, Voters, game_of};
