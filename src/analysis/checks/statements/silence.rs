//! Nobody decides, and somebody waits (M1112).
//!
//! A decision without `within … or else` is only worth a word if someone outside the body that takes it waits for the answer:
//! whoever asks to be admitted or to use data, or an emergency measure that must be ratified. Members who vote on a proposal of
//! their own in their own assembly can put it on the agenda.

use super::{clocks, named};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{
    Body, Decision, DecisionId, Deontic, FactKey, GroupId, Holder, Model, Proposer, RuleId,
    TestKind,
};
use crate::prose::{self, Words};

/// Why a decision can't be left lying.
#[derive(Clone, Copy)]
enum Waits {
    ToBeAdmitted(GroupId),
    ForRule(RuleId),
    ToBeRatified(DecisionId),
}

pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    for (at, decision) in model.decisions.iter().enumerate() {
        if decision.decl.is_own() && decision.clock.is_none() {
            out.extend(diagnostic(model, DecisionId::new(at), decision));
        }
    }
}

fn diagnostic(model: &Model, id: DecisionId, decision: &Decision) -> Option<Diagnostic> {
    let waits = waits(model, id, decision)?;
    let message = prose::both(model, |w| {
        let name = named(&decision.decl, w.lang);
        match w.lang {
            Lang::En => {
                format!(
                    "Nothing says what happens if nobody decides on {name}, and someone waits for it."
                )
            }
            Lang::Nl => format!(
                "Er staat niet wat er gebeurt als niemand over {name} beslist, en iemand wacht erop."
            ),
        }
    });
    let label = Text::new("no `within … or else`", "geen `binnen … anders`");
    let d = Diagnostic::new(codes::UNSTATED_SILENCE, message)
        .label(decision.decl.name_span?, label)
        .case(prose::both(model, |w| case(&w, decision, waits)))
        .help(Text::new(
            "Say by when, and whether silence then counts as a no, as a yes, or brings it before another body.",
            "Zeg voor wanneer, en of zwijgen dan geldt als nee, als ja, of het naar een ander orgaan brengt.",
        ));
    let title = Text::new("Silence is a no", "Zwijgen is nee");
    Some(match clocks::with_clock(model, decision) {
        Some(edit) => d.fix(title, vec![edit], false),
        None => d,
    })
}

fn case(words: &Words, decision: &Decision, waits: Waits) -> String {
    match waits {
        Waits::ToBeAdmitted(group) => {
            let group = words.group(group);
            match words.lang {
                Lang::En => format!(
                    "Someone asks to be admitted to {group}. If it never comes to a vote, there is no answer and nothing to appeal against."
                ),
                Lang::Nl => format!(
                    "Iemand vraagt om toelating tot {group}. Komt het nooit tot een stemming, dan is er geen antwoord en niets om beroep tegen in te stellen."
                ),
            }
        }
        Waits::ForRule(rule) => {
            let rule = words.rule_title(rule);
            match words.lang {
                Lang::En => format!(
                    "\"{rule}\" needs it. If it never comes to a vote, whoever asked has no answer and nothing to appeal against."
                ),
                Lang::Nl => format!(
                    "\"{rule}\" heeft het nodig. Komt het nooit tot een stemming, dan heeft wie erom vroeg geen antwoord en niets om beroep tegen in te stellen."
                ),
            }
        }
        Waits::ToBeRatified(other) => {
            let (other, name) = (words.decision_title(other), decision.decl.title(words.lang));
            match words.lang {
                Lang::En => format!(
                    "What was done by \"{other}\" must be ratified by \"{name}\", and no term is set for it: if it never comes to a vote, it stands for ever."
                ),
                Lang::Nl => format!(
                    "Wat met \"{other}\" is gedaan, moet met \"{name}\" worden bekrachtigd, en daar staat geen termijn voor: komt het nooit tot een stemming, dan blijft het voor altijd staan."
                ),
            }
        }
    }
}

/// What waits for a decision, if anything does.
fn waits(model: &Model, id: DecisionId, decision: &Decision) -> Option<Waits> {
    let ratifies = model.decisions.iter().position(|d| {
        let emergency = d.emergency.as_ref();
        emergency.is_some_and(|e| e.ratified_by == Some(id) && e.ratified_within.is_none())
    });
    if let Some(at) = ratifies {
        return Some(Waits::ToBeRatified(DecisionId::new(at)));
    }
    // Where an objection hands a matter on, whoever asked for the first decision waits for the second.
    let asked = |d: &Decision| outsiders_ask(model, d);
    let handed_on = model.decisions.iter().any(|d| {
        let next = d.tests.iter().any(|t| match &t.kind {
            TestKind::Consent { otherwise, .. } | TestKind::LazyConsensus { otherwise, .. } => {
                *otherwise == Some(id)
            }
            _ => false,
        });
        next && asked(d)
    });
    if !asked(decision) && !handed_on {
        return None;
    }
    if let Some(group) = decision.admits_to.first() {
        return Some(Waits::ToBeAdmitted(*group));
    }
    let needs = |rule: &crate::model::Rule| {
        let mut tests = rule.condition.clauses.iter().flatten();
        rule.deontic == Deontic::May && tests.any(|t| t.key == FactKey::Passed(id))
    };
    let rule = model.rules.iter().position(needs)?;
    Some(Waits::ForRule(RuleId::new(rule)))
}

/// Whether someone who does not sit in the body that takes a decision may ask for it.
fn outsiders_ask(model: &Model, decision: &Decision) -> bool {
    let body = decision.taken_by.and_then(|b| model.bodies.get(b.index()));
    let Some(body) = body else {
        return false;
    };
    match &decision.proposed_by {
        Some(Proposer::Everyone) => true,
        // By default any member may.
        None | Some(Proposer::AnyMember | Proposer::Members(_)) => body.of_all.is_empty(),
        Some(Proposer::Holders(holders)) => holders.iter().any(|h| !sits_in(model, *h, body)),
    }
}

/// Whether everyone of a holder sits in a body.
fn sits_in(model: &Model, holder: Holder, body: &Body) -> bool {
    let inside = |group: GroupId| {
        let tree = &model.group_tree;
        let mut all = body.of_all.iter();
        group == body.group || all.any(|g| tree.is_within(group.0, g.0))
    };
    match holder {
        Holder::Group(group) => inside(group),
        Holder::Party(party) => model
            .parties
            .get(party.index())
            .is_some_and(|p| p.groups.iter().any(|g| inside(*g))),
        Holder::Commons => false,
    }
}
