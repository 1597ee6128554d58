//! The clauses of a decision. What is left unsaid and has a default means the default; the words are those of the agreement.

use super::{Sheet, Term};
use crate::analysis::diff::term::condition;
use crate::model::{
    Amount, AnyId, Appeal, Decision, DecisionId, Effective, ElectionMethod, Electorate, Model,
    Proposer, Quorum, QuorumOption, Silence, TestKind, Tie,
};

pub fn decision<'m>(model: &'m Model, id: DecisionId, sheet: &mut Sheet<'m>) {
    let Some(d) = model.decisions.get(id.index()) else {
        return;
    };
    sheet.decl(&d.decl);
    let mut part = |key: &'static str, label: (&'static str, &'static str), term: Term| {
        sheet.one(key, label, term, move |w| {
            let parts = w.decision_parts(id);
            parts
                .into_iter()
                .find(|p| p.key == key)
                .map(|p| p.text)
                .unwrap_or_default()
        });
    };
    part("what", ("What it decides", "Waar het over gaat"), what(d));
    part(
        "taken-by",
        ("Who decides", "Wie beslist"),
        Term::maybe(d.taken_by, |b| Term::Ref(AnyId::Body(b))),
    );
    part(
        "proposed-by",
        ("Who may propose it", "Wie het mag voorstellen"),
        proposer(d),
    );
    part(
        "notice",
        ("Notice", "Aankondiging"),
        Term::maybe(d.notice, Term::duration),
    );
    part(
        "window",
        ("How long the vote is open", "Hoe lang de stemming open is"),
        Term::maybe(d.window, Term::duration),
    );
    part(
        "quorum",
        ("Quorum", "Quorum"),
        amounts(d.quorums().collect()),
    );
    part(
        "quorum-measured",
        (
            "How the quorum is measured",
            "Hoe het quorum wordt vastgesteld",
        ),
        measured_all(d),
    );
    part(
        "participation",
        ("How many must take part", "Hoeveel er moeten meestemmen"),
        participation(d),
    );
    part(
        "passes",
        ("When it passes", "Wanneer het is aangenomen"),
        passes(d),
    );
    part(
        "empty-class",
        (
            "What a class without members does",
            "Wat een klasse zonder leden doet",
        ),
        match d.empty_class.is_some() || d.by_class() {
            true => Term::text(match d.empty_class {
                Some(true) => "approves",
                _ => "refuses",
            }),
            false => Term::Nothing,
        },
    );
    part("consent", ("Objections", "Bezwaren"), consent(d));
    part("election", ("Election", "Verkiezing"), election(d));
    part("sortition", ("Drawing by lot", "Loting"), sortition(d));
    part(
        "abstentions",
        ("Abstentions", "Onthoudingen"),
        Term::flag(d.abstentions_count.unwrap_or(false)),
    );
    part(
        "blank",
        ("Blank votes", "Blanco stemmen"),
        Term::flag(d.blank_count.unwrap_or(false)),
    );
    part("tie", ("A tie", "Staken van stemmen"), tie(d));
    part(
        "proxies",
        ("Voting for someone else", "Stemmen bij volmacht"),
        proxies(d),
    );
    part(
        "recuse",
        ("Who must withdraw", "Wie zich moet terugtrekken"),
        recuse(d),
    );
    part(
        "too-few",
        ("If too few remain", "Als er te weinig overblijven"),
        Term::maybe(d.too_few, |b| Term::Ref(AnyId::Body(b))),
    );
    part("clock", ("Silence", "Uitblijven van een besluit"), clock(d));
    part("veto", ("Veto", "Veto"), veto(d));
    part(
        "effective",
        ("When it takes effect", "Wanneer het in werking treedt"),
        effective(d),
    );
    part(
        "appeal",
        ("Appeal", "Beroep"),
        Term::maybe(d.appeal.as_ref(), appeal),
    );
    part("emergency", ("Emergency", "Noodgeval"), emergency(model, d));
    part(
        "published",
        ("Publication", "Openbaarheid"),
        Term::flag(d.published),
    );
    let signers = d.signed_by.iter();
    let signers =
        signers.map(|(n, h)| Term::List(vec![Term::text(n.to_string()), Term::holder(*h)]));
    part(
        "signed",
        ("Who signs the record", "Wie het verslag ondertekent"),
        match d.signed_by.is_empty() {
            true => Term::Nothing,
            false => Term::Set(signers.collect()),
        },
    );
}

fn what(d: &Decision) -> Term {
    Term::List(vec![
        Term::flag(d.changes_agreement),
        Term::refs(d.changes.iter().copied()),
        Term::refs(d.admits_to.iter().map(|g| AnyId::Group(*g))),
        Term::refs(d.expels_from.iter().map(|g| AnyId::Group(*g))),
        Term::refs(d.appoints.iter().map(|b| AnyId::Body(*b))),
        Term::refs(d.removes.iter().map(|b| AnyId::Body(*b))),
    ])
}

