//! Random requests to a commons: most aim at a rule, some are broad, some are wrong in every way that JSON can be.

use super::chance::Chance;
use meent::model::{Clause, Deontic, FactKey, FactKind, GroupId, Model, Rule, Taxonomy, quantity};
use serde_json::{Map, Value as Json, json};

pub struct Asking<'m> {
    model: &'m Model,
    chance: Chance,
    /// Sets of groups that askers are in.
    crowds: Vec<Vec<String>>,
    /// The ends of the intervals that rules speak of, by fact.
    ends: Vec<(FactKey, Vec<i64>)>,
}

impl<'m> Asking<'m> {
    pub fn new(model: &'m Model, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let name = |g: &GroupId| model.groups[g.index()].decl.id.clone();
        let mut crowds: Vec<Vec<String>> = model
            .rules
            .iter()
            .flat_map(|r| &r.who.terms)
            .map(|t| t.groups.iter().map(name).collect())
            .collect();
        for _ in 0..12 {
            let mut crowd: Vec<String> = Vec::new();
            for _ in 0..chance.below(4) {
                crowd.extend(chance.pick(&model.groups).map(|g| g.decl.id.clone()));
            }
            crowds.push(crowd);
        }
        crowds.sort();
        crowds.dedup();
        let facts = (0..model.facts.len()).map(|i| FactKey::Fact(meent::model::FactId::new(i)));
        let decisions =
            (0..model.decisions.len()).map(|i| FactKey::Passed(meent::model::DecisionId::new(i)));
        let ends = facts
            .chain(decisions)
            .chain([FactKey::Moment])
            .map(|key| {
                let literals = model
                    .rules
                    .iter()
                    .flat_map(|r| r.condition.clauses.iter().flatten())
                    .filter(|l| l.key == key);
                let mut ends: Vec<i64> = literals
                    .flat_map(|l| l.set.intervals().to_vec())
                    .flat_map(|(a, b)| [a.saturating_sub(1), a, b, b.saturating_add(1)])
                    .filter(|n| *n != i64::MIN && *n != i64::MAX)
                    .collect();
                ends.sort_unstable();
                ends.dedup();
                (key, ends)
            })
            .collect();
        Asking {
            model,
            chance,
            crowds,
            ends,
        }
    }

    pub fn next(&mut self) -> Json {
        let model = self.model;
        if self.chance.percent(2) {
            return self.shapeless();
        }
        let mut aim = if self.chance.percent(85) {
            self.chance.pick(&model.rules)
        } else {
            None
        };
        for _ in 0..20 {
            if aim.is_some_and(|r| r.deontic != Deontic::May) && self.chance.percent(70) {
                aim = self.chance.pick(&model.rules);
            }
        }
        let mut request = Map::new();
        if let Some(party) = self.party(aim) {
            request.insert("party".into(), party);
        }
        let ids = |decls: Vec<&meent::model::Decl>| -> Vec<String> {
            decls.into_iter().map(|d| d.id.clone()).collect()
        };
        let axes = [
            (
                "actions",
                &model.action_tree,
                ids(model.actions.iter().map(|x| &x.decl).collect()),
            ),
            (
                "data",
                &model.data_tree,
                ids(model.data.iter().map(|x| &x.decl).collect()),
            ),
            (
                "purposes",
                &model.purpose_tree,
                ids(model.purposes.iter().map(|x| &x.decl).collect()),
            ),
        ];
        for (at, (name, tree, ids)) in axes.iter().enumerate() {
            let aimed: Vec<u32> = match (aim, at) {
                (Some(rule), 0) => rule.actions.iter().map(|x| x.0).collect(),
                (Some(rule), 1) => rule.data.iter().map(|x| x.0).collect(),
                (Some(rule), 2) => rule.purposes.iter().map(|x| x.0).collect(),
                _ => Vec::new(),
            };
            if let Some(list) = self.axis(tree, ids, &aimed) {
                request.insert((*name).into(), list);
            }
        }
        let clause = aim
            .and_then(|r| self.chance.pick(&r.condition.clauses))
            .cloned()
            .unwrap_or_default();
        self.facts(&mut request, &clause);
        Json::Object(request)
    }

