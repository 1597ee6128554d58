//! Documents and files: what the client tells of them.

use super::client::Folder;
use super::documents::{Document, TextChange, follow};
use super::lifecycle;
use super::position::Lines;
use super::server::Server;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The name of the language in editors.
const LANGUAGE: &str = "meent";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    uri: String,
    version: Option<i64>,
    text: Option<String>,
    language_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    text_document: Item,
    /// What was saved, if the client says.
    text: Option<String>,
    #[serde(default)]
    content_changes: Vec<TextChange>,
}

#[derive(Deserialize)]
struct FileEvents {
    changes: Vec<FileEvent>,
}

#[derive(Deserialize)]
struct FileEvent {
    uri: String,
}

#[derive(Deserialize)]
struct Files {
    files: Vec<NamedFile>,
}

/// A file that was made, moved or taken away.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NamedFile {
    uri: Option<String>,
    old_uri: Option<String>,
    new_uri: Option<String>,
}

/// Handles a notification that the server gets while it runs.
pub fn notification(server: &mut Server, method: &str, params: Value) {
    match method {
        "textDocument/didOpen" => with(server, method, params, open),
        "textDocument/didChange" => change(server, params),
        "textDocument/didSave" => with(server, method, params, save),
        "textDocument/didClose" => with(server, method, params, close),
        "workspace/didChangeWatchedFiles" => {
            with(server, method, params, |server, events: FileEvents| {
                let changed = events.changes.into_iter().map(|event| event.uri);
                files_changed(server, changed.collect());
            });
        }
        "workspace/didCreateFiles" | "workspace/didRenameFiles" | "workspace/didDeleteFiles" => {
            with(server, method, params, |server, files: Files| {
                let named = |f: NamedFile| [f.uri, f.old_uri, f.new_uri];
                let uris = files.files.into_iter().flat_map(named).flatten();
                files_changed(server, uris.collect());
            });
        }
        "workspace/didChangeWorkspaceFolders" => folders(server, &params),
        "workspace/didChangeConfiguration" => {
            let ours = params.pointer("/settings/meent").cloned();
            match ours {
                Some(settings) => lifecycle::settings(server, &json!([settings])),
                None => lifecycle::ask_settings(server),
            }
        }
        // What begins with `$/` may be left unheard; of other things the log tells.
        _ if method.starts_with("$/") => {}
        "textDocument/willSave" | "window/workDoneProgress/cancel" => {}
        _ => server
            .log
            .detail(&format!("nothing is done with `{method}`")),
    }
}

fn with<P: DeserializeOwned>(
    server: &mut Server,
    method: &str,
    params: Value,
    handle: impl FnOnce(&mut Server, P),
) {
    match serde_json::from_value(params) {
        Ok(params) => handle(server, params),
        Err(error) => server
            .log
            .warn(&format!("`{method}` can't be understood: {error}")),
    }
}

/// A path of a source or of settings.
pub fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    name.ends_with(".meent") || name == crate::project::manifest::FILE
}

fn open(server: &mut Server, about: About) {
    let item = about.text_document;
    let path = server.path(&item.uri);
    let language = item.language_id.unwrap_or_default();
    // What lies on no disk has no ending that tells what it is.
    let on_disk = item.uri.to_lowercase().starts_with("file:");
    if !is_ours(&path) || !on_disk && language != LANGUAGE {
        server
            .log
            .detail(&format!("not ours: {} ({language})", item.uri));
        return;
    }
    let text = item.text.unwrap_or_default();
    if server.documents.contains_key(&path) {
        server
            .log
            .warn(&format!("Opened a second time: {}", item.uri));
    }
    let document = Document {
        uri: item.uri,
        version: item.version,
        lines: Lines::of(&text),
        in_step: true,
    };
    server.workspace.open(&path, text);
    server.documents.insert(path.clone(), document);
    server.forget_names();
    server.schedule.opened(path);
}

