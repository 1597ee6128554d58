//! The matrix: who may do what with which data for which purpose, complete by construction.
//!
//! Askers that the same rules are about are alike and share a block. For one block the atoms are split along the
//! axes into boxes that the same rules cover, so that every atom lies in exactly one row; a row's cell says in which cases
//! it is permitted and in which prohibited. Here every fact has a value: `docs/semantics`, section 11.
//!
//! Whoever is in several groups has a row of their own only where what they may do does not follow from what each of the
//! groups may do: see [`together`].

pub mod cases;
mod cell;
mod partition;
mod together;

pub use cell::{Cell, CellAnswer};
pub use partition::{Class, Named, name};
pub use together::Together;

use crate::analysis::request::Asker;
use crate::analysis::universe::{Axis, Universe, plays_a_part};
use crate::model::{GroupId, Model, PartyId, Rule, RuleId};
use fixedbitset::FixedBitSet;
use partition::Partition;
use std::collections::{BTreeMap, HashMap};

/// What the matrix is about. An empty list is all.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub askers: Vec<Asker>,
    pub actions: Vec<u32>,
    pub data: Vec<u32>,
    pub purposes: Vec<u32>,
}

/// Who may do what, in all cases.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// Outsiders, each group by itself and each named party; those who are alike in one block.
    pub blocks: Vec<Block>,
    /// Whoever is in several groups at once, where that makes a difference.
    pub together: Vec<Together>,
    pub cells: Vec<Cell>,
    /// Not all combinations of groups were looked at: there are too many in one place.
    pub bounded: bool,
    /// Actions, data and purposes that it is about.
    pub scope: [FixedBitSet; 3],
}

/// Askers that are alike, and what they may do. Each atom of the scope lies in exactly one row.
#[derive(Debug, Clone)]
pub struct Block {
    pub who: Vec<Asker>,
    /// First what is permitted in some case, then what is only prohibited, then what no rule says anything about.
    pub rows: Vec<Row>,
}

/// One box of atoms that have the same cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub actions: Class,
    pub data: Class,
    pub purposes: Class,
    /// Place in [`Matrix::cells`].
    pub cell: usize,
}

impl Row {
    pub fn class(&self, axis: Axis) -> &Class {
        match axis {
            Axis::Action => &self.actions,
            Axis::Data => &self.data,
            Axis::Purpose => &self.purposes,
        }
    }

    /// Whether it holds this atom: action, data, purpose; an axis without nodes has atom 0.
    pub fn holds(&self, atom: [usize; 3]) -> bool {
        Axis::ALL
            .into_iter()
            .zip(atom)
            .all(|(axis, at)| self.class(axis).atoms.contains(at))
    }
}

/// Works out the matrix.
pub fn matrix(universe: &Universe, scope: &Scope) -> Matrix {
    let model = universe.model();
    let atoms = [
        partition::below(Axis::Action, model, &scope.actions),
        partition::below(Axis::Data, model, &scope.data),
        partition::below(Axis::Purpose, model, &scope.purposes),
    ];
    let mut cells = Cells::new(model);
    let blocks = classes_of_askers(universe, &atoms)
        .into_iter()
        .filter(|(who, _)| scope.askers.is_empty() || who.iter().any(|a| scope.askers.contains(a)))
        .map(|(who, rules)| Block {
            who,
            rows: rows(model, &atoms, &rules, &mut cells),
        })
        .collect();
    let (mut together, bounded) = together::together(universe, &atoms, &mut cells);
    together.retain(|t| {
        let is_part = |g: &GroupId| t.parts.iter().any(|p| p.contains(g));
        scope.askers.is_empty()
            || scope
                .askers
                .iter()
                .any(|a| matches!(a, Asker::Groups(g) if g.iter().any(is_part)))
    });
    Matrix {
        blocks,
        together,
        cells: cells.all,
        bounded,
        scope: atoms,
    }
}

impl Matrix {
    /// The atoms of the scope that a rule covers, whoever asks.
    pub fn extent(&self, model: &Model, rule: &Rule) -> [Class; 3] {
        Axis::ALL.map(|axis| {
            let nodes: Vec<u32> = axis.named(rule).collect();
            let mut atoms = partition::below(axis, model, &nodes);
            atoms.intersect_with(&self.scope[axis as usize]);
            Class {
                atoms,
                other: nodes.is_empty(),
            }
        })
    }

    pub fn cell(&self, row: &Row) -> Option<&Cell> {
        self.cells.get(row.cell)
    }
}

/// Cells by the rules that they come from: each is worked out once.
pub(super) struct Cells<'m> {
    model: &'m Model,
    all: Vec<Cell>,
    of: HashMap<Vec<RuleId>, usize>,
}

impl<'m> Cells<'m> {
    fn new(model: &'m Model) -> Self {
        Cells {
            model,
            all: Vec::new(),
            of: HashMap::new(),
        }
    }

    /// The place of the cell of these rules, in the order of the source.
    pub(super) fn of(&mut self, rules: Vec<RuleId>) -> usize {
        if let Some(at) = self.of.get(&rules) {
            return *at;
        }
        let at = self.all.len();
        self.all.push(Cell::new(self.model, rules.clone()));
        self.of.insert(rules, at);
        at
    }

    pub(super) fn get(&self, at: usize) -> Option<&Cell> {
        self.all.get(at)
    }
}

