//! Two versions of a commons, compared case by case, straight from docs/semantics: every asker, every atom, every way in
//! which facts can be known and unknown. It shares nothing with the compiler's comparison; names are compared by their ids.

use super::oracle;
use meent::analysis::Asker;
use meent::model::{
    Deontic, DutyTerms, FactId, FactKey, FactKind, GroupId, Holder, Literal, Model, PartyId, Rule,
    Taxonomy, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// A set of rules, one bit each.
pub type Rules = u64;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Named(String),
    Groups(BTreeSet<String>),
}

/// A fact by name; facts of different kinds are different facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Fact(String),
    Passed(String),
    Moment,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Val {
    /// A decision, or the moment.
    Int(i64),
    YesNo(i64),
    Day(i64),
    /// A number, in millionths.
    Number(i128),
    Choice(String),
}

/// What is known; the rest is unknown.
pub type World = BTreeMap<Key, Val>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    Verdict(&'static str, &'static str),
    Terms(BTreeSet<String>, BTreeSet<String>),
    Duties(BTreeSet<String>, BTreeSet<String>),
}

/// One version, with the rules that count.
pub struct Version<'m> {
    pub model: &'m Model,
    pub rules: Rules,
    keys: BTreeMap<Key, FactKey>,
    /// Of each rule, those that set it aside.
    setters: Vec<Rules>,
    carried: Vec<BTreeSet<String>>,
}

impl<'m> Version<'m> {
    pub fn new(model: &'m Model, rules: Rules) -> Self {
        // A free-standing duty decides nothing, so it sets aside nothing but other duties.
        let is_duty = |r: &Rule| r.deontic == Deontic::Must;
        let setters = |at: usize| {
            let target = meent::model::RuleId::new(at);
            let all = model.rules.iter().enumerate();
            let own = all.filter(|(_, s)| {
                s.despite.contains(&target) && (!is_duty(s) || is_duty(&model.rules[at]))
            });
            own.fold(0u64, |set, (n, _)| set | 1 << n)
        };
        Version {
            model,
            rules,
            keys: keys(model).map(|k| (key_name(model, k), k)).collect(),
            setters: (0..model.rules.len()).map(setters).collect(),
            carried: model.rules.iter().map(|r| carried(model, r)).collect(),
        }
    }
}

fn keys(model: &Model) -> impl Iterator<Item = FactKey> + use<> {
    let facts = (0..model.facts.len()).map(|at| FactKey::Fact(FactId::new(at)));
    let decisions =
        (0..model.decisions.len()).map(|at| FactKey::Passed(meent::model::DecisionId::new(at)));
    facts.chain(decisions).chain([FactKey::Moment])
}

pub fn verdict(v: Verdict) -> &'static str {
    match v {
        Verdict::Permitted => "permitted",
        Verdict::Prohibited => "prohibited",
        Verdict::Undetermined => "undetermined",
        Verdict::NotProvidedFor => "not provided for",
    }
}

/// The id of a node on an axis.
pub fn node_name(model: &Model, axis: usize, node: usize) -> String {
    match axis {
        0 => model.actions[node].decl.id.clone(),
        1 => model.data[node].decl.id.clone(),
        _ => model.purposes[node].decl.id.clone(),
    }
}

pub fn tree(model: &Model, axis: usize) -> &Taxonomy {
    [&model.action_tree, &model.data_tree, &model.purpose_tree][axis]
}

fn listed(model: &Model, axis: usize, nodes: &[u32]) -> BTreeSet<String> {
    let tree = tree(model, axis);
    let implied = |n: u32| {
        nodes
            .iter()
            .any(|m| *m != n && oracle::reaches(tree, n, *m))
    };
    let own = nodes.iter().filter(|n| !implied(**n));
    own.map(|n| node_name(model, axis, *n as usize)).collect()
}