fn proposer(d: &Decision) -> Term {
    match &d.proposed_by {
        None | Some(Proposer::AnyMember | Proposer::Members(1)) => Term::text("any member"),
        Some(Proposer::Everyone) => Term::text("everyone"),
        Some(Proposer::Holders(holders)) => Term::holders(holders),
        Some(Proposer::Members(n)) => Term::text(format!("{n} members")),
    }
}

fn electorate(of: Electorate) -> Term {
    match of {
        Electorate::VotesCast => Term::text("votes cast"),
        Electorate::Present => Term::text("present"),
        Electorate::Members => Term::text("members"),
        Electorate::Seats => Term::text("seats"),
        Electorate::Weight => Term::text("weight"),
        Electorate::Class(g) => Term::Ref(AnyId::Group(g)),
    }
}

fn share(amount: Amount) -> Term {
    match amount {
        Amount::Share(ratio) => Term::text(format!("share {ratio}")),
        Amount::Count(n) => Term::text(format!("count {n}")),
    }
}

fn amount(q: &Quorum) -> Term {
    Term::List(vec![share(q.amount), electorate(q.of)])
}

/// One quorum as it is, several as a set.
fn amounts(quorums: Vec<&Quorum>) -> Term {
    match quorums.as_slice() {
        [] => Term::Nothing,
        [one] => amount(one),
        several => Term::Set(several.iter().map(|q| amount(q)).collect()),
    }
}

fn measured_all(d: &Decision) -> Term {
    match d.quorum.as_ref() {
        None => Term::Nothing,
        Some(one) if d.more_quorums.is_empty() => measured(one),
        Some(_) => Term::Set(
            d.quorums()
                .map(|q| Term::List(vec![amount(q), measured(q)]))
                .collect(),
        ),
    }
}

/// Of how a participation quorum is measured only the recused matter: the votes are counted when they are counted.
fn participation(d: &Decision) -> Term {
    let one = |q: &Quorum| match q.options.contains(&QuorumOption::WithoutRecused) {
        false => amount(q),
        true => Term::List(vec![amount(q), Term::text("without recused")]),
    };
    match d.participations().collect::<Vec<_>>().as_slice() {
        [] => Term::Nothing,
        [only] => one(only),
        several => Term::Set(several.iter().map(|q| one(q)).collect()),
    }
}

fn measured(q: &Quorum) -> Term {
    let mut options: Vec<Term> = q.options.iter().filter_map(|o| option(*o)).collect();
    let when = [QuorumOption::AtOpening, QuorumOption::AtTally];
    if !q.options.iter().any(|o| when.contains(o)) {
        options.push(Term::text("at each vote"));
    }
    Term::Set(options)
}

/// Measuring at each vote, and counting proxies and the recused, is what applies anyway.
fn option(option: QuorumOption) -> Option<Term> {
    Some(Term::text(match option {
        QuorumOption::AtOpening => "at opening",
        QuorumOption::AtTally => "at tally",
        QuorumOption::AtEachVote | QuorumOption::WithProxies | QuorumOption::WithRecused => {
            return None;
        }
        QuorumOption::WithoutProxies => "without proxies",
        QuorumOption::WithoutRecused => "without recused",
    }))
}

fn passes(d: &Decision) -> Term {
    let test = |kind: &TestKind| match kind {
        TestKind::Unanimity { of } => Term::List(vec![
            Term::text("unanimity"),
            electorate(of.unwrap_or(Electorate::VotesCast)),
        ]),
        TestKind::Majority { of } => Term::List(vec![
            Term::text("majority"),
            electorate(of.unwrap_or(Electorate::VotesCast)),
        ]),
        TestKind::Share {
            more_than,
            amount,
            of,
        } => Term::List(vec![
            Term::text(if *more_than { "more than" } else { "at least" }),
            share(*amount),
            electorate(*of),
        ]),
        TestKind::Opposition { less_than, of } => Term::List(vec![
            Term::text("against less than"),
            share(*less_than),
            electorate(of.unwrap_or(Electorate::VotesCast)),
        ]),
        TestKind::Consent { .. } => Term::text("consent"),
        TestKind::LazyConsensus { after, .. } => {
            Term::List(vec![Term::text("lazy consensus"), Term::duration(*after)])
        }
    };
    Term::Set(d.tests.iter().map(|t| test(&t.kind)).collect())
}

fn consent(d: &Decision) -> Term {
    let fallback = |d: &Option<DecisionId>| Term::maybe(*d, |d| Term::Ref(AnyId::Decision(d)));
    let terms = d.tests.iter().filter_map(|t| match &t.kind {
        TestKind::Consent {
            judged_by,
            silence_consents,
            rounds,
            otherwise,
        } => Some(Term::List(vec![
            Term::maybe(*judged_by, Term::holder),
            Term::flag(silence_consents.unwrap_or(true)),
            Term::maybe(*rounds, |n| Term::text(n.to_string())),
            fallback(otherwise),
        ])),
        TestKind::LazyConsensus { otherwise, .. } => Some(fallback(otherwise)),
        _ => None,
    });
    Term::Set(terms.collect())
}

