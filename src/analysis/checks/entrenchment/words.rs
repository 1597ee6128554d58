//! A bypass in sentences, with the edit that closes it.

use super::{Bypass, Step, find_for};
use crate::analysis::contest::asks;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Edit, Text};
use crate::model::{AnyId, BodyId, Decision, DecisionId, Electorate, GroupId, Model};
use crate::prose::{Words, both, capital, quoted};

/// Of what is guarded, so many are named.
const MOST_NAMED: usize = 3;
/// So many names are added to a guard at most.
const MOST_ADDED: usize = 12;

pub(super) fn diagnostic(model: &Model, bypass: &Bypass) -> Option<Diagnostic> {
    let decision = |id: &DecisionId| model.decisions.get(id.index());
    let guard = decision(bypass.guards.first()?)?;
    let first = bypass.chain.first()?;
    let steps = bypass.chain.len() + 1;
    let names = both(model, |w| titles(w, &bypass.guards));
    let guarded = both(model, |w| what_is_guarded(w, bypass));
    let mut d = Diagnostic::new(
        codes::ENTRENCHMENT_BYPASS,
        Text::new(
            format!(
                "A vote that {} would reject can still change {}, in {steps} steps.",
                names.en, guarded.en
            ),
            format!(
                "Een stemming die {} zou verwerpen, kan {} in {steps} stappen toch wijzigen.",
                names.nl, guarded.nl
            ),
        ),
    );
    if let Some(span) = guard.decl.name_span {
        d = d.label(
            span,
            Text::new(
                format!("guards {}", guarded.en),
                format!("bewaakt {}", guarded.nl),
            ),
        );
    }
    for link in &bypass.chain {
        for by in link.by.decisions() {
            let span = decision(&by).and_then(|d| d.decl.name_span);
            let may = both(model, |w| does(w, &link.by));
            if let Some(span) = span {
                d = d.label(
                    span,
                    Text::new(format!("may {}", may.en), format!("mag {}", may.nl)),
                );
            }
        }
    }
    d = d.case(both(model, |w| case(w, bypass)));
    let rests = both(model, |w| match &first.by {
        Step::Rewrite {
            what: AnyId::Decision(d),
            ..
        } if bypass.guards.contains(d) => w.pick("itself", "zichzelf").into(),
        Step::Rewrite { what, .. } => w.any(*what),
        Step::Replace { body, .. } => w.body(*body),
    });
    d = d.help(Text::new(
        format!(
            "A lock is as strong as what it hangs on. Let {} guard {} too, or make {} as strong.",
            names.en,
            rests.en,
            both(model, |w| titles(w, &first.by.decisions())).en
        ),
        format!(
            "Een slot is zo sterk als waar het aan hangt. Laat {} ook {} bewaken, of maak {} even sterk.",
            names.nl,
            rests.nl,
            both(model, |w| titles(w, &first.by.decisions())).nl
        ),
    ));
    if let Some((title, edit)) = closing(model, bypass) {
        d = d.fix(title, vec![edit], false);
    }
    Some(d)
}

/// That it was not worked out whether some decisions are weaker than the guards.
pub(super) fn undecided(
    model: &Model,
    first: &[DecisionId],
    guards: &[DecisionId],
) -> Option<Diagnostic> {
    let span = |id: &DecisionId| model.decisions.get(id.index())?.decl.name_span;
    let at = span(first.first()?)?;
    let (first, guards_) = (
        both(model, |w| titles(w, first)),
        both(model, |w| titles(w, guards)),
    );
    let message = Text::new(
        format!(
            "Whether a vote can adopt {} and not {} was not worked out.",
            first.en, guards_.en
        ),
        format!(
            "Of een stemming {} kan aannemen en {} niet, is niet uitgezocht.",
            first.nl, guards_.nl
        ),
    );
    let beside = Text::new("this guards", "dit bewaakt");
    let d =
        super::super::undecided::undecided(message, [at], guards.iter().filter_map(span), &beside);
    Some(d.help(Text::new(
        "Bodies made of fewer groups make this decidable.",
        "Met organen die uit minder groepen bestaan is het wel uit te maken.",
    )))
}

fn titles(w: Words, ids: &[DecisionId]) -> String {
    let all: Vec<String> = ids.iter().map(|d| quoted(w.decision_title(*d))).collect();
    w.or(&all)
}

