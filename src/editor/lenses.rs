//! Code lenses: what the whole analysis says of a declaration, above it.

use super::Snapshot;
use crate::analysis::scenarios::Outcome;
use crate::diagnostic::Text;
use crate::model::{AnyId, Deontic, Model, Named, Role, Rule};
use crate::output::site::need;
use crate::source::{FileId, Span};
use crate::{Checked, model};
use std::collections::BTreeSet;

/// What a lens is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LensKind {
    /// How the scenarios came out.
    Scenarios,
    /// Whom a rule permits what.
    Permits,
    /// How many a quorum is.
    Quorum,
    /// How often a declaration is used.
    Uses,
}

/// A line above a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    pub kind: LensKind,
    /// The name of the declaration that it stands above.
    pub at: Span,
    pub title: Text,
    /// The mentions, for a lens that counts them.
    pub uses: Vec<Span>,
}

/// The lenses of a file. Those that the whole analysis tells are there only while it is of exactly these texts: a number
/// that is not true any more is worse than none.
pub fn lenses(snapshot: &Snapshot, file: FileId) -> Vec<Lens> {
    let model = &snapshot.model;
    let mut found = Vec::new();
    let here = |span: Option<Span>| span.filter(|s| s.file == file);
    if let Some(checked) = snapshot.fresh().filter(|c| c.complete) {
        if let Some(at) = here(model.commons.decl.as_ref().and_then(|d| d.name_span)) {
            found.extend(all_scenarios(checked, at));
        }
        for result in &checked.scenarios {
            let span = model.scenarios.get(result.index).map(|s| s.span);
            if let Some(at) = here(span) {
                found.push(Lens {
                    kind: LensKind::Scenarios,
                    at: Span {
                        end: at.start,
                        ..at
                    },
                    title: outcome(result.outcome),
                    uses: Vec::new(),
                });
            }
        }
        for rule in model.rules.iter().filter(|r| r.decl.is_own()) {
            if let Some(at) = here(rule.decl.name_span)
                && let Some(title) = permits(model, rule)
            {
                found.push(Lens {
                    kind: LensKind::Permits,
                    at,
                    title,
                    uses: Vec::new(),
                });
            }
        }
        for decision in model.decisions.iter().filter(|d| d.decl.is_own()) {
            if let Some(at) = here(decision.decl.name_span)
                && let Some(title) = quorum(model, decision)
            {
                found.push(Lens {
                    kind: LensKind::Quorum,
                    at,
                    title,
                    uses: Vec::new(),
                });
            }
        }
    }
    uses(model, file, &mut found);
    found.sort_by_key(|l| (l.at, l.kind));
    found
}

fn all_scenarios(checked: &Checked, at: Span) -> Option<Lens> {
    let count = |o: Outcome| checked.scenarios.iter().filter(|s| s.outcome == o).count();
    let (passed, failed) = (count(Outcome::Passed), count(Outcome::Failed));
    let open = count(Outcome::NotChecked);
    if passed + failed + open == 0 {
        return None;
    }
    let mut en = vec![match passed {
        1 => "1 scenario passes".to_string(),
        n => format!("{n} scenarios pass"),
    }];
    let mut nl = vec![match passed {
        1 => "1 scenario slaagt".to_string(),
        n => format!("{n} scenario's slagen"),
    }];
    if failed > 0 {
        en.push(match failed {
            1 => "1 fails".to_string(),
            n => format!("{n} fail"),
        });
        nl.push(match failed {
            1 => "1 faalt".to_string(),
            n => format!("{n} falen"),
        });
    }
    if open > 0 {
        en.push(format!("{open} not checked"));
        nl.push(format!("{open} niet nagegaan"));
    }
    Some(Lens {
        kind: LensKind::Scenarios,
        at,
        title: Text::new(en.join(", "), nl.join(", ")),
        uses: Vec::new(),
    })
}

fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Passed => Text::new("passes", "slaagt"),
        Outcome::Failed => Text::new("fails", "faalt"),
        Outcome::NotChecked => Text::new("not checked", "niet nagegaan"),
    }
}

