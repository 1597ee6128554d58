//! What there is to say about a completion once it is looked at.

use crate::data::{dpv, law};
use crate::diagnostic::{Text, registry};
use crate::editor::Snapshot;
use crate::model::{Decl, Model, RuleId};
use crate::prose::{Unnumbered, both};

/// A few sentences about what a [`super::Completion::key`] stands for, as Markdown.
pub fn document(snapshot: &Snapshot, key: &str) -> Option<Text> {
    let (kind, name) = key.split_once('/')?;
    let model = &snapshot.model;
    match kind {
        "dpv" => {
            let term = dpv::find(name)?;
            let said = |lang| format!("**{}**\n\n{}", term.label(lang), term.definition);
            Some(Text::new(
                said(crate::diagnostic::Lang::En),
                said(crate::diagnostic::Lang::Nl),
            ))
        }
        "finding" => {
            let entry = registry::find(name)?;
            let first = |text: &str| {
                text.trim()
                    .split("\n\n")
                    .next()
                    .unwrap_or_default()
                    .to_string()
            };
            Some(Text::new(first(&entry.page.en), first(&entry.page.nl)))
        }
        "law" => {
            let basis = law::basis(name)?;
            Some(Text::new(
                basis.cited(crate::diagnostic::Lang::En),
                basis.cited(crate::diagnostic::Lang::Nl),
            ))
        }
        "rule" => {
            let at = model.rules.iter().position(|r| r.decl.id == name)?;
            let sentence = both(model, |w| w.rule(RuleId::new(at), &Unnumbered));
            let decl = decl(model, kind, name)?;
            Some(joined(&about(decl), &sentence))
        }
        _ => decl(model, kind, name).map(about),
    }
}

fn joined(first: &Text, second: &Text) -> Text {
    let both = |a: &str, b: &str| format!("{a}\n\n{b}").trim().to_string();
    Text::new(both(&first.en, &second.en), both(&first.nl, &second.nl))
}

/// The title in bold, and the note.
fn about(decl: &Decl) -> Text {
    let said = |lang| {
        let title = format!("**{}**", decl.title(lang));
        match &decl.note {
            Some(note) => format!("{title}\n\n{}", note.get(lang)),
            None => title,
        }
    };
    Text::new(
        said(crate::diagnostic::Lang::En),
        said(crate::diagnostic::Lang::Nl),
    )
}

fn decl<'m>(model: &'m Model, kind: &str, name: &str) -> Option<&'m Decl> {
    let is = |d: &&Decl| d.id == name;
    match kind {
        "commons" => std::iter::once(&model.commons)
            .chain(&model.outers)
            .filter_map(|c| c.decl.as_ref())
            .find(is),
        "group" => model.groups.iter().map(|x| &x.decl).find(is),
        "party" => model.parties.iter().map(|x| &x.decl).find(is),
        "body" => model.bodies.iter().map(|x| &x.decl).find(is),
        "data" => model.data.iter().map(|x| &x.decl).find(is),
        "purpose" => model.purposes.iter().map(|x| &x.decl).find(is),
        "action" => model.actions.iter().map(|x| &x.decl).find(is),
        "fact" => model.facts.iter().map(|x| &x.decl).find(is),
        "rule" => model.rules.iter().map(|x| &x.decl).find(is),
        "decision" => model.decisions.iter().map(|x| &x.decl).find(is),
        "sanction" => model.sanctions.iter().map(|x| &x.decl).find(is),
        "right" => model.rights.iter().map(|x| &x.decl).find(is),
        _ => None,
    }
}
