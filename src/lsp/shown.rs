//! What shows in the text without being asked for: semantic tokens, inlay hints, code lenses; and its layout.

use super::assist::{At, read};
use super::client::Client;
use super::table::Row;
use super::world::{Answer, Failure, World};
use crate::editor::formatting::{self, TextEdit};
use crate::editor::hints::{self, HintKind};
use crate::editor::lenses::{self, LensKind};
use crate::editor::tokens::{self, Token, TokenKind};
use crate::source::Span;
use gen_lsp_types::{Position, Range, ServerCapabilities};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

pub fn rows() -> Vec<Row> {
    vec![
        Row::named("textDocument/semanticTokens/full", full),
        Row::named("textDocument/semanticTokens/full/delta", delta),
        Row::named("textDocument/semanticTokens/range", range),
        Row::named("textDocument/inlayHint", inlay_hints),
        Row::named("textDocument/codeLens", code_lenses),
        Row::named("textDocument/formatting", format).exact(),
        Row::named("textDocument/rangeFormatting", format_range).exact(),
        Row::named("textDocument/onTypeFormatting", format_on_type).exact(),
    ]
}

pub fn capabilities(_: &Client, told: &mut ServerCapabilities) {
    let tokens = json!({
        "legend": {
            "tokenTypes": TokenKind::ALL.map(name),
            "tokenModifiers": MODIFIERS,
        },
        "full": { "delta": true },
        "range": true,
    });
    told.semantic_tokens_provider = serde_json::from_value(tokens).ok();
    told.inlay_hint_provider = serde_json::from_value(json!(true)).ok();
    told.code_lens_provider = serde_json::from_value(json!({ "resolveProvider": false })).ok();
    told.document_formatting_provider = serde_json::from_value(json!(true)).ok();
    told.document_range_formatting_provider = serde_json::from_value(json!(true)).ok();
    let on_type = json!({ "firstTriggerCharacter": "\n", "moreTriggerCharacter": ["}"] });
    told.document_on_type_formatting_provider = serde_json::from_value(on_type).ok();
}

#[derive(Debug, Deserialize)]
struct Stretch {
    range: Range,
}

// ------------------------------------------------------------------ semantic tokens

const MODIFIERS: [&str; 5] = [
    "declaration",
    "definition",
    "deprecated",
    "defaultLibrary",
    "readonly",
];

/// The protocol's name of a kind, where it has one that themes know; else our own.
fn name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Keyword => "keyword",
        TokenKind::Comment => "comment",
        TokenKind::Text => "string",
        TokenKind::Number | TokenKind::Date => "number",
        TokenKind::Unit => "unit",
        TokenKind::Commons => "namespace",
        TokenKind::Group => "class",
        TokenKind::Party => "party",
        TokenKind::Body => "interface",
        TokenKind::Dataset => "struct",
        TokenKind::Field => "property",
        TokenKind::Purpose => "enum",
        TokenKind::Action => "function",
        TokenKind::Fact => "variable",
        TokenKind::Choice => "enumMember",
        TokenKind::Rule => "rule",
        TokenKind::Decision => "event",
        TokenKind::Sanction => "sanction",
        TokenKind::Right => "right",
        TokenKind::Law => "type",
        TokenKind::Finding => "macro",
        TokenKind::Name => "name",
    }
}

/// Five numbers a token, as the protocol wants them: lines from the token before, columns, length, kind, modifiers. No
/// token runs over the end of a line.
fn encode(world: &World, all: &[Token]) -> Answer<Vec<u32>> {
    let here = world.here()?;
    let lined = world.lined(&here.snapshot, here.file);
    let text = &*lined.text;
    let mut data = Vec::with_capacity(all.len() * 5);
    let (mut line, mut column) = (0u32, 0u32);
    for token in all {
        let kind = TokenKind::ALL.iter().position(|k| *k == token.kind);
        let m = token.modifiers;
        let marks = [
            m.declares,
            m.declares,
            m.unused,
            m.shipped,
            m.shipped || m.outer,
        ];
        let bits = marks
            .iter()
            .enumerate()
            .fold(0u32, |all, (n, is)| all | u32::from(*is) << n);
        let mut from = token.bytes.start;
        for part in text
            .get(token.bytes.clone())
            .unwrap_or_default()
            .split_inclusive('\n')
        {
            let bare = part.trim_end_matches(['\n', '\r']);
            let bytes = from..from + bare.len();
            from += part.len();
            if bare.is_empty() {
                continue;
            }
            let at = lined.lines.range(text, bytes, world.client.encoding);
            let (start, end) = (at.start, at.end);
            let same = start.line == line;
            data.extend([
                start.line - line,
                if same {
                    start.character - column
                } else {
                    start.character
                },
                end.character - start.character,
                kind.unwrap_or_default() as u32,
                bits,
            ]);
            (line, column) = (start.line, start.character);
        }
    }
    Ok(data)
}

/// The last answers, so that only what changed since is sent.
static SENT: Mutex<VecDeque<(String, Vec<u32>)>> = Mutex::new(VecDeque::new());
/// So many answers are kept.
const MOST_SENT: usize = 8;

