//! A client of the language server, over the standard streams of the real binary. Nothing waits longer than
//! [`PATIENCE`], and nothing sleeps to let time pass.
#![allow(dead_code)]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with files, and a server that was started for it.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    /// What the server said in its answer to `initialize`.
    pub capabilities: Value,
    /// The folder that is open in the editor.
    pub folder: tempfile::TempDir,
    /// The server keeps its pages here.
    cache: tempfile::TempDir,
    /// The last findings of each document, as the server told them.
    pub findings: BTreeMap<String, Value>,
    /// Everything that came in while something else was waited for.
    pub heard: Vec<Value>,
    /// What the client answers when it is asked for the `meent` settings.
    pub settings: Value,
    /// Answers that came while another one was waited for.
    answers: BTreeMap<i64, Value>,
}

/// How a client begins.
pub struct Start {
    pub files: Vec<(String, String)>,
    /// Merged over what [`Client`] can do.
    pub capabilities: Value,
    /// Merged over the parameters of `initialize`.
    pub params: Value,
    pub arguments: Vec<String>,
    pub settings: Value,
}

impl Start {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let owned = |(path, text): &(&str, &str)| (path.to_string(), text.to_string());
        Start {
            files: files.iter().map(owned).collect(),
            capabilities: json!({}),
            params: json!({}),
            arguments: Vec::new(),
            settings: json!({}),
        }
    }

    pub fn capable(mut self, capabilities: Value) -> Self {
        merge(&mut self.capabilities, capabilities);
        self
    }

    pub fn params(mut self, params: Value) -> Self {
        merge(&mut self.params, params);
        self
    }

    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments.iter().map(|a| a.to_string()).collect();
        self
    }

    pub fn settings(mut self, settings: Value) -> Self {
        self.settings = settings;
        self
    }

    /// Starts a server and agrees with it on what both can do.
    pub fn run(self) -> Client {
        let capabilities = self.capabilities.clone();
        let params = self.params.clone();
        let mut client = self.spawn();
        let mut all = json!({
            "processId": std::process::id(),
            "clientInfo": { "name": "test" },
            "locale": "en",
            "workspaceFolders": [{ "uri": client.uri(""), "name": "test" }],
            "capabilities": able(),
        });
        merge(&mut all, json!({ "capabilities": capabilities }));
        merge(&mut all, params);
        let answer = client.request("initialize", all);
        client.capabilities = answer["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// Starts a server and says nothing to it.
    pub fn spawn(self) -> Client {
        let folder = tempfile::tempdir().unwrap();
        let cache = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_meent"))
            .arg("lsp")
            .args(&self.arguments)
            .env("XDG_CACHE_HOME", cache.path())
            .env("LC_ALL", "C")
            .current_dir(cache.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (tell, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        Client {
            input: child.stdin.take(),
            child,
            messages,
            next: 1,
            capabilities: Value::Null,
            folder,
            cache,
            findings: BTreeMap::new(),
            heard: Vec::new(),
            settings: self.settings,
            answers: BTreeMap::new(),
        }
    }
}

/// What a client of today can do.
pub fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "window": { "workDoneProgress": true, "showDocument": { "support": true } },
        "workspace": {
            "configuration": true,
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true },
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "codeDescriptionSupport": true,
                "dataSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source"] } },
                "isPreferredSupport": true,
            },
            "completion": { "completionItem": { "snippetSupport": true } },
            "definition": { "linkSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "rename": { "prepareSupport": true },
        },
    })
}

impl Client {
    /// A server for a folder with these files, all closed.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Start::with(files).run()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The URI of a file in the folder.
    pub fn uri(&self, name: &str) -> String {
        let path = match name {
            "" => self.folder.path().to_path_buf(),
            name => self.path(name),
        };
        meent::lsp::uri::of(&path)
    }

