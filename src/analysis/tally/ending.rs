//! What becomes of a count: ties broken, silence, vetoes, another body or decision, and from when it holds.

use super::clock::{Moment, after, end_of};
use super::counting::{Count, TestResult, Uncountable, count_poll};
use super::lot;
use super::poll::Poll;
use crate::model::{
    AnyId, BodyId, Decision, DecisionId, Duration, Effective, Silence, TestKind, Tie, VoteOutcome,
};

/// What happened around a vote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// When the proposal was made: the clock of `within … or else` runs from here.
    pub proposed: Option<Moment>,
    /// When notice was given.
    pub convened: Option<Moment>,
    pub opened: Option<Moment>,
    /// When voting ended; `None` only where nothing with a clock is asked.
    pub closed: Option<Moment>,
    /// How the casting vote was used: true for the proposal.
    pub casting: Option<bool>,
    /// The seed for the lot.
    pub seed: Option<String>,
    /// What the proposal touches, with all that lies above it; for vetoes over some matters only.
    pub matter: Vec<AnyId>,
    /// When the veto was used.
    pub vetoed: Option<Moment>,
    /// The decision that may override the veto was taken.
    pub overridden: bool,
    /// How many objections the judge of a consent set aside.
    pub dismissed: i64,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Adopted,
    Rejected,
    /// A veto keeps it from working until it is overridden or withdrawn.
    Suspended,
    /// Too few may vote, or the clock has run out: this body decides.
    ToBody(BodyId),
    /// Somebody objects: this decision decides.
    ToDecision(DecisionId),
    /// The lot or the casting vote has still to break a tie.
    Tied,
    /// The time in which anyone may object has not run out.
    NotYet,
    /// Not called or held as the decision says; it has no effect.
    Irregular,
}

impl Ending {
    /// The outcome in the words of scenarios.
    pub fn outcome(self) -> VoteOutcome {
        match self {
            Ending::Adopted => VoteOutcome::Adopted,
            Ending::Rejected => VoteOutcome::Rejected,
            _ => VoteOutcome::NoOutcome,
        }
    }
}

/// Why it ends so, besides the numbers of the tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The quorum at this place was not met.
    QuorumNotMet(usize),
    /// The participation quorum at this place was not met.
    ParticipationNotMet(usize),
    /// The test at this place failed.
    TestFails(usize),
    AllHold,
    TooFew(BodyId),
    TieByRule(bool),
    /// The lot decided, with this seed: true for the proposal.
    TieByLot(bool, String),
    TieByCasting(bool),
    /// The casting vote was not cast, and the source says what follows: true for the proposal.
    TieNotCast(bool),
    TieOpen,
    Objection(DecisionId),
    /// No valid vote before this moment.
    ClockRanOut(Moment, Silence),
    /// Notice was given too late: it had to be this long.
    NoticeTooShort(Duration),
    /// Voting was not open as long as it had to be.
    WindowTooShort(Duration),
    /// Anyone may object until then.
    ObjectUntil(Moment),
    VetoFinal,
    VetoSuspends,
    VetoOverridden,
    /// After this moment it could no longer be used.
    VetoTooLate(Moment),
    /// The veto is about other matters.
    VetoNotAbout,
    /// It may still be used until then; until it is, the proposal is adopted.
    VetoOpen(Option<Moment>),
    /// The record does not give a date that the decision needs.
    NoDate(Missing),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Notice,
    Opening,
    Proposal,
}

/// A vote, counted and finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub count: Count,
    pub ending: Ending,
    pub reasons: Vec<Reason>,
    /// From when it has effect, if it is adopted.
    pub effective: Option<Moment>,
    /// Until when an appeal may be made.
    pub appeal_until: Option<Moment>,
    /// Until when an emergency decision must be ratified.
    pub ratify_until: Option<Moment>,
}

/// Counts a vote and says how it ends.
///
/// # Errors
/// As [`count_poll`].
pub fn decide(
    decision: &Decision,
    poll: &Poll,
    around: &Circumstances,
) -> Result<Decided, Uncountable> {
    let mut poll = poll.clone();
    set_aside(decision, &mut poll, around.dismissed)?;
    let count = count_poll(decision, &poll)?;
    let mut reasons = Vec::new();
    let mut ending = irregular(decision, around, &mut reasons)
        .or_else(|| ran_out(decision, around, &mut reasons))
        .unwrap_or_else(|| by_ballots(decision, &count, around, &mut reasons));
    if ending == Ending::Adopted {
        ending = veto(decision, around, &mut reasons);
    }
    let mut decided = Decided {
        count,
        ending,
        reasons,
        effective: None,
        appeal_until: None,
        ratify_until: None,
    };
    dates(decision, around, &mut decided);
    Ok(decided)
}

