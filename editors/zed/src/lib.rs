//! Meent in Zed: where the program is, and how it is started.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Meent;

impl zed::Extension for Meent {
    fn new() -> Self {
        Meent
    }

    /// The program that the settings name (`lsp.meent.binary.path`), or else the one on the PATH.
    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let set = LspSettings::for_worktree(id.as_ref(), worktree).ok();
        let named = set.and_then(|s| s.binary).and_then(|b| b.path);
        let command = named.or_else(|| worktree.which("meent")).ok_or_else(|| {
            "The program `meent` is not on the PATH. Install it, or name it in the setting lsp.meent.binary.path.".to_string()
        })?;
        Ok(Command {
            command,
            args: vec!["lsp".into()],
            env: worktree.shell_env(),
        })
    }

    /// What stands in `lsp.meent.initialization_options`: `language`, for one.
    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }
}

zed::register_extension!(Meent);
