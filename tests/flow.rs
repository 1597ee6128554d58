//! Flow through derived data and by passing on, and what is out of reach of every rule, against brute force: everyone who
//! can be, every atom, every value that a rule can tell apart. None may be missing, none extra, and every case must replay.

mod support;

use meent::analysis::checks::{self, Flow, Leak, Way, flows, unreached};
use meent::analysis::settle::value_of;
use meent::analysis::{Asker, Universe};
use meent::diagnostic::registry::codes;
use meent::model::{
    ActionId, AnyId, DataId, Deontic, FactId, FactKey, GroupId, Holder, Model, PurposeId, Rule,
    RuleId, Verdict,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::commons::model_of;
use support::oracle::{self, reaches};
use support::random::{self, Random};
use support::worlds::{Rules, askers, values, worlds};

fn bit(rule: usize) -> Rules {
    1 << rule
}

// ------------------------------------------------------------------ brute force

/// The rules that fulfil a condition, as a set.
fn rules_that(model: &Model, fits: impl Fn(&Rule) -> bool) -> Rules {
    let all = model.rules.iter().enumerate();
    all.filter(|(_, r)| fits(r))
        .fold(0, |set, (at, _)| set | bit(at))
}

/// The pairs of a prohibition and a permission that fit someone as the same people: named parties always, others if a term of
/// one rule asks for all the groups of a term of the other.
fn same_people(model: &Model, who: &Asker) -> BTreeSet<(usize, usize)> {
    let tree = &model.group_tree;
    let of_kind = |kind| {
        let all = model.rules.iter().enumerate();
        all.filter(move |(_, r)| r.deontic == kind)
    };
    let mut out = BTreeSet::new();
    for (p, prohibition) in of_kind(Deontic::MustNot) {
        for (q, permission) in of_kind(Deontic::May) {
            let asks = |one: &meent::model::WhoTerm, all: &meent::model::WhoTerm| {
                let mut wanted = all.groups.iter();
                wanted.all(|g| one.groups.iter().any(|h| reaches(tree, h.0, g.0)))
            };
            let fits = |t: &meent::model::WhoTerm| match who {
                Asker::Party(_) => true,
                Asker::Groups(groups) => {
                    let mut wanted = t.groups.iter();
                    t.party.is_none() && wanted.all(|g| oracle::is_in(model, groups, *g))
                }
            };
            let related = |a, b| matches!(who, Asker::Party(_)) || asks(a, b) || asks(b, a);
            let mut terms = prohibition.who.terms.iter().filter(|t| fits(t));
            if terms.any(|a| {
                let mut others = permission.who.terms.iter().filter(|t| fits(t));
                others.any(|b| related(a, b))
            }) {
                out.insert((p, q));
            }
        }
    }
    out
}

struct Brute<'m> {
    model: &'m Model,
    /// Who asks: the rules about them.
    parties: BTreeSet<Rules>,
    /// The same, with the pairs of rules that are about them as the same people.
    people: BTreeSet<(Rules, usize)>,
    same: Vec<BTreeSet<(usize, usize)>>,
    /// Of each rule, those that set it aside.
    aside: Vec<Rules>,
    worlds: BTreeSet<Rules>,
    /// Of each atom, the rules that cover it.
    actions: Vec<Rules>,
    data: Vec<Rules>,
    purposes: Vec<Rules>,
    /// Of each atom of data, what is made from it, and in how many steps at least.
    made: Vec<BTreeMap<usize, usize>>,
}

/// A prohibition, a permission, how, and in how many steps of derivation at least.
type Told = (RuleId, RuleId, Way, usize);

