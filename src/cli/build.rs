//! `meent build`

use super::reports::{asked, repository_path};
use super::{Common, Exit, Format, Terminal, checked, progress, stopped};
use crate::diagnostic::Level;
use crate::diagnostic::render::github;
use crate::project::stale;
use crate::project::write::Difference;
use clap::Args;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Build {
    /// A file or folder
    path: Option<PathBuf>,
    /// The folder to write to [default: what meent.toml says, or `build` in the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; end with 1 if the folder is not what the source makes
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Build {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let (project, checked) = checked(terminal, self.path.as_deref());
        let sources = &project.loaded.sources;
        let built = progress::during(terminal, ("Making the outputs", "De uitvoer maken"), || {
            project.build(&checked)
        });
        let build = match built {
            Ok(build) => build,
            Err(found) => {
                let found = if checked.has_errors() {
                    &checked.diagnostics
                } else {
                    &found
                };
                let asked = asked("build", &project.loaded.root, Level::Error);
                match terminal.format.report() {
                    Some(format) => terminal.report(&project.report_of(found, &asked), format),
                    None => terminal.findings_aside(found, sources),
                }
                let text = terminal.pick(
                    "Nothing was written, because of the errors above.",
                    "Er is niets geschreven, vanwege de fouten hierboven.",
                );
                terminal.err(text);
                return stopped(&project);
            }
        };
        let worth: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|d| d.level >= Level::Warning)
            .cloned()
            .collect();
        match terminal.format.report() {
            Some(format) => {
                let asked = asked("build", &project.loaded.root, Level::Error);
                terminal.report(&project.report_of(&worth, &asked), format);
            }
            None => terminal.findings_aside(&worth, sources),
        }
        let folder = self.out.clone().unwrap_or_else(|| project.output_folder());
        if self.check {
            return match build.compare(&folder) {
                Ok(differences) => differ(terminal, &folder, &differences),
                Err(error) => {
                    terminal.mistake(&error.text());
                    Exit::Unusable
                }
            };
        }
        if let Err(error) = build.write(&folder) {
            terminal.mistake(&error.text());
            return Exit::Unusable;
        }
        let shown = shown(&folder);
        match terminal.format {
            Format::Json => {
                let files: Vec<&String> = build.files.keys().collect();
                terminal.line(&json!({ "written": shown, "files": files }).to_string());
            }
            _ if terminal.quiet => {}
            _ => {
                let count = build.files.len();
                let text = terminal.pick(
                    format!("Written: {count} files in {shown}"),
                    format!("Geschreven: {count} bestanden in {shown}"),
                );
                terminal.line(&text);
            }
        }
        Exit::Fine
    }
}

/// A path as the user would write it from here.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let full = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let short = here
        .as_deref()
        .and_then(|here| full.strip_prefix(here).ok());
    short
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(path)
        .display()
        .to_string()
}

fn differ(
    terminal: &mut Terminal,
    folder: &Path,
    differences: &BTreeMap<String, Difference>,
) -> Exit {
    let shown = shown(folder);
    if terminal.format == Format::Github {
        let top = repository_path(folder);
        let all = stale::annotations(differences, &top, terminal.lang);
        let text = github::annotations(&all, terminal.lang);
        terminal.out(&text);
    } else if terminal.format == Format::Json {
        let rows: Vec<_> = differences
            .iter()
            .map(|(path, d)| json!({ "file": path, "difference": name(*d) }))
            .collect();
        terminal.line(&json!({ "folder": shown, "differences": rows }).to_string());
    } else {
        for (path, difference) in differences {
            let word = match difference {
                Difference::Missing => terminal.pick("missing", "ontbreekt"),
                Difference::Changed => terminal.pick("changed", "gewijzigd"),
                Difference::Extra => terminal.pick("extra", "te veel"),
            };
            terminal.line(&format!("{word}: {path}"));
        }
        if !terminal.quiet || !differences.is_empty() {
            let count = differences.len();
            let text = if differences.is_empty() {
                terminal.pick(
                    format!("{shown} is what the source makes."),
                    format!("{shown} is wat de bron oplevert."),
                )
            } else {
                terminal.pick(
                    format!("{shown} is not what the source makes: {count} differences. Run `meent build`."),
                    format!("{shown} is niet wat de bron oplevert: {count} verschillen. Draai `meent build`."),
                )
            };
            terminal.line(&text);
        }
    }
    if differences.is_empty() {
        Exit::Fine
    } else {
        Exit::Findings
    }
}

fn name(difference: Difference) -> &'static str {
    match difference {
        Difference::Missing => "missing",
        Difference::Changed => "changed",
        Difference::Extra => "extra",
    }
}
