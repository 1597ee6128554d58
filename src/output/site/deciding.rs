//! Who decides, and how: the page, the bodies, and the steps after a breach.

use super::page::{Card, Item, Page, Row, Section};
use super::pages::{sentences, some_or};
use super::view::View;
use crate::model::*;
use crate::prose::Words;

impl View<'_> {
    pub fn d(&self, key: &str) -> &str {
        self.t("deciding", key)
    }

    pub fn deciding(&self) -> Page {
        let list = |key: &str| self.texts.list("deciding", key);
        let mut bodies = Section::new("bodies", self.d("bodies"), list("bodies_text"));
        bodies.cards = (0..self.model.bodies.len())
            .filter_map(|b| self.body_card(BodyId::new(b)))
            .collect();
        let mut decisions = Section::new("decisions", self.d("decisions"), list("decisions_text"));
        decisions.text.extend(list("need_text"));
        decisions.cards = (0..self.model.decisions.len())
            .filter_map(|d| self.decision_card(DecisionId::new(d)))
            .collect();
        let mut sanctions = Section::new("sanctions", self.d("sanctions"), list("sanctions_text"));
        sanctions.cards = self
            .model
            .sanctions
            .iter()
            .map(|s| self.sanction_card(s))
            .collect();
        Page {
            path: "deciding.html".into(),
            nav: "deciding",
            title: self.d("title").into(),
            lead: sentences(list("text")),
            sections: vec![
                bodies,
                self.weighing(),
                self.power(),
                decisions,
                self.changing(),
                sanctions,
            ]
            .into_iter()
            .filter(|s| !s.is_bare())
            .collect(),
            json_ld: None,
            part: None,
        }
    }

    fn body_card(&self, id: BodyId) -> Option<Card> {
        let body = self.model.bodies.get(id.index())?;
        let mut rows = Vec::new();
        if !body.of_all.is_empty() {
            rows.push(Row::new(
                self.d("all_of"),
                body.of_all.iter().filter_map(|g| self.group(*g)).collect(),
            ));
        }
        if let Some(seats) = &body.seats {
            let mut items = vec![Item::text(seats.total.to_string())];
            items.extend(seats.shares.iter().map(|share| {
                let key = match share.how {
                    SeatHow::ElectedBy => "elected_by",
                    SeatHow::NamedBy => "named_by",
                    SeatHow::DrawnFrom => "drawn_from",
                    SeatHow::ExOfficio => "ex_officio",
                };
                let by = self.named(share.by);
                Item::text(self.fill(
                    "deciding",
                    key,
                    &[("n", &share.seats.to_string()), ("x", &by)],
                ))
            }));
            rows.push(Row::new(self.d("seats"), items));
        }
        rows.push(Row::new(self.d("votes"), self.votes(body)));
        rows.extend(self.weights_day(body));
        rows.extend(self.office(body));
        if let Some(every) = &body.meets_every {
            let text = self.every(every);
            rows.push(Row::one(self.d("meets"), Item::text(text)));
        }
        if let Some(chair) = body.chair {
            rows.push(Row::one(self.d("chair"), self.holder(chair)));
        }
        let takes: Vec<Item> = (0..self.model.decisions.len())
            .filter(|d| self.model.decisions[*d].taken_by == Some(id))
            .filter_map(|d| self.decision(DecisionId::new(d)))
            .collect();
        rows.push(Row::new(
            self.d("takes"),
            some_or(takes, self.t("ui", "none")),
        ));
        if let Some(note) = &body.decl.note {
            rows.push(Row::one(
                self.t("datasets", "note"),
                Item::localized(note, self.lang),
            ));
        }
        Some(self.card("body", &body.decl, rows))
    }

    fn votes(&self, body: &Body) -> Vec<Item> {
        let mut items = match &body.votes {
            Votes::Unstated => vec![self.default("one_each")],
            Votes::OneEach => vec![Item::text(self.d("one_each"))],
            Votes::Weighted {
                table,
                function,
                by,
            } => {
                let mut items = vec![Item::text(self.d("weighted"))];
                let weights = table
                    .iter()
                    .filter_map(|(h, w)| Some(self.holder(*h)?.tail(format!(": {w}"))));
                items.extend(weights);
                items.extend(function.map(|f| {
                    let by = by.replace('-', " ");
                    let f = self.words().weight_function(&f);
                    Item::text(self.fill("deciding", "weighted_function", &[("x", &by), ("f", &f)]))
                }));
                items
            }
        };
        if let Some(cap) = &body.weight_cap {
            items.push(Item::text(self.fill(
                "deciding",
                "weighted_cap",
                &[("x", &self.texts.ratio(cap))],
            )));
        }
        items
    }

    /// What applies because the source says nothing else.
    pub fn default(&self, key: &str) -> Item {
        self.by_default(self.d(key))
    }

    pub fn by_default(&self, text: &str) -> Item {
        Item::text(text).tail(format!(" ({})", self.d("default")))
    }

    /// Of which day the weights are.
    fn weights_day(&self, body: &Body) -> Option<Row> {
        let item = match body.weights_day {
            Some(Snapshot::Notice) => Item::text(self.d("weights_notice")),
            Some(Snapshot::Opening) => Item::text(self.d("weights_opening")),
            Some(Snapshot::Tally) => Item::text(self.d("weights_tally")),
            None if matches!(body.votes, Votes::Weighted { .. }) => self.default("weights_tally"),
            None => return None,
        };
        Some(Row::one(self.d("weights_day"), item))
    }

    /// Time in office, how it ends, empty seats; who pays and who checks.
    fn office(&self, body: &Body) -> Vec<Row> {
        let mut rows = Vec::new();
        let seats = body.seats.is_some();
        if let Some(term) = &body.term {
            let length = self.duration(term);
            let mut items = Vec::new();
            match body.terms_at_most {
                Some(n) => items.push(Item::text(self.fill(
                    "deciding",
                    "terms",
                    &[("d", &length), ("n", &n.to_string())],
                ))),
                None => items.extend([Item::text(length), self.default("terms_any")]),
            }
            rows.push(Row::new(self.d("term"), items));
        } else if seats {
            rows.push(Row::one(self.d("term"), self.default("term_none")));
        }
        if seats || body.removed_by.is_some() {
            let by = body.removed_by.and_then(|d| self.decision(d));
            rows.push(Row::one(self.d("removed"), by));
        }
        let stays = match (body.holdover, body.term) {
            (true, _) => Some(Item::text(self.d("holdover_yes"))),
            (false, Some(_)) => Some(self.default("holdover_no")),
            (false, None) => None,
        };
        rows.extend(stays.map(|item| Row::one(self.d("holdover"), item)));
        let vacant = match body.vacancies {
            Some(Vacancies::FilledBy(d)) => self.decision(d),
            Some(Vacancies::NextCandidate) => Some(Item::text(self.d("vacancy_next"))),
            Some(Vacancies::StayOpen) => Some(Item::text(self.d("vacancy_open"))),
            None => seats.then(|| self.default("vacancy_same")),
        };
        rows.extend(vacant.map(|item| Row::one(self.d("vacancy"), item)));
        if let Some((least, most)) = body.size {
            let text = match most {
                Some(most) => format!("{least} – {most}"),
                None => self.fill("deciding", "size_least", &[("n", &least.to_string())]),
            };
            rows.push(Row::one(self.d("size"), Item::text(text)));
        }
        for (key, who) in [
            ("interim", body.interim),
            ("paid_by", body.paid_by),
            ("audited_by", body.audited_by),
        ] {
            rows.extend(who.map(|who| Row::one(self.d(key), self.holder(who))));
        }
        rows
    }

    pub fn card(&self, kind: &str, decl: &Decl, mut rows: Vec<Row>) -> Card {
        rows.extend(
            self.in_agreement(kind, decl)
                .map(|link| Row::one(self.t("ui", "article"), link)),
        );
        let mut title = self.decl(decl, None);
        title.id = None;
        if let Some(outer) = self.outer_of(decl) {
            title.tail = Some(format!(
                " ({})",
                self.fill("ui", "outer", &[("commons", &outer)])
            ));
        }
        Card {
            anchor: Some(format!("{kind}-{}", decl.id)),
            id: decl.id.clone(),
            title,
            rows,
            ..Card::default()
        }
    }

    /// A holder in a sentence, with its article: "the Data board", "het Databestuur".
    pub fn named(&self, holder: Holder) -> String {
        Words::new(self.model, self.lang).holder(holder)
    }

    /// A body in a sentence, with its article.
    pub fn named_body(&self, body: BodyId) -> String {
        Words::new(self.model, self.lang).body(body)
    }

    pub fn name(&self, item: Option<Item>) -> String {
        item.map(|i| i.text).unwrap_or_default()
    }

    fn sanction_card(&self, sanction: &Sanction) -> Card {
        let rows = vec![
            Row::new(self.d("steps"), self.steps(sanction)),
            self.appeal(sanction.appeal.as_ref()),
        ];
        self.card("sanction", &sanction.decl, rows)
    }

    pub fn steps(&self, sanction: &Sanction) -> Vec<Item> {
        sanction
            .steps
            .iter()
            .map(|step| {
                let key = match step.kind {
                    StepKind::Warning => "step_warning",
                    StepKind::Repair => "step_repair",
                    StepKind::Restriction => "step_restriction",
                    StepKind::Suspension => "step_suspension",
                    StepKind::Exclusion => "step_exclusion",
                };
                let mut text = self.d(key).to_string();
                if let Some(length) = &step.up_to {
                    text += ", ";
                    text += &self.fill("deciding", "up_to", &[("d", &self.duration(length))]);
                }
                if let Some(by) = step.by {
                    text += ", ";
                    text += &self.fill("deciding", "by", &[("x", &self.named(by))]);
                }
                Item::text(text)
            })
            .collect()
    }
}
