//! Declarations that something refers to, and that no rule reaches. What nothing refers to is `unused`.
//!
//! A rule reaches something only if there is a case in which it applies. All rules are gone through once, and only those that
//! name something new are looked into.

use super::unused::Used;
use crate::analysis::Axis;
use crate::analysis::region::{Regions, RuleBox};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{
    AnyId, DataId, Decl, FactId, FactKey, GroupId, Holder, Model, PurposeId, Rule, RuleId, WhoTerm,
};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeSet, HashMap};

/// A dataset, purpose, group or fact out of reach of every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    pub what: AnyId,
    /// The rules that name it (or what lies above or below it), but never where they can apply.
    pub by: Vec<RuleId>,
}

pub(super) fn find(regions: &mut Regions, used: &Used) -> Vec<Unreached> {
    let model = regions.model;
    let mut reached = Reached::new(model);
    let mut somebody: HashMap<&WhoTerm, bool> = HashMap::new();
    for rule in &model.rules {
        if !reached.gains_from(rule) {
            continue;
        }
        let mut boxes = regions.boxes(rule);
        boxes.retain(|b: &RuleBox| {
            *somebody
                .entry(b.term)
                .or_insert_with_key(|term| regions.anybody(term))
        });
        if rule.incomplete || (boxes.is_empty() && rule.decl.is_own()) {
            // What it means is not known, or it can never apply: that is reported. What it names would be a finding too many.
            reached.lists(rule);
            reached.terms(rule.who.terms.iter());
            reached.facts(rule.condition.clauses.iter().flatten().map(|l| l.key));
        } else if !boxes.is_empty() {
            reached.lists(rule);
            reached.terms(boxes.iter().map(|b| b.term));
            reached.facts(boxes.iter().flat_map(|b| b.facts.keys().copied()));
        }
    }
    reached.offices(&Used::by_office(model));
    let named = |id: AnyId| match id {
        // A dataset that a part or a field of is used is used.
        AnyId::Data(d) => {
            let below = model.data_tree.down(d.0).iter();
            below
                .copied()
                .any(|n| used.contains(AnyId::Data(DataId(n))))
        }
        id => used.contains(id),
    };
    candidates(model)
        .into_iter()
        .filter(|id| named(*id) && !reached.holds(*id))
        .map(|what| Unreached {
            what,
            by: naming(model, what),
        })
        .collect()
}

/// The own datasets, purposes, groups (but for those who sit in a body) and facts.
fn candidates(m: &Model) -> Vec<AnyId> {
    let data = m.data.iter().enumerate();
    let data = data.filter(|(_, d)| d.decl.is_own() && d.is_dataset());
    let purposes = m.purposes.iter().enumerate();
    let purposes = purposes.filter(|(_, p)| p.decl.is_own());
    let groups = m.groups.iter().enumerate();
    let groups = groups.filter(|(_, g)| g.decl.is_own() && g.body.is_none());
    let facts = m.facts.iter().enumerate();
    let facts = facts.filter(|(_, f)| f.decl.is_own());
    let mut out: Vec<AnyId> = data.map(|(at, _)| AnyId::Data(DataId::new(at))).collect();
    out.extend(purposes.map(|(at, _)| AnyId::Purpose(PurposeId::new(at))));
    out.extend(groups.map(|(at, _)| AnyId::Group(GroupId::new(at))));
    out.extend(facts.map(|(at, _)| AnyId::Fact(FactId::new(at))));
    out
}

/// The rules that name it after all. A fact is named by their conditions.
fn naming(m: &Model, what: AnyId) -> Vec<RuleId> {
    let names = |rule: &Rule| match what {
        AnyId::Data(d) => rule.data.iter().any(|n| related(&m.data_tree, n.0, d.0)),
        AnyId::Purpose(p) => rule
            .purposes
            .iter()
            .any(|n| related(&m.purpose_tree, n.0, p.0)),
        AnyId::Group(g) => {
            let terms = rule.who.terms.iter().flat_map(|t| &t.groups);
            terms.into_iter().any(|n| related(&m.group_tree, n.0, g.0))
        }
        AnyId::Fact(f) => {
            let tests = rule.condition.clauses.iter().flatten();
            tests.into_iter().any(|l| l.key == FactKey::Fact(f))
        }
        _ => false,
    };
    let rules = m.rules.iter().enumerate();
    rules
        .filter(|(_, r)| r.decl.is_own() && names(r))
        .map(|(at, _)| RuleId::new(at))
        .collect()
}

/// Whether one is the other, or lies above or below it.
fn related(tree: &crate::model::Taxonomy, a: u32, b: u32) -> bool {
    tree.is_within(a, b) || tree.is_within(b, a)
}

