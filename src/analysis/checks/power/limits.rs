//! What must have a limit: emergencies (M1209), the time that a member stays bound (M1211), and sanctions (M1212).

use super::{Context, also, finding};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::calendar::Days;
use crate::model::{
    AnyId, Decision, DecisionId, Duration, Effective, Group, GroupId, Sanction, SanctionId,
    StepKind,
};

pub(super) fn check(ctx: &Context, out: &mut Vec<Diagnostic>) {
    for (id, decision) in ctx.decisions() {
        out.extend(emergency(ctx, id, decision));
        out.extend(bound(ctx, id, decision));
    }
    for (at, group) in ctx.model.groups.iter().enumerate() {
        if group.decl.is_own() && group.body.is_none() {
            out.extend(no_leave(ctx, GroupId::new(at), group));
        }
    }
    for (at, sanction) in ctx.model.sanctions.iter().enumerate() {
        if sanction.decl.is_own() {
            out.extend(jump(ctx, SanctionId::new(at), sanction));
        }
    }
}

// ------------------------------------------------------------------ M1209

/// What lets an emergency go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Endless {
    NoEnd,
    NotConfirmed,
    /// It confirms itself, or is confirmed by another emergency decision.
    ConfirmsItself,
    /// It may change the decision that limits it, or the one that confirms it.
    OwnRule(DecisionId),
}

fn emergency(ctx: &Context, id: DecisionId, decision: &Decision) -> Option<Diagnostic> {
    let emergency = decision.emergency.as_ref()?;
    let mut found = Vec::new();
    if emergency.at_most.is_none() {
        found.push(Endless::NoEnd);
    }
    match emergency.ratified_by {
        None => found.push(Endless::NotConfirmed),
        Some(other) => {
            let again = ctx.decision(other).is_some_and(|d| d.emergency.is_some());
            if other == id || again {
                found.push(Endless::ConfirmsItself);
            }
        }
    }
    let touches = |rule: DecisionId| {
        let rule = AnyId::Decision(rule);
        (decision.changes_agreement || decision.changes.contains(&rule))
            && !emergency.never.contains(&rule)
    };
    let rules = std::iter::once(id).chain(emergency.ratified_by);
    found.extend(
        rules
            .into_iter()
            .find(|r| touches(*r))
            .map(Endless::OwnRule),
    );
    let first = *found.first()?;
    let message = ctx.both(|w| {
        let what = w.decision(id);
        match (w.lang, first) {
            (Lang::En, Endless::NoEnd) => format!("{what} gives power in an emergency, and nothing says when it ends"),
            (Lang::Nl, Endless::NoEnd) => format!("{what} geeft macht bij nood, en er staat niet wanneer die eindigt"),
            (Lang::En, Endless::NotConfirmed) => format!("{what} gives power in an emergency, and nobody has to confirm what is done with it"),
            (Lang::Nl, Endless::NotConfirmed) => format!("{what} geeft macht bij nood, en niemand hoeft te bekrachtigen wat ermee wordt gedaan"),
            (Lang::En, Endless::ConfirmsItself) => format!("{what} gives power in an emergency, and one emergency decision confirms the other"),
            (Lang::Nl, Endless::ConfirmsItself) => format!("{what} geeft macht bij nood, en het ene noodbesluit bekrachtigt het andere"),
            (Lang::En, Endless::OwnRule(_)) => format!("{what} gives power in an emergency, also to change its own limits"),
            (Lang::Nl, Endless::OwnRule(_)) => format!("{what} geeft macht bij nood, ook om de eigen grenzen te veranderen"),
        }
    });
    let case = ctx.both(|w| {
        let who = decision.taken_by.map_or_else(String::new, |b| w.body(b));
        let steps: Vec<String> = found
            .iter()
            .map(|f| match (w.lang, f) {
                (Lang::En, Endless::NoEnd) => {
                    "the power lasts until somebody gives it up".to_string()
                }
                (Lang::Nl, Endless::NoEnd) => "de macht duurt tot iemand haar opgeeft".to_string(),
                (Lang::En, Endless::NotConfirmed) => {
                    "nobody else looks at it afterwards".to_string()
                }
                (Lang::Nl, Endless::NotConfirmed) => {
                    "niemand anders kijkt er achteraf naar".to_string()
                }
                (Lang::En, Endless::ConfirmsItself) => "it confirms itself".to_string(),
                (Lang::Nl, Endless::ConfirmsItself) => "het bekrachtigt zichzelf".to_string(),
                (Lang::En, Endless::OwnRule(rule)) => {
                    format!("it can change {} and so stay", w.decision(*rule))
                }
                (Lang::Nl, Endless::OwnRule(rule)) => {
                    format!("het kan {} wijzigen en zo blijven", w.decision(*rule))
                }
            })
            .collect();
        let steps = w.and(&steps);
        match w.lang {
            Lang::En => format!("an emergency begins, and {who} acts: {steps}"),
            Lang::Nl => format!("er is nood, en {who} handelt: {steps}"),
        }
    });
    let help = match first {
        Endless::OwnRule(_) => Text::new(
            "Add the decision itself, and the one that confirms it, behind `never touching`.",
            "Zet het besluit zelf, en het besluit dat bekrachtigt, achter `nooit over`.",
        ),
        _ => Text::new(
            "Write how long it lasts and who confirms it: `emergency when … for at most 3 days ratified by … within 30 days`.",
            "Schrijf hoelang het duurt en wie het bekrachtigt: `noodbevoegdheid wanneer … voor hoogstens 3 dagen bekrachtigd door … binnen 30 dagen`.",
        ),
    };
    let label = Text::new("no limit to this power", "geen grens aan deze macht");
    let mut d = finding(
        codes::ENDLESS_EMERGENCY,
        message,
        decision.decl.name_span,
        label,
    );
    if let Some(other) = emergency.ratified_by.and_then(|r| ctx.decision(r)) {
        d = also(
            d,
            other.decl.name_span,
            Text::new("what should confirm it", "wat het moet bekrachtigen"),
        );
    }
    Some(d.case(case).help(help))
}

