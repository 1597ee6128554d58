//! Exact quantities: durations, dates, ratios, scaled integers. No floating point.

pub use crate::syntax::tree::TimeUnit;
use num_rational::Ratio as Rational;

/// A share or a count, exact.
pub type Ratio = Rational<i64>;

/// A calendar date (proleptic Gregorian).
pub type Date = jiff::civil::Date;

/// A length of time as agreed: "3 months" stays three months and does not become 90 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Positive; in the unit.
    pub amount: Ratio,
    pub unit: TimeUnit,
}

/// A unit of a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unit {
    Time(TimeUnit),
    Percent,
    /// Counted things ("households") and physical units ("kWh").
    Named(String),
}

/// `digits` / 10^`decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scaled {
    pub digits: i64,
    pub decimals: u8,
}

/// Days since 1970-01-01.
pub fn days_of(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The date of a day number; `None` outside the calendar (years -9999 to 9999).
pub fn date_of(days: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}
