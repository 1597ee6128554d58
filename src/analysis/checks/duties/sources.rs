//! Where duties come from, and what each one asks for.

use crate::model::{
    ActionId, DataId, Deontic, DutyTerms, Holder, Model, PurposeId, RuleId, Taxonomy, WhoTerm,
};
use std::collections::BTreeMap;

/// What imposes a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A free-standing duty.
    Rule(RuleId),
    /// A duty that comes with a permission, by its number from 0.
    With(RuleId, usize),
    /// `retention at most …` of a dataset.
    AtMost(DataId),
    /// `retention at least …` of a dataset.
    AtLeast(DataId),
}

impl Source {
    /// The rule that says it, if it is one.
    pub fn rule(self) -> Option<RuleId> {
        match self {
            Source::Rule(id) | Source::With(id, _) => Some(id),
            Source::AtMost(_) | Source::AtLeast(_) => None,
        }
    }

    /// Whether this commons' own source says it.
    pub fn is_own(self, model: &Model) -> bool {
        match self {
            Source::Rule(id) | Source::With(id, _) => {
                model.rules.get(id.index()).is_some_and(|r| r.decl.is_own())
            }
            Source::AtMost(id) | Source::AtLeast(id) => {
                model.data.get(id.index()).is_some_and(|d| d.decl.is_own())
            }
        }
    }
}

/// The acts of a duty that a rule imposes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Acts<'m> {
    pub source: Source,
    /// The duty itself, or the permission that it comes with.
    pub rule: RuleId,
    pub actions: &'m [ActionId],
    /// Empty: no data is named.
    pub data: &'m [DataId],
    /// Empty: no purpose is named.
    pub purposes: &'m [PurposeId],
    pub terms: &'m DutyTerms,
}

/// The duties that rules impose, in the order of the source. Rules that name something unknown are left out.
pub(super) fn duties(model: &Model) -> Vec<Acts<'_>> {
    let mut out = Vec::new();
    for (at, rule) in model.rules.iter().enumerate() {
        let id = RuleId::new(at);
        if rule.incomplete {
            continue;
        }
        if rule.deontic == Deontic::Must {
            out.push(Acts {
                source: Source::Rule(id),
                rule: id,
                actions: &rule.actions,
                data: &rule.data,
                purposes: &rule.purposes,
                terms: &rule.terms,
            });
        }
        if rule.deontic == Deontic::May {
            out.extend(rule.duties.iter().enumerate().map(|(number, duty)| Acts {
                source: Source::With(id, number),
                rule: id,
                actions: &duty.actions,
                data: &duty.data,
                purposes: &duty.purposes,
                terms: &duty.terms,
            }));
        }
    }
    out
}

/// Whether an action is an act of care: it is one, or everything that it lies within is.
pub(super) fn is_care(model: &Model, action: ActionId) -> bool {
    let tree = &model.action_tree;
    let care = |n: u32| model.actions.get(n as usize).is_some_and(|a| a.care);
    let top = |n: &&u32| tree.parents(**n).is_empty();
    tree.up(action.0).iter().filter(top).all(|n| care(*n))
}

/// What a dataset says of how long data is kept, for the data that it holds for.
#[derive(Debug, Clone)]
pub(super) struct Retention {
    pub source: Source,
    /// The keepers, as terms of those who are bound. The commons itself asks for nothing, so it has no term.
    pub terms: Vec<WhoTerm>,
    /// Sorted.
    pub atoms: Vec<u32>,
}

/// All terms of retention. A part that says nothing of its own has the term, and the keepers, of the nearest that does.
pub(super) fn retention(model: &Model) -> Vec<Retention> {
    let tree = &model.data_tree;
    let dataset = |n: u32| model.data.get(n as usize).and_then(|d| d.dataset());
    let keepers = Nearest::of(tree, |n| dataset(n).is_some_and(|d| !d.keepers.is_empty()));
    let most = Nearest::of(tree, |n| {
        dataset(n).is_some_and(|d| d.keep_at_most.is_some())
    });
    let least = Nearest::of(tree, |n| {
        dataset(n).is_some_and(|d| d.keep_at_least.is_some())
    });
    let mut out = Vec::new();
    type Kind = fn(DataId) -> Source;
    let kinds: [(Nearest, Kind); 2] = [(most, Source::AtMost), (least, Source::AtLeast)];
    for (nearest, source) in kinds {
        let mut parts: BTreeMap<(u32, &[u32]), Vec<u32>> = BTreeMap::new();
        for atom in 0..tree.len() as u32 {
            for &by in nearest.at(atom) {
                parts.entry((by, keepers.at(atom))).or_default().push(atom);
            }
        }
        for ((by, kept_by), atoms) in parts {
            let holders = kept_by
                .iter()
                .filter_map(|&n| dataset(n))
                .flat_map(|d| &d.keepers);
            let mut terms: Vec<WhoTerm> = Vec::new();
            for term in holders.filter_map(term_of) {
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
            out.push(Retention {
                source: source(DataId(by)),
                terms,
                atoms,
            });
        }
    }
    out
}

fn term_of(holder: &Holder) -> Option<WhoTerm> {
    match holder {
        Holder::Group(group) => Some(WhoTerm {
            groups: vec![*group],
            party: None,
        }),
        Holder::Party(party) => Some(WhoTerm {
            groups: Vec::new(),
            party: Some(*party),
        }),
        Holder::Commons => None,
    }
}

/// Of every node, the nearest nodes at or above it that say something.
struct Nearest(Vec<Vec<u32>>);

impl Nearest {
    fn of(tree: &Taxonomy, says: impl Fn(u32) -> bool) -> Self {
        let nearest = |node: u32| {
            let saying: Vec<u32> = tree.up(node).iter().copied().filter(|n| says(*n)).collect();
            let closer = |n: u32| saying.iter().any(|&m| m != n && tree.is_within(m, n));
            saying.iter().copied().filter(|&n| !closer(n)).collect()
        };
        Nearest((0..tree.len() as u32).map(nearest).collect())
    }

    fn at(&self, node: u32) -> &[u32] {
        self.0.get(node as usize).map_or(&[], Vec::as_slice)
    }
}
