//! What helps while writing: completion and the shapes of clauses.

use super::client::Client;
use super::table::Row;
use super::world::{Answer, Failure, World};
use crate::editor::completion::{self, Completion, Kind, snippets};
use crate::editor::signature;
use crate::source::Span;
use gen_lsp_types::{Position, ServerCapabilities};
use serde::Deserialize;
use serde_json::{Value, json};

pub fn rows() -> Vec<Row> {
    vec![
        Row::named("textDocument/completion", complete),
        Row::named("completionItem/resolve", resolve),
        Row::named("textDocument/signatureHelp", signatures),
    ]
}

pub fn capabilities(_: &Client, told: &mut ServerCapabilities) {
    let completion = json!({
        "triggerCharacters": [".", ":", " ", "\"", "/"],
        "resolveProvider": true,
        "completionItem": { "labelDetailsSupport": true },
    });
    told.completion_provider = serde_json::from_value(completion).ok();
    let signatures = json!({ "triggerCharacters": [" "], "retriggerCharacters": [","] });
    told.signature_help_provider = serde_json::from_value(signatures).ok();
}

/// A document and a place in it.
#[derive(Debug, Deserialize)]
pub(super) struct At {
    pub position: Position,
}

fn complete(world: &World, params: Value) -> Answer<Value> {
    let at: At = read(&params)?;
    let here = world.here()?;
    let offset = world.offset(at.position)?;
    let found = completion::complete(&here.snapshot, here.file, offset);
    // A blank was typed: only where something must follow that has a name, not at the beginning of every clause.
    let blank = params.pointer("/context/triggerCharacter") == Some(&json!(" "));
    let uri = params.pointer("/textDocument/uri").cloned();
    let span = |bytes: (usize, usize)| Span::new(here.file, bytes.0, bytes.1);
    let mut items = Vec::with_capacity(found.items.len());
    for (nth, one) in found.items.iter().enumerate() {
        if blank && matches!(one.kind, Kind::Declaration) {
            continue;
        }
        world.still_wanted()?;
        let range = world.range(&here.snapshot, span(one.replaces));
        items.push(item(
            world,
            one,
            nth,
            &json!(range),
            uri.as_ref(),
            |at, text| {
                let range = world.range(&here.snapshot, span((at, at)));
                json!({ "range": range, "newText": text })
            },
        ));
    }
    Ok(json!({ "isIncomplete": found.incomplete, "items": items }))
}

fn item(
    world: &World,
    one: &Completion,
    nth: usize,
    range: &Value,
    uri: Option<&Value>,
    insert: impl Fn(usize, &str) -> Value,
) -> Value {
    let snippet = one.snippet && world.client.snippets;
    let text = match one.snippet && !snippet {
        true => snippets::plain(&one.insert),
        false => one.insert.clone(),
    };
    let detail = one.detail.get(world.lang);
    let noun = one.kind.noun();
    let mut made = json!({
        "label": one.label,
        "labelDetails": { "description": noun.get(world.lang) },
        "kind": number(one.kind),
        "detail": match detail.is_empty() {
            true => noun.get(world.lang).to_string(),
            false => format!("{}: {detail}", noun.get(world.lang)),
        },
        "filterText": one.filter,
        "sortText": format!("{nth:05}"),
        "insertTextFormat": if snippet { 2 } else { 1 },
        "textEdit": { "range": range, "newText": text },
    });
    if let Some(map) = made.as_object_mut() {
        if one.deprecated {
            map.insert("tags".into(), json!([1]));
        }
        if let Some((at, text)) = &one.extra {
            map.insert("additionalTextEdits".into(), json!([insert(*at, text)]));
        }
        if !one.key.is_empty() {
            map.insert("data".into(), json!({ "key": one.key, "uri": uri }));
        }
    }
    made
}

/// The protocol's number of a kind.
fn number(kind: Kind) -> u32 {
    match kind {
        Kind::Text => 1,
        Kind::Action => 3,
        Kind::Field => 5,
        Kind::Fact => 6,
        Kind::Group => 7,
        Kind::Body => 8,
        Kind::Commons | Kind::Library => 9,
        Kind::Rule | Kind::Right => 10,
        Kind::Word => 11,
        Kind::Party => 12,
        Kind::Purpose => 13,
        Kind::Keyword => 14,
        Kind::Declaration | Kind::Clause => 15,
        Kind::File => 17,
        Kind::Folder => 19,
        Kind::Choice => 20,
        Kind::Law | Kind::Finding => 21,
        Kind::Dataset => 22,
        Kind::Decision | Kind::Sanction => 23,
    }
}

fn resolve(world: &World, params: Value) -> Answer<Value> {
    let mut item = params;
    let key = item.pointer("/data/key").and_then(Value::as_str);
    let said = match (&world.here, key) {
        (Some(here), Some(key)) => completion::document(&here.snapshot, key),
        _ => None,
    };
    if let (Some(said), Some(map)) = (said, item.as_object_mut()) {
        let text = json!({ "kind": "markdown", "value": said.get(world.lang) });
        map.insert("documentation".into(), text);
    }
    Ok(item)
}

fn signatures(world: &World, params: Value) -> Answer<Value> {
    let at: At = read(&params)?;
    let here = world.here()?;
    let offset = world.offset(at.position)?;
    let Some(found) = signature::signatures(&here.snapshot, here.file, offset) else {
        return Ok(Value::Null);
    };
    let all: Vec<Value> = found
        .all
        .iter()
        .map(|one| {
            let parts: Vec<Value> = one
                .parts
                .iter()
                .map(|part| {
                    let units = |end: usize| {
                        let text = one.label.get(..end).unwrap_or_default();
                        text.encode_utf16().count()
                    };
                    json!({ "label": [units(part.start), units(part.end)] })
                })
                .collect();
            json!({ "label": one.label, "parameters": parts })
        })
        .collect();
    Ok(json!({
        "signatures": all,
        "activeSignature": found.active,
        "activeParameter": found.part,
    }))
}

/// The parameters that a handler needs.
pub(super) fn read<T: serde::de::DeserializeOwned>(params: &Value) -> Answer<T> {
    serde_json::from_value(params.clone()).map_err(|error| Failure::Params(error.to_string()))
}
