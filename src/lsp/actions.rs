//! What can be done about findings: the edits that settle them, all sure ones at once, accepting one with a reason, and
//! reading what it is about.

use super::client::Client;
use super::commands::EXPLAIN;
use super::findings::diagnostic;
use super::table::Row;
use super::world::{Answer, Here, World};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::editor;
use crate::source::Span;
use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionRequest,
    CodeActionResponse, Command, ServerCapabilities, WorkDoneProgressOptions,
};
use serde_json::json;
use std::ops::Range;

pub fn rows() -> Vec<Row> {
    vec![Row::of::<CodeActionRequest>(actions).exact()]
}

pub fn capabilities(client: &Client, told: &mut ServerCapabilities) {
    told.code_action_provider = Some(match client.actions {
        false => true.into(),
        true => CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
            documentation: None,
            resolve_provider: None,
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }
        .into(),
    });
}

fn actions(world: &World, params: CodeActionParams) -> Answer<Option<Vec<CodeActionResponse>>> {
    // A client that knows commands only can do nothing with an edit.
    if !world.client.actions || world.here.is_none() {
        return Ok(None);
    }
    let here = world.here()?;
    let range = world.bytes(params.range)?;
    let only = params.context.only;
    let wants = |kind: &CodeActionKind| match &only {
        None => true,
        Some(only) => only.iter().any(|wanted| covers(wanted, kind)),
    };
    let mut out = Vec::new();
    if wants(&CodeActionKind::QuickFix) {
        let touched: Vec<&Diagnostic> = here
            .findings
            .iter()
            .filter(|d| touches(d, here, &range))
            .collect();
        for finding in &touched {
            let fixes = finding.fixes.iter();
            out.extend(fixes.map(|fix| quick_fix(world, here, finding, fix)));
        }
        for finding in &touched {
            out.extend(accept(world, here, finding));
        }
        for finding in touched {
            out.extend(explain(world, here, finding));
        }
    }
    // On save it is asked for by name; in a menu it is of use if there is something to do.
    if wants(&CodeActionKind::SourceFixAll) {
        out.extend(fix_all(world, here));
    }
    Ok(Some(out.into_iter().map(Into::into).collect()))
}

/// `source` covers `source.fixAll`, and so on.
fn covers(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let (wanted, kind) = (wanted.to_string(), kind.to_string());
    wanted.is_empty() || kind == wanted || kind.starts_with(&format!("{wanted}."))
}

/// The finding is shown at this place, or one of its places in this file is there.
fn touches(finding: &Diagnostic, here: &Here, range: &Range<usize>) -> bool {
    let at = |span: Span| {
        span.file == here.file
            && span.start as usize <= range.end
            && span.end as usize >= range.start
    };
    finding.span().is_some_and(at)
}

fn quick_fix(world: &World, here: &Here, finding: &Diagnostic, fix: &Fix) -> CodeAction {
    CodeAction {
        title: fix.title.get(world.lang).to_string(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic(world, &here.snapshot, finding)]),
        is_preferred: world.client.preferred.then_some(fix.sure),
        disabled: None,
        edit: Some(world.workspace_edit(&here.snapshot, &fix.edits)),
        command: None,
        data: None,
        tags: None,
    }
}

/// All sure fixes of the file that do not get in each other's way.
fn fix_all(world: &World, here: &Here) -> Option<CodeAction> {
    let edits = editor::sure_edits(&here.findings, here.file);
    if edits.is_empty() {
        return None;
    }
    Some(CodeAction {
        title: world
            .pick("Settle all that is sure", "Los alles op wat zeker is")
            .to_string(),
        kind: Some(CodeActionKind::SourceFixAll),
        diagnostics: None,
        is_preferred: None,
        disabled: None,
        edit: Some(world.workspace_edit(&here.snapshot, &edits)),
        command: None,
        data: None,
        tags: None,
    })
}

/// Accepting a finding with a reason, where that can be done.
fn accept(world: &World, here: &Here, finding: &Diagnostic) -> Option<CodeAction> {
    let edit: Edit = editor::acceptance(&here.snapshot, finding)?;
    let code = finding.code;
    Some(CodeAction {
        title: world.pick(
            format!("Accept {code} here, with a reason to fill in"),
            format!("Aanvaard {code} hier, met een reden die je invult"),
        ),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic(world, &here.snapshot, finding)]),
        is_preferred: None,
        disabled: None,
        edit: Some(world.workspace_edit(&here.snapshot, &[edit])),
        command: None,
        data: None,
        tags: None,
    })
}

/// Opening the page about a finding, if the client can open something.
fn explain(world: &World, here: &Here, finding: &Diagnostic) -> Option<CodeAction> {
    let can = world.client.shows_documents || world.client.does(EXPLAIN);
    can.then(|| {
        let code = finding.code;
        let title = world.pick(
            format!("What is {code}? {}", code.entry().title.en),
            format!("Wat is {code}? {}", code.entry().title.nl),
        );
        CodeAction {
            title: title.clone(),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostic(world, &here.snapshot, finding)]),
            is_preferred: None,
            disabled: None,
            edit: None,
            command: Some(Command {
                title,
                tooltip: None,
                command: EXPLAIN.to_string(),
                arguments: Some(vec![json!(code.as_str())]),
            }),
            data: None,
            tags: None,
        }
    })
}
