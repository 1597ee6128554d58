//! Conditions: tests are typed, turned into sets of values, and brought into disjunctive form.

use super::messages::{self, text};
use super::{Builder, Entry};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::condition::{Expr, MOST_CLAUSES};
use crate::model::quantity::days_of;
use crate::model::{
    Condition, Date, Fact, FactId, FactKey, FactKind, Literal, TestShape, ValueSet,
};
use crate::source::Span;
use crate::syntax::tree::{
    self, DateRelation, Expression, ExpressionKind, FactTest, IsValue, NumberRelation,
};

impl<'a> Builder<'a> {
    /// Written condition and dates in force, and whether all of it was understood.
    pub(super) fn rule_condition(
        &mut self,
        entry: Entry<'a>,
        written: &[Expression],
        from: Option<Date>,
        until: Option<Date>,
    ) -> (Condition, bool) {
        let (mut condition, understood) = match self.single(written, ["if", "als"], |e| e.span) {
            Some(e) => self.condition(entry.scope, e),
            None => (Condition::always(), true),
        };
        let low = from.map_or(i64::MIN, |d| i64::from(days_of(d)));
        let high = until.map_or(i64::MAX, |d| i64::from(days_of(d)));
        if from.is_some() || until.is_some() {
            let literal = Literal {
                key: FactKey::Moment,
                set: ValueSet::range(low, high),
            };
            for clause in &mut condition.clauses {
                clause.push(literal.clone());
            }
        }
        (condition, understood)
    }

    pub(super) fn condition(&mut self, scope: u8, written: &Expression) -> (Condition, bool) {
        let Some(expr) = self.expr(scope, written) else {
            return (Condition::always(), false);
        };
        match expr.alternatives(false, &|key| self.model.domain(key)) {
            Some(clauses) => (
                Condition {
                    written: Some(expr),
                    clauses,
                },
                true,
            ),
            None => {
                self.report(
                    Diagnostic::new(
                        codes::CONDITION_TOO_BRANCHING,
                        text(
                            format!("This condition has more than {MOST_CLAUSES} alternatives when written out."),
                            format!("Deze voorwaarde heeft uitgeschreven meer dan {MOST_CLAUSES} mogelijkheden."),
                        ),
                    )
                    .label(written.span, text("too many alternatives", "te veel mogelijkheden"))
                    .help(text("Split the rule into several rules.", "Splits de regel in meer regels.")),
                );
                (Condition::always(), false)
            }
        }
    }

    fn expr(&mut self, scope: u8, e: &Expression) -> Option<Expr> {
        match &e.kind {
            ExpressionKind::Or(parts) => self.exprs(scope, parts).map(Expr::Or),
            ExpressionKind::And(parts) => self.exprs(scope, parts).map(Expr::And),
            ExpressionKind::Not(inner) => self.expr(scope, inner).map(|e| Expr::Not(Box::new(e))),
            ExpressionKind::Passed(name) => {
                let key = FactKey::Passed(self.decision(scope, name)?);
                Some(test(key, ValueSet::one(1), TestShape::Holds, e.span))
            }
            ExpressionKind::Moment(date) => {
                let (set, shape) = self.date_set(date)?;
                Some(test(FactKey::Moment, set, shape, e.span))
            }
            ExpressionKind::Fact(name, what) => {
                let id = self.fact(scope, name)?;
                let (set, shape) = self.fact_set(id, name, what.as_ref(), e.span)?;
                Some(test(FactKey::Fact(id), set, shape, e.span))
            }
        }
    }

    /// All of them, so that every unknown name is reported.
    fn exprs(&mut self, scope: u8, parts: &[Expression]) -> Option<Vec<Expr>> {
        let all: Vec<Option<Expr>> = parts.iter().map(|p| self.expr(scope, p)).collect();
        all.into_iter().collect()
    }