// ------------------------------------------------------------------ M1211

/// A group that one can join and can't leave.
fn no_leave(ctx: &Context, id: GroupId, group: &Group) -> Option<Diagnostic> {
    let admits = |d: &Decision| d.admits_to.contains(&id);
    let joins = group.admitted_by.is_some() || ctx.model.decisions.iter().any(admits);
    if !joins || leave_notice(ctx, id).is_some() {
        return None;
    }
    let message = ctx.both(|w| {
        let who = w.group(id);
        match w.lang {
            Lang::En => format!("one can join {who}, and nothing says how to leave"),
            Lang::Nl => {
                format!("men kan toetreden tot {who}, en er staat niet hoe men weer weggaat")
            }
        }
    });
    let case = ctx.both(|w| {
        let who = w.group(id);
        match w.lang {
            Lang::En => format!("a member of {who} no longer agrees with the rules. No rule lets them go"),
            Lang::Nl => format!("een lid van {who} is het niet meer eens met de regels. Geen regel laat dat lid gaan"),
        }
    });
    let label = Text::new("no `leave with …`", "geen `opzeggen met …`");
    Some(
        finding(codes::EXIT_BLOCKED, message, group.decl.name_span, label)
            .case(case)
            .help(Text::new(
                "Add `leave with 1 month notice`, or another length.",
                "Voeg `opzeggen met 1 maand opzegtermijn` toe, of een andere termijn.",
            )),
    )
}

/// The shortest notice with which one leaves a group: its own, or that of a group above it, which takes one out of this one too.
fn leave_notice<'a>(ctx: &Context<'a>, id: GroupId) -> Option<&'a Duration> {
    let above = ctx.model.group_tree.up(id.0).iter();
    let all = above.filter_map(|&g| ctx.model.groups.get(g as usize)?.leave_notice.as_ref());
    all.reduce(|a, b| if b.sometimes_shorter(a) { b } else { a })
}

