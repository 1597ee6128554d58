//! The clauses of groups and named parties.

use super::{Sheet, Term, yes_no};
use crate::model::{AnyId, Group, GroupId, Model, PartyId, PersonKind, Registration};
use crate::prose::Words;

pub fn group<'m>(model: &'m Model, id: GroupId, sheet: &mut Sheet<'m>) {
    let Some(group) = model.groups.get(id.index()) else {
        return;
    };
    // Those who sit in a body: whatever there is to say is said of the body.
    if let Some(body) = group.body {
        sheet.silent("body", Term::Ref(AnyId::Body(body)));
        return;
    }
    sheet.decl(&group.decl);
    sheet.one(
        "of",
        ("Who can be in it", "Wie erin kunnen zitten"),
        Term::maybe(group.of, kind),
        move |w| match group.of {
            Some(PersonKind::People) => w.pick("people", "mensen").into(),
            Some(PersonKind::Organisations) => w.pick("organisations", "organisaties").into(),
            None => String::new(),
        },
    );
    let above: Vec<GroupId> = model
        .group_tree
        .parents(id.0)
        .iter()
        .map(|g| GroupId(*g))
        .collect();
    let term = Term::refs(above.iter().map(|g| AnyId::Group(*g)));
    sheet.many(
        "within",
        (
            "The groups that it lies within",
            "De groepen waar zij binnen valt",
        ),
        term,
        move |w| w.groups(&above),
    );
    let decision =
        |d: Option<crate::model::DecisionId>| Term::maybe(d, |d| Term::Ref(AnyId::Decision(d)));
    sheet.one(
        "admission",
        ("How one is admitted", "Hoe men wordt toegelaten"),
        decision(group.admitted_by),
        move |w| by_decision(w, group.admitted_by),
    );
    sheet.one(
        "expulsion",
        ("How one is expelled", "Hoe men wordt ontzet"),
        decision(group.expelled_by),
        move |w| by_decision(w, group.expelled_by),
    );
    sheet.one(
        "leaving",
        ("Notice for leaving", "Opzegtermijn"),
        Term::maybe(group.leave_notice, Term::duration),
        move |w| {
            group
                .leave_notice
                .map_or_else(String::new, |d| w.duration(d))
        },
    );
    sheet.one(
        "closed",
        ("Whether others can join", "Of anderen erbij kunnen"),
        Term::flag(group.closed),
        move |w| {
            match group.closed {
                true => w.pick(
                    "no: only the members that the agreement names are in it",
                    "nee: alleen de leden die de overeenkomst noemt, zitten erin",
                ),
                false => w.pick(
                    "yes: there can be members that the agreement does not name",
                    "ja: er kunnen leden in zitten die de overeenkomst niet noemt",
                ),
            }
            .into()
        },
    );
    sheet.one(
        "register",
        ("The register of its members", "Het register van de leden"),
        Term::maybe(group.register.as_deref(), Term::text),
        move |_| group.register.clone().unwrap_or_default(),
    );
    sheet.one(
        "size",
        ("How many are in it", "Hoeveel erin zitten"),
        size_term(group),
        move |w| {
            group
                .size
                .map_or_else(String::new, |size| size_words(w, size))
        },
    );
    let apart: Vec<GroupId> = separate_from(model, id);
    let term = Term::refs(apart.iter().map(|g| AnyId::Group(*g)));
    sheet.many(
        "separate",
        ("Nobody can also be in", "Niemand kan ook zitten in"),
        term,
        move |w| w.groups(&apart),
    );
    sheet.many(
        "separate-because",
        ("Why it is kept apart", "Waarom de scheiding er is"),
        reasons(model, id),
        move |w| {
            because(model, id)
                .map(|b| crate::prose::quoted(b.get(w.lang)))
                .collect()
        },
    );
    if let Some(facet) = sheet.facets.last_mut() {
        facet.wording = true;
    }
}

fn because(model: &Model, id: GroupId) -> impl Iterator<Item = &crate::model::Localized> {
    let mine = model
        .separations
        .iter()
        .filter(move |s| s.groups.contains(&id));
    mine.filter_map(|s| s.because.as_ref())
}

fn reasons(model: &Model, id: GroupId) -> Term {
    Term::Set(because(model, id).map(Term::localized).collect())
}

/// The groups that share no member with this one, because a `separate` says so.
fn separate_from(model: &Model, id: GroupId) -> Vec<GroupId> {
    let lists = model.separations.iter().filter(|s| s.groups.contains(&id));
    let mut others: Vec<GroupId> = lists
        .flat_map(|s| &s.groups)
        .copied()
        .filter(|g| *g != id)
        .collect();
    others.sort_unstable();
    others.dedup();
    others
}

pub fn kind(kind: PersonKind) -> Term {
    Term::text(match kind {
        PersonKind::People => "people",
        PersonKind::Organisations => "organisations",
    })
}

fn size_term(group: &Group) -> Term {
    Term::maybe(group.size, |(least, most)| {
        Term::List(vec![
            Term::text(least.to_string()),
            Term::maybe(most, |m| Term::text(m.to_string())),
        ])
    })
}

/// "3 to 7", "at least 3".
pub fn size_words(w: Words, (least, most): (i64, Option<i64>)) -> String {
    match most {
        None => format!("{} {least}", w.pick("at least", "minstens")),
        Some(most) if most == least => least.to_string(),
        Some(most) => format!("{least} {} {most}", w.pick("to", "tot en met")),
    }
}

/// "by the decision “Admitting a household”".
pub fn by_decision(w: Words, decision: Option<crate::model::DecisionId>) -> String {
    decision.map_or_else(String::new, |d| {
        format!("{} {}", w.pick("by", "door"), w.decision(d))
    })
}

pub fn registration(r: &Registration) -> Term {
    Term::List(vec![Term::text(&r.register), Term::text(&r.number)])
}

pub fn party<'m>(model: &'m Model, id: PartyId, sheet: &mut Sheet<'m>) {
    let Some(party) = model.parties.get(id.index()) else {
        return;
    };
    sheet.decl(&party.decl);
    sheet.one(
        "member",
        ("Member of the commons", "Lid van de meent"),
        Term::flag(party.member),
        move |w| yes_no(w, party.member),
    );
    let term = Term::refs(party.groups.iter().map(|g| AnyId::Group(*g)));
    sheet.many(
        "groups",
        (
            "The groups that it is in",
            "De groepen waar deze partij in zit",
        ),
        term,
        move |w| w.groups(&party.groups),
    );
    let texts = [
        ("seat", ("Its seat", "De zetel"), &party.seat),
        (
            "contact",
            ("Where it can be reached", "Waar deze partij te bereiken is"),
            &party.contact,
        ),
        ("address", ("Its address", "Het adres"), &party.address),
        (
            "represented-by",
            ("Who represents it", "Wie deze partij vertegenwoordigt"),
            &party.represented_by,
        ),
    ];
    for (key, label, text) in texts {
        let term = Term::maybe(text.as_deref(), Term::text);
        sheet.one(key, label, term, move |_| text.clone().unwrap_or_default());
    }
    sheet.one(
        "registered",
        ("Its number in a register", "Het nummer in een register"),
        Term::maybe(party.registered.as_ref(), registration),
        move |_| {
            let registered = party.registered.as_ref();
            registered.map_or_else(String::new, |r| format!("{} {}", r.register, r.number))
        },
    );
}
