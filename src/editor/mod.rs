//! What an editor asks, without its protocol: open texts, and answers in bytes and spans.
//!
//! - [`Workspace`] holds the texts that are open and the projects that they belong to.
//! - [`Snapshot`] is one consistent state of a project. Every feature is a function of a snapshot and a place in it,
//!   in a file of its own.
//!
//! The language server is a thin shell around this: it turns lines and UTF-16 columns into bytes, and values into its
//! protocol's.

pub mod asking;
mod carry;
pub mod clause;
pub mod completion;
mod fixes;
pub mod formatting;
pub mod hints;
pub mod hover;
pub mod lenses;
pub mod navigate;
pub mod signature;
mod snapshot;
pub mod tokens;
mod workspace;

pub use fixes::{acceptance, sure_edits};
pub use snapshot::{Revision, Snapshot};
pub use workspace::{Change, Workspace};
