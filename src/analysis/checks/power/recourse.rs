//! What comes back to where it began: a fallback to the same people (M1205), matters handed round in a circle (M1206), and an
//! appeal to those who decided (M1208).

use super::{Context, also, finding};
use crate::analysis::power::circles::{Links, knots, shortest};
use crate::analysis::power::{appeal_levels, body_of};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{AnyId, BodyId, Decision, DecisionId, Holder, SanctionId, Silence, TestKind};
use crate::prose::Words;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(ctx: &Context, out: &mut Vec<Diagnostic>) {
    for (id, decision) in ctx.decisions() {
        out.extend(too_few(ctx, id, decision));
        out.extend(appeal(ctx, id, decision));
    }
    circles(ctx, out);
    for (at, sanction) in ctx.model.sanctions.iter().enumerate() {
        if sanction.decl.is_own() {
            out.extend(sanction_appeal(ctx, SanctionId::new(at)));
        }
    }
}

// ------------------------------------------------------------------ M1205

fn too_few(ctx: &Context, id: DecisionId, decision: &Decision) -> Option<Diagnostic> {
    let taker = decision.taken_by?;
    let instead = decision.too_few?;
    let (a, b) = (ctx.holder(taker)?, ctx.holder(instead)?);
    if !ctx.people.same(a, b) {
        return None;
    }
    let message = ctx.both(|w| {
        let (what, who) = (w.decision(id), w.body(instead));
        match w.lang {
            Lang::En => format!("if too few may vote on {what}, {who} decides, and those are the same people"),
            Lang::Nl => format!("als te weinig leden over {what} mogen stemmen, beslist {who}, en dat zijn dezelfde mensen"),
        }
    });
    let case = ctx.both(|w| {
        let who = w.body(taker);
        match w.lang {
            Lang::En => format!("everyone in {who} but one has an interest in the matter and must not vote. Then the matter goes to the same people, who still must not vote"),
            Lang::Nl => format!("iedereen in {who} op één na heeft belang bij de zaak en mag niet meestemmen. Dan gaat de zaak naar dezelfde mensen, die nog steeds niet mogen meestemmen"),
        }
    });
    let label = Text::new(
        "falls back to the same people",
        "valt terug op dezelfde mensen",
    );
    Some(
        finding(
            codes::RECUSAL_TO_SAME,
            message,
            decision.decl.name_span,
            label,
        )
        .case(case)
        .help(Text::new(
            "Name another body behind `if too few remain`.",
            "Noem een ander orgaan achter `bij te weinig stemgerechtigden`.",
        )),
    )
}

// ------------------------------------------------------------------ M1206

/// What a decision is about, as far as the source says. Two decisions with something in common are about the same matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    Agreement,
    Requests,
    Changes(AnyId),
    Admits(AnyId),
    Expels(AnyId),
    Appoints(BodyId),
    Removes(BodyId),
}

fn matters(ctx: &Context, id: DecisionId, d: &Decision) -> BTreeSet<Matter> {
    let mut out = BTreeSet::new();
    let requests = ctx.model.commons.requests.as_ref();
    if requests.is_some_and(|r| r.decided_by == id) {
        out.insert(Matter::Requests);
    }
    if d.changes_agreement {
        out.insert(Matter::Agreement);
    }
    out.extend(d.changes.iter().map(|c| Matter::Changes(*c)));
    out.extend(d.admits_to.iter().map(|g| Matter::Admits(AnyId::Group(*g))));
    out.extend(
        d.expels_from
            .iter()
            .map(|g| Matter::Expels(AnyId::Group(*g))),
    );
    out.extend(d.appoints.iter().map(|b| Matter::Appoints(*b)));
    out.extend(d.removes.iter().map(|b| Matter::Removes(*b)));
    out
}

/// How a matter gets from one decision to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hop {
    /// It is not decided in time.
    Silence(BodyId),
    /// There is an objection.
    Objection,
    /// A veto may be set aside by it.
    Override,
}

