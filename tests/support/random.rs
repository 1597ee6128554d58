//! Random small commons, as source text, and random requests to them. Same seed, same commons, on every machine.
//!
//! A commons has 3-6 groups in a hierarchy with several parents, perhaps a separation, 0-3 named parties, 5-10 datasets
//! and fields, 4-8 purposes, the built-in actions and perhaps one of its own, 3-5 facts of all kinds, two
//! decisions, and 5-15 rules with nested conditions, duties, dates and `despite` without circles. One in four is nested
//! in a city. There are no findings about form in it, but what the rules say may well be nonsense.

use meent::analysis::{RawParty, RawRequest};
use meent::model::quantity::date_of;
use meent::model::{FactKey, FactKind, Literal, Model, Party};
use serde_json::{Value as Json, json};
use std::fmt::Write;

/// Xorshift64*: small, deterministic, good enough for tests.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Spreads small seeds; the state must not be 0.
        Random((seed.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// From 0 to `n` - 1; 0 for `n` = 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 {
            0
        } else {
            (self.next() % n as u64) as usize
        }
    }

    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// At most `most` different ones, in the order of the list.
    pub fn some<T: Clone>(&mut self, from: &[T], least: usize, most: usize) -> Vec<T> {
        let count = self.between(least, most.max(least)).min(from.len());
        let mut places: Vec<usize> = (0..from.len()).collect();
        while places.len() > count {
            let at = self.below(places.len());
            places.remove(at);
        }
        places.into_iter().map(|p| from[p].clone()).collect()
    }
}

/// The sources of a random commons.
#[derive(Debug, Clone)]
pub struct RandomCommons {
    pub source: String,
    /// The city that it is nested in, known there as `city`.
    pub outer: Option<String>,
}

/// The names that rules can be made of.
#[derive(Debug, Clone, Default)]
struct Vocabulary {
    groups: Vec<String>,
    parties: Vec<String>,
    data: Vec<String>,
    datasets: Vec<String>,
    purposes: Vec<String>,
    actions: Vec<String>,
    facts: Vec<(String, Kind)>,
    decisions: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    YesNo,
    Count,
    Decimal,
    Date,
    OneOf,
}

const USES: [&str; 8] = [
    "use",
    "read",
    "aggregate",
    "combine",
    "share",
    "publish",
    "sell",
    "train",
];
const DAYS: [&str; 5] = [
    "2025-12-31",
    "2026-01-01",
    "2026-06-15",
    "2027-01-01",
    "2024-02-29",
];

/// The commons of a seed.
pub fn commons(seed: u64) -> RandomCommons {
    let mut r = Random::new(seed);
    let nested = r.chance(25);
    let mut names = Vocabulary::default();
    let outer = nested.then(|| {
        let mut text = String::from("commons town \"Town\" {\n}\n");
        let mut own = Vocabulary::default();
        write_body(
            &mut r,
            &mut text,
            &mut own,
            &Vocabulary::default(),
            (1, 2),
            "o",
        );
        names = own;
        text
    });
    let prefixed = |list: &[String]| list.iter().map(|n| format!("city:{n}")).collect::<Vec<_>>();
    let around = Vocabulary {
        groups: prefixed(&names.groups),
        purposes: prefixed(&names.purposes),
        ..Vocabulary::default()
    };
    let mut source = String::from("commons test \"Test\" {\n");
    if nested {
        source.push_str("  within \"../city\" as city\n");
    }
    source.push_str("}\n");
    write_body(
        &mut r,
        &mut source,
        &mut Vocabulary::default(),
        &around,
        (5, 15),
        "",
    );
    RandomCommons { source, outer }
}

