//! Elections: who is chosen by these ballots, by a stated rule, with every stage of the count.
//!
//! A ballot names candidates, the first preference first; it counts for as many voters as cast just that ballot, or for
//! their weight. In every method a candidate without a single vote is not elected: a seat may stay vacant. Ties are broken
//! by the lot if the decision says so and the seed is known; else the count stops there and says between whom.

mod single;
mod stv;

use super::lot;
use crate::model::governance::ElectionMethod;
use num_bigint::BigInt;
use num_rational::Ratio;
use std::collections::BTreeMap;

/// Number of votes; a fraction after a transfer.
pub type Votes = Ratio<BigInt>;

/// The ballots of an election.
#[derive(Debug, Clone, Default)]
pub struct Race<'a> {
    pub candidates: &'a [String],
    pub seats: usize,
    /// Places of candidates, the first preference first, without repeats: how many votes lie on that pile.
    pub ballots: BTreeMap<Vec<u16>, i64>,
    /// Breaks ties; `None`: the lot has not been drawn, or may not decide.
    pub seed: Option<&'a str>,
    /// What the lot is drawn for: the id of the decision.
    pub purpose: &'a str,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Elected {
    /// In the order in which they were elected.
    pub elected: Vec<usize>,
    /// Seats that no candidate fills.
    pub vacant: usize,
    /// The votes that elect, where the method has such a number.
    pub quota: Option<Votes>,
    pub stages: Vec<Stage>,
    /// Candidates between whom the lot has still to decide. Nobody else is elected then.
    pub tied: Vec<usize>,
    /// Candidates of a second round that has still to be held.
    pub second_round: Vec<usize>,
}

/// One stage of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Of every candidate, at the beginning of the stage.
    pub votes: Vec<Votes>,
    /// Votes that no longer go to anyone.
    pub exhausted: Votes,
    pub events: Vec<Event>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Elected(usize),
    /// Its votes above the quota go on to the next preferences, each paper at this part of its value.
    Surplus(usize, Votes),
    Excluded(usize),
    /// The lot decided between these, for the first.
    Lot(Vec<usize>),
}

/// Counts an election.
pub fn count(method: ElectionMethod, race: &Race, second: Option<&Race>) -> Elected {
    match method {
        ElectionMethod::Plurality => single::most_votes(race),
        ElectionMethod::Approval => single::most_votes(race),
        ElectionMethod::TwoRound => single::two_rounds(race, second),
        ElectionMethod::SingleTransferableVote => stv::count(race),
    }
}

/// How many candidates one ballot may name.
pub fn most_named(method: ElectionMethod, seats: usize, candidates: usize) -> usize {
    match method {
        ElectionMethod::Plurality | ElectionMethod::TwoRound => seats,
        ElectionMethod::Approval | ElectionMethod::SingleTransferableVote => candidates,
    }
}

impl Race<'_> {
    /// The candidates in the order of the lot: the place of each in it.
    fn lots(&self) -> Option<Vec<usize>> {
        let names: Vec<&str> = self.candidates.iter().map(String::as_str).collect();
        let order = lot::order(self.seed?, self.purpose, &names);
        let mut place = vec![0; names.len()];
        for (at, candidate) in order.into_iter().enumerate() {
            if let Some(slot) = place.get_mut(candidate) {
                *slot = at;
            }
        }
        Some(place)
    }
}

/// Votes as people read them: whole, or to five decimals, cut off. The count itself is exact.
pub fn shown(votes: &Votes) -> String {
    if votes.is_integer() {
        return votes.to_integer().to_string();
    }
    let scale = BigInt::from(100_000);
    let cut = (votes * Votes::from_integer(scale.clone())).to_integer();
    let (whole, rest) = (&cut / &scale, &cut % &scale);
    let digits = format!("{:0>5}", rest.to_string());
    format!("{whole}.{}", digits.trim_end_matches('0'))
        .trim_end_matches('.')
        .to_string()
}

#[cfg(test)]
mod tests;
