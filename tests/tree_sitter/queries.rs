//! The queries: they fit the grammar, and colour what they should.

use crate::tables::Tables;
use crate::{HOME, language, sources};
use std::collections::BTreeMap;
use std::path::Path;
use tree_sitter::{Query, QueryCursor, StreamingIterator};

/// An editor with other names for the colours: its name, its folder, and its name for each of ours that differs.
type Other = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const OTHERS: [Other; 2] = [
    (
        "Helix",
        "helix",
        &[
            ("number", "constant.numeric"),
            ("module", "namespace"),
            ("property", "variable.other.member"),
            ("keyword.import", "keyword.control.import"),
            ("keyword.conditional", "keyword.control.conditional"),
            ("keyword.modifier", "keyword.storage.modifier"),
            ("keyword.type", "keyword.storage.type"),
        ],
    ),
    (
        "Emacs",
        "emacs",
        &[
            ("comment", "font-lock-comment-face"),
            ("string", "font-lock-string-face"),
            ("attribute", "font-lock-preprocessor-face"),
            ("number", "font-lock-number-face"),
            ("punctuation.bracket", "font-lock-bracket-face"),
            ("punctuation.delimiter", "font-lock-delimiter-face"),
            ("operator", "font-lock-operator-face"),
            ("module", "font-lock-constant-face"),
            ("type", "font-lock-type-face"),
            ("type.builtin", "font-lock-type-face"),
            ("variable", "font-lock-variable-use-face"),
            ("property", "font-lock-property-name-face"),
            ("constant", "font-lock-constant-face"),
            ("constant.builtin", "font-lock-builtin-face"),
            ("function", "font-lock-function-name-face"),
            ("keyword", "font-lock-keyword-face"),
            ("keyword.type", "font-lock-keyword-face"),
            ("keyword.import", "font-lock-keyword-face"),
            ("keyword.conditional", "font-lock-keyword-face"),
            ("keyword.modifier", "font-lock-keyword-face"),
            ("keyword.operator", "font-lock-keyword-face"),
        ],
    ),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(HOME).join("queries").join(path))
        .unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub fn query(path: &str) -> Query {
    Query::new(&language::language(), &read(path))
        .unwrap_or_else(|e| panic!("queries/{path} does not fit the grammar: {e}"))
}

/// What a query captures in a text: the name by the first byte and the one behind the last.
pub fn captures(query: &Query, text: &str) -> BTreeMap<(usize, usize), Vec<String>> {
    let tree = language::parse(text);
    let mut cursor = QueryCursor::new();
    let mut found: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    let mut matches = cursor.captures(query, tree.root_node(), text.as_bytes());
    while let Some((found_match, at)) = matches.next() {
        let capture = found_match.captures()[*at];
        let name = query.capture_names()[capture.index as usize].to_string();
        let place = (capture.node.start_byte(), capture.node.end_byte());
        found.entry(place).or_default().push(name);
    }
    found
}

/// The query files, in every folder.
fn files() -> Vec<String> {
    let home = Path::new(HOME).join("queries");
    let mut found = Vec::new();
    for folder in ["", "emacs", "helix", "zed"] {
        for entry in std::fs::read_dir(home.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".scm") {
                found.push(Path::new(folder).join(name).display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn all_fit_the_grammar() {
    let files = files();
    assert!(files.len() >= 12, "{files:?}");
    files.iter().for_each(|file| drop(query(file)));
}

#[test]
fn every_keyword_has_a_colour_and_only_one() {
    let text = read("highlights.scm");
    for (key, keyword) in &Tables::read().keywords {
        if matches!(key.as_str(), "language" | "article") {
            continue;
        }
        let times = text.matches(&format!("\"{}\"", keyword.name)).count();
        assert_eq!(
            times, 1,
            "the keyword \"{}\" must stand once in editors/tree-sitter-meent/queries/highlights.scm: add it to the list of \
             keywords that it belongs with, then make the copies for other editors anew with\n    UPDATE_TREE_SITTER=1 cargo test \
             --test tree_sitter",
            keyword.name
        );
    }
}

#[test]
fn other_editors_have_the_same_colours_under_their_own_names() {
    let ours = read("highlights.scm");
    let (_, rest) = ours.split_once("\n;\n").unwrap();
    for (editor, folder, names) in OTHERS {
        let mut wanted = format!(
            "; Colours for {editor}, made by the test `tree_sitter` from ../highlights.scm: do not edit.\n;\n"
        );
        for line in rest.split_inclusive('\n') {
            let mut line = line.to_string();
            if let Some((_, behind)) = line.split_once('@') {
                let end = behind.find(|c: char| !c.is_alphabetic() && c != '.');
                let name = &behind[..end.unwrap_or(behind.len())];
                if let Some((_, theirs)) = names.iter().find(|(ours, _)| *ours == name) {
                    line = line.replace(&format!("@{name}"), &format!("@{theirs}"));
                }
            }
            wanted.push_str(&line);
        }
        let because = "it is made from queries/highlights.scm.";
        crate::generate::hold(
            &format!("queries/{folder}/highlights.scm"),
            &wanted,
            because,
        );
    }
    // Emacs has a face for each colour.
    let emacs = read("emacs/highlights.scm");
    let captures = emacs.split('@').skip(1);
    assert!(captures.clone().count() > 20);
    captures.for_each(|c| {
        assert!(
            c.starts_with("font-lock-"),
            "queries/emacs/highlights.scm: @{}",
            c.lines().next().unwrap()
        )
    });
}

#[test]
fn nothing_is_coloured_twice_and_no_word_is_left_out() {
    let query = query("highlights.scm");
    let all = sources::meent();
    let (mut words, mut bare) = (0, Vec::new());
    for (name, text) in &all {
        let found = captures(&query, text);
        for ((start, end), names) in &found {
            assert_eq!(
                names.len(),
                1,
                "{name}: {:?} is {names:?}",
                &text[*start..*end]
            );
        }
        let tree = language::parse(text);
        for node in language::all(tree.root_node()) {
            let leaf =
                node.child_count() == 0 && !node.is_error() && node.start_byte() < node.end_byte();
            if leaf && node.kind() != "name" {
                words += 1;
                if !found.contains_key(&(node.start_byte(), node.end_byte())) {
                    bare.push(format!(
                        "{name}: {} {:?}",
                        node.kind(),
                        &text[node.byte_range()]
                    ));
                }
            }
        }
    }
    bare.retain(|b| !b.contains("ERROR"));
    assert!(words > 10_000);
    assert!(
        bare.is_empty(),
        "{} words have no colour: {:?}",
        bare.len(),
        &bare[..bare.len().min(5)]
    );
}

const SMALL: &str = "examples/energy/duties.meent";

/// Each line of a file, and below it the captures of its words.
#[test]
fn the_colours_of_a_small_file() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SMALL)).unwrap();
    let end = text
        .match_indices("\n\n")
        .nth(3)
        .map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let found = captures(&query("highlights.scm"), text);
    let mut out = String::new();
    for ((start, end), names) in found {
        let words = text[start..end]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        out.push_str(&format!("{:24} {words}\n", names.join(" ")));
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("tree_sitter_colours", out);
    });
}

