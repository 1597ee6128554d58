//! Models for unit tests.

use super::Model;
use super::input::{Input, Unit};
use crate::diagnostic::Level;
use crate::source::FileId;

/// The model of one source without errors of form.
pub fn model_of(source: &str) -> Model {
    let parsed = crate::syntax::parse(FileId(0), source);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let (model, findings) = super::build(&Input {
        own: Unit {
            files: vec![(FileId(0), &parsed.tree)],
            uses: Vec::new(),
        },
        outers: Vec::new(),
    });
    let wrong = findings.iter().any(|f| f.level >= Level::Error);
    assert!(!wrong, "{findings:#?}");
    model
}
