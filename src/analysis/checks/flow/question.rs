//! One question: is there a case in which a prohibition is in effect at one atom of data, while a permission permits the same
//! purpose, in the same circumstances, at another?
//!
//! The two cases lie in one space. Data are fixed, so that axis is free; when two people act, it holds the act of the second.
//! A box about the first case is then cut down to those who can be the first asker, and says nothing of the second act.

use super::super::Case;
use super::{Route, Search, Way};
use crate::analysis::region::{AXES, Blocker, Cell, Cover, RuleBox, Someone};
use crate::model::{GroupId, PartyId, RuleId, WhoTerm};
use fixedbitset::FixedBitSet;
use std::rc::Rc;

/// Everyone: what a box is about once its asker has been settled.
static ANYONE: WhoTerm = WhoTerm {
    groups: Vec::new(),
    party: None,
};

pub(super) struct Question<'q> {
    pub prohibition: RuleId,
    pub permission: RuleId,
    /// Prohibitions that may stand in the way of the permission.
    pub around: &'q [RuleId],
    pub way: Way,
    /// An atom of the prohibited data.
    pub from: u32,
    /// An atom of the permitted data.
    pub to: u32,
}

pub(super) enum Answer {
    Yes(Box<Route>),
    No,
    Undecided,
}

/// What stands in the way of a permission at the target: rules that set it aside, and prohibitions with what sets those aside.
struct Against<'m> {
    aside: Vec<RuleBox<'m>>,
    prohibitions: Vec<(RuleBox<'m>, Rc<Vec<RuleBox<'m>>>)>,
}

impl<'m> Against<'m> {
    fn blockers(&self) -> impl Iterator<Item = Blocker<'_, 'm>> {
        let aside = self.aside.iter().map(Blocker::plain);
        aside.chain(self.prohibitions.iter().map(|(by, except)| Blocker {
            by,
            except: except.iter().collect(),
        }))
    }
}

