//! One piece of a file: a declaration, or what stands in for a broken one.

use super::reach;
use super::shift::Shift;
use crate::diagnostic::{Diagnostic, Lang};
use crate::source::FileId;
use crate::syntax::grammar::{MeentParser, Rule};
use crate::syntax::lower::Lowering;
use crate::syntax::nodes::{Node, Nodes};
use crate::syntax::parse::Parsed;
use crate::syntax::tokens::{self, Keyword};
use crate::syntax::tree::{Declaration, Stub};
use crate::syntax::{comments, recover};
use pest::Parser;
use pest::error::InputLocation;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    /// No change of the text at or behind this byte can change the piece. It is behind the end of the text if the piece
    /// is as it is because the text ends.
    pub reach: usize,
    /// The keywords that only one of the two languages has, in the order of the text.
    pub keywords: Box<[(Lang, Keyword)]>,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Whole {
        tree: Arc<Declaration>,
        found: Box<[Diagnostic]>,
    },
    Broken {
        /// The language of the file, which its finding depends on.
        lang: Lang,
        stubs: Vec<Stub>,
        found: Box<[Diagnostic]>,
    },
}

impl Piece {
    /// Parses the piece that starts here, as the grammar does in a whole file: a declaration, or else something broken.
    /// None: the text ends here. What is broken is not yet told of, see [`Piece::tell`].
    pub fn parse(file: FileId, text: &str, start: usize) -> Option<Piece> {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let failed = match MeentParser::parse(Rule::declaration, rest) {
            Ok(pairs) => {
                let nodes = Nodes::of(pairs, rest);
                if let Some(piece) = nodes.iter().next().and_then(|node| {
                    let piece = Piece::whole(file, text, start, &nodes, node);
                    piece.or_else(|| {
                        // Only if the grammar and the tree do not agree.
                        let whole = (start, start + node.end());
                        Some(Piece::broken(whole.0, whole.1, text.len() + 1))
                    })
                }) {
                    return Some(piece);
                }
                0
            }
            Err(error) => match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            },
        };
        let length = MeentParser::parse(Rule::broken, rest).map_or(0, |pairs| pairs.as_str().len());
        let end = start + length.max(1);
        let reach = reach::tokens(text, start + failed).max(reach::next_line(text, end));
        Some(Piece::broken(start, end, reach))
    }

    fn whole(
        file: FileId,
        text: &str,
        start: usize,
        nodes: &Nodes<'_>,
        node: Node<'_>,
    ) -> Option<Piece> {
        let end = start + node.end();
        let rest = text.get(start..end)?;
        let comments = comments::outside(std::iter::empty(), rest);
        let mut lowering = Lowering::new(file, rest, &comments);
        let mut tree = lowering.declaration(node)?;
        let mut found = std::mem::take(&mut lowering.diagnostics);
        tree.shift(start as u32);
        found.iter_mut().for_each(|d| d.shift(start as u32));
        let closed = node.inner().last().map(|n| n.kind()) == Some(Rule::close);
        let mut keywords = tokens::telling(nodes);
        for (_, keyword) in &mut keywords {
            keyword.start += start;
            keyword.end += start;
        }
        Some(Piece {
            start,
            end,
            reach: match closed {
                true => end,
                false => reach::tokens(text, end),
            },
            keywords: keywords.into(),
            content: Content::Whole {
                tree: Arc::new(tree),
                found: found.into(),
            },
        })
    }

    fn broken(start: usize, end: usize, reach: usize) -> Piece {
        Piece {
            start,
            end,
            reach,
            keywords: Box::default(),
            content: Content::Broken {
                lang: Lang::En,
                stubs: Vec::new(),
                found: Box::default(),
            },
        }
    }

    /// Works out what to say of a broken piece in a file of this language, unless that is known.
    pub fn tell(&mut self, file: FileId, text: &str, file_lang: Lang) {
        let Content::Broken { lang, stubs, found } = &mut self.content else {
            return;
        };
        if *lang == file_lang && !found.is_empty() {
            return;
        }
        let mut parsed = Parsed::default();
        recover::broken(file, text, self.start, self.end, file_lang, &mut parsed);
        *lang = file_lang;
        *stubs = parsed.tree.broken;
        *found = parsed.diagnostics.into();
    }

    /// Forgets what was said of a broken piece: what stands before it has changed.
    pub fn forget(&mut self) {
        if let Content::Broken { found, .. } = &mut self.content {
            *found = Box::default();
        }
    }
}

impl Shift for Piece {
    fn shift(&mut self, by: u32) {
        let moved = |at: usize| (at as u32).wrapping_add(by) as usize;
        self.start = moved(self.start);
        self.end = moved(self.end);
        self.reach = moved(self.reach);
        for (_, keyword) in &mut self.keywords {
            keyword.start = moved(keyword.start);
            keyword.end = moved(keyword.end);
        }
        match &mut self.content {
            Content::Whole { tree, found } => {
                Arc::make_mut(tree).shift(by);
                found.iter_mut().for_each(|d| d.shift(by));
            }
            Content::Broken { stubs, found, .. } => {
                stubs.shift(by);
                found.iter_mut().for_each(|d| d.shift(by));
            }
        }
    }
}
