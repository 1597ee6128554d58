//! Where a command writes: the output for its result, the error stream for all else.

use super::{Color, Common, Format};
use crate::diagnostic::render::{Format as FindingFormat, render};
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::source::Sources;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// The width where there is no screen.
const PLAIN_WIDTH: usize = 100;

pub struct Terminal {
    pub lang: Lang,
    pub format: Format,
    pub quiet: bool,
    color: Option<Color>,
    out: io::BufWriter<io::Stdout>,
    /// What went wrong with the output; a closed pipe is not wrong, and then nothing more is written.
    failed: Option<io::Error>,
    closed: bool,
}

impl Terminal {
    pub(super) fn new(common: &Common) -> Self {
        Terminal {
            lang: common.lang.map_or_else(from_environment, |l| l.lang()),
            format: common.look.format.unwrap_or(Format::Human),
            quiet: common.look.manner.quiet,
            color: common.look.manner.color,
            out: io::BufWriter::new(io::stdout()),
            failed: None,
            closed: false,
        }
    }

    /// Writes to the output.
    pub fn out(&mut self, text: &str) {
        if self.closed || self.failed.is_some() {
            return;
        }
        let result = self.out.write_all(text.as_bytes());
        self.note(result);
    }

    /// Lets who reads the output have what was written so far: a command that goes on has more to say later.
    pub fn flush(&mut self) {
        if !self.closed && self.failed.is_none() {
            let flushed = self.out.flush();
            self.note(flushed);
        }
    }

    pub fn line(&mut self, text: &str) {
        self.out(text);
        self.out("\n");
    }

    /// A line on the error stream. Nobody is left to hear of it if that is closed.
    pub fn err(&mut self, text: &str) {
        let flushed = self.out.flush();
        self.note(flushed);
        let mut err = io::stderr().lock();
        let _ = err
            .write_all(text.as_bytes())
            .and_then(|()| err.write_all(b"\n"));
    }

    /// A mistake, in the language of the messages.
    pub fn mistake(&mut self, text: &Text) {
        let word = match self.lang {
            Lang::En => "error",
            Lang::Nl => "fout",
        };
        let line = format!("{word}: {}", text.get(self.lang));
        self.err(&line);
    }

    pub fn pick<T>(&self, en: T, nl: T) -> T {
        match self.lang {
            Lang::En => en,
            Lang::Nl => nl,
        }
    }

    /// Findings as the result of the command.
    pub fn findings(&mut self, found: &[Diagnostic], sources: &Sources) {
        let color = self.colored(io::stdout().is_terminal());
        let text = render(
            found,
            sources,
            self.lang,
            self.format.of_findings(),
            color,
            width(),
        );
        self.out(&text);
        if !text.is_empty() && !text.ends_with('\n') {
            self.out("\n");
        }
    }

    /// Findings beside the result of the command.
    pub fn findings_aside(&mut self, found: &[Diagnostic], sources: &Sources) {
        if found.is_empty() {
            return;
        }
        let format = match self.format {
            Format::Short => FindingFormat::Short,
            _ => FindingFormat::Human,
        };
        let color = self.colored(io::stderr().is_terminal());
        let text = render(found, sources, self.lang, format, color, width());
        self.err(text.trim_end());
    }

    /// The width of the screen, or a plain one where there is none.
    pub fn width(&self) -> usize {
        width()
    }

    fn colored(&self, on_screen: bool) -> bool {
        match self.color.unwrap_or(Color::Auto) {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
                on_screen
                    && !set("NO_COLOR")
                    && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
            }
        }
    }

    fn note(&mut self, result: io::Result<()>) {
        match result {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            Err(error) => self.failed = Some(error),
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// If the output could not be written for another reason than that nobody reads it any more.
    pub fn finish(mut self) -> io::Result<()> {
        if !self.closed && self.failed.is_none() {
            let flushed = self.out.flush();
            self.note(flushed);
        }
        // What is still in the buffer is for nobody.
        let Terminal {
            out,
            failed,
            closed,
            ..
        } = self;
        if closed || failed.is_some() {
            let (_, _) = out.into_parts();
        }
        failed.map_or(Ok(()), Err)
    }
}

/// A line on the error stream when there is no terminal any more.
pub(super) fn last_words(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Dutch if the system says so, else English.
pub(super) fn from_environment() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    match set.into_iter().find(|value| !value.is_empty()) {
        Some(value) if value.to_lowercase().starts_with("nl") => Lang::Nl,
        _ => Lang::En,
    }
}

/// How many characters a line may have.
pub(super) fn width() -> usize {
    screen_width().unwrap_or(PLAIN_WIDTH)
}

#[cfg(unix)]
fn screen_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stderr()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn screen_width() -> Option<usize> {
    None
}
