//! The clauses of the commons itself.

use super::parties::registration;
use super::{Sheet, Term};
use crate::data::law;
use crate::diagnostic::Lang;
use crate::model::{AnyId, Commons, CommonsText, Model};
use crate::prose::{Words, quoted};

/// Key, English and Dutch label of each free text.
const TEXTS: [(CommonsText, &str, (&str, &str)); 11] = [
    (CommonsText::Fees, "fees", ("What it costs", "Wat het kost")),
    (
        CommonsText::Benefits,
        "benefits",
        ("The benefits", "De opbrengsten"),
    ),
    (
        CommonsText::Surplus,
        "surplus",
        ("Money that is left", "Geld dat overblijft"),
    ),
    (
        CommonsText::Liability,
        "liability",
        ("Liability", "Aansprakelijkheid"),
    ),
    (
        CommonsText::Disputes,
        "disputes",
        ("Disputes", "Geschillen"),
    ),
    (
        CommonsText::Dissolution,
        "dissolution",
        ("When the commons ends", "Bij ontbinding"),
    ),
    (
        CommonsText::Security,
        "security",
        ("Security", "Beveiliging"),
    ),
    (
        CommonsText::Leaving,
        "on-leaving",
        ("When someone leaves", "Bij vertrek"),
    ),
    (
        CommonsText::Information,
        "information",
        ("How people are informed", "Hoe mensen worden geïnformeerd"),
    ),
    (
        CommonsText::JointControllers,
        "joint-controllers",
        (
            "Which joint controller does what",
            "Wie van de gezamenlijk verantwoordelijken wat doet",
        ),
    ),
    (
        CommonsText::ImpactAssessment,
        "impact-assessment",
        (
            "The assessment of the risks",
            "De beoordeling van de risico's",
        ),
    ),
];

pub fn commons<'m>(model: &'m Model, sheet: &mut Sheet<'m>) {
    let commons = &model.commons;
    if let Some(decl) = &commons.decl {
        sheet.own_words("title", ("Its title", "De titel"), Some(&decl.title), true);
        sheet.own_words(
            "note",
            ("The note with it", "De toelichting"),
            decl.note.as_ref(),
            true,
        );
    }
    sheet.own_words(
        "goal",
        ("The goal", "Het doel"),
        commons.goal.as_ref(),
        false,
    );
    plain(commons, sheet);
    accountable(commons, sheet);
    for (kind, key, label) in TEXTS {
        sheet.own_words(key, label, commons.texts.get(&kind), false);
    }
    let outer = |c: &Commons| Term::text(c.id());
    let term = Term::List(model.outers.iter().map(outer).collect());
    sheet.many(
        "within",
        ("The commons around it", "De meenten eromheen"),
        term,
        move |w| {
            model
                .outers
                .iter()
                .map(|c| quoted(c.title(w.lang)))
                .collect()
        },
    );
    accepted(model, sheet);
}

fn plain<'m>(c: &'m Commons, sheet: &mut Sheet<'m>) {
    let form = |w: Words| {
        let id = c.legal_form.as_deref().unwrap_or_default();
        let form = law::legal_forms().iter().find(|f| f.id == id);
        form.map_or_else(|| id.to_string(), |f| f.title.get(w.lang).to_string())
    };
    sheet.one(
        "form",
        ("The legal form", "De rechtsvorm"),
        Term::maybe(c.legal_form.as_deref(), Term::text),
        form,
    );
    let texts = [
        (
            "law",
            ("The law that applies", "Het recht dat geldt"),
            &c.law,
        ),
        ("seat", ("The seat", "De zetel"), &c.seat),
        ("version", ("The version", "De versie"), &c.version),
        (
            "contact",
            ("Where it can be reached", "Waar de meent te bereiken is"),
            &c.contact,
        ),
    ];
    for (key, label, text) in texts {
        let term = Term::maybe(text.as_deref(), Term::text);
        sheet.one(key, label, term, move |_| text.clone().unwrap_or_default());
    }
    sheet.one(
        "in-force",
        ("In force from", "Geldig vanaf"),
        Term::maybe(c.in_force, |d| Term::text(d.to_string())),
        move |w| c.in_force.map_or_else(String::new, |d| w.date(d)),
    );
    sheet.one(
        "registered",
        ("Its number in a register", "Het nummer in een register"),
        Term::maybe(c.registered.as_ref(), registration),
        move |_| {
            c.registered
                .as_ref()
                .map_or_else(String::new, |r| format!("{} {}", r.register, r.number))
        },
    );
    sheet.one(
        "authentic",
        ("The language that counts", "De taal die geldt"),
        Term::maybe(c.authentic, |l| Term::text(l.tag())),
        move |w| match c.authentic {
            Some(Lang::En) => w.pick("English", "Engels").into(),
            Some(Lang::Nl) => w.pick("Dutch", "Nederlands").into(),
            None => String::new(),
        },
    );
}

