//! What is declared: in one file, as a tree, and in all projects, by a few letters of it.

use super::kind::SymbolKind;
use super::references::Place;
use crate::diagnostic::Lang;
use crate::editor::Snapshot;
use crate::model::Localized;
use crate::source::{FileId, Span};
use crate::syntax::tree::{self, Declaration, FactType, UseSource, What};
use std::collections::BTreeSet;

/// A declaration or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    /// Its title, or the beginning of its text.
    pub detail: String,
    pub kind: SymbolKind,
    pub whole: Span,
    /// Its name, or what stands for it; lies within `whole`.
    pub at: Span,
    pub within: Vec<Symbol>,
}

/// More letters of a clause are cut off.
const LETTERS: usize = 60;

/// All that a file declares, in the order of the text; what can't be read too, as far as it says what it is.
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<Symbol> {
    let loaded = &snapshot.project.loaded;
    let Some(tree) = loaded.tree(file) else {
        return Vec::new();
    };
    let text = snapshot.text(file);
    let of = Of {
        text: &text,
        lang: tree.lang,
    };
    let read = tree.declarations.iter().map(|d| of.declaration(d));
    let broken = tree.broken.iter().filter_map(|stub| {
        let name = stub.name.as_ref()?;
        Some(Symbol {
            name: name.value.to_string(),
            detail: String::new(),
            kind: SymbolKind::of_stub(stub.kind?),
            whole: stub.span.to(name.span),
            at: name.span,
            within: Vec::new(),
        })
    });
    let mut all: Vec<Symbol> = read.chain(broken).collect();
    all.sort_by_key(|s| s.whole);
    all
}

struct Of<'t> {
    text: &'t str,
    lang: Lang,
}

impl Of<'_> {
    fn declaration(&self, d: &Declaration) -> Symbol {
        let kind = SymbolKind::of_tree(&d.what);
        let title = d.title.as_ref().map_or("", |t| t.main.as_str());
        let title_span = d.title.as_ref().map(|t| t.span);
        let first_word = self.first_word(d.span);
        let (name, at) = match (&d.name, &d.what) {
            (Some(name), _) => (name.value.to_string(), name.span),
            (None, What::Scenario(_)) => (title.to_string(), title_span.unwrap_or(first_word)),
            (None, What::Use(used)) => match &used.from {
                UseSource::Library(name) => (name.value.to_string(), name.span),
                UseSource::Path(path) => (path.value.clone(), path.span),
            },
            (None, What::Separate { names, .. }) => {
                let names: Vec<&str> = names.iter().map(|n| &*n.value).collect();
                (names.join(", "), first_word)
            }
            (None, _) => (title.to_string(), title_span.unwrap_or(first_word)),
        };
        Symbol {
            // Clients refuse a symbol without a name.
            name: match name.trim().is_empty() {
                true => kind.noun(false).get(self.lang).to_string(),
                false => name,
            },
            detail: match d.name {
                Some(_) => title.to_string(),
                None => kind.noun(false).get(self.lang).to_string(),
            },
            kind,
            whole: d.span,
            at,
            within: self.parts(&d.what),
        }
    }

    fn parts(&self, what: &What) -> Vec<Symbol> {
        let mut out: Vec<Symbol> = match what {
            What::Dataset(dataset) => dataset.fields.iter().map(field).collect(),
            What::Fact(fact) => match fact.types.first().map(|t| &t.value) {
                Some(FactType::OneOf(choices)) => choices.iter().map(choice).collect(),
                _ => Vec::new(),
            },
            What::Rule(rule) => {
                let condition = rule.condition.iter().map(|c| c.span);
                let duties = rule.duties.iter().map(|d| d.span);
                self.clauses(condition.chain(duties))
            }
            What::Body(body) => {
                let seats = body.seats.iter().map(|s| s.span);
                self.clauses(seats.chain(body.term.iter().map(|t| t.span)))
            }
            What::Decision(d) => {
                let quorums = d.quorum.iter().chain(&d.participation).map(|q| q.span);
                let passes = d.passes.iter().map(|p| p.span);
                let veto = d.veto.iter().map(|v| v.span);
                let appeal = d.appeal.iter().map(|a| a.span);
                let emergency = d.emergency.iter().map(|e| e.span);
                let last = veto.chain(appeal).chain(emergency);
                self.clauses(quorums.chain(passes).chain(last))
            }
            What::Sanction(sanction) => self.clauses(sanction.steps.iter().map(|s| s.span)),
            _ => Vec::new(),
        };
        out.sort_by_key(|s| s.whole);
        out
    }

    fn clauses(&self, spans: impl Iterator<Item = Span>) -> Vec<Symbol> {
        spans
            .map(|span| Symbol {
                name: self.begin(span),
                detail: String::new(),
                kind: SymbolKind::Clause,
                whole: span,
                at: self.first_word(span),
                within: Vec::new(),
            })
            .filter(|s| !s.name.is_empty())
            .collect()
    }

    /// The first letters of a text, on one line.
    fn begin(&self, span: Span) -> String {
        let text = self.text.get(span.start as usize..span.end as usize);
        let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
        let line = words.join(" ");
        match line.char_indices().nth(LETTERS) {
            Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
            None => line,
        }
    }

    fn first_word(&self, span: Span) -> Span {
        let text = self.text.get(span.start as usize..span.end as usize);
        let word = text.and_then(|t| t.split_whitespace().next());
        Span {
            end: span.start + word.map_or(0, str::len) as u32,
            ..span
        }
    }
}

