//! Chains of decisions, each allowed, by which a vote that a guard would reject ends up changing what it guards.
//!
//! What a decision rests on (its own rule, the body that takes it, the groups and classes that vote in it) has guards too. Who
//! may change any of that may rewrite it, and then decides. So for each set of guards the decisions from which such a chain
//! begins are gone through, the shortest chains first, and [`contest`] looks for a vote that adopts the first decision of the
//! chain and none of the guards: every later step goes by a rule that the coalition wrote itself.
//!
//! Definitions, what is no bypass, and why nothing is missed: docs/semantics, section 16.

mod words;

use crate::analysis::contest::{Outcome, Vote, contest};
use crate::analysis::guard::Guards;
use crate::diagnostic::Diagnostic;
use crate::model::{
    AnyId, BodyId, DecisionId, Electorate, GroupId, Holder, Model, Origin, SeatHow, TestKind,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What a set of guards protects, and how a vote that all of them reject gets at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bypass {
    /// The decisions of which each may change it.
    pub guards: Vec<DecisionId>,
    /// What they guard, in the order of the source.
    pub guarded: Vec<AnyId>,
    /// First the decision that is really voted on.
    pub chain: Vec<Link>,
    pub vote: Vote,
}

/// A step: one thing is changed, so that a decision that rests on it can be won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub by: Step,
    /// The decision that can then be won.
    pub wins: DecisionId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// This decision changes what the other one rests on.
    Rewrite { by: DecisionId, what: AnyId },
    /// The body's own members are removed by the first and replaced by the second.
    Replace {
        removes: DecisionId,
        appoints: DecisionId,
        body: BodyId,
    },
}

impl Step {
    /// The decisions that must be won for it.
    pub fn decisions(&self) -> Vec<DecisionId> {
        match self {
            Step::Rewrite { by, .. } => vec![*by],
            Step::Replace {
                removes, appoints, ..
            } if removes == appoints => vec![*removes],
            Step::Replace {
                removes, appoints, ..
            } => vec![*removes, *appoints],
        }
    }
}

pub(super) use words::{adopted, case};

/// `told`: decisions of which it was reported already that something weaker changes them.
pub(super) fn check(model: &Model, told: &BTreeSet<DecisionId>, out: &mut Vec<Diagnostic>) {
    let mut known = Known::default();
    let found = find_with(model, &mut known);
    let new = found.iter().filter(|b| match b.chain.as_slice() {
        [
            Link {
                by: Step::Rewrite { what, .. },
                wins,
            },
        ] => !(told.contains(wins) && *what == AnyId::Decision(*wins)),
        _ => true,
    });
    out.extend(new.filter_map(|b| words::diagnostic(model, b)));
    let open = known.undecided();
    out.extend(open.filter_map(|(first, set)| words::undecided(model, first, set)));
}

/// The shortest bypass of each set of guards that has one, in the order of the guards.
pub fn find(model: &Model) -> Vec<Bypass> {
    find_with(model, &mut Known::default())
}

fn find_with(model: &Model, known: &mut Known) -> Vec<Bypass> {
    let guards = Guards::new(model);
    let bypass = |(set, guarded): (Vec<DecisionId>, Vec<AnyId>)| {
        let (chain, vote) = shortest(model, &guards, &set, known)?;
        Some(Bypass {
            guards: set,
            guarded,
            chain,
            vote,
        })
    };
    sets(model, &guards)
        .into_iter()
        .filter_map(bypass)
        .collect()
}

/// That of one set of guards.
fn find_for(model: &Model, set: &[DecisionId]) -> Option<Bypass> {
    let guards = Guards::new(model);
    let guarded = sets(model, &guards).remove(set)?;
    let (chain, vote) = shortest(model, &guards, set, &mut Known::default())?;
    Some(Bypass {
        guards: set.to_vec(),
        guarded,
        chain,
        vote,
    })
}

/// What is guarded, by the decisions of which each may change it.
fn sets(model: &Model, guards: &Guards) -> BTreeMap<Vec<DecisionId>, Vec<AnyId>> {
    let mut sets: BTreeMap<Vec<DecisionId>, Vec<AnyId>> = BTreeMap::new();
    sets.entry(guards.of_commons().decisions).or_default();
    for id in crate::analysis::diff::declarations(model) {
        let decl = crate::analysis::diff::declaration(model, id);
        let own = decl.is_some_and(|d| d.origin == Origin::Own);
        let of_body = matches!(id, AnyId::Group(g) if body_of(model, g).is_some());
        if own && !of_body {
            sets.entry(guards.of(id).decisions).or_default().push(id);
        }
    }
    sets.remove(&Vec::new());
    sets
}

/// Questions that were answered before.
#[derive(Default)]
struct Known {
    answers: BTreeMap<(Vec<DecisionId>, Vec<DecisionId>), Outcome>,
}

impl Known {
    fn contest(&mut self, model: &Model, first: &[DecisionId], set: &[DecisionId]) -> Outcome {
        let key = (first.to_vec(), set.to_vec());
        let answer = self.answers.entry(key);
        answer.or_insert_with(|| contest(model, first, set)).clone()
    }

    /// Those that were not worked out: decisions that may come first, and the guards.
    fn undecided(&self) -> impl Iterator<Item = (&[DecisionId], &[DecisionId])> {
        let open = self
            .answers
            .iter()
            .filter(|(_, a)| **a == Outcome::Undecided);
        open.map(|((first, set), _)| (first.as_slice(), set.as_slice()))
    }
}

