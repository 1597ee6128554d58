//! `meent amend`

use super::reports::asked;
use super::terminal::width;
use super::versions::{self, Form};
use super::{Common, Exit, Format, Language, Manner, Terminal, progress};
use crate::Checked;
use crate::diagnostic::{Level, Text};
use crate::model::Date;
use crate::output::amend;
use crate::project::report::report_of_records;
use crate::record::gate::{self, Gate, Side};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct Amend {
    /// The version before: a git revision (main, HEAD~2, v1.0), REVISION:PATH, or a folder
    #[arg(long, value_name = "VERSION")]
    base: String,
    /// Where the project stands, on the disk and in the revision [default: the one above the current folder]
    #[arg(long, value_name = "PATH")]
    project: Option<PathBuf>,
    /// Judge nothing; say what has to be adopted, by whom and how, with a record to fill in
    #[arg(long)]
    propose: bool,
    /// The day on which it is judged: a vote of a later day does not count yet
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// How the outcome is written
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// Language of the messages [default: from LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    manner: Manner,
}

impl Amend {
    pub(super) fn common(&self) -> Common {
        Form::common(self.format, self.lang, &self.manner)
    }

    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let project = self.project.as_deref();
        let (base, head, checked) = match versions::read(terminal, &self.base, None, project) {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let mut stopped = false;
        for (version, checked) in [(&base, &checked[0]), (&head, &checked[1])] {
            // Nothing is judged of a source that is not understood.
            let nothing = ("Nothing was judged", "Er is niets beoordeeld");
            stopped |= versions::not_understood(terminal, version, checked, nothing);
        }
        if stopped {
            return Exit::Unusable;
        }
        let [before, now] = &checked;
        let sides = [
            Side {
                project: &base.project,
                model: &before.model,
            },
            Side {
                project: &head.project,
                model: &now.model,
            },
        ];
        let gate = progress::during(
            terminal,
            ("Looking at the records", "De verslagen bekijken"),
            || gate::gate(sides[0], sides[1], self.on),
        );
        self.show(terminal, &gate, sides, &base.name, now)
    }

    fn show(
        &self,
        terminal: &mut Terminal,
        gate: &Gate,
        [base, head]: [Side; 2],
        name: &Text,
        checked: &Checked,
    ) -> Exit {
        let faults = checked.diagnostics.iter();
        let faults = faults.filter(|d| d.level == Level::Error).count();
        let report = gate::write_up(gate, base, head, name, faults);
        let overrides = &head.project.loaded.overrides;
        let exit = match (gate.unreadable, gate.passes() && faults == 0) {
            (true, _) => Exit::Unusable,
            (false, true) => Exit::Fine,
            (false, false) => Exit::Findings,
        };
        if let (Some(format), false) = (terminal.format.report(), self.propose) {
            let asked = asked("amend", &head.project.loaded.root, Level::Error);
            let mut report = report_of_records(&gate.findings, &gate.sources, &asked);
            report.exit = exit.number();
            terminal.report(&report, format);
            self.faults(terminal, faults);
            return exit;
        }
        let lang = terminal.lang;
        let human = !matches!(self.format, Some(Form::Markdown)) && terminal.format != Format::Json;
        let text = match (self.propose, self.format, terminal.format) {
            (_, Some(Form::Json), _) | (_, None, Format::Json) => {
                Ok(format!("{:#}\n", amend::document(&report, lang)))
            }
            (true, ..) => amend::proposal(&report, lang, width(), overrides),
            (false, Some(Form::Markdown), _) => amend::markdown(&report, lang, overrides),
            _ => amend::human(&report, lang, width(), overrides),
        };
        let text = match text {
            Ok(text) => text,
            Err(found) => {
                terminal.findings_aside(&found, &head.project.loaded.sources);
                return Exit::Unusable;
            }
        };
        if self.propose {
            terminal.out(&text);
            return Exit::Fine;
        }
        if !(terminal.quiet && gate.passes()) {
            terminal.out(&text);
        }
        if human && !gate.findings.is_empty() {
            terminal.line("");
            terminal.findings(&gate.findings, &gate.sources);
        }
        self.faults(terminal, faults);
        exit
    }

    fn faults(&self, terminal: &mut Terminal, faults: usize) {
        if faults > 0 {
            let text = terminal.pick(
                format!("Errors in what is on the disk: {faults}. `meent check` shows them."),
                format!("Fouten in wat er op de schijf staat: {faults}. `meent check` toont ze."),
            );
            terminal.err(&text);
        }
    }
}
