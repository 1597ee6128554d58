//! The clauses of datasets, fields, purposes, actions and facts.

use super::parties::kind;
use super::{Sheet, Term, yes_no};
use crate::data::law;
use crate::model::{
    About, ActionId, AnyId, Data, DataId, DataKind, Dataset, FactId, FactKind, GivenBy, Model,
    PurposeId, Sensitivity, quantity,
};
use crate::prose::{Words, quoted};

pub fn data<'m>(model: &'m Model, id: DataId, sheet: &mut Sheet<'m>) {
    let Some(data) = model.data.get(id.index()) else {
        return;
    };
    sheet.decl(&data.decl);
    sheet.one(
        "sensitivity",
        (
            "Whether it is personal data",
            "Of het persoonsgegevens zijn",
        ),
        sensitivity(data),
        move |w| sensitivity_words(w, &data.sensitivity),
    );
    match &data.kind {
        DataKind::Dataset(set) => dataset(set, sheet),
        DataKind::Field {
            dataset,
            unit,
            identifying,
        } => {
            sheet.silent("dataset", Term::Ref(AnyId::Data(*dataset)));
            let term = Term::maybe(unit.as_deref(), Term::text);
            sheet.one("unit", ("Its unit", "De eenheid"), term, move |_| {
                unit.as_deref().unwrap_or_default().replace('-', " ")
            });
            sheet.one(
                "identifying",
                (
                    "Whether it tells who someone is",
                    "Of het zegt wie iemand is",
                ),
                Term::flag(*identifying),
                move |w| yes_no(w, *identifying),
            );
        }
    }
}

fn sensitivity(data: &Data) -> Term {
    match &data.sensitivity {
        // What a field has from its dataset is told there.
        _ if !data.is_dataset() && !data.sensitivity_stated => Term::Nothing,
        Sensitivity::NotPersonal => Term::text("not personal"),
        Sensitivity::Personal => Term::text("personal"),
        Sensitivity::Special(kinds) => Term::Set(kinds.iter().map(Term::text).collect()),
    }
}

fn sensitivity_words(w: Words, sensitivity: &Sensitivity) -> String {
    match sensitivity {
        Sensitivity::NotPersonal => w.pick("no personal data", "geen persoonsgegevens").into(),
        Sensitivity::Personal => w.pick("personal data", "persoonsgegevens").into(),
        Sensitivity::Special(kinds) => {
            let title = |k: &String| {
                law::category(k).map_or_else(|| k.clone(), |c| c.title.get(w.lang).into())
            };
            let titles: Vec<String> = kinds.iter().map(title).collect();
            let what = w.pick(
                "special categories of personal data",
                "bijzondere persoonsgegevens",
            );
            format!("{what}: {}", w.and(&titles))
        }
    }
}

fn dataset<'m>(set: &'m Dataset, sheet: &mut Sheet<'m>) {
    let holders: [(&'static str, (&'static str, &'static str), &'m [_]); 3] = [
        (
            "from",
            ("Whom the data comes from", "Van wie de gegevens komen"),
            &set.from,
        ),
        (
            "keepers",
            (
                "Who keeps it (the controller)",
                "Wie ze beheert (de verwerkingsverantwoordelijke)",
            ),
            &set.keepers,
        ),
        (
            "processors",
            (
                "Who processes it for the keeper",
                "Wie ze voor de beheerder verwerkt",
            ),
            &set.processors,
        ),
    ];
    for (key, label, list) in holders {
        sheet.many(key, label, Term::holders(list), move |w| w.holders(list));
    }
    sheet.one(
        "about",
        ("Whom the data is about", "Over wie de gegevens gaan"),
        Term::maybe(set.about.as_ref(), about),
        move |w| {
            set.about
                .as_ref()
                .map_or_else(String::new, |a| about_words(w, a))
        },
    );
    let texts = [
        ("scale", ("The scale", "De schaal"), &set.scale),
        ("licence", ("The licence", "De licentie"), &set.licence),
        (
            "location",
            ("Where it is stored", "Waar ze staan"),
            &set.location,
        ),
        ("format", ("The format", "Het formaat"), &set.format),
    ];
    for (key, label, text) in texts {
        let term = Term::maybe(text.as_deref(), Term::text);
        sheet.one(key, label, term, move |_| {
            text.clone().unwrap_or_default().replace('-', " ")
        });
    }
    sheet.one(
        "every",
        ("How often it is measured", "Hoe vaak er wordt gemeten"),
        Term::maybe(set.every, Term::duration),
        move |w| set.every.map_or_else(String::new, |d| w.every(d)),
    );
    sheet.one(
        "keep-at-most",
        (
            "How long it may be kept at most",
            "Hoe lang ze hoogstens bewaard mogen worden",
        ),
        Term::maybe(set.keep_at_most, Term::duration),
        move |w| set.keep_at_most.map_or_else(String::new, |d| w.duration(d)),
    );
    sheet.one(
        "keep-at-least",
        (
            "How long it must be kept at least",
            "Hoe lang ze minstens bewaard moeten worden",
        ),
        Term::maybe(set.keep_at_least, Term::duration),
        move |w| {
            set.keep_at_least
                .map_or_else(String::new, |d| w.duration(d))
        },
    );
    let term = Term::refs(set.derived_from.iter().map(|d| AnyId::Data(*d)));
    sheet.many(
        "derived",
        ("What it is derived from", "Waar ze van zijn afgeleid"),
        term,
        move |w| set.derived_from.iter().map(|d| w.data(&[*d])).collect(),
    );
    sheet.silent(
        "fields",
        Term::refs(set.fields.iter().map(|f| AnyId::Data(*f))),
    );
}

