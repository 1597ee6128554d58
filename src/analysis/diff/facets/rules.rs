//! The clauses of a rule. What it permits, forbids or demands is told as the one sentence that the agreement prints.

use super::{Sheet, Term, yes_no};
use crate::analysis::Axis;
use crate::analysis::diff::term::condition;
use crate::data::law;
use crate::model::{
    AnyId, DataId, Deontic, Duty, DutyTerms, Expr, FactKey, Model, Rule, RuleId, Taxonomy, Who,
};
use crate::prose::Unnumbered;

pub fn rule<'m>(model: &'m Model, id: RuleId, sheet: &mut Sheet<'m>) {
    let Some(rule) = model.rules.get(id.index()) else {
        return;
    };
    sheet.decl(&rule.decl);
    let statement = Term::List(vec![
        Term::text(match rule.deontic {
            Deontic::May => "may",
            Deontic::MustNot => "must not",
            Deontic::Must => "must",
            Deontic::Exception => "exception",
        }),
        who(&rule.who),
        axis(model, rule, Axis::Action),
        axis(model, rule, Axis::Data),
        axis(model, rule, Axis::Purpose),
        condition(model, &rule.condition),
        terms(&rule.terms),
        Term::refs(rule.despite.iter().map(|r| AnyId::Rule(*r))),
    ]);
    sheet.one(
        "statement",
        ("What it says", "Wat zij zegt"),
        statement,
        move |w| {
            let sentences = [Some(w.rule(id, &Unnumbered)), w.period(rule)];
            sentences
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        },
    );
    let term = Term::Set(rule.duties.iter().map(|d| duty(model, rule, d)).collect());
    sheet.many(
        "duties",
        (
            "What whoever does so must do",
            "Wat wie dat doet, moet doen",
        ),
        term,
        move |w| {
            rule.duties
                .iter()
                .map(|d| w.duty_sentence(rule, d))
                .collect()
        },
    );
    let term = Term::Set(rule.basis.iter().map(Term::text).collect());
    sheet.many(
        "basis",
        ("The legal basis", "De rechtsgrond"),
        term,
        move |w| {
            let title = |b: &String| {
                law::basis(b).map_or_else(|| b.clone(), |basis| basis.title.get(w.lang).to_string())
            };
            rule.basis.iter().map(title).collect()
        },
    );
    sheet.one(
        "delegated",
        (
            "Whether a commons within this one may decide otherwise",
            "Of een meent binnen deze anders mag beslissen",
        ),
        Term::flag(rule.delegated),
        move |w| yes_no(w, rule.delegated),
    );
    sheet.own_words(
        "because",
        ("The reason", "De reden"),
        rule.because.as_ref(),
        true,
    );
    // The same condition in other words: what people read changes, and what it means does not.
    let written = Term::maybe(rule.condition.written.as_ref(), expr);
    sheet.one(
        "condition-words",
        (
            "How the condition is worded",
            "Hoe de voorwaarde is verwoord",
        ),
        written,
        move |w| {
            rule.condition
                .written
                .as_ref()
                .map_or_else(String::new, |e| w.expr(e))
        },
    );
    if let Some(facet) = sheet.facets.last_mut() {
        facet.wording = true;
    }
}

fn who(who: &Who) -> Term {
    let term = |t: &crate::model::WhoTerm| {
        Term::List(vec![
            Term::refs(t.groups.iter().map(|g| AnyId::Group(*g))),
            Term::maybe(t.party, |p| Term::Ref(AnyId::Party(p))),
        ])
    };
    Term::Set(who.terms.iter().map(term).collect())
}

/// What a rule covers on an axis, without what lies below something else that it names.
fn axis(model: &Model, rule: &Rule, axis: Axis) -> Term {
    let named: Vec<u32> = axis.named(rule).collect();
    let any = |n: u32| match axis {
        Axis::Action => AnyId::Action(crate::model::ActionId(n)),
        Axis::Data => AnyId::Data(DataId(n)),
        Axis::Purpose => AnyId::Purpose(crate::model::PurposeId(n)),
    };
    Term::refs(highest(axis.tree(model), &named).into_iter().map(any))
}

fn highest(tree: &Taxonomy, named: &[u32]) -> Vec<u32> {
    let below = |n: u32| named.iter().any(|m| *m != n && tree.is_within(n, *m));
    named.iter().copied().filter(|n| !below(*n)).collect()
}

fn terms(terms: &DutyTerms) -> Term {
    let time = |d: Option<_>| Term::maybe(d, Term::duration);
    Term::List(vec![
        Term::holders(&terms.to),
        time(terms.within),
        time(terms.every),
        time(terms.at_least),
        time(terms.at_most),
        Term::maybe(terms.or_else, |s| Term::Ref(AnyId::Sanction(s))),
    ])
}

/// A duty that names no data is about the data of its rule.
fn duty(model: &Model, rule: &Rule, duty: &Duty) -> Term {
    let data = if duty.data.is_empty() {
        &rule.data
    } else {
        &duty.data
    };
    let nodes: Vec<u32> = data.iter().map(|d| d.0).collect();
    let data = highest(&model.data_tree, &nodes)
        .into_iter()
        .map(|d| AnyId::Data(DataId(d)));
    Term::List(vec![
        Term::refs(duty.actions.iter().map(|a| AnyId::Action(*a))),
        Term::refs(data),
        Term::refs(duty.purposes.iter().map(|p| AnyId::Purpose(*p))),
        terms(&duty.terms),
    ])
}

/// A condition as it is written; the order of parts does not count.
fn expr(expr_: &Expr) -> Term {
    let parts = |word: &str, parts: &[Expr]| {
        Term::List(vec![
            Term::text(word),
            Term::Set(parts.iter().map(expr).collect()),
        ])
    };
    match expr_ {
        Expr::Or(all) => parts("or", all),
        Expr::And(all) => parts("and", all),
        Expr::Not(inner) => Term::List(vec![Term::text("not"), expr(inner)]),
        Expr::Test { literal, shape, .. } => Term::List(vec![
            match literal.key {
                FactKey::Fact(f) => Term::Ref(AnyId::Fact(f)),
                FactKey::Passed(d) => Term::Ref(AnyId::Decision(d)),
                FactKey::Moment => Term::text("moment"),
            },
            Term::text(format!("{shape:?}")),
        ]),
    }
}
