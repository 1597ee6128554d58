//! Regions: where a rule holds, as a union of boxes, with exact overlap and cover.
//!
//! A box is a product: a condition on the asker, a set of atoms on each of three axes, and a set of values for each
//! fact that it tests. Membership of groups is monotone (no rule says "except members of"), so among the parties of a
//! box the one with the fewest groups is covered by the fewest other boxes: if it is covered, all are. That makes the
//! party axis a matter of one witness instead of all combinations of groups.

use crate::model::{FactKey, GroupId, Model, PartyId, Rule, Taxonomy, ValueSet, WhoTerm};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// The three axes of atoms.
pub const AXES: usize = 3;

/// One box of a rule's region.
#[derive(Debug, Clone)]
pub struct RuleBox {
    pub term: WhoTerm,
    /// Actions, data, purposes.
    pub atoms: [Rc<FixedBitSet>; AXES],
    /// Sorted by key; a fact that is not listed may have any value.
    pub facts: BTreeMap<FactKey, ValueSet>,
}

/// A box without the asker: what is left of one while others are subtracted.
#[derive(Debug, Clone)]
pub struct Cell {
    pub atoms: [FixedBitSet; AXES],
    pub facts: BTreeMap<FactKey, ValueSet>,
}

/// Who a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Someone {
    /// A party that the source names.
    Named(PartyId),
    /// Anyone in these groups, and in no others but those above them.
    Conceivable(Vec<GroupId>),
}

/// What the search for an uncovered part found.
#[derive(Debug, Clone)]
pub enum Cover {
    Covered,
    /// A part that no other box covers, and for whom.
    Uncovered(Someone, Cell),
    /// The budget ran out first.
    Undecided,
}

/// Steps that one question about cover may take.
pub const BUDGET: usize = 200_000;

/// Makes boxes of rules; equal lists of names share one set of atoms.
pub struct Regions<'m> {
    pub model: &'m Model,
    sets: [HashMap<Vec<u32>, Rc<FixedBitSet>>; AXES],
}

impl<'m> Regions<'m> {
    pub fn new(model: &'m Model) -> Self {
        Regions {
            model,
            sets: Default::default(),
        }
    }

    /// The boxes of a rule's region that are not empty on the fact axes. Whether there is anybody in `term` is asked apart.
    pub fn boxes(&mut self, rule: &Rule) -> Vec<RuleBox> {
        let atoms = self.atoms(rule);
        let mut out = Vec::new();
        for clause in &rule.condition.clauses {
            let mut facts: BTreeMap<FactKey, ValueSet> = BTreeMap::new();
            for literal in clause {
                let set = match facts.get(&literal.key) {
                    Some(before) => before.intersect(&literal.set),
                    None => self.model.domain(literal.key).intersect(&literal.set),
                };
                facts.insert(literal.key, set);
            }
            if facts.values().any(ValueSet::is_empty) {
                continue;
            }
            for term in &rule.who.terms {
                out.push(RuleBox {
                    term: term.clone(),
                    atoms: atoms.clone(),
                    facts: facts.clone(),
                });
            }
        }
        out
    }

    /// The atoms that a rule covers on each axis.
    pub fn atoms(&mut self, rule: &Rule) -> [Rc<FixedBitSet>; AXES] {
        let m = self.model;
        let lists = [
            (
                rule.actions.iter().map(|a| a.0).collect::<Vec<u32>>(),
                &m.action_tree,
            ),
            (rule.data.iter().map(|d| d.0).collect(), &m.data_tree),
            (rule.purposes.iter().map(|p| p.0).collect(), &m.purpose_tree),
        ];
        let mut axis = 0;
        lists.map(|(mut names, tree)| {
            names.sort_unstable();
            let set = self.sets[axis]
                .entry(names)
                .or_insert_with_key(|names| Rc::new(cover(tree, names)));
            axis += 1;
            Rc::clone(set)
        })
    }

    /// Those who can be in a term, plainest first: someone in just these groups if that is conceivable (then nobody
    /// else needs looking at), else the named parties that are.
    pub fn somebodies(&self, term: &WhoTerm) -> Vec<Someone> {
        let m = self.model;
        if let Some(party) = term.party {
            let groups = m.groups_of(party);
            let in_all = term
                .groups
                .iter()
                .all(|g| groups.binary_search(&g.0).is_ok());
            return if in_all {
                vec![Someone::Named(party)]
            } else {
                Vec::new()
            };
        }
        if self.conceivable(&term.groups) {
            return vec![Someone::Conceivable(term.groups.clone())];
        }
        let named = (0..m.parties.len()).map(PartyId::new).filter(|p| {
            let groups = m.groups_of(*p);
            term.groups
                .iter()
                .all(|g| groups.binary_search(&g.0).is_ok())
        });
        named.map(Someone::Named).collect()
    }

    /// Whether a party unknown to the source may be in all of these at once: none is closed, no two are separated.
    pub fn conceivable(&self, groups: &[GroupId]) -> bool {
        let all = self.model.closure(groups);
        let is_in = |g: GroupId| all.binary_search(&g.0).is_ok();
        let open = all
            .iter()
            .all(|&g| self.model.groups.get(g as usize).is_some_and(|g| !g.closed));
        let clash =
            |s: &crate::model::Separation| s.groups.iter().filter(|g| is_in(**g)).count() > 1;
        open && !self.model.separations.iter().any(clash)
    }

