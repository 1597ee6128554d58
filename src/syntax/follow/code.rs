//! The grammar as steps to walk through, read from the same text that the parser is made from.

use crate::syntax::grammar::Rule;
use pest_meta::ast::{Expr, RuleType};
use pest_meta::parser as meta;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const GRAMMAR: &str = include_str!("../../../grammar/meent.pest");

/// What stands as one piece in a source, without blanks in it that mean something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// `{`, `,` and the like.
    Sign(Rule, String),
    /// A keyword, perhaps of several words.
    Word(Rule),
    /// A name, a text, a number, a date.
    Leaf(Rule),
}

impl Token {
    pub fn kind(&self) -> Rule {
        match self {
            Token::Sign(kind, _) | Token::Word(kind) | Token::Leaf(kind) => *kind,
        }
    }
}

/// A step through the grammar.
#[derive(Debug, Clone)]
pub enum Op {
    Token(Token),
    Call(Rule),
    Split(usize, usize),
    Jump(usize),
    Return,
}

/// All productions as steps.
#[derive(Debug, Default)]
pub struct Code {
    pub ops: Vec<Op>,
    /// Of each step, which part of its production it belongs to; see [`parts`].
    pub part: Vec<u16>,
    entry: Vec<Option<usize>>,
    rules: BTreeMap<String, (Rule, RuleType, Expr)>,
}

impl Code {
    pub fn entry(&self, kind: Rule) -> Option<usize> {
        self.entry.get(kind as usize).copied().flatten()
    }

    /// The parts that a production consists of, each alternative's behind those of the one before it. None for what is
    /// one piece to the grammar.
    pub fn alternatives(&self, kind: Rule) -> Vec<Vec<&Expr>> {
        let found = self.rules.values().find(|r| r.0 == kind);
        found.map_or_else(Vec::new, |(_, _, expr)| {
            alternatives(expr).into_iter().map(sequence).collect()
        })
    }

    /// The production of a name in the grammar's text.
    pub fn production(&self, name: &str) -> Option<(Rule, &Expr, bool)> {
        let (kind, form, expr) = self.rules.get(name)?;
        Some((*kind, expr, *form == RuleType::Silent))
    }

    /// What a production is to a reader, if it is one piece.
    pub fn token(&self, name: &str) -> Option<Token> {
        let (kind, form, expr) = self.rules.get(name)?;
        match (form, expr) {
            (RuleType::Normal, Expr::Str(sign)) => Some(Token::Sign(*kind, sign.clone())),
            (RuleType::Atomic, _) if name.starts_with("kw_") => Some(Token::Word(*kind)),
            (RuleType::Atomic, _) => Some(Token::Leaf(*kind)),
            _ if *kind == Rule::string => Some(Token::Leaf(*kind)),
            _ => None,
        }
    }

    fn compile(&mut self) {
        self.entry = vec![None; Rule::all_rules().len() + 1];
        let rules: Vec<(String, Rule)> = self
            .rules
            .iter()
            .map(|(name, r)| (name.clone(), r.0))
            .collect();
        for (name, kind) in rules {
            let silent = self.production(&name).is_none_or(|r| r.2);
            if silent || self.token(&name).is_some() || is_blank(&name) {
                continue;
            }
            let Some(slot) = self.entry.get_mut(kind as usize) else {
                continue;
            };
            *slot = Some(self.ops.len());
            self.production_body(&name);
        }
    }

    fn production_body(&mut self, name: &str) {
        let Some(expr) = self.rules.get(name).map(|r| r.2.clone()) else {
            return;
        };
        let all = alternatives(&expr);
        let mut part = 0u16;
        let mut ends = Vec::new();
        let last = all.len().saturating_sub(1);
        for (nth, alternative) in all.into_iter().enumerate() {
            let split = (nth < last).then(|| self.emit(Op::Split(0, 0), part));
            let start = self.ops.len();
            for element in sequence(alternative) {
                self.expr(element, part);
                part += 1;
            }
            ends.push(self.emit(Op::Return, part));
            if let Some(at) = split {
                let next = self.ops.len();
                self.patch(at, Op::Split(start, next));
            }
        }
    }

    fn emit(&mut self, op: Op, part: u16) -> usize {
        self.ops.push(op);
        self.part.push(part);
        self.ops.len() - 1
    }

