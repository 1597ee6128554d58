//! The queries: they fit the grammar, and colour what they should.

use crate::tables::Tables;
use crate::{HOME, language, sources};
use std::collections::BTreeMap;
use std::path::Path;
use tree_sitter::{Query, QueryCursor, StreamingIterator};

/// How Helix names what Neovim and Zed share another name for.
const HELIX: [(&str, &str); 7] = [
    ("@number", "@constant.numeric"),
    ("@module", "@namespace"),
    ("@property", "@variable.other.member"),
    ("@keyword.import", "@keyword.control.import"),
    ("@keyword.conditional", "@keyword.control.conditional"),
    ("@keyword.modifier", "@keyword.storage.modifier"),
    ("@keyword.type", "@keyword.storage.type"),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(HOME).join("queries").join(path))
        .unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn query(path: &str) -> Query {
    Query::new(&language::language(), &read(path))
        .unwrap_or_else(|e| panic!("queries/{path} does not fit the grammar: {e}"))
}

/// What a query captures in a text: the name by the first byte and the one behind the last.
fn captures(query: &Query, text: &str) -> BTreeMap<(usize, usize), Vec<String>> {
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
    for folder in ["", "helix", "zed"] {
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
             keywords that it belongs with, then make helix/highlights.scm anew with\n    UPDATE_TREE_SITTER=1 cargo test \
             --test tree_sitter",
            keyword.name
        );
    }
}

#[test]
fn helix_has_the_same_colours_under_its_own_names() {
    let mut wanted = read("highlights.scm");
    let (head, rest) = wanted.split_once("\n;\n").unwrap();
    assert!(head.contains("Helix"));
    wanted = format!(
        "; Colours for Helix, made by the test `tree_sitter` from ../highlights.scm: do not edit.\n;\n{rest}"
    );
    for (ours, theirs) in HELIX {
        for end in ["\n", " ", ")"] {
            wanted = wanted.replace(&format!("{ours}{end}"), &format!("{theirs}{end}"));
        }
    }
    crate::generate::hold(
        "queries/helix/highlights.scm",
        &wanted,
        "it is made from queries/highlights.scm.",
    );
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
