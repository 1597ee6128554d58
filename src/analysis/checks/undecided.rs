//! A question that ran out of its budget, as a finding: never silence (docs/semantics, section 11).

use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Text};
use crate::source::Span;

/// What could not be worked out about these places, and those that stand beside them.
pub(super) fn undecided(
    message: Text,
    about: impl IntoIterator<Item = Span>,
    beside: impl IntoIterator<Item = Span>,
    what_is_beside: &Text,
) -> Diagnostic {
    let mut d = Diagnostic::new(codes::UNDECIDED, message);
    for span in about {
        d = d.label(
            span,
            Text::new(
                "too many cases to go through",
                "te veel gevallen om na te gaan",
            ),
        );
    }
    beside
        .into_iter()
        .fold(d, |d, span| d.label(span, what_is_beside.clone()))
}

/// What helps where it is the conditions that make the cases many.
pub(super) fn fewer_conditions() -> Text {
    Text::new(
        "Fewer conditions in one rule make this decidable.",
        "Met minder voorwaarden in één regel is het wel uit te maken.",
    )
}
