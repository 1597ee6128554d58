//! Moves the places of a tree along with its text.

use crate::diagnostic::{Diagnostic, Lang};
use crate::source::Span;
use crate::syntax::tree::*;

/// Something that holds places in a text.
pub trait Shift {
    /// Moves all of them by so many bytes. It wraps around, so that a distance backwards is one too.
    fn shift(&mut self, by: u32);
}

impl Shift for Span {
    fn shift(&mut self, by: u32) {
        self.start = self.start.wrapping_add(by);
        self.end = self.end.wrapping_add(by);
    }
}

impl Shift for Diagnostic {
    fn shift(&mut self, by: u32) {
        for label in &mut self.labels {
            label.span.shift(by);
        }
        for edit in self.fixes.iter_mut().flat_map(|f| &mut f.edits) {
            edit.span.shift(by);
        }
    }
}

impl<T: Shift> Shift for At<T> {
    fn shift(&mut self, by: u32) {
        self.span.shift(by);
        self.value.shift(by);
    }
}

impl<T: Shift + ?Sized> Shift for Box<T> {
    fn shift(&mut self, by: u32) {
        self.as_mut().shift(by);
    }
}

impl<T: Shift> Shift for [T] {
    fn shift(&mut self, by: u32) {
        for each in self {
            each.shift(by);
        }
    }
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, by: u32) {
        self.as_mut_slice().shift(by);
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, by: u32) {
        if let Some(inner) = self {
            inner.shift(by);
        }
    }
}

impl<A: Shift, B: Shift> Shift for (A, B) {
    fn shift(&mut self, by: u32) {
        self.0.shift(by);
        self.1.shift(by);
    }
}

/// Values without a place.
macro_rules! placeless {
    ($($kind:ty),* $(,)?) => {
        $(impl Shift for $kind {
            fn shift(&mut self, _: u32) {}
        })*
    };
}

/// Structures: all of their fields, so that one which is added can't be forgotten.
macro_rules! all_of {
    ($($kind:ident { $($field:ident),* $(,)? })*) => {
        $(impl Shift for $kind {
            fn shift(&mut self, by: u32) {
                let $kind { $($field),* } = self;
                $($field.shift(by);)*
            }
        })*
    };
}

placeless!(
    str,
    String,
    bool,
    i64,
    u8,
    Lang,
    Kind,
    TimeUnit,
    Ratio,
    Unit,
    Decimal,
    CommonsText,
    UseKind,
    PersonKind,
    Deontic,
    DateRelation,
    NumberRelation,
    Snapshot,
    Rounding,
    SeatHow,
    QuorumOption,
    TieFallback,
    ElectionMethod,
    StepKind,
    RightKind,
    Verdict,
    BallotChoice,
    VoteOutcome,
);

all_of! {
    Title { main, lang, translations, span }
    Duration { amount, unit, span }
    Quantity { amount, unit, span }
    Stub { kind, name, span }
    Declaration { span, name, title, notes, accepts, what }
    Accept { code, reason, span }
    Commons {
        goals, law, seat, version, outer, legal_form, registered, contact, authentic, delegates, requests, texts, audit,
        breach, logging, smallest_cell,
    }
    Version { number, from, span }
    Outer { path, alias }
    Registered { register, number }
    Requests { by, to, span }
    Audit { every, by, span }
    Breach { within, to, span }
    Logging { at_least, by, span }
    Use { kinds, from }
    Group { of, within, admitted_by, expelled_by, leave, closed, register, size }
    Size { least, most, span }
    Party { member, groups, seat, registered, contact, address, represented_by }
    Dataset {
        from, about, sensitivity, keepers, processors, scale, retention, fields, derived_from, within, licence, location,
        format,
    }
    Scale { level, every }
    Retention { at_most, at_least, span }
    Field { name, title, unit, identifying, sensitivity, span }
    Fact { types, given_by, withdrawn }
    Rule {
        who, deontic, acts, terms, condition, duties, despite, despite_clauses, basis, because, from, until, statement,
        holds,
    }
    WhoTerm { names, span }
    Acts { first, second, purposes, span }
    Duty { acts, terms, span }
    DutyTerms { to, within, every, at_least, at_most, or_else, span }
    Expression { kind, span }
    DateTest { relation, date }
    Body {
        of_all, votes, weight_cap, seats, term, removed_by, holdover, meets, chair, size, weights_day, vacancies, interim,
        paid_by, audited_by,
    }
    WeightFunction { power, divisor, rounding, span }
    Seats { total, shares, span }
    SeatShare { seats, how, by }
    Term { length, at_most, span }
    Decision {
        changes, admits_to, expels_from, appoints, removes, proposed_by, taken_by, notice, window, quorum, participation,
        passes, abstentions_count, blank_count, recuse, too_few, clock, tie, veto, proxies, election, sortition, effective,
        appeal, emergency, published, empty_class, signed,
    }
    Quorums { parts, span }
    Quorum { amount, of, options, span }
    Passes { tests, span }
    Test { kind, span }
    Recuse { who, judged_by, options, span }
    Clock { within, silence, span }
    Veto { by, over, within, suspensive, overridden_by, span }
    Proxies { at_most, held_by, no_chains, chains, span }
    Election { method, seats, span }
    Sortition { from, strata, seed, span }
    Appeal { to, within, further, span }
    Signed { by, span }
    Emergency { when, at_most, ratified_by, ratified_within, never, span }
    Sanction { steps, appeal }
    Step { kind, up_to, by, span }
    Right { to, of, over, ask, within, withdraws, how }
    RightOf { kind, groups, span }
    AskCase { actor, acts, givens, on, verdict, duties, rules, missing }
    Given { what, span }
    VoteCase { decision, eligible, eligible_of, classes, present, recused, ballots, outcome, reasons }
    Ballot { count, choice, classes, span }
}