pub fn about(about: &About) -> Term {
    match about {
        About::NoOne => Term::text("no one"),
        About::Kind { kind: k, groups } => Term::List(vec![
            kind(*k),
            Term::refs(groups.iter().map(|g| AnyId::Group(*g))),
        ]),
    }
}

pub fn about_words(w: Words, about: &About) -> String {
    match about {
        About::NoOne => w.pick("no one", "niemand").into(),
        About::Kind { kind, groups } => w.kind_in(*kind, groups),
    }
}

pub fn purpose<'m>(model: &'m Model, id: PurposeId, sheet: &mut Sheet<'m>) {
    let Some(purpose) = model.purposes.get(id.index()) else {
        return;
    };
    sheet.decl(&purpose.decl);
    let above: Vec<PurposeId> = model
        .purpose_tree
        .parents(id.0)
        .iter()
        .map(|p| PurposeId(*p))
        .collect();
    let term = Term::refs(above.iter().map(|p| AnyId::Purpose(*p)));
    sheet.many(
        "within",
        (
            "The broader purposes that it belongs to",
            "De bredere doelen waar het bij hoort",
        ),
        term,
        move |w| above.iter().map(|p| quoted(w.purpose_title(*p))).collect(),
    );
    let term = Term::Set(purpose.serves.iter().map(Term::localized).collect());
    sheet.many(
        "serves",
        ("What it is good for", "Waar het goed voor is"),
        term,
        move |w| {
            purpose
                .serves
                .iter()
                .map(|s| quoted(s.get(w.lang)))
                .collect()
        },
    );
}

pub fn action<'m>(model: &'m Model, id: ActionId, sheet: &mut Sheet<'m>) {
    let Some(action) = model.actions.get(id.index()) else {
        return;
    };
    sheet.decl(&action.decl);
    let above: Vec<ActionId> = model
        .action_tree
        .parents(id.0)
        .iter()
        .map(|a| ActionId(*a))
        .collect();
    let term = Term::refs(above.iter().map(|a| AnyId::Action(*a)));
    sheet.many(
        "within",
        (
            "The broader acts that it is part of",
            "De ruimere handelingen waar het bij hoort",
        ),
        term,
        move |w| above.iter().map(|a| quoted(w.verb(*a))).collect(),
    );
    sheet.one(
        "care",
        (
            "Needs no permission, because it takes care of data",
            "Vraagt geen toestemming, want het is zorg voor gegevens",
        ),
        Term::flag(action.care),
        move |w| yes_no(w, action.care),
    );
}

pub fn fact<'m>(model: &'m Model, id: FactId, sheet: &mut Sheet<'m>) {
    let Some(fact) = model.facts.get(id.index()) else {
        return;
    };
    sheet.decl(&fact.decl);
    sheet.one(
        "kind",
        ("What it can be", "Wat het kan zijn"),
        fact_kind(&fact.kind),
        move |w| fact_kind_words(w, &fact.kind),
    );
    sheet.one(
        "given-by",
        ("Who establishes it", "Wie het vaststelt"),
        Term::maybe(fact.given_by, |by| match by {
            GivenBy::ThePerson => Term::text("the person"),
            GivenBy::Holder(h) => Term::holder(h),
            GivenBy::Decision(d) => Term::Ref(AnyId::Decision(d)),
        }),
        move |w| match fact.given_by {
            None => String::new(),
            Some(GivenBy::ThePerson) => w
                .pick("the person that it is about", "degene over wie het gaat")
                .into(),
            Some(GivenBy::Holder(h)) => w.holder(h),
            Some(GivenBy::Decision(d)) => w.decision(d),
        },
    );
    sheet.one(
        "withdrawable",
        (
            "Whether it can be withdrawn at any time",
            "Of het op elk moment kan worden ingetrokken",
        ),
        Term::flag(fact.withdrawable),
        move |w| yes_no(w, fact.withdrawable),
    );
}

fn fact_kind(kind: &FactKind) -> Term {
    match kind {
        FactKind::YesNo => Term::text("yes or no"),
        FactKind::Date => Term::text("date"),
        FactKind::Number { unit, decimals } => Term::List(vec![
            Term::text(quantity::unit_name(unit)),
            Term::text(decimals.to_string()),
        ]),
        FactKind::OneOf(choices) => Term::Set(choices.iter().map(Term::text).collect()),
    }
}

fn fact_kind_words(w: Words, kind: &FactKind) -> String {
    match kind {
        FactKind::YesNo => w.pick("yes or no", "ja of nee").into(),
        FactKind::Date => w.pick("a date", "een datum").into(),
        FactKind::Number { unit, decimals } => {
            let unit = quantity::unit_name(unit).replace('-', " ");
            let what = match unit.is_empty() {
                true => w.pick("a number", "een getal").to_string(),
                false => format!("{} {unit}", w.pick("a number of", "een aantal")),
            };
            match decimals {
                0 => what,
                1 => format!("{what}{}", w.pick(", with 1 decimal", ", met 1 decimaal")),
                n => format!(
                    "{what}, {} {n} {}",
                    w.pick("with", "met"),
                    w.pick("decimals", "decimalen")
                ),
            }
        }
        FactKind::OneOf(choices) => {
            let choices: Vec<String> = choices
                .iter()
                .map(|c| quoted(&c.replace('-', " ")))
                .collect();
            w.or(&choices)
        }
    }
}
