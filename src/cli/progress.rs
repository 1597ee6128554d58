//! Shows that work is going on, if it takes longer than a second and someone is looking.

use super::terminal::Terminal;
use indicatif::ProgressBar;
use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);

/// Does the work; `text` is what is shown, in English and Dutch.
pub fn during<T>(
    terminal: &Terminal,
    text: (&'static str, &'static str),
    work: impl FnOnce() -> T,
) -> T {
    if terminal.quiet || !io::stderr().is_terminal() {
        return work();
    }
    let text = terminal.pick(text.0, text.1);
    thread::scope(|scope| {
        let (done, waiting) = mpsc::channel::<()>();
        // Without a thread there is no progress to see, and the work goes on.
        let _ = thread::Builder::new().spawn_scoped(scope, move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message(format!("{text} …"));
                bar.enable_steady_tick(Duration::from_millis(120));
                let _ = waiting.recv();
                bar.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
