//! Every edit that a finding about permissions and prohibitions offers, applied to the text: it parses, the finding is gone, no
//! new error appears, and no answer changes that the edit is not meant to change.

mod support;

use meent::analysis::{Answer, Universe, checks};
use meent::diagnostic::registry::{Code, codes};
use meent::diagnostic::{Diagnostic, Fix, Level};
use meent::model::{Model, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use support::brute;
use support::commons::{build_sources, model_of};
use support::random::{self, Random};

/// The text with a fix applied.
fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|e| std::cmp::Reverse((e.span.start, e.span.end)));
    let apart = edits.windows(2).all(|w| w[1].span.end <= w[0].span.start);
    assert!(apart, "{edits:?} overlap");
    for edit in edits {
        let range = edit.span.start as usize..edit.span.end as usize;
        text.replace_range(range, &edit.text);
    }
    text
}

/// What a fix does, by the first words of its title.
fn kind(fix: &Fix) -> &'static str {
    let title = &fix.title.en;
    let kinds = [
        ("Add a condition", "condition"),
        ("Leave", "leave out"),
        ("Name only", "parts"),
        ("Take out \"", "delete"),
        ("Take `", "not despite"),
    ];
    let found = kinds.iter().find(|(start, _)| title.starts_with(start));
    match found {
        Some((_, kind)) => kind,
        None if title.contains(" goes before ") => "despite",
        None => panic!("{title}"),
    }
}

fn errors(found: &[Diagnostic]) -> BTreeSet<(String, String)> {
    let all = found.iter().filter(|d| d.level == Level::Error);
    all.map(|d| (d.code.to_string(), d.message.en.clone()))
        .collect()
}

struct Tried<'t> {
    text: &'t str,
    outer: Option<&'t str>,
    model: &'t Model,
    before: &'t BTreeSet<(String, String)>,
}

impl Tried<'_> {
    /// The model after the edit; panics if the edit is not as good as it says.
    fn take(&self, finding: &Diagnostic, fix: &Fix) -> Model {
        let text = applied(self.text, fix);
        let told = format!("{}\n{}\n{}", finding.message.en, fix.title.en, text);
        let (edited, diagnostics) = build_sources(&text, self.outer);
        let broken: Vec<_> = diagnostics
            .iter()
            .filter(|d| d.level == Level::Error)
            .collect();
        assert!(broken.is_empty(), "{broken:#?}\n{told}");
        let again = checks::check(&Universe::new(&edited));
        let same = |d: &&Diagnostic| d.code == finding.code && d.message == finding.message;
        assert!(!again.iter().any(|d| same(&d)), "not settled: {told}");
        // What a permission clashes with is not told as long as it can't be used at all.
        let hidden = ["M0502", "M0505"].contains(&finding.code.as_str());
        // Where a permission gives way, a duty may miss it: that is a next question, and not one about these two rules.
        let of_duties = |code: &str| ["M0511", "M0512", "M0513"].contains(&code);
        let new: Vec<_> = errors(&again)
            .into_iter()
            .filter(|e| !of_duties(e.0.as_ref()))
            .filter(|e| !hidden || e.0 != "M0503")
            .filter(|e| !self.before.contains(e))
            .collect();
        assert!(new.is_empty(), "{new:#?}\n{told}");
        edited
    }

    /// Compares answers before and after.
    fn compare(&self, edited: &Model, fix: &Fix, narrows: bool, r: &mut Random) {
        let (old, new) = (Universe::new(self.model), Universe::new(edited));
        for _ in 0..25 {
            let request = random::request(r, self.model);
            let (before, after) = (old.decide_raw(&request), new.decide_raw(&request));
            if fix.sure {
                // Rules may get other numbers, so duties are compared by what they say.
                let duties = |model: &Model, answer: &Answer| -> BTreeSet<String> {
                    let all = answer.duties.iter();
                    all.map(|d| brute::duty_of(model, &model.rules[d.rule.index()], d.number))
                        .collect()
                };
                assert_eq!(
                    (before.verdict, duties(self.model, &before)),
                    (after.verdict, duties(edited, &after)),
                    "{}\n{request:?}\n{}",
                    fix.title.en,
                    applied(self.text, fix)
                );
            }
            if narrows {
                // A permission gives up only what the prohibition takes.
                let permitted = |v: Verdict| v == Verdict::Permitted;
                assert_eq!(
                    permitted(before.verdict),
                    permitted(after.verdict),
                    "{}\n{request:?}\n{}",
                    fix.title.en,
                    applied(self.text, fix)
                );
            }
        }
    }
}

