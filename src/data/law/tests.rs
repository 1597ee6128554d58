//! The law files read, cite known laws and are in order.

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
    assert!(care.serves(BasisKind::Art9) && !care.serves(BasisKind::Art6) && !care.is_consent());
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
