//! Names as people type them in flags, and what is wrong with them.

use super::{Exit, Terminal};
use crate::data::actions;
use crate::diagnostic::Text;
use crate::model::Model;

/// The id of an action: what the source declares, or a built-in one by its English or Dutch name.
pub fn action_id(model: &Model, name: &str) -> String {
    let declared = model.actions.iter().any(|a| a.decl.id == name);
    match actions::find(name) {
        Some(built_in) if !declared => built_in.id.clone(),
        _ => name.to_string(),
    }
}

/// Says what is wrong with a command.
pub fn refuse(terminal: &mut Terminal, problems: &[Text]) -> Exit {
    for problem in problems {
        terminal.mistake(problem);
    }
    Exit::Unusable
}
