//! What adversarial sources cost: `cargo bench --bench bounds`. Every source gets a process of its own, so that the most
//! memory is its own too. `MEENT_BENCH_CASES=tiles,terms` chooses some.

#[path = "support/adversarial.rs"]
mod adversarial;
#[path = "support/generate.rs"]
#[allow(dead_code)]
mod generate;

use meent::analysis::Universe;
use meent::analysis::checks;
use meent::model::build;
use meent::model::input::{Input, Unit};
use meent::source::FileId;
use std::collections::BTreeMap;
use std::time::Instant;

/// Names the source that this process is to look at.
const ONE: &str = "MEENT_BENCH_ONE";

/// The most memory that this process has had, in MB, where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024.0)
}

fn one(name: &str) {
    let Some((name, size, what, make)) = adversarial::ALL.iter().find(|c| c.0 == name) else {
        return;
    };
    let source = make(*size);
    let start = Instant::now();
    let lap = |since: &mut Instant| {
        let took = since.elapsed().as_secs_f64() * 1000.0;
        *since = Instant::now();
        took
    };
    let mut since = start;
    let parsed = meent::syntax::parse(FileId(0), &source);
    let parse = lap(&mut since);
    let unit = Unit {
        files: vec![(FileId(0), &parsed.tree)],
        uses: Vec::new(),
    };
    let (model, wrong) = build(&Input {
        own: unit,
        outers: Vec::new(),
    });
    let built = lap(&mut since);
    let found = checks::check(&Universe::new(&model));
    let checked = lap(&mut since);
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for d in parsed.diagnostics.iter().chain(&wrong).chain(&found) {
        *codes.entry(d.code.to_string()).or_default() += 1;
    }
    let codes: Vec<String> = codes
        .iter()
        .map(|(code, n)| format!("{code} x{n}"))
        .collect();
    println!(
        "{name:<18} {:>8.2} {parse:>9.0} {built:>9.0} {checked:>9.0} {:>9.0}  {size} {what}: {}",
        source.len() as f64 / 1e6,
        peak().unwrap_or_default(),
        codes.join(", ")
    );
}

fn main() {
    if let Ok(name) = std::env::var(ONE) {
        return one(&name);
    }
    let chosen = std::env::var("MEENT_BENCH_CASES").unwrap_or_default();
    println!("ms, and MB of memory at most");
    println!(
        "{:<18} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "", "MB", "parse", "model", "checks", "memory"
    );
    let Ok(me) = std::env::current_exe() else {
        return;
    };
    for (name, ..) in &adversarial::ALL {
        if chosen.is_empty() || chosen.split(',').any(|c| c == *name) {
            let status = std::process::Command::new(&me).env(ONE, name).status();
            assert!(status.is_ok_and(|s| s.success()), "{name} did not end well");
        }
    }
}
