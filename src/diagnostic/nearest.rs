//! The name that was most likely meant: one idea of "close" for every "did you mean".

use super::{Diagnostic, Edit, Text};
use crate::source::Span;

/// How many slips there are between two words: a letter too many, too few or another, or two that changed places. Capitals make
/// no difference.
pub fn distance(written: &str, known: &str) -> usize {
    strsim::osa_distance(&written.to_lowercase(), &known.to_lowercase())
}

/// Of what is spelled in these ways, the nearest with at most so many slips, and how many it has; the first of equals.
pub fn within<T>(
    written: &str,
    most: usize,
    candidates: impl Iterator<Item = T>,
    spelling: impl Fn(&T) -> &str,
) -> Option<(usize, T)> {
    candidates
        .map(|c| (distance(written, spelling(&c)), c))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
}

/// The name that is closest to what was written, if one is close at all: a third of it mistyped, but one letter in any. Else one
/// that is far in letters and near in words: the field of a dataset, or a name with a word more or less. The first in the
/// alphabet of equals.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    let most = (written.chars().count() / 3).max(1);
    if let Some((_, near)) = within(written, most, names.iter().copied(), |n| n) {
        return Some(near);
    }
    let is_field = |name: &str| {
        let parts = name.rsplit_once('.');
        parts.is_some_and(|(_, field)| field == written)
    };
    let mut names = names.into_iter();
    names.find(|n| is_field(n) || same_words(written, n))
}

/// All words of one name are in the other, and they are not just one word.
fn same_words(a: &str, b: &str) -> bool {
    let all_in = |a: &str, b: &str| a.split('-').all(|w| b.split('-').any(|v| v == w));
    a.contains('-') && b.contains('-') && (all_in(a, b) || all_in(b, a))
}

impl Diagnostic {
    /// Offers to write another name instead; not without asking.
    pub fn write(self, span: Span, name: &str) -> Self {
        self.fix(
            Text::new(format!("Write `{name}`"), format!("Schrijf `{name}`")),
            vec![Edit {
                span,
                text: name.to_string(),
            }],
            false,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_may_be_mistyped() {
        let names = ["tree-care", "trees", "water.level", "street"];
        let near = |written| nearest(written, names);
        assert_eq!(near("treees"), Some("trees"));
        assert_eq!(near("rtees"), Some("trees"), "two that changed places");
        assert_eq!(near("STREET"), Some("street"));
        assert_eq!(near("tras"), None, "two slips in four letters");
        assert_eq!(near("strtee"), Some("street"));
        assert_eq!(near("level"), Some("water.level"));
        assert_eq!(near("care-of-tree"), Some("tree-care"));
        assert_eq!(near("care"), None);
    }

    #[test]
    fn of_equals_the_first_in_the_alphabet_is_meant() {
        assert_eq!(nearest("bet", ["bed", "bee", "beg", "ben"]), Some("bed"));
        assert_eq!(nearest("bet", ["ben", "bed", "bet"]), Some("bet"));
        let found = within("bet", 1, ["ben", "bed"].into_iter(), |n| n);
        assert_eq!(found, Some((1, "ben")), "or as given");
    }
}
