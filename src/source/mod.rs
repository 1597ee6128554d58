//! Source text: the files of a project, and places in them.
//!
//! This is the first phase. It knows nothing of the language: it holds text and answers
//! "which line and column is byte 1,207 of file 3?".

mod change;
pub mod digest;

pub use change::Difference;

use serde::Serialize;
use std::sync::Arc;

/// A file of a project, by its place in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
pub struct FileId(pub u32);

/// A stretch of bytes in one file, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span {
            file,
            start: start as u32,
            end: end as u32,
        }
    }

    /// The smallest span that holds both; the two must be of one file.
    pub fn to(self, other: Span) -> Span {
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// One source file: the path as it is shown to people, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the project's folder, with forward slashes.
    pub path: String,
    pub text: Arc<str>,
    line_starts: Arc<[u32]>,
}

/// A place as an editor shows it; both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LineColumn {
    pub line: usize,
    pub column: usize,
}

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .collect();
        SourceFile {
            path: path.into(),
            text,
            line_starts,
        }
    }

    /// Line and column of a byte; a byte past the end gives the last place.
    pub fn line_column(&self, byte: u32) -> LineColumn {
        let byte = byte.min(self.text.len() as u32);
        let line = self.line_starts.partition_point(|&s| s <= byte);
        let start = self.line_starts[line - 1] as usize;
        let column = self
            .text
            .get(start..byte as usize)
            .map_or(0, |t| t.chars().count())
            + 1;
        LineColumn { line, column }
    }

    /// The whole lines around some bytes, `more` before and after them: the number of the first (from 0), and from which
    /// byte to which they go.
    pub fn lines_around(&self, from: usize, to: usize, more: usize) -> (usize, usize, usize) {
        let line_of = |byte: usize| self.line_starts.partition_point(|&s| s as usize <= byte);
        let start_of = |line: usize| self.line_starts.get(line).map(|&s| s as usize);
        let first = line_of(from).saturating_sub(1 + more);
        let end = start_of(line_of(to).saturating_add(more)).unwrap_or(self.text.len());
        (first, start_of(first).unwrap_or(0), end)
    }
}

/// All files that a project reads, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// Gives a file another text.
    pub fn replace(&mut self, id: FileId, file: SourceFile) {
        if let Some(old) = self.files.get_mut(id.0 as usize) {
            *old = file;
        }
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(i, f)| (FileId(i as u32), f))
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// `path:line:column` of where a span begins.
    pub fn place(&self, span: Span) -> String {
        let file = self.file(span.file);
        let at = file.line_column(span.start);
        format!("{}:{}:{}", file.path, at.line, at.column)
    }
}
