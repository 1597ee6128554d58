//! The names that there are to choose from.

use super::places::Wanted;
use super::{Completion, Kind, Place};
use crate::data::{actions, dpv, law};
use crate::diagnostic::{Lang, Text, registry};
use crate::model::{DataKind, Decl, FactKind, Localized, Model, Origin};
use crate::syntax::tree;
use std::collections::BTreeSet;

/// Names of what ships with the compiler are so many that only those are given that what was typed leads to.
const MOST_TERMS: usize = 60;

/// Adds the names that a place asks for.
pub fn add(place: &mut Place<'_>, wanted: Wanted, nth: usize) {
    match wanted {
        Wanted::Group => {
            groups(place, nth);
            stubs(place, &[tree::Kind::Group, tree::Kind::Body], nth);
        }
        Wanted::Holder => {
            groups(place, nth);
            parties(place, nth);
            stubs(
                place,
                &[tree::Kind::Group, tree::Kind::Party, tree::Kind::Body],
                nth,
            );
        }
        Wanted::Body => {
            let model = place.model;
            for body in &model.bodies {
                declared(place, Kind::Body, &body.decl, nth);
            }
            stubs(place, &[tree::Kind::Body], nth);
        }
        Wanted::Decision => {
            let model = place.model;
            for decision in &model.decisions {
                declared(place, Kind::Decision, &decision.decl, nth);
            }
            stubs(place, &[tree::Kind::Decision], nth);
        }
        Wanted::Data => {
            data(place, nth);
            stubs(place, &[tree::Kind::Dataset], nth);
        }
        Wanted::Purpose => {
            let model = place.model;
            for purpose in &model.purposes {
                if purpose.decl.origin != Origin::Dpv {
                    declared(place, Kind::Purpose, &purpose.decl, nth);
                }
            }
            stubs(place, &[tree::Kind::Purpose], nth);
            vocabulary(place, nth);
        }
        Wanted::Action => {
            let model = place.model;
            for action in &model.actions {
                if action.decl.origin != Origin::Builtin {
                    declared(place, Kind::Action, &action.decl, nth);
                }
            }
            stubs(place, &[tree::Kind::Action], nth);
            for action in actions::all() {
                let name = own(place.lang, &action.id, &action.nl);
                let detail = Text::new(&action.noun_en, &action.noun_nl);
                shipped(place, Kind::Action, name, detail, nth);
            }
        }
        Wanted::Fact => {
            let model = place.model;
            for fact in &model.facts {
                declared(place, Kind::Fact, &fact.decl, nth);
            }
            stubs(place, &[tree::Kind::Fact], nth);
        }
        Wanted::Rules => {
            let model = place.model;
            for rule in &model.rules {
                declared(place, Kind::Rule, &rule.decl, nth);
            }
            stubs(place, &[tree::Kind::Rule], nth);
        }
        Wanted::Sanction => {
            let model = place.model;
            for sanction in &model.sanctions {
                declared(place, Kind::Sanction, &sanction.decl, nth);
            }
            stubs(place, &[tree::Kind::Sanction], nth);
        }
        Wanted::Any => {
            for (at, each) in [
                Wanted::Rules,
                Wanted::Data,
                Wanted::Group,
                Wanted::Decision,
                Wanted::Body,
                Wanted::Fact,
                Wanted::Sanction,
            ]
            .into_iter()
            .enumerate()
            {
                add(place, each, nth + at);
            }
            let model = place.model;
            for purpose in model
                .purposes
                .iter()
                .filter(|p| p.decl.origin != Origin::Dpv)
            {
                declared(place, Kind::Purpose, &purpose.decl, nth + 7);
            }
            for action in model.actions.iter().filter(|a| a.decl.is_own()) {
                declared(place, Kind::Action, &action.decl, nth + 7);
            }
            for right in &model.rights {
                declared(place, Kind::Right, &right.decl, nth + 7);
            }
            for party in &model.parties {
                declared(place, Kind::Party, &party.decl, nth + 7);
            }
        }
        Wanted::Basis => {
            for basis in law::bases() {
                let name = own(place.lang, &basis.id, &basis.nl);
                let detail = Text::new(basis.cited(Lang::En), basis.cited(Lang::Nl));
                shipped(place, Kind::Law, name, detail, nth);
            }
        }
        Wanted::Category => {
            for category in law::categories() {
                let name = own(place.lang, &category.id, &category.nl);
                shipped(place, Kind::Law, name, category.title.clone(), nth);
            }
        }
        Wanted::LegalForm => {
            for form in law::legal_forms() {
                let name = own(place.lang, &form.id, &form.nl);
                shipped(place, Kind::Law, name, form.title.clone(), nth);
            }
        }
        Wanted::Finding => {
            for entry in registry::all().iter().filter(|e| e.acceptable) {
                shipped(
                    place,
                    Kind::Finding,
                    entry.code.as_str(),
                    entry.title.clone(),
                    nth,
                );
            }
        }
        Wanted::Choice(start, end) => choices(place, start, end, nth),
        Wanted::Library => shipped(
            place,
            Kind::Library,
            "dpv",
            Text::new("Data Privacy Vocabulary", "Data Privacy Vocabulary"),
            nth,
        ),
        Wanted::Register => shipped(
            place,
            Kind::Law,
            "kvk",
            Text::new(
                "the Dutch business register",
                "het Handelsregister (Kamer van Koophandel)",
            ),
            nth,
        ),
        Wanted::Law => shipped(
            place,
            Kind::Law,
            "NL",
            Text::new("the Netherlands", "Nederland"),
            nth,
        ),
        Wanted::Unit => written(place, units(place.model), nth),
        Wanted::Scale => written(place, scales(place.model), nth),
        Wanted::New => {}
    }
}

