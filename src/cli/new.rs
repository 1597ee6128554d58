//! `meent new`: asks its few questions, or takes flags, and writes a commons that works.

use super::scaffold::{self, Kind, Wishes};
use super::{Exit, Format, Language, Look, Terminal};
use crate::diagnostic::{Lang, Text};
use crate::project::write::WriteError;
use clap::Args;
use serde_json::json;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct New {
    /// The folder to make [default: one with the name of the commons]
    folder: Option<PathBuf>,
    /// What the commons is about
    #[arg(long)]
    kind: Option<Kind>,
    /// Language of the source and of the messages
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<Language>,
    /// Name of the commons, as in "Neighbourhood Energy"
    #[arg(long)]
    name: Option<String>,
    /// Town where it has its seat
    #[arg(long)]
    seat: Option<String>,
    /// Ask nothing; take what is usual for what is not given
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    pub(super) look: Look,
}

impl New {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let asks = !self.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
        let Some(wishes) = self.wishes(terminal, asks) else {
            return Exit::Unusable;
        };
        let folder = self
            .folder
            .clone()
            .unwrap_or_else(|| PathBuf::from(scaffold::id(&wishes.name)));
        if let Err(problem) = may_fill(&folder) {
            terminal.mistake(&problem);
            return Exit::Unusable;
        }
        let files = scaffold::files(&wishes);
        if let Err(error) = fill(&folder, &files) {
            terminal.mistake(&error.text());
            return Exit::Unusable;
        }
        let shown = folder.display();
        match terminal.format {
            Format::Json => {
                let names: Vec<&String> = files.keys().collect();
                terminal.line(&json!({ "written": shown.to_string(), "files": names }).to_string());
            }
            _ if terminal.quiet => {}
            _ => {
                let text = terminal.pick(
                    format!("{shown} holds a commons that works. Have a look:\n\n  cd {shown}\n  meent check\n  meent test\n  meent build"),
                    format!("In {shown} staat een meent die werkt. Kijk maar:\n\n  cd {shown}\n  meent check\n  meent test\n  meent build"),
                );
                terminal.line(&text);
            }
        }
        Exit::Fine
    }

    /// What is given, asked for, or usual. `None` if the answers stop.
    fn wishes(&self, terminal: &mut Terminal, asks: bool) -> Option<Wishes> {
        let lang = match self.lang {
            Some(lang) => lang.lang(),
            None if asks => {
                let usual = terminal.lang;
                let choices = [("en", Lang::En), ("nl", Lang::Nl)];
                choose(terminal, ("Language", "Taal"), &choices, usual.tag())?
            }
            None => terminal.lang,
        };
        terminal.lang = lang;
        let kind = match self.kind {
            Some(kind) => kind,
            None if asks => {
                let choices = terminal.pick(
                    [
                        ("energy", Kind::Energy),
                        ("health", Kind::Health),
                        ("blank", Kind::Blank),
                    ],
                    [
                        ("energie", Kind::Energy),
                        ("zorg", Kind::Health),
                        ("leeg", Kind::Blank),
                    ],
                );
                let usual = choices[0].0;
                choose(
                    terminal,
                    ("What is it about", "Waar gaat het over"),
                    &choices,
                    usual,
                )?
            }
            None => Kind::Blank,
        };
        let usual = match self
            .folder
            .as_deref()
            .and_then(Path::file_name)
            .map(|n| n.to_string_lossy().into_owned())
        {
            Some(folder) if folder != "." && folder != ".." => {
                crate::prose::capital(&folder.replace(['-', '_'], " "))
            }
            _ => terminal.pick("Our commons", "Onze meent").to_string(),
        };
        let name = text(
            terminal,
            &self.name,
            asks,
            ("Name of the commons", "Naam van de meent"),
            &usual,
        )?;
        let seat = text(
            terminal,
            &self.seat,
            asks,
            ("Town where it has its seat", "Plaats waar zij zetelt"),
            "Amsterdam",
        )?;
        Some(Wishes {
            kind,
            lang,
            name,
            seat,
        })
    }
}

/// A text that was given, or is asked for.
fn text(
    terminal: &mut Terminal,
    given: &Option<String>,
    asks: bool,
    question: (&str, &str),
    usual: &str,
) -> Option<String> {
    let answer = match given {
        Some(given) => given.clone(),
        None if asks => ask(terminal, question, usual)?,
        None => usual.to_string(),
    };
    let answer: String = answer.trim().chars().filter(|c| !c.is_control()).collect();
    Some(if answer.is_empty() {
        usual.to_string()
    } else {
        answer
    })
}

/// Asks until the answer is one of the choices.
fn choose<T: Copy>(
    terminal: &mut Terminal,
    question: (&str, &str),
    choices: &[(&str, T)],
    usual: &str,
) -> Option<T> {
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let list = names.join(", ");
    loop {
        let answer = ask(
            terminal,
            (
                &format!("{} ({list})", question.0),
                &format!("{} ({list})", question.1),
            ),
            usual,
        )?;
        let answer = answer.to_lowercase();
        let fits = |name: &str| !answer.is_empty() && name.starts_with(&answer);
        match choices.iter().find(|(name, _)| fits(name)) {
            Some((_, choice)) => return Some(*choice),
            None => terminal.mistake(&Text::new(
                format!("Choose one of: {list}."),
                format!("Kies een van: {list}."),
            )),
        }
    }
}

/// One question on the terminal; `None` if there is no answer to come.
fn ask(terminal: &mut Terminal, question: (&str, &str), usual: &str) -> Option<String> {
    let question = terminal.pick(question.0, question.1);
    terminal.err(&format!("{question} [{usual}]:"));
    let mut answer = String::new();
    match io::stdin().lock().read_line(&mut answer) {
        Ok(n) if n > 0 => {
            let answer = answer.trim();
            Some(if answer.is_empty() {
                usual.to_string()
            } else {
                answer.to_string()
            })
        }
        _ => None,
    }
}

/// Only a folder that is not there or is empty is filled.
fn may_fill(folder: &Path) -> Result<(), Text> {
    let shown = folder.display();
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Text::new(
                format!(
                    "The folder {shown} is not empty, and nothing in it is overwritten. Choose another one."
                ),
                format!(
                    "De map {shown} is niet leeg, en er wordt niets overschreven. Kies een andere."
                ),
            )),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) if folder.is_file() => Err(Text::new(
            format!("{shown} is a file."),
            format!("{shown} is een bestand."),
        )),
        Err(error) => Err(WriteError::Io {
            path: folder.to_path_buf(),
            error,
        }
        .text()),
    }
}

fn fill(
    folder: &Path,
    files: &std::collections::BTreeMap<String, String>,
) -> Result<(), WriteError> {
    let fail = |path: &Path, error| WriteError::Io {
        path: path.to_path_buf(),
        error,
    };
    let mut written: Vec<PathBuf> = Vec::new();
    let mut write = |path: &String, text: &String| {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|e| fail(parent, e))?;
        }
        written.push(file.clone());
        fs::write(&file, text).map_err(|e| fail(&file, e))
    };
    let result = files.iter().try_for_each(|(path, text)| write(path, text));
    if result.is_err() {
        // Half a commons would look like a whole one. Folders go only if nothing else is in them.
        for file in &written {
            let _ = fs::remove_file(file);
            for parent in file.ancestors().skip(1) {
                if !parent.starts_with(folder) || fs::remove_dir(parent).is_err() {
                    break;
                }
            }
        }
    }
    result
}
