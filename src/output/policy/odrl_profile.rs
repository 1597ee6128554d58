//! The ODRL profile of a commons: every term and name that its policies use and ODRL does not have.

use super::Context;
use super::odrl::labels;
use super::odrl_names::Names;
use crate::model::{
    DataId, DataKind, DecisionId, Decl, FactId, FactKey, FactKind, GroupId, PartyId, SanctionId,
    Unit,
};
use serde_json::{Value as Json, json};

pub fn make(ctx: &Context, names: &Names) -> Json {
    let model = ctx.model;
    let mut graph = vec![profile(ctx, names)];
    graph.extend(actions(names));
    graph.extend(operands(names));
    graph.extend(parties(names));
    graph.extend(assets(names));
    for (node, purpose) in model
        .purposes
        .iter()
        .enumerate()
        .filter(|(_, p)| p.iri.is_none())
    {
        let broader: Vec<Json> = model
            .purpose_tree
            .parents(node as u32)
            .iter()
            .map(|&p| id(&names.purpose(p)))
            .collect();
        graph.push(term(
            &names.purpose(node as u32),
            "skos:Concept",
            &purpose.decl,
            "skos:broader",
            broader,
        ));
    }
    json!({
        "@context": {
            "dct": "http://purl.org/dc/terms/",
            "odrl": "http://www.w3.org/ns/odrl/2/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": graph,
    })
}

fn id(iri: &str) -> Json {
    json!({ "@id": iri })
}

/// A named thing with what it lies within.
fn term(iri: &str, kind: &str, decl: &Decl, within: &str, parents: Vec<Json>) -> Json {
    let mut term = json!({ "@id": iri, "@type": kind, "rdfs:label": labels(&decl.title) });
    if let Some(map) = term.as_object_mut() {
        if let Some(note) = &decl.note {
            map.insert("rdfs:comment".into(), labels(note));
        }
        if !parents.is_empty() {
            map.insert(within.into(), Json::Array(parents));
        }
    }
    term
}

fn both(en: &str, nl: &str) -> Json {
    json!([{ "@value": en, "@language": "en" }, { "@value": nl, "@language": "nl" }])
}

fn profile(ctx: &Context, names: &Names) -> Json {
    let title = ctx
        .model
        .commons
        .decl
        .as_ref()
        .map_or(Json::Null, |d| labels(&d.title));
    json!({
        "@id": names.profile(),
        "@type": "skos:ConceptScheme",
        "dct:title": title,
        "dct:identifier": format!("sha256:{}", ctx.digest),
        "rdfs:comment": both(
            "Every left operand below always has a value. What is not known has the value `unknown`, which is equal to itself and to \
             nothing else, and lies above, below or among nothing. A prohibition that names it holds for what is not known.",
            "Elke linkeroperand hieronder heeft altijd een waarde. Wat niet bekend is, heeft de waarde `unknown`: die is alleen gelijk aan \
             zichzelf en ligt boven, onder of tussen niets. Een verbod dat haar noemt, geldt ook voor wat niet bekend is.",
        ),
    })
}

fn actions<'a>(names: &'a Names) -> impl Iterator<Item = Json> + 'a {
    let own = names
        .model
        .actions
        .iter()
        .enumerate()
        .filter(|(node, _)| names.is_own_action(*node as u32));
    let actions = own.map(|(node, action)| {
        let within = vec![id(&names.included_in(node as u32))];
        term(
            names.action(node as u32),
            "odrl:Action",
            &action.decl,
            "odrl:includedIn",
            within,
        )
    });
    // An action apart from what is included in it, for rules that leave a part out.
    let broad = names
        .model
        .actions
        .iter()
        .enumerate()
        .filter(|(node, _)| names.has_included(*node as u32));
    let itself = broad.map(|(node, action)| {
        let within = vec![id(names.action(node as u32))];
        term(
            &names.action_itself(node as u32),
            "odrl:Action",
            &action.decl,
            "odrl:includedIn",
            within,
        )
    });
    let sanctions = names
        .model
        .sanctions
        .iter()
        .enumerate()
        .map(|(at, sanction)| {
            let within = vec![id("http://www.w3.org/ns/odrl/2/use")];
            term(
                &names.sanction(SanctionId::new(at)),
                "odrl:Action",
                &sanction.decl,
                "odrl:includedIn",
                within,
            )
        });
    actions.chain(itself).chain(sanctions)
}

