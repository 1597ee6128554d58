//! The text as pieces: each word, sign and comment, with what it takes to lay it out.

use super::builtins::{self, Kind};
use crate::diagnostic::Lang;
use crate::syntax::comments::comments;
use crate::syntax::grammar::{Pair, Pairs, Rule};
use crate::syntax::tokens::{NumberTracker, is_time_unit, spelling};
use crate::syntax::words::{plain, words};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

/// Where a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// On the line of what stands before it.
    Inline,
    /// A declaration: always on a new line, at the margin.
    Declaration,
    /// A clause: on a new line at this indent, unless the whole declaration stands on one.
    Clause(usize),
    /// A part of a clause: on a new line at this indent if the clause does not stand on one.
    Soft(usize),
    /// The brace that closes a body.
    Close,
}

/// The kind of a comment: to the grammar it is a blank.
pub const COMMENT: Rule = Rule::WHITESPACE;

#[derive(Debug, Clone)]
pub struct Piece<'i> {
    pub kind: Rule,
    pub text: Cow<'i, str>,
    pub line: Break,
    /// How many lines end between the piece before it and this one.
    pub newlines: usize,
    /// Whether the piece itself runs over several lines (a text between quotes may).
    pub tall: bool,
    /// No space before it.
    pub tight: bool,
}

/// The pieces of a parsed text, in order.
pub fn of<'i>(pairs: Pairs<'i>, text: &'i str, file: Lang, lang: Option<Lang>) -> Vec<Piece<'i>> {
    let differs = |p: &Pair<'_>| {
        words().get(p.as_rule()).is_some_and(|w| {
            let both = w.canonical(Lang::En).zip(w.canonical(Lang::Nl));
            both.is_some_and(|(en, nl)| en != nl)
        })
    };
    // Without a keyword that differs, a file reads as English whatever it was written in.
    let becomes = match lang {
        Some(lang) if lang != file && pairs.clone().flatten().any(|p| differs(&p)) => Some(lang),
        _ => None,
    };
    let mut walk = Walk {
        text,
        comments: comments(pairs.clone(), text).into_iter().peekable(),
        file,
        lang,
        retitle: becomes,
        at: 0,
        pieces: Vec::new(),
        next: Break::Inline,
        numbers: NumberTracker::default(),
        split: false,
        actions: declared_actions(pairs.clone()),
        shipped: None,
    };
    for pair in pairs.flat_map(|p| p.into_inner()) {
        match pair.as_rule() {
            Rule::EOI => {}
            _ => walk.declaration(&pair),
        }
    }
    walk.comments_before(text.len());
    walk.pieces
}

struct Walk<'i> {
    text: &'i str,
    /// The comments that are not among the pieces yet.
    comments: Peekable<IntoIter<(usize, usize)>>,
    file: Lang,
    lang: Option<Lang>,
    /// The language that the file's titles must begin with, if that changes.
    retitle: Option<Lang>,
    /// The end of the last piece in the source.
    at: usize,
    pieces: Vec<Piece<'i>>,
    next: Break,
    numbers: NumberTracker,
    /// In a statement whose `niet` stands behind the object.
    split: bool,
    /// The actions that the file declares: what ships under such a name is out of sight.
    actions: BTreeSet<&'i str>,
    /// What a name in this place can be, of what ships with the compiler.
    shipped: Option<Kind>,
}

/// The names of the actions that the file declares.
fn declared_actions(pairs: Pairs<'_>) -> BTreeSet<&str> {
    pairs
        .flat_map(|p| p.into_inner())
        .filter(|p| p.as_rule() == Rule::action)
        .filter_map(|p| p.into_inner().find(|c| c.as_rule() == Rule::name))
        .map(|name| name.as_str())
        .collect()
}

impl<'i> Walk<'i> {
    fn declaration(&mut self, pair: &Pair<'i>) {
        self.next = Break::Declaration;
        let mut inside = false;
        for child in pair.clone().into_inner() {
            match child.as_rule() {
                Rule::open => {
                    self.leaf(&child);
                    inside = true;
                }
                Rule::close => {
                    self.next = Break::Close;
                    self.leaf(&child);
                }
                Rule::because if !inside => {
                    self.next = Break::Soft(2);
                    self.clause(&child, 2);
                }
                Rule::ask_case | Rule::vote_case => self.case(&child),
                kind if inside => {
                    let indent = if kind == Rule::condition { 4 } else { 2 };
                    self.next = Break::Clause(indent);
                    let broader = pair.as_rule() == Rule::action && kind == Rule::within_names;
                    self.shipped = broader.then_some(Kind::Action);
                    self.clause(&child, 4);
                    self.shipped = None;
                }
                _ => self.clause(&child, 2),
            }
        }
    }

