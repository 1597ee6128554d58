//! The register of findings: complete in both languages, with examples, and the pages in `docs/errors` are
//! made from it. `MEENT_UPDATE=1 cargo test --test registry` writes them again.

#[path = "support/shown.rs"]
mod shown;

use meent::diagnostic::registry::{self, Entry};
use meent::diagnostic::{Lang, Level};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Findings that no source text can show: the bytes or the folder are made by the test.
const WITHOUT_EXAMPLE: [&str; 6] = ["M0104", "M0107", "M0108", "M0201", "M0507", "M0901"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_finding_has_a_page_and_a_title_in_both_languages() {
    for entry in registry::all() {
        for lang in Lang::ALL {
            let page = entry.page.get(lang);
            let lines = page.trim().lines().count();
            assert!(
                (6..=20).contains(&lines),
                "{} {}: {lines} lines",
                entry.code,
                lang.tag()
            );
            let settle = if lang == Lang::En {
                "**How to settle it.**"
            } else {
                "**Zo los je het op.**"
            };
            assert!(
                page.contains(settle),
                "{} {} does not say how to settle it",
                entry.code,
                lang.tag()
            );
            assert!(
                !entry.title.get(lang).is_empty() && !entry.title.get(lang).ends_with('.'),
                "{}",
                entry.code
            );
        }
        assert_ne!(entry.page.en, entry.page.nl, "{}", entry.code);
        assert_ne!(entry.title.en, entry.title.nl, "{}", entry.code);
    }
}

#[test]
fn names_are_unique_and_plain() {
    let names: BTreeSet<&str> = registry::all().iter().map(|e| e.slug).collect();
    assert_eq!(names.len(), registry::all().len());
    assert!(
        names
            .iter()
            .all(|n| n.chars().all(|c| c.is_ascii_lowercase() || c == '-')),
        "{names:?}"
    );
}

#[test]
fn every_finding_has_a_bad_and_a_good_example() {
    for entry in registry::all() {
        assert!(
            !entry.good.trim().is_empty(),
            "{} has no good example",
            entry.code
        );
        let without = WITHOUT_EXAMPLE.contains(&entry.code.as_str());
        assert_eq!(entry.bad.is_empty(), without, "{}", entry.code);
        assert_ne!(entry.bad, entry.good, "{}", entry.code);
        assert!(
            root()
                .join("examples/findings")
                .join(entry.folder())
                .is_dir(),
            "{}",
            entry.code
        );
    }
}

#[test]
fn no_example_is_left_of_a_finding_that_is_gone() {
    let folders: BTreeSet<String> = registry::all().iter().map(Entry::folder).collect();
    for found in fs::read_dir(root().join("examples/findings")).unwrap() {
        let name = found.unwrap().file_name().into_string().unwrap();
        assert!(folders.contains(&name), "examples/findings/{name}");
    }
    let pages: BTreeSet<String> = registry::all()
        .iter()
        .flat_map(|e| Lang::ALL.map(|l| format!("{}.{}.md", e.code, l.tag())))
        .collect();
    for found in fs::read_dir(root().join("src/diagnostic/pages")).unwrap() {
        let name = found.unwrap().file_name().into_string().unwrap();
        assert!(pages.contains(&name), "src/diagnostic/pages/{name}");
    }
}

/// What `docs/errors` should hold: the path below it, and the text.
fn documentation() -> BTreeMap<PathBuf, String> {
    let mut out = BTreeMap::new();
    for lang in Lang::ALL {
        let folder = if lang == Lang::En {
            PathBuf::new()
        } else {
            PathBuf::from(lang.tag())
        };
        out.insert(folder.join("README.md"), overview(lang));
        for entry in registry::all() {
            let link = match lang {
                Lang::En => format!("[Nederlands](nl/{}.md)", entry.code),
                Lang::Nl => format!("[English](../{}.md)", entry.code),
            };
            let note = accept_note(entry, lang);
            let text = format!(
                "{}\n---\n\n{}{note} {link}\n",
                entry.explanation(lang),
                level(entry.level, lang)
            );
            out.insert(folder.join(format!("{}.md", entry.code)), text);
        }
    }
    out
}

fn overview(lang: Lang) -> String {
    let mut out = match lang {
        Lang::En => "# Findings\n\nEverything the compiler can say, by code. `meent explain M0301` shows the same \
                     page in the terminal. These pages are made from the register in `src/diagnostic`.\n\n\
                     [Nederlands](nl/README.md)\n\n| code | name | level | finding |\n| --- | --- | --- | --- |\n"
            .to_string(),
        Lang::Nl => "# Bevindingen\n\nAlles wat de compiler kan melden, per code. `meent explain M0301` toont dezelfde \
                     pagina in de terminal. Deze pagina's worden gemaakt uit het register in `src/diagnostic`.\n\n\
                     [English](../README.md)\n\n| code | naam | niveau | bevinding |\n| --- | --- | --- | --- |\n"
            .to_string(),
    };
    for entry in registry::all() {
        out.push_str(&format!(
            "| [{0}]({0}.md) | {1} | {2} | {3} |\n",
            entry.code,
            entry.slug,
            level_word(entry.level, lang),
            entry.title.get(lang)
        ));
    }
    out
}

fn level_word(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Error, Lang::En) => "error",
        (Level::Error, Lang::Nl) => "fout",
        (Level::Warning, Lang::En) => "warning",
        (Level::Warning, Lang::Nl) => "waarschuwing",
        (Level::Note, Lang::En) => "note",
        (Level::Note, Lang::Nl) => "opmerking",
        (Level::Allow, _) => "-",
    }
}

