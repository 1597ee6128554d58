//! Bodies, decisions, sanctions, and the articles that gather one part of every decision.

use super::guarding;
use crate::model::{Body, Decision, DecisionId, Holder, Sanction, SeatHow, StepKind, Votes};
use crate::prose::{Words, quoted, sentence};
use serde_json::{Value, json};

pub fn fields(words: Words) -> Value {
    let model = words.model;
    let decisions: Vec<(usize, &Decision)> = model
        .decisions
        .iter()
        .enumerate()
        .filter(|(_, d)| d.decl.is_own())
        .collect();
    let titled = |keys: &[&str]| -> Vec<Value> {
        decisions
            .iter()
            .filter_map(|(i, d)| {
                let text: Vec<String> = words
                    .decision_parts(DecisionId::new(*i))
                    .into_iter()
                    .filter(|p| keys.contains(&p.key))
                    .map(|p| p.text)
                    .collect();
                (!text.is_empty()).then(|| json!({ "id": d.decl.id, "title": words.title(&d.decl), "text": text.join(" ") }))
            })
            .collect()
    };
    let with = |test: fn(&Decision) -> bool| -> Vec<String> {
        decisions
            .iter()
            .filter(|(_, d)| test(d))
            .map(|(i, _)| words.decision(DecisionId::new(*i)))
            .collect()
    };
    let published: Vec<String> = decisions
        .iter()
        .filter(|(_, d)| d.published)
        .map(|(_, d)| quoted(words.title(&d.decl)))
        .collect();
    json!({
        "bodies": model.bodies.iter().filter(|b| b.decl.is_own()).map(|b| body(words, b)).collect::<Vec<_>>(),
        "decisions": decisions.iter().map(|(i, d)| decision(words, DecisionId::new(*i), d)).collect::<Vec<_>>(),
        "recusals": together(words, titled(&["recuse", "too-few"])),
        "emergencies": titled(&["emergency"]),
        "published": words.and(&published),
        "others_vote": decisions.iter().any(|(_, d)| d.recuse.is_none()),
        "amending": words.or(&with(|d| d.changes_agreement)),
        "amends_itself": guarding::amends_itself(model),
        "changing": guarding::named(words),
        "expelling": words.or(&with(|d| !d.expels_from.is_empty())),
        "sanctions": model.sanctions.iter().filter(|s| s.decl.is_own()).map(|s| sanction(words, s)).collect::<Vec<_>>(),
    })
}

/// Decisions for which the same is said stand together: "the decisions “A” and “B”".
fn together(words: Words, titled: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for item in titled {
        let text = item["text"].as_str().unwrap_or("").to_string();
        let title = quoted(item["title"].as_str().unwrap_or(""));
        match out.iter_mut().find(|(t, _)| *t == text) {
            Some((_, titles)) => titles.push(title),
            None => out.push((text, vec![title])),
        }
    }
    out.into_iter()
        .map(|(text, titles)| {
            let decision = match titles.len() {
                1 => words.pick("the decision", "het besluit"),
                _ => words.pick("the decisions", "de besluiten"),
            };
            json!({ "titles": format!("{decision} {}", words.and(&titles)), "text": text })
        })
        .collect()
}

