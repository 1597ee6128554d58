//! Hovers, definitions, references, renames, symbols, folds, selections, links, and who may reach what.

use super::client::Client;
use super::table::Row;
use super::world::{Answer, Failure, World};
use crate::editor::hover::{Reader, hover};
use crate::editor::navigate::{self, FoldKind, Node, Step, Symbol, SymbolKind};
use crate::prose::Words;
use crate::source::Span;
use gen_lsp_types::{
    DocumentLinkOptions, Position, RenameOptions, ServerCapabilities, WorkDoneProgressOptions,
};
use serde::Deserialize;
use serde_json::{Value, json};

pub fn rows() -> Vec<Row> {
    vec![
        Row::named("textDocument/hover", hovered),
        Row::named("textDocument/definition", defined),
        Row::named("textDocument/declaration", defined),
        Row::named("textDocument/references", referred).everywhere(),
        Row::named("textDocument/documentHighlight", highlighted),
        Row::named("textDocument/prepareRename", prepared),
        Row::named("textDocument/rename", renamed)
            .everywhere()
            .exact(),
        Row::named("textDocument/documentSymbol", symbols),
        Row::named("workspace/symbol", found).everywhere(),
        Row::named("textDocument/foldingRange", folds),
        Row::named("textDocument/selectionRange", selected),
        Row::named("textDocument/documentLink", linked),
        Row::named("textDocument/prepareCallHierarchy", reached),
        Row::named("callHierarchy/incomingCalls", incoming),
        Row::named("callHierarchy/outgoingCalls", outgoing),
    ]
}

pub fn capabilities(client: &Client, told: &mut ServerCapabilities) {
    told.hover_provider = Some(true.into());
    told.definition_provider = Some(true.into());
    told.declaration_provider = Some(true.into());
    told.references_provider = Some(true.into());
    told.document_highlight_provider = Some(true.into());
    told.document_symbol_provider = Some(true.into());
    told.workspace_symbol_provider = Some(true.into());
    told.folding_range_provider = Some(true.into());
    told.selection_range_provider = Some(true.into());
    told.call_hierarchy_provider = Some(true.into());
    told.document_link_provider = Some(DocumentLinkOptions {
        resolve_provider: None,
        work_done_progress_options: WorkDoneProgressOptions::default(),
    });
    told.rename_provider = Some(match client.prepare_rename {
        false => true.into(),
        true => RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }
        .into(),
    });
}

/// A place in the document of the request.
#[derive(Deserialize)]
struct Place {
    position: Position,
}

/// The document alone is asked about.
#[derive(Deserialize)]
struct Document {}

fn hovered(world: &World, params: Place) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let link = |span: Span| {
        let line = world.range(&here.snapshot, span).start.line + 1;
        let uri = world.uri(&here.snapshot, span.file);
        world.client.markdown.then(|| format!("{}#L{line}", uri.0))
    };
    let reader = Reader {
        lang: world.lang,
        link: &link,
    };
    let kind = if world.client.markdown {
        "markdown"
    } else {
        "plaintext"
    };
    let found = hover(&here.snapshot, here.file, byte, &reader);
    Ok(found.map_or(Value::Null, |h| {
        json!({
            "contents": { "kind": kind, "value": h.markdown },
            "range": world.range(&here.snapshot, h.span),
        })
    }))
}

fn defined(world: &World, params: Place) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let Some(found) = navigate::definition(&here.snapshot, here.file, byte) else {
        return Ok(Value::Null);
    };
    let origin = world.range(&here.snapshot, found.origin);
    let targets = found
        .targets
        .iter()
        .map(|t| match world.client.definition_links {
            true => json!({
                "originSelectionRange": origin,
                "targetUri": world.uri(&here.snapshot, t.whole.file),
                "targetRange": world.range(&here.snapshot, t.whole),
                "targetSelectionRange": world.range(&here.snapshot, t.name),
            }),
            false => json!(world.location(&here.snapshot, t.name)),
        });
    Ok(targets.collect())
}

#[derive(Deserialize)]
struct Referred {
    position: Position,
    context: Context,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    include_declaration: bool,
}

fn referred(world: &World, params: Referred) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let declaration = params.context.include_declaration;
    let found = navigate::references(
        &here.snapshot,
        &world.projects,
        here.file,
        byte,
        declaration,
    );
    let places = found
        .iter()
        .map(|p| json!(world.location(p.snapshot, p.span)));
    Ok(places.collect())
}

fn highlighted(world: &World, params: Place) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let found = navigate::highlights(&here.snapshot, here.file, byte);
    // 3 is where something is written, 2 where it is read.
    let places = found.iter().map(|(span, declares)| {
        json!({
            "range": world.range(&here.snapshot, *span),
            "kind": if *declares { 3 } else { 2 },
        })
    });
    Ok(places.collect())
}

