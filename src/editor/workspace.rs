//! The texts that are open in an editor, and the projects that they belong to.

use super::snapshot::{Revision, Snapshot};
use crate::project::{Buffers, above, real};
use crate::{Checked, Project};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Replace these bytes of a text by another text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub range: Range<usize>,
    pub text: String,
}

/// The texts that are open, and the projects that were asked for.
#[derive(Debug, Default)]
pub struct Workspace {
    revision: Revision,
    buffers: Arc<Buffers>,
    /// By the real path of what was loaded: a folder, or a single file that belongs to no folder's project.
    projects: BTreeMap<PathBuf, Snapshot>,
}

impl Workspace {
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a file with the text that the editor has of it.
    pub fn open(&mut self, path: &Path, text: impl Into<Arc<str>>) {
        Arc::make_mut(&mut self.buffers).put(path, text);
        self.outdate();
    }

    /// Changes the text of an open file; the changes are made one after the other. `false`: the file is not open, or a
    /// range does not lie on characters of the text. Then nothing is changed.
    pub fn change(&mut self, path: &Path, changes: &[Change]) -> bool {
        let Some(old) = self.buffers.text(path) else {
            return false;
        };
        let mut text = old.to_string();
        for change in changes {
            if text.get(change.range.clone()).is_none() {
                return false;
            }
            text.replace_range(change.range.clone(), &change.text);
        }
        Arc::make_mut(&mut self.buffers).put(path, text);
        self.outdate();
        true
    }

    /// Closes a file: what is on the disk counts again.
    pub fn close(&mut self, path: &Path) {
        if Arc::make_mut(&mut self.buffers).close(path) {
            self.outdate();
        }
    }

    /// The text of an open file.
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.buffers.text(path).cloned()
    }

    /// The real paths of all open files, sorted.
    pub fn open_files(&self) -> impl Iterator<Item = &Path> {
        self.buffers.paths()
    }

    /// Files on the disk were made, changed or taken away.
    pub fn disk_changed(&mut self, _paths: &[PathBuf]) {
        self.outdate();
    }

    /// The state of the project that a file or folder belongs to. `None`: it belongs to none, and is no source itself.
    pub fn snapshot(&mut self, path: &Path) -> Option<Snapshot> {
        let path = real(path);
        let folder = match path.is_dir() {
            true => Some(&*path),
            false => path.parent(),
        };
        if let Some(root) = folder.and_then(above) {
            let root = root.to_path_buf();
            let snapshot = self.load(&root);
            if path.is_dir() || snapshot.file(&path).is_some() {
                return Some(snapshot);
            }
        }
        let readable = self.buffers.text(&path).is_some() || path.is_file();
        readable.then(|| self.load(&path))
    }

    /// Keeps a whole analysis of a snapshot, unless there is one of a newer revision.
    pub fn keep(&mut self, of: &Snapshot, checked: Arc<Checked>) {
        if let Some(kept) = self.projects.get_mut(&*of.start)
            && kept.whole.as_ref().is_none_or(|(r, _)| *r <= of.revision)
        {
            kept.whole = Some((of.revision, checked));
        }
    }

    fn outdate(&mut self) {
        self.revision.0 += 1;
    }

    fn load(&mut self, start: &Path) -> Snapshot {
        let old = self.projects.get(start);
        if let Some(known) = old.filter(|known| known.revision == self.revision) {
            return known.clone();
        }
        let project = Project::load_with(Some(start), self.buffers.clone());
        let (model, found) = project.model();
        let snapshot = Snapshot {
            start: start.into(),
            revision: self.revision,
            project: Arc::new(project),
            model: Arc::new(model),
            found: found.into(),
            whole: old.and_then(|known| known.whole.clone()),
        };
        self.projects.insert(start.to_path_buf(), snapshot.clone());
        snapshot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_send<T: Send + Sync>() {}

    #[test]
    fn a_snapshot_can_go_to_another_thread() {
        is_send::<Snapshot>();
    }

    #[test]
    fn an_open_text_counts_instead_of_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.meent");
        std::fs::write(&path, "group g \"G\"\n").unwrap();
        let mut workspace = Workspace::new();
        let groups = |w: &mut Workspace| {
            let model = w.snapshot(&path).unwrap().model;
            let own = model.groups.iter().filter(|g| g.decl.is_own());
            own.map(|g| g.decl.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(groups(&mut workspace), ["g"]);
        workspace.open(&path, "group h \"H\"\n");
        assert_eq!(groups(&mut workspace), ["h"]);
        let change = Change {
            range: 6..7,
            text: "other".into(),
        };
        assert!(workspace.change(&path, &[change]));
        assert_eq!(groups(&mut workspace), ["other"]);
        let outside = Change {
            range: 900..901,
            text: String::new(),
        };
        assert!(!workspace.change(&path, &[outside]));
        workspace.close(&path);
        assert_eq!(groups(&mut workspace), ["g"]);
    }

    #[test]
    fn a_file_that_is_not_saved_yet_is_part_of_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.meent"), "group g \"G\"\n").unwrap();
        let unsaved = folder.path().join("b.meent");
        let mut workspace = Workspace::new();
        workspace.open(&unsaved, "group h \"H\"\n");
        let snapshot = workspace.snapshot(&unsaved).unwrap();
        let own = snapshot.model.groups.iter().filter(|g| g.decl.is_own());
        assert_eq!(own.count(), 2);
        assert!(snapshot.file(&unsaved).is_some());
    }

    #[test]
    fn a_file_in_no_folder_stands_alone() {
        let mut workspace = Workspace::new();
        let path = Path::new("/nowhere-at-all/untitled.meent");
        assert!(workspace.snapshot(path).is_none());
        workspace.open(path, "group g \"G\"\n");
        let snapshot = workspace.snapshot(path).unwrap();
        assert_eq!(snapshot.project.loaded.own_files().len(), 1);
    }
}