impl<'m> Brute<'m> {
    fn of(model: &'m Model) -> Self {
        assert!(model.rules.len() <= 64);
        let [a, d, p] = [&model.action_tree, &model.data_tree, &model.purpose_tree];
        let covered = |tree: &meent::model::Taxonomy, named: &dyn Fn(&Rule) -> Vec<u32>| {
            (0..tree.len() as u32)
                .map(|atom| {
                    rules_that(model, |r| {
                        let names = named(r);
                        names.is_empty() || names.iter().any(|n| reaches(tree, atom, *n))
                    })
                })
                .collect::<Vec<_>>()
        };
        let n = model.data.len();
        // One step, then more steps until nothing changes.
        let direct = |from: u32, to: u32| {
            model.data.iter().enumerate().any(|(set, data)| {
                let sources = data.dataset().into_iter().flat_map(|s| &s.derived_from);
                reaches(d, to, set as u32) && sources.into_iter().any(|s| reaches(d, from, s.0))
            })
        };
        let made = (0..n as u32)
            .map(|from| {
                let mut reached: BTreeMap<usize, usize> = BTreeMap::new();
                let mut edge = BTreeSet::from([from]);
                for steps in 1..=n {
                    let next: BTreeSet<u32> = (0..n as u32)
                        .filter(|to| edge.iter().any(|e| direct(*e, *to)))
                        .collect();
                    for to in &next {
                        reached.entry(*to as usize).or_insert(steps);
                    }
                    edge = next;
                }
                reached
            })
            .collect();
        let mut same: Vec<BTreeSet<(usize, usize)>> = Vec::new();
        Brute {
            model,
            parties: askers(model)
                .iter()
                .map(|who| rules_that(model, |r| oracle::concerns(model, r, who)))
                .collect(),
            people: askers(model)
                .iter()
                .map(|who| {
                    let about = rules_that(model, |r| oracle::concerns(model, r, who));
                    let same_as = same_people(model, who);
                    let known = same.iter().position(|s| *s == same_as);
                    let place = known.unwrap_or_else(|| {
                        same.push(same_as);
                        same.len() - 1
                    });
                    (about, place)
                })
                .collect(),
            same,
            aside: (0..model.rules.len())
                .map(|at| {
                    let id = RuleId::new(at);
                    rules_that(model, |r| {
                        r.deontic != Deontic::Must && r.despite.contains(&id)
                    })
                })
                .collect(),
            worlds: worlds(model),
            actions: covered(a, &|r| r.actions.iter().map(|x| x.0).collect()),
            data: covered(d, &|r| r.data.iter().map(|x| x.0).collect()),
            purposes: covered(p, &|r| r.purposes.iter().map(|x| x.0).collect()),
            made,
        }
    }

    fn of_kind(&self, deontic: Deontic, case: Rules) -> Vec<usize> {
        let in_effect = |at: &usize| case & bit(*at) != 0 && case & self.aside[*at] == 0;
        let all = 0..self.model.rules.len();
        all.filter(|at| self.model.rules[*at].deontic == deontic)
            .filter(in_effect)
            .collect()
    }

    /// The permissions in effect in a case that no prohibition forbids.
    fn permitting(&self, case: Rules) -> Vec<usize> {
        if self.of_kind(Deontic::MustNot, case).is_empty() {
            self.of_kind(Deontic::May, case)
        } else {
            Vec::new()
        }
    }