/// Breadth first, backwards from the guards; each decision is reached once, by a shortest way.
fn shortest(
    model: &Model,
    guards: &Guards,
    set: &[DecisionId],
    known: &mut Known,
) -> Option<(Vec<Link>, Vote)> {
    let mut seen: BTreeSet<DecisionId> = set.iter().copied().collect();
    let mut open: VecDeque<(DecisionId, Vec<Link>)> =
        set.iter().map(|d| (*d, Vec::new())).collect();
    while let Some((wins, chain)) = open.pop_front() {
        for by in steps(model, guards, wins) {
            let decisions = by.decisions();
            if matches!(by, Step::Rewrite { .. }) && !decisions.iter().all(|d| seen.insert(*d)) {
                continue;
            }
            let mut longer = vec![Link {
                by: by.clone(),
                wins,
            }];
            longer.extend(chain.iter().cloned());
            if !is_theirs(model, &decisions, set)
                && let Outcome::Found(vote) = known.contest(model, &decisions, set)
            {
                return Some((longer, vote));
            }
            if let Step::Rewrite { by, .. } = by {
                open.push_back((by, longer));
            }
        }
    }
    None
}

/// The steps after which a decision can be won by whoever won them.
fn steps(model: &Model, guards: &Guards, wins: DecisionId) -> Vec<Step> {
    let mut out = Vec::new();
    for what in rests_on(model, wins) {
        for by in guards.of(what).decisions {
            out.push(Step::Rewrite { by, what });
        }
    }
    let body = model.decisions.get(wins.index()).and_then(|d| d.taken_by);
    let Some(body) = body else { return out };
    // Those who sit in a body send the others home. Who may do that to another body is answered for elsewhere.
    let own = |of: fn(&crate::model::Decision) -> &Vec<BodyId>| {
        let all = model.decisions.iter().enumerate();
        all.filter(move |(_, d)| {
            d.decl.is_own() && d.taken_by == Some(body) && of(d).contains(&body)
        })
        .map(|(at, _)| DecisionId::new(at))
    };
    for removes in own(|d| &d.removes) {
        for appoints in own(|d| &d.appoints) {
            out.push(Step::Replace {
                removes,
                appoints,
                body,
            });
        }
    }
    out
}

/// Who changes any of these can win the decision: its own rule, the body, the groups and classes that vote.
pub(crate) fn rests_on(model: &Model, id: DecisionId) -> Vec<AnyId> {
    let mut out = vec![AnyId::Decision(id)];
    let Some(decision) = model.decisions.get(id.index()) else {
        return out;
    };
    let mut groups: BTreeSet<GroupId> = BTreeSet::new();
    if let Some(body) = decision.taken_by {
        out.push(AnyId::Body(body));
        let body = model.bodies.get(body.index());
        groups.extend(body.into_iter().flat_map(|b| b.of_all.iter().copied()));
    }
    let quorums = decision.quorums().chain(decision.participations());
    let tests = decision.tests.iter().filter_map(|t| match &t.kind {
        TestKind::Unanimity { of }
        | TestKind::Majority { of }
        | TestKind::Opposition { of, .. } => *of,
        TestKind::Share { of, .. } => Some(*of),
        TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => None,
    });
    for of in quorums.map(|q| q.of).chain(tests) {
        if let Electorate::Class(group) = of {
            groups.insert(group);
        }
    }
    out.extend(groups.into_iter().map(AnyId::Group));
    // What another commons declares is not ours to change.
    out.retain(|id| crate::analysis::diff::declaration(model, *id).is_some_and(|d| d.is_own()));
    out
}

/// Whether one of the guards is taken by a body that the others' body makes up: then what it guards was theirs to give.
pub(crate) fn is_theirs(model: &Model, by: &[DecisionId], guards: &[DecisionId]) -> bool {
    let body = |d: &DecisionId| model.decisions.get(d.index()).and_then(|d| d.taken_by);
    let bodies = by.iter().filter_map(body);
    bodies.into_iter().any(|one| {
        let all = guards.iter().filter_map(body);
        all.into_iter().any(|other| makes_up(model, one, other))
    })
}

/// Whether a body decides who sits in another one: by a decision that appoints or removes its members, or because more than
/// half of the seats are filled by the body, by people who all sit in it, or from among them.
fn makes_up(model: &Model, one: BodyId, other: BodyId) -> bool {
    let (Some(body), Some(seated)) = (
        model.bodies.get(one.index()),
        model.bodies.get(other.index()),
    ) else {
        return false;
    };
    let Some(seats) = &seated.seats else {
        return false;
    };
    if one == other {
        return false;
    }
    let decides = |d: &crate::model::Decision| {
        d.taken_by == Some(one) && (d.appoints.contains(&other) || d.removes.contains(&other))
    };
    if model.decisions.iter().any(decides) {
        return true;
    }
    let within = |group: GroupId| {
        let inside = |of: &GroupId| model.group_tree.is_within(group.0, of.0);
        group == body.group || body.of_all.iter().any(inside)
    };
    let theirs = seats.shares.iter().filter(|share| {
        let filled = matches!(
            share.how,
            SeatHow::ElectedBy | SeatHow::NamedBy | SeatHow::DrawnFrom | SeatHow::ExOfficio
        );
        filled && matches!(share.by, Holder::Group(group) if within(group))
    });
    let theirs = theirs.fold(0i64, |sum, share| sum.saturating_add(share.seats));
    theirs.saturating_mul(2) > seats.total
}

fn body_of(model: &Model, group: GroupId) -> Option<BodyId> {
    model.groups.get(group.index())?.body
}
