//! The document of a difference: a stable shape, with its sentences in one language.

use super::Compared;
use crate::analysis::diff::{AnswerChange, Changed, ClauseChange, Diff, Kind, Named, Renamed};
use crate::diagnostic::{Lang, Text};
use serde_json::{Value, json};

/// The version of the shape.
pub const FORMAT: u32 = 1;

pub fn document(compared: &Compared, lang: Lang) -> Value {
    let diff = compared.diff;
    let count = |test: fn(&Changed) -> bool| diff.declarations.iter().filter(|c| test(c)).count();
    let answers = |kinds: &[Kind]| -> Vec<Value> {
        let of = diff.answers.iter().filter(|a| kinds.contains(&a.kind));
        of.map(|a| answer(a, lang)).collect()
    };
    json!({
        "version": FORMAT,
        "language": lang.tag(),
        "commons": compared.title.get(lang),
        "old": { "name": compared.old.get(lang), "meaning": compared.digests[0] },
        "new": { "name": compared.new.get(lang), "meaning": compared.digests[1] },
        "same": diff.is_same(),
        "identical": diff.is_empty(),
        "unanswered": diff.answers.is_empty() && diff.undecided.is_empty() && !diff.is_same(),
        "summary": summary(diff, lang),
        "counts": {
            "permitted": answers(&[Kind::Permitted]).len(),
            "refused": answers(&[Kind::Refused]).len(),
            "otherwise": brief(diff, lang).len(),
            "depends": answers(&[Kind::Depends, Kind::Settled]).len(),
            "terms": answers(&[Kind::Terms, Kind::Duties]).len(),
            "undecided": diff.undecided.len(),
            "added": count(|c| c.old_id.is_none()),
            "removed": count(|c| c.new_id.is_none()),
            "changed": count(|c| c.old_id.is_some() && c.new_id.is_some()),
            "renamed": diff.renamed.len(),
            "reworded": diff.wording.len(),
        },
        "permitted": answers(&[Kind::Permitted]),
        "refused": answers(&[Kind::Refused]),
        "otherwise": answers(&[Kind::Forbidden, Kind::NotForbidden]),
        "otherwiseBrief": brief(diff, lang),
        "depends": answers(&[Kind::Depends, Kind::Settled]),
        "terms": answers(&[Kind::Terms, Kind::Duties]),
        "undecided": diff.undecided.iter().map(|t| t.get(lang)).collect::<Vec<_>>(),
        "declarations": diff.declarations.iter().map(|c| changed(c, lang)).collect::<Vec<_>>(),
        "renamed": diff.renamed.iter().map(|r| renamed(r, lang)).collect::<Vec<_>>(),
        "wording": diff.wording.iter().map(|c| changed(c, lang)).collect::<Vec<_>>(),
    })
}

/// What changed, in one sentence: "3 things become permitted and 1 is no longer permitted."
fn summary(diff: &Diff, lang: Lang) -> String {
    let of = |kinds: &[Kind]| {
        diff.answers
            .iter()
            .filter(|a| kinds.contains(&a.kind))
            .count()
    };
    let declared =
        |test: fn(&Changed) -> bool| diff.declarations.iter().filter(|c| test(c)).count();
    let counts = [
        (
            of(&[Kind::Permitted]),
            ("thing becomes permitted", "things become permitted"),
            ("ding wordt toegestaan", "dingen worden toegestaan"),
        ),
        (
            of(&[Kind::Refused]),
            (
                "thing is no longer permitted",
                "things are no longer permitted",
            ),
            (
                "ding is niet meer toegestaan",
                "dingen zijn niet meer toegestaan",
            ),
        ),
        (
            brief(diff, lang).len(),
            (
                "kind of request is refused for another reason",
                "kinds of requests are refused for another reason",
            ),
            (
                "soort aanvragen wordt om een andere reden geweigerd",
                "soorten aanvragen worden om een andere reden geweigerd",
            ),
        ),
        (
            of(&[Kind::Depends, Kind::Settled]),
            (
                "thing depends on other facts",
                "things depend on other facts",
            ),
            (
                "ding hangt van andere feiten af",
                "dingen hangen van andere feiten af",
            ),
        ),
        (
            of(&[Kind::Terms, Kind::Duties]),
            (
                "thing comes with other duties or another legal basis",
                "things come with other duties or another legal basis",
            ),
            (
                "ding krijgt andere plichten of een andere rechtsgrond",
                "dingen krijgen andere plichten of een andere rechtsgrond",
            ),
        ),
        (
            diff.undecided.len(),
            (
                "rule could not be worked out",
                "rules could not be worked out",
            ),
            (
                "regel was niet uit te rekenen",
                "regels waren niet uit te rekenen",
            ),
        ),
        (
            declared(|c| c.old_id.is_none()),
            (
                "part of the agreement is new",
                "parts of the agreement are new",
            ),
            (
                "onderdeel van de overeenkomst is nieuw",
                "onderdelen van de overeenkomst zijn nieuw",
            ),
        ),
        (
            declared(|c| c.new_id.is_none()),
            (
                "part of the agreement is gone",
                "parts of the agreement are gone",
            ),
            (
                "onderdeel van de overeenkomst is weg",
                "onderdelen van de overeenkomst zijn weg",
            ),
        ),
        (
            declared(|c| c.old_id.is_some() && c.new_id.is_some()),
            (
                "part of the agreement says something else",
                "parts of the agreement say something else",
            ),
            (
                "onderdeel van de overeenkomst zegt iets anders",
                "onderdelen van de overeenkomst zeggen iets anders",
            ),
        ),
        (
            diff.renamed.len(),
            ("has another name", "have another name"),
            ("heeft een andere naam", "hebben een andere naam"),
        ),
        (
            diff.wording.len(),
            ("only has other words", "only have other words"),
            (
                "heeft alleen andere woorden",
                "hebben alleen andere woorden",
            ),
        ),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, en, nl)| {
            let (one, many) = match lang {
                Lang::En => en,
                Lang::Nl => nl,
            };
            format!("{n} {}", if *n == 1 { one } else { many })
        })
        .collect();
    crate::prose::sentence(&crate::output::template::join(&parts, lang))
}

