//! What the commands about two versions of a project share: how they write, and how they read.

use super::{Common, Exit, Format, Language, Look, Manner, Terminal, errors, progress};
use crate::project::git::GitError;
use crate::project::{Checked, Version, versions};
use clap::ValueEnum;
use std::path::Path;

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For people
    Human,
    /// For a comment on a pull request
    Markdown,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit's XML, which CI shows as tests
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// The Code Quality report of GitLab
    Gitlab,
}

impl Form {
    /// The options that every command has, where the form is one of these.
    pub(super) fn common(form: Option<Form>, lang: Option<Language>, manner: &Manner) -> Common {
        Common {
            lang,
            look: Look {
                format: form.map(|form| match form {
                    Form::Json => Format::Json,
                    Form::Human | Form::Markdown => Format::Human,
                    Form::Sarif => Format::Sarif,
                    Form::Junit => Format::Junit,
                    Form::Github => Format::Github,
                    Form::Gitlab => Format::Gitlab,
                }),
                manner: manner.clone(),
            },
        }
    }
}

/// Reads and checks two versions, as [`versions`] does.
///
/// # Errors
/// A version can't be read, which was said.
pub(super) fn read(
    terminal: &mut Terminal,
    old: &str,
    new: Option<&str>,
    project: Option<&Path>,
) -> Result<(Version, Version, [Checked; 2]), Exit> {
    let read = progress::during(
        terminal,
        ("Reading and checking", "Lezen en nakijken"),
        || -> Result<_, GitError> {
            let (old, new) = versions(old, new, project)?;
            let checked = [old.project.check(), new.project.check()];
            Ok((old, new, checked))
        },
    );
    read.map_err(|error| {
        terminal.mistake(&error.text());
        Exit::Unusable
    })
}

/// Whether a version was not understood; then its errors are shown, and what was not done because of them.
pub(super) fn not_understood(
    terminal: &mut Terminal,
    version: &Version,
    checked: &Checked,
    (en, nl): (&str, &str),
) -> bool {
    if checked.complete {
        return false;
    }
    let found = errors(&checked.diagnostics);
    terminal.findings_aside(&found, &version.project.loaded.sources);
    let name = version.name.get(terminal.lang);
    let text = terminal.pick(
        format!("{en}: the errors above are in {name}."),
        format!("{nl}: de fouten hierboven staan in {name}."),
    );
    terminal.err(&text);
    true
}