/// What the rules reach so far.
struct Reached<'m> {
    model: &'m Model,
    /// Atoms of data and of purposes.
    atoms: [FixedBitSet; 2],
    /// Nodes whose atoms are all in `atoms`.
    nodes: [FixedBitSet; 2],
    /// A rule that names none covers them all.
    all: [bool; 2],
    /// Groups that a term names.
    groups: FixedBitSet,
    everyone: bool,
    facts: BTreeSet<FactKey>,
}

const AXES: [Axis; 2] = [Axis::Data, Axis::Purpose];

impl<'m> Reached<'m> {
    fn new(model: &'m Model) -> Self {
        let sizes = AXES.map(|axis| axis.tree(model).len());
        Reached {
            model,
            atoms: sizes.map(FixedBitSet::with_capacity),
            nodes: sizes.map(FixedBitSet::with_capacity),
            all: [false; 2],
            groups: FixedBitSet::with_capacity(model.groups.len()),
            everyone: false,
            facts: BTreeSet::new(),
        }
    }

    /// Whether a rule names something that is not reached yet.
    fn gains_from(&self, rule: &Rule) -> bool {
        let lists = AXES.into_iter().enumerate().any(|(at, axis)| {
            let mut named = names(axis, rule).peekable();
            let whole = axis.named(rule).next().is_none() && !self.all[at];
            let new = named.any(|n| !self.nodes[at].contains(n as usize));
            whole || (new && !self.all[at])
        });
        let groups = rule
            .who
            .terms
            .iter()
            .any(|t| match (&t.groups[..], t.party) {
                ([], None) => !self.everyone,
                (groups, party) => {
                    let new = |g: &GroupId| !self.groups.contains(g.index());
                    !self.everyone && (groups.iter().any(new) || party.is_some())
                }
            });
        let recipients = recipients(rule).any(|h| match h {
            Holder::Group(g) => !self.everyone && !self.groups.contains(g.index()),
            _ => false,
        });
        let tests = rule.condition.clauses.iter().flatten();
        let facts = tests.into_iter().any(|l| !self.facts.contains(&l.key));
        lists || groups || recipients || facts
    }

    /// The rule's own lists, those of its duties, and whom these are owed to.
    fn lists(&mut self, rule: &Rule) {
        for (at, axis) in AXES.into_iter().enumerate() {
            self.all[at] |= axis.named(rule).next().is_none();
            for node in names(axis, rule) {
                if !self.nodes[at].put(node as usize) {
                    let below = axis.tree(self.model).down(node).iter();
                    self.atoms[at].extend(below.map(|&n| n as usize));
                }
            }
        }
        for holder in recipients(rule) {
            self.holder(holder);
        }
    }

    fn holder(&mut self, holder: Holder) {
        match holder {
            Holder::Group(g) => self.groups.extend([g.index()]),
            Holder::Party(p) => {
                let party = self.model.parties.get(p.index());
                let groups = party.map_or(&[][..], |p| &p.groups);
                self.groups.extend(groups.iter().map(|g| g.index()));
            }
            Holder::Commons => {}
        }
    }

    fn terms<'t>(&mut self, terms: impl Iterator<Item = &'t WhoTerm>) {
        for term in terms {
            self.everyone |= term.groups.is_empty() && term.party.is_none();
            self.groups.extend(term.groups.iter().map(|g| g.index()));
            term.party
                .into_iter()
                .for_each(|p| self.holder(Holder::Party(p)));
        }
    }

    fn facts(&mut self, keys: impl Iterator<Item = FactKey>) {
        self.facts.extend(keys);
    }

    /// Groups with a task, a right or a vote, and facts that a decision or a right needs.
    fn offices(&mut self, used: &Used) {
        for at in 0..self.model.groups.len() {
            if used.contains(AnyId::Group(GroupId::new(at))) {
                self.groups.extend([at]);
            }
        }
        for at in 0..self.model.parties.len() {
            let id = crate::model::PartyId::new(at);
            if used.contains(AnyId::Party(id)) {
                self.holder(Holder::Party(id));
            }
        }
        for at in 0..self.model.facts.len() {
            let id = FactId::new(at);
            if used.contains(AnyId::Fact(id)) {
                self.facts.insert(FactKey::Fact(id));
            }
        }
    }

    fn holds(&self, id: AnyId) -> bool {
        let covered = |at: usize, axis: Axis, node: u32| {
            let below = axis.tree(self.model).down(node);
            self.all[at] || below.iter().any(|&n| self.atoms[at].contains(n as usize))
        };
        match id {
            AnyId::Data(d) => covered(0, Axis::Data, d.0),
            AnyId::Purpose(p) => covered(1, Axis::Purpose, p.0),
            AnyId::Group(g) => {
                let tree = &self.model.group_tree;
                let near = tree.up(g.0).iter().chain(tree.down(g.0));
                let mut near = near.map(|&n| n as usize);
                self.everyone || near.any(|n| self.groups.contains(n))
            }
            AnyId::Fact(f) => self.facts.contains(&FactKey::Fact(f)),
            _ => true,
        }
    }
}

