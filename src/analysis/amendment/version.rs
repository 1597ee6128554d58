//! The number and the first day of the versions.

use crate::analysis::diff::{Changed, ClauseChange};
use crate::diagnostic::{Lang, Text};
use crate::model::{Commons, Date, Model};
use crate::prose::both;
use std::cmp::Ordering;

/// What both versions say of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionChange {
    pub old: Option<String>,
    pub new: Option<String>,
    pub old_from: Option<Date>,
    pub new_from: Option<Date>,
}

impl VersionChange {
    pub fn new(base: &Commons, head: &Commons) -> Self {
        VersionChange {
            old: base.version.clone(),
            new: head.version.clone(),
            old_from: base.in_force,
            new_from: head.in_force,
        }
    }

    /// The number went up, or there was none and there is one now.
    pub fn is_raised(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => compare(old, new) == Ordering::Less,
            (_, new) => new.is_some(),
        }
    }

    pub fn differs(&self) -> bool {
        self.old != self.new || self.old_from != self.new_from
    }

    /// Whether number and day, where nothing else changed, say more than that a new edition is out: the number did not go up,
    /// or it is to hold from a day before the old one.
    pub fn needs_decision(&self) -> bool {
        let earlier = match (self.old_from, self.new_from) {
            (Some(old), Some(new)) => new < old,
            (Some(_), None) => true,
            _ => false,
        };
        self.differs() && (!self.is_raised() || earlier)
    }
}

/// Numbers between dots by their value, anything else as text: 1.9 is before 1.10.
fn compare(old: &str, new: &str) -> Ordering {
    let part = |text: &str| (text.parse::<u64>().ok(), text.to_string());
    let parts = |text: &str| text.split('.').map(part).collect::<Vec<_>>();
    let (mut old, mut new) = (parts(old), parts(new));
    // 1.0 and 1 are the same version.
    for list in [&mut old, &mut new] {
        while list.len() > 1 && list.last().is_some_and(|(n, _)| *n == Some(0)) {
            list.pop();
        }
    }
    for (a, b) in old.iter().zip(&new) {
        let by = match (a.0, b.0) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => a.1.cmp(&b.1),
        };
        if by != Ordering::Equal {
            return by;
        }
    }
    old.len().cmp(&new.len())
}

/// A change of number and day alone, as a change that has to be decided.
pub(super) fn changed(base: &Model, head: &Model) -> Changed {
    let day = |model: &Model| {
        let day = model.commons.in_force;
        day.map(|d| both(model, |w| w.date(d)))
    };
    let number = |model: &Model| {
        let version = model.commons.version.as_deref();
        version.map(|v| Text::new(v, v))
    };
    let clause = |key, label: (&str, &str), old: Option<Text>, new: Option<Text>| {
        (old != new).then(|| ClauseChange {
            key,
            label: Text::new(label.0, label.1),
            wording: false,
            list: false,
            old: old.into_iter().collect(),
            new: new.into_iter().collect(),
        })
    };
    let clauses = [
        clause(
            "version",
            ("The version", "De versie"),
            number(base),
            number(head),
        ),
        clause(
            "in-force",
            ("In force from", "Geldig vanaf"),
            day(base),
            day(head),
        ),
    ];
    Changed {
        old: None,
        new: None,
        kind: "commons",
        title: Text::new(head.commons.title(Lang::En), head.commons.title(Lang::Nl)),
        old_id: Some(base.commons.id().to_string()),
        new_id: Some(head.commons.id().to_string()),
        outer: None,
        clauses: clauses.into_iter().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (old, new) in [
            ("1.0", "1.1"),
            ("1.9", "1.10"),
            ("1.10", "2"),
            ("1", "1.0.1"),
        ] {
            assert_eq!(compare(old, new), Ordering::Less, "{old} {new}");
            assert_eq!(compare(new, old), Ordering::Greater, "{old} {new}");
        }
        assert_eq!(compare("1", "1.0.0"), Ordering::Equal);
    }

    #[test]
    fn a_new_edition_needs_no_decision_and_a_date_in_the_past_does() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        let one = |new: &str, from: &str| VersionChange {
            old: Some("1.0".into()),
            new: Some(new.into()),
            old_from: day("2026-01-01"),
            new_from: day(from),
        };
        assert!(!one("1.1", "2026-03-01").needs_decision());
        assert!(one("1.1", "2025-03-01").needs_decision());
        assert!(one("1.0", "2027-01-01").needs_decision());
        assert!(!one("1.0", "2026-01-01").needs_decision());
    }
}
