//! The least value of an aim over the rationals: the dual simplex method, on integers over one denominator.
//!
//! A table holds, for each of its rows, a number as a sum of the free ones: (constant + Σ coefficient · free) / denominator. As
//! long as no coefficient of the aim is negative, setting the free numbers to nought is best, provided that no row is then
//! negative. A row that is, is exchanged for a free number that can lift it; the one that costs least. If none can, there is no
//! solution. Exchanging multiplies and divides by the old denominator, which goes without remainder (Edmonds, Bareiss), so
//! nothing is ever rounded; a number beyond 128 bits ends the question.

/// Which number a row or a column is: those asked for come first, then one for each inequality (what it has to spare).
pub(super) type Number = usize;

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub number: Number,
    constant: i128,
    coefficients: Vec<i128>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// No numbers satisfy the inequalities.
    Nothing,
    /// The budget is used up, or a number grew too large.
    Undecided,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    denominator: i128,
    /// The numbers that are nought, one a column.
    free: Vec<Number>,
    pub rows: Vec<Row>,
    aim: Row,
    numbers: usize,
}

impl Table {
    /// A table with `vars` free numbers and an aim whose coefficients are not negative.
    pub fn new(vars: usize, aim: Vec<i128>) -> Self {
        Table {
            denominator: 1,
            free: (0..vars).collect(),
            rows: Vec::new(),
            aim: Row {
                number: usize::MAX,
                constant: 0,
                coefficients: aim,
            },
            numbers: vars,
        }
    }

    /// Adds an inequality that is written in the numbers asked for, while all of them are still free.
    pub fn push(&mut self, constant: i128, coefficients: Vec<i128>) {
        self.rows.push(Row {
            number: self.numbers,
            constant,
            coefficients,
        });
        self.numbers += 1;
    }

    /// Adds: a row's number is at most `bound`, or at least.
    pub fn bound(&mut self, row: usize, bound: i128, at_most: bool) -> Result<(), Stop> {
        let of = self.rows.get(row).ok_or(Stop::Undecided)?;
        let sign = if at_most { -1 } else { 1 };
        let shift = bound.checked_mul(self.denominator).ok_or(Stop::Undecided)?;
        let constant = of.constant.checked_sub(shift).ok_or(Stop::Undecided)?;
        let new = Row {
            number: self.numbers,
            constant: constant * sign,
            coefficients: of.coefficients.iter().map(|n| n * sign).collect(),
        };
        self.rows.push(new);
        self.numbers += 1;
        Ok(())
    }

    /// The number of a row as a fraction.
    pub fn value(&self, row: &Row) -> (i128, i128) {
        (row.constant, self.denominator)
    }

    /// The aim, rounded up: no whole solution has less.
    pub fn least(&self) -> i128 {
        let (n, d) = self.value(&self.aim);
        n.div_euclid(d) + i128::from(n.rem_euclid(d) != 0)
    }

    /// Exchanges until no row is negative.
    pub fn settle(&mut self, budget: &mut u64) -> Result<(), Stop> {
        let mut steps = 0usize;
        loop {
            // The most negative first; after a while the one with the smallest number, so that it can't go round in circles.
            let wary = steps > 4 * (self.rows.len() + self.free.len());
            let negative = self.rows.iter().enumerate().filter(|(_, r)| r.constant < 0);
            let leaving = if wary {
                negative.min_by_key(|(_, r)| r.number)
            } else {
                negative.min_by_key(|(_, r)| (r.constant, r.number))
            };
            let Some((leaving, _)) = leaving else {
                return Ok(());
            };
            let entering = self.entering(leaving)?;
            let cost = (self.rows.len() + 1) * (self.free.len() + 1);
            *budget = budget.checked_sub(cost as u64).ok_or(Stop::Undecided)?;
            self.exchange(leaving, entering).ok_or(Stop::Undecided)?;
            steps += 1;
        }
    }

    /// The free number that lifts a row at the least cost.
    fn entering(&self, leaving: usize) -> Result<usize, Stop> {
        let row = self.rows.get(leaving).ok_or(Stop::Undecided)?;
        let mut best: Option<(usize, i128, i128)> = None;
        let columns = row.coefficients.iter().zip(&self.aim.coefficients);
        for (at, (lifts, costs)) in columns.enumerate() {
            if *lifts <= 0 {
                continue;
            }
            let better = match best {
                None => true,
                Some((other, other_costs, other_lifts)) => {
                    let left = costs.checked_mul(other_lifts).ok_or(Stop::Undecided)?;
                    let right = other_costs.checked_mul(*lifts).ok_or(Stop::Undecided)?;
                    left < right || left == right && self.free.get(at) < self.free.get(other)
                }
            };
            if better {
                best = Some((at, *costs, *lifts));
            }
        }
        best.map(|(at, ..)| at).ok_or(Stop::Nothing)
    }

    /// Exchanges a row for a column. `None`: a number grew too large.
    fn exchange(&mut self, leaving: usize, entering: usize) -> Option<()> {
        let mut pivot_row = self.rows.get(leaving)?.clone();
        let pivot = *pivot_row.coefficients.get(entering)?;
        let old = self.denominator;
        let update = |row: &mut Row| -> Option<()> {
            let factor = *row.coefficients.get(entering)?;
            let new = |own: i128, of_pivot: i128| -> Option<i128> {
                let left = pivot.checked_mul(own)?;
                Some(left.checked_sub(factor.checked_mul(of_pivot)?)? / old)
            };
            if factor == 0 && pivot == old {
                return Some(());
            }
            row.constant = new(row.constant, pivot_row.constant)?;
            for (at, own) in row.coefficients.iter_mut().enumerate() {
                if at != entering {
                    *own = new(*own, *pivot_row.coefficients.get(at)?)?;
                }
            }
            Some(())
        };
        for (at, row) in self.rows.iter_mut().enumerate() {
            if at != leaving {
                update(row)?;
            }
        }
        update(&mut self.aim)?;
        pivot_row.constant = -pivot_row.constant;
        for (at, own) in pivot_row.coefficients.iter_mut().enumerate() {
            *own = if at == entering { old } else { -*own };
        }
        std::mem::swap(self.free.get_mut(entering)?, &mut pivot_row.number);
        *self.rows.get_mut(leaving)? = pivot_row;
        self.denominator = pivot;
        Some(())
    }
}
