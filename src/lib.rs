//! Meent: the compiler for data commons. One source becomes an agreement, machine policies and a transparency page.
//!
//! The face of the library is small: [`Project::load`], [`Project::check`], [`Checked::ask`], [`Project::build`].
//! The modules behind it are the phases of the compiler, in one direction; ARCHITECTURE.md is the map.

pub mod analysis;
pub mod ci;
pub mod cli;
pub mod data;
pub mod diagnostic;
pub mod editor;
pub mod lsp;
pub mod model;
pub mod output;
pub mod preview;
pub mod project;
pub mod prose;
pub mod record;
pub mod source;
pub mod syntax;

pub use project::{Build, Checked, Project};
