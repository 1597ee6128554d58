//! Reads one file of a project: only a real file, only text, and never one that is too large.

use super::messages;
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{FileId, SourceFile, Sources, Span};
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// A file larger than this is not read: no agreement that people can read is, and it would fill the memory.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// What came of reading a file: its place among the sources (with its text, as far as it is text), and what was wrong.
pub struct Outcome {
    pub file: FileId,
    pub problem: Option<Diagnostic>,
}

/// Adds what was read of a file to the sources under the path `shown`. A file that can't be read is added without
/// text, so that the finding has a place.
pub fn add(sources: &mut Sources, shown: &str, bytes: Result<Vec<u8>, Failure>) -> Outcome {
    match bytes {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Outcome {
                file: sources.add(SourceFile::new(shown, text)),
                problem: None,
            },
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let valid = bytes
                    .get(..at)
                    .and_then(|b| std::str::from_utf8(b).ok())
                    .unwrap_or_default();
                let sixteen = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
                let file = sources.add(SourceFile::new(shown, valid));
                let line = sources.file(file).line_column(at as u32).line;
                let problem = messages::not_text(shown, Span::new(file, at, at), at, line, sixteen);
                Outcome {
                    file,
                    problem: Some(problem),
                }
            }
        },
        Err(failure) => {
            let file = sources.add(SourceFile::new(shown, ""));
            let span = Span::new(file, 0, 0);
            let problem = match failure {
                Failure::TooLarge(size) => messages::too_large(shown, span, size, LARGEST),
                Failure::NotAFile => messages::not_a_file(shown, span),
                Failure::Io(error) => messages::unreadable(shown, Some(span), &error),
            };
            Outcome {
                file,
                problem: Some(problem),
            }
        }
    }
}

/// Reads a file on the disk and adds it to the sources, as [`add`] does.
pub fn read(sources: &mut Sources, path: &Path, shown: &str) -> Outcome {
    add(sources, shown, bytes(path))
}

/// Why a file was not read.
#[derive(Debug)]
pub enum Failure {
    TooLarge(u64),
    /// A folder, a pipe, a device.
    NotAFile,
    Io(std::io::Error),
}

/// The bytes of a file, if it is one and is not too large. Nothing is opened that is not a plain file,
/// because opening a pipe would wait for someone to write to it.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let about = fs::metadata(path).map_err(Failure::Io)?;
    if !about.is_file() {
        return Err(Failure::NotAFile);
    }
    if about.len() > LARGEST {
        return Err(Failure::TooLarge(about.len()));
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    let file = File::open(path).map_err(Failure::Io)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::TooLarge(bytes.len() as u64));
    }
    Ok(bytes)
}

/// What an error of the operating system means, in words that do not depend on the system.
pub fn reason(error: &std::io::Error) -> Text {
    let (en, nl) = match error.kind() {
        ErrorKind::NotFound => ("it is not there", "het is er niet"),
        ErrorKind::PermissionDenied => ("you are not allowed to", "je hebt daar geen rechten voor"),
        ErrorKind::IsADirectory => ("it is a folder", "het is een map"),
        ErrorKind::NotADirectory => (
            "a part of the path is not a folder",
            "een deel van het pad is geen map",
        ),
        ErrorKind::ReadOnlyFilesystem => ("the disk is read-only", "de schijf is alleen-lezen"),
        ErrorKind::StorageFull => ("the disk is full", "de schijf is vol"),
        ErrorKind::InvalidFilename => (
            "the name is not a possible file name",
            "de naam kan geen bestandsnaam zijn",
        ),
        _ if error.to_string().to_lowercase().contains("symbolic link") => (
            "its links lead in a circle",
            "de koppelingen lopen in een kring",
        ),
        _ => return Text::new(error.to_string(), error.to_string()),
    };
    Text::new(en, nl)
}