    /// Straight from the definition in docs/semantics.
    fn flows(&self) -> BTreeSet<Told> {
        let m = self.model;
        let share = m.actions.iter().position(|a| a.decl.id == "share");
        let share = share.expect("a built-in action") as u32;
        let passes = |a: u32| reaches(&m.action_tree, a, share);
        let named_purpose = |p: usize| !m.rules[p].purposes.is_empty();
        let about_everyone = |p: usize| {
            let terms = &m.rules[p].who.terms;
            terms
                .iter()
                .any(|t| t.groups.is_empty() && t.party.is_none())
        };
        let covers = |p: usize, d: usize| self.data[d] & bit(p) != 0;
        // (prohibition, permission) → the shortest way of each kind.
        let mut found: BTreeMap<(usize, usize), BTreeMap<Way, usize>> = BTreeMap::new();
        let mut note = |p: usize, q: usize, way: Way, steps: usize| {
            let permission = &m.rules[q];
            let counts = permission.decl.is_own() && !permission.despite.contains(&RuleId::new(p));
            if counts && named_purpose(p) {
                let least = found.entry((p, q)).or_default().entry(way).or_insert(steps);
                *least = steps.min(*least);
            }
        };
        let settings: BTreeSet<Rules> = self
            .worlds
            .iter()
            .flat_map(|w| self.purposes.iter().map(move |p| w & p))
            .collect();
        // Who does what; and acts of passing on, with the rules that name them or a broader act of passing on.
        let acts = |a: u32| {
            let covered = self.actions[a as usize];
            self.parties.iter().map(move |who| who & covered)
        };
        let all = 0..m.actions.len() as u32;
        let any_act: BTreeSet<Rules> = all.clone().flat_map(acts).collect();
        let passing: BTreeSet<(Rules, Rules)> = all
            .filter(|a| passes(*a))
            .flat_map(|a| {
                let above = |b: &ActionId| passes(b.0) && reaches(&m.action_tree, a, b.0);
                let naming = rules_that(m, |r| r.actions.iter().any(above));
                acts(a).map(move |act| (act, naming))
            })
            .collect();
        for setting in settings {
            let of_act: BTreeSet<Rules> = any_act.iter().map(|a| a & setting).collect();
            let mut by_people: BTreeSet<(Rules, usize)> = BTreeSet::new();
            for (who, same) in &self.people {
                by_people.extend(self.actions.iter().map(|a| (a & who & setting, *same)));
            }
            let forbidden: Vec<BTreeSet<usize>> = (0..m.data.len())
                .map(|d| {
                    let cases = of_act.iter().map(|act| act & self.data[d]);
                    let cases: BTreeSet<Rules> = cases.collect();
                    cases
                        .iter()
                        .flat_map(|c| self.of_kind(Deontic::MustNot, *c))
                        .filter(|p| named_purpose(*p))
                        .collect()
                })
                .collect();
            let passed: BTreeSet<(Rules, Rules)> =
                passing.iter().map(|(a, n)| (a & setting, *n)).collect();
            for (d, of) in forbidden.iter().enumerate() {
                if of.is_empty() {
                    continue;
                }
                for (&e, &steps) in &self.made[d] {
                    for (act, same) in &by_people {
                        let against = self.of_kind(Deontic::MustNot, act & self.data[d]);
                        if against.is_empty() {
                            continue;
                        }
                        for q in self.permitting(act & self.data[e]) {
                            let same = &self.same[*same];
                            let leaks = |p: &&usize| !covers(**p, e) && same.contains(&(**p, q));
                            for &p in against.iter().filter(leaks) {
                                note(p, q, Way::Derived, steps);
                            }
                        }
                    }
                }
                let targets = self.made[d].iter().map(|(e, n)| (*e, *n)).chain([(d, 0)]);
                for (e, steps) in targets {
                    for (act, naming) in &passed {
                        for q in self.permitting(act & self.data[e]) {
                            let named = naming & bit(q) != 0;
                            for &p in forbidden[d].iter().filter(|_| named) {
                                let counts = match steps {
                                    0 => about_everyone(p) && act & bit(p) == 0,
                                    _ => !covers(p, e),
                                };
                                if counts {
                                    note(p, q, Way::PassedOn, steps);
                                }
                            }
                        }
                    }
                }
            }
        }
        found
            .into_iter()
            .filter_map(|((p, q), ways)| {
                let (way, steps) = ways.into_iter().next()?;
                Some((RuleId::new(p), RuleId::new(q), way, steps))
            })
            .collect()
    }
}

// ------------------------------------------------------------------ what the compiler says

fn told(flow: &Flow) -> Option<Told> {
    match &flow.leak {
        Leak::Found(route) => {
            let steps = route.path.len() - 1;
            Some((flow.prohibition, flow.permission, route.way, steps))
        }
        Leak::Undecided { .. } => None,
    }
}

