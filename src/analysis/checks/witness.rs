//! The plainest case that shows a finding, and the proof by the evaluator that it does.
//!
//! A search for a conflict stops at the first case that it meets. From there one thing is changed at a time, as long as the case
//! still shows the same and becomes plainer, in this order:
//!
//! 1. no fact is named that makes no difference;
//! 2. a party that the source names goes before someone who could be, the one in the fewest groups first; but where anyone at
//!    all will do, nobody is named. Of someone who could be, no group is named that makes no difference;
//! 3. on each axis the commons' own things go before what ships with the compiler, and leaves before what has parts, in the
//!    order in which the narrower rule names them;
//! 4. a value is an end of an interval that one of the rules tests.
//!
//! All of it is gone through again until nothing changes any more. Every step is checked with three truth values, so a fact that is left out may have any value.

use super::Case;
use super::conflicts::{Conflict, Finding};
use crate::analysis::kleene::{self, Truth};
use crate::analysis::region::Regions;
use crate::analysis::universe::{Axis, Standing, Universe, covers, plays_a_part};
use crate::analysis::{Asker, settle};
use crate::diagnostic::Text;
use crate::model::{
    ActionId, DataId, FactKey, GroupId, Literal, Model, PartyId, PurposeId, RuleId, Verdict,
    WhoTerm,
};
use crate::prose;
use std::collections::BTreeSet;

/// So many parties, groups of groups, or nodes are tried for a plainer case.
const TRIES: usize = 256;

/// So many times at most everything is gone through again. Twice is nearly always enough.
const ROUNDS: usize = 8;

/// What a case must show.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// Rules that apply.
    pub apply: Vec<RuleId>,
    /// Those of them that nothing sets aside.
    pub in_effect: Vec<RuleId>,
    /// The prohibition that decides.
    pub prohibition: RuleId,
}

/// What else is true of the people in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Also {
    /// The named party is in these groups, and whoever else is (`others`: somebody could be) is in the same position.
    IsIn { groups: Vec<GroupId>, others: bool },
    /// No party that the source names is in all of these groups.
    NobodyToday { groups: Vec<GroupId> },
}

/// Makes the cases of findings plain and replays them. A finding whose case does not show what it says becomes undecided.
pub(super) fn settle(universe: &Universe, found: &mut [Conflict]) {
    let regions = Regions::new(universe.model());
    let parties = Parties::of(universe);
    for conflict in found {
        let (Some(first), Some(claim)) = (conflict.case.take(), Claim::of(conflict)) else {
            continue;
        };
        let plain = Search {
            universe,
            regions: &regions,
            parties: &parties,
            claim: &claim,
        }
        .plainest(first);
        match plain.filter(|(case, _)| claim.replays(universe, case)) {
            Some((case, also)) => {
                conflict.case = Some(case);
                conflict.also = also;
            }
            None => conflict.finding = Finding::Undecided,
        }
    }
}

impl Claim {
    /// What a finding says of its case; `None` if it has none.
    fn of(conflict: &Conflict) -> Option<Claim> {
        let prohibition = *conflict.others.first()?;
        let both = vec![conflict.rule, prohibition];
        Some(match conflict.finding {
            Finding::Contradiction => Claim {
                apply: both.clone(),
                in_effect: both,
                prohibition,
            },
            Finding::Dead | Finding::OutrunByOuter => Claim {
                apply: both,
                in_effect: vec![prohibition],
                prohibition,
            },
            _ => return None,
        })
    }

    /// Whether the evaluator gives the answer that the finding predicts, and for the reason that it gives.
    fn replays(&self, universe: &Universe, case: &Case) -> bool {
        let answer = universe.decide(&case.request());
        answer.verdict == Verdict::Prohibited
            && answer.rules.contains(&self.prohibition)
            && self.holds(universe, case)
    }

    /// Whether the rules apply and are in effect for the atom of the case, whatever the facts that it does not name.
    fn holds(&self, universe: &Universe, case: &Case) -> bool {
        let standing = universe.standing(&case.asker);
        let status = |id: &RuleId| status(universe, &standing, case, *id);
        self.apply.iter().all(|id| status(id) == Truth::True)
            && self.in_effect.iter().all(|id| {
                let setters = universe.rule(*id).map(|r| r.set_aside_by.as_slice());
                setters
                    .unwrap_or_default()
                    .iter()
                    .all(|s| status(s) == Truth::False)
            })
    }
}

