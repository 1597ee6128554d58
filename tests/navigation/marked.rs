//! Sources with a mark where the cursor is (`‸`), and answers written into them.

use meent::editor::{Snapshot, Workspace};
use meent::source::{FileId, Span};
use std::path::Path;
use tempfile::TempDir;

/// Some files on a disk, one of them with a cursor in it.
pub struct Marked {
    pub folder: TempDir,
    pub snapshot: Snapshot,
    pub file: FileId,
    pub byte: usize,
}

impl Marked {
    /// Files by their paths; the project is that of the file with the mark.
    pub fn files(files: &[(&str, &str)]) -> Marked {
        let folder = tempfile::tempdir().unwrap();
        let mut cursor = None;
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text.replace('‸', "")).unwrap();
            if let Some(byte) = text.find('‸') {
                cursor = Some((path, byte));
            }
        }
        let (path, byte) = cursor.expect("a mark");
        let snapshot = Workspace::new().snapshot(&path).unwrap();
        let file = snapshot.file(&path).unwrap();
        Marked {
            folder,
            snapshot,
            file,
            byte,
        }
    }

    pub fn one(text: &str) -> Marked {
        Marked::files(&[("a.meent", text)])
    }

    /// The state of the project of another file.
    pub fn also(&self, path: &str) -> Snapshot {
        Workspace::new()
            .snapshot(&self.folder.path().join(path))
            .unwrap()
    }
}

/// "a.meent:3:7 `name`".
pub fn place(snapshot: &Snapshot, span: Span) -> String {
    let sources = &snapshot.project.loaded.sources;
    let text: Vec<&str> = sources.text(span).split_whitespace().collect();
    let text = text.join(" ");
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("{} `{short}{dots}`", sources.place(span))
}

/// The text with `«` and `»` around some spans.
pub fn shown(snapshot: &Snapshot, file: FileId, spans: &[Span]) -> String {
    let text = snapshot.text(file);
    let mut out = text.to_string();
    let mut spans: Vec<Span> = spans.iter().copied().filter(|s| s.file == file).collect();
    spans.sort();
    for span in spans.iter().rev() {
        out.insert(span.end as usize, '»');
        out.insert(span.start as usize, '«');
    }
    out
}

/// The project of an example.
pub fn example(path: &Path) -> Option<Snapshot> {
    Workspace::new().snapshot(path)
}
