//! Tokens, signatures, hints, lenses, formatting, clauses and answers.

use super::{DUTCH, EVERYTHING, SOME, open};
use meent::diagnostic::Lang;
use meent::editor::formatting::{TextEdit, of_text, on_type};
use meent::editor::tokens::{TokenKind, tokens};
use meent::editor::{Snapshot, Workspace, asking, clause, hints, lenses, signature};
use meent::source::FileId;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn example(name: &str, file: &str) -> (Snapshot, FileId) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let mut workspace = Workspace::new();
    let snapshot = workspace.snapshot(&root).unwrap();
    let file = snapshot.file(&root.join(file)).unwrap();
    (snapshot, file)
}

// ------------------------------------------------------------------ tokens

#[test]
fn each_word_is_what_it_is() {
    let text = format!(
        "# a comment\nrule r \"A title\" {{\n  households may read meters.kwh for dpv:Marketing\n    if consent\n  from 2026-01-01\n  nonsense\n}}\nrule s {{ households may read meters within 14 days }}\nuse purposes from dpv\n{SOME}"
    );
    let (snapshot, file) = open(&text);
    let shown: Vec<String> = tokens(&snapshot, file, None)
        .iter()
        .take(46)
        .map(|t| {
            let m = t.modifiers;
            let mut marks = String::new();
            for (is, mark) in [
                (m.declares, " declares"),
                (m.unused, " unused"),
                (m.shipped, " shipped"),
            ] {
                marks += if is { mark } else { "" };
            }
            format!("{:?}{marks}: {}", t.kind, &text[t.bytes.clone()])
        })
        .collect();
    insta::assert_snapshot!("tokens", shown.join("\n"));
}

#[test]
fn tokens_are_in_order_and_apart_and_cover_every_word() {
    for text in [EVERYTHING, SOME, DUTCH] {
        let (snapshot, file) = open(text);
        let all = tokens(&snapshot, file, None);
        for pair in all.windows(2) {
            assert!(pair[0].bytes.end <= pair[1].bytes.start, "{:?}", pair);
        }
        // What is left are signs and blanks.
        let mut rest = text.to_string();
        for token in all.iter().rev() {
            rest.replace_range(token.bytes.clone(), "");
        }
        let left = rest.trim_matches(|c: char| !c.is_alphanumeric());
        assert!(left.is_empty(), "{left}");
    }
}

