//! The clauses of a body in words that the agreement and the comparison share: the day of the weights, empty seats,
//! who pays for it and who checks it.

use super::Words;
use crate::model::{Body, Snapshot, Vacancies, Votes};

impl Words<'_> {
    /// On which day the weight of each vote is what it is; where the source says nothing, the day of the tally.
    pub fn weights_day(&self, body: &Body) -> Option<String> {
        let weighted = matches!(body.votes, Votes::Weighted { .. });
        Some(match body.weights_day {
            Some(Snapshot::Notice) => self.t(
                "each vote weighs what it weighs on the day on which notice is given",
                "elke stem weegt wat zij weegt op de dag van de oproep",
            ),
            Some(Snapshot::Opening) => self.t(
                "each vote weighs what it weighs on the day on which the voting opens",
                "elke stem weegt wat zij weegt op de dag waarop de stemming begint",
            ),
            Some(Snapshot::Tally) => self.t(
                "each vote weighs what it weighs on the day on which the votes are counted",
                "elke stem weegt wat zij weegt op de dag waarop de stemmen worden geteld",
            ),
            None if weighted => self.silent(
                "each vote weighs what it weighs on the day on which the votes are counted",
                "weegt elke stem wat zij weegt op de dag waarop de stemmen worden geteld",
            ),
            None => return None,
        })
    }

    /// How long one sits and how often again; what applies where the source is silent.
    pub fn office(&self, body: &Body) -> Option<String> {
        let Some(term) = body.term else {
            return body.seats.is_some().then(|| {
                self.silent(
                    "no term applies to those who sit in it",
                    "geldt voor wie er zitting in heeft geen termijn",
                )
            });
        };
        let term = self.duration(term);
        let again = match body.terms_at_most {
            Some(1) => self.t(", once", ", één keer"),
            Some(n) => self.t(
                format!(", for at most {n} terms"),
                format!(", voor hoogstens {n} termijnen"),
            ),
            None => format!(
                "; {}",
                self.silent(
                    "they may be appointed again without limit",
                    "kunnen zij onbeperkt opnieuw worden benoemd",
                )
            ),
        };
        Some(self.t(
            format!("its members sit for a term of {term}{again}"),
            format!("de leden ervan hebben zitting voor een termijn van {term}{again}"),
        ))
    }

    /// Whether they stay until they have been replaced; where the source says nothing, they leave.
    pub fn holdover(&self, body: &Body) -> Option<String> {
        match (body.holdover, body.term) {
            (true, _) => Some(self.t(
                "they stay in office until they have been replaced",
                "zij blijven in functie totdat in hun opvolging is voorzien",
            )),
            (false, Some(_)) => Some(self.silent(
                "they leave office when their term ends, whether or not they have been replaced",
                "treden zij af als hun termijn afloopt, ook als in hun opvolging nog niet is voorzien",
            )),
            (false, None) => None,
        }
    }

    /// By which decision those who sit in it can be removed.
    pub fn removal(&self, body: &Body) -> Option<String> {
        match body.removed_by {
            Some(decision) => {
                let decision = self.decision(decision);
                Some(self.t(
                    format!("they can be removed from office by {decision}"),
                    format!("zij kunnen worden ontslagen door {decision}"),
                ))
            }
            None if body.seats.is_some() => Some(self.t(
                "this Agreement does not say by which decision they can be removed from office",
                "deze Overeenkomst zegt niet door welk besluit zij kunnen worden ontslagen",
            )),
            None => None,
        }
    }

    /// What becomes of a seat that falls vacant; where the source says nothing, it is filled as it was.
    pub fn vacancies(&self, body: &Body) -> Option<String> {
        Some(match body.vacancies {
            Some(Vacancies::FilledBy(decision)) => {
                let decision = self.decision(decision);
                self.t(
                    format!("a seat that falls vacant is filled by {decision}"),
                    format!("een zetel die openvalt, wordt vervuld door {decision}"),
                )
            }
            Some(Vacancies::NextCandidate) => self.t(
                "a seat that falls vacant goes to the candidate who came next in the last election",
                "een zetel die openvalt, gaat naar de kandidaat die bij de laatste verkiezing de volgende was",
            ),
            Some(Vacancies::StayOpen) => self.t(
                "a seat that falls vacant stays open until its term is over",
                "een zetel die openvalt, blijft open tot het einde van de termijn",
            ),
            None if body.seats.is_some() => self.silent(
                "a seat that falls vacant is filled in the way in which it was filled before, and is open until then",
                "wordt een zetel die openvalt, vervuld zoals hij eerder was vervuld, en is hij tot dan open",
            ),
            None => return None,
        })
    }

    /// Who acts until an empty seat is filled.
    pub fn interim(&self, body: &Body) -> Option<String> {
        let who = self.holder(body.interim?);
        Some(self.t(
            format!("until a seat is filled, {who} acts for it"),
            format!("tot een zetel is vervuld, neemt {who} waar"),
        ))
    }

    /// Who pays for the body's work.
    pub fn paid_by(&self, body: &Body) -> Option<String> {
        let who = self.holder(body.paid_by?);
        Some(self.t(
            format!("its work is paid for by {who}"),
            format!("het werk ervan wordt betaald door {who}"),
        ))
    }

    /// Who checks what the body does.
    pub fn audited_by(&self, body: &Body) -> Option<String> {
        let who = self.holder(body.audited_by?);
        Some(self.t(
            format!("its work is audited by {who}"),
            format!("het werk ervan wordt gecontroleerd door {who}"),
        ))
    }
}
