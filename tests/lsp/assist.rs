//! Conversations about writing: completion, signatures, tokens, hints, lenses, formatting and commands.

use crate::support::Client;
use serde_json::{Value, json};

const COMMONS: &str = "# é𝄞 before everything\ngroup households \"Households\" { of people }\ngroup stewards \"Stewards\" {\n  of organisations\n  closed\n}\ndataset meters \"Meter readings\" { about people in households  personal }\n";

fn at(client: &Client, line: u32, column: u32) -> Value {
    client.at("a.meent", line, column)
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items.iter().filter_map(|i| i["label"].as_str()).collect()
}

#[test]
fn completion_replaces_the_word_and_tells_more_when_asked() {
    let text = format!("{COMMONS}rule r \"𝄞\" {{ households may read met }}\n");
    let mut client = Client::of(&[("a.meent", &text)]);
    client.open("a.meent", &text);
    let line = text.lines().position(|l| l.starts_with("rule")).unwrap() as u32;
    // In UTF-16 the clef takes two.
    let column = text.lines().last().unwrap().find(" }").unwrap() as u32 - 2;
    let params = at(&client, line, column);
    let found = client.request("textDocument/completion", params);
    let all = labels(&found);
    assert!(all.contains(&"meters"), "{all:?}");
    let items = found["items"].as_array().unwrap();
    let one = items.iter().find(|i| i["label"] == "meters").unwrap();
    assert_eq!(one["textEdit"]["newText"], "meters");
    let range = &one["textEdit"]["range"];
    assert_eq!(range["start"]["character"], column - 3);
    assert_eq!(range["end"]["character"], column);
    let resolved = client.request("completionItem/resolve", one.clone());
    let said = resolved["documentation"]["value"].as_str().unwrap();
    assert!(said.contains("Meter readings"), "{said}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn signatures_mark_the_part_that_is_next() {
    let text = format!("{COMMONS}rule r {{ households  }}\n");
    let mut client = Client::of(&[("a.meent", &text)]);
    client.open("a.meent", &text);
    let line = text.lines().count() as u32 - 1;
    let params = at(&client, line, 20);
    let found = client.request("textDocument/signatureHelp", params);
    let nth = found["activeSignature"].as_u64().unwrap() as usize;
    let part = found["activeParameter"].as_u64().unwrap() as usize;
    let one = &found["signatures"][nth];
    let label: Vec<u16> = one["label"].as_str().unwrap().encode_utf16().collect();
    let bounds = &one["parameters"][part]["label"];
    let (from, to) = (
        bounds[0].as_u64().unwrap() as usize,
        bounds[1].as_u64().unwrap() as usize,
    );
    let shown = String::from_utf16(&label[from..to]).unwrap();
    assert_eq!(shown, "(may | must not | must)");
    assert_eq!(client.finish(), 0);
}

/// Tokens as lines, columns, lengths and kinds.
fn places(client: &Client, data: &[u64]) -> Vec<(u64, u64, u64, String)> {
    let legend = &client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"];
    let (mut line, mut column) = (0, 0);
    let rows = data.chunks(5).map(|five| {
        line += five[0];
        column = if five[0] == 0 {
            column + five[1]
        } else {
            five[1]
        };
        let kind = legend[five[3] as usize].as_str().unwrap().to_string();
        (line, column, five[2], kind)
    });
    rows.collect()
}

fn numbers(data: &Value) -> Vec<u64> {
    data.as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect()
}

#[test]
fn tokens_come_whole_in_part_and_as_what_changed() {
    let text = format!("{COMMONS}purpose p \"Two\n  lines\"\n");
    let mut client = Client::of(&[("a.meent", &text)]);
    client.open("a.meent", &text);
    let document = json!({ "textDocument": { "uri": client.uri("a.meent") } });
    let whole = client.request("textDocument/semanticTokens/full", document.clone());
    let before = numbers(&whole["data"]);
    let all = places(&client, &before);
    assert_eq!(all[0], (0, 0, 23, "comment".into()));
    assert!(all.contains(&(1, 6, 10, "class".into())), "{all:?}");
    // A text over two lines is two tokens.
    let last = &all[all.len() - 2..];
    assert_eq!((last[0].2, last[1].2), (4, 8));
    client.change(
        "a.meent",
        2,
        &[([1, 0, 1, 0], "group other \"O\" { of people }\n")],
    );
    let mut params = document.clone();
    params["previousResultId"] = whole["resultId"].clone();
    let changed = client.request("textDocument/semanticTokens/full/delta", params);
    let mut mended = before;
    for edit in changed["edits"].as_array().unwrap() {
        let start = edit["start"].as_u64().unwrap() as usize;
        let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
        mended.splice(start..end, numbers(&edit["data"]));
    }
    let again = client.request("textDocument/semanticTokens/full", document.clone());
    assert_eq!(mended, numbers(&again["data"]));
    let mut params = document;
    params["range"] = crate::support::range([1, 0, 1, 5]);
    let part = client.request("textDocument/semanticTokens/range", params);
    assert!(numbers(&part["data"]).len() < mended.len());
    assert_eq!(client.finish(), 0);
}

#[test]
fn hints_and_lenses_are_in_their_places() {
    let text = format!("{COMMONS}member coop \"The coop\" {{ in stewards }}\n");
    let mut client = Client::of(&[("a.meent", &text)]);
    client.open("a.meent", &text);
    let document = json!({ "uri": client.uri("a.meent") });
    let range = crate::support::range([0, 0, 9, 0]);
    let hints = client.request(
        "textDocument/inlayHint",
        json!({ "textDocument": document, "range": range }),
    );
    assert_eq!(hints[0]["label"], "The coop");
    assert_eq!(hints[0]["position"], json!({ "line": 4, "character": 8 }));
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": document }));
    let titles: Vec<&str> = lenses
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|l| l["command"]["title"].as_str())
        .collect();
    assert!(titles.contains(&"used once"), "{titles:?}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn formatting_changes_as_little_as_it_can_and_says_why_it_does_not() {
    let text = "group   a { of people }\n\nrule r {   bogus   }\n";
    let mut client = Client::of(&[("a.meent", text)]);
    client.open("a.meent", text);
    let document = json!({ "uri": client.uri("a.meent") });
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let edits = client.request(
        "textDocument/formatting",
        json!({ "textDocument": document, "options": options }),
    );
    assert_eq!(
        edits,
        json!([{ "range": crate::support::range([0, 5, 0, 8]), "newText": " " }])
    );
    let params = json!({ "textDocument": document, "options": options, "range": crate::support::range([2, 4, 2, 6]) });
    let error = client.refused("textDocument/rangeFormatting", params);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("does not parse")
    );
    client.replace("a.meent", 2, "rule r {\n\n}\n");
    let params = json!({ "textDocument": document, "options": options, "position": { "line": 1, "character": 0 }, "ch": "\n" });
    let edits = client.request("textDocument/onTypeFormatting", params);
    assert_eq!(edits[0]["newText"], "  ");
    assert_eq!(client.finish(), 0);
}

