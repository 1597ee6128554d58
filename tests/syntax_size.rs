//! Parsing takes steps in proportion to the text, whole or broken. Steps are counted, not timed.

use meent::source::FileId;
use meent::syntax::{bare_parse, parse};
use std::num::NonZeroUsize;

/// How many steps of the grammar a byte of text may take.
const STEPS: usize = 40;

#[test]
fn any_declaration_costs_no_more_than_its_length() {
    for (what, declaration, parts) in [
        (
            "whole",
            "rule r \"R\" { a may read b for c if d and e then must delete b within 9 days }\n",
            1,
        ),
        ("broken", "rule r \"R\" { a reads b }\n", 1),
        ("unclosed brace", "rule r \"R\" { a may read b\n", 1),
        (
            "unclosed parenthesis",
            "rule r \"R\" { a may read b if (c and (d\n",
            1,
        ),
        ("unclosed text", "rule r \"R { a may read b }\n", 1),
        ("mixed", "rule r { a mag read b }\n", 1),
        ("comments", "# a\n# b\ngroup a # c\n", 1),
        ("stray", "blah blah blah {\n", 0),
    ] {
        let count = 2000;
        let text = declaration.repeat(count);
        let parsed = parse(FileId(0), &text);
        let found = parsed.tree.declarations.len() + parsed.tree.broken.len();
        assert_eq!(found, (parts * count).max(1), "{what}");
        // The limit is for all parsers of this process, so this file has one test.
        pest::set_call_limit(NonZeroUsize::new(STEPS * text.len()));
        let enough = bare_parse(&text);
        pest::set_call_limit(None);
        assert!(enough, "{what}: more than {STEPS} steps for a byte");
    }
}
