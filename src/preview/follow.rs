//! Sees when a project changes, and has it built again.
//!
//! The system tells of changes in the folders that the files lie in ([`notify`]). That is a hint and no more: what
//! decides is what a load then finds. Editors write a file in many ways (in place, by a second file and a rename, by
//! way of a backup), so a hint waits until it is quiet for a moment. And since not every disk tells of changes (those
//! of other machines do not), since folders come and go, and since a system watches only so many, the files are also
//! looked over every second: their times and sizes.

use super::rebuild::{Looked, Rebuild};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// So long no further change must be seen before work begins.
const QUIET: Duration = Duration::from_millis(60);
/// So long at most a change waits for quiet.
const LONGEST: Duration = Duration::from_millis(400);
/// So often the files are looked over.
const LOOK: Duration = Duration::from_secs(1);
/// Saves that are worked on at once: one, and a newer one that does not wait for it.
const MOST_AT_ONCE: usize = 2;
/// As much as the command itself has; see `main`.
const STACK: usize = 64 * 1024 * 1024;

enum Signal {
    /// Something may have changed.
    Hint,
    Looked(Looked),
    /// One save less is worked on.
    Done,
    Stop,
}

/// Watches a project until it is dropped.
pub struct Follow {
    signals: Sender<Signal>,
}

impl Drop for Follow {
    fn drop(&mut self) {
        let _ = self.signals.send(Signal::Stop);
    }
}

impl Follow {
    /// Follows a project that was loaded once: `looked` is where its files are.
    ///
    /// # Errors
    /// The system has no thread left.
    pub fn start(rebuild: Arc<Rebuild>, looked: Looked) -> std::io::Result<Self> {
        let (signals, received) = mpsc::channel();
        let mut follower = Follower {
            rebuild,
            watched: Watched::new(signals.clone()),
            signals: signals.clone(),
            looked: Looked::default(),
            stamps: BTreeMap::new(),
            working: 0,
            waiting: None,
        };
        thread::Builder::new()
            .name("follow".into())
            .spawn(move || {
                follower.look_at(looked);
                follower.run(&received);
            })?;
        Ok(Follow { signals })
    }
}

struct Follower {
    rebuild: Arc<Rebuild>,
    signals: Sender<Signal>,
    looked: Looked,
    watched: Watched,
    stamps: BTreeMap<PathBuf, Option<Stamp>>,
    /// How many saves are worked on.
    working: usize,
    /// When the first and when the last change was seen that nobody works on yet.
    waiting: Option<(Instant, Instant)>,
}

impl Follower {
    fn run(&mut self, received: &Receiver<Signal>) {
        let mut next_look = Instant::now() + LOOK;
        loop {
            let now = Instant::now();
            let until = match self.waiting {
                Some((first, last)) => (last + QUIET).min(first + LONGEST),
                None => next_look,
            };
            match received.recv_timeout(until.saturating_duration_since(now)) {
                Ok(Signal::Hint) => self.changed(),
                Ok(Signal::Looked(looked)) => self.look_at(looked),
                Ok(Signal::Done) => self.working = self.working.saturating_sub(1),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Instant::now();
            if now >= next_look {
                next_look = now + LOOK;
                self.look_over();
            }
            let due = self
                .waiting
                .is_some_and(|(first, last)| now >= (last + QUIET).min(first + LONGEST));
            if due {
                self.work();
            }
        }
    }

    fn changed(&mut self) {
        let now = Instant::now();
        let first = self.waiting.map_or(now, |(first, _)| first);
        self.waiting = Some((first, now));
    }

    /// Works on what is on the disk now, beside at most one older save.
    fn work(&mut self) {
        if self.working >= MOST_AT_ONCE {
            self.later();
            return;
        }
        self.waiting = None;
        let (rebuild, signals) = (Arc::clone(&self.rebuild), self.signals.clone());
        let number = rebuild.next();
        let started = thread::Builder::new().stack_size(STACK).spawn(move || {
            rebuild.run(number, |looked| {
                let _ = signals.send(Signal::Looked(looked));
            });
            let _ = signals.send(Signal::Done);
        });
        match started {
            Ok(_) => self.working += 1,
            // The system is short of threads.
            Err(_) => self.later(),
        }
    }

    fn later(&mut self) {
        let now = Instant::now();
        self.waiting = Some((now, now));
    }

    fn look_at(&mut self, looked: Looked) {
        let news = self.watched.set(&looked);
        if looked != self.looked {
            self.stamps = stamps(&looked);
            self.looked = looked;
        }
        // A change between the load and the first watch was seen by neither.
        if news {
            self.changed();
        }
    }

    fn look_over(&mut self) {
        let now = stamps(&self.looked);
        if now != self.stamps || self.looked.missing {
            self.stamps = now;
            self.changed();
        }
    }
}

/// What of a file or folder changes when it is changed.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
}

fn stamps(looked: &Looked) -> BTreeMap<PathBuf, Option<Stamp>> {
    let stamp = |about: Metadata| Stamp {
        modified: about.modified().ok(),
        size: if about.is_dir() { 0 } else { about.len() },
    };
    let paths = looked.files.iter().chain(&looked.folders);
    paths
        .map(|path| (path.clone(), fs::metadata(path).ok().map(stamp)))
        .collect()
}

