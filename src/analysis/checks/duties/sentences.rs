//! Findings about duties, in sentences.

use super::clashes::lies_within_its_permission;
use super::{DutyConflict, DutyFinding, Source};
use crate::analysis::checks::fixes::Fixer;
use crate::analysis::checks::permissions::{title, titles};
use crate::analysis::checks::undecided;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Fix, Lang, Text};
use crate::model::{ActionId, DataId, Deontic, Duration, Model, PurposeId, Rule};
use crate::prose::{self, Words, duty::Act};
use crate::source::Span;

/// A finding as a diagnostic; `None` if it speaks of what does not exist.
pub fn diagnostic(model: &Model, fixer: &Fixer, found: &DutyConflict) -> Option<Diagnostic> {
    match found.finding {
        DutyFinding::Forbidden => forbidden(model, fixer, found),
        DutyFinding::WithoutPermission => without(model, found),
        DutyFinding::Clash => clash(model, fixer, found),
        DutyFinding::Undecided => undecided(model, found),
    }
}

/// Both languages, from one sentence each.
fn text(say: impl Fn(Lang) -> String) -> Text {
    Text::new(say(Lang::En), say(Lang::Nl))
}

fn rule_of(model: &Model, source: Source) -> Option<&Rule> {
    model.rules.get(source.rule()?.index())
}

/// What a duty is about, as named: data and purposes.
fn about(model: &Model, source: Source) -> Option<(&[DataId], &[PurposeId])> {
    let rule = rule_of(model, source)?;
    Some(match source {
        Source::With(_, number) => {
            let duty = rule.duties.get(number)?;
            (&duty.data, &duty.purposes)
        }
        _ => (&rule.data, &rule.purposes),
    })
}

/// Where the source says it.
fn place(model: &Model, source: Source) -> Option<Span> {
    match source {
        Source::Rule(_) => Some(rule_of(model, source)?.statement),
        Source::With(_, number) => Some(rule_of(model, source)?.duties.get(number)?.span),
        Source::AtMost(id) | Source::AtLeast(id) => model.data.get(id.index())?.decl.name_span,
    }
}

/// `The rule "A" obliges Gardeners to share “Trees”`, for the one action that the finding is about.
fn obliged(model: &Model, found: &DutyConflict) -> Option<Text> {
    let rule = rule_of(model, found.duty)?;
    let (data, purposes) = about(model, found.duty)?;
    let actions: &[ActionId] = found.action.as_slice();
    Some(prose::both(model, |words| {
        let object = if data.is_empty() {
            words.pick("data", "gegevens").to_owned()
        } else {
            words.data(data)
        };
        let act = words.act(&Act {
            actions,
            object: &object,
            to: &[],
            purposes,
            time: "",
            negative: false,
            alternatives: false,
        });
        let name = title(rule, words.lang);
        match (found.duty, words.lang) {
            (Source::With(..), Lang::En) => {
                format!("Whoever uses the permission \"{name}\" must {act}")
            }
            (Source::With(..), Lang::Nl) => {
                format!("Wie de toestemming \"{name}\" gebruikt, moet {act}")
            }
            (_, Lang::En) => {
                let (who, _) = words.who(&rule.who);
                format!("The rule \"{name}\" obliges {who} to {act}")
            }
            (_, Lang::Nl) => {
                let (who, plural) = words.who(&rule.who);
                let must = if plural { "moeten" } else { "moet" };
                format!("Volgens de regel \"{name}\" {must} {who} {act}")
            }
        }
    }))
}

/// The case of a duty: "someone in Gardeners must share “Trees”, on 1 March 2026".
fn case(model: &Model, found: &DutyConflict) -> Option<Text> {
    let (_, purposes) = about(model, found.duty)?;
    let case = found.case.as_ref()?;
    Some(case.told(model, purposes, |words, case| {
        prose::sentence(&words.duty_case(case))
    }))
}

