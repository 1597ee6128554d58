//! Conditions and facts in words.
//!
//! A yes/no fact whose title is a sentence ("The household has agreed") is used as that sentence. A number
//! whose title begins with its unit ("Households in the result", a number of households) becomes "there are at
//! least 10 households in the result". Everything else is called by its title, between quotation marks.

use super::clause::is_clause;
use super::{Words, quoted};
use crate::diagnostic::Lang;
use crate::model::{Condition, Expr, Fact, FactKey, FactKind, TestShape, Unit, Value};

impl Words<'_> {
    /// A condition as the end of a sentence, with a comma before it: ", provided that …", ", op voorwaarde dat
    /// het volgende vaststaat: …". Empty if there is none. A prohibition or duty holds *if*, a permission only if.
    pub fn condition(&self, condition: &Condition, permission: bool) -> String {
        let Some(expr) = &condition.written else {
            return String::new();
        };
        // A prohibition that ends where something holds: "unless …".
        if let (Expr::Not(inner), false) = (expr, permission)
            && let Expr::Test {
                shape: TestShape::Holds,
                ..
            } = inner.as_ref()
        {
            let words = self.expr(inner);
            return match self.lang {
                Lang::En => format!(" unless {words}"),
                Lang::Nl => format!(", behalve als het volgende vaststaat: {words}"),
            };
        }
        if let (Lang::Nl, Some(words)) = (self.lang, self.with_refusals(expr)) {
            return match permission {
                true => format!(", op voorwaarde dat {words}"),
                false => format!(" als {words}"),
            };
        }
        let words = self.expr(expr);
        match (self.lang, permission) {
            (Lang::En, true) => format!(", provided that {words}"),
            (Lang::En, false) => format!(" if {words}"),
            (Lang::Nl, true) => format!(", op voorwaarde dat het volgende vaststaat: {words}"),
            (Lang::Nl, false) => format!(" als het volgende vaststaat: {words}"),
        }
    }

    /// Dutch has no short way to deny a main clause, so what must not be so stands in a list of its own:
    /// "het volgende vaststaat: …, en het volgende niet het geval is: …". `None` where nothing is denied.
    fn with_refusals(&self, expr: &Expr) -> Option<String> {
        let parts: &[Expr] = match expr {
            Expr::And(parts) => parts,
            one => std::slice::from_ref(one),
        };
        let (mut so, mut not_so) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Expr::Not(inner) => not_so.push(self.expr(inner)),
                Expr::Or(inner) => so.push(self.either(inner)),
                other => so.push(self.expr(other)),
            }
        }
        if not_so.is_empty() {
            return None;
        }
        let not_so = format!("het volgende niet het geval is: {}", self.or(&not_so));
        Some(match so.is_empty() {
            true => not_so,
            false => format!("het volgende vaststaat: {}, en {not_so}", self.and(&so)),
        })
    }

    /// A condition as main clauses: "the household has agreed and there are at least 10 homes in the result".
    pub fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::And(parts) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|p| match p {
                        Expr::Or(inner) => self.either(inner),
                        other => self.expr(other),
                    })
                    .collect();
                self.and(&parts)
            }
            Expr::Or(parts) => self.either(parts),
            Expr::Not(inner) => match inner.as_ref() {
                Expr::Test {
                    literal,
                    shape: TestShape::Holds,
                    ..
                } => self.holds(literal.key, false),
                other => {
                    let words = self.expr(other);
                    match self.lang {
                        Lang::En => format!("it is not the case that {words}"),
                        Lang::Nl => format!("het volgende klopt niet: {words}"),
                    }
                }
            },
            Expr::Test { literal, shape, .. } => self.test(literal.key, shape),
        }
    }

    fn either(&self, parts: &[Expr]) -> String {
        let parts: Vec<String> = parts.iter().map(|p| self.expr(p)).collect();
        match self.lang {
            Lang::En => format!("either {}", self.or(&parts)),
            Lang::Nl => parts
                .iter()
                .map(|p| format!("hetzij {p}"))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// One test as a clause.
    pub fn test(&self, key: FactKey, shape: &TestShape) -> String {
        let number = |n: i64| self.number_of(key, n);
        match shape {
            TestShape::Holds => self.holds(key, true),
            TestShape::AtLeast(n) => {
                self.measures(key, self.pick("at least", "minstens"), &number(*n))
            }
            TestShape::AtMost(n) => {
                self.measures(key, self.pick("at most", "hoogstens"), &number(*n))
            }
            TestShape::MoreThan(n) => {
                self.measures(key, self.pick("more than", "meer dan"), &number(*n))
            }
            TestShape::LessThan(n) => {
                self.measures(key, self.pick("fewer than", "minder dan"), &number(*n))
            }
            TestShape::Exactly(n) => {
                self.measures(key, self.pick("exactly", "precies"), &number(*n))
            }
            TestShape::NotExactly(n) => {
                self.measures(key, self.pick("not exactly", "niet precies"), &number(*n))
            }
            TestShape::Between(a, b) => {
                let both = format!(
                    "{} {} {}",
                    self.bare_number(key, *a),
                    self.pick("to", "tot en met"),
                    number(*b)
                );
                self.measures(key, self.pick("from", "van"), &both)
            }
            TestShape::From(d) => self.is(
                key,
                &format!("{} {}", self.pick("on or after", "op of na"), self.day(*d)),
            ),
            TestShape::Until(d) => self.is(
                key,
                &format!(
                    "{} {}",
                    self.pick("on or before", "op of voor"),
                    self.day(*d)
                ),
            ),
            TestShape::Before(d) => self.is(
                key,
                &format!("{} {}", self.pick("before", "voor"), self.day(*d)),
            ),
            TestShape::After(d) => self.is(
                key,
                &format!("{} {}", self.pick("after", "na"), self.day(*d)),
            ),
            TestShape::On(d) => {
                self.is(key, &format!("{} {}", self.pick("on", "op"), self.day(*d)))
            }
            TestShape::NotOn(d) => self.is(
                key,
                &format!("{} {}", self.pick("not on", "niet op"), self.day(*d)),
            ),
            TestShape::OneOf(list) => self.is(key, &self.or(&self.choices(key, list))),
            TestShape::NoneOf(list) => {
                let list = self.choices(key, list);
                match self.lang {
                    Lang::En => self.is(key, &format!("not {}", self.or(&list))),
                    Lang::Nl => self.is(key, &format!("niet {}", self.or(&list))),
                }
            }
        }
    }

    /// A known fact, as part of a case: "12 homes in the result", "the household has agreed".
    pub fn fact_value(&self, key: FactKey, value: Value) -> String {
        match value {
            Value::Bool(yes) => self.holds(key, yes),
            Value::Int(n) => match self.counted(key) {
                Some((noun, rest)) => format!("{} {noun} {rest}", self.bare_number(key, n)),
                None => self.is(key, &self.number_of(key, n)),
            },
            Value::Date(d) => self.is(key, &self.day(d)),
            Value::Choice(c) => self.is(key, &self.or(&self.choices(key, &[c]))),
        }
    }

    /// Whether a value of this fact is a number of things that its title names: "12 homes in the result".
    pub(super) fn counts(&self, key: FactKey) -> bool {
        self.counted(key).is_some()
    }

    /// A fact by its title, for lists of what is still unknown.
    pub fn fact_title(&self, key: FactKey) -> String {
        match key {
            FactKey::Fact(_) => quoted(self.fact(key).map_or("?", |f| self.title(&f.decl))),
            FactKey::Passed(decision) => match self.lang {
                Lang::En => format!("whether {} has passed", self.decision(decision)),
                Lang::Nl => format!("of {} is aangenomen", self.decision(decision)),
            },
            FactKey::Moment => self
                .pick("the day of the request", "de dag van de aanvraag")
                .into(),
        }
    }

    fn fact(&self, key: FactKey) -> Option<&Fact> {
        match key {
            FactKey::Fact(id) => self.model.facts.get(id.index()),
            _ => None,
        }
    }

    fn holds(&self, key: FactKey, yes: bool) -> String {
        if let FactKey::Passed(decision) = key {
            let decision = self.decision(decision);
            return match (self.lang, yes) {
                (Lang::En, true) => format!("{decision} has passed"),
                (Lang::En, false) => format!("{decision} has not passed"),
                (Lang::Nl, true) => format!("{decision} is aangenomen"),
                (Lang::Nl, false) => format!("{decision} is niet aangenomen"),
            };
        }
        let title = self.fact(key).map_or("?", |f| self.title(&f.decl));
        let clause = is_clause(title).then(|| self.lower(title));
        match (self.lang, yes, clause) {
            (_, true, Some(clause)) => clause,
            (Lang::En, false, Some(clause)) => format!("it is not the case that {clause}"),
            (Lang::En, true, None) => format!("the answer to {} is yes", quoted(title)),
            (Lang::En, false, None) => format!("the answer to {} is no", quoted(title)),
            (Lang::Nl, true, None) => format!("het antwoord op {} is ja", quoted(title)),
            (Lang::Nl, false, None) => format!("het antwoord op {} is nee", quoted(title)),
            (Lang::Nl, false, Some(_)) => format!("{} klopt niet", quoted(title)),
        }
    }

    fn measures(&self, key: FactKey, comparison: &str, number: &str) -> String {
        match self.counted(key) {
            Some((noun, rest)) => {
                let digits = number.split(' ').next().unwrap_or(number);
                let digits = if number.contains(self.pick(" to ", " tot en met ")) {
                    number.rsplit_once(' ').map_or(number, |(head, _)| head)
                } else {
                    digits
                };
                let there = self.pick("there are", "er zijn");
                format!("{there} {comparison} {digits} {noun} {rest}")
                    .trim_end()
                    .to_string()
            }
            None => {
                let comparison = if comparison == "fewer than" {
                    "less than"
                } else {
                    comparison
                };
                self.is(key, &format!("{comparison} {number}"))
            }
        }
    }

    fn is(&self, key: FactKey, what: &str) -> String {
        match key {
            FactKey::Moment => match self.lang {
                Lang::En => format!("the request is made {what}"),
                Lang::Nl => format!("de aanvraag is gedaan {what}"),
            },
            _ => {
                let title = self.fact(key).map_or("?", |f| self.title(&f.decl));
                format!("{} is {what}", quoted(title))
            }
        }
    }

    /// "homes" and "in the result", of the title "Homes in the result" of a number of homes.
    fn counted(&self, key: FactKey) -> Option<(String, String)> {
        let fact = self.fact(key)?;
        let FactKind::Number {
            unit: Unit::Named(unit),
            ..
        } = &fact.kind
        else {
            return None;
        };
        let first = |title: &str| title.split(' ').next().unwrap_or("").to_lowercase();
        let title = &fact.decl.title;
        let begins = [&title.en, &title.nl]
            .into_iter()
            .flatten()
            .any(|t| first(t) == unit.to_lowercase());
        let mine = self.title(&fact.decl);
        let (_, rest) = mine.split_once(' ').unwrap_or((mine, ""));
        begins.then(|| (first(mine), rest.to_string()))
    }

    fn number_of(&self, key: FactKey, n: i64) -> String {
        match self.fact(key).map(|f| &f.kind) {
            Some(FactKind::Number { unit, decimals }) => self.with_unit(n, *decimals, unit),
            _ => self.scaled(n, 0),
        }
    }

    fn bare_number(&self, key: FactKey, n: i64) -> String {
        match self.fact(key).map(|f| &f.kind) {
            Some(FactKind::Number { decimals, .. }) => self.scaled(n, *decimals),
            _ => self.scaled(n, 0),
        }
    }

    fn choices(&self, key: FactKey, list: &[u16]) -> Vec<String> {
        let Some(FactKind::OneOf(names)) = self.fact(key).map(|f| &f.kind) else {
            return Vec::new();
        };
        list.iter()
            .filter_map(|c| names.get(usize::from(*c)))
            .map(|name| quoted(&name.replace('-', " ")))
            .collect()
    }
}
