//! The community's own templates: every file below its templates folder, as text.

use super::messages;
use super::read::{self, Failure};
use crate::diagnostic::{Diagnostic, Text};
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads all templates of a project. Without the folder there are none.
pub fn read(root: &Path, folder: &str) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let (mut templates, mut found) = (BTreeMap::new(), Vec::new());
    let top = root.join(folder);
    if !top.is_dir() {
        return (templates, found);
    }
    let walk = WalkBuilder::new(&top)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk.flatten() {
        if entry.path().is_dir() {
            continue;
        }
        let Ok(below) = entry.path().strip_prefix(&top) else {
            continue;
        };
        let parts: Vec<_> = below
            .components()
            .map(|c| c.as_os_str().to_string_lossy())
            .collect();
        let name = parts.join("/");
        let shown = format!("{folder}/{name}");
        let why = match read::bytes(entry.path()) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    templates.insert(name, text);
                    continue;
                }
                Err(_) => Text::new("it is not UTF-8 text", "het is geen UTF-8-tekst"),
            },
            Err(Failure::TooLarge(_)) => Text::new("it is too large", "het is te groot"),
            Err(Failure::NotAFile) => Text::new("it is not a file", "het is geen bestand"),
            Err(Failure::Io(error)) => read::reason(&error),
        };
        found.push(messages::unreadable_template(&shown, why));
    }
    (templates, found)
}
