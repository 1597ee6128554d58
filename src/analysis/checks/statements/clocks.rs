//! Clocks in an order that can't be kept (M1113).
//!
//! Terms are laid end to end on the calendar, day by day over the 400 years after which it begins again, unless the fewest and
//! the most days that they come to settle it. Both ends of a day are tried as the moment at which they begin, which matters
//! only where hours and months are laid together.

use super::{at_end, named, word};
use crate::analysis::tally::clock::{Moment, after};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::calendar::Days;
use crate::model::{
    Date, Decision, Duration, Effective, Model, Ratio, Silence, TestKind, TimeUnit,
};
use crate::prose::{self, Words};
use crate::syntax::grammar::Rule as Word;
use jiff::civil::date;

/// Days of 400 years.
const CYCLE: usize = 146_097;

/// Whether terms laid end to end take longer than another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    Never,
    /// From this day they do, and from another one not.
    From(Date),
    Always,
}

/// Whether `steps`, one after the other, end later than `limit` if both begin at the same moment.
///
/// A part of a month has no day on which it ends, so with one in it the answer is `Never`.
pub fn late(steps: &[Duration], limit: Duration) -> Late {
    let nought = Days::from_integer(0);
    let (mut least, mut most) = (nought, nought);
    for step in steps {
        let (fewest, longest) = step.days();
        least += fewest;
        most += longest;
    }
    let (fewest, longest) = limit.days();
    if most <= fewest {
        return Late::Never;
    }
    let end = |start: Moment| {
        let last = steps.iter().try_fold(start, |at, step| after(at, *step))?;
        Some((last, after(start, limit)?))
    };
    if least > longest {
        return match end(first_day().at(0, 0, 0, 0)) {
            Some(_) => Late::Always,
            None => Late::Never,
        };
    }
    let (mut first_late, mut some_in_time) = (None, false);
    let mut day = first_day();
    for _ in 0..CYCLE {
        for start in [day.at(0, 0, 0, 0), day.at(23, 59, 59, 0)] {
            match end(start) {
                Some((last, bound)) if last > bound => first_late = first_late.or(Some(day)),
                Some(_) => some_in_time = true,
                None => return Late::Never,
            }
        }
        if let (Some(day), true) = (first_late, some_in_time) {
            return Late::From(day);
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    match first_late {
        Some(_) => Late::Always,
        None => Late::Never,
    }
}

fn first_day() -> Date {
    date(2026, 1, 1)
}

/// The shortest time in which a decision can be taken: its notice and the time that voting is open, or the time in which
/// anyone may object.
pub(super) fn shortest(decision: &Decision) -> Vec<Vec<Duration>> {
    let vote: Vec<Duration> = decision.notice.into_iter().chain(decision.window).collect();
    let lazy = decision.tests.iter().filter_map(|t| match &t.kind {
        TestKind::LazyConsensus { after, .. } => Some(vec![*after]),
        _ => None,
    });
    std::iter::once(vote)
        .chain(lazy)
        .filter(|steps| !steps.is_empty())
        .collect()
}

pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    for decision in model.decisions.iter().filter(|d| d.decl.is_own()) {
        out.extend(never_in_time(model, decision));
        out.extend(veto_too_late(model, decision));
        out.extend(ratified_too_late(model, decision));
    }
}

/// The first of the ways to decide that takes longer than a term, on some day.
fn too_long(decision: &Decision, limit: Duration) -> Option<(Vec<Duration>, Late)> {
    shortest(decision).into_iter().find_map(|steps| {
        let late = late(&steps, limit);
        (late != Late::Never).then_some((steps, late))
    })
}

/// The day that a case is told of.
fn told(late: Late) -> Date {
    match late {
        Late::From(day) => day,
        Late::Always | Late::Never => first_day(),
    }
}

/// On which day terms end that begin on a day.
fn ends(from: Date, steps: &[Duration]) -> Option<Moment> {
    let start = from.at(0, 0, 0, 0);
    steps.iter().try_fold(start, |at, step| after(at, *step))
}

/// "22 January 2026", or "1 January 2026, 12:00" where hours matter.
fn moment(words: &Words, moment: Moment, hours: bool) -> String {
    let day = words.date(moment.date());
    match hours {
        true => format!("{day}, {:02}:{:02}", moment.hour(), moment.minute()),
        false => day,
    }
}

fn has_hours(terms: &[Duration]) -> bool {
    terms
        .iter()
        .any(|t| matches!(t.unit, TimeUnit::Minute | TimeUnit::Hour) || !t.amount.is_integer())
}

/// "14 days and then 7 days".
fn laid(words: &Words, steps: &[Duration]) -> String {
    let steps: Vec<String> = steps.iter().map(|s| words.duration(*s)).collect();
    steps.join(words.pick(" and then ", " en daarna "))
}

/// "can never" or "can't always".
fn can(words: &Words, late: Late) -> &'static str {
    match late {
        Late::From(_) => words.pick("can't always", "kan niet altijd"),
        Late::Always | Late::Never => words.pick("can never", "kan nooit"),
    }
}

