//! Decisions: who takes them, how votes are counted, clocks, appeals.

use super::collect::Collected;
use super::messages;
use super::quantities::impossible;
use super::{Builder, Entry};
use crate::model::{
    AnyId, Clock, Decision, Effective, Election, Electorate, Emergency, Holder, Proposer, Proxies,
    Quorum, QuorumOption, Recuse, Silence, Sortition, Test, TestKind, Tie, Veto,
};
use crate::source::Span;
use crate::syntax::tree::{self, Name, What};

impl<'a> Builder<'a> {
    pub(super) fn build_decisions(&mut self, all: &Collected<'a>) {
        for entry in &all.decisions {
            self.build_decision(*entry);
        }
    }

    fn build_decision(&mut self, entry: Entry<'a>) {
        let What::Decision(tree) = &entry.tree.what else {
            return;
        };
        let s = entry.scope;
        let decl = self.decl(entry);
        let name_span = entry.tree.name.as_ref().map_or(entry.tree.span, |n| n.span);
        let taken = self
            .single(&tree.taken_by, ["taken by", "genomen door"], |n| n.span)
            .cloned();
        if taken.is_none() {
            self.report(messages::missing_clause(
                &decl.id,
                ["decision", "Het besluit"],
                ["who takes it", "wie het neemt"],
                name_span,
                ["taken by assembly", "genomen door vergadering"],
            ));
        }
        if tree.passes.is_empty() && tree.election.is_empty() && tree.sortition.is_empty() {
            self.report(messages::missing_clause(
                &decl.id,
                ["decision", "Het besluit"],
                ["when it passes", "wanneer het is aangenomen"],
                name_span,
                [
                    "passes with 2/3 of votes cast",
                    "aangenomen met 2/3 van uitgebrachte stemmen",
                ],
            ));
        }
        let mut changes = Vec::new();
        let mut changes_agreement = false;
        let mut changes_end = None;
        for change in &tree.changes {
            match change {
                tree::Changes::ThisAgreement(_) => changes_agreement = true,
                tree::Changes::Names(names) => {
                    changes.extend(self.any_list(s, names));
                    changes_end = names.last().map(|n| Span {
                        start: n.span.end,
                        ..n.span
                    });
                }
            }
        }
        let passes = self
            .single(&tree.passes, ["passes with", "aangenomen met"], |p| p.span)
            .cloned();
        let mut tests = Vec::new();
        for test in passes.iter().flat_map(|p| &p.tests) {
            tests.extend(self.test(s, test));
        }
        let too_few = self
            .single(
                &tree.too_few,
                ["if too few remain", "bij te weinig stemgerechtigden"],
                |n| n.span,
            )
            .cloned();
        let mut quorums = self
            .quorums(s, &tree.quorum, ["quorum", "quorum"])
            .into_iter();
        let mut participations = self
            .quorums(
                s,
                &tree.participation,
                ["participation quorum", "deelnamequorum"],
            )
            .into_iter();
        let (tie, tie_otherwise) = self.tie(s, &tree.tie);
        let decision = Decision {
            changes_agreement,
            changes,
            changes_end,
            admits_to: self.group_list(s, &tree.admits_to).0,
            expels_from: self.group_list(s, &tree.expels_from).0,
            appoints: self.body_list(s, &tree.appoints).0,
            removes: self.body_list(s, &tree.removes).0,
            proposed_by: self.proposer(s, &tree.proposed_by),
            taken_by: taken.and_then(|n| self.body(s, &n)),
            notice: self.single_duration(&tree.notice, ["notice", "oproeptermijn"]),
            window: self.single_duration(&tree.window, ["open for", "stemtermijn"]),
            quorum: quorums.next(),
            more_quorums: quorums.collect(),
            participation: participations.next(),
            more_participation: participations.collect(),
            tests,
            abstentions_count: self
                .single(
                    &tree.abstentions_count,
                    ["abstentions", "onthoudingen"],
                    |a| a.span,
                )
                .map(|a| a.value),
            blank_count: self
                .single(&tree.blank_count, ["blank votes", "blanco stemmen"], |a| {
                    a.span
                })
                .map(|a| a.value),
            recuse: self.recuse(s, &tree.recuse),
            too_few: too_few.and_then(|n| self.body(s, &n)),
            clock: self.clock(s, &tree.clock),
            tie,
            tie_otherwise,
            veto: self.veto(s, &tree.veto),
            proxies: self.proxies(s, &tree.proxies),
            election: self
                .single(&tree.election, ["election by", "verkiezing bij"], |e| {
                    e.span
                })
                .map(|e| Election {
                    method: e.method,
                    seats: e.seats,
                }),
            sortition: self.sortition(s, &tree.sortition),
            effective: self.effective(&tree.effective),
            appeal: self.appeal(s, &tree.appeal),
            emergency: self.emergency(s, &tree.emergency),
            published: tree.published.is_some(),
            empty_class: self
                .single(
                    &tree.empty_class,
                    ["an empty class", "een lege klasse"],
                    |e| e.span,
                )
                .map(|e| e.value),
            signed_by: self.signers(s, &tree.signed),
            decl,
        };
        self.model.decisions.push(decision);
    }