fn own(lang: Lang, en: &'static str, nl: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Nl => nl,
    }
}

/// A title in both languages, each in the language it has.
pub fn title_of(title: &Localized) -> Text {
    Text::new(title.get(Lang::En), title.get(Lang::Nl))
}

fn declared(place: &mut Place<'_>, kind: Kind, decl: &Decl, nth: usize) {
    // A declaration does not name itself, and one that has no name can't be named.
    if decl.id.is_empty() || decl.id.ends_with(':') {
        return;
    }
    if decl.span.is_some_and(|s| place.is_here(s)) && kind != Kind::Choice {
        return;
    }
    let far = match decl.origin {
        Origin::Own => 0,
        Origin::Outer(_) => 2,
        Origin::Dpv | Origin::Builtin => 3,
    };
    place.put(Completion {
        detail: title_of(&decl.title),
        key: format!("{}/{}", kind.tag(), decl.id),
        deprecated: place.unused.contains(decl.id.as_str()),
        ..Completion::name(&decl.id, kind, far, nth)
    });
}

fn shipped(place: &mut Place<'_>, kind: Kind, name: &str, detail: Text, nth: usize) {
    place.put(Completion {
        detail,
        key: format!("{}/{name}", kind.tag()),
        ..Completion::name(name, kind, 3, nth)
    });
}

fn groups(place: &mut Place<'_>, nth: usize) {
    let model = place.model;
    for group in &model.groups {
        let kind = match group.body {
            Some(_) => Kind::Body,
            None => Kind::Group,
        };
        declared(place, kind, &group.decl, nth);
    }
}

fn parties(place: &mut Place<'_>, nth: usize) {
    let model = place.model;
    for party in &model.parties {
        declared(place, Kind::Party, &party.decl, nth);
    }
    for commons in std::iter::once(&model.commons).chain(&model.outers) {
        if let Some(decl) = &commons.decl {
            place.put(Completion {
                detail: title_of(&decl.title),
                key: format!("commons/{}", decl.id),
                ..Completion::name(&decl.id, Kind::Commons, 1, nth)
            });
        }
    }
}

fn data(place: &mut Place<'_>, nth: usize) {
    let model = place.model;
    for data in &model.data {
        match &data.kind {
            DataKind::Dataset(_) => declared(place, Kind::Dataset, &data.decl, nth),
            DataKind::Field { .. } => declared(place, Kind::Field, &data.decl, nth + 1),
        }
    }
}

/// Names of declarations that do not parse yet.
fn stubs(place: &mut Place<'_>, kinds: &[tree::Kind], nth: usize) {
    let snapshot = place.snapshot;
    let trees = snapshot.project.loaded.all_trees();
    for stub in trees.flat_map(|t| &t.broken) {
        let (Some(kind), Some(name)) = (stub.kind, &stub.name) else {
            continue;
        };
        if kinds.contains(&kind) && !place.is_here(stub.span) {
            let kind = Kind::of(kind);
            place.put(Completion {
                key: String::new(),
                ..Completion::name(&name.value, kind, 0, nth)
            });
        }
    }
}

