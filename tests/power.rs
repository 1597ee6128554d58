//! Who has power over whom, against a search that was written apart from it: bodies that nobody can fill, bodies that fill
//! themselves, matters and appeals that go round, on all the small commons that chance makes up. It reads the commons as they were
//! made up, not as the model has them.

use meent::Project;
use meent::analysis::power::circles::self_appointed;
use meent::analysis::power::start::Start;
use meent::analysis::power::{Graph, People};
use meent::diagnostic::Diagnostic;
use meent::model::input::{Input, Unit};
use meent::model::{Model, build};
use meent::source::FileId;
use meent::syntax::parse;
use std::collections::{BTreeMap, BTreeSet};

#[path = "support/chance.rs"]
mod chance;
use chance::Chance;

const HEAD: &str = "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
    group people \"People\" { of people }\ngroup nobody \"Nobody\" { of people closed }\n";

fn model_of(source: &str) -> (Model, Vec<Diagnostic>) {
    let checked = Project::from_texts([("main.meent", source)]).check();
    let broken = checked
        .diagnostics
        .iter()
        .find(|d| d.code.as_str() < "M0500" && d.level > meent::diagnostic::Level::Note);
    assert!(broken.is_none(), "{source}\n{broken:#?}");
    (checked.model, checked.diagnostics)
}

/// The same without looking for findings.
fn model_alone(source: &str) -> Model {
    let parsed = parse(FileId(0), source);
    assert!(
        parsed.diagnostics.is_empty(),
        "{source}\n{:#?}",
        parsed.diagnostics
    );
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

// ------------------------------------------------------------------ seats

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Body(usize),
    People,
    Nobody,
}

