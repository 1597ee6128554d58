//! What there is to say about a project while it is being written.
//!
//! Syntax and names are looked at with every change. What the source means takes longer: until the whole analysis of
//! these very texts is there, the findings of the last one stay, where the text that they are about was not touched.

use super::{Shifts, Snapshot};
use crate::Checked;
use crate::diagnostic::{Diagnostic, sort};
use crate::project::levels;
use std::sync::Arc;

/// A whole analysis, and the state that it is of.
#[derive(Debug, Clone)]
pub struct Analysed {
    pub of: Snapshot,
    pub checked: Arc<Checked>,
    /// The findings that only the whole analysis makes.
    deeper: Vec<Diagnostic>,
}

impl Analysed {
    pub fn new(of: Snapshot, checked: Arc<Checked>) -> Self {
        // Levels may have changed what is the same finding in all else.
        let same = |a: &Diagnostic, b: &Diagnostic| {
            a.code == b.code && a.labels == b.labels && a.message == b.message
        };
        let quick = |d: &&Diagnostic| !of.found.iter().any(|found| same(found, d));
        let deeper = checked.diagnostics.iter().filter(quick).cloned().collect();
        Analysed {
            of,
            checked,
            deeper,
        }
    }
}

/// All findings of a state, sorted: those of its own whole analysis if that is there, else those of its texts with what
/// is left of the last one.
pub fn findings(now: &Snapshot, last: Option<&Analysed>) -> Vec<Diagnostic> {
    if let Some(last) = last.filter(|last| last.of.revision == now.revision) {
        return last.checked.diagnostics.clone();
    }
    let loaded = &now.project.loaded;
    let found = now.found.to_vec();
    let manifest = &loaded.manifest;
    let mut all = levels::apply(found, &manifest.levels, &now.model.acceptances, false).remaining;
    if let Some(last) = last {
        let shifts = Shifts::between(&last.of.project.loaded.sources, &loaded.sources);
        all.extend(last.deeper.iter().filter_map(|d| moved(d, &shifts)));
        sort(&mut all);
    }
    all
}

/// A finding with its places in the newer texts; none if one of them was touched. Fixes that were are left out.
fn moved(finding: &Diagnostic, shifts: &Shifts) -> Option<Diagnostic> {
    let mut finding = finding.clone();
    for label in &mut finding.labels {
        label.span = shifts.span(label.span)?;
    }
    finding.fixes.retain_mut(|fix| {
        fix.edits.iter_mut().all(|edit| {
            let now = shifts.span(edit.span);
            edit.span = now.unwrap_or(edit.span);
            now.is_some()
        })
    });
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::{Change, Workspace};
    use crate::source::Span;

    const TREES: &str = include_str!("../../examples/findings/M0503-contradiction/bad.meent");

    #[test]
    fn findings_stay_where_nothing_was_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.meent");
        let mut workspace = Workspace::new();
        workspace.open(&path, TREES);
        let codes = |found: &[Diagnostic]| -> Vec<String> {
            found.iter().map(|d| d.code.to_string()).collect()
        };
        let first = workspace.snapshot(&path).unwrap();
        assert_eq!(codes(&findings(&first, None)), [""; 0]);
        let analysed = Analysed::new(first.clone(), Arc::new(first.check()));
        let whole = findings(&first, Some(&analysed));
        assert!(codes(&whole).contains(&"M0503".to_string()));

        let place = |d: &Diagnostic, s: &Snapshot| {
            let span: Span = d.span().unwrap();
            s.project.loaded.sources.text(span).to_string()
        };
        let change = |range, text: &str| Change {
            range,
            text: text.into(),
        };
        assert!(workspace.change(&path, &[change(0..0, "# first\n")]));
        let second = workspace.snapshot(&path).unwrap();
        let kept = findings(&second, Some(&analysed));
        assert_eq!(codes(&kept), codes(&whole));
        for (before, after) in whole.iter().zip(&kept) {
            assert_eq!(place(before, &first), place(after, &second));
        }

        let at = "# first\n".len() + TREES.find("sell trees").unwrap();
        assert!(workspace.change(&path, &[change(at..at + 4, "copy")]));
        let third = workspace.snapshot(&path).unwrap();
        let kept = findings(&third, Some(&analysed));
        assert!(!codes(&kept).contains(&"M0503".to_string()), "{kept:?}");
    }

    #[test]
    fn a_finding_of_the_text_itself_is_not_shown_twice() {
        let mut workspace = Workspace::new();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.meent");
        workspace.open(
            &path,
            format!("{TREES}\nrule x {{ nobodies may read trees }}\n"),
        );
        let first = workspace.snapshot(&path).unwrap();
        let quick = findings(&first, None);
        assert!(!quick.is_empty());
        let analysed = Analysed::new(first.clone(), Arc::new(first.check()));
        assert!(analysed.deeper.is_empty());
        workspace.open(
            &path,
            format!("# first\n{TREES}\nrule x {{ nobodies may read trees }}\n"),
        );
        let second = workspace.snapshot(&path).unwrap();
        assert_eq!(findings(&second, Some(&analysed)).len(), quick.len());
    }
}
