//! The matrix against brute force: every asker, every atom and every value falls in exactly one row, and the row says
//! what the evaluator says.

mod support;
#[path = "support/vnu.rs"]
mod vnu;

use meent::analysis::matrix::{Cell, Matrix, Row, Scope, matrix};
use meent::analysis::settle::representatives;
use meent::analysis::{Asker, Axis, Request, Universe};
use meent::model::{FactKey, GroupId, Model, Value, Verdict};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::commons::model_of;
use support::oracle;
use support::random::{self, Random};

type Facts = BTreeMap<FactKey, Value>;

/// A case in which every fact that some rule tests has a value.
fn full_case(r: &mut Random, model: &Model) -> Facts {
    let tests: Vec<_> = model
        .rules
        .iter()
        .flat_map(|rule| rule.condition.clauses.iter().flatten())
        .collect();
    let keys: BTreeSet<FactKey> = tests.iter().map(|t| t.key).collect();
    keys.into_iter()
        .map(|key| {
            let values = representatives(model, key, tests.iter().copied());
            (key, *r.pick(&values))
        })
        .collect()
}

/// The oracle on one atom.
fn truth(model: &Model, asker: &Asker, atom: [usize; 3], facts: &Facts) -> Verdict {
    let request = Request {
        asker: asker.clone(),
        actions: Vec::new(),
        data: Vec::new(),
        purposes: Vec::new(),
        facts: facts.clone(),
    };
    let named = |axis: Axis| (!axis.tree(model).is_empty()).then_some(atom[axis as usize] as u32);
    let general = oracle::general(model, &request);
    oracle::judge(model, &general, Axis::ALL.map(named), &request).0
}

fn atoms(model: &Model) -> Vec<[usize; 3]> {
    let n = Axis::ALL.map(|axis| axis.tree(model).len().max(1));
    let mut all = Vec::new();
    for a in 0..n[0] {
        for d in 0..n[1] {
            for p in 0..n[2] {
                all.push([a, d, p]);
            }
        }
    }
    all
}

fn cell_in<'m>(matrix: &'m Matrix, rows: &'m [Row], atom: [usize; 3]) -> Vec<&'m Cell> {
    rows.iter()
        .filter(|row| row.holds(atom))
        .map(|row| matrix.cell(row).expect("its cell"))
        .collect()
}

fn verdict(cell: &Cell, facts: &Facts) -> Option<Verdict> {
    cell.verdict(|key| facts.get(&key).map(|v| v.as_int()))
}

/// What the matrix says of an asker whose row is given by the rule in `docs/reference/matrix.md`.
fn by_the_rows(
    matrix: &Matrix,
    groups: &[GroupId],
    atom: [usize; 3],
    facts: &Facts,
) -> Option<Verdict> {
    let mut fitting: Vec<&Cell> = Vec::new();
    for together in &matrix.together {
        let meets = |part: &Vec<GroupId>| groups.iter().any(|g| part.contains(g));
        if together.parts.iter().all(meets) {
            fitting.extend(cell_in(matrix, &together.rows, atom));
        }
    }
    for group in groups {
        let asker = Asker::Groups(vec![*group]);
        let block = matrix
            .blocks
            .iter()
            .find(|b| b.who.contains(&asker))
            .expect("a block");
        fitting.extend(cell_in(matrix, &block.rows, atom));
    }
    let within = |a: &Cell, b: &Cell| {
        a.rules.len() < b.rules.len() && a.rules.iter().all(|r| b.rules.contains(r))
    };
    let largest: Vec<&Cell> = fitting
        .iter()
        .copied()
        .filter(|c| !fitting.iter().any(|d| within(c, d)))
        .collect();
    let all: Option<Vec<Verdict>> = largest.iter().map(|c| verdict(c, facts)).collect();
    let all = all?;
    [Verdict::Permitted, Verdict::Prohibited]
        .into_iter()
        .find(|v| all.contains(v))
        .or(Some(Verdict::NotProvidedFor))
}