fn command(client: &mut Client, name: &str, argument: Value) -> Value {
    client.request(
        "workspace/executeCommand",
        json!({ "command": name, "arguments": [argument] }),
    )
}

fn refused(client: &mut Client, name: &str, arguments: Value) -> String {
    let error = client.refused(
        "workspace/executeCommand",
        json!({ "command": name, "arguments": arguments }),
    );
    error["message"].as_str().unwrap().to_string()
}

#[test]
fn commands_ask_show_the_clause_and_build() {
    let files: Vec<(String, String)> = ["commons", "data", "rules", "deciding", "scenarios"]
        .iter()
        .map(|n| {
            (
                format!("{n}.meent"),
                crate::support::repository(&format!("examples/city/{n}.meent")),
            )
        })
        .collect();
    let mut all: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let manifest = crate::support::repository("examples/city/meent.toml");
    all.push(("meent.toml", &manifest));
    let mut client = Client::of(&all);
    client.open_file("rules.meent");
    let uri = client.uri("rules.meent");
    let request =
        json!({ "party": { "groups": [] }, "actions": ["sell"], "data": [], "purposes": [] });
    let answer = command(
        &mut client,
        "meent.ask",
        json!({ "uri": uri, "request": request }),
    );
    assert!(answer["answer"]["answer"].is_string() && !answer["text"].as_str().unwrap().is_empty());
    let why = refused(&mut client, "meent.ask", json!([{ "uri": uri }]));
    assert!(why.contains("Say what is asked"), "{why}");
    let why = refused(
        &mut client,
        "meent.ask",
        json!([{ "uri": uri, "request": { "who": 1 } }]),
    );
    assert!(why.contains("not a request"), "{why}");
    let text = &files[2].1;
    let line = text.lines().position(|l| l.starts_with("rule ")).unwrap();
    let shown = command(
        &mut client,
        "meent.showClause",
        json!({ "uri": uri, "position": { "line": line, "character": 2 } }),
    );
    assert!(shown["anchor"].as_str().unwrap().starts_with("rule-"));
    assert!(shown["html"].as_str().unwrap().contains("<p>"));
    // Not while something is unsaved, and then whole.
    client.change("rules.meent", 2, &[([0, 0, 0, 0], "\n")]);
    let why = refused(&mut client, "meent.build", json!([{ "uri": uri }]));
    assert!(why.contains("not saved"), "{why}");
    assert!(!client.path("build").exists());
    client.change("rules.meent", 3, &[([0, 0, 1, 0], "")]);
    let built = command(&mut client, "meent.build", json!({ "uri": uri }));
    let count = built["files"].as_array().unwrap().len();
    assert!(
        count > 10 && client.path("build/manifest.json").exists(),
        "{built}"
    );
    // A source with errors builds nothing.
    let broken = format!("{text}\nrule no-such {{ nobody-at-all may read nothing }}\n");
    std::fs::write(client.path("rules.meent"), &broken).unwrap();
    client.replace("rules.meent", 4, &broken);
    let why = refused(&mut client, "meent.build", json!([{ "uri": uri }]));
    assert!(why.contains("Nothing was written"), "{why}");
    assert_eq!(client.finish(), 0);
}
