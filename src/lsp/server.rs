//! The main loop: one thread that holds all state, follows edits at once and hands everything else to others.

use super::client::Client;
use super::documents::{Document, Names};
use super::log::Log;
use super::pool::{Pool, Token};
use super::schedule::Schedule;
use super::table::{self, Row};
use super::wire::{Incoming, Outgoing};
use super::world::{Answer, Failure, Here, Outbox, Texts, World};
use super::{Options, lifecycle, parent, sync};
use crate::Checked;
use crate::diagnostic::Lang;
use crate::editor::{Revision, Snapshot, Workspace};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was agreed on yet.
    New,
    Running,
    /// The client has said that it is about to go.
    ShutDown,
}

/// What the main loop hears of.
#[derive(Debug)]
pub enum Event {
    Incoming(Incoming),
    /// The client's stream has ended, and why if that is known.
    Closed(Option<String>),
    Answered(Answered),
    Analysed(Box<Outcome>),
    /// Projects that were found below the folders that are open.
    Found(Vec<PathBuf>),
    /// The process that started this server is gone.
    Orphaned,
}

/// An answer that a worker made.
#[derive(Debug)]
pub struct Answered {
    id: RequestId,
    result: Answer<Value>,
    /// The document that it must still be about, and the state that it is of.
    exact: Option<(PathBuf, Revision)>,
}

/// A whole analysis that was made.
#[derive(Debug)]
pub struct Outcome {
    pub of: Snapshot,
    /// `None`: it was overtaken by an edit.
    pub checked: Option<Arc<Checked>>,
    /// It broke off.
    pub broken: bool,
    pub took: std::time::Duration,
}

/// All state of a conversation.
pub struct Server {
    pub phase: Phase,
    pub options: Options,
    pub client: Arc<Client>,
    pub lang: Lang,
    pub log: Log,
    pub outbox: Outbox,
    pub workspace: Workspace,
    /// By their real paths.
    pub documents: BTreeMap<PathBuf, Document>,
    pub texts: Arc<Texts>,
    pub schedule: Schedule,
    /// What the client was asked for, and what to do with the answer.
    pub asked: BTreeMap<i32, Asked>,
    pub events: Sender<Event>,
    names: Option<Arc<Names>>,
    rows: Arc<BTreeMap<String, Row>>,
    pending: BTreeMap<RequestId, Token>,
    pool: Pool,
}

/// A question to the client whose answer matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Settings,
    Registration,
    Progress(PathBuf),
}

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As it should.
    Fine,
    /// The client went away without a word, or its parent did.
    Abrupt,
}

impl Server {
    pub fn new(options: Options, out: Sender<Outgoing>, events: Sender<Event>, log: Log) -> Self {
        let rows = table::rows();
        let rows = rows.into_iter().map(|row| (row.method.clone(), row));
        Server {
            phase: Phase::New,
            lang: options.chosen.unwrap_or(options.system),
            options,
            client: Arc::default(),
            log,
            outbox: Outbox::new(out),
            workspace: Workspace::new(),
            documents: BTreeMap::new(),
            texts: Arc::default(),
            schedule: Schedule::new(events.clone()),
            asked: BTreeMap::new(),
            events,
            names: None,
            rows: Arc::new(rows.collect()),
            pending: BTreeMap::new(),
            pool: Pool::new("answers"),
        }
    }