/// All ways from one decision to another, each pair with its first way.
fn hops(ctx: &Context) -> BTreeMap<(usize, usize), Hop> {
    let all = &ctx.model.decisions;
    let matter: Vec<BTreeSet<Matter>> = all
        .iter()
        .enumerate()
        .map(|(at, d)| matters(ctx, DecisionId::new(at), d))
        .collect();
    let mut by_matter: BTreeMap<Matter, Vec<usize>> = BTreeMap::new();
    for (at, about) in matter.iter().enumerate() {
        for one in about {
            by_matter.entry(*one).or_default().push(at);
        }
    }
    let mut out = BTreeMap::new();
    for (at, d) in all.iter().enumerate() {
        let otherwise = d.tests.iter().filter_map(|t| match &t.kind {
            TestKind::Consent { otherwise, .. } | TestKind::LazyConsensus { otherwise, .. } => {
                *otherwise
            }
            _ => None,
        });
        for next in otherwise {
            out.entry((at, next.index())).or_insert(Hop::Objection);
        }
        if let Some(next) = d.veto.as_ref().and_then(|v| v.overridden_by) {
            out.entry((at, next.index())).or_insert(Hop::Override);
        }
        let Some(Silence::EscalatesTo(body)) = d.clock.as_ref().map(|c| c.silence) else {
            continue;
        };
        let Some(next) = ctx.holder(body) else {
            continue;
        };
        let taker = d.taken_by.and_then(|b| ctx.holder(b));
        if taker.is_some_and(|t| ctx.people.same(t, next)) {
            out.entry((at, at)).or_insert(Hop::Silence(body));
        }
        let near = matter.get(at).into_iter().flatten();
        let near: BTreeSet<usize> = near
            .filter_map(|m| by_matter.get(m))
            .flatten()
            .copied()
            .filter(|other| *other != at)
            .collect();
        for other in near {
            let taker = all.get(other).and_then(|d| d.taken_by);
            if taker
                .and_then(|b| ctx.holder(b))
                .is_some_and(|t| ctx.people.same(t, next))
            {
                out.entry((at, other)).or_insert(Hop::Silence(body));
            }
        }
    }
    out
}

fn circles(ctx: &Context, out: &mut Vec<Diagnostic>) {
    let hops = hops(ctx);
    let mut links = Links::new(ctx.model.decisions.len());
    for &(from, to) in hops.keys() {
        links.add(from, to);
    }
    for knot in knots(&links) {
        let circle = shortest(&links, &knot);
        out.extend(circle_found(ctx, &circle, &hops));
    }
}

fn circle_found(
    ctx: &Context,
    circle: &[usize],
    hops: &BTreeMap<(usize, usize), Hop>,
) -> Option<Diagnostic> {
    let ids: Vec<DecisionId> = circle.iter().map(|at| DecisionId::new(*at)).collect();
    let mut own = ids
        .iter()
        .filter_map(|id| ctx.decision(*id))
        .filter(|d| d.decl.is_own());
    let first = own.next()?;
    let message = ctx.both(|w| {
        let names: Vec<String> = ids.iter().map(|id| w.decision(*id)).collect();
        match (w.lang, names.as_slice()) {
            (Lang::En, [one]) => {
                format!("{one} goes back to those who did not take it, and so on without end")
            }
            (Lang::Nl, [one]) => {
                format!("{one} gaat terug naar wie het niet nam, en zo verder zonder einde")
            }
            (Lang::En, _) => format!("{} pass a matter round without end", w.and(&names)),
            (Lang::Nl, _) => format!(
                "{} geven een zaak zonder einde aan elkaar door",
                w.and(&names)
            ),
        }
    });
    let mut d = finding(
        codes::ESCALATION_CYCLE,
        message,
        first.decl.name_span,
        Text::new("goes on from here", "gaat vanaf hier verder"),
    );
    for decision in own {
        d = also(
            d,
            decision.decl.name_span,
            Text::new("and from here", "en vanaf hier"),
        );
    }
    let case = ctx.both(|w| {
        let next = circle.iter().cycle().skip(1);
        let steps: Vec<String> = circle
            .iter()
            .zip(next)
            .filter_map(|(a, b)| hop(ctx, &w, *a, *b, *hops.get(&(*a, *b))?))
            .collect();
        let steps = steps.join("; ");
        match w.lang {
            Lang::En => format!("{steps}. There it began"),
            Lang::Nl => format!("{steps}. Daar begon het"),
        }
    });
    Some(d.case(case).help(Text::new(
        "Let the last one end it: write `or else rejected` or `or else adopted`, and leave out the `otherwise …` that leads back.",
        "Laat de laatste er een einde aan maken: schrijf `anders verworpen` of `anders aangenomen`, en laat het `zo niet …` weg dat terugleidt.",
    )))
}

