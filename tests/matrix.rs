//! The matrix against brute force: every asker, every atom and every value falls in exactly one row, and the row says
//! what the evaluator says.

mod support;

use meent::analysis::matrix::{Cell, Matrix, Row, Scope, matrix};
use meent::analysis::settle::representatives;
use meent::analysis::{Asker, Axis, Request, Universe};
use meent::model::{FactKey, GroupId, Model, Value, Verdict};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::commons::model_of;
use support::oracle;
use support::random::{self, Random};

type Facts = BTreeMap<FactKey, Value>;

/// A case in which every fact that some rule tests has a value.
fn full_case(r: &mut Random, model: &Model) -> Facts {
    let tests: Vec<_> = model
        .rules
        .iter()
        .flat_map(|rule| rule.condition.clauses.iter().flatten())
        .collect();
    let keys: BTreeSet<FactKey> = tests.iter().map(|t| t.key).collect();
    keys.into_iter()
        .map(|key| {
            let values = representatives(model, key, tests.iter().copied());
            (key, *r.pick(&values))
        })
        .collect()
}

/// The oracle on one atom.
fn truth(model: &Model, asker: &Asker, atom: [usize; 3], facts: &Facts) -> Verdict {
    let request = Request {
        asker: asker.clone(),
        actions: Vec::new(),
        data: Vec::new(),
        purposes: Vec::new(),
        facts: facts.clone(),
    };
    let named = |axis: Axis| (!axis.tree(model).is_empty()).then_some(atom[axis as usize] as u32);
    let general = oracle::general(model, &request);
    oracle::judge(model, &general, Axis::ALL.map(named), &request).0
}

fn atoms(model: &Model) -> Vec<[usize; 3]> {
    let n = Axis::ALL.map(|axis| axis.tree(model).len().max(1));
    let mut all = Vec::new();
    for a in 0..n[0] {
        for d in 0..n[1] {
            for p in 0..n[2] {
                all.push([a, d, p]);
            }
        }
    }
    all
}

fn cell_in<'m>(matrix: &'m Matrix, rows: &'m [Row], atom: [usize; 3]) -> Vec<&'m Cell> {
    rows.iter()
        .filter(|row| row.holds(atom))
        .map(|row| matrix.cell(row).expect("its cell"))
        .collect()
}

fn verdict(cell: &Cell, facts: &Facts) -> Option<Verdict> {
    cell.verdict(|key| facts.get(&key).map(|v| v.as_int()))
}

/// What the matrix says of an asker whose row is given by the rule in `docs/reference/matrix.md`.
fn by_the_rows(
    matrix: &Matrix,
    groups: &[GroupId],
    atom: [usize; 3],
    facts: &Facts,
) -> Option<Verdict> {
    let mut fitting: Vec<&Cell> = Vec::new();
    for together in &matrix.together {
        let meets = |part: &Vec<GroupId>| groups.iter().any(|g| part.contains(g));
        if together.parts.iter().all(meets) {
            fitting.extend(cell_in(matrix, &together.rows, atom));
        }
    }
    for group in groups {
        let asker = Asker::Groups(vec![*group]);
        let block = matrix
            .blocks
            .iter()
            .find(|b| b.who.contains(&asker))
            .expect("a block");
        fitting.extend(cell_in(matrix, &block.rows, atom));
    }
    let within = |a: &Cell, b: &Cell| {
        a.rules.len() < b.rules.len() && a.rules.iter().all(|r| b.rules.contains(r))
    };
    let largest: Vec<&Cell> = fitting
        .iter()
        .copied()
        .filter(|c| !fitting.iter().any(|d| within(c, d)))
        .collect();
    let all: Option<Vec<Verdict>> = largest.iter().map(|c| verdict(c, facts)).collect();
    let all = all?;
    [Verdict::Permitted, Verdict::Prohibited]
        .into_iter()
        .find(|v| all.contains(v))
        .or(Some(Verdict::NotProvidedFor))
}

fn check(seed: u64) -> Result<(), TestCaseError> {
    let commons = random::commons(seed);
    let model = model_of(&commons.source, commons.outer.as_deref());
    let universe = Universe::new(&model);
    let matrix = matrix(&universe, &Scope::default());
    let mut r = Random::new(seed ^ 0x3A7);
    let cases: Vec<Facts> = (0..3).map(|_| full_case(&mut r, &model)).collect();
    let atoms = atoms(&model);
    // Every asker that has a block, in one block; every atom in one row.
    let mut askers = vec![Asker::Groups(Vec::new())];
    askers.extend((0..model.groups.len()).map(|g| Asker::Groups(vec![GroupId::new(g)])));
    askers.extend((0..model.parties.len()).map(|p| Asker::Party(meent::model::PartyId::new(p))));
    for asker in &askers {
        let blocks: Vec<_> = matrix
            .blocks
            .iter()
            .filter(|b| b.who.contains(asker))
            .collect();
        prop_assert_eq!(blocks.len(), 1);
        for &atom in &atoms {
            let cells = cell_in(&matrix, &blocks[0].rows, atom);
            prop_assert_eq!(cells.len(), 1, "{:?} {:?}", asker, atom);
            if r.chance(95) {
                continue;
            }
            for facts in &cases {
                let want = truth(&model, asker, atom, facts);
                prop_assert_eq!(
                    verdict(cells[0], facts),
                    Some(want),
                    "{:?} {:?} {:?}",
                    asker,
                    atom,
                    facts
                );
            }
        }
    }
    // Whoever is in several groups.
    let regions = meent::analysis::region::Regions::new(&model);
    for bits in 1u32..1 << model.groups.len() {
        let groups: Vec<GroupId> = (0..model.groups.len())
            .filter(|g| bits >> g & 1 == 1)
            .map(GroupId::new)
            .collect();
        if groups.len() < 2 || matrix.bounded || !regions.conceivable(&groups) {
            continue;
        }
        for _ in 0..60 {
            let atom = *r.pick(&atoms);
            let facts = r.pick(&cases);
            let want = truth(&model, &Asker::Groups(groups.clone()), atom, facts);
            prop_assert_eq!(
                by_the_rows(&matrix, &groups, atom, facts),
                Some(want),
                "{:?} {:?} {:?}",
                groups,
                atom,
                facts
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_case_falls_in_one_row_that_tells_the_truth(seed in any::<u64>()) {
        check(seed)?;
    }
}
