//! The names of an ODRL policy: IRIs of everything that a source declares, and which ODRL action says what an action means.

use super::tables::Axis;
use crate::model::{
    ActionId, DataId, FactKey, GroupId, Holder, Model, PartyId, RuleId, SanctionId,
};
use std::collections::BTreeSet;

pub const ODRL: &str = "http://www.w3.org/ns/odrl/2/";

/// What ODRL 2.2 includes in what, as far as its actions are used here; all others are in `use`.
const INCLUDED_IN: [(&str, &str); 8] = [
    ("sell", "transfer"),
    ("give", "transfer"),
    ("display", "play"),
    ("extract", "reproduce"),
    ("copy", "reproduce"),
    ("stream", "distribute"),
    ("export", "distribute"),
    ("lend", "use"),
];

/// IRIs of one commons.
pub struct Names<'m> {
    pub model: &'m Model,
    base: String,
    /// The IRI of each action.
    actions: Vec<String>,
}

impl<'m> Names<'m> {
    pub fn new(model: &'m Model) -> Self {
        let base = format!("urn:meent:{}", encoded(model.commons.id()));
        let mut names = Names {
            model,
            base,
            actions: Vec::new(),
        };
        names.actions = (0..model.actions.len() as u32)
            .map(|n| names.choose_action(n))
            .collect();
        names
    }

    pub fn commons(&self) -> String {
        self.base.clone()
    }

    pub fn policy(&self) -> String {
        format!("{}:policy", self.base)
    }

    pub fn agreement(&self, party: PartyId) -> String {
        self.of(
            "agreement",
            self.model.parties.get(party.index()).map(|p| &p.decl),
        )
    }

    pub fn profile(&self) -> String {
        format!("{}:profile", self.base)
    }

    fn of(&self, kind: &str, decl: Option<&crate::model::Decl>) -> String {
        format!(
            "{}:{kind}:{}",
            self.base,
            encoded(decl.map_or("", |d| d.id.as_str()))
        )
    }

    /// A rule, or one part of it where it takes several ODRL rules to say it.
    pub fn rule(&self, rule: RuleId, part: usize) -> String {
        let whole = self.of("rule", self.model.rules.get(rule.index()).map(|r| &r.decl));
        if part == 0 {
            whole
        } else {
            format!("{whole}:{}", part + 1)
        }
    }

    pub fn group(&self, group: GroupId) -> String {
        self.of(
            "group",
            self.model.groups.get(group.index()).map(|g| &g.decl),
        )
    }

    pub fn party(&self, party: PartyId) -> String {
        self.of(
            "party",
            self.model.parties.get(party.index()).map(|p| &p.decl),
        )
    }

    pub fn holder(&self, holder: Holder) -> String {
        match holder {
            Holder::Group(g) => self.group(g),
            Holder::Party(p) => self.party(p),
            Holder::Commons => self.commons(),
        }
    }

    pub fn data(&self, data: DataId) -> String {
        self.of("data", self.model.data.get(data.index()).map(|d| &d.decl))
    }

    /// All data of the commons.
    pub fn all_data(&self) -> String {
        format!("{}:data", self.base)
    }

    /// A purpose: its IRI in the Data Privacy Vocabulary, or one of our own.
    pub fn purpose(&self, node: u32) -> String {
        let purpose = self.model.purposes.get(node as usize);
        purpose
            .and_then(|p| p.iri.clone())
            .unwrap_or_else(|| self.of("purpose", purpose.map(|p| &p.decl)))
    }

    pub fn sanction(&self, sanction: SanctionId) -> String {
        self.of(
            "sanction",
            self.model.sanctions.get(sanction.index()).map(|s| &s.decl),
        )
    }

    /// The left operand of a fact, a decision or the moment.
    pub fn operand(&self, key: FactKey) -> String {
        match key {
            FactKey::Fact(id) => self.of("fact", self.model.facts.get(id.index()).map(|f| &f.decl)),
            FactKey::Passed(id) => self.of(
                "decision",
                self.model.decisions.get(id.index()).map(|d| &d.decl),
            ),
            FactKey::Moment => format!("{}:moment", self.base),
        }
    }

    /// The value of a left operand that is not known.
    pub fn unknown(&self) -> String {
        format!("{}:unknown", self.base)
    }

    /// The left operand for the groups that who asks is in.
    pub fn membership(&self) -> String {
        format!("{}:member-of", self.base)
    }

    /// The left operand for who asks.
    pub fn asker(&self) -> String {
        format!("{}:asker", self.base)
    }

    /// The left operand for how long something is to last.
    pub fn lasting(&self) -> String {
        format!("{}:lasting", self.base)
    }

    // ------------------------------------------------------------------ actions

    pub fn action(&self, node: u32) -> &str {
        self.actions.get(node as usize).map_or("", String::as_str)
    }

    /// As it stands in a policy: without the prefix for a term of ODRL.
    pub fn action_term(&self, node: u32) -> String {
        let iri = self.action(node);
        iri.strip_prefix(ODRL).unwrap_or(iri).to_owned()
    }

