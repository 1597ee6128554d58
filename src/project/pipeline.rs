//! The whole way through: load, check, ask, build. This is the face of the library.

use super::buffers::Buffers;
use super::consequences;
use super::git::{GitError, Snapshot};
use super::levels;
use super::load;
use super::loaded::Loaded;
use super::write::{self, Files};
use crate::analysis::scenarios::{self, ScenarioResult};
use crate::analysis::{Answer, Outline, RawRequest, Stop, Universe, checks};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Model;
use crate::output::{self, Approximation, Context};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The version of the shape of `manifest.json`.
const MANIFEST_FORMAT: u32 = 1;
/// The version of this compiler.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A project that was read from a disk.
///
/// ```no_run
/// use meent::Project;
/// use std::path::Path;
///
/// let project = Project::load(Some(Path::new("examples/energy")));
/// let checked = project.check();
/// assert!(!checked.has_errors());
/// let build = project.build(&checked).map_err(|_| "not built")?;
/// build.write(&project.output_folder()).map_err(|e| e.text().en)?;
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone)]
pub struct Project {
    pub loaded: Loaded,
}

/// A project's model, and all that there is to say about it.
#[derive(Debug, Clone)]
pub struct Checked {
    pub model: Model,
    pub outline: Outline,
    /// What remains after the project's levels and the source's acceptances, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What the source accepts, each with its place in the model's list of acceptances.
    pub accepted: Vec<(Diagnostic, usize)>,
    /// How each scenario came out. Empty if the source has errors that keep it from being understood.
    pub scenarios: Vec<ScenarioResult>,
    /// All checks were made: nothing stood in the way of understanding the source.
    pub complete: bool,
}

impl Project {
    /// Reads a file, a folder or, without a path, the project that the current folder is in. Never fails: what is
    /// wrong is among the findings of [`Project::check`].
    pub fn load(path: Option<&Path>) -> Self {
        Project {
            loaded: load::load(path),
        }
    }

    /// The same, with texts that stand in an editor instead of those on the disk.
    pub fn load_with(path: Option<&Path>, buffers: Arc<Buffers>) -> Self {
        Project {
            loaded: load::load_with(path, buffers),
        }
    }

    /// Reads a project from a git revision; `path` is that of its folder or file from the top of the repository.
    ///
    /// # Errors
    /// The revision has no such path.
    pub fn load_revision(snapshot: Snapshot, path: &str) -> Result<Self, GitError> {
        Ok(Project {
            loaded: load::load_revision(snapshot, path)?,
        })
    }

