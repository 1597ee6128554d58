//! Keywords: what they mean, in both languages.

use super::Hover;
use crate::diagnostic::Lang;
use crate::editor::Snapshot;
use crate::source::{FileId, Span};
use crate::syntax::grammar::{MeentParser, Rule};
use crate::syntax::meanings::meaning;
use crate::syntax::words::{Word, plain, words};
use pest::Parser;

/// The keyword at a byte.
pub fn at(snapshot: &Snapshot, file: FileId, byte: usize, lang: Lang) -> Option<Hover> {
    let text = snapshot.text(file);
    let tree = snapshot.project.loaded.tree(file)?;
    let within = |span: Span| span.start as usize <= byte && byte <= span.end as usize;
    let read = tree.declarations.iter().find(|d| within(d.span));
    let (word, start, end) = match read {
        Some(d) => in_declaration(&text, d.span, byte)?,
        None => {
            tree.broken.iter().find(|s| within(s.span))?;
            by_spelling(&text, byte)?
        }
    };
    let said = meaning(&word.key)?;
    let name = |l: Lang| word.canonical(l);
    let mine = text
        .get(start..end)
        .map(|t| plain(t).into_owned())
        .unwrap_or_default();
    let also = match name(lang.other())
        .filter(|n| *n != mine)
        .or(name(lang))
        .filter(|n| *n != mine)
    {
        Some(other) => format!(" · `{other}`"),
        None => String::new(),
    };
    Some(Hover {
        span: Span::new(file, start, end),
        markdown: format!(
            "**`{mine}`**{also}\n\n{}\n\n*{}*",
            said.get(lang),
            said.get(lang.other())
        ),
    })
}

/// By the grammar, in a declaration that can be read.
fn in_declaration(text: &str, whole: Span, byte: usize) -> Option<(&'static Word, usize, usize)> {
    let start = whole.start as usize;
    let part = text.get(start..whole.end as usize)?;
    let pairs = MeentParser::parse(Rule::file, part).ok()?;
    let mut found = None;
    for pair in pairs.flatten() {
        let (from, to) = (start + pair.as_span().start(), start + pair.as_span().end());
        if from > byte {
            break;
        }
        if byte <= to
            && let Some(word) = words().get(pair.as_rule())
        {
            found = Some((word, from, to));
        }
    }
    found
}

/// By its spelling alone, where nothing could be read.
fn by_spelling(text: &str, byte: usize) -> Option<(&'static Word, usize, usize)> {
    let letter = char::is_alphabetic;
    let start = text.get(..byte)?.trim_end_matches(letter).len();
    let rest = text.get(start..)?;
    let end = start + (rest.len() - rest.trim_start_matches(letter).len());
    let word = text.get(start..end)?;
    let is = |w: &&Word| w.has(Lang::En, word) || w.has(Lang::Nl, word);
    words().iter().find(is).map(|found| (found, start, end))
}
