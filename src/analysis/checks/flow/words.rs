//! Flows in sentences: what is forbidden, what is made from what, and what is permitted all the same.

use super::{Flow, Leak, Route, Way};
use crate::analysis::Asker;
use crate::analysis::checks::Case;
use crate::analysis::checks::permissions::{MOST_NAMED, title, titles};
use crate::analysis::checks::undecided;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{ActionId, DataId, FactKey, Model, PurposeId, Rule, Value};
use crate::prose::duty::Act;
use crate::prose::{self, Words, quoted};
use crate::source::Span;

/// A finding as a diagnostic; `None` if it speaks of a rule that does not exist.
pub(in crate::analysis::checks) fn diagnostic(model: &Model, flow: &Flow) -> Option<Diagnostic> {
    let prohibition = model.rules.get(flow.prohibition.index())?;
    let permission = model.rules.get(flow.permission.index())?;
    Some(match &flow.leak {
        Leak::Found(route) => found(model, prohibition, permission, route),
        Leak::Undecided { more } => {
            let more = more.iter().filter_map(|r| model.rules.get(r.index()));
            let permissions: Vec<&Rule> = std::iter::once(permission).chain(more).collect();
            undecided(prohibition, &permissions)
        }
    })
}

fn found(model: &Model, prohibition: &Rule, permission: &Rule, route: &Route) -> Diagnostic {
    let (first, last) = (route.path.first().copied(), route.path.last().copied());
    // The purpose by the name that the prohibition gives it; the case may be narrower.
    let named = route.forbidden.purpose.map(|p| {
        let mut above = prohibition.purposes.iter();
        let above = above.find(|q| model.purpose_tree.is_within(p.0, q.0));
        above.copied().unwrap_or(p)
    });
    let message = prose::both(model, |words| {
        let purpose = named.map(|p| quoted(words.purpose_title(p)));
        let (first, last) = (words.data(first.as_slice()), words.data(last.as_slice()));
        let (no, yes) = (
            words.title(&prohibition.decl),
            words.title(&permission.decl),
        );
        let start = match words.lang {
            Lang::En => format!(
                "\"{no}\" forbids {} with {first}",
                purpose.unwrap_or_default()
            ),
            Lang::Nl => format!(
                "\"{no}\" verbiedt {} met {first}",
                purpose.unwrap_or_default()
            ),
        };
        let made = route.path.len() > 1;
        let end = match (words.lang, route.way, made) {
            (Lang::En, Way::Derived, _) => {
                format!("but \"{yes}\" permits it with {last}, made from those data")
            }
            (Lang::En, Way::PassedOn, true) => {
                format!(
                    "but \"{yes}\" lets {last}, made from those data, be passed on for that purpose"
                )
            }
            (Lang::En, Way::PassedOn, false) => {
                format!("but \"{yes}\" lets those data be passed on for that purpose")
            }
            (Lang::Nl, Way::Derived, _) => {
                format!("maar \"{yes}\" staat het toe met {last}, gemaakt uit die gegevens")
            }
            (Lang::Nl, Way::PassedOn, true) => format!(
                "maar volgens \"{yes}\" mag {last}, gemaakt uit die gegevens, er wel voor worden doorgegeven"
            ),
            (Lang::Nl, Way::PassedOn, false) => {
                format!("maar volgens \"{yes}\" mogen die gegevens er wel voor worden doorgegeven")
            }
        };
        format!("{start}, {end}.")
    });
    let mut d = Diagnostic::new(codes::FLOW, message)
        .label(
            permission.statement,
            Text::new("permitted here", "hier toegestaan"),
        )
        .label(
            prohibition.statement,
            Text::new("forbidden here", "hier verboden"),
        );
    for (span, source) in derivations(model, &route.path) {
        let source = |lang| Words::new(model, lang).data(&[source]);
        d = d.label(
            span,
            Text::new(
                format!("made from {}", source(Lang::En)),
                format!("gemaakt uit {}", source(Lang::Nl)),
            ),
        );
    }
    d = d.case(prose::both(model, |words| case(&words, route)));
    d.help(match (route.way, route.path.len() > 1) {
        (Way::PassedOn, false) => Text::new(
            "Forbid passing on as well, or take the purpose out of the permission. If it is meant, say why with `accept M0514 because \"…\"`.",
            "Verbied ook het doorgeven, of haal het doel uit de toestemming. Is het de bedoeling, zeg dan waarom met `aanvaard M0514 omdat \"…\"`.",
        ),
        _ => Text::new(
            "Forbid it for the derived data as well, or narrow the permission. If the derived data can do no harm, say why with `accept M0514 because \"…\"`.",
            "Verbied het ook voor de afgeleide gegevens, of maak de toestemming smaller. Kunnen de afgeleide gegevens geen kwaad, zeg dan waarom met `aanvaard M0514 omdat \"…\"`.",
        ),
    })
}

