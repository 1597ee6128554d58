//! Terms: what a clause of a declaration says, in a form in which two that mean the same are the same.
//!
//! Spelling, order and units that are multiples of each other are gone; references are still references, so that
//! whoever compares decides what makes two of them the same: an id, a pair, a colour.

use crate::model::{
    AnyId, Condition, Duration, FactKey, FactKind, Holder, Localized, Model, TimeUnit, Unit,
    ValueSet, quantity,
};
use std::collections::BTreeMap;

/// What a clause says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Nothing: the clause is not there, and has no default.
    Nothing,
    Text(String),
    Ref(AnyId),
    /// The order counts.
    List(Vec<Term>),
    /// The order does not count, nor how often something is said.
    Set(Vec<Term>),
}

impl Term {
    pub fn text(text: impl Into<String>) -> Self {
        Term::Text(text.into())
    }

    pub fn flag(yes: bool) -> Self {
        Term::text(if yes { "yes" } else { "no" })
    }

    pub fn maybe<T>(value: Option<T>, term: impl FnOnce(T) -> Term) -> Self {
        value.map_or(Term::Nothing, term)
    }

    pub fn refs(ids: impl IntoIterator<Item = AnyId>) -> Self {
        Term::Set(ids.into_iter().map(Term::Ref).collect())
    }

    pub fn holder(holder: Holder) -> Self {
        match holder {
            Holder::Group(g) => Term::Ref(AnyId::Group(g)),
            Holder::Party(p) => Term::Ref(AnyId::Party(p)),
            Holder::Commons => Term::text("commons"),
        }
    }

    pub fn holders(holders: &[Holder]) -> Self {
        Term::Set(holders.iter().map(|h| Term::holder(*h)).collect())
    }

    /// In minutes or in months: a week is 7 days, and a year 12 months.
    pub fn duration(duration: Duration) -> Self {
        let of = |unit| quantity::convert(&Unit::Time(duration.unit), &Unit::Time(unit));
        let (ratio, base) = match of(TimeUnit::Minute) {
            Some(ratio) => (ratio, "minutes"),
            None => (of(TimeUnit::Month).unwrap_or_default(), "months"),
        };
        Term::text(format!("{} {base}", duration.amount * ratio))
    }

    pub fn localized(text: &Localized) -> Self {
        let part = |t: &Option<String>| Term::maybe(t.as_deref(), Term::text);
        Term::List(vec![part(&text.en), part(&text.nl)])
    }

    /// Whether a reference in it is one of these.
    pub fn each_ref(&self, see: &mut impl FnMut(AnyId)) {
        match self {
            Term::Nothing | Term::Text(_) => {}
            Term::Ref(id) => see(*id),
            Term::List(terms) | Term::Set(terms) => {
                for term in terms {
                    term.each_ref(see);
                }
            }
        }
    }

    /// As a text in which nothing can be mistaken for something else: lengths go before texts.
    pub fn write(&self, name: &mut impl FnMut(AnyId) -> String) -> String {
        match self {
            Term::Nothing => "-".into(),
            Term::Text(text) => format!("t{}:{text}", text.len()),
            Term::Ref(id) => {
                let name = name(*id);
                format!("r{}:{name}", name.len())
            }
            Term::List(terms) => {
                let parts: Vec<String> = terms.iter().map(|t| t.write(name)).collect();
                format!("l{}[{}]", parts.len(), parts.concat())
            }
            Term::Set(terms) => {
                let mut parts: Vec<String> = terms.iter().map(|t| t.write(name)).collect();
                parts.sort_unstable();
                parts.dedup();
                format!("s{}[{}]", parts.len(), parts.concat())
            }
        }
    }
}

/// What a test is about.
fn fact_key(key: FactKey) -> Term {
    match key {
        FactKey::Fact(id) => Term::Ref(AnyId::Fact(id)),
        FactKey::Passed(id) => {
            Term::List(vec![Term::text("passed"), Term::Ref(AnyId::Decision(id))])
        }
        FactKey::Moment => Term::text("moment"),
    }
}