fn forbidden(model: &Model, fixer: &Fixer, found: &DutyConflict) -> Option<Diagnostic> {
    let prohibitions = found.rules.iter().map(|id| model.rules.get(id.index()));
    let prohibitions: Vec<&Rule> = prohibitions.collect::<Option<_>>()?;
    let start = obliged(model, found)?;
    let several = prohibitions.len() > 1;
    let message = text(|lang| {
        let (start, names) = (start.get(lang), titles(&prohibitions, lang));
        match (lang, several) {
            (Lang::En, false) => format!("{start}, but {names} forbids it."),
            (Lang::En, true) => format!("{start}, but {names} together forbid it."),
            (Lang::Nl, false) => format!("{start}, maar {names} verbiedt dat."),
            (Lang::Nl, true) => format!("{start}, maar {names} verbieden dat samen."),
        }
    });
    let mut d = Diagnostic::new(codes::FORBIDDEN_DUTY, message).label(
        place(model, found.duty)?,
        Text::new("must be done", "moet worden gedaan"),
    );
    for prohibition in &prohibitions {
        let label = Text::new("forbidden here", "hier verboden");
        d = d.label(prohibition.statement, label);
    }
    if let Some(case) = case(model, found) {
        d = d.case(case);
    }
    let ours = prohibitions.iter().all(|p| p.decl.is_own());
    if let (Source::Rule(duty), [one]) = (found.duty, found.rules.as_slice()) {
        d.fixes.extend(fixer.despite(*one, duty));
    }
    let permit = Text::new(
        "A duty never sets a prohibition aside. Permit the act with a rule of its own that is `despite` the prohibition, or make one of the two narrower.",
        "Een plicht zet nooit een verbod opzij. Sta de handeling toe met een eigen regel die `ondanks` het verbod zegt, of maak een van beide smaller.",
    );
    let narrow = Text::new(
        "The outer commons goes first. Make the duty narrower, so that it stays clear of what is forbidden.",
        "De omvattende meent gaat voor. Maak de plicht smaller, zodat ze buiten het verbod blijft.",
    );
    Some(d.help(if ours { permit } else { narrow }))
}

fn without(model: &Model, found: &DutyConflict) -> Option<Diagnostic> {
    let start = obliged(model, found)?;
    let (data, _) = about(model, found.duty)?;
    let action = found.action?;
    // Somebody may do it somewhere: then it is this case that no rule provides for.
    let sometimes = model.rules.iter().any(|r| {
        let tree = &model.action_tree;
        let of = |a: &ActionId| tree.is_within(a.0, action.0) || tree.is_within(action.0, a.0);
        let over = |d: &DataId| {
            let tree = &model.data_tree;
            let near = |e: &DataId| tree.is_within(d.0, e.0) || tree.is_within(e.0, d.0);
            data.is_empty() || data.iter().any(near)
        };
        r.deontic == Deontic::May
            && r.actions.iter().any(of)
            && (r.data.is_empty() || r.data.iter().any(over))
    });
    let message = text(|lang| {
        let start = start.get(lang);
        match (lang, sometimes) {
            (Lang::En, false) => format!("{start}, but no rule permits it."),
            (Lang::En, true) => format!("{start}, but in some cases no rule permits it."),
            (Lang::Nl, false) => format!("{start}, maar geen regel staat dat toe."),
            (Lang::Nl, true) => {
                format!("{start}, maar in sommige gevallen staat geen regel dat toe.")
            }
        }
    });
    let mut d = Diagnostic::new(codes::DUTY_WITHOUT_PERMISSION, message).label(
        place(model, found.duty)?,
        Text::new("must be done, and may not", "moet, en mag niet"),
    );
    if let Some(case) = case(model, found) {
        d = d.case(case);
    }
    Some(d.help(if sometimes {
        Text::new(
            "Make the permission as wide as the duty, or give the duty the condition that the permission has.",
            "Maak de toestemming zo ruim als de plicht, of geef de plicht de voorwaarde die de toestemming heeft.",
        )
    } else {
        Text::new(
            "A duty permits nothing by itself. Add a rule with `may` for it, or take the duty out.",
            "Een plicht staat zelf niets toe. Voeg er een regel met `mag` voor toe, of haal de plicht weg.",
        )
    }))
}

/// `"Tidying up"`, or `the retention of “Trees”`.
fn name(words: &Words, source: Source) -> String {
    match source {
        Source::Rule(_) | Source::With(..) => rule_of(words.model, source)
            .map_or_else(String::new, |r| format!("\"{}\"", title(r, words.lang))),
        Source::AtMost(id) | Source::AtLeast(id) => format!(
            "{} {}",
            words.pick("the retention of", "de bewaartermijn van"),
            words.data(&[id])
        ),
    }
}

