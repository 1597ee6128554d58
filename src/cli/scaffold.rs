//! The files that a new commons begins with, from `templates/new`.

use crate::diagnostic::Lang;
use crate::project::VERSION;
use clap::ValueEnum;
use std::collections::BTreeMap;

/// What a new commons is about.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Smart meters, shared by households with a grid operator
    Energy,
    /// Measurements at home, shared by patients with researchers
    Health,
    /// A small commons to fill in yourself
    Blank,
}

/// What the one who starts a commons wants.
pub struct Wishes {
    pub kind: Kind,
    pub lang: Lang,
    pub name: String,
    pub seat: String,
}

macro_rules! sources {
    ($lang:literal, $kind:literal) => {
        [
            (
                "parties.meent",
                include_str!(concat!(
                    "../../templates/new/",
                    $lang,
                    "/",
                    $kind,
                    "/parties.meent"
                )),
            ),
            (
                "data.meent",
                include_str!(concat!(
                    "../../templates/new/",
                    $lang,
                    "/",
                    $kind,
                    "/data.meent"
                )),
            ),
            (
                "rules.meent",
                include_str!(concat!(
                    "../../templates/new/",
                    $lang,
                    "/",
                    $kind,
                    "/rules.meent"
                )),
            ),
            (
                "scenarios.meent",
                include_str!(concat!(
                    "../../templates/new/",
                    $lang,
                    "/",
                    $kind,
                    "/scenarios.meent"
                )),
            ),
            (
                "commons.meent",
                include_str!(concat!("../../templates/new/", $lang, "/commons.meent")),
            ),
            (
                "deciding.meent",
                include_str!(concat!("../../templates/new/", $lang, "/deciding.meent")),
            ),
            (
                "README.md",
                include_str!(concat!("../../templates/new/", $lang, "/README.md")),
            ),
            (
                "meent.toml",
                include_str!(concat!("../../templates/new/", $lang, "/meent.toml")),
            ),
        ]
    };
}

/// The files, by path.
pub fn files(wishes: &Wishes) -> BTreeMap<String, String> {
    let texts = match (wishes.lang, wishes.kind) {
        (Lang::En, Kind::Energy) => sources!("en", "energy"),
        (Lang::En, Kind::Health) => sources!("en", "health"),
        (Lang::En, Kind::Blank) => sources!("en", "blank"),
        (Lang::Nl, Kind::Energy) => sources!("nl", "energy"),
        (Lang::Nl, Kind::Health) => sources!("nl", "health"),
        (Lang::Nl, Kind::Blank) => sources!("nl", "blank"),
    };
    let ci = (
        ".github/workflows/meent.yml",
        include_str!("../../templates/new/meent.yml"),
    );
    texts
        .into_iter()
        .chain([ci])
        .map(|(path, text)| (path.to_string(), fill(text, path, wishes)))
        .collect()
}

