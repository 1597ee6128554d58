//! A parsed file as one flat list, in the order of the text.
//!
//! The parser's own pairs count references and count siblings at every step. This is their whole content in sixteen bytes a
//! production, so that the phases behind the parser walk by numbers alone.

use super::grammar::{Pairs, Rule};
use pest::Token;

/// One production, with its place and where the one behind it and all that is in it starts.
#[derive(Debug, Clone, Copy)]
struct Row {
    start: u32,
    end: u32,
    next: u32,
    kind: Rule,
}

/// Every production of a file.
#[derive(Debug)]
pub struct Nodes<'i> {
    text: &'i str,
    rows: Vec<Row>,
}

/// A production of a file.
#[derive(Debug, Clone, Copy)]
pub struct Node<'n> {
    all: &'n Nodes<'n>,
    at: u32,
    row: Row,
}

/// Productions that follow each other within one.
#[derive(Debug, Clone, Copy)]
pub struct Siblings<'n> {
    all: &'n Nodes<'n>,
    next: u32,
    end: u32,
}

impl<'i> Nodes<'i> {
    pub fn of(pairs: Pairs<'i>, text: &'i str) -> Self {
        let tokens = pairs.tokens();
        let mut rows: Vec<Row> = Vec::with_capacity(tokens.len() / 2);
        let mut open = Vec::new();
        for token in tokens {
            match token {
                Token::Start { rule: kind, pos } => {
                    open.push(rows.len());
                    rows.push(Row {
                        start: pos.pos() as u32,
                        end: 0,
                        next: 0,
                        kind,
                    });
                }
                Token::End { pos, .. } => {
                    let next = rows.len() as u32;
                    if let Some(row) = open.pop().and_then(|at| rows.get_mut(at)) {
                        row.end = pos.pos() as u32;
                        row.next = next;
                    }
                }
            }
        }
        Nodes { text, rows }
    }

    /// All of them, each before those within it.
    pub fn iter(&self) -> impl Iterator<Item = Node<'_>> {
        let node = |(at, row): (usize, &Row)| Node {
            all: self,
            at: at as u32,
            row: *row,
        };
        self.rows.iter().enumerate().map(node)
    }

    /// The declarations, what could not be parsed, and the end of the text.
    pub fn declarations(&self) -> Siblings<'_> {
        let file = self.iter().next();
        file.map_or(
            Siblings {
                all: self,
                next: 0,
                end: 0,
            },
            Node::inner,
        )
    }
}

impl<'n> Node<'n> {
    pub fn kind(&self) -> Rule {
        self.row.kind
    }

    /// The first byte.
    pub fn start(&self) -> usize {
        self.row.start as usize
    }

    /// The byte behind the last one.
    pub fn end(&self) -> usize {
        self.row.end as usize
    }

    pub fn text(&self) -> &'n str {
        let text: &'n str = self.all.text;
        text.get(self.start()..self.end()).unwrap_or_default()
    }

    /// The productions directly within this one.
    pub fn inner(self) -> Siblings<'n> {
        Siblings {
            all: self.all,
            next: self.at + 1,
            end: self.row.next,
        }
    }
}

impl<'n> Iterator for Siblings<'n> {
    type Item = Node<'n>;

    fn next(&mut self) -> Option<Node<'n>> {
        if self.next >= self.end {
            return None;
        }
        let row = *self.all.rows.get(self.next as usize)?;
        let at = std::mem::replace(&mut self.next, row.next);
        Some(Node {
            all: self.all,
            at,
            row,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::grammar::{MeentParser, Pair};
    use pest::Parser;

    fn same(pair: &Pair<'_>, node: Node<'_>) {
        assert_eq!(
            (pair.as_rule(), pair.as_str(), pair.as_span().start()),
            (node.kind(), node.text(), node.start())
        );
        let (pairs, nodes) = (pair.clone().into_inner(), node.inner());
        assert_eq!(pairs.len(), nodes.count());
        pairs.zip(nodes).for_each(|(p, n)| same(&p, n));
    }

    #[test]
    fn holds_what_the_pairs_hold() {
        let text = "commons a \"A\" { goal \"B\" }\nrule r { a, b may read d.e for p if not (n at least 2) }\nwhat? ";
        let pairs = MeentParser::parse(Rule::file, text).unwrap();
        let nodes = Nodes::of(pairs.clone(), text);
        let all: Vec<&str> = nodes.iter().map(|n| n.text()).collect();
        let flat: Vec<&str> = pairs.clone().flatten().map(|p| p.as_str()).collect();
        assert_eq!(all, flat);
        let file = pairs.clone().next().unwrap();
        same(&file, nodes.iter().next().unwrap());
        assert_eq!(nodes.declarations().count(), file.into_inner().len());
    }
}
