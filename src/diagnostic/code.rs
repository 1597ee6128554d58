//! A finding's code, and what the register knows of it.

use super::registry::{NUMBERS, REGISTER, find};
use super::{Lang, Level, Text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The stable code of a kind of finding, written `M0301`. There are no codes outside [`codes`](super::registry::codes).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub(super) u16);

/// What the register knows of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub code: Code,
    /// The name for people, as in `unknown-name`; unique.
    pub slug: &'static str,
    /// The level unless a project chooses another one.
    pub level: Level,
    /// The finding in a few words.
    pub title: Text,
    /// What it means, why it matters and how to settle it, as Markdown.
    pub page: Text,
    /// A source that has this finding. Empty where no source text can show it (a file that is not
    /// text, a project without files); the page then describes it.
    pub bad: &'static str,
    /// The same source, settled.
    pub good: &'static str,
    /// Whether `accept … because "…"` may name this code.
    pub acceptable: bool,
}

impl Entry {
    /// The folder of the examples, below `examples/findings/`.
    pub fn folder(&self) -> String {
        format!("{}-{}", self.code, self.slug)
    }

    /// The whole explanation in one language: title, page and examples, as Markdown.
    pub fn explanation(&self, lang: Lang) -> String {
        let (bad, good) = match lang {
            Lang::En => ("A source with this finding", "The same source, settled"),
            Lang::Nl => ("Een bron met deze bevinding", "Dezelfde bron, opgelost"),
        };
        let mut out = format!(
            "# {}: {}\n\n{}\n",
            self.code,
            self.title.get(lang),
            self.page.get(lang).trim()
        );
        for (heading, example) in [(bad, self.bad), (good, self.good)] {
            if !example.trim().is_empty() {
                let kind = if example.contains(" {") {
                    "meent"
                } else {
                    "text"
                };
                out.push_str(&format!(
                    "\n## {heading}\n\n```{kind}\n{}\n```\n",
                    example.trim_end()
                ));
            }
        }
        out
    }
}

impl Code {
    /// The number as it is written: `M0301`.
    pub fn as_str(self) -> &'static str {
        NUMBERS.get(usize::from(self.0)).copied().unwrap_or("")
    }

    /// What the register says of this code.
    pub fn entry(self) -> &'static Entry {
        // A code is a row of this very table, so the row exists.
        &REGISTER[usize::from(self.0)]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a code of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode(pub String);

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no finding with the code `{}`", self.0)
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        find(text)
            .map(|e| e.code)
            .ok_or_else(|| UnknownCode(text.to_string()))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
