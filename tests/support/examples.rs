//! The commons that the tests ask: the shipped examples.

use meent::model::Model;
use meent::model::input::{Input, Outer, Unit};
use meent::source::{FileId, SourceFile, Sources};
use meent::syntax::{parse, tree};
use std::path::Path;

/// The model of an example, nested in another one or not.
pub fn example(name: &str, within: Option<&str>) -> Model {
    let mut sources = Sources::default();
    let own = files(&mut sources, name);
    let outer = within.map(|outer| (outer.to_owned(), files(&mut sources, outer)));
    let unit = |list| Unit {
        files: list,
        uses: Vec::new(),
    };
    let input = Input {
        own: unit(own.iter().map(|(id, f)| (*id, f)).collect()),
        outers: outer
            .iter()
            .map(|(alias, list)| Outer {
                alias: alias.clone(),
                unit: unit(list.iter().map(|(id, f)| (*id, f)).collect()),
            })
            .collect(),
    };
    let (model, diagnostics) = meent::model::build(&input);
    let errors: Vec<&str> = diagnostics
        .iter()
        .filter(|d| d.level == meent::diagnostic::Level::Error)
        .map(|d| d.message.en.as_str())
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    model
}

fn files(sources: &mut Sources, name: &str) -> Vec<(FileId, tree::File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("the example's folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "meent"));
    paths.sort();
    let mut trees = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a source");
        let id = sources.add(SourceFile::new(path.display().to_string(), text.as_str()));
        let parsed = parse(id, &text);
        let errors: Vec<&str> = parsed
            .diagnostics
            .iter()
            .map(|d| d.message.en.as_str())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        trees.push((id, parsed.tree));
    }
    trees
}
