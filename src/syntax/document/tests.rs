//! A document after any edits says what a fresh parse says.

use super::*;
use crate::syntax::parse;
use std::fs;
use std::path::Path;

/// A small generator of numbers: the same sequence for the same seed, everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// What people type, and what hurts.
const TYPED: &[&str] = &[
    "\"",
    "\"",
    "{",
    "}",
    "#",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\\",
    "\\\"",
    ",",
    "(",
    ")",
    "a",
    "-",
    ".",
    ":",
    ";",
    "1",
    "%",
    "é",
    "👩‍👩‍👧",
    "\u{FEFF}",
    "\u{a0}",
    "\u{2028}",
    "group",
    "groep ",
    "rule",
    "regel",
    "may",
    "mogen",
    "purpose",
    "use ",
    "\npurpose",
    "\ngroup g \"",
    "\ngroep h {",
    "\nrule r {\n",
    "\nscenario \"",
    "\nseparate a, b",
    "\nseparate a, b because",
    " because \"x",
    "\npurpose p \"P\"",
    " nl \"",
    "\nwhat? ",
    "\nparty our bureau \"B\" {",
    "of people }",
    "note \"x\"",
    "not (not (",
    "# } \" {",
    "\nuse groups from \"x\"\n",
    "\nfact f { number of ",
    "at least 99999999999999999999 ",
    "within ",
    "//",
    "zetel \"A\"\n",
];

fn same(document: &Document, history: &str) {
    let fresh = parse(document.file, &document.text);
    let (new, old) = (document.parsed(), fresh);
    assert_eq!(
        format!("{:#?}", new.diagnostics),
        format!("{:#?}", old.diagnostics),
        "findings after {history}, of {:?}",
        document.text
    );
    if format!("{:?}", new.tree) != format!("{:?}", old.tree) {
        let (new, old) = (format!("{:#?}", new.tree), format!("{:#?}", old.tree));
        let differ = new.lines().zip(old.lines()).find(|(a, b)| a != b);
        panic!("tree after {history}: {differ:?}, of {:?}", document.text);
    }
}

/// Some edits of one text, held against a fresh parse after each.
fn edited(name: &str, text: &str, edits: usize, random: &mut Random) {
    let mut document = Document::new(FileId(3), text);
    same(&document, &format!("{name}: nothing"));
    let boundary = |text: &str, mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let mut spot = 0;
    for n in 0..edits {
        let mut text = document.text.to_string();
        // People stay a while where they are.
        if random.below(3) == 0 {
            spot = random.below(text.len() + 1);
        }
        let at = boundary(&text, spot.min(text.len()));
        let line = |text: &str, at: usize| {
            let end = text.get(at..).and_then(|t| t.find('\n'));
            end.map_or(text.len(), |end| at + end + 1)
        };
        match random.below(12) {
            0 | 1 => {
                let to = boundary(&text, (at + 1 + random.below(3)).min(text.len()));
                text.replace_range(at..to, "");
            }
            2 => {
                let to = line(&text, at);
                text.replace_range(at..to, "");
            }
            // A line goes elsewhere.
            3 => {
                let from = text
                    .get(..at)
                    .and_then(|t| t.rfind('\n'))
                    .map_or(0, |n| n + 1);
                let to = line(&text, at);
                let moved: String = text.drain(from..to).collect();
                let other = random.below(text.len() + 1);
                let other = boundary(&text, other);
                let place = line(&text, other);
                text.insert_str(place, &moved);
            }
            // A stretch of the same text once more.
            4 => {
                let from = random.below(text.len() + 1);
                let from = boundary(&text, from);
                let to = boundary(&text, (from + random.below(200)).min(text.len()));
                let copy = text.get(from..to).unwrap_or_default().to_string();
                text.insert_str(at, &copy);
            }
            5 => {
                let to = boundary(&text, (at + random.below(300)).min(text.len()));
                text.replace_range(at..to, TYPED[random.below(TYPED.len())]);
            }
            6 if random.below(40) == 0 => text.clear(),
            _ => {
                let typed = TYPED[random.below(TYPED.len())];
                text.insert_str(at, typed);
                spot = at + typed.len();
            }
        }
        document.update(text);
        same(&document, &format!("{name}: edit {n}"));
    }
}

fn sources() -> Vec<(String, String)> {
    fn below(folder: &Path, out: &mut Vec<(String, String)>) {
        let mut entries: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|e| e.path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                below(&path, out);
            } else if path.extension().is_some_and(|e| e == "meent")
                && let Ok(text) = fs::read_to_string(&path)
            {
                out.push((path.display().to_string(), text));
            }
        }
    }
    let mut out = Vec::new();
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    below(&top.join("examples"), &mut out);
    below(&top.join("tests"), &mut out);
    out
}

#[test]
fn edits_give_what_a_fresh_parse_gives() {
    let rounds: usize = std::env::var("MEENT_EDITS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1);
    let sources = sources();
    assert!(sources.len() > 100);
    let mut random = Random(0x5DEE_CE66_D1CE_5EED);
    for round in 0..rounds {
        for (n, (name, text)) in sources.iter().enumerate() {
            // A fresh parse of a long text takes its time; a stretch of it has all that matters.
            let mut from = random.below(text.len().saturating_sub(1500) + 1);
            while !text.is_char_boundary(from) {
                from -= 1;
            }
            let short: String = text
                .get(from..)
                .unwrap_or_default()
                .chars()
                .take(1500)
                .collect();
            let short = match (n + round) % 4 {
                0 => short.replace('\n', "\r\n"),
                1 => format!("\u{FEFF}{short}"),
                _ => short,
            };
            edited(name, &short, 4, &mut random);
        }
    }
}

#[test]
fn only_what_can_have_changed_is_parsed() {
    let text: String = (0..200)
        .map(|n| format!("rule r{n} \"R{n}\" {{\n  g may read d{n}\n}}\n\n"))
        .collect();
    let mut document = Document::new(FileId(0), text.as_str());
    assert_eq!(document.pieces(), 200);
    let at = text.find("d100").unwrap();
    for (n, typed) in ["x", "xy", "xy \"", "xy", "xy {", "xy"].iter().enumerate() {
        let mut next = text.clone();
        next.insert_str(at, typed);
        let parsed = document.update(next);
        assert!(parsed <= 3, "edit {n}: {parsed}");
    }
    // A name that only what follows ends.
    let list: String = (0..200)
        .map(|n| format!("purpose p{n} \"P{n}\"\n"))
        .collect();
    let mut document = Document::new(FileId(0), list.as_str());
    let parsed = document.update(list.replace("P100", "P1x0"));
    assert!(parsed <= 8, "{parsed}");
}

#[test]
fn places_move_with_the_text() {
    let text = "group a \"A\"\n\nrule r { a may read b if c is d because \"é\" }\ngroup \"x\n";
    let mut document = Document::new(FileId(0), text);
    assert_eq!(document.update(format!("# é\n{text}")), 0);
    same(&document, "a comment in front");
    document.update(text);
    same(&document, "no comment in front");
}
