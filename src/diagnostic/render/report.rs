//! What the formats for CI are made from: the findings of one command, with what is known of each beside itself.

use super::{Summary, file};
use crate::diagnostic::{Code, Diagnostic, Lang, Level};
use crate::source::{LineColumn, Sources, Span};

/// The findings of one command, as a report of CI shows them.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// What was done: `check`, `test`, `amend`.
    pub command: &'static str,
    pub rows: Vec<Row<'a>>,
    /// Findings that the baseline has and the source no longer.
    pub gone: Vec<Gone>,
    /// Findings were compared with a baseline.
    pub compared: bool,
    pub sources: &'a Sources,
    /// The project's folder, from the top of its repository, with forward slashes; empty for the top itself.
    pub prefix: String,
    /// From this level on a finding fails the check.
    pub fail: Level,
    /// How the command ends.
    pub exit: u8,
    /// The file that stands for the whole project, where a format wants a place for each finding.
    pub whole: Option<String>,
}

/// One finding of a report.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    pub finding: &'a Diagnostic,
    pub fingerprint: String,
    /// The baseline has it.
    pub known: bool,
    /// The reason with which the source accepts it.
    pub accepted: Option<String>,
}

/// A finding of a baseline that is there no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    pub code: Code,
    pub fingerprint: String,
    /// What the baseline says of it.
    pub message: String,
    /// Where it stood; the path of a file of the project.
    pub file: Option<String>,
}

impl<'a> Report<'a> {
    /// The findings that are to be shown: neither old, nor accepted, nor switched off.
    pub fn open(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(|r| r.is_open())
    }

    /// The same, the most serious first; findings of one level stay in their order.
    pub fn by_weight(&self) -> Vec<&Row<'a>> {
        let mut rows: Vec<_> = self.open().collect();
        rows.sort_by_key(|r| std::cmp::Reverse(r.finding.level));
        rows
    }

    /// How many findings of each level are to be shown.
    pub fn summary(&self) -> Summary {
        let count = |level| self.open().filter(|r| r.finding.level == level).count();
        Summary {
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
        }
    }

    /// How many findings the baseline has, too.
    pub fn known(&self) -> usize {
        self.rows.iter().filter(|r| r.known).count()
    }

    /// Whether a finding that is to be shown reaches the level that fails.
    pub fn fails(&self) -> bool {
        self.open().any(|r| r.finding.level >= self.fail)
    }

    /// A path of the project's, from the top of the repository.
    pub fn path(&self, path: &str) -> String {
        from_top(&self.prefix, path)
    }

    /// Where a span is, from the top of the repository; `None` if it is in no file of the sources.
    pub fn place(&self, span: Span) -> Option<Place> {
        let file = file(self.sources, span)?;
        let (start, end) = super::bytes(&file.text, span);
        Some(Place {
            path: self.path(&file.path),
            start: file.line_column(start as u32),
            end: file.line_column(end as u32),
        })
    }

    /// Where a finding is shown: its first place or, for one about the whole project, the start of the file that
    /// stands for it.
    pub fn place_of(&self, finding: &Diagnostic) -> Option<Place> {
        let start = LineColumn { line: 1, column: 1 };
        let whole = || {
            self.whole.as_deref().map(|path| Place {
                path: self.path(path),
                start,
                end: start,
            })
        };
        let own = finding.span().and_then(|span| self.place(span));
        own.or_else(whole)
    }
}

impl Row<'_> {
    /// It is to be shown.
    pub fn is_open(&self) -> bool {
        !self.known && self.accepted.is_none() && self.finding.level != Level::Allow
    }
}

/// A place in a file of the repository; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    pub start: LineColumn,
    pub end: LineColumn,
}

/// A path behind a folder, both with forward slashes, with each `..` taken back. It begins with `..` only if it leads
/// out of the repository.
pub fn from_top(prefix: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in prefix.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// What a finding says besides its sentence: the case, the help, and the first fix if it is sure.
pub fn details(finding: &Diagnostic, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(case) = &finding.case {
        let word = match lang {
            Lang::En => "Case",
            Lang::Nl => "Geval",
        };
        out.push(format!("{word}: {}", case.get(lang)));
    }
    out.extend(finding.help.iter().map(|help| help.get(lang).to_string()));
    out
}
