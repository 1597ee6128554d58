//! Exact quantities: durations, dates, ratios, scaled integers. No floating point.

use num_rational::Ratio as Rational;

pub use crate::syntax::tree::TimeUnit;

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

/// How many `to` one `from` is, exactly; `None` if the one is not a fixed number of the other.
///
/// Minutes, hours, days and weeks are multiples of each other, and so are months, quarters and years; between
/// the two families there is no fixed number. Physical units convert by powers of ten (kWh and Wh). A counted
/// thing converts to itself only, whether written in the singular or the plural.
pub fn convert(from: &Unit, to: &Unit) -> Option<Ratio> {
    match (from, to) {
        (Unit::Percent, Unit::Percent) => Some(Ratio::from_integer(1)),
        (Unit::Time(a), Unit::Time(b)) => {
            let ((family_a, a), (family_b, b)) = (time_steps(*a), time_steps(*b));
            (family_a == family_b).then(|| Ratio::new(a, b))
        }
        (Unit::Named(a), Unit::Named(b)) if same_thing(a, b) => Some(Ratio::from_integer(1)),
        (Unit::Named(a), Unit::Named(b)) => {
            let (base_a, power_a) = metric(a)?;
            let (base_b, power_b) = metric(b)?;
            let step = 10i64.checked_pow(power_a.abs_diff(power_b))?;
            match (base_a == base_b, power_a >= power_b) {
                (false, _) => None,
                (true, true) => Some(Ratio::from_integer(step)),
                (true, false) => Some(Ratio::new(1, step)),
            }
        }
        _ => None,
    }
}

/// The unit as people write it.
pub fn unit_name(unit: &Unit) -> String {
    match unit {
        Unit::Time(TimeUnit::Minute) => "minutes".into(),
        Unit::Time(TimeUnit::Hour) => "hours".into(),
        Unit::Time(TimeUnit::Day) => "days".into(),
        Unit::Time(TimeUnit::Week) => "weeks".into(),
        Unit::Time(TimeUnit::Month) => "months".into(),
        Unit::Time(TimeUnit::Quarter) => "quarters".into(),
        Unit::Time(TimeUnit::Year) => "years".into(),
        Unit::Percent => "%".into(),
        Unit::Named(name) => name.clone(),
    }
}

/// 0 and minutes, or 1 and months.
fn time_steps(unit: TimeUnit) -> (u8, i64) {
    match unit {
        TimeUnit::Minute => (0, 1),
        TimeUnit::Hour => (0, 60),
        TimeUnit::Day => (0, 24 * 60),
        TimeUnit::Week => (0, 7 * 24 * 60),
        TimeUnit::Month => (1, 1),
        TimeUnit::Quarter => (1, 3),
        TimeUnit::Year => (1, 12),
    }
}

fn same_thing(a: &str, b: &str) -> bool {
    let plural = |one: &str, many: &str| {
        ["s", "es", "en", "n", "'s"]
            .iter()
            .any(|end| many.strip_suffix(end) == Some(one))
    };
    a == b || plural(a, b) || plural(b, a)
}

/// Base unit and power of ten. The prefixes of the units that energy, health and mobility data come in.
fn metric(unit: &str) -> Option<(&'static str, u32)> {
    const BASES: [&str; 11] = ["Wh", "W", "J", "m³", "m", "g", "L", "V", "A", "Hz", "B"];
    const PREFIXES: [(&str, u32); 8] = [
        ("", 9),
        ("k", 12),
        ("M", 15),
        ("G", 18),
        ("T", 21),
        ("m", 6),
        ("µ", 3),
        ("n", 0),
    ];
    BASES.iter().find_map(|base| {
        let prefix = unit.strip_suffix(base)?;
        let power = PREFIXES.iter().find(|(p, _)| *p == prefix)?.1;
        // A cubic metre's prefix counts three times; it is only known without one.
        (*base != "m³" || prefix.is_empty()).then_some((*base, power))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Unit {
        Unit::Named(name.into())
    }

    #[test]
    fn converts_exactly_or_not_at_all() {
        assert_eq!(
            convert(&Unit::Time(TimeUnit::Week), &Unit::Time(TimeUnit::Day)),
            Some(Ratio::from_integer(7))
        );
        assert_eq!(
            convert(&Unit::Time(TimeUnit::Month), &Unit::Time(TimeUnit::Year)),
            Some(Ratio::new(1, 12))
        );
        assert_eq!(
            convert(&Unit::Time(TimeUnit::Month), &Unit::Time(TimeUnit::Day)),
            None
        );
        assert_eq!(
            convert(&named("kWh"), &named("Wh")),
            Some(Ratio::from_integer(1000))
        );
        assert_eq!(
            convert(&named("Wh"), &named("MWh")),
            Some(Ratio::new(1, 1_000_000))
        );
        assert_eq!(convert(&named("kWh"), &named("kW")), None);
        assert_eq!(
            convert(&named("household"), &named("households")),
            Some(Ratio::from_integer(1))
        );
        assert_eq!(convert(&named("huishoudens"), &named("households")), None);
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for day in [-1, 0, 1, 20_513, 60_000] {
            assert_eq!(date_of(day).map(days_of), Some(day));
        }
        assert_eq!(days_of(jiff::civil::date(2026, 3, 1)), 20_513);
    }
}