    /// A project from texts in memory, by path.
    pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Project {
            loaded: load::from_texts(files),
        }
    }

    /// Builds the model and makes all checks. What a source means is looked into only if the source is understood:
    /// findings about half a source would be false.
    pub fn check(&self) -> Checked {
        self.checked(&Stop::new())
    }

    /// The same, until it is told to stop. None: it was.
    pub fn check_until(&self, stop: &Stop) -> Option<Checked> {
        let checked = self.checked(stop);
        (!stop.is_told()).then_some(checked)
    }

    fn checked(&self, stop: &Stop) -> Checked {
        let loaded = &self.loaded;
        if loaded.sources.is_empty() {
            return Checked {
                model: Model::default(),
                outline: Outline::default(),
                diagnostics: loaded.diagnostics.clone(),
                accepted: Vec::new(),
                scenarios: Vec::new(),
                complete: false,
            };
        }
        let (model, mut found) = self.model();
        let complete = !loaded.unreadable && !has_errors(&found);
        let outline = Outline::new(&model);
        let mut results = Vec::new();
        if complete {
            let universe = Universe::new(&model);
            found.extend(checks::check_until(&universe, stop));
            if !stop.is_told() {
                results = scenarios::run(&universe);
                found.extend(scenarios::diagnostics(&model, &results));
            }
        }
        let sorted = levels::apply(found, &loaded.manifest.levels, &model.acceptances, complete);
        Checked {
            outline,
            diagnostics: sorted.remaining,
            accepted: sorted.accepted,
            scenarios: results,
            complete,
            model,
        }
    }

    /// The model alone, and what loading, parsing and building it found: what the names of a source can tell, before it
    /// is asked what it means.
    pub fn model(&self) -> (Model, Vec<Diagnostic>) {
        let loaded = &self.loaded;
        let mut found = loaded.diagnostics.clone();
        let (model, of_model) = crate::model::build(&loaded.input());
        // A file that could not be read may hold the very names that seem to be missing.
        if !loaded.unreadable {
            found.extend(consequences::without(of_model, &loaded.diagnostics));
        }
        (model, found)
    }

    /// The folder that a build goes to unless another one is given.
    pub fn output_folder(&self) -> PathBuf {
        self.loaded.root.join(&self.loaded.manifest.out)
    }

    /// Makes all outputs, in memory.
    ///
    /// # Errors
    /// The errors of the source, or what keeps an output from being made. Nothing is made of a source with errors.
    pub fn build(&self, checked: &Checked) -> Result<Build, Vec<Diagnostic>> {
        if !checked.complete || checked.has_errors() {
            return Err(errors(&checked.diagnostics).cloned().collect());
        }
        let loaded = &self.loaded;
        let findings: Vec<Diagnostic> = checked
            .diagnostics
            .iter()
            .filter(|d| d.level >= Level::Warning)
            .cloned()
            .collect();
        let digest = loaded.digest();
        let made = output::build_all(&Context {
            model: &checked.model,
            outline: &checked.outline,
            accepted: &checked.accepted,
            findings: &findings,
            overrides: &loaded.overrides,
            digest: &digest,
            compiler_version: VERSION,
        })?;
        let mut files: Files = made
            .artifacts
            .into_iter()
            .map(|a| (a.path, a.bytes))
            .collect();
        let others = crate::diagnostic::Lang::ALL
            .into_iter()
            .filter(|l| !loaded.manifest.languages.contains(l));
        for lang in others {
            let folder = format!("agreement/{}/", lang.tag());
            files.retain(|path, _| !path.starts_with(&folder));
        }
        let manifest = self.manifest(&digest, &files, &made.approximations);
        files.insert(write::MANIFEST.to_string(), manifest);
        Ok(Build {
            files,
            approximations: made.approximations,
        })
    }

    /// `manifest.json`: what the outputs were made from and by what, and a digest of each.
    fn manifest(&self, digest: &str, files: &Files, approximations: &[Approximation]) -> Vec<u8> {
        let languages: Vec<&str> = self
            .loaded
            .manifest
            .languages
            .iter()
            .map(|l| l.tag())
            .collect();
        let manifest = json!({
            "format": MANIFEST_FORMAT,
            "meent": VERSION,
            "source": digest,
            "languages": languages,
            "approximations": approximations,
            "files": write::listing(files),
        });
        format!("{manifest:#}\n").into_bytes()
    }
}

impl Checked {
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    pub fn has_warnings(&self) -> bool {
        self.diagnostics.iter().any(|d| d.level == Level::Warning)
    }

    /// The answer to a request.
    pub fn ask(&self, request: &RawRequest) -> Answer {
        Universe::new(&self.model).answer_raw(request)
    }
}

/// All that a build makes.
#[derive(Debug, Clone)]
pub struct Build {
    /// With the manifest, by path.
    pub files: Files,
    /// What a target could not say exactly.
    pub approximations: Vec<Approximation>,
}

impl Build {
    /// Writes it to a folder, whole or not at all.
    ///
    /// # Errors
    /// If it can't be written, or if the folder holds something that no build made. The folder is then as it was.
    pub fn write(&self, folder: &Path) -> Result<(), write::WriteError> {
        write::write(folder, &self.files)
    }

    /// How a folder differs from this build.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn compare(
        &self,
        folder: &Path,
    ) -> Result<std::collections::BTreeMap<String, write::Difference>, write::WriteError> {
        write::compare(folder, &self.files)
    }
}

fn errors(found: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    found.iter().filter(|d| d.level == Level::Error)
}

fn has_errors(found: &[Diagnostic]) -> bool {
    errors(found).next().is_some()
}
