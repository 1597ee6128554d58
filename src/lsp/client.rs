//! What the client can do, and what it wants.
//!
//! It is read name by name from what the client sends, so that one name that it writes in an unknown way does not keep
//! the others from being understood.

use super::position::Encoding;
use super::uri;
use crate::diagnostic::Lang;
use serde_json::Value;
use std::path::PathBuf;

/// What the client said of itself when it started this server.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Its name and version, for the log.
    pub name: String,
    /// The process that started this server, as far as it says.
    pub process: Option<u32>,
    pub encoding: Encoding,
    /// The folders that are open, as paths and as the client writes them.
    pub folders: Vec<Folder>,
    /// The language that its user reads, as far as it says.
    pub locale: Option<Lang>,
    /// Completions may have places to fill in.
    pub snippets: bool,
    /// Texts about things may be Markdown.
    pub markdown: bool,
    /// Edits of several files may say which version of a text they are for.
    pub document_changes: bool,
    /// A rename may be prepared.
    pub prepare_rename: bool,
    /// Symbols of a document may lie within one another.
    pub nested_symbols: bool,
    /// A place may be said with the range that the link stands on.
    pub definition_links: bool,
    /// Findings may have links to a page about them.
    pub code_links: bool,
    /// Findings may name other places.
    pub related: bool,
    /// Findings and actions may carry data that comes back.
    pub data: bool,
    /// Findings may say that something is not used.
    pub unnecessary: bool,
    /// Actions may be more than commands.
    pub actions: bool,
    /// An action may say that it is the one to take.
    pub preferred: bool,
    /// The edit of an action may be asked for later.
    pub lazy_edits: bool,
    /// It asks for findings itself, and can be told to ask again.
    pub pulls: bool,
    /// It asks for the findings of files that are not open, too.
    pub pulls_all: bool,
    /// It shows how far a long task is.
    pub progress: bool,
    /// It can be asked for settings.
    pub configuration: bool,
    /// It can be asked to tell when settings change.
    pub watches_settings: bool,
    /// It can be asked to tell when files change.
    pub watches: bool,
    /// It can show a document when it is asked to.
    pub shows_documents: bool,
    /// It can be told to ask again for these.
    pub refreshes_lenses: bool,
    pub refreshes_hints: bool,
    pub refreshes_tokens: bool,
    /// Actions that the client itself can do when a user chooses them, by name (as extensions of editors say it).
    pub commands: Vec<String>,
    /// The `meent` settings that came with the start.
    pub settings: Value,
}

/// A folder that is open in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub path: PathBuf,
    pub uri: String,
}

