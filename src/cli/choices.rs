//! The names that a question can be made of, for people who do not know them by heart.

use super::flags::refuse;
use super::{Exit, Terminal};
use crate::diagnostic::{Lang, Text};
use crate::model::{Decl, Model};
use serde_json::{Value as Json, json};

/// More of a kind than this are left out.
const MOST: usize = 30;

/// What a source has to ask about, as a text for people: each name, and what it stands for.
pub fn choices(model: &Model, lang: Lang) -> String {
    let mut out = match lang {
        Lang::En => "What there is to ask about:".to_string(),
        Lang::Nl => "Waar je naar kunt vragen:".to_string(),
    };
    for (_, heading, all) in rows(model) {
        if all.is_empty() {
            continue;
        }
        out.push_str(&format!("\n\n  {}", heading.get(lang)));
        let width = all.iter().map(|d| d.id.chars().count()).max();
        let width = width.unwrap_or(0).min(32);
        for decl in all.iter().take(MOST) {
            out.push_str(&format!("\n    {:width$}  {}", decl.id, decl.title(lang)));
        }
        if let Some(more) = all.len().checked_sub(MOST).filter(|n| *n > 0) {
            let text = match lang {
                Lang::En => "more",
                Lang::Nl => "meer",
            };
            out.push_str(&format!("\n    … {more} {text}"));
        }
    }
    out.push('\n');
    out
}

/// The same for a program, and whole: for each kind its names, with their titles in both languages.
pub fn listed(model: &Model) -> Json {
    let kinds = rows(model).into_iter().map(|(kind, _, all)| {
        let names = all.into_iter().map(|decl| {
            json!({
                "name": decl.id,
                "title": { "en": decl.title(Lang::En), "nl": decl.title(Lang::Nl) },
            })
        });
        (kind.to_string(), names.collect())
    });
    Json::Object(kinds.collect())
}

/// The kinds of names that a question is made of: for a program, for a person, and the source's own names of the kind.
fn rows(model: &Model) -> [(&'static str, Text, Vec<&Decl>); 7] {
    fn own<'a>(decls: impl Iterator<Item = &'a Decl>) -> Vec<&'a Decl> {
        decls.filter(|d| d.is_own() && !d.id.is_empty()).collect()
    }
    [
        (
            "parties",
            Text::new("--as (members and parties)", "--as (leden en partijen)"),
            own(model.parties.iter().map(|p| &p.decl)),
        ),
        (
            "groups",
            Text::new("--in (groups)", "--in (groepen)"),
            own(model.groups.iter().map(|g| &g.decl)),
        ),
        (
            "actions",
            Text::new("--action", "--action (handelingen)"),
            actions(model),
        ),
        (
            "data",
            Text::new("--data", "--data (gegevens)"),
            own(model.data.iter().map(|d| &d.decl)),
        ),
        (
            "purposes",
            Text::new("--purpose", "--purpose (doeleinden)"),
            own(model.purposes.iter().map(|p| &p.decl)),
        ),
        (
            "facts",
            Text::new("--with (facts)", "--with (feiten)"),
            own(model.facts.iter().map(|f| &f.decl)),
        ),
        (
            "decisions",
            Text::new("--passed (decisions)", "--passed (besluiten)"),
            own(model.decisions.iter().map(|d| &d.decl)),
        ),
    ]
}

/// Says which names are wrong, after a list of all names if nothing comes near one of them.
pub fn wrong_names(terminal: &mut Terminal, model: &Model, problems: &[Text]) -> Exit {
    let at_a_loss = |p: &Text| !p.en.contains("Did you mean") && p.en.starts_with("There is no");
    if problems.iter().any(at_a_loss) {
        let choices = choices(model, terminal.lang);
        terminal.err(&choices);
    }
    refuse(terminal, problems)
}

/// The actions that some rule is about: those that ship with the compiler are many.
fn actions(model: &Model) -> Vec<&Decl> {
    let mut used: Vec<usize> = model
        .rules
        .iter()
        .flat_map(|r| r.actions.iter().map(|a| a.index()))
        .collect();
    used.sort_unstable();
    used.dedup();
    let found = used.into_iter().filter_map(|at| model.actions.get(at));
    found.map(|a| &a.decl).collect()
}
