//! Drawing people by lot from a list, whole or by strata, in an order that anyone can work out again.

use super::lot;
use num_rational::Ratio;
use std::collections::BTreeMap;

/// Someone who can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub name: String,
    /// Empty where there are no strata.
    pub stratum: String,
}

/// What came of a draw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Places in the pool of those drawn, in the order of the draw.
    pub drawn: Vec<usize>,
    /// The others in their order: who takes the place of one who declines (in its own stratum first).
    pub reserves: Vec<usize>,
    /// How many seats each stratum has.
    pub seats: Vec<(String, usize)>,
    /// Seats for which there is nobody in the pool.
    pub vacant: usize,
}

/// Draws so many from a pool.
///
/// Everyone has a number from the seed ([`lot::number`]); the smallest numbers are drawn. With strata, the seats are
/// divided in proportion to how many of the pool are in each, by largest remainders (equal ones by the lot, in which the
/// strata take part by name); within a stratum the smallest numbers are drawn.
pub fn draw(
    seed: &str,
    purpose: &str,
    pool: &[Candidate],
    seats: usize,
    strata: &[String],
) -> Drawn {
    let names: Vec<&str> = pool.iter().map(|c| c.name.as_str()).collect();
    let order = lot::order(seed, purpose, &names);
    let of_stratum = |at: &usize| pool.get(*at).map_or("", |c| c.stratum.as_str());
    let shares = if strata.is_empty() {
        vec![(String::new(), seats.min(pool.len()))]
    } else {
        apportion(seed, purpose, pool, seats, strata)
    };
    let mut left: BTreeMap<&str, usize> = shares.iter().map(|(s, n)| (s.as_str(), *n)).collect();
    let mut drawn = Drawn::default();
    for at in order {
        let key = if strata.is_empty() {
            ""
        } else {
            of_stratum(&at)
        };
        match left.get_mut(key) {
            Some(n) if *n > 0 => {
                *n -= 1;
                drawn.drawn.push(at);
            }
            Some(_) => drawn.reserves.push(at),
            // Someone of no stratum that is drawn from.
            None => {}
        }
    }
    drawn.vacant = seats - drawn.drawn.len().min(seats);
    if !strata.is_empty() {
        drawn.seats = shares;
    }
    drawn
}

/// Seats by stratum: largest remainders, never more than there are people.
fn apportion(
    seed: &str,
    purpose: &str,
    pool: &[Candidate],
    seats: usize,
    strata: &[String],
) -> Vec<(String, usize)> {
    let size = |s: &String| pool.iter().filter(|c| c.stratum == *s).count();
    let sizes: Vec<usize> = strata.iter().map(size).collect();
    let total: usize = sizes.iter().sum();
    if total == 0 {
        return strata.iter().map(|s| (s.clone(), 0)).collect();
    }
    let seats = seats.min(total);
    let names: Vec<&str> = strata.iter().map(String::as_str).collect();
    let mut place = vec![0; strata.len()];
    for (n, at) in lot::order(seed, purpose, &names).into_iter().enumerate() {
        if let Some(slot) = place.get_mut(at) {
            *slot = n;
        }
    }
    // seats · size / total, whole and remainder; no more seats than people, since seats ≤ total.
    let quotient = |n: usize| Ratio::new(seats as u128 * n as u128, total as u128);
    let mut given: Vec<usize> = sizes
        .iter()
        .map(|n| quotient(*n).to_integer() as usize)
        .collect();
    let mut by_remainder: Vec<usize> = (0..strata.len()).collect();
    by_remainder.sort_by_key(|at| {
        let n = sizes.get(*at).copied().unwrap_or(0);
        (
            std::cmp::Reverse(quotient(n).fract()),
            place.get(*at).copied(),
        )
    });
    let rest = seats - given.iter().sum::<usize>();
    for at in by_remainder.into_iter().take(rest) {
        if let Some(slot) = given.get_mut(at) {
            *slot += 1;
        }
    }
    strata.iter().cloned().zip(given).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(names: &[(&str, &str)]) -> Vec<Candidate> {
        names
            .iter()
            .map(|(name, stratum)| Candidate {
                name: name.to_string(),
                stratum: stratum.to_string(),
            })
            .collect()
    }

    #[test]
    fn draws_the_smallest_numbers_whatever_the_order_of_the_list() {
        let mut people = pool(&[
            ("anna", ""),
            ("bo", ""),
            ("cas", ""),
            ("dia", ""),
            ("eef", ""),
        ]);
        let name = |people: &[Candidate], d: &Drawn| -> Vec<String> {
            d.drawn.iter().map(|at| people[*at].name.clone()).collect()
        };
        let drawn = draw("12,345", "panel", &people, 2, &[]);
        let mut by_hand: Vec<_> = people
            .iter()
            .map(|c| (lot::number("12,345", "panel", &c.name), c.name.clone()))
            .collect();
        by_hand.sort();
        let expected: Vec<String> = by_hand.into_iter().take(2).map(|(_, n)| n).collect();
        assert_eq!(name(&people, &drawn), expected);
        people.reverse();
        assert_eq!(
            name(&people, &draw("12,345", "panel", &people, 2, &[])),
            expected
        );
        assert_eq!(drawn.reserves.len(), 3);
        assert_eq!(draw("s", "p", &people, 7, &[]).vacant, 2);
    }

    #[test]
    fn strata_have_seats_in_proportion() {
        let mut people = Vec::new();
        for (stratum, n) in [("north", 50), ("south", 30), ("west", 20)] {
            for at in 0..n {
                people.push(Candidate {
                    name: format!("{stratum}-{at}"),
                    stratum: stratum.into(),
                });
            }
        }
        let strata: Vec<String> = ["north", "south", "west"].map(String::from).to_vec();
        for seats in 0..=110 {
            let drawn = draw("seed", "p", &people, seats, &strata);
            assert_eq!(drawn.drawn.len() + drawn.vacant, seats);
            for ((_, n), size) in drawn.seats.iter().zip([50, 30, 20]) {
                // Never further than one seat from the exact proportion.
                let exact = seats.min(100) * size;
                assert!(n * 100 < exact + 100 && n * 100 + 100 > exact, "{seats}");
            }
        }
        let three = draw("seed", "p", &people, 10, &strata);
        assert_eq!(
            three.seats.iter().map(|(_, n)| *n).collect::<Vec<_>>(),
            [5, 3, 2]
        );
    }
}
