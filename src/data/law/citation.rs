//! Places in a law, and how lawyers of each language write them.

use super::instrument;
use crate::diagnostic::{Lang, Text};
use serde::{Deserialize, Serialize};

/// A place in a law: "GDPR Art. 6(1)(a)", "art. 6 lid 1 onder a AVG".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The id of the instrument.
    pub instrument: String,
    pub article: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
}

impl Citation {
    /// The citation as lawyers of that language write it.
    pub fn text(&self, lang: Lang) -> String {
        let law =
            instrument(&self.instrument).map_or(self.instrument.as_str(), |i| i.short.get(lang));
        let mut out = match lang {
            Lang::En => format!("{law} Art. {}", self.article),
            Lang::Nl => format!("art. {}", self.article),
        };
        for (part, word) in [(&self.paragraph, " lid "), (&self.point, " onder ")] {
            if let Some(part) = part {
                match lang {
                    Lang::En => out.push_str(&format!("({part})")),
                    Lang::Nl => out.push_str(&format!("{word}{part}")),
                }
            }
        }
        if lang == Lang::Nl {
            out.push_str(&format!(" {law}"));
        }
        out
    }

    /// The citation of a legal basis, with what comes along: "GDPR Art. 6(1)(a) and GDPR Art. 9(2)(a)".
    pub(super) fn with(&self, also: &[&Citation], lang: Lang) -> String {
        let and = match lang {
            Lang::En => " and ",
            Lang::Nl => " en ",
        };
        also.iter()
            .copied()
            .chain([self])
            .map(|c| c.text(lang))
            .collect::<Vec<_>>()
            .join(and)
    }

    /// The citation in both languages.
    pub fn texts(&self) -> Text {
        Text::new(self.text(Lang::En), self.text(Lang::Nl))
    }
}