    /// Goes on until the client is done or gone.
    pub fn run(&mut self, events: &Receiver<Event>) -> Ending {
        loop {
            let event = match self.schedule.next() {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => events.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            match event {
                Ok(event) => {
                    if let Some(ending) = self.guarded(event) {
                        return ending;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ending::Abrupt,
            }
            // Edits that are waiting come first: nobody wants to know what a text was three letters ago.
            if events.is_empty() {
                self.caught("after an edit", Self::settle);
            }
        }
    }

    /// Handles an event. Should that break off, the request is answered and the server lives on.
    fn guarded(&mut self, event: Event) -> Option<Ending> {
        let (id, what) = match &event {
            Event::Incoming(Incoming::Message(Message::Request(r))) => {
                (Some(r.id.clone()), r.method.clone())
            }
            Event::Incoming(Incoming::Message(Message::Notification(n))) => {
                (None, n.method.clone())
            }
            _ => (None, "an event".to_string()),
        };
        let mut ending = None;
        let fine = self.caught(&what, |server| ending = server.event(event));
        if let (false, Some(id)) = (fine, id) {
            let broken = Failure::Internal(format!("`{what}` broke off"));
            self.respond(id, Err(broken));
        }
        ending
    }

    /// Does something that must not stop the server. `false`: it broke off.
    fn caught(&mut self, what: &str, work: impl FnOnce(&mut Self)) -> bool {
        // What it was changing may be half done; texts are put right by the next edit, findings by the next analysis.
        let fine = catch_unwind(AssertUnwindSafe(|| work(self))).is_ok();
        if !fine {
            self.log.warn(&format!(
                "A mistake in Meent: {what} broke off. Please report it."
            ));
        }
        fine
    }

    fn event(&mut self, event: Event) -> Option<Ending> {
        match event {
            Event::Incoming(Incoming::Message(Message::Request(request))) => self.request(request),
            Event::Incoming(Incoming::Message(Message::Notification(notification))) => {
                return self.notification(notification);
            }
            Event::Incoming(Incoming::Message(Message::Response(response))) => {
                self.response(response);
            }
            Event::Incoming(Incoming::Bad(refusal)) => {
                self.log.warn(&format!("Not a message: {}", refusal.why));
                self.outbox.send(Outgoing::Refusal(refusal));
            }
            Event::Closed(why) => {
                self.log
                    .detail(&format!("closed: {}", why.unwrap_or_default()));
                return Some(self.ending());
            }
            Event::Answered(answered) => self.answered(answered),
            Event::Analysed(outcome) => self.analysed(*outcome),
            Event::Found(projects) => self.found(projects),
            Event::Orphaned => {
                self.log.detail("the editor is gone");
                return Some(Ending::Abrupt);
            }
        }
        None
    }

    fn ending(&self) -> Ending {
        match self.phase {
            Phase::ShutDown => Ending::Fine,
            Phase::New | Phase::Running => Ending::Abrupt,
        }
    }

    fn request(&mut self, request: Request) {
        self.log
            .detail(&format!("request {} {}", request.id, request.method));
        let refuse = |server: &Self, code: ErrorCode, message: &str| {
            let error = ResponseError {
                code: code as i32,
                message: message.to_string(),
                data: None,
            };
            server.outbox.send(Response {
                id: request.id.clone(),
                response_result: Err(error),
            });
        };
        match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => {
                let told = lifecycle::initialize(self, &request.params);
                self.respond(request.id, Ok(told));
                if let Some(process) = self.client.process {
                    parent::watch(process, self.events.clone());
                }
            }
            (Phase::New, _) => refuse(
                self,
                ErrorCode::ServerNotInitialized,
                "the first request must be `initialize`",
            ),
            (Phase::Running, "initialize") => {
                refuse(self, ErrorCode::InvalidRequest, "this was said before");
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                for token in self.pending.values() {
                    token.cancel();
                }
                let waiting: Vec<RequestId> =
                    std::mem::take(&mut self.pending).into_keys().collect();
                for id in waiting {
                    self.respond(id, Err(Failure::Cancelled));
                }
                self.respond(request.id, Ok(Value::Null));
            }
            (Phase::ShutDown, _) => refuse(
                self,
                ErrorCode::InvalidRequest,
                "after `shutdown` only `exit` can come",
            ),
            (Phase::Running, method) => {
                if !self.rows.contains_key(method) {
                    let why = format!("there is no `{method}`");
                    refuse(self, ErrorCode::MethodNotFound, &why);
                    return;
                }
                self.dispatch(request);
            }
        }
    }

    /// Lets a worker answer a request, on the state as it is now.
    fn dispatch(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let Some((everywhere, exact)) = self.rows.get(&method).map(|r| (r.everywhere, r.exact))
        else {
            return;
        };
        let token = Token::default();
        let world = self.world(&params, everywhere, token.clone());
        let exact = exact.then_some(world.here.as_ref()).flatten().map(|here| {
            let path = here.snapshot.path(here.file);
            (path, here.snapshot.revision)
        });
        self.pending.insert(id.clone(), token);
        let (rows, events) = (self.rows.clone(), self.events.clone());
        self.pool.run(move || {
            let work = || match rows.get(&method) {
                Some(row) if !world.token.is_cancelled() => row.answer(&world, params),
                _ => Err(Failure::Cancelled),
            };
            let result = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|_| Err(Failure::Internal(format!("`{method}` broke off"))));
            // The main loop is gone only when the program ends.
            let _ = events.send(Event::Answered(Answered { id, result, exact }));
        });
    }

    /// What handlers are given: the state at this moment.
    pub fn world(&mut self, params: &Value, everywhere: bool, token: Token) -> World {
        let path = table::document(params).map(|uri| self.path(uri));
        let here = path.and_then(|path| self.here(&path));
        let projects = match everywhere {
            true => self.projects(),
            false => Vec::new(),
        };
        World {
            client: self.client.clone(),
            lang: self.lang,
            token,
            here,
            projects,
            names: self.names(),
            texts: self.texts.clone(),
            client_calls: self.outbox.clone(),
        }
    }

    /// A world about no document.
    pub fn bare_world(&mut self) -> World {
        self.world(&Value::Null, false, Token::default())
    }

    fn here(&mut self, path: &Path) -> Option<Here> {
        if !sync::is_ours(path) {
            return None;
        }
        let snapshot = self.workspace.snapshot(path)?;
        let file = snapshot.file(path)?;
        let findings = self.schedule.findings(&snapshot);
        Some(Here {
            snapshot,
            file,
            findings,
        })
    }

    fn projects(&mut self) -> Vec<Snapshot> {
        let mut seen = BTreeSet::new();
        let mut known = Vec::new();
        for start in self.starts() {
            let Some(snapshot) = self.workspace.snapshot(&start) else {
                continue;
            };
            if seen.insert(snapshot.start.clone()) {
                known.push(snapshot);
            }
        }
        known
    }

    /// The path of a document. Its folder counts by its real name.
    pub fn path(&self, uri: &str) -> PathBuf {
        self.texts.path(&super::uri::path(uri))
    }

    pub fn names(&mut self) -> Arc<Names> {
        let (documents, folders) = (&self.documents, &self.client.folders);
        self.names
            .get_or_insert_with(|| Arc::new(Names::new(documents, folders)))
            .clone()
    }

    /// Documents were opened, changed or closed, or folders were.
    pub fn forget_names(&mut self) {
        self.names = None;
    }

    fn answered(&mut self, answered: Answered) {
        // One that was cancelled has its answer already.
        if self.pending.remove(&answered.id).is_none() {
            return;
        }
        let outdated = answered.exact.is_some_and(|(path, revision)| {
            let now = self.workspace.snapshot(&path);
            now.is_none_or(|now| now.revision != revision)
        });
        let result = match answered.result {
            Ok(_) if outdated => Err(Failure::Modified),
            other => other,
        };
        self.respond(answered.id, result);
    }

    pub fn respond(&self, id: RequestId, result: Answer<Value>) {
        if let Err(Failure::Internal(why)) = &result {
            self.log
                .warn(&format!("A mistake in Meent: {why}. Please report it."));
        }
        self.outbox.send(Response {
            id,
            response_result: result.map_err(|failure| failure.into_error(self.lang)),
        });
    }

    fn notification(&mut self, notification: Notification) -> Option<Ending> {
        self.log
            .detail(&format!("notification {}", notification.method));
        let Notification { method, params } = notification;
        if method == "exit" {
            return Some(self.ending());
        }
        if self.phase != Phase::Running {
            return None;
        }
        match method.as_str() {
            "$/cancelRequest" => self.cancel(&params),
            "initialized" => lifecycle::initialized(self),
            _ => sync::notification(self, &method, params),
        }
        None
    }

    fn cancel(&mut self, params: &Value) {
        let id = params.get("id").cloned().unwrap_or_default();
        let Ok(id) = serde_json::from_value::<RequestId>(id) else {
            return;
        };
        if let Some(token) = self.pending.remove(&id) {
            token.cancel();
            self.respond(id, Err(Failure::Cancelled));
        }
    }

    fn response(&mut self, response: Response) {
        let id = response.id.to_string().parse::<i32>();
        let asked = id.ok().and_then(|id| self.asked.remove(&id));
        match (asked, response.response_result) {
            (Some(Asked::Settings), Ok(settings)) => lifecycle::settings(self, &settings),
            (Some(Asked::Progress(start)), result) => {
                self.may_show(&start, result.is_ok());
            }
            (Some(asked), Err(error)) => {
                self.log.warn(&format!(
                    "The editor refused a request ({asked:?}): {}",
                    error.message
                ));
            }
            (_, Err(error)) => self.log.detail(&format!("refused: {}", error.message)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
