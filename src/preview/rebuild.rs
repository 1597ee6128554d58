//! From what is on the disk to a new [`State`]: load, check, build, and put it in the place of the one before.
//!
//! Each save gets a number. A newer save does not wait for the work on an older one: it is worked on beside it, and
//! the older one gives up at its next step. What is put in place is always the whole of one save, and never of an
//! older one than what is there.

use super::state::State;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{self, Diagnostic};
use crate::{Checked, Project};
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// So many saves in a row may be overtaken; then one is finished all the same, so that someone whose editor saves at
/// every key still sees the page change.
const MOST_OVERTAKEN: u32 = 3;
/// More folders than this below a project whose sources are given by globs are not watched one by one.
const MOST_FOLDERS: usize = 512;

/// Loads, checks and builds a project as often as it changes.
pub struct Rebuild {
    /// The project's folder, or its one file.
    target: PathBuf,
    /// The number of the newest save.
    newest: AtomicU64,
    last: Mutex<Last>,
    states: watch::Sender<Arc<State>>,
}

/// What was put in place last.
#[derive(Default)]
struct Last {
    number: u64,
    /// What it was made from; `None` if nothing was made yet, or if it went wrong.
    input: Option<Input>,
    overtaken: u32,
}

/// What a state depends on: the digest of all that was read, and what could not be read or parsed.
#[derive(PartialEq)]
struct Input {
    digest: String,
    found: Vec<Diagnostic>,
}

/// Where a load looked for the files of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    pub folders: BTreeSet<PathBuf>,
    pub files: BTreeSet<PathBuf>,
    /// The folder that builds are written to: what happens in it is of no interest.
    pub out: PathBuf,
    /// Something that should have been read is not there; there is no telling where it will appear.
    pub missing: bool,
}

impl Rebuild {
    pub fn new(target: PathBuf) -> Self {
        Rebuild {
            target,
            newest: AtomicU64::new(0),
            last: Mutex::default(),
            states: watch::Sender::new(Arc::default()),
        }
    }

    /// What is served now, and word of each change.
    pub fn states(&self) -> watch::Receiver<Arc<State>> {
        self.states.subscribe()
    }

    /// The number of a save that is to be worked on.
    pub fn next(&self) -> u64 {
        self.newest.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Works on a save. `looked` is told where the files are as soon as that is known. Takes as long as a build does,
    /// and needs as much stack as the analysis of deeply nested sources.
    pub fn run(&self, number: u64, looked: impl FnOnce(Looked)) {
        // A mistake in the compiler must not end the preview: people would look at an old page and not know.
        let done = catch_unwind(AssertUnwindSafe(|| self.work(number, looked)));
        if done.is_err() {
            let mut last = self.last();
            if number > last.number {
                last.number = number;
                last.input = None;
                let before = self.states.borrow().clone();
                self.states
                    .send_replace(Arc::new(State::of_failure(&before)));
            }
        }
    }

    fn work(&self, number: u64, looked: impl FnOnce(Looked)) {
        let project = Project::load(Some(&self.target));
        looked(Looked::of(&project, &self.target));
        let input = Input {
            digest: project.loaded.digest().to_string(),
            found: project.loaded.diagnostics.clone(),
        };
        {
            let mut last = self.last();
            if number < last.number {
                return;
            }
            if last.input.as_ref() == Some(&input) {
                // Nothing has changed; and an older save that is still worked on is not what is there now.
                last.number = number;
                return;
            }
        }
        if self.is_overtaken(number) {
            return;
        }
        let checked = project.check();
        if self.is_overtaken(number) {
            return;
        }
        let (found, built) = match project.build(&checked) {
            Ok(build) => (checked.diagnostics.clone(), Some(build)),
            Err(problems) => (with(&checked, problems), None),
        };
        let mut last = self.last();
        if number < last.number {
            return;
        }
        let before = self.states.borrow().clone();
        let state = State::new(&before, &found, &project.loaded.sources, &checked, built);
        *last = Last {
            number,
            input: Some(input),
            overtaken: 0,
        };
        // A source with other errors than before may look as it did.
        if state.id != before.id {
            self.states.send_replace(Arc::new(state));
        }
    }

    fn is_overtaken(&self, number: u64) -> bool {
        if self.newest.load(Ordering::SeqCst) <= number {
            return false;
        }
        let mut last = self.last();
        if last.overtaken >= MOST_OVERTAKEN {
            return number < last.number;
        }
        last.overtaken += 1;
        true
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The findings of a check, and what kept the outputs from being made.
fn with(checked: &Checked, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut found = checked.diagnostics.clone();
    for problem in problems {
        if !found.contains(&problem) {
            found.push(problem);
        }
    }
    diagnostic::sort(&mut found);
    found
}

impl Looked {
    fn of(project: &Project, target: &Path) -> Self {
        let loaded = &project.loaded;
        let absent = |d: &Diagnostic| d.code == codes::IMPORT_MISSING;
        let mut looked = Looked {
            missing: loaded.unreadable || loaded.diagnostics.iter().any(absent),
            ..Looked::default()
        };
        if loaded.root.as_os_str().is_empty() {
            looked.folders.insert(target.to_path_buf());
            looked
                .folders
                .extend(target.parent().map(Path::to_path_buf));
            looked.missing = true;
            return looked;
        }
        looked.out = project.output_folder();
        let templates = loaded.root.join(&loaded.manifest.templates);
        for (id, _) in loaded.sources.iter() {
            looked.files.insert(loaded.on_disk(id));
        }
        for name in loaded.overrides.keys() {
            looked.files.insert(templates.join(name));
        }
        looked.folders.insert(loaded.root.clone());
        let parents = looked.files.iter().filter_map(|f| f.parent());
        let parents: Vec<PathBuf> = parents.map(Path::to_path_buf).collect();
        looked.folders.extend(parents);
        below(&templates, &mut looked.folders, &looked.out);
        if loaded.manifest.sources.is_some() {
            below(&loaded.root, &mut looked.folders, &looked.out);
        }
        looked
    }
}

/// A folder and those below it, without hidden ones and without links.
fn below(folder: &Path, found: &mut BTreeSet<PathBuf>, without: &Path) {
    let mut queue = vec![folder.to_path_buf()];
    while let Some(folder) = queue.pop() {
        if found.len() >= MOST_FOLDERS || folder == without {
            continue;
        }
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !hidden && entry.file_type().is_ok_and(|t| t.is_dir()) {
                queue.push(entry.path());
            }
        }
        found.insert(folder);
    }
}
