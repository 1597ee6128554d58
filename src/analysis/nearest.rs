//! The permission that comes nearest to a refused request, and what it misses.
//!
//! This is for people, after a refusal, and looks at every permission.

use super::answer::{Answer, Nearest, Shortfall};
use super::kleene::{self, Truth};
use super::request::Request;
use super::universe::{Axis, Standing, Universe};
use crate::model::{
    ActionId, Clause, DataId, Deontic, FactKey, GroupId, Model, PurposeId, Rule, RuleId, Verdict,
};

impl Universe<'_> {
    /// The permission with the fewest shortfalls; of those, one that no prohibition stands in the way of, then the
    /// first in the source. A permission that is about other parties, actions, data and purposes is not near.
    pub fn nearest(&self, request: &Request, answer: &Answer) -> Option<Nearest> {
        let standing = self.standing(&request.asker);
        self.model()
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.deontic == Deontic::May && !rule.incomplete)
            .filter_map(|(id, rule)| {
                let misses = self.misses(rule, RuleId::new(id), &standing, request, answer);
                let elsewhere = misses.iter().filter(|m| is_elsewhere(m)).count();
                (elsewhere < 4 && !misses.is_empty()).then_some(Nearest {
                    rule: RuleId::new(id),
                    misses,
                })
            })
            .min_by_key(|n| {
                (
                    n.misses.len(),
                    n.misses
                        .iter()
                        .any(|m| matches!(m, Shortfall::Prohibited(_))),
                    n.rule,
                )
            })
    }

    fn misses(
        &self,
        rule: &Rule,
        id: RuleId,
        standing: &Standing,
        request: &Request,
        answer: &Answer,
    ) -> Vec<Shortfall> {
        let model = self.model();
        let mut misses = Vec::new();
        misses.extend(membership(model, rule, standing));
        let actions = uncovered(Axis::Action, model, rule, request);
        if !actions.is_empty() {
            misses.push(Shortfall::Actions(
                actions.into_iter().map(ActionId).collect(),
            ));
        }
        let data = uncovered(Axis::Data, model, rule, request);
        if !data.is_empty() {
            misses.push(Shortfall::Data(data.into_iter().map(DataId).collect()));
        }
        let purposes = uncovered(Axis::Purpose, model, rule, request);
        if !purposes.is_empty() {
            misses.push(Shortfall::Purposes(
                purposes.into_iter().map(PurposeId).collect(),
            ));
        }
        if kleene::condition(&rule.condition, &request.facts) != Truth::True {
            misses.push(Shortfall::Conditions(failing(rule, request)));
        }
        // A prohibition that this permission sets aside would be out of the way once the permission applies.
        let in_the_way = |p: &RuleId| !self.rule(*p).is_some_and(|r| r.set_aside_by.contains(&id));
        let mut prohibitions: Vec<RuleId> = Vec::new();
        if answer.verdict == Verdict::Prohibited {
            prohibitions.extend(answer.rules.iter().copied().filter(in_the_way));
        }
        prohibitions.extend(rule.set_aside_by.iter().copied().filter(|setter| {
            self.rule(*setter).is_some_and(|r| {
                r.deontic == Deontic::MustNot
                    && self.concerns(r, standing)
                    && kleene::condition(&r.condition, &request.facts).may_hold()
                    && Axis::ALL.iter().all(|axis| meets(*axis, model, r, request))
            })
        }));
        prohibitions.sort_unstable();
        prohibitions.dedup();
        if !prohibitions.is_empty() {
            misses.push(Shortfall::Prohibited(prohibitions));
        }
        misses
    }
}

/// Whether it says that the permission is about something or someone else altogether.
fn is_elsewhere(shortfall: &Shortfall) -> bool {
    !matches!(
        shortfall,
        Shortfall::Conditions(_) | Shortfall::Prohibited(_)
    )
}

/// What keeps the rule from being about the asker, if it is not.
fn membership(model: &Model, rule: &Rule, standing: &Standing) -> Option<Shortfall> {
    if rule.who.terms.iter().any(|t| standing.fits(t)) {
        return None;
    }
    Some(lacking(model, rule, standing).map_or(Shortfall::OtherParty, Shortfall::Membership))
}

/// The fewest groups that the asker would have to be in as well; `None` if the rule is for other parties only.
pub(super) fn lacking(model: &Model, rule: &Rule, standing: &Standing) -> Option<Vec<GroupId>> {
    let open = rule
        .who
        .terms
        .iter()
        .filter(|t| t.party.is_none_or(|p| standing.party == Some(p)));
    open.map(|term| {
        let lacking: Vec<GroupId> = term
            .groups
            .iter()
            .copied()
            .filter(|g| !standing.is_in(*g))
            .collect();
        // Whoever is in a group is in those above it.
        let implied = |g: GroupId| {
            lacking
                .iter()
                .any(|&h| h != g && model.group_tree.is_within(h.0, g.0))
        };
        let mut plain: Vec<GroupId> = lacking.iter().copied().filter(|g| !implied(*g)).collect();
        plain.sort_unstable();
        plain.dedup();
        plain
    })
    .min_by_key(|groups| (groups.len(), groups.clone()))
}

/// The nodes asked for that the rule does not cover whole.
fn uncovered(axis: Axis, model: &Model, rule: &Rule, request: &Request) -> Vec<u32> {
    if axis.named(rule).next().is_none() {
        return Vec::new();
    }
    let tree = axis.tree(model);
    let mut asked = axis.asked(request);
    if asked.is_empty() {
        asked = tree.roots().collect();
    }
    asked.sort_unstable();
    asked.dedup();
    asked.retain(|&node| !axis.named(rule).any(|n| tree.is_within(node, n)));
    asked
}

/// Whether the rule covers some atom that was asked for.
fn meets(axis: Axis, model: &Model, rule: &Rule, request: &Request) -> bool {
    let asked = axis.asked(request);
    let tree = axis.tree(model);
    let common = |a: u32, b: u32| tree.down(a).iter().any(|n| tree.is_within(*n, b));
    axis.named(rule).next().is_none()
        || asked.is_empty()
        || axis
            .named(rule)
            .any(|n| asked.iter().any(|&a| common(a, n)))
}

/// What the condition turns on: the tests that do not hold in the clause that has the fewest of them.
fn failing(rule: &Rule, request: &Request) -> Vec<FactKey> {
    let keys = |clause: &Clause| {
        let open = clause
            .iter()
            .filter(|l| kleene::literal(l, &request.facts) != Truth::True);
        let mut keys: Vec<FactKey> = open.map(|l| l.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    rule.condition
        .clauses
        .iter()
        .map(keys)
        .min_by_key(|k| (k.len(), k.clone()))
        .unwrap_or_default()
}
