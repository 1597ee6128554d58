//! Games: kinds of members, and tests that a winning coalition meets, all of them.

/// Members who are alike in every test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// How many there are.
    pub members: u64,
    /// What one of them weighs in each test.
    pub weights: Vec<u64>,
}

/// A coalition wins if, in every test, what its members weigh together is at least the quota.
///
/// With one test this is the weighted game [q; w₁, …, wₙ] of the literature; with more it is an intersection of such games.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Game {
    kinds: Vec<Kind>,
    /// By test: how much may be missing from the coalition for it to win, which is the weight of all less the quota. `None`:
    /// no coalition wins.
    slack: Option<Vec<u64>>,
}

impl Game {
    /// The game in which a coalition needs `quotas` in each test. Weights and quotas are whole numbers without a unit.
    ///
    /// `None` if a kind has not one weight for each test, or the weights together exceed every number.
    pub fn new(kinds: Vec<Kind>, quotas: &[u64]) -> Option<Game> {
        if kinds.iter().any(|k| k.weights.len() != quotas.len()) {
            return None;
        }
        kinds
            .iter()
            .try_fold(0u64, |sum, k| sum.checked_add(k.members))?;
        let mut slack = Some(Vec::with_capacity(quotas.len()));
        for (test, quota) in quotas.iter().enumerate() {
            let total = kinds.iter().try_fold(0u64, |sum, k| {
                sum.checked_add(k.members.checked_mul(*k.weights.get(test)?)?)
            })?;
            slack = match (slack, total.checked_sub(*quota)) {
                (Some(mut all), Some(one)) => {
                    all.push(one);
                    Some(all)
                }
                _ => None,
            };
        }
        Some(Game { kinds, slack })
    }

    /// The game that no coalition wins.
    pub fn lost(kinds: Vec<Kind>) -> Game {
        Game { kinds, slack: None }
    }

    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// All members.
    pub fn members(&self) -> u64 {
        self.kinds.iter().map(|k| k.members).sum()
    }

    /// What may be missing from a winning coalition, by test; `None` if no coalition wins.
    pub fn slack(&self) -> Option<&[u64]> {
        self.slack.as_deref()
    }

    /// Whether those of `missing` (so many of each kind) can stay out and the others win.
    pub fn wins_without(&self, missing: &[u64]) -> bool {
        let Some(slack) = &self.slack else {
            return false;
        };
        slack.iter().enumerate().all(|(test, bound)| {
            let mut sum = 0u128;
            for (kind, n) in self.kinds.iter().zip(missing) {
                let weight = kind.weights.get(test).copied().unwrap_or(0);
                sum += u128::from(weight) * u128::from(*n);
            }
            sum <= u128::from(*bound)
        })
    }

    /// Whether nothing passes if one of this kind is against it.
    pub fn vetoes(&self, kind: usize) -> bool {
        let (Some(slack), Some(kind)) = (&self.slack, self.kinds.get(kind)) else {
            return false;
        };
        kind.members > 0 && kind.weights.iter().zip(slack).any(|(w, b)| w > b)
    }

    /// Whether one of this kind wins alone, with all others against.
    pub fn wins_alone(&self, kind: usize) -> bool {
        if self.kinds.get(kind).is_none_or(|k| k.members == 0) {
            return false;
        }
        let others: Vec<u64> = self
            .kinds
            .iter()
            .enumerate()
            .map(|(at, k)| k.members - u64::from(at == kind))
            .collect();
        self.wins_without(&others)
    }

    /// Whether this kind weighs nothing in any test: then its vote never matters, whatever the others do and however many
    /// they are.
    pub fn weighs_nothing(&self, kind: usize) -> bool {
        self.kinds
            .get(kind)
            .is_some_and(|k| k.weights.iter().all(|w| *w == 0))
    }

    /// The same game in as few and as small numbers as that goes without counting: the common divisor of a test's weights is
    /// taken out, and a test that another one implies by the same weights is left out.
    pub(super) fn reduced(&self) -> Game {
        let Some(slack) = &self.slack else {
            return self.clone();
        };
        let mut tests: Vec<(Vec<u64>, u64)> = Vec::new();
        for (test, bound) in slack.iter().enumerate() {
            let column = |k: &Kind| match k.members {
                0 => 0,
                _ => k.weights.get(test).copied().unwrap_or(0),
            };
            let divisor = self.kinds.iter().map(column).fold(0, gcd);
            if divisor == 0 {
                continue;
            }
            let weights: Vec<u64> = self.kinds.iter().map(|k| column(k) / divisor).collect();
            let bound = bound / divisor;
            match tests.iter_mut().find(|(w, _)| *w == weights) {
                Some((_, known)) => *known = bound.min(*known),
                None => tests.push((weights, bound)),
            }
        }
        let kinds = self.kinds.iter().enumerate().map(|(at, k)| Kind {
            members: k.members,
            weights: tests
                .iter()
                .map(|(w, _)| w.get(at).copied().unwrap_or(0))
                .collect(),
        });
        Game {
            kinds: kinds.collect(),
            slack: Some(tests.iter().map(|(_, bound)| *bound).collect()),
        }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    match b {
        0 => a,
        _ => gcd(b, a % b),
    }
}
