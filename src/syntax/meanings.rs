//! What each keyword means, in a few words. The data is `grammar/meanings.toml`.

use crate::diagnostic::Text;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(serde::Deserialize)]
struct Row {
    en: String,
    nl: String,
}

/// A table that is not as it should be is empty; a test reads it whole.
static MEANINGS: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| {
    let rows: BTreeMap<String, Row> =
        toml::from_str(include_str!("../../grammar/meanings.toml")).unwrap_or_default();
    let text = |(key, row): (String, Row)| (key, Text::new(row.en, row.nl));
    rows.into_iter().map(text).collect()
});

/// What a keyword means, by its key in `grammar/words.toml`.
pub fn meaning(key: &str) -> Option<&'static Text> {
    MEANINGS.get(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::words::words;

    #[test]
    fn every_keyword_has_a_meaning_and_no_other_word() {
        let keys: Vec<&str> = words().iter().map(|w| w.key.as_str()).collect();
        let without: Vec<&&str> = keys.iter().filter(|k| meaning(k).is_none()).collect();
        assert!(without.is_empty(), "{without:?}");
        let other: Vec<&String> = MEANINGS
            .keys()
            .filter(|k| !keys.contains(&k.as_str()))
            .collect();
        assert!(other.is_empty(), "{other:?}");
        for (key, text) in MEANINGS.iter() {
            assert!(text.en.ends_with('.') && text.nl.ends_with('.'), "{key}");
        }
    }
}
