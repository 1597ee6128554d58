//! Elections by hand, against a count of every single paper, and by what any such count must satisfy.

use super::*;
use num_traits::Zero;

fn names(n: usize) -> Vec<String> {
    ["anna", "bo", "cas", "dia", "eef"][..n]
        .iter()
        .map(|s| s.to_string())
        .collect()
}

fn race<'a>(candidates: &'a [String], seats: usize, ballots: &[(i64, &[u16])]) -> Race<'a> {
    let mut piles = BTreeMap::new();
    for (n, names) in ballots {
        *piles.entry(names.to_vec()).or_insert(0) += n;
    }
    Race {
        candidates,
        seats,
        ballots: piles,
        seed: Some("seed"),
        purpose: "elect",
    }
}

fn votes(n: i64, d: i64) -> Votes {
    Votes::new(n.into(), d.into())
}

/// 6 ABx, 1 AC, 2 B, 4 C; two seats. Quota ⌊13/3⌋ + 1 = 5. Anna has 7, a surplus of 2: each paper goes on at 2/7.
/// Bo 2 + 6·2/7 = 26/7, Cas 4 + 2/7 = 30/7: Bo is excluded, Cas takes the last seat.
#[test]
fn a_surplus_goes_on_at_a_part_of_its_value() {
    let who = names(3);
    let race = race(&who, 2, &[(6, &[0, 1]), (1, &[0, 2]), (2, &[1]), (4, &[2])]);
    let result = count(ElectionMethod::SingleTransferableVote, &race, None);
    assert_eq!(result.quota, Some(votes(5, 1)));
    assert_eq!(result.elected, [0, 2]);
    assert_eq!(
        result.stages[0].events,
        [Event::Elected(0), Event::Surplus(0, votes(2, 7))]
    );
    assert_eq!(
        result.stages[1].votes,
        [votes(5, 1), votes(26, 7), votes(30, 7)]
    );
    assert_eq!(result.stages[1].events[0], Event::Excluded(1));
    assert_eq!(shown(&result.stages[1].votes[1]), "3.71428");
}

/// A paper that was transferred twice has a value that is a product of parts. 12 ABC, 3 BC, 5 D with three seats: quota
/// ⌊20/4⌋ + 1 = 6. Anna 12, surplus 6, part 1/2: Bo 3 + 6 = 9, elected, surplus 3, part 3/9 of papers at 1/2 and at 1:
/// Cas 12·1/2·1/3 + 3·1/3 = 3.
#[test]
fn parts_multiply() {
    let who = names(4);
    let three = race(&who, 3, &[(12, &[0, 1, 2]), (3, &[1, 2]), (5, &[3])]);
    let result = count(ElectionMethod::SingleTransferableVote, &three, None);
    assert_eq!(result.elected[..2], [0, 1]);
    let after = &result.stages[2].votes;
    assert_eq!(after[2], votes(3, 1));
    // Cas 3, Dia 5: Cas is excluded, Dia remains for the last seat.
    assert_eq!(result.elected, [0, 1, 3]);
}

#[test]
fn who_has_no_vote_is_not_elected() {
    let who = names(3);
    let one = race(&who, 2, &[(9, &[0])]);
    for method in [
        ElectionMethod::Plurality,
        ElectionMethod::Approval,
        ElectionMethod::SingleTransferableVote,
        ElectionMethod::TwoRound,
    ] {
        let result = count(method, &one, None);
        assert_eq!((result.elected, result.vacant), (vec![0], 1), "{method:?}");
    }
    let nobody = race(&who, 1, &[]);
    let result = count(ElectionMethod::SingleTransferableVote, &nobody, None);
    assert_eq!((result.elected.len(), result.vacant), (0, 1));
}

#[test]
fn a_tie_needs_the_lot() {
    let who = names(3);
    let mut tie = race(&who, 1, &[(2, &[0]), (2, &[1]), (1, &[2])]);
    let order = lot::order("seed", "elect", &["anna", "bo", "cas"]);
    let first = order.into_iter().find(|c| *c < 2).unwrap();
    assert_eq!(
        count(ElectionMethod::Plurality, &tie, None).elected,
        [first]
    );
    tie.seed = None;
    let open = count(ElectionMethod::Plurality, &tie, None);
    assert_eq!((open.elected.len(), open.tied), (0, vec![0, 1]));
    // By transfer: cas goes out first, without a next preference; then anna and bo are level at every stage.
    let open = count(ElectionMethod::SingleTransferableVote, &tie, None);
    assert_eq!((open.elected.len(), open.tied), (0, vec![0, 1]));
}