#[test]
fn tokens_of_a_range_are_those_of_the_whole_there() {
    let (snapshot, file) = open(EVERYTHING);
    let all = tokens(&snapshot, file, None);
    let range = 2000..2600;
    let part = tokens(&snapshot, file, Some(range.clone()));
    let wanted: Vec<_> = all
        .iter()
        .filter(|t| t.bytes.start <= range.end && t.bytes.end >= range.start)
        .collect();
    assert!(wanted.len() > 50);
    assert_eq!(part.iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn what_nothing_uses_and_may_is_marked() {
    let (snapshot, file) =
        open("fact f { yes or no  accept M0601 because \"x\" }\nfact g { yes or no }\n");
    let all = tokens(&snapshot, file, None);
    let facts: Vec<bool> = all
        .iter()
        .filter(|t| t.kind == TokenKind::Fact)
        .map(|t| t.modifiers.unused)
        .collect();
    assert_eq!(facts, [true, false]);
}

// ------------------------------------------------------------------ signatures

fn signed(marked: &str, around: &str) -> String {
    let at = marked.find('|').unwrap();
    let text = format!("{}{around}", marked.replacen('|', "", 1));
    let (snapshot, file) = open(&text);
    let Some(found) = signature::signatures(&snapshot, file, at) else {
        return "none".into();
    };
    let one = &found.all[found.active];
    let mut label = one.label.clone();
    if let Some(part) = one.parts.get(found.part) {
        label.replace_range(part.clone(), &format!("»{}«", &one.label[part.clone()]));
    }
    label
}

#[test]
fn the_shape_of_a_clause_shows_where_one_is() {
    let cases = [
        ("rule r {\n  |\n}\n", SOME),
        ("rule r {\n  households |\n}\n", SOME),
        ("rule r {\n  households may read |\n}\n", SOME),
        (
            "rule r {\n  households may read meters\n  then must |\n}\n",
            SOME,
        ),
        (
            "rule r {\n  households may read meters\n  from |\n}\n",
            SOME,
        ),
        ("decision d {\n  quorum |\n}\n", SOME),
        ("decision d {\n  passes with majority |\n}\n", SOME),
        ("decision d {\n  within 30 days |\n}\n", SOME),
        ("decision d {\n  veto by board |\n}\n", SOME),
        ("group new {\n  leave |\n}\n", SOME),
        ("group new {\n  |\n}\n", SOME),
        ("regel r {\n  huishoudens |\n}\n", DUTCH),
        ("regel r {\n  huishoudens mogen |\n}\n", DUTCH),
        ("besluit b {\n  genomen |\n}\n", DUTCH),
        ("besluit b {\n  oproeptermijn |\n}\n", DUTCH),
    ];
    let shown: Vec<String> = cases
        .iter()
        .map(|(t, around)| format!("{t}   => {}", signed(t, around)))
        .collect();
    insta::assert_snapshot!("signatures", shown.join("\n"));
}

// ------------------------------------------------------------------ hints and lenses

#[test]
fn hints_say_what_the_source_does_not() {
    let text = format!(
        "group stewards {{\n  of organisations\n  closed\n}}\nmember coop \"The coop\" {{ in stewards }}\ndataset totals {{ within meters  about people in households }}\ndataset homes {{ about people in households  field street identifying }}\ndecision amend {{ changes totals, stewards  taken by board  passes with majority of members }}\n{SOME}"
    );
    let (snapshot, file) = open(&text);
    let found = hints::hints(&snapshot, file, 0..text.len());
    let shown: Vec<String> = found
        .iter()
        .map(|h| {
            let line = text[..h.at].rsplit('\n').next().unwrap();
            format!(
                "{:?}: {line}‹{} / {}›  {}",
                h.kind, h.label.en, h.label.nl, h.about.en
            )
        })
        .collect();
    insta::assert_snapshot!("hints", shown.join("\n"));
    assert!(hints::hints(&snapshot, file, 0..0).is_empty());
}

fn titles(snapshot: &Snapshot, file: FileId) -> Vec<String> {
    let all = lenses::lenses(snapshot, file);
    all.iter()
        .map(|l| format!("{} / {}", l.title.en, l.title.nl))
        .collect()
}

#[test]
fn lenses_tell_what_the_analysis_found_and_nothing_when_it_is_old() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/city");
    let mut workspace = Workspace::new();
    let snapshot = workspace.snapshot(&root).unwrap();
    let file = snapshot.file(&root.join("commons.meent")).unwrap();
    let without = titles(&snapshot, file);
    assert!(without.iter().all(|t| t.starts_with("used")), "{without:?}");
    workspace.keep(&snapshot, Arc::new(snapshot.check()));
    let snapshot = workspace.snapshot(&root).unwrap();
    let deciding = snapshot.file(&root.join("deciding.meent")).unwrap();
    let rules = snapshot.file(&root.join("rules.meent")).unwrap();
    let all: Vec<String> = [file, rules, deciding]
        .iter()
        .flat_map(|f| titles(&snapshot, *f))
        .collect();
    for wanted in ["scenarios pass", "permits 1 group", "quorum "] {
        assert!(all.iter().any(|t| t.contains(wanted)), "{wanted}: {all:#?}");
    }
    // An edit makes them old.
    let path = root.join("commons.meent");
    let text = std::fs::read_to_string(&path).unwrap();
    workspace.open(&path, format!("{text}\n"));
    let snapshot = workspace.snapshot(&root).unwrap();
    let file = snapshot.file(&path).unwrap();
    assert!(
        titles(&snapshot, file)
            .iter()
            .all(|t| t.starts_with("used"))
    );
}

// ------------------------------------------------------------------ formatting

fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut out = text.to_string();
    for edit in edits.iter().rev() {
        out.replace_range(edit.bytes.clone(), &edit.text);
    }
    out
}

/// Everything of a kind: blanks doubled, lines joined, comments moved.
fn spoiled(text: &str) -> String {
    text.replace("  ", "    ")
        .replace(" {", "   {")
        .replace(", ", " ,")
        .replace("\n\n", "\n\n\n")
}

