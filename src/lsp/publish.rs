//! Findings for clients that are told them.
//!
//! A file may be part of several projects: it shows what any of them says. What was told is kept, so that a file whose
//! last finding is settled is told to have none, and nothing is told twice.
//!
//! A client that asks for findings itself asks for those of open documents. It is told those of other files, unless it
//! has said that it asks for these, too.

use super::findings::{by_file, diagnostic};
use super::server::Server;
use super::world::World;
use crate::diagnostic;
use crate::editor::Snapshot;
use gen_lsp_types::Diagnostic;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the client was told.
#[derive(Debug, Default)]
pub struct Published {
    /// For each file what each project says of it.
    said: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<Diagnostic>>>,
    /// For each file the URI it was told by, and what was told.
    told: BTreeMap<PathBuf, (String, Vec<Diagnostic>)>,
}

impl Published {
    /// All that is said of a file, once.
    fn of(&self, path: &Path) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = Vec::new();
        for found in self.said.get(path).into_iter().flat_map(BTreeMap::values) {
            for finding in found {
                if !all.contains(finding) {
                    all.push(finding.clone());
                }
            }
        }
        all
    }
}

impl Server {
    /// Tells what there is to say about a project. The edited document is told in any case, so that the client knows of
    /// which version of its text the findings are.
    pub(super) fn publish(
        &mut self,
        world: &World,
        snapshot: &Snapshot,
        found: &[diagnostic::Diagnostic],
        edited: Option<&Path>,
    ) {
        let start = snapshot.start.to_path_buf();
        let mut now: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for (file, found) in by_file(snapshot, found) {
            let path = world.path(snapshot, file);
            let made = found.into_iter().map(|d| diagnostic(world, snapshot, d));
            now.entry(path).or_default().extend(made);
        }
        let published = &mut self.schedule.published;
        let mut touched: BTreeSet<PathBuf> = published
            .said
            .iter()
            .filter(|(_, by)| by.contains_key(&start))
            .map(|(path, _)| path.clone())
            .collect();
        touched.extend(now.keys().cloned());
        touched.extend(edited.map(Path::to_path_buf));
        for path in &touched {
            let by = published.said.entry(path.clone()).or_default();
            match now.remove(path) {
                Some(found) => by.insert(start.clone(), found),
                None => by.remove(&start),
            };
        }
        for path in touched {
            let anyway = edited == Some(&*path);
            self.tell(world, &path, anyway);
        }
    }

    /// A project is no longer shown: its findings are taken back.
    pub(super) fn take_back(&mut self, start: &Path) {
        let world = self.bare_world();
        let said = &mut self.schedule.published.said;
        let touched: Vec<PathBuf> = said
            .iter_mut()
            .filter_map(|(path, by)| by.remove(start).map(|_| path.clone()))
            .collect();
        for path in touched {
            self.tell(&world, &path, false);
        }
    }

    fn tell(&mut self, world: &World, path: &Path, anyway: bool) {
        let open = world.names.is_open(path);
        let asked_for = world.client.pulls && (open || world.client.pulls_all);
        let uri = world.names.uri(path);
        let published = &mut self.schedule.published;
        let all = match asked_for {
            true => Vec::new(),
            false => published.of(path),
        };
        if published.said.get(path).is_some_and(BTreeMap::is_empty) {
            published.said.remove(path);
        }
        let before = published.told.get(path);
        // The editor may know the file by another name now.
        if let Some((old, found)) = before.filter(|(old, _)| *old != uri)
            && !found.is_empty()
        {
            let params = json!({ "uri": old, "diagnostics": [] });
            self.outbox.tell("textDocument/publishDiagnostics", params);
        }
        let same = before.is_some_and(|(old, found)| *old == uri && *found == all);
        let nothing = before.is_none() && all.is_empty();
        if (same || nothing) && (!anyway || asked_for) {
            return;
        }
        let mut params = json!({ "uri": uri, "diagnostics": all });
        if let (Some(version), Some(fields)) = (world.names.version(path), params.as_object_mut()) {
            fields.insert("version".into(), version.into());
        }
        self.outbox.tell("textDocument/publishDiagnostics", params);
        let published = &mut self.schedule.published;
        match all.is_empty() {
            true => published.told.remove(path),
            false => published.told.insert(path.to_path_buf(), (uri, all)),
        };
    }
}