/// Whether a rule applies in a case; unknown if that depends on a fact that the case does not name.
pub(super) fn status(universe: &Universe, standing: &Standing, case: &Case, id: RuleId) -> Truth {
    let Some(rule) = universe.rule(id).filter(|r| plays_a_part(r)) else {
        return Truth::False;
    };
    let covered = Axis::ALL
        .iter()
        .all(|axis| covers(*axis, universe.model(), rule, case.atom(*axis)));
    if covered && universe.concerns(rule, standing) {
        kleene::condition(&rule.condition, &case.facts)
    } else {
        Truth::False
    }
}

/// The named parties with their groups, those in the fewest groups first.
struct Parties(Vec<(PartyId, Standing)>);

impl Parties {
    fn of(universe: &Universe) -> Self {
        let all = (0..universe.model().parties.len()).map(PartyId::new);
        let mut all: Vec<_> = all
            .map(|p| (p, universe.standing(&Asker::Party(p))))
            .collect();
        all.sort_by_cached_key(|(p, standing)| (standing.groups.count_ones(..), *p));
        Parties(all)
    }
}

struct Search<'s, 'm> {
    universe: &'s Universe<'m>,
    regions: &'s Regions<'m>,
    parties: &'s Parties,
    claim: &'s Claim,
}

impl Search<'_, '_> {
    fn holds(&self, case: &Case) -> bool {
        self.claim.holds(self.universe, case)
    }

    fn model(&self) -> &Model {
        self.universe.model()
    }

    fn plainest(&self, mut case: Case) -> Option<(Case, Option<Also>)> {
        if !self.holds(&case) {
            self.every_fact(&mut case);
        }
        if !self.holds(&case) {
            return None;
        }
        let mut also = None;
        // Who asks, what for, and the facts leave each other more room as they become plainer.
        for _ in 0..ROUNDS {
            let before = case.clone();
            self.fewer_facts(&mut case);
            also = self.asker(&mut case);
            for axis in Axis::ALL {
                self.atom(&mut case, axis);
            }
            self.fewer_facts(&mut case);
            self.plain_values(&mut case);
            if case == before {
                break;
            }
        }
        Some((case, also))
    }

    fn fewer_facts(&self, case: &mut Case) {
        for key in case.facts.keys().copied().collect::<Vec<FactKey>>() {
            if let Some(value) = case.facts.remove(&key)
                && !self.holds(case)
            {
                case.facts.insert(key, value);
            }
        }
    }

    /// Names every fact that the rules or what sets them aside test. What is out of the question ("raining and not raining") is
    /// unknown to the evaluator as long as the fact is, so such a case needs a value, whichever it is.
    fn every_fact(&self, case: &mut Case) {
        let keys: BTreeSet<FactKey> = self.tests().map(|l| l.key).collect();
        for key in keys {
            let any = || {
                let value = self.ends(key).into_iter().next().unwrap_or(0);
                settle::value_of(self.model(), key, value)
            };
            case.facts.entry(key).or_insert_with(any);
        }
    }

    /// What the rules test of facts, and what sets them aside does.
    fn tests(&self) -> impl Iterator<Item = &Literal> {
        let rules = self.claim.apply.iter();
        let rules = rules.filter_map(|r| self.universe.rule(*r));
        let with_setters = rules.flat_map(|rule| {
            let setters = rule.set_aside_by.iter();
            let setters = setters.filter_map(|s| self.universe.rule(*s));
            setters.chain([rule])
        });
        with_setters.flat_map(|r| r.condition.clauses.iter().flatten())
    }

    /// The ends of the intervals that the rules and what sets them aside test of a fact.
    fn ends(&self, key: FactKey) -> BTreeSet<i64> {
        let mut ends: BTreeSet<i64> = BTreeSet::new();
        for literal in self.tests().filter(|l| l.key == key) {
            ends.extend(literal.set.intervals().iter().flat_map(|&(a, b)| [a, b]));
        }
        let domain = self.model().domain(key);
        ends.retain(|n| *n != i64::MIN && *n != i64::MAX && domain.contains(*n));
        ends
    }

    fn plain_values(&self, case: &mut Case) {
        for key in case.facts.keys().copied().collect::<Vec<FactKey>>() {
            for end in self.ends(key).into_iter().take(TRIES) {
                let value = settle::value_of(self.model(), key, end);
                let before = case.facts.insert(key, value);
                if self.holds(case) {
                    break;
                }
                case.facts.extend(before.map(|v| (key, v)));
            }
        }
    }

