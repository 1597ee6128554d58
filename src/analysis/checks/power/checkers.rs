//! The checker is the checked (M1207): whoever audits, judges or dismisses is the one they check, or depends on them alone.

use super::seats::sole_appointer;
use super::{Context, also, finding};
use crate::analysis::power::circles::{Links, knots, shortest};
use crate::analysis::power::{Basis, Edge, Over, Power, body_of, holder_of, words};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{BodyId, Holder};
use crate::prose::Words;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Why somebody can't check somebody else freely.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tie {
    Same,
    /// All seats are filled by the next in the list, and those of that one by the next, up to the one that is checked.
    Appointed(Vec<Holder>),
    /// All decisions by which it is dismissed are taken by the one that is checked.
    Dismissed,
    Paid,
}

/// Somebody who checks somebody.
#[derive(Debug, Clone, Copy)]
struct Check {
    checker: Holder,
    power: Power,
    checked: Holder,
    by: Basis,
    span: Option<Span>,
}

pub(super) fn check(ctx: &Context, out: &mut Vec<Diagnostic>) {
    let mut told: BTreeSet<(Holder, Holder, u8)> = BTreeSet::new();
    for check in checks(ctx) {
        if is_sovereign(ctx, check.checked) {
            continue;
        }
        for tie in ties(ctx, check.checker, check.checked) {
            // An appeal to the decider, dismissal by oneself and an emergency that confirms itself are findings of their own.
            let elsewhere = matches!(check.power, Power::HearsAppeals | Power::Removes)
                || confirms_itself(ctx, &check);
            let kind = match tie {
                Tie::Same => 0,
                Tie::Appointed(_) => 1,
                Tie::Dismissed => 2,
                Tie::Paid => 3,
            };
            let new = || (check.checker, check.checked, kind);
            if !(tie == Tie::Same && elsewhere) && told.insert(new()) {
                out.push(diagnostic(ctx, &check, &tie));
            }
        }
    }
    appeals_in_a_circle(ctx, out);
}

/// Whether an emergency is confirmed by itself or by another emergency decision, which M1209 tells.
fn confirms_itself(ctx: &Context, check: &Check) -> bool {
    let Basis::Decision(id) = check.by else {
        return false;
    };
    let emergency = ctx.decision(id).and_then(|d| d.emergency.as_ref());
    let other = emergency.and_then(|e| ctx.decision(e.ratified_by?));
    check.power == Power::Ratifies && other.is_some_and(|d| d.emergency.is_some())
}

/// Every check of this commons, in the order of the source.
fn checks(ctx: &Context) -> Vec<Check> {
    let mut out = Vec::new();
    for edge in &ctx.graph.edges {
        let Over::Who(checked) = edge.over else {
            continue;
        };
        let is_check = matches!(
            edge.power,
            Power::Audits
                | Power::HearsAppeals
                | Power::JudgesRecusal
                | Power::Removes
                | Power::Ratifies
        );
        if !is_check || !ctx.graph.is_own(edge.by) {
            continue;
        }
        if edge.power == Power::Removes && !alone(ctx, edge, checked) {
            continue;
        }
        let over = if edge.power == Power::Audits && checked == Holder::Commons {
            audited(ctx)
        } else {
            vec![checked]
        };
        out.extend(over.into_iter().map(|checked| Check {
            checker: edge.from,
            power: edge.power,
            checked,
            by: edge.by,
            span: edge.span,
        }));
    }
    out
}

/// Whether nobody else can dismiss the body: with two ways, one that is free is enough.
fn alone(ctx: &Context, edge: &Edge, checked: Holder) -> bool {
    let Some(body) = body_of(ctx.model, checked) else {
        return false;
    };
    let removing = ctx.graph.removing(body);
    let mut takers = removing.iter().map(|d| ctx.graph.taker(*d));
    takers.all(|t| t.is_some_and(|t| ctx.people.same(t, edge.from)))
}

/// Whom an audit of the whole commons is about: the keepers of its data, and the bodies that take its decisions.
fn audited(ctx: &Context) -> Vec<Holder> {
    let mut out: BTreeSet<Holder> = BTreeSet::new();
    for data in ctx.model.data.iter().filter(|d| d.decl.is_own()) {
        out.extend(data.dataset().into_iter().flat_map(|d| &d.keepers));
    }
    for (_, decision) in ctx.decisions() {
        out.extend(decision.taken_by.and_then(|b| ctx.holder(b)));
    }
    out.into_iter().collect()
}

/// An assembly that may change the agreement can change who checks it as well: nothing in the agreement stands above it.
fn is_sovereign(ctx: &Context, holder: Holder) -> bool {
    let Some(body) = body_of(ctx.model, holder) else {
        return false;
    };
    let assembly = ctx.model.bodies.get(body.index());
    assembly.is_some_and(|b| !b.of_all.is_empty())
        && ctx
            .model
            .decisions
            .iter()
            .any(|d| d.changes_agreement && d.taken_by == Some(body))
}

