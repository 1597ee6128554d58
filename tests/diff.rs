//! `meent diff`: in scratch repositories, on real edits of the examples, and against brute force.

#[path = "support/scratch.rs"]
mod scratch;

use scratch::{git, meent};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A repository with the examples, committed on `main`.
struct Scratch {
    folder: TempDir,
}

impl Scratch {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for example in ["city", "energy", "health"] {
            let to = folder.path().join("examples").join(example);
            fs::create_dir_all(&to).unwrap();
            for entry in fs::read_dir(root().join("examples").join(example)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
                }
            }
        }
        let scratch = Scratch { folder };
        git(scratch.top(), &["init", "-q", "-b", "main", "."]);
        scratch.commit("As it was");
        scratch
    }

    fn top(&self) -> &Path {
        self.folder.path()
    }

    fn example(&self, name: &str) -> PathBuf {
        self.top().join("examples").join(name)
    }

    fn commit(&self, message: &str) {
        git(self.top(), &["add", "-A"]);
        git(self.top(), &["commit", "-q", "-m", message]);
    }

    /// Replaces a text in a file of an example; it must stand there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.top().join("examples").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(&path, text.replace(from, to)).unwrap();
    }

    /// The files of an example.
    fn files(&self, example: &str) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.example(example))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "meent"))
            .collect();
        files.sort();
        files
    }

    fn diff(&self, example: &str, arguments: &[&str]) -> (i32, String) {
        let mut all = vec!["diff"];
        all.extend(arguments);
        let output = meent(&self.example(example), &all);
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!text.contains("panicked"), "{text}");
        (output.status.code().unwrap_or(-1), text)
    }
}

/// An edit of an example: name, example, and what is replaced in which file.
type Edit = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
);

const EDITS: &[Edit] = &[
    (
        "city-institutes-see-registers",
        "city",
        &[(
            "city/rules.meent",
            "city-departments may read, aggregate, analyse air-quality, traffic-counts, building-register for city-planning",
            "city-departments, institutes may read, aggregate, analyse air-quality, traffic-counts, building-register for city-planning",
        )],
    ),
    (
        "city-survey-kept-shorter-and-no-planning-for-companies",
        "city",
        &[
            (
                "city/data.meent",
                "retention at most 5 years",
                "retention at most 2 years",
            ),
            (
                "city/rules.meent",
                "    if approve-city-use has passed\n  because \"A small firm",
                "    if approve-city-use has passed and people-in-result at least 25\n  because \"A small firm",
            ),
        ],
    ),
    (
        "city-stronger-amendment",
        "city",
        &[
            (
                "city/deciding.meent",
                "quorum 1/10 of members measured at opening\n  passes with 3/4",
                "quorum 1/5 of members measured at opening\n  passes with 4/5",
            ),
            (
                "city/deciding.meent",
                "seats 7: 4 elected by city-assembly, 2 drawn from residents",
                "seats 7: 3 elected by city-assembly, 3 drawn from residents",
            ),
        ],
    ),
    (
        "energy-smaller-groups",
        "energy",
        &[
            (
                "energy/rules.meent",
                "homes-in-result at least 10",
                "homes-in-result at least 5",
            ),
            (
                "energy/rules.meent",
                "homes-in-result less than 10",
                "homes-in-result less than 5",
            ),
        ],
    ),
    (
        "energy-coaches-see-street-load",
        "energy",
        &[
            (
                "energy/rules.meent",
                "city-departments may read, analyse neighbourhood-figures, street-load for energy-poverty, heat-plan",
                "city-departments may read, analyse neighbourhood-figures for energy-poverty",
            ),
            (
                "energy/rules.meent",
                "  then must delete heat-pump-readings, home-profile within 30 days\n",
                "",
            ),
        ],
    ),
    (
        "energy-no-advice-by-bill",
        "energy",
        &[(
            "energy/rules.meent",
            "rule no-car-tracking",
            "rule no-bills \"Bills stay at home\" nl \"De rekening blijft thuis\" {\n  nobody may use home-profile.energy-bill\n  despite help-with-bills\n}\nrule no-car-tracking",
        )],
    ),
    (
        "health-consent-for-figures",
        "health",
        &[(
            "health/rules.meent",
            "  gezondheidsdiensten mogen zorgcijfers lezen, analyseren, visualiseren voor gezondheid-van-de-regio, zorgbeleid\n",
            "  gezondheidsdiensten mogen zorgcijfers lezen, analyseren, visualiseren voor gezondheid-van-de-regio, zorgbeleid\n    als toegang-verlenen is aangenomen\n",
        )],
    ),
    (
        "health-outbreaks-kept-longer",
        "health",
        &[
            (
                "health/rules.meent",
                "dan moeten onderzoeksset verwijderen binnen 60 dagen",
                "dan moeten onderzoeksset verwijderen binnen 120 dagen",
            ),
            (
                "health/data.meent",
                "bewaartermijn hoogstens 5 jaar",
                "bewaartermijn hoogstens 8 jaar",
            ),
            (
                "health/deciding.meent",
                "veto door ethische-commissie over onderzoeksset, genoom binnen 14 dagen definitief",
                "veto door ethische-commissie over onderzoeksset, genoom binnen 14 dagen opschortend",
            ),
        ],
    ),
    (
        "health-pharmacies-out",
        "health",
        &[(
            "health/rules.meent",
            "apotheken mogen onderzoeksset.diagnosegroep, onderzoeksset.leeftijdsgroep, onderzoeksset.verloop analyseren voor veilige-medicijnen",
            "onderzoekers mogen onderzoeksset analyseren voor veilige-medicijnen",
        )],
    ),
];

