//! Puts pieces on lines.

use super::pieces::{Break, COMMENT, Piece};
use crate::syntax::grammar::Rule;

/// The widest line that a declaration or clause may take to stay on one line.
pub const WIDTH: usize = 100;

/// The whole text, with one line end at its end.
pub fn lay_out(pieces: &[Piece<'_>]) -> String {
    let mut page = Page::default();
    let mut at = 0;
    while at < pieces.len() {
        let rest = pieces.get(at..).unwrap_or_default();
        // A declaration and the comments that stand before the next one.
        let length = 1 + rest
            .iter()
            .skip(1)
            .take_while(|p| p.line != Break::Declaration)
            .count();
        let block = rest.get(..length).unwrap_or_default();
        declaration(&mut page, block);
        at += length;
    }
    page.out.truncate(page.out.trim_end().len());
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    page.out
}

/// The text so far, and how its last line stands.
#[derive(Default)]
struct Page {
    out: String,
    /// The last piece was a comment, so nothing more fits on its line.
    closed: bool,
    /// A brace was just opened, so no blank line follows.
    opened: bool,
}

impl Page {
    fn at_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn new_line(&mut self, blank: bool, indent: usize) {
        if !self.at_start() {
            self.out.push('\n');
        }
        if blank && !self.opened && !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.closed = false;
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.opened = false;
    }
}

fn declaration(page: &mut Page, block: &[Piece<'_>]) {
    let last = block
        .iter()
        .rposition(|p| p.kind != COMMENT)
        .map_or(0, |at| at + 1);
    let (own, after) = block.split_at(last);
    if on_one_line(own, 0) {
        for (nth, piece) in own.iter().enumerate() {
            match piece.line {
                Break::Declaration => page.new_line(piece.newlines > 1, 0),
                Break::Clause(_)
                    if nth > 0 && own.get(nth - 1).is_some_and(|p| p.kind != Rule::open) =>
                {
                    page.put("  ");
                }
                _ => space(page, own, nth),
            }
            page.put(&piece.text);
        }
    } else {
        tall(page, own);
    }
    for comment in after {
        self::comment(page, comment, 0);
    }
}

/// A declaration with each clause on lines of its own.
fn tall(page: &mut Page, own: &[Piece<'_>]) {
    let (mut indent, mut broken, mut body) = (0, false, false);
    for (nth, piece) in own.iter().enumerate() {
        if piece.kind == COMMENT {
            let next = own.iter().skip(nth).find(|p| p.kind != COMMENT);
            let here = match next.map(|p| p.line) {
                Some(Break::Clause(indent)) => indent.min(2),
                Some(Break::Close) => 2,
                Some(Break::Soft(indent)) => indent,
                _ => indent + 2,
            };
            comment(page, piece, here);
            continue;
        }
        match piece.line {
            Break::Declaration => {
                page.new_line(piece.newlines > 1, 0);
                broken = !on_one_line(clause(own, nth), 0);
            }
            Break::Clause(at) => {
                indent = at;
                page.new_line(piece.newlines > 1, at);
                broken = !on_one_line(clause(own, nth), at);
            }
            Break::Soft(at) if broken => page.new_line(false, at),
            Break::Close
                if body
                    && own
                        .get(nth.wrapping_sub(1))
                        .is_some_and(|p| p.kind == Rule::open) =>
            {
                space(page, own, nth);
            }
            Break::Close => page.new_line(false, 0),
            _ if page.closed => page.new_line(false, indent + 2),
            _ => space(page, own, nth),
        }
        page.put(&piece.text);
        if piece.kind == Rule::open {
            body = true;
            page.opened = true;
        }
    }
}

/// The pieces of a clause, from the one that begins it.
fn clause<'p, 'i>(own: &'p [Piece<'i>], from: usize) -> &'p [Piece<'i>] {
    let rest = own.get(from..).unwrap_or_default();
    let ends =
        |p: &Piece<'_>| matches!(p.line, Break::Clause(_) | Break::Close | Break::Declaration);
    let length = 1 + rest.iter().skip(1).take_while(|p| !ends(p)).count();
    let whole = rest.get(..length).unwrap_or_default();
    let last = whole
        .iter()
        .rposition(|p| p.kind != COMMENT)
        .map_or(0, |at| at + 1);
    whole.get(..last).unwrap_or_default()
}

/// Whether pieces stand on one line in the source, and still fit on one.
fn on_one_line(pieces: &[Piece<'_>], indent: usize) -> bool {
    let mut width = indent;
    for (nth, piece) in pieces.iter().enumerate() {
        if piece.kind == COMMENT || piece.tall || (nth > 0 && piece.newlines > 0) {
            return false;
        }
        let clause = matches!(piece.line, Break::Clause(_));
        width += piece.text.chars().count() + usize::from(!piece.tight) + usize::from(clause);
    }
    width <= WIDTH + 1
}

fn space(page: &mut Page, own: &[Piece<'_>], nth: usize) {
    if page.closed {
        page.new_line(false, 2);
        return;
    }
    let tight = own.get(nth).is_some_and(|p| p.tight);
    if !tight && !page.at_start() && !page.out.ends_with(' ') {
        page.out.push(' ');
    }
}

/// A comment: behind what stands on its line in the source, or on a line of its own.
fn comment(page: &mut Page, piece: &Piece<'_>, indent: usize) {
    if piece.newlines > 0 || page.out.is_empty() || page.closed {
        page.new_line(piece.newlines > 1, indent);
    } else if !page.at_start() {
        page.out.push_str("  ");
    }
    page.put(&piece.text);
    page.closed = true;
}
