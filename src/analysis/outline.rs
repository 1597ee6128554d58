//! The outline of the agreement: which articles there are, and under which number each rule stands.
//!
//! Numbering is part of the analysis because answers and policies cite it; the agreement is written from it.
//! It depends on the model alone and on no language, so it is the same in all of them.

pub mod gaps;
pub mod present;

use crate::model::{Deontic, Model, RuleId};
use std::collections::BTreeMap;

/// The thirty articles of an agreement (design, "outputs"), in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Article {
    Form = 1,
    Definitions,
    Members,
    Roles,
    DataRegister,
    PermittedUses,
    ProhibitedUses,
    LegalBasis,
    Controllers,
    Processors,
    Information,
    Access,
    SecureUse,
    Retention,
    DerivedData,
    OnwardSharing,
    Security,
    Fees,
    Bodies,
    DecisionRules,
    ConflictOfInterest,
    Emergency,
    Transparency,
    Compliance,
    Disputes,
    Leaving,
    Amendment,
    Dissolution,
    Liability,
    Notices,
}

impl Article {
    pub const ALL: [Article; 30] = {
        use Article::*;
        [
            Form,
            Definitions,
            Members,
            Roles,
            DataRegister,
            PermittedUses,
            ProhibitedUses,
            LegalBasis,
            Controllers,
            Processors,
            Information,
            Access,
            SecureUse,
            Retention,
            DerivedData,
            OnwardSharing,
            Security,
            Fees,
            Bodies,
            DecisionRules,
            ConflictOfInterest,
            Emergency,
            Transparency,
            Compliance,
            Disputes,
            Leaving,
            Amendment,
            Dissolution,
            Liability,
            Notices,
        ]
    };

    /// How many paragraphs of its own come before the rules that stand in this article.
    fn opening(self) -> u32 {
        match self {
            Article::PermittedUses | Article::ProhibitedUses => 1,
            _ => 0,
        }
    }
}

/// Articles present, numbered from 1 without holes, and the paragraph of each rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    pub articles: BTreeMap<Article, u32>,
    /// "6.3": article and paragraph, by rule.
    pub paragraphs: BTreeMap<RuleId, String>,
    /// The rules of each article, in the order of their paragraphs.
    pub rules: BTreeMap<Article, Vec<RuleId>>,
    /// Facts that the law asks for and the source does not give, as ids of the law data, by article.
    pub gaps: BTreeMap<Article, Vec<&'static str>>,
}

impl Outline {
    /// An article that the law needs and the source leaves empty is present, with a gap.
    pub fn new(model: &Model) -> Self {
        let mut rules: BTreeMap<Article, Vec<RuleId>> = BTreeMap::new();
        for (index, rule) in model
            .rules
            .iter()
            .enumerate()
            .filter(|(_, r)| r.decl.is_own())
        {
            let id = RuleId::new(index);
            let article = match rule.deontic {
                Deontic::May => Article::PermittedUses,
                Deontic::MustNot => Article::ProhibitedUses,
                Deontic::Must => duty_article(model, id),
                Deontic::Exception => continue,
            };
            rules.entry(article).or_default().push(id);
        }
        if let Some(permissions) = rules.get_mut(&Article::PermittedUses) {
            permissions.sort_by_key(|id| place_of_permission(model, *id));
        }
        let gaps = gaps::find(model);
        let articles: BTreeMap<Article, u32> = Article::ALL
            .into_iter()
            .filter(|a| {
                gaps.contains_key(a) || rules.contains_key(a) || present::has_content(model, *a)
            })
            .zip(1..)
            .collect();
        let mut paragraphs = BTreeMap::new();
        for (article, list) in &rules {
            let Some(number) = articles.get(article) else {
                continue;
            };
            for (rule, paragraph) in list.iter().zip(article.opening() + 1..) {
                paragraphs.insert(*rule, format!("{number}.{paragraph}"));
            }
        }
        Outline {
            articles,
            paragraphs,
            rules,
            gaps,
        }
    }

    /// The paragraph that a rule stands in; empty for a rule of an outer commons, which has its own agreement.
    pub fn of(&self, rule: RuleId) -> &str {
        self.paragraphs.get(&rule).map_or("", String::as_str)
    }

    /// The number of an article; `None` if it has nothing to say.
    pub fn number(&self, article: Article) -> Option<u32> {
        self.articles.get(&article).copied()
    }
}

impl crate::prose::References for Outline {
    fn paragraph(&self, rule: RuleId) -> Option<String> {
        self.paragraphs.get(&rule).cloned()
    }
}

/// Where a free-standing duty belongs: what ends the data's life, what tells others, or how to work with it.
fn duty_article(model: &Model, rule: RuleId) -> Article {
    let is = |names: &[&str]| {
        model.rules.get(rule.index()).is_some_and(|r| {
            r.actions
                .iter()
                .filter_map(|a| model.actions.get(a.index()))
                .any(|a| names.contains(&a.decl.id.as_str()))
        })
    };
    if is(&["delete", "keep", "return"]) {
        Article::Retention
    } else if is(&["report", "inform"]) {
        Article::Transparency
    } else {
        Article::SecureUse
    }
}

/// Permissions stand by dataset, then by purpose; those about all data or all purposes come last.
fn place_of_permission(model: &Model, rule: RuleId) -> (u32, u32, RuleId) {
    let Some(r) = model.rules.get(rule.index()) else {
        return (u32::MAX, u32::MAX, rule);
    };
    (
        first_dataset(model, r).unwrap_or(u32::MAX),
        r.purposes.iter().map(|p| p.0).min().unwrap_or(u32::MAX),
        rule,
    )
}

/// The dataset under which a rule is listed: the first that it names, or whose field it names.
pub fn first_dataset(model: &Model, rule: &crate::model::Rule) -> Option<u32> {
    rule.data
        .iter()
        .map(|d| match model.data.get(d.index()).map(|d| &d.kind) {
            Some(crate::model::DataKind::Field { dataset, .. }) => dataset.0,
            _ => d.0,
        })
        .min()
}
