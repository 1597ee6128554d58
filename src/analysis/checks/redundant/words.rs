//! Redundant rules, in sentences.

use super::{Redundant, Why};
use crate::analysis::checks::fixes::Fixer;
use crate::analysis::checks::permissions::{title, titles};
use crate::analysis::checks::undecided;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{Model, Rule};

/// The finding as a diagnostic; `None` if it speaks of a rule that does not exist.
pub(in crate::analysis::checks) fn diagnostic(
    model: &Model,
    fixer: &Fixer,
    found: &Redundant,
) -> Option<Diagnostic> {
    let rule = model.rules.get(found.rule.index())?;
    let others: Vec<&Rule> = found
        .others
        .iter()
        .filter_map(|id| model.rules.get(id.index()))
        .collect();
    let mut d = match found.why {
        Why::Said => said(rule, &others),
        Why::Shadowed => shadowed(rule, &others),
        Why::Undecided => return Some(undecided(rule, &others)),
    };
    d.fixes.extend(fixer.take_out(found.rule, found.sure));
    Some(d)
}

fn said(rule: &Rule, others: &[&Rule]) -> Diagnostic {
    let (own_en, own_nl) = (title(rule, Lang::En), title(rule, Lang::Nl));
    let message = if others.is_empty() {
        Text::new(
            format!("The rule \"{own_en}\" changes nothing: without it every answer is the same."),
            format!(
                "De regel \"{own_nl}\" verandert niets: zonder deze regel is elk antwoord hetzelfde."
            ),
        )
    } else {
        let says = if others.len() == 1 { "says" } else { "say" };
        let zegt = if others.len() == 1 { "zegt" } else { "zeggen" };
        Text::new(
            format!(
                "The rule \"{own_en}\" adds nothing: {} already {says} it.",
                titles(others, Lang::En)
            ),
            format!(
                "De regel \"{own_nl}\" voegt niets toe: {} {zegt} het al.",
                titles(others, Lang::Nl)
            ),
        )
    };
    let mut d = Diagnostic::new(codes::REDUNDANT, message).label(
        rule.statement,
        Text::new("this adds nothing", "dit voegt niets toe"),
    );
    for other in others {
        d = d.label(other.statement, Text::new("said here", "hier al gezegd"));
    }
    d.help(Text::new(
        "Take it out, or check who and what the rule was meant for. Without it every answer stays the same.",
        "Haal de regel weg, of ga na voor wie en wat die bedoeld was. Zonder deze regel blijft elk antwoord hetzelfde.",
    ))
}

fn shadowed(rule: &Rule, others: &[&Rule]) -> Diagnostic {
    let d = Diagnostic::new(
        codes::REDUNDANT,
        Text::new(
            format!(
                "The rule \"{}\" never counts: wherever it applies, {} goes first.",
                title(rule, Lang::En),
                titles(others, Lang::En)
            ),
            format!(
                "De regel \"{}\" telt nooit: waar die ook geldt, {} gaat voor.",
                title(rule, Lang::Nl),
                titles(others, Lang::Nl)
            ),
        ),
    )
    .label(
        rule.statement,
        Text::new("set aside everywhere", "overal opzijgezet"),
    );
    let d = others.iter().fold(d, |d, other| {
        d.label(other.statement, Text::new("goes first", "gaat voor"))
    });
    d.help(Text::new(
        "Take it out, or narrow the `despite` that sets it aside. Without the rule every answer stays the same.",
        "Haal de regel weg, of maak de `ondanks` die hem opzijzet smaller. Zonder deze regel blijft elk antwoord hetzelfde.",
    ))
}

fn undecided(rule: &Rule, others: &[&Rule]) -> Diagnostic {
    let message = Text::new(
        format!(
            "It could not be worked out whether the rule \"{}\" adds anything.",
            title(rule, Lang::En)
        ),
        format!(
            "Het is niet uit te maken of de regel \"{}\" iets toevoegt.",
            title(rule, Lang::Nl)
        ),
    );
    let beside = others.iter().map(|r| r.statement);
    let label = Text::new("beside this rule", "naast deze regel");
    undecided::undecided(message, [rule.statement], beside, &label)
        .help(undecided::fewer_conditions())
}
