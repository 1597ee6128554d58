//! The place of the cursor: its declaration, its word, and what may stand there.

use super::walk::{Walk, walk};
use super::{Expected, Step};
use crate::syntax::grammar::{MeentParser, Rule};
use crate::syntax::recover::skip_blank;
use pest::Parser;

/// What surrounds a place that is not code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    Comment,
    /// A text between quotes, from the quote on.
    Text(usize),
}

/// What may stand at a place.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Where the declaration begins that the place is in or behind.
    pub declaration: usize,
    /// The word that is being written, from the first byte of it to the place.
    pub word: usize,
    pub expected: Vec<Expected>,
    /// Something between the beginning of the declaration and the place does not parse, and was stepped over.
    pub mended: bool,
    /// What the declaration has behind the place, as far as that parses.
    pub behind: Vec<Step>,
}

/// What may stand at a byte of a text, in place of the word that ends there.
pub fn expected_at(text: &str, offset: usize) -> Place {
    let word = word_at(text, offset).0;
    let start = start_of(text, word);
    let before = text.get(..word).unwrap_or_default();
    let (walk, mended) = mend(before, start);
    Place {
        declaration: start,
        word,
        expected: walk.expected,
        mended,
        behind: behind(text, start, word),
    }
}

/// The bytes of the word around a place, from where completion replaces: names with their dots, colons and hyphens.
pub fn word_at(text: &str, offset: usize) -> (usize, usize) {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let before = text.get(..offset).unwrap_or_default();
    let mut start = before.trim_end_matches(part).len();
    let after = text.get(offset..).unwrap_or_default();
    let mut end = offset + (after.len() - after.trim_start_matches(part).len());
    // A colon behind a word ends it where no name of another commons follows: `vote on expel:`.
    let word = text.get(start..end).unwrap_or_default();
    if let Some(bare) = word.strip_suffix([':', '.'])
        && start + bare.len() >= offset
    {
        end = start + bare.len();
    }
    let typed = text.get(start..offset).unwrap_or_default();
    // No name begins with a digit or a sign, so nothing is replaced there.
    if let Some(at) = typed.find(char::is_alphabetic) {
        if at > 0 {
            start = offset;
        }
    } else if !typed.is_empty() && typed.ends_with(|c: char| !c.is_ascii_digit()) {
        start = offset;
    }
    (start, end)
}

/// Whether a place is in a comment or in a text between quotes.
pub fn within(text: &str, offset: usize) -> Option<Within> {
    let mut from = start_of(text, offset);
    loop {
        let found = scan(text, from, offset);
        // A quote that is never closed where it should be hides nothing on later lines.
        if let Some(Within::Text(quote)) = found {
            let lines = text.get(quote..offset).unwrap_or_default();
            let whole = text.get(quote + 1..).unwrap_or_default();
            let runs_on = lines.contains('\n') && closed_wrongly(whole);
            if runs_on {
                let line = lines.find('\n').unwrap_or_default();
                from = quote + line + 1;
                continue;
            }
        }
        return found;
    }
}

/// Whether the text behind a quote shows that the quote was not closed on its line: the next quote stands where a text
/// begins, behind a blank and before a letter, and a line with a brace or a clause came before it.
fn closed_wrongly(behind: &str) -> bool {
    let Some(next) = behind.find('"') else {
        return true;
    };
    let between = behind.get(..next).unwrap_or_default();
    between.contains('{') || between.contains('}')
}

