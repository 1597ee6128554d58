//! The model: what a source says, with every name resolved.
//!
//! Names have become ids, units and dates have become exact numbers, hierarchies are closed and
//! known to be acyclic. A model is built whole or with diagnostics; what could not be resolved is
//! left out of it and reported, so that one mistake never hides another.
//!
//! The model imports `source`, `syntax` (the trees it is built from), `data` (taxonomies and law that
//! ship with the compiler) and `diagnostic`. It never knows about evaluation or about any output.

mod build;
pub mod calendar;
pub mod condition;
pub mod governance;
pub mod ids;
pub mod input;
pub mod parts;
pub mod quantity;
pub mod rule;
#[cfg(test)]
pub(crate) mod sample;
pub mod taxonomy;
mod uses;

use crate::diagnostic::Lang;
use crate::source::Span;

pub use build::build;
pub use condition::{Clause, Condition, Expr, FactKey, Literal, TestShape, Value, ValueSet};
pub use governance::*;
pub use ids::*;
pub use parts::*;
pub use quantity::{Date, Duration, Ratio, Scaled, TimeUnit, Unit};
pub use rule::*;
pub use taxonomy::Taxonomy;
pub use uses::{LawTerm, Named, Role, Use};

/// A text in the languages it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localized {
    pub en: Option<String>,
    pub nl: Option<String>,
}

impl Localized {
    /// In the language asked for, else in the other; empty only if there is neither.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::En => (&self.en, &self.nl),
            Lang::Nl => (&self.nl, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or("")
    }

    /// Whether it was written in this very language.
    pub fn has(&self, lang: Lang) -> bool {
        match lang {
            Lang::En => self.en.is_some(),
            Lang::Nl => self.nl.is_some(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.en.is_none() && self.nl.is_none()
    }
}

/// Where a declaration came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// This commons' own source (or a file it imports with `use`).
    Own,
    /// A commons that this one is nested in; 1 is the nearest.
    Outer(u8),
    /// The data privacy vocabulary that ships with the compiler.
    Dpv,
    /// Built into the language (actions).
    Builtin,
}

/// What every declaration has.
#[derive(Debug, Clone)]
pub struct Decl {
    /// Unique within its kind, and stable: `meter-readings`, `meter-readings.kwh` (a field),
    /// `city:marketing` (of the outer commons), `dpv:Marketing`.
    pub id: String,
    /// Never empty: without a title, the id made readable.
    pub title: Localized,
    /// Whether the source gave a title.
    pub titled: bool,
    pub note: Option<Localized>,
    /// The whole declaration; `None` for what ships with the compiler.
    pub span: Option<Span>,
    /// The name in it.
    pub name_span: Option<Span>,
    pub origin: Origin,
}

impl Decl {
    pub fn title(&self, lang: Lang) -> &str {
        self.title.get(lang)
    }

    pub fn is_own(&self) -> bool {
        self.origin == Origin::Own
    }
}

/// A finding that the source accepts at a declaration, with the reason. The agreement lists them.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub code: crate::diagnostic::Code,
    pub reason: Localized,
    /// The declaration it stands in: findings whose first place lies in this span are accepted.
    pub within: Span,
    /// Of the clause itself.
    pub span: Span,
    pub declaration: String,
}

/// One commons, resolved.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The language of the source.
    pub lang: Lang,
    pub commons: Commons,
    /// The commons that this one is nested in, nearest first.
    pub outers: Vec<Commons>,

    pub groups: Vec<Group>,
    pub parties: Vec<Party>,
    /// Datasets and their fields: one taxonomy.
    pub data: Vec<Data>,
    pub purposes: Vec<Purpose>,
    pub actions: Vec<Action>,
    pub facts: Vec<Fact>,
    pub rules: Vec<Rule>,
    pub bodies: Vec<Body>,
    pub decisions: Vec<Decision>,
    pub sanctions: Vec<Sanction>,
    pub rights: Vec<Right>,
    pub scenarios: Vec<Scenario>,
    pub separations: Vec<Separation>,
    pub acceptances: Vec<Acceptance>,
    /// Where every name stands, and what it names, by place.
    pub uses: Vec<Use>,

    pub group_tree: Taxonomy,
    pub data_tree: Taxonomy,
    pub purpose_tree: Taxonomy,
    pub action_tree: Taxonomy,
}
