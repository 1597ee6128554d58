//! The documents that are open in the editor, and by which URIs it knows files.

use super::client::Folder;
use super::position::{Encoding, Lines};
use super::uri;
use crate::editor::Change;
use gen_lsp_types::Range;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An open document.
#[derive(Debug, Clone)]
pub struct Document {
    /// As the client writes it.
    pub uri: String,
    /// The client's number of the text that is held here; some clients count nothing.
    pub version: Option<i64>,
    pub lines: Lines,
    /// The text is the client's. When an edit could not be followed it is not, until the client sends a whole text.
    pub in_step: bool,
}

/// One change of a text as the protocol has it; without a range it is the whole text.
#[derive(Debug, Clone, Deserialize)]
pub struct TextChange {
    pub range: Option<Range>,
    pub text: String,
}

/// How the client knows the files: by the URIs under which it opened them, or below a folder of its own.
#[derive(Debug, Clone, Default)]
pub struct Names {
    open: BTreeMap<PathBuf, (String, Option<i64>)>,
    folders: Vec<Folder>,
}

impl Names {
    pub fn new(open: &BTreeMap<PathBuf, Document>, folders: &[Folder]) -> Self {
        let open = open
            .iter()
            .map(|(path, d)| (path.clone(), (d.uri.clone(), d.version)));
        Names {
            open: open.collect(),
            folders: folders.to_vec(),
        }
    }

    /// The URI of a file, given by its real path.
    pub fn uri(&self, path: &Path) -> String {
        if let Some((uri, _)) = self.open.get(path) {
            return uri.clone();
        }
        // A folder may be open by another name than its real one.
        let below = self.folders.iter().find_map(|folder| {
            let below = path.strip_prefix(&folder.path).ok()?;
            (!below.as_os_str().is_empty()).then(|| {
                let real = uri::of(&folder.path);
                let whole = uri::of(path);
                let rest = whole.strip_prefix(real.trim_end_matches('/'));
                rest.map(|rest| format!("{}{rest}", folder.uri))
            })?
        });
        below.unwrap_or_else(|| uri::of(path))
    }

    /// The version of a document, if it is open.
    pub fn version(&self, path: &Path) -> Option<i64> {
        self.open.get(path).and_then(|(_, version)| *version)
    }

    pub fn is_open(&self, path: &Path) -> bool {
        self.open.contains_key(path)
    }
}

/// A text after changes, where its lines begin, and the changes in bytes.
#[derive(Debug, Clone)]
pub struct Followed {
    pub text: String,
    pub lines: Lines,
    pub changes: Vec<Change>,
}

/// Follows changes, one after the other.
///
/// # Errors
/// A range that ends before it begins.
pub fn follow(
    text: &str,
    lines: &Lines,
    changes: Vec<TextChange>,
    encoding: Encoding,
) -> Result<Followed, String> {
    let mut text = text.to_string();
    let mut lines = lines.clone();
    let mut followed = Vec::with_capacity(changes.len());
    for change in changes {
        let (range, inserted) = match change.range {
            Some(range) => match lines.bytes(&text, range, encoding) {
                Some(bytes) => (bytes, change.text),
                None => {
                    return Err(format!(
                        "the range {}:{}-{}:{} ends before it begins",
                        range.start.line,
                        range.start.character,
                        range.end.line,
                        range.end.character
                    ));
                }
            },
            // Only what is different: what is the same need not be read again.
            None => difference(&text, change.text),
        };
        text.replace_range(range.clone(), &inserted);
        lines.change(range.clone(), inserted.len(), &text);
        followed.push(Change {
            range,
            text: inserted,
        });
    }
    Ok(Followed {
        text,
        lines,
        changes: followed,
    })
}

/// The one change that makes a text into another.
fn difference(before: &str, after: String) -> (std::ops::Range<usize>, String) {
    let pairs = before.bytes().zip(after.bytes());
    let mut head = pairs.take_while(|(a, b)| a == b).count();
    while !(before.is_char_boundary(head) && after.is_char_boundary(head)) {
        head -= 1;
    }
    let (rest, new_rest) = (
        before.get(head..).unwrap_or_default(),
        after.get(head..).unwrap_or_default(),
    );
    let pairs = rest.bytes().rev().zip(new_rest.bytes().rev());
    let mut tail = pairs.take_while(|(a, b)| a == b).count();
    while !(rest.is_char_boundary(rest.len() - tail)
        && new_rest.is_char_boundary(new_rest.len() - tail))
    {
        tail -= 1;
    }
    let inserted = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    (head..before.len() - tail, inserted.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::Position;
    use proptest::prelude::*;

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextChange {
        TextChange {
            range: Some(Range::new(
                Position::new(from.0, from.1),
                Position::new(to.0, to.1),
            )),
            text: text.into(),
        }
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let text = "één\r\n👩‍🌾 x\n";
        let lines = Lines::of(text);
        let changes = vec![
            change((1, 5), (1, 6), "ab"),
            change((0, 0), (0, 3), ""),
            change((9, 9), (9, 9), "end"),
        ];
        let after = follow(text, &lines, changes, Encoding::Utf16).unwrap();
        assert_eq!(after.text, "\r\n👩‍🌾abx\nend");
        assert_eq!(after.lines, Lines::of(&after.text));
        assert_eq!(after.changes.len(), 3);
        let wrong = vec![change((1, 2), (0, 1), "")];
        assert!(follow(text, &Lines::of(text), wrong, Encoding::Utf16).is_err());
    }

    #[test]
    fn names_go_by_what_the_client_calls_them() {
        let folder = tempfile::tempdir().unwrap();
        let real = crate::project::real(folder.path());
        let names = Names {
            open: BTreeMap::from([(real.join("a"), ("file:///other/a".to_string(), Some(3)))]),
            folders: vec![Folder {
                path: real.clone(),
                uri: "file:///link".into(),
            }],
        };
        assert_eq!(names.uri(&real.join("a")), "file:///other/a");
        assert_eq!(names.uri(&real.join("b c")), "file:///link/b%20c");
        assert_eq!(names.uri(Path::new("/x/y")), uri::of(Path::new("/x/y")));
        assert_eq!(names.version(&real.join("a")), Some(3));
    }

    proptest! {
        #[test]
        fn a_difference_makes_the_other_text(a in "[aé👩\n]{0,12}", b in "[aé👩\n]{0,12}") {
            let (range, text) = difference(&a, b.clone());
            let mut made = a.clone();
            made.replace_range(range, &text);
            prop_assert_eq!(made, b);
        }
    }
}
