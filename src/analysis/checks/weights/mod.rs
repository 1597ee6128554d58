//! Votes that weigh nothing, and votes that weigh everything (M1108, M1109). Definitions: docs/semantics, section 14.
//!
//! The question is put to the game of each decision (`indices::game_of`) in the memberships that the source allows. A vote is
//! *powerless* if it never matters in any of them: they must all have been gone through, unless the vote is counted in no test
//! at all. A holder *vetoes* or *dictates* if weights make it so in some membership of at least three; the smallest are looked
//! at, since others only take weight away from a share.

mod sentences;

use crate::analysis::electorate::{Electorate, Kind, Membership, Weight};
use crate::analysis::indices::{Game, banzhaf, game_of, indices, memberships, up_to, voters};
use crate::model::{BodyId, Decision, DecisionId, GroupId, Model, PartyId};
use num_bigint::BigUint;
use num_rational::Ratio;
use std::collections::BTreeMap;

pub(super) use sentences::diagnostic;

/// Where only some memberships are looked at: those of at least so many members.
const FEWEST: i64 = 3;
/// Indices are told in bodies of up to so many members.
const MOST_TOLD: i64 = 40;
/// And of up to so many more than the fewest that the source allows.
const MORE: i64 = 3;

/// What a vote is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// It never matters.
    Nothing,
    /// It is counted in no test, whoever else there is.
    NotCounted,
    /// Nothing passes without it.
    Veto,
    /// It is enough alone.
    Everything,
}

/// Whose vote: a named party's, or that of each member who is in these groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Voter {
    pub party: Option<PartyId>,
    /// The narrowest of the groups told apart.
    pub groups: Vec<GroupId>,
}

/// One finding: a vote and the decisions of one body in which it is so.
#[derive(Debug, Clone)]
pub struct Weighing {
    pub worth: Worth,
    pub body: BodyId,
    pub voter: Voter,
    pub decisions: Vec<DecisionId>,
    /// The smallest membership that shows it in the first of these decisions.
    pub case: Case,
}

/// One membership and what the vote weighs in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Members of each kind of voter, those without members left out.
    pub members: Vec<(Voter, i64)>,
    /// The only membership that the source allows.
    pub only: bool,
    /// Votes of this member, and of all.
    pub votes: i64,
    pub of: i64,
    /// In so many of the ways in which the others can vote this vote decides; `None` if that is too much to count.
    pub swings: Option<(BigUint, BigUint)>,
    /// The member's Banzhaf and Shapley-Shubik index; `None` in a body too large to print them.
    pub indices: Option<[Ratio<BigUint>; 2]>,
}

/// All findings, by body, then by voter.
pub(super) fn find(model: &Model) -> Vec<Weighing> {
    let mut out: BTreeMap<(BodyId, Voter, Worth), Weighing> = BTreeMap::new();
    for (at, decision) in model.decisions.iter().enumerate() {
        let (Some(body), true) = (decision.taken_by, decision.decl.is_own()) else {
            continue;
        };
        let Ok(electorate) = Electorate::of_decision(model, decision) else {
            continue;
        };
        let id = DecisionId::new(at);
        for (voter, worth, case) in of_decision(model, decision, &electorate) {
            let weighing = out.entry((body, voter.clone(), worth)).or_insert(Weighing {
                worth,
                body,
                voter,
                decisions: Vec::new(),
                case,
            });
            weighing.decisions.push(id);
        }
    }
    out.into_values().collect()
}

/// One membership of a decision with its game.
struct Hall<'e> {
    electorate: &'e Electorate,
    membership: &'e Membership,
    game: Game,
}

fn of_decision(
    model: &Model,
    decision: &Decision,
    electorate: &Electorate,
) -> Vec<(Voter, Worth, Case)> {
    // Where all have one vote and nobody is told apart, all are alike.
    if !electorate.is_weighted() && electorate.kinds.len() < 2 {
        return Vec::new();
    }
    let all = memberships(electorate);
    let known = all.is_some();
    let some = all.or_else(|| {
        let least = electorate.range()?.least.max(FEWEST);
        up_to(electorate, least.saturating_add(MORE))
    });
    let some = some.unwrap_or_default();
    let only = known && some.len() == 1;
    let halls: Vec<Hall> = some
        .iter()
        .filter_map(|membership| {
            let voters = voters(decision, electorate, membership)?;
            Some(Hall {
                electorate,
                membership,
                game: game_of(decision, &voters, membership.vacant).ok()?,
            })
        })
        .collect();
    let mut out = Vec::new();
    for (at, kind) in electorate.kinds.iter().enumerate() {
        // Who has no vote by the table is told so.
        if kind.weight == Weight::Fixed(0) || kind.most == Some(0) {
            continue;
        }
        let found = if known && halls.len() == some.len() {
            powerless(&halls, at)
        } else {
            None
        };
        let found = found
            .or_else(|| not_counted(&halls, at))
            .or_else(|| decisive(decision, &halls, at));
        if let Some((worth, hall)) = found {
            let voter = voter(model, kind);
            out.push((voter, worth, case(model, hall, at, only)));
        }
    }
    out
}

