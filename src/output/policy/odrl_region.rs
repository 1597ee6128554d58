//! What a rule covers in ODRL: atoms of its axes, and constraints. `despite` becomes constraints as well.
//!
//! ODRL has no word for "not known": a constraint on something without a value is just not met, so a prohibition would
//! lapse where a fact is missing. In our profile every left operand has a value, `unknown` if need be, and a
//! prohibition names it: it also holds where the fact is unknown.

use super::odrl_names::Names;
use super::tables::{self, Axis};
use crate::model::{Clause, Date, FactKey, FactKind, Literal, Rule, ValueSet, WhoTerm, quantity};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A constraint, or several in one.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    One(Json),
    And(Vec<Limit>),
    Or(Vec<Limit>),
}

impl Limit {
    pub fn always() -> Limit {
        Limit::And(Vec::new())
    }

    pub fn never() -> Limit {
        Limit::Or(Vec::new())
    }

    pub fn and(parts: impl IntoIterator<Item = Limit>) -> Limit {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Limit::And(inner) => kept.extend(inner),
                part if part == Limit::never() => return part,
                part => kept.push(part),
            }
        }
        if kept.len() == 1 {
            kept.pop().unwrap_or_else(Limit::always)
        } else {
            Limit::And(kept)
        }
    }

    pub fn or(parts: impl IntoIterator<Item = Limit>) -> Limit {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Limit::Or(inner) => kept.extend(inner),
                part if part == Limit::always() => return part,
                part => kept.push(part),
            }
        }
        if kept.len() == 1 {
            kept.pop().unwrap_or_else(Limit::never)
        } else {
            Limit::Or(kept)
        }
    }

    /// As the list of constraints of a rule, all of which must hold; `None` if they never can.
    pub fn list(self) -> Option<Vec<Json>> {
        match self {
            Limit::Or(parts) if parts.is_empty() => None,
            Limit::And(parts) => Some(parts.into_iter().map(Limit::json).collect()),
            one => Some(vec![one.json()]),
        }
    }

    fn json(self) -> Json {
        let list = |parts: Vec<Limit>| json!({ "@list": parts.into_iter().map(Limit::json).collect::<Vec<_>>() });
        match self {
            Limit::One(json) => json,
            Limit::And(parts) => json!({ "@type": "LogicalConstraint", "and": list(parts) }),
            Limit::Or(parts) => json!({ "@type": "LogicalConstraint", "or": list(parts) }),
        }
    }
}

/// Whether a rule has to apply for certain, or only might.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    Certainly,
    Perhaps,
}

/// Actions and data, and what else must hold there.
#[derive(Debug, Clone)]
pub struct Piece {
    pub actions: BTreeSet<u32>,
    pub data: BTreeSet<u32>,
    pub limit: Limit,
}

/// A rule is cut into at most so many pieces; past that it is left whole where that leans to no.
const MOST_PIECES: usize = 64;