fn change(server: &mut Server, params: Value) {
    let named = params.pointer("/textDocument/uri").and_then(Value::as_str);
    let named = named.map(String::from);
    let about: About = match serde_json::from_value(params) {
        Ok(about) => about,
        Err(error) => {
            let why = format!("the change can't be understood: {error}");
            match named.map(|uri| server.path(&uri)) {
                Some(path) => out_of_step(server, &path, &why),
                None => server.log.warn(&why),
            }
            return;
        }
    };
    let item = about.text_document;
    let path = server.path(&item.uri);
    let (Some(document), Some(text)) = (server.documents.get(&path), server.workspace.text(&path))
    else {
        if is_ours(&path) {
            server
                .log
                .warn(&format!("A change of what is not open: {}", item.uri));
        }
        return;
    };
    // A whole text puts everything right, whatever was before.
    let whole = about
        .content_changes
        .iter()
        .rposition(|c| c.range.is_none());
    let changes: Vec<TextChange> = about
        .content_changes
        .into_iter()
        .skip(whole.unwrap_or(0))
        .collect();
    if whole.is_none() {
        if !document.in_step {
            return;
        }
        if let (Some(before), Some(now)) = (document.version, item.version)
            && now <= before
        {
            let why = format!("version {now} came after version {before}");
            out_of_step(server, &path, &why);
            return;
        }
    }
    let (encoding, lines) = (server.client.encoding, document.lines.clone());
    match follow(&text, &lines, changes, encoding) {
        Ok(followed) => {
            if !server.workspace.change(&path, &followed.changes) {
                out_of_step(server, &path, "the change does not fit the text");
                return;
            }
            if let Some(document) = server.documents.get_mut(&path) {
                document.lines = followed.lines;
                document.version = item.version.or(document.version);
                document.in_step = true;
            }
            server.forget_names();
            server.schedule.edited(path);
        }
        Err(why) => out_of_step(server, &path, &why),
    }
}

/// The text here is no longer the client's: its changes are not followed until it sends a whole text.
fn out_of_step(server: &mut Server, path: &Path, why: &str) {
    let Some(document) = server.documents.get_mut(path) else {
        return;
    };
    let uri = document.uri.clone();
    let first = std::mem::replace(&mut document.in_step, false);
    server
        .log
        .warn(&format!("Lost track of the text of {uri}: {why}."));
    if first {
        let world = server.bare_world();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let message = world.pick(
            format!("Meent has lost track of the text of {name}. Save it, or close and open it."),
            format!(
                "Meent is de tekst van {name} kwijtgeraakt. Sla het bestand op, of sluit en open het."
            ),
        );
        server.outbox.tell(
            "window/showMessage",
            json!({ "type": 2, "message": message }),
        );
    }
}

fn save(server: &mut Server, about: About) {
    let path = server.path(&about.text_document.uri);
    if let Some(document) = server.documents.get_mut(&path) {
        // What was saved is what the editor has, so it puts a lost text right.
        let saved = match about.text {
            Some(text) => Some(text),
            None if !document.in_step => std::fs::read_to_string(&path).ok(),
            None => None,
        };
        if let Some(text) = saved {
            let same = server.workspace.text(&path).is_some_and(|t| *t == *text);
            let was_lost = !std::mem::replace(&mut document.in_step, true);
            if !same {
                document.lines = Lines::of(&text);
                server.workspace.open(&path, text);
                if !was_lost {
                    server
                        .log
                        .warn("What was saved is not what was edited; it is read anew.");
                }
            }
        }
    }
    // A client that does not tell of other files may have others that were saved, too.
    if !server.client.watches {
        server.workspace.disk_changed(std::slice::from_ref(&path));
        server.texts.forget_paths();
        server.schedule.disk_changed();
    }
    server.schedule.edited(path);
}

fn close(server: &mut Server, about: About) {
    let path = server.path(&about.text_document.uri);
    if server.documents.remove(&path).is_none() {
        if is_ours(&path) {
            let uri = about.text_document.uri;
            server
                .log
                .warn(&format!("Closed without being open: {uri}"));
        }
        return;
    }
    server.workspace.close(&path);
    server.forget_names();
    server.schedule.closed(path);
}

fn files_changed(server: &mut Server, uris: Vec<String>) {
    server.texts.forget_paths();
    let paths: Vec<PathBuf> = uris.iter().map(|uri| server.path(uri)).collect();
    server.workspace.disk_changed(&paths);
    server.schedule.disk_changed();
    // There may be a project where there was none.
    if paths.iter().any(|path| is_ours(path)) {
        lifecycle::look_for_projects(server);
    }
}

fn folders(server: &mut Server, params: &Value) {
    let named = |which: &str| -> Vec<Folder> {
        let list = params.pointer(&format!("/event/{which}"));
        let list = list.and_then(Value::as_array).into_iter().flatten();
        let uris = list.filter_map(|f| f.get("uri").and_then(Value::as_str));
        uris.map(Folder::of).collect()
    };
    let (added, removed) = (named("added"), named("removed"));
    let mut client = (*server.client).clone();
    client
        .folders
        .retain(|f| removed.iter().all(|gone| gone.path != f.path));
    for folder in added {
        if client.folders.iter().all(|f| f.path != folder.path) {
            client.folders.push(folder);
        }
    }
    server.client = client.into();
    server.forget_names();
    lifecycle::look_for_projects(server);
}
