//! A table of counts: how many coalitions have which totals, as far as all totals stay within their bounds.
//!
//! The counts are the coefficients of Π (1 + x^w) over all members, cut off at the bounds. To take a member in is to multiply
//! by (1 + x^w), an addition for each cell; to take one out again is to divide by it, a subtraction for each cell. Both are
//! exact below the bounds, because weights are not negative. Counts are whole numbers of a fixed number of 64-bit digits: no
//! cell holds more than all coalitions together, 2^n.

use num_bigint::BigUint;

#[derive(Clone)]
pub struct Table {
    /// Cells along each axis: the bound and one more.
    sides: Vec<usize>,
    /// How far apart neighbours along each axis lie.
    strides: Vec<usize>,
    cells: usize,
    digits: usize,
    /// Cell by cell, the lowest digit first.
    data: Vec<u64>,
}

impl Table {
    /// 64-bit digits that a table for so many members has, if it has room for its cells.
    pub fn size(bounds: &[u64], members: u64) -> Option<u64> {
        let cells = bounds
            .iter()
            .try_fold(1u64, |cells, b| cells.checked_mul(b.checked_add(1)?))?;
        cells.checked_mul(members / 64 + 1)
    }

    /// One coalition, the empty one. `None` if there is no room for it.
    pub fn new(bounds: &[u64], members: u64) -> Option<Table> {
        let size = usize::try_from(Self::size(bounds, members)?).ok()?;
        let mut sides = Vec::with_capacity(bounds.len());
        let mut strides = Vec::with_capacity(bounds.len());
        let mut cells = 1usize;
        for bound in bounds {
            let side = usize::try_from(*bound).ok()?.checked_add(1)?;
            sides.push(side);
            strides.push(cells);
            cells = cells.checked_mul(side)?;
        }
        let digits = usize::try_from(members / 64 + 1).ok()?;
        let mut data = vec![0; size];
        *data.first_mut()? = 1;
        Some(Table {
            sides,
            strides,
            cells,
            digits,
            data,
        })
    }

    /// The steps of these weights along the axes, if they stay within the table at all.
    fn steps(&self, weights: &[u64]) -> Option<Vec<usize>> {
        let axes = weights.iter().zip(&self.sides);
        axes.map(|(w, side)| usize::try_from(*w).ok().filter(|w| w < side))
            .collect()
    }

    /// Cells along the first axis, which lie next to each other.
    fn row(&self) -> usize {
        self.sides.first().copied().unwrap_or(1)
    }

    /// Whether a row still lies within the bounds of the other axes with these steps less (`down`) or more.
    fn within(&self, row: usize, steps: &[usize], down: bool) -> bool {
        let cell = row * self.row();
        let axes = self.sides.iter().zip(&self.strides).zip(steps).skip(1);
        axes.into_iter().all(|((side, stride), step)| {
            let at = cell / stride % side;
            if down { at >= *step } else { at + step < *side }
        })
    }

    /// Takes a member in that weighs something.
    pub fn take_in(&mut self, weights: &[u64]) {
        self.walk(weights, true);
    }

    /// Takes out a member that was taken in before.
    pub fn take_out(&mut self, weights: &[u64]) {
        self.walk(weights, false);
    }

    fn walk(&mut self, weights: &[u64], take_in: bool) {
        let Some(steps) = self.steps(weights) else {
            return;
        };
        let (row, digits) = (self.row(), self.digits);
        let rows = self.cells / row;
        let first = steps.first().copied().unwrap_or(0);
        let offset: usize = steps.iter().zip(&self.strides).map(|(n, s)| n * s).sum();
        // Within a row cells are read that were just written; between rows they are not, and all go at once.
        let piece = if offset >= row { row - first } else { 1 };
        let with: fn(u64, u64) -> (u64, bool) = if take_in {
            u64::overflowing_add
        } else {
            u64::overflowing_sub
        };
        for at in 0..rows {
            let at = if take_in { rows - 1 - at } else { at };
            if !self.within(at, &steps, true) {
                continue;
            }
            let mut done = 0;
            while done < row - first {
                let place = if take_in {
                    row - done - piece
                } else {
                    first + done
                };
                let to = (at * row + place) * digits;
                let (before, after) = self.data.split_at_mut(to);
                let from = before.get(to - offset * digits..);
                if let (Some(from), Some(to)) = (from, after.get_mut(..piece * digits)) {
                    combine(to, from, digits, with);
                }
                done += piece;
            }
        }
    }

    /// The sum of the cells that, with these weights more, do not lie within the bounds: by place on the last axis if
    /// `by_last`, else all together.
    pub fn swings(&self, weights: &[u64], by_last: bool) -> Vec<BigUint> {
        let last = match (by_last, self.strides.last(), self.sides.last()) {
            (true, Some(stride), Some(side)) => (*stride, *side),
            _ => (self.cells, 1),
        };
        let steps = self.steps(weights);
        let row = self.row();
        let stays = |cell: usize| {
            steps.as_ref().is_some_and(|s| {
                let along = s.first().copied().unwrap_or(0);
                cell % row + along < row && self.within(cell / row, s, false)
            })
        };
        let mut sums = vec![BigUint::ZERO; last.1];
        for (cell, digits) in self.data.chunks_exact(self.digits).enumerate() {
            if digits.iter().all(|d| *d == 0) || stays(cell) {
                continue;
            }
            if let Some(sum) = sums.get_mut(cell / last.0) {
                *sum += number(digits);
            }
        }
        sums
    }
}

/// Adds numbers of so many digits to others, or takes them away.
fn combine(to: &mut [u64], from: &[u64], digits: usize, with: fn(u64, u64) -> (u64, bool)) {
    let cells = to.chunks_exact_mut(digits).zip(from.chunks_exact(digits));
    for (to, from) in cells {
        let mut carry = false;
        for (to, from) in to.iter_mut().zip(from) {
            let (sum, one) = with(*to, *from);
            let (sum, other) = with(sum, u64::from(carry));
            *to = sum;
            carry = one || other;
        }
    }
}

fn number(digits: &[u64]) -> BigUint {
    let halves = digits.iter().flat_map(|d| [*d as u32, (*d >> 32) as u32]);
    BigUint::new(halves.collect())
}
