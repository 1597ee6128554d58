//! Where something of an older text is in a newer one.

use crate::source::{FileId, Sources, Span};
use std::sync::Arc;

/// What lies between a text and a later one: everything in front of the first difference and behind the last one is the
/// same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shift {
    /// The file of the later text.
    file: FileId,
    /// Up to where both begin alike, in bytes.
    head: usize,
    /// From where the older text ends as the later one does.
    tail: usize,
    older: usize,
    newer: usize,
}

/// Places of older sources in newer ones.
#[derive(Debug, Clone)]
pub struct Shifts {
    by_file: Vec<Option<Shift>>,
}

impl Shifts {
    /// Compares each file of the older sources with the one of the same path in the newer.
    pub fn between(older: &Sources, newer: &Sources) -> Self {
        let by_path: std::collections::BTreeMap<&str, FileId> =
            newer.iter().map(|(id, f)| (&*f.path, id)).collect();
        let by_file = older.iter().map(|(_, file)| {
            let id = by_path.get(&*file.path)?;
            Some(Shift::between(&file.text, &newer.file(*id).text, *id))
        });
        Shifts {
            by_file: by_file.collect(),
        }
    }

    /// Where a place of the older sources is now. `None`: its file is gone, or its text was touched.
    pub fn span(&self, span: Span) -> Option<Span> {
        let shift = (*self.by_file.get(span.file.0 as usize)?)?;
        let (start, end) = (span.start as usize, span.end as usize);
        if end <= shift.head {
            return Some(Span::new(shift.file, start, end));
        }
        if start >= shift.tail && end <= shift.older {
            let moved = |at: usize| at + shift.newer - shift.older;
            return Some(Span::new(shift.file, moved(start), moved(end)));
        }
        None
    }
}

impl Shift {
    fn between(older: &Arc<str>, newer: &Arc<str>, file: FileId) -> Self {
        let lengths = (older.len(), newer.len());
        if Arc::ptr_eq(older, newer) || older == newer {
            return Shift {
                file,
                head: lengths.0,
                tail: lengths.0,
                older: lengths.0,
                newer: lengths.1,
            };
        }
        let (a, b) = (older.as_bytes(), newer.as_bytes());
        let head = common(a.iter(), b.iter());
        let (rest_a, rest_b) = (a.get(head..), b.get(head..));
        let tail = common(
            rest_a.unwrap_or_default().iter().rev(),
            rest_b.unwrap_or_default().iter().rev(),
        );
        Shift {
            file,
            head,
            tail: lengths.0 - tail,
            older: lengths.0,
            newer: lengths.1,
        }
    }
}

fn common<'a>(a: impl Iterator<Item = &'a u8>, b: impl Iterator<Item = &'a u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn sources(files: &[(&str, &str)]) -> Sources {
        let mut sources = Sources::default();
        for (path, text) in files {
            sources.add(SourceFile::new(*path, *text));
        }
        sources
    }

    #[test]
    fn what_was_not_touched_is_found_again() {
        let older = sources(&[("a", "one two three"), ("b", "same"), ("c", "gone")]);
        let newer = sources(&[("0", "new"), ("a", "one twenty three"), ("b", "same")]);
        let shifts = Shifts::between(&older, &newer);
        let at = |file, start, end| shifts.span(Span::new(FileId(file), start, end));
        let text = |span: Option<Span>| span.map(|s| newer.text(s).to_string());
        assert_eq!(text(at(0, 0, 3)).as_deref(), Some("one"));
        assert_eq!(text(at(0, 8, 13)).as_deref(), Some("three"));
        assert_eq!(at(0, 4, 7), None);
        assert_eq!(at(0, 0, 13), None);
        assert_eq!(text(at(1, 0, 4)).as_deref(), Some("same"));
        assert_eq!(at(2, 0, 4), None);
        assert_eq!(at(9, 0, 4), None);
        assert_eq!(at(0, 90, 99), None);
    }

    #[test]
    fn a_text_that_repeats_is_not_counted_twice() {
        for (a, b) in [
            ("aa", "aaa"),
            ("aaa", "aa"),
            ("", "a"),
            ("a", ""),
            ("xyx", "x"),
        ] {
            let (older, newer) = (sources(&[("a", a)]), sources(&[("a", b)]));
            let shifts = Shifts::between(&older, &newer);
            for start in 0..=a.len() {
                for end in start..=a.len() {
                    let Some(now) = shifts.span(Span::new(FileId(0), start, end)) else {
                        continue;
                    };
                    assert_eq!(newer.text(now), &a[start..end]);
                }
            }
        }
    }
}
