//! Where two versions of a text differ.

use super::{FileId, Span};
use std::ops::Range;

/// The one stretch in which two texts differ: before it and behind it they are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In the old text.
    pub old: Range<usize>,
    /// In the new text; it starts where that of the old text does.
    pub new: Range<usize>,
}

impl Difference {
    /// Compares two texts byte by byte; the ends need not lie between characters.
    pub fn of(old: &str, new: &str) -> Self {
        let (a, b) = (old.as_bytes(), new.as_bytes());
        let start = same(a.chunks(BLOCK).zip(b.chunks(BLOCK)), |x, y| {
            x.iter().zip(y).take_while(|(x, y)| x == y).count()
        });
        let a = a.get(start..).unwrap_or_default();
        let b = b.get(start..).unwrap_or_default();
        let tail = same(a.rchunks(BLOCK).zip(b.rchunks(BLOCK)), |x, y| {
            let pairs = x.iter().rev().zip(y.iter().rev());
            pairs.take_while(|(x, y)| x == y).count()
        });
        Difference {
            old: start..old.len() - tail,
            new: start..new.len() - tail,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.old.is_empty() && self.new.is_empty()
    }

    /// Where a span of the old text stands in the new one, which is in this file now. None: it was touched. What stands
    /// right beside the change was not.
    pub fn moved(&self, span: Span, file: FileId) -> Option<Span> {
        let (start, end) = (span.start as usize, span.end as usize);
        if end <= self.old.start {
            return Some(Span { file, ..span });
        }
        let moved = |at: usize| at - self.old.end + self.new.end;
        (start >= self.old.end).then(|| Span::new(file, moved(start), moved(end)))
    }
}

/// Bytes are compared so many at once.
const BLOCK: usize = 1024;

/// How many bytes are the same, block by block and then within the first block that is not.
fn same<'t>(
    blocks: impl Iterator<Item = (&'t [u8], &'t [u8])>,
    within: impl Fn(&[u8], &[u8]) -> usize,
) -> usize {
    let mut count = 0;
    for (x, y) in blocks {
        match x == y {
            true => count += x.len(),
            false => return count + within(x, y),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stretch_differs() {
        let of = |old: &str, new: &str| {
            let found = Difference::of(old, new);
            (found.old, found.new)
        };
        assert_eq!(of("abcd", "abXcd"), (2..2, 2..3));
        assert_eq!(of("aaa", "aa"), (2..3, 2..2));
        assert_eq!(of("same", "same"), (4..4, 4..4));
        assert_eq!(of("", "new"), (0..0, 0..3));
        let long = "x".repeat(5000);
        let other = format!("{long}y{long}");
        assert_eq!(
            of(&format!("{long}{long}"), &other),
            (5000..5000, 5000..5001)
        );
        assert_eq!(of("é", "è"), (1..2, 1..2));
    }

    #[test]
    fn spans_move_unless_they_are_touched() {
        let change = Difference::of("one two three", "one 2 three");
        let moved = |start, end| {
            let span = change.moved(Span::new(FileId(0), start, end), FileId(1))?;
            assert_eq!(span.file, FileId(1));
            Some((span.start, span.end))
        };
        assert_eq!(moved(0, 3), Some((0, 3)));
        assert_eq!(moved(4, 7), None);
        assert_eq!(moved(0, 13), None);
        assert_eq!(moved(8, 13), Some((6, 11)));
        assert_eq!(moved(4, 4), Some((4, 4)));
    }
}
