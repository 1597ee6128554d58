//! Long lines cut around what is shown of them. A line of a megabyte, as a program may write it, must not fill the screen.

/// Lines of more characters than this are cut.
const LONGEST: usize = 200;

/// So many characters are left on either side of a place that is shown.
const AROUND: usize = 60;

/// What stands for the parts that are left out.
const GAP: &str = "…";

/// A text with its long lines cut, and where its places have gone.
#[derive(Debug, Clone)]
pub(super) struct Shortened {
    pub text: String,
    /// What was left out, in order: from and to, in bytes of the old text.
    cuts: Vec<(usize, usize)>,
}

impl Shortened {
    /// Cuts the long lines of a text, but for the surroundings of these places (from and to, in bytes, on the bounds of
    /// characters). A place that is too long itself keeps its ends. `None`: no line is too long.
    pub fn of(text: &str, places: &[(usize, usize)]) -> Option<Shortened> {
        let mut cuts = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end_matches('\n').len();
            if end - start > LONGEST && line.chars().nth(LONGEST).is_some() {
                cut(text, (start, end), places, &mut cuts);
            }
            start += line.len();
        }
        if cuts.is_empty() {
            return None;
        }
        let mut out = String::new();
        let mut from = 0;
        for &(a, b) in &cuts {
            out.push_str(text.get(from..a).unwrap_or_default());
            out.push_str(GAP);
            from = b;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        Some(Shortened { text: out, cuts })
    }

    /// Where a byte of the old text is now; what was left out is at the sign that stands for it.
    pub fn place(&self, byte: usize) -> usize {
        let mut now = byte;
        for &(a, b) in self.cuts.iter().take_while(|(a, _)| *a < byte) {
            now = if byte < b {
                now - (byte - a)
            } else {
                now - (b - a) + GAP.len()
            };
        }
        now
    }
}

/// Adds what to leave out of one line.
fn cut(
    text: &str,
    line: (usize, usize),
    places: &[(usize, usize)],
    cuts: &mut Vec<(usize, usize)>,
) {
    let (start, end) = line;
    let mut keep: Vec<(usize, usize)> = Vec::new();
    for &(a, b) in places.iter().filter(|(a, b)| *a <= end && *b >= start) {
        let (a, b) = (a.max(start), b.min(end));
        let around = |from: usize, to: usize| {
            (
                back(text, from, AROUND).max(start),
                forth(text, to, AROUND).min(end),
            )
        };
        if text.get(a..b).unwrap_or_default().chars().count() <= LONGEST {
            keep.push(around(a, b));
        } else {
            keep.push(around(a, forth(text, a, AROUND)));
            keep.push(around(back(text, b, AROUND), b));
        }
    }
    if keep.is_empty() {
        keep.push((start, forth(text, start, LONGEST)));
    }
    keep.sort_unstable();
    let mut at = start;
    for (a, b) in keep {
        // The sign would be longer than what it stands for.
        if a > at + GAP.len() {
            cuts.push((at, a));
        }
        at = at.max(b);
    }
    if end > at + GAP.len() {
        cuts.push((at, end));
    }
}

/// So many characters before a place.
fn back(text: &str, from: usize, characters: usize) -> usize {
    let before = text.get(..from).unwrap_or_default();
    let found = before.char_indices().rev().take(characters).last();
    found.map_or(from, |(at, _)| at)
}

/// So many characters behind a place.
fn forth(text: &str, from: usize, characters: usize) -> usize {
    let behind = text.get(from..).unwrap_or_default();
    let found = behind.char_indices().nth(characters);
    found.map_or(text.len(), |(at, _)| from + at)
}

/// One line of a text that an edit makes, cut around the first place where it differs from the line before.
pub(super) fn around_change(before: Option<&String>, line: &str) -> String {
    let same = |other: &String| {
        let pairs = line.chars().zip(other.chars());
        let same = pairs.take_while(|(a, b)| a == b);
        same.map(|(c, _)| c.len_utf8()).sum()
    };
    let at: usize = before.map_or(0, same);
    Shortened::of(line, &[(at, at)]).map_or_else(|| line.to_owned(), |s| s.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_stays_and_is_found_again() {
        let text = format!(
            "short\n{}é«here»{}\nlast\n",
            "a".repeat(500),
            "b".repeat(500)
        );
        let at = text.find("here").unwrap();
        let short = Shortened::of(&text, &[(at, at + 4)]).unwrap();
        let place = short.place(at);
        assert_eq!(short.text.get(place..place + 4), Some("here"));
        assert!(short.text.len() < 200, "{}", short.text);
        assert_eq!(short.text.matches('…').count(), 2);
        assert_eq!(short.text.lines().count(), 3);
        let last = short.place(text.find("last").unwrap());
        assert!(short.text[last..].starts_with("last"));
        // A place that was left out is at the sign.
        let gone = short.place(text.find("aaaa").unwrap() + 10);
        assert!(short.text[gone..].starts_with('…'));
    }

    #[test]
    fn a_place_that_is_too_long_keeps_its_ends() {
        let text = format!("x{}y", "é".repeat(1000));
        let short = Shortened::of(&text, &[(0, text.len())]).unwrap();
        assert!(short.text.starts_with("xé") && short.text.ends_with("éy"));
        assert_eq!(short.place(text.len()), short.text.len());
        assert_eq!(short.place(0), 0);
    }

    #[test]
    fn short_lines_are_left_alone() {
        let text = format!("{}\n{}\n", "é".repeat(LONGEST), "b".repeat(LONGEST));
        assert!(Shortened::of(&text, &[(0, 1)]).is_none());
        let long = format!("{}\n", "b".repeat(LONGEST + 10));
        let cut = Shortened::of(&long, &[]).unwrap();
        assert_eq!(cut.text, format!("{}…\n", "b".repeat(LONGEST)));
    }
}
