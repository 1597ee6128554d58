//! The texts that are open in an editor, and the projects that they belong to.

use super::carry::{beyond, carry};
use super::snapshot::{Revision, Snapshot};
use crate::Checked;
use crate::project::{Buffers, Live, above, real};
use std::collections::{BTreeMap, BTreeSet};
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
    projects: BTreeMap<PathBuf, Kept>,
    /// The folder of the project that lies around another folder, as far as it was asked for.
    homes: BTreeMap<PathBuf, Option<PathBuf>>,
}

/// A project as it is kept from one change to the next.
#[derive(Debug)]
struct Kept {
    live: Live,
    snapshot: Snapshot,
    stale: Stale,
}

/// What happened since a snapshot was made.
#[derive(Debug)]
enum Stale {
    Nothing,
    /// These open texts of it changed.
    Texts(BTreeSet<PathBuf>),
    /// Files may have come or gone.
    Files,
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
        let path = real(path);
        let Some(old) = self.buffers.at(&path) else {
            return false;
        };
        let mut text = old.to_string();
        for change in changes {
            if text.get(change.range.clone()).is_none() {
                return false;
            }
            text.replace_range(change.range.clone(), &change.text);
        }
        Arc::make_mut(&mut self.buffers).put_real(path.clone(), text);
        self.revision.0 += 1;
        for kept in self.projects.values_mut() {
            if !kept.live.concerns(&path) {
                continue;
            }
            match &mut kept.stale {
                Stale::Nothing => kept.stale = Stale::Texts(BTreeSet::from([path.clone()])),
                Stale::Texts(changed) => {
                    changed.insert(path.clone());
                }
                Stale::Files => {}
            }
        }
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
        let is_folder = path.is_dir();
        let folder = match is_folder {
            true => Some(&*path),
            false => path.parent(),
        };
        if let Some(root) = folder.and_then(|folder| self.home(folder)) {
            let snapshot = self.load(&root);
            if is_folder || snapshot.file(&path).is_some() {
                return Some(snapshot);
            }
        }
        let readable = self.buffers.at(&path).is_some() || path.is_file();
        readable.then(|| self.load(&path))
    }

    /// Keeps a whole analysis of a snapshot, unless there is one of a newer revision. Findings of one that did not come to
    /// its end, because of errors, do not stand for those of one before that did.
    pub fn keep(&mut self, of: &Snapshot, checked: Arc<Checked>) {
        let Some(kept) = self.projects.get_mut(&*of.start) else {
            return;
        };
        let snapshot = &mut kept.snapshot;
        if snapshot
            .whole
            .as_ref()
            .is_some_and(|(r, _)| *r > of.revision)
        {
            return;
        }
        if checked.complete {
            let found = beyond(of, &checked.diagnostics);
            let (old, new) = (&of.project.loaded, &snapshot.project.loaded);
            snapshot.carried = carry(&found, old, new).into();
        }
        snapshot.whole = Some((of.revision, checked));
    }

    /// So many declarations and broken pieces are held, of all projects together: what a long day of typing must not make
    /// grow.
    pub fn pieces(&self) -> usize {
        self.projects.values().map(|kept| kept.live.pieces()).sum()
    }

    /// Anything may have changed on the disk.
    fn outdate(&mut self) {
        self.revision.0 += 1;
        self.homes.clear();
        for kept in self.projects.values_mut() {
            kept.stale = Stale::Files;
        }
    }

    fn home(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.homes.get(folder) {
            return known.clone();
        }
        let found = above(folder).map(Path::to_path_buf);
        self.homes.insert(folder.to_path_buf(), found.clone());
        found
    }

    fn load(&mut self, start: &Path) -> Snapshot {
        match self.projects.get_mut(start) {
            Some(kept) => kept.refresh(self.revision, &self.buffers),
            None => {
                let kept = Kept::load(start, self.revision, &self.buffers);
                let snapshot = kept.snapshot.clone();
                self.projects.insert(start.to_path_buf(), kept);
                snapshot
            }
        }
    }
}

