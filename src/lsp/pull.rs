//! Findings for clients that ask for them.
//!
//! The answers say which state they are of by a digest of what they hold, so that a client that has the same findings
//! already is told only that.

use super::client::Client;
use super::findings::{SOURCE, by_file, diagnostic};
use super::table::Row;
use super::world::{Answer, World};
use crate::project::sha256;
use gen_lsp_types::{
    Diagnostic, DiagnosticOptions, DocumentDiagnosticParams, DocumentDiagnosticReport,
    DocumentDiagnosticRequest, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, ServerCapabilities,
    UnchangedDocumentDiagnosticReport, Uri, WorkDoneProgressOptions, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticRequest, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use std::collections::BTreeMap;

pub fn rows() -> Vec<Row> {
    vec![
        Row::of::<DocumentDiagnosticRequest>(document),
        Row::of::<WorkspaceDiagnosticRequest>(workspace).everywhere(),
    ]
}

pub fn capabilities(client: &Client, told: &mut ServerCapabilities) {
    if client.pulls {
        told.diagnostic_provider = Some(
            DiagnosticOptions {
                identifier: Some(SOURCE.to_string()),
                inter_file_dependencies: true,
                workspace_diagnostics: client.pulls_all,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }
            .into(),
        );
    }
}

fn document(world: &World, params: DocumentDiagnosticParams) -> Answer<DocumentDiagnosticReport> {
    // A document that is no source has no findings.
    let items = world.here.as_ref().map_or_else(Vec::new, |here| {
        by_file(&here.snapshot, &here.findings)
            .remove(&here.file)
            .unwrap_or_default()
            .into_iter()
            .map(|d| diagnostic(world, &here.snapshot, d))
            .collect()
    });
    let result_id = digest(&items);
    Ok(match params.previous_result_id {
        Some(known) if known == result_id => RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }
        .into(),
        _ => RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        }
        .into(),
    })
}

fn workspace(
    world: &World,
    params: WorkspaceDiagnosticParams,
) -> Answer<WorkspaceDiagnosticReport> {
    let mut known: BTreeMap<String, String> = params
        .previous_result_ids
        .into_iter()
        .map(|known| (known.uri.0, known.value))
        .collect();
    let mut all: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)> = BTreeMap::new();
    for project in &world.projects {
        world.still_wanted()?;
        let found = project.diagnostics();
        let sources = &project.project.loaded.sources;
        let mut sorted = by_file(project, &found);
        for (file, _) in sources.iter() {
            let path = world.path(project, file);
            let version = world.names.version(&path);
            let (_, items) = all.entry(world.names.uri(&path)).or_insert_with(|| {
                let version = version.and_then(|v| i32::try_from(v).ok());
                (version, Vec::new())
            });
            for finding in sorted.remove(&file).unwrap_or_default() {
                let made = diagnostic(world, project, finding);
                // A file of two projects has what both say of it, once.
                if !items.contains(&made) {
                    items.push(made);
                }
            }
        }
    }
    let mut items: Vec<WorkspaceDocumentDiagnosticReport> = Vec::new();
    // What is known of files that are gone is over.
    for uri in known.keys().filter(|uri| !all.contains_key(*uri)) {
        items.push(full(uri.clone(), None, Vec::new()));
    }
    for (uri, (version, found)) in all {
        let result_id = digest(&found);
        items.push(match known.remove(&uri) {
            Some(before) if before == result_id => WorkspaceUnchangedDocumentDiagnosticReport {
                uri: Uri(uri),
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id,
                },
            }
            .into(),
            _ => full(uri, version, found),
        });
    }
    Ok(WorkspaceDiagnosticReport { items })
}

fn full(
    uri: String,
    version: Option<i32>,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceFullDocumentDiagnosticReport {
        uri: Uri(uri),
        version,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(digest(&items)),
            items,
        },
    }
    .into()
}

fn digest(items: &[Diagnostic]) -> String {
    // Strings and numbers only: this cannot fail.
    let text = serde_json::to_vec(items).unwrap_or_default();
    sha256(&text)
}
