//! What helps while writing: completion, and the promise that it offers whatever may be written.

#[path = "assist/features.rs"]
mod features;

use meent::diagnostic::Lang;
use meent::editor::completion::{Completion, Completions, Kind, complete, snippets};
use meent::editor::{Snapshot, Workspace};
use meent::source::FileId;
use meent::syntax::grammar::{MeentParser, Rule};
use meent::syntax::words::words;
use pest::Parser;
use std::path::Path;

const EVERYTHING: &str = include_str!("support/everything.meent");
const PATH: &str = "/nowhere-at-all/commons.meent";

/// A project of one file that is open and on no disk.
fn open(text: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new();
    workspace.open(Path::new(PATH), text);
    let snapshot = workspace.snapshot(Path::new(PATH)).unwrap();
    let file = snapshot.file(Path::new(PATH)).unwrap();
    (snapshot, file)
}

/// The completions at the `|` of a text.
fn at_cursor(marked: &str) -> Completions {
    let at = marked.find('|').unwrap();
    let (snapshot, file) = open(&marked.replacen('|', "", 1));
    complete(&snapshot, file, at)
}

fn shown(marked: &str) -> String {
    let found = at_cursor(marked);
    let line = |c: &Completion| {
        let kind = c.kind.noun().en;
        let mut line = format!("{kind:<12} {}", c.label);
        if c.snippet {
            line += &format!("   => {}", c.insert.replace('\n', "⏎"));
        }
        if !c.detail.nl.is_empty() {
            line += &format!("   ({} / {})", c.detail.en, c.detail.nl);
        }
        line
    };
    let most = 24;
    let mut lines: Vec<String> = found.items.iter().take(most).map(line).collect();
    if found.items.len() > most {
        lines.push(format!("… {} more", found.items.len() - most));
    }
    if found.incomplete {
        lines.push("(more when more is typed)".into());
    }
    format!("{marked}\n----\n{}", lines.join("\n"))
}

const SOME: &str = r#"
group households "Households" nl "Huishoudens" { of people }
group operators { of organisations }
member grid "Grid" { in operators }
dataset meters "Meter readings" { about people in households  personal  field kwh in kWh }
purpose planning "Planning"
fact consent { yes or no }
fact colour { one of red, green }
body board { of all households }
decision approve { taken by board  passes with majority of members }
sanction ladder { warning }
"#;

const DUTCH: &str = r#"
groep huishoudens "Huishoudens" { van mensen }
dataset meterstanden "Meterstanden" { over mensen in huishoudens  persoonsgegevens }
doeleinde planning "Planning"
feit akkoord { ja of nee }
"#;

macro_rules! completes {
    ($($name:ident: $around:expr, $text:expr;)*) => {$(
        #[test]
        fn $name() {
            let text = format!("{}{}", $text, $around);
            let shown = shown(&text);
            let shown = shown.replace($around, "\n…");
            insta::assert_snapshot!(stringify!($name), shown);
        }
    )*};
}

completes! {
    at_the_top: SOME, "|\n";
    at_the_top_of_a_new_file: "", "|";
    in_a_group: SOME, "group new {\n  of people\n  |\n  size 5\n}\n";
    who_a_rule_is_about: SOME, "rule r {\n  |\n}\n";
    what_is_done: SOME, "rule r {\n  households may |\n}\n";
    with_which_data: SOME, "rule r {\n  households may read |\n}\n";
    for_which_purpose: SOME, "rule r {\n  households may read meters for |\n}\n";
    for_a_term_of_the_vocabulary: SOME, "rule r {\n  households may read meters for fraud|\n}\n";
    under_which_condition: SOME, "rule r {\n  households may read meters for planning\n  if |\n}\n";
    which_choice: SOME, "rule r {\n  households may read meters for planning\n  if colour is |\n}\n";
    behind_a_statement: SOME, "rule r {\n  households may read meters for planning\n  |\n}\n";
    halfway_a_keyword: SOME, "decision d {\n  passes with at l|\n}\n";
    a_field: SOME, "rule r {\n  households may read meters.k|\n}\n";
    below_an_error: SOME, "group new {\n  bogus bogus\n  of people\n  |\n}\n";
    in_a_broken_declaration: SOME, "decision d {\n  taken by |\n\nrule other { households may read meters }\n";
    which_finding: SOME, "group new {\n  accept M03|\n}\n";
    a_translation: SOME, "group new \"New\" |\n";
    dutch_rule: DUTCH, "regel r {\n  huishoudens |\n}\n";
    dutch_data: DUTCH, "regel r {\n  huishoudens mogen |\n}\n";
    dutch_everyone: DUTCH, "regel r {\n  iedereen |\n}\n";
    dutch_clauses: DUTCH, "besluit b {\n  |\n}\n";
    in_a_comment: SOME, "# group |\n";
    in_a_text: SOME, "group new \"of |\"\n";
    days: SOME, "decision d {\n  notice 14 |\n}\n";
    one_day: SOME, "decision d {\n  notice 1 |\n}\n";
}

