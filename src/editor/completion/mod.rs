//! Completion: what may be written at a place.
//!
//! The grammar says what may follow ([`follow`]), the model which names there are, the table of words how keywords are
//! spelled. Nothing here knows a clause by heart but what it is good to fill in first.

mod document;
mod names;
mod paths;
mod places;
pub mod snippets;

use super::Snapshot;
use crate::diagnostic::{Lang, Text};
use crate::model::Model;
use crate::source::{FileId, Span};
use crate::syntax::follow::{self, Expected, Within};
use crate::syntax::grammar::Rule;
use crate::syntax::tree;
use crate::syntax::words::words;
use std::collections::{BTreeMap, BTreeSet};

pub use document::document;
pub use names::title_of;
pub use places::{Wanted, wanted};

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Keyword,
    /// A declaration with its body.
    Declaration,
    /// A clause with its parts.
    Clause,
    Commons,
    Group,
    Party,
    Body,
    Dataset,
    Field,
    Purpose,
    Action,
    Fact,
    Choice,
    Rule,
    Decision,
    Sanction,
    Right,
    /// A legal basis, a category of data, a legal form.
    Law,
    Finding,
    Library,
    File,
    Folder,
    /// A word that stands elsewhere in the source.
    Word,
    /// A text between quotes.
    Text,
}

impl Kind {
    /// The kind of a declaration.
    pub fn of(kind: tree::Kind) -> Kind {
        match kind {
            tree::Kind::Commons => Kind::Commons,
            tree::Kind::Group => Kind::Group,
            tree::Kind::Party => Kind::Party,
            tree::Kind::Dataset => Kind::Dataset,
            tree::Kind::Purpose => Kind::Purpose,
            tree::Kind::Action => Kind::Action,
            tree::Kind::Fact => Kind::Fact,
            tree::Kind::Rule => Kind::Rule,
            tree::Kind::Body => Kind::Body,
            tree::Kind::Decision => Kind::Decision,
            tree::Kind::Sanction => Kind::Sanction,
            tree::Kind::Right => Kind::Right,
            tree::Kind::Scenario => Kind::Keyword,
        }
    }

    /// The first part of a [`Completion::key`].
    pub fn tag(self) -> &'static str {
        match self {
            Kind::Keyword | Kind::Declaration | Kind::Clause => "word",
            Kind::Commons => "commons",
            Kind::Group => "group",
            Kind::Party => "party",
            Kind::Body => "body",
            Kind::Dataset | Kind::Field => "data",
            Kind::Purpose => "purpose",
            Kind::Action => "action",
            Kind::Fact | Kind::Choice => "fact",
            Kind::Rule => "rule",
            Kind::Decision => "decision",
            Kind::Sanction => "sanction",
            Kind::Right => "right",
            Kind::Law => "law",
            Kind::Finding => "finding",
            Kind::Library | Kind::File | Kind::Folder | Kind::Word | Kind::Text => "",
        }
    }

    /// What it is called, in a word or two.
    pub fn noun(self) -> Text {
        let (en, nl) = match self {
            Kind::Keyword => ("keyword", "sleutelwoord"),
            Kind::Declaration => ("declaration", "declaratie"),
            Kind::Clause => ("clause", "bepaling"),
            Kind::Commons => ("commons", "meent"),
            Kind::Group => ("group", "groep"),
            Kind::Party => ("party", "partij"),
            Kind::Body => ("body", "orgaan"),
            Kind::Dataset => ("dataset", "dataset"),
            Kind::Field => ("field", "veld"),
            Kind::Purpose => ("purpose", "doeleinde"),
            Kind::Action => ("action", "handeling"),
            Kind::Fact => ("fact", "feit"),
            Kind::Choice => ("choice", "keuze"),
            Kind::Rule => ("rule", "regel"),
            Kind::Decision => ("decision", "besluit"),
            Kind::Sanction => ("sanction", "sanctie"),
            Kind::Right => ("right", "recht"),
            Kind::Law => ("law", "wet"),
            Kind::Finding => ("finding", "bevinding"),
            Kind::Library => ("library", "bibliotheek"),
            Kind::File => ("file", "bestand"),
            Kind::Folder => ("folder", "map"),
            Kind::Word => ("word", "woord"),
            Kind::Text => ("text", "tekst"),
        };
        Text::new(en, nl)
    }
}

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    pub kind: Kind,
    /// What it says: a title, a label, a definition in a few words. May be empty.
    pub detail: Text,
    /// What to write instead of the span; with tab stops (`$1`, `${2:name}`) if it is a snippet.
    pub insert: String,
    pub snippet: bool,
    /// The bytes that it replaces.
    pub replaces: (usize, usize),
    /// What the typed text is compared with.
    pub filter: String,
    /// Nearer ones come first.
    pub rank: usize,
    /// It exists, but nothing uses it and the source says so.
    pub deprecated: bool,
    /// What [`document`] needs to tell more about it; empty if there is nothing more.
    pub key: String,
    /// Something to insert elsewhere along with it: where, and what.
    pub extra: Option<(usize, String)>,
}

