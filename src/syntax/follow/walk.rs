//! Walks through a text by the steps of the grammar, on all ways at once, to where the text ends.

use super::code::{Code, Op, Token, code};
use super::{Expected, Part, Step};
use crate::syntax::grammar::{MeentParser, Rule};
use crate::syntax::recover::skip_blank;
use crate::syntax::words::words;
use pest::Parser;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// A production that was begun, and what was read of it.
#[derive(Debug)]
struct Frame {
    kind: Rule,
    start: usize,
    /// Where to go on in the production around it.
    back: usize,
    /// The same for productions that were begun in the same way, whatever was read of them.
    shape: u32,
    read: Option<Rc<Read>>,
    around: Option<Rc<Frame>>,
}

/// The last that was read of a production, and what came before it.
#[derive(Debug)]
struct Read {
    part: Part,
    before: Option<Rc<Read>>,
}

#[derive(Debug, Clone)]
struct Way {
    at: usize,
    frame: Rc<Frame>,
}

/// Where all ways through a text came to.
#[derive(Debug, Default)]
pub struct Walk {
    /// The byte to which the text makes sense.
    pub furthest: usize,
    pub expected: Vec<Expected>,
    /// The productions directly within the outermost one that were read to their ends.
    pub whole: Vec<Step>,
}

struct Walker<'t> {
    code: &'static Code,
    text: &'t str,
    shapes: HashMap<(Rule, usize, u32), u32>,
    waiting: BTreeMap<usize, Vec<Way>>,
    tried: HashMap<(usize, Rule), Option<usize>>,
    walk: Walk,
    told: HashSet<(Rule, usize, Vec<Rule>)>,
}

/// Reads the text as a production from a byte on.
pub fn walk(kind: Rule, text: &str, from: usize) -> Walk {
    let code = code();
    let mut walker = Walker {
        code,
        text,
        shapes: HashMap::new(),
        waiting: BTreeMap::new(),
        tried: HashMap::new(),
        walk: Walk::default(),
        told: HashSet::new(),
    };
    let start = skip_blank(text, from);
    if let Some(at) = code.entry(kind) {
        let frame = Rc::new(Frame {
            kind,
            start,
            back: 0,
            shape: 0,
            read: None,
            around: None,
        });
        walker.waiting.insert(start, vec![Way { at, frame }]);
    }
    while let Some((place, ways)) = walker.waiting.pop_first() {
        walker.walk.furthest = walker.walk.furthest.max(place);
        walker.at_place(place, ways);
    }
    walker.walk
}

