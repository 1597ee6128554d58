//! A quick look at single plain cases in which a rule makes a difference. Most rules need no more.

use super::index::{Atom, Index};
use crate::analysis::kleene::{self, Truth};
use crate::analysis::region::{Regions, Someone};
use crate::analysis::settle::value_of;
use crate::analysis::universe::Axis;
use crate::model::{
    Clause, Deontic, Duty, DutyTerms, FactKey, GroupId, Model, PartyId, Rule, RuleId, Value,
    ValueSet, WhoTerm,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// How many terms, clauses and nodes of an axis are tried.
const TRIES: usize = 3;

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

/// Looks at one case after the other.
pub(super) struct Quick<'i, 'm> {
    model: &'m Model,
    index: &'i Index<'m>,
    standings: HashMap<&'m WhoTerm, Option<Rc<Standing>>>,
}

impl<'i, 'm> Quick<'i, 'm> {
    pub fn new(index: &'i Index<'m>) -> Self {
        Quick {
            model: index.model,
            index,
            standings: HashMap::new(),
        }
    }

    /// Whether one of a few plain cases shows that a permission or prohibition is needed: without it the answer would be another.
    pub fn is_plainly_needed(&mut self, regions: &Regions<'m>, id: RuleId) -> bool {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return false;
        };
        if !matches!(rule.deontic, Deontic::May | Deontic::MustNot) {
            return false;
        }
        let atoms = [0, 1, 2].map(|x: usize| self.index.plain_nodes(x, id, TRIES));
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

    /// The plainest of those who fit a term.
    fn standing(&mut self, regions: &Regions<'m>, term: &'m WhoTerm) -> Option<Rc<Standing>> {
        let model = self.model;
        let made = self.standings.entry(term).or_insert_with(|| {
            Some(Rc::new(
                match regions.somebodies(term).into_iter().next()? {
                    Someone::Named(party) => {
                        let own = model.parties.get(party.index())?;
                        Standing {
                            party: Some(party),
                            groups: model.closure(&own.groups),
                        }
                    }
                    Someone::Conceivable(groups) => Standing {
                        party: None,
                        groups: model.closure(&groups),
                    },
                },
            ))
        });
        made.clone()
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
        let mut live = self.index.covering(atom);
        live.retain(|at| {
            let rule = self.model.rules.get(*at as usize);
            rule.is_some_and(|r| r.who.terms.iter().any(|t| standing.fits(t)))
        });
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
        same_terms(&a.terms, &b.terms) && may_be_same_acts(m, &lists(a), &lists(b))
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
