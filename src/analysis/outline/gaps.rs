//! Facts that the law asks for and the source does not give. What the law asks is data; here stands only how a
//! fact is looked up in the model.

use super::Article;
use crate::data::law::{self, BasisKind, When};
use crate::model::{CommonsText, Data, Dataset, Deontic, Model, RightKind, Rule, Sensitivity};
use std::collections::BTreeMap;

/// The unmet needs, by article of the agreement.
pub fn find(model: &Model) -> BTreeMap<Article, Vec<&'static str>> {
    let mut out: BTreeMap<Article, Vec<&'static str>> = BTreeMap::new();
    for need in law::needs() {
        let article = usize::from(need.agreement)
            .checked_sub(1)
            .and_then(|i| Article::ALL.get(i));
        if let Some(article) = article
            && concerns(model, need.when)
            && !is_given(model, &need.fact)
        {
            out.entry(*article).or_default().push(&need.id);
        }
    }
    out
}

fn own_data(model: &Model) -> impl Iterator<Item = (&Data, &Dataset)> {
    model
        .data
        .iter()
        .filter(|d| d.decl.is_own())
        .filter_map(|d| Some((d, d.dataset()?)))
}

fn personal(model: &Model) -> impl Iterator<Item = (&Data, &Dataset)> {
    own_data(model).filter(|(d, _)| d.sensitivity.is_personal())
}

fn permissions(model: &Model) -> impl Iterator<Item = &Rule> {
    model
        .rules
        .iter()
        .filter(|r| r.decl.is_own() && r.deontic == Deontic::May)
}

/// Permissions that reach data of this kind.
fn permissions_over(model: &Model, kind: fn(&Sensitivity) -> bool) -> impl Iterator<Item = &Rule> {
    permissions(model).filter(move |r| {
        r.data
            .iter()
            .flat_map(|d| model.data_tree.down(d.0))
            .any(|d| {
                model
                    .data
                    .get(*d as usize)
                    .is_some_and(|d| kind(&d.sensitivity))
            })
    })
}

fn rests_on(rule: &Rule, kind: BasisKind) -> bool {
    rule.basis
        .iter()
        .filter_map(|b| law::basis(b))
        .any(|b| b.serves(kind))
}

/// Whether a law has something to say about this commons.
pub fn concerns(model: &Model, when: When) -> bool {
    let form = model.commons.legal_form.as_deref();
    match when {
        When::Always => true,
        When::Personal => personal(model).next().is_some(),
        When::Special => {
            own_data(model).any(|(d, _)| matches!(d.sensitivity, Sensitivity::Special(_)))
        }
        When::Consent => permissions(model).any(|r| {
            r.basis
                .iter()
                .filter_map(|b| law::basis(b))
                .any(law::LegalBasis::is_consent)
        }),
        When::Processor => own_data(model).any(|(_, d)| !d.processors.is_empty()),
        When::Association => {
            matches!(form, Some("association" | "cooperative"))
                && model.commons.law.as_deref() == Some("NL")
        }
        When::Ehds => permissions(model).any(|r| rests_on(r, BasisKind::Ehds)),
        // A source can't say these yet, so nothing is claimed about them.
        When::Abroad | When::Altruism | When::Intermediary | When::Device => false,
    }
}

fn is_given(model: &Model, fact: &str) -> bool {
    let c = &model.commons;
    let text = |t| c.texts.contains_key(&t);
    let right = |kind| {
        model
            .rights
            .iter()
            .any(|r| r.decl.is_own() && r.kind == kind)
    };
    let decisions = || model.decisions.iter().filter(|d| d.decl.is_own());
    match fact {
        "seat" => c.seat.is_some(),
        "goal" => c.goal.is_some(),
        "admission" => model
            .groups
            .iter()
            .any(|g| g.decl.is_own() && g.admitted_by.is_some()),
        "about" => personal(model).all(|(_, d)| d.about.is_some()),
        "fields" => personal(model).all(|(_, d)| !d.fields.is_empty()),
        "purpose" => {
            permissions_over(model, Sensitivity::is_personal).all(|r| !r.purposes.is_empty())
        }
        "prohibited-uses" => model
            .rules
            .iter()
            .any(|r| r.deontic == Deontic::MustNot && !r.purposes.is_empty()),
        "basis" => {
            permissions_over(model, Sensitivity::is_personal).all(|r| rests_on(r, BasisKind::Art6))
        }
        "special-basis" => permissions_over(model, |s| matches!(s, Sensitivity::Special(_)))
            .all(|r| rests_on(r, BasisKind::Art9) || rests_on(r, BasisKind::Ehds)),
        "consent-record" => c.logging.is_some(),
        "keeper" => personal(model).all(|(_, d)| !d.keepers.is_empty()),
        "keeper-tasks" => {
            text(CommonsText::JointControllers) || personal(model).all(|(_, d)| d.keepers.len() < 2)
        }
        // The agreement itself sets these terms, from the list in the law data.
        "processor-terms" => true,
        "contact" => c.contact.is_some(),
        "information" => text(CommonsText::Information),
        "right-withdraw" => right(RightKind::Withdraw),
        "right-see" => right(RightKind::See),
        "right-correct" => right(RightKind::Correct),
        "right-erase" => right(RightKind::Erase),
        "right-complain" => right(RightKind::Complain),
        "right-human" => right(RightKind::HumanReview) || !trains_on_people(model),
        "requests" => c.requests.is_some(),
        "security" => text(CommonsText::Security),
        "impact-assessment" => text(CommonsText::ImpactAssessment),
        "logging" => c.logging.is_some(),
        "retention" => personal(model).all(|(_, d)| d.keep_at_most.is_some()),
        "breach" => c.breach.is_some(),
        "appointment" => model
            .bodies
            .iter()
            .any(|b| b.decl.is_own() && b.seats.is_some()),
        "notice" => decisions().any(|d| d.notice.is_some()),
        "recusal" => decisions().any(|d| d.recuse.is_some()),
        "leaving" => model
            .groups
            .iter()
            .any(|g| g.decl.is_own() && g.leave_notice.is_some()),
        "expulsion-appeal" => decisions()
            .filter(|d| !d.expels_from.is_empty())
            .all(|d| d.appeal.is_some()),
        "amendment" => decisions().any(|d| d.changes_agreement),
        "dissolution" => text(CommonsText::Dissolution),
        "fees" => text(CommonsText::Fees),
        "surplus" => text(CommonsText::Surplus),
        _ => false,
    }
}

/// Automated decisions about people are only in question where a model is trained on their data.
fn trains_on_people(model: &Model) -> bool {
    permissions_over(model, Sensitivity::is_personal).any(|r| {
        r.actions
            .iter()
            .filter_map(|a| model.actions.get(a.index()))
            .any(|a| a.decl.id == "train")
    })
}
