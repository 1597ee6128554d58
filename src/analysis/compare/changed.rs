//! Which rules of the two sides differ, and so where an answer may.

use super::people::{Person, Term};
use super::sides::{Sides, Stated};
use super::space::{Side, Space};
use crate::analysis::region::{AXES, Cell, Extent, Facts};
use crate::model::Deontic;
use fixedbitset::FixedBitSet;
use std::collections::HashMap;
use std::rc::Rc;

/// A part of the space in which answers may differ, and for whom.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub side: Side,
    /// Place of the rule in its list.
    pub rule: usize,
    pub who: StartWho,
    pub cell: Cell,
}

#[derive(Debug, Clone)]
pub(super) enum StartWho {
    /// Everyone who fits this term on the side.
    Term(Term),
    /// This party, which the sides place in different groups.
    Party(Person),
}

/// All that the effect of a rule depends on, but for who sets it aside. Two rules of equal keys have the same status for everyone who is
/// in the same groups on both sides, in every case.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    deontic: Deontic,
    terms: Vec<Term>,
    atoms: [Rc<FixedBitSet>; AXES],
    certain: Vec<Vec<(crate::model::FactKey, crate::analysis::region::Values)>>,
    possible: Vec<Vec<(crate::model::FactKey, crate::analysis::region::Values)>>,
    items: Vec<u32>,
}

fn key(space: &Space, rule: &Stated) -> Key {
    let list = |all: &[Rc<Facts>]| {
        let mut out: Vec<Vec<_>> = all
            .iter()
            .map(|f| f.iter().map(|(k, v)| (*k, v.clone())).collect())
            .collect();
        out.sort();
        out.dedup();
        out
    };
    let mut terms: Vec<Term> = rule
        .terms
        .iter()
        .map(|t| space.people.by_extent(rule.side, t))
        .collect();
    terms.sort();
    terms.dedup();
    Key {
        deontic: rule.deontic,
        terms,
        atoms: rule.atoms.clone(),
        certain: list(&rule.certain),
        possible: list(&rule.possible),
        items: rule.items.clone(),
    }
}

/// For each rule of each side, its unchanged counterpart on the other.
type Matched = [Vec<Option<usize>>; 2];

fn matched(space: &Space, sides: &Sides) -> Matched {
    let [old, new] = &sides.rules;
    let mut waiting: HashMap<Key, Vec<usize>> = HashMap::with_capacity(new.len());
    for (at, rule) in new.iter().enumerate().rev() {
        waiting.entry(key(space, rule)).or_default().push(at);
    }
    let mut out: Matched = [vec![None; old.len()], vec![None; new.len()]];
    for (at, rule) in old.iter().enumerate() {
        if let Some(other) = waiting.get_mut(&key(space, rule)).and_then(Vec::pop) {
            out[0][at] = Some(other);
            out[1][other] = Some(at);
        }
    }
    // A rule that is set aside by other unchanged rules than before has changed as well. What a changed rule sets aside
    // differs only within that rule's own boxes, which are looked at anyway.
    let mut differ = Vec::new();
    for (at, other) in out[0].iter().enumerate() {
        let Some(other) = *other else { continue };
        let setters = |side: usize, at: usize| sides.rules[side][at].setters.iter();
        let mut before: Vec<usize> = setters(0, at).filter_map(|s| out[0][*s]).collect();
        let unchanged = |s: &&usize| out[1][**s].is_some();
        let mut after: Vec<usize> = setters(1, other).filter(unchanged).copied().collect();
        before.sort_unstable();
        after.sort_unstable();
        if before != after {
            differ.push((at, other));
        }
    }
    for (at, other) in differ {
        out[0][at] = None;
        out[1][other] = None;
    }
    out
}

/// Where a rule may hold, and where it may set aside a free-standing duty whatever is done.
fn effects(rule: &Stated) -> impl Iterator<Item = Extent<'_>> {
    let wide = rule.reach[0] != rule.atoms[0];
    let reach = rule.reaches(false).filter(move |_| wide);
    rule.extents(false).chain(reach)
}

/// Everywhere that answers may differ: where a rule that differs may hold, and, for a party whose groups differ, where a
/// rule may hold that it fits on one side only.
pub(super) fn starts(space: &Space, sides: &Sides) -> Vec<Start> {
    let matched = matched(space, sides);
    let mut out = Vec::new();
    // New rules first: what they say is what people look for.
    for side in [Side::New, Side::Old] {
        for (at, rule) in sides.rules[side.index()].iter().enumerate() {
            if matched[side.index()][at].is_some() {
                continue;
            }
            for term in &rule.terms {
                out.extend(effects(rule).map(|extent| Start {
                    side,
                    rule: at,
                    who: StartWho::Term(term.clone()),
                    cell: extent.to_cell(),
                }));
            }
        }
    }
    for person in space.people.moved() {
        let fits = |side: Side, at: usize| {
            let rule = sides.rules[side.index()].get(at);
            let term = |t: &Term| space.people.fits(&person, side, t);
            rule.is_some_and(|r| r.terms.iter().any(term))
        };
        for side in [Side::New, Side::Old] {
            let other = Side::BOTH[1 - side.index()];
            for (at, rule) in sides.rules[side.index()].iter().enumerate() {
                let Some(same) = matched[side.index()][at] else {
                    continue;
                };
                if !fits(side, at) || fits(other, same) {
                    continue;
                }
                out.extend(effects(rule).map(|extent| Start {
                    side,
                    rule: at,
                    who: StartWho::Party(person.clone()),
                    cell: extent.to_cell(),
                }));
            }
        }
    }
    out
}
