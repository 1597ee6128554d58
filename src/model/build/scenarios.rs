//! Scenarios: executable examples of the commons' own source.

use super::collect::Collected;
use super::messages::text;
use super::{Builder, Entry, localized};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{
    Actor, AskCase, Ballot, FactKey, FactKind, GroupId, Localized, Scenario, ScenarioCase, Value,
    VoteCase, VoteReason,
};
use crate::source::Span;
use crate::syntax::tree::{self, GivenWhat, What};
use std::collections::{BTreeMap, HashMap};

impl<'a> Builder<'a> {
    pub(super) fn build_scenarios(&mut self, all: &Collected<'a>) {
        let mut slugs: HashMap<String, usize> = HashMap::new();
        for entry in &all.scenarios {
            let What::Scenario(tree) = &entry.tree.what else {
                continue;
            };
            let title = entry
                .tree
                .title
                .as_ref()
                .map(|t| localized(t, entry.lang))
                .unwrap_or_default();
            let case = match &**tree {
                tree::Scenario::Ask(case) => self.ask_case(*entry, case).map(ScenarioCase::Ask),
                tree::Scenario::Vote(case) => self.vote_case(*entry, case).map(ScenarioCase::Vote),
            };
            let id = unique_slug(&title, &mut slugs);
            if let Some(case) = case {
                self.model.scenarios.push(Scenario {
                    id,
                    title,
                    span: entry.tree.span,
                    case,
                });
            }
        }
    }

    fn ask_case(&mut self, entry: Entry<'a>, case: &'a tree::AskCase) -> Option<AskCase> {
        let s = entry.scope;
        let actor = match &case.actor {
            tree::Actor::Outsider(_) => Some(Actor::Someone(Vec::new())),
            tree::Actor::Someone { groups, .. } => {
                let (groups, whole) = self.group_list(s, groups);
                whole.then_some(Actor::Someone(groups))
            }
            tree::Actor::Named(name) => match self.holder(s, name) {
                Some(crate::model::Holder::Party(id)) => Some(Actor::Party(id)),
                Some(_) => {
                    self.report(
                        Diagnostic::new(
                            codes::WRONG_KIND,
                            text(
                                format!(
                                    "`{}` is not one party, and only a party can ask.",
                                    name.value
                                ),
                                format!(
                                    "`{}` is niet één partij, en alleen een partij kan vragen.",
                                    name.value
                                ),
                            ),
                        )
                        .label(
                            name.span,
                            text("not a named party", "geen partij met een naam"),
                        )
                        .help(text(
                            format!("Write: someone in {}", name.value),
                            format!("Schrijf: iemand in {}", name.value),
                        )),
                    );
                    None
                }
                None => None,
            },
        };
        let acts = self.acts(s, &case.acts, entry.lang);
        let mut facts: BTreeMap<FactKey, (Value, Span)> = BTreeMap::new();
        let mut whole = acts.whole;
        for given in &case.givens {
            match self.given(s, given) {
                Some((key, value)) => whole &= self.put_fact(&mut facts, key, value, given.span),
                None => whole = false,
            }
        }
        if let Some(date) = &case.on {
            match self.day(date) {
                Some(day) => {
                    whole &= self.put_fact(&mut facts, FactKey::Moment, Value::Date(day), date.span)
                }
                None => whole = false,
            }
        }
        let no_acts = super::rules::Acts {
            actions: Vec::new(),
            data: Vec::new(),
            purposes: Vec::new(),
            swapped: false,
            whole: true,
        };
        let mut duties = Vec::with_capacity(case.duties.len());
        for duty in &case.duties {
            duties.push(self.duty(entry, String::new(), duty, &no_acts));
        }
        let (rules, rules_whole) = self.rule_list(s, &case.rules);
        let mut missing = Vec::with_capacity(case.missing.len());
        for name in &case.missing {
            match self.fact_or_decision(s, name) {
                Some(key) => missing.push(key),
                None => whole = false,
            }
        }
        let actor = actor?;
        (whole && rules_whole).then_some(AskCase {
            actor,
            actions: acts.actions,
            data: acts.data,
            purposes: acts.purposes,
            facts: facts
                .into_iter()
                .map(|(key, (value, _))| (key, value))
                .collect(),
            verdict: case.verdict.value,
            verdict_span: case.verdict.span,
            duties,
            rules,
            missing,
        })
    }

    /// A second, different value for a fact contradicts the first.
    fn put_fact(
        &mut self,
        facts: &mut BTreeMap<FactKey, (Value, Span)>,
        key: FactKey,
        value: Value,
        span: Span,
    ) -> bool {
        match facts.get(&key) {
            Some((first, at)) if *first != value => {
                let d = Diagnostic::new(
                    codes::CONTRADICTORY_FACTS,
                    text(
                        "This case says two different things about the same fact.",
                        "Dit geval zegt twee verschillende dingen over hetzelfde feit.",
                    ),
                )
                .label(span, text("here something else", "hier iets anders"))
                .label(*at, text("said here first", "hier eerst gezegd"))
                .help(text(
                    "Keep the one that belongs to this case.",
                    "Houd degene die bij dit geval hoort.",
                ));
                self.report(d);
                false
            }
            _ => {
                facts.insert(key, (value, span));
                true
            }
        }
    }