fn prepared(world: &World, params: Place) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let span = navigate::prepare_rename(&here.snapshot, here.file, byte);
    let span = span.map_err(Failure::Refused)?;
    let name = here.snapshot.project.loaded.sources.text(span);
    Ok(json!({ "range": world.range(&here.snapshot, span), "placeholder": name }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Renamed {
    position: Position,
    new_name: String,
}

fn renamed(world: &World, params: Renamed) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let new = params.new_name.trim();
    let found = navigate::rename(&here.snapshot, &world.projects, here.file, byte, new);
    let found = found.map_err(Failure::Refused)?;
    let mut whole = json!({});
    for of in &found {
        let edit = world.workspace_edit(of.snapshot, &of.edits);
        let edit = serde_json::to_value(edit).map_err(|e| Failure::Internal(e.to_string()))?;
        for key in ["changes", "documentChanges"] {
            match (&mut whole[key], &edit[key]) {
                (Value::Array(all), Value::Array(more)) => all.extend(more.iter().cloned()),
                (Value::Object(all), Value::Object(more)) => {
                    all.extend(more.iter().map(|(k, v)| (k.clone(), v.clone())));
                }
                (_, Value::Null) => {}
                (all, more) => *all = more.clone(),
            }
        }
    }
    if let Value::Object(whole) = &mut whole {
        whole.retain(|_, v| !v.is_null());
    }
    Ok(whole)
}

/// The number that the protocol has for a kind of symbol.
fn number(kind: SymbolKind) -> u32 {
    match kind {
        SymbolKind::Commons => 3,
        SymbolKind::Import | SymbolKind::Separation => 2,
        SymbolKind::Group => 5,
        SymbolKind::Party => 13,
        SymbolKind::Dataset => 23,
        SymbolKind::Field => 8,
        SymbolKind::Purpose => 15,
        SymbolKind::Action => 6,
        SymbolKind::Fact => 7,
        SymbolKind::Choice => 22,
        SymbolKind::Rule => 12,
        SymbolKind::Body => 11,
        SymbolKind::Decision => 24,
        SymbolKind::Sanction => 25,
        SymbolKind::Right => 14,
        SymbolKind::Scenario => 9,
        SymbolKind::Clause => 20,
    }
}

fn symbols(world: &World, _: Document) -> Answer<Value> {
    let here = world.here()?;
    let all = navigate::document_symbols(&here.snapshot, here.file);
    if world.client.nested_symbols {
        return all.iter().map(|s| nested(world, s)).collect();
    }
    let flat = all
        .iter()
        .flat_map(|s| std::iter::once((s, None)).chain(s.within.iter().map(move |i| (i, Some(s)))));
    let flat = flat.map(|(s, owner)| {
        json!({
            "name": s.name,
            "kind": number(s.kind),
            "location": world.location(&here.snapshot, s.whole),
            "containerName": owner.map(|o| o.name.as_str()),
        })
    });
    Ok(flat.collect())
}

fn nested(world: &World, symbol: &Symbol) -> Answer<Value> {
    let snapshot = &world.here()?.snapshot;
    let within = symbol.within.iter().map(|s| nested(world, s));
    Ok(json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": number(symbol.kind),
        "range": world.range(snapshot, symbol.whole),
        "selectionRange": world.range(snapshot, symbol.at),
        "children": within.collect::<Answer<Vec<Value>>>()?,
    }))
}

#[derive(Deserialize)]
struct Query {
    query: String,
}

fn found(world: &World, params: Query) -> Answer<Value> {
    let found = navigate::workspace_symbols(&world.projects, &params.query);
    let found = found.iter().map(|f| {
        let title = f.title.get(world.lang);
        json!({
            // Clients sift by the name alone, so the title belongs to it.
            "name": if title.is_empty() { f.name.clone() } else { format!("{} — {title}", f.name) },
            "kind": number(f.kind),
            "location": world.location(f.place.snapshot, f.place.span),
            "containerName": f.commons.get(world.lang),
        })
    });
    Ok(found.collect())
}

fn folds(world: &World, _: Document) -> Answer<Value> {
    let here = world.here()?;
    let found = navigate::folding(&here.snapshot, here.file);
    let found = found.iter().map(|f| {
        let kind = match f.kind {
            FoldKind::Region => None,
            FoldKind::Comment => Some("comment"),
            FoldKind::Imports => Some("imports"),
        };
        let mut fold = json!({ "startLine": f.first, "endLine": f.last });
        if let Some(kind) = kind {
            fold["kind"] = json!(kind);
        }
        fold
    });
    Ok(found.collect())
}

