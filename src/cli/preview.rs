//! `meent preview`

use super::{Common, Exit, Format, Terminal, progress};
use crate::diagnostic::Lang;
use crate::preview::{FIRST_PORT, Port, Preview, Refused, State};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub struct ShowPreview {
    /// A file or folder
    path: Option<PathBuf>,
    /// The port to take [default: the first free one from 6336 on]; 0 takes any
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

impl ShowPreview {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let port = self.port.map_or(Port::Free, Port::Exactly);
        let text = ("Reading, checking and building", "Lezen, nakijken en maken");
        let started = progress::during(terminal, text, || {
            Preview::start(self.path.as_deref(), port)
        });
        let preview = match started {
            Ok(preview) => preview,
            Err(refused) => return refuse(terminal, &refused),
        };
        let url = preview.url();
        self.announce(terminal, &preview, &url);
        if self.open && open::that_detached(&url).is_err() {
            let text = terminal.pick(
                format!("No browser could be opened. Open {url} yourself."),
                format!("Er kon geen browser worden geopend. Open {url} zelf."),
            );
            terminal.err(&text);
        }
        let lang = terminal.lang;
        let served = preview.serve(lang, |state| {
            if terminal.format != Format::Json && !terminal.quiet {
                terminal.line(&news(state, lang));
                terminal.flush();
            }
        });
        match served {
            Ok(()) => {
                if terminal.format != Format::Json && !terminal.quiet {
                    let text = terminal.pick("Stopped.", "Gestopt.");
                    terminal.line(text);
                }
                Exit::Fine
            }
            Err(refused) => refuse(terminal, &refused),
        }
    }

    /// Says where the preview is. A program reads one line and goes on.
    fn announce(&self, terminal: &mut Terminal, preview: &Preview, url: &str) {
        if terminal.format == Format::Json {
            terminal.line(&json!({ "url": url }).to_string());
            return terminal.flush();
        }
        let taken = self.port.is_none() && preview.port() != FIRST_PORT;
        if taken && !terminal.quiet {
            let text = terminal.pick(
                format!(
                    "Port {FIRST_PORT} is taken; this preview has {}.",
                    preview.port()
                ),
                format!(
                    "Poort {FIRST_PORT} is bezet; deze voorvertoning heeft {}.",
                    preview.port()
                ),
            );
            terminal.err(&text);
        }
        if terminal.quiet {
            terminal.line(url);
            return terminal.flush();
        }
        let stop = terminal.pick(
            "It follows what you save. Only this computer can see it. Stop it with Ctrl-C.",
            "Zij volgt wat je opslaat. Alleen deze computer kan haar zien. Stop haar met Ctrl-C.",
        );
        let text = terminal.pick(
            format!("The preview is at {url}"),
            format!("De voorvertoning staat op {url}"),
        );
        terminal.line(&text);
        terminal.line(stop);
        let now = news(&preview.state(), terminal.lang);
        terminal.line(&now);
        terminal.flush();
    }
}

fn refuse(terminal: &mut Terminal, refused: &Refused) -> Exit {
    terminal.mistake(&refused.text());
    Exit::Unusable
}

/// What there is to say of a state, in one line.
fn news(state: &State, lang: Lang) -> String {
    let found = match (state.summary.text(lang), lang) {
        (text, _) if !text.is_empty() => text,
        (_, Lang::En) => "nothing found".to_string(),
        (_, Lang::Nl) => "niets gevonden".to_string(),
    };
    match (state.failed, state.current, state.good.is_some(), lang) {
        (true, .., Lang::En) => "Meent itself went wrong on this source; see above.".to_string(),
        (true, .., Lang::Nl) => "Meent zelf liep vast op deze bron; zie hierboven.".to_string(),
        (_, true, _, Lang::En) => format!("Shown: {found}."),
        (_, true, _, Lang::Nl) => format!("Getoond: {found}."),
        (_, _, true, Lang::En) => format!("Not shown: {found}. The version from before stays."),
        (_, _, true, Lang::Nl) => {
            format!("Niet getoond: {found}. De versie van daarvoor blijft staan.")
        }
        (_, _, false, Lang::En) => format!("Not shown: {found}. The page tells what is wrong."),
        (_, _, false, Lang::Nl) => {
            format!("Niet getoond: {found}. De pagina vertelt wat er mis is.")
        }
    }
}
