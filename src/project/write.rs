//! Puts what was made on a disk: whole or not at all. And compares what is there with what was made.
//!
//! The files are written into a working folder beside the output folder, so on the same file system, and the two
//! then change places: in one step where the system can do that, in two otherwise. Whoever stops the compiler half
//! way finds the old output, or the new. What is left of a working folder is cleaned up by the next run; if the
//! output folder had just been moved away, that run puts it back.
//!
//! A folder that a build did not make is never replaced.

use super::{read, sha256};
use crate::diagnostic::Text;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The name of the file that lists what a build made.
pub const MANIFEST: &str = "manifest.json";

/// What is to be written: path with forward slashes → bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Why nothing was written. What was there before is still there.
#[derive(Debug)]
pub enum WriteError {
    /// The folder holds something that no build made.
    NotOurs(PathBuf),
    /// It is a file.
    NotAFolder(PathBuf),
    /// A path that would lead out of the folder, or two that are in each other's way.
    BadPath(String),
    Io {
        path: PathBuf,
        error: io::Error,
    },
}

impl WriteError {
    pub fn text(&self) -> Text {
        match self {
            WriteError::NotOurs(path) => {
                let path = path.display();
                Text::new(
                    format!(
                        "{path} holds files that were not made by `meent build`, so it is left as it is. Choose another folder, or empty this one."
                    ),
                    format!(
                        "In {path} staan bestanden die niet door `meent build` zijn gemaakt; daarom blijft de map zoals zij is. Kies een andere map, of maak deze leeg."
                    ),
                )
            }
            WriteError::NotAFolder(path) => {
                let path = path.display();
                Text::new(
                    format!("{path} is not a folder."),
                    format!("{path} is geen map."),
                )
            }
            WriteError::BadPath(path) => Text::new(
                format!("An output cannot have the path {path}."),
                format!("Een uitvoerbestand kan niet het pad {path} hebben."),
            ),
            WriteError::Io { path, error } => {
                let (path, why) = (path.display(), read::reason(error));
                Text::new(
                    format!("{path} cannot be written: {}. Nothing has changed.", why.en),
                    format!(
                        "{path} kan niet worden geschreven: {}. Er is niets veranderd.",
                        why.nl
                    ),
                )
            }
        }
    }
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |error| WriteError::Io { path, error }
}

/// Replaces a folder by these files.
pub fn write(out: &Path, files: &Files) -> Result<(), WriteError> {
    for path in files.keys() {
        if !super::manifest::is_below(path) {
            return Err(WriteError::BadPath(path.clone()));
        }
    }
    let place = Place::of(out)?;
    place.clean();
    place.may_replace()?;
    let work = place.work()?;
    let result = fill(&work.new, files).and_then(|()| swap(&work, &place.out));
    work.remove();
    result
}

/// Where the output goes, and beside what.
struct Place {
    out: PathBuf,
    parent: PathBuf,
    /// What the names of the working folders begin with.
    prefix: String,
}

impl Place {
    fn of(out: &Path) -> Result<Self, WriteError> {
        // Through a link to the folder itself, so that the link stays.
        let out = fs::canonicalize(out).unwrap_or_else(|_| out.to_path_buf());
        let Some(name) = out.file_name().map(|n| n.to_string_lossy().into_owned()) else {
            return Err(WriteError::NotOurs(out));
        };
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(io_at(&parent))?;
        Ok(Place {
            out,
            parent,
            prefix: format!(".meent-{name}-"),
        })
    }

    /// Cleans up after runs that were stopped. A working folder that is locked belongs to a run that is still busy.
    fn clean(&self) {
        let Ok(entries) = fs::read_dir(&self.parent) else {
            return;
        };
        for entry in entries.flatten() {
            let is_work = entry.file_name().to_str().is_some_and(|n| {
                n.strip_prefix(&self.prefix).is_some_and(|rest| {
                    !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())
                })
            });
            if !is_work || !entry.file_type().is_ok_and(|t| t.is_dir()) {
                continue;
            }
            let folder = entry.path();
            let busy = match File::open(folder.join("lock")) {
                Ok(lock) => matches!(lock.try_lock(), Err(TryLockError::WouldBlock)),
                Err(_) => false,
            };
            if busy {
                continue;
            }
            let old = folder.join("old");
            if !self.out.exists() && old.is_dir() && fs::rename(&old, &self.out).is_err() {
                continue;
            }
            // What can't be removed now is tried again next time.
            let _ = fs::remove_dir_all(&folder);
        }
    }

    fn may_replace(&self) -> Result<(), WriteError> {
        match fs::metadata(&self.out) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(io_at(&self.out)(error)),
            Ok(about) if !about.is_dir() => Err(WriteError::NotAFolder(self.out.clone())),
            Ok(_) if is_ours(&self.out) => Ok(()),
            Ok(_) => {
                let mut entries = fs::read_dir(&self.out).map_err(io_at(&self.out))?;
                if entries.next().is_none() {
                    Ok(())
                } else {
                    Err(WriteError::NotOurs(self.out.clone()))
                }
            }
        }
    }

    fn work(&self) -> Result<Work, WriteError> {
        let folder = self
            .parent
            .join(format!("{}{}", self.prefix, std::process::id()));
        fs::create_dir(&folder).map_err(io_at(&folder))?;
        let lock = folder.join("lock");
        let locked = File::create(&lock).and_then(|file| file.lock().map(|()| file));
        match locked {
            Ok(lock) => Ok(Work {
                new: folder.join("new"),
                old: folder.join("old"),
                folder,
                _lock: lock,
            }),
            Err(error) => {
                let _ = fs::remove_dir_all(&folder);
                Err(io_at(&lock)(error))
            }
        }
    }
}

