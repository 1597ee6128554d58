//! The findings about duties against brute force: every party that can be, every way in which the facts can be, every
//! atom. None may be missing and none may be extra, and every case that is told must replay.

mod support;

use meent::analysis::checks::{self, DutyConflict, DutyFinding, Source, duty_conflicts};
use meent::analysis::settle::value_of;
use meent::analysis::{Asker, Request, Universe};
use meent::diagnostic::registry::codes;
use meent::diagnostic::{Code, Level};
use meent::model::quantity::{date_of, days_of};
use meent::model::{
    ActionId, DataId, Deontic, Duration, GroupId, Holder, Model, PurposeId, RuleId, Taxonomy,
    TimeUnit, Verdict,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::commons::model_of;
use support::oracle;
use support::random::{self, Random};
use support::worlds;

/// A set of rules, one bit each.
type Rules = u64;

/// A kind of finding, and the duties that it is about.
type Told = (&'static str, Source, Option<Source>);

// ------------------------------------------------------------------ brute force

/// Somebody in some circumstances: the rules that apply to them, wherever they cover the atom.
type Live = (Asker, Rules);

struct Brute<'m> {
    model: &'m Model,
    lives: Vec<Live>,
    /// For each atom, the rules that cover it on that axis.
    actions: Vec<Rules>,
    data: Vec<Rules>,
    purposes: Vec<Rules>,
    set_aside_by: Vec<Rules>,
    of: BTreeMap<&'static str, Rules>,
}

/// One duty: its acts, and the rule that imposes it.
struct Duty {
    source: Source,
    rule: usize,
    actions: Vec<u32>,
    data: Vec<u32>,
    purposes: Vec<u32>,
}

fn below(tree: &Taxonomy, names: &[u32]) -> Vec<usize> {
    if tree.is_empty() {
        return vec![0];
    }
    let inside = |n: u32| names.is_empty() || names.iter().any(|m| oracle::reaches(tree, n, *m));
    (0..tree.len() as u32)
        .filter(|n| inside(*n))
        .map(|n| n as usize)
        .collect()
}

impl<'m> Brute<'m> {
    fn of(model: &'m Model) -> Self {
        let rules = &model.rules;
        assert!(rules.len() <= 64);
        let set = |wanted: &dyn Fn(usize) -> bool| -> Rules {
            let all = (0..rules.len()).filter(|at| wanted(*at));
            all.fold(0, |set, at| set | 1 << at)
        };
        let covering = |axis: usize, tree: &Taxonomy| -> Vec<Rules> {
            let atom = |n: usize| {
                set(&|at| {
                    let names: Vec<u32> = match axis {
                        0 => rules[at].actions.iter().map(|x| x.0).collect(),
                        1 => rules[at].data.iter().map(|x| x.0).collect(),
                        _ => rules[at].purposes.iter().map(|x| x.0).collect(),
                    };
                    let reached = |m: &u32| !tree.is_empty() && oracle::reaches(tree, n as u32, *m);
                    names.is_empty() || names.iter().any(reached)
                })
            };
            (0..tree.len().max(1)).map(atom).collect()
        };
        let worlds = worlds::worlds(model);
        let mut lives: Vec<Live> = Vec::new();
        for asker in worlds::askers(model) {
            let about = set(&|at| oracle::concerns(model, &rules[at], &asker));
            let ways: BTreeSet<Rules> = worlds.iter().map(|w| w & about).collect();
            lives.extend(ways.into_iter().map(|w| (asker.clone(), w)));
        }
        let kind = |deontic| set(&|at| rules[at].deontic == deontic);
        Brute {
            model,
            lives,
            actions: covering(0, &model.action_tree),
            data: covering(1, &model.data_tree),
            purposes: covering(2, &model.purpose_tree),
            set_aside_by: rules
                .iter()
                .map(|r| r.set_aside_by.iter().fold(0, |set, s| set | 1 << s.0))
                .collect(),
            of: BTreeMap::from([
                ("may", kind(Deontic::May)),
                ("must not", kind(Deontic::MustNot)),
            ]),
        }
    }

    /// Of the rules that apply, those that none of the others sets aside.
    fn in_effect(&self, applying: Rules) -> Rules {
        (0..self.model.rules.len())
            .filter(|at| applying >> at & 1 == 1 && applying & self.set_aside_by[*at] == 0)
            .fold(0, |set, at| set | 1 << at)
    }

    fn at(&self, live: Rules, a: usize, d: usize, p: usize) -> Rules {
        self.in_effect(live & self.actions[a] & self.data[d] & self.purposes[p])
    }

    fn prohibited(&self, effect: Rules) -> bool {
        effect & self.of["must not"] != 0
    }

    fn permitted(&self, effect: Rules) -> bool {
        effect & self.of["may"] != 0 && !self.prohibited(effect)
    }

    fn duties(&self) -> Vec<Duty> {
        let mut out = Vec::new();
        for (at, rule) in self.model.rules.iter().enumerate() {
            let id = RuleId::new(at);
            let acts =
                |source, actions: &[ActionId], data: &[DataId], purposes: &[PurposeId]| Duty {
                    source,
                    rule: at,
                    actions: actions.iter().map(|x| x.0).collect(),
                    data: data.iter().map(|x| x.0).collect(),
                    purposes: purposes.iter().map(|x| x.0).collect(),
                };
            match rule.deontic {
                Deontic::Must => out.push(acts(
                    Source::Rule(id),
                    &rule.actions,
                    &rule.data,
                    &rule.purposes,
                )),
                Deontic::May => {
                    for (n, duty) in rule.duties.iter().enumerate() {
                        out.push(acts(
                            Source::With(id, n),
                            &duty.actions,
                            &duty.data,
                            &duty.purposes,
                        ));
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// Whether the permission that a duty comes with can be used.
    fn usable(&self, live: Rules, rule: usize) -> bool {
        let r = &self.model.rules[rule];
        let axis = |tree: &Taxonomy, names: Vec<u32>| below(tree, &names);
        let actions = axis(
            &self.model.action_tree,
            r.actions.iter().map(|x| x.0).collect(),
        );
        let data = axis(&self.model.data_tree, r.data.iter().map(|x| x.0).collect());
        let purposes = axis(
            &self.model.purpose_tree,
            r.purposes.iter().map(|x| x.0).collect(),
        );
        live >> rule & 1 == 1
            && actions.iter().any(|a| {
                data.iter().any(|d| {
                    purposes.iter().any(|p| {
                        let effect = self.at(live, *a, *d, *p);
                        effect >> rule & 1 == 1 && self.permitted(effect)
                    })
                })
            })
    }

    /// Whether a duty holds at some data for some purpose.
    fn holds(&self, duty: &Duty, usable: bool, live: Rules, d: usize, p: usize) -> bool {
        match duty.source {
            Source::With(..) => usable,
            _ => {
                // Whatever is done with the data.
                let there = live & self.data[d] & self.purposes[p];
                live >> duty.rule & 1 == 1 && there & self.set_aside_by[duty.rule] == 0
            }
        }
    }

    /// For one action of a duty: whether it is forbidden in some case, and whether nothing permits it in some case.
    fn ways(&self, duty: &Duty, action: u32) -> (bool, bool) {
        let m = self.model;
        let actions = below(&m.action_tree, &[action]);
        let purposes = below(&m.purpose_tree, &duty.purposes);
        let data = below(&m.data_tree, &duty.data);
        let groups: Vec<Vec<usize>> = if duty.data.is_empty() {
            vec![data]
        } else {
            data.into_iter().map(|d| vec![d]).collect()
        };
        let (mut forbidden, mut without) = (false, false);
        for live in self.distinct_lives() {
            let usable = match duty.source {
                Source::With(..) => self.usable(live, duty.rule),
                _ => true,
            };
            for data in &groups {
                let (mut any, mut free, mut permitted) = (false, false, false);
                for &d in data {
                    for &p in purposes
                        .iter()
                        .filter(|p| self.holds(duty, usable, live, d, **p))
                    {
                        any = true;
                        for &a in &actions {
                            let effect = self.at(live, a, d, p);
                            free |= !self.prohibited(effect);
                            permitted |= self.permitted(effect);
                        }
                    }
                }
                forbidden |= any && !free;
                without |= free && !permitted;
            }
        }
        (forbidden, without)
    }

    fn distinct_lives(&self) -> BTreeSet<Rules> {
        self.lives.iter().map(|l| l.1).collect()
    }

    /// Duties to delete and to keep: (source, data, purposes, term).
    fn timed(&self) -> (Vec<Timed>, Vec<Timed>) {
        let m = self.model;
        let (mut deletes, mut keeps) = (Vec::new(), Vec::new());
        let named = |id: &str| m.actions.iter().position(|a| a.decl.id == id).unwrap() as u32;
        for duty in self.duties() {
            let rule = &m.rules[duty.rule];
            let terms = match duty.source {
                Source::With(_, n) => &rule.duties[n].terms,
                _ => &rule.terms,
            };
            let of_rule: Vec<u32> = rule.purposes.iter().map(|p| p.0).collect();
            let purposes = match duty.source {
                Source::With(..) if duty.purposes.is_empty() => &of_rule,
                _ => &duty.purposes,
            };
            let one = |term| Timed {
                duty: Some(duty.source),
                source: duty.source,
                data: below(&m.data_tree, &duty.data),
                purposes: below(&m.purpose_tree, purposes),
                term,
                keepers: Vec::new(),
            };
            let does = |name: &str| {
                let within = |a: &u32| oracle::reaches(&m.action_tree, *a, named(name));
                duty.actions.iter().any(within)
            };
            if does("delete") {
                deletes.push(one(terms.every.or(terms.within)));
            }
            if does("keep") {
                if terms.at_most.is_some() {
                    deletes.push(one(terms.at_most));
                }
                if terms.at_least.is_some() || terms.at_most.is_none() {
                    keeps.push(one(terms.at_least));
                }
            }
        }
        let all = below(&m.purpose_tree, &[]);
        for atom in 0..m.data.len() as u32 {
            let dataset = |n: u32| m.data[n as usize].dataset();
            // The nearest that says it: nothing below that says it too.
            let nearest = |says: &dyn Fn(u32) -> bool| -> Vec<u32> {
                let above: Vec<u32> = (0..m.data.len() as u32)
                    .filter(|n| oracle::reaches(&m.data_tree, atom, *n) && says(*n))
                    .collect();
                let closest = |n: &u32| {
                    !above
                        .iter()
                        .any(|o| o != n && oracle::reaches(&m.data_tree, *o, *n))
                };
                above.iter().copied().filter(closest).collect()
            };
            let keepers: Vec<Holder> =
                nearest(&|n| dataset(n).is_some_and(|d| !d.keepers.is_empty()))
                    .into_iter()
                    .flat_map(|n| dataset(n).unwrap().keepers.clone())
                    .collect();
            let one = |source, term| Timed {
                duty: None,
                source,
                data: vec![atom as usize],
                purposes: all.clone(),
                term,
                keepers: keepers.clone(),
            };
            for n in nearest(&|n| dataset(n).is_some_and(|d| d.keep_at_most.is_some())) {
                deletes.push(one(
                    Source::AtMost(DataId(n)),
                    dataset(n).unwrap().keep_at_most,
                ));
            }
            for n in nearest(&|n| dataset(n).is_some_and(|d| d.keep_at_least.is_some())) {
                keeps.push(one(
                    Source::AtLeast(DataId(n)),
                    dataset(n).unwrap().keep_at_least,
                ));
            }
        }
        (deletes, keeps)
    }

    fn clashes(&self, out: &mut BTreeSet<Told>) {
        let (deletes, keeps) = self.timed();
        let duties = self.duties();
        let duty = |t: &Timed| duties.iter().find(|d| Some(d.source) == t.duty);
        for delete in &deletes {
            for keep in &keeps {
                let told = ("clash", delete.source, Some(keep.source));
                let own = |t: &Timed| match t.source {
                    Source::Rule(id) | Source::With(id, _) => {
                        self.model.rules[id.index()].decl.is_own()
                    }
                    Source::AtMost(id) | Source::AtLeast(id) => {
                        self.model.data[id.index()].decl.is_own()
                    }
                };
                if out.contains(&told)
                    || !(own(delete) || own(keep))
                    || !too_early(delete.term, keep.term)
                {
                    continue;
                }
                let data: Vec<usize> = delete
                    .data
                    .iter()
                    .copied()
                    .filter(|d| keep.data.contains(d))
                    .collect();
                let purposes: Vec<usize> = delete
                    .purposes
                    .iter()
                    .copied()
                    .filter(|p| keep.purposes.contains(p))
                    .collect();
                let (first, second) = (duty(delete), duty(keep));
                if first.is_none() && second.is_none() {
                    if !data.is_empty() {
                        out.insert(told);
                    }
                    continue;
                }
                let found = self.lives.iter().any(|(asker, live)| {
                    let usable = [first, second].map(|d| match d {
                        Some(d) if matches!(d.source, Source::With(..)) => {
                            self.usable(*live, d.rule)
                        }
                        _ => true,
                    });
                    data.iter().any(|d| {
                        purposes.iter().any(|p| {
                            [(first, delete), (second, keep)].iter().zip(usable).all(
                                |((duty, timed), usable)| match duty {
                                    Some(duty) => self.holds(duty, usable, *live, *d, *p),
                                    None => timed.keepers.iter().any(|k| self.is(asker, k)),
                                },
                            )
                        })
                    })
                });
                if found {
                    out.insert(told);
                }
            }
        }
    }

    fn is(&self, asker: &Asker, holder: &Holder) -> bool {
        match (asker, holder) {
            (Asker::Party(p), Holder::Party(q)) => p == q,
            (Asker::Party(p), Holder::Group(g)) => {
                oracle::is_in(self.model, &self.model.parties[p.index()].groups, *g)
            }
            (Asker::Groups(groups), Holder::Group(g)) => oracle::is_in(self.model, groups, *g),
            _ => false,
        }
    }

    /// Straight from the table of docs/semantics.
    fn findings(&self) -> BTreeSet<Told> {
        let mut out = BTreeSet::new();
        for duty in self.duties() {
            if !self.model.rules[duty.rule].decl.is_own() {
                continue;
            }
            let mut seen = (false, false);
            for &action in &duty.actions {
                let (forbidden, without) = self.ways(&duty, action);
                seen.0 |= forbidden;
                seen.1 |= !forbidden && without && !self.is_care(action);
            }
            if seen.0 {
                out.insert(("forbidden", duty.source, None));
            }
            if seen.1 {
                out.insert(("without", duty.source, None));
            }
        }
        self.clashes(&mut out);
        out
    }

    fn is_care(&self, action: u32) -> bool {
        let tree = &self.model.action_tree;
        let above = tree.parents(action);
        if above.is_empty() {
            self.model.actions[action as usize].care
        } else {
            above.iter().all(|a| self.is_care(*a))
        }
    }
}

struct Timed {
    duty: Option<Source>,
    source: Source,
    data: Vec<usize>,
    purposes: Vec<usize>,
    term: Option<Duration>,
    keepers: Vec<Holder>,
}

/// Day by day over the years from 2000 to 2400, with the calendar of another crate. Whole amounts only.
fn too_early(gone: Option<Duration>, kept: Option<Duration>) -> bool {
    let (Some(gone), Some(kept)) = (gone, kept) else {
        return kept.is_none();
    };
    let end = |start: i32, d: Duration| -> i32 {
        assert_eq!(*d.amount.denom(), 1);
        let n = *d.amount.numer();
        let span = match d.unit {
            TimeUnit::Day => jiff::Span::new().days(n),
            TimeUnit::Week => jiff::Span::new().weeks(n),
            TimeUnit::Month => jiff::Span::new().months(n),
            TimeUnit::Quarter => jiff::Span::new().months(3 * n),
            TimeUnit::Year => jiff::Span::new().years(n),
            TimeUnit::Hour | TimeUnit::Minute => panic!("not in these tests"),
        };
        days_of(date_of(start).unwrap().checked_add(span).unwrap())
    };
    // The first of each quarter of a few years and the days around it tell the lengths in these tests apart.
    (10_957..10_957 + 4 * 366).any(|start| end(start, gone) < end(start, kept))
}

// ------------------------------------------------------------------ what the compiler says

fn told(conflict: &DutyConflict) -> Told {
    let kind = match conflict.finding {
        DutyFinding::Forbidden => "forbidden",
        DutyFinding::WithoutPermission => "without",
        DutyFinding::Clash => "clash",
        DutyFinding::Undecided => "undecided",
    };
    (kind, conflict.duty, conflict.other)
}

/// Every way of doing what the finding is about, in its case, as requests for one atom each.
fn ways(brute: &Brute, conflict: &DutyConflict) -> Vec<[Option<u32>; 3]> {
    let (m, case) = (brute.model, conflict.case.as_ref().unwrap());
    let duties = brute.duties();
    let duty = duties.iter().find(|d| d.source == conflict.duty).unwrap();
    let data = match case.data {
        Some(data) => vec![data.index()],
        None => below(&m.data_tree, &duty.data),
    };
    let mut out = Vec::new();
    for a in below(&m.action_tree, &[case.action.unwrap().0]) {
        for &d in &data {
            for p in below(&m.purpose_tree, &duty.purposes) {
                let atom = |tree: &Taxonomy, n: usize| (!tree.is_empty()).then_some(n as u32);
                out.push([
                    atom(&m.action_tree, a),
                    atom(&m.data_tree, d),
                    atom(&m.purpose_tree, p),
                ]);
            }
        }
    }
    out
}

/// The rules that apply in a case with all facts known, wherever they cover the atom.
fn live(model: &Model, request: &Request) -> Rules {
    (0..model.rules.len())
        .filter(|at| {
            let rule = &model.rules[*at];
            let written = match &rule.condition.written {
                Some(expr) => oracle::holds(expr, &request.facts),
                None => Some(true),
            };
            oracle::concerns(model, rule, &request.asker)
                && oracle::and(written, oracle::in_force(rule, &request.facts)) == Some(true)
        })
        .fold(0, |set, at| set | 1 << at)
}

/// The evaluator must say of the case what the finding says of it, whatever the facts that it does not name.
fn replay(
    brute: &Brute,
    universe: &Universe,
    conflict: &DutyConflict,
    r: &mut Random,
) -> Result<(), TestCaseError> {
    let model = brute.model;
    let Some(case) = &conflict.case else {
        prop_assert!(conflict.duty.rule().is_none() && conflict.finding == DutyFinding::Clash);
        return Ok(());
    };
    let exists = worlds::askers(model)
        .iter()
        .any(|a| match (a, &case.asker) {
            (Asker::Party(p), Asker::Party(q)) => p == q,
            (Asker::Groups(all), Asker::Groups(groups)) => (0..model.groups.len()).all(|g| {
                oracle::is_in(model, groups, GroupId::new(g)) == all.contains(&GroupId::new(g))
            }),
            _ => false,
        });
    prop_assert!(exists, "nobody can be {:?}", case.asker);
    for _ in 0..2 {
        let mut facts = case.facts.clone();
        for (key, values) in worlds::values(model) {
            let values: Vec<i64> = values.into_iter().collect();
            let chosen = value_of(model, key, *r.pick(&values));
            facts.entry(key).or_insert(chosen);
        }
        let request = |atom: [Option<u32>; 3]| Request {
            asker: case.asker.clone(),
            actions: atom[0].map(ActionId).into_iter().collect(),
            data: atom[1].map(DataId).into_iter().collect(),
            purposes: atom[2].map(PurposeId).into_iter().collect(),
            facts: facts.clone(),
        };
        let live = live(model, &request([None; 3]));
        let duties = brute.duties();
        let of = |s: Source| duties.iter().find(|d| d.source == s);
        let holds = |source: Source, d: usize, p: usize| match of(source) {
            None => true,
            Some(duty) => {
                let usable = match source {
                    Source::With(..) => brute.usable(live, duty.rule),
                    _ => true,
                };
                brute.holds(duty, usable, live, d, p)
            }
        };
        if conflict.finding == DutyFinding::Clash {
            let (d, p) = (case.data.map_or(0, |d| d.index()), case.purpose);
            let purposes = below(&model.purpose_tree, &[]);
            let both =
                |p: usize| holds(conflict.duty, d, p) && holds(conflict.other.unwrap(), d, p);
            let met = match p {
                Some(p) => both(p.index()),
                None => purposes.iter().any(|p| both(*p)),
            };
            prop_assert!(met, "{conflict:?}");
            continue;
        }
        let (mut any, mut free, mut permitted) = (false, false, false);
        for atom in ways(brute, conflict) {
            let [a, d, p] = atom.map(|n| n.unwrap_or(0) as usize);
            if !holds(conflict.duty, d, p) {
                continue;
            }
            any = true;
            let effect = brute.at(live, a, d, p);
            free |= !brute.prohibited(effect);
            permitted |= brute.permitted(effect);
            // The evaluator answers for all that lies below; an atom that has nothing below it can be asked.
            let trees = [&model.action_tree, &model.data_tree, &model.purpose_tree];
            let leaf = atom
                .iter()
                .zip(trees)
                .all(|(n, tree)| n.is_none_or(|n| tree.children(n).is_empty()));
            if !leaf {
                continue;
            }
            let answer = universe.decide(&request(atom));
            match conflict.finding {
                DutyFinding::Forbidden => {
                    prop_assert_eq!(answer.verdict, Verdict::Prohibited, "{:?}", conflict);
                    let named = answer.rules.iter().any(|r| conflict.rules.contains(r));
                    prop_assert!(named, "{conflict:?} {answer:?}");
                }
                _ => prop_assert_ne!(answer.verdict, Verdict::Permitted, "{:?}", conflict),
            }
        }
        prop_assert!(any, "no duty in {conflict:?}");
        match conflict.finding {
            DutyFinding::Forbidden => {
                prop_assert!(!free, "{conflict:?}");
                fewest(brute, conflict, live)?;
            }
            _ => prop_assert!(free && !permitted, "{conflict:?}"),
        }
    }
    Ok(())
}

/// The prohibitions that are named forbid every way by themselves.
fn fewest(brute: &Brute, conflict: &DutyConflict, live: Rules) -> Result<(), TestCaseError> {
    let named = conflict.rules.iter().fold(0, |set, r| set | 1u64 << r.0);
    prop_assert!(named != 0);
    let duties = brute.duties();
    let duty = duties.iter().find(|d| d.source == conflict.duty).unwrap();
    for atom in ways(brute, conflict) {
        let [a, d, p] = atom.map(|n| n.unwrap_or(0) as usize);
        if matches!(duty.source, Source::With(..)) || brute.holds(duty, true, live, d, p) {
            prop_assert!(brute.at(live, a, d, p) & named != 0, "{conflict:?}");
        }
    }
    Ok(())
}

fn agree(seed: u64) -> Result<Vec<Told>, TestCaseError> {
    let commons = random::commons_with_duties(seed);
    let source = random::closing(&commons.source, &mut Random::new(seed ^ 0xC105ED));
    let model = model_of(&source, commons.outer.as_deref());
    let brute = Brute::of(&model);
    let found = duty_conflicts(&model);
    let all: Vec<Told> = found.iter().map(told).collect();
    let set: BTreeSet<Told> = all.iter().copied().collect();
    let expected = brute.findings();
    prop_assert!(
        set == expected && set.len() == all.len(),
        "missing {:?}, extra {:?}\n{}\n{:?}",
        expected.difference(&set).collect::<Vec<_>>(),
        set.difference(&expected).collect::<Vec<_>>(),
        source,
        commons.outer
    );
    let universe = Universe::new(&model);
    let mut r = Random::new(seed);
    for conflict in &found {
        replay(&brute, &universe, conflict, &mut r)?;
    }
    Ok(all)
}

fn cases() -> u32 {
    std::env::var("MEENT_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_those_of_brute_force(seed in any::<u64>()) {
        agree(seed)?;
    }
}

#[test]
fn random_commons_have_findings_of_every_kind() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..60 {
        for (kind, source, _) in agree(seed).expect("the findings of brute force") {
            *seen.entry(kind).or_default() += 1;
            if let ("forbidden", Source::With(..)) = (kind, source) {
                *seen.entry("forbidden with a permission").or_default() += 1;
            }
        }
    }
    println!("{seen:?}");
    for kind in [
        "forbidden",
        "forbidden with a permission",
        "without",
        "clash",
    ] {
        assert!(seen.get(kind).is_some_and(|n| *n >= 5), "{seen:?}");
    }
}

/// Whoever takes one of the edits that a finding offers gets rid of the finding, and makes no mistake of form.
#[test]
fn the_edits_that_are_offered_settle_the_finding() {
    let ours = [codes::FORBIDDEN_DUTY, codes::CLASHING_DUTIES];
    let mut taken: BTreeMap<Code, usize> = BTreeMap::new();
    for seed in 0..120 {
        let commons = random::commons_with_duties(seed);
        let outer = commons.outer.as_deref();
        let model = model_of(&commons.source, outer);
        for found in checks::check(&Universe::new(&model)) {
            for fix in found.fixes.iter().filter(|_| ours.contains(&found.code)) {
                let mut text = commons.source.clone();
                let mut edits = fix.edits.clone();
                edits.sort_by_key(|e| std::cmp::Reverse(e.span.start));
                for edit in edits {
                    text.replace_range(
                        edit.span.start as usize..edit.span.end as usize,
                        &edit.text,
                    );
                }
                let (edited, diagnostics) = support::commons::build_sources(&text, outer);
                let mut errors = diagnostics.iter().filter(|d| d.level == Level::Error);
                // A rule that sets aside one that sets it aside would be a circle: that is for people to settle.
                if diagnostics.iter().any(|d| d.code == codes::DESPITE_CYCLE) {
                    continue;
                }
                assert!(errors.next().is_none(), "{diagnostics:#?}\n{text}");
                let again = checks::check(&Universe::new(&edited));
                let same = again
                    .iter()
                    .find(|d| d.code == found.code && d.message == found.message);
                assert!(same.is_none(), "{same:#?}\n{text}");
                *taken.entry(found.code).or_default() += 1;
            }
        }
    }
    println!("{taken:?}");
    assert!(
        ours.iter().all(|c| taken.get(c).is_some_and(|n| *n >= 10)),
        "{taken:?}"
    );
}

// ------------------------------------------------------------------ by hand

const HEAD: &str = "commons c \"C\" { goal \"G\" }\n\
    group stewards \"Stewards\" { of people }\ngroup auditors \"Auditors\" { of people }\n\
    dataset log \"Log\" { not personal }\ndataset bills \"Bills\" { not personal }\n\
    purpose care \"Care\"\nfact audited \"Audited\" { yes or no }\n";

/// Codes and messages of the findings about duties, and about a `despite` that does nothing.
fn found(source: &str, outer: Option<&str>) -> Vec<String> {
    let model = model_of(source, outer);
    let wanted = [
        codes::FORBIDDEN_DUTY,
        codes::DUTY_WITHOUT_PERMISSION,
        codes::CLASHING_DUTIES,
        codes::IDLE_DESPITE,
        codes::UNDECIDED,
    ];
    let all = checks::check(&Universe::new(&model));
    let ours = all.iter().filter(|d| wanted.contains(&d.code));
    ours.map(|d| {
        let case = d.case.as_ref().map_or("", |c| &c.en);
        format!("{} {} {case}", d.code, d.message.en)
    })
    .collect()
}

fn of(rules: &str) -> Vec<String> {
    found(&format!("{HEAD}{rules}"), None)
}

#[track_caller]
fn only(told: &[String], code: &str, parts: &[&str]) {
    assert!(
        told.len() == 1 && told[0].starts_with(code) && parts.iter().all(|p| told[0].contains(p)),
        "{told:#?}"
    );
}

const NONE: [String; 0] = [];

#[test]
fn one_way_that_is_left_is_enough() {
    let may = "rule allowed \"May\" { stewards may share log for care }\n";
    let must = "rule owed \"Must\" { stewards must share log }\n";
    assert_eq!(of(&format!("{must}{may}")), NONE);
    let but = "rule never \"Never\" { nobody may sell log }\n";
    assert_eq!(of(&format!("{must}{may}{but}")), NONE);
    let but = "rule never \"Never\" { nobody may share log despite allowed }\n";
    only(
        &of(&format!("{may}{must}{but}")),
        "M0511",
        &["\"Must\"", "\"Never\" forbids it"],
    );
    only(
        &of(must),
        "M0512",
        &["no rule permits it", "Someone in Stewards must share"],
    );
}

#[test]
fn several_prohibitions_may_close_all_ways_together() {
    let told = of("rule owed \"Must\" { stewards must report log, bills }\n\
        rule one \"One\" { nobody may report bills if audited }\n\
        rule two \"Two\" { nobody may report bills if not audited }\n");
    only(
        &told,
        "M0511",
        &[
            "\"One\" and \"Two\" together forbid it",
            "report on “Bills”",
        ],
    );
    let told = of("rule owed \"Must\" { stewards must report for care }\n\
        rule one \"One\" { auditors must not report log }\n\
        rule two \"Two\" { nobody may report bills }\n");
    only(
        &told,
        "M0511",
        &[
            "\"One\" and \"Two\" together forbid it",
            "Someone in Stewards who is also in Auditors must report",
        ],
    );
}

#[test]
fn a_permission_must_be_as_wide_as_the_duty() {
    let may = "rule allowed \"May\" { stewards may publish log if audited }\n";
    let told = of(&format!(
        "{may}rule owed \"Must\" {{ stewards must publish log }}\n"
    ));
    only(
        &told,
        "M0512",
        &["in some cases no rule permits it", "Audited"],
    );
    let told = of(&format!(
        "{may}rule owed \"Must\" {{ stewards must publish log if audited }}\n"
    ));
    assert_eq!(told, NONE);
    // Whoever uses the permission may do what comes with it, since the same rule permits it.
    let told = of(
        "rule allowed \"May\" { stewards may publish, read log then must publish log within 1 day }\n",
    );
    assert_eq!(told, NONE);
    let told =
        of("rule allowed \"May\" { stewards may read log then must publish log within 1 day }\n");
    only(
        &told,
        "M0512",
        &["Whoever uses the permission \"May\" must publish"],
    );
    // Acts of care need no permission, nor do own acts that lie within one.
    let own = "action shred \"Shredding\" { within delete }\nrule owed \"Must\" { stewards must shred, report log }\n";
    assert_eq!(of(own), NONE);
}

#[test]
fn a_permission_that_cannot_be_used_imposes_nothing() {
    let told = of("rule allowed \"May\" { stewards may read log then must delete log within 1 day despite open }\n\
        rule keep \"Keep\" { nobody may delete log }\n\
        rule open \"Open\" { stewards may copy log if audited }\n"
        .replace(" despite open", "")
        .as_str());
    only(&told, "M0511", &["Whoever uses", "\"Keep\" forbids it"]);
    let told = of(
        "rule allowed \"May\" { stewards may read log then must delete log within 1 day }\n\
        rule keep \"Keep\" { nobody may delete, read log despite allowed }\n",
    );
    assert_eq!(told, NONE);
}

#[test]
fn deleting_and_keeping_are_counted_in_the_calendar() {
    let pair = |gone: &str, kept: &str| {
        of(&format!(
            "rule gone \"Gone\" {{ stewards must delete log {gone} }}\n\
            rule kept \"Kept\" {{ stewards must keep log {kept} }}\n"
        ))
    };
    only(
        &pair("within 30 days", "at least 1 month"),
        "M0513",
        &[
            "\"Gone\" and \"Kept\" can't both be met",
            "within 30 days",
            "for at least 1 month",
        ],
    );
    assert_eq!(pair("within 31 days", "at least 1 month"), NONE);
    assert_eq!(pair("within 1 year", "at least 12 months"), NONE);
    only(&pair("within 365 days", "at least 1 year"), "M0513", &[]);
    only(&pair("within 1 year", ""), "M0513", &["for ever"]);
    only(&pair("", ""), "M0513", &["one day"]);
    assert_eq!(pair("", "at least 5 years"), NONE);
    only(
        &pair("every 1 month", "at least 1 year"),
        "M0513",
        &["within 1 month"],
    );
}

#[test]
fn retention_binds_the_keepers() {
    let data = "dataset old \"Old\" { not personal keeper stewards retention at most 2 years }\n";
    let rule = |who: &str| {
        format!("{data}rule kept \"Kept\" {{ {who} must keep old at least 5 years }}\n")
    };
    only(
        &of(&rule("stewards")),
        "M0513",
        &["The retention of “Old” and \"Kept\""],
    );
    // Somebody may be both.
    only(
        &of(&rule("auditors")),
        "M0513",
        &["Someone in Stewards who is also in Auditors has to do both"],
    );
    let apart = format!("separate stewards, auditors\n{}", rule("auditors"));
    assert_eq!(of(&apart), NONE);
    // A part has the terms of the whole, unless it has its own.
    let part = "dataset part \"Part\" { not personal within old retention at least 3 years }\n";
    only(
        &of(&format!("{data}{part}")),
        "M0513",
        &["The retention of “Old” and the retention of “Part”"],
    );
    let part = part.replace("retention", "retention at most 4 years");
    assert_eq!(of(&format!("{data}{part}")), NONE);
    let both =
        "dataset both \"Both\" { not personal retention at most 30 days at least 1 month }\n";
    only(
        &of(both),
        "M0513",
        &["The retention of “Both” asks for what can't be done"],
    );
}

#[test]
fn despite_and_duties() {
    let gone = "rule gone \"Gone\" { stewards must delete log within 1 year }\n";
    // Any rule may set a duty aside, whatever is done with the data; a duty sets aside duties only.
    let kept = |verb: &str, term: &str| {
        format!("{gone}rule kept \"Kept\" {{ stewards {verb} keep log {term} despite gone }}\n")
    };
    assert_eq!(of(&kept("must", "at least 5 years")), NONE);
    assert_eq!(of(&kept("may", "")), NONE);
    let never = "rule never \"Never\" { nobody may delete log }\n";
    only(&of(&format!("{gone}{never}")), "M0511", &[]);
    assert_eq!(
        of(&format!("{gone}{}", never.replace(" }", " despite gone }"))),
        NONE
    );
    let told = of(&format!(
        "{never}{}",
        gone.replace(" }", " despite never }")
    ));
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told.iter().any(|t| t.starts_with("M0506")
            && t.contains("a duty sets no permission or prohibition aside"))
    );
    assert!(told.iter().any(|t| t.starts_with("M0511")));
    let told = of(&format!(
        "{gone}rule other \"Other\" {{ stewards must keep bills despite gone }}\n"
    ));
    only(&told, "M0506", &["no case in which both apply"]);
}

#[test]
fn a_case_is_about_somebody_real_and_names_no_fact_in_vain() {
    let told = of("member mo \"Mo\" { in stewards }\n\
        rule owed \"Must\" { stewards must delete log if audited or not audited }\n\
        rule never \"Never\" { nobody may delete log }\n");
    assert!(
        told.len() == 1 && told[0].ends_with("forbids it. Mo must delete “Log”."),
        "{told:#?}"
    );
}

#[test]
fn the_outer_commons_forbids_a_duty() {
    let own = "commons street \"Street\" { goal \"G\"  within \"../city\" as city }\n\
        group people \"People\" { of people }\ndataset trees \"Trees\" { not personal }\n\
        rule owed \"Must\" { people must delete trees within 1 year }\n";
    let city = "commons city \"City\" { goal \"G\" }\ngroup shops \"Shops\" { of organisations }\n\
        rule never \"Never\" { nobody may delete }\n";
    let told = found(own, Some(city));
    only(&told, "M0511", &["\"Never\" forbids it"]);
    let model = model_of(own, Some(city));
    assert!(
        checks::check(&Universe::new(&model))
            .iter()
            .all(|d| d.code != codes::FORBIDDEN_DUTY || d.fixes.is_empty())
    );
}
