//! Which rules reach the same atoms, and a quick look at single cases in which a rule makes a difference.

use crate::analysis::kleene::{self, Truth};
use crate::analysis::region::{Regions, Someone};
use crate::analysis::settle::value_of;
use crate::analysis::universe::Axis;
use crate::model::{
    Clause, Deontic, Duty, DutyTerms, FactKey, GroupId, Model, PartyId, Rule, RuleId, Taxonomy,
    Value, ValueSet, WhoTerm,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many terms, clauses and nodes of an axis the quick look tries.
const TRIES: usize = 3;

/// All rules whose meaning is known, by the nodes that they name.
pub(super) struct Index<'m> {
    model: &'m Model,
    by_node: [Vec<Vec<u32>>; 3],
    everywhere: [Vec<u32>; 3],
    /// Of each axis the node that the fewest rules cover.
    plainest: [Option<u32>; 3],
}

/// An atom of each axis; `None` on an axis without nodes.
type Atom = [Option<u32>; 3];

/// Someone with all their groups.
struct Standing {
    party: Option<PartyId>,
    groups: Vec<u32>,
}

impl Standing {
    fn fits(&self, term: &WhoTerm) -> bool {
        let is_in = |g: &GroupId| self.groups.binary_search(&g.0).is_ok();
        term.party.is_none_or(|p| self.party == Some(p)) && term.groups.iter().all(is_in)
    }
}

impl<'m> Index<'m> {
    pub fn new(model: &'m Model) -> Self {
        let mut index = Index {
            model,
            by_node: Axis::ALL.map(|a| vec![Vec::new(); a.tree(model).len()]),
            everywhere: Default::default(),
            plainest: [None; 3],
        };
        for (at, rule) in model.rules.iter().enumerate() {
            if rule.incomplete {
                continue;
            }
            for (axis, kind) in Axis::ALL.into_iter().enumerate() {
                let mut any = false;
                for node in kind.named(rule) {
                    any = true;
                    if let Some(list) = index.by_node[axis].get_mut(node as usize)
                        && list.last() != Some(&(at as u32))
                    {
                        list.push(at as u32);
                    }
                }
                if !any {
                    index.everywhere[axis].push(at as u32);
                }
            }
        }
        for (axis, kind) in Axis::ALL.into_iter().enumerate() {
            let tree = kind.tree(model);
            let cost = |n: &u32| index.cost(axis, tree, *n);
            index.plainest[axis] = tree.roots().min_by_key(cost);
        }
        index
    }

    /// How many rules name a node or one above it.
    fn cost(&self, axis: usize, tree: &Taxonomy, node: u32) -> usize {
        let lists = tree.up(node).iter();
        lists.map(|&n| self.by_node[axis][n as usize].len()).sum()
    }

    /// Every rule that covers an atom that this one covers too, itself included, in order.
    pub fn near(&self, regions: &mut Regions<'m>, rule: &Rule) -> Vec<RuleId> {
        let own = regions.atoms(rule);
        let mut lists: Vec<Vec<u32>> = Vec::new();
        for (axis, kind) in Axis::ALL.into_iter().enumerate() {
            let tree = kind.tree(self.model);
            let mut nodes: BTreeSet<u32> = BTreeSet::new();
            let real = own[axis].ones().filter(|a| *a < tree.len());
            nodes.extend(real.flat_map(|a| tree.up(a as u32)));
            let mut list = self.everywhere[axis].clone();
            list.extend(nodes.iter().flat_map(|n| &self.by_node[axis][*n as usize]));
            list.sort_unstable();
            list.dedup();
            lists.push(list);
        }
        let Some(shortest) = lists.into_iter().min_by_key(Vec::len) else {
            return Vec::new();
        };
        let mut meets = |id: &u32| {
            let Some(other) = self.model.rules.get(*id as usize) else {
                return false;
            };
            let theirs = regions.atoms(other);
            (0..3).all(|x| !own[x].is_disjoint(&theirs[x]))
        };
        let found = shortest.into_iter().filter(|id| meets(id));
        found.map(RuleId).collect()
    }

