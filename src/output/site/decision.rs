//! One decision as a card: what it does, how it is voted on, what comes after, and what it would take.

use super::page::{Card, Item, Row};
use super::view::View;
use crate::model::*;

impl View<'_> {
    pub fn decision_card(&self, id: DecisionId) -> Option<Card> {
        let decision = self.model.decisions.get(id.index())?;
        let mut rows = self.effects(decision);
        rows.push(Row::new(
            self.d("proposed_by"),
            self.proposers(decision.proposed_by.as_ref()),
        ));
        rows.push(Row::one(
            self.d("taken_by"),
            decision.taken_by.and_then(|b| self.body(b)),
        ));
        for (key, length) in [("notice", &decision.notice), ("window", &decision.window)] {
            if let Some(length) = length {
                rows.push(Row::one(self.d(key), Item::text(self.duration(length))));
            }
        }
        rows.extend(self.voting(decision));
        rows.extend(self.after(decision));
        if let Some(note) = &decision.decl.note {
            rows.push(Row::one(
                self.t("datasets", "note"),
                Item::localized(note, self.lang),
            ));
        }
        let mut card = self.card("decision", &decision.decl, rows);
        card.tables.extend(self.need_table(decision));
        if decision.changes_agreement {
            card.lead = Some(Item::text(self.d("changes_agreement")));
        }
        Some(card)
    }

    fn effects(&self, decision: &Decision) -> Vec<Row> {
        let groups = |ids: &[GroupId]| {
            ids.iter()
                .filter_map(|g| self.group(*g))
                .collect::<Vec<_>>()
        };
        let bodies = |ids: &[BodyId]| ids.iter().filter_map(|b| self.body(*b)).collect::<Vec<_>>();
        [
            (
                "changes",
                decision
                    .changes
                    .iter()
                    .filter_map(|a| self.any(*a))
                    .collect(),
            ),
            ("admits", groups(&decision.admits_to)),
            ("expels", groups(&decision.expels_from)),
            ("appoints", bodies(&decision.appoints)),
            ("removes", bodies(&decision.removes)),
        ]
        .into_iter()
        .filter(|(_, items): &(&str, Vec<Item>)| !items.is_empty())
        .map(|(key, items)| Row::new(self.d(key), items))
        .collect()
    }

    pub fn proposers(&self, proposer: Option<&Proposer>) -> Vec<Item> {
        match proposer {
            None => Vec::new(),
            Some(Proposer::AnyMember) => vec![Item::text(self.t("ui", "any_member"))],
            Some(Proposer::Everyone) => vec![Item::text(self.t("ui", "everyone"))],
            Some(Proposer::Holders(holders)) => self.holders(holders),
            Some(Proposer::Members(n)) => {
                vec![Item::text(self.fill(
                    "deciding",
                    "members_together",
                    &[("n", &n.to_string())],
                ))]
            }
        }
    }

    fn voting(&self, decision: &Decision) -> Vec<Row> {
        let mut rows = Vec::new();
        let lot = decision.sortition.is_some();
        if !lot || decision.quorum.is_some() {
            rows.push(Row::new(
                self.d("quorum"),
                decision.quorum.iter().map(|q| self.quorum(q)).collect(),
            ));
        }
        if let Some(quorum) = &decision.participation {
            rows.push(Row::one(self.d("participation"), self.quorum(quorum)));
        }
        if let Some(election) = &decision.election {
            let method = match election.method {
                ElectionMethod::Plurality => "plurality",
                ElectionMethod::TwoRound => "two_round",
                ElectionMethod::Approval => "approval",
                ElectionMethod::SingleTransferableVote => "stv",
            };
            let mut items = vec![Item::text(self.d(method))];
            items.extend(
                election.seats.map(|n| {
                    Item::text(self.fill("deciding", "for_seats", &[("n", &n.to_string())]))
                }),
            );
            rows.push(Row::new(self.d("election"), items));
        }
        if let Some(sortition) = &decision.sortition {
            rows.push(Row::new(
                self.d("sortition"),
                sortition
                    .from
                    .iter()
                    .filter_map(|g| self.group(*g))
                    .collect(),
            ));
            rows.push(Row::one(
                self.d("seed"),
                sortition.seed.as_ref().map(|s| Item::text(s.clone())),
            ));
        }
        if decision.election.is_none() && !lot {
            rows.push(Row::new(
                self.d("passes"),
                decision.tests.iter().map(|t| self.test(t)).collect(),
            ));
        }
        for (label, counts, yes, no) in [
            (
                "abstain",
                decision.abstentions_count,
                "abstain_count",
                "abstain_not",
            ),
            ("blank", decision.blank_count, "blank_count", "blank_not"),
        ] {
            if let Some(counts) = counts {
                rows.push(Row::one(
                    self.d(label),
                    Item::text(self.d(if counts { yes } else { no })),
                ));
            }
        }
        if let Some(tie) = decision.tie {
            let text = match tie {
                Tie::Rejected => self.d("rejected").to_string(),
                Tie::Adopted => self.d("adopted").to_string(),
                Tie::Lot => self.d("lot").to_string(),
                Tie::CastingVote(by) => self.fill("deciding", "casting", &[("x", &self.named(by))]),
            };
            rows.push(Row::one(self.d("tie"), Item::text(text)));
        }
        rows.extend(
            decision
                .proxies
                .as_ref()
                .map(|p| Row::new(self.d("proxies"), self.proxies(p))),
        );
        if let Some(recuse) = &decision.recuse {
            let mut items = match &recuse.who {
                Some(who) => self.holders(who),
                None => vec![Item::text(self.d("recuse_asker"))],
            };
            items.extend(recuse.judged_by.map(|by| {
                Item::text(self.fill("deciding", "judged_by", &[("x", &self.named(by))]))
            }));
            items.extend(recuse.options.iter().map(|o| Item::text(self.option(*o))));
            rows.push(Row::new(self.d("recuse"), items));
        }
        if let Some(body) = decision.too_few {
            let text = self.fill("deciding", "escalates", &[("x", &self.named_body(body))]);
            rows.push(Row::one(self.d("too_few"), Item::text(text)));
        }
        rows
    }

    fn proxies(&self, proxies: &Proxies) -> Vec<Item> {
        let Some(most) = proxies.at_most else {
            return vec![Item::text(self.d("no_proxies"))];
        };
        let mut items = vec![Item::text(self.fill(
            "deciding",
            "proxies_max",
            &[("n", &most.to_string())],
        ))];
        let by: Vec<String> = proxies
            .held_by
            .iter()
            .filter_map(|g| self.group(*g))
            .map(|i| i.text)
            .collect();
        if !by.is_empty() {
            items.push(Item::text(self.fill(
                "deciding",
                "proxies_by",
                &[("x", &self.texts.join(&by, "and"))],
            )));
        }
        if proxies.no_chains {
            items.push(Item::text(self.d("no_chains")));
        }
        items
    }

    fn after(&self, decision: &Decision) -> Vec<Row> {
        let mut rows = Vec::new();
        let d = |key: &str, length: &Duration| {
            self.fill("deciding", key, &[("d", &self.duration(length))])
        };
        if let Some(clock) = &decision.clock {
            let within = self.fill("rules", "within", &[("d", &self.duration(&clock.within))]);
            rows.push(Row::one(self.d("clock"), Item::text(within)));
            let silence = match clock.silence {
                Silence::Rejected => self.d("rejected").to_string(),
                Silence::Adopted => self.d("adopted").to_string(),
                Silence::EscalatesTo(body) => {
                    self.fill("deciding", "escalates", &[("x", &self.named_body(body))])
                }
            };
            rows.push(Row::one(self.d("silence"), Item::text(silence)));
        } else {
            rows.push(Row::one(self.d("silence"), None));
        }
        if let Some(veto) = &decision.veto {
            let mut items: Vec<Item> = self.holder(veto.by).into_iter().collect();
            items.extend(veto.over.iter().filter_map(|o| self.any(*o)));
            items.extend(
                veto.within
                    .as_ref()
                    .map(|w| Item::text(d("veto_within", w))),
            );
            items.extend(
                veto.suspensive
                    .map(|s| Item::text(self.d(if s { "veto_suspensive" } else { "veto_final" }))),
            );
            items.extend(veto.overridden_by.map(|o| {
                Item::text(self.fill(
                    "deciding",
                    "veto_overridden",
                    &[("x", &self.name(self.decision(o)))],
                ))
            }));
            rows.push(Row::new(self.d("veto"), items));
        }
        if let Some(emergency) = &decision.emergency {
            let mut items: Vec<Item> = emergency
                .when
                .written
                .iter()
                .flat_map(|w| self.condition_items(w))
                .collect();
            items.extend(
                emergency
                    .at_most
                    .as_ref()
                    .map(|m| Item::text(d("at_most", m))),
            );
            items.extend(emergency.ratified_by.map(|r| {
                let text = self.fill(
                    "deciding",
                    "ratified",
                    &[("x", &self.name(self.decision(r)))],
                );
                let tail = emergency
                    .ratified_within
                    .as_ref()
                    .map(|w| format!(" {}", d("ratified_within", w)));
                Item {
                    tail,
                    ..Item::text(text)
                }
            }));
            rows.push(Row::new(self.d("emergency"), items));
            if !emergency.never.is_empty() {
                rows.push(Row::new(
                    self.d("never"),
                    emergency
                        .never
                        .iter()
                        .filter_map(|n| self.any(*n))
                        .collect(),
                ));
            }
        }
        if let Some(effective) = &decision.effective {
            let text = match effective {
                Effective::After(length) => d("after", length),
                Effective::From(date) => self.fill("deciding", "on", &[("d", &self.date(*date))]),
            };
            rows.push(Row::one(self.d("effective"), Item::text(text)));
        }
        rows.push(self.appeal(decision.appeal.as_ref()));
        rows.push(Row::one(
            self.d("published"),
            Item::text(self.t("ui", if decision.published { "yes" } else { "no" })),
        ));
        rows
    }

    pub fn appeal(&self, appeal: Option<&Appeal>) -> Row {
        let item = appeal.and_then(|a| {
            let item = self.holder(a.to)?;
            Some(match &a.within {
                Some(within) => {
                    let within = self.fill("rules", "within", &[("d", &self.duration(within))]);
                    item.tail(format!(", {within}"))
                }
                None => item,
            })
        });
        Row::one(self.d("appeal"), item)
    }
}
