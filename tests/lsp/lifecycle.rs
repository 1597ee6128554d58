//! How conversations begin and end.

use crate::support::{Client, Start, repository};
use serde_json::{Value, json};

const BAD: &str = "examples/findings/M0503-contradiction/bad.meent";
const GOOD: &str = "examples/findings/M0503-contradiction/good.meent";

#[test]
fn from_the_first_word_to_the_last() {
    let (bad, good) = (repository(BAD), repository(GOOD));
    let mut client = Client::of(&[("trees.meent", &good)]);
    assert_eq!(client.capabilities["positionEncoding"], "utf-16");
    assert_eq!(client.capabilities["textDocumentSync"]["change"], 2);
    client.open("trees.meent", &bad);
    let found = client.until_codes("trees.meent", &["M0503"]);
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["source"], "meent");
    client.replace("trees.meent", 2, &good);
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
