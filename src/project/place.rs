//! Where the files of a project are: on a disk, or in a revision of a repository.
//!
//! All paths are from the project's folder, with forward slashes; they may lead out of it (`../city`).

use super::buffers::{Buffers, real};
use super::git::{Node, Snapshot};
use super::imports::join;
use super::read::{self, Failure};
use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A project's folder.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder on this disk, and the texts in an editor that count instead of files.
    Disk(PathBuf, Arc<Buffers>),
    /// What a revision holds, and the folder's path from its top.
    Revision(Arc<Snapshot>, String),
}

impl Place {
    /// Whether a path leads to a folder rather than to a file.
    ///
    /// # Errors
    /// There is nothing there, or it can't be looked at.
    pub fn is_folder(&self, path: &str) -> io::Result<bool> {
        match self {
            Place::Disk(root, buffers) => {
                let full = root.join(path);
                match fs::metadata(&full) {
                    Ok(about) => Ok(about.is_dir()),
                    Err(_) if buffers.text(&full).is_some() => Ok(false),
                    Err(error) => Err(error),
                }
            }
            Place::Revision(snapshot, folder) => Ok(matches!(
                snapshot.find(&join(folder, path))?,
                Node::Folder(_)
            )),
        }
    }

    /// Nothing is there, not even a link that leads nowhere.
    pub fn is_absent(&self, path: &str) -> bool {
        match self {
            Place::Disk(root, buffers) => {
                let full = root.join(path);
                buffers.text(&full).is_none()
                    && fs::symlink_metadata(full)
                        .is_err_and(|e| e.kind() == io::ErrorKind::NotFound)
            }
            Place::Revision(..) => self.is_folder(path).is_err(),
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// It can't be read, is too large, or is no file.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, Failure> {
        match self {
            Place::Disk(root, buffers) => {
                let full = root.join(path);
                match buffers.text(&full) {
                    Some(text) => Ok(text.as_bytes().to_vec()),
                    None => read::bytes(&full),
                }
            }
            Place::Revision(snapshot, folder) => snapshot.read(&join(folder, path)),
        }
    }

    /// What lies directly in a folder: names that are text, and whether each is a folder.
    ///
    /// # Errors
    /// There is no such folder, or it can't be read.
    pub fn list(&self, folder: &str) -> io::Result<Vec<(String, bool)>> {
        match self {
            Place::Disk(root, buffers) => {
                let full = root.join(folder);
                let mut found: Vec<(String, bool)> = fs::read_dir(&full)?
                    .flatten()
                    .filter_map(|e| {
                        let name = e.file_name().into_string().ok()?;
                        Some((name, e.path().is_dir()))
                    })
                    .collect();
                for name in buffers.names_in(&full) {
                    if found.iter().all(|(other, _)| *other != name) {
                        found.push((name, false));
                    }
                }
                Ok(found)
            }
            Place::Revision(snapshot, root) => snapshot.list(&join(root, folder)),
        }
    }

    /// The one path of what lies there, by whatever way it is reached.
    pub fn real(&self, path: &str) -> PathBuf {
        match self {
            Place::Disk(root, _) => real(&root.join(path)),
            Place::Revision(snapshot, folder) => {
                let full = join(folder, path);
                match snapshot.find(&full) {
                    Ok(Node::File(found) | Node::Folder(found)) => found.into(),
                    Err(_) => full.into(),
                }
            }
        }
    }

    /// All files below a folder, by their paths from it, sorted. Hidden ones do not count, and links to folders are
    /// not followed.
    pub fn below(&self, folder: &str) -> Vec<String> {
        match self {
            Place::Disk(root, _) => {
                let top = root.join(folder);
                let walk = walk(&top).sort_by_file_name(Ord::cmp).build();
                walk.flatten()
                    .filter_map(|e| name_below(&top, e.path()))
                    .collect()
            }
            Place::Revision(snapshot, root) => visible(snapshot.below(&join(root, folder))),
        }
    }

    /// The files below a folder that fit one of the globs, by their paths from it, in the way of [`Place::below`].
    ///
    /// # Errors
    /// What is wrong with a glob, or what can't be read.
    pub fn matching(&self, folder: &str, globs: &[String]) -> Result<Vec<String>, String> {
        match self {
            Place::Disk(root, _) => {
                let top = root.join(folder);
                let mut found = Vec::new();
                for entry in walk(&top).overrides(chosen(&top, globs)?).build() {
                    let entry = entry.map_err(|e| {
                        e.io_error()
                            .map_or("a glob or folder".into(), io::Error::to_string)
                    })?;
                    found.extend(name_below(&top, entry.path()));
                }
                Ok(found)
            }
            Place::Revision(snapshot, root) => {
                let chosen = chosen(Path::new("/"), globs)?;
                let mut found = visible(snapshot.below(&join(root, folder)));
                found.retain(|path| is_chosen(&chosen, path));
                Ok(found)
            }
        }
    }
}

fn walk(top: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(top);
    walk.standard_filters(false).hidden(true);
    walk
}

/// The path of a file below a folder; `None` for a folder.
fn name_below(top: &Path, path: &Path) -> Option<String> {
    if path.is_dir() {
        return None;
    }
    let below = path.strip_prefix(top).ok()?;
    let parts: Vec<_> = below
        .components()
        .map(|c| c.as_os_str().to_string_lossy())
        .collect();
    Some(parts.join("/"))
}

fn visible(mut paths: Vec<String>) -> Vec<String> {
    paths.retain(|path| path.split('/').all(|part| !part.starts_with('.')));
    paths
}

fn chosen(top: &Path, globs: &[String]) -> Result<Override, String> {
    let mut chosen = OverrideBuilder::new(top);
    for glob in globs {
        // Without a slash in front, `*.meent` would mean any depth.
        let anchored = match glob.strip_prefix('!') {
            Some(rest) => format!("!/{}", rest.trim_start_matches(['/', '.'])),
            None => format!("/{}", glob.trim_start_matches("./").trim_start_matches('/')),
        };
        chosen.add(&anchored).map_err(|e| e.to_string())?;
    }
    chosen.build().map_err(|e| e.to_string())
}

/// Whether a walk that goes down from the top would come to this file and take it.
fn is_chosen(chosen: &Override, path: &str) -> bool {
    let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    let closed = folders
        .into_iter()
        .any(|f| chosen.matched(f, true).is_ignore());
    !closed && !chosen.matched(path, false).is_ignore()
}
