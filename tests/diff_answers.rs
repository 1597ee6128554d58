//! The answers that `diff` tells of, against brute force: every asker, every atom, everything that may be known.
//!
//! A case in which all that matters is known and whose verdict changed must be told, as what it is; a case in which
//! something is unknown must at least belong to something that is told; and every case that is told must have changed in that way.

mod support;

use meent::analysis::Asker;
use meent::analysis::compare::{Point, Side, Space};
use meent::analysis::diff::{Answers, Entry, Kind, Pairs, answers};
use meent::analysis::region::Someone;
use meent::diagnostic::Level;
use meent::model::{DecisionId, FactId, FactKey, Model};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use support::brute::{self, Difference, Node, Version, Who, World};
use support::commons::build_sources;
use support::pairs;
use support::random::Random;

fn model(source: &str, outer: Option<&str>) -> Option<Model> {
    let (model, diagnostics) = build_sources(source, outer);
    let fine = diagnostics.iter().all(|d| d.level != Level::Error);
    (fine && model.rules.len() < 60).then_some(model)
}

fn kind(before: &str, after: &str) -> Kind {
    match (before, after) {
        (_, "undetermined") => Kind::Depends,
        ("undetermined", _) => Kind::Settled,
        (_, "permitted") => Kind::Permitted,
        ("permitted", _) => Kind::Refused,
        ("not provided for", _) => Kind::Forbidden,
        _ => Kind::NotForbidden,
    }
}

struct Told<'m> {
    models: [&'m Model; 2],
    answers: Answers<'m>,
    /// Of each entry, each asker by name with the groups on both sides.
    who: Vec<Vec<(Who, [BTreeSet<String>; 2])>>,
}

impl<'m> Told<'m> {
    fn new(models: [&'m Model; 2], pairs: &Pairs) -> Self {
        let answers = answers(models[0], models[1], pairs);
        let named = |who: &Someone| {
            let who = name(&answers.space, models, who);
            let inside = models.map(|m| brute::inside(m, &who));
            (who, inside)
        };
        let who = answers
            .entries
            .iter()
            .map(|e| e.who.iter().map(named).collect())
            .collect();
        Told {
            models,
            answers,
            who,
        }
    }

    fn space(&self) -> &Space<'m> {
        &self.answers.space
    }

    /// What is told of someone, or of someone in fewer groups.
    fn of(&self, who: &Who, inside: &[BTreeSet<String>; 2]) -> Vec<&Entry> {
        let fits = |(other, groups): &(Who, [BTreeSet<String>; 2])| match other {
            Who::Named(_) => other == who,
            Who::Groups(_) => (0..2).all(|s| groups[s].is_subset(&inside[s])),
        };
        let all = self.answers.entries.iter().zip(&self.who);
        all.filter(|(_, who)| who.iter().any(fits))
            .map(|(e, _)| e)
            .collect()
    }

    fn atoms(&self, names: [&Node; 3]) -> [usize; 3] {
        [0, 1, 2].map(|axis: usize| {
            let on = |side: Side| {
                let model = self.models[side.index()];
                let Some(name) = names[axis] else {
                    return (0..1000).find(|n| self.space().atom_on(side, axis, *n) == Some(None));
                };
                let mut nodes = 0..brute::tree(model, axis).len();
                let node = nodes.find(|n| brute::node_name(model, axis, *n) == *name)?;
                self.space().atom(side, axis, node as u32)
            };
            Side::BOTH.into_iter().find_map(on).unwrap()
        })
    }

    fn facts(&self, world: &World) -> BTreeMap<FactKey, i64> {
        let mut facts = BTreeMap::new();
        for (key, value) in world {
            for side in Side::BOTH {
                let model = self.models[side.index()];
                if let Some(own) = brute::key_of(model, key)
                    && let Some(n) = brute::number_of(model, own, value)
                    && let Some(shared) = self.space().key(side, own)
                {
                    facts.insert(shared, self.space().value(side, shared, n));
                }
            }
        }
        facts
    }

    /// Whether a case, or one that comes of it when more becomes known, lies in what an entry tells.
    fn touches(&self, entry: &Entry, point: &Point) -> bool {
        let atoms = (0..3).all(|x| entry.cell.atoms[x].contains(point.atoms[x]));
        atoms
            && entry
                .cell
                .facts
                .iter()
                .all(|(key, set)| match point.facts.get(key) {
                    Some(value) if self.is_read(*key, *value) => set.known.contains(*value),
                    // A value that a version can't read is unknown to it.
                    Some(_) | None => true,
                })
    }

