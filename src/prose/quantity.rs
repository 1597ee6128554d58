//! Numbers, lengths of time, dates and shares in words. Figures are always written as figures, so that
//! "1 month" and "12 months" look alike; only shares are spelled out, because "2/3" is not a word.

use super::{Words, quoted};
use crate::diagnostic::Lang;
use crate::model::{
    Amount, Date, Duration, Electorate, Holder, Ratio, Rounding, TimeUnit, Unit, WeightFunction,
    quantity::date_of,
};

impl Words<'_> {
    /// "1 March 2026", "1 maart 2026".
    pub fn date(&self, date: Date) -> String {
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const NL: [&str; 12] = [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ];
        let month = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
        let name = self.pick(EN, NL).get(month).copied().unwrap_or("");
        format!("{} {name} {}", date.day(), date.year())
    }

    /// A date as days since 1970-01-01.
    pub fn day(&self, days: i32) -> String {
        date_of(days).map_or_else(|| days.to_string(), |d| self.date(d))
    }

    /// "90 days", "1 maand", "2 jaar".
    pub fn duration(&self, duration: Duration) -> String {
        let one = duration.amount == Ratio::from_integer(1);
        format!(
            "{} {}",
            self.exact(duration.amount),
            self.time_unit(duration.unit, one)
        )
    }

    /// "every month", "elke 15 minuten".
    pub fn every(&self, duration: Duration) -> String {
        let one = duration.amount == Ratio::from_integer(1);
        let neuter = matches!(
            duration.unit,
            TimeUnit::Hour | TimeUnit::Quarter | TimeUnit::Year
        );
        let every = self.pick("every", if one && neuter { "elk" } else { "elke" });
        if one {
            format!("{every} {}", self.time_unit(duration.unit, true))
        } else {
            format!("{every} {}", self.duration(duration))
        }
    }

    fn time_unit(&self, unit: TimeUnit, one: bool) -> &'static str {
        let (en, nl) = match unit {
            TimeUnit::Minute => (["minute", "minutes"], ["minuut", "minuten"]),
            TimeUnit::Hour => (["hour", "hours"], ["uur", "uur"]),
            TimeUnit::Day => (["day", "days"], ["dag", "dagen"]),
            TimeUnit::Week => (["week", "weeks"], ["week", "weken"]),
            TimeUnit::Month => (["month", "months"], ["maand", "maanden"]),
            TimeUnit::Quarter => (["quarter", "quarters"], ["kwartaal", "kwartalen"]),
            TimeUnit::Year => (["year", "years"], ["jaar", "jaar"]),
        };
        self.pick(en, nl)[usize::from(!one)]
    }

    /// An exact number: "3", "1.5" (nl "1,5"), "1/3" if no decimal is exact.
    pub fn exact(&self, value: Ratio) -> String {
        let (numerator, mut rest) = (*value.numer(), *value.denom());
        let mut decimals = 0_u8;
        let (mut twos, mut fives) = (0_u8, 0_u8);
        while rest % 2 == 0 {
            rest /= 2;
            twos += 1;
        }
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        if rest == 1 {
            decimals = twos.max(fives);
        }
        let scaled = 10_i64
            .checked_pow(decimals.into())
            .and_then(|p| numerator.checked_mul(p));
        match scaled {
            Some(scaled) if rest == 1 => self.scaled(scaled / value.denom(), decimals),
            _ => format!("{numerator}/{}", value.denom()),
        }
    }

    /// `digits` / 10^`decimals`, with separators: "1,250.5" (nl "1.250,5").
    pub fn scaled(&self, digits: i64, decimals: u8) -> String {
        let (thousands, point) = self.pick((',', '.'), ('.', ','));
        let all = format!(
            "{:0>width$}",
            digits.unsigned_abs(),
            width = usize::from(decimals) + 1
        );
        let (whole, fraction) = all.split_at(all.len() - usize::from(decimals));
        let mut out = String::new();
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
                out.push(thousands);
            }
            out.push(c);
        }
        let fraction = fraction.trim_end_matches('0');
        let sign = if digits < 0 { "-" } else { "" };
        if fraction.is_empty() {
            format!("{sign}{out}")
        } else {
            format!("{sign}{out}{point}{fraction}")
        }
    }

    /// "10 households", "90%", "15 minuten".
    pub fn with_unit(&self, digits: i64, decimals: u8, unit: &Unit) -> String {
        let number = self.scaled(digits, decimals);
        match unit {
            Unit::Percent => format!("{number}%"),
            Unit::Time(unit) => format!("{number} {}", self.time_unit(*unit, number == "1")),
            Unit::Named(name) if name.is_empty() => number,
            Unit::Named(name) => format!("{number} {}", name.replace('-', " ")),
        }
    }

    /// "two thirds", "twee derde"; "5%" and "17/120" where no word is usual.
    pub fn share(&self, share: Ratio) -> String {
        let (n, d) = (*share.numer(), *share.denom());
        if (n, d) == (1, 1) {
            return self.pick("all", "alle").to_string();
        }
        if (n, d) == (1, 2) {
            return self.pick("half", "de helft").to_string();
        }
        let place = |list: &[&'static str], at: i64| {
            usize::try_from(at).ok().and_then(|i| list.get(i).copied())
        };
        let number = place(self.pick(&NUMBERS_EN, &NUMBERS_NL), n);
        let part = place(self.pick(&PARTS_EN, &PARTS_NL), d).filter(|p| !p.is_empty());
        match (number, part) {
            (Some(number), Some(part)) => {
                let plural = if self.lang == Lang::En && n > 1 {
                    "s"
                } else {
                    ""
                };
                format!("{number} {part}{plural}")
            }
            _ if d > 0 && 100 % d == 0 => format!("{}%", n * (100 / d)),
            _ => format!("{n}/{d}"),
        }
    }

    /// "two thirds of the votes cast", "3 of the seats", "alle leden".
    pub fn amount_of(&self, amount: Amount, of: Electorate) -> String {
        let whole = self.electorate(of);
        match amount {
            Amount::Share(share) if share == Ratio::from_integer(1) => {
                let bare = whole.trim_start_matches(self.pick("the ", "de "));
                format!("{} {bare}", self.pick("all", "alle"))
            }
            Amount::Share(share) => {
                format!("{} {} {whole}", self.share(share), self.pick("of", "van"))
            }
            Amount::Count(n) => match of {
                Electorate::Seats => format!(
                    "{n} {}",
                    self.pick(
                        if n == 1 { "seat" } else { "seats" },
                        if n == 1 { "zetel" } else { "zetels" }
                    )
                ),
                Electorate::Members => format!(
                    "{n} {}",
                    self.pick(
                        if n == 1 { "member" } else { "members" },
                        if n == 1 { "lid" } else { "leden" }
                    )
                ),
                Electorate::VotesCast => {
                    format!("{n} {}", self.pick("votes cast", "uitgebrachte stemmen"))
                }
                _ => format!("{n} {} {whole}", self.pick("of", "van")),
            },
        }
    }

    /// What votes are weighted by, after "weighted by": "“cost share”: Grid operators 5 and Installers 1".
    pub fn weighting(
        &self,
        by: &str,
        table: &[(Holder, i64)],
        function: Option<&WeightFunction>,
    ) -> String {
        let mut out = quoted(&by.replace('-', " "));
        if !table.is_empty() {
            let row = |(h, n): &(Holder, i64)| format!("{} {n}", self.holder(*h));
            let rows: Vec<String> = table.iter().map(row).collect();
            out = format!("{out}: {}", self.and(&rows));
        }
        match function {
            Some(f) => format!("{out}, {}", self.weight_function(f)),
            None => out,
        }
    }

    /// How a weight follows from a value: "to the power 7/10, divided by 1,000 and rounded up to a whole number".
    pub fn weight_function(&self, f: &WeightFunction) -> String {
        let one = Ratio::from_integer(1);
        let mut parts = Vec::new();
        if f.power != one {
            let power = self.exact(f.power);
            parts.push(self.pick(
                format!("raised to the power {power}"),
                format!("verheven tot de macht {power}"),
            ));
        }
        if f.divisor != one {
            let divisor = self.exact(f.divisor);
            parts.push(self.pick(
                format!("divided by {divisor}"),
                format!("gedeeld door {divisor}"),
            ));
        }
        let rounding = match f.rounding {
            Rounding::Up => self.pick(
                "rounded up to a whole number",
                "naar boven afgerond op een geheel getal",
            ),
            Rounding::Down => self.pick(
                "rounded down to a whole number",
                "naar beneden afgerond op een geheel getal",
            ),
            Rounding::Nearest => self.pick(
                "rounded to the nearest whole number, a half upwards",
                "afgerond op het dichtstbijzijnde gehele getal, een half naar boven",
            ),
        };
        parts.push(rounding.to_string());
        self.and(&parts)
    }

    /// "the votes cast", "de leden".
    pub fn electorate(&self, of: Electorate) -> String {
        match of {
            Electorate::VotesCast => self
                .pick("the votes cast", "de uitgebrachte stemmen")
                .into(),
            Electorate::Present => self
                .pick(
                    "those present or represented",
                    "de aanwezigen en vertegenwoordigden",
                )
                .into(),
            Electorate::Members => self.pick("the members", "de leden").into(),
            Electorate::Seats => self.pick("the seats", "de zetels").into(),
            Electorate::Weight => self.pick("the voting weight", "het stemgewicht").into(),
            Electorate::Class(group) => self.group(group),
        }
    }
}