/// The evaluator must say of both cases what the finding says of them, and each step of the path must be a derivation.
fn replay(
    model: &Model,
    brute: &Brute,
    universe: &Universe,
    flow: &Flow,
    r: &mut Random,
) -> Result<(), TestCaseError> {
    let Leak::Found(route) = &flow.leak else {
        return Ok(());
    };
    let (no, yes) = (&route.forbidden, &route.permitted);
    prop_assert_eq!(no.data, route.path.first().copied());
    prop_assert_eq!(yes.data, route.path.last().copied());
    prop_assert_eq!(no.purpose, yes.purpose);
    prop_assert_eq!(&no.facts, &yes.facts);
    if route.way == Way::Derived {
        prop_assert_eq!(&no.asker, &yes.asker);
        prop_assert_eq!(no.action, yes.action);
    }
    for step in route.path.windows(2) {
        let made = &brute.made[step[0].index()];
        prop_assert_eq!(made.get(&step[1].index()), Some(&1), "{:?}", route.path);
    }
    // Nothing is said that makes no difference: without any one fact, the answer to one of the two is no longer certain.
    for key in route.forbidden.facts.keys() {
        let (mut no, mut yes) = (no.request(), yes.request());
        no.facts.remove(key);
        yes.facts.remove(key);
        let (no, yes) = (atom_answer(universe, &no), atom_answer(universe, &yes));
        let certain = no.0 == Verdict::Prohibited
            && no.1.contains(&flow.prohibition)
            && yes.0 == Verdict::Permitted
            && yes.1.contains(&flow.permission);
        prop_assert!(!certain, "{:?} makes no difference in {:?}", key, flow);
    }
    // Whatever is not said of the case makes no difference.
    for _ in 0..3 {
        let (mut no, mut yes) = (no.request(), yes.request());
        for (key, values) in values(model) {
            let values: Vec<i64> = values.into_iter().collect();
            let chosen = value_of(model, key, *r.pick(&values));
            no.facts.entry(key).or_insert(chosen);
            yes.facts.entry(key).or_insert(chosen);
        }
        let (no, yes) = (atom_answer(universe, &no), atom_answer(universe, &yes));
        prop_assert_eq!(no.0, Verdict::Prohibited, "{:?}", flow);
        prop_assert!(no.1.contains(&flow.prohibition), "{:?}", flow);
        prop_assert_eq!(yes.0, Verdict::Permitted, "{:?}", flow);
        prop_assert!(yes.1.contains(&flow.permission), "{:?}", flow);
    }
    Ok(())
}

/// The answer for the very atom: a request for a node stands for what lies below it too, and the first atom is its own.
fn atom_answer(universe: &Universe, request: &meent::analysis::Request) -> (Verdict, Vec<RuleId>) {
    let expected = oracle::of_atom(
        universe.model(),
        request,
        [
            request.actions.first().map(|x: &ActionId| x.0),
            request.data.first().map(|x: &DataId| x.0),
            request.purposes.first().map(|x: &PurposeId| x.0),
        ],
    );
    let leaf = |tree: &meent::model::Taxonomy, node: Option<u32>| {
        node.is_none_or(|n| tree.children(n).is_empty())
    };
    let m = universe.model();
    let leaves = leaf(&m.action_tree, request.actions.first().map(|x| x.0))
        && leaf(&m.data_tree, request.data.first().map(|x| x.0))
        && leaf(&m.purpose_tree, request.purposes.first().map(|x| x.0));
    if leaves {
        let answer = universe.decide(request);
        assert_eq!(answer.verdict, expected.0, "{request:?}");
    }
    expected
}

fn source_of(seed: u64) -> (String, Option<String>) {
    let commons = random::commons(seed);
    let source = random::deriving(&commons.source, &mut Random::new(seed ^ 0xDE51));
    (source, commons.outer)
}