fn check(seed: u64) -> Result<(), TestCaseError> {
    let commons = random::commons(seed);
    let model = model_of(&commons.source, commons.outer.as_deref());
    let universe = Universe::new(&model);
    let matrix = matrix(&universe, &Scope::default());
    let mut r = Random::new(seed ^ 0x3A7);
    let cases: Vec<Facts> = (0..3).map(|_| full_case(&mut r, &model)).collect();
    let atoms = atoms(&model);
    // Every asker that has a block, in one block; every atom in one row.
    let mut askers = vec![Asker::Groups(Vec::new())];
    askers.extend((0..model.groups.len()).map(|g| Asker::Groups(vec![GroupId::new(g)])));
    askers.extend((0..model.parties.len()).map(|p| Asker::Party(meent::model::PartyId::new(p))));
    for asker in &askers {
        let blocks: Vec<_> = matrix
            .blocks
            .iter()
            .filter(|b| b.who.contains(asker))
            .collect();
        prop_assert_eq!(blocks.len(), 1);
        for &atom in &atoms {
            let cells = cell_in(&matrix, &blocks[0].rows, atom);
            prop_assert_eq!(cells.len(), 1, "{:?} {:?}", asker, atom);
            if r.chance(95) {
                continue;
            }
            for facts in &cases {
                let want = truth(&model, asker, atom, facts);
                prop_assert_eq!(
                    verdict(cells[0], facts),
                    Some(want),
                    "{:?} {:?} {:?}",
                    asker,
                    atom,
                    facts
                );
            }
        }
    }
    // Whoever is in several groups.
    let regions = meent::analysis::region::Regions::new(&model);
    for bits in 1u32..1 << model.groups.len() {
        let groups: Vec<GroupId> = (0..model.groups.len())
            .filter(|g| bits >> g & 1 == 1)
            .map(GroupId::new)
            .collect();
        if groups.len() < 2 || matrix.bounded || !regions.conceivable(&groups) {
            continue;
        }
        for _ in 0..60 {
            let atom = *r.pick(&atoms);
            let facts = r.pick(&cases);
            let want = truth(&model, &Asker::Groups(groups.clone()), atom, facts);
            prop_assert_eq!(
                by_the_rows(&matrix, &groups, atom, facts),
                Some(want),
                "{:?} {:?} {:?}",
                groups,
                atom,
                facts
            );
        }
    }
    Ok(())
}

// ------------------------------------------------------------------ sizes, forms, the command

#[test]
fn random_commons_have_combinations_that_make_a_difference() {
    let (mut together, mut kinds) = (0, BTreeSet::new());
    for seed in 0..40 {
        let commons = random::commons(seed);
        let model = model_of(&commons.source, commons.outer.as_deref());
        let matrix = matrix(&Universe::new(&model), &Scope::default());
        together += matrix.together.len();
        kinds.extend(matrix.cells.iter().map(|c| c.answer().name()));
    }
    assert!(together > 40, "{together}");
    assert_eq!(kinds.len(), 6, "all but undecided: {kinds:?}");
}

fn run(arguments: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_meent"))
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .args(arguments)
        .output()
        .unwrap()
}

fn out(output: &std::process::Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_city_in_both_languages() {
    for lang in ["en", "nl"] {
        let text = out(&run(&["matrix", "examples/city", "--lang", lang]));
        insta::assert_snapshot!(format!("city {lang}"), text);
        assert!(text.lines().all(|l| l.chars().count() <= 100));
    }
    let csv = out(&run(&[
        "matrix",
        "examples/city",
        "--data",
        "residents-survey",
        "--format",
        "csv",
    ]));
    insta::assert_snapshot!("city residents-survey csv", csv);
}

/// The same rows in CSV, JSON and in memory; each cell of the CSV is read back by the crate that spreadsheets' formats are made of.
#[test]
fn the_csv_and_the_json_have_every_row() {
    for name in ["city", "energy", "health"] {
        let path = format!("examples/{name}");
        let project = meent::Project::load(Some(std::path::Path::new(&path)));
        let checked = project.check();
        let matrix = matrix(&Universe::new(&checked.model), &Scope::default());
        let rows: Vec<&Row> = matrix
            .blocks
            .iter()
            .flat_map(|b| &b.rows)
            .chain(matrix.together.iter().flat_map(|t| &t.rows))
            .collect();
        let text = out(&run(&["matrix", &path, "--format", "csv"]));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        assert_eq!(&headers[4], "answer");
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows.len(), "{name}");
        let json: serde_json::Value =
            serde_json::from_str(&out(&run(&["matrix", &path, "--format", "json"]))).unwrap();
        let of_json: Vec<&serde_json::Value> = ["blocks", "together"]
            .iter()
            .flat_map(|k| json[k].as_array().unwrap())
            .flat_map(|b| b["rows"].as_array().unwrap())
            .collect();
        assert_eq!(of_json.len(), rows.len(), "{name}");
        for ((record, row), json) in records.iter().zip(&rows).zip(of_json) {
            let cell = matrix.cell(row).unwrap();
            assert_eq!(&record[4], cell.answer().name());
            assert_eq!(json["answer"], cell.answer().name());
            // A condition is there exactly where there is one.
            assert_eq!(
                record[5].is_empty(),
                cell.permitted.is_never() || cell.permitted.is_always()
            );
            assert_eq!(
                record[6].is_empty(),
                cell.prohibited.is_never() || cell.prohibited.is_always()
            );
            let actions: Vec<&str> = record[1].split("; ").collect();
            assert_eq!(json["actions"].as_array().unwrap().len(), actions.len());
        }
    }
}