    fn patch(&mut self, at: usize, op: Op) {
        if let Some(slot) = self.ops.get_mut(at) {
            *slot = op;
        }
    }

    fn expr(&mut self, expr: &Expr, part: u16) {
        match expr {
            Expr::Ident(name) => self.ident(name, part),
            Expr::Seq(a, b) => {
                self.expr(a, part);
                self.expr(b, part);
            }
            Expr::Choice(a, b) => {
                let split = self.emit(Op::Split(0, 0), part);
                self.expr(a, part);
                let jump = self.emit(Op::Jump(0), part);
                let other = self.ops.len();
                self.expr(b, part);
                let end = self.ops.len();
                self.patch(split, Op::Split(split + 1, other));
                self.patch(jump, Op::Jump(end));
            }
            Expr::Opt(a) => self.optional(a, part),
            Expr::Rep(a) => self.repeated(a, part),
            Expr::RepOnce(a) => {
                self.expr(a, part);
                self.repeated(a, part);
            }
            Expr::RepExact(a, n) => (0..*n).for_each(|_| self.expr(a, part)),
            Expr::RepMin(a, n) => {
                (0..*n).for_each(|_| self.expr(a, part));
                self.repeated(a, part);
            }
            Expr::RepMax(a, n) => (0..*n).for_each(|_| self.optional(a, part)),
            Expr::RepMinMax(a, least, most) => {
                (0..*least).for_each(|_| self.expr(a, part));
                (*least..*most).for_each(|_| self.optional(a, part));
            }
            // What a production looks ahead at is there to make the parser quick or to end a list; it adds nothing.
            _ => {}
        }
    }

    fn optional(&mut self, expr: &Expr, part: u16) {
        let split = self.emit(Op::Split(0, 0), part);
        self.expr(expr, part);
        let end = self.ops.len();
        self.patch(split, Op::Split(split + 1, end));
    }

    fn repeated(&mut self, expr: &Expr, part: u16) {
        let split = self.emit(Op::Split(0, 0), part);
        self.expr(expr, part);
        self.emit(Op::Jump(split), part);
        let end = self.ops.len();
        self.patch(split, Op::Split(split + 1, end));
    }

    fn ident(&mut self, name: &str, part: u16) {
        if is_blank(name) {
            return;
        }
        if let Some(token) = self.token(name) {
            self.emit(Op::Token(token), part);
            return;
        }
        let Some((kind, form, expr)) = self.rules.get(name).cloned() else {
            return;
        };
        match form {
            RuleType::Silent => self.expr(&expr, part),
            _ => {
                self.emit(Op::Call(kind), part);
            }
        }
    }
}

/// What the grammar says of blanks and of the ends of words.
pub fn is_blank(name: &str) -> bool {
    matches!(
        name,
        "WHITESPACE"
            | "ws"
            | "hs"
            | "gap"
            | "eow"
            | "reserved"
            | "byte_order_mark"
            | "broken"
            | "stub"
    )
}

/// The alternatives at the top of an expression.
pub fn alternatives(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Choice(a, b) => {
            let mut all = alternatives(a);
            all.extend(alternatives(b));
            all
        }
        other => vec![other],
    }
}

/// What follows what at the top of an expression.
pub fn sequence(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Seq(a, b) => {
            let mut all = sequence(a);
            all.extend(sequence(b));
            all
        }
        other => vec![other],
    }
}

/// The grammar, read once. Without any step if it could not be read, which a test excludes.
pub fn code() -> &'static Code {
    static CODE: OnceLock<Code> = OnceLock::new();
    CODE.get_or_init(|| {
        let mut code = Code::default();
        let read = meta::parse(meta::Rule::grammar_rules, GRAMMAR)
            .ok()
            .and_then(|pairs| meta::consume_rules(pairs).ok())
            .unwrap_or_default();
        let known: BTreeMap<String, Rule> = Rule::all_rules()
            .iter()
            .map(|r| (format!("{r:?}"), *r))
            .collect();
        for kind in read {
            if let Some(own) = known.get(&kind.name) {
                code.rules.insert(kind.name, (*own, kind.ty, kind.expr));
            }
        }
        code.compile();
        code
    })
}
