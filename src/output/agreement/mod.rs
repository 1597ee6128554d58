//! The agreement: one contract in English and Dutch, as Markdown and HTML, and an accession deed per member.
//!
//! Every article and annex has one Markdown template a language. [`data`] puts the model into fields for them,
//! [`document`] numbers paragraphs and sets links, [`html`] writes the same document as HTML. A sentence carries
//! the id of the declaration it came from as an anchor.

mod clause;
mod data;
mod deciding;
mod document;
mod guarding;
pub mod html;
mod parties;
mod register;
mod rules;
mod templates;

use super::template::Templates;
use super::{Artifact, Context, Made};
use crate::diagnostic::{Diagnostic, Lang};
use crate::prose::Words;
use serde_json::{Value, json};

pub use clause::{Clause, anchor, clause};
pub use templates::TABLE;

/// Makes `agreement/<lang>/agreement.md`, `agreement.html` and `accession/<member>.md` in both languages.
///
/// # Errors
/// A community's template that does not fit.
pub fn make(ctx: &Context) -> Result<Made, Vec<Diagnostic>> {
    let templates = Templates::new(TABLE, ctx.overrides)?;
    let (mut made, mut problems) = (Made::default(), Vec::new());
    for lang in Lang::ALL {
        match one_language(ctx, &templates, lang) {
            Ok(artifacts) => made.artifacts.extend(artifacts),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        Ok(made)
    } else {
        Err(problems)
    }
}

fn one_language(
    ctx: &Context,
    templates: &Templates,
    lang: Lang,
) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let fields = data::fields(ctx, lang);
    let folder = format!("agreement/{}", lang.tag());
    let document = document::assemble(ctx, templates, lang, &fields)?;
    let page = json!({
        "lang": lang.tag(),
        "title": document.title,
        "style": include_str!("../../../templates/agreement/style.css"),
        "body": html::body(&document.markdown),
    });
    let page = templates
        .render(&format!("{folder}/document.html"), &page)
        .map_err(|d| vec![d])?;
    let mut artifacts = vec![
        Artifact::text(format!("{folder}/agreement.md"), document.markdown),
        Artifact::text(format!("{folder}/agreement.html"), page),
    ];
    let words = Words::new(ctx.model, lang);
    for party in ctx
        .model
        .parties
        .iter()
        .filter(|p| p.decl.is_own() && p.member)
    {
        let fields =
            json!({ "c": fields["c"], "a": fields["a"], "member": parties::member(words, party) });
        let deed = templates
            .render(&format!("{folder}/accession.md"), &fields)
            .map_err(|d| vec![d])?;
        artifacts.push(Artifact::text(
            format!("{folder}/accession/{}.md", file_name(&party.decl.id)),
            deed,
        ));
    }
    Ok(artifacts)
}

/// A declaration's id as the name of a file.
fn file_name(id: &str) -> String {
    id.replace([':', '/', '\\'], "-")
}

/// Texts as a JSON list.
fn list(items: impl IntoIterator<Item = String>) -> Value {
    Value::Array(items.into_iter().map(Value::String).collect())
}
