//! How conversations begin and end.

use crate::support::{Client, Start};
use crate::{BAD, GOOD};
use serde_json::{Value, json};

#[test]
fn from_the_first_word_to_the_last() {
    let mut client = Client::of(&[("trees.meent", GOOD)]);
    assert_eq!(client.capabilities["positionEncoding"], "utf-16");
    assert_eq!(client.capabilities["textDocumentSync"]["change"], 2);
    client.open("trees.meent", BAD);
    let found = client.until_codes("trees.meent", &["M0503"]);
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["source"], "meent");
    client.replace("trees.meent", 2, GOOD);
    client.until_codes("trees.meent", &[]);
    assert_eq!(client.findings[&client.uri("trees.meent")]["version"], 2);
    assert_eq!(client.finish(), 0);
}

#[test]
fn nothing_is_answered_before_initialize() {
    let mut client = Start::with(&[]).spawn();
    let error = client.refused("textDocument/hover", json!({}));
    assert_eq!(error["code"], -32002);
    client.notify("textDocument/didOpen", json!({ "textDocument": 1 }));
    let error = client.refused("shutdown", Value::Null);
    assert_eq!(error["code"], -32002);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn initialize_comes_once_and_shutdown_is_the_end() {
    let mut client = Client::of(&[]);
    assert_eq!(client.refused("initialize", json!({}))["code"], -32600);
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    for method in ["shutdown", "initialize", "textDocument/codeAction"] {
        assert_eq!(client.refused(method, json!({}))["code"], -32600);
    }
    // Nothing is done with edits any more, and nothing breaks.
    client.open("a.meent", BAD);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn going_without_a_word_is_noticed() {
    let mut client = Client::of(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);

    let mut client = Client::of(&[]);
    client.hang_up();
    assert_eq!(client.exit_code(), 1);

    let mut client = Client::of(&[]);
    client.request("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.exit_code(), 0);
}

/// The editor is gone, but something else holds the stream open.
#[cfg(unix)]
#[test]
fn a_server_does_not_outlive_its_editor() {
    let mut editor = std::process::Command::new("sleep")
        .arg("3600")
        .spawn()
        .unwrap();
    let mut client = Start::with(&[])
        .params(json!({ "processId": editor.id() }))
        .run();
    client.settle();
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn a_client_that_can_do_nothing_is_served() {
    let mut client = Start::with(&[("a.meent", BAD)]).spawn();
    let uri = client.uri("");
    let params = json!({ "processId": null, "rootUri": uri, "capabilities": {} });
    let answer = client.request("initialize", params);
    assert_eq!(answer["serverInfo"]["name"], "meent");
    client.notify("initialized", json!({}));
    client.open("a.meent", BAD);
    let found = client.until_codes("a.meent", &["M0503"]);
    for name in ["codeDescription", "relatedInformation", "tags", "data"] {
        assert!(found[0].get(name).is_none(), "{name}");
    }
    // The other place is a line of the message then.
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.contains("a.meent:17:3"), "{message}");
    assert!(client.heard.iter().all(|m| m.get("id").is_none()));
    assert_eq!(client.finish(), 0);
}

#[test]
fn the_first_analysis_is_shown_as_a_task() {
    let mut client = Client::of(&[("a.meent", BAD)]);
    let created = client.told("window/workDoneProgress/create");
    client.until_codes("a.meent", &["M0503"]);
    client.settle();
    let shown: Vec<&Value> = client
        .heard
        .iter()
        .filter(|m| m["method"] == "$/progress")
        .map(|m| &m["params"])
        .collect();
    // It may be over before the client has said that it will show it.
    let kinds: Vec<&str> = shown
        .iter()
        .filter_map(|p| p["value"]["kind"].as_str())
        .collect();
    assert!(kinds == ["begin", "end"] || kinds.is_empty(), "{kinds:?}");
    assert!(shown.iter().all(|p| p["token"] == created["token"]));
}

#[test]
fn the_log_goes_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("meent.log");
    let mut client = Start::with(&[("a.meent", GOOD)])
        .arguments(&["--stdio", "--log", log.to_str().unwrap()])
        .run();
    client.open_file("a.meent");
    client.until_codes("a.meent", &[]);
    assert_eq!(client.finish(), 0);
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("request 1 initialize"), "{text}");
    assert!(text.contains("editor: test"), "{text}");

    let nowhere = folder.path().join("no").join("folder").join("log");
    let mut client = Start::with(&[])
        .arguments(&["--log", nowhere.to_str().unwrap()])
        .spawn();
    assert_eq!(client.exit_code(), 2);
}