fn duty(model: &Model, lists: [Vec<u32>; 3], terms: &DutyTerms) -> String {
    let acts: Vec<_> = (0..3)
        .map(|axis| listed(model, axis, &lists[axis]))
        .collect();
    let to: BTreeSet<String> = terms
        .to
        .iter()
        .map(|h| match h {
            Holder::Group(g) => model.groups[g.index()].decl.id.clone(),
            Holder::Party(p) => model.parties[p.index()].decl.id.clone(),
            Holder::Commons => "the commons".into(),
        })
        .collect();
    let sanction = terms
        .or_else
        .map(|s| model.sanctions[s.index()].decl.id.clone());
    format!(
        "{acts:?} to {to:?} {:?} {:?} {:?} {:?} {sanction:?}",
        terms.within, terms.every, terms.at_least, terms.at_most
    )
}

/// The contents of one duty of a permission.
pub fn duty_of(model: &Model, rule: &Rule, number: usize) -> String {
    let d = &rule.duties[number];
    let lists = [
        d.actions.iter().map(|x| x.0).collect(),
        d.data.iter().map(|x| x.0).collect(),
        d.purposes.iter().map(|x| x.0).collect(),
    ];
    duty(model, lists, &d.terms)
}

/// What a free-standing duty asks.
pub fn own_duty(model: &Model, rule: &Rule) -> String {
    let lists = [
        rule.actions.iter().map(|x| x.0).collect(),
        rule.data.iter().map(|x| x.0).collect(),
        rule.purposes.iter().map(|x| x.0).collect(),
    ];
    duty(model, lists, &rule.terms)
}

fn carried(model: &Model, rule: &Rule) -> BTreeSet<String> {
    match rule.deontic {
        Deontic::Must => BTreeSet::from([own_duty(model, rule)]),
        Deontic::May => {
            let duties = (0..rule.duties.len()).map(|n| duty_of(model, rule, n));
            duties.chain(rule.basis.iter().cloned()).collect()
        }
        _ => BTreeSet::new(),
    }
}

fn groups(model: &Model) -> BTreeMap<String, GroupId> {
    let ids = model.groups.iter().enumerate();
    ids.map(|(at, g)| (g.decl.id.clone(), GroupId::new(at)))
        .collect()
}

/// The asker of one version: groups that it does not know count for nothing, and a party that it does not know is in no group.
pub fn asker(model: &Model, who: &Who) -> Asker {
    match who {
        Who::Named(id) => match model.parties.iter().position(|p| p.decl.id == *id) {
            Some(at) => Asker::Party(PartyId::new(at)),
            None => Asker::Groups(Vec::new()),
        },
        Who::Groups(names) => {
            let known = groups(model);
            Asker::Groups(names.iter().filter_map(|n| known.get(n).copied()).collect())
        }
    }
}

/// The groups that someone is in.
pub fn inside(model: &Model, who: &Who) -> BTreeSet<String> {
    let direct = match asker(model, who) {
        Asker::Party(p) => model.parties[p.index()].groups.clone(),
        Asker::Groups(g) => g,
    };
    let all = groups(model);
    let is_in = |(_, g): &(&String, &GroupId)| oracle::is_in(model, &direct, **g);
    all.iter()
        .filter(is_in)
        .map(|(name, _)| name.clone())
        .collect()
}

fn can_be(model: &Model, who: &Who) -> bool {
    let Who::Groups(names) = who else { return true };
    let known = groups(model);
    let all = inside(model, who);
    names.iter().all(|n| known.contains_key(n))
        && all.iter().all(|n| !model.groups[known[n].index()].closed)
        && model.separations.iter().all(|s| {
            let both = s
                .groups
                .iter()
                .filter(|g| all.contains(&model.groups[g.index()].decl.id));
            both.count() < 2
        })
}

