//! Whoever is in several groups at once, where that makes a difference.
//!
//! At one atom only the groups count that its rules name. Whoever is in several of them has all rules of each, and what
//! that comes to mostly follows from what each of the groups may do: of rules that include another's, the larger set
//! counts, and otherwise one permission is enough. Where it does *not* follow, because a rule asks for several groups,
//! or a prohibition or an exception for the one meets a permission for the other, the combination gets a row of its own.
//! If a combination has one, so has every larger one at the same atom: of the rows that fit someone, the one with the most rules counts.

use super::cell::is_join;
use super::partition::{Class, Partition};
use super::{Cells, Row, merged};
use crate::analysis::region::Regions;
use crate::analysis::universe::{Axis, Universe, closure, plays_a_part};
use crate::model::{Deontic, GroupId, Model, Rule, RuleId};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, HashMap};

/// Combinations that are looked at for one set of rules.
const MOST: usize = 500;

/// What someone in several groups at once may do, where it does not follow from what each of the groups may do.
#[derive(Debug, Clone)]
pub struct Together {
    /// In one group, at least, of each of these lists, which are alike here.
    pub parts: Vec<Vec<GroupId>>,
    pub rows: Vec<Row>,
}

/// One combination for one set of rules.
#[derive(Debug, Clone)]
struct Meeting {
    parts: Vec<Vec<GroupId>>,
    cell: usize,
}

/// All combinations that make a difference, and whether some were left out because there are too many.
pub(super) fn together(
    universe: &Universe,
    scope: &[FixedBitSet; 3],
    cells: &mut Cells,
) -> (Vec<Together>, bool) {
    let model = universe.model();
    let ids: Vec<RuleId> = (0..model.rules.len())
        .map(RuleId::new)
        .filter(|id| universe.rule(*id).is_some_and(plays_a_part))
        .collect();
    let partition = Partition {
        model,
        rules: ids.iter().filter_map(|id| universe.rule(*id)).collect(),
        scope,
    };
    let order = [Axis::Data, Axis::Purpose, Axis::Action];
    let mut search = Search::new(model);
    let mut known: HashMap<Vec<RuleId>, Vec<Meeting>> = HashMap::new();
    type Places = Vec<([Class; 3], usize)>;
    let mut found: BTreeMap<Vec<Vec<GroupId>>, Places> = BTreeMap::new();
    for [x, y, z] in partition.leaves(order) {
        let rules: Vec<RuleId> = z.1.ones().filter_map(|at| ids.get(at).copied()).collect();
        let meetings = known
            .entry(rules)
            .or_insert_with_key(|rules| search.meetings(rules, cells));
        for meeting in meetings.iter() {
            found
                .entry(meeting.parts.clone())
                .or_default()
                .push(([x.0.clone(), y.0.clone(), z.0.clone()], meeting.cell));
        }
    }
    let all = found
        .into_iter()
        .map(|(parts, leaves)| Together {
            parts,
            rows: merged(order, leaves),
        })
        .collect();
    (all, search.bounded)
}

/// Groups that are alike under some rules, with what they have: which of the named groups they are or lie within.
struct Part {
    groups: Vec<GroupId>,
    named: FixedBitSet,
}

struct Search<'m> {
    model: &'m Model,
    /// Of each group, it and all above it.
    closures: Vec<FixedBitSet>,
    /// Of each group that anybody unknown may be in, those that the same person may be in as well.
    with: Vec<FixedBitSet>,
    bounded: bool,
}

impl<'m> Search<'m> {
    fn new(model: &'m Model) -> Self {
        let regions = Regions::new(model);
        let n = model.groups.len();
        // Whether some groups can be had at once is a matter of pairs.
        let with = (0..n)
            .map(|a| {
                (0..n)
                    .filter(|b| regions.conceivable(&[GroupId::new(a), GroupId::new(*b)]))
                    .collect()
            })
            .collect();
        Search {
            model,
            closures: (0..n).map(|g| closure(model, &[GroupId::new(g)])).collect(),
            with,
            bounded: false,
        }
    }

    /// The combinations that make a difference under these rules.
    fn meetings(&mut self, ids: &[RuleId], cells: &mut Cells) -> Vec<Meeting> {
        let rules: Vec<(RuleId, &Rule)> = ids
            .iter()
            .filter_map(|id| Some((*id, self.model.rules.get(id.index())?)))
            .collect();
        if !may_differ(&rules) {
            return Vec::new();
        }
        let parts = self.parts(&rules);
        if parts.len() < 2 {
            return Vec::new();
        }
        let about = |named: &FixedBitSet| -> Vec<RuleId> {
            let fits = |rule: &Rule| {
                rule.who.terms.iter().any(|t| {
                    t.party.is_none() && t.groups.iter().all(|g| named.contains(g.index()))
                })
            };
            let about = rules.iter().filter(|(_, rule)| fits(rule));
            about.map(|(id, _)| *id).collect()
        };
        let own: Vec<usize> = parts.iter().map(|p| cells.of(about(&p.named))).collect();
        let mut listed: Vec<FixedBitSet> = Vec::new();
        let mut out = Vec::new();
        for combination in self.combinations(&parts) {
            let mut named = FixedBitSet::with_capacity(self.model.groups.len());
            for part in combination.iter().filter_map(|&at| parts.get(at)) {
                named.union_with(&part.named);
            }
            let cell = cells.of(about(&named));
            let singles: Vec<usize> = combination
                .iter()
                .filter_map(|&at| own.get(at).copied())
                .collect();
            let follows = follows(self.model, cell, &singles, cells);
            if !follows || listed.iter().any(|l| l.is_subset(&named)) {
                out.push(Meeting {
                    parts: combination
                        .iter()
                        .filter_map(|&at| parts.get(at))
                        .map(|p| p.groups.clone())
                        .collect(),
                    cell,
                });
                listed.push(named);
            }
        }
        out
    }

