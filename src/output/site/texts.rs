//! The page's own words: one table a language, which a community may change word by word.

use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use serde_json::Value;
use std::collections::BTreeMap;

const EN: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/site/en.toml"
));
const NL: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/site/nl.toml"
));

/// The words of one language, as `section.key`.
#[derive(Debug, Clone)]
pub struct Texts {
    pub lang: Lang,
    pub all: Value,
}

impl Texts {
    /// The words of a language, with the community's own ones (`site/en.toml`, `site/nl.toml`) in their place.
    ///
    /// # Errors
    /// The community's table does not parse, or has a word that the page does not use.
    pub fn load(lang: Lang, overrides: &BTreeMap<String, String>) -> Result<Self, Diagnostic> {
        let path = path(lang);
        let mut all = parse(if lang == Lang::En { EN } else { NL }, &path)?;
        if let Some(own) = overrides.get(&path) {
            let own = parse(own, &path)?;
            overlay(&mut all, own, "", &path)?;
        }
        Ok(Texts { lang, all })
    }

    /// A word by its section and key; empty if there is none (a test reads every key that the code uses).
    pub fn get(&self, section: &str, key: &str) -> &str {
        debug_assert!(
            self.all[section][key].is_string(),
            "no text {section}.{key}"
        );
        self.all[section][key].as_str().unwrap_or("")
    }

    /// A list of sentences.
    pub fn list(&self, section: &str, key: &str) -> Vec<String> {
        debug_assert!(self.all[section][key].is_array(), "no list {section}.{key}");
        let list = self.all[section][key]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        list.iter()
            .filter_map(|v| v.as_str().map(str::to_string))
            .collect()
    }

    /// A word with its `{places}` filled in.
    pub fn fill(&self, section: &str, key: &str, places: &[(&str, &str)]) -> String {
        fill(self.get(section, key), places)
    }
}

/// Puts values in the `{places}` of a text, in one pass, so that a value is never read as a place.
pub fn fill(text: &str, places: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|c| open + c) else {
            break;
        };
        out.push_str(&rest[..open]);
        match places
            .iter()
            .find(|(name, _)| *name == &rest[open + 1..close])
        {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

fn path(lang: Lang) -> String {
    format!("site/{}.toml", lang.tag())
}

fn parse(text: &str, path: &str) -> Result<Value, Diagnostic> {
    toml::from_str::<Value>(text).map_err(|error| {
        problem(
            Text::new(
                format!("The words of the page can't be read ({path})."),
                format!("De woorden van de pagina zijn niet te lezen ({path})."),
            ),
            error.message(),
        )
    })
}

/// Puts `own` over `all`: a word over a word, a list over a list, section by section.
fn overlay(all: &mut Value, own: Value, at: &str, path: &str) -> Result<(), Diagnostic> {
    match (all, own) {
        (Value::Object(all), Value::Object(own)) => {
            for (key, value) in own {
                let place = if at.is_empty() {
                    key.clone()
                } else {
                    format!("{at}.{key}")
                };
                let Some(slot) = all.get_mut(&key) else {
                    return Err(unknown(&place, path));
                };
                overlay(slot, value, &place, path)?;
            }
            Ok(())
        }
        (slot @ Value::String(_), own @ Value::String(_))
        | (slot @ Value::Array(_), own @ Value::Array(_)) => {
            *slot = own;
            Ok(())
        }
        _ => Err(unknown(at, path)),
    }
}

fn unknown(place: &str, path: &str) -> Diagnostic {
    problem(
        Text::new(
            format!("The page has no text {place} of this kind ({path})."),
            format!("De pagina heeft geen tekst {place} van deze soort ({path})."),
        ),
        place,
    )
}

fn problem(message: Text, why: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEMPLATE, message).help(Text::new(
        format!("What is wrong: {why}"),
        format!("Wat er mis is: {why}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        fn keys(value: &Value, at: &str, out: &mut Vec<String>) {
            match value {
                Value::Object(map) => map
                    .iter()
                    .for_each(|(k, v)| keys(v, &format!("{at}.{k}"), out)),
                Value::Array(list) => out.push(format!("{at}[{}]", list.len())),
                _ => out.push(at.to_string()),
            }
        }
        let of = |lang| {
            let mut out = Vec::new();
            keys(
                &Texts::load(lang, &BTreeMap::new()).unwrap().all,
                "",
                &mut out,
            );
            out
        };
        assert_eq!(of(Lang::En), of(Lang::Nl));
    }

    #[test]
    fn a_community_changes_a_word_but_not_an_unknown_one() {
        let own = |text: &str| {
            Texts::load(
                Lang::En,
                &BTreeMap::from([("site/en.toml".to_string(), text.to_string())]),
            )
        };
        assert_eq!(
            own("[nav]\nindex = \"Home\"").unwrap().get("nav", "index"),
            "Home"
        );
        assert!(
            own("[nav]\nindx = \"Home\"")
                .unwrap_err()
                .message
                .en
                .contains("nav.indx")
        );
        assert!(own("[nav]\nindex = 3").is_err());
        assert!(own("[nav").is_err());
    }

    #[test]
    fn places_are_filled_once() {
        assert_eq!(
            fill("{x} and {y} {", &[("x", "{y}"), ("y", "b")]),
            "{y} and b {"
        );
    }
}
