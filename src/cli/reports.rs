//! What the commands share that write for CI.

use super::Terminal;
use crate::diagnostic::render::{Report, ReportFormat, from_top, report};
use crate::diagnostic::{Level, Text};
use crate::project::report::{Asked, from_repository};
use clap::ValueEnum;
use std::path::Path;

/// From which level on findings fail.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FailLevel {
    /// Everything fails
    Note,
    /// Warnings and errors fail
    Warning,
    /// Only errors fail
    Error,
}

impl FailLevel {
    pub(super) fn level(self) -> Level {
        match self {
            FailLevel::Note => Level::Note,
            FailLevel::Warning => Level::Warning,
            FailLevel::Error => Level::Error,
        }
    }
}

/// What a report of a project is made with.
pub(super) fn asked(command: &'static str, root: &Path, fail: Level) -> Asked {
    Asked {
        command,
        fail,
        prefix: repository_path(root),
    }
}

/// The path of a folder from the top of its repository.
pub(super) fn repository_path(folder: &Path) -> String {
    let here = Path::new(".");
    let folder = if folder.as_os_str().is_empty() {
        here
    } else {
        folder
    };
    // What is not there yet lies below something that is.
    match folder.ancestors().find(|f| f.is_dir()) {
        Some(there) => {
            let below = folder.strip_prefix(there).unwrap_or(here);
            let below: Vec<_> = below
                .components()
                .map(|c| c.as_os_str().to_string_lossy())
                .collect();
            from_top(
                &from_repository(there, &std::env::vars_os().collect()),
                &below.join("/"),
            )
        }
        None => from_repository(folder, &std::env::vars_os().collect()),
    }
}

impl Terminal {
    /// A report as the result of the command.
    pub(super) fn report(&mut self, of: &Report, format: ReportFormat) {
        let text = report(of, self.lang, format);
        self.out(&text);
    }

    /// What a baseline has: how many findings are left out, and which are gone.
    pub(super) fn baseline(&mut self, report: &Report, file: &Path) {
        let mut lines = Vec::new();
        let known = report.known();
        if known > 0 {
            lines.push(Text::new(
                format!("In the baseline, and not shown: {known}."),
                format!("Oude bevindingen, die niet worden getoond: {known}."),
            ));
        }
        let gone = report.gone.len();
        if gone > 0 {
            let file = file.display();
            lines.push(Text::new(
                format!("In the baseline, and settled: {gone}. `meent check --write-baseline {file}` takes them out:"),
                format!("Oude bevindingen die zijn opgelost: {gone}. `meent check --write-baseline {file}` haalt ze eruit:"),
            ));
        }
        let own: Vec<String> = lines.iter().map(|t| t.get(self.lang).to_string()).collect();
        let list = report.gone.iter().map(|gone| {
            let file = gone
                .file
                .as_ref()
                .map(|f| format!("{f}: "))
                .unwrap_or_default();
            format!("  {file}{} {}", gone.code, gone.message)
        });
        for line in own.into_iter().chain(list) {
            match self.format {
                super::Format::Human => self.line(&line),
                _ => self.err(&line),
            }
        }
    }
}