fn sources() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut all = vec![("everything".to_string(), EVERYTHING.to_string())];
    for folder in ["city", "energy", "health"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "meent") {
                all.push((
                    path.display().to_string(),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    all
}

#[test]
fn edits_make_what_the_formatter_makes() {
    for (name, text) in sources() {
        for text in [text.clone(), spoiled(&text)] {
            let whole = meent::syntax::format(&text, None).unwrap();
            let edits = of_text(&text, None).unwrap();
            assert_eq!(apply(&text, &edits), whole, "{name}");
            // What is right already is left alone.
            assert!(of_text(&whole, None).unwrap().is_empty(), "{name}");
        }
    }
}

#[test]
fn edits_are_small() {
    let text = "group a { of people }\n\nrule r \"R\" {\n  a may   read b\n}\n";
    let edits = of_text(text, None).unwrap();
    assert_eq!(
        edits,
        [TextEdit {
            bytes: 43..46,
            text: " ".into()
        }]
    );
}

#[test]
fn a_range_is_formatted_as_the_whole_is_there() {
    for (name, text) in sources() {
        let text = spoiled(&text);
        let all = of_text(&text, None).unwrap();
        let step = (text.len() / 9).max(1);
        for at in (0..text.len()).step_by(step) {
            if !text.is_char_boundary(at) {
                continue;
            }
            let part = of_text(&text, Some(at..at)).unwrap();
            assert!(part.iter().all(|e| all.contains(e)), "{name}");
            // Nothing outside the declaration changes, and in it everything that the whole changes does.
            let Some((first, last)) = part.first().zip(part.last()) else {
                continue;
            };
            let inside = all
                .iter()
                .filter(|e| e.bytes.start >= first.bytes.start && e.bytes.end <= last.bytes.end);
            assert_eq!(inside.count(), part.len(), "{name}");
        }
    }
}

#[test]
fn what_does_not_parse_is_left_alone() {
    let text = "group   a\n\nrule r {   bogus   }\n\ngroup    b { of people }\n";
    let edits = of_text(text, None).unwrap();
    assert_eq!(
        apply(text, &edits),
        "group a\n\nrule r {   bogus   }\n\ngroup b { of people }\n"
    );
    let refused = of_text(text, Some(15..16)).unwrap_err();
    assert!(refused.en.contains("does not parse") && refused.nl.contains("vormfouten"));
    let refused = of_text("rule r {   bogus   }\n", None).unwrap_err();
    assert!(refused.en.contains("can't be formatted"));
}

#[test]
fn a_new_line_gets_its_indent() {
    let cases = [
        ("rule r {\n|\n}\n", '\n', "rule r {\n  \n}\n"),
        (
            "rule r {\n  a may read b\n|\n}\n",
            '\n',
            "rule r {\n  a may read b\n  \n}\n",
        ),
        (
            "decision d {\n  quorum\n|\n}\n",
            '\n',
            "decision d {\n  quorum\n    \n}\n",
        ),
        (
            "group a { of people }\n    |\n",
            '\n',
            "group a { of people }\n\n",
        ),
        (
            "rule r {\n  a may read b\n|}\n",
            '\n',
            "rule r {\n  a may read b\n}\n",
        ),
        ("regel r {\n|\n}\n", '\n', "regel r {\n  \n}\n"),
        (
            "rule r {\n  a   may read b\n  }|\n",
            '}',
            "rule r {\n  a may read b\n}\n",
        ),
    ];
    for (marked, typed, wanted) in cases {
        let at = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let edits = on_type(&text, at, typed);
        assert_eq!(apply(&text, &edits), wanted, "{marked}");
    }
}

// ------------------------------------------------------------------ commands

#[test]
fn a_declaration_becomes_its_clause() {
    let (snapshot, file) = example("energy", "rules.meent");
    let text = snapshot.text(file);
    let at = text.find("rule plan-the-grid").unwrap() + 30;
    for (lang, word) in [(Lang::En, "may aggregate"), (Lang::Nl, "mogen")] {
        let found = clause::clause(&snapshot, file, at, lang).unwrap();
        assert_eq!(found.anchor, "rule-plan-the-grid");
        assert!(found.markdown.contains(word), "{}", found.markdown);
        assert!(found.html.contains("<p>"), "{}", found.html);
        // What stands in the build is the same.
        let built = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
            "examples/energy/build/agreement/{}/agreement.md",
            lang.tag()
        ));
        let built = std::fs::read_to_string(built).unwrap();
        assert!(built.contains(&found.markdown));
    }
    let (snapshot, file) = open("use purposes from dpv\n");
    let refused = clause::clause(&snapshot, file, 3, Lang::En).unwrap_err();
    assert!(refused.en.contains("no declaration here"));
}

#[test]
fn an_answer_is_that_of_the_command_line() {
    let (snapshot, _) = example("energy", "rules.meent");
    let request = serde_json::from_value(serde_json::json!({
        "party": { "groups": ["grid-operators"] }, "actions": ["sell"], "data": [], "purposes": []
    }))
    .unwrap();
    let answer = asking::ask(&snapshot, &request).unwrap();
    assert_eq!(answer.document["answer"], "prohibited");
    assert!(answer.document["request"].is_object());
    assert!(
        answer.text.en.lines().count() > 1 && answer.text.nl.contains("erboden"),
        "{:?}",
        answer.text
    );
    let (broken, _) = open("rule r { a may read b }\n");
    assert!(
        asking::ask(&broken, &request)
            .unwrap_err()
            .en
            .contains("errors")
    );
}