/// The folders that the system tells of.
struct Watched {
    /// `None`: this system tells of nothing.
    watcher: Option<RecommendedWatcher>,
    folders: BTreeMap<PathBuf, Identity>,
    out: Arc<Mutex<PathBuf>>,
}

/// Which folder it is that has this path: one that is removed and made again is another one, and not watched.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    number: (u64, u64),
    created: Option<SystemTime>,
}

impl Watched {
    fn new(signals: Sender<Signal>) -> Self {
        let out = Arc::new(Mutex::new(PathBuf::new()));
        let out_now = Arc::clone(&out);
        let told = move |event: notify::Result<Event>| {
            let out = out_now.lock().unwrap_or_else(PoisonError::into_inner);
            // An error, too, is a reason to look.
            if event.map_or(true, |event| matters(&event, &out)) {
                let _ = signals.send(Signal::Hint);
            }
        };
        Watched {
            watcher: notify::recommended_watcher(told).ok(),
            folders: BTreeMap::new(),
            out,
        }
    }

    /// Watches these folders and no others. Says whether one is watched that was not before. What can't be watched
    /// is looked over all the same.
    fn set(&mut self, looked: &Looked) -> bool {
        *self.out.lock().unwrap_or_else(PoisonError::into_inner) = looked.out.clone();
        let Some(watcher) = &mut self.watcher else {
            return false;
        };
        let wanted: BTreeMap<PathBuf, Identity> = looked
            .folders
            .iter()
            .filter_map(|folder| Some((folder.clone(), identity(folder)?)))
            .collect();
        for (folder, identity) in &self.folders {
            if wanted.get(folder) != Some(identity) {
                let _ = watcher.unwatch(folder);
            }
        }
        self.folders
            .retain(|folder, identity| wanted.get(folder) == Some(identity));
        let mut news = false;
        for (folder, identity) in wanted {
            if !self.folders.contains_key(&folder)
                && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok()
            {
                self.folders.insert(folder, identity);
                news = true;
            }
        }
        news
    }
}

fn identity(folder: &Path) -> Option<Identity> {
    let about = fs::metadata(folder).ok().filter(Metadata::is_dir)?;
    #[cfg(unix)]
    let number = {
        use std::os::unix::fs::MetadataExt;
        (about.dev(), about.ino())
    };
    #[cfg(not(unix))]
    let number = (0, 0);
    Some(Identity {
        number,
        created: about.created().ok(),
    })
}

/// Whether an event can be about a source: reading is none, nor is what editors and builds keep for themselves.
fn matters(event: &Event, out: &Path) -> bool {
    if event.need_rescan() {
        return true;
    }
    if let EventKind::Access(kind) = event.kind
        && kind != AccessKind::Close(AccessMode::Write)
    {
        return false;
    }
    let own = |path: &PathBuf| {
        let name = path.file_name().map(|n| n.to_string_lossy());
        let aside = name.is_some_and(|n| n.starts_with('.') || n.ends_with('~'));
        aside || (!out.as_os_str().is_empty() && path.starts_with(out))
    };
    event.paths.is_empty() || !event.paths.iter().all(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, ModifyKind, RenameMode};

    fn event(kind: EventKind, paths: &[&str]) -> Event {
        paths
            .iter()
            .fold(Event::new(kind), |e, path| e.add_path(PathBuf::from(path)))
    }

    #[test]
    fn reading_and_what_editors_keep_for_themselves_is_no_change() {
        let out = Path::new("/p/build");
        let written = EventKind::Create(CreateKind::File);
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        for (kind, paths, expected) in [
            (written, vec!["/p/rules.meent"], true),
            (written, vec!["/p/.rules.meent.swp"], false),
            (written, vec!["/p/rules.meent~"], false),
            (written, vec!["/p/build/manifest.json"], false),
            (written, vec!["/p/build"], false),
            (written, vec!["/p/shared"], true),
            (renamed, vec!["/p/.tmp1", "/p/rules.meent"], true),
            (renamed, vec!["/p/.tmp1", "/p/.tmp2"], false),
            (
                EventKind::Access(AccessKind::Open(AccessMode::Read)),
                vec!["/p/a.meent"],
                false,
            ),
            (
                EventKind::Access(AccessKind::Close(AccessMode::Write)),
                vec!["/p/a.meent"],
                true,
            ),
        ] {
            assert_eq!(
                matters(&event(kind, &paths), out),
                expected,
                "{kind:?} {paths:?}"
            );
        }
    }

    #[test]
    fn a_folder_that_is_made_again_is_another_one() {
        let top = tempfile::tempdir().unwrap();
        let folder = top.path().join("a");
        fs::create_dir(&folder).unwrap();
        let before = identity(&folder);
        assert!(before.is_some());
        fs::remove_dir(&folder).unwrap();
        assert_eq!(identity(&folder), None);
        thread::sleep(Duration::from_millis(20));
        fs::create_dir(&folder).unwrap();
        assert_ne!(identity(&folder), before);
    }
}
