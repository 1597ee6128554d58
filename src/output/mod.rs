//! Outputs: one module a target. Each turns a [`Context`] into files in memory; writing them is not done here.

pub mod agreement;
pub mod amend;
pub mod diff;
pub mod matrix;
pub mod minutes;
pub mod policy;
pub mod site;
pub mod template;

use crate::analysis::Outline;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use std::collections::BTreeMap;

/// What every output is made from.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub model: &'a Model,
    pub outline: &'a Outline,
    /// Findings that the source accepts, each with the index of its acceptance in the model.
    pub accepted: &'a [(Diagnostic, usize)],
    /// Findings at warning level or above that remain, so that gaps can be printed.
    pub findings: &'a [Diagnostic],
    /// The community's own templates: path below its templates folder (`agreement/nl/06-permitted.md`) → text.
    pub overrides: &'a BTreeMap<String, String>,
    /// SHA-256 of the source, in hexadecimal.
    pub digest: &'a str,
    /// Scenarios, for the policies' own tests: the request and the expected answer come from the model.
    pub compiler_version: &'a str,
}

/// A file to be written below the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// With forward slashes, such as `agreement/nl/agreement.html`.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl Artifact {
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Artifact {
            path: path.into(),
            bytes: text.into().into_bytes(),
        }
    }
}

/// A place where a target can't say exactly what the source means, and what was done instead; listed in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Approximation {
    pub target: &'static str,
    /// Id of the declaration.
    pub declaration: String,
    pub what: String,
}

/// What one target made.
#[derive(Debug, Clone, Default)]
pub struct Made {
    pub artifacts: Vec<Artifact>,
    pub approximations: Vec<Approximation>,
}

/// All that a build makes, one line a target, sorted by path.
///
/// # Errors
/// What keeps a target from being made, such as a template of the community's own that names an unknown field.
pub fn build_all(ctx: &Context) -> Result<Made, Vec<Diagnostic>> {
    type Target = fn(&Context) -> Result<Made, Vec<Diagnostic>>;
    let targets: &[Target] = &[agreement::make, policy::make, site::make];
    let (mut all, mut problems) = (Made::default(), Vec::new());
    for target in targets {
        match target(ctx) {
            Ok(made) => {
                all.artifacts.extend(made.artifacts);
                all.approximations.extend(made.approximations);
            }
            Err(found) => problems.extend(found),
        }
    }
    all.artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    if problems.is_empty() {
        Ok(all)
    } else {
        Err(problems)
    }
}
