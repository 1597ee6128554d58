//! Names, strings, numbers, durations.

use super::{Kids, Lowering, Node, Rule};
use crate::diagnostic::{Lang, Text};
use crate::source::Span;
use crate::syntax::codes::{self, finding};
use crate::syntax::tree::*;

impl<'i> Lowering<'i> {
    pub(super) fn name(&self, pair: &Node<'i>) -> Name {
        self.at(pair, pair.text().into())
    }

    pub(super) fn names(&self, pair: &Node<'i>) -> Vec<Name> {
        let names = || pair.inner().filter(|p| p.kind() == Rule::name);
        // A list of its very length: most hold one name, and a file holds many lists.
        let mut all = Vec::with_capacity(names().count());
        all.extend(names().map(|p| self.name(&p)));
        all
    }

    pub(super) fn string(&self, pair: &Node<'i>) -> At<String> {
        let body = Kids::of(pair).next().map_or("", |p| p.text());
        self.at(pair, unescape(body))
    }

    pub(super) fn title(&mut self, pair: &Node<'i>) -> Option<Title> {
        let mut kids = Kids::of(pair);
        let lang = kids.eat(Rule::lang_tag).map(|p| lang_of(p.text()));
        let main = self.string(&kids.eat(Rule::string)?).value;
        let mut translations = Vec::new();
        while let Some(tag) = kids.eat(Rule::lang_tag) {
            translations.push((
                lang_of(tag.text()),
                self.string(&kids.eat(Rule::string)?).value,
            ));
        }
        Some(Title {
            main,
            lang,
            translations,
            span: self.span(pair),
        })
    }

    pub(super) fn date(&self, pair: &Node<'i>) -> Date {
        self.at(pair, pair.text().into())
    }

    /// A whole number; one that is too large is reported and read as 0.
    pub(super) fn integer(&mut self, pair: &Node<'i>) -> i64 {
        match pair.text().parse() {
            Ok(value) => value,
            Err(_) => {
                let span = self.span(pair);
                self.too_large(span);
                0
            }
        }
    }

    pub(super) fn integer_at(&mut self, pair: &Node<'i>) -> At<i64> {
        let value = self.integer(pair);
        self.at(pair, value)
    }

    /// An exact decimal; one that does not fit is reported and read as 0.
    pub(super) fn decimal(&mut self, pair: &Node<'i>) -> Decimal {
        let text = pair.text();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = match fraction {
            "" => whole.parse().ok(),
            _ => format!("{whole}{fraction}").parse().ok(),
        };
        let scale = u8::try_from(fraction.len()).ok().filter(|s| *s <= 18);
        match (digits, scale) {
            (Some(digits), Some(scale)) => Decimal { digits, scale },
            _ => {
                let span = self.span(pair);
                self.too_large(span);
                Decimal {
                    digits: 0,
                    scale: 0,
                }
            }
        }
    }

    fn too_large(&mut self, span: Span) {
        self.diagnostics.push(
            finding(
                codes::NUMBER_TOO_LARGE,
                "This number has more digits than Meent can hold.",
                "Dit getal heeft meer cijfers dan Meent aankan.",
            )
            .label(span, Text::new("at most 18 digits", "hoogstens 18 cijfers")),
        );
    }

    /// `fraction | percent | decimal`, in a `ratio` or an `amount`.
    pub(super) fn ratio(&mut self, pair: &Node<'i>) -> Option<Ratio> {
        let inner = Kids::of(pair).next()?;
        match inner.kind() {
            Rule::fraction => {
                let mut kids = Kids::of(&inner);
                let above = self.integer(&kids.eat(Rule::integer)?);
                let below = self.integer(&kids.eat(Rule::integer)?);
                Some(Ratio::Fraction(above, below))
            }
            Rule::percent => Some(Ratio::Percent(self.decimal(&Kids::of(&inner).next()?))),
            Rule::decimal => Some(Ratio::Number(self.decimal(&inner))),
            _ => None,
        }
    }

    /// `1 month`, `a month`, or `month` alone.
    pub(super) fn duration(&mut self, pair: &Node<'i>) -> Option<Duration> {
        let mut kids = Kids::of(pair);
        let amount = match kids.eat(Rule::decimal) {
            Some(amount) => self.decimal(&amount),
            None => Decimal {
                digits: 1,
                scale: 0,
            },
        };
        kids.word(Rule::article);
        let unit = time_unit(&kids.eat(Rule::time_unit)?)?;
        Some(Duration {
            amount,
            unit,
            span: self.span(pair),
        })
    }

    pub(super) fn quantity(&mut self, pair: &Node<'i>) -> Option<Quantity> {
        let mut kids = Kids::of(pair);
        let amount = self.decimal(&kids.eat(Rule::decimal)?);
        let span = self.span(pair);
        let unit = match kids.eat(Rule::unit) {
            Some(unit) => Some(self.unit(&unit)?),
            None => kids.word(Rule::per_cent).then_some(Unit::Percent),
        };
        Some(Quantity { amount, unit, span })
    }

    pub(super) fn unit(&self, pair: &Node<'i>) -> Option<Unit> {
        let inner = Kids::of(pair).next()?;
        match inner.kind() {
            Rule::time_unit => Some(Unit::Time(time_unit(&inner)?)),
            _ => Some(Unit::Named(inner.text().into())),
        }
    }
}

pub(super) fn lang_of(tag: &str) -> Lang {
    if tag == "nl" { Lang::Nl } else { Lang::En }
}

fn time_unit(pair: &Node<'_>) -> Option<TimeUnit> {
    Some(match Kids::of(pair).next()?.kind() {
        Rule::kw_minute => TimeUnit::Minute,
        Rule::kw_hour => TimeUnit::Hour,
        Rule::kw_day => TimeUnit::Day,
        Rule::kw_week => TimeUnit::Week,
        Rule::kw_month => TimeUnit::Month,
        Rule::kw_quarter => TimeUnit::Quarter,
        Rule::kw_year => TimeUnit::Year,
        _ => return None,
    })
}

/// What a string means: `\"`, `\\` and `\n` are a quote, a backslash and a new line; a line that is
/// broken in the source, with the blanks around the break, is one space.
fn unescape(body: &str) -> String {
    if !body.bytes().any(|b| matches!(b, b'\\' | b'\n' | b'\r')) {
        return body.to_owned();
    }
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('"' | '\\')) => out.push(c),
                Some(c) => {
                    out.push('\\');
                    out.push(c);
                }
                None => out.push('\\'),
            },
            '\n' | '\r' => {
                out.truncate(out.trim_end_matches([' ', '\t']).len());
                while chars
                    .peek()
                    .is_some_and(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
                {
                    chars.next();
                }
                out.push(' ');
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_and_broken_lines() {
        assert_eq!(unescape(r#"say \"no\" \\ \n."#), "say \"no\" \\ \n.");
        assert_eq!(unescape("one  \r\n     two\n\n three"), "one two three");
        assert_eq!(unescape(r"a\d"), r"a\d");
    }
}