/// A vote that never matters, though others do, in every membership with such a member.
fn powerless<'h, 'e>(halls: &'h [Hall<'e>], kind: usize) -> Option<(Worth, &'h Hall<'e>)> {
    let mut first = None;
    for hall in halls.iter().filter(|h| h.has(kind)) {
        let found = banzhaf(&hall.game).ok()?;
        if found.swings.get(kind)? != &BigUint::ZERO {
            return None;
        }
        if found.all_swings != BigUint::ZERO {
            first = first.or(Some(hall));
        }
    }
    let hall = first?;
    let worth = match hall.game.weighs_nothing(kind) {
        true => Worth::NotCounted,
        false => Worth::Nothing,
    };
    Some((worth, hall))
}

/// A vote that no test counts, where some other one matters.
fn not_counted<'h, 'e>(halls: &'h [Hall<'e>], kind: usize) -> Option<(Worth, &'h Hall<'e>)> {
    let mut with = halls.iter().filter(|h| h.has(kind));
    let found = with.find(|h| {
        h.game.weighs_nothing(kind)
            && banzhaf(&h.game).is_ok_and(|found| found.all_swings != BigUint::ZERO)
    })?;
    Some((Worth::NotCounted, found))
}

/// A vote that is enough alone or that nothing passes without, because of what it weighs.
fn decisive<'h, 'e>(
    decision: &Decision,
    halls: &'h [Hall<'e>],
    kind: usize,
) -> Option<(Worth, &'h Hall<'e>)> {
    let large = || {
        let large = |h: &&Hall| h.membership.size() >= FEWEST;
        halls.iter().filter(large).filter(|h| h.has(kind))
    };
    let of_weight = |hall: &&Hall, holds: &dyn Fn(&Game) -> bool| {
        holds(&hall.game) && hall.equal(decision).is_some_and(|equal| !holds(&equal))
    };
    let alone = large().find(|h| of_weight(h, &|game| game.wins_alone(kind)));
    if let Some(hall) = alone {
        return Some((Worth::Everything, hall));
    }
    let veto = large().find(|h| of_weight(h, &|game| game.vetoes(kind)))?;
    Some((Worth::Veto, veto))
}

impl Hall<'_> {
    fn has(&self, kind: usize) -> bool {
        self.membership.kinds.get(kind).is_some_and(|n| *n > 0)
    }

    /// The same with one vote for everyone.
    fn equal(&self, decision: &Decision) -> Option<Game> {
        let mut voters = voters(decision, self.electorate, self.membership)?;
        voters.iter_mut().for_each(|v| v.weight = 1);
        game_of(decision, &voters, self.membership.vacant).ok()
    }
}

/// The name of a kind: its party, or the narrowest of its groups.
fn voter(model: &Model, kind: &Kind) -> Voter {
    let tree = &model.group_tree;
    let mut groups = kind.groups.clone();
    groups.retain(|g| {
        let mut others = kind.groups.iter();
        !others.any(|other| other != g && tree.is_within(other.0, g.0))
    });
    Voter {
        party: kind.party,
        groups: if kind.party.is_some() {
            Vec::new()
        } else {
            groups
        },
    }
}

fn case(model: &Model, hall: &Hall, at: usize, only: bool) -> Case {
    let kinds = hall.electorate.kinds.iter().zip(&hall.membership.kinds);
    let members = kinds
        .clone()
        .filter(|(_, n)| **n > 0)
        .map(|(kind, n)| (voter(model, kind), *n));
    // As the table has it: a cap is told apart.
    let weight = |kind: &Kind| match kind.weight {
        Weight::Fixed(n) => n,
        Weight::Any => 1,
    };
    let of = kinds.clone().fold(0i64, |sum, (k, n)| {
        sum.saturating_add(weight(k).saturating_mul(*n))
    });
    let swings = banzhaf(&hall.game).ok().and_then(|found| {
        let swings = found.swings.get(at)?.clone();
        Some((swings, found.votes_of_others))
    });
    let small = hall.membership.size() <= MOST_TOLD;
    let worths = small.then(|| indices(&hall.game).ok()).flatten();
    let worths = worths.and_then(|found| Some([found.banzhaf(at)?, found.shapley(at)?]));
    Case {
        members: members.collect(),
        only,
        votes: hall.electorate.kinds.get(at).map_or(0, weight),
        of,
        swings,
        indices: worths,
    }
}