#[test]
fn real_edits_of_the_examples_read_as_sentences() {
    let scratch = Scratch::new();
    for (name, example, edits) in EDITS {
        git(scratch.top(), &["checkout", "-q", "--", "."]);
        for (file, from, to) in *edits {
            scratch.edit(file, from, to);
        }
        for lang in ["en", "nl"] {
            let (code, text) = scratch.diff(example, &["main", "--lang", lang]);
            assert!(code < 2, "{text}");
            insta::assert_snapshot!(format!("{name}-{lang}"), text);
        }
    }
}

#[test]
fn what_only_looks_different_is_the_same() {
    let scratch = Scratch::new();
    for example in ["city", "energy", "health"] {
        let (code, text) = scratch.diff(example, &["main", "--exit-code"]);
        assert!(code == 0 && text.contains("Provably the same"), "{text}");
        // The other language's keywords.
        let other = if example == "health" { "en" } else { "nl" };
        let output = meent(&scratch.example(example), &["fmt", "--lang", other]);
        assert!(output.status.success(), "{output:?}");
        let (code, text) = scratch.diff(example, &["main", "--exit-code"]);
        assert!(code == 0 && text.contains("Provably the same"), "{text}");
        // Comments and empty lines, declarations and files the other way round, units that are multiples.
        for file in scratch.files(example) {
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, reversed(&text)).unwrap();
        }
        let first = scratch.files(example).remove(0);
        fs::rename(&first, first.with_file_name("zz.meent")).unwrap();
        let (code, text) = scratch.diff(example, &["main", "--exit-code"]);
        assert!(code == 0 && text.contains("Provably the same"), "{text}");
    }
    let (code, text) = scratch.diff("energy", &["main", "--lang", "nl"]);
    assert!(code == 0 && text.contains("Bewijsbaar hetzelfde"), "{text}");
}

/// The declarations of a text in the opposite order; the lines within one stay as they are.
fn reversed(text: &str) -> String {
    let mut all: Vec<Vec<&str>> = Vec::new();
    let (mut depth, mut open) = (0_i32, false);
    for line in text.lines() {
        let starts = depth == 0 && line.starts_with(|c: char| c.is_alphabetic());
        if starts || !open {
            all.push(Vec::new());
        }
        open = true;
        all.last_mut().unwrap().push(line);
        let quoted: String = line.split('"').step_by(2).collect();
        let code = quoted.split('#').next().unwrap_or("");
        depth += code.matches('{').count() as i32 - code.matches('}').count() as i32;
    }
    all.reverse();
    let mut out = String::from("# The other way round.\n\n");
    for lines in all {
        out.push_str(&lines.join("\n"));
        out.push_str("\n\n");
    }
    out.replace("24 months", "2 years")
        .replace("24 maanden", "2 jaar")
}

