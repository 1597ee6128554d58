//! The command line: thin files, one a command, on top of [`Project`](crate::Project). Only here is anything printed.

mod amend;
mod ask;
mod asking;
mod build;
mod check;
mod choices;
mod ci;
mod completions;
mod diff;
mod dutch;
mod explain;
mod flags;
mod fmt;
mod formats;
mod lsp;
mod matrix;
mod new;
mod preview;
mod progress;
mod reasons;
mod reports;
mod scaffold;
mod spoken;
mod tally;
mod terminal;
mod test;
mod versions;

use crate::diagnostic::{Diagnostic, Lang, Level, Text};
use crate::{Checked, Project};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use formats::Format;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use terminal::{Terminal, last_words};

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  findings: errors in the source (with --fail-level also warnings or notes), a scenario that
     fails, a decision record that is refused, a change that was not adopted, a file that is not
     formatted, an output folder that is not what the source makes
  2  a mistake in the command, input that cannot be read, output that cannot be written

Without a path, the project above the current folder is taken: the nearest folder with a
meent.toml, or else the nearest one with .meent files.";

/// The compiler for data commons: one source becomes an agreement, machine policies and a transparency page.
#[derive(Parser)]
#[command(name = "meent", version, after_help = EXIT_CODES, after_long_help = EXIT_CODES)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start a new commons: sources that check clean, scenarios, settings and a CI file
    New(new::New),
    /// Look for mistakes, contradictions and gaps
    Check(check::Check),
    /// Make the agreement, the policies and the transparency page
    Build(build::Build),
    /// Show the page and the agreement in the browser, again after each save, with the findings
    Preview(preview::ShowPreview),
    /// Ask whether someone may do something, and why
    Ask(ask::Ask),
    /// Tell what a change means: which answers and which clauses are not what they were
    Diff(diff::Diff),
    /// Say whether decision records adopt a change of the agreement, so that it may be merged
    Amend(amend::Amend),
    /// Hold a pull request to all of it at once: findings, scenarios, layout, outputs, what changes, and whether it was adopted
    Ci(ci::Ci),
    /// Show who may do what with which data for which purpose
    Matrix(matrix::ShowMatrix),
    /// Run the scenarios of the source, and show which rules they cover
    Test(test::Test),
    /// Count a decision record: each test with its numbers, the outcome, and minutes
    Tally(tally::Tally),
    /// Lay out sources in the one way, or rewrite their keywords in the other language
    Fmt(fmt::Fmt),
    /// Explain a finding by its code, or how an answer comes about; without anything, list all findings
    Explain(explain::Explain),
    /// Serve an editor with findings, completions and all else that it asks (the Language Server Protocol)
    Lsp(lsp::Lsp),
    /// Print the completions for a shell
    Completions(completions::Completions),
}

/// What every command takes.
#[derive(Args, Clone, Default)]
struct Common {
    /// Language of the messages [default: from LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    look: Look,
}

/// How things are shown.
#[derive(Args, Clone, Default)]
struct Look {
    /// How findings and answers are written
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    manner: Manner,
}

