//! Reads a revision of a project out of a git repository, through the `git` program.
//!
//! Nothing is checked out and nothing is written: `ls-tree` lists what a revision holds, and one `cat-file --batch`
//! gives the files that are asked for. Paths are from the top of the repository, with forward slashes.

use super::imports::join;
use super::read::{Failure, LARGEST};
use crate::diagnostic::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// More links than this behind each other lead in a circle.
const MOST_LINKS: usize = 40;

/// Why a revision could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// There is no `git` program, or it could not be started.
    NoProgram,
    /// The folder, as it was given, lies in no repository.
    NoRepository(String),
    UnknownRevision(String),
    /// Both a path and a revision.
    Ambiguous(String),
    /// The revision, and the path that is not in it.
    NotInRevision(String, String),
    /// What git said.
    Failed(String),
}

impl GitError {
    pub fn text(&self) -> Text {
        match self {
            GitError::NoProgram => Text::new(
                "To read a revision, the program `git` is needed, and it cannot be started. Install git, or compare two folders.",
                "Om een revisie te lezen is het programma `git` nodig, en dat start niet. Installeer git, of vergelijk twee mappen.",
            ),
            GitError::NoRepository(folder) => Text::new(
                format!("{folder} is not in a git repository, so it has no revisions."),
                format!("{folder} ligt niet in een git-opslag, en heeft dus geen revisies."),
            ),
            GitError::UnknownRevision(name) => Text::new(
                format!("There is no path and no git revision `{name}`."),
                format!("Er is geen pad en geen git-revisie `{name}`."),
            ),
            GitError::Ambiguous(name) => Text::new(
                format!(
                    "`{name}` is both a path and a git revision. Write `./{name}` for the path, or `{name}:PATH` for the revision, where PATH is the project's path in the repository."
                ),
                format!(
                    "`{name}` is zowel een pad als een git-revisie. Schrijf `./{name}` voor het pad, of `{name}:PAD` voor de revisie; PAD is het pad van het project in de git-opslag."
                ),
            ),
            GitError::NotInRevision(name, path) if path.is_empty() => Text::new(
                format!("The revision `{name}` is empty."),
                format!("De revisie `{name}` is leeg."),
            ),
            GitError::NotInRevision(name, path) => Text::new(
                format!(
                    "The revision `{name}` has no {path}. If the project stood elsewhere then, write `{name}:PATH`."
                ),
                format!(
                    "In de revisie `{name}` staat geen {path}. Stond het project toen ergens anders, schrijf dan `{name}:PAD`."
                ),
            ),
            GitError::Failed(why) => Text::new(
                format!("git could not read the revision: {why}"),
                format!("git kon de revisie niet lezen: {why}"),
            ),
        }
    }
}

/// A repository, as seen from one folder in it.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
    /// The folder's path from the top of the repository; empty for the top.
    prefix: String,
}

