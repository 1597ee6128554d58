//! `meent tally`

use super::{Common, Exit, Format, Terminal, checked, errors, stopped};
use crate::diagnostic::Text;
use crate::output::minutes::{self, Minutes};
use crate::record::{self, Outcome, Tallied};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Tally {
    /// The decision record, a TOML file
    record: PathBuf,
    /// The project that it belongs to [default: the one above the record's folder]
    #[arg(long, value_name = "PATH")]
    project: Option<PathBuf>,
    /// A folder to write the minutes to, as Markdown and HTML in both languages
    #[arg(long, value_name = "DIR")]
    minutes: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Tally {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let path = self
            .project
            .clone()
            .or_else(|| record::project_of(&self.record));
        let Some(path) = path else {
            let shown = self.record.display();
            terminal.mistake(&Text::new(
                format!("{shown} is not there, or belongs to no project: give one with --project."),
                format!(
                    "{shown} is er niet, of hoort bij geen project: geef er een met --project."
                ),
            ));
            return Exit::Unusable;
        };
        let (project, checked) = checked(terminal, Some(&path));
        if !checked.complete {
            terminal.findings_aside(&errors(&checked.diagnostics), &project.loaded.sources);
            let text = terminal.pick(
                "Nothing was counted, because of the errors above.",
                "Er is niets geteld, vanwege de fouten hierboven.",
            );
            terminal.err(text);
            return stopped(&project);
        }
        let tallied = match record::tally(&project, &checked.model, &self.record) {
            Ok(tallied) => tallied,
            Err(refused) => {
                terminal.findings(&refused.diagnostics, &refused.sources);
                return match refused.unreadable {
                    true => Exit::Unusable,
                    false => Exit::Findings,
                };
            }
        };
        let minutes = match self.minutes_of(&tallied, &checked.model, &project.loaded.digest()) {
            Ok(minutes) => minutes,
            Err(error) => {
                terminal.mistake(&crate::project::reason(&error));
                return Exit::Unusable;
            }
        };
        match terminal.format {
            Format::Json => {
                let document = json!({
                    "version": 1,
                    "language": terminal.lang.tag(),
                    "outcome": code(&tallied),
                    "elected": elected(&tallied),
                    "minutes": minutes::fields(&minutes, terminal.lang),
                });
                terminal.line(&format!("{document:#}"));
            }
            Format::Short => {
                let line = format!(
                    "{}: {}",
                    minutes.decision.get(terminal.lang),
                    minutes.outcome.get(terminal.lang)
                );
                terminal.line(&line);
            }
            _ => show(terminal, &minutes),
        }
        match &self.minutes {
            Some(folder) => self.write(terminal, folder, &minutes, &project.loaded.overrides),
            None => Exit::Fine,
        }
    }

    fn minutes_of(
        &self,
        tallied: &Tallied,
        model: &crate::model::Model,
        source: &str,
    ) -> std::io::Result<Minutes> {
        let name = self
            .record
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let mut digests = vec![(name.into_owned(), record::sha256_of(&self.record)?)];
        for (shown, path) in &tallied.files {
            digests.push((shown.clone(), record::sha256_of(path)?));
        }
        Ok(record::write_up(model, tallied, digests, source))
    }

    fn write(
        &self,
        terminal: &mut Terminal,
        folder: &Path,
        minutes: &Minutes,
        overrides: &std::collections::BTreeMap<String, String>,
    ) -> Exit {
        let stem = self
            .record
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let artifacts = match minutes::make(minutes, &stem, overrides) {
            Ok(artifacts) => artifacts,
            Err(found) => {
                terminal.findings_aside(&found, &crate::source::Sources::default());
                return Exit::Findings;
            }
        };
        for artifact in &artifacts {
            let path = folder.join(&artifact.path);
            let written = std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::write(&path, &artifact.bytes));
            if let Err(error) = written {
                let (shown, why) = (path.display(), crate::project::reason(&error));
                terminal.mistake(&Text::new(
                    format!("{shown} cannot be written: {}.", why.en),
                    format!("{shown} kan niet worden geschreven: {}.", why.nl),
                ));
                return Exit::Unusable;
            }
        }
        if terminal.format == Format::Human && !terminal.quiet {
            let shown = folder.display();
            let text = terminal.pick(
                format!("Minutes written to {shown}."),
                format!("Notulen geschreven naar {shown}."),
            );
            terminal.line("");
            terminal.line(&text);
        }
        Exit::Fine
    }
}

