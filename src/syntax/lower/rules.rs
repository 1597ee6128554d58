//! Rules: statements, conditions, duties.

use super::{Common, Kids, Lowering, Node, Rule as R};
use crate::diagnostic::{Edit, Text};
use crate::source::Span;
use crate::syntax::codes::{self, finding};
use crate::syntax::tree::*;

impl<'i> Lowering<'i> {
    pub(super) fn rule(&mut self, mut kids: Kids<'i>, common: &mut Common) -> Option<Rule> {
        let statement = kids.eat(R::statement)?;
        let mut rule = self.statement(&statement)?;
        for clause in kids {
            match clause.kind() {
                R::condition => {
                    let expression = self.behind(&clause).eat(R::expression)?;
                    rule.holds = rule.holds.to(self.span(&clause));
                    rule.condition.reserve_exact(1);
                    rule.condition.push(self.expression(&expression)?);
                }
                R::then_duty => {
                    let duties = || clause.inner().filter(|p| p.kind() == R::duty);
                    rule.duties.reserve_exact(duties().count());
                    for duty in duties() {
                        rule.duties.push(self.duty(&duty)?);
                    }
                }
                R::despite => {
                    rule.despite.extend(self.clause_names(&clause)?);
                    rule.despite_clauses.push(self.span(&clause));
                }
                R::basis => rule.basis.extend(self.clause_names(&clause)?),
                R::because => rule.because.push(self.titled(&clause)?),
                R::in_force => {
                    rule.holds = rule.holds.to(self.span(&clause));
                    let mut inner = Kids::of(&clause);
                    if inner.word(R::kw_from) {
                        rule.from.push(self.date(&inner.eat(R::date)?));
                    }
                    if inner.word(R::kw_until) {
                        rule.until.push(self.date(&inner.eat(R::date)?));
                    }
                }
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(rule)
    }

    fn statement(&mut self, pair: &Node<'i>) -> Option<Rule> {
        let mut kids = Kids::of(pair);
        let (who, deontic, acts) = match kids.eat(R::nobody) {
            Some(nobody) => {
                let mut kids = Kids::of(&nobody);
                let who = self.span(&kids.eat(R::kw_nobody)?);
                let may = self.span(&kids.eat(R::kw_may)?);
                let deontic = At {
                    value: Deontic::MustNot,
                    span: who.to(may),
                };
                (Who::Everyone(who), deontic, kids.eat(R::acts)?)
            }
            None => {
                let who = self.who(&kids.eat(R::who)?)?;
                match kids.eat(R::kw_may) {
                    Some(may) => {
                        let deontic = self.at(&may, Deontic::MustNot);
                        (who, deontic, kids.eat(R::split_acts)?)
                    }
                    None => {
                        let deontic = self.deontic(&kids.eat(R::deontic)?)?;
                        (who, deontic, kids.eat(R::acts)?)
                    }
                }
            }
        };
        let acts = self.acts(&acts)?;
        let end = acts.span.end;
        let terms = match kids.eat(R::duty_terms) {
            Some(terms) => self.duty_terms(&terms, end)?,
            None => DutyTerms {
                span: self.point(end),
                ..DutyTerms::default()
            },
        };
        Some(Rule {
            who,
            deontic,
            acts,
            terms,
            condition: Vec::new(),
            duties: Vec::new(),
            despite: Vec::new(),
            despite_clauses: Vec::new(),
            basis: Vec::new(),
            because: Vec::new(),
            from: Vec::new(),
            until: Vec::new(),
            statement: self.span(pair),
            holds: self.span(pair),
        })
    }

    fn point(&self, at: u32) -> Span {
        Span {
            file: self.file,
            start: at,
            end: at,
        }
    }

    fn who(&mut self, pair: &Node<'i>) -> Option<Who> {
        let mut terms =
            Vec::with_capacity(pair.inner().filter(|p| p.kind() == R::who_term).count());
        for part in Kids::of(pair) {
            match part.kind() {
                R::kw_everyone => return Some(Who::Everyone(self.span(&part))),
                R::kw_any_member => return Some(Who::AnyMember(self.span(&part))),
                R::who_term => {
                    let names = self.names(&part);
                    terms.push(WhoTerm {
                        names,
                        span: self.span(&part),
                    });
                }
                _ => return None,
            }
        }
        Some(Who::Terms(terms))
    }

    fn deontic(&mut self, pair: &Node<'i>) -> Option<At<Deontic>> {
        let inner = Kids::of(pair).next()?;
        let value = match inner.kind() {
            R::kw_may => Deontic::May,
            R::kw_must => Deontic::Must,
            R::kw_must_not => Deontic::MustNot,
            R::kw_may_not => {
                let span = self.span(&inner);
                self.diagnostics.push(may_not(span));
                Deontic::MustNot
            }
            _ => return None,
        };
        Some(self.at(&inner, value))
    }

    pub(super) fn acts(&mut self, pair: &Node<'i>) -> Option<Acts> {
        let mut kids = Kids::of(pair);
        let first = self.names(&kids.eat(R::names)?);
        kids.word(R::kw_split_not);
        kids.word(R::kw_te);
        let second = kids
            .eat(R::names)
            .map(|p| self.names(&p))
            .unwrap_or_default();
        kids.word(R::kw_for);
        let purposes = kids
            .eat(R::names)
            .map(|p| self.names(&p))
            .unwrap_or_default();
        Some(Acts {
            first,
            second,
            purposes,
            span: self.span(pair),
        })
    }

    pub(super) fn duty(&mut self, pair: &Node<'i>) -> Option<Duty> {
        let mut kids = Kids::of(pair);
        let acts = self.acts(&kids.eat(R::acts)?)?;
        let end = acts.span.end;
        let terms = match kids.eat(R::duty_terms) {
            Some(terms) => self.duty_terms(&terms, end)?,
            None => DutyTerms {
                span: self.point(end),
                ..DutyTerms::default()
            },
        };
        Some(Duty {
            acts,
            terms,
            span: self.span(pair),
        })
    }

    fn duty_terms(&mut self, pair: &Node<'i>, end: u32) -> Option<DutyTerms> {
        let mut terms = DutyTerms {
            span: self.point(end),
            ..DutyTerms::default()
        };
        let mut any = false;
        for term in Kids::of(pair) {
            any = true;
            match term.kind() {
                R::recipient => terms.to.extend(self.clause_names(&term)?),
                R::within => terms.within.push(self.clause_duration(&term)?),
                R::every => terms.every.push(self.clause_duration(&term)?),
                R::at_least => terms.at_least.push(self.clause_duration(&term)?),
                R::at_most => terms.at_most.push(self.clause_duration(&term)?),
                R::or_else => terms.or_else.push(self.clause_name(&term)?),
                _ => return None,
            }
        }
        if any {
            terms.span = self.span(pair);
        }
        Some(terms)
    }

    pub(super) fn expression(&mut self, pair: &Node<'i>) -> Option<Expression> {
        self.joined(pair, R::all_of, Self::all_of, ExpressionKind::Or)
    }

    fn all_of(&mut self, pair: &Node<'i>) -> Option<Expression> {
        self.joined(pair, R::term, Self::term, ExpressionKind::And)
    }

    /// One part is itself; several are joined.
    fn joined(
        &mut self,
        pair: &Node<'i>,
        kind: R,
        lower: fn(&mut Self, &Node<'i>) -> Option<Expression>,
        join: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Option<Expression> {
        let parts = || pair.inner().filter(|p| p.kind() == kind);
        let count = parts().count();
        if count == 1 {
            return lower(self, &parts().next()?);
        }
        let mut all = Vec::with_capacity(count);
        for part in parts() {
            all.push(lower(self, &part)?);
        }
        Some(Expression {
            kind: join(all),
            span: self.span(pair),
        })
    }

    fn term(&mut self, pair: &Node<'i>) -> Option<Expression> {
        let inner = Kids::of(pair).next()?;
        let kind = match inner.kind() {
            R::negation => {
                let term = self.behind(&inner).eat(R::term)?;
                ExpressionKind::Not(Box::new(self.term(&term)?))
            }
            R::group_expr => {
                let expression = Kids::of(&inner).eat(R::expression)?;
                return self.expression(&expression);
            }
            R::moment_test => ExpressionKind::Moment(self.date_test(&Kids::of(&inner).next()?)?),
            R::fact_test => {
                let mut kids = Kids::of(&inner);
                let name = self.name(&kids.eat(R::name)?);
                let test = match kids.next() {
                    Some(passed) if passed.kind() == R::kw_has_passed => {
                        return Some(Expression {
                            kind: ExpressionKind::Passed(name),
                            span: self.span(pair),
                        });
                    }
                    Some(test) => Some(self.fact_test(&test)?),
                    None => None,
                };
                ExpressionKind::Fact(name, test)
            }
            _ => return None,
        };
        Some(Expression {
            kind,
            span: self.span(pair),
        })
    }

    fn fact_test(&mut self, pair: &Node<'i>) -> Option<FactTest> {
        let mut kids = Kids::of(pair);
        match pair.kind() {
            R::date_test => Some(FactTest::Date(self.date_test(pair)?)),
            R::number_test => {
                let first = kids.next()?;
                let relation = match first.kind() {
                    R::between => {
                        let mut kids = self.behind(&first);
                        let low = self.quantity(&kids.eat(R::quantity)?)?;
                        kids.word(R::kw_and);
                        let high = self.quantity(&kids.eat(R::quantity)?)?;
                        return Some(FactTest::Between(low, high));
                    }
                    R::kw_at_least => NumberRelation::AtLeast,
                    R::kw_at_most => NumberRelation::AtMost,
                    R::kw_more_than => NumberRelation::MoreThan,
                    R::kw_less_than => NumberRelation::LessThan,
                    R::kw_exactly => NumberRelation::Exactly,
                    _ => return None,
                };
                Some(FactTest::Number(
                    relation,
                    self.quantity(&kids.eat(R::quantity)?)?,
                ))
            }
            R::is_test => {
                let not = kids.next()?.kind() == R::kw_is_not;
                let value = kids.next()?;
                let value = match value.kind() {
                    R::date => IsValue::Date(self.date(&value)),
                    R::quantity => IsValue::Quantity(self.quantity(&value)?),
                    R::names => IsValue::Names(self.names(&value)),
                    _ => return None,
                };
                Some(FactTest::Is {
                    not,
                    value,
                    span: self.span(pair),
                })
            }
            _ => None,
        }
    }

    fn date_test(&mut self, pair: &Node<'i>) -> Option<DateTest> {
        let mut kids = Kids::of(pair);
        let relation = match kids.next()?.kind() {
            R::kw_from => DateRelation::From,
            R::kw_until => DateRelation::Until,
            R::kw_before => DateRelation::Before,
            R::kw_after => DateRelation::After,
            R::kw_on => DateRelation::On,
            _ => return None,
        };
        Some(DateTest {
            relation,
            date: self.date(&kids.eat(R::date)?),
        })
    }
}

/// `may not` can be read as "is allowed not to"; drafting guides prefer `must not`.
fn may_not(span: Span) -> crate::diagnostic::Diagnostic {
    finding(
        codes::MAY_NOT,
        "'may not' can be read two ways; it is read as 'must not' here.",
        "'may not' is in het Engels dubbelzinnig; hier wordt het gelezen als 'must not'.",
    )
    .label(span, Text::new("write 'must not'", "schrijf 'must not'"))
    .fix(
        Text::new("write 'must not'", "schrijf 'must not'"),
        vec![Edit {
            span,
            text: "must not".into(),
        }],
        true,
    )
}
