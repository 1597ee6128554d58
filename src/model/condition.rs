//! Conditions: tests on facts, decisions and the moment, in Kleene's three values.

use super::{DecisionId, FactId};
use crate::source::Span;

/// What a test is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKey {
    Fact(FactId),
    /// Whether a decision has passed: a yes/no fact.
    Passed(DecisionId),
    /// The day (UTC) of the request.
    Moment,
}

/// A value of a fact. Numbers are whole multiples of the fact's smallest step; dates are days since
/// 1970-01-01; a choice is its place in the fact's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    Bool(bool),
    Int(i64),
    Date(i32),
    Choice(u16),
}

/// The values for which a test holds. Every kind of value is an integer underneath: no is 0 and yes 1,
/// dates are days, choices are places in the list. So a set is a sorted list of closed intervals that neither
/// touch nor overlap; `i64::MIN` and `i64::MAX` stand for "no bound".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ValueSet(Vec<(i64, i64)>);

impl Value {
    pub fn as_int(self) -> i64 {
        match self {
            Value::Bool(b) => i64::from(b),
            Value::Int(n) => n,
            Value::Date(d) => i64::from(d),
            Value::Choice(c) => i64::from(c),
        }
    }
}

impl ValueSet {
    pub fn empty() -> Self {
        ValueSet(Vec::new())
    }

    pub fn all() -> Self {
        ValueSet(vec![(i64::MIN, i64::MAX)])
    }

    pub fn range(low: i64, high: i64) -> Self {
        if low > high {
            Self::empty()
        } else {
            ValueSet(vec![(low, high)])
        }
    }

    pub fn one(value: i64) -> Self {
        Self::range(value, value)
    }

    /// Any intervals, in any order.
    pub fn from_intervals(mut intervals: Vec<(i64, i64)>) -> Self {
        intervals.retain(|(a, b)| a <= b);
        intervals.sort_unstable();
        let mut out: Vec<(i64, i64)> = Vec::with_capacity(intervals.len());
        for (a, b) in intervals {
            match out.last_mut() {
                Some(last) if a <= last.1.saturating_add(1) => last.1 = last.1.max(b),
                _ => out.push((a, b)),
            }
        }
        ValueSet(out)
    }

    pub fn intervals(&self) -> &[(i64, i64)] {
        &self.0
    }

    pub fn contains(&self, value: i64) -> bool {
        let at = self.0.partition_point(|&(_, b)| b < value);
        self.0.get(at).is_some_and(|&(a, _)| a <= value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn complement(&self) -> Self {
        let mut out = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some(i64::MIN);
        for &(a, b) in &self.0 {
            if let Some(from) = next
                && from < a
            {
                out.push((from, a - 1));
            }
            next = b.checked_add(1);
        }
        if let Some(from) = next {
            out.push((from, i64::MAX));
        }
        ValueSet(out)
    }

    pub fn intersect(&self, other: &Self) -> Self {
        let (mut i, mut j, mut out) = (0, 0, Vec::new());
        while let (Some(&(a, b)), Some(&(c, d))) = (self.0.get(i), other.0.get(j)) {
            let (low, high) = (a.max(c), b.min(d));
            if low <= high {
                out.push((low, high));
            }
            if b < d { i += 1 } else { j += 1 }
        }
        ValueSet(out)
    }

    pub fn union(&self, other: &Self) -> Self {
        Self::from_intervals(self.0.iter().chain(&other.0).copied().collect())
    }

    pub fn subtract(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        self.subtract(other).is_empty()
    }
}

impl super::Model {
    /// All values that a fact can have: yes and no, the choices of its list, or any number or day.
    pub fn domain(&self, key: FactKey) -> ValueSet {
        use super::FactKind;
        match key {
            FactKey::Passed(_) => ValueSet::range(0, 1),
            FactKey::Moment => ValueSet::all(),
            FactKey::Fact(id) => match self.facts.get(id.index()).map(|f| &f.kind) {
                Some(FactKind::YesNo) => ValueSet::range(0, 1),
                Some(FactKind::OneOf(choices)) => ValueSet::range(0, choices.len() as i64 - 1),
                Some(FactKind::Number { .. } | FactKind::Date) | None => ValueSet::all(),
            },
        }
    }
}

/// One test: the fact's value lies in the set. Unknown if the fact is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    pub key: FactKey,
    pub set: ValueSet,
}

/// A conjunction of tests. A fact may occur more than once.
pub type Clause = Vec<Literal>;

/// A condition, both as it was written and as a disjunction of conjunctions.
///
/// Kleene's logic is a distributive lattice with De Morgan negation, and a negated test on a known
/// value is a test on the complement, so the two forms have the same value in every (partial) case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// `None`: no condition was written. The rule's dates in force are *not* in it.
    pub written: Option<Expr>,
    /// Written condition and dates in force together. No clause at all: never. One empty clause: always.
    pub clauses: Vec<Clause>,
}

impl Condition {
    pub fn always() -> Self {
        Condition {
            written: None,
            clauses: vec![Vec::new()],
        }
    }
}

/// A condition as written, for the agreement's sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    Or(Vec<Expr>),
    And(Vec<Expr>),
    Not(Box<Expr>),
    /// `shape` tells how it was put into words; `literal` what it means.
    Test {
        literal: Literal,
        shape: TestShape,
        span: Span,
    },
}

/// A condition with more alternatives than this is refused: nobody can read it, and engines blow up on it.
pub const MOST_CLAUSES: usize = 64;

impl Expr {
    /// The condition (or with `negated` its opposite) as alternatives, with negations pushed down to the tests; `None` if there
    /// are more than [`MOST_CLAUSES`].
    pub fn alternatives(
        &self,
        negated: bool,
        domain: &impl Fn(FactKey) -> ValueSet,
    ) -> Option<Vec<Clause>> {
        match (self, negated) {
            (Expr::Test { literal, .. }, _) => {
                let set = if negated {
                    domain(literal.key).subtract(&literal.set)
                } else {
                    literal.set.clone()
                };
                Some(vec![vec![Literal {
                    key: literal.key,
                    set,
                }]])
            }
            (Expr::Not(inner), _) => inner.alternatives(!negated, domain),
            (Expr::Or(parts), false) | (Expr::And(parts), true) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(part.alternatives(negated, domain)?);
                    if all.len() > MOST_CLAUSES {
                        return None;
                    }
                }
                Some(all)
            }
            (Expr::And(parts), false) | (Expr::Or(parts), true) => {
                let mut all: Vec<Clause> = vec![Vec::new()];
                for part in parts {
                    let next = part.alternatives(negated, domain)?;
                    if all.len() * next.len() > MOST_CLAUSES {
                        return None;
                    }
                    if let [only] = next.as_slice() {
                        all.iter_mut().for_each(|a| a.extend_from_slice(only));
                        continue;
                    }
                    all = all
                        .iter()
                        .flat_map(|a| {
                            next.iter()
                                .map(move |b| a.iter().chain(b).cloned().collect())
                        })
                        .collect();
                }
                Some(all)
            }
        }
    }
}

/// The form of words of a test. Numbers are in the fact's steps, dates in days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestShape {
    /// A yes/no fact, or a decision that has passed.
    Holds,
    AtLeast(i64),
    AtMost(i64),
    MoreThan(i64),
    LessThan(i64),
    Exactly(i64),
    NotExactly(i64),
    Between(i64, i64),
    /// Dates: `From` and `Until` include the day.
    From(i32),
    Until(i32),
    Before(i32),
    After(i32),
    On(i32),
    NotOn(i32),
    OneOf(Vec<u16>),
    NoneOf(Vec<u16>),
}
