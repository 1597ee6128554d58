//! Narrowing one of two rules that meet, so that they no longer do.
//!
//! A name is taken out of a list, or the parts of it that are meant are named instead, or a condition is added. Every candidate is
//! worked out on the model before it is offered: the two rules must never meet any more, what the rule loses must lie within
//! the other one (for a permission: where the prohibition may be in effect), and what is left must still be of use.

use super::spell::{Spelling, has_name};
use super::{Fixer, behind, without};
use crate::analysis::Axis;
use crate::analysis::region::{Blocker, Cover, Regions, RuleBox, View};
use crate::diagnostic::{Edit, Fix, Lang, Text};
use crate::model::condition::{Expr, MOST_CLAUSES};
use crate::model::{
    ActionId, Clause, Condition, DataId, Decl, Deontic, Model, NameList, PurposeId, Rule, RuleId,
    WhoSpelled,
};
use crate::prose;
use crate::syntax::grammar::Rule as Word;
use std::rc::Rc;

/// More parts than this in place of one name make a rule harder to read, not easier.
const MOST_PARTS: usize = 4;

/// A rule as it would be, and the edits that make it so.
struct Narrowed {
    rule: Rule,
    edits: Vec<Edit>,
    title: Text,
    /// Nodes of which only the parts are left: what is said of them "not further specified" may be lost.
    replaced: Vec<(Axis, u32)>,
}

