//! Who fills the seats: bodies that fill themselves (M1202), that nobody can fill first (M1203), and that alone can end their
//! own term (M1204).

use super::{Context, also, finding};
use crate::analysis::power::circles::{self, filled_by};
use crate::analysis::power::start::by_decision;
use crate::analysis::power::{Over, Power, body_of, words};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{BodyId, Decision, DecisionId, Holder, Proposer};
use crate::prose::Words;
use std::collections::BTreeSet;

pub(super) fn check(ctx: &Context, out: &mut Vec<Diagnostic>) {
    let mut told: BTreeSet<BodyId> = BTreeSet::new();
    for circle in &ctx.start.circles {
        told.extend(circle);
        out.extend(unfillable(ctx, circle));
    }
    for found in circles::self_appointed(ctx.graph) {
        // A circle that nobody can enter is told as that.
        if found.bodies.iter().all(|b| !told.contains(b)) {
            out.extend(self_appointed(ctx, &found.bodies));
            told.extend(found.bodies);
        }
    }
    for at in 0..ctx.model.bodies.len() {
        let body = BodyId::new(at);
        if ctx.is_own(body) && ctx.holder(body).is_some_and(|_| has_seats(ctx, body)) {
            out.extend(incumbents(ctx, body, told.contains(&body)));
        }
    }
}

fn has_seats(ctx: &Context, body: BodyId) -> bool {
    let body = ctx.model.bodies.get(body.index());
    body.is_some_and(|b| b.seats.is_some() && b.of_all.is_empty())
}

/// "the Panel names all 3 seats of the Board": how one body fills another, by its seats or by a decision.
fn fills(ctx: &Context, w: &Words, id: BodyId, by: BodyId) -> Option<String> {
    let (over, from) = (ctx.holder(id)?, ctx.holder(by)?);
    let body = ctx.model.bodies.get(id.index())?;
    let seats = body.seats.as_ref();
    let share = seats.and_then(|s| {
        let share = s.shares.iter().find(|share| share.by == from)?;
        Some(Power::Fills {
            how: share.how,
            seats: share.seats,
            total: s.total,
        })
    });
    let power = match share {
        Some(power) => power,
        None if body.of_all.iter().any(|g| Holder::Group(*g) == from) => Power::SitsIn,
        None => Power::Appoints,
    };
    let who = w.holder(from);
    Some(format!(
        "{who} {}",
        words::what(w, from, power, Over::Who(over))
    ))
}

/// The names of bodies, each with its article.
fn names(w: &Words, bodies: &[BodyId]) -> Vec<String> {
    bodies.iter().map(|b| w.body(*b)).collect()
}

// ------------------------------------------------------------------ M1203

/// A circle in which each waits for the next.
fn unfillable(ctx: &Context, circle: &[BodyId]) -> Option<Diagnostic> {
    let mut own = circle.iter().filter(|b| ctx.is_own(**b));
    let first = *own.next()?;
    let message = ctx.both(|w| {
        let bodies = names(&w, circle);
        match (w.lang, bodies.as_slice()) {
            (Lang::En, [one]) => format!(
                "{one} can't get its first member, because only {one} itself can fill its seats"
            ),
            (Lang::Nl, [one]) => format!(
                "{one} kan geen eerste lid krijgen, want alleen {one} zelf kan zijn zetels vullen"
            ),
            (Lang::En, _) => format!(
                "{} wait for each other, so none of them can get its first member",
                w.and(&bodies)
            ),
            (Lang::Nl, _) => format!(
                "{} wachten op elkaar, dus geen ervan kan een eerste lid krijgen",
                w.and(&bodies)
            ),
        }
    });
    let mut d = finding(
        codes::CANT_BE_FILLED,
        message,
        ctx.seats_span(first),
        Text::new("who fills these first?", "wie vult deze als eerste?"),
    );
    for body in own {
        d = also(
            d,
            ctx.seats_span(*body),
            Text::new("and these?", "en deze?"),
        );
    }
    for body in ctx.start.behind.iter().filter(|b| ctx.is_own(**b)) {
        d = also(
            d,
            ctx.seats_span(*body),
            Text::new("these wait for it as well", "deze wachten er ook op"),
        );
    }
    d = d.case(ctx.both(|w| {
        let next = circle.iter().cycle().skip(1);
        let steps: Vec<String> = circle
            .iter()
            .zip(next)
            .filter_map(|(body, by)| fills(ctx, &w, *body, *by))
            .collect();
        let steps = w.and(&steps);
        match (w.lang, circle.len()) {
            (Lang::En, 1) => {
                format!("{steps}. At the start nobody sits there, so nobody can do it")
            }
            (Lang::Nl, 1) => {
                format!("{steps}. In het begin zit er niemand in, dus kan niemand dat doen")
            }
            (Lang::En, _) => {
                format!("{steps}. At the start all of these are empty, so none can fill another")
            }
            (Lang::Nl, _) => format!(
                "{steps}. In het begin zijn ze allemaal leeg, dus geen ervan kan een andere vullen"
            ),
        }
    }));
    Some(d.help(Text::new(
        "Let somebody outside fill a seat, or name the first members: `member … { in … }` with the body's name.",
        "Laat iemand van buiten een zetel vullen, of noem de eerste leden: `lid … { in … }` met de naam van het orgaan.",
    )))
}

