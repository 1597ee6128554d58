//! The address of the preview: loopback and nothing else, so that no other machine can reach it.

use crate::diagnostic::{Diagnostic, Text};
use crate::project::reason;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};

/// The first port that is tried: MEEN on the keys of a telephone.
pub const FIRST_PORT: u16 = 6336;
/// So many ports are tried, one after the other.
const TRIED: u16 = 20;

/// Which port to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// The first that is free, from [`FIRST_PORT`] on.
    Free,
    /// This one or none; 0 is one that the system chooses.
    Exactly(u16),
}

/// Why there is no preview.
#[derive(Debug)]
pub enum Refused {
    /// There is no project to show.
    Project(Box<Diagnostic>),
    /// Another program has the port; one that is free, if there is any near it.
    Taken(u16, Option<u16>),
    /// None of the ports that are tried is free.
    NoneFree,
    /// The system does not give the port.
    Port(u16, io::Error),
    /// The system does not give what a server needs.
    System(io::Error),
}

impl Refused {
    /// What to tell the user, and what to do about it.
    pub fn text(&self) -> Text {
        match self {
            Refused::Project(finding) => finding.message.clone(),
            Refused::Taken(port, Some(free)) => Text::new(
                format!(
                    "Port {port} is taken by another program, perhaps another preview. Port {free} is free: `meent preview --port {free}`. Without --port, a free one is found."
                ),
                format!(
                    "Poort {port} is bezet door een ander programma, misschien een andere voorvertoning. Poort {free} is vrij: `meent preview --port {free}`. Zonder --port wordt een vrije gezocht."
                ),
            ),
            Refused::Taken(port, None) => Text::new(
                format!(
                    "Port {port} is taken by another program, perhaps another preview. Leave out --port to have a free one found."
                ),
                format!(
                    "Poort {port} is bezet door een ander programma, misschien een andere voorvertoning. Laat --port weg, dan wordt een vrije gezocht."
                ),
            ),
            Refused::NoneFree => {
                let last = FIRST_PORT + TRIED - 1;
                Text::new(
                    format!(
                        "The ports {FIRST_PORT} to {last} are all taken. Stop a preview that is no longer needed, or choose another port: `meent preview --port 0` takes any."
                    ),
                    format!(
                        "De poorten {FIRST_PORT} tot en met {last} zijn allemaal bezet. Stop een voorvertoning die niet meer nodig is, of kies een andere poort: `meent preview --port 0` neemt er een die vrij is."
                    ),
                )
            }
            Refused::Port(port, error) if error.kind() == ErrorKind::PermissionDenied => Text::new(
                format!(
                    "Port {port} may not be used on this machine. Choose one above 1023, or leave out --port."
                ),
                format!(
                    "Poort {port} mag op deze machine niet worden gebruikt. Kies er een boven 1023, of laat --port weg."
                ),
            ),
            Refused::Port(port, error) => {
                let why = reason(error);
                Text::new(
                    format!("Port {port} can't be used: {}.", why.en),
                    format!("Poort {port} is niet te gebruiken: {}.", why.nl),
                )
            }
            Refused::System(error) => {
                let why = reason(error);
                Text::new(
                    format!("The preview can't start: {}.", why.en),
                    format!("De voorvertoning kan niet starten: {}.", why.nl),
                )
            }
        }
    }
}

/// Listens on loopback: 127.0.0.1 and, where there is one, ::1, under one port.
///
/// # Errors
/// No port that may be taken is free.
pub fn listen(port: Port) -> Result<(Vec<TcpListener>, u16), Refused> {
    match port {
        Port::Exactly(port) => both(port).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => Refused::Taken(port, free_behind(port)),
            _ => Refused::Port(port, error),
        }),
        Port::Free => {
            for port in FIRST_PORT..FIRST_PORT + TRIED {
                match both(port) {
                    Ok(found) => return Ok(found),
                    Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                    // Some systems keep ports for themselves.
                    Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                    Err(error) => return Err(Refused::Port(port, error)),
                }
            }
            Err(Refused::NoneFree)
        }
    }
}

/// `localhost` is either address, so a port of which another program has one of them is taken.
fn both(port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    let mut tries = 0;
    loop {
        tries += 1;
        let first = bind(Ipv4Addr::LOCALHOST.into(), port);
        let first = match first {
            Err(error) if error.kind() == ErrorKind::AddrNotAvailable => {
                bind(Ipv6Addr::LOCALHOST.into(), port)?
            }
            other => other?,
        };
        let address = first.local_addr()?;
        if address.is_ipv6() {
            return Ok((vec![first], address.port()));
        }
        match bind(Ipv6Addr::LOCALHOST.into(), address.port()) {
            Ok(second) => return Ok((vec![first, second], address.port())),
            // The system chose it for one of the two only.
            Err(error) if error.kind() == ErrorKind::AddrInUse && port == 0 && tries < 8 => {}
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(error),
            // There is no such address on this machine.
            Err(_) => return Ok((vec![first], address.port())),
        }
    }
}

fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind((address, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// A port that is free now, a little behind this one.
fn free_behind(port: u16) -> Option<u16> {
    let behind = port.checked_add(1)?..=port.saturating_add(TRIED);
    behind.into_iter().find(|port| both(*port).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_and_another_one_named() {
        let (held, port) = listen(Port::Exactly(0)).unwrap();
        assert!(
            held.iter()
                .all(|l| l.local_addr().unwrap().ip().is_loopback())
        );
        let refused = listen(Port::Exactly(port)).unwrap_err();
        assert!(
            matches!(refused, Refused::Taken(p, _) if p == port),
            "{refused:?}"
        );
        let text = refused.text();
        assert!(text.en.contains(&port.to_string()) && text.nl.contains("bezet"));
        drop(held);
        assert_eq!(listen(Port::Exactly(port)).unwrap().1, port);
    }
}
