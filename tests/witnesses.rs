//! Every case that a finding shows, on the examples of the findings and on random commons: it is as plain as the semantics say,
//! and the evaluator, Rego (on regorus) and Cedar give the answer that the finding predicts, for the reason that it gives.

#[path = "support/engines.rs"]
#[allow(dead_code)]
mod engines;
#[path = "support/opa.rs"]
#[allow(dead_code)]
mod opa;
mod support;

use engines::{Cedar, Reference, Rego, Told};
use meent::Project;
use meent::analysis::checks::{
    Also, Case, Conflict, DutyFinding, Finding, Leak, Source, conflicts, duty_conflicts, flows,
};
use meent::analysis::settle::value_of;
use meent::analysis::universe::{Universe, covers};
use meent::analysis::{Asker, Axis, Outline, Truth, kleene};
use meent::model::{
    ActionId, DataId, Deontic, FactKey, FactKind, GroupId, Model, PartyId, PurposeId, Rule, RuleId,
    Taxonomy, Value, quantity,
};
use serde_json::{Map, Value as Json, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use support::{commons, oracle, random};

/// A request for more atoms than this is put to Cedar for the one atom of the case.
const MOST_ATOMS: usize = 64;

/// The case as it is sent to an engine.
fn sent(model: &Model, case: &Case) -> Json {
    let party = match &case.asker {
        Asker::Party(id) => json!({ "member": model.parties[id.index()].decl.id }),
        Asker::Groups(groups) => {
            let names: Vec<&str> = groups
                .iter()
                .map(|g| model.groups[g.index()].decl.id.as_str())
                .collect();
            json!({ "groups": names })
        }
    };
    let mut request = json!({ "party": party });
    let mut name = |key: &str, id: Option<&String>| {
        if let Some(id) = id {
            request[key] = json!([id]);
        }
    };
    name(
        "actions",
        case.action.map(|a| &model.actions[a.index()].decl.id),
    );
    name("data", case.data.map(|d| &model.data[d.index()].decl.id));
    name(
        "purposes",
        case.purpose.map(|p| &model.purposes[p.index()].decl.id),
    );
    let (mut facts, mut decisions) = (Map::new(), Map::new());
    for (key, value) in &case.facts {
        let day = |n: i32| json!(quantity::date_of(n).expect("a day").to_string());
        match key {
            FactKey::Moment => request["moment"] = day(value.as_int() as i32),
            FactKey::Passed(id) => {
                let id = &model.decisions[id.index()].decl.id;
                decisions.insert(id.clone(), json!(value.as_int() == 1));
            }
            FactKey::Fact(id) => {
                let fact = &model.facts[id.index()];
                let json = match (&fact.kind, value) {
                    (FactKind::OneOf(choices), _) => json!(choices[value.as_int() as usize]),
                    (_, Value::Bool(b)) => json!(b),
                    (_, Value::Date(n)) => day(*n),
                    (_, other) => json!(other.as_int()),
                };
                facts.insert(fact.decl.id.clone(), json);
            }
        }
    }
    request["facts"] = Json::Object(facts);
    request["decisions"] = Json::Object(decisions);
    request
}

/// The evaluator, and the engines with the policies that are made for them.
struct Engines<'m> {
    model: &'m Model,
    outline: Outline,
    rego: Rego,
    regorus: RefCell<regorus::Engine>,
    cedar: Cedar<'m>,
}

impl<'m> Engines<'m> {
    fn of(model: &'m Model) -> Self {
        let outline = Outline::new(model);
        let made = engines::make(model, &outline);
        let rego = Rego::of(model, &made);
        Engines {
            model,
            regorus: RefCell::new(rego.regorus()),
            rego,
            cedar: Cedar::of(model, &made),
            outline,
        }
    }

    /// What the evaluator answers in a case. The others must say the same.
    fn answer(&self, case: &Case, told: &str) -> Json {
        let request = sent(self.model, case);
        let reference = Reference {
            universe: Universe::new(self.model),
            outline: &self.outline,
        };
        let expected = reference.document(&request);
        let answer = self
            .rego
            .ask_regorus(&mut self.regorus.borrow_mut(), &request);
        assert_eq!(
            answer, expected,
            "Rego (left) and the evaluator\n{told}\n{request}"
        );
        let resolved = reference.resolved(&request).expect("all names are known");
        // What is too much for Cedar is asked of it for the one atom of the case.
        match self.cedar.request(&resolved, MOST_ATOMS) {
            Some(answer) => assert_eq!(
                answer,
                engines::tellable(&expected),
                "Cedar (left) and the evaluator\n{told}\n{request}"
            ),
            None => {
                let answer = self.cedar.atom(&resolved, atom(case));
                let prohibited = matches!(answer, Told::Prohibited { .. });
                let expected = expected["answer"] == "prohibited";
                assert!(!prohibited || expected, "Cedar says {answer:?}\n{told}");
            }
        }
        expected
    }
}

