//! The parser that pest makes from `grammar/meent.pest`.

use pest::Parser;
use pest_derive::Parser;

/// Recognises Meent; [`Rule`] has one variant for each production of the grammar.
#[derive(Parser)]
#[grammar = "../grammar/meent.pest"]
pub struct MeentParser;

pub type Pair<'i> = pest::iterators::Pair<'i, Rule>;
pub type Pairs<'i> = pest::iterators::Pairs<'i, Rule>;

/// Only recognises: true if the text parses, broken declarations included. For measurements.
pub fn bare_parse(text: &str) -> bool {
    MeentParser::parse(Rule::file, text).is_ok()
}