#[test]
fn the_word_under_the_cursor_is_replaced_whole() {
    let text = format!("rule r {{\n  households may read met|ers for planning\n}}\n{SOME}");
    let found = at_cursor(&text);
    let one = found.items.iter().find(|c| c.label == "meters").unwrap();
    let plain = text.replacen('|', "", 1);
    assert_eq!(&plain[one.replaces.0..one.replaces.1], "meters");
}

#[test]
fn the_vocabulary_is_imported_along_with_its_first_term() {
    let text = format!("rule r {{\n  households may read meters for Marketing|\n}}\n{SOME}");
    let found = at_cursor(&text);
    let one = found.items.iter().find(|c| c.label == "dpv:Marketing");
    let extra = one.unwrap().extra.clone().unwrap();
    assert_eq!(extra, (0, "use purposes from dpv\n\n".into()));
    let known = format!("use purposes from dpv\n{text}");
    let found = at_cursor(&known);
    let one = found.items.iter().find(|c| c.label == "dpv:Marketing");
    assert_eq!(one.unwrap().extra, None);
}

// ------------------------------------------------------------------ snippets parse

/// Every snippet of a place, put in its place.
fn snippets_parse(header: &str, footer: &str, lang: Lang) -> usize {
    let found = at_cursor(&format!("{header}|{footer}"));
    let mut seen = 0;
    for one in found.items.iter().filter(|c| c.snippet) {
        if !matches!(one.kind, Kind::Declaration | Kind::Clause) {
            continue;
        }
        let filled = snippets::plain(&one.insert).replace("\"\"", "\"x\"");
        let text = format!("{header}{filled}{footer}");
        let parsed = meent::syntax::parse(FileId(0), &text);
        assert!(
            parsed.diagnostics.is_empty(),
            "{}:\n{text}\n{:#?}",
            one.label,
            parsed.diagnostics[0].message
        );
        assert_eq!(parsed.tree.lang, lang, "{text}");
        seen += 1;
    }
    seen
}

#[test]
fn every_declaration_snippet_parses() {
    assert_eq!(
        snippets_parse("group a { of people }\n", "\n", Lang::En),
        16
    );
    assert_eq!(
        snippets_parse("groep a { van mensen }\n", "\n", Lang::Nl),
        16
    );
}

#[test]
fn every_clause_snippet_parses() {
    let bodies = [
        ("commons x \"X\" {\n  ", "meent x \"X\" {\n  "),
        ("group x \"X\" {\n  ", "groep x \"X\" {\n  "),
        ("member x \"X\" {\n  ", "lid x \"X\" {\n  "),
        (
            "dataset x \"X\" {\n  about people\n ",
            "dataset x \"X\" {\n over mensen ",
        ),
        ("purpose x \"X\" {\n  ", "doeleinde x \"X\" {\n  "),
        ("action x \"X\" {\n  ", "handeling x \"X\" {\n  "),
        ("fact x \"X\" {\n  ", "feit x \"X\" {\n  "),
        (
            "rule x \"X\" {\n  a may read b\n  ",
            "regel x \"X\" {\n  a mogen b lezen\n  ",
        ),
        ("rule x \"X\" {\n  ", "regel x \"X\" {\n  "),
        ("body x \"X\" {\n  ", "orgaan x \"X\" {\n  "),
        ("decision x \"X\" {\n  ", "besluit x \"X\" {\n  "),
        ("sanction x \"X\" {\n  ", "sanctie x \"X\" {\n  "),
        ("right x \"X\" {\n  ", "recht x \"X\" {\n  "),
        ("scenario \"X\" {\n  ", "scenario \"X\" {\n  "),
    ];
    let mut seen = [0, 0];
    for (en, nl) in bodies {
        let english = format!("group a {{ of people }}\n{en}");
        let dutch = format!("groep a {{ van mensen }}\n{nl}");
        seen[0] += snippets_parse(&english, "\n}\n", Lang::En);
        seen[1] += snippets_parse(&dutch, "\n}\n", Lang::Nl);
    }
    assert!(seen[0] > 90 && seen[1] > 90, "{seen:?}");
}

// ------------------------------------------------------------------ completeness

/// A keyword or a name of the text, with what it stands in.
struct Token {
    kind: Rule,
    start: usize,
    end: usize,
    of: Vec<Rule>,
}

fn tokens(text: &str) -> Vec<Token> {
    fn walk(pair: pest::iterators::Pair<'_, Rule>, of: &mut Vec<Rule>, out: &mut Vec<Token>) {
        let kind = pair.as_rule();
        let word = words().get(kind).is_some();
        if word || matches!(kind, Rule::name | Rule::unit_name) {
            let span = pair.as_span();
            let (start, end) = (span.start(), span.end());
            out.push(Token {
                kind,
                start,
                end,
                of: of.clone(),
            });
            return;
        }
        of.push(kind);
        for inner in pair.into_inner() {
            walk(inner, of, out);
        }
        of.pop();
    }
    let mut out = Vec::new();
    for pair in MeentParser::parse(Rule::file, text).unwrap() {
        walk(pair, &mut Vec::new(), &mut out);
    }
    out
}

