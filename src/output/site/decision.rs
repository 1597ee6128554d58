//! One decision as a card: what it does, how it is voted on, what comes after, and what it would take.

use super::need;
use super::page::{Card, Item, Row, Table, TableRow};
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

    fn quorum(&self, quorum: &Quorum) -> Item {
        let text = self.fill(
            "deciding",
            "at_least_of",
            &[
                ("a", &self.texts.amount(&quorum.amount)),
                ("d", &self.electorate(quorum.of)),
            ],
        );
        let options: Vec<&str> = quorum.options.iter().map(|o| self.option(*o)).collect();
        let tail = if options.is_empty() {
            None
        } else {
            Some(format!(" ({})", options.join("; ")))
        };
        Item {
            tail,
            ..Item::text(text)
        }
    }

    fn option(&self, option: QuorumOption) -> &str {
        self.d(match option {
            QuorumOption::AtOpening => "at_opening",
            QuorumOption::AtEachVote => "at_each_vote",
            QuorumOption::AtTally => "at_tally",
            QuorumOption::WithProxies => "with_proxies",
            QuorumOption::WithoutProxies => "without_proxies",
            QuorumOption::WithoutRecused => "without_recused",
            QuorumOption::WithRecused => "with_recused",
        })
    }

    fn electorate(&self, of: Electorate) -> String {
        let key = match of {
            Electorate::VotesCast => "votes_cast",
            Electorate::Present => "present",
            Electorate::Members => "all_members",
            Electorate::Seats => "all_seats",
            Electorate::Weight => "weight",
            Electorate::Class(group) => {
                return self.fill(
                    "deciding",
                    "of_class",
                    &[("x", &self.name(self.group(group)))],
                );
            }
        };
        self.d(key).to_string()
    }

    fn test(&self, test: &Test) -> Item {
        // What the source leaves out is shown as left out; the default is the agreement's to print.
        let of = |of: Option<Electorate>| {
            of.map_or_else(|| self.d("not_said").to_string(), |o| self.electorate(o))
        };
        match &test.kind {
            // As the count goes: a class approves by the votes cast in it, and so does everyone together.
            TestKind::Majority {
                of: Some(Electorate::Class(group)),
            } => Item::text(self.fill(
                "deciding",
                "majority_class",
                &[("x", &self.named(Holder::Group(*group)))],
            )),
            TestKind::Majority { of: None } => Item::text(self.d("majority_plain")),
            TestKind::Majority { of: d } => {
                Item::text(self.fill("deciding", "majority_of", &[("d", &of(*d))]))
            }
            TestKind::Unanimity { of: d } => {
                Item::text(self.fill("deciding", "unanimity", &[("d", &of(*d))]))
            }
            TestKind::Share {
                more_than,
                amount,
                of,
            } => {
                let key = if *more_than {
                    "more_than_of"
                } else {
                    "at_least_of"
                };
                let places = [
                    ("a", &*self.texts.amount(amount)),
                    ("d", &*self.electorate(*of)),
                ];
                Item::text(self.fill("deciding", key, &places))
            }
            TestKind::LazyConsensus { after, otherwise } => {
                let text = self.fill("deciding", "lazy", &[("d", &self.duration(after))]);
                self.with_details(text, self.otherwise(*otherwise).into_iter().collect())
            }
            TestKind::Consent {
                judged_by,
                silence_consents,
                rounds,
                otherwise,
            } => {
                let mut details = Vec::new();
                details.extend(
                    judged_by
                        .map(|by| self.fill("deciding", "judged_by", &[("x", &self.named(by))])),
                );
                details.extend(silence_consents.map(|yes| {
                    self.d(if yes {
                        "consent_silence"
                    } else {
                        "consent_no_silence"
                    })
                    .to_string()
                }));
                details.extend(
                    rounds.map(|n| self.fill("deciding", "rounds", &[("n", &n.to_string())])),
                );
                details.extend(self.otherwise(*otherwise));
                self.with_details(self.d("consent").to_string(), details)
            }
        }
    }

    fn otherwise(&self, decision: Option<DecisionId>) -> Option<String> {
        decision.map(|d| {
            self.fill(
                "deciding",
                "otherwise",
                &[("x", &self.name(self.decision(d)))],
            )
        })
    }

    fn with_details(&self, text: String, details: Vec<String>) -> Item {
        let tail = if details.is_empty() {
            None
        } else {
            Some(format!(" ({})", details.join("; ")))
        };
        Item {
            tail,
            ..Item::text(text)
        }
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

    fn need_table(&self, decision: &Decision) -> Option<Table> {
        let lines = need::lines(self.model, decision);
        if lines.is_empty() {
            return None;
        }
        let classes: Vec<Item> = decision
            .tests
            .iter()
            .filter(|t| match &t.kind {
                TestKind::Majority { of } | TestKind::Unanimity { of } => {
                    matches!(of, Some(Electorate::Class(_)))
                }
                TestKind::Share { of, .. } => matches!(of, Electorate::Class(_)),
                TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => false,
            })
            .map(|t| self.test(t))
            .collect();
        let number = |n: Option<i64>, none: &str| {
            vec![n.map_or_else(|| Item::text(self.d(none)), |n| Item::text(n.to_string()))]
        };
        let mut head = vec!["need_size", "need_quorum", "need_bare", "need_all"];
        if !classes.is_empty() {
            head.push("need_class");
        }
        let has_quorum = decision.quorum.is_some() || decision.participation.is_some();
        let rows = lines.into_iter().map(|line| {
            let mut cells = vec![
                if line.quorum.is_none() && has_quorum {
                    decision
                        .quorum
                        .iter()
                        .chain(&decision.participation)
                        .map(|q| self.quorum(q))
                        .collect()
                } else {
                    number(line.quorum, "need_none")
                },
                if line.quorum.is_none() {
                    vec![Item::text("–")]
                } else {
                    number(line.bare, "need_out")
                },
                number(line.all, "need_out"),
            ];
            if !classes.is_empty() {
                cells.push(classes.clone());
            }
            TableRow {
                id: Some(decision.decl.id.clone()),
                head: Item::text(line.size.to_string()),
                cells,
            }
        });
        Some(Table {
            caption: self.fill(
                "deciding",
                "need_caption",
                &[("x", decision.decl.title(self.lang))],
            ),
            head: head.into_iter().map(|k| self.d(k).to_string()).collect(),
            rows: rows.collect(),
            numbers: true,
        })
    }
}
