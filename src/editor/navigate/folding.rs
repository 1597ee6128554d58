//! What can be folded away: declarations, clauses of several lines, comments, imports, scenarios that follow each other.

use crate::editor::Snapshot;
use crate::source::FileId;
use crate::syntax::tree::What;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoldKind {
    /// A declaration, a clause, a row of scenarios.
    Region,
    Comment,
    Imports,
}

/// Lines, both counted from 0. The first one stays visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    pub first: usize,
    pub last: usize,
    pub kind: FoldKind,
}

/// All folds of a file, by their first line.
pub fn folding(snapshot: &Snapshot, file: FileId) -> Vec<Fold> {
    let text = snapshot.text(file);
    let lines: Vec<&str> = text.lines().collect();
    let source = snapshot.project.loaded.sources.file(file);
    let line_of = |byte: u32| source.line_column(byte).line - 1;
    let mut folds: BTreeSet<Fold> = BTreeSet::new();
    let mut add = |first: usize, last: usize, kind: FoldKind| {
        if first < last {
            folds.insert(Fold { first, last, kind });
        }
    };
    comments(&lines, &mut add);
    let Some(tree) = snapshot.project.loaded.tree(file) else {
        return folds.into_iter().collect();
    };
    let read = tree.declarations.iter().map(|d| d.span);
    for span in read.chain(tree.broken.iter().map(|s| s.span)) {
        let (first, last) = (line_of(span.start), line_of(span.end.max(1) - 1));
        let last = last.max(line_of(span.end.saturating_sub(1)));
        add(first, last, FoldKind::Region);
        clauses(&lines, first + 1, last, &mut add);
    }
    let of = |wanted: fn(&What) -> bool| {
        let runs = tree
            .declarations
            .chunk_by(move |a, b| wanted(&a.what) && wanted(&b.what));
        runs.filter(move |run| run.len() > 1)
    };
    for (wanted, kind) in [
        (is_scenario as fn(&What) -> bool, FoldKind::Region),
        (is_import, FoldKind::Imports),
    ] {
        for run in of(wanted) {
            if let ([first, ..], [.., last]) = (run, run) {
                // The first scenario can be folded alone, so all of them are folded from the line above it, if it is free.
                let top = line_of(first.span.start);
                let end = line_of(last.span.end.saturating_sub(1));
                let above = top.checked_sub(1).filter(|&l| is_comment(&lines, l));
                let start = match kind {
                    FoldKind::Region => above.unwrap_or(top),
                    _ => top,
                };
                add(start, end, kind);
            }
        }
    }
    folds.into_iter().collect()
}

fn is_scenario(what: &What) -> bool {
    matches!(what, What::Scenario(_))
}

fn is_import(what: &What) -> bool {
    matches!(what, What::Use(_))
}

fn is_comment(lines: &[&str], at: usize) -> bool {
    lines
        .get(at)
        .is_some_and(|l| l.trim_start().starts_with('#'))
}

/// Comments of whole lines that follow each other.
fn comments(lines: &[&str], add: &mut impl FnMut(usize, usize, FoldKind)) {
    let mut at = 0;
    while at < lines.len() {
        let first = at;
        while is_comment(lines, at) {
            at += 1;
        }
        if at > first {
            add(first, at - 1, FoldKind::Comment);
        }
        at = at.max(first + 1);
    }
}

/// Within a body, a line with lines below it that stand further in: a clause that goes on. The layout of the formatter,
/// and of everyone who writes as it does.
fn clauses(lines: &[&str], first: usize, end: usize, add: &mut impl FnMut(usize, usize, FoldKind)) {
    let depth = |at: usize| {
        let line = lines.get(at).filter(|l| !l.trim().is_empty())?;
        Some(line.len() - line.trim_start().len())
    };
    // The lines that wait for one that stands no further in than they do.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut last = first;
    for at in first..end {
        let Some(here) = depth(at) else { continue };
        while let Some(&(line, deep)) = open.last() {
            if deep < here {
                break;
            }
            add(line, last, FoldKind::Region);
            open.pop();
        }
        open.push((at, here));
        last = at;
    }
    for (line, _) in open {
        add(line, last, FoldKind::Region);
    }
}
