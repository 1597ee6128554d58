//! Decision records: what was voted, by whom and how, read from a file, checked against the source, counted, and written
//! up as minutes.
//!
//! - [`file`] is the record, a TOML file; [`register`] and [`ballots`] are the tables it may name, read as streams;
//!   [`join`] lays the two side by side. [`subject`] is the decision that it is about.
//! - [`tally`] does all of it. A record with anything wrong in it is refused, with the places; none is counted in part.
//! - [`write_up`] turns what was counted into [`Minutes`](crate::output::minutes::Minutes).
//!
//! Nothing here prints.

mod ballots;
mod csv;
pub mod file;
pub mod gate;
mod join;
mod messages;
mod people;
mod refuse;
mod register;
mod snapshot;
mod spill;
mod subject;
mod vote;
mod write_up;

pub use people::{DrawResult, ElectionResult};
pub use refuse::Refused;
pub use write_up::{sha256_of, write_up};

use crate::analysis::tally::clock::{end_of, start_of};
use crate::analysis::tally::{Circumstances, Decided, Poll, change::Change};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{AnyId, DecisionId, Model};
use crate::project::{self, Project};
use crate::source::Sources;
use file::Record;
use refuse::Refusal;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use subject::Subject;

/// A record that was counted.
#[derive(Debug)]
pub struct Tallied {
    pub decision: DecisionId,
    pub record: Record,
    pub poll: Poll,
    pub result: Outcome,
    /// The tables that were read: how the record names them, and where they are.
    pub files: Vec<(String, PathBuf)>,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// For or against, and the smallest changes that would have turned it.
    Vote(Box<Decided>, Vec<Change>),
    Election(Box<ElectionResult>),
    Draw(Vec<DrawResult>),
}

/// Reads and counts a record of a project whose source was understood.
///
/// # Errors
/// What is wrong with the record, with its places.
pub fn tally(project: &Project, model: &Model, path: &Path) -> Result<Tallied, Box<Refused>> {
    let root = &project.loaded.root;
    let mut sources = project.loaded.sources.clone();
    let (record, found, unreadable) = read(&mut sources, root, path);
    if !found.is_empty() {
        return Err(Refused::new(sources, found, unreadable));
    }
    let counting = Counting {
        root,
        model,
        touches: &BTreeSet::new(),
    };
    let (tallied, _) = counting.count(sources, record, path)?;
    Ok(tallied)
}

/// Reads a record and adds its text to the sources; with what is wrong with it, and whether it could not be read at all.
pub(crate) fn read(
    sources: &mut Sources,
    root: &Path,
    path: &Path,
) -> (Record, Vec<Diagnostic>, bool) {
    let read = project::read_text(sources, path, &shown(root, path));
    if let Some(problem) = read.problem {
        return (Record::default(), vec![problem], true);
    }
    let text = sources.file(read.file).text.clone();
    let (record, found) = file::parse(read.file, &text);
    (record, found, false)
}

/// What a record is counted by.
pub(crate) struct Counting<'a> {
    /// The folder of the project.
    pub root: &'a Path,
    pub model: &'a Model,
    /// What the vote touches besides what the record says, for vetoes over some matters.
    pub touches: &'a BTreeSet<AnyId>,
}

impl Counting<'_> {
    /// Counts a record that was read; `sources` has its text.
    ///
    /// # Errors
    /// What is wrong with the record, with its places.
    pub fn count(
        &self,
        sources: Sources,
        record: Record,
        path: &Path,
    ) -> Result<(Tallied, Sources), Box<Refused>> {
        let mut reading = Reading {
            root: self.root,
            folder: path.parent().unwrap_or(Path::new("")),
            sources,
            files: Vec::new(),
        };
        let counted = reading
            .same_tables(&record)
            .and_then(|()| reading.count(self.model, &record, self.touches));
        match counted {
            Ok((decision, poll, result)) => {
                let files = reading.files.into_iter().map(|f| (f.shown, f.path));
                let tallied = Tallied {
                    decision,
                    record,
                    poll,
                    result,
                    files: files.collect(),
                };
                Ok((tallied, reading.sources))
            }
            Err(refusal) => Err(refusal.refused(reading.sources, &reading.files)),
        }
    }
}

/// The project that a record belongs to: the one above its folder.
pub fn project_of(path: &Path) -> Option<PathBuf> {
    let full = std::fs::canonicalize(path).ok()?;
    project::above(full.parent()?).map(Path::to_path_buf)
}

/// A path below the project's folder, with forward slashes; another one as it was given.
fn shown(root: &Path, path: &Path) -> String {
    let full = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let below = full
        .strip_prefix(root)
        .map_or_else(|_| path.to_path_buf(), Path::to_path_buf);
    below.to_string_lossy().replace('\\', "/")
}

/// A table that the record names.
pub(crate) struct Named {
    pub shown: String,
    pub path: PathBuf,
}