fn body(words: Words, body: &Body) -> Value {
    let name = crate::prose::capital(&words.with_article(words.title(&body.decl)));
    let mut text: Vec<String> = Vec::new();
    let mut say = |en: String, nl: String| text.push(sentence(&words.pick(en, nl)));
    if !body.of_all.is_empty() {
        let titles: Vec<String> = body
            .of_all
            .iter()
            .filter_map(|g| words.model.groups.get(g.index()))
            .map(|g| words.title(&g.decl).to_string())
            .collect();
        let (class, classes) = match titles.len() {
            1 => ("the class", "de klasse"),
            _ => ("the classes", "de klassen"),
        };
        let titles = words.and(&titles);
        say(
            format!("{name} consists of all Members of {class} {titles}"),
            format!("{name} bestaat uit alle Leden van {classes} {titles}"),
        );
    }
    if let Some(seats) = &body.seats {
        let word = words.pick(
            if seats.total == 1 { "seat" } else { "seats" },
            if seats.total == 1 { "zetel" } else { "zetels" },
        );
        let shares: Vec<String> = seats
            .shares
            .iter()
            .map(|s| {
                let by = words.holder(s.by);
                let (en, nl) = match s.how {
                    SeatHow::ElectedBy => (
                        format!("{} elected by {by}", s.seats),
                        format!("{} gekozen door {by}", s.seats),
                    ),
                    SeatHow::NamedBy => (
                        format!("{} named by {by}", s.seats),
                        format!("{} aangewezen door {by}", s.seats),
                    ),
                    SeatHow::DrawnFrom => (
                        format!("{} drawn by lot from {by}", s.seats),
                        format!("{} geloot uit {by}", s.seats),
                    ),
                    SeatHow::ExOfficio => (
                        format!("{} held by {by} by virtue of office", s.seats),
                        format!("{} ambtshalve vervuld door {by}", s.seats),
                    ),
                };
                words.pick(en, nl)
            })
            .collect();
        let shares = if shares.is_empty() {
            String::new()
        } else {
            format!(": {}", words.and(&shares))
        };
        say(
            format!("{name} has {} {word}{shares}", seats.total),
            format!("{name} heeft {} {word}{shares}", seats.total),
        );
    }
    match &body.votes {
        Votes::Unstated => say(
            "As nothing else has been agreed, everyone in it has one vote".into(),
            "Nu niets anders is overeengekomen, heeft ieder daarin één stem".into(),
        ),
        Votes::OneEach => say(
            "Everyone in it has one vote".into(),
            "Ieder daarin heeft één stem".into(),
        ),
        Votes::Weighted {
            by,
            table,
            function,
        } => {
            let by = words.weighting(by, table, function.as_ref());
            say(
                format!("Votes are weighted by {by}"),
                format!("Stemmen worden gewogen naar {by}"),
            );
        }
    }
    if let Some(cap) = body.weight_cap {
        let cap = words.share(cap);
        say(
            format!("Nobody holds more than {cap} of the voting weight"),
            format!("Niemand heeft meer dan {cap} van het stemgewicht"),
        );
    }
    let clauses = [
        words.weights_day(body),
        words.office(body),
        words.holdover(body),
        words.removal(body),
        words.vacancies(body),
        words.interim(body),
        words.paid_by(body),
        words.audited_by(body),
    ];
    for clause in clauses.into_iter().flatten() {
        say(clause.clone(), clause);
    }
    if let Some(every) = body.meets_every {
        let every = words.every(every);
        say(
            format!("{name} meets {every}"),
            format!("{name} vergadert {every}"),
        );
    }
    if let Some(chair) = body.chair {
        let chair = words.holder(chair);
        say(
            format!("Its meetings are chaired by {chair}"),
            format!("De vergaderingen worden voorgezeten door {chair}"),
        );
    }
    if let Some((least, most)) = body.size {
        let size = most.map_or_else(
            || format!("{} {least}", words.pick("at least", "minstens")),
            |m| format!("{least} {} {m}", words.pick("to", "tot en met")),
        );
        say(
            format!("It has {size} members"),
            format!("Het aantal leden ervan is {size}"),
        );
    }
    if let Some(note) = &body.decl.note {
        say(note.get(words.lang).into(), note.get(words.lang).into());
    }
    json!({ "id": body.decl.id, "title": words.title(&body.decl), "text": text.join(" ") })
}

fn decision(words: Words, id: DecisionId, d: &Decision) -> Value {
    let parts = words.decision_parts(id);
    let part = |key: &str| parts.iter().find(|p| p.key == key).map(|p| p.text.as_str());
    let passes = part("passes").or(part("election")).or(part("sortition"));
    json!({
        "id": d.decl.id,
        "title": words.title(&d.decl),
        "sentences": parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(),
        "text": parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" "),
        "body": d.taken_by.map(|b| words.body(b)),
        "quorum": words.and(&d.quorums().map(|q| words.amount_of(q.amount, q.of)).collect::<Vec<_>>()),
        "counts": COUNTS.iter().map(|key| part(key)).collect::<Vec<_>>(),
        "passes": passes,
        "tie": part("tie"),
        "silence": part("clock"),
        "effect": part("effective"),
        "appeal": d.appeal.as_ref().map(|a| {
            let levels = std::iter::once(a).chain(&a.further);
            let levels: Vec<String> = levels.map(|l| words.holder(l.to)).collect();
            levels.join(words.pick(", then ", ", daarna "))
        }),
    })
}

/// The columns of the second decision table.
const COUNTS: [&str; 4] = ["abstentions", "blank", "proxies", "recuse"];

fn sanction(words: Words, s: &Sanction) -> Value {
    let steps: Vec<String> = s
        .steps
        .iter()
        .map(|step| {
            let kind = match step.kind {
                StepKind::Warning => words.pick("a warning", "een waarschuwing"),
                StepKind::Repair => {
                    words.pick("an order to repair the damage", "een opdracht tot herstel")
                }
                StepKind::Restriction => {
                    words.pick("a restriction of access", "een beperking van de toegang")
                }
                StepKind::Suspension => words.pick("suspension", "schorsing"),
                StepKind::Exclusion => words.pick("expulsion", "ontzetting"),
            };
            let length = step.up_to.map_or_else(String::new, |d| {
                let repair = step.kind == StepKind::Repair;
                let up_to = if repair {
                    words.pick("within", "binnen")
                } else {
                    words.pick("for at most", "voor hoogstens")
                };
                format!(" {up_to} {}", words.duration(d))
            });
            let by = step.by.map_or_else(String::new, |h: Holder| {
                format!(", {} {}", words.pick("by", "door"), words.holder(h))
            });
            format!("{kind}{length}{by}")
        })
        .collect();
    json!({
        "id": s.decl.id,
        "title": words.title(&s.decl),
        "steps": steps,
        "appeal": s.appeal.as_ref().map(|a| sentence(&words.appeal_words(a))),
    })
}
