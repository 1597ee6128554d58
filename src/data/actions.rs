//! The actions that every commons knows, from `actions.toml`: `use` and everything below it, and the
//! acts of care (deleting, reporting, …) that usually are duties.

use crate::diagnostic::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

/// An action that needs no declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The name in a source, in English.
    pub id: String,
    /// The name in a source, in Dutch.
    pub nl: String,
    /// The broader actions, as places in [`all`].
    pub parents: Vec<usize>,
    /// The infinitive as it stands after "may", with its preposition: "read", "report on".
    pub verb_en: String,
    /// The infinitive as it closes a Dutch sentence: "lezen".
    pub verb_nl: String,
    /// The preposition before the data in a Dutch sentence, if the verb needs one: "over".
    pub preposition_nl: Option<String>,
    /// The action as a thing: "reading".
    pub noun_en: String,
    /// The action as a thing, with its article: "het lezen".
    pub noun_nl: String,
    /// The term of ODRL 2.2 that means the same, if there is one.
    pub odrl: Option<String>,
    /// For an action that ODRL lacks: the ODRL action it is included in.
    pub odrl_parent: Option<String>,
    /// An act of care for the data; not part of `use`.
    pub care: bool,
}

impl Action {
    /// What the action does to some data: "read the meter readings", "de meterstanden lezen".
    pub fn phrase(&self, lang: Lang, data: &str) -> String {
        match (lang, &self.preposition_nl) {
            (Lang::En, _) => format!("{} {data}", self.verb_en),
            (Lang::Nl, Some(preposition)) => format!("{preposition} {data} {}", self.verb_nl),
            (Lang::Nl, None) => format!("{data} {}", self.verb_nl),
        }
    }

    /// The infinitive without any data: "read", "lezen".
    pub fn verb(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.verb_en,
            Lang::Nl => &self.verb_nl,
        }
    }

    /// The action as a thing: "reading", "het lezen".
    pub fn noun(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.noun_en,
            Lang::Nl => &self.noun_nl,
        }
    }

    /// Whether odrl:use covers it. ODRL hangs `sell` under `transfer`, beside `use` (ODRL Vocabulary 2.2,
    /// section 4.3), so a rule about odrl:use says nothing of them.
    pub fn under_odrl_use(&self) -> bool {
        !matches!(
            self.odrl.as_deref().and_then(|iri| iri.rsplit('/').next()),
            Some("sell" | "transfer")
        )
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    action: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    nl: String,
    parents: Vec<String>,
    verb_en: String,
    verb_nl: String,
    preposition_nl: Option<String>,
    noun_en: String,
    noun_nl: String,
    odrl: String,
    odrl_parent: Option<String>,
    #[serde(default)]
    care: bool,
}

static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    let rows = super::shipped::<Table>(include_str!("actions.toml")).action;
    let place = |id: &String| rows.iter().position(|r| r.id == *id);
    let parents: Vec<Vec<usize>> = rows
        .iter()
        .map(|r| r.parents.iter().filter_map(place).collect())
        .collect();
    rows.into_iter()
        .zip(parents)
        .map(|(r, parents)| Action {
            id: r.id,
            nl: r.nl,
            parents,
            verb_en: r.verb_en,
            verb_nl: r.verb_nl,
            preposition_nl: r.preposition_nl,
            noun_en: r.noun_en,
            noun_nl: r.noun_nl,
            odrl: Some(r.odrl).filter(|iri| !iri.is_empty()),
            odrl_parent: r.odrl_parent,
            care: r.care,
        })
        .collect()
});

/// Every action, a broader one before its narrower ones.
pub fn all() -> &'static [Action] {
    &ACTIONS
}

/// The action with this English or Dutch name.
pub fn find(name: &str) -> Option<&'static Action> {
    all().iter().find(|a| a.id == name || a.nl == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_reads() {
        assert!(toml::from_str::<Table>(include_str!("actions.toml")).is_ok());
        assert_eq!(all().len(), 29);
    }

    #[test]
    fn parents_exist_and_come_first() {
        let table: Table = toml::from_str(include_str!("actions.toml")).unwrap();
        for (at, (row, action)) in table.action.iter().zip(all()).enumerate() {
            assert_eq!(row.parents.len(), action.parents.len(), "{}", row.id);
            assert!(action.parents.iter().all(|&p| p < at), "{}", row.id);
        }
    }

    #[test]
    fn no_name_is_used_twice_in_either_language() {
        let names: Vec<&str> = all()
            .iter()
            .flat_map(|a| [a.id.as_str(), a.nl.as_str()])
            .collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn care_is_no_part_of_use_and_the_rest_is() {
        for action in all() {
            let below_use = action.id == "use" || !action.parents.is_empty();
            assert_eq!(action.care, !below_use, "{}", action.id);
        }
    }

    #[test]
    fn each_action_has_an_odrl_term_or_one_it_is_included_in() {
        for action in all() {
            assert!(
                action.odrl.is_some() != action.odrl_parent.is_some(),
                "{}",
                action.id
            );
            for iri in action.odrl.iter().chain(&action.odrl_parent) {
                assert!(iri.starts_with("http://www.w3.org/ns/odrl/2/"), "{iri}");
            }
        }
        let outside: Vec<&str> = all()
            .iter()
            .filter(|a| !a.under_odrl_use())
            .map(|a| a.id.as_str())
            .collect();
        assert_eq!(outside, ["sell", "transfer"]);
    }

    #[test]
    fn phrases_read_like_sentences() {
        let phrase = |name, lang, data| find(name).map(|a| a.phrase(lang, data)).unwrap();
        assert_eq!(
            phrase("lezen", Lang::En, "the readings"),
            "read the readings"
        );
        assert_eq!(
            phrase("read", Lang::Nl, "de meterstanden"),
            "de meterstanden lezen"
        );
        assert_eq!(
            phrase("report", Lang::Nl, "de meterstanden"),
            "over de meterstanden rapporteren"
        );
        assert_eq!(
            phrase("train", Lang::Nl, "de meterstanden"),
            "met de meterstanden een model trainen"
        );
    }
}
