//! Texts that stand in an editor and are not yet on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The open texts of an editor, by the real paths of their files. A file that is open is read from here; what lies on
/// the disk under its name does not count until it is closed.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    texts: BTreeMap<PathBuf, Arc<str>>,
}

impl Buffers {
    /// Opens a file, or gives an open one another text. Returns the path by which it is known.
    pub fn put(&mut self, path: &Path, text: impl Into<Arc<str>>) -> PathBuf {
        let real = real(path);
        self.put_real(real.clone(), text);
        real
    }

    /// The same, of a path that is known to be real.
    pub fn put_real(&mut self, real: PathBuf, text: impl Into<Arc<str>>) {
        self.texts.insert(real, text.into());
    }

    /// Closes a file; from now on the disk counts. Whether it was open.
    pub fn close(&mut self, path: &Path) -> bool {
        self.texts.remove(&real(path)).is_some()
    }

    /// The text of an open file.
    pub fn text(&self, path: &Path) -> Option<&Arc<str>> {
        match self.texts.is_empty() {
            true => None,
            false => self.texts.get(&real(path)),
        }
    }

    /// The same, of a path that is known to be real.
    pub fn at(&self, real: &Path) -> Option<&Arc<str>> {
        self.texts.get(real)
    }

    /// The names of the open files that lie directly in a folder, sorted.
    pub fn names_in(&self, folder: &Path) -> Vec<String> {
        if self.texts.is_empty() {
            return Vec::new();
        }
        let folder = real(folder);
        self.texts
            .keys()
            .filter(|path| path.parent() == Some(&*folder))
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_string()))
            .collect()
    }

    /// The real paths of all open files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.texts.keys().map(|path| &**path)
    }
}

/// The one path of a file, by whatever way it is reached. Of a file that is not there yet, that of its folder counts.
pub fn real(path: &Path) -> PathBuf {
    if let Ok(found) = fs::canonicalize(path) {
        return found;
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => match fs::canonicalize(folder) {
            Ok(folder) => folder.join(name),
            Err(_) => path.to_path_buf(),
        },
        _ => path.to_path_buf(),
    }
}
