//! How far the parser looked to understand a piece of a file.
//!
//! A change of the text beyond that point cannot change the piece. The parser does not tell how far it looked, so these
//! are bounds, and they follow from the grammar:
//!
//! - A declaration with a body ends with the brace that closes it, and nothing behind the brace is looked at. No way of
//!   reading it that was tried and given up can have got past that brace either: between tokens, text and comments begin
//!   and end in the same places whatever was tried, and a declaration never has more braces closed than opened.
//! - A declaration without a body was looked behind for what could have gone on: a comma and a name, `because` and a
//!   text, a translation, a brace. These are a few tokens.
//! - An attempt that failed is known by the furthest production that could not be had. That one starts with a token (a
//!   keyword of several words, a date, a name with its dots are several), and nothing behind it was looked at.
//! - What is broken goes on to the next line that starts a declaration, and that line was looked at.

use crate::syntax::recover::skip_blank;

/// More tokens than any single production of the grammar is made of: a title behind a keyword of four words.
const TOKENS: usize = 16;

/// Behind some tokens from here on, or behind the end of the text if it ends before.
pub fn tokens(text: &str, from: usize) -> usize {
    let mut at = from;
    for _ in 0..TOKENS {
        at = skip_blank(text, at);
        at = match token(text.as_bytes(), at) {
            Some(end) => end,
            None => return text.len() + 1,
        };
    }
    at
}

/// The end of the token that begins here; a text between quotes is one. None: the text ends before it does.
fn token(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    match rest.first()? {
        b'"' => {
            let mut escaped = false;
            let end = rest.iter().skip(1).position(|b| {
                let ends = *b == b'"' && !escaped;
                escaped = *b == b'\\' && !escaped;
                ends
            })?;
            Some(at + end + 2)
        }
        first if is_word(*first) => {
            let length = rest.iter().position(|b| !is_word(*b))?;
            Some(at + length)
        }
        _ => Some(at + 1),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte >= 0x80
}

/// Behind the line after the one in which something ends, or behind the end of the text.
pub fn next_line(text: &str, end: usize) -> usize {
    let rest = text.as_bytes().get(end + 1..).unwrap_or_default();
    match rest.iter().position(|b| matches!(b, b'\n' | b'\r')) {
        Some(length) => end + 1 + length + 1,
        None => text.len() + 1,
    }
}