fn clash(model: &Model, fixer: &Fixer, found: &DutyConflict) -> Option<Diagnostic> {
    let (delete, keep) = (found.duty, found.other?);
    let of = |source: Source| match source {
        Source::AtMost(id) | Source::AtLeast(id) => Some(id),
        _ => None,
    };
    let itself = match (delete.rule(), keep.rule()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => of(delete) == of(keep),
        _ => false,
    };
    let data = found.data;
    let message = prose::both(model, |words| {
        let (a, b) = (name(&words, delete), name(&words, keep));
        let object = match data {
            Some(id) => words.data(&[id]),
            None => words.pick("the data", "de gegevens").to_owned(),
        };
        let gone = gone(&words, found.terms.0);
        let kept = kept(&words, found.terms.1);
        let start = match (words.lang, itself) {
            (Lang::En, true) => format!("{} asks for what can't be done:", prose::capital(&a)),
            (Lang::Nl, true) => format!("{} vraagt wat niet kan:", prose::capital(&a)),
            (Lang::En, false) => format!("{} and {b} can't both be met:", prose::capital(&a)),
            (Lang::Nl, false) => format!("{} en {b} gaan niet samen:", prose::capital(&a)),
        };
        match words.lang {
            Lang::En => format!("{start} delete {object} {gone}, and keep it {kept}."),
            Lang::Nl => format!("{start} {object} {gone} verwijderen en {kept} bewaren."),
        }
    });
    let mut d = Diagnostic::new(codes::CLASHING_DUTIES, message).label(
        place(model, delete)?,
        Text::new("to be deleted", "te verwijderen"),
    );
    let (first, second) = (place(model, delete)?, place(model, keep)?);
    if first != second {
        d = d.label(second, Text::new("to be kept", "te bewaren"));
    }
    if let Some(case) = &found.case {
        let said = case.told(model, case.purpose.as_slice(), |words, case| {
            prose::sentence(&words.both_duties(case))
        });
        d = d.case(said);
    }
    if !itself {
        for (first, aside) in [(keep, delete), (delete, keep)] {
            d.fixes.extend(before(model, fixer, first, aside));
        }
    }
    Some(d.help(Text::new(
        "Change one of the two terms, or say with `despite` which free-standing duty gives way.",
        "Verander een van de twee termijnen, of zeg met `ondanks` welke losse plicht wijkt.",
    )))
}

/// `despite`, where that makes a free-standing duty give way wherever the other one holds.
fn before(model: &Model, fixer: &Fixer, first: Source, aside: Source) -> Option<Fix> {
    let wide_enough = match first {
        Source::Rule(_) => true,
        Source::With(id, number) => lies_within_its_permission(model, id, number),
        Source::AtMost(_) | Source::AtLeast(_) => false,
    };
    match (first.rule(), aside) {
        (Some(first), Source::Rule(aside)) if wide_enough => fixer.despite(first, aside),
        _ => None,
    }
}

/// "within 30 days", "some day".
fn gone(words: &Words, limit: Option<Duration>) -> String {
    match limit {
        Some(limit) => format!(
            "{} {}",
            words.pick("within", "binnen"),
            words.duration(limit)
        ),
        None => words.pick("one day", "op een dag").to_owned(),
    }
}

/// "for at least 5 years", "always".
fn kept(words: &Words, limit: Option<Duration>) -> String {
    match limit {
        Some(limit) => format!(
            "{} {}",
            words.pick("for at least", "minstens"),
            words.duration(limit)
        ),
        None => words.pick("for ever", "altijd").to_owned(),
    }
}

fn undecided(model: &Model, found: &DutyConflict) -> Option<Diagnostic> {
    let message = prose::both(model, |words| {
        let one = name(&words, found.duty);
        match (found.other, words.lang) {
            (None, Lang::En) => {
                format!("It could not be worked out whether the duty of {one} may always be done.")
            }
            (None, Lang::Nl) => {
                format!("Het is niet uit te maken of de plicht uit {one} altijd mag worden gedaan.")
            }
            (Some(other), Lang::En) => format!(
                "It could not be worked out whether the duties of {one} and {} exclude each other.",
                name(&words, other)
            ),
            (Some(other), Lang::Nl) => format!(
                "Het is niet uit te maken of de plichten uit {one} en {} elkaar uitsluiten.",
                name(&words, other)
            ),
        }
    });
    let about = place(model, found.duty)?;
    let beside = match found.other {
        Some(other) => Some(place(model, other)?),
        None => None,
    };
    let label = Text::new("with this duty", "met deze plicht");
    Some(undecided::undecided(message, [about], beside, &label).help(undecided::fewer_conditions()))
}
