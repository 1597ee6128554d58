//! One space for two models: what stands for the same thing has one number, and a hierarchy may differ between the sides.
//!
//! Numbers of this space are written as the ids that the models use ([`FactKey`], [`Cell`], and the like), so that the same
//! algebra of boxes serves; only [`Space`] knows what they stand for on each side.

use super::Pairing;
use super::people::People;
use super::standing::{Standing, standings};
use crate::analysis::region::{AXES, Cell, Domains, Facts, Values};
use crate::model::{
    Clause, DecisionId, FactId, FactKey, FactKind, Model, Rule, Taxonomy, ValueSet,
};
use fixedbitset::FixedBitSet;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One of the two that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Old,
    New,
}

impl Side {
    pub const BOTH: [Side; 2] = [Side::Old, Side::New];

    /// 0 for the old, 1 for the new.
    pub fn index(self) -> usize {
        match self {
            Side::Old => 0,
            Side::New => 1,
        }
    }
}

/// The declarations of one kind, numbered for both sides.
#[derive(Debug, Clone, Default)]
pub(super) struct Paired {
    /// Of each number the declaration on each side.
    pub ids: Vec<[Option<u32>; 2]>,
    /// Of each declaration of a side its number.
    pub of: [Vec<u32>; 2],
}

impl Paired {
    /// Numbers in the order of the pairs; what the pairs leave out comes behind, as something that one side has.
    pub fn new(pairs: impl Iterator<Item = [Option<u32>; 2]>, counts: [usize; 2]) -> Self {
        let mut place: [Vec<Option<u32>>; 2] = counts.map(|n| vec![None; n]);
        let mut ids: Vec<[Option<u32>; 2]> = Vec::new();
        let mut add = |pair: [Option<u32>; 2]| {
            let number = ids.len() as u32;
            let mut kept = [None, None];
            for side in 0..2 {
                if let Some(id) = pair[side]
                    && let Some(slot) = place[side].get_mut(id as usize)
                    && slot.is_none()
                {
                    *slot = Some(number);
                    kept[side] = Some(id);
                }
            }
            if kept != [None, None] {
                ids.push(kept);
            }
        };
        pairs.for_each(&mut add);
        for id in 0..counts[0] as u32 {
            add([Some(id), None]);
        }
        for id in 0..counts[1] as u32 {
            add([None, Some(id)]);
        }
        let of = place.map(|list| list.into_iter().flatten().collect());
        Paired { ids, of }
    }

    pub fn number(&self, side: Side, id: u32) -> Option<u32> {
        self.of[side.index()].get(id as usize).copied()
    }

    pub fn id(&self, side: Side, number: u32) -> Option<u32> {
        self.ids.get(number as usize)?[side.index()]
    }
}

/// One axis of atoms.
#[derive(Debug, Clone)]
struct AxisSpace {
    names: Paired,
    /// The atoms that exist on each side. If a side has no nodes here, the last atom is its anonymous one.
    known: [FixedBitSet; 2],
}

/// A fact of the space.
#[derive(Debug, Clone)]
struct SharedFact {
    ids: [Option<FactId>; 2],
    domain: ValueSet,
    /// Where each side's values stand.
    standing: [Standing; 2],
}

/// Two models in one space.
pub struct Space<'m> {
    pub models: [&'m Model; 2],
    pub people: People,
    axes: [AxisSpace; AXES],
    facts: Vec<SharedFact>,
    fact_of: [Vec<u32>; 2],
    decisions: Paired,
}

pub(super) fn trees(model: &Model) -> [&Taxonomy; AXES] {
    [&model.action_tree, &model.data_tree, &model.purpose_tree]
}

impl<'m> Space<'m> {
    pub fn new(old: &'m Model, new: &'m Model, pairing: &Pairing) -> Self {
        macro_rules! raw {
            ($kind:ident) => {
                pairing
                    .$kind
                    .iter()
                    .map(|(a, b)| [a.map(|x| x.0), b.map(|x| x.0)])
            };
        }
        macro_rules! paired {
            ($kind:ident) => {
                Paired::new(raw!($kind), [old.$kind.len(), new.$kind.len()])
            };
        }
        let axes = [paired!(actions), paired!(data), paired!(purposes)];
        let mut at = 0;
        let axes = axes.map(|names| {
            let empty = [old, new].map(|m| trees(m)[at].is_empty());
            at += 1;
            axis(names, empty)
        });
        let facts = paired!(facts);
        let (facts, fact_of) = shared_facts(&facts, [old, new]);
        Space {
            models: [old, new],
            people: People::new([old, new], paired!(groups), paired!(parties)),
            axes,
            facts,
            fact_of,
            decisions: paired!(decisions),
        }
    }

