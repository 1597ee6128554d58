//! The clauses of bodies, sanctions and rights.

use super::parties::{by_decision, kind, size_words};
use super::{Sheet, Term, yes_no};
use crate::model::{
    AnyId, Body, BodyId, Model, RightId, SanctionId, SanctionStep, SeatHow, SeatShare, Snapshot,
    StepKind, Vacancies, Votes,
};
use crate::prose::{Words, sentence};

pub fn body<'m>(model: &'m Model, id: BodyId, sheet: &mut Sheet<'m>) {
    let Some(body) = model.bodies.get(id.index()) else {
        return;
    };
    sheet.decl(&body.decl);
    let term = Term::refs(body.of_all.iter().map(|g| AnyId::Group(*g)));
    sheet.many(
        "of-all",
        (
            "Everyone in these groups sits in it",
            "Iedereen uit deze groepen zit erin",
        ),
        term,
        move |w| w.groups(&body.of_all),
    );
    sheet.one(
        "votes",
        ("How votes count", "Hoe stemmen tellen"),
        votes(&body.votes),
        move |w| votes_words(w, &body.votes),
    );
    sheet.one(
        "weight-cap",
        (
            "The largest share of the votes that one may have",
            "Het grootste deel van de stemmen dat iemand mag hebben",
        ),
        Term::maybe(body.weight_cap, |r| Term::text(r.to_string())),
        move |w| body.weight_cap.map_or_else(String::new, |r| w.share(r)),
    );
    sheet.one(
        "seats",
        ("The number of seats", "Het aantal zetels"),
        Term::maybe(body.seats.as_ref(), |s| Term::text(s.total.to_string())),
        move |_| {
            body.seats
                .as_ref()
                .map_or_else(String::new, |s| s.total.to_string())
        },
    );
    let shares: &[SeatShare] = body.seats.as_ref().map_or(&[], |s| &s.shares);
    let term = Term::Set(shares.iter().map(share).collect());
    sheet.many(
        "shares",
        ("How the seats are filled", "Hoe de zetels worden vervuld"),
        term,
        move |w| shares.iter().map(|s| share_words(w, s)).collect(),
    );
    sheet.one(
        "term",
        ("How long one sits", "Hoe lang iemand zitting heeft"),
        Term::maybe(body.term, Term::duration),
        move |w| body.term.map_or_else(String::new, |d| w.duration(d)),
    );
    sheet.one(
        "terms",
        (
            "How many terms one may sit",
            "Hoeveel termijnen iemand mag zitten",
        ),
        Term::maybe(body.terms_at_most, |n| Term::text(n.to_string())),
        move |w| {
            body.terms_at_most.map_or_else(String::new, |n| {
                format!("{} {n}", w.pick("at most", "hoogstens"))
            })
        },
    );
    sheet.one(
        "removed-by",
        (
            "How its members can be removed",
            "Hoe de leden ervan kunnen worden ontslagen",
        ),
        Term::maybe(body.removed_by, |d| Term::Ref(AnyId::Decision(d))),
        move |w| by_decision(w, body.removed_by),
    );
    sheet.one(
        "holdover",
        (
            "Whether its members stay until they are replaced",
            "Of de leden blijven tot hun opvolging",
        ),
        Term::flag(body.holdover),
        move |w| yes_no(w, body.holdover),
    );
    sheet.one(
        "meets",
        ("How often it meets", "Hoe vaak het vergadert"),
        Term::maybe(body.meets_every, Term::duration),
        move |w| body.meets_every.map_or_else(String::new, |d| w.every(d)),
    );
    sheet.one(
        "chair",
        ("Who chairs it", "Wie het voorzit"),
        Term::maybe(body.chair, Term::holder),
        move |w| body.chair.map_or_else(String::new, |h| w.holder(h)),
    );
    let size = Term::maybe(body.size, |(a, b)| Term::text(format!("{a} {b:?}")));
    sheet.one(
        "size",
        ("How many sit in it", "Hoeveel mensen erin zitten"),
        size,
        move |w| body.size.map_or_else(String::new, |s| size_words(w, s)),
    );
    let mut said = |key, label, term, words: fn(Words, &Body) -> Option<String>| {
        sheet.one(key, label, term, move |w| {
            words(w, body).map_or_else(String::new, |s| sentence(&s))
        });
    };
    said(
        "weights-day",
        (
            "The day whose weights count",
            "De dag waarop de gewichten gelden",
        ),
        match weighted(&body.votes) || body.weights_day.is_some() {
            true => Term::text(match body.weights_day {
                Some(Snapshot::Notice) => "notice",
                Some(Snapshot::Opening) => "opening",
                Some(Snapshot::Tally) | None => "tally",
            }),
            false => Term::Nothing,
        },
        |w, b| w.weights_day(b),
    );
    said(
        "vacancies",
        ("Vacant seats", "Lege zetels"),
        Term::maybe(body.vacancies, |v| match v {
            Vacancies::FilledBy(d) => Term::Ref(AnyId::Decision(d)),
            Vacancies::NextCandidate => Term::text("next candidate"),
            Vacancies::StayOpen => Term::text("stay open"),
        }),
        |w, b| w.vacancies(b),
    );
    said(
        "interim",
        (
            "Who acts until a seat is filled",
            "Wie waarneemt tot een zetel is vervuld",
        ),
        Term::maybe(body.interim, Term::holder),
        |w, b| w.interim(b),
    );
    said(
        "paid-by",
        ("Who pays for it", "Wie ervoor betaalt"),
        Term::maybe(body.paid_by, Term::holder),
        |w, b| w.paid_by(b),
    );
    said(
        "audited-by",
        ("Who checks it", "Wie het controleert"),
        Term::maybe(body.audited_by, Term::holder),
        |w, b| w.audited_by(b),
    );
}

