//! The clause of the agreement that a declaration becomes.

use super::Snapshot;
use crate::analysis::Outline;
use crate::diagnostic::{Lang, Text};
use crate::model::{AnyId, Model};
use crate::output::{Context, agreement};
use crate::project::VERSION;
use crate::source::FileId;

/// A piece of the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The name of the declaration.
    pub name: String,
    /// Its anchor in the agreement, such as `rule-plan`.
    pub anchor: String,
    pub markdown: String,
    pub html: String,
}

/// The clause that the declaration around a byte becomes.
///
/// # Errors
/// Why there is none, for people.
pub fn clause(
    snapshot: &Snapshot,
    file: FileId,
    offset: usize,
    lang: Lang,
) -> Result<Clause, Text> {
    let model = &snapshot.model;
    let at = offset as u32;
    let around = model
        .declarations()
        .filter(|(_, d)| {
            d.span
                .is_some_and(|s| s.file == file && s.start <= at && at <= s.end)
        })
        .min_by_key(|(_, d)| d.span.map_or(0, |s| s.len()));
    let (anchor, name) = match around {
        Some((id, decl)) => {
            let shown = match id {
                // A field stands in the clause of its dataset too, but has an anchor of its own.
                AnyId::Data(d) if model.data.get(d.index()).is_some_and(|d| !d.is_dataset()) => {
                    "field"
                }
                _ => kind(model, id),
            };
            (format!("{shown}-{}", decl.id), decl.id.clone())
        }
        None => {
            return Err(Text::new(
                "There is no declaration here that stands in the agreement.",
                "Hier staat geen declaratie die in de overeenkomst komt.",
            ));
        }
    };
    let none = || {
        Text::new(
            format!("`{name}` has no clause of its own in the agreement."),
            format!("`{name}` heeft geen eigen bepaling in de overeenkomst."),
        )
    };
    let outline = Outline::new(model);
    let loaded = &snapshot.project.loaded;
    let context = Context {
        model,
        outline: &outline,
        accepted: &[],
        findings: &[],
        overrides: &loaded.overrides,
        digest: &loaded.digest(),
        compiler_version: VERSION,
    };
    let found = agreement::clause(&context, lang, &anchor).map_err(|problems| {
        problems
            .into_iter()
            .next()
            .map_or_else(none, |first| first.message)
    })?;
    let (markdown, html) = found.ok_or_else(none)?;
    Ok(Clause {
        name,
        anchor,
        markdown,
        html,
    })
}

/// The first part of a declaration's anchor.
fn kind(model: &Model, id: AnyId) -> &'static str {
    match id {
        AnyId::Group(_) => "group",
        AnyId::Party(id) => match model.parties.get(id.index()) {
            Some(party) if party.member => "member",
            _ => "party",
        },
        AnyId::Data(_) => "dataset",
        AnyId::Purpose(_) => "purpose",
        AnyId::Action(_) => "action",
        AnyId::Fact(_) => "fact",
        AnyId::Rule(_) => "rule",
        AnyId::Body(_) => "body",
        AnyId::Decision(_) => "decision",
        AnyId::Sanction(_) => "sanction",
        AnyId::Right(_) => "right",
    }
}
