//! A second evaluator, straight from `docs/semantics`: every atom, every rule, no index and no class.
//!
//! It shares no code with the real one. Conditions are evaluated as they were written, not in disjunctive form.

use meent::analysis::{Asker, DutyRef, Request};
use meent::model::quantity::days_of;
use meent::model::{
    Deontic, Expr, FactKey, GroupId, Model, Rule, RuleId, Taxonomy, Value, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the real evaluator must say.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
    pub verdict: Verdict,
    pub rules: Vec<RuleId>,
    pub duties: Vec<DutyRef>,
    pub missing: Vec<FactKey>,
    pub case: [Option<u32>; 3],
}

/// `None` is unknown.
pub type Kleene = Option<bool>;

pub fn and(a: Kleene, b: Kleene) -> Kleene {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn not(a: Kleene) -> Kleene {
    a.map(|b| !b)
}

fn or(a: Kleene, b: Kleene) -> Kleene {
    not(and(not(a), not(b)))
}

pub fn holds(expr: &Expr, facts: &BTreeMap<FactKey, Value>) -> Kleene {
    match expr {
        Expr::Or(all) => all.iter().map(|e| holds(e, facts)).fold(Some(false), or),
        Expr::And(all) => all.iter().map(|e| holds(e, facts)).fold(Some(true), and),
        Expr::Not(one) => not(holds(one, facts)),
        Expr::Test { literal, .. } => {
            let value = facts.get(&literal.key)?.as_int();
            Some(
                literal
                    .set
                    .intervals()
                    .iter()
                    .any(|&(low, high)| low <= value && value <= high),
            )
        }
    }
}

pub fn in_force(rule: &Rule, facts: &BTreeMap<FactKey, Value>) -> Kleene {
    let moment = facts.get(&FactKey::Moment).map(|v| v.as_int());
    let from = rule
        .from
        .map_or(Some(true), |d| moment.map(|m| m >= i64::from(days_of(d))));
    let until = rule
        .until
        .map_or(Some(true), |d| moment.map(|m| m <= i64::from(days_of(d))));
    and(from, until)
}

/// Whether a node lies at or above another, by walking the parents.
pub fn reaches(tree: &Taxonomy, node: u32, above: u32) -> bool {
    node == above || tree.parents(node).iter().any(|&p| reaches(tree, p, above))
}

pub fn is_in(model: &Model, groups: &[GroupId], group: GroupId) -> bool {
    groups
        .iter()
        .any(|g| reaches(&model.group_tree, g.0, group.0))
}

pub fn concerns(model: &Model, rule: &Rule, asker: &Asker) -> bool {
    let (party, groups) = match asker {
        Asker::Party(id) => (Some(*id), model.parties[id.index()].groups.clone()),
        Asker::Groups(groups) => (None, groups.clone()),
    };
    rule.who.terms.iter().any(|t| {
        (t.party.is_none() || t.party == party)
            && t.groups.iter().all(|&g| is_in(model, &groups, g))
    })
}

fn names(rule: &Rule) -> [Vec<u32>; 3] {
    [
        rule.actions.iter().map(|x| x.0).collect(),
        rule.data.iter().map(|x| x.0).collect(),
        rule.purposes.iter().map(|x| x.0).collect(),
    ]
}

pub type Atom = [Option<u32>; 3];

pub fn covers(model: &Model, rule: &Rule, atom: Atom) -> bool {
    let trees = [&model.action_tree, &model.data_tree, &model.purpose_tree];
    names(rule)
        .iter()
        .zip(trees)
        .zip(atom)
        .all(|((named, tree), atom)| {
            named.is_empty() || atom.is_some_and(|a| named.iter().any(|&n| reaches(tree, a, n)))
        })
}

fn atoms_of(tree: &Taxonomy, asked: &[u32]) -> Vec<Option<u32>> {
    if tree.is_empty() {
        return vec![None];
    }
    (0..tree.len() as u32)
        .filter(|&n| asked.is_empty() || asked.iter().any(|&a| reaches(tree, n, a)))
        .map(Some)
        .collect()
}

/// The answer for one atom, with the rules that give it.
#[allow(dead_code)]
pub fn of_atom(model: &Model, request: &Request, atom: Atom) -> (Verdict, Vec<RuleId>) {
    let general = general(model, request);
    let (verdict, rules, _) = judge(model, &general, atom, request);
    (verdict, rules.into_iter().collect())
}

/// Of each rule, whether it is about the asker and its condition holds.
pub fn general(model: &Model, request: &Request) -> Vec<Kleene> {
    // Neither whom a rule is about nor its condition depends on the atom.
    model
        .rules
        .iter()
        .map(|rule| {
            if rule.deontic == Deontic::Must || !concerns(model, rule, &request.asker) {
                return Some(false);
            }
            let written = match &rule.condition.written {
                Some(expr) => holds(expr, &request.facts),
                None => Some(true),
            };
            and(written, in_force(rule, &request.facts))
        })
        .collect()
}

/// The answer by brute force.
pub fn expected(model: &Model, request: &Request) -> Expected {
    let general = general(model, request);
    let asked = |ids: Vec<u32>, tree| atoms_of(tree, &ids);
    let actions = asked(
        request.actions.iter().map(|x| x.0).collect(),
        &model.action_tree,
    );
    let data = asked(request.data.iter().map(|x| x.0).collect(), &model.data_tree);
    let purposes = asked(
        request.purposes.iter().map(|x| x.0).collect(),
        &model.purpose_tree,
    );

    let mut answers: Vec<(Atom, Verdict, BTreeSet<RuleId>, BTreeSet<FactKey>)> = Vec::new();
    for &a in &actions {
        for &d in &data {
            for &p in &purposes {
                let atom = [a, d, p];
                let (verdict, rules, missing) = judge(model, &general, atom, request);
                answers.push((atom, verdict, rules, missing));
            }
        }
    }
    let order = [
        Verdict::Prohibited,
        Verdict::NotProvidedFor,
        Verdict::Undetermined,
        Verdict::Permitted,
    ];
    let verdict = order
        .into_iter()
        .find(|v| answers.iter().any(|a| a.1 == *v))
        .expect("an axis has atoms");
    let strictest: Vec<_> = answers.into_iter().filter(|a| a.1 == verdict).collect();
    let rules: BTreeSet<RuleId> = strictest.iter().flat_map(|a| a.2.iter().copied()).collect();
    let missing: BTreeSet<FactKey> = strictest.iter().flat_map(|a| a.3.iter().copied()).collect();
    let duties = if verdict == Verdict::Permitted {
        let of = |r: &RuleId| {
            (0..model.rules[r.index()].duties.len())
                .map(|number| DutyRef { rule: *r, number })
                .collect::<Vec<_>>()
        };
        rules.iter().flat_map(of).collect()
    } else {
        Vec::new()
    };
    Expected {
        verdict,
        rules: rules.into_iter().collect(),
        duties,
        missing: missing.into_iter().collect(),
        case: strictest
            .iter()
            .map(|a| a.0)
            .min()
            .expect("some atom is the strictest"),
    }
}

/// Of each rule, its status for one atom, and what is left of it after setting aside.
pub fn statuses(model: &Model, general: &[Kleene], atom: Atom) -> (Vec<Kleene>, Vec<Kleene>) {
    let status: Vec<Kleene> = model
        .rules
        .iter()
        .zip(general)
        .map(|(rule, general)| {
            if *general == Some(false) || !covers(model, rule, atom) {
                Some(false)
            } else {
                *general
            }
        })
        .collect();
    let effective: Vec<Kleene> = model
        .rules
        .iter()
        .zip(&status)
        .map(|(rule, own)| {
            let by = rule
                .set_aside_by
                .iter()
                .map(|s| status[s.index()])
                .fold(Some(false), or);
            and(*own, not(by))
        })
        .collect();
    (status, effective)
}

/// One atom: its verdict, the rules that give it, and what is missing.
pub fn judge(
    model: &Model,
    general: &[Kleene],
    atom: Atom,
    request: &Request,
) -> (Verdict, BTreeSet<RuleId>, BTreeSet<FactKey>) {
    let (status, effective) = statuses(model, general, atom);
    let of = |deontic, wanted: fn(Kleene) -> bool| -> BTreeSet<RuleId> {
        model
            .rules
            .iter()
            .enumerate()
            .filter(|(at, r)| r.deontic == deontic && wanted(effective[*at]))
            .map(|(at, _)| RuleId::new(at))
            .collect()
    };
    let prohibiting = of(Deontic::MustNot, |k| k == Some(true));
    if !prohibiting.is_empty() {
        return (Verdict::Prohibited, prohibiting, BTreeSet::new());
    }
    let permitting = of(Deontic::May, |k| k == Some(true));
    if !permitting.is_empty() && of(Deontic::MustNot, |k| k.is_none()).is_empty() {
        return (Verdict::Permitted, permitting, BTreeSet::new());
    }
    let mut open = of(Deontic::May, |k| k != Some(false));
    open.extend(of(Deontic::MustNot, |k| k != Some(false)));
    if open.is_empty() {
        return (Verdict::NotProvidedFor, open, BTreeSet::new());
    }
    let mut turning = open.clone();
    for rule in &open {
        let setters = &model.rules[rule.index()].set_aside_by;
        turning.extend(setters.iter().filter(|s| status[s.index()] != Some(false)));
    }
    let missing = turning
        .iter()
        .flat_map(|r| model.rules[r.index()].condition.clauses.iter().flatten())
        .map(|l| l.key)
        .filter(|key| !request.facts.contains_key(key))
        .collect();
    (Verdict::Undetermined, open, missing)
}