/// Everyone: each named party, and each set of groups that some version allows.
pub fn everyone(models: [&Model; 2]) -> Vec<Who> {
    let parties: BTreeSet<String> = models
        .iter()
        .flat_map(|m| &m.parties)
        .map(|p| p.decl.id.clone())
        .collect();
    let names: BTreeSet<String> = models
        .iter()
        .flat_map(|m| &m.groups)
        .map(|g| g.decl.id.clone())
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    let mut out: Vec<Who> = parties.into_iter().map(Who::Named).collect();
    let mut seen = BTreeSet::new();
    for bits in 0u32..1 << names.len() {
        let chosen = names
            .iter()
            .enumerate()
            .filter(|(at, _)| bits >> at & 1 == 1);
        let who = Who::Groups(chosen.map(|(_, n)| n.clone()).collect());
        let alike = models.map(|m| inside(m, &who));
        if models.iter().any(|m| can_be(m, &who)) && seen.insert(alike) {
            out.push(who);
        }
    }
    out
}

/// An atom of one axis: the name of a node, or the anonymous one of an empty axis.
pub type Node = Option<String>;

/// Of each axis, one atom for each pair of sets of rules that cover it.
pub fn atoms(versions: [&Version; 2], axis: usize) -> BTreeMap<[Rules; 2], Node> {
    let mut all: BTreeSet<Node> = BTreeSet::new();
    for v in versions {
        let tree = tree(v.model, axis);
        if tree.is_empty() {
            all.insert(None);
        }
        all.extend((0..tree.len()).map(|n| Some(node_name(v.model, axis, n))));
    }
    let mut out = BTreeMap::new();
    for node in all {
        let masks = versions.map(|v| covering(v, axis, &node));
        out.entry(masks).or_insert(node);
    }
    out
}

/// The rules of a version that cover an atom on an axis; none if it does not know the atom.
pub fn covering(v: &Version, axis: usize, node: &Node) -> Rules {
    let tree = tree(v.model, axis);
    let at = match node {
        None if tree.is_empty() => None,
        None => return 0,
        Some(name) => match (0..tree.len()).find(|n| node_name(v.model, axis, *n) == *name) {
            Some(at) => Some(at as u32),
            None => return 0,
        },
    };
    let mut mask = 0;
    for (bit, rule) in v.model.rules.iter().enumerate() {
        let named: Vec<u32> = match axis {
            0 => rule.actions.iter().map(|x| x.0).collect(),
            1 => rule.data.iter().map(|x| x.0).collect(),
            _ => rule.purposes.iter().map(|x| x.0).collect(),
        };
        let covers = named.is_empty()
            || at.is_some_and(|a| named.iter().any(|n| oracle::reaches(tree, a, *n)));
        mask |= u64::from(covers) << bit;
    }
    mask & v.rules
}

/// The rules of a version that are about someone.
pub fn about(v: &Version, who: &Who) -> Rules {
    let asker = asker(v.model, who);
    let rules = v.model.rules.iter().enumerate();
    rules.fold(0, |set, (at, r)| {
        set | u64::from(oracle::concerns(v.model, r, &asker)) << at
    }) & v.rules
}

pub fn key_name(model: &Model, key: FactKey) -> Key {
    match key {
        FactKey::Moment => Key::Moment,
        FactKey::Passed(d) => Key::Passed(model.decisions[d.index()].decl.id.clone()),
        FactKey::Fact(f) => Key::Fact(model.facts[f.index()].decl.id.clone()),
    }
}

/// The key of a version; `None` if it does not have it.
pub fn key_of(model: &Model, key: &Key) -> Option<FactKey> {
    keys(model).find(|k| key_name(model, *k) == *key)
}

/// The value that a number stands for in a version.
pub fn value_of(model: &Model, key: FactKey, number: i64) -> Val {
    let FactKey::Fact(f) = key else {
        return Val::Int(number);
    };
    match &model.facts[f.index()].kind {
        FactKind::OneOf(all) => Val::Choice(all[number as usize].clone()),
        FactKind::YesNo => Val::YesNo(number),
        FactKind::Date => Val::Day(number),
        FactKind::Number { decimals, .. } => Val::Number(i128::from(number) * step(*decimals)),
    }
}

/// The smallest step of a number, in millionths.
fn step(decimals: u8) -> i128 {
    10i128.pow(6 - u32::from(decimals))
}

