//! `meent check`

use super::reports::{FailLevel, asked};
use super::{Common, Exit, Format, Terminal, checked, stopped};
use crate::diagnostic::render::{Report, json_report};
use crate::diagnostic::{Diagnostic, Level, Text};
use crate::project::{Baseline, write};
use crate::{Checked, Project};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Check {
    /// A file or folder
    path: Option<PathBuf>,
    /// From this level on, findings end with 1 [default: error]
    #[arg(long, value_name = "LEVEL")]
    fail_level: Option<FailLevel>,
    /// End with 1 if there are warnings, too: the same as --fail-level warning
    #[arg(long)]
    deny_warnings: bool,
    /// Leave the findings out that this file lists: they were there before
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings to this file, as a baseline, and end with 0
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Check {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let baseline = match self.baseline.as_deref().map(Baseline::read).transpose() {
            Ok(baseline) => baseline,
            // It is about to be made.
            Err(_) if self.baseline == self.write_baseline => None,
            Err(error) => {
                terminal.mistake(&error.text());
                return Exit::Unusable;
            }
        };
        let (project, checked) = checked(terminal, self.path.as_deref());
        if let Some(file) = &self.write_baseline {
            return write_baseline(terminal, &project, &checked, file);
        }
        let asked = asked("check", &project.loaded.root, self.level());
        let report = project.report(&checked, &asked, baseline.as_ref());
        self.show(terminal, &project, &checked, &report);
        match report.exit {
            0 => Exit::Fine,
            1 => Exit::Findings,
            _ => Exit::Unusable,
        }
    }

    /// The strictest of what is asked.
    fn level(&self) -> Level {
        let denied = self.deny_warnings.then_some(FailLevel::Warning);
        let asked = self.fail_level.into_iter().chain(denied).min();
        asked.unwrap_or(FailLevel::Error).level()
    }

    fn show(&self, terminal: &mut Terminal, project: &Project, checked: &Checked, report: &Report) {
        match (terminal.format, terminal.format.report()) {
            (_, Some(format)) => terminal.report(report, format),
            (Format::Json, None) => {
                let text = json_report(report, terminal.lang);
                terminal.out(&text);
            }
            _ => {
                let open: Vec<Diagnostic> = report.open().map(|r| r.finding.clone()).collect();
                terminal.findings(&open, &project.loaded.sources);
                if open.is_empty() && terminal.format == Format::Human && !terminal.quiet {
                    nothing(terminal, project, checked, report.known() > 0);
                }
            }
        }
        if let Some(file) = self.baseline.as_deref().filter(|_| !terminal.quiet)
            && terminal.format != Format::Json
        {
            terminal.baseline(report, file);
        }
    }
}

fn nothing(terminal: &mut Terminal, project: &Project, checked: &Checked, known: bool) {
    let rules = checked.model.rules.iter();
    let rules = rules.filter(|r| r.decl.is_own()).count();
    let (files, scenarios) = (project.loaded.own_files().len(), checked.scenarios.len());
    let counts = Text::new(
        format!("Files: {files}, rules: {rules}, scenarios: {scenarios}."),
        format!("Bestanden: {files}, regels: {rules}, scenario's: {scenarios}."),
    );
    let found = match known {
        false => terminal.pick("Nothing found.", "Niets gevonden."),
        true => terminal.pick("Nothing new found.", "Niets nieuws gevonden."),
    };
    let text = format!("{found} {}", counts.get(terminal.lang));
    terminal.line(&text);
}

/// Writes what was found to a baseline. Of a source that is not understood there is none: a mistake that hides the
/// others must not be taken for an old one.
fn write_baseline(
    terminal: &mut Terminal,
    project: &Project,
    checked: &Checked,
    file: &Path,
) -> Exit {
    if !checked.complete {
        terminal.findings_aside(
            &super::errors(&checked.diagnostics),
            &project.loaded.sources,
        );
        let text = terminal.pick(
            "No baseline was written: the errors above keep the other checks from being made.",
            "Er is geen lijst van oude bevindingen geschreven: door de fouten hierboven kan de rest niet worden nagekeken.",
        );
        terminal.err(text);
        return stopped(project);
    }
    let baseline = project.baseline(checked);
    if let Err(error) = write::write_file(file, &baseline.to_text(checked.model.lang)) {
        terminal.mistake(&error.text());
        return Exit::Unusable;
    }
    if !terminal.quiet {
        let (count, file) = (baseline.len(), file.display());
        let text = terminal.pick(
            format!("Written to {file}: {count} findings, which `meent check --baseline {file}` will leave out."),
            format!("Geschreven naar {file}: {count} bevindingen, die `meent check --baseline {file}` weglaat."),
        );
        terminal.err(&text);
    }
    Exit::Fine
}
