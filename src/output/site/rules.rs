//! A rule as a card: who, what, with which data, for what, if what, and what then.

use super::page::{Card, Item, Row};
use super::view::{View, capital};
use crate::data::law;
use crate::model::*;

impl View<'_> {
    /// The whole card of a rule. `anchored` on the page where it is at home.
    pub fn rule_card(&self, id: RuleId, anchored: bool) -> Option<Card> {
        let rule = self.model.rules.get(id.index())?;
        let (badge, class) = match rule.deontic {
            Deontic::May | Deontic::Exception => ("may", "may"),
            Deontic::MustNot => ("must_not", "not"),
            Deontic::Must => ("must", "must"),
        };
        let nobody = rule.deontic == Deontic::MustNot && rule.who.spelled == WhoSpelled::Everyone;
        // "Nobody" says no already: then the label is "may", else "nobody must not" would mean the reverse.
        let deed = if nobody {
            self.t("rules", "may")
        } else {
            self.t("rules", badge)
        };
        let mut rows = vec![
            Row::new(self.t("rules", "who"), self.who(rule)),
            Row::one(deed, Item::text(self.verbs(&rule.actions))),
            Row::new(self.t("rules", "with"), self.data_or_all(&rule.data)),
        ];
        if !rule.purposes.is_empty() || rule.deontic != Deontic::Must {
            rows.push(Row::new(
                self.t("rules", "for"),
                self.purposes_or_all(&rule.purposes),
            ));
        }
        if let Some(written) = &rule.condition.written {
            let label = if rule.deontic == Deontic::May {
                "if"
            } else {
                "if_not_allowed"
            };
            rows.push(Row::new(
                self.t("rules", label),
                self.condition_items(written),
            ));
        }
        for (label, date) in [("from", rule.from), ("until", rule.until)] {
            if let Some(date) = date {
                rows.push(Row::one(
                    self.t("rules", label),
                    Item::text(self.date(date)),
                ));
            }
        }
        if !rule.duties.is_empty() {
            let duties = rule.duties.iter().map(|d| self.duty(d)).collect();
            rows.push(Row::new(self.t("rules", "duty"), duties));
        }
        let terms = self.terms(&rule.terms);
        if !terms.is_empty() {
            rows.push(Row::one(self.t("rules", "terms"), Item::text(terms)));
        }
        let mut ladders: Vec<SanctionId> = rule
            .duties
            .iter()
            .map(|d| &d.terms)
            .chain([&rule.terms])
            .filter_map(|t| t.or_else)
            .collect();
        ladders.sort_unstable();
        ladders.dedup();
        if !ladders.is_empty() {
            rows.push(Row::new(
                self.t("rules", "else"),
                ladders.iter().filter_map(|s| self.sanction(*s)).collect(),
            ));
        }
        rows.extend(self.reasons(id, rule));
        let mut title = self.decl(&rule.decl, None);
        title.id = None;
        if !anchored {
            title.href = self.rule_href(id, rule);
        }
        Some(Card {
            anchor: anchored.then(|| format!("rule-{}", rule.decl.id)),
            id: rule.decl.id.clone(),
            title,
            badge: Some(self.t("rules", badge).to_string()),
            badge_class: class,
            rows,
            ..Card::default()
        })
    }

    /// Why there is a rule, its legal ground, what it goes before, and where it stands in the agreement.
    fn reasons(&self, id: RuleId, rule: &Rule) -> Vec<Row> {
        let mut rows = vec![Row::one(
            self.t("rules", "why"),
            rule.because.as_ref().map(|b| Item::localized(b, self.lang)),
        )];
        let personal = rule
            .data
            .iter()
            .filter_map(|d| self.model.data.get(d.index()))
            .any(|d| d.sensitivity.is_personal());
        if !rule.basis.is_empty() || (personal && rule.deontic == Deontic::May) {
            rows.push(Row::new(self.t("rules", "basis"), self.bases(&rule.basis)));
        }
        for (label, others) in [
            ("despite", &rule.despite),
            ("set_aside", &rule.set_aside_by),
        ] {
            if !others.is_empty() {
                rows.push(Row::new(
                    self.t("rules", label),
                    others.iter().filter_map(|r| self.rule(*r)).collect(),
                ));
            }
        }
        if let Some(paragraph) = self.paragraph(id, rule) {
            rows.push(Row::one(self.t("ui", "article"), paragraph));
        } else if let Some(outer) = self.outer_of(&rule.decl) {
            rows.push(Row::one(
                self.t("ui", "article"),
                Item::text(self.fill("ui", "outer", &[("commons", &outer)])),
            ));
        }
        rows
    }

    /// The title of the commons around this one that a declaration comes from.
    pub fn outer_of(&self, decl: &Decl) -> Option<String> {
        let Origin::Outer(level) = decl.origin else {
            return None;
        };
        let outer = self.model.outers.get(usize::from(level).checked_sub(1)?)?;
        Some(outer.title(self.lang).to_string())
    }

    pub fn bases(&self, ids: &[String]) -> Vec<Item> {
        ids.iter()
            .map(|id| {
                law::basis(id).map_or_else(
                    || Item::text(id.clone()),
                    |b| Item::text(capital(&b.cited(self.lang))),
                )
            })
            .collect()
    }

    pub fn data_or_all(&self, ids: &[DataId]) -> Vec<Item> {
        if ids.is_empty() {
            return vec![Item::text(self.t("ui", "all_data"))];
        }
        ids.iter().filter_map(|d| self.data(*d)).collect()
    }

    pub fn purposes_or_all(&self, ids: &[PurposeId]) -> Vec<Item> {
        if ids.is_empty() {
            return vec![Item::text(self.t("ui", "all_purposes"))];
        }
        ids.iter().filter_map(|p| self.purpose(*p)).collect()
    }

    /// "delete: Smart meter readings, within 90 days".
    fn duty(&self, duty: &Duty) -> Item {
        let mut text = self.verbs(&duty.actions);
        let data: Vec<String> = duty
            .data
            .iter()
            .filter_map(|d| self.data(*d))
            .map(|i| i.text)
            .collect();
        if !data.is_empty() {
            text = format!("{text}: {}", self.texts.join(&data, "and"));
        }
        let terms = self.terms(&duty.terms);
        if !terms.is_empty() {
            text = format!("{text}, {terms}");
        }
        Item::text(text).of(&duty.id)
    }

    fn terms(&self, terms: &DutyTerms) -> String {
        let mut parts = Vec::new();
        let to: Vec<String> = self
            .holders(&terms.to)
            .into_iter()
            .map(|i| i.text)
            .collect();
        if !to.is_empty() {
            parts.push(self.fill("rules", "to", &[("x", &self.texts.join(&to, "and"))]));
        }
        let lengths = [
            ("within", terms.within),
            ("at_least", terms.at_least),
            ("at_most", terms.at_most),
        ];
        for (key, length) in lengths {
            if let Some(length) = length {
                parts.push(self.fill("rules", key, &[("d", &self.duration(&length))]));
            }
        }
        if let Some(every) = terms.every {
            parts.push(self.every(&every));
        }
        parts.join(", ")
    }

    /// A short card that links to the whole one.
    pub fn rule_line(&self, id: RuleId) -> Option<Item> {
        let rule = self.model.rules.get(id.index())?;
        let who: Vec<String> = self
            .who(rule)
            .into_iter()
            .map(|i| i.text + i.tail.as_deref().unwrap_or(""))
            .collect();
        let purposes: Vec<String> = rule
            .purposes
            .iter()
            .filter_map(|p| self.purpose(*p))
            .map(|i| i.text)
            .collect();
        let mut tail = format!(": {}", self.texts.join(&who, "or"));
        if !purposes.is_empty() {
            tail = format!("{tail} · {}", self.texts.join(&purposes, "or"));
        }
        Some(self.rule(id)?.tail(tail))
    }
}
