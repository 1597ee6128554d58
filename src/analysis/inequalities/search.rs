//! From rational to whole numbers: where a number comes out broken, it is at most what it is rounded down, or at least one
//! more, and both are followed. A branch is left where its rational least is no better than what was found.

use super::simplex::{Stop, Table};
use super::{Sum, System};

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Solved {
    /// The numbers asked for, in their order.
    Least(Vec<i64>),
    /// There are none.
    Nothing,
    /// The budget ran out.
    Undecided,
}

impl Solved {
    pub fn solution(self) -> Option<Vec<i64>> {
        match self {
            Solved::Least(found) => Some(found),
            _ => None,
        }
    }
}

pub(super) fn least(system: &System, aims: &[Sum], mut budget: u64) -> Solved {
    let mut system = system.clone();
    let nothing = [Sum::default()];
    let mut found = Solved::Nothing;
    for aim in if aims.is_empty() { &nothing } else { aims } {
        found = match one(&system, aim, &mut budget) {
            Ok(solution) => {
                let least = aim.at(&solution);
                system.at_most(aim, least);
                Solved::Least(solution)
            }
            Err(Stop::Nothing) => return Solved::Nothing,
            Err(Stop::Undecided) => return Solved::Undecided,
        };
    }
    found
}

/// The least of one aim.
fn one(system: &System, aim: &Sum, budget: &mut u64) -> Result<Vec<i64>, Stop> {
    let wide = |sum: &Sum| {
        let mut coefficients = vec![0i128; system.vars];
        for (var, n) in &sum.terms {
            if let Some(own) = coefficients.get_mut(var.0) {
                *own += i128::from(*n);
            }
        }
        coefficients
    };
    let aimed = wide(aim);
    if aimed.iter().any(|n| *n < 0) {
        return Err(Stop::Undecided);
    }
    let mut table = Table::new(system.vars, aimed);
    for row in &system.rows {
        table.push(i128::from(row.constant), wide(row));
    }
    let mut best: Option<(i128, Vec<i64>)> = None;
    let mut open = vec![table];
    while let Some(mut table) = open.pop() {
        match table.settle(budget) {
            Err(Stop::Nothing) => continue,
            Err(Stop::Undecided) => return Err(Stop::Undecided),
            Ok(()) => {}
        }
        let least = table.least();
        if best.as_ref().is_some_and(|(found, _)| least >= *found) {
            continue;
        }
        let broken = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, r)| r.number < system.vars)
            .map(|(at, r)| (at, r.number, table.value(r)))
            .find(|(_, _, (n, d))| n.rem_euclid(*d) != 0);
        let Some((row, _, (n, d))) = broken else {
            let mut solution = vec![0i64; system.vars];
            for row in &table.rows {
                let (n, d) = table.value(row);
                if let Some(own) = solution.get_mut(row.number) {
                    *own = i64::try_from(n / d).map_err(|_| Stop::Undecided)?;
                }
            }
            best = Some((least, solution));
            continue;
        };
        let floor = n.div_euclid(d);
        let mut above = table.clone();
        above.bound(row, floor + 1, false)?;
        table.bound(row, floor, true)?;
        // The last is followed first: fewer before more.
        open.push(above);
        open.push(table);
    }
    best.map(|(_, solution)| solution).ok_or(Stop::Nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator: the same numbers every time.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: i64) -> i64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            ((self.0 >> 33) % sides as u64) as i64
        }
    }

    /// Against trying all small numbers.
    #[test]
    fn the_least_is_what_trying_all_finds() {
        let mut dice = Dice(7);
        let (mut some, mut none) = (0, 0);
        for _ in 0..1500 {
            let mut system = System::default();
            let vars: Vec<_> = (0..3).map(|_| system.var()).collect();
            for _ in 0..2 + dice.roll(4) {
                let mut sum = Sum::constant(dice.roll(9) - 5);
                for var in &vars {
                    sum.add(*var, dice.roll(9) - 4);
                }
                system.holds(sum);
            }
            for var in &vars {
                system.at_most(&(*var).into(), 6);
            }
            let aims: Vec<Sum> = (0..3)
                .map(|_| {
                    let mut aim = Sum::default();
                    vars.iter().for_each(|v| aim.add(*v, dice.roll(3)));
                    aim
                })
                .collect();
            let mut best: Option<Vec<i64>> = None;
            for at in 0..343 {
                let numbers = [at % 7, at / 7 % 7, at / 49];
                if system.rows.iter().all(|r| r.at(&numbers) >= 0) {
                    let aimed: Vec<i64> = aims.iter().map(|a| a.at(&numbers)).collect();
                    if best.as_ref().is_none_or(|b| aimed < *b) {
                        best = Some(aimed);
                    }
                }
            }
            match system.least(&aims) {
                Solved::Least(found) => {
                    assert!(system.rows.iter().all(|r| r.at(&found) >= 0));
                    let aimed: Vec<i64> = aims.iter().map(|a| a.at(&found)).collect();
                    assert_eq!(Some(aimed), best);
                    some += 1;
                }
                Solved::Nothing => {
                    assert_eq!(best, None);
                    none += 1;
                }
                Solved::Undecided => panic!("so small a question"),
            }
        }
        assert!(some > 300 && none > 300, "{some} {none}");
    }

    #[test]
    fn large_numbers_are_no_harder_and_a_budget_ends_it() {
        let mut system = System::default();
        let (n, y) = (system.var(), system.var());
        let (n, y) = (Sum::from(n), Sum::from(y));
        // Two thirds of at least a million, but not three quarters, and no more than there are.
        system.at_least(&n, 1_000_000);
        system.holds(Sum::default().plus(&y, 3).plus(&n, -2));
        system.holds(Sum::constant(-1).plus(&y, -4).plus(&n, 3));
        let found = system.least(&[n.clone(), y]).solution().unwrap();
        assert_eq!(found, vec![1_000_000, 666_667]);
        assert_eq!(system.least_within(&[n], 3), Solved::Undecided);
    }

    /// An odd number that is even: rational numbers do it, whole ones never; without a bound there would be no end.
    #[test]
    fn what_has_no_end_is_undecided() {
        let mut system = System::default();
        let (a, b) = (Sum::from(system.var()), Sum::from(system.var()));
        let twice = Sum::default().plus(&a, 2);
        system.equal(&twice, &Sum::constant(1).plus(&b, 2));
        let aims = [a];
        assert_eq!(system.least(&aims), Solved::Undecided);
        let [a] = aims;
        system.at_most(&a, 20);
        assert_eq!(system.least(&[a]), Solved::Nothing);
    }
}
