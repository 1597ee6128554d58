//! The community's own templates: every file below its templates folder, as text.

use super::messages;
use super::place::Place;
use super::read::{self, Failure};
use crate::diagnostic::{Diagnostic, Text};
use std::collections::BTreeMap;

/// Reads all templates of a project. Without the folder there are none.
pub fn read(place: &Place, folder: &str) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let (mut templates, mut found) = (BTreeMap::new(), Vec::new());
    if !place.is_folder(folder).unwrap_or(false) {
        return (templates, found);
    }
    for name in place.below(folder) {
        let shown = format!("{folder}/{name}");
        let why = match place.bytes(&shown) {
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