impl<'m> Search<'_, 'm> {
    /// The boxes of a rule that cover an atom of data, in the space of a question.
    fn at(
        &mut self,
        id: RuleId,
        atom: u32,
        place: &impl Fn(&RuleBox<'m>) -> RuleBox<'m>,
    ) -> Vec<RuleBox<'m>> {
        let boxes = self.boxes(id);
        let covers = |b: &&RuleBox<'m>| b.atoms[1].contains(atom as usize);
        boxes.iter().filter(covers).map(place).collect()
    }

    fn setters_at(
        &mut self,
        id: RuleId,
        atom: u32,
        place: &impl Fn(&RuleBox<'m>) -> RuleBox<'m>,
    ) -> Vec<RuleBox<'m>> {
        let setters = self.rule(id).map_or(&[][..], |r| &r.set_aside_by);
        let boxes = setters.iter().flat_map(|s| self.at(*s, atom, place));
        boxes.collect()
    }

    fn against(
        &mut self,
        question: &Question,
        place: &impl Fn(&RuleBox<'m>) -> RuleBox<'m>,
    ) -> Against<'m> {
        let to = question.to;
        let mut out = Against {
            aside: self.setters_at(question.permission, to, place),
            prohibitions: Vec::new(),
        };
        for &id in question.around {
            let boxes = self.at(id, to, place);
            if boxes.is_empty() {
                continue;
            }
            let except = Rc::new(self.setters_at(id, to, place));
            out.prohibitions
                .extend(boxes.into_iter().map(|b| (b, Rc::clone(&except))));
        }
        out
    }

    pub(super) fn ask(&mut self, question: &Question) -> Answer {
        match question.way {
            Way::Derived => self.derived(question),
            Way::PassedOn => self.passed_on(question),
        }
    }

    /// The same asker, the same act.
    fn derived(&mut self, question: &Question) -> Answer {
        let free = all(1);
        let place = |b: &RuleBox<'m>| {
            let [actions, _, purposes] = b.atoms.clone();
            with(b, b.term, [actions, Rc::clone(&free), purposes])
        };
        let first = self.at(question.prohibition, question.from, &place);
        let second = self.at(question.permission, question.to, &place);
        let aside = self.setters_at(question.prohibition, question.from, &place);
        let against = self.against(question, &place);
        let blockers: Vec<Blocker> = aside
            .iter()
            .map(Blocker::plain)
            .chain(against.blockers())
            .collect();
        let mut undecided = false;
        for a in &first {
            for b in &second {
                let Some((term, cell)) = self.regions.overlap(a, b) else {
                    continue;
                };
                for term in self.same_people(a.term, b.term, term) {
                    match self.regions.cover_cell(&term, &cell, &blockers) {
                        Cover::Uncovered(who, cell) => {
                            let [actions, _, purposes] = &cell.atoms;
                            let acts = [actions, actions];
                            let askers = [who.clone(), who];
                            return self.yes(question, askers, acts, purposes, &cell);
                        }
                        Cover::Undecided => undecided = true,
                        Cover::Covered => {}
                    }
                }
            }
        }
        no_or(undecided)
    }

    /// Those who fit two terms because the terms are about the same people: one asks for all that the other asks for. Of
    /// unrelated groups only the named parties count that are in both; that someone could be in both is no leak.
    fn same_people(&self, a: &WhoTerm, b: &WhoTerm, both: WhoTerm) -> Vec<WhoTerm> {
        let tree = &self.model.group_tree;
        let asks = |one: &WhoTerm, all: &WhoTerm| {
            let within = |g: &GroupId| one.groups.iter().any(|h| tree.is_within(h.0, g.0));
            all.groups.iter().all(within)
        };
        if both.party.is_some() || asks(a, b) || asks(b, a) {
            return vec![both];
        }
        let named = (0..self.model.parties.len()).map(PartyId::new);
        named
            .filter(|p| self.regions.fits(&Someone::Named(*p), &both))
            .map(|party| WhoTerm {
                groups: Vec::new(),
                party: Some(party),
            })
            .collect()
    }

    /// Two acts, and perhaps two people. What sets the prohibition aside has no exceptions, so the plainest of those it is about decides.
    fn passed_on(&mut self, question: &Question) -> Answer {
        let free = all(self.model.actions.len().max(1));
        let first_place = |b: &RuleBox<'m>| {
            let [actions, _, purposes] = b.atoms.clone();
            with(b, b.term, [actions, Rc::clone(&free), purposes])
        };
        let second_place = |b: &RuleBox<'m>| {
            let [actions, _, purposes] = b.atoms.clone();
            with(b, b.term, [Rc::clone(&free), actions, purposes])
        };
        // What the permission says of passing on; the prohibition itself must not be about that act.
        let mut acts = FixedBitSet::with_capacity(self.passing.atoms.len());
        for act in self
            .rule(question.permission)
            .into_iter()
            .flat_map(|r| self.passing.named(r))
        {
            let below = self.model.action_tree.down(act.0).iter();
            acts.extend(below.map(|&n| n as usize));
        }
        for b in &self.at(question.prohibition, question.to, &second_place) {
            acts.difference_with(&b.atoms[1]);
        }
        let first = self.at(question.prohibition, question.from, &first_place);
        let second = self.at(question.permission, question.to, &second_place);
        let aside = self.setters_at(question.prohibition, question.from, &first_place);
        let against = self.against(question, &second_place);
        let mut undecided = false;
        for a in &first {
            for who in self.regions.somebodies(a.term) {
                let aside: Vec<RuleBox> = aside
                    .iter()
                    .filter(|s| self.regions.fits(&who, s.term))
                    .map(|s| with(s, &ANYONE, s.atoms.clone()))
                    .collect();
                let blockers: Vec<Blocker> = aside
                    .iter()
                    .map(Blocker::plain)
                    .chain(against.blockers())
                    .collect();
                let settled = with(a, &ANYONE, a.atoms.clone());
                for b in &second {
                    let Some((term, mut cell)) = self.regions.overlap(&settled, b) else {
                        continue;
                    };
                    cell.atoms[1].intersect_with(&acts);
                    if cell.atoms[1].is_clear() {
                        continue;
                    }
                    match self.regions.cover_cell(&term, &cell, &blockers) {
                        Cover::Uncovered(other, cell) => {
                            let [one, two, purposes] = &cell.atoms;
                            let askers = [who, other];
                            return self.yes(question, askers, [one, two], purposes, &cell);
                        }
                        Cover::Undecided => undecided = true,
                        Cover::Covered => {}
                    }
                }
            }
        }
        no_or(undecided)
    }

    fn yes(
        &self,
        question: &Question,
        [one, other]: [Someone; 2],
        acts: [&FixedBitSet; 2],
        purposes: &FixedBitSet,
        cell: &Cell,
    ) -> Answer {
        let case = |who: Someone, acts: &FixedBitSet, atom: u32| {
            let mut data = FixedBitSet::with_capacity(self.model.data.len().max(1));
            data.insert(atom as usize);
            let cell = Cell {
                atoms: [acts.clone(), data, purposes.clone()],
                facts: cell.facts.clone(),
            };
            Case::choose(self.model, who, &cell)
        };
        Answer::Yes(Box::new(Route {
            way: question.way,
            path: Vec::new(),
            made: Vec::new(),
            forbidden: case(one, acts[0], question.from),
            permitted: case(other, acts[1], question.to),
        }))
    }
}

fn no_or(undecided: bool) -> Answer {
    if undecided {
        Answer::Undecided
    } else {
        Answer::No
    }
}

/// The same box with other atoms and about others.
fn with<'m>(b: &RuleBox<'m>, term: &'m WhoTerm, atoms: [Rc<FixedBitSet>; AXES]) -> RuleBox<'m> {
    RuleBox {
        term,
        atoms,
        facts: Rc::clone(&b.facts),
    }
}

fn all(len: usize) -> Rc<FixedBitSet> {
    let mut set = FixedBitSet::with_capacity(len);
    set.insert_range(..);
    Rc::new(set)
}
