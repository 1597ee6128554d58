//! Where something is declared.

use super::spot::spot;
use crate::editor::Snapshot;
use crate::model::{AnyId, Named};
use crate::source::{FileId, Span};
use crate::syntax::tree::{UseSource, What};

/// A place that a definition lies at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What to show: the whole declaration; for a file its first byte.
    pub whole: Span,
    /// What to put the cursor on: its name.
    pub name: Span,
}

/// Where what stands under the cursor is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What stands under the cursor: a name, or the path of an import.
    pub origin: Span,
    pub targets: Vec<Target>,
}

/// Where the name, or the file of the path, at a byte is declared. `None`: there is none, or it ships with the
/// compiler and stands in no file.
pub fn definition(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Definition> {
    if let Some((origin, targets)) = path_at(snapshot, file, byte) {
        let at_top = |id: FileId| {
            let top = Span::new(id, 0, 0);
            Target {
                whole: top,
                name: top,
            }
        };
        return some(origin, targets.into_iter().map(at_top).collect());
    }
    let spot = spot(snapshot, file, byte)?;
    some(spot.span, declared(snapshot, spot.named))
}

fn some(origin: Span, targets: Vec<Target>) -> Option<Definition> {
    (!targets.is_empty()).then_some(Definition { origin, targets })
}

/// Where something is declared in the sources of a project.
pub(super) fn declared(snapshot: &Snapshot, named: Named) -> Vec<Target> {
    let model = &snapshot.model;
    if let Some(decl) = model.named_decl(named) {
        let target = decl.span.map(|whole| Target {
            whole,
            name: decl.name_span.unwrap_or(whole),
        });
        return target.into_iter().collect();
    }
    let fact = match named {
        Named::Choice(fact, _) => model.decl(AnyId::Fact(fact)).and_then(|d| d.span),
        _ => None,
    };
    let places = model.uses_of(named).filter(|u| u.declares());
    places
        .map(|u| Target {
            whole: fact.unwrap_or(u.span),
            name: u.span,
        })
        .collect()
}

/// The path at a byte, with the source files that it leads to.
fn path_at(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<(Span, Vec<FileId>)> {
    let loaded = &snapshot.project.loaded;
    let tree = loaded.tree(file)?;
    let at = |span: Span| span.start as usize <= byte && byte <= span.end as usize;
    let declaration = tree.declarations.iter().find(|d| at(d.span))?;
    let path = match &declaration.what {
        What::Use(used) => match &used.from {
            UseSource::Path(path) => Some(path),
            UseSource::Library(_) => None,
        },
        What::Commons(commons) => {
            let mut outers = commons.outer.iter().map(|o| &o.path);
            outers.find(|path| at(path.span))
        }
        _ => None,
    };
    let path = path.filter(|p| at(p.span))?;
    Some((path.span, loaded.leads_to(file, &path.value)))
}
