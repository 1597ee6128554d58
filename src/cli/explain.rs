//! `meent explain`

use super::{Common, Exit, Format, Terminal};
use crate::diagnostic::Text;
use crate::diagnostic::registry::{self, Entry};
use clap::Args;
use serde_json::json;

#[derive(Args)]
pub struct Explain {
    /// The code or the name of a finding: M0503, contradiction
    code: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Explain {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let Some(code) = &self.code else {
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
            if let Some(best) = crate::project::nearest(code, names) {
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
