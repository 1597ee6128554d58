//! Edits that settle a flow: the permission stays clear of the purpose, or the prohibition is about what is made from its data
//! (or about passing on) too, and goes first.

use super::spell::{Spelling, has_name};
use super::{Fixer, behind};
use crate::analysis::checks::flow::{Flow, Leak, Route, Way};
use crate::analysis::region::{Blocker, Regions, RuleBox};
use crate::diagnostic::{Edit, Fix, Lang, Text};
use crate::model::{
    ActionId, DataId, Deontic, NameList, Origin, Rule, RuleId, Who, WhoSpelled, WhoTerm,
};
use crate::prose;
use crate::syntax::grammar::Rule as Word;

/// What a prohibition would have to be about as well.
enum More {
    Data(Vec<DataId>),
    Acts(Vec<ActionId>),
}

impl Fixer<'_> {
    /// The edits that a flow offers: those of the permission first. A prohibition of an outer commons can't be edited.
    pub(in crate::analysis::checks) fn of_flow(&self, flow: &Flow) -> Vec<Fix> {
        let (Leak::Found(route), Some(prohibition), Some(permission)) = (
            &flow.leak,
            self.rule(flow.prohibition),
            self.rule(flow.permission),
        ) else {
            return Vec::new();
        };
        let more = self.more(prohibition, permission, route);
        // A rule that forbids all that flows.
        let mut against = prohibition.clone();
        match &more {
            More::Data(datasets) => against.data.extend(datasets),
            More::Acts(acts) => against.actions.extend(acts),
        }
        if route.way == Way::PassedOn {
            against.actions = self.acts_of_passing(permission);
            against.who = Who {
                terms: vec![WhoTerm::default()],
                spelled: WhoSpelled::Everyone,
            };
        }
        let mut out = self.clear_of(flow.permission, permission, flow.prohibition, &against);
        out.extend(self.widened(flow, prohibition, permission, &more));
        out
    }

    fn more(&self, prohibition: &Rule, permission: &Rule, route: &Route) -> More {
        if route.path.len() > 1 {
            return More::Data(route.made.clone());
        }
        let tree = &self.model.action_tree;
        let covered = |a: &ActionId| prohibition.actions.iter().any(|b| tree.is_within(a.0, b.0));
        let mut acts = self.acts_of_passing(permission);
        acts.retain(|a| !covered(a));
        More::Acts(acts)
    }

    /// `share` and what lies within it, as a rule names it.
    fn acts_of_passing(&self, rule: &Rule) -> Vec<ActionId> {
        let model = self.model;
        let shares = |a: &ActionId| {
            let above = model.action_tree.up(a.0).iter();
            let mut above = above.filter_map(|&n| model.actions.get(n as usize));
            above.any(|a| a.decl.origin == Origin::Builtin && a.decl.id == "share")
        };
        rule.actions.iter().copied().filter(shares).collect()
    }

    /// The prohibition, about more and before the permission; only if no other permission gets in its way and this one is
    /// still of use.
    fn widened(
        &self,
        flow: &Flow,
        prohibition: &Rule,
        permission: &Rule,
        more: &More,
    ) -> Option<Fix> {
        // What is read as an exception would reach beyond the permission that it is read into.
        let is_exception = self
            .exceptions
            .values()
            .any(|all| all.contains(&flow.prohibition));
        let circle = self.sets_aside(flow.permission, flow.prohibition);
        if !prohibition.decl.is_own() || is_exception || circle {
            return None;
        }
        let model = self.model;
        // The part that is new, and the whole.
        let (mut part, mut whole) = (prohibition.clone(), prohibition.clone());
        let (list, names, what) = match more {
            More::Data(datasets) => {
                part.data.clone_from(datasets);
                whole.data.extend(datasets);
                let decls = datasets.iter().filter_map(|d| model.data.get(d.index()));
                let names = decls.map(|d| has_name(&d.decl).then(|| d.decl.id.clone()));
                let what = prose::both(model, |w| w.data(datasets));
                (
                    NameList::Data,
                    names.collect::<Option<Vec<String>>>()?,
                    what,
                )
            }
            More::Acts(acts) => {
                part.actions.clone_from(acts);
                whole.actions.extend(acts);
                let spelling = Spelling::of(model);
                let names = acts
                    .iter()
                    .map(|a| spelling.action(*a))
                    .collect::<Option<_>>()?;
                let nouns = |w: prose::Words| {
                    let nouns: Vec<String> = acts.iter().map(|a| w.action_noun(*a)).collect();
                    w.and(&nouns)
                };
                (NameList::Actions, names, prose::both(model, nouns))
            }
        };
        let last = prohibition.names.of(list).last()?;
        if names.is_empty()
            || self.meets_another(flow, &part)
            || !self.is_still_of_use(flow.permission, permission, &whole)
        {
            return None;
        }
        let mut edits = vec![Edit {
            span: behind(*last),
            text: format!(", {}", names.join(", ")),
        }];
        if !prohibition.despite.contains(&flow.permission) {
            let word = Spelling::of(model).word(Word::kw_despite);
            edits.push(Edit {
                span: behind(prohibition.statement),
                text: format!("\n  {word} {}", permission.decl.id),
            });
        }
        let title = |lang| {
            let title = |rule: &Rule| format!("\"{}\"", rule.decl.title(lang));
            let (no, yes) = (title(prohibition), title(permission));
            match lang {
                Lang::En => format!("{no} is about {} too, and goes before {yes}", what.en),
                Lang::Nl => format!("{no} gaat ook over {}, en gaat voor {yes}", what.nl),
            }
        };
        Some(Fix {
            title: Text::new(title(Lang::En), title(Lang::Nl)),
            edits,
            sure: false,
        })
    }

    /// Whether another permission applies somewhere where the prohibition would be new, and does not go before it.
    fn meets_another(&self, flow: &Flow, part: &Rule) -> bool {
        let found = self
            .universe
            .touching(&part.actions, &part.data, &part.purposes);
        let mut regions = Regions::new(self.model);
        let new = regions.boxes(part);
        found.into_iter().any(|id| {
            let Some(rule) = self.rule(id).filter(|r| r.deontic == Deontic::May) else {
                return false;
            };
            if id == flow.permission || rule.despite.contains(&flow.prohibition) {
                return false;
            }
            let theirs = regions.boxes(rule);
            let meets = |a: &RuleBox<'_>| theirs.iter().any(|b| regions.overlap(a, b).is_some());
            new.iter().any(meets)
        })
    }

    /// Whether a permission still permits something outside a prohibition.
    fn is_still_of_use(&self, id: RuleId, permission: &Rule, prohibition: &Rule) -> bool {
        let mut regions = Regions::new(self.model);
        let (boxes, against) = (regions.boxes(permission), regions.boxes(prohibition));
        let blockers: Vec<Blocker> = against.iter().map(Blocker::plain).collect();
        self.still_permits(id, &regions, &boxes, &blockers)
    }
}
