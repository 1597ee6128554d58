//! Work per size, against the floor and against peers, in one run: `cargo bench --bench scale`.
//!
//! Prints ratios and growth, because machines differ and are noisy. `MEENT_BENCH_SIZES=1000,10000` chooses sizes; the peers
//! get those up to 10,000. OPA is asked too if `MEENT_OPA_LIB` names its library.

#[path = "../tests/support/asking.rs"]
mod asking;
#[path = "../tests/support/chance.rs"]
#[allow(dead_code)]
mod chance;
#[path = "../tests/support/engines.rs"]
#[allow(dead_code)]
mod engines;
#[path = "support/generate.rs"]
mod generate;
#[path = "../tests/support/opa.rs"]
#[allow(dead_code)]
mod opa;

use engines::{Cedar, Reference, Rego};
use meent::analysis::checks;
use meent::analysis::region::{Regions, RuleBox};
use meent::analysis::{Outline, Request, Universe, scenarios};
use meent::diagnostic::Diagnostic;
use meent::diagnostic::registry::codes;
use meent::model::input::{Input, Unit};
use meent::model::{Deontic, Model, build};
use meent::source::FileId;
use meent::syntax::tree::File;
use serde_json::Value as Json;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// All pairs are not gone through for more rules than this.
const MOST_FOR_NAIVE: usize = 10_000;
/// Peers are not asked for more rules than this.
const MOST_FOR_PEERS: usize = 10_000;
/// Requests whose mean is the time of one answer.
const ANSWERS: usize = 200;

/// The median of several runs.
fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> f64 {
    let mut all: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    all.sort();
    all[all.len() / 2].as_secs_f64() * 1000.0
}

fn model_of(tree: &File) -> Model {
    let unit = Unit {
        files: vec![(FileId(0), tree)],
        uses: Vec::new(),
    };
    build(&Input {
        own: unit,
        outers: Vec::new(),
    })
    .0
}

/// The findings, and the scenarios, as `meent check` does it.
fn checked(model: &Model) -> Vec<Diagnostic> {
    let universe = Universe::new(model);
    let mut found = checks::check(&universe);
    let results = scenarios::run(&universe);
    found.extend(scenarios::diagnostics(model, &results));
    found
}

/// Milliseconds.
#[derive(Clone, Copy)]
struct Own {
    size: usize,
    bare: f64,
    parse: f64,
    model: f64,
    checks: f64,
    whole: f64,
}

fn own(size: usize) -> (Own, Model) {
    let made = generate::commons(size);
    let runs = if size > 20_000 { 3 } else { 9 };
    let parsed = meent::syntax::parse(FileId(0), &made.source);
    assert!(
        parsed.diagnostics.is_empty(),
        "{:?}",
        parsed.diagnostics.first()
    );
    let model = model_of(&parsed.tree);
    planted(&model, &checked(&model), &made.planted);
    // One after the other in each round, so that a slow moment of the machine is everyone's.
    let whole = || {
        let parsed = meent::syntax::parse(FileId(0), &made.source);
        let model = model_of(&parsed.tree);
        checked(&model)
    };
    let mut laps: [Vec<f64>; 5] = Default::default();
    for _ in 0..runs {
        laps[0].push(median(1, || meent::syntax::bare_parse(&made.source)));
        laps[1].push(median(1, || meent::syntax::parse(FileId(0), &made.source)));
        laps[2].push(median(1, || model_of(&parsed.tree)));
        laps[3].push(median(1, || checked(&model)));
        laps[4].push(median(1, whole));
    }
    let [bare, parse, modelled, checks, whole] = laps.map(|mut all| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    });
    let times = Own {
        size,
        bare,
        parse,
        model: modelled,
        checks,
        whole,
    };
    println!(
        "{size:>8} {:>8.2} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>10.2}x {:>10.2}x",
        made.source.len() as f64 / 1e6,
        times.bare,
        times.parse,
        times.model,
        times.checks,
        times.whole,
        times.parse / times.bare,
        times.whole / times.bare,
    );
    (times, model)
}