fn accountable<'m>(c: &'m Commons, sheet: &mut Sheet<'m>) {
    let requests = Term::maybe(c.requests.as_ref(), |r| {
        Term::List(vec![
            Term::Ref(AnyId::Decision(r.decided_by)),
            Term::maybe(r.to.as_deref(), Term::text),
        ])
    });
    sheet.one(
        "requests",
        (
            "Who decides on requests for data",
            "Wie over aanvragen beslist",
        ),
        requests,
        move |w| {
            c.requests.as_ref().map_or_else(String::new, |r| {
                let to = r.to.as_ref().map_or_else(String::new, |to| {
                    format!(", {} {to}", w.pick("sent to", "te sturen aan"))
                });
                format!("{}{to}", w.decision(r.decided_by))
            })
        },
    );
    let audit = Term::maybe(c.audit.as_ref(), |a| {
        Term::List(vec![
            Term::maybe(a.every, Term::duration),
            Term::maybe(a.by, Term::holder),
        ])
    });
    sheet.one("audit", ("Audit", "Controle"), audit, move |w| {
        c.audit.as_ref().map_or_else(String::new, |a| {
            let every = a.every.map(|d| w.every(d));
            let by =
                a.by.map(|h| format!("{} {}", w.pick("by", "door"), w.holder(h)));
            every.into_iter().chain(by).collect::<Vec<_>>().join(", ")
        })
    });
    let breach = Term::maybe(c.breach.as_ref(), |b| {
        Term::List(vec![
            Term::duration(b.within),
            Term::maybe(b.to, Term::holder),
        ])
    });
    sheet.one(
        "breach",
        ("A data breach is reported", "Een datalek wordt gemeld"),
        breach,
        move |w| {
            c.breach.as_ref().map_or_else(String::new, |b| {
                let to = b.to.map_or_else(String::new, |h| {
                    format!(" {} {}", w.pick("to", "aan"), w.holder(h))
                });
                format!(
                    "{} {}{to}",
                    w.pick("within", "binnen"),
                    w.duration(b.within)
                )
            })
        },
    );
    let logging = Term::maybe(c.logging.as_ref(), |l| {
        Term::List(vec![
            Term::maybe(l.at_least, Term::duration),
            Term::maybe(l.by, Term::holder),
        ])
    });
    sheet.one(
        "logs",
        ("The log of use is kept", "Het logboek wordt bewaard"),
        logging,
        move |w| {
            c.logging.as_ref().map_or_else(String::new, |l| {
                let time = l
                    .at_least
                    .map(|d| format!("{} {}", w.pick("for at least", "minstens"), w.duration(d)));
                let by =
                    l.by.map(|h| format!("{} {}", w.pick("by", "door"), w.holder(h)));
                time.into_iter().chain(by).collect::<Vec<_>>().join(", ")
            })
        },
    );
    sheet.one(
        "smallest-cell",
        (
            "The smallest number of people or households that a result may be about",
            "Het kleinste aantal mensen of huishoudens waar een uitkomst over mag gaan",
        ),
        Term::maybe(c.smallest_cell, |n| Term::text(n.to_string())),
        move |_| c.smallest_cell.map_or_else(String::new, |n| n.to_string()),
    );
}

/// Findings that the agreement accepts: they are part of what people sign.
fn accepted<'m>(model: &'m Model, sheet: &mut Sheet<'m>) {
    let all = super::all(model);
    let place = |id: &str| {
        all.iter()
            .find(|any| super::decl(model, **any).is_some_and(|d| d.is_own() && d.id == id))
            .map_or_else(|| Term::text(id), |any| Term::Ref(*any))
    };
    let term = model
        .acceptances
        .iter()
        .map(|a| Term::List(vec![Term::text(a.code.to_string()), place(&a.declaration)]));
    sheet.many(
        "accepts",
        (
            "Findings of the compiler that are accepted",
            "Bevindingen van de compiler die zijn aanvaard",
        ),
        Term::Set(term.collect()),
        move |w| {
            let say = |a: &crate::model::Acceptance| {
                format!("{}, {}", a.code, quoted(a.reason.get(w.lang)))
            };
            model.acceptances.iter().map(say).collect()
        },
    );
}