/// The pieces of a rule where nothing sets it aside. The flag tells that something was left out for the sake of size.
///
/// A permission (`Certainly`) is kept only where what sets it aside certainly does not apply; a prohibition (`Perhaps`) goes
/// only where what sets it aside certainly applies.
pub fn pieces(names: &Names, rule: &Rule, sure: Sure) -> (Vec<Piece>, bool) {
    let model = names.model;
    let limit = Limit::and([
        purposes(names, rule),
        condition(names, &rule.condition.clauses, sure),
    ]);
    let mut pieces = vec![Piece {
        actions: atoms(model, Axis::Actions, rule),
        data: atoms(model, Axis::Data, rule),
        limit,
    }];
    for setter in tables::setters(model, rule) {
        let (actions, data) = (
            atoms(model, Axis::Actions, setter),
            atoms(model, Axis::Data, setter),
        );
        let outside = outside(names, setter, sure);
        let mut next = Vec::new();
        for piece in pieces {
            let shared_actions: BTreeSet<u32> =
                piece.actions.intersection(&actions).copied().collect();
            let shared_data: BTreeSet<u32> = piece.data.intersection(&data).copied().collect();
            let anonymous = piece.data.is_empty();
            if shared_actions.is_empty() || (shared_data.is_empty() && !anonymous) {
                next.push(piece);
                continue;
            }
            let other_actions: BTreeSet<u32> =
                piece.actions.difference(&actions).copied().collect();
            let other_data: BTreeSet<u32> = piece.data.difference(&data).copied().collect();
            if !other_actions.is_empty() {
                next.push(Piece {
                    actions: other_actions,
                    data: piece.data.clone(),
                    limit: piece.limit.clone(),
                });
            }
            if !other_data.is_empty() {
                next.push(Piece {
                    actions: shared_actions.clone(),
                    data: other_data,
                    limit: piece.limit.clone(),
                });
            }
            let limit = Limit::and([piece.limit, outside.clone()]);
            if limit != Limit::never() {
                next.push(Piece {
                    actions: shared_actions,
                    data: shared_data,
                    limit,
                });
            }
        }
        pieces = next;
        if pieces.len() > MOST_PIECES {
            return (Vec::new(), true);
        }
    }
    (pieces, false)
}

/// The atoms that a rule covers on an axis.
pub fn atoms(model: &crate::model::Model, axis: Axis, rule: &Rule) -> BTreeSet<u32> {
    let tree = axis.tree(model);
    let named = axis.of(rule);
    if named.is_empty() {
        return (0..tree.len() as u32).collect();
    }
    named.iter().flat_map(|&n| tree.down(n)).copied().collect()
}

/// Where, on its own actions and data, a rule does not set another aside.
fn outside(names: &Names, setter: &Rule, sure: Sure) -> Limit {
    let other_party = Limit::and(setter.who.terms.iter().map(|term| not_of(names, term)));
    let other_purpose = if setter.purposes.is_empty() {
        Limit::never()
    } else {
        let below = atoms(names.model, Axis::Purposes, setter);
        let list: Vec<Json> = below
            .into_iter()
            .map(|n| json!({ "@id": names.purpose(n) }))
            .collect();
        Limit::One(constraint("purpose", "isNoneOf", Json::Array(list)))
    };
    let fails = Limit::and(setter.condition.clauses.iter().map(|clause| {
        Limit::or(clause.iter().map(|literal| {
            let complement = Literal {
                key: literal.key,
                set: literal.set.complement(),
            };
            // A prohibition stays unless the exception certainly applies: an unknown fact keeps it too.
            test(names, &complement, sure)
        }))
    }));
    Limit::or([other_party, other_purpose, fails])
}

/// Who asks does not fit the term. Nobody is outside a term without groups and party.
fn not_of(names: &Names, term: &WhoTerm) -> Limit {
    let party = term.party.map(|p| {
        Limit::One(constraint(
            &names.asker(),
            "neq",
            json!({ "@id": names.party(p) }),
        ))
    });
    let groups = term.groups.iter().map(|&g| {
        Limit::One(constraint(
            &names.membership(),
            "isNoneOf",
            json!([{ "@id": names.group(g) }]),
        ))
    });
    Limit::or(party.into_iter().chain(groups))
}

/// The purposes of a rule.
fn purposes(names: &Names, rule: &Rule) -> Limit {
    Limit::or(match rule.purposes.as_slice() {
        [] => vec![Limit::always()],
        list => list
            .iter()
            .map(|p| {
                Limit::One(constraint(
                    "purpose",
                    "isA",
                    json!({ "@id": names.purpose(p.0) }),
                ))
            })
            .collect(),
    })
}

fn condition(names: &Names, clauses: &[Clause], sure: Sure) -> Limit {
    Limit::or(
        clauses
            .iter()
            .map(|clause| Limit::and(clause.iter().map(|literal| test(names, literal, sure)))),
    )
}

