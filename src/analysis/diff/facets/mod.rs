//! Facets: the clauses of a declaration, each with its meaning as a term and its words in both languages.
//!
//! Pairing, digests and the list of changes are all made from these, so that none of them forgets a clause.

mod commons;
mod data;
mod decisions;
mod parties;
mod power;
mod rules;

use super::term::Term;
use crate::model::{AnyId, Decl, Localized, Model};
use crate::prose::Words;

/// Words for one value, or for each element of a set in the order of its term.
pub enum Say<'m> {
    One(Box<dyn Fn(Words) -> String + 'm>),
    Many(Box<dyn Fn(Words) -> Vec<String> + 'm>),
}

/// One clause.
pub struct Facet<'m> {
    /// Stable, and unique within the declaration.
    pub key: &'static str,
    /// What it is about: "How long it is kept".
    pub label: (&'static str, &'static str),
    /// Titles, reasons, notes: what people read, and what decides nothing.
    pub wording: bool,
    /// It can't be read alone: it is told with the declaration that it belongs to, or by the model's other side.
    pub silent: bool,
    pub term: Term,
    pub say: Say<'m>,
}

/// The clauses of one declaration.
#[derive(Default)]
pub struct Sheet<'m> {
    pub facets: Vec<Facet<'m>>,
}

type Label = (&'static str, &'static str);

impl<'m> Sheet<'m> {
    pub fn one(
        &mut self,
        key: &'static str,
        label: Label,
        term: Term,
        say: impl Fn(Words) -> String + 'm,
    ) {
        self.push(key, label, term, Say::One(Box::new(say)));
    }

    pub fn many(
        &mut self,
        key: &'static str,
        label: Label,
        term: Term,
        say: impl Fn(Words) -> Vec<String> + 'm,
    ) {
        self.push(key, label, term, Say::Many(Box::new(say)));
    }

    /// A clause that takes part in what the declaration means but is told elsewhere.
    pub fn silent(&mut self, key: &'static str, term: Term) {
        self.push(key, ("", ""), term, Say::One(Box::new(|_| String::new())));
        if let Some(facet) = self.facets.last_mut() {
            facet.silent = true;
        }
    }

    /// A text in the source's own words.
    pub fn own_words(
        &mut self,
        key: &'static str,
        label: Label,
        text: Option<&'m Localized>,
        wording: bool,
    ) {
        let term = Term::maybe(text, Term::localized);
        self.one(key, label, term, move |w| {
            text.map_or_else(String::new, |t| crate::prose::quoted(t.get(w.lang)))
        });
        if let Some(facet) = self.facets.last_mut() {
            facet.wording = wording;
        }
    }

    fn push(&mut self, key: &'static str, label: Label, term: Term, say: Say<'m>) {
        self.facets.push(Facet {
            key,
            label,
            wording: false,
            silent: false,
            term,
            say,
        });
    }

    /// Title and note, which every declaration may have. A title that the source leaves out is made of the id, and so no wording.
    fn decl(&mut self, decl: &'m Decl) {
        let title = decl.titled.then_some(&decl.title);
        self.own_words("title", ("Its title", "De titel"), title, true);
        self.own_words(
            "note",
            ("The note with it", "De toelichting"),
            decl.note.as_ref(),
            true,
        );
    }
}

/// The clauses of a declaration; none for one that ships with the compiler, or that the model does not have.
pub fn of(model: &Model, id: AnyId) -> Sheet<'_> {
    let mut sheet = Sheet::default();
    match id {
        AnyId::Group(g) => parties::group(model, g, &mut sheet),
        AnyId::Party(p) => parties::party(model, p, &mut sheet),
        AnyId::Data(d) => data::data(model, d, &mut sheet),
        AnyId::Purpose(p) => data::purpose(model, p, &mut sheet),
        AnyId::Action(a) => data::action(model, a, &mut sheet),
        AnyId::Fact(f) => data::fact(model, f, &mut sheet),
        AnyId::Rule(r) => rules::rule(model, r, &mut sheet),
        AnyId::Body(b) => power::body(model, b, &mut sheet),
        AnyId::Decision(d) => decisions::decision(model, d, &mut sheet),
        AnyId::Sanction(s) => power::sanction(model, s, &mut sheet),
        AnyId::Right(r) => power::right(model, r, &mut sheet),
    }
    sheet
}

/// The clauses of the commons itself.
pub fn of_commons(model: &Model) -> Sheet<'_> {
    let mut sheet = Sheet::default();
    commons::commons(model, &mut sheet);
    sheet
}

/// Every declaration of a model, by kind.
pub fn all(model: &Model) -> Vec<AnyId> {
    fn of<T>(list: &[T], id: fn(usize) -> AnyId) -> impl Iterator<Item = AnyId> + use<'_, T> {
        (0..list.len()).map(id)
    }
    use crate::model::*;
    of(&model.groups, |n| AnyId::Group(GroupId::new(n)))
        .chain(of(&model.parties, |n| AnyId::Party(PartyId::new(n))))
        .chain(of(&model.data, |n| AnyId::Data(DataId::new(n))))
        .chain(of(&model.purposes, |n| AnyId::Purpose(PurposeId::new(n))))
        .chain(of(&model.actions, |n| AnyId::Action(ActionId::new(n))))
        .chain(of(&model.facts, |n| AnyId::Fact(FactId::new(n))))
        .chain(of(&model.rules, |n| AnyId::Rule(RuleId::new(n))))
        .chain(of(&model.bodies, |n| AnyId::Body(BodyId::new(n))))
        .chain(of(&model.decisions, |n| {
            AnyId::Decision(DecisionId::new(n))
        }))
        .chain(of(&model.sanctions, |n| {
            AnyId::Sanction(SanctionId::new(n))
        }))
        .chain(of(&model.rights, |n| AnyId::Right(RightId::new(n))))
        .collect()
}

/// What every declaration has.
pub fn decl(model: &Model, id: AnyId) -> Option<&Decl> {
    Some(match id {
        AnyId::Group(i) => &model.groups.get(i.index())?.decl,
        AnyId::Party(i) => &model.parties.get(i.index())?.decl,
        AnyId::Data(i) => &model.data.get(i.index())?.decl,
        AnyId::Purpose(i) => &model.purposes.get(i.index())?.decl,
        AnyId::Action(i) => &model.actions.get(i.index())?.decl,
        AnyId::Fact(i) => &model.facts.get(i.index())?.decl,
        AnyId::Rule(i) => &model.rules.get(i.index())?.decl,
        AnyId::Body(i) => &model.bodies.get(i.index())?.decl,
        AnyId::Decision(i) => &model.decisions.get(i.index())?.decl,
        AnyId::Sanction(i) => &model.sanctions.get(i.index())?.decl,
        AnyId::Right(i) => &model.rights.get(i.index())?.decl,
    })
}

/// The kind of a declaration, as a stable name.
pub fn kind(id: AnyId) -> &'static str {
    match id {
        AnyId::Group(_) => "group",
        AnyId::Party(_) => "party",
        AnyId::Data(_) => "data",
        AnyId::Purpose(_) => "purpose",
        AnyId::Action(_) => "action",
        AnyId::Fact(_) => "fact",
        AnyId::Rule(_) => "rule",
        AnyId::Body(_) => "body",
        AnyId::Decision(_) => "decision",
        AnyId::Sanction(_) => "sanction",
        AnyId::Right(_) => "right",
    }
}

/// Yes or no, in words.
fn yes_no(words: Words, yes: bool) -> String {
    match yes {
        true => words.pick("yes", "ja"),
        false => words.pick("no", "nee"),
    }
    .into()
}
