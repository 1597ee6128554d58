//! Positions of the protocol and bytes of a text.
//!
//! The protocol counts lines from 0 and columns in units of UTF-16 or, if both sides can, in bytes. A line ends with
//! `\n`, `\r\n` or a `\r` alone. A column behind the end of its line means the end of the line.

use gen_lsp_types::{Position, Range};
use std::ops;

/// What columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    Utf8,
    #[default]
    Utf16,
}

/// Where the lines of a text begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The first byte of each line; there is always one.
    starts: Vec<usize>,
}

impl Lines {
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts_in(text, 0, &mut |at| {
            starts.push(at);
            true
        });
        Lines { starts }
    }

    /// How many lines there are; the last one may be empty.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Follows a change: the bytes `range` of the text before became `inserted` bytes; `text` is the text after.
    pub fn change(&mut self, range: ops::Range<usize>, inserted: usize, text: &str) {
        // The end of a line just before the change may have become another one (`\r` and `\n` joined or parted).
        let keep = self.starts.partition_point(|&s| s < range.start).max(1);
        let from = self.starts.get(keep - 1).copied().unwrap_or(0);
        let end = range.start + inserted;
        // Behind the change all lines are as before, but for the first one if it began just there.
        let tail: Vec<usize> = self
            .starts
            .iter()
            .filter(|&&s| s > range.end + 1)
            .map(|&s| s - range.end + end)
            .collect();
        self.starts.truncate(keep);
        let starts = &mut self.starts;
        starts_in(text, from, &mut |at| {
            let here = at <= end + 1;
            if here {
                starts.push(at);
            }
            here
        });
        self.starts.extend(tail);
    }

    /// The bytes of a line without its end.
    fn line(&self, text: &str, line: usize) -> Option<ops::Range<usize>> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let whole = text.get(start..end)?;
        // Only the last line has no end; nothing else in it is one.
        let content = match line + 1 < self.starts.len() {
            true => whole
                .strip_suffix("\r\n")
                .or_else(|| whole.strip_suffix(['\n', '\r']))
                .unwrap_or(whole),
            false => whole,
        };
        Some(start..start + content.len())
    }

    /// The byte of a position. Behind the end of a line it is the end of the line, behind the last line the end of the
    /// text, and within a character the beginning of the character.
    pub fn byte(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.line(text, position.line as usize) else {
            return text.len();
        };
        let content = text.get(line.clone()).unwrap_or_default();
        let column = position.character as usize;
        if encoding == Encoding::Utf8 || content.is_ascii() {
            let mut column = column.min(content.len());
            while !content.is_char_boundary(column) {
                column -= 1;
            }
            return line.start + column;
        }
        let mut units = 0;
        for (at, c) in content.char_indices() {
            units += c.len_utf16();
            if units > column {
                return line.start + at;
            }
        }
        line.end
    }

    /// The position of a byte. Within a character or within the end of a line it is the place before.
    pub fn position(&self, text: &str, byte: usize, encoding: Encoding) -> Position {
        let byte = byte.min(text.len());
        let number = self.starts.partition_point(|&s| s <= byte).max(1) - 1;
        let line = self.line(text, number).unwrap_or(0..0);
        let mut end = byte.min(line.end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(line.start..end).unwrap_or_default();
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 if before.is_ascii() => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position::new(number as u32, column as u32)
    }

    /// The range of some bytes.
    pub fn range(&self, text: &str, bytes: ops::Range<usize>, encoding: Encoding) -> Range {
        Range::new(
            self.position(text, bytes.start, encoding),
            self.position(text, bytes.end, encoding),
        )
    }

    /// The bytes of a range; `None` if it ends before it begins.
    pub fn bytes(&self, text: &str, range: Range, encoding: Encoding) -> Option<ops::Range<usize>> {
        let start = self.byte(text, range.start, encoding);
        let end = self.byte(text, range.end, encoding);
        (start <= end).then_some(start..end)
    }
}

