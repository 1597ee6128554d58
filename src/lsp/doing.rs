//! Commands of a project: ask, build, show the clause.

use super::assist::read;
use super::world::{Answer, Failure, Here, World};
use crate::Project;
use crate::analysis::RawRequest;
use crate::diagnostic::{Level, Text};
use crate::editor::{asking, clause};
use gen_lsp_types::Position;
use serde_json::{Value, json};

/// Answers a request by the source as it stands in the editor. Arguments: one object with `uri` and the `request`.
pub const ASK: &str = "meent.ask";
/// Writes the build of a project. Arguments: one object with `uri`.
pub const BUILD: &str = "meent.build";
/// The clause that a declaration becomes. Arguments: one object with `uri` and `position`.
pub const SHOW_CLAUSE: &str = "meent.showClause";

pub fn ask(world: &World, arguments: &[Value]) -> Answer<Value> {
    let here = world.here()?;
    let given = object(arguments)?;
    let request = given.get("request").ok_or_else(|| {
        Failure::Refused(Text::new(
            "Say what is asked: `request`, with party, actions, data, purposes, facts, decisions and moment as `meent ask --json` takes them.",
            "Zeg wat er wordt gevraagd: `request`, met party, actions, data, purposes, facts, decisions en moment zoals `meent ask --json` ze neemt.",
        ))
    })?;
    let request: RawRequest = serde_json::from_value(request.clone()).map_err(|error| {
        Failure::Refused(Text::new(
            format!("This is not a request: {error}."),
            format!("Dit is geen aanvraag: {error}."),
        ))
    })?;
    let answer = asking::ask(&here.snapshot, &request).map_err(Failure::Refused)?;
    Ok(json!({ "answer": answer.document, "text": answer.text.get(world.lang) }))
}

pub fn show_clause(world: &World, arguments: &[Value]) -> Answer<Value> {
    let here = world.here()?;
    let position = object(arguments)?.get("position").cloned();
    let position: Position = read(&position.unwrap_or_default())?;
    let offset = world.offset(position)?;
    let found =
        clause::clause(&here.snapshot, here.file, offset, world.lang).map_err(Failure::Refused)?;
    Ok(json!({
        "name": found.name,
        "anchor": found.anchor,
        "language": world.lang.tag(),
        "markdown": found.markdown,
        "html": found.html,
    }))
}

pub fn build(world: &World, arguments: &[Value]) -> Answer<Value> {
    object(arguments)?;
    let here = world.here()?;
    saved(world, here)?;
    let progress = Progress::begin(world, world.pick("Making the outputs", "De uitvoer maken"));
    let done = build_from_disk(world, here);
    progress.end(world);
    done
}

fn build_from_disk(world: &World, here: &Here) -> Answer<Value> {
    let loaded = &here.snapshot.project.loaded;
    let project = match loaded.root.as_os_str().is_empty() {
        true => Project::load(Some(&here.snapshot.path(here.file))),
        false => Project::load(Some(&loaded.root)),
    };
    let checked = project.check();
    world.still_wanted()?;
    let errors = |found: &[crate::diagnostic::Diagnostic]| {
        let count = found.iter().filter(|d| d.level == Level::Error).count();
        let first = found.iter().find(|d| d.level == Level::Error);
        let (en, nl) = first.map_or((String::new(), String::new()), |d| {
            (
                format!(" The first: {}", d.message.en),
                format!(" De eerste: {}", d.message.nl),
            )
        });
        Failure::Refused(Text::new(
            format!("Nothing was written: the source has {count} errors.{en}"),
            format!("Er is niets geschreven: de bron heeft {count} fouten.{nl}"),
        ))
    };
    if !checked.complete || checked.has_errors() {
        return Err(errors(&checked.diagnostics));
    }
    let build = project.build(&checked).map_err(|found| errors(&found))?;
    world.still_wanted()?;
    let folder = project.output_folder();
    build
        .write(&folder)
        .map_err(|error| Failure::Refused(error.text()))?;
    let files: Vec<&String> = build.files.keys().collect();
    let warnings = checked
        .diagnostics
        .iter()
        .filter(|d| d.level == Level::Warning)
        .count();
    Ok(json!({
        "folder": super::uri::of(&folder),
        "files": files,
        "warnings": warnings,
    }))
}

/// A build is made of what is on the disk, so what is open must be saved.
fn saved(world: &World, here: &Here) -> Answer<()> {
    let sources = &here.snapshot.project.loaded.sources;
    for (file, source) in sources.iter() {
        let path = world.path(&here.snapshot, file);
        if !world.names.is_open(&path) {
            continue;
        }
        let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
        if on_disk != *source.text {
            return Err(Failure::Refused(Text::new(
                format!(
                    "Nothing was written: {} has changes that are not saved. Save all files first.",
                    source.path
                ),
                format!(
                    "Er is niets geschreven: {} heeft wijzigingen die niet zijn opgeslagen. Sla eerst alle bestanden op.",
                    source.path
                ),
            )));
        }
    }
    Ok(())
}

fn object(arguments: &[Value]) -> Answer<&serde_json::Map<String, Value>> {
    let first = arguments.first().and_then(Value::as_object);
    first.ok_or_else(|| {
        Failure::Params("the first argument must be an object with the `uri` of a source".into())
    })
}

/// A long task, shown by clients that can.
struct Progress(Option<String>);

impl Progress {
    fn begin(world: &World, title: &str) -> Self {
        if !world.client.progress {
            return Progress(None);
        }
        let token = "meent.build".to_string();
        let calls = &world.client_calls;
        calls.ask("window/workDoneProgress/create", json!({ "token": token }));
        let value = json!({ "kind": "begin", "title": title });
        calls.tell("$/progress", json!({ "token": token, "value": value }));
        Progress(Some(token))
    }

    fn end(self, world: &World) {
        if let Some(token) = self.0 {
            let value = json!({ "kind": "end" });
            let params = json!({ "token": token, "value": value });
            world.client_calls.tell("$/progress", params);
        }
    }
}