    /// The groups in classes that these rules do not tell apart; without those that no rule names or lies above.
    fn parts(&self, rules: &[(RuleId, &Rule)]) -> Vec<Part> {
        let n = self.model.groups.len();
        let mut named = FixedBitSet::with_capacity(n);
        for (_, rule) in rules {
            for term in rule.who.terms.iter().filter(|t| t.party.is_none()) {
                named.extend(term.groups.iter().map(|g| g.index()));
            }
        }
        let mut parts: BTreeMap<FixedBitSet, Vec<GroupId>> = BTreeMap::new();
        for (group, above) in self.closures.iter().enumerate() {
            if self.with.get(group).is_none_or(|w| !w.contains(group)) {
                continue;
            }
            let mut own = above.clone();
            own.intersect_with(&named);
            if !own.is_clear() {
                parts.entry(own).or_default().push(GroupId::new(group));
            }
        }
        let mut parts: Vec<Part> = parts
            .into_iter()
            .map(|(named, groups)| Part { groups, named })
            .collect();
        parts.sort_by(|a, b| a.groups.cmp(&b.groups));
        parts
    }

    /// Two or more parts, none of which includes another, that somebody can be in at once; smaller ones first.
    fn combinations(&mut self, parts: &[Part]) -> Vec<Vec<usize>> {
        let mut out: Vec<Vec<usize>> = Vec::new();
        let mut level: Vec<Vec<usize>> = (0..parts.len()).map(|at| vec![at]).collect();
        while !level.is_empty() {
            let mut next = Vec::new();
            for sofar in &level {
                let from = sofar.last().map_or(0, |l| l + 1);
                for at in from..parts.len() {
                    let mut longer = sofar.clone();
                    longer.push(at);
                    if !is_antichain(parts, &longer) || !self.can_be(parts, &longer, None) {
                        continue;
                    }
                    if out.len() + next.len() >= MOST {
                        self.bounded = true;
                        out.extend(next);
                        return out;
                    }
                    next.push(longer);
                }
            }
            out.extend(next.iter().cloned());
            level = next;
        }
        out
    }

    /// Whether somebody can be in one group, at least, of each of these parts; `among` are the groups that go with
    /// those that were picked.
    fn can_be(&self, parts: &[Part], which: &[usize], among: Option<&FixedBitSet>) -> bool {
        let Some((first, rest)) = which.split_first() else {
            return true;
        };
        let groups = parts.get(*first).map_or(&[][..], |p| p.groups.as_slice());
        groups.iter().any(|g| {
            let Some(with) = self.with.get(g.index()) else {
                return false;
            };
            if among.is_some_and(|a| !a.contains(g.index())) {
                return false;
            }
            let mut still = with.clone();
            if let Some(among) = among {
                still.intersect_with(among);
            }
            self.can_be(parts, rest, Some(&still))
        })
    }
}

fn is_antichain(parts: &[Part], which: &[usize]) -> bool {
    let named = |at: &usize| parts.get(*at).map(|p| &p.named);
    which.iter().all(|a| {
        which.iter().all(|b| {
            a == b || !matches!((named(a), named(b)), (Some(x), Some(y)) if x.is_subset(y))
        })
    })
}

/// Only permissions, or only prohibitions, that set nothing aside and ask for one group each: then it always follows.
fn may_differ(rules: &[(RuleId, &Rule)]) -> bool {
    let several = |r: &Rule| {
        r.who
            .terms
            .iter()
            .any(|t| t.party.is_none() && t.groups.len() > 1)
    };
    let all = |deontic| rules.iter().all(|(_, r)| r.deontic == deontic);
    let aside = |r: &Rule| rules.iter().any(|(id, _)| r.set_aside_by.contains(id));
    rules.iter().any(|(_, r)| several(r) || aside(r))
        || !(all(Deontic::May) || all(Deontic::MustNot))
}

/// Whether a cell is what its parts come to. Of parts whose rules include another's, the larger one counts.
fn follows(model: &Model, whole: usize, singles: &[usize], cells: &Cells) -> bool {
    let Some(whole) = cells.get(whole) else {
        return true;
    };
    let parts: Vec<_> = singles.iter().filter_map(|&at| cells.get(at)).collect();
    let within = |a: &[RuleId], b: &[RuleId]| a.len() < b.len() && a.iter().all(|r| b.contains(r));
    let largest: Vec<_> = parts
        .iter()
        .copied()
        .filter(|p| !parts.iter().any(|q| within(&p.rules, &q.rules)))
        .collect();
    if largest.iter().any(|p| p.rules == whole.rules) {
        return true;
    }
    is_join(model, whole, &largest) == Ok(true)
}
