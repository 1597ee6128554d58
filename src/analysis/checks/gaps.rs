//! What the law asks for and the source leaves out. Never "illegal": a gap is a question for the commons and its lawyer.

use crate::data::law::{self, BasisKind};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::{Data, DataId, Dataset, Deontic, Model, RightKind, Rule, Sensitivity};
use crate::source::Span;

pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    for (at, data) in model.data.iter().enumerate() {
        if data.decl.is_own() && data.is_dataset() && data.sensitivity.is_personal() {
            dataset(model, DataId::new(at), data, out);
        }
    }
    for rule in &model.rules {
        if rule.decl.is_own() && rule.deontic == Deontic::May && !rule.incomplete {
            bases(model, rule, out);
        }
    }
    rights(model, out);
    commons(model, out);
}

fn gap(
    code: Code,
    need: &str,
    message: Text,
    at: Option<Span>,
    label: Text,
    help: Text,
) -> Diagnostic {
    let mut d = Diagnostic::new(code, message);
    if let Some(span) = at {
        d = d.label(span, label);
    }
    let why = law::need(need).map(|n| n.gap());
    d.help(match why {
        Some(why) => Text::new(
            format!("{} {}", why.en, help.en),
            format!("{} {}", why.nl, help.nl),
        ),
        None => help,
    })
}

/// What a dataset says, or what it is part of.
fn inherited<T>(model: &Model, id: DataId, of: impl Fn(&Dataset) -> Option<T>) -> Option<T> {
    model
        .data_tree
        .up(id.0)
        .iter()
        .rev()
        .filter_map(|&n| model.data.get(n as usize)?.dataset())
        .find_map(of)
}

fn dataset(model: &Model, id: DataId, data: &Data, out: &mut Vec<Diagnostic>) {
    let at = data.decl.name_span;
    let (en, nl) = (
        data.decl.title(crate::diagnostic::Lang::En),
        data.decl.title(crate::diagnostic::Lang::Nl),
    );
    if inherited(model, id, |d| (!d.keepers.is_empty()).then_some(())).is_none() {
        out.push(gap(
            codes::GAP_CONTROLLER,
            "controller",
            Text::new(format!("\"{en}\" holds personal data, and nobody is named as its controller."), format!("\"{nl}\" bevat persoonsgegevens, en niemand is genoemd als verwerkingsverantwoordelijke.")),
            at,
            Text::new("no `keeper`", "geen `beheerder`"),
            Text::new("Add `keeper …`.", "Voeg `beheerder …` toe."),
        ));
    }
    if inherited(model, id, |d| d.keep_at_most).is_none() {
        out.push(gap(
            codes::GAP_RETENTION,
            "retention",
            Text::new(
                format!("\"{en}\" holds personal data, and nothing says how long they are kept."),
                format!(
                    "\"{nl}\" bevat persoonsgegevens, en er staat niet hoelang ze worden bewaard."
                ),
            ),
            at,
            Text::new("no `retention at most`", "geen `bewaartermijn hoogstens`"),
            Text::new(
                "Add `retention at most …`.",
                "Voeg `bewaartermijn hoogstens …` toe.",
            ),
        ));
    }
}

/// The most sensitive data that a rule covers.
fn reach(model: &Model, rule: &Rule) -> Sensitivity {
    let all: Vec<u32> = if rule.data.is_empty() {
        (0..model.data.len() as u32).collect()
    } else {
        rule.data
            .iter()
            .flat_map(|d| model.data_tree.down(d.0))
            .copied()
            .collect()
    };
    all.iter()
        .filter_map(|&n| model.data.get(n as usize))
        .map(|d| &d.sensitivity)
        .max()
        .cloned()
        .unwrap_or_default()
}

