//! What no client should send.

use crate::support::Client;
use crate::{BAD, GOOD};
use serde_json::{Value, json};

/// The server still does what it is for.
#[track_caller]
fn still_serves(client: &mut Client) {
    client.replace("a.meent", 100, BAD);
    client.until_codes("a.meent", &["M0503"]);
    client.replace("a.meent", 101, GOOD);
    client.until_codes("a.meent", &[]);
}

fn opened() -> Client {
    let mut client = Client::of(&[("a.meent", GOOD)]);
    client.open("a.meent", GOOD);
    client.until_codes("a.meent", &[]);
    client
}

#[test]
fn what_is_not_a_message_is_answered() {
    let mut client = opened();
    let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    for (bytes, code) in [
        (framed("{"), -32700),
        (framed("\"text\""), -32600),
        (framed("{}"), -32600),
        (framed("[{\"id\":1,\"method\":\"x\"}]"), -32600),
        (framed("{\"id\":5,\"method\":{}}"), -32600),
        (framed(&"[".repeat(5000)), -32700),
        ("Content-Length: 999999999999\r\n\r\n{}".into(), -32700),
        ("Content-Length: many\r\n\r\n{}".into(), -32700),
    ] {
        client.raw(bytes.as_bytes());
        let answer = client.wait("a refusal", |m| m.get("error").is_some());
        assert_eq!(answer["error"]["code"], code, "{bytes:.80}");
    }
    // There is no message in this to answer.
    client.raw(b"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    still_serves(&mut client);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_message_that_leaves_out_the_version_of_the_protocol_is_understood() {
    let mut client = opened();
    client.send(&json!({ "id": 900, "method": "shutdown" }));
    let answer = client.answer(900);
    assert_eq!(answer["result"], Value::Null);
    assert!(answer.get("error").is_none());
}

#[test]
fn requests_that_do_not_exist_or_do_not_fit() {
    let mut client = opened();
    assert_eq!(
        client.refused("textDocument/sing", json!({}))["code"],
        -32601
    );
    for params in [
        Value::Null,
        json!([]),
        json!({ "textDocument": { "uri": 7 } }),
        json!({ "textDocument": { "uri": "file:///a" }, "range": "here" }),
    ] {
        let error = client.refused("textDocument/codeAction", params);
        assert_eq!(error["code"], -32602);
    }
    // A range that ends before it begins.
    let params = json!({
        "textDocument": { "uri": client.uri("a.meent") },
        "range": crate::support::range([3, 0, 1, 0]),
        "context": { "diagnostics": [] },
    });
    assert_eq!(
        client.refused("textDocument/codeAction", params)["code"],
        -32602
    );
    still_serves(&mut client);
}

#[test]
fn notifications_that_do_not_exist_or_do_not_fit() {
    let mut client = opened();
    let unknown = json!({ "uri": "file:///nowhere/b.meent", "version": 2 });
    for (method, params) in [
        ("$/something", json!(3)),
        ("something", json!({})),
        ("textDocument/didOpen", json!({ "textDocument": [] })),
        ("textDocument/didOpen", Value::Null),
        (
            "textDocument/didChange",
            json!({ "textDocument": unknown, "contentChanges": [] }),
        ),
        (
            "textDocument/didChange",
            json!({ "textDocument": unknown, "contentChanges": 3 }),
        ),
        ("textDocument/didSave", json!({ "textDocument": unknown })),
        ("textDocument/didClose", json!({ "textDocument": unknown })),
        (
            "textDocument/didClose",
            json!({ "textDocument": { "uri": "" } }),
        ),
        (
            "textDocument/didClose",
            json!({ "textDocument": { "uri": "file:///%ff%00" } }),
        ),
        (
            "workspace/didChangeWatchedFiles",
            json!({ "changes": "all" }),
        ),
        (
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": "x:", "type": 9 }] }),
        ),
        ("workspace/didRenameFiles", json!({ "files": [{}] })),
        ("workspace/didChangeWorkspaceFolders", json!(null)),
        ("workspace/didChangeConfiguration", json!({ "settings": 3 })),
        ("$/cancelRequest", json!({ "id": [] })),
        ("initialized", json!({})),
    ] {
        client.notify(method, params);
    }
    // An answer to nothing.
    client.send(&json!({ "jsonrpc": "2.0", "id": 4711, "result": 1 }));
    client.send(&json!({ "jsonrpc": "2.0", "id": "x", "error": { "code": 1 } }));
    still_serves(&mut client);
    assert_eq!(client.finish(), 0);
}
