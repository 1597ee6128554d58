//! What can be done about findings.

use crate::BAD;
use crate::support::{Client, Start, repository};
use serde_json::{Value, json};

fn actions(client: &mut Client, name: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let params = json!({
        "textDocument": { "uri": client.uri(name) },
        "range": range,
        "context": context,
    });
    let answer = client.request("textDocument/codeAction", params);
    answer.as_array().cloned().unwrap_or_default()
}

/// A text after the edits of an action. Columns are those of ASCII here.
fn after(text: &str, action: &Value) -> String {
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    assert_eq!(changes.len(), 1);
    let edits = changes[0]["edits"].as_array().unwrap();
    let at = |place: &Value| {
        let line = place["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + place["character"].as_u64().unwrap() as usize
    };
    let mut made: Vec<(usize, usize, String)> = edits
        .iter()
        .map(|e| {
            let text = e["newText"].as_str().unwrap().to_string();
            (at(&e["range"]["start"]), at(&e["range"]["end"]), text)
        })
        .collect();
    made.sort();
    let mut text = text.to_string();
    for (start, end, new) in made.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}

#[test]
fn a_fix_settles_its_finding() {
    let mut client = Client::of(&[]);
    client.open("a.meent", BAD);
    let found = client.until_codes("a.meent", &["M0503"]);
    let offered = actions(&mut client, "a.meent", &found[0]["range"], Some("quickfix"));
    let fixes: Vec<&Value> = offered.iter().filter(|a| a.get("edit").is_some()).collect();
    assert_eq!(fixes.len(), 2);
    assert_eq!(fixes[0]["isPreferred"], false);
    assert_eq!(fixes[0]["diagnostics"][0]["code"], "M0503");
    client.replace("a.meent", 2, &after(BAD, fixes[0]));
    client.until_codes("a.meent", &[]);
    // Elsewhere in the file there is nothing to do.
    let none = actions(
        &mut client,
        "a.meent",
        &crate::support::range([0, 0, 0, 0]),
        None,
    );
    assert_eq!(none, [Value::Null; 0]);
}

#[test]
fn all_that_is_sure_is_settled_at_once() {
    let text = repository("examples/findings/M0109-may-not/bad.meent");
    let mut client = Client::of(&[]);
    client.open("a.meent", &text);
    let found = client.until("a.meent", |f| f.iter().any(|d| d["code"] == "M0109"));
    let offered = actions(&mut client, "a.meent", &found[0]["range"], Some("quickfix"));
    assert_eq!(offered[0]["isPreferred"], true);
    let top = crate::support::range([0, 0, 0, 0]);
    let offered = actions(&mut client, "a.meent", &top, Some("source.fixAll"));
    assert_eq!(offered.len(), 1);
    assert_eq!(offered[0]["kind"], "source.fixAll");
    assert_eq!(
        actions(&mut client, "a.meent", &top, Some("source")).len(),
        1
    );
    assert_eq!(
        actions(&mut client, "a.meent", &top, Some("source.organizeImports")).len(),
        0
    );
    client.replace("a.meent", 2, &after(&text, &offered[0]));
    client.until("a.meent", |f| f.iter().all(|d| d["code"] != "M0109"));
}

#[test]
fn a_finding_can_be_accepted_with_a_reason() {
    let text = repository("examples/findings/M0601-unused/bad.meent").replace(
        "\"Bomen snoeien\"",
        "\"Bomen snoeien\" { toelichting \"Later.\" }",
    );
    let mut client = Start::with(&[]).params(json!({ "locale": "nl" })).run();
    client.open("a.meent", &text);
    let found = client.until_codes("a.meent", &["M0601"]);
    let offered = actions(&mut client, "a.meent", &found[0]["range"], None);
    let accept = offered
        .iter()
        .find(|a| a["title"].as_str().unwrap().starts_with("Aanvaard M0601"))
        .unwrap_or_else(|| panic!("{offered:#?}"));
    let after = after(&text, accept);
    assert!(after.contains("aanvaard M0601 omdat \""), "{after}");
    client.replace("a.meent", 2, &after);
    client.until_codes("a.meent", &[]);
}

#[test]
fn a_finding_can_be_explained() {
    let mut client = Client::of(&[]);
    client.open("a.meent", BAD);
    let found = client.until_codes("a.meent", &["M0503"]);
    let offered = actions(&mut client, "a.meent", &found[0]["range"], None);
    let explain = offered.iter().find(|a| a.get("command").is_some()).unwrap();
    let command = &explain["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    let page = client.request("workspace/executeCommand", params);
    assert!(page["markdown"].as_str().unwrap().starts_with("# M0503"));
    let shown = client.told("window/showDocument");
    assert_eq!(shown["uri"], page["uri"]);
    assert_eq!(shown["uri"], found[0]["codeDescription"]["href"]);

    let run =
        |command: &str, arguments: Value| json!({ "command": command, "arguments": arguments });
    for (params, code) in [
        (run("meent.explain", json!(["M9999"])), -32803),
        (run("meent.explain", json!([])), -32602),
        (run("meent.sing", json!([])), -32602),
    ] {
        assert_eq!(
            client.refused("workspace/executeCommand", params)["code"],
            code
        );
    }
    let page = client.request(
        "workspace/executeCommand",
        run("meent.explain", json!(["unused"])),
    );
    assert_eq!(page["code"], "M0601");
}