/// Where each step of a path is declared, and what it begins at.
fn derivations(model: &Model, path: &[DataId]) -> Vec<(Span, DataId)> {
    let mut out = Vec::new();
    for step in path.windows(2) {
        let &[from, to] = step else { continue };
        // The dataset itself, or the one that this is a part of.
        let above = model.data_tree.up(to.0).iter().rev();
        let says = above.filter_map(|&n| model.data.get(n as usize)).find(|d| {
            d.dataset().is_some_and(|set| {
                let source = |s: &DataId| model.data_tree.is_within(from.0, s.0);
                set.derived_from.iter().any(source)
            })
        });
        out.extend(says.and_then(|d| d.decl.name_span).map(|span| (span, from)));
    }
    out
}

/// "someone in Installers must not read “Smart meter readings” for the purpose “Advertising”. But “Load per street” is made
/// from “Smart meter readings”, and someone in Installers may read “Load per street” for that purpose."
fn case(words: &Words, route: &Route) -> String {
    let forbidden = &route.forbidden;
    let facts: Vec<(FactKey, Value)> = forbidden.facts.iter().map(|(k, v)| (*k, *v)).collect();
    let no = act(words, forbidden, forbidden.purpose.as_slice(), true);
    let yes = act(words, &route.permitted, &[], false);
    let (one, other) = (asker(words, forbidden), asker(words, &route.permitted));
    let when = words.circumstances(&facts);
    let steps = steps(words, &route.path);
    let mut out = match words.lang {
        Lang::En => format!("{one} must not {no}{when}. But "),
        Lang::Nl => format!("{one} mag {no}{when}. Maar "),
    };
    let yes = format!("{other} {} {yes}.", words.pick("may", "mag"));
    match steps.as_slice() {
        [] => out.push_str(&yes),
        [step] => out.push_str(&format!("{step}, {} {yes}", words.pick("and", "en"))),
        more => out.push_str(&format!("{}. {}", words.and(more), prose::capital(&yes))),
    }
    if route.way == Way::PassedOn {
        out.push_str(words.pick(
            " Whoever gets them can use them for it.",
            " Wie ze krijgt, kan ze ervoor gebruiken.",
        ));
    }
    prose::sentence(&out)
}

fn asker(words: &Words, case: &Case) -> String {
    match &case.asker {
        Asker::Party(party) => words.subject(Some(*party), &[]),
        Asker::Groups(groups) => words.subject(None, groups),
    }
}

fn act(words: &Words, case: &Case, purposes: &[PurposeId], negative: bool) -> String {
    let object = words.data(case.data.as_slice());
    let actions: &[ActionId] = case.action.as_slice();
    words.act(&Act {
        actions,
        object: &object,
        to: &[],
        purposes,
        time: if purposes.is_empty() {
            words.pick("for that purpose", "voor dat doel")
        } else {
            ""
        },
        negative,
        alternatives: false,
    })
}

/// "“Readings without names” is made from “Smart meter readings”", "“Load per street” from “Readings without names”"; nothing
/// for data that are passed on as they are.
fn steps(words: &Words, path: &[DataId]) -> Vec<String> {
    let mut parts = Vec::new();
    for step in path.windows(2) {
        let &[from, to] = step else { continue };
        let (from, to) = (words.data(&[from]), words.data(&[to]));
        parts.push(match (words.lang, parts.is_empty()) {
            (Lang::En, true) => format!("{to} is made from {from}"),
            (Lang::Nl, true) => format!("{to} is gemaakt uit {from}"),
            (Lang::En, false) => format!("{to} from {from}"),
            (Lang::Nl, false) => format!("{to} uit {from}"),
        });
    }
    parts
}

fn undecided(prohibition: &Rule, permissions: &[&Rule]) -> Diagnostic {
    let (en, nl) = match permissions {
        [_] => ("opens", "een weg opent"),
        _ => ("open", "een weg openen"),
    };
    let message = Text::new(
        format!(
            "It could not be worked out whether {} {en} a way to what \"{}\" forbids.",
            titles(permissions, Lang::En),
            title(prohibition, Lang::En)
        ),
        format!(
            "Het is niet uit te maken of {} {nl} naar wat \"{}\" verbiedt.",
            titles(permissions, Lang::Nl),
            title(prohibition, Lang::Nl)
        ),
    );
    let about = permissions.iter().take(MOST_NAMED).map(|r| r.statement);
    let label = Text::new("with this rule", "met deze regel");
    undecided::undecided(message, about, [prohibition.statement], &label).help(Text::new(
        "Fewer conditions and fewer exceptions make this decidable.",
        "Met minder voorwaarden en minder uitzonderingen is het wel uit te maken.",
    ))
}
