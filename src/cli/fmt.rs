//! `meent fmt`

use super::reports::{asked, repository_path};
use super::{Exit, Format, Language, Look, Terminal, errors};
use crate::Project;
use crate::diagnostic::render::{from_top, github};
use crate::diagnostic::{Diagnostic, Lang, Level, Text};
use crate::project::{stale, write};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;
use clap::Args;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Fmt {
    /// Files and folders; `-` reads the standard input and writes the standard output
    paths: Vec<PathBuf>,
    /// Write nothing; end with 1 and name the files that would change
    #[arg(long)]
    check: bool,
    /// Rewrite the keywords in this language, and nothing else (for the language of the messages: `meent --lang nl fmt`)
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    pub(super) look: Look,
}

impl Fmt {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let lang = self.lang.map(Language::lang);
        if self.paths.iter().any(|p| p == Path::new("-")) {
            return self.stream(terminal, lang);
        }
        let places: Vec<Option<&Path>> = if self.paths.is_empty() {
            vec![None]
        } else {
            self.paths.iter().map(|p| Some(p.as_path())).collect()
        };
        let (mut exit, mut changed) = (Exit::Fine, 0);
        let mut done = BTreeSet::new();
        let mut annotations = Vec::new();
        for path in places {
            let project = Project::load(path);
            let loaded = &project.loaded;
            if loaded.unreadable {
                terminal.findings_aside(&errors(&loaded.diagnostics), &loaded.sources);
                exit = Exit::Unusable;
            }
            for id in loaded.own_files() {
                let disk = loaded.on_disk(*id);
                let file = loaded.sources.file(*id);
                if !done.insert(disk.clone()) || !loaded.is_read(*id) {
                    continue;
                }
                match syntax::format(&file.text, lang) {
                    Err(_) => {
                        // The loader has parsed the same text, and its findings have the right places.
                        let of_file: Vec<Diagnostic> = errors(&loaded.diagnostics)
                            .into_iter()
                            .filter(|d| d.span().is_some_and(|s| s.file == *id))
                            .collect();
                        let asked = asked("fmt", &loaded.root, Level::Error);
                        match terminal.format.report() {
                            Some(format) => {
                                terminal.report(&project.report_of(&of_file, &asked), format);
                            }
                            None => terminal.findings_aside(&of_file, &loaded.sources),
                        }
                        exit = exit.max(Exit::Findings);
                    }
                    Ok(text) if *text == *file.text => {}
                    Ok(_) if self.check => {
                        changed += 1;
                        match terminal.format {
                            Format::Github => {
                                let folder = repository_path(&loaded.root);
                                let path = from_top(&folder, &file.path);
                                annotations.push(stale::unformatted(path, terminal.lang));
                            }
                            _ => terminal.line(&file.path.clone()),
                        }
                        exit = exit.max(Exit::Findings);
                    }
                    Ok(text) => match write::write_file(&disk, &text) {
                        Ok(()) => changed += 1,
                        Err(error) => {
                            terminal.mistake(&error.text());
                            exit = Exit::Unusable;
                        }
                    },
                }
            }
        }
        let text = github::annotations(&annotations, terminal.lang);
        terminal.out(&text);
        if !terminal.quiet {
            let total = done.len();
            let text = match self.check {
                true => Text::new(
                    format!("{changed} of {total} files would change."),
                    format!("{changed} van {total} bestanden zouden wijzigen."),
                ),
                false => Text::new(
                    format!("{changed} of {total} files changed."),
                    format!("{changed} van {total} bestanden gewijzigd."),
                ),
            };
            let text = text.get(terminal.lang).to_string();
            terminal.err(&text);
        }
        exit
    }

    fn stream(&self, terminal: &mut Terminal, lang: Option<Lang>) -> Exit {
        let text = match read_input() {
            Ok(text) => text,
            Err(problem) => {
                terminal.mistake(&problem);
                return Exit::Unusable;
            }
        };
        match syntax::format(&text, lang) {
            Ok(formatted) if self.check => {
                if formatted == text {
                    Exit::Fine
                } else {
                    Exit::Findings
                }
            }
            Ok(formatted) => {
                terminal.out(&formatted);
                Exit::Fine
            }
            Err(_) => {
                let mut sources = Sources::default();
                sources.add(SourceFile::new("-", text.as_str()));
                let found = syntax::parse(FileId(0), &text).diagnostics;
                terminal.findings_aside(&errors(&found), &sources);
                Exit::Findings
            }
        }
    }
}

/// All of the standard input, as text.
pub(super) fn read_input() -> Result<String, Text> {
    let limit = crate::project::LARGEST;
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(limit + 1)
        .read_to_end(&mut bytes);
    if let Err(error) = read {
        return Err(Text::new(
            format!("The standard input cannot be read: {error}."),
            format!("De standaardinvoer kan niet worden gelezen: {error}."),
        ));
    }
    if bytes.len() as u64 > limit {
        return Err(Text::new(
            "The standard input is too large.",
            "De standaardinvoer is te groot.",
        ));
    }
    String::from_utf8(bytes).map_err(|_| {
        Text::new(
            "The standard input is not UTF-8 text.",
            "De standaardinvoer is geen UTF-8-tekst.",
        )
    })
}
