//! What can be done about findings, as edits.

use super::Snapshot;
use crate::diagnostic::{Diagnostic, Edit, Lang};
use crate::source::{FileId, Span};

/// The edits of all sure fixes that are within one file and do not get in each other's way, by place. Of two fixes that
/// touch the same text the first is taken; the other one is there again afterwards, if it is still needed.
pub fn sure_edits(findings: &[Diagnostic], file: FileId) -> Vec<Edit> {
    let mut taken: Vec<Edit> = Vec::new();
    for fix in findings
        .iter()
        .filter_map(|d| d.fixes.iter().find(|f| f.sure))
    {
        let here = fix.edits.iter().all(|e| e.span.file == file);
        let free = |edit: &Edit| taken.iter().all(|other| apart(edit.span, other.span));
        if here && fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().cloned());
        }
    }
    taken.sort_by_key(|edit| (edit.span.start, edit.span.end));
    taken
}

/// Two places that have nothing in common, not even an end.
fn apart(a: Span, b: Span) -> bool {
    a.file != b.file || a.end < b.start || b.end < a.start
}

/// The clause that accepts a finding, put at the end of the declaration that it stands in, in the language of that file.
/// The reason is left open: only people know it. `None`: the finding can't be accepted, or stands in no declaration that
/// can have such a clause.
pub fn acceptance(snapshot: &Snapshot, finding: &Diagnostic) -> Option<Edit> {
    if !finding.code.entry().acceptable {
        return None;
    }
    let place = finding.span()?;
    let loaded = &snapshot.project.loaded;
    // What is accepted lies in the source of this commons itself.
    if !loaded.own_files().contains(&place.file) {
        return None;
    }
    let tree = loaded.tree(place.file)?;
    let within = |span: Span| span.start <= place.start && place.end <= span.end;
    let declaration = tree.declarations.iter().find(|d| within(d.span))?;
    let text = loaded.sources.text(declaration.span);
    // A declaration without a body has no place for it.
    let body = text.strip_suffix('}')?;
    let start = declaration.span.start as usize;
    let (word, because, reason) = match tree.lang {
        Lang::En => ("accept", "because", "(write here why this is right)"),
        Lang::Nl => ("aanvaard", "omdat", "(schrijf hier waarom dit klopt)"),
    };
    let clause = format!("{word} {} {because} \"{reason}\"", finding.code);
    let content = body.trim_end();
    let (from, to) = (start + content.len(), start + body.len());
    let closing = body.get(content.len()..).unwrap_or_default();
    // The brace stands on a line of its own, or behind all the rest.
    if closing.contains('\n') {
        let end = if closing.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let indent = indent(&loaded.sources.file(place.file).text, start);
        return Some(Edit {
            span: Span::new(place.file, from, from),
            text: format!("{end}{indent}  {clause}"),
        });
    }
    Some(Edit {
        span: Span::new(place.file, from, to),
        text: format!(" {clause} "),
    })
}

/// The white space in front of the line of a byte.
fn indent(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |n| n + 1);
    let line = before.get(line..).unwrap_or_default();
    line.get(..line.len() - line.trim_start().len())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Text, registry::codes};
    use crate::editor::Workspace;

    fn found(text: &str) -> (Snapshot, Vec<Diagnostic>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.meent");
        let mut workspace = Workspace::new();
        workspace.open(&path, text);
        let snapshot = workspace.snapshot(&path).unwrap();
        let found = snapshot.check().diagnostics;
        (snapshot, found)
    }

    fn with(snapshot: &Snapshot, edits: &[Edit]) -> String {
        let file = snapshot.project.loaded.own_files()[0];
        let mut text = snapshot.text(file).to_string();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        text
    }

    #[test]
    fn a_finding_is_accepted_where_it_stands() {
        let unused = include_str!("../../examples/findings/M0601-unused/bad.meent");
        let wide = unused.replace(
            "doeleinde snoeien \"Bomen snoeien\"",
            "  doeleinde snoeien \"Bomen snoeien\" {\n    toelichting \"Later.\"\n\n  }",
        );
        let narrow = wide.replace(
            "{\n    toelichting \"Later.\"\n\n  }",
            "{ toelichting \"Later.\" }",
        );
        let windows = wide.replace('\n', "\r\n");
        for text in [&wide, &narrow, &windows] {
            let (snapshot, all) = found(text);
            let finding = all.iter().find(|d| d.code == codes::UNUSED).unwrap();
            let edit = acceptance(&snapshot, finding).unwrap();
            let after = with(&snapshot, &[edit]);
            assert!(after.contains("aanvaard M0601 omdat \""), "{after}");
            let (_, left) = found(&after);
            assert!(
                left.iter().all(|d| d.code != codes::UNUSED),
                "{after}\n{left:?}"
            );
            assert_eq!(after.contains('\r'), text.contains('\r'));
            assert!(!after.replace("\r\n", "").contains('\r'));
        }
        // Without a body there is no place for the clause.
        let (snapshot, all) = found(unused);
        let finding = all.iter().find(|d| d.code == codes::UNUSED).unwrap();
        assert_eq!(acceptance(&snapshot, finding), None);
    }

    #[test]
    fn what_must_be_settled_is_not_accepted() {
        let (snapshot, all) = found(include_str!(
            "../../examples/findings/M0503-contradiction/bad.meent"
        ));
        assert!(!all.is_empty());
        assert!(all.iter().all(|d| acceptance(&snapshot, d).is_none()));
    }

    #[test]
    fn sure_edits_keep_out_of_each_other_s_way() {
        let file = FileId(0);
        let finding = |start, end, sure| {
            let edit = Edit {
                span: Span::new(file, start, end),
                text: "x".into(),
            };
            Diagnostic::new(codes::UNUSED, Text::default()).fix(Text::default(), vec![edit], sure)
        };
        let all = [
            finding(8, 9, true),
            finding(0, 4, true),
            finding(2, 6, true),
            finding(12, 13, false),
            finding(4, 5, true),
        ];
        let taken = sure_edits(&all, file);
        let places: Vec<(u32, u32)> = taken.iter().map(|e| (e.span.start, e.span.end)).collect();
        assert_eq!(places, [(0, 4), (8, 9)]);
        assert!(sure_edits(&all, FileId(1)).is_empty());
    }
}
