//! May someone do something? The answer of the source as it stands in the editor.

use super::Snapshot;
use crate::analysis::{Outline, RawRequest, Universe, explanation};
use crate::diagnostic::{Lang, Text};
use crate::prose::Words;
use serde_json::Value;

/// An answer, for a machine and for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// What `meent ask --format json` prints.
    pub document: Value,
    /// The verdict, why, and the names that mean nothing, line by line.
    pub text: Text,
}

/// The answer to a request. Names that mean nothing are told of in it, as in every policy engine.
///
/// # Errors
/// Why there is none, for people: the source has errors.
pub fn ask(snapshot: &Snapshot, request: &RawRequest) -> Result<Answered, Text> {
    let model = &snapshot.model;
    let loaded = &snapshot.project.loaded;
    let error = |d: &&crate::diagnostic::Diagnostic| d.level == crate::diagnostic::Level::Error;
    if loaded.unreadable || snapshot.found.iter().any(|d| error(&d)) {
        return Err(Text::new(
            "The source has errors, so there is no answer. Settle the errors first.",
            "De bron heeft fouten, dus er is geen antwoord. Los eerst de fouten op.",
        ));
    }
    let outline = Outline::new(model);
    let answer = Universe::new(model).answer_raw(request);
    let mut document = explanation(model, &outline, &answer);
    if let (Some(map), Ok(request)) = (document.as_object_mut(), serde_json::to_value(request)) {
        map.insert("request".into(), request);
    }
    let said = |lang: Lang| {
        let words = Words::new(model, lang);
        let mut lines = vec![crate::prose::sentence(words.verdict(answer.verdict))];
        lines.extend(answer.problems.iter().map(|p| format!("! {}", p.get(lang))));
        for rule in &answer.rules {
            lines.push(format!(
                "- {}",
                words.rule(*rule, &crate::prose::Unnumbered)
            ));
        }
        lines.join("\n")
    };
    Ok(Answered {
        document,
        text: Text::new(said(Lang::En), said(Lang::Nl)),
    })
}
