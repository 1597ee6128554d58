//! Groups, named parties, separations.

use super::collect::Collected;
use super::{Builder, Entry, localized, messages};
use crate::model::{Group, GroupId, Holder, Party, Registration, Separation};
use crate::syntax::tree::{self, What};

impl<'a> Builder<'a> {
    pub(super) fn build_parties(&mut self, all: &Collected<'a>) {
        for entry in &all.groups {
            self.build_group(*entry);
        }
        for (at, entry) in all.bodies.iter().enumerate() {
            let decl = self.decl(*entry);
            self.model.groups.push(Group {
                decl,
                of: None,
                admitted_by: None,
                expelled_by: None,
                leave_notice: None,
                closed: false,
                register: None,
                size: None,
                body: Some(crate::model::BodyId::new(at)),
            });
        }
        for entry in &all.parties {
            self.build_party(*entry);
        }
        for entry in &all.separations {
            if let What::Separate { names, because } = &entry.tree.what {
                let (groups, whole) = self.group_list(entry.scope, names);
                if whole && groups.len() < 2 {
                    self.report(messages::separate_one(entry.tree.span));
                }
                let because = because.as_ref().map(|t| localized(t, entry.lang));
                if groups.len() > 1 {
                    self.model.separations.push(Separation {
                        groups,
                        because,
                        span: entry.tree.span,
                    });
                }
            }
        }
    }

    fn build_group(&mut self, entry: Entry<'a>) {
        let What::Group(tree) = &entry.tree.what else {
            return;
        };
        let s = entry.scope;
        let decl = self.decl(entry);
        let of = self
            .single(&tree.of, ["of", "van"], |o| o.span)
            .map(|o| o.value);
        let admitted_by = self
            .single(&tree.admitted_by, ["admitted by", "toegelaten door"], |n| {
                n.span
            })
            .cloned();
        let expelled_by = self
            .single(&tree.expelled_by, ["expelled by", "ontzet door"], |n| {
                n.span
            })
            .cloned();
        let group = Group {
            decl,
            of,
            admitted_by: admitted_by.and_then(|n| self.decision(s, &n)),
            expelled_by: expelled_by.and_then(|n| self.decision(s, &n)),
            leave_notice: self.single_duration(&tree.leave, ["leave with", "opzeggen met"]),
            closed: tree.closed.is_some(),
            register: self.single_string(&tree.register, ["register", "register"]),
            size: self.size(&tree.size),
            body: None,
        };
        self.model.groups.push(group);
    }

    pub(super) fn size(&mut self, sizes: &[tree::Size]) -> Option<(i64, Option<i64>)> {
        let size = self.single(sizes, ["size", "omvang"], |s| s.span)?.clone();
        if size.most.is_some_and(|most| most < size.least) {
            self.report(super::quantities::impossible(
                size.span,
                "The largest size is smaller than the smallest one.",
                "De grootste omvang is kleiner dan de kleinste.",
            ));
            return None;
        }
        Some((size.least, size.most))
    }

    fn build_party(&mut self, entry: Entry<'a>) {
        let What::Party(tree) = &entry.tree.what else {
            return;
        };
        let decl = self.decl(entry);
        let (groups, _) = self.group_list(entry.scope, &tree.groups);
        let party = Party {
            decl,
            member: tree.member,
            groups,
            seat: self.single_string(&tree.seat, ["seat", "zetel"]),
            registered: self.registration(&tree.registered),
            contact: self.single_string(&tree.contact, ["contact", "contact"]),
            address: self.single_string(&tree.address, ["address", "adres"]),
            represented_by: self.single_string(
                &tree.represented_by,
                ["represented by", "vertegenwoordigd door"],
            ),
        };
        self.model.parties.push(party);
    }

    pub(super) fn registration(&mut self, registered: &[tree::Registered]) -> Option<Registration> {
        let r = self.single(registered, ["register", "register"], |r| r.register.span)?;
        Some(Registration {
            register: r.register.value.to_string(),
            number: r.number.value.clone(),
        })
    }

    /// `separate a, b` while a group lies below both, or a named member is in both.
    pub(super) fn check_separations(&mut self) {
        let mut found = Vec::new();
        for separation in &self.model.separations {
            for (i, &a) in separation.groups.iter().enumerate() {
                for &b in &separation.groups[i + 1..] {
                    self.check_separated(a, b, separation, &mut found);
                }
            }
        }
        self.diagnostics.extend(found);
    }

    fn check_separated(
        &self,
        a: GroupId,
        b: GroupId,
        separation: &Separation,
        found: &mut Vec<crate::diagnostic::Diagnostic>,
    ) {
        let m = &self.model;
        let tree = &m.group_tree;
        let in_both = |groups: &[u32]| {
            let within = |g: GroupId| groups.iter().any(|&own| tree.is_within(own, g.0));
            within(a) && within(b)
        };
        let titles = [a, b].map(|g| &m.groups[g.index()].decl);
        for (at, group) in m.groups.iter().enumerate() {
            if in_both(&[at as u32]) {
                found.push(messages::separated(&group.decl, titles, separation.span));
            }
        }
        for party in &m.parties {
            let groups: Vec<u32> = party.groups.iter().map(|g| g.0).collect();
            // A group that is itself in both has been reported already.
            if in_both(&groups) && !groups.iter().any(|g| in_both(&[*g])) {
                found.push(messages::separated(&party.decl, titles, separation.span));
            }
        }
    }
}

impl crate::model::Model {
    /// All groups that a named party is in, closed upward, sorted.
    pub fn groups_of(&self, party: crate::model::PartyId) -> Vec<u32> {
        self.parties
            .get(party.index())
            .map_or_else(Vec::new, |p| self.closure(&p.groups))
    }

    /// These groups and all above them, sorted.
    pub fn closure(&self, groups: &[GroupId]) -> Vec<u32> {
        let mut all: Vec<u32> = groups
            .iter()
            .flat_map(|g| self.group_tree.up(g.0))
            .copied()
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The declaration of a holder; `None` for a commons without one.
    pub fn holder_decl(&self, holder: Holder) -> Option<&crate::model::Decl> {
        match holder {
            Holder::Group(g) => self.groups.get(g.index()).map(|g| &g.decl),
            Holder::Party(p) => self.parties.get(p.index()).map(|p| &p.decl),
            Holder::Commons => self.commons.decl.as_ref(),
        }
    }
}
