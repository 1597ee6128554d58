//! The comparison of two versions against brute force: every asker, every atom, everything that may be known or unknown. Each case whose
//! answer differs must be told, with the same difference, of that asker or of someone in fewer groups; and each case that is told must differ.

mod support;

use meent::analysis::checks::{self, Finding, Why};
use meent::analysis::compare::{
    Answered, Carried, Change, Comparison, Pairing, Point, Side, Space, What, compare,
};
use meent::analysis::region::Someone;
use meent::analysis::{Asker, Universe};
use meent::diagnostic::Level;
use meent::model::{Deontic, FactKey, Model, RuleId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use support::brute::{self, Difference, Node, Version, Who, World};
use support::commons::build_sources;
use support::pairs;
use support::random::Random;

fn all_rules(model: &Model) -> Vec<RuleId> {
    (0..model.rules.len()).map(RuleId::new).collect()
}

/// A side's content of an item.
fn content(models: [&Model; 2], carried: &Carried) -> String {
    match carried {
        Carried::Basis(id) => id.clone(),
        Carried::Duty(side, duty) => {
            let model = models[side.index()];
            brute::duty_of(model, &model.rules[duty.rule.index()], duty.number)
        }
        Carried::Own(side, id) => {
            let model = models[side.index()];
            brute::own_duty(model, &model.rules[id.index()])
        }
    }
}

fn told(models: [&Model; 2], found: &Comparison, what: &What) -> Difference {
    let all = |items: &Vec<u32>| -> BTreeSet<String> {
        let of = |n: &u32| content(models, &found.carried[*n as usize]);
        items.iter().map(of).collect()
    };
    let name = |a: &Answered| brute::verdict(a.verdict());
    match what {
        What::Verdict { before, after } => Difference::Verdict(name(before), name(after)),
        What::Terms { lost, gained } => Difference::Terms(all(lost), all(gained)),
        What::Duties { lost, gained } => Difference::Duties(all(lost), all(gained)),
    }
}

/// Someone of the space, by name.
fn who(space: &Space, models: [&Model; 2], who: &Someone) -> Who {
    let mut groups = BTreeSet::new();
    for side in Side::BOTH {
        let model = models[side.index()];
        match space.people.asker_on(side, who) {
            Asker::Party(p) => return Who::Named(model.parties[p.index()].decl.id.clone()),
            Asker::Groups(own) => {
                groups.extend(own.iter().map(|g| model.groups[g.index()].decl.id.clone()))
            }
        }
    }
    Who::Groups(groups)
}

struct Case<'m> {
    models: [&'m Model; 2],
    space: Space<'m>,
    found: Comparison,
    /// Of each change, the asker by name with the groups on both sides, and what differs.
    told: Vec<(Who, [BTreeSet<String>; 2], Difference)>,
}

impl<'m> Case<'m> {
    fn new(models: [&'m Model; 2], old: &[RuleId], new: &[RuleId]) -> Self {
        let space = Space::new(models[0], models[1], &Pairing::by_id(models[0], models[1]));
        let found = compare(&space, old, new);
        let told = found
            .changes
            .iter()
            .map(|c| {
                let who = who(&space, models, &c.who);
                let inside = models.map(|m| brute::inside(m, &who));
                (who, inside, told(models, &found, &c.what))
            })
            .collect();
        Case {
            models,
            space,
            found,
            told,
        }
    }

    /// The atoms of the space with these names.
    fn atoms(&self, names: [&Node; 3]) -> [usize; 3] {
        [0, 1, 2].map(|axis: usize| {
            let on = |side: Side| {
                let model = self.models[side.index()];
                let Some(name) = names[axis] else {
                    return (0..1000).find(|n| self.space.atom_on(side, axis, *n) == Some(None));
                };
                let mut nodes = 0..brute::tree(model, axis).len();
                let node = nodes.find(|n| brute::node_name(model, axis, *n) == *name)?;
                self.space.atom(side, axis, node as u32)
            };
            let atom = Side::BOTH.into_iter().find_map(on);
            atom.expect("an atom of one of the two")
        })
    }

    /// What is known, in the space.
    fn facts(&self, world: &World) -> BTreeMap<FactKey, i64> {
        let mut facts = BTreeMap::new();
        for (key, value) in world {
            for side in Side::BOTH {
                let model = self.models[side.index()];
                if let Some(own) = brute::key_of(model, key)
                    && let Some(n) = brute::number_of(model, own, value)
                    && let Some(shared) = self.space.key(side, own)
                {
                    facts.insert(shared, self.space.value(side, shared, n));
                }
            }
        }
        facts
    }

    /// What is told of someone, or of someone in fewer groups.
    fn told_of(&self, who: &Who, inside: &[BTreeSet<String>; 2]) -> Vec<(&Change, &Difference)> {
        let all = self.found.changes.iter().zip(&self.told);
        all.filter(|(_, (other, groups, _))| match other {
            Who::Named(_) => other == who,
            Who::Groups(_) => (0..2).all(|s| groups[s].is_subset(&inside[s])),
        })
        .map(|(change, (_, _, difference))| (change, difference))
        .collect()
    }

    /// Whether an end of an interval is a value, and not where all values end.
    fn is_bound(&self, key: FactKey, end: i64) -> bool {
        let on = Side::BOTH.map(|side| self.space.value_on(side, key, end));
        !on.iter()
            .flatten()
            .any(|n| *n == i64::MIN || *n == i64::MAX)
    }

    /// A case of a change, with some of what does not matter filled in.
    fn some_point(&self, change: &Change, r: &mut Random) -> Point {
        let mut point = change.point.clone();
        for (axis, atom) in point.atoms.iter_mut().enumerate() {
            let all: Vec<usize> = change.cell.atoms[axis].ones().collect();
            *atom = *r.pick(&all);
        }
        for (key, set) in &change.cell.facts {
            let ends: Vec<i64> = set
                .known
                .intervals()
                .iter()
                .flat_map(|&(a, b)| [a, b])
                .filter(|n| self.is_bound(*key, *n))
                .collect();
            if set.unknown && r.chance(50) {
                point.facts.remove(key);
            } else if !ends.is_empty() {
                point.facts.insert(*key, *r.pick(&ends));
            }
        }
        point
    }

    /// A point of the space by names: its atoms, and what is known.
    fn names(&self, point: &Point) -> ([Node; 3], World) {
        let atoms = [0, 1, 2].map(|axis: usize| {
            let on = |side: Side| self.space.atom_on(side, axis, point.atoms[axis]);
            let mut nodes = Side::BOTH.into_iter().filter_map(|s| Some((s, on(s)?)));
            let (side, node) = nodes.next().expect("an atom that one side knows");
            node.map(|n| brute::node_name(self.models[side.index()], axis, n as usize))
        });
        let mut world = World::new();
        for (key, value) in &point.facts {
            for side in Side::BOTH {
                if let Some(own) = self.space.key_on(side, *key)
                    && let Some(n) = self.space.value_on(side, *key, *value)
                {
                    let model = self.models[side.index()];
                    world.insert(brute::key_name(model, own), brute::value_of(model, own, n));
                }
            }
        }
        (atoms, world)
    }

    /// Whether every case that is told differs as told: by brute force, and by what the evaluator of each side answers.
    fn replay(&self, versions: [&Version; 2], r: &mut Random) -> Result<(), TestCaseError> {
        let everyone: BTreeSet<Who> = brute::everyone(self.models).into_iter().collect();
        let universes = self.models.map(Universe::new);
        let whole = versions
            .iter()
            .all(|v| v.rules == (1 << v.model.rules.len()) - 1);
        for (change, (who, _, difference)) in self.found.changes.iter().zip(&self.told) {
            let alike = |w: &Who| {
                self.models
                    .iter()
                    .all(|m| brute::inside(m, w) == brute::inside(m, who))
            };
            prop_assert!(everyone.iter().any(alike), "nobody can be {:?}", who);
            for _ in 0..3 {
                let point = self.some_point(change, r);
                prop_assert!(self.space.holds(&change.cell, &point), "{:?}", change);
                let (atoms, world) = self.names(&point);
                let near = versions.map(|v| {
                    let on = |axis: usize| brute::covering(v, axis, &atoms[axis]);
                    let whatever = brute::about(v, who) & on(1) & on(2);
                    let near = whatever & on(0);
                    (near, brute::wide(v, near, whatever))
                });
                let expected = brute::differences(versions, near, &world);
                prop_assert!(
                    expected.contains(difference),
                    "told {:?} of {:?} at {:?} {:?}, but {:?}",
                    difference,
                    who,
                    atoms,
                    world,
                    expected
                );
                // A request for a node stands for all that lies below it, so only leaves are asked for.
                let leaf = |side: Side, axis: usize| match self.space.atom_on(
                    side,
                    axis,
                    point.atoms[axis],
                ) {
                    Some(Some(n)) => brute::tree(self.models[side.index()], axis)
                        .children(n)
                        .is_empty(),
                    _ => true,
                };
                if !whole
                    || !Side::BOTH
                        .into_iter()
                        .all(|s| (0..3).all(|axis| leaf(s, axis)))
                {
                    continue;
                }
                if let Difference::Verdict(before, after) = difference {
                    let answers = Side::BOTH.map(|side| {
                        let request = self.space.request(side, &change.who, &point);
                        request.map_or("not provided for", |q| {
                            brute::verdict(universes[side.index()].decide(&q).verdict)
                        })
                    });
                    prop_assert_eq!(answers, [*before, *after], "{:?}", change);
                }
            }
        }
        Ok(())
    }
}

/// Everything that differs is told, and nothing else. Gives how much differs, `None` if there is too much to go through.
fn agree(
    models: [&Model; 2],
    rules: [u64; 2],
    r: &mut Random,
) -> Result<Option<Vec<&'static str>>, TestCaseError> {
    let lists = [0, 1].map(|n: usize| -> Vec<RuleId> {
        let all = all_rules(models[n]).into_iter();
        all.filter(|id| rules[n] >> id.index() & 1 == 1).collect()
    });
    let case = Case::new(models, &lists[0], &lists[1]);
    prop_assert!(case.found.undecided.is_empty());
    let versions = [0, 1].map(|n: usize| Version::new(models[n], rules[n]));
    let versions = [&versions[0], &versions[1]];
    case.replay(versions, r)?;
    let axes = [0, 1, 2].map(|axis: usize| brute::atoms(versions, axis));
    type Differing = Vec<(BTreeMap<FactKey, i64>, Vec<Difference>)>;
    let mut known: HashMap<[(u64, u64); 2], Differing> = HashMap::new();
    let mut kinds = BTreeSet::new();
    for who in brute::everyone(models) {
        let inside = models.map(|m| brute::inside(m, &who));
        let about = versions.map(|v| brute::about(v, &who));
        let told = case.told_of(&who, &inside);
        let mut seen: BTreeSet<[(u64, u64); 2]> = BTreeSet::new();
        for (a, action) in &axes[0] {
            for (d, data) in &axes[1] {
                for (p, purpose) in &axes[2] {
                    let near = [0, 1].map(|n: usize| {
                        let whatever = about[n] & d[n] & p[n];
                        (
                            whatever & a[n],
                            brute::wide(versions[n], whatever & a[n], whatever),
                        )
                    });
                    if !seen.insert(near) {
                        continue;
                    }
                    if let std::collections::hash_map::Entry::Vacant(slot) = known.entry(near) {
                        let Some(worlds) = brute::worlds(versions, near.map(|n| n.0 | n.1), 1_500)
                        else {
                            return Ok(None);
                        };
                        let differing = worlds.into_iter().filter_map(|world| {
                            let found = brute::differences(versions, near, &world);
                            (!found.is_empty()).then(|| (case.facts(&world), found))
                        });
                        slot.insert(differing.collect());
                    }
                    let differing = &known[&near];
                    if differing.is_empty() {
                        continue;
                    }
                    let atoms = case.atoms([action, data, purpose]);
                    let step = differing.len() / 40 + 1;
                    let from = r.below(step);
                    for (facts, differences) in differing.iter().skip(from).step_by(step) {
                        let point = Point {
                            atoms,
                            facts: facts.clone(),
                        };
                        for difference in differences {
                            kinds.insert(match difference {
                                Difference::Verdict(..) => "verdict",
                                Difference::Terms(..) => "terms",
                                Difference::Duties(..) => "duties",
                            });
                            let is_told = told.iter().any(|(change, what)| {
                                *what == difference && case.space.holds(&change.cell, &point)
                            });
                            prop_assert!(
                                is_told,
                                "not told: {:?} {:?} of {:?} {:?} in {:?}",
                                difference,
                                [action, data, purpose],
                                who,
                                inside,
                                facts
                            );
                        }
                    }
                }
            }
        }
    }
    if kinds.is_empty() {
        prop_assert!(case.found.is_same(), "{:?}", case.told);
    }
    Ok(Some(kinds.into_iter().collect()))
}

fn model(source: &str, outer: Option<&str>) -> Option<Model> {
    let (model, diagnostics) = build_sources(source, outer);
    let fine = diagnostics.iter().all(|d| d.level != Level::Error);
    (fine && model.rules.len() < 60).then_some(model)
}

fn versions_agree(seed: u64) -> Result<Option<Vec<&'static str>>, TestCaseError> {
    let v = pairs::versions(seed);
    let outer = v.outer.as_deref();
    let (Some(old), Some(new)) = (model(&v.old, outer), model(&v.new, outer)) else {
        return Ok(None);
    };
    let all = [&old, &new].map(|m| (1u64 << m.rules.len()) - 1);
    let mut r = Random::new(seed);
    agree([&old, &new], all, &mut r).map_err(|e| {
        TestCaseError::fail(format!(
            "{e}\n--- old\n{}\n--- new\n{}\n{:?}",
            v.old, v.new, v.outer
        ))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_differs_between_versions_is_what_brute_force_finds(seed in any::<u64>()) {
        versions_agree(seed)?;
    }
}

#[test]
fn random_versions_differ_in_every_way() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..40 {
        match versions_agree(seed).expect("the differences of brute force") {
            None => *seen.entry("left out").or_default() += 1,
            Some(kinds) if kinds.is_empty() => *seen.entry("same").or_default() += 1,
            Some(kinds) => kinds
                .into_iter()
                .for_each(|k| *seen.entry(k).or_default() += 1),
        }
    }
    println!("{seen:?}");
    for kind in ["verdict", "terms", "duties", "same"] {
        assert!(seen.get(kind).is_some_and(|n| *n >= 2), "{seen:?}");
    }
    assert!(seen["left out"] < 20, "{seen:?}");
}

#[test]
fn a_version_is_the_same_as_itself() {
    for seed in 0..40 {
        let commons = support::random::commons(seed);
        let outer = commons.outer.as_deref();
        let Some(m) = model(&commons.source, outer) else {
            continue;
        };
        let ids = all_rules(&m);
        let space = Space::new(&m, &m, &Pairing::identity(&m));
        assert!(compare(&space, &ids, &ids).is_same());
    }
}

// ------------------------------------------------------------------ redundant rules

/// Whether leaving out these rules changes any answer; `None` if there is too much to go through.
fn changes(version: &Version, left_out: u64) -> Option<bool> {
    let all = [version, version];
    let axes = [0, 1, 2].map(|axis: usize| brute::atoms(all, axis));
    let mut seen: BTreeSet<(u64, u64)> = BTreeSet::new();
    let mut undecided = false;
    for who in brute::everyone([version.model; 2]) {
        let about = brute::about(version, &who);
        for a in axes[0].keys() {
            for d in axes[1].keys() {
                for p in axes[2].keys() {
                    let whatever = about & d[0] & p[0];
                    let near = whatever & a[0];
                    let wide = brute::wide(version, near, whatever);
                    if (near | wide) & left_out == 0 || !seen.insert((near, wide)) {
                        continue;
                    }
                    let Some(worlds) = brute::worlds(all, [near | wide; 2], 1_500) else {
                        undecided = true;
                        continue;
                    };
                    let rules = [(near, wide), (near & !left_out, wide & !left_out)];
                    if worlds
                        .iter()
                        .any(|w| !brute::differences(all, rules, w).is_empty())
                    {
                        return Some(true);
                    }
                }
            }
        }
    }
    (!undecided).then_some(false)
}

/// How many rules are redundant, of each kind.
fn redundant_as_brute_force(seed: u64) -> Result<Vec<&'static str>, TestCaseError> {
    let v = pairs::with_doubles(seed);
    let Some(m) = model(&v.old, v.outer.as_deref()) else {
        return Ok(Vec::new());
    };
    let found = checks::redundant(&m);
    let reported: BTreeSet<RuleId> = checks::conflicts(&m)
        .into_iter()
        .filter(|c| {
            matches!(
                c.finding,
                Finding::Unsatisfiable { .. } | Finding::Dead | Finding::OutrunByOuter
            )
        })
        .map(|c| c.rule)
        .collect();
    let version = Version::new(&m, (1 << m.rules.len()) - 1);
    let mut kinds = Vec::new();
    for (at, rule) in m.rules.iter().enumerate().filter(|(_, r)| r.decl.is_own()) {
        let id = RuleId::new(at);
        if reported.contains(&id) {
            continue;
        }
        let told = found.iter().find(|f| f.rule == id);
        if let Some(changes) = changes(&version, 1 << at) {
            prop_assert_eq!(
                told.is_none(),
                changes,
                "{} {:?}\n{}\n{:?}",
                rule.decl.id,
                told,
                v.old,
                v.outer
            );
        }
        if let Some(told) = told {
            prop_assert!(told.why != Why::Undecided);
            kinds.push(match (told.why, rule.deontic) {
                (Why::Shadowed, _) => "shadowed",
                (_, Deontic::May) => "permission",
                (_, Deontic::MustNot) => "prohibition",
                (_, _) => "duty",
            });
            // Those that are named are enough, and none of them is too many.
            let of_kind = |r: &RuleId| {
                told.why == Why::Shadowed || m.rules[r.index()].deontic == rule.deontic
            };
            prop_assert!(told.others.iter().all(of_kind));
        }
    }
    // Whatever can be taken out without asking can be taken out together.
    let sure = found
        .iter()
        .filter(|f| f.sure)
        .fold(0u64, |set, f| set | 1 << f.rule.index());
    if sure != 0 {
        prop_assert!(
            changes(&version, sure) != Some(true),
            "{:?}\n{}",
            found,
            v.old
        );
    }
    Ok(kinds)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn redundant_rules_are_those_of_brute_force(seed in any::<u64>()) {
        redundant_as_brute_force(seed)?;
    }
}

#[test]
fn random_commons_have_redundant_rules_of_every_kind() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..40 {
        for kind in redundant_as_brute_force(seed).expect("the redundant rules of brute force") {
            *seen.entry(kind).or_default() += 1;
        }
    }
    println!("{seen:?}");
    for kind in ["permission", "prohibition", "duty", "shadowed"] {
        assert!(seen.get(kind).is_some_and(|n| *n >= 2), "{seen:?}");
    }
}