fn hop(ctx: &Context, w: &Words, from: usize, to: usize, hop: Hop) -> Option<String> {
    let (a, b) = (DecisionId::new(from), DecisionId::new(to));
    let taker = w.body(ctx.decision(a)?.taken_by?);
    let (this, that) = (w.decision(a), w.decision(b));
    Some(match (w.lang, hop) {
        (Lang::En, Hop::Silence(body)) if from == to => {
            format!(
                "{taker} does not take {this} in time; then it goes to {}, and those are the same people",
                w.body(body)
            )
        }
        (Lang::Nl, Hop::Silence(body)) if from == to => {
            format!(
                "{taker} neemt {this} niet op tijd; dan gaat het naar {}, en dat zijn dezelfde mensen",
                w.body(body)
            )
        }
        (Lang::En, Hop::Silence(body)) => {
            format!(
                "{taker} does not take {this} in time; then it goes to {}, which decides by {that}",
                w.body(body)
            )
        }
        (Lang::Nl, Hop::Silence(body)) => {
            format!(
                "{taker} neemt {this} niet op tijd; dan gaat het naar {}, dat beslist met {that}",
                w.body(body)
            )
        }
        (Lang::En, Hop::Objection) => format!("{this} does not pass; then {that} follows"),
        (Lang::Nl, Hop::Objection) => format!("{this} wordt niet aangenomen; dan volgt {that}"),
        (Lang::En, Hop::Override) => format!("a veto stops {this}; then {that} can set it aside"),
        (Lang::Nl, Hop::Override) => {
            format!("een veto houdt {this} tegen; dan kan {that} dat opzijzetten")
        }
    })
}

// ------------------------------------------------------------------ M1208

/// How somebody came to decide.
#[derive(Clone, Copy)]
enum Part {
    Takes,
    /// It has not been decided in time.
    Escalated,
    /// Too few could vote.
    Fallback,
    /// They are in the chair of the body that takes it.
    Chair,
}

fn appeal(ctx: &Context, id: DecisionId, decision: &Decision) -> Option<Diagnostic> {
    let taker = decision.taken_by?;
    let escalated = match decision.clock.as_ref().map(|c| c.silence) {
        Some(Silence::EscalatesTo(body)) => Some((body, Part::Escalated)),
        _ => None,
    };
    let deciders = [
        Some((taker, Part::Takes)),
        escalated,
        decision.too_few.map(|b| (b, Part::Fallback)),
    ];
    let chair = ctx.model.bodies.get(taker.index()).and_then(|b| b.chair);
    let levels: Vec<Holder> = appeal_levels(decision.appeal.as_ref()).collect();
    let decided = |to: Holder| {
        let same = |(body, _): &(BodyId, Part)| {
            let holder = ctx.holder(*body);
            holder.is_some_and(|h| ctx.people.same(h, to))
        };
        match deciders.into_iter().flatten().find(same) {
            Some((_, part)) => Some(part),
            None => (chair == Some(to)).then_some(Part::Chair),
        }
    };
    let Some((to, part)) = levels.iter().find_map(|to| Some((*to, decided(*to)?))) else {
        return twice(ctx, &levels, &w_decision(id), decision.decl.name_span);
    };
    let message = ctx.both(|w| {
        let (what, who) = (w.decision(id), w.holder(to));
        match w.lang {
            Lang::En if matches!(part, Part::Takes) => format!(
                "an appeal against {what} goes to {who}, and those are the people who take it"
            ),
            Lang::Nl if matches!(part, Part::Takes) => {
                format!("beroep tegen {what} gaat naar {who}, en dat zijn de mensen die het nemen")
            }
            Lang::En => {
                format!("an appeal against {what} goes to {who}, who may have had a hand in it")
            }
            Lang::Nl => format!(
                "beroep tegen {what} gaat naar {who}, die er zelf een hand in kan hebben gehad"
            ),
        }
    });
    let case = ctx.both(|w| {
        let (decider, who) = (w.body(taker), w.holder(to));
        let alias = if body_of(ctx.model, to) == Some(taker) || !matches!(part, Part::Takes) {
            String::new()
        } else {
            match w.lang {
                Lang::En => format!(
                    " {} and {who} are the same people.",
                    crate::prose::capital(&decider)
                ),
                Lang::Nl => format!(
                    " {} en {who} zijn dezelfde mensen.",
                    crate::prose::capital(&decider)
                ),
            }
        };
        let start = match (w.lang, part) {
            (Lang::En, Part::Takes) => format!("{decider} takes the decision.{alias}"),
            (Lang::Nl, Part::Takes) => format!("{decider} neemt het besluit.{alias}"),
            (Lang::En, Part::Escalated) => {
                format!("{decider} does not decide in time, so {who} does.")
            }
            (Lang::Nl, Part::Escalated) => {
                format!("{decider} beslist niet op tijd, dus doet {who} dat.")
            }
            (Lang::En, Part::Fallback) => {
                format!("too few of {decider} may vote, so {who} decides.")
            }
            (Lang::Nl, Part::Fallback) => {
                format!("te weinig leden van {decider} mogen stemmen, dus beslist {who}.")
            }
            (Lang::En, Part::Chair) => {
                format!("{decider} takes the decision, and {who} is in the chair there.")
            }
            (Lang::Nl, Part::Chair) => {
                format!("{decider} neemt het besluit, en {who} zit daar voor.")
            }
        };
        match w.lang {
            Lang::En => format!("{start} Whoever appeals asks the same people again"),
            Lang::Nl => {
                format!("{start} Wie in beroep gaat, vraagt het opnieuw aan dezelfde mensen")
            }
        }
    });
    let label = Text::new("the appeal comes back here", "het beroep komt hier terug");
    Some(to_decider(
        finding(
            codes::APPEAL_TO_DECIDER,
            message,
            decision.decl.name_span,
            label,
        )
        .case(case),
    ))
}