#[test]
fn a_rename_is_told_apart_and_changes_no_answer() {
    let scratch = Scratch::new();
    for file in scratch.files("energy") {
        let text = fs::read_to_string(&file).unwrap();
        let text = text
            .replace("meter-readings", "readings-of-meters")
            .replace("homes-in-result", "homes-counted")
            .replace("grid-operators", "operators")
            .replace("plan-the-grid", "grid-plan")
            .replace("approve-use", "approve-a-use")
            .replace("netbeheer-amstel", "amstel")
            .replace("@amstel.example", "@netbeheer-amstel.example");
        fs::write(&file, text).unwrap();
    }
    let (code, text) = scratch.diff("energy", &["main", "--exit-code"]);
    assert_eq!(code, 1, "{text}");
    for words in [
        "Only names and words differ",
        "meter-readings is now readings-of-meters. Requests must use the new name.",
        "grid-operators is now operators. Requests must use the new name.",
        "netbeheer-amstel is now amstel.",
        "approve-use is now approve-a-use.",
        "plan-the-grid is now grid-plan.\n",
        "homes-in-result is now homes-counted.",
    ] {
        let flat = text.replace("\n  ", " ");
        assert!(
            text.contains(words) || flat.contains(words),
            "no {words:?} in\n{text}"
        );
    }
    for words in [
        "NOW PERMITTED",
        "NO LONGER",
        "WHAT THE AGREEMENT SAYS",
        "address is now",
    ] {
        assert!(!text.contains(words), "{words:?} in\n{text}");
    }
}

#[test]
fn another_fact_in_the_same_place_is_no_rename() {
    let scratch = Scratch::new();
    // Both are yes or no and used in the same rules; only the title says what they are.
    for file in scratch.files("energy") {
        let text = fs::read_to_string(&file).unwrap();
        let line = |line: &str| match line.starts_with("fact outage ") {
            true => "fact letter \"A letter was sent\" nl \"Er is een brief verstuurd\" {".into(),
            false => line
                .replace(" outage", " letter")
                .replace(" letter-", " outage-"),
        };
        let lines: Vec<String> = text.lines().map(line).collect();
        fs::write(&file, lines.join("\n")).unwrap();
    }
    let text = fs::read_to_string(scratch.example("energy").join("rules.meent")).unwrap();
    assert!(text.contains("if letter"), "the edit has lost its place");
    let (_, text) = scratch.diff("energy", &["main"]);
    assert!(!text.contains("outage is now letter"), "{text}");
    assert!(
        text.contains("NOW PERMITTED") && text.contains("NO LONGER PERMITTED"),
        "{text}"
    );
}

#[test]
fn versions_are_paths_and_revisions() {
    let scratch = Scratch::new();
    git(scratch.top(), &["tag", "v1.0"]);
    scratch.edit(
        "energy/data.meent",
        "retention at most 6 months",
        "retention at most 3 months",
    );
    scratch.commit("Shorter");
    let changed = |arguments: &[&str]| {
        let (code, text) = scratch.diff("energy", arguments);
        assert_eq!(code, 0, "{arguments:?}: {text}");
        assert!(
            text.contains("6 months") && text.contains("3 months"),
            "{arguments:?}: {text}"
        );
    };
    changed(&["HEAD~1"]);
    changed(&["v1.0", "main"]);
    changed(&["v1.0", "."]);
    changed(&["HEAD~1:examples/energy", "HEAD"]);
    changed(&["v1.0:./", "main:./"]);
    let from_the_top = meent(
        scratch.top(),
        &["diff", "v1.0", "main", "--project", "examples/energy"],
    );
    assert!(String::from_utf8_lossy(&from_the_top.stdout).contains("3 months"));
    let beside_a_path = meent(scratch.top(), &["diff", "v1.0", "examples/energy"]);
    assert!(String::from_utf8_lossy(&beside_a_path.stdout).contains("3 months"));
    // Two folders need no repository.
    let two = meent(
        scratch.top(),
        &["diff", "examples/energy", "examples/energy"],
    );
    assert!(String::from_utf8_lossy(&two.stdout).contains("Provably the same"));
    // A project that is gone from the disk is still in the revisions.
    fs::remove_dir_all(scratch.example("health")).unwrap();
    let gone = meent(
        scratch.top(),
        &["diff", "v1.0", "HEAD", "--project", "examples/health"],
    );
    assert!(
        String::from_utf8_lossy(&gone.stdout).contains("Provably the same"),
        "{gone:?}"
    );
}

