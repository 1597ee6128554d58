//! Who takes part, what the people can do whom the data is about, and Ostrom's eight questions.

use super::page::{Item, Page, Row, Section, Table, TableRow};
use super::pages::{sentences, some_or};
use super::view::View;
use crate::data::law;
use crate::model::*;

impl View<'_> {
    pub fn members(&self) -> Page {
        let t = |key| self.t("members", key);
        let list = |key: &str| self.texts.list("members", key);
        let mut groups = Section::new("groups", t("groups"), list("groups_text"));
        groups.cards = (0..self.model.groups.len())
            .map(GroupId::new)
            .filter(|g| self.model.groups[g.index()].body.is_none())
            .map(|g| {
                self.card(
                    "group",
                    &self.model.groups[g.index()].decl,
                    self.group_rows(g),
                )
            })
            .collect();
        let mut named = Section::new("named", t("named"), list("named_text"));
        if !self.model.parties.is_empty() {
            named.tables.push(self.parties());
        }
        let mut separate = Section::new("separate", t("separate"), list("separate_text"));
        separate.items = self
            .model
            .separations
            .iter()
            .map(|s| self.separation(s))
            .collect();
        let mut outer = Section::new("outer", t("outer"), list("outer_text"));
        outer.items = self
            .model
            .outers
            .iter()
            .map(|o| {
                o.decl
                    .as_ref()
                    .map_or_else(Item::default, |d| self.decl(d, None))
            })
            .collect();
        Page {
            path: "members.html".into(),
            nav: "members",
            title: t("title").into(),
            lead: sentences(list("text")),
            sections: vec![groups, named, separate, outer]
                .into_iter()
                .filter(|s| !s.is_bare())
                .collect(),
            json_ld: None,
            part: None,
        }
    }

    fn group_rows(&self, id: GroupId) -> Vec<Row> {
        let t = |key| self.t("members", key);
        let Some(group) = self.model.groups.get(id.index()) else {
            return Vec::new();
        };
        let above: Vec<Item> = self
            .model
            .group_tree
            .parents(id.0)
            .iter()
            .filter_map(|p| self.group(GroupId(*p)))
            .collect();
        let mut rows = vec![Row::one(t("of"), Item::text(self.kind_of_people(group.of)))];
        if !above.is_empty() {
            rows.push(Row::new(t("part_of"), above));
        }
        if group.closed {
            rows.push(Row::one(t("join"), Item::text(t("closed"))));
        } else {
            rows.push(Row::one(
                t("join"),
                group.admitted_by.and_then(|d| self.decision(d)),
            ));
        }
        rows.push(Row::one(
            t("leave"),
            group.leave_notice.map(|d| {
                Item::text(self.fill("members", "leave_notice", &[("d", &self.duration(&d))]))
            }),
        ));
        if let Some(by) = group.expelled_by {
            rows.push(Row::one(t("expelled"), self.decision(by)));
        }
        if let Some((low, high)) = group.size {
            let text = match high {
                Some(high) if high != low => self.fill(
                    "members",
                    "size_range",
                    &[("a", &low.to_string()), ("b", &high.to_string())],
                ),
                Some(_) => low.to_string(),
                None => self.fill("rules", "at_least", &[("d", &low.to_string())]),
            };
            rows.push(Row::one(t("size"), Item::text(text)));
        }
        if let Some(note) = &group.decl.note {
            rows.push(Row::one(
                self.t("datasets", "note"),
                Item::localized(note, self.lang),
            ));
        }
        rows
    }

    fn parties(&self) -> Table {
        let t = |key| self.t("members", key);
        let text = |text: &Option<String>| {
            text.iter()
                .map(|s| Item::text(s.clone()))
                .collect::<Vec<_>>()
        };
        let rows = self.model.parties.iter().map(|party| TableRow {
            id: Some(party.decl.id.clone()),
            head: Item {
                id: Some(format!("member-{}", party.decl.id)),
                ..Item::localized(&party.decl.title, self.lang)
            },
            cells: vec![
                vec![Item::text(t(if party.member { "member" } else { "party" }))],
                some_or(
                    party.groups.iter().filter_map(|g| self.group(*g)).collect(),
                    self.t("ui", "none"),
                ),
                text(&party.seat),
                party
                    .registered
                    .iter()
                    .map(|r| Item::text(format!("{} {}", r.register.to_uppercase(), r.number)))
                    .collect(),
                party.contact.iter().map(|c| contact(c)).collect(),
            ],
        });
        Table {
            caption: t("named_caption").into(),
            head: ["name", "role", "in_groups", "seat", "registered", "contact"]
                .map(|k| t(k).to_string())
                .to_vec(),
            rows: rows.collect(),
            numbers: false,
        }
    }

    fn separation(&self, separation: &Separation) -> Item {
        let names: Vec<String> = separation
            .groups
            .iter()
            .filter_map(|g| self.group(*g))
            .map(|i| i.text)
            .collect();
        let item = Item::text(self.texts.join(&names, "and"));
        match &separation.because {
            Some(because) => item.tail(format!(": {}", because.get(self.lang))),
            None => item,
        }
    }

    pub fn rights(&self) -> Page {
        let t = |key| self.t("rights", key);
        let list = |key: &str| self.texts.list("rights", key);
        let mut rights = Section::new("rights", "", Vec::new());
        rights.cards = self
            .model
            .rights
            .iter()
            .map(|right| {
                let over = if right.over.is_empty() {
                    vec![Item::text(t("all_personal"))]
                } else {
                    right.over.iter().filter_map(|d| self.data(*d)).collect()
                };
                let mut rows = vec![
                    Row::one(
                        t("how"),
                        right.how.as_ref().map(|h| Item::localized(h, self.lang)),
                    ),
                    Row::one(t("ask"), right.ask.and_then(|h| self.holder(h))),
                    Row::one(t("within"), right.within.map(|d| self.within(&d))),
                    Row::new(t("over"), over),
                ];
                if let Some((kind, groups)) = &right.of {
                    rows.push(Row::new(t("for"), self.people_in(*kind, groups)));
                }
                if !right.withdraws.is_empty() {
                    let facts = right
                        .withdraws
                        .iter()
                        .filter_map(|f| self.any(AnyId::Fact(*f)))
                        .collect();
                    rows.push(Row::new(t("withdraws"), facts));
                }
                let mut card = self.card("right", &right.decl, rows);
                card.badge = Some(t(right_key(right.kind)).to_string());
                card.badge_class = "right";
                card
            })
            .collect();
        if rights.cards.is_empty() {
            rights.text = list("none");
        }
        let mut leave = Section::new("leave", t("leave"), list("leave_text"));
        leave.rows = vec![self.commons_text("leaving", CommonsText::Leaving)];
        let mut other = Section::new("other", t("other"), Vec::new());
        other.rows = [
            ("information", CommonsText::Information),
            ("security", CommonsText::Security),
            ("fees", CommonsText::Fees),
            ("benefits", CommonsText::Benefits),
            ("surplus", CommonsText::Surplus),
            ("liability", CommonsText::Liability),
            ("disputes", CommonsText::Disputes),
            ("dissolution", CommonsText::Dissolution),
        ]
        .map(|(key, kind)| self.commons_text(key, kind))
        .to_vec();
        Page {
            path: "rights.html".into(),
            nav: "rights",
            title: t("title").into(),
            lead: sentences(list("text")),
            sections: vec![rights, leave, other],
            json_ld: None,
            part: None,
        }
    }

    pub fn within(&self, duration: &Duration) -> Item {
        Item::text(self.fill("rights", "within_d", &[("d", &self.duration(duration))]))
    }

    pub fn commons_text(&self, key: &str, kind: CommonsText) -> Row {
        let text = self.model.commons.texts.get(&kind);
        Row::one(
            self.t("rights", key),
            text.map(|t| Item::localized(t, self.lang)),
        )
    }

    /// Elinor Ostrom's eight design principles as questions (Governing the Commons, 1990, table 3.1), each with what
    /// the source says about it.
    pub fn principles(&self) -> Page {
        let t = |key| self.t("principles", key);
        let commons = &self.model.commons;
        let own = |d: &&Decision| d.decl.is_own();
        let groups = |yes: &dyn Fn(&Group) -> bool| {
            self.model
                .groups
                .iter()
                .enumerate()
                .filter(|(_, g)| g.body.is_none() && g.decl.is_own() && yes(g))
                .filter_map(|(i, _)| self.group(GroupId::new(i)))
                .collect::<Vec<_>>()
        };
        let own_rules: Vec<&Rule> = self
            .model
            .rules
            .iter()
            .filter(|r| r.decl.is_own())
            .collect();
        let reasons = own_rules.iter().filter(|r| r.because.is_some()).count();
        let of = self.fill(
            "principles",
            "of",
            &[
                ("a", &reasons.to_string()),
                ("b", &own_rules.len().to_string()),
            ],
        );
        let changing: Vec<&Decision> = self
            .model
            .decisions
            .iter()
            .filter(own)
            .filter(|d| d.changes_agreement)
            .collect();
        let change_items = self
            .model
            .decisions
            .iter()
            .enumerate()
            .filter(|(_, d)| d.decl.is_own() && d.changes_agreement)
            .filter_map(|(i, _)| self.decision(DecisionId::new(i)))
            .collect();
        let delegated: Vec<Item> = (0..self.model.rules.len())
            .filter(|r| self.model.rules[*r].delegated)
            .filter_map(|r| self.rule(RuleId::new(r)))
            .collect();
        let audit = commons.audit.as_ref();
        let rows: Vec<(&'static str, Vec<Row>)> = vec![
            (
                "boundaries",
                vec![
                    Row::new(
                        t("groups"),
                        groups(&|g| g.closed || g.admitted_by.is_some()),
                    ),
                    Row::one(
                        t("data"),
                        Item::link(self.shown.datasets.len().to_string(), "datasets.html"),
                    ),
                ],
            ),
            (
                "fit",
                vec![Row::one(
                    t("reasons"),
                    (!own_rules.is_empty() && reasons > 0).then(|| Item::text(of)),
                )],
            ),
            (
                "choice",
                vec![
                    Row::new(t("change"), change_items),
                    Row::new(
                        t("decides"),
                        changing
                            .iter()
                            .filter_map(|d| self.body(d.taken_by?))
                            .collect(),
                    ),
                ],
            ),
            (
                "monitoring",
                vec![
                    Row::one(
                        t("audit"),
                        audit.and_then(|a| a.by).and_then(|h| self.holder(h)),
                    ),
                    Row::one(
                        t("audit_every"),
                        audit
                            .and_then(|a| a.every)
                            .map(|d| Item::text(self.every(&d))),
                    ),
                    Row::one(
                        t("logs"),
                        commons
                            .logging
                            .as_ref()
                            .and_then(|l| l.by)
                            .and_then(|h| self.holder(h)),
                    ),
                ],
            ),
            (
                "sanctions",
                vec![Row::new(
                    t("steps"),
                    self.model
                        .sanctions
                        .first()
                        .map(|s| self.steps(s))
                        .unwrap_or_default(),
                )],
            ),
            (
                "conflict",
                vec![
                    Row::one(
                        t("appeal"),
                        self.model
                            .decisions
                            .iter()
                            .find_map(|d| self.holder(d.appeal.as_ref()?.to)),
                    ),
                    Row::one(
                        t("disputes"),
                        commons
                            .texts
                            .get(&CommonsText::Disputes)
                            .map(|d| Item::localized(d, self.lang)),
                    ),
                ],
            ),
            ("organise", {
                let mut rows = vec![
                    Row::one(
                        t("form"),
                        commons.legal_form.as_ref().map(|f| {
                            Item::text(
                                law::legal_form(f)
                                    .map_or(f.clone(), |f| f.title.get(self.lang).to_string()),
                            )
                        }),
                    ),
                    Row::one(
                        t("number"),
                        commons.registered.as_ref().map(|r| {
                            Item::text(format!("{} {}", r.register.to_uppercase(), r.number))
                        }),
                    ),
                ];
                if !self.model.outers.is_empty() {
                    rows.push(Row::new(t("delegated"), delegated));
                }
                rows
            }),
            (
                "nesting",
                vec![Row::new(
                    t("larger"),
                    self.model
                        .outers
                        .iter()
                        .filter_map(|o| Some(self.decl(o.decl.as_ref()?, None)))
                        .collect(),
                )],
            ),
        ];
        let sections = rows
            .into_iter()
            .map(|(key, rows)| Section {
                rows,
                ..Section::new(key, t(key), Vec::new())
            })
            .collect();
        let mut lead = sentences(self.texts.list("principles", "text"));
        lead.push(Item::text(t("source")));
        Page {
            path: "principles.html".into(),
            nav: "principles",
            title: t("title").into(),
            lead,
            sections,
            json_ld: None,
            part: None,
        }
    }
}

pub fn right_key(kind: RightKind) -> &'static str {
    match kind {
        RightKind::See => "see",
        RightKind::Correct => "correct",
        RightKind::Erase => "erase",
        RightKind::Restrict => "restrict",
        RightKind::Object => "object",
        RightKind::Move => "move",
        RightKind::Withdraw => "withdraw",
        RightKind::HumanReview => "human_review",
        RightKind::Complain => "complain",
    }
}

/// A mail address or a web address becomes a link; anything else stays text.
pub fn contact(text: &str) -> Item {
    let plain = |t: &str| {
        t.chars()
            .all(|c| c.is_ascii_alphanumeric() || "@.-_+".contains(c))
    };
    if text.contains('@') && plain(text) {
        Item::link(text, format!("mailto:{text}"))
    } else if text.starts_with("https://") && !text.contains(char::is_whitespace) {
        Item::link(text, text)
    } else {
        Item::text(text)
    }
}
