//! `meent ask`

use super::asking::Asking;
use super::flags::refuse;
use super::spoken::Speaker;
use super::{Common, Exit, Format, Terminal, checked, choices, sound};
use crate::analysis::{Universe, explanation};
use crate::diagnostic::Text;
use clap::Args;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples (a path, if you give one, comes first):
  meent ask --in researchers --action read --data measurements --purpose care-research
  meent ask --as city --action publish --data street-load --with consent homes=12 --passed approve-use
  meent ask examples/energy --json request.json

Names are those of the source; `meent ask` alone lists them, and with --format json lists all of them
for a program. Whatever the answer is, the exit code is 0; it is 1 if the source has errors, and 2 if
the question cannot be understood.";

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub struct Ask {
    /// A file or folder
    path: Option<PathBuf>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Ask {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let sent = match self.asking.sent() {
            Ok(sent) => sent,
            Err(problem) => return refuse(terminal, &[problem]),
        };
        if self.asking.by_nobody() {
            return nobody_asks(terminal, self.path.as_deref());
        }
        let (_, checked) = match sound(terminal, self.path.as_deref()) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let model = &checked.model;
        let universe = Universe::new(model);
        let by_hand = sent.is_none();
        let raw = match sent {
            Some(raw) => raw,
            None => match self.asking.request(model) {
                Ok(raw) => raw,
                Err(problems) => return refuse(terminal, &problems),
            },
        };
        let resolved = universe.resolve(&raw);
        // A person who types a wrong name wants to hear it; a program gets the answer that every policy engine gives.
        if by_hand && !resolved.problems.is_empty() {
            return choices::wrong_names(terminal, model, &resolved.problems);
        }
        let answer = universe.answer_raw(&raw);
        match terminal.format {
            Format::Json => {
                let mut whole = explanation(model, &checked.outline, &answer);
                // With the request, so that `meent explain --answer` can tell how it came about.
                if let (Some(map), Ok(request)) =
                    (whole.as_object_mut(), serde_json::to_value(&raw))
                {
                    map.insert("request".into(), request);
                }
                terminal.line(&format!("{whole:#}"));
            }
            Format::Short => {
                let whole = crate::analysis::document(model, &checked.outline, &answer);
                terminal.line(&whole.to_string());
            }
            _ => {
                let speaker = Speaker::new(model, &checked.outline, terminal.lang);
                let text = speaker.answer(resolved.request.as_ref(), &answer);
                terminal.out(&text);
            }
        }
        Exit::Fine
    }
}

/// The names there are, for someone who does not say who asks.
fn nobody_asks(terminal: &mut Terminal, path: Option<&Path>) -> Exit {
    let (project, checked) = checked(terminal, path);
    if checked.complete && terminal.format == Format::Json {
        // A program that asks what there is, an editor say, gets it.
        let listed = choices::listed(&checked.model);
        terminal.line(&format!("{listed:#}"));
        return Exit::Fine;
    }
    if checked.complete {
        let choices = choices::choices(&checked.model, terminal.lang);
        terminal.err(&choices);
    } else if project.loaded.unreadable {
        terminal.findings_aside(&checked.diagnostics, &project.loaded.sources);
    }
    terminal.mistake(&Text::new(
        "Say who asks: --as MEMBER, --in GROUP or --outsider. Or give the request as JSON: --json FILE.",
        "Zeg wie er vraagt: --as LID, --in GROEP of --outsider. Of geef de aanvraag als JSON: --json BESTAND.",
    ));
    Exit::Unusable
}
