//! Names in sources: each one is known to the model, with exactly its place, or it is reported.

use meent::Project;
use meent::diagnostic::Diagnostic;
use meent::diagnostic::registry::codes;
use meent::model::{FactKind, Model, Named, Use};
use meent::source::{FileId, Span};
use meent::syntax::grammar::{MeentParser, Pair, Rule};
use pest::Parser;
use std::path::{Path, PathBuf};

/// The shipped examples, the sources that hold every clause, and the small sources of the findings.
pub fn projects() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = ["everything", "deciding", "sketch-en", "sketch-nl"]
        .iter()
        .map(|n| PathBuf::from(format!("tests/support/{n}.meent")))
        .collect();
    paths.extend(["city", "energy", "health"].map(|n| Path::new("examples").join(n)));
    let mut findings: Vec<PathBuf> = std::fs::read_dir("examples/findings")
        .unwrap()
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.is_dir() || p.extension().is_some_and(|e| e == "meent"))
        .collect();
    findings.sort();
    assert!(findings.len() > 100, "{}", findings.len());
    paths.extend(findings);
    paths
}

/// Every name of a text, with the productions that it stands in, outermost first.
fn names<'i>(pair: Pair<'i>, above: &mut Vec<Rule>, out: &mut Vec<(Vec<Rule>, usize, &'i str)>) {
    if pair.as_rule() == Rule::name {
        out.push((above.clone(), pair.as_span().start(), pair.as_str()));
    }
    above.push(pair.as_rule());
    for inner in pair.into_inner() {
        names(inner, above, out);
    }
    above.pop();
}

/// Words of the world outside: no source declares them, and nothing that ships does.
fn outside(above: &[Rule]) -> bool {
    matches!(
        above,
        [.., Rule::law]
            | [.., Rule::registered]
            | [.., Rule::scale]
            // Of a commons that is not there, which is reported at its path.
            | [.., Rule::outer]
            // A column of a register.
            | [.., Rule::votes, Rule::weight]
            | [.., Rule::sortition, Rule::names]
    )
}

fn unknown(model: &Model, file: FileId, text: &str, found: &[Diagnostic]) -> Vec<String> {
    let mut all = Vec::new();
    for pair in MeentParser::parse(Rule::file, text).unwrap() {
        names(pair, &mut Vec::new(), &mut all);
    }
    let mut out = Vec::new();
    for (above, start, name) in all {
        let whole = Span::new(file, start, start + name.len());
        let uses: Vec<&Use> = model
            .uses_in(file)
            .iter()
            .filter(|u| whole.start <= u.span.start && u.span.end <= whole.end)
            .collect();
        // `city:readings.kwh` is three names, and all of it is one of them or a mark between two.
        let covered: usize = uses.iter().map(|u| u.span.len()).sum();
        let marks = uses.len().saturating_sub(1);
        let known = covered + marks == name.len();
        // A clause that stands twice counts once; its second one is not looked into.
        let reported = found.iter().any(|d| match d.code {
            codes::CLAUSE_TWICE | codes::SEVERAL_COMMONS => d.labels.iter().any(|l| {
                l.span.file == file && l.span.start <= whole.start && whole.end <= l.span.end
            }),
            _ => d.labels.iter().any(|l| l.span == whole),
        });
        if !known && !reported && !outside(&above) {
            let last = above.len().saturating_sub(3);
            out.push(format!("{name} in {:?}: {uses:?}", &above[last..]));
        }
    }
    out
}

#[test]
fn every_name_is_known_or_reported() {
    let mut out: Vec<String> = Vec::new();
    let mut seen = 0;
    for path in projects() {
        let project = Project::load(Some(&path));
        let (model, mut found) = project.model();
        found.extend(project.loaded.diagnostics.clone());
        for &file in project.loaded.own_files() {
            let source = project.loaded.sources.file(file);
            seen += model.uses_in(file).len();
            let missing = unknown(&model, file, &source.text, &found);
            out.extend(missing.iter().map(|m| format!("{}: {m}", path.display())));
        }
    }
    assert!(out.is_empty(), "{}", out.join("\n"));
    assert!(seen > 5_000, "{seen}");
}

/// What a use says that it names is what stands there.
fn says(model: &Model, aliases: &[String], used: &Use, text: &str) -> bool {
    match used.named {
        Named::Is(id) => {
            let decl = model.decl(id).unwrap();
            if used.shipped {
                let action = meent::data::actions::find(text);
                return decl.id == action.map_or(text, |a| &a.id);
            }
            let id = decl.id.as_str();
            let own = id.split_once(':').map_or(id, |(_, rest)| rest);
            own == text || own.rsplit_once('.').is_some_and(|(_, field)| field == text)
        }
        Named::Commons(_) => model.named_decl(used.named).unwrap().id == text,
        Named::Alias(n) => aliases[n as usize - 1] == text,
        Named::Choice(fact, at) => match &model.facts[fact.index()].kind {
            FactKind::OneOf(choices) => choices[at as usize] == text,
            _ => false,
        },
        Named::Finding(code) => code.to_string() == text,
        Named::Law(_) => !text.is_empty(),
        Named::Library => text.starts_with("dpv"),
    }
}

#[test]
fn a_use_is_exactly_the_name() {
    for path in projects() {
        let project = Project::load(Some(&path));
        let (model, _) = project.model();
        let input = project.loaded.input();
        let aliases: Vec<String> = input.outers.iter().map(|o| o.alias.clone()).collect();
        for used in &model.uses {
            let source = project.loaded.sources.file(used.span.file);
            let text = &source.text[used.span.start as usize..used.span.end as usize];
            assert!(
                says(&model, &aliases, used, text),
                "{}: {text} is {used:?}",
                source.path
            );
        }
        let sorted = model
            .uses
            .is_sorted_by(|a, b| a.span.end <= b.span.start || a.span.file < b.span.file);
        assert!(sorted, "{}: two names stand at one place", path.display());
    }
}
