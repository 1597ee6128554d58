//! The settings of a project: `meent.toml`.
//!
//! ```toml
//! [project]
//! name    = "zuidoost-energy"          # only for people
//! sources = ["*.meent", "rules/*.meent"] # what is part of the commons; left out: every .meent file beside this one
//!
//! [levels]
//! M0601 = "error"                      # allow, note, warning or error
//!
//! [build]
//! out       = "build"
//! languages = ["nl", "en"]
//!
//! [templates]
//! folder = "templates"
//! ```
//!
//! Every section and every key may be left out; one that does not exist is an error, with its place.

use super::messages::toml_mistake;
use crate::diagnostic::registry::{self, codes};
use crate::diagnostic::{Code, Diagnostic, Lang, Level, Text, nearest};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the settings file.
pub const FILE: &str = "meent.toml";

/// What a project has chosen. [`Manifest::default`] is what holds without a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub name: Option<String>,
    /// Globs of the files of the commons, and where they are written.
    pub sources: Option<(Vec<String>, Option<Span>)>,
    pub levels: BTreeMap<Code, Level>,
    /// The folder that a build is written to, below the project's.
    pub out: String,
    /// The languages of the agreement. The page is always made in both.
    pub languages: Vec<Lang>,
    /// The folder with the community's own templates, below the project's.
    pub templates: String,
}

impl Default for Manifest {
    fn default() -> Self {
        Manifest {
            name: None,
            sources: None,
            levels: BTreeMap::new(),
            out: "build".to_string(),
            languages: vec![Lang::Nl, Lang::En],
            templates: "templates".to_string(),
        }
    }
}

/// Reads the settings. What is wrong is reported and left at its default.
pub fn parse(file: FileId, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let mut reader = Reader {
        file,
        found: Vec::new(),
    };
    let mut manifest = Manifest::default();
    match DeTable::parse(text) {
        Err(error) => {
            let (at, why) = toml_mistake(&error);
            reader.report(
                at,
                Text::new(
                    format!("meent.toml is not valid TOML: {why}."),
                    format!("meent.toml is geen geldige TOML (de lezer meldt: {why})."),
                ),
                Text::new("here", "hier"),
            );
        }
        Ok(table) => reader.manifest(table.get_ref(), &mut manifest),
    }
    (manifest, reader.found)
}