impl Shift for What {
    fn shift(&mut self, by: u32) {
        match self {
            What::Commons(all) => all.shift(by),
            What::Use(all) => all.shift(by),
            What::Separate { names, because } => {
                names.shift(by);
                because.shift(by);
            }
            What::Group(all) => all.shift(by),
            What::Party(all) => all.shift(by),
            What::Dataset(all) => all.shift(by),
            What::Purpose { within, serves } => {
                within.shift(by);
                serves.shift(by);
            }
            What::Action { within } => within.shift(by),
            What::Fact(all) => all.shift(by),
            What::Rule(all) => all.shift(by),
            What::Body(all) => all.shift(by),
            What::Decision(all) => all.shift(by),
            What::Sanction(all) => all.shift(by),
            What::Right(all) => all.shift(by),
            What::Scenario(all) => all.shift(by),
        }
    }
}

impl Shift for UseSource {
    fn shift(&mut self, by: u32) {
        match self {
            UseSource::Library(name) => name.shift(by),
            UseSource::Path(path) => path.shift(by),
        }
    }
}

impl Shift for About {
    fn shift(&mut self, by: u32) {
        match self {
            About::NoOne(span) => span.shift(by),
            About::Kind {
                kind: _,
                groups,
                span,
            } => {
                groups.shift(by);
                span.shift(by);
            }
        }
    }
}

impl Shift for Sensitivity {
    fn shift(&mut self, by: u32) {
        match self {
            Sensitivity::NotPersonal | Sensitivity::Personal => {}
            Sensitivity::Special(names) => names.shift(by),
        }
    }
}

impl Shift for FactType {
    fn shift(&mut self, by: u32) {
        match self {
            FactType::YesNo | FactType::Number { .. } | FactType::Date => {}
            FactType::OneOf(names) => names.shift(by),
        }
    }
}

impl Shift for GivenBy {
    fn shift(&mut self, by: u32) {
        match self {
            GivenBy::ThePerson => {}
            GivenBy::Party(name) => name.shift(by),
        }
    }
}

impl Shift for Who {
    fn shift(&mut self, by: u32) {
        match self {
            Who::Everyone(span) | Who::AnyMember(span) => span.shift(by),
            Who::Terms(terms) => terms.shift(by),
        }
    }
}

impl Shift for ExpressionKind {
    fn shift(&mut self, by: u32) {
        match self {
            ExpressionKind::Or(parts) | ExpressionKind::And(parts) => parts.shift(by),
            ExpressionKind::Not(inner) => inner.shift(by),
            ExpressionKind::Passed(name) => name.shift(by),
            ExpressionKind::Moment(test) => test.shift(by),
            ExpressionKind::Fact(name, test) => {
                name.shift(by);
                test.shift(by);
            }
        }
    }
}

impl Shift for FactTest {
    fn shift(&mut self, by: u32) {
        match self {
            FactTest::Date(test) => test.shift(by),
            FactTest::Number(_, quantity) => quantity.shift(by),
            FactTest::Between(low, high) => {
                low.shift(by);
                high.shift(by);
            }
            FactTest::Is {
                not: _,
                value,
                span,
            } => {
                value.shift(by);
                span.shift(by);
            }
        }
    }
}