    fn any_list(&mut self, scope: u8, names: &[Name]) -> Vec<AnyId> {
        names.iter().filter_map(|n| self.any(scope, n)).collect()
    }

    fn proposer(&mut self, scope: u8, written: &[tree::Proposer]) -> Option<Proposer> {
        let span = |p: &tree::Proposer| match p {
            tree::Proposer::AnyMember(span) | tree::Proposer::Everyone(span) => *span,
            tree::Proposer::Names(names) => match (names.first(), names.last()) {
                (Some(first), Some(last)) => first.span.to(last.span),
                _ => Span::default(),
            },
            tree::Proposer::Members(n) => n.span,
        };
        Some(
            match self
                .single(written, ["proposed by", "voorgesteld door"], span)?
                .clone()
            {
                tree::Proposer::AnyMember(_) => Proposer::AnyMember,
                tree::Proposer::Everyone(_) => Proposer::Everyone,
                tree::Proposer::Names(names) => Proposer::Holders(self.holder_list(scope, &names)),
                tree::Proposer::Members(n) => Proposer::Members(n.value),
            },
        )
    }

    pub(super) fn electorate(
        &mut self,
        scope: u8,
        written: &tree::Electorate,
    ) -> Option<Electorate> {
        Some(match written {
            tree::Electorate::VotesCast => Electorate::VotesCast,
            tree::Electorate::Present => Electorate::Present,
            tree::Electorate::Members => Electorate::Members,
            tree::Electorate::Seats => Electorate::Seats,
            tree::Electorate::Weight => Electorate::Weight,
            tree::Electorate::Class(name) => Electorate::Class(self.group(scope, name)?),
        })
    }

    /// The quorums of a clause. An option behind the last one holds for those before it too, unless they say
    /// something else on the same point: "1/3 of members and 1/2 of households measured at opening".
    fn quorums(
        &mut self,
        scope: u8,
        written: &[tree::Quorums],
        what: messages::ClauseName,
    ) -> Vec<Quorum> {
        let Some(parts) = self.single(written, what, |q| q.span).map(|q| &q.parts) else {
            return Vec::new();
        };
        let mut quorums: Vec<Quorum> = parts
            .clone()
            .iter()
            .filter_map(|q| self.quorum(scope, q))
            .collect();
        let Some((last, before)) = quorums.split_last_mut() else {
            return quorums;
        };
        for quorum in before {
            let own: Vec<u8> = quorum.options.iter().map(|o| point(*o)).collect();
            let shared = last.options.iter().filter(|o| !own.contains(&point(**o)));
            quorum.options.extend(shared);
        }
        quorums
    }

