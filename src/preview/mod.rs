//! The preview: the page and the agreement in a browser, on this machine only, loaded again after each save, with the
//! findings beside them.
//!
//! - [`rebuild`] makes a [`State`] of what is on the disk, and [`follow`] sees when that changes.
//! - [`listen`] takes a port on loopback, [`server`] holds the connections, [`guard`] refuses what is not for us.
//! - [`routes`] finds what a path means, [`pages`] makes the pages of our own, [`panel`] adds to those of the build.
//!
//! Everything that is served is in memory: no path of a request is ever one on the disk. Nothing here prints.

mod finding;
mod follow;
mod guard;
mod listen;
mod pages;
mod panel;
mod patient;
mod rebuild;
mod routes;
mod server;
mod state;

use crate::diagnostic::Lang;
use crate::project::locate;
use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;

pub use finding::{Finding, Lines, Place, Remedy};
pub use listen::{FIRST_PORT, Port, Refused};
pub use server::Limits;
pub use state::{Good, State};

use follow::Follow;
use rebuild::{Looked, Rebuild};

/// A preview that has its port and its first state, and that is not served yet.
pub struct Preview {
    rebuild: Arc<Rebuild>,
    looked: Looked,
    listeners: Vec<TcpListener>,
    port: u16,
    limits: Limits,
}

impl Preview {
    /// Takes a port, then reads, checks and builds the project for the first time: that of the path or, without one,
    /// the one that the current folder is in. Errors in the source are no reason to refuse: the pages show them.
    ///
    /// # Errors
    /// There is no project, or no port.
    pub fn start(path: Option<&Path>, port: Port) -> Result<Self, Refused> {
        let (folder, file) = locate(path).map_err(Refused::Project)?;
        let target = match file {
            Some(file) => folder.join(file),
            None => folder,
        };
        let (listeners, port) = listen::listen(port)?;
        let rebuild = Arc::new(Rebuild::new(target));
        let mut looked = Looked::default();
        rebuild.run(rebuild.next(), |found| looked = found);
        Ok(Preview {
            rebuild,
            looked,
            listeners,
            port,
            limits: Limits::default(),
        })
    }

    /// With other limits than the usual ones.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The address of the start page.
    pub fn url(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What is served at first.
    pub fn state(&self) -> Arc<State> {
        self.rebuild.states().borrow().clone()
    }

    /// Serves until the user interrupts the command (Ctrl-C, or the system's request to end), then lets go of all
    /// connections. `changed` gets every new state. `lang` is for those whose browser prefers neither language.
    ///
    /// # Errors
    /// The system does not give what a server needs.
    pub fn serve(self, lang: Lang, changed: impl FnMut(&State)) -> Result<(), Refused> {
        self.serve_until(lang, interrupted(), changed)
    }

    /// Serves until `end` comes.
    ///
    /// # Errors
    /// The system does not give what a server needs.
    pub fn serve_until(
        self,
        lang: Lang,
        end: impl Future<Output = ()>,
        mut changed: impl FnMut(&State),
    ) -> Result<(), Refused> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Refused::System)?;
        let mut states = self.rebuild.states();
        states.mark_unchanged();
        let _follow =
            Follow::start(Arc::clone(&self.rebuild), self.looked).map_err(Refused::System)?;
        let done = runtime.block_on(async {
            let listeners = self
                .listeners
                .into_iter()
                .map(tokio::net::TcpListener::from_std);
            let listeners = listeners.collect::<io::Result<Vec<_>>>()?;
            let (stop, stopped) = watch::channel(false);
            let served = server::serve(listeners, states.clone(), stopped, lang, self.limits);
            let watched = async {
                let mut end = std::pin::pin!(end);
                loop {
                    tokio::select! {
                        () = end.as_mut() => break,
                        news = states.changed() => match news {
                            Ok(()) => {
                                let state = states.borrow_and_update().clone();
                                changed(&state);
                            }
                            Err(_) => break,
                        },
                    }
                }
                let _ = stop.send(true);
            };
            tokio::join!(served, watched);
            io::Result::Ok(())
        });
        // What is still being sent to nobody is not waited for.
        runtime.shutdown_background();
        done.map_err(Refused::System)
    }
}

/// Comes when the user or the system ends the command.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without word of an interruption, the system's own way of ending it is left.
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests;
