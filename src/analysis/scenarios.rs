//! Runs the scenarios of a source: does what it says come out as its writers expect?

mod words;

use super::answer::Answer;
use super::request::{Asker, Request};
use super::tally::{self, Count, Uncountable};
use super::universe::Universe;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::quantity::convert;
use crate::model::{
    Actor, AskCase, Duration, Duty, Model, Rule, RuleId, Scenario, ScenarioCase, Unit, Verdict,
    VoteCase, VoteReason,
};

use words::{action_names, group_name, key_name, list, rule_name};
pub use words::{outcome_words, uncountable_words, verdict_words};

/// How one scenario came out.
#[derive(Debug, Clone)]
pub struct ScenarioResult {
    /// Place in `Model::scenarios`.
    pub index: usize,
    pub id: String,
    pub outcome: Outcome,
    /// What differs from what was expected; empty if the scenario passes.
    pub failures: Vec<Text>,
    /// The permissions and prohibitions that the answer rests on.
    pub covers: Vec<RuleId>,
    pub came_out: CameOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Passed,
    Failed,
    /// A vote that the source does not say enough about to count.
    NotChecked,
}

#[derive(Debug, Clone)]
pub enum CameOut {
    Answer(Box<Answer>),
    Count(Box<Count>),
    NotCounted(Uncountable),
}

/// Runs all scenarios, in the order of the source.
pub fn run(universe: &Universe) -> Vec<ScenarioResult> {
    universe
        .model()
        .scenarios
        .iter()
        .enumerate()
        .map(|(index, s)| run_one(universe, index, s))
        .collect()
}

/// A finding for each scenario that fails, and a note for each vote that could not be counted.
pub fn diagnostics(model: &Model, results: &[ScenarioResult]) -> Vec<Diagnostic> {
    results
        .iter()
        .filter_map(|result| {
            let scenario = model.scenarios.get(result.index)?;
            finding(model, scenario, result)
        })
        .collect()
}

/// Permissions and prohibitions of this commons that no scenario's answer rests on.
pub fn uncovered(model: &Model, results: &[ScenarioResult]) -> Vec<RuleId> {
    let covered: std::collections::BTreeSet<RuleId> = results
        .iter()
        .flat_map(|r| r.covers.iter().copied())
        .collect();
    let rules = model
        .rules
        .iter()
        .enumerate()
        .map(|(at, rule)| (RuleId::new(at), rule));
    rules
        .filter(|(id, rule)| {
            rule.decl.is_own() && super::universe::plays_a_part(rule) && !covered.contains(id)
        })
        .map(|(id, _)| id)
        .collect()
}

/// The request that a scenario makes.
pub fn request_of(case: &AskCase) -> Request {
    Request {
        asker: match &case.actor {
            Actor::Party(id) => Asker::Party(*id),
            Actor::Someone(groups) => Asker::Groups(groups.clone()),
        },
        actions: case.actions.clone(),
        data: case.data.clone(),
        purposes: case.purposes.clone(),
        facts: case.facts.iter().copied().collect(),
    }
}

fn run_one(universe: &Universe, index: usize, scenario: &Scenario) -> ScenarioResult {
    let model = universe.model();
    let (failures, covers, came_out) = match &scenario.case {
        ScenarioCase::Ask(case) => {
            let answer = universe.evaluate(&request_of(case));
            (
                differences(model, case, &answer),
                answer.rules.clone(),
                CameOut::Answer(Box::new(answer)),
            )
        }
        ScenarioCase::Vote(case) => match model
            .decisions
            .get(case.decision.index())
            .map(|d| tally::count(d, case))
        {
            Some(Ok(count)) => (
                vote_differences(model, case, &count),
                Vec::new(),
                CameOut::Count(Box::new(count)),
            ),
            Some(Err(why)) => (Vec::new(), Vec::new(), CameOut::NotCounted(why)),
            None => (
                Vec::new(),
                Vec::new(),
                CameOut::NotCounted(Uncountable::NoTest),
            ),
        },
    };
    let outcome = match (&came_out, failures.is_empty()) {
        (CameOut::NotCounted(_), _) => Outcome::NotChecked,
        (_, true) => Outcome::Passed,
        (_, false) => Outcome::Failed,
    };
    ScenarioResult {
        index,
        id: scenario.id.clone(),
        outcome,
        failures,
        covers,
        came_out,
    }
}

// ------------------------------------------------------------------ asking