#[test]
fn the_page_is_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "commons evil \"A <script>alert(1)</script> & co\" { }\ngroup g \"G \\\"quoted\\\" <b>\"\ndataset d \"D\" { not personal }\nrule r \"R <i>\" { g may read d }\n";
    let source = folder.path().join("evil.meent");
    std::fs::write(&source, evil).unwrap();
    let source = source.to_str().unwrap().to_string();
    for (name, path) in [
        ("city", "examples/city"),
        ("energy", "examples/energy"),
        ("evil", source.as_str()),
    ] {
        for lang in ["en", "nl"] {
            let file = folder.path().join(format!("{name}-{lang}.html"));
            let shown = file.to_str().unwrap();
            out(&run(&["matrix", path, "--lang", lang, "-o", shown]));
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(text.contains(&format!("<html lang=\"{lang}\">")));
            for word in ["<script", "<b>\"", "<i>", "src=", "http"] {
                assert!(!text.contains(word), "{name} has {word}");
            }
            // Each id once, each link to one of them.
            let ids: Vec<&str> = text
                .split(" id=\"")
                .skip(1)
                .filter_map(|t| t.split('"').next())
                .collect();
            let unique: BTreeSet<&&str> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{name}");
            for link in text
                .split(" href=\"#")
                .skip(1)
                .filter_map(|t| t.split('"').next())
            {
                assert!(ids.contains(&link), "{name}: {link}");
            }
            assert_eq!(
                text.matches("<table").count(),
                text.matches("<caption>").count()
            );
            assert_eq!(
                text.matches("<tbody>").count(),
                text.matches("</tbody>").count()
            );
            // The rows that the heads span are the rows that follow.
            for table in text.split("<table").skip(1) {
                let table = table.split("</table>").next().unwrap();
                let rows = table.matches("<tr>").count() - 1;
                for scope in ["rowgroup", "row"] {
                    let open = format!("scope=\"{scope}\" rowspan=\"");
                    let spans = table.split(&open).skip(1);
                    let sum: usize = spans
                        .map(|t| t.split('"').next().unwrap().parse::<usize>().unwrap())
                        .sum();
                    assert_eq!(sum, rows, "{name} {scope}");
                }
            }
        }
    }
    let Some(jar) = vnu::checker() else {
        return;
    };
    vnu::passes(&jar, folder.path());
}

#[test]
fn a_part_is_a_part_of_the_whole() {
    let project = meent::Project::load(Some(std::path::Path::new("examples/energy")));
    let checked = project.check();
    let model = &checked.model;
    let universe = Universe::new(model);
    let whole = matrix(&universe, &Scope::default());
    let at = |id: &str| model.data.iter().position(|d| d.decl.id == id).unwrap();
    let readings = at("meter-readings") as u32;
    let scope = Scope {
        data: vec![readings],
        ..Scope::default()
    };
    let part = matrix(&universe, &scope);
    let inside = model.data_tree.down(readings);
    for a in &whole.blocks {
        let b = part
            .blocks
            .iter()
            .find(|b| b.who.contains(&a.who[0]))
            .unwrap();
        // Who is alike in the whole is alike in the part.
        assert!(a.who.iter().all(|w| b.who.contains(w)));
        for atom in atoms(model).into_iter().step_by(499) {
            let (x, y) = (
                cell_in(&whole, &a.rows, atom),
                cell_in(&part, &b.rows, atom),
            );
            if inside.contains(&(atom[1] as u32)) {
                assert_eq!(x, y);
            } else {
                assert!(y.is_empty());
            }
        }
    }
    let text = out(&run(&[
        "matrix",
        "examples/energy",
        "--for",
        "grid-operators",
        "--data",
        "meter-readings",
    ]));
    assert!(
        text.contains("GRID OPERATORS") && !text.contains("ENERGY COACHES"),
        "{text}"
    );
    for wrong in [
        &["--for", "ghosts"][..],
        &["--data", "moon"],
        &["--as", "nobody-at-all"],
    ] {
        let said = run(&[&["matrix", "examples/energy"], wrong].concat());
        assert_eq!(said.status.code(), Some(2), "{said:?}");
    }
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing/matrix.csv");
    let said = run(&["matrix", "examples/city", "-o", file.to_str().unwrap()]);
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let broken = folder.path().join("broken.meent");
    std::fs::write(&broken, "commons x \"X\" { }\nrule r { ghosts may read }\n").unwrap();
    let file = folder.path().join("matrix.csv");
    std::fs::write(&file, "before").unwrap();
    let said = run(&[
        "matrix",
        broken.to_str().unwrap(),
        "-o",
        file.to_str().unwrap(),
    ]);
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    std::fs::remove_file(&file).unwrap();
    out(&run(&[
        "matrix",
        "examples/city",
        "-o",
        file.to_str().unwrap(),
    ]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let other = folder.path().join("other");
        std::fs::write(&other, "").unwrap();
        let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode();
        assert_eq!(
            mode(&file),
            mode(&other),
            "as readable as any other new file"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_case_falls_in_one_row_that_tells_the_truth(seed in any::<u64>()) {
        check(seed)?;
    }
}
