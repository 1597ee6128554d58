//! Baselines: a file of the findings that were there when a community began to check, so that only new ones fail.
//!
//! ```toml
//! format = 1
//!
//! [[finding]]
//! code = "M0601"
//! file = "data.meent"
//! in = "purpose snoeien"
//! message = "Nothing uses the purpose `snoeien`."
//! fingerprint = "0123456789abcdef0123456789abcdef"
//! ```
//!
//! `count = 2` stands there if there are two findings of one fingerprint. Only the fingerprint and the count decide; the
//! rest is for whoever reads the file in a pull request. The order is that of the files and codes, and the sentences are in
//! the language of the source, so that the file is the same whoever writes it.

use super::messages::toml_mistake;
use super::read::{self, Failure};
use crate::diagnostic::render::{Gone, Row};
use crate::diagnostic::{Code, FINGERPRINT_LENGTH, Lang, Level, Text};
use crate::source::{SourceFile, Sources, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The version of the shape of the file.
pub const FORMAT: u32 = 1;

/// The findings of a baseline file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// A kind of finding in it, by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    gone: Gone,
    /// The declaration that it lies in, for people.
    within: Option<String>,
    count: usize,
}

/// Why a baseline can't be used, with the line of the file where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineError {
    /// The file, as it was given.
    pub file: String,
    pub line: Option<usize>,
    pub why: Text,
}

impl BaselineError {
    pub fn text(&self) -> Text {
        let place = match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.clone(),
        };
        Text::new(
            format!("The baseline {place} cannot be used: {}", self.why.en),
            format!(
                "De lijst van oude bevindingen {place} is niet te gebruiken: {}",
                self.why.nl
            ),
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    finding: Vec<toml::Spanned<Table>>,
    #[allow(dead_code, reason = "was looked at before")]
    format: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    code: toml::Spanned<String>,
    file: Option<String>,
    #[serde(rename = "in")]
    within: Option<String>,
    message: String,
    fingerprint: toml::Spanned<String>,
    count: Option<toml::Spanned<usize>>,
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// It is not there, can't be read, or is not what a baseline is.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let shown = path.to_string_lossy().into_owned();
        let fail = |why: Text| BaselineError {
            file: shown.clone(),
            line: None,
            why,
        };
        let bytes = read::bytes(path).map_err(|failure| {
            fail(match failure {
                Failure::Io(error) if error.kind() == std::io::ErrorKind::NotFound => Text::new(
                    "it is not there. Make one with --write-baseline.",
                    "hij is er niet. Maak er een met --write-baseline.",
                ),
                Failure::Io(error) => {
                    let why = read::reason(&error);
                    Text::new(format!("{}.", why.en), format!("{}.", why.nl))
                }
                Failure::NotAFile => Text::new("it is not a file.", "het is geen bestand."),
                Failure::TooLarge(_) => Text::new("it is too large.", "hij is te groot."),
            })
        })?;
        let text = String::from_utf8(bytes).map_err(|_| {
            fail(Text::new(
                "it is not UTF-8 text.",
                "hij is geen UTF-8-tekst.",
            ))
        })?;
        Self::parse(&shown, &text)
    }

