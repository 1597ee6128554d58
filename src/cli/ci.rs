//! `meent ci`

use super::reports::{FailLevel, asked as report_asked};
use super::{Common, Exit, Format, Terminal, progress};
use crate::ci::{self, Asked, Host, Kind, Run, State, StepName, summary};
use crate::diagnostic::render::{ReportFormat, github, junit, report};
use crate::diagnostic::{Diagnostic, Level, Text};
use crate::model::Date;
use crate::project::{Baseline, Project, reason, write};
use clap::Args;
use serde_json::json;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Ci {
    /// A file or folder
    path: Option<OsString>,
    /// The version before: a git revision [default: what the pull request goes into]
    #[arg(long, value_name = "VERSION")]
    base: Option<String>,
    /// From this level on, findings end with 1 [default: error]
    #[arg(long, value_name = "LEVEL")]
    fail_level: Option<FailLevel>,
    /// Leave the findings out that this file lists: they were there before
    #[arg(long, value_name = "FILE")]
    baseline: Option<OsString>,
    /// The day on which it is judged: a vote of a later day does not count yet
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Steps to leave out, with commas between: check, test, fmt, build, diff, amend
    #[arg(long, value_name = "STEPS")]
    skip: Option<String>,
    /// A folder to write reports to: meent.sarif, junit.xml, codequality.json and summary.md
    #[arg(long, value_name = "DIR")]
    reports: Option<OsString>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What is left empty, as a workflow does it, is not given.
fn given(path: &Option<OsString>) -> Option<&Path> {
    path.as_deref().filter(|p| !p.is_empty()).map(Path::new)
}

impl Ci {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let host = Host::of(&std::env::vars_os().collect());
        let skip = match self.skip() {
            Ok(skip) => skip,
            Err(problem) => return refuse(terminal, &host, &problem),
        };
        let baseline = match given(&self.baseline).map(Baseline::read).transpose() {
            Ok(baseline) => baseline,
            Err(error) => return refuse(terminal, &host, &error.text()),
        };
        let path = given(&self.path);
        // Where the project is has to be known before it is read twice.
        let root = crate::project::locate(path).map(|(root, _)| root);
        let root = root.unwrap_or_else(|_| PathBuf::from("."));
        let fail = self.fail_level.unwrap_or(FailLevel::Error).level();
        let asked = Asked {
            path,
            fail,
            baseline: baseline.as_ref(),
            base: &host.base(self.base.as_deref(), &root),
            on: self.on,
            skip: &skip,
            lang: terminal.lang,
            prefix: report_asked("ci", &root, fail).prefix,
        };
        let run = progress::during(
            terminal,
            ("Reading and checking", "Lezen en nakijken"),
            || ci::run(&asked),
        );
        self.tell(terminal, &host, &run, &asked)
    }

    fn skip(&self) -> Result<Vec<StepName>, Text> {
        let names = self.skip.as_deref().unwrap_or_default().split(',');
        let names = names.map(str::trim).filter(|name| !name.is_empty());
        names
            .map(|name| {
                let found = StepName::ALL.into_iter().find(|s| s.as_str() == name);
                found.ok_or_else(|| {
                    let known = StepName::ALL.map(StepName::as_str).join(", ");
                    Text::new(
                        format!("There is no step `{name}`. There are: {known}."),
                        format!("Er is geen stap `{name}`. Wel: {known}."),
                    )
                })
            })
            .collect()
    }

    /// Tells the host and the log what was found. All of it, even if some of it can't be told.
    fn tell(&self, terminal: &mut Terminal, host: &Host, run: &Run, asked: &Asked) -> Exit {
        let mut exit = match run.exit() {
            0 => Exit::Fine,
            1 => Exit::Findings,
            _ => Exit::Unusable,
        };
        self.log(terminal, host, run, asked);
        let page = summary::markdown(run, asked).unwrap_or_else(|found| {
            terminal.findings_aside(&found, &run.project.loaded.sources);
            exit = Exit::Unusable;
            String::new()
        });
        let mut outputs = summary::outputs(run, asked);
        if let Some(folder) = given(&self.reports) {
            if let Err(problem) = write_reports(folder, run, asked, &page) {
                complain(terminal, host, &problem);
                exit = Exit::Unusable;
            }
            let sarif = folder.join("meent.sarif");
            outputs.push(("sarif", sarif.to_string_lossy().replace(['\n', '\r'], "")));
        }
        if let Some(file) = &host.summary {
            exit = exit.max(add(terminal, host, file, &format!("{page}\n")));
        }
        if let Some(file) = &host.output {
            let lines: String = outputs.iter().map(|(n, v)| format!("{n}={v}\n")).collect();
            exit = exit.max(add(terminal, host, file, &lines));
        }
        exit
    }

    /// What the log gets.
    fn log(&self, terminal: &mut Terminal, host: &Host, run: &Run, asked: &Asked) {
        let lang = terminal.lang;
        let report_of = run.report(asked);
        if terminal.format == Format::Json {
            let step = |s: &ci::Step| {
                let state = match s.state {
                    State::Passed => "passed",
                    State::Failed => "failed",
                    State::Skipped => "skipped",
                    State::Unusable => "unusable",
                };
                json!({ "step": s.name.as_str(), "state": state, "said": s.said.get(lang) })
            };
            let document = json!({
                "version": 1,
                "language": lang.tag(),
                "exit": run.exit(),
                "steps": run.steps.iter().map(step).collect::<Vec<_>>(),
                "diff": run.diff.as_ref().map(|t| &t.document),
                "amend": run.amend.as_ref().map(|t| &t.document),
            });
            terminal.line(&format!("{document:#}"));
            return;
        }
        let least = if terminal.quiet {
            State::Failed
        } else {
            State::Skipped
        };
        for step in run.steps.iter().filter(|s| s.state >= least) {
            let mark = match step.state {
                State::Passed => "✓",
                State::Failed => "✗",
                State::Skipped => "·",
                State::Unusable => "!",
            };
            let line = format!("{mark} {}: {}", step.name.as_str(), step.said.get(lang));
            match host.kind {
                Kind::Github => terminal.line(&github::plain(&line)),
                _ => terminal.line(&line),
            }
        }
        if host.kind == Kind::Github || terminal.format == Format::Github {
            let mut all = github::of_report(&report_of, lang);
            all.extend(
                run.steps
                    .iter()
                    .filter(|s| s.state == State::Unusable)
                    .map(|s| github::Annotation {
                        level: Level::Error,
                        place: None,
                        title: format!("meent {}", s.name.as_str()),
                        message: s.said.get(lang).to_string(),
                    }),
            );
            all.extend(run.annotations.iter().cloned());
            let text = github::annotations(&all, lang);
            terminal.out(&text);
            return;
        }
        let open: Vec<Diagnostic> = report_of.open().map(|r| r.finding.clone()).collect();
        terminal.findings(&open, report_of.sources);
        if let Some(gate) = &run.gate {
            terminal.findings(&gate.findings, &gate.sources);
        }
    }
}