fn atom(case: &Case) -> [Option<u32>; 3] {
    [
        case.action.map(|x| x.0),
        case.data.map(|x| x.0),
        case.purpose.map(|x| x.0),
    ]
}

/// What a case says of its rules, worked out by the second evaluator of the tests.
struct Shown<'m> {
    model: &'m Model,
    conflict: &'m Conflict,
}

impl Shown<'_> {
    fn status(&self, id: RuleId, case: &Case) -> Option<bool> {
        let rule = &self.model.rules[id.index()];
        let about = oracle::concerns(self.model, rule, &case.asker)
            && oracle::covers(self.model, rule, atom(case));
        if !about {
            return Some(false);
        }
        let written = match &rule.condition.written {
            Some(expr) => oracle::holds(expr, &case.facts),
            None => Some(true),
        };
        oracle::and(written, oracle::in_force(rule, &case.facts))
    }

    fn in_effect(&self, id: RuleId, case: &Case) -> bool {
        let rules = self.model.rules.iter().enumerate();
        let set_aside = rules
            .filter(|(_, r)| r.despite.contains(&id) && r.deontic != Deontic::Must)
            .any(|(at, _)| self.status(RuleId::new(at), case) != Some(false));
        self.status(id, case) == Some(true) && !set_aside
    }

    /// Whether the case, whatever it leaves out, shows what the finding says.
    fn by(&self, case: &Case) -> bool {
        let (rule, other) = (self.conflict.rule, self.conflict.others[0]);
        let permission = match self.conflict.finding {
            Finding::Contradiction => self.in_effect(rule, case),
            _ => self.status(rule, case) == Some(true),
        };
        permission && self.in_effect(other, case)
    }

    /// The order of plainness in docs/semantics, section 11: nothing can be left out, and no named party passed over.
    fn is_plain(&self, case: &Case, also: Option<&Also>) {
        let model = self.model;
        assert!(self.by(case), "{case:?} does not show {:?}", self.conflict);
        for key in case.facts.keys() {
            let mut fewer = case.clone();
            fewer.facts.remove(key);
            assert!(!self.by(&fewer), "{key:?} makes no difference in {case:?}");
        }
        let with = |asker: Asker| Case {
            asker,
            ..case.clone()
        };
        let parties = || (0..model.parties.len()).map(PartyId::new);
        match &case.asker {
            Asker::Groups(groups) => {
                for at in 0..groups.len() {
                    let mut fewer = groups.clone();
                    fewer.remove(at);
                    let shows = self.by(&with(Asker::Groups(fewer)));
                    assert!(!shows, "one group is enough less in {case:?}");
                }
                let named = parties().find(|p| self.by(&with(Asker::Party(*p))));
                assert!(
                    groups.is_empty() || named.is_none(),
                    "{named:?} is real: {case:?}"
                );
                if let Some(Also::NobodyToday { groups }) = also {
                    let in_all = |p: PartyId| {
                        let theirs = &model.parties[p.index()].groups;
                        groups.iter().all(|g| oracle::is_in(model, theirs, *g))
                    };
                    assert!(!parties().any(in_all), "{also:?}");
                }
            }
            Asker::Party(party) => {
                if let Some(Also::IsIn { groups, others }) = also {
                    let theirs = &model.parties[party.index()].groups;
                    let is_in = |g: &GroupId| oracle::is_in(model, theirs, *g);
                    assert!(groups.iter().all(is_in), "{also:?}");
                    let same = self.by(&with(Asker::Groups(groups.clone())));
                    assert!(!others || same, "not anyone: {also:?} {case:?}");
                }
            }
        }
        // No leaf is passed over for something that has parts.
        if let Some(data) = case.data
            && !model.data_tree.children(data.0).is_empty()
        {
            let below = model.data_tree.down(data.0).iter();
            for below in below.filter(|d| model.data_tree.children(**d).is_empty()) {
                let narrower = Case {
                    data: Some(meent::model::DataId(*below)),
                    ..case.clone()
                };
                assert!(!self.by(&narrower), "a part would do: {case:?}");
            }
        }
    }
}