fn field(field: &tree::Field) -> Symbol {
    Symbol {
        name: field.name.value.to_string(),
        detail: field
            .title
            .as_ref()
            .map_or_else(String::new, |t| t.main.clone()),
        kind: SymbolKind::Field,
        whole: field.span,
        at: field.name.span,
        within: Vec::new(),
    }
}

fn choice(name: &tree::Name) -> Symbol {
    Symbol {
        name: name.value.to_string(),
        detail: String::new(),
        kind: SymbolKind::Choice,
        whole: name.span,
        at: name.span,
        within: Vec::new(),
    }
}

/// A declaration that was looked for.
#[derive(Debug, Clone)]
pub struct Found<'s> {
    pub name: String,
    pub title: Localized,
    pub kind: SymbolKind,
    /// Its name.
    pub place: Place<'s>,
    /// The commons that it is of.
    pub commons: Localized,
}

/// No more than so many are found.
const MOST: usize = 256;

/// Declarations of all projects in whose name or title the letters of `query` stand in order, best first: those that
/// begin with it, then those in which it stands together. All of them if it is empty.
pub fn workspace_symbols<'s>(projects: &'s [Snapshot], query: &str) -> Vec<Found<'s>> {
    let wanted: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    let wanted: Vec<char> = wanted.into_iter().filter(|c| !c.is_whitespace()).collect();
    let mut seen = BTreeSet::new();
    let mut all: Vec<(u32, String, Found)> = Vec::new();
    for snapshot in projects {
        let model = &snapshot.model;
        let commons = model.commons.decl.as_ref();
        let of_commons = commons.map(|d| d.title.clone()).unwrap_or_default();
        let named = model
            .declarations()
            .map(|(id, d)| (SymbolKind::of(model, id), d))
            .chain(commons.map(|d| (SymbolKind::Commons, d)));
        for (kind, decl) in named.filter(|(_, d)| d.is_own()) {
            let Some(span) = decl.name_span else { continue };
            let texts = [
                Some(&decl.id),
                decl.title.en.as_ref(),
                decl.title.nl.as_ref(),
            ];
            let scores = texts.into_iter().flatten();
            let Some(score) = scores.filter_map(|t| score(t, &wanted)).min() else {
                continue;
            };
            if !seen.insert((snapshot.path(span.file), span.start)) {
                continue;
            }
            let found = Found {
                name: decl.id.clone(),
                title: decl.title.clone(),
                kind,
                place: Place { snapshot, span },
                commons: of_commons.clone(),
            };
            all.push((score, decl.id.clone(), found));
        }
    }
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    all.truncate(MOST);
    all.into_iter().map(|(_, _, found)| found).collect()
}

/// How far a text is from what is wanted: 0 begins with it. `None`: its letters do not stand there in order.
fn score(text: &str, wanted: &[char]) -> Option<u32> {
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let letters: Vec<char> = letters.into_iter().filter(|c| !c.is_whitespace()).collect();
    if wanted.is_empty() || letters.starts_with(wanted) {
        return Some(0);
    }
    if let Some(at) = letters.windows(wanted.len()).position(|w| w == wanted) {
        return Some(1 + at as u32);
    }
    let mut rest = wanted.iter().peekable();
    let (mut gaps, mut last) = (0, None);
    for (at, letter) in letters.iter().enumerate() {
        if rest.peek() == Some(&letter) {
            rest.next();
            gaps += last.map_or(0, |l: usize| at - l - 1) as u32;
            last = Some(at);
        }
    }
    rest.peek().is_none().then_some(1000 + gaps)
}
