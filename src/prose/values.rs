//! Sets of cases in words: "there are at least 10 homes in the result and the household has agreed".

use super::Words;
use crate::diagnostic::Lang;
use crate::model::{FactKey, FactKind, TestShape, Value, ValueSet};
use std::collections::BTreeMap;

impl Words<'_> {
    /// A union of boxes as main clauses: "a and b, or c". Empty if there is no box, or if one says nothing.
    pub fn cases(&self, boxes: &[BTreeMap<FactKey, ValueSet>]) -> String {
        let boxes: Vec<String> = boxes.iter().map(|one| self.values_of(one)).collect();
        if boxes.iter().any(String::is_empty) {
            return String::new();
        }
        boxes.join(self.pick(", or ", ", of "))
    }

    /// One box: what each of its facts must be, joined by "and".
    fn values_of(&self, one: &BTreeMap<FactKey, ValueSet>) -> String {
        let parts: Vec<String> = one
            .iter()
            .map(|(key, set)| self.values(*key, set))
            .collect();
        self.and(&parts)
    }

    /// What a fact must be: one test, or several joined by "or".
    pub fn values(&self, key: FactKey, set: &ValueSet) -> String {
        let rest = self.model.domain(key).subtract(set);
        match self.kind(key) {
            Kind::YesNo => self.fact_value(key, Value::Bool(set.contains(1))),
            Kind::Choice(count) => {
                let chosen = |set: &ValueSet| -> Vec<u16> {
                    (0..count).filter(|c| set.contains(i64::from(*c))).collect()
                };
                let (in_it, out_of_it) = (chosen(set), chosen(&rest));
                let shape = if out_of_it.len() < in_it.len() {
                    TestShape::NoneOf(out_of_it)
                } else {
                    TestShape::OneOf(in_it)
                };
                self.test(key, &shape)
            }
            Kind::Number => match rest.intervals() {
                [(a, b)] if a == b => self.test(key, &TestShape::NotExactly(*a)),
                _ => self.any_of(
                    set,
                    |a, b| {
                        vec![match (a, b) {
                            (i64::MIN, b) => TestShape::AtMost(b),
                            (a, i64::MAX) => TestShape::AtLeast(a),
                            (a, b) if a == b => TestShape::Exactly(a),
                            (a, b) => TestShape::Between(a, b),
                        }]
                    },
                    key,
                ),
            },
            Kind::Day => match rest.intervals() {
                [(a, b)] if a == b => self.test(key, &TestShape::NotOn(day(*a))),
                _ => self.any_of(
                    set,
                    |a, b| match (a, b) {
                        (i64::MIN, b) => vec![TestShape::Until(day(b))],
                        (a, i64::MAX) => vec![TestShape::From(day(a))],
                        (a, b) if a == b => vec![TestShape::On(day(a))],
                        (a, b) => vec![TestShape::From(day(a)), TestShape::Until(day(b))],
                    },
                    key,
                ),
            },
        }
    }

    fn any_of(
        &self,
        set: &ValueSet,
        shapes: impl Fn(i64, i64) -> Vec<TestShape>,
        key: FactKey,
    ) -> String {
        let parts: Vec<String> = set
            .intervals()
            .iter()
            .map(|&(a, b)| {
                let tests: Vec<String> = shapes(a, b)
                    .iter()
                    .map(|shape| self.test(key, shape))
                    .collect();
                self.and(&tests)
            })
            .collect();
        match (parts.len(), self.lang) {
            (0 | 1, _) => parts.concat(),
            (_, Lang::En) => format!("either {}", self.or(&parts)),
            (_, Lang::Nl) => parts
                .iter()
                .map(|p| format!("hetzij {p}"))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    fn kind(&self, key: FactKey) -> Kind {
        match key {
            FactKey::Passed(_) => Kind::YesNo,
            FactKey::Moment => Kind::Day,
            FactKey::Fact(id) => match self.model.facts.get(id.index()).map(|f| &f.kind) {
                Some(FactKind::YesNo) => Kind::YesNo,
                Some(FactKind::Date) => Kind::Day,
                Some(FactKind::OneOf(choices)) => {
                    Kind::Choice(u16::try_from(choices.len()).unwrap_or(u16::MAX))
                }
                Some(FactKind::Number { .. }) | None => Kind::Number,
            },
        }
    }
}

enum Kind {
    YesNo,
    Number,
    Day,
    Choice(u16),
}

/// Days beyond the calendar are its ends.
fn day(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(if n < 0 { i32::MIN } else { i32::MAX })
}
