//! The shape of a production, for people: what follows what in it, and what may be left out.

use super::code::{Code, Token, code, is_blank};
use crate::syntax::grammar::Rule;
use pest_meta::ast::Expr;

/// One alternative of a production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Each with the number of the part that it belongs to, as in [`super::Step::part`].
    pub parts: Vec<(usize, Piece)>,
}

/// A part of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Keyword(Rule),
    Sign(String),
    /// A name, a text, a number, a date, within a production.
    Leaf {
        kind: Rule,
        of: Rule,
    },
    /// Another production as a whole.
    Production(Rule),
    Optional(Vec<Piece>),
    /// What may be repeated.
    Repeated(Vec<Piece>),
    Either(Vec<Vec<Piece>>),
}

/// The shapes that a production can have, one for each alternative.
pub fn shapes(kind: Rule) -> Vec<Shape> {
    let code = code();
    let mut part = 0;
    let mut shapes = Vec::new();
    for alternative in code.alternatives(kind) {
        let mut parts = Vec::new();
        for element in alternative {
            for piece in pieces(code, element, kind) {
                parts.push((part, piece));
            }
            part += 1;
        }
        if !shapes.iter().any(|s: &Shape| same(&s.parts, &parts)) {
            shapes.push(Shape { parts });
        }
    }
    shapes
}

fn same(a: &[(usize, Piece)], b: &[(usize, Piece)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.1 == b.1)
}

fn pieces(code: &Code, expr: &Expr, of: Rule) -> Vec<Piece> {
    match expr {
        Expr::Seq(a, b) => {
            let mut all = pieces(code, a, of);
            all.extend(pieces(code, b, of));
            all
        }
        Expr::Choice(a, b) => {
            let mut all: Vec<Vec<Piece>> = Vec::new();
            for side in [a, b] {
                match pieces(code, side, of).as_slice() {
                    [] => {}
                    [Piece::Either(more)] => all.extend(more.iter().cloned()),
                    own => all.push(own.to_vec()),
                }
            }
            let mut once: Vec<Vec<Piece>> = Vec::new();
            for one in all {
                if !once.contains(&one) {
                    once.push(one);
                }
            }
            match once.len() {
                0 => Vec::new(),
                1 => once.pop().unwrap_or_default(),
                _ => vec![Piece::Either(once)],
            }
        }
        Expr::Opt(a) | Expr::RepMax(a, _) => wrap(pieces(code, a, of), Piece::Optional),
        Expr::Rep(a) => wrap(pieces(code, a, of), Piece::Repeated),
        Expr::RepOnce(a) | Expr::RepMin(a, _) | Expr::RepMinMax(a, _, _) => {
            let own = pieces(code, a, of);
            let mut all = own.clone();
            all.extend(wrap(own, Piece::Repeated));
            all
        }
        Expr::RepExact(a, _) => pieces(code, a, of),
        Expr::Ident(name) => ident(code, name, of),
        _ => Vec::new(),
    }
}

fn wrap(pieces: Vec<Piece>, how: fn(Vec<Piece>) -> Piece) -> Vec<Piece> {
    match pieces.is_empty() {
        true => pieces,
        false => vec![how(pieces)],
    }
}

fn ident(code: &Code, name: &str, of: Rule) -> Vec<Piece> {
    if is_blank(name) {
        return Vec::new();
    }
    if let Some(token) = code.token(name) {
        return vec![match token {
            Token::Sign(_, sign) => Piece::Sign(sign),
            Token::Word(kind) => Piece::Keyword(kind),
            Token::Leaf(kind) => Piece::Leaf { kind, of },
        }];
    }
    match code.production(name) {
        Some((_, expr, true)) => pieces(code, expr, of),
        Some((kind, _, false)) => vec![Piece::Production(kind)],
        None => Vec::new(),
    }
}
