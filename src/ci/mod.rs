//! All that a pull request is held to, in one go: layout, findings, scenarios, outputs, what the change means, and whether
//! the community decided it. Every step is made, even if one before it fails, and all is told.
//!
//! - [`host`] is where it runs: what GitHub or GitLab says in variables and files, and which revision is the base.
//! - [`steps`] makes the steps.
//! - [`summary`] is the page for people, as Markdown, and the values for other steps of the same job.
//!
//! Nothing of a pull request is ever run: names, titles and texts of it are data.

pub mod host;
pub mod steps;
pub mod summary;

pub use host::{Base, Host, Kind};
pub use steps::{Asked, Run, State, Step, StepName, run};
