//! Kleene's three truth values, and the value of a condition in a partially known case.

use crate::model::{Clause, Condition, FactKey, Literal, Value};
use std::collections::BTreeMap;

/// False < unknown < true: "and" is the least, "or" the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    pub fn of(value: bool) -> Self {
        if value { Truth::True } else { Truth::False }
    }

    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    pub fn may_hold(self) -> bool {
        self != Truth::False
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Self {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

/// Unknown if the fact is.
pub fn literal(literal: &Literal, facts: &BTreeMap<FactKey, Value>) -> Truth {
    facts.get(&literal.key).map_or(Truth::Unknown, |value| {
        Truth::of(literal.set.contains(value.as_int()))
    })
}

pub fn clause(clause: &Clause, facts: &BTreeMap<FactKey, Value>) -> Truth {
    clause
        .iter()
        .map(|l| literal(l, facts))
        .min()
        .unwrap_or(Truth::True)
}

pub fn condition(condition: &Condition, facts: &BTreeMap<FactKey, Value>) -> Truth {
    condition
        .clauses
        .iter()
        .map(|c| clause(c, facts))
        .max()
        .unwrap_or(Truth::False)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FactId, ValueSet};

    fn test(fact: u32, set: ValueSet) -> Literal {
        Literal {
            key: FactKey::Fact(FactId(fact)),
            set,
        }
    }

    #[test]
    fn a_condition_is_the_best_of_its_clauses_and_a_clause_the_worst_of_its_tests() {
        let both = Condition {
            written: None,
            clauses: vec![
                vec![
                    test(0, ValueSet::one(1)),
                    test(1, ValueSet::range(10, i64::MAX)),
                ],
                vec![test(2, ValueSet::one(1))],
            ],
        };
        let facts = |list: &[(u32, Value)]| {
            list.iter()
                .map(|&(f, v)| (FactKey::Fact(FactId(f)), v))
                .collect()
        };
        assert_eq!(condition(&both, &facts(&[])), Truth::Unknown);
        assert_eq!(
            condition(&both, &facts(&[(0, Value::Bool(false))])),
            Truth::Unknown
        );
        assert_eq!(
            condition(
                &both,
                &facts(&[(1, Value::Int(9)), (2, Value::Bool(false))])
            ),
            Truth::False
        );
        assert_eq!(
            condition(&both, &facts(&[(2, Value::Bool(true))])),
            Truth::True
        );
        assert_eq!(
            condition(
                &both,
                &facts(&[(0, Value::Bool(true)), (1, Value::Int(10))])
            ),
            Truth::True
        );
    }

    #[test]
    fn no_clause_is_never_and_an_empty_clause_is_always() {
        assert_eq!(
            condition(&Condition::default(), &BTreeMap::new()),
            Truth::False
        );
        assert_eq!(
            condition(&Condition::always(), &BTreeMap::new()),
            Truth::True
        );
    }
}
