//! Names and what they stand for.
//!
//! A name is looked up in the commons it is written in, then outward, then among what ships with the compiler.
//! `city:marketing` asks the outer commons `city` alone, `dpv:Marketing` the privacy vocabulary.

use super::collect::Collected;
use super::{Entry, messages};
use crate::data;
use crate::diagnostic::Diagnostic;
use crate::model::input::Input;
use crate::model::{
    ActionId, AnyId, BodyId, DataId, DecisionId, FactId, GroupId, Holder, PartyId, PurposeId,
    RightId, Role, RuleId, SanctionId,
};
use crate::source::Span;
use crate::syntax::tree::{Kind, Name, What};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A space in which a name may stand once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Space {
    /// Groups, named parties, bodies, and the commons itself.
    Holder,
    Data,
    Purpose,
    Action,
    Fact,
    Rule,
    Body,
    Decision,
    Sanction,
    Right,
}

impl Space {
    pub const ALL: [Space; 10] = [
        Space::Holder,
        Space::Data,
        Space::Purpose,
        Space::Action,
        Space::Fact,
        Space::Rule,
        Space::Body,
        Space::Decision,
        Space::Sanction,
        Space::Right,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Is(AnyId),
    /// The commons (as a holder).
    Commons,
    /// Its declaration did not parse; nothing more is said about it.
    Broken,
}

/// What each name stands for, and where it was declared.
type Table = HashMap<Box<str>, (Target, Option<Span>), BuildHasherDefault<Mixer>>;

/// A hash of names that takes eight letters at a time. Every name of a source is looked up several times, and whoever
/// writes names that collide slows down only themselves.
#[derive(Default)]
struct Mixer(u64);

impl Mixer {
    fn mix(&mut self, more: u64) {
        self.0 = (self.0.rotate_left(5) ^ more).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let eight = chunk.iter().fold(0, |all, b| all << 8 | u64::from(*b));
            self.mix(eight);
        }
        let rest = chunks.remainder();
        let few = rest.iter().fold(0, |all, b| all << 8 | u64::from(*b));
        self.mix(few);
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[derive(Debug, Default)]
pub(super) struct Names {
    /// One table a scope and space; the last scope holds what ships with the compiler.
    tables: Vec<[Table; Space::ALL.len()]>,
    aliases: Vec<(String, u8)>,
    /// Spaces in which a broken declaration has lost its name.
    vague: Vec<Space>,
    /// The dataset of each dataset (itself) and field.
    datasets: Vec<DataId>,
    /// Where the numbers of each kind continue behind the declared ones.
    pub body_groups: u32,
}

/// In which commons a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// 0 this commons, 1 the nearest around it, …
    pub level: usize,
    /// Among what ships with the compiler, behind all of them.
    pub shipped: bool,
}

pub(super) enum Found {
    Target(Target, Place),
    /// The name exists, but for something else: that, and where it was declared.
    Other((Space, Target), Option<Span>, Place),
    Nothing,
}

impl Names {
    pub fn find(&self, space: Space, scope: u8, name: &str) -> Found {
        if let Some((level, (target, _))) = self.found(space, scope, name) {
            return Found::Target(*target, self.place(level));
        }
        let mut others = Space::ALL.into_iter().filter(|s| *s != space);
        let other = others.find_map(|s| Some((s, self.found(s, scope, name)?)));
        match other {
            Some((space, (level, (is, span)))) => {
                Found::Other((space, *is), *span, self.place(level))
            }
            None => Found::Nothing,
        }
    }

    fn place(&self, level: usize) -> Place {
        Place {
            level,
            shipped: level + 1 == self.tables.len(),
        }
    }

    /// Which commons around this one an alias means.
    pub fn alias(&self, alias: &str, scope: u8) -> Option<u8> {
        let mut known = self.aliases.iter();
        let found = known.find(|(name, at)| name == alias && *at >= scope)?;
        Some(found.1)
    }

    /// The dataset that a field lies in; a dataset's is itself.
    pub fn dataset_of(&self, id: DataId) -> Option<DataId> {
        self.datasets.get(id.index()).copied()
    }

