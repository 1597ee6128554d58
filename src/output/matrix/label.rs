//! What classes of atoms and askers are called, in words and by their ids.

use crate::analysis::matrix::{Class, Named, Together, name};
use crate::analysis::{Asker, Axis};
use crate::model::{ActionId, DataId, DataKind, GroupId, Model, PurposeId};
use crate::prose::{Words, capital};
use fixedbitset::FixedBitSet;

/// A class in words: "read, copy", "Meter readings: Address", "every purpose except Marketing".
pub fn class(words: &Words, axis: Axis, class: &Class, scope: &FixedBitSet) -> String {
    let tree = axis.tree(words.model);
    let mut rest = scope.clone();
    rest.difference_with(&class.atoms);
    let whole = scope.count_ones(..) == tree.len().max(1);
    if rest.is_clear() && whole {
        return all(words, axis).to_string();
    }
    let inside = names(words, axis, &class.atoms);
    let outside = names(words, axis, &rest);
    if !outside.is_empty() && outside.len() < inside.len() {
        let (all, except) = (
            if whole {
                all(words, axis).to_string()
            } else {
                list(&names(words, axis, scope))
            },
            words.pick("except", "behalve"),
        );
        return format!("{all} {except} {}", list(&outside));
    }
    list(&inside)
}

fn all(words: &Words, axis: Axis) -> &'static str {
    match axis {
        Axis::Action => words.pick("anything", "alles"),
        Axis::Data => words.pick("all data", "alle gegevens"),
        Axis::Purpose => words.pick("every purpose", "elk doel"),
    }
}

/// The names of a set of atoms. A node of which few parts are missing is named with these: "Meter readings except
/// Address"; otherwise one of which only the rest is meant is "(in general)". Fields stand behind their dataset.
fn names(words: &Words, axis: Axis, atoms: &FixedBitSet) -> Vec<String> {
    let tree = axis.tree(words.model);
    let named = name(tree, atoms);
    let mut left: Vec<u32> = named.nodes.iter().chain(&named.alone).copied().collect();
    let mut almost: Vec<(u32, Vec<String>)> = Vec::new();
    for &node in &named.alone {
        let parts = left.iter().filter(|n| tree.is_within(**n, node)).count();
        let mut missing = FixedBitSet::with_capacity(atoms.len());
        missing.extend(tree.down(node).iter().map(|a| *a as usize));
        missing.difference_with(atoms);
        let missing = plain_names(words, axis, &name(tree, &missing));
        // A part that was told with another node above it is not told again.
        if left.contains(&node) && missing.len() < parts.max(2) {
            left.retain(|n| !tree.is_within(*n, node));
            almost.push((node, missing));
        }
    }
    let kept = Named {
        nodes: named
            .nodes
            .into_iter()
            .filter(|n| left.contains(n))
            .collect(),
        alone: named
            .alone
            .into_iter()
            .filter(|n| left.contains(n))
            .collect(),
    };
    let except = words.pick("except", "behalve");
    let mut out: Vec<String> = almost
        .into_iter()
        .map(|(node, missing)| {
            let title = title(words, axis, node);
            // Fields of the dataset itself need not name it again.
            let own = format!("{title}: ");
            let missing: Vec<&str> = missing
                .iter()
                .map(|m| m.strip_prefix(&own).unwrap_or(m))
                .collect();
            format!("{title} {except} {}", missing.join(", "))
        })
        .collect();
    out.extend(plain_names(words, axis, &kept));
    out
}

fn title(words: &Words, axis: Axis, node: u32) -> String {
    match axis {
        Axis::Action => words.verb(ActionId(node)).to_string(),
        Axis::Data => words.data_title(DataId(node)).to_string(),
        Axis::Purpose => words.purpose_title(PurposeId(node)).to_string(),
    }
}

fn plain_names(words: &Words, axis: Axis, named: &Named) -> Vec<String> {
    let title = |node| title(words, axis, node);
    let mut out: Vec<String> = Vec::new();
    let mut last_dataset = None;
    for &node in &named.nodes {
        let dataset = match words.model.data.get(node as usize).map(|d| &d.kind) {
            Some(DataKind::Field { dataset, .. }) if axis == Axis::Data => Some(*dataset),
            _ => None,
        };
        match dataset {
            Some(d) if last_dataset == Some(d) => {
                if let Some(text) = out.last_mut() {
                    text.push_str(&format!(", {}", title(node)));
                }
            }
            Some(d) => out.push(format!("{}: {}", words.data_title(d), title(node))),
            // Two purposes may be called the same.
            None if out.contains(&title(node)) => {}
            None => out.push(title(node)),
        }
        last_dataset = dataset;
    }
    let general = words.pick("in general", "in het algemeen");
    out.extend(
        named
            .alone
            .iter()
            .map(|n| format!("{} ({general})", title(*n))),
    );
    out
}

