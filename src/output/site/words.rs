//! Short forms of words for cards and tables: durations, dates, numbers, tests on facts.

use super::texts::Texts;
use crate::diagnostic::Lang;
use crate::model::condition::{Expr, TestShape};
use crate::model::*;

impl Texts {
    /// "3 months", "1 maand", "1.5 years".
    pub fn duration(&self, duration: &Duration) -> String {
        let (number, one) = self.ratio(&duration.amount);
        format!("{number} {}", self.unit_of_time(duration.unit, one))
    }

    /// As it stands behind "every": "month", "3 months".
    pub fn rhythm(&self, duration: &Duration) -> String {
        if duration.amount == Ratio::from_integer(1) {
            self.unit_of_time(duration.unit, true)
        } else {
            self.duration(duration)
        }
    }

    fn unit_of_time(&self, unit: TimeUnit, one: bool) -> String {
        let key = match unit {
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Quarter => "quarter",
            TimeUnit::Year => "year",
        };
        self.list("time", key).into_iter().nth(usize::from(!one)).unwrap_or_default()
    }

    /// A whole number, or a fraction as it was written; and whether it is exactly one.
    pub fn ratio(&self, ratio: &Ratio) -> (String, bool) {
        if ratio.is_integer() {
            return (ratio.to_integer().to_string(), ratio.to_integer() == 1);
        }
        (format!("{}/{}", ratio.numer(), ratio.denom()), false)
    }

    /// "1/3"; a whole share is "1".
    pub fn amount(&self, amount: &Amount) -> String {
        match amount {
            Amount::Share(ratio) => self.ratio(ratio).0,
            Amount::Count(n) => n.to_string(),
        }
    }

    /// "1 March 2026", "1 maart 2026".
    pub fn date(&self, date: Date) -> String {
        let months = self.list("months", "names");
        let month = usize::try_from(date.month() - 1).ok().and_then(|m| months.into_iter().nth(m));
        format!("{} {} {}", date.day(), month.unwrap_or_default(), date.year())
    }

    fn day(&self, days: i32) -> String {
        quantity::date_of(days).map_or_else(|| days.to_string(), |d| self.date(d))
    }

    /// `digits` / 10^`decimals`, with the language's decimal sign.
    pub fn decimal(&self, digits: i64, decimals: u8) -> String {
        let text = digits.unsigned_abs().to_string();
        let decimals = usize::from(decimals);
        let sign = if digits < 0 { "-" } else { "" };
        if decimals == 0 {
            return format!("{sign}{text}");
        }
        let padded = format!("{text:0>width$}", width = decimals + 1);
        let (whole, part) = padded.split_at(padded.len() - decimals);
        let part = part.trim_end_matches('0');
        let point = if self.lang == Lang::Nl { "," } else { "." };
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{point}{part}") }
    }

    pub fn unit(&self, unit: &Unit) -> String {
        match unit {
            Unit::Time(unit) => self.unit_of_time(*unit, false),
            Unit::Percent => "%".into(),
            Unit::Named(name) => name.clone(),
        }
    }

    /// "a, b and c".
    pub fn join(&self, parts: &[String], word: &str) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} {} {last}", most.join(", "), self.get("ui", word)),
        }
    }

    /// A condition as a list of parts that must all hold.
    pub fn condition(&self, model: &Model, expr: &Expr) -> Vec<String> {
        match expr {
            Expr::And(parts) => parts.iter().flat_map(|p| self.condition(model, p)).collect(),
            other => vec![self.expr(model, other)],
        }
    }

    fn expr(&self, model: &Model, expr: &Expr) -> String {
        match expr {
            Expr::And(parts) | Expr::Or(parts) => {
                let word = if matches!(expr, Expr::And(_)) { "and" } else { "or" };
                let inner: Vec<String> = parts
                    .iter()
                    .map(|p| match p {
                        Expr::And(_) | Expr::Or(_) => format!("({})", self.expr(model, p)),
                        _ => self.expr(model, p),
                    })
                    .collect();
                self.join(&inner, word)
            }
            Expr::Not(inner) => self.fill("test", "not", &[("x", &self.expr(model, inner))]),
            Expr::Test { literal, shape, .. } => self.test(model, literal.key, shape),
        }
    }

    fn test(&self, model: &Model, key: FactKey, shape: &TestShape) -> String {
        let (name, kind) = match key {
            FactKey::Moment => (self.get("test", "moment").to_string(), None),
            FactKey::Passed(id) => {
                let title = model.decisions.get(id.index()).map_or("", |d| d.decl.title(self.lang));
                return self.fill("test", "passed", &[("x", title)]);
            }
            FactKey::Fact(id) => match model.facts.get(id.index()) {
                Some(fact) => (fact.decl.title(self.lang).to_string(), Some(&fact.kind)),
                None => return String::new(),
            },
        };
        let number = |n: i64| match kind {
            Some(FactKind::Number { unit, decimals }) => {
                let (digits, unit) = (self.decimal(n, *decimals), self.unit(unit));
                if unit == "%" && self.lang == Lang::En { format!("{digits}%") } else { format!("{digits} {unit}") }
            }
            _ => n.to_string(),
        };
        let choices = |list: &[u16]| {
            let names: Vec<String> = match kind {
                Some(FactKind::OneOf(all)) => {
                    list.iter().filter_map(|c| all.get(usize::from(*c)).map(|n| n.replace('-', " "))).collect()
                }
                _ => Vec::new(),
            };
            self.join(&names, "or")
        };
        let one = |shape: &str, n: String| self.fill("test", shape, &[("x", &name), ("n", &n)]);
        match shape {
            TestShape::Holds => name,
            TestShape::AtLeast(n) => one("at_least", number(*n)),
            TestShape::AtMost(n) => one("at_most", number(*n)),
            TestShape::MoreThan(n) => one("more_than", number(*n)),
            TestShape::LessThan(n) => one("less_than", number(*n)),
            TestShape::Exactly(n) => one("exactly", number(*n)),
            TestShape::NotExactly(n) => one("not_exactly", number(*n)),
            TestShape::Between(a, b) => {
                self.fill("test", "between", &[("x", &name), ("n", &number(*a)), ("m", &number(*b))])
            }
            TestShape::From(d) => one("from", self.day(*d)),
            TestShape::Until(d) => one("until", self.day(*d)),
            TestShape::Before(d) => one("before", self.day(*d)),
            TestShape::After(d) => one("after", self.day(*d)),
            TestShape::On(d) => one("on", self.day(*d)),
            TestShape::NotOn(d) => one("not_on", self.day(*d)),
            TestShape::OneOf(list) => one("one_of", choices(list)),
            TestShape::NoneOf(list) => one("none_of", choices(list)),
        }
    }
}
