//! Linear inequalities in whole numbers of nought or more: whether some numbers satisfy them all, and the smallest that do.
//!
//! Everything about a vote is of this kind: a share n/d of a whole is reached if d·votes ≥ n·whole. A question about votes is
//! then whether a few dozen inequalities have a solution, and neither a body of a thousand members nor five classes make it
//! any harder.
//!
//! [`simplex`] answers for rational numbers, exactly, on integers with one common denominator. [`search`] halves where a
//! number is not whole. Both stop at a budget and say so; they never guess.

mod search;
mod simplex;

pub use search::Solved;

/// How much one question may cost, in cells of the table that are worked out anew.
pub const BUDGET: u64 = 4_000_000;

/// A number that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(usize);

/// A sum of multiples of numbers, and a constant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    terms: Vec<(Var, i64)>,
    constant: i64,
}

impl Sum {
    pub fn constant(constant: i64) -> Self {
        Sum {
            terms: Vec::new(),
            constant,
        }
    }

    /// Adds another sum so many times. Saturates at numbers that no vote has.
    #[must_use]
    pub fn plus(mut self, other: &Sum, times: i64) -> Self {
        for (var, n) in &other.terms {
            self.add(*var, n.saturating_mul(times));
        }
        let constant = other.constant.saturating_mul(times);
        self.constant = self.constant.saturating_add(constant);
        self
    }

    /// Adds a constant.
    #[must_use]
    pub fn and(mut self, constant: i64) -> Self {
        self.constant = self.constant.saturating_add(constant);
        self
    }

    pub fn add(&mut self, var: Var, times: i64) {
        match self.terms.iter_mut().find(|(v, _)| *v == var) {
            Some((_, n)) => *n = n.saturating_add(times),
            None => self.terms.push((var, times)),
        }
    }

    /// What it comes to.
    pub fn at(&self, solution: &[i64]) -> i64 {
        let value = |var: &Var| solution.get(var.0).copied().unwrap_or(0);
        self.terms.iter().fold(self.constant, |sum, (var, n)| {
            sum.saturating_add(n.saturating_mul(value(var)))
        })
    }
}

impl From<Var> for Sum {
    fn from(var: Var) -> Self {
        Sum {
            terms: vec![(var, 1)],
            constant: 0,
        }
    }
}

/// Inequalities that must all hold.
#[derive(Debug, Clone, Default)]
pub struct System {
    vars: usize,
    /// Each is at least nought.
    rows: Vec<Sum>,
}

impl System {
    /// One more whole number, nought or more.
    pub fn var(&mut self) -> Var {
        self.vars += 1;
        Var(self.vars - 1)
    }

    /// The sum is nought or more.
    pub fn holds(&mut self, sum: Sum) {
        self.rows.push(sum);
    }

    pub fn at_least(&mut self, sum: &Sum, least: i64) {
        self.holds(sum.clone().and(least.saturating_neg()));
    }

    pub fn at_most(&mut self, sum: &Sum, most: i64) {
        self.holds(Sum::constant(most).plus(sum, -1));
    }

    pub fn equal(&mut self, one: &Sum, other: &Sum) {
        self.holds(one.clone().plus(other, -1));
        self.holds(other.clone().plus(one, -1));
    }

    /// The solution with the least first aim, among those the least second one, and so on. An aim is a sum of numbers, none
    /// taken away.
    pub fn least(&self, aims: &[Sum]) -> Solved {
        search::least(self, aims, BUDGET)
    }

    /// The same with another budget than usual.
    pub fn least_within(&self, aims: &[Sum], budget: u64) -> Solved {
        search::least(self, aims, budget)
    }
}