    /// Reads the text of a baseline file.
    ///
    /// # Errors
    /// It is not what a baseline is.
    pub fn parse(shown: &str, text: &str) -> Result<Self, BaselineError> {
        let source = SourceFile::new(shown, text);
        let fail = |at: Option<usize>, why: Text| BaselineError {
            file: shown.to_string(),
            line: at.map(|at| source.line_column(at as u32).line),
            why,
        };
        let marks = ["<<<<<<<", "=======", ">>>>>>>"];
        if let Some(at) = marks.iter().find_map(|mark| at_line_start(text, mark)) {
            let why = Text::new(
                "it holds both sides of a merge. Make it again with --write-baseline.",
                "er staan twee kanten van een samenvoeging in. Maak hem opnieuw met --write-baseline.",
            );
            return Err(fail(Some(at), why));
        }
        let broken = |error: &toml::de::Error| {
            let (place, why) = toml_mistake(error);
            fail(
                Some(place.start),
                Text::new(format!("{why}."), format!("{why}.")),
            )
        };
        // The number comes first: a later shape may have other names.
        let table: toml::Table = toml::from_str(text).map_err(|e| broken(&e))?;
        match table.get("format").and_then(toml::Value::as_integer) {
            Some(1) => {}
            Some(other) => {
                let why = Text::new(
                    format!(
                        "it has format {other}, and this version of meent reads format {FORMAT}. Use the version that wrote it, or make it again with --write-baseline."
                    ),
                    format!(
                        "hij heeft formaat {other}, en deze versie van meent leest formaat {FORMAT}. Gebruik de versie die hem schreef, of maak hem opnieuw met --write-baseline."
                    ),
                );
                return Err(fail(None, why));
            }
            None => {
                let why = Text::new(
                    format!("it does not say `format = {FORMAT}`."),
                    format!("er staat niet `format = {FORMAT}` in."),
                );
                return Err(fail(None, why));
            }
        }
        let document: Document = toml::from_str(text).map_err(|e| broken(&e))?;
        let mut baseline = Baseline::default();
        for spanned in document.finding {
            let at = spanned.span().start;
            let entry = entry(spanned.into_inner()).map_err(|(at, why)| fail(Some(at), why))?;
            let same = |e: &&Entry| e.gone.fingerprint == entry.gone.fingerprint;
            if baseline.entries.iter().find(same).is_some() {
                let print = &entry.gone.fingerprint;
                let why = Text::new(
                    format!(
                        "the fingerprint {print} stands there twice. Make it again with --write-baseline."
                    ),
                    format!(
                        "de vingerafdruk {print} staat er twee keer in. Maak hem opnieuw met --write-baseline."
                    ),
                );
                return Err(fail(Some(at), why));
            }
            baseline.entries.push(entry);
        }
        Ok(baseline)
    }

    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|e| e.count).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Marks the findings that the baseline has, too; what is accepted is left alone. Of several equal ones the first are
    /// marked, as many as it has. Gives what it has and the source no longer.
    pub fn mark(&self, rows: &mut [Row]) -> Vec<Gone> {
        let mut left: BTreeMap<&str, usize> = self
            .entries
            .iter()
            .map(|e| (e.gone.fingerprint.as_str(), e.count))
            .collect();
        for row in rows.iter_mut().filter(|r| r.is_open()) {
            if let Some(count) = left.get_mut(row.fingerprint.as_str()).filter(|n| **n > 0) {
                *count -= 1;
                row.known = true;
            }
        }
        let gone = self.entries.iter().flat_map(|entry| {
            let count = left.get(entry.gone.fingerprint.as_str()).copied();
            std::iter::repeat_n(entry.gone.clone(), count.unwrap_or_default())
        });
        gone.collect()
    }

    /// The baseline of what is there now: all findings but those that are accepted or switched off. `within` names the
    /// declaration that a place lies in; `lang` is the language of the source.
    pub fn of(
        rows: &[Row],
        sources: &Sources,
        lang: Lang,
        within: &dyn Fn(Span) -> Option<String>,
    ) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let wanted = |r: &&Row| r.accepted.is_none() && r.finding.level != Level::Allow;
        for row in rows.iter().filter(wanted) {
            let same = |e: &&mut Entry| e.gone.fingerprint == row.fingerprint;
            if let Some(entry) = entries.iter_mut().find(same) {
                entry.count += 1;
                continue;
            }
            let span = row.finding.span();
            let file = span.and_then(|s| sources.iter().find(|(id, _)| *id == s.file));
            entries.push(Entry {
                gone: Gone {
                    code: row.finding.code,
                    fingerprint: row.fingerprint.clone(),
                    message: crate::diagnostic::render::one_line(row.finding.message.get(lang)),
                    file: file.map(|(_, f)| f.path.clone()),
                },
                within: span.and_then(within),
                count: 1,
            });
        }
        // Not by line: a line that moves should not change the file.
        entries.sort_by(|a, b| key(a).cmp(&key(b)));
        Baseline { entries }
    }

    /// The file, as text. The same findings give the same text.
    pub fn to_text(&self, lang: Lang) -> String {
        let head = match lang {
            Lang::En => {
                "# Findings that were there when this file was made. `meent check --baseline` does not fail on them.\n\
                 # Made by `meent check --write-baseline`; make it again when findings are settled, so that it gets shorter.\n"
            }
            Lang::Nl => {
                "# Bevindingen die er al waren toen dit bestand werd gemaakt. `meent check --baseline` valt er niet over.\n\
                 # Gemaakt door `meent check --write-baseline`; maak het opnieuw als er bevindingen zijn opgelost, dan wordt het korter.\n"
            }
        };
        let mut out = format!("{head}format = {FORMAT}\n");
        let value = |text: &str| toml::Value::String(text.to_string()).to_string();
        for entry in &self.entries {
            out.push_str("\n[[finding]]\n");
            let mut line = |name: &str, text: &str| {
                out.push_str(&format!("{name} = {}\n", value(text)));
            };
            line("code", entry.gone.code.as_str());
            if let Some(file) = &entry.gone.file {
                line("file", file);
            }
            if let Some(within) = &entry.within {
                line("in", within);
            }
            line("message", &entry.gone.message);
            line("fingerprint", &entry.gone.fingerprint);
            if entry.count > 1 {
                out.push_str(&format!("count = {}\n", entry.count));
            }
        }
        out
    }
}

