//! The JSON Schema of a request, so that a form or a program can check one before it is sent.
//!
//! It is stricter than the policies: they ignore a fact that the source does not know, and take a malformed one for unknown;
//! the schema says so beforehand. Titles are English, and Dutch under `x-nl`.

use super::Context;
use crate::diagnostic::{Lang, Text};
use crate::model::{Decl, Fact, FactKind, Model, TimeUnit, Unit};
use crate::output::Artifact;
use serde_json::{Map, Value as Json, json};

const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const INSTANT: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z$";

pub fn make(ctx: &Context) -> Artifact {
    Artifact::text("policy/request.schema.json", format!("{:#}\n", schema(ctx)))
}

fn schema(ctx: &Context) -> Json {
    let model = ctx.model;
    let commons = &model.commons;
    let title = Text::new(
        format!("A request to {}", commons.title(Lang::En)),
        format!("Een aanvraag bij {}", commons.title(Lang::Nl)),
    );
    let about = Text::new(
        "Who asks to do what, with which data, for which purpose, and what is known. An empty list, or none, is all of it.",
        "Wie vraagt om wat te doen, met welke gegevens, voor welk doel, en wat bekend is. Een lege lijst, of geen, is alles.",
    );
    let list = |name: &str, title: Text| {
        described(
            json!({ "type": "array", "uniqueItems": true, "items": { "$ref": format!("#/$defs/{name}") } }),
            &title,
            None,
        )
    };
    let facts: Map<String, Json> = model
        .facts
        .iter()
        .map(|f| (f.decl.id.clone(), fact(f)))
        .collect();
    let passed = |d: &Decl| {
        described(
            json!({ "type": "boolean" }),
            &titles(d),
            Some(&passed_text()),
        )
    };
    let decisions: Map<String, Json> = model
        .decisions
        .iter()
        .map(|d| (d.decl.id.clone(), passed(&d.decl)))
        .collect();
    let closed = |properties: Map<String, Json>, title: Text| {
        let object =
            json!({ "type": "object", "properties": properties, "additionalProperties": false });
        described(object, &title, None)
    };
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:meent:{}:request", commons.id()),
        "$comment": format!("source sha256:{}", ctx.digest),
        "type": "object",
        "required": ["party"],
        "additionalProperties": false,
        "properties": {
            "party": party(model),
            "actions": list("action", Text::new("What it is about to do", "Wat de aanvrager wil doen")),
            "data": list("data", Text::new("With which data", "Met welke gegevens")),
            "purposes": list("purpose", Text::new("For which purposes", "Voor welke doelen")),
            "facts": closed(facts, Text::new("What is known", "Wat bekend is")),
            "decisions": closed(decisions, Text::new("Decisions taken", "Genomen besluiten")),
            "moment": described(
                json!({ "type": "string", "anyOf": [{ "format": "date", "pattern": DAY }, { "format": "date-time", "pattern": INSTANT }] }),
                &Text::new("The moment of the request", "Het moment van de aanvraag"),
                Some(&Text::new("A day, or an instant in UTC.", "Een dag, of een tijdstip in UTC.")),
            ),
        },
        "$defs": {
            "member": names(model.parties.iter().map(|p| &p.decl)),
            "group": names(model.groups.iter().map(|g| &g.decl)),
            "action": names(model.actions.iter().map(|a| &a.decl)),
            "data": names(model.data.iter().map(|d| &d.decl)),
            "purpose": names(model.purposes.iter().map(|p| &p.decl)),
        },
    });
    described(whole, &title, Some(&about))
}

fn party(model: &Model) -> Json {
    let one = |name: &str, schema: Json| json!({ "type": "object", "required": [name], "properties": { name: schema }, "additionalProperties": false });
    let groups = described(
        json!({ "type": "array", "uniqueItems": true, "items": { "$ref": "#/$defs/group" } }),
        &Text::new(
            "The groups that the asker is in",
            "De groepen waar de aanvrager in zit",
        ),
        Some(&Text::new(
            "None for an outsider.",
            "Geen voor een buitenstaander.",
        )),
    );
    let mut ways = vec![one("groups", groups)];
    if !model.parties.is_empty() {
        ways.insert(0, one("member", json!({ "$ref": "#/$defs/member" })));
    }
    described(
        json!({ "oneOf": ways }),
        &Text::new("Who asks", "Wie vraagt"),
        None,
    )
}