/// Puts every case of a model to every engine. How many there were of each kind.
fn replay(name: &str, model: &Model, seen: &mut BTreeMap<&'static str, usize>, most: usize) {
    let found = conflicts(model);
    let mut with_case: Vec<&Conflict> = found.iter().filter(|c| c.case.is_some()).collect();
    for conflict in &with_case {
        let case = conflict.case.as_ref().expect("a case");
        Shown { model, conflict }.is_plain(case, conflict.also.as_ref());
    }
    // Contradictions are many, the others few.
    with_case.sort_by_key(|c| c.finding == Finding::Contradiction);
    with_case.truncate(most);
    if with_case.is_empty() {
        return;
    }
    let asked = Engines::of(model);
    for conflict in with_case {
        let case = conflict.case.as_ref().expect("a case");
        let prohibition = &model.rules[conflict.others[0].index()].decl.id;
        let told = format!("{name}: {:?}", conflict.finding);
        let answer = asked.answer(case, &told);
        let rules = answer["rules"].as_array().cloned().unwrap_or_default();
        let by = answer["answer"] == "prohibited" && rules.contains(&json!(prohibition));
        assert!(by, "{answer}\n{told}");
        let kind = match conflict.finding {
            Finding::Contradiction => "contradiction",
            Finding::Dead => "dead",
            Finding::OutrunByOuter => "outrun",
            _ => "other",
        };
        *seen.entry(kind).or_default() += 1;
        let asker = match (&case.asker, &conflict.also) {
            (Asker::Party(_), Some(Also::IsIn { others: true, .. })) => "named, and others",
            (Asker::Party(_), _) => "named",
            (Asker::Groups(g), Some(_)) if g.len() > 1 => "nobody today",
            (Asker::Groups(g), _) if g.is_empty() => "anyone",
            (Asker::Groups(_), _) => "someone",
        };
        *seen.entry(asker).or_default() += 1;
    }
}

/// Puts both cases of every flow of a model to every engine: one is prohibited and the other permitted. How many flows there were.
fn replay_flows(name: &str, model: &Model, most: usize) -> usize {
    let mut found = flows(model);
    found.retain(|f| matches!(f.leak, Leak::Found(_)));
    found.truncate(most);
    if found.is_empty() {
        return 0;
    }
    let asked = Engines::of(model);
    for flow in &found {
        let Leak::Found(route) = &flow.leak else {
            continue;
        };
        let cases = [
            (&route.forbidden, flow.prohibition, "prohibited"),
            (&route.permitted, flow.permission, "permitted"),
        ];
        for (case, rule, verdict) in cases {
            let rule = &model.rules[rule.index()].decl.id;
            let answer = asked.answer(case, name);
            let rules = answer["rules"].as_array().cloned().unwrap_or_default();
            let as_told = answer["answer"] == verdict && rules.contains(&json!(rule));
            // A request for a dataset is one for its fields too, and these may be forbidden.
            let data = case.data.map(|d| model.data_tree.children(d.0).is_empty());
            let leaf = data.unwrap_or(true);
            assert!(
                as_told || !leaf,
                "{answer}, not {verdict} by {rule}\n{name}"
            );
        }
    }
    found.len()
}

/// So many ways of doing what must be done are tried in each case.
const MOST_WAYS: usize = 8;

