//! The shape of the clause that one is writing, with the part that one is at.

use super::Snapshot;
use super::completion::{Wanted, languages, snippets::noun, wanted};
use crate::diagnostic::Lang;
use crate::model::Model;
use crate::source::FileId;
use crate::syntax::follow::{self, Expected, Piece, Step};
use crate::syntax::grammar::Rule;
use crate::syntax::words::words;
use std::ops::Range;

/// One way to write a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub label: String,
    /// The bytes of the label that each part takes.
    pub parts: Vec<Range<usize>>,
}

/// The ways to write the clause at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatures {
    pub all: Vec<Signature>,
    /// Which of them is being written.
    pub active: usize,
    /// Which part of it is next.
    pub part: usize,
}

/// The shape of the clause at a byte, in the keyword language of the file. `None` where no clause was begun.
pub fn signatures(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Signatures> {
    let text = snapshot.text(file);
    if follow::within(&text, offset) == Some(follow::Within::Comment) {
        return None;
    }
    let offset = match follow::within(&text, offset) {
        Some(follow::Within::Text(quote)) => quote,
        _ => offset,
    };
    let place = follow::expected_at(&text, offset);
    // Of all that may follow, what belongs to a clause that was begun.
    let inside = |e: &&Expected| match e.path.as_slice() {
        [_, top, inner @ ..] => {
            top.has(Rule::open)
                && (inner.iter().any(|s| !s.read.is_empty())
                    || inner.first().is_some_and(|s| s.kind == Rule::statement))
        }
        _ => false,
    };
    // Where a name, a number or a text may come, that is what the eye looks for; else what comes furthest on in the
    // clause, and of several the first.
    let expected = place.expected.iter().rev().filter(inside);
    let expected = expected.max_by_key(|e| {
        let leaf = words().get(e.kind).is_none()
            && !matches!(
                e.kind,
                Rule::comma | Rule::colon | Rule::semicolon | Rule::close
            );
        let read = e.path.get(2).map_or(0, |s| s.read.len());
        (leaf, read, e.within(Rule::split_acts).is_none())
    })?;
    let clause = expected.path.get(2)?;
    let inner = expected.path.get(3).map(|s| s.kind);
    let lang = languages(snapshot, file).first().copied()?;
    let mut shown = Vec::new();
    let mut active = None;
    for shape in follow::shapes(clause.kind) {
        let mut writer = Writer {
            lang,
            declaration: expected.path.get(1).map_or(Rule::file, |s| s.kind),
            of: clause.kind,
        };
        let parts = writer.parts(&shape);
        let at = parts
            .iter()
            .position(|p| inner.is_some() && p.production == inner)
            .or_else(|| parts.iter().position(|p| p.part == clause.part));
        if let (Some(at), None) = (at, active) {
            active = Some((shown.len(), at));
        }
        let signature = label(&parts);
        if !signature.label.is_empty() {
            shown.push(signature);
        }
    }
    let (active, part) = active?;
    shown.get(active)?;
    Some(Signatures {
        all: shown,
        active,
        part,
    })
}

struct Part {
    part: usize,
    production: Option<Rule>,
    text: String,
}

fn label(parts: &[Part]) -> Signature {
    let mut out = Signature {
        label: String::new(),
        parts: Vec::new(),
    };
    for part in parts {
        let tight = part.text.starts_with([',', ':', ';', '%', ')']);
        if !out.label.is_empty() && !tight {
            out.label.push(' ');
        }
        let start = out.label.len();
        out.label.push_str(&part.text);
        out.parts.push(start..out.label.len());
    }
    out
}

struct Writer {
    lang: Lang,
    declaration: Rule,
    of: Rule,
}

/// Productions are shown with their parts so deep; deeper ones by a word.
const DEPTH: usize = 3;

impl Writer {
    fn parts(&mut self, shape: &follow::Shape) -> Vec<Part> {
        let mut all = Vec::new();
        for (part, piece) in &shape.parts {
            // Of ways to say the same, the usual one, part by part.
            let pieces = match piece {
                Piece::Either(ways) if ways.iter().any(|w| w.len() > 1) => ways
                    .iter()
                    .find(|w| !w.contains(&Piece::Production(Rule::split_acts)))
                    .cloned()
                    .unwrap_or_default(),
                other => vec![other.clone()],
            };
            for piece in pieces {
                let production = match &piece {
                    Piece::Production(kind) => Some(*kind),
                    _ => None,
                };
                let text = self.show(&piece, 0);
                if !text.is_empty() {
                    all.push(Part {
                        part: *part,
                        production,
                        text,
                    });
                }
            }
        }
        all
    }

    fn pick(&self, en: &str, nl: &str) -> String {
        match self.lang {
            Lang::En => en,
            Lang::Nl => nl,
        }
        .to_string()
    }

    fn all(&mut self, pieces: &[Piece], depth: usize) -> String {
        let mut out = String::new();
        for piece in pieces {
            let text = self.show(piece, depth);
            let tight = text.starts_with([',', ':', ';', '%', ')', '/']) || out.ends_with('/');
            if !out.is_empty() && !text.is_empty() && !tight {
                out.push(' ');
            }
            out.push_str(&text);
        }
        out
    }

    fn show(&mut self, piece: &Piece, depth: usize) -> String {
        match piece {
            Piece::Keyword(kind) => {
                let word = words().get(*kind).and_then(|w| w.canonical(self.lang));
                word.unwrap_or_default().to_string()
            }
            Piece::Sign(sign) => sign.clone(),
            Piece::Leaf { kind, .. } => self.leaf(*kind),
            Piece::Production(kind) => self.production(*kind, depth),
            Piece::Optional(inner) => match self.all(inner, depth + 1) {
                text if text.is_empty() => text,
                text => format!("[{text}]"),
            },
            Piece::Repeated(inner) => match self.all(inner, depth + 1) {
                text if text.is_empty() => text,
                text => format!("[{text}]…"),
            },
            Piece::Either(ways) => {
                let mut shown: Vec<String> = Vec::new();
                for way in ways {
                    let text = self.all(way, depth + 1);
                    if !text.is_empty() && !shown.contains(&text) {
                        shown.push(text);
                    }
                }
                match shown.len() {
                    1 => shown.pop().unwrap_or_default(),
                    _ => format!("({})", shown.join(" | ")),
                }
            }
        }
    }

    fn leaf(&self, kind: Rule) -> String {
        match kind {
            Rule::name | Rule::unit_name => format!("‹{}›", self.noun(&[self.of])),
            Rule::string => self.pick("\"text\"", "\"tekst\""),
            Rule::date => self.pick("‹date›", "‹datum›"),
            Rule::lang_tag => "nl | en".into(),
            Rule::article => String::new(),
            _ => self.pick("‹number›", "‹getal›"),
        }
    }

    /// What a name in a production is called.
    fn noun(&self, inner: &[Rule]) -> &'static str {
        let step = |kind: Rule| Step {
            kind,
            start: 0,
            read: Vec::new(),
            part: 0,
        };
        let mut path = vec![step(Rule::file), step(self.declaration)];
        path.extend(inner.iter().map(|k| step(*k)));
        let expected = Expected {
            kind: Rule::name,
            at: 0,
            path,
        };
        let kinds = wanted(&expected, "", &Model::default(), self.lang);
        match kinds.first().copied().unwrap_or(Wanted::New) {
            Wanted::Action => match self.lang {
                Lang::En => "action",
                Lang::Nl => "handeling",
            },
            Wanted::Basis => match self.lang {
                Lang::En => "basis",
                Lang::Nl => "grondslag",
            },
            Wanted::Category => match self.lang {
                Lang::En => "category",
                Lang::Nl => "categorie",
            },
            Wanted::LegalForm => match self.lang {
                Lang::En => "form",
                Lang::Nl => "rechtsvorm",
            },
            Wanted::Unit => match self.lang {
                Lang::En => "unit",
                Lang::Nl => "eenheid",
            },
            Wanted::Finding => match self.lang {
                Lang::En => "finding",
                Lang::Nl => "bevinding",
            },
            other => noun(other, self.lang),
        }
    }

    fn production(&mut self, kind: Rule, depth: usize) -> String {
        match kind {
            Rule::title => self.pick("\"text\"", "\"tekst\""),
            Rule::duration => self.pick("‹period›", "‹termijn›"),
            Rule::quantity => self.pick("‹number› ‹unit›", "‹getal› ‹eenheid›"),
            Rule::amount | Rule::ratio => self.pick("‹share or number›", "‹deel of getal›"),
            Rule::expression => self.pick("‹condition›", "‹voorwaarde›"),
            Rule::electorate => self.pick("‹of whom›", "‹van wie›"),
            Rule::unit => self.pick("‹unit›", "‹eenheid›"),
            Rule::who => self.pick("‹who›", "‹wie›"),
            Rule::names => format!("‹{}›[, …]", self.noun(&[self.of, Rule::names])),
            Rule::acts | Rule::split_acts => self.pick(
                "‹action› [‹data›] [for ‹purpose›]",
                "[‹gegevens›] ‹handeling› [voor ‹doeleinde›]",
            ),
            Rule::duty => self.pick(
                "‹action› [‹data›] [within ‹period›] [or else ‹sanction›]",
                "[‹gegevens›] ‹handeling› [binnen ‹termijn›] [anders ‹sanctie›]",
            ),
            Rule::deontic => {
                let kinds = [Rule::kw_may, Rule::kw_must_not, Rule::kw_must];
                let shown = kinds.map(|k| self.show(&Piece::Keyword(k), depth));
                format!("({})", shown.join(" | "))
            }
            Rule::duty_terms => self.pick(
                "[within ‹period›] [to ‹party›] [every ‹period›] [or else ‹sanction›]",
                "[binnen ‹termijn›] [aan ‹partij›] [elke ‹termijn›] [anders ‹sanctie›]",
            ),
            _ if depth >= DEPTH => "…".into(),
            _ => {
                let around = std::mem::replace(&mut self.of, kind);
                let mut shown: Vec<String> = Vec::new();
                for shape in follow::shapes(kind) {
                    let pieces: Vec<Piece> = shape.parts.into_iter().map(|(_, p)| p).collect();
                    let text = self.all(&pieces, depth + 1);
                    if !text.is_empty() && !shown.contains(&text) {
                        shown.push(text);
                    }
                }
                self.of = around;
                match shown.len() {
                    0 => String::new(),
                    1 => shown.pop().unwrap_or_default(),
                    _ => format!("({})", shown.join(" | ")),
                }
            }
        }
    }
}
