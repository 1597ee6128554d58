//! Against the definitions: all coalitions, and all orders, of small bodies; and vectors that the literature gives.

use super::*;
use num_bigint::BigUint;
use num_rational::Ratio;
use proptest::prelude::*;

fn big(n: u64) -> BigUint {
    BigUint::from(n)
}

fn part(n: u64, d: u64) -> Option<Ratio<BigUint>> {
    Some(Ratio::new(big(n), big(d)))
}

/// [q; w, w, …], each member a kind of its own.
fn weighted(quota: u64, weights: &[u64]) -> Game {
    let kinds = weights.iter().map(|w| Kind {
        members: 1,
        weights: vec![*w],
    });
    Game::new(kinds.collect(), &[quota]).unwrap()
}

fn swings(game: &Game) -> Vec<u64> {
    let found = indices(game).unwrap();
    found
        .swings
        .iter()
        .map(|s| u64::try_from(s).unwrap())
        .collect()
}

#[test]
fn fifty_forty_nine_and_one() {
    let game = weighted(51, &[50, 49, 1]);
    let found = indices(&game).unwrap();
    assert_eq!(swings(&game), [3, 1, 1]);
    assert_eq!(found.banzhaf(0), part(3, 5));
    assert_eq!(found.banzhaf(1), found.banzhaf(2));
    assert_eq!(found.shapley(0), part(2, 3));
    assert_eq!(found.shapley(2), part(1, 6));
    assert!(game.vetoes(0) && !game.vetoes(1) && !game.wins_alone(0));
}

/// The Council of the European Economic Community, 1958: Luxembourg had one of seventeen votes, and none that mattered.
#[test]
fn the_council_of_1958() {
    let game = weighted(12, &[4, 4, 4, 2, 2, 1]);
    let found = indices(&game).unwrap();
    assert_eq!(swings(&game), [10, 10, 10, 6, 6, 0]);
    assert_eq!(found.banzhaf(0), part(5, 21));
    assert_eq!(found.banzhaf(3), part(1, 7));
    assert_eq!(found.shapley(0), part(7, 30));
    assert_eq!(found.shapley(3), part(3, 20));
    assert_eq!(found.shapley(5), part(0, 1));
}

/// Nine of fifteen, among them all five permanent members: [39; 7 ×5, 1 ×10].
#[test]
fn the_security_council() {
    let kinds = [(5, 7), (10, 1)].map(|(members, weight)| Kind {
        members,
        weights: vec![weight],
    });
    let game = Game::new(kinds.to_vec(), &[39]).unwrap();
    let found = indices(&game).unwrap();
    assert_eq!(swings(&game), [848, 84]);
    assert_eq!(found.banzhaf(0), part(106, 635));
    assert_eq!(found.banzhaf(1), part(21, 1270));
    assert_eq!(found.shapley(0), part(421, 2145));
    assert_eq!(found.shapley(1), part(4, 2145));
    assert!(game.vetoes(0) && !game.vetoes(1));
}

#[test]
fn one_who_decides_alone_and_games_that_are_settled() {
    let game = weighted(3, &[3, 1, 1]);
    assert_eq!(swings(&game), [4, 0, 0]);
    assert!(game.wins_alone(0) && game.vetoes(0) && !game.wins_alone(1));
    let never = weighted(6, &[3, 1, 1]);
    assert_eq!(swings(&never), [0, 0, 0]);
    assert_eq!(indices(&never).unwrap().banzhaf(0), None);
    assert!(!never.vetoes(0) && !never.wins_alone(0));
    let always = weighted(0, &[3, 1, 1]);
    assert_eq!(swings(&always), [0, 0, 0]);
    assert_eq!(swings(&Game::new(Vec::new(), &[1]).unwrap()), [0; 0]);
    assert_eq!(
        Game::new(
            vec![Kind {
                members: 2,
                weights: vec![u64::MAX]
            }],
            &[1]
        ),
        None
    );
}

/// A body of hundreds: both ways of counting agree, and the parts make a whole.
#[test]
fn hundreds_of_members() {
    let kinds = |n: u64| -> Vec<Kind> {
        (1..=n)
            .map(|weight| Kind {
                members: if n < 10 { 300 / n } else { 10 },
                weights: vec![weight],
            })
            .collect()
    };
    for n in [2, 3, 10] {
        let game = Game::new(kinds(n), &[if n < 10 { 100 * (n + 1) } else { 300 }]).unwrap();
        let found = indices(&game).unwrap();
        let whole: BigUint = found
            .pivots
            .iter()
            .zip(game.kinds())
            .map(|(p, k)| p * k.members)
            .sum();
        assert_eq!(whole, found.orders, "{n}");
        assert_eq!(banzhaf(&game).unwrap().swings, found.swings, "{n}");
        assert!(found.swings.windows(2).all(|w| w[0] < w[1]), "{n}");
    }
    // 1,000 equal members: C(999, 500) swings, or of a majority of two thirds C(999, 667 - 1).
    let equal = Kind {
        members: 999,
        weights: vec![1],
    };
    let found = indices(&Game::new(vec![equal], &[500]).unwrap()).unwrap();
    assert_eq!(found.shapley(0), part(1, 999));
}