impl Fixer<'_> {
    /// Ways to narrow either rule, those of the permission first.
    pub(super) fn narrowed(&self, permission: RuleId, prohibition: RuleId) -> Vec<Fix> {
        let mut out = Vec::new();
        for (one, other) in [(permission, prohibition), (prohibition, permission)] {
            let (Some(rule), Some(against)) = (self.rule(one), self.rule(other)) else {
                continue;
            };
            out.extend(self.clear_of(one, rule, other, against));
        }
        out
    }

    /// Ways to narrow one rule so that it stays clear of another.
    pub(super) fn clear_of(
        &self,
        one: RuleId,
        rule: &Rule,
        other: RuleId,
        against: &Rule,
    ) -> Vec<Fix> {
        // What it sets aside elsewhere depends on where it applies.
        if !rule.decl.is_own() || !rule.despite.is_empty() {
            return Vec::new();
        }
        let lists = Axis::ALL.into_iter().rev();
        let candidates = lists
            .filter_map(|axis| self.on_axis(rule, against, axis))
            .chain(self.on_who(rule, against))
            .chain(self.on_condition(rule, against));
        candidates
            .filter(|n| self.is_exact(rule, against, n) && self.is_of_use(one, other, n))
            .map(|narrowed| Fix {
                title: narrowed.title,
                edits: narrowed.edits,
                sure: false,
            })
            .collect()
    }

    /// Leaves out of one list what the other rule covers too.
    fn on_axis(&self, rule: &Rule, against: &Rule, axis: Axis) -> Option<Narrowed> {
        let (model, list) = (self.model, list_of(axis));
        let tree = axis.tree(model);
        let spans = rule.names.of(list);
        let named: Vec<u32> = axis.named(rule).collect();
        let theirs: Vec<u32> = axis.named(against).collect();
        if named.is_empty() || spans.len() != named.len() || theirs.is_empty() {
            return None;
        }
        let covered = |n: u32| theirs.iter().any(|t| tree.is_within(n, *t));
        let clear = |n: u32| tree.down(n).iter().all(|d| !covered(*d));
        let mut kept = vec![true; named.len()];
        let (mut edits, mut left, mut replaced) = (Vec::new(), Vec::new(), Vec::new());
        let mut parts = Vec::new();
        for (at, &node) in named.iter().enumerate() {
            if clear(node) {
                left.push(node);
            } else if covered(node) {
                if let Some(kept) = kept.get_mut(at) {
                    *kept = false;
                }
            } else {
                let found = parts_clear_of(tree, node, &clear);
                if found.is_empty() {
                    if let Some(kept) = kept.get_mut(at) {
                        *kept = false;
                    }
                    continue;
                }
                let names: Option<Vec<String>> =
                    found.iter().map(|n| self.name(axis, *n)).collect();
                let names = names?;
                edits.push(Edit {
                    span: *spans.get(at)?,
                    text: names.join(", "),
                });
                parts.extend(names);
                left.extend(&found);
                replaced.push((axis, node));
            }
        }
        if left.is_empty() || parts.len() > MOST_PARTS {
            return None;
        }
        let dropped: Vec<String> = named
            .iter()
            .zip(&kept)
            .filter(|(_, kept)| !**kept)
            .map(|(n, _)| self.name(axis, *n))
            .collect::<Option<_>>()?;
        edits.extend(without(spans, &kept));
        edits.sort_by_key(|e| e.span);
        let mut narrowed = rule.clone();
        match axis {
            Axis::Action => narrowed.actions = left.into_iter().map(ActionId).collect(),
            Axis::Data => narrowed.data = left.into_iter().map(DataId).collect(),
            Axis::Purpose => narrowed.purposes = left.into_iter().map(PurposeId).collect(),
        }
        let title = match replaced.as_slice() {
            [] => leave_out(&rule.decl, &dropped),
            nodes => {
                let wholes: Option<Vec<String>> =
                    nodes.iter().map(|(_, n)| self.name(axis, *n)).collect();
                instead(&rule.decl, &parts, &wholes?)
            }
        };
        Some(Narrowed {
            rule: narrowed,
            edits,
            title,
            replaced,
        })
    }

    /// Leaves out the people whom the other rule is about too.
    fn on_who(&self, rule: &Rule, against: &Rule) -> Option<Narrowed> {
        let spans = rule.names.of(NameList::Who);
        let terms = &rule.who.terms;
        if rule.who.spelled != WhoSpelled::Terms || spans.len() != terms.len() {
            return None;
        }
        let regions = Regions::new(self.model);
        let meets = |term: &crate::model::WhoTerm| {
            let both = |other| regions.both(term, other).is_some();
            against.who.terms.iter().any(both)
        };
        let kept: Vec<bool> = terms.iter().map(|t| !meets(t)).collect();
        if kept.iter().all(|k| *k) || !kept.iter().any(|k| *k) {
            return None;
        }
        let mut narrowed = rule.clone();
        let mut keep = kept.iter();
        narrowed.who.terms.retain(|_| keep.next() == Some(&true));
        let names = |term: &crate::model::WhoTerm| -> Vec<String> {
            let party = term.party.and_then(|p| self.model.parties.get(p.index()));
            let groups = term.groups.iter();
            let groups = groups.filter_map(|g| self.model.groups.get(g.index()));
            let decls = party.map(|p| &p.decl).into_iter();
            decls
                .chain(groups.map(|g| &g.decl))
                .map(|d| d.id.clone())
                .collect()
        };
        let dropped = terms.iter().zip(&kept).filter(|(_, kept)| !**kept);
        let dropped: Vec<String> = dropped.map(|(t, _)| names(t).join(" + ")).collect();
        Some(Narrowed {
            rule: narrowed,
            edits: without(spans, &kept),
            title: leave_out(&rule.decl, &dropped),
            replaced: Vec::new(),
        })
    }

    /// Adds that the other rule's condition does not hold.
    fn on_condition(&self, rule: &Rule, against: &Rule) -> Option<Narrowed> {
        let theirs = against.condition.written.as_ref()?;
        let spelling = Spelling::of(self.model);
        let mut text = spelling.condition(theirs, false)?;
        // A day in force behind a bare fact would be read as a test on that fact.
        if rule.from.is_some() || rule.until.is_some() {
            text = format!("({text})");
        }
        let mut narrowed = rule.clone();
        narrowed.condition = and_not(self.model, &rule.condition, theirs)?;
        let edits = match (&rule.condition.written, rule.names.condition) {
            (None, None) => vec![Edit {
                span: behind(rule.statement),
                text: format!("\n  {} {text}", spelling.word(Word::kw_if)),
            }],
            (Some(own), Some(span)) => {
                let and = spelling.word(Word::kw_and);
                match own {
                    Expr::Or(_) => vec![
                        Edit {
                            span: crate::source::Span {
                                end: span.start,
                                ..span
                            },
                            text: "(".into(),
                        },
                        Edit {
                            span: behind(span),
                            text: format!(") {and} {text}"),
                        },
                    ],
                    _ => vec![Edit {
                        span: behind(span),
                        text: format!(" {and} {text}"),
                    }],
                }
            }
            _ => return None,
        };
        let decl = &rule.decl;
        Some(Narrowed {
            rule: narrowed,
            edits,
            title: Text::new(
                format!("Add a condition to \"{}\": {text}", decl.title(Lang::En)),
                format!(
                    "Geef \"{}\" een voorwaarde erbij: {text}",
                    decl.title(Lang::Nl)
                ),
            ),
            replaced: Vec::new(),
        })
    }

    /// A node as the source calls it.
    fn name(&self, axis: Axis, node: u32) -> Option<String> {
        let at = node as usize;
        let decl = match axis {
            Axis::Action => return Spelling::of(self.model).action(ActionId(node)),
            Axis::Data => &self.model.data.get(at)?.decl,
            Axis::Purpose => &self.model.purposes.get(at)?.decl,
        };
        (has_name(decl) || decl.origin == crate::model::Origin::Dpv).then(|| decl.id.clone())
    }

    /// Whether the rules never meet after the edit, and what the rule loses lies within the other. With unknown facts too: what
    /// was permitted for certain stays so, unless the prohibition may be in effect there.
    fn is_exact(&self, rule: &Rule, against: &Rule, narrowed: &Narrowed) -> bool {
        let model = self.model;
        let mut settled = Regions::new(model);
        let (left, theirs) = (settled.boxes(&narrowed.rule), settled.boxes(against));
        let meet = |a: &RuleBox| theirs.iter().any(|b| settled.overlap(a, b).is_some());
        if left.iter().any(meet) {
            return false;
        }
        let mut regions = Regions::in_view(model, View::Partial);
        let permission = rule.deontic == Deontic::May;
        let setters: Vec<&Rule> = against
            .set_aside_by
            .iter()
            .filter_map(|id| model.rules.get(id.index()))
            .collect();
        let (before, mut after, theirs, except);
        if permission {
            before = regions.boxes(rule);
            after = regions.boxes(&narrowed.rule);
            theirs = regions.possible_boxes(against);
            except = setters
                .iter()
                .flat_map(|r| regions.boxes(r))
                .collect::<Vec<_>>();
        } else {
            before = regions.possible_boxes(rule);
            after = regions.possible_boxes(&narrowed.rule);
            theirs = regions.boxes(against);
            except = Vec::new();
        }
        for (axis, node) in &narrowed.replaced {
            for left in &mut after {
                if let Some(atoms) = left.atoms.get_mut(*axis as usize) {
                    Rc::make_mut(atoms).insert(*node as usize);
                }
            }
        }
        let plain = after.iter().map(Blocker::plain);
        let other = theirs.iter().map(|by| Blocker {
            by,
            except: except.iter().collect(),
        });
        let all: Vec<Blocker> = plain.chain(other).collect();
        before
            .iter()
            .all(|b| matches!(regions.cover(b, &all), Cover::Covered))
    }

    /// Whether what is left of a permission still permits something and its exceptions are still exceptions; whether a
    /// prohibition still prohibits something and sets no other permission free.
    fn is_of_use(&self, one: RuleId, other: RuleId, narrowed: &Narrowed) -> bool {
        let rule = &narrowed.rule;
        let mut regions = Regions::new(self.model);
        let boxes = regions.boxes(rule);
        if rule.deontic == Deontic::MustNot {
            let somebody = boxes.iter().any(|b| regions.anybody(b.term));
            return somebody && !self.frees(one, other);
        }
        let exceptions = self.exceptions.get(&one).into_iter().flatten();
        for exception in exceptions.filter_map(|e| self.rule(*e)) {
            let theirs = regions.boxes(exception);
            let blockers: Vec<Blocker> = boxes.iter().map(Blocker::plain).collect();
            let within = |b: &RuleBox<'_>| boxes.iter().any(|a| regions.overlap(a, b).is_some());
            let inside = |b| matches!(regions.cover(b, &blockers), Cover::Covered);
            if theirs.iter().any(within) && !theirs.iter().all(inside) {
                return false;
            }
        }
        self.still_permits(one, &regions, &boxes, &[])
    }
}

