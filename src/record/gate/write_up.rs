//! What the gate found, as a report.

use super::{Adoption, Gate, Side};
use crate::analysis::amendment::Part;
use crate::analysis::diff;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::DecisionId;
use crate::output::amend::{self, Report};
use crate::prose::{Words, both, quoted};

/// The report of what was found. `name` is what the version before is called, `errors` how many the new one has of its own.
pub fn write_up(gate: &Gate, base: Side, head: Side, name: &Text, errors: usize) -> Report {
    let version = &gate.amendment.version;
    Report {
        commons: Text::new(
            head.model.commons.title(crate::diagnostic::Lang::En),
            head.model.commons.title(crate::diagnostic::Lang::Nl),
        ),
        base: name.clone(),
        meanings: [base, head].map(|side| diff::digest(side.model)),
        versions: [version.old.clone(), version.new.clone()],
        parts: gate
            .amendment
            .parts
            .iter()
            .zip(&gate.adopted)
            .map(|(p, a)| part(base, p, a.as_ref()))
            .collect(),
        wording: gate.amendment.wording.clone(),
        renamed: gate.amendment.renamed.clone(),
        identical: gate.amendment.is_empty(),
        findings: gate.findings.iter().map(|f| finding(gate, f)).collect(),
        notes: gate.notes.clone(),
        unreadable: gate.unreadable,
        errors,
    }
}

fn part(base: Side, part: &Part, adopted: Option<&Adoption>) -> amend::Part {
    amend::Part {
        digest: part.digest.clone(),
        decisions: part.by.iter().map(|id| rule(base, *id)).collect(),
        changes: part.changes.clone(),
        adopted: adopted.map(|a| {
            let date = |d: Option<crate::model::Date>| d.map(|d| both(base.model, |w| w.date(d)));
            amend::Adopted {
                record: a.record.clone(),
                decision: both(base.model, |w| w.decision(a.decision)),
                from: date(a.from),
                appeal_until: date(a.appeal_until),
                signed: a.signed.clone(),
            }
        }),
    }
}

/// The parts of a decision rule that whoever holds the vote has to know.
const ASKED: [&str; 15] = [
    "taken-by",
    "proposed-by",
    "notice",
    "window",
    "quorum",
    "participation",
    "passes",
    "consent",
    "tie",
    "clock",
    "veto",
    "effective",
    "appeal",
    "empty-class",
    "signed",
];

fn rule(base: Side, id: DecisionId) -> amend::Rule {
    let model = base.model;
    let decision = model.decisions.get(id.index());
    let parts = |w: Words| -> Vec<String> {
        let parts = w.decision_parts(id);
        let asked = parts.into_iter().filter(|p| ASKED.contains(&p.key));
        asked.map(|p| p.text).collect()
    };
    let [en, nl] = crate::diagnostic::Lang::ALL.map(|lang| parts(Words::new(model, lang)));
    let body = decision.and_then(|d| model.bodies.get(d.taken_by?.index()));
    amend::Rule {
        id: decision.map_or_else(String::new, |d| d.decl.id.clone()),
        title: both(model, |w| quoted(w.decision_title(id))),
        asks: en
            .into_iter()
            .zip(nl)
            .map(|(en, nl)| Text::new(en, nl))
            .collect(),
        weighted: body.is_some_and(|b| matches!(b.votes, crate::model::Votes::Weighted { .. })),
    }
}

fn finding(gate: &Gate, found: &Diagnostic) -> amend::Finding {
    let entry = found.code.entry();
    let place = found.span().map(|span| {
        let file = gate.sources.file(span.file);
        (file.path.clone(), file.line_column(span.start).line)
    });
    amend::Finding {
        code: entry.code.as_str(),
        name: entry.slug,
        message: found.message.clone(),
        case: found.case.clone(),
        help: found.help.clone(),
        place,
    }
}
