//! The guard against nesting that would exhaust the parser's stack.

use super::codes::{self, finding};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{FileId, Span};

/// How deep parentheses and `not` may stand in one another.
pub const LIMIT: usize = 64;

/// A finding if a condition of the text nests deeper than [`LIMIT`].
///
/// Only conditions nest: through parentheses and `not`. A brace or a string ends a condition, so
/// the count starts anew there, and a parenthesis that was never closed costs nothing further on.
pub fn too_deep(file: FileId, text: &str) -> Option<Diagnostic> {
    let bytes = text.as_bytes();
    let mut frames: Vec<usize> = Vec::new();
    let (mut depth, mut nots, mut at) = (0usize, 0usize, 0usize);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'#' => at += rest_of_line(bytes, at),
            b'"' => {
                at += rest_of_string(bytes, at);
                (depth, nots) = (0, 0);
                frames.clear();
            }
            b'{' | b'}' => {
                (depth, nots) = (0, 0);
                frames.clear();
            }
            b'(' => {
                frames.push(nots + 1);
                depth += nots + 1;
                nots = 0;
            }
            b')' => {
                depth -= frames.pop().unwrap_or(0);
                nots = 0;
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if is_word(byte) => {
                at += bytes.iter().skip(at).take_while(|b| is_word(**b)).count();
                match bytes.get(start..at) {
                    Some(b"not" | b"niet") => nots += 1,
                    _ => nots = 0,
                }
            }
            _ => nots = 0,
        }
        if depth + nots > LIMIT {
            return Some(found(file, start, at));
        }
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte >= 0x80
}

fn rest_of_line(bytes: &[u8], at: usize) -> usize {
    bytes
        .iter()
        .skip(at)
        .take_while(|b| !matches!(b, b'\n' | b'\r'))
        .count()
}

/// How many bytes to just behind the closing quote.
fn rest_of_string(bytes: &[u8], at: usize) -> usize {
    let mut escaped = false;
    let mut length = 0;
    for byte in bytes.iter().skip(at) {
        length += 1;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => break,
            _ => {}
        }
    }
    length
}

fn found(file: FileId, start: usize, end: usize) -> Diagnostic {
    finding(
        codes::TOO_DEEP,
        format!("This condition nests more than {LIMIT} levels deep, so this file was not read."),
        format!(
            "Deze voorwaarde is meer dan {LIMIT} niveaus diep, dus dit bestand is niet gelezen."
        ),
    )
    .label(
        Span::new(file, start, end),
        Text::new("too deep from here on", "vanaf hier te diep"),
    )
    .help(Text::new(
        "Give a part of the condition a name of its own: declare a fact for it.",
        "Geef een deel van de voorwaarde een eigen naam: declareer er een feit voor.",
    ))
}
