//! Validation in CI: the formats, baselines, exit codes, and what runs at GitHub, at GitLab and before a commit.
//!
//! What is written is read by whoever else would read it: the schema of SARIF, a reader of JUnit, linters of actions, the
//! real pre-commit. They come from `tests/support/fetch-ci-tools.sh`; without them such a test says that it skips, except
//! in CI, where a missing tool is a failure.

#[path = "ci/baseline.rs"]
mod baseline;
#[path = "ci/exits.rs"]
mod exits;
#[path = "ci/formats.rs"]
mod formats;
#[path = "ci/hostile.rs"]
mod hostile;
#[path = "ci/lint.rs"]
mod lint;
#[path = "ci/pipeline.rs"]
mod pipeline;
#[path = "ci/world.rs"]
mod world;
