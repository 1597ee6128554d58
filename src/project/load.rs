//! Loads a project: finds its files, reads and parses them, follows what they import and are nested in.
//!
//! Files are taken in the order of their paths from the project's folder, and shown by those paths, with
//! forward slashes. So nothing depends on the order in which a disk lists them, or on whose disk it is.

use super::buffers::{Buffers, real};
use super::git::{GitError, Snapshot};
use super::imports::{self, Graph};
use super::live::Documents;
use super::loaded::{Files, Loaded};
use super::locate::{is_source, locate};
use super::manifest::{self, Manifest};
use super::place::Place;
use super::{messages, read, templates};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Level, Text};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{self, Parsed, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More commons around a commons than this is a mistake.
const MOST_OUTERS: usize = 64;

/// Loads a file, a folder or, if no path is given, the project that the current folder is in. Never fails: what is
/// wrong is in the findings.
pub fn load(path: Option<&Path>) -> Loaded {
    load_with(path, Arc::default())
}

/// The same, with texts that stand in an editor instead of those on the disk.
pub fn load_with(path: Option<&Path>, buffers: Arc<Buffers>) -> Loaded {
    load_into(path, buffers, None).0
}

/// The same, with what was parsed when the project was loaded before; gives what to use the next time.
pub fn load_again(
    path: Option<&Path>,
    buffers: Arc<Buffers>,
    documents: Documents,
) -> (Loaded, Documents) {
    load_into(path, buffers, Some(documents))
}

fn load_into(
    path: Option<&Path>,
    buffers: Arc<Buffers>,
    documents: Option<Documents>,
) -> (Loaded, Documents) {
    let unsaved = path.filter(|p| buffers.text(p).is_some());
    let (root, start) = match unsaved.and_then(in_folder).map_or_else(|| locate(path), Ok) {
        Ok(found) => found,
        Err(finding) => {
            let loaded = Loaded {
                diagnostics: vec![*finding],
                unreadable: true,
                ..Loaded::default()
            };
            return (loaded, documents.unwrap_or_default());
        }
    };
    load_from(Place::Disk(root, buffers), start, documents)
}

/// The folder and the name of a file that need not be on the disk yet.
fn in_folder(path: &Path) -> Option<(PathBuf, Option<String>)> {
    let full = real(path);
    let name = full.file_name()?.to_str()?.to_string();
    Some((full.parent()?.to_path_buf(), Some(name)))
}

/// Loads a project from a revision; `path` is that of its folder or of its one file, from the top of the repository.
///
/// # Errors
/// The revision has no such file or folder. What is wrong with the project itself is in the findings.
pub fn load_revision(snapshot: Snapshot, path: &str) -> Result<Loaded, GitError> {
    let snapshot = Arc::new(snapshot);
    let top = Place::Revision(Arc::clone(&snapshot), String::new());
    let Ok(is_folder) = top.is_folder(path) else {
        return Err(GitError::NotInRevision(
            snapshot.revision.clone(),
            path.to_string(),
        ));
    };
    let (folder, start) = match is_folder {
        true => (path, None),
        false => {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            (folder, (name != manifest::FILE).then(|| name.to_string()))
        }
    };
    let place = Place::Revision(snapshot, folder.to_string());
    Ok(load_from(place, start, None).0)
}

fn load_from(
    place: Place,
    start: Option<String>,
    documents: Option<Documents>,
) -> (Loaded, Documents) {
    let mut loader = Loader::new(place, documents);
    let (manifest, settings) = loader.settings("", true);
    let own = match &start {
        Some(file) => vec![file.clone()],
        None => loader.folder("", &manifest, None),
    };
    let own = loader.unit(own, false);
    let outers = loader.outers(&own, start.as_deref().unwrap_or(""));
    loader.diagnostics.extend(
        loader
            .graph
            .cycles()
            .iter()
            .map(|steps| messages::import_cycle(steps)),
    );
    let (overrides, found) = templates::read(&loader.place, &manifest.templates);
    loader.unreadable |= !found.is_empty();
    loader.diagnostics.extend(found);
    crate::diagnostic::sort(&mut loader.diagnostics);
    let mut loaded = Loaded {
        root: match &loader.place {
            Place::Disk(root, _) => root.clone(),
            Place::Revision(..) => PathBuf::new(),
        },
        place: Some(loader.place),
        sources: loader.sources,
        manifest,
        settings,
        diagnostics: Vec::new(),
        of_project: loader.diagnostics.into(),
        of_files: loader.of_files,
        unreadable: loader.unreadable,
        overrides: Arc::new(overrides),
        trees: loader.trees,
        foreign: loader.foreign,
        own,
        outers,
        read: Arc::new(loader.read),
    };
    loaded.gather();
    (loaded, loader.documents.unwrap_or_default().used())
}

struct Loader {
    place: Place,
    sources: Sources,
    trees: BTreeMap<FileId, Arc<tree::File>>,
    /// What parsing found, file by file.
    of_files: BTreeMap<FileId, Arc<[Diagnostic]>>,
    /// Files of another commons, of which only the errors matter here.
    foreign: BTreeSet<FileId>,
    /// What was parsed before, if that is kept.
    documents: Option<Documents>,
    /// By the real path on the disk, so that a file is read once, by whatever way it is reached.
    read: BTreeMap<PathBuf, FileId>,
    diagnostics: Vec<Diagnostic>,
    unreadable: bool,
    graph: Graph,
}

impl Loader {
    fn new(place: Place, documents: Option<Documents>) -> Self {
        Loader {
            place,
            sources: Sources::default(),
            trees: BTreeMap::new(),
            of_files: BTreeMap::new(),
            foreign: BTreeSet::new(),
            documents,
            read: BTreeMap::new(),
            diagnostics: Vec::new(),
            unreadable: false,
            graph: Graph::default(),
        }
    }

    /// The settings of a folder. Those of another commons count only for which files are its source.
    fn settings(&mut self, folder: &str, own: bool) -> (Manifest, Option<FileId>) {
        let shown = imports::join(folder, manifest::FILE);
        if self.place.is_absent(&shown) {
            return (Manifest::default(), None);
        }
        let outcome = read::add(&mut self.sources, &shown, self.place.bytes(&shown));
        if let Some(problem) = outcome.problem {
            self.unreadable = true;
            self.diagnostics.push(problem);
            return (Manifest::default(), Some(outcome.file));
        }
        let text = self.sources.file(outcome.file).text.clone();
        let (manifest, found) = manifest::parse(outcome.file, &text);
        if own {
            self.diagnostics.extend(found);
        }
        (manifest, Some(outcome.file))
    }

    /// The source files of a folder, by the paths that they are shown with, sorted. `asked` is where it is named.
    fn folder(
        &mut self,
        folder: &str,
        manifest: &Manifest,
        asked: Option<(Span, &str)>,
    ) -> Vec<String> {
        let mut files: Vec<String> = match &manifest.sources {
            None => match self.place.list(folder) {
                Ok(entries) => entries
                    .iter()
                    .filter(|(name, _)| is_source(name))
                    .map(|(name, _)| imports::join(folder, name))
                    .collect(),
                Err(error) => {
                    self.unreadable = true;
                    let shown = if folder.is_empty() { "." } else { folder };
                    self.diagnostics
                        .push(messages::unreadable(shown, asked.map(|a| a.0), &error));
                    return Vec::new();
                }
            },
            Some((globs, span)) => match self.place.matching(folder, globs) {
                Ok(found) => found
                    .iter()
                    .map(|name| imports::join(folder, name))
                    .collect(),
                Err(why) => {
                    let finding = Diagnostic::new(
                        codes::BAD_MANIFEST,
                        Text::new(
                            format!("`sources` cannot be followed: {why}."),
                            format!("`sources` is niet te volgen: {why}."),
                        ),
                    );
                    self.diagnostics.push(match span {
                        Some(span) => finding.label(*span, Text::new("here", "hier")),
                        None => finding,
                    });
                    return Vec::new();
                }
            },
        };
        files.sort_unstable();
        files.dedup();
        if files.is_empty() {
            match (asked, &manifest.sources) {
                (Some((span, written)), _) => {
                    self.diagnostics.push(messages::import_empty(span, written))
                }
                (None, Some((_, span))) => {
                    self.unreadable = true;
                    self.diagnostics.push(messages::no_match(*span));
                }
                (None, None) => {
                    self.unreadable = true;
                    self.diagnostics.push(messages::no_source("."));
                }
            }
        }
        files
    }

    /// Reads and parses a file, once. `foreign`: not of this commons, so only its errors matter here.
    fn file(&mut self, shown: &str, foreign: bool) -> FileId {
        let real = self.place.real(shown);
        if let Some(id) = self.read.get(&real) {
            return *id;
        }
        let outcome = read::add(&mut self.sources, shown, self.place.bytes(shown));
        let id = outcome.file;
        self.read.insert(real.clone(), id);
        if let Some(problem) = outcome.problem {
            self.unreadable = true;
            self.diagnostics.push(problem);
            return id;
        }
        let text = &self.sources.file(id).text;
        let parsed = match &mut self.documents {
            Some(documents) => documents.parse(real, id, text),
            None => syntax::parse(id, text),
        };
        if foreign {
            self.foreign.insert(id);
        }
        let (tree, found) = outcome_of(id, parsed, foreign);
        self.of_files.insert(id, found);
        self.trees.insert(id, tree);
        id
    }

    /// Reads the files of one commons and all that they import.
    fn unit(&mut self, shown: Vec<String>, foreign: bool) -> Files {
        let own: Vec<FileId> = shown.iter().map(|path| self.file(path, foreign)).collect();
        let mut uses: BTreeMap<FileId, BTreeSet<tree::UseKind>> = BTreeMap::new();
        let mut queue = own.clone();
        let mut at = 0;
        while let Some(&file) = queue.get(at) {
            at += 1;
            for (declared, from) in self.uses_of(file) {
                for target in self.import(file, &from) {
                    if own.contains(&target) {
                        continue;
                    }
                    if !uses.contains_key(&target) {
                        queue.push(target);
                    }
                    uses.entry(target)
                        .or_default()
                        .extend(declared.iter().copied());
                }
            }
        }
        Files { own, uses }
    }

    /// The imports by path that a file declares; libraries are checked on the way.
    fn uses_of(&mut self, file: FileId) -> Vec<(Vec<tree::UseKind>, tree::At<String>)> {
        let Some(tree) = self.trees.get(&file) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for declaration in &tree.declarations {
            let tree::What::Use(declared) = &declaration.what else {
                continue;
            };
            match &declared.from {
                tree::UseSource::Path(path) => {
                    found.push((
                        declared.kinds.iter().map(|k| k.value).collect(),
                        path.clone(),
                    ));
                }
                tree::UseSource::Library(name) => {
                    let known = imports::libraries();
                    if !known.contains(&&*name.value) {
                        self.diagnostics.push(messages::unknown_library(
                            name.span,
                            &name.value,
                            &known,
                        ));
                    }
                }
            }
        }
        found
    }

    /// The files that one `use … from "path"` names.
    fn import(&mut self, from: FileId, path: &tree::At<String>) -> Vec<FileId> {
        let importer = self.sources.file(from).path.clone();
        let Some(target) = self.resolve(&importer, path) else {
            return Vec::new();
        };
        let files = if target.folder {
            let (manifest, _) = self.settings(&target.shown, false);
            self.folder(&target.shown, &manifest, Some((path.span, &path.value)))
        } else {
            vec![target.shown]
        };
        let mut ids = Vec::new();
        for shown in files {
            let id = self.file(&shown, true);
            let to = self.sources.file(id).path.clone();
            self.graph.edge(&importer, &to, path.span);
            ids.push(id);
        }
        ids
    }

    fn resolve(&mut self, importer: &str, path: &tree::At<String>) -> Option<imports::Target> {
        match imports::resolve(&self.place, importer, &path.value) {
            Ok(target) => Some(target),
            Err(imports::Problem::Absolute) => {
                self.diagnostics.push(messages::import_absolute(path.span));
                None
            }
            Err(imports::Problem::Missing { suggestion }) => {
                self.diagnostics
                    .push(messages::import_missing(path.span, &path.value, suggestion));
                None
            }
            Err(imports::Problem::Unreadable(error)) => {
                self.unreadable = true;
                self.diagnostics
                    .push(messages::unreadable(&path.value, Some(path.span), &error));
                None
            }
        }
    }

    /// The commons that this one is nested in, and those around them, nearest first.
    fn outers(&mut self, own: &Files, start: &str) -> Vec<(String, Files)> {
        let start_name = if start.is_empty() { "." } else { start };
        // By the real path, so that a commons has one name in the graph, by whatever way it is reached.
        let mut known: BTreeMap<PathBuf, String> =
            BTreeMap::from([(self.place.real(start), start_name.to_string())]);
        let mut units: Vec<(String, Files)> = Vec::new();
        let mut names = vec![start_name.to_string()];
        let mut at: usize = 0;
        loop {
            let files = match at.checked_sub(1) {
                None => &own.own,
                Some(n) => match units.get(n) {
                    Some((_, files)) => &files.own,
                    None => return units,
                },
            };
            let name = names.get(at).cloned().unwrap_or_default();
            at += 1;
            for (file, outer) in self.declared_outers(files) {
                let importer = self.sources.file(file).path.clone();
                let Some(target) = self.resolve(&importer, &outer.path) else {
                    continue;
                };
                let shown = if target.shown.is_empty() {
                    ".".to_string()
                } else {
                    target.shown.clone()
                };
                let real = self.place.real(&target.shown);
                let to = known.entry(real).or_insert_with(|| shown.clone());
                self.graph.edge(&name, to, outer.path.span);
                if *to != shown || names.contains(&shown) {
                    continue;
                }
                if units.len() == MOST_OUTERS {
                    self.diagnostics
                        .push(messages::too_many_outers(outer.path.span, MOST_OUTERS));
                    return units;
                }
                let paths = if target.folder {
                    let (manifest, _) = self.settings(&target.shown, false);
                    self.folder(
                        &target.shown,
                        &manifest,
                        Some((outer.path.span, &outer.path.value)),
                    )
                } else {
                    vec![target.shown.clone()]
                };
                let unit = self.unit(paths, true);
                let alias = match &outer.alias {
                    Some(alias) => alias.value.to_string(),
                    None => self
                        .commons_name(&unit)
                        .unwrap_or_else(|| imports::stem(&shown)),
                };
                units.push((alias, unit));
                names.push(shown);
            }
        }
    }

    fn declared_outers(&self, files: &[FileId]) -> Vec<(FileId, tree::Outer)> {
        let mut found = Vec::new();
        for id in files {
            let Some(tree) = self.trees.get(id) else {
                continue;
            };
            for declaration in &tree.declarations {
                if let tree::What::Commons(commons) = &declaration.what {
                    found.extend(commons.outer.iter().map(|outer| (*id, outer.clone())));
                }
            }
        }
        found
    }

    fn commons_name(&self, unit: &Files) -> Option<String> {
        let trees = unit.own.iter().filter_map(|id| self.trees.get(id));
        trees
            .flat_map(|tree| &tree.declarations)
            .find(|d| matches!(d.what, tree::What::Commons(_)))
            .and_then(|d| d.name.as_ref())
            .map(|name| name.value.to_string())
    }
}

/// What a project keeps of a parsed file. `foreign`: not of this commons, so only its errors matter.
pub(super) fn outcome_of(
    id: FileId,
    mut parsed: Parsed,
    foreign: bool,
) -> (Arc<tree::File>, Arc<[Diagnostic]>) {
    let nothing = parsed.tree.declarations.is_empty() && parsed.tree.broken.is_empty();
    if nothing && parsed.diagnostics.is_empty() {
        parsed.diagnostics.push(messages::only_comments(id));
    }
    parsed
        .diagnostics
        .retain(|d| !foreign || d.level == Level::Error);
    (Arc::new(parsed.tree), parsed.diagnostics.into())
}

/// A file that is given as text: for tests and for tools that hold a text that is not on a disk.
pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Loaded {
    let mut texts: Vec<(&str, &str)> = files.into_iter().collect();
    texts.sort_unstable();
    let mut loaded = Loaded::default();
    for (path, text) in texts {
        let id = loaded.sources.add(SourceFile::new(path, text));
        let parsed = syntax::parse(id, text);
        loaded.of_files.insert(id, parsed.diagnostics.into());
        loaded.trees.insert(id, Arc::new(parsed.tree));
        loaded.own.own.push(id);
    }
    loaded.gather();
    loaded
}