#[test]
fn what_is_too_large_is_said_to_be() {
    let kinds = (0..200).map(|n| Kind {
        members: 1,
        weights: vec![1_000_003 + n * n * n],
    });
    let game = Game::new(kinds.collect(), &[150_000_000]).unwrap();
    assert_eq!(indices(&game), Err(TooLarge));
    let crowd = Kind {
        members: 1_000_000,
        weights: vec![1],
    };
    assert_eq!(
        banzhaf(&Game::new(vec![crowd], &[500_001]).unwrap()),
        Err(TooLarge)
    );
}

/// Members one by one: the kind of each.
fn people(game: &Game) -> Vec<usize> {
    let kinds = game.kinds().iter().enumerate();
    kinds
        .flat_map(|(at, k)| (0..k.members).map(move |_| at))
        .collect()
}

fn wins(kinds: &[Kind], quotas: &[u64], people: &[usize], coalition: u32) -> bool {
    quotas.iter().enumerate().all(|(test, quota)| {
        let all = people.iter().enumerate();
        let inside = all.filter(|(at, _)| coalition >> at & 1 == 1);
        inside
            .map(|(_, kind)| kinds[*kind].weights[test])
            .sum::<u64>()
            >= *quota
    })
}

/// Every order of those people, by exchanging.
fn orders(n: usize, visit: &mut impl FnMut(&[usize])) {
    fn go(order: &mut Vec<usize>, from: usize, visit: &mut impl FnMut(&[usize])) {
        if from == order.len() {
            return visit(order);
        }
        for at in from..order.len() {
            order.swap(from, at);
            go(order, from + 1, visit);
            order.swap(from, at);
        }
    }
    go(&mut (0..n).collect(), 0, visit);
}

fn games() -> impl Strategy<Value = (Vec<Kind>, Vec<u64>)> {
    (1usize..4, 1usize..5).prop_flat_map(|(tests, kinds)| {
        let weights = proptest::collection::vec(0u64..6, tests);
        let kind = (0u64..4, weights).prop_map(|(members, weights)| Kind { members, weights });
        let quotas = proptest::collection::vec(0u64..14, tests);
        (proptest::collection::vec(kind, kinds), quotas)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// All coalitions; by the table and through the kinds.
    #[test]
    fn swings_are_those_of_all_coalitions((kinds, quotas) in games()) {
        let game = Game::new(kinds.clone(), &quotas).unwrap();
        let people = people(&game);
        let n = people.len();
        let mut expected = vec![0u64; kinds.len()];
        let mut vetoes = vec![true; kinds.len()];
        let mut possible = false;
        for coalition in 0..1u32 << n {
            let won = wins(&kinds, &quotas, &people, coalition);
            possible |= won;
            for (at, kind) in people.iter().enumerate() {
                let one = 1 << at;
                let inside = coalition & one > 0;
                if won && !inside {
                    vetoes[*kind] = false;
                }
                if won && inside && !wins(&kinds, &quotas, &people, coalition & !one) {
                    expected[*kind] += 1;
                }
            }
        }
        for (at, kind) in kinds.iter().enumerate() {
            // Counted for each of the kind; all have as many.
            if let Some(each) = expected[at].checked_div(kind.members) {
                expected[at] = each;
                prop_assert_eq!(game.vetoes(at), possible && vetoes[at]);
                let alone = people.iter().position(|k| *k == at).unwrap();
                prop_assert_eq!(game.wins_alone(at), wins(&kinds, &quotas, &people, 1 << alone));
            }
        }
        prop_assert_eq!(&swings(&game), &expected);
        let (by_table, through_kinds) = count::both(&game).unwrap();
        prop_assert_eq!(by_table, through_kinds);
    }

    /// All orders: how often each member is the one with whom it passes.
    #[test]
    fn pivots_are_those_of_all_orders((kinds, quotas) in games()) {
        let game = Game::new(kinds.clone(), &quotas).unwrap();
        let people = people(&game);
        prop_assume!(people.len() <= 7);
        let mut expected = vec![0u64; kinds.len()];
        orders(people.len(), &mut |order| {
            let mut coalition = 0;
            for at in order {
                let before = wins(&kinds, &quotas, &people, coalition);
                coalition |= 1 << at;
                if !before && wins(&kinds, &quotas, &people, coalition) {
                    expected[people[*at]] += 1;
                }
            }
        });
        let found = indices(&game).unwrap();
        let totals: Vec<BigUint> = found.pivots.iter().zip(&kinds).map(|(p, k)| p * k.members).collect();
        prop_assert_eq!(totals, expected.into_iter().map(big).collect::<Vec<_>>());
    }
}
