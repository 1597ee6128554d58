//! The sources of the language's sketch parse whole, in both languages, and mean what they say.

use meent::diagnostic::Lang;
use meent::source::FileId;
use meent::syntax::{parse, tree};

const EN: &str = include_str!("support/sketch-en.meent");
const NL: &str = include_str!("support/sketch-nl.meent");

fn clean(text: &str) -> tree::File {
    let parsed = parse(FileId(0), text);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    assert!(parsed.tree.broken.is_empty(), "{:#?}", parsed.tree.broken);
    parsed.tree
}

#[test]
fn the_english_sketch_parses() {
    let file = clean(EN);
    assert_eq!(file.lang, Lang::En);
    assert_eq!(file.declarations.len(), 22);
}

#[test]
fn the_dutch_sketch_parses() {
    let file = clean(NL);
    assert_eq!(file.lang, Lang::Nl);
    assert_eq!(file.declarations.len(), 4);
}
