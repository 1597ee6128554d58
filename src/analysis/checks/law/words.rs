//! Words that several findings about the law share.

use crate::analysis::checks::entrenchment::{Bypass, Link, Step};
use crate::analysis::contest::Vote;
use crate::diagnostic::Text;
use crate::model::{AnyId, DecisionId, Duration, Model};
use crate::prose::{Words, both, quoted};

/// “Title”.
pub(super) fn title(model: &Model, id: DecisionId) -> Text {
    both(model, |w| quoted(w.decision_title(id)))
}

pub(super) fn term(model: &Model, term: Duration) -> Text {
    both(model, |w: Words| w.duration(term))
}

/// A decision that changes another one by a vote that the other would reject.
pub(super) fn bypass(model: &Model, by: DecisionId, guard: DecisionId, vote: Vote) -> Bypass {
    let decision = model.decisions.get(guard.index());
    Bypass {
        guards: vec![guard],
        guarded: decision.map(|d| d.changes.clone()).unwrap_or_default(),
        chain: vec![Link {
            by: Step::Rewrite {
                by,
                what: AnyId::Decision(guard),
            },
            wins: guard,
        }],
        vote,
    }
}