fn try_all(text: &str, outer: Option<&str>, seed: u64, taken: &mut BTreeMap<&'static str, usize>) {
    let counts = |code: Code| code.as_str().starts_with("M05") && code != codes::FLOW;
    try_those(text, outer, seed, taken, counts);
}

fn try_flows(
    text: &str,
    outer: Option<&str>,
    seed: u64,
    taken: &mut BTreeMap<&'static str, usize>,
) {
    let mut of_flows = BTreeMap::new();
    try_those(text, outer, seed, &mut of_flows, |code| code == codes::FLOW);
    for (kind, n) in of_flows {
        let kind = match kind {
            "about more" => kind,
            _ => "of a permission that leaks",
        };
        *taken.entry(kind).or_default() += n;
    }
}

fn try_those(
    text: &str,
    outer: Option<&str>,
    seed: u64,
    taken: &mut BTreeMap<&'static str, usize>,
    counts: impl Fn(Code) -> bool,
) {
    let model = model_of(text, outer);
    let found = checks::check(&Universe::new(&model));
    let before = errors(&found);
    let tried = Tried {
        text,
        outer,
        model: &model,
        before: &before,
    };
    let mut r = Random::new(seed);
    for finding in &found {
        if !counts(finding.code) {
            continue;
        }
        for fix in &finding.fixes {
            let kind = match kind(fix) {
                "despite" if fix.title.en.contains(" is about ") => "about more",
                kind => kind,
            };
            // There are a great many of these.
            if kind == "despite" && !r.chance(10) {
                continue;
            }
            let edited = tried.take(finding, fix);
            // The permission is the rule that the finding stands at.
            let of_permission = finding.labels.first().is_some_and(|l| {
                let within = |r: &&meent::model::Rule| r.statement == l.span;
                let rule = model.rules.iter().find(within);
                rule.is_some_and(|r| {
                    fix.title.en.contains(&format!(
                        "\"{}\"",
                        r.decl.title.get(meent::diagnostic::Lang::En)
                    ))
                })
            });
            // What leaks is permitted, and then no longer.
            let leaks = finding.code == codes::FLOW;
            let narrows = of_permission && !leaks && ["condition", "leave out"].contains(&kind);
            tried.compare(&edited, fix, narrows, &mut r);
            *taken.entry(kind).or_default() += 1;
        }
    }
}

