//! The reference evaluator: what a request comes to. `docs/semantics` is the text it follows.
//!
//! Whom a rule is about and whether its condition holds do not depend on the atom, so they are worked out
//! once for each candidate. Those that are not false are *live*. Atoms under the same live rules behave
//! alike, so on each axis only one atom of each such class is looked at.

use super::answer::{Answer, DutyRef};
use super::kleene::{self, Truth};
use super::request::Request;
use super::universe::{Asked, Axis, Universe, unknown_of};
use crate::model::{ActionId, DataId, Deontic, FactKey, PurposeId, RuleId, Verdict};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet};

/// The strictest first.
pub fn strictness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Prohibited => 3,
        Verdict::NotProvidedFor => 2,
        Verdict::Undetermined => 1,
        Verdict::Permitted => 0,
    }
}

/// The atoms of one axis that the same live rules cover: their smallest one, and those rules.
struct Class {
    first: Option<u32>,
    rules: FixedBitSet,
}

/// The live rules of a request, by place in `ids`.
pub(super) struct Scene {
    pub ids: Vec<RuleId>,
    pub status: Statuses,
    /// Of each live rule, the live rules that set it aside where they apply.
    pub set_aside_by: Vec<(usize, Vec<usize>)>,
    pub permissions: FixedBitSet,
    pub prohibitions: FixedBitSet,
}

/// Which live rules have a true and which an unknown status, wherever they cover the atom.
#[derive(Debug, Clone)]
pub(super) struct Statuses {
    pub certain: FixedBitSet,
    pub possible: FixedBitSet,
}

/// The rules of one atom after setting aside.
#[derive(Debug, Clone)]
pub(super) struct Effective {
    pub certain: FixedBitSet,
    pub possible: FixedBitSet,
}

impl Scene {
    fn new(universe: &Universe, request: &Request, asked: &[Asked; 3]) -> Self {
        let standing = universe.standing(&request.asker);
        let mut live: Vec<(RuleId, Truth)> = Vec::new();
        for id in universe.candidates(asked) {
            let id = RuleId(id);
            let Some(rule) = universe.rule(id) else {
                continue;
            };
            if universe.concerns(rule, &standing) {
                let truth = kleene::condition(&rule.condition, &request.facts);
                if truth.may_hold() {
                    live.push((id, truth));
                }
            }
        }
        let n = live.len();
        let set = || FixedBitSet::with_capacity(n);
        let mut scene = Scene {
            ids: live.iter().map(|l| l.0).collect(),
            status: Statuses {
                certain: set(),
                possible: set(),
            },
            set_aside_by: Vec::new(),
            permissions: set(),
            prohibitions: set(),
        };
        for (at, &(id, truth)) in live.iter().enumerate() {
            let Some(rule) = universe.rule(id) else {
                continue;
            };
            match truth {
                Truth::True => scene.status.certain.insert(at),
                Truth::Unknown => scene.status.possible.insert(at),
                Truth::False => {}
            }
            match rule.deontic {
                Deontic::May => scene.permissions.insert(at),
                Deontic::MustNot => scene.prohibitions.insert(at),
                // An exception of an outer commons only sets aside.
                Deontic::Exception | Deontic::Must => {}
            }
            let setters: Vec<usize> = rule
                .set_aside_by
                .iter()
                .filter_map(|id| scene.ids.binary_search(id).ok())
                .collect();
            if !setters.is_empty() {
                scene.set_aside_by.push((at, setters));
            }
        }
        scene
    }

    /// Of the permissions and prohibitions that cover one atom, those that apply and those that might, after setting aside.
    /// What sets aside counts with its own status, even if it is set aside itself.
    pub fn effective(&self, covering: &FixedBitSet, status: &Statuses) -> Effective {
        let mut deciding = self.permissions.clone();
        deciding.union_with(&self.prohibitions);
        deciding.intersect_with(covering);
        let mut certain = deciding.clone();
        certain.intersect_with(&status.certain);
        let mut possible = deciding;
        possible.intersect_with(&status.possible);
        for (rule, setters) in &self.set_aside_by {
            if !certain.contains(*rule) && !possible.contains(*rule) {
                continue;
            }
            let by = setters
                .iter()
                .filter(|s| covering.contains(**s))
                .map(|&s| {
                    if status.certain.contains(s) {
                        Truth::True
                    } else if status.possible.contains(s) {
                        Truth::Unknown
                    } else {
                        Truth::False
                    }
                })
                .max()
                .unwrap_or(Truth::False);
            match by {
                Truth::True => {
                    certain.remove(*rule);
                    possible.remove(*rule);
                }
                Truth::Unknown => {
                    certain.remove(*rule);
                    possible.insert(*rule);
                }
                Truth::False => {}
            }
        }
        Effective { certain, possible }
    }

