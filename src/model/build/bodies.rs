//! Bodies and sanction ladders.

use super::collect::Collected;
use super::messages;
use super::names::{Found, Space};
use super::quantities::{decimal, impossible};
use super::{Builder, Entry};
use crate::model::{
    Amount, Appeal, Body, Duration, GroupId, Holder, MOST_POWER, Ratio, Sanction, SanctionStep,
    SeatShare, Seats, Vacancies, Votes, WeightFunction,
};
use crate::syntax::tree::{self, What};

impl<'a> Builder<'a> {
    pub(super) fn build_bodies(&mut self, all: &Collected<'a>) {
        for (at, entry) in all.bodies.iter().enumerate() {
            self.build_body(*entry, GroupId(self.names.body_groups + at as u32));
        }
    }

    fn build_body(&mut self, entry: Entry<'a>, group: GroupId) {
        let What::Body(tree) = &entry.tree.what else {
            return;
        };
        let s = entry.scope;
        let decl = self.decl(entry);
        let (of_all, _) = self.group_list(s, &tree.of_all);
        if tree.of_all.is_empty() && tree.seats.is_empty() {
            self.report(messages::missing_clause(
                &decl.id,
                ["body", "Het orgaan"],
                ["who sits in it", "wie erin zit"],
                entry.tree.name.as_ref().map_or(entry.tree.span, |n| n.span),
                ["of all households; seats 5: 3 elected by households, 2 named by city", "van alle huishoudens; zetels 5: 3 gekozen door huishoudens, 2 benoemd door stad"],
            ));
        }
        let votes = match self
            .single(&tree.votes, ["votes", "stemmen"], |v| v.span)
            .cloned()
            .map(|v| v.value)
        {
            None => Votes::Unstated,
            Some(tree::Votes::OneEach) => Votes::OneEach,
            Some(tree::Votes::Weighted {
                by,
                table,
                function,
            }) => {
                let mut rows = Vec::with_capacity(table.len());
                for (name, weight) in &table {
                    if let Some(holder) = self.holder(s, name) {
                        rows.push((holder, *weight));
                    }
                }
                // A fact of that name, or else a column of a register.
                if let Found::Target(..) = self.names.find(Space::Fact, s, &by.value) {
                    self.fact(s, &by);
                }
                Votes::Weighted {
                    by: by.value.to_string(),
                    table: rows,
                    function: function.and_then(|f| self.weight_function(&f)),
                }
            }
        };
        let cap = self
            .single(&tree.weight_cap, ["capped at", "begrensd op"], |c| c.span)
            .cloned();
        let weight_cap: Option<Ratio> = cap.and_then(|c| match self.amount(&c.value, c.span)? {
            Amount::Share(share) => Some(share),
            Amount::Count(_) => {
                self.report(impossible(
                    c.span,
                    "A cap is a share, such as 10%.",
                    "Een grens is een aandeel, zoals 10%.",
                ));
                None
            }
        });
        let term = self
            .single(&tree.term, ["term", "zittingsduur"], |t| t.span)
            .cloned();
        let removed_by = self
            .single(&tree.removed_by, ["removed by", "ontslagen door"], |n| {
                n.span
            })
            .cloned();
        let body = Body {
            group,
            of_all,
            votes,
            weight_cap,
            seats: self.seats(s, &tree.seats),
            terms_at_most: term.as_ref().and_then(|t| t.at_most),
            term: term.and_then(|t| self.duration(&t.length)),
            removed_by: removed_by.and_then(|n| self.decision(s, &n)),
            holdover: tree.holdover.is_some(),
            meets_every: self.single_duration(&tree.meets, ["meets", "vergadert"]),
            chair: self.office(s, &tree.chair, ["chair", "voorzitter"]),
            size: self.size(&tree.size),
            weights_day: self
                .single(
                    &tree.weights_day,
                    ["weights as of", "gewichten op de dag van"],
                    |w| w.span,
                )
                .map(|w| w.value),
            vacancies: self.vacancies(s, &tree.vacancies),
            interim: self.office(s, &tree.interim, ["interim", "waarnemer"]),
            paid_by: self.office(s, &tree.paid_by, ["paid by", "betaald door"]),
            audited_by: self.office(s, &tree.audited_by, ["audited by", "gecontroleerd door"]),
            decl,
        };
        self.model.bodies.push(body);
    }

    fn office(
        &mut self,
        scope: u8,
        written: &[tree::Name],
        what: messages::ClauseName,
    ) -> Option<Holder> {
        let name = self.single(written, what, |n| n.span)?.clone();
        self.holder(scope, &name)
    }

