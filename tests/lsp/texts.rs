//! Texts stay what the editor has, whatever happens to them.

use crate::support::{Client, Start, range};
use crate::{BAD, GOOD};
use serde_json::{Value, json};

/// A group whose title holds signs of every width, and a rule that names a dataset that is not there. The name stands
/// behind the title, in the same line.
const WIDE: &str =
    "group g \"é 👩‍🌾 𐍈\" { of people }\r\nrule r \"é👩‍🌾\" { g may read missing for nothing }\r\n";

fn place_of(found: &[Value], text: &str, name: &str) -> Value {
    let about = |d: &&Value| {
        d["message"]
            .as_str()
            .unwrap()
            .contains(&format!("`{name}`"))
    };
    let finding = found.iter().find(about);
    finding.unwrap_or_else(|| panic!("{name} in {text}: {found:#?}"))["range"].clone()
}

fn about(name: &str) -> impl Fn(&[Value]) -> bool {
    let name = format!("`{name}`");
    move |found| {
        found
            .iter()
            .any(|d| d["message"].as_str().unwrap().contains(&name))
    }
}

#[test]
fn columns_are_right_whatever_stands_before_them() {
    for (encodings, name, width) in [
        (
            json!(["utf-16"]),
            "utf-16",
            (|t: &str| t.encode_utf16().count()) as fn(&str) -> usize,
        ),
        (json!(["utf-32", "utf-8"]), "utf-8", str::len),
        (json!([]), "utf-16", |t: &str| t.encode_utf16().count()),
    ] {
        let mut client = Start::with(&[])
            .capable(json!({ "general": { "positionEncodings": encodings } }))
            .run();
        assert_eq!(client.capabilities["positionEncoding"], name);
        client.open("a.meent", WIDE);
        let found = client.until("a.meent", about("missing"));
        let line = WIDE.lines().nth(1).unwrap();
        let start = width(&line[..line.find("missing").unwrap()]) as u32;
        let place = place_of(&found, WIDE, "missing");
        assert_eq!(place, range([1, start, 1, start + 7]), "{name}");

        // An edit behind the wide signs lands where it should.
        client.change("a.meent", 2, &[([1, start, 1, start + 7], "absent")]);
        let found = client.until("a.meent", about("absent"));
        assert_eq!(
            place_of(&found, WIDE, "absent"),
            range([1, start, 1, start + 6])
        );
        // A column far behind the end of its line is the end of the line.
        client.change("a.meent", 3, &[([0, 9999, 0, 9999], "\r\n# é")]);
        let found = client.until("a.meent", |found| {
            about("absent")(found) && found.iter().any(|d| d["range"]["start"]["line"] == 2)
        });
        assert_eq!(
            place_of(&found, WIDE, "absent"),
            range([2, start, 2, start + 6])
        );
    }
}

#[test]
fn many_edits_at_once_end_in_the_right_text() {
    let mut client = Client::of(&[]);
    client.open("a.meent", "");
    // The text is typed letter by letter, in one go, and never waited for.
    let mut version = 1;
    let (mut line, mut column) = (0, 0);
    for c in BAD.chars() {
        version += 1;
        client.change(
            "a.meent",
            version,
            &[([line, column, line, column], &c.to_string())],
        );
        (line, column) = match c {
            '\n' => (line + 1, 0),
            _ => (line, column + 1),
        };
    }
    let uri = client.uri("a.meent");
    client.until("a.meent", |found| {
        found.len() == 1 && found[0]["code"] == "M0503"
    });
    assert_eq!(client.findings[&uri]["version"], version);
    // And with many changes in one message, from the end to the beginning.
    let lines = BAD.lines().count() as u32;
    let changes: Vec<([u32; 4], &str)> = (0..lines).rev().map(|n| ([n, 0, n, 0], "  ")).collect();
    client.change("a.meent", version + 1, &changes);
    client.until("a.meent", |found| {
        found.len() == 1 && found[0]["range"]["start"]["character"] == 4
    });
}

