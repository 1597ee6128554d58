//! From the productions of the grammar to the typed tree: one method for each production.
//!
//! A method returns `None` where they are not as the grammar makes them; then the declaration
//! is treated as one that did not parse. This never happens while this module and the grammar agree.

mod bodies;
mod data;
mod decisions;
mod literals;
mod rules;
mod scenarios;

use super::grammar::Rule;
use super::nodes::{Node, Siblings};
use super::tree::*;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// The children of a production that mean something: no punctuation.
pub(super) struct Kids<'i> {
    ahead: Option<Node<'i>>,
    rest: Siblings<'i>,
}

impl<'i> Kids<'i> {
    pub fn of(pair: &Node<'i>) -> Self {
        let mut kids = Kids {
            ahead: None,
            rest: pair.inner(),
        };
        kids.step();
        kids
    }

    /// Takes the child ahead, and looks at the one behind it.
    fn step(&mut self) -> Option<Node<'i>> {
        let means = |p: &Node<'_>| {
            !matches!(
                p.kind(),
                Rule::open
                    | Rule::close
                    | Rule::lparen
                    | Rule::rparen
                    | Rule::comma
                    | Rule::colon
                    | Rule::semicolon
                    | Rule::slash
            )
        };
        std::mem::replace(&mut self.ahead, self.rest.find(means))
    }

    pub fn peek(&self) -> Option<Rule> {
        self.ahead.as_ref().map(Node::kind)
    }

    /// The next child, if it is of this kind.
    pub fn eat(&mut self, kind: Rule) -> Option<Node<'i>> {
        if self.peek() == Some(kind) {
            self.step()
        } else {
            None
        }
    }

    /// Steps over a keyword; true if it was there.
    pub fn word(&mut self, kind: Rule) -> bool {
        self.eat(kind).is_some()
    }
}

impl<'i> Iterator for Kids<'i> {
    type Item = Node<'i>;

    fn next(&mut self) -> Option<Node<'i>> {
        self.step()
    }
}

/// What every declaration may say besides its own clauses.
#[derive(Default)]
struct Common {
    notes: Vec<Title>,
    accepts: Vec<Accept>,
}

pub(super) struct Lowering<'i> {
    file: FileId,
    text: &'i str,
    comments: &'i [(usize, usize)],
    pub diagnostics: Vec<Diagnostic>,
}

impl<'i> Lowering<'i> {
    pub fn new(file: FileId, text: &'i str, comments: &'i [(usize, usize)]) -> Self {
        Lowering {
            file,
            text,
            comments,
            diagnostics: Vec::new(),
        }
    }

    /// Where a production stands, without the blanks and comments that the grammar counts in behind it.
    pub fn span(&self, pair: &Node<'i>) -> Span {
        let (start, end) = (pair.start(), pair.end());
        Span::new(self.file, start, self.tight_end(start, end))
    }

    fn tight_end(&self, start: usize, mut end: usize) -> usize {
        loop {
            let text = self.text.get(start..end).unwrap_or_default();
            let blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
            end -= text.bytes().rev().take_while(|b| blank(b)).count();
            if self.comments.is_empty() {
                return end;
            }
            match self.comments.binary_search_by_key(&end, |c| c.1) {
                Ok(at) => match self.comments.get(at) {
                    Some(comment) if comment.0 >= start => end = comment.0,
                    _ => return end,
                },
                Err(_) => return end,
            }
        }
    }

    fn at<T>(&self, pair: &Node<'i>, value: T) -> At<T> {
        At {
            value,
            span: self.span(pair),
        }
    }

