//! `meent lsp`

use super::terminal::from_environment;
use super::{Exit, Language, last_words};
use crate::diagnostic::Text;
use crate::lsp::{Ending, Options, serve};
use clap::Args;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
pub struct Lsp {
    /// Language of what is shown in the editor [default: the setting meent.language, or that of the editor]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    /// Write what happens to this file, behind what is in it
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Accepted, as many editors give it: the standard streams are the only way
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    /// Serves an editor on the standard streams.
    pub fn run(self, before: Option<Language>) -> Exit {
        let chosen = self.lang.or(before).map(|l| l.lang());
        let options = Options {
            chosen,
            system: from_environment(),
            log: self.log,
        };
        let lang = chosen.unwrap_or(options.system);
        let input = io::BufReader::new(io::stdin());
        match serve(input, io::stdout(), options) {
            Ok(Ending::Fine) => Exit::Fine,
            Ok(Ending::Abrupt) => Exit::Findings,
            Err(error) => {
                let why = crate::project::reason(&error);
                let text = Text::new(
                    format!("error: The language server cannot start: {}.", why.en),
                    format!("fout: De taalserver kan niet beginnen: {}.", why.nl),
                );
                last_words(text.get(lang));
                Exit::Unusable
            }
        }
    }
}
