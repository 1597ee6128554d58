//! `meent check`

use super::{Common, Exit, Format, Terminal, checked};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct Check {
    /// A file or folder
    path: Option<PathBuf>,
    /// End with 1 if there are warnings, too
    #[arg(long)]
    deny_warnings: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Check {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let (project, checked) = checked(terminal, self.path.as_deref());
        terminal.findings(&checked.diagnostics, &project.loaded.sources);
        if checked.diagnostics.is_empty() && terminal.format == Format::Human && !terminal.quiet {
            let rules = checked
                .model
                .rules
                .iter()
                .filter(|r| r.decl.is_own())
                .count();
            let (files, scenarios) = (project.loaded.own_files().len(), checked.scenarios.len());
            let text = terminal.pick(
                format!("Nothing found. Files: {files}, rules: {rules}, scenarios: {scenarios}."),
                format!(
                    "Niets gevonden. Bestanden: {files}, regels: {rules}, scenario's: {scenarios}."
                ),
            );
            terminal.line(&text);
        }
        if project.loaded.unreadable {
            Exit::Unusable
        } else if checked.has_errors() || self.deny_warnings && checked.has_warnings() {
            Exit::Findings
        } else {
            Exit::Fine
        }
    }
}
