//! The checks: what a model may not be, as findings with a concrete case.
//!
//! Each file holds one kind of question. All of them read the model alone; scenarios are run by the evaluator.

mod case;
mod conflicts;
mod duties;
mod fixes;
mod gaps;
mod permissions;
mod unused;
mod witness;

use self::fixes::Fixer;
use super::region::Regions;
use super::universe::Universe;
use crate::diagnostic::{Diagnostic, sort};
use crate::model::Model;

pub use case::Case;
pub use conflicts::{Conflict, Finding};
pub use duties::{DutyConflict, DutyFinding, Source};
pub use witness::Also;

/// All findings about what the source means, sorted by place.
pub fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut found = conflicts::find(&mut Regions::new(model));
    let duties = duty_conflicts(model);
    if !found.is_empty() || !duties.is_empty() {
        let universe = Universe::new(model);
        witness::settle(&universe, &mut found);
        let fixer = Fixer::new(&universe, &found);
        let told = |f| permissions::diagnostic(model, &fixer, f);
        out.extend(found.iter().filter_map(told));
        let told = |f| duties::diagnostic(model, &fixer, f);
        out.extend(duties.iter().filter_map(told));
    }
    unused::check(model, &mut out);
    gaps::check(model, &mut out);
    sort(&mut out);
    out
}

/// The findings about permissions and prohibitions, each with the rules and, where there is one, the plainest case, replayed by
/// the evaluator.
pub fn conflicts(model: &Model) -> Vec<Conflict> {
    let mut found = conflicts::find(&mut Regions::new(model));
    if !found.is_empty() {
        witness::settle(&Universe::new(model), &mut found);
    }
    found
}

/// The findings about duties, each with its sources and, where there is one, the case.
pub fn duty_conflicts(model: &Model) -> Vec<DutyConflict> {
    duties::find(model)
}
