//! Lengths of time against the calendar: exact over the Gregorian cycle, in which 400 years are 146,097 days.
//!
//! A term of months runs to the day with the same number; where that month is too short, to its last day. A quarter is
//! three months and a year twelve. Of a part of a month, that part of the days of the month that it lies in counts.

use super::{Duration, TimeUnit};
use num_rational::Ratio;
use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

/// A number of days, exact. Wide enough for any amount that a source can hold.
pub type Days = Ratio<i128>;

/// Months after which the calendar begins again.
const CYCLE_MONTHS: i128 = 4_800;
/// The days of those months.
const CYCLE_DAYS: i128 = 146_097;

/// A length in the only two measures that are not a fixed multiple of each other.
enum Measure {
    Days(Days),
    Months(Days),
}

impl Duration {
    fn measure(&self) -> Measure {
        let amount = Ratio::new(
            i128::from(*self.amount.numer()),
            i128::from(*self.amount.denom()),
        );
        let of = |n: i128, d: i128| amount * Ratio::new(n, d);
        match self.unit {
            TimeUnit::Minute => Measure::Days(of(1, 1_440)),
            TimeUnit::Hour => Measure::Days(of(1, 24)),
            TimeUnit::Day => Measure::Days(amount),
            TimeUnit::Week => Measure::Days(of(7, 1)),
            TimeUnit::Month => Measure::Months(amount),
            TimeUnit::Quarter => Measure::Months(of(3, 1)),
            TimeUnit::Year => Measure::Months(of(12, 1)),
        }
    }

    /// The fewest and the most days that it comes to, over all days on which it may start.
    pub fn days(&self) -> (Days, Days) {
        match self.measure() {
            Measure::Days(days) => (days, days),
            Measure::Months(months) => days_of_months(months),
        }
    }

    /// Whether it ends before the other if both start on the same day, for some such day.
    pub fn sometimes_shorter(&self, other: &Duration) -> bool {
        match (self.measure(), other.measure()) {
            (Measure::Days(a), Measure::Days(b)) | (Measure::Months(a), Measure::Months(b)) => {
                a < b
            }
            (Measure::Days(a), Measure::Months(b)) => a < days_of_months(b).1,
            (Measure::Months(a), Measure::Days(b)) => days_of_months(a).0 < b,
        }
    }

    /// Whether it ends before the other if both start on the same day, whatever day that is.
    pub fn always_shorter(&self, other: &Duration) -> bool {
        match (self.measure(), other.measure()) {
            (Measure::Days(a), Measure::Days(b)) | (Measure::Months(a), Measure::Months(b)) => {
                a < b
            }
            (Measure::Days(a), Measure::Months(b)) => a < days_of_months(b).0,
            (Measure::Months(a), Measure::Days(b)) => days_of_months(a).1 < b,
        }
    }
}

/// The fewest and the most days of so many months.
fn days_of_months(months: Days) -> (Days, Days) {
    let whole = months.to_integer();
    let part = months - Ratio::from_integer(whole);
    let base = Ratio::from_integer(whole.div_euclid(CYCLE_MONTHS) * CYCLE_DAYS);
    let days = |&(before, after): &(i128, i128)| {
        base + Ratio::from_integer(before) + part * Ratio::from_integer(after - before)
    };
    let all: Vec<Days> = ends(whole.rem_euclid(CYCLE_MONTHS))
        .iter()
        .map(days)
        .collect();
    (
        all.iter().min().copied().unwrap_or(base),
        all.iter().max().copied().unwrap_or(base),
    )
}

/// The days that a number of months takes, each with one month more, once they are known.
type Known = OnceLock<Vec<(i128, i128)>>;

/// The days that so many months, fewer than a cycle has, and one month more take, for every day on which they can begin. They are
/// the same for ever, so each number of months is gone through once.
fn ends(rest: i128) -> &'static [(i128, i128)] {
    static KNOWN: LazyLock<Vec<Known>> =
        LazyLock::new(|| (0..CYCLE_MONTHS).map(|_| OnceLock::new()).collect());
    let known = usize::try_from(rest).ok().and_then(|at| KNOWN.get(at));
    known.map_or(&[], |known| known.get_or_init(|| all_ends(rest)))
}

fn all_ends(rest: i128) -> Vec<(i128, i128)> {
    // First days of the months of the cycle and of two more: the month that a part lies in may be the first of the next one.
    let firsts: Vec<i128> = first_days();
    let first = |month: i128| {
        let at = usize::try_from(month.rem_euclid(CYCLE_MONTHS)).unwrap_or(0);
        month.div_euclid(CYCLE_MONTHS) * CYCLE_DAYS + firsts.get(at).copied().unwrap_or(0)
    };
    let length = |month: i128| first(month + 1) - first(month);
    let mut ends: BTreeSet<(i128, i128)> = BTreeSet::new();
    for start in 0..CYCLE_MONTHS {
        // No month is shorter than 28 days, so all days up to the 28th are alike.
        for day in 28..=length(start) {
            let end = |month: i128| first(month) + day.min(length(month)) - first(start) - day;
            ends.insert((end(start + rest), end(start + rest + 1)));
        }
    }
    ends.into_iter().collect()
}