    pub fn verdict(&self, effective: &Effective) -> Verdict {
        if !effective.certain.is_disjoint(&self.prohibitions) {
            Verdict::Prohibited
        } else if !effective.certain.is_disjoint(&self.permissions)
            && effective.possible.is_disjoint(&self.prohibitions)
        {
            Verdict::Permitted
        } else if effective.certain.is_clear() && effective.possible.is_clear() {
            Verdict::NotProvidedFor
        } else {
            Verdict::Undetermined
        }
    }

    /// Every class of atoms that was asked for: the live rules that cover it, and its first atom.
    fn each_cell(
        &self,
        universe: &Universe,
        asked: &[Asked; 3],
        mut then: impl FnMut(FixedBitSet, Atom),
    ) {
        let [actions, data, purposes] = asked;
        let mut all = FixedBitSet::with_capacity(self.ids.len());
        all.insert_range(..);
        // Each class is sought among the rules that cover the classes before it, which are soon few.
        for a in self.classes(universe, Axis::Action, actions, &all) {
            for d in self.classes(universe, Axis::Data, data, &a.rules) {
                for p in self.classes(universe, Axis::Purpose, purposes, &d.rules) {
                    then(p.rules, [a.first, d.first, p.first]);
                }
            }
        }
    }

    /// The atoms of an axis in classes that the same of these live rules cover. Only atoms below a node that one of
    /// the rules names are looked at; all others are alike, and one of them stands for them.
    fn classes(
        &self,
        universe: &Universe,
        axis: Axis,
        asked: &Asked,
        among: &FixedBitSet,
    ) -> Vec<Class> {
        let mut everywhere = FixedBitSet::with_capacity(self.ids.len());
        let mut by_node: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for at in among.ones() {
            let Some(rule) = self.ids.get(at).and_then(|id| universe.rule(*id)) else {
                continue;
            };
            let mut any = false;
            for node in axis.named(rule) {
                any = true;
                by_node.entry(node).or_default().push(at);
            }
            if !any {
                everywhere.insert(at);
            }
        }
        if asked.anonymous {
            return vec![Class {
                first: None,
                rules: everywhere,
            }];
        }
        let tree = axis.tree(universe.model());
        let mut names: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &node in by_node.keys() {
            for &atom in tree.down(node) {
                if asked.atoms.binary_search(&atom).is_ok() {
                    names.entry(atom).or_default().push(node);
                }
            }
        }
        let mut by_names: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let other = asked.atoms.iter().find(|a| !names.contains_key(a));
        by_names.extend(other.map(|atom| (Vec::new(), *atom)));
        for (atom, nodes) in names {
            by_names.entry(nodes).or_insert(atom);
        }
        let mut by_rules: BTreeMap<FixedBitSet, u32> = BTreeMap::new();
        for (nodes, atom) in by_names {
            let mut rules = everywhere.clone();
            for node in &nodes {
                rules.extend(by_node.get(node).into_iter().flatten().copied());
            }
            let first = by_rules.entry(rules).or_insert(atom);
            *first = (*first).min(atom);
        }
        by_rules
            .into_iter()
            .map(|(rules, first)| Class {
                first: Some(first),
                rules,
            })
            .collect()
    }
}

/// Action, data, purpose; `None` on an axis without nodes.
pub(super) type Atom = [Option<u32>; 3];

/// What the atoms seen so far come to; atoms less strict than the strictest are forgotten.
struct Tally {
    verdict: Verdict,
    case: Atom,
    rules: FixedBitSet,
    /// For undetermined atoms: the rules that turn the answer and what might set them aside.
    turning: FixedBitSet,
    /// For undetermined atoms: the live rules that cover them, each combination once.
    cells: BTreeSet<FixedBitSet>,
}

