//! Where the comments of a file are. To the grammar a comment is a blank, so they are sought in the text.

use super::grammar::{Pairs, Rule};

/// The start and end of every comment of a parsed file, in order.
///
/// What did not parse may hold a quote that is never closed, so nothing is sought there.
pub fn comments(pairs: Pairs<'_>, text: &str) -> Vec<(usize, usize)> {
    let tops = pairs.flat_map(|p| p.into_inner());
    let broken = tops.filter(|p| p.as_rule() == Rule::broken);
    outside(
        broken.map(|p| (p.as_span().start(), p.as_span().end())),
        text,
    )
}

/// The same, where it is known what did not parse: from where to where, in order.
pub fn outside(broken: impl Iterator<Item = (usize, usize)>, text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if !text.contains('#') {
        return found;
    }
    let mut from = 0;
    for (start, end) in broken {
        seek(text, from, start, &mut found);
        from = end;
    }
    seek(text, from, text.len(), &mut found);
    found
}

/// Comments of a part of the text in which every quote that opens closes.
fn seek(text: &str, start: usize, end: usize, found: &mut Vec<(usize, usize)>) {
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    let mut at = start;
    let (mut quoted, mut escaped) = (false, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'#' if !quoted => {
                let rest = bytes.iter().skip(at);
                let end = at + rest.take_while(|b| !matches!(b, b'\n' | b'\r')).count();
                found.push((at, end));
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::grammar::MeentParser;
    use pest::Parser;

    fn of(text: &str) -> Vec<&str> {
        let pairs = MeentParser::parse(Rule::file, text).unwrap();
        let found = comments(pairs, text);
        found.into_iter().map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn outside_texts_only() {
        let text = "# a\ngroup a \"#1 \\\" # no\" { # b\r\n of people } #c";
        assert_eq!(of(text), ["# a", "# b", "#c"]);
    }

    #[test]
    fn a_quote_that_never_closes_hides_no_comment() {
        let text = "group a \"A { of people }\ngroup b { of people } # here\n";
        assert_eq!(of(text), ["# here"]);
    }
}