/// The purposes of the privacy vocabulary: all that what was typed leads to, by name, label or definition.
fn vocabulary(place: &mut Place<'_>, nth: usize) {
    let typed = place.typed().to_lowercase();
    let bare = typed.split_once(':').map_or(typed.as_str(), |(_, t)| t);
    let mut found: Vec<(usize, &dpv::DpvPurpose)> = dpv::all()
        .iter()
        .filter_map(|p| Some((distance(p, &typed, bare)?, p)))
        .collect();
    let special = |p: &dpv::DpvPurpose| !p.id.starts_with("dpv:");
    found.sort_by_key(|(far, p)| (*far, special(p), p.id.as_str()));
    let all = found.len();
    found.truncate(MOST_TERMS);
    place.incomplete |= all > found.len();
    let import = place.import_of_vocabulary();
    for (far, purpose) in found {
        let mut one = Completion::name(
            &purpose.id,
            Kind::Purpose,
            4 + 2 * far + usize::from(special(purpose)),
            nth,
        );
        one.detail = Text::new(purpose.label(Lang::En), purpose.label(Lang::Nl));
        one.key = format!("dpv/{}", purpose.id);
        // So that an editor which filters by itself finds it by its label too.
        one.filter = match one.label.to_lowercase().contains(&typed) {
            true => purpose.id.clone(),
            false => format!("{} {}", place.typed(), purpose.id),
        };
        one.extra = import.clone();
        place.put(one);
    }
}

/// How far a term is from what was typed: by name, by the beginning of a word of its label, elsewhere in its label, in
/// its definition.
fn distance(purpose: &dpv::DpvPurpose, typed: &str, bare: &str) -> Option<usize> {
    let id = purpose.id.to_lowercase();
    if id.starts_with(typed) {
        return Some(0);
    }
    if bare.is_empty() {
        return (typed.is_empty()).then_some(0);
    }
    let labels = [purpose.label(Lang::En), purpose.label(Lang::Nl)].map(str::to_lowercase);
    let words = || labels.iter().flat_map(|l| l.split(' '));
    match () {
        () if id.contains(bare) => Some(1),
        () if words().any(|w| w.starts_with(bare)) => Some(1),
        () if labels.iter().any(|l| l.contains(bare)) => Some(2),
        () if bare.len() > 2 && purpose.definition.to_lowercase().contains(bare) => Some(3),
        () => None,
    }
}

fn choices(place: &mut Place<'_>, start: usize, end: usize, nth: usize) {
    let name = place.text.get(start..end).unwrap_or_default();
    let name = name
        .split(|c: char| c.is_whitespace() || c == '#')
        .next()
        .unwrap_or_default();
    let model = place.model;
    let Some(fact) = model.facts.iter().find(|f| f.decl.id == name) else {
        return;
    };
    if let FactKind::OneOf(all) = &fact.kind {
        for choice in all {
            place.put(Completion {
                detail: title_of(&fact.decl.title),
                key: format!("fact/{name}"),
                ..Completion::name(choice, Kind::Choice, 0, nth)
            });
        }
    }
}

fn written(place: &mut Place<'_>, names: BTreeSet<String>, nth: usize) {
    for name in names {
        place.put(Completion::name(&name, Kind::Word, 0, nth));
    }
}

fn units(model: &Model) -> BTreeSet<String> {
    let of_fields = model.data.iter().filter_map(|d| match &d.kind {
        DataKind::Field { unit, .. } => unit.clone(),
        DataKind::Dataset(_) => None,
    });
    let of_facts = model.facts.iter().filter_map(|f| match &f.kind {
        FactKind::Number {
            unit: crate::model::Unit::Named(name),
            ..
        } => Some(name.to_string()),
        _ => None,
    });
    of_fields.chain(of_facts).collect()
}

fn scales(model: &Model) -> BTreeSet<String> {
    let datasets = model.data.iter().filter_map(|d| d.dataset());
    datasets.filter_map(|d| d.scale.clone()).collect()
}