/// Objections that the judge set aside are no objections; who made them is taken not to have spoken.
fn set_aside(decision: &Decision, poll: &mut Poll, dismissed: i64) -> Result<(), Uncountable> {
    let judged = decision.tests.iter().any(|t| {
        matches!(
            &t.kind,
            TestKind::Consent {
                judged_by: Some(_),
                ..
            }
        )
    });
    if dismissed == 0 {
        return Ok(());
    }
    if !judged || dismissed < 0 || dismissed > poll.people.piles.against {
        return Err(Uncountable::Impossible);
    }
    for room in [&mut poll.people, &mut poll.votes] {
        let n = dismissed.min(room.piles.against);
        room.piles.against -= n;
        room.piles.abstaining = room.piles.abstaining.saturating_add(n);
    }
    Ok(())
}

/// Dates that the decision needs and the record does not give are reasons, never a silent pass.
fn irregular(
    decision: &Decision,
    around: &Circumstances,
    reasons: &mut Vec<Reason>,
) -> Option<Ending> {
    if let Some(notice) = decision.notice {
        match (around.convened, around.opened) {
            (Some(convened), Some(opened)) => {
                if after(convened, notice).is_none_or(|earliest| opened < earliest) {
                    reasons.push(Reason::NoticeTooShort(notice));
                    return Some(Ending::Irregular);
                }
            }
            (None, _) => reasons.push(Reason::NoDate(Missing::Notice)),
            (_, None) => reasons.push(Reason::NoDate(Missing::Opening)),
        }
    }
    if let Some(window) = decision.window {
        match (around.opened, around.closed) {
            (Some(opened), Some(closed)) => {
                if after(opened, window).is_none_or(|earliest| closed < earliest) {
                    reasons.push(Reason::WindowTooShort(window));
                    return Some(Ending::Irregular);
                }
            }
            _ => reasons.push(Reason::NoDate(Missing::Opening)),
        }
    }
    None
}

/// The clock of `within … or else`: a vote that closes later is no vote.
fn ran_out(
    decision: &Decision,
    around: &Circumstances,
    reasons: &mut Vec<Reason>,
) -> Option<Ending> {
    let clock = decision.clock.as_ref()?;
    let (Some(proposed), Some(closed)) = (around.proposed, around.closed) else {
        reasons.push(Reason::NoDate(Missing::Proposal));
        return None;
    };
    // The last day counts whole.
    let last = after(proposed, clock.within)?;
    let last = if super::clock::start_of(proposed.date()) == proposed {
        end_of(last.date())
    } else {
        last
    };
    if closed <= last {
        return None;
    }
    reasons.push(Reason::ClockRanOut(last, clock.silence));
    Some(match clock.silence {
        Silence::Adopted => Ending::Adopted,
        Silence::Rejected => Ending::Rejected,
        Silence::EscalatesTo(body) => Ending::ToBody(body),
    })
}

fn by_ballots(
    decision: &Decision,
    count: &Count,
    around: &Circumstances,
    reasons: &mut Vec<Reason>,
) -> Ending {
    if let (true, Some(body)) = (count.too_few, decision.too_few) {
        reasons.push(Reason::TooFew(body));
        return Ending::ToBody(body);
    }
    if let Some(until) = objections_until(decision, around) {
        reasons.push(Reason::ObjectUntil(until));
        return Ending::NotYet;
    }
    let mut fails = false;
    for (at, _) in count.quorums().enumerate().filter(|(_, q)| !q.met()) {
        reasons.push(Reason::QuorumNotMet(at));
        fails = true;
    }
    let mut taken_part = count.participations().enumerate();
    while let Some((at, _)) = taken_part.find(|(_, q)| !q.met()) {
        reasons.push(Reason::ParticipationNotMet(at));
        fails = true;
    }
    let mut open = false;
    for (at, test) in count.tests.iter().enumerate() {
        match test.result {
            TestResult::Fails => {
                reasons.push(Reason::TestFails(at));
                fails = true;
            }
            TestResult::Open => open = true,
            _ => {}
        }
    }
    if let (true, Some(adopted)) = (count.tied, by_rule(decision)) {
        reasons.push(Reason::TieByRule(adopted));
    }
    if fails {
        return Ending::Rejected;
    }
    if count.tests.iter().any(|t| t.result == TestResult::HandedOn)
        && let Some(next) = fallback(decision)
    {
        reasons.push(Reason::Objection(next));
        return Ending::ToDecision(next);
    }
    if open {
        return break_tie(decision, around, reasons);
    }
    reasons.push(Reason::AllHold);
    Ending::Adopted
}