    fn quorum(&mut self, scope: u8, q: &tree::Quorum) -> Option<Quorum> {
        let amount = self.amount(&q.amount, q.span);
        let of = self.electorate(scope, &q.of.value);
        Some(Quorum {
            amount: amount?,
            of: of?,
            options: q.options.iter().map(|o| o.value).collect(),
            span: q.span,
        })
    }

    fn test(&mut self, scope: u8, test: &tree::Test) -> Option<Test> {
        let optional = |b: &mut Self, of: &Option<tree::Electorate>| {
            of.as_ref().map(|of| b.electorate(scope, of))
        };
        let kind = match &test.kind {
            tree::TestKind::Unanimity { of } => TestKind::Unanimity {
                of: optional(self, of).flatten(),
            },
            tree::TestKind::Majority { of } => match optional(self, of) {
                Some(None) => return None,
                of => TestKind::Majority { of: of.flatten() },
            },
            tree::TestKind::Consent {
                judged_by,
                silence_consents,
                rounds,
                otherwise,
            } => TestKind::Consent {
                judged_by: judged_by.as_ref().and_then(|n| self.holder(scope, n)),
                silence_consents: *silence_consents,
                rounds: *rounds,
                otherwise: otherwise.as_ref().and_then(|n| self.decision(scope, n)),
            },
            tree::TestKind::LazyConsensus { after, otherwise } => {
                let otherwise = otherwise.as_ref().and_then(|n| self.decision(scope, n));
                TestKind::LazyConsensus {
                    after: self.duration(after)?,
                    otherwise,
                }
            }
            tree::TestKind::Opposition { less_than, of } => {
                let of = optional(self, of);
                TestKind::Opposition {
                    less_than: self.amount(less_than, test.span)?,
                    of: match of {
                        Some(None) => return None,
                        of => of.flatten(),
                    },
                }
            }
            tree::TestKind::Share {
                more_than,
                amount,
                of,
            } => {
                let of = self.electorate(scope, of);
                TestKind::Share {
                    more_than: *more_than,
                    amount: self.amount(amount, test.span)?,
                    of: of?,
                }
            }
        };
        Some(Test {
            kind,
            span: test.span,
        })
    }

    fn recuse(&mut self, scope: u8, written: &[tree::Recuse]) -> Option<Recuse> {
        let r = self
            .single(written, ["recuse", "verschoond"], |r| r.span)?
            .clone();
        Some(Recuse {
            who: r.who.as_ref().map(|names| self.holder_list(scope, names)),
            judged_by: r.judged_by.as_ref().and_then(|n| self.holder(scope, n)),
            options: r.options.iter().map(|o| o.value).collect(),
            span: r.span,
        })
    }

    fn clock(&mut self, scope: u8, written: &[tree::Clock]) -> Option<Clock> {
        let c = self
            .single(written, ["within … or else", "binnen … anders"], |c| {
                c.span
            })?
            .clone();
        let silence = match &c.silence {
            tree::Outcome::Rejected => Silence::Rejected,
            tree::Outcome::Adopted => Silence::Adopted,
            tree::Outcome::EscalatesTo(name) => Silence::EscalatesTo(self.body(scope, name)?),
        };
        self.duration(&c.within)
            .map(|within| Clock { within, silence })
    }

    /// What breaks a tie, and what does so if a casting vote is not cast.
    fn tie(&mut self, scope: u8, written: &[tree::At<tree::Tie>]) -> (Option<Tie>, Option<Tie>) {
        let Some(tie) = self
            .single(written, ["tie", "staken van stemmen"], |t| t.span)
            .cloned()
        else {
            return (None, None);
        };
        match tie.value {
            tree::Tie::Rejected => (Some(Tie::Rejected), None),
            tree::Tie::Adopted => (Some(Tie::Adopted), None),
            tree::Tie::Lot => (Some(Tie::Lot), None),
            tree::Tie::CastingVote { by, otherwise } => {
                let otherwise = otherwise.map(|o| match o {
                    tree::TieFallback::Rejected => Tie::Rejected,
                    tree::TieFallback::Adopted => Tie::Adopted,
                    tree::TieFallback::Lot => Tie::Lot,
                });
                match self.holder(scope, &by) {
                    Some(holder) => (Some(Tie::CastingVote(holder)), otherwise),
                    None => (None, None),
                }
            }
        }
    }