#[test]
fn every_edit_that_is_offered_settles_its_finding_and_does_no_harm() {
    let count = std::env::var("MEENT_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(150);
    let mut taken = BTreeMap::new();
    for seed in 0..count {
        let commons = random::commons(seed);
        let outer = commons.outer.as_deref();
        try_all(&commons.source, outer, seed, &mut taken);
        let deriving = random::deriving(&commons.source, &mut Random::new(seed));
        try_flows(&deriving, outer, seed, &mut taken);
    }
    println!("{taken:?}");
    for kind in [
        "condition",
        "leave out",
        "parts",
        "despite",
        "delete",
        "not despite",
        "about more",
        "of a permission that leaks",
    ] {
        assert!(taken.get(kind).is_some_and(|n| *n > 5), "{kind}: {taken:?}");
    }
}

const HEAD: &str = "commons c \"C\" { goal \"G\" }\ngroup a \"As\" { of people }\ngroup b \"Bs\" { of people }\n\
    dataset d \"D\" { not personal field kwh \"Power\" field street \"Street\" field name \"Name\" }\n\
    dataset e \"E\" { not personal }\npurpose p \"P\"\npurpose q \"Q\"\nfact yes \"It is so\" { yes or no }\n\
    fact n \"Homes in the result\" { number of homes decimals 1 }\nfact day \"Day\" { date }\nfact kind \"Kind\" { one of red, blue }\n\
    decision vote \"Vote\" { taken by board  passes with majority of votes cast }\nbody board \"Board\" { of all a  votes one each }\n";

/// The rules of a source after each edit but `despite`, as one line each.
fn edited(head: &str, rules: &str) -> Vec<String> {
    let text = format!("{head}{rules}");
    let model = model_of(&text, None);
    let mut all = Vec::new();
    for finding in checks::check(&Universe::new(&model)) {
        if !finding.code.as_str().starts_with("M05") {
            continue;
        }
        for fix in finding.fixes.iter().filter(|f| kind(f) != "despite") {
            let after = applied(&text, fix);
            let _ = model_of(&after, None);
            let rules = &after[head.len()..];
            let words: Vec<&str> = rules.split_whitespace().collect();
            all.push(words.join(" "));
        }
    }
    all
}

#[test]
fn an_exception_stands_behind_the_condition() {
    let source = "rule yes \"Yes\" { a may read d if (yes or n at least 10)\n then must delete d }\nrule no \"No\" { nobody may read d.kwh, e }\n";
    let dated = "rule yes \"Yes\" { a may read d from 2026-01-01 until 2026-12-31 }\nrule no \"No\" { nobody may read d.kwh, e }\n";
    let parted = "rule yes \"Yes\" { a may read d\n\n if yes\n\n}\nrule no \"No\" { nobody may read d.kwh, e }\n";
    for (source, expected) in [
        (
            source,
            "if (yes or n at least 10) despite no then must delete d }",
        ),
        (
            dated,
            "read d from 2026-01-01 until 2026-12-31 despite no }",
        ),
        (parted, "read d if yes despite no }"),
    ] {
        let text = format!("{HEAD}{source}");
        let found = checks::check(&Universe::new(&model_of(&text, None)));
        let fixes = found.iter().flat_map(|f| &f.fixes);
        let first = fixes
            .map(|f| applied(&text, f))
            .find(|t| t.contains("despite no"))
            .expect("an edit with `despite`");
        let words: Vec<&str> = first.split_whitespace().collect();
        // Before the condition it would read as if the exception were conditional.
        let read = words.join(" ");
        assert!(read.contains(expected), "{read}");
        model_of(&first, None);
    }
}

#[test]
fn a_rule_is_narrowed_where_the_two_meet_and_nowhere_else() {
    // A name out of a list: the first, one in the middle, the last.
    let no = "rule no \"No\" { nobody may read d for p, q }";
    for (list, left) in [("d, e", "e"), ("e, d", "e"), ("d.kwh, e, d", "e")] {
        let yes = |list: &str| format!("rule yes \"Yes\" {{ a may read {list} for p }}");
        let expected = format!("{} {no}", yes(left));
        assert_eq!(edited(HEAD, &format!("{}\n{no}\n", yes(list))), [expected]);
    }
    // The other parts of what is forbidden in part.
    let source =
        "rule yes \"Yes\" { a may read d, e for p }\nrule no \"No\" { nobody may read d.name }\n";
    assert_eq!(
        edited(HEAD, source),
        [
            "rule yes \"Yes\" { a may read d.kwh, d.street, e for p } rule no \"No\" { nobody may read d.name }"
        ]
    );
    // People.
    let source = "separate a, b\nrule yes \"Yes\" { a, b may read d }\nrule no \"No\" { b must not read d, e }\n";
    assert_eq!(
        edited(HEAD, source),
        [
            "separate a, b rule yes \"Yes\" { a may read d } rule no \"No\" { b must not read d, e }",
            "separate a, b rule yes \"Yes\" { a, b may read d } rule no \"No\" { b must not read e }",
        ]
    );
}

#[test]
fn a_condition_is_added_that_leaves_out_just_what_is_forbidden() {
    let try_ = |own: &str, theirs: &str| -> Vec<String> {
        let source = format!(
            "rule yes \"Yes\" {{ a may read d{own} }}\nrule no \"No\" {{ nobody may read if {theirs} }}\n"
        );
        edited(HEAD, &source)
            .into_iter()
            .map(|s| {
                s.split(" } rule no").next().unwrap_or_default().replacen(
                    "rule yes \"Yes\" { a may read d",
                    "",
                    1,
                )
            })
            .collect()
    };
    for (own, theirs, expected) in [
        ("", "yes", " if not yes"),
        ("", "not yes", " if yes"),
        ("", "n less than 10", " if n at least 10"),
        ("", "n at most 2.5", " if n more than 2.5"),
        ("", "n between 2 and 3", " if not n between 2 and 3"),
        ("", "n exactly 3", " if n is not 3"),
        ("", "kind is red", " if kind is not red"),
        ("", "day before 2026-01-01", " if day from 2026-01-01"),
        ("", "from 2026-01-01", " if before 2026-01-01"),
        ("", "vote has passed", " if not vote has passed"),
        (
            "",
            "yes and n less than 10",
            " if (not yes or n at least 10)",
        ),
        (
            "",
            "yes or n less than 10",
            " if (not yes and n at least 10)",
        ),
        (" if n at least 5", "yes", " if n at least 5 and not yes"),
        (
            " if n at least 5 or kind is red",
            "yes",
            " if (n at least 5 or kind is red) and not yes",
        ),
        // Behind a bare fact the day in force would be read as a test on it.
        (" until 2026-12-31", "not yes", " if (yes) until 2026-12-31"),
        (
            " if kind is red until 2026-12-31",
            "not yes",
            " if kind is red and (yes) until 2026-12-31",
        ),
    ] {
        assert_eq!(try_(own, theirs), [expected], "{own} against {theirs}");
    }
}

#[test]
fn edits_are_in_the_language_of_the_source() {
    let head = HEAD.replace("{ yes or no }", "{ ja of nee }");
    let head = [
        (
            "commons c \"C\" { goal \"G\" }",
            "meent c \"C\" { doel \"G\" }",
        ),
        ("group ", "groep "),
        ("of people", "van mensen"),
        ("dataset ", "dataset "),
        ("not personal", "geen persoonsgegevens"),
        ("field ", "veld "),
        ("purpose ", "doeleinde "),
        ("fact ", "feit "),
        ("number of homes decimals 1", "aantal homes decimalen 1"),
        ("{ date }", "{ datum }"),
        ("one of red", "een van red"),
        (
            "decision vote \"Vote\" { taken by board  passes with majority of votes cast }\n",
            "",
        ),
        ("body board \"Board\" { of all a  votes one each }\n", ""),
    ]
    .iter()
    .fold(head, |head, (en, nl)| head.replace(en, nl));
    let source = "regel wel \"Wel\" { a mogen d lezen als kind is red }\nregel nooit \"Niet\" { niemand mag lezen als n minder dan 10 }\n";
    assert_eq!(
        edited(&head, source),
        [
            "regel wel \"Wel\" { a mogen d lezen als kind is red en n minstens 10 } regel nooit \"Niet\" { niemand mag lezen als n minder dan 10 }"
        ]
    );
    let source = "regel wel \"Wel\" { a mogen d gebruiken }\nregel nooit \"Niet\" { niemand mag d.name gebruiken }\n";
    assert_eq!(
        edited(&head, source),
        [
            "regel wel \"Wel\" { a mogen d.kwh, d.street gebruiken } regel nooit \"Niet\" { niemand mag d.name gebruiken }"
        ]
    );
}

#[test]
fn what_is_of_no_use_is_taken_out() {
    let dead = "rule no \"No\" { nobody may read d }\nrule yes \"Yes\" { a may read d }\n";
    assert_eq!(edited(HEAD, dead), ["rule no \"No\" { nobody may read d }"]);
    // Something else speaks of it.
    let named = format!("{dead}rule other \"Other\" {{ b must not read e, d despite yes }}\n");
    let left = edited(HEAD, &named);
    assert!(left.iter().all(|s| s.contains("rule yes")), "{left:?}");
    let idle = |list: &str| {
        format!(
            "rule x \"X\" {{ nobody may read d }}\nrule y \"Y\" {{ nobody may copy e }}\nrule z \"Z\" {{ a may read e, d{list} }}\n"
        )
    };
    let one = edited(HEAD, &idle(" despite x, y"));
    assert!(
        one.len() == 1 && one[0].ends_with("{ a may read e, d despite x }"),
        "{one:?}"
    );
    let whole = edited(HEAD, &idle(" despite x despite y"));
    assert!(
        whole.len() == 1 && whole[0].ends_with("{ a may read e, d despite x }"),
        "{whole:?}"
    );
}
