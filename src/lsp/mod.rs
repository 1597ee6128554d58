//! The language server: the protocol around [`editor`](crate::editor).
//!
//! - [`wire`] reads and writes messages; [`uri`] and [`position`] turn the protocol's names and places into ours.
//! - [`server`] is the main loop: one thread that holds all state and follows edits at once ([`sync`], [`documents`]).
//! - [`table`] says which request is answered by which feature. Handlers run on worker threads ([`pool`]), on a
//!   [`World`](world::World) of one moment.
//! - [`schedule`] decides when the whole is looked at; [`findings`], [`publish`] and [`pull`] bring what was found to
//!   the client, [`actions`] what can be done about it.
//! - [`client`] is what the client can do; [`lifecycle`] how a conversation begins.

pub mod actions;
pub mod assist;
pub mod client;
pub mod commands;
pub mod documents;
pub mod doing;
pub mod explain;
pub mod findings;
pub mod lifecycle;
pub mod log;
mod navigation;
mod parent;
pub mod pool;
pub mod position;
mod publish;
pub mod pull;
mod schedule;
mod server;
pub mod shown;
mod sync;
pub mod table;
pub mod uri;
pub mod wire;
pub mod world;

pub use server::Ending;

use crate::diagnostic::Lang;
use crossbeam_channel::unbounded;
use log::Log;
use server::{Event, Server};
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use wire::Outgoing;

/// After the end so long is waited until the last words are written.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How the server was started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language that was asked for.
    pub chosen: Option<Lang>,
    /// The language of the system.
    pub system: Lang,
    /// A file for the log.
    pub log: Option<PathBuf>,
}

/// Serves one client until it is done or gone.
///
/// # Errors
/// The log can't be written, or the system has no thread left.
pub fn serve(
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
    options: Options,
) -> io::Result<Ending> {
    let (out, outgoing) = unbounded::<Outgoing>();
    let (events, heard) = unbounded::<Event>();
    let mut log = Log::new(out.clone());
    if let Some(path) = &options.log {
        log = log.to_file(path)?;
    }
    let (done, written) = unbounded::<()>();
    thread::Builder::new()
        .name("writer".into())
        .spawn(move || {
            let mut output = output;
            for message in outgoing {
                // Nobody reads any more: that is noticed where it is read from the client.
                if wire::write(&mut output, &message).is_err() {
                    break;
                }
            }
            drop(done);
        })?;
    let tell = events.clone();
    thread::Builder::new()
        .name("reader".into())
        .spawn(move || {
            let mut input = input;
            let why = loop {
                match wire::read(&mut input) {
                    Ok(Some(incoming)) => {
                        if tell.send(Event::Incoming(incoming)).is_err() {
                            return;
                        }
                    }
                    Ok(None) => break None,
                    Err(error) => break Some(error.to_string()),
                }
            };
            let _ = tell.send(Event::Closed(why));
        })?;
    let mut server = Server::new(options, out, events, log);
    let ending = server.run(&heard);
    // With the last sender the writer ends; workers that are still busy hold none of its messages.
    server.outbox.close();
    drop(server);
    let _ = written.recv_timeout(LAST_WORDS);
    Ok(ending)
}