fn what_is_guarded(w: Words, bypass: &Bypass) -> String {
    let general = |d: &Decision| d.changes_agreement;
    let mut guards = bypass
        .guards
        .iter()
        .filter_map(|d| w.model.decisions.get(d.index()));
    if guards.all(general) {
        return w.pick("this agreement", "deze overeenkomst").into();
    }
    // Its own rule is guarded too, but for the sake of the rest.
    let mut all: Vec<AnyId> = bypass.guarded.clone();
    all.retain(|id| !matches!(id, AnyId::Decision(d) if bypass.guards.contains(d)));
    if all.is_empty() {
        all.clone_from(&bypass.guarded);
    }
    let mut named: Vec<String> = all.iter().take(MOST_NAMED).map(|id| w.any(*id)).collect();
    match all.len() - named.len() {
        0 => {}
        1 => named.extend(all.last().map(|id| w.any(*id))),
        n => named.push(w.pick(format!("{n} other things"), format!("{n} andere zaken"))),
    }
    w.and(&named)
}

/// "change the decision “Super”": an infinitive with its object, in the order of the language.
fn does(w: Words, step: &Step) -> String {
    match step {
        Step::Rewrite { what, .. } => {
            let what = w.any(*what);
            w.pick(format!("change {what}"), format!("{what} wijzigen"))
        }
        Step::Replace { body, .. } => {
            let body = w.body(*body);
            w.pick(
                format!("replace the other members of {body}"),
                format!("de andere leden van {body} vervangen"),
            )
        }
    }
}

/// The vote, what it can do, and what the guards say to it.
pub(crate) fn case(w: Words, bypass: &Bypass) -> String {
    let mut out = Vec::new();
    let Some(first) = bypass.chain.first() else {
        return String::new();
    };
    let decisions = first.by.decisions();
    let body = |id: &DecisionId| {
        let decision = w.model.decisions.get(id.index());
        decision.and_then(|d| d.taken_by)
    };
    let taken_by = decisions.first().and_then(body);
    out.push(adopted(w, bypass));
    let mut steps: Vec<String> = bypass.chain.iter().map(|l| does(w, &l.by)).collect();
    if let Some(one) = steps.first_mut() {
        *one = w.pick(format!("first {one}"), format!("eerst {one}"));
    }
    for step in steps.iter_mut().skip(1) {
        *step = w.pick(format!("then {step}"), format!("dan {step}"));
    }
    let guarded = what_is_guarded(w, bypass);
    let steps = steps.join(", ");
    let yes = taken_by.map_or(0, |b| bypass.vote.hall(b).votes_for);
    let number = w.scaled(yes, 0);
    out.push(match yes {
        1 => w.pick(
            format!("So this one can {steps}, and then change {guarded} at will."),
            format!("Zo kan die ene {steps}, en daarna {guarded} naar eigen inzicht wijzigen."),
        ),
        _ => w.pick(
            format!("So these {number} can {steps}, and then change {guarded} at will."),
            format!(
                "Zo kunnen die {number} {steps}, en daarna {guarded} naar eigen inzicht wijzigen."
            ),
        ),
    });
    for guard in &bypass.guards {
        out.push(as_it_is(w, bypass, taken_by, *guard));
    }
    out.join(" ")
}

/// "With 9 members in the assembly, 6 for and 3 against adopt “Amend”."
pub(crate) fn adopted(w: Words, bypass: &Bypass) -> String {
    let first = bypass.chain.first().map(|l| l.by.decisions());
    let decisions = first.unwrap_or_default();
    let taken_by = decisions
        .first()
        .and_then(|d| w.model.decisions.get(d.index()))
        .and_then(|d| d.taken_by);
    let Some(body) = taken_by else {
        return String::new();
    };
    let hall = bypass.vote.hall(body);
    let number = |n: i64| w.scaled(n, 0);
    let (members, yes, no) = (
        number(hall.members),
        number(hall.votes_for),
        number(hall.against),
    );
    let all: Vec<String> = decisions
        .iter()
        .map(|d| quoted(w.decision_title(*d)))
        .collect();
    let (what, where_) = (w.and(&all), w.body(body));
    let mut asides = Vec::new();
    if hall.abstaining > 0 {
        let n = number(hall.abstaining);
        let onthoudt = if hall.abstaining == 1 {
            "onthoudt"
        } else {
            "onthouden"
        };
        let abstain = if hall.abstaining == 1 {
            "abstains"
        } else {
            "abstain"
        };
        asides.push(w.pick(format!("{n} {abstain}"), format!("{n} {onthoudt} zich")));
    }
    if hall.away > 0 {
        let away = number(hall.away);
        asides.push(match hall.away {
            1 => w.pick(format!("{away} stays away"), format!("{away} blijft weg")),
            _ => w.pick(format!("{away} stay away"), format!("{away} blijven weg")),
        });
    }
    for class in classes(w.model, bypass) {
        let of = bypass.vote.class(body, class);
        if of.members == 0 || of.members == hall.members {
            continue;
        }
        let (group, yes, no) = (w.group(class), number(of.votes_for), number(of.against));
        asides.push(w.pick(
            format!("of {group} {yes} for, {no} against"),
            format!("van {group} {yes} voor, {no} tegen"),
        ));
    }
    let asides = match asides.is_empty() {
        true => String::new(),
        false => format!(" ({})", asides.join("; ")),
    };
    let one = hall.members == 1;
    w.pick(
        format!(
            "With {members} {} in {where_}, {yes} for and {no} against{asides} adopt {what}.",
            if one { "member" } else { "members" }
        ),
        format!(
            "Met {members} {} in {where_} {} {yes} stemmen voor en {no} tegen{asides} genoeg voor {what}.",
            if one { "lid" } else { "leden" },
            if hall.votes_for == 1 && hall.against == 0 { "is" } else { "zijn" },
        ),
    )
}

