//! A loaded project: its texts and trees, and what reading them found.

use super::manifest::Manifest;
use super::place::Place;
use super::{digest, load};
use crate::diagnostic::Diagnostic;
use crate::model::input::{Input, Outer, Unit, Used};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::{Parsed, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A project as it was found on the disk or in a revision. Cheap to clone: texts and trees are shared.
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
    pub overrides: Arc<BTreeMap<String, String>>,
    pub(super) trees: BTreeMap<FileId, Arc<tree::File>>,
    /// What parsing found, file by file, and what was found about the project as a whole.
    pub(super) of_files: BTreeMap<FileId, Arc<[Diagnostic]>>,
    pub(super) of_project: Arc<[Diagnostic]>,
    /// Files of another commons, of which only the errors matter.
    pub(super) foreign: BTreeSet<FileId>,
    pub(super) settings: Option<FileId>,
    pub(super) own: Files,
    pub(super) outers: Vec<(String, Files)>,
    /// Where it was found; `None` for texts in memory.
    pub(super) place: Option<Place>,
    /// The sources by their real paths.
    pub(super) read: Arc<BTreeMap<PathBuf, FileId>>,
}

/// The files of one commons.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    pub own: Vec<FileId>,
    /// What they import, file by file.
    pub uses: BTreeMap<FileId, BTreeSet<tree::UseKind>>,
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
        let tree = |id: &FileId| self.trees.get(id).map(|tree| (*id, &**tree));
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

    /// The tree of a file that was read.
    pub fn tree(&self, file: FileId) -> Option<&Arc<tree::File>> {
        self.trees.get(&file)
    }

    /// Whether a file's text was read, and parsed as far as it goes.
    pub fn is_read(&self, file: FileId) -> bool {
        self.trees.contains_key(&file)
    }

    /// SHA-256 of all that outputs are made from: sources, settings, templates.
    pub fn digest(&self) -> String {
        let counts = |id: &FileId| self.trees.contains_key(id) || Some(*id) == self.settings;
        let files = self.sources.iter().filter(|(id, _)| counts(id));
        let folder = &self.manifest.templates;
        let templates: Vec<(String, &String)> = self
            .overrides
            .iter()
            .map(|(name, text)| (format!("{folder}/{name}"), text))
            .collect();
        digest(
            files
                .map(|(_, f)| (f.path.as_str(), f.text.as_bytes()))
                .chain(templates.iter().map(|(n, t)| (n.as_str(), t.as_bytes()))),
        )
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

    /// The source file at a real path (see [`real`](super::real)).
    pub fn at(&self, real: &Path) -> Option<FileId> {
        self.read.get(real).copied()
    }

    /// Puts together what was found.
    pub(super) fn gather(&mut self) {
        let of_files = self.of_files.values().flat_map(|found| found.iter());
        self.diagnostics = self.of_project.iter().chain(of_files).cloned().collect();
        crate::diagnostic::sort(&mut self.diagnostics);
    }

    /// Gives one of its files another text, with what parsing made of it. `false`: with this text, other files may belong
    /// to the project, or what was said of its imports stands elsewhere. Then it has to be loaded anew, and is left as it
    /// was.
    pub(super) fn retext(&mut self, file: FileId, text: Arc<str>, parsed: Parsed) -> bool {
        let Some(old) = self.trees.get(&file) else {
            return false;
        };
        let foreign = self.foreign.contains(&file);
        let (tree, found) = load::outcome_of(file, parsed, foreign);
        let told_of = |d: &Diagnostic| d.labels.iter().any(|l| l.span.file == file);
        if imports(old) != imports(&tree) || self.of_project.iter().any(told_of) {
            return false;
        }
        let path = self.sources.file(file).path.clone();
        self.sources.replace(file, SourceFile::new(path, text));
        self.trees.insert(file, tree);
        self.of_files.insert(file, found);
        true
    }
}

/// What a file imports and lies in, and the name by which others know it.
fn imports(file: &tree::File) -> Vec<Import<'_>> {
    let mut found = Vec::new();
    for declaration in &file.declarations {
        match &declaration.what {
            tree::What::Use(used) => found.push(Import::Use(
                used.kinds.iter().map(|k| k.value).collect(),
                match &used.from {
                    tree::UseSource::Library(name) => &name.value,
                    tree::UseSource::Path(path) => &path.value,
                },
            )),
            tree::What::Commons(commons) => {
                found.push(Import::Name(declaration.name.as_ref().map(|n| &*n.value)));
                found.extend(commons.outer.iter().map(|outer| {
                    Import::Outer(&outer.path.value, outer.alias.as_ref().map(|a| &*a.value))
                }));
            }
            _ => {}
        }
    }
    found
}

#[derive(PartialEq)]
enum Import<'t> {
    Use(Vec<tree::UseKind>, &'t str),
    Outer(&'t str, Option<&'t str>),
    Name(Option<&'t str>),
}
