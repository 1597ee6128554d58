//! From many small differences to few large ones that can be said in a sentence.

use super::answers::What;
use super::explore::Found;
use super::people::Person;
use super::space::Space;
use crate::analysis::region::cells::parts;
use crate::analysis::region::{AXES, Cell, Dimension, Domains, Facts, Patch, Values};
use crate::model::FactKey;
use fixedbitset::FixedBitSet;
use std::collections::{BTreeSet, HashMap};

/// What differs in one way for one asker.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub person: Person,
    pub what: What,
    /// They don't overlap.
    pub cells: Vec<Cell>,
}

/// Puts together what is the same for the same asker, and leaves out what follows from what is said of someone in fewer groups.
pub(super) fn merge(space: &Space, found: Vec<Found>, budget: &mut usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut place: HashMap<(crate::analysis::region::Someone, What), usize> = HashMap::new();
    for Found { person, what, cell } in found {
        let at = *place
            .entry((person.who.clone(), what.clone()))
            .or_insert(entries.len());
        if at == entries.len() {
            entries.push(Entry {
                person,
                what,
                cells: Vec::new(),
            });
        }
        if let Some(entry) = entries.get_mut(at) {
            let rest = without(space, cell, &entry.cells, budget);
            entry.cells.extend(rest);
        }
    }
    let size = |e: &Entry| e.person.inside[0].len() + e.person.inside[1].len();
    entries.sort_by_key(|e| {
        (
            matches!(e.person.who, crate::analysis::region::Someone::Named(_)),
            size(e),
        )
    });
    for at in 0..entries.len() {
        let (before, rest) = entries.split_at_mut(at);
        let Some(entry) = rest.first_mut() else {
            continue;
        };
        entry.cells = joined(space, std::mem::take(&mut entry.cells));
        for plainer in before {
            let follows = plainer.what == entry.what && entry.person.is_in_all_of(&plainer.person);
            if follows && !plainer.cells.is_empty() {
                let cells = std::mem::take(&mut entry.cells);
                let left = cells
                    .into_iter()
                    .flat_map(|c| without(space, c, &plainer.cells, budget));
                entry.cells = left.collect();
            }
        }
        entry.cells = joined(space, std::mem::take(&mut entry.cells));
        entry.cells = freed(space, std::mem::take(&mut entry.cells), budget);
        entry.cells = joined(space, std::mem::take(&mut entry.cells));
    }
    entries.retain(|e| !e.cells.is_empty());
    entries
}

/// A cell without others. If the budget runs out the whole of it: then the same is said twice, and nothing is left out.
fn without(space: &Space, cell: Cell, others: &[Cell], budget: &mut usize) -> Vec<Cell> {
    let patches: Vec<Patch> = others
        .iter()
        .filter(|o| o.extent().meets(cell.extent()))
        .map(|o| Patch::plain(o.extent()))
        .collect();
    if patches.is_empty() {
        return vec![cell];
    }
    match parts(space, cell.clone(), &patches, budget) {
        Ok(parts) => parts.outside,
        Err(_) => vec![cell],
    }
}

/// The same cases, with no fact in a cell that makes no difference: where a cell and those behind it hold whatever a fact is, the cell says
/// nothing of it, and the others give up what it takes.
fn freed(space: &Space, cells: Vec<Cell>, budget: &mut usize) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut waiting = cells;
    while !waiting.is_empty() {
        let mut cell = waiting.remove(0);
        let keys: Vec<FactKey> = cell.facts.keys().copied().collect();
        let mut wider = false;
        for key in keys {
            let free = cell.clone().without(Dimension::Fact(key));
            // The rest of it must be in the cells behind.
            let rest = without(space, free.clone(), std::slice::from_ref(&cell), budget);
            let missing = |c| !without(space, c, &waiting, budget).is_empty();
            if !rest.into_iter().any(missing) {
                cell = free;
                wider = true;
            }
        }
        if wider {
            let taken = std::slice::from_ref(&cell);
            let left = waiting.into_iter();
            waiting = left
                .flat_map(|c| without(space, c, taken, budget))
                .collect();
        }
        out.push(cell);
    }
    out
}

/// What cells must have in common to be joined along one axis: everything else.
#[derive(PartialEq, Eq, Hash)]
struct Rest {
    atoms: [Option<FixedBitSet>; AXES],
    facts: Vec<(FactKey, Values)>,
}

/// Joins cells that differ on one axis only, as long as there are any.
pub(super) fn joined(domains: &impl Domains, mut cells: Vec<Cell>) -> Vec<Cell> {
    loop {
        let count = cells.len();
        for axis in 0..AXES {
            cells = along_atoms(cells, axis);
        }
        let keys: BTreeSet<FactKey> = cells.iter().flat_map(|c| c.facts.keys().copied()).collect();
        for key in keys {
            cells = along_fact(domains, cells, key);
        }
        if cells.len() == count {
            return cells;
        }
    }
}

fn listed(facts: &Facts, but: Option<FactKey>) -> Vec<(FactKey, Values)> {
    let others = facts.iter().filter(|(k, _)| Some(**k) != but);
    others.map(|(k, v)| (*k, v.clone())).collect()
}

fn along_atoms(cells: Vec<Cell>, axis: usize) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut place: HashMap<Rest, usize> = HashMap::with_capacity(cells.len());
    for cell in cells {
        let rest = Rest {
            atoms: [0, 1, 2].map(|x: usize| (x != axis).then(|| cell.atoms[x].clone())),
            facts: listed(&cell.facts, None),
        };
        let at = *place.entry(rest).or_insert(out.len());
        match out.get_mut(at) {
            Some(same) => same.atoms[axis].union_with(&cell.atoms[axis]),
            None => out.push(cell),
        }
    }
    out
}

fn along_fact(domains: &impl Domains, cells: Vec<Cell>, key: FactKey) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut place: HashMap<Rest, usize> = HashMap::with_capacity(cells.len());
    for cell in cells {
        if !cell.facts.contains_key(&key) {
            out.push(cell);
            continue;
        }
        let rest = Rest {
            atoms: cell.atoms.clone().map(Some),
            facts: listed(&cell.facts, Some(key)),
        };
        let at = *place.entry(rest).or_insert(out.len());
        match out.get_mut(at) {
            Some(same) => {
                if let (Some(own), Some(more)) = (same.facts.get_mut(&key), cell.facts.get(&key)) {
                    *own = own.union(more);
                }
            }
            None => out.push(cell),
        }
    }
    // Any value at all is no limit.
    let all = domains.domain(key);
    for cell in &mut out {
        if cell.facts.get(&key).is_some_and(|own| all.is_subset(own)) {
            cell.facts.remove(&key);
        }
    }
    out
}