    /// Chooses who asks.
    fn asker(&self, case: &mut Case) -> Option<Also> {
        let with = |asker: Asker| Case {
            asker,
            ..case.clone()
        };
        let fits = |asker: &Asker| self.holds(&with(asker.clone()));
        let needed = self.needed(case);
        let conceivable = needed
            .iter()
            .filter(|groups| self.regions.conceivable(groups))
            .map(|groups| Asker::Groups(groups.clone()))
            .find(|asker| fits(asker));
        if let Some(Asker::Groups(groups)) = &conceivable
            && groups.is_empty()
        {
            case.asker = Asker::Groups(Vec::new());
            return None;
        }
        let named = self.named();
        if let Some(party) = named.iter().find(|p| fits(&Asker::Party(**p))) {
            let asker = Asker::Party(*party);
            let standing = self.universe.standing(&asker);
            let is_in = |groups: &&Vec<GroupId>| groups.iter().all(|g| standing.is_in(*g));
            let groups = needed.iter().find(is_in).cloned();
            case.asker = asker;
            return groups.filter(|g| !g.is_empty()).map(|groups| Also::IsIn {
                others: conceivable == Some(Asker::Groups(groups.clone())),
                groups,
            });
        }
        case.asker = conceivable?;
        match &case.asker {
            Asker::Groups(groups)
                if groups.len() > 1
                    && !self.model().parties.is_empty()
                    && !self.anyone_named(groups) =>
            {
                Some(Also::NobodyToday {
                    groups: groups.clone(),
                })
            }
            _ => None,
        }
    }

    /// The groups that somebody must be in for the rules to be about them, the fewest first; none is above another.
    fn needed(&self, case: &Case) -> Vec<Vec<GroupId>> {
        let mut all: BTreeSet<Vec<GroupId>> = BTreeSet::from([Vec::new()]);
        for rule in self
            .claim
            .apply
            .iter()
            .filter_map(|r| self.universe.rule(*r))
        {
            let with = |groups: &Vec<GroupId>, term: &WhoTerm| {
                let mut both = groups.clone();
                both.extend(&term.groups);
                fewest(self.model(), &both)
            };
            let terms = || rule.who.terms.iter();
            all = all
                .iter()
                .flat_map(|groups| terms().map(move |term| with(groups, term)))
                .take(TRIES)
                .collect();
        }
        let mut all: Vec<Vec<GroupId>> = all.into_iter().collect();
        // What sets a rule aside may ask for more, or for someone in other groups.
        if let Asker::Groups(groups) = &case.asker {
            let mut fewer = fewest(self.model(), groups);
            let mut at = 0;
            while at < fewer.len() {
                let mut without = fewer.clone();
                without.remove(at);
                let asker = Asker::Groups(without.clone());
                let fewer_case = Case {
                    asker,
                    ..case.clone()
                };
                if self.regions.conceivable(&without) && self.holds(&fewer_case) {
                    fewer = without;
                } else {
                    at += 1;
                }
            }
            if !all.contains(&fewer) {
                all.push(fewer);
            }
        }
        all.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        all
    }

    /// The named parties that the rules are about, those in the fewest groups first.
    fn named(&self) -> Vec<PartyId> {
        let rules: Vec<_> = self
            .claim
            .apply
            .iter()
            .filter_map(|r| self.universe.rule(*r))
            .collect();
        let about = |standing: &Standing| {
            let concerns = |r: &&crate::model::Rule| self.universe.concerns(r, standing);
            rules.iter().all(concerns)
        };
        let all = self.parties.0.iter().filter(|(_, s)| about(s));
        all.map(|(p, _)| *p).take(TRIES).collect()
    }

    fn anyone_named(&self, groups: &[GroupId]) -> bool {
        let is_in = |s: &Standing| groups.iter().all(|g| s.is_in(*g));
        self.parties.0.iter().any(|(_, s)| is_in(s))
    }

    /// Chooses what is done, with what, or what for.
    fn atom(&self, case: &mut Case, axis: Axis) {
        let model = self.model();
        let tree = axis.tree(model);
        let rules: Vec<_> = self
            .claim
            .apply
            .iter()
            .filter_map(|r| self.universe.rule(*r))
            .collect();
        let size =
            |r: &&&crate::model::Rule| -> usize { axis.named(r).map(|n| tree.down(n).len()).sum() };
        let narrow = rules
            .iter()
            .filter(|r| axis.named(r).next().is_some())
            .min_by_key(size);
        let nodes: Vec<u32> = match narrow {
            Some(rule) => axis
                .named(rule)
                .flat_map(|n| tree.down(n))
                .copied()
                .collect(),
            None => (0..tree.len() as u32).collect(),
        };
        let leaf = |n: &u32| tree.children(*n).is_empty();
        let own = |n: &u32| is_own(model, axis, *n);
        let kinds: [&dyn Fn(&u32) -> bool; 3] =
            [&|n| own(n) && leaf(n), &|n| !own(n) && leaf(n), &|n| {
                !leaf(n)
            }];
        for kind in kinds {
            let covered = |n: &u32| rules.iter().all(|r| covers(axis, model, r, Some(*n)));
            let mut tries = 0;
            for node in nodes.iter().copied().filter(kind).filter(covered) {
                tries += 1;
                let before = case.atom(axis);
                case.set_atom(axis, Some(node));
                if self.holds(case) {
                    return;
                }
                case.set_atom(axis, before);
                if tries == TRIES {
                    break;
                }
            }
        }
    }
}