/// The values of a test, in the fact's unit rather than in its steps, and choices by their names.
fn values(model: &Model, key: FactKey, set: &ValueSet) -> Term {
    let kind = match key {
        FactKey::Fact(id) => model.facts.get(id.index()).map(|f| &f.kind),
        _ => None,
    };
    if let Some(FactKind::OneOf(choices)) = kind {
        let chosen = choices
            .iter()
            .enumerate()
            .filter(|(n, _)| set.contains(*n as i64));
        return Term::Set(chosen.map(|(_, name)| Term::text(name)).collect());
    }
    let decimals = match kind {
        Some(FactKind::Number { decimals, .. }) => u32::from(*decimals),
        _ => 0,
    };
    let end = |n: i64| match (n, 10_i64.checked_pow(decimals)) {
        (i64::MIN | i64::MAX, _) => Term::text("open"),
        (n, Some(step)) => Term::text(crate::model::Ratio::new(n, step).to_string()),
        (n, None) => Term::text(format!("{n}e-{decimals}")),
    };
    let intervals = set.intervals().iter();
    Term::List(
        intervals
            .map(|(a, b)| Term::List(vec![end(*a), end(*b)]))
            .collect(),
    )
}

/// What a condition means in Kleene's three values: clauses in which each fact is tested once, without those that
/// another one holds wherever they do. So neither order nor brackets count.
pub fn condition(model: &Model, condition: &Condition) -> Term {
    let mut clauses: Vec<BTreeMap<FactKey, ValueSet>> = Vec::new();
    for clause in &condition.clauses {
        let mut tests: BTreeMap<FactKey, ValueSet> = BTreeMap::new();
        for literal in clause {
            let set = match tests.get(&literal.key) {
                Some(set) => set.intersect(&literal.set),
                None => literal.set.clone(),
            };
            tests.insert(literal.key, set);
        }
        if !clauses.contains(&tests) {
            clauses.push(tests);
        }
    }
    let within = |a: &BTreeMap<FactKey, ValueSet>, b: &BTreeMap<FactKey, ValueSet>| {
        b.iter()
            .all(|(key, wide)| a.get(key).is_some_and(|set| set.is_subset(wide)))
    };
    let kept: Vec<_> = clauses
        .iter()
        .enumerate()
        .filter(|(n, a)| {
            !clauses
                .iter()
                .enumerate()
                .any(|(m, b)| m != *n && within(a, b))
        })
        .map(|(_, clause)| clause)
        .collect();
    let clause = |tests: &BTreeMap<FactKey, ValueSet>| {
        let test = |(key, set): (&FactKey, &ValueSet)| {
            Term::List(vec![fact_key(*key), values(model, *key, set)])
        };
        Term::Set(tests.iter().map(test).collect())
    };
    Term::Set(kept.into_iter().map(clause).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ratio;

    #[test]
    fn nothing_can_be_mistaken_for_something_else() {
        let write = |t: &Term| t.write(&mut |_| String::new());
        let a = Term::List(vec![Term::text("a"), Term::text("b")]);
        let b = Term::List(vec![Term::text("at1:b")]);
        assert_ne!(write(&a), write(&b));
        let set = |items: &[&str]| Term::Set(items.iter().map(|i| Term::text(*i)).collect());
        assert_eq!(write(&set(&["x", "y", "x"])), write(&set(&["y", "x"])));
        assert_ne!(
            write(&set(&["x"])),
            write(&Term::List(vec![Term::text("x")]))
        );
    }

    #[test]
    fn a_year_is_twelve_months_and_not_365_days() {
        let of = |n, unit| {
            Term::duration(Duration {
                amount: Ratio::from_integer(n),
                unit,
            })
        };
        assert_eq!(of(2, TimeUnit::Year), of(24, TimeUnit::Month));
        assert_eq!(of(2, TimeUnit::Week), of(14, TimeUnit::Day));
        assert_ne!(of(1, TimeUnit::Year), of(365, TimeUnit::Day));
    }
}