fn agree(seed: u64) -> Result<Vec<Told>, TestCaseError> {
    let (source, outer) = source_of(seed);
    let model = model_of(&source, outer.as_deref());
    let brute = Brute::of(&model);
    let found = flows(&model);
    let all: Vec<Told> = found.iter().filter_map(told).collect();
    let set: BTreeSet<Told> = all.iter().copied().collect();
    let expected = brute.flows();
    let names = |set: &BTreeSet<Told>, without: &BTreeSet<Told>| -> Vec<String> {
        let name = |id: RuleId| &model.rules[id.index()].decl.id;
        let line = |(p, q, way, n): &Told| format!("{} {} {way:?} {n}", name(*p), name(*q));
        set.difference(without).map(line).collect()
    };
    prop_assert!(
        set == expected && found.len() == set.len(),
        "missing {:?}, extra {:?}, {} in all\n{}\n{:?}",
        names(&expected, &set),
        names(&set, &expected),
        found.len(),
        source,
        outer
    );
    let universe = Universe::new(&model);
    let mut r = Random::new(seed);
    for flow in &found {
        replay(&model, &brute, &universe, flow, &mut r)?;
    }
    Ok(all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flows_are_those_of_brute_force(seed in any::<u64>()) {
        agree(seed)?;
    }
}

#[test]
fn random_commons_have_flows_of_every_kind() {
    let mut seen: BTreeMap<(Way, usize), usize> = BTreeMap::new();
    for seed in 0..100 {
        for (_, _, way, steps) in agree(seed).expect("the flows of brute force") {
            *seen.entry((way, steps.min(2))).or_default() += 1;
        }
    }
    println!("{seen:?}");
    for kind in [
        (Way::Derived, 1),
        (Way::Derived, 2),
        (Way::PassedOn, 0),
        (Way::PassedOn, 1),
        (Way::PassedOn, 2),
    ] {
        assert!(seen.get(&kind).is_some_and(|n| *n >= 2), "{seen:?}");
    }
}

// ------------------------------------------------------------------ what is out of reach

/// Straight from the definition: a rule reaches what it covers in a case in which it applies.
fn out_of_reach(model: &Model) -> BTreeSet<AnyId> {
    let brute = Brute::of(model);
    let is_empty = |at: usize| {
        let by = |sets: &BTreeSet<Rules>| sets.iter().any(|s| s & bit(at) != 0);
        !by(&brute.parties) || !by(&brute.worlds)
    };
    let live: Vec<&Rule> = (0..model.rules.len())
        .filter(|at| model.rules[*at].decl.is_own() || !is_empty(*at))
        .map(|at| &model.rules[at])
        .collect();
    // Of own rules that can never apply another finding speaks.
    let dead = |rule: &Rule| {
        let at = model.rules.iter().position(|r| std::ptr::eq(r, rule));
        rule.decl.is_own() && is_empty(at.expect("a rule of the model"))
    };
    let everyone = askers(model);
    let near =
        |tree: &meent::model::Taxonomy, a: u32, b: u32| reaches(tree, a, b) || reaches(tree, b, a);
    let overlap = |tree: &meent::model::Taxonomy, named: &[u32], node: u32| {
        (0..tree.len() as u32)
            .any(|atom| reaches(tree, atom, node) && named.iter().any(|n| reaches(tree, atom, *n)))
    };
    let mut out = BTreeSet::new();
    for (at, data) in model.data.iter().enumerate() {
        let reached = live.iter().any(|r| {
            let named: Vec<u32> = r.data.iter().map(|d| d.0).collect();
            let of_duties = r.duties.iter().flat_map(|d| &d.data).map(|d| d.0);
            let all: Vec<u32> = named.iter().copied().chain(of_duties).collect();
            named.is_empty() || overlap(&model.data_tree, &all, at as u32)
        });
        if data.decl.is_own() && data.is_dataset() && !reached {
            out.insert(AnyId::Data(DataId::new(at)));
        }
    }
    for (at, purpose) in model.purposes.iter().enumerate() {
        let reached = live.iter().any(|r| {
            let named: Vec<u32> = r.purposes.iter().map(|p| p.0).collect();
            let of_duties = r.duties.iter().flat_map(|d| &d.purposes).map(|p| p.0);
            let all: Vec<u32> = named.iter().copied().chain(of_duties).collect();
            named.is_empty() || overlap(&model.purpose_tree, &all, at as u32)
        });
        if purpose.decl.is_own() && !reached {
            out.insert(AnyId::Purpose(PurposeId::new(at)));
        }
    }
    for (at, group) in model.groups.iter().enumerate() {
        let related = |g: &GroupId| near(&model.group_tree, g.0, at as u32);
        let by_holder = |h: &Holder| match h {
            Holder::Group(g) => related(g),
            Holder::Party(p) => model.parties[p.index()].groups.iter().any(related),
            Holder::Commons => false,
        };
        let reached = live.iter().any(|r| {
            let terms = r.who.terms.iter().filter(|t| {
                let fits = |who: &Asker| {
                    let mut only = (*r).clone();
                    only.who.terms = vec![(*t).clone()];
                    oracle::concerns(model, &only, who)
                };
                dead(r) || everyone.iter().any(fits)
            });
            let terms: Vec<_> = terms.collect();
            terms.iter().any(|t| {
                let all = t.groups.is_empty() && t.party.is_none();
                let party = t.party.map(Holder::Party);
                all || t.groups.iter().any(related) || party.iter().any(by_holder)
            }) || r.terms.to.iter().any(by_holder)
                || r.duties.iter().flat_map(|d| &d.terms.to).any(by_holder)
        });
        let votes = model.bodies.iter().flat_map(|b| &b.of_all).any(related);
        if group.decl.is_own() && group.body.is_none() && !reached && !votes {
            out.insert(AnyId::Group(GroupId::new(at)));
        }
    }
    for (at, fact) in model.facts.iter().enumerate() {
        let key = FactKey::Fact(FactId::new(at));
        let values = values(model);
        let can_hold = |clause: &meent::model::Clause| {
            clause.iter().all(|l| {
                let together = clause.iter().filter(|m| m.key == l.key);
                let together: Vec<_> = together.collect();
                let of_key = &values[&l.key];
                of_key
                    .iter()
                    .any(|v| together.iter().all(|m| m.set.contains(*v)))
            })
        };
        let reached = live.iter().any(|r| {
            let mut clauses = r.condition.clauses.iter();
            clauses.any(|c| c.iter().any(|l| l.key == key) && (dead(r) || can_hold(c)))
        });
        if fact.decl.is_own() && !reached {
            out.insert(AnyId::Fact(FactId::new(at)));
        }
    }
    out
}

/// A commons with only its first rules, so that much of it is out of reach.
fn with_few_rules(source: &str, r: &mut Random) -> String {
    let most = r.between(1, 4);
    let mut parts = source.split("\nrule ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for rule in parts.take(most) {
        out.push_str("\nrule ");
        out.push_str(rule);
    }
    if r.chance(40) {
        out = out.replacen("  if ", "  if (x1 more than 9 and x1 less than 3) or ", 1);
    }
    if r.chance(50) {
        out.push_str("\nright see-it \"See it\" { to see  over d0  how \"Ask.\" }\n");
    }
    out
}

#[test]
fn what_is_out_of_reach_is_found_by_brute_force_too() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..600 {
        let (source, outer) = source_of(seed);
        let mut r = Random::new(seed ^ 0xFE3);
        let source = with_few_rules(&source, &mut r);
        let model = model_of(&source, outer.as_deref());
        let unused: BTreeSet<String> = checks::check(&Universe::new(&model))
            .iter()
            .filter(|d| d.code == codes::UNUSED)
            .map(|d| d.message.en.clone())
            .collect();
        let is_unused = |id: &AnyId| {
            let name = match id {
                AnyId::Data(d) => format!("dataset `{}`", model.data[d.index()].decl.id),
                AnyId::Purpose(p) => format!("purpose `{}`", model.purposes[p.index()].decl.id),
                AnyId::Group(g) => format!("group `{}`", model.groups[g.index()].decl.id),
                AnyId::Fact(f) => format!("fact `{}`", model.facts[f.index()].decl.id),
                _ => String::new(),
            };
            unused.iter().any(|m| m.contains(&name))
        };
        let expected: BTreeSet<AnyId> = out_of_reach(&model)
            .into_iter()
            .filter(|id| !is_unused(id))
            .collect();
        let found: Vec<AnyId> = unreached(&model).into_iter().map(|u| u.what).collect();
        let set: BTreeSet<AnyId> = found.iter().copied().collect();
        assert_eq!(found.len(), set.len());
        assert_eq!(set, expected, "seed {seed}\n{source}\n{outer:?}");
        for id in set {
            let kind = match id {
                AnyId::Data(_) => "dataset",
                AnyId::Purpose(_) => "purpose",
                AnyId::Group(_) => "group",
                _ => "fact",
            };
            *seen.entry(kind).or_default() += 1;
        }
    }
    println!("{seen:?}");
    for kind in ["dataset", "group", "fact"] {
        assert!(seen.get(kind).is_some_and(|n| *n >= 2), "{seen:?}");
    }
}