/// Joined by commas, or by semicolons where one of them has a comma itself.
fn list(items: &[String]) -> String {
    let own = items.iter().any(|i| i.contains(", ") || i.contains(": "));
    items.join(if own { "; " } else { ", " })
}

/// A class by the ids of its nodes; `*` is the whole axis, and `x/self` only what is x in general.
pub fn ids(model: &Model, axis: Axis, class: &Class) -> Vec<String> {
    let tree = axis.tree(model);
    if class.atoms.count_ones(..) == tree.len().max(1) {
        return vec!["*".to_string()];
    }
    let id = |node: u32| {
        let at = node as usize;
        let decl = match axis {
            Axis::Action => model.actions.get(at).map(|x| &x.decl),
            Axis::Data => model.data.get(at).map(|x| &x.decl),
            Axis::Purpose => model.purposes.get(at).map(|x| &x.decl),
        };
        decl.map_or_else(|| "?".to_string(), |d| d.id.clone())
    };
    let named = name(tree, &class.atoms);
    let nodes = named.nodes.iter().map(|n| id(*n));
    let alone = named.alone.iter().map(|n| format!("{}/self", id(*n)));
    nodes.chain(alone).collect()
}

/// Who asks, as a heading.
pub fn asker(words: &Words, asker: &Asker) -> String {
    match asker {
        Asker::Party(party) => words.party(*party),
        Asker::Groups(groups) if groups.is_empty() => words
            .pick("Someone in no group", "Iemand in geen enkele groep")
            .to_string(),
        Asker::Groups(groups) => capital(&words.and(&words.groups(groups))),
    }
}

/// Who asks, by id: `outsider`, `group households`, `member city`.
pub fn asker_id(model: &Model, asker: &Asker) -> String {
    match asker {
        Asker::Party(party) => {
            let id = model.parties.get(party.index()).map_or("?", |p| &p.decl.id);
            format!("member {id}")
        }
        Asker::Groups(groups) => match groups.as_slice() {
            [] => "outsider".to_string(),
            groups => groups
                .iter()
                .map(|g| group_id(model, *g))
                .collect::<Vec<_>>()
                .join(" + "),
        },
    }
}

fn group_id(model: &Model, group: GroupId) -> String {
    let id = model.groups.get(group.index()).map_or("?", |g| &g.decl.id);
    format!("group {id}")
}

/// Of groups that are alike, those that lie within no other of them.
fn topmost(model: &Model, groups: &[GroupId]) -> Vec<GroupId> {
    let tree = &model.group_tree;
    groups
        .iter()
        .copied()
        .filter(|g| !groups.iter().any(|h| h != g && tree.is_within(g.0, h.0)))
        .collect()
}

/// "Households that are also in Researchers", as a heading: one of each part.
pub fn together(words: &Words, together: &Together) -> String {
    let parts: Vec<String> = together
        .parts
        .iter()
        .map(|part| words.or(&words.groups(&topmost(words.model, part))))
        .collect();
    let both = match (words.lang, parts.len()) {
        (crate::diagnostic::Lang::En, 2) => "Someone who is both in",
        (crate::diagnostic::Lang::En, _) => "Someone who is at once in",
        (crate::diagnostic::Lang::Nl, 2) => "Iemand die zowel hoort bij",
        (crate::diagnostic::Lang::Nl, _) => "Iemand die tegelijk hoort bij",
    };
    let joined = match (words.lang, parts.as_slice()) {
        (crate::diagnostic::Lang::En, [a, b]) => format!("{a} and in {b}"),
        (crate::diagnostic::Lang::Nl, [a, b]) => format!("{a} als bij {b}"),
        _ => words.and(&parts),
    };
    format!("{both} {joined}")
}

/// The same by ids: parts joined by ` + `, those that are alike by ` or `.
pub fn together_id(model: &Model, together: &Together) -> String {
    let parts: Vec<String> = together
        .parts
        .iter()
        .map(|part| {
            let groups = topmost(model, part);
            let ids: Vec<String> = groups.iter().map(|g| group_id(model, *g)).collect();
            ids.join(" or ")
        })
        .collect();
    parts.join(" + ")
}
