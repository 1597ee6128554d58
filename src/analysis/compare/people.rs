//! Who asks, on both sides at once: a group may lie within others on one side only, and a party may be in other groups there.

use super::space::{Paired, Side};
use crate::analysis::Asker;
use crate::analysis::region::Someone;
use crate::model::{GroupId, Model, PartyId, WhoTerm};

/// The groups and parties of two models.
pub struct People {
    groups: Paired,
    parties: Paired,
    /// On each side, of each group itself and all above it, sorted; nothing if the side does not know it.
    up: [Vec<Vec<u32>>; 2],
    down: [Vec<Vec<u32>>; 2],
    closed: [Vec<bool>; 2],
    separate: [Vec<Vec<u32>>; 2],
    /// On each side, of each party the groups that it is in, sorted.
    inside: [Vec<Vec<u32>>; 2],
    /// On each side, of each group the parties that are in it, in order.
    members: [Vec<Vec<u32>>; 2],
    /// The parties that the sides place in different groups, or that one side does not know.
    moved: Vec<u32>,
}

/// Whom a rule is about, in numbers of the space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Term {
    pub groups: Vec<u32>,
    pub party: Option<u32>,
}

/// An asker, with the groups that it is in on each side.
///
/// A side that does not know a group takes no notice of it, and for a side that does not know a party it is someone in no group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub who: Someone,
    pub inside: [Vec<u32>; 2],
}

impl Person {
    /// Whether this one is in all the groups of the other and can stand in for anybody.
    pub fn is_in_all_of(&self, other: &Person) -> bool {
        let within = |side: usize| {
            let own = &self.inside[side];
            other.inside[side]
                .iter()
                .all(|g| own.binary_search(g).is_ok())
        };
        matches!(other.who, Someone::Conceivable(_)) && within(0) && within(1)
    }
}

impl People {
    pub(super) fn new(models: [&Model; 2], groups: Paired, parties: Paired) -> Self {
        let sorted = |side: Side, list: &[u32]| {
            let mut out: Vec<u32> = list
                .iter()
                .filter_map(|&g| groups.number(side, g))
                .collect();
            out.sort_unstable();
            out
        };
        let tree = |side: Side, down: bool| -> Vec<Vec<u32>> {
            let tree = &models[side.index()].group_tree;
            let all = |id: u32| sorted(side, if down { tree.down(id) } else { tree.up(id) });
            let of = |ids: &[Option<u32>; 2]| ids[side.index()].map_or_else(Vec::new, all);
            groups.ids.iter().map(of).collect()
        };
        let closed = |side: Side| -> Vec<bool> {
            let is = |id: u32| {
                let group = models[side.index()].groups.get(id as usize);
                group.is_some_and(|g| g.closed)
            };
            let of = |ids: &[Option<u32>; 2]| ids[side.index()].is_some_and(is);
            groups.ids.iter().map(of).collect()
        };
        let separate = |side: Side| -> Vec<Vec<u32>> {
            let list = |s: &crate::model::Separation| {
                sorted(side, &s.groups.iter().map(|g| g.0).collect::<Vec<u32>>())
            };
            models[side.index()].separations.iter().map(list).collect()
        };
        let inside = |side: Side| -> Vec<Vec<u32>> {
            let model = models[side.index()];
            let all = |id: u32| {
                let party = model.parties.get(id as usize);
                party.map_or_else(Vec::new, |p| sorted(side, &model.closure(&p.groups)))
            };
            let of = |ids: &[Option<u32>; 2]| ids[side.index()].map_or_else(Vec::new, all);
            parties.ids.iter().map(of).collect()
        };
        let (up, down) = (
            Side::BOTH.map(|s| tree(s, false)),
            Side::BOTH.map(|s| tree(s, true)),
        );
        let inside = Side::BOTH.map(inside);
        let members = [0, 1].map(|side: usize| {
            let mut members: Vec<Vec<u32>> = vec![Vec::new(); groups.ids.len()];
            for (party, inside) in inside[side].iter().enumerate() {
                for &group in inside {
                    if let Some(list) = members.get_mut(group as usize) {
                        list.push(party as u32);
                    }
                }
            }
            members
        });
        let mut people = People {
            up,
            down,
            closed: Side::BOTH.map(closed),
            separate: Side::BOTH.map(separate),
            inside,
            members,
            moved: Vec::new(),
            groups,
            parties,
        };
        let moves = |&at: &u32| !people.stays(&people.party(at));
        people.moved = (0..people.parties.ids.len() as u32).filter(moves).collect();
        people
    }

    pub(super) fn term(&self, side: Side, term: &WhoTerm) -> Term {
        let number = |g: &GroupId| self.groups.number(side, g.0);
        let mut groups: Vec<u32> = term.groups.iter().filter_map(number).collect();
        groups.sort_unstable();
        let party = term.party.and_then(|p| self.parties.number(side, p.0));
        Term { groups, party }
    }

    pub(super) fn party_number(&self, side: Side, id: PartyId) -> Option<u32> {
        self.parties.number(side, id.0)
    }

    pub(super) fn group_number(&self, side: Side, id: GroupId) -> Option<u32> {
        self.groups.number(side, id.0)
    }

    /// A term in which a group stands for those who are in it: the same on both sides if the same groups lie below it.
    pub(super) fn by_extent(&self, side: Side, term: &Term) -> Term {
        let count = self.groups.ids.len() as u32;
        let canonical = |&g: &u32| {
            let at = g as usize;
            if self.down[0].get(at) == self.down[1].get(at) {
                g
            } else {
                g + count * (1 + side.index() as u32)
            }
        };
        let mut groups: Vec<u32> = term.groups.iter().map(canonical).collect();
        groups.sort_unstable();
        Term {
            groups,
            party: term.party,
        }
    }

