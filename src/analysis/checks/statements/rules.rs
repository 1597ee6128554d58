//! Two decisions for one kind of thing, or none (M1111).
//!
//! Two decisions that do the same are no finding where the one leads to the other: an objection hands the matter on, an appeal
//! or the end of a term brings it before the body that takes the other, it overrides a veto or ratifies. Nor where only one of
//! them is for an emergency.

use super::{at_end, named, word};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::{
    AnyId, Appeal, Body, BodyId, Decision, DecisionId, Group, GroupId, Holder, Model, SeatHow,
    Silence, TestKind, Vacancies,
};
use crate::prose::{self, Words};
use crate::syntax::grammar::Rule as Word;
use std::collections::{BTreeMap, BTreeSet};

/// What a decision does to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    ChangesAgreement,
    Changes(AnyId),
    AdmitsTo(GroupId),
    ExpelsFrom(GroupId),
    /// By election, by lot or by vote; the body that does it. Seats of one body may be filled in several ways.
    Appoints(BodyId, How, Option<BodyId>),
    Removes(BodyId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Election,
    Lot,
    Vote,
}

pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    two(model, out);
    for (at, body) in model.bodies.iter().enumerate() {
        if body.decl.is_own() {
            not_filled(model, BodyId::new(at), body, out);
            out.extend(not_removed(model, BodyId::new(at), body));
        }
    }
    no_way_in(model, out);
}

fn how(decision: &Decision) -> How {
    match (&decision.election, &decision.sortition) {
        (Some(_), _) => How::Election,
        (None, Some(_)) => How::Lot,
        (None, None) => How::Vote,
    }
}

fn deeds(decision: &Decision) -> BTreeSet<Deed> {
    let mut all = BTreeSet::new();
    if decision.changes_agreement {
        all.insert(Deed::ChangesAgreement);
    }
    all.extend(decision.changes.iter().map(|id| Deed::Changes(*id)));
    all.extend(decision.admits_to.iter().map(|g| Deed::AdmitsTo(*g)));
    all.extend(decision.expels_from.iter().map(|g| Deed::ExpelsFrom(*g)));
    let appoints = decision.appoints.iter();
    all.extend(appoints.map(|b| Deed::Appoints(*b, how(decision), decision.taken_by)));
    all.extend(decision.removes.iter().map(|b| Deed::Removes(*b)));
    all
}

/// Decisions that do the same. Each is told with the next one that does: of many, every one is named, and the findings are
/// no more than the decisions.
fn two(model: &Model, out: &mut Vec<Diagnostic>) {
    let filled = model.bodies.iter().filter_map(|b| match b.vacancies {
        Some(Vacancies::FilledBy(decision)) => Some(decision),
        _ => None,
    });
    let fill: BTreeSet<DecisionId> = filled.collect();
    let mut by_deed: BTreeMap<Deed, Vec<DecisionId>> = BTreeMap::new();
    for (at, decision) in model.decisions.iter().enumerate() {
        if decision.decl.is_own() {
            for deed in deeds(decision) {
                by_deed.entry(deed).or_default().push(DecisionId::new(at));
            }
        }
    }
    let mut pairs: BTreeMap<(DecisionId, DecisionId), Vec<Deed>> = BTreeMap::new();
    for (deed, decisions) in by_deed {
        for (at, one) in decisions.iter().enumerate() {
            let mut later = decisions.iter().skip(at + 1);
            if let Some(other) = later.find(|other| !linked(model, &fill, *one, **other)) {
                pairs.entry((*one, *other)).or_default().push(deed);
            }
        }
    }
    for ((one, other), deeds) in pairs {
        out.extend(pair(model, one, other, &deeds));
    }
}

