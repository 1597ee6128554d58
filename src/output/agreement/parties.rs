//! Groups, members, other parties, and what can't be combined.

use super::list;
use crate::model::{Group, GroupId, Party, PersonKind, Registration};
use crate::prose::{Words, sentence};
use serde_json::{Value, json};

pub fn fields(words: Words) -> Value {
    let model = words.model;
    let groups = model
        .groups
        .iter()
        .enumerate()
        .filter(|(_, g)| g.decl.is_own() && g.body.is_none());
    let own = |member: bool| {
        model
            .parties
            .iter()
            .filter(move |p| p.decl.is_own() && p.member == member)
    };
    json!({
        "groups": groups.map(|(i, g)| group(words, GroupId::new(i), g)).collect::<Vec<_>>(),
        "leaving": leaving(words),
        "members": own(true).map(|p| member(words, p)).collect::<Vec<_>>(),
        "parties": own(false).map(|p| member(words, p)).collect::<Vec<_>>(),
        "separations": model.separations.iter().map(|s| json!({
            "groups": words.and(&s.groups.iter().filter_map(|g| model.groups.get(g.index())).map(|g| words.title(&g.decl).to_string()).collect::<Vec<_>>()),
            "because": s.because.as_ref().map(|b| sentence(b.get(words.lang))),
            "several": s.groups.len() > 2,
        })).collect::<Vec<_>>(),
    })
}

/// "KVK 12345678".
pub fn registration(r: &Registration) -> String {
    format!("{} {}", r.register.to_uppercase(), r.number)
}

/// "entered in the register KVK under number 00000100".
pub fn registered(words: Words, r: &Registration) -> String {
    let register = match r.register.as_str() {
        "kvk" => words
            .pick(
                "the Dutch trade register (KVK)",
                "het handelsregister (KVK)",
            )
            .to_string(),
        other => format!(
            "{} {}",
            words.pick("the register", "het register"),
            other.to_uppercase()
        ),
    };
    match words.lang {
        crate::diagnostic::Lang::En => format!("entered in {register} under number {}", r.number),
        crate::diagnostic::Lang::Nl => {
            format!("ingeschreven in {register} onder nummer {}", r.number)
        }
    }
}

/// Notices of leaving: the classes that have the same one stand together.
fn leaving(words: Words) -> Vec<Value> {
    let mut out: Vec<(crate::model::Duration, Vec<String>)> = Vec::new();
    for group in words.model.groups.iter().filter(|g| g.decl.is_own()) {
        let Some(notice) = group.leave_notice else {
            continue;
        };
        let title = words.title(&group.decl).to_string();
        match out.iter_mut().find(|(n, _)| *n == notice) {
            Some((_, titles)) => titles.push(title),
            None => out.push((notice, vec![title])),
        }
    }
    out.into_iter()
        .map(|(notice, titles)| {
            let class = match titles.len() {
                1 => words.pick("the class", "de klasse"),
                _ => words.pick("the class", "een van de klassen"),
            };
            json!({
                "notice": words.duration(notice),
                "classes": format!("{class} {}", words.or(&titles)),
            })
        })
        .collect()
}

fn group(words: Words, id: GroupId, group: &Group) -> Value {
    let kind = match group.of {
        Some(PersonKind::People) => words.pick("people", "mensen"),
        Some(PersonKind::Organisations) => words.pick("organisations", "organisaties"),
        None => words.pick("people or organisations", "mensen of organisaties"),
    };
    let within: Vec<String> = words
        .model
        .group_tree
        .parents(id.0)
        .iter()
        .map(|p| words.group(GroupId(*p)))
        .collect();
    let note = group
        .decl
        .note
        .as_ref()
        .map(|n| sentence(n.get(words.lang)));
    let title = words.title(&group.decl).to_string();
    let definition = match (words.lang, within.is_empty()) {
        (crate::diagnostic::Lang::En, true) => format!("the {kind} in the class of that name"),
        (crate::diagnostic::Lang::En, false) => format!(
            "the {kind} in the class of that name, which is part of {}",
            words.and(&within)
        ),
        (crate::diagnostic::Lang::Nl, true) => format!("de {kind} in de klasse met die naam"),
        (crate::diagnostic::Lang::Nl, false) => format!(
            "de {kind} in de klasse met die naam, die deel is van {}",
            words.and(&within)
        ),
    };
    let size = group.size.map(|(least, most)| match most {
        Some(most) => format!("{least} {} {most}", words.pick("to", "tot en met")),
        None => format!("{} {least}", words.pick("at least", "minstens")),
    });
    let known: Vec<String> = words
        .model
        .parties
        .iter()
        .filter(|p| p.decl.is_own() && p.groups.contains(&id))
        .map(|p| words.title(&p.decl).to_string())
        .collect();
    json!({
        "id": group.decl.id,
        "title": title,
        "kind": kind,
        "within": if within.is_empty() { Value::Null } else { json!(words.and(&within)) },
        "admitted": group.admitted_by.map(|d| words.decision(d)),
        "expelled": group.expelled_by.map(|d| words.decision(d)),
        "leave": group.leave_notice.map(|d| words.duration(d)),
        "closed": group.closed,
        "known": if known.is_empty() { Value::Null } else { json!(words.and(&known)) },
        "register": group.register,
        "size": size,
        "note": note,
        "definition": definition,
    })
}

pub fn member(words: Words, party: &Party) -> Value {
    let title = words.title(&party.decl);
    let classes: Vec<String> = party
        .groups
        .iter()
        .filter_map(|g| words.model.groups.get(g.index()))
        .map(|g| words.title(&g.decl).to_string())
        .collect();
    let groups = words.and(&classes);
    let registered = party.registered.as_ref().map(registration);
    let mut particulars = Vec::new();
    if let Some(seat) = &party.seat {
        particulars.push(format!(
            "{} {seat}",
            words.pick("with its seat in", "gevestigd te")
        ));
    }
    if let Some(r) = &party.registered {
        particulars.push(self::registered(words, r));
    }
    if let Some(who) = &party.represented_by {
        particulars.push(format!(
            "{} {who}",
            words.pick("represented by", "vertegenwoordigd door")
        ));
    }
    let definition = match party.member {
        true => words.pick(
            "the Member of that name in Annex A",
            "het Lid met die naam in bijlage A",
        ),
        false => words.pick(
            "the organisation of that name in Annex A, which is not a Member",
            "de organisatie met die naam in bijlage A, die geen Lid is",
        ),
    };
    json!({
        "id": party.decl.id,
        "title": title,
        "groups": groups,
        "group_list": list(classes),
        "seat": party.seat,
        "registered": registered,
        "contact": party.contact,
        "address": party.address,
        "represented": party.represented_by,
        "particulars": particulars.join(", "),
        "definition": definition,
    })
}
