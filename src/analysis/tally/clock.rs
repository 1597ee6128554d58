//! Moments and the terms that run between them.

use crate::model::{Duration, Ratio, TimeUnit};
use jiff::civil::{Date, DateTime};
use num_traits::CheckedMul;

/// A day and the time in it, without a time zone: that of the place where the vote is held.
pub type Moment = DateTime;

/// The first moment of a day.
pub fn start_of(day: Date) -> Moment {
    day.at(0, 0, 0, 0)
}

/// The last second of a day.
pub fn end_of(day: Date) -> Moment {
    day.at(23, 59, 59, 0)
}

/// The moment at which a term is over. Months and years run to the same day of the month, or to its last day (31 January
/// and a month is 28 or 29 February). `None`: a part of a month, or a date beyond the calendar.
pub fn after(from: Moment, term: Duration) -> Option<Moment> {
    let amount = term.amount;
    let whole = |times: i64| {
        let exact = amount.checked_mul(&Ratio::from_integer(times))?;
        exact.is_integer().then(|| exact.to_integer())
    };
    let span = jiff::Span::new();
    let span = match term.unit {
        TimeUnit::Minute => span.try_seconds(whole(60)?),
        TimeUnit::Hour => span.try_seconds(whole(3600)?),
        TimeUnit::Day if amount.is_integer() => span.try_days(whole(1)?),
        TimeUnit::Week if amount.is_integer() => span.try_days(whole(7)?),
        TimeUnit::Day => span.try_seconds(whole(86_400)?),
        TimeUnit::Week => span.try_seconds(whole(604_800)?),
        TimeUnit::Month => span.try_months(whole(1)?),
        TimeUnit::Quarter => span.try_months(whole(3)?),
        TimeUnit::Year => span.try_months(whole(12)?),
    };
    from.checked_add(span.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn term(n: i64, d: i64, unit: TimeUnit) -> Duration {
        Duration {
            amount: Ratio::new(n, d),
            unit,
        }
    }

    #[test]
    fn terms_run_as_the_calendar_has_them() {
        let from = start_of(date(2027, 1, 31));
        let day = |d: Option<Moment>| d.map(|m| m.date());
        assert_eq!(
            day(after(from, term(1, 1, TimeUnit::Month))),
            Some(date(2027, 2, 28))
        );
        assert_eq!(
            day(after(from, term(14, 1, TimeUnit::Day))),
            Some(date(2027, 2, 14))
        );
        assert_eq!(
            day(after(from, term(1, 2, TimeUnit::Year))),
            Some(date(2027, 7, 31))
        );
        assert_eq!(after(from, term(1, 2, TimeUnit::Month)), None);
        let half = after(from, term(3, 2, TimeUnit::Day));
        assert_eq!(half, Some(date(2027, 2, 1).at(12, 0, 0, 0)));
        assert_eq!(after(from, term(i64::MAX, 1, TimeUnit::Year)), None);
    }
}