fn pair(model: &Model, one: DecisionId, other: DecisionId, deeds: &[Deed]) -> Option<Diagnostic> {
    let first = model.decisions.get(one.index())?;
    let second = model.decisions.get(other.index())?;
    let message = prose::both(model, |w| {
        let (a, b) = (named(&first.decl, w.lang), named(&second.decl, w.lang));
        let what: Vec<String> = deeds.iter().map(|d| done(&w, *d)).collect();
        let what = w.and(&what);
        match w.lang {
            Lang::En => format!("{a} and {b} are two rules for the same thing: both {what}."),
            Lang::Nl => format!("{a} en {b} zijn twee regels voor hetzelfde: met allebei {what}."),
        }
    });
    let label = Text::new("one rule", "de ene regel");
    let also = Text::new("the other", "de andere");
    let case = prose::both(model, |w| {
        let (a, b) = (named(&first.decl, w.lang), named(&second.decl, w.lang));
        match w.lang {
            Lang::En => format!(
                "A proposal that {a} rejects can be brought again under {b}: whoever proposes it chooses the easier one."
            ),
            Lang::Nl => format!(
                "Een voorstel dat met {a} wordt verworpen, kan opnieuw komen met {b}: wie voorstelt, kiest de makkelijkste van de twee."
            ),
        }
    });
    Some(
        Diagnostic::new(codes::TWO_OR_NO_RULES, message)
            .label(first.decl.name_span?, label)
            .label(second.decl.name_span?, also)
            .case(case)
            .help(Text::new(
                "Keep one, or say how the one leads to the other: by an appeal, by `otherwise`, or when a term runs out.",
                "Houd er één, of zeg hoe de ene naar de andere leidt: door beroep, met `zo niet`, of als een termijn afloopt.",
            )),
    )
}

/// "admit someone to Households"; in Dutch "wordt iemand toegelaten tot Huishoudens".
fn done(w: &Words, deed: Deed) -> String {
    match deed {
        Deed::ChangesAgreement => w
            .pick("change this agreement", "wordt deze overeenkomst gewijzigd")
            .to_owned(),
        Deed::Changes(id) => match w.lang {
            Lang::En => format!("change {}", w.any(id)),
            Lang::Nl => format!("wordt {} gewijzigd", w.any(id)),
        },
        Deed::AdmitsTo(group) => match w.lang {
            Lang::En => format!("admit someone to {}", w.group(group)),
            Lang::Nl => format!("wordt iemand toegelaten tot {}", w.group(group)),
        },
        Deed::ExpelsFrom(group) => match w.lang {
            Lang::En => format!("expel someone from {}", w.group(group)),
            Lang::Nl => format!("wordt iemand ontzet uit {}", w.group(group)),
        },
        Deed::Appoints(body, ..) => match w.lang {
            Lang::En => format!("fill seats of {}", w.body(body)),
            Lang::Nl => format!("worden zetels van {} vervuld", w.body(body)),
        },
        Deed::Removes(body) => match w.lang {
            Lang::En => format!("dismiss from {}", w.body(body)),
            Lang::Nl => format!("wordt iemand ontslagen uit {}", w.body(body)),
        },
    }
}

/// Whether one of two decisions leads to the other, or is for other circumstances.
fn linked(model: &Model, fill: &BTreeSet<DecisionId>, one: DecisionId, other: DecisionId) -> bool {
    let (Some(a), Some(b)) = (
        model.decisions.get(one.index()),
        model.decisions.get(other.index()),
    ) else {
        return true;
    };
    a.emergency.is_some() != b.emergency.is_some()
        || fill.contains(&one) != fill.contains(&other)
        || leads(model, a, other, b)
        || leads(model, b, one, a)
}

fn leads(model: &Model, from: &Decision, to: DecisionId, target: &Decision) -> bool {
    let otherwise = from.tests.iter().any(|t| match &t.kind {
        TestKind::Consent { otherwise, .. } | TestKind::LazyConsensus { otherwise, .. } => {
            *otherwise == Some(to)
        }
        _ => false,
    });
    let overrides = from.veto.as_ref().and_then(|v| v.overridden_by) == Some(to);
    let ratifies = from.emergency.as_ref().and_then(|e| e.ratified_by) == Some(to);
    let Some(body) = target.taken_by else {
        return otherwise || overrides || ratifies;
    };
    let escalates = from
        .clock
        .as_ref()
        .is_some_and(|c| c.silence == Silence::EscalatesTo(body));
    let appeals = from
        .appeal
        .as_ref()
        .is_some_and(|a| appeals_to(model, a, body));
    // In their own body nobody is handed on.
    let elsewhere = from.taken_by != Some(body);
    let hands_on = escalates || appeals || from.too_few == Some(body);
    otherwise || overrides || ratifies || elsewhere && hands_on
}