    fn party(&mut self, aim: Option<&Rule>) -> Option<Json> {
        let model = self.model;
        Some(match self.chance.below(40) {
            0 => return None,
            1 => json!({}),
            2 => json!({ "member": "no-such-member" }),
            3 => json!({ "groups": ["no-such-group"] }),
            4 => json!({ "groups": [], "member": "x" }),
            5 => {
                let wrong = json!([{ "groups": 3 }, { "member": 3 }, null, "x", { "groups": [1] }, { "groups": [], "x": 1 }]);
                wrong[self.chance.below(6)].clone()
            }
            6 => json!({ "groups": [], "member": null }),
            7 => {
                json!({ "groups": null, "member": model.parties.first().map(|p| p.decl.id.clone()) })
            }
            8..=20 if !model.parties.is_empty() => {
                json!({ "member": self.chance.pick(&model.parties).map(|p| &p.decl.id) })
            }
            _ => {
                let aimed =
                    aim.and_then(|r| r.who.terms.get(self.chance.below(r.who.terms.len().max(1))));
                match aimed {
                    Some(term) if self.chance.percent(80) => match term.party {
                        Some(party) => json!({ "member": model.parties[party.index()].decl.id }),
                        None => {
                            let groups: Vec<&str> = term
                                .groups
                                .iter()
                                .map(|g| model.groups[g.index()].decl.id.as_str())
                                .collect();
                            json!({ "groups": groups })
                        }
                    },
                    _ => json!({ "groups": self.chance.pick(&self.crowds) }),
                }
            }
        })
    }

    fn axis(&mut self, tree: &Taxonomy, ids: &[String], aimed: &[u32]) -> Option<Json> {
        let chance = &mut self.chance;
        match chance.below(100) {
            0..=1 => None,
            2 => Some(json!([])),
            3 => Some(json!(["no-such-name"])),
            4 => Some(json!([[null], [3], "x", null, {}, false, [["x"]]])[chance.below(7)].clone()),
            roll => {
                let mut list = Vec::new();
                for _ in 0..(if roll < 88 { 1 } else { 1 + chance.below(3) }) {
                    let node = match chance.pick(aimed) {
                        Some(&node) if chance.percent(96) => match chance.below(12) {
                            0 => *chance.pick(tree.up(node)).unwrap_or(&node),
                            1..=8 => *chance.pick(tree.down(node)).unwrap_or(&node),
                            _ => node,
                        },
                        _ if tree.is_empty() => return Some(json!([])),
                        _ => chance.below(tree.len()) as u32,
                    };
                    list.push(ids[node as usize].clone());
                }
                Some(json!(list))
            }
        }
    }

    /// Facts for which the clause holds, or nearly so; the others by chance.
    fn facts(&mut self, request: &mut Map<String, Json>, clause: &Clause) {
        let known = [100, 100, 95, 70, 30][self.chance.below(5)];
        let willing = [100, 100, 90, 50][self.chance.below(4)];
        let (mut facts, mut decisions) = (Map::new(), Map::new());
        let ends = std::mem::take(&mut self.ends);
        for (key, ends) in &ends {
            if !self.chance.percent(known) {
                continue;
            }
            let wanted = clause
                .iter()
                .find(|l| l.key == *key)
                .and_then(|l| self.chance.pick(l.set.intervals()).copied());
            let wanted = wanted
                .filter(|_| self.chance.percent(willing))
                .map(|(low, high)| {
                    let (low, high) = if low == i64::MIN {
                        (high.min(0), high)
                    } else {
                        (low, high)
                    };
                    if high == i64::MAX || self.chance.percent(50) {
                        low
                    } else {
                        high
                    }
                });
            let ends = &wanted.map_or_else(|| ends.clone(), |value| vec![value]);
            let sure = wanted.is_some();
            match key {
                FactKey::Fact(id) => {
                    let fact = &self.model.facts[id.index()];
                    let value = self.value(&fact.kind, ends, sure);
                    facts.insert(fact.decl.id.clone(), value);
                }
                FactKey::Passed(id) => {
                    let value = self.value(&FactKind::YesNo, ends, sure);
                    decisions.insert(self.model.decisions[id.index()].decl.id.clone(), value);
                }
                FactKey::Moment => {
                    let moment = self.moment(ends);
                    request.insert("moment".into(), moment);
                }
            }
        }
        self.ends = ends;
        if self.chance.percent(2) {
            facts.insert("no-such-fact".into(), json!(1));
            decisions.insert("no-such-decision".into(), json!(true));
        }
        for (name, map) in [("facts", facts), ("decisions", decisions)] {
            match self.chance.below(300) {
                0 => {
                    let wrong = [json!([]), json!(null), json!("x"), json!(7)];
                    request.insert(name.into(), wrong[self.chance.below(4)].clone());
                }
                1 => {}
                _ => {
                    request.insert(name.into(), Json::Object(map));
                }
            }
        }
    }