fn ties(ctx: &Context, checker: Holder, checked: Holder) -> Vec<Tie> {
    if ctx.people.same(checker, checked) {
        return vec![Tie::Same];
    }
    let mut out = Vec::new();
    out.extend(appointed(ctx, checker, checked).map(Tie::Appointed));
    if let Some(body) = body_of(ctx.model, checker) {
        let removing = ctx.graph.removing(body);
        let mut takers = removing.iter().map(|d| ctx.graph.taker(*d));
        let only = takers.all(|t| t.is_some_and(|t| ctx.people.same(t, checked)));
        if only && !removing.is_empty() {
            out.push(Tie::Dismissed);
        }
    }
    let me = Over::Who(checker);
    let edges = ctx.graph.edges.iter();
    let mut payers = edges
        .filter(|e| e.power == Power::Pays && e.over == me)
        .peekable();
    if payers.peek().is_some() && payers.all(|e| ctx.people.same(e.from, checked)) {
        out.push(Tie::Paid);
    }
    out
}

/// From the checker to the checked by those who alone fill the seats of the one before, if there is such a way.
fn appointed(ctx: &Context, checker: Holder, checked: Holder) -> Option<Vec<Holder>> {
    let mut path = vec![checker];
    let mut seen = BTreeSet::from([checker]);
    loop {
        let next = sole_appointer(ctx, *path.last()?)?;
        path.push(next);
        if ctx.people.same(next, checked) {
            return Some(path);
        }
        if !seen.insert(next) || is_sovereign(ctx, next) {
            return None;
        }
    }
}

fn check_in_words(w: &Words, check: &Check) -> String {
    let from = w.holder(check.checker);
    let what = words::what(w, check.checker, check.power, Over::Who(check.checked));
    format!("{from} {what}")
}

fn diagnostic(ctx: &Context, check: &Check, tie: &Tie) -> Diagnostic {
    let message = ctx.both(|w| {
        let fact = check_in_words(&w, check);
        let checked = w.holder(check.checked);
        match (w.lang, tie) {
            (Lang::En, Tie::Same) => format!("{fact}, and those are the same people"),
            (Lang::Nl, Tie::Same) => format!("{fact}, en dat zijn dezelfde mensen"),
            (Lang::En, Tie::Appointed(path)) if path.len() > 2 => {
                format!("{fact}, but owes its seats to {checked} alone, by a detour")
            }
            (Lang::Nl, Tie::Appointed(path)) if path.len() > 2 => {
                format!("{fact}, maar dankt zijn zetels via een omweg alleen aan {checked}")
            }
            (Lang::En, Tie::Appointed(_)) => format!("{fact}, but owes all its seats to {checked}"),
            (Lang::Nl, Tie::Appointed(_)) => {
                format!("{fact}, maar dankt al zijn zetels aan {checked}")
            }
            (Lang::En, Tie::Dismissed) => format!("{fact}, but only {checked} can dismiss it"),
            (Lang::Nl, Tie::Dismissed) => format!("{fact}, maar alleen {checked} kan het ontslaan"),
            (Lang::En, Tie::Paid) => format!("{fact}, but is paid by {checked} alone"),
            (Lang::Nl, Tie::Paid) => format!("{fact}, maar wordt alleen betaald door {checked}"),
        }
    });
    let mut d = finding(
        codes::CHECKER_IS_CHECKED,
        message,
        check.span.or(basis_span(ctx, check.by)),
        Text::new("the check stands here", "hier staat de controle"),
    );
    if let Some(body) = body_of(ctx.model, check.checker) {
        let label = match tie {
            Tie::Same => None,
            Tie::Appointed(_) => Some(Text::new(
                "who checks is chosen here",
                "hier wordt gekozen wie controleert",
            )),
            Tie::Dismissed | Tie::Paid => Some(Text::new(
                "who checks depends on them",
                "wie controleert, hangt van hen af",
            )),
        };
        if let Some(label) = label {
            d = also(d, ctx.seats_span(body), label);
        }
    }
    let case = ctx.both(|w| {
        let (checker, checked) = (w.holder(check.checker), w.holder(check.checked));
        match (w.lang, tie) {
            (Lang::En, Tie::Same) => format!("{checked} makes a mistake. Those who look at it are those who made it"),
            (Lang::Nl, Tie::Same) => format!("{checked} maakt een fout. Wie ernaar kijkt, is wie de fout maakte"),
            (Lang::En, Tie::Appointed(path)) => format!("{}. If {checker} finds against {checked}, {checked} can choose others next time", chain(ctx, &w, path)),
            (Lang::Nl, Tie::Appointed(path)) => format!("{}. Als {checker} {checked} in het ongelijk stelt, kan {checked} de volgende keer anderen kiezen", chain(ctx, &w, path)),
            (Lang::En, Tie::Dismissed) => format!("{checker} is about to find against {checked}. {} can dismiss it first", crate::prose::capital(&checked)),
            (Lang::Nl, Tie::Dismissed) => format!("{checker} gaat {checked} in het ongelijk stellen. {} kan het eerst ontslaan", crate::prose::capital(&checked)),
            (Lang::En, Tie::Paid) => format!("{checker} is about to find against {checked}. {} can stop paying", crate::prose::capital(&checked)),
            (Lang::Nl, Tie::Paid) => format!("{checker} gaat {checked} in het ongelijk stellen. {} kan stoppen met betalen", crate::prose::capital(&checked)),
        }
    });
    d.case(case).help(Text::new(
        "Let others check, or let somebody else choose, pay or dismiss those who do. If it is meant, say why with `accept M1207 because \"…\"`.",
        "Laat anderen controleren, of laat iemand anders kiezen, betalen of ontslaan wie het doet. Is het de bedoeling, zeg dan waarom met `aanvaard M1207 omdat \"…\"`.",
    ))
}

