//! Conditions as Cedar expressions that can't err on a valid request: whatever may be missing is tested for first.

use super::cedar::quoted;
use super::tables;
use crate::model::{Date, FactKey, FactKind, Model, ValueSet, quantity};

/// A test, simplified while it is made, so that no policy holds a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    True,
    False,
    Is(String),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
}

impl Test {
    pub fn all(parts: impl IntoIterator<Item = Test>) -> Test {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Test::True => {}
                Test::False => return Test::False,
                Test::All(inner) => kept.extend(inner),
                part => kept.push(part),
            }
        }
        match kept.len() {
            0 => Test::True,
            1 => kept.pop().unwrap_or(Test::True),
            _ => Test::All(kept),
        }
    }

    pub fn any(parts: impl IntoIterator<Item = Test>) -> Test {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Test::False => {}
                Test::True => return Test::True,
                Test::Any(inner) => kept.extend(inner),
                part => kept.push(part),
            }
        }
        kept.dedup();
        match kept.len() {
            0 => Test::False,
            1 => kept.pop().unwrap_or(Test::False),
            _ => Test::Any(kept),
        }
    }

    pub fn negated(self) -> Test {
        match self {
            Test::True => Test::False,
            Test::False => Test::True,
            Test::Not(inner) => *inner,
            other => Test::Not(Box::new(other)),
        }
    }

    /// As Cedar writes it; nested parts stand in brackets.
    pub fn text(&self) -> String {
        match self {
            Test::True => "true".to_owned(),
            Test::False => "false".to_owned(),
            Test::Is(text) => text.clone(),
            Test::All(parts) => parts
                .iter()
                .map(Test::nested)
                .collect::<Vec<_>>()
                .join(" && "),
            Test::Any(parts) => parts
                .iter()
                .map(Test::nested)
                .collect::<Vec<_>>()
                .join(" || "),
            Test::Not(inner) => format!("!({})", inner.text()),
        }
    }

    fn nested(&self) -> String {
        match self {
            Test::All(_) | Test::Any(_) => format!("({})", self.text()),
            plain => plain.text(),
        }
    }

    /// The fact is known and its value lies in the set.
    pub fn known_within(model: &Model, key: FactKey, set: &ValueSet) -> Test {
        let name = quoted(&tables::key(model, key));
        let value = format!("context[{name}]");
        let known = Test::Is(format!("context has {name}"));
        let within = match tables::kind(model, key) {
            FactKind::YesNo => yes_no(&value, set),
            FactKind::Number { .. } => Test::any(
                set.intervals()
                    .iter()
                    .map(|&(low, high)| number(&value, low, high)),
            ),
            FactKind::Date => Test::any(
                set.intervals()
                    .iter()
                    .map(|&(low, high)| date(&value, low, high)),
            ),
            FactKind::OneOf(choices) => choice(&value, &choices, set),
        };
        Test::all([known, within])
    }
}

/// Equality never errs, so that a value of the wrong type is neither yes nor no.
fn yes_no(value: &str, set: &ValueSet) -> Test {
    Test::any(
        [(0, "false"), (1, "true")]
            .into_iter()
            .filter(|(n, _)| set.contains(*n))
            .map(|(_, word)| Test::Is(format!("{value} == {word}"))),
    )
}

fn number(value: &str, low: i64, high: i64) -> Test {
    if low == high {
        return Test::Is(format!("{value} == {low}"));
    }
    let from = (low != i64::MIN).then(|| Test::Is(format!("{value} >= {low}")));
    let to = (high != i64::MAX).then(|| Test::Is(format!("{value} <= {high}")));
    Test::all(from.into_iter().chain(to))
}

/// Days, closed; a value may be an instant of the day. Cedar writes years with four digits: a bound before or after those is none.
fn date(value: &str, low: i64, high: i64) -> Test {
    let first = i64::from(quantity::days_of(Date::constant(0, 1, 1)));
    let last = i64::from(quantity::days_of(Date::constant(9999, 12, 31)));
    if high < first || low > last {
        return Test::False;
    }
    let at = |day: i64| i32::try_from(day).ok().and_then(quantity::date_of);
    let from = (low > first)
        .then(|| at(low))
        .flatten()
        .map(|d| Test::Is(format!("{value} >= datetime(\"{d}\")")));
    let to = (high < last)
        .then(|| at(high + 1))
        .flatten()
        .map(|d| Test::Is(format!("{value} < datetime(\"{d}\")")));
    Test::all(from.into_iter().chain(to))
}

/// A choice that is not in the list is in no set and in no complement: as good as unknown.
fn choice(value: &str, choices: &[String], set: &ValueSet) -> Test {
    let inside: Vec<String> = choices
        .iter()
        .enumerate()
        .filter(|(i, _)| set.contains(*i as i64))
        .map(|(_, c)| quoted(c))
        .collect();
    match inside.as_slice() {
        [] => Test::False,
        [one] => Test::Is(format!("{value} == {one}")),
        list => Test::Is(format!("[{}].contains({value})", list.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_simplified() {
        let a = || Test::Is("a".to_owned());
        assert_eq!(Test::all([Test::True, a()]), a());
        assert_eq!(Test::all([Test::False, a()]), Test::False);
        assert_eq!(
            Test::any([Test::all([a(), a()]), Test::False]).text(),
            "a && a"
        );
        assert_eq!(Test::any([]), Test::False);
        assert_eq!(a().negated().negated(), a());
    }

    #[test]
    fn days_are_half_open_instants() {
        assert_eq!(
            date("d", 0, 0).text(),
            "d >= datetime(\"1970-01-01\") && d < datetime(\"1970-01-02\")"
        );
        assert_eq!(
            date("d", i64::MIN, 0).text(),
            "d < datetime(\"1970-01-02\")"
        );
        assert_eq!(date("d", i64::MIN, i64::MAX), Test::True);
    }
}