#[test]
fn the_commons_around_it_comes_from_the_same_revision() {
    let scratch = Scratch::new();
    scratch.edit(
        "city/rules.meent",
        "nobody may sell\n",
        "nobody may sell, share\n",
    );
    let (code, text) = scratch.diff("energy", &["main"]);
    assert!(code < 2, "{text}");
    assert!(
        text.contains("of Amstelstad Data Commons") && text.contains("No selling of data"),
        "{text}"
    );
    scratch.commit("The city forbids sharing");
    let (_, text) = scratch.diff("energy", &["HEAD~1", "HEAD"]);
    assert!(text.contains("of Amstelstad Data Commons"), "{text}");
    let (_, text) = scratch.diff("energy", &["HEAD"]);
    assert!(text.contains("Provably the same"), "{text}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let scratch = Scratch::new();
    let expect = |arguments: &[&str], exit: i32, words: &str| {
        let (code, text) = scratch.diff("energy", arguments);
        assert!(
            code == exit && text.contains(words),
            "{arguments:?}: {code} {text}"
        );
    };
    expect(
        &["nowhere"],
        2,
        "There is no path and no git revision `nowhere`.",
    );
    expect(
        &["nowhere", "--lang", "nl"],
        2,
        "Er is geen pad en geen git-revisie `nowhere`.",
    );
    expect(
        &["main:elsewhere"],
        2,
        "The revision `main` has no elsewhere.",
    );
    expect(&["./nowhere"], 2, "cannot be read");
    // Both a folder and a branch.
    fs::create_dir(scratch.example("energy").join("main")).unwrap();
    expect(&["main"], 2, "both a path and a git revision");
    fs::remove_dir(scratch.example("energy").join("main")).unwrap();
    // Errors are of one of the two.
    scratch.edit(
        "energy/data.meent",
        "keeper zuidveer-cooperative",
        "keeper nobody-we-know",
    );
    expect(&["main"], 1, "the errors above are in what is on the disk");
    scratch.commit("Broken");
    scratch.edit(
        "energy/data.meent",
        "keeper nobody-we-know",
        "keeper zuidveer-cooperative",
    );
    expect(&["main"], 1, "the errors above are in main");
    // No repository, and no git.
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("a.meent"), "commons a \"A\" {}\n").unwrap();
    let output = meent(outside.path(), &["diff", "main"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2) && text.contains("not in a git repository"),
        "{text}"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_meent"))
        .env("PATH", outside.path())
        .current_dir(scratch.example("energy"))
        .args(["diff", "main"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2) && text.contains("the program `git` is needed"),
        "{text}"
    );
    assert!(git_status(&scratch).is_empty() || git_status(&scratch).contains("data.meent"));
}

fn git_status(scratch: &Scratch) -> String {
    let output = Command::new("git")
        .args(["status", "--short"])
        .current_dir(scratch.top())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn exit_codes_and_machine_forms() {
    let scratch = Scratch::new();
    scratch.edit(
        "energy/rules.meent",
        "homes-in-result at least 10",
        "homes-in-result at least 20",
    );
    scratch.edit(
        "energy/scenarios.meent",
        "with homes-in-result 12",
        "with homes-in-result 22",
    );
    let (code, _) = scratch.diff("energy", &["main"]);
    assert_eq!(code, 0);
    let (code, _) = scratch.diff("energy", &["main", "--exit-code"]);
    assert_eq!(code, 1);
    let schema: serde_json::Value = serde_json::from_str(
        &fs::read_to_string(root().join("docs/reference/diff.schema.json")).unwrap(),
    )
    .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for lang in ["en", "nl"] {
        let output = meent(
            &scratch.example("energy"),
            &["diff", "main", "--format", "json", "--lang", lang],
        );
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let problems: Vec<String> = validator
            .iter_errors(&json)
            .map(|e| e.to_string())
            .collect();
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(json["language"], lang);
        assert!(json["refused"].as_array().unwrap().len() >= 3, "{json:#}");
        assert_ne!(json["old"]["meaning"], json["new"]["meaning"]);
        let (_, text) = scratch.diff("energy", &["main", "--format", "markdown", "--lang", lang]);
        insta::assert_snapshot!(format!("markdown-{lang}"), text);
    }
    // The format in front of the command counts too.
    let output = meent(
        &scratch.example("energy"),
        &["--format", "json", "diff", "main"],
    );
    assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok());
}

#[test]
fn a_digest_is_of_what_a_source_means() {
    use meent::analysis::diff::{digest, digests};
    let read = |text: &str| {
        meent::Project::from_texts([("a.meent", text)])
            .check()
            .model
    };
    let base = "commons a \"A\" {}\ngroup g \"G\"\ngroup h \"H\"\ndataset d \"D\" { about no one not personal keeper g retention at most 24 months }\n\
        fact f \"F is so\" { yes or no }\nfact n \"N\" { number of people }\nrule r \"R\" { g, h may read d if f and n at least 10 }\n";
    let same = [
        base.replace("24 months", "2 years"),
        base.replace("g, h may", "h, g may"),
        base.replace("f and n at least 10", "n at least 10 and f"),
        base.replace("f and n at least 10", "n more than 9 and f"),
        base.replace("\"G\"", "\"Something else\""),
        base.replace(
            "group g \"G\"\ngroup h \"H\"",
            "group h \"H\" # first\ngroup g \"G\"",
        ),
        base.replace("{ g, h may read d", "{\n  g, h may read d # yes\n  "),
    ];
    let mut all = vec![digest(&read(base))];
    for text in &same {
        assert_ne!(text, base);
        assert_eq!(digest(&read(text)), all[0], "{text}");
    }
    let other = [
        base.replace("24 months", "730 days"),
        base.replace("g, h may", "g may"),
        base.replace("f and n", "f or n"),
        base.replace("at least 10", "at least 11"),
        base.replace("keeper g", "keeper h"),
        base.replace("group g", "group gg")
            .replace("keeper g", "keeper gg")
            .replace("{ g, h", "{ gg, h"),
        base.replace("g, h may", "g, h must not"),
    ];
    for text in &other {
        let digest = digest(&read(text));
        assert!(!all.contains(&digest), "{text}");
        all.push(digest);
    }
    // Only the declaration that changed has another digest; its words have one of their own.
    let changed = |text: &str| -> Vec<String> {
        let (old, new) = (digests(&read(base)), digests(&read(text)));
        let pairs = old.iter().zip(&new);
        let differ = pairs
            .filter(|(a, b)| a.meaning != b.meaning)
            .map(|(a, _)| a.name.clone());
        differ.collect()
    };
    assert_eq!(changed(&other[3]), ["r"]);
    assert_eq!(changed(&other[4]), ["d"]);
    assert!(changed(&same[4]).is_empty());
    let words = |text: &str| {
        digests(&read(text))
            .into_iter()
            .map(|d| d.wording)
            .collect::<Vec<_>>()
    };
    assert_ne!(words(&same[4]), words(base));
}

/// Each clause of a body or a decision is part of what it means, and so is each word of the newer ones; what spells out a
/// default is not.
#[test]
fn every_clause_on_deciding_is_in_the_digest() {
    use meent::analysis::diff::digest;
    let text = include_str!("support/deciding.meent");
    let of = |text: &str| {
        digest(
            &meent::Project::from_texts([("a.meent", text)])
                .check()
                .model,
        )
    };
    let whole = of(text);
    let lines: Vec<&str> = text.lines().collect();
    let clauses = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.starts_with("  "));
    for (at, clause) in clauses.filter(|(_, l)| l.trim() != "votes one each") {
        let others = (0..lines.len()).filter(|n| *n != at).map(|n| lines[n]);
        let without: Vec<&str> = others.collect();
        assert_ne!(of(&without.join("\n")), whole, "{clause}");
    }
    let edit = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        of(&text.replacen(from, to, 1))
    };
    let mut seen = vec![whole.clone()];
    for (from, to) in [
        ("as of the notice", "as of the opening"),
        ("as of the notice", "as of the tally"),
        ("filled by appoint", "filled by recall"),
        ("filled by appoint", "stay open"),
        ("and 1/2 of people", "and 1/3 of people"),
        ("and 1/2 of people", "and 1/2 of firms"),
        (
            "and 1/2 of people measured at the tally without the recused",
            "",
        ),
        ("counting proxies and", "not counting proxies and"),
        ("and 3 people without", "and 4 people without"),
        ("and 3 people without", "and 3 people with"),
        ("empty class approves", "empty class refuses"),
        ("or else by lot", "or else adopted"),
        ("or else by lot", ""),
        ("and then to judge within 1 month", "and then to judge"),
        ("and then to judge within 1 month", ""),
        ("payer, 2 of board", "payer, 3 of board"),
        ("payer, 2 of board", "payer"),
    ] {
        let digest = edit(from, to);
        assert!(!seen.contains(&digest), "{from}: {to}");
        seen.push(digest);
    }
    let same = [
        // Another order, and defaults left out or written out.
        (
            "at opening counting proxies and 1/2 of people measured at the tally without the recused",
            "at opening and 1/2 of people without the recused measured at the tally",
        ),
        ("by payer, 2 of board", "by 2 of board, 1 of payer"),
        (
            "{ people 1, firms 3 } }",
            "{ people 1, firms 3 } weights as of the tally }",
        ),
        (
            "passes with majority of people }",
            "passes with majority of people an empty class refuses }",
        ),
    ];
    for (from, to) in same {
        assert_eq!(edit(from, to), whole, "{from}: {to}");
    }
}

