//! A project of any size in the shapes that founders write: the city's commons of `examples/` again and again under other
//! names, each with its groups, parties, data, bodies, decisions, rules and scenarios, and generated rules beside them.

use super::generate;
use meent::diagnostic::Lang;
use meent::source::FileId;
use meent::syntax;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The texts of a project of about so many lines, by file name: as one file, or as many.
pub fn project(lines: usize, files: usize) -> Vec<(String, String)> {
    let city = city();
    let names = declared(&city);
    let mut copies = Vec::new();
    let mut count = 0;
    while count < lines / 2 {
        let copy = match copies.len() {
            0 => city.clone(),
            n => renamed(&without_commons(&city), &names, &format!("-{n}")),
        };
        count += copy.lines().count();
        copies.push(copy);
    }
    let mut rules = String::new();
    let (mut size, mut made) = (100, 0);
    while made < lines - count {
        rules = without_commons(&generate::commons(size).source);
        made = rules.lines().count();
        size += (lines - count).saturating_sub(made) / 7 + 20;
    }
    // Cut between declarations.
    let parts = files.saturating_sub(copies.len() + 1).max(1);
    let each = rules.len() / parts + 1;
    let mut texts = copies;
    let mut rest = rules.as_str();
    while !rest.is_empty() {
        let from = each.min(rest.len());
        let cut = rest.get(from..).and_then(|t| t.find("\n}\n"));
        let (part, more) = rest.split_at(cut.map_or(rest.len(), |at| from + at + 3));
        texts.push(part.to_string());
        rest = more;
    }
    if files == 1 {
        texts = vec![texts.concat()];
    }
    let mut out: Vec<(String, String)> = texts
        .into_iter()
        .enumerate()
        .map(|(n, text)| (format!("part{n:03}.meent"), text))
        .collect();
    out.push(("half.meent".into(), half()));
    out
}

/// A text in which both keyword languages have as many words, so that one word more makes it the other's.
fn half() -> String {
    let mut out = String::new();
    for n in 0..20 {
        out.push_str(&format!(
            "group half-e{n} \"E\" {{ of people }}\ngroep half-d{n} \"D\" {{ van mensen }}\n"
        ));
    }
    out
}

///
/// Its prohibitions, which name no data and so hold for all, are of its own data here: a project has what holds for all of it once, not
/// in every part.
fn city() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/city");
    ["commons", "data", "deciding", "rules", "scenarios"]
        .iter()
        .map(|name| fs::read_to_string(folder.join(format!("{name}.meent"))).expect("an example"))
        .collect::<Vec<_>>()
        .concat()
        .lines()
        .map(|line| {
            let Some(does) = line.strip_prefix("  nobody may ") else {
                return format!("{line}\n");
            };
            let (does, for_what) = does.split_at(does.find(" for ").unwrap_or(does.len()));
            format!("  nobody may {does} air-quality, traffic-counts, building-register, residents-survey{for_what}\n")
        })
        .collect()
}

fn declared(text: &str) -> BTreeSet<String> {
    let parsed = syntax::parse(FileId(0), text);
    let names = parsed
        .tree
        .declarations
        .iter()
        .filter_map(|d| d.name.as_ref());
    names.map(|n| n.value.to_string()).collect()
}

/// Without its commons and imports, which a project has once.
fn without_commons(text: &str) -> String {
    let parsed = syntax::parse(FileId(0), text);
    assert_eq!(parsed.tree.lang, Lang::En);
    let mut out = text.to_string();
    for declaration in parsed.tree.declarations.iter().rev() {
        use syntax::tree::What;
        if matches!(declaration.what, What::Commons(_) | What::Use(_)) {
            out.replace_range(
                declaration.span.start as usize..declaration.span.end as usize,
                "",
            );
        }
    }
    out
}

/// The text with another ending behind each of these names; what stands in texts and comments stays.
fn renamed(text: &str, names: &BTreeSet<String>, ending: &str) -> String {
    let mut out = String::with_capacity(text.len() * 11 / 10);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => rest
                .get(1..)
                .and_then(|t| t.find('"'))
                .map_or(rest.len(), |at| at + 2),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            c if c.is_alphanumeric() => rest
                .find(|c: char| !(c.is_alphanumeric() || c == '-'))
                .unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (word, more) = rest.split_at(length);
        out.push_str(word);
        if names.contains(word) && !out.ends_with(&format!(":{word}")) {
            out.push_str(ending);
        }
        rest = more;
    }
    out
}
