//! The words in which scenarios tell what came out.

use crate::analysis::tally::Uncountable;
use crate::diagnostic::{Lang, Text};
use crate::model::{Duty, FactKey, GroupId, Model, RuleId, Verdict, VoteOutcome};

/// As people say it: "not provided for", "niet geregeld".
pub fn verdict_words(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Permitted => Text::new("permitted", "toegestaan"),
        Verdict::Prohibited => Text::new("prohibited", "verboden"),
        Verdict::NotProvidedFor => Text::new("not provided for", "niet geregeld"),
        Verdict::Undetermined => Text::new("undetermined", "onbeslist"),
    }
}

pub fn outcome_words(outcome: VoteOutcome) -> Text {
    match outcome {
        VoteOutcome::Adopted => Text::new("adopted", "aangenomen"),
        VoteOutcome::Rejected => Text::new("rejected", "verworpen"),
        VoteOutcome::NoOutcome => Text::new("no outcome", "geen uitslag"),
    }
}

/// Why a vote can't be counted, as a sentence about a scenario.
pub fn uncountable_words(model: &Model, why: Uncountable) -> Text {
    match why {
        Uncountable::NoTest => Text::new(
            "The decision does not say what it passes with.",
            "Het besluit zegt niet waarmee het wordt aangenomen.",
        ),
        Uncountable::Election => Text::new(
            "This decision chooses people; its votes are not for and against.",
            "Dit besluit kiest mensen; de stemmen zijn er niet voor en tegen.",
        ),
        Uncountable::ClassUnknown(group) => {
            let name = group_name(model, group);
            Text::new(
                format!(
                    "The scenario does not say how many of {} there are, or how they voted.",
                    name.en
                ),
                format!(
                    "Het scenario zegt niet hoeveel {} er zijn, of hoe zij stemden.",
                    name.nl
                ),
            )
        }
        Uncountable::Impossible => Text::new(
            "The numbers do not fit: there are more ballots than people who may vote.",
            "De aantallen kloppen niet: er zijn meer stemmen dan stemgerechtigden.",
        ),
        Uncountable::Malformed => Text::new(
            "The quorum is not a share of a whole.",
            "Het quorum is geen deel van een geheel.",
        ),
    }
}

pub(super) fn rule_name(model: &Model, rule: RuleId) -> Text {
    let Some(rule) = model.rules.get(rule.index()) else {
        return Text::default();
    };
    named(
        &rule.decl.id,
        rule.decl.title(Lang::En),
        rule.decl.title(Lang::Nl),
    )
}

pub(super) fn group_name(model: &Model, group: GroupId) -> Text {
    let title = |lang| {
        model
            .groups
            .get(group.index())
            .map_or("", |g| g.decl.title(lang))
    };
    Text::new(title(Lang::En), title(Lang::Nl))
}

pub(super) fn key_name(model: &Model, key: FactKey) -> Text {
    let decl = match key {
        FactKey::Moment => return Text::new("the date of the request", "de datum van de aanvraag"),
        FactKey::Fact(id) => model.facts.get(id.index()).map(|f| &f.decl),
        FactKey::Passed(id) => model.decisions.get(id.index()).map(|d| &d.decl),
    };
    decl.map_or_else(Text::default, |d| {
        named(&d.id, d.title(Lang::En), d.title(Lang::Nl))
    })
}

pub(super) fn named(id: &str, en: &str, nl: &str) -> Text {
    Text::new(format!("`{id}` ({en})"), format!("`{id}` ({nl})"))
}

pub(super) fn action_names(model: &Model, duty: &Duty) -> Text {
    let names: Vec<Text> = duty
        .actions
        .iter()
        .filter_map(|a| model.actions.get(a.index()))
        .map(|a| Text::new(a.verb.get(Lang::En), a.verb.get(Lang::Nl)))
        .collect();
    list(&names)
}

/// "a, b and c".
pub(super) fn list(items: &[Text]) -> Text {
    let join = |lang: Lang, and: &str| match items {
        [] => String::new(),
        [one] => one.get(lang).to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(|t| t.get(lang)).collect();
            format!("{} {and} {}", first.join(", "), last.get(lang))
        }
    };
    Text::new(join(Lang::En, "and"), join(Lang::Nl, "en"))
}
