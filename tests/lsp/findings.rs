//! What a finding says, and in which language.

use crate::BAD;
use crate::support::{Client, Start, repository};
use serde_json::{Value, json};
use std::process::Command;

#[test]
fn a_finding_says_all_that_is_known_of_it() {
    let mut client = Client::of(&[("a.meent", BAD)]);
    client.open_file("a.meent");
    let found = client.until_codes("a.meent", &["M0503"]);
    let finding = &found[0];
    assert_eq!(finding["code"], "M0503");
    let places = finding["relatedInformation"].as_array().unwrap();
    let said: Vec<&str> = places
        .iter()
        .filter_map(|p| p["message"].as_str())
        .collect();
    assert_eq!(said, ["permitted here", "forbidden here"]);
    assert_eq!(places[0]["location"]["range"], finding["range"]);
    assert_eq!(
        places[1]["location"]["range"]["start"],
        json!({ "line": 16, "character": 2 })
    );
    // The link leads to a page that is there.
    let link = finding["codeDescription"]["href"].as_str().unwrap();
    let page = std::fs::read_to_string(meent::lsp::uri::path(link)).unwrap();
    assert!(
        page.starts_with("# M0503: Two rules contradict each other"),
        "{page}"
    );
    // The edits that would settle it come along.
    let fixes = finding["data"]["fixes"].as_array().unwrap();
    assert_eq!(finding["data"]["name"], "contradiction");
    assert_eq!(fixes.len(), 2);
    let change = &fixes[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], json!(client.uri("a.meent")));
    assert_eq!(change["textDocument"]["version"], 1);
    // A case that can be read aloud is in the message.
    let lines = finding["message"].as_str().unwrap().lines().count();
    assert!(lines >= 2, "{finding:#}");
}

/// The editor shows what the command line says, no more and no less.
#[test]
fn the_same_is_found_as_on_the_command_line() {
    for folder in [
        "M0301-unknown-name",
        "M0103-mixed-languages",
        "M0514-flow",
        "M0801-gap-controller",
        "M0106-unclosed",
    ] {
        let text = repository(&format!("examples/findings/{folder}/bad.meent"));
        let mut client = Client::of(&[("a.meent", &text)]);
        client.open("a.meent", &text);
        let output = Command::new(env!("CARGO_BIN_EXE_meent"))
            .args(["check", "--lang", "en", "--format", "json"])
            .arg(client.path("a.meent"))
            .output()
            .unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let expected: Vec<(u64, u64, &str)> = said["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| {
                let place = &f["places"][0];
                let at = |name: &str| place[name].as_u64().unwrap() - 1;
                (at("line"), at("column"), f["code"].as_str().unwrap())
            })
            .collect();
        client.until("a.meent", |found| {
            let mut found: Vec<(u64, u64, &str)> = found
                .iter()
                .map(|d| {
                    let at = &d["range"]["start"];
                    let number = |name: &str| at[name].as_u64().unwrap();
                    (
                        number("line"),
                        number("character"),
                        d["code"].as_str().unwrap(),
                    )
                })
                .collect();
            found.sort_unstable();
            let mut expected = expected.clone();
            expected.sort_unstable();
            found == expected
        });
    }
}

fn message(client: &mut Client) -> String {
    let found = client.until("a.meent", |found| found.len() == 1);
    found[0]["message"].as_str().unwrap().to_string()
}

#[test]
fn a_dutch_editor_gets_dutch() {
    let mut client = Start::with(&[("a.meent", BAD)])
        .params(json!({ "locale": "nl-NL" }))
        .run();
    let text = message(&mut client);
    assert!(text.contains("spreken elkaar tegen"), "{text}");
    let found = client.until_codes("a.meent", &["M0503"]);
    let link = found[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(link.contains("/nl/"), "{link}");
}

#[test]
fn the_setting_goes_before_the_command_line_and_that_before_the_editor() {
    // The editor is Dutch, the command line English, the setting Dutch.
    let mut client = Start::with(&[("a.meent", BAD)])
        .params(json!({ "locale": "nl" }))
        .arguments(&["--lang", "en"])
        .run();
    assert!(message(&mut client).contains("contradict"));
    client.settings = json!({ "language": "nl" });
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": null }),
    );
    client.until("a.meent", |f| {
        f[0]["message"].as_str().unwrap().contains("tegen")
    });
    // Some clients send the settings along.
    let settings = json!({ "settings": { "meent": { "language": "en" } } });
    client.notify("workspace/didChangeConfiguration", settings);
    client.until("a.meent", |f| {
        f[0]["message"].as_str().unwrap().contains("contradict")
    });

    let mut client = Start::with(&[("a.meent", BAD)])
        .settings(json!({ "language": "nl" }))
        .run();
    client.until("a.meent", |f| {
        f.len() == 1 && f[0]["message"].as_str().unwrap().contains("tegen")
    });
}