// ------------------------------------------------------------------ what is a leak and what is not

const HEAD: &str = "commons street \"Street\" { goal \"G\" }\n\
    group installers \"Installers\" { of organisations }\ngroup stewards \"Stewards\" { of organisations }\n\
    dataset readings \"Readings\" { not personal }\n\
    dataset totals \"Totals\" { derived from readings not personal }\n\
    dataset figures \"Figures\" { derived from totals not personal field peak \"Peak\" }\n\
    purpose marketing \"Marketing\"\npurpose advertising \"Advertising\" { within marketing }\npurpose planning \"Planning\"\n\
    fact agreed \"Agreed\" { yes or no }\n\
    rule all \"All\" { installers, stewards may store readings, totals, figures for planning if agreed }\n";

/// Who permits what, in how many steps.
fn leaks(rules: &[&str]) -> Vec<(Way, usize)> {
    let mut source = HEAD.to_owned();
    for (at, rule) in rules.iter().enumerate() {
        source.push_str(&format!("rule r{at} \"R{at}\" {{ {rule} }}\n"));
    }
    let found = flows(&model_of(&source, None));
    found.iter().filter_map(told).map(|t| (t.2, t.3)).collect()
}

#[test]
fn what_is_a_leak() {
    let no = "nobody may use readings for marketing";
    let derived = |n| vec![(Way::Derived, n)];
    let passed = |n| vec![(Way::PassedOn, n)];
    assert_eq!(
        leaks(&[no, "installers may read totals for marketing"]),
        derived(1)
    );
    assert_eq!(
        leaks(&[no, "installers may read figures.peak for advertising"]),
        derived(2)
    );
    assert_eq!(leaks(&[no, "installers may read totals"]), derived(1));
    assert_eq!(
        leaks(&[
            "nobody may use readings for marketing if agreed",
            "installers may read totals for marketing if agreed"
        ]),
        derived(1)
    );
    // Other people than the prohibition is about, who pass it on.
    let only = "installers must not use readings for marketing";
    assert_eq!(
        leaks(&[only, "stewards may share totals for marketing"]),
        passed(1)
    );
    // Nobody may do it, but the data leave the house for it.
    let analyse = "nobody may analyse readings for marketing";
    assert_eq!(
        leaks(&[analyse, "stewards may share readings for marketing"]),
        passed(0)
    );
}