#[derive(Debug, Clone)]
struct Body {
    /// How many seats, how they are filled ("elected by", "named by", "drawn from"), and by whom.
    shares: Vec<(i64, &'static str, Source)>,
    /// Everybody in these sits in it too.
    of_all: Vec<Source>,
    founder: bool,
    /// The bodies that take a decision on who sits in it.
    appointed_by: Vec<usize>,
}

fn name(source: Source) -> String {
    match source {
        Source::Body(n) => format!("body-{n}"),
        Source::People => "people".into(),
        Source::Nobody => "nobody".into(),
    }
}

fn bodies(chance: &mut Chance) -> Vec<Body> {
    let n = 1 + chance.below(4);
    let source = |chance: &mut Chance| match chance.below(10) {
        0 => Source::People,
        1 => Source::Nobody,
        _ => Source::Body(chance.below(n)),
    };
    (0..n)
        .map(|_| Body {
            shares: (0..1 + chance.below(3))
                .map(|_| {
                    let how = *chance
                        .pick(&["elected by", "named by", "drawn from"])
                        .unwrap();
                    (1 + chance.below(3) as i64, how, source(chance))
                })
                .collect(),
            of_all: if chance.percent(10) {
                vec![source(chance)]
            } else {
                Vec::new()
            },
            founder: chance.percent(15),
            appointed_by: (0..chance.below(3)).map(|_| chance.below(n)).collect(),
        })
        .collect()
}

fn source_of(bodies: &[Body]) -> String {
    let mut out = HEAD.to_string();
    for (at, body) in bodies.iter().enumerate() {
        let total: i64 = body.shares.iter().map(|s| s.0).sum();
        let shares: Vec<String> = body
            .shares
            .iter()
            .map(|(n, how, by)| format!("{n} {how} {}", name(*by)))
            .collect();
        let of_all = match body.of_all.first() {
            Some(group) => format!("of all {} ", name(*group)),
            None => String::new(),
        };
        out += &format!(
            "body body-{at} \"B{at}\" {{ {of_all}seats {total}: {} }}\n",
            shares.join(", ")
        );
        if body.founder {
            out += &format!("member founder-{at} \"F{at}\" {{ in body-{at} }}\n");
        }
        for (nth, taker) in body.appointed_by.iter().enumerate() {
            out += &format!(
                "decision appoint-{at}-{nth} \"A{at}{nth}\" {{ appoints body-{at} taken by body-{taker} passes with majority of votes cast }}\n"
            );
        }
    }
    out
}

/// All sets of bodies with members that can come about, one body after the other.
fn brute_possible(bodies: &[Body], given: u32) -> u32 {
    let there = |set: u32, s: Source| match s {
        Source::Body(n) => set >> n & 1 == 1,
        Source::People => true,
        Source::Nobody => false,
    };
    let can = |set: u32, at: usize| {
        let body = &bodies[at];
        let voted =
            body.appointed_by.is_empty() || body.appointed_by.iter().any(|t| set >> t & 1 == 1);
        body.founder
            || body.of_all.iter().any(|s| there(set, *s))
            || body
                .shares
                .iter()
                .any(|(_, how, by)| there(set, *by) && (*how == "named by" || voted))
    };
    let mut seen = BTreeSet::from([given]);
    let mut open = vec![given];
    let mut ever = 0;
    while let Some(set) = open.pop() {
        ever |= set;
        for at in 0..bodies.len() {
            let next = set | 1 << at;
            if next != set && can(set, at) && seen.insert(next) {
                open.push(next);
            }
        }
    }
    ever
}

/// Which bodies an empty body waits for, by what is written.
fn waits(bodies: &[Body], at: usize) -> BTreeSet<usize> {
    let body = &bodies[at];
    let named = body.shares.iter().map(|s| s.2).chain(body.of_all.clone());
    let mut out: BTreeSet<usize> = named
        .filter_map(|s| match s {
            Source::Body(n) => Some(n),
            _ => None,
        })
        .collect();
    if body.shares.iter().any(|s| s.1 != "named by") {
        out.extend(&body.appointed_by);
    }
    out
}

/// Every way round without coming anywhere twice, as the list of its nodes from the smallest on.
fn simple_cycles(n: usize, to: &dyn Fn(usize) -> BTreeSet<usize>) -> BTreeSet<Vec<usize>> {
    fn walk(
        path: &mut Vec<usize>,
        to: &dyn Fn(usize) -> BTreeSet<usize>,
        out: &mut BTreeSet<Vec<usize>>,
    ) {
        for next in to(path[path.len() - 1]) {
            if next == path[0] {
                out.insert(path.clone());
            } else if next > path[0] && !path.contains(&next) {
                path.push(next);
                walk(path, to, out);
                path.pop();
            }
        }
    }
    let mut out = BTreeSet::new();
    for start in 0..n {
        walk(&mut vec![start], to, &mut out);
    }
    out
}

/// Cycles that share a node, or cycles that share a node with those, are one knot. With the shortest length in it.
fn knots(cycles: &BTreeSet<Vec<usize>>) -> Vec<(BTreeSet<usize>, usize)> {
    let mut knots: Vec<(BTreeSet<usize>, usize)> = Vec::new();
    for cycle in cycles {
        let mut all: BTreeSet<usize> = cycle.iter().copied().collect();
        let mut short = cycle.len();
        knots.retain(|(nodes, length)| {
            let apart = nodes.is_disjoint(&all);
            if !apart {
                all.extend(nodes);
                short = short.min(*length);
            }
            apart
        });
        knots.push((all, short));
    }
    knots.sort();
    knots
}

#[test]
fn bodies_that_nobody_can_fill_are_those_that_no_order_fills() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..1500 {
        let bodies = bodies(&mut Chance::new(seed));
        let source = source_of(&bodies);
        let model = model_alone(&source);
        let graph = Graph::new(&model);
        let people = People::new(&model);
        let start = Start::new(&graph, &people);
        let possible = brute_possible(&bodies, 0);
        for (at, can) in start.possible.iter().enumerate() {
            assert_eq!(*can, possible >> at & 1 == 1, "{at}\n{source}");
        }
        let stuck: BTreeSet<usize> = (0..bodies.len())
            .filter(|at| possible >> at & 1 == 0)
            .collect();
        let to = |at: usize| -> BTreeSet<usize> {
            if !stuck.contains(&at) {
                return BTreeSet::new();
            }
            waits(&bodies, at).intersection(&stuck).copied().collect()
        };
        let cycles = simple_cycles(bodies.len(), &to);
        let knots = knots(&cycles);
        assert_eq!(start.circles.len(), knots.len(), "{source}");
        for circle in &start.circles {
            let circle: Vec<usize> = circle.iter().map(|b| b.index()).collect();
            assert!(cycles.contains(&circle), "{circle:?}\n{source}");
            let knot = knots.iter().find(|(nodes, _)| nodes.contains(&circle[0]));
            assert_eq!(circle.len(), knot.unwrap().1, "{source}");
        }
        let tied: BTreeSet<usize> = knots.iter().flat_map(|k| k.0.clone()).collect();
        let freed = brute_possible(&bodies, tied.iter().fold(0, |set, at| set | 1 << at));
        let empty: BTreeSet<usize> = stuck
            .iter()
            .copied()
            .filter(|at| freed >> at & 1 == 0)
            .collect();
        let found: BTreeSet<usize> = start.empty.iter().map(|b| b.index()).collect();
        assert_eq!(found, empty, "{source}");
        let behind: BTreeSet<usize> = start.behind.iter().map(|b| b.index()).collect();
        let rest: BTreeSet<usize> = stuck
            .iter()
            .copied()
            .filter(|at| !tied.contains(at) && !empty.contains(at))
            .collect();
        assert_eq!(behind, rest, "{source}");
        for (kind, n) in [
            ("circles", knots.len()),
            ("long", usize::from(knots.iter().any(|k| k.1 > 1))),
            ("empty", empty.len()),
            ("behind", rest.len()),
            ("filled", usize::from(stuck.is_empty())),
        ] {
            *kinds.entry(kind).or_default() += n;
        }
    }
    assert!(kinds.values().all(|n| *n > 50), "{kinds:?}");
}