    /// A scenario's case: what is asked, what is given and what is expected are lines of their own.
    fn case(&mut self, pair: &Pair<'i>) {
        self.next = Break::Clause(2);
        for child in pair.clone().into_inner() {
            match child.as_rule() {
                Rule::kw_with | Rule::kw_on | Rule::kw_expect => {
                    self.next = Break::Clause(2);
                    self.leaf(&child);
                }
                Rule::ballots => {
                    self.next = Break::Soft(4);
                    self.clause(&child, 4);
                }
                _ => self.clause(&child, 4),
            }
        }
    }

    /// A part of a clause; what joins its parts may begin a line at the indent.
    fn clause(&mut self, pair: &Pair<'i>, indent: usize) {
        if pair.as_rule() == Rule::title && self.retitle.is_some() {
            return self.title(pair);
        }
        let children = pair.clone().into_inner();
        if pair.as_rule() == Rule::string || children.peek().is_none() {
            return self.leaf(pair);
        }
        if pair.as_rule() == Rule::statement {
            self.split = children.clone().any(|p| p.as_rule() == Rule::split_acts);
        }
        let grouped = matches!(pair.as_rule(), Rule::group_expr | Rule::between);
        let outer = self.shipped;
        match pair.as_rule() {
            Rule::basis => self.shipped = Some(Kind::Basis),
            Rule::sensitivity => self.shipped = Some(Kind::Category),
            Rule::legal_form => self.shipped = Some(Kind::Form),
            _ => {}
        }
        let verbs = self.verbs(pair);
        for child in children {
            if verbs.is_some() {
                let here = verbs == Some(child.as_span().start());
                self.shipped = here.then_some(Kind::Action);
            }
            let joins = matches!(child.as_rule(), Rule::kw_and | Rule::kw_or | Rule::or_else);
            if joins && indent > 0 {
                self.next = Break::Soft(indent);
            }
            self.clause(&child, if grouped { 0 } else { indent });
        }
        self.shipped = outer;
    }

    /// Where the list of actions begins in what is done to which data: of its two lists, the first
    /// that begins with the name of an action.
    fn verbs(&self, pair: &Pair<'i>) -> Option<usize> {
        if !matches!(pair.as_rule(), Rule::acts | Rule::split_acts) {
            return None;
        }
        pair.clone()
            .into_inner()
            .take_while(|p| p.as_rule() != Rule::kw_for)
            .filter(|p| p.as_rule() == Rule::names)
            .find(|list| {
                list.clone().into_inner().next().is_some_and(|first| {
                    let name = first.as_str();
                    let ships = builtins::translated(Kind::Action, name, Lang::En).is_some();
                    ships || self.actions.contains(name)
                })
            })
            .map(|list| list.as_span().start())
    }

    /// The same texts with the one in the file's new language first.
    fn title(&mut self, pair: &Pair<'i>) {
        let Some(to) = self.retitle else { return };
        let from = self.file;
        let mut lang = from;
        let mut texts = Vec::new();
        self.comments_before(pair.as_span().start());
        let mut end = self.at;
        for child in pair.clone().into_inner() {
            match child.as_rule() {
                Rule::lang_tag => {
                    lang = if child.as_str() == "nl" {
                        Lang::Nl
                    } else {
                        Lang::En
                    }
                }
                Rule::string => {
                    end = child.as_span().end();
                    texts.push((lang, child));
                }
                _ => {}
            }
        }
        if let Some(at) = texts.iter().position(|t| t.0 == to) {
            let first = texts.remove(at);
            texts.insert(0, first);
        }
        for (nth, (lang, string)) in texts.into_iter().enumerate() {
            if nth > 0 || lang != to {
                self.push(Rule::lang_tag, Cow::Borrowed(lang.tag()), 0);
            }
            self.push(Rule::string, string_text(string.as_str()), 0);
        }
        // A comment among the texts comes behind them, on their line.
        while let Some(comment) = self.comments.next_if(|c| c.0 < end) {
            self.at = comment.0;
            self.comment(comment);
        }
        self.at = self.at.max(end);
    }

