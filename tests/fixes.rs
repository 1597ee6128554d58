//! Every edit that a finding about permissions and prohibitions offers, applied to the text: it parses, the finding is gone, no
//! new error appears, and no answer changes that the edit is not meant to change.

mod support;

use meent::analysis::{Answer, Universe, checks};
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
        let again = checks::check(&edited);
        let same = |d: &&Diagnostic| d.code == finding.code && d.message == finding.message;
        assert!(!again.iter().any(|d| same(&d)), "not settled: {told}");
        // What a permission clashes with is not told as long as it can't be used at all.
        let hidden = ["M0502", "M0505"].contains(&finding.code.as_str());
        // Where a permission gives way, a duty may miss it: that is a next question, and not one about these two rules.
        let of_duties = |code: &str| ["M0511", "M0512", "M0513"].contains(&code);
        let new: Vec<_> = errors(&again)
            .into_iter()
            .filter(|e| !of_duties(e.0.as_ref()))
            .filter(|e| !self.before.contains(e) && !(hidden && e.0 == "M0503"))
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
    let model = model_of(text, outer);
    let found = checks::check(&model);
    let before = errors(&found);
    let tried = Tried {
        text,
        outer,
        model: &model,
        before: &before,
    };
    let mut r = Random::new(seed);
    for finding in &found {
        if !finding.code.as_str().starts_with("M05") {
            continue;
        }
        for fix in &finding.fixes {
            let kind = kind(fix);
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
            let narrows = of_permission && ["condition", "leave out"].contains(&kind);
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
        try_all(&commons.source, commons.outer.as_deref(), seed, &mut taken);
    }
    println!("{taken:?}");
    for kind in [
        "condition",
        "leave out",
        "parts",
        "despite",
        "delete",
        "not despite",
    ] {
        assert!(taken.get(kind).is_some_and(|n| *n > 5), "{kind}: {taken:?}");
    }
}