/// How many seats of a body a set fills, and how many it has.
fn brute_filled(bodies: &[Body], at: usize, by: &BTreeSet<usize>) -> (i64, i64) {
    let body = &bodies[at];
    let voted = !body.appointed_by.is_empty() && body.appointed_by.iter().all(|t| by.contains(t));
    let mut mine = 0;
    let mut total = 0;
    for (n, how, source) in &body.shares {
        total += n;
        let theirs = matches!(source, Source::Body(b) if by.contains(b));
        if theirs || (*how == "elected by" && voted) {
            mine += n;
        }
    }
    (mine, total)
}

#[test]
fn bodies_that_fill_themselves_are_all_found_and_no_other() {
    let (mut found_any, mut together) = (0, 0);
    for seed in 0..1500 {
        let bodies = bodies(&mut Chance::new(seed ^ 0xbeef));
        let source = source_of(&bodies);
        let model = model_alone(&source);
        let found: Vec<BTreeSet<usize>> = self_appointed(&Graph::new(&model))
            .into_iter()
            .map(|s| s.bodies.iter().map(|b| b.index()).collect())
            .collect();
        let closed = |set: &BTreeSet<usize>| {
            set.iter().all(|at| {
                let (mine, total) = brute_filled(&bodies, *at, set);
                2 * mine > total
            })
        };
        let sets: Vec<BTreeSet<usize>> = (1u32..1 << bodies.len())
            .map(|bits| (0..bodies.len()).filter(|at| bits >> at & 1 == 1).collect())
            .filter(closed)
            .collect();
        let smallest: Vec<&BTreeSet<usize>> = sets
            .iter()
            .filter(|s| !sets.iter().any(|o| o != *s && o.is_subset(s)))
            .collect();
        for set in &found {
            assert!(sets.contains(set), "{set:?} does not fill itself\n{source}");
            assert!(smallest.iter().any(|s| s.is_subset(set)), "{source}");
        }
        for set in &smallest {
            let homes = found.iter().filter(|f| set.is_subset(f)).count();
            assert_eq!(homes, 1, "{set:?} of {found:?}\n{source}");
        }
        found_any += found.len();
        together += found.iter().filter(|f| f.len() > 1).count();
    }
    assert!(found_any > 200 && together > 50, "{found_any} {together}");
}

