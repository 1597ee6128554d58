//! Plurality, approval and two rounds: each name on a ballot is a vote.

use super::{Elected, Event, Race, Stage, Votes};
use num_bigint::BigInt;

/// Votes of each candidate: one for each ballot that names it.
fn votes(race: &Race) -> Vec<i64> {
    let mut votes = vec![0i64; race.candidates.len()];
    for (names, n) in &race.ballots {
        for name in names {
            if let Some(sum) = votes.get_mut(usize::from(*name)) {
                *sum = sum.saturating_add(*n);
            }
        }
    }
    votes
}

fn exact(votes: &[i64]) -> Vec<Votes> {
    votes
        .iter()
        .map(|v| Votes::from_integer(BigInt::from(*v)))
        .collect()
}

/// The candidates with most votes, as many as there are seats.
pub(super) fn most_votes(race: &Race) -> Elected {
    let votes = votes(race);
    let all: Vec<usize> = (0..votes.len()).collect();
    let mut elected = Elected::default();
    let mut events = Vec::new();
    match take(race, &votes, &all, race.seats, &mut events) {
        Ok(best) => {
            elected.vacant = race.seats - best.len();
            events.extend(best.iter().map(|c| Event::Elected(*c)));
            elected.elected = best;
        }
        Err(tied) => elected.tied = tied,
    }
    elected.stages.push(Stage {
        votes: exact(&votes),
        exhausted: Votes::from_integer(0.into()),
        events,
    });
    elected
}

/// Whoever is on more than half of the ballots that name anyone is elected in the first round. For the seats that are
/// left there is a second round, between twice as many candidates as seats, those with most votes.
pub(super) fn two_rounds(race: &Race, second: Option<&Race>) -> Elected {
    let scores = votes(race);
    let valid: i64 = race
        .ballots
        .iter()
        .filter(|(names, _)| !names.is_empty())
        .fold(0, |sum, (_, n)| sum.saturating_add(*n));
    let mut elected = Elected {
        quota: Some(Votes::from_integer(BigInt::from(valid / 2 + 1))),
        ..Elected::default()
    };
    let over: Vec<usize> = (0..scores.len())
        .filter(|c| scores.get(*c).is_some_and(|v| *v > valid / 2))
        .collect();
    let mut events = Vec::new();
    let stage = |scores: &[i64], events| Stage {
        votes: exact(scores),
        exhausted: Votes::from_integer(0.into()),
        events,
    };
    let winners = match take(race, &scores, &over, race.seats, &mut events) {
        Ok(winners) => winners,
        Err(tied) => {
            elected.tied = tied;
            elected.stages.push(stage(&scores, events));
            return elected;
        }
    };
    events.extend(winners.iter().map(|c| Event::Elected(*c)));
    let left = race.seats - winners.len();
    let rest: Vec<usize> = (0..scores.len()).filter(|c| !winners.contains(c)).collect();
    elected.elected = winners;
    let runners = if left == 0 {
        Ok(Vec::new())
    } else {
        take(race, &scores, &rest, left.saturating_mul(2), &mut events)
    };
    elected.stages.push(stage(&scores, events));
    let runners = match runners {
        Ok(runners) => runners,
        Err(tied) => {
            elected.tied = tied;
            return elected;
        }
    };
    match second {
        // Nobody who is left has a vote: there is nobody to vote on again.
        _ if runners.is_empty() => elected.vacant = left,
        None => elected.second_round = runners,
        Some(second) => {
            let scores = votes(second);
            let mut events = Vec::new();
            match take(second, &scores, &runners, left, &mut events) {
                Ok(best) => {
                    elected.vacant = left - best.len();
                    events.extend(best.iter().map(|c| Event::Elected(*c)));
                    elected.elected.extend(best);
                }
                Err(tied) => elected.tied = tied,
            }
            elected.stages.push(stage(&scores, events));
        }
    }
    elected
}

/// The `n` with most votes among some, the most first; those without a vote never. A tie that matters is broken by the
/// lot, or else returned.
fn take(
    race: &Race,
    votes: &[i64],
    among: &[usize],
    n: usize,
    events: &mut Vec<Event>,
) -> Result<Vec<usize>, Vec<usize>> {
    let of = |c: &usize| votes.get(*c).copied().unwrap_or(0);
    let lots = race.lots();
    let mut order: Vec<usize> = among.iter().copied().filter(|c| of(c) > 0).collect();
    order.sort_by_key(|c| {
        let lot = lots.as_ref().and_then(|l| l.get(*c)).copied().unwrap_or(*c);
        (std::cmp::Reverse(of(c)), lot)
    });
    let (last, next) = (n.checked_sub(1).and_then(|at| order.get(at)), order.get(n));
    if let (Some(last), Some(next)) = (last, next)
        && of(last) == of(next)
    {
        let tied: Vec<usize> = order
            .iter()
            .copied()
            .filter(|c| of(c) == of(last))
            .collect();
        if lots.is_none() {
            return Err(tied);
        }
        events.push(Event::Lot(tied));
    }
    order.truncate(n);
    Ok(order)
}