// ------------------------------------------------------------------ M1202

/// Bodies that fill most of their own seats.
fn self_appointed(ctx: &Context, bodies: &[BodyId]) -> Option<Diagnostic> {
    let set: BTreeSet<BodyId> = bodies.iter().copied().collect();
    let mut own = bodies.iter().filter(|b| ctx.is_own(**b));
    let first = *own.next()?;
    let whole = bodies.iter().all(|b| {
        let (mine, total) = filled_by(ctx.graph, *b, &set);
        mine == total
    });
    let message = ctx.both(|w| {
        let all = names(&w, bodies);
        match (w.lang, all.as_slice(), whole) {
            (Lang::En, [one], true) => format!("only those who sit in {one} choose who sits in it"),
            (Lang::En, [one], false) => {
                format!("those who sit in {one} fill most of its seats themselves")
            }
            (Lang::En, _, true) => format!(
                "{} fill each other's seats, and nobody else does",
                w.and(&all)
            ),
            (Lang::En, _, false) => format!("{} fill most of each other's seats", w.and(&all)),
            (Lang::Nl, [one], true) => format!("alleen wie in {one} zit, kiest wie erin komt"),
            (Lang::Nl, [one], false) => {
                format!("wie in {one} zit, vult zelf de meeste zetels ervan")
            }
            (Lang::Nl, _, true) => format!(
                "{} vullen elkaars zetels, en niemand anders doet dat",
                w.and(&all)
            ),
            (Lang::Nl, _, false) => format!("{} vullen de meeste van elkaars zetels", w.and(&all)),
        }
    });
    let mut d = finding(
        codes::SELF_APPOINTMENT,
        message,
        ctx.seats_span(first),
        Text::new("filled from within", "van binnenuit gevuld"),
    );
    for body in own {
        d = also(d, ctx.seats_span(*body), Text::new("and these", "en deze"));
    }
    d = d.case(ctx.both(|w| {
        let mut steps = Vec::new();
        for body in bodies {
            steps.extend(bodies.iter().filter_map(|by| {
                let part = filled_by(ctx.graph, *body, &BTreeSet::from([*by])).0;
                fills(ctx, &w, *body, *by).filter(|_| part > 0)
            }));
        }
        let steps = w.and(&steps);
        match w.lang {
            Lang::En => format!("{steps}. Whoever sits there now decides who comes next, and if they stop, nobody can fill the seats"),
            Lang::Nl => format!("{steps}. Wie er nu zit, bepaalt wie erna komt, en als zij ophouden, kan niemand de zetels vullen"),
        }
    }));
    Some(d.help(Text::new(
        "Let others fill most of the seats, such as an assembly of the members. If it is meant, say why with `accept M1202 because \"…\"`.",
        "Laat anderen de meeste zetels vullen, zoals een vergadering van de leden. Is het de bedoeling, zeg dan waarom met `aanvaard M1202 omdat \"…\"`.",
    )))
}

// ------------------------------------------------------------------ M1204

/// Why only those who sit in a body can begin or take a decision about themselves.
#[derive(Clone, Copy)]
enum Gate {
    Taken,
    Proposed,
}

/// Whether a decision about a body can't do without those who sit in it.
fn gate(ctx: &Context, decision: &Decision, body: BodyId) -> Option<Gate> {
    let me = ctx.holder(body)?;
    let chair = ctx.model.bodies.get(body.index())?.chair;
    let taker = decision.taken_by.and_then(|b| ctx.holder(b))?;
    if ctx.people.same(taker, me) {
        return Some(Gate::Taken);
    }
    let inside = |h: &Holder| ctx.people.same(*h, me) || Some(*h) == chair;
    match &decision.proposed_by {
        Some(Proposer::Holders(holders)) if !holders.is_empty() && holders.iter().all(inside) => {
            Some(Gate::Proposed)
        }
        _ => None,
    }
}