/// The finding in the source says the same as the graph.
#[test]
fn a_circle_is_an_error_and_self_appointment_a_warning() {
    let mut seen = BTreeMap::new();
    for seed in 0..150 {
        let bodies = bodies(&mut Chance::new(seed ^ 0xcafe));
        let source = source_of(&bodies);
        let (model, found) = model_of(&source);
        let graph = Graph::new(&model);
        let start = Start::new(&graph, &People::new(&model));
        let told = |code: &str| found.iter().filter(|d| d.code.as_str() == code).count();
        assert_eq!(told("M1203"), start.circles.len(), "{source}");
        let round: BTreeSet<_> = start.circles.iter().flatten().collect();
        let alone = self_appointed(&graph)
            .into_iter()
            .filter(|s| s.bodies.iter().all(|b| !round.contains(b)))
            .count();
        assert_eq!(told("M1202"), alone, "{source}");
        *seen.entry("M1202").or_insert(0) += alone;
        *seen.entry("M1203").or_insert(0) += start.circles.len();
    }
    assert!(seen.values().all(|n| *n > 12), "{seen:?}");
}

// ------------------------------------------------------------------ decisions that lead to each other

#[derive(Debug, Clone)]
struct Decision {
    taker: usize,
    /// 0: a matter of its own; 1: who joins; 2: who sits in the board.
    matter: usize,
    escalates: Option<usize>,
    otherwise: Option<usize>,
    too_few: Option<usize>,
    appeals: Vec<usize>,
}

/// Bodies 0 and 1 are assemblies of the same people; 2 is another, 3 and 4 have seats.
const BODIES: &str = "group others \"Others\" { of people }\n\
    body all-0 \"All 0\" { of all people votes one each }\nbody all-1 \"All 1\" { of all all-0 votes one each }\n\
    body all-2 \"All 2\" { of all people, others votes one each }\n\
    body all-3 \"All 3\" { seats 3: 3 elected by all-2 }\nbody all-4 \"All 4\" { seats 3: 3 elected by all-2 }\n";

fn same(a: usize, b: usize) -> bool {
    a == b || (a < 2 && b < 2)
}

fn decisions(chance: &mut Chance) -> Vec<Decision> {
    let n = 1 + chance.below(4);
    (0..n)
        .map(|_| {
            let some = |chance: &mut Chance, below: usize, percent: usize| {
                chance.percent(percent).then(|| chance.below(below))
            };
            Decision {
                taker: chance.below(5),
                matter: [0, 1, 1, 2][chance.below(4)],
                escalates: some(chance, 5, 45),
                otherwise: some(chance, n, 40),
                too_few: some(chance, 5, 30),
                appeals: (0..chance.below(3)).map(|_| chance.below(5)).collect(),
            }
        })
        .collect()
}

fn text_of(decisions: &[Decision]) -> String {
    let mut out = format!("{HEAD}{BODIES}");
    for (at, d) in decisions.iter().enumerate() {
        out += &format!("decision d-{at} \"D{at}\" {{ taken by all-{}", d.taker);
        out += ["", " admits to people", " appoints all-3"][d.matter];
        out += &match d.otherwise {
            Some(o) => format!(" passes with lazy consensus after 7 days otherwise d-{o}"),
            None => " passes with majority of votes cast".to_string(),
        };
        if let Some(b) = d.escalates {
            out += &format!(" within 30 days or else escalates to all-{b}");
        }
        if let Some(b) = d.too_few {
            out += &format!(" if too few remain all-{b} decides");
        }
        let levels: Vec<String> = d
            .appeals
            .iter()
            .map(|b| format!("all-{b} within 14 days"))
            .collect();
        if !levels.is_empty() {
            out += &format!(" appeal to {}", levels.join(" and then to "));
        }
        out += " }\n";
    }
    out
}

/// The names of decisions at the places of a finding, in order of the source.
fn places(source: &str, d: &Diagnostic) -> BTreeSet<usize> {
    d.labels
        .iter()
        .filter_map(|l| source[l.span.start as usize..l.span.end as usize].strip_prefix("d-"))
        .map(|n| n.parse().unwrap())
        .collect()
}