    pub fn declaration(&mut self, pair: Node<'i>) -> Option<Declaration> {
        let span = self.span(&pair);
        let mut kids = Kids::of(&pair);
        let keyword = kids.next()?.kind();
        let name = kids.eat(Rule::name).map(|p| self.name(&p));
        let title = match kids.eat(Rule::title) {
            Some(title) => Some(self.title(&title)?),
            None => None,
        };
        let mut common = Common::default();
        let what = match pair.kind() {
            Rule::commons => What::Commons(Box::new(self.commons(kids, &mut common)?)),
            Rule::use_decl => What::Use(self.use_decl(kids)?),
            Rule::separate => {
                let names = self.names(&kids.eat(Rule::names)?);
                let because = match kids.eat(Rule::because) {
                    Some(because) => Some(self.titled(&because)?),
                    None => None,
                };
                What::Separate { names, because }
            }
            Rule::group => What::Group(Box::new(self.group(kids, &mut common)?)),
            Rule::party => {
                let member = keyword == Rule::kw_member;
                What::Party(Box::new(self.party(kids, member, &mut common)?))
            }
            Rule::dataset => What::Dataset(Box::new(self.dataset(kids, &mut common)?)),
            Rule::purpose => self.purpose(kids, &mut common)?,
            Rule::action => self.action(kids, &mut common)?,
            Rule::fact => What::Fact(Box::new(self.fact(kids, &mut common)?)),
            Rule::rule => What::Rule(Box::new(self.rule(kids, &mut common)?)),
            Rule::body => What::Body(Box::new(self.body(kids, &mut common)?)),
            Rule::decision => What::Decision(Box::new(self.decision(kids, &mut common)?)),
            Rule::sanction => What::Sanction(Box::new(self.sanction(kids, &mut common)?)),
            Rule::right => What::Right(Box::new(self.right(kids, &mut common)?)),
            Rule::scenario => What::Scenario(Box::new(self.scenario(kids, &mut common)?)),
            _ => return None,
        };
        Some(Declaration {
            span,
            name,
            title,
            notes: common.notes,
            accepts: common.accepts,
            what,
        })
    }

    /// Takes a `note` or `accept` clause; false if it is another one.
    fn common(&mut self, clause: &Node<'i>, common: &mut Common) -> Option<bool> {
        match clause.kind() {
            Rule::note => common.notes.push(self.titled(clause)?),
            Rule::accept => {
                let mut kids = Kids::of(clause);
                kids.word(Rule::kw_accept);
                let code = self.name(&kids.eat(Rule::name)?);
                kids.word(Rule::kw_because);
                let reason = self.title(&kids.eat(Rule::title)?)?;
                common.accepts.push(Accept {
                    code,
                    reason,
                    span: self.span(clause),
                });
            }
            _ => return Some(false),
        }
        Some(true)
    }

    /// The children of a clause behind its keyword.
    fn behind(&self, clause: &Node<'i>) -> Kids<'i> {
        let mut kids = Kids::of(clause);
        kids.next();
        kids
    }

    /// `keyword … name`: the last name in a clause.
    fn clause_name(&self, clause: &Node<'i>) -> Option<Name> {
        let found = Kids::of(clause).filter(|p| p.kind() == Rule::name).last();
        found.map(|p| self.name(&p))
    }

    /// `keyword names`
    fn clause_names(&self, clause: &Node<'i>) -> Option<Vec<Name>> {
        let found = Kids::of(clause).find(|p| p.kind() == Rule::names);
        found.map(|p| self.names(&p))
    }

    /// `keyword string`
    fn clause_string(&self, clause: &Node<'i>) -> Option<At<String>> {
        let found = Kids::of(clause).find(|p| p.kind() == Rule::string);
        found.map(|p| self.string(&p))
    }

    /// `keyword duration`
    fn clause_duration(&mut self, clause: &Node<'i>) -> Option<Duration> {
        let found = Kids::of(clause).find(|p| p.kind() == Rule::duration)?;
        self.duration(&found)
    }

    /// `keyword title`
    fn titled(&mut self, clause: &Node<'i>) -> Option<Title> {
        let found = Kids::of(clause).find(|p| p.kind() == Rule::title)?;
        self.title(&found)
    }

    /// An optional child: none if it is not there, a failure if it is there and not as it should be.
    fn optional<T>(
        &mut self,
        kids: &mut Kids<'i>,
        kind: Rule,
        lower: impl FnOnce(&mut Self, &Node<'i>) -> Option<T>,
    ) -> Option<Option<T>> {
        match kids.eat(kind) {
            Some(pair) => Some(Some(lower(self, &pair)?)),
            None => Some(None),
        }
    }
}
