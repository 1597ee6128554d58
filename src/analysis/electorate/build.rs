//! From the source to kinds of members and what limits their numbers.

use super::{Electorate, Kind, Limit, Unclear, Weight};
use crate::analysis::tally::weight::by_table;
use crate::analysis::universe::closure;
use crate::model::{
    Body, BodyId, Decision, Electorate as Whole, Group, GroupId, Holder, Model, PartyId, SeatHow,
    TestKind, Tie, Votes,
};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet};

/// So many groups are told apart at most: each doubles the kinds.
const MOST_GROUPS: usize = 10;
/// And so many kinds.
const MOST_KINDS: usize = 160;

impl Electorate {
    /// Who can be in the body that takes a decision, told apart as far as the decision does.
    ///
    /// # Errors
    /// Why nothing can be said.
    pub fn of_decision(model: &Model, decision: &Decision) -> Result<Self, Unclear> {
        let body = decision.taken_by.ok_or(Unclear::NoBody)?;
        Self::new(model, body, &told_apart(decision))
    }

    /// Who can be in a body. These holders are told apart, and those that its table of weights names.
    ///
    /// # Errors
    /// Why nothing can be said.
    pub fn new(model: &Model, body: BodyId, holders: &[Holder]) -> Result<Self, Unclear> {
        let body_of = model.bodies.get(body.index()).ok_or(Unclear::NoBody)?;
        let mut parts = Parts::new(model, body_of, holders);
        parts.tell_apart();
        parts.finish(body)
    }
}

/// The groups and parties whose numbers a decision depends on.
fn told_apart(decision: &Decision) -> Vec<Holder> {
    let mut out = Vec::new();
    let mut class = |of: Whole| {
        if let Whole::Class(group) = of {
            out.push(Holder::Group(group));
        }
    };
    let quorums = decision.quorums().chain(decision.participations());
    quorums.for_each(|q| class(q.of));
    for test in &decision.tests {
        match &test.kind {
            TestKind::Unanimity { of }
            | TestKind::Majority { of }
            | TestKind::Opposition { of, .. } => of.iter().for_each(|of| class(*of)),
            TestKind::Share { of, .. } => class(*of),
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => {}
        }
    }
    let recused = decision.recuse.iter().flat_map(|r| r.who.iter().flatten());
    out.extend(recused.copied());
    let holds = decision.proxies.iter().flat_map(|p| &p.held_by);
    out.extend(holds.map(|g| Holder::Group(*g)));
    for tie in [decision.tie, decision.tie_otherwise] {
        if let Some(Tie::CastingVote(holder)) = tie {
            out.push(holder);
        }
    }
    out
}

struct Parts<'m> {
    model: &'m Model,
    body: &'m Body,
    groups: BTreeSet<GroupId>,
    parties: BTreeSet<PartyId>,
    /// Everything that lies within a group of which everyone sits in the body.
    inside: BTreeSet<GroupId>,
    kinds: Vec<Kind>,
    limits: Vec<Limit>,
}

impl<'m> Parts<'m> {
    fn new(model: &'m Model, body: &'m Body, holders: &[Holder]) -> Self {
        let table = match &body.votes {
            Votes::Weighted { table, .. } => table.as_slice(),
            _ => &[],
        };
        let all = || holders.iter().copied().chain(table.iter().map(|r| r.0));
        let group = |h| match h {
            Holder::Group(g) => Some(g),
            _ => None,
        };
        let party = |h| match h {
            Holder::Party(p) => Some(p),
            _ => None,
        };
        let mut groups: BTreeSet<GroupId> = all().filter_map(group).collect();
        groups.remove(&body.group);
        let below = |g: &GroupId| model.group_tree.down(g.0).iter().map(|n| GroupId(*n));
        Parts {
            model,
            body,
            groups,
            parties: all().filter_map(party).collect(),
            inside: body.of_all.iter().flat_map(below).collect(),
            kinds: Vec::new(),
            limits: Vec::new(),
        }
    }