    fn date_set(&mut self, t: &tree::DateTest) -> Option<(ValueSet, TestShape)> {
        let day = self.day(&t.date)?;
        let n = i64::from(day);
        Some(match t.relation {
            DateRelation::From => (ValueSet::range(n, i64::MAX), TestShape::From(day)),
            DateRelation::Until => (ValueSet::range(i64::MIN, n), TestShape::Until(day)),
            DateRelation::Before => (ValueSet::range(i64::MIN, n - 1), TestShape::Before(day)),
            DateRelation::After => (ValueSet::range(n + 1, i64::MAX), TestShape::After(day)),
            DateRelation::On => (ValueSet::one(n), TestShape::On(day)),
        })
    }

    fn fact_set(
        &mut self,
        id: FactId,
        name: &tree::Name,
        what: Option<&FactTest>,
        span: Span,
    ) -> Option<(ValueSet, TestShape)> {
        // Lent out, so that a test may report while it looks at its fact.
        let facts = std::mem::take(&mut self.model.facts);
        let fact = facts.get(id.index());
        let found = fact.and_then(|fact| self.values((id, fact), name, what, span));
        self.model.facts = facts;
        found
    }

    /// The values of a fact for which a test holds.
    fn values(
        &mut self,
        (id, fact): (FactId, &Fact),
        name: &tree::Name,
        what: Option<&FactTest>,
        span: Span,
    ) -> Option<(ValueSet, TestShape)> {
        match (&fact.kind, what) {
            (FactKind::YesNo, None) => Some((ValueSet::one(1), TestShape::Holds)),
            (FactKind::Date, Some(FactTest::Date(t))) => self.date_set(t),
            (
                FactKind::Date,
                Some(FactTest::Is {
                    not,
                    value: IsValue::Date(d),
                    ..
                }),
            ) => {
                let day = self.day(d)?;
                let set = ValueSet::one(i64::from(day));
                Some(if *not {
                    (set.complement(), TestShape::NotOn(day))
                } else {
                    (set, TestShape::On(day))
                })
            }
            (FactKind::Number { .. }, Some(FactTest::Number(relation, q))) => {
                let n = self.steps(fact, q)?;
                Some(number_set(*relation, n))
            }
            (FactKind::Number { .. }, Some(FactTest::Between(a, b))) => {
                let (low, high) = (self.steps(fact, a)?, self.steps(fact, b)?);
                if low > high {
                    self.report(super::quantities::impossible(
                        a.span.to(b.span),
                        "The first number is larger than the second, so nothing lies between them.",
                        "Het eerste getal is groter dan het tweede, dus er ligt niets tussen.",
                    ));
                    return None;
                }
                Some((ValueSet::range(low, high), TestShape::Between(low, high)))
            }
            (
                FactKind::Number { .. },
                Some(FactTest::Is {
                    not,
                    value: IsValue::Quantity(q),
                    ..
                }),
            ) => {
                let n = self.steps(fact, q)?;
                let set = ValueSet::one(n);
                Some(if *not {
                    (set.complement(), TestShape::NotExactly(n))
                } else {
                    (set, TestShape::Exactly(n))
                })
            }
            (
                FactKind::OneOf(choices),
                Some(FactTest::Is {
                    not,
                    value: IsValue::Names(names),
                    ..
                }),
            ) => {
                let places = self.choices(id, choices, names)?;
                let set = ValueSet::from_intervals(
                    places
                        .iter()
                        .map(|&p| (i64::from(p), i64::from(p)))
                        .collect(),
                );
                let rest = ValueSet::range(0, choices.len() as i64 - 1).subtract(&set);
                Some(if *not {
                    (rest, TestShape::NoneOf(places))
                } else {
                    (set, TestShape::OneOf(places))
                })
            }
            (kind, _) => {
                let diagnostic = wrong_type(&fact.decl, name, kind, span);
                self.report(diagnostic);
                None
            }
        }
    }