    /// Whether a party fits a term.
    pub fn fits(&self, who: &Someone, term: &WhoTerm) -> bool {
        let (groups, party) = match who {
            Someone::Named(p) => (self.model.groups_of(*p), Some(*p)),
            Someone::Conceivable(g) => (self.model.closure(g), None),
        };
        let party_fits = term.party.is_none_or(|p| party == Some(p));
        party_fits
            && term
                .groups
                .iter()
                .all(|g| groups.binary_search(&g.0).is_ok())
    }

    /// Someone who fits both terms; the plainest, and a named party if nobody else can.
    pub fn somebody_in_both(&self, a: &WhoTerm, b: &WhoTerm) -> Option<Someone> {
        let mut groups = a.groups.clone();
        groups.extend(b.groups.iter().filter(|g| !a.groups.contains(g)));
        let party = match (a.party, b.party) {
            (Some(x), Some(y)) if x != y => return None,
            (x, y) => x.or(y),
        };
        self.somebodies(&WhoTerm { groups, party })
            .into_iter()
            .next()
    }

    /// One case that lies in both boxes.
    pub fn overlap(&self, a: &RuleBox, b: &RuleBox) -> Option<(Someone, Cell)> {
        if (0..AXES).any(|x| a.atoms[x].is_disjoint(&b.atoms[x])) {
            return None;
        }
        let facts = meet(&a.facts, &b.facts)?;
        let who = self.somebody_in_both(&a.term, &b.term)?;
        let atoms = [0, 1, 2].map(|x| {
            let mut both = (*a.atoms[x]).clone();
            both.intersect_with(&b.atoms[x]);
            both
        });
        Some((who, Cell { atoms, facts }))
    }

    /// Whether a box lies inside the union of others.
    pub fn cover(&self, one: &RuleBox, others: &[&RuleBox]) -> Cover {
        for who in self.somebodies(&one.term) {
            let around: Vec<&RuleBox> = others
                .iter()
                .copied()
                .filter(|b| self.fits(&who, &b.term))
                .collect();
            let cell = Cell {
                atoms: [0, 1, 2].map(|x| (*one.atoms[x]).clone()),
                facts: one.facts.clone(),
            };
            match self.remainder(cell, &around) {
                Remainder::Some(cell) => return Cover::Uncovered(who, cell),
                Remainder::Undecided => return Cover::Undecided,
                Remainder::None => {}
            }
        }
        Cover::Covered
    }

    /// Subtracts boxes from a cell, one after the other; stops at the first part that remains. Pieces wait on a stack of
    /// our own, so that thousands of boxes don't exhaust the machine's.
    fn remainder(&self, cell: Cell, others: &[&RuleBox]) -> Remainder {
        let mut waiting = vec![(cell, 0)];
        let mut budget = BUDGET;
        while let Some((mut inside, from)) = waiting.pop() {
            let Some(at) = (from..others.len()).find(|&at| touches(&inside, others[at])) else {
                return Remainder::Some(inside);
            };
            if budget == 0 {
                return Remainder::Undecided;
            }
            budget -= 1;
            let other = others[at];
            for x in 0..AXES {
                let mut outside = inside.atoms[x].clone();
                outside.difference_with(&other.atoms[x]);
                if !outside.is_clear() {
                    let mut piece = inside.clone();
                    piece.atoms[x] = outside;
                    waiting.push((piece, at + 1));
                    inside.atoms[x].intersect_with(&other.atoms[x]);
                }
            }
            for (key, set) in &other.facts {
                let own = inside
                    .facts
                    .get(key)
                    .cloned()
                    .unwrap_or_else(|| self.model.domain(*key));
                let outside = own.subtract(set);
                if !outside.is_empty() {
                    let mut piece = inside.clone();
                    piece.facts.insert(*key, outside);
                    waiting.push((piece, at + 1));
                    inside.facts.insert(*key, own.intersect(set));
                }
            }
        }
        Remainder::None
    }
}

enum Remainder {
    None,
    Some(Cell),
    Undecided,
}

/// The atoms at or below these nodes; all of them if none is named. An axis without nodes has one anonymous atom, which
/// only "all" covers.
fn cover(tree: &Taxonomy, names: &[u32]) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(tree.len().max(1));
    if names.is_empty() {
        set.insert_range(..);
    }
    for &name in names {
        for &atom in tree.down(name) {
            set.insert(atom as usize);
        }
    }
    set
}

fn meet(
    a: &BTreeMap<FactKey, ValueSet>,
    b: &BTreeMap<FactKey, ValueSet>,
) -> Option<BTreeMap<FactKey, ValueSet>> {
    let mut out = a.clone();
    for (key, set) in b {
        let both = match out.get(key) {
            Some(own) => own.intersect(set),
            None => set.clone(),
        };
        if both.is_empty() {
            return None;
        }
        out.insert(*key, both);
    }
    Some(out)
}

fn touches(cell: &Cell, other: &RuleBox) -> bool {
    (0..AXES).all(|x| !cell.atoms[x].is_disjoint(&other.atoms[x]))
        && other.facts.iter().all(|(key, set)| {
            cell.facts
                .get(key)
                .is_none_or(|own| !own.intersect(set).is_empty())
        })
}
