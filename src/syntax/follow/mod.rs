//! What may follow at a place of a text that is being written: asked of the grammar itself.
//!
//! The parser tells whether a text is right; an editor asks what could come next in one that is not finished. So the
//! text of the grammar is read once more, as steps, and walked through on all ways at once up to the place. Names,
//! texts and keywords are recognised by the parser's own productions, so nothing of the language is written twice.

mod code;
mod place;
mod shape;
mod walk;

use crate::syntax::grammar::Rule;

pub use place::{Place, Within, expected_at, within, word_at};
pub use shape::{Piece, Shape, shapes};

/// A part of a production that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub kind: Rule,
    pub start: usize,
    /// The beginning of what follows, so with the blanks between.
    pub end: usize,
}

/// A production that was begun before the place and is not ended there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub kind: Rule,
    pub start: usize,
    /// What was read of it, in order.
    pub read: Vec<Part>,
    /// Which part of its [`shapes`] it is at, counted over all alternatives.
    pub part: usize,
}

impl Step {
    /// Whether something was read of this form.
    pub fn has(&self, kind: Rule) -> bool {
        self.read.iter().any(|p| p.kind == kind)
    }
}

/// Something that may stand at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// A keyword (`kw_…`), a sign, a name, a text, a number, a date.
    pub kind: Rule,
    /// Where it begins: at the place, or before it if the first words of a keyword stand there already.
    pub at: usize,
    /// The productions that it stands in, the outermost first.
    pub path: Vec<Step>,
}

impl Expected {
    /// The step of a production, the innermost one.
    pub fn within(&self, kind: Rule) -> Option<&Step> {
        self.path.iter().rev().find(|s| s.kind == kind)
    }

    /// The innermost production.
    pub fn inner(&self) -> Option<&Step> {
        self.path.last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
    use crate::syntax::words::words;

    fn said(text: &str) -> String {
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let place = expected_at(&text, at);
        let mut all: Vec<String> = place
            .expected
            .iter()
            .map(|e| {
                let name = match words().get(e.kind) {
                    Some(w) => format!("'{}'", w.canonical(Lang::En).unwrap_or(&w.key)),
                    None => format!("{:?}", e.kind),
                };
                let inner: Vec<String> = e.path.iter().rev().take(2).rev().map(|s| format!("{:?}", s.kind)).collect();
                format!("{name} ({})", inner.join("/"))
            })
            .collect();
        all.sort();
        all.join("\n")
    }

    #[test]
    fn probe() {
        for t in ["rule a \"A\" { residents may read meter for |", "group a { | }", "decision d { passes with at l|", "commons x \"X\" {\n bogus bogus\n goal \"a\"\n l|\n}\ngroup", "dataset a { }\n|", "rule a { x must read y to z within |"] {
            println!("--- {t}\n{}", said(t));
        }
        let t = std::time::Instant::now();
        for _ in 0..100 { said("decision d { passes with at l|"); }
        println!("{:?}", t.elapsed() / 100);
        println!("{:?}", shapes(Rule::statement));
    }
}
