//! What decisions leave unsaid or say in an order that can't be kept: terms against a calendar written apart from it, and
//! sources in which many decisions do the same.

use meent::Project;
use meent::analysis::checks::{Late, late};
use meent::model::{Duration, Ratio, TimeUnit};
use proptest::prelude::*;

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Year, month, day; in this order they compare as days do.
type Day = (i64, i64, i64);

fn tomorrow((y, m, d): Day) -> Day {
    match (d < length(y, m), m < 12) {
        (true, _) => (y, m, d + 1),
        (false, true) => (y, m + 1, 1),
        (false, false) => (y + 1, 1, 1),
    }
}

fn end(from: Day, n: i64, unit: TimeUnit) -> Day {
    let months = |months: i64| {
        let at = from.0 * 12 + from.1 - 1 + months;
        let (year, month) = (at.div_euclid(12), at.rem_euclid(12) + 1);
        (year, month, from.2.min(length(year, month)))
    };
    match unit {
        TimeUnit::Month => months(n),
        TimeUnit::Quarter => months(3 * n),
        TimeUnit::Year => months(12 * n),
        TimeUnit::Week => (0..7 * n).fold(from, |day, _| tomorrow(day)),
        _ => (0..n).fold(from, |day, _| tomorrow(day)),
    }
}

fn term() -> impl Strategy<Value = (i64, TimeUnit)> {
    prop_oneof![
        (1i64..63).prop_map(|n| (n, TimeUnit::Day)),
        (1i64..9).prop_map(|n| (n, TimeUnit::Week)),
        (1i64..3).prop_map(|n| (n, TimeUnit::Month)),
        (1i64..2).prop_map(|n| (n, TimeUnit::Quarter)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// On every day of the 400 years after which the calendar begins again.
    #[test]
    fn terms_are_late_on_the_days_on_which_they_are(steps in prop::collection::vec(term(), 1..3), limit in term()) {
        let duration = |(n, unit): &(i64, TimeUnit)| Duration { amount: Ratio::from_integer(*n), unit: *unit };
        let found = late(&steps.iter().map(duration).collect::<Vec<_>>(), duration(&limit));
        let mut day = (2026, 1, 1);
        let (mut first, mut in_time) = (None, false);
        while day.0 < 2426 && !(first.is_some() && in_time) {
            let last = steps.iter().fold(day, |at, (n, unit)| end(at, *n, *unit));
            if last > end(day, limit.0, limit.1) {
                first = first.or(Some(day));
            } else {
                in_time = true;
            }
            day = tomorrow(day);
        }
        let found = match found {
            Late::Never => (None, true),
            Late::Always => (Some((2026, 1, 1)), false),
            Late::From(d) => (Some((i64::from(d.year()), i64::from(d.month()), i64::from(d.day()))), true),
        };
        prop_assert_eq!(found, (first, in_time));
    }
}

/// Of many decisions that do the same each is named, and the findings are fewer than the decisions.
#[test]
fn many_decisions_for_one_thing_are_a_finding_each() {
    let many = 40;
    let mut source = String::from(
        "commons c \"C\" { goal \"G\" }\ngroup people \"People\" { of people  size 3 to 9 }\nbody room \"Room\" { of all people  votes one each }\n",
    );
    for n in 0..many {
        source.push_str(&format!(
            "decision admit-{n} \"Admitting {n}\" {{ admits to people  taken by room  passes with majority of votes cast }}\n"
        ));
    }
    let found = Project::from_texts([("main.meent", source.as_str())])
        .check()
        .diagnostics;
    let two: Vec<_> = found
        .iter()
        .filter(|d| d.code.as_str() == "M1111" && d.labels.len() == 2)
        .collect();
    assert_eq!(two.len(), many - 1, "{two:#?}");
    for n in 0..many {
        let name = format!("Admitting {n}\"");
        assert!(
            two.iter().any(|d| d.message.en.contains(&name)),
            "{name}: {two:#?}"
        );
    }
}