fn differences(model: &Model, case: &AskCase, answer: &Answer) -> Vec<Text> {
    let mut found = Vec::new();
    if answer.verdict != case.verdict {
        let (got, wanted) = (verdict_words(answer.verdict), verdict_words(case.verdict));
        found.push(Text::new(
            format!("The answer is \"{}\", not \"{}\".", got.en, wanted.en),
            format!("Het antwoord is \"{}\", niet \"{}\".", got.nl, wanted.nl),
        ));
    }
    for rule in case.rules.iter().filter(|r| !answer.rules.contains(r)) {
        let name = rule_name(model, *rule);
        found.push(Text::new(
            format!("The answer does not rest on {}.", name.en),
            format!("Het antwoord berust niet op {}.", name.nl),
        ));
    }
    for key in case.missing.iter().filter(|k| !answer.missing.contains(k)) {
        let name = key_name(model, *key);
        found.push(Text::new(
            format!("The answer does not turn on {}.", name.en),
            format!("Het antwoord hangt niet af van {}.", name.nl),
        ));
    }
    for expected in &case.duties {
        let due = answer.duties.iter().any(|due| {
            let rule = model.rules.get(due.rule.index());
            rule.and_then(|r| Some((r, r.duties.get(due.number)?)))
                .is_some_and(|(rule, duty)| matches(expected, duty, rule))
        });
        if !due {
            let acts = action_names(model, expected);
            found.push(Text::new(
                format!("No such duty comes with it: must {}.", acts.en),
                format!("Zo'n plicht hoort er niet bij: moeten {}.", acts.nl),
            ));
        }
    }
    found
}

/// Whether each thing that the expected duty states is so of the duty of this rule.
fn matches(expected: &Duty, duty: &Duty, rule: &Rule) -> bool {
    fn same<T: Ord + Copy>(expected: &[T], found: &[T]) -> bool {
        let set = |list: &[T]| {
            list.iter()
                .copied()
                .collect::<std::collections::BTreeSet<T>>()
        };
        expected.is_empty() || set(expected) == set(found)
    }
    // A duty that names no data is about what its rule is about.
    let data = if duty.data.is_empty() {
        &rule.data
    } else {
        &duty.data
    };
    let purposes = if duty.purposes.is_empty() {
        &rule.purposes
    } else {
        &duty.purposes
    };
    let (e, d) = (&expected.terms, &duty.terms);
    same(&expected.actions, &duty.actions)
        && same(&expected.data, data)
        && same(&expected.purposes, purposes)
        && same(&e.to, &d.to)
        && [
            (e.within, d.within),
            (e.every, d.every),
            (e.at_least, d.at_least),
            (e.at_most, d.at_most),
        ]
        .iter()
        .all(|(expected, found)| {
            expected.is_none_or(|e| found.is_some_and(|f| equally_long(&e, &f)))
        })
        && e.or_else.is_none_or(|s| d.or_else == Some(s))
}

/// Two weeks are fourteen days; a month is not thirty.
fn equally_long(a: &Duration, b: &Duration) -> bool {
    use num_traits::CheckedMul;
    convert(&Unit::Time(a.unit), &Unit::Time(b.unit))
        .and_then(|factor| a.amount.checked_mul(&factor))
        .is_some_and(|amount| amount == b.amount)
}

// ------------------------------------------------------------------ voting

fn vote_differences(model: &Model, case: &VoteCase, count: &Count) -> Vec<Text> {
    let mut found = Vec::new();
    if count.outcome != case.outcome {
        let (got, wanted) = (outcome_words(count.outcome), outcome_words(case.outcome));
        found.push(Text::new(
            format!(
                "The vote comes out as \"{}\", not \"{}\".",
                got.en, wanted.en
            ),
            format!(
                "De uitslag van de stemming is \"{}\", niet \"{}\".",
                got.nl, wanted.nl
            ),
        ));
    }
    for reason in &case.reasons {
        match *reason {
            VoteReason::Quorum { met, of, by } => {
                let so = count.quorums().chain(count.participations()).any(|q| {
                    q.met() == met
                        && of.is_none_or(|n| n == q.needed)
                        && by.is_none_or(|n| n == q.reached)
                });
                if !so {
                    found.push(quorum_words(count));
                }
            }
            VoteReason::Tied if !count.tied => {
                found.push(Text::new(
                    "The votes are not tied.",
                    "De stemmen staken niet.",
                ));
            }
            VoteReason::ClassRefused(group) if !count.refused_by.contains(&group) => {
                let name = group_name(model, group);
                found.push(Text::new(
                    format!("It was not refused by {}.", name.en),
                    format!("Het is niet geweigerd door {}.", name.nl),
                ));
            }
            VoteReason::Tied | VoteReason::ClassRefused(_) => {}
        }
    }
    found
}