/// Dia and Eef have two each at the second stage; Eef had fewer at the first, so Eef goes out, lot or no lot.
#[test]
fn an_earlier_stage_breaks_a_tie() {
    let who = names(5);
    let mut five = race(
        &who,
        1,
        &[(6, &[0]), (5, &[1]), (2, &[3]), (1, &[4]), (1, &[2, 4])],
    );
    // At the first stage cas and eef are level with one; the lot must say who goes.
    five.seed = None;
    let open = count(ElectionMethod::SingleTransferableVote, &five, None);
    assert_eq!(open.tied, [2, 4]);
    let four = Race {
        seed: None,
        ..race(
            &who,
            1,
            &[(9, &[0]), (8, &[1]), (4, &[3]), (3, &[4]), (1, &[2, 4])],
        )
    };
    let result = count(ElectionMethod::SingleTransferableVote, &four, None);
    assert_eq!(result.stages[0].events, [Event::Excluded(2)]);
    assert_eq!(result.stages[1].votes[3], result.stages[1].votes[4]);
    assert_eq!(result.stages[1].events, [Event::Excluded(4)]);
    assert_eq!(result.tied.len(), 0);
}

#[test]
fn two_rounds() {
    let who = names(3);
    let first = race(&who, 1, &[(4, &[0]), (3, &[1]), (2, &[2])]);
    let open = count(ElectionMethod::TwoRound, &first, None);
    assert_eq!(open.quota, Some(votes(5, 1)));
    assert_eq!(
        (open.elected.len(), open.second_round.clone()),
        (0, vec![0, 1])
    );
    let second = race(&who, 1, &[(4, &[0]), (5, &[1])]);
    let result = count(ElectionMethod::TwoRound, &first, Some(&second));
    assert_eq!((result.elected, result.vacant), (vec![1], 0));
    let outright = race(&who, 1, &[(5, &[0]), (4, &[1])]);
    assert_eq!(
        count(ElectionMethod::TwoRound, &outright, None).elected,
        [0]
    );
    // Blank ballots are not votes: five of nine that name anyone are more than half.
    let blank = race(&who, 1, &[(5, &[0]), (4, &[1]), (20, &[])]);
    assert_eq!(count(ElectionMethod::TwoRound, &blank, None).elected, [0]);
}

#[test]
fn approval_counts_every_name() {
    let who = names(3);
    let race = race(&who, 2, &[(3, &[0, 1]), (2, &[1, 2]), (2, &[2])]);
    let result = count(ElectionMethod::Approval, &race, None);
    assert_eq!(result.elected, [1, 2]);
    assert_eq!(
        result.stages[0].votes,
        [votes(3, 1), votes(5, 1), votes(4, 1)]
    );
}

// ------------------------------------------------------------------ against every paper, one by one

/// The same rule written plainly: every paper is held in somebody's hands and has its own value.
fn by_hand(race: &Race) -> Vec<usize> {
    let n = race.candidates.len();
    let mut papers: Vec<(Vec<usize>, Votes)> = Vec::new();
    for (names, count) in &race.ballots {
        for _ in 0..*count {
            let names: Vec<usize> = names.iter().map(|c| *c as usize).collect();
            if !names.is_empty() {
                papers.push((names, votes(1, 1)));
            }
        }
    }
    let quota = votes((papers.len() / (race.seats + 1)) as i64 + 1, 1);
    let order: Vec<&str> = race.candidates.iter().map(String::as_str).collect();
    let order = lot::order(race.seed.unwrap(), race.purpose, &order);
    let lot = |c: usize| order.iter().position(|o| *o == c).unwrap();
    let (mut in_race, mut elected, mut surplus) = (vec![true; n], Vec::new(), Vec::new());
    let mut history: Vec<Vec<Votes>> = Vec::new();
    let mut fixed: BTreeMap<usize, Votes> = BTreeMap::new();
    loop {
        let mut total = vec![Votes::zero(); n];
        for (names, value) in &papers {
            if let Some(first) = names.first() {
                total[*first] += value;
            }
        }
        for (c, votes) in &fixed {
            total[*c] = votes.clone();
        }
        let mut reached: Vec<usize> = (0..n)
            .filter(|c| in_race[*c] && total[*c] >= quota)
            .collect();
        reached.sort_by(|a, b| total[*b].cmp(&total[*a]).then(a.cmp(b)));
        for c in reached {
            in_race[c] = false;
            elected.push(c);
            if total[c] > quota {
                surplus.push(c);
            }
        }
        history.push(total.clone());
        let left = race.seats - elected.len().min(race.seats);
        let rest: Vec<usize> = (0..n).filter(|c| in_race[*c]).collect();
        let voted: Vec<usize> = rest
            .iter()
            .copied()
            .filter(|c| !total[*c].is_zero())
            .collect();
        if left == 0 {
            break;
        }
        if rest.len() <= left && (surplus.is_empty() || voted.len() == rest.len()) {
            let mut voted = voted;
            voted.sort_by(|a, b| total[*b].cmp(&total[*a]).then(a.cmp(b)));
            elected.extend(voted);
            break;
        }
        // The key of a candidate: its votes now, then at the stage before, and so on; then its lot.
        let key = |c: usize| -> Vec<Votes> {
            history.iter().rev().map(|stage| stage[c].clone()).collect()
        };
        let (gone, part) = if surplus.is_empty() {
            let least = rest
                .iter()
                .copied()
                .min_by(|a, b| key(*a).cmp(&key(*b)).then(lot(*b).cmp(&lot(*a))))
                .unwrap();
            in_race[least] = false;
            (least, votes(1, 1))
        } else {
            let most = surplus
                .iter()
                .copied()
                .max_by(|a, b| key(*a).cmp(&key(*b)).then(lot(*b).cmp(&lot(*a))))
                .unwrap();
            surplus.retain(|c| *c != most);
            fixed.insert(most, quota.clone());
            (most, (&total[most] - &quota) / &total[most])
        };
        for (names, value) in &mut papers {
            if names.first() == Some(&gone) {
                *value *= &part;
                while names.first().is_some_and(|c| !in_race[*c]) {
                    names.remove(0);
                }
            }
        }
    }
    elected
}

