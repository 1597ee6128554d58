//! When what is looked at: syntax and names with every edit, the whole when edits have paused, and never two wholes at
//! the same time.

use super::pool::Pool;
use super::publish::Published;
use super::server::{Asked, Event, Outcome, Server};
use crate::analysis::Stop;
use crate::diagnostic::Diagnostic;
use crate::editor::{Revision, Snapshot};
use crossbeam_channel::Sender;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So long after the last edit the whole is looked at.
const PAUSE: Duration = Duration::from_millis(150);

/// A project that is shown.
#[derive(Debug, Default)]
struct Project {
    /// When the whole is to be looked at.
    due: Option<Instant>,
    /// The state that was looked at as a whole, last.
    last: Option<Revision>,
    /// What was made of the last state that somebody asked for.
    current: Option<(Revision, Arc<[Diagnostic]>)>,
    /// The files it had, by their real paths.
    files: BTreeSet<PathBuf>,
    /// Shown as a long task: the client was asked, and said yes.
    progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Progress {
    #[default]
    None,
    Asked,
    Shown,
    Over,
}

/// What is to be done, and when.
#[derive(Debug)]
pub struct Schedule {
    projects: BTreeMap<PathBuf, Project>,
    /// Projects below the open folders.
    found: Vec<PathBuf>,
    /// Documents that were opened or edited since findings were last told.
    edited: BTreeSet<PathBuf>,
    /// Files were closed or projects found: which projects are shown has to be looked at again.
    stale: bool,
    running: Option<(PathBuf, Stop)>,
    pub published: Published,
    pool: Pool,
    events: Sender<Event>,
}

impl Schedule {
    pub fn new(events: Sender<Event>) -> Self {
        Schedule {
            projects: BTreeMap::new(),
            found: Vec::new(),
            edited: BTreeSet::new(),
            stale: false,
            running: None,
            published: Published::default(),
            pool: Pool::with("analysis", 1),
            events,
        }
    }

    /// When something is due next.
    pub fn next(&self) -> Option<Instant> {
        if self.running.is_some() {
            return None;
        }
        self.projects.values().filter_map(|p| p.due).min()
    }

    pub fn opened(&mut self, path: PathBuf) {
        self.edited.insert(path);
        self.stale = true;
    }

    pub fn edited(&mut self, path: PathBuf) {
        self.edited.insert(path);
    }

    pub fn closed(&mut self, path: PathBuf) {
        self.edited.remove(&path);
        self.stale = true;
    }

    pub fn disk_changed(&mut self) {
        self.stale = true;
    }

    /// All sentences are others now.
    pub fn reworded(&mut self) {
        self.stale = true;
    }

    pub fn found(&mut self, projects: Vec<PathBuf>) {
        self.found = projects;
        self.stale = true;
    }

    /// What there is to say about a state.
    pub fn findings(&mut self, snapshot: &Snapshot) -> Arc<[Diagnostic]> {
        let project = self.projects.entry(snapshot.start.to_path_buf());
        let project = project.or_default();
        if let Some((revision, found)) = &project.current
            && *revision == snapshot.revision
        {
            return found.clone();
        }
        let found: Arc<[Diagnostic]> = snapshot.diagnostics().into();
        project.current = Some((snapshot.revision, found.clone()));
        found
    }
}

impl Server {
    /// What begins the projects that are known: the open documents and the folders that were found.
    pub(super) fn starts(&self) -> Vec<PathBuf> {
        let open = self.documents.keys().cloned();
        open.chain(self.schedule.found.iter().cloned()).collect()
    }

    /// Does what is due: tells what there is to say about what was edited, and lets the whole be looked at.
    pub(super) fn settle(&mut self) {
        let edited = std::mem::take(&mut self.schedule.edited);
        let now = Instant::now();
        let mut overtaken = BTreeSet::new();
        for path in &edited {
            let Some(snapshot) = self.workspace.snapshot(path) else {
                continue;
            };
            self.show(&snapshot, Some(path));
            // Others read this file, too.
            let start = &snapshot.start;
            for (other, project) in &mut self.schedule.projects {
                if **other == **start || project.files.contains(path) {
                    let first = project.last.is_none() && project.due.is_none();
                    project.due = Some(if first { now } else { now + PAUSE });
                    overtaken.insert(other.clone());
                }
            }
        }
        if let Some((running, stop)) = &self.schedule.running
            && overtaken.contains(running)
        {
            stop.stop();
        }
        if std::mem::take(&mut self.schedule.stale) {
            self.review(now);
        }
        self.start_due(now);
    }

    /// Looks anew at which projects are shown, and tells what has changed in them.
    fn review(&mut self, now: Instant) {
        let mut shown = BTreeSet::new();
        for start in self.starts() {
            let Some(snapshot) = self.workspace.snapshot(&start) else {
                continue;
            };
            if !shown.insert(snapshot.start.to_path_buf()) {
                continue;
            }
            let known = self.schedule.projects.entry(snapshot.start.to_path_buf());
            let project = known.or_default();
            if project.last != Some(snapshot.revision) && project.due.is_none() {
                project.due = Some(now);
            }
            self.show(&snapshot, None);
        }
        let gone: Vec<PathBuf> = self
            .schedule
            .projects
            .keys()
            .filter(|start| !shown.contains(*start))
            .cloned()
            .collect();
        for start in gone {
            self.schedule.projects.remove(&start);
            self.take_back(&start);
        }
    }

