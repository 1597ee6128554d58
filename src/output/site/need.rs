//! What it would take: how many must take part and how many must be for, in groups of a given size.
//!
//! Whole numbers and exact fractions only. The terms are those of docs/semantics: a quorum q of N is ⌈q·N⌉; a
//! majority of D is more than half of D; at least r of D is ⌈r·D⌉; more than r of D is ⌊r·D⌋ + 1.

use crate::model::*;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub size: i64,
    /// How many must take part; `None` if no quorum can be counted in heads.
    pub quorum: Option<i64>,
    /// Votes for, if just the quorum takes part and each of them votes for or against. `None`: can't be reached.
    pub bare: Option<i64>,
    /// The same if all take part.
    pub all: Option<i64>,
}

/// The lines for a decision, or none if its tests are not about numbers of votes (consent, lot, election, weights).
pub fn lines(model: &Model, decision: &Decision) -> Vec<Need> {
    let body = decision.taken_by.and_then(|b| model.bodies.get(b.index()));
    if decision.tests.is_empty() || body.is_some_and(|b| matches!(b.votes, Votes::Weighted { .. }))
    {
        return Vec::new();
    }
    sizes(model, body)
        .into_iter()
        .filter_map(|n| line(decision, n))
        .collect()
}

/// The sizes to show: the seats; else the smallest and largest size that the source allows, and 10, 50 and 100 in between.
fn sizes(model: &Model, body: Option<&Body>) -> Vec<i64> {
    const EXAMPLES: [i64; 3] = [10, 50, 100];
    if let Some(seats) = body.and_then(|b| b.seats.as_ref()) {
        return if seats.total > 0 {
            vec![seats.total]
        } else {
            Vec::new()
        };
    }
    let stated = body
        .and_then(|b| b.size)
        .or_else(|| match body.map(|b| b.of_all.as_slice()) {
            Some([one]) => model.groups.get(one.index()).and_then(|g| g.size),
            _ => None,
        });
    let Some((low, high)) = stated else {
        return EXAMPLES.to_vec();
    };
    let fits = |n: &i64| *n >= low && high.is_none_or(|h| *n <= h);
    let mut sizes: Vec<i64> = EXAMPLES
        .into_iter()
        .filter(fits)
        .chain([low])
        .chain(high)
        .filter(|n| *n > 0)
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn line(decision: &Decision, size: i64) -> Option<Need> {
    let of_heads = |q: &Quorum| match q.of {
        Electorate::Members | Electorate::Seats | Electorate::Present => {
            Some(at_least(&q.amount, size))
        }
        Electorate::VotesCast | Electorate::Weight | Electorate::Class(_) => None,
    };
    let quorum = decision
        .quorums()
        .chain(decision.participations())
        .map(of_heads)
        .collect::<Option<Vec<i64>>>()
        .and_then(|all| all.into_iter().max());
    let all = votes(decision, size, size)?;
    let bare = quorum
        .and_then(|q| votes(decision, size, q.max(1)))
        .unwrap_or(None);
    Some(Need {
        size,
        quorum,
        bare,
        all,
    })
}

/// The fewest votes for with which every test of the decision that counts heads passes. The outer `None`: no test
/// counts heads; the inner: not even if all are for.
fn votes(decision: &Decision, size: i64, present: i64) -> Option<Option<i64>> {
    let mut least: Option<i64> = None;
    for test in &decision.tests {
        let whole = |of: Electorate| match of {
            // Everyone present votes for or against, so that votes cast, abstentions counted or not, are those present.
            Electorate::VotesCast | Electorate::Present => Some(present),
            Electorate::Members | Electorate::Seats => Some(size),
            Electorate::Weight | Electorate::Class(_) => None,
        };
        let half = Amount::Share(Ratio::new(1, 2));
        let needed = match &test.kind {
            TestKind::Majority { of } => {
                whole(of.unwrap_or(Electorate::VotesCast)).map(|d| more_than(&half, d))
            }
            TestKind::Share {
                more_than: true,
                amount,
                of,
            } => whole(*of).map(|d| more_than(amount, d)),
            TestKind::Share {
                more_than: false,
                amount,
                of,
            } => whole(*of).map(|d| at_least(amount, d)),
            TestKind::Unanimity { of } => whole(of.unwrap_or(Electorate::VotesCast)),
            // Nobody need be in favour.
            TestKind::Opposition { .. } => Some(0),
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => None,
        };
        if let Some(needed) = needed {
            least = Some(least.map_or(needed, |l| l.max(needed)));
        }
    }
    let least = least?;
    Some((least <= present && present <= size).then_some(least))
}

/// ⌈amount·whole⌉.
fn at_least(amount: &Amount, whole: i64) -> i64 {
    match amount {
        Amount::Count(n) => *n,
        Amount::Share(r) => {
            let (n, d) = (
                i128::from(*r.numer()) * i128::from(whole),
                i128::from(*r.denom()),
            );
            clamp(n.div_euclid(d) + i128::from(n.rem_euclid(d) != 0))
        }
    }
}

/// ⌊amount·whole⌋ + 1.
fn more_than(amount: &Amount, whole: i64) -> i64 {
    match amount {
        Amount::Count(n) => n.saturating_add(1),
        Amount::Share(r) => clamp(
            (i128::from(*r.numer()) * i128::from(whole)).div_euclid(i128::from(*r.denom())) + 1,
        ),
    }
}

fn clamp(n: i128) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(n: i64, d: i64) -> Amount {
        Amount::Share(Ratio::new(n, d))
    }

    #[test]
    fn the_test_vectors_of_decisions() {
        assert_eq!(at_least(&share(1, 3), 100), 34);
        assert_eq!(at_least(&share(2, 3), 6), 4);
        assert_eq!(at_least(&share(2, 3), 9), 6);
        assert_eq!(more_than(&share(1, 2), 1000), 501);
        assert_eq!(at_least(&share(51, 100), 1000), 510);
        assert_eq!(more_than(&share(1, 2), 9), 5);
        assert_eq!(more_than(&share(1, 2), 10), 6);
        // a quorum of 0.7 raised by a half is 1.05 of the members
        assert_eq!(at_least(&share(105, 100), 20), 21);
        assert_eq!(at_least(&Amount::Count(3), 5), 3);
        assert_eq!(at_least(&share(i64::MAX, 1), i64::MAX), i64::MAX);
    }
}