#[derive(Deserialize)]
struct Places {
    positions: Vec<Position>,
}

fn selected(world: &World, params: Places) -> Answer<Value> {
    let here = world.here()?;
    let one = |position: &Position| -> Answer<Value> {
        let byte = world.offset(*position)?;
        let spans = navigate::selection(&here.snapshot, here.file, byte);
        let around = spans.iter().rev().fold(Value::Null, |parent, span| {
            let range = world.range(&here.snapshot, *span);
            match parent {
                Value::Null => json!({ "range": range }),
                parent => json!({ "range": range, "parent": parent }),
            }
        });
        Ok(around)
    };
    params.positions.iter().map(one).collect()
}

fn linked(world: &World, _: Document) -> Answer<Value> {
    let here = world.here()?;
    let found = navigate::links(&here.snapshot, here.file);
    let found = found.iter().map(|l| {
        json!({
            "range": world.range(&here.snapshot, l.span),
            "target": world.names.uri(&l.target),
        })
    });
    Ok(found.collect())
}

// ------------------------------------------------------------------ who may reach what

fn reached(world: &World, params: Place) -> Answer<Value> {
    let here = world.here()?;
    let byte = world.offset(params.position)?;
    let Some(node) = navigate::node(&here.snapshot, here.file, byte) else {
        return Ok(Value::Null);
    };
    let model = &here.snapshot.model;
    let words = Words::new(model, world.lang);
    let kind = SymbolKind::of(model, node.id);
    Ok(json!([{
        "name": model.decl(node.id).map_or("", |d| words.title(d)),
        "detail": kind.noun(false).get(world.lang),
        "kind": number(kind),
        "uri": world.uri(&here.snapshot, node.whole.file),
        "range": world.range(&here.snapshot, node.whole),
        "selectionRange": world.range(&here.snapshot, node.name),
    }]))
}

#[derive(Deserialize)]
struct Asked {
    item: Item,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    selection_range: gen_lsp_types::Range,
}

/// The thing that an item is about: what stands where it is selected.
fn asked(world: &World, params: &Asked) -> Answer<Option<Node>> {
    let here = world.here()?;
    let byte = world.offset(params.item.selection_range.start)?;
    Ok(navigate::node(&here.snapshot, here.file, byte))
}

fn incoming(world: &World, params: Asked) -> Answer<Value> {
    let here = world.here()?;
    let Some(node) = asked(world, &params)? else {
        return Ok(json!([]));
    };
    let steps = navigate::incoming(&here.snapshot, node.id);
    let calls = steps.iter().map(|step| {
        let from: Vec<_> = step
            .from
            .iter()
            .map(|s| world.range(&here.snapshot, *s))
            .collect();
        Ok(json!({ "from": item(world, step)?, "fromRanges": from }))
    });
    calls.collect()
}

fn outgoing(world: &World, params: Asked) -> Answer<Value> {
    let here = world.here()?;
    let Some(node) = asked(world, &params)? else {
        return Ok(json!([]));
    };
    let steps = navigate::outgoing(&here.snapshot, node.id);
    let calls = steps.iter().map(|step| {
        // Ranges are of the document that is asked about.
        let from = step.from.iter().filter(|s| s.file == here.file);
        let from: Vec<_> = from.map(|s| world.range(&here.snapshot, *s)).collect();
        Ok(json!({ "to": item(world, step)?, "fromRanges": from }))
    });
    calls.collect()
}

/// The other end of a step, at the rule that permits it.
fn item(world: &World, step: &Step) -> Answer<Value> {
    let snapshot = &world.here()?.snapshot;
    let model = &snapshot.model;
    let words = Words::new(model, world.lang);
    let name = match step.other.and_then(|id| model.decl(id)) {
        Some(decl) => words.title(decl).to_string(),
        None => world
            .pick("everyone, or all data", "iedereen, of alle gegevens")
            .to_string(),
    };
    let kind = step
        .other
        .map_or(SymbolKind::Group, |id| SymbolKind::of(model, id));
    let mut detail = words.rule_title(step.rule).to_string();
    let against: Vec<String> = step
        .prohibitions
        .iter()
        .map(|p| words.rule_title(*p).to_string())
        .collect();
    if !against.is_empty() {
        let but = world.pick("but see", "maar zie");
        detail = format!("{detail} ({but} {})", words.and(&against));
    }
    Ok(json!({
        "name": name,
        "detail": detail,
        "kind": number(kind),
        "uri": world.uri(snapshot, step.whole.file),
        "range": world.range(snapshot, step.whole),
        "selectionRange": world.range(snapshot, step.at),
    }))
}
