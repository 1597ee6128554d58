//! Which articles the source has something to say in, apart from the rules that stand in them.

use super::Article;
use crate::model::{CommonsText, Data, Dataset, Decision, Deontic, Model, RuleId};

/// Actions that hand data on to others.
const ONWARD: [&str; 4] = ["share", "publish", "sell", "transfer"];

/// Own rules that name an act of handing on, for article 16.
pub fn onward_rules(model: &Model) -> Vec<RuleId> {
    let hands_on = |r: &&(usize, &crate::model::Rule)| {
        r.1.decl.is_own()
            && r.1.deontic != Deontic::Must
            && r.1
                .actions
                .iter()
                .filter_map(|a| model.actions.get(a.index()))
                .any(|a| ONWARD.contains(&a.decl.id.as_str()))
    };
    model
        .rules
        .iter()
        .enumerate()
        .filter(|r| hands_on(&r))
        .map(|(i, _)| RuleId::new(i))
        .collect()
}

pub fn has_content(model: &Model, article: Article) -> bool {
    let c = &model.commons;
    let text = |t| c.texts.contains_key(&t);
    let data = |test: fn(&Data, &Dataset) -> bool| {
        model
            .data
            .iter()
            .filter(|d| d.decl.is_own())
            .any(|d| d.dataset().is_some_and(|s| test(d, s)))
    };
    let decision =
        |test: fn(&Decision) -> bool| model.decisions.iter().any(|d| d.decl.is_own() && test(d));
    let personal = || data(|d, _| d.sensitivity.is_personal());
    let own_groups = || {
        model
            .groups
            .iter()
            .any(|g| g.decl.is_own() && g.body.is_none())
    };
    match article {
        Article::Form | Article::Definitions | Article::Notices => true,
        Article::Members => {
            own_groups() || model.parties.iter().any(|p| p.decl.is_own() && p.member)
        }
        Article::Roles => own_groups() || !model.separations.is_empty(),
        Article::DataRegister => data(|_, _| true),
        Article::PermittedUses => false,
        Article::ProhibitedUses => model.rules.iter().any(|r| r.deontic == Deontic::MustNot),
        Article::LegalBasis => {
            personal()
                || model
                    .rules
                    .iter()
                    .any(|r| r.decl.is_own() && !r.basis.is_empty())
        }
        Article::Controllers => personal() || data(|_, s| !s.keepers.is_empty()),
        Article::Processors => data(|_, s| !s.processors.is_empty()),
        Article::Information => {
            personal()
                || text(CommonsText::Information)
                || model.rights.iter().any(|r| r.decl.is_own())
        }
        Article::Access => c.requests.is_some(),
        Article::SecureUse => c.logging.is_some() || c.smallest_cell.is_some(),
        Article::Retention => data(|_, s| s.keep_at_most.is_some() || s.keep_at_least.is_some()),
        Article::DerivedData => data(|_, s| !s.derived_from.is_empty()),
        Article::OnwardSharing => !onward_rules(model).is_empty(),
        Article::Security => {
            text(CommonsText::Security) || text(CommonsText::ImpactAssessment) || c.breach.is_some()
        }
        Article::Fees => {
            text(CommonsText::Fees) || text(CommonsText::Benefits) || text(CommonsText::Surplus)
        }
        Article::Bodies => model.bodies.iter().any(|b| b.decl.is_own()),
        Article::DecisionRules => decision(|_| true),
        Article::ConflictOfInterest => decision(|d| d.recuse.is_some() || d.too_few.is_some()),
        Article::Emergency => decision(|d| d.emergency.is_some()),
        Article::Transparency => decision(|d| d.published),
        Article::Compliance => model.sanctions.iter().any(|s| s.decl.is_own()),
        Article::Disputes => text(CommonsText::Disputes),
        Article::Leaving => {
            text(CommonsText::Leaving)
                || model
                    .groups
                    .iter()
                    .any(|g| g.decl.is_own() && g.leave_notice.is_some())
        }
        Article::Amendment => decision(|d| d.changes_agreement || !d.changes.is_empty()),
        Article::Dissolution => text(CommonsText::Dissolution),
        Article::Liability => text(CommonsText::Liability) || c.audit.is_some(),
    }
}
