//! `meent matrix`

use super::flags::{action_id, refuse};
use super::{Common, Exit, Format, Language, Look, Manner, Terminal, sound};
use crate::analysis::matrix::{Matrix, Scope, matrix};
use crate::analysis::{RawParty, RawRequest, Universe};
use crate::diagnostic::{Diagnostic, Text};
use crate::model::Model;
use crate::output::matrix as document;
use crate::project::write::{WriteError, write_file};
use crate::{Checked, Project};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// More rows than this do not go to a screen.
const MOST_ROWS: usize = 400;

const EXAMPLES: &str = "\
Examples (a path, if you give one, comes first):
  meent matrix --for researchers
  meent matrix examples/energy --data meter-readings
  meent matrix --format html -o matrix.html

Every case is in exactly one row. What is in no table is not provided for, and so not permitted.";

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub struct ShowMatrix {
    /// A file or folder
    path: Option<PathBuf>,
    /// Only for these groups
    #[arg(long = "for", value_name = "GROUP", num_args = 1.., value_delimiter = ',')]
    groups: Vec<String>,
    /// Only for these members and parties
    #[arg(long = "as", value_name = "MEMBER", value_delimiter = ',')]
    members: Vec<String>,
    /// Only for someone in no group at all
    #[arg(long)]
    outsider: bool,
    /// Only about these actions, and those within them
    #[arg(long = "action", value_name = "ACTION", value_delimiter = ',')]
    actions: Vec<String>,
    /// Only about these datasets and fields
    #[arg(long = "data", value_name = "DATA", value_delimiter = ',')]
    data: Vec<String>,
    /// Only for these purposes, and those within them
    #[arg(long = "purpose", value_name = "PURPOSE", value_delimiter = ',')]
    purposes: Vec<String>,
    /// How the matrix is written [default: what the name of the file ends with, or for people]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Shape>,
    /// Write it to this file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language of the messages [default: from LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    manner: Manner,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A page
    Html,
    /// For a spreadsheet
    Csv,
}

impl Shape {
    fn of_file(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_lowercase().as_str() {
            "html" | "htm" => Some(Shape::Html),
            "csv" => Some(Shape::Csv),
            "json" => Some(Shape::Json),
            _ => None,
        }
    }
}

impl ShowMatrix {
    pub(super) fn common(&self) -> Common {
        Common {
            lang: self.lang,
            look: Look {
                format: None,
                manner: self.manner.clone(),
            },
        }
    }

    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let (project, checked) = match sound(terminal, self.path.as_deref()) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let model = &checked.model;
        let universe = Universe::new(model);
        let scope = match self.scope(&universe) {
            Ok(scope) => scope,
            Err(problems) => return refuse(terminal, &problems),
        };
        let matrix = matrix(&universe, &scope);
        let shape = self.shape(terminal);
        let text = match self.text(terminal, shape, &project, &checked, &matrix) {
            Ok(text) => text,
            Err(found) => {
                terminal.findings_aside(&found, &project.loaded.sources);
                return Exit::Unusable;
            }
        };
        match &self.output {
            None => terminal.out(&text),
            Some(file) => {
                if let Err(error) = write_file(file, &text) {
                    terminal.mistake(&error.text());
                    return Exit::Unusable;
                }
                if !terminal.quiet {
                    let file = file.display();
                    let text =
                        terminal.pick(format!("Written: {file}"), format!("Geschreven: {file}"));
                    terminal.err(&text);
                }
            }
        }
        Exit::Fine
    }

    fn shape(&self, terminal: &Terminal) -> Shape {
        let of_file = || self.output.as_deref().and_then(Shape::of_file);
        self.format
            .or_else(of_file)
            .unwrap_or(match terminal.format {
                Format::Json => Shape::Json,
                _ => Shape::Human,
            })
    }

    fn text(
        &self,
        terminal: &mut Terminal,
        shape: Shape,
        project: &Project,
        checked: &Checked,
        matrix: &Matrix,
    ) -> Result<String, Vec<Diagnostic>> {
        let (model, outline) = (&checked.model, &checked.outline);
        let view = || document::view(model, outline, matrix, terminal.lang);
        Ok(match shape {
            Shape::Json => format!("{:#}\n", document::json(model, outline, matrix)),
            Shape::Csv => match document::csv(model, outline, matrix, terminal.lang) {
                Ok(text) => text,
                Err(error) => {
                    let path = self.output.clone().unwrap_or_else(|| PathBuf::from("-"));
                    terminal.mistake(&WriteError::Io { path, error }.text());
                    return Err(Vec::new());
                }
            },
            Shape::Html => document::html(&view(), &project.loaded.overrides)?,
            Shape::Human => {
                let view = view();
                let shown = view.rows();
                if shown <= MOST_ROWS || self.output.is_some() {
                    return Ok(document::plain(&view, terminal.width()));
                }
                let text = terminal.pick(
                    format!("There are {shown} rows: too many for a screen. Ask for a part (--for, --as, --data, --purpose, --action), or write all of it: -o matrix.html or -o matrix.csv."),
                    format!("Er zijn {shown} rijen: te veel voor een scherm. Vraag om een deel (--for, --as, --data, --purpose, --action), of schrijf alles: -o matrix.html of -o matrix.csv."),
                );
                terminal.err(&text);
                document::overview(&view, terminal.width())
            }
        })
    }

    /// What the flags name, looked up as in a request.
    fn scope(&self, universe: &Universe) -> Result<Scope, Vec<Text>> {
        let model: &Model = universe.model();
        let request = |party: RawParty| RawRequest {
            party,
            actions: self.actions.iter().map(|a| action_id(model, a)).collect(),
            data: self.data.clone(),
            purposes: self.purposes.clone(),
            ..RawRequest::default()
        };
        let mut parties = Vec::new();
        if self.outsider {
            parties.push(RawParty {
                member: None,
                groups: Some(Vec::new()),
            });
        }
        parties.extend(self.groups.iter().map(|g| RawParty {
            member: None,
            groups: Some(vec![g.clone()]),
        }));
        parties.extend(self.members.iter().map(|m| RawParty {
            member: Some(m.clone()),
            groups: None,
        }));
        let everyone = parties.is_empty();
        if everyone {
            parties.push(RawParty {
                member: None,
                groups: Some(Vec::new()),
            });
        }
        let (mut scope, mut problems) = (Scope::default(), Vec::new());
        for party in parties {
            let resolved = universe.resolve(&request(party));
            for problem in resolved.problems {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
            if let Some(request) = resolved.request {
                scope.actions = request.actions.iter().map(|a| a.0).collect();
                scope.data = request.data.iter().map(|d| d.0).collect();
                scope.purposes = request.purposes.iter().map(|p| p.0).collect();
                if !everyone {
                    scope.askers.push(request.asker);
                }
            }
        }
        if problems.is_empty() {
            Ok(scope)
        } else {
            Err(problems)
        }
    }
}
