//! Parsing takes time in proportion to the text, whole or broken.

use meent::source::FileId;
use meent::syntax::parse;
use std::time::Instant;

/// How much longer four times the text takes.
fn growth(declaration: &str, count: usize) -> f64 {
    let time = |n: usize| {
        let text = declaration.repeat(n);
        let best = (0..3).map(|_| {
            let start = Instant::now();
            std::hint::black_box(parse(FileId(0), &text));
            start.elapsed()
        });
        best.min().unwrap().as_secs_f64()
    };
    time(4 * count) / time(count)
}

#[test]
fn broken_declarations_cost_no_more_than_their_length() {
    for (what, declaration) in [
        (
            "whole",
            "rule r \"R\" { a may read b for c if d and e then must delete b within 9 days }\n",
        ),
        ("broken", "rule r \"R\" { a reads b }\n"),
        ("unclosed text", "rule r \"R { a may read b }\n"),
        ("unclosed brace", "rule r \"R\" { a may read b\n"),
        (
            "unclosed parenthesis",
            "rule r \"R\" { a may read b if (c and (d\n",
        ),
        ("stray", "blah blah blah {\n"),
        ("mixed", "rule r { a mag read b }\n"),
        ("comments", "# a\n# b\ngroup a # c\n"),
    ] {
        let growth = growth(declaration, 300);
        assert!(
            growth < 9.0,
            "{what}: four times the text takes {growth:.1} times as long"
        );
    }
}
