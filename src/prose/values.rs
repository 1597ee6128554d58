//! Sets of values in words: "there are from 5 to 9 homes in the result".

use super::Words;
use crate::model::{FactKey, FactKind, TestShape, Value, ValueSet};

impl Words<'_> {
    /// That a fact has one of these values, as a main clause; `None` if it may have any.
    pub fn values(&self, key: FactKey, set: &ValueSet) -> Option<String> {
        let domain = self.model.domain(key);
        let set = set.intersect(&domain);
        if set == domain {
            return None;
        }
        let kind = match key {
            FactKey::Fact(id) => self.model.facts.get(id.index()).map(|f| &f.kind),
            FactKey::Passed(_) => Some(&FactKind::YesNo),
            FactKey::Moment => Some(&FactKind::Date),
        };
        Some(match kind {
            Some(FactKind::YesNo) => self.fact_value(key, Value::Bool(set.contains(1))),
            Some(FactKind::OneOf(choices)) => {
                let all = 0..u16::try_from(choices.len()).unwrap_or(u16::MAX);
                let (yes, no): (Vec<u16>, Vec<u16>) =
                    all.partition(|c| set.contains(i64::from(*c)));
                match no.len() < yes.len() {
                    true => self.test(key, &TestShape::NoneOf(no)),
                    false => self.test(key, &TestShape::OneOf(yes)),
                }
            }
            Some(FactKind::Date) => self.intervals(key, &set, day),
            Some(FactKind::Number { .. }) | None => self.intervals(key, &set, number),
        })
    }

    fn intervals(
        &self,
        key: FactKey,
        set: &ValueSet,
        shapes: fn(i64, i64) -> Vec<TestShape>,
    ) -> String {
        let outside = set.complement();
        // Everything but one value.
        if let ([(a, b)], true) = (outside.intervals(), set.intervals().len() == 2)
            && a == b
            && let [TestShape::Exactly(_) | TestShape::On(_)] = shapes(*a, *b).as_slice()
        {
            let shape = match shapes(*a, *b).first() {
                Some(TestShape::On(d)) => TestShape::NotOn(*d),
                _ => TestShape::NotExactly(*a),
            };
            return self.test(key, &shape);
        }
        let parts: Vec<String> = set
            .intervals()
            .iter()
            .map(|(a, b)| {
                let tests: Vec<String> = shapes(*a, *b).iter().map(|s| self.test(key, s)).collect();
                self.and(&tests)
            })
            .collect();
        match parts.len() {
            1 => parts.concat(),
            _ => match self.lang {
                crate::diagnostic::Lang::En => format!("either {}", self.or(&parts)),
                crate::diagnostic::Lang::Nl => {
                    let parts: Vec<String> = parts.iter().map(|p| format!("hetzij {p}")).collect();
                    parts.join(", ")
                }
            },
        }
    }
}

fn number(a: i64, b: i64) -> Vec<TestShape> {
    vec![match (a, b) {
        (i64::MIN, b) => TestShape::AtMost(b),
        (a, i64::MAX) => TestShape::AtLeast(a),
        (a, b) if a == b => TestShape::Exactly(a),
        (a, b) => TestShape::Between(a, b),
    }]
}

/// Days outside the calendar are no bound.
fn day(a: i64, b: i64) -> Vec<TestShape> {
    match (i32::try_from(a), i32::try_from(b)) {
        (Ok(a), Ok(b)) if a == b => vec![TestShape::On(a)],
        (Ok(a), Ok(b)) => vec![TestShape::From(a), TestShape::Until(b)],
        (Ok(a), Err(_)) => vec![TestShape::From(a)],
        (Err(_), Ok(b)) => vec![TestShape::Until(b)],
        (Err(_), Err(_)) => Vec::new(),
    }
}
