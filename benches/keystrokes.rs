//! From keystroke to findings, in a project of 50,000 lines: `cargo bench --bench keystrokes`.
//!
//! Edits are replayed as an editor sends them, the states between that make no sense included: for each the time from the
//! change to the list of findings that can be shown, against reading everything anew in the same run. Then the whole
//! analysis, which an editor makes in the background, and what memory does over ten thousand edits.
//!
//! `MEENT_BENCH_LINES=5000` and `MEENT_BENCH_EDITS=500` make a smaller run; `MEENT_BENCH_FILES=1,100` says in how many files the
//! project is; `MEENT_BENCH_WHOLE=0` leaves out the whole analysis; `MEENT_BENCH_PHASES=1` tells where the time goes and stops there.

#[path = "support/founders.rs"]
mod founders;
#[path = "support/generate.rs"]
#[allow(dead_code)]
mod generate;

use generate::Numbers;
use meent::analysis::{Outline, Stop, Universe, checks, scenarios};
use meent::editor::{Change, Snapshot, Workspace};
use meent::{Project, diagnostic, syntax};
use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Instant;

fn setting(name: &str, usual: usize) -> usize {
    let set = std::env::var(name).ok().and_then(|n| n.parse().ok());
    set.unwrap_or(usual)
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// Times by kind of edit.
#[derive(Default)]
struct Times(BTreeMap<&'static str, Vec<f64>>);

impl Times {
    fn add(&mut self, kind: &'static str, time: f64) {
        self.0.entry(kind).or_default().push(time);
    }

    fn print(&mut self) {
        println!(
            "{:>34} {:>7} {:>8} {:>8} {:>8}",
            "", "edits", "p50", "p99", "most"
        );
        let mut all = Vec::new();
        for (kind, times) in &mut self.0 {
            row(kind, times);
            all.extend_from_slice(times);
        }
        if self.0.len() > 1 {
            row("all", &mut all);
        }
    }
}

fn row(name: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).ceil() as usize];
    println!(
        "{name:>34} {:>7} {:>8.2} {:>8.2} {:>8.2}",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// An editor at work in one project.
struct Bench {
    workspace: Workspace,
    paths: Vec<PathBuf>,
    numbers: Numbers,
    times: Times,
    edits: usize,
    /// The analysis in the background, if it runs while edits are made.
    background: Option<mpsc::Sender<(Snapshot, Stop)>>,
    stop: Stop,
}

impl Bench {
    fn text(&self, path: &Path) -> Arc<str> {
        self.workspace.text(path).expect("it is open")
    }

    /// One edit, and the findings behind it.
    fn edit(&mut self, kind: &'static str, path: &Path, range: std::ops::Range<usize>, text: &str) {
        let change = Change {
            range,
            text: text.into(),
        };
        self.stop.stop();
        let start = Instant::now();
        assert!(self.workspace.change(path, &[change]), "{kind}");
        let snapshot = self.workspace.snapshot(path).expect("a project");
        black_box(snapshot.diagnostics());
        self.times.add(kind, milliseconds(start));
        self.edits += 1;
        if let Some(background) = &self.background {
            self.stop = Stop::new();
            let _ = background.send((snapshot, self.stop.clone()));
        }
    }

    /// Some file, and the start of some line in it that fits.
    fn spot(&mut self, fits: impl Fn(&str) -> bool) -> (PathBuf, usize) {
        loop {
            let path = self.paths[self.numbers.below(self.paths.len())].clone();
            let text = self.text(&path);
            let from = self.numbers.below(text.len());
            let mut at = text.as_bytes()[..from]
                .iter()
                .rposition(|b| *b == b'\n')
                .map_or(0, |n| n + 1);
            // Not too far, so that every part of the file gets its turn.
            for line in text[at..].split_inclusive('\n').take(400) {
                if fits(line) {
                    return (path, at);
                }
                at += line.len();
            }
        }
    }

    fn line_end(&self, path: &Path, at: usize) -> usize {
        let text = self.text(path);
        text[at..].find('\n').map_or(text.len(), |n| at + n)
    }

    /// Letter by letter, and away again in one go.
    fn type_and_undo(
        &mut self,
        kind: &'static str,
        undo: &'static str,
        path: &Path,
        at: usize,
        text: &str,
    ) {
        let mut end = at;
        for letter in text.chars() {
            let letter = letter.to_string();
            self.edit(kind, path, end..end, &letter);
            end += letter.len();
        }
        self.edit(undo, path, at..end, "");
    }

    /// One round of everything that people do.
    fn round(&mut self) {
        let rule = |line: &str| line.starts_with("rule ");
        // A clause in the body of a rule.
        let (path, at) = self.spot(rule);
        let end = self.line_end(&path, at) + 1;
        self.type_and_undo(
            "typing a clause",
            "taking it back",
            &path,
            end,
            "  note \"As agreed.\"\n",
        );
        // A whole declaration, on a line of its own.
        let (path, at) = self.spot(rule);
        self.type_and_undo(
            "typing a declaration",
            "taking it back",
            &path,
            at,
            "fact typed \"T\" { yes or no }\n",
        );
        // A name, letter by letter away and back.
        let (path, at) = self.spot(|l| l.contains(" may read"));
        let line = self.text(&path)[at..self.line_end(&path, at)].to_string();
        let from = at + line.find(" may read").unwrap_or(0) + 5;
        for n in (0..4).rev() {
            self.edit(
                "deleting a word by letters",
                &path,
                from + n..from + n + 1,
                "",
            );
        }
        for (n, letter) in ["r", "e", "a", "d"].iter().enumerate() {
            self.edit("typing a word", &path, from + n..from + n, letter);
        }
        // A declaration copied to another place.
        let (path, at) = self.spot(rule);
        let text = self.text(&path);
        if let Some(length) = text[at..].find("\n}\n") {
            let copy = text[at..at + length + 3].replacen("rule ", "rule pasted-", 1);
            let (there, to) = self.spot(rule);
            self.edit("pasting a rule", &there, to..to, &copy);
            self.edit("taking it back", &there, to..to + copy.len(), "");
        }
        // A line up, and down again.
        let (path, at) = self.spot(|l| l.starts_with("  "));
        let first = self.line_end(&path, at) + 1;
        let second = self.line_end(&path, first.min(self.text(&path).len()));
        let text = self.text(&path);
        if second < text.len() && first < second {
            let (a, b) = (&text[at..first], &text[first..second + 1]);
            let (there, back) = (format!("{b}{a}"), format!("{a}{b}"));
            self.edit("moving a line", &path, at..second + 1, &there);
            self.edit("moving a line", &path, at..second + 1, &back);
        }
        let (path, at) = self.spot(rule);
        self.type_and_undo(
            "typing in a comment",
            "taking it back",
            &path,
            at,
            "# why \"this {\n",
        );
        let (path, at) = self.spot(|l| l.starts_with("rule ") && l.contains('"'));
        let quote = at + self.text(&path)[at..].find('"').unwrap_or(0) + 1;
        self.type_and_undo(
            "typing in a text",
            "taking it back",
            &path,
            quote,
            "Nieuw: één ",
        );
        // What swallows all that follows, until it is closed.
        let (path, at) = self.spot(rule);
        for sign in ["\"", "{", "}", "rule x \"", "rule x \"X\" {"] {
            self.edit("swallowing what follows", &path, at..at, sign);
            self.edit("giving it back", &path, at..at + sign.len(), "");
        }
        // A keyword of the other language, and a file that changes its language by one.
        let (path, at) = self.spot(|l| l.contains(" may read"));
        let from = at + self.text(&path)[at..].find(" may ").unwrap_or(0) + 1;
        self.edit(
            "a word of the other language",
            &path,
            from..from + 3,
            "mogen",
        );
        self.edit("a word of the other language", &path, from..from + 5, "may");
        if let Some(half) = self
            .paths
            .iter()
            .find(|p| p.ends_with("half.meent"))
            .cloned()
        {
            let end = self.text(&half).len();
            let more = "groep half-x \"X\" { van mensen }\n";
            self.edit("a file changes its language", &half, end..end, more);
            self.edit(
                "a file changes its language",
                &half,
                end..end + more.len(),
                "",
            );
        }
    }
}

/// The memory that this process has now, in MB, where the system tells.
fn memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024.0)
}

