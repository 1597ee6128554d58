//! Durations, dates, shares and numbers with units: from what is written to exact values.

use super::Builder;
use super::messages::text;
use super::names::{Found, Space};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Edit, Lang};
use crate::model::quantity::{self, days_of};
use crate::model::{Amount, Date, Duration, Fact, FactKind, Ratio, Unit};
use crate::source::Span;
use crate::syntax::tree;

impl Builder<'_> {
    pub(super) fn duration(&mut self, d: &tree::Duration) -> Option<Duration> {
        let amount = decimal(d.amount)?;
        if amount <= Ratio::from_integer(0) {
            self.report(
                Diagnostic::new(
                    codes::IMPOSSIBLE_RANGE,
                    text(
                        "A length of time must be more than nothing.",
                        "Een tijdsduur moet meer dan niets zijn.",
                    ),
                )
                .label(d.span, text("nothing at all", "helemaal niets"))
                .help(text(
                    "Write how long it may take, such as `14 days`.",
                    "Schrijf hoe lang het mag duren, zoals `14 dagen`.",
                )),
            );
            return None;
        }
        Some(Duration {
            amount,
            unit: d.unit,
        })
    }

    pub(super) fn durations(&mut self, d: Option<&tree::Duration>) -> Option<Duration> {
        d.and_then(|d| self.duration(d))
    }

    pub(super) fn date(&mut self, date: &tree::Date) -> Option<Date> {
        let parsed = date.value.parse::<Date>().ok();
        if parsed.is_none() {
            self.report(
                Diagnostic::new(
                    codes::BAD_DATE,
                    text(
                        format!("There is no day {}.", date.value),
                        format!("De dag {} bestaat niet.", date.value),
                    ),
                )
                .label(date.span, text("no such day", "geen bestaande dag"))
                .help(text(
                    "Write year, month, day: 2026-03-01.",
                    "Schrijf jaar, maand, dag: 2026-03-01.",
                )),
            );
        }
        parsed
    }

    pub(super) fn day(&mut self, date: &tree::Date) -> Option<i32> {
        self.date(date).map(days_of)
    }

    /// A share (1/3, 50%) or, without a sign, a count.
    pub(super) fn amount(&mut self, ratio: &tree::Ratio, span: Span) -> Option<Amount> {
        let share = match ratio {
            tree::Ratio::Fraction(_, 0) => {
                self.report(impossible(
                    span,
                    "Nothing can be divided by nought.",
                    "Door nul kan niet worden gedeeld.",
                ));
                return None;
            }
            tree::Ratio::Fraction(n, d) => Ratio::new(*n, *d),
            tree::Ratio::Percent(p) => decimal(*p)? / Ratio::from_integer(100),
            tree::Ratio::Number(n) if n.scale == 0 => return Some(Amount::Count(n.digits)),
            tree::Ratio::Number(n) => decimal(*n)?,
        };
        if share > Ratio::from_integer(1) || share < Ratio::from_integer(0) {
            self.report(impossible(
                span,
                "More than all of them can never be there.",
                "Meer dan het geheel kan nooit.",
            ));
            return None;
        }
        Some(Amount::Share(share))
    }

    /// A number written behind a fact, in the fact's own steps.
    pub(super) fn steps(&mut self, fact: &Fact, q: &tree::Quantity) -> Option<i64> {
        let FactKind::Number { unit, decimals } = &fact.kind else {
            return None;
        };
        let factor = self.factor(unit, q, fact.decl.name_span)?;
        let steps = power_of_ten(*decimals)
            .zip(decimal(q.amount))
            .and_then(|(ten, amount)| checked_product(&[amount, factor, Ratio::from_integer(ten)]));
        match steps {
            Some(steps) if steps.is_integer() => Some(steps.to_integer()),
            Some(_) => {
                self.report(not_exact(q.span, *decimals));
                None
            }
            None => {
                self.report(too_large(q.span));
                None
            }
        }
    }

    /// How many of the fact's units one of the written units is.
    fn factor(&mut self, unit: &Unit, q: &tree::Quantity, declared: Option<Span>) -> Option<Ratio> {
        let Some(written) = &q.unit else {
            return Some(Ratio::from_integer(1));
        };
        let written = named_unit(written);
        let factor = quantity::convert(&written, unit);
        if factor.is_none() {
            let (w, u) = (quantity::unit_name(&written), quantity::unit_name(unit));
            if let Some(d) = self.forgotten_and(q, &w) {
                self.report(d);
                return None;
            }
            let calendar = matches!((&written, unit), (Unit::Time(_), Unit::Time(_)));
            let d = Diagnostic::new(
                codes::UNIT_MISMATCH,
                text(
                    format!("This fact is counted in {u}, and {w} can't be turned into {u}."),
                    format!("Dit feit wordt geteld in {u}, en {w} is niet om te rekenen naar {u}."),
                ),
            )
            .label(q.span, text(format!("in {w}"), format!("in {w}")));
            let d = match declared {
                Some(span) => d.label(
                    span,
                    text(format!("counted in {u}"), format!("geteld in {u}")),
                ),
                None => d,
            };
            self.report(if calendar {
                d.help(text(
                    "A month does not have a fixed number of days. Count both in days, or both in months.",
                    "Een maand heeft geen vast aantal dagen. Tel beide in dagen, of beide in maanden.",
                ))
            } else {
                d.help(text(format!("Write the number in {u}."), format!("Schrijf het getal in {u}.")))
            });
        }
        factor
    }
}

