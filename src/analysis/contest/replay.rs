//! A vote as a poll of one body, counted like any other.

use super::{Vote, classes};
use crate::analysis::tally::{Ballots, ClassPoll, Piles, Poll, Room, count_poll, weight};
use crate::model::{BodyId, Decision, Model, VoteOutcome};
use std::collections::BTreeMap;

/// Whether a vote adopts a decision. `None`: it can't be counted.
pub(super) fn adopts(model: &Model, decision: &Decision, vote: &Vote) -> Option<bool> {
    let body = decision.taken_by?;
    let most = most_weight(model, body, vote)?;
    let mut poll = Poll::default();
    let mut of_class: BTreeMap<_, ClassPoll> = classes(decision)
        .into_iter()
        .map(|group| {
            let none = Ballots::default();
            let class = ClassPoll {
                group,
                members: 0,
                recused: 0,
                absent: 0,
                worst: none,
                best: none,
            };
            (group, class)
        })
        .collect();
    for bloc in &vote.blocs {
        let Some((_, weight)) = bloc.seats.iter().find(|(b, _)| *b == body) else {
            continue;
        };
        let weight = most.map_or(*weight, |most| most.min(*weight));
        let times = |times: i64| Piles {
            votes_for: bloc.votes_for * times,
            against: bloc.against * times,
            abstaining: bloc.abstaining * times,
            ..Piles::default()
        };
        add(&mut poll.people, times(1), bloc.away);
        add(&mut poll.votes, times(weight), bloc.away * weight);
        for class in &bloc.classes {
            let Some(class) = of_class.get_mut(class) else {
                continue;
            };
            class.members += bloc.members();
            class.absent += bloc.away;
            grow(&mut class.worst.people, times(1));
            grow(&mut class.worst.votes, times(weight));
            class.best = class.worst;
        }
    }
    poll.classes = of_class.into_values().collect();
    let count = count_poll(decision, &poll).ok()?;
    Some(count.outcome == VoteOutcome::Adopted)
}

/// The cap on a holder's weight, if there is one. `None` outside: nobody can have any weight.
fn most_weight(model: &Model, body: BodyId, vote: &Vote) -> Option<Option<i64>> {
    let Some(cap) = model.bodies.get(body.index())?.weight_cap else {
        return Some(None);
    };
    let mut weights: BTreeMap<i64, i64> = BTreeMap::new();
    for bloc in &vote.blocs {
        if let Some((_, weight)) = bloc.seats.iter().find(|(b, _)| *b == body) {
            *weights.entry(*weight).or_default() += bloc.members();
        }
    }
    weight::cap(&weights, cap).map(Some)
}

fn add(room: &mut Room, piles: Piles, away: i64) {
    grow(&mut room.piles, piles);
    room.present += piles.all();
    room.eligible += piles.all() + away;
}

fn grow(piles: &mut Piles, more: Piles) {
    piles.votes_for += more.votes_for;
    piles.against += more.against;
    piles.abstaining += more.abstaining;
}