impl Kept {
    fn load(start: &Path, revision: Revision, buffers: &Arc<Buffers>) -> Self {
        let live = Live::load(start, buffers);
        let project = live.project().clone();
        let (model, found) = project.model();
        Kept {
            live,
            snapshot: Snapshot {
                start: start.into(),
                revision,
                project,
                model: Arc::new(model),
                found: found.into(),
                whole: None,
                carried: Arc::default(),
            },
            stale: Stale::Nothing,
        }
    }

    /// The state that it has now.
    fn refresh(&mut self, revision: Revision, buffers: &Arc<Buffers>) -> Snapshot {
        match std::mem::replace(&mut self.stale, Stale::Nothing) {
            Stale::Nothing => return self.snapshot.clone(),
            Stale::Texts(changed) => self.live.update(buffers, &changed),
            Stale::Files => self.live.reload(buffers),
        }
        let project = self.live.project().clone();
        let (model, found) = project.model();
        let old = &self.snapshot;
        self.snapshot = Snapshot {
            start: old.start.clone(),
            revision,
            model: Arc::new(model),
            found: found.into(),
            whole: old.whole.clone(),
            carried: carry(&old.carried, &old.project.loaded, &project.loaded).into(),
            project,
        };
        self.snapshot.clone()
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

    /// A folder with two files, both open.
    fn two_files() -> (tempfile::TempDir, Workspace, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.meent"), folder.path().join("b.meent"));
        let first = "commons c \"C\" {\n  goal \"G\"\n}\ngroup g \"G\" { of people }\n";
        let second = "group h \"H\" { of people  within g }\n";
        std::fs::write(&a, first).unwrap();
        std::fs::write(&b, second).unwrap();
        let mut workspace = Workspace::new();
        workspace.open(&a, first);
        workspace.open(&b, second);
        (folder, workspace, a, b)
    }

    fn insert(workspace: &mut Workspace, path: &Path, at: usize, text: &str) {
        let change = Change {
            range: at..at,
            text: text.into(),
        };
        assert!(workspace.change(path, &[change]));
    }

    /// What a snapshot says is what a project says that is loaded from nothing.
    fn as_loaded_anew(workspace: &mut Workspace, path: &Path) {
        let snapshot = workspace.snapshot(path).unwrap();
        let project = crate::Project::load_with(Some(&snapshot.start), workspace.buffers.clone());
        let (model, found) = project.model();
        assert_eq!(format!("{:?}", snapshot.model), format!("{model:?}"));
        assert_eq!(snapshot.found.to_vec(), found);
        assert_eq!(snapshot.project.loaded.digest(), project.loaded.digest());
        let paths = |p: &crate::Project| -> Vec<String> {
            let files = p.loaded.sources.iter();
            files.map(|(_, f)| f.path.clone()).collect()
        };
        assert_eq!(paths(&snapshot.project), paths(&project));
    }

    #[test]
    fn edits_in_any_file_give_what_loading_anew_gives() {
        let (folder, mut w, a, b) = two_files();
        as_loaded_anew(&mut w, &a);
        insert(&mut w, &b, 0, "# first\n");
        insert(&mut w, &a, 0, "# é\r\n");
        as_loaded_anew(&mut w, &b);
        let at = w.text(&a).unwrap().find("group g").unwrap();
        // An import, letter by letter; then the file that it names, which is not on the disk.
        for letter in "use groups from \"../other.meent\"\n".chars().rev() {
            insert(&mut w, &a, at, &letter.to_string());
            as_loaded_anew(&mut w, &a);
        }
        let other = folder.path().parent().unwrap().join("other.meent");
        w.open(&other, "group far \"F\" { of people }\n");
        as_loaded_anew(&mut w, &a);
        insert(&mut w, &other, 0, "group far2 \"F\" { of people }\n");
        as_loaded_anew(&mut w, &a);
        w.close(&other);
        as_loaded_anew(&mut w, &a);
        let settings = folder.path().join("meent.toml");
        w.open(&settings, "[levels]\nM0401 = \"allow\"\n");
        as_loaded_anew(&mut w, &a);
        insert(&mut w, &settings, 0, "[project]\nsources = [\"a.meent\"]\n");
        as_loaded_anew(&mut w, &a);
        w.close(&b);
        w.close(&settings);
        as_loaded_anew(&mut w, &a);
    }

    #[test]
    fn a_change_of_one_project_leaves_others_as_they_are() {
        let (_one, mut w, a, b) = two_files();
        let other = Path::new("/nowhere-at-all/untitled.meent");
        w.open(other, "group g \"G\"\n");
        let (first, second) = (w.snapshot(&a).unwrap(), w.snapshot(other).unwrap());
        insert(&mut w, &b, 0, "\n");
        assert!(w.snapshot(&a).unwrap().revision > first.revision);
        assert_eq!(w.snapshot(other).unwrap().revision, second.revision);
    }

    #[test]
    fn findings_stay_where_they_stand_until_the_next_analysis() {
        let (_folder, mut w, a, b) = two_files();
        let before = w.snapshot(&a).unwrap();
        let checked = Arc::new(before.check());
        assert!(checked.complete, "{:?}", checked.diagnostics);
        w.keep(&before, checked.clone());
        let all = w.snapshot(&a).unwrap().diagnostics();
        assert_eq!(all, checked.diagnostics);
        assert!(!all.is_empty());
        // In a comment in front: everything moves, nothing is lost.
        insert(&mut w, &a, 0, "# a\n");
        let snapshot = w.snapshot(&a).unwrap();
        assert!(snapshot.fresh().is_none());
        assert_eq!(snapshot.diagnostics(), snapshot.check().diagnostics);
        // An error elsewhere: what was found stays, also when the analysis says that it could not go on.
        insert(&mut w, &b, 0, "grup x\n");
        let snapshot = w.snapshot(&a).unwrap();
        let broken = Arc::new(snapshot.check());
        assert!(!broken.complete);
        let count = |s: &Snapshot| s.diagnostics().len();
        let shown = count(&snapshot);
        w.keep(&snapshot, broken.clone());
        assert_eq!(count(&w.snapshot(&a).unwrap()), shown);
        assert!(shown > broken.diagnostics.len());
        // An analysis of older texts does not stand for one of newer ones.
        w.keep(&before, checked);
        assert_eq!(w.snapshot(&a).unwrap().whole.unwrap().0, snapshot.revision);
        // What was found about words that were edited is gone.
        let text = w.text(&a).unwrap();
        let gone = Change {
            range: 0..text.len(),
            text: "group z".into(),
        };
        assert!(w.change(&a, &[gone]));
        let in_a = |d: &crate::diagnostic::Diagnostic| {
            d.span().is_some_and(|s| s.file == crate::source::FileId(0))
        };
        assert!(!w.snapshot(&a).unwrap().carried.iter().any(in_a));
    }

    #[test]
    fn two_thousand_edits_hold_no_more_than_one() {
        let (_folder, mut w, a, _) = two_files();
        w.snapshot(&a).unwrap();
        let held = w.pieces();
        let mut most = 0;
        for n in 0..1000 {
            let at = w.text(&a).unwrap().len();
            insert(&mut w, &a, at, ["x", "group y \"", "{", "\n"][n % 4]);
            let snapshot = w.snapshot(&a).unwrap();
            most = most.max(w.pieces());
            // Only the workspace and this test hold it.
            assert_eq!(Arc::strong_count(&snapshot.project), 3);
            let undo = Change {
                range: at..w.text(&a).unwrap().len(),
                text: String::new(),
            };
            assert!(w.change(&a, &[undo]));
            drop(snapshot);
            w.snapshot(&a).unwrap();
        }
        assert_eq!(w.pieces(), held);
        assert!(most <= held + 2, "{most}");
        assert_eq!((w.projects.len(), w.open_files().count()), (1, 2));
        assert!(w.homes.len() <= 2);
    }
}
