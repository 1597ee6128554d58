//! Findings about permissions and prohibitions, in sentences.

use super::conflicts::{Conflict, Finding};
use super::fixes::Fixer;
use super::undecided;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{Deontic, Model, Rule, RuleId};
use crate::prose;

/// A finding as a diagnostic; `None` if it speaks of a rule that does not exist.
pub(super) fn diagnostic(model: &Model, fixer: &Fixer, finding: &Conflict) -> Option<Diagnostic> {
    let rule = |id: &RuleId| model.rules.get(id.index());
    let one = rule(&finding.rule)?;
    let others: Vec<&Rule> = finding.others.iter().filter_map(rule).collect();
    let case = finding.text(model);
    let mut d = match finding.finding {
        Finding::Unsatisfiable { nobody } => unsatisfiable(one, nobody),
        Finding::Dead => dead(one, &others, false, case),
        Finding::OutrunByOuter => dead(one, &others, true, case),
        Finding::Contradiction => contradiction(one, others.first()?, finding.is_actual(), case),
        Finding::CarveOut => carve_out(one, others.first()?),
        Finding::IdleDespite => idle_despite(one, others.first()?),
        Finding::Undecided => undecided(one, &others),
    };
    d.fixes = fixer.fixes(finding);
    Some(d)
}

pub(super) fn title(rule: &Rule, lang: Lang) -> &str {
    rule.decl.title(lang)
}

/// More rules than this are counted, not named.
pub(super) const MOST_NAMED: usize = 5;

pub(super) fn titles(rules: &[&Rule], lang: Lang) -> String {
    let more = match lang {
        Lang::En => "other rules",
        Lang::Nl => "andere regels",
    };
    // One that is left over is named too: "1 other rules" is no English.
    let named = match rules.len() > MOST_NAMED + 1 {
        true => MOST_NAMED,
        false => rules.len(),
    };
    let mut all: Vec<String> = rules
        .iter()
        .take(named)
        .map(|r| format!("\"{}\"", title(r, lang)))
        .collect();
    if named < rules.len() {
        all.push(format!("{} {more}", rules.len() - named));
    }
    prose::and(&all, lang)
}

fn unsatisfiable(rule: &Rule, nobody: bool) -> Diagnostic {
    let d = Diagnostic::new(
        codes::UNSATISFIABLE_CONDITION,
        if nobody {
            Text::new(
                format!(
                    "The rule \"{}\" is about nobody: no one can be in all of these groups.",
                    title(rule, Lang::En)
                ),
                format!(
                    "De regel \"{}\" gaat over niemand: niemand kan in al deze groepen zitten.",
                    title(rule, Lang::Nl)
                ),
            )
        } else {
            Text::new(
                format!(
                    "The rule \"{}\" can never apply: its condition can't be met.",
                    title(rule, Lang::En)
                ),
                format!(
                    "De regel \"{}\" kan nooit gelden: aan de voorwaarde kan niemand voldoen.",
                    title(rule, Lang::Nl)
                ),
            )
        },
    );
    d.label(
        rule.statement,
        Text::new("this never happens", "dit komt nooit voor"),
    )
    .help(if nobody {
        Text::new(
            "Look for `separate` and `closed` groups.",
            "Kijk naar `gescheiden` en `gesloten` groepen.",
        )
    } else {
        Text::new(
            "Look for two tests on the same fact that exclude each other.",
            "Kijk of twee toetsen op hetzelfde feit elkaar uitsluiten.",
        )
    })
}

fn dead(permission: &Rule, responsible: &[&Rule], outrun: bool, case: Option<Text>) -> Diagnostic {
    let (code, text) = if outrun {
        (
            codes::OUTRUN_BY_OUTER,
            Text::new(
                format!(
                    "The rule \"{}\" permits what the outer commons forbids.",
                    title(permission, Lang::En)
                ),
                format!(
                    "De regel \"{}\" staat toe wat de omvattende meent verbiedt.",
                    title(permission, Lang::Nl)
                ),
            ),
        )
    } else {
        (
            codes::DEAD_PERMISSION,
            Text::new(
                format!(
                    "The permission \"{}\" can never be used: {} always forbids it.",
                    title(permission, Lang::En),
                    titles(responsible, Lang::En)
                ),
                format!(
                    "De toestemming \"{}\" is nooit te gebruiken: {} verbiedt het altijd.",
                    title(permission, Lang::Nl),
                    titles(responsible, Lang::Nl)
                ),
            ),
        )
    };
    let mut d = Diagnostic::new(code, text).label(
        permission.statement,
        Text::new("permitted here", "hier toegestaan"),
    );
    for r in responsible.iter().take(MOST_NAMED) {
        d = d.label(r.statement, Text::new("forbidden here", "hier verboden"));
    }
    if let Some(case) = case {
        d = d.case(case);
    }
    d.help(if outrun {
        Text::new(
            "Take the permission out, or ask the outer commons to delegate its rule.",
            "Haal de toestemming weg, of vraag de omvattende meent haar regel te delegeren.",
        )
    } else {
        Text::new(
            "If this is meant as an exception, say `despite`. If not, take one of the rules out.",
            "Is dit als uitzondering bedoeld, zeg dan `ondanks`. Zo niet, haal dan een van de regels weg.",
        )
    })
}