impl Builder<'_> {
    /// `n at least 10  consent`: what was read as a unit is a fact or a decision of its own, and `and` is missing.
    fn forgotten_and(&self, q: &tree::Quantity, unit: &str) -> Option<Diagnostic> {
        let scope = 0;
        let known = [Space::Fact, Space::Decision]
            .into_iter()
            .any(|space| matches!(self.names.find(space, scope, unit), Found::Target(..)));
        if !known {
            return None;
        }
        let at = q.span.end.saturating_sub(unit.len() as u32);
        let span = Span {
            start: at,
            ..q.span
        };
        let d = Diagnostic::new(
            codes::UNIT_MISMATCH,
            text(
                format!("`{unit}` is read as the unit of the number before it, and it is a condition of its own."),
                format!("`{unit}` wordt gelezen als eenheid van het getal ervoor, en het is een voorwaarde op zich."),
            ),
        )
        .label(span, text("`and` is missing before this", "hiervoor ontbreekt `en`"));
        let insert = |word: &str| {
            vec![Edit {
                span: Span { end: at, ..span },
                text: format!("{word} "),
            }]
        };
        let word = match self
            .input
            .own
            .files
            .iter()
            .find(|(id, _)| *id == span.file)
            .map_or(self.model.lang, |(_, f)| f.lang)
        {
            Lang::En => "and",
            Lang::Nl => "en",
        };
        Some(d.fix(
            text(
                format!("Write `{word}` before it"),
                format!("Schrijf er `{word}` voor"),
            ),
            insert(word),
            false,
        ))
    }
}

/// The unit as the model knows it.
pub(super) fn named_unit(unit: &tree::Unit) -> Unit {
    match unit {
        tree::Unit::Time(t) => Unit::Time(*t),
        tree::Unit::Percent => Unit::Percent,
        tree::Unit::Named(n) => Unit::Named(n.to_string()),
    }
}

pub(super) fn decimal(d: tree::Decimal) -> Option<Ratio> {
    Some(Ratio::new(d.digits, power_of_ten(d.scale)?))
}

fn power_of_ten(exponent: u8) -> Option<i64> {
    10i64.checked_pow(u32::from(exponent))
}

fn checked_product(factors: &[Ratio]) -> Option<Ratio> {
    use num_traits::CheckedMul;
    factors
        .iter()
        .try_fold(Ratio::from_integer(1), |all, f| all.checked_mul(f))
}

pub(super) fn impossible(span: Span, en: &str, nl: &str) -> Diagnostic {
    Diagnostic::new(codes::IMPOSSIBLE_RANGE, text(en, nl))
        .label(span, text("this can't be", "dit kan niet"))
}

fn not_exact(span: Span, decimals: u8) -> Diagnostic {
    let (en, nl) = match decimals {
        0 => (
            "This fact is counted in whole numbers.".into(),
            "Dit feit wordt in hele getallen geteld.".into(),
        ),
        n => (
            format!("This fact has at most {n} decimals."),
            format!("Dit feit heeft hoogstens {n} decimalen."),
        ),
    };
    Diagnostic::new(codes::NOT_EXACT, text(en, nl))
        .label(span, text("finer than the fact", "fijner dan het feit"))
        .help(text(
            "Round the number, or give the fact `decimals`.",
            "Rond het getal af, of geef het feit `decimalen`.",
        ))
}

pub(super) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NUMBER_TOO_LARGE,
        text(
            "This number is larger than Meent can count with.",
            "Dit getal is groter dan waarmee Meent kan rekenen.",
        ),
    )
    .label(span, text("too large", "te groot"))
    .help(text("Choose a larger unit.", "Kies een grotere eenheid."))
}
