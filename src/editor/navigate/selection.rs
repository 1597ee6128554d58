//! From the word at a cursor outward: list, clause, body, declaration, file.

use super::spot::word_at;
use crate::editor::Snapshot;
use crate::source::{FileId, Span};
use crate::syntax::grammar::{MeentParser, Rule};
use pest::Parser;
use std::ops::Range;

/// What encloses a byte, from the inside out, each larger than the one before; the last one is the file.
pub fn selection(snapshot: &Snapshot, file: FileId, byte: usize) -> Vec<Span> {
    let text = snapshot.text(file);
    let byte = byte.min(text.len());
    let whole = 0..text.len();
    let mut found: Vec<Range<usize>> = Vec::from([whole]);
    if let Some(line) = comment_at(&text, byte) {
        found.push(line.clone());
        found.push(comment_block(&text, line));
    }
    if let Some((start, end)) = word_at(&text, byte) {
        found.push(start..end);
        // Each part of `city:readings.kwh` by itself.
        let word = text.get(start..end).unwrap_or_default();
        let mut at = start;
        for part in word.split(['.', ':']) {
            found.push(at..at + part.len());
            at += part.len() + 1;
        }
    }
    let loaded = &snapshot.project.loaded;
    let within = |span: &Span| span.start as usize <= byte && byte <= span.end as usize;
    let tree = loaded.tree(file);
    if let Some(d) = tree.and_then(|t| t.declarations.iter().rfind(|d| within(&d.span))) {
        productions(
            &text,
            d.span.start as usize,
            d.span.end as usize,
            &mut found,
        );
    }
    if let Some(stub) = tree.and_then(|t| t.broken.iter().rfind(|s| within(&s.span))) {
        let (start, end) = (stub.span.start as usize, stub.span.end as usize);
        let unread = text.get(start..end).unwrap_or_default();
        found.push(start..start + unread.trim_end().len());
        found.push(line_at(&text, byte));
    }
    // What encloses the byte, from the smallest on, and only what encloses what is there already.
    found.retain(|r| r.start <= byte && byte <= r.end && (r.start < r.end || text.is_empty()));
    found.sort_by_key(|r| (r.len(), r.start));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in found {
        let outside = out
            .last()
            .is_none_or(|l| range.start <= l.start && l.end <= range.end && *l != range);
        if outside {
            out.push(range);
        }
    }
    out.into_iter()
        .map(|r| Span::new(file, r.start, r.end))
        .collect()
}

/// Every production of one declaration, and what lies between its braces.
fn productions(text: &str, start: usize, end: usize, found: &mut Vec<Range<usize>>) {
    let Some(part) = text.get(start..end) else {
        return;
    };
    let Ok(pairs) = MeentParser::parse(Rule::file, part) else {
        return;
    };
    let mut open = None;
    for pair in pairs.flatten() {
        let span = pair.as_span();
        let (from, to) = (start + span.start(), start + span.end());
        match pair.as_rule() {
            Rule::file | Rule::EOI => {}
            Rule::open => open = Some(to),
            Rule::close => {
                if let Some(open) = open.take() {
                    let inside = text.get(open..from).unwrap_or_default();
                    let lead = inside.len() - inside.trim_start().len();
                    found.push(open + lead..open + inside.trim_end().len());
                }
            }
            _ => {
                let whole = text.get(from..to).unwrap_or_default();
                found.push(from..from + whole.trim_end().len());
            }
        }
    }
}

fn line_at(text: &str, byte: usize) -> Range<usize> {
    let start = text
        .get(..byte)
        .map_or(0, |t| t.rfind('\n').map_or(0, |n| n + 1));
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let lead = line.len() - line.trim_start().len();
    start + lead..start + line.trim_end().len().max(lead)
}

/// The comment that a byte lies in, if its line holds nothing else.
fn comment_at(text: &str, byte: usize) -> Option<Range<usize>> {
    let line = line_at(text, byte);
    let is = text.get(line.clone())?.starts_with('#');
    is.then_some(line)
}

/// The comments right above and below it.
fn comment_block(text: &str, line: Range<usize>) -> Range<usize> {
    let mut block = line;
    while let Some(before) = text
        .get(..block.start)
        .and_then(|t| t.trim_end_matches([' ', '\t']).strip_suffix('\n'))
        && let Some(above) = comment_at(text, before.trim_end_matches('\r').len())
        && above.start < block.start
    {
        block.start = above.start;
    }
    while let Some(gap) = text.get(block.end..).and_then(|t| t.find('\n'))
        && text
            .get(block.end..block.end + gap)
            .is_some_and(|t| t.trim().is_empty())
        && let Some(below) = comment_at(text, block.end + gap + 1)
        && below.end > block.end
    {
        block.end = below.end;
    }
    block
}
