//! Sources that nobody would write and that a compiler has to survive: each drives one thing to its end.

use crate::generate::Numbers;
use std::fmt::Write;

/// A source of each kind, of a size that its kind understands.
pub type Make = fn(usize) -> String;

/// Name, the size at which it is measured, what the size is, and the source.
pub const ALL: [(&str, usize, &str, Make); 13] = [
    (
        "exclusions",
        500,
        "exclusions within exclusions",
        exclusions,
    ),
    (
        "exclusions-groups",
        300,
        "the same, each for another group",
        exclusions_of_groups,
    ),
    (
        "everything",
        2000,
        "permissions, and as many prohibitions, on everything",
        everything,
    ),
    (
        "staggered",
        2000,
        "permissions, and as many prohibitions, that overlap in part",
        staggered,
    ),
    (
        "tiles",
        40,
        "facts in one rule, and rules that tile them",
        tiles,
    ),
    (
        "puzzle",
        40,
        "facts, and ten times as many prohibitions with three of them each",
        puzzle,
    ),
    (
        "puzzles",
        200,
        "permissions, each with the puzzle of its own",
        puzzles,
    ),
    (
        "clauses",
        150,
        "permissions and prohibitions of 64 clauses",
        clauses,
    ),
    (
        "taxonomy",
        10_000,
        "purposes with 50 parents each",
        taxonomy,
    ),
    (
        "terms",
        10_000,
        "groups in the list of one permission and one prohibition",
        terms,
    ),
    (
        "separations",
        5_000,
        "separations of one group",
        separations,
    ),
    (
        "parties",
        1_000,
        "named parties in 100 groups each",
        parties,
    ),
    (
        "derived",
        1_000,
        "datasets, each derived from the one before, and one from all",
        derived,
    ),
];

fn head(out: &mut String) {
    out.push_str(
        "commons a \"A\" { goal \"To be survived.\"  law NL  contact \"a@example.org\" }\n",
    );
    out.push_str(
        "group m \"M\" { of people }\ndataset d \"D\" { not personal }\npurpose p \"P\"\n",
    );
}

/// `r1 despite r0`, `r2 despite r1`, …: permission and prohibition by turns, all about the same.
pub fn exclusions(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    for r in 0..n {
        let word = if r % 2 == 0 { "may" } else { "must not" };
        let _ = write!(out, "rule r{r} \"R{r}\" {{ m {word} read d for p");
        if r > 0 {
            let _ = write!(out, "  despite r{}", r - 1);
        }
        out.push_str(if r % 2 == 0 {
            "  basis public-task }\n"
        } else {
            " }\n"
        });
    }
    out
}

/// The same with a group for each, so that who profits from which exception matters.
pub fn exclusions_of_groups(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    for r in 0..n {
        let word = if r % 2 == 0 { "may" } else { "must not" };
        let _ = writeln!(out, "group g{r} \"G{r}\" {{ of people  within m }}");
        let _ = write!(out, "rule r{r} \"R{r}\" {{ g{r} {word} read d for p");
        if r > 0 {
            let all: Vec<String> = (r.saturating_sub(20)..r)
                .rev()
                .step_by(2)
                .map(|t| format!("r{t}"))
                .collect();
            let _ = write!(out, "  despite {}", all.join(", "));
        }
        out.push_str(if r % 2 == 0 {
            "  basis public-task }\n"
        } else {
            " }\n"
        });
    }
    out
}

/// Every permission and every prohibition about all there is: all permissions are dead.
pub fn everything(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    for r in 0..n {
        let _ = writeln!(
            out,
            "rule a{r} \"A{r}\" {{ everyone may read d for p  basis public-task }}"
        );
        let _ = writeln!(out, "rule b{r} \"B{r}\" {{ everyone must not read d }}");
    }
    out
}

