//! Findings as SARIF 2.1.0, the format of OASIS that code scanning and editors read.
//!
//! - Places are relative to the top of the repository (`SRCROOT`), which itself is not named: no path of a machine gets
//!   in. Lines and columns count from 1, columns in code points; ends are exclusive.
//! - The main language is the one asked for. The rules are in the other one, too, as a translation; a result has its
//!   sentence in the other language among its properties, as SARIF has no other place for it.
//! - What the source accepts is a result with a suppression in the source; what a baseline has is `unchanged`, and
//!   what it has no longer is `absent`.
//! - There are no times and no names of machines or people: the same source gives the same bytes.

use super::report::{Gone, Place, Report, Row, details};
use super::sarif_rules::Rules;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Lang, Level, RECIPE};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Where the schema is; an address as a name, which nothing is fetched from.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands for the top of the repository.
const ROOT: &str = "SRCROOT";

/// The report as one log with one run.
pub fn render(report: &Report, lang: Lang) -> String {
    let shown = |row: &&Row| row.finding.level != Level::Allow || row.accepted.is_some();
    let rows: Vec<&Row> = report.rows.iter().filter(shown).collect();
    let codes = rows.iter().map(|r| r.finding.code);
    let rules = Rules::new(codes.chain(report.gone.iter().map(|g| g.code)));
    let suppressed = rows.iter().any(|r| r.accepted.is_some());
    let mut results: Vec<Value> = rows
        .iter()
        .map(|row| result(report, row, &rules, suppressed, lang))
        .collect();
    results.extend(
        report
            .gone
            .iter()
            .map(|gone| absent(report, gone, &rules, suppressed)),
    );
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": rules.driver(lang) },
            "translations": [rules.translation(lang.other())],
            "language": lang.tag(),
            "automationDetails": { "id": automation(report) },
            "originalUriBaseIds": { ROOT: { "description": { "text": top(lang) } } },
            "invocations": [{
                "executionSuccessful": report.exit < 2,
                "exitCode": report.exit,
                "exitCodeDescription": ending(report.exit, lang),
            }],
            "artifacts": artifacts(report),
            "defaultEncoding": "utf-8",
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // Strings and numbers only: this cannot fail.
    serde_json::to_string_pretty(&log)
        .map(|text| text + "\n")
        .unwrap_or_default()
}

/// Which analysis this is, so that a later run of the same one takes its place: the command, and where in the
/// repository the project is. What is behind the last slash would be the name of this very run.
fn automation(report: &Report) -> String {
    match report.prefix.as_str() {
        "" => format!("meent/{}/", report.command),
        folder => format!("meent/{}/{}/", report.command, encoded(folder)),
    }
}

fn top(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "The top of the repository.",
        Lang::Nl => "De bovenste map van de git-opslag.",
    }
}

fn ending(exit: u8, lang: Lang) -> &'static str {
    match (lang, exit) {
        (Lang::En, 0) => "fine",
        (Lang::En, 1) => "findings",
        (Lang::En, _) => "input that cannot be read",
        (Lang::Nl, 0) => "in orde",
        (Lang::Nl, 1) => "bevindingen",
        (Lang::Nl, _) => "invoer die niet te lezen is",
    }
}

fn artifacts(report: &Report) -> Vec<Value> {
    let files = report.sources.iter();
    files
        .map(|(_, file)| json!({ "location": location(&report.path(&file.path)), "length": file.text.len() }))
        .collect()
}