impl Folder {
    /// The folder that a URI names.
    pub fn of(uri: &str) -> Self {
        Folder {
            path: crate::project::real(&uri::path(uri)),
            uri: uri.trim_end_matches('/').to_string(),
        }
    }
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub fn of(params: &Value) -> Self {
        let can = |path: &str| {
            let found = params.pointer(&format!("/capabilities/{path}"));
            found.and_then(Value::as_bool).unwrap_or(false)
        };
        // Some features are there if they are described at all.
        let has = |path: &str| {
            let found = params.pointer(&format!("/capabilities/{path}"));
            found.is_some_and(|v| v.is_object() || v.as_bool() == Some(true))
        };
        let listed = |path: &str, name: &str| {
            let found = params.pointer(&format!("/capabilities/{path}"));
            let list = found.and_then(Value::as_array);
            list.is_some_and(|all| all.iter().any(|v| v == name))
        };
        let text = |path: &str| params.pointer(path).and_then(Value::as_str);
        let settings = params
            .get("initializationOptions")
            .cloned()
            .unwrap_or_default();
        let process = params.get("processId").and_then(Value::as_u64);
        Client {
            name: [text("/clientInfo/name"), text("/clientInfo/version")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            process: process.and_then(|id| u32::try_from(id).ok()),
            encoding: match listed("general/positionEncodings", "utf-8") {
                true => Encoding::Utf8,
                false => Encoding::Utf16,
            },
            folders: folders(params),
            locale: text("/locale").and_then(spoken),
            snippets: can("textDocument/completion/completionItem/snippetSupport"),
            markdown: listed("textDocument/hover/contentFormat", "markdown"),
            document_changes: can("workspace/workspaceEdit/documentChanges"),
            prepare_rename: can("textDocument/rename/prepareSupport"),
            nested_symbols: can("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            definition_links: can("textDocument/definition/linkSupport"),
            code_links: can("textDocument/publishDiagnostics/codeDescriptionSupport")
                || can("textDocument/diagnostic/codeDescriptionSupport"),
            related: can("textDocument/publishDiagnostics/relatedInformation")
                || can("textDocument/diagnostic/relatedInformation"),
            data: can("textDocument/publishDiagnostics/dataSupport")
                || can("textDocument/diagnostic/dataSupport"),
            unnecessary: has("textDocument/publishDiagnostics/tagSupport")
                || has("textDocument/diagnostic/tagSupport"),
            actions: has("textDocument/codeAction/codeActionLiteralSupport"),
            preferred: can("textDocument/codeAction/isPreferredSupport"),
            lazy_edits: can("textDocument/codeAction/dataSupport")
                && listed("textDocument/codeAction/resolveSupport/properties", "edit"),
            pulls: has("textDocument/diagnostic")
                && (can("workspace/diagnostics/refreshSupport")
                    || can("workspace/diagnostic/refreshSupport")),
            pulls_all: settings.get("workspaceDiagnostics") == Some(&Value::Bool(true)),
            progress: can("window/workDoneProgress"),
            configuration: can("workspace/configuration"),
            watches_settings: can("workspace/didChangeConfiguration/dynamicRegistration"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows_documents: can("window/showDocument/support"),
            refreshes_lenses: can("workspace/codeLens/refreshSupport"),
            refreshes_hints: can("workspace/inlayHint/refreshSupport"),
            refreshes_tokens: can("workspace/semanticTokens/refreshSupport"),
            commands: settings
                .get("clientCommands")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_str().map(String::from))
                .collect(),
            settings,
        }
    }

    /// The client does this command itself.
    pub fn does(&self, command: &str) -> bool {
        self.commands.iter().any(|name| name == command)
    }
}

/// The language that a tag stands for, if it is one of ours.
pub fn spoken(tag: &str) -> Option<Lang> {
    let tag = tag.to_lowercase();
    let language = tag.split(['-', '_', '.']).next().unwrap_or_default();
    Lang::ALL.into_iter().find(|lang| lang.tag() == language)
}

fn folders(params: &Value) -> Vec<Folder> {
    let named = params.get("workspaceFolders").and_then(Value::as_array);
    let uris = named.into_iter().flatten();
    let uris: Vec<&str> = uris
        .filter_map(|f| f.get("uri").and_then(Value::as_str))
        .collect();
    if !uris.is_empty() {
        return uris.into_iter().map(Folder::of).collect();
    }
    // Older clients have one folder.
    if let Some(uri) = params.get("rootUri").and_then(Value::as_str) {
        return vec![Folder::of(uri)];
    }
    let path = params.get("rootPath").and_then(Value::as_str);
    path.filter(|path| !path.is_empty())
        .map(|path| Folder::of(&uri::of(path.as_ref())))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_is_taken_for_granted() {
        for params in [json!(null), json!([]), json!({"capabilities": 3})] {
            let client = Client::of(&params);
            assert_eq!(client.encoding, Encoding::Utf16);
            assert!(!client.pulls && !client.snippets && client.folders.is_empty());
        }
    }

    #[test]
    fn what_is_said_is_heard() {
        let client = Client::of(&json!({
            "processId": 12,
            "clientInfo": { "name": "Editor", "version": "1" },
            "locale": "nl-BE",
            "rootUri": "file:///x/",
            "capabilities": {
                "general": { "positionEncodings": ["utf-16", "utf-8"] },
                "textDocument": {
                    "diagnostic": {},
                    "publishDiagnostics": { "tagSupport": { "valueSet": [1] } },
                },
                "workspace": { "diagnostics": { "refreshSupport": true } },
            },
        }));
        assert_eq!(client.encoding, Encoding::Utf8);
        assert_eq!(client.locale, Some(Lang::Nl));
        assert_eq!(client.name, "Editor 1");
        assert_eq!(client.process, Some(12));
        assert!(client.pulls && client.unnecessary && !client.pulls_all);
        assert_eq!(client.folders.len(), 1);
        assert_eq!(client.folders.first().map(|f| &*f.uri), Some("file:///x"));
    }

    #[test]
    fn languages_by_their_tags() {
        assert_eq!(spoken("nl"), Some(Lang::Nl));
        assert_eq!(spoken("NL_nl.UTF-8"), Some(Lang::Nl));
        assert_eq!(spoken("en-GB"), Some(Lang::En));
        assert_eq!(spoken("nld"), None);
        assert_eq!(spoken(""), None);
    }
}