    /// Tells the client what there is to say about a project now.
    fn show(&mut self, snapshot: &Snapshot, edited: Option<&Path>) {
        let found = self.schedule.findings(snapshot);
        let world = self.bare_world();
        let sources = &snapshot.project.loaded.sources;
        let files: BTreeSet<PathBuf> = sources
            .iter()
            .map(|(id, _)| world.path(snapshot, id))
            .collect();
        if let Some(project) = self.schedule.projects.get_mut(&*snapshot.start) {
            project.files = files;
        }
        self.publish(&world, snapshot, &found, edited);
    }

    /// Lets the whole of one project be looked at, if that is due and nothing else is.
    fn start_due(&mut self, now: Instant) {
        if self.schedule.running.is_some() {
            return;
        }
        let due = self
            .schedule
            .projects
            .iter()
            .filter_map(|(start, project)| {
                let at = project.due.filter(|at| *at <= now)?;
                // What somebody has open goes first.
                let open = self
                    .documents
                    .keys()
                    .any(|path| project.files.contains(path));
                Some((!open, at, start.clone()))
            });
        let Some((_, _, start)) = due.min() else {
            return;
        };
        let snapshot = self.workspace.snapshot(&start);
        let Some(project) = self.schedule.projects.get_mut(&start) else {
            return;
        };
        project.due = None;
        let Some(snapshot) = snapshot else {
            return;
        };
        if project.last == Some(snapshot.revision) {
            return;
        }
        let first = project.last.is_none() && project.progress == Progress::None;
        if first && self.client.progress {
            project.progress = Progress::Asked;
            self.ask_progress(&start);
        }
        let stop = Stop::new();
        self.schedule.running = Some((start, stop.clone()));
        let events = self.schedule.events.clone();
        self.schedule.pool.run(move || {
            let began = Instant::now();
            let checked = catch_unwind(AssertUnwindSafe(|| snapshot.check_until(&stop)));
            let outcome = Outcome {
                broken: checked.is_err(),
                checked: checked.ok().flatten().map(Arc::new),
                of: snapshot,
                took: began.elapsed(),
            };
            // The main loop is gone only when the program ends.
            let _ = events.send(Event::Analysed(Box::new(outcome)));
        });
    }

    /// A whole analysis is there.
    pub(super) fn analysed(&mut self, outcome: Outcome) {
        let running = self.schedule.running.take();
        let start = running.map_or_else(|| outcome.of.start.to_path_buf(), |(start, _)| start);
        if outcome.broken {
            self.log
                .warn("A mistake in Meent: an analysis broke off. Please report it.");
        }
        let Some(checked) = outcome.checked else {
            // Another one is due already if an edit overtook it.
            if outcome.broken {
                self.end_progress(&start);
            }
            return;
        };
        self.end_progress(&start);
        self.log.detail(&format!(
            "analysed in {} ms: {}",
            outcome.took.as_millis(),
            start.display()
        ));
        self.workspace.keep(&outcome.of, checked);
        let Some(project) = self.schedule.projects.get_mut(&start) else {
            return;
        };
        project.last = Some(outcome.of.revision);
        project.current = None;
        // If the texts are others now, the findings go to where they are now, and the next analysis is due anyway.
        if let Some(snapshot) = self.workspace.snapshot(&start) {
            if snapshot.revision != outcome.of.revision
                && let Some(project) = self.schedule.projects.get_mut(&start)
                && project.due.is_none()
            {
                project.due = Some(Instant::now() + PAUSE);
            }
            self.show(&snapshot, None);
            self.refresh();
        }
    }

    /// Asks the client whether it will show the first analysis of a project as a long task.
    fn ask_progress(&mut self, start: &Path) {
        let params = json!({ "token": token(start) });
        let id = self.outbox.ask("window/workDoneProgress/create", params);
        self.asked.insert(id, Asked::Progress(start.to_path_buf()));
    }

    /// The client will show it, or won't.
    pub(super) fn may_show(&mut self, start: &Path, yes: bool) {
        let Some(project) = self.schedule.projects.get_mut(start) else {
            return;
        };
        // It may be over before it could be shown.
        if project.progress != Progress::Asked {
            return;
        }
        project.progress = if yes { Progress::Shown } else { Progress::Over };
        if yes {
            let name = start.file_name().map(|n| n.to_string_lossy().into_owned());
            let title = self.bare_world().pick("Checking", "Nakijken");
            let value = json!({
                "kind": "begin",
                "title": title,
                "message": name,
                "cancellable": false,
            });
            let params = json!({ "token": token(start), "value": value });
            self.outbox.tell("$/progress", params);
        }
    }

    fn end_progress(&mut self, start: &Path) {
        let Some(project) = self.schedule.projects.get_mut(start) else {
            return;
        };
        let before = std::mem::replace(&mut project.progress, Progress::Over);
        if before == Progress::Shown {
            let params = json!({ "token": token(start), "value": { "kind": "end" } });
            self.outbox.tell("$/progress", params);
        }
    }

    /// Tells the client to ask again for what depends on the whole.
    fn refresh(&self) {
        let can = &self.client;
        let wanted = [
            (can.pulls, "workspace/diagnostic/refresh"),
            (can.refreshes_lenses, "workspace/codeLens/refresh"),
            (can.refreshes_hints, "workspace/inlayHint/refresh"),
        ];
        for (_, method) in wanted.into_iter().filter(|(can, _)| *can) {
            self.outbox.ask(method, Value::Null);
        }
    }
}

fn token(start: &Path) -> String {
    format!("meent: {}", start.display())
}
