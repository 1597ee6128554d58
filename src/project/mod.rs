//! Projects: from a path on a disk to the trees of a commons, and from files in memory back to a disk.
//!
//! - [`load`](load::load) finds the files of a commons, reads and parses them, and follows what they import.
//! - [`git`] reads revisions; [`place`] is where files are, on a disk or in a revision.
//! - [`manifest`] is the settings file, `meent.toml`.
//! - [`levels`] applies a project's choices to its findings: their levels, and what the source accepts.
//! - [`baseline`] is the list of old findings, and [`report`] what the formats of CI are made from.
//! - [`write`] puts what was made on a disk, whole or not at all, and compares.
//! - [`pipeline`] is the whole way through: load, check, ask, build.
//!
//! Nothing here prints.

pub mod baseline;
mod buffers;
mod consequences;
pub mod git;
mod imports;
pub mod levels;
mod live;
pub mod load;
mod loaded;
mod locate;
pub mod manifest;
mod messages;
pub mod pipeline;
mod place;
mod read;
pub mod report;
pub mod stale;
mod suites;
mod templates;
pub mod versions;
pub mod write;

pub use crate::source::digest::{digest, sha256};
pub use baseline::{Baseline, BaselineError};
pub use buffers::{Buffers, real};
pub use live::Live;
pub use load::load;
pub use loaded::Loaded;
pub use locate::{above, locate};
pub use manifest::Manifest;
pub use messages::toml_mistake;
pub use pipeline::{Build, Checked, Project, VERSION};
pub use read::{LARGEST, read as read_text, reason};
pub use versions::{Version, versions};
