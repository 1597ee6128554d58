//! The checks: what a model may not be, as findings with a concrete case.
//!
//! Each file holds one kind of question. All of them read the model alone; scenarios are run by the evaluator.

mod case;
mod conflicts;
mod duties;
mod fixes;
mod flow;
mod gaps;
mod meetings;
mod permissions;
mod reach;
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
pub use flow::{Flow, Leak, Route, Way};
pub use reach::Unreached;
pub use witness::Also;

/// All findings about what the source means, sorted by place.
pub fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut found = conflicts::find(&mut Regions::new(model));
    let (duties, flows) = (duty_conflicts(model), flows(model));
    if !found.is_empty() || !duties.is_empty() || !flows.is_empty() {
        let universe = Universe::new(model);
        witness::settle(&universe, &mut found);
        let fixer = Fixer::new(&universe, &found);
        let told = |f| permissions::diagnostic(model, &fixer, f);
        out.extend(found.iter().filter_map(told));
        let told = |f| duties::diagnostic(model, &fixer, f);
        out.extend(duties.iter().filter_map(told));
        out.extend(flow::diagnostics(model, &fixer, &flows));
    }
    let used = unused::Used::of(model);
    unused::check(model, &used, &mut out);
    let unreached = reach::find(&mut Regions::new(model), &used);
    out.extend(unreached.iter().map(|u| reach::diagnostic(model, u)));
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

/// The ways to a forbidden purpose that lead through derived data or passing on, each with a prohibition and a permission.
pub fn flows(model: &Model) -> Vec<Flow> {
    flow::find(&mut Regions::new(model))
}

/// The declarations that something refers to and that no rule reaches.
pub fn unreached(model: &Model) -> Vec<Unreached> {
    reach::find(&mut Regions::new(model), &unused::Used::of(model))
}