    fn value(&mut self, kind: &FactKind, ends: &[i64], sure: bool) -> Json {
        if sure && self.chance.percent(95) {
            let value = ends.first().copied().unwrap_or_default();
            return match kind {
                FactKind::YesNo => json!(value == 1),
                FactKind::Number { .. } => json!(value),
                FactKind::Date => self.day(ends),
                FactKind::OneOf(choices) => {
                    json!(usize::try_from(value).ok().and_then(|at| choices.get(at)))
                }
            };
        }
        if self.chance.percent(6) {
            return self.wrong();
        }
        match kind {
            FactKind::YesNo => json!(self.chance.percent(65)),
            FactKind::Number { .. } => match self.chance.below(20) {
                0 => serde_json::from_str(
                    [
                        "1.5",
                        "12.0",
                        "1.2e1",
                        "-0.0",
                        "9223372036854775808",
                        "1e19",
                    ][self.chance.below(6)],
                )
                .expect("a number"),
                1 => json!([i64::MIN, i64::MAX, 0, -1][self.chance.below(4)]),
                2..=6 => json!(self.chance.below(200) as i64 - 20),
                _ => json!(self.chance.pick(ends).copied().unwrap_or(1)),
            },
            FactKind::Date => self.day(ends),
            FactKind::OneOf(choices) => json!(self.chance.pick(choices)),
        }
    }

    fn day(&mut self, ends: &[i64]) -> Json {
        const EDGES: [&str; 18] = [
            "2026-02-30",
            "2024-02-29",
            "2025-02-29",
            "1900-02-29",
            "2000-02-29",
            "2026-00-10",
            "2026-13-01",
            "2026-04-31",
            "0000-01-01",
            "0000-02-29",
            "9999-12-31",
            "2026-3-1",
            "+026-03-01",
            "2026-03-01 ",
            "éé26-03-01",
            "2026-03-00",
            "2026/03/01",
            "",
        ];
        match self.chance.below(10) {
            0 => json!(EDGES[self.chance.below(EDGES.len())]),
            1..=2 => {
                let day = quantity::date_of(self.chance.below(40_000) as i32 - 3_000);
                json!(day.map(|d| d.to_string()))
            }
            _ => {
                let day = self.chance.pick(ends).copied().unwrap_or(20_600);
                json!(
                    i32::try_from(day)
                        .ok()
                        .and_then(quantity::date_of)
                        .map(|d| d.to_string())
                )
            }
        }
    }

    fn moment(&mut self, ends: &[i64]) -> Json {
        const TIMES: [&str; 14] = [
            "T00:00:00Z",
            "T23:59:59Z",
            "T12:30:15.5Z",
            "T12:30:15.123456789Z",
            "T24:00:00Z",
            "T12:60:00Z",
            "T12:00:60Z",
            "T12:00Z",
            "T12:00:00",
            "T12:00:00+01:00",
            "t12:00:00Z",
            "T12:00:00.Z",
            "T12:00:00.1234567890Z",
            "T1:00:00Z",
        ];
        match self.day(ends) {
            Json::String(day) if self.chance.percent(40) => {
                json!(format!("{day}{}", TIMES[self.chance.below(TIMES.len())]))
            }
            _ if self.chance.percent(1) => json!(5),
            day => day,
        }
    }

    fn wrong(&mut self) -> Json {
        let wrong = [
            json!(null),
            json!("yes"),
            json!("true"),
            json!(""),
            json!(1),
            json!(0),
            json!("12"),
            json!([12]),
            json!({ "a": 1 }),
            json!([]),
            json!(true),
            json!(0.5),
            json!("2026-03-01"),
            json!("no-such-choice"),
            json!(-1),
        ];
        wrong[self.chance.below(wrong.len())].clone()
    }

    fn shapeless(&mut self) -> Json {
        let shapes = [
            json!(null),
            json!([]),
            json!("x"),
            json!(5),
            json!({}),
            json!(true),
            json!({ "party": { "groups": [] }, "extra": 1 }),
        ];
        shapes[self.chance.below(shapes.len())].clone()
    }
}
