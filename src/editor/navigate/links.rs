//! Paths in a file that lead to other files: imports, outer commons, tables of members.

use crate::editor::Snapshot;
use crate::source::{FileId, Span};
use crate::syntax::tree::{At, UseSource, What};
use std::path::PathBuf;

/// A path that can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Between the quotes.
    pub span: Span,
    /// The file that it leads to. Of a folder, its first source file.
    pub target: PathBuf,
}

/// The paths of a file that lead somewhere.
pub fn links(snapshot: &Snapshot, file: FileId) -> Vec<Link> {
    let loaded = &snapshot.project.loaded;
    let Some(tree) = loaded.tree(file) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut source = |path: &At<String>| {
        if let Some(first) = loaded.leads_to(file, &path.value).first() {
            out.push(Link {
                span: inside(path.span),
                target: snapshot.path(*first),
            });
        }
    };
    let mut tables = Vec::new();
    for declaration in &tree.declarations {
        match &declaration.what {
            What::Use(used) => {
                if let UseSource::Path(path) = &used.from {
                    source(path);
                }
            }
            What::Commons(commons) => commons.outer.iter().for_each(|o| source(&o.path)),
            What::Group(group) => tables.extend(&group.register),
            _ => {}
        }
    }
    for table in tables {
        let target = loaded.root.join(&table.value);
        if target.is_file() {
            out.push(Link {
                span: inside(table.span),
                target,
            });
        }
    }
    out.sort_by_key(|l| l.span);
    out
}

/// A text without its quotes.
fn inside(span: Span) -> Span {
    match span.len() {
        0 | 1 => span,
        _ => Span {
            start: span.start + 1,
            end: span.end - 1,
            ..span
        },
    }
}