fn is_own(model: &Model, axis: Axis, node: u32) -> bool {
    let at = node as usize;
    match axis {
        Axis::Action => model.actions.get(at).map(|a| a.decl.is_own()),
        Axis::Data => model.data.get(at).map(|d| d.decl.is_own()),
        Axis::Purpose => model.purposes.get(at).map(|p| p.decl.is_own()),
    }
    .unwrap_or(false)
}

/// Without the groups that lie above another of them: whoever is in that one is in those too.
pub(super) fn fewest(model: &Model, groups: &[GroupId]) -> Vec<GroupId> {
    let tree = &model.group_tree;
    let implied = |g: &GroupId| groups.iter().any(|h| h != g && tree.is_within(h.0, g.0));
    let mut fewest: Vec<GroupId> = groups.iter().filter(|g| !implied(g)).copied().collect();
    fewest.sort_unstable();
    fewest.dedup();
    fewest
}

impl Case {
    /// The node of an axis; `None` on an axis without nodes.
    pub fn atom(&self, axis: Axis) -> Option<u32> {
        match axis {
            Axis::Action => self.action.map(|a| a.0),
            Axis::Data => self.data.map(|d| d.0),
            Axis::Purpose => self.purpose.map(|p| p.0),
        }
    }

    fn set_atom(&mut self, axis: Axis, node: Option<u32>) {
        match axis {
            Axis::Action => self.action = node.map(ActionId),
            Axis::Data => self.data = node.map(DataId),
            Axis::Purpose => self.purpose = node.map(PurposeId),
        }
    }
}

impl Conflict {
    /// Whether the case is about a party that the source names.
    pub fn is_actual(&self) -> bool {
        matches!(&self.case, Some(case) if matches!(case.asker, Asker::Party(_)))
    }

    /// The case in words, and who else is in it.
    pub(super) fn text(&self, model: &Model) -> Option<Text> {
        let case = self.case.as_ref()?;
        let party = match case.asker {
            Asker::Party(party) => Some(party),
            Asker::Groups(_) => None,
        };
        let mut text = case.text(model);
        if let Some(also) = &self.also {
            let also = also.text(model, party);
            for (text, also) in [(&mut text.en, also.en), (&mut text.nl, also.nl)] {
                *text = format!("{} {also}", prose::sentence(text));
            }
        }
        Some(Text::new(
            prose::sentence(&text.en),
            prose::sentence(&text.nl),
        ))
    }
}

impl Also {
    /// One sentence or two to follow the case: who is in this position today, and who could be.
    pub fn text(&self, model: &Model, party: Option<PartyId>) -> Text {
        prose::both(model, |words| match (self, party) {
            (Also::IsIn { groups, others }, Some(party)) => {
                words.is_in_today(party, groups, *others)
            }
            (Also::IsIn { .. }, None) => String::new(),
            (Also::NobodyToday { groups }, _) => words.nobody_today(groups.len()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::model_of;

    /// A case that does not show what the finding says is not told.
    #[test]
    fn a_case_that_does_not_replay_leaves_the_finding_undecided() {
        let source = "commons c \"C\" { goal \"G\" }\ngroup a \"As\" { of people }\n\
            dataset d \"D\" { not personal }\ndataset e \"E\" { not personal }\n\
            rule yes \"Yes\" { a may read d }\nrule no \"No\" { nobody may read e, d }\n";
        let model = model_of(source);
        let read = model.actions.iter().position(|a| a.decl.id == "read");
        let conflict = |data: u32| Conflict {
            finding: Finding::Dead,
            rule: RuleId(0),
            others: vec![RuleId(1)],
            case: Some(Case {
                asker: Asker::Groups(vec![GroupId(0)]),
                action: read.map(|at| ActionId(at as u32)),
                data: Some(DataId(data)),
                purpose: None,
                facts: Default::default(),
            }),
            also: None,
        };
        let mut found = vec![conflict(0), conflict(1)];
        settle(&Universe::new(&model), &mut found);
        assert_eq!(found[0].finding, Finding::Dead);
        assert!(found[0].case.is_some());
        // Nothing permits reading the other data, so the case shows nothing.
        assert_eq!(found[1].finding, Finding::Undecided);
        assert!(found[1].case.is_none());
    }
}
