//! The corpus: short sources with the tree that they make, in tree-sitter's own format.

use crate::{HOME, language};
use std::fmt::Write;
use std::path::Path;
use tree_sitter::Node;

/// A case: its name, its source and the tree that it should make.
struct Case {
    name: String,
    source: String,
    tree: String,
}

fn is_line_of(line: &str, sign: char, least: usize) -> bool {
    line.len() >= least && line.chars().all(|c| c == sign)
}

/// The cases of a file: a name between two lines of `=`, a source, a line of `---`, a tree.
fn cases(text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let heads: Vec<usize> = (0..lines.len().saturating_sub(2))
        .filter(|at| is_line_of(lines[*at], '=', 3) && is_line_of(lines[*at + 2], '=', 3))
        .collect();
    let mut found = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let end = heads.get(at + 1).copied().unwrap_or(lines.len());
        let body = &lines[head + 3..end];
        let rule = body.iter().position(|l| is_line_of(l, '-', 3));
        let rule =
            rule.unwrap_or_else(|| panic!("{}: no line of --- behind the source", lines[head + 1]));
        let text = |lines: &[&str]| lines.join("\n").trim_matches('\n').to_string();
        found.push(Case {
            name: lines[head + 1].to_string(),
            source: text(&body[..rule]),
            tree: text(&body[rule + 1..]),
        });
    }
    found
}

fn written(cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases {
        let line = "=".repeat(80);
        let rule = "-".repeat(80);
        write!(
            out,
            "{line}\n{}\n{line}\n\n{}\n\n{rule}\n\n{}\n\n",
            case.name, case.source, case.tree
        )
        .unwrap();
    }
    out.trim_end().to_string() + "\n"
}

/// A tree as tree-sitter's own tool writes it: its named nodes with their fields, one a line.
fn shown(node: Node<'_>) -> String {
    fn add(node: Node<'_>, field: Option<&str>, depth: usize, out: &mut String) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&"  ".repeat(depth));
        if let Some(field) = field {
            write!(out, "{field}: ").unwrap();
        }
        match node.is_missing() {
            true => write!(out, "(MISSING {}", node.kind()).unwrap(),
            false => write!(out, "({}", node.kind()).unwrap(),
        }
        for at in 0..node.child_count() {
            if let Some(child) = node.child(at).filter(|c| c.is_named()) {
                add(child, node.field_name_for_child(at), depth + 1, out);
            }
        }
        out.push(')');
    }
    let mut out = String::new();
    add(node, None, 0, &mut out);
    out
}

#[test]
fn every_case_makes_its_tree() {
    let home = Path::new(HOME).join("test/corpus");
    let mut files: Vec<_> = std::fs::read_dir(&home)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, Vec::new());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().to_string();
        let mut cases = cases(&text);
        assert!(!cases.is_empty(), "{name} holds no case");
        for case in &mut cases {
            count += 1;
            let now = shown(language::parse(&case.source).root_node());
            if now != case.tree {
                wrong.push(format!(
                    "{name}, {}:\n{now}\n instead of\n{}",
                    case.name, case.tree
                ));
                case.tree = now;
            }
        }
        crate::generate::hold_if_updating(&format!("test/corpus/{name}"), &written(&cases));
    }
    assert!(
        crate::generate::updates() || wrong.is_empty(),
        "{} trees are others:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(count >= 60, "{count} cases");
}
