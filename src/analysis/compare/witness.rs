//! One plain case of a difference, and that case as a request to either side.

use super::space::{Side, Space, trees};
use crate::analysis::Request;
use crate::analysis::region::{AXES, Cell, Someone, Values};
use crate::analysis::settle::value_of;
use crate::model::{ActionId, DataId, FactKey, PurposeId};
use std::collections::BTreeMap;

/// A case, in numbers of the space. What is not listed is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub atoms: [usize; AXES],
    pub facts: BTreeMap<FactKey, i64>,
}

impl Space<'_> {
    /// The plainest case of a cell: own and specific things first, values near the ends of what is possible, and nothing
    /// said of facts that don't matter.
    pub fn point(&self, cell: &Cell) -> Point {
        let mut atoms = [0; AXES];
        for (axis, slot) in atoms.iter_mut().enumerate() {
            let plain = |&atom: &usize| self.plainness(axis, atom);
            *slot = cell.atoms[axis].ones().min_by_key(plain).unwrap_or(0);
        }
        let facts = cell.facts.iter();
        Point {
            atoms,
            facts: facts
                .filter_map(|(k, set)| Some((*k, self.plainest(*k, &set.known)?)))
                .collect(),
        }
    }

    /// Whether a case lies in a cell.
    pub fn holds(&self, cell: &Cell, point: &Point) -> bool {
        let has = |(key, set): (&FactKey, &Values)| match point.facts.get(key) {
            Some(value) => set.known.contains(*value),
            None => set.unknown,
        };
        (0..AXES).all(|x| cell.atoms[x].contains(point.atoms[x])) && cell.facts.iter().all(has)
    }

    /// Lower is plainer: a leaf of a commons' own, then a leaf, then the rest.
    fn plainness(&self, axis: usize, atom: usize) -> u8 {
        let on = |side: Side| -> Option<u8> {
            let node = self.atom_on(side, axis, atom)??;
            let model = self.model(side);
            let leaf = trees(model)[axis].children(node).is_empty();
            let at = node as usize;
            let decl = match axis {
                0 => model.actions.get(at).map(|a| &a.decl),
                1 => model.data.get(at).map(|d| &d.decl),
                _ => model.purposes.get(at).map(|p| &p.decl),
            };
            Some(match (leaf, decl.is_some_and(|d| d.is_own())) {
                (true, true) => 0,
                (true, false) => 1,
                (false, _) => 2,
            })
        };
        Side::BOTH.iter().filter_map(|s| on(*s)).max().unwrap_or(3)
    }

    /// A case as a request to one side; `None` if that side does not know one of the names, so that it does not provide for it.
    ///
    /// What the side does not know of the asker and of the facts is left out.
    pub fn request(&self, side: Side, who: &Someone, point: &Point) -> Option<Request> {
        let node = |axis: usize| self.atom_on(side, axis, point.atoms[axis]);
        let model = self.model(side);
        let mut facts = BTreeMap::new();
        for (key, value) in &point.facts {
            if let (Some(own), Some(value)) =
                (self.key_on(side, *key), self.value_on(side, *key, *value))
            {
                facts.insert(own, value_of(model, own, value));
            }
        }
        Some(Request {
            asker: self.people.asker_on(side, who),
            actions: node(0)?.map(ActionId).into_iter().collect(),
            data: node(1)?.map(DataId).into_iter().collect(),
            purposes: node(2)?.map(PurposeId).into_iter().collect(),
            facts,
        })
    }
}
