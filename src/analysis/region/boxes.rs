//! Rules as boxes.

use super::{AXES, Facts, Regions, RuleBox, Values, View};
use crate::model::{Clause, Rule, Taxonomy};
use fixedbitset::FixedBitSet;
use std::rc::Rc;

impl<'m> Regions<'m> {
    /// The boxes in which a rule's status is true: its region. In the settled view these are all cases in which it
    /// applies, in the partial view those in which it applies for certain. Boxes that are empty on a fact axis are left
    /// out; whether there is anybody in `term` is asked apart.
    pub fn boxes(&mut self, rule: &'m Rule) -> Vec<RuleBox<'m>> {
        self.of_clauses(rule, false)
    }

    /// The boxes in which a rule's status is true or unknown. In the settled view they are its region.
    ///
    /// Docs/semantics section 3: a clause is false if one of its tests is, and a test is false only of a value outside its
    /// set. So a clause may hold wherever no test's fact has such a value, also if two tests exclude each other and the fact is unknown.
    pub fn possible_boxes(&mut self, rule: &'m Rule) -> Vec<RuleBox<'m>> {
        let partial = self.view == View::Partial;
        self.of_clauses(rule, partial)
    }

    fn of_clauses(&mut self, rule: &'m Rule, or_unknown: bool) -> Vec<RuleBox<'m>> {
        let atoms = self.atoms(rule);
        let mut out = Vec::new();
        for clause in &rule.condition.clauses {
            let Some(facts) = self.facts(clause, or_unknown) else {
                continue;
            };
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

    /// Where all tests of a clause hold, or with `or_unknown` none is false. `None`: nowhere.
    fn facts(&self, clause: &Clause, or_unknown: bool) -> Option<Facts> {
        let mut facts = Facts::new();
        for literal in clause {
            let known = match facts.get(&literal.key) {
                Some(before) => before.known.intersect(&literal.set),
                None => self.model.domain(literal.key).intersect(&literal.set),
            };
            let unknown = or_unknown;
            facts.insert(literal.key, Values { known, unknown });
        }
        (!facts.values().any(Values::is_empty)).then_some(facts)
    }

    /// The atoms that a rule covers on each axis: actions, data, purposes.
    pub fn atoms(&mut self, rule: &Rule) -> [Rc<FixedBitSet>; AXES] {
        self.atoms_of([
            rule.actions.iter().map(|a| a.0).collect(),
            rule.data.iter().map(|d| d.0).collect(),
            rule.purposes.iter().map(|p| p.0).collect(),
        ])
    }

    /// The atoms at or below these nodes of each axis (actions, data, purposes); an empty list is the whole axis.
    pub fn atoms_of(&mut self, lists: [Vec<u32>; AXES]) -> [Rc<FixedBitSet>; AXES] {
        let m = self.model;
        let trees = [&m.action_tree, &m.data_tree, &m.purpose_tree];
        let mut axis = 0;
        lists.map(|mut names| {
            let tree = trees[axis];
            let set = match names.as_slice() {
                // Most lists name one thing.
                [only] => {
                    let single = self.singles[axis].entry(*only);
                    single.or_insert_with_key(|only| Rc::new(at_or_below(tree, &[*only])))
                }
                _ => {
                    names.sort_unstable();
                    let set = self.sets[axis].entry(names);
                    set.or_insert_with_key(|names| Rc::new(at_or_below(tree, names)))
                }
            };
            axis += 1;
            Rc::clone(set)
        })
    }
}

/// The atoms at or below these nodes; all of them if none is named. An axis without nodes has one anonymous atom, which
/// only "all" covers.
pub fn at_or_below(tree: &Taxonomy, names: &[u32]) -> FixedBitSet {
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
