//! Work per size, against the floor and against peers, in one run: `cargo bench --bench scale`.
//!
//! Prints ratios and growth, because machines differ and are noisy. `MEENT_BENCH_SIZES=1000,10000` chooses sizes.

#[path = "support/generate.rs"]
mod generate;

use meent::analysis::checks;
use meent::model::input::{Input, Unit};
use meent::model::{Model, build};
use meent::source::FileId;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The least of several runs: what the work takes when nothing else does.
fn least<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    (0..runs.max(1))
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn model_of(tree: &meent::syntax::tree::File) -> Model {
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

fn ms(d: Duration) -> f64 {
    d.as_secs_f64() * 1000.0
}

fn main() {
    let sizes: Vec<usize> = std::env::var("MEENT_BENCH_SIZES")
        .unwrap_or_else(|_| "1000,10000,100000".into())
        .split(',')
        .filter_map(|s| s.trim().parse().ok())
        .collect();
    let mut before: Option<(usize, f64, f64)> = None;
    println!(
        "{:>8} {:>8} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "rules", "MB", "bare ms", "parse ms", "model ms", "checks ms", "whole/bare"
    );
    for &size in &sizes {
        let made = generate::commons(size);
        let runs = if size > 20_000 { 1 } else { 3 };
        let bare = least(runs, || meent::syntax::bare_parse(&made.source));
        let parse = least(runs, || meent::syntax::parse(FileId(0), &made.source));
        let parsed = meent::syntax::parse(FileId(0), &made.source);
        assert!(
            parsed.diagnostics.is_empty(),
            "{:?}",
            parsed.diagnostics.first()
        );
        let modelled = least(runs, || model_of(&parsed.tree));
        let model = model_of(&parsed.tree);
        let checked = least(runs, || checks::check(&model));
        let whole = ms(parse) + ms(modelled) + ms(checked);
        println!(
            "{:>8} {:>8.2} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>9.2}x",
            size,
            made.source.len() as f64 / 1e6,
            ms(bare),
            ms(parse),
            ms(modelled),
            ms(checked),
            whole / ms(bare)
        );
        if let Some((small, bare_before, whole_before)) = before {
            let steps = (size as f64 / small as f64).ln();
            println!(
                "{:>8} growth exponent from {small}: bare parse {:.2}, whole check {:.2}",
                "",
                (ms(bare) / bare_before).ln() / steps,
                (whole / whole_before).ln() / steps
            );
        }
        before = Some((size, ms(bare), whole));
        let found = checks::check(&model);
        let contradictions = found
            .iter()
            .filter(|d| d.code == meent::diagnostic::registry::codes::CONTRADICTION)
            .count();
        println!(
            "{:>8} planted conflicts {}, contradictions found {}",
            "",
            made.planted.len(),
            contradictions
        );
    }
}
