//! Tables that are read as a stream: a row at a time, by the names of the columns, with the line of each.

use super::messages::RowProblem;
use crate::diagnostic::nearest::nearest;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Text};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// A column that a table may have: what it is called in English and in Dutch.
pub type Column = (&'static str, &'static [&'static str]);

/// A table that is open.
pub struct Table {
    reader: csv::Reader<BufReader<File>>,
    row: csv::StringRecord,
    /// Of each known column, its place.
    places: Vec<(&'static str, usize)>,
    pub file: usize,
}

/// Why a table can't be read at all.
pub enum Unusable {
    Io(io::Error),
    Problem(RowProblem),
}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        Unusable::Io(error)
    }
}

impl Table {
    /// Opens a table and reads its head. `more` names one more column, with what it stands for.
    ///
    /// # Errors
    /// It can't be read, two columns are the same, or a column looks like a known one and is not.
    pub fn open(
        path: &Path,
        file: usize,
        columns: &[Column],
        more: Option<(&'static str, &str)>,
    ) -> Result<Self, Unusable> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
        }
        let mut text = BufReader::with_capacity(1 << 16, File::open(path)?);
        let start = text.fill_buf()?;
        let head = start.split(|b| *b == b'\n').next().unwrap_or_default();
        // Spreadsheets in Dutch separate by semicolons.
        let delimiter = if head.contains(&b';') { b';' } else { b',' };
        if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
            text.consume(3);
        }
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text);
        let mut table = Table {
            reader,
            row: csv::StringRecord::new(),
            places: Vec::new(),
            file,
        };
        if !table.next().map_err(Unusable::Problem)? {
            return Err(Unusable::Problem(table.problem(
                1,
                codes::BAD_RECORD,
                Text::new("This file is empty.", "Dit bestand is leeg."),
            )));
        }
        table.head(columns, more).map_err(Unusable::Problem)?;
        Ok(table)
    }

    fn head(
        &mut self,
        columns: &[Column],
        more: Option<(&'static str, &str)>,
    ) -> Result<(), RowProblem> {
        let mut places: Vec<(&'static str, usize)> = Vec::new();
        for (at, title) in self.row.iter().enumerate() {
            let title = title.to_lowercase();
            let known = columns
                .iter()
                .find(|(name, others)| *name == title || others.contains(&title.as_str()))
                .map(|(name, _)| *name)
                .or_else(|| more.filter(|(_, t)| *t == title).map(|(name, _)| name));
            let Some(known) = known else {
                let all = columns.iter().flat_map(|(name, others)| {
                    std::iter::once(*name).chain(others.iter().copied())
                });
                // Other columns are the community's own business, unless one is a slip of the pen.
                if let Some(near) = nearest(&title, all).filter(|_| title.chars().count() > 3) {
                    return Err(self.problem(
                        1,
                        codes::BAD_RECORD,
                        Text::new(
                            format!("There is a column `{title}`. Did you mean `{near}`?"),
                            format!("Er is een kolom `{title}`. Bedoel je `{near}`?"),
                        ),
                    ));
                }
                continue;
            };
            if places.iter().any(|(name, _)| *name == known) {
                return Err(self.problem(
                    1,
                    codes::BAD_RECORD,
                    Text::new(
                        format!("Two columns are `{known}`."),
                        format!("Twee kolommen zijn `{known}`."),
                    ),
                ));
            }
            places.push((known, at));
        }
        self.places = places;
        Ok(())
    }

    pub fn has(&self, column: &str) -> bool {
        self.places.iter().any(|(name, _)| *name == column)
    }

    /// Goes to the next row that is not empty; false at the end.
    ///
    /// # Errors
    /// The row is not text, or can't be read.
    pub fn next(&mut self) -> Result<bool, RowProblem> {
        loop {
            match self.reader.read_record(&mut self.row) {
                Ok(false) => return Ok(false),
                Ok(true) if self.row.iter().all(str::is_empty) => {}
                Ok(true) => return Ok(true),
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    let why = if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) {
                        Text::new(
                            "This row is not UTF-8 text.",
                            "Deze rij is geen UTF-8-tekst.",
                        )
                    } else {
                        Text::new(
                            format!("This row can't be read: {error}."),
                            format!("Deze rij is niet te lezen: {error}."),
                        )
                    };
                    return Err(self.problem(line, codes::BAD_RECORD, why));
                }
            }
        }
    }

    /// A cell of the row; empty where there is no such column.
    pub fn cell(&self, column: &str) -> &str {
        let place = self.places.iter().find(|(name, _)| *name == column);
        place.and_then(|(_, at)| self.row.get(*at)).unwrap_or("")
    }

    /// The line on which the row begins.
    pub fn line(&self) -> u64 {
        self.row.position().map_or(1, csv::Position::line)
    }

    pub fn problem(&self, line: u64, code: Code, message: Text) -> RowProblem {
        RowProblem {
            file: self.file,
            line,
            code,
            message,
            other: None,
        }
    }

    /// A problem of the row that is read.
    pub fn here(&self, code: Code, message: Text) -> RowProblem {
        self.problem(self.line(), code, message)
    }
}

/// Yes or no in a cell; an empty one is no.
pub fn yes(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "ja" | "true" | "1" | "x" => Some(true),
        "" | "no" | "nee" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Names in a cell, separated by blanks or bars.
pub fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([' ', '|']).filter(|w| !w.is_empty())
}

/// A line of a file, for a finding about it.
pub fn line_of(path: &Path, line: u64) -> String {
    let Ok(file) = File::open(path) else {
        return String::new();
    };
    let mut reader = BufReader::new(file);
    let mut bytes = Vec::new();
    for at in 1.. {
        bytes.clear();
        match reader.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return String::new(),
            Ok(_) if at == line => break,
            Ok(_) => {}
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    text.trim_end_matches(['\n', '\r']).to_string()
}