/// All rankings of up to `n` candidates, the empty one included.
fn rankings(n: u16) -> Vec<Vec<u16>> {
    let mut all = vec![Vec::new()];
    let mut at = 0;
    while at < all.len() {
        for c in 0..n {
            if !all[at].contains(&c) {
                let mut longer = all[at].clone();
                longer.push(c);
                all.push(longer);
            }
        }
        at += 1;
    }
    all
}

fn check(race: &Race) {
    let result = count(ElectionMethod::SingleTransferableVote, race, None);
    assert_eq!(result.elected, by_hand(race), "{:?}", race.ballots);
    let valid: i64 = race
        .ballots
        .iter()
        .filter(|(b, _)| !b.is_empty())
        .map(|(_, n)| n)
        .sum();
    // No vote comes or goes.
    for stage in &result.stages {
        let sum = stage
            .votes
            .iter()
            .fold(stage.exhausted.clone(), |s, v| s + v);
        assert_eq!(sum, votes(valid, 1), "{:?}", race.ballots);
    }
    assert_eq!(result.elected.len() + result.vacant, race.seats);
    // Whoever all of k quotas of voters prefer, in whatever order, gets k seats (or all of them are elected).
    let quota = valid / (race.seats as i64 + 1) + 1;
    for set in 1u32..1 << race.candidates.len() {
        let inside = |c: &u16| set >> c & 1 == 1;
        let size = set.count_ones() as usize;
        let solid: i64 = race
            .ballots
            .iter()
            .filter(|(b, _)| b.len() >= size && b[..size].iter().all(inside))
            .map(|(_, n)| n)
            .sum();
        let seats = (solid / quota) as usize;
        let won = result
            .elected
            .iter()
            .filter(|c| set >> **c & 1 == 1)
            .count();
        assert!(
            won >= seats.min(size),
            "{set:b} {:?} {:?}",
            race.ballots,
            result.elected
        );
    }
}

/// Every election of up to four voters with three candidates, for one and two seats.
#[test]
fn every_small_election_agrees_with_counting_papers() {
    let (who, all) = (names(3), rankings(3));
    let k = all.len();
    for seats in 1..=2 {
        for a in 0..k {
            for b in a..k {
                for c in b..k {
                    let three = [(1, &all[a][..]), (1, &all[b][..]), (1, &all[c][..])];
                    check(&race(&who, seats, &three));
                    for fourth in all.iter().take(k).skip(c) {
                        let mut four = three.to_vec();
                        four.push((1, &fourth[..]));
                        check(&race(&who, seats, &four));
                    }
                }
            }
        }
    }
}

/// Larger ones, drawn by a fixed rule, with long chains of transfers.
#[test]
fn larger_elections_agree_with_counting_papers() {
    let (who, all) = (names(5), rankings(5));
    let mut state = 12_345u64;
    let mut next = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    for _ in 0..400 {
        let ballots: Vec<(i64, &[u16])> = (0..1 + next(7))
            .map(|_| (1 + next(9) as i64, &all[next(all.len())][..]))
            .collect();
        check(&race(&who, 1 + next(4), &ballots));
    }
}
