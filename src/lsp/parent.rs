//! Ends the server when the editor that started it is gone. A closed stream says so, too, but not every editor's death
//! closes it: another process may hold it open.

use super::server::Event;
use crossbeam_channel::Sender;

/// Watches a process, and tells when it is gone.
pub fn watch(process: u32, events: Sender<Event>) {
    let watching = move || {
        while is_there(process) {
            std::thread::sleep(BETWEEN);
        }
        // The main loop is gone only when the program ends.
        let _ = events.send(Event::Orphaned);
    };
    // Without a thread for it the closed stream has to do.
    let _ = std::thread::Builder::new()
        .name("parent".into())
        .spawn(watching);
}

const BETWEEN: std::time::Duration = std::time::Duration::from_millis(500);

#[cfg(unix)]
fn is_there(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else {
        return true;
    };
    // Somebody else's process is there, too.
    test_kill_process(pid) != Err(Errno::SRCH)
}

/// Where this can't be known the closed stream has to do.
#[cfg(not(unix))]
fn is_there(_: u32) -> bool {
    true
}
