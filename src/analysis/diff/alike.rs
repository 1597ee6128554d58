//! Named parties that are in the same position as one that a comparison speaks of.
//!
//! The comparison goes through one party of each kind: those whom the same rules are about. Here the others are added.

use super::answers::Entry;
use crate::analysis::compare::{Side, Space};
use crate::analysis::region::{Cell, Someone};
use crate::analysis::universe::{Axis, Standing, Universe};
use crate::analysis::{Asker, universe::plays_a_part};
use crate::model::{Deontic, PartyId, Rule};

/// Adds to an entry every named party that is in the same position as one that it names.
pub fn add(space: &Space, entry: &mut Entry) {
    let mut more: Vec<Someone> = Vec::new();
    for who in &entry.who {
        let Someone::Named(_) = who else { continue };
        let others = everyone(space).filter(|o| !entry.who.contains(o) && !more.contains(o));
        let same: Vec<Someone> = others
            .filter(|o| alike(space, &entry.cell, who, o))
            .collect();
        more.extend(same);
    }
    entry.who.extend(more);
}

/// All named parties, in numbers of the space.
fn everyone<'s>(space: &'s Space) -> impl Iterator<Item = Someone> + 's {
    let most = Side::BOTH
        .iter()
        .map(|s| space.model(*s).parties.len())
        .sum::<usize>();
    (0..most)
        .map(|n| Someone::Named(PartyId::new(n)))
        .filter(|who| Side::BOTH.iter().any(|s| space.people.is_known_on(*s, who)))
}

/// Whether on both sides the same rules are about both, among those that reach into the cell.
fn alike(space: &Space, cell: &Cell, one: &Someone, other: &Someone) -> bool {
    Side::BOTH.iter().all(|side| {
        let model = space.model(*side);
        let standing = |who: &Someone| standing(space, *side, who);
        let (one, other) = (standing(one), standing(other));
        let fits = |s: &Standing, rule: &Rule| rule.who.terms.iter().any(|t| s.fits(t));
        let differ = |rule: &&Rule| fits(&one, rule) != fits(&other, rule);
        let cell = space.cell_on(*side, cell);
        !model
            .rules
            .iter()
            .filter(|r| plays_a_part(r) || r.deontic == Deontic::Must)
            .filter(differ)
            .any(|rule| cell.as_ref().is_some_and(|cell| reaches(model, rule, cell)))
    })
}

fn reaches(model: &crate::model::Model, rule: &Rule, cell: &Cell) -> bool {
    Axis::ALL.iter().enumerate().all(|(at, axis)| {
        let mut named = axis.named(rule).peekable();
        let tree = axis.tree(model);
        named.peek().is_none()
            || named.any(|n| {
                tree.down(n)
                    .iter()
                    .any(|a| cell.atoms[at].contains(*a as usize))
            })
    })
}

fn standing(space: &Space, side: Side, who: &Someone) -> Standing {
    let asker: Asker = space.people.asker_on(side, who);
    Universe::standing_in(space.model(side), &asker)
}
