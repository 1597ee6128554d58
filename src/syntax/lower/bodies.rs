//! Bodies: who sits in them, how their votes weigh, what becomes of an empty seat.

use super::{Common, Kids, Lowering, Node, Rule};
use crate::syntax::tree::*;

impl<'i> Lowering<'i> {
    pub(super) fn body(&mut self, kids: Kids<'i>, common: &mut Common) -> Option<Body> {
        let mut body = Body::default();
        for clause in kids {
            let span = self.span(&clause);
            let mut inner = self.behind(&clause);
            match clause.kind() {
                Rule::of_all => body.of_all.extend(self.clause_names(&clause)?),
                Rule::votes => {
                    let value = match inner.next()?.kind() {
                        Rule::kw_one_each => Votes::OneEach,
                        _ => self.weight(&inner.eat(Rule::weight)?)?,
                    };
                    body.votes.push(At { value, span });
                }
                Rule::weight_cap => {
                    let value = self.ratio(&inner.eat(Rule::ratio)?)?;
                    body.weight_cap.push(At { value, span });
                }
                Rule::seats => {
                    let total = self.integer(&inner.eat(Rule::integer)?);
                    let mut shares = Vec::new();
                    for share in inner {
                        shares.push(self.seat_share(&share)?);
                    }
                    body.seats.push(Seats {
                        total,
                        shares,
                        span,
                    });
                }
                Rule::office_term => {
                    let length = self.duration(&inner.eat(Rule::duration)?)?;
                    inner.word(Rule::kw_at_most);
                    let at_most = inner.eat(Rule::integer).map(|p| self.integer(&p));
                    body.term.push(Term {
                        length,
                        at_most,
                        span,
                    });
                }
                Rule::removed => body.removed_by.push(self.clause_name(&clause)?),
                Rule::holdover => body.holdover = Some(span),
                Rule::meets => body
                    .meets
                    .push(self.clause_duration(&inner.eat(Rule::every)?)?),
                Rule::chair => body.chair.push(self.clause_name(&clause)?),
                Rule::size => body.size.push(self.size(&clause)?),
                Rule::weights_day => {
                    let value = match inner.next()?.kind() {
                        Rule::kw_the_notice => Snapshot::Notice,
                        Rule::kw_the_opening => Snapshot::Opening,
                        Rule::kw_the_tally => Snapshot::Tally,
                        _ => return None,
                    };
                    body.weights_day.push(At { value, span });
                }
                Rule::vacancies => {
                    let value = match inner.next()?.kind() {
                        Rule::kw_stay_open => Vacancies::StayOpen,
                        _ if inner.any(|p| p.kind() == Rule::kw_next_candidate) => {
                            Vacancies::NextCandidate
                        }
                        _ => Vacancies::FilledBy(self.clause_name(&clause)?),
                    };
                    body.vacancies.push(At { value, span });
                }
                Rule::interim => body.interim.push(self.clause_name(&clause)?),
                Rule::paid_by => body.paid_by.push(self.clause_name(&clause)?),
                Rule::audited_by => body.audited_by.push(self.clause_name(&clause)?),
                _ if self.common(&clause, common)? => {}
                _ => return None,
            }
        }
        Some(body)
    }

    fn weight(&mut self, pair: &Node<'i>) -> Option<Votes> {
        let mut kids = Kids::of(pair);
        let by = self.name(&kids.eat(Rule::name)?);
        let mut table = Vec::new();
        if let Some(rows) = kids.eat(Rule::weight_table) {
            for row in Kids::of(&rows) {
                let mut kids = Kids::of(&row);
                let name = self.name(&kids.eat(Rule::name)?);
                table.push((name, self.integer(&kids.eat(Rule::integer)?)));
            }
        }
        let function = match kids.eat(Rule::weight_function) {
            Some(pair) => Some(self.weight_function(&pair)?),
            None => None,
        };
        Some(Votes::Weighted {
            by,
            table,
            function,
        })
    }

    fn weight_function(&mut self, pair: &Node<'i>) -> Option<WeightFunction> {
        let mut kids = Kids::of(pair);
        let mut number = |keyword| match kids.word(keyword) {
            true => kids
                .eat(Rule::weight_number)
                .and_then(|n| self.ratio(&n))
                .map(Some),
            false => Some(None),
        };
        let power = number(Rule::kw_to_the_power)?;
        let divisor = number(Rule::kw_divided_by)?;
        let rounding = Kids::of(&kids.eat(Rule::rounding)?).next()?;
        let rounding = match rounding.kind() {
            Rule::kw_rounded_up => Rounding::Up,
            Rule::kw_rounded_down => Rounding::Down,
            Rule::kw_rounded_nearest => Rounding::Nearest,
            _ => return None,
        };
        Some(WeightFunction {
            power,
            divisor,
            rounding,
            span: self.span(pair),
        })
    }

    fn seat_share(&mut self, pair: &Node<'i>) -> Option<SeatShare> {
        let mut kids = Kids::of(pair);
        let seats = self.integer(&kids.eat(Rule::integer)?);
        let how = match kids.next()?.kind() {
            Rule::kw_elected_by => SeatHow::ElectedBy,
            Rule::kw_named_by => SeatHow::NamedBy,
            Rule::kw_drawn_from => SeatHow::DrawnFrom,
            Rule::kw_ex_officio => SeatHow::ExOfficio,
            _ => return None,
        };
        Some(SeatShare {
            seats,
            how,
            by: self.name(&kids.eat(Rule::name)?),
        })
    }
}
