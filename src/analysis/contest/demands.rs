//! What a decision asks of a vote, as inequalities in whole numbers. All of them hold if and only if it is adopted.
//!
//! The meaning is that of [`crate::analysis::tally::counting`], for votes in which nobody votes blank, is recused or represented,
//! and whoever is there and neither for nor against abstains.

use super::rooms::{Measure, Rooms, Tally};
use crate::analysis::inequalities::Sum;
use crate::analysis::tally::counting::whole_of;
use crate::model::{Amount, BodyId, Decision, Electorate, Quorum, TestKind, Tie};

/// Each is nought or more. `None`: no body takes it, or a share is no share.
pub(super) fn demands(decision: &Decision, rooms: &Rooms) -> Option<Vec<Sum>> {
    let asked = Asked {
        rooms,
        body: decision.taken_by?,
        abstentions_count: decision.abstentions_count == Some(true),
    };
    let mut out = Vec::new();
    for quorum in decision.quorums().chain(decision.participations()) {
        out.push(asked.quorum(quorum)?);
    }
    for test in &decision.tests {
        asked.test(decision, &test.kind, &mut out)?;
    }
    Some(out)
}

struct Asked<'r> {
    rooms: &'r Rooms,
    body: BodyId,
    abstentions_count: bool,
}

impl Asked<'_> {
    fn tally(&self, of: Electorate, measure: Measure) -> Tally {
        let class = match of {
            Electorate::Class(group) => Some(group),
            _ => None,
        };
        self.rooms.tally(self.body, class, measure)
    }

    /// Votes of one kind are compared in the measure that goes with the whole.
    fn measured(&self, of: Electorate) -> Tally {
        self.tally(
            of,
            match of {
                Electorate::VotesCast | Electorate::Weight => Measure::Votes,
                _ => Measure::People,
            },
        )
    }

    fn whole(&self, of: Electorate) -> Sum {
        let tally = self.measured(of);
        match of {
            Electorate::VotesCast if self.abstentions_count => tally.present(),
            Electorate::VotesCast => tally.spoken(),
            Electorate::Present => tally.present(),
            Electorate::Members | Electorate::Seats | Electorate::Weight => tally.members(),
            Electorate::Class(_) => tally.members(),
        }
    }

    /// Who is there abstains at least, so both kinds of quorum come to the same.
    fn quorum(&self, quorum: &Quorum) -> Option<Sum> {
        let reached = self.measured(quorum.of).present();
        at_least(&reached, quorum.amount, &self.whole(quorum.of), false)
    }

    fn test(&self, decision: &Decision, kind: &TestKind, out: &mut Vec<Sum>) -> Option<()> {
        let of = whole_of(kind);
        let (tally, whole) = (self.measured(of), self.whole(of));
        match kind {
            // Abstentions that count work as votes against.
            TestKind::Majority {
                of: Some(Electorate::VotesCast),
            } if self.abstentions_count && decision.tie != Some(Tie::Adopted) => {
                out.push(Sum::constant(-1).plus(&tally.votes_for, 2).plus(&whole, -1));
            }
            TestKind::Majority {
                of: None | Some(Electorate::VotesCast),
            } => {
                let tally = self.tally(of, Measure::Votes);
                let ahead = tally.votes_for.clone().plus(&tally.against, -1);
                if decision.tie == Some(Tie::Adopted) {
                    out.extend([ahead, tally.votes_for.and(-1)]);
                } else {
                    out.push(ahead.and(-1));
                }
            }
            TestKind::Majority {
                of: Some(Electorate::Class(_)),
            } => {
                let tally = self.tally(of, Measure::Votes);
                out.push(tally.votes_for.plus(&tally.against, -1).and(-1));
            }
            TestKind::Majority { of: Some(_) } => {
                out.push(Sum::constant(-1).plus(&tally.votes_for, 2).plus(&whole, -1));
            }
            TestKind::Share {
                more_than, amount, ..
            } => out.push(at_least(&tally.votes_for, *amount, &whole, *more_than)?),
            TestKind::Opposition { less_than, .. } => {
                let enough = at_least(&tally.against, *less_than, &whole, false)?;
                out.push(Sum::constant(-1).plus(&enough, -1));
            }
            TestKind::Unanimity { .. } => {
                out.push(Sum::default().plus(&tally.against, -1));
                out.push(tally.votes_for.clone().plus(&whole, -1));
                out.push(tally.votes_for.and(-1));
            }
            TestKind::Consent {
                silence_consents, ..
            } => {
                out.push(Sum::default().plus(&tally.against, -1));
                if *silence_consents == Some(false) {
                    out.push(tally.votes_for.plus(&whole, -1));
                }
            }
            TestKind::LazyConsensus { .. } => {
                out.push(Sum::default().plus(&tally.against, -1));
            }
        }
        Some(())
    }
}

/// votes ≥ n, or d·votes ≥ n·whole; `more`: one more than that.
fn at_least(votes: &Sum, amount: Amount, whole: &Sum, more: bool) -> Option<Sum> {
    let sum = match amount {
        Amount::Count(n) => votes.clone().and(n.checked_neg()?),
        Amount::Share(share) => {
            let (n, d) = (*share.numer(), *share.denom());
            if n < 0 || d <= 0 {
                return None;
            }
            let mine = Sum::default().plus(votes, d);
            mine.plus(whole, n.checked_neg()?)
        }
    };
    Some(sum.and(if more { -1 } else { 0 }))
}