/// Whether a build made this folder: it has a manifest of ours.
fn is_ours(folder: &Path) -> bool {
    #[derive(Deserialize)]
    struct Ours {
        #[serde(rename = "format")]
        _format: u32,
        #[serde(rename = "meent")]
        _meent: String,
        #[serde(rename = "files")]
        _files: BTreeMap<String, serde::de::IgnoredAny>,
    }
    let bytes = read::bytes(&folder.join(MANIFEST));
    bytes.is_ok_and(|bytes| serde_json::from_slice::<Ours>(&bytes).is_ok())
}

/// A working folder, held by this run.
struct Work {
    folder: PathBuf,
    new: PathBuf,
    old: PathBuf,
    _lock: File,
}

impl Work {
    fn remove(self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn fill(folder: &Path, files: &Files) -> Result<(), WriteError> {
    fs::create_dir(folder).map_err(io_at(folder))?;
    for (path, bytes) in files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(io_at(parent))?;
        }
        fs::write(&file, bytes).map_err(io_at(&file))?;
    }
    Ok(())
}

/// Puts the new folder in the place of the old one.
fn swap(work: &Work, out: &Path) -> Result<(), WriteError> {
    if !out.exists() {
        return fs::rename(&work.new, out).map_err(io_at(out));
    }
    if exchange(&work.new, out) {
        return Ok(());
    }
    fs::rename(out, &work.old).map_err(io_at(out))?;
    fs::rename(&work.new, out).map_err(|error| {
        // Back to how it was; if even that fails, the next run does it.
        let _ = fs::rename(&work.old, out);
        io_at(out)(error)
    })
}

/// Lets two folders change places in one step, where the system can do that.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Writes one file, or replaces it by a new text, whole or not at all. Its permissions stay as they were.
///
/// What is there and is no file, such as a pipe or a device, is written to: it is never put aside for a file.
pub fn write_file(path: &Path, text: &str) -> Result<(), WriteError> {
    if fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        let opened = fs::OpenOptions::new().write(true).open(path);
        let written = opened.and_then(|mut it| io::Write::write_all(&mut it, text.as_bytes()));
        return written.map_err(io_at(path));
    }
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let permissions = fs::metadata(path).ok().map(|m| m.permissions());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".meent-");
    // A new file is as readable as any other that the user makes.
    #[cfg(unix)]
    let ordinary = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(ordinary);
    let written = builder.tempfile_in(folder).and_then(|mut file| {
        io::Write::write_all(&mut file, text.as_bytes())?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions)?;
        }
        file.persist(path).map_err(|e| e.error)
    });
    written.map(|_| ()).map_err(io_at(path))
}

/// How a file on the disk differs from what a build makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    Missing,
    Changed,
    /// No build makes this file.
    Extra,
}

/// Compares a folder with what a build makes; empty if they are the same.
pub fn compare(out: &Path, files: &Files) -> Result<BTreeMap<String, Difference>, WriteError> {
    let mut differences = BTreeMap::new();
    let there = if out.is_dir() {
        on_disk(out)?
    } else {
        BTreeMap::new()
    };
    for (path, bytes) in files {
        match there.get(path) {
            None => {
                differences.insert(path.clone(), Difference::Missing);
            }
            Some(disk) => {
                let same_size =
                    fs::metadata(disk).map_err(io_at(disk))?.len() == bytes.len() as u64;
                if !same_size || &fs::read(disk).map_err(io_at(disk))? != bytes {
                    differences.insert(path.clone(), Difference::Changed);
                }
            }
        }
    }
    let extra = there.into_keys().filter(|path| !files.contains_key(path));
    differences.extend(extra.map(|path| (path, Difference::Extra)));
    Ok(differences)
}