#[test]
fn every_declaration_with_a_body_folds() {
    let query = query("folds.scm");
    for text in [
        include_str!("../support/everything.meent"),
        include_str!("../support/sketch-nl.meent"),
    ] {
        let found = captures(&query, text);
        let tree = language::parse(text);
        let root = tree.root_node();
        let mut cursor = root.walk();
        let has_body = |n: &tree_sitter::Node<'_>| {
            language::all(*n)
                .iter()
                .any(|c| c.kind() == "}" && c.parent() == Some(*n))
        };
        let bodies = root.children(&mut cursor).filter(has_body);
        let mut seen = 0;
        for body in bodies {
            seen += 1;
            assert!(
                found.contains_key(&(body.start_byte(), body.end_byte())),
                "{} does not fold",
                body.kind()
            );
        }
        assert!(seen >= 4);
    }
}

#[test]
fn every_declared_name_is_a_definition_and_a_tag() {
    let text = include_str!("../support/everything.meent");
    let (locals, tags) = (
        captures(&query("locals.scm"), text),
        captures(&query("tags.scm"), text),
    );
    let tree = language::parse(text);
    let root = tree.root_node();
    let mut cursor = root.walk();
    let mut seen = 0;
    for name in root
        .children(&mut cursor)
        .filter_map(|n| n.child_by_field_name("name"))
    {
        seen += 1;
        let place = (name.start_byte(), name.end_byte());
        let is = |found: &BTreeMap<_, Vec<String>>, what: &str| {
            found
                .get(&place)
                .is_some_and(|n| n.iter().any(|n| n.starts_with(what)))
        };
        assert!(
            is(&locals, "local.definition"),
            "{}",
            &text[name.byte_range()]
        );
        assert!(is(&tags, "name"), "{}", &text[name.byte_range()]);
    }
    assert!(seen > 30, "{seen}");
}

/// As deep as an editor would indent each line: one step for each body that is open there.
#[test]
fn bodies_are_one_step_in_and_their_braces_are_not() {
    let text = include_str!("../support/everything.meent");
    let text = meent::syntax::format(text, None).unwrap();
    let tree = language::parse(&text);
    for (file, begin, branch) in [
        ("indents.scm", "indent.begin", "indent.branch"),
        ("helix/indents.scm", "indent", "outdent"),
    ] {
        let query = query(file);
        let found = captures(&query, &text);
        let line_of = |at: usize| text[..at].matches('\n').count();
        let (mut checked, mut start) = (0, 0);
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let blanks = line.len() - line.trim_start().len();
            let at = start + blanks;
            start += line.len();
            let inside_text = tree
                .root_node()
                .descendant_for_byte_range(at, at)
                .is_some_and(|n| n.kind() == "string" && n.start_byte() < at);
            if line.trim().is_empty() || inside_text {
                continue;
            }
            let has = |names: &Vec<String>, name: &str| names.iter().any(|n| n == name);
            let open = found.iter().filter(|((from, to), names)| {
                has(names, begin) && *from < at && at < *to && line_of(*from) < number
            });
            let back = found
                .iter()
                .any(|((from, _), names)| *from == at && has(names, branch));
            let steps = open.count() - usize::from(back);
            assert!(blanks >= 2 * steps, "{file}, line {}: {line}", number + 1);
            assert!(
                steps > 0 || blanks == 0,
                "{file}, line {}: {line}",
                number + 1
            );
            checked += 1;
        }
        assert!(checked > 200);
    }
}
