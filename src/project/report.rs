//! Findings with what is known of each beside itself: its fingerprint, whether a baseline has it, whether the source
//! accepts it. That is what the formats of CI are made from.

use super::git::Repository;
use super::{Baseline, Checked, Project};
use crate::diagnostic::render::{Gone, Report, Row};
use crate::diagnostic::{Diagnostic, Level, fingerprint};
use crate::source::{FileId, Sources, Span};
use crate::syntax::tree::{Declaration, What};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The variables in which a CI tells the folder that it has put the repository in.
const WORKSPACES: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// What a report is made with.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is done: `check`, `test`, `amend`, `ci`.
    pub command: &'static str,
    /// From this level on a finding fails.
    pub fail: Level,
    /// Where the project is in its repository; [`from_repository`] tells.
    pub prefix: String,
}

impl Project {
    /// The findings of a check, as a report. What is in the baseline is marked. Of a source that is not understood
    /// nothing counts as old or as gone: not all checks were made. The report's `exit` is 0, 1 or 2.
    pub fn report<'a>(
        &'a self,
        checked: &'a Checked,
        asked: &Asked,
        baseline: Option<&Baseline>,
    ) -> Report<'a> {
        let mut report = self.report_of(&checked.diagnostics, asked);
        let lang = checked.model.lang;
        let accepted: Vec<Row> = checked
            .accepted
            .iter()
            .map(|(finding, at)| {
                let reason = checked
                    .model
                    .acceptances
                    .get(*at)
                    .map(|a| a.reason.get(lang));
                Row {
                    finding,
                    fingerprint: self.fingerprint(finding),
                    known: false,
                    accepted: Some(reason.unwrap_or_default().to_string()),
                }
            })
            .collect();
        report.rows.extend(accepted);
        if let Some(baseline) = baseline.filter(|_| checked.complete) {
            report.gone = baseline.mark(&mut report.rows);
            report.compared = true;
        }
        report.exit = match (self.loaded.unreadable, report.fails()) {
            (true, _) => 2,
            (false, fails) => u8::from(fails),
        };
        report
    }

    /// Some findings of this project, as a report.
    pub fn report_of<'a>(&'a self, found: &'a [Diagnostic], asked: &Asked) -> Report<'a> {
        let rows = found.iter().map(|finding| Row {
            finding,
            fingerprint: self.fingerprint(finding),
            known: false,
            accepted: None,
        });
        let whole = self.loaded.own_files().first();
        report(rows.collect(), &self.loaded.sources, whole, asked)
    }

    /// The baseline of what a check found.
    pub fn baseline(&self, checked: &Checked) -> Baseline {
        let lang = checked.model.lang;
        let asked = Asked {
            command: "check",
            fail: Level::Error,
            prefix: String::new(),
        };
        let report = self.report(checked, &asked, None);
        let sources = &self.loaded.sources;
        Baseline::of(&report.rows, sources, lang, &|span| self.declaration(span))
    }

    fn fingerprint(&self, finding: &Diagnostic) -> String {
        fingerprint(finding, &self.loaded.sources, &|span| {
            self.declaration(span)
        })
    }

    /// The declaration that a place lies in, as its kind and its name: `rule plan`; a scenario has a title.
    pub fn declaration(&self, span: Span) -> Option<String> {
        let tree = self.loaded.trees.get(&span.file)?;
        let holds = |d: &&Arc<Declaration>| d.span.start <= span.start && span.end <= d.span.end;
        let found = tree.declarations.iter().find(holds)?;
        let kind = kind(&found.what)?;
        let name = found.name.as_ref().map(|n| n.value.to_string());
        let name = name.or_else(|| found.title.as_ref().map(|t| t.main.clone()));
        Some(name.map_or(kind.to_string(), |name| format!("{kind} {name}")))
    }
}

/// Findings that have sources of their own, such as those about decision records, as a report.
pub fn report_of_records<'a>(
    found: &'a [Diagnostic],
    sources: &'a Sources,
    asked: &Asked,
) -> Report<'a> {
    let rows = found.iter().map(|finding| Row {
        finding,
        fingerprint: fingerprint(finding, sources, &|_| None),
        known: false,
        accepted: None,
    });
    report(rows.collect(), sources, None, asked)
}

fn report<'a>(
    rows: Vec<Row<'a>>,
    sources: &'a Sources,
    whole: Option<&FileId>,
    asked: &Asked,
) -> Report<'a> {
    let first = whole.copied();
    let first = first.or_else(|| sources.iter().next().map(|(id, _)| id));
    let whole = first.and_then(|id| sources.iter().find(|(other, _)| *other == id));
    let mut report = Report {
        command: asked.command,
        rows,
        gone: Vec::<Gone>::new(),
        compared: false,
        sources,
        prefix: asked.prefix.clone(),
        fail: asked.fail,
        exit: 0,
        whole: whole.map(|(_, file)| file.path.clone()),
    };
    report.exit = u8::from(report.fails());
    report
}

/// The keyword of a declaration that has a name or a title.
fn kind(what: &What) -> Option<&'static str> {
    Some(match what {
        What::Commons(_) => "commons",
        What::Use(_) | What::Separate { .. } => return None,
        What::Group(_) => "group",
        What::Party(_) => "party",
        What::Dataset(_) => "dataset",
        What::Purpose { .. } => "purpose",
        What::Action { .. } => "action",
        What::Fact(_) => "fact",
        What::Rule(_) => "rule",
        What::Body(_) => "body",
        What::Decision(_) => "decision",
        What::Sanction(_) => "sanction",
        What::Right(_) => "right",
        What::Scenario(_) => "scenario",
    })
}

/// Where a project's folder is in its repository, with forward slashes; empty for the top. Git knows; where git is of no
/// help, the folder counts in which a CI says that it has put the repository; else the project is a repository by itself.
/// `variables` are those of the environment.
pub fn from_repository(root: &Path, variables: &BTreeMap<OsString, OsString>) -> String {
    if let Ok(repository) = Repository::around(root) {
        return repository.from_top("");
    }
    let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let below = |name: &&str| -> Option<String> {
        let workspace = variables
            .get(std::ffi::OsStr::new(name))
            .filter(|v| !v.is_empty())?;
        let workspace = std::fs::canonicalize(PathBuf::from(workspace)).ok()?;
        let path = root.strip_prefix(&workspace).ok()?;
        let parts = path.components().map(|c| c.as_os_str().to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    };
    WORKSPACES.iter().find_map(below).unwrap_or_default()
}
