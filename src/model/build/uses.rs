//! Records what each name of the source stands for, as it is resolved.

use super::Builder;
use super::collect::Collected;
use super::names::{Place, Target};
use crate::data::dpv;
use crate::model::{AnyId, BodyId, FactId, FactKind, LawTerm, Named, Role, Use};
use crate::source::Span;
use crate::syntax::tree::{FactType, Name, UseSource, What};

impl<'a> Builder<'a> {
    /// A name that stands for something that is declared or ships with the compiler.
    pub(super) fn mention(&mut self, name: &Name, target: Target, place: Place, role: Role) {
        let named = match target {
            Target::Broken => return,
            Target::Commons => Named::Commons(place.level as u8),
            Target::Is(AnyId::Group(g)) => match g.0.checked_sub(self.names.body_groups) {
                Some(body) => Named::Is(AnyId::Body(BodyId(body))),
                None => Named::Is(AnyId::Group(g)),
            },
            Target::Is(id) => Named::Is(id),
        };
        let mut span = name.span;
        if !place.shipped {
            // Only a name as it was written can be taken apart.
            let whole = name.value.len() == span.len();
            if let Some(colon) = name.value.find(':').filter(|_| whole) {
                let (alias, rest) = split(span, colon);
                self.record(
                    alias,
                    Named::Alias(place.level as u8),
                    Role::Mentions,
                    false,
                );
                span = rest;
            }
            if let Named::Is(AnyId::Data(field)) = named
                && let Some(dot) = name.value.rfind('.').filter(|_| whole)
            {
                let dot = dot - (name.value.len() - span.len());
                let (owner, rest) = split(span, dot);
                if let Some(dataset) = self.names.dataset_of(field) {
                    self.record(
                        owner,
                        Named::Is(AnyId::Data(dataset)),
                        Role::Mentions,
                        false,
                    );
                }
                span = rest;
            }
        }
        self.record(span, named, role, place.shipped);
    }

    /// A term of the law.
    pub(super) fn mention_law(&mut self, name: &Name, term: LawTerm) {
        self.record(name.span, Named::Law(term), Role::Mentions, true);
    }

    /// A choice of a fact.
    pub(super) fn mention_choice(&mut self, name: &Name, fact: FactId, at: u16) {
        self.record(name.span, Named::Choice(fact, at), Role::Mentions, false);
    }

    pub(super) fn record(&mut self, span: Span, named: Named, role: Role, shipped: bool) {
        self.model.uses.push(Use {
            span,
            named,
            role,
            shipped,
        });
    }

    /// The declarations themselves and the names that no clause resolves; then all of them are brought in order.
    pub(super) fn finish_uses(&mut self, all: &Collected<'a>) {
        let mut uses = std::mem::take(&mut self.model.uses);
        uses.reserve(all.rules.len() * 2);
        let mut declare = |span: Option<Span>, named: Named| {
            if let Some(span) = span {
                uses.push(Use {
                    span,
                    named,
                    role: Role::Declares,
                    shipped: false,
                });
            }
        };
        for (id, decl) in self.model.declarations() {
            declare(decl.name_span, Named::Is(id));
        }
        let mut last = None;
        for entry in &all.commons {
            let What::Commons(commons) = &entry.tree.what else {
                continue;
            };
            // A second commons is reported, and counts for nothing.
            if last.replace(entry.scope) == Some(entry.scope) {
                continue;
            }
            let name = entry.tree.name.as_ref();
            declare(name.map(|n| n.span), Named::Commons(entry.scope));
            for alias in commons.outer.iter().filter_map(|o| o.alias.as_ref()) {
                if let Some(level) = self.names.alias(&alias.value, entry.scope) {
                    declare(Some(alias.span), Named::Alias(level));
                }
            }
        }
        for (at, entry) in all.facts.iter().enumerate() {
            let What::Fact(fact) = &entry.tree.what else {
                continue;
            };
            let Some(FactType::OneOf(written)) = fact.types.first().map(|t| &t.value) else {
                continue;
            };
            let Some(FactKind::OneOf(choices)) = self.model.facts.get(at).map(|f| &f.kind) else {
                continue;
            };
            for (n, choice) in choices.iter().enumerate() {
                let first = written.iter().find(|w| *w.value == **choice);
                let named = Named::Choice(FactId::new(at), n as u16);
                declare(first.map(|w| w.span), named);
            }
        }
        for used in &all.uses {
            if let UseSource::Library(name) = &used.from
                && dpv::all().iter().any(|p| is_of(&p.id, &name.value))
            {
                uses.push(Use {
                    span: name.span,
                    named: Named::Library,
                    role: Role::Mentions,
                    shipped: true,
                });
            }
        }
        // The work comes in runs that are in order already, which is what a stable sort is quick at.
        uses.sort_by_key(|u| u.span);
        uses.dedup();
        uses.shrink_to_fit();
        self.model.uses = uses;
    }
}

/// Whether a purpose is of a library: `dpv:Marketing` of `dpv`.
fn is_of(purpose: &str, library: &str) -> bool {
    let prefix = purpose.split_once(':').map(|(prefix, _)| prefix);
    prefix == Some(library)
}

/// A name's place in two, around the mark at a byte of it.
fn split(span: Span, mark: usize) -> (Span, Span) {
    let at = span.start + mark as u32;
    let before = Span { end: at, ..span };
    let behind = Span {
        start: at + 1,
        ..span
    };
    (before, behind)
}