fn key(entry: &Entry) -> (&Option<String>, Code, &Option<String>, &str) {
    let gone = &entry.gone;
    (&gone.file, gone.code, &entry.within, &gone.fingerprint)
}

/// An entry, or what is wrong with it and where.
fn entry(table: Table) -> Result<Entry, (usize, Text)> {
    let code: Code = table.code.get_ref().parse().map_err(|_| {
        let name = table.code.get_ref();
        let why = Text::new(
            format!("this version of meent knows no finding `{name}`."),
            format!("deze versie van meent kent geen bevinding `{name}`."),
        );
        (table.code.span().start, why)
    })?;
    let print = table.fingerprint.get_ref();
    let plain = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if print.len() != FINGERPRINT_LENGTH || !print.bytes().all(plain) {
        let why = Text::new(
            format!("a fingerprint is {FINGERPRINT_LENGTH} digits and letters a to f."),
            format!(
                "een vingerafdruk bestaat uit {FINGERPRINT_LENGTH} cijfers en letters a tot en met f."
            ),
        );
        return Err((table.fingerprint.span().start, why));
    }
    let count = match &table.count {
        None => 1,
        Some(count) if *count.get_ref() > 0 => *count.get_ref(),
        Some(count) => {
            let why = Text::new("a count is at least 1.", "een aantal is minstens 1.");
            return Err((count.span().start, why));
        }
    };
    Ok(Entry {
        gone: Gone {
            code,
            fingerprint: table.fingerprint.into_inner(),
            message: table.message,
            file: table.file,
        },
        within: table.within,
        count,
    })
}

/// Where a line begins with a mark.
fn at_line_start(text: &str, mark: &str) -> Option<usize> {
    let found = text.match_indices(mark).map(|(at, _)| at);
    let mut found = found.filter(|at| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'));
    found.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> (Option<usize>, String) {
        let error = Baseline::parse("old.toml", text).unwrap_err();
        assert!(!error.why.nl.is_empty() && error.text().en.starts_with("The baseline old.toml"));
        (error.line, error.why.en)
    }

    #[test]
    fn a_broken_file_is_told_with_its_line() {
        let good = "format = 1\n[[finding]]\ncode = \"M0601\"\nmessage = \"m\"\nfingerprint = \"0123456789abcdef0123456789abcdef\"\n";
        assert_eq!(Baseline::parse("x", good).unwrap().len(), 1);
        for (from, to, line, words) in [
            ("format = 1\n", "", None, "`format = 1`"),
            ("format = 1", "format = 2", None, "format 2"),
            ("M0601", "M9999", Some(3), "no finding `M9999`"),
            ("0123456789abcdef0", "XX", Some(5), "32 digits"),
            ("message", "massage", Some(4), "massage"),
            ("code =", "code", Some(3), ""),
            (
                "[[finding]]",
                "<<<<<<< HEAD\n[[finding]]",
                Some(2),
                "both sides of a merge",
            ),
        ] {
            let (found, said) = why(&good.replacen(from, to, 1));
            assert_eq!(found, line, "{from} {said}");
            assert!(said.contains(words), "{said}");
        }
        let twice = format!("{good}{}", good.trim_start_matches("format = 1\n"));
        assert!(why(&twice).1.contains("twice"));
        assert!(why(&format!("{good}count = 0\n")).1.contains("at least 1"));
    }
}
