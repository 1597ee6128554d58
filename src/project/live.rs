//! A project that stays loaded while its texts change.

use super::buffers::Buffers;
use super::load;
use super::loaded::Loaded;
use super::manifest;
use super::pipeline::Project;
use super::place::Place;
use crate::source::FileId;
use crate::syntax::{Document, Parsed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The parsed texts of a project by their real paths, so that loading it anew parses only what has changed.
#[derive(Debug, Default)]
pub struct Documents {
    all: BTreeMap<PathBuf, (Document, bool)>,
}

impl Documents {
    /// Parses a text, with what is known of the text that the file had before.
    pub(super) fn parse(&mut self, real: PathBuf, file: FileId, text: &Arc<str>) -> Parsed {
        let known = self.all.get_mut(&real);
        if let Some((document, used)) = known.filter(|(d, _)| d.file() == file) {
            document.update(text.clone());
            *used = true;
            return document.parsed();
        }
        let document = Document::new(file, text.clone());
        let parsed = document.parsed();
        self.all.insert(real, (document, true));
        parsed
    }

    /// Without those that were not parsed since the last time.
    pub(super) fn used(mut self) -> Self {
        self.all
            .retain(|_, (_, used)| std::mem::replace(used, false));
        self
    }
}

/// A project on a disk, with the texts of an editor, and what is needed to follow their changes.
#[derive(Debug)]
pub struct Live {
    start: PathBuf,
    project: Arc<Project>,
    documents: Documents,
}

impl Live {
    /// Loads the project of a folder or a file.
    pub fn load(start: &Path, buffers: &Arc<Buffers>) -> Self {
        let (loaded, documents) =
            load::load_again(Some(start), buffers.clone(), Documents::default());
        Live {
            start: start.to_path_buf(),
            project: Arc::new(Project { loaded }),
            documents,
        }
    }

    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// So many declarations and broken pieces are held.
    pub fn pieces(&self) -> usize {
        self.documents.all.values().map(|(d, _)| d.pieces()).sum()
    }

    /// Whether a change of this text matters to the project: it is one of its sources, its settings or its templates.
    pub fn concerns(&self, real: &Path) -> bool {
        let loaded = &self.project.loaded;
        let is_source = real.extension().is_some_and(|e| e == "meent");
        loaded.at(real).is_some()
            || real.file_name().is_some_and(|name| name == manifest::FILE)
            || !is_source && real.starts_with(&loaded.root)
    }

    /// Loads it anew: files may have come or gone. Texts that are as they were are not parsed again.
    pub fn reload(&mut self, buffers: &Arc<Buffers>) {
        let documents = std::mem::take(&mut self.documents);
        let (loaded, documents) = load::load_again(Some(&self.start), buffers.clone(), documents);
        self.project = Arc::new(Project { loaded });
        self.documents = documents;
    }

    /// Takes in the texts of the open files at these real paths. The disk is looked at only if other files may belong to
    /// the project now.
    pub fn update<'p>(
        &mut self,
        buffers: &Arc<Buffers>,
        changed: impl IntoIterator<Item = &'p PathBuf>,
    ) {
        let mut loaded = self.project.loaded.clone();
        for real in changed {
            if self.retext(&mut loaded, buffers, real).is_none() {
                return self.reload(buffers);
            }
        }
        if let Some(Place::Disk(_, of_place)) = &mut loaded.place {
            *of_place = buffers.clone();
        }
        loaded.gather();
        self.project = Arc::new(Project { loaded });
    }

    fn retext(&mut self, loaded: &mut Loaded, buffers: &Buffers, real: &Path) -> Option<()> {
        let file = loaded.at(real)?;
        let text = buffers.at(real)?;
        let (document, _) = self.documents.all.get_mut(real)?;
        document.update(text.clone());
        let parsed = document.parsed();
        loaded.retext(file, text.clone(), parsed).then_some(())
    }
}