/// What `meent diff` says of a small commons whose sources before and after differ in two texts.
fn small_diff(edits: &[(&str, &str)]) -> String {
    let source = "commons garden \"Garden\" { law NL }
        group readers \"Readers\" { of people }
        dataset soil \"Soil\" { not personal }
        fact season \"The season\" { one of spring, summer }
        fact plots \"Plots in the result\" { number of plots }
        fact agreed \"The gardener has agreed\" { yes or no }
        rule numbers \"Numbers\" { readers may read soil if plots at least 5 }
        rule agreeing \"Agreeing\" { readers may copy soil if agreed }
        rule seasons \"Seasons\" { readers may publish soil if season is summer }
    ";
    let mut after = source.to_string();
    for (from, to) in edits {
        assert!(after.contains(from), "{from}");
        after = after.replace(from, to);
    }
    let folder = TempDir::new().unwrap();
    for (name, text) in [("old", source), ("new", after.as_str())] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("main.meent"), text).unwrap();
    }
    let output = meent(folder.path(), &["diff", "./old", "./new"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, parts: &[&str], not: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    for part in not {
        assert!(!text.contains(part), "{part:?} stands in\n{text}");
    }
}

#[test]
fn a_fact_of_another_type_does_not_take_two_values_at_once() {
    let text = small_diff(&[
        ("yes or no", "one of sure, never"),
        ("if agreed", "if agreed is sure"),
    ]);
    says(
        &text,
        &[
            "if the gardener has agreed? That now depends on more than before.",
            "in this case: the gardener has agreed. Before: permitted. Now: undetermined",
            "“The gardener has agreed” is “sure”. Before: undetermined: more has to be known. Now: permitted.",
        ],
        &["NOW PERMITTED", "NO LONGER PERMITTED"],
    );
}

#[test]
fn a_number_with_more_decimals_keeps_its_whole_values() {
    let decimals = ("number of plots", "number of plots decimals 1");
    let text = small_diff(&[decimals]);
    says(
        &text,
        &[
            "2 things depend on other facts",
            "with 5.1 plots in the result. Before: undetermined: more has to be known. Now: permitted.",
            "with 4.9 plots in the result. Before: undetermined: more has to be known. Now: not provided for",
        ],
        &["NOW PERMITTED", "NO LONGER PERMITTED", "ONLY THE WORDS"],
    );
    let text = small_diff(&[decimals, ("at least 5", "at least 3.5")]);
    says(
        &text,
        &[
            "NOW PERMITTED",
            "with 4 plots in the result. Before: not provided for",
        ],
        &["NO LONGER PERMITTED", "with 5 plots"],
    );
}

#[test]
fn another_unit_changes_no_answer() {
    let text = small_diff(&[("number of plots", "number of homes")]);
    says(
        &text,
        &["No answer to any request changes", "now: a number of homes"],
        &["Before:"],
    );
}

#[test]
fn a_choice_that_is_gone_is_still_told() {
    let text = small_diff(&[("one of spring, summer", "one of summer")]);
    says(
        &text,
        &["if “The season” is “spring”? That now depends on more than before."],
        &[],
    );
}

#[test]
fn help_in_dutch_keeps_the_order_of_the_arguments() {
    let output = meent(&root(), &["diff", "--help", "--lang", "nl"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, arguments) = text.split_once("Argumenten:").unwrap();
    assert!(arguments.find("<OLD>") < arguments.find("[NEW]"), "{text}");
}