    /// A missing decision may be named as such; facts go first.
    fn fact_or_decision(&mut self, scope: u8, name: &tree::Name) -> Option<FactKey> {
        use super::names::{Found, Space};
        if let Found::Target(..) = self.names.find(Space::Decision, scope, &name.value)
            && !matches!(
                self.names.find(Space::Fact, scope, &name.value),
                Found::Target(..)
            )
        {
            return self.decision(scope, name).map(FactKey::Passed);
        }
        self.fact(scope, name).map(FactKey::Fact)
    }

    fn given(&mut self, scope: u8, given: &tree::Given) -> Option<(FactKey, Value)> {
        let (name, written) = match &given.what {
            GivenWhat::Passed { decision, not } => {
                return self
                    .decision(scope, decision)
                    .map(|d| (FactKey::Passed(d), Value::Bool(!not)));
            }
            GivenWhat::Yes(name) => (name, Written::Bool(true)),
            GivenWhat::No(name) => (name, Written::Bool(false)),
            GivenWhat::Date(name, date) => (name, Written::Date(date)),
            GivenWhat::Number(name, quantity) => (name, Written::Number(quantity)),
            GivenWhat::Choice(name, choice) => (name, Written::Choice(choice)),
        };
        let id = self.fact(scope, name)?;
        let fact = self.model.facts.get(id.index())?.clone();
        let value = match (&fact.kind, written) {
            (FactKind::YesNo, Written::Bool(b)) => Value::Bool(b),
            (FactKind::Date, Written::Date(date)) => Value::Date(self.day(date)?),
            (FactKind::Number { .. }, Written::Number(q)) => Value::Int(self.steps(&fact, q)?),
            (FactKind::OneOf(choices), Written::Choice(choice)) => {
                let places = self.choices(id, choices, std::slice::from_ref(choice))?;
                Value::Choice(*places.first()?)
            }
            (kind, _) => {
                let d = super::conditions::wrong_value(&fact.decl, name, kind, given.span);
                self.report(d);
                return None;
            }
        };
        Some((FactKey::Fact(id), value))
    }

    /// So many of each group; `None` if one of them is unknown.
    fn counted(&mut self, scope: u8, written: &[(i64, tree::Name)]) -> Option<Vec<(i64, GroupId)>> {
        let found: Vec<Option<(i64, GroupId)>> = written
            .iter()
            .map(|(count, name)| Some((*count, self.group(scope, name)?)))
            .collect();
        found.into_iter().collect()
    }

    fn vote_case(&mut self, entry: Entry<'a>, case: &'a tree::VoteCase) -> Option<VoteCase> {
        let s = entry.scope;
        let decision = self.decision(s, &case.decision);
        let classes = self.counted(s, &case.classes);
        // Everything is looked up before anything is given up, so that every unknown name is reported.
        let mut whole = classes.is_some();
        let mut ballots = Vec::with_capacity(case.ballots.len());
        for pile in &case.ballots {
            let classes = match &pile.classes {
                tree::BallotClasses::Unstated => None,
                tree::BallotClasses::All(name) => {
                    let group = self.group(s, name).map(|g| vec![(pile.count, g)]);
                    whole &= group.is_some();
                    group
                }
                tree::BallotClasses::Each(each) => {
                    let groups = self.counted(s, each);
                    whole &= groups.is_some();
                    groups
                }
            };
            ballots.push(Ballot {
                count: pile.count,
                choice: pile.choice,
                classes,
            });
        }
        let mut reasons = Vec::with_capacity(case.reasons.len());
        for reason in &case.reasons {
            reasons.push(match &reason.value {
                tree::VoteReason::Quorum { met, of, by } => VoteReason::Quorum {
                    met: *met,
                    of: *of,
                    by: *by,
                },
                tree::VoteReason::Tied => VoteReason::Tied,
                tree::VoteReason::ClassRefused(name) => match self.group(s, name) {
                    Some(group) => VoteReason::ClassRefused(group),
                    None => {
                        whole = false;
                        continue;
                    }
                },
            });
        }
        let classes = classes.filter(|_| whole)?;
        let cast = case
            .ballots
            .iter()
            .try_fold(0i64, |sum, b| sum.checked_add(b.count));
        if cast.is_none_or(|cast| cast > case.eligible.value) {
            let d = Diagnostic::new(
                codes::CONTRADICTORY_FACTS,
                text(
                    "There are more votes than people who may vote.",
                    "Er zijn meer stemmen dan mensen die mogen stemmen.",
                ),
            )
            .label(
                case.eligible.span,
                text("so many may vote", "zoveel mogen er stemmen"),
            )
            .help(text(
                "Check the numbers of this case.",
                "Controleer de getallen van dit geval.",
            ));
            self.report(d);
            return None;
        }
        Some(VoteCase {
            decision: decision?,
            eligible: case.eligible.value,
            classes,
            present: case.present.as_ref().map(|p| p.value),
            recused: case.recused.as_ref().map(|r| r.value),
            ballots,
            outcome: case.outcome.value,
            outcome_span: case.outcome.span,
            reasons,
        })
    }
}

enum Written<'t> {
    Bool(bool),
    Date(&'t tree::Date),
    Number(&'t tree::Quantity),
    Choice(&'t tree::Name),
}

/// A title as an id: lower case, other characters as hyphens; a second one alike gets a number.
fn unique_slug(title: &Localized, seen: &mut HashMap<String, usize>) -> String {
    let text = title.en.as_deref().or(title.nl.as_deref()).unwrap_or("");
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-').to_string();
    let count = seen.entry(slug.clone()).or_insert(0);
    *count += 1;
    if *count == 1 {
        slug
    } else {
        format!("{slug}-{count}")
    }
}