fn bases(model: &Model, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let reach = reach(model, rule);
    let serves = |kind: BasisKind| {
        rule.basis
            .iter()
            .filter_map(|b| law::basis(b))
            .any(|b| b.serves(kind))
    };
    let (en, nl) = (
        rule.decl.title(crate::diagnostic::Lang::En),
        rule.decl.title(crate::diagnostic::Lang::Nl),
    );
    if reach.is_personal() && !serves(BasisKind::Art6) {
        out.push(gap(
            codes::GAP_BASIS,
            "basis",
            Text::new(
                format!("\"{en}\" permits the use of personal data without a legal basis."),
                format!("\"{nl}\" staat het gebruik van persoonsgegevens toe zonder grondslag."),
            ),
            Some(rule.statement),
            Text::new("no `basis`", "geen `grondslag`"),
            Text::new(
                "Add `basis consent`, `basis public-task`, or another.",
                "Voeg `grondslag toestemming`, `grondslag publieke-taak` of een andere toe.",
            ),
        ));
    }
    if matches!(reach, Sensitivity::Special(_)) && !serves(BasisKind::Art9) {
        out.push(gap(
            codes::GAP_SPECIAL_BASIS,
            "special-basis",
            Text::new(format!("\"{en}\" permits the use of specially protected data without the ground that the law asks for."), format!("\"{nl}\" staat het gebruik van bijzondere persoonsgegevens toe zonder de grond die de wet vraagt.")),
            Some(rule.statement),
            Text::new("no ground for special data", "geen grond voor bijzondere gegevens"),
            Text::new("Add `basis explicit-consent`, `basis scientific-research`, or another.", "Voeg `grondslag uitdrukkelijke-toestemming`, `grondslag wetenschappelijk-onderzoek` of een andere toe."),
        ));
    }
}

fn rights(model: &Model, out: &mut Vec<Diagnostic>) {
    let has = |kind: RightKind| model.rights.iter().any(|r| r.kind == kind);
    let consent = |r: &&Rule| {
        r.decl.is_own()
            && r.basis
                .iter()
                .filter_map(|b| law::basis(b))
                .any(|b| b.is_consent())
    };
    if let Some(rule) = model.rules.iter().find(consent)
        && !has(RightKind::Withdraw)
    {
        out.push(gap(
            codes::GAP_RIGHT,
            "withdraw",
            Text::new(
                "People are asked for consent, and nothing says how they take it back.",
                "Mensen wordt om toestemming gevraagd, en er staat niet hoe ze die intrekken.",
            ),
            Some(rule.statement),
            Text::new("rests on consent", "berust op toestemming"),
            Text::new(
                "Add a `right` with `to withdraw`.",
                "Voeg een `recht` toe met `op intrekking`.",
            ),
        ));
    }
    let personal = model
        .data
        .iter()
        .find(|d| d.decl.is_own() && d.is_dataset() && d.sensitivity.is_personal());
    if let Some(data) = personal
        && !has(RightKind::See)
    {
        out.push(gap(
            codes::GAP_RIGHT,
            "see",
            Text::new("There are personal data, and nothing says how people see what is kept about them.", "Er zijn persoonsgegevens, en er staat niet hoe mensen inzien wat er over hen wordt bewaard."),
            data.decl.name_span,
            Text::new("personal data", "persoonsgegevens"),
            Text::new("Add a `right` with `to see`.", "Voeg een `recht` toe met `op inzage`."),
        ));
    }
    if let Some(data) = personal
        && model.commons.contact.is_none()
    {
        out.push(gap(
            codes::GAP_CONTACT,
            "contact",
            Text::new(
                "There are personal data, and nothing says whom people can ask.",
                "Er zijn persoonsgegevens, en er staat niet aan wie mensen iets kunnen vragen.",
            ),
            model
                .commons
                .decl
                .as_ref()
                .and_then(|d| d.name_span)
                .or(data.decl.name_span),
            Text::new("no `contact`", "geen `contact`"),
            Text::new(
                "Add `contact \"…\"` to the commons.",
                "Voeg `contact \"…\"` toe aan de meent.",
            ),
        ));
    }
}

fn commons(model: &Model, out: &mut Vec<Diagnostic>) {
    let own = || model.decisions.iter().filter(|d| d.decl.is_own());
    if own().next().is_some() && !own().any(|d| d.changes_agreement) {
        out.push(gap(
            codes::GAP_AMENDMENT,
            "amendment",
            Text::new(
                "Nothing says how this agreement is changed.",
                "Er staat niet hoe deze overeenkomst wordt gewijzigd.",
            ),
            model.commons.decl.as_ref().and_then(|d| d.name_span),
            Text::new(
                "no decision `changes this agreement`",
                "geen besluit `wijzigt deze overeenkomst`",
            ),
            Text::new(
                "Add a decision with `changes this agreement`.",
                "Voeg een besluit toe met `wijzigt deze overeenkomst`.",
            ),
        ));
    }
}