/// One of the ids, each with its titles. Without any: nothing.
fn names<'a>(decls: impl Iterator<Item = &'a Decl>) -> Json {
    let all: Vec<Json> = decls
        .map(|d| described(json!({ "const": d.id }), &titles(d), None))
        .collect();
    if all.is_empty() {
        Json::Bool(false)
    } else {
        json!({ "oneOf": all })
    }
}

fn titles(decl: &Decl) -> Text {
    Text::new(decl.title(Lang::En), decl.title(Lang::Nl))
}

fn passed_text() -> Text {
    Text::new(
        "Whether it has passed. Leave it out while nobody knows.",
        "Of het is aangenomen. Laat het weg zolang niemand het weet.",
    )
}

fn fact(fact: &Fact) -> Json {
    let (schema, about) = match &fact.kind {
        FactKind::YesNo => (json!({ "type": "boolean" }), None),
        FactKind::Number { unit, decimals } => {
            let schema = json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX });
            (schema, Some(number(unit, *decimals)))
        }
        FactKind::Date => (
            json!({ "type": "string", "format": "date", "pattern": DAY }),
            None,
        ),
        FactKind::OneOf(choices) if choices.is_empty() => (Json::Bool(false), None),
        FactKind::OneOf(choices) => (json!({ "enum": choices }), None),
    };
    described(schema, &titles(&fact.decl), about.as_ref())
}

/// In words: "A whole number of 1/100 kWh: 150 is 1.50 kWh."
fn number(unit: &Unit, decimals: u8) -> Text {
    let (en, nl) = match unit {
        Unit::Percent => ("per cent".to_owned(), "procent".to_owned()),
        Unit::Named(name) => (name.clone(), name.clone()),
        Unit::Time(unit) => {
            let (en, nl) = match unit {
                TimeUnit::Minute => ("minutes", "minuten"),
                TimeUnit::Hour => ("hours", "uren"),
                TimeUnit::Day => ("days", "dagen"),
                TimeUnit::Week => ("weeks", "weken"),
                TimeUnit::Month => ("months", "maanden"),
                TimeUnit::Quarter => ("quarters", "kwartalen"),
                TimeUnit::Year => ("years", "jaren"),
            };
            (en.to_owned(), nl.to_owned())
        }
    };
    if decimals == 0 {
        return Text::new(
            format!("A whole number of {en}."),
            format!("Een geheel aantal {nl}."),
        );
    }
    let zeros = "0".repeat(usize::from(decimals));
    Text::new(
        format!("A whole number of steps of 1/1{zeros} {en}: 15{zeros} is 15 {en}."),
        format!("Een geheel aantal stappen van 1/1{zeros} {nl}: 15{zeros} is 15 {nl}."),
    )
}

/// A schema with its title and description in both languages.
fn described(schema: Json, title: &Text, about: Option<&Text>) -> Json {
    let Json::Object(rest) = schema else {
        return schema;
    };
    let mut dutch = Map::new();
    let mut all = Map::new();
    for key in ["$schema", "$id", "$comment"] {
        if let Some(value) = rest.get(key) {
            all.insert(key.into(), value.clone());
        }
    }
    all.insert("title".into(), json!(title.en));
    dutch.insert("title".into(), json!(title.nl));
    if let Some(about) = about {
        all.insert("description".into(), json!(about.en));
        dutch.insert("description".into(), json!(about.nl));
    }
    all.insert("x-nl".into(), Json::Object(dutch));
    for (key, value) in rest {
        all.entry(key).or_insert(value);
    }
    Json::Object(all)
}