    fn vacancies(&mut self, scope: u8, written: &[tree::At<tree::Vacancies>]) -> Option<Vacancies> {
        let what = ["vacancies", "vacatures"];
        Some(
            match self.single(written, what, |v| v.span)?.value.clone() {
                tree::Vacancies::FilledBy(name) => {
                    Vacancies::FilledBy(self.decision(scope, &name)?)
                }
                tree::Vacancies::NextCandidate => Vacancies::NextCandidate,
                tree::Vacancies::StayOpen => Vacancies::StayOpen,
            },
        )
    }

    fn weight_function(&mut self, written: &tree::WeightFunction) -> Option<WeightFunction> {
        let exact = |ratio: &Option<tree::Ratio>| match ratio {
            None => Some(Ratio::from_integer(1)),
            Some(tree::Ratio::Fraction(_, 0) | tree::Ratio::Percent(_)) => None,
            Some(tree::Ratio::Fraction(n, d)) => Some(Ratio::new(*n, *d)),
            Some(tree::Ratio::Number(n)) => decimal(*n),
        };
        let most = i64::from(MOST_POWER);
        let nought = Ratio::from_integer(0);
        let power = exact(&written.power)
            .filter(|p| *p > nought && *p.numer() <= most && *p.denom() <= most);
        let divisor = exact(&written.divisor).filter(|d| *d > nought);
        if power.is_none() || divisor.is_none() {
            self.report(impossible(
                written.span,
                "A power and a divisor are more than nought, and a power is a fraction of numbers up to 1000, such as 0.7.",
                "Een macht en een deler zijn meer dan nul, en een macht is een breuk van getallen tot 1000, zoals 0.7.",
            ));
        }
        Some(WeightFunction {
            power: power?,
            divisor: divisor?,
            rounding: written.rounding,
        })
    }

    fn seats(&mut self, scope: u8, written: &[tree::Seats]) -> Option<Seats> {
        let seats = self
            .single(written, ["seats", "zetels"], |s| s.span)?
            .clone();
        let mut shares = Vec::with_capacity(seats.shares.len());
        for share in &seats.shares {
            if let Some(by) = self.holder(scope, &share.by) {
                shares.push(SeatShare {
                    seats: share.seats,
                    how: share.how,
                    by,
                });
            }
        }
        let sum = seats
            .shares
            .iter()
            .try_fold(0i64, |sum, s| sum.checked_add(s.seats));
        if !seats.shares.is_empty() && sum != Some(seats.total) {
            let sum = sum.map_or_else(|| "?".to_string(), |s| s.to_string());
            let total = seats.total;
            self.report(impossible(
                seats.span,
                &format!("The shares add up to {sum} seats, and the body has {total}."),
                &format!("De delen zijn samen {sum} zetels, en het orgaan heeft er {total}."),
            ));
        }
        Some(Seats {
            total: seats.total,
            shares,
            span: seats.span,
        })
    }

    pub(super) fn build_sanctions(&mut self, all: &Collected<'a>) {
        for entry in &all.sanctions {
            let What::Sanction(tree) = &entry.tree.what else {
                continue;
            };
            let s = entry.scope;
            let decl = self.decl(*entry);
            if tree.steps.is_empty() {
                self.report(messages::missing_clause(
                    &decl.id,
                    ["sanction", "De sanctie"],
                    ["which steps it has", "welke stappen ze heeft"],
                    entry.tree.name.as_ref().map_or(entry.tree.span, |n| n.span),
                    [
                        "first warning by data-board then exclusion by assembly",
                        "eerst waarschuwing door databestuur dan ontzetting door vergadering",
                    ],
                ));
            }
            let mut steps = Vec::with_capacity(tree.steps.len());
            for step in &tree.steps {
                steps.push(SanctionStep {
                    kind: step.kind,
                    up_to: self.durations(step.up_to.as_ref()),
                    by: step.by.as_ref().and_then(|n| self.holder(s, n)),
                });
            }
            let appeal = self.appeal(s, &tree.appeal);
            self.model.sanctions.push(Sanction {
                decl,
                steps,
                appeal,
            });
        }
    }

    pub(super) fn appeal(&mut self, scope: u8, written: &[tree::Appeal]) -> Option<Appeal> {
        let appeal = self
            .single(written, ["appeal to", "beroep aan"], |a| a.span)?
            .clone();
        let further = appeal.further.iter();
        let further = further
            .filter_map(|level| self.appeal_level(scope, level))
            .collect();
        let first = self.appeal_level(scope, &appeal)?;
        Some(Appeal { further, ..first })
    }

    fn appeal_level(&mut self, scope: u8, level: &tree::Appeal) -> Option<Appeal> {
        let within: Option<Duration> = self.durations(level.within.as_ref());
        Some(Appeal {
            to: self.holder(scope, &level.to)?,
            within,
            further: Vec::new(),
        })
    }
}
