//! All parties that can be, and all ways in which the facts can be, by enumeration.

use meent::analysis::Asker;
use meent::model::{FactKey, GroupId, Model, PartyId};
use std::collections::{BTreeMap, BTreeSet};

/// A set of rules, one bit each.
pub type Rules = u64;

fn bit(rule: usize) -> Rules {
    1 << rule
}

/// Everyone who can be: each named party, and each set of groups, closed upward, that no `closed` and no `separate` excludes.
pub fn askers(model: &Model) -> Vec<Asker> {
    let n = model.groups.len();
    let mut all: Vec<Asker> = (0..model.parties.len())
        .map(|at| Asker::Party(PartyId::new(at)))
        .collect();
    for bits in 0u32..1 << n {
        let is_in = |g: u32| bits >> g & 1 == 1;
        let upward = (0..n as u32)
            .filter(|g| is_in(*g))
            .all(|g| model.group_tree.parents(g).iter().all(|p| is_in(*p)));
        let open = (0..n).all(|g| !is_in(g as u32) || !model.groups[g].closed);
        let apart = model
            .separations
            .iter()
            .all(|s| s.groups.iter().filter(|g| is_in(g.0)).count() < 2);
        if upward && open && apart {
            let groups = (0..n).filter(|g| is_in(*g as u32)).map(GroupId::new);
            all.push(Asker::Groups(groups.collect()));
        }
    }
    all
}

/// Of each fact that is tested, values on both sides of every bound.
pub fn values(model: &Model) -> BTreeMap<FactKey, BTreeSet<i64>> {
    let mut values: BTreeMap<FactKey, BTreeSet<i64>> = BTreeMap::new();
    for rule in &model.rules {
        for literal in rule.condition.clauses.iter().flatten() {
            let domain = model.domain(literal.key);
            let near = literal
                .set
                .intervals()
                .iter()
                .flat_map(|&(a, b)| [a, b])
                .filter(|n| *n != i64::MIN && *n != i64::MAX)
                .flat_map(|n| [n - 1, n, n + 1])
                .chain([0, 1, 2]);
            let all = values.entry(literal.key).or_default();
            all.extend(near.filter(|n| domain.contains(*n)));
        }
    }
    values
}

/// For each way in which the facts can be, which conditions hold.
pub fn worlds(model: &Model) -> BTreeSet<Rules> {
    // Fact by fact: a set of the ways in which all clauses can hold so far. Clauses are counted, not rules.
    let clauses: Vec<(usize, &meent::model::Clause)> = model
        .rules
        .iter()
        .enumerate()
        .flat_map(|(at, r)| r.condition.clauses.iter().map(move |c| (at, c)))
        .collect();
    let mut ways: BTreeSet<Vec<bool>> = BTreeSet::from([vec![true; clauses.len()]]);
    for (key, values) in values(model) {
        let of_value: BTreeSet<Vec<bool>> = values
            .iter()
            .map(|v| {
                let holds = |c: &meent::model::Clause| {
                    c.iter()
                        .filter(|l| l.key == key)
                        .all(|l| l.set.intervals().iter().any(|&(a, b)| a <= *v && *v <= b))
                };
                clauses.iter().map(|(_, c)| holds(c)).collect()
            })
            .collect();
        ways = ways
            .iter()
            .flat_map(|way| {
                of_value
                    .iter()
                    .map(|v| way.iter().zip(v).map(|(a, b)| *a && *b).collect())
            })
            .collect();
    }
    ways.iter()
        .map(|way| {
            let holding = clauses.iter().zip(way).filter(|(_, holds)| **holds);
            holding.fold(0, |set, ((rule, _), _)| set | bit(*rule))
        })
        .collect()
}
