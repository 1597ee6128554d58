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
use meent::analysis::checks::{Also, Case, Conflict, Finding, conflicts};
use meent::analysis::universe::Universe;
use meent::analysis::{Asker, Outline};
use meent::model::{Deontic, FactKey, FactKind, GroupId, Model, PartyId, RuleId, Value, quantity};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
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

/// What a case says of its rules, worked out by the second evaluator of the tests.
struct Shown<'m> {
    model: &'m Model,
    conflict: &'m Conflict,
}

impl Shown<'_> {
    fn status(&self, id: RuleId, case: &Case) -> Option<bool> {
        let rule = &self.model.rules[id.index()];
        let atom = [
            case.action.map(|x| x.0),
            case.data.map(|x| x.0),
            case.purpose.map(|x| x.0),
        ];
        let about = oracle::concerns(self.model, rule, &case.asker)
            && oracle::covers(self.model, rule, atom);
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
    let outline = Outline::new(model);
    let made = engines::make(model, &outline);
    let reference = Reference {
        universe: Universe::new(model),
        outline: &outline,
    };
    let rego = Rego::of(model, &made);
    let mut regorus = rego.regorus();
    let cedar = Cedar::of(model, &made);
    for conflict in with_case {
        let case = conflict.case.as_ref().expect("a case");
        let prohibition = &model.rules[conflict.others[0].index()].decl.id;
        let request = sent(model, case);
        let told = format!("{name}: {:?} {request}", conflict.finding);
        let expected = reference.document(&request);
        let by = |document: &Json| {
            let rules = document["rules"].as_array().cloned().unwrap_or_default();
            document["answer"] == "prohibited" && rules.contains(&json!(prohibition))
        };
        assert!(by(&expected), "the evaluator says {expected}\n{told}");
        let answer = rego.ask_regorus(&mut regorus, &request);
        assert!(by(&answer), "Rego says {answer}\n{told}");
        let resolved = reference.resolved(&request).expect("all names are known");
        let answer = cedar.request(&resolved, MOST_ATOMS).unwrap_or_else(|| {
            let atom = [
                case.action.map(|x| x.0),
                case.data.map(|x| x.0),
                case.purpose.map(|x| x.0),
            ];
            cedar.atom(&resolved, atom)
        });
        let prohibited =
            matches!(&answer, Told::Prohibited { rules, .. } if rules.contains(prohibition));
        assert!(prohibited, "Cedar says {answer:?}\n{told}");
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

/// The bad examples: a file, or a project in a folder.
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
    all.sort();
    all
}

#[test]
fn the_cases_of_the_examples_are_answered_alike_everywhere() {
    let mut seen = BTreeMap::new();
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
        // Each case counts twice: by its kind and by its asker.
        assert_eq!((after - before) / 2, shown, "{}", path.display());
        cases += shown;
    }
    assert!(cases >= 3, "{seen:?}");
    for kind in ["contradiction", "dead", "outrun"] {
        assert!(seen.contains_key(kind), "{seen:?}");
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
        let found = meent::analysis::checks::check(&model);
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
        "someone in As who is also in Bs asks to read “D”, with 9 homes in the result. No party in the source is in both groups today, but someone could be."
    );
    let only = source("member m \"Mo\" { in a, b }", "")
        .replace("of people }\ngroup b", "of people closed }\ngroup b");
    assert_eq!(
        case(&only).en,
        "Mo asks to read “D”, with 9 homes in the result. Mo is in As and Bs today."
    );
}
