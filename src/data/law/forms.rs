//! Legal forms, from `forms.toml`.

use crate::diagnostic::Text;
use serde::Deserialize;
use std::sync::LazyLock;

/// A legal form that a commons can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalForm {
    pub id: String,
    /// The name in a Dutch source.
    pub nl: String,
    /// With its article, as it stands in a sentence: "an association".
    pub title: Text,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    form: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    nl: String,
    title_en: String,
    title_nl: String,
}

static FORMS: LazyLock<Vec<LegalForm>> = LazyLock::new(|| {
    let rows = crate::data::shipped::<Table>(include_str!("forms.toml")).form;
    rows.into_iter()
        .map(|r| LegalForm {
            id: r.id,
            nl: r.nl,
            title: Text::new(r.title_en, r.title_nl),
        })
        .collect()
});

pub fn legal_forms() -> &'static [LegalForm] {
    &FORMS
}

/// The form with this English or Dutch name.
pub fn legal_form(name: &str) -> Option<&'static LegalForm> {
    legal_forms().iter().find(|f| f.id == name || f.nl == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads() {
        assert!(toml::from_str::<Table>(include_str!("forms.toml")).is_ok());
        assert_eq!(
            legal_form("vereniging").map(|f| f.id.as_str()),
            Some("association")
        );
    }
}
