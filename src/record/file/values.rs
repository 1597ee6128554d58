//! The values that a record may have, each with what is said of one that is none.

use super::{Put, Reader, Value};
use crate::analysis::amendment::digest::PREFIX;
use crate::analysis::tally::clock::{Moment, end_of, start_of};
use crate::model::{Date, Localized};
use toml::de::DeValue;

impl Reader {
    pub(super) fn text(&mut self, value: &Value) -> Option<Put<String>> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(Put {
                value: text.trim().to_string(),
                span: self.span(value.span()),
            }),
            _ => {
                self.wrong(
                    value,
                    "a text between quotation marks",
                    "een tekst tussen aanhalingstekens",
                );
                None
            }
        }
    }

    pub(super) fn texts(&mut self, value: &Value) -> Vec<Put<String>> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|i| self.text(i)).collect(),
            _ => {
                self.wrong(value, "a list of texts", "een lijst van teksten");
                Vec::new()
            }
        }
    }

    /// One digest or a list of them.
    pub(super) fn digests(&mut self, value: &Value) -> Vec<Put<String>> {
        match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|i| self.digest(i, PREFIX))
                .collect(),
            _ => self.digest(value, PREFIX).into_iter().collect(),
        }
    }

    /// A SHA-256 in hexadecimal, behind `prefix`; capitals count as small letters.
    pub(super) fn digest(&mut self, value: &Value, prefix: &str) -> Option<Put<String>> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_lowercase(),
            _ => String::new(),
        };
        let digits = text.strip_prefix(prefix).unwrap_or("");
        if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            self.wrong(
                value,
                &format!("\"{prefix}…\" with 64 hexadecimal digits"),
                &format!("\"{prefix}…\" met 64 hexadecimale cijfers"),
            );
            return None;
        }
        Some(Put {
            value: text,
            span: self.span(value.span()),
        })
    }

    pub(super) fn localized(&mut self, value: &Value) -> Localized {
        let mut out = Localized::default();
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, &["en", "nl"], |r, key, value| {
                let text = r.text(value).map(|t| t.value);
                match key {
                    "en" => out.en = text,
                    _ => out.nl = text,
                }
            }),
            _ => {
                let text = self.text(value).map(|t| t.value);
                out = Localized {
                    en: text.clone(),
                    nl: text,
                };
            }
        }
        out
    }

    pub(super) fn number(&mut self, value: &Value) -> Option<Put<i64>> {
        let number = match value.get_ref() {
            DeValue::Integer(n) => {
                i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok()
            }
            _ => None,
        };
        match number {
            Some(n) if n >= 0 => Some(Put {
                value: n,
                span: self.span(value.span()),
            }),
            _ => {
                self.wrong(
                    value,
                    "a whole number of 0 or more",
                    "een geheel getal van 0 of meer",
                );
                None
            }
        }
    }

    pub(super) fn yes(&mut self, value: &Value) -> bool {
        match value.get_ref() {
            DeValue::Boolean(yes) => *yes,
            _ => {
                self.wrong(value, "true or false", "true of false");
                false
            }
        }
    }

    pub(super) fn for_or_against(&mut self, value: &Value) -> Option<bool> {
        match self.text(value)?.value.as_str() {
            "for" | "voor" => Some(true),
            "against" | "tegen" => Some(false),
            _ => {
                self.wrong(value, "\"for\" or \"against\"", "\"for\" of \"against\"");
                None
            }
        }
    }

    pub(super) fn date(&mut self, value: &Value) -> Option<Put<Date>> {
        let found = match value.get_ref() {
            DeValue::Datetime(d) if d.time.is_none() && d.offset.is_none() => d.date,
            _ => None,
        };
        let date = found
            .and_then(|d| Date::new(i16::try_from(d.year).ok()?, d.month as i8, d.day as i8).ok());
        if date.is_none() {
            self.wrong(
                value,
                "a day, as in 2026-05-01",
                "een dag, zoals 2026-05-01",
            );
        }
        date.map(|date| Put {
            value: date,
            span: self.span(value.span()),
        })
    }

    /// A day or a day and a time; a day alone is its beginning, or its end.
    pub(super) fn moment(&mut self, value: &Value, end: bool) -> Option<Moment> {
        let found = match value.get_ref() {
            DeValue::Datetime(d) if d.offset.is_none() => d.date.zip(Some(d.time)),
            _ => None,
        };
        let moment = found.and_then(|(d, time)| {
            let day = Date::new(i16::try_from(d.year).ok()?, d.month as i8, d.day as i8).ok()?;
            match time {
                None if end => Some(end_of(day)),
                None => Some(start_of(day)),
                Some(t) => {
                    let second = t.second.unwrap_or(0) as i8;
                    let time =
                        jiff::civil::Time::new(t.hour as i8, t.minute as i8, second, 0).ok()?;
                    Some(day.to_datetime(time))
                }
            }
        });
        if moment.is_none() {
            self.wrong(
                value,
                "a day, or a day and a time without a time zone, as in 2026-05-01T20:00:00",
                "een dag, of een dag en een tijd zonder tijdzone, zoals 2026-05-01T20:00:00",
            );
        }
        moment
    }
}