fn appeals_to(model: &Model, appeal: &Appeal, body: BodyId) -> bool {
    let here = match appeal.to {
        Holder::Group(group) => model.groups.get(group.index()).and_then(|g| g.body),
        _ => None,
    };
    let mut further = appeal.further.iter();
    here == Some(body) || further.any(|next| appeals_to(model, next, body))
}

/// Seats that are elected or drawn, and no decision that does it.
fn not_filled(model: &Model, id: BodyId, body: &Body, out: &mut Vec<Diagnostic>) {
    let Some(seats) = &body.seats else { return };
    let fills = |kinds: &[How]| {
        let mut decisions = model.decisions.iter();
        decisions.any(|d| d.appoints.contains(&id) && kinds.contains(&how(d)))
    };
    let ways = [
        (SeatHow::ElectedBy, [How::Election, How::Vote].as_slice()),
        (SeatHow::DrawnFrom, [How::Lot].as_slice()),
    ];
    for (wanted, kinds) in ways {
        let mut shares = seats.shares.iter();
        let Some(share) = shares.find(|s| s.how == wanted && s.seats > 0) else {
            continue;
        };
        if fills(kinds) {
            continue;
        }
        let lot = wanted == SeatHow::DrawnFrom;
        let message = prose::both(model, |w| {
            let (body, n) = (w.body(id), share.seats);
            match (w.lang, lot) {
                (Lang::En, false) => {
                    format!("{n} of the seats of {body} are elected, and no decision elects them.")
                }
                (Lang::En, true) => format!(
                    "{n} of the seats of {body} are drawn by lot, and no decision draws them."
                ),
                (Lang::Nl, false) => format!(
                    "{} van {body} {} gekozen, en geen besluit doet dat.",
                    seats_nl(n),
                    are_nl(n)
                ),
                (Lang::Nl, true) => format!(
                    "{} van {body} {} geloot, en geen besluit doet dat.",
                    seats_nl(n),
                    are_nl(n)
                ),
            }
        });
        let case = if lot {
            Text::new(
                "Nobody knows who calls the draw, from which number it starts, or when; so nobody can redo it.",
                "Niemand weet wie de loting uitschrijft, met welk getal ze begint en wanneer; dus kan niemand haar overdoen.",
            )
        } else {
            Text::new(
                "Nobody knows who calls the election, how votes become seats, or what happens if two candidates have as many.",
                "Niemand weet wie de verkiezing uitschrijft, hoe stemmen zetels worden, en wat er gebeurt als twee kandidaten er evenveel hebben.",
            )
        };
        let help = Text::new(
            format!("Add a decision that `appoints {}`.", body.decl.id),
            format!("Voeg een besluit toe dat `benoemt {}` zegt.", body.decl.id),
        );
        let label = Text::new("nothing fills these seats", "niets vervult deze zetels");
        out.push(
            Diagnostic::new(codes::TWO_OR_NO_RULES, message)
                .label(seats.span, label)
                .case(case)
                .help(help),
        );
    }
}

fn seats_nl(n: i64) -> String {
    let word = if n == 1 { "zetel" } else { "zetels" };
    format!("{n} {word}")
}

fn are_nl(n: i64) -> &'static str {
    if n == 1 { "wordt" } else { "worden" }
}