/// The outcome as one word, for machines.
fn code(tallied: &Tallied) -> &'static str {
    use crate::analysis::tally::Ending;
    match &tallied.result {
        Outcome::Vote(decided, _) => match decided.ending {
            Ending::Adopted => "adopted",
            Ending::Rejected => "rejected",
            Ending::Suspended => "suspended",
            Ending::ToBody(_) => "to-body",
            Ending::ToDecision(_) => "to-decision",
            Ending::Tied => "tied",
            Ending::NotYet => "not-yet",
            Ending::Irregular => "irregular",
        },
        Outcome::Election(e) if !e.quorums.quorums_met() => "no-quorum",
        Outcome::Election(e) if !e.elected.tied.is_empty() => "tied",
        Outcome::Election(e) if !e.elected.second_round.is_empty() => "second-round",
        Outcome::Election(_) => "elected",
        Outcome::Draw(_) => "drawn",
    }
}

/// Who was elected or drawn.
fn elected(tallied: &Tallied) -> Vec<&str> {
    match &tallied.result {
        Outcome::Vote(..) => Vec::new(),
        Outcome::Election(e) => {
            let places = e.elected.elected.iter();
            places
                .filter_map(|c| e.candidates.get(*c))
                .map(String::as_str)
                .collect()
        }
        Outcome::Draw(draws) => {
            let names = draws.iter().flat_map(|d| &d.names);
            names.filter(|n| n.drawn).map(|n| n.name.as_str()).collect()
        }
    }
}

fn show(terminal: &mut Terminal, minutes: &Minutes) {
    let lang = terminal.lang;
    if terminal.quiet {
        return;
    }
    terminal.line(minutes.decision.get(lang));
    let proposal = minutes.proposal.get(lang);
    if !proposal.is_empty() {
        terminal.line(proposal);
    }
    let groups = [&minutes.facts, &minutes.hall, &minutes.ballots];
    for rows in groups.into_iter().filter(|rows| !rows.is_empty()) {
        terminal.line("");
        let width = rows
            .iter()
            .map(|r| r.label.get(lang).chars().count())
            .max()
            .unwrap_or(0);
        for row in rows {
            let label = format!("{:width$}", row.label.get(lang));
            terminal.line(&format!("  {label}  {}", row.value.get(lang)));
        }
    }
    if !minutes.tests.is_empty() {
        terminal.line("");
        for test in &minutes.tests {
            let mark = match test.holds {
                Some(true) => "✓",
                Some(false) => "✗",
                None => "·",
            };
            terminal.line(&format!(
                "  {mark} {}: {}",
                test.asked.get(lang),
                test.numbers.get(lang)
            ));
        }
    }
    for table in &minutes.tables {
        terminal.line("");
        terminal.line(&format!("  {}", table.title.get(lang)));
        let width = |at: usize| {
            let cells = table.rows.iter().filter_map(|r| r.get(at));
            cells
                .map(|c| c.get(lang).chars().count())
                .max()
                .unwrap_or(0)
        };
        for row in &table.rows {
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(at, cell)| format!("{:w$}", cell.get(lang), w = width(at)))
                .collect();
            terminal.line(format!("    {}", cells.join("  ")).trim_end());
        }
        for event in &table.events {
            terminal.line(&format!("    {}", event.get(lang)));
        }
    }
    terminal.line("");
    let outcome = terminal.pick("Outcome", "Uitslag");
    terminal.line(&format!("{outcome}: {}", minutes.outcome.get(lang)));
    for reason in &minutes.reasons {
        terminal.line(&format!("  {}", reason.get(lang)));
    }
    for (heading, lines) in [
        (
            terminal.pick(
                "What would have changed it:",
                "Wat de uitslag had veranderd:",
            ),
            &minutes.changes,
        ),
        (
            terminal.pick("How it was counted:", "Hoe er is geteld:"),
            &minutes.notes,
        ),
    ] {
        if !lines.is_empty() {
            terminal.line("");
            terminal.line(heading);
            for line in lines {
                terminal.line(&format!("  - {}", line.get(lang)));
            }
        }
    }
}