/// All files below a folder; links are files here, and not followed.
fn on_disk(out: &Path) -> Result<BTreeMap<String, PathBuf>, WriteError> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(out.to_path_buf(), String::new())];
    while let Some((folder, shown)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(io_at(&folder))? {
            let entry = entry.map_err(io_at(&folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let shown = if shown.is_empty() {
                name
            } else {
                format!("{shown}/{name}")
            };
            if entry.file_type().map_err(io_at(&folder))?.is_dir() {
                folders.push((entry.path(), shown));
            } else {
                found.insert(shown, entry.path());
            }
        }
    }
    Ok(found)
}

/// What `manifest.json` says of each file.
pub fn listing(files: &Files) -> serde_json::Map<String, serde_json::Value> {
    let row = |bytes: &Vec<u8>| serde_json::json!({ "sha256": sha256(bytes), "size": bytes.len() });
    files
        .iter()
        .map(|(path, bytes)| (path.clone(), row(bytes)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        let mut files = Files::from([("a/b.txt".to_string(), text.as_bytes().to_vec())]);
        let manifest = serde_json::json!({ "format": 1, "meent": "0", "files": listing(&files) });
        files.insert(MANIFEST.to_string(), manifest.to_string().into_bytes());
        files
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn writes_replaces_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("build");
        for text in ["one", "two"] {
            write(&out, &files(text)).unwrap();
            assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), text);
            assert_eq!(names(folder.path()), ["build"]);
            assert!(compare(&out, &files(text)).unwrap().is_empty());
        }
    }

    #[test]
    fn leaves_a_folder_of_someone_else_alone() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("photos");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("cat.jpg"), "a cat").unwrap();
        fs::write(out.join(MANIFEST), "{\"name\": \"an app\"}").unwrap();
        assert!(matches!(
            write(&out, &files("x")),
            Err(WriteError::NotOurs(_))
        ));
        assert_eq!(fs::read_to_string(out.join("cat.jpg")).unwrap(), "a cat");
        assert_eq!(names(folder.path()), ["photos"]);
    }

    #[test]
    fn refuses_a_path_that_leads_out() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("build");
        for path in ["../x", "/x", "", "a/../../x"] {
            let files = Files::from([(path.to_string(), Vec::new())]);
            assert!(
                matches!(write(&out, &files), Err(WriteError::BadPath(_))),
                "{path}"
            );
        }
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_run_that_was_stopped_between_two_steps_is_put_right() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("build");
        write(&out, &files("old")).unwrap();
        let work = folder.path().join(".meent-build-4242");
        fs::create_dir(&work).unwrap();
        fs::write(work.join("lock"), "").unwrap();
        fs::create_dir(work.join("new")).unwrap();
        fs::rename(&out, work.join("old")).unwrap();
        let place = Place::of(&out).unwrap();
        place.clean();
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "old");
        assert_eq!(names(folder.path()), ["build"]);
    }

    #[test]
    fn a_failure_half_way_keeps_the_old_folder() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("build");
        write(&out, &files("old")).unwrap();
        // A file in the way of a folder.
        let mut bad = files("new");
        bad.insert("a/b.txt/c".to_string(), Vec::new());
        assert!(matches!(write(&out, &bad), Err(WriteError::Io { .. })));
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "old");
        assert_eq!(names(folder.path()), ["build"]);
    }

    #[test]
    fn compares_file_by_file() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("build");
        assert_eq!(compare(&out, &files("x")).unwrap().len(), 2);
        write(&out, &files("x")).unwrap();
        fs::write(out.join("extra"), "").unwrap();
        fs::write(out.join("a/b.txt"), "y").unwrap();
        fs::remove_file(out.join(MANIFEST)).unwrap();
        let differences: Vec<_> = compare(&out, &files("x")).unwrap().into_iter().collect();
        assert_eq!(
            differences,
            [
                ("a/b.txt".to_string(), Difference::Changed),
                ("extra".to_string(), Difference::Extra),
                (MANIFEST.to_string(), Difference::Missing)
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_written_to_and_stays_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("page.html");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        write_file(&pipe, "new").unwrap();
        assert!(!fs::metadata(&pipe).unwrap().is_file());
        assert_eq!(reader.join().unwrap(), "new");
    }

    #[test]
    fn one_file_is_replaced_with_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.meent");
        fs::write(&file, "old").unwrap();
        write_file(&file, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(names(folder.path()), ["x.meent"]);
    }
}