fn weighted(votes: &Votes) -> bool {
    matches!(votes, Votes::Weighted { .. })
}

/// What is left unsaid is one vote each.
fn votes(votes: &Votes) -> Term {
    match votes {
        Votes::Unstated | Votes::OneEach => Term::text("one each"),
        Votes::Weighted {
            by,
            table,
            function,
        } => {
            let row =
                |(h, n): &(_, i64)| Term::List(vec![Term::holder(*h), Term::text(n.to_string())]);
            Term::List(vec![
                Term::text(by),
                Term::Set(table.iter().map(row).collect()),
                // What it comes to, however it was written: 7/10 is 0.7.
                Term::maybe(*function, |f| Term::text(format!("{f:?}"))),
            ])
        }
    }
}

fn votes_words(w: Words, votes: &Votes) -> String {
    match votes {
        Votes::Unstated | Votes::OneEach => w
            .pick("everyone has one vote", "ieder heeft één stem")
            .into(),
        Votes::Weighted {
            by,
            table,
            function,
        } => format!(
            "{} {}",
            w.pick("weighted by", "gewogen naar"),
            w.weighting(by, table, function.as_ref())
        ),
    }
}

fn share(share: &SeatShare) -> Term {
    let how = match share.how {
        SeatHow::ElectedBy => "elected",
        SeatHow::NamedBy => "named",
        SeatHow::DrawnFrom => "drawn",
        SeatHow::ExOfficio => "ex officio",
    };
    Term::List(vec![
        Term::text(share.seats.to_string()),
        Term::text(how),
        Term::holder(share.by),
    ])
}

fn share_words(w: Words, share: &SeatShare) -> String {
    let how = match share.how {
        SeatHow::ElectedBy => w.pick("elected by", "gekozen door"),
        SeatHow::NamedBy => w.pick("named by", "aangewezen door"),
        SeatHow::DrawnFrom => w.pick("drawn by lot from", "geloot uit"),
        SeatHow::ExOfficio => w.pick("held by virtue of office by", "ambtshalve vervuld door"),
    };
    format!("{} {how} {}", share.seats, w.holder(share.by))
}

pub fn sanction<'m>(model: &'m Model, id: SanctionId, sheet: &mut Sheet<'m>) {
    let Some(sanction) = model.sanctions.get(id.index()) else {
        return;
    };
    sheet.decl(&sanction.decl);
    let term = Term::List(sanction.steps.iter().map(step).collect());
    sheet.one("steps", ("The steps", "De stappen"), term, move |w| {
        let steps: Vec<String> = sanction.steps.iter().map(|s| step_words(w, s)).collect();
        sentence(&steps.join(w.pick(", then ", ", dan ")))
    });
    let appeal = sanction.appeal.as_ref();
    sheet.one(
        "appeal",
        ("Appeal", "Beroep"),
        Term::maybe(appeal, super::decisions::appeal),
        move |w| appeal.map_or_else(String::new, |a| sentence(&w.appeal_words(a))),
    );
}

