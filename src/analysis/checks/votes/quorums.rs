//! M1103: whether the quorum is the real bar, or another test asks for more people than that.

use super::hall::{Hall, Measure, Place, not};
use super::{Question, VoteConflict, VoteFinding};
use crate::analysis::inequalities::Sum;
use crate::model::{Amount, Electorate as Whole, GroupId, Ratio, TestKind, VoteOutcome};

/// So many of one group (or of all) have to be there and for; at most `fewest`, which is a number to be found.
struct Bar {
    group: Option<GroupId>,
    fewest: Sum,
}

/// What a test or participation quorum asks for, if all who are there are for.
struct Asked {
    of: Whole,
    amount: Amount,
    more: bool,
}

pub(super) fn bare(question: &Question, out: &mut Vec<VoteConflict>) {
    if question.decision.quorums().next().is_none() {
        return;
    }
    let mut asked = asked(question);
    if asked.is_empty() {
        return;
    }
    // Whoever adopts meets the quorums of classes as well: these add to what other classes have to bring.
    let quorums = question.decision.quorums();
    let of_classes = quorums.filter(|q| matches!(q.of, Whole::Class(_)));
    asked.extend(of_classes.map(|q| Asked {
        of: q.of,
        amount: q.amount,
        more: false,
    }));
    let look = |large: bool| {
        question.search(|weights| {
            let mut hall = question.hall(weights, &[Place::For, Place::Away]);
            question.filled(&mut hall);
            if large {
                question.as_large_as_said(&mut hall, 0);
            }
            let any = alternatives(question, &mut hall, &asked, weights.guessed());
            hall.smallest(&any, |count| {
                count.outcome == VoteOutcome::Rejected && count.quorums().all(|q| q.met())
            })
        })
    };
    let found = match look(true) {
        super::Found::Vote(_) => look(false),
        other => other,
    };
    question.file(VoteFinding::BareQuorum, found, out);
}

/// The bars beside the quorum. Those on the votes cast or on those present hold if all who are there are for. More than half is taken as half:
/// a quorum of half and a majority of all are one person apart, and nobody is misled.
fn asked(question: &Question) -> Vec<Asked> {
    let d = question.decision;
    let half = Amount::Share(Ratio::new(1, 2));
    let one = Amount::Count(1);
    let all = Amount::Share(Ratio::from_integer(1));
    let tests = d.tests.iter().filter_map(|t| {
        let (of, amount, more) = match &t.kind {
            TestKind::Majority {
                of: Some(of @ Whole::Class(_)),
            } => (*of, one, false),
            TestKind::Majority { of } => (of.unwrap_or(Whole::VotesCast), half, false),
            TestKind::Share {
                more_than,
                amount,
                of,
            } => {
                let more = *more_than && matches!(amount, Amount::Count(_));
                (*of, *amount, more)
            }
            TestKind::Unanimity { of } => (of.unwrap_or(Whole::VotesCast), all, false),
            _ => return None,
        };
        Some(Asked { of, amount, more })
    });
    let participations = d.participations().map(|q| Asked {
        of: q.of,
        amount: q.amount,
        more: false,
    });
    let all = tests.chain(participations);
    all.filter(|a| match a.of {
        Whole::VotesCast | Whole::Present => matches!(a.amount, Amount::Count(_)),
        _ => true,
    })
    .collect()
}

/// Each way in which those present are too few for the bars, whoever they are.
fn alternatives(
    question: &Question,
    hall: &mut Hall,
    asked: &[Asked],
    guessed: bool,
) -> super::Any {
    let mut any = Vec::new();
    let mut bars = Vec::new();
    let weighted = question.electorate.is_weighted();
    let quorum_of_votes = question
        .decision
        .quorums()
        .any(|q| hall.measure(q.of) == Measure::Votes);
    for asked in asked {
        if hall.measure(asked.of) == Measure::Votes && weighted {
            if !guessed {
                any.extend(by_weight(hall, asked, quorum_of_votes));
            }
        } else {
            bars.push(bar(hall, asked));
        }
    }
    let present = hall.room(Measure::People, Place::present);
    // Bars for groups that nobody is in two of add up.
    for bits in 1..1usize << bars.len().min(6) {
        let chosen: Vec<&Bar> = bars
            .iter()
            .enumerate()
            .filter(|(at, _)| bits >> at & 1 == 1)
            .map(|(_, b)| b)
            .collect();
        let groups: Vec<GroupId> = chosen.iter().filter_map(|b| b.group).collect();
        if chosen.len() > 1 && groups.len() < chosen.len() {
            continue;
        }
        let twice = hall.sum(Measure::People, |kind, _| {
            groups.iter().filter(|g| hall.is_in(kind, **g)).count() > 1
        });
        let together = chosen
            .iter()
            .fold(Sum::constant(-1), |sum, bar| sum.plus(&bar.fewest, 1));
        let mut all = vec![together.plus(&present, -1)];
        if groups.len() > 1 {
            all.push(not(&twice.and(-1)));
        }
        for group in groups {
            all.push(question.of_class(hall, group).and(-1));
        }
        any.push(all);
    }
    let quorums = question.decision.quorums();
    let met = quorums.fold(super::anything(), |any, q| {
        super::hall::both(&any, &hall.quorum_met(q, false))
    });
    super::hall::both(&met, &any)
}

fn bar(hall: &mut Hall, asked: &Asked) -> Bar {
    let fewest = Sum::from(hall.system.var());
    let whole = hall.whole(asked.of, &[]);
    let more = i64::from(asked.more);
    // At most ⌈r·whole⌉, or ⌊r·whole⌋ + 1.
    let most = match asked.amount {
        Amount::Count(n) => Sum::constant(n.saturating_add(more)).plus(&fewest, -1),
        Amount::Share(share) => Sum::constant(share.denom() - 1 + more)
            .plus(&whole, *share.numer())
            .plus(&fewest, share.denom().saturating_neg()),
    };
    hall.system.holds(most);
    Bar {
        group: match asked.of {
            Whole::Class(group) => Some(group),
            _ => None,
        },
        fewest,
    }
}

/// Too little weight, though the heaviest are there; if the quorum is of the weight too, just what is there.
fn by_weight(hall: &Hall, asked: &Asked, as_it_is: bool) -> super::Any {
    let whole = hall.whole(asked.of, &[]);
    let short = |weight: &Sum| not(&hall.reaches(weight, asked.amount, &whole, asked.more));
    if as_it_is {
        return vec![vec![short(&hall.room(Measure::Votes, Place::is_for))]];
    }
    // The heaviest P people have at most w·P + Σ max(own - w, 0), for each w; and just that for the right one.
    let mut levels = hall.weights.clone();
    levels.push(0);
    levels.sort_unstable();
    levels.dedup();
    let present = hall.room(Measure::People, Place::present);
    let alternatives = levels.into_iter().map(|level| {
        let mut most = Sum::default().plus(&present, level);
        for cell in &hall.cells {
            let own = hall.weights.get(cell.kind).copied().unwrap_or(0);
            most.add(cell.n, (own - level).max(0));
        }
        vec![short(&most)]
    });
    alternatives.collect()
}