/// Exactly the planted conflicts must be found, of all kinds; nothing else in the whole commons may be.
fn planted(model: &Model, found: &[Diagnostic], planted: &[(&'static str, usize)]) {
    // A finding is about the rule in which its first label stands.
    let mut starts: Vec<(u32, &str)> = model
        .rules
        .iter()
        .filter_map(|r| Some((r.decl.span?.start, r.decl.id.as_str())))
        .collect();
    starts.sort_unstable();
    let number = |d: &Diagnostic| -> usize {
        let at = d.labels.first().map_or(0, |l| l.span.start);
        let rule = starts.partition_point(|s| s.0 <= at).checked_sub(1);
        let digits = rule.and_then(|r| starts[r].1.get(1..)).unwrap_or_default();
        digits.parse().unwrap_or(usize::MAX)
    };
    let mut found: Vec<(String, usize)> = found
        .iter()
        // What the law asks of any commons is not about its rules. And of a hundred thousand random rules some do say what others
        // say, by chance: whether those are all is for the brute force of tests/compare.rs.
        .filter(|d| d.code.as_str() < "M0600" && d.code != codes::REDUNDANT)
        .map(|d| (d.code.to_string(), number(d)))
        .collect();
    let mut wanted: Vec<(String, usize)> = planted
        .iter()
        .map(|(code, number)| ((*code).to_owned(), *number))
        .collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert!(
        found == wanted,
        "the planted conflicts and no others: {}",
        difference(&found, &wanted)
    );
}

fn difference(found: &[(String, usize)], wanted: &[(String, usize)]) -> String {
    let extra = found.iter().filter(|f| !wanted.contains(f)).take(5);
    let missing = wanted.iter().filter(|w| !found.contains(w)).take(5);
    format!(
        "{} found, {} wanted; for example extra {:?}, missing {:?}",
        found.len(),
        wanted.len(),
        extra.collect::<Vec<_>>(),
        missing.collect::<Vec<_>>()
    )
}

/// Every permission against every prohibition, box by box: what our search for meetings saves.
fn all_pairs(model: &Model) -> usize {
    let mut regions = Regions::new(model);
    let boxes: Vec<(Deontic, Vec<RuleBox>)> = model
        .rules
        .iter()
        .map(|r| (r.deontic, regions.boxes(r)))
        .collect();
    let of = |kind: Deontic| boxes.iter().filter(move |b| b.0 == kind).map(|b| &b.1);
    let mut met = 0;
    for permission in of(Deontic::May) {
        for prohibition in of(Deontic::MustNot) {
            let meet = |x: &RuleBox| prohibition.iter().any(|y| regions.overlap(x, y).is_some());
            met += usize::from(permission.iter().any(meet));
        }
    }
    met
}

/// What each kind of check takes.
fn by_kind(size: usize, model: &Model) {
    let runs = if size > 20_000 { 1 } else { 5 };
    let permissions = median(runs, || checks::conflicts(model));
    let duties = median(runs, || checks::duty_conflicts(model));
    let all = median(runs, || checks::check(&Universe::new(model)));
    let scenarios = median(runs, || scenarios::run(&Universe::new(model)));
    println!(
        "{size:>8} rules: permissions {permissions:.1} ms, duties {duties:.1} ms, all checks {all:.1} ms, scenarios (none) {scenarios:.1} ms"
    );
}

fn naive(size: usize, model: &Model) {
    let pairs = checks::meetings(model).len();
    assert_eq!(all_pairs(model), pairs, "both find the same pairs");
    let naive = median(3, || all_pairs(model));
    let ours = median(9, || checks::meetings(model));
    // Both make the boxes first.
    let boxes = median(9, || {
        let mut regions = Regions::new(model);
        model
            .rules
            .iter()
            .map(|r| regions.boxes(r))
            .collect::<Vec<_>>()
    });
    println!(
        "{size:>8} rules: all pairs {naive:.0} ms, our search {ours:.1} ms for the same {pairs} meetings: {:.0}x; without the {boxes:.1} ms in which both make boxes {:.0}x",
        naive / ours,
        (naive - boxes) / (ours - boxes)
    );
}

fn growth(before: Own, after: Own) {
    let steps = (after.size as f64 / before.size as f64).ln();
    let exponent = |a: f64, b: f64| (b / a).ln() / steps;
    println!(
        "growth {} -> {}: bare parse {:.2}, parse {:.2}, model {:.2}, checks {:.2}, whole check {:.2}",
        before.size,
        after.size,
        exponent(before.bare, after.bare),
        exponent(before.parse, after.parse),
        exponent(before.model, after.model),
        exponent(before.checks, after.checks),
        exponent(before.whole, after.whole),
    );
}

/// The mean over all requests, in microseconds.
fn mean<T>(requests: &[T], mut ask: impl FnMut(&T)) -> f64 {
    let start = Instant::now();
    requests.iter().for_each(&mut ask);
    start.elapsed().as_secs_f64() * 1e6 / requests.len().max(1) as f64
}

fn peers(times: Own, model: &Model) {
    let size = times.size;
    let outline = Outline::new(model);
    let start = Instant::now();
    let made = engines::make(model, &outline);
    let policies = start.elapsed().as_secs_f64() * 1000.0;
    let runs = if size > 2_000 { 1 } else { 3 };
    let validated = median(runs, || {
        let cedar = Cedar::of(model, &made);
        assert!(cedar.validate().0.is_empty());
    });
    let bytes = engines::text(&made, "policy/cedar/policies.cedar").len();
    println!(
        "{size:>8} rules: Cedar parse + strict validate {validated:.0} ms ({:.1} MB of policies); whole check {:.1} ms: {:.3}x of Cedar; all policies made in {policies:.0} ms",
        bytes as f64 / 1e6,
        times.whole,
        times.whole / validated
    );
    let reference = Reference {
        universe: Universe::new(model),
        outline: &outline,
    };
    // Requests for one atom, so that every engine answers the same question.
    let mut asking = asking::Asking::new(model, 1);
    let mut requests: Vec<(Json, Request)> = Vec::new();
    while requests.len() < ANSWERS {
        let json = asking.next();
        if let Some(request) = reference.resolved(&json)
            && engines::atoms(model, &request)
                .iter()
                .all(|axis| axis.len() == 1)
        {
            requests.push((json, request));
        }
    }
    let evaluator = mean(&requests, |(_, request)| {
        black_box(reference.universe.decide(request));
    });
    let document = mean(&requests, |(json, _)| {
        black_box(reference.document(json));
    });
    let rego = Rego::of(model, &made);
    let mut engine = rego.regorus();
    rego.ask_regorus(&mut engine, &requests[0].0);
    let regorus = mean(&requests, |(json, _)| {
        black_box(rego.ask_regorus(&mut engine, json));
    });
    let cedar = Cedar::of(model, &made);
    let cedar = mean(&requests, |(_, request)| {
        let axes = engines::atoms(model, request);
        black_box(cedar.atom(request, [axes[0][0], axes[1][0], axes[2][0]]));
    });
    let opa = opa::library().map(|path| {
        let opa = rego.opa(&path);
        rego.ask_opa(&opa, std::slice::from_ref(&requests[0].0));
        let all: Vec<Json> = requests.iter().map(|(json, _)| json.clone()).collect();
        let start = Instant::now();
        black_box(rego.ask_opa(&opa, &all));
        start.elapsed().as_secs_f64() * 1e6 / all.len() as f64
    });
    println!(
        "{size:>8} rules, one answer: evaluator {evaluator:.1} us ({document:.1} us from JSON to JSON), Cedar {cedar:.0} us ({:.0}x), regorus {regorus:.0} us ({:.0}x), OPA {}",
        cedar / document,
        regorus / document,
        opa.map_or("not asked".to_owned(), |us| format!(
            "{us:.0} us ({:.0}x)",
            us / document
        ))
    );
}

/// The most memory that this process has had, in MB, where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024.0)
}

/// The whole check again and again for some seconds, for a profiler to look at.
fn profile(size: usize, phase: &str) {
    let made = generate::commons(size);
    let parsed = meent::syntax::parse(FileId(0), &made.source);
    let model = model_of(&parsed.tree);
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed() < Duration::from_secs(8) {
        match phase {
            "bare" => {
                black_box(meent::syntax::bare_parse(&made.source));
            }
            "parse" => {
                black_box(meent::syntax::parse(FileId(0), &made.source));
            }
            "model" => {
                black_box(model_of(&parsed.tree));
            }
            "meetings" => {
                black_box(checks::meetings(&model));
            }
            "checks" => {
                black_box(checked(&model));
            }
            _ => {
                let parsed = meent::syntax::parse(FileId(0), &made.source);
                black_box(checked(&model_of(&parsed.tree)));
            }
        }
        rounds += 1;
    }
    let each = start.elapsed().as_secs_f64() * 1000.0 / f64::from(rounds);
    println!("{size} rules, {phase}: {each:.1} ms each of {rounds}");
}

fn main() {
    if let Ok(phase) = std::env::var("MEENT_BENCH_PROFILE") {
        let size = std::env::var("MEENT_BENCH_SIZES").unwrap_or_default();
        return profile(size.parse().unwrap_or(10_000), &phase);
    }
    let sizes: Vec<usize> = std::env::var("MEENT_BENCH_SIZES")
        .unwrap_or_else(|_| "1000,10000,100000".into())
        .split(',')
        .filter_map(|s| s.trim().parse().ok())
        .collect();
    println!("medians in ms");
    println!(
        "{:>8} {:>8} {:>10} {:>10} {:>10} {:>10} {:>10} {:>11} {:>11}",
        "rules", "MB", "bare", "parse", "model", "checks", "whole", "parse/bare", "whole/bare"
    );
    let mut before: Option<Own> = None;
    let mut asked = Vec::new();
    for &size in &sizes {
        let (times, model) = own(size);
        if let Some(before) = before {
            growth(before, times);
        }
        before = Some(times);
        by_kind(size, &model);
        if size <= MOST_FOR_NAIVE {
            naive(size, &model);
        }
        if size <= MOST_FOR_PEERS {
            asked.push((times, model));
        }
    }
    if let Some(mb) = peak() {
        println!("most memory so far: {mb:.0} MB");
    }
    for (times, model) in &asked {
        peers(*times, model);
    }
}
