//! The main loop with handlers that do what no real one should.

use super::*;
use crossbeam_channel::unbounded;
use serde_json::json;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A server with handlers that do what no real one should: break off, and wait.
struct Bench {
    server: Server,
    events: Receiver<Event>,
    out: Receiver<Outgoing>,
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let (out, written) = unbounded();
        let (tell, events) = unbounded();
        let log = Log::new(out.clone());
        let mut server = Server::new(Options::default(), out, tell, log);
        server.phase = Phase::Running;
        let rows = [
            Row::named("breaks", |_, _: Value| -> Answer<Value> {
                panic!("on purpose")
            }),
            Row::named("waits", |world: &World, _: Value| -> Answer<Value> {
                let until = Instant::now() + PATIENCE;
                while !world.token.is_cancelled() && Instant::now() < until {
                    std::thread::yield_now();
                }
                world.still_wanted()?;
                Ok(json!("waited"))
            }),
            Row::named("exact", |_, _: Value| Ok(json!("about this text"))).exact(),
            Row::named("plain", |_, _: Value| Ok(json!("about a text"))),
        ];
        server.rows = Arc::new(rows.into_iter().map(|r| (r.method.clone(), r)).collect());
        Bench {
            server,
            events,
            out: written,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn uri(&self) -> String {
        crate::lsp::uri::of(&self.folder.path().join("a.meent"))
    }

    fn say(&mut self, message: impl Into<Message>) {
        let event = Event::Incoming(Incoming::Message(message.into()));
        assert!(self.server.guarded(event).is_none());
    }

    fn ask(&mut self, id: i32, method: &str) {
        let uri = self.uri();
        self.say(Request {
            id: id.into(),
            method: method.into(),
            params: json!({ "textDocument": { "uri": uri } }),
        });
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.say(Notification {
            method: method.into(),
            params,
        });
    }

    fn open(&mut self) {
        let document = json!({ "uri": self.uri(), "version": 1, "text": "group g \"G\"\n" });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn edit(&mut self, version: i64) {
        let document = json!({ "uri": self.uri(), "version": version });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": "group h \"H\"\n" }] }),
        );
    }

    /// What workers have answered goes to the client.
    fn work(&mut self) {
        let event = self.events.recv_timeout(PATIENCE).unwrap();
        assert!(self.server.guarded(event).is_none());
    }

    /// The next answer that goes out: its result, or the code of its error.
    fn answer(&mut self) -> (String, Result<Value, i32>) {
        loop {
            let outgoing = self.out.recv_timeout(PATIENCE).unwrap();
            if let Outgoing::Message(Message::Response(response)) = outgoing {
                let result = response.response_result.map_err(|error| error.code);
                return (response.id.to_string(), result);
            }
        }
    }
}

#[test]
fn a_handler_that_breaks_off_is_answered_and_the_server_lives_on() {
    let mut bench = Bench::new();
    bench.ask(1, "breaks");
    bench.work();
    assert_eq!(bench.answer(), ("1".into(), Err(-32603)));
    bench.ask(2, "plain");
    bench.work();
    assert_eq!(bench.answer(), ("2".into(), Ok(json!("about a text"))));
}

#[test]
fn what_is_cancelled_is_answered_at_once_and_only_once() {
    let mut bench = Bench::new();
    bench.ask(1, "waits");
    bench.tell("$/cancelRequest", json!({ "id": 1 }));
    assert_eq!(bench.answer(), ("1".into(), Err(-32800)));
    // The handler notices, and what it returns goes nowhere.
    bench.work();
    bench.tell("$/cancelRequest", json!({ "id": 1 }));
    bench.tell("$/cancelRequest", json!({ "id": "never" }));
    bench.tell("$/cancelRequest", json!({}));
    bench.ask(2, "plain");
    bench.work();
    assert_eq!(bench.answer().0, "2");
}

#[test]
fn an_answer_about_a_text_that_is_gone_is_none() {
    let mut bench = Bench::new();
    bench.open();
    for (id, method, edited, expected) in [
        (1, "exact", false, Ok(json!("about this text"))),
        (2, "exact", true, Err(-32801)),
        (3, "plain", true, Ok(json!("about a text"))),
    ] {
        bench.ask(id, method);
        if edited {
            bench.edit(i64::from(id));
        }
        bench.work();
        assert_eq!(bench.answer(), (id.to_string(), expected), "{method}");
    }
}

#[test]
fn shutting_down_leaves_no_request_without_an_answer() {
    let mut bench = Bench::new();
    bench.ask(1, "waits");
    bench.ask(2, "shutdown");
    assert_eq!(bench.answer(), ("1".into(), Err(-32800)));
    assert_eq!(bench.answer(), ("2".into(), Ok(Value::Null)));
    bench.ask(3, "plain");
    assert_eq!(bench.answer(), ("3".into(), Err(-32600)));
}
