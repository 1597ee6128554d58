//! Several files, several projects, several folders.

use crate::support::{Client, Start};
use crate::{BAD, GOOD};
use serde_json::json;
use std::fs;

fn changed(client: &mut Client, names: &[&str]) {
    let changes: Vec<_> = names
        .iter()
        .map(|name| json!({ "uri": client.uri(name), "type": 2 }))
        .collect();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": changes }),
    );
}

#[test]
fn findings_of_files_that_are_not_open_are_told_and_taken_back() {
    let mut client = Client::of(&[("one/a.meent", BAD), ("two/b.meent", BAD)]);
    client.until_codes("one/a.meent", &["M0503"]);
    client.until_codes("two/b.meent", &["M0503"]);
    let watched = client.told("client/registerCapability").to_string();
    assert!(watched.contains("**/*.meent") && watched.contains("**/meent.toml"));
    fs::write(client.path("one/a.meent"), GOOD).unwrap();
    changed(&mut client, &["one/a.meent"]);
    client.until_codes("one/a.meent", &[]);
    assert_eq!(client.codes("two/b.meent"), ["M0503"]);
    fs::remove_file(client.path("two/b.meent")).unwrap();
    changed(&mut client, &["two/b.meent"]);
    client.until_codes("two/b.meent", &[]);
    // A project that was not there before.
    fs::create_dir(client.path("three")).unwrap();
    fs::write(client.path("three/c.meent"), BAD).unwrap();
    changed(&mut client, &["three/c.meent"]);
    client.until_codes("three/c.meent", &["M0503"]);
}

#[test]
fn an_edit_in_one_file_shows_in_the_other() {
    let (head, rule) = BAD.split_at(BAD.find("rule no-sale").unwrap());
    let files = [("a.meent", head), ("rules/b.meent", rule)];
    let settings = "[project]\nsources = [\"*.meent\", \"rules/*.meent\"]\n";
    let mut client = Start::with(&[files[0], files[1], ("meent.toml", settings)]).run();
    client.open_file("a.meent");
    client.open_file("rules/b.meent");
    client.until_codes("a.meent", &["M0503"]);
    client.replace("rules/b.meent", 2, &rule.replace("sell", "read"));
    client.until("a.meent", |found| {
        found.is_empty() || found[0]["code"] == "M0503"
    });
    client.replace("rules/b.meent", 3, &rule.replace("trees", "leaves"));
    client.until_codes("a.meent", &[]);
    client.until_codes("rules/b.meent", &["M0301"]);
    client.replace("rules/b.meent", 4, rule);
    client.until_codes("a.meent", &["M0503"]);
    client.until_codes("rules/b.meent", &[]);
}

#[test]
fn the_settings_have_findings_and_make_levels() {
    let unused = crate::support::repository("examples/findings/M0601-unused/bad.meent");
    let settings = "[levels]\nM0601 = \"note\"\n";
    let mut client = Client::of(&[("a.meent", &unused), ("meent.toml", settings)]);
    let found = client.until_codes("a.meent", &["M0601"]);
    assert_eq!(
        (&found[0]["severity"], &found[0]["tags"]),
        (&json!(3), &json!([1]))
    );
    // Unsaved settings count, as unsaved sources do.
    client.open("meent.toml", "[levels]\nM0601 = \"error\"\n");
    client.until("a.meent", |found| {
        found.len() == 1 && found[0]["severity"] == 1
    });
    client.replace("meent.toml", 2, "[levels]\nM0601 = \"loud\"\n");
    let found = client.until_codes("meent.toml", &["M0202"]);
    assert_eq!(found[0]["range"]["start"]["line"], 1);
    client.replace("meent.toml", 3, "[levels]\nM0601 = \"allow\"\n");
    client.until_codes("meent.toml", &[]);
    client.until_codes("a.meent", &[]);
    client.close("meent.toml");
    client.until("a.meent", |found| {
        found.len() == 1 && found[0]["severity"] == 3
    });
}

#[test]
fn folders_come_and_go() {
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("b.meent"), BAD).unwrap();
    let mut client = Client::of(&[("a.meent", BAD)]);
    client.until_codes("a.meent", &["M0503"]);
    let folder = json!({ "uri": meent::lsp::uri::of(other.path()), "name": "other" });
    let file = meent::lsp::uri::of(&other.path().join("b.meent"));
    let change =
        |added: &[_], removed: &[_]| json!({ "event": { "added": added, "removed": removed } });
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        change(std::slice::from_ref(&folder), &[]),
    );
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    let has = |client: &Client, n: usize| {
        let told = client.findings.get(&file);
        told.and_then(|t| t["diagnostics"].as_array()).map(Vec::len) == Some(n)
    };
    while !has(&client, 1) {
        client.next(until).unwrap();
    }
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        change(&[], &[folder]),
    );
    while !has(&client, 0) {
        client.next(until).unwrap();
    }
    assert_eq!(client.codes("a.meent"), ["M0503"]);
}

#[test]
fn a_file_that_is_renamed_takes_its_findings_along() {
    let mut client = Client::of(&[("old.meent", BAD)]);
    client.until_codes("old.meent", &["M0503"]);
    fs::rename(client.path("old.meent"), client.path("new.meent")).unwrap();
    let files = json!({ "oldUri": client.uri("old.meent"), "newUri": client.uri("new.meent") });
    client.notify("workspace/didRenameFiles", json!({ "files": [files] }));
    client.until_codes("old.meent", &[]);
    client.until_codes("new.meent", &["M0503"]);
}

#[test]
fn a_client_that_does_not_watch_is_up_to_date_when_something_is_saved() {
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": false } });
    let mut client = Start::with(&[("one/a.meent", GOOD), ("two/b.meent", BAD)])
        .capable(capabilities)
        .run();
    client.until_codes("two/b.meent", &["M0503"]);
    client.open_file("one/a.meent");
    fs::write(client.path("two/b.meent"), GOOD).unwrap();
    let document = json!({ "textDocument": { "uri": client.uri("one/a.meent") }, "text": GOOD });
    client.notify("textDocument/didSave", document);
    client.until_codes("two/b.meent", &[]);
}

/// The editor has opened a folder by a link; what it is told is told by that name.
#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_keeps_the_name_that_the_editor_has_for_it() {
    let real = tempfile::tempdir().unwrap();
    fs::write(real.path().join("a.meent"), BAD).unwrap();
    fs::write(real.path().join("b c.meent"), "# nothing\n").unwrap();
    let mut client = Start::with(&[]).spawn();
    std::os::unix::fs::symlink(real.path(), client.path("link")).unwrap();
    let folder = json!({ "uri": client.uri("link"), "name": "link" });
    let mut params = json!({ "workspaceFolders": [folder], "capabilities": {} });
    params["capabilities"] = crate::support::able();
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.until_codes("link/b c.meent", &["M0105"]);
    client.open("link/a.meent", &BAD.replace("sell trees", "sell tress"));
    client.until_codes("link/a.meent", &["M0301"]);
    assert!(
        client.findings.keys().all(|uri| uri.contains("/link/")),
        "{:?}",
        client.findings.keys()
    );
}
