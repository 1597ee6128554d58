//! What a cursor is at.

use crate::editor::Snapshot;
use crate::model::{AnyId, Named, Role};
use crate::source::{FileId, Span};

/// A name under a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Exactly the name.
    pub span: Span,
    pub named: Named,
    pub role: Role,
    /// It ships with the compiler.
    pub shipped: bool,
    /// It stands in a declaration that could not be read, and is taken for the only thing of that name.
    pub guessed: bool,
}

/// The name at a byte, or the one that ends there.
pub fn spot(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Spot> {
    match snapshot.model.use_at(file, byte) {
        Some(used) => Some(Spot {
            span: used.span,
            named: used.named,
            role: used.role,
            shipped: used.shipped,
            guessed: false,
        }),
        None => guess(snapshot, file, byte),
    }
}

/// In a declaration that could not be read no name was looked up. A word there that only one thing is called by is
/// taken to mean it.
fn guess(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Spot> {
    let tree = snapshot.project.loaded.tree(file)?;
    let within = |span: Span| span.start as usize <= byte && byte <= span.end as usize;
    tree.broken.iter().find(|stub| within(stub.span))?;
    let text = snapshot.text(file);
    if is_quoted(&text, byte) {
        return None;
    }
    let (start, end) = word_at(&text, byte)?;
    let word = text.get(start..end)?;
    // `readings.kwh` with the cursor before the dot means the dataset.
    let (start, end, word) = match word.split_once('.') {
        Some((owner, _)) if byte <= start + owner.len() => (start, start + owner.len(), owner),
        Some((owner, _)) => (start + owner.len() + 1, end, word),
        None => (start, end, word),
    };
    let mut named = snapshot.model.declarations().filter(|(_, d)| d.id == word);
    let (id, decl) = named.next()?;
    if named.next().is_some() {
        return None;
    }
    Some(Spot {
        span: Span::new(file, start, end),
        named: Named::Is(id),
        role: Role::Mentions,
        shipped: decl.is_shipped(),
        guessed: true,
    })
}

/// Whether a byte lies in a text between quotes, as far as its line tells.
fn is_quoted(text: &str, byte: usize) -> bool {
    let before = text.get(..byte).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.contains('#') || line.matches('"').count() % 2 == 1
}

/// The name that a byte lies in or behind, with its prefix and its field.
pub(super) fn word_at(text: &str, byte: usize) -> Option<(usize, usize)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let before = text.get(..byte)?;
    let behind = text.get(byte..)?;
    let start = before.trim_end_matches(part).len();
    let end = byte + (behind.len() - behind.trim_start_matches(part).len());
    // A mark at either end belongs to the sentence.
    let word = text.get(start..end)?;
    let front = word.len() - word.trim_start_matches(['.', ':', '-']).len();
    let back = word.len() - word.trim_end_matches(['.', ':', '-']).len();
    (start + front < end - back).then_some((start + front, end - back))
}

impl Spot {
    /// The declaration that is named, if it is one.
    pub fn id(&self) -> Option<AnyId> {
        match self.named {
            Named::Is(id) => Some(id),
            _ => None,
        }
    }
}
