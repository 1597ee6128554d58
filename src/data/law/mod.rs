//! Law as data: legal bases, special categories, instruments with their dates, the facts they ask for and
//! the periods they set. Every entry cites its article, so no figure or article number stands in code or
//! in a template. The files lie beside this one.

mod forms;
mod rows;

pub use forms::{LegalForm, legal_form, legal_forms};

use crate::diagnostic::{Lang, Text};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A place in a law: "GDPR Art. 6(1)(a)", "art. 6 lid 1 onder a AVG".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The id of the instrument.
    pub instrument: String,
    pub article: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
}

impl Citation {
    /// The citation as lawyers of that language write it.
    pub fn text(&self, lang: Lang) -> String {
        let law =
            instrument(&self.instrument).map_or(self.instrument.as_str(), |i| i.short.get(lang));
        let mut out = match lang {
            Lang::En => format!("{law} Art. {}", self.article),
            Lang::Nl => format!("art. {}", self.article),
        };
        for (part, word) in [(&self.paragraph, " lid "), (&self.point, " onder ")] {
            if let Some(part) = part {
                match lang {
                    Lang::En => out.push_str(&format!("({part})")),
                    Lang::Nl => out.push_str(&format!("{word}{part}")),
                }
            }
        }
        if lang == Lang::Nl {
            out.push_str(&format!(" {law}"));
        }
        out
    }

    /// The citation of a legal basis, with what comes along: "GDPR Art. 6(1)(a) and GDPR Art. 9(2)(a)".
    fn with(&self, also: &[&Citation], lang: Lang) -> String {
        let and = match lang {
            Lang::En => " and ",
            Lang::Nl => " en ",
        };
        also.iter()
            .copied()
            .chain([self])
            .map(|c| c.text(lang))
            .collect::<Vec<_>>()
            .join(and)
    }

    /// The citation in both languages.
    pub fn texts(&self) -> Text {
        Text::new(self.text(Lang::En), self.text(Lang::Nl))
    }
}

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
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_files_read() {
        assert_eq!(
            toml::from_str::<rows::Bases>(include_str!("bases.toml")).err(),
            None
        );
        assert_eq!(
            toml::from_str::<rows::Categories>(include_str!("categories.toml")).err(),
            None
        );
        assert_eq!(
            toml::from_str::<rows::Law>(include_str!("instruments.toml")).err(),
            None
        );
        assert_eq!(
            (bases().len(), categories().len(), instruments().len()),
            (17, 9, 6)
        );
    }

    #[test]
    fn every_citation_is_of_a_known_law() {
        let cites = bases()
            .iter()
            .map(|b| &b.cite)
            .chain(categories().iter().map(|c| &c.cite));
        let cites = cites
            .chain(needs().iter().map(|n| &n.cite))
            .chain(terms().iter().map(|t| &t.cite))
            .chain(clauses().iter().map(|c| &c.cite));
        for cite in cites.chain(LAW.lists.iter().map(|l| &l.cite)) {
            assert!(instrument(&cite.instrument).is_some(), "{cite:?}");
        }
    }

    #[test]
    fn citations_read_as_lawyers_write_them() {
        let consent = basis("toestemming").unwrap();
        assert_eq!(consent.cite.text(Lang::En), "GDPR Art. 6(1)(a)");
        assert_eq!(consent.cite.text(Lang::Nl), "art. 6 lid 1 onder a AVG");
        let seat = need("seat").unwrap();
        assert_eq!(seat.cite.text(Lang::Nl), "art. 2:27 lid 4 onder a BW");
    }

    #[test]
    fn explicit_consent_counts_for_both_articles() {
        let explicit = basis("uitdrukkelijke-toestemming").unwrap();
        assert!(
            explicit.serves(BasisKind::Art9)
                && explicit.serves(BasisKind::Art6)
                && explicit.is_consent()
        );
        let care = basis("health-care").unwrap();
        assert!(
            care.serves(BasisKind::Art9) && !care.serves(BasisKind::Art6) && !care.is_consent()
        );
        assert!(
            bases()
                .iter()
                .flat_map(|b| &b.also)
                .all(|id| basis(id).is_some())
        );
    }

    #[test]
    fn names_are_unique_over_both_languages() {
        let names: Vec<&str> = bases()
            .iter()
            .flat_map(|b| [b.id.as_str(), b.nl.as_str()])
            .chain(
                categories()
                    .iter()
                    .flat_map(|c| [c.id.as_str(), c.nl.as_str()]),
            )
            .collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        let ids: BTreeSet<&str> = needs().iter().map(|n| n.id.as_str()).collect();
        assert_eq!(ids.len(), needs().len());
    }

    #[test]
    fn needs_follow_the_articles_of_the_agreement() {
        assert!(needs().windows(2).all(|w| w[0].agreement <= w[1].agreement));
        assert!(needs().iter().all(|n| (1..=30).contains(&n.agreement)));
        assert_eq!(
            need("joint-controllers").unwrap().gap().nl,
            "De wet vraagt wie waarvoor verwerkingsverantwoordelijke is, als er meer dan één is \
             (art. 26 lid 1 AVG); de bron zegt dat niet."
        );
    }

    #[test]
    fn periods_are_in_words() {
        assert_eq!(
            term("answer").map(|t| t.text(Lang::Nl)).as_deref(),
            Some("1 maand")
        );
        assert_eq!(
            term("breach-authority")
                .map(|t| t.text(Lang::En))
                .as_deref(),
            Some("72 hours")
        );
        assert_eq!(
            term("breach-authority")
                .map(|t| t.text(Lang::Nl))
                .as_deref(),
            Some("72 uur")
        );
    }

    #[test]
    fn the_terms_for_a_processor_run_from_a_to_h() {
        let points: Vec<&str> = list("processor-terms")
            .unwrap()
            .items
            .iter()
            .map(|i| i.id.as_str())
            .collect();
        assert_eq!(points, ["a", "b", "c", "d", "e", "f", "g", "h"]);
        assert_eq!(list("information").map(|l| l.items.len()), Some(12));
    }

    #[test]
    fn the_law_is_dated() {
        assert_eq!(instrument("data-act").unwrap().from, "2025-09-12");
        let ehds = instrument("ehds").unwrap();
        assert_eq!((ehds.from.as_str(), ehds.stages.len()), ("2027-03-26", 2));
        assert_eq!(revised(), "2026-11-24");
    }
}