impl Repository {
    /// The repository that a folder lies in.
    ///
    /// # Errors
    /// There is no git, or the folder is in no repository.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let found = output(git(folder).args(["rev-parse", "--show-prefix"]))?;
        match found {
            Ok(prefix) => Ok(Repository {
                folder: folder.to_path_buf(),
                prefix: join("", String::from_utf8_lossy(&prefix).trim_end()),
            }),
            Err(why) if why.contains("not a git repository") => {
                Err(GitError::NoRepository(folder.display().to_string()))
            }
            Err(why) => Err(GitError::Failed(why)),
        }
    }

    /// A path that was given from this folder, as a path from the top; it may begin with `..` if it leads out.
    pub fn from_top(&self, path: &str) -> String {
        join(&self.prefix, path)
    }

    /// The object of a revision's folder tree; `None` if there is no such revision.
    ///
    /// # Errors
    /// There is no git.
    fn tree(&self, revision: &str) -> Result<Option<String>, GitError> {
        if revision.is_empty() || revision.starts_with('-') {
            return Ok(None);
        }
        let name = format!("{revision}^{{tree}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
        let found = output(git(&self.folder).args(arguments).arg(&name))?;
        let oid = found
            .ok()
            .map(|o| String::from_utf8_lossy(&o).trim().to_string());
        Ok(oid.filter(|oid| !oid.is_empty() && oid.bytes().all(|b| b.is_ascii_hexdigit())))
    }

    /// Whether there is such a revision.
    ///
    /// # Errors
    /// There is no git.
    pub fn knows(&self, revision: &str) -> Result<bool, GitError> {
        Ok(self.tree(revision)?.is_some())
    }

    /// Whether this is a clone that lacks older revisions.
    ///
    /// # Errors
    /// There is no git.
    pub fn is_shallow(&self) -> Result<bool, GitError> {
        let found = output(git(&self.folder).args(["rev-parse", "--is-shallow-repository"]))?;
        Ok(found.is_ok_and(|said| said.trim_ascii() == b"true"))
    }

    /// The revisions that a revision was made from, as far as this clone has them.
    ///
    /// # Errors
    /// There is no git.
    pub fn parents(&self, revision: &str) -> Result<Vec<String>, GitError> {
        let arguments = ["rev-list", "--parents", "--max-count=1", "--end-of-options"];
        let found = output(git(&self.folder).args(arguments).arg(revision).arg("--"))?;
        let line = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
        let parents = line.split_whitespace().skip(1).map(str::to_string);
        Ok(parents.collect())
    }

    /// The last revision that two revisions have in common; `None` if this clone has none.
    ///
    /// # Errors
    /// There is no git.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>, GitError> {
        let arguments = ["merge-base", "--end-of-options"];
        let found = output(git(&self.folder).args(arguments).args([one, other]))?;
        let found = found
            .ok()
            .map(|o| String::from_utf8_lossy(&o).trim().to_string());
        Ok(found.filter(|oid| !oid.is_empty()))
    }

    /// What a revision holds. Its files are read when they are asked for.
    ///
    /// # Errors
    /// There is no git or no such revision, or git fails.
    pub fn snapshot(&self, revision: &str) -> Result<Snapshot, GitError> {
        let Some(tree) = self.tree(revision)? else {
            return Err(GitError::UnknownRevision(revision.to_string()));
        };
        let listing = output(
            git(&self.folder)
                .args(["ls-tree", "-r", "-z", "--full-tree", "-l"])
                .arg(&tree),
        )?
        .map_err(GitError::Failed)?;
        let (files, folders) = listed(&listing);
        Ok(Snapshot {
            revision: revision.to_string(),
            files,
            folders,
            batch: Mutex::new(Batch::start(&self.folder)?),
        })
    }
}

/// A command that writes nothing, asks nothing and fetches nothing.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.fsmonitor=false"])
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null());
    command
}

/// What the program wrote, or else what it complained of.
fn output(command: &mut Command) -> Result<Result<Vec<u8>, String>, GitError> {
    let output = command.output().map_err(|_| GitError::NoProgram)?;
    Ok(match output.status.success() {
        true => Ok(output.stdout),
        false => {
            let said = String::from_utf8_lossy(&output.stderr);
            let first = said.lines().next().unwrap_or("").trim();
            Err(first.strip_prefix("fatal: ").unwrap_or(first).to_string())
        }
    })
}

#[derive(Debug, Clone)]
struct Blob {
    object: String,
    size: u64,
    link: bool,
}

/// The files of a listing (`mode type object size TAB path NUL`), and all folders above them. Other repositories
/// inside this one, and names that are not text, are left out.
fn listed(listing: &[u8]) -> (BTreeMap<String, Blob>, BTreeSet<String>) {
    let (mut files, mut folders) = (BTreeMap::new(), BTreeSet::from([String::new()]));
    for entry in listing.split(|b| *b == 0) {
        let Ok(entry) = std::str::from_utf8(entry) else {
            continue;
        };
        let Some((about, path)) = entry.split_once('\t') else {
            continue;
        };
        let mut about = about.split_whitespace();
        let (Some(mode), Some("blob"), Some(object), Some(size)) =
            (about.next(), about.next(), about.next(), about.next())
        else {
            continue;
        };
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if !folders.insert(above.to_string()) {
                break;
            }
            folder = above;
        }
        files.insert(
            path.to_string(),
            Blob {
                object: object.to_string(),
                size: size.parse().unwrap_or(u64::MAX),
                link: mode == "120000",
            },
        );
    }
    (files, folders)
}

/// What one revision holds.
#[derive(Debug)]
pub struct Snapshot {
    pub revision: String,
    files: BTreeMap<String, Blob>,
    folders: BTreeSet<String>,
    batch: Mutex<Batch>,
}

/// What lies at a path, links followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    File(String),
    Folder(String),
}

impl Snapshot {
    /// Follows a path from the top.
    ///
    /// # Errors
    /// There is nothing there, or its links lead in a circle or out of the repository.
    pub fn find(&self, path: &str) -> io::Result<Node> {
        let mut path = join("", path);
        for _ in 0..MOST_LINKS {
            if path == ".." || path.starts_with("../") {
                return Err(ErrorKind::NotFound.into());
            }
            if self.folders.contains(&path) {
                return Ok(Node::Folder(path));
            }
            match self.first_link(&path) {
                Some((link, rest)) => {
                    let target = self
                        .bytes_of(&link)
                        .map_err(|_| io::Error::from(ErrorKind::NotFound))?;
                    let target = String::from_utf8_lossy(&target).into_owned();
                    if target.starts_with('/') {
                        return Err(ErrorKind::NotFound.into());
                    }
                    let folder = link.rsplit_once('/').map_or("", |(folder, _)| folder);
                    path = join(&join(folder, &target), &rest);
                }
                None if self.files.contains_key(&path) => return Ok(Node::File(path)),
                None => return Err(ErrorKind::NotFound.into()),
            }
        }
        Err(io::Error::other("too many levels of symbolic links"))
    }

