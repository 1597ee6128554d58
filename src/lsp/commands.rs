//! Commands: what a user does from a menu, a lens or an action.
//!
//! Each has a name and a handler; a new one is a line in [`COMMANDS`].

use super::client::Client;
use super::explain::Pages;
use super::table::Row;
use super::world::{Answer, Failure, World};
use crate::diagnostic::{Text, registry};
use gen_lsp_types::{
    ExecuteCommandOptions, ExecuteCommandParams, ExecuteCommandRequest, LspAny, ServerCapabilities,
    WorkDoneProgressOptions,
};
use serde_json::{Value, json};

type Command = fn(&World, &[Value]) -> Answer<Value>;

/// The commands, by name.
const COMMANDS: &[(&str, Command)] = &[(EXPLAIN, explain)];

/// Shows the page of a finding. Arguments: its code or name. The result is the page.
pub const EXPLAIN: &str = "meent.explain";

pub fn rows() -> Vec<Row> {
    vec![Row::of::<ExecuteCommandRequest>(execute)]
}

pub fn capabilities(_: &Client, told: &mut ServerCapabilities) {
    told.execute_command_provider = Some(ExecuteCommandOptions {
        commands: COMMANDS.iter().map(|(name, _)| (*name).into()).collect(),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    });
}

fn execute(world: &World, params: ExecuteCommandParams) -> Answer<Option<LspAny>> {
    let found = COMMANDS.iter().find(|(name, _)| *name == params.command);
    let Some((_, command)) = found else {
        return Err(Failure::Params(format!(
            "there is no command `{}`",
            params.command
        )));
    };
    command(world, &params.arguments.unwrap_or_default()).map(Some)
}

fn explain(world: &World, arguments: &[Value]) -> Answer<Value> {
    let wanted = arguments.first().and_then(|a| {
        let named = a.get("code").unwrap_or(a);
        named.as_str()
    });
    let wanted =
        wanted.ok_or_else(|| Failure::Params("the code of a finding is missing".into()))?;
    let Some(entry) = registry::find(wanted) else {
        return Err(Failure::Refused(Text::new(
            format!("There is no finding with the code `{wanted}`."),
            format!("Er is geen bevinding met de code `{wanted}`."),
        )));
    };
    let uri = Pages::here().and_then(|pages| pages.uri(entry.code, world.lang));
    if let Some(uri) = uri.as_ref().filter(|_| world.client.shows_documents) {
        let params = json!({ "uri": uri, "external": false, "takeFocus": true });
        world.client_calls.ask("window/showDocument", params);
    }
    Ok(json!({
        "code": entry.code.as_str(),
        "title": entry.title.get(world.lang),
        "markdown": entry.explanation(world.lang),
        "uri": uri,
    }))
}