/// The first day of each month of a cycle, counted from the first day of the cycle (1 January of a year that 400 divides).
fn first_days() -> Vec<i128> {
    const LENGTHS: [i128; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut day = 0;
    let mut out = Vec::with_capacity(4_800);
    for year in 0..400 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year == 0);
        for (month, length) in LENGTHS.iter().enumerate() {
            out.push(day);
            day += length + i128::from(leap && month == 1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ratio as Amount;
    use jiff::{Span, civil::date};

    fn of(amount: i64, unit: TimeUnit) -> Duration {
        Duration {
            amount: Amount::from_integer(amount),
            unit,
        }
    }

    fn whole(days: (Days, Days)) -> (i128, i128) {
        assert!(days.0.is_integer() && days.1.is_integer());
        (days.0.to_integer(), days.1.to_integer())
    }

    /// Against another calendar, day by day over one cycle.
    #[test]
    fn months_have_the_days_that_the_calendar_gives_them() {
        for months in [1, 2, 13, 1_199] {
            let mut found = (i64::MAX, i64::MIN);
            let mut day = date(2000, 1, 1);
            while day.year() < 2400 {
                let end = day.checked_add(Span::new().months(months)).unwrap();
                let days = i64::from(day.until(end).unwrap().get_days());
                found = (found.0.min(days), found.1.max(days));
                day = day.tomorrow().unwrap();
            }
            let ours = whole(of(months, TimeUnit::Month).days());
            assert_eq!(ours, (found.0.into(), found.1.into()), "{months}");
        }
    }

    #[test]
    fn lengths_that_everybody_knows() {
        let days = |amount, unit| whole(of(amount, unit).days());
        assert_eq!(days(1, TimeUnit::Month), (28, 31));
        assert_eq!(days(2, TimeUnit::Month), (59, 62));
        assert_eq!(days(1, TimeUnit::Quarter), (89, 92));
        assert_eq!(days(12, TimeUnit::Month), (365, 366));
        assert_eq!(days(1, TimeUnit::Year), (365, 366));
        // 1896 to 1904 had no leap day in 1900.
        assert_eq!(days(4, TimeUnit::Year), (1_460, 1_461));
        assert_eq!(days(400, TimeUnit::Year), (146_097, 146_097));
        assert_eq!(days(4_801, TimeUnit::Month), (146_125, 146_128));
        assert_eq!(days(2, TimeUnit::Week), (14, 14));
        let half = Duration {
            amount: Amount::new(1, 2),
            unit: TimeUnit::Month,
        };
        assert_eq!(half.days(), (Ratio::from_integer(14), Ratio::new(31, 2)));
        let half_year = Duration {
            amount: Amount::new(1, 2),
            unit: TimeUnit::Year,
        };
        assert_eq!(half_year.days(), of(6, TimeUnit::Month).days());
    }

    #[test]
    fn shorter_sometimes_always_or_never() {
        let day = |n| of(n, TimeUnit::Day);
        let month = of(1, TimeUnit::Month);
        let sometimes = |a: &Duration, b: &Duration| (a.sometimes_shorter(b), a.always_shorter(b));
        assert_eq!(sometimes(&day(27), &month), (true, true));
        assert_eq!(sometimes(&day(28), &month), (true, false));
        assert_eq!(sometimes(&day(30), &month), (true, false));
        assert_eq!(sometimes(&day(31), &month), (false, false));
        assert_eq!(sometimes(&month, &day(28)), (false, false));
        assert_eq!(sometimes(&month, &day(29)), (true, false));
        assert_eq!(sometimes(&month, &day(32)), (true, true));
        let year = of(1, TimeUnit::Year);
        assert_eq!(sometimes(&year, &of(12, TimeUnit::Month)), (false, false));
        assert_eq!(sometimes(&of(12, TimeUnit::Month), &year), (false, false));
        assert_eq!(sometimes(&day(365), &year), (true, false));
        assert_eq!(sometimes(&of(72, TimeUnit::Hour), &day(3)), (false, false));
        assert_eq!(sometimes(&of(71, TimeUnit::Hour), &day(3)), (true, true));
        let ages = of(i64::MAX, TimeUnit::Year);
        assert_eq!(sometimes(&year, &ages), (true, true));
        assert_eq!(sometimes(&ages, &day(i64::MAX)), (false, false));
    }
}