    /// Writes bytes to the server, whatever they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let Some(input) = self.input.as_mut() else {
            return;
        };
        // A server that has gone is found out when its answer does not come.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request, and gives its number.
    pub fn begin(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next;
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        if let Some(answer) = self.answers.remove(&id) {
            return answer;
        }
        self.wait("an answer", |message| {
            message.get("method").is_none() && message["id"] == id
        })
    }

    /// Sends a request and waits for its result.
    #[track_caller]
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request that is to be refused, and gives the error.
    #[track_caller]
    pub fn refused(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("result").is_none(), "{method}: {answer}");
        answer["error"].clone()
    }

    /// The next message, after doing what a client does with it by itself; `None` when the server has closed.
    pub fn next(&mut self, until: Instant) -> Option<Value> {
        let left = until.saturating_duration_since(Instant::now());
        let message = match self.messages.recv_timeout(left) {
            Ok(message) => message,
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing came for {PATIENCE:?}"),
        };
        let method = message["method"].as_str();
        if method == Some("textDocument/publishDiagnostics") {
            let uri = message["params"]["uri"].as_str().unwrap().to_string();
            self.findings.insert(uri, message["params"].clone());
        }
        if let (Some(method), Some(id)) = (method, message.get("id")) {
            let result = match method {
                "workspace/configuration" => json!([self.settings]),
                "workspace/applyEdit" => json!({ "applied": true }),
                "window/showDocument" => json!({ "success": true }),
                _ => Value::Null,
            };
            let answer = json!({ "jsonrpc": "2.0", "id": id, "result": result });
            self.send(&answer);
        }
        Some(message)
    }

    /// Reads messages until one fits. The others are kept in `heard`.
    #[track_caller]
    pub fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let Some(message) = self.next(until) else {
                panic!("the server has closed instead of {what}: {:#?}", self.heard);
            };
            let id = message["id"]
                .as_i64()
                .filter(|_| message.get("method").is_none());
            if fits(&message) {
                return message;
            }
            if let Some(id) = id {
                self.answers.insert(id, message.clone());
            }
            self.heard.push(message);
        }
    }

    /// The next time the server says this.
    #[track_caller]
    pub fn told(&mut self, method: &str) -> Value {
        let found = self.heard.iter().position(|m| m["method"] == method);
        let message = match found {
            Some(at) => self.heard.remove(at),
            None => self.wait(method, |m| m["method"] == method),
        };
        message["params"].clone()
    }

    /// Opens a document with this text.
    pub fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.open_uri(&uri, text);
    }

    pub fn open_uri(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "meent", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Opens a document with the text that lies on the disk.
    pub fn open_file(&mut self, name: &str) -> String {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        self.open(name, &text);
        text
    }

    /// Changes a document: `[line, column, line, column]` and the text that comes there.
    pub fn change(&mut self, name: &str, version: i64, changes: &[([u32; 4], &str)]) {
        let changes: Vec<Value> = changes
            .iter()
            .map(|(r, text)| json!({ "range": range(*r), "text": text }))
            .collect();
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": self.uri(name), "version": version },
                "contentChanges": changes,
            }),
        );
    }

    /// Replaces the whole text of a document.
    pub fn replace(&mut self, name: &str, version: i64, text: &str) {
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": self.uri(name), "version": version },
                "contentChanges": [{ "text": text }],
            }),
        );
    }

    pub fn close(&mut self, name: &str) {
        let document = json!({ "textDocument": { "uri": self.uri(name) } });
        self.notify("textDocument/didClose", document);
    }

    pub fn at(&self, name: &str, line: u32, column: u32) -> Value {
        json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": column },
        })
    }

    /// The codes of a document's findings as they were last told.
    pub fn codes(&self, name: &str) -> Vec<String> {
        let told = self.findings.get(&self.uri(name));
        let list = told.and_then(|t| t["diagnostics"].as_array());
        let code = |d: &Value| d["code"].as_str().unwrap().to_string();
        list.into_iter().flatten().map(code).collect()
    }

    /// Reads messages until the findings of a document fit.
    #[track_caller]
    pub fn until(&mut self, name: &str, fits: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(name);
        let now = |client: &Client| -> Option<Vec<Value>> {
            let told = client.findings.get(&uri)?["diagnostics"]
                .as_array()?
                .clone();
            fits(&told).then_some(told)
        };
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = now(self) {
                return found;
            }
            match self.next(until) {
                Some(message) => self.heard.push(message),
                None => panic!(
                    "the server has closed; findings so far: {:#?}",
                    self.findings
                ),
            }
        }
    }

    /// Reads messages until a document has just these findings, in any order.
    #[track_caller]
    pub fn until_codes(&mut self, name: &str, codes: &[&str]) -> Vec<Value> {
        let mut wanted: Vec<&str> = codes.to_vec();
        wanted.sort_unstable();
        self.until(name, |found| {
            let mut got: Vec<&str> = found.iter().filter_map(|d| d["code"].as_str()).collect();
            got.sort_unstable();
            got == wanted
        })
    }

    /// Lets the server do all that it was asked before this.
    pub fn settle(&mut self) {
        let id = self.begin("meent/nothing", Value::Null);
        self.answer(id);
    }

    /// Ends the conversation as it should, and gives the exit code.
    pub fn finish(mut self) -> i32 {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.exit_code()
    }

    /// Closes the stream to the server.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// How the server ends; it must be on its way out.
    pub fn exit_code(&mut self) -> i32 {
        let until = Instant::now() + PATIENCE;
        // The stream closes when the process ends, so this takes no time of its own.
        while self.next(until).is_some() {}
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn range([line, column, end_line, end_column]: [u32; 4]) -> Value {
    json!({
        "start": { "line": line, "character": column },
        "end": { "line": end_line, "character": end_column },
    })
}

/// Lays the fields of one value over those of another.
pub fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// The next message of a stream; the header must be as the protocol has it.
fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.strip_suffix("\r\n").expect("a header ends with CRLF");
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = Some(value.parse::<usize>().unwrap());
        }
    }
    let mut body = vec![0; length.expect("every message says how long it is")];
    input.read_exact(&mut body).ok()?;
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["jsonrpc"], "2.0");
    Some(message)
}

/// A file of the repository.
pub fn repository(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join(path)).unwrap()
}