#[test]
fn what_goes_round_or_comes_back_is_all_found_and_nothing_else() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..500 {
        let all = decisions(&mut Chance::new(seed));
        let source = text_of(&all);
        let (_, found) = model_of(&source);
        let of = |code: &'static str| -> Vec<BTreeSet<usize>> {
            found
                .iter()
                .filter(|d| d.code.as_str() == code)
                .map(|d| places(&source, d))
                .collect()
        };
        // Matters that go round.
        let to = |at: usize| -> BTreeSet<usize> {
            let d = &all[at];
            let mut out: BTreeSet<usize> = d.otherwise.into_iter().collect();
            if let Some(next) = d.escalates {
                let back = same(next, d.taker);
                out.extend(back.then_some(at));
                let near = |o: &usize| {
                    *o != at
                        && d.matter != 0
                        && all[*o].matter == d.matter
                        && same(all[*o].taker, next)
                };
                out.extend((0..all.len()).filter(near));
            }
            out
        };
        let cycles = simple_cycles(all.len(), &to);
        let round = knots(&cycles);
        let told = of("M1206");
        assert_eq!(told.len(), round.len(), "{source}");
        for set in &told {
            let right = |(nodes, short): &&(BTreeSet<usize>, usize)| {
                set.is_subset(nodes) && set.len() == *short
            };
            assert!(round.iter().any(|k| right(&k)), "{set:?}\n{source}");
            let cycle = |c: &Vec<usize>| &c.iter().copied().collect::<BTreeSet<usize>>() == set;
            assert!(cycles.iter().any(cycle), "{set:?}\n{source}");
        }
        // Fallbacks to the same people.
        let falls: BTreeSet<usize> = (0..all.len())
            .filter(|at| all[*at].too_few.is_some_and(|b| same(b, all[*at].taker)))
            .collect();
        let told: BTreeSet<usize> = of("M1205").into_iter().flatten().collect();
        assert_eq!(told, falls, "{source}");
        // Appeals to those who decided, or to those who have judged the appeal before.
        let back: BTreeSet<usize> = (0..all.len())
            .filter(|at| {
                let d = &all[*at];
                let deciders = [Some(d.taker), d.escalates, d.too_few];
                d.appeals.iter().enumerate().any(|(level, to)| {
                    deciders.into_iter().flatten().any(|b| same(b, *to))
                        || d.appeals[..level].iter().any(|b| same(*b, *to))
                })
            })
            .collect();
        let told: BTreeSet<usize> = of("M1208").into_iter().flatten().collect();
        assert_eq!(told, back, "{source}");
        // Bodies that hear appeals against each other.
        let judges = |body: usize| -> BTreeSet<usize> {
            let theirs = all.iter().filter(|d| d.taker == body);
            theirs
                .flat_map(|d| d.appeals.clone())
                .filter(|to| *to != body)
                .collect()
        };
        let rounds = knots(&simple_cycles(5, &judges));
        let told = found
            .iter()
            .filter(|d| d.message.en.ends_with("hear appeals against each other."))
            .count();
        assert_eq!(told, rounds.len(), "{source}");
        for (kind, n) in [
            ("round", round.len()),
            ("long", round.iter().filter(|k| k.1 > 1).count()),
            ("falls", falls.len()),
            ("back", back.len()),
            ("appeals", rounds.len()),
        ] {
            *seen.entry(kind).or_default() += n;
        }
    }
    assert!(seen.values().all(|n| *n > 12), "{seen:?}");
}

// ------------------------------------------------------------------ cases of which each is one sentence

fn codes(text: &str) -> Vec<String> {
    let (_, found) = model_of(&format!("{HEAD}{text}"));
    found
        .iter()
        .filter(|d| d.code.as_str() >= "M1201" && d.code.as_str() <= "M1212")
        .map(|d| d.code.to_string())
        .filter(|c| c != "M1210")
        .collect()
}

const BASE: &str = "body meeting \"Meeting\" { of all people votes one each }\n\
    body board \"Board\" { seats 3: 3 elected by meeting }\n\
    decision elect \"Elect\" { appoints board taken by meeting election by plurality for 3 seats tie by lot }\n";

/// Who may change the agreement.
const AMEND: &str = "decision amend-all \"Amend all\" { changes this agreement taken by meeting passes with majority of votes cast }\n";