/// Notice and voting take longer than the time after which silence decides.
fn never_in_time(model: &Model, decision: &Decision) -> Option<Diagnostic> {
    let clock = decision.clock.as_ref()?;
    let (steps, late) = too_long(decision, clock.within)?;
    let day = told(late);
    let (end, bound) = (ends(day, &steps)?, ends(day, &[clock.within])?);
    let message = prose::both(model, |w| {
        let name = named(&decision.decl, w.lang);
        let (steps, within) = (laid(&w, &steps), w.duration(clock.within));
        let can = can(&w, late);
        match w.lang {
            Lang::En => format!(
                "{name} {can} be voted on in time: that takes {steps}, and after {within} silence decides."
            ),
            Lang::Nl => format!(
                "Over {name} {can} op tijd worden gestemd: dat kost {steps}, en na {within} beslist zwijgen."
            ),
        }
    });
    let mut terms = steps.clone();
    terms.push(clock.within);
    let hours = has_hours(&terms);
    let case = prose::both(model, |w| {
        let (from, end) = (w.date(day), moment(&w, end, hours));
        let bound = moment(&w, bound, hours);
        let silence = match clock.silence {
            Silence::Rejected => w
                .pick("it counts as rejected", "geldt het als verworpen")
                .to_owned(),
            Silence::Adopted => w
                .pick("it counts as adopted", "geldt het als aangenomen")
                .to_owned(),
            Silence::EscalatesTo(body) => match w.lang {
                Lang::En => format!("{} decides", w.body(body)),
                Lang::Nl => format!("beslist {}", w.body(body)),
            },
        };
        match w.lang {
            Lang::En => format!(
                "A proposal of {from}: the vote closes on {end} at the earliest, and after {bound} {silence}."
            ),
            Lang::Nl => format!(
                "Een voorstel van {from}: de stemming sluit op zijn vroegst op {end}, en na {bound} {silence}."
            ),
        }
    });
    Some(
        found(decision, message, case)?.help(Text::new(
            "Make the notice or the time for voting shorter, or the time after which silence decides longer.",
            "Maak de oproeptermijn of de stemtermijn korter, of de termijn waarna zwijgen beslist langer.",
        )),
    )
}

/// The decision takes effect before the time for a veto is over.
fn veto_too_late(model: &Model, decision: &Decision) -> Option<Diagnostic> {
    let within = decision.veto.as_ref()?.within?;
    let Some(Effective::After(effective)) = decision.effective else {
        return None;
    };
    let late = match late(&[within], effective) {
        Late::Never => return None,
        late => late,
    };
    let day = told(late);
    let (end, bound) = (ends(day, &[within])?, ends(day, &[effective])?);
    let message = prose::both(model, |w| {
        let name = named(&decision.decl, w.lang);
        let (within, effective) = (w.duration(within), w.duration(effective));
        let takes = match late {
            Late::From(_) => w.pick("sometimes takes", "treedt soms"),
            Late::Always | Late::Never => w.pick("takes", "treedt"),
        };
        match w.lang {
            Lang::En => format!(
                "{name} {takes} effect before the time for a veto is over: it takes effect after {effective}, and a veto may come within {within}."
            ),
            Lang::Nl => format!(
                "{name} {takes} in werking voordat de tijd voor een veto om is: het werkt na {effective}, en een veto mag binnen {within}."
            ),
        }
    });
    let hours = has_hours(&[within, effective]);
    let case = prose::both(model, |w| {
        let from = w.date(day);
        let (end, bound) = (moment(&w, end, hours), moment(&w, bound, hours));
        match w.lang {
            Lang::En => format!(
                "Adopted on {from}, it works from {bound}, and a veto may still undo it until {end}."
            ),
            Lang::Nl => format!(
                "Aangenomen op {from} werkt het vanaf {bound}, en een veto kan het nog tot {end} ongedaan maken."
            ),
        }
    });
    Some(found(decision, message, case)?.help(Text::new(
        "Let it take effect when the time for a veto is over, or later.",
        "Laat het in werking treden als de tijd voor een veto om is, of later.",
    )))
}

