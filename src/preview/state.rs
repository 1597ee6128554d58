//! What is served at one moment. A state is made whole and then replaces the one before it, so that nobody is
//! ever shown a part of one.

use super::finding::Finding;
use crate::analysis::scenarios::{Outcome, ScenarioResult};
use crate::diagnostic::render::Summary;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::project::{sha256, write::MANIFEST};
use crate::source::Sources;
use crate::{Build, Checked};
use hyper::body::Bytes;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The last check, and the last build that could be made.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Of what is served: two states with the same id look the same. No clock and no counter is in it.
    pub id: String,
    /// Of the last check, by place; without those that the project has switched off.
    pub findings: Vec<Finding>,
    pub summary: Summary,
    /// Scenarios that pass, of all; `None` if the source was not understood.
    pub scenarios: Option<(usize, usize)>,
    /// The last build that could be made; `None` if there has not been one.
    pub good: Option<Arc<Good>>,
    /// Whether `good` is of the source as it is now.
    pub current: bool,
    /// The check itself went wrong.
    pub failed: bool,
}

/// A build, as it is served.
#[derive(Debug, Clone, Default)]
pub struct Good {
    /// By path below the output folder.
    pub files: BTreeMap<String, Bytes>,
    /// The title of the commons.
    pub name: Text,
    /// A digest of all files.
    pub id: String,
}

impl Good {
    pub fn new(build: Build, name: Text) -> Self {
        // The manifest has a digest of every other file.
        let manifest = build.files.get(MANIFEST).map_or(&[][..], Vec::as_slice);
        Good {
            id: sha256(manifest),
            files: build
                .files
                .into_iter()
                .map(|(path, bytes)| (path, Bytes::from(bytes)))
                .collect(),
            name,
        }
    }
}

impl State {
    /// After a check: what it found, and what was made if anything was. `before` is what is served until now.
    pub fn new(
        before: &State,
        found: &[Diagnostic],
        sources: &Sources,
        checked: &Checked,
        built: Option<Build>,
    ) -> Self {
        let passed = |s: &&ScenarioResult| s.outcome == Outcome::Passed;
        let passed = checked.scenarios.iter().filter(passed).count();
        let current = built.is_some();
        let name = checked.model.commons.decl.as_ref().map(|d| {
            let title = |lang| d.title.get(lang);
            Text::new(title(Lang::En), title(Lang::Nl))
        });
        let mut state = State {
            id: String::new(),
            findings: found
                .iter()
                .filter_map(|d| Finding::of(d, sources))
                .collect(),
            summary: Summary::of(found),
            scenarios: checked
                .complete
                .then_some((passed, checked.scenarios.len())),
            good: match built {
                Some(build) => Some(Arc::new(Good::new(build, name.unwrap_or_default()))),
                None => before.good.clone(),
            },
            current,
            failed: false,
        };
        state.identify();
        state
    }

    /// After a check that went wrong itself: what was served goes on being served, and the pages say so.
    pub fn of_failure(before: &State) -> Self {
        let mut state = State {
            failed: true,
            current: false,
            ..before.clone()
        };
        state.identify();
        state
    }

    fn identify(&mut self) {
        let said: Vec<_> = Lang::ALL
            .into_iter()
            .flat_map(|lang| self.findings.iter().map(move |f| f.fields(0, lang)))
            .collect();
        let all = json!({
            "good": self.good.as_ref().map(|g| g.id.as_str()),
            "current": self.current,
            "failed": self.failed,
            "scenarios": self.scenarios,
            "findings": said,
        });
        self.id = sha256(all.to_string().as_bytes());
        self.id.truncate(16);
    }

    /// A file of the build.
    pub fn file(&self, path: &str) -> Option<&Bytes> {
        self.good.as_ref()?.files.get(path)
    }

    /// What is served is of an earlier source than the one that is there now.
    pub fn is_behind(&self) -> bool {
        self.good.is_some() && !self.current
    }
}
