//! Joins cells that are the same but for one axis or one fact, so that there is less to tell. What they cover together stays the same.

use crate::analysis::region::{AXES, Cell, Domains, Values};
use crate::model::FactKey;
use std::collections::BTreeSet;

/// More cells than this are not joined: it takes time with the square of their number.
const MOST: usize = 400;

/// The same cases in fewer cells.
pub fn join(domains: &impl Domains, mut cells: Vec<Cell>) -> Vec<Cell> {
    if cells.len() > MOST {
        return cells;
    }
    loop {
        let count = cells.len();
        let mut at = 0;
        while at < cells.len() {
            let mut other = at + 1;
            while let (Some(a), Some(b)) = (cells.get(at), cells.get(other)) {
                match joined(domains, a, b) {
                    Some(cell) => {
                        cells.remove(other);
                        if let Some(slot) = cells.get_mut(at) {
                            *slot = cell;
                        }
                    }
                    None => other += 1,
                }
            }
            at += 1;
        }
        // What has grown may now fit one that it did not fit before.
        if cells.len() == count {
            break;
        }
    }
    cells
}

/// Both in one cell, if that covers nothing else.
pub fn joined(domains: &impl Domains, a: &Cell, b: &Cell) -> Option<Cell> {
    if contains(domains, a, b) {
        return Some(a.clone());
    }
    if contains(domains, b, a) {
        return Some(b.clone());
    }
    let axes: Vec<usize> = (0..AXES)
        .filter(|axis| a.atoms[*axis] != b.atoms[*axis])
        .collect();
    let keys: BTreeSet<FactKey> = a.facts.keys().chain(b.facts.keys()).copied().collect();
    let values = |cell: &Cell, key: FactKey| {
        cell.facts
            .get(&key)
            .cloned()
            .unwrap_or_else(|| domains.domain(key))
    };
    let facts: Vec<FactKey> = keys
        .into_iter()
        .filter(|k| values(a, *k) != values(b, *k))
        .collect();
    let mut out = a.clone();
    match (axes.as_slice(), facts.as_slice()) {
        ([axis], []) => out.atoms[*axis].union_with(&b.atoms[*axis]),
        ([], [key]) => {
            let both: Values = values(a, *key).union(&values(b, *key));
            match both == domains.domain(*key) {
                true => out.facts.remove(key),
                false => out.facts.insert(*key, both),
            };
        }
        _ => return None,
    }
    Some(out)
}

/// Whether every case of `b` is one of `a`.
pub fn contains(domains: &impl Domains, a: &Cell, b: &Cell) -> bool {
    let atoms = (0..AXES).all(|axis| b.atoms[axis].is_subset(&a.atoms[axis]));
    atoms
        && a.facts.iter().all(|(key, wide)| match b.facts.get(key) {
            Some(narrow) => narrow.is_subset(wide),
            None => domains.domain(*key).is_subset(wide),
        })
}
