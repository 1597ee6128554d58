//! Law as data: legal bases, special categories, instruments with their dates, the facts they ask for and
//! the periods they set. Every entry cites its article, so no figure or article number stands in code or
//! in a template. The files lie beside this one.

mod citation;
mod forms;
mod persons;
mod rows;

pub use citation::Citation;
pub use forms::{LegalForm, legal_form, legal_forms};
pub use persons::{Force, PersonRule, person_rule, person_rules};

use crate::diagnostic::{Lang, Text};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a legal basis is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BasisKind {
    /// A basis for personal data: GDPR Art. 6(1).
    Art6,
    /// A ground that lifts the ban on special categories: GDPR Art. 9(2).
    Art9,
    /// A permit under the European Health Data Space.
    Ehds,
}

/// A legal basis that a rule may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    pub id: String,
    /// The name in a Dutch source.
    pub nl: String,
    pub title: Text,
    pub kind: BasisKind,
    pub cite: Citation,
    /// Bases given along with this one, by id: explicit consent is consent too.
    pub also: Vec<String>,
}

impl LegalBasis {
    /// Whether it serves as a basis of this kind, itself or by what it gives along.
    pub fn serves(&self, kind: BasisKind) -> bool {
        self.kind == kind
            || self
                .also
                .iter()
                .filter_map(|id| basis(id))
                .any(|b| b.kind == kind)
    }

    /// "explicit consent (GDPR Art. 6(1)(a) and GDPR Art. 9(2)(a))": with the articles of what comes along.
    pub fn cited(&self, lang: Lang) -> String {
        let also: Vec<&Citation> = self
            .also
            .iter()
            .filter_map(|id| basis(id))
            .map(|b| &b.cite)
            .collect();
        format!("{} ({})", self.title.get(lang), self.cite.with(&also, lang))
    }

    /// Whether it is consent, plain or explicit, so that it can be withdrawn (GDPR Art. 7(3)).
    pub fn is_consent(&self) -> bool {
        self.id == "consent" || self.also.iter().any(|id| id == "consent")
    }
}

/// A category of personal data that the law protects more than others (GDPR Art. 9(1) and 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub id: String,
    pub nl: String,
    pub title: Text,
    pub cite: Citation,
}

/// A law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    pub id: String,
    pub short: Text,
    pub full: Text,
    /// Where it stands.
    pub iri: String,
    /// `eu`, or the country.
    pub scope: String,
    /// The day from which it applies, `2018-05-25`.
    pub from: String,
    /// Parts that apply from another day.
    pub stages: Vec<Stage>,
}

/// A part of a law that applies from a day of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub from: String,
    pub what: Text,
}

/// Whom a need concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    Always,
    /// There are personal data.
    Personal,
    /// There are special categories of personal data.
    Special,
    /// A rule rests on consent.
    Consent,
    /// A processor is named.
    Processor,
    /// Data leave the European Union.
    Abroad,
    /// The commons is a Dutch association or cooperative.
    Association,
    /// It is a recognised data altruism organisation.
    Altruism,
    /// It is a data intermediation service.
    Intermediary,
    /// The data come from connected products.
    Device,
    /// Health data are used under the European Health Data Space.
    Ehds,
}

/// A fact that a law asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub id: String,
    /// The article of the agreement where the fact belongs, 1 to 30.
    pub agreement: u8,
    pub when: When,
    pub cite: Citation,
    /// The fact, by a short name: `keeper`, `retention`, `right-see`.
    pub fact: String,
    /// What the law asks, without the citation and without a full stop.
    pub asks: Text,
}

impl Need {
    /// The sentence that stands where the fact is missing.
    pub fn gap(&self) -> Text {
        let sentence = |lang: Lang, end: &str| {
            format!("{} ({}); {end}", self.asks.get(lang), self.cite.text(lang))
        };
        Text::new(
            sentence(Lang::En, "the source does not say."),
            sentence(Lang::Nl, "de bron zegt dat niet."),
        )
    }
}

/// A period that a law sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub id: String,
    pub cite: Citation,
    pub amount: u32,
    /// `hour`, `day`, `week` or `month`.
    pub unit: String,
    /// What has to happen in that time.
    pub what: Text,
}

impl Term {
    /// "1 month", "72 uur".
    pub fn text(&self, lang: Lang) -> String {
        let one = self.amount == 1;
        let unit = match (self.unit.as_str(), lang, one) {
            ("hour", Lang::En, true) => "hour",
            ("hour", Lang::En, false) => "hours",
            ("hour", Lang::Nl, _) => "uur",
            ("day", Lang::En, true) => "day",
            ("day", Lang::En, false) => "days",
            ("day", Lang::Nl, true) => "dag",
            ("day", Lang::Nl, false) => "dagen",
            ("week", Lang::En, false) => "weeks",
            ("week", Lang::Nl, false) => "weken",
            ("month", Lang::En, false) => "months",
            ("month", Lang::Nl, true) => "maand",
            ("month", Lang::Nl, false) => "maanden",
            (other, _, _) => other,
        };
        format!("{} {unit}", self.amount)
    }
}

/// What a law enumerates, in our own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    pub id: String,
    pub cite: Citation,
    pub items: Vec<Item>,
}

