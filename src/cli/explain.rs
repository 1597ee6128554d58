//! `meent explain`: a finding by its code, or how the answer to a request comes about.

use super::asking::{Asking, not_a_request, read_json};
use super::flags::refuse;
use super::spoken::Speaker;
use super::{Common, Exit, Format, Terminal, choices, sound};
use crate::analysis::{RawRequest, Universe, derivation_document, document};
use crate::diagnostic::Text;
use crate::diagnostic::registry::{self, Entry};
use crate::model::RuleId;
use clap::Args;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  meent explain M0503
  meent explain --in researchers --action read --data measurements --purpose care-research
  meent explain examples/energy --json request.json
  meent explain examples/energy --answer answer.json

With a request it tells how its answer comes about, rule by rule; what stands first is then the
path of the project. An answer is what `meent ask --format json` writes.";

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub struct Explain {
    /// The code or the name of a finding (M0503, contradiction); with a request, a file or folder
    what: Option<String>,
    #[command(flatten)]
    asking: Asking,
    /// Explain this answer, as `meent ask --format json` wrote it; `-` is the standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["json", "member", "groups", "outsider", "actions", "data", "purposes", "facts", "passed", "not_passed", "moment"]
    )]
    answer: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Explain {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        if self.answer.is_some() || !self.asking.is_empty() {
            return self.request(terminal);
        }
        let Some(code) = &self.what else {
            list(terminal);
            return Exit::Fine;
        };
        let Some(entry) = registry::find(code) else {
            let names = registry::all()
                .iter()
                .flat_map(|e| [e.code.as_str(), e.slug]);
            let mut text = Text::new(
                format!("There is no finding with the code `{code}`."),
                format!("Er is geen bevinding met de code `{code}`."),
            );
            if let Some(best) = crate::diagnostic::nearest(code, names) {
                text.en.push_str(&format!(" Did you mean {best}?"));
                text.nl.push_str(&format!(" Bedoel je {best}?"));
            }
            terminal.mistake(&text);
            return Exit::Unusable;
        };
        match terminal.format {
            Format::Json => terminal.line(&row(entry, terminal, true).to_string()),
            _ => terminal.out(&entry.explanation(terminal.lang)),
        }
        Exit::Fine
    }

    /// How the answer to a request comes about.
    fn request(&self, terminal: &mut Terminal) -> Exit {
        let read = match &self.answer {
            Some(file) => read_answer(file).map(|(raw, before)| (Some(raw), Some(before))),
            None => self.asking.sent().map(|sent| (sent, None)),
        };
        let (sent, before) = match read {
            Ok(read) => read,
            Err(problem) => return refuse(terminal, &[problem]),
        };
        if sent.is_none() && self.asking.by_nobody() {
            return refuse(
                terminal,
                &[Text::new(
                    "Say who asks: --as MEMBER, --in GROUP or --outsider. Or give the request as JSON: --json FILE.",
                    "Zeg wie er vraagt: --as LID, --in GROEP of --outsider. Of geef de aanvraag als JSON: --json BESTAND.",
                )],
            );
        }
        let path = self.what.as_deref().map(Path::new);
        let (project, checked) = match sound(terminal, path) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let (model, outline) = (&checked.model, &checked.outline);
        let universe = Universe::new(model);
        let by_hand = sent.is_none();
        let raw = match sent.map_or_else(|| self.asking.request(model), Ok) {
            Ok(raw) => raw,
            Err(problems) => return refuse(terminal, &problems),
        };
        let resolved = universe.resolve(&raw);
        if by_hand && !resolved.problems.is_empty() {
            return choices::wrong_names(terminal, model, &resolved.problems);
        }
        let Some(request) = resolved.request else {
            // Names that do not exist: there is nothing to derive, and the problems say why.
            return refuse(terminal, &resolved.problems);
        };
        let mut derivation = universe.derive(&request);
        derivation.answer.problems = resolved.problems;
        if let Some(before) = before {
            changed(
                terminal,
                &before,
                &document(model, outline, &derivation.answer),
            );
        }
        let place = |rule: RuleId| {
            let span = model.rules.get(rule.index())?.decl.span?;
            Some(project.loaded.sources.place(span))
        };
        match terminal.format {
            Format::Json => {
                let mut whole = derivation_document(model, outline, &derivation, &place);
                if let (Some(map), Ok(request)) =
                    (whole.as_object_mut(), serde_json::to_value(&raw))
                {
                    map.insert("request".into(), request);
                }
                terminal.line(&format!("{whole:#}"));
            }
            _ => {
                for problem in &derivation.answer.problems {
                    terminal.err(&format!("! {}", problem.get(terminal.lang)));
                }
                let speaker = Speaker::new(model, outline, terminal.lang);
                let text = speaker.derivation(&request, &derivation, &place);
                terminal.out(&text);
            }
        }
        Exit::Fine
    }
}

/// The request in an answer, and the answer.
fn read_answer(file: &Path) -> Result<(RawRequest, Value), Text> {
    let text = read_json(file)?;
    let answer: Value = serde_json::from_str(&text).map_err(|error| not_a_request(&error))?;
    let request = answer.get("request").cloned().ok_or_else(|| {
        Text::new(
            "There is no request in this answer. Make it with `meent ask --format json`, or give the request itself: --json FILE.",
            "In dit antwoord staat geen aanvraag. Maak het met `meent ask --format json`, of geef de aanvraag zelf: --json BESTAND.",
        )
    })?;
    let raw = serde_json::from_value(request).map_err(|_| {
        Text::new(
            "The request in this answer is not a request.",
            "De aanvraag in dit antwoord is geen aanvraag.",
        )
    })?;
    Ok((raw, answer))
}

/// Says that the answer is not what it was.
fn changed(terminal: &mut Terminal, before: &Value, now: &Value) {
    let differs = ["answer", "rules", "duties", "missing"]
        .iter()
        .any(|part| before.get(part) != now.get(part));
    if differs {
        let text = terminal.pick(
            "! This source answers otherwise than the answer that was given. What follows is how it answers.",
            "! Deze bron antwoordt anders dan het gegeven antwoord. Hieronder staat hoe zij antwoordt.",
        );
        terminal.err(text);
    }
}

fn list(terminal: &mut Terminal) {
    if terminal.format == Format::Json {
        let rows: Vec<_> = registry::all()
            .iter()
            .map(|entry| row(entry, terminal, false))
            .collect();
        return terminal.line(&json!({ "findings": rows }).to_string());
    }
    for entry in registry::all() {
        terminal.line(&format!(
            "{}  {:24}  {}",
            entry.code,
            entry.slug,
            entry.title.get(terminal.lang)
        ));
    }
}

fn row(entry: &Entry, terminal: &Terminal, whole: bool) -> serde_json::Value {
    let lang = terminal.lang;
    let mut row = json!({
        "code": entry.code,
        "name": entry.slug,
        "level": entry.level,
        "title": entry.title.get(lang),
        "acceptable": entry.acceptable,
    });
    if let (true, Some(map)) = (whole, row.as_object_mut()) {
        map.insert("page".into(), entry.page.get(lang).into());
        map.insert("bad".into(), entry.bad.into());
        map.insert("good".into(), entry.good.into());
    }
    row
}
