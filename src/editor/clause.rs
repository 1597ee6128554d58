//! The clause of the agreement that a declaration becomes.

use super::Snapshot;
use crate::analysis::Outline;
use crate::diagnostic::{Lang, Text};
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
    let Some((id, decl)) = around else {
        return Err(Text::new(
            "There is no declaration here that stands in the agreement.",
            "Hier staat geen declaratie die in de overeenkomst komt.",
        ));
    };
    let name = decl.id.clone();
    let none = || {
        Text::new(
            format!("`{name}` has no clause of its own in the agreement."),
            format!("`{name}` heeft geen eigen bepaling in de overeenkomst."),
        )
    };
    let anchor = agreement::anchor(model, id).ok_or_else(none)?;
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
    let found = found.ok_or_else(none)?;
    Ok(Clause {
        name,
        anchor,
        html: found.html(),
        markdown: found.verbatim,
    })
}
