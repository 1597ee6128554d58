//! Clients that ask for findings themselves.

use crate::support::{Client, Start};
use crate::{BAD, GOOD};
use serde_json::{Value, json};

fn pulling(files: &[(&str, &str)], all: bool) -> Client {
    Start::with(files)
        .capable(json!({
            "textDocument": { "diagnostic": { "dynamicRegistration": false } },
            "workspace": { "diagnostics": { "refreshSupport": true } },
        }))
        .params(json!({ "initializationOptions": { "workspaceDiagnostics": all } }))
        .run()
}

fn pull(client: &mut Client, name: &str, before: Option<&Value>) -> Value {
    let mut params = json!({ "textDocument": { "uri": client.uri(name) } });
    if let Some(before) = before {
        params["previousResultId"] = before.clone();
    }
    client.request("textDocument/diagnostic", params)
}

/// Asks again each time that the server says so, until the findings are these.
fn pull_until(client: &mut Client, name: &str, codes: &[&str]) -> Value {
    loop {
        let report = pull(client, name, None);
        let items = report["items"].as_array().unwrap();
        let found: Vec<&str> = items.iter().filter_map(|d| d["code"].as_str()).collect();
        if found == codes {
            return report;
        }
        client.told("workspace/diagnostic/refresh");
    }
}

#[test]
fn findings_of_an_open_document_are_asked_for() {
    let mut client = pulling(&[("one/a.meent", GOOD), ("two/b.meent", BAD)], false);
    let provider = &client.capabilities["diagnosticProvider"];
    assert_eq!(provider["interFileDependencies"], true);
    assert_eq!(provider["workspaceDiagnostics"], false);
    client.open("one/a.meent", BAD);
    let report = pull_until(&mut client, "one/a.meent", &["M0503"]);
    assert_eq!(report["kind"], "full");
    let same = pull(&mut client, "one/a.meent", Some(&report["resultId"]));
    assert_eq!(same["kind"], "unchanged");
    assert_eq!(same["resultId"], report["resultId"]);
    client.replace("one/a.meent", 2, GOOD);
    let report = pull_until(&mut client, "one/a.meent", &[]);
    assert_eq!(report["kind"], "full");
    // What is not open is told; what is open is not.
    client.until_codes("two/b.meent", &["M0503"]);
    assert!(!client.findings.contains_key(&client.uri("one/a.meent")));
    client.open("two/b.meent", BAD);
    client.until_codes("two/b.meent", &[]);
    pull_until(&mut client, "two/b.meent", &["M0503"]);
    client.close("two/b.meent");
    client.until_codes("two/b.meent", &["M0503"]);
    // A document that is no source has none.
    let params = json!({ "textDocument": { "uri": "file:///x.md" } });
    assert_eq!(
        client.request("textDocument/diagnostic", params)["items"],
        json!([])
    );
}

#[test]
fn findings_of_all_files_are_asked_for() {
    let mut client = pulling(&[("one/a.meent", GOOD), ("two/b.meent", BAD)], true);
    assert_eq!(
        client.capabilities["diagnosticProvider"]["workspaceDiagnostics"],
        true
    );
    let uri = client.uri("two/b.meent");
    let ask = |client: &mut Client, known: Value| {
        let report = client.request(
            "workspace/diagnostic",
            json!({ "previousResultIds": known }),
        );
        report["items"].as_array().unwrap().clone()
    };
    let of = |items: &[Value]| items.iter().find(|i| i["uri"] == uri.as_str()).cloned();
    let report = loop {
        let items = ask(&mut client, json!([]));
        if let Some(found) = of(&items).filter(|r| r["items"][0]["code"] == "M0503") {
            break found;
        }
        client.told("workspace/diagnostic/refresh");
    };
    assert_eq!(report["kind"], "full");
    let known = json!([
        { "uri": uri, "value": report["resultId"] },
        { "uri": "file:///gone.meent", "value": "x" },
    ]);
    let items = ask(&mut client, known);
    assert_eq!(of(&items).unwrap()["kind"], "unchanged");
    let gone = items
        .iter()
        .find(|i| i["uri"] == "file:///gone.meent")
        .unwrap();
    assert_eq!(gone["items"], json!([]));
    assert!(client.findings.is_empty(), "{:#?}", client.findings);
}
