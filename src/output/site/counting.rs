//! How a decision is counted, in the words of the page: quorum, tests, and the table of what it would take.

use super::need;
use super::page::{Item, Table, TableRow};
use super::view::View;
use crate::model::*;

impl View<'_> {
    pub fn quorum(&self, quorum: &Quorum) -> Item {
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

    /// A quorum of those present, with when it is measured.
    pub fn measured(&self, quorum: &Quorum) -> Item {
        let said = [
            QuorumOption::AtOpening,
            QuorumOption::AtEachVote,
            QuorumOption::AtTally,
        ];
        let item = self.quorum(quorum);
        if quorum.options.iter().any(|o| said.contains(o)) {
            return item;
        }
        let when = self.d("at_each_vote");
        let default = format!(" ({when}: {})", self.d("default"));
        let tail = item.tail.unwrap_or_default() + &default;
        Item {
            tail: Some(tail),
            ..item
        }
    }

    pub fn option(&self, option: QuorumOption) -> &str {
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

    pub fn electorate(&self, of: Electorate) -> String {
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

    pub fn test(&self, test: &Test) -> Item {
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
            TestKind::Opposition { less_than, of: d } => match (less_than, d) {
                (crate::model::Amount::Count(_), _) => Item::text(self.fill(
                    "deciding",
                    "opposition",
                    &[("a", &*self.texts.amount(less_than))],
                )),
                (_, d) => {
                    let places = [
                        ("a", &*self.texts.amount(less_than)),
                        ("d", &*self.electorate(d.unwrap_or(Electorate::VotesCast))),
                    ];
                    Item::text(self.fill("deciding", "opposition_of", &places))
                }
            },
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

    pub fn with_details(&self, text: String, details: Vec<String>) -> Item {
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

    pub fn need_table(&self, decision: &Decision) -> Option<Table> {
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
                TestKind::Opposition { of, .. } => matches!(of, Some(Electorate::Class(_))),
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
                        .quorums()
                        .chain(decision.participations())
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