impl Completion {
    fn name(name: &str, kind: Kind, far: usize, nth: usize) -> Self {
        Completion {
            label: name.to_string(),
            kind,
            detail: Text::default(),
            insert: name.to_string(),
            snippet: false,
            replaces: (0, 0),
            filter: name.to_string(),
            rank: nth * 10 + far,
            deprecated: false,
            key: String::new(),
            extra: None,
        }
    }
}

/// What may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    pub items: Vec<Completion>,
    /// There are more, which show when more is typed.
    pub incomplete: bool,
}

/// A place and what is known of it.
pub(super) struct Place<'a> {
    pub snapshot: &'a Snapshot,
    pub model: &'a Model,
    pub file: FileId,
    pub text: &'a str,
    pub offset: usize,
    /// The bytes of the word that is replaced.
    pub word: (usize, usize),
    /// The keyword language of the place.
    pub lang: Lang,
    /// Names whose declarations the source accepts as unused.
    pub unused: BTreeSet<&'a str>,
    pub incomplete: bool,
    /// The declaration that the place is in, by its first byte.
    pub here: usize,
    items: BTreeMap<(Kind, String), Completion>,
}

impl Place<'_> {
    pub fn typed(&self) -> &str {
        self.text.get(self.word.0..self.offset).unwrap_or_default()
    }

    pub fn is_here(&self, span: Span) -> bool {
        span.file == self.file && span.start as usize == self.here
    }

    pub fn put(&mut self, mut one: Completion) {
        if one.replaces == (0, 0) {
            one.replaces = self.word;
        }
        let key = (one.kind, one.label.clone());
        match self.items.get(&key) {
            Some(old) if old.rank <= one.rank => {}
            _ => {
                self.items.insert(key, one);
            }
        }
    }

    /// The line that makes the vocabulary known, where the project lacks it.
    pub fn import_of_vocabulary(&self) -> Option<(usize, String)> {
        let known = self
            .model
            .purposes
            .iter()
            .any(|p| p.decl.origin == crate::model::Origin::Dpv);
        if known {
            return None;
        }
        let canonical = |kind| {
            words()
                .get(kind)
                .and_then(|w| w.canonical(self.lang))
                .unwrap_or_default()
        };
        let line = format!(
            "{} {} {} dpv\n\n",
            canonical(Rule::kw_use),
            canonical(Rule::kw_purposes),
            canonical(Rule::kw_source)
        );
        Some((self.here, line))
    }
}

/// What may be written at a byte of a file, in the keyword language of the file.
pub fn complete(snapshot: &Snapshot, file: FileId, offset: usize) -> Completions {
    let text = snapshot.text(file);
    let offset = floor(&text, offset);
    match follow::within(&text, offset) {
        Some(Within::Comment) => return Completions::default(),
        Some(Within::Text(quote)) => return paths::complete(snapshot, file, &text, quote, offset),
        None => {}
    }
    let at = follow::expected_at(&text, offset);
    let mut all = BTreeMap::new();
    let mut incomplete = false;
    for lang in languages(snapshot, file) {
        let mut place = Place {
            snapshot,
            model: &snapshot.model,
            file,
            text: &text,
            offset,
            word: (at.word, follow::word_at(&text, offset).1),
            lang,
            unused: accepted_unused(&snapshot.model),
            incomplete: false,
            here: at.declaration,
            items: std::mem::take(&mut all),
        };
        for expected in &at.expected {
            place.expected(expected, &at);
        }
        incomplete |= place.incomplete;
        all = place.items;
    }
    let typed = text.get(at.word..offset).unwrap_or_default();
    let mut items: Vec<Completion> = all.into_values().collect();
    // Too many to send are those that what was typed can lead to.
    if items.len() > MOST {
        items.retain(|i| fits(&i.filter, typed));
        incomplete = true;
    }
    items.sort_by(|a, b| order(a, typed).cmp(&order(b, typed)));
    items.truncate(MOST);
    Completions { items, incomplete }
}

/// More than this are not sent at once.
const MOST: usize = 400;

/// What begins with the typed text comes first, then by rank, then by name.
fn order<'c>(one: &'c Completion, typed: &str) -> (usize, usize, &'c str, Kind) {
    let far = match () {
        () if one.label.starts_with(typed) => 0,
        () if one.filter.contains(typed) => 1,
        () => 2,
    };
    (far, one.rank, one.label.as_str(), one.kind)
}

/// Whether the letters of a text stand in another one in the same order.
fn fits(whole: &str, typed: &str) -> bool {
    let mut letters = whole.chars().flat_map(char::to_lowercase);
    typed
        .chars()
        .flat_map(char::to_lowercase)
        .all(|wanted| letters.any(|c| c == wanted))
}

fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The keyword language of a file; without a declaration in it that of the project; both where nothing tells.
pub fn languages(snapshot: &Snapshot, file: FileId) -> Vec<Lang> {
    let loaded = &snapshot.project.loaded;
    let says = |t: &tree::File| !t.declarations.is_empty() || !t.broken.is_empty();
    let own = loaded.tree(file).map(|t| &**t).filter(|t| says(t));
    let other = || loaded.all_trees().find(|t| says(t));
    match own.or_else(other) {
        Some(tree) => vec![tree.lang],
        None => Lang::ALL.to_vec(),
    }
}

/// Declarations at which the source accepts that nothing uses them.
fn accepted_unused(model: &Model) -> BTreeSet<&str> {
    let unused = |a: &&crate::model::Acceptance| a.code.entry().slug == "unused";
    let all = model.acceptances.iter().filter(unused);
    all.map(|a| a.declaration.as_str()).collect()
}

impl Place<'_> {
    fn expected(&mut self, expected: &Expected, at: &follow::Place) {
        // Only Dutch puts the data before its verb and the `niet` between.
        if self.lang == Lang::En && expected.within(Rule::split_acts).is_some() {
            return;
        }
        match expected.kind {
            Rule::name | Rule::unit_name => {
                let kinds = wanted(expected, self.text, self.model, self.lang);
                for (nth, kind) in kinds.into_iter().enumerate() {
                    names::add(self, kind, nth);
                }
            }
            Rule::string => self.string(expected),
            Rule::lang_tag => self.tag(expected),
            kind if words().get(kind).is_some() => self.keyword(expected, at),
            _ => {}
        }
    }

    fn keyword(&mut self, expected: &Expected, at: &follow::Place) {
        if self.has_already(expected, at) {
            return;
        }
        let Some(word) = words().get(expected.kind) else {
            return;
        };
        let own = follow::spelled(expected, self.text, self.lang);
        let typed = self.text.get(expected.at..self.offset).unwrap_or_default();
        let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let others = word.spellings(self.lang).iter().map(String::as_str);
        let others = others.filter(|s| !typed.is_empty() && s.starts_with(&typed));
        let all: BTreeSet<&str> = own.into_iter().chain(others).collect();
        for spelling in all {
            let first = own == Some(spelling);
            let snippet = match first {
                true => snippets::of(expected, spelling, self.lang),
                false => None,
            };
            let declares = expected.path.len() == 2;
            let kind = match (&snippet, declares) {
                (None, _) => Kind::Keyword,
                (Some(_), true) => Kind::Declaration,
                (Some(_), false) => Kind::Clause,
            };
            self.put(Completion {
                insert: snippet.clone().unwrap_or_else(|| spelling.to_string()),
                snippet: snippet.is_some(),
                replaces: (expected.at, self.word.1),
                key: format!("word/{}", word.key),
                ..Completion::name(spelling, kind, 1, usize::from(!first))
            });
        }
    }

    /// Whether a clause that stands once at most stands in the declaration already.
    fn has_already(&self, expected: &Expected, at: &follow::Place) -> bool {
        let [_, declaration, clause, ..] = expected.path.as_slice() else {
            return false;
        };
        // A clause that was begun here is not another one.
        let begins = expected.path.iter().skip(2).all(|s| s.read.is_empty());
        if !begins || !snippets::once(declaration.kind, clause.kind) {
            return false;
        }
        let behind = at
            .behind
            .iter()
            .find(|s| s.start == declaration.start && s.kind == declaration.kind);
        let same = |kind: Rule| kind == clause.kind;
        declaration.read.iter().any(|p| same(p.kind))
            || behind.is_some_and(|s| s.read.iter().any(|p| same(p.kind)))
    }

    fn string(&mut self, expected: &Expected) {
        self.put(Completion {
            insert: "\"$1\"".into(),
            snippet: true,
            replaces: self.word,
            detail: snippets::what_text(expected),
            ..Completion::name("\"…\"", Kind::Text, 2, 1)
        });
    }

    /// The language of a translation, and the text behind it.
    fn tag(&mut self, expected: &Expected) {
        let title = expected.within(Rule::title);
        let begins = title.is_none_or(|t| t.read.is_empty());
        let has = |lang: Lang| {
            let written = |p: &follow::Part| {
                p.kind == Rule::lang_tag
                    && self
                        .text
                        .get(p.start..p.end)
                        .is_some_and(|t| t.trim() == lang.tag())
            };
            title.is_some_and(|t| t.read.iter().any(written))
        };
        for lang in Lang::ALL {
            // The first text is in the file's language unless it says otherwise.
            if has(lang) || (title.is_some() && !begins && lang == self.lang) {
                continue;
            }
            let titled = title.is_some();
            self.put(Completion {
                insert: match titled {
                    true => format!("{} \"$1\"", lang.tag()),
                    false => lang.tag().to_string(),
                },
                snippet: titled,
                detail: match lang {
                    Lang::En => Text::new("English", "Engels"),
                    Lang::Nl => Text::new("Dutch", "Nederlands"),
                },
                replaces: self.word,
                ..Completion::name(lang.tag(), Kind::Keyword, 2, usize::from(begins) * 2)
            });
        }
    }
}