#[test]
fn edits_out_of_order_are_not_followed_until_the_text_is_known_again() {
    let mut client = Client::of(&[("a.meent", GOOD)]);
    client.open("a.meent", GOOD);
    client.change("a.meent", 5, &[([0, 0, 0, 0], "# five\n")]);
    client.change("a.meent", 4, &[([0, 0, 0, 0], "# four\n")]);
    let message = client.told("window/showMessage");
    assert!(message["message"].as_str().unwrap().contains("a.meent"));
    // Not followed: nobody knows what this is an edit of.
    client.change("a.meent", 6, &[([0, 0, 1, 0], "nonsense {\n")]);
    client.settle();
    assert_eq!(client.codes("a.meent"), [""; 0]);
    // Saving tells the text.
    let uri = client.uri("a.meent");
    client.notify(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": uri }, "text": BAD }),
    );
    client.until_codes("a.meent", &["M0503"]);
    client.change("a.meent", 7, &[([0, 0, 0, 0], "# seven\n")]);
    client.until("a.meent", |found| {
        found.len() == 1 && found[0]["range"]["start"]["line"] == 13
    });

    // So does a whole text, and so does what lies on the disk when it is saved.
    client.change("a.meent", 8, &[([3, 0, 1, 0], "")]);
    client.replace("a.meent", 9, GOOD);
    client.until_codes("a.meent", &[]);
    client.change("a.meent", 10, &[([3, 5, 3, 1], "")]);
    std::fs::write(client.path("a.meent"), BAD).unwrap();
    client.notify(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": uri } }),
    );
    client.until_codes("a.meent", &["M0503"]);
    let lost = |m: &&Value| {
        let text = m["params"]["message"].as_str().unwrap_or_default();
        m["method"] == "window/logMessage" && text.contains("Lost track")
    };
    assert_eq!(client.heard.iter().filter(lost).count(), 3);
}

#[test]
fn a_text_that_was_never_saved_is_a_source_too() {
    let mut client = Client::of(&[]);
    let uri = "untitled:Untitled-1";
    client.open_uri(uri, BAD);
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    while client
        .findings
        .get(uri)
        .is_none_or(|f| f["diagnostics"][0]["code"] != "M0503")
    {
        client.next(until).unwrap();
    }
    let link = &client.findings[uri]["diagnostics"][0]["relatedInformation"][0]["location"]["uri"];
    assert_eq!(link, uri);
    // Something else in the same editor is not looked at.
    let other =
        json!({ "uri": "untitled:Letter", "languageId": "markdown", "version": 1, "text": BAD });
    client.notify("textDocument/didOpen", json!({ "textDocument": other }));
    let other =
        json!({ "uri": client.uri("notes.md"), "languageId": "meent", "version": 1, "text": BAD });
    client.notify("textDocument/didOpen", json!({ "textDocument": other }));
    client.open("b.meent", GOOD);
    client.until_codes("b.meent", &[]);
    assert_eq!(client.findings.len(), 2, "{:#?}", client.findings);
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": uri } }),
    );
    while client.findings[uri]["diagnostics"] != json!([]) {
        client.next(until).unwrap();
    }
}

#[test]
fn a_new_file_is_part_of_its_folder_before_it_is_saved() {
    let (head, rule) = BAD.split_at(BAD.find("rule no-sale").unwrap());
    let mut client = Client::of(&[("a.meent", head)]);
    client.open_file("a.meent");
    client.until_codes("a.meent", &[]);
    client.open("new rule é.meent", rule);
    let found = client.until_codes("a.meent", &["M0503"]);
    let other = &found[0]["relatedInformation"][1]["location"]["uri"];
    assert_eq!(other, &json!(client.uri("new rule é.meent")));
    assert!(
        other
            .as_str()
            .unwrap()
            .ends_with("/new%20rule%20%C3%A9.meent")
    );
    client.close("new rule é.meent");
    client.until_codes("a.meent", &[]);
}

#[test]
fn what_lies_on_the_disk_counts_when_a_file_is_closed() {
    let mut client = Client::of(&[("a.meent", GOOD)]);
    client.open("a.meent", BAD);
    client.until_codes("a.meent", &["M0503"]);
    client.close("a.meent");
    client.until_codes("a.meent", &[]);
}