    pub fn model(&self, side: Side) -> &'m Model {
        self.models[side.index()]
    }

    /// The atoms that a rule covers on each axis. An empty list is all that exists on its side.
    pub(super) fn atoms(&self, side: Side, rule: &Rule) -> [Rc<FixedBitSet>; AXES] {
        let trees = trees(self.model(side));
        let mut axis = 0;
        names(rule).map(|list| {
            let space = &self.axes[axis];
            let set = if list.is_empty() {
                space.known[side.index()].clone()
            } else {
                let mut set = FixedBitSet::with_capacity(space.known[0].len());
                let below = list.iter().flat_map(|&n| trees[axis].down(n));
                let atoms = below.filter_map(|&n| space.names.number(side, n));
                set.extend(atoms.map(|a| a as usize));
                set
            };
            axis += 1;
            Rc::new(set)
        })
    }

    /// The nodes of a list on an axis as numbers of the space, without those that lie within another of them.
    pub(super) fn named(&self, side: Side, axis: usize, list: &[u32]) -> Vec<u32> {
        let tree = trees(self.model(side))[axis];
        let implied = |n: u32| list.iter().any(|&m| m != n && tree.is_within(n, m));
        let own = list.iter().filter(|n| !implied(**n));
        let mut out: Vec<u32> = own
            .filter_map(|&n| self.axes[axis].names.number(side, n))
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// What the key of a side is in the space.
    pub fn key(&self, side: Side, key: FactKey) -> Option<FactKey> {
        Some(match key {
            FactKey::Moment => FactKey::Moment,
            FactKey::Passed(d) => FactKey::Passed(DecisionId(self.decisions.number(side, d.0)?)),
            FactKey::Fact(f) => FactKey::Fact(FactId(*self.fact_of[side.index()].get(f.index())?)),
        })
    }

    /// What a key of the space is on a side; `None` if that side does not have it.
    pub fn key_on(&self, side: Side, key: FactKey) -> Option<FactKey> {
        Some(match key {
            FactKey::Moment => FactKey::Moment,
            FactKey::Passed(d) => FactKey::Passed(DecisionId(self.decisions.id(side, d.0)?)),
            FactKey::Fact(f) => FactKey::Fact(self.facts.get(f.index())?.ids[side.index()]?),
        })
    }

    /// Where all tests of a clause hold, or with `or_unknown` none is false; `None`: nowhere.
    pub(super) fn clause(&self, side: Side, clause: &Clause, or_unknown: bool) -> Option<Facts> {
        let model = self.model(side);
        let mut own: BTreeMap<FactKey, ValueSet> = BTreeMap::new();
        for literal in clause {
            let set = own
                .entry(literal.key)
                .or_insert_with(|| model.domain(literal.key));
            *set = set.intersect(&literal.set);
        }
        let mut facts = Facts::new();
        for (key, set) in own {
            let key = self.key(side, key)?;
            let known = self.values(side, key, &set, or_unknown);
            let values = Values {
                known,
                unknown: or_unknown,
            };
            if values.is_empty() {
                return None;
            }
            facts.insert(key, values);
        }
        Some(facts)
    }

    fn fact(&self, key: FactKey) -> Option<&SharedFact> {
        match key {
            FactKey::Fact(f) => self.facts.get(f.index()),
            FactKey::Passed(_) | FactKey::Moment => None,
        }
    }

    /// A side's values as values of the space. What the side does not know counts there as unknown (section 8).
    fn values(&self, side: Side, key: FactKey, set: &ValueSet, or_unknown: bool) -> ValueSet {
        let Some(fact) = self.fact(key) else {
            return set.clone();
        };
        let standing = &fact.standing[side.index()];
        let known = standing.put(set);
        if !or_unknown || *standing == Standing::Same {
            return known;
        }
        let own = fact.ids[side.index()];
        let own = own.map(|id| self.model(side).domain(FactKey::Fact(id)));
        let all = own.map_or_else(ValueSet::empty, |all| standing.put(&all));
        known.union(&fact.domain.subtract(&all))
    }

    /// A value of a side in the space. The key is one of the space.
    pub fn value(&self, side: Side, key: FactKey, value: i64) -> i64 {
        let fact = self.fact(key);
        fact.map_or(value, |f| f.standing[side.index()].put_one(value))
    }

    /// A value of the space on a side; `None` if that side does not know it.
    pub fn value_on(&self, side: Side, key: FactKey, value: i64) -> Option<i64> {
        let fact = self.fact(key);
        fact.map_or(Some(value), |f| f.standing[side.index()].taken_one(value))
    }

    /// The plainest of some values of the space, near the ends of what is possible.
    pub(super) fn plainest(&self, key: FactKey, set: &ValueSet) -> Option<i64> {
        let fact = self.fact(key);
        let standing = fact.map_or(&Standing::Same, |f| &f.standing[0]);
        standing.plainest(set)
    }

    /// The atom of a node of a side.
    pub fn atom(&self, side: Side, axis: usize, node: u32) -> Option<usize> {
        let number = self.axes.get(axis)?.names.number(side, node)?;
        Some(number as usize)
    }

    /// The node of an atom on a side: `None` if that side has no such node, `Some(None)` for its anonymous atom.
    pub fn atom_on(&self, side: Side, axis: usize, atom: usize) -> Option<Option<u32>> {
        let space = self.axes.get(axis)?;
        let known = space.known[side.index()].contains(atom);
        known.then(|| space.names.id(side, atom as u32))
    }

    /// A cell in the ids of one side, for choosing a case there and putting it into words; `None` if nothing of it exists on that side.
    pub fn cell_on(&self, side: Side, cell: &Cell) -> Option<Cell> {
        let trees = trees(self.model(side));
        let mut atoms = trees.map(|t| FixedBitSet::with_capacity(t.len().max(1)));
        for (axis, (own, shared)) in atoms.iter_mut().zip(&cell.atoms).enumerate() {
            for atom in shared.ones() {
                if let Some(node) = self.atom_on(side, axis, atom) {
                    own.insert(node.map_or(0, |n| n as usize));
                }
            }
            if own.is_clear() {
                return None;
            }
        }
        let mut facts = Facts::new();
        for (key, set) in &cell.facts {
            let Some(own) = self.key_on(side, *key) else {
                continue;
            };
            let mut values = set.clone();
            if let Some(fact) = self.fact(*key) {
                let (known, others) = fact.standing[side.index()].taken(&set.known);
                values.known = known;
                values.unknown |= others;
            }
            facts.insert(own, values);
        }
        Some(Cell { atoms, facts })
    }
}

