//! Finds the folder of a project on the disk.

use super::{manifest, messages};
use crate::diagnostic::Diagnostic;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The ending of the name of a source file.
const EXTENSION: &str = ".meent";

/// The project's folder and, if one file was asked for, its name in that folder.
pub fn locate(path: Option<&Path>) -> Result<(PathBuf, Option<String>), Box<Diagnostic>> {
    let unreadable =
        |shown: &str, error: &io::Error| Box::new(messages::unreadable(shown, None, error));
    let no_source = |shown: &str| Box::new(messages::no_source(shown));
    let Some(path) = path else {
        let here = std::env::current_dir().map_err(|e| unreadable(".", &e))?;
        return match above(&here) {
            Some(folder) => Ok((folder.to_path_buf(), None)),
            None => Err(no_source(".")),
        };
    };
    let shown = path.to_string_lossy();
    let about = fs::metadata(path).map_err(|e| unreadable(&shown, &e))?;
    let full = fs::canonicalize(path).map_err(|e| unreadable(&shown, &e))?;
    if about.is_dir() {
        return Ok((full, None));
    }
    let (Some(folder), Some(name)) = (full.parent(), full.file_name()) else {
        return Err(no_source(&shown));
    };
    let name = name.to_string_lossy().into_owned();
    Ok((
        folder.to_path_buf(),
        (name != manifest::FILE).then_some(name),
    ))
}

/// The project that a folder is in: the nearest folder with settings, or else the nearest one with a source.
pub fn above(folder: &Path) -> Option<&Path> {
    let with_settings = folder
        .ancestors()
        .find(|folder| folder.join(manifest::FILE).is_file());
    let with_source = || folder.ancestors().find(|folder| has_source(folder));
    with_settings.or_else(with_source)
}

fn has_source(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .any(|e| e.file_name().to_str().is_some_and(is_source))
}

pub fn is_source(name: &str) -> bool {
    name.ends_with(EXTENSION) && !name.starts_with('.')
}
