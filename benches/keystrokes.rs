//! Measures.
#[path = "support/generate.rs"]
#[allow(dead_code)]
mod generate;

use meent::Project;
use meent::analysis::{Outline, Universe, checks};
use std::hint::black_box;
use std::time::Instant;

fn time<T>(what: &str, mut work: impl FnMut() -> T) -> T {
    let mut best = f64::MAX;
    let mut out = None;
    for _ in 0..3 {
        let start = Instant::now();
        out = Some(black_box(work()));
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    println!("{what:>20} {best:8.1} ms");
    out.unwrap()
}

fn main() {
    let size: usize = std::env::var("SIZE")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(7000);
    let made = generate::commons(size);
    println!(
        "{size} rules, {} lines, {} bytes",
        made.source.lines().count(),
        made.source.len()
    );
    let text = &made.source;
    time("bare", || meent::syntax::bare_parse(text));
    time("parse", || {
        meent::syntax::parse(meent::source::FileId(0), text)
    });
    let project = time("from_texts", || {
        Project::from_texts([("a.meent", text.as_str())])
    });
    time("clone project", || project.clone());
    let (model, found) = time("model", || meent::model::build(&project.loaded.input()));
    println!("{} findings of model", found.len());
    time("clone model", || model.clone());
    time("outline", || Outline::new(&model));
    let universe = time("universe", || Universe::new(&model));
    let found = time("checks", || checks::check(&universe));
    println!("{} findings of checks", found.len());
    let mut f = found.clone();
    time("sort", || meent::diagnostic::sort(&mut f));
    time("whole", || project.check());
}