fn fill(text: &str, path: &str, wishes: &Wishes) -> String {
    let source = path.ends_with(".meent");
    let written = |text: &str| {
        if source {
            escaped(text)
        } else {
            text.to_string()
        }
    };
    let office = match wishes.lang {
        Lang::En => format!("Office of {}", wishes.name),
        Lang::Nl => format!("Bureau van {}", wishes.name),
    };
    let words = words(wishes.lang, wishes.kind);
    let values = [
        ("{{id}}", id(&wishes.name)),
        ("{{people}}", words.people.to_string()),
        ("{{users}}", words.users.to_string()),
        ("{{data}}", words.data.to_string()),
        ("{{purpose}}", words.purpose.to_string()),
        ("{{facts}}", words.facts.to_string()),
        ("{{goal}}", words.goal.to_string()),
        ("{{version}}", VERSION.to_string()),
        ("{{lang}}", wishes.lang.tag().to_string()),
        ("{{office}}", written(&office)),
        ("{{seat}}", written(&wishes.seat)),
        // Last, so that nothing in a name is taken for a blank to fill in.
        ("{{name}}", written(&wishes.name)),
    ];
    // One pass over the text: what was filled in is not looked at again.
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match values.iter().find(|(blank, _)| from.starts_with(blank)) {
            Some((blank, value)) => {
                out.push_str(value);
                rest = from.get(blank.len()..).unwrap_or_default();
            }
            None => {
                out.push_str("{{");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// A text between the quotation marks of a source; a line break would only be a nuisance there.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace(['\n', '\r'], " ")
}

struct KindWords {
    people: &'static str,
    users: &'static str,
    data: &'static str,
    purpose: &'static str,
    goal: &'static str,
    /// What to say is known, so that the first example is permitted.
    facts: &'static str,
}

fn words(lang: Lang, kind: Kind) -> KindWords {
    let (people, users, data, purpose, goal, facts) = match (lang, kind) {
        (Lang::En, Kind::Energy) => (
            "households",
            "grid-operators",
            "meter-readings",
            "grid-planning",
            "Fewer power cuts and lower bills. We keep control of our own data.",
            "consent homes-in-result=12",
        ),
        (Lang::Nl, Kind::Energy) => (
            "huishoudens",
            "netbeheerders",
            "meterstanden",
            "netplanning",
            "Minder stroomstoringen en lagere rekeningen. De zeggenschap over onze gegevens blijft bij ons.",
            "toestemming woningen-in-resultaat=12",
        ),
        (Lang::En, Kind::Health) => (
            "participants",
            "researchers",
            "measurements",
            "care-research",
            "Better care. Patients stay in control of their data.",
            "consent people-in-result=12",
        ),
        (Lang::Nl, Kind::Health) => (
            "deelnemers",
            "onderzoekers",
            "metingen",
            "zorgonderzoek",
            "Betere zorg. De zeggenschap over de gegevens blijft bij de patiënt.",
            "toestemming mensen-in-resultaat=12",
        ),
        (Lang::En, Kind::Blank) => (
            "participants",
            "data-users",
            "answers",
            "improving",
            "We share what we know, and decide together what happens with it.",
            "consent people-in-result=12",
        ),
        (Lang::Nl, Kind::Blank) => (
            "deelnemers",
            "gebruikers",
            "antwoorden",
            "verbeteren",
            "Wij delen wat wij weten, en beslissen samen wat ermee gebeurt.",
            "toestemming mensen-in-resultaat=12",
        ),
    };
    KindWords {
        people,
        users,
        data,
        purpose,
        goal,
        facts,
    }
}

/// A name as an id: "Buurtenergie Zuid-Oost" → `buurtenergie-zuid-oost`. It always begins with a letter.
pub fn id(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(text) => out.push_str(text),
            None if c.is_ascii_alphanumeric() => out.push(c),
            None if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            None => {}
        }
    }
    let out: String = out.trim_matches('-').chars().take(40).collect();
    let out = out.trim_end_matches('-').to_string();
    match out.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => out,
        Some(_) => format!("commons-{out}"),
        None => "commons".to_string(),
    }
}

/// Letters with marks, without them: an id is also typed, and stands in addresses.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ÿ' | 'ý' => "y",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        '\'' | '’' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain() {
        assert_eq!(id("Buurtenergie Zuid-Oost"), "buurtenergie-zuid-oost");
        assert_eq!(id("  Coöperatie 't Veld! "), "cooperatie-t-veld");
        assert_eq!(id("3 straten"), "commons-3-straten");
        assert_eq!(id("日本"), "commons");
        assert_eq!(id(""), "commons");
    }

    #[test]
    fn every_blank_is_filled_in_and_nothing_in_a_name_is() {
        for kind in Kind::value_variants() {
            for lang in Lang::ALL {
                let name = "The \"{{seat}}\" \\ commons".to_string();
                let wishes = Wishes {
                    kind: *kind,
                    lang,
                    name,
                    seat: "Utrecht".into(),
                };
                for (path, text) in files(&wishes) {
                    let left = text
                        .replace("The \"{{seat}}\" \\", "")
                        .replace("The \\\"{{seat}}\\\" \\\\", "");
                    assert!(!left.contains("{{"), "{path}: {left}");
                }
            }
        }
    }
}
