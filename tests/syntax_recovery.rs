//! What the parser says of broken sources, and that it never fails.

use meent::source::{FileId, SourceFile};
use meent::syntax::parse;
use std::fmt::Write;

/// Each finding as `line:column code message`, in both languages, with labels, help and fixes.
fn report(text: &str) -> String {
    let file = SourceFile::new("test.meent", text);
    let parsed = parse(FileId(0), text);
    let mut out = String::new();
    for d in &parsed.diagnostics {
        let at = d.span().map_or("-".into(), |s| {
            let p = file.line_column(s.start);
            format!("{}:{}", p.line, p.column)
        });
        writeln!(
            out,
            "{at} {} {}\n    {}",
            d.code, d.message.en, d.message.nl
        )
        .unwrap();
        for l in &d.labels {
            let here = text
                .get(l.span.start as usize..l.span.end as usize)
                .unwrap_or("?");
            writeln!(out, "    at {here:?}: {} / {}", l.text.en, l.text.nl).unwrap();
        }
        if let Some(help) = &d.help {
            writeln!(out, "    help: {} / {}", help.en, help.nl).unwrap();
        }
        for fix in &d.fixes {
            let edits: Vec<_> = fix.edits.iter().map(|e| e.text.as_str()).collect();
            writeln!(
                out,
                "    fix{}: {edits:?}",
                if fix.sure { " (sure)" } else { "" }
            )
            .unwrap();
        }
    }
    for stub in &parsed.tree.broken {
        let name = stub.name.as_ref().map_or("-", |n| &n.value);
        writeln!(out, "stub {:?} {name}", stub.kind).unwrap();
    }
    writeln!(out, "{} whole", parsed.tree.declarations.len()).unwrap();
    out
}

const CASES: &[(&str, &str)] = &[
    (
        "no deontic",
        "rule r \"R\" { households read meters for planning }",
    ),
    ("no statement", "rule r \"R\" { if consent }"),
    ("rule without body", "rule r \"R\"\ngroup a \"A\""),
    ("empty rule", "rule r { }"),
    ("no name", "dataset \"Meter readings\" { personal }"),
    ("reserved name", "group voor \"V\" { of people }"),
    ("reserved in list", "group a { within b, for }"),
    (
        "misspelt declaration",
        "datset meters \"M\" { personal }\ngroup a",
    ),
    (
        "misspelt clause",
        "dataset meters \"M\" {\n  personal\n  retetion at most 2 years\n}",
    ),
    ("misspelt words", "dataset b { derived form a }"),
    ("unknown clause", "dataset meters \"M\" { colour blue }"),
    (
        "unclosed string",
        "commons c \"C\" {\n  goal \"Less\n  law NL\n}\n\ngroup a \"A\" { of people }",
    ),
    (
        "unclosed brace",
        "dataset d \"D\" {\n  personal\n\ngroup a \"A\" { of people }\n",
    ),
    (
        "unclosed brace, inside",
        "body b \"B\" {\n  votes weighted by share { a 1, b 2\n}\n",
    ),
    ("too many braces", "group a { of people } }\ngroup b"),
    ("period without unit", "dataset d { retention at most 24 }"),
    ("date as in speech", "commons c { version 1 from 1-3-2026 }"),
    ("fact without body", "fact f \"F\"\nfact g { yes or no }"),
    ("share of nothing", "decision d { quorum 1/3 }"),
    (
        "several",
        "group a { of peple }\ngroup b { of people }\nrule r { a mag }\nrecht q \"Q\" { aan }\ngroup c\n",
    ),
    (
        "mixed",
        "groep a \"A\" { van mensen }\nregel r { a may lezen b }\n",
    ),
    (
        "may not",
        "rule r { a may not read b }\nrule s { a must read b }",
    ),
    ("number", "commons c { smallest cell 99999999999999999999 }"),
    (
        "scenario without title",
        "scenario { a asks to read b expect permitted }",
    ),
    (
        "scenario without verdict",
        "scenario \"S\" { a asks to read b }",
    ),
    (
        "prose",
        "This is our agreement.\nWe share data.\n\ngroup a \"A\" { of people }",
    ),
    ("empty", " \n"),
    ("comment only", "# nothing yet\n"),
    (
        "unbalanced parenthesis",
        "rule r { a may read b if (c and d }",
    ),
    (
        "missing name in duty",
        "rule r { a may read b then must delete b within 30 }",
    ),
    (
        "dutch",
        "gegevens meters { }\ndataset m { bewaartermijn hoogstens }\ngroep g { van alle }",
    ),
];

#[test]
fn broken_sources_get_plain_sentences() {
    let mut out = String::new();
    for (name, text) in CASES {
        writeln!(out, "=== {name}\n{text}\n---\n{}", report(text)).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn nesting_is_bounded() {
    for deep in [
        "(".repeat(100_000),
        "not ".repeat(100_000),
        "not (".repeat(50_000),
    ] {
        let out = report(&format!("rule r {{ a may read b if {deep}"));
        assert!(out.contains("M0107"), "{out}");
    }
    let fine = format!(
        "rule r {{ a may read b if {}x{} }}",
        "(".repeat(60),
        ")".repeat(60)
    );
    assert_eq!(report(&fine), "1 whole\n");
    let many: String = (0..200)
        .map(|i| format!("rule r{i} {{ a may read b if (x\n"))
        .collect();
    assert!(!report(&many).contains("M0107"));
}

mod support;

use proptest::prelude::*;

/// A valid source with bytes taken out, doubled or swapped (whole characters, so that it stays text).
fn mutated() -> impl Strategy<Value = String> {
    let change = (
        0usize..3,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        1usize..12,
    );
    (
        prop::sample::select(support::SOURCES.to_vec()),
        prop::collection::vec(change, 1..8),
    )
        .prop_map(|(text, changes)| {
            let mut chars: Vec<char> = text.chars().collect();
            for (what, one, other, length) in changes {
                let (a, b) = (one.index(chars.len()), other.index(chars.len()));
                let end = (a + length).min(chars.len());
                match what {
                    0 => drop(chars.drain(a..end)),
                    1 => {
                        let copy: Vec<char> = chars[a..end].to_vec();
                        chars.splice(b..b, copy);
                    }
                    _ => chars.swap(a, b),
                }
            }
            chars.into_iter().collect()
        })
}

fn sound(text: &str) {
    let parsed = parse(FileId(0), text);
    for span in parsed
        .diagnostics
        .iter()
        .flat_map(|d| d.labels.iter().map(|l| l.span))
    {
        assert!(
            text.get(span.start as usize..span.end as usize).is_some(),
            "{span:?} in {text:?}"
        );
    }
    for edit in parsed
        .diagnostics
        .iter()
        .flat_map(|d| &d.fixes)
        .flat_map(|f| &f.edits)
    {
        assert!(
            text.get(edit.span.start as usize..edit.span.end as usize)
                .is_some()
        );
    }
    let _ = meent::syntax::format(text, Some(meent::diagnostic::Lang::Nl));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn mutated_sources_never_panic(text in mutated()) {
        sound(&text);
    }

    #[test]
    fn random_text_never_panics(text in "\\PC*") {
        sound(&text);
    }

    #[test]
    fn random_words_never_panic(words in prop::collection::vec(
        prop_oneof!["rule", "group", "\\{", "\\}", "\"", "#", "\n", "a", "if", "not", "\\(", "may", "é", "1", "%", "/", "nl", "2026-01-01"], 0..60)) {
        sound(&words.join(" "));
    }
}
