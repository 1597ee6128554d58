//! One cell of the matrix: what the rules that are about an asker and cover an atom come to, in every case.

use super::cases::{Budget, Cases, Spent};
use crate::model::{Deontic, Model, RuleId, Verdict};

/// What holds in a cell. `permitted` and `prohibited` never overlap; what is in neither is not provided for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// All permissions, prohibitions and exceptions that are about the asker and cover the atom, in the order of the source.
    pub rules: Vec<RuleId>,
    pub permitted: Cases,
    pub prohibited: Cases,
    /// Each permission that counts in some case, and where it does.
    pub permissions: Vec<(RuleId, Cases)>,
    /// Each prohibition that is in effect in some case, and where.
    pub prohibitions: Vec<(RuleId, Cases)>,
    /// The budget was spent: which case comes to what was not worked out, and the sets are empty.
    pub undecided: bool,
}

/// What a cell comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellAnswer {
    Permitted,
    /// Permitted in some cases, and otherwise not provided for.
    PermittedIf,
    /// Permitted in some cases and prohibited in others.
    Depends,
    Prohibited,
    /// Prohibited in some cases, and otherwise not provided for.
    ProhibitedIf,
    NotProvidedFor,
    Undecided,
}

impl CellAnswer {
    /// `permitted`, `permitted-if`, `depends`, `prohibited`, `prohibited-if`, `not-provided-for`, `undecided`.
    pub fn name(self) -> &'static str {
        match self {
            CellAnswer::Permitted => "permitted",
            CellAnswer::PermittedIf => "permitted-if",
            CellAnswer::Depends => "depends",
            CellAnswer::Prohibited => "prohibited",
            CellAnswer::ProhibitedIf => "prohibited-if",
            CellAnswer::NotProvidedFor => "not-provided-for",
            CellAnswer::Undecided => "undecided",
        }
    }

    /// Whether it permits something, or may.
    pub fn may_permit(self) -> bool {
        matches!(
            self,
            CellAnswer::Permitted
                | CellAnswer::PermittedIf
                | CellAnswer::Depends
                | CellAnswer::Undecided
        )
    }
}

impl Cell {
    pub fn new(model: &Model, rules: Vec<RuleId>) -> Self {
        match worked_out(model, &rules) {
            Ok(cell) => Cell { rules, ..cell },
            Err(Spent) => Cell {
                rules,
                undecided: true,
                ..Cell::empty()
            },
        }
    }

    fn empty() -> Self {
        Cell {
            rules: Vec::new(),
            permitted: Cases::never(),
            prohibited: Cases::never(),
            permissions: Vec::new(),
            prohibitions: Vec::new(),
            undecided: false,
        }
    }

    pub fn answer(&self) -> CellAnswer {
        let (may, not) = (&self.permitted, &self.prohibited);
        if self.undecided {
            CellAnswer::Undecided
        } else if may.is_always() {
            CellAnswer::Permitted
        } else if not.is_always() {
            CellAnswer::Prohibited
        } else {
            match (may.is_never(), not.is_never()) {
                (true, true) => CellAnswer::NotProvidedFor,
                (false, true) => CellAnswer::PermittedIf,
                (true, false) => CellAnswer::ProhibitedIf,
                (false, false) => CellAnswer::Depends,
            }
        }
    }

    /// The verdict where every fact that matters is known; `None` if one is not, or if the cell is undecided.
    pub fn verdict(&self, value: impl Fn(crate::model::FactKey) -> Option<i64>) -> Option<Verdict> {
        if self.undecided {
            return None;
        }
        let (may, not) = (
            self.permitted.contains(&value),
            self.prohibited.contains(&value),
        );
        match (may, not) {
            (Some(true), _) => Some(Verdict::Permitted),
            (_, Some(true)) => Some(Verdict::Prohibited),
            (Some(false), Some(false)) => Some(Verdict::NotProvidedFor),
            _ => None,
        }
    }

    /// The rules that decide something in it.
    pub fn deciding(&self) -> impl Iterator<Item = RuleId> + '_ {
        let all = self.permissions.iter().chain(&self.prohibitions);
        all.map(|(rule, _)| *rule)
    }
}

/// Section 4 of the semantics, for all cases at once.
fn worked_out(model: &Model, rules: &[RuleId]) -> Result<Cell, Spent> {
    let mut budget = Budget::default();
    let status: Vec<(RuleId, Deontic, Cases)> = rules
        .iter()
        .filter_map(|id| {
            let rule = model.rules.get(id.index())?;
            Some((*id, rule.deontic, Cases::of(model, rule)))
        })
        .collect();
    let (mut permissions, mut prohibitions) = (Vec::new(), Vec::new());
    for (id, deontic, holds) in &status {
        let into = match deontic {
            Deontic::May => &mut permissions,
            Deontic::MustNot => &mut prohibitions,
            Deontic::Must | Deontic::Exception => continue,
        };
        let setters = model
            .rules
            .get(id.index())
            .map_or(&[][..], |r| r.set_aside_by.as_slice());
        let mut in_effect = holds.clone();
        for (_, _, aside) in status.iter().filter(|s| setters.contains(&s.0)) {
            in_effect = in_effect.subtract(aside, model, &mut budget)?;
        }
        into.push((*id, in_effect));
    }
    let all = |list: &[(RuleId, Cases)]| {
        list.iter()
            .fold(Cases::never(), |sofar, (_, cases)| sofar.union(cases))
    };
    let prohibited = all(&prohibitions);
    for (_, cases) in &mut permissions {
        *cases = cases.subtract(&prohibited, model, &mut budget)?;
    }
    let permitted = all(&permissions);
    let mut spare = Budget::default();
    let mut plain = |cases: &Cases| cases.plain(model, &mut spare);
    let mut tidy = |list: Vec<(RuleId, Cases)>| -> Vec<(RuleId, Cases)> {
        list.into_iter()
            .filter(|(_, cases)| !cases.is_never())
            .map(|(id, cases)| (id, plain(&cases)))
            .collect()
    };
    let (permissions, prohibitions) = (tidy(permissions), tidy(prohibitions));
    Ok(Cell {
        permitted: permitted.plain(model, &mut spare),
        prohibited: prohibited.plain(model, &mut spare),
        permissions,
        prohibitions,
        ..Cell::empty()
    })
}

/// Whether a cell is what its parts come to when one permission is enough, and otherwise one prohibition.
///
/// # Errors
/// If the budget is spent.
pub fn is_join(model: &Model, whole: &Cell, parts: &[&Cell]) -> Result<bool, Spent> {
    if whole.undecided || parts.iter().any(|p| p.undecided) {
        return Err(Spent);
    }
    let mut budget = Budget::default();
    let all = |of: fn(&Cell) -> &Cases| {
        parts
            .iter()
            .fold(Cases::never(), |sofar, part| sofar.union(of(part)))
    };
    let permitted = all(|c| &c.permitted);
    let prohibited = all(|c| &c.prohibited).subtract(&permitted, model, &mut budget)?;
    Ok(whole.permitted.same(&permitted, model, &mut budget)?
        && whole.prohibited.same(&prohibited, model, &mut budget)?)
}