#[test]
fn what_is_not_a_leak() {
    let no = "nobody may use readings for marketing";
    let none: Vec<(Way, usize)> = Vec::new();
    for rules in [
        // Another purpose; a broader one is not the one that is forbidden.
        &[no, "installers may read totals for planning"][..],
        &[
            "nobody may use readings for advertising",
            "installers may read totals for marketing",
            "nobody may use totals for advertising despite r1",
        ],
        // The prohibition covers what is made, or names no purpose.
        &[
            "nobody may use readings, totals, figures for marketing",
            "installers may store totals for marketing despite r0",
        ],
        &[
            "nobody may use readings",
            "installers may read totals for marketing",
        ],
        // It is said out loud.
        &[
            no,
            "installers may read readings, totals for marketing despite r0",
        ],
        // Not in the same circumstances.
        &[
            "nobody may use readings for marketing if not agreed",
            "installers may read totals for marketing if agreed",
        ],
        // Other people, who don't pass it on: to use is not to share.
        &[
            "installers must not use readings for marketing",
            "stewards may use totals for marketing",
        ],
        // Others may pass on the very data: the prohibition binds whoever it is about, also then.
        &[
            "installers must not use readings for marketing",
            "stewards may share readings for marketing",
        ],
        // Something else forbids it.
        &[
            no,
            "installers may read totals for marketing",
            "nobody may read totals despite r1",
        ],
        // Set aside where it would count.
        &[
            no,
            "installers may read totals for marketing",
            "installers may use readings for marketing despite r0",
        ],
    ] {
        assert_eq!(leaks(rules), none, "{rules:?}");
    }
}