    /// Someone in just these groups.
    pub(super) fn anyone_in(&self, groups: &[u32]) -> Person {
        let mut own: Vec<u32> = groups.to_vec();
        own.sort_unstable();
        own.dedup();
        let inside = [0, 1].map(|side: usize| {
            let up = own.iter().filter_map(|&g| self.up[side].get(g as usize));
            let mut all: Vec<u32> = up.flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        });
        // Whoever is in a group is in those above it; only the lowest are named.
        let implied = |&&g: &&u32| {
            own.iter().any(|&h| {
                let above = |side: usize| {
                    let (up, g_up) = (&self.up[side][h as usize], &self.up[side][g as usize]);
                    g_up.iter().all(|a| up.binary_search(a).is_ok())
                };
                h != g && above(0) && above(1)
            })
        };
        let lowest = own.iter().filter(|g| !implied(g)).map(|&g| GroupId(g));
        Person {
            who: Someone::Conceivable(lowest.collect()),
            inside,
        }
    }

    /// Whether on some side a party unknown to the source may be in all of these: that side knows them, none is closed, no two are separated.
    pub(super) fn conceivable(&self, person: &Person) -> bool {
        let Someone::Conceivable(groups) = &person.who else {
            return true;
        };
        Side::BOTH.iter().any(|&side| {
            let at = side.index();
            let inside = &person.inside[at];
            let known = groups.iter().all(|g| self.groups.id(side, g.0).is_some());
            let open = inside.iter().all(|&g| !self.closed[at][g as usize]);
            let is_in = |g: &&u32| inside.binary_search(g).is_ok();
            let apart = self.separate[at]
                .iter()
                .all(|s| s.iter().filter(is_in).count() < 2);
            known && open && apart
        })
    }

    /// The groups in a separation, on either side.
    pub(super) fn separated(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.separate.iter().flatten().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Every named party that the sides place in different groups, or that one side does not know.
    pub(super) fn moved(&self) -> impl Iterator<Item = Person> + '_ {
        self.moved.iter().map(|&at| self.party(at))
    }

    /// Every named party that fits a term on a side, in order.
    pub(super) fn parties_in(&self, side: Side, term: &Term) -> Vec<Person> {
        let members = |g: &u32| self.members[side.index()].get(*g as usize);
        let candidates: Vec<u32> = match (term.party, term.groups.first()) {
            (Some(party), _) => vec![party],
            (None, Some(_)) => {
                let smallest = term
                    .groups
                    .iter()
                    .map(members)
                    .min_by_key(|m| m.map(Vec::len));
                smallest.flatten().cloned().unwrap_or_default()
            }
            (None, None) => (0..self.parties.ids.len() as u32).collect(),
        };
        let people = candidates.into_iter().map(|at| self.party(at));
        people.filter(|p| self.fits(p, side, term)).collect()
    }

    fn party(&self, number: u32) -> Person {
        let at = number as usize;
        Person {
            who: Someone::Named(PartyId(number)),
            inside: [0, 1].map(|s: usize| self.inside[s].get(at).cloned().unwrap_or_default()),
        }
    }

    /// Whether the sides place a party in the same groups.
    pub(super) fn stays(&self, person: &Person) -> bool {
        let known = match &person.who {
            Someone::Named(p) => Side::BOTH.map(|s| self.parties.id(s, p.0).is_some()),
            Someone::Conceivable(_) => [true, true],
        };
        known[0] == known[1] && person.inside[0] == person.inside[1]
    }

    pub(super) fn fits(&self, person: &Person, side: Side, term: &Term) -> bool {
        let inside = &person.inside[side.index()];
        let is_party = |p: u32| person.who == Someone::Named(PartyId(p));
        term.party.is_none_or(is_party)
            && term.groups.iter().all(|g| inside.binary_search(g).is_ok())
    }

    /// Groups that lie within this one on one side and not on the other, including groups that one side does not know.
    pub(super) fn moved_below(&self, group: u32) -> Vec<u32> {
        let at = group as usize;
        let (Some(old), Some(new)) = (self.down[0].get(at), self.down[1].get(at)) else {
            return Vec::new();
        };
        let only = |a: &[u32], b: &[u32]| -> Vec<u32> {
            let missing = a.iter().filter(|g| b.binary_search(g).is_err());
            missing.copied().filter(|&g| g != group).collect()
        };
        let mut out = only(old, new);
        out.extend(only(new, old));
        out
    }

    /// Someone as an asker of one side. What that side does not know is left out.
    pub fn asker_on(&self, side: Side, who: &Someone) -> Asker {
        match who {
            Someone::Named(p) => match self.parties.id(side, p.0) {
                Some(id) => Asker::Party(PartyId(id)),
                None => Asker::Groups(Vec::new()),
            },
            Someone::Conceivable(groups) => {
                let own = groups.iter().filter_map(|g| self.groups.id(side, g.0));
                Asker::Groups(own.map(GroupId).collect())
            }
        }
    }

    /// Whether a side knows a party, or all of the groups.
    pub fn is_known_on(&self, side: Side, who: &Someone) -> bool {
        match who {
            Someone::Named(p) => self.parties.id(side, p.0).is_some(),
            Someone::Conceivable(g) => g.iter().all(|g| self.groups.id(side, g.0).is_some()),
        }
    }
}
