//! Findings about power: what the graph of `analysis::power` must not look like, exactly as docs/semantics section 15 defines it.
//!
//! [`holders`] looks for power that nobody can hold, [`seats`] for bodies that nobody can fill or that fill themselves,
//! [`recourse`] for fallbacks, escalations and appeals that come back to where they began, [`checkers`] for those who are
//! checked by whom they check, [`limits`] for emergencies without end, members who can't leave in time and sanctions without steps.

mod checkers;
mod holders;
mod limits;
mod recourse;
mod seats;

use crate::analysis::power::start::Start;
use crate::analysis::power::{Graph, People, holder_of};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::{BodyId, Decision, DecisionId, Holder, Model};
use crate::prose::{self, Words};
use crate::source::Span;

/// All findings about power.
pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    let graph = Graph::new(model);
    let people = People::new(model);
    let start = Start::new(&graph, &people);
    let ctx = Context {
        model,
        graph: &graph,
        people: &people,
        start: &start,
    };
    holders::check(&ctx, out);
    seats::check(&ctx, out);
    recourse::check(&ctx, out);
    checkers::check(&ctx, out);
    limits::check(&ctx, out);
}

struct Context<'a> {
    model: &'a Model,
    graph: &'a Graph<'a>,
    people: &'a People<'a>,
    start: &'a Start,
}

impl<'a> Context<'a> {
    /// The decisions of this commons itself.
    fn decisions(&self) -> impl Iterator<Item = (DecisionId, &'a Decision)> {
        let all = self.model.decisions.iter().enumerate();
        all.filter(|(_, d)| d.decl.is_own())
            .map(|(at, d)| (DecisionId::new(at), d))
    }

    fn decision(&self, id: DecisionId) -> Option<&'a Decision> {
        self.model.decisions.get(id.index())
    }

    fn is_own(&self, body: BodyId) -> bool {
        let body = self.model.bodies.get(body.index());
        body.is_some_and(|b| b.decl.is_own())
    }

    fn holder(&self, body: BodyId) -> Option<Holder> {
        holder_of(self.model, body)
    }

    /// Where a body says who sits in it.
    fn seats_span(&self, body: BodyId) -> Option<Span> {
        let body = self.model.bodies.get(body.index())?;
        let seats = body.seats.as_ref().map(|s| s.span);
        seats.or(body.decl.name_span)
    }

    /// The same in both languages.
    fn both(&self, say: impl Fn(Words) -> String) -> Text {
        prose::both(self.model, |words| prose::sentence(&say(words)))
    }
}

/// A finding at a place; without a place it is about the whole.
fn finding(code: Code, message: Text, at: Option<Span>, label: Text) -> Diagnostic {
    let d = Diagnostic::new(code, message);
    match at {
        Some(span) => d.label(span, label),
        None => d,
    }
}

/// One more place, if there is one.
fn also(d: Diagnostic, at: Option<Span>, label: Text) -> Diagnostic {
    match at {
        Some(span) if d.labels.iter().all(|l| l.span != span) => d.label(span, label),
        _ => d,
    }
}
