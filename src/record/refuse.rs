//! A record that is refused: why, and where.

use super::Named;
use super::csv::{Unusable, line_of};
use super::messages::{Problems, RowProblem, bad_record, finding};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Diagnostic, Label, Text};
use crate::project::reason;
use crate::source::{SourceFile, Sources, Span};
use std::io;

/// What is wrong, with the sources that the places are in.
#[derive(Debug)]
pub struct Refused {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
    /// A file could not be read.
    pub unreadable: bool,
}

impl Refused {
    pub fn new(sources: Sources, diagnostics: Vec<Diagnostic>, unreadable: bool) -> Box<Self> {
        Box::new(Refused {
            sources,
            diagnostics,
            unreadable,
        })
    }
}

/// Why a record is refused, before the places in streamed files are looked up again.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It was reported already.
    None,
    Findings(Vec<Diagnostic>),
    Rows(Problems),
    Io(usize, io::Error),
    /// Temporary files can't be written.
    Disk(io::Error),
}

impl Refusal {
    pub fn at(span: Span, message: Text) -> Self {
        Refusal::Findings(vec![bad_record(span, message)])
    }

    pub fn with(code: Code, span: Span, message: Text) -> Self {
        Refusal::Findings(vec![finding(code, span, message)])
    }

    /// What keeps a table from being read.
    pub fn table(file: usize, why: Unusable) -> Self {
        match why {
            Unusable::Io(error) => Refusal::Io(file, error),
            Unusable::Problem(problem) => {
                let mut problems = Problems::default();
                problems.push(problem);
                Refusal::Rows(problems)
            }
        }
    }

    pub fn refused(self, mut sources: Sources, files: &[Named]) -> Box<Refused> {
        let (found, unreadable) = match self {
            Refusal::None => (Vec::new(), false),
            Refusal::Findings(found) => (found, false),
            Refusal::Rows(problems) => (rows(&problems, &mut sources, files), false),
            Refusal::Io(file, error) => {
                let shown = files.get(file).map_or("", |f| f.shown.as_str());
                let why = reason(&error);
                let message = Text::new(
                    format!("{shown} cannot be read: {}.", why.en),
                    format!("{shown} kan niet worden gelezen: {}.", why.nl),
                );
                (vec![Diagnostic::new(codes::BAD_RECORD, message)], true)
            }
            Refusal::Disk(error) => {
                let why = reason(&error);
                let message = Text::new(
                    format!("There is no room for temporary files: {}.", why.en),
                    format!("Er is geen plaats voor tijdelijke bestanden: {}.", why.nl),
                );
                (vec![Diagnostic::new(codes::BAD_RECORD, message)], true)
            }
        };
        Refused::new(sources, found, unreadable)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Refusal::Disk(error)
    }
}

/// Findings about rows. A table can be longer than memory, so only the lines that are shown become sources: blank lines
/// stand in for those before.
fn rows(problems: &Problems, sources: &mut Sources, files: &[Named]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for problem in problems.shown() {
        let Some(file) = files.get(problem.file) else {
            continue;
        };
        let mut diagnostic = Diagnostic::new(problem.code, problem.message.clone());
        let places = std::iter::once((problem.line, Text::new("here", "hier")));
        let lines: Vec<(u64, Text)> = places.chain(problem.other.as_deref().cloned()).collect();
        let (span, spans) = spans(problem, &lines, file, sources);
        diagnostic.labels.push(Label {
            span,
            text: Text::new("here", "hier"),
        });
        diagnostic.labels.extend(spans);
        found.push(diagnostic);
    }
    if problems.more() > 0
        && let Some(last) = found.last_mut()
    {
        let n = problems.more();
        last.help = Some(Text::new(
            format!("There are {n} more such lines."),
            format!("Er zijn nog {n} zulke regels."),
        ));
    }
    found
}

/// The line of a problem, and the other lines that it is about.
fn spans(
    problem: &RowProblem,
    lines: &[(u64, Text)],
    file: &Named,
    sources: &mut Sources,
) -> (Span, Vec<Label>) {
    let mut text = String::new();
    let mut sorted: Vec<&(u64, Text)> = lines.iter().collect();
    sorted.sort_by_key(|(line, _)| *line);
    let (mut at, mut places) = (1, Vec::new());
    for (line, label) in sorted {
        while at < *line {
            text.push('\n');
            at += 1;
        }
        let row = line_of(&file.path, *line);
        places.push((*line, text.len(), text.len() + row.len(), label));
        text.push_str(&row);
    }
    let id = sources.add(SourceFile::new(file.shown.as_str(), text));
    let mut own = Span::new(id, 0, 0);
    let mut others = Vec::new();
    for (line, start, end, label) in places {
        let span = Span::new(id, start, end);
        if line == problem.line {
            own = span;
        } else {
            others.push(Label {
                span,
                text: label.clone(),
            });
        }
    }
    (own, others)
}
