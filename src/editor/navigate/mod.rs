//! Finding one's way: what a name stands for, where else it stands, how it is called otherwise, and how a file is laid
//! out. Everything here reads one [`Snapshot`](super::Snapshot), or several for what goes across projects.

mod definition;
mod folding;
mod kind;
mod links;
mod reach;
mod references;
mod rename;
mod selection;
mod spot;
mod symbols;

pub use definition::{Definition, Target, definition};
pub use folding::{Fold, FoldKind, folding};
pub use kind::SymbolKind;
pub use links::{Link, links};
pub use reach::{Node, Step, incoming, node, outgoing};
pub use references::{Place, highlights, references};
pub use rename::{Renaming, prepare_rename, rename};
pub use selection::selection;
pub use spot::{Spot, spot};
pub use symbols::{Found, Symbol, document_symbols, workspace_symbols};
