//! A renamed project means the same.

use super::marked::{Marked, example};
use insta::assert_snapshot;
use meent::diagnostic::Text;
use meent::editor::Snapshot;
use meent::editor::navigate::{prepare_rename, rename};
use meent::model::{AnyId, Named, Role};
use std::collections::BTreeMap;
use std::path::Path;

/// The texts of a project after a renaming.
fn renamed(m: &Marked, others: &[Snapshot], new: &str) -> Result<BTreeMap<String, String>, Text> {
    let found = rename(&m.snapshot, others, m.file, m.byte, new)?;
    let mut texts = BTreeMap::new();
    for of in &found {
        for edit in of.edits.iter().rev() {
            let path = of.snapshot.path(edit.span.file);
            let name = path
                .strip_prefix(m.folder.path().canonicalize().unwrap())
                .unwrap();
            let text = texts
                .entry(name.to_string_lossy().replace('\\', "/"))
                .or_insert_with(|| of.snapshot.text(edit.span.file).to_string());
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
    }
    Ok(texts)
}

const SOURCE: &str = "commons c \"C\" { goal \"About homes\" }\n# homes\ngroup homes \"Homes\" { of people }\ngroup coaches { of people }\n\
                      dataset d \"D\" { about people in homes  personal  field f }\nfact y \"Y\" { one of x, z }\n\
                      rule r \"R\" {  homes   may read d, d.f if y is x }\n";

fn at(cut: &str) -> Marked {
    Marked::one(&SOURCE.replacen(&cut.replace('‸', ""), cut, 1))
}

fn refused(m: &Marked, new: &str) -> String {
    renamed(m, &[], new).unwrap_err().en
}

#[test]
fn names_change_and_nothing_else_does() {
    let m = at("group ‸homes");
    assert_eq!(
        prepare_rename(&m.snapshot, m.file, m.byte).unwrap().len(),
        5
    );
    assert_snapshot!(renamed(&m, &[], "dwellings").unwrap()["a.meent"], @r#"
    commons c "C" { goal "About homes" }
    # homes
    group dwellings "Homes" { of people }
    group coaches { of people }
    dataset d "D" { about people in dwellings  personal  field f }
    fact y "Y" { one of x, z }
    rule r "R" {  dwellings   may read d, d.f if y is x }
    "#);
    let last = |m: Marked, new| {
        let text = renamed(&m, &[], new).unwrap()["a.meent"].clone();
        text.lines().last().unwrap().to_string()
    };
    assert_eq!(
        last(at("read ‸d,"), "data"),
        "rule r \"R\" {  homes   may read data, data.f if y is x }"
    );
    assert_eq!(
        last(at("d.‸f"), "use"),
        "rule r \"R\" {  homes   may read d, d.use if y is x }"
    );
    assert_eq!(
        last(at("is ‸x"), "warm"),
        "rule r \"R\" {  homes   may read d, d.f if y is warm }"
    );
    assert_eq!(
        last(at("rule ‸r"), "q"),
        "rule q \"R\" {  homes   may read d, d.f if y is x }"
    );
}

#[test]
fn what_can_not_be_renamed_says_why() {
    let homes = || at("group ‸homes");
    let all = [
        refused(&at("may ‸read"), "see"),
        refused(&at("‸may read"), "see"),
        refused(&homes(), "coaches"),
        refused(&homes(), "two words"),
        refused(&homes(), "a.b"),
        refused(&homes(), "9"),
        refused(&homes(), ""),
        refused(&homes(), "must"),
        // Words that no grammar forbids, but that mean something where the name stands.
        refused(&homes(), "everyone"),
        // A choice that is there already.
        refused(&at("is ‸x"), "z"),
    ];
    assert_snapshot!(all.join("\n"));
    let half = Marked::one(&format!("{SOURCE}rule s {{ ‸homes may\n"));
    assert_snapshot!(refused(&half, "dwellings"), @"`homes` may be meant at a.meent:8:10, where the source can't be read. Mend that first.");
    let before = Marked::one(&format!(
        "{}rule s {{ homes may\n",
        SOURCE.replacen("group homes", "group ‸homes", 1)
    ));
    assert_snapshot!(refused(&before, "dwellings"), @"`homes` may be meant at a.meent:8:10, where the source can't be read. Mend that first.");
    // Elsewhere half a rule is no hindrance.
    let coaches = Marked::one(&format!(
        "{}rule s {{ homes may\n",
        SOURCE.replacen("group coaches", "group ‸coaches", 1)
    ));
    assert!(renamed(&coaches, &[], "helpers").is_ok());
}

#[test]
fn an_outer_commons_is_renamed_from_its_own_side() {
    let files = |cut: &str| {
        let own = "commons own \"Own\" { goal \"G\" within \"../city\" }\nrule r { nobody may read for city:ads, ads }\n";
        let city = "commons city \"City\" { goal \"G\" }\npurpose ads \"Ads\"\n";
        let put = |text: &str| text.replacen(&cut.replace('‸', ""), cut, 1);
        let (own, city) = match own.contains(&cut.replace('‸', "")) {
            true => (put(own), city.to_string()),
            false => (own.to_string(), put(city)),
        };
        Marked::files(&[
            ("city/meent.toml", ""),
            ("city/a.meent", &city),
            ("own/meent.toml", ""),
            ("own/a.meent", &own),
        ])
    };
    let m = files("city:‸ads");
    assert_snapshot!(refused(&m, "noise"), @"`ads` also stands in ../city/a.meent, which is no part of this project. Rename it from there.");
    let m = files("purpose ‸ads");
    let others = [m.also("own/a.meent")];
    let texts = renamed(&m, &others, "noise").unwrap();
    assert!(
        texts["own/a.meent"].contains("for city:noise, noise }"),
        "{texts:?}"
    );
    assert!(texts["city/a.meent"].contains("purpose noise \"Ads\""));
    // The commons' own name is its prefix in the others.
    let m = files("commons ‸city");
    let others = [m.also("own/a.meent")];
    let texts = renamed(&m, &others, "town").unwrap();
    assert!(
        texts["own/a.meent"].contains("for town:ads, ads }"),
        "{texts:?}"
    );
    let m = files("‸city:ads");
    assert_snapshot!(refused(&m, "town"), @"`city` is the outer commons' own name. Give it one of your own with `as` first.");
}

#[test]
fn an_own_name_for_an_outer_commons_can_change() {
    let m = Marked::files(&[
        (
            "city/a.meent",
            "commons city \"City\" { goal \"G\" }\npurpose ads \"Ads\"\n",
        ),
        (
            "own/a.meent",
            "commons own \"Own\" { goal \"G\" within \"../city\" as t‸own }\nrule r { nobody may read for town:ads }\n",
        ),
    ]);
    let texts = renamed(&m, &[], "place").unwrap();
    assert!(
        texts["own/a.meent"].contains("as place }") && texts["own/a.meent"].contains("place:ads")
    );
}

/// A declaration of the examples can be renamed, whichever, and the project then means the same but for that name.
#[test]
fn a_renamed_project_has_the_same_model() {
    let mut count = 0;
    for name in ["city", "energy", "health"] {
        let snapshot = example(&Path::new("examples").join(name)).unwrap();
        let own = snapshot.project.loaded.own_files();
        let declared: Vec<_> = snapshot
            .model
            .uses
            .iter()
            .filter(|u| u.role == Role::Declares && own.contains(&u.span.file))
            .collect();
        // Each takes two models to be built, so every third is tried; `MEENT_ALL` tries them all.
        let step = if std::env::var_os("MEENT_ALL").is_some() {
            1
        } else {
            3
        };
        for used in declared.iter().step_by(step) {
            let old = snapshot.project.loaded.sources.text(used.span);
            let found = rename(
                &snapshot,
                &[],
                used.span.file,
                used.span.start as usize,
                "brand-new",
            );
            let found = found.unwrap_or_else(|text| panic!("{old}: {}", text.en));
            assert_eq!(found.len(), 1);
            let edits = &found[0].edits;
            let mut texts: BTreeMap<_, String> = BTreeMap::new();
            for edit in edits.iter().rev() {
                let text = texts
                    .entry(edit.span.file)
                    .or_insert_with(|| snapshot.text(edit.span.file).to_string());
                text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
            // The uses are exactly the edits.
            let same: Vec<_> = snapshot.model.uses_of(used.named).map(|u| u.span).collect();
            assert_eq!(
                same,
                edits.iter().map(|e| e.span).collect::<Vec<_>>(),
                "{old}"
            );
            let parsed: BTreeMap<_, _> = texts
                .iter()
                .map(|(file, text)| (*file, meent::syntax::parse(*file, text)))
                .collect();
            let mut input = snapshot.project.loaded.input();
            for (file, tree) in &mut input.own.files {
                if let Some(parsed) = parsed.get(file) {
                    *tree = &parsed.tree;
                }
            }
            if let Named::Alias(level) = used.named {
                input.outers[level as usize - 1].alias = "brand-new".into();
            }
            let (model, diagnostics) = meent::model::build(&input);
            assert!(
                diagnostics
                    .iter()
                    .all(|d| d.level != meent::diagnostic::Level::Error),
                "{old}: {diagnostics:?}"
            );
            let places = |m: &meent::model::Model| -> Vec<Named> {
                m.uses.iter().map(|u| u.named).collect()
            };
            assert_eq!(places(&model), places(&snapshot.model), "{old}");
            // Fields of other datasets may have the same name.
            let dataset = match used.named {
                Named::Is(id @ AnyId::Data(_)) => {
                    let id = &snapshot.model.decl(id).unwrap().id;
                    id.rsplit_once('.').map(|(dataset, _)| dataset)
                }
                _ => None,
            };
            // A choice is compared by its places above: the word may be a choice of other facts, too.
            if !matches!(used.named, Named::Choice(..)) {
                let now = nameless(&model, "brand-new", dataset);
                let was = nameless(&snapshot.model, old, dataset);
                let differ = now.chars().zip(was.chars()).position(|(a, b)| a != b);
                let around: String = now.chars().skip(differ.unwrap_or(0)).take(80).collect();
                assert!(now == was, "{old}: {around}");
            }
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

/// What a model says, without places and without a name.
fn nameless(model: &meent::model::Model, name: &str, dataset: Option<&str>) -> String {
    let mut model = model.clone();
    model.uses.clear();
    let text = format!("{model:?}");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("Span { file: ") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(" }").unwrap() + at + 2;
        rest = &rest[end..];
    }
    out.push_str(rest);
    let readable = |name: &str| {
        let spaced = name.replace(['-', '_'], " ");
        let mut letters = spaced.chars();
        letters
            .next()
            .map(|c| c.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    // As an id by itself, before or behind a mark, and as the title of what has none.
    // A unit may be the same word, so a name by itself counts only where ids stand.
    let marks: &[(&str, &str)] = &[
        ("id: \"", "\""),
        ("id: \"", "."),
        ("id: \"", ":"),
        // The duties of a rule.
        ("id: \"", "/"),
        (":", "\""),
        ("by: \"", "\""),
        ("declaration: \"", "\""),
    ];
    match dataset {
        Some(dataset) => {
            out = out.replace(
                &format!("\"{dataset}.{name}\""),
                &format!("\"{dataset}.ID\""),
            );
        }
        None => {
            for (mark, end) in marks {
                out = out.replace(&format!("{mark}{name}{end}"), &format!("{mark}ID{end}"));
            }
        }
    }
    let title = readable(name);
    for own in [
        format!("en: Some(\"{title}\"), nl: None }}, titled: false"),
        format!("en: None, nl: Some(\"{title}\") }}, titled: false"),
    ] {
        out = out.replace(&own, "untitled");
    }
    out
}
