//! The rules of a side in the space: boxes, who sets them aside, and what a permission brings with it.

use super::people::Term;
use super::space::{Side, Space, names};
use crate::analysis::DutyRef;
use crate::analysis::region::{AXES, Extent, Facts};
use crate::model::{Deontic, Duration, DutyTerms, Holder, RuleId, SanctionId};
use fixedbitset::FixedBitSet;
use std::collections::HashMap;
use std::rc::Rc;

/// Something that an answer carries besides its verdict, by content and not by the name of the rule: a duty of a
/// permission, a legal basis, or a free-standing duty. A number in [`Stated::items`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Item {
    Duty(Act),
    Basis(String),
}

/// A duty, with names as numbers of the space.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Act {
    acts: [Vec<u32>; AXES],
    to: Vec<HolderNumber>,
    within: Option<Duration>,
    every: Option<Duration>,
    at_least: Option<Duration>,
    at_most: Option<Duration>,
    /// Sanctions are not paired; they are the same if they are called the same.
    or_else: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum HolderNumber {
    Group(Option<u32>),
    Party(Option<u32>),
    Commons,
}

/// Where an item stands in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// A duty behind `then`, on this side.
    Duty(Side, DutyRef),
    /// A free-standing duty, on this side.
    Own(Side, RuleId),
    /// A legal basis, as the id of the law data.
    Basis(String),
}

/// A rule in the space.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub side: Side,
    pub id: RuleId,
    pub deontic: Deontic,
    pub terms: Vec<Term>,
    pub atoms: [Rc<FixedBitSet>; AXES],
    /// The atoms on which it has an effect: also where it sets aside a free-standing duty, which it does whatever is done.
    pub reach: [Rc<FixedBitSet>; AXES],
    /// One for each clause that can be true.
    pub certain: Vec<Rc<Facts>>,
    /// One for each clause that may hold in some case.
    pub possible: Vec<Rc<Facts>>,
    /// Places, in the same list, of the rules that set this one aside.
    pub setters: Vec<usize>,
    /// Whether it is `despite` another in the list.
    pub sets: bool,
    pub items: Vec<u32>,
}

impl Stated {
    /// Its boxes, whoever it is about; `certain` or possible ones.
    pub fn extents(&self, certain: bool) -> impl Iterator<Item = Extent<'_>> {
        self.boxes(&self.atoms, certain)
    }

    /// The boxes in which it has an effect.
    pub fn reaches(&self, certain: bool) -> impl Iterator<Item = Extent<'_>> {
        self.boxes(&self.reach, certain)
    }

    fn boxes<'r>(
        &'r self,
        atoms: &'r [Rc<FixedBitSet>; AXES],
        certain: bool,
    ) -> impl Iterator<Item = Extent<'r>> {
        let list = if certain {
            &self.certain
        } else {
            &self.possible
        };
        list.iter().map(move |facts| Extent {
            atoms: [&*atoms[0], &*atoms[1], &*atoms[2]],
            facts,
        })
    }
}

/// Both lists of rules, and all that they carry.
pub(super) struct Sides {
    pub rules: [Vec<Stated>; 2],
    pub items: Vec<Carried>,
    known: HashMap<Item, u32>,
}