fn result(report: &Report, row: &Row, rules: &Rules, suppressed: bool, lang: Lang) -> Value {
    let finding = row.finding;
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| out.insert(name.to_string(), value);
    put("ruleId", json!(finding.code.as_str()));
    put("ruleIndex", json!(rules.index(finding.code)));
    put("level", json!(level(finding)));
    put("message", json!({ "text": message(finding, lang) }));
    let place = report.place_of(finding);
    put(
        "locations",
        place
            .iter()
            .map(|p| json!({ "physicalLocation": physical(p) }))
            .collect(),
    );
    let related: Vec<Value> = finding
        .labels
        .iter()
        .filter_map(|label| Some((report.place(label.span)?, label.text.get(lang))))
        .enumerate()
        .map(|(at, (place, text))| {
            json!({ "id": at + 1, "physicalLocation": physical(&place), "message": { "text": literal(text) } })
        })
        .collect();
    put("relatedLocations", related.into());
    put("partialFingerprints", json!({ RECIPE: row.fingerprint }));
    if report.compared {
        put(
            "baselineState",
            json!(if row.known { "unchanged" } else { "new" }),
        );
    }
    if suppressed {
        let reason = row.accepted.iter();
        put(
            "suppressions",
            reason
                .map(|r| json!({ "kind": "inSource", "status": "accepted", "justification": r }))
                .collect(),
        );
    }
    let fixes: Vec<Value> = finding
        .fixes
        .iter()
        .filter_map(|f| fix(report, f, lang))
        .collect();
    if !fixes.is_empty() {
        put("fixes", fixes.into());
    }
    let other = lang.other();
    put(
        "properties",
        json!({ "translation": { "language": other.tag(), "text": message(finding, other) } }),
    );
    out.into()
}

/// What the baseline has and the source no longer; only what the baseline says of it is known.
fn absent(report: &Report, gone: &Gone, rules: &Rules, suppressed: bool) -> Value {
    let place = gone.file.iter();
    let mut out = json!({
        "ruleId": gone.code.as_str(),
        "ruleIndex": rules.index(gone.code),
        "level": level_of(gone.code),
        "message": { "text": literal(&gone.message) },
        "locations": place
            .map(|path| json!({ "physicalLocation": { "artifactLocation": location(&report.path(path)) } }))
            .collect::<Vec<_>>(),
        "partialFingerprints": { RECIPE: gone.fingerprint },
        "baselineState": "absent",
    });
    if let (true, Some(out)) = (suppressed, out.as_object_mut()) {
        out.insert("suppressions".to_string(), json!([]));
    }
    out
}

fn level(finding: &Diagnostic) -> &'static str {
    match finding.level {
        // What is accepted has the level that it would have.
        Level::Allow => level_of(finding.code),
        level => super::level_name(level),
    }
}

fn level_of(code: Code) -> &'static str {
    match code.entry().level {
        Level::Allow => "none",
        level => super::level_name(level),
    }
}

/// The sentence, the case and the help.
fn message(finding: &Diagnostic, lang: Lang) -> String {
    let mut parts = vec![finding.message.get(lang).to_string()];
    parts.extend(details(finding, lang));
    literal(&parts.join("\n"))
}

/// A text in which SARIF sees no link: `[text](target)` would be one.
fn literal(text: &str) -> String {
    match text.contains("](") {
        true => text.replace('[', "\\[").replace(']', "\\]"),
        false => text.to_string(),
    }
}

fn fix(report: &Report, fix: &Fix, lang: Lang) -> Option<Value> {
    let mut files: BTreeMap<String, Vec<(Edit, Place)>> = BTreeMap::new();
    for edit in &fix.edits {
        let place = report.place(edit.span)?;
        files
            .entry(place.path.clone())
            .or_default()
            .push((edit.clone(), place));
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(path, edits)| {
            let replacements = edits.iter().map(|(edit, place)| {
                json!({ "deletedRegion": region(place), "insertedContent": { "text": edit.text } })
            });
            json!({ "artifactLocation": location(&path), "replacements": replacements.collect::<Vec<_>>() })
        })
        .collect();
    (!changes.is_empty()).then(|| {
        json!({
            "description": { "text": literal(fix.title.get(lang)) },
            "artifactChanges": changes,
            "properties": { "sure": fix.sure },
        })
    })
}

fn physical(place: &Place) -> Value {
    json!({ "artifactLocation": location(&place.path), "region": region(place) })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn location(path: &str) -> Value {
    json!({ "uri": encoded(path), "uriBaseId": ROOT })
}

/// A path as a reference of a URI: everything but plain letters, digits and `/-._~` as its bytes, `%20`.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
