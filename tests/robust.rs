//! Nothing that people write makes the compiler panic, and what has no errors can be built.
//!
//! The examples are mutated with a fixed seed: words swapped, lost and doubled, numbers driven to their ends, quotes
//! and braces dropped, lines shuffled, odd signs put in. Each goes through the whole pipeline in memory.

use meent::Project;
use meent::diagnostic::{Lang, render};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// At most this long, whatever the machine; the mutations that fit are the same each time, in the same order.
const PATIENCE: Duration = Duration::from_secs(50);
const MUTATIONS: usize = 3000;

/// A small generator of numbers: the same sequence for the same seed, everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "99999999999999999999",
    "4611686018427387904",
    "1000000000000",
    "0.000000000000000001",
    "9223372036854775.807",
    "0/0",
    "1/9223372036854775807",
    "9223372036854775807/9223372036854775806",
    "100%",
    "101%",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2024-02-29",
];

const ODD: &[&str] = &[
    "{",
    "}",
    "\"",
    "(",
    ")",
    ",",
    ";",
    ":",
    "#",
    "\\",
    "\0",
    "\r\n",
    "\t",
    "\u{FEFF}",
    "\u{202E}",
    "e\u{301}",
    "👩‍👩‍👧",
    "{{x}}",
    "<script>",
    "`",
    "|",
    "not ",
    "if ",
    "may ",
    "mogen ",
    "nobody ",
    "despite ",
    "within ",
    "every ",
    "at least ",
    "dpv:",
    "_",
    "-",
    "'",
    "“",
    "%",
    "/",
];

fn sources() -> Vec<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for (lang, kind) in [("en", "energy"), ("nl", "health"), ("en", "blank")] {
        let folder = root.join("templates/new").join(lang);
        let mut files = Vec::new();
        for (folder, name) in [
            (folder.clone(), "commons.meent"),
            (folder.clone(), "deciding.meent"),
            (folder.join(kind), "parties.meent"),
            (folder.join(kind), "data.meent"),
            (folder.join(kind), "rules.meent"),
            (folder.join(kind), "scenarios.meent"),
        ] {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            let (people, users) = match kind {
                "energy" => ("households", "grid-operators"),
                "health" => ("deelnemers", "onderzoekers"),
                _ => ("participants", "data-users"),
            };
            let text = text
                .replace("{{people}}", people)
                .replace("{{users}}", users)
                .replace("{{id}}", "our-commons")
                .replace("{{goal}}", "Fewer outages.");
            files.push((name.to_string(), text));
        }
        out.push(files);
    }
    for folder in fs::read_dir(root.join("examples/findings")).unwrap() {
        let folder = folder.unwrap().path();
        for name in ["bad.meent", "good.meent"] {
            if let Ok(text) = fs::read_to_string(folder.join(name)) {
                out.push(vec![("main.meent".to_string(), text)]);
            }
        }
    }
    out.sort();
    out
}

/// The byte ranges of words, numbers and signs.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let kind = |c: char| match c {
        c if c.is_alphanumeric() || "-_.".contains(c) => 1,
        c if c.is_whitespace() => 0,
        _ => 2,
    };
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let now = kind(c);
        match out.last_mut() {
            Some(token) if now == 1 && last == 1 => token.1 = at + c.len_utf8(),
            _ if now > 0 => out.push((at, at + c.len_utf8())),
            _ => {}
        }
        last = now;
    }
    out
}

fn mutate(text: &str, random: &mut Random) -> String {
    let mut text = text.to_string();
    for _ in 0..1 + random.below(3) {
        let found = tokens(&text);
        if found.is_empty() {
            return text;
        }
        let (start, end) = found[random.below(found.len())];
        let other = found[random.below(found.len())];
        let other = text[other.0..other.1].to_string();
        let numbers: Vec<(usize, usize)> = found
            .iter()
            .copied()
            .filter(|t| {
                text[t.0..t.1]
                    .chars()
                    .all(|c| c.is_ascii_digit() || c == '-' || c == '.')
            })
            .collect();
        match random.below(9) {
            0 => text.replace_range(start..end, ""),
            1 => text.replace_range(start..end, &other),
            2 => text.insert_str(start, &format!("{other} ")),
            3 => text.insert_str(start, random.of(ODD)),
            4 | 5 if !numbers.is_empty() => {
                let (start, end) = numbers[random.below(numbers.len())];
                text.replace_range(start..end, random.of(NUMBERS));
            }
            6 => {
                let mut lines: Vec<&str> = text.lines().collect();
                let (a, b) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(a, b);
                text = lines.join("\n");
            }
            7 => {
                let lines: Vec<&str> = text.lines().collect();
                let again = lines[random.below(lines.len())].to_string();
                text.push('\n');
                text.push_str(&again);
            }
            8 => text.truncate(end),
            _ => text.replace_range(start..end, random.of(NUMBERS)),
        }
    }
    text
}