/// Puts the cases of the findings about duties to every engine: each way of doing it must be answered as the finding says.
fn replay_duties(name: &str, model: &Model, seen: &mut BTreeMap<&'static str, usize>) {
    let found = duty_conflicts(model);
    if found.iter().all(|c| c.case.is_none()) {
        return;
    }
    let asked = Engines::of(model);
    // A case speaks of facts that are known; any value will do for one that it does not name.
    let values = support::worlds::values(model);
    for conflict in &found {
        let (Some(case), Some(rule)) = (&conflict.case, conflict.duty.rule()) else {
            continue;
        };
        let rule = &model.rules[rule.index()];
        let purposes = match conflict.duty {
            Source::With(_, number) => &rule.duties[number].purposes,
            _ => &rule.purposes,
        };
        let (kind, forbidden) = match conflict.finding {
            DutyFinding::Forbidden => ("forbidden duty", true),
            DutyFinding::WithoutPermission => ("duty without permission", false),
            // A clash is about two duties, and no engine is asked for those.
            DutyFinding::Clash | DutyFinding::Undecided => continue,
        };
        let mut case = case.clone();
        for (key, values) in &values {
            let value = *values.iter().next().expect("a value");
            let value = value_of(model, *key, value);
            case.facts.entry(*key).or_insert(value);
        }
        let mut ways = 0;
        for action in leaves(&model.action_tree, &[case.action.expect("an action").0]) {
            for data in leaves(
                &model.data_tree,
                &case.data.map(|d| d.0).into_iter().collect::<Vec<_>>(),
            ) {
                for purpose in leaves(
                    &model.purpose_tree,
                    &purposes.iter().map(|p| p.0).collect::<Vec<_>>(),
                ) {
                    let way = Case {
                        action: action.map(ActionId),
                        data: data.map(DataId),
                        purpose: purpose.map(PurposeId),
                        ..case.clone()
                    };
                    ways += 1;
                    // Only the atom of the case itself is spoken of, not what lies below it; and where the duty is set aside
                    // there is nothing to do.
                    let whole = case.data.is_some_and(|d| Some(d.0) != data);
                    if ways > MOST_WAYS || whole || is_set_aside(model, rule, &way) {
                        continue;
                    }
                    let told = format!("{name}: {:?} {way:?}", conflict.finding);
                    let answer = asked.answer(&way, &told);
                    assert_ne!(answer["answer"], "permitted", "{told}");
                    if forbidden {
                        assert_eq!(answer["answer"], "prohibited", "{answer}\n{told}");
                        let named = |id: &RuleId| {
                            let id = json!(model.rules[id.index()].decl.id);
                            answer["rules"]
                                .as_array()
                                .is_some_and(|all| all.contains(&id))
                        };
                        assert!(conflict.rules.iter().any(named), "{answer}\n{told}");
                    }
                    *seen.entry(kind).or_default() += 1;
                }
            }
        }
    }
}

/// Whether a free-standing duty is set aside in a case, whatever is done (docs/semantics, section 4).
fn is_set_aside(model: &Model, duty: &Rule, way: &Case) -> bool {
    let request = way.request();
    let applies = |setter: &Rule| {
        oracle::concerns(model, setter, &request.asker)
            && covers(Axis::Data, model, setter, way.data.map(|d| d.0))
            && covers(Axis::Purpose, model, setter, way.purpose.map(|p| p.0))
            && kleene::condition(&setter.condition, &request.facts) == Truth::True
    };
    duty.deontic == Deontic::Must
        && duty
            .set_aside_by
            .iter()
            .any(|id| applies(&model.rules[id.index()]))
}

/// The childless nodes at or below these; of all if there are none. One anonymous atom of a tree without nodes.
fn leaves(tree: &Taxonomy, nodes: &[u32]) -> Vec<Option<u32>> {
    if tree.is_empty() {
        return vec![None];
    }
    let below: BTreeSet<u32> = match nodes {
        [] => (0..tree.len() as u32).collect(),
        some => some.iter().flat_map(|n| tree.down(*n)).copied().collect(),
    };
    let all = below.into_iter().filter(|n| tree.children(*n).is_empty());
    all.map(Some).collect()
}

/// The bad examples (a file, or a project in a folder) and the labelled cases of others.
fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/findings");
    let mut all: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the examples")
        .map(|e| e.expect("an entry").path())
        .filter_map(|folder| {
            let bad = folder.join("bad");
            let all = [folder.join("bad.meent"), bad.join("inner"), bad];
            all.into_iter().find(|p| p.exists())
        })
        .collect();
    let labelled = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odrl-conflicts");
    let labelled = std::fs::read_dir(labelled).expect("the labelled cases");
    all.extend(labelled.map(|e| e.expect("an entry").path()));
    all.sort();
    all
}

#[test]
fn the_cases_of_the_examples_are_answered_alike_everywhere() {
    let mut seen = BTreeMap::new();
    let mut duties = BTreeMap::new();
    let mut cases = 0;
    for path in examples() {
        let project = Project::load(Some(&path));
        let checked = project.check();
        if !checked.complete {
            continue;
        }
        let shown = checked.diagnostics.iter().filter(|d| {
            let code = d.code.as_str();
            // tests/duties.rs replays the cases of duties.
            let of_duties = ["M0511", "M0512", "M0513"].contains(&code);
            code.starts_with("M05") && !of_duties && d.case.is_some()
        });
        let shown = shown.count();
        let before: usize = seen.values().sum();
        replay(
            &path.display().to_string(),
            &checked.model,
            &mut seen,
            usize::MAX,
        );
        let after: usize = seen.values().sum();
        replay_duties(&path.display().to_string(), &checked.model, &mut duties);
        let flows = replay_flows(&path.display().to_string(), &checked.model, usize::MAX);
        // Each case counts twice: by its kind and by its asker.
        assert_eq!((after - before) / 2 + flows, shown, "{}", path.display());
        cases += shown;
    }
    assert!(cases >= 3, "{seen:?}");
    for kind in ["contradiction", "dead", "outrun"] {
        assert!(seen.contains_key(kind), "{seen:?}");
    }
    for kind in ["forbidden duty", "duty without permission"] {
        assert!(duties.contains_key(kind), "{duties:?}");
    }
}