fn contradiction(
    permission: &Rule,
    prohibition: &Rule,
    actual: bool,
    case: Option<Text>,
) -> Diagnostic {
    let mut d = Diagnostic::new(
        codes::CONTRADICTION,
        Text::new(
            format!(
                "The rules \"{}\" and \"{}\" contradict each other: in some cases one permits what the other forbids.",
                title(permission, Lang::En),
                title(prohibition, Lang::En)
            ),
            format!(
                "De regels \"{}\" en \"{}\" spreken elkaar tegen: in sommige gevallen staat de ene toe wat de andere verbiedt.",
                title(permission, Lang::Nl),
                title(prohibition, Lang::Nl)
            ),
        ),
    )
    .label(permission.statement, Text::new("permitted here", "hier toegestaan"))
    .label(prohibition.statement, Text::new("forbidden here", "hier verboden"));
    if let Some(case) = case {
        d = d.case(case);
    }
    let outer = !prohibition.decl.is_own();
    d.help(match (outer, actual) {
        (true, _) => Text::new(
            "The outer commons goes first. Narrow the permission so that it stays clear of what is forbidden.",
            "De omvattende meent gaat voor. Maak de toestemming smaller, zodat ze buiten het verbod blijft.",
        ),
        (false, true) => Text::new(
            "This is about a member that is in the source today. Say with `despite` which rule goes first, or narrow one of them.",
            "Dit gaat over een lid dat nu in de bron staat. Zeg met `ondanks` welke regel voorgaat, of maak een van beide smaller.",
        ),
        (false, false) => Text::new(
            "Say with `despite` which rule goes first, or narrow one of them.",
            "Zeg met `ondanks` welke regel voorgaat, of maak een van beide smaller.",
        ),
    })
}

fn carve_out(permission: &Rule, prohibition: &Rule) -> Diagnostic {
    Diagnostic::new(
        codes::CARVE_OUT,
        Text::new(
            format!(
                "\"{}\" is read as an exception to \"{}\".",
                title(prohibition, Lang::En),
                title(permission, Lang::En)
            ),
            format!(
                "\"{}\" wordt gelezen als uitzondering op \"{}\".",
                title(prohibition, Lang::Nl),
                title(permission, Lang::Nl)
            ),
        ),
    )
    .label(
        prohibition.statement,
        Text::new("the exception", "de uitzondering"),
    )
    .label(
        permission.statement,
        Text::new(
            "the permission that it narrows",
            "de toestemming die smaller wordt",
        ),
    )
    .help(Text::new(
        "Nothing needs to change; the agreement says so too.",
        "Er hoeft niets te veranderen; de overeenkomst zegt het ook.",
    ))
}

fn idle_despite(rule: &Rule, aside: &Rule) -> Diagnostic {
    let (one, other) = (&rule.decl.id, &aside.decl.id);
    if rule.deontic == Deontic::Must && aside.deontic != Deontic::Must {
        return Diagnostic::new(
            codes::IDLE_DESPITE,
            Text::new(
                format!("`{one}` says `despite {other}`, but a duty sets no permission or prohibition aside."),
                format!("`{one}` zegt `ondanks {other}`, maar een plicht zet geen toestemming of verbod opzij."),
            ),
        )
        .label(rule.statement, Text::new("this duty", "deze plicht"))
        .label(
            aside.statement,
            Text::new("holds all the same", "geldt evengoed"),
        )
        .help(Text::new(
            "Take out the `despite`. If a prohibition has to give way, add a permission that is `despite` it.",
            "Haal de `ondanks` weg. Moet een verbod wijken, voeg dan een toestemming toe die `ondanks` dat verbod zegt.",
        ));
    }
    Diagnostic::new(
        codes::IDLE_DESPITE,
        Text::new(
            format!("`{one}` says `despite {other}`, but there is no case in which both apply."),
            format!("`{one}` zegt `ondanks {other}`, maar er is geen geval waarin beide gelden."),
        ),
    )
    .label(rule.statement, Text::new("this rule", "deze regel"))
    .label(
        aside.statement,
        Text::new("never meets this one", "komt deze nooit tegen"),
    )
    .help(Text::new(
        "Take out the `despite`, or check who and what the two rules are about.",
        "Haal de `ondanks` weg, of kijk over wie en wat de twee regels gaan.",
    ))
}

fn undecided(permission: &Rule, against: &[&Rule]) -> Diagnostic {
    let message = Text::new(
        format!(
            "It could not be worked out whether \"{}\" and {} leave each other room.",
            title(permission, Lang::En),
            titles(against, Lang::En)
        ),
        format!(
            "Het is niet uit te maken of \"{}\" en {} elkaar ruimte laten.",
            title(permission, Lang::Nl),
            titles(against, Lang::Nl)
        ),
    );
    let beside = against.iter().take(MOST_NAMED).map(|r| r.statement);
    let label = Text::new("with this rule", "met deze regel");
    undecided::undecided(message, [permission.statement], beside, &label)
        .help(undecided::fewer_conditions())
}
