//! The law files as they are written.

use super::{BasisKind, Citation, When};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Bases {
    pub basis: Vec<Basis>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub id: String,
    pub nl: String,
    pub title_en: String,
    pub title_nl: String,
    pub kind: BasisKind,
    pub cite: Citation,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Categories {
    pub category: Vec<Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: String,
    pub nl: String,
    pub title_en: String,
    pub title_nl: String,
    pub cite: Citation,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Law {
    pub revised: Option<toml::value::Datetime>,
    pub instrument: Vec<Instrument>,
    pub need: Vec<Need>,
    pub term: Vec<Term>,
    pub list: Vec<List>,
    pub clause: Vec<Clause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    pub id: String,
    pub when: When,
    pub cite: Citation,
    pub en: String,
    pub nl: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    pub id: String,
    pub short_en: String,
    pub short_nl: String,
    pub full_en: String,
    pub full_nl: String,
    pub iri: String,
    pub scope: String,
    pub from: toml::value::Datetime,
    #[serde(default)]
    pub stage: Vec<Stage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub from: toml::value::Datetime,
    pub en: String,
    pub nl: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub id: String,
    pub agreement: u8,
    pub when: When,
    pub cite: Citation,
    pub fact: String,
    pub en: String,
    pub nl: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: String,
    pub cite: Citation,
    pub amount: u32,
    pub unit: String,
    pub en: String,
    pub nl: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub id: String,
    pub cite: Citation,
    pub item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: String,
    pub en: String,
    pub nl: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    pub rule: Vec<PersonRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRule {
    pub id: String,
    pub force: super::Force,
    pub forms: Vec<String>,
    pub cite: Citation,
    pub from: toml::value::Datetime,
    pub share: Option<String>,
    pub term: Option<Length>,
    pub en: String,
    pub nl: String,
    pub doubt_en: Option<String>,
    pub doubt_nl: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Length {
    pub amount: u32,
    pub unit: String,
}
