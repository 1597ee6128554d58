//! The pages that explain findings, as files that an editor can open.
//!
//! The link of a finding must lead to a page that is there, in the language of the user, without a network. So the pages
//! that come with this program are put into the user's cache folder, each when it is first needed.

use super::uri;
use crate::diagnostic::{Code, Lang};
use crate::project::VERSION;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The folder of the pages.
#[derive(Debug)]
pub struct Pages {
    folder: PathBuf,
    /// What was written, or found to be there, in this run.
    made: Mutex<BTreeSet<(Code, Lang)>>,
}

impl Pages {
    /// Pages in a folder; it is made when the first one is needed.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Pages {
            folder: folder.into(),
            made: Mutex::default(),
        }
    }

    /// The pages of this user. `None`: the system says of no folder for such things.
    pub fn here() -> Option<&'static Pages> {
        static HERE: OnceLock<Option<Pages>> = OnceLock::new();
        let here = HERE.get_or_init(|| {
            let folder = cache()?.join("meent").join(VERSION).join("findings");
            Some(Pages::new(folder))
        });
        here.as_ref()
    }

    /// The link to a page. `None`: it can't be written.
    pub fn uri(&self, code: Code, lang: Lang) -> Option<String> {
        self.file(code, lang).map(|path| uri::of(&path))
    }

    /// The file of a page. `None`: it can't be written.
    pub fn file(&self, code: Code, lang: Lang) -> Option<PathBuf> {
        let folder = self.folder.join(lang.tag());
        let path = folder.join(format!("{code}.md"));
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.contains(&(code, lang)) {
            return Some(path);
        }
        let page = code.entry().explanation(lang);
        let is_there = std::fs::read(&path).is_ok_and(|found| found == page.as_bytes());
        if !is_there {
            write(&folder, &path, &page).ok()?;
        }
        made.insert((code, lang));
        Some(path)
    }
}

/// Whole or not at all: another editor may be reading it.
fn write(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// Where the system wants files that can be made again.
fn cache() -> Option<PathBuf> {
    let set = |name: &str| {
        let value = std::env::var_os(name)?;
        let path = PathBuf::from(value);
        path.is_absolute().then_some(path)
    };
    if cfg!(windows) {
        return set("LOCALAPPDATA");
    }
    set("XDG_CACHE_HOME").or_else(|| {
        let home = set("HOME")?;
        Some(match cfg!(target_os = "macos") {
            true => home.join("Library").join("Caches"),
            false => home.join(".cache"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::registry::codes;

    #[test]
    fn a_link_leads_to_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new(folder.path().join("a b"));
        let link = pages.uri(codes::UNUSED, Lang::Nl).unwrap();
        let text = std::fs::read_to_string(uri::path(&link)).unwrap();
        assert_eq!(text, codes::UNUSED.entry().explanation(Lang::Nl));
        // What somebody changed is made again.
        let pages = Pages::new(folder.path().join("a b"));
        std::fs::write(uri::path(&link), "old").unwrap();
        assert_eq!(pages.uri(codes::UNUSED, Lang::Nl), Some(link.clone()));
        assert_eq!(std::fs::read_to_string(uri::path(&link)).unwrap(), text);
        // No folder, no link.
        std::fs::write(folder.path().join("file"), "").unwrap();
        let pages = Pages::new(folder.path().join("file"));
        assert_eq!(pages.uri(codes::UNUSED, Lang::Nl), None);
    }
}
