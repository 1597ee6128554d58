//! Finding one's way over the protocol: positions, shapes and files as a client gets them.

use crate::support::{Client, Start};
use serde_json::{Value, json};

const OWN: &str = "commons c \"C\" nl \"M\" { goal \"G\" }\ngroup homes \"Homes 🏠\" nl \"Huizen\" { of people }\n\
                   dataset readings \"Readings\" { about people in homes personal field kwh \"Use\" in kWh }\n";
const RULES: &str = "# 🏠🏠 comment\n# more\nrule r \"🏠\" { homes may read readings.kwh\n  if x }\nfact x \"X\" { yes or no }\n";

fn started() -> Client {
    let mut client = Client::of(&[("meent.toml", ""), ("a.meent", OWN), ("b.meent", RULES)]);
    client.open("b.meent", RULES);
    client
}

fn at(client: &mut Client, method: &str, name: &str, line: u32, column: u32) -> Value {
    let params = client.at(name, line, column);
    client.request(method, params)
}

#[test]
fn from_a_mention_to_its_declaration_in_another_file() {
    let mut client = started();
    // The house is two units of UTF-16.
    let found = at(&mut client, "textDocument/definition", "b.meent", 2, 16);
    let target = &found[0];
    assert_eq!(target["targetUri"], client.uri("a.meent"), "{found}");
    assert_eq!(
        target["targetSelectionRange"]["start"],
        json!({ "line": 1, "character": 6 })
    );
    assert_eq!(
        target["originSelectionRange"]["start"],
        json!({ "line": 2, "character": 14 })
    );
    let mut params = client.at("b.meent", 2, 16);
    params["context"] = json!({ "includeDeclaration": true });
    let found = client.request("textDocument/references", params);
    assert_eq!(found.as_array().unwrap().len(), 3, "{found}");
    let found = at(
        &mut client,
        "textDocument/documentHighlight",
        "b.meent",
        2,
        16,
    );
    assert_eq!(
        found,
        json!([{ "kind": 2, "range": { "start": { "line": 2, "character": 14 }, "end": { "line": 2, "character": 19 } } }])
    );
    assert_eq!(
        at(&mut client, "textDocument/definition", "b.meent", 2, 1),
        Value::Null
    );
    client.finish();
}

#[test]
fn hovers_are_in_the_language_of_the_client() {
    let files = [("meent.toml", ""), ("a.meent", OWN), ("b.meent", RULES)];
    let mut client = Start::with(&files).params(json!({ "locale": "nl" })).run();
    client.open("b.meent", RULES);
    let found = at(&mut client, "textDocument/hover", "b.meent", 2, 16);
    let text = found["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("**Huizen** · groep `homes`"), "{text}");
    assert!(text.contains("#L"), "{text}");
    let keyword = at(&mut client, "textDocument/hover", "b.meent", 2, 21);
    assert!(
        keyword["contents"]["value"]
            .as_str()
            .unwrap()
            .starts_with("**`may`**"),
        "{keyword}"
    );
    assert_eq!(
        at(&mut client, "textDocument/hover", "b.meent", 0, 4),
        Value::Null
    );
    client.finish();
}

#[test]
fn a_rename_edits_open_and_closed_files() {
    let mut client = started();
    let ready = at(&mut client, "textDocument/prepareRename", "b.meent", 2, 16);
    assert_eq!(ready["placeholder"], "homes");
    let mut params = client.at("b.meent", 2, 16);
    params["newName"] = json!("dwellings");
    let edit = client.request("textDocument/rename", params.clone());
    let changed = edit["documentChanges"].as_array().unwrap();
    let count: usize = changed
        .iter()
        .map(|c| c["edits"].as_array().unwrap().len())
        .sum();
    assert_eq!((changed.len(), count), (2, 3), "{edit}");
    params["newName"] = json!("must");
    let error = client.refused("textDocument/rename", params);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("word of the language"),
        "{error}"
    );
    let params = client.at("b.meent", 2, 26);
    let error = client.refused("textDocument/prepareRename", params);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("comes with Meent"),
        "{error}"
    );
    client.finish();
}

#[test]
fn the_layout_of_a_document_follows_its_unsaved_text() {
    let mut client = started();
    let document = json!({ "textDocument": { "uri": client.uri("b.meent") } });
    let found = client.request("textDocument/documentSymbol", document.clone());
    let names: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["r", "x"]);
    client.replace("b.meent", 2, "group other { of people }\n");
    let found = client.request("textDocument/documentSymbol", document.clone());
    assert_eq!(found[0]["name"], "other");
    assert_eq!(
        client.request("textDocument/foldingRange", document.clone()),
        json!([])
    );
    client.replace("b.meent", 3, RULES);
    let folds = client.request("textDocument/foldingRange", document);
    assert_eq!(
        folds[0],
        json!({ "startLine": 0, "endLine": 1, "kind": "comment" })
    );
    let params = json!({ "textDocument": { "uri": client.uri("b.meent") }, "positions": [{ "line": 2, "character": 36 }] });
    let found = client.request("textDocument/selectionRange", params);
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 2, "character": 29 }),
        "{found}"
    );
    assert!(found[0]["parent"]["parent"]["range"].is_object());
    let found = client.request("workspace/symbol", json!({ "query": "huiz" }));
    assert!(
        found[0]["name"].as_str().unwrap().starts_with("homes"),
        "{found}"
    );
    client.finish();
}

#[test]
fn who_may_reach_a_dataset_is_a_hierarchy_of_calls() {
    let mut client = started();
    let found = at(
        &mut client,
        "textDocument/prepareCallHierarchy",
        "b.meent",
        2,
        26,
    );
    assert_eq!(found, Value::Null);
    let found = at(
        &mut client,
        "textDocument/prepareCallHierarchy",
        "b.meent",
        2,
        30,
    );
    assert_eq!(found[0]["name"], "Readings");
    let calls = client.request("callHierarchy/incomingCalls", json!({ "item": found[0] }));
    assert_eq!(calls[0]["from"]["name"], "Homes 🏠", "{calls}");
    assert_eq!(calls[0]["from"]["uri"], client.uri("b.meent"));
    let back = client.request(
        "callHierarchy/outgoingCalls",
        json!({ "item": calls[0]["from"] }),
    );
    assert_eq!(back[0]["to"]["name"], "Use", "{back}");
    client.finish();
}
