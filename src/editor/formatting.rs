//! Formatting as edits: only what changes is replaced.

use super::Snapshot;
use crate::diagnostic::Text;
use crate::source::FileId;
use crate::syntax::follow;
use crate::syntax::format;
use crate::syntax::grammar::{MeentParser, Rule};
use pest::Parser;
use std::ops::Range;

/// Replace these bytes by a text. Edits are in order and never overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    pub bytes: Range<usize>,
    pub text: String,
}

/// The edits that bring a file into the canonical layout; with a range, only those in the declarations that it
/// touches. In a file in which something does not parse, the declarations that do are brought into form.
///
/// # Errors
/// Why nothing can be formatted, for people.
pub fn edits(
    snapshot: &Snapshot,
    file: FileId,
    range: Option<Range<usize>>,
) -> Result<Vec<TextEdit>, Text> {
    of_text(&snapshot.text(file), range)
}

/// [`edits`] of a text.
///
/// # Errors
/// Why nothing can be formatted, for people.
pub fn of_text(text: &str, range: Option<Range<usize>>) -> Result<Vec<TextEdit>, Text> {
    let mut found = Vec::new();
    if let Ok(whole) = format(text, None) {
        found = between(text, &whole);
    } else {
        let runs = runs(text);
        if runs.is_empty() {
            return Err(Text::new(
                "This file has errors in its form, so it can't be formatted. Settle the errors first.",
                "Dit bestand heeft vormfouten en kan daarom niet worden opgemaakt. Los eerst de fouten op.",
            ));
        }
        for run in runs {
            let part = text.get(run.clone()).unwrap_or_default();
            if let Ok(formatted) = format(part, None) {
                let end = formatted.trim_end_matches('\n');
                found.extend(between(part, end).into_iter().map(|e| TextEdit {
                    bytes: run.start + e.bytes.start..run.start + e.bytes.end,
                    text: e.text,
                }));
            }
        }
    }
    let Some(range) = range else {
        return Ok(found);
    };
    let Some(touched) = touched(text, &range) else {
        let broken = touches_broken(text, &range);
        return match broken {
            true => Err(Text::new(
                "What is selected does not parse, so it can't be formatted. Settle the errors first.",
                "Wat is geselecteerd, heeft vormfouten en kan daarom niet worden opgemaakt. Los eerst de fouten op.",
            )),
            false => Ok(Vec::new()),
        };
    };
    found.retain(|e| e.bytes.start >= touched.start && e.bytes.end <= touched.end);
    Ok(found)
}

/// The declarations of a text and what does not parse in it: from where to where, without the blanks behind.
fn tops(text: &str) -> Vec<(bool, Range<usize>)> {
    let Ok(pairs) = MeentParser::parse(Rule::file, text) else {
        return Vec::new();
    };
    let tops = pairs.flat_map(|p| p.into_inner());
    tops.filter(|p| p.as_rule() != Rule::EOI)
        .map(|p| {
            let span = p.as_span();
            let broken = p.as_rule() == Rule::broken;
            let end = match broken {
                true => span.start() + span.as_str().trim_end().len(),
                false => last_token(p),
            };
            (broken, span.start()..end)
        })
        .collect()
}

/// The end of the last piece of a production that is not blank.
fn last_token(pair: pest::iterators::Pair<'_, Rule>) -> usize {
    let span = pair.as_span();
    let own = span.start() + span.as_str().trim_end().len();
    match pair.into_inner().filter(|p| !p.as_str().is_empty()).last() {
        Some(last) => last_token(last),
        None => own,
    }
}

/// Stretches of declarations that parse, each from the beginning of its first line.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (broken, bytes) in tops(text) {
        match (broken, open.take()) {
            (true, run) => runs.extend(run),
            (false, None) => open = Some(line_start(text, bytes.start)..bytes.end),
            (false, Some(run)) => open = Some(run.start..bytes.end),
        }
    }
    runs.extend(open);
    runs
}

/// The beginning of a line, if only blanks stand before a byte on it; else the byte.
fn line_start(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or_default();
    let bare = before.trim_end_matches([' ', '\t']);
    match bare.is_empty() || bare.ends_with('\n') {
        true => bare.len(),
        false => byte,
    }
}

