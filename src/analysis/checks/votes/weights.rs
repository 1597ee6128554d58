//! What a member's vote weighs: as the table says, or after the cap, which depends on who else there is.

use super::hall::{Hall, Measure, Place};
use crate::analysis::electorate::{Electorate, Weight};
use crate::analysis::inequalities::Sum;
use crate::model::Decision;

/// Larger weights than this are not gone through where a cap depends on who is a member.
const MOST_CAPPED: i64 = 60;

/// Weights of the kinds, and for which memberships they are these.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub of_kinds: Vec<i64>,
    when: When,
}

#[derive(Debug, Clone)]
enum When {
    Always,
    /// The cap keeps everyone at this weight or below.
    CappedAt {
        most: i64,
        plain: Vec<i64>,
    },
    /// All the same, and together enough that nobody is above the cap.
    Equal,
}

impl Weights {
    /// All weights that some membership gives. Where they come from values that the source does not know, all the same: which they can be.
    /// `None`: too many.
    pub fn all(electorate: &Electorate) -> Option<Vec<Weights>> {
        let fixed = |w: &Weight| match w {
            Weight::Fixed(n) => Some(*n),
            Weight::Any => None,
        };
        let plain: Option<Vec<i64>> = electorate.kinds.iter().map(|k| fixed(&k.weight)).collect();
        let Some(plain) = plain else {
            return Some(vec![Weights {
                of_kinds: vec![1; electorate.kinds.len()],
                when: When::Equal,
            }]);
        };
        if electorate.cap.is_none() {
            return Some(vec![Weights {
                of_kinds: plain,
                when: When::Always,
            }]);
        }
        let highest = plain.iter().copied().max().unwrap_or(0);
        if highest > MOST_CAPPED {
            return None;
        }
        let capped = |most: i64| Weights {
            of_kinds: plain.iter().map(|w| (*w).min(most)).collect(),
            when: When::CappedAt {
                most,
                plain: plain.clone(),
            },
        };
        Some((1..=highest).rev().map(capped).collect())
    }

    /// Whether they are a guess, since the source does not know them.
    pub fn guessed(&self) -> bool {
        matches!(self.when, When::Equal)
    }

    /// The votes of memberships that have these weights.
    pub fn hall<'a>(
        &self,
        decision: &'a Decision,
        electorate: &'a Electorate,
        places: &[Place],
    ) -> Hall<'a> {
        let mut hall = Hall::new(decision, electorate, &self.of_kinds, places);
        let Some(cap) = electorate.cap else {
            return hall;
        };
        let (p, q) = (*cap.numer(), *cap.denom());
        match &self.when {
            When::Always => {}
            When::Equal => {
                let members = hall.room(Measure::People, |_| true);
                hall.system.holds(Sum::constant(-q).plus(&members, p));
            }
            When::CappedAt { most, plain } => {
                // T fits if T·q ≤ p·Σ min(w, T); it is the greatest that does.
                let fits = |t: i64| {
                    let mut sum = Sum::constant(t.saturating_mul(q).saturating_neg());
                    for cell in &hall.cells {
                        let weight = plain.get(cell.kind).copied().unwrap_or(0).min(t);
                        sum.add(cell.n, weight.saturating_mul(p));
                    }
                    sum
                };
                let highest = plain.iter().copied().max().unwrap_or(0);
                let this = fits(*most);
                let next = (*most < highest).then(|| super::hall::not(&fits(most + 1)));
                hall.system.holds(this);
                next.into_iter().for_each(|sum| hall.system.holds(sum));
            }
        }
        hall
    }
}
