//! The checks: what a model may not be, as findings with a concrete case.
//!
//! Each file holds one kind of question. All of them read the model alone; scenarios are run by the evaluator.

mod case;
mod conflicts;
mod duties;
mod fixes;
mod gaps;
mod meetings;
mod permissions;
mod redundant;
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
pub use redundant::{Redundant, Why};
pub use witness::Also;

/// All findings about what the source means, sorted by place.
pub fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut regions = Regions::new(model);
    let mut found = conflicts::find(&mut regions);
    let redundant = redundant::find(&mut regions, &found);
    let duties = duty_conflicts(model);
    if !(found.is_empty() && redundant.is_empty() && duties.is_empty()) {
        let universe = Universe::new(model);
        witness::settle(&universe, &mut found);
        let fixer = Fixer::new(&universe, &found);
        let told = |f| permissions::diagnostic(model, &fixer, f);
        out.extend(found.iter().filter_map(told));
        let told = |f| redundant::diagnostic(model, &fixer, f);
        out.extend(redundant.iter().filter_map(told));
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

/// The rules of this commons without which no answer is another, in the order of the source.
pub fn redundant(model: &Model) -> Vec<Redundant> {
    let mut regions = Regions::new(model);
    let found = conflicts::find(&mut regions);
    redundant::find(&mut regions, &found)
}

/// The findings about duties, each with its sources and, where there is one, the case.
pub fn duty_conflicts(model: &Model) -> Vec<DutyConflict> {
    duties::find(model)
}
