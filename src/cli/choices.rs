//! The names that a question can be made of, for people who do not know them by heart.

use super::flags::refuse;
use super::{Exit, Terminal};
use crate::diagnostic::{Lang, Text};
use crate::model::{Decl, Model};

/// More of a kind than this are left out.
const MOST: usize = 30;

/// What a source has to ask about: each name, and what it stands for.
pub fn choices(model: &Model, lang: Lang) -> String {
    let pick = |en: &'static str, nl: &'static str| match lang {
        Lang::En => en,
        Lang::Nl => nl,
    };
    let named = |decls: Vec<&Decl>| -> Vec<(String, String)> {
        let own = decls.into_iter().filter(|d| d.is_own() && !d.id.is_empty());
        own.map(|d| (d.id.clone(), d.title(lang).to_string()))
            .collect()
    };
    let rows = [
        (
            pick("--as (members and parties)", "--as (leden en partijen)"),
            named(model.parties.iter().map(|p| &p.decl).collect()),
        ),
        (
            pick("--in (groups)", "--in (groepen)"),
            named(model.groups.iter().map(|g| &g.decl).collect()),
        ),
        (
            pick("--action", "--action (handelingen)"),
            actions(model, lang),
        ),
        (
            pick("--data", "--data (gegevens)"),
            named(model.data.iter().map(|d| &d.decl).collect()),
        ),
        (
            pick("--purpose", "--purpose (doeleinden)"),
            named(model.purposes.iter().map(|p| &p.decl).collect()),
        ),
        (
            pick("--with (facts)", "--with (feiten)"),
            named(model.facts.iter().map(|f| &f.decl).collect()),
        ),
        (
            pick("--passed (decisions)", "--passed (besluiten)"),
            named(model.decisions.iter().map(|d| &d.decl).collect()),
        ),
    ];
    let mut out = pick("What there is to ask about:", "Waar je naar kunt vragen:").to_string();
    for (heading, all) in rows.into_iter().filter(|(_, all)| !all.is_empty()) {
        out.push_str(&format!("\n\n  {heading}"));
        let width = all.iter().map(|(id, _)| id.chars().count()).max();
        let width = width.unwrap_or(0).min(32);
        for (id, title) in all.iter().take(MOST) {
            out.push_str(&format!("\n    {id:width$}  {title}"));
        }
        if let Some(more) = all.len().checked_sub(MOST).filter(|n| *n > 0) {
            let text = pick("more", "meer");
            out.push_str(&format!("\n    … {more} {text}"));
        }
    }
    out.push('\n');
    out
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
fn actions(model: &Model, lang: Lang) -> Vec<(String, String)> {
    let mut used: Vec<usize> = model
        .rules
        .iter()
        .flat_map(|r| r.actions.iter().map(|a| a.index()))
        .collect();
    used.sort_unstable();
    used.dedup();
    let decls = used.into_iter().filter_map(|at| model.actions.get(at));
    decls
        .map(|a| (a.decl.id.clone(), a.decl.title(lang).to_string()))
        .collect()
}
