//! `meent diff`

use super::terminal::width;
use super::versions::{self, Form};
use super::{Common, Exit, Format, Language, Manner, Terminal, progress};
use crate::Checked;
use crate::analysis::diff;
use crate::diagnostic::{Level, Text};
use crate::output::diff::{self as written, Compared};
use crate::project::Version;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct Diff {
    /// The version before: a file or folder, a git revision (main, HEAD~2, v1.0), or REVISION:PATH
    old: String,
    /// The version after; without it, what is on the disk
    new: Option<String>,
    /// Where the project stands, on the disk and in the revisions [default: where the other version is, or the project above the current folder]
    #[arg(long, value_name = "PATH")]
    project: Option<PathBuf>,
    /// End with 1 if anything changed
    #[arg(long)]
    exit_code: bool,
    /// How the difference is written
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// Language of the messages [default: from LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    manner: Manner,
}

impl Diff {
    pub(super) fn common(&self) -> Common {
        Form::common(self.format, self.lang, &self.manner)
    }

    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let (new, project) = (self.new.as_deref(), self.project.as_deref());
        let (old, new, checked) = match versions::read(terminal, &self.old, new, project) {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let stops = [(&old, &checked[0]), (&new, &checked[1])]
            .map(|(version, checked)| stopped(terminal, version, checked));
        if let Some(exit) = stops.iter().flatten().max() {
            return *exit;
        }
        let shown = self.show(terminal, &old, &new, &checked);
        // What these versions mean is known all the same.
        let mut faults = Exit::Fine;
        for (version, checked, exit) in [
            (&old, &checked[0], Exit::Fine),
            (&new, &checked[1], Exit::Findings),
        ] {
            let count = checked
                .diagnostics
                .iter()
                .filter(|d| d.level == Level::Error)
                .count();
            if count > 0 {
                faults = faults.max(exit);
                let name = version.name.get(terminal.lang);
                let text = terminal.pick(
                    format!("Errors in {name}: {count}. `meent check` shows them."),
                    format!("Fouten in {name}: {count}. `meent check` toont ze."),
                );
                terminal.err(&text);
            }
        }
        shown.max(faults)
    }

    fn show(
        &self,
        terminal: &mut Terminal,
        old: &Version,
        new: &Version,
        checked: &[Checked; 2],
    ) -> Exit {
        let [before, after] = checked.each_ref().map(|c| &c.model);
        let diff = progress::during(terminal, ("Comparing", "Vergelijken"), || {
            diff::Diff::new(before, after)
        });
        let digests = [before, after].map(diff::digest);
        let title = |lang| after.commons.title(lang).to_string();
        let compared = Compared {
            diff: &diff,
            old: &old.name,
            new: &new.name,
            title: &Text::new(
                title(crate::diagnostic::Lang::En),
                title(crate::diagnostic::Lang::Nl),
            ),
            digests: [&digests[0], &digests[1]],
        };
        let overrides = &new.project.loaded.overrides;
        let text = match (self.format, terminal.format) {
            (Some(Form::Markdown), _) => written::markdown(&compared, terminal.lang, overrides),
            (_, Format::Json) => Ok(format!(
                "{:#}\n",
                written::document(&compared, terminal.lang)
            )),
            _ => written::human(&compared, terminal.lang, width(), overrides),
        };
        match text {
            Ok(text) => {
                if !(terminal.quiet && diff.is_empty()) {
                    terminal.out(&text);
                }
            }
            Err(found) => {
                terminal.findings_aside(&found, &new.project.loaded.sources);
                return Exit::Findings;
            }
        }
        match self.exit_code && !diff.is_empty() {
            true => Exit::Findings,
            false => Exit::Fine,
        }
    }
}

/// Nothing is compared with a source that has errors: what it means is not known.
fn stopped(terminal: &mut Terminal, version: &Version, checked: &Checked) -> Option<Exit> {
    let nothing = ("Nothing was compared", "Er is niets vergeleken");
    versions::not_understood(terminal, version, checked, nothing)
        .then(|| super::stopped(&version.project))
}