/// "permits 3 groups, 12 datasets".
fn permits(model: &Model, rule: &Rule) -> Option<Text> {
    if rule.deontic != Deontic::May {
        return None;
    }
    let mut groups: BTreeSet<model::GroupId> = BTreeSet::new();
    let mut parties = BTreeSet::new();
    let mut everyone = false;
    for term in &rule.who.terms {
        everyone |= term.groups.is_empty() && term.party.is_none();
        parties.extend(term.party);
        groups.extend(term.groups.first().copied());
    }
    let (mut en, mut nl) = (Vec::new(), Vec::new());
    let mut say = |count: usize, one: [&str; 2], many: [&str; 2]| {
        if count > 0 {
            let [a, b] = if count == 1 { one } else { many };
            en.push(format!("{count} {a}"));
            nl.push(format!("{count} {b}"));
        }
    };
    say(groups.len(), ["group", "groep"], ["groups", "groepen"]);
    say(parties.len(), ["party", "partij"], ["parties", "partijen"]);
    let data = covered(model, rule);
    say(data, ["dataset", "dataset"], ["datasets", "datasets"]);
    if everyone {
        en.insert(0, "everyone".into());
        nl.insert(0, "iedereen".into());
    }
    Some(Text::new(
        format!("permits {}", en.join(", ")),
        format!("staat toe: {}", nl.join(", ")),
    ))
}

/// How many datasets a rule covers, whole or some fields of them.
fn covered(model: &Model, rule: &Rule) -> usize {
    let is_dataset = |n: usize| model.data.get(n).is_some_and(model::Data::is_dataset);
    if rule.data.is_empty() {
        let own = model.data.iter().enumerate();
        return own.filter(|(n, _)| is_dataset(*n)).count();
    }
    let mut all = BTreeSet::new();
    for named in &rule.data {
        for node in model.data_tree.down(named.0) {
            match model.data.get(*node as usize).map(|d| &d.kind) {
                Some(model::DataKind::Dataset(_)) => all.insert(*node),
                Some(model::DataKind::Field { dataset, .. }) => all.insert(dataset.0),
                None => false,
            };
        }
    }
    all.len()
}

/// "quorum 34 of 100": of the largest number of members that the source speaks of, else of a hundred.
fn quorum(model: &Model, decision: &model::Decision) -> Option<Text> {
    let lines = need::lines(model, decision);
    let line = lines.iter().rev().find(|l| l.quorum.is_some())?;
    let (quorum, size) = (line.quorum?, line.size);
    Some(Text::new(
        format!("quorum {quorum} of {size}"),
        format!("quorum {quorum} van {size}"),
    ))
}

fn uses(model: &Model, file: FileId, found: &mut Vec<Lens>) {
    let mut mentions: std::collections::BTreeMap<AnyId, Vec<Span>> = Default::default();
    for one in model.uses.iter().filter(|u| u.role == Role::Mentions) {
        if let Named::Is(id) = one.named {
            mentions.entry(id).or_default().push(one.span);
        }
    }
    for (id, decl) in model.declarations() {
        let field = matches!(id, AnyId::Data(d) if model.data.get(d.index()).is_some_and(|d| !d.is_dataset()));
        let Some(at) = decl.name_span.filter(|s| s.file == file && !field) else {
            continue;
        };
        // Nothing names a right, and what names a rule is seldom of use.
        if !decl.is_own() || matches!(id, AnyId::Right(_)) {
            continue;
        }
        let spans = mentions.remove(&id).unwrap_or_default();
        let count = spans.len();
        if count == 0 {
            continue;
        }
        let title = match count {
            1 => Text::new("used once", "1 keer gebruikt"),
            n => Text::new(format!("used {n} times"), format!("{n} keer gebruikt")),
        };
        found.push(Lens {
            kind: LensKind::Uses,
            at,
            title,
            uses: spans,
        });
    }
}
