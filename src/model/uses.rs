//! Where every name of a source stands, and what it names: recorded by the builder as it resolves them.

use super::{AnyId, DataId, Decl, FactId, Model, Origin};
use crate::diagnostic::Code;
use crate::source::{FileId, Span};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// A declaration. Who sits in a body is named by the body, never by its group.
    Is(AnyId),
    /// A commons by its own name: 0 this one, 1 the nearest around it.
    Commons(u8),
    /// An outer commons (1 the nearest) by the name that it has here: `city` in `city:marketing` and in `as city`.
    Alias(u8),
    /// One of the choices of a fact.
    Choice(FactId, u16),
    /// A kind of finding, in `accept`.
    Finding(Code),
    /// A term of the law that ships with the compiler.
    Law(LawTerm),
    /// A library of the compiler: `dpv` in `use purposes from dpv`.
    Library,
}

/// What kind of term it is; which one, the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LawTerm {
    Basis,
    Category,
    LegalForm,
}

/// What a name does where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Here it is declared.
    Declares,
    Mentions,
    /// It is a name of something, but of a kind that does not fit here, which is reported.
    Misfit,
}

/// One name in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Exactly the name: in `city:readings.kwh` there are three, `city`, `readings` and `kwh`. What ships with the
    /// compiler has its prefix in its name: `dpv:Marketing`.
    pub span: Span,
    pub named: Named,
    pub role: Role,
    /// It ships with the compiler, so that no source declares it.
    pub shipped: bool,
}

impl Use {
    pub fn declares(&self) -> bool {
        self.role == Role::Declares
    }
}

impl Model {
    /// The names in a file, by place.
    pub fn uses_in(&self, file: FileId) -> &[Use] {
        let from = self.uses.partition_point(|u| u.span.file < file);
        let rest = self.uses.get(from..).unwrap_or_default();
        let len = rest.partition_point(|u| u.span.file == file);
        rest.get(..len).unwrap_or_default()
    }

    /// The name that a byte lies in; else the one that ends there, so that a cursor behind a name still means it.
    pub fn use_at(&self, file: FileId, byte: usize) -> Option<&Use> {
        let all = self.uses_in(file);
        let behind = all.partition_point(|u| u.span.start as usize <= byte);
        let near = all.get(behind.saturating_sub(1)..behind)?.first()?;
        (byte <= near.span.end as usize).then_some(near)
    }

    /// Every place where something is named, by place.
    pub fn uses_of(&self, named: Named) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(move |u| u.named == named)
    }

    /// The declaration that an id stands for.
    pub fn decl(&self, id: AnyId) -> Option<&Decl> {
        match id {
            AnyId::Group(id) => self.groups.get(id.index()).map(|x| &x.decl),
            AnyId::Party(id) => self.parties.get(id.index()).map(|x| &x.decl),
            AnyId::Data(id) => self.data.get(id.index()).map(|x| &x.decl),
            AnyId::Purpose(id) => self.purposes.get(id.index()).map(|x| &x.decl),
            AnyId::Action(id) => self.actions.get(id.index()).map(|x| &x.decl),
            AnyId::Fact(id) => self.facts.get(id.index()).map(|x| &x.decl),
            AnyId::Rule(id) => self.rules.get(id.index()).map(|x| &x.decl),
            AnyId::Body(id) => self.bodies.get(id.index()).map(|x| &x.decl),
            AnyId::Decision(id) => self.decisions.get(id.index()).map(|x| &x.decl),
            AnyId::Sanction(id) => self.sanctions.get(id.index()).map(|x| &x.decl),
            AnyId::Right(id) => self.rights.get(id.index()).map(|x| &x.decl),
        }
    }

    /// The declaration of what a name stands for, if it is one.
    pub fn named_decl(&self, named: Named) -> Option<&Decl> {
        match named {
            Named::Is(id) => self.decl(id),
            Named::Commons(0) => self.commons.decl.as_ref(),
            Named::Commons(n) | Named::Alias(n) => self.outers.get(n as usize - 1)?.decl.as_ref(),
            Named::Choice(..) | Named::Finding(_) | Named::Law(_) | Named::Library => None,
        }
    }

    /// Every declaration with its id, fields too; bodies as bodies alone.
    pub fn declarations(&self) -> impl Iterator<Item = (AnyId, &Decl)> {
        fn all<'m, T, I: 'm>(
            list: &'m [T],
            decl: fn(&T) -> &Decl,
            id: fn(usize) -> I,
        ) -> impl Iterator<Item = (I, &'m Decl)> {
            list.iter()
                .enumerate()
                .map(move |(at, x)| (id(at), decl(x)))
        }
        let groups = self.groups.iter().enumerate();
        let groups = groups
            .filter(|(_, g)| g.body.is_none())
            .map(|(at, g)| (AnyId::Group(super::GroupId::new(at)), &g.decl));
        groups
            .chain(all(
                &self.parties,
                |x| &x.decl,
                |n| AnyId::Party(super::PartyId::new(n)),
            ))
            .chain(all(
                &self.data,
                |x| &x.decl,
                |n| AnyId::Data(DataId::new(n)),
            ))
            .chain(all(
                &self.purposes,
                |x| &x.decl,
                |n| AnyId::Purpose(super::PurposeId::new(n)),
            ))
            .chain(all(
                &self.actions,
                |x| &x.decl,
                |n| AnyId::Action(super::ActionId::new(n)),
            ))
            .chain(all(
                &self.facts,
                |x| &x.decl,
                |n| AnyId::Fact(FactId::new(n)),
            ))
            .chain(all(
                &self.rules,
                |x| &x.decl,
                |n| AnyId::Rule(super::RuleId::new(n)),
            ))
            .chain(all(
                &self.bodies,
                |x| &x.decl,
                |n| AnyId::Body(super::BodyId::new(n)),
            ))
            .chain(all(
                &self.decisions,
                |x| &x.decl,
                |n| AnyId::Decision(super::DecisionId::new(n)),
            ))
            .chain(all(
                &self.sanctions,
                |x| &x.decl,
                |n| AnyId::Sanction(super::SanctionId::new(n)),
            ))
            .chain(all(
                &self.rights,
                |x| &x.decl,
                |n| AnyId::Right(super::RightId::new(n)),
            ))
    }
}

impl Decl {
    /// Whether it ships with the compiler.
    pub fn is_shipped(&self) -> bool {
        matches!(self.origin, Origin::Dpv | Origin::Builtin)
    }
}
