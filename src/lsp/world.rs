//! What a handler is given: consistent states of the projects, and the way from bytes to the protocol and back.

use super::client::Client;
use super::documents::Names;
use super::pool::Token;
use super::position::Lines;
use super::wire::Outgoing;
use crate::diagnostic::{self, Diagnostic, Lang, Text};
use crate::editor::Snapshot;
use crate::source::{FileId, Span};
use crossbeam_channel::Sender;
use gen_lsp_types::{
    Location, OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use lsp_server::{ErrorCode, Notification, Request, ResponseError};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The client does not want it any more.
    Cancelled,
    /// The text has changed, and the answer would be about another one.
    Modified,
    /// The parameters are not what the request takes.
    Params(String),
    /// It can't be done; why, for people.
    Refused(Text),
    /// A mistake of this program.
    Internal(String),
}

/// What a handler returns.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    pub fn into_error(self, lang: Lang) -> ResponseError {
        let cancelled = Text::new("The request was cancelled.", "Het verzoek is afgebroken.");
        let modified = Text::new(
            "The text has changed in the meantime.",
            "De tekst is intussen gewijzigd.",
        );
        let (code, message) = match self {
            Failure::Cancelled => (ErrorCode::RequestCanceled, cancelled.get(lang).into()),
            Failure::Modified => (ErrorCode::ContentModified, modified.get(lang).into()),
            Failure::Params(why) => (ErrorCode::InvalidParams, why),
            Failure::Refused(text) => (ErrorCode::RequestFailed, text.get(lang).into()),
            Failure::Internal(why) => (ErrorCode::InternalError, why),
        };
        ResponseError {
            code: code as i32,
            message,
            data: None,
        }
    }
}

/// The document that a request is about, and the project it is part of.
#[derive(Debug, Clone)]
pub struct Here {
    pub snapshot: Snapshot,
    pub file: FileId,
    /// What there is to say about the project at this very state: with the deeper findings as far as they are known.
    pub findings: Arc<[Diagnostic]>,
}

/// What a handler is given. It is of one moment; later edits do not change it.
#[derive(Debug, Clone)]
pub struct World {
    pub client: Arc<Client>,
    /// The language of everything that people read.
    pub lang: Lang,
    /// Whether somebody still waits. Long handlers look now and then; see [`World::still_wanted`].
    pub token: Token,
    /// The document that the request names, if it names one that is a source.
    pub here: Option<Here>,
    /// Every project that is known; only for requests that are [`everywhere`](super::table::Row::everywhere).
    pub projects: Vec<Snapshot>,
    pub names: Arc<Names>,
    pub texts: Arc<Texts>,
    pub client_calls: Outbox,
}

/// The way to the client.
#[derive(Debug, Clone)]
pub struct Outbox {
    out: Arc<Mutex<Option<Sender<Outgoing>>>>,
    next: Arc<AtomicI32>,
}

/// A text with the beginnings of its lines.
#[derive(Debug)]
pub struct Lined {
    pub text: Arc<str>,
    pub lines: Lines,
}

/// The lines of texts that were asked for, kept while the texts are.
#[derive(Debug, Default)]
pub struct Texts {
    lined: Mutex<BTreeMap<usize, Arc<Lined>>>,
    paths: Mutex<BTreeMap<PathBuf, PathBuf>>,
}

impl World {
    /// The document that the request is about.
    ///
    /// # Errors
    /// It names none that is a source.
    pub fn here(&self) -> Answer<&Here> {
        self.here.as_ref().ok_or_else(|| {
            Failure::Refused(Text::new(
                "This document is not open as a source of Meent.",
                "Dit document is niet geopend als bron van Meent.",
            ))
        })
    }

    /// For long handlers: goes on only if somebody still waits.
    ///
    /// # Errors
    /// Nobody does.
    pub fn still_wanted(&self) -> Answer<()> {
        match self.token.is_cancelled() {
            true => Err(Failure::Cancelled),
            false => Ok(()),
        }
    }

    pub fn pick<T>(&self, en: T, nl: T) -> T {
        match self.lang {
            Lang::En => en,
            Lang::Nl => nl,
        }
    }

    /// The text of a file with its lines.
    pub fn lined(&self, snapshot: &Snapshot, file: FileId) -> Arc<Lined> {
        self.texts
            .lined(&snapshot.project.loaded.sources.file(file).text)
    }

    /// The byte of a position in the document.
    ///
    /// # Errors
    /// The request names no document.
    pub fn offset(&self, position: Position) -> Answer<usize> {
        let here = self.here()?;
        let lined = self.lined(&here.snapshot, here.file);
        Ok(lined
            .lines
            .byte(&lined.text, position, self.client.encoding))
    }

