//! From the pairs of the grammar to the typed tree: one method for each production.
//!
//! A method returns `None` where the pairs are not as the grammar makes them; then the declaration
//! is treated as one that did not parse. This never happens while this module and the grammar agree.

mod data;
mod decisions;
mod literals;
mod rules;
mod scenarios;

use super::grammar::{Pair, Pairs, Rule};
use super::tree::*;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// The children of a pair that mean something: no punctuation.
pub(super) struct Kids<'i> {
    ahead: Option<Pair<'i>>,
    rest: Pairs<'i>,
}

impl<'i> Kids<'i> {
    pub fn of(pair: &Pair<'i>) -> Self {
        let mut kids = Kids {
            ahead: None,
            rest: pair.clone().into_inner(),
        };
        kids.step();
        kids
    }

    /// Takes the child ahead, and looks at the one behind it.
    fn step(&mut self) -> Option<Pair<'i>> {
        let means = |p: &Pair<'_>| {
            !matches!(
                p.as_rule(),
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
        self.ahead.as_ref().map(Pair::as_rule)
    }

    /// The next child, if it is of this kind.
    pub fn eat(&mut self, kind: Rule) -> Option<Pair<'i>> {
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
    type Item = Pair<'i>;

    fn next(&mut self) -> Option<Pair<'i>> {
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

    /// Where a pair stands, without the blanks and comments that the grammar counts in behind it.
    pub fn span(&self, pair: &Pair<'i>) -> Span {
        let span = pair.as_span();
        Span::new(
            self.file,
            span.start(),
            self.tight_end(span.start(), span.end()),
        )
    }

    fn tight_end(&self, start: usize, mut end: usize) -> usize {
        loop {
            let text = self.text.get(start..end).unwrap_or_default();
            end = start + text.trim_end_matches([' ', '\t', '\r', '\n']).len();
            match self.comments.binary_search_by_key(&end, |c| c.1) {
                Ok(at) => match self.comments.get(at) {
                    Some(comment) if comment.0 >= start => end = comment.0,
                    _ => return end,
                },
                Err(_) => return end,
            }
        }
    }

    fn at<T>(&self, pair: &Pair<'i>, value: T) -> At<T> {
        At {
            value,
            span: self.span(pair),
        }
    }

    pub fn declaration(&mut self, pair: Pair<'i>) -> Option<Declaration> {
        let span = self.span(&pair);
        let mut kids = Kids::of(&pair);
        let keyword = kids.next()?.as_rule();
        let name = kids.eat(Rule::name).map(|p| self.name(&p));
        let title = match kids.eat(Rule::title) {
            Some(title) => Some(self.title(&title)?),
            None => None,
        };
        let mut common = Common::default();
        let what = match pair.as_rule() {
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
    fn common(&mut self, clause: &Pair<'i>, common: &mut Common) -> Option<bool> {
        match clause.as_rule() {
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
    fn behind(&self, clause: &Pair<'i>) -> Kids<'i> {
        let mut kids = Kids::of(clause);
        kids.next();
        kids
    }

    /// `keyword … name`: the last name in a clause.
    fn clause_name(&self, clause: &Pair<'i>) -> Option<Name> {
        let found = Kids::of(clause)
            .filter(|p| p.as_rule() == Rule::name)
            .last();
        found.map(|p| self.name(&p))
    }

    /// `keyword names`
    fn clause_names(&self, clause: &Pair<'i>) -> Option<Vec<Name>> {
        let found = Kids::of(clause).find(|p| p.as_rule() == Rule::names);
        found.map(|p| self.names(&p))
    }

    /// `keyword string`
    fn clause_string(&self, clause: &Pair<'i>) -> Option<At<String>> {
        let found = Kids::of(clause).find(|p| p.as_rule() == Rule::string);
        found.map(|p| self.string(&p))
    }

    /// `keyword duration`
    fn clause_duration(&mut self, clause: &Pair<'i>) -> Option<Duration> {
        let found = Kids::of(clause).find(|p| p.as_rule() == Rule::duration)?;
        self.duration(&found)
    }

    /// `keyword title`
    fn titled(&mut self, clause: &Pair<'i>) -> Option<Title> {
        let found = Kids::of(clause).find(|p| p.as_rule() == Rule::title)?;
        self.title(&found)
    }

    /// An optional child: none if it is not there, a failure if it is there and not as it should be.
    fn optional<T>(
        &mut self,
        kids: &mut Kids<'i>,
        kind: Rule,
        lower: impl FnOnce(&mut Self, &Pair<'i>) -> Option<T>,
    ) -> Option<Option<T>> {
        match kids.eat(kind) {
            Some(pair) => Some(Some(lower(self, &pair)?)),
            None => Some(None),
        }
    }
}
