//! The `meent` command.

use std::process::ExitCode;

/// Sources may be nested deeply within the limit that the grammar sets; the stack of a main thread differs by system.
const STACK: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    let work = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(|| meent::cli::run(std::env::args_os()));
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The thread has already said what went wrong.
        Ok(Err(_)) => ExitCode::from(101),
        Err(_) => meent::cli::run(std::env::args_os()),
    }
}
