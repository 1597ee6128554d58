//! M1108 and M1109 against all coalitions of all small memberships: who never matters, who stops everything, who is enough alone.

use meent::Project;
use meent::analysis::checks::{Worth, weighings};
use meent::model::Model;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A rule for passing, as it is written and as it is meant: votes for and against, people for, people in all.
struct Passes {
    text: &'static str,
    holds: fn(votes_for: i64, against: i64, people_for: i64, people: i64) -> bool,
}

const RULES: [Passes; 6] = [
    Passes {
        text: "majority",
        holds: |y, x, _, _| y > x,
    },
    Passes {
        text: "at least 2/3 of weight",
        holds: |y, x, _, _| 3 * y >= 2 * (y + x),
    },
    Passes {
        text: "more than 3/4 of weight",
        holds: |y, x, _, _| 4 * y > 3 * (y + x),
    },
    Passes {
        text: "majority and at least 2 of members",
        holds: |y, x, p, _| y > x && p >= 2,
    },
    Passes {
        text: "at least 1/2 of weight and majority of members",
        holds: |y, x, p, n| 2 * y >= y + x && 2 * p > n,
    },
    Passes {
        text: "less than 4 against",
        holds: |_, x, _, _| x < 4,
    },
];

/// A body of named parties with these weights, and of so many neighbours with another.
fn model(weights: &[i64], neighbours: Option<(i64, i64, i64)>, passes: &str) -> Model {
    let mut source = String::from(
        "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
         group boards \"Boards\" { of organisations closed }\n",
    );
    let mut table = Vec::new();
    let mut of = "boards".to_owned();
    for (at, weight) in weights.iter().enumerate() {
        source += &format!("member m{at} \"M{at}\" {{ in boards }}\n");
        table.push(format!("m{at} {weight}"));
    }
    if let Some((least, most, weight)) = neighbours {
        source += &format!(
            "group neighbours \"Neighbours\" {{ of people size {least} to {most} }}\n\
             separate boards, neighbours because \"One or the other.\"\n"
        );
        table.push(format!("neighbours {weight}"));
        of += ", neighbours";
    }
    source += &format!(
        "body council \"Council\" {{ of all {of} votes weighted by homes {{ {} }} }}\n\
         decision amend \"Amending\" {{ changes this agreement taken by council passes with {passes} }}\n",
        table.join(", ")
    );
    let checked = Project::from_texts([("main.meent", source.as_str())]).check();
    checked.model
}

/// How often a vote decides, whether nothing passes without it, whether it is enough alone.
struct Of {
    swings: u32,
    veto: bool,
    alone: bool,
}

fn by_hand(weights: &[i64], passes: &Passes) -> Vec<Of> {
    let n = weights.len();
    let wins = |coalition: u32| {
        let (mut y, mut x, mut p) = (0, 0, 0);
        for (at, weight) in weights.iter().enumerate() {
            if coalition >> at & 1 == 1 {
                y += weight;
                p += 1;
            } else {
                x += weight;
            }
        }
        (passes.holds)(y, x, p, n as i64)
    };
    let all = 0..1u32 << n;
    let any = all.clone().any(wins);
    (0..n)
        .map(|at| {
            let one = 1 << at;
            let mut with = all.clone().filter(|c| c & one > 0);
            Of {
                swings: with.clone().filter(|c| wins(*c) && !wins(c & !one)).count() as u32,
                veto: any && with.all(|_| true) && !all.clone().any(|c| c & one == 0 && wins(c)),
                alone: wins(one),
            }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_votes_are_worth_is_what_all_coalitions_say(
        weights in proptest::collection::vec(0i64..6, 1..5),
        neighbours in proptest::option::of((0i64..3, 0i64..3, 1i64..4)),
        rule in 0..RULES.len(),
    ) {
        let rule = &RULES[rule];
        let range = neighbours.map(|(least, more, weight)| (least, least + more, weight));
        let model = model(&weights, range, rule.text);
        let found = weighings(&model);
        // By name; the neighbours are one kind.
        let mut expected: BTreeMap<Option<usize>, Worth> = BTreeMap::new();
        let (least, most, weight) = range.unwrap_or((0, 0, 1));
        let halls: Vec<Vec<i64>> = (least..=most)
            .map(|n| weights.iter().copied().chain((0..n).map(|_| weight)).collect())
            .collect();
        let whos = (0..weights.len()).map(Some).chain(range.map(|_| None));
        for who in whos {
            let at = who.unwrap_or(weights.len());
            let with: Vec<&Vec<i64>> = halls.iter().filter(|h| h.len() > at).collect();
            if with.is_empty() || with[0][at] == 0 {
                continue;
            }
            let none = with.iter().all(|h| by_hand(h, rule)[at].swings == 0);
            let some = with.iter().any(|h| by_hand(h, rule).iter().any(|o| o.swings > 0));
            let because = |of: fn(&Of) -> bool| {
                with.iter().any(|h| {
                    let equal = vec![1; h.len()];
                    h.len() >= 3 && of(&by_hand(h, rule)[at]) && !of(&by_hand(&equal, rule)[at])
                })
            };
            if none && some {
                expected.insert(who, Worth::Nothing);
            } else if because(|o| o.alone) {
                expected.insert(who, Worth::Everything);
            } else if because(|o| o.veto) {
                expected.insert(who, Worth::Veto);
            }
        }
        let told: BTreeMap<Option<usize>, Worth> = found
            .iter()
            .map(|f| {
                let name = f.voter.party.map(|p| model.parties[p.index()].decl.id.clone());
                (name.map(|n| n[1..].parse().unwrap()), f.worth)
            })
            .collect();
        prop_assert_eq!(told, expected, "{:?} {:?} {}", weights, range, rule.text);
    }
}

/// Who is in none of the classes that count has no vote, however many there are.
#[test]
fn a_class_that_is_not_asked() {
    let source = "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
        group homes \"Homes\" { of people }\ngroup shops \"Shops\" { of organisations }\n\
        separate homes, shops because \"One or the other.\"\n\
        body assembly \"Assembly\" { of all homes, shops votes one each }\n\
        decision amend \"Amending\" { changes this agreement taken by assembly passes with majority of homes }\n";
    let model = Project::from_texts([("main.meent", source)]).check().model;
    let found = weighings(&model);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].worth, Worth::NotCounted);
    let both = source.replace("majority of homes", "majority and majority of homes");
    let model = Project::from_texts([("main.meent", both.as_str())])
        .check()
        .model;
    assert!(weighings(&model).is_empty());
}
