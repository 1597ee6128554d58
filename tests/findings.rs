//! Every finding as people see it: one small file, one snapshot in each language.
//!
//! The sources are the bad examples of the register. `INSTA_UPDATE=always cargo test --test findings` writes the
//! snapshots again; read them aloud before they are kept.

use meent::Project;
use meent::diagnostic::{Lang, registry, render};
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
    let project = Project::load(Some(path));
    let checked = project.check();
    let sources = &project.loaded.sources;
    render::render(&checked.diagnostics, sources, lang, format, false, 100)
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
