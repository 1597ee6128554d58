//! Every finding as people see it: one small file, one snapshot in each language.
//!
//! The sources are the bad examples of the register. `INSTA_UPDATE=always cargo test --test findings` writes the
//! snapshots again; read them aloud before they are kept.

#[path = "support/shown.rs"]
mod shown;

use meent::Project;
use meent::diagnostic::{Lang, Level, registry, render};
use std::fs;
use std::path::{Path, PathBuf};

/// The bad example of a finding: a file, or a project in a folder.
fn example(folder: &Path) -> Option<PathBuf> {
    let bad = folder.join("bad");
    [folder.join("bad.meent"), bad.join("inner"), bad]
        .into_iter()
        .find(|p| p.exists())
}

fn rendered(path: &Path, lang: Lang, format: render::Format) -> String {
    let (found, sources) = shown::findings(path);
    render::render(&found, &sources, lang, format, false, 100)
}

#[test]
fn every_finding_reads_well_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/findings");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for entry in registry::all() {
            let folder = root.join("examples/findings").join(entry.folder());
            let Some(path) = example(&folder) else {
                continue;
            };
            for lang in Lang::ALL {
                let text = rendered(&path, lang, render::Format::Human);
                insta::assert_snapshot!(format!("{}.{}", entry.folder(), lang.tag()), text);
            }
        }
    });
}

/// An edit that a finding offers settles it: applied, the same sentence is gone.
#[test]
fn an_edit_settles_its_finding() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tried = 0;
    for entry in registry::all() {
        let folder = root.join("examples/findings").join(entry.folder());
        let Ok(text) = fs::read_to_string(folder.join("bad.meent")) else {
            continue;
        };
        let before = Project::from_texts([("main.meent", text.as_str())]).check();
        for finding in &before.diagnostics {
            for fix in &finding.fixes {
                let mut edits: Vec<_> = fix.edits.iter().collect();
                edits.sort_by_key(|e| std::cmp::Reverse(e.span));
                let mut mended = text.clone();
                for edit in edits {
                    let range = edit.span.start as usize..edit.span.end as usize;
                    mended.replace_range(range, &edit.text);
                }
                let after = Project::from_texts([("main.meent", mended.as_str())]).check();
                let left = after
                    .diagnostics
                    .iter()
                    .any(|d| d.code == finding.code && d.message == finding.message);
                assert!(!left, "{}: {}\n{mended}", entry.code, finding.message.en);
                tried += 1;
            }
        }
    }
    assert!(tried >= 6, "only {tried} edits were tried");
}

/// What people write by mistake, and that the one finding it gives is mended by the edit it offers.
#[test]
fn slips_are_one_finding_with_an_edit_that_mends_it() {
    let head = "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
                group neighbours \"Neighbours\" { of people }\ngroup gardeners \"Gardeners\" { of people }\n\
                dataset trees \"Trees\" { not personal field height \"Height\" }\npurpose planting \"Planting\"\n\
                fact consent \"Consent\" { yes or no }\nfact count \"Count\" { number of homes }\n";
    let rule = |text: &str| format!("{head}rule r \"R\" {{ {text} because \"B\" }}\n");
    let good = "neighbours, gardeners may read trees for planting if count at least 10 and consent";
    let slips = [
        ("may read", "can read"),
        ("may read", "mya read"),
        ("may read", "mogen read"),
        ("neighbours, gardeners", "the neighbours, gardeners"),
        ("neighbours, gardeners", "neighbours gardeners"),
        ("neighbours, gardeners", "neighbours, gardeners,"),
        ("neighbours, gardeners", "neighbour, gardeners"),
        ("read trees", "raed trees"),
        ("read trees", "read height"),
        ("for planting", "for planting;"),
        ("if count", "when count"),
        ("if count", "count"),
        ("at least 10", ">= 10"),
        ("at least 10", "at leest 10"),
        ("and consent", "consent"),
    ];
    let mut wrong = Vec::new();
    let serious = |checked: &meent::Checked| -> Vec<meent::diagnostic::Diagnostic> {
        let all = checked.diagnostics.iter();
        all.filter(|d| d.level >= Level::Warning).cloned().collect()
    };
    let source = rule(good);
    let clean = Project::from_texts([("main.meent", source.as_str())]).check();
    assert_eq!(serious(&clean), []);
    for (right, slip) in slips {
        let source = rule(&good.replacen(right, slip, 1));
        let before = Project::from_texts([("main.meent", source.as_str())]).check();
        let found = serious(&before);
        let [finding] = found.as_slice() else {
            wrong.push(format!("{slip}: {} findings", found.len()));
            continue;
        };
        let Some(fix) = finding.fixes.first() else {
            wrong.push(format!("{slip}: no edit for {}", finding.message.en));
            continue;
        };
        let mut mended = source.clone();
        let mut edits: Vec<_> = fix.edits.iter().collect();
        edits.sort_by_key(|e| std::cmp::Reverse(e.span));
        for edit in edits {
            let range = edit.span.start as usize..edit.span.end as usize;
            mended.replace_range(range, &edit.text);
        }
        let after = Project::from_texts([("main.meent", mended.as_str())]).check();
        if !serious(&after).is_empty() {
            wrong.push(format!(
                "{slip}: {} not settled:\n{mended}",
                finding.message.en
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
