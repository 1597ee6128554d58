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
pub struct RuleBox<'m> {
    pub term: &'m WhoTerm,
    /// Actions, data, purposes.
    pub atoms: [Rc<FixedBitSet>; AXES],
    /// A fact that is not listed may have any value.
    pub facts: Rc<Facts>,
}

/// What each fact may be.
pub type Facts = BTreeMap<FactKey, ValueSet>;

/// A box that covers, except where one of some others holds: a prohibition with the rules that set it aside.
#[derive(Debug, Clone)]
pub struct Blocker<'r, 'm> {
    pub by: &'r RuleBox<'m>,
    pub except: Vec<&'r RuleBox<'m>>,
}

/// A box without the asker: what is left of one while others are subtracted.
#[derive(Debug, Clone)]
pub struct Cell {
    pub atoms: [FixedBitSet; AXES],
    pub facts: Facts,
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

/// Groups of exceptions that one question about cover combines; there are two to this power combinations.
const MOST_COMBINED: usize = 10;

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
    pub fn boxes(&mut self, rule: &'m Rule) -> Vec<RuleBox<'m>> {
        let atoms = self.atoms(rule);
        let mut out = Vec::new();
        for clause in &rule.condition.clauses {
            let mut facts = Facts::new();
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
            let facts = Rc::new(facts);
            for term in &rule.who.terms {
                out.push(RuleBox {
                    term,
                    atoms: atoms.clone(),
                    facts: Rc::clone(&facts),
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
        if let Some(party) = term.party {
            let who = Someone::Named(party);
            return if self.fits(&who, term) {
                vec![who]
            } else {
                Vec::new()
            };
        }
        if self.conceivable(&term.groups) {
            return vec![Someone::Conceivable(term.groups.clone())];
        }
        self.named(term).collect()
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
        let (groups, party): (&[GroupId], _) = match who {
            Someone::Named(p) => {
                let groups = self.model.parties.get(p.index()).map(|p| &p.groups);
                (groups.map_or(&[], Vec::as_slice), Some(*p))
            }
            Someone::Conceivable(groups) => (groups, None),
        };
        let tree = &self.model.group_tree;
        let is_in = |wanted: &GroupId| groups.iter().any(|g| tree.is_within(g.0, wanted.0));
        term.party.is_none_or(|p| party == Some(p)) && term.groups.iter().all(is_in)
    }

    /// Those who fit both terms, as one term, if there can be anybody.
    fn both(&self, a: &WhoTerm, b: &WhoTerm) -> Option<WhoTerm> {
        let party = match (a.party, b.party) {
            (Some(x), Some(y)) if x != y => return None,
            (x, y) => x.or(y),
        };
        let mut groups = a.groups.clone();
        groups.extend(b.groups.iter().filter(|g| !a.groups.contains(g)));
        let term = WhoTerm { groups, party };
        self.anybody(&term).then_some(term)
    }

    /// Whether anybody can fit a term.
    pub fn anybody(&self, term: &WhoTerm) -> bool {
        match term.party {
            Some(party) => self.fits(&Someone::Named(party), term),
            None => self.conceivable(&term.groups) || self.named(term).next().is_some(),
        }
    }

    /// What lies in both boxes, and who must ask.
    pub fn overlap(&self, a: &RuleBox, b: &RuleBox) -> Option<(WhoTerm, Cell)> {
        if (0..AXES).any(|x| a.atoms[x].is_disjoint(&b.atoms[x])) {
            return None;
        }
        let facts = meet(&a.facts, &b.facts)?;
        let term = self.both(a.term, b.term)?;
        let atoms = [0, 1, 2].map(|x| {
            let mut both = (*a.atoms[x]).clone();
            both.intersect_with(&b.atoms[x]);
            both
        });
        Some((term, Cell { atoms, facts }))
    }

    /// Whether a box lies inside the union of others.
    pub fn cover(&self, one: &RuleBox<'m>, others: &[Blocker<'_, 'm>]) -> Cover {
        let cell = Cell {
            atoms: [0, 1, 2].map(|x| (*one.atoms[x]).clone()),
            facts: (*one.facts).clone(),
        };
        self.cover_cell(one.term, &cell, others)
    }

    /// Whether a cell, for all who fit a term, lies inside the union of boxes.
    pub fn cover_cell(&self, term: &WhoTerm, cell: &Cell, others: &[Blocker<'_, 'm>]) -> Cover {
        let near: Vec<Blocker> = others
            .iter()
            .filter(|o| touches(cell, o.by))
            .map(|o| Blocker {
                by: o.by,
                except: o
                    .except
                    .iter()
                    .copied()
                    .filter(|e| touches(cell, e))
                    .collect(),
            })
            .collect();
        let (askers, all) = self.askers(term, &near);
        let mut budget = BUDGET;
        for who in askers {
            let around = about(self, &who, &near);
            match remainder(self.model, cell.clone(), &around, &mut budget) {
                Remainder::Some(cell) => return Cover::Uncovered(who, cell),
                Remainder::Undecided => return Cover::Undecided,
                Remainder::None => {}
            }
        }
        if all {
            Cover::Covered
        } else {
            Cover::Undecided
        }
    }

    /// Those who must be looked at to know whether all who fit a term are covered, plainest first, and whether that is
    /// everyone who matters.
    ///
    /// Without exceptions the plainest is enough. With them, someone in more groups may profit from an exception; then
    /// it is enough to look at the fewest groups with which each combination of exceptions can be had, and at the named parties.
    fn askers(&self, term: &WhoTerm, others: &[Blocker]) -> (Vec<Someone>, bool) {
        let mut found = self.somebodies(term);
        if others.iter().all(|o| o.except.is_empty()) {
            return (found, true);
        }
        let own = self.model.closure(&term.groups);
        let mut extra: Vec<Vec<GroupId>> = others
            .iter()
            .flat_map(|o| &o.except)
            .filter(|e| e.term.party.is_none())
            .map(|e| {
                let more = |g: &&GroupId| own.binary_search(&g.0).is_err();
                e.term.groups.iter().filter(more).copied().collect()
            })
            .filter(|more: &Vec<GroupId>| !more.is_empty())
            .collect();
        extra.sort();
        extra.dedup();
        let all = extra.len() <= MOST_COMBINED;
        extra.truncate(MOST_COMBINED);
        if term.party.is_none() {
            let mut combinations: Vec<u32> = (1..1u32 << extra.len()).collect();
            combinations.sort_by_key(|c| c.count_ones());
            for combination in combinations {
                let mut groups = term.groups.clone();
                for (at, more) in extra.iter().enumerate() {
                    if combination >> at & 1 == 1 {
                        groups.extend(more);
                    }
                }
                let mut seen = std::collections::BTreeSet::new();
                groups.retain(|g| seen.insert(*g));
                if self.conceivable(&groups) {
                    found.push(Someone::Conceivable(groups));
                }
            }
        }
        found.extend(self.named(term));
        (found, all)
    }

    /// The named parties that fit a term.
    fn named<'t>(&'t self, term: &'t WhoTerm) -> impl Iterator<Item = Someone> + 't {
        (0..self.model.parties.len())
            .map(move |at| Someone::Named(PartyId::new(at)))
            .filter(|who| self.fits(who, term))
    }
}

/// Subtracts boxes from a cell, one after the other; stops at the first part that remains. Pieces never overlap, and
/// wait on a stack of our own, so that thousands of boxes don't exhaust the machine's.
fn remainder(model: &Model, cell: Cell, others: &[Blocker], budget: &mut usize) -> Remainder {
    let mut waiting = vec![(cell, 0)];
    while let Some((cell, from)) = waiting.pop() {
        let Some(at) = (from..others.len()).find(|&at| touches(&cell, others[at].by)) else {
            return Remainder::Some(cell);
        };
        let other = &others[at];
        let mut left = Vec::new();
        let mut covered = vec![split(model, cell, other.by, &mut left)];
        // What this box covers, but for its exceptions.
        for except in &other.except {
            let mut still = Vec::with_capacity(covered.len());
            for cell in covered {
                if touches(&cell, except) {
                    left.push(split(model, cell, except, &mut still));
                } else {
                    still.push(cell);
                }
            }
            covered = still;
            if covered.len() + left.len() > *budget {
                return Remainder::Undecided;
            }
        }
        let steps = left.len().max(1);
        if *budget < steps {
            return Remainder::Undecided;
        }
        *budget -= steps;
        waiting.extend(left.into_iter().map(|piece| (piece, at + 1)));
    }
    Remainder::None
}

/// Splits a cell that touches a box, whoever asks: the parts outside it go into `outside`, the part inside is given back.
fn split(model: &Model, mut inside: Cell, other: &RuleBox, outside: &mut Vec<Cell>) -> Cell {
    for x in 0..AXES {
        let mut rest = inside.atoms[x].clone();
        rest.difference_with(&other.atoms[x]);
        if !rest.is_clear() {
            let mut piece = inside.clone();
            piece.atoms[x] = rest;
            outside.push(piece);
            inside.atoms[x].intersect_with(&other.atoms[x]);
        }
    }
    for (key, set) in other.facts.iter() {
        let own = match inside.facts.get(key) {
            Some(own) => own.clone(),
            None => model.domain(*key),
        };
        let rest = own.subtract(set);
        if !rest.is_empty() {
            let mut piece = inside.clone();
            piece.facts.insert(*key, rest);
            outside.push(piece);
            inside.facts.insert(*key, own.intersect(set));
        }
    }
    inside
}

/// The same atoms and facts, whoever it is about.
fn same_extent(a: &RuleBox, b: &RuleBox) -> bool {
    let same = |x: usize| Rc::ptr_eq(&a.atoms[x], &b.atoms[x]);
    Rc::ptr_eq(&a.facts, &b.facts) && (0..AXES).all(same)
}

/// What matters of these to one asker: boxes about them, each once, and those without exceptions first, since these leave
/// the least to go through.
fn about<'r, 'm>(
    regions: &Regions<'m>,
    who: &Someone,
    others: &[Blocker<'r, 'm>],
) -> Vec<Blocker<'r, 'm>> {
    let mut out: Vec<Blocker> = Vec::with_capacity(others.len());
    for other in others.iter().filter(|o| regions.fits(who, o.by.term)) {
        // The boxes of one rule follow each other.
        if out.last().is_some_and(|o| same_extent(o.by, other.by)) {
            continue;
        }
        let mut except: Vec<&RuleBox> = Vec::new();
        for e in &other.except {
            if regions.fits(who, e.term) && !except.iter().any(|x| same_extent(x, e)) {
                except.push(e);
            }
        }
        out.push(Blocker {
            by: other.by,
            except,
        });
    }
    out.sort_by_key(|o| !o.except.is_empty());
    out
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

fn meet(a: &Facts, b: &Facts) -> Option<Facts> {
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
