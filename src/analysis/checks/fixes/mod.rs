//! Edits that settle a finding about permissions and prohibitions.
//!
//! Which of two rules should give way is for the commons to say, so an edit that decides it is never made without asking. Only
//! one that changes no answer is *sure*.

mod flow;
mod narrow;
mod spell;

use super::Case;
use super::conflicts::{Conflict, Finding};
use crate::analysis::region::{Blocker, Cover, Regions, RuleBox};
use crate::analysis::universe::Universe;
use crate::diagnostic::{Edit, Fix, Lang, Text};
use crate::model::{AnyId, Model, NameList, Rule, RuleId, ScenarioCase, Verdict};
use crate::source::Span;
use crate::syntax::grammar::Rule as Word;
use spell::Spelling;
use std::collections::{BTreeMap, BTreeSet};

/// Boxes of a permission that are tried for a case in which it still permits something.
const MOST_TRIED: usize = 16;

/// What the edits of one commons are made from.
pub(super) struct Fixer<'m> {
    model: &'m Model,
    universe: &'m Universe<'m>,
    /// Rules that some rule is `despite`.
    set_aside: BTreeSet<RuleId>,
    /// Prohibitions because of which permissions can never be used, with those permissions.
    to_blame: BTreeMap<RuleId, BTreeSet<RuleId>>,
    /// Prohibitions that are read as exceptions to a permission.
    exceptions: BTreeMap<RuleId, Vec<RuleId>>,
}

impl<'m> Fixer<'m> {
    pub fn new(universe: &'m Universe<'m>, found: &[Conflict]) -> Self {
        let model = universe.model();
        let mut to_blame: BTreeMap<RuleId, BTreeSet<RuleId>> = BTreeMap::new();
        let mut exceptions: BTreeMap<RuleId, Vec<RuleId>> = BTreeMap::new();
        for conflict in found {
            match conflict.finding {
                Finding::Dead | Finding::OutrunByOuter => {
                    for other in &conflict.others {
                        to_blame.entry(*other).or_default().insert(conflict.rule);
                    }
                }
                Finding::CarveOut => exceptions
                    .entry(conflict.rule)
                    .or_default()
                    .extend(&conflict.others),
                _ => {}
            }
        }
        Fixer {
            model,
            universe,
            set_aside: model
                .rules
                .iter()
                .flat_map(|r| &r.despite)
                .copied()
                .collect(),
            to_blame,
            exceptions,
        }
    }