/// Where the time goes.
fn phases(project: &Project) {
    let time = |what: &str, work: &mut dyn FnMut()| {
        let mut least = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            work();
            least = least.min(milliseconds(start));
        }
        println!("{what:>34} {least:>8.1} ms, the least of 5");
    };
    let loaded = &project.loaded;
    time("parse of all", &mut || {
        for (id, file) in loaded.sources.iter() {
            black_box(syntax::parse(id, &file.text));
        }
    });
    time("project, cloned", &mut || {
        black_box(project.clone());
    });
    time("model", &mut || {
        black_box(project.model());
    });
    let (model, _) = project.model();
    time("outline", &mut || {
        black_box(Outline::new(&model));
    });
    time("universe", &mut || {
        black_box(Universe::new(&model));
    });
    let universe = Universe::new(&model);
    let parts: [(&str, &dyn Fn() -> usize); 8] = [
        ("conflicts", &|| checks::conflicts(&model).len()),
        ("conflicts and redundant rules", &|| {
            checks::redundant(&model).len()
        }),
        ("duties", &|| checks::duty_conflicts(&model).len()),
        ("flows", &|| checks::flows(&model).len()),
        ("votes", &|| checks::votes(&model).len()),
        ("weights", &|| checks::weighings(&model).len()),
        ("reach", &|| checks::unreached(&model).len()),
        ("all checks", &|| checks::check(&universe).len()),
    ];
    for (name, work) in parts {
        time(name, &mut || {
            black_box(work());
        });
    }
    time("scenarios", &mut || {
        let results = scenarios::run(&universe);
        black_box(scenarios::diagnostics(&model, &results));
    });
    let mut found = checks::check(&universe);
    println!("{:>34} {:>8}", "findings of the checks", found.len());
    time("sorting them", &mut || diagnostic::sort(&mut found));
}