    fn group(&self, group: GroupId) -> Option<&'m Group> {
        self.model.groups.get(group.index())
    }

    /// What the source says of the number of people in a group.
    fn size(&self, id: GroupId) -> Option<(i64, Option<i64>)> {
        let group = self.group(id)?;
        if group.closed {
            return None;
        }
        let of_body = group.body.and_then(|b| self.model.bodies.get(b.index()));
        match of_body {
            Some(body) => match &body.seats {
                Some(seats) => Some((0, Some(seats.total))),
                None => body.size,
            },
            None => group.size,
        }
    }

    /// The groups that certain seats are for.
    fn reserved(&self) -> Vec<(GroupId, i64)> {
        let shares = self.body.seats.iter().flat_map(|s| &s.shares);
        let mut out: BTreeMap<GroupId, i64> = BTreeMap::new();
        for share in shares {
            if let (SeatHow::DrawnFrom | SeatHow::ExOfficio, Holder::Group(group)) =
                (share.how, share.by)
            {
                let seats = out.entry(group).or_default();
                *seats = seats.saturating_add(share.seats);
            }
        }
        out.into_iter().collect()
    }

    /// Adds the groups whose size limits how many can sit in the body.
    fn tell_apart(&mut self) {
        let tree = &self.model.group_tree;
        let mut more = Vec::new();
        if self.body.seats.is_none() {
            let around = |g: &GroupId| tree.up(g.0).iter().map(|n| GroupId(*n));
            let near: BTreeSet<GroupId> = self
                .inside
                .iter()
                .copied()
                .chain(self.body.of_all.iter().flat_map(around))
                .collect();
            more.extend(near.into_iter().filter(|g| self.size(*g).is_some()));
        }
        let reserved = self.reserved();
        let some = !self.groups.is_empty();
        let closed = |g: &GroupId| self.group(*g).is_some_and(|g| g.closed);
        more.extend(reserved.iter().map(|r| r.0).filter(|g| some || closed(g)));
        self.groups.extend(more);
        self.groups.remove(&self.body.group);
    }

    /// Whether someone who is not named can be in all of these groups.
    fn is_open(&self, set: &FixedBitSet) -> bool {
        let model = self.model;
        let closed = |at: usize| model.groups.get(at).is_some_and(|g| g.closed);
        !set.ones().any(closed)
            && model.separations.iter().all(|s| {
                let of = s.groups.iter().filter(|g| set.contains(g.index()));
                of.count() <= 1
            })
    }

    fn trace(&self, set: &FixedBitSet) -> Vec<GroupId> {
        let of = self.groups.iter().filter(|g| set.contains(g.index()));
        of.copied().collect()
    }

    fn sits(&self, set: &FixedBitSet) -> bool {
        self.body.of_all.iter().any(|g| set.contains(g.index()))
    }

    /// Whether someone who is not named and in just these of the groups told apart can be in the body.
    fn can_be(&self, trace: &[GroupId]) -> bool {
        let fits = |groups: &[GroupId]| {
            let set = closure(self.model, groups);
            let member = self.body.of_all.is_empty() || self.sits(&set);
            member && self.trace(&set) == trace && self.is_open(&set)
        };
        if fits(trace) {
            return true;
        }
        self.body.of_all.iter().any(|g| {
            let mut more = trace.to_vec();
            more.push(*g);
            fits(&more)
        })
    }

    fn weight(&self, kind: &Kind) -> Option<Weight> {
        match &self.body.votes {
            Votes::Weighted { table, .. } if table.is_empty() => Some(Weight::Any),
            Votes::Weighted { table, .. } => {
                let own = Holder::Group(self.body.group);
                let weight = by_table(table, |h| h == own || kind.is(h)).ok()?;
                Some(Weight::Fixed(weight))
            }
            Votes::OneEach | Votes::Unstated => Some(Weight::Fixed(1)),
        }
    }

    fn finish(mut self, id: BodyId) -> Result<Electorate, Unclear> {
        if self.groups.len() > MOST_GROUPS {
            return Err(Unclear::TooManyKinds);
        }
        let outside = self.make_kinds();
        if self.kinds.len() > MOST_KINDS {
            return Err(Unclear::TooManyKinds);
        }
        self.limit(&outside);
        let seats = self.body.seats.as_ref().map(|s| s.total);
        let said = |g: &GroupId| {
            self.size(*g).is_some() || self.group(*g).is_some_and(|group| group.closed)
        };
        let of_all = &self.body.of_all;
        let stated = seats.is_some()
            || self.body.size.is_some()
            || !of_all.is_empty() && of_all.iter().all(said);
        let electorate = Electorate {
            body: id,
            stated_groups: self.groups.iter().copied().filter(said).collect(),
            groups: self.groups.iter().copied().collect(),
            kinds: self.kinds,
            seats,
            cap: self
                .body
                .weight_cap
                .filter(|_| matches!(self.body.votes, Votes::Weighted { .. })),
            limits: self.limits,
            size_is_stated: stated,
            own_group: self.body.group,
        };
        if electorate.range().is_none() {
            return Err(Unclear::Impossible);
        }
        Ok(electorate)
    }

    /// Makes the kinds; returns how many named parties of each group told apart are not in the body.
    fn make_kinds(&mut self) -> BTreeMap<GroupId, i64> {
        let mut made: BTreeMap<(Option<PartyId>, Vec<GroupId>), Kind> = BTreeMap::new();
        let told: Vec<GroupId> = self.groups.iter().copied().collect();
        for bits in 0..1usize << told.len() {
            let chosen = told
                .iter()
                .enumerate()
                .filter(|(at, _)| bits >> at & 1 == 1);
            let trace: Vec<GroupId> = chosen.map(|(_, g)| *g).collect();
            if self.can_be(&trace) {
                made.insert((None, trace.clone()), kind(trace, None, 0, None));
            }
        }
        let mut outside = BTreeMap::new();
        for (at, party) in self.model.parties.iter().enumerate() {
            let id = PartyId(at as u32);
            let set = closure(self.model, &party.groups);
            let trace = self.trace(&set);
            let certain = self.sits(&set) || set.contains(self.body.group.index());
            // Anyone may be given a seat.
            let possible = certain || self.body.of_all.is_empty();
            if !possible {
                for group in trace {
                    *outside.entry(group).or_default() += 1;
                }
                continue;
            }
            let own = self.parties.contains(&id).then_some(id);
            let one = made
                .entry((own, trace.clone()))
                .or_insert_with(|| kind(trace, own, 0, Some(0)));
            one.least += i64::from(certain);
            one.most = one.most.map(|n| n + 1);
        }
        let kinds = made.into_values().filter_map(|mut kind| {
            kind.weight = self.weight(&kind)?;
            Some(kind)
        });
        self.kinds = kinds.collect();
        outside
    }

    fn limit(&mut self, outside: &BTreeMap<GroupId, i64>) {
        let all: Vec<usize> = (0..self.kinds.len()).collect();
        let of = |groups: &[GroupId]| -> Vec<usize> {
            let hits = |k: &Kind| groups.iter().any(|g| k.groups.contains(g));
            let kinds = self.kinds.iter().enumerate().filter(|(_, k)| hits(k));
            kinds.map(|(at, _)| at).collect()
        };
        let mut limits = Vec::new();
        for group in &self.groups {
            let Some((least, most)) = self.size(*group) else {
                continue;
            };
            let gone = outside.get(group).copied().unwrap_or(0);
            limits.push(Limit {
                kinds: of(&[*group]),
                // Only where all of the group sit in the body is its size a number of members.
                least: if self.inside.contains(group) {
                    least
                } else {
                    0
                },
                most: most.map(|n| (n - gone).max(0)),
                less_vacant: false,
            });
        }
        if let Some((least, most)) = self.body.size {
            limits.push(Limit {
                kinds: all.clone(),
                least,
                most,
                less_vacant: self.body.seats.is_some(),
            });
        }
        if let Some(seats) = &self.body.seats {
            limits.push(Limit {
                kinds: all,
                least: seats.total,
                most: Some(seats.total),
                less_vacant: true,
            });
            // Each of some seats needs someone of its own group: there are enough of any of their groups (Hall).
            let told = |r: &(GroupId, i64)| self.groups.contains(&r.0);
            let reserved: Vec<_> = self.reserved().into_iter().filter(told).take(6).collect();
            for bits in 1..1usize << reserved.len() {
                let chosen = reserved.iter().enumerate();
                let chosen = chosen.filter(|(at, _)| bits >> at & 1 == 1).map(|(_, r)| r);
                let groups: Vec<GroupId> = chosen.clone().map(|r| r.0).collect();
                limits.push(Limit {
                    kinds: of(&groups),
                    least: chosen.fold(0, |sum, r| sum.saturating_add(r.1)),
                    most: None,
                    less_vacant: true,
                });
            }
        }
        self.limits = limits;
    }
}

fn kind(groups: Vec<GroupId>, party: Option<PartyId>, least: i64, most: Option<i64>) -> Kind {
    Kind {
        groups,
        party,
        least,
        most,
        weight: Weight::Fixed(1),
    }
}