/// From the first to the last declaration that a range touches.
fn touched(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let hit = |r: &Range<usize>| r.start <= range.end && r.end >= range.start;
    let mut all = tops(text)
        .into_iter()
        .filter(|(broken, r)| !broken && hit(r))
        .map(|(_, r)| r);
    let first = all.next()?;
    let end = all.next_back().map_or(first.end, |r| r.end);
    Some(line_start(text, first.start)..end)
}

fn touches_broken(text: &str, range: &Range<usize>) -> bool {
    let hit = |r: &Range<usize>| r.start <= range.end && r.end >= range.start;
    tops(text).iter().any(|(broken, r)| *broken && hit(r))
}

/// What differs between a text and its canonical layout, piece by piece: layout changes blanks and a few words, never
/// the order of anything.
fn between(old: &str, new: &str) -> Vec<TextEdit> {
    let (a, b) = (pieces(old), pieces(new));
    if a.len() != b.len() {
        return whole(old, new);
    }
    let mut found = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let mut put = |bytes: Range<usize>, text: &str| {
        if old.get(bytes.clone()) != Some(text) {
            found.push(TextEdit {
                bytes,
                text: text.to_string(),
            });
        }
    };
    for (one, other) in a.iter().zip(&b) {
        let gap = new.get(new_at..other.start).unwrap_or_default();
        put(old_at..one.start, gap);
        let piece = new.get(other.clone()).unwrap_or_default();
        put(one.clone(), piece);
        (old_at, new_at) = (one.end, other.end);
    }
    put(old_at..old.len(), new.get(new_at..).unwrap_or_default());
    found
}

/// One edit for all that lies between what both texts begin and end with.
fn whole(old: &str, new: &str) -> Vec<TextEdit> {
    let mut start = old
        .bytes()
        .zip(new.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let (a, b) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let mut same = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(|(a, b)| a == b)
        .count();
    while !a.is_char_boundary(a.len() - same) || !b.is_char_boundary(b.len() - same) {
        same -= 1;
    }
    let text = b.get(..b.len() - same).unwrap_or_default().to_string();
    let bytes = start..start + a.len() - same;
    if bytes.is_empty() && text.is_empty() {
        return Vec::new();
    }
    vec![TextEdit { bytes, text }]
}

/// The words and signs of a text; each sign that is no letter or digit stands alone.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut letters = text.char_indices().peekable();
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    while let Some((start, c)) = letters.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while part(c) {
            match letters.next_if(|(_, c)| part(*c)) {
                Some((at, c)) => end = at + c.len_utf8(),
                None => break,
            }
        }
        all.push(start..end);
    }
    all
}

/// The edits after a character was typed: the indent of a new line, the layout of a declaration whose brace was closed.
/// `offset` is just behind the character.
pub fn on_type(text: &str, offset: usize, typed: char) -> Vec<TextEdit> {
    match typed {
        '\n' => indent(text, offset).into_iter().collect(),
        '}' => {
            let brace = offset.saturating_sub(1);
            let closed = tops(text)
                .into_iter()
                .any(|(broken, r)| !broken && r.end == offset && r.start < brace);
            match closed {
                true => of_text(text, Some(brace..offset)).unwrap_or_default(),
                false => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// The indent of the line that a byte is on: of a clause, of a clause that goes on, or none.
fn indent(text: &str, offset: usize) -> Option<TextEdit> {
    let before = text.get(..offset)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?;
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    if let Some(follow::Within::Text(_)) = follow::within(text, start) {
        return None;
    }
    let wanted = match line.get(blanks..)?.chars().next() {
        Some('}') => 0,
        _ => depth(text, start),
    };
    let old = line.get(..blanks)?;
    let new = " ".repeat(wanted);
    (old != new).then(|| TextEdit {
        bytes: start..start + blanks,
        text: new,
    })
}

/// How deep a line stands that begins at a byte: nothing outside a body, two where a clause may begin, four within one.
fn depth(text: &str, start: usize) -> usize {
    let place = follow::expected_at(text, start);
    let mut depth = None;
    for expected in &place.expected {
        let [_, top, inner @ ..] = expected.path.as_slice() else {
            continue;
        };
        let open = top.has(Rule::open) && !top.has(Rule::close);
        let begins = inner.iter().all(|s| s.read.is_empty());
        let here = match (open, begins) {
            (false, _) => 0,
            (true, true) => 2,
            (true, false) => 4,
        };
        // Where a clause may begin, it likely does.
        depth = Some(match depth {
            Some(2) => 2,
            Some(old) if here != 2 => old.max(here),
            _ => here,
        });
    }
    depth.unwrap_or(0)
}
