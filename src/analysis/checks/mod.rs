//! The checks: what a model may not be, as findings with a concrete case.
//!
//! Each file holds one kind of question. All of them read the model alone; scenarios are run by the evaluator.

mod case;
mod gaps;
mod permissions;
mod unused;

use super::region::Regions;
use crate::diagnostic::{Diagnostic, sort};
use crate::model::Model;

pub use case::Case;

/// All findings about what the source means, sorted by place.
pub fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut regions = Regions::new(model);
    permissions::check(&mut regions, &mut out);
    unused::check(model, &mut out);
    gaps::check(model, &mut out);
    sort(&mut out);
    out
}
