//! The model's builder, on small sources.

use meent::diagnostic::{Diagnostic, Lang};
use meent::model::input::{Input, Unit};
use meent::model::{Model, build};
use meent::source::FileId;

/// Parses and builds one file; findings of both phases.
fn model(text: &str) -> (Model, Vec<Diagnostic>) {
    let parsed = meent::syntax::parse(FileId(0), text);
    let input = Input {
        own: Unit {
            files: vec![(FileId(0), &parsed.tree)],
            uses: Vec::new(),
        },
        outers: Vec::new(),
    };
    let (model, more) = build(&input);
    let mut all = parsed.diagnostics.clone();
    all.extend(more);
    (model, all)
}

#[test]
fn scratch() {
    let mut parsed = Vec::new();
    let dir = std::env::var("MEENT_DIR").unwrap_or_default();
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "meent"))
        .collect();
    files.sort();
    let mut sources = meent::source::Sources::default();
    for f in &files {
        let text = std::fs::read_to_string(f).unwrap();
        let id = sources.add(meent::source::SourceFile::new(
            f.file_name().unwrap().to_string_lossy().to_string(),
            text.clone(),
        ));
        parsed.push((id, meent::syntax::parse(id, &text)));
    }
    let input = Input {
        own: Unit {
            files: parsed.iter().map(|(i, p)| (*i, &p.tree)).collect(),
            uses: Vec::new(),
        },
        outers: Vec::new(),
    };
    let (m, d) = build(&input);
    for d in parsed.iter().flat_map(|(_, p)| &p.diagnostics).chain(&d) {
        println!(
            "{} {} {} [{}]",
            sources.place(d.span().unwrap_or_default()),
            d.code,
            d.message.get(Lang::En),
            d.span()
                .map(|s| sources.text(s).chars().take(60).collect::<String>())
                .unwrap_or_default()
        );
    }
    let u = meent::analysis::Universe::new(&m);
    for d in meent::analysis::checks::check(&m, &u) {
        println!(
            "{} {} {} {:?} [{}]",
            sources.place(d.span().unwrap_or_default()),
            d.code,
            d.message.get(Lang::En),
            d.case.as_ref().map(|c| c.en.clone()),
            d.span()
                .map(|s| sources.text(s).chars().take(60).collect::<String>())
                .unwrap_or_default()
        );
    }
    println!(
        "groups {} data {} purposes {} rules {} scen {}",
        m.groups.len(),
        m.data.len(),
        m.purposes.len(),
        m.rules.len(),
        m.scenarios.len()
    );
}