    pub fn is_own_action(&self, node: u32) -> bool {
        !self.action(node).starts_with(ODRL)
    }

    /// The one ODRL action that an action of our own is included in.
    pub fn included_in(&self, node: u32) -> String {
        let action = self.model.actions.get(node as usize);
        let odrl = action.and_then(|a| a.odrl.clone().or_else(|| a.odrl_included_in.clone()));
        odrl.filter(|iri| iri.starts_with(ODRL))
            .unwrap_or_else(|| format!("{ODRL}use"))
    }

    /// ODRL's term only where it means no more than ours: a rule on it must not cover what the source does not name.
    fn choose_action(&self, node: u32) -> String {
        let own = self.of(
            "action",
            self.model.actions.get(node as usize).map(|a| &a.decl),
        );
        let Some(iri) = self
            .model
            .actions
            .get(node as usize)
            .and_then(|a| a.odrl.as_deref())
        else {
            return own;
        };
        if !iri.starts_with(ODRL) {
            return own;
        }
        let within = &self.model.action_tree;
        let ours = 0..self.model.actions.len() as u32;
        let all_below = ours.into_iter().all(|other| {
            let includes = above(&self.included_in(other)).contains(iri);
            !includes || within.is_within(other, node)
        });
        // Two of our actions with one ODRL term would become one.
        let first = self
            .model
            .actions
            .iter()
            .position(|a| a.odrl.as_deref() == Some(iri))
            == Some(node as usize);
        if all_below && first {
            iri.to_owned()
        } else {
            own
        }
    }

    /// Our actions that a rule on this one covers in ODRL: itself, and what is included in it.
    fn included(&self, node: u32) -> BTreeSet<u32> {
        let iri = self.action(node);
        let ours = 0..self.model.actions.len() as u32;
        ours.filter(|&n| n == node || self.inclusions(n).contains(iri))
            .collect()
    }

    /// All that an action is included in.
    fn inclusions(&self, node: u32) -> BTreeSet<String> {
        let own = self.action(node);
        let mut all = if self.is_own_action(node) {
            above(&self.included_in(node))
        } else {
            above(own)
        };
        all.remove(own);
        all
    }

    /// Whether others are included in an action, so that it needs a name for itself alone.
    pub fn has_included(&self, node: u32) -> bool {
        self.included(node).len() > 1
    }

    /// An action apart from those that are included in it ("not further specified").
    pub fn action_itself(&self, node: u32) -> String {
        format!(
            "{}:itself",
            self.of(
                "action",
                self.model.actions.get(node as usize).map(|a| &a.decl)
            )
        )
    }

    /// The fewest terms that cover exactly these actions.
    pub fn cover_actions(&self, atoms: &BTreeSet<u32>) -> Vec<String> {
        let whole: BTreeSet<u32> = atoms
            .iter()
            .copied()
            .filter(|&n| self.included(n).is_subset(atoms))
            .collect();
        let covered = |node: u32| {
            let within = self.inclusions(node);
            whole
                .iter()
                .any(|&n| n != node && within.contains(self.action(n)))
        };
        let left = atoms.iter().filter(|&&n| !covered(n));
        left.map(|&n| {
            if whole.contains(&n) {
                self.action_term(n)
            } else {
                self.action_itself(n)
            }
        })
        .collect()
    }

    /// The fewest assets that cover exactly these: a dataset stands for its parts.
    pub fn cover_data(&self, atoms: &BTreeSet<u32>) -> Vec<String> {
        let tree = Axis::Data.tree(self.model);
        if atoms.len() == tree.len() {
            return vec![self.all_data()];
        }
        let whole = |n: u32| tree.down(n).iter().all(|below| atoms.contains(below));
        let tops = atoms.iter().filter(|&&n| {
            whole(n)
                && !tree
                    .up(n)
                    .iter()
                    .any(|&a| a != n && atoms.contains(&a) && whole(a))
        });
        let mut list: Vec<String> = tops.map(|&n| self.data(DataId(n))).collect();
        // A dataset of which only a part is meant is named as what is left of it.
        list.extend(
            atoms
                .iter()
                .filter(|&&n| !whole(n))
                .map(|&n| self.remainder(n)),
        );
        list.sort_unstable();
        list
    }

    /// A dataset apart from its parts ("not further specified").
    pub fn remainder(&self, node: u32) -> String {
        format!("{}:itself", self.data(DataId(node)))
    }

    pub fn action_id(&self, id: ActionId) -> String {
        self.action_term(id.0)
    }
}

/// An ODRL action and all that it is included in.
fn above(iri: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut next = iri.strip_prefix(ODRL).map(str::to_owned);
    while let Some(term) = next {
        let parent = match INCLUDED_IN.iter().find(|(a, _)| *a == term) {
            Some((_, parent)) => Some((*parent).to_owned()),
            None if term == "use" || term == "transfer" => None,
            None => Some("use".to_owned()),
        };
        all.insert(format!("{ODRL}{term}"));
        next = parent;
    }
    all
}

/// An id as part of a URN: letters, digits, `-`, `.`, `_` and `:` stay.
fn encoded(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
