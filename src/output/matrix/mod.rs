//! The matrix as a document: a page, a table for spreadsheets, JSON, and columns of plain text.
//!
//! It is not part of a build: [`crate::analysis::matrix`] works out what it says, for the part that someone asks about.

mod csv;
mod html;
mod json;
mod label;
mod plain;
mod view;

pub use self::csv::csv;
pub use html::html;
pub use json::json;
pub use plain::{overview, plain};
pub use view::{View, view};
