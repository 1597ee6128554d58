//! The records of the version before: what they adopted is adopted, and they stay as they were.

use super::FOLDER;
use crate::project::Project;
use crate::record::file::{self, Record};
use crate::source::FileId;
use std::collections::BTreeMap;

/// A record that the version before holds.
struct Old {
    bytes: Vec<u8>,
    /// As far as it can be read.
    record: Record,
}

/// The records of the version before, by their paths from the project's folder.
pub struct Past {
    records: BTreeMap<String, Old>,
    /// The files that belong to those that adopt something: tables and signatures, with their bytes.
    kept: BTreeMap<String, Vec<u8>>,
}

/// The records of a project by their paths from its folder, sorted.
pub fn records(project: &Project) -> Vec<String> {
    let all = project.loaded.below(FOLDER);
    let tables = all.into_iter().filter(|path| path.ends_with(".toml"));
    tables.map(|path| format!("{FOLDER}/{path}")).collect()
}

/// The signatures of a record, by their paths from the project's folder: `x.toml.sig`, `x.toml.anna.sig`.
pub fn signatures(project: &Project, record: &str) -> Vec<String> {
    let start = format!("{record}.");
    let all = project.loaded.below(FOLDER);
    let paths = all.into_iter().map(|path| format!("{FOLDER}/{path}"));
    paths
        .filter(|path| path.starts_with(&start) && path.ends_with(".sig"))
        .collect()
}

/// The tables that a record names, by their paths from the project's folder.
fn tables(path: &str, record: &Record) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named = [&record.electorate.register, &record.ballots.file];
    let named = named.into_iter().flatten();
    named.map(|n| format!("{folder}/{}", n.value)).collect()
}

impl Past {
    pub fn read(base: &Project) -> Self {
        let mut past = Past {
            records: BTreeMap::new(),
            kept: BTreeMap::new(),
        };
        for path in records(base) {
            let Some(bytes) = base.loaded.bytes(&path) else {
                continue;
            };
            let (record, _) = file::parse(FileId::default(), &String::from_utf8_lossy(&bytes));
            if !record.adopts.is_empty() {
                let beside = tables(&path, &record);
                for kept in beside.into_iter().chain(signatures(base, &path)) {
                    if let Some(bytes) = base.loaded.bytes(&kept) {
                        past.kept.insert(kept, bytes);
                    }
                }
            }
            past.records.insert(path, Old { bytes, record });
        }
        past
    }

    /// The records that adopt something, and the files that belong to them, that are not what they were: changed, or gone
    /// without standing elsewhere.
    pub fn changed_in(&self, head: &Project) -> Vec<String> {
        let adopting = self
            .records
            .iter()
            .filter(|(_, old)| !old.record.adopts.is_empty());
        let adopting = adopting.map(|(path, old)| (path, &old.bytes));
        let all: BTreeMap<&String, &Vec<u8>> = adopting.chain(&self.kept).collect();
        let mut out = Vec::new();
        for (path, bytes) in all {
            let now = head.loaded.bytes(path);
            let moved = || {
                let elsewhere = head.loaded.below(FOLDER).into_iter();
                elsewhere
                    .map(|other| head.loaded.bytes(&format!("{FOLDER}/{other}")))
                    .any(|other| other.as_ref() == Some(bytes))
            };
            let same = match &now {
                Some(now) => now == bytes,
                None => moved(),
            };
            if !same {
                out.push(path.clone());
            }
        }
        out
    }

    /// Whether the version before holds this very record, wherever it stands.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.records.values().any(|old| old.bytes == bytes)
    }

    /// The record of the version before that is about the same vote: the same decision on the same day, for a change that
    /// this one adopts too.
    pub fn same_vote(&self, record: &Record) -> Option<&str> {
        let name = |r: &Record| r.decision.as_ref().map(|d| d.value.clone());
        let day = |r: &Record| r.date.as_ref().map(|d| d.value);
        let adopts =
            |r: &Record| -> Vec<String> { r.adopts.iter().map(|a| a.value.clone()).collect() };
        let wanted = adopts(record);
        let same = |old: &Record| {
            name(old) == name(record)
                && day(old) == day(record)
                && adopts(old).iter().any(|a| wanted.contains(a))
        };
        let found = self.records.iter().find(|(_, old)| same(&old.record));
        found.map(|(path, _)| path.as_str())
    }

    /// The record of the version before with these bytes.
    pub fn path_of(&self, bytes: &[u8]) -> Option<&str> {
        let found = self.records.iter().find(|(_, old)| old.bytes == bytes);
        found.map(|(path, _)| path.as_str())
    }
}