fn list_of(axis: Axis) -> NameList {
    match axis {
        Axis::Action => NameList::Actions,
        Axis::Data => NameList::Data,
        Axis::Purpose => NameList::Purposes,
    }
}

/// The largest parts of a node that are clear of the other rule.
fn parts_clear_of(
    tree: &crate::model::Taxonomy,
    node: u32,
    clear: &impl Fn(u32) -> bool,
) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    let mut waiting: Vec<u32> = tree.children(node).iter().rev().copied().collect();
    while let Some(child) = waiting.pop() {
        if clear(child) {
            if !out.contains(&child) {
                out.push(child);
            }
        } else if out.len() <= MOST_PARTS {
            waiting.extend(tree.children(child).iter().rev());
        }
    }
    // A part may lie within another one as well.
    let parts = out.clone();
    out.retain(|n| !parts.iter().any(|p| p != n && tree.is_within(*n, *p)));
    out
}

/// Both conditions, the second one turned around.
fn and_not(model: &Model, own: &Condition, theirs: &Expr) -> Option<Condition> {
    let not: Vec<Clause> = theirs.alternatives(true, &|key| model.domain(key))?;
    let mut clauses = Vec::new();
    for clause in &own.clauses {
        for more in &not {
            clauses.push(clause.iter().chain(more).cloned().collect());
        }
    }
    (clauses.len() <= MOST_CLAUSES).then_some(Condition {
        written: own.written.clone(),
        clauses,
    })
}

fn ticked(names: &[String], lang: Lang) -> String {
    let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    prose::and(&names, lang)
}

fn leave_out(decl: &Decl, names: &[String]) -> Text {
    Text::new(
        format!(
            "Leave {} out of \"{}\"",
            ticked(names, Lang::En),
            decl.title(Lang::En)
        ),
        format!(
            "Laat {} weg uit \"{}\"",
            ticked(names, Lang::Nl),
            decl.title(Lang::Nl)
        ),
    )
}

fn instead(decl: &Decl, parts: &[String], wholes: &[String]) -> Text {
    Text::new(
        format!(
            "Name only {} in \"{}\" instead of {}",
            ticked(parts, Lang::En),
            decl.title(Lang::En),
            ticked(wholes, Lang::En)
        ),
        format!(
            "Noem in \"{}\" alleen {} in plaats van {}",
            decl.title(Lang::Nl),
            ticked(parts, Lang::Nl),
            ticked(wholes, Lang::Nl)
        ),
    )
}
