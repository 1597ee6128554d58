//! The checks: what a model may not be, as findings with a concrete case.
//!
//! Each file holds one kind of question. All of them read the model alone; scenarios are run by the evaluator.

mod case;
mod conflicts;
mod duties;
pub mod entrenchment;
mod fixes;
mod flow;
mod gaps;
mod law;
mod meetings;
mod permissions;
mod power;
mod reach;
mod redundant;
mod statements;
mod undecided;
mod unused;
mod votes;
mod weights;
mod witness;

use self::fixes::Fixer;
use super::region::Regions;
use super::stop::Stop;
use super::universe::Universe;
use crate::diagnostic::{Diagnostic, sort};
use crate::model::{Model, RuleId};

pub use case::Case;
pub use conflicts::{Conflict, Finding};
pub use duties::{DutyConflict, DutyFinding, Source};
pub use flow::{Flow, FlowBudget, Leak, Route, Way};
pub use reach::Unreached;
pub use redundant::{Redundant, Why};
pub use statements::{Late, late};
pub use votes::{TieTrouble, VoteConflict, VoteFinding};
pub use weights::{Voter, Weighing, Worth};
pub use witness::Also;

/// All findings about what the source means, sorted by place.
pub fn check(universe: &Universe) -> Vec<Diagnostic> {
    check_until(universe, &Stop::new())
}

/// The same, until it is told to stop; what it gives then is not all, and of no use.
pub fn check_until(universe: &Universe, stop: &Stop) -> Vec<Diagnostic> {
    let model = universe.model();
    let mut out = Vec::new();
    about_rules(universe, stop, &mut out);
    let used = unused::Used::of(model);
    // Each looks at the whole model; none takes long enough to be stopped within.
    type Step<'a> = &'a mut dyn FnMut(&mut Vec<Diagnostic>);
    let steps: [Step<'_>; 7] = [
        &mut |out| {
            unused::check(model, &used, out);
            let unreached = reach::find(&mut Regions::new(model), &used);
            out.extend(unreached.iter().map(|u| reach::diagnostic(model, u)));
        },
        &mut |out| gaps::check(model, out),
        &mut |out| {
            let voted = votes::find(model);
            out.extend(voted.iter().filter_map(|f| votes::diagnostic(model, f)));
        },
        &mut |out| power::check(model, out),
        &mut |out| {
            let told = law::check(model, out);
            entrenchment::check(model, &told, out);
        },
        &mut |out| statements::check(model, out),
        &mut |out| {
            let weighed = weights::find(model);
            out.extend(weighed.iter().filter_map(|f| weights::diagnostic(model, f)));
        },
    ];
    for step in steps {
        if stop.is_told() {
            return out;
        }
        step(&mut out);
    }
    sort(&mut out);
    out
}

/// Conflicts and what else rules do to each other.
fn about_rules(universe: &Universe, stop: &Stop, out: &mut Vec<Diagnostic>) {
    let model = universe.model();
    let mut regions = Regions::new(model);
    let mut found = conflicts::find(&mut regions);
    if stop.is_told() {
        return;
    }
    let redundant = redundant::find(&mut regions, universe, &found);
    if stop.is_told() {
        return;
    }
    let duties = duties::find(universe);
    if stop.is_told() {
        return;
    }
    let flows = flow::find(&mut Regions::new(model), universe, FlowBudget::default());
    let nothing = found.is_empty() && redundant.is_empty();
    if stop.is_told() || nothing && duties.is_empty() && flows.is_empty() {
        return;
    }
    witness::settle(universe, &mut found);
    let fixer = Fixer::new(universe, &found);
    let told = |f| permissions::diagnostic(model, &fixer, f);
    out.extend(found.iter().filter_map(told));
    let told = |f| redundant::diagnostic(model, &fixer, f);
    out.extend(redundant.iter().filter_map(told));
    let told = |f| duties::diagnostic(model, &fixer, f);
    out.extend(duties.iter().filter_map(told));
    out.extend(flow::diagnostics(model, &fixer, &flows));
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
    redundant::find(&mut regions, &Universe::new(model), &found)
}

/// Every permission and every prohibition that both apply in some case, in the order of the source; those that the budget
/// left open are not among them.
pub fn meetings(model: &Model) -> Vec<(RuleId, RuleId)> {
    conflicts::meetings(&mut Regions::new(model))
}

/// The findings about duties, each with its sources and, where there is one, the case.
pub fn duty_conflicts(model: &Model) -> Vec<DutyConflict> {
    duties::find(&Universe::new(model))
}

/// The ways to a forbidden purpose that lead through derived data or passing on, each with a prohibition and a permission.
pub fn flows(model: &Model) -> Vec<Flow> {
    flows_within(model, FlowBudget::default())
}

/// The same with another budget than usual.
pub fn flows_within(model: &Model, budget: FlowBudget) -> Vec<Flow> {
    flow::find(&mut Regions::new(model), &Universe::new(model), budget)
}

/// The findings about votes, each with the smallest vote that shows it, counted by the tally.
pub fn votes(model: &Model) -> Vec<VoteConflict> {
    votes::find(model)
}

/// The votes that never matter, and those that decide alone or stop everything by their weight.
pub fn weighings(model: &Model) -> Vec<Weighing> {
    weights::find(model)
}

/// The declarations that something refers to and that no rule reaches.
pub fn unreached(model: &Model) -> Vec<Unreached> {
    reach::find(&mut Regions::new(model), &unused::Used::of(model))
}