fn run(lines: usize, files: usize, edits: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = founders::project(lines, files);
    let mut paths = Vec::new();
    for (name, text) in &texts {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        paths.push(path);
    }
    let lines: usize = texts.iter().map(|(_, t)| t.lines().count()).sum();
    let bytes: usize = texts.iter().map(|(_, t)| t.len()).sum();
    println!(
        "\n{lines} lines, {:.2} MB, {} files",
        bytes as f64 / 1e6,
        texts.len()
    );
    let mut bench = Bench {
        workspace: Workspace::new(),
        paths: paths.clone(),
        numbers: Numbers::new(5),
        times: Times::default(),
        edits: 0,
        background: None,
        stop: Stop::new(),
    };
    for (path, (_, text)) in paths.iter().zip(&texts) {
        bench.workspace.open(path, text.as_str());
    }
    let start = Instant::now();
    let first = bench.workspace.snapshot(&paths[0]).expect("a project");
    println!(
        "{:>34} {:>8.1} ms, {} declarations",
        "opened in",
        milliseconds(start),
        bench.workspace.pieces()
    );
    let errors = first
        .found
        .iter()
        .filter(|d| d.level == diagnostic::Level::Error);
    assert_eq!(errors.map(|d| &d.message.en).next(), None);
    if setting("MEENT_BENCH_PHASES", 0) > 0 {
        return phases(&first.project);
    }
    let mut whole = Times::default();
    for _ in 0..setting("MEENT_BENCH_WHOLE", 3) {
        let start = Instant::now();
        let checked = first.check();
        whole.add("whole analysis", milliseconds(start));
        let found = checked.diagnostics.len();
        println!("{:>34} {found:>8}", "findings of the whole analysis");
        bench.workspace.keep(&first, Arc::new(checked));
    }
    drop(first);
    // The floor: everything anew, for one edit.
    for _ in 0..7 {
        let end = bench.text(&paths[0]).len();
        bench.edit("(not counted)", &paths[0], end..end, "\n");
        let snapshot = bench.workspace.snapshot(&paths[0]).expect("a project");
        let loaded = &snapshot.project.loaded;
        let start = Instant::now();
        let parsed: Vec<_> = loaded
            .sources
            .iter()
            .map(|(id, f)| syntax::parse(id, &f.text))
            .collect();
        black_box(snapshot.project.model());
        drop(black_box(parsed));
        whole.add("everything anew, to compare", milliseconds(start));
    }
    whole.print();
    bench.times = Times::default();
    bench.edits = 0;
    let mut told = 0;
    while bench.edits < edits {
        bench.round();
        while told + 1000 <= bench.edits {
            told += 1000;
            if let Some(mb) = memory() {
                println!(
                    "{:>34} {mb:>8.1} MB, {} declarations held",
                    format!("memory at edit {told}"),
                    bench.workspace.pieces()
                );
            }
        }
    }
    bench.times.print();
    // The same with the whole analysis on another thread all the while; each edit stops the one before.
    let (send, receive) = mpsc::channel::<(Snapshot, Stop)>();
    let analyst = std::thread::spawn(move || {
        let (mut finished, mut stopped) = (0, 0);
        while let Ok((snapshot, stop)) = receive.recv() {
            match (!stop.is_told())
                .then(|| snapshot.check_until(&stop))
                .flatten()
            {
                Some(_) => finished += 1,
                None => stopped += 1,
            }
        }
        (finished, stopped)
    });
    bench.background = Some(send);
    bench.times = Times::default();
    bench.edits = 0;
    while bench.edits < edits / 10 {
        bench.round();
    }
    let mut all: Vec<f64> = bench.times.0.values().flatten().copied().collect();
    row("all, while analyses run", &mut all);
    bench.background = None;
    if let Ok((finished, stopped)) = analyst.join() {
        println!(
            "{:>34} {finished:>8} finished, {stopped} stopped",
            "analyses"
        );
    }
}

fn main() {
    let lines = setting("MEENT_BENCH_LINES", 50_000);
    let edits = setting("MEENT_BENCH_EDITS", 10_000);
    let files = std::env::var("MEENT_BENCH_FILES").unwrap_or_else(|_| "1,100".into());
    println!("milliseconds");
    for files in files.split(',').filter_map(|n| n.trim().parse().ok()) {
        run(lines, files, edits);
    }
}
