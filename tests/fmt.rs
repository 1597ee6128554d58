//! The formatter changes the layout and nothing else; with a language, the keywords and nothing else.

mod support;

use meent::diagnostic::Lang;
use meent::syntax::format;
use proptest::prelude::*;
use support::*;

#[test]
fn layout_of_every_clause() {
    insta::assert_snapshot!(format(EVERYTHING, None).unwrap());
}

#[test]
fn every_clause_in_dutch() {
    insta::assert_snapshot!(format(EVERYTHING, Some(Lang::Nl)).unwrap());
}

#[test]
fn comments_stay_where_they_are() {
    let text = "# top\n\n\n# second\ngroup a { # body\n  # own line\n\n  of people # trailing\n  within b, # mid\n    c\n\n\n  # last\n}\n# end\ngroup b # bare\n#x\n";
    insta::assert_snapshot!(format(text, None).unwrap());
}

#[test]
fn what_does_not_parse_is_not_formatted() {
    let errors = format("group a { of peple }", None).unwrap_err();
    assert_eq!(errors[0].code.as_str(), "M0101");
}

#[test]
fn may_not_becomes_must_not() {
    let text = "rule r { a may not read b }\n";
    assert_eq!(
        format(text, None).unwrap(),
        "rule r { a must not read b }\n"
    );
    assert_eq!(
        format(text, Some(Lang::Nl)).unwrap(),
        "regel r { a mogen niet lezen b }\n"
    );
}

#[test]
fn dutch_agrees_with_number_and_gender() {
    let text = "rule r { nobody may read b }\nrule s { any member must read b every year }\n\
                rule t { a, b must read c every day within 24 hours }\nbody u { term 5 years  meets every 2 weeks }\n";
    let dutch = "regel r { niemand mag lezen b }\nregel s { elk lid moet lezen b elk jaar }\n\
                 regel t { a, b moeten lezen c elke dag binnen 24 uur }\norgaan u { zittingsduur 5 jaar  vergadert elke 2 weken }\n";
    assert_eq!(format(text, Some(Lang::Nl)).unwrap(), dutch);
    assert_eq!(format(dutch, Some(Lang::En)).unwrap(), text);
}

#[test]
fn shares_and_parentheses_are_tight() {
    let text = "decision d { quorum 1/3 of members  passes with 50% of votes cast }\nfact f { number of % }\n\
                rule r { a may read b  if (c or d) }\n";
    assert_eq!(format(text, None).unwrap(), text);
}

#[test]
fn sources_and_counts_of_one() {
    let text = "use groups from \"x\"\ndecision d { quorum 1 seat  drawn by lot from a }\n\
                decision e { quorum 1/3 seats  proposed by 1 member }\nbody b { term 2 years, at most 1 term }\n";
    let dutch = "gebruik groepen uit \"x\"\nbesluit d { quorum 1 zetel  loting uit a }\n\
                 besluit e { quorum 1/3 zetels  voorgesteld door 1 lid }\norgaan b { zittingsduur 2 jaar, hoogstens 1 termijn }\n";
    assert_eq!(format(text, Some(Lang::Nl)).unwrap(), dutch);
    assert_eq!(format(dutch, Some(Lang::En)).unwrap(), text);
    let older = dutch.replace(" uit ", " van ");
    assert_eq!(tree(&older).declarations.len(), 4);
    assert_eq!(format(&older, None).unwrap(), older);
}

#[test]
fn names_that_ship_are_translated_where_they_are_meant() {
    let text = "commons c { form association }\naction weigh { within read }\naction store\n\
                dataset read { special health }\nfact consent { yes or no }\n\
                rule r {\n  a may read, store, weigh read for use\n    if consent\n  then must delete read\n  basis consent, public-task\n}\n";
    let dutch = "meent c { rechtsvorm vereniging }\nhandeling weigh { binnen lezen }\nhandeling store\n\
                 dataset read { bijzonder gezondheid }\nfeit consent { ja of nee }\n\
                 regel r {\n  a mogen lezen, store, weigh read voor use\n    als consent\n  dan moeten verwijderen read\n  grondslag toestemming, publieke-taak\n}\n";
    let to = format(text, Some(Lang::Nl)).unwrap();
    assert_eq!(to, dutch);
    assert_eq!(format(dutch, Some(Lang::En)).unwrap(), text);
}

#[test]
fn titles_keep_their_language() {
    let text = "group a \"A\" nl \"B\" { of people }\ngroup b \"C\" { of people }\n";
    let dutch = "groep a \"B\" en \"A\" { van mensen }\ngroep b en \"C\" { van mensen }\n";
    assert_eq!(format(text, Some(Lang::Nl)).unwrap(), dutch);
    assert_eq!(format(dutch, Some(Lang::En)).unwrap(), text);
    // No keyword tells the language here, so there is nothing to translate.
    let neutral = "dataset a \"A\" nl \"B\"\n";
    assert_eq!(format(neutral, Some(Lang::Nl)).unwrap(), neutral);
}

fn check(text: &str) {
    let once = format(text, None).unwrap();
    assert_eq!(
        placeless(&tree(text)),
        placeless(&tree(&once)),
        "{text}\n--- becomes\n{once}"
    );
    assert_eq!(
        once,
        format(&once, None).unwrap(),
        "not idempotent for\n{text}"
    );
    assert_eq!(
        comments(text),
        comments(&once),
        "{text}\n--- becomes\n{once}"
    );
    for lang in Lang::ALL {
        let there = format(text, Some(lang)).unwrap();
        assert_eq!(
            meaning(&tree(text)),
            meaning(&tree(&there)),
            "{text}\n--- becomes\n{there}"
        );
        assert_eq!(
            there,
            format(&there, Some(lang)).unwrap(),
            "not idempotent in {lang:?} for\n{text}"
        );
        assert_eq!(comments(text), comments(&there));
        let back = format(&there, Some(lang.other())).unwrap();
        assert_eq!(
            meaning(&tree(text)),
            meaning(&tree(&back)),
            "{there}\n--- becomes\n{back}"
        );
    }
}

#[test]
fn the_sources_keep_their_meaning() {
    for text in SOURCES {
        check(text);
    }
}

/// What may stand between two words.
fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        8 => Just(" "),
        1 => Just("\n"),
        1 => Just("\n\n\n  "),
        1 => Just("\t\r\n"),
        1 => Just(" # a \"comment\" {\n"),
        1 => Just("\n# own line\n"),
        1 => Just("\n\n  # apart  \n\n"),
    ]
}

/// Declarations of the sources in any order, with anything between their words.
fn source() -> impl Strategy<Value = String> {
    let all: Vec<String> = SOURCES.iter().flat_map(|s| declarations(s)).collect();
    prop::collection::vec(
        (prop::sample::select(all), prop::collection::vec(gap(), 200)),
        1..4,
    )
    .prop_map(|picked| {
        let mut out = String::new();
        for (declaration, gaps) in picked {
            for (token, gap) in tokens(&declaration).iter().zip(gaps.iter().cycle()) {
                out.push_str(token);
                out.push_str(gap);
            }
            out.push('\n');
        }
        out
    })
}

fn declarations(text: &str) -> Vec<String> {
    let spans = tree(text).declarations.into_iter().map(|d| d.span);
    spans
        .map(|s| text[s.start as usize..s.end as usize].to_string())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_source_keeps_its_meaning(text in source()) {
        check(&text);
    }
}