    fn rule(&self, id: RuleId) -> Option<&'m Rule> {
        self.model.rules.get(id.index())
    }

    /// Whether a permission that is about these boxes still permits something outside some others.
    fn still_permits<'r>(
        &self,
        id: RuleId,
        regions: &Regions<'r>,
        boxes: &[RuleBox<'r>],
        against: &[Blocker<'_, 'r>],
    ) -> bool {
        boxes.iter().take(MOST_TRIED).any(|b| {
            let Cover::Uncovered(who, cell) = regions.cover(b, against) else {
                return false;
            };
            let case = Case::choose(self.model, who, &cell);
            let answer = self.universe.decide(&case.request());
            answer.verdict == Verdict::Permitted && answer.rules.contains(&id)
        })
    }

    /// The edits that a finding offers, the plainest first.
    pub fn fixes(&self, conflict: &Conflict) -> Vec<Fix> {
        let mut out = Vec::new();
        let first = conflict.others.first().copied();
        match (conflict.finding, first) {
            (Finding::Contradiction, Some(other)) => {
                out.extend(self.despite(conflict.rule, other));
                out.extend(self.despite(other, conflict.rule));
                out.extend(self.narrowed(conflict.rule, other));
            }
            (Finding::Dead, Some(other)) => {
                if conflict.others.len() == 1 {
                    out.extend(self.despite(conflict.rule, other));
                }
                out.extend(self.delete(conflict.rule));
            }
            (Finding::OutrunByOuter, _) => out.extend(self.delete(conflict.rule)),
            (Finding::IdleDespite, Some(other)) => {
                out.extend(self.not_despite(conflict.rule, other))
            }
            _ => {}
        }
        out
    }

    /// `despite` as an edit: behind the condition and the days in force, which would otherwise read as if they were about it. Not if the two would set aside each other, or would set free a permission
    /// that is reported as useless.
    pub(super) fn despite(&self, first: RuleId, aside: RuleId) -> Option<Fix> {
        let (rule, other) = (self.rule(first)?, self.rule(aside)?);
        let ours = rule.decl.is_own() && other.decl.is_own();
        if !ours || self.frees(aside, first) || self.sets_aside(aside, first) {
            return None;
        }
        let word = Spelling::of(self.model).word(Word::kw_despite);
        let (mine, theirs) = (&rule.decl, &other.decl);
        Some(Fix {
            title: Text::new(
                format!(
                    "\"{}\" goes before \"{}\"",
                    mine.title(Lang::En),
                    theirs.title(Lang::En)
                ),
                format!(
                    "\"{}\" gaat voor \"{}\"",
                    mine.title(Lang::Nl),
                    theirs.title(Lang::Nl)
                ),
            ),
            edits: vec![Edit {
                span: behind(rule.names.holds.unwrap_or(rule.statement)),
                text: format!("\n  {word} {}", theirs.id),
            }],
            sure: false,
        })
    }

    /// Whether a prohibition that gives way would set free a permission other than this one.
    fn frees(&self, prohibition: RuleId, permission: RuleId) -> bool {
        let dead = self.to_blame.get(&prohibition);
        dead.is_some_and(|all| all.iter().any(|p| *p != permission))
    }

    /// Whether a rule sets aside another, or a rule that does, and so on.
    fn sets_aside(&self, one: RuleId, other: RuleId) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![one];
        while let Some(id) = waiting.pop() {
            if id == other {
                return true;
            }
            if seen.insert(id) {
                waiting.extend(self.rule(id).into_iter().flat_map(|r| &r.despite));
            }
        }
        false
    }

    /// Takes out a permission that can never be used; not if something else in the source speaks of it.
    fn delete(&self, id: RuleId) -> Option<Fix> {
        self.take_out(id, false)
            .filter(|_| self.rule(id).is_some_and(|r| r.despite.is_empty()))
    }

    /// Takes out a rule; not if something else in the source speaks of it.
    pub fn take_out(&self, id: RuleId, sure: bool) -> Option<Fix> {
        let rule = self.rule(id)?;
        if self.is_spoken_of(id, rule) {
            return None;
        }
        let title = |lang| rule.decl.title(lang);
        Some(Fix {
            title: Text::new(
                format!("Take out \"{}\"", title(Lang::En)),
                format!("Haal \"{}\" weg", title(Lang::Nl)),
            ),
            edits: vec![Edit {
                span: rule.decl.span?,
                text: String::new(),
            }],
            sure,
        })
    }

    fn is_spoken_of(&self, id: RuleId, rule: &Rule) -> bool {
        let m = self.model;
        let any = AnyId::Rule(id);
        let in_decision = m.decisions.iter().any(|d| {
            let emergency = d.emergency.iter().flat_map(|e| &e.never);
            let vetoed = d.veto.iter().flat_map(|v| &v.over);
            d.changes.contains(&any) || emergency.chain(vetoed).any(|n| *n == any)
        });
        let in_scenario = m.scenarios.iter().any(|s| match &s.case {
            ScenarioCase::Ask(ask) => ask.rules.contains(&id),
            ScenarioCase::Vote(_) => false,
        });
        rule.delegated || in_decision || in_scenario || self.set_aside.contains(&id)
    }

    /// Takes out one name of a `despite`, or the whole clause if it names nothing else. Sure if no answer can change: where the
    /// rules never meet, that is so unless one of them tests something impossible, which the evaluator can't know before it
    /// knows the fact.
    fn not_despite(&self, id: RuleId, aside: RuleId) -> Option<Fix> {
        let rule = self.rule(id)?;
        let other = self.rule(aside)?;
        let spans = rule.names.of(NameList::Despite);
        let at = rule.despite.iter().position(|r| *r == aside)?;
        let span = *spans.get(at)?;
        let clauses = &rule.names.despite_clauses;
        let clause = clauses
            .iter()
            .find(|c| c.start <= span.start && span.end <= c.end)?;
        let within: Vec<Span> = spans
            .iter()
            .copied()
            .filter(|s| clause.start <= s.start && s.end <= clause.end)
            .collect();
        let edits = if within.len() == 1 {
            vec![Edit {
                span: *clause,
                text: String::new(),
            }]
        } else {
            let keep: Vec<bool> = within.iter().map(|s| *s != span).collect();
            without(&within, &keep)
        };
        let (mine, theirs) = (&rule.decl, &other.decl);
        Some(Fix {
            title: Text::new(
                format!(
                    "Take `{}` out of the exceptions of \"{}\"",
                    theirs.id,
                    mine.title(Lang::En)
                ),
                format!(
                    "Haal `{}` uit de uitzonderingen van \"{}\"",
                    theirs.id,
                    mine.title(Lang::Nl)
                ),
            ),
            edits,
            sure: self.possible(rule) && self.possible(other),
        })
    }

    /// Whether every alternative of a rule's condition can be met.
    fn possible(&self, rule: &Rule) -> bool {
        rule.condition.clauses.iter().all(|clause| {
            clause.iter().all(|a| {
                let mut set = self.model.domain(a.key);
                for b in clause.iter().filter(|b| b.key == a.key) {
                    set = set.intersect(&b.set);
                }
                !set.is_empty()
            })
        })
    }
}

/// The empty place behind a stretch of text.
fn behind(span: Span) -> Span {
    Span {
        start: span.end,
        ..span
    }
}

/// Edits that take out the names that are not kept of a list with commas; at least one is kept.
fn without(names: &[Span], keep: &[bool]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while at < names.len() {
        let end = (at..names.len())
            .find(|i| keep.get(*i) != Some(&false))
            .unwrap_or(names.len());
        let (Some(first), Some(last)) = (names.get(at), names.get(end.wrapping_sub(1))) else {
            at += 1;
            continue;
        };
        if end > at {
            // With the comma before it, or for the first names the one behind.
            let span = match (at.checked_sub(1).and_then(|i| names.get(i)), names.get(end)) {
                (Some(before), _) => Span {
                    start: before.end,
                    end: last.end,
                    ..*first
                },
                (None, Some(next)) => Span {
                    end: next.start,
                    ..*first
                },
                (None, None) => first.to(*last),
            };
            edits.push(Edit {
                span,
                text: String::new(),
            });
        }
        at = end.max(at + 1);
    }
    edits
}