/// An emergency decision lapses before the one that has to ratify it can be taken.
fn ratified_too_late(model: &Model, decision: &Decision) -> Option<Diagnostic> {
    let emergency = decision.emergency.as_ref()?;
    let within = emergency.ratified_within?;
    let ratifier = emergency
        .ratified_by
        .and_then(|id| model.decisions.get(id.index()))?;
    let (steps, late) = too_long(ratifier, within)?;
    let day = told(late);
    let (end, bound) = (ends(day, &steps)?, ends(day, &[within])?);
    let message = prose::both(model, |w| {
        let (name, by) = (named(&decision.decl, w.lang), named(&ratifier.decl, w.lang));
        let can = can(&w, late);
        let (steps, within) = (laid(&w, &steps), w.duration(within));
        match w.lang {
            Lang::En => format!(
                "{name} {can} be ratified in time: {by} takes {steps}, and it lapses after {within}."
            ),
            Lang::Nl => format!(
                "{name} {can} op tijd worden bekrachtigd: {by} kost {steps}, en na {within} vervalt het."
            ),
        }
    });
    let mut terms = steps.clone();
    terms.push(within);
    let hours = has_hours(&terms);
    let case = prose::both(model, |w| {
        let from = w.date(day);
        let (end, bound) = (moment(&w, end, hours), moment(&w, bound, hours));
        match w.lang {
            Lang::En => format!(
                "Taken on {from}, it lapses after {bound}, and the vote to ratify it closes on {end} at the earliest."
            ),
            Lang::Nl => format!(
                "Genomen op {from} vervalt het na {bound}, en de stemming om het te bekrachtigen sluit op zijn vroegst op {end}."
            ),
        }
    });
    let mut d = found(decision, message, case)?;
    if let Some(span) = ratifier.decl.name_span {
        let label = Text::new("takes too long", "duurt te lang");
        d = d.label(span, label);
    }
    Some(d.help(Text::new(
        "Give more time to ratify it, or shorten the notice or the voting of the decision that does.",
        "Geef meer tijd om het te bekrachtigen, of verkort de oproeptermijn of de stemtermijn van het besluit dat dat doet.",
    )))
}

fn found(decision: &Decision, message: Text, case: Text) -> Option<Diagnostic> {
    let label = Text::new("these terms", "deze termijnen");
    let d = Diagnostic::new(codes::CLOCKS_OUT_OF_ORDER, message);
    Some(d.label(decision.decl.name_span?, label).case(case))
}

/// A clause that says when silence decides, with a term in which a vote can be held; as an edit.
pub(super) fn with_clock(model: &Model, decision: &Decision) -> Option<crate::diagnostic::Edit> {
    let terms = [
        (30, TimeUnit::Day),
        (90, TimeUnit::Day),
        (1, TimeUnit::Year),
    ];
    let (amount, unit) = terms.into_iter().find(|(amount, unit)| {
        let limit = Duration {
            amount: Ratio::from_integer(*amount),
            unit: *unit,
        };
        too_long(decision, limit).is_none()
    })?;
    let unit = match (unit, model.lang) {
        (TimeUnit::Year, Lang::En) => "year",
        (TimeUnit::Year, Lang::Nl) => "jaar",
        (_, Lang::En) => "days",
        (_, Lang::Nl) => "dagen",
    };
    let clause = format!(
        "{} {amount} {unit} {} {}",
        word(model, Word::kw_within),
        word(model, Word::kw_or_else),
        word(model, Word::kw_rejected)
    );
    at_end(&decision.decl, &[clause])
}