fn election(d: &Decision) -> Term {
    Term::maybe(d.election.as_ref(), |e| {
        let method = match e.method {
            ElectionMethod::Plurality => "plurality",
            ElectionMethod::TwoRound => "two rounds",
            ElectionMethod::Approval => "approval",
            ElectionMethod::SingleTransferableVote => "single transferable vote",
        };
        Term::List(vec![
            Term::text(method),
            Term::maybe(e.seats, |n| Term::text(n.to_string())),
        ])
    })
}

fn sortition(d: &Decision) -> Term {
    Term::maybe(d.sortition.as_ref(), |s| {
        Term::List(vec![
            Term::refs(s.from.iter().map(|g| AnyId::Group(*g))),
            Term::Set(s.strata.iter().map(Term::text).collect()),
            Term::maybe(s.seed.as_deref(), Term::text),
        ])
    })
}

fn tie(d: &Decision) -> Term {
    match d.tie {
        Some(Tie::CastingVote(h)) => {
            let mut parts = vec![Term::text("casting vote"), Term::holder(h)];
            match d.tie_otherwise {
                Some(Tie::Rejected) => parts.push(Term::text("rejected")),
                Some(Tie::Adopted) => parts.push(Term::text("adopted")),
                Some(Tie::Lot) => parts.push(Term::text("lot")),
                Some(Tie::CastingVote(_)) | None => {}
            }
            Term::List(parts)
        }
        Some(Tie::Adopted) => Term::text("adopted"),
        Some(Tie::Lot) => Term::text("lot"),
        Some(Tie::Rejected) => Term::text("rejected"),
        None if d.election.is_some() => Term::text("lot"),
        None => Term::text("rejected"),
    }
}

fn proxies(d: &Decision) -> Term {
    let some = d.proxies.as_ref().and_then(|p| Some((p, p.at_most?)));
    match some {
        None => Term::text("none"),
        Some((p, most)) => Term::List(vec![
            Term::text(most.to_string()),
            Term::refs(p.held_by.iter().map(|g| AnyId::Group(*g))),
            Term::flag(p.no_chains),
        ]),
    }
}

fn recuse(d: &Decision) -> Term {
    Term::maybe(d.recuse.as_ref(), |r| {
        Term::List(vec![
            r.who
                .as_deref()
                .map_or_else(|| Term::text("whoever asks"), Term::holders),
            Term::maybe(r.judged_by, Term::holder),
            Term::Set(r.options.iter().filter_map(|o| option(*o)).collect()),
        ])
    })
}

fn clock(d: &Decision) -> Term {
    Term::maybe(d.clock.as_ref(), |c| {
        let silence = match c.silence {
            Silence::Rejected => Term::text("rejected"),
            Silence::Adopted => Term::text("adopted"),
            Silence::EscalatesTo(b) => Term::Ref(AnyId::Body(b)),
        };
        Term::List(vec![Term::duration(c.within), silence])
    })
}

fn veto(d: &Decision) -> Term {
    Term::maybe(d.veto.as_ref(), |v| {
        let suspensive = match (v.suspensive, v.overridden_by) {
            (None, Some(_)) => Term::Nothing,
            (suspensive, _) => Term::flag(suspensive.unwrap_or(false)),
        };
        Term::List(vec![
            Term::holder(v.by),
            Term::refs(v.over.iter().copied()),
            Term::maybe(v.within, Term::duration),
            suspensive,
            Term::maybe(v.overridden_by, |d| Term::Ref(AnyId::Decision(d))),
        ])
    })
}

fn effective(d: &Decision) -> Term {
    Term::maybe(d.effective, |e| match e {
        Effective::After(time) => Term::List(vec![Term::text("after"), Term::duration(time)]),
        Effective::From(date) => Term::text(date.to_string()),
    })
}

pub fn appeal(appeal: &Appeal) -> Term {
    let mut parts = vec![
        Term::holder(appeal.to),
        Term::maybe(appeal.within, Term::duration),
    ];
    parts.extend(appeal.further.iter().map(self::appeal));
    Term::List(parts)
}

fn emergency(model: &Model, d: &Decision) -> Term {
    Term::maybe(d.emergency.as_ref(), |e| {
        Term::List(vec![
            condition(model, &e.when),
            Term::maybe(e.at_most, Term::duration),
            Term::maybe(e.ratified_by, |d| Term::Ref(AnyId::Decision(d))),
            Term::maybe(e.ratified_within, Term::duration),
            Term::refs(e.never.iter().copied()),
        ])
    })
}
