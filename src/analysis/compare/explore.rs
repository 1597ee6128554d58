//! Whom to look at in a part of the space, so that everyone is represented.

use super::answers::{Near, Reader, What};
use super::changed::{Start, StartWho};
use super::people::{Person, Term};
use super::sides::{Sides, Stated};
use super::space::{Side, Space};
use crate::analysis::region::cells::split;
use crate::analysis::region::{Cell, Extent, MOST_ASKERS, OutOfBudget};
use crate::model::Deontic;
use std::collections::{BTreeSet, VecDeque};

/// Askers that are told apart in one cell before it is cut into smaller ones, in which fewer rules meet.
const FEW: usize = 64;

/// A difference, for somebody in a part of the space.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub person: Person,
    pub what: What,
    pub cell: Cell,
}

pub(super) struct Explorer<'s, 'm> {
    pub space: &'s Space<'m>,
    pub sides: &'s Sides,
    /// Stop as soon as there is one.
    pub only_first: bool,
}

/// The people of one cell.
struct People {
    found: Vec<Person>,
    all: bool,
}

impl Explorer<'_, '_> {
    /// All differences for those whom a start is about.
    pub fn differences(
        &self,
        start: &Start,
        near: &Near,
        budget: &mut usize,
    ) -> Result<Vec<Found>, OutOfBudget> {
        let mut out = Vec::new();
        let mut waiting = vec![(start.cell.clone(), near.clone())];
        while let Some((cell, near)) = waiting.pop() {
            let people = match &start.who {
                StartWho::Party(person) => People {
                    found: vec![person.clone()],
                    all: true,
                },
                StartWho::Term(term) => {
                    let few = self.people(start.side, term, &cell, &near, false);
                    if few.all {
                        few
                    } else if let Some(pieces) = self.cut(&cell, &near) {
                        *budget = budget.checked_sub(pieces.len()).ok_or(OutOfBudget)?;
                        for piece in pieces {
                            let near = Near::of(self.sides, &piece, Some(&near));
                            waiting.push((piece, near));
                        }
                        continue;
                    } else {
                        let people = self.people(start.side, term, &cell, &near, true);
                        if !people.all {
                            return Err(OutOfBudget);
                        }
                        people
                    }
                }
            };
            for person in people.found {
                let reader = Reader::new(self.space, self.sides, &near, &person);
                for (what, cell) in reader.differences(&cell, budget)? {
                    out.push(Found {
                        person: person.clone(),
                        what,
                        cell,
                    });
                }
                if self.only_first && !out.is_empty() {
                    return Ok(out);
                }
            }
        }
        Ok(out)
    }

    /// A cell cut along a rule that reaches into it and does not fill it, if there is one.
    fn cut(&self, cell: &Cell, near: &Near) -> Option<Vec<Cell>> {
        let along = |extent: Extent| {
            if !cell.extent().meets(extent) {
                return None;
            }
            let mut pieces = Vec::new();
            let inside = split(self.space, cell.clone(), extent, &mut pieces);
            pieces.push(inside);
            (pieces.len() > 1).then_some(pieces)
        };
        let rules = || {
            let of = |side: usize| near.rules[side].iter().map(move |at| (side, *at));
            of(0).chain(of(1))
        };
        let rule = |(side, at): (usize, usize)| &self.sides.rules[side][at];
        let both = [false, true];
        let mut found = rules().find_map(|r| {
            let mut all = both.iter().flat_map(|c| rule(r).extents(*c));
            all.find_map(along)
        });
        // Where a free-standing duty is near, also along what sets it aside, whatever is done.
        if found.is_none() {
            let duties = rules().filter(|r| rule(*r).deontic == Deontic::Must);
            let aside: BTreeSet<(usize, usize)> = duties
                .flat_map(|r| rule(r).setters.iter().map(move |s| (r.0, *s)))
                .collect();
            found = rules().filter(|r| aside.contains(r)).find_map(|r| {
                let mut all = both.iter().flat_map(|c| rule(r).reaches(*c));
                all.find_map(along)
            });
        }
        found
    }

