//! M1106 and M1107: what one member can do alone: adopt, though there is a quorum, or stop what all others want.

use super::hall::{Hall, Measure, Place, both, not};
use super::replay::Found;
use super::{Question, VoteConflict, VoteFinding};
use crate::analysis::electorate::Kind;
use crate::analysis::inequalities::Sum;
use crate::model::{
    Amount, BallotChoice, Electorate as Whole, GroupId, Ratio, TestKind, VoteOutcome,
};

/// Weights that are tried for someone whose weight the source does not know, everyone else having one vote.
const HEAVY: [i64; 8] = [1, 2, 3, 5, 10, 100, 10_000, 1_000_000];

/// Bodies of fewer members are not looked at: of two, one is half.
const FEWEST: i64 = 3;

/// M1106.
pub(super) fn adopts(question: &Question, out: &mut Vec<VoteConflict>) {
    if question.range.most.is_some_and(|most| most < FEWEST) || !has_bar(question) {
        return;
    }
    let d = question.decision;
    let proxies = d.proxies.as_ref().and_then(|p| p.at_most).unwrap_or(0);
    let mut places = vec![Place::For, Place::Away];
    if proxies > 0 {
        places.push(Place::SentFor);
    }
    for (kind, of) in question.electorate.kinds.iter().enumerate() {
        let holds = d.proxies.as_ref().is_some_and(|p| {
            p.held_by.is_empty() || p.held_by.iter().any(|g| question.electorate.is_in(of, *g))
        });
        let look = |large: bool| {
            question.search(|weights| {
                let heavy = if weights.guessed() { &HEAVY[..] } else { &[1] };
                let mut found = Found::Nothing;
                for heavy in heavy {
                    let mut hall = question.hall(weights, &places);
                    hall.heavy = *heavy;
                    question.filled(&mut hall);
                    let members = question.members(&hall);
                    hall.system.at_least(&members, FEWEST);
                    if large && !weights.guessed() {
                        question.as_large_as_said(&mut hall, FEWEST);
                    }
                    limit_share(question, &mut hall, *heavy);
                    let one = hall.sum(Measure::People, |k, p| k == kind && p == Place::For);
                    let all = hall.room(Measure::People, |p| p == Place::For);
                    let sent = hall.room(Measure::People, |p| p == Place::SentFor);
                    hall.system.at_least(&one, 1);
                    hall.system.at_most(&all, 1);
                    hall.system.at_most(&sent, if holds { proxies } else { 0 });
                    found = hall.smallest(&hall.adopted(), |count| {
                        count.outcome == VoteOutcome::Adopted
                    });
                    if !matches!(found, Found::Nothing) {
                        break;
                    }
                }
                found
            })
        };
        let found = match look(true) {
            Found::Vote(_) => look(false),
            other => other,
        };
        if let Found::Vote(vote) = found {
            return out.push(VoteConflict {
                who: Some((particular(question, of), of.party)),
                ..question.with(VoteFinding::Alone, *vote)
            });
        }
        if found == Found::Undecided {
            question.file(VoteFinding::Alone, found, out);
        }
    }
}

/// The groups of a kind that not everyone in the body is in.
fn particular(question: &Question, kind: &Kind) -> Vec<GroupId> {
    let groups = kind.groups.iter().copied();
    let everyone = |group: &GroupId| {
        let mut kinds = question.electorate.kinds.iter();
        kinds.all(|k| question.electorate.is_in(k, *group))
    };
    groups.filter(|g| !everyone(g)).collect()
}

/// Whether the source asks for a number of people or of weight, however low.
fn has_bar(question: &Question) -> bool {
    let d = question.decision;
    let of_people = |of: &Whole| !matches!(of, Whole::VotesCast | Whole::Present);
    let test = d.tests.iter().any(|t| match &t.kind {
        TestKind::Share {
            amount: Amount::Count(_),
            ..
        } => true,
        TestKind::Share { of, .. } => of_people(of),
        _ => false,
    });
    test || d.quorums().chain(d.participations()).next().is_some()
}

/// The one who has more than the others has no more than the cap.
fn limit_share(question: &Question, hall: &mut Hall, heavy: i64) {
    if let (Some(cap), true) = (question.electorate.cap, heavy > 1) {
        let whole = hall.room(Measure::Votes, |_| true);
        let own = heavy.saturating_mul(*cap.denom()).saturating_neg();
        hall.system
            .holds(Sum::constant(own).plus(&whole, *cap.numer()));
    }
}

/// M1107. Where votes are weighted, who can stop what is a question of weights (M1109).
pub(super) fn stops(question: &Question, out: &mut Vec<VoteConflict>) {
    let too_few = question.range.most.is_some_and(|most| most < FEWEST);
    if too_few || declared(question) || question.electorate.is_weighted() {
        return;
    }
    let ways = [
        (Place::Against, Some(BallotChoice::Against)),
        (Place::Abstain, Some(BallotChoice::Abstain)),
        (Place::Away, None),
    ];
    for (place, how) in ways {
        let mut best = Found::Nothing;
        let mut who = None;
        for (kind, of) in question.electorate.kinds.iter().enumerate() {
            let look = |large: bool| {
                question.search(|weights| {
                    let mut hall = question.hall(weights, &[Place::For, place]);
                    question.filled(&mut hall);
                    let members = question.members(&hall);
                    hall.system.at_least(&members, FEWEST);
                    if large {
                        question.as_large_as_said(&mut hall, FEWEST);
                    }
                    let one = hall.sum(Measure::People, |k, p| k == kind && p == place);
                    let all = hall.room(Measure::People, |p| p == place);
                    let none_else = vec![one.and(-1), not(&all.and(-2))];
                    let mut willing = hall.clone();
                    for cell in &mut willing.cells {
                        cell.place = Place::For;
                    }
                    let any = both(&hall.rejected(), &willing.adopted());
                    hall.smallest(&both(&any, &vec![none_else]), |count| {
                        count.outcome == VoteOutcome::Rejected
                    })
                })
            };
            let found = match look(true) {
                Found::Vote(_) => look(false),
                other => other,
            };
            if matches!((&best, &found), (Found::Nothing, Found::Vote(_))) {
                who = Some((particular(question, of), of.party));
                best = found;
            } else if found == Found::Undecided {
                question.file(VoteFinding::Veto, found, out);
            }
        }
        if let Found::Vote(vote) = best {
            return out.push(VoteConflict {
                who,
                how,
                ..question.with(VoteFinding::Veto, *vote)
            });
        }
    }
}

/// Whether the source itself says that one can stop it.
fn declared(question: &Question) -> bool {
    let all = Ratio::from_integer(1);
    question.decision.veto.is_some()
        || question.decision.tests.iter().any(|t| match &t.kind {
            TestKind::Unanimity { .. }
            | TestKind::Consent { .. }
            | TestKind::LazyConsensus { .. } => true,
            TestKind::Share { amount, .. } => *amount == Amount::Share(all),
            // Fewer than one may be against.
            TestKind::Opposition { less_than, .. } => *less_than == Amount::Count(1),
            _ => false,
        })
}
