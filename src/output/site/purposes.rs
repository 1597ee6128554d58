//! The pages about purposes, and the one that lists the rules.

use super::flow::dataset_of;
use super::page::{Card, Item, Page, Row, Section};
use super::pages::*;
use super::view::{View, file};
use crate::model::*;

impl View<'_> {
    pub fn purposes(&self) -> Page {
        let of = |kind: Deontic, p: &PurposeId| {
            self.shown
                .rules
                .iter()
                .filter_map(|r| self.model.rules.get(r.index()))
                .any(|r| {
                    r.deontic == kind
                        && r.purposes
                            .iter()
                            .any(|q| self.model.purpose_tree.is_within(p.0, q.0))
                })
        };
        let (allowed, rest): (Vec<PurposeId>, Vec<PurposeId>) = self
            .shown
            .purposes
            .iter()
            .copied()
            .partition(|p| of(Deontic::May, p));
        let (forbidden, other): (Vec<PurposeId>, Vec<PurposeId>) =
            rest.into_iter().partition(|p| of(Deontic::MustNot, p));
        let section = |anchor, heading, text: Vec<String>, ids: Vec<PurposeId>| {
            let mut section = Section::new(anchor, self.t("purposes", heading), text);
            section.cards = ids
                .into_iter()
                .filter_map(|p| self.purpose_card(p))
                .collect();
            section
        };
        let sections = vec![
            section("allowed", "allowed", Vec::new(), allowed),
            section("forbidden", "forbidden", Vec::new(), forbidden),
            section(
                "other",
                "other",
                self.texts.list("purposes", "other_text"),
                other,
            ),
        ];
        Page {
            path: "purposes.html".into(),
            nav: "purposes",
            title: self.t("purposes", "title").into(),
            lead: sentences(self.texts.list("purposes", "text")),
            sections: sections.into_iter().filter(|s| !s.is_bare()).collect(),
            json_ld: None,
            part: None,
        }
    }

    fn purpose_card(&self, id: PurposeId) -> Option<Card> {
        let purpose = self.model.purposes.get(id.index())?;
        let mut title = self.purpose(id)?;
        title.id = None;
        Some(Card {
            anchor: Some(format!("purpose-{}", purpose.decl.id)),
            id: purpose.decl.id.clone(),
            title,
            rows: vec![self.serves(purpose)],
            ..Card::default()
        })
    }

    fn serves(&self, purpose: &Purpose) -> Row {
        let items = purpose
            .serves
            .iter()
            .map(|s| Item::localized(s, self.lang))
            .collect();
        Row::new(self.t("purposes", "serves"), items)
    }

    pub fn purpose_page(&self, id: PurposeId) -> Option<Page> {
        let view = self.deeper();
        let purpose = self.model.purposes.get(id.index())?;
        let mut facts = Section::new("facts", "", Vec::new());
        let above: Vec<Item> = self
            .model
            .purpose_tree
            .parents(id.0)
            .iter()
            .filter_map(|p| view.purpose(PurposeId(*p)))
            .collect();
        let covers = |rule: &Rule| {
            rule.purposes.is_empty()
                || rule
                    .purposes
                    .iter()
                    .any(|p| self.model.purpose_tree.is_within(id.0, p.0))
        };
        let mut data: Vec<DataId> = self
            .shown
            .rules
            .iter()
            .filter_map(|r| self.model.rules.get(r.index()))
            .filter(|r| r.deontic == Deontic::May && covers(r))
            .flat_map(|r| r.data.iter().filter_map(|d| dataset_of(self.model, *d)))
            .collect();
        data.sort_unstable();
        data.dedup();
        facts.rows = vec![
            view.serves(purpose),
            Row::new(
                view.t("purposes", "part_of"),
                some_or(above, view.t("ui", "none")),
            ),
            Row::new(
                view.t("purposes", "data"),
                some_or(
                    data.into_iter().filter_map(|d| view.data(d)).collect(),
                    view.t("ui", "none"),
                ),
            ),
        ];
        if let Some(note) = &purpose.decl.note {
            facts.rows.push(Row::one(
                view.t("datasets", "note"),
                Item::localized(note, self.lang),
            ));
        }
        let link = view
            .in_agreement("purpose", &purpose.decl)
            .unwrap_or_else(|| view.agreement());
        facts.rows.push(Row::one(view.t("ui", "article"), link));
        let mut sections = vec![facts];
        sections.extend(view.rule_sections("purposes", &covers));
        Some(Page {
            path: format!("purpose/{}.html", file(&purpose.decl.id)),
            nav: "purposes",
            title: purpose.decl.title(self.lang).into(),
            lead: sentences(view.texts.list("purposes", "intro")),
            sections,
            json_ld: None,
            part: None,
        })
    }

    pub fn rules_page(&self) -> Page {
        let section = |anchor, heading, kinds: &[Deontic]| {
            let mut section = Section::new(anchor, self.t("rules", heading), Vec::new());
            let rules = self.shown.rules.iter().filter(|r| {
                self.model
                    .rules
                    .get(r.index())
                    .is_some_and(|rule| kinds.contains(&rule.deontic))
            });
            section.cards = rules.filter_map(|r| self.rule_card(*r, true)).collect();
            section
        };
        let sections = vec![
            section("may", "may_heading", &[Deontic::May, Deontic::Exception]),
            section("must-not", "must_not_heading", &[Deontic::MustNot]),
            section("must", "must_heading", &[Deontic::Must]),
        ];
        Page {
            path: "rules.html".into(),
            nav: "rules",
            title: self.t("rules", "title").into(),
            lead: sentences(self.texts.list("rules", "text")),
            sections: sections.into_iter().filter(|s| !s.is_bare()).collect(),
            json_ld: None,
            part: None,
        }
    }
}