fn operands(names: &Names) -> Vec<Json> {
    let model = names.model;
    let mut all = Vec::new();
    for (at, fact) in model.facts.iter().enumerate() {
        let key = FactKey::Fact(FactId::new(at));
        let mut operand = term(
            &names.operand(key),
            "odrl:LeftOperand",
            &fact.decl,
            "",
            Vec::new(),
        );
        let (range, unit) = match &fact.kind {
            FactKind::YesNo => ("xsd:boolean", None),
            FactKind::Number { unit, .. } => ("xsd:decimal", Some(unit_name(unit))),
            FactKind::Date => ("xsd:date", None),
            FactKind::OneOf(_) => ("xsd:string", None),
        };
        if let Some(map) = operand.as_object_mut() {
            map.insert("rdfs:range".into(), id(range));
            if let Some(unit) = unit {
                map.insert("skos:scopeNote".into(), json!(unit));
            }
        }
        all.push(operand);
    }
    for (at, decision) in model.decisions.iter().enumerate() {
        let key = FactKey::Passed(DecisionId::new(at));
        let mut operand = term(
            &names.operand(key),
            "odrl:LeftOperand",
            &decision.decl,
            "",
            Vec::new(),
        );
        if let Some(map) = operand.as_object_mut() {
            map.insert("rdfs:range".into(), id("xsd:boolean"));
            map.insert(
                "skos:scopeNote".into(),
                both(
                    "Whether the decision has passed.",
                    "Of het besluit is aangenomen.",
                ),
            );
        }
        all.push(operand);
    }
    let own = |iri: String, range: Option<&str>, en: &str, nl: &str| {
        let mut operand =
            json!({ "@id": iri, "@type": "odrl:LeftOperand", "rdfs:label": both(en, nl) });
        if let (Some(map), Some(range)) = (operand.as_object_mut(), range) {
            map.insert("rdfs:range".into(), id(range));
        }
        operand
    };
    let moment = names.operand(FactKey::Moment);
    all.push(own(
        moment,
        Some("xsd:date"),
        "the day of the request, in UTC",
        "de dag van de aanvraag, in UTC",
    ));
    all.push(own(
        names.membership(),
        None,
        "the groups that who asks is in",
        "de groepen waar de aanvrager in zit",
    ));
    all.push(own(names.asker(), None, "who asks", "de aanvrager"));
    let lasting = (
        names.lasting(),
        "how long the action is to last",
        "hoe lang de handeling duurt",
    );
    all.push(own(lasting.0, Some("xsd:duration"), lasting.1, lasting.2));
    all.push(json!({ "@id": names.unknown(), "@type": "odrl:RightOperand", "rdfs:label": both("not known", "niet bekend") }));
    all
}

fn unit_name(unit: &Unit) -> String {
    match unit {
        Unit::Percent => "%".to_owned(),
        Unit::Named(name) => name.clone(),
        Unit::Time(unit) => format!("{unit:?}").to_lowercase(),
    }
}

fn parties(names: &Names) -> Vec<Json> {
    let model = names.model;
    let commons = json!({ "@id": names.commons(), "@type": "odrl:Party" });
    let mut all = vec![commons];
    for (node, group) in model.groups.iter().enumerate() {
        let above = model
            .group_tree
            .parents(node as u32)
            .iter()
            .map(|&g| id(&names.group(GroupId(g))))
            .collect();
        all.push(term(
            &names.group(GroupId::new(node)),
            "odrl:PartyCollection",
            &group.decl,
            "odrl:partOf",
            above,
        ));
    }
    for (at, party) in model.parties.iter().enumerate() {
        let groups = party.groups.iter().map(|&g| id(&names.group(g))).collect();
        all.push(term(
            &names.party(PartyId::new(at)),
            "odrl:Party",
            &party.decl,
            "odrl:partOf",
            groups,
        ));
    }
    all
}

fn assets(names: &Names) -> Vec<Json> {
    let model = names.model;
    let mut all = vec![json!({
        "@id": names.all_data(), "@type": "odrl:AssetCollection", "rdfs:label": both("all data of the commons", "alle gegevens van de commons"),
    })];
    for (node, data) in model.data.iter().enumerate() {
        let node = node as u32;
        let kind = match data.kind {
            DataKind::Dataset(_) => "odrl:AssetCollection",
            DataKind::Field { .. } => "odrl:Asset",
        };
        let mut parents: Vec<Json> = model
            .data_tree
            .parents(node)
            .iter()
            .map(|&p| id(&names.data(DataId(p))))
            .collect();
        if parents.is_empty() {
            parents.push(id(&names.all_data()));
        }
        all.push(term(
            &names.data(DataId(node)),
            kind,
            &data.decl,
            "odrl:partOf",
            parents,
        ));
        if !model.data_tree.children(node).is_empty() {
            // The dataset apart from its parts, for rules that leave a part out.
            let itself = names.remainder(node);
            all.push(term(
                &itself,
                "odrl:Asset",
                &data.decl,
                "odrl:partOf",
                vec![id(&names.data(DataId(node)))],
            ));
        }
    }
    all
}
