//! The agreement of the shipped examples, in both languages.

use meent::analysis::Outline;
use meent::diagnostic::{Diagnostic, Level};
use meent::model::input::{Input, Outer, Unit};
use meent::model::{self, Model};
use meent::output::{Context, Made, agreement};
use meent::source::FileId;
use meent::syntax::{self, tree::File};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The trees of one example's folder, in the order of their paths.
fn trees(example: &str, first: u32) -> Vec<(FileId, File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(example);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "meent"));
    paths.sort();
    let read = |(path, id): (&std::path::PathBuf, u32)| {
        let parsed = syntax::parse(FileId(id), &std::fs::read_to_string(path).unwrap());
        let errors: Vec<_> = parsed
            .diagnostics
            .iter()
            .filter(|d| d.level == Level::Error)
            .collect();
        assert!(errors.is_empty(), "{path:?}: {errors:#?}");
        (FileId(id), parsed.tree)
    };
    paths.iter().zip(first..).map(read).collect()
}

fn load(example: &str, outer: Option<(&str, &str)>) -> Model {
    let own = trees(example, 0);
    let around = outer.map_or_else(Vec::new, |(folder, _)| trees(folder, own.len() as u32));
    fn unit(files: &[(FileId, File)]) -> Unit<'_> {
        Unit {
            files: files.iter().map(|(id, f)| (*id, f)).collect(),
            uses: Vec::new(),
        }
    }
    let outers = outer.map_or_else(Vec::new, |(_, alias)| {
        vec![Outer {
            alias: alias.into(),
            unit: unit(&around),
        }]
    });
    let (model, findings) = model::build(&Input {
        own: unit(&own),
        outers,
    });
    let errors: Vec<_> = findings
        .iter()
        .filter(|d| d.level == Level::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    model
}

fn make(model: &Model, overrides: &BTreeMap<String, String>) -> Result<Made, Vec<Diagnostic>> {
    agreement::make(&Context {
        model,
        outline: &Outline::new(model),
        accepted: &[],
        findings: &[],
        overrides,
        digest: "0000000000000000000000000000000000000000000000000000000000000000",
        compiler_version: "0",
    })
}

fn texts(model: &Model) -> BTreeMap<String, String> {
    let made = make(model, &BTreeMap::new()).unwrap_or_else(|d| panic!("{d:#?}"));
    made.artifacts
        .into_iter()
        .map(|a| (a.path, String::from_utf8(a.bytes).unwrap()))
        .collect()
}

fn examples() -> [(&'static str, Model); 2] {
    [
        ("energy", load("energy", Some(("city", "city")))),
        ("health", load("health", None)),
    ]
}

#[test]
fn the_examples_read_as_they_did() {
    for (name, model) in examples() {
        let texts = texts(&model);
        if let Ok(folder) = std::env::var("AGREEMENT_OUT") {
            for (path, text) in &texts {
                let path = Path::new(&folder).join(name).join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
        }
        for lang in ["en", "nl"] {
            insta::assert_snapshot!(
                format!("{name}-{lang}"),
                texts[&format!("agreement/{lang}/agreement.md")]
            );
        }
    }
}

const DECIDING: &str = include_str!("support/deciding.meent");

fn built(text: &str) -> Model {
    let parsed = syntax::parse(FileId(0), text);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    let own = Unit {
        files: vec![(FileId(0), &parsed.tree)],
        uses: Vec::new(),
    };
    model::build(&Input {
        own,
        outers: Vec::new(),
    })
    .0
}

/// The articles on bodies, decisions, conflict of interest, emergency and amendment, and the decision table.
#[test]
fn what_is_said_of_deciding_and_what_is_not() {
    let texts = texts(&built(DECIDING));
    for (lang, titles) in [
        (
            "en",
            ["Conflict of interest", "Emergency powers", "Amendment"],
        ),
        (
            "nl",
            ["Tegenstrijdig belang", "Bevoegdheden bij nood", "Wijziging"],
        ),
    ] {
        let text = &texts[&format!("agreement/{lang}/agreement.md")];
        let parts = text.split("\n## ").filter(|part| {
            let head = part.lines().next().unwrap_or("");
            let wanted = ["article-", "annex-e"];
            wanted.iter().any(|id| head.contains(id))
                && (part.contains("<a id=\"body-")
                    || part.contains("<a id=\"decision-")
                    || head.contains("annex-e")
                    || titles.iter().any(|t| head.contains(t)))
        });
        let text: Vec<&str> = parts.collect();
        insta::assert_snapshot!(format!("deciding-{lang}"), text.join("\n\n"));
    }
}

/// No clause of a body or a decision is left out: without it the agreement reads otherwise, in both languages.
#[test]
fn every_clause_on_deciding_is_in_the_agreement() {
    let whole = texts(&built(DECIDING));
    let lines: Vec<&str> = DECIDING.lines().collect();
    let clauses = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.starts_with("  "));
    let mut looked = 0;
    for (at, clause) in clauses {
        let without: Vec<&str> = (0..lines.len())
            .filter(|n| *n != at)
            .map(|n| lines[n])
            .collect();
        let without = texts(&built(&without.join("\n")));
        for lang in ["en", "nl"] {
            let path = format!("agreement/{lang}/agreement.md");
            assert!(whole[&path] != without[&path], "{lang}: {clause}");
        }
        looked += 1;
    }
    assert!(looked > 50, "{looked}");
}

/// What stands in every `attribute="…"` of a page, without the prefix.
fn attributes(html: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    html.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(String::from)
        .collect()
}

#[test]
fn every_reference_resolves_and_every_id_is_unique() {
    for (name, model) in examples() {
        for lang in ["en", "nl"] {
            let html = &texts(&model)[&format!("agreement/{lang}/agreement.html")];
            let ids = attributes(html, "id");
            let unique: BTreeSet<&String> = ids.iter().collect();
            let doubles: Vec<_> = ids
                .iter()
                .filter(|id| ids.iter().filter(|i| i == id).count() > 1)
                .collect();
            assert!(doubles.is_empty(), "{name} {lang}: {doubles:?}");
            for href in attributes(html, "href") {
                if let Some(id) = href.strip_prefix('#') {
                    assert!(
                        unique.contains(&id.to_string()),
                        "{name} {lang}: nothing has the id {id}"
                    );
                }
            }
            let word = if lang == "en" { "Article " } else { "artikel " };
            for rest in html.split(word).skip(1) {
                let number: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || *c == '.')
                    .collect();
                let number = number.trim_end_matches('.');
                if number.contains('.') {
                    assert!(
                        unique.contains(&format!("p-{number}")),
                        "{name} {lang}: no paragraph {number}"
                    );
                }
            }
        }
    }
}