/// Calls with the beginning of each line that begins behind `from`, until it is told to stop.
fn starts_in(text: &str, from: usize, found: &mut dyn FnMut(usize) -> bool) {
    let bytes = text.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    for (at, &byte) in rest.iter().enumerate() {
        let at = from + at;
        let ends = match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends && !found(at + 1) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Encoding::{Utf8, Utf16};
    use proptest::prelude::*;

    /// Every place in a text between two characters, with its position, counted in the plainest way.
    fn places(text: &str, encoding: Encoding) -> Vec<(usize, Position)> {
        let mut out = Vec::new();
        let (mut line, mut column) = (0, 0);
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        for (n, &(at, c)) in characters.iter().enumerate() {
            let next = characters.get(n + 1).map(|(_, c)| *c);
            let previous = n
                .checked_sub(1)
                .and_then(|n| characters.get(n))
                .map(|p| p.1);
            // Between `\r` and `\n` there is no place.
            if !(c == '\n' && previous == Some('\r')) {
                out.push((at, Position::new(line, column)));
            }
            if c == '\n' || c == '\r' && next != Some('\n') {
                (line, column) = (line + 1, 0);
            } else {
                column += match encoding {
                    Utf8 => c.len_utf8() as u32,
                    Utf16 => c.len_utf16() as u32,
                };
            }
        }
        out.push((text.len(), Position::new(line, column)));
        out
    }

    fn some_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("a".to_string()),
            Just("\n".to_string()),
            Just("\r\n".to_string()),
            Just("\r".to_string()),
            Just("\t".to_string()),
            Just("é".to_string()),
            Just("e\u{301}".to_string()),
            Just("👩‍🌾".to_string()),
            Just("\u{feff}".to_string()),
            Just("𐍈".to_string()),
            any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(piece, 0..30).prop_map(|p| p.concat())
    }

    proptest! {
        #[test]
        fn there_and_back(text in some_text()) {
            let lines = Lines::of(&text);
            for encoding in [Utf8, Utf16] {
                for (byte, position) in places(&text, encoding) {
                    prop_assert_eq!(lines.position(&text, byte, encoding), position);
                    prop_assert_eq!(lines.byte(&text, position, encoding), byte);
                }
            }
        }

        #[test]
        fn any_place_is_held_within_the_text(
            text in some_text(), line in 0u32..40, column in 0u32..90, byte in 0usize..200
        ) {
            let lines = Lines::of(&text);
            for encoding in [Utf8, Utf16] {
                let known = places(&text, encoding);
                // The last place of the line that is not behind the column, or the end of the text.
                let position = Position::new(line, column);
                let expected = known
                    .iter()
                    .rfind(|(_, p)| p.line == line && p.character <= column)
                    .map_or(text.len(), |(at, _)| *at);
                prop_assert_eq!(lines.byte(&text, position, encoding), expected);
                let expected = known.iter().rfind(|(at, _)| *at <= byte).unwrap().1;
                prop_assert_eq!(lines.position(&text, byte, encoding), expected);
            }
        }

        #[test]
        fn lines_follow_changes(
            text in some_text(),
            changes in proptest::collection::vec((0usize..60, 0usize..10, some_text()), 1..6)
        ) {
            let mut text = text;
            let mut lines = Lines::of(&text);
            for (at, length, inserted) in changes {
                let mut start = at.min(text.len());
                while !text.is_char_boundary(start) { start -= 1; }
                let mut end = (start + length).min(text.len());
                while !text.is_char_boundary(end) { end += 1; }
                text.replace_range(start..end, &inserted);
                lines.change(start..end, inserted.len(), &text);
                prop_assert_eq!(&lines, &Lines::of(&text), "{:?}", &text);
            }
        }
    }

    #[test]
    fn columns_count_in_units_of_utf16() {
        let text = "a👩‍🌾b\r\nsecond";
        let lines = Lines::of(text);
        let at = text.find('b').unwrap();
        assert_eq!(lines.position(text, at, Utf16), Position::new(0, 6));
        assert_eq!(lines.position(text, at, Utf8), Position::new(0, 12));
        // In the middle of a pair of surrogates.
        assert_eq!(lines.byte(text, Position::new(0, 2), Utf16), 1);
        assert_eq!(lines.byte(text, Position::new(0, 99), Utf16), at + 1);
        assert_eq!(lines.byte(text, Position::new(9, 0), Utf16), text.len());
        assert_eq!(
            lines.byte(text, Position::new(u32::MAX, u32::MAX), Utf8),
            text.len()
        );
    }
}
