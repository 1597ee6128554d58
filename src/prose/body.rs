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