#[test]
fn the_cases_of_random_duties_are_answered_alike_everywhere() {
    let count = std::env::var("MEENT_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let mut seen = BTreeMap::new();
    for seed in 0..count {
        let commons = random::commons_with_duties(seed);
        let model = commons::model_of(&commons.source, commons.outer.as_deref());
        let name = format!("random commons {seed}\n{}", commons.source);
        replay_duties(&name, &model, &mut seen);
    }
    println!("{seen:?}");
    for kind in ["forbidden duty", "duty without permission"] {
        assert!(seen.get(kind).is_some_and(|n| *n > 20), "{seen:?}");
    }
}

#[test]
fn the_cases_of_random_commons_are_plain_and_answered_alike_everywhere() {
    let count = std::env::var("MEENT_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(300);
    let mut seen = BTreeMap::new();
    for seed in 0..count {
        let commons = random::commons(seed);
        let model = commons::model_of(&commons.source, commons.outer.as_deref());
        let name = format!("random commons {seed}\n{}", commons.source);
        replay(&name, &model, &mut seen, 3);
    }
    println!("{seen:?}");
    for kind in [
        "contradiction",
        "dead",
        "outrun",
        "named",
        "named, and others",
        "nobody today",
        "anyone",
        "someone",
    ] {
        assert!(seen.get(kind).is_some_and(|n| *n > 0), "{kind}: {seen:?}");
    }
}

/// A named party is told apart from someone who could be: the two are different truths.
#[test]
fn who_is_in_both_today_and_who_could_be() {
    let source = |member: &str, more: &str| {
        format!(
            "commons c \"C\" {{ goal \"G\" }}\ngroup a \"As\" {{ of people }}\ngroup b \"Bs\" {{ of people }}\n{member}\n{more}\n\
             dataset d \"D\" {{ not personal }}\nfact homes \"Homes in the result\" {{ number of homes }}\n\
             rule yes \"Yes\" {{ a may read d }}\nrule no \"No\" {{ b must not read d if homes less than 10 }}\n"
        )
    };
    let case = |text: &str| {
        let model = commons::model_of(text, None);
        let found = meent::analysis::checks::check(&Universe::new(&model));
        let found = found.into_iter().find(|d| d.code.as_str() == "M0503");
        found.expect("a contradiction").case.expect("a case")
    };
    let actual = case(&source("member m \"Mo\" { in a, b }", ""));
    assert_eq!(
        actual.en,
        "Mo asks to read “D”, with 9 homes in the result. Mo is in As and Bs today. The same goes for anyone in As who is also in Bs."
    );
    assert_eq!(
        actual.nl,
        "Mo wil “D” lezen, met 9 homes in the result. Mo zit nu in As en Bs. Hetzelfde geldt voor iedereen in As die ook in Bs zit."
    );
    let possible = case(&source("member m \"Mo\" { in a }", ""));
    assert_eq!(
        possible.en,
        "Someone in As who is also in Bs asks to read “D”, with 9 homes in the result. No party in the source is in both groups today, but someone could be."
    );
    let only = source("member m \"Mo\" { in a, b }", "")
        .replace("of people }\ngroup b", "of people closed }\ngroup b");
    assert_eq!(
        case(&only).en,
        "Mo asks to read “D”, with 9 homes in the result. Mo is in As and Bs today."
    );
}

#[test]
fn the_cases_of_flows_are_answered_alike_everywhere() {
    let mut seen = 0;
    for seed in 0..60 {
        let commons = random::commons(seed);
        let source = random::deriving(&commons.source, &mut random::Random::new(seed));
        let model = commons::model_of(&source, commons.outer.as_deref());
        seen += replay_flows(&format!("random commons {seed}\n{source}"), &model, 3);
    }
    assert!(seen > 20, "{seen}");
}
