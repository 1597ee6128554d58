//! M1104 and M1105: ties that nothing breaks, outcomes without outcome, and rules for ties that never act.

use super::hall::{Hall, Measure, both, not};
use super::replay::Found;
use super::{Question, TieTrouble, VoteConflict, VoteFinding, conflict};
use crate::analysis::inequalities::Sum;
use crate::analysis::tally::Count;
use crate::model::{Decision, DecisionId, Holder, Model, Silence, Tie};

/// M1104: a decision handed on to a body for which no decision says how it decides.
pub(super) fn escalations(
    model: &Model,
    id: DecisionId,
    decision: &Decision,
    out: &mut Vec<VoteConflict>,
) {
    let silence = decision.clock.as_ref().and_then(|c| match c.silence {
        Silence::EscalatesTo(body) => Some(body),
        _ => None,
    });
    let mut bodies: Vec<_> = silence.into_iter().chain(decision.too_few).collect();
    bodies.dedup();
    for body in bodies {
        if !model.decisions.iter().any(|d| d.taken_by == Some(body)) {
            out.push(conflict(VoteFinding::OpenEscalation(body), id));
        }
    }
}

/// Elections: M1104 where nothing is said of a tie, M1105 where a casting vote is to break it.
pub(super) fn of_candidates(question: &Question, out: &mut Vec<VoteConflict>) {
    let (finding, trouble) = match question.decision.tie {
        None => (VoteFinding::OpenTie, TieTrouble::Candidates),
        Some(Tie::CastingVote(_)) => (VoteFinding::IdleTie, TieTrouble::NotForElections),
        _ => return,
    };
    out.push(VoteConflict {
        tie: Some(trouble),
        ..conflict(finding, question.id)
    });
}

fn holder(question: &Question) -> Option<Holder> {
    match question.decision.tie {
        Some(Tie::CastingVote(holder)) => Some(holder),
        _ => None,
    }
}

/// A trouble, and what must hold of a tie that shows it.
type Case<'f> = (TieTrouble, &'f dyn Fn(&Hall) -> Vec<Sum>);

/// A tie that the tally leaves open.
fn is_open(count: &Count) -> bool {
    count.tied && count.outcome == crate::model::VoteOutcome::NoOutcome && !count.too_few
}

/// M1104: the casting vote can fail to be cast, and nothing says what then.
pub(super) fn open(question: &Question, out: &mut Vec<VoteConflict>) {
    let d = question.decision;
    let Some(holder) = holder(question) else {
        return;
    };
    // Something says what holds then.
    if d.tie_otherwise.is_some() || d.clock.is_some() || nobody(question, holder) {
        return;
    }
    let has = |kind: usize| {
        let of = question.electorate.kinds.get(kind);
        of.is_some_and(|k| question.electorate.is(k, holder))
    };
    let look = |which: &dyn Fn(&Hall) -> Vec<Sum>| {
        question.search(|weights| {
            let hall = question.hall(weights, &question.places());
            let any = both(&hall.tied(), &vec![which(&hall)]);
            hall.smallest(&any, is_open)
        })
    };
    let at_most = |sum: Sum, n: i64| not(&sum.and(-n - 1));
    let here = |hall: &Hall| {
        hall.sum(Measure::People, |k, p| {
            has(k) && p.present() && !p.recused()
        })
    };
    let all = |hall: &Hall| hall.sum(Measure::People, |k, _| has(k));
    let outside = !(0..question.electorate.kinds.len()).any(has);
    let cases: [Case; 3] = [
        (TieTrouble::Several, &|hall| vec![here(hall).and(-2)]),
        (TieTrouble::Absent, &|hall| {
            let recused = hall.sum(Measure::People, |k, p| has(k) && p.recused());
            vec![
                all(hall).and(-1),
                at_most(here(hall), 0),
                at_most(recused, 0),
            ]
        }),
        (TieTrouble::Recused, &|hall| {
            vec![all(hall).and(-1), at_most(here(hall), 0)]
        }),
    ];
    let outsiders: [Case; 1] = [(TieTrouble::Outside, &|_| Vec::new())];
    let cases = if outside { &outsiders[..] } else { &cases[..] };
    for (trouble, which) in cases {
        match look(which) {
            Found::Nothing => {}
            Found::Vote(vote) => {
                return out.push(VoteConflict {
                    tie: Some(*trouble),
                    ..question.with(VoteFinding::OpenTie, *vote)
                });
            }
            Found::Undecided => {
                question.file(VoteFinding::OpenTie, Found::Undecided, out);
            }
        }
    }
}

/// Nobody can be in the group that has the casting vote.
fn nobody(question: &Question, holder: Holder) -> bool {
    let Holder::Group(group) = holder else {
        return false;
    };
    let model = question.model;
    let named = |g: u32| {
        let of = crate::model::GroupId(g);
        model.parties.iter().any(|p| p.groups.contains(&of))
    };
    model.groups.get(group.index()).is_some_and(|g| g.closed)
        && !model.group_tree.down(group.0).iter().any(|g| named(*g))
}

/// M1105: no vote is a tie that the rule for ties breaks.
pub(super) fn idle(question: &Question, out: &mut Vec<VoteConflict>) {
    let d = question.decision;
    let Some(tie) = d.tie.filter(|t| *t != Tie::Rejected) else {
        return;
    };
    let trouble = if holder(question).is_some_and(|h| nobody(question, h)) {
        TieTrouble::Nobody
    } else {
        let found = question.search(|weights| {
            let hall = question.hall(weights, &question.places());
            hall.smallest(&hall.tied(), |count| match tie {
                Tie::Adopted => count.tied && count.outcome == crate::model::VoteOutcome::Adopted,
                _ => is_open(count),
            })
        });
        match found {
            Found::Vote(_) => return,
            Found::Undecided => {
                question.file(VoteFinding::IdleTie, Found::Undecided, out);
                return;
            }
            Found::Nothing => TieTrouble::NoTie,
        }
    };
    out.push(VoteConflict {
        tie: Some(trouble),
        ..conflict(VoteFinding::IdleTie, question.id)
    });
}
