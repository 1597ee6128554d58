//! URIs and paths.
//!
//! Clients write the same file in different ways: `file:///c%3A/commons/a.meent`, `file:///C:/commons/a.meent`. All of
//! them give one path here. The functions that do the work know both systems, so that either can be tested on any.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Path, PathBuf};

/// How paths look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    Unix,
    Windows,
}

/// The system that this program runs on.
pub const HERE: System = if cfg!(windows) {
    System::Windows
} else {
    System::Unix
};

/// What may stand in the path of a URI as it is.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The folder of texts that lie on no disk. It stands at the top, where nobody makes a folder of this name.
const NOWHERE: &str = ".meent-not-saved";

/// The path of a document. One that lies on no disk (`untitled:Untitled-1`) gets a path that no file has.
pub fn path(uri: &str) -> PathBuf {
    if let Some(path) = file_path(uri, HERE) {
        return PathBuf::from(path);
    }
    let folder = utf8_percent_encode(uri, NON_ALPHANUMERIC).to_string();
    let name = uri.rsplit(['/', ':', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    let name = match name.ends_with(".meent") {
        true => name,
        false => format!("{name}.meent"),
    };
    let top = match HERE {
        System::Unix => "/",
        System::Windows => "\\",
    };
    [top, NOWHERE, &folder, &name].iter().collect()
}

/// The URI of a file.
pub fn of(path: &Path) -> String {
    file_uri(&path.to_string_lossy(), HERE)
}

/// The path that a `file:` URI stands for; `None` for any other.
pub fn file_path(uri: &str, system: System) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    // A place within the file is no part of its name. Names with these signs are written with `%`.
    let rest = rest.split(['?', '#']).next()?;
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let decoded = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .ok()
            .map(String::from)
    };
    let (host, path) = (decoded(host)?, decoded(path)?);
    if path.contains('\0') || !path.starts_with(['/', '\\']) {
        return None;
    }
    let is_local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match system {
        System::Unix if is_local => Some(path),
        System::Unix => None,
        System::Windows => {
            let path = path.replace('/', "\\");
            if !is_local {
                return Some(format!("\\\\{host}{path}"));
            }
            match path.strip_prefix('\\').and_then(drive) {
                Some((letter, rest)) => {
                    let rest = if rest.is_empty() { "\\" } else { rest };
                    Some(format!("{}:{rest}", letter.to_ascii_uppercase()))
                }
                None => Some(path),
            }
        }
    }
}

/// The `file:` URI of a path from the top of its disk.
pub fn file_uri(path: &str, system: System) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, IN_PATH).to_string();
    if system == System::Unix {
        return format!("file://{}", encoded(path));
    }
    // `\\?\` stands before paths that the system has resolved.
    let path = match path.strip_prefix(r"\\?\") {
        Some(rest) => rest
            .strip_prefix(r"UNC\")
            .map_or_else(|| rest.to_string(), |share| format!(r"\\{share}")),
        None => path.to_string(),
    };
    let path = path.replace('\\', "/");
    if let Some((letter, rest)) = drive(&path) {
        let letter = letter.to_ascii_lowercase();
        return format!("file:///{letter}%3A{}", encoded(rest));
    }
    match path.strip_prefix("//") {
        Some(share) => format!("file://{}", encoded(share)),
        None => format!("file://{}", encoded(&path)),
    }
}

/// The letter of a drive, and what stands behind its colon.
fn drive(path: &str) -> Option<(char, &str)> {
    let mut characters = path.chars();
    let letter = characters.next().filter(char::is_ascii_alphabetic)?;
    (characters.next() == Some(':')).then_some((letter, characters.as_str()))
}

/// Without the `\\?\` that the system puts before a path that it has resolved.
pub fn plain(path: PathBuf) -> PathBuf {
    if HERE == System::Unix {
        return path;
    }
    match file_path(&of(&path), HERE) {
        Some(plain) => PathBuf::from(plain),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use System::{Unix, Windows};
    use proptest::prelude::*;

    #[test]
    fn paths_of_uris() {
        let cases = [
            ("file:///a/b.meent", Unix, Some("/a/b.meent")),
            ("file:///a%20b/%C3%A9.meent", Unix, Some("/a b/é.meent")),
            ("file:///a b/é.meent", Unix, Some("/a b/é.meent")),
            ("file://localhost/a", Unix, Some("/a")),
            ("FILE:///a", Unix, Some("/a")),
            ("file:/a", Unix, Some("/a")),
            ("file:///a%23b%3Fc#L3", Unix, Some("/a#b?c")),
            ("file:///100%25.meent", Unix, Some("/100%.meent")),
            ("file://server/share/a", Unix, None),
            ("file:///a%00b", Unix, None),
            ("file:///%FF", Unix, None),
            ("file:a", Unix, None),
            ("file:", Unix, None),
            ("untitled:Untitled-1", Unix, None),
            ("", Unix, None),
            ("file:///c%3A/x/a.meent", Windows, Some(r"C:\x\a.meent")),
            ("file:///c:/x/a.meent", Windows, Some(r"C:\x\a.meent")),
            ("file:///C:/x%20y/%C3%A9", Windows, Some(r"C:\x y\é")),
            ("file:///C:", Windows, Some(r"C:\")),
            ("file://server/share/a", Windows, Some(r"\\server\share\a")),
            ("file:///x/a", Windows, Some(r"\x\a")),
        ];
        for (uri, system, expected) in cases {
            assert_eq!(file_path(uri, system).as_deref(), expected, "{uri}");
        }
    }

    #[test]
    fn uris_of_paths() {
        let cases = [
            ("/a b/é.meent", Unix, "file:///a%20b/%C3%A9.meent"),
            ("/a#b?c%", Unix, "file:///a%23b%3Fc%25"),
            (r"C:\x y\a.meent", Windows, "file:///c%3A/x%20y/a.meent"),
            (r"\\?\C:\x\a", Windows, "file:///c%3A/x/a"),
            (r"\\server\share\é", Windows, "file://server/share/%C3%A9"),
            (r"\\?\UNC\server\share\a", Windows, "file://server/share/a"),
        ];
        for (path, system, expected) in cases {
            assert_eq!(file_uri(path, system), expected);
        }
    }

    #[test]
    fn texts_on_no_disk_lie_nowhere() {
        let one = path("untitled:Untitled-1");
        let other = path("other:Untitled-1");
        assert_ne!(one, other);
        assert!(one.is_absolute() || cfg!(windows));
        assert_eq!(one.file_name().unwrap(), "Untitled-1.meent");
        assert!(!one.exists());
        assert!(std::fs::write(&one, "x").is_err());
        assert_eq!(path("untitled:/x/a.meent").file_name().unwrap(), "a.meent");
    }

    proptest! {
        #[test]
        fn every_path_comes_back(segments in proptest::collection::vec("[^/\\\\\0:]{1,8}", 1..4)) {
            let unix = format!("/{}", segments.join("/"));
            let back = file_path(&file_uri(&unix, Unix), Unix);
            prop_assert_eq!(back.as_deref(), Some(&*unix));
            let windows = format!(r"C:\{}", segments.join(r"\"));
            let back = file_path(&file_uri(&windows, Windows), Windows);
            prop_assert_eq!(back.as_deref(), Some(&*windows));
        }

        #[test]
        fn no_uri_can_stop_it(uri in "\\PC*") {
            let _ = file_path(&uri, Unix);
            let _ = file_path(&uri, Windows);
            let _ = path(&uri);
        }
    }
}