    /// What a name stands for in whatever space: an own declaration before one of a commons around it, and what ships
    /// with the compiler last, so that a rule `keep` is not taken for the action of that name.
    fn nearest(&self, scope: u8, name: &str) -> Option<(Target, Place)> {
        let found = Space::ALL
            .into_iter()
            .filter_map(|space| self.found(space, scope, name));
        let (level, (target, _)) = found.min_by_key(|(level, _)| *level)?;
        Some((*target, self.place(level)))
    }

    /// Whether a name stands for something in this very space.
    pub fn knows(&self, space: Space, scope: u8, name: &str) -> bool {
        matches!(
            self.found(space, scope, name),
            Some((_, (Target::Is(_), _)))
        )
    }

    /// What a name stands for, with the table that has it.
    fn found(
        &self,
        space: Space,
        scope: u8,
        name: &str,
    ) -> Option<(usize, &(Target, Option<Span>))> {
        let shipped = self.tables.len().checked_sub(1)?;
        let within = |at: usize, name: &str| {
            let found = self.tables.get(at)?.get(space as usize)?.get(name)?;
            Some((at, found))
        };
        match name.split_once(':') {
            Some((prefix, _)) if prefix == "dpv" || prefix.starts_with("dpv-") => {
                within(shipped, name)
            }
            Some((prefix, rest)) => within(self.alias(prefix, scope)? as usize, rest),
            None => (scope as usize..=shipped).find_map(|at| within(at, name)),
        }
    }

    /// Names of this space that can be written in this scope, for suggestions.
    pub fn candidates(&self, space: Space, scope: u8) -> impl Iterator<Item = &str> {
        (scope as usize..self.tables.len())
            .filter_map(move |at| self.tables[at].get(space as usize))
            .flat_map(|t| t.keys().map(|k| &**k))
    }

