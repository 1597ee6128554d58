//! What the source says of the numbers, as inequalities, and the ranges that follow.

use super::{Electorate, Kind, Range};
use crate::analysis::inequalities::{Sum, System};
use crate::model::GroupId;

/// The numbers of a membership within a system of inequalities.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// How many there are of each kind.
    pub kinds: Vec<Sum>,
    /// Vacant seats; nought for a body that has none.
    pub vacant: Sum,
}

impl Numbers {
    /// All members.
    pub fn members(&self) -> Sum {
        let add = |sum: Sum, n: &Sum| sum.plus(n, 1);
        self.kinds.iter().fold(Sum::default(), add)
    }
}

impl Electorate {
    /// Writes down that these are the numbers of a membership. It may be an empty one.
    pub fn constrain(&self, system: &mut System, numbers: &Numbers) {
        for (kind, n) in self.kinds.iter().zip(&numbers.kinds) {
            if kind.least > 0 {
                system.at_least(n, kind.least);
            }
            if let Some(most) = kind.most {
                system.at_most(n, most);
            }
        }
        for limit in &self.limits {
            let of = limit.kinds.iter().filter_map(|at| numbers.kinds.get(*at));
            let sum = of.fold(Sum::default(), |sum, n| sum.plus(n, 1));
            if limit.least > 0 {
                let missing = if limit.less_vacant {
                    sum.clone().plus(&numbers.vacant, 1)
                } else {
                    sum.clone()
                };
                system.at_least(&missing, limit.least);
            }
            if let Some(most) = limit.most {
                system.at_most(&sum, most);
            }
        }
        if let Some(seats) = self.seats {
            let filled = numbers.members().plus(&numbers.vacant, 1);
            system.equal(&filled, &Sum::constant(seats));
        } else {
            system.at_most(&numbers.vacant, 0);
        }
    }

    /// New numbers, constrained.
    pub fn numbers(&self, system: &mut System) -> Numbers {
        let numbers = Numbers {
            kinds: self.kinds.iter().map(|_| system.var().into()).collect(),
            vacant: system.var().into(),
        };
        self.constrain(system, &numbers);
        numbers
    }

    /// How many members it can have; vacant seats are not members. `None`: what the source says of its size is impossible.
    pub fn range(&self) -> Option<Range> {
        self.range_of(|_| true, self.size_is_stated)
    }

    /// How many members of a group told apart it can have.
    pub fn class(&self, group: GroupId) -> Option<Range> {
        let stated =
            group == self.own_group && self.size_is_stated || self.stated_groups.contains(&group);
        self.range_of(|kind| self.is_in(kind, group), stated)
    }

    fn range_of(&self, of: impl Fn(&Kind) -> bool, stated: bool) -> Option<Range> {
        let mut system = System::default();
        let numbers = self.numbers(&mut system);
        let chosen = || self.kinds.iter().enumerate().filter(|(_, k)| of(k));
        let sum = chosen()
            .filter_map(|(at, _)| numbers.kinds.get(at))
            .fold(Sum::default(), |sum, n| sum.plus(n, 1));
        let least = sum.at(&system.least(std::slice::from_ref(&sum)).solution()?);
        let mut bound = Some(0i64);
        for (at, kind) in chosen() {
            bound = bound
                .zip(self.most_of(at, kind))
                .map(|(a, b)| a.saturating_add(b));
        }
        // Nothing limits some kind: then any number of it can be added.
        let most = bound.and_then(|bound| {
            let short = Sum::from(system.var());
            system.equal(&sum.clone().plus(&short, 1), &Sum::constant(bound));
            Some(sum.at(&system.least(&[short]).solution()?))
        });
        if bound.is_some() && most.is_none() {
            return None;
        }
        Some(Range {
            least,
            most,
            stated,
        })
    }

    /// A number that those of one kind can't be above.
    fn most_of(&self, at: usize, kind: &Kind) -> Option<i64> {
        let limits = self.limits.iter().filter(|l| l.kinds.contains(&at));
        limits.filter_map(|l| l.most).chain(kind.most).min()
    }
}