/// What the quorum was and who came, for a reason that does not fit.
fn quorum_words(count: &Count) -> Text {
    let all: Vec<Text> = count
        .quorums()
        .chain(count.participations())
        .map(|q| {
            let (met, gehaald) = if q.met() {
                ("met", "gehaald")
            } else {
                ("not met", "niet gehaald")
            };
            Text::new(
                format!("The quorum is {}; it was {met} by {}.", q.needed, q.reached),
                format!(
                    "Het quorum is {}; het werd {gehaald} met {}.",
                    q.needed, q.reached
                ),
            )
        })
        .collect();
    if all.is_empty() {
        return Text::new(
            "This decision has no quorum.",
            "Dit besluit heeft geen quorum.",
        );
    }
    let join = |lang: Lang| {
        let each: Vec<&str> = all.iter().map(|t| t.get(lang)).collect();
        each.join(" ")
    };
    Text::new(join(Lang::En), join(Lang::Nl))
}

// ------------------------------------------------------------------ words

fn finding(model: &Model, scenario: &Scenario, result: &ScenarioResult) -> Option<Diagnostic> {
    let title = Text::new(scenario.title.get(Lang::En), scenario.title.get(Lang::Nl));
    let (span, label) = match &scenario.case {
        ScenarioCase::Ask(case) => {
            let words = verdict_words(case.verdict);
            (
                case.verdict_span,
                Text::new(
                    format!("expected: {}", words.en),
                    format!("verwacht: {}", words.nl),
                ),
            )
        }
        ScenarioCase::Vote(case) => {
            let words = outcome_words(case.outcome);
            (
                case.outcome_span,
                Text::new(
                    format!("expected: {}", words.en),
                    format!("verwacht: {}", words.nl),
                ),
            )
        }
    };
    let diagnostic = match (&result.came_out, result.outcome) {
        (_, Outcome::Passed) => return None,
        (CameOut::NotCounted(why), _) => Diagnostic::new(
            codes::VOTE_NOT_CHECKED,
            Text::new(
                format!("The vote in \"{}\" could not be counted.", title.en),
                format!("De stemming in \"{}\" kon niet worden geteld.", title.nl),
            ),
        )
        .case(uncountable_words(model, *why)),
        (_, _) => Diagnostic::new(
            codes::SCENARIO_FAILS,
            Text::new(
                format!(
                    "The scenario \"{}\" does not come out as expected.",
                    title.en
                ),
                format!(
                    "Het scenario \"{}\" komt anders uit dan verwacht.",
                    title.nl
                ),
            ),
        )
        .case(story(model, result)),
    };
    let mut diagnostic = diagnostic.label(span, label);
    if let CameOut::Answer(answer) = &result.came_out {
        for rule in answer.rules.iter().take(MOST_RULES) {
            let Some(rule) = model.rules.get(rule.index()) else {
                continue;
            };
            let text = Text::new(
                "the answer comes from here",
                "hier komt het antwoord vandaan",
            );
            diagnostic = diagnostic.label(rule.statement, text);
        }
    }
    Some(diagnostic)
}

/// More rules than this are named in the story and not shown.
const MOST_RULES: usize = 3;

/// What came out and why, as sentences.
fn story(model: &Model, result: &ScenarioResult) -> Text {
    let mut all: Vec<Text> = result.failures.clone();
    if let CameOut::Answer(answer) = &result.came_out {
        all.extend(why(model, answer));
    }
    if let CameOut::Count(count) = &result.came_out
        && !count.quorums_met()
    {
        all.push(quorum_words(count));
    }
    all.dedup();
    let join = |lang: Lang| {
        all.iter()
            .map(|t| t.get(lang))
            .collect::<Vec<_>>()
            .join(" ")
    };
    Text::new(join(Lang::En), join(Lang::Nl))
}

fn why(model: &Model, answer: &Answer) -> Option<Text> {
    let names = |rules: &[RuleId]| {
        let names: Vec<Text> = rules.iter().map(|r| rule_name(model, *r)).collect();
        list(&names)
    };
    Some(match answer.verdict {
        Verdict::Permitted => {
            let n = names(&answer.rules);
            Text::new(
                format!("It is permitted by {}.", n.en),
                format!("Het is toegestaan door {}.", n.nl),
            )
        }
        Verdict::Prohibited => {
            let n = names(&answer.rules);
            Text::new(
                format!("It is prohibited by {}.", n.en),
                format!("Het is verboden door {}.", n.nl),
            )
        }
        Verdict::Undetermined => {
            let n = list(
                &answer
                    .missing
                    .iter()
                    .map(|k| key_name(model, *k))
                    .collect::<Vec<_>>(),
            );
            Text::new(
                format!("It turns on {}.", n.en),
                format!("Het hangt af van {}.", n.nl),
            )
        }
        Verdict::NotProvidedFor => {
            let nearest = rule_name(model, answer.nearest.as_ref()?.rule);
            Text::new(
                format!(
                    "No rule provides for it; the nearest permission is {}.",
                    nearest.en
                ),
                format!(
                    "Geen regel voorziet erin; de dichtstbijzijnde toestemming is {}.",
                    nearest.nl
                ),
            )
        }
    })
}
