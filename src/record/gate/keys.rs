//! The keys of members: those that the registers of the version before list.
//!
//! A group's `register "members.csv"` has columns `member` (`lid`) and `key` (`sleutel`: a public key as it stands in an
//! OpenSSH file), and may have `classes` (`groepen`). A member with several keys has several rows.

use super::Side;
use crate::diagnostic::Text;
use crate::model::{GroupId, Holder, Model};
use crate::record::csv::{Column, Table, Unusable, words};
use ssh_key::PublicKey;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const COLUMNS: [Column; 3] = [
    ("member", &["lid"]),
    ("key", &["sleutel"]),
    ("classes", &["groups", "groepen"]),
];

/// Who has which key.
#[derive(Debug, Default)]
pub struct Keys {
    keys: Vec<(PublicKey, String)>,
    /// The groups of each member, with all that lies above them.
    groups: BTreeMap<String, BTreeSet<GroupId>>,
    /// Registers that were looked at, and what could not be used of them.
    pub registers: Vec<String>,
    pub problems: Vec<Text>,
}

impl Keys {
    /// Reads the registers of a version.
    pub fn read(side: Side) -> Self {
        let mut keys = Keys::default();
        for (at, group) in side.model.groups.iter().enumerate() {
            let Some(register) = group.register.as_ref().filter(|_| group.decl.is_own()) else {
                continue;
            };
            keys.registers.push(register.clone());
            match side.project.loaded.bytes(register) {
                Some(bytes) => keys.register(side.model, GroupId::new(at), register, &bytes),
                None => keys.problems.push(Text::new(
                    format!("The register {register} of the version before can't be read."),
                    format!("Het register {register} van de vorige versie is niet te lezen."),
                )),
            }
        }
        keys
    }

    fn register(&mut self, model: &Model, group: GroupId, shown: &str, bytes: &[u8]) {
        if let Err(problem) = self.rows(model, group, shown, bytes) {
            let why = match problem {
                Unusable::Io(error) => crate::project::reason(&error),
                Unusable::Problem(problem) => problem.message,
            };
            self.problems.push(Text::new(
                format!("{shown}: {}", why.en),
                format!("{shown}: {}", why.nl),
            ));
        }
    }

    fn rows(
        &mut self,
        model: &Model,
        group: GroupId,
        shown: &str,
        bytes: &[u8],
    ) -> Result<(), Unusable> {
        // Tables are read from files; this one may be in a revision.
        let mut copy = tempfile::NamedTempFile::new()?;
        copy.write_all(bytes)?;
        copy.flush()?;
        let mut table = Table::open(copy.path(), 0, &COLUMNS, None)?;
        while table.next().map_err(Unusable::Problem)? {
            let member = table.cell("member").to_string();
            if member.is_empty() {
                continue;
            }
            let groups = self.groups.entry(member.clone()).or_default();
            groups.extend(above(model, group));
            for name in words(table.cell("classes")) {
                let found = model.groups.iter().position(|g| g.decl.id == name);
                groups.extend(
                    found
                        .into_iter()
                        .flat_map(|at| above(model, GroupId::new(at))),
                );
            }
            let key = table.cell("key");
            if key.is_empty() {
                continue;
            }
            let line = table.line();
            match PublicKey::from_openssh(key) {
                Ok(key) => self.add(key, member, shown, line),
                Err(_) => self.problems.push(Text::new(
                    format!("{shown}, line {line}: this is not a public key of OpenSSH."),
                    format!("{shown}, regel {line}: dit is geen openbare sleutel van OpenSSH."),
                )),
            }
        }
        Ok(())
    }

    /// A key that two members share says nothing of either.
    fn add(&mut self, key: PublicKey, member: String, shown: &str, line: u64) {
        let shared = self
            .keys
            .iter()
            .any(|(k, m)| k.key_data() == key.key_data() && *m != member);
        if shared {
            self.problems.push(Text::new(
                format!("{shown}, line {line}: another member has the same key, so it counts for nobody."),
                format!("{shown}, regel {line}: een ander lid heeft dezelfde sleutel, dus die telt voor niemand."),
            ));
        }
        self.keys.push((key, member));
    }

    /// The member whose key this is; `None` if it is nobody's, or not one member's.
    pub fn member(&self, key: &ssh_key::public::KeyData) -> Option<(&PublicKey, &str)> {
        let mut found = self.keys.iter().filter(|(k, _)| k.key_data() == key);
        let (key, member) = found.next()?;
        found
            .all(|(_, other)| other == member)
            .then_some((key, member.as_str()))
    }

    /// Whether a member is a holder, or one of the group that is.
    pub fn is_one_of(&self, model: &Model, member: &str, holder: Holder) -> bool {
        let party = model.parties.iter().position(|p| p.decl.id == member);
        match holder {
            Holder::Commons => self.groups.contains_key(member),
            Holder::Party(id) => party == Some(id.index()),
            Holder::Group(group) => {
                let listed = self.groups.get(member).is_some_and(|g| g.contains(&group));
                let named = party.is_some_and(|at| {
                    let id = crate::model::PartyId::new(at);
                    model.groups_of(id).into_iter().any(|g| g == group.0)
                });
                listed || named
            }
        }
    }
}

fn above(model: &Model, group: GroupId) -> Vec<GroupId> {
    let up = model.group_tree.up(group.0).iter();
    up.map(|g| GroupId(*g)).collect()
}