/// A mistake, so that whoever looks at the pull request sees it.
fn complain(terminal: &mut Terminal, host: &Host, problem: &Text) {
    if host.kind == Kind::Github {
        let text = github::command(&github::Annotation {
            level: Level::Error,
            place: None,
            title: "meent ci".into(),
            message: problem.get(terminal.lang).to_string(),
        });
        terminal.out(&text);
    } else {
        terminal.mistake(problem);
    }
}

fn refuse(terminal: &mut Terminal, host: &Host, problem: &Text) -> Exit {
    complain(terminal, host, problem);
    Exit::Unusable
}

/// Adds to a file of the host, which others add to as well.
fn add(terminal: &mut Terminal, host: &Host, file: &Path, text: &str) -> Exit {
    let opened = OpenOptions::new().append(true).create(true).open(file);
    match opened.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Exit::Fine,
        Err(error) => {
            let (file, why) = (file.display(), reason(&error));
            let problem = Text::new(
                format!("{file} cannot be written: {}.", why.en),
                format!("{file} kan niet worden geschreven: {}.", why.nl),
            );
            refuse(terminal, host, &problem)
        }
    }
}

/// The reports that other programs read. Each is written whole or not at all.
fn write_reports(folder: &Path, run: &Run, asked: &Asked, page: &str) -> Result<(), Text> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let (folder, why) = (folder.display(), reason(&error));
        Text::new(
            format!("{folder} cannot be made: {}.", why.en),
            format!("{folder} kan niet worden gemaakt: {}.", why.nl),
        )
    })?;
    let found = run.report(asked);
    let project: &Project = &run.project;
    let of_test = report_asked("test", &project.loaded.root, Level::Error);
    let mut suites = junit::findings(&found, asked.lang);
    suites.extend(project.suites(&run.checked, &of_test, false, asked.lang));
    if let Some(gate) = run.gate_report(asked) {
        let wrong = |s: &junit::Suite| s.cases.iter().any(|c| c.outcome != junit::Outcome::Passed);
        suites.extend(junit::findings(&gate, asked.lang).into_iter().filter(wrong));
    }
    for (name, text) in [
        (
            "meent.sarif",
            report(&found, asked.lang, ReportFormat::Sarif),
        ),
        (
            "codequality.json",
            report(&found, asked.lang, ReportFormat::Gitlab),
        ),
        ("junit.xml", junit::junit("meent", &suites)),
        ("summary.md", page.to_string()),
    ] {
        write::write_file(&folder.join(name), &text).map_err(|e| e.text())?;
    }
    Ok(())
}
