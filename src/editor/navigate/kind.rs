//! What sort of thing a declaration is, for lists and pictures.

use crate::diagnostic::Text;
use crate::model::{AnyId, DataKind, Model};
use crate::syntax::tree::{Kind, What};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolKind {
    Commons,
    Import,
    Separation,
    Group,
    Party,
    Dataset,
    Field,
    Purpose,
    Action,
    Fact,
    Choice,
    Rule,
    Body,
    Decision,
    Sanction,
    Right,
    Scenario,
    /// A part of a declaration that has no name: a duty, a quorum, a step.
    Clause,
}

impl SymbolKind {
    pub fn of(model: &Model, id: AnyId) -> Self {
        match id {
            AnyId::Group(_) => SymbolKind::Group,
            AnyId::Party(_) => SymbolKind::Party,
            AnyId::Data(id) => match model.data.get(id.index()).map(|d| &d.kind) {
                Some(DataKind::Field { .. }) => SymbolKind::Field,
                _ => SymbolKind::Dataset,
            },
            AnyId::Purpose(_) => SymbolKind::Purpose,
            AnyId::Action(_) => SymbolKind::Action,
            AnyId::Fact(_) => SymbolKind::Fact,
            AnyId::Rule(_) => SymbolKind::Rule,
            AnyId::Body(_) => SymbolKind::Body,
            AnyId::Decision(_) => SymbolKind::Decision,
            AnyId::Sanction(_) => SymbolKind::Sanction,
            AnyId::Right(_) => SymbolKind::Right,
        }
    }

    /// Of a declaration that could not be read.
    pub fn of_stub(kind: Kind) -> Self {
        match kind {
            Kind::Commons => SymbolKind::Commons,
            Kind::Group => SymbolKind::Group,
            Kind::Party => SymbolKind::Party,
            Kind::Dataset => SymbolKind::Dataset,
            Kind::Purpose => SymbolKind::Purpose,
            Kind::Action => SymbolKind::Action,
            Kind::Fact => SymbolKind::Fact,
            Kind::Rule => SymbolKind::Rule,
            Kind::Body => SymbolKind::Body,
            Kind::Decision => SymbolKind::Decision,
            Kind::Sanction => SymbolKind::Sanction,
            Kind::Right => SymbolKind::Right,
            Kind::Scenario => SymbolKind::Scenario,
        }
    }

    pub fn of_tree(what: &What) -> Self {
        match what {
            What::Commons(_) => SymbolKind::Commons,
            What::Use(_) => SymbolKind::Import,
            What::Separate { .. } => SymbolKind::Separation,
            What::Group(_) => SymbolKind::Group,
            What::Party(_) => SymbolKind::Party,
            What::Dataset(_) => SymbolKind::Dataset,
            What::Purpose { .. } => SymbolKind::Purpose,
            What::Action { .. } => SymbolKind::Action,
            What::Fact(_) => SymbolKind::Fact,
            What::Rule(_) => SymbolKind::Rule,
            What::Body(_) => SymbolKind::Body,
            What::Decision(_) => SymbolKind::Decision,
            What::Sanction(_) => SymbolKind::Sanction,
            What::Right(_) => SymbolKind::Right,
            What::Scenario(_) => SymbolKind::Scenario,
        }
    }

    /// One and several of them, as in "a rule", "3 rules".
    pub fn noun(self, many: bool) -> Text {
        let (en, ens, nl, nls) = match self {
            SymbolKind::Commons => ("commons", "commons", "meent", "meenten"),
            SymbolKind::Import => ("import", "imports", "invoer", "invoeren"),
            SymbolKind::Separation => ("separation", "separations", "scheiding", "scheidingen"),
            SymbolKind::Group => ("group", "groups", "groep", "groepen"),
            SymbolKind::Party => ("party", "parties", "partij", "partijen"),
            SymbolKind::Dataset => ("dataset", "datasets", "dataset", "datasets"),
            SymbolKind::Field => ("field", "fields", "veld", "velden"),
            SymbolKind::Purpose => ("purpose", "purposes", "doeleinde", "doeleinden"),
            SymbolKind::Action => ("action", "actions", "handeling", "handelingen"),
            SymbolKind::Fact => ("fact", "facts", "feit", "feiten"),
            SymbolKind::Choice => ("choice", "choices", "keuze", "keuzes"),
            SymbolKind::Rule => ("rule", "rules", "regel", "regels"),
            SymbolKind::Body => ("body", "bodies", "orgaan", "organen"),
            SymbolKind::Decision => ("decision", "decisions", "besluit", "besluiten"),
            SymbolKind::Sanction => ("sanction", "sanctions", "sanctie", "sancties"),
            SymbolKind::Right => ("right", "rights", "recht", "rechten"),
            SymbolKind::Scenario => ("scenario", "scenarios", "scenario", "scenario's"),
            SymbolKind::Clause => ("clause", "clauses", "bepaling", "bepalingen"),
        };
        match many {
            true => Text::new(ens, nls),
            false => Text::new(en, nl),
        }
    }
}