    /// Everyone who fits a term, told apart by which of the near rules they fit, plainest first.
    ///
    /// With `filled` every near rule fills the cell. Then rules of the same kind, status and content make no difference to each
    /// other, and whoever adds only more of the same is told but not followed further.
    fn people(&self, side: Side, term: &Term, cell: &Cell, near: &Near, filled: bool) -> People {
        let all = &self.space.people;
        let most = if filled { MOST_ASKERS } else { FEW };
        let mut out = People {
            found: Vec::new(),
            all: true,
        };
        let (Some(more), Some(ways)) = (self.alphabet(near), self.ways_into(term)) else {
            out.all = false;
            return out;
        };
        let classes = self.classes(cell, near, filled);
        let separated = all.separated();
        let state = |person: &Person| -> (BTreeSet<usize>, Vec<[bool; 2]>) {
            let apart = |g: &u32| [0, 1].map(|s: usize| person.inside[s].binary_search(g).is_ok());
            (
                self.fitting(person, near, &classes),
                separated.iter().map(apart).collect(),
            )
        };
        if term.party.is_none() {
            let mut seen: BTreeSet<[Vec<u32>; 2]> = BTreeSet::new();
            let mut followed = BTreeSet::new();
            // Those to follow, with all groups that were put together.
            let mut waiting: VecDeque<Vec<u32>> = ways.into();
            while let Some(groups) = waiting.pop_front() {
                let person = all.anyone_in(&groups);
                // Whoever fits stays fit with more groups; whoever can't exist can't be in more groups either.
                if !seen.insert(person.inside.clone())
                    || !all.fits(&person, side, term)
                    || !all.conceivable(&person)
                {
                    continue;
                }
                if out.found.len() >= most {
                    out.all = false;
                    return out;
                }
                let follow = !filled || followed.insert(state(&person));
                out.found.push(person);
                if !follow {
                    continue;
                }
                for other in &more {
                    let mut together = groups.clone();
                    together.extend(other.iter().filter(|g| !groups.contains(g)));
                    if together.len() > groups.len() {
                        waiting.push_back(together);
                    }
                }
            }
        }
        // A named party is represented by someone in no more groups whom the same rules are about.
        let whole = self.classes(cell, near, false);
        let fits = |p: &Person| self.fitting(p, near, &whole);
        let mut told: Vec<(BTreeSet<usize>, Person)> =
            out.found.iter().map(|p| (fits(p), p.clone())).collect();
        for person in all.parties_in(side, term) {
            let own = fits(&person);
            let represents =
                |(other, p): &(BTreeSet<usize>, Person)| *other == own && person.is_in_all_of(p);
            if !told.iter().any(represents) {
                told.push((own, person.clone()));
                out.found.push(person);
            }
        }
        out
    }

    /// The classes of the near rules that are about somebody.
    fn fitting(&self, person: &Person, near: &Near, classes: &[Vec<usize>; 2]) -> BTreeSet<usize> {
        let mut out = BTreeSet::new();
        for side in Side::BOTH {
            let s = side.index();
            for (&at, &class) in near.rules[s].iter().zip(&classes[s]) {
                let terms = &self.sides.rules[s][at].terms;
                if terms
                    .iter()
                    .any(|t| self.space.people.fits(person, side, t))
                {
                    out.insert(class);
                }
            }
        }
        out
    }

    /// Of each near rule the first that does the same in the cell: itself, unless they `filled` it.
    fn classes(&self, cell: &Cell, near: &Near, filled: bool) -> [Vec<usize>; 2] {
        let mut out = [Vec::new(), Vec::new()];
        let mut kinds: Vec<(usize, &Stated, bool)> = Vec::new();
        let mut number = 0;
        let sides = near.rules.iter().zip(&self.sides.rules);
        for (out, (near, rules)) in out.iter_mut().zip(sides) {
            for &at in near {
                let rule = &rules[at];
                number += 1;
                let alone = !filled || rule.sets || !rule.setters.is_empty();
                let certain = rule.extents(true).any(|e| cell.extent().meets(e));
                let same = |&&(_, r, c): &&(usize, &Stated, bool)| {
                    r.side == rule.side
                        && r.deontic == rule.deontic
                        && r.items == rule.items
                        && c == certain
                };
                let class = match kinds.iter().find(same) {
                    Some((class, ..)) if !alone => *class,
                    _ => {
                        if !alone {
                            kinds.push((number, rule, certain));
                        }
                        number
                    }
                };
                out.push(class);
            }
        }
        out
    }

    /// The smallest sets of groups with which somebody fits a term, on whichever side; `None` if there are too many.
    ///
    /// A group that lies within another on one side only is a way into it that the other does not give.
    fn ways_into(&self, term: &Term) -> Option<Vec<Vec<u32>>> {
        let mut ways: Vec<Vec<u32>> = vec![Vec::new()];
        for &group in &term.groups {
            let mut choices = vec![group];
            choices.extend(self.space.people.moved_below(group));
            let mut next = Vec::new();
            for way in &ways {
                for choice in &choices {
                    let mut way = way.clone();
                    if !way.contains(choice) {
                        way.push(*choice);
                    }
                    next.push(way);
                }
            }
            if next.len() > MOST_ASKERS {
                return None;
            }
            ways = next;
        }
        Some(ways)
    }

    /// The sets of groups that make somebody fit one more of the near terms; `None` if there are too many.
    fn alphabet(&self, near: &Near) -> Option<Vec<Vec<u32>>> {
        let mut terms: BTreeSet<&Term> = BTreeSet::new();
        for side in 0..2 {
            for &at in &near.rules[side] {
                let own = self.sides.rules[side][at].terms.iter();
                terms.extend(own.filter(|t| t.party.is_none() && !t.groups.is_empty()));
            }
        }
        let mut out: Vec<Vec<u32>> = Vec::new();
        let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
        for term in terms {
            for way in self.ways_into(term)? {
                if seen.insert(way.clone()) {
                    out.push(way);
                }
            }
        }
        Some(out)
    }
}
