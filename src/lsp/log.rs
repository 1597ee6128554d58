//! What the server tells those who look for a fault: a file, and the log window of the editor.

use super::wire::Outgoing;
use crossbeam_channel::Sender;
use gen_lsp_types::MessageType;
use lsp_server::Notification;
use serde_json::json;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Where lines for the log go. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Log {
    out: Sender<Outgoing>,
    file: Option<Arc<Mutex<File>>>,
    since: Instant,
}

impl Log {
    /// A log that only the editor shows.
    pub fn new(out: Sender<Outgoing>) -> Self {
        Log {
            out,
            file: None,
            since: Instant::now(),
        }
    }

    /// Also writes to this file, behind what is in it.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn to_file(mut self, path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        self.file = Some(Arc::new(Mutex::new(file)));
        Ok(self)
    }

    /// Something went as it should not, though work goes on.
    pub fn warn(&self, line: &str) {
        self.line("warning", MessageType::Warning, line);
    }

    /// Something that helps to follow what happened.
    pub fn info(&self, line: &str) {
        self.line("info", MessageType::Info, line);
    }

    /// What is only of use to whoever looks into the server itself; only in the file.
    pub fn detail(&self, line: &str) {
        self.write("detail", line);
    }

    fn line(&self, word: &str, kind: MessageType, line: &str) {
        self.write(word, line);
        let params = json!({ "type": kind, "message": line });
        let notification = Notification::new("window/logMessage".into(), params);
        // Nobody is left to hear of it if the stream is closed.
        let _ = self.out.send(notification.into());
    }

    fn write(&self, word: &str, line: &str) {
        let Some(Ok(mut file)) = self.file.as_ref().map(|file| file.lock()) else {
            return;
        };
        let passed = self.since.elapsed();
        let _ = writeln!(file, "{:>9} ms {word}: {line}", passed.as_millis());
    }
}
