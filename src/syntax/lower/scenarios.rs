//! Scenarios: a request or a vote, and what must come of it.

use super::{Common, Kids, Lowering, Node, Rule};
use crate::syntax::tree::*;

impl<'i> Lowering<'i> {
    pub(super) fn scenario(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Scenario> {
        let mut scenario = None;
        for part in kids {
            match part.kind() {
                Rule::ask_case => scenario = Some(Scenario::Ask(self.ask_case(&part)?)),
                Rule::vote_case => scenario = Some(Scenario::Vote(self.vote_case(&part)?)),
                _ if self.common(&part, common)? => {}
                _ => return None,
            }
        }
        scenario
    }

    fn ask_case(&mut self, pair: &Node<'i>) -> Option<AskCase> {
        let mut kids = Kids::of(pair);
        let actor = self.actor(&kids.eat(Rule::actor)?)?;
        kids.word(Rule::kw_asks_to);
        let acts = self.acts(&kids.eat(Rule::acts)?)?;
        kids.word(Rule::kw_with);
        let mut givens = Vec::new();
        if let Some(list) = kids.eat(Rule::givens) {
            for given in Kids::of(&list) {
                givens.push(self.given(&given)?);
            }
        }
        kids.word(Rule::kw_on);
        let on = kids.eat(Rule::date).map(|p| self.date(&p));
        kids.word(Rule::kw_expect);
        let expected = kids.eat(Rule::expected)?;
        let mut parts = Kids::of(&expected);
        let verdict = parts.eat(Rule::verdict)?;
        let value = match Kids::of(&verdict).next()?.kind() {
            Rule::kw_permitted => Verdict::Permitted,
            Rule::kw_prohibited => Verdict::Prohibited,
            Rule::kw_not_provided => Verdict::NotProvidedFor,
            Rule::kw_undetermined => Verdict::Undetermined,
            _ => return None,
        };
        let verdict = self.at(&verdict, value);
        let (mut duties, mut rules, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part.kind() {
                Rule::expected_duty => {
                    let duty = self.behind(&part).eat(Rule::duty)?;
                    duties.push(self.duty(&duty)?);
                }
                Rule::expected_rules => rules.extend(self.clause_names(&part)?),
                Rule::expected_missing => missing.extend(self.clause_names(&part)?),
                _ => return None,
            }
        }
        Some(AskCase {
            actor,
            acts,
            givens,
            on,
            verdict,
            duties,
            rules,
            missing,
        })
    }

    fn actor(&mut self, pair: &Node<'i>) -> Option<Actor> {
        let first = Kids::of(pair).next()?;
        Some(match first.kind() {
            Rule::kw_someone => Actor::Someone {
                groups: self.clause_names(pair).unwrap_or_default(),
                span: self.span(pair),
            },
            Rule::kw_outsider => Actor::Outsider(self.span(pair)),
            _ => Actor::Named(self.name(&first)),
        })
    }

    fn given(&mut self, pair: &Node<'i>) -> Option<Given> {
        let mut kids = Kids::of(pair);
        let not = kids.word(Rule::kw_not);
        let what = match kids.eat(Rule::passed) {
            Some(passed) => GivenWhat::Passed {
                decision: self.clause_name(&passed)?,
                not,
            },
            None => {
                let name = self.name(&kids.eat(Rule::name)?);
                kids.word(Rule::kw_is);
                match kids.next() {
                    _ if not => GivenWhat::No(name),
                    None => GivenWhat::Yes(name),
                    Some(value) => match value.kind() {
                        Rule::date => GivenWhat::Date(name, self.date(&value)),
                        Rule::quantity => GivenWhat::Number(name, self.quantity(&value)?),
                        Rule::name => GivenWhat::Choice(name, self.name(&value)),
                        _ => return None,
                    },
                }
            }
        };
        Some(Given {
            what,
            span: self.span(pair),
        })
    }

    fn vote_case(&mut self, pair: &Node<'i>) -> Option<VoteCase> {
        let mut kids = self.behind(pair);
        let decision = self.name(&kids.eat(Rule::name)?);
        let voters = kids.eat(Rule::voters)?;
        let mut parts = Kids::of(&voters);
        let eligible = self.integer_at(&parts.eat(Rule::integer)?);
        let eligible_of = self.electorate(&parts.eat(Rule::electorate)?)?;
        let (mut classes, mut present, mut recused) = (Vec::new(), None, None);
        while let Some(part) = parts.next() {
            if part.kind() == Rule::kw_of_whom {
                let count = self.integer(&parts.eat(Rule::integer)?);
                classes.push((count, self.name(&parts.eat(Rule::name)?)));
                continue;
            }
            let count = self.integer_at(&part);
            match parts.next()?.kind() {
                Rule::kw_present => present = Some(count),
                _ => recused = Some(count),
            }
        }
        let mut ballots = Vec::new();
        for ballot in Kids::of(&kids.eat(Rule::ballots)?) {
            ballots.push(self.ballot(&ballot)?);
        }
        kids.word(Rule::kw_expect);
        let expected = kids.eat(Rule::expected_vote)?;
        let mut parts = Kids::of(&expected);
        let word = parts.next()?;
        let value = match word.kind() {
            Rule::kw_adopted => VoteOutcome::Adopted,
            Rule::kw_rejected => VoteOutcome::Rejected,
            _ => VoteOutcome::NoOutcome,
        };
        let outcome = self.at(&word, value);
        let mut reasons = Vec::new();
        for reason in parts {
            reasons.push(self.vote_reason(&reason)?);
        }
        Some(VoteCase {
            decision,
            eligible,
            eligible_of,
            classes,
            present,
            recused,
            ballots,
            outcome,
            reasons,
        })
    }

    fn ballot(&mut self, pair: &Node<'i>) -> Option<Ballot> {
        let mut kids = Kids::of(pair);
        let count = self.integer(&kids.eat(Rule::integer)?);
        let choice = match kids.next()?.kind() {
            Rule::kw_for_it => BallotChoice::For,
            Rule::kw_against => BallotChoice::Against,
            Rule::kw_abstain => BallotChoice::Abstain,
            Rule::kw_blank_ballot => BallotChoice::Blank,
            Rule::kw_invalid => BallotChoice::Invalid,
            _ => return None,
        };
        let classes = match kids.eat(Rule::ballot_class) {
            Some(class) => self.ballot_class(&class)?,
            None => BallotClasses::Unstated,
        };
        Some(Ballot {
            count,
            choice,
            classes,
            span: self.span(pair),
        })
    }

    fn ballot_class(&mut self, pair: &Node<'i>) -> Option<BallotClasses> {
        let mut kids = Kids::of(pair);
        if kids.word(Rule::kw_all) {
            return Some(BallotClasses::All(self.name(&kids.eat(Rule::name)?)));
        }
        let mut each = Vec::new();
        while let Some(count) = kids.eat(Rule::integer) {
            let count = self.integer(&count);
            each.push((count, self.name(&kids.eat(Rule::name)?)));
        }
        Some(BallotClasses::Each(each))
    }

    fn vote_reason(&mut self, pair: &Node<'i>) -> Option<At<VoteReason>> {
        let mut kids = Kids::of(pair);
        let first = kids.next()?;
        let value = match first.kind() {
            Rule::kw_tied => VoteReason::Tied,
            Rule::kw_class_refused => VoteReason::ClassRefused(self.name(&kids.eat(Rule::name)?)),
            Rule::quorum_reason => {
                let (mut met, mut of, mut by, mut last) = (true, None, None, None);
                for part in Kids::of(&first) {
                    match part.kind() {
                        Rule::kw_was_not_met => met = false,
                        Rule::integer if last == Some(Rule::kw_of) => {
                            of = Some(self.integer(&part))
                        }
                        Rule::integer => by = Some(self.integer(&part)),
                        _ => {}
                    }
                    last = Some(part.kind());
                }
                VoteReason::Quorum { met, of, by }
            }
            _ => return None,
        };
        Some(self.at(pair, value))
    }
}
