//! Cells against counting: on a space small enough to list.

use super::cells::{Dimension, first_outside, parts};
use super::*;
use crate::model::{FactId, FactKey, ValueSet};

/// Two facts, each of 0, 1, 2 or unknown.
struct Small;

impl Domains for Small {
    fn domain(&self, _: FactKey) -> Values {
        Values::or_unknown(ValueSet::range(0, 2))
    }
}

const KEYS: [FactKey; 2] = [FactKey::Fact(FactId(0)), FactKey::Fact(FactId(1))];

type Point = ([usize; AXES], [Option<i64>; 2]);

fn points() -> Vec<Point> {
    let mut out = Vec::new();
    for n in 0..3 * 3 * 2 * 4 * 4 {
        let value = |n: usize| n.checked_sub(1).map(|v| v as i64);
        out.push((
            [n % 3, n / 3 % 3, n / 9 % 2],
            [value(n / 18 % 4), value(n / 72 % 4)],
        ));
    }
    out
}

fn holds(extent: Extent, (atoms, facts): &Point) -> bool {
    let has = |set: &Values, value: &Option<i64>| match value {
        Some(v) => set.known.contains(*v),
        None => set.unknown,
    };
    (0..AXES).all(|x| extent.atoms[x].contains(atoms[x]))
        && KEYS
            .iter()
            .zip(facts)
            .all(|(key, v)| extent.facts.get(key).is_none_or(|set| has(set, v)))
}

/// A repeatable sequence of numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn cell(&mut self) -> Cell {
        let atoms = [3, 3, 2].map(|n| {
            let mut set = FixedBitSet::with_capacity(n);
            let bits = 1 + self.below((1 << n) - 1);
            set.extend((0..n).filter(|i| bits >> i & 1 == 1));
            set
        });
        let mut facts = Facts::new();
        for key in KEYS {
            let bits = self.below(20);
            if (1..16).contains(&bits) {
                let known = (0..3).filter(|v| bits >> v & 1 == 1).map(|v| (v, v));
                let known = ValueSet::from_intervals(known.collect());
                let unknown = bits >> 3 & 1 == 1;
                facts.insert(key, Values { known, unknown });
            }
        }
        Cell { atoms, facts }
    }
}

#[test]
fn parts_are_exact_and_never_overlap() {
    let mut numbers = Numbers(7);
    for _ in 0..2_000 {
        let cell = numbers.cell();
        let all: Vec<(Cell, Vec<Cell>)> = (0..numbers.below(6))
            .map(|_| {
                let by = numbers.cell();
                (by, (0..numbers.below(3)).map(|_| numbers.cell()).collect())
            })
            .collect();
        let patches: Vec<Patch> = all
            .iter()
            .map(|(by, except)| Patch {
                by: by.extent(),
                except: except.iter().map(Cell::extent).collect(),
            })
            .collect();
        let mut budget = BUDGET;
        let found = parts(&Small, cell.clone(), &patches, &mut budget).unwrap();
        let first = first_outside(&Small, cell.clone(), &patches, &mut budget).unwrap();
        assert_eq!(first.is_some(), !found.outside.is_empty());
        for point in points() {
            let count = |cells: &[Cell]| cells.iter().filter(|c| holds(c.extent(), &point)).count();
            let covered = all.iter().any(|(by, except)| {
                holds(by.extent(), &point) && !except.iter().any(|e| holds(e.extent(), &point))
            });
            let inside = holds(cell.extent(), &point);
            assert_eq!(count(&found.inside), usize::from(inside && covered));
            assert_eq!(count(&found.outside), usize::from(inside && !covered));
            if let Some(first) = &first
                && holds(first.extent(), &point)
            {
                assert!(inside && !covered);
            }
        }
    }
}

#[test]
fn a_budget_that_is_too_small_says_so() {
    let mut numbers = Numbers(3);
    let (cell, by) = loop {
        let (cell, by) = (numbers.cell(), numbers.cell());
        if cell.extent().meets(by.extent()) {
            break (cell, by);
        }
    };
    let patch = [Patch::plain(by.extent())];
    assert!(parts(&Small, cell, &patch, &mut 0).is_err());
}

#[test]
fn meeting_and_projecting_are_what_they_say() {
    let mut numbers = Numbers(11);
    for _ in 0..500 {
        let (a, b) = (numbers.cell(), numbers.cell());
        let both = a.meet(b.extent());
        assert_eq!(both.is_some(), a.extent().meets(b.extent()));
        let flat = a
            .clone()
            .without(Dimension::Atoms(1))
            .without(Dimension::Fact(KEYS[0]));
        for point in points() {
            let in_both = holds(a.extent(), &point) && holds(b.extent(), &point);
            assert_eq!(
                both.as_ref().is_some_and(|c| holds(c.extent(), &point)),
                in_both
            );
            let near = |other: &Point| {
                other.0[0] == point.0[0] && other.0[2] == point.0[2] && other.1[1] == point.1[1]
            };
            let some = points().iter().any(|p| near(p) && holds(a.extent(), p));
            assert_eq!(holds(flat.extent(), &point), some);
        }
    }
}
