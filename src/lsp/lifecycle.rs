//! How a conversation begins: what both sides can do, settings, and which projects there are.

use super::client::{Client, spoken};
use super::pool;
use super::position::Encoding;
use super::server::{Asked, Event, Phase, Server};
use super::table;
use crate::project::{VERSION, above, real};
use gen_lsp_types::{
    PositionEncodingKind, Save, SaveOptions, ServerCapabilities, TextDocumentSyncKind,
    TextDocumentSyncOptions,
};
use ignore::WalkBuilder;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// More projects than this below the open folders are not looked at until a file of theirs is opened.
const MOST_PROJECTS: usize = 100;
/// Folders that lie deeper are not searched.
const DEEPEST: usize = 16;

/// Answers `initialize`.
pub fn initialize(server: &mut Server, params: &Value) -> Value {
    let client = Client::of(params);
    let version = env!("CARGO_PKG_VERSION");
    server.log.info(&format!(
        "meent {version}; editor: {}; columns in {}",
        match client.name.as_str() {
            "" => "(no name)",
            name => name,
        },
        match client.encoding {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
        }
    ));
    server.client = Arc::new(client);
    server.phase = Phase::Running;
    server.forget_names();
    choose_language(server, None);
    json!({
        "capabilities": capabilities(&server.client),
        "serverInfo": { "name": "meent", "version": VERSION },
    })
}

fn capabilities(client: &Client) -> Value {
    let mut told = ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                will_save: None,
                will_save_wait_until: None,
                save: Some(Save::SaveOptions(SaveOptions {
                    include_text: Some(true),
                })),
            }
            .into(),
        ),
        ..ServerCapabilities::default()
    };
    table::capabilities(client, &mut told);
    let mut told = serde_json::to_value(told).unwrap_or_default();
    let files = json!({ "filters": [{ "scheme": "file", "pattern": { "glob": "**/*.meent" } }] });
    if let Some(fields) = told.as_object_mut() {
        fields.insert(
            "workspace".into(),
            json!({
                "workspaceFolders": { "supported": true, "changeNotifications": true },
                "fileOperations": { "didCreate": files, "didRename": files, "didDelete": files },
            }),
        );
    }
    told
}

/// The client is ready: asks for what it can tell, and begins.
pub fn initialized(server: &mut Server) {
    let client = server.client.clone();
    let mut wanted = Vec::new();
    if client.watches {
        let watched = |glob: &str| json!({ "globPattern": glob });
        wanted.push(json!({
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": [
                watched("**/*.meent"),
                watched("**/meent.toml"),
                watched("**/templates/**"),
            ] },
        }));
    }
    if client.watches_settings {
        wanted.push(json!({
            "id": "settings",
            "method": "workspace/didChangeConfiguration",
            "registerOptions": { "section": "meent" },
        }));
    }
    if !wanted.is_empty() {
        let params = json!({ "registrations": wanted });
        let id = server.outbox.ask("client/registerCapability", params);
        server.asked.insert(id, Asked::Registration);
    }
    ask_settings(server);
    look_for_projects(server);
}

/// Asks for the settings, if the client can be asked.
pub fn ask_settings(server: &mut Server) {
    if server.client.configuration {
        let params = json!({ "items": [{ "section": "meent" }] });
        let id = server.outbox.ask("workspace/configuration", params);
        server.asked.insert(id, Asked::Settings);
    }
}

/// The settings have come: a list with those of `meent`.
pub fn settings(server: &mut Server, answer: &Value) {
    let ours = answer.get(0).filter(|s| s.is_object());
    let language = ours.and_then(|s| s.get("language"));
    let language = language.and_then(Value::as_str).map(String::from);
    choose_language(server, language.as_deref());
}

/// The language of all that people read: what the settings say, else what the command line does, else that of the
/// editor, else that of the system.
fn choose_language(server: &mut Server, setting: Option<&str>) {
    let at_start = server.client.settings.get("language");
    let setting = setting.or(at_start.and_then(Value::as_str));
    let lang = setting
        .and_then(spoken)
        .or(server.options.chosen)
        .or(server.client.locale)
        .unwrap_or(server.options.system);
    if lang != server.lang {
        server.lang = lang;
        server.schedule.reworded();
    }
}

/// Looks for projects below the open folders, in a thread of its own.
pub fn look_for_projects(server: &mut Server) {
    let folders: Vec<PathBuf> = server
        .client
        .folders
        .iter()
        .map(|folder| folder.path.clone())
        .collect();
    let events = server.events.clone();
    let search = move || {
        // The main loop is gone only when the program ends.
        let _ = events.send(Event::Found(projects_below(&folders)));
    };
    if let Err(error) = pool::spawn("search", search) {
        server
            .log
            .warn(&format!("The folders are not searched: {error}"));
    }
}

/// The folders of projects below some folders, and the project that each of these is in. What git ignores, hidden
/// folders and links are left out.
fn projects_below(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for folder in folders {
        let walk = WalkBuilder::new(folder)
            .max_depth(Some(DEEPEST))
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in walk.flatten() {
            let Some(parent) = entry
                .path()
                .parent()
                .filter(|_| super::sync::is_ours(entry.path()))
            else {
                continue;
            };
            if seen.insert(parent.to_path_buf())
                && let Some(project) = above(parent)
            {
                found.insert(real(project));
            }
            if found.len() > MOST_PROJECTS {
                return found.into_iter().collect();
            }
        }
    }
    found.into_iter().collect()
}

impl Server {
    /// Projects were found below the open folders.
    pub(super) fn found(&mut self, projects: Vec<PathBuf>) {
        if projects.len() > MOST_PROJECTS {
            self.log.warn(&format!(
                "There are more than {MOST_PROJECTS} projects in the open folders. Findings are shown of those with an open file."
            ));
            self.schedule.found(Vec::new());
        } else {
            self.schedule.found(projects);
        }
    }
}