fn incumbents(ctx: &Context, body: BodyId, told: bool) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let removing = ctx.graph.removing(body);
    out.extend(all_gated(ctx, body, &removing).map(|gates| {
        let message = ctx.both(|w| {
            let who = w.body(body);
            match w.lang {
                Lang::En => format!("nobody but those who sit in {who} can have {who} dismissed"),
                Lang::Nl => format!("alleen wie in {who} zit, kan {who} laten ontslaan"),
            }
        });
        incumbent(ctx, body, message, &gates)
    }));
    let shares = ctx
        .model
        .bodies
        .get(body.index())
        .and_then(|b| b.seats.as_ref());
    let decided = shares.is_some_and(|s| s.shares.iter().all(|share| by_decision(share.how)));
    if decided && !told {
        out.extend(
            all_gated(ctx, body, ctx.graph.appointing(body)).map(|gates| {
                let message = ctx.both(|w| {
                    let who = w.body(body);
                    match w.lang {
                        Lang::En => {
                            format!("nobody but those who sit in {who} can have {who} replaced")
                        }
                        Lang::Nl => format!("alleen wie in {who} zit, kan {who} laten vervangen"),
                    }
                });
                incumbent(ctx, body, message, &gates)
            }),
        );
    }
    out
}

/// The decisions with what keeps others out, if each of them keeps others out and there is one.
fn all_gated(
    ctx: &Context,
    body: BodyId,
    decisions: &[DecisionId],
) -> Option<Vec<(DecisionId, Gate)>> {
    let gated = decisions.iter().map(|id| {
        let decision = ctx.decision(*id)?;
        Some((*id, gate(ctx, decision, body)?))
    });
    let all: Option<Vec<_>> = gated.collect();
    all.filter(|list| !list.is_empty())
}

fn incumbent(
    ctx: &Context,
    body: BodyId,
    message: Text,
    gates: &[(DecisionId, Gate)],
) -> Diagnostic {
    let at = |id: DecisionId| ctx.decision(id).and_then(|d| d.decl.name_span);
    let label = |gate: Gate| match gate {
        Gate::Taken => Text::new("taken by the same people", "genomen door dezelfde mensen"),
        Gate::Proposed => Text::new("proposed by them alone", "alleen door hen voorgesteld"),
    };
    let span = |b: BodyId| {
        let body = ctx.model.bodies.get(b.index());
        body.and_then(|b| b.decl.name_span)
    };
    let mut d = finding(
        codes::INCUMBENTS,
        message,
        span(body),
        Text::new("they sit here", "hier zitten zij"),
    );
    for (id, gate) in gates {
        d = also(d, at(*id), label(*gate));
    }
    d.case(ctx.both(|w| {
        let who = w.body(body);
        let steps: Vec<String> = gates
            .iter()
            .map(|(id, gate)| {
                let decision = w.decision(*id);
                match (w.lang, gate) {
                    (Lang::En, Gate::Taken) => format!("{decision} is taken by those who sit in {who}"),
                    (Lang::En, Gate::Proposed) => format!("{decision} can be proposed by {who} alone"),
                    (Lang::Nl, Gate::Taken) => format!("{decision} wordt genomen door wie in {who} zit"),
                    (Lang::Nl, Gate::Proposed) => format!("{decision} kan alleen door {who} worden voorgesteld"),
                }
            })
            .collect();
        let steps = w.and(&steps);
        match w.lang {
            Lang::En => format!("{steps}. If they want to stay, nobody can do anything about it"),
            Lang::Nl => format!("{steps}. Als zij willen blijven, kan niemand er iets aan doen"),
        }
    }))
    .help(Text::new(
        "Let members propose it too, such as `proposed by 15 members`, and let another body take it. If it is meant, say why with `accept M1204 because \"…\"`.",
        "Laat ook leden het voorstellen, zoals `voorgesteld door 15 leden`, en laat een ander orgaan het nemen. Is het de bedoeling, zeg dan waarom met `aanvaard M1204 omdat \"…\"`.",
    ))
}

/// Who fills all of a body's seats without anybody else; `None` if there are more, or a lot decides.
pub(super) fn sole_appointer(ctx: &Context, holder: Holder) -> Option<Holder> {
    let id = body_of(ctx.model, holder)?;
    let body = ctx.model.bodies.get(id.index())?;
    if !body.of_all.is_empty() {
        return None;
    }
    let seats = body.seats.as_ref()?;
    let from: Vec<Option<Holder>> = if seats.shares.is_empty() {
        let decisions = ctx.graph.appointing(id).iter();
        decisions
            .map(|d| {
                let drawn = ctx.decision(*d).is_some_and(|d| d.sortition.is_some());
                ctx.graph.taker(*d).filter(|_| !drawn)
            })
            .collect()
    } else {
        let shares = seats.shares.iter();
        shares
            .map(|s| (s.how != crate::model::SeatHow::DrawnFrom).then_some(s.by))
            .collect()
    };
    let first = from.first().copied().flatten()?;
    let all = from
        .iter()
        .all(|f| f.is_some_and(|f| ctx.people.same(f, first)));
    all.then_some(first)
}
