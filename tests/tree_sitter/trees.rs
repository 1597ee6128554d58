//! The tree of a text as each of the two grammars makes it, in the same words.

use crate::language;
use crate::tables::Tables;
use meent::syntax::grammar::{MeentParser, Pair, Rule};
use pest::Parser;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use tree_sitter::Node;

/// Productions of the compiler's grammar that are nodes of another name.
const RENAMED: [(Rule, &str); 12] = [
    (Rule::use_decl, "use"),
    (Rule::lang_tag, "language"),
    (Rule::open, "{"),
    (Rule::close, "}"),
    (Rule::lparen, "("),
    (Rule::rparen, ")"),
    (Rule::comma, ","),
    (Rule::colon, ":"),
    (Rule::semicolon, ";"),
    (Rule::slash, "/"),
    (Rule::per_cent, "%"),
    (Rule::file, "source_file"),
];

/// Productions that are no node of their own for an editor.
///
/// - `string_body`: a text is one leaf there.
/// - `duty_terms`: its clauses stand in the statement or the duty itself, since no node may be empty.
/// - `EOI`: the end is no node.
const UNNAMED: [Rule; 3] = [Rule::string_body, Rule::duty_terms, Rule::EOI];

/// Nodes on one side only. The verb of `mogen … niet` is a `deontic` in an editor, as every other verb is; the compiler
/// has it there without.
const IGNORED: [&str; 1] = ["deontic"];

/// One production: its name, and its first byte and the one behind its last.
pub type Row = (String, usize, usize);

/// What is compared of a text: every production before those within it, and the comments.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    pub rows: Vec<Row>,
    pub comments: Vec<(usize, usize)>,
}

/// The name that a production has in an editor; none if it has no node.
pub fn node_name(kind: Rule) -> Option<&'static str> {
    static NAMES: OnceLock<BTreeMap<Rule, String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let tables = Tables::read();
        let name = |kind: &Rule| {
            let own = format!("{kind:?}");
            match own.strip_prefix("kw_") {
                Some(key) => tables.keywords[key].name.clone(),
                None => own,
            }
        };
        let all = Rule::all_rules().iter();
        let mut names: BTreeMap<Rule, String> = all.map(|r| (*r, name(r))).collect();
        names.extend(RENAMED.map(|(kind, name)| (kind, name.to_string())));
        names.retain(|kind, name| !UNNAMED.contains(kind) && !IGNORED.contains(&name.as_str()));
        names
    });
    names.get(&kind).map(String::as_str)
}

/// The text as the compiler reads it; none if a part does not parse.
pub fn compiler(text: &str) -> Option<Read> {
    let pairs = MeentParser::parse(Rule::file, text).expect("the grammar takes any text");
    let file = pairs.clone().next().expect("a file is one production");
    if file
        .clone()
        .into_inner()
        .any(|p| p.as_rule() == Rule::broken)
    {
        return None;
    }
    let mut rows = Vec::new();
    file.into_inner().for_each(|p| add_pair(p, &mut rows));
    let comments = meent::syntax::comments(pairs, text);
    Some(Read { rows, comments })
}

/// Adds a production and all within it, without the blanks that the grammar counts in behind it.
fn add_pair(pair: Pair<'_>, rows: &mut Vec<Row>) {
    let (kind, span) = (pair.as_rule(), pair.as_span());
    let at = rows.len();
    if let Some(name) = node_name(kind) {
        rows.push((name.to_string(), span.start(), span.end()));
    }
    let within = rows.len();
    pair.into_inner().for_each(|p| add_pair(p, rows));
    if kind != Rule::string
        && at < within
        && let Some(end) = rows.get(within..).and_then(|w| w.iter().map(|r| r.2).max())
        && let Some(row) = rows.get_mut(at)
    {
        row.2 = end;
    }
}

/// The text as an editor reads it; none if a part does not parse.
pub fn editor(text: &str) -> Option<Read> {
    let tree = language::parse(text);
    if tree.root_node().has_error() {
        return None;
    }
    let mut rows = Vec::new();
    let mut comments = Vec::new();
    for node in language::all(tree.root_node()).into_iter().skip(1) {
        let (start, end) = (node.start_byte(), node.end_byte());
        match node.kind() {
            "comment" => comments.push((start, end)),
            kind if IGNORED.contains(&kind) => {}
            kind => rows.push((kind.to_string(), start, end)),
        }
    }
    Some(Read { rows, comments })
}

/// The first difference between two readings, in words.
pub fn difference(text: &str, compiler: &Read, editor: &Read) -> Option<String> {
    let show = |row: Option<&Row>| match row {
        Some((name, start, end)) => format!(
            "{name} {start}..{end} {:?}",
            text.get(*start..*end).unwrap_or_default()
        ),
        None => "nothing".to_string(),
    };
    let all = compiler.rows.len().max(editor.rows.len());
    for at in 0..all {
        let (ours, theirs) = (compiler.rows.get(at), editor.rows.get(at));
        if ours != theirs {
            return Some(format!(
                "compiler: {}\n  editor: {}",
                show(ours),
                show(theirs)
            ));
        }
    }
    (compiler.comments != editor.comments).then(|| {
        format!(
            "comments: {:?}\n  editor: {:?}",
            compiler.comments, editor.comments
        )
    })
}

/// The tree of an editor with what is wrong, for a message.
pub fn shown(text: &str) -> String {
    let tree = language::parse(text);
    let wrong = |n: &Node<'_>| n.is_error() || n.is_missing();
    let all = language::all(tree.root_node());
    let places: Vec<String> = all
        .iter()
        .filter(|n| wrong(n))
        .map(|n| {
            format!(
                "{} {}..{} {:?}",
                n.kind(),
                n.start_byte(),
                n.end_byte(),
                &text[n.byte_range()]
            )
        })
        .collect();
    places.join("\n  ")
}
