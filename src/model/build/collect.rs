//! The first pass: every declaration, by kind, in a fixed order: own files by path, then imports, then outer commons.

use super::Entry;
use super::messages;
use crate::diagnostic::Diagnostic;
use crate::model::input::{Input, Unit};
use crate::syntax::tree::{self, Kind, UseKind, UseSource, What};

/// Declarations by kind. The place in a list is the id.
#[derive(Debug, Default)]
pub(super) struct Collected<'a> {
    pub commons: Vec<Entry<'a>>,
    pub groups: Vec<Entry<'a>>,
    pub parties: Vec<Entry<'a>>,
    pub datasets: Vec<Entry<'a>>,
    pub purposes: Vec<Entry<'a>>,
    pub actions: Vec<Entry<'a>>,
    pub facts: Vec<Entry<'a>>,
    pub rules: Vec<Entry<'a>>,
    pub bodies: Vec<Entry<'a>>,
    pub decisions: Vec<Entry<'a>>,
    pub sanctions: Vec<Entry<'a>>,
    pub rights: Vec<Entry<'a>>,
    pub separations: Vec<Entry<'a>>,
    pub scenarios: Vec<Entry<'a>>,
    /// What each `use` of a file that counts says.
    pub uses: Vec<&'a tree::Use>,
    /// Some source says `use purposes from dpv`.
    pub dpv: bool,
    /// Declarations that did not parse: kind, name, whose.
    pub stubs: Vec<(Kind, &'a tree::Name, u8)>,
    /// Declarations of which not even the name is known: a name of that kind that is missing may be theirs.
    pub nameless: Vec<Kind>,
    /// Words that stand where a declaration should begin. They may have been meant as a name, of whatever kind.
    pub strays: Vec<(&'a tree::Name, u8)>,
}

impl<'a> Collected<'a> {
    /// Every declaration of this commons' own source.
    pub fn own(&self) -> impl Iterator<Item = Entry<'a>> + '_ {
        [
            &self.commons,
            &self.groups,
            &self.parties,
            &self.datasets,
            &self.purposes,
            &self.actions,
            &self.facts,
            &self.rules,
            &self.bodies,
            &self.decisions,
            &self.sanctions,
            &self.rights,
            &self.separations,
            &self.scenarios,
        ]
        .into_iter()
        .flatten()
        .copied()
        .filter(|e| e.scope == 0)
    }
}

pub(super) fn collect<'a>(input: &Input<'a>, diagnostics: &mut Vec<Diagnostic>) -> Collected<'a> {
    let mut all = Collected::default();
    all.unit(&input.own, 0);
    for (at, outer) in input.outers.iter().enumerate() {
        all.unit(&outer.unit, at as u8 + 1);
    }
    let own: Vec<&Entry> = all.commons.iter().filter(|e| e.scope == 0).collect();
    let broken_commons = all
        .stubs
        .iter()
        .any(|(kind, _, scope)| *kind == Kind::Commons && *scope == 0)
        || all.nameless.contains(&Kind::Commons);
    match own.as_slice() {
        [] if !broken_commons => diagnostics.push(messages::no_commons()),
        [first, again @ ..] => {
            for entry in again {
                diagnostics.push(messages::several_commons(first.tree.span, entry.tree.span));
            }
        }
        [] => {}
    }
    all
}

impl<'a> Collected<'a> {
    fn unit(&mut self, unit: &Unit<'a>, scope: u8) {
        for &(_, file) in &unit.files {
            self.file(file, scope, None);
        }
        for used in &unit.uses {
            for &(_, file) in &used.files {
                self.file(file, scope, Some(&used.kinds));
            }
        }
    }

    fn file(&mut self, file: &'a tree::File, scope: u8, only: Option<&[UseKind]>) {
        for tree in &file.declarations {
            self.declaration(
                Entry {
                    tree,
                    lang: file.lang,
                    scope,
                },
                only,
            );
        }
        if only.is_none() {
            let known = file
                .broken
                .iter()
                .filter_map(|s| Some((s.kind?, s.name.as_ref()?, scope)));
            self.stubs.extend(known);
            let nameless = file.broken.iter().filter(|s| s.name.is_none());
            self.nameless.extend(nameless.filter_map(|s| s.kind));
            let strays = file.broken.iter().filter(|s| s.kind.is_none());
            self.strays
                .extend(strays.filter_map(|s| Some((s.name.as_ref()?, scope))));
        }
    }

    fn declaration(&mut self, entry: Entry<'a>, only: Option<&[UseKind]>) {
        let (kind, list) = match &entry.tree.what {
            What::Use(used) => {
                self.uses.push(used);
                self.dpv |= matches!(&used.from, UseSource::Library(name) if &*name.value == "dpv");
                return;
            }
            What::Commons(_) => (None, &mut self.commons),
            What::Separate { .. } => (Some(UseKind::Groups), &mut self.separations),
            What::Group(_) => (Some(UseKind::Groups), &mut self.groups),
            What::Party(_) => (Some(UseKind::Parties), &mut self.parties),
            What::Dataset(_) => (Some(UseKind::Datasets), &mut self.datasets),
            What::Purpose { .. } => (Some(UseKind::Purposes), &mut self.purposes),
            What::Action { .. } => (Some(UseKind::Actions), &mut self.actions),
            What::Fact(_) => (Some(UseKind::Facts), &mut self.facts),
            What::Rule(_) => (Some(UseKind::Rules), &mut self.rules),
            What::Body(_) => (Some(UseKind::Bodies), &mut self.bodies),
            What::Decision(_) => (Some(UseKind::Decisions), &mut self.decisions),
            What::Sanction(_) => (Some(UseKind::Sanctions), &mut self.sanctions),
            What::Right(_) => (None, &mut self.rights),
            What::Scenario(_) => (None, &mut self.scenarios),
        };
        let wanted = only.is_none_or(|kinds| kind.is_some_and(|k| kinds.contains(&k)));
        // Rights and scenarios of an outer commons are its own affair.
        let ours =
            entry.scope == 0 || !matches!(entry.tree.what, What::Right(_) | What::Scenario(_));
        if wanted && ours {
            list.push(entry);
        }
    }
}
