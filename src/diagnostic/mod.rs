//! Diagnostics: what the compiler has to say, as values.
//!
//! Every phase returns them, none prints them. A diagnostic has a stable code, one plain sentence,
//! every place that is involved, the concrete case where there is one, and the edits that would
//! settle it. All of it in English and Dutch. [`registry`] lists the codes with their pages.

mod code;
mod fingerprint;
pub mod nearest;
pub mod registry;
pub mod render;

use crate::source::Span;
use serde::{Deserialize, Serialize};

pub use fingerprint::{LENGTH as FINGERPRINT_LENGTH, RECIPE, fingerprint};
pub use nearest::nearest;
pub use registry::{Code, Entry};

/// A natural language that Meent speaks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Nl,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Nl];

    /// The language tag of BCP 47: `en` or `nl`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Nl => "nl",
        }
    }

    pub fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Nl,
            Lang::Nl => Lang::En,
        }
    }
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Text {
    pub en: String,
    pub nl: String,
}

impl Text {
    pub fn new(en: impl Into<String>, nl: impl Into<String>) -> Self {
        Text {
            en: en.into(),
            nl: nl.into(),
        }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Nl => &self.nl,
        }
    }
}

/// How much a finding matters. `Allow` is a finding that the project has switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Allow,
    Note,
    Warning,
    Error,
}

/// A place in the source and what it has to do with the finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    pub span: Span,
    pub text: Text,
}

/// Replace the text of `span` by `text`; an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// A set of edits that would settle a finding. `sure` ones can be made by a machine without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    pub title: Text,
    pub edits: Vec<Edit>,
    pub sure: bool,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub code: Code,
    pub level: Level,
    /// One plain sentence.
    pub message: Text,
    /// The first is where the finding is shown; there may be none for a finding about a whole project.
    pub labels: Vec<Label>,
    /// The concrete case, in words.
    pub case: Option<Text>,
    /// What to do about it, or why it is so.
    pub help: Option<Text>,
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding with the level that the registry gives its code.
    pub fn new(code: Code, message: Text) -> Self {
        Diagnostic {
            code,
            level: code.entry().level,
            message,
            labels: Vec::new(),
            case: None,
            help: None,
            fixes: Vec::new(),
        }
    }

    pub fn label(mut self, span: Span, text: Text) -> Self {
        self.labels.push(Label { span, text });
        self
    }

    pub fn case(mut self, text: Text) -> Self {
        self.case = Some(text);
        self
    }

    pub fn help(mut self, text: Text) -> Self {
        self.help = Some(text);
        self
    }

    pub fn fix(mut self, title: Text, edits: Vec<Edit>, sure: bool) -> Self {
        self.fixes.push(Fix { title, edits, sure });
        self
    }

    /// The same finding with its places elsewhere. None if one of them is nowhere.
    pub fn moved(&self, to: impl Fn(Span) -> Option<Span>) -> Option<Diagnostic> {
        let mut moved = self.clone();
        for label in &mut moved.labels {
            label.span = to(label.span)?;
        }
        for edit in moved.fixes.iter_mut().flat_map(|f| &mut f.edits) {
            edit.span = to(edit.span)?;
        }
        Some(moved)
    }

    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }
}

/// Sorts findings by place, then code, so that the order never depends on how they were found.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    fn key(d: &Diagnostic) -> (Option<Span>, Code, &str) {
        (d.span(), d.code, &d.message.en)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
}
