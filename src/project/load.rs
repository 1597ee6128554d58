//! Loads a project: finds its files, reads and parses them, follows what they import and are nested in.
//!
//! Files are taken in the order of their paths from the project's folder, and shown by those paths, with
//! forward slashes. So nothing depends on the order in which a disk lists them, or on whose disk it is.

use super::buffers::{Buffers, real};
use super::git::{GitError, Snapshot};
use super::imports::{self, Graph};
use super::locate::{is_source, locate};
use super::manifest::{self, Manifest};
use super::place::Place;
use super::{digest, messages, read, templates};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Level, Text};
use crate::model::input::{Input, Outer, Unit, Used};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{self, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More commons around a commons than this is a mistake.
const MOST_OUTERS: usize = 64;

/// A project as it was found on the disk or in a revision.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The project's folder on this disk; empty for a revision. It never gets into a message or an output.
    pub root: PathBuf,
    pub sources: Sources,
    pub manifest: Manifest,
    /// What loading and parsing found, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Something that should have been read was not: there is no telling what the commons says.
    pub unreadable: bool,
    /// The community's own templates: path below its templates folder → text.
    pub overrides: BTreeMap<String, String>,
    /// SHA-256 of all that outputs are made from: sources, settings, templates.
    pub digest: String,
    pub(super) trees: BTreeMap<FileId, tree::File>,
    own: Files,
    outers: Vec<(String, Files)>,
    /// Where it was found; `None` for texts in memory.
    place: Option<Place>,
}

/// The files of one commons.
#[derive(Debug, Clone, Default)]
struct Files {
    own: Vec<FileId>,
    /// What they import, file by file.
    uses: BTreeMap<FileId, BTreeSet<tree::UseKind>>,
}

impl Loaded {
    /// What the model is built from.
    pub fn input(&self) -> Input<'_> {
        let outer = |(alias, files): &(String, Files)| Outer {
            alias: alias.clone(),
            unit: self.unit(files),
        };
        Input {
            own: self.unit(&self.own),
            outers: self.outers.iter().map(outer).collect(),
        }
    }

    fn unit(&self, files: &Files) -> Unit<'_> {
        let tree = |id: &FileId| self.trees.get(id).map(|tree| (*id, tree));
        Unit {
            files: files.own.iter().filter_map(tree).collect(),
            uses: files
                .uses
                .iter()
                .filter_map(|(id, kinds)| {
                    Some(Used {
                        kinds: kinds.iter().copied().collect(),
                        files: vec![tree(id)?],
                    })
                })
                .collect(),
        }
    }

    /// The files of this commons itself.
    pub fn own_files(&self) -> &[FileId] {
        &self.own.own
    }

    /// The tree of a file.
    pub fn tree(&self, file: FileId) -> Option<&tree::File> {
        self.trees.get(&file)
    }

    /// Whether a file's text was read, and parsed as far as it goes.
    pub fn is_read(&self, file: FileId) -> bool {
        self.trees.contains_key(&file)
    }

    /// The bytes of another file of the project, such as a table that the source names. The path is from the project's
    /// folder. `None`: it is not there, can't be read, is too large, or is no file.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.place.as_ref()?.bytes(path).ok()
    }

    /// All files below a folder of the project, by their paths from it, sorted; hidden ones do not count.
    pub fn below(&self, folder: &str) -> Vec<String> {
        self.place
            .as_ref()
            .map_or_else(Vec::new, |place| place.below(folder))
    }

    /// Where a file of the project is on this disk.
    pub fn on_disk(&self, file: FileId) -> PathBuf {
        self.root.join(&self.sources.file(file).path)
    }
}

/// Loads a file, a folder or, if no path is given, the project that the current folder is in. Never fails: what is
/// wrong is in the findings.
pub fn load(path: Option<&Path>) -> Loaded {
    load_with(path, Arc::default())
}

/// The same, with texts that stand in an editor instead of those on the disk.
pub fn load_with(path: Option<&Path>, buffers: Arc<Buffers>) -> Loaded {
    let unsaved = path.filter(|p| buffers.text(p).is_some());
    let (root, start) = match unsaved.and_then(in_folder).map_or_else(|| locate(path), Ok) {
        Ok(found) => found,
        Err(finding) => {
            return Loaded {
                diagnostics: vec![*finding],
                unreadable: true,
                ..Loaded::default()
            };
        }
    };
    load_from(Place::Disk(root, buffers), start)
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
    Ok(load_from(
        Place::Revision(snapshot, folder.to_string()),
        start,
    ))
}

fn load_from(place: Place, start: Option<String>) -> Loaded {
    let mut loader = Loader::new(place);
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
    let files = loader
        .sources
        .iter()
        .filter(|(id, _)| loader.trees.contains_key(id) || Some(*id) == settings);
    let names: Vec<String> = overrides
        .keys()
        .map(|name| format!("{}/{name}", manifest.templates))
        .collect();
    let digest = digest(
        files
            .map(|(_, f)| (f.path.as_str(), f.text.as_bytes()))
            .chain(
                names
                    .iter()
                    .map(String::as_str)
                    .zip(overrides.values().map(String::as_bytes)),
            ),
    );
    Loaded {
        root: match &loader.place {
            Place::Disk(root, _) => root.clone(),
            Place::Revision(..) => PathBuf::new(),
        },
        place: Some(loader.place),
        sources: loader.sources,
        manifest,
        diagnostics: loader.diagnostics,
        unreadable: loader.unreadable,
        overrides,
        digest,
        trees: loader.trees,
        own,
        outers,
    }
}

struct Loader {
    place: Place,
    sources: Sources,
    trees: BTreeMap<FileId, tree::File>,
    /// By the real path on the disk, so that a file is read once, by whatever way it is reached.
    read: BTreeMap<PathBuf, FileId>,
    diagnostics: Vec<Diagnostic>,
    unreadable: bool,
    graph: Graph,
}

impl Loader {
    fn new(place: Place) -> Self {
        Loader {
            place,
            sources: Sources::default(),
            trees: BTreeMap::new(),
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
        self.read.insert(real, id);
        if let Some(problem) = outcome.problem {
            self.unreadable = true;
            self.diagnostics.push(problem);
            return id;
        }
        let text = self.sources.file(id).text.clone();
        let mut parsed = syntax::parse(id, &text);
        if parsed.tree.declarations.is_empty()
            && parsed.tree.broken.is_empty()
            && parsed.diagnostics.is_empty()
        {
            parsed.diagnostics.push(messages::only_comments(id));
        }
        self.diagnostics.extend(
            parsed
                .diagnostics
                .into_iter()
                .filter(|d| !foreign || d.level == Level::Error),
        );
        self.trees.insert(id, parsed.tree);
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
            let declarations = self.trees.get(id).map_or(&[][..], |t| &t.declarations);
            for declaration in declarations {
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

/// A file that is given as text: for tests and for tools that hold a text that is not on a disk.
pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Loaded {
    let mut texts: Vec<(&str, &str)> = files.into_iter().collect();
    texts.sort_unstable();
    let mut loaded = Loaded {
        digest: digest(texts.iter().map(|(p, t)| (*p, t.as_bytes()))),
        ..Loaded::default()
    };
    for (path, text) in texts {
        let id = loaded.sources.add(SourceFile::new(path, text));
        let parsed = syntax::parse(id, text);
        loaded.diagnostics.extend(parsed.diagnostics);
        loaded.trees.insert(id, parsed.tree);
        loaded.own.own.push(id);
    }
    crate::diagnostic::sort(&mut loaded.diagnostics);
    loaded
}