/// Names that are given in their place, or mean nothing that is declared: there is nothing to choose from.
fn is_new(token: &Token, first_of_declaration: bool) -> bool {
    let last = token.of.last().copied();
    first_of_declaration
        || matches!(
            last,
            // the name of a field, of an outer commons, of a weight that the register of members holds
            Some(Rule::field | Rule::outer | Rule::weight)
        )
        // the choices of a fact, and layers that a table of members tells apart
        || token.of.contains(&Rule::one_of)
        || (last == Some(Rule::names) && token.of.iter().rev().nth(1) == Some(&Rule::sortition))
        // units and scales that stand nowhere else
        || token.kind == Rule::unit_name
        || last == Some(Rule::scale)
}

#[test]
fn whatever_may_be_written_is_offered() {
    let text = EVERYTHING;
    let mut missed = Vec::new();
    let declared = declared_names(text);
    let all = tokens(text);
    let mut asked = 0;
    for (nth, token) in all.iter().enumerate() {
        let written = &text[token.start..token.end];
        let before = text[..token.start].trim_end();
        let opens = token.of.len() == 2
            && before.rsplit(char::is_whitespace).next().is_some_and(|w| {
                words()
                    .iter()
                    .any(|k| k.has(Lang::En, w) || k.has(Lang::Nl, w))
            });
        if token.kind == Rule::name || token.kind == Rule::unit_name {
            if MISPLACED.contains(&written) {
                continue;
            }
            // Names that the text uses and never declares can't be offered.
            let shipped = written.starts_with("dpv") || !declared.contains(&written);
            if is_new(token, opens && declared.contains(&written)) || (shipped && !known(written)) {
                continue;
            }
        }
        // A sample that every run takes the same.
        if nth % 12 != 5 {
            continue;
        }
        asked += 1;
        let kept = nth % 24 == 5;
        let rest = match kept {
            true => &text[token.start..],
            false => after_declaration(text, token.start),
        };
        let source = format!("{}{rest}", &text[..token.start]);
        let (snapshot, file) = open(&source);
        let mut found = complete(&snapshot, file, token.start);
        let plain = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let has = |c: &Completions| c.items.iter().any(|i| i.label == plain);
        if !has(&found) && (found.incomplete || words().get(token.kind).is_some()) {
            // Terms of the vocabulary, and other spellings of a keyword, come when one begins to type them.
            let typed: String = plain.chars().take(plain.len().div_ceil(2)).collect();
            let source = format!(
                "{}{typed}{}",
                &text[..token.start],
                rest_of(rest, written, kept)
            );
            let (snapshot, file) = open(&source);
            found = complete(&snapshot, file, token.start + typed.len());
        }
        // A source that has a clause twice, where it may stand once: nothing offers the second.
        let again = all.iter().filter(|t| {
            t.kind == token.kind
                && t.of == token.of
                && after_declaration(text, t.start) == after_declaration(text, token.start)
        });
        if !has(&found) && again.count() < 2 {
            let line = text[..token.start].matches('\n').count() + 1;
            missed.push(format!(
                "{line}: {plain} ({:?} in {:?}, kept {kept})",
                token.kind, token.of
            ));
        }
    }
    assert!(asked > 50, "{asked}");
    assert!(
        missed.is_empty(),
        "{} of {asked}\n{}",
        missed.len(),
        missed.join("\n")
    );
}

fn rest_of<'t>(rest: &'t str, written: &str, kept: bool) -> &'t str {
    match kept {
        true => &rest[written.len()..],
        false => rest,
    }
}

/// The text from the declaration behind the one that a byte is in.
fn after_declaration(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let mut from = 0;
    while let Some(end) = rest[from..].find('\n') {
        from += end + 1;
        if rest[from..].starts_with(|c: char| c.is_alphabetic()) {
            return &rest[from - 1..];
        }
    }
    "\n"
}

fn declared_names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for top in MeentParser::parse(Rule::file, text)
        .unwrap()
        .flat_map(|p| p.into_inner())
    {
        let name = top.into_inner().find(|p| p.as_rule() == Rule::name);
        names.extend(name.map(|n| n.as_str()));
    }
    names
}

/// Names that stand where their kind does not fit, as only a test of the grammar may.
const MISPLACED: [&str; 3] = ["cooperative", "auditor", "netbeheer"];

/// Whether a name ships with the compiler.
fn known(name: &str) -> bool {
    use meent::data::{actions, dpv, law};
    actions::find(name).is_some()
        || dpv::find(name).is_some()
        || law::basis(name).is_some()
        || law::category(name).is_some()
        || law::legal_form(name).is_some()
        || ["kvk", "NL", "dpv"].contains(&name)
}