    /// The bytes of a range in the document.
    ///
    /// # Errors
    /// The request names no document, or the range ends before it begins.
    pub fn bytes(&self, range: Range) -> Answer<ops::Range<usize>> {
        let here = self.here()?;
        let lined = self.lined(&here.snapshot, here.file);
        let bytes = lined.lines.bytes(&lined.text, range, self.client.encoding);
        bytes.ok_or_else(|| Failure::Params("the range ends before it begins".into()))
    }

    /// The range of a span.
    pub fn range(&self, snapshot: &Snapshot, span: Span) -> Range {
        let lined = self.lined(snapshot, span.file);
        let bytes = span.start as usize..span.end as usize;
        lined.lines.range(&lined.text, bytes, self.client.encoding)
    }

    /// The URI of a file, as the client writes it.
    pub fn uri(&self, snapshot: &Snapshot, file: FileId) -> Uri {
        Uri(self.names.uri(&self.path(snapshot, file)))
    }

    /// The real path of a file.
    pub fn path(&self, snapshot: &Snapshot, file: FileId) -> PathBuf {
        self.texts.path(&snapshot.project.loaded.on_disk(file))
    }

    /// A span with its file.
    pub fn location(&self, snapshot: &Snapshot, span: Span) -> Location {
        Location {
            uri: self.uri(snapshot, span.file),
            range: self.range(snapshot, span),
        }
    }

    /// An edit within one file.
    pub fn text_edit(&self, snapshot: &Snapshot, span: Span, text: &str) -> TextEdit {
        TextEdit {
            range: self.range(snapshot, span),
            new_text: text.to_string(),
        }
    }

    /// Edits of any files, with the versions that they are for if the client can take that.
    pub fn workspace_edit(&self, snapshot: &Snapshot, edits: &[diagnostic::Edit]) -> WorkspaceEdit {
        let mut by_file: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            let made = self.text_edit(snapshot, edit.span, &edit.text);
            by_file.entry(edit.span.file).or_default().push(made);
        }
        if !self.client.document_changes {
            let changes = by_file
                .into_iter()
                .map(|(file, edits)| (self.uri(snapshot, file), edits));
            return WorkspaceEdit {
                changes: Some(changes.collect()),
                ..WorkspaceEdit::default()
            };
        }
        let changes = by_file.into_iter().map(|(file, edits)| {
            let version = self.names.version(&self.path(snapshot, file));
            let text_document = OptionalVersionedTextDocumentIdentifier {
                version: version.and_then(|v| i32::try_from(v).ok()),
                text_document_identifier: TextDocumentIdentifier {
                    uri: self.uri(snapshot, file),
                },
            };
            let edits = edits.into_iter().map(Into::into).collect();
            TextDocumentEdit {
                text_document,
                edits,
            }
            .into()
        });
        WorkspaceEdit {
            document_changes: Some(changes.collect()),
            ..WorkspaceEdit::default()
        }
    }
}

impl Outbox {
    pub fn new(out: Sender<Outgoing>) -> Self {
        Outbox {
            out: Arc::new(Mutex::new(Some(out))),
            next: Arc::default(),
        }
    }

    /// Sends anything. Nobody is left to hear of it if the stream is closed.
    pub fn send(&self, outgoing: impl Into<Outgoing>) {
        let out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(out) = &*out {
            let _ = out.send(outgoing.into());
        }
    }

    /// Nothing is sent any more.
    pub fn close(&self) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        *out = None;
    }

    /// Tells the client something.
    pub fn tell(&self, method: &str, params: Value) {
        self.send(Notification {
            method: method.to_string(),
            params,
        });
    }

    /// Asks the client for something, and gives the number that its answer will have.
    pub fn ask(&self, method: &str, params: Value) -> i32 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.send(Request {
            id: id.into(),
            method: method.to_string(),
            params,
        });
        id
    }
}

impl Texts {
    /// A text with its lines.
    pub fn lined(&self, text: &Arc<str>) -> Arc<Lined> {
        // The text is held here, so that no other one comes to lie where it does.
        let key = text.as_ptr() as usize;
        let mut known = self.lined.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lined) = known.get(&key).filter(|l| Arc::ptr_eq(&l.text, text)) {
            return lined.clone();
        }
        known.retain(|_, lined| Arc::strong_count(&lined.text) > 1);
        let lined = Arc::new(Lined {
            text: text.clone(),
            lines: Lines::of(text),
        });
        known.insert(key, lined.clone());
        lined
    }

    /// The real path of a path; it is looked up once.
    pub fn path(&self, path: &Path) -> PathBuf {
        let mut known = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(real) = known.get(path) {
            return real.clone();
        }
        let real = crate::project::real(path);
        known.insert(path.to_path_buf(), real.clone());
        real
    }

    /// Files were made, moved or taken away: paths may lead elsewhere now.
    pub fn forget_paths(&self) {
        let mut known = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        known.clear();
    }
}
