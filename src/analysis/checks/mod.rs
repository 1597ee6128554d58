//! The checks: what a model may not be, as findings with a concrete case.
//!
//! Each file holds one kind of question. All of them read the model alone; scenarios are run by the evaluator.

mod case;
mod conflicts;
mod duties;
mod gaps;
mod permissions;
mod unused;

use super::region::Regions;
use crate::diagnostic::{Diagnostic, sort};
use crate::model::Model;

pub use case::Case;
pub use conflicts::{Conflict, Finding};
pub use duties::{DutyConflict, DutyFinding, Source};

/// All findings about what the source means, sorted by place.
pub fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let found = conflicts(model);
    out.extend(
        found
            .iter()
            .filter_map(|f| permissions::diagnostic(model, f)),
    );
    duties::check(model, &mut out);
    unused::check(model, &mut out);
    gaps::check(model, &mut out);
    sort(&mut out);
    out
}

/// The findings about permissions and prohibitions, each with the rules and, where there is one, the case.
pub fn conflicts(model: &Model) -> Vec<Conflict> {
    conflicts::find(&mut Regions::new(model))
}

/// The findings about duties, each with its sources and, where there is one, the case.
pub fn duty_conflicts(model: &Model) -> Vec<DutyConflict> {
    duties::find(model)
}
