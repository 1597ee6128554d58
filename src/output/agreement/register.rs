//! The data register, controllers and processors, purposes, rights, and the record of processing.

use crate::data::law;
use crate::model::{
    About, Data, DataId, DataKind, Dataset, Purpose, PurposeId, Right, Sensitivity, Who, WhoTerm,
};
use crate::prose::{Words, sentence};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn fields(words: Words) -> Value {
    let model = words.model;
    let datasets: Vec<Value> = model
        .data
        .iter()
        .enumerate()
        .filter(|(_, d)| d.decl.is_own())
        .filter_map(|(i, d)| Some(dataset(words, DataId::new(i), d, d.dataset()?)))
        .collect();
    let joint: Vec<&Value> = datasets
        .iter()
        .filter(|d| d["joint"] == json!(true))
        .collect();
    let processed: Vec<&Value> = datasets
        .iter()
        .filter(|d| d["processors"].is_string())
        .collect();
    let personal: Vec<&Value> = datasets
        .iter()
        .filter(|d| d["personal"] == json!(true))
        .collect();
    let derived: Vec<&Value> = datasets
        .iter()
        .filter(|d| d["derived"].is_string())
        .collect();
    let kept: Vec<&Value> = datasets
        .iter()
        .filter(|d| d["retention"].is_string())
        .collect();
    json!({
        "joint": joint, "processed": processed, "personal": personal, "derived": derived, "kept": kept,
        "datasets": datasets,
        "purposes": purposes(words),
        "rights": model.rights.iter().filter(|r| r.decl.is_own()).map(|r| right(words, r)).collect::<Vec<_>>(),
        "processor_terms": enumeration(words, "processor-terms"),
        "joint_terms": enumeration(words, "joint-controllers"),
        "information_items": enumeration(words, "information"),
    })
}

fn enumeration(words: Words, id: &str) -> Value {
    law::list(id).map_or(Value::Null, |list| {
        json!({
            "cite": list.cite.text(words.lang),
            "entries": list.items.iter().map(|i| i.text.get(words.lang)).collect::<Vec<_>>(),
        })
    })
}

fn dataset(words: Words, id: DataId, data: &Data, set: &Dataset) -> Value {
    let some = |items: Vec<String>| {
        if items.is_empty() {
            None
        } else {
            Some(words.and(&items))
        }
    };
    let about = set.about.as_ref().map(|a| match a {
        About::NoOne => words.pick("no one", "niemand").to_string(),
        About::Kind { kind, groups } => words.kind_in(*kind, groups),
    });
    let retention = match (set.keep_at_least, set.keep_at_most) {
        (None, None) => None,
        (Some(least), None) => Some(format!(
            "{} {}",
            words.pick("for at least", "minstens"),
            words.duration(least)
        )),
        (None, Some(most)) => Some(format!(
            "{} {}",
            words.pick("for at most", "hoogstens"),
            words.duration(most)
        )),
        (Some(least), Some(most)) => Some(format!(
            "{} {} {} {}",
            words.pick("for at least", "minstens"),
            words.duration(least),
            words.pick("and at most", "en hoogstens"),
            words.duration(most)
        )),
    };
    let field = |f: &DataId| {
        let data = words.model.data.get(f.index())?;
        let DataKind::Field {
            unit, identifying, ..
        } = &data.kind
        else {
            return None;
        };
        Some(json!({
            "id": data.decl.id,
            "title": words.title(&data.decl),
            "unit": unit.as_deref().map(|u| u.replace('-', " ")),
            "identifying": identifying,
            "special": matches!(data.sensitivity, Sensitivity::Special(_)),
        }))
    };
    let derived: Vec<String> = set.derived_from.iter().map(|d| words.data(&[*d])).collect();
    let title = words.title(&data.decl).to_string();
    json!({
        "id": data.decl.id,
        "title": title,
        "note": data.decl.note.as_ref().map(|n| sentence(n.get(words.lang))),
        "definition": words.pick("the dataset of that name in Annex B", "de dataset met die naam in bijlage B"),
        "from": some(words.holders(&set.from)),
        "about": about,
        "personal": data.sensitivity.is_personal(),
        "sensitivity": words.sensitivity(&data.sensitivity),
        "keepers": some(words.holders(&set.keepers)),
        "joint": set.keepers.len() > 1,
        "processors": some(words.holders(&set.processors)),
        "several_processors": set.processors.len() > 1,
        "scale": set.scale.as_deref().map(|s| scale(words, s)),
        "every": set.every.map(|d| words.every(d)),
        "retention": retention,
        "derived": some(derived),
        "licence": set.licence,
        "location": set.location,
        "format": set.format,
        "fields": set.fields.iter().filter_map(field).collect::<Vec<_>>(),
        "record": record(words, id),
    })
}