    /// Whether both versions can read a value, in so far as they know the fact.
    fn is_read(&self, key: FactKey, value: i64) -> bool {
        let read = |side: Side| self.space().value_on(side, key, value).is_some();
        Side::BOTH.into_iter().all(read)
    }

    /// All facts, decisions and the moment that a side knows.
    fn keys(&self) -> Vec<FactKey> {
        let mut out = vec![FactKey::Moment];
        for side in Side::BOTH {
            let model = self.models[side.index()];
            let facts = (0..model.facts.len()).map(|n| FactKey::Fact(FactId::new(n)));
            let decisions = (0..model.decisions.len()).map(|n| FactKey::Passed(DecisionId::new(n)));
            for key in facts.chain(decisions) {
                out.extend(self.space().key(side, key));
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether an end of an interval is a value, and not where all values end.
    fn is_bound(&self, key: FactKey, end: i64) -> bool {
        let on = Side::BOTH.map(|side| self.space().value_on(side, key, end));
        !on.iter()
            .flatten()
            .any(|n| *n == i64::MIN || *n == i64::MAX)
    }

    /// A case of an entry in which everything is known that the entry does not say is unknown.
    fn some_point(&self, entry: &Entry, r: &mut Random) -> Option<Point> {
        use meent::analysis::region::Domains;
        let mut point = Point {
            atoms: [0; 3],
            facts: BTreeMap::new(),
        };
        for (axis, atom) in point.atoms.iter_mut().enumerate() {
            let all: Vec<usize> = entry.cell.atoms[axis].ones().collect();
            *atom = *r.pick(&all);
        }
        for key in self.keys() {
            let domain = self.space().domain(key);
            let set = entry.cell.facts.get(&key).unwrap_or(&domain);
            let mut ends: Vec<i64> = set
                .known
                .intervals()
                .iter()
                .flat_map(|&(a, b)| [a, b])
                .collect();
            ends.retain(|n| self.is_bound(key, *n));
            let zeros = Side::BOTH.map(|side| self.space().value(side, key, 0));
            ends.extend(zeros.into_iter().filter(|n| set.known.contains(*n)));
            match ends.is_empty() {
                false => {
                    point.facts.insert(key, *r.pick(&ends));
                }
                true if set.known.is_empty() => {}
                true => return None,
            }
        }
        Some(point)
    }

    fn names(&self, point: &Point) -> ([Node; 3], World) {
        let atoms = [0, 1, 2].map(|axis: usize| {
            let on = |side: Side| self.space().atom_on(side, axis, point.atoms[axis]);
            let mut nodes = Side::BOTH.into_iter().filter_map(|s| Some((s, on(s)?)));
            let (side, node) = nodes.next().unwrap();
            node.map(|n| brute::node_name(self.models[side.index()], axis, n as usize))
        });
        let mut world = World::new();
        for (key, value) in &point.facts {
            for side in Side::BOTH {
                if let Some(own) = self.space().key_on(side, *key)
                    && let Some(n) = self.space().value_on(side, *key, *value)
                {
                    let model = self.models[side.index()];
                    world.insert(brute::key_name(model, own), brute::value_of(model, own, n));
                }
            }
        }
        (atoms, world)
    }

    /// Every case that is told has changed as it is told.
    fn sound(&self, versions: [&Version; 2], r: &mut Random) -> Result<(), TestCaseError> {
        for (entry, who) in self.answers.entries.iter().zip(&self.who) {
            for (who, _) in who {
                let Some(point) = self.some_point(entry, r) else {
                    continue;
                };
                let (atoms, world) = self.names(&point);
                let near = versions.map(|v| {
                    let on = |axis: usize| brute::covering(v, axis, &atoms[axis]);
                    let whatever = brute::about(v, who) & on(1) & on(2);
                    let near = whatever & on(0);
                    (near, brute::wide(v, near, whatever))
                });
                let found = brute::differences(versions, near, &world);
                let fits = found.iter().any(|d| match d {
                    Difference::Verdict(before, after) => kind(before, after) == entry.kind,
                    Difference::Terms(..) => entry.kind == Kind::Terms,
                    Difference::Duties(..) => entry.kind == Kind::Duties,
                });
                prop_assert!(
                    fits,
                    "told {:?} of {:?} at {:?} {:?}, but {:?}",
                    entry.kind,
                    who,
                    atoms,
                    world,
                    found
                );
            }
        }
        Ok(())
    }

    /// Every case that has changed is told.
    fn complete(
        &self,
        versions: [&Version; 2],
        r: &mut Random,
    ) -> Result<Option<usize>, TestCaseError> {
        let axes = [0, 1, 2].map(|axis: usize| brute::atoms(versions, axis));
        let mut count = 0;
        type Seen = Vec<(bool, World, Vec<Difference>)>;
        let mut changed: HashMap<[(u64, u64); 2], Seen> = HashMap::new();
        for who in brute::everyone(self.models) {
            let inside = self.models.map(|m| brute::inside(m, &who));
            let about = versions.map(|v| brute::about(v, &who));
            let told = self.of(&who, &inside);
            let mut seen: BTreeSet<[(u64, u64); 2]> = BTreeSet::new();
            for (a, action) in &axes[0] {
                for (d, data) in &axes[1] {
                    for (p, purpose) in &axes[2] {
                        let near = [0, 1].map(|n: usize| {
                            let whatever = about[n] & d[n] & p[n];
                            let near = whatever & a[n];
                            (near, brute::wide(versions[n], near, whatever))
                        });
                        if !seen.insert(near) {
                            continue;
                        }
                        if let std::collections::hash_map::Entry::Vacant(slot) = changed.entry(near)
                        {
                            let Some(worlds) =
                                brute::worlds(versions, near.map(|n| n.0 | n.1), 1_000)
                            else {
                                return Ok(None);
                            };
                            let all = worlds.iter().map(|w| w.len()).max().unwrap_or(0);
                            let of = |w: World| {
                                let found = brute::differences(versions, near, &w);
                                (!found.is_empty()).then_some((w.len() == all, w, found))
                            };
                            slot.insert(worlds.into_iter().filter_map(of).collect());
                        }
                        let list = &changed[&near];
                        if list.is_empty() {
                            continue;
                        }
                        let atoms = self.atoms([action, data, purpose]);
                        let step = list.len() / 20 + 1;
                        for (known, world, found) in list.iter().skip(r.below(step)).step_by(step) {
                            let facts = self.facts(world);
                            let known = *known && facts.iter().all(|(k, v)| self.is_read(*k, *v));
                            for difference in found {
                                count += 1;
                                let point = Point {
                                    atoms,
                                    facts: facts.clone(),
                                };
                                let expected = match difference {
                                    Difference::Verdict(before, after) => kind(before, after),
                                    Difference::Terms(..) => Kind::Terms,
                                    Difference::Duties(..) => Kind::Duties,
                                };
                                let exactly = |e: &&Entry| {
                                    e.kind == expected && self.space().holds(&e.cell, &point)
                                };
                                let is_told = match known {
                                    true => told.iter().any(exactly),
                                    false => told.iter().any(|e| self.touches(e, &point)),
                                };
                                prop_assert!(
                                    is_told,
                                    "not told: {:?} {:?} of {:?} in {:?}",
                                    difference,
                                    [action, data, purpose],
                                    who,
                                    world
                                );
                            }
                        }
                    }
                }
            }
        }
        Ok(Some(count))
    }
}

fn name(space: &Space, models: [&Model; 2], who: &Someone) -> Who {
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

/// How many cases changed; `None` if there is too much to go through.
fn agree(seed: u64) -> Result<Option<usize>, TestCaseError> {
    let v = pairs::versions(seed);
    let outer = v.outer.as_deref();
    let (Some(old), Some(new)) = (model(&v.old, outer), model(&v.new, outer)) else {
        return Ok(None);
    };
    let pairs = Pairs::new(&old, &new);
    // Brute force goes by ids.
    if !pairs.renamed.is_empty() {
        return Ok(None);
    }
    let told = Told::new([&old, &new], &pairs);
    let versions = [&old, &new].map(|model| Version::new(model, (1 << model.rules.len()) - 1));
    let versions = [&versions[0], &versions[1]];
    let mut r = Random::new(seed);
    let both = |e: TestCaseError| {
        TestCaseError::fail(format!(
            "{e}\n--- old\n{}\n--- new\n{}\n{:?}",
            v.old, v.new, v.outer
        ))
    };
    told.sound(versions, &mut r).map_err(both)?;
    let count = told.complete(versions, &mut r).map_err(both)?;
    if count == Some(0) {
        prop_assert!(told.answers.entries.is_empty());
    }
    Ok(count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_is_what_brute_force_finds(seed in any::<u64>()) {
        agree(seed)?;
    }
}

#[test]
fn enough_random_versions_differ() {
    let all: Vec<Option<usize>> = (0..30)
        .map(|seed| agree(seed).expect("the same as brute force"))
        .collect();
    assert!(
        all.iter().flatten().filter(|n| **n > 0).count() > 8,
        "{all:?}"
    );
    assert!(all.iter().filter(|n| n.is_none()).count() < 20, "{all:?}");
}
