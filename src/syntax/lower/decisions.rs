//! Decisions, sanctions, rights.

use super::data::person_kind;
use super::{Common, Kids, Lowering, Node, Rule};
use crate::syntax::tree::*;

impl<'i> Lowering<'i> {
    pub(super) fn decision(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Decision> {
        let mut decision = Decision::default();
        for clause in kids {
            self.decision_clause(&clause, &mut decision, common)?;
        }
        Some(decision)
    }

    fn decision_clause(
        &mut self,
        clause: &Node<'i>,
        decision: &mut Decision,
        common: &mut Common,
    ) -> Option<()> {
        let span = self.span(clause);
        let mut inner = self.behind(clause);
        match clause.kind() {
            Rule::changes => {
                let what = inner.next()?;
                decision.changes.push(match what.kind() {
                    Rule::names => Changes::Names(self.names(&what)),
                    _ => Changes::ThisAgreement(self.span(&what)),
                });
            }
            Rule::admits => decision.admits_to.extend(self.clause_names(clause)?),
            Rule::expels => decision.expels_from.extend(self.clause_names(clause)?),
            Rule::appoints => decision.appoints.extend(self.clause_names(clause)?),
            Rule::removes => decision.removes.extend(self.clause_names(clause)?),
            Rule::proposed => {
                inner.word(Rule::kw_by);
                let who = inner.next()?;
                decision.proposed_by.push(match who.kind() {
                    Rule::kw_any_member => Proposer::AnyMember(self.span(&who)),
                    Rule::kw_everyone => Proposer::Everyone(self.span(&who)),
                    Rule::names => Proposer::Names(self.names(&who)),
                    Rule::integer => Proposer::Members(self.integer_at(&who)),
                    _ => return None,
                });
            }
            Rule::taken => decision.taken_by.push(self.clause_name(clause)?),
            Rule::notice => decision.notice.push(self.clause_duration(clause)?),
            Rule::window => decision.window.push(self.clause_duration(clause)?),
            Rule::quorum => decision.quorum.push(self.quorums(clause)?),
            Rule::participation => decision.participation.push(self.quorums(clause)?),
            Rule::passes => {
                let mut tests = Vec::new();
                for test in inner.filter(|p| p.kind() == Rule::test) {
                    tests.push(self.test(&test)?);
                }
                decision.passes.push(Passes { tests, span });
            }
            Rule::abstentions | Rule::blank_votes => {
                let value = inner.next()?.kind() == Rule::kw_count;
                match clause.kind() {
                    Rule::abstentions => decision.abstentions_count.push(At { value, span }),
                    _ => decision.blank_count.push(At { value, span }),
                }
            }
            Rule::recuse => {
                let who = inner.next()?;
                let who = (who.kind() == Rule::names).then(|| self.names(&who));
                let judged_by = self.clause_name(clause);
                let options = self.quorum_options(clause)?;
                decision.recuse.push(Recuse {
                    who,
                    judged_by,
                    options,
                    span,
                });
            }
            Rule::too_few => decision.too_few.push(self.clause_name(clause)?),
            Rule::clock => {
                let within = self.clause_duration(&Kids::of(clause).eat(Rule::within)?)?;
                let outcome = Kids::of(clause).find(|p| p.kind() == Rule::outcome)?;
                let silence = match Kids::of(&outcome).next()?.kind() {
                    Rule::kw_rejected => Outcome::Rejected,
                    Rule::kw_adopted => Outcome::Adopted,
                    _ => Outcome::EscalatesTo(self.clause_name(&outcome)?),
                };
                decision.clock.push(Clock {
                    within,
                    silence,
                    span,
                });
            }
            Rule::tie => {
                let value = match inner.next()?.kind() {
                    Rule::kw_rejected => Tie::Rejected,
                    Rule::kw_adopted => Tie::Adopted,
                    Rule::kw_by_lot => Tie::Lot,
                    _ => Tie::CastingVote {
                        by: self.clause_name(clause)?,
                        otherwise: tie_fallback(inner),
                    },
                };
                decision.tie.push(At { value, span });
            }
            Rule::veto => decision.veto.push(self.veto(clause)?),
            Rule::proxies => decision.proxies.push(self.proxies(clause)?),
            Rule::election => {
                let method = match inner.next()?.kind() {
                    Rule::kw_plurality => ElectionMethod::Plurality,
                    Rule::kw_two_round => ElectionMethod::TwoRound,
                    Rule::kw_approval => ElectionMethod::Approval,
                    _ => ElectionMethod::SingleTransferableVote,
                };
                let seats = inner.find(|p| p.kind() == Rule::integer);
                let seats = seats.map(|p| self.integer(&p));
                decision.election.push(Election {
                    method,
                    seats,
                    span,
                });
            }
            Rule::sortition => {
                inner.word(Rule::kw_source);
                let from = self.names(&inner.eat(Rule::names)?);
                inner.word(Rule::kw_strata);
                let strata = inner
                    .eat(Rule::names)
                    .map(|p| self.names(&p))
                    .unwrap_or_default();
                let seed = self.clause_string(clause);
                decision.sortition.push(Sortition {
                    from,
                    strata,
                    seed,
                    span,
                });
            }
            Rule::effective => {
                inner.next();
                let when = inner.next()?;
                decision.effective.push(match when.kind() {
                    Rule::date => Effective::From(self.date(&when)),
                    _ => Effective::After(self.duration(&when)?),
                });
            }
            Rule::appeal => decision.appeal.push(self.appeal(clause)?),
            Rule::emergency => decision.emergency.push(self.emergency(clause)?),
            Rule::publishes => decision.published = Some(span),
            Rule::empty_class => {
                let value = inner.next()?.kind() == Rule::kw_approves;
                decision.empty_class.push(At { value, span });
            }
            Rule::signed => {
                let mut by = Vec::new();
                for signer in inner.filter(|p| p.kind() == Rule::signer) {
                    let count = Kids::of(&signer).eat(Rule::integer);
                    let count = count.map_or(1, |p| self.integer(&p));
                    by.push((count, self.clause_name(&signer)?));
                }
                decision.signed.push(Signed { by, span });
            }
            _ if self.common(clause, common)? => {}
            _ => return None,
        }
        Some(())
    }

    fn quorums(&mut self, clause: &Node<'i>) -> Option<Quorums> {
        let mut parts = Vec::new();
        for part in Kids::of(clause).filter(|p| p.kind() == Rule::quorum_part) {
            parts.push(self.quorum(&part)?);
        }
        Some(Quorums {
            parts,
            span: self.span(clause),
        })
    }

    fn quorum(&mut self, clause: &Node<'i>) -> Option<Quorum> {
        let mut kids = Kids::of(clause);
        let amount = self.ratio(&kids.eat(Rule::amount)?)?;
        kids.word(Rule::kw_of);
        let of = kids.eat(Rule::electorate)?;
        let value = self.electorate(&of)?;
        let of = self.at(&of, value);
        Some(Quorum {
            amount,
            of,
            options: self.quorum_options(clause)?,
            span: self.span(clause),
        })
    }

    fn quorum_options(&mut self, clause: &Node<'i>) -> Option<Vec<At<QuorumOption>>> {
        let mut options = Vec::new();
        for option in Kids::of(clause).filter(|p| p.kind() == Rule::quorum_option) {
            let value = match Kids::of(&option).next()?.kind() {
                Rule::kw_at_opening => QuorumOption::AtOpening,
                Rule::kw_at_each_vote => QuorumOption::AtEachVote,
                Rule::kw_at_tally => QuorumOption::AtTally,
                Rule::kw_with_proxies => QuorumOption::WithProxies,
                Rule::kw_without_proxies => QuorumOption::WithoutProxies,
                Rule::kw_without_recused => QuorumOption::WithoutRecused,
                Rule::kw_with_recused => QuorumOption::WithRecused,
                _ => return None,
            };
            options.push(self.at(&option, value));
        }
        Some(options)
    }

    pub(super) fn electorate(&mut self, pair: &Node<'i>) -> Option<Electorate> {
        let inner = Kids::of(pair).next()?;
        Some(match inner.kind() {
            Rule::kw_votes_cast => Electorate::VotesCast,
            Rule::kw_those_present => Electorate::Present,
            Rule::kw_all_members | Rule::kw_members => Electorate::Members,
            Rule::kw_seats => Electorate::Seats,
            Rule::kw_weight => Electorate::Weight,
            Rule::name => Electorate::Class(self.name(&inner)),
            _ => return None,
        })
    }

    fn test(&mut self, pair: &Node<'i>) -> Option<Test> {
        let inner = Kids::of(pair).next()?;
        let mut kids = Kids::of(&inner);
        let kind = match inner.kind() {
            Rule::unanimity | Rule::majority => {
                let of = kids.find(|p| p.kind() == Rule::electorate);
                let of = match of {
                    Some(of) => Some(self.electorate(&of)?),
                    None => None,
                };
                match inner.kind() {
                    Rule::unanimity => TestKind::Unanimity { of },
                    _ => TestKind::Majority { of },
                }
            }
            Rule::consent_test => self.consent_test(kids)?,
            Rule::lazy => TestKind::LazyConsensus {
                after: self.clause_duration(&inner)?,
                otherwise: self.clause_name(&inner),
            },
            Rule::opposition => {
                kids.word(Rule::kw_less_than);
                let less_than = self.ratio(&kids.eat(Rule::amount)?)?;
                kids.word(Rule::kw_of);
                let of = match kids.eat(Rule::electorate) {
                    Some(of) => Some(self.electorate(&of)?),
                    None => None,
                };
                TestKind::Opposition { less_than, of }
            }
            Rule::share => {
                let more_than = kids.word(Rule::kw_more_than);
                kids.word(Rule::kw_at_least);
                let amount = self.ratio(&kids.eat(Rule::amount)?)?;
                kids.word(Rule::kw_of);
                let of = self.electorate(&kids.eat(Rule::electorate)?)?;
                TestKind::Share {
                    more_than,
                    amount,
                    of,
                }
            }
            _ => return None,
        };
        Some(Test {
            kind,
            span: self.span(pair),
        })
    }

    fn consent_test(&mut self, kids: Kids<'i>) -> Option<TestKind> {
        let (mut judged_by, mut silence_consents, mut rounds, mut otherwise) =
            (None, None, None, None);
        for option in kids.filter(|p| p.kind() == Rule::consent_option) {
            let mut inner = Kids::of(&option);
            match inner.next()?.kind() {
                Rule::kw_judged => judged_by = Some(self.clause_name(&option)?),
                Rule::kw_silence_consents => silence_consents = Some(true),
                Rule::kw_silence_objects => silence_consents = Some(false),
                Rule::kw_rounds => rounds = Some(self.integer(&inner.eat(Rule::integer)?)),
                Rule::kw_otherwise => otherwise = Some(self.clause_name(&option)?),
                _ => return None,
            }
        }
        Some(TestKind::Consent {
            judged_by,
            silence_consents,
            rounds,
            otherwise,
        })
    }

    fn veto(&mut self, clause: &Node<'i>) -> Option<Veto> {
        let mut kids = self.behind(clause);
        kids.word(Rule::kw_by);
        let by = self.name(&kids.eat(Rule::name)?);
        let over = self.clause_names(clause).unwrap_or_default();
        let mut veto = Veto {
            by,
            over,
            within: None,
            suspensive: None,
            overridden_by: None,
            span: self.span(clause),
        };
        for part in kids {
            match part.kind() {
                Rule::within => veto.within = Some(self.clause_duration(&part)?),
                Rule::kw_final => veto.suspensive = Some(false),
                Rule::kw_suspensive => veto.suspensive = Some(true),
                Rule::name => veto.overridden_by = Some(self.name(&part)),
                _ => {}
            }
        }
        Some(veto)
    }

    fn proxies(&mut self, clause: &Node<'i>) -> Option<Proxies> {
        let mut proxies = Proxies {
            at_most: None,
            held_by: Vec::new(),
            no_chains: false,
            chains: false,
            span: self.span(clause),
        };
        for part in Kids::of(clause) {
            match part.kind() {
                Rule::integer => proxies.at_most = Some(self.integer(&part)),
                Rule::names => proxies.held_by = self.names(&part),
                Rule::kw_no_chains => proxies.no_chains = true,
                Rule::kw_with_chains => proxies.chains = true,
                _ => {}
            }
        }
        Some(proxies)
    }

    fn appeal(&mut self, clause: &Node<'i>) -> Option<Appeal> {
        let mut levels = Vec::new();
        for level in Kids::of(clause).filter(|p| p.kind() == Rule::appeal_level) {
            let mut kids = Kids::of(&level);
            let to = self.name(&kids.eat(Rule::name)?);
            let within = self.optional(&mut kids, Rule::within, Self::clause_duration)?;
            levels.push(Appeal {
                to,
                within,
                further: Vec::new(),
                span: self.span(&level),
            });
        }
        let mut levels = levels.into_iter();
        let first = levels.next()?;
        Some(Appeal {
            further: levels.collect(),
            span: self.span(clause),
            ..first
        })
    }

    fn emergency(&mut self, clause: &Node<'i>) -> Option<Emergency> {
        let mut kids = self.behind(clause);
        kids.word(Rule::kw_when);
        let when = self.expression(&kids.eat(Rule::expression)?)?;
        let mut emergency = Emergency {
            when,
            at_most: None,
            ratified_by: None,
            ratified_within: None,
            never: Vec::new(),
            span: self.span(clause),
        };
        for part in kids {
            match part.kind() {
                Rule::at_most => emergency.at_most = Some(self.clause_duration(&part)?),
                Rule::name => emergency.ratified_by = Some(self.name(&part)),
                Rule::within => emergency.ratified_within = Some(self.clause_duration(&part)?),
                Rule::names => emergency.never = self.names(&part),
                _ => {}
            }
        }
        Some(emergency)
    }

    pub(super) fn sanction(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Sanction> {
        let mut sanction = Sanction::default();
        for clause in kids {
            match clause.kind() {
                Rule::first_step | Rule::next_step => {
                    let step = Kids::of(&clause).find(|p| p.kind() == Rule::step)?;
                    sanction.steps.push(self.step(&step)?);
                }
                Rule::appeal => sanction.appeal.push(self.appeal(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(sanction)
    }

    fn step(&mut self, pair: &Node<'i>) -> Option<Step> {
        let mut kids = Kids::of(pair);
        let kind = kids.eat(Rule::step_kind)?;
        let kind = match Kids::of(&kind).next()?.kind() {
            Rule::kw_warning => StepKind::Warning,
            Rule::kw_repair => StepKind::Repair,
            Rule::kw_restriction => StepKind::Restriction,
            Rule::kw_suspension => StepKind::Suspension,
            Rule::kw_exclusion => StepKind::Exclusion,
            _ => return None,
        };
        kids.word(Rule::kw_up_to);
        let up_to = self.optional(&mut kids, Rule::duration, Self::duration)?;
        Some(Step {
            kind,
            up_to,
            by: self.clause_name(pair),
            span: self.span(pair),
        })
    }

    pub(super) fn right(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Right> {
        let mut right = Right::default();
        for clause in kids {
            let mut inner = self.behind(&clause);
            match clause.kind() {
                Rule::right_to => {
                    let kind = inner.eat(Rule::right_kind)?;
                    let value = match Kids::of(&kind).next()?.kind() {
                        Rule::kw_see => RightKind::See,
                        Rule::kw_correct => RightKind::Correct,
                        Rule::kw_erase => RightKind::Erase,
                        Rule::kw_restrict => RightKind::Restrict,
                        Rule::kw_object => RightKind::Object,
                        Rule::kw_move => RightKind::Move,
                        Rule::kw_withdraw => RightKind::Withdraw,
                        Rule::kw_human => RightKind::HumanReview,
                        Rule::kw_complain => RightKind::Complain,
                        _ => return None,
                    };
                    right.to.push(self.at(&kind, value));
                }
                Rule::right_of => {
                    let kind = person_kind(inner.next()?.kind())?;
                    let groups = self.clause_names(&clause).unwrap_or_default();
                    right.of.push(RightOf {
                        kind,
                        groups,
                        span: self.span(&clause),
                    });
                }
                Rule::over => right.over.extend(self.clause_names(&clause)?),
                Rule::ask_whom => right.ask.push(self.clause_name(&clause)?),
                Rule::within => right.within.push(self.clause_duration(&clause)?),
                Rule::withdraws => right.withdraws.extend(self.clause_names(&clause)?),
                Rule::how => right.how.push(self.titled(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(right)
    }
}

/// `or else rejected`, behind the holder of a casting vote.
fn tie_fallback(mut kids: Kids<'_>) -> Option<TieFallback> {
    let fallback = kids.find(|p| p.kind() == Rule::tie_fallback)?;
    Some(match Kids::of(&fallback).next()?.kind() {
        Rule::kw_rejected => TieFallback::Rejected,
        Rule::kw_adopted => TieFallback::Adopted,
        _ => TieFallback::Lot,
    })
}
