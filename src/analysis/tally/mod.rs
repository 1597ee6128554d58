//! Counting: what comes of a vote, an election or a draw by lot, with each number that decided it.
//!
//! Everything is an integer or an exact ratio. A share is compared by cross-multiplication and never rounded; only a
//! quorum is rounded, up, to whole people. Letters as in docs/semantics, section 10: N eligible, P present or
//! represented, Y for, X against, A abstaining, B blank, I invalid, R recused.
//!
//! - [`poll`]: who was there and how they voted, in people and in votes. [`scenario`] makes one of a scenario.
//! - [`counting`]: quorums and tests on a poll, and the outcome by the ballots alone.
//! - [`ending`]: what becomes of that outcome: ties, vetoes, clocks, another body.
//! - [`change`]: the smallest changes with which it would have come out otherwise.
//! - [`weight`]: voting weight by table or function, and its cap. [`proxy`]: who votes for whom.
//! - [`election`], [`sortition`], [`lot`]: people chosen, people drawn, and the order that a public seed gives.

pub mod change;
pub mod change_words;
pub mod clock;
pub mod counting;
pub mod election;
pub mod ending;
pub mod lot;
pub mod poll;
pub mod proxy;
mod scenario;
pub mod sortition;
pub mod weight;
pub mod words;

pub use counting::{Bound, Count, QuorumCount, TestCount, TestResult, Uncountable, count_poll};
pub use ending::{Circumstances, Decided, Ending, Reason, decide};
pub use poll::{Ballots, ClassPoll, Piles, Poll, Room};

use crate::model::{Decision, VoteCase};

/// Counts the vote of a scenario.
///
/// # Errors
/// Why the ballots and the decision do not determine an outcome.
pub fn count(decision: &Decision, case: &VoteCase) -> Result<Count, Uncountable> {
    count_poll(decision, &scenario::poll(case)?)
}