impl Domains for Space<'_> {
    fn domain(&self, key: FactKey) -> Values {
        let known = match key {
            FactKey::Passed(_) => ValueSet::range(0, 1),
            FactKey::Moment => ValueSet::all(),
            FactKey::Fact(f) => {
                let fact = self.facts.get(f.index());
                fact.map_or_else(ValueSet::all, |f| f.domain.clone())
            }
        };
        Values::or_unknown(known)
    }
}

/// What a rule names on each axis.
pub(super) fn names(rule: &Rule) -> [Vec<u32>; AXES] {
    [
        rule.actions.iter().map(|a| a.0).collect(),
        rule.data.iter().map(|d| d.0).collect(),
        rule.purposes.iter().map(|p| p.0).collect(),
    ]
}

fn axis(names: Paired, empty: [bool; 2]) -> AxisSpace {
    let anonymous = empty[0] || empty[1];
    let size = names.ids.len() + usize::from(anonymous);
    let known = [0, 1].map(|side: usize| {
        let mut set = FixedBitSet::with_capacity(size);
        if empty[side] {
            set.insert(names.ids.len());
        } else {
            let has = |(_, ids): &(usize, &[Option<u32>; 2])| ids[side].is_some();
            set.extend(names.ids.iter().enumerate().filter(has).map(|(at, _)| at));
        }
        set
    });
    AxisSpace { names, known }
}

fn shared_facts(pairs: &Paired, models: [&Model; 2]) -> (Vec<SharedFact>, [Vec<u32>; 2]) {
    let mut facts: Vec<SharedFact> = Vec::new();
    let mut of: [Vec<u32>; 2] = models.map(|m| vec![u32::MAX; m.facts.len()]);
    let mut add = |ids: [Option<u32>; 2], domain: ValueSet, standing: [Standing; 2]| {
        for side in 0..2 {
            if let Some(slot) = ids[side].and_then(|id| of[side].get_mut(id as usize)) {
                *slot = facts.len() as u32;
            }
        }
        facts.push(SharedFact {
            ids: ids.map(|id| id.map(FactId)),
            domain,
            standing,
        });
    };
    for ids in &pairs.ids {
        let kind = |side: usize| -> Option<&FactKind> {
            let fact = models[side].facts.get(ids[side]? as usize)?;
            Some(&fact.kind)
        };
        let domain = |side: usize| {
            let id = ids[side].map_or(u32::MAX, |id| id);
            models[side].domain(FactKey::Fact(FactId(id)))
        };
        let apart = match (kind(0), kind(1)) {
            (Some(a), Some(b)) => standings(a, b, [domain(0), domain(1)]),
            _ => None,
        };
        let (standing, all) = apart.unwrap_or_else(|| {
            let side = usize::from(ids[0].is_none());
            ([Standing::Same, Standing::Same], domain(side))
        });
        add(*ids, all, standing);
    }
    (facts, of)
}