impl Walker<'_> {
    /// Follows all ways from one place of the text to the next tokens.
    fn at_place(&mut self, place: usize, ways: Vec<Way>) {
        let mut seen: HashSet<(usize, u32)> = HashSet::new();
        let mut open: Vec<Way> = ways;
        open.reverse();
        while let Some(way) = open.pop() {
            if !seen.insert((way.at, way.frame.shape)) {
                continue;
            }
            match self.code.ops.get(way.at) {
                None => {}
                Some(Op::Split(a, b)) => {
                    for at in [*b, *a] {
                        open.push(Way {
                            at,
                            frame: way.frame.clone(),
                        });
                    }
                }
                Some(Op::Jump(at)) => open.push(Way {
                    at: *at,
                    frame: way.frame,
                }),
                Some(Op::Call(kind)) => {
                    if let Some(at) = self.code.entry(*kind) {
                        let frame = self.begin(*kind, place, &way);
                        open.push(Way { at, frame });
                    }
                }
                Some(Op::Return) => open.extend(self.end(place, &way)),
                Some(Op::Token(token)) => self.token(token, place, &way),
            }
        }
    }

    fn begin(&mut self, kind: Rule, start: usize, way: &Way) -> Rc<Frame> {
        let next = self.shapes.len() as u32 + 1;
        let back = way.at + 1;
        let shape = *self
            .shapes
            .entry((kind, back, way.frame.shape))
            .or_insert(next);
        Rc::new(Frame {
            kind,
            start,
            back,
            shape,
            read: None,
            around: Some(way.frame.clone()),
        })
    }

    fn end(&mut self, place: usize, way: &Way) -> Option<Way> {
        let around = way.frame.around.as_ref()?;
        if around.around.is_none() {
            let step = step(&way.frame, self.part_at(way.at));
            self.walk.whole.push(step);
        }
        let part = Part {
            kind: way.frame.kind,
            start: way.frame.start,
            end: place,
        };
        Some(Way {
            at: way.frame.back,
            frame: with(around, part),
        })
    }

    fn part_at(&self, at: usize) -> u16 {
        self.code.part.get(at).copied().unwrap_or_default()
    }

    fn token(&mut self, token: &Token, place: usize, way: &Way) {
        let rest = self.text.get(place..).unwrap_or_default();
        if rest.is_empty() {
            self.may_follow(token, place, way);
            return;
        }
        let length = match token {
            Token::Sign(_, sign) => rest.starts_with(sign.as_str()).then_some(sign.len()),
            Token::Word(kind) | Token::Leaf(kind) => {
                let known = self.tried.get(&(place, *kind)).copied();
                known.unwrap_or_else(|| {
                    let length = length(token, rest);
                    self.tried.insert((place, *kind), length);
                    length
                })
            }
        };
        if let Some(length) = length {
            let end = place + length;
            let part = Part {
                kind: token.kind(),
                start: place,
                end,
            };
            let next = skip_blank(self.text, end);
            self.waiting.entry(next).or_default().push(Way {
                at: way.at + 1,
                frame: with(&way.frame, part),
            });
        } else if begun(token, rest) {
            self.may_follow(token, place, way);
        }
    }

    fn may_follow(&mut self, token: &Token, place: usize, way: &Way) {
        let mut path = Vec::new();
        let (mut frame, mut at) = (Some(&way.frame), way.at);
        while let Some(here) = frame {
            path.push(step(here, self.part_at(at)));
            at = here.back.saturating_sub(1);
            frame = here.around.as_ref();
        }
        path.reverse();
        let rules: Vec<Rule> = path.iter().map(|s| s.kind).collect();
        if self.told.insert((token.kind(), place, rules)) {
            self.walk.expected.push(Expected {
                kind: token.kind(),
                at: place,
                path,
            });
        }
    }
}

fn with(frame: &Rc<Frame>, part: Part) -> Rc<Frame> {
    Rc::new(Frame {
        kind: frame.kind,
        start: frame.start,
        back: frame.back,
        shape: frame.shape,
        read: Some(Rc::new(Read {
            part,
            before: frame.read.clone(),
        })),
        around: frame.around.clone(),
    })
}

fn step(frame: &Frame, part: u16) -> Step {
    let mut read = Vec::new();
    let mut last = frame.read.as_ref();
    while let Some(one) = last {
        read.push(one.part);
        last = one.before.as_ref();
    }
    read.reverse();
    Step {
        kind: frame.kind,
        start: frame.start,
        read,
        part: usize::from(part),
    }
}

/// How many bytes a token takes at the beginning of a text: asked of the parser itself.
fn length(token: &Token, rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if let Token::Word(kind) = token {
        let word = words().get(*kind)?;
        let could = |s: &String| s.starts_with(first);
        if !word.en.iter().chain(&word.nl).any(could) {
            return None;
        }
    }
    let pairs = MeentParser::parse(token.kind(), rest).ok()?;
    let length = pairs.as_str().len();
    (length > 0).then_some(length)
}

/// Whether the rest of the text is the first words of a keyword that has more.
fn begun(token: &Token, rest: &str) -> bool {
    let Token::Word(kind) = token else {
        return false;
    };
    if rest.len() > 80 {
        return false;
    }
    let Some(word) = words().get(*kind) else {
        return false;
    };
    let rest: Vec<&str> = rest.split_whitespace().collect();
    let begins = |s: &String| {
        let own: Vec<&str> = s.split(' ').collect();
        own.len() > rest.len() && own.starts_with(&rest)
    };
    word.en.iter().chain(&word.nl).any(begins)
}
