//! Which decision of the version before may adopt a change.

use super::is_own;
use crate::analysis::diff::{Changed, Pairs};
use crate::model::{AnyId, DataKind, DecisionId, Model};

/// The decisions of the version before, any one of which may adopt this change; none if nobody may.
///
/// What the version before has is changed by the decisions that name it in `changes …`, else by those that `changes this
/// agreement`. What is new is added to the agreement; but a field of a dataset that was there changes that dataset.
pub fn adopters(base: &Model, head: &Model, pairs: &Pairs, changed: &Changed) -> Vec<DecisionId> {
    let target = changed.old.or_else(|| {
        let AnyId::Data(field) = changed.new? else {
            return None;
        };
        match head.data.get(field.index()).map(|d| &d.kind) {
            Some(DataKind::Field { dataset, .. }) => pairs.old_of(AnyId::Data(*dataset)),
            _ => None,
        }
    });
    let Some(target) = target.filter(|_| changed.kind != "commons") else {
        return general(base);
    };
    let mut all = guards(base, target);
    // An emergency never reaches what it must not touch.
    all.retain(|id| !never(base, *id).iter().any(|n| covers(base, *n, target)));
    all
}

/// The decisions that change the agreement as a whole.
pub fn general(base: &Model) -> Vec<DecisionId> {
    let ids = (0..base.decisions.len()).map(DecisionId::new);
    let all = ids.filter(|id| is_own(base, *id));
    all.filter(|id| {
        base.decisions
            .get(id.index())
            .is_some_and(|d| d.changes_agreement)
    })
    .collect()
}

fn guards(base: &Model, target: AnyId) -> Vec<DecisionId> {
    let ids = (0..base.decisions.len()).map(DecisionId::new);
    let named: Vec<DecisionId> = ids
        .filter(|id| is_own(base, *id))
        .filter(|id| {
            let decision = base.decisions.get(id.index());
            decision.is_some_and(|d| d.changes.iter().any(|c| covers(base, *c, target)))
        })
        .collect();
    if named.is_empty() {
        general(base)
    } else {
        named
    }
}

fn never(base: &Model, id: DecisionId) -> &[AnyId] {
    let decision = base.decisions.get(id.index());
    decision
        .and_then(|d| d.emergency.as_ref())
        .map_or(&[], |e| &e.never)
}

/// Whether something named is the target, or the dataset that it is a field of.
fn covers(model: &Model, named: AnyId, target: AnyId) -> bool {
    let AnyId::Data(data) = target else {
        return named == target;
    };
    let dataset = match model.data.get(data.index()).map(|d| &d.kind) {
        Some(DataKind::Field { dataset, .. }) => AnyId::Data(*dataset),
        _ => target,
    };
    named == target || named == dataset
}