/// One test. What only might hold holds for an unknown value too.
fn test(names: &Names, literal: &Literal, sure: Sure) -> Limit {
    let operand = names.operand(literal.key);
    let known = within(names, &operand, literal.key, &literal.set);
    match sure {
        Sure::Certainly => known,
        Sure::Perhaps => Limit::or([
            known,
            Limit::One(constraint(
                &operand,
                "eq",
                json!({ "@id": names.unknown() }),
            )),
        ]),
    }
}

fn within(names: &Names, operand: &str, key: FactKey, set: &ValueSet) -> Limit {
    let known = || {
        Limit::One(constraint(
            operand,
            "neq",
            json!({ "@id": names.unknown() }),
        ))
    };
    match tables::kind(names.model, key) {
        FactKind::YesNo => Limit::or(
            [(0, false), (1, true)]
                .into_iter()
                .filter(|(n, _)| set.contains(*n))
                .map(|(_, b)| {
                    Limit::One(constraint(
                        operand,
                        "eq",
                        json!({ "@value": b.to_string(), "@type": "xsd:boolean" }),
                    ))
                }),
        ),
        FactKind::OneOf(choices) => {
            let inside: Vec<&String> = choices
                .iter()
                .enumerate()
                .filter(|(i, _)| set.contains(*i as i64))
                .map(|(_, c)| c)
                .collect();
            match inside.as_slice() {
                [] => Limit::never(),
                [one] => Limit::One(constraint(operand, "eq", json!(one))),
                list => Limit::One(constraint(operand, "isAnyOf", json!(list))),
            }
        }
        FactKind::Number { decimals, .. } => {
            let value = |n: i64| json!({ "@value": decimal(n, decimals), "@type": "xsd:decimal" });
            intervals(operand, set, &known, &value)
        }
        FactKind::Date => {
            // Days that no four-digit year holds are no bound at all.
            let value = |day: i64| {
                let date = i32::try_from(day)
                    .ok()
                    .and_then(quantity::date_of)
                    .unwrap_or(if day < 0 { Date::MIN } else { Date::MAX });
                json!({ "@value": date.to_string(), "@type": "xsd:date" })
            };
            intervals(operand, set, &known, &value)
        }
    }
}

fn intervals(
    operand: &str,
    set: &ValueSet,
    known: &dyn Fn() -> Limit,
    value: &dyn Fn(i64) -> Json,
) -> Limit {
    Limit::or(set.intervals().iter().map(|&(low, high)| {
        if low == high {
            return Limit::One(constraint(operand, "eq", value(low)));
        }
        let from = (low != i64::MIN).then(|| Limit::One(constraint(operand, "gteq", value(low))));
        let to = (high != i64::MAX).then(|| Limit::One(constraint(operand, "lteq", value(high))));
        match (from, to) {
            (None, None) => known(),
            (from, to) => Limit::and(from.into_iter().chain(to)),
        }
    }))
}

pub fn constraint(left: &str, operator: &str, right: Json) -> Json {
    json!({ "@type": "Constraint", "leftOperand": left, "operator": operator, "rightOperand": right })
}

/// A whole number of steps as a decimal number: 15 with one decimal is 1.5.
fn decimal(steps: i64, decimals: u8) -> String {
    let places = usize::from(decimals);
    if places == 0 {
        return steps.to_string();
    }
    let sign = if steps < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", steps.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_become_decimals() {
        assert_eq!(decimal(15, 1), "1.5");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(1200, 0), "1200");
        assert_eq!(decimal(i64::MIN, 1), "-922337203685477580.8");
    }

    #[test]
    fn limits_are_simplified() {
        let one = || Limit::One(json!(1));
        assert_eq!(Limit::and([Limit::always(), one()]), one());
        assert_eq!(Limit::or([one(), Limit::always()]), Limit::always());
        assert_eq!(Limit::and([one(), Limit::never()]), Limit::never());
        assert!(Limit::never().list().is_none());
    }
}
