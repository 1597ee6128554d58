//! Proxies: who votes for whom, and whether the decision lets them.

use crate::model::governance::Proxies;
use std::collections::BTreeMap;

/// What is wrong with a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyProblem {
    /// The decision allows no proxies, or says nothing of them, which is the same.
    NotAllowed,
    /// This holder is in none of the groups that may hold one.
    MayNotHold(String),
    /// This holder would vote for more others than it may.
    OverCap { holder: String, cap: i64 },
    /// This holder has itself given a proxy, and proxies may not be passed on.
    PassedOn(String),
    /// Proxies that lead back to who gave them.
    Circle(String),
}

/// Proxies by who gave them: who holds it, and where that is written.
pub type Given = BTreeMap<String, (String, u64)>;

/// Who casts the vote of each who gave a proxy. Where proxies may be passed on, that is the last one in the chain.
///
/// # Errors
/// Every proxy that may not be, with where it is written, in that order.
pub fn resolve(
    rule: Option<&Proxies>,
    given: &Given,
    may_hold: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, Vec<(u64, ProxyProblem)>> {
    let mut problems: Vec<(u64, ProxyProblem)> = Vec::new();
    let Some((rule, cap)) = rule.and_then(|r| r.at_most.map(|cap| (r, cap))) else {
        problems.extend(
            given
                .values()
                .map(|(_, at)| (*at, ProxyProblem::NotAllowed)),
        );
        problems.sort_by_key(|(at, _)| *at);
        return if problems.is_empty() {
            Ok(BTreeMap::new())
        } else {
            Err(problems)
        };
    };
    let mut voters = BTreeMap::new();
    for (giver, (holder, at)) in given {
        if !rule.held_by.is_empty() && !may_hold(holder) {
            problems.push((*at, ProxyProblem::MayNotHold(holder.clone())));
        } else if rule.no_chains && given.contains_key(holder) {
            problems.push((*at, ProxyProblem::PassedOn(holder.clone())));
        } else {
            match last(given, giver, holder) {
                Some(last) => {
                    voters.insert(giver.clone(), last.to_string());
                }
                None => problems.push((*at, ProxyProblem::Circle(giver.clone()))),
            }
        }
    }
    let mut held: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (giver, voter) in &voters {
        let at = given.get(giver).map_or(0, |(_, at)| *at);
        held.entry(voter).or_default().push(at);
    }
    for (holder, mut places) in held {
        places.sort_unstable();
        let over = places.into_iter().skip(usize::try_from(cap).unwrap_or(0));
        problems.extend(over.map(|at| {
            let holder = holder.to_string();
            (at, ProxyProblem::OverCap { holder, cap })
        }));
    }
    if problems.is_empty() {
        Ok(voters)
    } else {
        problems.sort_by_key(|(at, _)| *at);
        Err(problems)
    }
}

/// The end of a chain of proxies; `None` if it has none.
fn last<'g>(given: &'g Given, giver: &str, holder: &'g str) -> Option<&'g str> {
    let mut at = holder;
    // A chain that is longer than there are proxies goes round.
    for _ in 0..=given.len() {
        if at == giver {
            return None;
        }
        match given.get(at) {
            Some((next, _)) => at = next,
            None => return Some(at),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, &str)]) -> Given {
        pairs
            .iter()
            .enumerate()
            .map(|(at, (a, b))| (a.to_string(), (b.to_string(), at as u64 + 2)))
            .collect()
    }

    fn rule(at_most: Option<i64>, no_chains: bool) -> Proxies {
        Proxies {
            at_most,
            held_by: Vec::new(),
            no_chains,
            chains: false,
        }
    }

    #[test]
    fn none_are_allowed_unless_said() {
        let one = given(&[("a", "b")]);
        let none = Err(vec![(2, ProxyProblem::NotAllowed)]);
        assert_eq!(resolve(None, &one, |_| true), none);
        assert_eq!(resolve(Some(&rule(None, false)), &one, |_| true), none);
        assert!(resolve(None, &Given::new(), |_| true).is_ok());
    }

    #[test]
    fn a_cap_counts_those_that_one_votes_for() {
        let three = given(&[("a", "h"), ("b", "h"), ("c", "h")]);
        let found = resolve(Some(&rule(Some(2), true)), &three, |_| true).unwrap_err();
        let over = ProxyProblem::OverCap {
            holder: "h".into(),
            cap: 2,
        };
        assert_eq!(found, vec![(4, over.clone())]);
        // Passed on, the last one votes for all of them.
        let chain = given(&[("a", "b"), ("b", "c"), ("c", "h")]);
        let found = resolve(Some(&rule(Some(2), false)), &chain, |_| true).unwrap_err();
        assert_eq!(found, vec![(4, over)]);
        let voters = resolve(Some(&rule(Some(3), false)), &chain, |_| true).unwrap();
        assert!(voters.values().all(|v| v == "h"));
    }

    #[test]
    fn chains_circles_and_who_may_hold() {
        let chain = given(&[("a", "b"), ("b", "c")]);
        let found = resolve(Some(&rule(Some(2), true)), &chain, |_| true).unwrap_err();
        assert_eq!(found, vec![(2, ProxyProblem::PassedOn("b".into()))]);
        let circle = given(&[("a", "b"), ("b", "a"), ("c", "a")]);
        let found = resolve(Some(&rule(Some(9), false)), &circle, |_| true).unwrap_err();
        assert_eq!(found.len(), 3, "{found:?}");
        let mut only = rule(Some(1), true);
        only.held_by = vec![crate::model::GroupId::new(0)];
        let found = resolve(Some(&only), &given(&[("a", "x")]), |h| h != "x").unwrap_err();
        assert_eq!(found, vec![(2, ProxyProblem::MayNotHold("x".into()))]);
    }
}
