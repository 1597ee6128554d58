//! Definition, references, highlights, symbols, folds, selections, links, and who may reach what.

use super::marked::{Marked, place, shown};
use insta::assert_snapshot;
use meent::diagnostic::Lang;
use meent::editor::navigate::{
    self, Symbol, definition, document_symbols, folding, highlights, incoming, links, outgoing,
    references, selection, workspace_symbols,
};

const RULES: &str = r#"commons c "Commons" { goal "G" }
use purposes from dpv
group homes "Homes" nl "Huizen" { of people }
group coaches "Coaches" { of people within homes }
party pump "Pump firm" { in coaches }
dataset readings "Readings" {
  about people in homes
  personal
  field kwh "Use" in kWh
}
fact why "Why" { one of heat, cold }
purpose help "Helping" { within dpv:ServiceProvision }
# What is permitted.
# All of it.
rule help-out "Helping out" {
  coaches may read readings.kwh
    for help
    if why is heat
  then must delete readings within 2 weeks
}
rule hold "Holding" { homes must not sell readings despite help-out }
scenario "Yes" { pump asks to read readings.kwh for help with why heat expect permitted }
scenario "No" { pump asks to sell readings expect prohibited }
"#;

/// The rules with the cursor behind the first letter of the nth `word`.
fn at(word: &str, nth: usize) -> Marked {
    let (start, _) = RULES.match_indices(word).nth(nth).unwrap();
    let mut text = RULES.to_string();
    text.insert(start + 1, '‸');
    Marked::one(&text)
}

fn defined(m: &Marked) -> String {
    match definition(&m.snapshot, m.file, m.byte) {
        None => "nowhere".into(),
        Some(found) => {
            let origin = m.snapshot.project.loaded.sources.text(found.origin);
            let targets: Vec<String> = found
                .targets
                .iter()
                .map(|t| {
                    format!(
                        "{} in {}",
                        place(&m.snapshot, t.name),
                        place(&m.snapshot, t.whole)
                    )
                })
                .collect();
            format!("{origin} -> {}", targets.join("; "))
        }
    }
}

#[test]
fn definitions() {
    let all = [
        at("coaches", 1),
        at("kwh", 1),
        at("readings.kwh", 0),
        at("heat", 1),
        at("help-out", 1),
        at("pump", 1),
        at("homes", 0),
        // What ships with the compiler, keywords and titles are declared nowhere.
        at("dpv:Service", 0),
        at("read ", 0),
        at("despite", 0),
        at("Helping out", 0),
    ];
    let all: Vec<String> = all.iter().map(defined).collect();
    assert_snapshot!(all.join("\n"));
}

#[test]
fn the_edges_of_a_name_count_and_no_more() {
    let of = |text: &str| defined(&Marked::one(text));
    let base = "commons c \"C\" { goal \"G\" }\ngroup g { of people }\nparty p { in ";
    assert!(of(&format!("{base}‸g }}")).starts_with("g -> "));
    assert!(of(&format!("{base}g‸ }}")).starts_with("g -> "));
    assert_eq!(of(&format!("{base}g ‸}}")), "nowhere");
}

