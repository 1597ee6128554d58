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
        "members": own(true).map(|p| member(words, p)).collect::<Vec<_>>(),
        "parties": own(false).map(|p| member(words, p)).collect::<Vec<_>>(),
        "separations": model.separations.iter().map(|s| json!({
            "groups": words.and(&words.groups(&s.groups)),
            "because": s.because.as_ref().map(|b| sentence(b.get(words.lang))),
            "several": s.groups.len() > 2,
        })).collect::<Vec<_>>(),
    })
}

/// "KVK 12345678".
pub fn registration(r: &Registration) -> String {
    format!("{} {}", r.register.to_uppercase(), r.number)
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
    let groups = words.and(&words.groups(&party.groups));
    let registered = party.registered.as_ref().map(registration);
    let mut particulars = Vec::new();
    if let Some(seat) = &party.seat {
        particulars.push(format!(
            "{} {seat}",
            words.pick("with its seat in", "gevestigd te")
        ));
    }
    if let Some(number) = &registered {
        particulars.push(format!(
            "{} {number}",
            words.pick("registered as", "ingeschreven onder")
        ));
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
        "group_list": list(words.groups(&party.groups)),
        "seat": party.seat,
        "registered": registered,
        "contact": party.contact,
        "address": party.address,
        "represented": party.represented_by,
        "particulars": particulars.join(", "),
        "definition": definition,
    })
}
