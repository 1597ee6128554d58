//! The document of a difference: a stable shape, with its sentences in one language.

use super::Compared;
use crate::analysis::diff::{Changed, ClauseChange, Renamed};
use crate::diagnostic::{Lang, Text};
use serde_json::{Value, json};

/// The version of the shape.
pub const FORMAT: u32 = 1;

pub fn document(compared: &Compared, lang: Lang) -> Value {
    let diff = compared.diff;
    let count = |test: fn(&Changed) -> bool| diff.declarations.iter().filter(|c| test(c)).count();
    json!({
        "version": FORMAT,
        "language": lang.tag(),
        "commons": compared.title.get(lang),
        "old": { "name": compared.old.get(lang), "meaning": compared.digests[0] },
        "new": { "name": compared.new.get(lang), "meaning": compared.digests[1] },
        "same": diff.is_same(),
        "identical": diff.is_empty(),
        "summary": {
            "added": count(|c| c.old_id.is_none()),
            "removed": count(|c| c.new_id.is_none()),
            "changed": count(|c| c.old_id.is_some() && c.new_id.is_some()),
            "renamed": diff.renamed.len(),
            "reworded": diff.wording.len(),
        },
        "declarations": diff.declarations.iter().map(|c| changed(c, lang)).collect::<Vec<_>>(),
        "renamed": diff.renamed.iter().map(|r| renamed(r, lang)).collect::<Vec<_>>(),
        "wording": diff.wording.iter().map(|c| changed(c, lang)).collect::<Vec<_>>(),
    })
}

fn changed(c: &Changed, lang: Lang) -> Value {
    let status = match (&c.old_id, &c.new_id) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    json!({
        "kind": c.kind,
        "kindWord": kind_word(c.kind).get(lang),
        "status": status,
        "added": status == "added",
        "removed": status == "removed",
        "id": c.new_id.as_ref().or(c.old_id.as_ref()),
        "title": c.title.get(lang),
        "outer": c.outer.as_ref().map(|t| t.get(lang)),
        "clauses": c.clauses.iter().map(|c| clause(c, lang)).collect::<Vec<_>>(),
    })
}

fn clause(c: &ClauseChange, lang: Lang) -> Value {
    let texts = |list: &[Text]| {
        list.iter()
            .map(|t| t.get(lang).to_string())
            .collect::<Vec<_>>()
    };
    json!({
        "key": c.key,
        "label": c.label.get(lang),
        "list": c.list,
        "old": texts(&c.old),
        "new": texts(&c.new),
    })
}

fn renamed(r: &Renamed, lang: Lang) -> Value {
    json!({
        "kind": r.kind,
        "kindWord": kind_word(r.kind).get(lang),
        "old": r.old,
        "new": r.new,
        "title": r.title.get(lang),
    })
}

fn kind_word(kind: &str) -> Text {
    let (en, nl) = match kind {
        "commons" => ("The commons", "De meent"),
        "group" => ("The group", "De groep"),
        "party" => ("The party", "De partij"),
        "data" => ("The data", "De gegevens"),
        "purpose" => ("The purpose", "Het doel"),
        "action" => ("The act", "De handeling"),
        "fact" => ("The fact", "Het feit"),
        "rule" => ("The rule", "De regel"),
        "body" => ("The body", "Het orgaan"),
        "decision" => ("The decision", "Het besluit"),
        "sanction" => ("The sanctions", "De sancties"),
        _ => ("The right", "Het recht"),
    };
    Text::new(en, nl)
}
