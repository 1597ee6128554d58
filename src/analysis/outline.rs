//! The outline of the agreement: which articles there are, and under which number each rule stands.
//!
//! Numbering is part of the analysis because answers and policies cite it; the agreement is written from it.

use crate::model::{Model, RuleId};
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

/// Articles present, numbered from 1 without holes, and the paragraph of each rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    pub articles: BTreeMap<Article, u32>,
    /// "6.3": article and paragraph, by rule.
    pub paragraphs: BTreeMap<RuleId, String>,
}

impl Outline {
    /// The paragraph that a rule stands in; empty for a rule of an outer commons, which has its own agreement.
    pub fn of(&self, rule: RuleId) -> &str {
        self.paragraphs.get(&rule).map_or("", String::as_str)
    }
}

impl Outline {
    pub fn new(_model: &Model) -> Self {
        Outline::default()
    }
}
