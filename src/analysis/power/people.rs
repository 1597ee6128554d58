//! Who sits in a body, as far as the source forces it.
//!
//! A body is taken apart into **parts**: groups of which everyone sits in it, named parties, and the seats of a body, which are a
//! part of their own. Two holders have the same people if their parts are the same (a part within another does not count),
//! or if both are known by name: a closed group is exactly its named members, and so is every group within it.

use super::body_of;
use crate::analysis::region::Regions;
use crate::model::{BodyId, GroupId, Holder, Model, PartyId, WhoTerm};
use std::collections::{BTreeMap, BTreeSet};

/// A part of those who sit in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Group(GroupId),
    Party(PartyId),
    /// Those who hold the seats of a body.
    Seats(BodyId),
    Commons,
}

/// The people of every body of a model.
pub struct People<'m> {
    model: &'m Model,
    /// Whether there can be anybody in a group that is no body.
    inhabited: Vec<bool>,
    /// The named parties in each group.
    named: BTreeMap<GroupId, BTreeSet<PartyId>>,
    /// Bodies with the same people have the same number.
    classes: Vec<usize>,
}

/// What says who somebody is: everyone by name, if the source names everyone, else the parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Named(BTreeSet<PartyId>),
    Parts(BTreeSet<Part>),
}

impl<'m> People<'m> {
    pub fn new(model: &'m Model) -> Self {
        let regions = Regions::new(model);
        let inhabited = |at: usize| {
            let term = WhoTerm {
                groups: vec![GroupId::new(at)],
                party: None,
            };
            let none = model.groups.get(at).and_then(|g| g.size);
            none.and_then(|(_, most)| most) != Some(0) && regions.anybody(&term)
        };
        let mut named: BTreeMap<GroupId, BTreeSet<PartyId>> = BTreeMap::new();
        for at in 0..model.parties.len() {
            let party = PartyId::new(at);
            for group in model.groups_of(party) {
                named.entry(GroupId(group)).or_default().insert(party);
            }
        }
        let mut people = People {
            model,
            inhabited: (0..model.groups.len()).map(inhabited).collect(),
            named,
            classes: Vec::new(),
        };
        let mut numbers: BTreeMap<Identity, usize> = BTreeMap::new();
        let mut classes = Vec::with_capacity(model.bodies.len());
        for body in &model.bodies {
            let identity = people.identity(Holder::Group(body.group));
            let next = numbers.len();
            classes.push(*numbers.entry(identity).or_insert(next));
        }
        people.classes = classes;
        people
    }

    fn identity(&self, holder: Holder) -> Identity {
        let parts = self.parts(holder);
        match self.by_name(&parts) {
            Some(names) if !names.is_empty() => Identity::Named(names),
            _ => Identity::Parts(parts),
        }
    }

    /// Whether there can be anybody in a group that is no body: it is open, and so is all above it, or a named party is in it.
    pub fn inhabited(&self, group: GroupId) -> bool {
        self.inhabited.get(group.index()).copied().unwrap_or(false)
    }

    /// Whether the source names somebody who sits in a body.
    pub fn has_founders(&self, body: BodyId) -> bool {
        let group = self.model.bodies.get(body.index()).map(|b| b.group);
        group.is_some_and(|g| self.named.contains_key(&g))
    }

    /// The parts of a holder, none of which lies within another.
    pub fn parts(&self, holder: Holder) -> BTreeSet<Part> {
        let mut parts = BTreeSet::new();
        self.collect(holder, &mut parts, &mut BTreeSet::new());
        let groups: Vec<GroupId> = parts
            .iter()
            .filter_map(|p| match p {
                Part::Group(g) => Some(*g),
                _ => None,
            })
            .collect();
        let within = |g: GroupId| {
            let mut others = groups.iter().filter(|o| **o != g);
            others.any(|o| self.model.group_tree.is_within(g.0, o.0))
        };
        parts.retain(|p| !matches!(p, Part::Group(g) if within(*g)));
        parts
    }

    fn collect(&self, holder: Holder, into: &mut BTreeSet<Part>, seen: &mut BTreeSet<BodyId>) {
        let group = match holder {
            Holder::Party(party) => {
                into.insert(Part::Party(party));
                return;
            }
            Holder::Commons => {
                into.insert(Part::Commons);
                return;
            }
            Holder::Group(group) => group,
        };
        let Some(id) = body_of(self.model, holder) else {
            into.insert(Part::Group(group));
            return;
        };
        let Some(body) = self.model.bodies.get(id.index()) else {
            return;
        };
        if !seen.insert(id) {
            return;
        }
        for of in &body.of_all {
            self.collect(Holder::Group(*of), into, seen);
        }
        if body.seats.is_some() || body.of_all.is_empty() {
            into.insert(Part::Seats(id));
        }
    }

    /// Everyone by name, if the source names everyone.
    fn by_name(&self, parts: &BTreeSet<Part>) -> Option<BTreeSet<PartyId>> {
        let mut all = BTreeSet::new();
        for part in parts {
            match part {
                Part::Party(party) => {
                    all.insert(*party);
                }
                Part::Group(group) => {
                    let mut above = self.model.group_tree.up(group.0).iter();
                    let closed = above.any(|&g| {
                        let group = self.model.groups.get(g as usize);
                        group.is_some_and(|g| g.closed)
                    });
                    if !closed {
                        return None;
                    }
                    all.extend(self.named.get(group).into_iter().flatten());
                }
                Part::Seats(_) | Part::Commons => return None,
            }
        }
        Some(all)
    }

    /// Whether two holders are surely the same people.
    pub fn same(&self, a: Holder, b: Holder) -> bool {
        if a == b {
            return true;
        }
        let class = |holder| self.classes.get(body_of(self.model, holder)?.index());
        match (class(a), class(b)) {
            (Some(a), Some(b)) => a == b,
            _ => self.identity(a) == self.identity(b),
        }
    }
}