fn level(level: Level, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Level: {}.", level_word(level, lang)),
        Lang::Nl => format!("Niveau: {}.", level_word(level, lang)),
    }
}

fn accept_note(entry: &Entry, lang: Lang) -> String {
    match (entry.acceptable, lang) {
        (false, _) => String::new(),
        (true, Lang::En) => format!(
            " A community may accept it: `accept {} because \"…\"`.",
            entry.code
        ),
        (true, Lang::Nl) => format!(
            " Een gemeenschap mag dit aanvaarden: `aanvaard {} omdat \"…\"`.",
            entry.code
        ),
    }
}

#[test]
fn the_documentation_is_what_the_register_says() {
    let folder = root().join("docs/errors");
    let wanted = documentation();
    if std::env::var_os("MEENT_UPDATE").is_some() {
        for (path, text) in &wanted {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    for (path, text) in &wanted {
        let found = fs::read_to_string(folder.join(path)).unwrap_or_default();
        assert!(
            found == *text,
            "docs/errors/{} is out of date; run with MEENT_UPDATE=1",
            path.display()
        );
    }
    for folder in [folder.clone(), folder.join("nl")] {
        for found in fs::read_dir(&folder).unwrap() {
            let path = found.unwrap().path();
            let below = path.strip_prefix(root().join("docs/errors")).unwrap();
            assert!(
                path.is_dir() || wanted.contains_key(below),
                "{} belongs to no finding",
                path.display()
            );
        }
    }
}

/// The examples against the compiler itself: a bad one has its finding and, notes aside, no other; a good one
/// has nothing at the level of a warning or an error.
mod checked {
    use super::shown::findings;
    use super::*;
    use meent::diagnostic::{Diagnostic, render};

    fn serious(found: &[Diagnostic]) -> Vec<&Diagnostic> {
        found.iter().filter(|d| d.level >= Level::Warning).collect()
    }

    /// The example of that name: a file, or the project in a folder of it.
    fn example(entry: &Entry, name: &str) -> Option<PathBuf> {
        let folder = root().join("examples/findings").join(entry.folder());
        let inner = folder.join(name).join("inner");
        [
            folder.join(format!("{name}.meent")),
            inner,
            folder.join(name),
        ]
        .into_iter()
        .find(|p| p.exists())
    }

    #[test]
    fn a_bad_example_has_exactly_its_finding() {
        let mut wrong = Vec::new();
        for entry in registry::all().iter().filter(|e| !e.bad.is_empty()) {
            let (found, sources) = findings(&example(entry, "bad").unwrap());
            let others = serious(&found).into_iter().any(|d| d.code != entry.code);
            if others || !found.iter().any(|d| d.code == entry.code) {
                let text = render::render(
                    &found,
                    &sources,
                    Lang::En,
                    render::Format::Short,
                    false,
                    100,
                );
                wrong.push(format!("{}\n{text}", entry.folder()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_good_example_has_nothing_to_settle() {
        let mut wrong = Vec::new();
        for entry in registry::all() {
            let (found, sources) = findings(&example(entry, "good").unwrap());
            if !serious(&found).is_empty() {
                let text = render::render(
                    &found,
                    &sources,
                    Lang::En,
                    render::Format::Short,
                    false,
                    100,
                );
                wrong.push(format!("{}\n{text}", entry.folder()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_no_text_can_show_is_found_too() {
        let folder = tempfile::tempdir().unwrap();
        let code_of = |path: &Path| findings(path).0.first().map(|d| d.code.as_str());
        assert_eq!(code_of(folder.path()), Some("M0201"));
        let file = folder.path().join("main.meent");
        fs::write(&file, [b'c', 0xff, 0xfe, b'x']).unwrap();
        assert_eq!(code_of(&file), Some("M0104"));
        let deep = format!(
            "rule a {{ nobody may use if {}a{} }}\n",
            "(".repeat(5000),
            ")".repeat(5000)
        );
        fs::write(&file, deep).unwrap();
        assert_eq!(code_of(&file), Some("M0107"));
        // A file of 100 MB, without writing them.
        fs::File::create(&file)
            .unwrap()
            .set_len(100_000_000)
            .unwrap();
        assert_eq!(code_of(&file), Some("M0108"));
    }
}
