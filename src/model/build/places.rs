//! Where the names of a rule stand.

use crate::model::{NameList, NameSpans, Rule};
use crate::syntax::tree::{self, Name};

/// The places of a rule's names. `swapped`: the second list of the statement holds the actions (Dutch order).
pub(super) fn names(tree: &tree::Rule, rule: &Rule, swapped: bool) -> NameSpans {
    let mut all = NameSpans::default();
    if let tree::Who::Terms(terms) = &tree.who
        && terms.len() == rule.who.terms.len()
    {
        all.push(NameList::Who, terms.iter().map(|t| t.span));
    }
    let acts = &tree.acts;
    let (actions, data) = if swapped {
        (&acts.second, &acts.first)
    } else {
        (&acts.first, &acts.second)
    };
    let mut push = |list: NameList, names: &[Name], known: usize| {
        // A name that stands twice, or is unknown, has no place of its own.
        if names.len() == known {
            all.push(list, names.iter().map(|n| n.span));
        }
    };
    push(NameList::Actions, actions, rule.actions.len());
    push(NameList::Data, data, rule.data.len());
    push(NameList::Purposes, &acts.purposes, rule.purposes.len());
    push(NameList::Despite, &tree.despite, rule.despite.len());
    all.condition = match tree.condition.as_slice() {
        [one] => Some(one.span),
        _ => None,
    };
    all.holds = Some(tree.holds);
    all.despite_clauses = tree.despite_clauses.clone();
    all
}
