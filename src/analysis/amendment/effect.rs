//! From when an adopted change may hold.

use crate::analysis::tally::{Decided, Reason};
use crate::model::{Date, Decision};

/// The first day on which a part may hold, and why not before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earliest {
    pub day: Date,
    /// A veto may be used until the day before.
    pub veto: bool,
}

/// The first day on which what a vote adopted may hold: when the decision takes effect, and not while it may still be
/// vetoed. A veto without a time limit holds nothing up. `None`: the record does not say when voting closed.
pub fn earliest(decision: &Decision, decided: &Decided) -> Option<Earliest> {
    let day = decided.effective?.date();
    let open = decided.reasons.iter().find_map(|r| match r {
        Reason::VetoOpen(until) => *until,
        _ => None,
    });
    let after_veto = open
        .filter(|_| decision.veto.is_some())
        .and_then(|until| until.date().tomorrow().ok());
    Some(match after_veto {
        Some(next) if next > day => Earliest {
            day: next,
            veto: true,
        },
        _ => Earliest { day, veto: false },
    })
}