#[test]
fn rules_stand_under_the_number_of_the_outline_in_both_languages() {
    for (_, model) in examples() {
        let (outline, texts) = (Outline::new(&model), texts(&model));
        for (rule, number) in &outline.paragraphs {
            let id = &model.rules[rule.index()].decl.id;
            for lang in ["en", "nl"] {
                let line =
                    format!("**{number}** <a id=\"p-{number}\"></a><a id=\"rule-{id}\"></a>");
                assert!(
                    texts[&format!("agreement/{lang}/agreement.md")].contains(&line),
                    "{id} {number} {lang}"
                );
            }
        }
        let numbers: Vec<u32> = outline.articles.values().copied().collect();
        assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
    }
}

#[test]
fn twice_the_same_bytes() {
    let (_, model) = &examples()[0];
    assert_eq!(
        make(model, &BTreeMap::new()).unwrap().artifacts,
        make(model, &BTreeMap::new()).unwrap().artifacts
    );
}

#[test]
fn a_community_replaces_one_clause() {
    let (_, model) = &examples()[0];
    let ours = "# Disagreements\n\n§ We talk, and {{c.title}} listens.\n";
    let overrides = BTreeMap::from([("agreement/en/25-disputes.md".to_string(), ours.to_string())]);
    let made = make(model, &overrides).unwrap();
    let text = String::from_utf8(made.artifacts[0].bytes.clone()).unwrap();
    assert!(
        text.contains("Disagreements")
            && text.contains("We talk, and Neighbourhood Energy Zuidveer listens.")
    );
}

#[test]
fn a_template_with_an_unknown_field_is_refused_with_its_place() {
    let (_, model) = &examples()[0];
    for (text, place) in [
        ("# X\n\n§ {{c.titel}}\n", ":3:"),
        ("# X\n\n{{#if c.nothing}}x{{/if}}\n", ":3:"),
    ] {
        let overrides =
            BTreeMap::from([("agreement/en/25-disputes.md".to_string(), text.to_string())]);
        let found = make(model, &overrides).unwrap_err();
        assert!(
            found[0]
                .message
                .en
                .contains(&format!("agreement/en/25-disputes.md{place}")),
            "{found:#?}"
        );
    }
}

#[test]
fn gaps_are_visible() {
    let source = "commons bare \"Bare\" { law NL form cooperative }\n\
                  group people \"People\" { of people }\n\
                  dataset notes \"Notes\" { from people about people in people personal field text \"Text\" }\n";
    let parsed = syntax::parse(FileId(0), source);
    let own = Unit {
        files: vec![(FileId(0), &parsed.tree)],
        uses: Vec::new(),
    };
    let (model, _) = model::build(&Input {
        own,
        outers: Vec::new(),
    });
    let texts = texts(&model);
    let (en, nl) = (
        &texts["agreement/en/agreement.md"],
        &texts["agreement/nl/agreement.md"],
    );
    assert!(
        en.contains("**\\[Not filled in: The law asks how long personal data are kept"),
        "{en}"
    );
    assert_eq!(
        en.matches("\\[Not filled in").count(),
        nl.matches("\\[Niet ingevuld").count()
    );
    let html = &texts["agreement/en/agreement.html"];
    assert!(
        html.contains("<strong class=\"gap\">[Not filled in: The law asks who is the controller")
    );
}

#[test]
fn the_page_is_small_and_has_no_script() {
    for (_, model) in examples() {
        for (path, text) in texts(&model) {
            assert!(!text.contains("<script") && !text.contains("{{"), "{path}");
        }
    }
    let css = include_str!("../templates/agreement/style.css");
    assert!(css.len() < 8 * 1024);
}