const NUMBERS_EN: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
const NUMBERS_NL: [&str; 11] = [
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
];
const PARTS_EN: [&str; 11] = [
    "", "", "", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
const PARTS_NL: [&str; 11] = [
    "", "", "", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    fn both(say: impl Fn(Words) -> String) -> (String, String) {
        let model = Model::default();
        (
            say(Words::new(&model, Lang::En)),
            say(Words::new(&model, Lang::Nl)),
        )
    }

    fn time(n: i64, d: i64, unit: TimeUnit) -> Duration {
        Duration {
            amount: Ratio::new(n, d),
            unit,
        }
    }

    #[test]
    fn times_read_aloud() {
        let say = |d| both(move |w| w.duration(d));
        assert_eq!(
            say(time(90, 1, TimeUnit::Day)),
            ("90 days".into(), "90 dagen".into())
        );
        assert_eq!(
            say(time(1, 1, TimeUnit::Month)),
            ("1 month".into(), "1 maand".into())
        );
        assert_eq!(
            say(time(3, 2, TimeUnit::Hour)),
            ("1.5 hours".into(), "1,5 uur".into())
        );
        let every = |d| both(move |w| w.every(d));
        assert_eq!(
            every(time(1, 1, TimeUnit::Year)),
            ("every year".into(), "elk jaar".into())
        );
        assert_eq!(
            every(time(1, 1, TimeUnit::Week)),
            ("every week".into(), "elke week".into())
        );
        assert_eq!(
            every(time(2, 1, TimeUnit::Year)),
            ("every 2 years".into(), "elke 2 jaar".into())
        );
    }

    #[test]
    fn dates_numbers_and_shares() {
        let day = jiff::civil::date(2026, 3, 1);
        assert_eq!(
            both(|w| w.date(day)),
            ("1 March 2026".into(), "1 maart 2026".into())
        );
        assert_eq!(
            both(|w| w.scaled(1_250_050, 2)),
            ("12,500.5".into(), "12.500,5".into())
        );
        assert_eq!(both(|w| w.scaled(-5, 2)), ("-0.05".into(), "-0,05".into()));
        assert_eq!(
            both(|w| w.share(Ratio::new(2, 3))),
            ("two thirds".into(), "twee derde".into())
        );
        assert_eq!(
            both(|w| w.share(Ratio::new(1, 20))),
            ("5%".into(), "5%".into())
        );
        assert_eq!(
            both(|w| w.share(Ratio::new(1, 3))),
            ("one third".into(), "een derde".into())
        );
        assert_eq!(
            both(|w| w.amount_of(Amount::Share(Ratio::new(2, 3)), Electorate::VotesCast)),
            (
                "two thirds of the votes cast".into(),
                "twee derde van de uitgebrachte stemmen".into()
            )
        );
        assert_eq!(
            both(|w| w.amount_of(Amount::Count(3), Electorate::Seats)),
            ("3 seats".into(), "3 zetels".into())
        );
    }
}