struct Reader {
    file: FileId,
    found: Vec<Diagnostic>,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader {
    fn span(&self, at: Range<usize>) -> Span {
        Span::new(self.file, at.start, at.end)
    }

    fn report(&mut self, at: Range<usize>, message: Text, label: Text) {
        let finding = Diagnostic::new(codes::BAD_MANIFEST, message).label(self.span(at), label);
        self.found.push(finding);
    }

    fn manifest(&mut self, table: &DeTable, into: &mut Manifest) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "project" => self.section(
                    key.get_ref(),
                    value,
                    &["name", "sources"],
                    |r, key, value| match key {
                        "name" => into.name = r.string(value),
                        _ => {
                            into.sources = r
                                .strings(value)
                                .map(|globs| (globs, Some(r.span(value.span()))))
                        }
                    },
                ),
                "levels" => self.levels(value, into),
                "build" => self.section(
                    key.get_ref(),
                    value,
                    &["out", "languages"],
                    |r, key, value| match key {
                        "out" => {
                            into.out = r
                                .folder(value)
                                .unwrap_or_else(|| std::mem::take(&mut into.out))
                        }
                        _ => {
                            if let Some(languages) = r.languages(value) {
                                into.languages = languages;
                            }
                        }
                    },
                ),
                "templates" => self.section(key.get_ref(), value, &["folder"], |r, _, value| {
                    if let Some(folder) = r.folder(value) {
                        into.templates = folder;
                    }
                }),
                other => self.unknown(
                    "",
                    other,
                    key.span(),
                    &["project", "levels", "build", "templates"],
                ),
            }
        }
    }

    /// Reads a section with a fixed set of keys.
    fn section(
        &mut self,
        name: &str,
        value: &Value,
        keys: &[&str],
        mut each: impl FnMut(&mut Self, &str, &Value),
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.wrong(value, &format!("[{name}]"), "a section", "een afdeling");
        };
        for (key, value) in table {
            match keys.iter().find(|k| **k == key.get_ref().as_ref()) {
                Some(known) => each(self, known, value),
                None => self.unknown(name, key.get_ref(), key.span(), keys),
            }
        }
    }

    fn unknown(&mut self, section: &str, key: &str, at: Range<usize>, known: &[&str]) {
        let list = known.join(", ");
        let (en, nl) = if section.is_empty() {
            (
                format!("meent.toml has no section `{key}`."),
                format!("meent.toml kent geen afdeling `{key}`."),
            )
        } else {
            (
                format!("The section [{section}] has no setting `{key}`."),
                format!("De afdeling [{section}] kent geen instelling `{key}`."),
            )
        };
        let span = self.span(at);
        let mut finding = Diagnostic::new(codes::BAD_MANIFEST, Text::new(en, nl))
            .label(span, Text::new("unknown", "onbekend"))
            .help(Text::new(
                format!("There is: {list}."),
                format!("Er is wel: {list}."),
            ));
        if let Some(best) = nearest(key, known.iter().copied()) {
            finding = finding.write(span, best);
        }
        self.found.push(finding);
    }

    fn wrong(&mut self, value: &Value, what: &str, en: &str, nl: &str) {
        self.report(
            value.span(),
            Text::new(
                format!("{what} must be {en}."),
                format!("{what} moet {nl} zijn."),
            ),
            Text::new(format!("not {en}"), format!("niet {nl}")),
        );
    }

    fn string(&mut self, value: &Value) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(
                    value,
                    "This",
                    "a text between quotation marks",
                    "een tekst tussen aanhalingstekens",
                );
                None
            }
        }
    }

    fn strings(&mut self, value: &Value) -> Option<Vec<String>> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| self.string(item)).collect(),
            _ => {
                self.wrong(
                    value,
                    "This",
                    "a list of texts, as in [\"*.meent\"]",
                    "een lijst van teksten, zoals [\"*.meent\"]",
                );
                None
            }
        }
    }

    /// A folder below the project's: a relative path that does not climb.
    fn folder(&mut self, value: &Value) -> Option<String> {
        let text = self.string(value)?;
        if !is_below(&text) {
            self.wrong(
                value,
                "This",
                "the name of a folder in the project",
                "de naam van een map in het project",
            );
            return None;
        }
        Some(text)
    }

    fn languages(&mut self, value: &Value) -> Option<Vec<Lang>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(
                value,
                "`languages`",
                "a list, as in [\"nl\", \"en\"]",
                "een lijst, zoals [\"nl\", \"en\"]",
            );
            return None;
        };
        let mut languages = Vec::new();
        for item in items.iter() {
            let name = self.string(item)?;
            match Lang::ALL.into_iter().find(|l| l.tag() == name) {
                Some(lang) if languages.contains(&lang) => {}
                Some(lang) => languages.push(lang),
                None => {
                    self.wrong(item, "A language", "\"nl\" or \"en\"", "\"nl\" of \"en\"");
                    return None;
                }
            }
        }
        if languages.is_empty() {
            self.wrong(
                value,
                "`languages`",
                "a list of at least one language",
                "een lijst van minstens één taal",
            );
            return None;
        }
        Some(languages)
    }

    fn levels(&mut self, value: &Value, into: &mut Manifest) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.wrong(value, "[levels]", "a section", "een afdeling");
        };
        for (key, value) in table {
            let Some(entry) = registry::find(key.get_ref()) else {
                let known = registry::all()
                    .iter()
                    .flat_map(|e| [e.code.as_str(), e.slug]);
                let best = nearest(key.get_ref(), known);
                self.unknown_code(key.get_ref(), key.span(), best);
                continue;
            };
            let Some(text) = self.string(value) else {
                continue;
            };
            let level = match text.as_str() {
                "allow" => Level::Allow,
                "note" => Level::Note,
                "warning" => Level::Warning,
                "error" => Level::Error,
                _ => {
                    let levels = ["allow", "note", "warning", "error"].join(", ");
                    self.wrong(
                        value,
                        "A level",
                        &format!("one of: {levels}"),
                        &format!("een van: {levels}"),
                    );
                    continue;
                }
            };
            match lowest(entry.code) {
                Some(lowest) if level < lowest => self.fixed(entry, value.span()),
                _ => {
                    into.levels.insert(entry.code, level);
                }
            }
        }
    }

    fn unknown_code(&mut self, written: &str, at: Range<usize>, best: Option<&str>) {
        let span = self.span(at);
        let mut finding = Diagnostic::new(
            codes::BAD_MANIFEST,
            Text::new(
                format!("There is no finding with the code `{written}`."),
                format!("Er is geen bevinding met de code `{written}`."),
            ),
        )
        .label(span, Text::new("unknown code", "onbekende code"))
        .help(Text::new(
            "`meent explain` lists all codes.",
            "`meent explain` noemt alle codes.",
        ));
        if let Some(best) = best {
            finding = finding.write(span, best);
        }
        self.found.push(finding);
    }

    fn fixed(&mut self, entry: &registry::Entry, at: Range<usize>) {
        let (code, title) = (entry.code, &entry.title);
        self.report(
            at,
            Text::new(
                format!("The level of {code} ({}) cannot be lowered: what is made from such a source would be wrong.", title.en),
                format!("Het niveau van {code} ({}) kan niet omlaag: wat van zo'n bron wordt gemaakt, zou niet kloppen.", title.nl),
            ),
            Text::new("take this line out", "haal deze regel weg"),
        );
    }
}

