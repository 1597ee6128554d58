//! Changing the agreement: by whom, with which notice, with how many votes, and what guards the guard.

use super::meeting::are_delegates;
use super::words::{bypass, term, title};
use super::{Law, finding, length};
use crate::analysis::checks::entrenchment::{self, is_theirs};
use crate::analysis::contest::{Outcome, contest};
use crate::analysis::guard::Guards;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Edit, Text};
use crate::model::{Amount, AnyId, Decision, DecisionId, Electorate, Model, Ratio, Test, TestKind};
use crate::prose::both;
use crate::source::Span;
use std::collections::BTreeSet;

/// Only the general meeting, or delegates, change the articles.
pub(super) fn body(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some(rule) = law.rule("amendment-body") else {
        return;
    };
    for (id, decision) in law.decisions().filter(|(_, d)| d.changes_agreement) {
        let Some(taken_by) = decision.taken_by else {
            continue;
        };
        let body = law.model.bodies.get(taken_by.index());
        if law.is_general(Some(taken_by)) || body.is_none_or(are_delegates) {
            continue;
        }
        let (name, body) = (title(law.model, id), both(law.model, |w| w.body(taken_by)));
        out.push(finding(
            codes::AGAINST_LAW,
            rule,
            &decision.decl,
            Text::new(
                format!(
                    "{} changes this agreement, but {} is not the meeting of all members.",
                    name.en, body.en
                ),
                format!(
                    "{} wijzigt deze overeenkomst, maar {} is niet de vergadering van alle leden.",
                    name.nl, body.nl
                ),
            ),
            Text::new(
                format!("taken by {}", body.en),
                format!("genomen door {}", body.nl),
            ),
        ));
    }
}

/// A meeting that changes the articles is called in time.
pub(super) fn notice(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some((rule, least)) = law
        .rule("amendment-notice")
        .and_then(|r| Some((r, length(r)?)))
    else {
        return;
    };
    let asked = term(law.model, least);
    for (id, decision) in law.decisions().filter(|(_, d)| d.changes_agreement) {
        let name = title(law.model, id);
        match decision.notice {
            None => out.push(finding(
                codes::WEAKER_THAN_LAW,
                rule,
                &decision.decl,
                Text::new(
                    format!("Nothing says how long before the vote {} is announced; the law asks at least {}.", name.en, asked.en),
                    format!("Er staat niet hoelang voor de stemming {} wordt aangekondigd; de wet vraagt minstens {}.", name.nl, asked.nl),
                ),
                Text::new("no `notice`", "geen `oproeptermijn`"),
            )),
            Some(notice) if notice.sometimes_shorter(&least) => {
                let given = term(law.model, notice);
                out.push(finding(
                    codes::AGAINST_LAW,
                    rule,
                    &decision.decl,
                    Text::new(
                        format!("{} is announced {} before the vote; the law asks at least {}.", name.en, given.en, asked.en),
                        format!("{} wordt {} voor de stemming aangekondigd; de wet vraagt minstens {}.", name.nl, given.nl, asked.nl),
                    ),
                    Text::new(format!("notice {}", given.en), format!("oproeptermijn {}", given.nl)),
                ));
            }
            Some(_) => {}
        }
    }
}

/// The model with one more decision: the law's own rule, in the same body.
fn with_law(model: &Model, like: &Decision, share: (i64, i64)) -> Option<(Model, DecisionId)> {
    let span = like.tests.first()?.span;
    let mut model = model.clone();
    model.decisions.push(Decision {
        tests: vec![Test {
            kind: TestKind::Share {
                more_than: false,
                amount: Amount::Share(Ratio::new(share.0, share.1)),
                of: Electorate::VotesCast,
            },
            span,
        }],
        quorum: None,
        more_quorums: Vec::new(),
        participation: None,
        more_participation: Vec::new(),
        ..like.clone()
    });
    let id = DecisionId::new(model.decisions.len() - 1);
    Some((model, id))
}

/// Fewer votes than the law's default suffice.
pub(super) fn majority(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some((rule, share)) = law
        .rule("amendment-majority")
        .and_then(|r| Some((r, r.share?)))
    else {
        return;
    };
    for (id, decision) in law.decisions().filter(|(_, d)| d.changes_agreement) {
        if !law.is_general(decision.taken_by) {
            continue;
        }
        let Some((model, default)) = with_law(law.model, decision, share) else {
            continue;
        };
        let Outcome::Found(vote) = contest(&model, &[id], &[default]) else {
            continue;
        };
        let name = title(law.model, id);
        let asked = both(law.model, |w| w.share(Ratio::new(share.0, share.1)));
        let found = bypass(law.model, id, id, vote);
        let d = finding(
            codes::WEAKER_THAN_LAW,
            rule,
            &decision.decl,
            Text::new(
                format!(
                    "{} can be adopted with less than {} of the votes cast, which the law asks if nothing else is agreed.",
                    name.en, asked.en
                ),
                format!(
                    "{} kan worden aangenomen met minder dan {} van de uitgebrachte stemmen, die de wet vraagt als er niets anders is afgesproken.",
                    name.nl, asked.nl
                ),
            ),
            Text::new(
                "asks less than the law's default",
                "vraagt minder dan de wet als er niets staat",
            ),
        );
        out.push(d.case(both(law.model, |w| entrenchment::adopted(w, &found))));
    }
}

/// What restricts changes can be changed only under the same restriction.
pub(super) fn restriction(law: &Law, out: &mut Vec<Diagnostic>) -> BTreeSet<DecisionId> {
    let mut told = BTreeSet::new();
    let Some(rule) = law.rule("equal-restriction") else {
        return told;
    };
    let guards = Guards::new(law.model);
    for (id, decision) in law.decisions() {
        let restricts = decision.changes_agreement || !decision.changes.is_empty();
        if !restricts || !law.is_general(decision.taken_by) {
            continue;
        }
        let own = guards.of(AnyId::Decision(id));
        for by in own.decisions.iter().filter(|by| **by != id) {
            if is_theirs(law.model, &[*by], &[id]) {
                continue;
            }
            let Outcome::Found(vote) = contest(law.model, &[*by], &[id]) else {
                continue;
            };
            let (name, other) = (title(law.model, id), title(law.model, *by));
            let found = bypass(law.model, *by, id, vote);
            let mut d = finding(
                codes::UNGUARDED_AMENDMENT,
                rule,
                &decision.decl,
                Text::new(
                    format!(
                        "{} can be changed by {}, which asks less than it does itself.",
                        name.en, other.en
                    ),
                    format!(
                        "{} kan worden gewijzigd door {}, dat minder vraagt dan het zelf.",
                        name.nl, other.nl
                    ),
                ),
                Text::new("restricts changes", "beperkt wijzigingen"),
            );
            if let Some(span) = law.decl(*by) {
                d = d.label(
                    span,
                    Text::new(
                        format!("may change {}", name.en),
                        format!("mag {} wijzigen", name.nl),
                    ),
                );
            }
            d = d.case(both(law.model, |w| entrenchment::case(w, &found)));
            if let (false, Some(span)) = (own.named, decision.changes_end) {
                let edit = Edit {
                    span,
                    text: format!(", {}", decision.decl.id),
                };
                let title = Text::new(
                    format!("Let {} guard itself", name.en),
                    format!("Laat {} zichzelf bewaken", name.nl),
                );
                d = d.fix(title, vec![edit], false);
            }
            out.push(d);
            told.insert(id);
            break;
        }
    }
    told
}

impl Law<'_> {
    fn decl(&self, id: DecisionId) -> Option<Span> {
        self.model.decisions.get(id.index())?.decl.name_span
    }
}