/// Every permission meets every prohibition, and none lies within the others: each pair is a finding.
pub fn staggered(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    out.push_str("fact n \"N\" { number of households }\n");
    for r in 0..n {
        let _ = writeln!(
            out,
            "rule a{r} \"A{r}\" {{ m may read d for p  if n at least {r}  basis public-task }}"
        );
        let _ = writeln!(
            out,
            "rule b{r} \"B{r}\" {{ m must not read d for p  if n at most {} }}",
            n + r
        );
    }
    out
}

fn yes_or_no(out: &mut String, n: usize) {
    for f in 0..n {
        let _ = writeln!(out, "fact y{f} \"Y{f}\" {{ yes or no }}");
    }
}

/// One permission that tests all facts, one that tests none, and prohibitions that split the facts between them until nothing is left.
pub fn tiles(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    yes_or_no(&mut out, n);
    let all = |upto: usize| (0..upto).map(|f| format!("y{f}")).collect::<Vec<_>>();
    let _ = writeln!(
        out,
        "rule some \"Some\" {{ m may read d for p  if {}  basis public-task }}",
        all(n).join(" and ")
    );
    let _ = writeln!(
        out,
        "rule none \"None\" {{ m may read d for p  basis public-task }}"
    );
    for f in 0..n {
        let mut tests = all(f);
        tests.push(format!("not y{f}"));
        let _ = writeln!(
            out,
            "rule b{f} \"B{f}\" {{ m must not read d for p  if {} }}",
            tests.join(" and ")
        );
    }
    let _ = writeln!(
        out,
        "rule b{n} \"B{n}\" {{ m must not read d for p  if {} }}",
        all(n).join(" and ")
    );
    out
}

fn puzzle_about(out: &mut String, data: &str, facts: usize, n: &mut Numbers) {
    let _ = writeln!(
        out,
        "rule may-{data} \"May {data}\" {{ m may read {data} for p  basis public-task }}"
    );
    for r in 0..facts * 10 {
        let mut chosen: Vec<usize> = Vec::new();
        while chosen.len() < 3.min(facts) {
            let f = n.below(facts);
            if !chosen.contains(&f) {
                chosen.push(f);
            }
        }
        let tests: Vec<String> = chosen
            .iter()
            .map(|f| {
                if n.below(2) == 0 {
                    format!("y{f}")
                } else {
                    format!("not y{f}")
                }
            })
            .collect();
        let _ = writeln!(
            out,
            "rule no-{data}-{r} \"No {data} {r}\" {{ m must not read {data} for p  if {} }}",
            tests.join(" and ")
        );
    }
}

/// Whether the prohibitions leave the permission anything is as hard as any puzzle of this kind.
pub fn puzzle(facts: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    yes_or_no(&mut out, facts);
    puzzle_about(&mut out, "d", facts, &mut Numbers::new(5));
    out
}

/// Many such puzzles: what one question may take is bounded, and so is what all of them may take.
pub fn puzzles(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    yes_or_no(&mut out, 40);
    let mut numbers = Numbers::new(6);
    for d in 0..n {
        let _ = writeln!(out, "dataset e{d} \"E{d}\" {{ not personal }}");
        puzzle_about(&mut out, &format!("e{d}"), 40, &mut numbers);
    }
    out
}

/// Conditions that come to 64 clauses each when written out; permissions and prohibitions never hold together.
pub fn clauses(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    yes_or_no(&mut out, 13);
    let pairs: Vec<String> = (0..6)
        .map(|f| format!("(y{} or y{})", 2 * f, 2 * f + 1))
        .collect();
    for r in 0..n {
        let _ = writeln!(
            out,
            "rule a{r} \"A{r}\" {{ m may read d for p  if y12 and {}  basis public-task }}",
            pairs.join(" and ")
        );
        let _ = writeln!(
            out,
            "rule b{r} \"B{r}\" {{ m must not read d for p  if not y12 and {} }}",
            pairs.join(" and ")
        );
    }
    out
}