/// `removed by` a decision that does not say that it removes.
fn not_removed(model: &Model, id: BodyId, body: &Body) -> Option<Diagnostic> {
    let by = body.removed_by?;
    let decision = model.decisions.get(by.index())?;
    if decision.removes.contains(&id) {
        return None;
    }
    let message = prose::both(model, |w| {
        let (name, body) = (named(&decision.decl, w.lang), w.body(id));
        match w.lang {
            Lang::En => format!(
                "Who sits in {body} is removed by {name}, but that decision does not say so."
            ),
            Lang::Nl => format!(
                "Wie in {body} zit, wordt ontslagen met {name}, maar dat besluit zegt dat niet."
            ),
        }
    });
    let label = Text::new("removed by a decision", "ontslagen met een besluit");
    let also = Text::new("does not remove", "ontslaat niet");
    let case = prose::both(model, |w| {
        let (name, body) = (named(&decision.decl, w.lang), w.body(id));
        match w.lang {
            Lang::En => format!(
                "{name} is adopted about someone of {body}. Whoever reads the decision finds nothing by which that person has to go."
            ),
            Lang::Nl => format!(
                "{name} wordt aangenomen over iemand van {body}. Wie het besluit leest, vindt niets waardoor die persoon weg moet."
            ),
        }
    });
    let mut d = Diagnostic::new(codes::TWO_OR_NO_RULES, message)
        .label(body.decl.name_span?, label)
        .label(decision.decl.name_span?, also)
        .case(case);
    d = d.help(Text::new(
        format!(
            "Add `removes {}` to the decision, or name another one.",
            body.decl.id
        ),
        format!(
            "Voeg `ontslaat {}` toe aan het besluit, of noem een ander.",
            body.decl.id
        ),
    ));
    let clause = format!("{} {}", word(model, Word::kw_removes), body.decl.id);
    let edit = at_end(&decision.decl, &[clause]).filter(|_| decision.decl.is_own());
    if let Some(edit) = edit {
        let title = Text::new("Say that it removes", "Zeg dat het ontslaat");
        d = d.fix(title, vec![edit], false);
    }
    Some(d)
}

/// Where people are admitted to some groups, groups with a vote that nobody is admitted to.
fn no_way_in(model: &Model, out: &mut Vec<Diagnostic>) {
    let admitted: BTreeSet<GroupId> = model
        .decisions
        .iter()
        .flat_map(|d| d.admits_to.iter().copied())
        .chain((0..model.groups.len()).filter_map(|at| {
            let by = model.groups.get(at).and_then(|g| g.admitted_by);
            by.map(|_| GroupId::new(at))
        }))
        .collect();
    if admitted.is_empty() {
        return;
    }
    let tree = &model.group_tree;
    for (at, group) in model.groups.iter().enumerate() {
        let id = GroupId::new(at);
        let near = |other: &GroupId| tree.is_within(id.0, other.0) || tree.is_within(other.0, id.0);
        if !needs_a_way_in(model, id, group) || admitted.iter().any(near) {
            continue;
        }
        let Some(span) = group.decl.name_span else {
            continue;
        };
        let message = prose::both(model, |w| {
            let group = w.group(id);
            match w.lang {
                Lang::En => {
                    format!("Nothing says how anyone gets into {group}, and it has a vote.")
                }
                Lang::Nl => {
                    format!("Er staat niet hoe iemand in {group} komt, en die groep heeft stem.")
                }
            }
        });
        let label = Text::new("nobody is admitted to it", "niemand wordt ertoe toegelaten");
        let case = Text::new(
            "Someone says to be one of them and wants to vote. Nothing in the agreement tells who decides whether that is so.",
            "Iemand zegt erbij te horen en wil stemmen. Nergens in de overeenkomst staat wie beslist of dat zo is.",
        );
        out.push(
            Diagnostic::new(codes::TWO_OR_NO_RULES, message)
                .label(span, label)
                .case(case)
                .help(Text::new(
                    "Add a decision that `admits to` it, name its members, or say that it is `closed`.",
                    "Voeg een besluit toe dat er mensen `laat toe tot`, noem de leden, of zeg dat ze `besloten` is.",
                )),
        );
    }
}

/// A group of this commons with a vote, that is open and of which the source knows no member.
fn needs_a_way_in(model: &Model, id: GroupId, group: &Group) -> bool {
    let tree = &model.group_tree;
    let votes = model.bodies.iter().any(|b| b.of_all.contains(&id));
    let mut parties = model.parties.iter().flat_map(|p| &p.groups);
    group.decl.is_own()
        && votes
        && !group.closed
        && group.body.is_none()
        && group.register.is_none()
        && !parties.any(|g| tree.is_within(g.0, id.0))
}
