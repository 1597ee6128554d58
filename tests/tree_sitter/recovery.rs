//! While somebody types, what is half written does not spoil the colours of what stands below it.

use crate::language::{self, all};
use crate::mutate::{declarations_of, tokens};
use crate::queries::{captures, query};
use tree_sitter::Query;

const ABOVE: &str = "group households \"Households\" { of people }\n\n";

const BELOW: &str = "

rule plan \"Planning\" nl \"Plannen\" {
  operators may read meters for planning
    if consent and until 2027-01-01
  because \"It helps.\"
}

dataset meters {
  from households
  field kwh \"Electricity\" in kWh personal
}
# The end.
scenario \"Plans\" { netbeheer asks to read meters expect permitted }
";

/// The colours of a text from a byte on, counted from there.
fn colours(query: &Query, text: &str, from: usize) -> Vec<(usize, usize, String)> {
    let found = captures(query, text);
    let below = found
        .into_iter()
        .filter(|((start, end), _)| *start >= from && start < end);
    below
        .map(|((start, end), names)| (start - from, end - from, names.join(" ")))
        .collect()
}

#[test]
fn what_is_half_written_spoils_nothing_below_it() {
    let query = query("highlights.scm");
    let wanted = colours(&query, BELOW, 0);
    let sources = [
        include_str!("../support/everything.meent"),
        include_str!("../support/sketch-nl.meent"),
    ];
    let (mut tried, mut spoilt) = (0, Vec::new());
    for declaration in sources.iter().flat_map(|s| declarations_of(s)) {
        let words = tokens(&declaration);
        let mut ends: Vec<usize> = Vec::new();
        for word in &words {
            let end = word.as_ptr() as usize - declaration.as_ptr() as usize + word.len();
            ends.push(end);
            // In the middle of a word, and of a text that is not closed.
            if word.len() > 3 && word.is_char_boundary(word.len() / 2) {
                ends.push(end - word.len() + word.len() / 2);
            }
        }
        for end in ends {
            let half = &declaration[..end];
            let text = format!("{ABOVE}{half}{BELOW}");
            tried += 1;
            if colours(&query, &text, ABOVE.len() + half.len()) != wanted {
                spoilt.push(half.to_string());
            }
        }
    }
    println!(
        "{tried} half-written declarations, {} spoil what is below",
        spoilt.len()
    );
    assert!(tried > 1000);
    assert!(
        spoilt.is_empty(),
        "{} of {tried} spoil it, such as\n{}",
        spoilt.len(),
        spoilt[..spoilt.len().min(12)].join("\n----\n")
    );
}

/// An editor tells the parser of each change and keeps the rest of the tree.
#[test]
fn a_tree_that_is_kept_while_somebody_types_is_the_tree_of_the_text() {
    let text = include_str!("../support/everything.meent");
    let mut parser = language::parser();
    let mut chance = crate::mutate::chance::Chance::new(7);
    let mut now = text.to_string();
    let mut tree = parser.parse(&now, None).unwrap();
    let rows = |tree: &tree_sitter::Tree| -> Vec<(String, usize, usize)> {
        all(tree.root_node())
            .iter()
            .map(|n| (n.kind().to_string(), n.start_byte(), n.end_byte()))
            .collect()
    };
    for _ in 0..150 {
        let mut from = chance.below(now.len());
        while !now.is_char_boundary(from) {
            from -= 1;
        }
        let mut to = (from + chance.below(12)).min(now.len());
        while !now.is_char_boundary(to) {
            to -= 1;
        }
        let to = to.max(from);
        let new = *chance
            .pick(&[
                "",
                " ",
                "\n",
                "rule",
                "\"",
                "}",
                "x",
                " until 2026-01-01",
                ", y",
            ])
            .unwrap();
        let place = |text: &str, at: usize| {
            let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
            tree_sitter::Point::new(text[..at].matches('\n').count(), at - line)
        };
        let mut next = now.clone();
        next.replace_range(from..to, new);
        tree.edit(&tree_sitter::InputEdit {
            start_byte: from,
            old_end_byte: to,
            new_end_byte: from + new.len(),
            start_position: place(&now, from),
            old_end_position: place(&now, to),
            new_end_position: place(&next, from + new.len()),
        });
        tree = parser.parse(&next, Some(&tree)).unwrap();
        let fresh = parser.parse(&next, None).unwrap();
        if !fresh.root_node().has_error() {
            assert_eq!(rows(&tree), rows(&fresh));
        }
        assert_eq!(tree.root_node().has_error(), fresh.root_node().has_error());
        // Mostly mend it again, so that there is something to spoil.
        if chance.percent(80) {
            now = text.to_string();
            tree = parser.parse(&now, None).unwrap();
        } else {
            now = next;
        }
    }
}