fn scan(text: &str, from: usize, offset: usize) -> Option<Within> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < offset {
        match bytes.get(at)? {
            b'#' => {
                let rest = bytes.iter().skip(at);
                let end = at + rest.take_while(|b| !matches!(b, b'\n' | b'\r')).count();
                if offset > at && offset <= end {
                    return Some(Within::Comment);
                }
                at = end;
            }
            b'"' => {
                let quote = at;
                at += 1;
                loop {
                    match bytes.get(at) {
                        None => return Some(Within::Text(quote)),
                        Some(b'\\') => at += 2,
                        Some(b'"') => break,
                        Some(_) => at += 1,
                    }
                }
                if offset > quote && offset <= at {
                    return Some(Within::Text(quote));
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    None
}

/// The last line before a place on which a declaration begins; the beginning of the text if there is none.
fn start_of(text: &str, place: usize) -> usize {
    let mut end = place;
    loop {
        let before = text.get(..end).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(line..).unwrap_or_default();
        let code = rest.trim_start_matches([' ', '\t']);
        let at = line + rest.len() - code.len();
        let letter = code.starts_with(char::is_alphabetic);
        if letter && at < place && MeentParser::parse(Rule::start, code).is_ok() {
            return at;
        }
        if line == 0 {
            return 0;
        }
        end = line - 1;
    }
}

/// Walks to the end of the text, stepping over lines that do not parse.
fn mend(before: &str, start: usize) -> (Walk, bool) {
    let first = walk(Rule::file, before, start);
    if !first.expected.is_empty() || before.len() <= start {
        return (first, false);
    }
    let mut text = before.to_string();
    let mut best = first;
    // Each round blanks out the lines that make no sense, fewest first.
    const MOST_ROUNDS: usize = 8;
    for _ in 0..MOST_ROUNDS {
        let Some((mended, walk)) = step_over(&text, start, best.furthest) else {
            break;
        };
        text = mended;
        best = walk;
        if !best.expected.is_empty() {
            return (best, true);
        }
    }
    // Nothing fits: the body as if nothing stood in it yet.
    if let Some(brace) = text.get(start..).and_then(|t| t.find('{')) {
        let open = start + brace + 1;
        if let Some(header) = before.get(..open) {
            let line = before.rfind('\n').map_or(0, |at| at + 1).max(open);
            let blank = " ".repeat(line - open);
            let tail = before.get(line..).unwrap_or_default();
            for candidate in [
                format!("{header}{blank}{tail}"),
                format!("{header}{}", " ".repeat(before.len() - open)),
            ] {
                let walk = walk(Rule::file, &candidate, start);
                if !walk.expected.is_empty() {
                    return (walk, true);
                }
            }
        }
    }
    (best, true)
}

/// The text with as few lines blanked out from where it stops making sense as let it go on, and how far that is.
fn step_over(text: &str, start: usize, furthest: usize) -> Option<(String, Walk)> {
    let failed = text.get(..furthest)?.rfind('\n').map_or(0, |at| at + 1);
    let mut froms = vec![failed.max(start), furthest];
    if let Some(line) = text.get(..failed.saturating_sub(1)) {
        let above = line.rfind('\n').map_or(0, |at| at + 1);
        if above > start {
            froms.push(above);
        }
    }
    let mut best: Option<(String, Walk)> = None;
    for from in froms {
        let mut to = failed;
        while let Some(end) = text.get(to..).and_then(|t| t.find('\n')) {
            to += end + 1;
            if to <= from {
                continue;
            }
            let blanked = blanked(text, from, to)?;
            let walk = walk(Rule::file, &blanked, start);
            let further = walk.furthest > furthest.max(to);
            let better = best
                .as_ref()
                .is_none_or(|(_, b)| walk.furthest > b.furthest);
            if !walk.expected.is_empty() {
                return Some((blanked, walk));
            }
            if further && better {
                best = Some((blanked, walk));
                break;
            }
        }
    }
    best
}

fn blanked(text: &str, from: usize, to: usize) -> Option<String> {
    let (head, tail) = (text.get(..from)?, text.get(to..)?);
    Some(format!("{head}{}{tail}", " ".repeat(to - from)))
}

/// The clauses of the declaration, with the line of the place left out.
fn behind(text: &str, start: usize, place: usize) -> Vec<Step> {
    let line_end = text
        .get(place..)
        .and_then(|t| t.find('\n'))
        .map_or(text.len(), |at| place + at);
    let next = next_start(text, line_end);
    let Some(whole) = text.get(..next) else {
        return Vec::new();
    };
    let line = whole
        .get(..place)
        .and_then(|t| t.rfind('\n'))
        .map_or(0, |at| at + 1);
    let rest = whole.get(line..line_end).unwrap_or_default();
    let mut end = line_end;
    if rest.contains('}') && !rest.contains('{') {
        end = line + rest.find('}').unwrap_or(rest.len());
    }
    let Some(blanked) = blanked(whole, place, end.max(place)) else {
        return Vec::new();
    };
    let from = skip_blank(&blanked, start);
    walk(Rule::file, &blanked, from).whole
}

fn next_start(text: &str, from: usize) -> usize {
    let mut line = from;
    while let Some(end) = text.get(line..).and_then(|t| t.find('\n')) {
        line += end + 1;
        let code = text.get(line..).unwrap_or_default();
        let code = code.trim_start_matches([' ', '\t']);
        if code.starts_with(char::is_alphabetic) && MeentParser::parse(Rule::start, code).is_ok() {
            return line;
        }
    }
    text.len()
}
