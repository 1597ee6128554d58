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