    pub(super) fn choices(
        &mut self,
        fact: FactId,
        choices: &[String],
        names: &[tree::Name],
    ) -> Option<Vec<u16>> {
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            match choices.iter().position(|c| **c == *name.value) {
                Some(at) => {
                    self.mention_choice(name, fact, at as u16);
                    places.push(at as u16);
                }
                None => {
                    let d = Diagnostic::new(
                        codes::WRONG_TYPE,
                        text(
                            format!("`{}` is not one of the choices of this fact.", name.value),
                            format!("`{}` is geen keuze van dit feit.", name.value),
                        ),
                    )
                    .label(name.span, text("not a choice", "geen keuze"));
                    let d = messages::suggest(d, name, choices.iter().map(String::as_str));
                    self.report(d);
                    return None;
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        Some(places)
    }
}

fn test(key: FactKey, set: ValueSet, shape: TestShape, span: Span) -> Expr {
    Expr::Test {
        literal: Literal { key, set },
        shape,
        span,
    }
}

fn number_set(relation: NumberRelation, n: i64) -> (ValueSet, TestShape) {
    match relation {
        NumberRelation::AtLeast => (ValueSet::range(n, i64::MAX), TestShape::AtLeast(n)),
        NumberRelation::AtMost => (ValueSet::range(i64::MIN, n), TestShape::AtMost(n)),
        NumberRelation::MoreThan => (
            ValueSet::one(n)
                .union(&ValueSet::range(i64::MIN, n))
                .complement(),
            TestShape::MoreThan(n),
        ),
        NumberRelation::LessThan => (
            ValueSet::range(n, i64::MAX).complement(),
            TestShape::LessThan(n),
        ),
        NumberRelation::Exactly => (ValueSet::one(n), TestShape::Exactly(n)),
    }
}

/// A value in a scenario that does not fit the fact.
pub(super) fn wrong_value(
    decl: &crate::model::Decl,
    name: &tree::Name,
    kind: &FactKind,
    span: Span,
) -> Diagnostic {
    let (en, nl) = match kind {
        FactKind::YesNo => (
            format!("`{0}` or `not {0}`", name.value),
            format!("`{0}` of `niet {0}`", name.value),
        ),
        FactKind::Number { .. } => (
            format!("`{} 12`", name.value),
            format!("`{} 12`", name.value),
        ),
        FactKind::Date => (
            format!("`{} 2026-03-01`", name.value),
            format!("`{} 2026-03-01`", name.value),
        ),
        FactKind::OneOf(choices) => {
            let first = choices.first().map_or("", String::as_str);
            (
                format!("`{} {first}`", name.value),
                format!("`{} {first}`", name.value),
            )
        }
    };
    wrong_type(decl, name, kind, span).help(text(
        format!("In a case, write {en}."),
        format!("Schrijf in een geval {nl}."),
    ))
}

fn wrong_type(
    decl: &crate::model::Decl,
    name: &tree::Name,
    kind: &FactKind,
    span: Span,
) -> Diagnostic {
    let (is_en, is_nl, en, nl) = match kind {
        FactKind::YesNo => (
            "is a yes-or-no fact",
            "is een feit met ja of nee",
            format!("Write `{0}` or `not {0}`.", name.value),
            format!("Schrijf `{0}` of `niet {0}`.", name.value),
        ),
        FactKind::Number { .. } => (
            "is a number",
            "is een getal",
            format!("For example: {} at least 10", name.value),
            format!("Bijvoorbeeld: {} minstens 10", name.value),
        ),
        FactKind::Date => (
            "is a date",
            "is een datum",
            format!("For example: {} after 2026-03-01", name.value),
            format!("Bijvoorbeeld: {} na 2026-03-01", name.value),
        ),
        FactKind::OneOf(choices) => {
            let first = choices.first().map_or("", String::as_str);
            (
                "is a choice from a list",
                "is een keuze uit een lijst",
                format!("For example: {} is {first}", name.value),
                format!("Bijvoorbeeld: {} is {first}", name.value),
            )
        }
    };
    let d = Diagnostic::new(
        codes::WRONG_TYPE,
        text(
            format!(
                "`{}` {is_en}, and this asks something else of it.",
                name.value
            ),
            format!(
                "`{}` {is_nl}, en hier wordt er iets anders van gevraagd.",
                name.value
            ),
        ),
    )
    .label(
        span,
        text("does not fit the fact", "past niet bij het feit"),
    )
    .help(text(en, nl));
    match decl.name_span {
        Some(declared) => d.label(
            declared,
            text(
                "the fact is declared here",
                "hier staat wat voor feit het is",
            ),
        ),
        None => d,
    }
}
