//! placeholder
use super::VoteConflict;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
pub fn diagnostic(_model: &Model, _found: &VoteConflict) -> Option<Diagnostic> {
    None
}