/// A change that applies sooner than somebody can leave who does not want it.
fn bound(ctx: &Context, id: DecisionId, decision: &Decision) -> Option<Diagnostic> {
    if !decision.changes_agreement {
        return None;
    }
    let wait = match &decision.effective {
        Some(Effective::After(wait)) => Some(wait),
        // On a day that is fixed beforehand: from then on every change applies at once.
        Some(Effective::From(_)) | None => None,
    };
    // From the first day on which a member can know of the change.
    let steps = [decision.notice.as_ref(), decision.window.as_ref(), wait];
    let longest = steps
        .into_iter()
        .flatten()
        .fold(Days::from_integer(0), |sum, d| sum + d.days().1);
    let bound: Vec<(GroupId, &Duration)> = (0..ctx.model.groups.len())
        .map(GroupId::new)
        .filter(|g| {
            let group = ctx.model.groups.get(g.index());
            group.is_some_and(|g| g.decl.is_own() && g.body.is_none())
        })
        .filter_map(|g| Some((g, leave_notice(ctx, g)?)))
        .filter(|(_, notice)| longest < notice.days().0)
        .collect();
    let (group, notice) = bound
        .iter()
        .copied()
        .reduce(|a, b| if a.1.days().0 < b.1.days().0 { b } else { a })?;
    let message = ctx.both(|w| {
        let what = w.decision(id);
        match w.lang {
            Lang::En => format!("{what} can bind members before they can leave"),
            Lang::Nl => format!("{what} kan leden binden voordat zij weg kunnen"),
        }
    });
    let case = ctx.both(|w| {
        let (who, notice) = (w.group(group), w.duration(*notice));
        let called = decision.notice.map(|d| w.duration(d));
        let vote = match (w.lang, called) {
            (Lang::En, Some(called)) => format!("After {called} it is adopted"),
            (Lang::En, None) => "It is adopted".to_string(),
            (Lang::Nl, Some(called)) => format!("Na {called} wordt die aangenomen"),
            (Lang::Nl, None) => "Die wordt aangenomen".to_string(),
        };
        let then = match (w.lang, wait.map(|d| w.duration(*d))) {
            (Lang::En, Some(wait)) => format!("{wait} later it applies"),
            (Lang::En, None) => "it applies at once".to_string(),
            (Lang::Nl, Some(wait)) => format!("{wait} later geldt die"),
            (Lang::Nl, None) => "die geldt meteen".to_string(),
        };
        match w.lang {
            Lang::En => format!("a change is announced, and a member of {who} gives notice the same day. {vote}, and {then}. But the member is bound for {notice}"),
            Lang::Nl => format!("een wijziging wordt aangekondigd, en een lid van {who} zegt dezelfde dag op. {vote}, en {then}. Maar het lid is {notice} gebonden"),
        }
    });
    let mut d = finding(
        codes::EXIT_BLOCKED,
        message,
        decision.decl.name_span,
        Text::new(
            "applies sooner than members can leave",
            "geldt eerder dan leden weg kunnen",
        ),
    );
    for (group, _) in bound.iter().take(4) {
        let at = ctx.model.groups.get(group.index());
        d = also(
            d,
            at.and_then(|g| g.decl.name_span),
            Text::new("bound by their notice", "gebonden aan hun opzegtermijn"),
        );
    }
    Some(d.case(case).help(Text::new(
        "Let changes apply later (`effective after …`), or let members leave sooner. If it is meant, say why with `accept M1211 because \"…\"`.",
        "Laat wijzigingen later gelden (`in werking na …`), of laat leden eerder gaan. Is het de bedoeling, zeg dan waarom met `aanvaard M1211 omdat \"…\"`.",
    )))
}

// ------------------------------------------------------------------ M1212

/// A ladder that begins with its top.
fn jump(ctx: &Context, id: SanctionId, sanction: &Sanction) -> Option<Diagnostic> {
    let first = sanction.steps.first()?;
    if first.kind != StepKind::Exclusion {
        return None;
    }
    let message = ctx.both(|w| {
        let what = crate::prose::quoted(w.sanction_title(id));
        match w.lang {
            Lang::En => format!("{what} begins with expulsion"),
            Lang::Nl => format!("{what} begint met ontzetting"),
        }
    });
    let case = ctx.both(|w| match w.lang {
        Lang::En => "somebody breaks a rule for the first time, by mistake. The only answer that the agreement has is to expel them".to_string(),
        Lang::Nl => "iemand overtreedt voor het eerst een regel, per ongeluk. De overeenkomst heeft daar maar één antwoord op: ontzetting".to_string(),
    });
    let label = Text::new("no step before it", "geen stap ervoor");
    Some(
        finding(codes::JUMP_TO_EXPULSION, message, sanction.decl.name_span, label)
            .case(case)
            .help(Text::new(
                "Put a lighter step before it, such as `first warning by …`. If it is meant, say why with `accept M1212 because \"…\"`.",
                "Zet er een lichtere stap voor, zoals `eerst waarschuwing door …`. Is het de bedoeling, zeg dan waarom met `aanvaard M1212 omdat \"…\"`.",
            )),
    )
}
