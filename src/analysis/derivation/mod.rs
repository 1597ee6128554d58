//! How an answer came about: for the atoms that decide it, every rule that covers them, whether it is about whoever asks,
//! which of its tests hold, what sets it aside, and what is left of it.
//!
//! All of it is read off the evaluator's own values (`evaluate.rs`): nothing is reasoned a second time.

mod document;

pub use document::derivation_document;

use crate::analysis::answer::Answer;
use crate::analysis::evaluate::{Atom, Scene};
use crate::analysis::kleene::{self, Truth};
use crate::analysis::nearest;
use crate::analysis::request::Request;
use crate::analysis::universe::{Axis, Standing, Universe, covers, plays_a_part};
use crate::model::{
    ActionId, DataId, Deontic, FactKey, GroupId, PurposeId, Rule, RuleId, Value, ValueSet, Verdict,
    WhoTerm,
};
use fixedbitset::FixedBitSet;

/// How an answer came about.
#[derive(Debug, Clone)]
pub struct Derivation {
    pub answer: Answer,
    /// One atom of each kind that has the answer's verdict, the answer's own case first; at most [`MOST_PARTS`].
    pub parts: Vec<Part>,
    /// How many kinds were left out.
    pub more: usize,
}

/// Kinds of atoms that are told of.
pub const MOST_PARTS: usize = 4;

/// One atom that decides.
#[derive(Debug, Clone)]
pub struct Part {
    pub action: Option<ActionId>,
    pub data: Option<DataId>,
    pub purpose: Option<PurposeId>,
    pub verdict: Verdict,
    /// Every rule that covers the atom, whoever it is about, in the order of the source.
    pub rules: Vec<Considered>,
}

/// One rule at one atom. `docs/semantics`, sections 2 to 4, has the words.
#[derive(Debug, Clone)]
pub struct Considered {
    pub rule: RuleId,
    pub about: About,
    /// The value of its condition, its dates in force included, whoever asks.
    pub condition: Truth,
    pub tests: Vec<Tested>,
    /// False if it is not about the asker, and else the value of its condition.
    pub status: Truth,
    /// The rules that are `despite` it and cover the atom, with their statuses.
    pub aside: Vec<(RuleId, Truth)>,
    /// What is left of a permission or prohibition after setting aside. `None` for an exception, which only sets aside.
    pub effective: Option<Truth>,
}

/// Whether a rule is about whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// By this term of its *who*.
    Asker(WhoTerm),
    /// The asker would have to be in these groups too.
    Lacking(Vec<GroupId>),
    /// It names other parties only.
    OtherParty,
}

/// One test of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    pub key: FactKey,
    /// What it must be.
    pub set: ValueSet,
    /// What it is; `None` if that is unknown.
    pub value: Option<Value>,
    pub truth: Truth,
}

impl Universe<'_> {
    /// The answer, and how it came about.
    pub fn derive(&self, request: &Request) -> Derivation {
        let answer = self.evaluate(request);
        let (scene, cells) = self.cells(request);
        let mut deciding: Vec<(Atom, FixedBitSet)> = cells
            .into_iter()
            .filter(|(_, _, verdict)| *verdict == answer.verdict)
            .map(|(atom, covering, _)| (atom, covering))
            .collect();
        deciding.sort();
        let mut seen: Vec<FixedBitSet> = Vec::new();
        deciding.retain(|(_, covering)| {
            let fresh = !seen.contains(covering);
            if fresh {
                seen.push(covering.clone());
            }
            fresh
        });
        let more = deciding.len().saturating_sub(MOST_PARTS);
        deciding.truncate(MOST_PARTS);
        let standing = self.standing(&request.asker);
        let parts = deciding
            .into_iter()
            .map(|(atom, covering)| self.part(request, &standing, &scene, atom, &covering))
            .collect();
        Derivation {
            answer,
            parts,
            more,
        }
    }

    fn part(
        &self,
        request: &Request,
        standing: &Standing,
        scene: &Scene,
        atom: Atom,
        covering: &FixedBitSet,
    ) -> Part {
        let model = self.model();
        let effective = scene.effective(covering, &scene.status);
        let [action, data, purpose] = atom;
        let at_atom = |rule: &Rule| {
            plays_a_part(rule)
                && Axis::ALL
                    .into_iter()
                    .zip(atom)
                    .all(|(axis, at)| covers(axis, model, rule, at))
        };
        let candidates: Vec<(RuleId, &Rule)> = model
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| at_atom(rule))
            .map(|(id, rule)| (RuleId::new(id), rule))
            .collect();
        // A rule that is not live has the status false.
        let status = |id: RuleId| match scene.ids.binary_search(&id) {
            Ok(at) if scene.status.certain.contains(at) => Truth::True,
            Ok(at) if scene.status.possible.contains(at) => Truth::Unknown,
            _ => Truth::False,
        };
        let left = |id: RuleId| match scene.ids.binary_search(&id) {
            Ok(at) if effective.certain.contains(at) => Truth::True,
            Ok(at) if effective.possible.contains(at) => Truth::Unknown,
            _ => Truth::False,
        };
        let rules = candidates
            .iter()
            .map(|&(id, rule)| Considered {
                rule: id,
                about: self.about(rule, standing),
                condition: kleene::condition(&rule.condition, &request.facts),
                tests: tests(rule, request),
                status: status(id),
                aside: candidates
                    .iter()
                    .filter(|(other, _)| rule.set_aside_by.contains(other))
                    .map(|(other, _)| (*other, status(*other)))
                    .collect(),
                effective: match rule.deontic {
                    Deontic::May | Deontic::MustNot => Some(left(id)),
                    Deontic::Exception | Deontic::Must => None,
                },
            })
            .collect();
        Part {
            action: action.map(ActionId),
            data: data.map(DataId),
            purpose: purpose.map(PurposeId),
            verdict: scene.verdict(&effective),
            rules,
        }
    }

    fn about(&self, rule: &Rule, standing: &Standing) -> About {
        match rule.who.terms.iter().find(|t| standing.fits(t)) {
            Some(term) => About::Asker(term.clone()),
            None => nearest::lacking(self.model(), rule, standing)
                .map_or(About::OtherParty, About::Lacking),
        }
    }
}

/// The tests of a rule, each once, in the order in which they are written.
fn tests(rule: &Rule, request: &Request) -> Vec<Tested> {
    let mut tests: Vec<Tested> = Vec::new();
    for literal in rule.condition.clauses.iter().flatten() {
        let test = Tested {
            key: literal.key,
            set: literal.set.clone(),
            value: request.facts.get(&literal.key).copied(),
            truth: kleene::literal(literal, &request.facts),
        };
        if !tests.contains(&test) {
            tests.push(test);
        }
    }
    tests
}