impl Shift for IsValue {
    fn shift(&mut self, by: u32) {
        match self {
            IsValue::Date(date) => date.shift(by),
            IsValue::Quantity(quantity) => quantity.shift(by),
            IsValue::Names(names) => names.shift(by),
        }
    }
}

impl Shift for Vacancies {
    fn shift(&mut self, by: u32) {
        match self {
            Vacancies::FilledBy(name) => name.shift(by),
            Vacancies::NextCandidate | Vacancies::StayOpen => {}
        }
    }
}

impl Shift for Votes {
    fn shift(&mut self, by: u32) {
        match self {
            Votes::OneEach => {}
            Votes::Weighted {
                by: name,
                table,
                function,
            } => {
                name.shift(by);
                table.shift(by);
                function.shift(by);
            }
        }
    }
}

impl Shift for Changes {
    fn shift(&mut self, by: u32) {
        match self {
            Changes::ThisAgreement(span) => span.shift(by),
            Changes::Names(names) => names.shift(by),
        }
    }
}

impl Shift for Proposer {
    fn shift(&mut self, by: u32) {
        match self {
            Proposer::AnyMember(span) | Proposer::Everyone(span) => span.shift(by),
            Proposer::Names(names) => names.shift(by),
            Proposer::Members(number) => number.shift(by),
        }
    }
}

impl Shift for Electorate {
    fn shift(&mut self, by: u32) {
        match self {
            Electorate::VotesCast
            | Electorate::Present
            | Electorate::Members
            | Electorate::Seats
            | Electorate::Weight => {}
            Electorate::Class(name) => name.shift(by),
        }
    }
}

impl Shift for TestKind {
    fn shift(&mut self, by: u32) {
        match self {
            TestKind::Unanimity { of } | TestKind::Majority { of } => of.shift(by),
            TestKind::Consent {
                judged_by,
                silence_consents: _,
                rounds: _,
                otherwise,
            } => {
                judged_by.shift(by);
                otherwise.shift(by);
            }
            TestKind::LazyConsensus { after, otherwise } => {
                after.shift(by);
                otherwise.shift(by);
            }
            TestKind::Opposition { less_than: _, of } => of.shift(by),
            TestKind::Share {
                more_than: _,
                amount: _,
                of,
            } => of.shift(by),
        }
    }
}

impl Shift for Outcome {
    fn shift(&mut self, by: u32) {
        match self {
            Outcome::Rejected | Outcome::Adopted => {}
            Outcome::EscalatesTo(name) => name.shift(by),
        }
    }
}

impl Shift for Tie {
    fn shift(&mut self, by: u32) {
        match self {
            Tie::Rejected | Tie::Adopted | Tie::Lot => {}
            Tie::CastingVote {
                by: name,
                otherwise: _,
            } => name.shift(by),
        }
    }
}

impl Shift for Effective {
    fn shift(&mut self, by: u32) {
        match self {
            Effective::After(duration) => duration.shift(by),
            Effective::From(date) => date.shift(by),
        }
    }
}

impl Shift for Scenario {
    fn shift(&mut self, by: u32) {
        match self {
            Scenario::Ask(case) => case.shift(by),
            Scenario::Vote(case) => case.shift(by),
        }
    }
}

impl Shift for Actor {
    fn shift(&mut self, by: u32) {
        match self {
            Actor::Named(name) => name.shift(by),
            Actor::Someone { groups, span } => {
                groups.shift(by);
                span.shift(by);
            }
            Actor::Outsider(span) => span.shift(by),
        }
    }
}

impl Shift for GivenWhat {
    fn shift(&mut self, by: u32) {
        match self {
            GivenWhat::Passed { decision, not: _ } => decision.shift(by),
            GivenWhat::Yes(name) | GivenWhat::No(name) => name.shift(by),
            GivenWhat::Date(name, date) => {
                name.shift(by);
                date.shift(by);
            }
            GivenWhat::Number(name, quantity) => {
                name.shift(by);
                quantity.shift(by);
            }
            GivenWhat::Choice(name, choice) => {
                name.shift(by);
                choice.shift(by);
            }
        }
    }
}

impl Shift for BallotClasses {
    fn shift(&mut self, by: u32) {
        match self {
            BallotClasses::Unstated => {}
            BallotClasses::All(name) => name.shift(by),
            BallotClasses::Each(rows) => rows.shift(by),
        }
    }
}

impl Shift for VoteReason {
    fn shift(&mut self, by: u32) {
        match self {
            VoteReason::Quorum { .. } | VoteReason::Tied => {}
            VoteReason::ClassRefused(name) => name.shift(by),
        }
    }
}