/// Purposes, each within 50 of those before it: nearly everything lies above everything.
pub fn taxonomy(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    let mut numbers = Numbers::new(7);
    for q in 0..n {
        let above: Vec<String> = match q {
            0 => vec!["p".to_owned()],
            _ => (0..50.min(q))
                .map(|k| {
                    format!(
                        "q{}",
                        if q <= 50 {
                            k
                        } else {
                            q - 1 - numbers.below(200.min(q))
                        }
                    )
                })
                .collect(),
        };
        let _ = writeln!(
            out,
            "purpose q{q} \"Q{q}\" {{ within {} }}",
            above.join(", ")
        );
    }
    out.push_str("rule a \"A\" { m may read d for q5  basis public-task }\nrule b \"B\" { m must not read d for q7 }\n");
    out
}

/// A permission and a prohibition about each of many groups.
pub fn terms(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    for g in 0..n {
        let _ = writeln!(out, "group g{g} \"G{g}\" {{ of people  within m }}");
    }
    let list = |from: usize| {
        (from..n)
            .map(|g| format!("g{g}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let _ = writeln!(
        out,
        "rule a \"A\" {{ {} may read d for p  basis public-task }}",
        list(0)
    );
    let _ = writeln!(
        out,
        "rule b \"B\" {{ {} must not read, copy d for p }}",
        list(1)
    );
    let _ = writeln!(out, "rule c \"C\" {{ {} must not read d for p }}", list(2));
    out
}

/// One group that is separate from each of many others.
pub fn separations(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    for g in 0..n {
        let _ = writeln!(out, "group g{g} \"G{g}\" {{ of people }}");
        let _ = writeln!(out, "separate m, g{g}");
    }
    for r in 0..n / 10 {
        let _ = writeln!(
            out,
            "rule a{r} \"A{r}\" {{ g{r} may read d for p  basis public-task }}"
        );
        let _ = writeln!(
            out,
            "rule b{r} \"B{r}\" {{ m must not read, copy d for p }}"
        );
    }
    out
}

/// Parties that are known to be in a hundred groups each, which nobody else may join.
pub fn parties(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    let mut numbers = Numbers::new(8);
    for g in 0..200 {
        let _ = writeln!(out, "group g{g} \"G{g}\" {{ of people  closed }}");
    }
    for q in 0..n {
        let groups: Vec<String> = (0..100)
            .map(|k| format!("g{}", (q * 7 + k + numbers.below(3) * 30) % 200))
            .collect();
        let _ = writeln!(out, "party q{q} \"Q{q}\" {{ in {} }}", groups.join(", "));
    }
    for r in 0..200 {
        let _ = writeln!(
            out,
            "rule a{r} \"A{r}\" {{ g{r} may read d for p  basis public-task }}"
        );
        let _ = writeln!(
            out,
            "rule b{r} \"B{r}\" {{ g{} must not read, copy d for p }}",
            (r + 1) % 200
        );
        let _ = writeln!(
            out,
            "rule c{r} \"C{r}\" {{ g{} may read d for p  despite b{r}  basis public-task }}",
            (r + 2) % 200
        );
    }
    out
}

/// A chain of derivations, and one dataset that comes from all of it.
pub fn derived(n: usize) -> String {
    let mut out = String::new();
    head(&mut out);
    out.push_str("purpose sale \"Sale\"\n");
    for e in 0..n {
        let before = if e == 0 {
            "d".to_owned()
        } else {
            format!("e{}", e - 1)
        };
        let _ = writeln!(
            out,
            "dataset e{e} \"E{e}\" {{ not personal  derived from {before} }}"
        );
    }
    let all: Vec<String> = (0..n).map(|e| format!("e{e}")).collect();
    let _ = writeln!(
        out,
        "dataset last \"Last\" {{ not personal  derived from {} }}",
        all.join(", ")
    );
    for e in 0..n {
        let _ = writeln!(
            out,
            "rule a{e} \"A{e}\" {{ m may read, share e{e} for p  basis public-task }}"
        );
        let _ = writeln!(
            out,
            "rule b{e} \"B{e}\" {{ m must not read e{e} for sale }}"
        );
    }
    out.push_str("rule last \"Last\" { m may read last for sale  basis public-task }\n");
    out
}