impl Universe<'_> {
    /// The answer, without what only people need: `nearest` and `settled_by` stay empty.
    /// Looks only at rules that can matter, so its cost does not grow with the number of all rules.
    pub fn decide(&self, request: &Request) -> Answer {
        self.decide_with_scene(request).0
    }

    /// The whole answer, with the nearest permission of a refusal and what would settle an undetermined one.
    pub fn evaluate(&self, request: &Request) -> Answer {
        let (mut answer, scene, cells) = self.decide_with_scene(request);
        match answer.verdict {
            Verdict::Undetermined => {
                answer.settled_by = self.settle(request, &answer.missing, &scene, &cells)
            }
            Verdict::Prohibited | Verdict::NotProvidedFor => {
                answer.nearest = self.nearest(request, &answer)
            }
            Verdict::Permitted => {}
        }
        answer
    }

    fn decide_with_scene(&self, request: &Request) -> (Answer, Scene, Vec<FixedBitSet>) {
        let asked = Axis::ALL.map(|axis| self.asked(axis, request));
        let scene = Scene::new(self, request, &asked);
        let mut tally: Option<Tally> = None;
        scene.each_cell(self, &asked, |covering, atom| {
            count(&scene, &mut tally, covering, atom);
        });
        // No atom at all: the request names nothing that exists.
        let Some(tally) = tally else {
            return (Answer::refusal(Vec::new()), scene, Vec::new());
        };
        let answer = self.answer(request, &scene, &tally);
        (answer, scene, tally.cells.into_iter().collect())
    }

    /// The live rules, and every class of atoms that was asked for: its first atom, the rules that cover it, its verdict.
    pub(super) fn cells(&self, request: &Request) -> (Scene, Vec<(Atom, FixedBitSet, Verdict)>) {
        let asked = Axis::ALL.map(|axis| self.asked(axis, request));
        let scene = Scene::new(self, request, &asked);
        let mut cells = Vec::new();
        scene.each_cell(self, &asked, |covering, atom| {
            let verdict = scene.verdict(&scene.effective(&covering, &scene.status));
            cells.push((atom, covering, verdict));
        });
        (scene, cells)
    }

    fn answer(&self, request: &Request, scene: &Scene, tally: &Tally) -> Answer {
        let id_of = |at: usize| scene.ids.get(at).copied();
        let rules: Vec<RuleId> = tally.rules.ones().filter_map(id_of).collect();
        let mut answer = Answer::refusal(Vec::new());
        answer.verdict = tally.verdict;
        answer.case = (
            tally.case[0].map(ActionId),
            tally.case[1].map(DataId),
            tally.case[2].map(PurposeId),
        );
        if tally.verdict == Verdict::Permitted {
            for &id in &rules {
                let count = self.rule(id).map_or(0, |r| r.duties.len());
                answer
                    .duties
                    .extend((0..count).map(|number| DutyRef { rule: id, number }));
            }
        }
        if tally.verdict == Verdict::Undetermined {
            let mut missing: BTreeSet<FactKey> = BTreeSet::new();
            for rule in tally
                .turning
                .ones()
                .filter_map(id_of)
                .filter_map(|id| self.rule(id))
            {
                unknown_of(rule, &request.facts, &mut missing);
            }
            answer.missing = missing.into_iter().collect();
        }
        answer.rules = rules;
        answer
    }
}

fn count(scene: &Scene, tally: &mut Option<Tally>, covering: FixedBitSet, atom: Atom) {
    let effective = scene.effective(&covering, &scene.status);
    let verdict = scene.verdict(&effective);
    if let Some(sofar) = tally
        && strictness(verdict) < strictness(sofar.verdict)
    {
        return;
    }
    let n = scene.ids.len();
    let fresh = || Tally {
        verdict,
        case: atom,
        rules: FixedBitSet::with_capacity(n),
        turning: FixedBitSet::with_capacity(n),
        cells: BTreeSet::new(),
    };
    let stricter = tally
        .as_ref()
        .is_none_or(|t| strictness(verdict) > strictness(t.verdict));
    if stricter {
        *tally = None;
    }
    let tally = tally.get_or_insert_with(fresh);
    tally.case = tally.case.min(atom);
    match verdict {
        Verdict::Prohibited => {
            let mut applying = effective.certain;
            applying.intersect_with(&scene.prohibitions);
            tally.rules.union_with(&applying);
        }
        Verdict::Permitted => {
            let mut applying = effective.certain;
            applying.intersect_with(&scene.permissions);
            tally.rules.union_with(&applying);
        }
        Verdict::NotProvidedFor => {}
        Verdict::Undetermined => {
            if !tally.cells.insert(covering.clone()) {
                return;
            }
            let mut turning = effective.certain;
            turning.union_with(&effective.possible);
            tally.rules.union_with(&turning);
            for (rule, setters) in &scene.set_aside_by {
                if turning.contains(*rule) {
                    tally
                        .turning
                        .extend(setters.iter().copied().filter(|s| covering.contains(*s)));
                }
            }
            tally.turning.union_with(&turning);
        }
    }
}
