//! Names and conditions as they are written in a source.

use crate::data::actions;
use crate::diagnostic::Lang;
use crate::model::condition::Expr;
use crate::model::{
    ActionId, Date, Decl, FactKey, FactKind, Model, Origin, TestShape, quantity::date_of,
};
use crate::syntax::grammar::Rule as Word;
use crate::syntax::words::words;

/// Writes in the keyword language of a source.
#[derive(Clone, Copy)]
pub(super) struct Spelling<'m> {
    pub model: &'m Model,
    pub lang: Lang,
}

impl<'m> Spelling<'m> {
    pub fn of(model: &'m Model) -> Self {
        Spelling {
            model,
            lang: model.lang,
        }
    }

    /// The keyword as `meent fmt` prints it.
    pub fn word(self, kind: Word) -> &'static str {
        let word = words().get(kind);
        word.and_then(|w| w.canonical(self.lang)).unwrap_or("?")
    }

    /// The name of an action: those that ship with the compiler have one in each language.
    pub fn action(self, id: ActionId) -> Option<String> {
        let decl = &self.model.actions.get(id.index())?.decl;
        Some(match (decl.origin, self.lang) {
            (Origin::Builtin, Lang::Nl) => actions::find(&decl.id)?.nl.clone(),
            _ => decl.id.clone(),
        })
    }

    /// A condition, or the opposite of it, that can stand on either side of `and`. `None`: it can't be written.
    pub fn condition(self, expr: &Expr, holds: bool) -> Option<String> {
        match expr {
            Expr::Not(inner) => self.condition(inner, !holds),
            Expr::Test { literal, shape, .. } => self.test(literal.key, shape, holds),
            Expr::And(parts) => self.joined(parts, holds, holds),
            Expr::Or(parts) => self.joined(parts, !holds, holds),
        }
    }

    /// The opposite of "a and b" is "not a or not b".
    fn joined(self, parts: &[Expr], and: bool, holds: bool) -> Option<String> {
        let parts: Option<Vec<String>> = parts.iter().map(|p| self.condition(p, holds)).collect();
        let word = self.word(if and { Word::kw_and } else { Word::kw_or });
        let all = parts?.join(&format!(" {word} "));
        Some(format!("({all})"))
    }

    fn test(self, key: FactKey, shape: &TestShape, holds: bool) -> Option<String> {
        let not = |text: String| {
            if holds {
                text
            } else {
                format!("{} {text}", self.word(Word::kw_not))
            }
        };
        let either = |yes: Word, no: Word| self.word(if holds { yes } else { no });
        let name = match key {
            FactKey::Fact(id) => named(&self.model.facts.get(id.index())?.decl)?,
            FactKey::Passed(id) => named(&self.model.decisions.get(id.index())?.decl)?,
            FactKey::Moment => String::new(),
        };
        let number = |kind: Word, n: i64| {
            let number = self.number(key, n)?;
            Some(format!("{name} {} {number}", self.word(kind)))
        };
        let date = |kind: &str, day: i32| {
            let day: Date = date_of(day)?;
            Some(format!("{name} {kind} {day}").trim_start().to_owned())
        };
        let by = |yes: Word, no: Word| if holds { yes } else { no };
        match *shape {
            TestShape::Holds => Some(not(match key {
                FactKey::Passed(_) => format!("{name} {}", self.word(Word::kw_has_passed)),
                _ => name,
            })),
            TestShape::AtLeast(n) => number(by(Word::kw_at_least, Word::kw_less_than), n),
            TestShape::LessThan(n) => number(by(Word::kw_less_than, Word::kw_at_least), n),
            TestShape::AtMost(n) => number(by(Word::kw_at_most, Word::kw_more_than), n),
            TestShape::MoreThan(n) => number(by(Word::kw_more_than, Word::kw_at_most), n),
            TestShape::Exactly(n) => number(by(Word::kw_exactly, Word::kw_is_not), n),
            TestShape::NotExactly(n) => number(by(Word::kw_is_not, Word::kw_exactly), n),
            TestShape::Between(low, high) => {
                let (low, high) = (self.number(key, low)?, self.number(key, high)?);
                let (between, and) = (self.word(Word::kw_between), self.word(Word::kw_and));
                Some(not(format!("{name} {between} {low} {and} {high}")))
            }
            TestShape::From(day) => date(either(Word::kw_from, Word::kw_before), day),
            TestShape::Before(day) => date(either(Word::kw_before, Word::kw_from), day),
            TestShape::Until(day) => date(either(Word::kw_until, Word::kw_after), day),
            TestShape::After(day) => date(either(Word::kw_after, Word::kw_until), day),
            TestShape::On(day) => date(self.word(Word::kw_on), day).map(not),
            TestShape::NotOn(day) => {
                let on = date(self.word(Word::kw_on), day)?;
                Some(if holds {
                    format!("{} {on}", self.word(Word::kw_not))
                } else {
                    on
                })
            }
            TestShape::OneOf(ref list) => self.choices(key, &name, list, holds),
            TestShape::NoneOf(ref list) => self.choices(key, &name, list, !holds),
        }
    }

    fn choices(self, key: FactKey, name: &str, list: &[u16], is: bool) -> Option<String> {
        let FactKey::Fact(id) = key else { return None };
        let FactKind::OneOf(choices) = &self.model.facts.get(id.index())?.kind else {
            return None;
        };
        let names: Option<Vec<&str>> = list
            .iter()
            .map(|c| choices.get(usize::from(*c)).map(String::as_str))
            .collect();
        let word = self.word(if is { Word::kw_is } else { Word::kw_is_not });
        Some(format!("{name} {word} {}", names?.join(", ")))
    }

    /// A number of steps as a decimal: 15 with one decimal is `1.5`.
    fn number(self, key: FactKey, n: i64) -> Option<String> {
        let FactKey::Fact(id) = key else { return None };
        let FactKind::Number { decimals, .. } = self.model.facts.get(id.index())?.kind else {
            return None;
        };
        if decimals == 0 {
            return Some(n.to_string());
        }
        let steps = 10u64.checked_pow(u32::from(decimals))?;
        let (whole, part) = (n.unsigned_abs() / steps, n.unsigned_abs() % steps);
        let sign = if n < 0 { "-" } else { "" };
        let width = usize::from(decimals);
        let text = format!("{sign}{whole}.{part:0width$}");
        Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
    }
}

fn named(decl: &Decl) -> Option<String> {
    has_name(decl).then(|| decl.id.clone())
}

/// Whether this commons' source can call something by its id.
pub(super) fn has_name(decl: &Decl) -> bool {
    matches!(
        decl.origin,
        Origin::Own | Origin::Builtin | Origin::Outer(1)
    )
}