fn by_rule(decision: &Decision) -> Option<bool> {
    match decision.tie {
        Some(Tie::Adopted) => Some(true),
        Some(Tie::Rejected) | None => Some(false),
        Some(Tie::Lot | Tie::CastingVote(_)) => None,
    }
}

fn break_tie(decision: &Decision, around: &Circumstances, reasons: &mut Vec<Reason>) -> Ending {
    let broken = match (decision.tie, around.casting, &around.seed) {
        (Some(Tie::CastingVote(_)), Some(adopts), _) => {
            reasons.push(Reason::TieByCasting(adopts));
            Some(adopts)
        }
        (Some(Tie::CastingVote(_)), None, seed) => match (decision.tie_otherwise, seed) {
            (Some(Tie::Rejected), _) => {
                reasons.push(Reason::TieNotCast(false));
                Some(false)
            }
            (Some(Tie::Adopted), _) => {
                reasons.push(Reason::TieNotCast(true));
                Some(true)
            }
            (Some(Tie::Lot), Some(seed)) => Some(by_lot(decision, seed, reasons)),
            _ => None,
        },
        (Some(Tie::Lot), _, Some(seed)) => Some(by_lot(decision, seed, reasons)),
        _ => None,
    };
    match broken {
        Some(true) => Ending::Adopted,
        Some(false) => Ending::Rejected,
        None => {
            reasons.push(Reason::TieOpen);
            Ending::Tied
        }
    }
}

fn by_lot(decision: &Decision, seed: &str, reasons: &mut Vec<Reason>) -> bool {
    let adopts = lot::adopts(seed, &decision.decl.id);
    reasons.push(Reason::TieByLot(adopts, seed.to_string()));
    adopts
}

/// The decision that an objection leads to.
fn fallback(decision: &Decision) -> Option<DecisionId> {
    decision.tests.iter().find_map(|t| match &t.kind {
        TestKind::Consent { otherwise, .. } | TestKind::LazyConsensus { otherwise, .. } => {
            *otherwise
        }
        _ => None,
    })
}

/// Until when anyone may still object to what is adopted by lazy consensus, if the record closes before.
fn objections_until(decision: &Decision, around: &Circumstances) -> Option<Moment> {
    let term = decision.tests.iter().find_map(|t| match &t.kind {
        TestKind::LazyConsensus { after, .. } => Some(*after),
        _ => None,
    })?;
    let until = after(around.convened?, term)?;
    (around.closed? < until).then_some(until)
}

fn veto(decision: &Decision, around: &Circumstances, reasons: &mut Vec<Reason>) -> Ending {
    let Some(veto) = &decision.veto else {
        return Ending::Adopted;
    };
    let about = veto.over.is_empty() || veto.over.iter().any(|m| around.matter.contains(m));
    let last = veto.within.and_then(|term| after(around.closed?, term));
    // The last day counts whole.
    let last = last.map(|m| end_of(m.date()));
    let Some(used) = around.vetoed else {
        if about {
            reasons.push(Reason::VetoOpen(last));
        }
        return Ending::Adopted;
    };
    if !about {
        reasons.push(Reason::VetoNotAbout);
        return Ending::Adopted;
    }
    if let Some(last) = last
        && used > last
    {
        reasons.push(Reason::VetoTooLate(last));
        return Ending::Adopted;
    }
    if around.overridden && veto.overridden_by.is_some() {
        reasons.push(Reason::VetoOverridden);
        return Ending::Adopted;
    }
    if veto.suspensive == Some(true) {
        reasons.push(Reason::VetoSuspends);
        Ending::Suspended
    } else {
        // Neither final nor suspensive: it holds, as the agreement says.
        reasons.push(Reason::VetoFinal);
        Ending::Rejected
    }
}

fn dates(decision: &Decision, around: &Circumstances, decided: &mut Decided) {
    let Some(closed) = around.closed else { return };
    if decided.ending == Ending::Adopted {
        decided.effective = match decision.effective {
            Some(Effective::After(term)) => after(closed, term),
            Some(Effective::From(day)) => Some(closed.max(super::clock::start_of(day))),
            None => Some(closed),
        };
        let term = decision.emergency.as_ref().and_then(|e| e.ratified_within);
        decided.ratify_until = term.and_then(|t| after(closed, t));
    }
    if matches!(decided.ending, Ending::Adopted | Ending::Rejected) {
        let term = decision.appeal.as_ref().and_then(|a| a.within);
        decided.appeal_until = term.and_then(|t| after(closed, t));
    }
}