#[test]
fn other_files_outer_commons_and_paths() {
    let city = "commons city \"City\" { goal \"G\" }\npurpose ads \"Ads\"\n";
    let kinds = "group homes \"Homes\" { of people }\n";
    let files = |own: &str| {
        Marked::files(&[
            ("city/meent.meent", city),
            ("lib/kinds.meent", kinds),
            ("own/a.meent", own),
        ])
    };
    let own = |cut: &str| {
        let text = "commons own \"Own\" { goal \"G\" within \"../city\" as town }\nuse groups from \"../lib/kinds.meent\"\n\
                    rule r { homes must not read for town:ads }\n";
        files(&text.replacen(cut.trim_start_matches('‸'), cut, 1))
    };
    let all = [
        own("‸homes must"),
        own("‸ads"),
        own("‸town:ads"),
        own("‸../lib"),
        own("‸../city"),
        own("‸town }"),
    ];
    let all: Vec<String> = all.iter().map(defined).collect();
    assert_snapshot!(all.join("\n"));
    let m = own("‸homes must");
    let found = links(&m.snapshot, m.file);
    let found: Vec<String> = found
        .iter()
        .map(|l| {
            format!(
                "{} -> {}",
                place(&m.snapshot, l.span),
                l.target.file_name().unwrap().to_string_lossy()
            )
        })
        .collect();
    assert_snapshot!(found.join("\n"), @r"
    a.meent:1:38 `../city` -> meent.meent
    a.meent:2:18 `../lib/kinds.meent` -> kinds.meent
    ");
}

#[test]
fn every_reference_is_found_across_projects() {
    let m = Marked::files(&[
        ("city/meent.toml", ""),
        (
            "city/a.meent",
            "commons city \"City\" { goal \"G\" }\npurpose a‸ds \"Ads\"\n",
        ),
        ("city/b.meent", "rule never { nobody may use for ads }\n"),
        ("own/meent.toml", ""),
        (
            "own/a.meent",
            "commons own \"Own\" { goal \"G\" within \"../city\" }\nrule r { nobody may read for city:ads, ads }\n",
        ),
    ]);
    let others = [m.also("own/a.meent"), m.also("city/a.meent")];
    let of = |declaration| -> Vec<String> {
        let found = references(&m.snapshot, &others, m.file, m.byte, declaration);
        found.iter().map(|p| place(p.snapshot, p.span)).collect()
    };
    assert_snapshot!(of(true).join("\n"), @r"
    a.meent:2:9 `ads`
    b.meent:1:33 `ads`
    a.meent:2:35 `ads`
    a.meent:2:40 `ads`
    ");
    assert_eq!(of(false).len(), 3);
}

#[test]
fn a_name_is_highlighted_where_it_is_declared_and_where_it_is_named() {
    let m = at("readings", 0);
    let found = highlights(&m.snapshot, m.file, m.byte);
    let spans: Vec<_> = found.iter().map(|(span, _)| *span).collect();
    assert_eq!(found.iter().filter(|(_, declares)| *declares).count(), 1);
    assert_snapshot!(shown(&m.snapshot, m.file, &spans));
}

fn tree(m: &Marked, symbols: &[Symbol], depth: usize, out: &mut String) {
    for s in symbols {
        let text = m.snapshot.text(m.file);
        assert!(
            s.whole.start <= s.at.start && s.at.end <= s.whole.end,
            "{s:?}"
        );
        let line = text[..s.whole.start as usize].matches('\n').count() + 1;
        out.push_str(&format!(
            "{}{:?} {} — {} (line {line})\n",
            "  ".repeat(depth),
            s.kind,
            s.name,
            s.detail
        ));
        for inner in &s.within {
            assert!(s.whole.start <= inner.whole.start && inner.whole.end <= s.whole.end);
        }
        tree(m, &s.within, depth + 1, out);
    }
}

#[test]
fn the_symbols_of_a_file_are_a_tree() {
    let m = Marked::one(&format!(
        "{RULES}‸body b {{ of al\ndecision d {{ taken by b quorum 3 seats passes with majority appeal to pump within 2 weeks }}\n"
    ));
    let mut out = String::new();
    tree(&m, &document_symbols(&m.snapshot, m.file), 0, &mut out);
    assert_snapshot!(out);
}

#[test]
fn symbols_are_found_by_a_few_letters_of_name_or_title() {
    let m = at("readings", 0);
    let projects = [m.snapshot.clone(), m.snapshot.clone()];
    let of = |query: &str| {
        let found = workspace_symbols(&projects, query);
        let found: Vec<String> = found.iter().map(|f| f.name.clone()).collect();
        found.join(" ")
    };
    assert_snapshot!(of("help"), @"help help-out");
    assert_snapshot!(of("hlpt"), @"help-out");
    assert_snapshot!(of("HUIZ"), @"homes");
    assert_snapshot!(of("firm"), @"pump");
    assert_snapshot!(of("kw"), @"readings.kwh");
    assert_eq!(of("zzz"), "");
    assert_eq!(of("").split(' ').count(), 10);
}

#[test]
fn what_can_be_folded() {
    let m = at("readings", 0);
    let lines: Vec<&str> = RULES.lines().collect();
    let folds = folding(&m.snapshot, m.file);
    let folds: Vec<String> = folds
        .iter()
        .map(|f| {
            format!(
                "{:?}: {} … {}",
                f.kind,
                lines[f.first].trim(),
                lines[f.last].trim()
            )
        })
        .collect();
    assert_snapshot!(folds.join("\n"));
}

fn selected(m: &Marked) -> String {
    let found = selection(&m.snapshot, m.file, m.byte);
    for pair in found.windows(2) {
        assert!(pair[1].start <= pair[0].start && pair[0].end <= pair[1].end && pair[0] != pair[1]);
    }
    let found: Vec<String> = found.iter().map(|s| place(&m.snapshot, *s)).collect();
    found.join("\n")
}

#[test]
fn a_selection_grows_from_word_to_file() {
    assert_snapshot!("in_a_rule", selected(&at("kwh\n", 0)));
    assert_snapshot!("in_a_comment", selected(&at("All of it", 0)));
    assert_snapshot!(
        "half_typed",
        selected(&Marked::one(
            "group g { of people }\nrule r { g may re‸ad for\n\ngroup h { of people }\n"
        ))
    );
    assert_eq!(selected(&Marked::one("‸")), "a.meent:1:1 ``");
}

#[test]
fn who_may_reach_a_dataset_and_what_somebody_may_reach() {
    let m = at("readings", 0);
    let model = &m.snapshot.model;
    let of = |steps: Vec<navigate::Step>| -> String {
        let lines = steps.iter().map(|s| {
            let other = s.other.map_or("all", |id| &model.decl(id).unwrap().id);
            let rule = &model.rules[s.rule.index()].decl.id;
            let from: Vec<String> = s.from.iter().map(|f| place(&m.snapshot, *f)).collect();
            let against: Vec<&str> = s
                .prohibitions
                .iter()
                .map(|p| model.rules[p.index()].decl.id.as_str())
                .collect();
            format!(
                "{other} by {rule} at {}, from {}; but {}",
                place(&m.snapshot, s.at),
                from.join(" "),
                against.join(" ")
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let node = navigate::node(&m.snapshot, m.file, m.byte).unwrap();
    let coaches = at("coaches", 0);
    let coach = navigate::node(&coaches.snapshot, coaches.file, coaches.byte).unwrap();
    let pump = at("pump", 0);
    let pump = navigate::node(&pump.snapshot, pump.file, pump.byte).unwrap();
    assert_snapshot!(format!(
        "readings\n{}\ncoaches\n{}\npump\n{}",
        of(incoming(&m.snapshot, node.id)),
        of(outgoing(&m.snapshot, coach.id)),
        of(outgoing(&m.snapshot, pump.id)),
    ));
    let homes = at("homes", 0);
    let home = navigate::node(&homes.snapshot, homes.file, homes.byte).unwrap();
    assert_eq!(outgoing(&homes.snapshot, home.id), []);
}

#[test]
fn a_half_typed_text_still_knows_its_names() {
    let broken = "commons c \"C\" { goal \"G\" }\ngroup homes \"Homes\" { of people }\ndataset d { personal field f }\n\
                  rule r { homes may read d.f for\n\nrule s { homes may read d }\n";
    let of = |cut: &str| {
        defined(&Marked::one(&broken.replacen(
            &cut.replace('‸', ""),
            cut,
            1,
        )))
    };
    assert!(of("r { ho‸mes").starts_with("homes -> a.meent:2:7"));
    assert!(of("read d.‸f").starts_with("f -> a.meent:3:"));
    assert!(of("read ‸d.f").starts_with("d -> a.meent:3:9"));
    assert!(of("s { ho‸mes").starts_with("homes -> a.meent:2:7"));
    assert_eq!(of("goal \"‸G"), "nowhere");
}

#[test]
fn dutch_sources_are_no_different() {
    let text = "meent m \"M\" { doel \"D\" }\ngroep buren \"Buren\" { van mensen }\ndataset standen \"Standen\" { persoonsgegevens }\n\
                regel r \"R\" { buren mogen sta‸nden lezen }\n";
    assert_eq!(
        defined(&Marked::one(text)),
        "standen -> a.meent:3:9 `standen` in a.meent:3:1 `dataset standen \"Standen\" { persoonsgege…`"
    );
    let read = Marked::one(&text.replace('‸', "").replace("lezen", "‸lezen"));
    assert_eq!(defined(&read), "nowhere");
    let _ = Lang::Nl;
}