    /// Whether one of a few plain cases shows that a permission or prohibition is needed: without it the answer would be another.
    pub fn is_plainly_needed(&self, regions: &Regions<'m>, id: RuleId) -> bool {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return false;
        };
        if !matches!(rule.deontic, Deontic::May | Deontic::MustNot) {
            return false;
        }
        // A node's own atom is covered by the fewest rules of all that lie below the node.
        let mut axis = 0;
        let atoms: [Vec<Option<u32>>; 3] = Axis::ALL.map(|kind| {
            let tree = kind.tree(self.model);
            let mut nodes: Vec<u32> = kind.named(rule).collect();
            if nodes.len() > 1 {
                nodes.sort_by_cached_key(|n| self.cost(axis, tree, *n));
                nodes.truncate(TRIES);
            }
            let out = if nodes.is_empty() {
                vec![self.plainest[axis]]
            } else {
                nodes.into_iter().map(Some).collect()
            };
            axis += 1;
            out
        });
        let clauses = rule.condition.clauses.iter();
        let facts: Vec<_> = clauses.filter_map(|c| self.facts(c)).take(TRIES).collect();
        for term in rule.who.terms.iter().take(TRIES) {
            let Some(standing) = self.standing(regions, term) else {
                continue;
            };
            for facts in &facts {
                for &d in &atoms[1] {
                    for &p in &atoms[2] {
                        for &a in &atoms[0] {
                            if self.matters(id, [a, d, p], &standing, facts) {
                                return true;
                            }
                        }
                    }
                }
            }
        }
        false
    }

    fn standing(&self, regions: &Regions<'m>, term: &WhoTerm) -> Option<Standing> {
        Some(match regions.somebodies(term).into_iter().next()? {
            Someone::Named(party) => {
                let own = self.model.parties.get(party.index())?;
                Standing {
                    party: Some(party),
                    groups: self.model.closure(&own.groups),
                }
            }
            Someone::Conceivable(groups) => Standing {
                party: None,
                groups: self.model.closure(&groups),
            },
        })
    }

    /// A value for each fact that a clause tests, with which it holds.
    fn facts(&self, clause: &Clause) -> Option<BTreeMap<FactKey, Value>> {
        let mut sets: BTreeMap<FactKey, ValueSet> = BTreeMap::new();
        for literal in clause {
            let set = sets
                .entry(literal.key)
                .or_insert_with(|| self.model.domain(literal.key));
            *set = set.intersect(&literal.set);
        }
        let values = sets.into_iter().map(|(key, set)| {
            let value = some_value(&set)?;
            Some((key, value_of(self.model, key, value)))
        });
        values.collect()
    }

    /// Whether the answer in one case is another without the rule; what the case does not say is unknown, or if that leaves it open, such
    /// that as few other rules as possible apply.
    fn matters(
        &self,
        id: RuleId,
        atom: Atom,
        standing: &Standing,
        facts: &BTreeMap<FactKey, Value>,
    ) -> bool {
        let live = self.covering(atom, standing);
        if self.differs(id, &live, facts) {
            return true;
        }
        let mut facts = facts.clone();
        for other in live.iter().filter(|r| **r != id.0) {
            let Some(rule) = self.model.rules.get(*other as usize) else {
                continue;
            };
            for clause in &rule.condition.clauses {
                if kleene::clause(clause, &facts) != Truth::Unknown {
                    continue;
                }
                let failing = clause.iter().find_map(|l| {
                    let free = !facts.contains_key(&l.key);
                    let outside = self.model.domain(l.key).subtract(&l.set);
                    let value = some_value(&outside).filter(|_| free)?;
                    Some((l.key, value_of(self.model, l.key, value)))
                });
                facts.extend(failing);
            }
        }
        self.differs(id, &live, &facts)
    }

    /// The permissions, prohibitions and exceptions that cover an atom and are about someone.
    fn covering(&self, atom: Atom, standing: &Standing) -> Vec<u32> {
        let mut axis = 0;
        let costs = Axis::ALL.map(|kind| {
            let own = atom[axis].map_or(0, |n| self.cost(axis, kind.tree(self.model), n));
            axis += 1;
            own + self.everywhere[axis - 1].len()
        });
        let best = (0..3).min_by_key(|x| costs[*x]).unwrap_or(0);
        let ups = [0, 1, 2].map(|x: usize| {
            let tree = Axis::ALL[x].tree(self.model);
            atom[x].map_or(&[][..], |n| tree.up(n))
        });
        let mut out: Vec<u32> = Vec::new();
        let lists = ups[best].iter().map(|n| &self.by_node[best][*n as usize]);
        for list in lists.chain([&self.everywhere[best]]) {
            for &at in list {
                let Some(rule) = self.model.rules.get(at as usize) else {
                    continue;
                };
                let covers = |x: usize| {
                    let mut named = Axis::ALL[x].named(rule).peekable();
                    named.peek().is_none() || named.any(|n| ups[x].binary_search(&n).is_ok())
                };
                if rule.deontic != Deontic::Must
                    && (0..3).all(|x| x == best || covers(x))
                    && rule.who.terms.iter().any(|t| standing.fits(t))
                {
                    out.push(at);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn differs(&self, id: RuleId, live: &[u32], facts: &BTreeMap<FactKey, Value>) -> bool {
        let rules: Vec<(RuleId, &Rule, Truth)> = live
            .iter()
            .filter_map(|&at| {
                let rule = self.model.rules.get(at as usize)?;
                let truth = kleene::condition(&rule.condition, facts);
                truth.may_hold().then_some((RuleId(at), rule, truth))
            })
            .collect();
        let with = Answer::of(&rules, None);
        let without = Answer::of(&rules, Some(id));
        with.verdict != without.verdict
            || (with.verdict == VERDICT_PERMITTED
                && self.adds(id, &with.permitting, &without.permitting))
    }

    /// Whether a permission that applies brings something along that no permission does that applies without it (one that it
    /// sets aside may be among these).
    fn adds(&self, id: RuleId, with: &[&Rule], without: &[&Rule]) -> bool {
        let Some(own) = self.model.rules.get(id.index()) else {
            return false;
        };
        if !with.iter().any(|r| std::ptr::eq(*r, own)) {
            return false;
        }
        let others = || without.iter();
        let new_basis = |b: &String| !others().any(|r| r.basis.contains(b));
        let new_duty =
            |d: &Duty| !others().any(|r| r.duties.iter().any(|e| self.may_be_same(d, e)));
        own.basis.iter().any(new_basis) || own.duties.iter().any(new_duty)
    }

    /// Never false of duties with the same content.
    fn may_be_same(&self, a: &Duty, b: &Duty) -> bool {
        let m = self.model;
        let lists = |d: &Duty| -> [Vec<u32>; 3] {
            [
                d.actions.iter().map(|x| x.0).collect(),
                d.data.iter().map(|x| x.0).collect(),
                d.purposes.iter().map(|x| x.0).collect(),
            ]
        };
        may_be_same_acts(m, &lists(a), &lists(b)) && same_terms(&a.terms, &b.terms)
    }

    /// Free-standing duties that may have the same content as this one, itself left out.
    pub fn same_duties(&self, id: RuleId) -> Vec<RuleId> {
        let m = self.model;
        let Some(own) = m.rules.get(id.index()) else {
            return Vec::new();
        };
        let lists = |r: &Rule| Axis::ALL.map(|a| a.named(r).collect::<Vec<u32>>());
        let mine = lists(own);
        let all = m.rules.iter().enumerate();
        all.filter(|(at, r)| {
            r.deontic == Deontic::Must
                && !r.incomplete
                && *at != id.index()
                && same_terms(&own.terms, &r.terms)
                && may_be_same_acts(m, &mine, &lists(r))
        })
        .map(|(at, _)| RuleId::new(at))
        .collect()
    }
}

fn may_be_same_acts(model: &Model, a: &[Vec<u32>; 3], b: &[Vec<u32>; 3]) -> bool {
    let below = |axis: usize, list: &[u32]| -> BTreeSet<u32> {
        let tree = Axis::ALL[axis].tree(model);
        list.iter().flat_map(|n| tree.down(*n)).copied().collect()
    };
    (0..3).all(|x| a[x] == b[x] || below(x, &a[x]) == below(x, &b[x]))
}

fn same_terms(a: &DutyTerms, b: &DutyTerms) -> bool {
    let to = |t: &DutyTerms| -> BTreeSet<_> { t.to.iter().copied().collect() };
    let times = |t: &DutyTerms| [t.within, t.every, t.at_least, t.at_most];
    to(a) == to(b) && times(a) == times(b) && a.or_else == b.or_else
}

fn some_value(set: &ValueSet) -> Option<i64> {
    Some(match *set.intervals().first()? {
        (i64::MIN, i64::MAX) => 0,
        (i64::MIN, high) => high,
        (low, _) => low,
    })
}

/// The verdict in one case, by number, and the permissions that apply.
struct Answer<'m> {
    verdict: u8,
    permitting: Vec<&'m Rule>,
}

const VERDICT_PERMITTED: u8 = 1;

impl<'m> Answer<'m> {
    /// Docs/semantics section 4, with one rule left out.
    fn of(rules: &[(RuleId, &'m Rule, Truth)], but: Option<RuleId>) -> Self {
        let mut prohibited = Truth::False;
        let mut permitted = Truth::False;
        let mut permitting = Vec::new();
        for (id, rule, truth) in rules.iter().filter(|r| Some(r.0) != but) {
            let aside = rule
                .set_aside_by
                .iter()
                .filter(|s| Some(**s) != but && *s != id)
                .filter_map(|s| rules.iter().find(|r| r.0 == *s))
                .map(|r| r.2)
                .max()
                .unwrap_or(Truth::False);
            let effective = truth.and(!aside);
            match rule.deontic {
                Deontic::May => {
                    permitted = permitted.or(effective);
                    if effective == Truth::True {
                        permitting.push(*rule);
                    }
                }
                Deontic::MustNot => prohibited = prohibited.or(effective),
                Deontic::Must | Deontic::Exception => {}
            }
        }
        let verdict = match (prohibited, permitted) {
            (Truth::True, _) => 0,
            (Truth::False, Truth::True) => VERDICT_PERMITTED,
            (Truth::False, Truth::False) => 3,
            _ => 2,
        };
        Answer {
            verdict,
            permitting,
        }
    }
}
