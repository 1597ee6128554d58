//! What Dutch law lays down about associations and cooperatives, against what the source says.
//!
//! Figures and articles come from `data/law/persons.toml`; here is only how a rule of it is compared: terms over the whole
//! calendar, votes over every membership that the source allows. What contradicts mandatory law is an error. What leaves out or
//! lowers what the law would fill in is a warning, since a commons may choose it, knowingly.

mod amendment;
mod meeting;
mod membership;
mod words;

use crate::data::law::{self, PersonRule};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::{BodyId, DecisionId, Decl, Duration, Model, Ratio, TimeUnit};
use std::collections::BTreeSet;

/// The law that concerns one commons.
struct Law<'m> {
    model: &'m Model,
    form: &'m str,
    day: Option<String>,
    /// Where all members sit.
    meetings: Vec<BodyId>,
}

/// Returns the decisions of which the law itself says that nothing weaker may change them, and something does.
pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) -> BTreeSet<DecisionId> {
    let Some(law) = Law::of(model) else {
        return BTreeSet::new();
    };
    amendment::body(&law, out);
    amendment::notice(&law, out);
    amendment::majority(&law, out);
    let unguarded = amendment::restriction(&law, out);
    membership::expulsion(&law, out);
    membership::vote(&law, out);
    membership::proxies(&law, out);
    membership::recusal(&law, out);
    membership::request(&law, out);
    membership::leaving(&law, out);
    unguarded
}

impl<'m> Law<'m> {
    fn of(model: &'m Model) -> Option<Self> {
        let commons = &model.commons;
        if commons.law.as_deref() != Some("NL") {
            return None;
        }
        let form = commons.legal_form.as_deref()?;
        let law = Law {
            model,
            form,
            day: commons.in_force.map(|day| day.to_string()),
            meetings: meeting::general(model),
        };
        let any = |rule: &PersonRule| rule.concerns(form, law.day.as_deref());
        law::person_rules().iter().any(any).then_some(law)
    }

    /// The rule with this id, if it concerns this commons.
    fn rule(&self, id: &str) -> Option<&'static PersonRule> {
        let rule = law::person_rule(id)?;
        rule.concerns(self.form, self.day.as_deref())
            .then_some(rule)
    }

    fn is_general(&self, body: Option<BodyId>) -> bool {
        body.is_some_and(|b| self.meetings.contains(&b))
    }

    /// Own decisions with their ids.
    fn decisions(&self) -> impl Iterator<Item = (DecisionId, &'m crate::model::Decision)> {
        let all = self.model.decisions.iter().enumerate();
        all.filter(|(_, d)| d.decl.is_own())
            .map(|(at, d)| (DecisionId::new(at), d))
    }
}

/// A finding at a declaration, with the article and what is in doubt as its help.
fn finding(code: Code, rule: &PersonRule, at: &Decl, message: Text, label: Text) -> Diagnostic {
    let d = Diagnostic::new(code, message).help(rule.why());
    match at.name_span.or(at.span) {
        Some(span) => d.label(span, label),
        None => d,
    }
}

/// The length of time that a rule sets.
fn length(rule: &PersonRule) -> Option<Duration> {
    let term = rule.term.as_ref()?;
    let unit = match term.unit.as_str() {
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "year" => TimeUnit::Year,
        _ => return None,
    };
    Some(Duration {
        amount: Ratio::from_integer(i64::from(term.amount)),
        unit,
    })
}
