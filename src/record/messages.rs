//! What is wrong with a record, in words.

use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::source::Span;

pub fn bad_record(span: Span, message: Text) -> Diagnostic {
    finding(codes::BAD_RECORD, span, message)
}

pub fn finding(code: Code, span: Span, message: Text) -> Diagnostic {
    Diagnostic::new(code, message).label(span, Text::new("here", "hier"))
}

/// Something wrong in a row of a file that is read as a stream: the place is found again afterwards.
#[derive(Debug, Clone)]
pub struct RowProblem {
    /// Which file: a place in the list of files of the record.
    pub file: usize,
    pub line: u64,
    pub code: Code,
    pub message: Text,
    /// Another line of the same file that it is about.
    pub other: Option<Box<(u64, Text)>>,
}

/// More problems than this are counted and not shown.
pub const MOST_SHOWN: usize = 20;

/// Problems of rows, the first ones kept.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    found: std::collections::BTreeMap<(usize, u64, usize), RowProblem>,
    pub total: usize,
}

impl Problems {
    pub fn push(&mut self, problem: RowProblem) {
        self.total += 1;
        let key = (problem.file, problem.line, self.total);
        self.found.insert(key, problem);
        if self.found.len() > MOST_SHOWN {
            self.found.pop_last();
        }
    }

    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub fn shown(&self) -> impl Iterator<Item = &RowProblem> {
        self.found.values()
    }

    /// How many are not shown.
    pub fn more(&self) -> usize {
        self.total - self.found.len()
    }
}
