//! `meent completions`

use super::{Cli, Common, Exit, Terminal};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Completions {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "meent", &mut script);
        terminal.out(&String::from_utf8_lossy(&script));
        Exit::Fine
    }
}