/// The case in words, in both languages, with the way from the one to the other.
#[test]
fn the_way_is_told_in_sentences() {
    let told = |rules: &[&str]| {
        let mut source = HEAD.to_owned();
        for (at, rule) in rules.iter().enumerate() {
            source.push_str(&format!("rule r{at} \"R{at}\" {{ {rule} }}\n"));
        }
        let all = checks::check(&Universe::new(&model_of(&source, None)));
        let found: Vec<_> = all.into_iter().filter(|d| d.code == codes::FLOW).collect();
        assert_eq!(found.len(), 1, "{found:#?}");
        let case = found[0].case.clone().expect("a case");
        [found[0].message.en.clone(), case.en, case.nl]
    };
    assert_eq!(
        told(&[
            "nobody may use readings for marketing if agreed",
            "installers may read totals for marketing if agreed"
        ]),
        [
            "\"R0\" forbids “Marketing” with “Readings”, but \"R1\" permits it with “Totals”, made from those data.",
            "Someone in Installers must not read “Readings” for the purpose “Advertising”; in this case: the answer to “Agreed” is yes. But “Totals” is made from “Readings”, and someone in Installers may read “Totals” for that purpose.",
            "Iemand in Installers mag “Readings” voor het doel “Advertising” niet lezen; in dit geval: het antwoord op “Agreed” is ja. Maar “Totals” is gemaakt uit “Readings”, en iemand in Installers mag “Totals” voor dat doel lezen."
        ]
    );
    assert_eq!(
        told(&[
            "installers must not use readings for marketing",
            "stewards may share figures for marketing"
        ]),
        [
            "\"R0\" forbids “Marketing” with “Readings”, but \"R1\" lets “Figures”, made from those data, be passed on for that purpose.",
            "Someone in Installers must not read “Readings” for the purpose “Advertising”. But “Totals” is made from “Readings” and “Figures” from “Totals”. Someone in Stewards may publish “Figures” for that purpose. Whoever gets them can use them for it.",
            "Iemand in Installers mag “Readings” voor het doel “Advertising” niet lezen. Maar “Totals” is gemaakt uit “Readings” en “Figures” uit “Totals”. Iemand in Stewards mag “Figures” voor dat doel publiceren. Wie ze krijgt, kan ze ervoor gebruiken."
        ]
    );
    assert_eq!(
        told(&[
            "nobody may analyse readings for marketing",
            "stewards may share, publish readings for marketing"
        ]),
        [
            "\"R0\" forbids “Marketing” with “Readings”, but \"R1\" lets those data be passed on for that purpose.",
            "Someone who is in no group must not analyse “Readings” for the purpose “Advertising”. But someone in Stewards may publish “Readings” for that purpose. Whoever gets them can use them for it.",
            "Iemand die in geen enkele groep zit, mag “Readings” voor het doel “Advertising” niet analyseren. Maar iemand in Stewards mag “Readings” voor dat doel publiceren. Wie ze krijgt, kan ze ervoor gebruiken."
        ]
    );
}