/// "the Committee names all 3 seats of the Panel, and the Board names all 5 seats of the Committee".
fn chain(ctx: &Context, w: &Words, path: &[Holder]) -> String {
    let steps = path.windows(2).filter_map(|pair| {
        let &[body, by] = pair else { return None };
        let id = body_of(ctx.model, body)?;
        let seats = ctx.model.bodies.get(id.index())?.seats.as_ref()?;
        let power = match seats.shares.first() {
            Some(share) => Power::Fills {
                how: share.how,
                seats: seats.total,
                total: seats.total,
            },
            None => Power::Appoints,
        };
        let who = w.holder(by);
        Some(format!(
            "{who} {}",
            words::what(w, by, power, Over::Who(body))
        ))
    });
    w.and(&steps.collect::<Vec<_>>())
}

fn basis_span(ctx: &Context, by: Basis) -> Option<Span> {
    let m = ctx.model;
    match by {
        Basis::Body(b) => m.bodies.get(b.index())?.decl.name_span,
        Basis::Decision(d) => m.decisions.get(d.index())?.decl.name_span,
        Basis::Sanction(s) => m.sanctions.get(s.index())?.decl.name_span,
        Basis::Commons => m.commons.decl.as_ref()?.name_span,
    }
}

// ------------------------------------------------------------------ appeals that go round

/// Bodies that hear appeals against each other.
fn appeals_in_a_circle(ctx: &Context, out: &mut Vec<Diagnostic>) {
    let n = ctx.model.bodies.len();
    let mut links = Links::new(n);
    let mut first: BTreeMap<(usize, usize), &Edge> = BTreeMap::new();
    for edge in &ctx.graph.edges {
        let Over::Who(over) = edge.over else { continue };
        if edge.power != Power::HearsAppeals {
            continue;
        }
        if let (Some(judge), Some(judged)) =
            (body_of(ctx.model, edge.from), body_of(ctx.model, over))
            && judge != judged
        {
            links.add(judged.index(), judge.index());
            first.entry((judged.index(), judge.index())).or_insert(edge);
        }
    }
    for knot in knots(&links) {
        let circle = shortest(&links, &knot);
        let next = circle.iter().cycle().skip(1);
        let steps: Vec<&Edge> = circle
            .iter()
            .zip(next)
            .filter_map(|(a, b)| first.get(&(*a, *b)).copied())
            .collect();
        let Some(start) = steps.iter().find(|e| ctx.graph.is_own(e.by)) else {
            continue;
        };
        let bodies: Vec<BodyId> = circle.iter().map(|b| BodyId::new(*b)).collect();
        let message = ctx.both(|w| {
            let names: Vec<String> = bodies
                .iter()
                .filter_map(|b| Some(w.holder(holder_of(ctx.model, *b)?)))
                .collect();
            let names = w.and(&names);
            match w.lang {
                Lang::En => format!("{names} hear appeals against each other"),
                Lang::Nl => format!("{names} behandelen het beroep tegen elkaars besluiten"),
            }
        });
        let mut d = finding(
            codes::CHECKER_IS_CHECKED,
            message,
            start.span,
            Text::new(
                "appeals against this go round",
                "beroep hiertegen gaat rond",
            ),
        );
        for edge in &steps {
            d = also(d, edge.span, Text::new("and against this", "en hiertegen"));
        }
        out.push(
            d.case(ctx.both(|w| {
                let all: Vec<String> = steps.iter().map(|e| words::sentence(&w, e)).collect();
                let all = w.and(&all);
                match w.lang {
                    Lang::En => format!("{all}. So nobody has the last word, and each can answer a ruling with a ruling"),
                    Lang::Nl => format!("{all}. Dus heeft niemand het laatste woord, en kan elk een uitspraak met een uitspraak beantwoorden"),
                }
            }))
            .help(Text::new(
                "Let appeals go up in one order and end with one body. If it is meant, say why with `accept M1207 because \"…\"`.",
                "Laat beroep in één volgorde omhooggaan en bij één orgaan eindigen. Is het de bedoeling, zeg dan waarom met `aanvaard M1207 omdat \"…\"`.",
            )),
        );
    }
}
