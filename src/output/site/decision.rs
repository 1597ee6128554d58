//! One decision as a card: what it does, how it is voted on, what comes after, and what it would take.

use super::page::{Card, Item, Row};
use super::view::View;
use crate::model::*;

impl View<'_> {
    pub fn decision_card(&self, id: DecisionId) -> Option<Card> {
        let decision = self.model.decisions.get(id.index())?;
        let mut rows = self.effects(decision);
        let mut proposers = self.proposers(decision.proposed_by.as_ref());
        if decision.proposed_by.is_none() {
            proposers.push(self.by_default(self.t("ui", "any_member")));
        }
        rows.push(Row::new(self.d("proposed_by"), proposers));
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
            let quorums: Vec<Item> = decision.quorums().map(|q| self.measured(q)).collect();
            rows.push(match quorums.is_empty() {
                true => Row::one(self.d("quorum"), self.default("need_none")),
                false => Row::new(self.d("quorum"), quorums),
            });
        }
        let participations: Vec<Item> = decision.participations().map(|q| self.quorum(q)).collect();
        if !participations.is_empty() {
            rows.push(Row::new(self.d("participation"), participations));
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
            if !sortition.strata.is_empty() {
                let strata = sortition.strata.iter().map(|s| s.replace('-', " "));
                let strata: Vec<String> = strata.collect();
                let text = self.texts.join(&strata, "and");
                rows.push(Row::one(self.d("strata"), Item::text(text)));
            }
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
        let classes = match decision.empty_class {
            Some(true) => Some(Item::text(self.d("empty_for"))),
            Some(false) => Some(Item::text(self.d("empty_against"))),
            None => decision.by_class().then(|| self.default("empty_against")),
        };
        rows.extend(classes.map(|item| Row::one(self.d("empty_class"), item)));
        if self.is_voted(decision) {
            rows.extend(self.ballots(decision));
        }
        if let Some(recuse) = &decision.recuse {
            let mut items = match &recuse.who {
                Some(who) => self.holders(who),
                None => vec![Item::text(self.d("recuse_asker"))],
            };
            items.extend(recuse.judged_by.map(|by| {
                Item::text(self.fill("deciding", "judged_by", &[("x", &self.named(by))]))
            }));
            items.extend(recuse.options.iter().map(|o| Item::text(self.option(*o))));
            let counts = [QuorumOption::WithRecused, QuorumOption::WithoutRecused];
            if !recuse.options.iter().any(|o| counts.contains(o)) {
                items.push(self.default("with_recused"));
            }
            rows.push(Row::new(self.d("recuse"), items));
        } else if !lot {
            rows.push(Row::one(self.d("recuse"), self.default("recuse_nobody")));
        }
        if let Some(body) = decision.too_few {
            let text = self.fill("deciding", "escalates", &[("x", &self.named_body(body))]);
            rows.push(Row::one(self.d("too_few"), Item::text(text)));
        } else if decision.recuse.is_some() && decision.quorum.is_some() {
            rows.push(Row::one(self.d("too_few"), self.default("rejected")));
        }
        rows
    }

    /// Whether anyone votes: not where a lot is drawn, and not where silence alone adopts.
    fn is_voted(&self, decision: &Decision) -> bool {
        let lazy = |t: &Test| matches!(t.kind, TestKind::LazyConsensus { .. });
        let silent = !decision.tests.is_empty() && decision.tests.iter().all(lazy);
        decision.sortition.is_none() && !silent
    }

    /// Abstaining, blank votes, ties, and voting for someone else; with what applies where the source is silent.
    fn ballots(&self, decision: &Decision) -> Vec<Row> {
        let mut rows = Vec::new();
        let counts = |counts: Option<bool>, yes: &str, no: &str| match counts {
            Some(true) => Item::text(self.d(yes)),
            Some(false) => Item::text(self.d(no)),
            None => self.default(no),
        };
        let against = self.words().against_by_not_voting(decision);
        let with_against = |item: Item| {
            let more = against
                .iter()
                .map(|_| Item::text(self.d("abstain_against")));
            std::iter::once(item).chain(more).collect::<Vec<_>>()
        };
        if !decision.tests.is_empty() {
            let abstain = counts(decision.abstentions_count, "abstain_count", "abstain_not");
            rows.push(Row::new(self.d("abstain"), with_against(abstain)));
        }
        let blank = counts(decision.blank_count, "blank_count", "blank_not");
        rows.push(Row::new(self.d("blank"), with_against(blank)));
        let so = |tie: Tie| match tie {
            Tie::Rejected => self.d("rejected").to_string(),
            Tie::Adopted => self.d("adopted").to_string(),
            Tie::Lot => self.d("lot").to_string(),
            Tie::CastingVote(by) => self.fill("deciding", "casting", &[("x", &self.named(by))]),
        };
        let mut items = match decision.tie {
            Some(tie) => vec![Item::text(so(tie))],
            None if decision.election.is_some() => vec![self.default("lot")],
            None => vec![self.default("rejected")],
        };
        if let Some(Tie::CastingVote(_)) = decision.tie {
            items.push(match decision.tie_otherwise {
                Some(tie) => Item::text(self.fill("deciding", "casting_else", &[("x", &so(tie))])),
                None => self.default("casting_wait"),
            });
        }
        rows.push(Row::new(self.d("tie"), items));
        rows.push(match &decision.proxies {
            Some(proxies) => Row::new(self.d("proxies"), self.proxies(proxies)),
            None => Row::one(self.d("proxies"), self.default("no_proxies")),
        });
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
        items.push(match (proxies.no_chains, proxies.chains) {
            (true, _) => Item::text(self.d("no_chains")),
            (false, true) => Item::text(self.d("chains")),
            (false, false) => self.default("chains"),
        });
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
            rows.push(Row::one(self.d("silence"), self.default("no_clock")));
        }
        if let Some(veto) = &decision.veto {
            let mut items: Vec<Item> = self.holder(veto.by).into_iter().collect();
            items.extend(veto.over.iter().filter_map(|o| self.any(*o)));
            items.push(match &veto.within {
                Some(within) => Item::text(d("veto_within", within)),
                None => self.default("veto_any_time"),
            });
            items.extend(match (veto.suspensive, veto.overridden_by) {
                (Some(true), _) => Some(Item::text(self.d("veto_suspensive"))),
                (Some(false), _) => Some(Item::text(self.d("veto_final"))),
                (None, Some(_)) => None,
                (None, None) => Some(self.default("veto_final")),
            });
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
        let effective = match &decision.effective {
            Some(Effective::After(length)) => Item::text(d("after", length)),
            Some(Effective::From(date)) => {
                Item::text(self.fill("deciding", "on", &[("d", &self.date(*date))]))
            }
            None => self.default("at_once"),
        };
        rows.push(Row::one(self.d("effective"), effective));
        rows.push(self.appeal(decision.appeal.as_ref()));
        rows.push(Row::one(
            self.d("published"),
            Item::text(self.t("ui", if decision.published { "yes" } else { "no" })),
        ));
        let signers = decision.signed_by.iter();
        let signers: Vec<Item> = signers
            .map(|(n, who)| Item::text(self.words().so_many_of(*n, *who)))
            .collect();
        rows.push(match signers.is_empty() {
            true => Row::one(self.d("signed"), self.default("signed_nobody")),
            false => Row::new(self.d("signed"), signers),
        });
        rows
    }

    pub fn appeal(&self, appeal: Option<&Appeal>) -> Row {
        let levels = appeal
            .into_iter()
            .flat_map(|a| std::iter::once(a).chain(&a.further));
        let items = levels.filter_map(|level| {
            let item = self.holder(level.to)?;
            Some(match &level.within {
                Some(within) => {
                    let within = self.fill("rules", "within", &[("d", &self.duration(within))]);
                    item.tail(format!(", {within}"))
                }
                None => item.tail(format!(
                    ", {} ({})",
                    self.d("veto_any_time"),
                    self.d("default")
                )),
            })
        });
        Row::new(self.d("appeal"), items.collect())
    }
}
