//! What the law lays down about legal persons, from `persons.toml`.

use super::{Citation, Term, rows};
use crate::diagnostic::Text;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Whether a source can say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// It can't.
    Mandatory,
    /// It can; what it does not say is filled in by the law.
    Default,
}

/// A default or a minimum that a law sets for legal persons of some forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRule {
    pub id: String,
    pub force: Force,
    /// Ids of legal forms.
    pub forms: Vec<String>,
    /// The day from which it applies, `1976-07-26`.
    pub from: String,
    /// A part of a whole, as numerator and denominator.
    pub share: Option<(i64, i64)>,
    pub term: Option<Term>,
    pub cite: Citation,
    /// What it says, without the citation and without a full stop.
    pub what: Text,
    /// What a lawyer should look at.
    pub doubt: Option<Text>,
}

impl PersonRule {
    /// "Unless the articles say otherwise, … (Dutch Civil Code, Book 2 Art. 2:43(1)). …": with what is in doubt.
    pub fn why(&self) -> Text {
        let cited = |lang| format!("{} ({}).", self.what.get(lang), self.cite.text(lang));
        use crate::diagnostic::Lang;
        let (en, nl) = (cited(Lang::En), cited(Lang::Nl));
        match &self.doubt {
            Some(doubt) => Text::new(
                format!("{en} Ask a lawyer: {}", doubt.en),
                format!("{nl} Vraag een jurist: {}", doubt.nl),
            ),
            None => Text::new(en, nl),
        }
    }

    /// Whether it holds for a legal form on a day, `2026-03-01`; without a day, today's law.
    pub fn concerns(&self, form: &str, day: Option<&str>) -> bool {
        self.forms.iter().any(|f| f == form) && day.is_none_or(|day| day >= self.from.as_str())
    }
}

static RULES: LazyLock<Vec<PersonRule>> = LazyLock::new(|| {
    let file: rows::Persons = crate::data::shipped(include_str!("persons.toml"));
    file.rule.into_iter().map(read).collect()
});

fn read(r: rows::PersonRule) -> PersonRule {
    let share = r.share.as_deref().and_then(|share| {
        let (n, d) = share.split_once('/')?;
        Some((n.parse().ok()?, d.parse().ok()?))
    });
    let what = Text::new(r.en, r.nl);
    PersonRule {
        term: r.term.map(|t| Term {
            id: r.id.clone(),
            cite: r.cite.clone(),
            amount: t.amount,
            unit: t.unit,
            what: what.clone(),
        }),
        id: r.id,
        force: r.force,
        forms: r.forms,
        from: r.from.to_string(),
        share,
        cite: r.cite,
        what,
        doubt: r.doubt_en.zip(r.doubt_nl).map(|(en, nl)| Text::new(en, nl)),
    }
}

/// Every rule about legal persons, in the order of the file.
pub fn person_rules() -> &'static [PersonRule] {
    &RULES
}

/// The rule with this id.
pub fn person_rule(id: &str) -> Option<&'static PersonRule> {
    person_rules().iter().find(|r| r.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::law::{instrument, legal_form};

    #[test]
    fn the_file_reads_and_says_of_each_rule_where_it_stands() {
        let file = toml::from_str::<rows::Persons>(include_str!("persons.toml"));
        assert_eq!(file.err(), None);
        assert!(person_rules().len() >= 10);
        for rule in person_rules() {
            assert!(instrument(&rule.cite.instrument).is_some(), "{}", rule.id);
            assert!(rule.forms.iter().all(|f| legal_form(f).is_some()));
            assert_eq!(rule.from.len(), 10);
            let numbers = rule.share.is_none_or(|(n, d)| 0 < n && n < d);
            assert!(numbers, "{}", rule.id);
            let full_stop = [&rule.what.en, &rule.what.nl]
                .iter()
                .any(|t| t.ends_with('.'));
            assert!(!full_stop, "{}", rule.id);
        }
    }

    #[test]
    fn a_share_that_is_written_is_read() {
        let of = |id| person_rule(id).and_then(|r| r.share);
        assert_eq!(of("amendment-majority"), Some((2, 3)));
        assert_eq!(of("request"), Some((1, 10)));
    }

    #[test]
    fn a_rule_holds_for_its_forms_from_its_day() {
        let leaving = person_rule("leaving").unwrap();
        assert!(leaving.concerns("association", None));
        assert!(leaving.concerns("association", Some("2026-03-01")));
        assert!(!leaving.concerns("association", Some("1970-01-01")));
        assert!(!leaving.concerns("cooperative", None));
    }

    #[test]
    fn the_reason_cites_the_article() {
        let why = person_rule("amendment-majority").unwrap().why();
        assert!(why.nl.ends_with("(art. 2:43 lid 1 BW)."), "{}", why.nl);
    }
}
