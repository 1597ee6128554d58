//! The plainest way of a flow: nothing is said of its two cases that makes no difference, and the evaluator has seen both.

use super::super::case::value;
use super::super::witness::status;
use super::pair::Link;
use super::{Route, Search};
use crate::analysis::Truth;
use crate::analysis::checks::Case;
use crate::model::{DataId, FactKey, RuleId, Verdict};
use std::collections::BTreeSet;

impl Search<'_, '_> {
    /// Leaves out the facts that make no difference, and chooses among targets that are as near the one whose whole answer is "permitted".
    /// `None`: the evaluator does not say what the route says.
    pub(super) fn plain(
        &self,
        prohibition: RuleId,
        permission: RuleId,
        around: &[RuleId],
        link: &Link,
        mut route: Box<Route>,
    ) -> Option<Box<Route>> {
        let shows = |no: &Case, yes: &Case| {
            self.in_effect(prohibition, no)
                && self.in_effect(permission, yes)
                && around.iter().all(|r| self.is_out_of_effect(*r, yes))
        };
        // The evaluator does not know that two tests exclude each other before it knows the fact; it may have any value then.
        let needed = route.forbidden.facts.clone();
        if !shows(&route.forbidden, &route.permitted) {
            for key in self.tested(&[&[prohibition, permission], around].concat()) {
                let Some(value) = value(self.model, key, &self.model.domain(key)) else {
                    continue;
                };
                route.forbidden.facts.entry(key).or_insert(value);
                route.permitted.facts.entry(key).or_insert(value);
            }
        }
        let mut keys: Vec<FactKey> = route.forbidden.facts.keys().copied().collect();
        keys.sort_by_key(|key| needed.contains_key(key));
        for key in keys {
            let (mut no, mut yes) = (route.forbidden.clone(), route.permitted.clone());
            no.facts.remove(&key);
            yes.facts.remove(&key);
            if shows(&no, &yes) {
                (route.forbidden, route.permitted) = (no, yes);
            }
        }
        let permits = |to: &u32| {
            let mut yes = route.permitted.clone();
            yes.data = Some(DataId(*to));
            let answer = self.universe.decide(&yes.request());
            answer.verdict == Verdict::Permitted && answer.rules.contains(&permission)
        };
        let tree = &self.model.data_tree;
        let is_leaf = |to: &u32| tree.children(*to).is_empty();
        let targets = || link.to.iter().copied();
        let to = targets()
            .find(permits)
            .or_else(|| targets().find(is_leaf))
            .or_else(|| targets().next())?;
        route.path = link.path(to);
        route.permitted.data = Some(DataId(to));
        // Any atom of the source will do: the shortest way begins at one of them.
        route.forbidden.data = route.path.first().copied();
        let answer = self.universe.decide(&route.forbidden.request());
        let forbids = answer.verdict == Verdict::Prohibited && answer.rules.contains(&prohibition);
        (forbids && shows(&route.forbidden, &route.permitted)).then_some(route)
    }

    /// The facts that some rules test, or those that set them aside.
    fn tested(&self, rules: &[RuleId]) -> BTreeSet<FactKey> {
        let setters = rules.iter().flat_map(|r| self.setters(*r));
        let all = rules.iter().chain(setters).filter_map(|r| self.rule(*r));
        let tests = all.flat_map(|r| r.condition.clauses.iter().flatten());
        tests.map(|l| l.key).collect()
    }

    fn status(&self, id: RuleId, case: &Case) -> Truth {
        let standing = self.universe.standing(&case.asker);
        status(self.universe, &standing, case, id)
    }

    fn setters(&self, id: RuleId) -> &[RuleId] {
        self.rule(id).map_or(&[][..], |r| &r.set_aside_by)
    }

    /// Whether a rule applies and nothing sets it aside, whatever the facts that the case does not name.
    fn in_effect(&self, id: RuleId, case: &Case) -> bool {
        let mut setters = self.setters(id).iter();
        self.status(id, case) == Truth::True
            && setters.all(|s| self.status(*s, case) == Truth::False)
    }

    fn is_out_of_effect(&self, id: RuleId, case: &Case) -> bool {
        let mut setters = self.setters(id).iter();
        self.status(id, case) == Truth::False
            || setters.any(|s| self.status(*s, case) == Truth::True)
    }
}