/// What a rule and its duties name on an axis.
fn names(axis: Axis, rule: &Rule) -> impl Iterator<Item = u32> + '_ {
    let of_duty = move |d: &crate::model::Duty| -> Vec<u32> {
        match axis {
            Axis::Action => Vec::new(),
            Axis::Data => d.data.iter().map(|d| d.0).collect(),
            Axis::Purpose => d.purposes.iter().map(|p| p.0).collect(),
        }
    };
    axis.named(rule).chain(rule.duties.iter().flat_map(of_duty))
}

/// Whom the duties of a rule are owed to.
fn recipients(rule: &Rule) -> impl Iterator<Item = Holder> + '_ {
    let of_duties = rule.duties.iter().flat_map(|d| &d.terms.to);
    rule.terms.to.iter().chain(of_duties).copied()
}

/// An unreached declaration in sentences.
pub(super) fn diagnostic(model: &Model, unreached: &Unreached) -> Diagnostic {
    let (decl, en, nl) = match unreached.what {
        AnyId::Data(d) => (
            model.data.get(d.index()).map(|d| &d.decl),
            "dataset",
            "de dataset",
        ),
        AnyId::Purpose(p) => {
            let decl = model.purposes.get(p.index()).map(|p| &p.decl);
            (decl, "purpose", "het doeleinde")
        }
        AnyId::Group(g) => (
            model.groups.get(g.index()).map(|g| &g.decl),
            "group",
            "de groep",
        ),
        AnyId::Fact(f) => (
            model.facts.get(f.index()).map(|f| &f.decl),
            "fact",
            "het feit",
        ),
        _ => (None, "", ""),
    };
    let id = decl.map_or("", |d: &Decl| &d.id);
    let fact = matches!(unreached.what, AnyId::Fact(_));
    let message = if fact {
        Text::new(
            format!("The fact `{id}` makes no difference: no rule that can apply depends on it."),
            format!("Het feit `{id}` maakt niets uit: geen regel die kan gelden, hangt ervan af."),
        )
    } else {
        Text::new(
            format!("The {en} `{id}` is out of reach of every rule that can apply."),
            format!(
                "{} `{id}` valt buiten elke regel die kan gelden.",
                crate::prose::capital(nl)
            ),
        )
    };
    let mut d = Diagnostic::new(codes::UNREACHABLE, message);
    if let Some(span) = decl.and_then(|d| d.name_span.or(d.span)) {
        let text = match unreached.what {
            AnyId::Group(_) => Text::new("no rule is about it", "geen regel gaat erover"),
            AnyId::Fact(_) => Text::new("nothing depends on it", "niets hangt ervan af"),
            _ => Text::new("no rule covers it", "geen regel gaat hierover"),
        };
        d = d.label(span, text);
    }
    for rule in unreached
        .by
        .iter()
        .filter_map(|r| model.rules.get(r.index()))
    {
        let text = Text::new(
            "named here, where it can make no difference",
            "hier genoemd, waar het niets kan uitmaken",
        );
        d = d.label(rule.statement, text);
    }
    d.help(match unreached.what {
        AnyId::Group(_) => Text::new(
            "What no rule permits is not permitted: whoever is only in this group may do nothing. Write the rule that is missing, or say with `accept M0602 because \"…\"` that it is meant.",
            "Wat geen regel toestaat, mag niet: wie alleen in deze groep zit, mag niets. Schrijf de regel die ontbreekt, of zeg met `aanvaard M0602 omdat \"…\"` dat het de bedoeling is.",
        ),
        AnyId::Fact(_) => Text::new(
            "Look at the condition that tests it, or take the fact out.",
            "Kijk naar de voorwaarde die erop toetst, of haal het feit weg.",
        ),
        _ => Text::new(
            "What no rule permits is not permitted. Write the rule that is missing, or say with `accept M0602 because \"…\"` that it is meant.",
            "Wat geen regel toestaat, mag niet. Schrijf de regel die ontbreekt, of zeg met `aanvaard M0602 omdat \"…\"` dat het de bedoeling is.",
        ),
    })
}
