//! From sources to a model.

use meent::diagnostic::{Diagnostic, Level};
use meent::model::input::{Input, Outer, Unit};
use meent::model::{Model, build};
use meent::source::FileId;
use meent::syntax::parse;

/// Parses and builds sources: the commons itself, and the outer one (known as `city`) if there is one.
pub fn build_sources(own: &str, outer: Option<&str>) -> (Model, Vec<Diagnostic>) {
    let own = parse(FileId(0), own);
    let around = outer.map(|text| parse(FileId(1), text));
    let input = Input {
        own: Unit {
            files: vec![(FileId(0), &own.tree)],
            uses: Vec::new(),
        },
        outers: around
            .iter()
            .map(|p| Outer {
                alias: "city".into(),
                unit: Unit {
                    files: vec![(FileId(1), &p.tree)],
                    uses: Vec::new(),
                },
            })
            .collect(),
    };
    let (model, found) = build(&input);
    let mut diagnostics = own.diagnostics;
    diagnostics.extend(around.into_iter().flat_map(|p| p.diagnostics));
    diagnostics.extend(found);
    (model, diagnostics)
}

/// The model of a source that must be without errors.
pub fn model_of(own: &str, outer: Option<&str>) -> Model {
    let (model, diagnostics) = build_sources(own, outer);
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|d| d.level == Level::Error)
        .map(|d| {
            format!(
                "{} {} {:?}",
                d.code,
                d.message.en,
                d.labels
                    .iter()
                    .map(|l| own.get(l.span.start as usize..l.span.end as usize))
                    .collect::<Vec<_>>()
            )
        })
        .collect();
    assert!(errors.is_empty(), "{own}\n{outer:?}\n{}", errors.join("\n"));
    model
}
