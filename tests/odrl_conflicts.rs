//! Independent cases: the labelled test cases of the repository SolidLabResearch/ODRL-Test-Conflicts (its `data/test_case`, as of
//! commit ecea237), each modelled again in our language in `tests/odrl-conflicts/`. Only the facts are theirs: who, what, when, and the
//! verdict. The quizzes of that repository carry no verdict and are left out.
//!
//! Their verdicts: *Conflict* (two policies contradict each other, whatever the state of the world), *Ambiguous* (they do in some
//! states and not in others). No labelled case is without a conflict.

use meent::Project;
use meent::diagnostic::Level;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Conflict,
    Ambiguous,
}

use Verdict::{Ambiguous, Conflict};

struct Labelled {
    number: u32,
    verdict: Verdict,
    /// What we find: the code, and the rules that the finding points at.
    ours: &'static [(&'static str, &'static [&'static str])],
    /// Why, if it is not an error with us.
    differs: Option<&'static str>,
}

/// Why a prohibition within a permission is no conflict with us.
const EXCEPTION: &str = "A prohibition that lies wholly within a permission is read as an exception to it (M0504): it can have \
    no other purpose, and a request for the whole is refused because of its strictest part. The note says so, and so does the agreement.";

const CASES: [Labelled; 11] = [
    Labelled {
        number: 1,
        verdict: Conflict,
        ours: &[("M0502", &["permits", "forbids"])],
        differs: None,
    },
    Labelled {
        number: 2,
        verdict: Conflict,
        ours: &[("M0502", &["permits", "forbids"])],
        differs: None,
    },
    Labelled {
        number: 3,
        verdict: Conflict,
        ours: &[("M0511", &["obliges", "forbids"])],
        differs: None,
    },
    Labelled {
        number: 4,
        verdict: Conflict,
        ours: &[("M0511", &["permits", "forbids"])],
        differs: None,
    },
    // Their second policy is attached by `odrl:prohibited`, which is no term of ODRL; what it describes is a prohibition.
    Labelled {
        number: 5,
        verdict: Conflict,
        ours: &[("M0502", &["permits", "forbids"])],
        differs: None,
    },
    Labelled {
        number: 6,
        verdict: Conflict,
        ours: &[("M0504", &["forbids", "permits"])],
        differs: Some(EXCEPTION),
    },
    // Not dead: "collection X, not further specified" lies in no other collection.
    Labelled {
        number: 7,
        verdict: Conflict,
        ours: &[("M0503", &["permits", "forbids"])],
        differs: None,
    },
    Labelled {
        number: 8,
        verdict: Conflict,
        ours: &[
            ("M0504", &["forbids", "permits-renting"]),
            ("M0504", &["forbids", "permits-selling"]),
        ],
        differs: Some(
            "Doing both at once is an action within either of the two, and only that is prohibited: an exception to both \
             (M0504). Whoever rents without selling, or sells without renting, is permitted to; nothing contradicts. Their \
             own remark in the policy is that this is probably not a conflict.",
        ),
    },
    Labelled {
        number: 9,
        verdict: Conflict,
        ours: &[("M0502", &["permits", "forbids"])],
        differs: None,
    },
    Labelled {
        number: 10,
        verdict: Ambiguous,
        ours: &[
            ("M0504", &["forbids", "permits-students"]),
            ("M0504", &["forbids", "permits-employees"]),
        ],
        differs: Some(EXCEPTION),
    },
    // For them an obligation to pay less than ten euros forbids paying more. With us a duty forbids nothing; what is wrong
    // is that paying less than ten euros is a duty for which there is no permission.
    Labelled {
        number: 11,
        verdict: Conflict,
        ours: &[("M0512", &["obliges"])],
        differs: None,
    },
];

/// The findings about what the rules mean, each with the rules that it points at, and the most serious level.
fn found(number: u32) -> (BTreeSet<(String, Vec<String>)>, Option<Level>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/odrl-conflicts")
        .join(format!("{number:02}.meent"));
    let checked = Project::load(Some(&path)).check();
    assert!(checked.complete, "{:#?}", checked.diagnostics);
    let of_rules: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|d| d.code.as_str().starts_with("M05"))
        .collect();
    let rule_at = |span: meent::source::Span| {
        let within = |r: &&meent::model::Rule| {
            let decl = r.decl.span;
            decl.is_some_and(|d| d.file == span.file && d.start <= span.start && span.end <= d.end)
        };
        let rule = checked.model.rules.iter().find(within);
        rule.map(|r| r.decl.id.clone())
    };
    let all = of_rules.iter().map(|d| {
        let mut rules: Vec<String> = d.labels.iter().filter_map(|l| rule_at(l.span)).collect();
        rules.dedup();
        (d.code.to_string(), rules)
    });
    (all.collect(), of_rules.iter().map(|d| d.level).max())
}

#[test]
fn labelled_conflicts_are_found_or_the_reason_is_written_down() {
    let mut wrong = Vec::new();
    for case in &CASES {
        let (found, level) = found(case.number);
        let expected: BTreeSet<(String, Vec<String>)> = case
            .ours
            .iter()
            .map(|(code, rules)| {
                let rules = rules.iter().map(|r| (*r).to_owned()).collect();
                ((*code).to_owned(), rules)
            })
            .collect();
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", case.number));
        }
        // A conflict is an error, unless it is said why not.
        let same = level == Some(Level::Error);
        if same == case.differs.is_some() {
            wrong.push(format!(
                "{}: {:?} there, {level:?} here, and {:?}",
                case.number, case.verdict, case.differs
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odrl-conflicts");
    let files = std::fs::read_dir(folder).expect("the cases").count();
    assert_eq!(files, CASES.len());
}
