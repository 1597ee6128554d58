//! One consistent state of a project.

use crate::analysis::Stop;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::project::{levels, real};
use crate::source::FileId;
use crate::{Checked, Project};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The state of a workspace, counted in changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Revision(pub u64);

/// A project as it was at one revision: texts, trees and model of exactly these texts, and the last whole analysis.
/// Cheap to clone, and free to go to another thread.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What the project is known by: the real path of its folder, or of the one file that it is.
    pub start: Arc<Path>,
    /// The last change of any of its texts.
    pub revision: Revision,
    pub project: Arc<Project>,
    /// Built even from a source with errors; what could not be understood is left out of it.
    pub model: Arc<Model>,
    /// What loading, parsing and the model found.
    pub found: Arc<[Diagnostic]>,
    /// The last whole analysis and the revision that it is of. If that is an older one, its spans are those of older
    /// texts.
    pub whole: Option<(Revision, Arc<Checked>)>,
    /// What the last whole analysis that came to its end found beyond `found`, moved to where it stands in these texts.
    pub(super) carried: Arc<[Diagnostic]>,
}

impl Snapshot {
    /// The file of the project that lies at this path.
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let wanted = real(path);
        let loaded = &self.project.loaded;
        if let Some(found) = loaded.at(&wanted) {
            return Some(found);
        }
        // Settings, and what could not be read.
        loaded
            .sources
            .iter()
            .map(|(id, _)| id)
            .find(|id| real(&loaded.on_disk(*id)) == wanted)
    }

    /// Where a file of the project lies.
    pub fn path(&self, file: FileId) -> PathBuf {
        real(&self.project.loaded.on_disk(file))
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> Arc<str> {
        self.project.loaded.sources.file(file).text.clone()
    }

    /// The whole analysis, if it is of exactly these texts.
    pub fn fresh(&self) -> Option<&Arc<Checked>> {
        let (revision, checked) = self.whole.as_ref()?;
        (*revision == self.revision).then_some(checked)
    }

    /// All findings there are to show of these texts, by place: those of the whole analysis if it was made of them; until
    /// then what was found at once, and what the analysis before found elsewhere than in the words edited since.
    ///
    /// While a source has errors it is not asked what it means, so what it meant before the errors stays shown.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = match self.fresh() {
            Some(checked) if checked.complete => return checked.diagnostics.clone(),
            Some(checked) => checked.diagnostics.clone(),
            None => self.at_once(),
        };
        found.extend_from_slice(&self.carried);
        crate::diagnostic::sort(&mut found);
        found
    }

    /// `found`, with the levels of the project and without what the source accepts.
    pub(super) fn at_once(&self) -> Vec<Diagnostic> {
        let levels = &self.project.loaded.manifest.levels;
        levels::apply(self.found.to_vec(), levels, &self.model.acceptances, false).remaining
    }

    /// Makes the whole analysis. It takes its time: for a thread in the background.
    pub fn check(&self) -> Checked {
        self.project.check()
    }

    /// The same, until it is told to stop. None: it was.
    pub fn check_until(&self, stop: &Stop) -> Option<Checked> {
        self.project.check_until(stop)
    }
}