/// Outsiders, each group and each named party, in classes that the same rules about the scope are about, with those rules.
fn classes_of_askers(
    universe: &Universe,
    scope: &[FixedBitSet; 3],
) -> Vec<(Vec<Asker>, Vec<RuleId>)> {
    let model = universe.model();
    let inside: Vec<(RuleId, &Rule)> = model
        .rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| plays_a_part(rule) && meets(model, rule, scope))
        .map(|(id, rule)| (RuleId::new(id), rule))
        .collect();
    let outsider = std::iter::once(Asker::Groups(Vec::new()));
    let groups = (0..model.groups.len()).map(|g| Asker::Groups(vec![GroupId::new(g)]));
    let parties = (0..model.parties.len()).map(|p| Asker::Party(PartyId::new(p)));
    let mut found: Vec<(Vec<Asker>, Vec<RuleId>)> = Vec::new();
    let mut place: HashMap<Vec<RuleId>, usize> = HashMap::new();
    for asker in outsider.chain(groups).chain(parties) {
        let standing = universe.standing(&asker);
        let about: Vec<RuleId> = inside
            .iter()
            .filter(|(_, rule)| universe.concerns(rule, &standing))
            .map(|(id, _)| *id)
            .collect();
        match place.get(&about).and_then(|at| found.get_mut(*at)) {
            Some((who, _)) => who.push(asker),
            None => {
                place.insert(about.clone(), found.len());
                found.push((vec![asker], about));
            }
        }
    }
    found
}

/// Whether a rule covers some atom of the scope.
fn meets(model: &Model, rule: &Rule, scope: &[FixedBitSet; 3]) -> bool {
    Axis::ALL.into_iter().all(|axis| {
        let tree = axis.tree(model);
        let scope = &scope[axis as usize];
        let mut named = axis.named(rule).peekable();
        named.peek().is_none()
            || named.any(|node| tree.down(node).iter().any(|a| scope.contains(*a as usize)))
    })
}

/// The rows of someone whom these rules are about.
fn rows(model: &Model, scope: &[FixedBitSet; 3], rules: &[RuleId], cells: &mut Cells) -> Vec<Row> {
    let partition = Partition {
        model,
        rules: rules
            .iter()
            .filter_map(|r| model.rules.get(r.index()))
            .collect(),
        scope,
    };
    let order = [Axis::Data, Axis::Purpose, Axis::Action];
    let mut kinds: [Vec<([Class; 3], usize)>; 3] = Default::default();
    for [x, y, z] in partition.leaves(order) {
        let covering = z.1.ones().filter_map(|at| rules.get(at).copied());
        let cell = cells.of(covering.collect());
        let kind = match cells.get(cell).map(Cell::answer) {
            Some(answer) if answer.may_permit() => 0,
            Some(CellAnswer::NotProvidedFor) => 2,
            _ => 1,
        };
        kinds[kind].push(([x.0, y.0, z.0], cell));
    }
    kinds
        .into_iter()
        .flat_map(|leaves| merged(order, leaves))
        .collect()
}

type Inner = Vec<(Class, usize)>;
type Middle = Vec<(Class, Inner)>;

/// Boxes that differ on one axis only and have the same cell become one: innermost axis first.
fn merged(order: [Axis; 3], leaves: Vec<([Class; 3], usize)>) -> Vec<Row> {
    let mut outer: BTreeMap<Class, BTreeMap<Class, Inner>> = BTreeMap::new();
    for ([x, y, z], cell) in leaves {
        let middle = outer.entry(x).or_default();
        middle.entry(y).or_default().push((z, cell));
    }
    let outer: Vec<(Class, Middle)> = outer
        .into_iter()
        .map(|(x, middle)| {
            let middle = middle
                .into_iter()
                .map(|(y, inner)| (y, alike(inner)))
                .collect();
            (x, alike(middle))
        })
        .collect();
    let mut rows = Vec::new();
    for (x, middle) in alike(outer) {
        for (y, inner) in middle {
            for (z, cell) in inner {
                rows.push(row(order, [x.clone(), y.clone(), z], cell));
            }
        }
    }
    rows
}

/// Classes with the same content joined; in the order of their first atoms, "everything else" last.
fn alike<T: Ord + Clone>(list: Vec<(Class, T)>) -> Vec<(Class, T)> {
    let mut by_content: BTreeMap<T, Class> = BTreeMap::new();
    for (class, content) in list {
        match by_content.get_mut(&content) {
            Some(sofar) => {
                sofar.atoms.union_with(&class.atoms);
                sofar.other |= class.other;
            }
            None => {
                by_content.insert(content, class);
            }
        }
    }
    let mut out: Vec<(Class, T)> = by_content.into_iter().map(|(t, c)| (c, t)).collect();
    out.sort_by_key(|(class, _)| (class.other, class.atoms.minimum()));
    out
}

fn row(order: [Axis; 3], classes: [Class; 3], cell: usize) -> Row {
    let none = || Class {
        atoms: FixedBitSet::new(),
        other: false,
    };
    let mut row = Row {
        actions: none(),
        data: none(),
        purposes: none(),
        cell,
    };
    for (axis, class) in order.into_iter().zip(classes) {
        match axis {
            Axis::Action => row.actions = class,
            Axis::Data => row.data = class,
            Axis::Purpose => row.purposes = class,
        }
    }
    row
}