/// Check, show what was found, and build what can be built.
fn through(nth: usize, files: &[(String, String)]) -> Result<(), String> {
    let project = Project::from_texts(files.iter().map(|(p, t)| (p.as_str(), t.as_str())));
    let checked = project.check();
    let lang = if nth.is_multiple_of(2) {
        Lang::En
    } else {
        Lang::Nl
    };
    for format in [render::Format::Human, render::Format::Json] {
        let found = &checked.diagnostics;
        render::render(found, &project.loaded.sources, lang, format, false, 80);
    }
    // Building is the slow part, and most mutations that survive are alike: a third of them is built.
    if checked.has_errors() || !checked.complete || nth % 3 != 1 {
        return Ok(());
    }
    match project.build(&checked) {
        Ok(_) => Ok(()),
        Err(found) => Err(found
            .iter()
            .map(|d| format!("{}: {}", d.code, d.message.en))
            .collect::<Vec<_>>()
            .join("\n")),
    }
}

#[test]
fn mutated_sources_never_panic_and_build_if_they_have_no_errors() {
    let all = sources();
    assert!(all.len() > 40);
    // `MEENT_SEED=7 cargo test --test robust` looks elsewhere.
    let seed = std::env::var("MEENT_SEED")
        .ok()
        .and_then(|s| s.parse().ok());
    let mut random = Random(seed.unwrap_or(0x5EED_0FC0_4405));
    let start = Instant::now();
    let mut wrong = Vec::new();
    let mut built = 0;
    for nth in 0..MUTATIONS {
        // Every other one is a whole commons.
        let which = if nth % 3 == 0 {
            all.iter().position(|f| f.len() > 1).unwrap_or(0) + random.below(3)
        } else {
            random.below(all.len())
        };
        let mut files = all[which.min(all.len() - 1)].clone();
        let file = random.below(files.len());
        files[file].1 = mutate(&files[file].1, &mut random);
        let outcome = std::panic::catch_unwind(|| through(nth, &files));
        match outcome {
            Ok(Ok(())) => built += 1,
            Ok(Err(problem)) => wrong.push(format!(
                "{nth}: no errors, but: {problem}\n{}",
                files[file].1
            )),
            Err(_) => wrong.push(format!(
                "{nth}: panicked on {}\n{}",
                files[file].0, files[file].1
            )),
        }
        if start.elapsed() > PATIENCE || wrong.len() > 5 {
            break;
        }
    }
    eprintln!("{built} mutations went through");
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
    assert!(built > 200, "only {built} mutations were tried");
}

/// Names that mean something in Rego, Cedar, JSON-LD or JavaScript, names that differ in a sign only, and titles
/// that would close what they stand in.
#[test]
fn names_and_titles_of_other_languages_are_only_text() {
    let ids = [
        "default",
        "input",
        "data",
        "true",
        "false",
        "null",
        "like",
        "package",
        "import",
        "some",
        "permit",
        "forbid",
        "when",
        "unless",
        "principal",
        "resource",
        "context",
        "action",
        "meent",
        "self",
        "constructor",
        "a-b",
        "a_b",
        "aB",
        "Ab",
    ];
    let titles = [
        "x\ndefault allow := true\n",
        "\\\"); permit(principal, action, resource); //",
        "*/ } ]]> --> </script><script>alert(1)</script>",
        "{{x}} {{{y}}} {{#each z}} `c` ``` | a | # h",
    ];
    let declare = |id: &str, title: &str| {
        format!(
            "group {id} \"{title}\" {{ of people }}\ndataset {id} \"{title}\" {{ not personal field {id} \"{title}\" }}\n\
             purpose {id} \"{title}\"\nfact {id} \"{title}\" {{ yes or no }}\n\
             rule {id} \"{title}\" {{ {id} may read {id} for {id} if {id} then must delete {id} within 3 days  because \"{title}\" }}\n\
             scenario \"{title} {id}\" {{ someone in {id} asks to read {id} for {id} with {id}  expect permitted by {id} }}\n"
        )
    };
    for commons in ["default", "data", "null", "contains", "as"] {
        let ids: Vec<&str> = ids.iter().copied().filter(|id| *id != commons).collect();
        let mut source = format!(
            "commons {commons} \"X\" {{ goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }}\n"
        );
        for (at, id) in ids.iter().enumerate() {
            source.push_str(&declare(id, titles[at % titles.len()]));
        }
        let project = Project::from_texts([("main.meent", source.as_str())]);
        let checked = project.check();
        let errors: Vec<_> = checked.diagnostics.iter().map(|d| &d.message.en).collect();
        assert!(!checked.has_errors(), "{errors:?}");
        let Ok(build) = project.build(&checked) else {
            panic!("not built");
        };
        let mut engine = regorus::Engine::new();
        for (path, bytes) in &build.files {
            let text = String::from_utf8_lossy(bytes);
            if path.ends_with(".rego") {
                engine.add_policy(path.clone(), text.to_string()).unwrap();
            }
            if path.ends_with(".cedar") {
                let set: cedar_policy::PolicySet = text.parse().unwrap();
                assert_eq!(set.policies().count(), ids.len());
            }
            if path.ends_with(".cedarschema") {
                let (_, warnings) = cedar_policy::Schema::from_cedarschema_str(&text).unwrap();
                assert_eq!(warnings.count(), 0);
            }
            if path.ends_with(".json") || path.ends_with(".jsonld") {
                serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
            }
            if path.ends_with(".html") {
                assert!(!text.contains("<script>alert"), "{path}");
            }
        }
        let rego = build
            .files
            .keys()
            .find(|p| p.ends_with(".rego") && !p.ends_with("_test.rego"));
        assert!(rego.is_some());
        assert!(checked.scenarios.iter().all(|s| s.failures.is_empty()));
    }
}