/// One point of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    pub text: Text,
}

/// What a law itself lays down, as a sentence of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub id: String,
    pub when: When,
    pub cite: Citation,
    /// Without the citation and without a full stop.
    pub what: Text,
}

impl Clause {
    /// "Whoever relies on consent must be able to show it (GDPR Art. 7(1))".
    pub fn text(&self, lang: Lang) -> String {
        format!("{} ({})", self.what.get(lang), self.cite.text(lang))
    }
}

struct Law {
    revised: String,
    instruments: Vec<Instrument>,
    needs: Vec<Need>,
    terms: Vec<Term>,
    lists: Vec<Enumeration>,
    clauses: Vec<Clause>,
}

static BASES: LazyLock<Vec<LegalBasis>> = LazyLock::new(|| {
    let file: rows::Bases = super::shipped(include_str!("bases.toml"));
    let read = |b: rows::Basis| LegalBasis {
        id: b.id,
        nl: b.nl,
        title: Text::new(b.title_en, b.title_nl),
        kind: b.kind,
        cite: b.cite,
        also: b.also,
    };
    file.basis.into_iter().map(read).collect()
});

static CATEGORIES: LazyLock<Vec<Category>> = LazyLock::new(|| {
    let file: rows::Categories = super::shipped(include_str!("categories.toml"));
    let read = |c: rows::Category| Category {
        id: c.id,
        nl: c.nl,
        title: Text::new(c.title_en, c.title_nl),
        cite: c.cite,
    };
    file.category.into_iter().map(read).collect()
});

static LAW: LazyLock<Law> = LazyLock::new(|| {
    let file: rows::Law = super::shipped(include_str!("instruments.toml"));
    let stage = |s: rows::Stage| Stage {
        from: s.from.to_string(),
        what: Text::new(s.en, s.nl),
    };
    let instrument = |i: rows::Instrument| Instrument {
        id: i.id,
        short: Text::new(i.short_en, i.short_nl),
        full: Text::new(i.full_en, i.full_nl),
        iri: i.iri,
        scope: i.scope,
        from: i.from.to_string(),
        stages: i.stage.into_iter().map(stage).collect(),
    };
    let need = |n: rows::Need| Need {
        id: n.id,
        agreement: n.agreement,
        when: n.when,
        cite: n.cite,
        fact: n.fact,
        asks: Text::new(n.en, n.nl),
    };
    let term = |t: rows::Term| Term {
        id: t.id,
        cite: t.cite,
        amount: t.amount,
        unit: t.unit,
        what: Text::new(t.en, t.nl),
    };
    let item = |i: rows::Item| Item {
        id: i.id,
        text: Text::new(i.en, i.nl),
    };
    let list = |l: rows::List| Enumeration {
        id: l.id,
        cite: l.cite,
        items: l.item.into_iter().map(item).collect(),
    };
    let clause = |c: rows::Clause| Clause {
        id: c.id,
        when: c.when,
        cite: c.cite,
        what: Text::new(c.en, c.nl),
    };
    Law {
        revised: file.revised.map(|d| d.to_string()).unwrap_or_default(),
        instruments: file.instrument.into_iter().map(instrument).collect(),
        needs: file.need.into_iter().map(need).collect(),
        terms: file.term.into_iter().map(term).collect(),
        lists: file.list.into_iter().map(list).collect(),
        clauses: file.clause.into_iter().map(clause).collect(),
    }
});

/// Every legal basis.
pub fn bases() -> &'static [LegalBasis] {
    &BASES
}

/// The legal basis with this English or Dutch name.
pub fn basis(name: &str) -> Option<&'static LegalBasis> {
    bases().iter().find(|b| b.id == name || b.nl == name)
}

/// Every specially protected category.
pub fn categories() -> &'static [Category] {
    &CATEGORIES
}

/// The category with this English or Dutch name.
pub fn category(name: &str) -> Option<&'static Category> {
    categories().iter().find(|c| c.id == name || c.nl == name)
}

/// Every law that is cited.
pub fn instruments() -> &'static [Instrument] {
    &LAW.instruments
}

/// The law with this id.
pub fn instrument(id: &str) -> Option<&'static Instrument> {
    instruments().iter().find(|i| i.id == id)
}

/// Every fact that a law asks for, by the article of the agreement.
pub fn needs() -> &'static [Need] {
    &LAW.needs
}

/// The need with this id.
pub fn need(id: &str) -> Option<&'static Need> {
    needs().iter().find(|n| n.id == id)
}

/// The period with this id.
pub fn term(id: &str) -> Option<&'static Term> {
    LAW.terms.iter().find(|t| t.id == id)
}

/// Every period that a law sets.
pub fn terms() -> &'static [Term] {
    &LAW.terms
}

/// The enumeration with this id: `processor-terms`, `information`, `joint-controllers`.
pub fn list(id: &str) -> Option<&'static Enumeration> {
    LAW.lists.iter().find(|l| l.id == id)
}

/// What laws themselves lay down, in the order of the file.
pub fn clauses() -> &'static [Clause] {
    &LAW.clauses
}

/// The day on which these entries were last revised.
pub fn revised() -> &'static str {
    &LAW.revised
}

#[cfg(test)]
mod tests;