#[test]
fn the_checker_is_the_checked() {
    let plan = |appeal: &str| {
        format!(
            "{BASE}decision plan \"Plan\" {{ taken by board passes with majority of votes cast {appeal} }}\n"
        )
    };
    let panel = |seats: &str| format!("body panel \"Panel\" {{ seats 3: {seats} }}\n");
    let judged = plan("appeal to panel within 30 days");
    // Chosen by the board, or by a body that the board chooses.
    assert_eq!(
        codes(&format!("{judged}{}", panel("3 named by board"))),
        ["M1207"]
    );
    let detour = "body chooser \"Chooser\" { seats 2: 2 named by board }\n";
    let chain = format!("{judged}{detour}{}", panel("3 named by chooser"));
    assert_eq!(codes(&chain), ["M1207"]);
    // One seat that others fill is enough, and so is the lot.
    let mixed = format!(
        "{judged}{}",
        panel("2 named by board, 1 elected by meeting")
    );
    assert!(codes(&mixed).is_empty());
    assert!(codes(&format!("{judged}{}", panel("3 drawn from people"))).is_empty());
    // Paid or dismissed by the board alone.
    let paid =
        format!("{judged}body panel \"Panel\" {{ seats 3: 3 elected by meeting paid by board }}\n");
    assert_eq!(codes(&paid), ["M1207"]);
    let sacked = format!(
        "{judged}{}decision sack \"Sack\" {{ removes panel taken by board passes with majority of votes cast }}\n",
        panel("3 elected by meeting")
    );
    assert_eq!(codes(&sacked), ["M1207"]);
    let free = "decision sack-too \"Sack too\" { removes panel taken by meeting passes with majority of votes cast }\n";
    assert!(codes(&format!("{sacked}{free}")).is_empty());
    // An auditor of a body.
    let audited = "body treasury \"Treasury\" { seats 2: 2 named by board audited by auditors }\n";
    let auditors =
        |by: &str| format!("body auditors \"Auditors\" {{ seats 2: 2 named by {by} }}\n");
    assert_eq!(
        codes(&format!("{BASE}{audited}{}", auditors("treasury"))),
        ["M1207"]
    );
    assert!(codes(&format!("{BASE}{audited}{}", auditors("meeting"))).is_empty());
    // Whoever may be recused judges it.
    assert_eq!(
        codes(&plan("recuse whoever asks judged by board")),
        ["M1207"]
    );
    assert!(codes(&plan("recuse whoever asks judged by meeting")).is_empty());
}

/// An assembly that may change the agreement may choose who hears appeals against it; another body may not.
#[test]
fn nothing_stands_above_an_assembly_that_changes_the_agreement() {
    let text = |amends: &str| {
        format!(
            "{BASE}body panel \"Panel\" {{ seats 3: 3 elected by meeting }}\n\
             decision plan \"Plan\" {{ taken by meeting passes with majority of votes cast appeal to panel within 30 days }}\n\
             decision amend \"Amend\" {{ changes this agreement taken by {amends} passes with majority of votes cast }}\n"
        )
    };
    assert!(codes(&text("meeting")).is_empty());
    assert_eq!(codes(&text("board")), ["M1207"]);
}

#[test]
fn incumbents_keep_the_door() {
    let sack = |by: &str, taken: &str| {
        format!(
            "{BASE}decision sack \"Sack\" {{ removes board proposed by {by} taken by {taken} passes with majority of votes cast }}\n"
        )
    };
    assert_eq!(codes(&sack("board", "meeting")), ["M1204"]);
    assert_eq!(codes(&sack("any member", "board")), ["M1204"]);
    assert!(codes(&sack("any member", "meeting")).is_empty());
    assert!(codes(&sack("board, people", "meeting")).is_empty());
    let again = BASE.replace("appoints board", "appoints board proposed by board");
    assert_eq!(codes(&again), ["M1204"]);
    let two = "decision other \"Other\" { appoints board taken by meeting election by plurality for 3 seats tie by lot }\n";
    assert!(codes(&format!("{again}{two}")).is_empty());
}

