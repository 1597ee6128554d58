//! What the tests of the syntax share: sources, and trees compared without their places.
#![allow(dead_code)]

pub mod brute;
pub mod commons;
pub mod oracle;
pub mod pairs;
pub mod random;
pub mod worlds;

use meent::diagnostic::Lang;
use meent::source::FileId;
use meent::syntax::{parse, tree};

pub const SKETCH_EN: &str = include_str!("sketch-en.meent");
pub const SKETCH_NL: &str = include_str!("sketch-nl.meent");
pub const EVERYTHING: &str = include_str!("everything.meent");
pub const SOURCES: [&str; 3] = [SKETCH_EN, SKETCH_NL, EVERYTHING];

/// The tree of a text that must parse.
pub fn tree(text: &str) -> tree::File {
    let parsed = parse(FileId(0), text);
    let errors: Vec<_> = parsed
        .diagnostics
        .iter()
        .filter(|d| d.level == meent::diagnostic::Level::Error)
        .collect();
    assert!(
        errors.is_empty() && parsed.tree.broken.is_empty(),
        "{errors:#?}\n{text}"
    );
    parsed.tree
}

/// A tree in words, without its places.
pub fn placeless(file: &tree::File) -> String {
    let text = format!("{file:?}");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("Span { file: ") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(" }").unwrap() + at + 2;
        rest = &rest[end..];
    }
    out + rest
}

/// The same, with each title as a set of texts with their languages, whatever the file's keywords are,
/// and with the English names of what ships with the compiler.
pub fn meaning(file: &tree::File) -> String {
    use meent::data::{actions, law};
    let mut text = placeless(file).replacen(&format!("lang: {:?}", file.lang), "", 1);
    let names = (actions::all().iter().map(|a| (&a.id, &a.nl)))
        .chain(law::bases().iter().map(|b| (&b.id, &b.nl)))
        .chain(law::categories().iter().map(|c| (&c.id, &c.nl)))
        .chain(law::legal_forms().iter().map(|f| (&f.id, &f.nl)));
    for (id, nl) in names {
        text = text.replace(&format!("{nl:?}"), &format!("{id:?}"));
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    const HEAD: &str = "Title { main: ";
    while let Some(at) = rest.find(HEAD) {
        out.push_str(&rest[..at]);
        rest = &rest[at + HEAD.len()..];
        let main = literal(&mut rest);
        let own = rest.strip_prefix(", lang: ").unwrap();
        let lang = if own.starts_with("Some(En)") {
            Lang::En
        } else if own.starts_with("Some(Nl)") {
            Lang::Nl
        } else {
            file.lang
        };
        rest = &own[own.find("translations: [").unwrap() + "translations: [".len()..];
        let mut all = vec![format!("{lang:?} {main}")];
        while let Some(next) = rest.strip_prefix('(').or_else(|| rest.strip_prefix(", (")) {
            let lang = &next[..2];
            rest = &next[4..];
            all.push(format!("{lang} {}", literal(&mut rest)));
            rest = rest.strip_prefix(')').unwrap();
        }
        all.sort();
        out.push_str(&format!("Title {all:?}"));
    }
    out + rest
}

fn literal<'t>(rest: &mut &'t str) -> &'t str {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let found = &rest[..=at];
                *rest = &rest[at + 1..];
                return found;
            }
            _ => {}
        }
    }
    panic!("no string at {rest}")
}

/// The comments of a text, sorted.
pub fn comments(text: &str) -> Vec<String> {
    use pest::Parser;
    let pairs =
        meent::syntax::grammar::MeentParser::parse(meent::syntax::grammar::Rule::file, text)
            .unwrap();
    let mut all: Vec<String> = meent::syntax::comments(pairs, text)
        .into_iter()
        .map(|(start, end)| text[start..end].trim_end().to_string())
        .collect();
    all.sort();
    all
}

/// The words and signs of a text, comments left out.
pub fn tokens(text: &str) -> Vec<String> {
    use meent::syntax::grammar::{MeentParser, Rule};
    use pest::Parser;
    let pairs = MeentParser::parse(Rule::file, text).unwrap();
    let mut all = Vec::new();
    let mut at = 0;
    for pair in pairs.flatten() {
        let span = pair.as_span();
        let leaf = pair.as_rule() == Rule::string || pair.clone().into_inner().next().is_none();
        if !leaf || span.start() < at || span.start() == span.end() {
            continue;
        }
        all.push(pair.as_str().to_string());
        at = span.end();
    }
    all
}
