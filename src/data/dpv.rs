//! The purposes of the Data Privacy Vocabulary 2.3, general and per sector, from `dpv/purposes.csv`, with
//! Dutch labels of our own from `dpv/labels.nl.csv`. Licence and changes: `dpv/NOTICE.md`.

use crate::diagnostic::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A purpose of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DpvPurpose {
    /// The name in a source: `dpv:Marketing`, `dpv-infra:RoadManagement`.
    pub id: String,
    pub iri: String,
    pub label_en: String,
    /// A Dutch label, for the purposes that have one.
    pub label_nl: Option<String>,
    /// In English, as the vocabulary gives it.
    pub definition: String,
    /// The broader purposes, as places in [`all`].
    pub parents: Vec<usize>,
}

impl DpvPurpose {
    /// The label in a language; the English one where there is no Dutch one.
    pub fn label(&self, lang: Lang) -> &str {
        match (lang, &self.label_nl) {
            (Lang::Nl, Some(label)) => label,
            _ => &self.label_en,
        }
    }
}

#[derive(Deserialize)]
struct Row {
    id: String,
    iri: String,
    label_en: String,
    definition: String,
    parents: String,
}

static PURPOSES: LazyLock<Vec<DpvPurpose>> = LazyLock::new(|| {
    let dutch: BTreeMap<String, String> =
        csv::Reader::from_reader(include_str!("dpv/labels.nl.csv").as_bytes())
            .into_deserialize()
            .filter_map(Result::ok)
            .collect();
    let rows: Vec<Row> = csv::Reader::from_reader(include_str!("dpv/purposes.csv").as_bytes())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect();
    let place = |id: &str| rows.binary_search_by(|r| r.id.as_str().cmp(id)).ok();
    let parents: Vec<Vec<usize>> = rows
        .iter()
        .map(|r| r.parents.split_whitespace().filter_map(place).collect())
        .collect();
    rows.into_iter()
        .zip(parents)
        .map(|(r, parents)| DpvPurpose {
            label_nl: dutch.get(&r.id).cloned(),
            id: r.id,
            iri: r.iri,
            label_en: r.label_en,
            definition: r.definition,
            parents,
        })
        .collect()
});

/// Every purpose, sorted by id.
pub fn all() -> &'static [DpvPurpose] {
    &PURPOSES
}

/// The purpose with this id.
pub fn find(id: &str) -> Option<&'static DpvPurpose> {
    place(id).and_then(|at| all().get(at))
}

/// The place in [`all`] of the purpose with this id.
pub fn place(id: &str) -> Option<usize> {
    all().binary_search_by(|p| p.id.as_str().cmp(id)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lines = include_str!("dpv/purposes.csv").lines().count() - 1;
        assert_eq!(all().len(), lines);
        assert_eq!(all().len(), 487);
        assert!(all().windows(2).all(|w| w[0].id < w[1].id));
    }

    #[test]
    fn every_parent_resolves_and_only_the_top_has_none() {
        let mut rows = csv::Reader::from_reader(include_str!("dpv/purposes.csv").as_bytes());
        for (row, purpose) in rows.deserialize::<Row>().zip(all()) {
            let row = row.unwrap();
            assert_eq!(
                row.parents.split_whitespace().count(),
                purpose.parents.len(),
                "{}",
                row.id
            );
            assert_eq!(
                purpose.parents.is_empty(),
                purpose.id == "dpv:Purpose",
                "{}",
                row.id
            );
        }
    }

    #[test]
    fn no_purpose_lies_within_itself() {
        // Take away whatever has all its parents taken away already; a circle would stay behind.
        let mut done = vec![false; all().len()];
        loop {
            let ready: Vec<usize> = (0..done.len())
                .filter(|&i| !done[i] && all()[i].parents.iter().all(|&p| done[p]))
                .collect();
            if ready.is_empty() {
                break;
            }
            ready.into_iter().for_each(|i| done[i] = true);
        }
        assert!(done.iter().all(|&d| d));
    }

    #[test]
    fn every_dutch_label_belongs_to_a_purpose() {
        let labels = include_str!("dpv/labels.nl.csv").lines().count() - 1;
        assert_eq!(
            all().iter().filter(|p| p.label_nl.is_some()).count(),
            labels
        );
        assert!(labels >= 120);
        let top = place("dpv:Purpose").unwrap();
        for purpose in all()
            .iter()
            .filter(|p| p.parents == [top] || p.id.starts_with("dpv-ehds:"))
        {
            assert!(purpose.label_nl.is_some(), "{}", purpose.id);
        }
    }

    #[test]
    fn labels_follow_the_language() {
        let marketing = find("dpv:SellDataToThirdParties").unwrap();
        assert_eq!(marketing.label(Lang::Nl), "Gegevens verkopen aan derden");
        assert_eq!(marketing.label(Lang::En), "Sell Data to Third Parties");
        assert_eq!(find("dpv:Nothing"), None);
    }
}
