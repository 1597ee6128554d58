//! Power that nobody can hold (M1201).

use super::{Context, also, finding};
use crate::analysis::power::{Edge, Power, body_of, words};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{BodyId, GroupId, Holder};
use crate::prose::Words;
use crate::source::Span;
use std::collections::BTreeMap;

/// Of one holder no more places than this are shown.
const MOST_PLACES: usize = 6;

pub(super) fn check(ctx: &Context, out: &mut Vec<Diagnostic>) {
    let mut uses: BTreeMap<Holder, Vec<&Edge>> = BTreeMap::new();
    for edge in &ctx.graph.edges {
        // That a group sits in a body gives it nothing if it is empty, and takes nothing from the others.
        if edge.power != Power::SitsIn && ctx.graph.is_own(edge.by) && nobody(ctx, edge.from) {
            uses.entry(edge.from).or_default().push(edge);
        }
    }
    // A body that takes decisions with no other power in the graph still has these.
    let mut takes: BTreeMap<Holder, Vec<Option<Span>>> = BTreeMap::new();
    for (_, decision) in ctx.decisions() {
        if let Some(taker) = decision.taken_by.and_then(|b| ctx.holder(b))
            && nobody(ctx, taker)
        {
            let places = takes.entry(taker).or_default();
            places.push(decision.decl.name_span);
            uses.entry(taker).or_default();
        }
    }
    for (holder, edges) in uses {
        let decisions = takes.get(&holder).map_or(&[][..], Vec::as_slice);
        out.push(diagnostic(ctx, holder, &edges, decisions));
    }
}

/// Whether a holder can be nobody at all, for another reason than a circle of bodies (which is M1203).
fn nobody(ctx: &Context, holder: Holder) -> bool {
    match (holder, body_of(ctx.model, holder)) {
        (_, Some(body)) => ctx.start.empty.contains(&body),
        (Holder::Group(group), None) => !ctx.people.inhabited(group),
        _ => false,
    }
}

fn diagnostic(
    ctx: &Context,
    holder: Holder,
    edges: &[&Edge],
    decisions: &[Option<Span>],
) -> Diagnostic {
    let message = ctx.both(|w| {
        let who = w.holder(holder);
        match edges.first() {
            Some(edge) => {
                let what = words::what(&w, holder, edge.power, edge.over);
                match w.lang {
                    Lang::En => format!("{who} {what}, but nobody can be in {who}"),
                    Lang::Nl => format!("{who} {what}, maar niemand kan in {who} zitten"),
                }
            }
            None => match w.lang {
                Lang::En => format!("{who} takes decisions, but nobody can sit in it"),
                Lang::Nl => format!("{who} neemt besluiten, maar niemand kan erin zitten"),
            },
        }
    });
    let held = |en: &str, nl: &str| Text::new(en, nl);
    let first = edges.first().and_then(|e| e.span);
    let mut d = finding(
        codes::POWER_HELD_BY_NOBODY,
        message,
        first.or(decisions.first().copied().flatten()),
        held("this gives power to nobody", "dit geeft macht aan niemand"),
    );
    let more = edges.iter().map(|e| e.span);
    for span in more.chain(decisions.iter().copied()).take(MOST_PLACES) {
        d = also(d, span, held("and this", "en dit"));
    }
    let (place, label) = why_place(ctx, holder);
    d = also(d, place, label);
    d.case(ctx.both(|w| why(ctx, &w, holder, 0)))
        .help(match holder {
            Holder::Group(group) if body_of(ctx.model, Holder::Group(group)).is_none() => Text::new(
                "Name a member with `member … { in … }`, take out `closed`, or give the power to somebody else.",
                "Noem een lid met `lid … { in … }`, haal `gesloten` weg, of geef de macht aan iemand anders.",
            ),
            _ => Text::new(
                "Let somebody fill a seat who is there.",
                "Laat een zetel vullen door iemand die er is.",
            ),
        })
}

fn why_place(ctx: &Context, holder: Holder) -> (Option<Span>, Text) {
    let label = Text::new("nobody can be in it", "hier kan niemand in zitten");
    match (holder, body_of(ctx.model, holder)) {
        (_, Some(body)) => (ctx.seats_span(body), label),
        (Holder::Group(group), None) => {
            let group = ctx.model.groups.get(group.index());
            (group.and_then(|g| g.decl.name_span), label)
        }
        _ => (None, label),
    }
}

/// Why nobody can be in it. A body is empty because of those who fill it; that is followed no further than all bodies once.
fn why(ctx: &Context, w: &Words, holder: Holder, depth: usize) -> String {
    let who = w.holder(holder);
    if let Some(id) = body_of(ctx.model, holder) {
        let Some((verb, next)) = first_empty(ctx, id).filter(|_| depth < ctx.model.bodies.len())
        else {
            return match w.lang {
                Lang::En => format!("nothing fills a seat of {who}"),
                Lang::Nl => format!("niets vult een zetel van {who}"),
            };
        };
        let step = format!(
            "{} {}",
            w.holder(next),
            words::what(w, next, verb, crate::analysis::power::Over::Who(holder))
        );
        return format!("{step}; {}", why(ctx, w, next, depth + 1));
    }
    let Holder::Group(group) = holder else {
        return who;
    };
    match closed_above(ctx, group) {
        Some(above) if above == group => match w.lang {
            Lang::En => format!("{who} is closed, and no member is named"),
            Lang::Nl => format!("{who} is gesloten, en er is geen lid genoemd"),
        },
        Some(above) => {
            let above = w.group(above);
            match w.lang {
                Lang::En => format!(
                    "{who} lies within {above}, which is closed, and no member of {who} is named"
                ),
                Lang::Nl => format!(
                    "{who} valt binnen {above}; die groep is gesloten, en van {who} is geen lid genoemd"
                ),
            }
        }
        None => match w.lang {
            Lang::En => format!(
                "nobody can be in all groups that {who} lies within, or its largest size is 0"
            ),
            Lang::Nl => format!(
                "niemand kan in alle groepen zitten waar {who} binnen valt, of de grootste omvang is 0"
            ),
        },
    }
}

/// The nearest closed group at or above one.
fn closed_above(ctx: &Context, group: GroupId) -> Option<GroupId> {
    let closed = |g: &GroupId| {
        let group = ctx.model.groups.get(g.index());
        group.is_some_and(|g| g.closed)
    };
    let above = ctx.model.group_tree.up(group.0).iter().map(|&g| GroupId(g));
    Some(group)
        .filter(closed)
        .or(above.into_iter().find(closed))
}

/// Somebody without whom a body stays empty, and what they would do for it.
fn first_empty(ctx: &Context, id: BodyId) -> Option<(Power, Holder)> {
    let body = ctx.model.bodies.get(id.index())?;
    let seats = body.seats.iter();
    let shares = seats.flat_map(|s| s.shares.iter().map(move |share| (s.total, share)));
    let filled = shares.map(|(total, share)| {
        let power = Power::Fills {
            how: share.how,
            seats: share.seats,
            total,
        };
        (power, share.by)
    });
    let of_all = body
        .of_all
        .iter()
        .map(|g| (Power::SitsIn, Holder::Group(*g)));
    let takers = ctx.graph.appointing(id).iter();
    let appointed = takers.filter_map(|d| Some((Power::Appoints, ctx.graph.taker(*d)?)));
    of_all
        .chain(filled)
        .chain(appointed)
        .find(|(_, holder)| nobody(ctx, *holder))
}
