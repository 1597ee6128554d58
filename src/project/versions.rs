//! Two versions of a project, each on the disk or in a git revision.

use super::git::{GitError, Repository};
use super::locate::locate;
use super::pipeline::Project;
use crate::diagnostic::Text;
use std::path::{Path, PathBuf};

/// One version.
#[derive(Debug, Clone)]
pub struct Version {
    /// As it was asked for: `main`, `old/`; or what is on the disk.
    pub name: Text,
    pub project: Project,
}

/// What names a version.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Named {
    Path(PathBuf),
    /// A revision, and a path in it.
    Revision(String, Option<String>),
}

/// Reads two versions. Each is a path, a revision or `REVISION:PATH`; without a second one, the first is compared with what
/// is on the disk. `project` is where the project stands, if it is not the one around the current folder: it is looked for at
/// the same place in a revision.
///
/// # Errors
/// Why a revision can't be read. What is wrong with a project itself is among its findings.
pub fn versions(
    old: &str,
    new: Option<&str>,
    project: Option<&Path>,
) -> Result<(Version, Version), GitError> {
    let (first, second) = (named(old)?, new.map(named).transpose()?);
    let path_of = |named: Option<&Named>| match named {
        Some(Named::Path(path)) => Some(path.clone()),
        _ => None,
    };
    // The project of a revision is where the other version is, unless it is said where.
    let at = |other: Option<&Named>| project.map(Path::to_path_buf).or_else(|| path_of(other));
    let left = read(old, &first, at(second.as_ref()))?;
    let right = match (&second, new) {
        (Some(named), Some(name)) => read(name, named, at(Some(&first)))?,
        _ => Version {
            name: Text::new("what is on the disk", "wat er op de schijf staat"),
            project: Project::load(project),
        },
    };
    Ok((left, right))
}

/// Whether a text is a path or a revision. What looks like a path or leads to something is one; if it is a revision too, it
/// has to be said which is meant.
fn named(text: &str) -> Result<Named, GitError> {
    let path = Path::new(text);
    let plainly = path.is_absolute()
        || text == "."
        || text == ".."
        || text.starts_with("./")
        || text.starts_with("../");
    if plainly {
        return Ok(Named::Path(path.to_path_buf()));
    }
    if path.exists() {
        let both = Repository::around(Path::new("."))
            .and_then(|r| r.knows(text))
            .unwrap_or(false);
        return match both {
            true => Err(GitError::Ambiguous(text.to_string())),
            false => Ok(Named::Path(path.to_path_buf())),
        };
    }
    Ok(match text.split_once(':') {
        Some((revision, path)) => Named::Revision(revision.to_string(), Some(path.to_string())),
        None => Named::Revision(text.to_string(), None),
    })
}

fn read(name: &str, named: &Named, at: Option<PathBuf>) -> Result<Version, GitError> {
    let project = match named {
        Named::Path(path) => Project::load(Some(path)),
        Named::Revision(revision, path) => {
            let (repository, path) = place(path.as_deref(), at)?;
            let snapshot = repository.snapshot(revision)?;
            Project::load_revision(snapshot, &path)?
        }
    };
    Ok(Version {
        name: Text::new(name, name),
        project,
    })
}

/// The repository, and the path of the project from its top.
fn place(path: Option<&str>, at: Option<PathBuf>) -> Result<(Repository, String), GitError> {
    let here = Path::new(".");
    match path {
        // As git reads it: from the top, unless it begins with a dot.
        Some(path) => {
            let folder = at.as_deref().map(folder_of);
            let repository = Repository::around(here).or_else(|error| match &folder {
                Some(folder) => Repository::around(folder),
                None => Err(error),
            })?;
            let relative =
                path.starts_with("./") || path.starts_with("../") || path == "." || path == "..";
            let path = match relative {
                true => repository.from_top(path),
                false => super::imports::join("", path),
            };
            Ok((repository, path))
        }
        None => match locate(at.as_deref()) {
            Ok((root, start)) => {
                let repository = Repository::around(&root)?;
                let path = repository.from_top(start.as_deref().unwrap_or(""));
                Ok((repository, path))
            }
            // It is not on the disk (any more), but may be in the revision.
            Err(_) => {
                let repository = Repository::around(here)?;
                let path = at.map(|p| p.to_string_lossy().replace('\\', "/"));
                let path = repository.from_top(path.as_deref().unwrap_or(""));
                Ok((repository, path))
            }
        },
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.is_dir() {
        true => path.to_path_buf(),
        false => match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            _ => PathBuf::from("."),
        },
    }
}