fn keep(data: &[u32]) -> String {
    let bytes: Vec<u8> = data.iter().flat_map(|n| n.to_le_bytes()).collect();
    let id = crate::source::digest::sha256(&bytes)
        .chars()
        .take(16)
        .collect::<String>();
    let mut sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
    sent.retain(|(known, _)| *known != id);
    sent.push_back((id.clone(), data.to_vec()));
    while sent.len() > MOST_SENT {
        sent.pop_front();
    }
    id
}

fn full(world: &World, _: Value) -> Answer<Value> {
    let here = world.here()?;
    let data = encode(world, &tokens::tokens(&here.snapshot, here.file, None))?;
    let id = keep(&data);
    Ok(json!({ "resultId": id, "data": data }))
}

fn range(world: &World, params: Value) -> Answer<Value> {
    let here = world.here()?;
    let stretch: Stretch = read(&params)?;
    let bytes = world.bytes(stretch.range)?;
    let data = encode(
        world,
        &tokens::tokens(&here.snapshot, here.file, Some(bytes)),
    )?;
    Ok(json!({ "data": data }))
}

fn delta(world: &World, params: Value) -> Answer<Value> {
    let before = params.get("previousResultId").and_then(Value::as_str);
    let before = before.and_then(|id| {
        let sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
        let found = sent.iter().find(|(known, _)| known == id);
        found.map(|(_, data)| data.clone())
    });
    let Some(old) = before else {
        return full(world, params);
    };
    let here = world.here()?;
    let new = encode(world, &tokens::tokens(&here.snapshot, here.file, None))?;
    let id = keep(&new);
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (a, b) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let same = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let edits = match a.len() == same && b.len() == same {
        true => json!([]),
        false => json!([{
            "start": start,
            "deleteCount": a.len() - same,
            "data": b.get(..b.len() - same).unwrap_or_default(),
        }]),
    };
    Ok(json!({ "resultId": id, "edits": edits }))
}

// ------------------------------------------------------------------ hints and lenses

fn inlay_hints(world: &World, params: Value) -> Answer<Value> {
    let here = world.here()?;
    let stretch: Stretch = read(&params)?;
    let bytes = world.bytes(stretch.range)?;
    let wanted = |kind: HintKind| {
        let place = format!("/inlayHints/{}", kind.name());
        world.client.settings.pointer(&place) != Some(&Value::Bool(false))
    };
    let found = hints::hints(&here.snapshot, here.file, bytes);
    let all: Vec<Value> = found
        .iter()
        .filter(|h| wanted(h.kind))
        .map(|h| {
            let at = world.range(&here.snapshot, Span::new(here.file, h.at, h.at));
            json!({
                "position": at.start,
                "label": h.label.get(world.lang),
                "tooltip": h.about.get(world.lang),
                "paddingLeft": true,
            })
        })
        .collect();
    Ok(json!(all))
}

/// The command of an editor that shows a list of places, if it says that it has one.
const SHOW_USES: &str = "meent.showUses";

fn code_lenses(world: &World, _: Value) -> Answer<Value> {
    let here = world.here()?;
    let mut all = Vec::new();
    for lens in lenses::lenses(&here.snapshot, here.file) {
        world.still_wanted()?;
        let range = world.range(&here.snapshot, lens.at);
        let title = lens.title.get(world.lang);
        let command = match lens.kind == LensKind::Uses && world.client.does(SHOW_USES) {
            true => {
                let places: Vec<_> = lens
                    .uses
                    .iter()
                    .map(|s| world.location(&here.snapshot, *s))
                    .collect();
                let uri = world.uri(&here.snapshot, here.file);
                json!({ "title": title, "command": SHOW_USES, "arguments": [uri, range.start, places] })
            }
            false => json!({ "title": title, "command": "" }),
        };
        all.push(json!({ "range": range, "command": command }));
    }
    Ok(json!(all))
}

// ------------------------------------------------------------------ formatting

fn edits(world: &World, found: &[TextEdit]) -> Answer<Value> {
    let here = world.here()?;
    let all: Vec<Value> = found
        .iter()
        .map(|e| {
            let span = Span::new(here.file, e.bytes.start, e.bytes.end);
            json!(world.text_edit(&here.snapshot, span, &e.text))
        })
        .collect();
    Ok(json!(all))
}

fn format(world: &World, _: Value) -> Answer<Value> {
    let here = world.here()?;
    let found = formatting::edits(&here.snapshot, here.file, None).map_err(Failure::Refused)?;
    edits(world, &found)
}

fn format_range(world: &World, params: Value) -> Answer<Value> {
    let here = world.here()?;
    let stretch: Stretch = read(&params)?;
    let bytes = world.bytes(stretch.range)?;
    let found =
        formatting::edits(&here.snapshot, here.file, Some(bytes)).map_err(Failure::Refused)?;
    edits(world, &found)
}

fn format_on_type(world: &World, params: Value) -> Answer<Value> {
    let here = world.here()?;
    let at: At = read(&params)?;
    let position: Position = at.position;
    let offset = world.offset(position)?;
    let typed = params.get("ch").and_then(Value::as_str);
    let typed = typed.and_then(|t| t.chars().next());
    let typed = typed.ok_or_else(|| Failure::Params("`ch` is missing".into()))?;
    let text = here.snapshot.text(here.file);
    edits(world, &formatting::on_type(&text, offset, typed))
}
