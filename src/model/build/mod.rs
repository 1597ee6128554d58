//! Builds a model from trees.
//!
//! Two passes. The first gives every declaration its id and enters its name, so that order never matters.
//! The second reads the bodies and resolves what they name. Hierarchies are closed at the end.
//! A declaration that can't be understood is reported and kept as far as it goes; a rule that names
//! something unknown is kept as `incomplete`, so that nobody takes "no data named" for "all data".

mod bodies;
mod collect;
mod commons;
mod conditions;
mod data;
mod decisions;
mod messages;
mod names;
mod parties;
mod places;
mod quantities;
mod rules;
mod scenarios;
mod trees;
mod uses;
mod vocabulary;

use super::input::Input;
use super::{Decl, Localized, Model, Origin};
use crate::diagnostic::{Diagnostic, Lang};
use crate::source::Span;
use crate::syntax::tree;
use collect::Collected;
use names::Names;

/// Builds the model of a commons. Never fails: what is wrong is in the diagnostics, sorted by place.
pub fn build(input: &Input) -> (Model, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let collected = collect::collect(input, &mut diagnostics);
    let mut builder = Builder {
        input,
        names: names::enter(input, &collected, &mut diagnostics),
        diagnostics,
        model: Model {
            lang: main_language(input),
            ..Model::default()
        },
    };
    builder.fill(&collected);
    let Builder {
        mut diagnostics,
        model,
        ..
    } = builder;
    crate::diagnostic::sort(&mut diagnostics);
    (model, diagnostics)
}

/// The keyword language of the file with the commons declaration, else of the first file.
fn main_language(input: &Input) -> Lang {
    let holds_commons = |f: &tree::File| {
        f.declarations
            .iter()
            .any(|d| matches!(d.what, tree::What::Commons(_)))
    };
    let files = &input.own.files;
    files
        .iter()
        .find(|(_, f)| holds_commons(f))
        .or(files.first())
        .map_or(Lang::En, |(_, f)| f.lang)
}

struct Builder<'a> {
    input: &'a Input<'a>,
    names: Names,
    diagnostics: Vec<Diagnostic>,
    model: Model,
}

/// A declaration of the first pass: its tree, the language of its file, and whose it is (0 own, 1 the nearest outer, …).
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    tree: &'a tree::Declaration,
    lang: Lang,
    scope: u8,
}

impl<'a> Builder<'a> {
    fn fill(&mut self, collected: &Collected<'a>) {
        self.build_vocabulary(collected);
        self.build_parties(collected);
        self.build_data(collected);
        self.build_bodies(collected);
        self.build_decisions(collected);
        self.build_sanctions(collected);
        self.build_rights(collected);
        self.build_rules(collected);
        self.build_commons(collected);
        self.close_trees(collected);
        self.derive_sensitivity();
        self.check_separations();
        self.build_scenarios(collected);
        self.build_acceptances(collected);
        self.finish_uses(collected);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The declaration part that all kinds share.
    fn decl(&self, entry: Entry<'a>) -> Decl {
        let name = entry.tree.name.as_ref();
        let own_name = name.map_or("", |n| &*n.value);
        let titled = entry.tree.title.is_some();
        Decl {
            id: self.qualified(entry.scope, own_name),
            title: match &entry.tree.title {
                Some(title) => localized(title, entry.lang),
                None => readable(own_name, entry.lang),
            },
            titled,
            note: self.joined(&entry.tree.notes, entry.lang),
            span: Some(entry.tree.span),
            name_span: name.map(|n| n.span),
            origin: if entry.scope == 0 {
                Origin::Own
            } else {
                Origin::Outer(entry.scope)
            },
        }
    }

    /// `marketing` of the outer commons `city` is `city:marketing`.
    fn qualified(&self, scope: u8, name: &str) -> String {
        match scope
            .checked_sub(1)
            .and_then(|at| self.input.outers.get(at as usize))
        {
            Some(outer) => format!("{}:{}", outer.alias, name),
            None => name.to_string(),
        }
    }

    /// Several notes are read as one text.
    fn joined(&self, titles: &[tree::Title], lang: Lang) -> Option<Localized> {
        let mut parts = titles.iter().map(|t| localized(t, lang));
        let mut all = parts.next()?;
        for part in parts {
            for (whole, more) in [(&mut all.en, part.en), (&mut all.nl, part.nl)] {
                match (whole.as_mut(), more) {
                    (Some(text), Some(more)) => {
                        text.push(' ');
                        text.push_str(&more);
                    }
                    (None, more) => *whole = more,
                    (Some(_), None) => {}
                }
            }
        }
        Some(all)
    }

    /// The one clause of its kind; a second one is reported and left out.
    fn single<'t, T>(
        &mut self,
        clauses: &'t [T],
        what: messages::ClauseName,
        span: impl Fn(&T) -> Span,
    ) -> Option<&'t T> {
        let first = clauses.first()?;
        for again in &clauses[1..] {
            self.diagnostics
                .push(messages::clause_twice(what, span(first), span(again)));
        }
        Some(first)
    }

    /// [`Builder::single`] for a clause that is a text.
    fn single_text(
        &mut self,
        titles: &[tree::Title],
        what: messages::ClauseName,
        lang: Lang,
    ) -> Option<Localized> {
        self.single(titles, what, |t| t.span)
            .map(|t| localized(t, lang))
    }

    /// [`Builder::single`] for a clause that is a plain string.
    fn single_string(
        &mut self,
        strings: &[tree::At<String>],
        what: messages::ClauseName,
    ) -> Option<String> {
        self.single(strings, what, |s| s.span)
            .map(|s| s.value.clone())
    }

    fn single_duration(
        &mut self,
        durations: &[tree::Duration],
        what: messages::ClauseName,
    ) -> Option<super::Duration> {
        let duration = self.single(durations, what, |d| d.span)?.clone();
        self.duration(&duration)
    }
}

/// A title in the languages it has. The main text is in the language of the file, unless it says otherwise.
fn localized(title: &tree::Title, lang: Lang) -> Localized {
    let mut out = Localized::default();
    let mut put = |lang: Lang, text: &str| match lang {
        Lang::En => out.en = Some(text.to_string()),
        Lang::Nl => out.nl = Some(text.to_string()),
    };
    put(title.main_lang(lang), &title.main);
    for (lang, text) in &title.translations {
        put(*lang, text);
    }
    out
}

/// `meter-readings` becomes "Meter readings".
fn readable(name: &str, lang: Lang) -> Localized {
    let spaced = name
        .rsplit('.')
        .next()
        .unwrap_or(name)
        .replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    let text = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect::<String>(),
        None => spaced,
    };
    match lang {
        Lang::En => Localized {
            en: Some(text),
            nl: None,
        },
        Lang::Nl => Localized {
            en: None,
            nl: Some(text),
        },
    }
}