#[test]
fn an_emergency_has_three_limits() {
    let text = |emergency: &str, more: &str| {
        format!(
            "{BASE}fact flood \"Flood\" {{ yes or no given by people }}\n\
             decision act \"Act\" {{ {more} taken by board passes with majority of votes cast emergency when flood {emergency} }}\n\
             decision confirm \"Confirm\" {{ taken by meeting passes with majority of votes cast }}\n"
        )
    };
    let whole = "for at most 3 days ratified by confirm within 30 days";
    assert!(codes(&text(whole, "")).is_empty());
    assert_eq!(
        codes(&text("ratified by confirm within 30 days", "")),
        ["M1209"]
    );
    assert_eq!(codes(&text("for at most 3 days", "")), ["M1209"]);
    let own = "for at most 3 days ratified by act within 30 days";
    assert_eq!(codes(&text(own, "")), ["M1209"]);
    assert_eq!(codes(&text(whole, "changes act")), ["M1209"]);
    assert_eq!(codes(&text(whole, "changes confirm")), ["M1209"]);
    assert_eq!(codes(&text(whole, "changes elect")), [""; 0]);
    let fenced = format!("{whole} never touching act, confirm");
    assert!(codes(&text(&fenced, "changes act, confirm")).is_empty());
}

#[test]
fn members_can_leave_before_a_change_binds_them() {
    let text = |leave: &str, amend: &str| {
        let head = HEAD.replace(
            "{ of people }",
            &format!("{{ of people admitted by admit {leave} }}"),
        );
        let all = format!(
            "{head}{BASE}decision admit \"Admit\" {{ admits to people taken by meeting passes with majority of votes cast }}\n\
             decision amend \"Amend\" {{ changes this agreement taken by meeting passes with majority of votes cast {amend} }}\n"
        );
        let (_, found) = model_of(&all);
        found.iter().filter(|d| d.code.as_str() == "M1211").count()
    };
    assert_eq!(text("", ""), 1);
    assert_eq!(
        text("leave with 1 month notice", "effective after 1 month"),
        0
    );
    assert_eq!(
        text("leave with 3 months notice", "effective after 1 month"),
        1
    );
    assert_eq!(text("leave with 1 month notice", ""), 1);
    // The call to the meeting counts: three weeks and ten days are 31 days.
    assert_eq!(
        text(
            "leave with 1 month notice",
            "notice 21 days effective after 10 days"
        ),
        0
    );
    assert_eq!(
        text(
            "leave with 1 month notice",
            "notice 21 days effective after 6 days"
        ),
        1
    );
    // Three months are never fewer than 89 days, and three months of waiting never more than 92.
    assert_eq!(
        text("leave with 92 days notice", "effective after 3 months"),
        0
    );
    assert_eq!(
        text("leave with 93 days notice", "effective after 3 months"),
        1
    );
}

#[test]
fn power_is_held_by_somebody() {
    let plan = |appeal: &str| {
        format!(
            "{BASE}decision plan \"Plan\" {{ taken by board passes with majority of votes cast {appeal} }}\n"
        )
    };
    assert_eq!(codes(&plan("appeal to nobody within 30 days")), ["M1201"]);
    assert!(codes(&plan("appeal to people within 30 days")).is_empty());
    let veto = plan("veto by nobody within 7 days final");
    assert_eq!(codes(&veto), ["M1201"]);
    let named = "member one \"One\" { in nobody }\n";
    assert!(codes(&format!("{veto}{named}")).is_empty());
    // A group within a closed one holds nobody unknown either.
    let within = format!(
        "{}group few \"Few\" {{ of people within nobody }}\n",
        plan("veto by few within 7 days final")
    );
    assert_eq!(codes(&within), ["M1201"]);
    // A body that only nobody fills, and what it decides.
    let body = "body ghosts \"Ghosts\" { seats 2: 2 named by nobody }\n\
                decision haunt \"Haunt\" { taken by ghosts passes with majority of votes cast }\n";
    assert_eq!(codes(&format!("{BASE}{body}")), ["M1201", "M1201"]);
}

#[test]
fn a_ladder_has_a_step_before_the_last() {
    let text = |steps: &str| format!("{BASE}{AMEND}sanction s \"S\" {{ {steps} }}\n");
    assert_eq!(codes(&text("first exclusion by meeting")), ["M1212"]);
    assert!(codes(&text("first warning by board then exclusion by meeting")).is_empty());
    let appeal = "first warning by board then exclusion by meeting appeal to board within 30 days";
    assert_eq!(codes(&text(appeal)), ["M1208"]);
}
