//! The same facts as JSON-LD in the words of schema.org.
//!
//! It stands in the page itself. A data block is not a program: browsers leave it alone before they look at the
//! content security policy, so the strict policy of the page holds and says nothing about it.

use super::view::View;
use crate::model::*;
use serde_json::{Map, Value, json};

pub fn organisation(view: &View) -> Value {
    let commons = &view.model.commons;
    let mut out = base("Organization", commons.title(view.lang));
    put(
        &mut out,
        "description",
        commons.goal.as_ref().map(|g| g.get(view.lang).to_string()),
    );
    put(&mut out, "location", commons.seat.clone());
    put(
        &mut out,
        "email",
        commons.contact.clone().filter(|c| c.contains('@')),
    );
    if let Some(number) = &commons.registered {
        out.insert(
            "identifier".into(),
            json!({ "@type": "PropertyValue", "propertyID": number.register, "value": number.number }),
        );
    }
    Value::Object(out)
}

pub fn dataset(view: &View, data: &Data, dataset: &Dataset) -> Value {
    let lang = view.lang;
    let mut out = base("Dataset", data.decl.title(lang));
    let note = data.decl.note.as_ref().map(|n| n.get(lang).to_string());
    put(
        &mut out,
        "description",
        note.or_else(|| Some(description(view, data, dataset))),
    );
    put(&mut out, "identifier", Some(data.decl.id.clone()));
    put(&mut out, "inLanguage", Some(lang.tag().to_string()));
    put(&mut out, "version", view.model.commons.version.clone());
    put(&mut out, "license", dataset.licence.clone());
    put(&mut out, "encodingFormat", dataset.format.clone());
    if !dataset.fields.is_empty() {
        let fields = dataset
            .fields
            .iter()
            .filter_map(|f| view.model.data.get(f.index()));
        out.insert(
            "variableMeasured".into(),
            fields.map(|f| json!(f.decl.title(lang))).collect(),
        );
    }
    let keepers = view.holders(&dataset.keepers);
    if !keepers.is_empty() {
        let keepers = keepers
            .iter()
            .map(|k| json!({ "@type": "Organization", "name": k.text }));
        out.insert("maintainer".into(), keepers.collect());
    }
    Value::Object(out)
}

/// The title, and the fields or the sources in a row: schema.org asks for a description of each dataset.
fn description(view: &View, data: &Data, dataset: &Dataset) -> String {
    let fields = dataset
        .fields
        .iter()
        .filter_map(|f| view.model.data.get(f.index()));
    let names: Vec<String> = fields
        .map(|f| f.decl.title(view.lang).to_string())
        .collect();
    let title = data.decl.title(view.lang);
    if names.is_empty() {
        title.to_string()
    } else {
        format!("{title}: {}", names.join(", "))
    }
}

fn base(kind: &str, name: &str) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("@context".into(), json!("https://schema.org"));
    out.insert("@type".into(), json!(kind));
    out.insert("name".into(), json!(name));
    out
}

fn put(out: &mut Map<String, Value>, key: &str, value: Option<String>) {
    if let Some(value) = value {
        out.insert(key.into(), Value::String(value));
    }
}

/// As it stands between the tags: no `<`, so that nothing in it can end the block.
pub fn block(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