fn to_decider(d: Diagnostic) -> Diagnostic {
    d.help(Text::new(
        "Let the appeal go to a body of other people.",
        "Laat het beroep gaan naar een orgaan met andere mensen.",
    ))
}

/// What an appeal is against.
type Named<'a> = dyn Fn(&Words) -> String + 'a;

fn w_decision(id: DecisionId) -> impl Fn(&Words) -> String {
    move |w| w.decision(id)
}

/// A level of appeal to those who have already decided on one.
fn twice(ctx: &Context, levels: &[Holder], what: &Named, at: Option<Span>) -> Option<Diagnostic> {
    let again = |(at, to): &(usize, &Holder)| {
        let mut before = levels.iter().take(*at);
        before.any(|other| ctx.people.same(*other, **to))
    };
    let (_, to) = levels.iter().enumerate().find(again)?;
    let message = ctx.both(|w| {
        let (what, who) = (what(&w), w.holder(*to));
        match w.lang {
            Lang::En => format!("an appeal against {what} comes before {who} twice"),
            Lang::Nl => format!("beroep tegen {what} komt twee keer bij {who}"),
        }
    });
    let case = ctx.both(|w| {
        let steps: Vec<String> = levels.iter().map(|l| w.holder(*l)).collect();
        match w.lang {
            Lang::En => format!(
                "an appeal goes to {}. The last level has judged it before",
                steps.join(", then to ")
            ),
            Lang::Nl => format!(
                "beroep gaat naar {}. De laatste trap heeft er al over geoordeeld",
                steps.join(", daarna naar ")
            ),
        }
    });
    let label = Text::new("the appeal comes back", "het beroep komt terug");
    Some(to_decider(
        finding(codes::APPEAL_TO_DECIDER, message, at, label).case(case),
    ))
}

fn sanction_appeal(ctx: &Context, id: SanctionId) -> Option<Diagnostic> {
    let sanction = ctx.model.sanctions.get(id.index())?;
    let levels: Vec<Holder> = appeal_levels(sanction.appeal.as_ref()).collect();
    let by = |to: Holder| {
        let mut steps = sanction.steps.iter().filter_map(|s| s.by);
        steps.find(|h| ctx.people.same(*h, to))
    };
    let Some((to, by)) = levels.iter().find_map(|to| Some((*to, by(*to)?))) else {
        let what = |w: &Words| crate::prose::quoted(w.sanction_title(id));
        return twice(ctx, &levels, &what, sanction.decl.name_span);
    };
    let message = ctx.both(|w| {
        let (what, who) = (crate::prose::quoted(w.sanction_title(id)), w.holder(to));
        match w.lang {
            Lang::En => {
                format!("an appeal against a step of {what} goes to {who}, who take that step")
            }
            Lang::Nl => {
                format!("beroep tegen een stap van {what} gaat naar {who}, die de stap zelf zet")
            }
        }
    });
    let case = ctx.both(|w| {
        let (by, to) = (w.holder(by), w.holder(to));
        match w.lang {
            Lang::En => format!("{by} punishes a member. The member appeals, and {to} decides on it"),
            Lang::Nl => format!("{by} legt een lid een maatregel op. Het lid gaat in beroep, en {to} beslist daarover"),
        }
    });
    let label = Text::new("the appeal comes back here", "het beroep komt hier terug");
    Some(to_decider(
        finding(
            codes::APPEAL_TO_DECIDER,
            message,
            sanction.decl.name_span,
            label,
        )
        .case(case),
    ))
}
