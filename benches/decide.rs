//! One answer, by the reference evaluator and by the engines that the policies are for: `cargo bench --bench decide`.
//!
//! `MEENT_BENCH_SIZES=1000,10000` chooses how many rules. OPA is asked too if `MEENT_OPA_LIB` names its library.

#[path = "../tests/support/asking.rs"]
mod asking;
#[path = "../tests/support/chance.rs"]
#[allow(dead_code)]
mod chance;
#[path = "../tests/support/engines.rs"]
#[allow(dead_code)]
mod engines;
#[path = "support/generate.rs"]
#[allow(dead_code)]
mod generate;
#[path = "../tests/support/opa.rs"]
#[allow(dead_code)]
mod opa;

use engines::{Cedar, Reference, Rego};
use meent::analysis::universe::Universe;
use meent::analysis::{Outline, Request};
use meent::model::input::{Input, Unit};
use meent::model::{Model, build};
use meent::source::FileId;
use serde_json::Value as Json;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn model_of(source: &str) -> Model {
    let parsed = meent::syntax::parse(FileId(0), source);
    let unit = Unit {
        files: vec![(FileId(0), &parsed.tree)],
        uses: Vec::new(),
    };
    build(&Input {
        own: unit,
        outers: Vec::new(),
    })
    .0
}

/// The mean over all requests.
fn mean<T>(requests: &[T], mut ask: impl FnMut(&T)) -> Duration {
    let start = Instant::now();
    requests.iter().for_each(&mut ask);
    start.elapsed() / requests.len().max(1) as u32
}

fn main() {
    let sizes = std::env::var("MEENT_BENCH_SIZES").unwrap_or_else(|_| "100,1000,10000".into());
    println!(
        "{:>8} {:>12} {:>12} {:>12} {:>12}   mean of one answer",
        "rules", "evaluator", "regorus", "OPA", "Cedar"
    );
    for size in sizes
        .split(',')
        .filter_map(|s| s.trim().parse::<usize>().ok())
    {
        let model = model_of(&generate::commons(size).source);
        let outline = Outline::new(&model);
        let made = engines::make(&model, &outline);
        let reference = Reference {
            universe: Universe::new(&model),
            outline: &outline,
        };
        // Requests for one atom, so that every engine answers the same question.
        let mut asking = asking::Asking::new(&model, 1);
        let mut requests: Vec<(Json, Request)> = Vec::new();
        while requests.len() < 200 {
            let json = asking.next();
            if let Some(request) = reference.resolved(&json)
                && engines::atoms(&model, &request)
                    .iter()
                    .all(|axis| axis.len() == 1)
            {
                requests.push((json, request));
            }
        }
        let evaluator = mean(&requests, |(json, _)| {
            black_box(reference.document(json));
        });
        let rego = Rego::of(&model, &made);
        let mut engine = rego.regorus();
        rego.ask_regorus(&mut engine, &requests[0].0);
        let regorus = mean(&requests, |(json, _)| {
            black_box(rego.ask_regorus(&mut engine, json));
        });
        let opa = opa::library().map(|path| {
            let opa = rego.opa(&path);
            rego.ask_opa(&opa, std::slice::from_ref(&requests[0].0));
            let all: Vec<Json> = requests.iter().map(|(json, _)| json.clone()).collect();
            let start = Instant::now();
            black_box(rego.ask_opa(&opa, &all));
            start.elapsed() / all.len() as u32
        });
        let cedar = Cedar::of(&model, &made);
        let cedar = mean(&requests, |(_, request)| {
            let axes = engines::atoms(&model, request);
            black_box(cedar.atom(request, [axes[0][0], axes[1][0], axes[2][0]]));
        });
        let opa = opa.map_or("-".to_owned(), |d| format!("{d:.1?}"));
        println!(
            "{size:>8} {:>12} {:>12} {opa:>12} {:>12}",
            format!("{evaluator:.1?}"),
            format!("{regorus:.1?}"),
            format!("{cedar:.1?}")
        );
    }
}