/// Refusals that stay refusals, told by rule: who may do what is the same, and all that could be listed would hide what matters.
fn brief(diff: &Diff, lang: Lang) -> Vec<Value> {
    let mut told: Vec<(Kind, &[Vec<String>; 2])> = Vec::new();
    let mut out = Vec::new();
    for a in &diff.answers {
        let text = match a.kind {
            Kind::Forbidden => Text::new(
                "Requests that no rule provided for, and that were refused for that reason, are now forbidden.",
                "Aanvragen waar geen regel in voorzag, en die daarom werden geweigerd, zijn nu verboden.",
            ),
            Kind::NotForbidden => Text::new(
                "Requests that were forbidden are now refused because no rule provides for them.",
                "Aanvragen die verboden waren, worden nu geweigerd omdat geen regel erin voorziet.",
            ),
            _ => continue,
        };
        if told.contains(&(a.kind, &a.rules)) {
            continue;
        }
        told.push((a.kind, &a.rules));
        let mut value = answer(a, lang);
        value["sentence"] = json!(text.get(lang));
        value["affected"] = json!([]);
        out.push(value);
    }
    out
}

fn answer(a: &AnswerChange, lang: Lang) -> Value {
    let texts = |list: &[Text]| {
        list.iter()
            .map(|t| t.get(lang).to_string())
            .collect::<Vec<_>>()
    };
    let named = |list: &[Named]| -> Vec<Value> {
        list.iter()
            .map(|n| json!({ "id": n.id, "except": n.except, "alone": n.alone }))
            .collect()
    };
    json!({
        "kind": a.kind.name(),
        "sentence": a.sentence.get(lang),
        "lost": texts(&a.lost),
        "gained": texts(&a.gained),
        "notes": texts(&a.notes),
        "example": a.example.as_ref().map(|t| t.get(lang)),
        "affected": texts(&a.affected),
        "ruleTitles": texts(&a.rule_titles),
        "rules": { "old": a.rules[0], "new": a.rules[1] },
        "who": a.who,
        "actions": named(&a.actions),
        "data": named(&a.data),
        "purposes": named(&a.purposes),
        "conditions": texts(&a.conditions),
    })
}

/// A declaration that changed, with its clauses.
pub fn changed(c: &Changed, lang: Lang) -> Value {
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

/// A declaration with another id.
pub fn renamed(r: &Renamed, lang: Lang) -> Value {
    json!({
        "kind": r.kind,
        "kindWord": kind_word(r.kind).get(lang),
        "old": r.old,
        "new": r.new,
        "title": r.title.get(lang),
        "requests": matches!(r.kind, "group" | "party" | "data" | "purpose" | "action" | "fact" | "decision"),
    })
}

/// The kind of a declaration, as a sentence begins with it.
pub fn kind_word(kind: &str) -> Text {
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
