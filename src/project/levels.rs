//! Applies what a project has chosen to its findings: their levels, and the ones that the source accepts.

use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Diagnostic, Level, Text, sort};
use crate::model::Acceptance;
use crate::source::Span;
use std::collections::BTreeMap;

/// Findings, sorted into what remains and what the source accepts.
#[derive(Debug, Clone, Default)]
pub struct Sorted {
    /// What remains, by place. Findings that the project has switched off are not among them.
    pub remaining: Vec<Diagnostic>,
    /// What a declaration accepts, with the place of the acceptance in the model's list.
    pub accepted: Vec<(Diagnostic, usize)>,
}

/// Gives findings the levels of the project, and sets aside those that the declaration they stand in accepts.
///
/// `complete`: all checks were made, so that an acceptance without a finding is not needed.
pub fn apply(
    found: Vec<Diagnostic>,
    levels: &BTreeMap<Code, Level>,
    acceptances: &[Acceptance],
    complete: bool,
) -> Sorted {
    let mut sorted = Sorted::default();
    let mut needed = vec![false; acceptances.len()];
    for mut finding in found {
        if let Some(level) = levels.get(&finding.code) {
            finding.level = *level;
        }
        let acceptance = acceptances.iter().position(|a| accepts(a, &finding));
        match acceptance {
            Some(at) => {
                if let Some(needed) = needed.get_mut(at) {
                    *needed = true;
                }
                sorted.accepted.push((finding, at));
            }
            None if finding.level == Level::Allow => {}
            None => sorted.remaining.push(finding),
        }
    }
    if complete {
        let level = levels.get(&codes::UNNEEDED_ACCEPT).copied();
        let unneeded = acceptances
            .iter()
            .zip(&needed)
            .filter(|(_, needed)| !**needed);
        for (acceptance, _) in unneeded {
            let mut finding = unneeded_accept(acceptance);
            finding.level = level.unwrap_or(finding.level);
            if finding.level != Level::Allow {
                sorted.remaining.push(finding);
            }
        }
    }
    sort(&mut sorted.remaining);
    sorted
        .accepted
        .sort_by_key(|(finding, at)| (finding.span(), finding.code, *at));
    sorted
}

fn accepts(acceptance: &Acceptance, finding: &Diagnostic) -> bool {
    acceptance.code == finding.code
        && finding.code.entry().acceptable
        && finding
            .span()
            .is_some_and(|span| lies_in(span, acceptance.within))
}

fn lies_in(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && inner.start >= outer.start && inner.end <= outer.end
}

fn unneeded_accept(acceptance: &Acceptance) -> Diagnostic {
    let (code, title) = (acceptance.code, &acceptance.code.entry().title);
    Diagnostic::new(
        codes::UNNEEDED_ACCEPT,
        Text::new(
            format!("{code} is accepted here, but there is no such finding here."),
            format!("Hier wordt {code} aanvaard, maar die bevinding is er hier niet."),
        ),
    )
    .label(
        acceptance.span,
        Text::new(
            format!("accepts: {}", title.en),
            format!("aanvaardt: {}", title.nl),
        ),
    )
    .help(Text::new(
        "Take the clause out, or put it in the declaration where the finding stands.",
        "Haal de bepaling weg, of zet haar in de declaratie waar de bevinding staat.",
    ))
}