struct Reading<'a> {
    root: &'a Path,
    folder: &'a Path,
    sources: Sources,
    files: Vec<Named>,
}

impl Reading<'_> {
    /// Notes a table that the record names, and gives its place in the list of files.
    fn file(&mut self, name: &str) -> (PathBuf, usize) {
        let path = self.folder.join(name);
        self.files.push(Named {
            shown: shown(self.root, &path),
            path: path.clone(),
        });
        (path, self.files.len() - 1)
    }

    /// The tables must be those that the record says they are.
    fn same_tables(&self, record: &Record) -> Result<(), Refusal> {
        let tables = [
            (&record.electorate.register, &record.electorate.sha256),
            (&record.ballots.file, &record.ballots.sha256),
        ];
        for (named, digest) in tables {
            let Some(digest) = digest else { continue };
            let Some(named) = named else {
                return Err(Refusal::at(
                    digest.span,
                    Text::new(
                        "This is the digest of a table, and the record names none here.",
                        "Dit is de controlesom van een tabel, en het verslag noemt er hier geen.",
                    ),
                ));
            };
            let table = &named.value;
            // What can't be read is reported when it is read.
            if let Ok(found) = sha256_of(&self.folder.join(table))
                && found != digest.value
            {
                let refusal = Refusal::with(
                    codes::TAMPERED_RECORD,
                    digest.span,
                    Text::new(
                        format!(
                            "{table} is not the table that this record was written with: its digest is {found}."
                        ),
                        format!(
                            "{table} is niet de tabel waarmee dit verslag is opgesteld: de controlesom is {found}."
                        ),
                    ),
                );
                return Err(refusal);
            }
        }
        Ok(())
    }

    fn count(
        &mut self,
        model: &Model,
        record: &Record,
        touches: &BTreeSet<AnyId>,
    ) -> Result<(DecisionId, Poll, Outcome), Refusal> {
        let Some(name) = &record.decision else {
            return Err(Refusal::None);
        };
        let Some(subject) = Subject::find(model, &name.value) else {
            let all = model.decisions.iter().map(|d| d.decl.id.as_str());
            let near = crate::diagnostic::nearest::nearest(&name.value, all);
            let (en, nl) = near.map_or_else(Default::default, |n| {
                (
                    format!(" Did you mean `{n}`?"),
                    format!(" Bedoel je `{n}`?"),
                )
            });
            let name_ = &name.value;
            return Err(Refusal::at(
                name.span,
                Text::new(
                    format!("The source has no decision `{name_}`.{en}"),
                    format!("De bron kent geen besluit `{name_}`.{nl}"),
                ),
            ));
        };
        let mut around = circumstances(&subject, record)?;
        around.matter.extend(touches);
        snapshot::check(&subject, record)?;
        let (poll, result) = if subject.decision.sortition.is_some() {
            let (poll, draws) = self.draw(&subject, record)?;
            (poll, Outcome::Draw(draws))
        } else if subject.decision.election.is_some() {
            let (poll, result) = self.elect(&subject, record, &around)?;
            (poll, Outcome::Election(Box::new(result)))
        } else {
            self.vote(&subject, record, &around)?
        };
        Ok((subject.id, poll, result))
    }
}

/// What the record says happened around the vote.
fn circumstances(subject: &Subject, record: &Record) -> Result<Circumstances, Refusal> {
    let mut matter = Vec::new();
    for name in &record.matter {
        let found = subject.matter(&name.value);
        if found.is_empty() {
            let written = &name.value;
            return Err(Refusal::at(
                name.span,
                Text::new(
                    format!("Nothing in the source has the name `{written}`."),
                    format!("Niets in de bron heeft de naam `{written}`."),
                ),
            ));
        }
        matter.extend(found);
    }
    let day = record.date.as_ref().map(|d| d.value);
    let closed = record.closed.or(day.map(end_of));
    // Without a time, the vote is held on its day.
    let opened = record.opened.or_else(|| {
        (subject.decision.window.is_none())
            .then_some(day.map(start_of))
            .flatten()
    });
    let orders = [
        (record.proposed, record.convened),
        (record.proposed, opened),
        (record.convened, opened),
        (opened, closed),
    ];
    if orders
        .iter()
        .any(|(a, b)| a.zip(*b).is_some_and(|(a, b)| a > b))
    {
        let span = record.date.as_ref().map_or(record.span, |d| d.span);
        return Err(Refusal::at(
            span,
            Text::new(
                "These dates are not in order: proposed, convened, opened, closed.",
                "Deze data staan niet op volgorde: voorgesteld, opgeroepen, geopend, gesloten.",
            ),
        ));
    }
    Ok(Circumstances {
        proposed: record.proposed,
        convened: record.convened,
        opened,
        closed,
        casting: record.casting,
        seed: record.seed.clone(),
        matter,
        vetoed: record.vetoed,
        overridden: record.overridden,
        dismissed: record.dismissed,
    })
}
