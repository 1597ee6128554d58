//! Whether a decision can pass at all, in each membership, and with whom.

use super::hall::{Measure, Place, both, not};
use super::replay::Found;
use super::{Question, VoteConflict, VoteFinding, anything};
use crate::analysis::inequalities::Sum;
use crate::model::{Amount, Electorate as Whole, Ratio, TestKind, VoteOutcome};

/// M1101. If a vote adopts, then so does the one of the same membership in which everyone is there and for: that can be shown for each
/// test and quorum by itself (docs/semantics), so that only these votes need be looked at.
pub(super) fn never(question: &Question, out: &mut Vec<VoteConflict>) -> bool {
    let found = question.search(|weights| {
        let hall = question.hall(weights, &[Place::For]);
        let any = match question.decision.election {
            Some(_) => hall.quorums_met(),
            None => hall.adopted(),
        };
        hall.smallest(&any, |count| count.outcome == VoteOutcome::Adopted)
    });
    match found {
        Found::Vote(_) => return false,
        Found::Undecided => {
            question.file(VoteFinding::NeverPasses, Found::Undecided, out);
            return false;
        }
        Found::Nothing => {}
    }
    // As many members as there can be, no seat vacant; where there is no end to it, the fewest.
    let best = question.search(|weights| {
        let mut hall = question.hall(weights, &[Place::For]);
        let mut before = vec![hall.vacant.clone()];
        if let Some(most) = question.range.most {
            let short = Sum::from(hall.system.var());
            let all = question.members(&hall).plus(&short, 1);
            hall.system.equal(&all, &Sum::constant(most));
            before.push(short);
        }
        hall.first(&anything(), &before, |count| {
            count.outcome != VoteOutcome::Adopted
        })
    });
    question.file(VoteFinding::NeverPasses, best, out);
    true
}

/// M1102.
pub(super) fn minority(question: &Question, out: &mut Vec<VoteConflict>) {
    let declared = |kind: &TestKind| {
        matches!(
            kind,
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. }
        )
    };
    let tests = &question.decision.tests;
    if tests
        .iter()
        .any(|t| declared(&t.kind) || asks_for_more(&t.kind))
    {
        return;
    }
    let found = question.search(|weights| {
        let hall = question.hall(weights, &question.places());
        let of = |measure, place| hall.room(measure, |p| p == place);
        let more = |measure| {
            of(measure, Place::Against)
                .plus(&of(measure, Place::For), -1)
                .and(-1)
        };
        let minority = vec![
            vec![more(Measure::People), more(Measure::Votes)],
            vec![not(&of(Measure::People, Place::For).and(-1))],
        ];
        hall.smallest(&both(&hall.adopted(), &minority), |count| {
            count.outcome == VoteOutcome::Adopted
        })
    });
    question.file(VoteFinding::MinorityPasses, found, out);
}

/// Whether a test by itself makes sure that more are for than against, in people or in votes, and that somebody is.
fn asks_for_more(kind: &TestKind) -> bool {
    let everyone = |of: &Whole| !matches!(of, Whole::Class(_));
    let half = Ratio::new(1, 2);
    match kind {
        TestKind::Majority { of } | TestKind::Unanimity { of } => of.as_ref().is_none_or(everyone),
        TestKind::Share {
            more_than,
            amount: Amount::Share(share),
            of,
        } => everyone(of) && (*share > half || *more_than && *share == half),
        _ => false,
    }
}

/// M1103, the second half: a membership in which nothing passes, though all are there and for.
pub(super) fn some_never(question: &Question, out: &mut Vec<VoteConflict>) {
    let found = question.search(|weights| {
        let mut hall = question.hall(weights, &[Place::For]);
        question.filled(&mut hall);
        // How many there are at least is open: then a count is what the community chose, not a slip.
        if !question.range.stated {
            let count = question.largest_count(|of| !matches!(of, Whole::Class(_)));
            let members = question.members(&hall);
            hall.system.at_least(&members, count);
        }
        for group in hall.classes() {
            let range = question.electorate.class(group);
            if range.is_some_and(|r| !r.stated && r.most != Some(0)) {
                let count = question.largest_count(|of| of == Whole::Class(group));
                let members = question.of_class(&hall, group);
                hall.system.at_least(&members, count);
            }
        }
        hall.smallest(&hall.rejected(), |count| {
            count.outcome == VoteOutcome::Rejected
        })
    });
    question.file(VoteFinding::SomeNeverPass, found, out);
}