    /// The first link on the way to a path, and what comes behind it.
    fn first_link(&self, path: &str) -> Option<(String, String)> {
        let ends = path
            .match_indices('/')
            .map(|(at, _)| at)
            .chain([path.len()]);
        for end in ends {
            let (head, rest) = path.split_at_checked(end)?;
            if self.files.get(head).is_some_and(|blob| blob.link) {
                return Some((head.to_string(), rest.trim_start_matches('/').to_string()));
            }
        }
        None
    }

    /// The contents of a file.
    ///
    /// # Errors
    /// There is no such file, it is too large, or git fails.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Failure> {
        match self.find(path).map_err(Failure::Io)? {
            Node::Folder(_) => Err(Failure::NotAFile),
            Node::File(path) => self.bytes_of(&path),
        }
    }

    fn bytes_of(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let Some(blob) = self.files.get(path) else {
            return Err(Failure::Io(ErrorKind::NotFound.into()));
        };
        if blob.size > LARGEST {
            return Err(Failure::TooLarge(blob.size));
        }
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        batch.read(&blob.object).map_err(Failure::Io)
    }

    /// What lies directly in a folder: names, and whether each is a folder.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn list(&self, folder: &str) -> io::Result<Vec<(String, bool)>> {
        let Node::Folder(folder) = self.find(folder)? else {
            return Err(ErrorKind::NotADirectory.into());
        };
        let start = if folder.is_empty() {
            folder
        } else {
            format!("{folder}/")
        };
        let direct = |path: &String| {
            let rest = path.strip_prefix(&start)?;
            (!rest.is_empty() && !rest.contains('/')).then(|| rest.to_string())
        };
        let files = self.files.keys().filter_map(direct);
        let folders = self.folders.iter().filter_map(direct);
        Ok(files
            .map(|name| {
                let is_folder = matches!(self.find(&format!("{start}{name}")), Ok(Node::Folder(_)));
                (name, is_folder)
            })
            .chain(folders.map(|name| (name, true)))
            .collect())
    }

    /// All files below a folder, by their paths from it, sorted. Links to folders are not followed.
    pub fn below(&self, folder: &str) -> Vec<String> {
        let Ok(Node::Folder(folder)) = self.find(folder) else {
            return Vec::new();
        };
        let start = if folder.is_empty() {
            folder
        } else {
            format!("{folder}/")
        };
        let inside = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(&start));
        inside.map(str::to_string).collect()
    }
}

/// One `git cat-file --batch`, asked for one object after the other.
#[derive(Debug)]
struct Batch {
    child: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Batch {
    fn start(folder: &Path) -> Result<Self, GitError> {
        let mut child = git(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| GitError::NoProgram)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answer)) => Ok(Batch {
                child,
                ask: Some(ask),
                answer: BufReader::new(answer),
            }),
            _ => Err(GitError::NoProgram),
        }
    }

    fn read(&mut self, object: &str) -> io::Result<Vec<u8>> {
        let ask = self.ask.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        ask.write_all(format!("{object}\n").as_bytes())?;
        ask.flush()?;
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        // "object type size", or "object missing".
        let size: usize = match head.trim_end().rsplit_once(' ') {
            Some((_, size)) => size.parse().map_err(|_| ErrorKind::NotFound)?,
            None => return Err(ErrorKind::UnexpectedEof.into()),
        };
        let mut bytes = vec![0; size];
        self.answer.read_exact(&mut bytes)?;
        let mut end = [0];
        self.answer.read_exact(&mut end)?;
        Ok(bytes)
    }
}

impl Drop for Batch {
    /// The program ends when nobody can ask any more.
    fn drop(&mut self) {
        self.ask = None;
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_has_files_links_and_folders_but_no_other_repositories() {
        let listing = b"100644 blob aa       3\ta/b/c.meent\x00120000 blob bb       1\tlink\x00160000 commit cc       -\tother\0";
        let (files, folders) = listed(listing);
        let names: Vec<(&str, bool)> = files.iter().map(|(p, b)| (p.as_str(), b.link)).collect();
        assert_eq!(names, [("a/b/c.meent", false), ("link", true)]);
        assert_eq!(folders.into_iter().collect::<Vec<_>>(), ["", "a", "a/b"]);
    }
}