    /// Takes up the comments that stand before this place.
    fn comments_before(&mut self, place: usize) {
        while let Some(comment) = self.comments.next_if(|c| c.0 < place) {
            self.comment(comment);
        }
    }

    fn comment(&mut self, (start, end): (usize, usize)) {
        let newlines = self.newlines(start);
        self.at = end;
        let text = self.text.get(start..end).unwrap_or_default().trim_end();
        self.pieces.push(Piece {
            kind: COMMENT,
            text: Cow::Borrowed(text),
            line: Break::Inline,
            newlines,
            tall: false,
            tight: false,
        });
    }

    /// How many lines end between the last piece and this place.
    fn newlines(&self, place: usize) -> usize {
        let between = self.text.get(self.at..place).unwrap_or_default();
        between.matches('\n').count()
    }

    fn push(&mut self, kind: Rule, text: Cow<'i, str>, newlines: usize) {
        let line = std::mem::replace(&mut self.next, Break::Inline);
        let tall = text.contains('\n');
        // `2/3`, `50%` and `(a, b)`, but `number of %`.
        let before = self.pieces.last().map(|p| p.kind);
        let tight = match kind {
            Rule::comma | Rule::semicolon | Rule::colon | Rule::rparen | Rule::slash => true,
            Rule::per_cent => before == Some(Rule::decimal),
            _ => matches!(before, Some(Rule::slash | Rule::lparen)),
        };
        self.pieces.push(Piece {
            kind,
            text,
            line,
            newlines,
            tall,
            tight,
        });
    }

    /// A piece as it stands in the source.
    fn leaf(&mut self, pair: &Pair<'i>) {
        let span = pair.as_span();
        if span.start() == span.end() {
            return;
        }
        self.comments_before(span.start());
        let newlines = self.newlines(span.start());
        self.at = span.end();
        let kind = pair.as_rule();
        self.numbers.see(kind, || pair.as_str());
        self.agree(kind);
        let Some(text) = self.word(pair) else { return };
        self.push(kind, text, newlines);
    }

    /// A keyword in the wanted language; any other piece as it is. None if it falls away.
    fn word(&self, pair: &Pair<'i>) -> Option<Cow<'i, str>> {
        let kind = pair.as_rule();
        let text = pair.as_str();
        if kind == Rule::string {
            return Some(string_text(text));
        }
        if kind == Rule::kw_may_not && self.lang != Some(Lang::Nl) {
            return Some(Cow::Borrowed("must not"));
        }
        if kind == Rule::kw_may && self.split && self.lang == Some(Lang::En) {
            return Some(Cow::Borrowed("must not"));
        }
        if let (Rule::name, Some(lang), Some(shipped)) = (kind, self.lang, self.shipped)
            && !(shipped == Kind::Action && self.actions.contains(text))
            && let Some(own) = builtins::translated(shipped, text, lang)
        {
            return Some(Cow::Borrowed(own));
        }
        let Some(lang) = self.lang else {
            return Some(if words().get(kind).is_some() {
                plain(text)
            } else {
                Cow::Borrowed(text)
            });
        };
        if kind == Rule::article {
            return Some(Cow::Borrowed(match (lang, text) {
                (Lang::Nl, _) => "een",
                (Lang::En, "een") => "one",
                (Lang::En, own) => own,
            }));
        }
        let Some(word) = words().get(kind) else {
            return Some(Cow::Borrowed(text));
        };
        let written = plain(text);
        if word.has(lang, &written) {
            return Some(written);
        }
        spelling(word, lang, self.numbers.of(kind, &written)).map(Cow::Borrowed)
    }

    /// Dutch words that depend on what follows: `vanaf` a date and `van` a group, `elk uur` and `elke dag`.
    fn agree(&mut self, kind: Rule) {
        if self.lang != Some(Lang::Nl) {
            return;
        }
        let Some(last) = self.pieces.last_mut() else {
            return;
        };
        if last.kind == Rule::kw_from && last.text == "vanaf" && kind != Rule::date {
            last.text = Cow::Borrowed("van");
        }
        let neuter = matches!(kind, Rule::kw_hour | Rule::kw_quarter | Rule::kw_year);
        if last.kind == Rule::kw_every && last.text == "elke" && is_time_unit(kind) && neuter {
            last.text = Cow::Borrowed("elk");
        }
    }
}

/// A text between quotes as it is, with plain line ends.
fn string_text(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}
