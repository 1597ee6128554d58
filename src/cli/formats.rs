//! How results are written, and which command can write what.

use super::versions::Form;
use crate::diagnostic::render::{self, ReportFormat};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Command, ValueEnum};

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One line each
    Short,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit's XML, which CI shows as tests
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// The Code Quality report of GitLab
    Gitlab,
}

use Format::{Github, Gitlab, Human, Json, Junit, Sarif, Short};

const PLAIN: &[Format] = &[Human, Json, Short];
const ANNOTATED: &[Format] = &[Human, Json, Short, Github];
const ALL: &[Format] = &[Human, Json, Short, Sarif, Junit, Github, Gitlab];

/// What a command can write. Those that find something can write what CI reads; where what they find is whole files,
/// annotations are all that has a meaning.
pub(super) fn allowed(command: &str) -> &'static [Format] {
    match command {
        "check" | "test" => ALL,
        "amend" => &[Human, Json, Sarif, Junit, Github, Gitlab],
        "build" | "fmt" | "ci" => ANNOTATED,
        _ => PLAIN,
    }
}

impl Format {
    pub(super) fn of_findings(self) -> render::Format {
        match self {
            Json => render::Format::Json,
            Short => render::Format::Short,
            Human | Sarif | Junit | Github | Gitlab => render::Format::Human,
        }
    }

    /// The format of CI that it is.
    pub(super) fn report(self) -> Option<ReportFormat> {
        match self {
            Human | Json | Short => None,
            Sarif => Some(ReportFormat::Sarif),
            Junit => Some(ReportFormat::Junit),
            Github => Some(ReportFormat::Github),
            Gitlab => Some(ReportFormat::Gitlab),
        }
    }

    /// As it is written in a command.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |v| v.get_name().to_string())
    }
}

/// The command line, in which each command takes the formats that it can write and no others.
pub(super) fn narrowed(command: Command) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_string())
        .collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name.clone(), |c| match name.as_str() {
            "matrix" | "amend" => c,
            "diff" => c.mut_arg("format", |a| {
                a.value_parser(of(&[Form::Human, Form::Markdown, Form::Json]))
            }),
            name if c.get_arguments().any(|a| a.get_id() == "format") => {
                let allowed = allowed(name);
                c.mut_arg("format", |a| a.value_parser(of(allowed)))
            }
            _ => c,
        })
    })
}

/// A parser that takes these values.
fn of<T: ValueEnum + Clone + Send + Sync + 'static>(
    values: &[T],
) -> impl TypedValueParser<Value = T> + use<T> {
    let names: Vec<PossibleValue> = values.iter().filter_map(T::to_possible_value).collect();
    PossibleValuesParser::new(names).try_map(|name| T::from_str(&name, false))
}