/// What the guard itself asks, of the same people.
fn as_it_is(w: Words, bypass: &Bypass, taken_by: Option<BodyId>, guard: DecisionId) -> String {
    let title = quoted(w.decision_title(guard));
    let body = w
        .model
        .decisions
        .get(guard.index())
        .and_then(|d| d.taken_by);
    if body != taken_by
        && let Some(body) = body
    {
        let body = w.body(body);
        return w.pick(
            format!("{title} is for {body}, and there the same people do not win."),
            format!("Over {title} gaat {body}, en daar winnen dezelfde mensen niet."),
        );
    }
    match asks(w.model, guard, &bypass.vote) {
        Some(n) => {
            let n = w.scaled(n, 0);
            w.pick(
                format!("{title} by itself rejects that vote: it asks {n} for."),
                format!(
                    "{title} zelf verwerpt die stemming: daarvoor zijn {n} stemmen voor nodig."
                ),
            )
        }
        None => w.pick(
            format!("{title} by itself rejects that vote."),
            format!("{title} zelf verwerpt die stemming."),
        ),
    }
}

/// The classes that the first decision or a guard asks.
fn classes(model: &Model, bypass: &Bypass) -> Vec<GroupId> {
    let first = bypass.chain.first().map(|l| l.by.decisions());
    let ids = first
        .into_iter()
        .flatten()
        .chain(bypass.guards.iter().copied());
    let mut out: Vec<GroupId> = ids
        .filter_map(|id| model.decisions.get(id.index()))
        .flat_map(|d| d.tests.iter())
        .filter_map(
            |t| match crate::analysis::tally::counting::whole_of(&t.kind) {
                Electorate::Class(group) => Some(group),
                _ => None,
            },
        )
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The names that one guard must guard as well, so that no bypass of it is left; tried on the model.
fn closing(model: &Model, bypass: &Bypass) -> Option<(Text, Edit)> {
    let [guard] = bypass.guards.as_slice() else {
        return None;
    };
    let decision = model.decisions.get(guard.index())?;
    let end = decision.changes_end?;
    if decision.changes_agreement {
        return None;
    }
    let mut tried = model.clone();
    let mut added: Vec<AnyId> = Vec::new();
    while let Some(next) = find_for(&tried, &bypass.guards) {
        let Some(Step::Rewrite { what, .. }) = next.chain.last().map(|l| &l.by) else {
            return None;
        };
        if added.contains(what) || added.len() == MOST_ADDED {
            return None;
        }
        added.push(*what);
        tried.decisions.get_mut(guard.index())?.changes.push(*what);
    }
    let spelled: Option<Vec<&str>> = added
        .iter()
        .map(|id| Some(crate::analysis::diff::declaration(model, *id)?.id.as_str()))
        .collect();
    let names = spelled?.join(", ");
    let title = both(model, |w| {
        let name = |id: &AnyId| match id {
            AnyId::Decision(d) if d == guard => w.pick("itself", "zichzelf").to_string(),
            id => w.any(*id),
        };
        let all: Vec<String> = added.iter().map(name).collect();
        let (guard, what) = (quoted(w.decision_title(*guard)), w.and(&all));
        w.pick(
            format!("Let {guard} guard {what} as well"),
            format!("Laat {guard} ook {what} bewaken"),
        )
    });
    let edit = Edit {
        span: end,
        text: format!(", {names}"),
    };
    Some((Text::new(capital(&title.en), capital(&title.nl)), edit))
}
