//! Analysis: what a model means. The reference evaluator, the checks, the outline of the agreement.
//!
//! Analysis reads the model and never changes it; it knows nothing of files, templates or targets.

pub mod amendment;
pub mod answer;
pub mod checks;
pub mod compare;
pub mod contest;
pub mod derivation;
pub mod diff;
pub mod document;
pub mod electorate;
pub mod evaluate;
pub mod guard;
pub mod indices;
pub mod inequalities;
pub mod kleene;
pub mod matrix;
mod nearest;
pub mod outline;
pub mod power;
pub mod raw;
pub mod region;
pub mod request;
pub mod scenarios;
pub mod settle;
mod stop;
pub mod tally;
pub mod universe;

pub use answer::{Answer, DutyRef, Nearest, Shortfall};
pub use derivation::{Derivation, derivation_document};
pub use document::{document, explanation, verdict_name};
pub use kleene::Truth;
pub use outline::Outline;
pub use request::{Asker, RawParty, RawRequest, Request};
pub use stop::Stop;
pub use universe::{Axis, Standing, Universe};