/// What also those commands take that have forms of their own.
#[derive(Args, Clone, Default)]
struct Manner {
    /// When to use colours; NO_COLOR is respected
    #[arg(long, value_name = "WHEN")]
    color: Option<Color>,
    /// Say nothing when there is nothing wrong
    #[arg(long, short)]
    quiet: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Language {
    /// English
    En,
    /// Nederlands
    Nl,
}

impl Language {
    fn lang(self) -> Lang {
        match self {
            Language::En => Lang::En,
            Language::Nl => Lang::Nl,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Color {
    Auto,
    Always,
    Never,
}

/// What a command does, once it is known where to write.
type Run = Box<dyn FnOnce(&mut Terminal) -> Exit>;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Fine,
    Findings,
    /// A mistake in the command, or something that can't be read or written.
    Unusable,
}

impl Exit {
    /// The exit code.
    fn number(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Unusable => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.number())
    }
}

/// Runs the command line. Never panics on what a user gives it.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = dutch::asked(&arguments);
    let command = match lang {
        Lang::En => formats::narrowed(Cli::command()),
        Lang::Nl => dutch::command(formats::narrowed(Cli::command())),
    };
    let mut name = String::new();
    let parsed = command.try_get_matches_from(arguments).and_then(|found| {
        name = found.subcommand_name().unwrap_or_default().to_string();
        Cli::from_arg_matches(&found)
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            if let (Lang::Nl, Some(text)) = (lang, dutch::mistake(&error)) {
                terminal::last_words(&text);
                return Exit::Unusable.into();
            }
            // Help and version go to the output and are fine; mistakes go to the error stream. A closed pipe is no error.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Unusable.into()
            } else {
                Exit::Fine.into()
            };
        }
    };
    let top = cli.common;
    // The output belongs to the protocol alone.
    if let Command::Lsp(c) = cli.command {
        return c.run(top.lang).into();
    }
    let (common, run): (Common, Run) = match cli.command {
        Command::New(c) => (
            Common {
                lang: c.lang,
                look: c.look.clone(),
            },
            Box::new(move |t| c.run(t)),
        ),
        Command::Check(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Build(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Preview(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Ask(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        // `diff` has forms of its own.
        Command::Diff(c) => (c.common(), Box::new(move |t| c.run(t))),
        Command::Amend(c) => (c.common(), Box::new(move |t| c.run(t))),
        Command::Ci(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Matrix(c) => (c.common(), Box::new(move |t| c.run(t))),
        Command::Test(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Tally(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        // `fmt --lang` is about the source.
        Command::Fmt(c) => (
            Common {
                lang: None,
                look: c.look.clone(),
            },
            Box::new(move |t| c.run(t)),
        ),
        Command::Explain(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Completions(c) => (c.common.clone(), Box::new(move |t| c.run(t))),
        Command::Lsp(_) => return Exit::Unusable.into(),
    };
    let mut terminal = Terminal::new(&common.over(top));
    let allowed = formats::allowed(&name);
    let exit = match allowed.contains(&terminal.format) {
        true => run(&mut terminal),
        // It stood in front of the command.
        false => {
            let known: Vec<String> = allowed.iter().map(|f| f.name()).collect();
            let (format, known) = (terminal.format.name(), known.join(", "));
            terminal.mistake(&Text::new(
                format!("`meent {name}` cannot write `{format}`; it can write: {known}."),
                format!("`meent {name}` kan geen `{format}` schrijven; wel: {known}."),
            ));
            Exit::Unusable
        }
    };
    let lang = terminal.lang;
    match terminal.finish() {
        Ok(()) => exit.into(),
        Err(error) => {
            let why = crate::project::reason(&error);
            let text = Text::new(
                format!("error: The output cannot be written: {}.", why.en),
                format!("fout: De uitvoer kan niet worden geschreven: {}.", why.nl),
            );
            terminal::last_words(text.get(lang));
            Exit::Unusable.into()
        }
    }
}

impl Common {
    /// What is given behind the command goes before what is given in front of it.
    fn over(self, top: Common) -> Common {
        Common {
            lang: self.lang.or(top.lang),
            look: Look {
                format: self.look.format.or(top.look.format),
                manner: Manner {
                    color: self.look.manner.color.or(top.look.manner.color),
                    quiet: self.look.manner.quiet || top.look.manner.quiet,
                },
            },
        }
    }
}

/// Loads and checks a project, with progress if it takes long.
fn checked(terminal: &Terminal, path: Option<&Path>) -> (Project, Checked) {
    progress::during(
        terminal,
        ("Reading and checking", "Lezen en nakijken"),
        || {
            let project = Project::load(path);
            let checked = project.check();
            (project, checked)
        },
    )
}

/// The errors among some findings.
fn errors(found: &[Diagnostic]) -> Vec<Diagnostic> {
    found
        .iter()
        .filter(|d| d.level == Level::Error)
        .cloned()
        .collect()
}

/// Loads and checks a project; one with errors is said to have no answers.
///
/// # Errors
/// How the command then ends.
fn sound(terminal: &mut Terminal, path: Option<&Path>) -> Result<(Project, Checked), Exit> {
    let (project, checked) = checked(terminal, path);
    if checked.complete && !checked.has_errors() {
        return Ok((project, checked));
    }
    let errors = errors(&checked.diagnostics);
    terminal.findings_aside(&errors, &project.loaded.sources);
    let text = terminal.pick(
        "There is no answer while the source has errors.",
        "Er is geen antwoord zolang de bron fouten heeft.",
    );
    terminal.err(text);
    Err(stopped(&project))
}

/// How a command ends that could not go on because of findings.
fn stopped(project: &Project) -> Exit {
    if project.loaded.unreadable {
        Exit::Unusable
    } else {
        Exit::Findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