/// The number of a value in a version; `None` if it does not know it.
pub fn number_of(model: &Model, key: FactKey, value: &Val) -> Option<i64> {
    let FactKey::Fact(f) = key else {
        return match value {
            Val::Int(n) => Some(*n),
            _ => None,
        };
    };
    match (value, &model.facts[f.index()].kind) {
        (Val::Choice(name), FactKind::OneOf(all)) => {
            all.iter().position(|c| c == name).map(|at| at as i64)
        }
        (Val::YesNo(n), FactKind::YesNo) | (Val::Day(n), FactKind::Date) => Some(*n),
        (Val::Number(n), FactKind::Number { decimals, .. }) => {
            let step = step(*decimals);
            (n % step == 0).then(|| i64::try_from(n / step).unwrap())
        }
        _ => None,
    }
}

fn literals(v: &Version, rules: Rules) -> Vec<Literal> {
    let own = v
        .model
        .rules
        .iter()
        .enumerate()
        .filter(|(at, _)| rules >> at & 1 == 1);
    own.flat_map(|(_, r)| r.condition.clauses.iter().flatten().cloned())
        .collect()
}

/// Every way in which the facts that these rules test can be known or not, one of each kind; `None` if there are too many.
pub fn worlds(versions: [&Version; 2], rules: [Rules; 2], most: usize) -> Option<Vec<World>> {
    let tests: Vec<Vec<(Key, Literal)>> = versions
        .iter()
        .zip(rules)
        .map(|(v, rules)| {
            let all = literals(v, rules).into_iter();
            all.map(|l| (key_name(v.model, l.key), l)).collect()
        })
        .collect();
    let keys: BTreeSet<&Key> = tests.iter().flatten().map(|(k, _)| k).collect();
    let mut out: Vec<World> = vec![World::new()];
    for key in keys {
        let mut values: BTreeSet<Val> = BTreeSet::new();
        for (v, tests) in versions.iter().zip(&tests) {
            let Some(own) = v.keys.get(key).copied() else {
                continue;
            };
            if let FactKey::Fact(f) = own
                && let FactKind::OneOf(all) = &v.model.facts[f.index()].kind
            {
                values.extend(all.iter().cloned().map(Val::Choice));
                continue;
            }
            let domain = v.model.domain(own);
            let ends = tests.iter().filter(|(k, _)| k == key);
            let ends = ends
                .flat_map(|(_, l)| l.set.intervals())
                .flat_map(|&(a, b)| [a, b]);
            let near = ends
                .filter(|n| *n != i64::MIN && *n != i64::MAX)
                .flat_map(|n| [n - 1, n, n + 1])
                .chain([0, 1]);
            let known = near.filter(|n| domain.contains(*n));
            values.extend(known.map(|n| value_of(v.model, own, n)));
        }
        let mut seen: BTreeSet<Vec<Option<bool>>> = BTreeSet::new();
        let all = values.into_iter().map(Some).chain([None]);
        let distinct: Vec<Option<Val>> = all
            .filter(|value| {
                let mut pattern = Vec::new();
                for (v, tests) in versions.iter().zip(&tests) {
                    for (_, l) in tests.iter().filter(|(k, _)| k == key) {
                        let n = value.as_ref().and_then(|v2| number_of(v.model, l.key, v2));
                        pattern.push(n.map(|n| l.set.contains(n)));
                    }
                }
                seen.insert(pattern)
            })
            .collect();
        if out.len() * distinct.len() > most {
            return None;
        }
        out = out
            .iter()
            .flat_map(|world| {
                distinct.iter().map(|value| {
                    let mut world = world.clone();
                    if let Some(value) = value {
                        world.insert(key.clone(), value.clone());
                    }
                    world
                })
            })
            .collect();
    }
    Some(out)
}

struct Judged {
    verdict: &'static str,
    terms: BTreeSet<String>,
    /// Free-standing duties for certain, and perhaps.
    duties: [BTreeSet<String>; 2],
}

