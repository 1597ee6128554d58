//! Paths from one file of a project to another, and the graph that they make.

use super::place::Place;
use crate::data;
use crate::diagnostic::nearest;
use crate::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What a path leads to, by the path that it is shown with.
pub struct Target {
    pub shown: String,
    pub folder: bool,
}

pub enum Problem {
    /// From the top of a disk.
    Absolute,
    Missing {
        suggestion: Option<String>,
    },
    Unreadable(io::Error),
}

/// Follows `written`, which stands in the file `importer`.
pub fn resolve(place: &Place, importer: &str, written: &str) -> Result<Target, Problem> {
    let drive = written.as_bytes().get(1) == Some(&b':');
    if written.starts_with(['/', '\\']) || drive {
        return Err(Problem::Absolute);
    }
    let folder = importer.rsplit_once('/').map_or("", |(folder, _)| folder);
    let shown = join(folder, written);
    match place.is_folder(&shown) {
        Ok(_) if written.trim().is_empty() => Err(Problem::Missing { suggestion: None }),
        Ok(is_folder) => Ok(Target {
            shown,
            folder: is_folder,
        }),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Err(Problem::Missing {
                suggestion: suggest(place, folder, written),
            })
        }
        Err(error) => Err(Problem::Unreadable(error)),
    }
}

/// A path like `written` that is there.
fn suggest(place: &Place, folder: &str, written: &str) -> Option<String> {
    let exists = |path: &str| place.is_folder(&join(folder, path)).is_ok();
    let slashes = written.replace('\\', "/");
    if slashes != written && exists(&slashes) {
        return Some(slashes);
    }
    let (parent, name) = match slashes.rsplit_once('/') {
        Some((parent, name)) => (format!("{parent}/"), name),
        None => (String::new(), slashes.as_str()),
    };
    let mut names: Vec<String> = place
        .list(&join(folder, &parent))
        .ok()?
        .into_iter()
        .filter(|(name, is_folder)| {
            !name.starts_with('.') && (*is_folder || name.ends_with(".meent"))
        })
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    let with_ending = format!("{name}.meent");
    let best = match names.iter().find(|n| **n == with_ending) {
        Some(found) => found.as_str(),
        None => nearest(name, names.iter().map(String::as_str))?,
    };
    Some(format!("{parent}{best}"))
}

/// Joins two paths and takes out `.` and `..`, as far as that can be done without looking at a disk.
pub fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

impl super::Loaded {
    /// The source files that a path in a file leads to: the file, or those right in the folder.
    pub fn leads_to(&self, importer: FileId, written: &str) -> Vec<FileId> {
        let importer = &self.sources.file(importer).path;
        let folder = importer.rsplit_once('/').map_or("", |(folder, _)| folder);
        let shown = join(folder, written);
        let files = self
            .sources
            .iter()
            .filter(|(_, f)| f.path.ends_with(".meent"));
        let right_in = |path: &str| match path.rsplit_once('/') {
            Some((folder, _)) => folder == shown,
            None => shown.is_empty(),
        };
        files
            .filter(|(_, f)| f.path == shown || right_in(&f.path))
            .map(|(id, _)| id)
            .collect()
    }
}

/// The last part of a path, without the ending of a source file.
pub fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".meent").unwrap_or(name).to_string()
}

/// The names of the libraries that ship with the compiler: `dpv`, `dpv-infra`, …
pub fn libraries() -> Vec<&'static str> {
    let prefixes = data::dpv::all()
        .iter()
        .filter_map(|p| p.id.split_once(':').map(|(prefix, _)| prefix));
    prefixes.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What leads to what, by the paths that are shown, with the place that says so.
#[derive(Default)]
pub struct Graph {
    edges: BTreeMap<String, BTreeMap<String, Span>>,
}

impl Graph {
    /// The first place that says so counts.
    pub fn edge(&mut self, from: &str, to: &str, span: Span) {
        self.edges
            .entry(from.to_string())
            .or_default()
            .entry(to.to_string())
            .or_insert(span);
    }

    /// Circles: each as its steps, a place and what it leads to. Every circle that there is shares a step with one of these.
    pub fn cycles(&self) -> Vec<Vec<(Span, String)>> {
        let mut found = Vec::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in self.edges.keys() {
            self.search(start, &mut done, &mut found);
        }
        found
    }

    /// A depth-first search without recursion: a long chain of imports must not use up the stack.
    fn search<'a>(
        &'a self,
        start: &'a str,
        done: &mut BTreeSet<&'a str>,
        found: &mut Vec<Vec<(Span, String)>>,
    ) {
        if done.contains(start) {
            return;
        }
        let next = |node: &str| {
            self.edges
                .get(node)
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .into_iter()
        };
        let mut trail: Vec<(&str, Option<Span>)> = vec![(start, None)];
        let mut on_trail: BTreeMap<&str, usize> = BTreeMap::from([(start, 0)]);
        let mut ahead = vec![next(start)];
        while let Some(edges) = ahead.last_mut() {
            match edges.next() {
                Some((to, span)) => {
                    if let Some(&at) = on_trail.get(to.as_str()) {
                        let mut steps: Vec<(Span, String)> = trail
                            .iter()
                            .skip(at + 1)
                            .filter_map(|(node, span)| span.map(|span| (span, node.to_string())))
                            .collect();
                        steps.push((*span, to.clone()));
                        found.push(steps);
                    } else if !done.contains(to.as_str()) {
                        on_trail.insert(to, trail.len());
                        trail.push((to, Some(*span)));
                        ahead.push(next(to));
                    }
                }
                None => {
                    ahead.pop();
                    if let Some((node, _)) = trail.pop() {
                        on_trail.remove(node);
                        done.insert(node);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_paths_as_text() {
        assert_eq!(join("", "a.meent"), "a.meent");
        assert_eq!(join("rules", "../data/./x.meent"), "data/x.meent");
        assert_eq!(join("", "../city"), "../city");
        assert_eq!(join("../city", "../land"), "../land");
        assert_eq!(join("a", ".."), "");
        assert_eq!(join("..", ".."), "../..");
    }

    #[test]
    fn finds_each_circle_once_with_its_places() {
        let mut graph = Graph::default();
        let span = |n| Span::new(FileId(0), n, n + 1);
        graph.edge("a", "b", span(1));
        graph.edge("b", "c", span(2));
        graph.edge("c", "a", span(3));
        graph.edge("c", "d", span(4));
        graph.edge("d", "d", span(5));
        let cycles = graph.cycles();
        let names: Vec<Vec<&str>> = cycles
            .iter()
            .map(|c| c.iter().map(|s| s.1.as_str()).collect())
            .collect();
        assert_eq!(names, [vec!["b", "c", "a"], vec!["d"]]);
        assert_eq!(cycles[0][2].0, span(3));
    }

    #[test]
    fn a_long_chain_is_no_problem() {
        let mut graph = Graph::default();
        for n in 0..100_000 {
            graph.edge(
                &format!("{n:06}"),
                &format!("{:06}", n + 1),
                Span::default(),
            );
        }
        assert!(graph.cycles().is_empty());
    }

    #[test]
    fn knows_the_libraries() {
        assert!(libraries().contains(&"dpv"));
    }
}
