//! The day whose weights count: a register of another day than the source asks for is refused.

use super::file::Record;
use super::refuse::Refusal;
use super::subject::Subject;
use crate::diagnostic::Text;
use crate::model::{Body, Date, Snapshot, Votes};
use crate::prose::both;

/// The day of the weights in this vote, if the record says when that was. Where the source says nothing it is the day
/// of the tally.
pub(super) fn due(body: &Body, record: &Record) -> Option<Date> {
    let day = record.date.as_ref().map(|d| d.value);
    match body.weights_day {
        Some(Snapshot::Notice) => record.convened.map(|m| m.date()),
        Some(Snapshot::Opening) => record.opened.map(|m| m.date()).or(day),
        Some(Snapshot::Tally) | None => record.closed.map(|m| m.date()).or(day),
    }
}

/// Refuses a register of another day than the source asks for.
///
/// # Errors
/// The refusal, at the day that the record gives.
pub(super) fn check(subject: &Subject, record: &Record) -> Result<(), Refusal> {
    let (Some(body), Some(of)) = (subject.body, &record.electorate.snapshot) else {
        return Ok(());
    };
    let weighted = matches!(body.votes, Votes::Weighted { .. });
    let Some(due) = due(body, record).filter(|_| weighted && body.weights_day.is_some()) else {
        return Ok(());
    };
    if due == of.value {
        return Ok(());
    }
    let (due, is) = (
        both(subject.model, |w| w.date(due)),
        both(subject.model, |w| w.date(of.value)),
    );
    Err(Refusal::at(
        of.span,
        Text::new(
            format!(
                "The source counts the weights of {}, and this register is of {}.",
                due.en, is.en
            ),
            format!(
                "De bron telt de gewichten van {}, en dit register is van {}.",
                due.nl, is.nl
            ),
        ),
    ))
}