impl Sides {
    /// The rules of both sides, in the order of their ids. Rules whose meaning is not known are left out.
    pub fn new(space: &Space, lists: [&[RuleId]; 2]) -> Self {
        let mut out = Sides {
            rules: [Vec::new(), Vec::new()],
            items: Vec::new(),
            known: HashMap::new(),
        };
        type Names = (Side, [Vec<u32>; AXES]);
        let mut sets: HashMap<Names, [Rc<FixedBitSet>; AXES]> = HashMap::new();
        for (side, list) in Side::BOTH.into_iter().zip(lists) {
            let model = space.model(side);
            let mut ids: Vec<RuleId> = list.to_vec();
            ids.sort_unstable();
            ids.dedup();
            ids.retain(|id| model.rules.get(id.index()).is_some_and(|r| !r.incomplete));
            let mut rules = Vec::with_capacity(ids.len());
            for id in &ids {
                let Some(rule) = model.rules.get(id.index()) else {
                    continue;
                };
                let atoms = sets
                    .entry((side, names(rule)))
                    .or_insert_with(|| space.atoms(side, rule))
                    .clone();
                let clauses = |or_unknown: bool| -> Vec<Rc<Facts>> {
                    let all = rule.condition.clauses.iter();
                    all.filter_map(|c| space.clause(side, c, or_unknown))
                        .map(Rc::new)
                        .collect()
                };
                let find = |r: &RuleId| ids.binary_search(r).ok();
                rules.push(Stated {
                    side,
                    id: *id,
                    deontic: rule.deontic,
                    terms: rule
                        .who
                        .terms
                        .iter()
                        .map(|t| space.people.term(side, t))
                        .collect(),
                    reach: atoms.clone(),
                    atoms,
                    certain: clauses(false),
                    possible: clauses(true),
                    setters: rule.set_aside_by.iter().filter_map(find).collect(),
                    sets: false,
                    items: out.items_of(space, side, *id),
                });
            }
            let setters: Vec<(usize, bool)> = rules
                .iter()
                .flat_map(|r: &Stated| {
                    let duty = r.deontic == Deontic::Must;
                    r.setters.iter().map(move |s| (*s, duty))
                })
                .collect();
            for (at, duty) in setters {
                if let Some(rule) = rules.get_mut(at) {
                    rule.sets = true;
                    if duty {
                        let mut all = (*rule.atoms[0]).clone();
                        all.insert_range(..);
                        rule.reach[0] = Rc::new(all);
                    }
                }
            }
            out.rules[side.index()] = rules;
        }
        out
    }

    fn items_of(&mut self, space: &Space, side: Side, id: RuleId) -> Vec<u32> {
        let model = space.model(side);
        let Some(rule) = model.rules.get(id.index()) else {
            return Vec::new();
        };
        let mut all: Vec<(Item, Carried)> = Vec::new();
        match rule.deontic {
            Deontic::Must => {
                let act = act(space, side, &names(rule), &rule.terms);
                all.push((Item::Duty(act), Carried::Own(side, id)));
            }
            Deontic::May => {
                for (number, duty) in rule.duties.iter().enumerate() {
                    let lists = [
                        duty.actions.iter().map(|x| x.0).collect(),
                        duty.data.iter().map(|x| x.0).collect(),
                        duty.purposes.iter().map(|x| x.0).collect(),
                    ];
                    let act = act(space, side, &lists, &duty.terms);
                    let at = DutyRef { rule: id, number };
                    all.push((Item::Duty(act), Carried::Duty(side, at)));
                }
                for basis in &rule.basis {
                    let item = Item::Basis(basis.clone());
                    all.push((item, Carried::Basis(basis.clone())));
                }
            }
            Deontic::MustNot | Deontic::Exception => {}
        }
        let mut out: Vec<u32> = all
            .into_iter()
            .map(|(item, carried)| {
                let next = self.items.len() as u32;
                let number = *self.known.entry(item).or_insert(next);
                if number == next {
                    self.items.push(carried);
                }
                number
            })
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

fn act(space: &Space, side: Side, lists: &[Vec<u32>; AXES], terms: &DutyTerms) -> Act {
    let number = |h: &Holder| match h {
        Holder::Group(g) => HolderNumber::Group(space.people.group_number(side, *g)),
        Holder::Party(p) => HolderNumber::Party(space.people.party_number(side, *p)),
        Holder::Commons => HolderNumber::Commons,
    };
    let mut to: Vec<HolderNumber> = terms.to.iter().map(number).collect();
    to.sort_unstable();
    to.dedup();
    let sanction = |id: SanctionId| {
        let sanction = space.model(side).sanctions.get(id.index())?;
        Some(sanction.decl.id.clone())
    };
    Act {
        acts: [0, 1, 2].map(|axis: usize| space.named(side, axis, &lists[axis])),
        to,
        within: terms.within,
        every: terms.every,
        at_least: terms.at_least,
        at_most: terms.at_most,
        or_else: terms.or_else.and_then(sanction),
    }
}