/// The scale levels that every commons knows; others are written as they stand.
fn scale(words: Words, level: &str) -> String {
    match level {
        "person" => words.pick("person", "persoon").into(),
        "household" => words.pick("household", "huishouden").into(),
        "address" => words.pick("address", "adres").into(),
        "building" => words.pick("building", "gebouw").into(),
        "street" => words.pick("street", "straat").into(),
        "postcode" => words.pick("postcode area", "postcodegebied").into(),
        "neighbourhood" => words.pick("neighbourhood", "buurt").into(),
        "district" => words.pick("district", "wijk").into(),
        "city" => words.pick("city", "stad").into(),
        "municipality" => words.pick("municipality", "gemeente").into(),
        "region" => words.pick("region", "regio").into(),
        "country" => words.pick("country", "land").into(),
        other => other.replace('-', " "),
    }
}

/// Purposes for which, and parties to whom, a dataset goes by the permissions: a row of the record of processing.
fn record(words: Words, id: DataId) -> Value {
    let (mut purposes, mut recipients, mut bases) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    for rule in words
        .model
        .rules
        .iter()
        .filter(|r| r.decl.is_own() && r.deontic == crate::model::Deontic::May)
    {
        let reaches = rule.data.iter().any(|d| {
            words.model.data_tree.is_within(d.0, id.0)
                || words.model.data_tree.is_within(id.0, d.0)
                || matches!(words.model.data.get(d.index()).map(|d| &d.kind), Some(DataKind::Field { dataset, .. }) if *dataset == id)
        });
        if !reaches {
            continue;
        }
        purposes.extend(rule.purposes.iter().copied());
        bases.extend(rule.basis.iter().cloned());
        let alone = |term: &WhoTerm| Who {
            terms: vec![term.clone()],
            ..rule.who.clone()
        };
        let each: Vec<Who> = match rule.who.terms.is_empty() {
            true => vec![rule.who.clone()],
            false => rule.who.terms.iter().map(alone).collect(),
        };
        for who in each.iter().map(|who| words.who(who).0) {
            if !recipients.contains(&who) {
                recipients.push(who);
            }
        }
    }
    let purposes: Vec<String> = purposes
        .into_iter()
        .map(|p: PurposeId| words.purpose_title(p).to_string())
        .collect();
    let bases: Vec<String> = bases
        .iter()
        .map(|b| law::basis(b).map_or_else(|| b.clone(), |b| b.cited(words.lang)))
        .collect();
    json!({
        "purposes": purposes.join("; "),
        "recipients": words.and(&recipients),
        "bases": bases.join("; "),
    })
}

/// Own purposes, and the shipped ones that an own rule names.
fn purposes(words: Words) -> Value {
    let model = words.model;
    let named: BTreeSet<u32> = model
        .rules
        .iter()
        .filter(|r| r.decl.is_own())
        .flat_map(|r| &r.purposes)
        .map(|p| p.0)
        .collect();
    let entry = |(i, p): (usize, &Purpose)| {
        let parents: Vec<String> = model
            .purpose_tree
            .parents(i as u32)
            .iter()
            .map(|p| words.purpose_title(PurposeId(*p)).to_string())
            .collect();
        // The term of the vocabulary, of the purpose itself or of the nearest ones above it.
        let mut links: Vec<&str> = model
            .purpose_tree
            .parents(i as u32)
            .iter()
            .filter_map(|p| model.purposes.get(*p as usize)?.iri.as_deref())
            .collect();
        links.splice(0..0, p.iri.as_deref());
        json!({
            "id": p.decl.id,
            "title": words.title(&p.decl),
            "serves": p.serves.iter().map(|s| sentence(s.get(words.lang))).collect::<Vec<_>>().join(" "),
            "within": if parents.is_empty() { None } else { Some(words.and(&parents)) },
            "links": links,
            "note": p.decl.note.as_ref().map(|n| sentence(n.get(words.lang))),
        })
    };
    model
        .purposes
        .iter()
        .enumerate()
        .filter(|(i, p)| p.decl.is_own() || named.contains(&(*i as u32)))
        .map(entry)
        .collect()
}

fn right(words: Words, right: &Right) -> Value {
    let of = right.of.as_ref().map_or_else(
        || {
            words
                .pick(
                    "the people whom the data are about",
                    "de mensen over wie de gegevens gaan",
                )
                .to_string()
        },
        |(kind, groups)| words.kind_in(*kind, groups),
    );
    let withdraws: Vec<String> = right
        .withdraws
        .iter()
        .map(|f| words.fact_title(crate::model::FactKey::Fact(*f)))
        .collect();
    json!({
        "id": right.decl.id,
        "title": words.title(&right.decl),
        "of": crate::prose::capital(&of),
        "verb": words.right_verb(right.kind),
        "over": if right.over.is_empty() { None } else { Some(words.data(&right.over)) },
        "ask": right.ask.map(|h| words.holder(h)),
        "within": right.within.map(|d| words.duration(d)),
        "withdraws": if withdraws.is_empty() { None } else { Some(words.and(&withdraws)) },
        "how": right.how.as_ref().map(|h| sentence(h.get(words.lang))),
    })
}