/// The commons with some datasets made from others (their fields too), in chains and now and then in a circle.
#[allow(dead_code)]
pub fn deriving(source: &str, r: &mut Random) -> String {
    let mut names: Vec<String> = Vec::new();
    for line in source.lines() {
        let Some(name) = line
            .strip_prefix("dataset ")
            .and_then(|l| l.split(' ').next())
        else {
            continue;
        };
        names.push(name.to_owned());
        let fields = (0..3).map(|at| format!("f{at}"));
        names.extend(
            fields
                .filter(|f| line.contains(&format!("field {f} ")))
                .map(|f| format!("{name}.{f}")),
        );
    }
    let line = |line: &str| {
        let Some(name) = line
            .strip_prefix("dataset ")
            .and_then(|l| l.split(' ').next())
        else {
            return line.to_owned();
        };
        if !r.chance(60) {
            return line.to_owned();
        }
        let before: Vec<String> = names
            .iter()
            .filter(|n| r.chance(10) || n.as_str() < name)
            .cloned()
            .collect();
        let own = format!("{name}.");
        let others: Vec<String> = before
            .into_iter()
            .filter(|n| n != name && !n.starts_with(&own))
            .collect();
        if others.is_empty() {
            return line.to_owned();
        }
        let from = r.some(&others, 1, 2).join(", ");
        line.replacen(
            "{ not personal",
            &format!("{{ derived from {from} not personal"),
            1,
        )
    };
    source.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Declarations and rules. `tag` keeps the names of an outer commons apart.
fn write_body(
    r: &mut Random,
    out: &mut String,
    names: &mut Vocabulary,
    around: &Vocabulary,
    rules: (usize, usize),
    tag: &str,
) {
    let small = !tag.is_empty();
    names.groups = hierarchy(
        r,
        out,
        "group",
        &format!("{tag}g"),
        if small { (1, 2) } else { (3, 6) },
        &around.groups,
    );
    if !small {
        separate(r, out, names);
        for at in 0..r.below(4) {
            let name = format!("m{at}");
            let groups = r.some(&names.groups, 1, 2);
            let keyword = if r.chance(80) { "member" } else { "party" };
            // Whoever is in both of a separated pair would be a finding: only the first group is safe.
            let groups = if out.contains("separate") {
                groups[..1].to_vec()
            } else {
                groups
            };
            let _ = writeln!(
                out,
                "{keyword} {name} \"Party {at}\" {{ in {} }}",
                groups.join(", ")
            );
            names.parties.push(name);
        }
    }
    names.datasets = Vec::new();
    let datasets = if small { 1 } else { r.between(3, 5) };
    for at in 0..datasets {
        let name = format!("{tag}d{at}");
        let _ = write!(out, "dataset {name} \"Data {at}\" {{ not personal");
        let parents = r.some(&names.datasets, 0, 2);
        if !parents.is_empty() && r.chance(60) {
            let _ = write!(out, " within {}", parents.join(", "));
        }
        for field in 0..r.below(3) {
            let _ = write!(out, " field f{field} \"Field {field}\"");
            names.data.push(format!("{name}.f{field}"));
        }
        let _ = writeln!(out, " }}");
        names.data.push(name.clone());
        names.datasets.push(name);
    }
    let purposes = if small { (1, 2) } else { (4, 8) };
    names.purposes = hierarchy(
        r,
        out,
        "purpose",
        &format!("{tag}p"),
        purposes,
        &around.purposes,
    );
    names.actions = USES.iter().map(|s| (*s).to_owned()).collect();
    if !small && r.chance(40) {
        let _ = writeln!(
            out,
            "action a0 \"Doing something else\" {{ within {} }}",
            r.some(&names.actions, 1, 2).join(", ")
        );
        names.actions.push("a0".into());
    }
    facts(r, out, names, tag);
    let _ = writeln!(
        out,
        "body {tag}b0 \"Assembly\" {{ of all {}  votes one each }}",
        names.groups[0]
    );
    for at in 0..2 {
        let _ = writeln!(
            out,
            "decision {tag}c{at} \"Decision {at}\" {{ taken by {tag}b0  passes with majority of votes cast }}"
        );
        names.decisions.push(format!("{tag}c{at}"));
    }
    let count = r.between(rules.0, rules.1);
    for at in 0..count {
        rule(r, out, names, tag, at);
    }
}

/// `count` nodes, each within some of those before it.
fn hierarchy(
    r: &mut Random,
    out: &mut String,
    keyword: &str,
    prefix: &str,
    (low, high): (usize, usize),
    above: &[String],
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for at in 0..r.between(low, high) {
        let name = format!("{prefix}{at}");
        let mut parents = r.some(&names, 0, 2);
        if !above.is_empty() && r.chance(30) {
            parents.push(r.pick(above).clone());
        }
        let body = if parents.is_empty() {
            String::new()
        } else {
            format!(" {{ within {} }}", parents.join(", "))
        };
        let _ = writeln!(
            out,
            "{keyword} {name} \"{} {at}\"{body}",
            if keyword == "group" {
                "Group"
            } else {
                "Purpose"
            }
        );
        names.push(name);
    }
    names
}

/// Sometimes two groups of which neither has anything below it but itself.
fn separate(r: &mut Random, out: &mut String, names: &Vocabulary) {
    let n = names.groups.len();
    if n < 4 || !r.chance(30) {
        return;
    }
    let leaf = |name: &String| {
        !out.lines().any(|l| {
            l.starts_with("group")
                && l.split_once("within")
                    .is_some_and(|(_, p)| p.contains(name.as_str()))
        })
    };
    let leaves: Vec<&String> = names.groups.iter().filter(|g| leaf(g)).collect();
    if let [a, b, ..] = leaves.as_slice() {
        let _ = writeln!(out, "separate {a}, {b}");
    }
}

fn facts(r: &mut Random, out: &mut String, names: &mut Vocabulary, tag: &str) {
    let count = if tag.is_empty() { r.between(3, 5) } else { 1 };
    for at in 0..count {
        let kind = match at {
            0 => Kind::YesNo,
            1 => Kind::Count,
            _ => *r.pick(&[Kind::Date, Kind::OneOf, Kind::Decimal, Kind::YesNo]),
        };
        let body = match kind {
            Kind::YesNo => "yes or no",
            Kind::Count => "number of households",
            Kind::Decimal => "number of kWh decimals 2",
            Kind::Date => "date",
            Kind::OneOf => "one of red, green, blue",
        };
        let name = format!("{tag}x{at}");
        let _ = writeln!(out, "fact {name} \"Fact {at}\" {{ {body} }}");
        names.facts.push((name, kind));
    }
}

fn rule(r: &mut Random, out: &mut String, names: &Vocabulary, tag: &str, at: usize) {
    let _ = write!(out, "rule {tag}r{at} \"Rule {at}\" {{\n  ");
    let deontic = match r.below(100) {
        0..55 => "may",
        55..93 => "must not",
        _ => "must",
    };
    let term = |r: &mut Random| {
        let mut term = if !names.parties.is_empty() && r.chance(20) {
            r.pick(&names.parties).clone()
        } else {
            r.pick(&names.groups).clone()
        };
        if r.chance(20) {
            let other = r.pick(&names.groups);
            if *other != term {
                let _ = write!(term, " who are also {other}");
            }
        }
        term
    };
    let who = match r.below(10) {
        0..3 if deontic == "must not" => "nobody".to_owned(),
        0..3 => "everyone".to_owned(),
        3 => "any member".to_owned(),
        _ if r.chance(25) => {
            let (a, b) = (term(r), term(r));
            if a == b { a } else { format!("{a}, {b}") }
        }
        _ => term(r),
    };
    let deontic = if who == "nobody" { "may" } else { deontic };
    let acts = acts(r, names);
    let _ = writeln!(out, "{who} {deontic} {acts}");
    // Before the condition: `if x until 2026-06-15` would be a test on x.
    match r.below(10) {
        0 => out.push_str("  from 2026-01-01\n"),
        1 => out.push_str("  from 2026-01-01 until 2026-12-31\n"),
        2 => out.push_str("  until 2026-06-15\n"),
        _ => {}
    }
    let permission = deontic == "may" && who != "nobody";
    if r.chance(55) {
        let _ = writeln!(out, "  if {}", expression(r, names, 2));
    }
    if permission && r.chance(40) {
        let data = r.pick(&names.datasets);
        let _ = write!(
            out,
            "  then must delete {data} within {} days",
            r.between(1, 90)
        );
        if r.chance(30) {
            let _ = write!(out, " and must report {data} every month");
        }
        out.push('\n');
    }
    if at > 0 && r.chance(35) {
        let earlier: Vec<String> = (0..at).map(|n| format!("{tag}r{n}")).collect();
        let _ = writeln!(out, "  despite {}", r.some(&earlier, 1, 2).join(", "));
    }
    out.push_str("}\n");
}

fn acts(r: &mut Random, names: &Vocabulary) -> String {
    let mut acts = if r.chance(30) {
        "use".to_owned()
    } else {
        r.some(&names.actions, 1, 3).join(", ")
    };
    if r.chance(75) {
        let _ = write!(acts, " {}", r.some(&names.data, 1, 3).join(", "));
    }
    if r.chance(75) {
        let _ = write!(acts, " for {}", r.some(&names.purposes, 1, 2).join(", "));
    }
    acts
}

fn expression(r: &mut Random, names: &Vocabulary, depth: usize) -> String {
    if depth > 0 && r.chance(55) {
        let (a, b) = (
            expression(r, names, depth - 1),
            expression(r, names, depth - 1),
        );
        return match r.below(3) {
            0 => format!("({a} or {b})"),
            1 => format!("({a} and {b})"),
            _ => format!("not ({a} {} {b})", if r.chance(50) { "and" } else { "or" }),
        };
    }
    let negation = if r.chance(20) { "not " } else { "" };
    format!("{negation}{}", test(r, names))
}

fn test(r: &mut Random, names: &Vocabulary) -> String {
    match r.below(10) {
        0 | 1 => return format!("{} has passed", r.pick(&names.decisions)),
        2 => {
            return format!(
                "{} {}",
                r.pick(&["from", "until", "before", "after", "on"]),
                r.pick(&DAYS)
            );
        }
        _ => {}
    }
    let (name, kind) = r.pick(&names.facts).clone();
    let relations = [
        "at least",
        "at most",
        "more than",
        "less than",
        "exactly",
        "is not",
    ];
    match kind {
        Kind::YesNo => name,
        Kind::Count if r.chance(20) => {
            format!("{name} between {} and {}", r.below(8), r.between(8, 15))
        }
        Kind::Count => format!("{name} {} {}", r.pick(&relations), r.below(15)),
        Kind::Decimal => format!(
            "{name} {} {}.{}",
            r.pick(&relations),
            r.below(3),
            r.pick(&["5", "25", "75"])
        ),
        Kind::Date => format!(
            "{name} {} {}",
            r.pick(&["from", "until", "before", "after", "on"]),
            r.pick(&DAYS)
        ),
        Kind::OneOf => {
            let choices = r.some(&["red", "green", "blue"], 1, 2).join(", ");
            format!(
                "{name} {} {choices}",
                if r.chance(60) { "is" } else { "is not" }
            )
        }
    }
}

// ------------------------------------------------------------------ duties

const CARE: [&str; 4] = ["delete", "keep", "report", "log"];
const TERMS: [&str; 10] = [
    "30 days",
    "31 days",
    "1 month",
    "4 weeks",
    "1 quarter",
    "90 days",
    "365 days",
    "1 year",
    "12 months",
    "2 years",
];

/// The commons of a seed, with more in it about duties: terms of retention, prohibitions and permissions of acts of care,
/// duties that come with permissions and free-standing ones, some of them `despite` others.
pub fn commons_with_duties(seed: u64) -> RandomCommons {
    let base = commons(seed);
    let mut r = Random::new(seed ^ 0xD071E5);
    let mut names = vocabulary(&base.source);
    names.actions.extend(CARE.map(str::to_owned));
    if r.chance(30) {
        names.actions.push("shred".into());
    }
    let shred = names.actions.iter().any(|a| a == "shred");
    let mut source = String::new();
    for line in base.source.lines() {
        let kept = line.starts_with("dataset ") && r.chance(50);
        let says = if kept {
            retention(&mut r, &names)
        } else {
            String::new()
        };
        source.push_str(&line.replacen("not personal", &format!("not personal{says}"), 1));
        source.push('\n');
    }
    if shred {
        source.push_str("action shred \"Shredding\" { within delete }\n");
    }
    let mut earlier: Vec<String> = (source.lines())
        .filter_map(|l| {
            l.strip_prefix("rule ")?
                .split(' ')
                .next()
                .map(str::to_owned)
        })
        .collect();
    for at in 0..r.between(3, 7) {
        duty_rule(&mut r, &mut source, &names, &mut earlier, at);
    }
    RandomCommons { source, ..base }
}

/// The names that a source declares.
fn vocabulary(source: &str) -> Vocabulary {
    let mut names = Vocabulary {
        actions: USES.map(str::to_owned).to_vec(),
        ..Vocabulary::default()
    };
    for line in source.lines() {
        let mut words = line.split(' ');
        let (Some(keyword), Some(name)) = (words.next(), words.next()) else {
            continue;
        };
        let name = name.to_owned();
        match keyword {
            "group" => names.groups.push(name),
            "member" | "party" => names.parties.push(name),
            "dataset" => {
                let fields = line.split(" field ").skip(1);
                let fields = fields.filter_map(|f| f.split(' ').next());
                names.data.extend(fields.map(|f| format!("{name}.{f}")));
                names.data.push(name.clone());
                names.datasets.push(name);
            }
            "purpose" => names.purposes.push(name),
            "action" => names.actions.push(name),
            "decision" => names.decisions.push(name),
            "fact" => {
                let kinds = [
                    ("yes or no", Kind::YesNo),
                    ("decimals", Kind::Decimal),
                    ("number", Kind::Count),
                    ("date", Kind::Date),
                    ("one of", Kind::OneOf),
                ];
                let kind = kinds.iter().find(|(text, _)| line.contains(text));
                names.facts.extend(kind.map(|(_, kind)| (name, *kind)));
            }
            _ => {}
        }
    }
    names
}

fn retention(r: &mut Random, names: &Vocabulary) -> String {
    let mut out = String::new();
    let holders: Vec<String> = names.groups.iter().chain(&names.parties).cloned().collect();
    if r.chance(70) {
        let _ = write!(out, " keeper {}", r.some(&holders, 1, 2).join(", "));
    }
    let (most, least) = (*r.pick(&TERMS), *r.pick(&TERMS));
    match r.below(3) {
        0 => out.push_str(&format!(" retention at most {most}")),
        1 => out.push_str(&format!(" retention at least {least}")),
        _ => out.push_str(" retention at most 30 days at least 1 month"),
    }
    out
}

/// Most are about few names, so that they meet each other.
fn duty_rule(
    r: &mut Random,
    out: &mut String,
    names: &Vocabulary,
    earlier: &mut Vec<String>,
    at: usize,
) {
    let who = |r: &mut Random| match r.below(10) {
        0..3 => "everyone".to_owned(),
        3 if !names.parties.is_empty() => r.pick(&names.parties).clone(),
        4 => {
            let both = r.some(&names.groups, 2, 2);
            both.join(" who are also ")
        }
        _ => r.pick(&names.groups).clone(),
    };
    let kind = *r.pick(&["must", "must", "must not", "may", "then"]);
    let action = if r.chance(70) {
        (*r.pick(&CARE)).to_owned()
    } else {
        r.pick(&names.actions).clone()
    };
    let about = |r: &mut Random| {
        let mut about = String::new();
        if r.chance(80) {
            let _ = write!(about, " {}", r.some(&names.data, 1, 2).join(", "));
        }
        if r.chance(30) {
            let _ = write!(about, " for {}", r.some(&names.purposes, 1, 2).join(", "));
        }
        about
    };
    let terms = |r: &mut Random, action: &str| match (action, r.below(4)) {
        ("keep", 0) => String::new(),
        ("keep", 1) => format!(" at most {}", r.pick(&TERMS)),
        ("keep", _) => format!(" at least {}", r.pick(&TERMS)),
        (_, 0) => String::new(),
        (_, 1) => format!(" every {}", r.pick(&TERMS)),
        (_, _) => format!(" within {}", r.pick(&TERMS)),
    };
    let name = format!("q{at}");
    let _ = write!(out, "rule {name} \"Duty {at}\" {{\n  ");
    let who = who(r);
    let term = terms(r, &action);
    let about_it = about(r);
    let _ = match kind {
        "then" => {
            let used = r.pick(&names.actions).clone();
            writeln!(out, "{who} may {used}{}", about(r))
        }
        "must" => writeln!(out, "{who} must {action}{about_it}{term}"),
        "must not" => writeln!(out, "{who} must not {action}{about_it}"),
        _ => writeln!(out, "{who} may {action}{about_it}"),
    };
    if r.chance(40) {
        let _ = writeln!(out, "  if {}", expression(r, names, 1));
    }
    if kind == "then" {
        let _ = writeln!(out, "  then must {action}{about_it}{term}");
    }
    if r.chance(50) {
        let _ = writeln!(out, "  despite {}", r.some(earlier, 1, 2).join(", "));
    }
    out.push_str("}\n");
    earlier.push(name);
}

// ------------------------------------------------------------------ requests

/// A request that the model understands: every name exists and every value has its type. Facts may be left out.
pub fn request(r: &mut Random, model: &Model) -> RawRequest {
    let tests: Vec<&Literal> = model
        .rules
        .iter()
        .flat_map(|rule| rule.condition.clauses.iter().flatten())
        .collect();
    let mut raw = RawRequest {
        party: party(r, model),
        ..RawRequest::default()
    };
    raw.actions = names(
        r,
        &model
            .actions
            .iter()
            .map(|a| a.decl.id.clone())
            .collect::<Vec<_>>(),
        3,
    );
    // Mostly something that a rule may be about.
    if r.chance(70) {
        raw.actions = r.some(&USES.map(str::to_owned), 1, 2);
    }
    raw.data = names(
        r,
        &model
            .data
            .iter()
            .map(|d| d.decl.id.clone())
            .collect::<Vec<_>>(),
        10,
    );
    raw.purposes = names(
        r,
        &model
            .purposes
            .iter()
            .map(|p| p.decl.id.clone())
            .collect::<Vec<_>>(),
        10,
    );
    let known = *r.pick(&[0, 40, 70, 90, 100]);
    for (at, fact) in model.facts.iter().enumerate() {
        if r.chance(known) {
            let key = FactKey::Fact(meent::model::FactId::new(at));
            let value = match &fact.kind {
                FactKind::YesNo => json!(r.chance(60)),
                FactKind::Number { .. } => json!(near(r, &tests, key)),
                FactKind::Date => json!(day(r, &tests, key)),
                FactKind::OneOf(choices) => json!(r.pick(choices)),
            };
            raw.facts.insert(fact.decl.id.clone(), value);
        }
    }
    for decision in &model.decisions {
        if r.chance(known) {
            raw.decisions
                .insert(decision.decl.id.clone(), json!(r.chance(60)));
        }
    }
    if r.chance(known) {
        let day = day(r, &tests, FactKey::Moment);
        raw.moment = Some(if r.chance(30) {
            format!("{day}T{:02}:30:00Z", r.below(24))
        } else {
            day
        });
    }
    raw
}

/// A request of which one thing may be wrong: an unknown name, a value of the wrong type, a day that does not exist.
pub fn rough_request(r: &mut Random, model: &Model) -> RawRequest {
    let mut raw = request(r, model);
    match r.below(12) {
        0 => raw.actions.push("fly".into()),
        1 => raw.data.push("moon.dust".into()),
        2 => raw.purposes.push("nothing".into()),
        3 => {
            raw.party = RawParty {
                member: Some("nobody-at-all".into()),
                groups: None,
            }
        }
        4 => {
            raw.party = RawParty {
                member: None,
                groups: Some(vec!["ghosts".into()]),
            }
        }
        5 => {
            raw.party = RawParty {
                member: Some("m0".into()),
                groups: Some(Vec::new()),
            }
        }
        6 => raw.party = RawParty::default(),
        7 => {
            raw.moment = Some(
                r.pick(&[
                    "2026-02-30",
                    "yesterday",
                    "",
                    "2026-01-01T00:00:00+01:00",
                    "2026-13-01",
                ])
                .to_string(),
            )
        }
        8 => {
            raw.facts.insert("no-such-fact".into(), json!(1));
            raw.decisions.insert("no-such-decision".into(), json!(true));
        }
        9 => {
            if let Some(decision) = model.decisions.first() {
                raw.decisions
                    .insert(decision.decl.id.clone(), r.pick(&wrong()).clone());
            }
        }
        _ => {
            if !model.facts.is_empty() {
                let fact = &r.pick(&model.facts).decl.id;
                raw.facts.insert(fact.clone(), r.pick(&wrong()).clone());
            }
        }
    }
    raw
}

/// Values that are wrong for most kinds of fact, and some that are right for one.
fn wrong() -> Vec<Json> {
    let big: Json = serde_json::from_str("92233720368547758070").unwrap_or(Json::Null);
    vec![
        json!("12"),
        json!(12.5),
        json!(12.0),
        big,
        json!(null),
        json!("2026-02-30"),
        json!("2026-02-28"),
        json!([true]),
        json!({ "yes": true }),
        json!("true"),
        json!(1),
        json!(0),
        json!(-1),
        json!("purple"),
        json!(""),
        json!("2025-12-31T00:00:00Z"),
    ]
}

fn party(r: &mut Random, model: &Model) -> RawParty {
    let parties: Vec<&Party> = model.parties.iter().collect();
    if !parties.is_empty() && r.chance(40) {
        return RawParty {
            member: Some(r.pick(&parties).decl.id.clone()),
            groups: None,
        };
    }
    let groups: Vec<String> = model.groups.iter().map(|g| g.decl.id.clone()).collect();
    RawParty {
        member: None,
        groups: Some(r.some(&groups, 0, 3)),
    }
}

/// Usually one or two; the whole axis `whole` times in a hundred.
fn names(r: &mut Random, all: &[String], whole: usize) -> Vec<String> {
    if r.chance(whole) {
        Vec::new()
    } else {
        r.some(all, 1, 2)
    }
}

/// A number at, just above or just below a bound that occurs.
fn near(r: &mut Random, tests: &[&Literal], key: FactKey) -> i64 {
    let ends: Vec<i64> = tests
        .iter()
        .filter(|t| t.key == key)
        .flat_map(|t| t.set.intervals())
        .flat_map(|&(low, high)| [low, high])
        .filter(|n| *n != i64::MIN && *n != i64::MAX)
        .collect();
    if ends.is_empty() || r.chance(10) {
        return *r.pick(&[0, -1, 7, 1_000_000, i64::MAX, i64::MIN]);
    }
    r.pick(&ends) + r.below(3) as i64 - 1
}

fn day(r: &mut Random, tests: &[&Literal], key: FactKey) -> String {
    let number = i32::try_from(near(r, tests, key))
        .unwrap_or(20_513)
        .clamp(-700_000, 2_900_000);
    date_of(number).map_or_else(|| "2026-03-01".into(), |d| d.to_string())
}

/// The source with some groups closed, so that only named parties are in them.
pub fn closing(source: &str, r: &mut Random) -> String {
    let line = |line: &str| {
        if !line.starts_with("group ") || !r.chance(15) {
            return line.to_owned();
        }
        match line.strip_suffix(" }") {
            Some(body) => format!("{body} closed }}"),
            None => format!("{line} {{ closed }}"),
        }
    };
    source.lines().map(line).collect::<Vec<_>>().join("\n")
}