/// The lowest level that a project may give a code; `None`: any. An error stays one, because a model with it says
/// something else than its source; and what could not be decided is never passed over in silence.
fn lowest(code: Code) -> Option<Level> {
    if code.entry().level == Level::Error {
        Some(Level::Error)
    } else if code == codes::UNDECIDED {
        Some(Level::Warning)
    } else {
        None
    }
}

/// Whether a path is relative and stays below where it starts.
pub fn is_below(path: &str) -> bool {
    use std::path::{Component, Path};
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some()
        && !path.contains('\\')
        && parts.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Manifest, Vec<Diagnostic>) {
        parse(FileId(0), text)
    }

    #[test]
    fn nothing_set_is_the_default() {
        assert_eq!(
            read("[project]\n\n[levels]\n"),
            (Manifest::default(), vec![])
        );
    }

    #[test]
    fn reads_every_setting() {
        let (m, found) = read(
            "[project]\nname='x'\nsources=['*.meent']\n[levels]\nM0601='error'\ncarve-out='allow'\n[build]\nout='dist'\nlanguages=['en']\n[templates]\nfolder='t'\n",
        );
        assert_eq!(found, vec![]);
        assert_eq!(
            m.sources.as_ref().map(|s| s.0.clone()),
            Some(vec!["*.meent".to_string()])
        );
        assert_eq!(m.levels.get(&codes::UNUSED), Some(&Level::Error));
        assert_eq!(m.levels.get(&codes::CARVE_OUT), Some(&Level::Allow));
        assert_eq!(
            (m.out.as_str(), m.templates.as_str(), m.languages),
            ("dist", "t", vec![Lang::En])
        );
    }

    #[test]
    fn an_unknown_key_has_its_place_and_a_suggestion() {
        let (_, found) = read("[project]\nsource = []\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, codes::BAD_MANIFEST);
        assert_eq!(found[0].labels[0].span, Span::new(FileId(0), 10, 16));
        assert_eq!(found[0].fixes[0].edits[0].text, "sources");
    }

    #[test]
    fn each_mistake_is_one_finding() {
        for text in [
            "[project]\nlang = \"nl\n",
            "[projects]\n",
            "project = 3\n",
            "[levels]\nM0601 = \"loud\"\n",
            "[levels]\nM0301 = \"warning\"\n",
            "[levels]\nM9999 = \"warning\"\n",
            "[levels]\nM0507 = \"allow\"\n",
            "[build]\nout = \"../elsewhere\"\n",
            "[build]\nout = \"\"\n",
            "[build]\nlanguages = [\"fr\"]\n",
            "[build]\nlanguages = []\n",
            "[build]\nlanguages = \"nl\"\n",
            "[templates]\nfolder = 3\n",
        ] {
            let (_, found) = read(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].code, codes::BAD_MANIFEST, "{text}");
            assert!(!found[0].labels.is_empty(), "{text}");
        }
    }
}