    fn enter(
        &mut self,
        space: Space,
        scope: u8,
        name: &Name,
        target: Target,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let table = &mut self.tables[scope as usize][space as usize];
        match table.get(&name.value) {
            Some((Target::Broken, _)) | None => {
                table.insert(name.value.clone(), (target, Some(name.span)));
            }
            Some((_, first)) if target != Target::Broken && scope == 0 => {
                diagnostics.push(messages::duplicate(&name.value, *first, name.span));
            }
            Some(_) => {}
        }
    }
}

/// Enters every declared name, and those that ship with the compiler.
pub(super) fn enter(input: &Input, all: &Collected, diagnostics: &mut Vec<Diagnostic>) -> Names {
    let scopes = input.outers.len() + 2;
    let mut names = Names {
        tables: vec![Default::default(); scopes],
        ..Names::default()
    };
    names.aliases = input
        .outers
        .iter()
        .enumerate()
        .map(|(at, o)| (o.alias.clone(), at as u8 + 1))
        .collect();
    let mut put =
        |space: Space, entry: &Entry, target: Target, diagnostics: &mut Vec<Diagnostic>| {
            if let Some(name) = &entry.tree.name {
                names.enter(space, entry.scope, name, target, diagnostics);
            }
        };
    for entry in &all.commons {
        put(Space::Holder, entry, Target::Commons, diagnostics);
    }
    for (at, entry) in all.groups.iter().enumerate() {
        put(
            Space::Holder,
            entry,
            Target::Is(AnyId::Group(GroupId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.parties.iter().enumerate() {
        put(
            Space::Holder,
            entry,
            Target::Is(AnyId::Party(PartyId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.bodies.iter().enumerate() {
        put(
            Space::Holder,
            entry,
            Target::Is(AnyId::Group(GroupId::new(all.groups.len() + at))),
            diagnostics,
        );
        put(
            Space::Body,
            entry,
            Target::Is(AnyId::Body(BodyId::new(at))),
            &mut Vec::new(),
        );
    }
    let mut next = 0;
    let mut datasets: Vec<DataId> = Vec::new();
    let mut fields: Vec<(u8, Name, DataId)> = Vec::new();
    for entry in &all.datasets {
        put(
            Space::Data,
            entry,
            Target::Is(AnyId::Data(DataId::new(next))),
            diagnostics,
        );
        let owner = DataId::new(next);
        datasets.push(owner);
        next += 1;
        if let (What::Dataset(dataset), Some(name)) = (&entry.tree.what, &entry.tree.name) {
            for field in &dataset.fields {
                let full = format!("{}.{}", name.value, field.name.value).into_boxed_str();
                fields.push((
                    entry.scope,
                    Name {
                        value: full,
                        span: field.name.span,
                    },
                    DataId::new(next),
                ));
                datasets.push(owner);
                next += 1;
            }
        }
    }
    for (at, entry) in all.purposes.iter().enumerate() {
        put(
            Space::Purpose,
            entry,
            Target::Is(AnyId::Purpose(PurposeId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.actions.iter().enumerate() {
        put(
            Space::Action,
            entry,
            Target::Is(AnyId::Action(ActionId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.facts.iter().enumerate() {
        put(
            Space::Fact,
            entry,
            Target::Is(AnyId::Fact(FactId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.rules.iter().enumerate() {
        put(
            Space::Rule,
            entry,
            Target::Is(AnyId::Rule(RuleId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.decisions.iter().enumerate() {
        put(
            Space::Decision,
            entry,
            Target::Is(AnyId::Decision(DecisionId::new(at))),
            diagnostics,
        );
    }
    for (at, entry) in all.sanctions.iter().enumerate() {
        put(
            Space::Sanction,
            entry,
            Target::Is(AnyId::Sanction(SanctionId::new(at))),
            diagnostics,
        );
    }
    let mut rights = 0;
    for entry in &all.rights {
        // A right to nothing is reported, and left out of the model.
        let target = match &entry.tree.what {
            What::Right(right) if right.to.is_empty() => Target::Broken,
            _ => Target::Is(AnyId::Right(RightId::new(rights))),
        };
        rights += usize::from(target != Target::Broken);
        put(Space::Right, entry, target, diagnostics);
    }
    for (scope, name, id) in fields {
        names.enter(
            Space::Data,
            scope,
            &name,
            Target::Is(AnyId::Data(id)),
            diagnostics,
        );
    }
    for (kind, name, scope) in &all.stubs {
        for space in spaces_of(*kind) {
            names.enter(*space, *scope, name, Target::Broken, diagnostics);
        }
    }
    for (name, scope) in &all.strays {
        for space in Space::ALL {
            names.enter(space, *scope, name, Target::Broken, diagnostics);
        }
    }
    names.vague = all
        .nameless
        .iter()
        .flat_map(|kind| spaces_of(*kind))
        .copied()
        .collect();
    names.datasets = datasets;
    names.body_groups = all.groups.len() as u32;
    enter_shipped(&mut names, all);
    names
}

/// Built-in actions (by both names) and, if used, the privacy vocabulary. Their numbers follow the declared ones.
fn enter_shipped(names: &mut Names, all: &Collected) {
    let Some(shipped) = names.tables.last_mut() else {
        return;
    };
    let actions = &mut shipped[Space::Action as usize];
    for (at, action) in data::actions::all().iter().enumerate() {
        let target = Target::Is(AnyId::Action(ActionId::new(all.actions.len() + at)));
        for name in [&action.id, &action.nl] {
            actions.insert(name.as_str().into(), (target, None));
        }
    }
    if all.dpv {
        let purposes = &mut shipped[Space::Purpose as usize];
        for (at, purpose) in data::dpv::all().iter().enumerate() {
            let target = Target::Is(AnyId::Purpose(PurposeId::new(all.purposes.len() + at)));
            purposes.insert(purpose.id.as_str().into(), (target, None));
        }
    }
}

fn spaces_of(kind: Kind) -> &'static [Space] {
    match kind {
        Kind::Commons | Kind::Group | Kind::Party => &[Space::Holder],
        Kind::Body => &[Space::Holder, Space::Body],
        Kind::Dataset => &[Space::Data],
        Kind::Purpose => &[Space::Purpose],
        Kind::Action => &[Space::Action],
        Kind::Fact => &[Space::Fact],
        Kind::Rule => &[Space::Rule],
        Kind::Decision => &[Space::Decision],
        Kind::Sanction => &[Space::Sanction],
        Kind::Right => &[Space::Right],
        Kind::Scenario => &[],
    }
}

// ------------------------------------------------------------------ typed look-ups

macro_rules! lookups {
    ($($(#[$doc:meta])* $one:ident, $many:ident: $space:ident, $variant:ident => $id:ty;)*) => {
        impl super::Builder<'_> {$(
            $(#[$doc])*
            #[allow(dead_code)]
            pub(super) fn $one(&mut self, scope: u8, name: &Name) -> Option<$id> {
                match self.target(Space::$space, scope, name)? {
                    Target::Is(AnyId::$variant(id)) => Some(id),
                    _ => None,
                }
            }

            /// Those that could be found, without doubles, and whether that was all of them.
            #[allow(dead_code)]
            pub(super) fn $many(&mut self, scope: u8, names: &[Name]) -> (Vec<$id>, bool) {
                let mut out = Vec::with_capacity(names.len());
                let mut whole = true;
                for name in names {
                    match self.$one(scope, name) {
                        Some(id) if !out.contains(&id) => out.push(id),
                        Some(_) => {}
                        None => whole = false,
                    }
                }
                (out, whole)
            }
        )*}
    };
}

lookups! {
    data, data_list: Data, Data => DataId;
    purpose, purpose_list: Purpose, Purpose => PurposeId;
    action, action_list: Action, Action => ActionId;
    fact, fact_list: Fact, Fact => FactId;
    rule, rule_list: Rule, Rule => RuleId;
    body, body_list: Body, Body => BodyId;
    decision, decision_list: Decision, Decision => DecisionId;
    sanction, sanction_list: Sanction, Sanction => SanctionId;
    right, right_list: Right, Right => RightId;
}

impl super::Builder<'_> {
    /// What a name stands for in a space; what it does not is reported, except for broken declarations.
    pub(super) fn target(&mut self, space: Space, scope: u8, name: &Name) -> Option<Target> {
        match self.names.find(space, scope, &name.value) {
            Found::Target(Target::Broken, _) => None,
            Found::Target(target, place) => {
                self.mention(name, target, place, Role::Mentions);
                Some(target)
            }
            Found::Nothing if self.names.vague.contains(&space) => None,
            Found::Other((_, is), _, place) if self.names.vague.contains(&space) => {
                self.mention(name, is, place, Role::Misfit);
                None
            }
            Found::Other(other, declared, place) => {
                self.mention(name, other.1, place, Role::Misfit);
                let diagnostic = messages::wrong_kind(name, space, other, declared);
                self.report(diagnostic);
                None
            }
            Found::Nothing => {
                let diagnostic =
                    messages::unknown(name, space, self.names.candidates(space, scope));
                self.report(diagnostic);
                None
            }
        }
    }

    pub(super) fn holder(&mut self, scope: u8, name: &Name) -> Option<Holder> {
        match self.target(Space::Holder, scope, name)? {
            Target::Is(AnyId::Group(id)) => Some(Holder::Group(id)),
            Target::Is(AnyId::Party(id)) => Some(Holder::Party(id)),
            Target::Commons => Some(Holder::Commons),
            _ => None,
        }
    }

    pub(super) fn holder_list(&mut self, scope: u8, names: &[Name]) -> Vec<Holder> {
        let mut out = Vec::with_capacity(names.len());
        for name in names {
            if let Some(holder) = self.holder(scope, name)
                && !out.contains(&holder)
            {
                out.push(holder);
            }
        }
        out
    }

    /// A group (or body); a single party will not do.
    pub(super) fn group(&mut self, scope: u8, name: &Name) -> Option<GroupId> {
        match self.holder(scope, name)? {
            Holder::Group(id) => Some(id),
            Holder::Party(_) | Holder::Commons => {
                self.report(messages::needs_group(name));
                None
            }
        }
    }

    pub(super) fn group_list(&mut self, scope: u8, names: &[Name]) -> (Vec<GroupId>, bool) {
        let mut out = Vec::with_capacity(names.len());
        let mut whole = true;
        for name in names {
            match self.group(scope, name) {
                Some(id) if !out.contains(&id) => out.push(id),
                Some(_) => {}
                None => whole = false,
            }
        }
        (out, whole)
    }

    /// A declaration of any kind.
    pub(super) fn any(&mut self, scope: u8, name: &Name) -> Option<AnyId> {
        if let Some((target, place)) = self.names.nearest(scope, &name.value) {
            self.mention(name, target, place, Role::Mentions);
            return match target {
                Target::Is(id) => Some(id),
                Target::Broken | Target::Commons => None,
            };
        }
        let everything: Vec<String> = Space::ALL
            .iter()
            .flat_map(|s| self.names.candidates(*s, scope))
            .map(str::to_string)
            .collect();
        let diagnostic = messages::unknown_any(name, everything.iter().map(String::as_str));
        self.report(diagnostic);
        None
    }
}