/// Section 4, for the rules that are about the asker and cover the atom.
fn judge(v: &Version, (rules, wide): (Rules, Rules), world: &World) -> Judged {
    let model = v.model;
    let is_duty = |at: usize| model.rules[at].deontic == Deontic::Must;
    let known = |(key, value)| {
        let key = *v.keys.get(key)?;
        Some((key, number_of(model, key, value)?))
    };
    let facts: BTreeMap<FactKey, i64> = world.iter().filter_map(known).collect();
    let (mut certain, mut possible) = (0u64, 0u64);
    for (at, rule) in model.rules.iter().enumerate() {
        if (rules | wide) >> at & 1 == 0 {
            continue;
        }
        let test = |l: &Literal| facts.get(&l.key).map(|n| l.set.contains(*n));
        let clause = |c: &Vec<Literal>| c.iter().map(test).fold(Some(true), oracle::and);
        let values: Vec<_> = rule.condition.clauses.iter().map(clause).collect();
        certain |= u64::from(values.contains(&Some(true))) << at;
        possible |= u64::from(values.iter().any(|v| *v != Some(false))) << at;
    }
    let mut effective = [0u64, 0u64];
    for at in 0..model.rules.len() {
        let around = if is_duty(at) { rules | wide } else { rules };
        let setters = v.setters[at] & around;
        if rules >> at & 1 == 0 {
            continue;
        }
        if certain >> at & 1 == 1 && setters & possible == 0 {
            effective[0] |= 1 << at;
        }
        if possible >> at & 1 == 1 && setters & certain == 0 {
            effective[1] |= 1 << at;
        }
    }
    let kind = |deontic: Deontic, set: Rules| -> Vec<usize> {
        let all = model.rules.iter().enumerate();
        all.filter(|(at, r)| set >> at & 1 == 1 && r.deontic == deontic)
            .map(|(at, _)| at)
            .collect()
    };
    let any = |deontic, set| !kind(deontic, set).is_empty();
    let contents = |list: Vec<usize>| {
        list.into_iter()
            .flat_map(|r| v.carried[r].clone())
            .collect()
    };
    let verdict = if any(Deontic::MustNot, effective[0]) {
        "prohibited"
    } else if any(Deontic::May, effective[0]) && !any(Deontic::MustNot, effective[1]) {
        "permitted"
    } else if any(Deontic::May, effective[1]) || any(Deontic::MustNot, effective[1]) {
        "undetermined"
    } else {
        "not provided for"
    };
    Judged {
        verdict,
        terms: contents(kind(Deontic::May, effective[0])),
        duties: effective.map(|e| contents(kind(Deontic::Must, e))),
    }
}

/// How the versions differ in one case: for the rules that are about the asker and cover the atom, and those that set aside a
/// free-standing duty among them, whatever is done ([`wide`]).
pub fn differences(
    versions: [&Version; 2],
    rules: [(Rules, Rules); 2],
    world: &World,
) -> Vec<Difference> {
    let [old, new] = [0, 1].map(|n| judge(versions[n], rules[n], world));
    let minus = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> BTreeSet<String> { a - b };
    let mut out = Vec::new();
    if old.verdict != new.verdict {
        out.push(Difference::Verdict(old.verdict, new.verdict));
    } else if old.verdict == "permitted" && old.terms != new.terms {
        out.push(Difference::Terms(
            minus(&old.terms, &new.terms),
            minus(&new.terms, &old.terms),
        ));
    }
    if old.duties != new.duties {
        let both = |a: &Judged, b: &Judged| {
            let certain = minus(&a.duties[0], &b.duties[0]);
            &certain | &minus(&a.duties[1], &b.duties[1])
        };
        out.push(Difference::Duties(both(&old, &new), both(&new, &old)));
    }
    out
}

/// Rules that set aside one of the free-standing duties among some, of those that are about the asker and cover data and purpose.
pub fn wide(v: &Version, rules: Rules, whatever_is_done: Rules) -> Rules {
    let duties = v
        .model
        .rules
        .iter()
        .enumerate()
        .filter(|(at, r)| rules >> at & 1 == 1 && r.deontic == Deontic::Must);
    duties.fold(0, |set, (at, _)| set | v.setters[at]) & whatever_is_done
}