fn step(step: &SanctionStep) -> Term {
    let kind = match step.kind {
        StepKind::Warning => "warning",
        StepKind::Repair => "repair",
        StepKind::Restriction => "restriction",
        StepKind::Suspension => "suspension",
        StepKind::Exclusion => "exclusion",
    };
    Term::List(vec![
        Term::text(kind),
        Term::maybe(step.up_to, Term::duration),
        Term::maybe(step.by, Term::holder),
    ])
}

fn step_words(w: Words, step: &SanctionStep) -> String {
    let mut out = match step.kind {
        StepKind::Warning => w.pick("a warning", "een waarschuwing"),
        StepKind::Repair => w.pick("an order to repair the damage", "een opdracht tot herstel"),
        StepKind::Restriction => w.pick("a restriction of access", "een beperking van de toegang"),
        StepKind::Suspension => w.pick("suspension", "schorsing"),
        StepKind::Exclusion => w.pick("expulsion", "ontzetting"),
    }
    .to_string();
    if let Some(time) = step.up_to {
        let up_to = match step.kind {
            StepKind::Repair => w.pick("within", "binnen"),
            _ => w.pick("for at most", "voor hoogstens"),
        };
        out.push_str(&format!(" {up_to} {}", w.duration(time)));
    }
    if let Some(by) = step.by {
        out.push_str(&format!(" {} {}", w.pick("by", "door"), w.holder(by)));
    }
    out
}

pub fn right<'m>(model: &'m Model, id: RightId, sheet: &mut Sheet<'m>) {
    let Some(right) = model.rights.get(id.index()) else {
        return;
    };
    sheet.decl(&right.decl);
    let term = Term::text(format!("{:?}", right.kind));
    sheet.one(
        "kind",
        ("What people can do by it", "Wat mensen ermee kunnen"),
        term,
        move |w| w.right_verb(right.kind).into(),
    );
    let of = Term::maybe(right.of.as_ref(), |(k, groups)| {
        Term::List(vec![
            kind(*k),
            Term::refs(groups.iter().map(|g| AnyId::Group(*g))),
        ])
    });
    sheet.one(
        "of",
        ("Whose right it is", "Wiens recht het is"),
        of,
        move |w| {
            right
                .of
                .as_ref()
                .map_or_else(String::new, |(kind, groups)| w.kind_in(*kind, groups))
        },
    );
    let term = Term::refs(right.over.iter().map(|d| AnyId::Data(*d)));
    sheet.many(
        "over",
        (
            "The data that it is about",
            "De gegevens waar het over gaat",
        ),
        term,
        move |w| match right.over.is_empty() {
            true => Vec::new(),
            false => right.over.iter().map(|d| w.data(&[*d])).collect(),
        },
    );
    sheet.one(
        "ask",
        ("Whom to ask", "Aan wie men het vraagt"),
        Term::maybe(right.ask, Term::holder),
        move |w| right.ask.map_or_else(String::new, |h| w.holder(h)),
    );
    sheet.one(
        "within",
        ("How soon it must be done", "Hoe snel het moet gebeuren"),
        Term::maybe(right.within, Term::duration),
        move |w| {
            right.within.map_or_else(String::new, |d| {
                format!("{} {}", w.pick("within", "binnen"), w.duration(d))
            })
        },
    );
    let term = Term::refs(right.withdraws.iter().map(|f| AnyId::Fact(*f)));
    sheet.many(
        "withdraws",
        ("What is withdrawn by it", "Wat ermee wordt ingetrokken"),
        term,
        move |w| {
            right
                .withdraws
                .iter()
                .map(|f| w.any(AnyId::Fact(*f)))
                .collect()
        },
    );
    sheet.own_words(
        "how",
        ("How it is done", "Hoe het gaat"),
        right.how.as_ref(),
        false,
    );
}
