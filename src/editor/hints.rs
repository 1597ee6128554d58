//! Inlay hints: what the source means beyond what it says, where that is not plain to see.

use super::Snapshot;
use crate::diagnostic::Text;
use crate::model::{AnyId, Data, DataId, Decl, Holder, Model, PartyId, Sensitivity};
use crate::prose::{Words, both};
use crate::source::FileId;
use std::ops::Range;

/// What a hint is about; each kind can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HintKind {
    /// Who is in a closed group.
    Members,
    /// The sensitivity of data that follows from what it is made of.
    Sensitivity,
    /// The decision that may change a declaration.
    Decision,
}

impl HintKind {
    pub const ALL: [HintKind; 3] = [HintKind::Members, HintKind::Sensitivity, HintKind::Decision];

    /// The name in a client's settings.
    pub fn name(self) -> &'static str {
        match self {
            HintKind::Members => "members",
            HintKind::Sensitivity => "sensitivity",
            HintKind::Decision => "decision",
        }
    }
}

/// A few words behind a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub kind: HintKind,
    /// The byte that it stands behind.
    pub at: usize,
    pub label: Text,
    pub about: Text,
}

/// The hints of a stretch of a file, by place.
pub fn hints(snapshot: &Snapshot, file: FileId, within: Range<usize>) -> Vec<Hint> {
    let model = &snapshot.model;
    let mut found = Vec::new();
    let here = |decl: &Decl| {
        let span = decl.name_span.filter(|s| s.file == file)?;
        let at = span.end as usize;
        (at >= within.start && at <= within.end).then_some(at)
    };
    members(snapshot, file, &within, &mut found);
    for (at, data) in model.data.iter().enumerate() {
        if let Some(place) = here(&data.decl)
            && let Some(hint) = sensitivity(model, DataId::new(at), data, place)
        {
            found.push(hint);
        }
    }
    for (id, decl) in model.declarations() {
        if let Some(place) = here(decl)
            && decl.is_own()
            && let Some(hint) = decision(model, id, place)
        {
            found.push(hint);
        }
    }
    found.sort_by_key(|h| (h.at, h.kind));
    found
}

/// Who is in a closed group: the parties that the source puts there, wherever they stand.
fn members(snapshot: &Snapshot, file: FileId, within: &Range<usize>, found: &mut Vec<Hint>) {
    use crate::syntax::tree::What;
    let model = &snapshot.model;
    let Some(tree) = snapshot.project.loaded.tree(file) else {
        return;
    };
    for declaration in &tree.declarations {
        let (What::Group(group), Some(name)) = (&declaration.what, &declaration.name) else {
            continue;
        };
        let Some(closed) = group.closed else { continue };
        let at = closed.end as usize;
        if at < within.start || at > within.end {
            continue;
        }
        let id = model
            .groups
            .iter()
            .position(|g| g.decl.name_span == Some(name.span));
        let Some(id) = id.map(|n| n as u32) else {
            continue;
        };
        let inside: Vec<PartyId> = model
            .parties
            .iter()
            .enumerate()
            .filter(|(_, p)| p.groups.iter().any(|g| model.group_tree.is_within(g.0, id)))
            .map(|(n, _)| PartyId::new(n))
            .collect();
        const MOST: usize = 3;
        let listed = |w: Words| {
            let mut names: Vec<String> = inside
                .iter()
                .take(MOST)
                .map(|p| w.holder(Holder::Party(*p)))
                .collect();
            if inside.len() > MOST {
                names.push(w.pick(
                    format!("{} more", inside.len() - MOST),
                    format!("nog {}", inside.len() - MOST),
                ));
            }
            match names.is_empty() {
                true => w.pick("nobody yet", "nog niemand").to_string(),
                false => w.and(&names),
            }
        };
        found.push(Hint {
            kind: HintKind::Members,
            at,
            label: both(model, listed),
            about: Text::new(
                "Only those whom the source names are in a closed group.",
                "In een gesloten groep zit alleen wie de bron noemt.",
            ),
        });
    }
}

fn sensitivity(model: &Model, id: DataId, data: &Data, at: usize) -> Option<Hint> {
    // A field is as sensitive as its dataset, as everyone expects.
    if data.sensitivity_stated || !data.sensitivity.is_personal() || !data.is_dataset() {
        return None;
    }
    let tree = &model.data_tree;
    let around = tree.up(id.0).iter().chain(tree.down(id.0));
    let says = |n: &DataId| {
        let data = model.data.get(n.index());
        data.is_some_and(|d| d.sensitivity_stated && d.sensitivity.is_personal())
    };
    let from: Vec<DataId> = around.map(|n| DataId(*n)).filter(says).collect();
    let label = match data.sensitivity {
        Sensitivity::Special(_) => Text::new("special", "bijzonder"),
        _ => Text::new("personal", "persoonsgegevens"),
    };
    let about = both(model, |w| match from.is_empty() {
        true => w
            .pick(
                "The source does not say so, but one of its fields identifies people.",
                "De bron zegt het niet, maar een van de velden identificeert mensen.",
            )
            .to_string(),
        false => w.pick(
            format!(
                "The source does not say so, but it does of {}.",
                w.data(&from)
            ),
            format!("De bron zegt het niet, maar wel van {}.", w.data(&from)),
        ),
    });
    Some(Hint {
        kind: HintKind::Sensitivity,
        at,
        label,
        about,
    })
}

/// The decisions that say that they change this very declaration.
fn decision(model: &Model, id: AnyId, at: usize) -> Option<Hint> {
    let named: Vec<&crate::model::Decision> = model
        .decisions
        .iter()
        .filter(|d| d.changes.contains(&id))
        .collect();
    if named.is_empty() {
        return None;
    }
    let ids: Vec<&str> = named.iter().map(|d| d.decl.id.as_str()).collect();
    let label = Text::new(
        format!("changed by {}", ids.join(", ")),
        format!("te wijzigen met {}", ids.join(", ")),
    );
    let about = both(model, |w| {
        let titles: Vec<String> = named
            .iter()
            .map(|d| crate::prose::quoted(w.title(&d.decl)))
            .collect();
        w.pick(
            format!("Only the decision {} may change this.", w.or(&titles)),
            format!("Alleen het besluit {} kan dit wijzigen.", w.or(&titles)),
        )
    });
    Some(Hint {
        kind: HintKind::Decision,
        at,
        label,
        about,
    })
}