    fn signers(&mut self, scope: u8, written: &[tree::Signed]) -> Vec<(i64, Holder)> {
        let what = ["record signed by", "verslag ondertekend door"];
        let Some(signed) = self.single(written, what, |s| s.span).cloned() else {
            return Vec::new();
        };
        let mut signers: Vec<(i64, Holder)> = Vec::with_capacity(signed.by.len());
        for (count, name) in &signed.by {
            if *count < 1 {
                self.report(impossible(
                    name.span,
                    "At least one of them signs the record.",
                    "Minstens een van hen ondertekent het verslag.",
                ));
            } else if let Some(holder) = self.holder(scope, name) {
                signers.push((*count, holder));
            }
        }
        signers
    }

    fn veto(&mut self, scope: u8, written: &[tree::Veto]) -> Option<Veto> {
        let v = self.single(written, ["veto", "veto"], |v| v.span)?.clone();
        // Every name is looked up, also if who has the veto is unknown.
        let by = self.holder(scope, &v.by);
        let veto = Veto {
            by: by.unwrap_or(Holder::Commons),
            over: self.any_list(scope, &v.over),
            within: self.durations(v.within.as_ref()),
            suspensive: v.suspensive,
            overridden_by: v
                .overridden_by
                .as_ref()
                .and_then(|n| self.decision(scope, n)),
        };
        by.map(|_| veto)
    }

    fn proxies(&mut self, scope: u8, written: &[tree::Proxies]) -> Option<Proxies> {
        let p = self
            .single(written, ["proxies", "volmachten"], |p| p.span)?
            .clone();
        Some(Proxies {
            at_most: p.at_most,
            held_by: self.group_list(scope, &p.held_by).0,
            no_chains: p.no_chains,
            chains: p.chains,
        })
    }

    fn sortition(&mut self, scope: u8, written: &[tree::Sortition]) -> Option<Sortition> {
        let s = self
            .single(written, ["drawn by lot", "loting"], |s| s.span)?
            .clone();
        Some(Sortition {
            from: self.group_list(scope, &s.from).0,
            strata: s.strata.iter().map(|n| n.value.to_string()).collect(),
            seed: s.seed.map(|s| s.value),
        })
    }

    fn effective(&mut self, written: &[tree::Effective]) -> Option<Effective> {
        let span = |e: &tree::Effective| match e {
            tree::Effective::After(d) => d.span,
            tree::Effective::From(d) => d.span,
        };
        match self
            .single(written, ["effective", "in werking"], span)?
            .clone()
        {
            tree::Effective::After(d) => self.duration(&d).map(Effective::After),
            tree::Effective::From(d) => self.date(&d).map(Effective::From),
        }
    }

    fn emergency(&mut self, scope: u8, written: &[tree::Emergency]) -> Option<Emergency> {
        let e = self
            .single(written, ["emergency", "noodbevoegdheid"], |e| e.span)?
            .clone();
        let (when, _) = self.condition(scope, &e.when);
        Some(Emergency {
            when,
            at_most: self.durations(e.at_most.as_ref()),
            ratified_by: e.ratified_by.as_ref().and_then(|n| self.decision(scope, n)),
            ratified_within: self.durations(e.ratified_within.as_ref()),
            never: self.any_list(scope, &e.never),
        })
    }
}

/// What a quorum's option is about: when it is measured, proxies, the recused.
fn point(option: QuorumOption) -> u8 {
    match option {
        QuorumOption::AtOpening | QuorumOption::AtEachVote | QuorumOption::AtTally => 0,
        QuorumOption::WithProxies | QuorumOption::WithoutProxies => 1,
        QuorumOption::WithRecused | QuorumOption::WithoutRecused => 2,
    }
}
